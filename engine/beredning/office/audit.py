"""The trace: every act behind a case, a §, a delegated decision or a meeting, in one order of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.clock import local_time
from beredning.errors import NotFound, StorageFault
from beredning.office.audit_facts import Document, Scope, Teller
from beredning.office.audit_reference import (
    Delegated,
    find_section,
    former_organs,
    is_meeting,
    parse_delegated,
    parse_section,
    section_name,
)
from beredning.office.delegation import subject_of
from beredning.office.delegation_view import find_delegated
from beredning.office.lookup import find_case
from beredning.office.meeting_state import find_meeting, name_of
from beredning.office.moving import pinned_workflow
from beredning.store.rows import CaseRow, DecisionRow, DelegatedRow, EntryRow, MeetingRow, ScheduledRow

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation
    from beredning.store import Reader


class TraceLine(NamedTuple):
    """One act. time: local "2023-12-06 09:15:04"; utc: as in the journal. role: befattning as printed then.

    account: the OS user. ground: lagrum or rule as recorded; requires: what the step's definition asked. facts: what
    was written, in words. warnings: codes that `reason` answered for. digest: the entry's own, which pins all before.
    """

    number: int
    time: str
    utc: str
    person: str
    person_key: str
    account: str
    role: str
    act: str
    subject: str
    step: str
    from_stage: str
    to_stage: str
    ground: str
    requires: tuple[str, ...]
    facts: tuple[str, ...]
    reason: str
    warnings: tuple[str, ...]
    documents: tuple[Document, ...]
    workflow: str
    workflow_digest: str
    digest: str


class Trace(NamedTuple):
    """A whole trace. what: as it is named; lines: by journal number, which is the order in time. head: number and
    digest of the journal's last entry when the trace was read."""

    what: str
    title: str
    dnr: str
    stage: str
    decided: str
    lines: tuple[TraceLine, ...]
    head: tuple[int, str]


def trace(reader: Reader, organisation: Organisation, text: str) -> Trace:
    """The acts behind what `text` names. Raises NotFound with the nearest names, UsageFault when it is ambiguous."""
    former = former_organs(reader, organisation)
    section = parse_section(text, organisation, former)
    if section is not None:
        return _of_section(reader, organisation, find_section(reader, organisation, section))
    if is_meeting(text):
        return _of_meeting(reader, organisation, find_meeting(reader, organisation, text))
    delegated = parse_delegated(text, organisation, former)
    if delegated is not None:
        organs = (*(organ.key for organ in organisation.organs), *former)
        return _of_delegated(reader, organisation, _find_delegated(reader, organs, delegated))
    return _of_case(reader, organisation, find_case(reader, organisation, text))


def _of_case(reader: Reader, organisation: Organisation, row: CaseRow) -> Trace:
    scope = _case_scope(reader, row)
    lines = _lines(reader, organisation, scope, (row.key, *scope.numbers, *scope.items))
    return Trace(row.dnr, reader.text(row.title), row.dnr, row.stage, "", lines, reader.head())


def _of_section(reader: Reader, organisation: Organisation, row: DecisionRow) -> Trace:
    """A § back to its case's whole road; one without a case (a standing item) to its meeting's acts."""
    case = reader.one(CaseRow, row.case_key) if row.case_key else None
    scope = _case_scope(reader, case) if case else Scope(items={}, numbers={})
    scope.items.setdefault(row.meeting, set()).add(row.item)
    scope.numbers.setdefault(row.meeting, set()).add(row.number)
    subjects = (*((case.key,) if case else ()), *scope.items, *scope.numbers)
    wording = reader.text(row.wording)
    return Trace(
        section_name(row),
        reader.text(case.title) if case else "",
        case.dnr if case else "",
        case.stage if case else "",
        f"{row.decided_on}: {row.outcome}" + (f" – {' '.join(wording.split())}" if wording else ""),
        _lines(reader, organisation, scope, subjects),
        reader.head(),
    )


def _of_meeting(reader: Reader, organisation: Organisation, row: MeetingRow) -> Trace:
    lines = _lines(reader, organisation, Scope(whole=True), (row.key,))
    organ = organisation.organ(row.organ)
    title = f"{organ.name if organ else row.organ} {row.day}"
    return Trace(row.key, title, "", row.state, "", lines, reader.head())


