"""Decides an item at a sammanträde: the decision, what the law has against it, and the case's move, as one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda
from beredning.core import meeting as rules
from beredning.core import meeting_steps as steps
from beredning.core.agenda import Item
from beredning.core.attendance import serving
from beredning.core.decision import Decision, check_paragraph, outcome
from beredning.core.minutes import Record, record_from_json, record_to_json
from beredning.core.workflow import Workflow
from beredning.errors import NotFound, Obstacle, Refused
from beredning.office.desk import Desk
from beredning.office.meeting_attend import as_attendance, as_items, body, disqualified, orders
from beredning.office.meeting_plan import occasion
from beredning.office.meeting_record import Wish, make_record
from beredning.office.meeting_state import (
    Sitting,
    act_of,
    as_json,
    changed_rows,
    find_meeting,
    judge,
    load,
    require_secretary,
    save_items,
)
from beredning.office.moving import Moved, move_in_unit, pinned_workflow, plan_move
from beredning.store.rows import CaseRow, DecisionRow

if TYPE_CHECKING:
    from beredning.store import Reader, Unit


class Decided(NamedTuple):
    """A decision that was recorded. number: its §, 0 until the sammanträde is closed. case: what became of the ärende.
    placed: the sammanträde a postponed case was put on, "" when on none."""

    meeting: str
    label: str
    title: str
    dnr: str
    outcome: str
    text: tuple[str, ...]
    serving: int
    case: Moved | None
    placed: str
    acknowledged: tuple[Obstacle, ...]
    number: int = 0


def decide_item(desk: Desk, text: str, item_text: str, wish: Wish) -> Decided:
    """Records what was decided at an item and moves its case in the same transaction.

    Raises NotFound, NotAllowed, and Refused with every obstacle: of the meeting, of the law (KL 5:67, 6:27–30) and of
    the case's flow.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        item = agenda.find(sitting.items, item_text)
        label = agenda.labels(sitting.items)[item.key]
        record = make_record(unit, desk, sitting, item, wish)
        if wish.amend:
            return _amend(unit, desk, sitting, item, record, wish)
        law = (
            *_own_obstacles(sitting, item, label),
            *law_obstacles(unit, desk, sitting, item, record.decision),
            *_postponed_to(unit, desk, sitting, record.decision),
        )
        reason = wish.reason or _why(record.decision)
        moved, done = _move_case(unit, desk, sitting, item, record.decision, law, reason)
        row = _row(unit, sitting, item, record, desk)
        state = agenda.WITHDRAWN if record.decision.outcome == "utgår" else agenda.DECIDED
        items = agenda.change(sitting.items, item._replace(state=state))
        rows, seen = changed_rows(unit, sitting, items)
        act = act_of(desk, "beslut", sitting.row.key, ground="KL 5:67, 6:27", extra=_acknowledged(unit, done, reason))
        unit.write(act, [row, *rows], [None, *seen])
        placed = _place_postponed(unit, desk, sitting, item, record.decision)
        return _decided(desk, unit, sitting, item, record, moved, placed, done)


def _own_obstacles(sitting: Sitting, item: Item, label: str) -> tuple[Obstacle, ...]:
    if not item.numbered:
        text = f"”{item.title}” har inget nummer och får ingen paragraf."
        return (Obstacle("ej-numrerad", text, "KL 5:67", "FEL", "sekreterare"),)
    return rules.may_decide(sitting.meeting, label, item.state)


def law_obstacles(
    reader: Reader, desk: Desk, sitting: Sitting, item: Item, decision: Decision, ended: datetime | None = None
) -> tuple[Obstacle, ...]:
    """All that the law of the meeting has against the decision (G-04), told by the item's number on the list."""
    organ = sitting.organ
    number = orders(sitting.items).get(item.key, 0)
    return as_items(
        check_paragraph(
            decision._replace(item=number),
            body(desk, sitting),
            as_attendance(desk, sitting),
            disqualified(reader, sitting),
            ended,
            immediate_allowed=organ.rule("omedelbar-justering") == "ja",
            motive_by_adjustment=organ.rule("reservation-motivering") != "vid-sammanträdet",
        ),
        number,
    )


