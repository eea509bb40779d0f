"""The rows of every table as plain values: columns in table order, keys first, the writing entry's number last.

Dates are ISO text ("2023-12-06"), "" where there is none; lists and objects are canonical JSON text; a `digest` is
SHA-256 in lower-case hex. `tables.py` holds the same columns as a schema; a test keeps the two alike.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from beredning.core.journal import Entry

EntryRow = Entry
"""A journal entry as stored."""

Row = tuple[Any, ...]
"""Any of the row classes below."""


class CaseRow(NamedTuple):
    """An ärende. key: "UBN:2023:450". title: text digest. marks, conflicted: lists.

    assignments: list of {text, due, done}.
    """

    key: str
    dnr: str
    organ: str
    administration: str
    year: int
    number: int
    title: str
    workflow: str
    workflow_digest: str
    stage: str
    stage_since: str
    revision: int
    officer: str
    appeal_kind: str
    deciding_body: str
    competence: str
    reply_due: str
    marks: str
    conflicted: str
    assignments: str
    registered: str
    closed: str
    entry: int = 0


class TrackRow(NamedTuple):
    """A side track of a case. data: canonical JSON object."""

    case_key: str
    name: str
    state: str
    since: str
    data: str
    entry: int = 0


class PaperRow(NamedTuple):
    """A handling on a case. title: text digest. digest: the file's. size: bytes. pages: -1 when unknown."""

    case_key: str
    number: int
    kind: str
    title: str
    filename: str
    version: int
    digest: str
    media: str
    size: int
    pages: int
    dated: str
    direction: str
    status: str
    author: str
    approved_by: str
    approved_on: str
    created: str
    entry: int = 0


class ReportRow(NamedTuple):
    """A version of a tjänsteutlåtande. content: file digest of its value as canonical JSON; document: of the .docx.

    status: utkast | godkänd | ersatt | krock; the last for a file that came back when somebody else's edit of the same
    version was there already: it is kept, but never the version that counts.
    """

    case_key: str
    version: int
    status: str
    content: str
    document: str
    author: str
    created: str
    approved_by: str
    approved_on: str
    missing: str
    entry: int = 0

    @property
    def counts(self) -> bool:
        """Whether it may be the case's version: not one that was set aside because of a clash."""
        return self.status != "krock"


class FileRow(NamedTuple):
    """A stored file. digest: SHA-256 of body. body: None once disposed of. disposed: number of that entry or 0."""

    digest: str
    media: str
    size: int
    body: bytes | None
    disposed: int
    entry: int = 0


class TextRow(NamedTuple):
    """A free text. digest: SHA-256 of salt followed by the body as UTF-8. salt and body: None once disposed of."""

    digest: str
    salt: bytes | None
    body: str | None
    disposed: int
    entry: int = 0


class SeriesRow(NamedTuple):
    """A number series; last: the number given last."""

    kind: str
    organ: str
    year: int
    last: int
    entry: int = 0


class DefinitionRow(NamedTuple):
    """A definition some case is or was pinned to. kind: flöde | delegationsordning | kommun. body: canonical text."""

    digest: str
    kind: str
    name: str
    version: str
    body: str
    entry: int = 0


class MeetingRow(NamedTuple):
    """A sammanträde. key: "UBN-AU:2023-12-06". information: text digest. notice, minutes: file digests."""

    key: str
    organ: str
    day: str
    starts: str
    ends: str
    place: str
    state: str
    chair: str
    secretary: str
    adjusters: str
    information: str
    sent_on: str
    notice: str
    minutes: str
    opened_at: str
    closed_at: str
    entry: int = 0


class AgendaRow(NamedTuple):
    """An item on an agenda. title, reason: text digests. minutes: planned length in minutes."""

    meeting: str
    item: int
    position: int
    label: str
    kind: str
    case_key: str
    title: str
    presenters: str
    minutes: int
    starts: str
    ends: str
    mode: str
    state: str
    reason: str
    entry: int = 0


class AttendanceRow(NamedTuple):
    """A person present from one item to another. recused: list of item numbers."""

    meeting: str
    number: int
    person: str
    kind: str
    party: str
    serving_for: str
    from_item: int
    to_item: int
    form: str
    recused: str
    entry: int = 0


