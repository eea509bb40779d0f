"""How answers are printed: one value as text or as JSON, tables that fit a terminal, and Swedish numbers and dates."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TextIO

if TYPE_CHECKING:
    from beredning_cli.context import Context

# Meanings, not colours: what is printed says what it is, and this table how that looks in a terminal (ANSI SGR).
STYLES: Final = {
    "rubrik": "1",
    "fel": "1;31",
    "varning": "33",
    "råd": "1;36",
    "bra": "32",
    "svag": "2",
}
# What a terminal that is not UTF-8 can show instead.
_PLAIN: Final = str.maketrans(
    {"–": "-", "—": "-", "”": '"', "’": "'", "…": "...", "•": "*", "→": "->", "▲": "!", "·": "-"}
)
_forced_color: bool | None = None
# Takes away what stands on the terminal while a command is silent (waiting.py).
before_printing: Callable[[], None] | None = None


def settle_streams() -> None:
    """Make stdout and stderr able to print Swedish whatever the locale, and never to fail on a character.

    An ASCII stream (LANG=C, POSIX) becomes UTF-8. A stream in another encoding that the person has chosen (Latin-1)
    stays, and what it cannot show is replaced. A stream that was closed by who started us leads nowhere: left closed,
    the next file that is opened (the database) would get its number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), "w" if number else "r", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:  # a test's buffer
            continue
        if _is_ascii(stream.encoding):
            reconfigure(encoding="utf-8", errors="replace")
        elif stream.errors in {"strict", "surrogateescape"}:
            reconfigure(errors="replace")


def _is_ascii(encoding: str) -> bool:
    return encoding.lower().replace("_", "-") in {"ascii", "us-ascii", "ansi-x3.4-1968", "646"}


def _is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("_", "-") in {"utf-8", "utf8"}


def use_color(choice: bool | None) -> None:
    """Let `--färg` or `--ingen-färg` decide for this run; None leaves it to the terminal and NO_COLOR."""
    global _forced_color  # noqa: PLW0603 - one process prints for one person
    _forced_color = choice


def has_color(stream: TextIO) -> bool:
    """Whether to colour what is written to `stream` (https://no-color.org, TERM=dumb, and the flag above all)."""
    if _forced_color is not None:
        return _forced_color
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def style(text: str, meaning: str, stream: TextIO | None = None) -> str:
    """`text` as its meaning looks ("fel", "varning", "bra", "rubrik", "råd", "svag") on stdout or `stream`."""
    return f"\033[{STYLES[meaning]}m{text}\033[0m" if has_color(stream or sys.stdout) else text


def emit(context: Context, value: object, text: Callable[[], str | Iterable[str]]) -> None:
    """Print `value` as JSON under `--json`, else `text()`: a string or lines."""
    if context.json:
        print_json(value)
        return
    said = text()
    print_lines([said] if isinstance(said, str) else said)


def print_lines(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Print lines in one write."""
    stream = stream or sys.stdout
    text = "\n".join(lines)
    if before_printing:
        before_printing()
    if text:
        stream.write((text if _is_utf8(stream) else text.translate(_PLAIN)) + "\n")


def print_error(text: str) -> None:
    """Print one line on stderr."""
    print_lines([text], sys.stderr)


def print_json(value: object) -> None:
    """Print `value` as JSON, indented; in ASCII where the stream is not UTF-8, so that it is right in any encoding."""
    import json

    text = json.dumps(plain(value), ensure_ascii=not _is_utf8(sys.stdout), indent=2)
    if before_printing:
        before_printing()
    sys.stdout.write(text + "\n")


def plain(value: Any) -> Any:
    """`value` as what JSON has: a NamedTuple as an object with its fields in Swedish, sets in order, dates as ISO text.

    Raises TypeError for what has no such form, rather than printing something that only looks right.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return {name: plain(item) for name, item in fields(value).items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def fields(value: Any, *left_out: str) -> dict[str, Any]:
    """The fields of a NamedTuple by their Swedish names, without those named in English in `left_out`."""
    from beredning_cli.fields import FIELDS

    return {FIELDS.get(name, name): item for name, item in value._asdict().items() if name not in left_out}


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()) -> list[str]:
    """Lines of a table. In a terminal it fits the width: the widest columns give way and their text is wrapped. In a
    pipe the columns are divided by tabs and nothing is shortened, so that `cut` and Excel read it.

    right: numbers of the columns that are set to the right (amounts). Cells are printed with `str`.
    """
    cells = [[_cell(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        return ["\t".join(row) for row in [list(heads), *cells]]
    from beredning_cli.columns import fitted

    return fitted(list(heads), cells, frozenset(right), terminal_width())


def _cell(value: object) -> str:
    return " ".join(("" if value is None else str(value)).split())


def terminal_width() -> int:
    """The columns of the terminal (COLUMNS, else asked of it); 80 where it will not say; never less than 40."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return max(int(said), 40)
    try:
        # shutil.get_terminal_size does the same, and costs 4 ms at start
        return max(os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns or 80, 40)
    except (OSError, ValueError):
        return 80


def number(value: int) -> str:
    """A whole number in Swedish: groups of three divided by a no-break space."""
    return f"{value:,}".replace(",", "\u00a0")


def kronor(ore: int) -> str:
    """An amount given in öre: "1 250 000 kr", with öre after a comma only where there are any."""
    whole, rest = divmod(abs(ore), 100)
    return f"{'−' if ore < 0 else ''}{number(whole)}{f',{rest:02d}' if rest else ''}\u00a0kr"


_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def long_day(day: str) -> str:
    """An ISO date in words: "2023-12-06" is "6 december 2023". "" stays ""."""
    if not day:
        return ""
    year, month, number_in_month = day.split("-")
    return f"{int(number_in_month)} {_MONTHS[int(month) - 1]} {year}"
