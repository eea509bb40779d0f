"""The auditors' report lines for one organ and year (KL-62): one question each, with what was found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import deadlines
from beredning.core.decision import outcome
from beredning.core.delegation import NOT_REPORTED
from beredning.core.meeting import CLOSED, STATES
from beredning.core.minutes import record_from_json
from beredning.core.organisation import Actor
from beredning.errors import Obstacle
from beredning.office import meeting_state
from beredning.office.audit_reference import section_name
from beredning.office.delegation_view import due_of, read_decision, sittings_of
from beredning.office.desk import Desk
from beredning.office.meeting_decide import law_obstacles
from beredning.store.rows import (
    AdjustmentRow,
    AppealRow,
    CaseRow,
    DecisionRow,
    DelegatedRow,
    DispatchRow,
    MeetingRow,
)

if TYPE_CHECKING:
    from beredning.core.organisation import Organ, Organisation
    from beredning.office.instance import Instance
    from beredning.store import Database, Reader

DISPOSED = "[gallrat]"

NOT_COVERED = (
    "Om besluten är sakligt riktiga, och om underlagen räckte.",
    "Beslut som fattades men aldrig registrerades; journalen vet bara det som har skrivits in i den.",
    "Delegationsbeslut i verksamhetssystem som inte är registrerade här.",
    "Att anslaget verkligen satt uppe på anslagstavlan; här finns bara vad någon har antecknat.",
    "Jäv som ingen har anmält.",
)


class ReportLine(NamedTuple):
    """One question. checked: how many were tried. findings: one sentence each. untried: how many could not be tried,
    because their text is disposed of."""

    code: str
    question: str
    ground: str
    checked: int
    findings: tuple[str, ...]
    untried: int = 0


class AuditReport(NamedTuple):
    """All lines, and what they do not cover, in words. head: of the journal when it was read."""

    organ: str
    organ_name: str
    year: int
    day: str
    lines: tuple[ReportLine, ...]
    not_covered: tuple[str, ...]
    head: tuple[int, str]


class _Year(NamedTuple):
    """What the questions are asked of."""

    reader: Reader
    desk: Desk
    organ: Organ
    year: int
    meetings: tuple[MeetingRow, ...]
    decisions: tuple[DecisionRow, ...]
    ranges: dict[str, list[AdjustmentRow]]
    cases: dict[str, CaseRow]

    @property
    def held(self) -> tuple[MeetingRow, ...]:
        """The meetings that are over."""
        return tuple(m for m in self.meetings if STATES.index(m.state) >= STATES.index(CLOSED))

    def range_of(self, row: DecisionRow) -> AdjustmentRow | None:
        """The adjusted run that holds the §, or None."""
        runs = self.ranges.get(row.meeting, ())
        return next((r for r in reversed(runs) if r.from_number <= row.number <= r.to_number), None)


def reading_desk(instance: Instance, organisation: Organisation, database: Database, now: datetime) -> Desk:
    """A desk with nobody at it: to read needs no place in the register (KL 12:9)."""
    return Desk(instance, organisation, database, Actor("", "", "", frozenset()), now)


def report(desk: Desk, organ_text: str, year: int) -> AuditReport:
    """Every report line for an organ and calendar year. Raises NotFound for an unknown organ."""
    organ = meeting_state.find_organ(desk.organisation, organ_text)
    with desk.database.read() as reader:
        meetings = tuple(
            m for m in reader.all(MeetingRow, "by_organ", organ.key, f"{year}-01-01") if m.day[:4] == str(year)
        )
        decisions = tuple(d for d in reader.all(DecisionRow, "by_organ_year", organ.key, year) if d.number)
        keys = sorted({d.case_key for d in decisions if d.case_key})
        cases = {key: row for key in keys if (row := reader.one(CaseRow, key)) is not None}
        ranges = {m.key: reader.all(AdjustmentRow, "by_meeting", m.key) for m in meetings}
        asked = _Year(reader, desk, organ, year, meetings, decisions, ranges, cases)
        lines = tuple(question(asked) for question in _QUESTIONS)
        head = reader.head()
    return AuditReport(organ.key, organ.name, year, desk.day.isoformat(), lines, NOT_COVERED, head)


def _adjusted(asked: _Year) -> ReportLine:
    found: list[str] = []
    for meeting in asked.held:
        ended = date.fromisoformat(meeting.closed_at[:10] or meeting.day)
        runs = asked.ranges[meeting.key]
        for run in runs:
            when = date.fromisoformat(run.adjusted_on)
            found += _told(meeting.key, deadlines.check_adjustment(ended, when, asked.desk.day))
        rest = [d for d in asked.decisions if d.meeting == meeting.key and asked.range_of(d) is None]
        if rest:
            found += _told(meeting.key, deadlines.check_adjustment(ended, None, asked.desk.day))
    return _line("KL-43", "Är protokollen justerade i tid?", "KL 5:69, 6:35", len(asked.held), found)


def _posted(asked: _Year) -> ReportLine:
    found: list[str] = []
    count = 0
    for meeting in asked.meetings:
        for run in asked.ranges[meeting.key]:
            count += 1
            adjusted, posted = date.fromisoformat(run.adjusted_on), _day(run.posted_on)
            found += _told(meeting.key, deadlines.check_posting(adjusted, posted, asked.desk.day))
            if posted and run.removed_on:
                removed = date.fromisoformat(run.removed_on)
                found += _told(meeting.key, deadlines.check_removal(posted, removed))
    return _line("KL-47", "Är justeringarna anslagna i tid, och hela tiden?", "KL 8:12, 13:5", count, found)


def _outcomes(asked: _Year) -> ReportLine:
    found = [f"{section_name(d)} har inget utfall." for d in asked.decisions if not d.outcome]
    found += [f"{section_name(d)} har ingen ordalydelse." for d in asked.decisions if d.outcome and not d.wording]
    return _line("KL-42", "Har varje paragraf utfall och ordalydelse?", "KL 5:67, 6:35", len(asked.decisions), found)


def _receivers(asked: _Year) -> ReportLine:
    final = [d for d in asked.decisions if d.case_key and d.deciding and d.outcome and outcome(d.outcome).settles]
    found = []
    for row in final:
        receivers = json.loads(row.receivers)
        if not receivers:
            found.append(f"{section_name(row)} har inga mottagare.")
            continue
        sent = {
            s.receiver
            for s in asked.reader.all(DispatchRow, "by_case", row.case_key)
            if (s.meeting, s.number) == (row.meeting, row.number) and s.sent_on
        }
        waiting = len([r for r in receivers if r not in sent])
        if waiting and asked.range_of(row):
            found.append(f"{section_name(row)} är justerad men inte expedierad till {waiting} av {len(receivers)}.")
    return _line("G-06", "Är besluten expedierade till dem de gäller?", "FL 33 §; lokal rutin G-06", len(final), found)


def _competence(asked: _Year) -> ReportLine:
    final = [d for d in asked.decisions if d.deciding and d.case_key in asked.cases]
    found = [
        f"{section_name(d)} ({asked.cases[d.case_key].dnr}) saknar uppgift om varför nämnden får besluta."
        for d in final
        if not asked.cases[d.case_key].competence
    ]
    return _line("KL-01", "Framgår det vad som ger organet rätt att besluta?", "KL 6:3–5", len(final), found)


def _minuted(asked: _Year) -> ReportLine:
    """Attendance, quorum, votes and proposals of each §, by the law of the meeting (G-04)."""
    found, untried, count = [], 0, 0
    for meeting in asked.held:
        sitting = meeting_state.load(asked.reader, asked.desk.organisation, meeting.key)
        ended = datetime.fromisoformat(meeting.closed_at) if meeting.closed_at else None  # local, as reservations are
        items = {item.key: item for item in sitting.items}
        for row in sitting.decisions.values():
            text = asked.reader.text(row.record)
            if text in ("", DISPOSED):
                untried += 1
                continue
            count += 1
            decision = record_from_json(text).decision
            obstacles = law_obstacles(asked.reader, asked.desk, sitting, items[row.item], decision, ended)
            found += [f"{section_name(row)}: {o.text} [{o.code}]" for o in obstacles if o.severity != "INFO"]
    question = "Är närvaro, yrkanden, propositionsordning och omröstningar fullständiga?"
    return ReportLine("KL-42", question, "KL 5:66–67, 6:27, 6:35", count, tuple(found), untried)


def _delegated(asked: _Year) -> ReportLine:
    reader, organisation = asked.reader, asked.desk.organisation
    first, last = f"{asked.year}-01-01", f"{asked.year}-12-31"
    rows = reader.all(DelegatedRow, "by_period", asked.organ.key, first, last)
    sittings = sittings_of(reader, organisation, asked.organ.key)
    found = []
    for row in rows:
        read = read_decision(reader, organisation, row)
        due = due_of(read, sittings, asked.desk.day)
        found += [f"{o.text} [{o.code}]" for o in due.obstacles if o.severity != "INFO"]
    question = "Är delegationsbesluten anmälda i tid, eller protokollförda särskilt?"
    return _line("DEL-04–06", question, "KL 6:40, 7:8, 8:10", len(rows), found)


def _unreported(asked: _Year) -> ReportLine:
    rows = [
        row
        for row in asked.reader.all(DelegatedRow, "unreported", asked.organ.key)
        if row.year == asked.year and row.reporting != NOT_REPORTED
    ]
    found = [f"Delegationsbeslut {row.number}/{row.year} ({row.decided_on}) är inte anmält." for row in rows]
    return _line("DEL-05", "Vilka delegationsbeslut är ännu inte anmälda?", "KL 6:40, 7:8", len(rows), found)


def _legal_force(asked: _Year) -> ReportLine:
    today = asked.desk.day.isoformat()
    found, count = [], 0
    for row in asked.decisions:
        run = asked.range_of(row)
        if not (row.deciding and row.case_key and run and run.appeal_until and run.appeal_until < today):
            continue
        count += 1
        known = asked.reader.one(AppealRow, row.meeting, row.number)
        if known is None or not (known.checked_on or known.received_on):
            found.append(f"{section_name(row)}: det är inte kontrollerat om beslutet har överklagats.")
    return _line("KL-52", "Är det kontrollerat att besluten har vunnit laga kraft?", "KL 13:5", count, found)


_QUESTIONS: tuple[Callable[[_Year], ReportLine], ...] = (
    _adjusted,
    _posted,
    _outcomes,
    _minuted,
    _competence,
    _receivers,
    _legal_force,
    _delegated,
    _unreported,
)


def _line(code: str, question: str, ground: str, checked: int, found: list[str]) -> ReportLine:
    return ReportLine(code, question, ground, checked, tuple(dict.fromkeys(found)))


def _told(where: str, obstacles: tuple[Obstacle, ...]) -> Iterator[str]:
    return (f"{where}: {o.text} [{o.code}]" for o in obstacles if o.severity != "INFO")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
