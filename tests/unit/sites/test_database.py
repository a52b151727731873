"""Databases that are broken, locked, full, of another version, or killed in the middle: nothing is corrupted."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from nutgraf.boilerplate.classifier import label_blocks
from nutgraf.sites import database as database_module
from nutgraf.sites.database import Database, MemoryFailedError
from nutgraf.sites.memory import SiteMemory
from nutgraf.sites.migrations import MIGRATIONS
from unit.sites.pages import PLUG, SECRET, SITE, add, foot, look, page

KILLS = 200


def opened(path: Path) -> SiteMemory:
    return SiteMemory(Database(str(path)), SECRET)


def test_tables_of_every_earlier_version_are_brought_up_to_date(
    memory: SiteMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(memory, page(1, foot(PLUG)))
    memory.database.close()
    later = (*MIGRATIONS, ("ALTER TABLE site ADD COLUMN colour INTEGER NOT NULL DEFAULT 7",))
    monkeypatch.setattr(database_module, "MIGRATIONS", later)

    site = look(memory, page(2, foot(PLUG)))
    with memory.database.transaction() as cursor:
        colours = memory.database.run(cursor, "SELECT colour FROM site")
        version = memory.database.run(cursor, "SELECT value FROM meta WHERE name = ?", ("version",))
    with memory.database.transaction(write=True) as cursor:
        memory.database.run(cursor, "ALTER TABLE site DROP COLUMN colour")
        memory.database.run(cursor, "UPDATE meta SET value = ? WHERE name = ?", (len(MIGRATIONS), "version"))

    assert site is not None
    assert (site.lines[5].pages, colours, version) == (1, [(7,)], [(len(later),)])


def test_a_migration_that_fails_leaves_the_tables_as_they_were(
    sqlite_memory: SiteMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(sqlite_memory, page(1, foot(PLUG)))
    sqlite_memory.database.close()
    with monkeypatch.context() as later:
        later.setattr(database_module, "MIGRATIONS", (*MIGRATIONS, ("DROP TABLE said", "NONSENSE")))
        with pytest.raises(MemoryFailedError, match="cannot be used"):
            sqlite_memory.sites()

    assert sqlite_memory.say(f"https://{SITE}/", PLUG, "clutter")
    assert [site.pages for site in sqlite_memory.sites()] == [1]


def test_tables_of_a_later_version_are_left_alone(memory: SiteMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.sites()
    memory.database.close()
    with monkeypatch.context() as earlier:
        earlier.setattr(database_module, "MIGRATIONS", ())
        with pytest.raises(MemoryFailedError, match=r"later nutgraf\. Update nutgraf"):
            memory.sites()
        with pytest.raises(MemoryFailedError, match="later nutgraf"):
            add(memory, page(1))

    assert memory.sites() == []


@pytest.mark.parametrize("content", [b"this is no database " * 200, b"SQLite format 3\0" + b"\xff" * 4080])
def test_a_broken_file_says_so_and_can_be_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sites.sqlite"
    path.write_bytes(content)
    memory = opened(path)

    with pytest.raises(MemoryFailedError, match=r"is broken .* Begin a new one with: nutgraf sites forget --all"):
        add(memory, page(1))
    memory.forget_all()

    assert add(memory, page(1))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")

    with pytest.raises(MemoryFailedError, match="cannot be used"):
        opened(blocked / "sites.sqlite").sites()


def test_a_file_that_cannot_be_written(sqlite_memory: SiteMemory) -> None:
    add(sqlite_memory, page(1, foot(PLUG)))
    with sqlite_memory.database.transaction() as cursor:
        cursor.execute("PRAGMA query_only = ON")

    with pytest.raises(MemoryFailedError, match="readonly"):
        add(sqlite_memory, page(2, foot(PLUG)))

    site = look(sqlite_memory, page(3, foot(PLUG)))
    assert site is not None
    assert site.pages == 1


def test_a_full_disk_loses_the_page_in_hand_and_no_other(sqlite_memory: SiteMemory) -> None:
    add(sqlite_memory, page(1, foot(PLUG)))
    with sqlite_memory.database.transaction() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite's own word for a disk without room

    def fill() -> None:
        for number in range(2, 400):
            add(sqlite_memory, page(number, foot(PLUG), count=8))

    with pytest.raises(MemoryFailedError, match="full"):
        fill()
    kept = sqlite_memory.sites()[0].pages

    assert kept >= 1
    assert add(sqlite_memory, page(999, foot(PLUG))), "and goes on once there is room"
    assert sqlite_memory.sites()[0].pages == kept + 1


def test_a_file_that_another_program_holds_is_waited_for_but_not_for_ever(
    sqlite_memory: SiteMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_memory.sites()
    sqlite_memory.database.close()
    monkeypatch.setattr(database_module, "WAIT_SECONDS", 0.2)
    holder = sqlite3.connect(sqlite_memory.database.address, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(MemoryFailedError, match="locked"):
            add(sqlite_memory, page(1))
    finally:
        holder.rollback()
        holder.close()

    assert add(sqlite_memory, page(1))


def test_a_site_that_another_process_holds_is_waited_for_but_not_for_ever(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "WAIT_SECONDS", 0.2)
    memory, other = SiteMemory(Database(postgres), SECRET), Database(postgres)
    add(memory, page(0))
    try:
        with other.transaction() as cursor:
            cursor.execute("SELECT pages FROM site FOR UPDATE")
            with pytest.raises(MemoryFailedError, match="lock timeout"):
                add(memory, page(1))

        assert add(memory, page(1))
    finally:
        memory.forget_all()
        memory.database.close()
        other.close()


def test_a_connection_is_not_taken_over_by_a_forked_process(sqlite_memory: SiteMemory) -> None:
    add(sqlite_memory, page(0, foot(PLUG)))

    codes = in_children([lambda: add(sqlite_memory, page(1, foot(PLUG)))])

    assert codes == [0]
    assert sqlite_memory.sites()[0].pages == 2


def write_pages(address: str, start: int, stop: int) -> None:
    memory = SiteMemory(Database(address), SECRET)
    for number in range(start, stop):
        add(memory, page(number, foot(PLUG)))


def in_children(works: list[Callable[[], object]]) -> list[int]:
    """Do each in a forked process of its own, all at once: their exit codes, 0 where nothing was raised."""
    children = []
    for work in works:
        child = os.fork()
        if not child:
            try:
                work()
                os._exit(0)
            except BaseException:
                os._exit(1)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def test_many_processes_write_at_once_and_nothing_is_lost(memory: SiteMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "WAIT_SECONDS", 60)  # SQLite lets them in in no order, and discs may be slow
    memory.sites()
    memory.database.close()

    codes = in_children([partial(write_pages, memory.database.address, 20 * i, 20 * (i + 1)) for i in range(6)])

    assert codes == [0] * 6
    assert memory.sites()[0].pages == 120
    site = look(memory, page(500, foot(PLUG)))
    assert site is not None
    assert site.lines[5].pages == 10


def test_threads_of_one_process_share_a_connection_one_after_the_other(memory: SiteMemory) -> None:
    with ThreadPoolExecutor(8) as threads:
        counted = list(threads.map(lambda number: add(memory, page(number, foot(PLUG))), range(80)))

    assert counted == [True] * 80
    assert memory.sites()[0].pages == 80


def write_for_ever(address: str, pipe: Any, writer: int) -> None:
    memory = SiteMemory(Database(address), SECRET)
    for number in range(1_000_000):
        add(memory, page(writer * 1_000_000 + number, foot(PLUG)))
        pipe.send(number + 1)


def test_killed_200_times_in_the_middle_of_writes_the_file_is_whole(sqlite_memory: SiteMemory) -> None:
    """Every page that was said to be kept is there, and at most one that was in hand besides."""
    label_blocks(page(0, foot(PLUG)))  # what that loads each writer would load again
    sqlite_memory.sites()
    sqlite_memory.database.close()
    context = multiprocessing.get_context("fork")
    chance = random.Random(0)  # noqa: S311 - no secret
    said = 0
    for kill in range(KILLS):
        here, there = context.Pipe(duplex=False)
        writer = context.Process(target=write_for_ever, args=(sqlite_memory.database.address, there, kill))
        writer.start()
        there.close()
        here.recv()  # it writes
        time.sleep(chance.random() * 0.01)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        last = 1
        try:
            while True:
                last = here.recv()
        except EOFError:
            here.close()
        said += last

    with sqlite_memory.database.transaction() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    (site,) = sqlite_memory.sites()
    assert said <= site.pages <= said + KILLS