def _of_delegated(reader: Reader, organisation: Organisation, row: DelegatedRow) -> Trace:
    """A delegated decision with its case's road, and the § that noted it."""
    case = reader.one(CaseRow, row.case_key) if row.case_key else None
    own = subject_of(row.organ, row.year, row.number, row.case_key)
    if case:
        scope = _case_scope(reader, case)
    else:
        key = frozenset({(row.organ, row.year, row.number)})
        scope = Scope(numbers=_noted((row,)), delegated=key, subjects=frozenset({own}))
    lines = _lines(reader, organisation, scope, (own, *scope.items, *scope.numbers))
    return Trace(
        f"{row.organ} delegationsbeslut {row.number}/{row.year}",
        reader.text(case.title) if case else row.reference,
        case.dnr if case else "",
        case.stage if case else "",
        f"{row.decided_on}: {reader.text(row.subject)}",
        lines,
        reader.head(),
    )


def _case_scope(reader: Reader, row: CaseRow) -> Scope:
    items: dict[str, set[int]] = {}
    for place in reader.all(ScheduledRow, "by_case", row.key):
        items.setdefault(place.meeting, set()).add(place.item)
    delegated = reader.all(DelegatedRow, "by_case", row.key)
    numbers = _noted(delegated)
    for decision in reader.all(DecisionRow, "by_case", row.key):
        numbers.setdefault(decision.meeting, set()).add(decision.number)
    keys = frozenset((d.organ, d.year, d.number) for d in delegated)
    return Scope(row.key, items, numbers, keys, frozenset({row.key}))


def _noted(rows: Iterable[DelegatedRow]) -> dict[str, set[int]]:
    """The §§ at which delegated decisions were noted, by meeting: their appeal time runs from the posting of these."""
    numbers: dict[str, set[int]] = {}
    for row in rows:
        if row.reported_number:
            numbers.setdefault(row.reported_meeting, set()).add(row.reported_number)
    return numbers


def _find_delegated(reader: Reader, organs: tuple[str, ...], wanted: Delegated) -> DelegatedRow:
    text = f"{wanted.number}/{wanted.year}" if wanted.year else str(wanted.number)
    if wanted.organ:
        return find_delegated(reader, wanted.organ, text)
    fits = []
    for organ in organs:
        rows = reader.all(DelegatedRow, "by_period", organ, "", "9999-12-31")
        fits += [r for r in rows if r.number == wanted.number and wanted.year in (0, r.year)]
    if not fits:
        raise NotFound(f"Det finns inget delegationsbeslut {text}.", "Skriv nämnden före: ”UBN D 7/2023”.")
    return max(fits, key=lambda row: row.year)


def _lines(reader: Reader, organisation: Organisation, scope: Scope, subjects: Iterable[str]) -> tuple[TraceLine, ...]:
    entries = {
        entry.number: entry
        for subject in dict.fromkeys(subjects)
        for entry in reader.all(EntryRow, "by_subject", subject)
        if scope.holds(entry)
    }
    teller = Teller(reader, organisation)
    return tuple(_line(reader, organisation, teller, scope, entries[number]) for number in sorted(entries))


def _line(reader: Reader, organisation: Organisation, teller: Teller, scope: Scope, entry: EntryRow) -> TraceLine:
    reason, warnings = teller.reason(entry)
    workflow, requires = _definition(reader, entry)
    return TraceLine(
        entry.number,
        local_time(datetime.fromisoformat(entry.time)).isoformat(" ", "seconds"),
        entry.time,
        name_of(organisation, entry.person),
        entry.person,
        entry.os_user,
        entry.role,
        entry.act,
        entry.subject,
        entry.step,
        entry.from_stage,
        entry.to_stage,
        entry.ground,
        requires,
        teller.facts(entry, scope),
        reason,
        warnings,
        teller.documents(entry, scope),
        workflow,
        entry.workflow_digest,
        entry.digest,
    )


def _definition(reader: Reader, entry: EntryRow) -> tuple[str, tuple[str, ...]]:
    """The workflow the act followed ("namndarende 1") and what its step requires, by the definition of that time."""
    if not entry.workflow_digest:
        return "", ()
    try:
        workflow = pinned_workflow(reader, entry.workflow_digest)
    except StorageFault:
        return "saknas i databasen", ()  # a trace shall be readable also in a damaged database
    found = workflow.step(entry.step) if entry.step else None
    needs = found[1].needs if found else ()
    return f"{workflow.name} {workflow.version}", tuple(
        f"{n.name}: {n.argument}" if n.argument else n.name for n in needs
    )
