"""The list for a meeting, the reporting of it at a §, and what is not to be reported: on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from beredning.errors import NotAllowed, NotFound, Refused, UsageFault
from beredning.office import (
    delegation_report,
    delegation_view,
    meeting_adjust,
    meeting_attend,
    meeting_call,
    meeting_close,
    meeting_minutes,
)
from beredning.office.delegation_list import Listed, make_list
from beredning.office.meeting_state import find_organ
from beredning.office.moving import move
from tests.office.delegation_road import CHAIR, RECTOR, decide, hold_meeting, rows, with_order
from tests.office.meeting_road import NAMND, planned, secretary
from tests.office.world import CHIEF, REGISTRAR, World

URGENT: dict[str, Any] = {
    "by": CHAIR,
    "delegat": CHAIR,
    "point": "",
    "urgent": True,
    "reason": "Läckan upptäcktes i natt.",
}
APART: dict[str, Any] = {"by": CHAIR, "delegat": CHAIR, "point": "4.2", "amount": 900_000, "reference": "Kurs"}
PERIODIC: dict[str, Any] = {"by": RECTOR, "delegat": RECTOR, "point": "2.2", "amount": 500_000, "reference": "Böcker"}


@pytest.fixture
def office(world: World) -> World:
    return with_order(world)


def make(world: World, today: str, meeting: str = "", organ: str = "UBN") -> Listed:
    with world.database.read() as reader:
        return make_list(reader, world.organisation, organ, meeting, date.fromisoformat(today))


def numbers(listed: Listed) -> tuple[list[str], list[str], list[str]]:
    return [x.nr for x in listed.reported], [x.nr for x in listed.later], [x.nr for x in listed.apart]


def test_the_list_parts_what_is_due_from_what_comes_later_and_what_is_never_reported(office: World) -> None:
    decide(office)
    decide(office, **URGENT)
    decide(office, **APART)
    decide(office, **PERIODIC)
    decide(office, day="2023-12-04", today="2024-01-08", text="Ett yttrande till lämnas.")
    with office.elsewhere() as colleague:
        listed = make(colleague, "2023-12-04")
        assert (listed.meeting, listed.day) == (NAMND, "2023-12-13")
        assert numbers(listed) == (["1/2023", "2/2023", "5/2023"], ["4/2023"], ["3/2023"])
        assert [o.code for o in listed.obstacles] == ["DEL-06", "DEL-06"]
        # The quarter of a decision on 4 December ends with the year: it is due at the first meeting of the next.
        assert numbers(make(colleague, "2024-01-30"))[0] == ["1/2023", "2/2023", "4/2023", "5/2023"]


def test_an_urgent_decision_left_out_of_the_next_meeting_is_a_fault_and_an_ordinary_one_a_warning(
    office: World,
) -> None:
    decide(office)
    decide(office, **URGENT)
    on_time = make(office, "2023-12-13", NAMND)
    assert on_time.obstacles == ()
    late = make(office, "2023-12-14")
    assert (late.meeting, numbers(late)[0]) == ("UBN:2024-01-31", ["1/2023", "2/2023"])
    assert [(o.code, o.severity) for o in late.obstacles] == [("DEL-04", "FEL"), ("DEL-05", "VARNING")]
    assert "skulle ha anmälts vid mötet 2023-12-13" in late.reported[1].remark


def test_a_decision_after_the_meeting_is_not_on_its_list(office: World) -> None:
    decide(office, day="2023-12-13", today="2023-12-14")
    decide(office, day="2023-12-14", today="2023-12-14")
    assert numbers(make(office, "2023-12-14", NAMND))[0] == ["1/2023"]


def test_the_list_is_the_namnds_and_not_the_utskotts(office: World) -> None:
    planned(office)
    for text in ("UBN-AU:2023-12-06", "ubn-au 2023-12-06"):
        with pytest.raises(UsageFault, match="UBN-AUs"):
            make(office, "2023-12-04", text)
    with pytest.raises(NotFound, match="inget sammanträde efter 2024-06-20"):
        make(office, "2024-06-20")


def test_decisions_are_reported_at_the_paragraph_of_the_standing_item(office: World) -> None:
    dnr = office.register("Remiss: samverkan", "delegationsarende")
    decide(office, case=dnr, reference="")
    decide(office, **URGENT)
    decide(office, **APART)
    move(office.desk(REGISTRAR), dnr, "expediera")
    key = hold_meeting(office)
    decide(office, day="2023-12-12", today="2023-12-13", reference="Sent")  # on its day, before it closed
    decide(office, day="2023-12-13", today="2023-12-14", reference="Efteråt")  # registered when it was over
    made = delegation_report.report(secretary(office, "2023-12-14"), "UBN", key)
    assert made.decisions == ("1/2023", "2/2023", "4/2023") and made.late == ()
    with office.elsewhere() as colleague:
        at = {r.number: (r.reported_meeting, r.reported_number) for r in rows(colleague)}
        assert at == {1: (key, made.number), 2: (key, made.number), 3: ("", 0), 4: (key, made.number), 5: ("", 0)}
        assert colleague.database.prove().ok
    assert made.steps == (f'beredning ärende flytta {dnr} anmäl --skäl "§ {made.number}, 2023-12-13"',)
    with pytest.raises(UsageFault, match="inga delegationsbeslut att anmäla"):
        delegation_report.report(secretary(office, "2023-12-14"), "UBN", key)


def test_a_late_report_says_so(office: World) -> None:
    decide(office, **(URGENT | {"day": "2023-11-28"}))
    hold_meeting(office)
    key = hold_meeting(office, "2024-01-31")
    made = delegation_report.report(secretary(office, "2024-02-01"), "UBN", key, chosen=("1",))
    assert [(o.code, o.severity) for o in made.late] == [("DEL-04", "FEL")]
    assert "vid mötet 2023-12-13" in made.late[0].text and "först 2024-01-31" in made.late[0].text


def test_nothing_is_reported_before_the_paragraph_has_its_number(office: World) -> None:
    decide(office)
    key = planned(office, organ="UBN", day="2023-12-13")
    desk = secretary(office, "2023-12-13", "15:00")
    steps: tuple[Callable[[], object], ...] = (
        lambda: meeting_call.call(secretary(office, "2023-12-07"), key),
        lambda: (meeting_attend.roll_call(desk, key), meeting_attend.open_meeting(desk, key, "13:00")),
        lambda: meeting_close.close_meeting(desk, key, note_rest=True),
    )
    for step in steps:
        with pytest.raises(Refused) as refused:
            delegation_report.report(desk, "UBN", key)
        assert [o.code for o in refused.value.obstacles] == ["fel-läge"]
        assert rows(office)[0].reported_meeting == ""
        step()
    assert delegation_report.report(desk, "UBN", key).decisions == ("1/2023",)


def test_a_paragraph_that_is_not_there_and_a_decision_that_is_reported_are_told(office: World) -> None:
    decide(office)
    decide(office, reference="Andra")
    key = hold_meeting(office)
    desk = secretary(office, "2023-12-14")
    with pytest.raises(NotFound, match="ingen § 99"):
        delegation_report.report(desk, "UBN", key, 99)
    with pytest.raises(Refused) as ratified:  # § 1 says ”fastställer”: the nämnd ratifies nothing here
        delegation_report.report(desk, "UBN", key, 1, chosen=("1/2023",))
    assert [o.code for o in ratified.value.obstacles] == ["DEL-09"]
    first = delegation_report.report(desk, "UBN", key, 1, "Noterades där.", ("1/2023",))
    assert (first.number, first.decisions, [o.code for o in first.acknowledged]) == (1, ("1/2023",), ["DEL-09"])
    with pytest.raises(UsageFault, match="redan anmält"):
        delegation_report.report(desk, "UBN", key, chosen=("1/2023",))
    with pytest.raises(NotAllowed):
        delegation_report.report(office.desk(CHIEF), "UBN", key)


def test_the_appeal_time_runs_from_the_posting_of_the_paragraph(office: World) -> None:
    decide(office)
    key = hold_meeting(office)
    delegation_report.report(secretary(office, "2023-12-14"), "UBN", key)
    assert until(office, "1") == ""
    meeting_minutes.write_minutes(secretary(office, "2023-12-14"), key)
    desk = secretary(office, "2023-12-18")
    meeting_adjust.adjust(desk, key, ("Lena Camp", "Anette Håkansson"))
    assert until(office, "1") == ""
    posted = meeting_adjust.post(desk, key)
    assert until(office, "1") == posted.appeal_until == "2024-01-08"


def until(world: World, number: str) -> str:
    organ = find_organ(world.organisation, "UBN")
    with world.database.read() as reader:
        return delegation_view.show(reader, world.organisation, organ, number, date(2023, 12, 20)).appeal_until


def test_what_is_not_reported_has_its_own_minutes_and_posting(office: World) -> None:
    decide(office, **APART)
    decide(office)
    desk = secretary(office, "2023-12-08")
    for days in (("2023-12-03", "2023-12-06"), ("2023-12-07", "2023-12-06"), ("2023-12-05", "2023-12-09")):
        with pytest.raises(UsageFault, match="fel ordning"):
            delegation_report.post_apart(desk, "UBN", "1/2023", *days)
    made = delegation_report.post_apart(desk, "UBN", "1/2023", "2023-12-05", "2023-12-06")
    assert made.appeal_until == "2023-12-27" == until(office, "1")
    assert numbers(make(office, "2023-12-08")) == (["2/2023"], [], [])
    for number in ("1/2023", "2/2023"):  # once is enough; an ordinary one is reported instead
        with pytest.raises(Refused):
            delegation_report.post_apart(desk, "UBN", number, "2023-12-05", "2023-12-06")
