"""The peer of the cold benchmarks does what ours does: same statements, same text, same rows written."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from bench.bench_cold import Bench, completion_pair, move_pair, read_pair
from bench.paired import Program, Timing, ratio, timed
from bench.recorder import Recording


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A benchmark over so few cases that it takes no time."""
    made = Bench(tmp_path_factory.mktemp("cold"), 120, 1)
    made.year = "2019"
    return made


def said(bench: Bench, program: Program, at: int = 0) -> str:
    environment = {**bench.environment, **program.environment}
    return subprocess.run(program.words(at), capture_output=True, text=True, check=True, env=environment).stdout


def test_a_command_that_reads_prints_the_same_in_both(bench: Bench) -> None:
    for pair in (read_pair(bench, "visa", "2019/45"), read_pair(bench, "lista")):
        ours, bare = (said(bench, program) for program in pair)
        assert ours == bare != ""


def test_completion_offers_the_same_in_both(bench: Bench) -> None:
    ours, bare = (said(bench, program).split() for program in completion_pair(bench))
    assert [f"plain,{word}" for word in ours] == bare
    assert "plain,2019/45" in bare


def test_a_move_writes_the_same_rows_in_both(bench: Bench) -> None:
    ours, bare = move_pair(bench)
    for program in (ours, bare):
        said(bench, program)
    assert journal(bench.ours) == journal(bench.folder / "theirs") > 120
    assert stage(bench.ours, "2019/100") == stage(bench.folder / "theirs", "2019/100") == "utkast"


def journal(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "beredning.db")) as connection:
        return int(connection.execute("SELECT max(number) FROM journal").fetchone()[0])


def stage(folder: Path, dnr: str) -> str:
    with closing(sqlite3.connect(folder / "beredning.db")) as connection:
        return str(connection.execute("SELECT stage FROM cases WHERE dnr = ?", (dnr,)).fetchone()[0])


@pytest.mark.parametrize("way", ["cursor", "executemany", "executescript"])
def test_a_way_to_the_database_that_is_not_recorded_is_refused(way: str) -> None:
    connection = sqlite3.connect(":memory:", factory=Recording)
    with pytest.raises(NotImplementedError, match="not recorded"):
        getattr(connection, way)(*["SELECT 1", []][: {"cursor": 0, "executemany": 2, "executescript": 1}[way]])
    connection.close()


def test_the_ratio_is_that_of_each_round_and_not_of_the_medians() -> None:
    assert ratio(Timing([10, 20, 90], []), Timing([10, 10, 30], [])) == 2.0


def test_a_program_that_falls_is_no_timing() -> None:
    broken = Program("broken", lambda _: ["false"])
    with pytest.raises(RuntimeError, match="broken: 1"):
        timed([broken], 1, {"PATH": "/usr/bin:/bin"})
