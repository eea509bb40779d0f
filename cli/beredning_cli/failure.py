"""How a failure is told: a Swedish sentence, what to do, every obstacle or fault, an exit code; never a traceback."""

from __future__ import annotations

import errno
import os
import sys
from typing import Final

import click

from beredning.errors import (
    BadDefinition,
    BeredningError,
    Clash,
    Obstacle,
    Refused,
    StorageFault,
    UsageFault,
    in_words,
)
from beredning_cli.context import Context
from beredning_cli.names import fold
from beredning_cli.output import print_error, print_json, print_lines, style

UNEXPECTED: Final = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells have it
BROKEN_PIPE: Final = 141  # 128 + SIGPIPE: what `head` gives any other program that it stops reading


def tell(error: BaseException, context: Context | None) -> int:
    """Say what went wrong and answer the exit code. Works also when stdout is what failed.

    context: None when it failed before there was one.
    """
    context = context or Context()
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 0
    if isinstance(error, KeyboardInterrupt | click.Abort):
        print_error("\n" * sys.stderr.isatty() + "Avbrutet. Det som inte var klart har inte ändrat något.")
        return INTERRUPTED
    if isinstance(error, BrokenPipeError) or (isinstance(error, OSError) and error.errno == errno.EPIPE):
        _silence_stdout()
        return BROKEN_PIPE
    expected = as_expected(error)
    if expected is None:
        from beredning_cli.crash import crash_report

        expected = crash_report(error, context)
    return _tell_expected(expected, context)


def as_expected(error: BaseException) -> BeredningError | None:
    """The error as one of ours; None when nobody expected it."""
    if isinstance(error, BeredningError):
        return error
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, click.ClickException):
        return UsageFault(error.format_message())
    if isinstance(error, OSError):
        return _storage(error)
    return None


def _usage(error: click.UsageError) -> UsageFault:
    if error.ctx is None:
        return UsageFault(error.format_message(), "Flaggor och exempel visas av: beredning --help")
    usage = " ".join(error.ctx.get_usage().split()).partition(" ")[2]
    return UsageFault(
        _as_spelt(error.format_message(), error.ctx.command),
        f"Skriv: {usage}\nFlaggor och exempel visas av: {error.ctx.command_path} --help",
    )


def _as_spelt(message: str, command: click.Command) -> str:
    """The message with flags as they are spelt in Swedish; click names them as it compares them, in ASCII."""
    for flag in (flag for option in command.params for flag in (*option.opts, *option.secondary_opts)):
        if not flag.isascii():
            message = message.replace(f"”{fold(flag)}”", f"”{flag}”").replace(f"'{fold(flag)}'", f"”{flag}”")
    return message


_HINTS: Final = {
    errno.ENOSPC: "Gör plats på disken och kör kommandot igen.",
    errno.EDQUOT: "Gör plats och kör kommandot igen.",
    errno.EACCES: "Be den som sköter mappen om rättigheter till den.",
    errno.EPERM: "Be den som sköter mappen om rättigheter till den.",
    errno.EROFS: "Välj en mapp där det går att skriva.",
    errno.ENOENT: "Kontrollera att namnet är rätt skrivet.",
    errno.EISDIR: "Ange en fil.",
    errno.ENOTDIR: "Kontrollera att namnet är rätt skrivet.",
    errno.EEXIST: "Välj ett annat namn.",
    errno.ENAMETOOLONG: "Välj ett kortare namn.",
    errno.EMFILE: "Stäng några program och kör kommandot igen.",
    errno.EIO: "Kontrollera disken och kör kommandot igen.",
}


def _storage(error: OSError) -> StorageFault:
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    why = in_words(error)
    hint = _HINTS.get(error.errno or 0, "Kontrollera disken och försök igen.")
    what = f"Det gick inte att använda ”{name}”" if name else "Det gick inte att läsa eller skriva"
    if error.errno == errno.ENOSPC and not name:
        what = "Det gick inte att skriva allt"
    return StorageFault(f"{what}: {why}.", hint)


def _tell_expected(error: BeredningError, context: Context) -> int:
    try:
        if context.json:
            print_json(error.as_json())
            sys.stdout.flush()
        else:
            sys.stdout.flush()  # what was said before the error stands before it
    except OSError:
        _silence_stdout()  # stdout is what failed: the words on stderr must do
        context.json = False
    if not context.json:
        print_lines(_lines(error), sys.stderr)
    return error.exit_code


def _lines(error: BeredningError) -> list[str]:
    lines = [f"{style('Fel:', 'fel', sys.stderr)} {error.text}"]
    if isinstance(error, Refused):
        lines += [line for obstacle in error.obstacles for line in _obstacle(obstacle)]
    if isinstance(error, BadDefinition):
        lines += [f"  {fault}" for fault in error.faults]
    if isinstance(error, Clash):
        lines += [f"  • {change}" for change in error.changes]
    if error.hint:
        first, *rest = error.hint.split("\n")
        lines += [f"{style('Gör så här:', 'råd', sys.stderr)} {first}", *rest]
    return lines


def _obstacle(obstacle: Obstacle) -> list[str]:
    mark = {"FEL": "•", "VARNING": "▲", "INFO": "i"}.get(obstacle.severity, "•")
    kind = "" if obstacle.severity == "FEL" else f"{obstacle.severity.capitalize()}: "
    facts = [f"grund: {obstacle.origin}"] if obstacle.origin else []
    facts += [f"kan undanröjas av: {obstacle.remover}"] if obstacle.remover else []
    facts += [f"senast: {obstacle.last_day}"] if obstacle.last_day else []
    lines = [f"  {mark} {kind}{obstacle.text} [{obstacle.code}]"]
    lines += [f"      {' · '.join(facts)}"] if facts else []
    return lines + ([f"      → {obstacle.hint}"] if obstacle.hint else [])


def _silence_stdout() -> None:
    """Point stdout at nothing, so that the interpreter does not fail once more when it flushes at exit."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, sys.stdout.fileno())
    except (OSError, ValueError):  # stdout has no descriptor (a test's buffer): nothing is flushed at exit either
        pass
    finally:
        os.close(nothing)
