"""The case's facts put into the Word file that the officer edited, touching nothing else in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.errors import Obstacle, Refused
from beredning.office.cases import require_handler
from beredning.office.lookup import find_case
from beredning.office.report_content import (
    WORD,
    content_text,
    current,
    marks_of,
    next_number,
    read_content,
    refuse_locked,
)
from beredning.office.report_forms import load_layout
from beredning.office.reports import facts_of, new_version, put_version
from beredning.store.rows import CaseRow, ReportRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from beredning.core.report import Report
    from beredning.office.desk import Desk
    from beredning.store import Reader

# Facts that an approved report cannot be without; the others are judged by granska as they stand in the file.
_NEEDED: Final = ("diarienummer", "datum", "rubrik")


class Updated(NamedTuple):
    """The case's facts put into the officer's own file. changed: (fact, before, after); unplaced: facts that have no
    place in the file; body: the file."""

    dnr: str
    version: int
    new: bool
    digest: str
    changed: tuple[tuple[str, str, str], ...]
    unplaced: tuple[str, ...]
    body: bytes


def update(desk: Desk, dnr: str, deliver: Callable[[Updated], object] = lambda _: None) -> Updated:
    """Puts the case's facts (diarienummer, title, officer …) into the officer's own file and touches nothing else.

    What comes of it is the next version. Raises NotFound, NotAllowed, Refused (locked, tracked changes in the way, no
    version that was edited in Word).
    """
    from beredning.documents.marks import with_marks
    from beredning.documents.merge import merge_facts

    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        require_handler(desk, row)
        refuse_locked(row)
        versions = unit.all(ReportRow, "by_case", row.key)
        last = current(versions)
        content = read_content(unit, last)
        if last is None or content.edited is None:
            text = f"{row.dnr} har inget tjänsteutlåtande som är redigerat i Word."
            hint = f"Skriv det från text: beredning utlåtande skriv {row.dnr}"
            raise Refused(text, (Obstacle("utlåtande-ej-redigerat", text, "Husregel 9", hint=hint),))
        facts = facts_of(desk, row, unit.text(row.title), "")
        number = next_number(versions)
        former = unit.file(last.document)
        merged = merge_facts(former, load_layout(desk.instance), facts)
        if not merged.changed:
            same = Updated(row.dnr, last.version, False, last.document, (), merged.unplaced, former)
            deliver(same)
            return same
        number = next_number(versions)
        body = with_marks(merged.body, content.edited.name, marks_of(row, number))
        digest = unit.put_file(body, WORD)
        edited = content.edited._replace(base=last.version, digest=digest)
        stored = unit.put_file(content_text(content._replace(edited=edited)), "application/json")
        made = new_version(desk, row, number, stored, digest, tuple(json.loads(last.missing)))
        put_version(unit, desk, "utlåtande-uppdaterat", made, last, (digest, stored))
        updated = Updated(row.dnr, number, True, digest, merged.changed, merged.unplaced, body)
        deliver(updated)
    return updated


def final_file(
    reader: Reader, desk: Desk, row: CaseRow, last: ReportRow, report: Report
) -> tuple[bytes, tuple[Obstacle, ...]]:
    """The officer's file with the facts of the approved report in its head, and what hinders that it is the final one.

    Tracked changes must be accepted or refused first: what is approved must be one text (KL 5:67 p 4 in the end).
    """
    from beredning.documents.marks import with_marks
    from beredning.documents.merge import merge_facts
    from beredning.documents.reading import read

    data = reader.file(last.document)
    name = f"version {last.version}"
    reading = read(data, f"{name}.docx")
    found: list[Obstacle] = []
    hint = f"Öppna filen i Word, gör klart den och läs in den: beredning utlåtande läs {row.dnr} FIL.docx"
    if reading.changes:
        who = ", ".join(dict.fromkeys(one.author for one in reading.changes if one.author)) or "okänd"
        count = _count(len(reading.changes), "spårad ändring", "spårade ändringar")
        text = f"{count} väntar på att godkännas eller avvisas ({who})."
        found.append(Obstacle("spårade-ändringar", text, "Lokal rutin G-01", remover="handläggare", hint=hint))
    if reading.comments:
        text = f"{_count(len(reading.comments), 'kommentar', 'kommentarer')} står kvar i marginalen och följer med ut."
        found.append(Obstacle("kommentarer-kvar", text, "Lokal rutin G-01", "VARNING", "handläggare", hint=hint))
    merged = merge_facts(data, load_layout(desk.instance), report.facts)
    for fact in merged.unplaced:
        if fact in _NEEDED:
            label = next((form.label for form in report.layout.facts if form.name == fact), "") or fact.capitalize()
            text = f"”{label}” har ingen plats i filen, så {report.facts.text(fact)} kan inte föras in."
            add = f"Skriv ”{label}: {report.facts.text(fact)}” i huvudet och läs in filen igen."
            found.append(Obstacle("uppgift-utan-plats", text, "Lokal rutin G-01", remover="handläggare", hint=add))
    return with_marks(merged.body, name, marks_of(row, last.version)), tuple(found)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
