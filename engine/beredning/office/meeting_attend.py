"""Who is at a sammanträde: upprop, opening, who comes and leaves, and jäv."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda, attendance
from beredning.core import meeting as rules
from beredning.core.attendance import Attendance, Body, Disqualification, body_of
from beredning.core.clock import local_time
from beredning.errors import Obstacle, Refused, UsageFault
from beredning.office.desk import Desk
from beredning.office.meeting_state import (
    Sitting,
    act_of,
    find_person,
    judge,
    load,
    name_of,
    require_secretary,
)
from beredning.store.rows import AttendanceRow, Row

if TYPE_CHECKING:
    from beredning.store import Reader, Unit

# A stretch that was registered by mistake stays in the table but covers no item: rows are never deleted.
_NEVER = -1
_POSTS = ("ordförande", "förste vice ordförande", "andra vice ordförande")


class Present(NamedTuple):
    """A person as listed. first, last: labels of items, "" = from the start, to the end; recused: items with jäv."""

    person: str
    name: str
    party: str
    kind: str
    serving_for: str
    first: str
    last: str
    form: str
    recused: tuple[str, ...] = ()


class Attended(NamedTuple):
    """The attendance after a change. chair: who leads; needed: the least number that must serve (KL 6:27)."""

    meeting: str
    state: str
    chair: str
    people: tuple[Present, ...]
    serving: int
    needed: int
    acknowledged: tuple[Obstacle, ...] = ()


def orders(items: agenda.Items) -> dict[int, int]:
    """Item key → its number on the list, for the numbered items."""
    return {key: int(label) for key, label in agenda.labels(items).items() if label.isdecimal()}


def as_attendance(desk: Desk, sitting: Sitting) -> tuple[Attendance, ...]:
    """The rows as the core sees them: stretches in numbers of the list."""
    number = orders(sitting.items)
    return tuple(
        Attendance(
            row.person,
            row.kind,
            name_of(desk.organisation, row.person),
            row.party,
            row.serving_for,
            number.get(row.from_item, 1),
            number.get(row.to_item, 0),
            row.form,
        )
        for row in sitting.attendance
        if row.from_item != _NEVER
    )


def disqualified(reader: Reader, sitting: Sitting) -> tuple[Disqualification, ...]:
    """Every registered jäv, in numbers of the list."""
    number = orders(sitting.items)
    return tuple(
        Disqualification(row.person, number[one["item"]], bool(one["left"]), reader.text(one["reason"]))
        for row in sitting.attendance
        for one in json.loads(row.recused)
        if one["item"] in number
    )


def body(desk: Desk, sitting: Sitting) -> Body:
    """The organ as it was on the meeting's day."""
    return body_of(desk.organisation, sitting.organ.key, sitting.row.day)


def as_items(obstacles: tuple[Obstacle, ...], number: int) -> tuple[Obstacle, ...]:
    """Obstacles about an item that has no § yet: told by its number on the list."""

    def told(text: str) -> str:
        text = re.sub(rf"§ {number}\b", f"punkt {number}", text)
        return text[:1].upper() + text[1:]

    return tuple(o._replace(text=told(o.text)) for o in obstacles)


