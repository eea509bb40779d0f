"""The whole life of a sammanträde, each act reloaded from the database: from an empty list to a posted protokoll."""

from __future__ import annotations

from pathlib import Path

import pytest

from beredning.errors import Refused
from beredning.office import (
    meeting_adjust,
    meeting_attend,
    meeting_call,
    meeting_close,
    meeting_decide,
    meeting_minutes,
    meeting_pack,
    meeting_plan,
)
from beredning.office.meeting_record import Wish
from tests.office.meeting_road import NAMND, decisions, meeting, planned, ready, secretary, stage
from tests.office.world import World


def test_a_case_goes_through_au_and_namnd_to_the_board(world: World, tmp_path: Path) -> None:
    dnr = ready(world)
    au = planned(world, dnr)
    desk = secretary(world, "2023-11-28")
    called = meeting_call.call(desk, au)
    assert stage(world, dnr) == "kallat-au"
    assert called.body[:2] == b"PK"
    pack = meeting_pack.write_handlingar(desk, au, tmp_path, count=False)
    assert len(pack.files) == 2
    desk = secretary(world, "2023-12-06", "08:00")
    meeting_attend.roll_call(desk, au, absent=("Lena Orstadius",), present=("Toni Andersson",))
    meeting_attend.open_meeting(desk, au)
    desk = secretary(world, "2023-12-06", "11:00")
    meeting_decide.decide_item(desk, au, "3", Wish("förslag"))
    assert stage(world, dnr) == "behandlat-au"
    closed = meeting_close.close_meeting(desk, au, note_rest=True)
    assert [s.number for s in closed.sections] == list(range(1, 8))
    meeting_minutes.write_minutes(desk, au)

    namnd = planned(world, dnr, organ="UBN", day="2023-12-13")
    assert namnd == NAMND
    meeting_call.call(secretary(world, "2023-12-07"), namnd)
    desk = secretary(world, "2023-12-13", "15:00")
    meeting_attend.roll_call(desk, namnd)
    meeting_attend.open_meeting(desk, namnd, "13:00")
    meeting_decide.decide_item(desk, namnd, "3", Wish("bifall"))
    meeting_close.close_meeting(desk, namnd, note_rest=True)
    assert stage(world, dnr) == "beslutat"
    meeting_minutes.write_minutes(desk, namnd)
    assert stage(world, dnr) == "protokollfört"
    desk = secretary(world, "2023-12-18")
    meeting_adjust.adjust(desk, namnd, ("Lena Camp", "Anette Håkansson"))
    assert (stage(world, dnr), meeting(world, namnd).state) == ("justerat", "justerat")
    posted = meeting_adjust.post(desk, namnd)
    assert (stage(world, dnr), posted.appeal_until) == ("anslaget", "2024-01-08")
    for fact in meeting_plan.CHANGEABLE:
        with pytest.raises(Refused, match="kan inte ändras"):
            meeting_plan.change_meeting(desk, namnd, {fact: "09:00" if fact in ("tid", "slut") else "Lena Camp"})
    assert [d.number for d in decisions(world, namnd)] == list(range(1, 8))
