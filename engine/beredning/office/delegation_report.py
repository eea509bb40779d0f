"""Notes that delegated decisions were reported at a §, and the own protokoll and posting of those that are not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.agenda import STANDING
from beredning.core.delegation import NOT_REPORTED
from beredning.core.meeting import CALLED, OPENED, PLANNED
from beredning.core.reporting import check_list, check_noting
from beredning.errors import NotAllowed, NotFound, Obstacle, Refused, UsageFault
from beredning.office.delegation import RECORDERS, subject_of
from beredning.office.delegation_list import Listed, make_list, same_organ
from beredning.office.delegation_view import (
    APART,
    APART_ACT,
    Read,
    due_of,
    find_delegated,
    read_decision,
    sittings_of,
)
from beredning.office.desk import Desk
from beredning.office.meeting_state import act_of, find_meeting, find_organ, judge, require_secretary
from beredning.store.rows import AgendaRow, DecisionRow, DelegatedRow, MeetingRow

if TYPE_CHECKING:
    from beredning.core.organisation import Organ
    from beredning.store import Unit


class Reported(NamedTuple):
    """Decisions that were noted at a §. steps: what remains to do with their cases."""

    meeting: str
    number: int
    year: int
    decisions: tuple[str, ...]
    late: tuple[Obstacle, ...]
    acknowledged: tuple[Obstacle, ...]
    steps: tuple[str, ...]
    entry: int


class Posted(NamedTuple):
    """A decision with its own protokoll, posted. appeal_until: last day for laglighetsprövning."""

    organ: str
    number: str
    minuted_on: str
    posted_on: str
    appeal_until: str
    entry: int


def report(
    desk: Desk, organ_text: str, meeting: str, number: int = 0, reason: str = "", chosen: tuple[str, ...] = ()
) -> Reported:
    """Marks decisions as reported at a meeting's §, as one act: those on its list, or the `chosen` numbers of them.

    number: the §; 0 finds that of the standing item for delegated decisions. Raises Refused, NotFound, UsageFault
    (nothing to report) and NotAllowed.
    """
    organ = find_organ(desk.organisation, organ_text)
    with desk.unit() as unit:
        require_secretary(desk, organ)
        row = find_meeting(unit, desk.organisation, meeting)
        same_organ(organ, row.organ)
        decision = _paragraph(unit, row, number)
        listed = make_list(unit, desk.organisation, organ.key, row.key, desk.day)
        reads = _chosen(unit, desk, organ, listed, chosen, row)
        sentences = tuple(unit.text(decision.wording).splitlines())
        found = (*check_list(tuple(r.decision for r in reads)), *check_noting(sentences))
        acknowledged = judge(f"Besluten kan inte anmälas vid {row.key} § {decision.number}.", found, reason)
        extra: dict[str, object] = {"delegated": [f"{r.row.organ}:{r.row.year}:{r.row.number}" for r in reads]}
        if acknowledged:
            extra |= {"acknowledged": [o.code for o in acknowledged], "reason": unit.put_text(reason.strip())}
        after = [r.row._replace(reported_meeting=row.key, reported_number=decision.number) for r in reads]
        act = act_of(desk, "anmälan av delegationsbeslut", row.key, ground="KL 6:40, 7:8", extra=extra)
        entry = unit.write(act, after, [r.row for r in reads])
        late = _late(desk, unit, organ, row, reads)
        steps = tuple(dict.fromkeys(s for r in reads if (s := _case_step(unit, r, row, decision))))
    numbers = tuple(r.decision.nr for r in reads)
    return Reported(row.key, decision.number, decision.year, numbers, late, acknowledged, steps, entry.number)


def post_apart(desk: Desk, organ_text: str, number: str, minuted_on: str, posted_on: str) -> Posted:
    """Records that a decision which is not to be reported has its own protokoll and is posted (DEL-06); ISO days.

    Raises NotFound, NotAllowed, UsageFault (days in the wrong order) and Refused for a decision that is reported.
    """
    from beredning.core.deadlines import appeal_period

    organ = find_organ(desk.organisation, organ_text)
    with desk.unit() as unit:
        if not any(desk.actor.has(role, organ.key, organ.parent, organ.administration) for role in RECORDERS):
            raise NotAllowed(
                f"{desk.actor.name} kan inte anteckna anslag för {organ.name}.",
                "Rollen sekreterare eller registrator behövs.",
            )
        row = find_delegated(unit, organ.key, number)
        label = f"{row.number}/{row.year}"
        _may_post(row, label)
        if not row.decided_on <= minuted_on <= posted_on <= desk.day.isoformat():
            raise UsageFault(
                f"Dagarna är i fel ordning: beslut {row.decided_on}, protokoll {minuted_on}, anslag {posted_on}.",
                f"Protokollet kommer efter beslutet, anslaget efter protokollet, och inget efter i dag, {desk.day}.",
            )
        extra = {
            "delegated": f"{row.organ}:{row.year}:{row.number}",
            "minuted_on": minuted_on,
            "posted_on": posted_on,
        }
        subject = subject_of(row.organ, row.year, row.number, row.case_key)
        act = act_of(desk, APART_ACT, subject, ground="KL 6:40, 7:8, 8:10", extra=dict(extra))
        entry = unit.write(act, [row._replace(reported_meeting=APART)], [row])
    until = appeal_period(date.fromisoformat(posted_on)).last_day.isoformat()
    return Posted(organ.key, label, minuted_on, posted_on, until, entry.number)


def _paragraph(unit: Unit, row: MeetingRow, number: int) -> DecisionRow:
    """The § where the decisions are noted. Raises Refused when it is not there yet, NotFound for another number."""
    if row.state in (PLANNED, CALLED, OPENED):
        text = (
            f"Sammanträdet {row.key} är {row.state}; paragrafen där besluten antecknas får sitt nummer vid avslutandet."
        )
        hint = f"beredning sammanträde avsluta {row.key}"
        raise Refused(
            "Besluten kan inte anmälas än.",
            (Obstacle("fel-läge", text, "KL 6:40, 13:5", remover="sekreterare", hint=hint),),
        )
    decided = [d for d in unit.all(DecisionRow, "by_meeting", row.key) if d.number]
    if number:
        found = next((d for d in decided if d.number == number), None)
        if found is None:
            names = tuple(f"§ {d.number}" for d in decided)
            raise NotFound(f"{row.key} har ingen § {number}.", f"Paragraferna är {', '.join(names)}.", names)
        return found
    items = {
        a.item
        for a in unit.all(AgendaRow, "by_meeting", row.key)
        if a.kind == STANDING and any(word in unit.text(a.title).casefold() for word in ("delegering", "delegation"))
    }
    fits = [d for d in decided if d.item in items]
    if len(fits) == 1:
        return fits[0]
    text = "Ingen" if not fits else "Mer än en"
    raise Refused(
        f"Det framgår inte vid vilken paragraf besluten anmäldes vid {row.key}.",
        (
            Obstacle(
                "DEL-07",
                f"{text} paragraf vid mötet redovisar delegationsbeslut.",
                "KL 13:5",
                remover="sekreterare",
                hint="Ange --paragraf NR, eller anteckna beslutet på punkten först.",
            ),
        ),
    )


def _chosen(
    unit: Unit, desk: Desk, organ: Organ, listed: Listed, chosen: tuple[str, ...], row: MeetingRow
) -> list[Read]:
    """The decisions to mark: all on the list that were registered before the meeting closed, or those named."""
    on_list = {line.nr for line in listed.reported}
    open_rows = unit.all(DelegatedRow, "unreported", organ.key)
    if chosen:
        named = [find_delegated(unit, organ.key, text) for text in chosen]
        wrong = [f"{n.number}/{n.year}" for n in named if n not in open_rows or n.decided_on > row.day]
        if wrong:
            raise UsageFault(
                f"Delegationsbeslut {', '.join(wrong)} är redan anmält eller fattat efter {row.day}.",
                f"Listan visas av: beredning delegation lista {organ.key} --till {row.key}",
            )
        return [read_decision(unit, desk.organisation, n) for n in named]
    reads = [read_decision(unit, desk.organisation, r) for r in open_rows if f"{r.number}/{r.year}" in on_list]
    reads = [r for r in reads if not row.closed_at or _local(r.registered) <= row.closed_at]
    if not reads:
        raise UsageFault(
            f"Det finns inga delegationsbeslut att anmäla vid {row.key}.",
            f"Listan visas av: beredning delegation lista {organ.key} --till {row.key}",
        )
    return reads


def _local(time: str) -> str:
    from datetime import datetime

    from beredning.core.clock import local_time

    return local_time(datetime.fromisoformat(time)).strftime("%Y-%m-%d %H:%M")


def _late(desk: Desk, unit: Unit, organ: Organ, row: MeetingRow, reads: list[Read]) -> tuple[Obstacle, ...]:
    """What was reported later than it should."""
    sittings = sittings_of(unit, desk.organisation, organ.key)
    day = date.fromisoformat(row.day)
    told = [r._replace(decision=r.decision._replace(reported_on=day)) for r in reads]
    return tuple(o for r in told for o in due_of(r, sittings, desk.day).obstacles if o.severity != "INFO")


def _case_step(unit: Unit, read: Read, row: MeetingRow, decision: DecisionRow) -> str:
    """The command by which the secretary moves the case on, when its workflow has such a step from where it stands."""
    from beredning.office.moving import pinned_workflow

    if read.case is None or read.case.closed:
        return ""
    workflow = pinned_workflow(unit, read.case.workflow_digest)
    for step in workflow.steps:
        reporting = "sekreterare" in step.roles and "6:40" in step.ground and "registrator" not in step.roles
        if reporting and any(n.name == "delegationsbeslut" for n in step.needs) and read.case.stage in step.sources:
            return f'beredning ärende flytta {read.case.dnr} {step.name} --skäl "§ {decision.number}, {row.day}"'
    return ""


def _may_post(row: DelegatedRow, label: str) -> None:
    found = []
    if row.reporting != NOT_REPORTED or row.urgent:
        text = f"Delegationsbeslut {label} ska anmälas till nämnden; tiden räknas då från anslaget av den paragrafen."
        found.append(
            Obstacle("DEL-06", text, "KL 6:40, 7:8", hint=f"beredning delegation anmäl {row.organ} SAMMANTRÄDE")
        )
    elif row.reported_meeting:
        text = f"Protokoll och anslag för delegationsbeslut {label} är redan antecknade."
        found.append(Obstacle("DEL-06", text, "KL 6:40, 7:8"))
    if found:
        raise Refused(f"Delegationsbeslut {label} kan inte protokollföras särskilt.", tuple(found))
