"""Decisions: each outcome with and without what it needs, KL 5:67 point by point, attendance and votes together."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from beredning.core import decision as d
from beredning.core.attendance import Attendance, Body, Disqualification
from beredning.core.decision import Decision, Proposal
from beredning.core.law import Law
from beredning.core.voting import Ballot, Reservation, Vote
from beredning.errors import NotFound, Obstacle

FIVE = ("m1", "m2", "m3", "m4", "m5")
PROPOSALS = (Proposal("Förvaltningens förslag", kind="grundförslag"), Proposal("Avslag", ("Bo Ek (M)",), "avslag"))


def decided(name: str = "bifall", **changes: Any) -> Decision:
    return Decision(40, name, ("Utbildningsnämnden beslutar att anta planen.",))._replace(**changes)


LAW = Law.on(date(2023, 12, 13))
# Where a check is milder or sterner than its rule: an AU that words a decision as its own, and a refused adjustment.
OTHER_SEVERITY = {"KL-09": "VARNING", "KL-44": "FEL"}


def judged(obstacles: tuple[Obstacle, ...]) -> list[str]:
    """The codes, each found to carry the severity of its rule."""
    for one in obstacles:
        assert one.severity == OTHER_SEVERITY.get(one.code, LAW.rule(one.code).severity), one
    return [o.code for o in obstacles]


def codes(decision: Decision, serving: tuple[str, ...] = FIVE) -> list[str]:
    return judged(d.check_complete(decision, serving))


def test_the_registry_holds_the_outcomes_of_the_specification() -> None:
    of_the_specification = (
        "bifall avslag delvis-bifall ändrat återremiss bordläggning utgår noteras besvarad val överlämnas-kf "
        "förslag förslag-ändrat utan-förslag"
    )
    assert [o.name for o in d.OUTCOMES] == of_the_specification.split()


def test_what_ends_the_matter_and_what_comes_before_it() -> None:
    assert {o.name for o in d.OUTCOMES if o.defers} == {"återremiss", "bordläggning"}
    open_still = {"återremiss", "bordläggning", "utgår", "överlämnas-kf", "utan-förslag"}
    assert {o.name for o in d.OUTCOMES if not o.settles} == open_still


def test_no_spelling_means_two_outcomes() -> None:
    meant: dict[str, set[str]] = {}
    for one in d.OUTCOMES:
        for word in (one.name, one.title, *one.other):
            meant.setdefault(d._plain(word), set()).add(one.name)
            assert d.outcome(word) is one
    assert [word for word, names in meant.items() if len(names) > 1] == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Återremiss", "återremiss"),
        ("aterremiss", "återremiss"),
        ("delvis bifall", "delvis-bifall"),
        ("DELVIS_BIFALL", "delvis-bifall"),
        ("overlamnas-kf", "överlämnas-kf"),
        ("överlämnas till KF", "överlämnas-kf"),
        ("utgar", "utgår"),
    ],
)
def test_an_outcome_is_understood_as_people_write_it(typed: str, name: str) -> None:
    assert d.outcome(typed).name == name


def test_an_unknown_outcome_names_the_nearest() -> None:
    with pytest.raises(NotFound) as caught:
        d.outcome("återemis")
    assert caught.value.nearest == ("återremiss",)
    with pytest.raises(NotFound):
        d.check_complete(decided("hänskjuts"), FIVE)


@pytest.mark.parametrize(
    ("name", "needs", "code"),
    [
        ("återremiss", {"to_complete": "Barnkonsekvensanalys"}, "KL-34"),
        ("bordläggning", {"to_meeting": "2024-01-17"}, "KL-34"),
        ("val", {"elected": ("Bo Ek",)}, "KL-34"),
        ("utgår", {"reason": "Underlaget är inte klart"}, "KL-34"),
        ("bifall", {"text": ("Nämnden beslutar att anta planen.",)}, "KL-42"),
    ],
)
def test_an_outcome_without_what_it_needs_is_refused(name: str, needs: dict[str, Any], code: str) -> None:
    bare = decided(name, **({"text": (" ",)} if "text" in needs else {}))
    assert codes(bare) == [code]
    assert codes(bare._replace(**needs)) == []


def test_an_item_that_is_taken_off_needs_no_decision_text() -> None:
    assert codes(Decision(40, "utgår", reason="Sent underlag"), ()) == []


def test_one_proposal_needs_no_order_and_two_do() -> None:
    assert codes(decided(proposals=PROPOSALS[:1])) == []
    assert codes(decided(proposals=PROPOSALS)) == ["KL-42"]
    assert "2 förslag" in d.check_complete(decided(proposals=PROPOSALS), FIVE)[0].text
    assert codes(decided(proposals=PROPOSALS, order="Förslaget mot avslag")) == []


def test_a_withdrawn_proposal_does_not_count() -> None:
    taken_back = (PROPOSALS[0], PROPOSALS[1]._replace(withdrawn=True))
    assert codes(decided(proposals=taken_back)) == []


def test_who_moved_a_proposal_must_be_recorded() -> None:
    (obstacle,) = d.check_complete(decided(proposals=(Proposal("Avslag", (), "avslag"),)), FIVE)
    assert obstacle.code == "KL-42" and "Avslag" in obstacle.text


def test_a_vote_needs_proposals_and_order() -> None:
    bare = decided(ballots=(Ballot("m1"),))
    assert codes(bare) == ["KL-42", "KL-42"]
    assert codes(bare._replace(proposals=PROPOSALS, order="Bifall mot avslag")) == []


def test_a_motion_to_refer_back_is_settled_before_the_substance() -> None:
    asked = decided(
        proposals=(PROPOSALS[0], Proposal("Återremiss", ("Bo Ek",), "återremiss")), order="Återremiss först"
    )
    assert codes(asked) == ["KL-34"]
    assert codes(asked._replace(deferral="Nämnden avslår återremissyrkandet")) == []
    assert codes(asked._replace(outcome="återremiss", to_complete="Kostnader")) == []


def test_somebody_must_have_taken_part() -> None:
    assert codes(decided(), ()) == ["KL-42"]
    assert codes(decided(not_taking_part=FIVE)) == ["KL-42"]
    assert codes(decided(not_taking_part=("m5",))) == []
    assert codes(decided(not_taking_part=("gäst",))) == ["KL-42"]


def test_nobody_stands_aside_in_exercise_of_authority() -> None:
    assert codes(decided(not_taking_part=("m5",), exercise_of_authority=True)) == ["KL-32"]


def test_an_au_that_prepares_writes_a_proposal() -> None:
    assert codes(decided(mode="bereder")) == ["KL-09"]
    proposed = decided(mode="bereder", text=("Arbetsutskottet föreslår nämnden besluta att anta planen.",))
    assert codes(proposed) == []
    assert codes(decided("noteras", mode="bereder")) == []


def test_a_note_is_permitted_by_somebody() -> None:
    assert codes(decided(notes=(d.Note("m2", "Text"),))) == ["KL-37"]
    assert codes(decided(notes=(d.Note("m2", "Text", "ordföranden"),))) == []


def test_immediate_adjustment_needs_the_rules_and_a_reading() -> None:
    now = decided(immediate=True)
    assert judged(d.check_immediate(now, False)) == ["KL-44", "KL-44"]
    assert d.check_immediate(now._replace(read_out=True), True) == d.check_immediate(decided(), False) == ()


MEMBERS = dict.fromkeys((*FIVE, "m6", "m7", "m8", "m9"), "S")
BODY = Body(9, MEMBERS, {"S": ("s1",)})
ROWS = tuple(Attendance(m, name=f"Namn {m[1]}", party="S") for m in FIVE)
ENDED = datetime(2023, 12, 13, 16, 0)


def voted(choices: str, **changes: Any) -> Decision:
    votes = tuple(Vote(p, {"j": "ja", "n": "nej", "a": "avstår"}[c]) for p, c in zip(FIVE, choices, strict=True))
    ballot = Ballot("m1", yes_means="Förslaget", no_means="Avslag", order="Ja mot nej", votes=votes)
    return decided(proposals=PROPOSALS, order="Förslaget mot avslag", ballots=(ballot,), **changes)


def found(decision: Decision, rows: tuple[Attendance, ...] = ROWS, **more: Any) -> list[str]:
    return [o.code for o in d.check_paragraph(decision, BODY, rows, ended=ENDED, **more)]


def test_a_paragraph_in_order_has_nothing_against_it() -> None:
    reservation = Reservation("m4", datetime(2023, 12, 13, 15, 0))
    assert found(voted("jjjnn", reservations=(reservation,))) == []


def test_four_of_nine_cannot_settle_even_a_unanimous_paragraph() -> None:
    assert found(decided(), ROWS[:4]) == ["KL-22"]


def test_jav_empties_the_vote_and_the_right_to_reserve() -> None:
    sixth = (*ROWS, Attendance("m6", name="Namn 6", party="S"))
    out = (Disqualification("m6", 40, True, "Är part"),)
    assert found(voted("jjjnn"), sixth, disqualified=out) == []
    reserving = voted("jjjnn", reservations=(Reservation("m6", datetime(2023, 12, 13, 15, 0)),))
    assert found(reserving, sixth, disqualified=out) == ["KL-36"]
    assert found(reserving, sixth) == ["KL-35"]  # not jävig: serves, but is missing from the vote


def test_people_are_named_as_in_the_attendance() -> None:
    obstacles = d.check_paragraph(voted("jjjnn"), BODY, ROWS[:4], ended=ENDED)
    assert "Namn 5 (S)" not in " ".join(
        o.text for o in obstacles
    )  # not in the attendance at all: the key is all there is
    sixth = (*ROWS, Attendance("m6", name="Namn 6", party="S"))
    assert any("Namn 6 (S) tjänstgör men saknas" in o.text for o in d.check_paragraph(voted("jjjnn"), BODY, sixth))


def test_two_people_of_the_same_name_are_not_mixed_up() -> None:
    twins = (*ROWS[:4], ROWS[4]._replace(name="Namn 4"))
    assert found(voted("jjjnn"), twins) == []


def test_one_who_stands_aside_is_not_missed_in_the_vote() -> None:
    standing_aside = voted("jjjna")
    ballot = standing_aside.ballots[0]
    without = ballot._replace(votes=ballot.votes[:4])
    assert found(standing_aside._replace(ballots=(without,), not_taking_part=("m5",))) == []
    assert found(standing_aside._replace(ballots=(without,))) == ["KL-35"]


def test_staff_leave_when_authority_is_exercised() -> None:
    rows = (*ROWS, Attendance("p1", "personalföreträdare"))
    assert found(decided(), rows) == []
    assert found(decided(exercise_of_authority=True), rows) == ["KL-16"]


def test_a_late_motive_and_an_unallowed_immediate_adjustment_are_found_together() -> None:
    late = Reservation("m4", datetime(2023, 12, 13, 15, 0), date(2023, 12, 21))
    decision = voted("jjjnn", reservations=(late,), immediate=True, read_out=True)
    assert found(decision, adjusted_on=date(2023, 12, 20)) == ["KL-36", "KL-44"]
    assert found(decision, adjusted_on=date(2023, 12, 21), immediate_allowed=True) == []


def test_an_item_that_is_taken_off_asks_nothing_of_the_sitting() -> None:
    assert found(Decision(40, "utgår", reason="Sent underlag"), ()) == []
