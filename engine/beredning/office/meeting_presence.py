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

    def covering(self, person: str, item: int) -> AttendanceRow | None:
        """The person's stretch that holds the item."""
        number = self.order[item]
        for row in self.rows.values():
            first, last = self.order.get(row.from_item, 1), self.order.get(row.to_item, 0)
            if row.person == person and row.from_item != _NEVER and first <= number and (not last or number <= last):
                return row
        return None

    def end_before(self, row: AttendanceRow, item: int) -> None:
        """Close a stretch before the item; one that began there is put out of use."""
        number = self.order[item]
        if number <= self.order.get(row.from_item, 1):
            self.rows[row.number] = row._replace(from_item=_NEVER, to_item=_NEVER)
        else:
            self.rows[row.number] = row._replace(to_item=self.keys[number - 1])

    def add(self, like: AttendanceRow, item: int, to_item: int, serving_for: str) -> None:
        """A new stretch of the same person from an item."""
        number = max(self.rows, default=0) + 1
        self.rows[number] = like._replace(
            number=number, from_item=item, to_item=to_item, serving_for=serving_for, recused="[]", entry=0
        )

    def split(self, row: AttendanceRow, item: int, serving_for: str, *, only: bool = False) -> None:
        """From the item on (or `only` at it) the person serves for another seat than before, or for none."""
        end = row.to_item
        self.end_before(row, item)
        following = self.keys.get(self.order[item] + 1)
        last = self.order.get(end, 0)
        goes_on = only and following is not None and (not last or self.order[following] <= last)
        self.add(row, item, item if only else end, serving_for)
        if goes_on and following is not None:
            self.add(row, following, end, row.serving_for)

    def values(self) -> tuple[Attendance, ...]:
        """The stretches as the core sees them."""
        return as_attendance(self.desk, self.sitting._replace(attendance=tuple(self.rows.values())))

    def next_substitute(self, seat: str, item: int) -> str:
        """Who is next to serve on a seat at the item, "" for nobody."""
        number = self.order[item]
        return attendance.propose_substitute(body(self.desk, self.sitting), self.values(), seat, number, self.out)

    def change(self) -> Change:
        """The rows that differ, and each as it was read."""
        before = {row.number: row for row in self.sitting.attendance}
        changed = [row for number, row in sorted(self.rows.items()) if row != before.get(number)]
        return changed, [before.get(row.number) for row in changed]


def leave(
    desk: Desk, sitting: Sitting, out: tuple[Disqualification, ...], person: str, item: int, _seat: str
) -> Change:
    """The person is gone from the item on; an ersättare steps in on the seat that becomes free."""
    table = Table(desk, sitting, out)
    row = _here(table, person, item)
    table.end_before(row, item)
    seat = person if row.kind == attendance.MEMBER else row.serving_for
    if seat:
        _fill(table, seat, item)
    return table.change()


def arrive(
    desk: Desk, sitting: Sitting, out: tuple[Disqualification, ...], person: str, item: int, seat: str
) -> Change:
    """The person is there from the item on. For a ledamot the ersättare who served on the seat steps down (KL 6:17)."""
    table = Table(desk, sitting, out)
    if table.covering(person, item):
        raise UsageFault(f"{name_of(desk.organisation, person)} är redan närvarande då.")
    mandates = {m.person: m for m in desk.organisation.mandates_on(sitting.organ.key, sitting.row.day)}
    mandate = mandates.get(person)
    kind = attendance.OTHER
    if mandate:
        kind = mandate.post if mandate.post in (attendance.SUBSTITUTE, attendance.STAFF) else attendance.MEMBER
    blank = AttendanceRow(sitting.row.key, 0, person, kind, mandate.party if mandate else "", "", 0, 0, "plats", "[]")
    if kind == attendance.MEMBER:
        serving = [r for r in table.rows.values() if r.serving_for == person and table.covering(r.person, item) == r]
        for row in serving:
            table.split(row, item, "")
    table.add(blank, item, 0, seat)
    return table.change()


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
    row = _here(table, person, item)
    marked = [*json.loads(row.recused), {"item": item, "left": 1, "reason": reason}]
    if any(one["item"] == item for one in json.loads(row.recused)):
        raise UsageFault(f"Jäv för {name_of(desk.organisation, person)} är redan antecknat vid punkten.")
    table.rows[row.number] = row._replace(recused=as_json(marked))
    table.out = (*out, Disqualification(person, table.order[item]))
    seat = person if row.kind == attendance.MEMBER else row.serving_for
    if seat and substitute != "ingen":
        _fill(table, seat, item, substitute, only=True)
    return table.change()


def _fill(table: Table, seat: str, item: int, chosen: str = "", *, only: bool = False) -> None:
    key = chosen or table.next_substitute(seat, item)
    row = table.covering(key, item) if key else None
    if chosen and (row is None or row.kind != attendance.SUBSTITUTE):
        name = name_of(table.desk.organisation, chosen)
        raise UsageFault(f"{name} är inte närvarande som ersättare.", "Anteckna först närvaron: --kommer PUNKT.")
    if row is not None:
        table.split(row, item, seat, only=only)


def _here(table: Table, person: str, item: int) -> AttendanceRow:
    row = table.covering(person, item)
    if row is None:
        name = name_of(table.desk.organisation, person)
        raise NotFound(f"{name} är inte närvarande vid punkt {table.order[item]}.", "Se beredning sammanträde visa.")
    return row
