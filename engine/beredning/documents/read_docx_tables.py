"""Tables of a Word file: rows and cells with what they cover, and the `core.document.Table` that says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from beredning.core import document as doc
from beredning.core.reading import Inline
from beredning.documents.read_docx_inline import control_of
from beredning.documents.read_docx_styles import switched, val, w, whole_number
from beredning.documents.read_docx_values import Change, Para
from beredning.documents.tables import NUMBER, column_widths

_TR, _TC, _SDT = w("tr"), w("tc"), w("sdt")
_INSIDE: Final = frozenset(w(name) for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
_VAL: Final = w("val")
_MOST: Final = 200  # Word itself stops at 63 columns

CellLine: TypeAlias = tuple[Para, doc.Runs, doc.Align | None]
CellLines: TypeAlias = Callable[[etree._Element, bool], Iterator[CellLine]]


class GridCell(NamedTuple):
    """A cell: its lines, how many columns it covers, and how all of it is drawn (None: not said or not one way)."""

    lines: tuple[doc.Runs, ...]
    span: int
    align: doc.Align | None


class GridRow(NamedTuple):
    """A row as it stands. paras: all its paragraphs; controls: those around whole cells."""

    cells: list[GridCell]
    head: bool
    paras: list[Para]
    controls: list[Inline]


class Grid(NamedTuple):
    """A table as it stands. widths: of the columns, in twentieths of a point."""

    rows: list[GridRow]
    widths: list[int]
    caption: str
    description: str
    first_column: bool
    images: list[doc.Image]


def read_grid(table: etree._Element, lines: CellLines, tags: list[str]) -> Grid:
    """Read a w:tbl. lines: reads what stands in a cell; tags: where those of controls around rows and cells are put."""
    properties = table.find(w("tblPr"))
    grid = table.find(w("tblGrid"))
    widths = [] if grid is None else [whole_number(one.get(w("w"))) for one in grid.findall(w("gridCol"))]
    look = None if properties is None else properties.find(w("tblLook"))
    rows: list[GridRow] = []
    for row, control in under(table, _TR, None, tags):
        rows += _row(row, lines, control, tags)
    images = [image for row in rows for para in row.paras for image in para.images]
    caption, description = (
        val(None if properties is None else properties.find(w(name))).strip()
        for name in ("tblCaption", "tblDescription")
    )
    return Grid(rows, widths[:_MOST], caption, description, _first_column(look), images)


def _first_column(look: etree._Element | None) -> bool:
    """Whether the table's look marks its first column: by name, or in the older sum of marks (17.4.55)."""
    if look is None:
        return False
    named = look.get(w("firstColumn"))
    if named is not None:
        return named not in ("0", "false", "off")
    marks = look.get(_VAL, "")
    try:
        return bool(int(marks, 16) & 0x80) if len(marks) <= 8 else False
    except ValueError:
        return False


def under(
    element: etree._Element, wanted: str, control: etree._Element | None, tags: list[str]
) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    """The rows of a table or the cells of a row, also those within controls, each with its nearest control."""
    for one in element:
        if one.tag == wanted:
            yield one, control
        elif one.tag == _SDT:
            content = one.find(w("sdtContent"))
            tags += filter(None, control_of(one)[:1])
            if content is not None:
                yield from under(content, wanted, one, tags)
        elif one.tag in _INSIDE:
            yield from under(one, wanted, control, tags)


def _row(row: etree._Element, lines: CellLines, control: etree._Element | None, tags: list[str]) -> list[GridRow]:
    properties = row.find(w("trPr"))
    made = GridRow([], bool(switched(properties, w("tblHeader"))), [], [])
    missing = control is not None and control_of(control)[1]
    before, after = (
        whole_number(val(None if properties is None else properties.find(w(name))))
        for name in ("gridBefore", "gridAfter")
    )
    made.cells.extend(GridCell((), 1, None) for _ in range(min(before, _MOST)))
    for cell, around in under(row, _TC, None, tags):
        prompt = missing or (around is not None and control_of(around)[1])
        one = _cell(cell, lines, prompt, made.paras)
        made.cells.append(one)
        if around is not None and control_of(around)[0]:
            text = "\n".join(shown(line) for line in one.lines)
            made.controls.append(Inline(control_of(around)[0], text, control_of(around)[1]))
    made.cells.extend(GridCell((), 1, None) for _ in range(min(after, _MOST)))
    return _tracked(made, properties)


