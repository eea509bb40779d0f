"""What a person sees of the sammanträden: a list of them, and one with its agenda, people, §§ and next command."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda, deadlines, regulations
from beredning.core import meeting as rules
from beredning.errors import NotFound, Obstacle, Refused
from beredning.office.desk import Desk
from beredning.office.meeting_attend import Present, as_present
from beredning.office.meeting_call import ItemLine, lines_of, readiness
from beredning.office.meeting_plan import Waiting, postponed
from beredning.office.meeting_state import Sitting, find_meeting, find_organ, load, name_of
from beredning.store.rows import MeetingRow

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation
    from beredning.store import Reader


class MeetingLine(NamedTuple):
    """A sammanträde in a list."""

    key: str
    organ: str
    day: str
    starts: str
    place: str
    state: str
    sent_on: str


class SectionLine(NamedTuple):
    """A § or a decision that has none yet. public: an allmän handling once adjusted (TF 2:10)."""

    number: int
    label: str
    title: str
    dnr: str
    outcome: str
    text: str
    public: bool
    adjusted_on: str
    posted_on: str
    appeal_until: str
    earliest_removal: str


class MeetingView(NamedTuple):
    """A whole sammanträde. next: the command that is next; waiting: postponed cases that are proposed for it;
    notes: what is worth knowing about it as a whole (times that clash, a kallelse that is late …)."""

    key: str
    organ: str
    day: str
    starts: str
    ends: str
    place: str
    state: str
    chair: str
    secretary: str
    adjusters: tuple[str, ...]
    message: str
    sent_on: str
    notice_by: str
    opened_at: str
    closed_at: str
    adjust_by: str
    notice_digest: str
    minutes_digest: str
    items: tuple[ItemLine, ...]
    people: tuple[Present, ...]
    sections: tuple[SectionLine, ...]
    waiting: tuple[Waiting, ...]
    notes: tuple[Obstacle, ...]
    next: str


def listing(
    reader: Reader, organisation: Organisation, organ: str = "", start: str = "", end: str = "", most: int = 100
) -> tuple[MeetingLine, ...]:
    """Sammanträden, the newest first, or between two ISO days in order. Raises NotFound for an unknown organ."""
    key = find_organ(organisation, organ).key if organ else ""
    if start or end:
        rows = reader.all(MeetingRow, "by_day", start or "0000-00-00", end or "9999-99-99")
        rows = [row for row in rows if not key or row.organ == key]
    elif key:
        rows = list(reversed(reader.all(MeetingRow, "by_organ", key, "0000-00-00")))
    else:
        rows = reader.all(MeetingRow, "page", most, 0)
    return tuple(MeetingLine(r.key, r.organ, r.day, r.starts, r.place, r.state, r.sent_on) for r in rows[:most])


def show(desk: Desk, text: str) -> MeetingView:
    """One sammanträde with all there is to know, each item with its obstacles while it waits to be called."""
    with desk.database.read() as reader:
        sitting = load(reader, desk.organisation, text)
        row, organisation = sitting.row, desk.organisation
        planned = row.state == rules.PLANNED
        found = readiness(reader, desk, sitting) if row.state in (rules.PLANNED, rules.CALLED, rules.OPENED) else {}
        waiting = postponed(reader, row.organ, row.day) if planned else ()
        last = row.closed_at[:10]
        return MeetingView(
            row.key,
            sitting.organ.name,
            row.day,
            row.starts,
            row.ends,
            row.place,
            row.state,
            name_of(organisation, row.chair) if row.chair else "",
            name_of(organisation, row.secretary) if row.secretary else "",
            tuple(name_of(organisation, key) for key in json.loads(row.adjusters)),
            reader.text(row.information),
            row.sent_on,
            _notice_by(sitting),
            row.opened_at,
            row.closed_at,
            deadlines.adjustment_limit(date.fromisoformat(last)).raw.isoformat() if last else "",
            row.notice,
            row.minutes,
            lines_of(sitting, sitting.items, found),
            as_present(desk, sitting),
            _sections(reader, sitting),
            waiting,
            _notes(desk, sitting) if planned else (),
            _next(sitting),
        )


def stored(reader: Reader, organisation: Organisation, text: str, what: str) -> tuple[str, str, bytes]:
    """File name, digest and bytes of the kallelse or protokoll that holds now. what: "kallelse" | "protokoll".

    Raises NotFound when none has been made.
    """
    row = find_meeting(reader, organisation, text)
    digest = row.notice if what == "kallelse" else row.minutes
    if not digest:
        hint = f"beredning sammanträde {what} {row.key}"
        raise NotFound(f"{row.key} har ännu ingen handling av slaget {what}.", f"Gör den: {hint}")
    return f"{what}-{row.key.replace(':', '-')}.docx", digest, reader.file(digest)


def stored_pdf(reader: Reader, organisation: Organisation, text: str, what: str) -> tuple[str, str, bytes]:
    """As `stored`, but the body as PDF; the digest is the Word file's. Raises BadDocument when it cannot be one."""
    from beredning.office.document_files import pdf_copy, pdf_name

    name, digest, _ = stored(reader, organisation, text, what)
    row = find_meeting(reader, organisation, text)
    copy = pdf_copy(
        reader, training=organisation.training, subject=row.key, digest=digest, name=name, day=row.sent_on or row.day
    )
    return pdf_name(name), digest, copy.body


