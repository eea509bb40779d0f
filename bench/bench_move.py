"""One durable move through the store, against bare sqlite3 writing the same rows and a DBOS step, and eight writers.

A move: read the case, decide, write the case, its journal entry, commit; write-ahead log, synchronous FULL.
    python -m bench.bench_move [--liten] [--decide module:function]
"""

from __future__ import annotations

import argparse
import importlib
import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.paired import machine
from beredning.core.journal import Act, canonical
from beredning.store import Database, Reader, create_database, open_database
from beredning.store.rows import CaseRow, EntryRow
from beredning.store.statements import STATEMENTS

NOW = datetime(2023, 12, 6, 8, 0, tzinfo=UTC)
STAGES = ("utkast", "chefsgranskning", "au", "nämnd")
Decide = Callable[[Reader, CaseRow], tuple[Act, CaseRow]]
"""What a case becomes, and the act that says so: the place of the rules, which are measured by giving another one."""


def plain(_: Reader, row: CaseRow) -> tuple[Act, CaseRow]:
    """No rules at all: the next stage."""
    stage = STAGES[(row.revision + 1) % len(STAGES)]
    act = Act("Anna Ek", "handläggare", "flytta", row.key, f"till {stage}", row.stage, stage, "KL 6:27", "f" * 64)
    return act, row._replace(stage=stage, revision=row.revision + 1, stage_since="2023-12-06")


def a_case(number: int, organ: str = "UBN") -> CaseRow:
    """A case with columns of ordinary length."""
    later = canonical([{"text": "", "due": "2024-03-01", "done": ""}])
    head = (
        f"{organ}:2023:{number}",
        f"{organ} 2023/{number}",
        organ,
        "Utbildningsförvaltningen",
        2023,
        number,
        "a" * 64,
    )
    stage = ("namndarende", "f" * 64, "utkast", "2023-11-20", 0, "Anna Ek", "laglighetsprövning", organ, "nämnd", "")
    return CaseRow._make((*head, *stage, "[]", "[]", later, "2023-11-20", "", 0))


def fill(db: Database, count: int) -> None:
    """So many cases, in one transaction."""
    act = Act("Anna Ek", "registrator", "registrera", "instans")
    with db.unit(NOW, "anna") as unit:
        for first in range(1, count + 1, 200):
            unit.write(act, rows=[a_case(number) for number in range(first, min(first + 200, count + 1))])


def move(db: Database, key: str, decide: Decide) -> None:
    """One move as the office does it: read and decide in the write transaction, so that nothing comes between."""
    with db.unit(NOW, "anna") as unit:
        row = unit.one(CaseRow, key)
        assert row is not None
        act, after = decide(unit, row)
        unit.write(act, rows=[after], seen=[row])


class Bare:
    """sqlite3 and nothing else, writing rows that we wrote before, in a database of the same schema."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")

    def move(self, row: CaseRow, entry: EntryRow) -> None:
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        seen = run(STATEMENTS["cases.one"], (row.key,)).fetchone()
        run(STATEMENTS["cases.update"], (*row[1:], row.key, seen[-1]))
        run(STATEMENTS["journal.insert"], entry)
        run("COMMIT")


def one_writer(folder: Path, cases: int, rounds: int, size: int, decide: Decide) -> list[tuple[float, float]]:
    """Moves a second of ours and of bare sqlite3 for each round, in turns; both end with the same rows."""
    ours, theirs = folder / "ours.db", folder / "theirs.db"
    create_database(ours)
    with open_database(ours) as db:
        fill(db, cases)
    shutil.copy(ours, theirs)
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
        proof = db.prove()
        assert proof.ok, proof
    bare.connection.close()
    with open_database(theirs) as db:
        assert db.prove()[:3] == proof[:3], "both have written the same"
    return found


DBOS_STEPS = """
import sys, time
from dbos import DBOS
DBOS(config={"name": "bench-move", "system_database_url": "sqlite:///" + sys.argv[1], "log_level": "ERROR",
             "run_admin_server": False})
