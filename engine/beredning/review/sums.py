"""Whether sums add up: which rows a sum row must be made of, by what it is called and by where it holds.

A table never says how it adds up, so a sum is only questioned where it is sure how: the way holds in other columns, or
the row is called a sum and no other way is thinkable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.review.figures import Figures, Line
from beredning.review.texts import plain

_SUM: Final = re.compile(r"(?:total\w*|summa|summering|s:a|sum)\b", re.IGNORECASE)
_PART: Final = re.compile(r"[-–\s]*(?:varav|därav|härav)\b", re.IGNORECASE)
_AWAY: Final = re.compile(r"från (?:andra|annan) kommun", re.IGNORECASE)
_DIFFERENCE: Final = re.compile(r"avvikelse|differens|skillnad", re.IGNORECASE)
_CANDIDATES: Final = 12
_LEAST_ROWS: Final = 3
_MOST_SUMS: Final = 40


class Fault(NamedTuple):
    """A sum that does not add up. line: the row; column: its place; stated, counted: what stands and what the parts
    give."""

    line: Line
    column: int
    stated: int
    counted: int


def faults(table: Figures) -> Iterator[Fault]:
    """Every sum of a table that does not add up, row by row, then the differences between columns.

    One wrong figure is told once: in its own row where that row's difference shows it, though the column's sum is off
    by as much; in the sum row where the difference there is wrong only because the sum is.
    """
    differences = list(_differences(table))
    sums = list(_row_sums(table))
    added = {id(fault.line) for fault in sums}
    missed = {abs(fault.stated - fault.counted) for fault in differences if id(fault.line) not in added}
    sums = [fault for fault in sums if abs(fault.stated - fault.counted) not in missed]
    yield from sums
    told = {id(fault.line) for fault in sums}
    yield from (fault for fault in differences if id(fault.line) not in told)


def is_sum(line: Line) -> bool:
    """Whether a row is called a sum."""
    return bool(_SUM.match(line.label) or _SUM.match(line.heads))


def total_of(table: Figures) -> Line | None:
    """The row that is the sum of all the others: by its name, or because it is, in every column; None without."""
    ends = [table.lines[-1], table.lines[0]] if len(table.lines) > _LEAST_ROWS else []
    for line in ends:
        rest = [one for one in table.lines if one is not line]
        if any(map(is_sum, rest)):
            continue
        matches = _matches(line, [(one, 1) for one in rest])
        if matches and (is_sum(line) or all(matches.values())):
            return line
    return None


def _row_sums(table: Figures) -> Iterator[Fault]:
    named = [line for line in table.lines if is_sum(line)]
    if not named:
        yield from _unnamed(table)
        return
    simple = len(named) == 1 and not any(_PART.match(one.label) for one in table.lines)
    start = 0
    for at, line in enumerate(table.lines):
        if is_sum(line):
            parts = [(one, sign) for one in table.lines[start:at] if (sign := _sign(one))]
            yield from _checked(line, parts, simple, table, at, deep=len(named) <= _MOST_SUMS)
            start = at + 1
        elif line.heads:
            start = at


def _sign(line: Line) -> int:
    """What a row adds: all that stands for itself; those from other municipalities are taken away; other parts are
    already in the row above."""
    if _PART.match(line.label):
        return -1 if _AWAY.search(line.label) else 0
    return 1


def _matches(line: Line, parts: list[tuple[Line, int]]) -> dict[int, bool]:
    """For each column with a number in the sum row and in the parts, whether it adds up."""
    made: dict[int, bool] = {}
    for column, stated in enumerate(line.values):
        held = [(one.values[column], sign) for one, sign in parts]
        if stated is not None and sum(value is not None for value, _ in held) >= 2:
            made[column] = stated == sum((value or 0) * sign for value, sign in held)
    return made


def _counted(column: int, parts: list[tuple[Line, int]]) -> int:
    return sum((one.values[column] or 0) * sign for one, sign in parts)


def _checked(
    line: Line, parts: list[tuple[Line, int]], simple: bool, table: Figures, at: int, *, deep: bool
) -> Iterator[Fault]:
    """deep: also look for the rows of a sum of sums, which takes time for each."""
    matches = _matches(line, parts)
    wrong = [column for column, right in matches.items() if not right]
    if matches and not wrong:
        return
    if any(matches.values()) or (simple and len(parts) >= 2):
        for column in wrong:
            if not _other_way(line, column, parts):
                yield Fault(line, column, line.values[column] or 0, _counted(column, parts))
        return
    if deep:
        yield from _by_subset(line, table, at)


def _other_way(line: Line, column: int, parts: list[tuple[Line, int]]) -> bool:
    """Whether the column adds up when one row, with what is taken away of it, is left out: a boundary that moved."""
    stated, whole = line.values[column] or 0, _counted(column, parts)
    values = [(one.values[column] or 0) * sign for one, sign in parts]
    pairs = [values[at] + values[at + 1] for at in range(len(values) - 1) if parts[at + 1][1] < 0 < parts[at][1]]
    return (whole - stated) in {*(value for value in values if value > 0), *pairs} and whole != stated


def _by_subset(line: Line, table: Figures, at: int) -> Iterator[Fault]:
    """A sum of sums: the rows that make it up in all columns but one are its rows; chance cannot make them agree in
    two columns to the last unit."""
    columns = [column for column, value in enumerate(line.values) if value is not None]
    rows = [
        one
        for one in table.lines[:at]
        if not _PART.match(one.label) and all(one.values[c] is not None for c in columns)
    ]
    sums = [one for one in rows if is_sum(one) or bool(one.heads)][-_CANDIDATES:]
    if len(columns) < 3 or len(sums) < 2:
        return
    totals = [_all_sums([one.values[c] or 0 for one in sums]) for c in columns]
    agreeing = Counter(
        place
        for sums_of, c in zip(totals, columns, strict=True)
        for place, made_of in enumerate(sums_of)
        if made_of == line.values[c] and place.bit_count() > 1
    )
    ways = [place for place, times in agreeing.items() if times >= len(columns) - 1]
    made = {tuple(sums_of[place] for sums_of in totals) for place in ways}
    if len(made) == 1:
        for column, counted in zip(columns, made.pop(), strict=True):
            if counted != line.values[column]:
                yield Fault(line, column, line.values[column] or 0, counted)


def _all_sums(values: list[int]) -> list[int]:
    """The sum of every choice of the values; the bits of a place say which are chosen."""
    made = [0]
    for value in values:
        made += [one + value for one in made]
    return made


def _unnamed(table: Figures) -> Iterator[Fault]:
    """A first or last row that is the sum of the others in most columns, but not in all."""
    if len(table.lines) <= _LEAST_ROWS:
        return
    for line in (table.lines[0], table.lines[-1]):
        parts = [(one, 1) for one in table.lines if one is not line]
        matches = _matches(line, parts)
        right = sum(matches.values())
        if right >= 2 and right * 2 > len(matches) and any(line.values):
            for column, holds in matches.items():
                if not holds:
                    yield Fault(line, column, line.values[column] or 0, _counted(column, parts))
            return


def _differences(table: Figures) -> Iterator[Fault]:
    """A column called a difference that is one of the two before it in nearly every row, but not in all."""
    for column, head in enumerate(table.columns):
        if column < 2 or not _DIFFERENCE.search(plain(head)):
            continue
        whole = [line for line in table.lines if None not in line.values[column - 2 : column + 1]]
        order = max(
            (1, -1), key=lambda sign: sum(_difference(line, column, sign) == line.values[column] for line in whole)
        )
        wrong = [line for line in whole if _difference(line, column, order) != line.values[column]]
        if wrong and len(whole) - len(wrong) >= max(_LEAST_ROWS, 2 * len(wrong)):
            yield from (Fault(one, column, one.values[column] or 0, _difference(one, column, order)) for one in wrong)


def _difference(line: Line, column: int, order: int) -> int:
    return order * ((line.values[column - 1] or 0) - (line.values[column - 2] or 0))
