"""The phrase files: every cue compiles, every language finds its kinds, and news about such things stays untouched."""

import re
import sys
from pathlib import Path

import pytest

from nutgraf.boilerplate import phrases

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LINES = Path(__file__).parent / "phrases"
KINDS = {
    "follow", "newsletter", "subscribe", "comments", "disclaimer", "copyright", "legal", "app", "share", "related",
    "promo", "contact", "tags", "navigation", "form", "player", "event", "trending", "cookie", "poll",
    "caption", "byline", "author_bio", "credit", "correction", "references",
}  # fmt: skip
EVERYWHERE = {
    "follow", "newsletter", "related", "comments", "copyright", "share", "app", "subscribe", "disclaimer", "caption",
    "byline",
}  # fmt: skip
ASKED = "en de es fr pt it nl pl cs ru uk tr ar fa hi ml bn ta zh ja ko id vi el".split()


def read(code):
    return tomllib.loads((LINES / f"{code}.toml").read_text("utf-8"))


def lines(table):
    """(language, kind, line) of all test files; the near misses have no kind."""
    for code in phrases.languages():
        data = read(code)
        for kind, texts in data["hits"].items() if table == "hits" else [(None, data["near_misses"])]:
            yield from ((code, kind, text) for text in texts)


def test_the_languages_that_were_asked_for_are_there():
    assert set(ASKED) <= set(phrases.languages())


@pytest.mark.parametrize("code", phrases.languages())
def test_every_cue_compiles_into_a_known_kind(code):
    found = phrases.load(code)
    assert all(cue.found_in("") is False for cue in found)
    assert {cue.kind for cue in found} <= KINDS
    assert {cue.kind for cue in found if cue.strong} >= EVERYWHERE
    assert len({(cue.kind, cue.phrase) for cue in found}) == len(found), "a cue stands there twice"


@pytest.mark.parametrize("code", phrases.languages())
def test_a_file_has_only_lists_that_are_read(code):
    text = (Path(phrases.__file__).parent / "phrases" / f"{code}.toml").read_text("utf-8")
    tables = [table for table in tomllib.loads(text).values() if isinstance(table, dict)]
    assert {name for table in tables for name in table} <= {"strong", "weak"}


@pytest.mark.parametrize("code", phrases.languages())
def test_the_test_lines_cover_every_kind_of_the_file(code):
    data = read(code)
    assert set(data["hits"]) == {cue.kind for cue in phrases.load(code)}
    assert len(data["near_misses"]) >= 6


@pytest.mark.parametrize(("code", "kind", "line"), list(lines("hits")))
def test_a_line_is_found_as_its_kind(code, kind, line):
    hits = phrases.find(line, code)
    strong = {hit.kind for hit in hits if hit.strong}
    assert kind in (strong or {hit.kind for hit in hits})


@pytest.mark.parametrize(("code", "kind", "line"), list(lines("near_misses")))
def test_news_about_such_things_has_no_strong_hit(code, kind, line):
    assert kind is None
    assert [hit for hit in phrases.find(line, code) if hit.strong] == []


def test_english_is_looked_for_on_pages_in_every_language():
    assert any(hit.strong and hit.kind == "newsletter" for hit in phrases.find("Sign up for our newsletter", "de"))


def test_other_languages_are_not_looked_for_on_an_english_page():
    assert phrases.find("Riproduzione riservata", "en") == ()
    assert any(hit.kind == "copyright" for hit in phrases.find("Riproduzione riservata", "it"))


def test_where_the_language_is_not_known_all_are_tried():
    assert any(hit.kind == "copyright" for hit in phrases.find("Riproduzione riservata", None))


def test_a_language_without_a_file_has_the_english_cues_alone():
    assert phrases.cues("xx") == phrases.cues("en")


def test_the_norwegian_codes_share_a_file():
    assert phrases.cues("nb") == phrases.cues("nn") == phrases.cues("no")


def test_the_index_leaves_out_no_cue_that_would_match():
    for code, _, line in lines("hits"):
        folded = phrases.fold(line)
        slow = {(cue.kind, cue.phrase) for cue in phrases.cues(code) if cue.found_in(folded)}
        assert {(hit.kind, hit.phrase) for hit in phrases.find(line, code)} == slow


def test_strong_hits_come_first():
    order = [hit.strong for hit in phrases.find("Newsletter: sign up for our newsletter", "en")]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == 2


def test_prose_has_no_hit():
    assert phrases.find("The ferry left the harbour at nine, two hours after the storm had passed.", "en") == ()


@pytest.mark.parametrize("code", phrases.languages())
def test_no_cue_is_as_long_as_a_sentence_of_a_page(code):
    """A cue is a formula of a few words: what is fixed in it, counting one alternative per group, stays short."""
    for cue in phrases.load(code):
        fixed = re.sub(r"\(([^()|]+)[^()]*\)", r"\1", cue.phrase)
        assert len(fixed.split()) <= 14, cue.phrase
