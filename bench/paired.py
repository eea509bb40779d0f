"""Timing of programs in turns, so that a busy moment of the machine strikes them alike, and how it is told."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Program(NamedTuple):
    """A program to time. words(round): the command line of that round. environment: added to the common one."""

    name: str
    words: Callable[[int], Sequence[str]]
    environment: Mapping[str, str] = {}


class Timing(NamedTuple):
    """Milliseconds of each round: on the wall, and of processor (user and system, less disturbed by others)."""

    wall: list[float]
    cpu: list[float]


def timed(programs: Sequence[Program], rounds: int, environment: Mapping[str, str], warm: int = 2) -> list[Timing]:
    """Run the programs in turns, every other round backwards. The first `warm` rounds are run and not counted.

    Raises RuntimeError when a program fails: a time of something that did not happen is worse than none.
    """
    timings = [Timing([], []) for _ in programs]
    for at in range(warm + rounds):
        turns = list(enumerate(programs))
        for number, program in turns if at % 2 else reversed(turns):
            wall, cpu = _run(program, at, environment)
            if at >= warm:
                timings[number].wall.append(wall)
                timings[number].cpu.append(cpu)
    return timings


def _run(program: Program, at: int, environment: Mapping[str, str]) -> tuple[float, float]:
    words = list(program.words(at))
    given = {**environment, **program.environment}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=given)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{program.name}: {done.returncode}: {done.stderr.decode()}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000


def ratio(ours: Timing, theirs: Timing) -> float:
    """The median over rounds of ours divided by theirs in the same round."""
    return statistics.median(our / their for our, their in zip(ours.wall, theirs.wall, strict=True))


def machine() -> str:
    """One line that describes the machine."""
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        lines = information.read_text(encoding="utf-8").splitlines()
        model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), model)
    return f"{os.cpu_count()} × {model}, {platform.system()}, Python {platform.python_version()}"
