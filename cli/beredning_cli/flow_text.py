"""How workflows, proofs and trials are printed for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.output import style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beredning.core.promises import Verdict
    from beredning.core.workflow import Condition, Promise, Stage, Step, Workflow
    from beredning.office.flow_cases import Standing
    from beredning.office.flows import Checked, Tried


def flow_lines(workflow: Workflow, digest: str) -> Iterator[str]:
    """The lines of `flöde visa`."""
    yield style(f"{workflow.title} ({workflow.name}, version {workflow.version})", "rubrik")
    if workflow.description:
        yield workflow.description
    yield f"Kontrollsumma {digest}"
    yield ""
    yield from _track_lines(workflow.stages, workflow.steps, workflow.start)
    for track in workflow.tracks:
        yield ""
        done = ", ".join(s.title for s in track.stages if s.name in track.done)
        yield style(f"Sidospår: {track.title}", "rubrik") + f" (klart i: {done})"
        yield from _track_lines(track.stages, track.steps, track.start)
    if workflow.deadlines:
        yield ""
        yield style("Frister", "rubrik")
    for line in workflow.deadlines:
        ground = f", {line.ground}" if line.ground else ""
        yield f"  {line.name}: i {line.stage}, {_days(line.days)} {line.anchor} ({line.severity}, {line.kind}{ground})"
    if workflow.promises:
        yield ""
        yield style("Löften", "rubrik")
    for promise in workflow.promises:
        yield f"  {promise.name}: {promise_text(promise)}"


def standing_lines(found: Standing) -> Iterator[str]:
    """The lines of `flöde visa --ärende`."""
    workflow = found.workflow
    stage = workflow.stage(found.stage)
    yield style(f"{found.dnr}  {found.title}", "rubrik")
    yield f"Följer {workflow.title} ({workflow.name}, version {workflow.version})."
    yield f"Står sedan {found.stage_since} i {stage.title if stage else found.stage}."
    if stage and stage.description:
        yield stage.description
    yield "Frister:" if found.deadlines else "Inga frister löper i det här skedet."
    for one in found.deadlines:
        meaning = {"FEL": "fel", "VARNING": "varning"}.get(one.severity, "svag")
        yield f"  {style(one.severity, meaning)}{' ' * (9 - len(one.severity))}{one.text} ({one.origin})"
    leaving = tuple(step for step in workflow.steps if found.stage in step.sources)
    yield "Steg härifrån:" if leaving else "Inga steg leder härifrån."
    titles = {s.name: s.title for s in workflow.stages}
    for step in leaving:
        yield f"  {step.name} → {titles.get(step.target, step.target)}: {_step(step)}"


def _days(days: int) -> str:
    if days == 0:
        return "senast samma dag som"
    return f"inom {days} dagar från" if days > 0 else f"senast {-days} dagar före"


def _track_lines(stages: tuple[Stage, ...], steps: tuple[Step, ...], start: str) -> Iterator[str]:
    titles = {stage.name: stage.title for stage in stages}
    for stage in stages:
        word = " (start)" if stage.name == start else " (slut)" if stage.final else ""
        yield f"{style(stage.title, 'rubrik')} [{stage.name}]{word}"
        for step in steps:
            if stage.name in step.sources:
                yield f"  {step.name} → {titles.get(step.target, step.target)}: {_step(step)}"


def _step(step: Step) -> str:
    parts = [f"{step.title}; tas av {' eller '.join(step.roles)}"]
    if step.organ:
        mode = f" som {step.mode}" if step.mode else ""
        outcomes = f" med utfallet {' eller '.join(step.outcomes)}" if step.outcomes else ""
        parts.append(f"vid sammanträde med {step.organ}{mode}{outcomes}")
    if step.reason:
        parts.append("med skäl")
    if step.needs:
        parts.append("kräver " + ", ".join(f"{n.name} {n.argument}".strip() for n in step.needs))
    if step.ground:
        parts.append(step.ground)
    return "; ".join(parts)


def promise_text(promise: Promise) -> str:
    """A promise as a sentence."""
    ground = f" ({promise.ground})" if promise.ground else ""
    if promise.kind == "alltid-möjligt":
        return f"det är alltid möjligt att nå {condition_text(promise.when)}{ground}"
    unless = condition_text(promise.unless)
    if promise.kind == "före":
        return f"aldrig {condition_text(promise.when)} förrän {unless}{ground}"
    return f"aldrig {condition_text(promise.when)}" + (f" utan {unless}" if unless else "") + ground


def condition_text(condition: Condition) -> str:
    """A condition in words; "" when it holds everywhere."""
    parts = [" eller ".join(condition.stages)] if condition.stages else []
    parts += [f"spåret {name} klart" for name in condition.tracks_done]
    parts += [f"märket {mark}" for mark in condition.marks]
    return " med ".join(parts)


def checked_lines(done: tuple[Checked, ...]) -> Iterator[str]:
    """The lines of `flöde kontrollera` when all is well."""
    for one in done:
        if one.stages:
            sides = f", {one.tracks} sidospår" if one.tracks else ""
            size = f"{one.stages} skeden, {one.steps} steg{sides}, {one.promises} löften"
            yield f"{one.file}: {one.title}, {size}. Inga fel."
        else:
            yield f"{one.file}: {one.steps} prov. Inga fel."


def verdict_lines(verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    """The lines of `flöde bevisa`."""
    if not verdicts:
        yield "Flödet har inga löften att bevisa. Skriv dem under ”löften”."
        return
    for verdict in verdicts:
        word, meaning = {True: ("HÅLLER", "bra"), False: ("BRYTS", "fel"), None: ("OAVGJORT", "varning")}[verdict.holds]
        yield f"{style(word, meaning)}{' ' * (10 - len(word))}{verdict.promise.name}: {promise_text(verdict.promise)}"
        without = f"; {', '.join(verdict.left_out)} kan inte ändra svaret" if verdict.left_out else ""
        yield style(f"          {_count(verdict.states)} tillstånd genomsökta{without}", "svag")
        if verdict.holds is None:
            yield "          Gränsen nåddes. Höj den med --gräns, eller dela upp sidospåren."
        if verdict.holds is False:
            yield from _counter_example(verdict)
    kept = sum(verdict.holds is True for verdict in verdicts)
    yield f"{kept} av {len(verdicts)} löften håller."
    outside = tuple(dict.fromkeys(need for verdict in verdicts for need in verdict.outside))
    if outside:
        yield style(f"Antaget möjligt, eftersom det avgörs utanför flödet: {', '.join(outside)}.", "svag")


def _counter_example(verdict: Verdict) -> Iterator[str]:
    yield "          Kortaste motexempel:" if verdict.path else "          Bryts redan från början."
    for number, leg in enumerate(verdict.path, 1):
        where = f"{leg.track} i {leg.stage}" if leg.track else leg.stage
        yield f"          {number:3}. {leg.address} → {where}"
    if verdict.abridged:
        yield f"          Stegen i {', '.join(verdict.left_out)} är utelämnade; de kan alltid tas."
    tracks = ", ".join(f"{name} i {stage}" for name, stage in verdict.tracks)
    marks = f"; märken: {', '.join(verdict.marks)}" if verdict.marks else ""
    stuck = " och kan aldrig nå dit" if verdict.promise.kind == "alltid-möjligt" else ""
    yield f"          Då står ärendet i {verdict.stage}" + (f", med {tracks}" if tracks else "") + f"{marks}{stuck}."


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def tried_lines(tried: tuple[Tried, ...]) -> Iterator[str]:
    """The lines of `flöde prova`."""
    if not tried:
        yield "Inga prov att köra."
        return
    passed = total = 0
    for one in tried:
        for outcome in one.outcomes:
            total += 1
            passed += outcome.passed
            word = style("OK ", "bra") if outcome.passed else style("FEL", "fel")
            yield f"{word}  {one.workflow}: {outcome.name}"
            for failure in outcome.failures:
                yield f"     {one.file}:{outcome.line}: {failure}"
        if one.untested:
            yield style(f"     Steg i {one.workflow} som inget prov tar: {', '.join(one.untested)}", "svag")
    yield f"{passed} av {total} prov gick som de är skrivna."
