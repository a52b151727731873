"""Splitting: cases written by rule for many languages, and what must hold for any text at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
import sentencex
from hypothesis import example, given
from hypothesis import strategies as st

from growth import assert_linear
from nutgraf.summary.sentences import MAX_QUOTED_WORDS, WINDOW, split

# "|" marks where one sentence ends and the next begins
CASES = {
    "en": [
        "The ferry sank.| Nobody was hurt.",
        "Mr. Okafor met Dr. Lind.| They shook hands.",
        "U.S. President Ada Hill spoke.| Markets rose.",
        "He moved to the U.S. in May.| The work was easy to find.",
        "They fled to the U.S.| The children stayed.",
        "It cost Rs. 500 a day.| Few could pay.",
        "The team is No. 5 in the world.| Fans cheered.",
        "St. Louis won at home.| Gen. Park watched.",
        "The trial opens Jan. 12 in Perth.| It may last weeks.",
        "J. K. Oduya wrote it.| T.S. Marsh printed it.",
        "George W. Bell won.| Turnout was low.",
        "They went with plan B.| It failed.",
        "Shares fell 3.5 percent to 4.| Traders shrugged.",
        "Acme Inc. said so on Monday.| Rivals at Bolt Corp. agreed.",
        "Doors open at 5 p.m.| The show starts later.",
        "Doors open at 5 p.m. on Friday.| Bring a coat.",
        "“We won. We are happy,” she said.| Rain followed.",
        '"Why?" he asked.| "Because," she said.',
        "He called it “done.”| Then he left.",
        "(He had been warned.)| She had not.",
        "Wait... there was more.| Much more.",
        "Is it over?!| Yes!| It is.",
        "The mayor resigned.[2]| A vote is due.",
        "Sales of the iPhone rose.| iPad sales fell.",
        "See www.harbour.example for maps.| Tickets are free.",
        "1. Wash the rice.| 2. Boil it.",
        "We did it! 🎉| The cup is ours.",
        "It closed.| 👩‍🚒 left.",
        "The ferry sank.| 📍 Harbour News",
        "1) Wash the rice| 2) Boil it",
        "He chose 1) rice and 2) Beans.",
        "Yet who knew? not the mayor.| He slept.",
        "Prices rose.| iPads were cheaper.",
        "Sen. Ruiz and Rep. Cho differ, e.g. on tax.| Talks go on.",
    ],
    "de": [
        "Am 3. Oktober wurde gefeiert.| Danach kam der Regen.",
        "Der 2. Weltkrieg endete 1945.| Die Stadt lag in Trümmern.",
        "Im 19. Jahrhundert wuchs der Ort.| Er hat heute einen Hafen.",
        "Das kostet 3 Mio. Euro.| Dr. Kranz zahlt, z. B. mit Holz.",
        "„Ich gehe. Ich komme wieder“, sagte sie.| Es wurde still.",
        "Der 1. FC Nord gewann.| Die Fans sangen.",
        "Es waren 10.| Die Hälfte ging.",
    ],
    "es": [
        "El Sr. Vega y la Dra. Ruiz llegaron.| ¿Qué pasó?| ¡Nada!",
        "EE. UU. ganó.| Después llovió.",
        "Vive en EE.UU.| El presidente lo sabe.",
        "Dijo: «Vamos. Ahora.»| Y se fue.",
    ],
    "fr": [
        "M. Petit est venu.| Mme. Roche aussi.",
        "« Oui », dit-il.| « Non ! »| Il part.",
        "Le 14 juil. 1990, il neigeait.| C’était rare.",
    ],
    "it": ["Il dott. Sala è arrivato.| Ha parlato l’on. Conti."],
    "pt": ["O Sr. Lima chegou.| A Dra. Reis saiu às 5.| Choveu."],
    "nl": ["Volgens dr. Visser is het nr. 3.| Dat klopt."],
    "pl": ["To był 3. maja dzień.| Prof. Nowak mówił o ul. Polnej.| Padało."],
    "ru": [
        "В 1990 г. завод закрыли.| Город опустел.",
        "А. С. Белов писал книги.| Их читали.",
        "«Да. Нет», — сказал он.| Все ушли.",
    ],
    "hi": ["वह आया।| डॉ. वर्मा ने रु. 500 दिए।| क्या यह सच है?| हाँ।"],
    "bn": ["ডা. সেন এলেন।| মো. করিম গেলেন।| কেন?"],
    "ml": ["ഡോ. രവി സംസാരിച്ചു.| കെ.കെ. നായർ വന്നു.| മഴ പെയ്തു."],
    "ta": ["டாக்டர். மணி வந்தார்.| மழை பெய்தது."],
    "ar": ["وصل الوفد.| هل انتهى الأمر؟| نعم!| قال د. سالم ذلك.", "غادر روبرت إف. لوغان الميناء.| وصلت السفينة."],
    "ur": ["وہ آیا۔| بارش ہوئی۔"],
    "fa": ["باران آمد.| آیا تمام شد؟| بله."],
    "zh": ["船沉了。|没有人受伤！|“好的。我走了。”他说。|真的吗？", "价格是3.5元。|U.S.公司很高兴。"],
    "ja": ["船が沈んだ。|「はい。行きます。」と話した。|本当？"],
    "ko": ["배가 가라앉았다.| 다친 사람은 없다."],
    "th": ["เรือจมแล้ว ไม่มีใครบาดเจ็บ"],
    "km": ["គាត់មក។| គាត់ទៅ។"],
    "my": ["သူလာ။| သူသွား။"],
    "hy": ["Նա եկավ։| Նա գնաց։"],
    "am": ["መጣ።| ሄደ።"],
    "el": ["Ήρθε ο κ. Λέκκας.| Γιατί;| Άγνωστο."],
    "tr": ["Prof. Kaya konuştu.| 3. köprü açıldı.| Yağmur yağdı."],
    "xx": ["Aba gol.| Ena tir."],
}
KNOWN = [(language, case) for language, cases in CASES.items() for case in cases]
WORDS = st.sampled_from(
    [
        *"Voss ferry U.S. Mr. 3. 2.5 No. cafe\u0301 Stra\u00adße 𝔉erry 🚢 👩\u200d🚒 ഡോ. कि. है। 桥。 橋｡ • 1) a.".split(
            " "
        ),
        *"\u200fשלום\u200f \u202bمرحبا\u202c می\u200cشود “Go. Run.” „Nie. Tak” ”Ja. Nej” «Да.» 'No.' (Yes.)".split(" "),
        *"\ufeff \u2060 \u3000 \ud800".split(" "),
    ]
)
SEPARATORS = st.sampled_from([*" |  |. |.|! |?\n|\n\n|\r\n|\u00a0|\u2028|… |।|。".split("|"), ""])
HOSTILE = [
    *'A b. |! |“|(|. |Mr. |„a. |”a. |". |1. A |a) b |• a |• |U.|U. |é. |।|។|。”|!) |2024. 5. |1. |1'.split("|"),
    *"😀|😀 |.😀 |.)|. ”|).- |\u0301|x| |\n|\t|»|.»|.  |\u0b95\u0bbe.|'a. |…|.'|Inc. The |Uhr. 4 |.\u00a0|„|”".split(
        "|"
    ),
]
"""What each pattern could be lured into trying again at every character."""
WILD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(list(' .!?…"“”‘’«»()[]\n\r\t\u00a0\u0085\u2028।。؟Aa3Zé\u0301😀\u200d\ud800')),
    ),
    max_size=80,
)
LANGUAGES = st.sampled_from([None, "", "en", "de", "ar", "hi", "ml", "zh", "ja", "th", "ru", "xx", "pt-BR", "\ud800"])


def pieces(text: str, language: str | None) -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@pytest.mark.parametrize(("language", "case"), KNOWN)
def test_splits_where_a_reader_would(language: str, case: str) -> None:
    assert pieces(case.replace("|", ""), language) == [s.strip() for s in case.split("|")]


def test_a_missing_space_after_the_stop_still_splits() -> None:
    assert pieces("The bridge reopened.It had been shut.", "en") == ["The bridge reopened.", "It had been shut."]


@given(WILD, LANGUAGES)
@example("A\xa0.\u200f \x85‘", "en")  # panics in sentencex 1.0.32 when passed as it is
@example("\ud800. B", "en")
def test_spans_are_ordered_disjoint_trimmed_and_cover_the_text(text: str, language: str | None) -> None:
    covered, last = set(), 0
    for start, end in split(text, language):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        covered.update(range(start, end))
        last = end
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())


@given(st.lists(st.tuples(WORDS, SEPARATORS), max_size=25), LANGUAGES)
def test_offsets_hold_in_any_script(parts: list[tuple[str, str]], language: str | None) -> None:
    text = "".join(word + separator for word, separator in parts)
    spans = split(text, language)

    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert {i for i, c in enumerate(text) if c.isalnum()} <= {i for start, end in spans for i in range(start, end)}


def test_offsets_survive_astral_combining_and_carriage_returns() -> None:
    text = "Cafe\u0301 😀 opened.\r\nIt\u00a0closed. 👩\u200d🚒 left."
    assert pieces(text, "en") == ["Cafe\u0301 😀 opened.", "It\u00a0closed.", "👩\u200d🚒 left."]


def test_a_long_quotation_is_cut_at_its_sentences() -> None:
    sentence = "We will go on with this work until the very last stone is laid. "
    text = f"“{sentence * 5}It is a promise,” she said."
    assert len(sentence.split()) * 5 > MAX_QUOTED_WORDS
    assert len(split(text, "en")) == 6
    assert len(split(f"“{sentence}It is a promise,” she said.", "en")) == 1


def test_a_blank_line_ends_a_sentence_without_a_mark() -> None:
    assert pieces("Harbour news\n\nthe ferry sank.", "en") == ["Harbour news", "the ferry sank."]


def test_a_panic_in_sentencex_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(language: str, text: str) -> list[str]:
        raise PanicException(language, text)

    monkeypatch.setattr(sentencex, "segment", panic)
    assert pieces("The ferry sank. Mr. Lind swam.", "en") == ["The ferry sank.", "Mr. Lind swam."]


def test_other_exceptions_are_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: str) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(sentencex, "segment", interrupt)
    with pytest.raises(KeyboardInterrupt):
        split("The ferry sank.", "en")


def test_language_tags_are_understood() -> None:
    assert split("Am 3. Oktober.", "de-AT") == split("Am 3. Oktober.", "de")


# what grows with the text


@pytest.mark.parametrize(
    "text", ["The ferry sank. Nobody was hurt. " * 1_500, "x" * 50_000, '"' * 50_000, " " * 50_000]
)
def test_sentencex_never_gets_more_than_a_window_and_every_character_once(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    segment = sentencex.segment
    monkeypatch.setattr(sentencex, "segment", lambda lang, part: seen.append(len(part)) or segment(lang, part))
    split(text, "en")

    assert max(seen) <= WINDOW
    assert sum(seen) == len(text)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_text_of_many_windows_is_split_like_a_short_one(language: str) -> None:
    text = "The ferry sank. “Nobody was hurt. All swam,” Prof. Voss said. " * 400

    assert len(text) > 2 * WINDOW
    assert set(pieces(text, language)) == {"The ferry sank.", "“Nobody was hurt. All swam,” Prof. Voss said."}


@pytest.mark.parametrize("bait", HOSTILE)
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_takes_time_that_grows_with_its_square(bait: str, language: str) -> None:
    assert_linear(lambda n: split(bait * (n // len(bait)), language), 12_500)
