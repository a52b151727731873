"""The same sentences as sumy's own, on a dozen texts of ours in several languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers import AbstractSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from nutgraf.summary.graphs import FastLexRankSummarizer, FastTextRankSummarizer
from nutgraf.summary.words import Tokenizer, stemmer, stop_words

PAIRS = [(LexRankSummarizer, FastLexRankSummarizer), (TextRankSummarizer, FastTextRankSummarizer)]
TEXTS = [
    ("en", "The harbour will close for six months. The council voted on the harbour on Monday. Divers found cracks in "
    "the old quay wall. The wall of the harbour was built in 1890. Boats will sail from Bowmore. The council pays."),
    ("en", "A walrus slept on the pier. Children came to see the walrus. The pier was shut by the police. The walrus "
    "did not mind the police. A fish shop sent fish. The walrus ate the fish and slept on."),
    ("en", "One. Two. Three. Four."),
    ("de", "Der Hafen wird für sechs Monate geschlossen. Der Rat stimmte am Montag über den Hafen ab. Taucher fanden "
    "Risse in der Kaimauer. Die Mauer ist aus dem Jahr 1890. Die Boote fahren ab Norddorf. Der Rat zahlt die Mauer."),
    ("fr", "Le port fermera pendant six mois. Le conseil a voté lundi sur le port. Des plongeurs ont trouvé des "
    "fissures dans le vieux quai. Le quai du port date de 1890. Les bateaux partiront de la baie. Le conseil paiera."),
    ("es", "El puerto cerrará seis meses. El consejo votó el lunes sobre el puerto. Unos buzos hallaron grietas en el "
    "muelle viejo. El muelle del puerto es de 1890. Los barcos saldrán de la bahía. El consejo pagará el muelle."),
    ("it", "Il porto chiuderà per sei mesi. Il consiglio ha votato lunedì sul porto. I sub hanno trovato crepe nel "
    "vecchio molo. Il molo del porto è del 1890. Le barche partiranno dalla baia. Il consiglio pagherà il molo."),
    ("ru", "Порт закроют на шесть месяцев. Совет голосовал о порте в понедельник. Водолазы нашли трещины в старой "
    "стене. Стену порта построили в 1890 году. Лодки пойдут из залива. Совет заплатит за стену."),
    ("sv", "Hamnen stängs i sex månader. Rådet röstade om hamnen i måndags. Dykare fann sprickor i den gamla kajen. "
    "Kajen i hamnen byggdes 1890. Båtarna går från viken. Rådet betalar kajen."),
    ("hi", "बंदरगाह छह महीने बंद रहेगा। परिषद ने सोमवार को बंदरगाह पर मतदान किया। गोताखोरों को दीवार में दरारें मिलीं। "
    "बंदरगाह की दीवार पुरानी है। नावें खाड़ी से चलेंगी। परिषद दीवार का खर्च देगी।"),
    ("zh", "港口将关闭六个月。市议会周一就港口投票。潜水员在旧墙上发现裂缝。"
    "港口的墙建于一八九〇年。船只将从海湾出发。市议会将支付墙的费用。"),
    ("ar", "سيغلق الميناء ستة أشهر. صوت المجلس على الميناء يوم الاثنين. وجد الغواصون شقوقا في الجدار القديم. بني "
    "جدار الميناء عام 1890. ستبحر القوارب من الخليج. سيدفع المجلس ثمن الجدار."),
    ("pl", "Port zamkną na sześć miesięcy. Rada głosowała nad portem w poniedziałek. Nurkowie znaleźli pęknięcia. "
    "Mur portu jest z 1890 roku. Łodzie popłyną z zatoki. Rada zapłaci za mur."),
]  # fmt: skip


def made(kind: type[AbstractSummarizer], language: str) -> AbstractSummarizer:
    summarizer = kind(stemmer(language))
    summarizer.stop_words = stop_words(language)
    return summarizer


def document(sentences: list[str], language: str) -> ObjectDocumentModel:
    tokenizer = Tokenizer(language)
    return ObjectDocumentModel([Paragraph(SumySentence(s, tokenizer) for s in sentences)])


@pytest.mark.filterwarnings("ignore:invalid value encountered")  # sumy's own, where no two words are shared
@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_the_same_sentences_as_sumys_own(
    theirs: type[AbstractSummarizer], ours: type[AbstractSummarizer], language: str, text: str
) -> None:
    page = document(list(Tokenizer(language).to_sentences(text)), language)
    for count in (1, 2, 3, "50%"):
        assert made(ours, language)(page, count) == made(theirs, language)(page, count)


WORDS = st.lists(st.sampled_from("ferry sank harbour storm crew the of walrus 1890".split()), min_size=1, max_size=7)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=9))
def test_the_same_ranks_as_sumys_textrank(sentences: list[list[str]]) -> None:
    page = document([" ".join(s) for s in sentences], "en")
    ours, theirs = made(FastTextRankSummarizer, "en"), made(TextRankSummarizer, "en")
    assert ours.rate_sentences(page) == pytest.approx(theirs.rate_sentences(page))


@pytest.mark.parametrize(("_", "ours"), PAIRS)
def test_nothing_of_nothing(_: object, ours: type[AbstractSummarizer]) -> None:
    assert made(ours, "en")(document([], "en"), 3) == ()


@pytest.mark.parametrize(("_", "ours"), PAIRS)
def test_sentences_after_the_last_that_is_ranked_are_left_out(
    _: object, ours: type[AbstractSummarizer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nutgraf.summary.graphs.MOST_SENTENCES", 3)
    page = document(["Ferry storm.", "Ferry crew.", "Ferry harbour.", "Ferry storm crew harbour."], "en")
    assert set(made(ours, "en")(page, 3)) == set(page.sentences[:3])