def _notice_by(sitting: Sitting) -> str:
    """The last day to send the kallelse, "" when the reglemente has not been given."""
    try:
        return rules.last_notice_day(sitting.row.day, regulations.days(sitting.organ, "kallelse-dagar"))
    except Refused:
        return ""


def _notes(desk: Desk, sitting: Sitting) -> tuple[Obstacle, ...]:
    """What stands in the way of the kallelse as a whole, besides the items."""
    try:
        days = regulations.days(sitting.organ, "kallelse-dagar")
    except Refused as refusal:
        return refusal.obstacles
    layout = agenda.lay_out(sitting.items, sitting.row.starts or "00:00", sitting.row.ends)
    return (
        *rules.may_call(sitting.meeting, sitting.items, days, desk.day.isoformat()),
        *(layout.obstacles if sitting.row.starts else ()),
    )


def _sections(reader: Reader, sitting: Sitting) -> tuple[SectionLine, ...]:
    labels = agenda.labels(sitting.items)
    items = {item.key: item for item in sitting.items}
    found = []
    for row in sorted(sitting.decisions.values(), key=lambda d: (d.number, int(labels.get(d.item) or 0))):
        item = items[row.item]
        run = next((r for r in sitting.ranges if row.number and r.holds(row.number)), None)
        posted = run.posted_on if run else ""
        found.append(
            SectionLine(
                row.number,
                labels[row.item],
                item.title,
                item.dnr,
                row.outcome,
                reader.text(row.wording),
                rules.is_public(sitting.organ.kind, item.mode or rules.DECIDES),
                run.adjusted_on if run else "",
                posted,
                run.appeal_until if run else "",
                deadlines.earliest_removal(date.fromisoformat(posted)).isoformat() if posted else "",
            )
        )
    return tuple(found)


def _next(sitting: Sitting) -> str:
    row = sitting.row
    open_items = [i for i in sitting.items if i.numbered and i.state == agenda.OPEN]
    labels = agenda.labels(sitting.items)
    if row.state == rules.PLANNED:
        return f"beredning sammanträde kallelse {row.key}"
    if row.state == rules.CALLED:
        step = "öppna" if sitting.attendance else "upprop"
        return f"beredning sammanträde {step} {row.key}"
    if row.state == rules.OPENED and open_items:
        return f"beredning sammanträde beslut {row.key} {labels[open_items[0].key]} --utfall …"
    if row.state == rules.OPENED:
        return f"beredning sammanträde avsluta {row.key}"
    if row.state == rules.CLOSED:
        return f"beredning sammanträde protokoll {row.key}"
    if row.state == rules.MINUTED:
        return f"beredning sammanträde justera {row.key} --av …"
    if any(not r.posted_on for r in sitting.ranges):
        return f"beredning sammanträde anslå {row.key}"
    return ""
