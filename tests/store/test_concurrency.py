"""Several processes write at once: no number is missing or given twice, and of two clashing moves one is refused."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from beredning.errors import Clash, StorageFault
from beredning.store import open_database
from beredning.store.rows import CaseRow, EntryRow
from tests.store.samples import ACT, NOW, case

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import sys
from beredning.store import open_database
from tests.store.samples import ACT, NOW, case
url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open_database(url, wait=60) as db:
    print("redo", flush=True)
    sys.stdin.readline()
    for _ in range(count):
        with db.unit(NOW, name) as unit:
            number = unit.next_number("dnr", "UBN", 2023)
            unit.write(ACT, rows=[case(f"UBN:2023:{number}", number, officer=name, title=unit.put_text(name))])
"""

MOVER = """
import sys
from beredning.errors import Clash
from beredning.store import open_database
from beredning.store.rows import CaseRow
from tests.store.samples import ACT, NOW
with open_database(sys.argv[1], wait=60) as db:
    with db.read() as reader:
        seen = reader.one(CaseRow, "UBN:2023:1")
    print("redo", flush=True)
    sys.stdin.readline()
    try:
        with db.unit(NOW, sys.argv[2]) as unit:
            unit.write(ACT, rows=[seen._replace(officer=sys.argv[2])], seen=[seen])
        print("skrev")
    except Clash:
        print("krock")
"""


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": f"engine:{ROOT}"},
    )
    assert process.stdout is not None and process.stdout.readline() == "redo\n"
    return process


def release(processes: list[subprocess.Popen[str]]) -> list[str]:
    """Let all go at the same time; answers what each printed."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=120)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return answers


def test_a_series_has_no_gap_and_no_duplicate_under_concurrent_writers(created_url):
    names = [f"skrivare {n}" for n in range(4)]
    release([start(WRITER, created_url, name, "25") for name in names])
    with open_database(created_url) as db:
        with db.read() as reader:
            cases = reader.all(CaseRow, "page", 1000, 0)
            assert sorted(row.number for row in cases) == list(range(1, 101))
            assert {n: sum(row.officer == n for row in cases) for n in names} == dict.fromkeys(names, 25)
            assert [entry.number for entry in reader.all(EntryRow, "after", 0)] == list(range(1, 101))
            assert reader.texts([row.title for row in cases]) == {row.title: row.officer for row in cases}
        assert db.prove().ok


def test_of_clashing_moves_one_is_written_and_the_others_are_refused(created_url):
    with open_database(created_url) as db:
        with db.unit(NOW, "anna") as unit:
            unit.write(ACT, rows=[case()])
        answers = release([start(MOVER, created_url, name) for name in ("bo", "cia", "dan")])
        assert sorted(answers) == ["krock", "krock", "skrev"]
        with db.read() as reader:
            row = reader.one(CaseRow, "UBN:2023:1")
            assert row is not None and row.officer == ("bo", "cia", "dan")[answers.index("skrev")]
            assert reader.head()[0] == 2
        assert db.prove().ok


def test_a_snapshot_does_not_see_what_is_committed_meanwhile(created_url):
    with open_database(created_url) as one, open_database(created_url) as two:
        with one.read() as reader:
            assert reader.head()[0] == 0
            with two.unit(NOW, "bo") as unit:
                unit.write(ACT, rows=[case()])
            assert reader.head()[0] == 0
            assert reader.one(CaseRow, "UBN:2023:1") is None
        with one.read() as reader:
            assert reader.head()[0] == 1


def test_who_waits_in_vain_for_another_writer_is_told_so_and_changes_nothing(created_url):
    with open_database(created_url) as one, open_database(created_url, wait=0.3) as two:
        with one.unit(NOW, "anna") as unit:
            unit.write(ACT, rows=[case()])
            with pytest.raises(StorageFault, match=r"upptagen av någon annan i 0[.,]3 sekunder"), two.unit(NOW, "bo"):
                pytest.fail("two writers at once")
        with two.unit(NOW + timedelta(seconds=1), "bo") as unit:
            assert unit.number == 2
            unit.write(ACT, rows=[case("UBN:2023:2", 2)])
        assert one.prove().ok


def test_who_waits_long_enough_gets_in(created_url):
    with open_database(created_url) as one:
        opened, done = threading.Event(), []

        def write() -> None:
            with open_database(created_url, wait=20) as two:
                opened.set()
                with two.unit(NOW, "bo") as unit:
                    done.append(unit.number)
                    unit.write(ACT, rows=[case("UBN:2023:2", 2)])

        thread = threading.Thread(target=write)
        with one.unit(NOW, "anna") as unit:
            thread.start()
            assert opened.wait(20)
            unit.write(ACT, rows=[case()])
            assert not done
        thread.join(20)
        assert done == [2]


def test_the_same_row_made_twice_is_a_clash_that_undoes_its_unit(created_url):
    with open_database(created_url) as db:
        with db.unit(NOW, "anna") as unit:
            unit.write(ACT, rows=[case()])
        with pytest.raises(Clash, match="finns redan"):
            write_again(db)
        with db.read() as reader:
            assert reader.head()[0] == 1
            assert reader.one(CaseRow, "UBN:2023:2") is None


def write_again(db):
    with db.unit(NOW, "bo") as unit:
        unit.next_number("dnr", "UBN", 2023)
        unit.write(ACT, rows=[case("UBN:2023:2", 2), case()])
