"""Records a delegated decision: point, delegat and date are tried first, and what is refused leaves no trace."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.clock import utc_from_local
from beredning.core.delegated import check_delegated
from beredning.core.delegation import (
    CHAIR,
    NEXT_MEETING,
    DelegatedDecision,
    DelegationOrder,
    DelegationPoint,
    Holder,
    Holding,
    holder_of,
    order_on,
    same_title,
)
from beredning.core.journal import Act
from beredning.core.law import ANSTALLD, LEDAMOT, UTSKOTT
from beredning.core.organisation import POSTS, Organ
from beredning.core.workflow import Step
from beredning.errors import NotAllowed, Obstacle, Refused, UsageFault
from beredning.office.delegation_orders import kept, orders_of
from beredning.office.desk import Desk
from beredning.office.lookup import find_case
from beredning.office.meeting_state import find_organ, find_person, judge
from beredning.office.moving import move_in_unit, pinned_workflow, plan_move
from beredning.store.rows import CaseRow, DelegatedRow

if TYPE_CHECKING:
    from beredning.core.workflow import Workflow
    from beredning.store import Unit

SERIES = "delegation"
RECORDERS = ("sekreterare", "registrator")
# A step that only these may take is one that decides; others that need a delegated decision (dispatch) come after it.
_DECIDERS = frozenset({"delegat", *POSTS})


class Given(NamedTuple):
    """What a person says of a delegated decision. delegat: person key or name, or an utskott. day: ISO. amount: öre,
    -1 for none. reason: why it could not wait (urgent), else the answer to warnings; acknowledgement: the answer to
    warnings on an urgent decision, since its reason must not answer them unseen. title: the befattning it was decided
    as, when several are held. users_heard_on: ISO day, users_agreed: brukarvillkor (KL 7:7). execution_only: flagged as
    ren verkställighet, which a person then judges (DEL-13)."""

    organ: str
    point: str
    delegat: str
    day: str
    text: str
    case: str = ""
    reference: str = ""
    amount: int = -1
    urgent: bool = False
    reason: str = ""
    acknowledgement: str = ""
    title: str = ""
    users_heard_on: str = ""
    users_agreed: bool = False
    execution_only: bool = False

    @property
    def answer(self) -> str:
        """What answers for warnings."""
        return self.acknowledgement if self.urgent else self.acknowledgement or self.reason


class Recorded(NamedTuple):
    """A decision that was recorded. recorded_by: the person at the desk. step: the case's step taken with it, "" when
    none; to_do: what remains to be done with the case, "" when nothing. acknowledged: warnings answered for."""

    organ: str
    number: str
    day: str
    case: str
    reference: str
    point: str
    matter: str
    order: str
    order_digest: str
    delegat: str
    delegat_title: str
    recorded_by: str
    reporting: str
    entry: int
    step: str
    to_stage: str
    to_do: str
    acknowledged: tuple[Obstacle, ...]
    notes: tuple[Obstacle, ...]


class _Tried(NamedTuple):
    """A decision that has passed. step: the deciding step of the case's workflow from where it stands, if any."""

    organ: Organ
    case: CaseRow | None
    holder: Holder
    order: DelegationOrder
    point: DelegationPoint | None
    title: str
    step: Step | None
    acknowledged: tuple[Obstacle, ...]
    notes: tuple[Obstacle, ...]


def subject_of(organ: str, year: int, number: int, case_key: str = "") -> str:
    """What the journal files a delegated decision under: its case, or itself ("UBN:delegation:2023:7")."""
    return case_key or f"{organ}:{SERIES}:{year}:{number}"


def record(desk: Desk, given: Given) -> Recorded:
    """Records a delegated decision in the organ's series, and takes the case's deciding step when the delegat does it.

    Raises Refused with every obstacle (then nothing is recorded), NotFound, UsageFault, and NotAllowed unless the
    person is the delegat or records for the delegat as sekreterare or registrator.
    """
    _check_words(given)
    organ = find_organ(desk.organisation, given.organ)
    with desk.unit() as unit:
        tried = _try(unit, desk, organ, given)
        row, entry = _write(unit, desk, given, tried)
        step, stage, to_do = _take_step(unit, desk, given, tried)
    return Recorded(
        organ.key,
        f"{row.number}/{row.year}",
        row.decided_on,
        tried.case.dnr if tried.case else "",
        row.reference,
        row.point,
        tried.point.matter if tried.point else "",
        row.order_name,
        row.order_digest,
        tried.holder.name,
        row.delegat_title,
        desk.actor.name,
        row.reporting,
        entry,
        step,
        stage,
        to_do,
        tried.acknowledged,
        tried.notes,
    )


