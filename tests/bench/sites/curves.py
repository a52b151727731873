"""F1, precision and recall by the number of pages of the site that were seen before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from multiprocessing import Pool
from pathlib import Path

from bench.quality.outputs import read_rows
from bench.quality.pages import Figures, Hits, mean_figures, shingle_hits
from bench.quality.peers import trafilatura
from bench.sites.pages import SitePage, seen_after, with_others
from nutgraf.boilerplate.repetition import relabel

SEEN = (0, 1, 2, 4, 9)
MEASURES = ("f1", "precision", "recall")
LANGUAGES = {"el": "Greek", "en": "English", "pl": "Polish", "ru": "Russian", "zh": "Chinese"}
Curve = Mapping[int, Figures]


def curve(sites: Mapping[str, list[SitePage]], language: str | None) -> Curve:
    """The figures of the pages of one language, or of all, for each number of pages seen."""
    pages = [(p, others) for p, others in with_others(sites) if language in (None, p.row["lang"])]
    return {count: mean_figures([hits(page, others, count) for page, others in pages]) for count in SEEN}


def hits(page: SitePage, others: Sequence[SitePage], count: int) -> Hits:
    """What the reading text of a page shares with its reference, after so many others were read."""
    site = seen_after(page, others, count) if count else None
    text = page.text
    if site is not None:
        labels, _ = relabel(page.article, page.spotted, site, "normal")
        text = page.text_of(label.role == "boilerplate" for label in labels)
    return shingle_hits(page.row, text)


def trafilatura_curve(path: Path) -> Figures:
    """The figures of plain trafilatura, which learns nothing."""
    rows = read_rows(path)
    with Pool() as pool:
        outputs = pool.map(trafilatura, rows, chunksize=8)
    return mean_figures([shingle_hits(row, output.text) for row, output in zip(rows, outputs)])


def curve_table(curves: Mapping[str, Curve], base: Figures, pages: int, sites: int) -> str:
    """The curves as a table in Markdown."""
    whole = curves["all"]
    head = (
        "| pages seen | F1 | precision | recall | "
        + " | ".join(f"F1 {name}" for name in curves if name != "all")
        + " |"
    )
    lines = [f"{pages} pages of {sites} sites.", "", head, "|---" * (3 + len(curves)) + "|"]
    lines.append(
        f"| trafilatura | {base.f1:.3f} | {base.precision:.3f} | {base.recall:.3f} |" + " |" * (len(curves) - 1)
    )
    for count in SEEN:
        f = whole[count]
        languages = " | ".join(f"{c[count].f1:.3f}" for name, c in curves.items() if name != "all")
        lines.append(f"| {count} | {f.f1:.4f} | {f.precision:.4f} | {f.recall:.4f} | {languages} |")
    after, before = whole[4], whole[0]
    gain = f"F1 {after.f1 - before.f1:+.4f} to none, {after.f1 - base.f1:+.4f} to trafilatura"
    lines += ["", f"With 4 pages seen: {gain}; recall {after.recall - before.recall:+.4f} to none."]
    return "\n".join(lines)
