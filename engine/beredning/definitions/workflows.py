"""A workflow file to `core.workflow.Workflow`: read strictly, put together, checked; or every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from unicodedata import normalize

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
)
from beredning.definitions.reader import Document, read
from beredning.definitions.workflow_schema import WORKFLOW
from beredning.errors import Fault


class Inspection(NamedTuple):
    """What came of a file: the workflow as far as it could be understood, and every fault in order of place."""

    workflow: Workflow
    faults: tuple[Fault, ...]


def read_workflow(data: bytes, file: str) -> Workflow:
    """The workflow that the file defines. Raises BadDefinition with every fault."""
    document, workflow = _both(data, file)
    document.finish(f"Flödet {workflow.name}" if workflow.name else f"Filen {file}")
    return workflow


def inspect_workflow(data: bytes, file: str) -> Inspection:
    """The workflow and its faults, without raising."""
    document, workflow = _both(data, file)
    return Inspection(workflow, document.sorted_faults())


def _both(data: bytes, file: str) -> tuple[Document, Workflow]:
    from beredning.definitions.check import check_workflow

    document = read(data, file, WORKFLOW)
    workflow = build(document.value)
    check_workflow(document, workflow)
    _same_name(document, workflow.name, file)
    return document, workflow


def _same_name(document: Document, name: str, file: str) -> None:
    """A workflow is looked up by its file's name, so the two must agree."""
    stem = file.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")
    if name and file.endswith(".yaml") and normalize("NFC", stem) != name:
        text = f"Filen heter ”{stem}.yaml” men flödet ”{name}”."
        document.fault(("flöde",), text, f"Skriv ”flöde: {stem}” eller döp om filen till {name}.yaml.")


def build(values: Mapping[str, Any]) -> Workflow:
    """The workflow value from the plain values of the schema."""
    stages = _stages(values["skeden"])
    return Workflow(
        name=values["flöde"],
        title=values["namn"],
        version=values["version"],
        description=values["beskrivning"],
        start=values["start"],
        stages=stages,
        steps=_steps(values["steg"]),
        tracks=tuple(
            Track(key, t["namn"], t["start"], tuple(t["klart"]), _stages(t["skeden"]), _steps(t["steg"]))
            for key, t in values["sidospår"].items()
        ),
        deadlines=tuple(
            Deadline(key, d["skede"], d["från"], d["dagar"], d["allvar"], d["slag"], d["lagrum"])
            for key, d in values["frister"].items()
        ),
        promises=tuple(_promise(key, p, stages) for key, p in values["löften"].items()),
    )


def _stages(values: Mapping[str, Any]) -> tuple[Stage, ...]:
    return tuple(Stage(key, s["namn"] or title_of(key), s["slut"], s["beskrivning"]) for key, s in values.items())


def _steps(values: Mapping[str, Any]) -> tuple[Step, ...]:
    return tuple(
        Step(
            name=key,
            title=s["namn"] or title_of(key),
            sources=tuple(dict.fromkeys(s["från"])),
            target=s["till"],
            roles=tuple(s["roll"]),
            needs=tuple(need for item in s["kräver"] for need in needs_of(item)),
            effects=(
                *(Effect(kind, name) for item in s["skapar"] if isinstance(item, dict) for kind, name in item.items()),
                *(Effect("bort", name) for name in s["tar-bort"]),
            ),
            ground=s["lagrum"],
            outcomes=tuple(s.get("utfall", ())),
            organ=s.get("organ", ""),
            mode=s.get("läge", ""),
            reason=s["skäl"],
            description=s["beskrivning"],
        )
        for key, s in values.items()
    )


def needs_of(item: str | Mapping[str, str]) -> tuple[Need, ...]:
    """The requirements that one item under `kräver` means."""
    return (Need(item),) if isinstance(item, str) else tuple(Need(name, argument) for name, argument in item.items())


def title_of(name: str) -> str:
    """What people see of something whose author gave no `namn`: "au-beslut" becomes "Au beslut"."""
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _promise(name: str, values: Mapping[str, Any], stages: tuple[Stage, ...]) -> Promise:
    when = _condition(values["aldrig"] or values["alltid-möjligt"], stages)
    unless = _condition(values["utan"] or values["förrän"], stages)
    kind = "alltid-möjligt" if values["alltid-möjligt"] else "före" if values["förrän"] else "aldrig"
    return Promise(name, kind, when, unless, values["lagrum"])


def _condition(values: Mapping[str, Any], stages: tuple[Stage, ...]) -> Condition:
    if not values:
        return Condition()
    final = tuple(s.name for s in stages if s.final) if values["slut"] else ()
    named = tuple(dict.fromkeys((*values["skede"], *final)))
    return Condition(named, tuple(values["spår"]), tuple(values["märke"]))