def _why(decision: Decision) -> str:
    """The reason that a step back asks for, where the decision itself says it."""
    if decision.outcome == "återremiss":
        return decision.to_complete
    return f"Till {decision.to_meeting}" if decision.outcome == "bordläggning" and decision.to_meeting else ""


# The case


def _move_case(
    unit: Unit,
    desk: Desk,
    sitting: Sitting,
    item: Item,
    decision: Decision,
    law: tuple[Obstacle, ...],
    reason: str,
) -> tuple[Moved | None, tuple[Obstacle, ...]]:
    """Judges everything at once and moves the case. An extra ärende that was not ready is called first, now it is."""
    what = f"Punkt {agenda.labels(sitting.items)[item.key]} kan inte avgöras så."
    case = sitting.cases.get(item.case)
    if case is None or item.kind not in agenda.MATTERS:
        return None, judge(what, law, reason)
    workflow = pinned_workflow(unit, case.workflow_digest)
    organ, name = sitting.organ.kind, decision.outcome
    if steps.deciding_step(workflow, case.stage, organ, item.mode, name) is None and item.kind == agenda.EXTRA:
        call = steps.calling_step(workflow, case.stage, organ)
        if call is not None:
            move_in_unit(unit, desk, case.key, call.name, occasion(sitting, item, act="kalla"), item.reason)
            case = unit.one(CaseRow, case.key) or case
    step = steps.deciding_step(workflow, case.stage, organ, item.mode, name)
    if step is None and name == "utgår":
        # An item can always be taken off the list, also when its case has been settled elsewhere meanwhile.
        return None, judge(what, law, reason)
    if step is None:
        raise Refused(what, (*_no_step(workflow, case, sitting, item, name), *law))
    here = occasion(sitting, item, act="beslut", outcome=name, obstacles=law)
    try:
        plan_move(unit, desk, case, step.name, here, reason)
    except Refused as refusal:
        judge(what, (*law, *refusal.obstacles), reason)
    done = judge(what, law, reason)
    return move_in_unit(unit, desk, case.key, step.name, here, reason), done


def _no_step(workflow: Workflow, case: CaseRow, sitting: Sitting, item: Item, name: str) -> tuple[Obstacle, ...]:
    stage = workflow.stage(case.stage)
    found = steps.outcomes_from(workflow, case.stage, sitting.organ.kind, item.mode)
    hint = f"Möjliga utfall nu: {', '.join(found)}." if found else f"beredning ärende visa {case.dnr}"
    text = (
        f"Flödet {workflow.name} har inget steg för utfallet {outcome(name).title} när {case.dnr} står i "
        f"”{stage.title if stage else case.stage}”."
    )
    return (Obstacle("fel-skede", text, f"Flödet {workflow.name}", "FEL", "sekreterare", hint=hint),)


def _row(unit: Unit, sitting: Sitting, item: Item, record: Record, desk: Desk) -> DecisionRow:
    decision = record.decision
    receivers = [unit.put_text(name) for name in dict.fromkeys((*record.action, *record.information))]
    return DecisionRow(
        sitting.row.key,
        item.key,
        sitting.organ.key,
        sitting.year,
        0,
        item.case,
        decision.outcome,
        int(rules.is_deciding(sitting.organ.kind, item.mode or rules.DECIDES, decision.outcome)),
        unit.put_text("\n".join(decision.text)),
        unit.put_text(record_to_json(record)),
        sitting.row.day,
        _postponed_key(unit, desk, sitting, decision),
        int(decision.immediate),
        as_json(receivers),
    )


def _acknowledged(unit: Unit, done: tuple[Obstacle, ...], reason: str) -> dict[str, object]:
    return {"godtagna": [o.code for o in done], "skäl": unit.put_text(reason.strip())} if done else {}


# Postponing


def _postponed_key(reader: Reader, desk: Desk, sitting: Sitting, decision: Decision) -> str:
    if decision.outcome != "bordläggning" or not decision.to_meeting:
        return ""
    try:
        return find_meeting(reader, desk.organisation, _full(sitting, decision.to_meeting)).key
    except NotFound:
        return _full(sitting, decision.to_meeting)


def _full(sitting: Sitting, text: str) -> str:
    """ "2024-01-24" means the same organ's meeting that day."""
    return rules.meeting_key(sitting.organ.key, text) if text[:1].isdecimal() else text