class DecisionRow(NamedTuple):
    """A decision at a meeting. number: its §. wording, record: text digests. record is canonical JSON."""

    meeting: str
    item: int
    organ: str
    year: int
    number: int
    case_key: str
    outcome: str
    deciding: int
    wording: str
    record: str
    decided_on: str
    postponed_to: str
    immediate: int
    receivers: str
    entry: int = 0


class AdjustmentRow(NamedTuple):
    """An adjusted run of §§ in a meeting's minutes, with its posting and appeal dates."""

    meeting: str
    from_number: int
    to_number: int
    year: int
    adjusted_on: str
    adjusters: str
    place: str
    posted_on: str
    posted_place: str
    appeal_until: str
    removed_on: str
    entry: int = 0


class AppealRow(NamedTuple):
    """What is known of appeals against one § (KL 13:1, KL-52).

    checked_on, checked_by: when and by whom it was checked that none had come in; notice_up: 1 when the notice was
    found up the whole time. received_on: an appeal came in. settled_on, outcome (fastställt | upphävt): how the court
    finally decided.
    """

    meeting: str
    number: int
    case_key: str
    checked_on: str
    checked_by: str
    notice_up: int
    received_on: str
    settled_on: str
    outcome: str
    entry: int = 0


class DispatchRow(NamedTuple):
    """An extract of a decision sent to a receiver. kind: hantera | kännedom."""

    case_key: str
    meeting: str
    number: int
    receiver: str
    kind: str
    way: str
    sent_on: str
    sent_by: str
    entry: int = 0


class DelegatedRow(NamedTuple):
    """A decision on delegation. subject, urgent_reason: text digests. amount: öre, -1 for none. urgent: 0 or 1."""

    organ: str
    year: int
    number: int
    decided_on: str
    case_key: str
    reference: str
    point: str
    order_digest: str
    delegat: str
    delegat_title: str
    subject: str
    amount: int
    urgent: int
    urgent_reason: str
    reporting: str
    reported_meeting: str
    reported_number: int
    order_name: str
    entry: int = 0


class MetaRow(NamedTuple):
    """A fact about the database itself, outside the journal."""

    name: str
    value: str


class ScheduledRow(NamedTuple):
    """An agenda item with what is needed of its meeting: a joined row that is only read."""

    meeting: str
    item: int
    position: int
    label: str
    kind: str
    case_key: str
    title: str
    presenters: str
    minutes: int
    starts: str
    ends: str
    mode: str
    state: str
    reason: str
    organ: str
    day: str
    meeting_state: str
    sent_on: str


SHAPES: Final[dict[type[Any], tuple[str, int]]] = {
    CaseRow: ("cases", 1),
    TrackRow: ("tracks", 2),
    PaperRow: ("papers", 2),
    ReportRow: ("reports", 2),
    FileRow: ("files", 1),
    TextRow: ("texts", 1),
    SeriesRow: ("series", 3),
    DefinitionRow: ("definitions", 1),
    MeetingRow: ("meetings", 1),
    AgendaRow: ("agenda", 2),
    AttendanceRow: ("attendance", 2),
    DecisionRow: ("decisions", 2),
    AdjustmentRow: ("adjustments", 2),
    AppealRow: ("appeals", 2),
    DispatchRow: ("dispatches", 4),
    DelegatedRow: ("delegated", 3),
    EntryRow: ("journal", 1),
    MetaRow: ("meta", 1),
    ScheduledRow: ("scheduled", 2),
}
"""Row class → table and how many leading columns make its key."""

KEPT: Final[dict[str, int]] = {
    table: width for table, width in SHAPES.values() if table not in {"journal", "meta", "scheduled"}
}
"""The tables that the journal can rebuild, with the width of their keys."""

SHADOWED: Final[dict[str, tuple[int, ...]]] = {"files": (3,), "texts": (1, 2)}
"""Columns left out of the images because the digest stands for them: body; salt and body."""


def image_values(table: str, values: Row) -> Row:
    """The column values (`entry` taken off) as they stand in an image: without what the digest stands for."""
    hidden = SHADOWED.get(table)
    return values if hidden is None else tuple(v for i, v in enumerate(values) if i not in hidden)
