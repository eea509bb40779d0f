"""The graph of a workflow, owned by `transitions`: one machine for each track of a definition, no model registered."""

from __future__ import annotations

from typing import Final

from transitions import Machine

from beredning.core.workflow import Stage, Step, Workflow
from beredning.errors import Obstacle, Refused

CACHED: Final = 64
_machines: dict[tuple[int, str], tuple[Workflow, Machine]] = {}


class Cursor:
    """Where one case stands: the only object that a case costs. `transitions` reads and writes `state`."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


def machine_for(workflow: Workflow, track: str = "") -> Machine:
    """The machine of the main track, or of the side track of that name; made once for each workflow value.

    Raises ValueError when the graph names a stage that it does not have, or the track does not exist: definitions that
    were read and checked never do, but `transitions` would only tell when such a step is fired.
    """
    key = (id(workflow), track)
    found = _machines.get(key)
    if found is not None and found[0] is workflow:
        return found[1]
    side = workflow.track(track) if track else None
    if track and side is None:
        raise ValueError(f"flödet {workflow.name} har inget sidospår {track}")
    made = _build(side.stages, side.steps) if side else _build(workflow.stages, workflow.steps)
    if len(_machines) >= CACHED:
        del _machines[next(iter(_machines))]
    # The workflow is kept beside its machine, so that its id cannot come to mean another value.
    _machines[key] = (workflow, made)
    return made


def _build(stages: tuple[Stage, ...], steps: tuple[Step, ...]) -> Machine:
    names = {stage.name for stage in stages}
    machine = Machine(model=None, states=sorted(names), initial=None, auto_transitions=False)
    for step in steps:
        unknown = {step.target, *step.sources} - names
        if unknown or not step.sources:
            raise ValueError(f"steget {step.name} går mellan skeden som inte finns: {', '.join(sorted(unknown))}")
        machine.add_transition(step.name, list(step.sources), step.target)
    return machine


def possible(machine: Machine, stage: str) -> tuple[str, ...]:
    """Names of the steps that leave `stage`, in the order of the definition."""
    return tuple(name for name, event in machine.events.items() if event.transitions.get(stage))


def leaves(machine: Machine, stage: str, step: str) -> bool:
    """Whether `step` leaves `stage`."""
    event = machine.events.get(step)
    return event is not None and bool(event.transitions.get(stage))


def fire(machine: Machine, stage: str, step: str) -> str:
    """The stage that `step` leads to from `stage`. Raises Refused when the graph has no such arrow.

    Reads the arrow that the machine holds. Triggering the event gives the same (a test fires them all): without
    conditions or callbacks it walks empty lists only, at five times the price.
    """
    if not leaves(machine, stage, step):
        ways = ", ".join(possible(machine, stage))
        text = f"Steget ”{step}” går inte från skedet ”{stage}”."
        hint = f"Möjliga steg: {ways}." if ways else "Inga steg leder härifrån."
        raise Refused(text, (Obstacle("fel-skede", text, "Flödet", hint=hint),), hint)
    target = machine.events[step].transitions[stage][0].dest
    assert target is not None, "only an arrow without a target of its own would have none, and _build makes no such"
    return target
