"""The whole room: from labelled blocks to the sentences shown."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence

from nutgraf.model import Block, Label, Sentence
from nutgraf.summary import NewsSummarizer, summarize
from nutgraf.summary.features import Weights
from nutgraf.summary.words import Tokenizer, stemmer

STORY = [
    "The harbour of Port Ellen will close for six months from Monday, the council said. It voted nine to two.",
    "The old quay wall has cracks that divers found after the January storm.",
    "“I have fished here for forty years,” said Ann Lind, who owns two boats. She laughed.",
    "The council expects the repairs of the harbour to cost 4.2 million pounds, paid by a loan.",
    "Where will the boats go?",
    "However, the ferry to the islands will sail from Bowmore until the harbour opens again.",
]


def blocks_of(texts: list[str], tag: str = "p") -> tuple[list[Block], list[Label]]:
    return [Block(i, text, tag) for i, text in enumerate(texts)], [Label("content")] * len(texts)


def summary(texts: list[str], language: str | None = "en", count: int = 3, title: str | None = None) -> list[str]:
    return [s.text for s in summarize(*blocks_of(texts), title=title, language=language, count=count)]


def test_a_news_story_opens_with_its_lead_and_reads_on_its_own() -> None:
    picked = summary(STORY, title="Port Ellen harbour to close for repairs")
    assert picked[0].startswith("The harbour of Port Ellen")
    assert any("4.2 million" in s for s in picked)
    assert not {"She laughed.", "Where will the boats go?"} & set(picked)
    assert not any(s.startswith("However") for s in picked)


def test_the_title_draws_its_sentence() -> None:
    texts = [
        "Fishermen mended nets along the pier on a quiet winter morning.",
        "Schools reopened after repairs that had taken most of the summer.",
        "A walrus slept beside the lighthouse while children watched from dunes.",
    ]
    assert "walrus" not in summary(texts, count=1)[0]
    assert "walrus" in summary(texts, count=1, title="Walrus lighthouse")[0]


def test_the_title_over_again_is_not_a_summary() -> None:
    title = "Port Ellen harbour to close for repairs"
    assert title not in summary([title, *STORY], title=title)


def test_title_none_takes_the_first_heading_of_a_sumy_document() -> None:
    tokenizer = Tokenizer("en")
    texts = [
        f"The {word} was seen by many people in the town." for word in "quay mill church bank school walrus".split()
    ]
    plain = [Paragraph([SumySentence(t, tokenizer) for t in texts])]
    headed = [Paragraph([SumySentence("Walrus walrus", tokenizer, is_heading=True)]), *plain]
    choose = NewsSummarizer(stemmer("en"), language="en", weights=replace(Weights(), title=5.0))
    assert "walrus" not in str(choose(ObjectDocumentModel(plain), 1)[0])
    assert "walrus" in str(choose(ObjectDocumentModel(headed), 1)[0])


def test_sumy_interface_gives_sumy_sentences_in_order() -> None:
    tokenizer = Tokenizer("en")
    document = ObjectDocumentModel(
        [Paragraph([SumySentence(t, tokenizer) for t in tokenizer.to_sentences(p)]) for p in STORY]
    )
    picked = NewsSummarizer()(document, 3)
    order = [document.sentences.index(s) for s in picked]
    assert len(picked) == 3
    assert order == sorted(order)


def test_weights_decide() -> None:
    document_of = ObjectDocumentModel([Paragraph([SumySentence(p, Tokenizer("en")) for p in STORY])])
    only_questions = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 0.0) | {"question": 1.0})
    assert str(NewsSummarizer(language="en", weights=only_questions)(document_of, 1)[0]) == STORY[4]


def test_one_sentence_and_none() -> None:
    assert summary(["The ferry sank."]) == ["The ferry sank."]
    assert summary([]) == []
    assert summary(["   "]) == []
    assert summary(["***", "—"], count=2) == ["***", "—"]


def test_nothing_without_content_blocks() -> None:
    block = Block(0, STORY[0], "p")
    assert summarize([block], [Label("boilerplate")], title=None, language="en") == ()
    assert summarize([replace(block, tag="head")], [Label("content")], title=None, language="en") == ()


def test_five_thousand_sentences() -> None:
    texts = [
        f"Boat {i} of fleet {i % 97} left the harbour at {i % 24} with {i % 13} sailors on board." for i in range(5000)
    ]
    assert len(summary(texts, count=10)) == 10


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "港口周一起关闭六个月。市议会表示维修费用为四百万。渔民感到担忧。渡轮将改从另一港口出发。"),
        ("ja", "港は月曜日から半年間閉鎖される。市は修理費を四百万と見込む。漁師は心配している。船は別の港から出る。"),
        ("th", "ท่าเรือจะปิดหกเดือนตั้งแต่วันจันทร์ สภาเมืองกล่าว"),
        ("ar", "سيغلق الميناء ستة أشهر من يوم الاثنين. تبلغ كلفة الإصلاح أربعة ملايين. الصيادون قلقون. هل يعود؟"),
        ("hi", "बंदरगाह सोमवार से छह महीने बंद रहेगा। मरम्मत पर चालीस लाख खर्च होंगे। मछुआरे चिंतित हैं।"),
        ("ml", "തുറമുഖം തിങ്കളാഴ്ച മുതൽ ആറ് മാസം അടച്ചിടും. അറ്റകുറ്റപ്പണിക്ക് നാൽപത് ലക്ഷം ചെലവാകും. മീൻപിടിത്തക്കാർ ആശങ്കയിലാണ്."),
        ("he", "הנמל ייסגר לשישה חודשים. התיקון יעלה ארבעה מיליון. הדייגים מודאגים."),
        ("el", "Το λιμάνι κλείνει για έξι μήνες. Οι επισκευές κοστίζουν τέσσερα εκατομμύρια. Οι ψαράδες ανησυχούν."),
        ("my", "ဆိပ်ကမ်းကို ပိတ်မည်။ ပြင်ဆင်မှု ကုန်ကျမည်။"),
        (None, "Zaw er gol tam bur nal. Pex ino gol tam dor. Zaw mir tam gol ner bur."),
    ],
)
def test_any_language(language: str | None, text: str) -> None:
    picked = summarize(*blocks_of([text]), title="港口", language=language, count=2)
    assert picked
    assert all(text[s.start : s.end] == s.text for s in picked)


SENTENCES = st.sampled_from(
    [
        *STORY,
        "TOKYO (AP) — The ferry sank in the storm off the coast.",
        "Mr.",
        "他来了。",
        "",
        "\n",
        "“Yes.",
        "A\u0301😀. B",
    ]
)
TEXTS = st.one_of(st.lists(SENTENCES, max_size=4).map(" ".join), st.text(max_size=60))
BLOCKS = st.lists(
    st.tuples(
        TEXTS,
        st.sampled_from(["p", "head", "item", "row", "code", "quote"]),
        st.sampled_from(["content", "content", "aside", "boilerplate"]),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(
    BLOCKS,
    st.integers(1, 10),
    st.sampled_from([None, "en", "de", "zh", "hi", "xx"]),
    st.one_of(st.none(), st.text(max_size=20)),
)
def test_verbatim_from_content_in_page_order(
    rows: list[tuple[str, str, str]], count: int, language: str | None, title: str | None
) -> None:
    blocks = [Block(10 + i, text, tag) for i, (text, tag, _) in enumerate(rows)]
    labels = [Label(role) for _, _, role in rows]  # type: ignore[arg-type]
    picked = summarize(blocks, labels, title=title, language=language, count=count)
    by_id = {b.id: (b, label) for b, label in zip(blocks, labels)}
    assert len(picked) <= count
    for s in picked:
        block, label = by_id[s.block]
        assert block.text[s.start : s.end] == s.text != ""
        assert label.role == "content"
        assert block.tag != "head"
    assert list(picked) == sorted(set(picked), key=lambda s: (s.block, s.start))


def test_repeated_sentences_keep_their_own_places() -> None:
    picked = summarize(*blocks_of(["The ferry sank in the storm."] * 3), title=None, language="en")
    assert picked == tuple(Sentence("The ferry sank in the storm.", i, 0, 28) for i in range(3))


def test_blas_is_told_to_use_one_thread_before_numpy_loads() -> None:
    code = "import sys, os, nutgraf.summary; print(os.environ['OPENBLAS_NUM_THREADS'])"
    env = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert ran.stdout.strip() == "1"


def test_no_nltk_data_is_needed(tmp_path: object) -> None:
    code = (
        "import nltk.data; nltk.data.path[:] = []\n"
        "from nutgraf.model import Block, Label\n"
        "from nutgraf.summary import summarize\n"
        "block = Block(0, 'The ferry sank. Nobody swam.', 'p')\n"
        "print(len(summarize([block], [Label('content')], title=None, language='en')))"
    )
    env = {**os.environ, "NLTK_DATA": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert ran.stdout.strip() == "2"
