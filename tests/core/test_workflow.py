"""A workflow as a value: its canonical text is the same for the same definition and loses nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredning.core.workflow import (
    Condition,
    Deadline,
    Effect,
    Need,
    Promise,
    Stage,
    Step,
    Track,
    Workflow,
    from_text,
    to_text,
)

TEXT = st.text(max_size=8)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
STAGES = st.lists(st.builds(Stage, TEXT, TEXT, st.booleans(), TEXT), max_size=3).map(tuple)
STEPS = st.lists(
    st.builds(
        Step,
        TEXT,
        TEXT,
        TEXTS,
        TEXT,
        TEXTS,
        st.lists(st.builds(Need, TEXT, TEXT), max_size=2).map(tuple),
        st.lists(st.builds(Effect, TEXT, TEXT), max_size=2).map(tuple),
        TEXT,
        TEXTS,
        TEXT,
        TEXT,
        st.booleans(),
        TEXT,
    ),
    max_size=2,
).map(tuple)
TRACKS = st.lists(st.builds(Track, TEXT, TEXT, TEXT, TEXTS, STAGES, STEPS), max_size=2).map(tuple)
DEADLINES = st.lists(st.builds(Deadline, TEXT, TEXT, TEXT, st.integers(-99, 99), TEXT, TEXT, TEXT), max_size=2).map(
    tuple
)
CONDITION = st.builds(Condition, TEXTS, TEXTS, TEXTS)
PROMISES = st.lists(st.builds(Promise, TEXT, TEXT, CONDITION, CONDITION, TEXT), max_size=2).map(tuple)
WORKFLOWS = st.builds(Workflow, TEXT, TEXT, TEXT, TEXT, TEXT, STAGES, STEPS, TRACKS, DEADLINES, PROMISES)


@settings(max_examples=60, deadline=None)
@given(WORKFLOWS)
def test_nothing_is_lost_in_the_canonical_text(workflow: Workflow) -> None:
    assert from_text(to_text(workflow)) == workflow


@settings(max_examples=60, deadline=None)
@given(WORKFLOWS, WORKFLOWS)
def test_two_definitions_have_the_same_text_only_when_they_are_the_same(one: Workflow, other: Workflow) -> None:
    assert (to_text(one) == to_text(other)) is (one == other)


def workflow() -> Workflow:
    stages = (Stage("a", "A"), Stage("b", "B", True))
    track = Track("mbl", "MBL", "x", ("y",), (Stage("x", "X"), Stage("y", "Y")), (Step("gå", "Gå", ("x",), "y", ()),))
    return Workflow("w", "W", "1", "", "a", stages, (Step("gå", "Gå vidare", ("a",), "b", ()),), (track,))


def test_the_text_is_canonical_json() -> None:
    text = to_text(workflow())
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_steps_are_found_by_their_address() -> None:
    found = workflow().step("mbl:gå")
    assert found is not None
    assert (found[0] and found[0].name, found[1].title) == ("mbl", "Gå")
    main = workflow().step("gå")
    assert main is not None
    assert (main[0], main[1].title) == (None, "Gå vidare")
    assert workflow().addresses() == ("gå", "mbl:gå")


@pytest.mark.parametrize("address", ["stå", "mbl:stå", "ekonomi:gå", "", ":", "mbl:", ":gå:gå"])
def test_an_address_that_is_none_is_none(address: str) -> None:
    assert workflow().step(address) is None


def test_stages_and_tracks_are_found_by_name() -> None:
    assert workflow().stage("b") == Stage("b", "B", True)
    assert workflow().stage("x") is None
    assert workflow().track("ekonomi") is None


@pytest.mark.parametrize("text", ["{}", '{"name": "w"}'])
def test_a_text_that_was_not_written_by_us_is_refused(text: str) -> None:
    with pytest.raises((KeyError, TypeError)):
        from_text(text)
