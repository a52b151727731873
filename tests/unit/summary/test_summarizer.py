"""The whole room: from labelled blocks to the sentences shown."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.model import Block, Label, Sentence, count_words
from nutgraf.summary import summarize
from nutgraf.summary.algorithms import UnknownAlgorithmError
from nutgraf.summary.summarizer import digest

STORY = [
    "The harbour of Port Ellen will close for six months from Monday, the council said. It voted nine to two.",
    "The old quay wall has cracks that divers found after the January storm.",
    "“I have fished here for forty years,” said Ann Lind, who owns two boats. She laughed.",
    "The council expects the repairs of the harbour to cost 4.2 million pounds, paid by a loan.",
    "Where will the boats go?",
    "However, the ferry to the islands will sail from Bowmore until the harbour opens again.",
]
MORE = [
    "Fishermen have asked the council for money, as their boats must stay ashore until the autumn.",
    "The quay was built in 1890 for the whisky trade, which has since moved to the railway and to Glasgow.",
    "A second storm is forecast for the weekend, and the coastguard has closed the footpath along the quay.",
]
LONG = [*STORY, *MORE]


def blocks_of(texts: list[str], tag: str = "p") -> tuple[list[Block], list[Label]]:
    return [Block(i, text, tag) for i, text in enumerate(texts)], [Label("content")] * len(texts)


def summary(texts: list[str], language: str | None = "en", count: int = 3, title: str | None = None) -> list[str]:
    return [s.text for s in summarize(*blocks_of(texts), title=title, language=language, count=count)]


def test_a_news_story_opens_with_its_lead_and_reads_on_its_own() -> None:
    picked = summary([*STORY, *MORE], title="Port Ellen harbour to close for repairs")
    assert len(picked) == 3
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


def test_one_sentence_and_none() -> None:
    assert summary(["The ferry sank."]) == ["The ferry sank."]
    assert summary([]) == []
    assert summary(["   "]) == []
    assert summary(["***", "—"], count=2) == []


def words_of(sentences: tuple[Sentence, ...]) -> int:
    return sum(count_words(s.text) for s in sentences)


@pytest.mark.parametrize("algorithm", ["news", "lead", "luhn"])
def test_a_summary_is_no_longer_than_a_third_of_the_text(algorithm: str) -> None:
    blocks, labels = blocks_of(LONG)
    made = digest(blocks, labels, title=None, language="en", count=8, algorithm=algorithm)
    assert 2 <= len(made.sentences) < 8
    assert 3 * words_of(made.sentences) <= sum(count_words(text) for text in LONG)
    assert not made.short


@pytest.mark.parametrize("algorithm", ["news", "lexrank"])
def test_a_budget_of_words(algorithm: str) -> None:
    blocks, labels = blocks_of(LONG)
    few = summarize(blocks, labels, title=None, language="en", words=25, algorithm=algorithm)
    assert 0 < words_of(few) <= 25
    assert len(summarize(blocks, labels, title=None, language="en", words=1, algorithm=algorithm)) == 1


def test_a_page_of_three_sentences_is_short_already() -> None:
    made = digest(*blocks_of(["The ferry sank. Nobody drowned.", "The crew swam."]), title=None, language="en")
    assert made.short
    assert len(made.sentences) == 1
    assert digest([], [], title=None, language=None).short


def test_sentences_say_why_they_were_chosen() -> None:
    blocks, labels = blocks_of(LONG)
    first, *_ = summarize(blocks, labels, title="Port Ellen harbour to close for repairs", language="en")
    assert {"lead", "title words"} & set(first.why)
    assert {s.why for s in summarize(blocks, labels, title=None, language="en", algorithm="luhn")} == {("luhn",)}


def test_an_unknown_algorithm() -> None:
    with pytest.raises(UnknownAlgorithmError):
        summarize(*blocks_of(LONG), title=None, language="en", algorithm="best")


def test_a_pull_quote_is_not_shown_beside_its_sentence() -> None:
    quote = "We have fished here for forty years and nobody has asked us"
    texts = [f"“{quote},” said Ann Lind of the fishermen, who own nine boats in the harbour.", f"“{quote}”", *LONG]
    assert sum(quote in s for s in summary(texts, count=6)) <= 1


def test_what_opens_a_post_of_a_live_blog_leans_on_nothing_above_it() -> None:
    posts = [
        ("17:40", "The river falls at Teddon, and the fire service says that the worst is over for the valley."),
        ("15:05", "It will not open on Monday, as the boiler room of the school is under a metre of water."),
        ("12:20", "Police have closed the road over the weir, and drivers are sent by way of Carrow and the moor."),
        ("09:30", "However, the water stood at the second step of the houses in Weir Street, the reporter says."),
        ("07:00", "The rain has stopped in Teddon for the first time since Tuesday, but the river still rises."),
    ]
    picked = summary([text for post in posts for text in post], count=4)
    assert picked
    assert not any(s.startswith(("It", "However")) or ":" in s for s in picked)


def test_an_answer_of_an_interview_comes_with_its_question_or_not_at_all() -> None:
    asked = [
        ("How does one keep bees on an opera house?", "With a letter to the director of the opera and her roof."),
        ("Do they sting the tenors of the opera?", "Once, a lighting technician of the opera house was stung."),
        ("What do the bees find to eat up here?", "More than in the country, with lime trees on every avenue."),
        ("What worries you about the bees and roofs?", "Heat, as on a roof it was 61 degrees last August."),
    ]
    texts = [text for pair in asked for text in pair]
    picked = summary([*LONG[:1], *texts, *LONG[3:]], count=6)
    for question, answer in asked:
        assert (question in picked) == (answer in picked)


def test_of_each_item_of_a_list_article_one_sentence() -> None:
    items = [
        ("1. The Marholm Sleeper", "The Marholm leaves at ten in the evening. The Marholm runs along the whole coast."),
        ("2. The Granite Express", "The Granite has a dining car for sixty. The Granite serves dumplings until two."),
        ("3. The Polar Slow", "The Polar never sleeps in bright June. The Polar has curtains that aunts have sewn."),
    ]
    blocks = []
    for heading, text in items:
        blocks += [Block(len(blocks), heading, "head"), Block(len(blocks) + 1, text, "p")]
    blocks += [
        Block(6, "Tickets for all of these trains are sold at the stations, and on the trains themselves. " * 3, "p")
    ]
    for count in (2, 6):
        picked = summarize(blocks, [Label("content")] * 7, title="Three night trains", language="en", count=count)
        items_shown = [s.block for s in picked if s.block < 6]
        assert len(set(items_shown)) == len(items_shown) > 0


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


@settings(max_examples=100, deadline=None)
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


def test_a_repeated_sentence_is_shown_once() -> None:
    (picked,) = summarize(*blocks_of(["The ferry sank in the storm."] * 9), title=None, language="en")
    assert picked == Sentence("The ferry sank in the storm.", 0, 0, 28, picked.why)


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
    assert ran.stdout.strip() == "1"