def _check_words(given: Given) -> None:
    if not (given.case or given.reference.strip()):
        raise UsageFault(
            "Beslutet behöver ett diarienummer eller en annan beteckning (DEL-08).",
            'Ange --ärende DNR eller --referens "…".',
        )
    if not given.text.strip():
        raise UsageFault("Det framgår inte vad som är beslutat.", 'Ange --beslut "…".')


def _try(unit: Unit, desk: Desk, organ: Organ, given: Given) -> _Tried:
    """Everything against the decision: delegation and case at once. Raises Refused and NotAllowed."""
    case = find_case(unit, desk.organisation, given.case) if given.case else None
    holder = _holder(desk, organ, given.delegat)
    _require_recorder(desk, organ, holder)
    day = date.fromisoformat(given.day)
    versions = orders_of(desk.instance, organ.key)
    order = order_on(versions, day)
    point = order.point(given.point) if order else None
    conflicted = frozenset(json.loads(case.conflicted)) if case else frozenset()
    found = list(check_delegated(_as_decision(desk, given, case, holder), versions, holder, conflicted))
    step = None
    if case is not None:
        workflow = pinned_workflow(unit, case.workflow_digest)
        step = next((s for s in _deciding(workflow) if case.stage in s.sources), None)
        found += _against_case(unit, desk, organ, case, workflow, step, holder, given)
    found += _already(unit, organ, given, case.key if case else "", holder)
    label = case.dnr if case else given.reference
    refusal = f"Delegationsbeslutet i {label} kan inte registreras. Inget är antecknat."
    acknowledged = judge(refusal, tuple(found), given.answer)
    if order is None:  # check_delegated has refused it: kept apart for the type checker
        raise UsageFault("Ingen delegationsordning gällde den dagen.", "Se beredning delegation punkter.")
    notes = tuple(o for o in found if o.severity == "INFO")
    return _Tried(
        organ, case, holder, order, point, _title(order, point, holder, given, day), step, acknowledged, notes
    )


def _already(unit: Unit, organ: Organ, given: Given, case_key: str, holder: Holder) -> list[Obstacle]:
    """The same decision that day: most often a command given twice, so whoever means it must say so."""
    wanted = (case_key, given.reference.strip(), given.point, holder.person, given.amount)
    rows = unit.all(DelegatedRow, "by_period", organ.key, given.day, given.day)
    same = [r for r in rows if (r.case_key, r.reference, r.point, r.delegat, r.amount) == wanted]
    told = [f"{r.number}/{r.year}" for r in same if unit.text(r.subject) == given.text.strip()]
    hint = "Är det ett beslut till, svara varför: --skäl …"
    text = "Samma beslut är redan registrerat som {}."
    return [Obstacle("redan-registrerat", text.format(n), "Lokal rutin", "VARNING", hint=hint) for n in told]


def _holder(desk: Desk, organ: Organ, text: str) -> Holder:
    """The delegat: a person of the register, or an utskott of the organ."""
    wanted = text.strip().casefold()
    for one in desk.organisation.organs:
        if one.parent == organ.key and wanted in (one.key.casefold(), one.name.casefold()):
            names = dict.fromkeys(name for name in (one.name, one.definite, one.key, "arbetsutskottet") if name)
            return Holder(one.key, one.name, tuple(Holding(name, UTSKOTT) for name in names))
    return holder_of(desk.organisation, find_person(desk.organisation, text), organ.key)


def _require_recorder(desk: Desk, organ: Organ, holder: Holder) -> None:
    if desk.actor.person == holder.person:
        return
    if not any(desk.actor.has(role, organ.key, organ.parent, organ.administration) for role in RECORDERS):
        raise NotAllowed(
            f"{desk.actor.name} kan inte registrera {holder.name}s beslut.",
            "Det gör delegaten själv, eller en sekreterare eller registrator för nämnden.",
        )


