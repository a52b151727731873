from __future__ import annotations

import pytest

from nutgraf.model import Block, Label
from nutgraf.summary.candidates import document, prose

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


def test_only_the_first_block_has_a_dateline() -> None:
    blocks = [Block(0, STORY, "p"), Block(1, f"TOKYO (AP) — {STORY}", "p")]
    sentences = document(blocks, [Label("content")] * 2, "en").sentences
    assert str(sentences[1]).startswith("TOKYO")


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