def roll_call(
    desk: Desk,
    text: str,
    *,
    absent: tuple[str, ...] = (),
    present: tuple[str, ...] = (),
    distance: tuple[str, ...] = (),
    chair: str = "",
) -> Attended:
    """Upprop: every ledamot is there but those named absent; of others (ersättare, staff …) those named present.

    Ersättare take the seats of absent ledamöter in the order the reglemente gives (KL 6:16). It may be done again until
    something is decided. Raises NotFound, NotAllowed, Refused.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        judge(f"Upprop kan inte göras vid {sitting.row.key}.", _roll_state(sitting))
        people = _called(desk, sitting, absent, present, distance)
        rows, seen = _replaced(sitting, people)
        leader = _leader(desk, sitting, people, chair)
        after = sitting.row._replace(chair=leader)
        if after != sitting.row:
            rows, seen = [after, *rows], [sitting.row, *seen]
        unit.write(act_of(desk, "upprop", sitting.row.key, ground="KL 5:66"), rows, seen)
        return _attended(desk, load(unit, desk.organisation, sitting.row.key))


def _roll_state(sitting: Sitting) -> tuple[Obstacle, ...]:
    if sitting.row.state not in (rules.CALLED, rules.OPENED):
        text = f"Sammanträdet är {sitting.row.state}; upprop görs när det är kallat."
        hint = f"beredning sammanträde kallelse {sitting.row.key}" if sitting.row.state == rules.PLANNED else ""
        return (Obstacle("fel-läge", text, "KL 5:66", "FEL", "sekreterare", hint=hint),)
    if sitting.decisions:
        text = "Det finns redan beslut; ändra närvaron för var och en i stället."
        hint = f"beredning sammanträde närvaro {sitting.row.key} PERSON --lämnar PUNKT"
        return (Obstacle("fel-läge", text, "KL 5:66", "FEL", "sekreterare", hint=hint),)
    return ()


def _called(
    desk: Desk, sitting: Sitting, absent: tuple[str, ...], present: tuple[str, ...], distance: tuple[str, ...]
) -> tuple[Attendance, ...]:
    mandates = desk.organisation.mandates_on(sitting.organ.key, sitting.row.day)
    known = tuple(m.person for m in mandates)
    post = {m.person: m for m in mandates}
    away = {find_person(desk.organisation, name, known) for name in absent}
    here = [find_person(desk.organisation, name, known) for name in present]
    far = {find_person(desk.organisation, name, known) for name in distance}
    organ = body(desk, sitting)
    both = away & {*here, *far}
    if both:
        names = ", ".join(name_of(desk.organisation, key) for key in sorted(both))
        raise UsageFault(f"{names} är angiven både som frånvarande och närvarande.", "Ange bara det ena.")
    strange = away - set(organ.members)
    if strange:
        names = ", ".join(name_of(desk.organisation, key) for key in sorted(strange))
        raise UsageFault(f"{names} är inte ledamot i {sitting.organ.name}.", "Bara ledamöter anges som frånvarande.")
    people: list[Attendance] = []
    for key in dict.fromkeys([*(k for k in organ.members if k not in away), *here, *far]):
        mandate = post.get(key)
        kind = _kind(mandate.post) if mandate else attendance.OTHER
        form = attendance.AT_DISTANCE if key in far else attendance.ON_SITE
        party = mandate.party if mandate else ""
        people.append(Attendance(key, kind, name_of(desk.organisation, key), party, form=form))
    for seat in (key for key in organ.members if key in away):
        chosen = attendance.propose_substitute(organ, tuple(people), seat, 1)
        people = [p._replace(serving_for=seat) if p.person == chosen else p for p in people]
    return tuple(people)


def _kind(post: str) -> str:
    if post in (attendance.SUBSTITUTE, attendance.STAFF):
        return post
    return attendance.MEMBER


def _replaced(sitting: Sitting, people: tuple[Attendance, ...]) -> tuple[list[Row], list[Row | None]]:
    """The rows that make the attendance these people from start to end; earlier rows of nobody's are put out of use."""
    old = {row.person: row for row in reversed(sitting.attendance)}
    number = max((row.number for row in sitting.attendance), default=0)
    rows: list[Row] = []
    seen: list[Row | None] = []
    kept: set[int] = set()
    for one in people:
        before = old.get(one.person)
        number += before is None
        row = AttendanceRow(
            sitting.row.key,
            before.number if before else number,
            one.person,
            one.kind,
            one.party,
            one.serving_for,
            0,
            0,
            one.form,
            before.recused if before else "[]",
            before.entry if before else 0,
        )
        kept.add(row.number)
        if row != before:
            rows.append(row)
            seen.append(before)
    for row in (r for r in sitting.attendance if r.number not in kept and r.from_item != _NEVER):
        rows.append(row._replace(from_item=_NEVER, to_item=_NEVER, serving_for=""))
        seen.append(row)
    return rows, seen


