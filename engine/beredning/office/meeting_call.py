"""Calls a sammanträde: which items are ready, the kallelse with its föredragningslista, and each case's move."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda, regulations
from beredning.core import meeting as rules
from beredning.core import meeting_steps as steps
from beredning.core.agenda import Item, Items, Selection
from beredning.core.workflow import Step, Workflow
from beredning.errors import Obstacle, Refused
from beredning.office.desk import Desk
from beredning.office.document_files import deliver_all, put_document
from beredning.office.meeting_plan import occasion
from beredning.office.meeting_state import (
    Sitting,
    act_of,
    changed_rows,
    judge,
    keep,
    load,
    require_secretary,
)
from beredning.office.moving import move_in_unit, pinned_workflow, plan_move
from beredning.store.rows import CaseRow, EntryRow, MeetingRow

if TYPE_CHECKING:
    from beredning.core.document import Document
    from beredning.core.organisation import Mandate
    from beredning.documents.notice import Notice, Person
    from beredning.office.granska import Ahead, Gate
    from beredning.office.meeting_state import Deliver
    from beredning.store import Reader, Unit


class ItemLine(NamedTuple):
    """An item as listed: its label, time, case and every obstacle to its being called. status: the item's state."""

    label: str
    title: str
    dnr: str
    presenters: tuple[str, ...]
    starts: str
    ends: str
    kind: str
    mode: str
    status: str
    obstacles: tuple[Obstacle, ...] = ()


class Called(NamedTuple):
    """A kallelse that was sent, or with `sent` False one that could be. left_out: items that are not ready, with every
    obstacle. acknowledged: warnings that the reason answers for. digest: of the Word file; head: the journal's head
    before it."""

    meeting: str
    sent: bool
    version: int
    lines: tuple[ItemLine, ...]
    left_out: tuple[ItemLine, ...]
    acknowledged: tuple[Obstacle, ...]
    notes: tuple[Obstacle, ...]
    digest: str
    filename: str
    head: tuple[int, str]
    body: bytes = b""


def readiness(reader: Reader, desk: Desk, sitting: Sitting) -> dict[int, tuple[Obstacle, ...]]:
    """Every obstacle to calling each open case on the list, by item; an item that is ready has none."""
    found = {}
    for item in sitting.items:
        case = sitting.cases.get(item.case)
        if case is not None and item.kind in agenda.MATTERS and item.state == agenda.OPEN:
            found[item.key] = _obstacles(reader, desk, sitting, item, case)
    return found


def _obstacles(reader: Reader, desk: Desk, sitting: Sitting, item: Item, case: CaseRow) -> tuple[Obstacle, ...]:
    workflow = pinned_workflow(reader, case.workflow_digest)
    if steps.outcomes_from(workflow, case.stage, sitting.organ.kind, item.mode):
        return ()  # already called here: a meeting of this kind can decide it as it stands
    step = _wanted(workflow, case.stage, sitting.organ.kind)
    if step is None:
        text = f"Flödet {workflow.name} tar aldrig upp ärenden i {sitting.organ.definite or sitting.organ.name}."
        return (Obstacle("fel-organ", text, f"Flödet {workflow.name}", "FEL", "sekreterare"),)
    try:
        plan_move(reader, desk, case, step.name, occasion(sitting, item, act="kalla"), item.reason)
    except Refused as refusal:
        # Whether the case is ready does not depend on who looks; that a sekreterare calls is asked for by the act.
        return tuple(o for o in refusal.obstacles if o.code != "fel-roll")
    return ()


def _wanted(workflow: Workflow, stage: str, organ_kind: str) -> Step | None:
    """The step by which the case is called from where it stands; else the ordinary one, to say what it still needs."""
    return steps.calling_step(workflow, stage, organ_kind) or next(
        iter(steps.calling_steps(workflow, organ_kind)), None
    )


def lines_of(sitting: Sitting, items: Items, obstacles: dict[int, tuple[Obstacle, ...]]) -> tuple[ItemLine, ...]:
    """The list as it is shown: laid out with times, each item with its obstacles."""
    layout = agenda.lay_out(items, sitting.row.starts or "00:00", sitting.row.ends)
    return tuple(
        ItemLine(
            line.label,
            line.title,
            line.item.dnr,
            line.item.presenters,
            line.starts if sitting.row.starts else "",
            line.ends if sitting.row.starts else "",
            line.item.kind,
            line.item.mode,
            line.item.state,
            obstacles.get(line.item.key, ()),
        )
        for line in layout.lines
    )


