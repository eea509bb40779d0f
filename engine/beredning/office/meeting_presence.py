"""Stretches of presence, split and joined: what changes in the attendance when someone leaves, comes or is jävig."""

from __future__ import annotations

import json

from beredning.core import attendance
from beredning.core.attendance import Attendance, Disqualification
from beredning.errors import NotFound, UsageFault
from beredning.office.desk import Desk
from beredning.office.meeting_attend import as_attendance, body, orders
from beredning.office.meeting_state import Sitting, as_json, name_of
from beredning.store.rows import AttendanceRow

Change = tuple[list[AttendanceRow], list[AttendanceRow | None]]
_NEVER = -1


class Table:
    """The attendance rows of a sitting while they are changed. Rows are closed and added, never taken away."""

    def __init__(self, desk: Desk, sitting: Sitting, out: tuple[Disqualification, ...]) -> None:
        self.desk = desk
        self.sitting = sitting
        self.out = out
        self.rows = {row.number: row for row in sitting.attendance}
        self.order = orders(sitting.items)
        self.keys = {number: key for key, number in self.order.items()}

    def span(self, row: AttendanceRow) -> tuple[int, int]:
        """First and last number of a stretch; (1, 0) for one that is out of use."""
        if row.from_item == _NEVER:
            return 1, 0
        return self.order.get(row.from_item, 1), self.order.get(row.to_item, len(self.order))

    def covering(self, person: str, number: int) -> AttendanceRow | None:
        """The person's stretch that holds the item of that number."""
        return next((r for r in self.rows.values() if r.person == person and self._holds(r, number)), None)

    def serving(self, seat: str, number: int) -> AttendanceRow | None:
        """The stretch in which somebody serves on the seat at that number."""
        return next((r for r in self.rows.values() if r.serving_for == seat and self._holds(r, number)), None)

    def _holds(self, row: AttendanceRow, number: int) -> bool:
        first, last = self.span(row)
        return first <= number <= last

    def cut(self, row: AttendanceRow, first: int, last: int, serving_for: str | None) -> None:
        """From first to last the stretch is gone (None), or the person serves for another seat than before ("": none).
        What lies before and after stays as it was."""
        begins, ends = self.span(row)
        first, last = max(first, begins), min(last, ends)
        self.rows[row.number] = self._to(row, begins, first - 1)
        if serving_for is not None:
            self.add(row, first, last, serving_for)
        if last < ends:
            self.add(row, last + 1, ends, row.serving_for)

    def _to(self, row: AttendanceRow, first: int, last: int) -> AttendanceRow:
        if first > last:
            return row._replace(from_item=_NEVER, to_item=_NEVER)
        whole = last == len(self.order)
        return row._replace(from_item=self.keys[first] if first > 1 else 0, to_item=0 if whole else self.keys[last])

    def add(self, like: AttendanceRow, first: int, last: int, serving_for: str) -> None:
        """A new stretch of the same person."""
        number = max(self.rows, default=0) + 1
        made = like._replace(number=number, serving_for=serving_for, recused="[]", entry=0)
        self.rows[number] = self._to(made, first, last)

    def recused_at(self, person: str) -> set[int]:
        """The numbers at which the person is jävig."""
        return {d.item for d in self.out if d.person == person}

    def values(self) -> tuple[Attendance, ...]:
        """The stretches as the core sees them."""
        return as_attendance(self.desk, self.sitting._replace(attendance=tuple(self.rows.values())))

    def fill(self, seat: str, first: int, last: int, chosen: str = "") -> None:
        """Somebody serves on a seat that is free from first to last: the one chosen, else the next in order (KL 6:16),
        and where nobody is there, nobody."""
        organ = body(self.desk, self.sitting)
        number = first
        while number <= last:
            person = chosen or attendance.propose_substitute(organ, self.values(), seat, number, self.out)
            row = self.covering(person, number) if person else None
            if row is None:
                number += 1
                continue
            end = min(last, self.span(row)[1], *(n - 1 for n in self.recused_at(person) if n > number))
            if row.serving_for != seat:
                # Somebody else may have been called in on the seat for a later item, and keeps it there.
                taken = (n for n in range(number + 1, end + 1) if self.serving(seat, n))
                end = next(taken, end + 1) - 1
                self.cut(row, number, end, seat)
            number = end + 1

    def change(self) -> Change:
        """The rows that differ, and each as it was read."""
        before = {row.number: row for row in self.sitting.attendance}
        changed = [row for number, row in sorted(self.rows.items()) if row != before.get(number)]
        return changed, [before.get(row.number) for row in changed]


