"""The graph in `transitions`: nothing beyond the definition, nothing of it run, and next to no memory a case."""

from __future__ import annotations

import tracemalloc

import pytest
from transitions import MachineError

from beredning.core import machine
from beredning.core.workflow import Stage, Step, Track, Workflow
from beredning.definitions.workflows import read_workflow
from beredning.errors import Refused
from beredning.resources import resource_folder


def workflow(**more: object) -> Workflow:
    stages = tuple(Stage(n, n, n == "slut") for n in ("utkast", "granskning", "slut"))
    steps = (
        Step("lämna", "Lämna", ("utkast",), "granskning", ("handläggare",)),
        Step("åter", "Åter", ("granskning",), "utkast", ("chef",)),
        Step("avsluta", "Avsluta", ("utkast", "granskning"), "slut", ("chef",)),
    )
    track = Track(
        "mbl", "MBL", "a", ("b",), (Stage("a", "a"), Stage("b", "b")), (Step("kalla", "Kalla", ("a",), "b", ()),)
    )
    return Workflow("w", "w", "1", "", "utkast", stages, steps, (track,))._replace(**more)  # type: ignore[arg-type]


def test_only_the_steps_of_the_definition_exist() -> None:
    """`auto_transitions` would add to_slut and so let any case jump to its end."""
    made = machine.machine_for(workflow())
    assert list(made.events) == ["lämna", "åter", "avsluta"]
    assert made.models == []


def test_possible_follows_the_order_of_the_definition() -> None:
    made = machine.machine_for(workflow())
    assert machine.possible(made, "granskning") == ("åter", "avsluta")
    assert machine.possible(made, "slut") == ()
    assert machine.possible(made, "finns-inte") == ()


def test_fire_answers_the_new_stage_and_keeps_nothing() -> None:
    made = machine.machine_for(workflow())
    assert machine.fire(made, "utkast", "lämna") == "granskning"
    assert machine.fire(made, "utkast", "lämna") == "granskning"


@pytest.mark.parametrize(
    ("stage", "step"), [("utkast", "åter"), ("slut", "avsluta"), ("utkast", "to_slut"), ("x", "åter")]
)
def test_fire_refuses_what_the_graph_has_not_and_still_does_after_trying(stage: str, step: str) -> None:
    made = machine.machine_for(workflow())
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            machine.fire(made, stage, step)
        assert [o.code for o in caught.value.obstacles] == ["fel-skede"]
    assert machine.possible(made, "utkast") == ("lämna", "avsluta")


def test_side_tracks_have_their_own_machine() -> None:
    made = machine.machine_for(workflow(), "mbl")
    assert machine.fire(made, "a", "kalla") == "b"
    with pytest.raises(ValueError, match="inget sidospår"):
        machine.machine_for(workflow(), "ekonomi")


def test_a_machine_is_made_once_for_each_workflow_value() -> None:
    mine, other = workflow(), workflow()
    assert machine.machine_for(mine) is machine.machine_for(mine)
    assert machine.machine_for(mine) is not machine.machine_for(other)


def test_the_cache_is_bounded_and_never_answers_for_another_workflow() -> None:
    for number in range(3 * machine.CACHED):
        stages = (Stage(f"s{number}", "x"), Stage("slut", "x", True))
        step = Step("gå", "Gå", (f"s{number}",), "slut", ())
        made = machine.machine_for(workflow(start=f"s{number}", stages=stages, steps=(step,)))
        assert machine.possible(made, f"s{number}") == ("gå",)
    assert len(machine._machines) <= machine.CACHED


def test_a_graph_with_an_unknown_stage_is_refused_when_made_not_when_fired() -> None:
    bad = Step("fel", "Fel", ("utkast",), "slutt", ())
    with pytest.raises(ValueError, match="slutt"):
        machine.machine_for(workflow(steps=(bad,)))


@pytest.mark.parametrize("name", ["os.system", "prepare_event", "*", "=", "__class__"])
def test_text_from_a_definition_is_never_a_callback(name: str) -> None:
    """Transitions imports and calls callback strings; names of steps and stages must stay names."""
    stages = (Stage("utkast", "x"), Stage(name, "x", True))
    made = machine.machine_for(workflow(stages=stages, steps=(Step(name, name, ("utkast",), name, ()),)))
    assert machine.possible(made, "utkast") == (name,)
    assert machine.possible(made, name) == ()


def test_a_case_costs_less_than_200_bytes() -> None:
    made = machine.machine_for(workflow())
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    cases = [machine.Cursor("utkast") for _ in range(10_000)]
    for case in cases:
        made.events["lämna"].trigger(case)
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert {case.state for case in cases} == {"granskning"}
    assert used / len(cases) < 200


@pytest.mark.parametrize("name", ["namndarende", "delegationsarende", "informationsarende", "remiss"])
def test_reading_an_arrow_gives_what_triggering_the_event_gives(name: str) -> None:
    file = resource_folder("workflows") / f"{name}.yaml"
    flow = read_workflow(file.read_bytes(), file.name)
    for track in ("", *(side.name for side in flow.tracks)):
        made = machine.machine_for(flow, track)
        side = flow.track(track)
        for stage in side.stages if side else flow.stages:
            for step, event in made.events.items():
                cursor = machine.Cursor(stage.name)
                if machine.leaves(made, stage.name, step):
                    assert event.trigger(cursor)
                    assert cursor.state == machine.fire(made, stage.name, step)
                else:
                    with pytest.raises(MachineError):
                        event.trigger(cursor)
