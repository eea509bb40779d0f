"""Tables of figures in a document: rows with labels and numbers, columns with what is measured and for which year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from beredning.core.reading import Passage, Reading
from beredning.review.texts import plain

_NUMBER: Final = re.compile(r"[-−–+]?\s?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|[-−–+]?\s?\d+(?:[.,]\d+)?")
_LONGEST: Final = 30
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_MEASURES: Final = ("budget", "prognos", "utfall", "bokslut", "avvikelse")


class Line(NamedTuple):
    """A row. label: its first text cell, heads: the cells before the label, which begin a part of the table; values:
    by column, None where the cell holds no number."""

    label: str
    heads: str
    values: tuple[int | None, ...]
    passage: Passage


class Figures(NamedTuple):
    """A table. columns: heading of each column, several header rows joined; lines: the rows with figures, in order.

    Values are whole numbers in the last decimal that the table shows, so that sums are exact; places: how many.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    places: int


def number_of(text: str) -> tuple[int, int] | None:
    """A number as it stands and how many decimals it shows: "-1 010 299" gives (-1010299, 0), "5,43" (543, 2)."""
    bare = text.strip().removesuffix("%").strip()
    if not bare or len(bare) > _LONGEST or not _NUMBER.fullmatch(bare):
        return None
    sign = -1 if bare[0] in "-−–" else 1
    whole, _, part = bare.lstrip("-−–+").replace(",", ".").partition(".")
    digits = re.sub(r"\D", "", whole)
    return sign * int(digits + part), len(part)


def tables_of(reading: Reading) -> Iterator[Figures]:
    """Every table with at least three rows of figures. A table that a page break or a repeated head splits is one."""
    rows = [one for one in reading.body if one.kind == "row" and len(one.cells) > 1]
    held: list[list[Passage]] = []
    for _, run in groupby(rows, key=lambda one: one.block):
        part = list(run)
        if held and len(part[0].cells) == len(held[-1][0].cells) and _same_head(part[0], held[-1][0]):
            held[-1] += part[1:]
        else:
            held.append(part)
    for part in held:
        made = _figures(part)
        if len(made.lines) >= 3:
            yield made


def _same_head(row: Passage, head: Passage) -> bool:
    last = [plain(cell) for cell in row.cells[2:]]
    return any(last) and last == [plain(cell) for cell in head.cells[2:]] and not _has_figures(row)


def _has_figures(row: Passage) -> bool:
    """Whether a row holds figures other than years."""
    numbers = [cell.strip() for cell in row.cells[1:] if number_of(cell)]
    return any(not _YEAR.fullmatch(cell) for cell in numbers)


def _is_head(row: Passage, place: int) -> bool:
    """Whether a row belongs to the table's head: the first without figures, where a year is none, and those after it
    that have no label or nothing but words. "Elever | 2 012" below the head is a row of figures."""
    if _has_figures(row):
        return False
    return place == 0 or not row.cells[0].strip() or not any(number_of(cell) for cell in row.cells)


def _figures(rows: list[Passage]) -> Figures:
    first = 0
    while first < len(rows) and _is_head(rows[first], first):
        first += 1
    width = max(len(row.cells) for row in rows)
    data = rows[first:]
    columns = _columns(rows[:first], width)
    firsts = [next((at for at, cell in enumerate(row.cells) if at and number_of(cell)), width) for row in data]
    begin = min(firsts, default=width)
    found = [[number_of(cell) for cell in row.cells[begin:]] for row in data]
    places = max((one[1] for row in found for one in row if one), default=0)
    lines = []
    for row, numbers in zip(data, found, strict=True):
        values = [one[0] * 10 ** (places - one[1]) if one else None for one in numbers]
        values += [None] * (width - begin - len(values))
        texts = [cell.strip() for cell in row.cells[:begin]]
        if any(value is not None for value in values) or any(texts):
            lines.append(Line(texts[-1] if texts else "", " ".join(texts[:-1]).strip(), tuple(values), row))
    return Figures(columns[begin:], tuple(lines), places)


def _columns(heads: list[Passage], width: int) -> tuple[str, ...]:
    """The headings of columns. An empty cell in an upper row belongs to the heading on its left: it spanned both."""
    made = [""] * width
    for place, row in enumerate(heads):
        before = ""
        for at in range(width):
            text = row.cells[at].strip() if at < len(row.cells) else ""
            before = text or (before if place < len(heads) - 1 and at > 1 else "")
            made[at] = f"{made[at]} {before}".strip()
    return tuple(made)


def measure(column: str, year: str) -> tuple[str, str] | None:
    """What a column measures and for which year, None when it does not say. year: of the document, where the column has
    none. What is accumulated to a month cannot be compared with a whole year."""
    said = column.casefold()
    found = [word for word in _MEASURES if word in said]
    years = _YEAR.findall(said)
    if len(found) != 1 or len(years) > 1 or "ack" in said or found[0] == "avvikelse":
        return None
    named = years[0] if years else year
    return (found[0], named) if named else None


def shown(value: int, places: int) -> str:
    """A value as Swedish tables print it: "-954 463", "5,43"."""
    sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(places + 1, "0")
    whole = digits[: len(digits) - places] if places else digits
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", " ", whole)
    return sign + grouped + (f",{digits[-places:]}" if places else "")
