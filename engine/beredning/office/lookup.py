"""Finds a case by what a person types for it, and says what was probably meant when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning.core.diary import DiaryNumber, candidates
from beredning.core.organisation import Organisation
from beredning.errors import NotFound, UsageFault
from beredning.store.rows import CaseRow

if TYPE_CHECKING:
    from beredning.store import Reader


def find_case(reader: Reader, organisation: Organisation, dnr: str) -> CaseRow:
    """The case with this diarienummer, in the displayed form or any spelling of it.

    Raises NotFound with the nearest numbers, UsageFault when several nämnder have a case with the number.
    """
    exact = reader.all(CaseRow, "by_dnr", dnr.strip())
    if len(exact) == 1:
        return exact[0]
    meant = candidates(dnr, organisation.organs)
    rows = exact or [row for row in (reader.one(CaseRow, c.key) for c in meant) if row is not None]
    if len(rows) == 1:
        return rows[0]
    if rows:
        keys = ", ".join(f"{row.organ} {row.dnr}" for row in rows)
        raise UsageFault(f"{dnr} finns hos flera nämnder: {keys}.", "Skriv nämndens beteckning före numret.")
    raise _missing(reader, dnr, meant)


def _missing(reader: Reader, dnr: str, meant: tuple[DiaryNumber, ...]) -> NotFound:
    from difflib import get_close_matches

    dnr = dnr[:200]  # a number is short; likeness to a whole page costs more than it tells
    near = [row.dnr for m in meant for row in reader.all(CaseRow, "near", m.organ, m.year, m.number, 2)]
    known = [row.dnr for row in reader.all(CaseRow, "page", 2000, 0)]
    nearest = tuple(dict.fromkeys([*get_close_matches(dnr, known, 2, 0.7), *near]))[:3]
    hint = f"Menade du {' eller '.join(nearest)}?" if nearest else "Ärendena visas av: beredning ärende lista"
    shown = dnr if len(dnr) <= 60 else f"{dnr[:60]}…"
    return NotFound(f"Det finns inget ärende med diarienummer {shown}.", hint, nearest)
