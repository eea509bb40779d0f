"""The decision function against a plain restatement of its rule, and the separations of duty that must never yield."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import requirements
from beredning.core.case import Case, CaseDecision, Occasion, Placement, Report, TrackState
from beredning.core.law import Law
from beredning.core.moves import Move, Refusal, decide, possible_steps
from beredning.core.organisation import Actor
from beredning.core.question import Question
from beredning.core.workflow import Effect, Need, Stage, Step, Track, Workflow
from beredning.errors import Obstacle

NOW = datetime(2023, 12, 6, 9, tzinfo=UTC)
LAW = Law.on(NOW.date())

MBL = Track(
    "mbl",
    "MBL",
    "ej-bedömd",
    ("klar",),
    (Stage("ej-bedömd", "Ej bedömd"), Stage("klar", "Klar")),
    (Step("avsluta", "Avsluta MBL", ("ej-bedömd",), "klar", ("handläggare",)),),
)
FLOW = Workflow(
    "prov",
    "Prov",
    "1",
    "",
    "utkast",
    (
        Stage("utkast", "Utkast"),
        Stage("granskning", "Granskning"),
        Stage("kallat", "Kallat"),
        Stage("slut", "Slut", True),
    ),
    (
        Step("lämna", "Lämna", ("utkast",), "granskning", ("handläggare",), (Need("utlåtande-komplett"),)),
        Step(
            "godkänn",
            "Godkänn",
            ("granskning",),
            "kallat",
            ("chef",),
            (Need("annan-än-handläggare"), Need("annan-än-författare"), Need("manusstopp", "nämnd")),
            (Effect("märke", "godkänt"),),
        ),
        Step(
            "besluta",
            "Besluta",
            ("kallat",),
            "slut",
            ("sekreterare",),
            (Need("spår", "mbl"), Need("märke", "godkänt"), Need("beslutsmässig")),
            organ="nämnd",
            outcomes=("bifall",),
        ),
        Step("lämna-åter", "Lämna åter", ("granskning", "kallat"), "utkast", ("chef",), reason=True),
    ),
    (MBL,),
)


def case(**changes: object) -> Case:
    """A case in its first stage, changed as told."""
    plain = Case(
        "UBN:2023:1", "2023/1", "Ärende", "UBN", "utb", "prov", "d", "utkast", "2023-11-01", 0, "olle", "2023-11-01"
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


def actor(person: str, *roles: str) -> Actor:
    """A person with roles for the nämnd."""
    return Actor(person, person.title(), "", frozenset((role, "UBN") for role in roles))


def occasion(*obstacles: Obstacle) -> Occasion:
    """Nämnden's meeting that day."""
    return Occasion("UBN:2023-12-06", "UBN", "nämnd", "2023-12-06", "beslutar", "bifall", obstacles=obstacles)


def codes(answer: Move | Refusal) -> set[str]:
    """The codes of a refusal's obstacles; empty for a move."""
    return {o.code for o in answer.obstacles} if isinstance(answer, Refusal) else set()


COMPLETE = Report(1, "utkast", "olle")


def test_a_move_says_what_changes() -> None:
    answer = decide(case(report=COMPLETE), "lämna", actor("olle", "handläggare"), NOW, FLOW, LAW)
    assert isinstance(answer, Move)
    assert (answer.from_stage, answer.to_stage, answer.track) == ("utkast", "granskning", "")


def test_every_obstacle_is_told_at_once() -> None:
    incomplete = Report(1, "utkast", "olle", missing=("Sammanfattning", "Ärendet"))
    answer = decide(case(stage="kallat", report=incomplete), "lämna", actor("eva", "sekreterare"), NOW, FLOW, LAW)
    assert codes(answer) == {"fel-skede", "fel-roll", "PH07"}
    assert isinstance(answer, Refusal)
    assert sum(o.code == "PH07" for o in answer.obstacles) == 2


def test_nobody_approves_the_own_report_even_as_manager() -> None:
    own = case(stage="granskning", report=COMPLETE)
    assert codes(decide(own, "godkänn", actor("olle", "chef"), NOW, FLOW, LAW)) == {"egen-granskning", "eget-utlåtande"}
    written_by_another = case(stage="granskning", report=COMPLETE._replace(author="eva"))
    assert codes(decide(written_by_another, "godkänn", actor("eva", "chef"), NOW, FLOW, LAW)) == {"eget-utlåtande"}
    assert isinstance(decide(own, "godkänn", actor("eva", "chef"), NOW, FLOW, LAW), Move)


def test_a_secretary_cannot_decide_without_the_committee() -> None:
    ready = case(
        stage="kallat", marks=frozenset({"godkänt"}), tracks={"mbl": TrackState("mbl", "klar", "2023-12-01", {})}
    )
    secretary = actor("sven", "sekreterare")
    assert codes(decide(ready, "besluta", secretary, NOW, FLOW, LAW)) == {"vid-sammanträde"}
    assert isinstance(decide(ready, "besluta", secretary, NOW, FLOW, LAW, occasion()), Move)


def test_what_the_meeting_lacks_stops_the_decision() -> None:
    ready = case(
        stage="kallat", marks=frozenset({"godkänt"}), tracks={"mbl": TrackState("mbl", "klar", "2023-12-01", {})}
    )
    quorum = Obstacle("KL-22", "5 av 11 är närvarande.", "KL 6:27")
    assert codes(decide(ready, "besluta", actor("sven", "sekreterare"), NOW, FLOW, LAW, occasion(quorum))) == {"KL-22"}