def _as_decision(desk: Desk, given: Given, case: CaseRow | None, holder: Holder) -> DelegatedDecision:
    label = case.dnr if case else given.reference.strip()
    return DelegatedDecision(
        f"i {label}",
        date.fromisoformat(given.day),
        label,
        given.point,
        given.text.strip(),
        holder.person,
        holder.name,
        given.title,
        -(-given.amount // 100) if given.amount >= 0 else None,
        given.urgent,
        given.reason if given.urgent else "",
        date.fromisoformat(given.users_heard_on) if given.users_heard_on else None,
        given.users_agreed,
        execution_only=given.execution_only,
        registered_on=desk.day,
    )


def _deciding(workflow: Workflow) -> tuple[Step, ...]:
    """The steps by which a delegat decides."""
    return tuple(
        s
        for s in workflow.steps
        if s.roles and _DECIDERS.issuperset(s.roles) and any(n.name == "delegationsbeslut" for n in s.needs)
    )


def _against_case(
    unit: Unit,
    desk: Desk,
    organ: Organ,
    case: CaseRow,
    workflow: Workflow,
    step: Step | None,
    holder: Holder,
    given: Given,
) -> list[Obstacle]:
    """What the case has against being decided now; what its step asks is asked of the delegat, who decides."""
    origin = f"Flödet {workflow.name}"
    found = []
    if case.organ not in (organ.key, organ.parent):
        text = f"Ärendet {case.dnr} hör till {case.organ}, inte till {organ.key}."
        found.append(Obstacle("fel-organ", text, "KL 6:37", hint=f"Registrera beslutet hos {case.organ}."))
    if case.closed:
        text = f"Ärendet {case.dnr} avslutades {case.closed}."
        found.append(Obstacle("avslutat", text, origin, hint="Registrera ett nytt ärende, eller ange --referens."))
    if desk.actor.person != holder.person and desk.actor.person in json.loads(case.conflicted):
        text = f"{desk.actor.name} är jävig i {case.dnr} och får inte handlägga det."
        found.append(Obstacle("KL-28", text, "KL 6:28–30, 7:4", hint="Låt någon annan registrera beslutet."))
    if step is not None and desk.organisation.person(holder.person):
        found += _against_step(unit, _desk_of(desk, organ, holder, given), case, step, given)
    elif step is None and not case.closed and _deciding(workflow):
        stage = workflow.stage(case.stage)
        titles = {s.name: s.title for s in workflow.stages}
        sources = " eller ".join(f"”{titles[s]}”" for d in _deciding(workflow) for s in d.sources)
        text = f"Ärendet {case.dnr} står i ”{stage.title if stage else case.stage}”; delegaten beslutar från {sources}."
        found.append(Obstacle("fel-skede", text, origin, "VARNING", "delegat", hint="Flytta ärendet dit först."))
    return found


def _against_step(unit: Unit, desk: Desk, case: CaseRow, step: Step, given: Given) -> list[Obstacle]:
    try:
        plan_move(unit, desk, case, step.name, reason=given.answer)
    except Refused as refusal:
        # The decision is about to be recorded, jäv is already told, and why it is urgent is a reason too.
        known = {"delegationsbeslut-saknas", "KL-28"} | ({"skäl-saknas"} if given.reason.strip() else set())
        return [o for o in refusal.obstacles if o.code not in known]
    return []


def _then(desk: Desk, given: Given) -> Desk:
    """The desk on the day of the decision: the case is judged as it must have been then, and has stood decided since.

    The journal's own time is that of the transaction and stays the present.
    """
    day = date.fromisoformat(given.day)
    return desk if day >= desk.day else desk._replace(now=utc_from_local(datetime.combine(day, time(23, 59))))


def _desk_of(desk: Desk, organ: Organ, holder: Holder, given: Given) -> Desk:
    """The desk that day with the delegat at it, whom the point (or KL 6:39) makes delegat of the organ."""
    actor = desk.organisation.actor(holder.person, given.day, desk.actor.os_user)
    assert actor is not None
    return _then(desk, given)._replace(actor=actor._replace(roles=actor.roles | {("delegat", organ.key)}))


def _title(order: DelegationOrder, point: DelegationPoint | None, holder: Holder, given: Given, day: date) -> str:
    """The befattning the delegat decided as: the one named, else the one the point names; "" for an utskott."""
    if given.title:
        return given.title
    held = tuple(h for h in holder.held_on(day) if h.kind != UTSKOTT)
    named = [CHAIR] if given.urgent else []
    if point is not None:
        given_on = [s.receiver for s in order.subdelegations if s.point == point.nr]
        named += [point.delegate, *point.substitutes, *given_on]
    fits = [h.title for name in named for h in held if same_title(h.title, name)]
    if given.urgent:
        fits += [h.title for h in held if h.kind == LEDAMOT]
    return next(iter([*fits, *(h.title for h in held)]), "")


def _write(unit: Unit, desk: Desk, given: Given, tried: _Tried) -> tuple[DelegatedRow, int]:
    digest, orders = kept(unit, tried.order)
    year = int(given.day[:4])
    case_key = tried.case.key if tried.case else ""
    row = DelegatedRow(
        tried.organ.key,
        year,
        unit.next_number(SERIES, tried.organ.key, year),
        given.day,
        case_key,
        given.reference.strip(),
        given.point,
        digest,
        tried.holder.person,
        tried.title,
        unit.put_text(given.text.strip()),
        given.amount,
        int(given.urgent),
        unit.put_text(given.reason.strip()) if given.urgent else "",
        tried.point.reporting if tried.point and not given.urgent else NEXT_MEETING,
        "",
        0,
        tried.order.name,
    )
    own = desk.actor.person == tried.holder.person
    extra: dict[str, object] = {"delegated": f"{row.organ}:{row.year}:{row.number}"}
    if not own:
        extra["on_behalf"] = tried.holder.person
    if tried.acknowledged:
        extra["acknowledged"] = [o.code for o in tried.acknowledged]
        extra["reason"] = unit.put_text(given.answer.strip())
    if tried.notes:
        extra["notes"] = [o.code for o in tried.notes]
    if given.users_heard_on or given.users_agreed:
        extra["users"] = {"heard_on": given.users_heard_on, "agreed": int(given.users_agreed)}
    act = Act(
        desk.actor.person,
        (tried.title if own else "") or desk.actor.title,
        "delegationsbeslut",
        subject_of(row.organ, row.year, row.number, case_key),
        ground=_ground(given, tried),
        workflow_digest=tried.case.workflow_digest if tried.case else "",
        extra=extra,
    )
    return row, unit.write(act, [*orders, row], [None] * (len(orders) + 1)).number


def _ground(given: Given, tried: _Tried) -> str:
    law = "KL 6:39" if given.urgent else "KL 6:37"
    if tried.point and tried.point.delegate_kind == ANSTALLD and not given.urgent:
        law = "KL 6:37, 7:5"
    where = f"; {tried.order.name} punkt {given.point}" if tried.point else f"; {tried.order.name}"
    return law + where


def _take_step(unit: Unit, desk: Desk, given: Given, tried: _Tried) -> tuple[str, str, str]:
    """(step taken, stage it led to, what remains to do). Somebody who only records takes no step for the delegat."""
    if tried.case is None or tried.step is None:
        return "", "", ""
    case, reason = tried.case, given.acknowledgement or given.reason
    if desk.actor.person == tried.holder.person:
        then = _desk_of(desk, tried.organ, tried.holder, given)
        moved = move_in_unit(unit, then, case.key, tried.step.name, reason=reason)
        return moved.step, moved.to_stage, ""
    try:
        moved = move_in_unit(unit, _then(desk, given), case.key, tried.step.name, reason=reason)
    except Refused:
        how = f"beredning ärende flytta {case.dnr} {tried.step.name} --som {tried.holder.person}"
        return "", "", f"Ärendet står kvar: steget ”{tried.step.title}” tar {tried.holder.name} själv: {how}"
    return moved.step, moved.to_stage, ""
