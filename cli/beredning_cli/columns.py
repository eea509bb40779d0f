"""A table fitted to a terminal: the widest columns give way, and what does not fit in a line goes on in the next."""

from __future__ import annotations

from beredning_cli.output import style

_GAP = 2
_LEAST = 8


def fitted(heads: list[str], rows: list[list[str]], right: frozenset[int], width: int) -> list[str]:
    """The lines of the table within `width` columns: head, then rows, cells wrapped between words. Where not even
    narrow columns find room beside one another, each row is told line by line instead."""
    wanted = [max(len(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    room = width - _GAP * (len(heads) - 1)
    if sum(min(one, _LEAST) for one in wanted) > room:
        return _stacked(heads, rows, width)
    widths = shared(wanted, room)
    lines = [style(line, "rubrik") for line in _row(heads, widths, right)]
    return lines + [line for row in rows for line in _row(row, widths, right)]


def _stacked(heads: list[str], rows: list[list[str]], width: int) -> list[str]:
    import textwrap

    lines: list[str] = []
    for row in rows:
        told = [f"{head}: {cell}" if head else cell for head, cell in zip(heads, row, strict=True) if cell]
        lines += ["", *(line for one in told for line in textwrap.wrap(one, width, subsequent_indent="  "))]
    return lines[1:]


def shared(wanted: list[int], room: int) -> list[int]:
    """Widths that together take at most `room`: no column gives way before the wider ones have come down to it.

    No column is narrowed below 8, whether that fits or not.
    """
    if sum(wanted) <= room:
        return wanted
    limit = max(wanted)
    while limit > _LEAST and sum(min(width, limit) for width in wanted) > room:
        limit -= 1
    widths = [min(width, limit) for width in wanted]
    left = room - sum(widths)
    for at, width in enumerate(wanted):  # what rounding left over goes to the first that can use it
        if left > 0 and width > widths[at]:
            widths[at] += 1
            left -= 1
    return widths


def _row(cells: list[str], widths: list[int], right: frozenset[int]) -> list[str]:
    wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(len(cell) for cell in wrapped)
    lines = []
    for at in range(height):
        parts = [cell[at] if at < len(cell) else "" for cell in wrapped]
        set_out = [
            part.rjust(width) if column in right else part.ljust(width)
            for column, (part, width) in enumerate(zip(parts, widths, strict=True))
        ]
        lines.append((" " * _GAP).join(set_out).rstrip())
    return lines


def _wrap(text: str, width: int) -> list[str]:
    if len(text) <= width:
        return [text]
    import textwrap

    return textwrap.wrap(text, width, break_long_words=True, break_on_hyphens=False) or [""]
