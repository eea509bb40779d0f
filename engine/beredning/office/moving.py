"""Moves a case: decides purely, then writes the move, its marks and its journal entry as one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.case import Case, Occasion
from beredning.core.clock import local_time
from beredning.core.journal import Act
from beredning.core.law import Law
from beredning.core.moves import Move, Refusal, decide
from beredning.core.spelling import find
from beredning.core.workflow import Workflow, from_text
from beredning.errors import Clash, Refused, StorageFault, UsageFault
from beredning.office.case_facts import ALL, facts_for, gather
from beredning.office.desk import Desk
from beredning.office.lookup import find_case
from beredning.office.track_data import track_text
from beredning.store.rows import CaseRow, DefinitionRow, EntryRow, Row, TrackRow

if TYPE_CHECKING:
    from beredning.errors import Obstacle
    from beredning.office.effects import Product
    from beredning.store import Reader, Unit


CONSULTATION = "mbl"
# Definitions never change under their digest, so those met once are kept for the life of the process.
_definitions: dict[str, Workflow] = {}


class Plan(NamedTuple):
    """A move that was decided on facts as they were read: what to write, and the rows it was decided on."""

    case: CaseRow
    track: TrackRow | None
    facts: Case
    workflow: Workflow
    move: Move


class Moved(NamedTuple):
    """A move that was written. stage and title are those after it; possible: steps the graph offers next."""

    dnr: str
    step: str
    track: str
    track_title: str
    from_stage: str
    to_stage: str
    title: str
    revision: int
    entry: int
    acknowledged: tuple[str, ...]
    possible: tuple[str, ...]


def move(
    desk: Desk,
    dnr: str,
    step: str,
    reason: str = "",
    data: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> Moved:
    """Takes one step with a case. revision: what the person saw; the move is refused when the case has changed since.

    Raises NotFound, Refused (every obstacle), Clash (somebody was first; says what changed), StorageFault.
    """
    with desk.database.read() as reader:
        row = find_case(reader, desk.organisation, dnr)
        if revision is not None and row.revision != revision:
            raise _clash(reader, row, revision)
        plan = plan_move(reader, desk, row, step, reason=reason)
        seen, _ = reader.head()
    with desk.unit() as unit:
        if unit.number != seen + 1:
            plan = _decided_again(unit, desk, row, step, reason)
        try:
            written = write_move(unit, desk, plan, data or {})
        except Clash:
            now = unit.one(CaseRow, row.key)
            raise (
                _clash(unit, now, row.revision) if now else StorageFault(f"Ärendet {dnr} finns inte längre.")
            ) from None
    return _moved(plan, *written)


def _decided_again(unit: Unit, desk: Desk, row: CaseRow, step: str, reason: str) -> Plan:
    """The step decided anew in the write transaction, because something was written since the facts were read: it may
    have been about another case, or about what the rules looked at (a new version of the report, a place on an agenda).

    Raises Clash when the case itself was moved, Refused when the step is no longer possible.
    """
    now = unit.one(CaseRow, row.key)
    if now is None:
        raise StorageFault(f"Ärendet {row.dnr} finns inte längre.", "Kör beredning revision kontrollera.")
    if now.entry != row.entry:
        raise _clash(unit, now, row.revision)
    return plan_move(unit, desk, now, step, reason=reason)


def move_in_unit(
    unit: Unit,
    desk: Desk,
    case_key: str,
    step: str,
    occasion: Occasion | None = None,
    reason: str = "",
    documents: tuple[str, ...] = (),
    data: Mapping[str, str] | None = None,
) -> Moved:
    """Takes one step inside somebody else's transaction (a meeting's act). Raises NotFound and Refused."""
    row = unit.one(CaseRow, case_key)
    if row is None:
        raise StorageFault(f"Ärendet {case_key} saknas i databasen.", "Kör beredning revision kontrollera.")
    plan = plan_move(unit, desk, row, step, occasion, reason)
    return _moved(plan, *write_move(unit, desk, plan, data or {}, documents))


def plan_move(
    reader: Reader, desk: Desk, row: CaseRow, step: str, occasion: Occasion | None = None, reason: str = ""
) -> Plan:
    """Decides a step on the facts of `row`. Raises Refused with every obstacle."""
    workflow = pinned_workflow(reader, row.workflow_digest)
    step = find(step, workflow.addresses()) or step
    found = workflow.step(step)
    law = Law.on(date.fromisoformat(occasion.day) if occasion else desk.day)
    settings = desk.organisation.settings
    needed = facts_for(found[1]) | ({"spår"} if found[0] else set()) if found else ALL
    case = gather(reader, desk.organisation, row, needed)
    answer = decide(case, step, desk.actor, desk.now, workflow, law, occasion, reason, settings)
    if isinstance(answer, Refusal) and needed is not ALL:
        # A refusal also tells which steps are possible, side tracks among them: it is answered on every fact.
        case = gather(reader, desk.organisation, row)
        answer = decide(case, step, desk.actor, desk.now, workflow, law, occasion, reason, settings)
    if isinstance(answer, Refusal):
        raise Refused(f"Steget ”{step}” kan inte tas med {row.dnr} nu.", answer.obstacles)
    track = reader.one(TrackRow, row.key, answer.track) if answer.track else None
    return Plan(row, track, case, workflow, answer)


def write_move(
    unit: Unit, desk: Desk, plan: Plan, data: Mapping[str, str], documents: tuple[str, ...] = ()
) -> tuple[int, tuple[Obstacle, ...]]:
    """Writes a decided move and what its effects make: the entry's number, and the warnings that the reason answers
    for. Raises Clash when a row has changed since it was read, Refused when a document cannot be made as it should."""
    made = _products(unit, desk, plan)
    rows, seen = _rows(unit, plan, desk, data)
    for product in made:
        rows += product.rows
        seen += product.seen
    extra: dict[str, object] = {}
    acknowledged = plan.move.acknowledged + tuple(o for product in made for o in product.acknowledged)
    if plan.move.reason:
        extra["reason"] = unit.put_text(plan.move.reason)
    if acknowledged:
        extra["acknowledged"] = [o.code for o in acknowledged]
    marks = [mark for product in made for mark in product.marks]
    if marks:
        extra["granskning"] = marks
    act = Act(
        desk.actor.person,
        desk.actor.title,
        "flytt",
        plan.case.key,
        plan.move.address,
        plan.move.from_stage,
        plan.move.to_stage,
        plan.move.ground,
        plan.case.workflow_digest,
        documents + tuple(digest for product in made for digest in product.documents),
        extra,
    )
    return unit.write(act, rows, seen).number, acknowledged


def _products(unit: Unit, desk: Desk, plan: Plan) -> list[Product]:
    """The documents that the step makes."""
    kinds = [effect.name for effect in plan.move.effects if effect.kind == "handling"]
    if not kinds:
        return []
    from beredning.office.effects import make

    return [make(unit, desk, plan, kind) for kind in kinds]


def pinned_workflow(reader: Reader, digest: str) -> Workflow:
    """The definition that a case is pinned to. Raises StorageFault when it is missing."""
    known = _definitions.get(digest)
    if known is not None:
        return known
    row = reader.one(DefinitionRow, digest)
    if row is None:
        raise StorageFault(
            f"Flödesdefinitionen {digest[:12]} saknas i databasen.", "Kör beredning revision kontrollera."
        )
    _definitions[digest] = from_text(row.body)
    return _definitions[digest]


def whole_case(reader: Reader, desk: Desk, row: CaseRow) -> tuple[Case, Workflow]:
    """Every fact of a case with the definition it follows."""
    return gather(reader, desk.organisation, row, ALL), pinned_workflow(reader, row.workflow_digest)


def _rows(unit: Unit, plan: Plan, desk: Desk, data: Mapping[str, str]) -> tuple[list[Row], list[Row | None]]:
    move, row, day = plan.move, plan.case, desk.day.isoformat()
    marks = (set(plan.facts.marks) - {e.name for e in move.effects if e.kind == "bort"}) | {
        e.name for e in move.effects if e.kind == "märke"
    }
    after = row._replace(
        revision=row.revision + 1, marks=json.dumps(sorted(marks), ensure_ascii=False, separators=(",", ":"))
    )
    if move.track:
        text = track_text(unit, _recorded(plan, desk, data))
        return [after, TrackRow(row.key, move.track, move.to_stage, day, text)], [row, plan.track]
    if data:
        raise UsageFault(
            f"Steget ”{move.address}” tar inga uppgifter; de hör till sidospårens steg.",
            "Utelämna --uppgift, eller ge den till sidospårets steg.",
        )
    stage = plan.workflow.stage(move.to_stage)
    closed = day if stage and stage.final else ""
    return [after._replace(stage=move.to_stage, stage_since=day, closed=closed)], [row]


def _recorded(plan: Plan, desk: Desk, data: Mapping[str, str]) -> dict[str, str]:
    """What the side track holds after the move; an MBL track also what entering the stage tells by itself."""
    before = plan.facts.tracks.get(plan.move.track)
    kept = {**(before.data if before else {}), **data}
    if plan.move.track != CONSULTATION:
        return kept
    from beredning.core.consultation import entered, record_from

    recorded = entered(plan.move.to_stage, kept, desk.day, plan.move.reason, desk.actor.name)
    record_from(plan.move.to_stage, recorded)  # what cannot be read back is refused before it is written
    return recorded


def _moved(plan: Plan, entry: int, acknowledged: tuple[Obstacle, ...]) -> Moved:
    from beredning.core.machine import machine_for, possible

    move = plan.move
    track = plan.workflow.track(move.track) if move.track else None
    stages = track.stages if track else plan.workflow.stages
    title = next((s.title for s in stages if s.name == move.to_stage), move.to_stage)
    steps = possible(machine_for(plan.workflow, move.track), move.to_stage)
    prefix = f"{move.track}:" if move.track else ""
    return Moved(
        plan.case.dnr,
        move.address,
        move.track,
        track.title if track else "",
        move.from_stage,
        move.to_stage,
        title,
        plan.case.revision + 1,
        entry,
        tuple(o.text for o in acknowledged),
        tuple(prefix + s for s in steps),
    )


def _clash(reader: Reader, row: CaseRow, seen_revision: int) -> Clash:
    entries = [e for e in reader.all(EntryRow, "by_subject", row.key) if e.act == "flytt"]
    missed = entries[-(row.revision - seen_revision) :] if row.revision > seen_revision else []
    changes = tuple(
        f"{local_time(datetime.fromisoformat(e.time)):%Y-%m-%d %H:%M} {e.person}: "
        f"{e.step} ({e.from_stage} → {e.to_stage})"
        for e in missed
    )
    return Clash(
        f"Ärendet {row.dnr} har ändrats sedan du såg det (revision {seen_revision}, nu {row.revision}). "
        "Ditt steg är inte taget.",
        changes,
        f"Läs om med beredning ärende visa {row.dnr} och försök igen.",
    )