def call(
    desk: Desk, text: str, *, reason: str = "", dry: bool = False, pdf: bool = False, deliver: Deliver = keep
) -> Called:
    """Sends the kallelse: writes its Word file, marks the sammanträde called and moves each case on it, as one.

    Items that are not ready are struck from the list and answered with every obstacle. dry: only says what would be.
    pdf: as PDF too. deliver: writes the files.
    Raises NotFound, NotAllowed, and Refused with all that is in the way of the kallelse itself.
    """
    ahead = _read_ahead(desk, text)
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        chosen = _chosen(unit, desk, sitting)
        items = _struck(sitting.items, chosen)
        called = _answer(desk, sitting, items, chosen, (), unit)
        document = _document(unit, desk, sitting, items, called)
        body = word(desk, document)
        gate = _gate(unit, desk, sitting._replace(items=items), chosen, called, body, ahead)
        found = (*_against(unit, desk, sitting, items, chosen), *gate.obstacles)
        acknowledged = () if dry else judge(f"Kallelsen till {sitting.row.key} kan inte skickas.", found, reason)
        told = acknowledged or found
        called = called._replace(acknowledged=told, notes=tuple(o for o in told if o.severity == "INFO"))
        if dry:
            return called._replace(sent=False)
        files = put_document(unit, desk, document, body, pdf=pdf)
        deliver_all(deliver, called.filename, files)
        _save(unit, desk, sitting, items, files.documents, reason, acknowledged, gate)
        _move_cases(unit, desk, sitting, chosen, reason)
        return called._replace(digest=files.digest, body=body)


def _read_ahead(desk: Desk, text: str) -> Ahead:
    """The papers of every case on the list, read before the writing begins."""
    from beredning.office.granska import read_ahead
    from beredning.office.meeting_pack import papers_of

    with desk.database.read() as reader:
        papers = papers_of(reader, load(reader, desk.organisation, text))
    return read_ahead((one.name, one.body) for one in papers)


def _gate(
    unit: Unit, desk: Desk, sitting: Sitting, chosen: Selection, called: Called, body: bytes, ahead: Ahead
) -> Gate:
    """What granska has against the kallelse and those papers of the called cases that there are."""
    from beredning.office.granska import answered, papers_gate
    from beredning.office.meeting_pack import known_of, papers_of, subjects

    cases = frozenset(item.case for item in chosen.called if item.case)
    papers = papers_of(unit, sitting, called=cases)
    files = [(called.filename, body), *((one.name, one.body) for one in papers)]
    return papers_gate(desk, files, answered(unit, subjects(sitting)), known_of(unit, sitting, papers), ahead)


def _chosen(unit: Unit, desk: Desk, sitting: Sitting) -> Selection:
    """What is called. An item that members have been sent once keeps its place and number whatever has become of its
    case: it is the meeting that takes it off."""
    chosen = agenda.select(sitting.items, readiness(unit, desk, sitting))
    if not sitting.meeting.called:
        return chosen
    kept = tuple(item for item in sitting.items if item.state not in (agenda.STRUCK, agenda.WITHDRAWN))
    return Selection(kept, (), (*chosen.accepted, *chosen.left_out))


def _against(unit: Unit, desk: Desk, sitting: Sitting, items: Items, chosen: Selection) -> tuple[Obstacle, ...]:
    layout = agenda.lay_out(items, sitting.row.starts or "00:00", sitting.row.ends)
    today = desk.day.isoformat()
    days = regulations.days(sitting.organ, "kallelse-dagar")
    stopped = {item.key for item, obstacles in chosen.accepted if any(o.severity == "FEL" for o in obstacles)}
    own = [o for i, found in chosen.accepted if i.key not in stopped for o in found if o.severity == "VARNING"]
    return (
        *rules.may_call(sitting.meeting, items, days, today),
        *rules.mode_obstacles(sitting.organ.kind, items),
        *(layout.obstacles if sitting.row.starts else ()),
        *(o for o in own if o.code != "KL-13"),
    )


def _struck(items: Items, chosen: Selection) -> Items:
    for item, obstacles in chosen.left_out:
        why = "Ej redo vid kallelsen: " + " ".join(o.text for o in obstacles if o.severity == "FEL")
        items = agenda.strike(items, item.key, why)
    return items


def _answer(
    desk: Desk, sitting: Sitting, items: Items, chosen: Selection, found: tuple[Obstacle, ...], unit: Unit
) -> Called:
    accepted = {item.key: obstacles for item, obstacles in chosen.accepted}
    left = {item.key: obstacles for item, obstacles in chosen.left_out}
    every = lines_of(sitting, sitting.items, left)
    before = [e for e in unit.all(EntryRow, "by_subject", sitting.row.key) if e.act == "kallelse"]
    version = len(before) + 1
    suffix = f"-version-{version}" if version > 1 else ""
    return Called(
        sitting.row.key,
        True,
        version,
        lines_of(sitting, items, accepted),
        tuple(line for line in every if line.obstacles),
        found,
        tuple(o for o in found if o.severity == "INFO"),
        "",
        f"kallelse-{sitting.row.key.replace(':', '-')}{suffix}.docx",
        unit.head(),
    )


