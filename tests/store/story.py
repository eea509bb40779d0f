"""A database in which every table has rows, some written more than once: what the proofs are tried on."""

from __future__ import annotations

from typing import Any

from beredning.core.journal import Act
from beredning.store.database import Database
from beredning.store.rows import KEPT, SHAPES, CaseRow, FileRow, Row, SeriesRow, TextRow
from tests.store.samples import NOW

ACT = Act(
    "Anna Ek", "handläggare", "flytta", "UBN:2023:1", documents=("d" * 64,), extra={"skäl": 'å\u2028\\ \x01\x7f"é😀'}
)
GALLRA = Act("Bo Ås", "arkivarie", "gallra", "instans", ground="Dokumenthanteringsplan 3.2")
MADE_BY_THE_UNIT = {FileRow, TextRow, SeriesRow}
KINDS: list[type[Any]] = [k for k, (table, _) in SHAPES.items() if table in KEPT and k not in MADE_BY_THE_UNIT]


def row(kind: type[Any], number: int, version: int) -> Row:
    """The number-th row of a table, different for each version; parents are the first case and meeting."""
    width = SHAPES[kind][1]
    values: list[Any] = []
    for at, name in enumerate(kind._fields[:-1]):
        whole = kind.__annotations__[name].__forward_arg__ == "int"
        if at < width:
            values.append(number if whole else f"nyckel {number}")
        else:
            values.append(number * 1000 + version if whole else f"{name} å {number}.{version}")
    made: Row = kind(*values)
    return made


def tell(db: Database) -> dict[str, str]:
    """Five acts: all rows new; some changed twice; a text and a file disposed of. Answers the digests of those left."""
    with db.unit(NOW, "anna") as unit:
        kept = {"text": unit.put_text("kvar\u2028å"), "file": unit.put_file(b"%PDF kvar", "application/pdf")}
        gone = unit.put_text("bort"), unit.put_file(b"%PDF bort", "application/pdf")
        unit.next_number("dnr", "UBN", 2023)
        unit.next_number("dnr", "UBN", 2023)
        unit.write(ACT, rows=[row(kind, n, 1) for n in (1, 2) for kind in KINDS])
    for version in (2, 3):
        with db.unit(NOW, "bo") as unit:
            seen = [unit.one(kind, *row(kind, 1, 1)[: SHAPES[kind][1]]) for kind in KINDS]
            unit.next_number("dnr", "UBN", 2023)
            unit.write(ACT, rows=[row(kind, 1, version) for kind in KINDS], seen=seen)
    with db.unit(NOW, "cia") as unit:
        unit.dispose(GALLRA, texts=[gone[0]], files=[gone[1]])
        unit.write(ACT, rows=[row(CaseRow, 3, 1)])
    return kept
