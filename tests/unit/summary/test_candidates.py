from __future__ import annotations

import pytest

from nutgraf.model import Block, Element, Label
from nutgraf.summary.candidates import document, is_heading, prose

STORY = "The ferry to the islands sank in the storm."


def opening(*texts: str, language: str = "en") -> str:
    blocks = [Block(i, text, "p") for i, text in enumerate(texts)]
    return str(document(blocks, [Label("content")] * len(blocks), language).sentences[0])


@pytest.mark.parametrize(
    "dateline",
    [
        "TOKYO (AP) — ",
        "TOKYO (Reuters) - ",
        "WASHINGTON, May 3 (Reuters) - ",
        "PORT ELLEN, Scotland (AP) – ",
        "OSLO — ",
        "(CNN) -- ",
        "(CNN)",
        "Berlin, 3. Mai (dpa) - ",
        "Berlin (dpa/tmn) - ",
        "New Delhi: ",
        "NEW DELHI: ",
        "Kochi : ",
        "Bend, Ore. — ",
        "Port Ellen, N.J. – ",
        "TideNews.Net - ",
        "coast.info – ",
        "Port Ellen – ",
        "Port Ellen, NY – ",
        "Kiel/Port Ellen – ",
        "【オスロ＝リンド】",
    ],
)
def test_datelines_are_left_off(dateline: str) -> None:
    assert opening(dateline + STORY) == STORY


def test_a_place_in_malayalam_is_left_off() -> None:
    assert opening("കൊച്ചി: തുറമുഖം കനത്ത മഴയെ തുടർന്ന് അടച്ചു.", language="ml").startswith("തുറമുഖം")


@pytest.mark.parametrize(
    "text",
    [
        "Tokyo — which had braced for worse — woke to blue skies and calm seas.",
        "The ferry (built in Oslo) - an old ship - sank in the storm.",
        'Lind: "The ferry to the islands sank in the storm."',
        "There is one rule at sea: The captain leaves last of all.",
        "A storm hit. TOKYO (AP) — is how such stories open.",
        "OSLO — short.",
        "The ferry.com - a boat with an odd name - sank in the storm.",
        "Ann Lind, Esq. — the owner of the ferry — swam to the islands.",
        "Oslo – Harbour of the north – woke to blue skies and calm seas.",
        "Oslo – which had braced for worse and woke to blue skies.",
        "NATO said the ferry to the islands sank in the storm.",
    ],
)
def test_what_is_no_dateline_stays(text: str) -> None:
    assert text.startswith(opening(text))


def test_speakers_of_an_interview_stay() -> None:
    assert opening(f"Harbour: {STORY}", f"Lind: {STORY}").startswith("Harbour: ")


def test_a_title_may_stand_before_the_dateline() -> None:
    blocks = [Block(0, "Ferry sinks in storm", "p"), Block(1, f"TOKYO (AP) — {STORY}", "p")]
    assert [str(s) for s in document(blocks, [Label("content")] * 2, "en").sentences] == ["Ferry sinks in storm", STORY]


def test_a_dateline_stands_in_the_first_block_or_behind_a_standfirst() -> None:
    blocks = [Block(0, "A ferry sank in the storm.", "p"), *(Block(i, f"TOKYO (AP) — {STORY}", "p") for i in (1, 2))]
    sentences = document(blocks, [Label("content")] * 3, "en").sentences
    assert [str(s) for s in sentences] == [blocks[0].text, STORY, blocks[2].text]


def test_what_has_no_letters_is_no_sentence() -> None:
    blocks = [Block(0, f"* * * {STORY}", "p"), Block(1, "\u200d", "p"), Block(2, "***", "p")]
    sentences = document(blocks, [Label("content")] * 3, "en").sentences
    assert all("ferry" in str(s) for s in sentences)
    assert len(sentences) == 1