def _save(
    unit: Unit,
    desk: Desk,
    sitting: Sitting,
    items: Items,
    documents: tuple[str, ...],
    reason: str,
    acknowledged: tuple[Obstacle, ...],
    gate: Gate,
) -> None:
    sent = sitting.row.sent_on or desk.day.isoformat()
    after = sitting.row._replace(state=rules.CALLED, sent_on=sent, notice=documents[0])
    rows, seen = changed_rows(unit, sitting, items)
    extra: dict[str, object] = {"godtagna": [o.code for o in acknowledged]} if acknowledged else {}
    if acknowledged:
        extra |= {"skäl": unit.put_text(reason.strip()), **gate.extra()}
    act = act_of(desk, "kallelse", sitting.row.key, ground="KL 6:44", documents=documents, extra=extra)
    unit.write(act, [after, *rows], [sitting.row, *seen])


def _move_cases(unit: Unit, desk: Desk, sitting: Sitting, chosen: Selection, reason: str) -> None:
    """Each called case takes its step. An extra ärende that is not ready stays where it is until it is."""
    blocked = {item.key for item, obstacles in chosen.accepted if any(o.severity == "FEL" for o in obstacles)}
    for item in chosen.called:
        case = sitting.cases.get(item.case)
        if case is None or item.kind not in agenda.MATTERS or item.key in blocked:
            continue
        workflow = pinned_workflow(unit, case.workflow_digest)
        step = steps.calling_step(workflow, case.stage, sitting.organ.kind)
        if step is not None:
            move_in_unit(unit, desk, case.key, step.name, occasion(sitting, item, act="kalla"), item.reason or reason)


# The document


def _document(unit: Unit, desk: Desk, sitting: Sitting, items: Items, called: Called) -> Document:
    from beredning.documents.notice import notice_document

    return notice_document(_notice(unit, desk, sitting, items, called))


def word(desk: Desk, document: Document) -> bytes:
    """The document as a Word file in the municipality's base template, marked ÖVNING in a training instance."""
    from beredning.documents.report import write_document
    from beredning.office.report_forms import load_base

    marking = "ÖVNING" if desk.organisation.training else ""
    return write_document(load_base(desk.instance), document, marking=marking)


def _notice(unit: Unit, desk: Desk, sitting: Sitting, items: Items, called: Called) -> Notice:
    from beredning.documents.notice import Notice

    row, organ, organisation = sitting.row, sitting.organ, desk.organisation
    mandates = organisation.mandates_on(organ.key, row.day)
    shown = tuple(item for item in items if item.state != agenda.STRUCK)
    return Notice(
        organisation.municipality,
        organ.name,
        row.day,
        row.starts,
        row.place,
        person(desk, row.chair, mandates),
        agenda.lay_out(shown, row.starts, row.ends).lines,
        row.ends,
        tuple(person(desk, m.person, mandates) for m in mandates if _is_member(m)),
        tuple(person(desk, m.person, mandates) for m in _ordered(mandates)),
        tuple(person(desk, key, ()) for key in _others(desk, sitting, mandates)),
        unit.text(row.information),
        regulations.value(organ, "förhinder-till"),
        desk.day.isoformat(),
        called.version,
        called.head,
        desk.day.isoformat(),
        tuple(person(desk, key, mandates) for key in sitting.meeting.adjusters),
        adjusting(sitting),
    )


def adjusting(sitting: Sitting) -> str:
    """Where the protokoll is adjusted, and the last day for it (KL 5:69)."""
    from datetime import date

    from beredning.core.deadlines import adjustment_limit

    last = adjustment_limit(date.fromisoformat(sitting.meeting.last_day)).raw.isoformat()
    return f"{regulations.value(sitting.organ, 'justering-plats')}, senast {last}"


def _is_member(mandate: Mandate) -> bool:
    return mandate.post == "ledamot" or mandate.post.endswith("ordförande")


def _ordered(mandates: tuple[Mandate, ...]) -> list[Mandate]:
    return sorted((m for m in mandates if m.post == "ersättare"), key=lambda m: m.order)


def _others(desk: Desk, sitting: Sitting, mandates: tuple[Mandate, ...]) -> tuple[str, ...]:
    staff = [m.person for m in mandates if m.post == "personalföreträdare"]
    return tuple(dict.fromkeys([*sitting.organ.invited, sitting.row.secretary, *staff]))


def person(desk: Desk, key: str, mandates: tuple[Mandate, ...]) -> Person:
    """The person as printed: the elected with party, others with the befattning they held that day."""
    from beredning.documents.notice import Person

    known = desk.organisation.person(key)
    party = next((m.party for m in mandates if m.person == key), "")
    if known is None:
        return Person(key, party)
    return Person(known.name, party, "" if party else known.title_on(desk.day.isoformat()))


def meeting_row(reader: Reader, desk: Desk, text: str) -> MeetingRow:
    """The row of the sammanträde that `text` names."""
    return load(reader, desk.organisation, text).row
