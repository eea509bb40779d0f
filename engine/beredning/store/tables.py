"""The one source of the schema, as SQLModel tables: migrations and the statements of everyday commands come from here.

Imported by upgrades, the statement compiler and reports that may take their time; never by an everyday command.
Text is compared by code point in both databases (collation C on PostgreSQL), so that order and prefixes agree.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from beredning.store.columns import KEYED, OPTIONS, blob, integer, text


class Case(SQLModel, table=True):
    """See `rows.CaseRow`."""

    __tablename__ = "cases"
    __table_args__ = (KEYED,)
    key: str = text(key=True, quoted="key")
    dnr: str = text()
    organ: str = text()
    administration: str = text()
    year: int = integer()
    number: int = integer()
    title: str = text()
    workflow: str = text()
    workflow_digest: str = text()
    stage: str = text()
    stage_since: str = text()
    revision: int = integer()
    officer: str = text()
    appeal_kind: str = text()
    deciding_body: str = text()
    competence: str = text()
    reply_due: str = text()
    marks: str = text()
    conflicted: str = text()
    assignments: str = text()
    registered: str = text()
    closed: str = text()
    entry: int = integer()


class Track(SQLModel, table=True):
    """See `rows.TrackRow`."""

    __tablename__ = "tracks"
    __table_args__ = (KEYED,)
    case_key: str = text(key=True, parent="cases.key")
    name: str = text(key=True)
    state: str = text()
    since: str = text()
    data: str = text()
    entry: int = integer()


class Paper(SQLModel, table=True):
    """See `rows.PaperRow`."""

    __tablename__ = "papers"
    __table_args__ = (KEYED,)
    case_key: str = text(key=True, parent="cases.key")
    number: int = integer(key=True)
    kind: str = text()
    title: str = text()
    filename: str = text()
    version: int = integer()
    digest: str = text()
    media: str = text()
    size: int = integer()
    pages: int = integer()
    dated: str = text()
    direction: str = text()
    status: str = text()
    author: str = text()
    approved_by: str = text()
    approved_on: str = text()
    created: str = text()
    entry: int = integer()


class Report(SQLModel, table=True):
    """See `rows.ReportRow`."""

    __tablename__ = "reports"
    __table_args__ = (KEYED,)
    case_key: str = text(key=True, parent="cases.key")
    version: int = integer(key=True)
    status: str = text()
    content: str = text()
    document: str = text()
    author: str = text()
    created: str = text()
    approved_by: str = text()
    approved_on: str = text()
    missing: str = text()
    entry: int = integer()


class File(SQLModel, table=True):
    """See `rows.FileRow`."""

    __tablename__ = "files"
    __table_args__ = (OPTIONS,)
    digest: str = text(key=True)
    media: str = text()
    size: int = integer()
    body: bytes | None = blob(empty=True)
    disposed: int = integer()
    entry: int = integer()


class Text(SQLModel, table=True):
    """See `rows.TextRow`."""

    __tablename__ = "texts"
    __table_args__ = (OPTIONS,)
    digest: str = text(key=True)
    salt: bytes | None = blob(empty=True)
    body: str | None = text(empty=True)
    disposed: int = integer()
    entry: int = integer()


class Series(SQLModel, table=True):
    """See `rows.SeriesRow`."""

    __tablename__ = "series"
    __table_args__ = (KEYED,)
    kind: str = text(key=True)
    organ: str = text(key=True)
    year: int = integer(key=True)
    last: int = integer()
    entry: int = integer()


class Definition(SQLModel, table=True):
    """See `rows.DefinitionRow`."""

    __tablename__ = "definitions"
    __table_args__ = (OPTIONS,)
    digest: str = text(key=True)
    kind: str = text()
    name: str = text()
    version: str = text()
    body: str = text()
    entry: int = integer()


class Meeting(SQLModel, table=True):
    """See `rows.MeetingRow`."""

    __tablename__ = "meetings"
    __table_args__ = (KEYED,)
    key: str = text(key=True, quoted="key")
    organ: str = text()
    day: str = text()
    starts: str = text()
    ends: str = text()
    place: str = text()
    state: str = text()
    chair: str = text()
    secretary: str = text()
    adjusters: str = text()
    information: str = text()
    sent_on: str = text()
    notice: str = text()
    minutes: str = text()
    opened_at: str = text()
    closed_at: str = text()
    entry: int = integer()


class Agenda(SQLModel, table=True):
    """See `rows.AgendaRow`."""

    __tablename__ = "agenda"
    __table_args__ = (KEYED,)
    meeting: str = text(key=True, parent="meetings.key")
    item: int = integer(key=True)
    position: int = integer()
    label: str = text()
    kind: str = text()
    case_key: str = text()
    title: str = text()
    presenters: str = text()
    minutes: int = integer()
    starts: str = text()
    ends: str = text()
    mode: str = text()
    state: str = text()
    reason: str = text()
    entry: int = integer()


class Attendance(SQLModel, table=True):
    """See `rows.AttendanceRow`."""

    __tablename__ = "attendance"
    __table_args__ = (KEYED,)
    meeting: str = text(key=True, parent="meetings.key")
    number: int = integer(key=True)
    person: str = text()
    kind: str = text()
    party: str = text()
    serving_for: str = text()
    from_item: int = integer()
    to_item: int = integer()
    form: str = text()
    recused: str = text()
    entry: int = integer()


class Decision(SQLModel, table=True):
    """See `rows.DecisionRow`."""

    __tablename__ = "decisions"
    __table_args__ = (KEYED,)
    meeting: str = text(key=True, parent="meetings.key")
    item: int = integer(key=True)
    organ: str = text()
    year: int = integer()
    number: int = integer()
    case_key: str = text()
    outcome: str = text()
    deciding: int = integer()
    wording: str = text()
    record: str = text()
    decided_on: str = text()
    postponed_to: str = text()
    immediate: int = integer(quoted="immediate")
    receivers: str = text()
    entry: int = integer()


class Adjustment(SQLModel, table=True):
    """See `rows.AdjustmentRow`."""

    __tablename__ = "adjustments"
    __table_args__ = (KEYED,)
    meeting: str = text(key=True, parent="meetings.key")
    from_number: int = integer(key=True)
    to_number: int = integer()
    year: int = integer()
    adjusted_on: str = text()
    adjusters: str = text()
    place: str = text()
    posted_on: str = text()
    posted_place: str = text()
    appeal_until: str = text()
    removed_on: str = text()
    entry: int = integer()


class Appeal(SQLModel, table=True):
    """See `rows.AppealRow`."""

    __tablename__ = "appeals"
    __table_args__ = (KEYED,)
    meeting: str = text(key=True, parent="meetings.key")
    number: int = integer(key=True)
    case_key: str = text()
    checked_on: str = text()
    checked_by: str = text()
    notice_up: int = integer()
    received_on: str = text()
    settled_on: str = text()
    outcome: str = text()
    entry: int = integer()


class Dispatch(SQLModel, table=True):
    """See `rows.DispatchRow`."""

    __tablename__ = "dispatches"
    __table_args__ = (KEYED,)
    case_key: str = text(key=True, parent="cases.key")
    meeting: str = text(key=True)
    number: int = integer(key=True)
    receiver: str = text(key=True)
    kind: str = text()
    way: str = text()
    sent_on: str = text()
    sent_by: str = text()
    entry: int = integer()


class Delegated(SQLModel, table=True):
    """See `rows.DelegatedRow`."""

    __tablename__ = "delegated"
    __table_args__ = (KEYED,)
    organ: str = text(key=True)
    year: int = integer(key=True)
    number: int = integer(key=True)
    decided_on: str = text()
    case_key: str = text()
    reference: str = text()
    point: str = text()
    order_digest: str = text()
    delegat: str = text()
    delegat_title: str = text()
    subject: str = text()
    amount: int = integer()
    urgent: int = integer()
    urgent_reason: str = text()
    reporting: str = text()
    reported_meeting: str = text()
    reported_number: int = integer()
    order_name: str = text()
    entry: int = integer()


class Journal(SQLModel, table=True):
    """See `rows.EntryRow`."""

    __tablename__ = "journal"
    __table_args__ = (OPTIONS,)
    number: int = integer(key=True)
    time: str = text()
    os_user: str = text()
    person: str = text()
    role: str = text()
    act: str = text()
    subject: str = text()
    step: str = text()
    from_stage: str = text()
    to_stage: str = text()
    ground: str = text()
    workflow_digest: str = text()
    documents: str = text()
    details: str = text()
    details_digest: str = text()
    previous: str = text()
    digest: str = text()


class Meta(SQLModel, table=True):
    """See `rows.MetaRow`."""

    __tablename__ = "meta"
    __table_args__ = (KEYED,)
    name: str = text(key=True)
    value: str = text()


def _index(name: str, table: type[SQLModel], *columns: str, **options: Any) -> None:
    made = table.metadata.tables[str(table.__tablename__)].c
    Index(f"ix_{name}", *(made[column] for column in columns), **options)


_index("cases_number", Case, "organ", "year", "number")
_index("cases_newest", Case, "year", "number")
_index("cases_stage", Case, "stage", "year", "number")
_index("cases_officer", Case, "officer", "year", "number")
_index("cases_dnr", Case, "dnr")
_index("papers_digest", Paper, "digest")
_index("definitions_name", Definition, "kind", "name")
_index("meetings_day", Meeting, "organ", "day")
_index("agenda_case", Agenda, "case_key")
_index("decisions_case", Decision, "case_key")
_index("appeals_case", Appeal, "case_key")
_index("dispatches_meeting", Dispatch, "meeting")
_index("delegated_case", Delegated, "case_key")
_index("delegated_reported", Delegated, "organ", "reported_meeting")
_index("delegated_day", Delegated, "organ", "decided_on")
_index("journal_subject", Journal, "subject", "number")
_NUMBERED = sql("number > 0")
_index(
    "decisions_number",
    Decision,
    *("organ", "year", "number"),
    unique=True,
    sqlite_where=_NUMBERED,
    postgresql_where=_NUMBERED,
)
