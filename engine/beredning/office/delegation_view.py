"""A delegated decision as it is read again: by which point of which order, whether reported, and how it appeals."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.delegation import DelegatedDecision, DelegationPoint
from beredning.core.meeting import meeting_key
from beredning.core.reporting import Due, Sitting, appeal_time, due_report
from beredning.errors import NotFound, Obstacle, UsageFault
from beredning.office.delegation import subject_of
from beredning.office.delegation_orders import stored_order
from beredning.office.meeting_state import name_of
from beredning.store.rows import AdjustmentRow, CaseRow, DelegatedRow, EntryRow, MeetingRow

if TYPE_CHECKING:
    from beredning.core.organisation import Organ, Organisation
    from beredning.store import Reader

APART = "särskilt"
"""`reported_meeting` of a decision that is not reported but has its own protokoll and posting (DEL-06)."""
APART_ACT = "särskilt protokoll"


class DelegatedView(NamedTuple):
    """Everything `delegation visa` shows. amount: öre, -1 for none. point_*: as they stood in the order of that day.
    due: day of the meeting it must be reported at, "" when none. minuted_on, posted_on: own protokoll (DEL-06).
    appeal_until: last day for laglighetsprövning, "" while the time has not begun or does not apply."""

    organ: str
    number: str
    day: str
    case: str
    case_title: str
    reference: str
    text: str
    point: str
    point_matter: str
    point_delegate: str
    point_ground: str
    order: str
    order_adopted: str
    order_digest: str
    delegat: str
    delegat_title: str
    amount: int
    urgent: bool
    urgent_reason: str
    reporting: str
    due: str
    reported_meeting: str
    reported_number: int
    minuted_on: str
    posted_on: str
    appeal_until: str
    registered: str
    entry: int
    obstacles: tuple[Obstacle, ...]


class Read(NamedTuple):
    """A row with what belongs to it. apart: days of its own protokoll and posting. registered: UTC time of its act."""

    row: DelegatedRow
    case: CaseRow | None
    case_title: str
    text: str
    urgent_reason: str
    point: DelegationPoint | None
    period: str
    order_adopted: str
    apart: tuple[str, str]
    registered: str
    decision: DelegatedDecision


def parse_number(text: str) -> tuple[int, int]:
    """(number, year; 0 when not given) of "7", "7/2023", "D 7/2023". Raises UsageFault."""
    found = re.fullmatch(r"\s*(?:D|nr)?\s*(\d{1,6})(?:\s*[/ ]\s*(\d{4}))?\s*", text, re.IGNORECASE)
    if found is None:
        raise UsageFault(f"”{text}” är inget nummer på ett delegationsbeslut.", "Skriv till exempel 7/2023.")
    return int(found[1]), int(found[2] or 0)


def find_delegated(reader: Reader, organ: str, text: str) -> DelegatedRow:
    """The decision with that number, of the latest year when none is given. Raises NotFound with the nearest."""
    number, year = parse_number(text)
    known = reader.all(DelegatedRow, "by_period", organ, "0000", "9999-12-31")
    fits = [row for row in known if row.number == number and year in (0, row.year)]
    if fits:
        return max(fits, key=lambda row: row.year)
    near = sorted(known, key=lambda row: (abs(row.year - (year or row.year)), abs(row.number - number)))[:3]
    names = tuple(f"{row.number}/{row.year}" for row in near)
    hint = f"Menade du {' eller '.join(names)}?" if names else f"Besluten visas av: beredning delegation lista {organ}"
    raise NotFound(f"Det finns inget delegationsbeslut {text} hos {organ}.", hint, names)


def read_decision(reader: Reader, organisation: Organisation, row: DelegatedRow) -> Read:
    """The row with its texts, its case, the point as it stood, and itself as the core judges it."""
    case = reader.one(CaseRow, row.case_key) if row.case_key else None
    order = stored_order(reader, row.order_digest)
    texts = reader.texts((row.subject, row.urgent_reason, case.title if case else ""))
    registered, minuted, posted = _acts(reader, row)
    reported = reader.one(MeetingRow, row.reported_meeting) if row.reported_meeting not in ("", APART) else None
    decision = DelegatedDecision(
        f"{row.number}/{row.year}",
        _day(row.decided_on),
        case.dnr if case else row.reference,
        row.point,
        texts[row.subject],
        row.delegat,
        _delegat_name(organisation, row.delegat),
        row.delegat_title,
        -(-row.amount // 100) if row.amount >= 0 else None,
        bool(row.urgent),
        texts[row.urgent_reason],
        reported_on=_day(reported.day) if reported else None,
        minuted_on=_day(minuted),
        posted_on=_day(posted),
    )
    return Read(
        row,
        case,
        texts[case.title] if case else "",
        texts[row.subject],
        texts[row.urgent_reason],
        order.point(row.point) if order else None,
        order.period if order else "",
        f"{order.adopted_item}, {order.adopted_on}" if order else "",
        (minuted, posted),
        registered,
        decision,
    )


def sittings_of(reader: Reader, organisation: Organisation, organ: str) -> tuple[Sitting, ...]:
    """The organ's meetings, those made and those only in the calendar, by day."""
    made = {row.day: Sitting(row.key, _known(row.day)) for row in reader.all(MeetingRow, "by_organ", organ, "")}
    planned = {
        m.day: Sitting(meeting_key(organ, m.day), _known(m.day)) for m in organisation.meetings if m.organ == organ
    }
    return tuple(sorted((planned | made).values(), key=lambda s: s.day))


