"""The help of nouns and commands in Swedish: usage, what it does, arguments, flags, common flags and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from beredning_cli.output import style

if TYPE_CHECKING:
    from beredning_cli.base import Command, Noun


def write_command_help(command: Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The help of one command, in `formatter`."""
    own = [p for p in command.params if p not in _common()]
    write_command_usage(command, ctx, formatter)
    _text(formatter, command.help or "")
    _list(formatter, "Argument", [(p.make_metavar(ctx), _about(p)) for p in own if isinstance(p, click.Argument)])
    _list(formatter, "Flaggor", _records([p for p in own if isinstance(p, click.Option)], ctx))
    _list(formatter, "Gemensamma flaggor", _records(_common(), ctx))
    _examples(formatter, command.example)


def write_noun_help(noun: Noun, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The help of a noun: what can be done with it, without making any of its commands."""
    write_noun_usage(ctx, formatter)
    _text(formatter, noun.help or "")
    _list(formatter, "Kommandon", [(name, help) for name, help in noun.listing() if help])
    own = [p for p in noun.params if p not in _common() and isinstance(p, click.Option)]
    _list(formatter, "Flaggor", _records([*own, *_common()], ctx))
    _examples(formatter, noun.example)


def write_command_usage(command: Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The usage line of a command: its arguments, and its required flags, as they are written."""
    own = [p for p in command.params if p not in _common()]
    words = [metavar for p in own if isinstance(p, click.Argument) for metavar in p.get_usage_pieces(ctx)]
    needed = [_needed(p) for p in own if isinstance(p, click.Option) and p.required]
    _usage(formatter, ctx, [*words, *needed, "[FLAGGOR]"])


def write_noun_usage(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The usage line of a noun."""
    _usage(formatter, ctx, ["KOMMANDO", "…"])


def _common() -> list[click.Option]:
    from beredning_cli.base import common_flags

    return common_flags()


def _heading(text: str) -> str:
    return style(text, "rubrik")


def _usage(formatter: click.HelpFormatter, ctx: click.Context, pieces: list[str]) -> None:
    formatter.write_usage(ctx.command_path, " ".join(pieces), "Användning: ")


def _text(formatter: click.HelpFormatter, text: str) -> None:
    if text:
        formatter.write_paragraph()
        formatter.write_text(text)


def _list(formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        formatter.write_paragraph()
        formatter.write(f"{_heading(heading + ':')}\n")
        formatter.indent()
        formatter.write_dl(rows, col_max=28)
        formatter.dedent()


def _examples(formatter: click.HelpFormatter, example: str) -> None:
    if example:
        formatter.write_paragraph()
        formatter.write(_heading("Exempel:") + "\n")
        formatter.write("".join(f"  {line.strip()}\n" for line in example.strip().splitlines()))


def _records(options: list[click.Option], ctx: click.Context) -> list[tuple[str, str]]:
    return [record for option in options if (record := option.get_help_record(ctx))]


def _about(parameter: click.Parameter) -> str:
    about: str = getattr(parameter, "help", "") or ""
    return about


def _needed(option: click.Option) -> str:
    words = getattr(option.type, "words", ())
    return f"{option.opts[0]} {option.metavar or '|'.join(words) or option.type.name.upper()}"
