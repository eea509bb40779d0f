"""Tables as WordprocessingML: header rows that repeat, widths from the content, numbers that stay on one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from beredning.core import document as doc
from beredning.documents.house import House
from beredning.documents.markup import attribute

NUMBER: Final = re.compile(r"[-+−–]?\d[\d \u00a0\u202f.,:]*\s?%?\Z")
_WIDEST: Final = 34


def table_element(table: doc.Table, house: House, write: Callable[[doc.Runs], str]) -> str:
    """A table over the whole text width. write: turns runs into markup."""
    widths = column_widths(table, house.width)
    look = f'w:firstRow="{int(bool(table.header))}" w:firstColumn="{int(table.first_column_heads)}"'
    said = "".join(
        f'<w:{name} w:val="{attribute(text)}"/>'
        for name, text in (("tblCaption", table.caption), ("tblDescription", table.description))
        if text
    )
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{house.styles["table"]}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook {look} w:lastRow="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{said}</w:tblPr>"
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_row(one, table, widths, house, write, head=True) for one in table.header]
    rows += [_row(one, table, widths, house, write, head=False) for one in table.rows]
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(
    row: doc.Row, table: doc.Table, widths: list[int], house: House, write: Callable[[doc.Runs], str], *, head: bool
) -> str:
    place = 0
    cells: list[str] = []
    style = house.styles["cell"]
    for one in row.cells:
        span = f'<w:gridSpan w:val="{one.span}"/>' if one.span > 1 else ""
        width = widths[place] if one.span == 1 else sum(widths[place : place + one.span])
        align = table.columns[place].align
        jc = f'<w:jc w:val="{align}"/>' if align != "left" else ""
        opened = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{jc}</w:pPr>'
        lines = "</w:p>".join(
            [opened + write(cell_runs(runs, align, heavy=row.strong or head)) for runs in one.lines or ((),)]
        )
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>{lines}</w:p></w:tc>')
        place += one.span
    marks = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def cell_runs(runs: doc.Runs, align: doc.Align, *, heavy: bool) -> doc.Runs:
    """The runs of a cell's line: numbers that stay on one line, and all of it strong in a head or sum."""
    if align == "right":
        runs = tuple([_unbroken(run) for run in runs])
    return tuple([doc.Run(run.text, True, *run[2:]) for run in runs]) if heavy else runs


def _unbroken(run: doc.Run) -> doc.Run:
    """A number whose groups of digits stay together on one line."""
    if " " in run.text and NUMBER.match(run.text.strip()):
        return doc.Run(run.text.replace(" ", "\u00a0"), *run[1:])
    return run


def column_widths(table: doc.Table, total: int) -> list[int]:
    """Column widths that add up to `total`: the shares given, else by what the columns hold."""
    shares = [column.width for column in table.columns]
    if not all(shares):
        needs = _needs(table)
        given = sum(shares)
        rest = sum(need for need, share in zip(needs, shares, strict=True) if not share)
        unit = (100 - given) / rest if 0 < given < 90 else 1
        shares = [share or max(1, round(need * unit)) for need, share in zip(needs, shares, strict=True)]
    widths = [total * share // sum(shares) for share in shares]
    widths[0] += total - sum(widths)
    return widths


def _needs(table: doc.Table) -> list[int]:
    """How many letters wide each column wants to be: its longest word, and its content up to a limit."""
    needs = [4] * len(table.columns)
    for head, row in [(True, one) for one in table.header] + [(False, one) for one in table.rows]:
        place = 0
        for cell in row.cells:
            if cell.span == 1:
                for line in cell.lines:
                    needs[place] = max(needs[place], _need(line[0].text if len(line) == 1 else doc.text_of(line), head))
            place += cell.span
    return [need + 2 for need in needs]


def _need(text: str, head: bool) -> int:
    """The width that one line wants. A heading may break between its words; a number may not break at all."""
    if " " not in text:
        return len(text)
    longest = max((len(word) for word in text.split()), default=0)
    if head:
        return longest
    return len(text) if NUMBER.match(text) else max(longest, min(len(text), _WIDEST))
