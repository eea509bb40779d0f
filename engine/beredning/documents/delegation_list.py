"""The delegationslista as values, as a document and as CSV for a Swedish Excel: the same rows each way (DEL-08)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

from beredning.core import document as doc
from beredning.documents.notice import head_line, page_bands

CSV_COLUMNS: Final = (
    "Nr",
    "Beslutsdatum",
    "Dnr",
    "Delegationspunkt",
    "Ärende/beslut",
    "Delegat",
    "Befattning",
    "Belopp (kr)",
    "Brådskande",
    "Skäl",
    "Anmälan",
    "Senast",
    "Anmärkning",
)
_HEADS: Final = ("Nr", "Beslutsdatum", "Dnr", "Delegationspunkt", "Ärende/beslut", "Delegat")
_WIDTHS: Final = (7, 10, 11, 22, 33, 17)
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class ListRow:
    """A decision as listed. amount: öre, -1 for none. how: brådskande | nästa möte | periodvis | anmäls inte. due: ISO
    day of the meeting it is due at, "" when there is none. remark: what is wrong or late, in words."""

    nr: str
    day: str
    case: str
    point: str
    matter: str
    case_title: str
    text: str
    delegat: str
    title: str
    amount: int = -1
    urgent_reason: str = ""
    how: str = ""
    due: str = ""
    remark: str = ""

    @property
    def said(self) -> str:
        """The case's title and what was decided, as one line."""
        return f"{self.case_title}: {self.text}" if self.case_title else self.text


@dataclass(frozen=True)
class DelegationList:
    """The list for a meeting. rows: reported there. apart: not to be reported, so with their own protokoll and posting
    (DEL-06). meeting: its key; day: ISO. head: the journal's last entry when it was made. created: ISO day."""

    municipality: str
    organ: str
    meeting: str
    day: str
    rows: tuple[ListRow, ...]
    apart: tuple[ListRow, ...] = ()
    head: tuple[int, str] = (0, "")
    created: str = ""


def list_document(values: DelegationList) -> doc.Document:
    """The list as a document on lying A4: one table for what is reported, one for what is not."""
    title = f"Delegationslista {values.organ} {values.day}"
    return doc.Document(
        title,
        tuple(_blocks(values)),
        header=page_bands(values.organ, "DELEGATIONSLISTA", values.day),
        footer=(doc.band(values.municipality, head_line(values.head)),),
        properties=doc.Properties(
            f"Sammanträde {values.day}", values.municipality, category="Delegationslista", created=values.created
        ),
        landscape=True,
    )


def _blocks(values: DelegationList) -> list[doc.Block]:
    number = len(values.rows)
    count = "Inga delegationsbeslut" if not number else f"{number} delegationsbeslut"
    blocks: list[doc.Block] = [
        doc.para("Redovisning av delegationsbeslut", role="title"),
        doc.para(
            f"{count} anmäls till sammanträdet {values.day}. Anmälan är information: nämnden prövar inte besluten. "
            "Tiden för att begära laglighetsprövning räknas från den dag då justeringen av protokollet tillkännages.",
            role="lead",
        ),
    ]
    if values.rows:
        what = f"Delegationsbeslut som anmäls {values.day}: nummer, datum, dnr, punkt, beslut och delegat."
        blocks.append(_table(values.rows, "Beslut som anmäls", what))
    if values.apart:
        blocks += [
            doc.heading(1, "Beslut som inte anmäls"),
            doc.para("De protokollförs särskilt och tillkännages på anslagstavlan (KL 6:40, 7:8 och 8:10)."),
            _table(
                values.apart, "Beslut som protokollförs särskilt", "Delegationsbeslut som nämnden inte ska få anmälda."
            ),
        ]
    return blocks


def _table(rows: tuple[ListRow, ...], caption: str, description: str) -> doc.Table:
    return doc.table(
        _HEADS, [_cells(row) for row in rows], widths=_WIDTHS, caption=caption, description=description, align="llllll"
    )


def _cells(row: ListRow) -> list[doc.CellLike]:
    point = [part for part in (row.point or "KL 6:39", row.matter) if part]
    said = [line for line in (row.case_title, row.text) if line]
    said += [f"Brådskande: {row.urgent_reason}"] if row.urgent_reason else []
    said += [f"Belopp: {kronor(row.amount)} kr"] if row.amount >= 0 else []
    said += [row.remark] if row.remark else []
    return [row.nr, row.day, row.case, point, said, [part for part in (row.delegat, row.title) if part] or [""]]


def list_csv(values: DelegationList) -> bytes:
    """All rows as CSV: UTF-8 with byte order mark, semicolons, CRLF; what a Swedish Excel opens by a double click.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([_harmless(text) for text in csv_row(row)] for row in (*values.rows, *values.apart))
    return out.getvalue().encode("utf-8-sig")


def csv_row(row: ListRow) -> tuple[str, ...]:
    """The row's text for each of CSV_COLUMNS."""
    return (
        row.nr,
        row.day,
        row.case,
        row.point,
        row.said,
        row.delegat,
        row.title,
        kronor(row.amount, grouped=False) if row.amount >= 0 else "",
        "ja" if row.how == "brådskande" else "nej",
        row.urgent_reason,
        row.how,
        row.due,
        row.remark,
    )


def kronor(ore: int, *, grouped: bool = True) -> str:
    """An amount in öre as kronor: "1 250 000" or "1250000,50"; öre only where there are any."""
    whole, rest = divmod(ore, 100)
    text = f"{whole:,}".replace(",", "\u00a0") if grouped else str(whole)
    return text + (f",{rest:02d}" if rest else "")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
