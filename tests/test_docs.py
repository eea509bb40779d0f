"""The documents tell the truth: every command in them exists and prints what they say, and every link leads somewhere.

`python tests/test_docs.py --uppdatera [FIL …]` writes the present output into the documents instead of comparing.
"""

from __future__ import annotations

import ast
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "engine"), str(ROOT / "cli")]

from tests import documents_run as run  # noqa: E402  (after the path above, when this file is run as a program)

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), ROOT / "engine" / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("[wtb]*/README.md")]
)
SHELLS = {"console", "sh", "bash", "shell"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def followed() -> list[Path]:
    """The documents that hold commands a reader runs."""
    return [path for path in DOCUMENTS if run.examples(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", followed(), ids=name_of)
def test_every_command_prints_what_the_document_says(path: Path, tmp_path: Path) -> None:
    assert run.disagreement(path, tmp_path) == ""


def commands(path: Path) -> Iterator[tuple[int, str]]:
    """Every `beredning …` and `./run …` in a document, with its line: in fenced shell blocks and in inline code."""
    text = path.read_text(encoding="utf-8")
    fenced: set[int] = set()
    for fence in run.fences(text):
        numbers = range(fence.line, fence.line + len(fence.content))
        fenced.update(numbers)
        if fence.language in SHELLS:
            typed = (
                (number, row.strip().removeprefix("$ ")) for number, row in zip(numbers, fence.content, strict=True)
            )
            # In a block that shows output, only what stands after a prompt is a command.
            rows = zip(fence.content, typed, strict=True)
            yield from (pair for row, pair in rows if fence.language != "console" or row.startswith("$ "))
    for number, line in enumerate(text.splitlines(), 1):
        if number not in fenced:
            yield from ((number, code) for code in re.findall(r"`([^`]+)`", line))


def words(command: str) -> list[str]:
    """The words of one command up to the first pipe, redirection or comment."""
    try:
        parts = shlex.split(command, comments=True)
    except ValueError:  # an apostrophe in prose
        parts = command.split()
    stop = next(
        (index for index, part in enumerate(parts) if part in {"|", ">", ">>", "&&", ";", "||", "\\"}), len(parts)
    )
    return parts[:stop]


def wrong_words(parts: list[str], command: click.Command) -> list[str]:
    """What in `beredning …` the program would not understand: a command or a flag that does not exist."""
    context = click.Context(command, info_name="beredning")
    flags = {"--help", "--hjälp", "-h"}
    for part in parts:
        flags |= {
            flag for parameter in command.get_params(context) for flag in (*parameter.opts, *parameter.secondary_opts)
        }
        if part.startswith("-"):
            flag = part.strip("[]").partition("=")[0]
            if flag not in flags and not flag.lstrip("-").isdigit():
                return [part]
        elif isinstance(command, click.Group) and not is_placeholder(part):
            options = [command.get_command(context, word) for word in part.split("|")]
            if None in options:
                return [part]
            command = options[0] or command
            context = click.Context(command, info_name=part, parent=context)
    return []


def is_placeholder(word: str) -> bool:
    """Whether a word stands for something the reader puts there: KOMMANDO, <namn>, [VAL], …"""
    return word.isupper() or word[0] in "<[…("


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_command_named_in_a_document_exists(path: Path) -> None:
    known = re.findall(r"^    ([\w| -]+)\)$", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE)
    ours = {word.strip() for pattern in known for word in pattern.split("|")}
    unknown = []
    for number, command in commands(path):
        parts = words(command)
        wrong = []
        if parts[:1] == ["beredning"] and parts[1:]:
            from beredning_cli.tree import root

            wrong = wrong_words(parts[1:], root())
        elif parts[:1] == ["./run"]:
            wrong = [part for part in parts[1:2] if part not in ours and not is_placeholder(part)]
        unknown += [f"{name_of(path)}:{number}: {command} ({word})" for word in wrong]
    assert not unknown


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_leads_to_something(path: Path) -> None:
    links = re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    broken = [link for link in links if ":" not in link and not leads_somewhere(path, link)]
    assert not broken


def leads_somewhere(path: Path, link: str) -> bool:
    """Whether a relative link names a file that exists and, after #, a heading in it."""
    target, _, anchor = link.partition("#")
    file = (path.parent / target).resolve() if target else path
    if not file.exists() or not anchor:
        return file.exists()
    headings = re.findall(r"^#+ +(.+?)\s*$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return anchor in {re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-") for heading in headings}


# The map of the source


def mapped(text: str) -> list[str]:
    """The modules that the map names, each under the heading of its folder: "beredning/core/moves.py"."""
    found, folder = list[str](), ""
    for line in text.splitlines():
        heading, module = re.match(r"### (beredning\S*)$", line), re.match(r"\| `(\w+\.py)` \| \S", line)
        folder = heading[1] if heading else folder
        found += [f"{folder}/{module[1]}"] if module else []
    return found


def modules() -> list[str]:
    """Every module of the engine and the command line; what a migration did once is history, not part of the map."""
    return [
        path.relative_to(ROOT / root).as_posix()
        for root in ("engine", "cli")
        for path in sorted((ROOT / root).rglob("*.py"))
        if path.name != "__init__.py" and "migrations" not in path.parts
    ]


def test_the_map_names_every_module_once() -> None:
    assert sorted(mapped((ROOT / "engine" / "README.md").read_text(encoding="utf-8"))) == sorted(modules())


def test_a_module_that_the_map_does_not_explain_is_not_on_it() -> None:
    text = "### beredning/core\n\n| `a.py` | what it is |\n| `b.py` |  |\n\n### beredning_cli\n\n| `a.py` | x |\n"
    assert mapped(text) == ["beredning/core/a.py", "beredning_cli/a.py"]


# What the program itself says


def said(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a module but its docstrings, with its line; what is put in later stands as X."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    parts = {id(part) for node in ast.walk(module) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.lineno, node.value


def advised(text: str) -> Iterator[str]:
    """The commands in a text: from the word beredning, where a command word follows, to what ends a command."""
    for found in re.finditer(r"\bberedning ((?:[^\s”\"'.,;:()\n`]|\"[^\"\n]*\"|:(?=\S)|\.(?=\w)|'(?=\w)|[ ])+)", text):
        yield found[1].strip()


@cache
def advice() -> tuple[tuple[str, str], ...]:
    """Every command that the program's own texts name, and where; shell programs are not texts."""
    modules = [path for folder in ("engine", "cli") for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(
        (f"{name_of(path)}:{number}", command)
        for path in modules
        if path.name != "scripts.py"
        for number, text in said(path)
        if "beredning " in text
        for command in advised(text)
    )


def test_every_command_that_the_program_advises_exists() -> None:
    from beredning_cli.tree import root

    assert len(advice()) > 100
    known = [(place, words(command)) for place, command in advice() if "X" not in words(command)[:2]]
    assert not [(place, parts, word) for place, parts in known for word in wrong_words(parts, root())]


def test_every_step_in_an_example_of_the_program_is_in_a_built_in_workflow() -> None:
    from beredning.definitions.workflows import read_workflow

    files = [path for path in (ROOT / "workflows").glob("*.yaml") if not path.name.endswith(".prov.yaml")]
    steps = {step for path in files for step in read_workflow(path.read_bytes(), path.name).addresses()}
    moves = [(place, parts[3]) for place, command in advice() if (parts := words(command))[:2] == ["ärende", "flytta"]]
    named = [(place, step) for place, step in moves if not step.startswith(("X", "STEG"))]
    assert len(named) > 2
    assert not [(place, step) for place, step in named if step not in steps]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("Kör beredning ärende visa X.", ["ärende visa X"]),
        ("Kör ”beredning ny MAPP”, sedan beredning kontrollera.", ["ny MAPP", "kontrollera"]),
        ('beredning ärende ändra X --skäl "Ny handläggare" (alltid)', ['ärende ändra X --skäl "Ny handläggare"']),
        ("beredning sammanträde visa UBN:2023-12-06 --json", ["sammanträde visa UBN:2023-12-06 --json"]),
        ("Nämndens beredning: ingen.", []),
    ],
)
def test_a_command_is_found_in_a_message(text: str, commands: list[str]) -> None:
    assert list(advised(text)) == commands


# The reading itself


@pytest.mark.parametrize(
    ("expected", "actual", "agree"),
    [
        (("a", "b"), ("a", "b"), True),
        (("a", "…"), ("a", "b", "c"), True),
        (("a", "…"), ("a",), True),
        (("…", "c"), ("a", "b", "c"), True),
        (("…", "c"), ("a", "b"), False),
        (("klart … s",), ("klart 0,2 s",), True),
        (("klart … s",), ("klart 0,2", "s"), False),
        (("a.b",), ("axb",), False),
        (("a  ", ""), ("a",), True),
        ((), ("oväntat",), False),
    ],
)
def test_ellipsis_stands_for_what_varies(expected: tuple[str, ...], actual: tuple[str, ...], agree: bool) -> None:
    assert run.agrees(expected, actual) is agree


GUIDE = """# Så gör man

```console
$ mkdir kommun && cd kommun
$ export NAMN=Åsa
```

```console
$ echo "$NAMN $(pwd)"
Åsa /hem/kommun
$ ls finns-inte
…
[utgångskod 2]
$ printf '%s\\n' a \\
>   b
a
b
```
"""


def test_a_document_is_followed_in_one_shell(tmp_path: Path) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text(GUIDE, encoding="utf-8")
    (tmp_path / "reader").mkdir()
    assert run.disagreement(guide, tmp_path / "reader") == ""


@pytest.mark.parametrize(("true", "false"), [("Åsa /hem", "Eva /hem"), ("kod 2]", "kod 3]"), ("a\nb\n", "a\n")])
def test_a_document_that_is_wrong_is_found_and_refreshed(tmp_path: Path, true: str, false: str) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text(GUIDE.replace(true, false), encoding="utf-8")
    for name in ("first", "second", "third"):
        (tmp_path / name).mkdir()
    assert "guide.md:" in run.disagreement(guide, tmp_path / "first")
    assert run.refresh(guide, tmp_path / "second") == 1
    assert run.disagreement(guide, tmp_path / "third") == ""


def test_a_command_that_does_not_exist_is_found() -> None:
    show = click.Command("visa", params=[click.Argument(["dnr"])])
    listing = click.Command("lista", params=[click.Option(["--organ"])])
    program = click.Group("beredning", [click.Group("ärende", [show, listing])], params=[click.Option(["--json"])])
    assert wrong_words(["ärende", "visa", "2023/450", "--json"], program) == []
    assert wrong_words(["ärende", "lista|visa", "[--organ=BUN]"], program) == []
    assert wrong_words(["ärende", "KOMMANDO", "--help"], program) == []
    assert wrong_words(["ärende", "måla"], program) == ["måla"]
    assert wrong_words(["mötet"], program) == ["mötet"]
    assert wrong_words(["ärende", "visa", "--organ", "BUN"], program) == ["--organ"]


def main() -> None:
    """Refresh the documents named on the command line, or all of them."""
    named = [Path(name).resolve() for name in sys.argv[1:] if name != "--uppdatera"]
    if "--uppdatera" not in sys.argv:
        sys.exit("Användning: python tests/test_docs.py --uppdatera [FIL …]")
    for path in named or followed():
        with tempfile.TemporaryDirectory() as folder:
            print(f"{name_of(path)}: {run.refresh(path, Path(folder))} utskrifter ändrade")


if __name__ == "__main__":
    main()
