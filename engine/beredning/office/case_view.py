"""What a case looks like to a person: where it stands, what has happened, what can be done next and what hinders it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.clock import local_time
from beredning.core.spelling import find
from beredning.core.workflow import from_text
from beredning.errors import Obstacle, StorageFault, UsageFault
from beredning.office.lookup import find_case
from beredning.office.track_data import track_data
from beredning.store.rows import (
    CaseRow,
    DecisionRow,
    DefinitionRow,
    EntryRow,
    PaperRow,
    ReportRow,
    ScheduledRow,
    TrackRow,
)

if TYPE_CHECKING:
    from datetime import datetime

    from beredning.core.organisation import Organisation
    from beredning.core.workflow import Workflow
    from beredning.office.desk import Desk
    from beredning.store import Reader

DEFAULT_LIMIT = 100


class CaseLine(NamedTuple):
    """One case in a list."""

    dnr: str
    title: str
    stage: str
    since: str
    officer: str
    organ: str


class CasePage(NamedTuple):
    """A page of a list: the lines, and whether there are more behind them."""

    cases: tuple[CaseLine, ...]
    more: bool


class TrackLine(NamedTuple):
    """A side track: its title, its stage, since when, whether it is done, and what was recorded."""

    name: str
    title: str
    stage: str
    since: str
    done: bool
    data: dict[str, str]


class PaperLine(NamedTuple):
    """A handling on the case."""

    number: int
    kind: str
    title: str
    version: int
    dated: str
    status: str
    digest: str


class ActLine(NamedTuple):
    """An act in the case's history, in local time."""

    time: str
    person: str
    act: str
    step: str
    from_stage: str
    to_stage: str


class NextStep(NamedTuple):
    """A step that leaves the present stage in the graph. at: "sammanträde" when a meeting takes it, else ""."""

    address: str
    title: str
    roles: tuple[str, ...]
    at: str


class CaseView(NamedTuple):
    """Everything `ärende visa` shows."""

    dnr: str
    title: str
    organ: str
    workflow: str
    workflow_version: str
    stage: str
    stage_since: str
    revision: int
    officer: str
    registered: str
    appeal_kind: str
    deciding_body: str
    reply_due: str
    marks: tuple[str, ...]
    tracks: tuple[TrackLine, ...]
    report: str
    papers: tuple[PaperLine, ...]
    meetings: tuple[str, ...]
    decisions: tuple[str, ...]
    history: tuple[ActLine, ...]
    next_steps: tuple[NextStep, ...]


class StepAnswer(NamedTuple):
    """Whether one step may be taken now, with every obstacle."""

    address: str
    title: str
    possible: bool
    obstacles: tuple[Obstacle, ...]


class Asked(NamedTuple):
    """What is in the way of a case, step by step, and which deadlines run where it stands."""

    steps: tuple[StepAnswer, ...]
    deadlines: tuple[Obstacle, ...]


def show(reader: Reader, organisation: Organisation, dnr: str) -> CaseView:
    """The case as a person wants to see it. Raises NotFound with the nearest numbers."""
    row = find_case(reader, organisation, dnr)
    definition = reader.one(DefinitionRow, row.workflow_digest)
    if definition is None:
        raise StorageFault(
            f"Flödesdefinitionen för {row.dnr} saknas i databasen.", "Kör beredning revision kontrollera."
        )
    workflow = from_text(definition.body)
    stage = workflow.stage(row.stage)
    tracks = {t.name: t for t in reader.all(TrackRow, "by_case", row.key)}
    return CaseView(
        row.dnr,
        reader.text(row.title),
        _organ(organisation, row.organ),
        row.workflow,
        workflow.version,
        stage.title if stage else row.stage,
        row.stage_since,
        row.revision,
        _name(organisation, row.officer),
        row.registered,
        row.appeal_kind,
        row.deciding_body,
        row.reply_due,
        tuple(json.loads(row.marks)),
        _tracks(reader, workflow, tracks),
        _report(reader, row.key),
        _papers(reader, row.key),
        _meetings(reader, row.key),
        _decisions(reader, row.key),
        tuple(_act(organisation, entry) for entry in reader.all(EntryRow, "by_subject", row.key)),
        _next(workflow, row, tracks),
    )


def next_steps(reader: Reader, organisation: Organisation, dnr: str) -> tuple[NextStep, ...]:
    """The steps that leave the case's present stages in the graph. Raises NotFound."""
    row = find_case(reader, organisation, dnr)
    definition = reader.one(DefinitionRow, row.workflow_digest)
    tracks = {t.name: t for t in reader.all(TrackRow, "by_case", row.key)}
    return _next(from_text(definition.body), row, tracks) if definition else ()


