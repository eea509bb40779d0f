"""Runs scenarios (prov) through the real decision function: what must succeed does, what must be refused is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from beredning.core.case import Case
from beredning.core.law import Law
from beredning.core.moves import Move, Refusal, decide
from beredning.core.workflow import Workflow
from beredning.definitions import scenario_facts as facts
from beredning.definitions.scenario_schema import Scenario, Scenarios, Try, read_scenarios

__all__ = ["Outcome", "Scenarios", "read_scenarios", "run", "run_all"]


class Outcome(NamedTuple):
    """What came of one scenario. failures: Swedish sentences, empty when it went as written. taken: the steps taken."""

    name: str
    line: int
    failures: tuple[str, ...]
    taken: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether it went as written."""
        return not self.failures


def run_all(scenarios: tuple[Scenario, ...], workflow: Workflow) -> tuple[Outcome, ...]:
    """Run each scenario on its own case."""
    return tuple(run(scenario, workflow) for scenario in scenarios)


def run(scenario: Scenario, workflow: Workflow) -> Outcome:
    """Run one scenario; it stops at the first line that does not go as written."""
    day = date.fromisoformat(scenario.day)
    case = Case(
        "PROV:1",
        "PROV 1",
        scenario.name,
        facts.ORGAN,
        facts.ADMINISTRATION,
        workflow.name,
        "",
        scenario.start,
        scenario.day,
        1,
        "handläggare",
        scenario.day,
        marks=frozenset(scenario.marks),
        tracks=facts.started(workflow, dict(scenario.tracks), day),
    )
    taken: list[str] = []
    for number, line in enumerate(scenario.tries, 1):
        day += timedelta(days=line.days)
        case, failure = _line(case, line, day, workflow)
        if failure:
            return Outcome(scenario.name, scenario.line, (f"Rad {number}, {line.step}: {failure}",), tuple(taken))
        if line.refused is None:
            taken.append(line.step)
    failures: tuple[str, ...] = ()
    if case.stage != scenario.ends:
        failures = (f"Ärendet slutar i ”{case.stage}”, inte i ”{scenario.ends}”.",)
    return Outcome(scenario.name, scenario.line, failures, tuple(taken))


def _line(case: Case, line: Try, day: date, workflow: Workflow) -> tuple[Case, str]:
    """The case after the line, and what went wrong with it ("" when nothing)."""
    found = workflow.step(line.step)
    if found is None:
        return case, "steget finns inte."
    step = found[1]
    asked = facts.with_facts(case, step, day, line.lacking)
    silent = any(need.name == "skäl-angivet" for need in line.lacking)
    reason = line.reason or ("" if silent or not step.reason else "Enligt provet.")
    answer = decide(
        asked,
        line.step,
        facts.actor_for(step, line.roles),
        facts.moment(day),
        workflow,
        Law.on(day),
        facts.occasion_for(step, line.mode, day, line.lacking),
        reason,
    )
    if isinstance(answer, Refusal):
        return case, _judge_refusal(answer, line)
    if line.refused is not None:
        return case, f"steget togs, men skulle hindras av {_list(line.refused)}."
    moved = _apply(case, answer, day, workflow)
    if line.ends and moved.stage != line.ends:
        return moved, f"ärendet hamnade i ”{moved.stage}”, inte i ”{line.ends}”."
    return moved, ""


def _judge_refusal(refusal: Refusal, line: Try) -> str:
    codes = frozenset(o.code for o in refusal.obstacles if o.severity != "INFO")
    if line.refused is None:
        said = " ".join(f"{o.text} ({o.code})" for o in refusal.obstacles if o.severity != "INFO")
        return f"steget hindrades: {said}"
    if codes != line.refused:
        return f"hindren var {_list(codes)}, men provet väntar {_list(line.refused)}."
    return ""


def _apply(case: Case, move: Move, day: date, workflow: Workflow) -> Case:
    marks = case.marks - {e.name for e in move.effects if e.kind == "bort"}
    case = case._replace(marks=marks | {e.name for e in move.effects if e.kind == "märke"}, revision=case.revision + 1)
    track = workflow.track(move.track) if move.track else None
    if track is None:
        return case._replace(stage=move.to_stage, stage_since=day.isoformat())
    state = facts.recorded(track, move.to_stage, case.tracks.get(track.name), day, move.reason)
    return case._replace(tracks={**case.tracks, track.name: state})


def _list(codes: frozenset[str]) -> str:
    return ", ".join(sorted(codes)) or "inga"