def due_of(read: Read, sittings: tuple[Sitting, ...], today: date) -> Due:
    """When the decision must be reported, judged by the order it was taken under."""
    return due_report(read.decision, read.point, sittings, today, read.period)


def show(reader: Reader, organisation: Organisation, organ: Organ, text: str, today: date) -> DelegatedView:
    """The decision as a person wants to see it. Raises NotFound with the nearest numbers."""
    read = read_decision(reader, organisation, find_delegated(reader, organ.key, text))
    row, point = read.row, read.point
    due = due_of(read, sittings_of(reader, organisation, organ.key), today)
    appeal = appeal_time(read.decision, point, _day(_noted_posting(reader, row)))
    return DelegatedView(
        organ.key,
        read.decision.nr,
        row.decided_on,
        read.case.dnr if read.case else "",
        read.case_title,
        row.reference,
        read.text,
        row.point,
        point.matter if point else "",
        point.delegate if point else "",
        point.ground if point else "",
        row.order_name,
        read.order_adopted,
        row.order_digest,
        read.decision.name,
        row.delegat_title,
        row.amount,
        bool(row.urgent),
        read.urgent_reason,
        row.reporting,
        due.sitting.day.isoformat() if due.sitting else "",
        "" if row.reported_meeting == APART else row.reported_meeting,
        row.reported_number,
        *read.apart,
        appeal.last_day.isoformat() if appeal else "",
        read.registered,
        row.entry,
        due.obstacles,
    )


def _acts(reader: Reader, row: DelegatedRow) -> tuple[str, str, str]:
    """(UTC time it was registered, day of its own protokoll, day of its posting), from its acts in the journal."""
    name = f"{row.organ}:{row.year}:{row.number}"
    registered = minuted = posted = ""
    for entry in reader.all(EntryRow, "by_subject", subject_of(row.organ, row.year, row.number, row.case_key)):
        if entry.act not in ("delegationsbeslut", APART_ACT):
            continue
        details = json.loads(entry.details)
        if details.get("delegated") != name:
            continue
        if entry.act == "delegationsbeslut":
            registered = entry.time
        else:
            minuted, posted = details["minuted_on"], details["posted_on"]
    return registered, minuted, posted


def _noted_posting(reader: Reader, row: DelegatedRow) -> str:
    """The day the § that noted the decision was posted, "" when it is not (DEL-07)."""
    if not row.reported_number:
        return ""
    ranges = reader.all(AdjustmentRow, "by_meeting", row.reported_meeting)
    return next((a.posted_on for a in ranges if a.from_number <= row.reported_number <= a.to_number), "")


def _delegat_name(organisation: Organisation, key: str) -> str:
    organ = organisation.organ(key)
    return organ.name if organ else name_of(organisation, key)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _known(text: str) -> date:
    return date.fromisoformat(text)
