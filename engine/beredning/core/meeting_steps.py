"""The steps of a case that a sammanträde takes: those that belong to a kallelse, a decision and a protokoll."""

from __future__ import annotations

from typing import Final

from beredning.core.decision import outcome
from beredning.core.workflow import Step, Workflow
from beredning.errors import NotFound

# What a step demands when it belongs to an act after the decision, in the order in which they come.
_RANK: Final = (
    "protokollfört",
    "justerat",
    "anslaget",
    "expedierat",
    "överklagandetid-ute",
    "inget-överklagande",
)
_DEMANDS: Final = {"protokollför": "protokollfört", "justera": "justerat", "anslå": "anslaget"}


def calling_step(workflow: Workflow, stage: str, organ_kind: str) -> Step | None:
    """The step by which a case in `stage` is called to an organ of that kind: it demands a place on its agenda."""
    return next((step for step in calling_steps(workflow, organ_kind) if stage in step.sources), None)


def calling_steps(workflow: Workflow, organ_kind: str) -> tuple[Step, ...]:
    """Every step by which a case can be called to an organ of that kind."""
    return tuple(
        step
        for step in workflow.steps
        if step.organ == organ_kind and not step.outcomes and any(need.name == "på-dagordning" for need in step.needs)
    )


def deciding_step(workflow: Workflow, stage: str, organ_kind: str, mode: str, word: str) -> Step | None:
    """The step that a decision with that outcome takes from `stage`. One of the item's own mode comes first; a step of
    the other mode is answered when there is no other, so that it is refused in words (KL-09)."""
    wanted = same_name(word)
    fits = [
        step
        for step in workflow.steps
        if step.organ == organ_kind and stage in step.sources and wanted in map(same_name, step.outcomes)
    ]
    return next((step for step in fits if step.mode in ("", mode)), fits[0] if fits else None)


def outcomes_from(workflow: Workflow, stage: str, organ_kind: str, mode: str) -> tuple[str, ...]:
    """The outcomes that an organ of that kind can give a case in `stage`."""
    found = [
        same_name(word)
        for step in workflow.steps
        if step.organ == organ_kind and stage in step.sources and step.mode in ("", mode)
        for word in step.outcomes
    ]
    return tuple(dict.fromkeys(found))


def following_step(workflow: Workflow, stage: str, act: str) -> Step | None:
    """The step that a case in `stage` takes when its § is protokollförd, justerad or anslagen (act protokollför,
    justera or anslå): the one for which that is the last thing demanded."""
    wanted = _DEMANDS[act]
    for step in workflow.steps:
        demands = [need.name for need in step.needs if need.name in _RANK]
        if stage in step.sources and demands and max(demands, key=_RANK.index) == wanted:
            return step
    return None


def same_name(word: str) -> str:
    """The name of the outcome that a definition or a person writes so; the word itself when the core has none."""
    try:
        return outcome(word).name
    except NotFound:
        return word
