"""What a value on the command line may be: a day, an amount, one of several words; told in Swedish when it is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from beredning_cli.names import find, nearest

if TYPE_CHECKING:
    _Type = click.ParamType[Any]
else:  # before click 8.5 it takes no parameter
    _Type = click.ParamType


class Day(_Type):
    """A date "2023-12-06" (or "20231206"); the value is the ISO text. Other forms are faults: 6/12 means two things."""

    name = "datum"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The ISO text of the date; "", the default of a flag that was not given, stays ""."""
        from datetime import date

        from beredning.core.clock import FIRST_YEAR, LAST_YEAR

        if value == "":
            return ""

        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            return self.fail(f"”{value}” är inte ett datum; skriv det som 2023-12-06.", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"”{value}” ligger utanför åren {FIRST_YEAR}–{LAST_YEAR}.", param, ctx)
        return day.isoformat()


class Clock(_Type):
    """A time of day "18:30" (or "18.30", "1830"); the value is "HH:MM"."""

    name = "tid"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The time as "HH:MM"; "", the default of a flag that was not given, stays ""."""
        if value == "":
            return ""
        digits = str(value).replace(":", "").replace(".", "")
        if len(digits) == 4 and digits.isdecimal() and int(digits[:2]) < 24 and int(digits[2:]) < 60:
            return f"{digits[:2]}:{digits[2:]}"
        return self.fail(f"”{value}” är inte ett klockslag; skriv det som 18:30.", param, ctx)


class Kronor(_Type):
    """An amount in kronor, "1 250 000" or "1250000,50"; the value is whole öre."""

    name = "kronor"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The amount in öre."""
        if isinstance(value, int):
            return value
        text = "".join(str(value).removesuffix("kr").split())
        kronor, comma, ore = text.partition(",")
        if kronor.isdecimal() and (not comma or (ore.isdecimal() and len(ore) == 2)):
            return int(kronor) * 100 + int(ore or 0)
        return self.fail(f"”{value}” är inte ett belopp i kronor; skriv det som 1250000 eller 1250000,50.", param, ctx)


class OneOf(_Type):
    """One of the given words, with or without å, ä and ö; the value is the word in its own spelling."""

    name = "val"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """What the usage line shows: the words."""
        return "|".join(self.words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word that was meant."""
        word = find(str(value), self.words)
        if word is None:
            close = nearest(str(value), self.words, 1)
            meant = f" Menade du ”{close[0]}”?" if close else ""
            self.fail(f"”{value}” är inget av {', '.join(self.words)}.{meant}", param, ctx)
        return word

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The words that begin so."""
        from beredning_cli.completion import matching

        return matching([(word, "") for word in self.words], incomplete)


class ReadableFile(_Type):
    """The path of a file that exists. Opening it is the office's work; here only a wrong name is told, early."""

    name = "fil"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The path, unchanged."""
        import os

        path: str = os.fspath(value)
        if os.path.isdir(path):  # noqa: PTH112 - pathlib costs 6 ms at start
            self.fail(f"”{path}” är en mapp, inte en fil.", param, ctx)
        if not os.path.exists(path):  # noqa: PTH110
            self.fail(f"filen ”{path}” finns inte.", param, ctx)
        return path

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """Files, by the shell itself."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


DAY: Final = Day()
CLOCK: Final = Clock()
KRONOR: Final = Kronor()
FILE: Final = ReadableFile()