def _leader(desk: Desk, sitting: Sitting, people: tuple[Attendance, ...], chosen: str) -> str:
    """Who leads: the one named, else the first of the presidium who is there (KL 6:21)."""
    mandates = desk.organisation.mandates_on(sitting.organ.key, sitting.row.day)
    serving = {p.person for p in attendance.serving(people, 1)}
    if chosen:
        key = find_person(desk.organisation, chosen, tuple(m.person for m in mandates))
        if key not in serving:
            raise UsageFault(f"{name_of(desk.organisation, key)} tjänstgör inte och kan inte leda sammanträdet.")
        return key
    for post in _POSTS:
        found = next((m.person for m in mandates if m.post == post and m.person in serving), "")
        if found:
            return found
    text = "Hela presidiet är frånvarande; det framgår inte vem som leder sammanträdet."
    hint = "Ange den som enligt reglementet leder: --ordförande PERSON."
    raise Refused(text, (Obstacle("KL-06", text, "KL 6:21, reglementet", "FEL", "nämnden", hint=hint),))


def open_meeting(desk: Desk, text: str, at: str = "", reason: str = "") -> Attended:
    """Opens the sammanträde at local time `at` ("HH:MM", "" = now). Raises NotFound, NotAllowed, Refused (quorum …)."""
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        when = moment(desk, sitting, at)
        rows = as_attendance(desk, sitting)
        against = as_items(attendance.check_item(body(desk, sitting), rows, 1, disqualified(unit, sitting)), 1)
        if not rows:
            hint = f"beredning sammanträde upprop {sitting.row.key}"
            against = (Obstacle("KL-41", "Upprop är inte gjort.", "KL 5:66", "FEL", "sekreterare", hint=hint),)
        found = (*rules.may_open(sitting.meeting, when, against), *not_yet(desk, when))
        done = judge(f"{sitting.row.key} kan inte öppnas.", found, reason)
        after = sitting.row._replace(state=rules.OPENED, opened_at=when)
        extra: dict[str, object] = {"godtagna": [o.code for o in done]} if done else {}
        if done:
            extra["skäl"] = unit.put_text(reason.strip())
        unit.write(act_of(desk, "öppnande", after.key, ground="KL 6:27", extra=extra), [after], [sitting.row])
        opened = load(unit, desk.organisation, after.key)
        return _attended(desk, opened)._replace(acknowledged=done)


def moment(desk: Desk, sitting: Sitting, at: str) -> str:
    """The local moment "YYYY-MM-DD HH:MM" of a clock on the meeting's day, or of now when none is given."""
    if at:
        return f"{sitting.row.day} {agenda.clock_of(agenda.minutes_of(at))}"
    return local_time(desk.now).strftime("%Y-%m-%d %H:%M")


def not_yet(desk: Desk, when: str) -> tuple[Obstacle, ...]:
    """The obstacle that a local moment "YYYY-MM-DD HH:MM" has not been."""
    now = local_time(desk.now).strftime("%Y-%m-%d %H:%M")
    if when <= now:
        return ()
    return (Obstacle("fel-tid", f"Klockan är {now}; {when} har inte varit.", "KL 5:65", "FEL", "sekreterare"),)


