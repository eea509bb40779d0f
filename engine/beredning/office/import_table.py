"""Reads a list that a municipality keeps in Excel or CSV: finds the header row and hands on the rows by column name."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from beredning.errors import BadDefinition, BadDocument, Fault

MAX_BYTES: Final = 20_000_000
MAX_UNPACKED: Final = 200_000_000
MAX_ROWS: Final = 50_000
_SEARCHED: Final = 25  # a list may have a title and a date above its header row
_EXCEL: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

Cell = str | date


class Row(NamedTuple):
    """A row of the list. number: as Excel shows it. cells: what stands under each known column, "" when empty.
    columns: each column's number from 1, for faults."""

    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def text(self, name: str) -> str:
        """The cell as text with single spaces; a date as ISO text."""
        value = self.cells.get(name, "")
        return value.isoformat() if isinstance(value, date) else " ".join(value.split())


class Table(NamedTuple):
    """What was read. ignored: headers that no column answers to, as written."""

    file: str
    rows: tuple[Row, ...]
    ignored: tuple[str, ...]


def read_table(
    data: bytes, file: str, columns: Mapping[str, Sequence[str]], required: Sequence[Sequence[str]]
) -> Table:
    """The rows under the header row, empty ones left out.

    data: the file's bytes; `file` its name, whose ending says what it is. columns: the headers each column may have,
    compared without case, spaces and punctuation. required: groups of columns of which one must be there.
    Raises BadDocument for a file that cannot be read, BadDefinition when the header row is missing or unclear.
    """
    if len(data) > MAX_BYTES:
        raise BadDocument(f"{file} är {len(data) // 1_000_000} MB; högst {MAX_BYTES // 1_000_000} MB läses.")
    known = {_plain(header): name for name, headers in columns.items() for header in headers}
    for cells in _sheets(data, file):
        place = next((n for n, row in enumerate(cells[:_SEARCHED]) if sum(_plain(c) in known for c in row) > 1), None)
        if place is not None:
            return _table(file, cells, place, known, columns, required)
    wanted = ", ".join(headers[0] for headers in columns.values())
    text = f"Ingen rad bland de {_SEARCHED} första är en rubrikrad."
    raise BadDefinition(
        f"{file} kunde inte läsas.",
        (Fault(file, 0, 0, text, f"Kolumner som känns igen: {wanted}."),),
        "Skriv en rubrik över varje kolumn.",
    )


def _table(
    file: str,
    cells: list[list[Cell]],
    place: int,
    known: Mapping[str, str],
    columns: Mapping[str, Sequence[str]],
    required: Sequence[Sequence[str]],
) -> Table:
    found: dict[str, int] = {}
    faults, ignored = [], []
    for number, header in enumerate(cells[place]):
        name = known.get(_plain(header))
        if name is None:
            ignored += [str(header).strip()] if str(header).strip() else []
        elif name in found:
            first = cells[place][found[name]]
            text = f"Kolumnen ”{header}” säger samma sak som ”{first}”."
            faults.append(Fault(file, place + 1, number + 1, text, "Ta bort den ena."))
        else:
            found[name] = number
    for group in required:
        if not set(group) & set(found):
            text = f"Kolumnen ”{columns[group[0]][0]}” saknas."
            faults.append(Fault(file, place + 1, 1, text, f"Rubriken får vara: {', '.join(columns[group[0]])}."))
    if faults:
        raise BadDefinition(f"{file} har fel i rubrikraden.", tuple(faults), "Rätta rubrikerna och kör igen.")
    places = {name: number + 1 for name, number in found.items()}
    rows = []
    for number, row in enumerate(cells[place + 1 :], place + 2):
        values = {name: row[at] if at < len(row) else "" for name, at in found.items()}
        if any(isinstance(v, date) or v.strip() for v in values.values()):
            rows.append(Row(number, values, places))
    return Table(file, tuple(rows), tuple(ignored))


def _plain(header: Cell) -> str:
    return "".join(c for c in str(header).casefold() if c.isalnum())


def _sheets(data: bytes, file: str) -> list[list[list[Cell]]]:
    ending = file[file.rfind(".") :].casefold() if "." in file else ""
    if ending in _EXCEL:
        sheets = _excel(data, file)
    elif ending in (".csv", ".txt", ".tsv"):
        sheets = [_csv(data, file)]
    else:
        raise BadDocument(
            f"{file} är varken Excel eller CSV.",
            f"Spara listan som .xlsx eller .csv; {ending or 'utan ändelse'} läses inte.",
        )
    if any(len(rows) > MAX_ROWS for rows in sheets):
        raise BadDocument(f"{file} har fler än {MAX_ROWS} rader.", "Ta bort tomma rader eller dela filen.")
    return sheets


def _excel(data: bytes, file: str) -> list[list[list[Cell]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    damaged = BadDocument(
        f"{file} går inte att läsa som Excel.", "Öppna filen i Excel och spara den på nytt, utan lösenord."
    )
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as container:
                size = sum(part.file_size for part in container.infolist())
        except zipfile.BadZipFile as error:
            raise damaged from error
        if size > MAX_UNPACKED:
            raise BadDocument(f"{file} är {size // 1_000_000} MB uppackad; högst {MAX_UNPACKED // 1_000_000} MB läses.")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            [[_cell(value) for value in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            for name in book.sheet_names
        ]
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged from error


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _csv(data: bytes, file: str) -> list[list[Cell]]:
    text = _decode(data, file)
    lines = text.splitlines()[:_SEARCHED]
    delimiter = max(";\t,", key=lambda mark: max((line.count(mark) for line in lines), default=0))
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise BadDocument(
            f"{file} går inte att läsa som CSV ({error}).", "Spara listan som .xlsx i stället."
        ) from error
    return rows


def _decode(data: bytes, file: str) -> str:
    """UTF-8, UTF-16 with a mark, or Windows-1252, which is what Swedish Excel writes."""
    marks = (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if data.startswith(marks) else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadDocument(f"{file} är inte text.", "Spara listan som .xlsx, eller som CSV (UTF-8).")