@DBOS.step()
def step(number):
    return number + 1
@DBOS.workflow()
def work(count):
    start = time.perf_counter()
    for number in range(count):
        step(number)
    return count / (time.perf_counter() - start)
DBOS.launch()
work(10)
print(work(int(sys.argv[2])))
DBOS.destroy()
"""


def dbos(folder: Path, steps: int) -> float:
    """Steps a second of DBOS on its SQLite, each doing nothing but being made durable; 0 where it is not there."""
    done = subprocess.run(
        [sys.executable, "-c", DBOS_STEPS, str(folder / "dbos.sqlite"), str(steps)],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print("DBOS:", done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return 0.0
    return float(done.stdout.split()[-1])


WRITER = """
import sys, time
from beredning.store import open_database
from bench.bench_move import Bare, move, plain, NOW
path, key, seconds, ours = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4] == "ours"
waits = []
db = open_database(path, wait=60)
bare = Bare(path)
bare.connection.execute("PRAGMA busy_timeout = 60000")
print("ready", flush=True)
sys.stdin.readline()
end = time.perf_counter() + seconds
from beredning.store.rows import CaseRow
while (start := time.perf_counter()) < end:
    if ours:
        with db.unit(NOW, "anna") as unit:
            waits.append(time.perf_counter() - start)
            row = unit.one(CaseRow, key)
            act, after = plain(unit, row)
            unit.write(act, rows=[after], seen=[row])
    else:
        bare.connection.execute("BEGIN IMMEDIATE")
        waits.append(time.perf_counter() - start)
        bare.connection.execute('UPDATE cases SET revision = revision + 1 WHERE "key" = ?', (key,))
        bare.connection.execute("COMMIT")
print(*waits)
"""


def writers(path: Path, count: int, seconds: float, who: str) -> list[list[float]]:
    """So many processes that do nothing but write, each its own case; seconds each waited before it got in."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"UBN:2023:{n}", str(seconds), who],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(1, count + 1)
    ]
    for process in started:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return [[float(wait) for wait in process.communicate()[0].split()] for process in started]


def tell_writers(name: str, waits: list[list[float]], seconds: float) -> None:
    counts = sorted(len(each) for each in waits)
    every = sorted(wait * 1000 for each in waits for wait in each)
    print(
        f"{name:<28} {sum(counts) / seconds:>8.0f}/s   writes of each {counts[0]}–{counts[-1]}   wait in ms: "
        f"median {statistics.median(every):.1f}  p99 {every[int(len(every) * 0.99)]:.1f}  worst {every[-1]:.0f}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--liten", action="store_true", help="a small run")
    parser.add_argument("--decide", default="bench.rules:moved", help="module:function that decides a move")
    given = parser.parse_args()
    module, _, name = given.decide.partition(":")
    decide: Decide = getattr(importlib.import_module(module), name)
    rounds, size, steps, seconds = (5, 200, 100, 2.0) if given.liten else (15, 1000, 500, 10.0)
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = one_writer(folder, 1000, rounds, size, decide)
        ours, bare = (statistics.median(column) for column in zip(*found, strict=True))
        share = statistics.median(us / them for us, them in found)
        peer = dbos(folder, steps)
        print(f"{'one durable move':<28} {ours:>8.0f}/s")
        print(f"{'bare sqlite3, same rows':<28} {bare:>8.0f}/s   ours is {share:.2f} of it (goal at least 0.4)")
        if peer:
            print(
                f"{'a DBOS step on SQLite':<28} {peer:>8.0f}/s   ours is {ours / peer:.0f} times it (goal at least 5)"
            )
        tell_writers("8 writers through the store", writers(folder / "ours.db", 8, seconds, "ours"), seconds)
        with open_database(folder / "ours.db") as db:
            assert db.prove().ok
        tell_writers("8 writers, bare sqlite3", writers(folder / "theirs.db", 8, seconds, "bare"), seconds)


if __name__ == "__main__":
    main()
