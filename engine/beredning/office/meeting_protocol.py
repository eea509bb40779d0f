"""The protokoll of a sammanträde as values, gathered from its rows with every person named as in the attendance."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from beredning.core import agenda, deadlines
from beredning.core import meeting as rules
from beredning.core.agenda import Item
from beredning.core.attendance import Attendance, Disqualification, serving
from beredning.core.decision import Decision
from beredning.core.minutes import (
    Leaving,
    Minutes,
    Posting,
    Presence,
    Reported,
    Section,
    Voting,
    record_from_json,
    spans_of,
)
from beredning.core.voting import Ballot, result
from beredning.office.desk import Desk
from beredning.office.meeting_attend import as_attendance, disqualified, orders
from beredning.office.meeting_state import Sitting, name_of
from beredning.store.rows import CaseRow, DecisionRow, DelegatedRow

if TYPE_CHECKING:
    from beredning.store import Reader


def gather_minutes(reader: Reader, desk: Desk, sitting: Sitting) -> Minutes:
    """All that the protokoll says, from the rows."""
    row, organisation = sitting.row, desk.organisation
    adjusters = tuple(_labelled(desk, sitting, key) for key in json.loads(row.adjusters))
    return Minutes(
        organisation.municipality,
        sitting.organ.name,
        row.day,
        row.opened_at,
        row.closed_at,
        row.place,
        _labelled(desk, sitting, row.chair) if row.chair else "",
        name_of(organisation, row.secretary) if row.secretary else "",
        adjusters,
        _presences(desk, sitting),
        _sections(reader, desk, sitting),
        postings=postings(desk, sitting),
        head=reader.head(),
        created=desk.day.isoformat(),
    )


def _labelled(desk: Desk, sitting: Sitting, key: str) -> str:
    party = next((r.party for r in sitting.attendance if r.person == key and r.party), "")
    if not party:
        mandates = desk.organisation.mandates_on(sitting.organ.key, sitting.row.day)
        party = next((m.party for m in mandates if m.person == key), "")
    return name_of(desk.organisation, key) + (f" ({party})" if party else "")


def _presences(desk: Desk, sitting: Sitting) -> tuple[Presence, ...]:
    """One line for each person and seat served on, in the order of the roll."""
    rows = as_attendance(desk, sitting)
    number = orders(sitting.items)
    paragraph = {number[row.item]: row.number for row in sitting.decisions.values() if row.item in number}
    last = max(number.values(), default=0)
    posts = {m.person: m.post for m in desk.organisation.mandates_on(sitting.organ.key, sitting.row.day)}
    groups = dict.fromkeys((r.person, r.kind, r.serving_for, r.form) for r in rows)
    found = []
    for person, kind, seat, form in groups:
        mine = [r for r in rows if (r.person, r.kind, r.serving_for, r.form) == (person, kind, seat, form)]
        if not any(one.covers(order) for one in mine for order in paragraph):
            continue
        known = desk.organisation.person(person)
        post = posts.get(person, "")
        title = post if post.endswith("ordförande") else ""
        if not post and known:
            title = known.title_on(sitting.row.day)
        if person == sitting.row.chair and post != "ordförande":
            title = ", ".join(filter(None, (title, "leder sammanträdet")))
        served = _labelled(desk, sitting, seat) if seat else ""
        name = name_of(desk.organisation, person)
        found.append(Presence(name, mine[0].party, kind, title, spans_of(mine, paragraph, last), served, form))
    return tuple(found)


def _sections(reader: Reader, desk: Desk, sitting: Sitting) -> tuple[Section, ...]:
    items = {item.key: item for item in sitting.items}
    rows = sorted(sitting.decisions.values(), key=lambda d: d.number)
    return tuple(_section(reader, desk, sitting, items[row.item], row) for row in rows if row.item in items)


def _section(reader: Reader, desk: Desk, sitting: Sitting, item: Item, row: DecisionRow) -> Section:
    record = record_from_json(reader.text(row.record))
    number = orders(sitting.items)[item.key]
    rows, out = as_attendance(desk, sitting), disqualified(reader, sitting)
    here = serving(rows, number, out)
    return Section(
        row.number,
        row.year,
        agenda.labels(sitting.items)[item.key],
        item.title,
        item.dnr,
        _named(desk, sitting, record.decision)._replace(item=row.number),
        _leaving(desk, rows, out, number),
        tuple(_voting(desk, ballot, here) for ballot in record.decision.ballots),
        record.summary,
        record.underlag,
        record.proposal,
        record.action,
        record.information,
        record.prepared,
        item.kind == agenda.EXTRA,
        not (sitting.organ.kind == "utskott" and item.mode == rules.PREPARES),
        rules.is_public(sitting.organ.kind, item.mode or rules.DECIDES),
        _reported(reader, desk, sitting, row.number),
    )


def _reported(reader: Reader, desk: Desk, sitting: Sitting, number: int) -> tuple[Reported, ...]:
    """The delegated decisions anmälda at the § (DEL-07)."""
    found = []
    for one in reader.all(DelegatedRow, "by_report", sitting.row.key):
        if one.reported_number != number:
            continue
        case = reader.one(CaseRow, one.case_key) if one.case_key else None
        delegat = ", ".join(filter(None, (name_of(desk.organisation, one.delegat), one.delegat_title)))
        place = case.dnr if case else one.reference
        said = reader.text(one.subject)
        found.append(Reported(f"{one.number}/{one.year}", one.decided_on, place, one.point, said, delegat))
    return tuple(found)


def _named(desk: Desk, sitting: Sitting, decision: Decision) -> Decision:
    """The decision with every person named as in the attendance."""

    def label(key: str) -> str:
        return _labelled(desk, sitting, key) if desk.organisation.person(key) else key

    return decision._replace(
        proposals=tuple(p._replace(by=tuple(label(k) for k in p.by)) for p in decision.proposals),
        not_taking_part=tuple(label(k) for k in decision.not_taking_part),
        reservations=tuple(r._replace(person=label(r.person)) for r in decision.reservations),
        notes=tuple(n._replace(person=label(n.person)) for n in decision.notes),
        to_meeting=decision.to_meeting.rpartition(":")[2],
    )


def _voting(desk: Desk, ballot: Ballot, here: tuple[Attendance, ...]) -> Voting:
    parties = tuple((r.name, r.party) for r in here)
    votes = tuple(v._replace(person=name_of(desk.organisation, v.person)) for v in ballot.votes)
    return Voting(ballot._replace(votes=votes), result(ballot), parties)


def _leaving(
    desk: Desk, rows: tuple[Attendance, ...], out: tuple[Disqualification, ...], number: int
) -> tuple[Leaving, ...]:
    found = []
    for one in (d for d in out if d.item == number):
        own = next((r for r in rows if r.person == one.person and r.covers(number)), None)
        seat = (own.serving_for or one.person) if own else one.person
        stand_in = next(
            (r for r in rows if r.covers(number) and r.serving_for == seat and r.person != one.person), None
        )
        label = own.label if own else name_of(desk.organisation, one.person)
        found.append(Leaving(label, one.reason, stand_in.label if stand_in else ""))
    return tuple(found)


def postings(desk: Desk, sitting: Sitting) -> tuple[Posting, ...]:
    """The anslagsbevis of each adjusted run of §§ that has been posted."""
    kept = sitting.organ.rule("protokoll-förvaras")
    return tuple(
        Posting(
            one.first,
            one.last,
            one.adjusted_on,
            one.posted_on,
            one.appeal_until,
            deadlines.earliest_removal(date.fromisoformat(one.posted_on)).isoformat(),
            one.removed_on,
            kept,
            name_of(desk.organisation, sitting.row.secretary),
        )
        for one in sitting.ranges
        if one.posted_on
    )
