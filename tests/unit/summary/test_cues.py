from __future__ import annotations

import pytest

from nutgraf.summary.cues import cues_for, opening_words
from nutgraf.summary.data import base_language, tables


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "He left."),
        ("en", "“They’re gone,” said Lind."),
        ("en", "That was all."),
        ("en", "However, the tide rose."),
        ("en", "On the other hand, the tide rose."),
        ("de", "Er ging."),
        ("de", "Dennoch stieg das Wasser."),
        ("es", "Sin embargo, llovió."),
        ("fr", "Cette décision surprend."),
        ("it", "Tuttavia piove."),
        ("pt", "Ela saiu."),
        ("hi", "उन्होंने कहा।"),
        ("ml", "അദ്ദേഹം പറഞ്ഞു."),
        ("bn", "তিনি বলেন।"),
        ("ru", "Однако дождь шёл."),
        ("ar", "لكن المطر هطل."),
        ("zh", "他走了。"),
        ("ja", "しかし雨が降った。"),
        ("vi", "Tuy nhiên, trời mưa."),
    ],
)
def test_dangling_openers(language: str, sentence: str) -> None:
    assert cues_for(language).dangles(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This week the ferry sank."),
        ("en", "Hesse voted."),
        ("en", "Italy won."),
        ("en", "Andorra and Malta signed."),
        ("en", "So-called experts met."),
        ("de", "Erfurt feiert."),
        ("hi", "इस साल बारिश हुई।"),
        ("ml", "അവധി പ്രഖ്യാപിച്ചു."),
        ("xx", "He left."),
    ],
)
def test_sentences_that_stand_alone(language: str, sentence: str) -> None:
    assert not cues_for(language).dangles(sentence)


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "Photo: the harbour at dawn.", True),
        ("en", "The mayor (pictured) swam.", True),
        ("en", "The harbour at dawn. Getty Images", True),
        ("en", "Photographers came.", False),
        ("en", "The photo sold well.", False),
        ("de", "Foto: Hafen", True),
        ("zh", "图为港口。", True),
    ],
)
def test_captions(language: str, sentence: str, expected: bool) -> None:
    assert cues_for(language).is_caption(sentence) is expected


def test_first_person_is_a_whole_word() -> None:
    assert cues_for("en").first_person.search("then i left")
    assert not cues_for("en").first_person.search("india signed in time")


def test_every_table_of_cues_compiles() -> None:
    for language in tables("cues"):
        assert not cues_for(language).dangles("")


def test_cue_lists_hold_lower_case_strings() -> None:
    for language, table in tables("cues").items():
        for name, phrases in table.items():
            if name != "agencies":
                assert all(p == p.lower() and p.strip("^ ") for p in phrases), (language, name)


@pytest.mark.parametrize(
    ("tag", "code"), [("pt-BR", "pt"), ("EN_us", "en"), ("nb", "no"), (None, ""), ("\ud800", ""), ("e1", "")]
)
def test_base_language(tag: str | None, code: str) -> None:
    assert base_language(tag) == code


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Update: The ferry has reached Bowmore."),
        ("en", "This story was updated at 5pm with the mayor's words."),
        ("de", "Aktualisiert: Die Fähre ist angekommen."),
        ("fr", "Mise à jour à 18 heures avec les mots du maire."),
        ("es", "Nota de la redacción: el alcalde habló."),
    ],
)
def test_a_note_on_an_update_is_furniture(language: str, note: str) -> None:
    assert cues_for(language).is_caption(note)
    assert not cues_for("en").is_caption("The update of the ferry's engine cost two million.")


def test_an_answer_of_yes_or_no_leans_on_its_question_and_no_trains_does_not() -> None:
    assert cues_for("en").dangles("No, said the mayor.")
    assert cues_for("en").dangles("“Yes, we sail,” said the mayor.")
    assert not cues_for("en").dangles("No trains will run on Monday.")


def test_opening_words_are_single_words() -> None:
    assert {"he", "however"} <= opening_words("en")
    assert not any(" " in word for word in opening_words("en"))
    assert opening_words("xx") == frozenset()
