"""What the shell is offered when a person presses tab: command words, flags, diarienummer, steps, meetings, persons.

The shell calls the program with the line in `_BEREDNING_LINE`; the answer is one candidate a line. Nothing is imported
that the answer does not need, and whatever goes wrong is an empty answer: who presses tab has not asked anything yet.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

import click
from click.shell_completion import CompletionItem, ShellComplete

from beredning_cli.names import fold

if TYPE_CHECKING:
    from beredning_cli.base import Noun
    from beredning_cli.context import Context

MOST: Final = 50  # more than that is not a choice but a list
_SPECIAL: Final = frozenset(" \t\"'\\$`&|;<>()*?[]{}!#~")


class _Asked(ShellComplete):
    """click's walk from words to candidates; the words come from the line our scripts hand over."""

    name = "beredning"


def answer(root: Noun, context: Context) -> int:
    """Print the candidates for the line in the environment. The exit code says whether there was an answer."""
    words, incomplete, quoted = split(os.environ.get("_BEREDNING_LINE", ""))
    shell = os.environ["_BEREDNING_COMPLETE"]
    asked = _Asked(root, {"obj": context}, "beredning", "_BEREDNING_COMPLETE")
    try:
        items = asked.get_completions(words[1:], incomplete)
    except Exception:  # noqa: BLE001 - see the module: who presses tab has not asked anything yet
        return 1
    breaks = os.environ.get("_BEREDNING_BREAKS", "") if shell == "bash" else ""
    lines = [_line(item, shell, incomplete, breaks, quoted) for item in items]
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    return 0


def split(line: str) -> tuple[list[str], str, str]:
    """The finished words of a command line, the one begun, and the quote it stands in ("" for none).

    A shell's rules for quotes and backslashes, for a line that may stop in the middle of a word.
    """
    words: list[str] = []
    current: str | None = None
    quote, escaped = "", False
    for character in line:
        if escaped:
            current, escaped = (current or "") + character, False
        elif character == "\\" and quote != "'":
            current, escaped = current or "", True
        elif quote:
            quote, current = ("", current) if character == quote else (quote, (current or "") + character)
        elif character in "\"'":
            quote, current = character, current or ""
        elif character.isspace():
            if current is not None:
                words.append(current)
            current = None
        else:
            current = (current or "") + character
    return words, current or "", quote


def _line(item: CompletionItem[Any], shell: str, typed: str, breaks: str, quoted: str) -> str:
    if item.type in {"dir", "file"}:
        return f"@{item.type}"
    value = str(item.value)
    if typed.startswith("--") and "=" in typed and not value.startswith("--"):
        value = typed[: typed.index("=") + 1] + value
    if shell != "bash":  # zsh and fish quote by themselves
        return f"{value}\t{item.help}" if item.help else value
    shown = value if quoted else "".join(f"\\{c}" if c in _SPECIAL else c for c in value)
    kept = max((typed.rfind(mark) for mark in breaks if mark in ":="), default=-1) + 1
    return shown[kept:]


def matching(names: list[tuple[str, str]], incomplete: str) -> list[CompletionItem[str]]:
    """The (name, help) that begin with what was typed. What was typed in ASCII is answered in ASCII, since a shell
    drops a candidate that does not begin as the word does."""
    begun = [CompletionItem(name, help=help) for name, help in names if name.startswith(incomplete)]
    if begun or not incomplete:
        return begun
    folded = fold(incomplete)
    if folded == incomplete:
        return [CompletionItem(fold(name), help=help) for name, help in names if fold(name).startswith(folded)]
    return [CompletionItem(name, help=help) for name, help in names if fold(name).startswith(folded)]


def commands(noun: Noun, incomplete: str) -> list[CompletionItem[str]]:
    """The command words of a noun that begin so; none of them is made."""
    return matching([(name, help) for name, help in noun.listing() if help], incomplete)


def flags(command: click.Command, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """The flags of a command that begin so and are not already given."""
    if not incomplete.startswith("-"):
        return []
    given = click.core.ParameterSource.COMMANDLINE
    known = [
        (flag, option.help or "")
        for option in command.get_params(ctx)
        if isinstance(option, click.Option) and not option.hidden
        if option.multiple or ctx.get_parameter_source(option.name or "") is not given
        for flag in (*option.opts, *option.secondary_opts)
        if flag.startswith("--")
    ]
    return matching(known, incomplete)


def values(kind: str, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
    """Candidates of a kind: "mapp" by the shell, the rest from the instance the line is about."""
    if kind == "mapp":
        return [CompletionItem(incomplete, type="dir")]
    from beredning_cli.candidates import KINDS
    from beredning_cli.context import Context

    context = ctx.find_object(Context)
    assert context is not None
    return matching(KINDS[kind](context, ctx.params, incomplete), incomplete)[:MOST]
