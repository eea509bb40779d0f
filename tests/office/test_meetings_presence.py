"""Whatever people do at a meeting, the attendance stays lawful: no seat taken twice, nobody jävig in the room."""

from __future__ import annotations

import json
from functools import cache
from typing import cast

from hypothesis import example, given
from hypothesis import strategies as st

from beredning.core import agenda, attendance
from beredning.core.agenda import Item
from beredning.core.attendance import Attendance, Disqualification
from beredning.core.organisation import Organisation
from beredning.definitions.organisation import read_organisation
from beredning.errors import NotFound, UsageFault
from beredning.office.desk import Desk
from beredning.office.meeting_attend import as_attendance, body
from beredning.office.meeting_presence import Change, arrive, leave, recuse
from beredning.office.meeting_state import Sitting, as_meeting, find_organ
from beredning.resources import resource_folder
from beredning.store.rows import AttendanceRow, MeetingRow

ITEMS = tuple(Item(key, agenda.STANDING, f"Punkt {key}") for key in (11, 12, 13, 14, 15, 16))
KEYS = tuple(item.key for item in ITEMS)
PEOPLE = (
    *("lena.camp", "kristina.fogelklou", "anette.hakansson", "elinor.gandee", "lena.orstadius"),
    *("toni.andersson", "mauricio.jimenez", "carina.ackerfors", "asa.ericson"),
)
LAWFUL = {"KL-22", "KL-23"}  # too few may well be left: then nothing can be decided, which is not the list's fault


@cache
def organisation() -> Organisation:
    path = resource_folder("templates") / "ovning" / "kommun.yaml"
    return read_organisation({"kommun.yaml": path.read_bytes()})


def desk() -> Desk:
    """A desk with an organisation: nothing else is asked of it here."""
    return Desk(cast("object", None), organisation(), cast("object", None), cast("object", None), None)  # type: ignore[arg-type]


def start() -> Sitting:
    """Every ledamot of the utskott is there, and three ersättare."""
    organ = find_organ(organisation(), "UBN-AU")
    row = MeetingRow("UBN-AU:2023-12-06", "UBN-AU", "2023-12-06", *("",) * 13)
    row = row._replace(starts="08:00", place="Sal", state="öppnat", adjusters="[]")
    there = [
        m for m in organisation().mandates_on("UBN-AU", "2023-12-06") if m.post != "ersättare" or m.person in PEOPLE
    ]
    rows = tuple(
        AttendanceRow(
            row.key, n, m.person, "ersättare" if m.post == "ersättare" else "ledamot", m.party, "", 0, 0, "plats", "[]"
        )
        for n, m in enumerate(there, 1)
    )
    return Sitting(row, organ, as_meeting(row, organ), ITEMS, {}, {}, rows, {}, ())


def out_of(sitting: Sitting) -> tuple[Disqualification, ...]:
    return tuple(
        Disqualification(row.person, KEYS.index(one["item"]) + 1, reason="part")
        for row in sitting.attendance
        for one in json.loads(row.recused)
    )


def after(sitting: Sitting, change: Change) -> Sitting:
    rows = {row.number: row for row in sitting.attendance}
    for row, before in zip(*change, strict=True):
        assert rows.get(row.number) == before, "a row is changed from what it was, and never taken away"
        rows[row.number] = row
    return sitting._replace(attendance=tuple(rows[number] for number in sorted(rows)))


ACTS = st.lists(
    st.tuples(st.sampled_from(("leave", "arrive", "recuse")), st.sampled_from(PEOPLE), st.sampled_from(KEYS)),
    max_size=12,
)


def play(acts: list[tuple[str, str, int]]) -> Sitting:
    sitting = start()
    for act, person, item in acts:
        out = out_of(sitting)
        try:
            if act == "recuse":
                change = recuse(desk(), sitting, out, person, item, "", "")
            else:
                change = (leave if act == "leave" else arrive)(desk(), sitting, out, person, item, "")
        except (NotFound, UsageFault):
            continue
        sitting = after(sitting, change)
    return sitting


@given(ACTS)
@example([("recuse", "anette.hakansson", 12), ("leave", "toni.andersson", 11), ("leave", "anette.hakansson", 11)])
def test_no_seat_is_taken_twice_and_nobody_javig_serves(acts: list[tuple[str, str, int]]) -> None:
    sitting = play(acts)
    rows, out = as_attendance(desk(), sitting), out_of(sitting)
    for number in range(1, len(KEYS) + 1):
        serving = attendance.serving(rows, number, out)
        assert len({row.person for row in serving}) == len(serving) <= 9
        assert not {row.person for row in serving} & {d.person for d in out if d.item == number}
        faults = attendance.check_item(body(desk(), sitting), rows, number, out)
        assert [o for o in faults if o.severity == "FEL" and o.code not in LAWFUL] == []


def test_one_who_served_at_an_item_in_between_leaves_for_good() -> None:
    sitting = play([("recuse", "anette.hakansson", 12), ("leave", "toni.andersson", 11)])
    rows, out = as_attendance(desk(), sitting), out_of(sitting)
    for number in range(1, len(KEYS) + 1):
        assert "toni.andersson" not in {row.person for row in attendance.present(rows, number)}
    assert "carina.ackerfors" in {row.person for row in attendance.serving(rows, 2, out)}


def test_a_seat_that_is_filled_later_keeps_who_fills_it() -> None:
    """The next in order comes after another has been called in for one item, and serves on both sides of it."""
    acts = [("leave", "toni.andersson", 11), ("recuse", "anette.hakansson", 13), ("arrive", "toni.andersson", 11)]
    sitting = play([*acts, ("leave", "anette.hakansson", 11)])
    rows, out = as_attendance(desk(), sitting), out_of(sitting)
    filling = [
        {row.person for row in attendance.serving(rows, number, out) if row.serving_for == "anette.hakansson"}
        for number in range(1, len(KEYS) + 1)
    ]
    toni, carina = {"toni.andersson"}, {"carina.ackerfors"}
    assert filling == [toni, toni, carina, toni, toni, toni]


@given(ACTS)
def test_nobody_is_in_two_places_at_once(acts: list[tuple[str, str, int]]) -> None:
    rows: tuple[Attendance, ...] = as_attendance(desk(), play(acts))
    for number in range(1, len(KEYS) + 1):
        here = [row.person for row in attendance.present(rows, number)]
        assert len(here) == len(set(here))


@given(ACTS)
def test_a_free_seat_is_filled_while_an_ersattare_for_it_is_there(acts: list[tuple[str, str, int]]) -> None:
    """Only from the act on: one who comes later does not take a seat that was already left empty."""
    sitting = play([act for act in acts if act[0] == "recuse"])
    rows, out = as_attendance(desk(), sitting), out_of(sitting)
    organ = body(desk(), sitting)
    for number in range(1, len(KEYS) + 1):
        filled = {row.serving_for or row.person for row in attendance.serving(rows, number, out)}
        for seat in set(organ.members) - filled:
            assert attendance.propose_substitute(organ, rows, seat, number, out) == ""
