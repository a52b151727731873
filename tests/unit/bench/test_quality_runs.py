"""Tools in turns over made-up pages, what is kept of them, and the tables."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import bench.quality
from bench.quality.__main__ import arguments, measure
from bench.quality.outputs import Output, load, save
from bench.quality.peers import BASE, PEERS, Tool, lines_of, ours, page_title
from bench.quality.runs import PageSet, cpu, read_in_turns, run_set
from bench.quality.tables import markdown

TITLE = "The ferry sails again"
PARAGRAPHS = [
    f"On day {n} the ferry took {n} carts and {n + 3} goats over to the island, and it came back with the mail and the "
    f"milk of all the farms that there are; the harbour master said that it was as it had been for {n + 40} years."
    for n in range(1, 7)
]
STORY = "\n".join(PARAGRAPHS)
HTML = f"<html lang=en><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>" + "".join(
    f"<p>{p}</p>" for p in PARAGRAPHS
)
ROW: dict[str, Any] = {"id": "a", "url": "https://ferry.example/a", "lang": "en", "html": HTML}
STAND_IN = Tool("stand-in", "pytest", lambda _: Output(STORY))


def broken(row: Any) -> Output:
    if "id" in row:
        raise ValueError("not this page")
    return Output()


# the tools


@pytest.mark.parametrize("tool", [ours("normal"), BASE, *(t for t in PEERS if t.package in ("trafilatura", "justext"))])
def test_a_tool_gives_the_text_of_a_page(tool: Tool) -> None:
    assert PARAGRAPHS[2] in tool.run(ROW).text.split("\n")


def test_nutgraf_gives_all_that_is_measured() -> None:
    html = HTML.replace("</article>", "") + "<p>Follow our WhatsApp channel for more news of the ferry.</p></article>"
    output = ours("normal").run({**ROW, "html": html})
    assert output.title == TITLE
    assert "Follow our WhatsApp channel for more news of the ferry." in [text for text, _ in output.stripped]
    assert output.summary


def test_a_page_without_an_article_is_an_empty_output() -> None:
    assert ours("normal").run({**ROW, "html": "<p></p>"}) == Output()


def test_trafilaturas_title_is_its_metadatas() -> None:
    assert BASE.title is not None
    assert BASE.title(ROW) == TITLE


def test_html_as_text_has_a_line_for_each_block() -> None:
    source = "<div><h2>One\n two</h2>loose <b>words</b><p>three<br>four</p><!-- no --> <ul><li>five</li></ul></div>"
    assert lines_of(source).split("\n") == ["One two", "loose words", "three", "four", "five"]


def test_control_characters_are_no_reason_to_lose_a_page() -> None:
    assert lines_of("<p>one\x0b</p><p>two&#1;three</p>").split("\n")[0] == "one"


def test_the_page_title_is_read_as_it_is_written() -> None:
    assert page_title({"html": "<title>Fähre\n fährt</title>"}) == "Fähre fährt"
    assert page_title({"html": "<p>none</p>"}) == ""


def test_the_peers_have_one_importer() -> None:
    libraries = ("trafilatura", "readability", "newspaper", "resiliparse", "justext")
    imports = tuple(f"{word} {library}" for word in ("import", "from") for library in libraries)
    folder = Path(bench.quality.__file__).parent
    found = {
        p.name for p in folder.glob("*.py") for line in p.read_text().splitlines() if line.strip().startswith(imports)
    }
    assert found == {"peers.py"}


# the runs


def test_every_tool_reads_every_page_in_its_place() -> None:
    rows = [{**ROW, "id": str(n), "html": str(n)} for n in range(5)]
    tools = [
        replace(BASE, run=lambda row: Output(f"base {row['html'][:1]}")),
        Tool("t", "pytest", lambda _: Output("t")),
    ]
    runs = read_in_turns(PageSet("set", rows), tools)
    assert [o.text for o in runs[BASE.name]] == ["base 0", "base 1", "base 2", "base 3", "base 4"]
    assert [o.text for o in runs["t"]] == ["t"] * 5
    assert all(o.beside == base.seconds for o, base in zip(runs["t"], runs[BASE.name]))


def test_a_page_that_a_tool_fails_on_is_empty_and_counted(pages_of: Callable[..., Path]) -> None:
    results = measure({"zyte": pages_of(text=STORY)}, [ours("normal"), BASE, Tool("broken", "pytest", broken)])
    assert results.pages["zyte"]["broken"].f1 == 0
    assert results.failures == {"broken": 1}
    assert "broken 1." in markdown(results)


def test_a_tool_that_cannot_run_at_all_ends_the_run() -> None:
    def missing(_: Any) -> Output:
        raise ImportError("half installed")

    with pytest.raises(ImportError, match="half installed"):
        read_in_turns(PageSet("set", [ROW]), [BASE, Tool("t", "pytest", missing)])


def test_cpu_is_a_multiple_of_trafilaturas_on_the_same_pages() -> None:
    assert cpu([Output(seconds=3, beside=1), Output(seconds=1, beside=1)]) == 2
    assert cpu([Output()]) is None


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    output = Output("one\ntwo", "Ä", (("plug", "follow"), ("x", None)), ("one",), "", 0.5, 0.25)
    save(tmp_path / "kept" / "a.jsonl", ["a", "b"], [output, Output()])
    assert load(tmp_path / "kept" / "a.jsonl", ["a", "b"]) == [output, Output()]
    assert load(tmp_path / "kept" / "a.jsonl", ["a"]) == [output]
    assert load(tmp_path / "kept" / "a.jsonl", ["a", "c"]) is None
    assert load(tmp_path / "kept" / "b.jsonl", ["a"]) is None


def test_a_peer_is_run_once_and_nutgraf_and_plain_trafilatura_each_time(tmp_path: Path) -> None:
    calls: list[str] = []

    def counted(name: str) -> Callable[[Any], Output]:
        return lambda row: calls.append(name) or Output() if "id" in row else Output()

    tools = [
        replace(ours("normal"), run=counted("ours")),
        Tool("peer", "pytest", counted("peer")),
    ]
    for _ in range(2):
        run_set(PageSet("set", [ROW]), [*tools, BASE], tmp_path)
    assert sorted(calls) == ["ours", "ours", "peer"]


# the whole


@pytest.fixture
def pages_of(tmp_path: Path) -> Callable[..., Path]:
    """Writes a set of one page with this reference; gives its path."""

    def write(**reference: Any) -> Path:
        row = {**ROW, "text": "", "with": [], "without": [], **reference}
        path = tmp_path / "pages.jsonl.xz"
        path.write_bytes(lzma.compress(json.dumps(row).encode()))
        return path

    return write


def test_titles_are_put_first_where_the_references_hold_them(pages_of: Callable[..., Path]) -> None:
    results = measure({"sites": pages_of(text=f"{TITLE}\n{STORY}")}, [ours("normal"), BASE, STAND_IN])
    assert results.pages["sites"][ours("normal").name].f1 == 1
    assert results.pages["sites without titles"][ours("normal").name].recall < 1
    assert results.pages["sites"]["stand-in"] == results.pages["sites without titles"]["stand-in"]


def test_the_tables_name_every_tool_and_say_what_is_not_installed(pages_of: Callable[..., Path]) -> None:
    absent = Tool("absent", "no-such-package-as-this", lambda _: Output())
    zyte = pages_of(text=STORY)
    found = markdown(measure({"zyte": zyte, "fundus": Path("missing.xz")}, [ours("normal"), BASE, STAND_IN, absent]))
    head, _, *rows = found.strip().split("\n")
    assert head == "|  | zyte (1) | CPU |"
    assert rows[2].startswith(f"| stand-in {pytest.__version__} | 1.0000 (1.000 / 1.000) |")
    assert rows[3] == "| absent | not installed: `make .venv/.peers` |  |"
    assert rows[4].startswith("| *nutgraf, normal − trafilatura, 95 %* |")
    assert len({row.count("|") for row in (head, *rows)}) == 1


def test_labelled_blocks_have_a_table_of_their_own(tmp_path: Path) -> None:
    plug = {"text": "Follow our channel for news of the harbour", "label": "boilerplate", "kind": "follow"}
    blocks = [{**plug, "hand_checked": True, "hard_negative": False}]
    row = {**ROW, "page": "a", "title": TITLE, "full": True, "blocks": blocks}
    del row["id"]
    path = tmp_path / "labelled.jsonl.xz"
    path.write_bytes(lzma.compress(json.dumps(row).encode()))
    head, _, first, *_ = markdown(measure({"blocks": path}, [ours("normal"), BASE])).split("\n")
    assert head.startswith("| labelled blocks (1 pages) | boilerplate gone |")
    assert first.split("|")[2].strip() == "100.0 %"


def test_a_set_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        arguments(["data", "--sets", "zyte,nonsense"])
    assert "no such set: nonsense" in capsys.readouterr().err


def test_all_sets_are_taken_when_none_is_named() -> None:
    assert arguments(["data"]).sets == ["zyte", "fundus", "wcxb", "trafeval", "sites", "blocks"]
    assert arguments(["data", "--sets", "zyte,blocks"]).sets == ["zyte", "blocks"]
