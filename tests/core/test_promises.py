"""Promises against a brute-force oracle on random workflows, and the subtleties of MBL on small ones."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings

from beredning.core.promise_space import SETTLED, settled
from beredning.core.promises import Verdict, prove, prove_one
from beredning.core.requirements import NAMES
from beredning.core.workflow import Condition, Effect, Need, Promise, Stage, Step, Track, Workflow
from tests.core.promise_oracle import distance_to_break, holds, start_of, successors, workflows


@settings(max_examples=120, deadline=None)
@given(workflows())
def test_agrees_with_brute_force_on_verdict_and_shortest_length(workflow: Workflow) -> None:
    promise = workflow.promises[0]
    wanted = distance_to_break(workflow, promise)
    event(f"{promise.kind}: {'broken' if wanted is not None else 'kept'}")
    verdict = prove_one(workflow, promise)
    assert verdict.holds is (wanted is None)
    assert wanted is None or len(verdict.path) == wanted


@settings(max_examples=50, deadline=None)
@given(workflows())
def test_leaving_out_side_tracks_changes_nothing(workflow: Workflow) -> None:
    whole = prove_one(workflow, workflow.promises[0], reduce=False)
    reduced = prove_one(workflow, workflow.promises[0])
    assert (whole.holds, len(whole.path)) == (reduced.holds, len(reduced.path))
    assert reduced.states <= whole.states
    event(f"left out: {bool(reduced.left_out)}, {reduced.holds}")


@settings(max_examples=50, deadline=None)
@given(workflows())
def test_a_counter_example_can_be_walked_and_ends_where_it_says(workflow: Workflow) -> None:
    verdict = prove_one(workflow, workflow.promises[0], reduce=False)
    if verdict.holds:
        return
    state = start_of(workflow)
    for leg in verdict.path:
        state = dict(successors(workflow, state))[leg.address]
        assert leg.stage == (dict(state.tracks)[leg.track] if leg.track else state.stage)
    assert (state.stage, dict(state.tracks)) == (verdict.stage, dict(verdict.tracks))
    assert state.marks == set(verdict.marks)
    if verdict.promise.kind != "alltid-möjligt":
        assert holds(workflow, verdict.promise.when, state)


def road(*steps: Step, tracks: tuple[Track, ...] = (), promise: Promise) -> Verdict:
    names = dict.fromkeys(n for s in steps for n in (*s.sources, s.target))
    left = {n for s in steps for n in s.sources}
    stages = tuple(Stage(n, n, n not in left) for n in names)
    workflow = Workflow("w", "w", "1", "", next(iter(names)), stages, steps, tracks, (), (promise,))
    return prove(workflow)[0]


def step(name: str, source: str, target: str, *needs: Need, **more: object) -> Step:
    return Step(name, name, (source,), target, ("chef",), needs)._replace(**more)  # type: ignore[arg-type]


MBL = Track(
    "mbl",
    "MBL",
    "ej-bedömd",
    ("avslutad",),
    tuple(Stage(n, n) for n in ("ej-bedömd", "kallad", "avslutad")),
    (step("kalla", "ej-bedömd", "kallad"), step("avsluta", "kallad", "avslutad")),
)
NEVER_WITHOUT_MBL = Promise("m", "aldrig", Condition(("beslutat",)), Condition((), ("mbl",)))
NEED_MBL = Need("mbl-före-beslut")


def test_mbl_may_come_after_an_utskott_that_prepares_but_not_after_the_organ_that_decides() -> None:
    au = step("au", "utkast", "behandlat-au", organ="utskott", mode="bereder")
    decided = step("besluta", "behandlat-au", "beslutat", NEED_MBL, organ="nämnd")
    kept = road(au, decided, tracks=(MBL,), promise=NEVER_WITHOUT_MBL)
    assert kept.holds
    broken = road(au, decided._replace(needs=()), tracks=(MBL,), promise=NEVER_WITHOUT_MBL)
    assert [leg.address for leg in broken.path] == ["au", "besluta"]
    assert dict(broken.tracks) == {"mbl": "ej-bedömd"}


@pytest.mark.parametrize(("mode", "kept"), [("beslutar", True), ("bereder", False), ("", False)])
def test_the_mbl_requirement_binds_an_utskott_only_when_it_decides(mode: str, kept: bool) -> None:
    """The requirement lets an utskott that prepares pass (G-MBL-2), so the prover may not count on it there."""
    decided = step("besluta", "utkast", "beslutat", NEED_MBL, organ="utskott", mode=mode)
    assert road(decided, tracks=(MBL,), promise=NEVER_WITHOUT_MBL).holds is kept


def test_a_counter_example_names_the_steps_of_side_tracks() -> None:
    promise = Promise("p", "aldrig", Condition(("beslutat",), ("mbl",)))
    broken = road(step("besluta", "utkast", "beslutat", NEED_MBL), tracks=(MBL,), promise=promise)
    assert [leg.address for leg in broken.path] == ["mbl:kalla", "mbl:avsluta", "besluta"]
    assert [leg.stage for leg in broken.path] == ["kallad", "avslutad", "beslutat"]


def test_a_promise_broken_from_the_start_has_an_empty_path() -> None:
    broken = road(step("x", "utkast", "slut"), promise=Promise("p", "aldrig", Condition(("utkast",))))
    assert broken.holds is False
    assert broken.path == ()


def test_an_end_that_a_lost_mark_closes_is_found() -> None:
    """The graph alone has a way to the end; only the marks show that it is lost once `b` has been taken."""
    steps = (
        step("a", "utkast", "klart", effects=(Effect("märke", "m"),)),
        step("b", "klart", "klart", effects=(Effect("bort", "m"),)),
        step("c", "klart", "slut", Need("märke", "m")),
    )
    broken = road(*steps, promise=Promise("p", "alltid-möjligt", Condition(("slut",))))
    assert [leg.address for leg in broken.path] == ["a", "b"]


def test_side_tracks_stand_still_when_the_case_has_ended() -> None:
    """As moves.decide refuses them: an ended case cannot get its MBL done afterwards."""
    promise = Promise("p", "aldrig", Condition(("slut",), ("mbl",)))
    assert road(step("x", "utkast", "slut", Need("saknar-märke", "m")), tracks=(MBL,), promise=promise).holds is False
    alone = road(
        step("x", "utkast", "slut"), tracks=(MBL,), promise=Promise("p", "alltid-möjligt", Condition((), ("mbl",)))
    )
    assert [leg.address for leg in alone.path] == ["x"]


def test_outside_facts_are_taken_as_possible_and_named() -> None:
    decided = step("besluta", "utkast", "beslutat", Need("beslutsmässig"), Need("handling", "dom"))
    broken = road(decided, promise=Promise("p", "aldrig", Condition(("beslutat",))))
    assert broken.path[0].outside == ("beslutsmässig", "handling dom")
    assert broken.outside == ("beslutsmässig", "handling dom")


def test_before_is_judged_on_each_path() -> None:
    steps = (step("a", "utkast", "justerat"), step("b", "justerat", "sänt"), step("c", "utkast", "sänt"))
    promise = Promise("p", "före", Condition(("sänt",)), Condition(("justerat",)))
    assert [leg.address for leg in road(*steps, promise=promise).path] == ["c"]
    assert road(*steps[:2], promise=promise).holds


def three_stages(name: str) -> Track:
    stages = tuple(Stage(n, n) for n in ("ny", "begärd", "klar"))
    return Track(name, name, "ny", ("klar",), stages, (step("begär", "ny", "begärd"), step("svara", "begärd", "klar")))


def test_tracks_that_can_always_be_finished_do_not_multiply_the_states() -> None:
    tracks = tuple(three_stages(f"t{i}") for i in range(12))
    needs = tuple(Need("spår", t.name) for t in tracks)
    steps = (step("a", "utkast", "klart"), step("b", "klart", "slut", *needs))
    for kind in ("aldrig", "alltid-möjligt", "före"):
        verdict = road(*steps, tracks=tracks, promise=Promise("p", kind, Condition(("slut",)), Condition(("klart",))))
        assert (verdict.holds, verdict.states <= 3) == (kind != "aldrig", True)
        assert len(verdict.left_out) == 12


def test_their_steps_are_in_the_counter_example_all_the_same() -> None:
    tracks = (three_stages("jurist"), three_stages("ekonomi"))
    last = step("b", "utkast", "slut", Need("spår", "jurist"))
    broken = road(last, tracks=tracks, promise=Promise("p", "aldrig", Condition(("slut",))))
    assert [leg.address for leg in broken.path] == ["jurist:begär", "jurist:svara", "b"]
    assert broken.left_out == ("jurist", "ekonomi")
    assert not broken.abridged


def test_a_way_too_wide_to_walk_is_told_without_their_steps() -> None:
    tracks = tuple(three_stages(f"t{i}") for i in range(12))
    last = step("b", "utkast", "slut", *(Need("spår", t.name) for t in tracks))
    promise = Promise("p", "aldrig", Condition(("slut",)))
    stages = (Stage("utkast", "u"), Stage("slut", "s", True))
    workflow = Workflow("w", "w", "1", "", "utkast", stages, (last,), tracks, (), (promise,))
    verdict = prove(workflow, limit=1000)[0]
    assert (verdict.holds, verdict.abridged, [leg.address for leg in verdict.path]) == (False, True, ["b"])


@pytest.mark.parametrize("almost", ["a mark", "a need", "no way back", "named"])
def test_a_track_that_does_more_is_not_left_out(almost: str) -> None:
    track = three_stages("t")
    begin, answer = track.steps
    condition = Condition(("slut",), ("t",) if almost == "named" else ())
    if almost == "a mark":
        begin = begin._replace(effects=(Effect("märke", "m"),))
    if almost == "a need":
        begin = begin._replace(needs=(Need("saknar-märke", "m"),))
    if almost == "no way back":
        answer = answer._replace(sources=("ny",))
    tracks = (track._replace(steps=(begin, answer)),)
    last = step("b", "utkast", "slut", Need("spår", "t"), Need("saknar-märke", "m"))
    assert "t" not in road(last, tracks=tracks, promise=Promise("p", "aldrig", condition)).left_out


def test_too_many_states_is_neither_kept_nor_broken() -> None:
    promise = Promise("p", "aldrig", Condition((), ("mbl",), ("aldrig-satt",)))
    workflow = Workflow("w", "w", "1", "", "s", (Stage("s", "s"),), (), (MBL,), (), (promise,))
    assert prove(workflow, limit=1)[0].holds is None
    assert prove(workflow, limit=3)[0].holds is True


def test_every_requirement_is_either_settled_by_the_state_or_outside() -> None:
    """A requirement added to the registry must be classified before the prover may meet it."""
    assert {name for name in NAMES if settled(name)} == set(SETTLED)