def _postponed_to(reader: Reader, desk: Desk, sitting: Sitting, decision: Decision) -> tuple[Obstacle, ...]:
    if decision.outcome != "bordläggning" or not decision.to_meeting:
        return ()
    organ, day, _ = rules.parse_key(_full(sitting, decision.to_meeting))
    if day > sitting.row.day and organ.casefold() == sitting.organ.key.casefold():
        return ()
    text = f"Ärendet bordläggs till {decision.to_meeting}, som inte är ett senare sammanträde med {sitting.organ.key}."
    return (Obstacle("KL-34", text, "Lokal rutin", "FEL", "ordförande"),)


def _place_postponed(unit: Unit, desk: Desk, sitting: Sitting, item: Item, decision: Decision) -> str:
    """A postponed case is put on the meeting it was postponed to, when that is made and not yet called."""
    key = _postponed_key(unit, desk, sitting, decision)
    if not key or not item.case:
        return ""
    try:
        target = load(unit, desk.organisation, key)
    except NotFound:
        return ""
    if target.meeting.called or any(one.case == item.case and one.state == agenda.OPEN for one in target.items):
        return ""
    new = item._replace(key=agenda.next_key(target.items), kind=agenda.CASE, state=agenda.OPEN, fixed="", reason="")
    save_items(unit, desk, target, agenda.place(target.items, new), "lägg-till", "KL-34")
    return target.row.key


# Correcting what was recorded


def _amend(unit: Unit, desk: Desk, sitting: Sitting, item: Item, record: Record, wish: Wish) -> Decided:
    """The wording, proposals or votes as they should have been noted; the outcome and so the case stay."""
    label = agenda.labels(sitting.items)[item.key]
    what = f"Beslutet vid punkt {label} kan inte rättas."
    before = sitting.decisions.get(item.key)
    if before is None:
        text = f"Punkt {label} är inte beslutad."
        raise Refused(what, (Obstacle("fel-läge", text, "KL 5:67", "FEL", "sekreterare"),))
    old = record_from_json(unit.text(before.record))
    kept = {one.person: one for one in (*old.decision.reservations, *record.decision.reservations)}
    record = record._replace(decision=record.decision._replace(reservations=tuple(kept.values())))
    found = list(law_obstacles(unit, desk, sitting, item, record.decision))
    if before.outcome != record.decision.outcome:
        text = f"Utfallet är {outcome(before.outcome).title} och ärendet har flyttats; det kan inte bytas."
        found.append(Obstacle("fel-utfall", text, "KL 5:67", "FEL"))
    found += amendable(sitting, before)
    done = judge(what, tuple(found), wish.reason)
    after = _row(unit, sitting, item, record, desk)._replace(number=before.number)
    act = act_of(desk, "rättelse", sitting.row.key, ground="KL 5:67", extra=_acknowledged(unit, done, wish.reason))
    unit.write(act, [after], [before])
    return _decided(desk, unit, sitting, item, record, None, "", done)._replace(number=before.number)


def amendable(sitting: Sitting, decision: DecisionRow) -> tuple[Obstacle, ...]:
    """The obstacle that a § is adjusted: it is then never changed, only noted in a later protokoll (KL-56)."""
    if sitting.row.state in (rules.OPENED, rules.CLOSED, rules.MINUTED) and not any(
        one.holds(decision.number) for one in sitting.ranges if decision.number
    ):
        return ()
    text = f"§ {decision.number} är justerad och kan inte ändras."
    hint = "Ett fel rättas genom en anteckning i ett senare protokoll."
    return (Obstacle("KL-56", text, "KL 5:69, arkivpraxis", "FEL", hint=hint),)


def _decided(
    desk: Desk,
    reader: Reader,
    sitting: Sitting,
    item: Item,
    record: Record,
    moved: Moved | None,
    placed: str,
    done: tuple[Obstacle, ...],
) -> Decided:
    number = orders(sitting.items).get(item.key, 0)
    return Decided(
        sitting.row.key,
        agenda.labels(sitting.items)[item.key],
        item.title,
        item.dnr,
        record.decision.outcome,
        record.decision.text,
        len(serving(as_attendance(desk, sitting), number, disqualified(reader, sitting))),
        moved,
        placed,
        done,
    )