def _tracked(made: GridRow, properties: etree._Element | None) -> list[GridRow]:
    """The row, with what has been tracked about it; nothing for a row that is deleted."""
    if properties is None:
        return [made]
    gone, come = properties.find(w("del")), properties.find(w("ins"))
    mark = gone if gone is not None else come
    if mark is None:
        return [made]
    author, date = mark.get(w("author"), ""), mark.get(w("date"), "")
    deleted = "\t".join(change.text for para in made.paras for change in para.changes if change.kind == "struket")
    text = deleted if gone is not None else "\t".join(para.text for para in made.paras)
    told = Para()
    told.changes.append(Change("struket" if gone is not None else "infogat", author, date, text or "en tabellrad"))
    if gone is None:
        for para in made.paras:
            para.changes = [one for one in para.changes if one.kind != "infogat"]
        made.paras.append(told)
        return [made]
    return [GridRow([], False, [told], [])]


def _cell(cell: etree._Element, lines: CellLines, prompt: bool, paras: list[Para]) -> GridCell:
    properties = cell.find(w("tcPr"))
    span = whole_number(val(None if properties is None else properties.find(w("gridSpan"))), 1)
    read = list(lines(cell, prompt))
    paras += [para for para, _, _ in read]
    held = tuple([_clean(runs) for _, runs, _ in read])
    merged = None if properties is None else properties.find(w("vMerge"))
    if merged is None and properties is not None:
        merged = properties.find(w("hMerge"))
    covered = merged is not None and val(merged, "continue") == "continue"
    aligns = {align for _, _, align in read if align is not None}
    align = aligns.pop() if len(aligns) == 1 else None
    return GridCell(() if covered and not any(held) else held, max(1, min(span, _MOST)), align)


def shown(runs: doc.Runs) -> str:
    """Runs as they are seen: with prompts, without page numbers and soft hyphens."""
    return "".join([run.text for run in runs if not run.field]).replace("\u00ad", "")


def _clean(runs: doc.Runs) -> doc.Runs:
    return tuple([run for run in runs if run.text or run.field or run.note])


def make_table(grid: Grid, above: str) -> doc.Table:
    """The table as a value. above: the text of a caption paragraph right above it."""
    rows = [row for row in grid.rows if row.cells]
    count = max((sum(one.span for one in row.cells) for row in rows), default=1)
    heads = 0
    while heads < len(rows) and rows[heads].head:
        heads += 1
    columns = _columns(rows, count)
    made = [_doc_row(row, columns, count, head=place < heads) for place, row in enumerate(rows)]
    table = doc.Table(
        columns,
        tuple(made[:heads]),
        tuple(made[heads:]),
        grid.caption or above,
        grid.description,
        grid.first_column,
    )
    return table._replace(columns=_wide(table, grid.widths))


def _columns(rows: list[GridRow], count: int) -> tuple[doc.Column, ...]:
    """How each column is drawn: as most of its cells say."""
    votes: list[Counter[doc.Align]] = [Counter() for _ in range(count)]
    for row in rows:
        place = 0
        for one in row.cells:
            votes[place][one.align or "left"] += any(one.lines) or one.align is not None
            place += one.span
    return tuple(doc.Column(vote.most_common(1)[0][0] if vote else "left") for vote in votes)


def _doc_row(row: GridRow, columns: tuple[doc.Column, ...], count: int, *, head: bool) -> doc.Row:
    """A row: what a head or a sum row has of weight is the row's and not the text's."""
    place = 0
    cells: list[doc.Cell] = []
    seen = [run for one in row.cells for line in one.lines for run in line if run.text.strip()]
    strong = bool(seen) and all(run.bold for run in seen)
    for one in row.cells:
        lines = one.lines or ((),)
        if strong:
            lines = tuple([tuple([run._replace(bold=False) for run in line]) for line in lines])
        if columns[place].align == "right":
            lines = tuple([tuple([_loose(run) for run in line]) for line in lines])
        cells.append(doc.Cell(lines, one.span))
        place += one.span
    cells += [doc.Cell(((),))] * (count - place)
    return doc.Row(tuple(cells), strong and not head)


def _loose(run: doc.Run) -> doc.Run:
    """A number without the spaces that keep it on one line, which the writer puts in itself."""
    text = run.text.replace("\u00a0", " ")
    return run._replace(text=text) if NUMBER.match(text.strip()) else run


def _wide(table: doc.Table, widths: list[int]) -> tuple[doc.Column, ...]:
    """The columns with their share of the width, unless the width is the one that their content gives."""
    if len(widths) != len(table.columns) or not all(widths):
        return table.columns
    by_content = column_widths(table, sum(widths))
    if all(abs(one - other) <= 1 for one, other in zip(by_content, widths, strict=True)):
        return table.columns
    total = sum(widths)
    return tuple(
        column._replace(width=max(1, round(100 * width / total)))
        for column, width in zip(table.columns, widths, strict=True)
    )
