"""How a team's servers stand their clients, as they are deployed: nginx with TLS, two servers, PostgreSQL, Redis.

    python -m bench.team [--seconds 60] [--clients 64] [--write]

In the second run one of the servers is killed, in the third one starts anew, each after a third of the time. `--write`
puts the table into docs/team.md. Exits with 1 where an answer was lost or was another page's.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from bench.team.clients import Client, Load, load, wait_until_ready
from bench.team.stack import Team, team
from hostile import page

DOCS = Path(__file__).parents[3] / "docs" / "team.md"
_TABLE = re.compile(r"(?s)<!-- figures -->\n.*<!-- /figures -->")
MENU = "<ul>" + "<li class=menu-item><a href=/harbour>All about the harbour</a></li>" * 500 + "</ul>"
"""What stands on a page beside its story."""


def runs(servers: Team) -> Iterator[tuple[str, Callable[[], None]]]:
    """What happens in each run, and how it is brought about."""
    yield "nothing else", lambda: None
    yield "one server killed (kill -9, workers too)", servers.servers[0].kill
    servers.start_again(0)
    yield "one server started anew (SIGHUP)", lambda: os.kill(servers.servers[1].process.pid, signal.SIGHUP)


def table(came: Sequence[tuple[str, Load]]) -> str:
    """What came of each run, in Markdown."""
    head = (
        "| meanwhile | clients | answers | a second | median, s | p99, s | asked again | lost | mixed up |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    rows = (
        f"| {name} | {run.clients} | {len(run.times):,} | {len(run.times) / run.seconds:.0f} "
        f"| {run.percentile(50):.2f} | {run.percentile(99):.2f} | {run.refused} | {len(run.lost)} | {run.mixed} |"
        for name, run in came
    )
    return "\n".join([head, *rows])


def revoked(servers: Team) -> str:
    """Whether a token that is taken away opens anything on any server, in Markdown."""
    token = servers.add("leaver")
    ports = (None, *(server.port for server in servers.servers))
    clients = [Client(servers.proxy, token, port) for port in ports]

    def statuses() -> str:
        return " and ".join(sorted({str(client.ask("GET", "/openapi.json").status) for client in clients}))

    before = statuses()
    servers.revoke("leaver")
    return (
        f"A token that is taken away: {before} before, {statuses()} with the next request, through nginx and past it."
    )


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(prog="bench.team", description=__doc__)
    ask.add_argument("--seconds", type=float, default=60, help="how long each run lasts")
    ask.add_argument("--clients", type=int, default=64, help="how many clients there are")
    ask.add_argument("--write", action="store_true", help="write docs/team.md")
    given = ask.parse_args()
    came = []
    with (
        tempfile.TemporaryDirectory() as folder,
        team(Path(folder), workers=1, requests_per_minute=1_000_000) as servers,
    ):
        tokens = [servers.add(f"user{number}") for number in range(given.clients)]
        for name, meanwhile in tqdm(runs(servers), total=3, unit="run"):
            wait_until_ready(servers, tokens[0])
            came.append((name, load(servers, tokens, given.seconds, page(MENU), meanwhile)))
        text = f"{table(came)}\n\n{revoked(servers)}"
    print(text)
    for name, run in came:
        for reason, times in Counter(run.lost).most_common(5):
            print(f"lost, {name}: {times} x {reason}", file=sys.stderr)
    if given.write:
        whole = f"<!-- figures -->\n{text}\n<!-- /figures -->"
        DOCS.write_text(_TABLE.sub(lambda _: whole, DOCS.read_text("utf-8")), encoding="utf-8")
    raise SystemExit(any(run.lost or run.mixed for _, run in came))


if __name__ == "__main__":
    main()
