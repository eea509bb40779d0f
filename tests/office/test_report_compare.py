"""From the proposal over the utskott to the decision: "ändrat" where a word differs, and only there."""

from __future__ import annotations

import pytest

from beredning.errors import NotFound, UsageFault
from beredning.office import meeting_decide
from beredning.office.meeting_record import Wish
from beredning.office.report_compare import compare_versions, wordings
from tests.office.meeting_road import draft, ready, secretary, sitting
from tests.office.world import OFFICER, World


def proposed(world: World, wish: Wish) -> str:
    """A case that the utskott has proposed something in."""
    dnr = ready(world)
    meeting_decide.decide_item(secretary(world, "2023-12-06", "09:00"), sitting(world, dnr), "3", wish)
    return dnr


def decided(world: World, dnr: str, wish: Wish) -> None:
    """The nämnd decides the case a week later."""
    key = sitting(world, dnr, organ="UBN", day="2023-12-13")
    meeting_decide.decide_item(secretary(world, "2023-12-13", "14:00"), key, "3", wish)


def test_a_proposal_that_is_passed_on_and_granted_is_changed_nowhere(world: World) -> None:
    dnr = proposed(world, Wish("förslag"))
    decided(world, dnr, Wish("bifall"))
    told = wordings(world.desk(OFFICER), dnr)
    assert [(one.kind, one.changed) for one in told] == [("förslag", False), ("au", False), ("beslut", False)]
    assert "föreslår" in told[1].lines[0] and "föreslår" not in told[2].lines[0]


def test_a_word_that_the_utskott_changed_is_told_with_both_wordings(world: World) -> None:
    own = ("Utskottet föreslår utbildningsnämnden besluta att anta Nämndplan 2024 med en ändring.",)
    dnr = proposed(world, Wish("förslag-ändrat", own))
    decided(world, dnr, Wish("bifall", ("Utbildningsnämnden beslutar att anta Nämndplan 2024 med en ändring.",)))
    told = wordings(world.desk(OFFICER), dnr)
    assert [one.changed for one in told] == [False, True, False]
    assert told[1].difference is not None
    words = [(one.kind, one.text.strip()) for one in told[1].difference.pieces if one.kind != "lika"]
    assert words == [("struket", "2024."), ("tillagt", "2024 med en ändring.")]
    two = compare_versions(world.desk(OFFICER), dnr, "förslag", "beslut")
    assert [one.status for one in two.differences] == ["ändrat"]


def test_a_case_that_was_sent_back_has_no_wording_of_the_utskott(world: World) -> None:
    dnr = proposed(world, Wish("återremiss", to_complete="kostnaderna"))
    assert [one.kind for one in wordings(world.desk(OFFICER), dnr)] == ["förslag"]
    with pytest.raises(NotFound, match="au"):
        compare_versions(world.desk(OFFICER), dnr, "förslag", "au")


def test_what_cannot_be_compared_is_told(world: World) -> None:
    dnr = draft(world, "Nämndplan 2024")
    desk = world.desk(OFFICER)
    with pytest.raises(NotFound, match="bara en version"):
        compare_versions(desk, dnr)
    with pytest.raises(NotFound, match="ingen version 7"):
        compare_versions(desk, dnr, "1", "7")
    with pytest.raises(UsageFault, match="ingen version"):
        compare_versions(desk, dnr, "första")
    with pytest.raises(UsageFault, match="lydelse"):
        compare_versions(desk, dnr, "1", "beslut")
    with pytest.raises(NotFound, match="inget tjänsteutlåtande"):
        compare_versions(desk, world.register())