def page(
    reader: Reader,
    organisation: Organisation,
    organ: str = "",
    stage: str = "",
    officer: str = "",
    limit: int = DEFAULT_LIMIT,
) -> CasePage:
    """The newest cases, of an organ, in a stage or of an officer (the first of these that is given)."""
    if limit < 1:
        raise UsageFault("Antalet måste vara minst 1.", "Ange till exempel --antal 50.")
    if organ and stage:
        rows = reader.all(CaseRow, "by_organ_stage", organ, stage, limit + 1, 0)
    elif organ:
        rows = reader.all(CaseRow, "by_organ", organ, limit + 1, 0)
    elif stage:
        rows = reader.all(CaseRow, "by_stage", stage, limit + 1, 0)
    elif officer:
        rows = reader.all(CaseRow, "by_officer", officer, limit + 1, 0)
    else:
        rows = reader.all(CaseRow, "page", limit + 1, 0)
    if officer and (organ or stage):
        rows = [row for row in rows if row.officer == officer]
    lines = (
        CaseLine(r.dnr, reader.text(r.title), r.stage, r.stage_since, _name(organisation, r.officer), r.organ)
        for r in rows[:limit]
    )
    return CasePage(tuple(lines), len(rows) > limit)


def ask(desk: Desk, dnr: str, step: str = "") -> Asked:
    """For each step that leaves the present stage (or the one named): may it be taken, and if not, every reason why.

    The deadlines of the stage come with it, unless one step is named. Raises NotFound.
    """
    from beredning.core.due import warnings
    from beredning.core.law import Law
    from beredning.core.moves import Refusal, decide, possible_steps
    from beredning.office.effects import obstacles as lacking
    from beredning.office.moving import whole_case

    law, settings = Law.on(desk.day), desk.organisation.settings
    answers = []
    with desk.database.read() as reader:
        row = find_case(reader, desk.organisation, dnr)
        case, workflow = whole_case(reader, desk, row)
        chosen = (find(step, workflow.addresses()) or step,) if step else possible_steps(case, workflow)
        for address in chosen:
            found = workflow.step(address)
            answer = decide(case, address, desk.actor, desk.now, workflow, law, settings=settings)
            refused = isinstance(answer, Refusal)
            told = answer.obstacles if isinstance(answer, Refusal) else answer.notes
            made = lacking(reader, desk, row, found[1]) if found else ()
            known = {(o.code, o.text) for o in told}
            told += tuple(o for o in made if (o.code, o.text) not in known)
            answers.append(StepAnswer(address, found[1].title if found else address, not (refused or made), told))
    deadlines = () if step else warnings(case, workflow, desk.day, desk.organisation.meetings)
    return Asked(tuple(answers), deadlines)


def _tracks(reader: Reader, workflow: Workflow, rows: dict[str, TrackRow]) -> tuple[TrackLine, ...]:
    lines = []
    for track in workflow.tracks:
        row = rows.get(track.name)
        state = row.state if row else track.start
        title = next((s.title for s in track.stages if s.name == state), state)
        data = track_data(reader, row.data) if row else {}
        lines.append(TrackLine(track.name, track.title, title, row.since if row else "", state in track.done, data))
    return tuple(lines)


def _report(reader: Reader, key: str) -> str:
    versions = [row for row in reader.all(ReportRow, "by_case", key) if row.counts]
    if not versions:
        return ""
    last = max(versions, key=lambda r: r.version)
    missing = json.loads(last.missing)
    rest = (
        f", godkänd {last.approved_on}"
        if last.approved_on
        else f", saknar {', '.join(missing)}"
        if missing
        else ", komplett"
    )
    return f"version {last.version} ({last.status}{rest})"


def _papers(reader: Reader, key: str) -> tuple[PaperLine, ...]:
    return tuple(
        PaperLine(p.number, p.kind, reader.text(p.title), p.version, p.dated, p.status, p.digest)
        for p in reader.all(PaperRow, "by_case", key)
    )


def _meetings(reader: Reader, key: str) -> tuple[str, ...]:
    return tuple(f"{s.meeting} punkt {s.label or s.item} ({s.state})" for s in reader.all(ScheduledRow, "by_case", key))


def _decisions(reader: Reader, key: str) -> tuple[str, ...]:
    return tuple(
        f"{d.organ} § {d.number}/{d.year} {d.decided_on}: {d.outcome}" for d in reader.all(DecisionRow, "by_case", key)
    )


def _act(organisation: Organisation, entry: EntryRow) -> ActLine:
    when = local_time(_moment(entry.time)).strftime("%Y-%m-%d %H:%M")
    return ActLine(when, _name(organisation, entry.person), entry.act, entry.step, entry.from_stage, entry.to_stage)


def _moment(text: str) -> datetime:
    from datetime import datetime

    return datetime.fromisoformat(text)


def _next(workflow: Workflow, row: CaseRow, tracks: dict[str, TrackRow]) -> tuple[NextStep, ...]:
    stage = workflow.stage(row.stage)
    if stage is None or stage.final:
        return ()
    found = [
        NextStep(s.name, s.title, s.roles, "sammanträde" if s.organ else "")
        for s in workflow.steps
        if row.stage in s.sources
    ]
    for track in workflow.tracks:
        state = tracks[track.name].state if track.name in tracks else track.start
        found += [NextStep(f"{track.name}:{s.name}", s.title, s.roles, "") for s in track.steps if state in s.sources]
    return tuple(found)


def _name(organisation: Organisation, key: str) -> str:
    person = organisation.person(key)
    return person.name if person else key


def _organ(organisation: Organisation, key: str) -> str:
    organ = organisation.organ(key)
    return organ.name if organ else key
