"""Cold commands on a large instance against a bare click program that puts the same statements to sqlite3.

`python -m bench.bench_cold [--ärenden 100000] [--varv 21]`. Goal: at most 1.5 times the bare program, on the wall.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import click

from bench.bare import write_command, write_help
from bench.instance import OFFICER, make_instance
from bench.paired import Program, Timing, machine, ratio, timed
from beredning_cli.tree import root

ROOT = Path(__file__).resolve().parents[1]
OURS = "from beredning_cli.main import main; main()"
GOAL, WARM = 1.5, 2


class Bench:
    """The instances, the bare programs and the environment of one run of the benchmark."""

    def __init__(self, folder: Path, cases: int, rounds: int) -> None:
        self.folder, self.rounds = folder, rounds
        self.modules = folder / "bare"
        self.modules.mkdir()
        self.environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONDONTWRITEBYTECODE", "COLUMNS"}}
        paths = [str(ROOT), str(ROOT / "engine"), str(ROOT / "cli"), str(self.modules)]
        paths += [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if Path(path).is_absolute()]
        self.environment |= {"PYTHONPATH": os.pathsep.join(paths), "PYTHONPYCACHEPREFIX": str(folder / "pyc")}
        self.ours = Path(make_instance(folder / "ours", cases).folder)
        self.year = f"{2019 + (cases // 2) // 20_000}"

    def copy(self, name: str) -> Path:
        """The instance again, as it is now."""
        target = self.folder / name
        shutil.copytree(self.ours, target)
        return target.resolve()

    def program(self, *words: str, instance: Path | None = None) -> list[str]:
        """The command line of our program."""
        return [sys.executable, "-c", OURS, "--instans", str(instance or self.ours), *words]

    def bare(self, module: str, *words: str) -> list[str]:
        """The command line of a bare program."""
        return [sys.executable, "-c", f"from {module} import main; main()", *words]

    def record(self, module: str, verb: str, words: list[str], moved: tuple[Path, Path], line: str = "") -> None:
        """Run ours on the instance `moved[0]`, and make the bare program that does the same to `moved[1]`."""
        told = self.folder / f"{module}.told"
        asked = {"_BEREDNING_COMPLETE": "bash", "_BEREDNING_LINE": line} if line else {}
        given = ["--instans", str(moved[0]), *words] if words else []
        subprocess.run(
            [sys.executable, "-m", "bench.recorder", str(told), *given], check=True, env={**self.environment, **asked}
        )
        write_command(self.modules, module, "ärende", verb, told, (str(moved[0]), str(moved[1])))


def help_pair(bench: Bench) -> tuple[Program, Program]:
    """`--help`: the same commands in both."""
    tree = root()
    write_help(bench.modules, "bare_help", tree.help or "", tree.listing())
    ours = [sys.executable, "-c", OURS, "--help"]
    return Program("--help", lambda _: ours), Program("bare", lambda _: bench.bare("bare_help", "--help"))


def read_pair(bench: Bench, verb: str, *words: str) -> tuple[Program, Program]:
    """A command that reads: both do the same thing every time, to the same database."""
    module = f"bare_{verb}"
    bench.record(module, verb, ["ärende", verb, *words], (bench.ours, bench.ours))
    ours, theirs = bench.program("ärende", verb, *words), bench.bare(module, "ärende", verb, *words[:1])
    return Program(f"ärende {verb}", lambda _: ours), Program("bare", lambda _: theirs)


def completion_pair(bench: Bench) -> tuple[Program, Program]:
    """Tab after the beginning of a diarienummer."""
    line = f"beredning --instans {bench.ours} ärende visa {bench.year}/45"
    bench.record("bare_complete", "visa", [], (bench.ours, bench.ours), line)
    ours = Program(
        "komplettering av dnr",
        lambda _: [sys.executable, "-c", OURS],
        {"_BEREDNING_COMPLETE": "bash", "_BEREDNING_LINE": line},
    )
    asked = {"_BARE_COMPLETE": "bash_complete", "COMP_WORDS": f"bare ärende visa {bench.year}/45", "COMP_CWORD": "3"}
    return ours, Program("bare", lambda _: bench.bare("bare_complete"), asked)


def move_pair(bench: Bench) -> tuple[Program, Program]:
    """`ärende flytta`: each round moves another case, in ours and in a copy that the bare program writes to."""
    recorded, theirs = bench.copy("recorded"), bench.copy("theirs")

    def words(at: int) -> list[str]:
        return ["ärende", "flytta", f"{bench.year}/{100 + at}", "påbörja", "--som", OFFICER]

    for at in range(WARM + bench.rounds):
        bench.record(f"bare_move_{at}", "flytta", words(at), (recorded, theirs))
    return (
        Program("ärende flytta", lambda at: bench.program(*words(at))),
        Program("bare", lambda at: bench.bare(f"bare_move_{at}", *words(at))),
    )


def row(name: str, ours: Timing, theirs: Timing) -> str:
    """A line of the table in bench/README.md."""
    cells = (median(ours.wall), median(theirs.wall), median(ours.cpu), median(theirs.cpu))
    return f"| {name} | " + " | ".join(f"{cell:.0f}" for cell in cells) + f" | {ratio(ours, theirs):.2f} |"


def floors(bench: Bench) -> list[str]:
    """What nothing can be faster than, and what a well-known program of the same kind takes."""
    programs = [
        Program("python", lambda _: [sys.executable, "-c", ""]),
        Program("import click", lambda _: [sys.executable, "-c", "import click"]),
    ]
    peer = "from sqlite_utils.cli import cli; cli()"
    probe = [sys.executable, "-c", "import sqlite_utils"]
    if subprocess.run(probe, check=False, capture_output=True, env=bench.environment).returncode:
        print("sqlite-utils är inte installerat och mäts inte.")
    else:
        programs.append(Program("sqlite-utils --help", lambda _: [sys.executable, "-c", peer, "--help"]))
    timings = timed(programs, bench.rounds, bench.environment, WARM)
    return [
        f"| {p.name} | {median(t.wall):.0f} | | {median(t.cpu):.0f} | | |"
        for p, t in zip(programs, timings, strict=True)
    ]


@click.command()
@click.option("--ärenden", "cases", default=100_000, help="Cases in the instance.")
@click.option("--varv", "rounds", default=21, help="Rounds that are counted.")
def main(cases: int, rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="bench-cold-") as folder:
        bench = Bench(Path(folder), cases, rounds)
        number = f"{bench.year}/450"
        pairs = [
            help_pair(bench),
            completion_pair(bench),
            read_pair(bench, "visa", number),
            read_pair(bench, "lista"),
            move_pair(bench),
        ]
        print(f"{cases} ärenden, {rounds} varv, median i ms; {machine()}\n")
        print("| Kommando | vägg | vägg, bart | processor | processor, bart | kvot |\n|---|--:|--:|--:|--:|--:|")
        over = []
        for ours, theirs in pairs:
            timings = timed((ours, theirs), rounds, bench.environment, WARM)
            print(row(ours.name, *timings), flush=True)
            over += [ours.name] if ratio(*timings) > GOAL else []
        print("\n".join(floors(bench)))
        print(f"\nMål: högst {GOAL}. " + (f"Över: {', '.join(over)}." if over else "Alla under."))


if __name__ == "__main__":
    main()
