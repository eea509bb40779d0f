"""Gathers everything that the rules may ask about a case, and no more than they will ask."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from beredning.core.case import Case, CaseDecision, Paper, Placement, Report, TrackState
from beredning.core.organisation import Organisation
from beredning.core.requirements import NAMES
from beredning.core.workflow import Step
from beredning.office.track_data import track_data
from beredning.store.rows import (
    AdjustmentRow,
    AppealRow,
    CaseRow,
    DecisionRow,
    DelegatedRow,
    DispatchRow,
    MeetingRow,
    PaperRow,
    ReportRow,
    ScheduledRow,
    TrackRow,
)

if TYPE_CHECKING:
    from beredning.store import Reader

ALL = frozenset({"spår", "utlåtande", "handlingar", "dagordning", "beslut", "delegationsbeslut", "uppdrag"})


def facts_for(step: Step) -> frozenset[str]:
    """The parts of a case that the requirements of a step look at."""
    wanted = {part for need in step.needs if need.name in NAMES for part in NAMES[need.name].facts}
    return frozenset(wanted | {"dagordning"}) if step.organ else frozenset(wanted)


def gather(reader: Reader, organisation: Organisation, row: CaseRow, facts: Collection[str] = ALL) -> Case:
    """The case of `row` as a value. facts: which parts to read; parts left out are empty."""
    placements = _placements(reader, organisation, row.key) if "dagordning" in facts else ()
    return Case(
        row.key,
        row.dnr,
        reader.text(row.title) if facts is ALL else "",
        row.organ,
        row.administration,
        row.workflow,
        row.workflow_digest,
        row.stage,
        row.stage_since,
        row.revision,
        row.officer,
        row.registered,
        row.appeal_kind,
        row.deciding_body,
        row.competence,
        row.reply_due,
        _names(row.marks),
        _tracks(reader, row.key) if "spår" in facts else {},
        _report(reader, row.key) if "utlåtande" in facts else None,
        _papers(reader, row.key) if "handlingar" in facts else (),
        placements,
        _decisions(reader, organisation, row.key) if "beslut" in facts else (),
        _delegated(reader, row.key) if "delegationsbeslut" in facts else (),
        _names(row.conflicted),
        _assignments(reader, row) if "uppdrag" in facts else (),
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(json.loads(text)) if text != "[]" else frozenset()


def _tracks(reader: Reader, key: str) -> dict[str, TrackState]:
    return {
        t.name: TrackState(t.name, t.state, t.since, track_data(reader, t.data))
        for t in reader.all(TrackRow, "by_case", key)
    }


def _assignments(reader: Reader, row: CaseRow) -> tuple[str, ...]:
    """The assignments that are not reported back."""
    return tuple(reader.text(one["text"]) for one in json.loads(row.assignments) if not one["done"])


def _report(reader: Reader, key: str) -> Report | None:
    versions = [row for row in reader.all(ReportRow, "by_case", key) if row.counts]
    if not versions:
        return None
    row = max(versions, key=lambda r: r.version)
    content = json.loads(reader.file(row.content))
    underlag = tuple(str(title) for title in content.get("underlag", ()))
    return Report(
        row.version, row.status, row.author, row.approved_by, row.approved_on, tuple(json.loads(row.missing)), underlag
    )


def _papers(reader: Reader, key: str) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            f"{key}#{p.number}",
            p.kind,
            reader.text(p.title),
            p.version,
            p.digest,
            p.dated,
            p.status,
            p.author,
            p.approved_by,
            p.approved_on,
            p.filename,
        )
        for p in reader.all(PaperRow, "by_case", key)
    )


def _placements(reader: Reader, organisation: Organisation, key: str) -> tuple[Placement, ...]:
    found = []
    for item in reader.all(ScheduledRow, "by_case", key):
        organ = organisation.organ(item.organ)
        planned = next((m for m in organisation.meetings if (m.organ, m.day) == (item.organ, item.day)), None)
        found.append(
            Placement(
                item.meeting,
                item.organ,
                organ.kind if organ else "",
                item.day,
                item.item,
                item.label,
                item.mode,
                item.sent_on,
                item.kind == "extra",
                item.state == "öppen",
                planned.manuscript if planned else "",
            )
        )
    return tuple(found)


def _decisions(reader: Reader, organisation: Organisation, key: str) -> tuple[CaseDecision, ...]:
    sent = reader.all(DispatchRow, "by_case", key)
    appeals = {(a.meeting, a.number): a for a in reader.all(AppealRow, "by_case", key)}
    found = []
    for row in reader.all(DecisionRow, "by_case", key):
        meeting = reader.one(MeetingRow, row.meeting)
        organ = organisation.organ(row.organ)
        ranges = [
            a
            for a in reader.all(AdjustmentRow, "by_meeting", row.meeting)
            if a.from_number <= row.number <= a.to_number
        ]
        last = ranges[-1] if ranges else None
        appeal = appeals.get((row.meeting, row.number))
        found.append(
            CaseDecision(
                row.meeting,
                row.organ,
                organ.kind if organ else "",
                row.decided_on,
                row.number,
                row.outcome,
                bool(row.deciding),
                bool(meeting and meeting.minutes),
                last.adjusted_on if last else "",
                last.posted_on if last else "",
                last.appeal_until if last else "",
                last.removed_on if last else "",
                appeal.checked_on if appeal and appeal.notice_up else "",
                appeal.received_on if appeal else "",
                tuple(reader.text(digest) for digest in json.loads(row.receivers)),
                tuple(
                    reader.text(s.receiver)
                    for s in sent
                    if (s.meeting, s.number) == (row.meeting, row.number) and s.sent_on
                ),
            )
        )
    return tuple(found)


def _delegated(reader: Reader, key: str) -> tuple[str, ...]:
    return tuple(f"{d.organ}:{d.year}:{d.number}" for d in reader.all(DelegatedRow, "by_case", key))
