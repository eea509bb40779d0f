"""Reservations, and closing a sammanträde: every item settled, and the §§ numbered in one go without a gap."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda
from beredning.core import meeting as rules
from beredning.core.clock import local_time
from beredning.core.minutes import record_from_json, record_to_json
from beredning.core.voting import Reservation
from beredning.errors import Obstacle, Refused
from beredning.office.desk import Desk
from beredning.office.meeting_attend import moment, not_yet
from beredning.office.meeting_decide import amendable, law_obstacles
from beredning.office.meeting_record import Wish, make_record
from beredning.office.meeting_state import (
    Sitting,
    act_of,
    as_json,
    changed_rows,
    find_person,
    judge,
    load,
    name_of,
    require_secretary,
)
from beredning.store.rows import DecisionRow

if TYPE_CHECKING:
    from beredning.core.agenda import Item
    from beredning.store import Unit


class Reserved(NamedTuple):
    """A reservation as it was recorded. announced: local time."""

    meeting: str
    label: str
    person: str
    announced: str
    motive: str
    acknowledged: tuple[Obstacle, ...]


class Numbered(NamedTuple):
    """A § that got its number. label: of the item."""

    number: int
    label: str
    title: str
    dnr: str
    outcome: str


class Closed(NamedTuple):
    """A closed sammanträde with its §§. adjust_by: the last day to adjust the protokoll (KL 5:69)."""

    meeting: str
    closed_at: str
    sections: tuple[Numbered, ...]
    adjust_by: str


def reserve(
    desk: Desk, text: str, item_text: str, person: str, *, at: str = "", motive: str = "", reason: str = ""
) -> Reserved:
    """Records a reservation. It is announced before the sammanträde is closed (KL 4:27, KL-36); only a motive to one
    that was announced in time can come later, until the § is adjusted. Raises NotFound, NotAllowed, Refused."""
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        item = agenda.find(sitting.items, item_text)
        label = agenda.labels(sitting.items)[item.key]
        key = find_person(desk.organisation, person, tuple(r.person for r in sitting.attendance))
        before = _decision_at(sitting, item, label)
        record = record_from_json(unit.text(before.record))
        old = next((r for r in record.decision.reservations if r.person == key), None)
        _refuse_late(sitting, old, name_of(desk.organisation, key))
        when = datetime.fromisoformat(moment(desk, sitting, at)) if old is None or at else old.announced
        handed = local_time(desk.now).date() if motive and sitting.row.state != rules.OPENED else None
        new = Reservation(key, when, handed or (old.motive_on if old else None), motive or (old.motive if old else ""))
        others = tuple(r for r in record.decision.reservations if r.person != key)
        record = record._replace(decision=record.decision._replace(reservations=(*others, new)))
        ended = datetime.fromisoformat(sitting.row.closed_at) if sitting.row.closed_at else None
        against = law_obstacles(unit, desk, sitting, item, record.decision, ended)
        found = (*(o for o in against if o.code == "KL-36"), *amendable(sitting, before))
        done = judge(f"Reservationen vid punkt {label} kan inte antecknas.", found, reason)
        after = before._replace(record=unit.put_text(record_to_json(record)))
        unit.write(act_of(desk, "reservation", sitting.row.key, ground="KL 4:27"), [after], [before])
    return Reserved(
        sitting.row.key,
        label,
        name_of(desk.organisation, key),
        when.strftime("%Y-%m-%d %H:%M") if when else "",
        new.motive,
        done,
    )


def _decision_at(sitting: Sitting, item: Item, label: str) -> DecisionRow:
    found = sitting.decisions.get(item.key)
    if found is None:
        text = f"Punkt {label} är inte beslutad, så det finns inget att reservera sig mot."
        raise Refused(text, (Obstacle("KL-36", text, "KL 4:27", "FEL"),))
    return found


def _refuse_late(sitting: Sitting, old: Reservation | None, name: str) -> None:
    if sitting.row.state == rules.OPENED or old is not None:
        return
    text = f"{name} kan inte reservera sig: sammanträdet avslutades {sitting.row.closed_at}."
    detail = "En reservation ska anmälas innan sammanträdet avslutas; bara motiveringen får komma senare."
    raise Refused(text, (Obstacle("KL-36", detail, "KL 4:27", "FEL"),))


def close_meeting(desk: Desk, text: str, at: str = "", *, note_rest: bool = False) -> Closed:
    """Closes the sammanträde and numbers its §§.

    The numbers are drawn here and nowhere else: every numbered item has its outcome by then and none can be undone, so
    the organ's series of the year gets no gap, and the §§ follow the list in whatever order they were recorded (KL-45).
    note_rest: standing items without a decision are recorded as noted. Raises NotFound, NotAllowed, Refused.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        when = moment(desk, sitting, at)
        noted = _noted(unit, desk, sitting) if note_rest and sitting.row.state == rules.OPENED else {}
        items = tuple(item._replace(state=agenda.DECIDED) if item.key in noted else item for item in sitting.items)
        found = (*rules.may_close(sitting.meeting, items, when), *_late_reservations(unit, sitting, when))
        judge(f"{sitting.row.key} kan inte avslutas.", (*found, *not_yet(desk, when)))
        order = [item for item in items if item.numbered]
        decisions = {**sitting.decisions, **noted}
        rows = [
            decisions[item.key]._replace(number=unit.next_number("paragraf", sitting.organ.key, sitting.year))
            for item in order
        ]
        after = sitting.row._replace(state=rules.CLOSED, closed_at=when)
        changed, seen = changed_rows(unit, sitting, items)
        before = [sitting.decisions.get(row.item) for row in rows]
        act = act_of(desk, "avslutande", after.key, ground="KL 5:65–67")
        unit.write(act, [after, *rows, *changed], [sitting.row, *before, *seen])
    return Closed(after.key, when, _numbered(items, order, rows), _adjust_by(after.closed_at))


