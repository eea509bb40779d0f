"""One durable move on PostgreSQL through the store, against bare psycopg writing the same rows in the same server.

    python -m bench.bench_pg [--liten] [--decide module:function] [--url postgresql://…]
Without --url a private server is started, as the tests do.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import statistics
import time

import psycopg

from bench.bench_move import Decide, fill, move
from bench.paired import machine
from beredning.store import create_database, open_database
from beredning.store.rows import CaseRow, EntryRow
from beredning.store.statements import STATEMENTS
from tests import postgres


class Bare:
    """psycopg and nothing else: prepared statements, one round for each."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        wanted = ("cases.one", "cases.update", "journal.insert")
        self.one, self.update, self.insert = (STATEMENTS[name].replace("?", "%s").encode() for name in wanted)

    def move(self, row: CaseRow, entry: EntryRow) -> None:
        run = self.connection.execute
        run("BEGIN")
        seen = run(self.one, (row.key,)).fetchone()
        assert seen is not None
        run(self.update, (*row[1:], row.key, seen[-1]))
        run(self.insert, entry)
        run("COMMIT")


def compare(ours: str, theirs: str, cases: int, rounds: int, size: int, decide: Decide) -> list[tuple[float, float]]:
    """Moves a second of ours and of bare psycopg for each round, in turns; both end with the same rows."""
    for url in (ours, theirs):
        create_database(url)
        with open_database(url) as db:
            fill(db, cases)
    found = []
    bare = Bare(theirs)
    with open_database(ours) as db:
        for at in range(rounds):
            keys = [f"UBN:2023:{(at * size + n) % cases + 1}" for n in range(size)]
            start = time.perf_counter()
            for key in keys:
                move(db, key, decide)
            us = size / (time.perf_counter() - start)
            with db.read() as reader:
                entries = reader.all(EntryRow, "newest", size)[::-1]
            written = [CaseRow._make([*json.loads(e.details)["rows"][0][2], e.number]) for e in entries]
            start = time.perf_counter()
            for row, entry in zip(written, entries, strict=True):
                bare.move(row, entry)
            found.append((us, size / (time.perf_counter() - start)))
        assert db.prove().ok
    bare.connection.close()
    with open_database(theirs) as db, db.read() as reader:
        assert reader.head()[0] == cases // 200 + rounds * size, "both have written as much"
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--liten", action="store_true", help="a small run")
    parser.add_argument("--decide", default="bench.rules:moved", help="module:function that decides a move")
    parser.add_argument("--url", help="a superuser's address to a running server")
    given = parser.parse_args()
    module, _, name = given.decide.partition(":")
    decide: Decide = getattr(importlib.import_module(module), name)
    rounds, size = (5, 200) if given.liten else (15, 1000)
    print(machine())
    with contextlib.ExitStack() as stack:
        server = given.url or stack.enter_context(postgres.running_server())
        ours, theirs = (
            stack.enter_context(postgres.fresh_database(server, f"bench_{who}")) for who in ("ours", "theirs")
        )
        with psycopg.connect(ours) as asked:
            durable = {
                name: asked.execute(f"SHOW {name}".encode()).fetchone() for name in ("fsync", "synchronous_commit")
            }
        print(", ".join(f"{name} {value[0] if value else '?'}" for name, value in durable.items()))
        found = compare(ours, theirs, 1000, rounds, size, decide)
    us, them = (statistics.median(column) for column in zip(*found, strict=True))
    share = statistics.median(a / b for a, b in found)
    print(f"{'one durable move':<28} {us:>8.0f}/s")
    print(f"{'bare psycopg, same rows':<28} {them:>8.0f}/s   ours is {share:.2f} of it (goal at least 0.4)")


if __name__ == "__main__":
    main()