def test_offsets_follow_the_dateline() -> None:
    blocks = [Block(7, f"TOKYO (AP) — {STORY} Nobody was hurt.", "p"), Block(8, STORY, "p")]
    places = [s.place for s in document(blocks, [Label("content")] * 2, "en").sentences]
    assert [(p.block, p.start) for p in places] == [(7, 13), (7, 13 + len(STORY) + 1), (8, 0)]


def test_only_running_text_of_the_content_is_quoted() -> None:
    tags = ["head", "p", "item", "quote", "p", "p"]
    roles = ["content", "content", "content", "content", "boilerplate", "aside"]
    blocks = [Block(i, STORY, tag) for i, tag in enumerate(tags)]
    assert [b.id for b in prose(blocks, [Label(r) for r in roles])] == [1, 3]  # type: ignore[arg-type]


def test_list_items_serve_where_there_is_nothing_else() -> None:
    blocks = [Block(0, "Ten tips", "head"), Block(1, STORY, "item"), Block(2, "  ", "p")]
    assert [b.id for b in prose(blocks, [Label("content")] * 3)][:1] == [1]


def test_items_are_quoted_where_a_page_says_most_in_lists() -> None:
    item = "Stir the onions in the butter for ten minutes, until they are soft and golden."
    blocks = [Block(0, STORY, "p"), *(Block(i, item, "item") for i in (1, 2, 3)), Block(4, "Two onions", "item")]
    assert [b.id for b in prose(blocks, [Label("content")] * 5)] == [0, 1, 2, 3]
    assert [b.id for b in prose(blocks[:2], [Label("content")] * 2)] == [0]


def test_title_and_headings_stand_in_the_document_but_not_among_its_sentences() -> None:
    blocks = [Block(0, STORY, "p"), Block(1, "What comes next", "head"), Block(2, STORY, "p")]
    page = document(blocks, [Label("content")] * 3, "en", "Ferry sinks")
    assert [str(h) for h in page.headings] == ["Ferry sinks", "What comes next"]
    assert len(page.sentences) == 2
    hidden = [Label("content"), Label("boilerplate"), Label("content")]
    assert not document(blocks, hidden, "en").headings


@pytest.mark.parametrize(
    "text", ["17:40", "5.40pm", "5:40 p.m.", "17h40", "17.40 Uhr", "06/02/2026 17:40", "at 17:40 GMT"]
)
def test_a_time_alone_opens_a_post(text: str) -> None:
    assert is_heading(Block(0, text, "p"))
    assert not is_heading(Block(0, f"{text} The water falls.", "p"))


@pytest.mark.parametrize(
    "text",
    [
        "4 May 2021",
        "Tuesday, 4 May 2021 at 17:40",
        "segunda-feira, 4 de maio de 2021 às 9:13",
        "4. Mai 2021, 17.40",
        "In May 2021",
        "martes 4 de mayo de 2021",
    ],
)
def test_a_line_that_holds_only_a_date_is_no_sentence(text: str) -> None:
    assert is_heading(Block(0, text, "p"))


@pytest.mark.parametrize(
    "text", ["4-1", "Mayors of 12 towns", "Lock 4 opens on 4 May", "May it be so", "4 May " + "9 " * 40]
)
def test_a_line_that_holds_more_than_a_date_stays(text: str) -> None:
    assert not is_heading(Block(0, text, "p"))


def test_a_standfirst_is_known_by_its_name_at_the_top() -> None:
    path = (Element("p", ("article", "standfirst")),)
    blocks = [Block(i, STORY, "p", path=path) for i in range(5)]
    page = document([*blocks, Block(5, STORY, "p")], [Label("content")] * 6, "en")
    assert [s.standfirst for s in page.sentences] == [True, True, True, False, False, False]


def test_a_sentence_knows_how_sure_its_block_is() -> None:
    page = document([Block(0, STORY, "p")], [Label("content", confidence=0.75)], "en")
    assert page.sentences[0].doubt == 0.25
