"""Every command there is: Swedish help that fits, an example that its own parser accepts, no two names alike."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec

import click
import pytest

from beredning_cli.base import Command, Context, Noun, common_flags
from beredning_cli.main import WORDS
from beredning_cli.names import fold
from beredning_cli.tree import root
from beredning_cli.values import ReadableFile

ENGLISH = re.compile(r"\b(the|and|with|show|list|file|usage|options?|commands?|arguments?|must|from)\b", re.IGNORECASE)


def landed(name: str) -> bool:
    return find_spec(f"beredning_cli.{WORDS[name][0]}") is not None


def walk(noun: Noun, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every noun and command below, with the words that lead to it."""
    for name, _ in noun.listing():
        if path == ("beredning",) and not landed(name):
            continue  # told by the next test
        made = noun.make(name)
        yield (*path, name), made
        if isinstance(made, Noun):
            yield from walk(made, (*path, name))


TREE = [((), root()), *walk(root(), ("beredning",))]
COMMANDS = [(path, made) for path, made in TREE if isinstance(made, Command)]
NAMES = [" ".join(path) for path, _ in COMMANDS]


def test_every_word_in_the_table_has_its_module() -> None:
    assert [name for name in WORDS if not landed(name)] == []


def test_there_are_commands_to_judge() -> None:
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize(("path", "made"), COMMANDS, ids=NAMES)
def test_a_command_says_in_one_swedish_line_what_it_does(path: tuple[str, ...], made: Command) -> None:
    first, _, rest = (made.help or "").partition("\n")
    assert first.endswith("."), "a sentence"
    assert len(first) <= 90, "it stands in a list"
    assert not rest or rest.startswith("\n"), "an empty line comes between the first line and the rest"
    for text in [made.help, *(getattr(p, "help", "") for p in made.params)]:
        assert not ENGLISH.search(re.sub(r"--\S+|[A-Za-z_./]+\.(yaml|md|py)", "", text or "")), text


@pytest.mark.parametrize(("path", "made"), COMMANDS, ids=NAMES)
def test_every_parameter_says_what_it_is(path: tuple[str, ...], made: Command) -> None:
    silent = [p.name for p in made.params if not getattr(p, "help", "")]
    assert silent == []


@pytest.mark.parametrize(("path", "made"), COMMANDS, ids=NAMES)
def test_a_command_has_an_example_that_it_accepts(
    path: tuple[str, ...], made: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReadableFile, "convert", lambda self, value, *_: value)  # the file of an example is not here
    lines = [line.strip() for line in made.example.strip().splitlines()]
    assert lines
    for line in lines:
        words = example_words(line)
        assert [fold(word) for word in words[: len(path)]] == [fold(word) for word in path], "an example of itself"
        context = click.Context(root(), info_name="beredning", obj=Context(), token_normalize_func=fold)
        made.make_context(path[-1], words[len(path) :], parent=context)


def example_words(line: str) -> list[str]:
    """The words given to `beredning` in a line that may be part of a larger one: `eval "$(beredning …)"`, `… > f`."""
    inner = re.search(r"\$\((beredning [^)]*)\)", line)
    return shlex.split((inner[1] if inner else line).partition(" > ")[0])


@pytest.mark.parametrize(("path", "made"), TREE, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_no_two_words_or_flags_are_the_same_in_ascii(path: tuple[str, ...], made: click.Command) -> None:
    words = [name for name, _ in made.listing()] if isinstance(made, Noun) else []
    flags = [flag for option in made.params for flag in (*option.opts, *option.secondary_opts) if flag[0] == "-"]
    for names in (words, flags):
        assert len({fold(name) for name in names}) == len(names)


@pytest.mark.parametrize(("path", "made"), COMMANDS, ids=NAMES)
def test_help_can_be_written_in_a_narrow_terminal(
    path: tuple[str, ...], made: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    context = click.Context(root(), info_name="beredning", token_normalize_func=fold)
    text = made.get_help(made.context_class(made, info_name=" ".join(path[1:]), parent=context))
    assert text.startswith(f"Användning: {' '.join(path)}")
    example_lines = made.example.strip().splitlines()
    assert [line for line in text.splitlines() if len(line) > 50 and line.strip() not in example_lines] == []
    for option in common_flags():
        assert option.opts[0] in text


def test_a_word_whose_module_is_not_installed_says_so_and_help_still_works(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from beredning_cli import main as program

    monkeypatch.setitem(WORDS, "saknas", ("no_such_module", "Finns inte.", False))
    assert program.run(["saknas", "x"]) == 7
    assert "Installationen är skadad: delen ”saknas” saknas." in capsys.readouterr().err
    assert program.run(["--help"]) == 0
    assert "Finns inte." in capsys.readouterr().out