def change_presence(
    desk: Desk, text: str, person: str, *, leaves: str = "", comes: str = "", serving_for: str = ""
) -> Attended:
    """Someone leaves before an item is taken up, or comes to it. An ersättare steps in for a ledamot who leaves, in the
    reglemente's order, and steps down when the ledamot comes. Raises NotFound, UsageFault, NotAllowed, Refused."""
    if bool(leaves) == bool(comes):
        raise UsageFault("Ange antingen --lämnar PUNKT eller --kommer PUNKT.")
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        judge(f"Närvaron vid {sitting.row.key} kan inte ändras.", _presence_state(sitting))
        item = agenda.find(sitting.items, leaves or comes)
        if not item.numbered:
            raise UsageFault(f"”{item.title}” har inget nummer.", "Ange en numrerad punkt.")
        mandates = desk.organisation.mandates_on(sitting.organ.key, sitting.row.day)
        key = find_person(desk.organisation, person, tuple(m.person for m in mandates))
        seat = find_person(desk.organisation, serving_for, tuple(m.person for m in mandates)) if serving_for else ""
        from beredning.office.meeting_presence import arrive, leave

        change = leave if leaves else arrive
        rows, seen = change(desk, sitting, disqualified(unit, sitting), key, item.key, seat)
        unit.write(act_of(desk, "närvaro", sitting.row.key, ground="KL 5:66"), rows, seen)
        return _attended(desk, load(unit, desk.organisation, sitting.row.key), orders(sitting.items)[item.key], unit)


def _presence_state(sitting: Sitting) -> tuple[Obstacle, ...]:
    if sitting.row.state in (rules.CALLED, rules.OPENED, rules.CLOSED):
        return ()
    text = f"Sammanträdet är {sitting.row.state}; närvaron ligger fast."
    return (Obstacle("fel-läge", text, "KL 5:66", "FEL"),)


def declare_conflict(desk: Desk, text: str, item_text: str, person: str, reason: str, substitute: str = "") -> Attended:
    """Jäv: the person leaves the room for the item (KL 6:30); an ersättare serves meanwhile when one is there.

    substitute: who serves; "" the next in order, "ingen" nobody. Raises NotFound, UsageFault, NotAllowed, Refused.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        item = agenda.find(sitting.items, item_text)
        label = agenda.labels(sitting.items)[item.key]
        judge(f"Jäv kan inte antecknas vid punkt {label}.", rules.may_decide(sitting.meeting, label, item.state))
        mandates = desk.organisation.mandates_on(sitting.organ.key, sitting.row.day)
        known = tuple(m.person for m in mandates)
        key = find_person(desk.organisation, person, known)
        from beredning.office.meeting_presence import recuse

        chosen = substitute if substitute in ("", "ingen") else find_person(desk.organisation, substitute, known)
        before = disqualified(unit, sitting)
        rows, seen = recuse(desk, sitting, before, key, item.key, unit.put_text(reason.strip()), chosen)
        unit.write(act_of(desk, "jäv", sitting.row.key, ground="KL 6:28–30", extra={"punkt": item.key}), rows, seen)
        return _attended(desk, load(unit, desk.organisation, sitting.row.key), orders(sitting.items)[item.key], unit)


def as_present(desk: Desk, sitting: Sitting) -> tuple[Present, ...]:
    """The attendance as it is shown."""
    labels = agenda.labels(sitting.items)
    return tuple(
        Present(
            row.person,
            name_of(desk.organisation, row.person),
            row.party,
            row.kind,
            name_of(desk.organisation, row.serving_for) if row.serving_for else "",
            labels.get(row.from_item, ""),
            labels.get(row.to_item, ""),
            row.form,
            tuple(labels.get(one["item"], "") for one in json.loads(row.recused)),
        )
        for row in sitting.attendance
        if row.from_item != _NEVER
    )


def _attended(desk: Desk, sitting: Sitting, number: int = 1, unit: Unit | None = None) -> Attended:
    rows = as_attendance(desk, sitting)
    out = disqualified(unit, sitting) if unit else ()
    return Attended(
        sitting.row.key,
        sitting.row.state,
        name_of(desk.organisation, sitting.row.chair),
        as_present(desk, sitting),
        len(attendance.serving(rows, number, out)),
        attendance.needed(body(desk, sitting).seats),
    )
