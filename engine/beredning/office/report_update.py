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
from beredning.office.reports import consultation_of, facts_of, new_version, put_version
from beredning.store.rows import CaseRow, ReportRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from beredning.core.reading import Reading
    from beredning.core.report import Facts, Layout, Report
    from beredning.documents.merge import Merged
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
            raise Refused(text, (Obstacle("utlåtande-ej-redigerat", text, "Lokal rutin: versioner", hint=hint),))
        former = unit.file(last.document)
        facts = facts_of(desk, row, unit.text(row.title), "")
        merged = _with_the_case(unit, desk, row, former, facts, versions)
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


class Finished(NamedTuple):
    """The officer's file as it would be approved. hindered: what is in the way of that; report: what it then says."""

    body: bytes
    report: Report
    images: dict[str, bytes]
    hindered: tuple[Obstacle, ...]


def final_file(reader: Reader, desk: Desk, row: CaseRow, last: ReportRow, report: Report) -> Finished:
    """The officer's file with the facts of the approved report in its head and what the case says of MBL.

    Tracked changes must be accepted or refused first: what is approved must be one text. report: as compose gives it.
    """
    from beredning.documents.marks import with_marks
    from beredning.documents.reading import read
    from beredning.office.report_reading import report_in

    data = reader.file(last.document)
    name = f"version {last.version}.docx"
    merged = _with_the_case(reader, desk, row, data, report.facts, reader.all(ReportRow, "by_case", row.key))
    body = with_marks(merged.body, name, marks_of(row, last.version))
    made, images = report_in(body, name, report.layout, report.facts, report.signatories)
    hindered = (*_unfinished(read(data, name), row), *_unplaced(merged.unplaced, report))
    return Finished(body, made, images, hindered)


def _with_the_case(
    reader: Reader, desk: Desk, row: CaseRow, data: bytes, facts: Facts, versions: Sequence[ReportRow]
) -> Merged:
    """The file with the case's facts, and with what the case says of MBL where the program's own words stand."""
    from beredning.core.consultation import statement
    from beredning.documents.merge import Merged, merge_facts, merge_section

    layout = load_layout(desk.instance, desk.day.isoformat())
    merged = merge_facts(data, layout, facts)
    form = next((one for one in layout.sections if one.kind == "consultation"), None)
    said = statement(consultation_of(reader, row), desk.day)
    if form is None or not said.sentence:
        return merged
    again = merge_section(
        merged.body, form, said.heading, said.sentence, _written_before(reader, layout, form.name, versions)
    )
    return Merged(again.body, merged.changed + again.changed, merged.unplaced + again.unplaced)


def _written_before(reader: Reader, layout: Layout, name: str, versions: Sequence[ReportRow]) -> str:
    """What the program itself last wrote in a section, before the officer took the file over."""
    from beredning.core.document import lines_of
    from beredning.office.report_reading import parts_of

    own = [one for one in versions if read_content(reader, one).edited is None]
    last = max(own, key=lambda one: one.version, default=None)
    held = [part for part in parts_of(reader, layout, last) if part.name == name] if last else []
    return " ".join(line for part in held for line in lines_of(part.blocks))


def _unfinished(reading: Reading, row: CaseRow) -> Iterator[Obstacle]:
    """Tracked changes that nobody has decided on; comments left in the margin are told by granska (CO05)."""
    hint = f"Öppna filen i Word, gör klart den och läs in den: beredning utlåtande läs {row.dnr} FIL.docx"
    if reading.changes:
        who = ", ".join(dict.fromkeys(one.author for one in reading.changes if one.author)) or "okänd"
        number = len(reading.changes)
        count = "1 spårad ändring" if number == 1 else f"{number} spårade ändringar"
        text = f"{count} väntar på att godkännas eller avvisas ({who})."
        yield Obstacle("spårade-ändringar", text, "Lokal rutin G-01", remover="handläggare", hint=hint)


def _unplaced(names: tuple[str, ...], report: Report) -> Iterator[Obstacle]:
    """Facts that have no place in the file and that it must have to be approved; MBL in other words than the case's."""
    for form in report.layout.facts:
        if form.name in names and form.name in _NEEDED:
            label = form.label or form.name.capitalize()
            value = report.facts.text(form.name)
            text = f"”{label}” har ingen plats i filen, så {value} kan inte föras in."
            add = f"Skriv ”{label}: {value}” i huvudet och läs in filen igen."
            yield Obstacle("uppgift-utan-plats", text, "Lokal rutin G-01", remover="handläggare", hint=add)
    own = next((form for form in report.layout.sections if form.kind == "consultation" and form.name in names), None)
    if own is not None:
        text = f"”{own.heading}” är skrivet för hand i filen och följer inte ärendets MBL-spår."
        hint = "Kontrollera att det som står stämmer med ärendet."
        yield Obstacle("mbl-för-hand", text, "Lokal rutin (MBL 11 §)", "VARNING", "handläggare", hint=hint)
