"""Reads the commands out of the documents, runs them as a reader would, and compares what is printed with what is said.

A fenced block marked `console` holds commands and what they print (the form is described in CONTRIBUTING.md):

    $ beredning ärende lista
    2023/450  …

`…` alone on a line stands for any number of lines, within a line for any text. A command that ends with another exit
code than 0 says so on the last line of its output: `[utgångskod 3]`. The blocks of one document run in order, in one
folder, in one shell's state.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
# What a reader runs in the checkout itself: it is not run again inside the tests that it starts.
NOT_RUN = re.compile(r"(?:\./run|git|cd beredning|pip|pipx|python3? -m pip)(?:\s|$)")
HOME = "/hem"  # what the documents call the reader's home folder
SECONDS = 120


class Example(NamedTuple):
    """A command in a document. line: 1-based, of the `$`. end: the line after its output. expected: its output."""

    line: int
    end: int
    command: str
    expected: tuple[str, ...]


class Fence(NamedTuple):
    """A fenced block. line: 1-based number of its first line of content."""

    language: str
    line: int
    content: tuple[str, ...]


def fences(text: str) -> Iterator[Fence]:
    """The fenced blocks of a Markdown text, in order. An unclosed block is an error (ValueError)."""
    opened, language, start, content = "", "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        mark = re.match(r"\s*(```+|~~~+)\s*([\w-]*)", line)
        if opened and mark and mark[1].startswith(opened) and not mark[2]:
            yield Fence(language, start, tuple(content))
            opened = ""
        elif opened:
            content.append(line)
        elif mark:
            opened, language, start, content = mark[1], mark[2], number + 1, []
    if opened:
        raise ValueError(f"the block that begins on line {start - 1} is never closed")


def examples(text: str) -> list[Example]:
    """The commands of every `console` block with the output that the document promises."""
    found: list[Example] = []
    for fence in fences(text):
        if fence.language != "console":
            continue
        rows = [*fence.content]
        starts = [index for index, row in enumerate(rows) if row.startswith("$ ")]
        if any(row.strip() for row in rows[: starts[0] if starts else None]):
            raise ValueError(f"line {fence.line}: a console block begins with a command: “$ …”")
        for index, until in zip(starts, [*starts[1:], len(rows)], strict=True):
            body = index + 1
            while body < until and rows[body].startswith("> "):
                body += 1
            command = "\n".join([rows[index][2:], *(row[2:] for row in rows[index + 1 : body])])
            found.append(Example(fence.line + index, fence.line + until, command, tuple(rows[body:until])))
    return found


def agrees(expected: tuple[str, ...], actual: tuple[str, ...]) -> bool:
    """Whether the output is what the document says: … is any lines (alone on a line) or any text (within one)."""
    parts = []
    for line in trimmed(expected):
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(re.escape(piece) for piece in line.split("…")) + r"\n")
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in trimmed(actual))) is not None


def trimmed(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines without space at their ends and without empty lines at the end."""
    bare = [line.rstrip() for line in lines]
    while bare and not bare[-1]:
        bare.pop()
    return tuple(bare)


class Reader:
    """Somebody who follows a document: an empty home, and a shell that remembers where it is and what was exported."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.state = folder / "state"
        self.state.write_text(f"cd {self.home}\n", encoding="utf-8")
        tools = folder / "bin"
        tools.mkdir()
        self.environment = {
            "PATH": f"{tools}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "USER": "anna",
            "LOGNAME": "anna",
            "LC_ALL": "C.UTF-8",
            "TZ": "Europe/Stockholm",
            "COLUMNS": "100",
            "NO_COLOR": "1",
        }
        if not (Path(sys.executable).parent / "beredning").exists():
            program = tools / "beredning"
            program.write_text(
                f'#!/bin/sh\nPYTHONPATH="{ROOT}/engine:{ROOT}/cli" exec "{sys.executable}" -m beredning_cli "$@"\n',
                encoding="utf-8",
            )
            program.chmod(0o755)

    def run(self, command: str) -> tuple[str, ...]:
        """What the command prints on both streams, the reader's home called /hem, and its exit code if not 0."""
        script = f'. "$0"\n{command}\n_code=$?\n{{ export -p; printf "cd %q\\n" "$PWD"; }} > "$0"\nexit $_code\n'
        answer = subprocess.run(
            ["bash", "-c", script, str(self.state)],
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
        )
        printed = answer.stdout.decode("utf-8", "replace").replace(os.fspath(self.home), HOME)
        ending = [f"[utgångskod {answer.returncode}]"] if answer.returncode else []
        return trimmed((*printed.splitlines(), *ending))


def disagreement(path: Path, folder: Path) -> str:
    """Follow a document in an empty folder; "" when every command printed what it says, else the first that fell."""
    reader = Reader(folder)
    for example in examples(path.read_text(encoding="utf-8")):
        if NOT_RUN.match(example.command):
            continue
        actual = reader.run(example.command)
        if not agrees(example.expected, actual):
            said, printed = "\n".join(trimmed(example.expected)), "\n".join(actual)
            return (
                f"{path.name}:{example.line}: $ {example.command}\n--- the document\n{said}\n--- the command\n{printed}"
            )
    return ""


def refresh(path: Path, folder: Path) -> int:
    """Follow a document and write in it what its commands print now, where that differs; how many were changed."""
    reader = Reader(folder)
    lines = path.read_text(encoding="utf-8").splitlines()
    changes: list[tuple[Example, tuple[str, ...]]] = []
    for example in examples("\n".join(lines)):
        if not NOT_RUN.match(example.command):
            actual = reader.run(example.command)
            if not agrees(example.expected, actual):
                changes.append((example, actual))
    for example, actual in reversed(changes):
        spacing = len(example.expected) - len(trimmed(example.expected))
        lines[example.end - 1 - len(example.expected) : example.end - 1] = [*actual, *[""] * spacing]
    if changes:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(changes)
