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
        ("en", "With that the lock was shut."),
        ("en", "If this sounds easy, try it in the rain."),
        ("en", "All these boats need the lock."),
        ("en", "Which is why the lock was built."),
        ("en", "Second, the lock leaks."),
        ("en", "The next day the lock was open again."),
        ("en", "The move surprised the skippers."),
        ("en", "Now they wait in the harbour."),
        ("de", "In diesem Moment brach das Tor."),
        ("de", "Dass das so schnell ging, lag am Wetter."),
        ("fr", "Malgré cela, le pont reste fermé."),
        ("es", "Según este plan, la presa se abre."),
        ("it", "Dopo questa decisione il ponte resta chiuso."),
        ("pt", "Nesse caso, a ponte fecha."),
        ("nl", "Met deze sluis gaat dat sneller."),
        ("nl", "Het is een oude sluis."),
        ("sv", "Det är en gammal sluss."),
        ("da", "De er gamle."),
        ("no", "Det skjer etter tre år."),
        ("hi", "उससे पूछा गया।"),
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
        ("en", "In addition to the lock, the mill was shut."),
        ("en", "As a result of the flood the lock was shut."),
        ("en", "So far nobody has come."),
        ("en", "In this guide we mend a lock."),
        ("en", "On that day in May the lock broke."),
        ("en", "For those who wait there is tea."),
        ("en", "Within this harbour lie nine boats."),
        ("en", "Which lock is the oldest?"),
        ("de", "An diesem Montag öffnet die Schleuse."),
        ("de", "Es gibt neun Schleusen im Kanal."),
        ("fr", "Il y a neuf écluses sur le canal."),
        ("es", "Después de la lluvia se abrió la presa."),
        ("es", "En este artículo se explica la presa."),
        ("it", "Anche se piove, il ponte resta aperto."),
        ("pt", "Depois de três meses a ponte abriu."),
        ("pt", "Nesta segunda-feira a ponte abriu."),
        ("nl", "Het kabinet bouwt een sluis."),
        ("nl", "Op dit moment is de sluis dicht."),
        ("sv", "Det svenska laget vann."),
        ("da", "De fire både sank."),
        ("no", "Den norske båten sank."),
        ("el", "Της πόλης το λιμάνι έκλεισε."),
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
        ("en", "Here are our nine best locks.", True),
        ("en", "> See how the locks compare in our guide.", True),
        ("en", "Stay tuned for the next lock!", True),
        ("en", "Follow @harrowlocks for more", True),
        ("en", "Follow-up work begins in May.", False),
        ("en", "Here lies the oldest lock of the canal.", False),
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