def _adjust_by(closed_at: str) -> str:
    from datetime import date

    from beredning.core.deadlines import adjustment_limit

    return adjustment_limit(date.fromisoformat(closed_at[:10])).raw.isoformat()


def _numbered(items: agenda.Items, order: list[Item], rows: list[DecisionRow]) -> tuple[Numbered, ...]:
    labels = agenda.labels(items)
    return tuple(
        Numbered(row.number, labels[item.key], item.title, item.dnr, row.outcome)
        for item, row in zip(order, rows, strict=True)
    )


def _noted(unit: Unit, desk: Desk, sitting: Sitting) -> dict[int, DecisionRow]:
    """A decision "noteras" for each standing item that has none; refused like any other when the law is against it."""
    found = {}
    for item in sitting.items:
        if item.kind != agenda.STANDING or item.state != agenda.OPEN:
            continue
        record = make_record(unit, desk, sitting, item, Wish("noteras"))
        label = agenda.labels(sitting.items)[item.key]
        judge(f"Punkt {label} kan inte noteras.", law_obstacles(unit, desk, sitting, item, record.decision))
        found[item.key] = DecisionRow(
            sitting.row.key,
            item.key,
            sitting.organ.key,
            sitting.year,
            0,
            item.case,
            record.decision.outcome,
            int(rules.is_deciding(sitting.organ.kind, item.mode or rules.DECIDES, record.decision.outcome)),
            unit.put_text("\n".join(record.decision.text)),
            unit.put_text(record_to_json(record)),
            sitting.row.day,
            "",
            0,
            as_json([]),
        )
    return found


def _late_reservations(unit: Unit, sitting: Sitting, when: str) -> tuple[Obstacle, ...]:
    found = []
    for row in sitting.decisions.values():
        for one in record_from_json(unit.text(row.record)).decision.reservations:
            if one.announced and one.announced.strftime("%Y-%m-%d %H:%M") > when:
                text = f"En reservation är antecknad {one.announced:%H:%M}, efter att sammanträdet avslutas."
                found.append(Obstacle("KL-36", text, "KL 4:27", "FEL", "sekreterare"))
    return tuple(found)
