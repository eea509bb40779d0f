"""The decision function: whether a case may take a step now, answered by the move or by every obstacle."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from beredning.core import machine, requirements
from beredning.core.case import Case, Occasion
from beredning.core.clock import local_day
from beredning.core.law import Law, all_rules
from beredning.core.organisation import Actor
from beredning.core.question import Question
from beredning.core.workflow import Effect, Step, Track, Workflow
from beredning.errors import Obstacle


class Move(NamedTuple):
    """A move that may be made: what will change, and which warnings the reason has acknowledged.

    address: "steg" or "spår:steg". from_stage and to_stage are of the main track, or of the side track `track`.
    ground: the step's lagrum as the definition gives it. notes: what is worth knowing though it hinders nothing (INFO).
    """

    address: str
    track: str
    step: Step
    from_stage: str
    to_stage: str
    effects: tuple[Effect, ...]
    ground: str
    reason: str
    acknowledged: tuple[Obstacle, ...]
    notes: tuple[Obstacle, ...]


class Refusal(NamedTuple):
    """The step may not be taken now: every obstacle, blocking ones first, and the steps the graph offers."""

    address: str
    obstacles: tuple[Obstacle, ...]
    possible: tuple[str, ...]


def decide(
    case: Case,
    step: str,
    actor: Actor,
    now: datetime,
    workflow: Workflow,
    law: Law,
    occasion: Occasion | None = None,
    reason: str = "",
    settings: tuple[tuple[str, str], ...] = (),
) -> Move | Refusal:
    """Answers the move that `step` would make on `case`, or every obstacle to it. Pure.

    step: address of the step ("skicka-till-chef", "mbl:kalla"). now: aware UTC time; the day is the Swedish local one.
    A VARNING is acknowledged by giving `reason`; FEL never is. occasion: the meeting, for steps taken at one.
    law: the law as it stood on the deciding day; a rule that was not in force then raises no obstacle.
    """
    found = workflow.step(step)
    if found is None:
        return Refusal(step, (_unknown(step, workflow),), possible_steps(case, workflow))
    track, definition = found
    graph = machine.machine_for(workflow, track.name if track else "")
    here = _track_stage(case, track) if track else case.stage
    day = local_day(now)
    question = Question(case, definition, track.name if track else "", actor, day, workflow, occasion, reason, settings)
    obstacles = [*_stage(case, track, definition, workflow), *_actor(question)]
    if definition.reason:
        obstacles += requirements.check(question, "skäl-angivet", "")
    for need in definition.needs:
        obstacles += requirements.check(question, need.name, need.argument)
    judged = _distinct(_in_force(obstacles, law))
    blocking = [o for o in judged if o.severity == "FEL" or (o.severity == "VARNING" and not reason.strip())]
    if blocking:
        return Refusal(step, tuple(sorted(judged, key=_weight)), possible_steps(case, workflow))
    return Move(
        step,
        track.name if track else "",
        definition,
        here,
        machine.fire(graph, here, definition.name),
        definition.effects,
        definition.ground,
        reason.strip(),
        tuple(o for o in judged if o.severity == "VARNING"),
        tuple(o for o in judged if o.severity == "INFO"),
    )


def possible_steps(case: Case, workflow: Workflow) -> tuple[str, ...]:
    """Addresses of the steps that leave the case's present stages in the graph, whatever else may hinder them."""
    addresses = list(machine.possible(machine.machine_for(workflow), case.stage))
    stage = workflow.stage(case.stage)
    if stage is None or not stage.final:
        for track in workflow.tracks:
            steps = machine.possible(machine.machine_for(workflow, track.name), _track_stage(case, track))
            addresses += [f"{track.name}:{name}" for name in steps]
    return tuple(addresses)


def _track_stage(case: Case, track: Track) -> str:
    state = case.tracks.get(track.name)
    return state.state if state else track.start


def _unknown(step: str, workflow: Workflow) -> Obstacle:
    from difflib import get_close_matches  # only a mistake pays for it

    near = get_close_matches(step, workflow.addresses(), 1, 0.5)
    hint = f"Menade du ”{near[0]}”?" if near else "Stegen visas av: beredning flöde visa " + workflow.name
    return Obstacle(
        "okänt-steg", f"Flödet {workflow.name} har inget steg ”{step}”.", f"Flödet {workflow.name}", hint=hint
    )


def _stage(case: Case, track: Track | None, step: Step, workflow: Workflow) -> list[Obstacle]:
    final = workflow.stage(case.stage)
    ended = bool(track and final and final.final)
    here = _track_stage(case, track) if track else case.stage
    if not ended and machine.leaves(machine.machine_for(workflow, track.name if track else ""), here, step.name):
        return []
    possible = possible_steps(case, workflow)
    titles = {s.name: s.title for s in (track.stages if track else workflow.stages)}
    where = f"Sidospåret {track.title}" if track else "Ärendet"
    sources = " eller ".join(f"”{titles.get(s, s)}”" for s in step.sources)
    if ended and final:
        text = f"Ärendet är avslutat (”{final.title}”) och dess sidospår kan inte ändras."
    else:
        text = f"{where} står i ”{titles.get(here, here)}”, men steget ”{step.title}” går från {sources}."
    hint = (
        "Möjliga steg nu: " + ", ".join(possible) if possible else "Ärendet är i ett slutskede; inga steg är möjliga."
    )
    return [Obstacle("fel-skede", text, f"Flödet {workflow.name}", hint=hint)]


def _actor(question: Question) -> list[Obstacle]:
    step, actor, case = question.step, question.actor, question.case
    obstacles = list(requirements.check(question, "inte-jävig", ""))
    scopes = (case.organ, case.administration) + ((question.occasion.organ,) if question.occasion else ())
    if step.roles and not any(actor.has(role, *scopes) for role in step.roles):
        wanted = " eller ".join(step.roles)
        obstacles.append(
            Obstacle(
                "fel-roll",
                f"Steget ”{step.title}” tas av {wanted}; {actor.name} har inte den rollen för {case.organ}.",
                f"Flödet {question.workflow.name}",
                remover=wanted,
                hint="Rollerna står i kommun.yaml under roller.",
            )
        )
    if step.organ and question.occasion is None and "vid-sammanträde" not in {n.name for n in step.needs}:
        obstacles += requirements.check(question, "vid-sammanträde", step.organ)
    if step.mode and question.occasion and question.occasion.mode != step.mode:
        obstacles.append(
            Obstacle(
                "KL-09",
                f"Steget ”{step.title}” gäller när utskottet {step.mode}, men punkten är upptagen för att utskottet "
                f"{question.occasion.mode}.",
                "KL 6:37",
                remover="sekreterare",
            )
        )
    return obstacles


def _in_force(obstacles: list[Obstacle], law: Law) -> list[Obstacle]:
    """Obstacles under a rule of law that was not in force on the law's day fall away: an old decision is judged by the
    law of its own date (domain.md 0.3)."""
    if not obstacles:
        return []
    of_law = {rule.id for rule in all_rules()}
    return [o for o in obstacles if o.code not in of_law or o.code in law.rules]


def _distinct(obstacles: list[Obstacle]) -> list[Obstacle]:
    return list(dict.fromkeys(obstacles))


def _weight(obstacle: Obstacle) -> int:
    return ("FEL", "VARNING", "INFO").index(obstacle.severity)
