"""A table from a file: CSV as Swedish programs save it, or a sheet of an Excel or OpenDocument workbook.

What a person wrote as text stays as written. Numbers that a workbook holds as numbers are shown as Swedish text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Final

from beredning.core import document as doc
from beredning.documents.safety import unpack
from beredning.errors import BadDocument

MAX_ROWS: Final = 1_000
MAX_COLUMNS: Final = 20
_NUMBER: Final = re.compile(r"[-+−–]?\s?\d[\d \u00a0\u202f.,]*\s?(?:%|kr|tkr|mkr|mnkr)?\Z", re.IGNORECASE)
_SUMS: Final = ("summa", "totalt", "total", "totalsumma")
_Value = str | int | float | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_table(data: bytes, name: str, sheet: str = "", caption: str = "") -> doc.Table:
    """The table in a file; its first row is the header and columns of numbers are set to the right.

    name: the file's name; its ending says the kind (.csv, .txt, .tsv, .xlsx, .ods). sheet: of a workbook, else its
    first visible one. Raises BadDocument for a file that cannot be read, an empty table, one that does not fit on a
    page, or a sheet that is not there.
    """
    ending = name.rpartition(".")[2].casefold()
    if ending in ("csv", "txt", "tsv"):
        rows = _from_text(data, name)
    elif ending in ("xlsx", "ods"):
        rows = _from_workbook(data, name, sheet)
    else:
        raise BadDocument(
            f"Tabellen {name} har ett format som inte kan läsas.", "Spara den som .csv, .xlsx eller .ods."
        )
    return _as_table(_trimmed(rows, name), name, caption)


def _from_text(data: bytes, name: str) -> list[list[str]]:
    text = _decoded(data, name)
    separator = _separator(text)
    try:
        return [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as error:
        raise BadDocument(f"Tabellen {name} kan inte läsas som CSV ({error}).", "Spara den på nytt som CSV.") from error


def _decoded(data: bytes, name: str) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else the Windows code page that Excel saves CSV in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadDocument(f"Tabellen {name} är inte en textfil.", "Spara den som CSV i UTF-8.")


def _separator(text: str) -> str:
    """The sign that gives the most even rows of at least two columns; comma last, since it is also a decimal sign."""
    sample = "\n".join(text.splitlines()[:50])
    best, most = ";", 0.0
    for sign in (";", "\t", ","):
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=sign) if any(row)]
        common = max(set(widths), key=widths.count, default=0)
        share = widths.count(common) / len(widths) if common > 1 else 0.0
        if share > most + 0.2:
            best, most = sign, share
    return best


def _from_workbook(data: bytes, name: str, sheet: str) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    unpack(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        wanted = _sheet(book.sheet_names, visible, sheet, name)
        rows = book.get_sheet_by_name(wanted).to_python(skip_empty_area=True, nrows=MAX_ROWS + 2)
    except (CalamineError, OSError, ValueError) as error:
        raise BadDocument(f"Arbetsboken {name} kan inte läsas.", "Öppna den i Excel och spara den på nytt.") from error
    return _worded(rows)


def _sheet(names: Sequence[str], visible: Sequence[str], wanted: str, file: str) -> str:
    if not wanted and names:
        return (visible or names)[0]
    for one in names:
        if one.casefold().strip() == wanted.casefold().strip():
            return one
    raise BadDocument(f"Arbetsboken {file} har inget blad ”{wanted}”.", f"Bladen är: {', '.join(names) or 'inga'}.")


def _worded(rows: Sequence[Sequence[_Value]]) -> list[list[str]]:
    """Every value as Swedish text. Digits are grouped in a column where some number has five digits or more, so that
    years stay whole and sums can be read."""
    width = max((len(row) for row in rows), default=0)
    grouped = [any(_is_large(row[place]) for row in rows[1:] if place < len(row)) for place in range(width)]
    head = [[_text(value, grouped=False) for value in row] for row in rows[:1]]
    return head + [[_text(value, grouped=grouped[place]) for place, value in enumerate(row)] for row in rows[1:]]


def _is_large(value: _Value) -> bool:
    return isinstance(value, int | float) and abs(value) >= 10_000


def _text(value: _Value, *, grouped: bool) -> str:
    match value:
        case bool():
            return "Ja" if value else "Nej"
        case int() | float():
            return _swedish_number(value, grouped=grouped)
        case dt.datetime():
            return value.strftime("%Y-%m-%d" if value.time() == dt.time() else "%Y-%m-%d %H:%M")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.strftime("%H:%M")
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case _:
            return str(value).strip()


def _swedish_number(value: float, *, grouped: bool) -> str:
    """A number with decimal comma and, when grouped, a space between thousands (Svenska skrivregler)."""
    if isinstance(value, int) or value == int(value):
        return f"{int(value):,}".replace(",", " ") if grouped else str(int(value))
    whole, _, rest = f"{value:.10g}".partition(".") if abs(value) < 1e10 else (str(value), "", "")
    if grouped and whole.lstrip("-").isdigit():
        sign = "-" if whole.startswith("-") else ""
        whole = sign + f"{int(whole.lstrip('-')):,}".replace(",", " ")
    return f"{whole},{rest}" if rest else whole


def _trimmed(rows: list[list[str]], name: str) -> list[list[str]]:
    """The rows that hold something, without empty columns at the end."""
    kept = [row for row in rows if any(row)]
    width = max((place + 1 for row in kept for place, cell in enumerate(row) if cell), default=0)
    if len(kept) < 2 or width == 0:
        raise BadDocument(f"Tabellen {name} är tom.", "Den ska ha en rad med rubriker och minst en rad under den.")
    if len(kept) > MAX_ROWS or width > MAX_COLUMNS:
        text = f"Tabellen {name} är för stor för ett dokument: högst {MAX_ROWS} rader och {MAX_COLUMNS} kolumner."
        raise BadDocument(text, "Lägg den som bilaga och sammanfatta den i texten.")
    return [(row + [""] * width)[:width] for row in kept]


def _as_table(rows: list[list[str]], name: str, caption: str) -> doc.Table:
    head, body = rows[0], rows[1:]
    align = "".join("r" if _numeric([row[place] for row in body]) else "l" for place in range(len(head)))
    lines = [doc.row(*row, strong=_is_sum(row)) for row in body]
    said = caption or name.rpartition("/")[2].rpartition(".")[0]
    return doc.table(head, lines, align=align, caption=caption, description=f"Tabell: {said}", first_column_heads=True)


def _numeric(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell not in ("", "-", "–")]
    return bool(filled) and all(_NUMBER.match(cell) for cell in filled)


def _is_sum(row: list[str]) -> bool:
    words = row[0].casefold().rstrip(":").split()
    return bool(words) and words[0] in _SUMS
