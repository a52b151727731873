"""`make bench-speed`: what is made of the measures."""

from __future__ import annotations

import pytest

from bench.speed.costs import BASE, READING, contenders, cpu, p95, share, shares, stages_of
from bench.speed.growth import Point, exponent, page_of
from bench.speed.report import exponents, filled, growth_table, instructions_table, shares_table


def test_shares_are_of_medians_of_high_values_and_of_sums() -> None:
    found = share([2, 4, 6, 100], [1, 2, 3, 10])

    assert (found.median, found.p95, found.total) == (2, 10, 7)
    assert p95([float(n) for n in range(100)]) == 95
    assert shares([{"a": 1, "b": 2}, {"a": 3, "b": 6}], base="a")["b"].total == 2


def test_cpu_is_that_of_the_best_round() -> None:
    rounds = iter([300_000, 1, 1])

    assert cpu(lambda: sum(range(next(rounds)))) < 1


def test_every_stage_and_contender_is_measured() -> None:
    page = page_of(5_000)

    assert set(contenders(page)) >= {BASE, READING}
    assert all(cost > 0 for cost in stages_of(page).values())


@pytest.mark.parametrize("power", [1.0, 1.1, 2.0])
def test_the_exponent_is_found_above_the_least_size(power: float) -> None:
    points = [(10, 99.0), *((size, 3 * size**power) for size in (1_000, 10_000, 100_000))]

    assert exponent(points, least=1_000) == pytest.approx(power)


def test_pages_have_their_size() -> None:
    for size in (2_000, 50_000):
        assert size * 0.9 < len(page_of(size).html or "") < size * 1.2


def test_tables() -> None:
    assert shares_table(shares([{BASE: 2.0, "  summary": 1.0}])).splitlines()[2:] == [
        f"| {BASE} | 1.00 | 1.00 | 1.00 |",
        "| &nbsp;&nbsp;summary | 0.50 | 0.50 | 0.50 |",
    ]
    assert instructions_table({BASE: 4, READING: 5}).splitlines()[-1] == f"| {READING} | 1.25 |"
    points = [Point(10_000, 2.0, 1.0), Point(100_000, 30.0, 10.0), Point(1_000_000, 300.0, 100.0)]
    assert growth_table(points).splitlines()[3] == "| 100 KB | 1.50 | 1.00 | 3.00 |"
    assert exponents(points) == (
        "CPU grows with a page's size to the power of 1.00; trafilatura's alone to that of 1.00."
    )


def test_parts_go_between_their_marks_and_nowhere_else() -> None:
    text = "a\n<!-- x -->\nold\n<!-- /x -->\nb"

    assert filled(text, {"x": r"\1 new"}) == "a\n<!-- x -->\n\\1 new\n<!-- /x -->\nb"
    with pytest.raises(ValueError, match="y"):
        filled(text, {"y": ""})
