"""Both proofs over a long journal, against only reading and hashing the same bytes; and the memory they take.

python -m bench.bench_proof [--liten] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.bench_move import a_case, plain
from bench.paired import machine
from beredning.store import create_database, open_database
from beredning.store.proof import shown
from beredning.store.rows import KEPT, CaseRow

NOW = datetime(2023, 12, 6, 8, 0, tzinfo=UTC)
MOVES = 10
"""So many entries for each case: one that registers it and nine moves."""


def make(path: Path, entries: int) -> None:
    """A journal of this length through the store, a thousand acts to a transaction."""
    cases = entries // MOVES
    create_database(path)
    now: dict[int, CaseRow] = {}
    with open_database(path) as db:
        for first in range(0, entries, 1000):
            with db.unit(NOW, "anna") as unit:
                for at in range(first, min(first + 1000, entries)):
                    number = at % cases + 1
                    before = now.get(number)
                    act, after = plain(unit, before or a_case(number))
                    if before is None:
                        after = after._replace(title=unit.put_text(f"Ärende nummer {number} om något"))
                    entry = unit.write(act, rows=[after], seen=[before])
                    now[number] = after._replace(entry=entry.number)


def floor(path: Path) -> int:
    """Read and hash, with sqlite3 and hashlib, every byte that the proofs go by; nothing is compared."""
    sha256, count = hashlib.sha256, 0
    connection = sqlite3.connect(path)
    for row in connection.execute("SELECT * FROM journal ORDER BY number"):
        sha256(row[13].encode()).hexdigest()
        sha256("".join(map(str, row[:13] + row[14:])).encode()).hexdigest()
        count += 1
    for table in KEPT:
        for row in connection.execute(shown(table)):
            sha256("".join(map(str, row)).encode()).hexdigest()
    for salt, body in connection.execute("SELECT salt, body FROM texts"):
        sha256(salt + body.encode()).hexdigest()
    connection.close()
    return count


def proofs(path: Path) -> int:
    """Both proofs."""
    with open_database(path, read_only=True) as db:
        found = db.prove()
    assert found.ok, found
    return found.entries


def alone(what: str, path: Path) -> tuple[float, float, int]:
    """One run in a process of its own: seconds, processor seconds, and the most memory it took, in kB."""
    code = f"from bench.bench_proof import measured; measured({what!r}, {str(path)!r})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, processor, memory = json.loads(done.stdout)
    return seconds, processor, memory


def measured(what: str, path: str) -> None:
    """Run in the process of its own by `alone`."""
    work: Callable[[Path], int] = {"floor": floor, "proofs": proofs}[what]
    start, processor = time.perf_counter(), time.process_time()
    work(Path(path))
    spent = time.perf_counter() - start, time.process_time() - processor
    print(json.dumps([*spent, most_memory()]))


def most_memory() -> int:
    """The most memory this process has had, in kB. getrusage also counts what the process that started it had."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="utf-8").split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--liten", action="store_true", help="a tenth of the journal")
    parser.add_argument("--folder", type=Path, help="where the databases are made, and kept")
    given = parser.parse_args()
    lengths, rounds = ((10_000, 100_000), 3) if given.liten else ((100_000, 1_000_000), 3)
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        for length in lengths:
            path = folder / f"{length}.db"
            if not path.exists():
                make(path, length)
            found = [(alone("proofs", path), alone("floor", path)) for _ in range(rounds)]
            ours, theirs = (statistics.median(run[at][0] for run in found) for at in (0, 1))
            share = statistics.median(them[0] / us[0] for us, them in found)
            work = statistics.median(them[1] / us[1] for us, them in found)
            memory = max(us[2] for us, _ in found) / 1024
            print(f"{length:>9} entries, {path.stat().st_size / 1e6:.0f} MB")
            print(f"  both proofs       {length / ours:>9.0f}/s   {ours:6.2f} s   at most {memory:.1f} MB")
            print(f"  reading, hashing  {length / theirs:>9.0f}/s   {theirs:6.2f} s")
            print(f"  ours is {share:.2f} of it by the clock, {work:.2f} by the processor (goal at least 0.4)")


if __name__ == "__main__":
    main()