def test_a_person_with_a_conflict_takes_no_step_at_all() -> None:
    conflicted = case(report=COMPLETE, conflicted=frozenset({"olle"}))
    assert codes(decide(conflicted, "lämna", actor("olle", "handläggare"), NOW, FLOW, LAW)) == {"KL-28"}
    assert codes(decide(conflicted, "mbl:avsluta", actor("olle", "handläggare"), NOW, FLOW, LAW)) == {"KL-28"}


def test_a_warning_yields_to_a_reason_and_an_error_does_not() -> None:
    late = Placement("UBN:2023-12-13", "UBN", "nämnd", "2023-12-13", 1, "1", "", manuscript="2023-12-05")
    waiting = case(stage="granskning", report=COMPLETE, placements=(late,))
    eva = actor("eva", "chef")
    refused = decide(waiting, "godkänn", eva, NOW, FLOW, LAW)
    assert codes(refused) == {"sent-ärende"}
    answer = decide(waiting, "godkänn", eva, NOW, FLOW, LAW, reason="Brådskar enligt ordföranden")
    assert isinstance(answer, Move)
    assert [o.code for o in answer.acknowledged] == ["sent-ärende"]
    assert isinstance(decide(waiting, "godkänn", actor("olle", "chef"), NOW, FLOW, LAW, reason="Brådskar"), Refusal)


def test_the_last_day_for_papers_is_still_in_time() -> None:
    in_time = Placement("UBN:2023-12-13", "UBN", "nämnd", "2023-12-13", 1, "1", "", manuscript="2023-12-06")
    waiting = case(stage="granskning", report=COMPLETE, placements=(in_time,))
    assert isinstance(decide(waiting, "godkänn", actor("eva", "chef"), NOW, FLOW, LAW), Move)


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_step_that_needs_a_reason_takes_no_blank_one(blank: str) -> None:
    answer = decide(case(stage="granskning"), "lämna-åter", actor("eva", "chef"), NOW, FLOW, LAW, reason=blank)
    assert codes(answer) == {"skäl-saknas"}


def test_an_unknown_step_suggests_the_nearest() -> None:
    answer = decide(case(), "godkän", actor("eva", "chef"), NOW, FLOW, LAW)
    assert isinstance(answer, Refusal)
    assert "godkänn" in answer.obstacles[0].hint


def test_a_finished_case_lets_no_track_move() -> None:
    ended = case(stage="slut")
    assert possible_steps(ended, FLOW) == ()
    assert codes(decide(ended, "mbl:avsluta", actor("olle", "handläggare"), NOW, FLOW, LAW)) == {"fel-skede"}


ROLES = ("handläggare", "chef", "sekreterare", "delegat")
DECISION = CaseDecision("M", "UBN", "nämnd", "2023-12-06", 1, "bifall", True)
CASES = st.builds(
    case,
    stage=st.sampled_from(("utkast", "granskning", "kallat", "slut")),
    officer=st.sampled_from(("olle", "eva")),
    marks=st.frozensets(st.sampled_from(("godkänt", "annat"))),
    tracks=st.sampled_from(({}, {"mbl": TrackState("mbl", "klar", "2023-12-01", {})})),
    report=st.sampled_from((None, COMPLETE, COMPLETE._replace(missing=("Ärendet",)), COMPLETE._replace(author="eva"))),
    placements=st.sampled_from(
        ((), (Placement("M", "UBN", "nämnd", "2023-12-13", 1, "1", "", manuscript="2023-12-01"),))
    ),
    conflicted=st.frozensets(st.sampled_from(("olle", "eva"))),
    decisions=st.sampled_from(((), (DECISION,))),
)
ACTORS = st.builds(
    lambda person, roles: actor(person, *roles), st.sampled_from(("olle", "eva")), st.frozensets(st.sampled_from(ROLES))
)
OCCASIONS = st.sampled_from((None, occasion(), occasion(Obstacle("KL-22", "Inte beslutför.", "KL 6:27"))))


@given(CASES, st.sampled_from(FLOW.addresses()), ACTORS, OCCASIONS, st.sampled_from(("", "skäl")))
def test_a_move_is_answered_exactly_when_nothing_is_in_the_way(
    given_case: Case, address: str, who: Actor, at: Occasion | None, reason: str
) -> None:
    """The oracle: the rule restated as one condition over the facts, without the machine or the order of checks."""
    found = FLOW.step(address)
    assert found is not None
    track, step = found
    state = given_case.tracks.get("mbl")
    here = (state.state if state else "ej-bedömd") if track else given_case.stage
    allowed = here in step.sources and not (track and given_case.stage == "slut")
    allowed &= any((role, "UBN") in who.roles for role in step.roles)
    allowed &= who.person not in given_case.conflicted
    allowed &= not step.organ or at is not None
    allowed &= not step.reason or bool(reason)
    question = Question(given_case, step, track.name if track else "", who, NOW.date(), FLOW, at, reason)
    for need in step.needs:
        for obstacle in requirements.check(question, need.name, need.argument):
            allowed &= obstacle.severity == "INFO" or (obstacle.severity == "VARNING" and bool(reason))
    answer = decide(given_case, address, who, NOW, FLOW, LAW, at, reason)
    assert isinstance(answer, Move) == allowed
    if isinstance(answer, Refusal):
        assert answer.obstacles
        assert all(o.text and o.origin for o in answer.obstacles)
    else:
        assert answer.to_stage == step.target


@given(CASES)
def test_possible_steps_are_those_whose_arrow_leaves_the_present_stages(given_case: Case) -> None:
    state = given_case.tracks.get("mbl")
    expected = {s.name for s in FLOW.steps if given_case.stage in s.sources}
    if given_case.stage != "slut" and (state.state if state else "ej-bedömd") == "ej-bedömd":
        expected.add("mbl:avsluta")
    assert set(possible_steps(given_case, FLOW)) == expected