def leave(
    desk: Desk, sitting: Sitting, out: tuple[Disqualification, ...], person: str, item: int, _seat: str
) -> Change:
    """The person is gone from the item on; an ersättare steps in on the seat that becomes free.

    One who serves at some items and not at others is there in several stretches, and leaves them all; a return that is
    already known, after a time away, stays.
    """
    table = Table(desk, sitting, out)
    number = table.order[item]
    row: AttendanceRow | None = _here(table, person, number)
    empty: list[tuple[str, int, int]] = []
    while row is not None:
        last = table.span(row)[1]
        table.cut(row, number, last, None)
        empty.append((person if row.kind == attendance.MEMBER else row.serving_for, number, last))
        number = last + 1
        row = table.covering(person, number)
    for seat, first, last in empty:
        if seat:
            table.fill(seat, first, last)
    return table.change()


def arrive(
    desk: Desk, sitting: Sitting, out: tuple[Disqualification, ...], person: str, item: int, seat: str
) -> Change:
    """The person is there from the item on, until a stretch that is already known. For a ledamot the ersättare who
    served on the seat steps down (KL 6:17), save where the ledamot is jävig."""
    table = Table(desk, sitting, out)
    number = table.order[item]
    if table.covering(person, number):
        raise UsageFault(f"{name_of(desk.organisation, person)} är redan närvarande då.")
    starts = [table.span(r)[0] for r in table.rows.values() if r.person == person and r.from_item != _NEVER]
    last = min((n for n in starts if n > number), default=len(table.order) + 1) - 1
    blank = _blank(desk, sitting, person)
    if blank.kind == attendance.MEMBER:
        _step_down(table, person, number, last)
    table.add(blank, number, last, seat)
    return table.change()


def _blank(desk: Desk, sitting: Sitting, person: str) -> AttendanceRow:
    mandates = {m.person: m for m in desk.organisation.mandates_on(sitting.organ.key, sitting.row.day)}
    mandate = mandates.get(person)
    kind = attendance.OTHER
    if mandate:
        kind = mandate.post if mandate.post in (attendance.SUBSTITUTE, attendance.STAFF) else attendance.MEMBER
    return AttendanceRow(sitting.row.key, 0, person, kind, mandate.party if mandate else "", "", 0, 0, "plats", "[]")


def _step_down(table: Table, seat: str, first: int, last: int) -> None:
    jav = table.recused_at(seat)
    for number in (n for n in range(first, last + 1) if n not in jav):
        row = table.serving(seat, number)
        if row is not None:
            end = min(last, table.span(row)[1], *(n - 1 for n in jav if n > number))
            table.cut(row, number, end, "")


def recuse(
    desk: Desk,
    sitting: Sitting,
    out: tuple[Disqualification, ...],
    person: str,
    item: int,
    reason: str,
    substitute: str,
) -> Change:
    """The person is jävig at the item and out of the room; an ersättare serves on the seat at that item alone.

    reason: text digest. substitute: "" the next in order, "ingen" nobody, else a person key.
    """
    table = Table(desk, sitting, out)
    number = table.order[item]
    row = _here(table, person, number)
    if number in table.recused_at(person):
        raise UsageFault(f"Jäv för {name_of(desk.organisation, person)} är redan antecknat vid punkten.")
    marked = [*json.loads(row.recused), {"item": item, "left": 1, "reason": reason}]
    table.rows[row.number] = row._replace(recused=as_json(marked))
    table.out = (*out, Disqualification(person, number))
    seat = person if row.kind == attendance.MEMBER else row.serving_for
    if seat and substitute != "ingen":
        if substitute:
            _check_chosen(table, substitute, number)
        table.fill(seat, number, number, substitute)
    return table.change()


def _check_chosen(table: Table, person: str, number: int) -> None:
    row = table.covering(person, number)
    if row is None or row.kind != attendance.SUBSTITUTE:
        name = name_of(table.desk.organisation, person)
        raise UsageFault(f"{name} är inte närvarande som ersättare.", "Anteckna först närvaron: --kommer PUNKT.")


def _here(table: Table, person: str, number: int) -> AttendanceRow:
    row = table.covering(person, number)
    if row is None:
        name = name_of(table.desk.organisation, person)
        raise NotFound(f"{name} är inte närvarande vid punkt {number}.", "Se beredning sammanträde visa.")
    return row
