"""What the workflow commands answer under --json: a workflow by the keys of its file, proofs and trials in Swedish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from beredning.core.promises import Verdict
    from beredning.core.workflow import Condition, Promise, Stage, Step, Workflow
    from beredning.errors import Fault
    from beredning.office.flow_cases import Standing
    from beredning.office.flows import Checked, Listed, Tried


def listed(lines: tuple[Listed, ...]) -> list[dict[str, Any]]:
    """`flöde lista`."""
    return [
        {
            "flöde": line.name,
            "namn": line.title,
            "version": line.version,
            "eget": line.own,
            "ersätter-inbyggt": line.hides,
            "sha256": line.digest,
            "brister": line.faults,
        }
        for line in lines
    ]


def workflow(value: Workflow, digest: str) -> dict[str, Any]:
    """`flöde visa`: the keys of the file, and the digest that cases are pinned to."""
    return {
        "flöde": value.name,
        "namn": value.title,
        "version": value.version,
        "sha256": digest,
        "beskrivning": value.description,
        "start": value.start,
        "skeden": _stages(value.stages),
        "steg": {s.name: _step(s) | {"organ": s.organ, "läge": s.mode, "utfall": s.outcomes} for s in value.steps},
        "sidospår": {
            t.name: {
                "namn": t.title,
                "start": t.start,
                "klart": t.done,
                "skeden": _stages(t.stages),
                "steg": {s.name: _step(s) for s in t.steps},
            }
            for t in value.tracks
        },
        "frister": {
            d.name: {
                "skede": d.stage,
                "från": d.anchor,
                "dagar": d.days,
                "allvar": d.severity,
                "slag": d.kind,
                "lagrum": d.ground,
            }
            for d in value.deadlines
        },
        "löften": {p.name: promise(p) for p in value.promises},
    }


def _stages(stages: tuple[Stage, ...]) -> dict[str, Any]:
    return {s.name: {"namn": s.title, "slut": s.final, "beskrivning": s.description} for s in stages}


def _step(step: Step) -> dict[str, Any]:
    return {
        "namn": step.title,
        "från": step.sources,
        "till": step.target,
        "roll": step.roles,
        "kräver": [{n.name: n.argument} if n.argument else n.name for n in step.needs],
        "skapar": [{e.kind: e.name} for e in step.effects if e.kind != "bort"],
        "tar-bort": [e.name for e in step.effects if e.kind == "bort"],
        "skäl": step.reason,
        "lagrum": step.ground,
        "beskrivning": step.description,
    }


def promise(value: Promise) -> dict[str, Any]:
    """A promise with the keys of the file."""
    first = "alltid-möjligt" if value.kind == "alltid-möjligt" else "aldrig"
    found: dict[str, Any] = {first: _condition(value.when)}
    if any(value.unless):
        found["förrän" if value.kind == "före" else "utan"] = _condition(value.unless)
    return found | {"lagrum": value.ground}


def _condition(value: Condition) -> dict[str, Any]:
    parts = {"skede": value.stages, "spår": value.tracks_done, "märke": value.marks}
    return {key: names for key, names in parts.items() if names}


def standing(found: Standing) -> dict[str, Any]:
    """`flöde visa --ärende`."""
    return {
        "dnr": found.dnr,
        "flöde": found.workflow.name,
        "version": found.workflow.version,
        "skede": found.stage,
        "sedan": found.stage_since,
        "frister": [
            {"allvar": o.severity, "text": o.text, "grund": o.origin, "senast": o.last_day} for o in found.deadlines
        ],
    }


def checked(done: tuple[Checked, ...]) -> list[dict[str, Any]]:
    """`flöde kontrollera` when all is well."""
    return [{"fil": one.file, "namn": one.title, "brister": [_fault(f) for f in one.faults]} for one in done]


def _fault(fault: Fault) -> dict[str, Any]:
    return {"rad": fault.line, "kolumn": fault.column, "text": fault.text, "förslag": fault.suggestion}


def verdicts(found: tuple[Verdict, ...]) -> list[dict[str, Any]]:
    """`flöde bevisa`. håller: true, false, or null when the limit was reached."""
    return [
        {
            "löfte": v.promise.name,
            **promise(v.promise),
            "håller": v.holds,
            "tillstånd": v.states,
            "utelämnade-spår": v.left_out,
            "antaget": v.outside,
            "motexempel": [
                {"steg": leg.address, "spår": leg.track, "till": leg.stage, "antaget": leg.outside} for leg in v.path
            ],
            "slutar": {"skede": v.stage, "spår": dict(v.tracks), "märken": v.marks} if v.holds is False else None,
        }
        for v in found
    ]


def tried(found: tuple[Tried, ...]) -> list[dict[str, Any]]:
    """`flöde prova`."""
    return [
        {
            "flöde": one.workflow,
            "fil": one.file,
            "prov": [
                {"prov": o.name, "rad": o.line, "godkänt": o.passed, "fel": o.failures, "steg": o.taken}
                for o in one.outcomes
            ],
            "oprovade-steg": one.untested,
        }
        for one in found
    ]
