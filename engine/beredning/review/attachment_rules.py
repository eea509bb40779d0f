"""Attachments that the house's own förvaltning made: finished, filled in and dated (CO05, CO07, DT05, PH05, PH07).

They are not bound by the report's form; here is only asked what a nämnd must be able to see of any plan it decides on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.catalogue import found
from beredning.review.days import first_day
from beredning.review.pack import Pack, day_of, is_own
from beredning.review.texts import plain
from beredning.review.values import Frame, Paper

_MARKS: Final = frozenset(("godkänd", "fastställd", "antagen", "beslutad", "godkänd av", "fastställd av", "version"))
_LABELS: Final = _MARKS | frozenset(
    ("beställare", "projektledare", "organisation", "innehåll", "innehållsförteckning", "dokumentansvarig", "dnr",
     "diarienummer", "datum", "författare", "giltig till", "giltig från", "gäller från", "ansvarig", "upprättad av")
)  # fmt: skip
_COVER: Final = 16
_INSTRUCTION: Final = frozenset(("anvisning", "anvisningar", "instruktion", "instruktioner", "hjälptext"))
_IMPERATIVE: Final = re.compile(
    r"(?:sammanfatta|beskriv|ange|besvara|redogör|redovisa|fyll|skriv|välj|klicka|lista|gör|motivera)\b", re.IGNORECASE
)
_NEEDED: Final = re.compile(r"(?:tidsplan|ansvarig|startdatum|slutdatum|klart? senast|tidpunkt|när)\b", re.IGNORECASE)
_NOT_BEGUN: Final = re.compile(r"ej (?:påbörjad|startad)|inte (?:påbörjad|startad)|planerad", re.IGNORECASE)
_DONE: Final = re.compile(r"(?:avslutad|klar|slutförd|genomförd)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{1,60}>")
_VERSIONED: Final = re.compile(r"datum|version", re.IGNORECASE)


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every fault of this kind in each own attachment."""
    for paper in pack.papers:
        if paper.kind != "bilaga" or not is_own(paper, pack):
            continue
        yield from _approval(paper, frame)
        yield from _instructions(paper, frame)
        told: set[str] = set()
        for rows in _tables(paper):
            yield from _statuses(paper, rows, day_of(paper, pack), frame)
            yield from _versions(paper, rows, pack, frame)
            yield from _empty_columns(paper, rows, told, frame)


def _approval(paper: Paper, frame: Frame) -> Iterator[Finding]:
    """A mark of approval or version on the cover with nothing after it but the next label."""
    cover = [one for one in paper.reading.body if one.text.strip()][:_COVER]
    for one, after in pairwise(cover):
        label = one.text.strip().rstrip(":").casefold()
        if label in _MARKS and after.text.strip().rstrip(":").casefold() in _LABELS:
            text = f"”{one.text.strip()}” på första sidan är inte ifyllt."
            yield found(frame, "CO05", paper, one, text, "Skriv vem som godkände handlingen och när.")


def _instructions(paper: Paper, frame: Frame) -> Iterator[Finding]:
    """The template's instructions to who fills it in: one finding, as they are removed together. One heading
    "Anvisningar" may be a chapter of the paper; several, or one that tells the writer what to do, are not."""
    body = paper.reading.body
    left = [place for place, one in enumerate(body) if len(one.text) < 20 and plain(one.text) in _INSTRUCTION]
    told = any(_IMPERATIVE.match(body[place + 1].text) for place in left if place + 1 < len(body))
    if told or len(left) > 1:
        first = body[left[0]]
        times = f" på {len(left)} ställen" if len(left) > 1 else ""
        text = f"Mallens ”{first.text.strip()}” står kvar{times}."
        hint = "Ta bort anvisningarna innan handlingen lämnas till nämnden."
        yield found(frame, "PH05", paper, first, text, hint)


# Tables


def _tables(paper: Paper) -> Iterator[list[Passage]]:
    rows = (one for one in paper.reading.body if one.kind == "row" and len(one.cells) > 1)
    for _, table in groupby(rows, key=lambda one: one.block):
        kept = list(table)
        if len(kept) > 1:
            yield kept


def _cell(row: Passage, column: int) -> str:
    return _TAG.sub("", row.cells[column]).strip() if column < len(row.cells) else ""


def _statuses(paper: Paper, rows: list[Passage], today: str, frame: Frame) -> Iterator[Finding]:
    heads = [plain(cell) for cell in rows[0].cells]
    if "status" not in heads or not today:
        return
    status = heads.index("status")
    starts = next((at for at, head in enumerate(heads) if head.startswith("start")), -1)
    ends = next((at for at, head in enumerate(heads) if head.startswith("slut")), -1)
    for row in rows[1:]:
        said = _cell(row, status)
        begin = first_day(_cell(row, starts)) if starts >= 0 else ""
        end = first_day(_cell(row, ends)) if ends >= 0 else ""
        late = bool(begin) and begin < today and bool(_NOT_BEGUN.search(said))
        early = begin > today and end > today and bool(_DONE.match(said))
        if late or early:
            text = f"Status är ”{said}”, men startdatum är {begin}."
            yield found(frame, "CO07", paper, row, text, "Ändra status eller startdatum.")


def _versions(paper: Paper, rows: list[Passage], pack: Pack, frame: Frame) -> Iterator[Finding]:
    """A version dated after the meeting it is sent to."""
    meeting = pack.notice.day if pack.notice else ""
    heads = " ".join(rows[0].cells)
    if not meeting or not _VERSIONED.match(rows[0].cells[0]) or "version" not in heads.casefold().replace(" ", ""):
        return
    for row in rows[1:]:
        day = first_day(" ".join(row.cells))
        if day > meeting:
            text = f"Versionen är daterad {day}, efter sammanträdet {meeting} som den skickas till."
            yield found(frame, "DT05", paper, row, text, "Skriv den dag då versionen blev klar.")


def _empty_columns(paper: Paper, rows: list[Passage], told: set[str], frame: Frame) -> Iterator[Finding]:
    """A column for when or who that no row fills: once for each heading. Never a FEL, as only the förvaltning knows
    whether its own form demands it."""
    if len(rows) < 2:
        return
    for column, head in enumerate(rows[0].cells):
        name = _TAG.sub("", head).strip()
        empty = all(not _cell(row, column) for row in rows[1:])
        if name and _NEEDED.match(name) and empty and plain(name).split()[0] not in told:
            told.add(plain(name).split()[0])
            text = f"Kolumnen ”{name}” är tom i hela tabellen."
            yield found(frame, "PH07", paper, rows[0], text, "Fyll i kolumnen, eller ta bort den.", severity="VARNING")
