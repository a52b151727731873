from __future__ import annotations

import math

from bench.server.__main__ import SLOW, clients_table
from bench.server.clients import Load, load
from bench.server.pool import memory
from bench.server.running import cpu_seconds, megabytes, server, with_children
from hostile import page
from nutgraf.model import Page


def test_the_table_says_what_came_of_each_run() -> None:
    quick = Load(1, 2.0, times=[0.1] * 98 + [0.5, 0.6])
    busy = Load(64, 2.0, SLOW, times=[1.0], refused=3, lost=1, wrong=2)

    lines = clients_table([quick, busy]).splitlines()

    assert lines[2:] == [
        "| 1 | none | 100 | 50 | 0.10 | 0.50 | 0 | 0 | 0 |",
        "| 64 | 40 + 40 | 1 | 0 | 1.00 | 1.00 | 3 | 1 | 2 |",
    ]
    assert math.isnan(Load(1, 1.0).percentile(50))


def test_a_real_server_under_a_few_clients_and_some_that_dawdle() -> None:
    with server(WORKERS=1, QUEUE=2) as running:
        run = load(running, 6, 1.5, [page("")], slow=3)
        assert len(with_children(running.process.pid)) > 1
        assert cpu_seconds(running.process.pid) > 0
        assert running.alive

    assert len(run.times) > 0
    assert (run.lost, run.wrong) == (0, 0)
    assert run.refused > 0
    assert not running.alive


def test_answers_of_other_pages_are_wrong() -> None:
    with server(WORKERS=1) as running:
        run = load(running, 1, 0.5, ["<html><body><p>Nothing that could be marked.</body></html>"])

    assert (len(run.times), run.lost) == (0, 0)
    assert run.wrong > 0


def test_memory_is_of_a_process_of_its_own() -> None:
    few, many = memory([Page(html=page(""))], 2, 4)

    assert 0 < few <= many
    assert megabytes(2**22 + 1) == 0
