"""What follows a decision: each receiver gets it in the way the decision says, once, and only when it is adjusted."""

from __future__ import annotations

import pytest

from beredning.errors import Refused, UsageFault
from beredning.office import (
    after_decision,
    meeting_adjust,
    meeting_attend,
    meeting_call,
    meeting_close,
    meeting_decide,
    meeting_minutes,
)
from beredning.office.meeting_record import Wish
from beredning.store.rows import DispatchRow
from tests.office.delegation_road import prepared, with_order
from tests.office.meeting_road import planned, secretary
from tests.office.world import World


@pytest.fixture
def decided(world: World) -> tuple[World, str, str]:
    """A case that the nämnd decided 2023-12-13 with two receivers, minuted but not adjusted: world, dnr, meeting."""
    world = with_order(world)
    dnr = prepared(world)
    key = planned(world, dnr, organ="UBN", day="2023-12-13")
    meeting_call.call(secretary(world, "2023-12-07"), key)
    desk = secretary(world, "2023-12-13", "15:00")
    meeting_attend.roll_call(desk, key)
    meeting_attend.open_meeting(desk, key, "13:00")
    wish = Wish("bifall", action=("Ekonomichef",), information=("Kommunstyrelsen",))
    meeting_decide.decide_item(desk, key, "3", wish)
    meeting_close.close_meeting(desk, key, note_rest=True)
    meeting_minutes.write_minutes(secretary(world, "2023-12-14"), key)
    return world, dnr, key


def sent(world: World, rows: tuple[DispatchRow, ...]) -> dict[str, str]:
    with world.database.read() as reader:
        return {reader.text(row.receiver): row.kind for row in rows}


def adjusted(decided: tuple[World, str, str]) -> tuple[World, str]:
    world, dnr, key = decided
    meeting_adjust.adjust(secretary(world, "2023-12-18"), key, ("Lena Camp", "Anette Håkansson"))
    return world, dnr


def test_each_receiver_gets_the_decision_for_what_it_says(decided: tuple[World, str, str]) -> None:
    world, dnr = adjusted(decided)
    rows = after_decision.dispatch(secretary(world, "2023-12-18"), dnr, (), "e-post")
    assert sent(world, rows) == {"Ekonomichef": "hantera", "Kommunstyrelsen": "kännedom"}


def test_a_receiver_that_the_decision_does_not_name_is_to_handle_it(decided: tuple[World, str, str]) -> None:
    world, dnr = adjusted(decided)
    rows = after_decision.dispatch(secretary(world, "2023-12-18"), dnr, ("Revisorerna",), "brev")
    assert sent(world, rows) == {"Revisorerna": "hantera"}


@pytest.mark.parametrize("kind", ["hantera", "kännedom"])
def test_what_a_person_states_goes_before_the_decision(decided: tuple[World, str, str], kind: str) -> None:
    world, dnr = adjusted(decided)
    rows = after_decision.dispatch(secretary(world, "2023-12-18"), dnr, (), "e-post", kind)
    assert set(sent(world, rows).values()) == {kind}


def test_nothing_is_sent_from_minutes_that_are_not_adjusted(decided: tuple[World, str, str]) -> None:
    world, dnr, _ = decided
    with pytest.raises(Refused) as refused:
        after_decision.dispatch(secretary(world, "2023-12-18"), dnr, (), "e-post")
    assert [o.code for o in refused.value.obstacles] == ["G-06"]


def test_nobody_gets_it_twice(decided: tuple[World, str, str]) -> None:
    world, dnr = adjusted(decided)
    desk = secretary(world, "2023-12-18")
    after_decision.dispatch(desk, dnr, ("Ekonomichef",), "e-post")
    with pytest.raises(UsageFault, match="redan expedierad till Ekonomichef"):
        after_decision.dispatch(desk, dnr, ("Ekonomichef",), "e-post")
    rows = after_decision.dispatch(desk, dnr, (), "e-post")
    assert sent(world, rows) == {"Kommunstyrelsen": "kännedom"}
    with pytest.raises(UsageFault, match="redan expedierad till alla"):
        after_decision.dispatch(desk, dnr, (), "e-post")
