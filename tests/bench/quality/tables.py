"""The figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.quality.blocks import BlockFigures
from bench.quality.pages import Comparison, Figures
from bench.quality.peers import BASE, INSTALL, Tool

BLOCK_COLUMNS = (
    "boilerplate gone",
    "… of core kinds",
    "precision",
    "kinds right",
    "content lost",
    "pages losing > 10 %",
    "hard negatives lost",
    "titles gone",
    "leaky pages",
    "polluted summaries",
)


@dataclass
class Results:
    """What came out: figures by column and tool, the first tool's gains by column, CPU and failures by tool."""

    tools: Sequence[Tool]
    pages: dict[str, dict[str, Figures]] = field(default_factory=dict)
    gains: dict[str, Comparison] = field(default_factory=dict)
    blocks: dict[str, BlockFigures] = field(default_factory=dict)
    cpu: dict[str, float | None] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


def markdown(results: Results) -> str:
    """All tables, one after the other."""
    parts = [page_table(results)] if results.pages else []
    parts += [block_table(results)] if results.blocks else []
    if results.failures:
        parts.append("Pages on which a tool failed, taken as empty: " + _listed(results.failures) + ".")
    return "\n\n".join(parts) + "\n"


def page_table(results: Results) -> str:
    """F1 (precision / recall) of every tool on each page set, its CPU, and what the first one gains."""
    head = ["", *(f"{column} ({results.sizes[column]})" for column in results.pages), "CPU"]
    rows = [_page_row(results, tool) for tool in results.tools]
    if results.gains:
        rows.append(
            [f"*{results.tools[0].name} − {BASE.name}, 95 %*", *(_gain(results.gains[c]) for c in results.pages), ""]
        )
    return _table(head, rows)


def _page_row(results: Results, tool: Tool) -> list[str]:
    if tool.name not in results.cpu:
        return [*_absent(tool), *[""] * len(results.pages)]
    figures = (column[tool.name] for column in results.pages.values())
    cells = [f"{f.f1:.4f} ({f.precision:.3f} / {f.recall:.3f})" for f in figures]
    return [_name(tool), *cells, _times(results.cpu[tool.name])]


def block_table(results: Results) -> str:
    """What every tool leaves of the labelled blocks."""
    head = [f"labelled blocks ({results.sizes['blocks']} pages)", *BLOCK_COLUMNS]
    return _table(head, [_block_row(results.blocks, tool) for tool in results.tools])


def _block_row(blocks: Mapping[str, BlockFigures], tool: Tool) -> list[str]:
    if tool.name not in blocks:
        return [*_absent(tool), *[""] * (len(BLOCK_COLUMNS) - 1)]
    f = blocks[tool.name]
    shares = [f.recall, f.core_recall, f.precision, f.kinds_right, f.content_lost, f.pages_gutted]
    cells = [*map(_percent, shares), f"{f.hard_lost} of {f.hard}", *map(_percent, [f.titles_gone, f.leaky, f.polluted])]
    return [_name(tool), *cells]


def _name(tool: Tool) -> str:
    name, comma, mode = tool.name.partition(", ")
    return f"{name} {tool.version}{comma}{mode}"


def _absent(tool: Tool) -> list[str]:
    return [tool.name, f"not installed: `{INSTALL}`"]


def _gain(gain: Comparison) -> str:
    return f"{gain.gain:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}]"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %" if share < 0.1 else f"{100 * share:.1f} %"


def _times(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.2f} ×"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))
