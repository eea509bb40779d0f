"""The keys of a scenario file (.prov.yaml) and what each may hold; and the scenarios as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from beredning.core.workflow import Need, Workflow
from beredning.definitions import registries as r
from beredning.definitions.reader import Document, read
from beredning.definitions.schemas import (
    Choice,
    Date,
    Field,
    ListOf,
    Matching,
    Names,
    Record,
    Text,
    Whole,
    name,
)
from beredning.definitions.workflow_schema import LONG, NAMES, NEED, TEXT
from beredning.definitions.workflows import needs_of
from beredning.errors import Fault

FIRST_DAY: Final = "2026-03-02"

_ADDRESS: Final = Matching(what="ett steg", example="godkänn")
STEP: Final = Record(
    {
        "ta": Field(_ADDRESS),
        "försök": Field(_ADDRESS),
        "hinder": Field(ListOf(Text(), single=True)),
        "saknar": Field(ListOf(NEED, single=True)),
        "som": Field(ListOf(Choice(r.ROLES), single=True)),
        "skäl": Field(TEXT),
        "läge": Field(Choice(r.MODES)),
        "dagar": Field(Whole(0, 4000)),
        "hamnar": Field(name("utkast")),
    },
    short="ta",
    gone={"steg": "Skriv ”ta” eller ”försök”.", "datum": "Skriv ”dagar: N”: så många dagar efter föregående steg."},
)
SCENARIO: Final = Record(
    {
        "beskrivning": Field(LONG),
        "start": Field(name("utkast")),
        "dag": Field(Date(), default=FIRST_DAY),
        "spår": Field(Names(name("avslutad"))),
        "märken": Field(NAMES),
        "steg": Field(ListOf(STEP, least=1, distinct=False), required=True),
        "slutar": Field(name("avslutat"), required=True),
    }
)
SCENARIOS: Final = Record(
    {"flöde": Field(name("namndarende"), required=True), "prov": Field(Names(SCENARIO, least=1), required=True)}
)


class Try(NamedTuple):
    """One line of a scenario.

    step: its address. refused: the codes of exactly the obstacles that block it; None when it must succeed. lacking:
    requirements whose facts are not there. roles: of the actor (empty: the step's own). reason: "" gives one when the
    step asks for it. mode: of the meeting. days: after the line before. ends: the stage afterwards.
    """

    step: str
    refused: frozenset[str] | None
    lacking: tuple[Need, ...]
    roles: tuple[str, ...]
    reason: str
    mode: str
    days: int
    ends: str


class Scenario(NamedTuple):
    """A story of one case. start, tracks and marks: where it stands when it begins on ISO date `day`. ends: the stage
    of the main track it must end in. line: where it is written."""

    name: str
    description: str
    start: str
    day: str
    tracks: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    tries: tuple[Try, ...]
    ends: str
    line: int


class Scenarios(NamedTuple):
    """What came of a scenario file: the scenarios as far as they could be understood, and every fault."""

    scenarios: tuple[Scenario, ...]
    faults: tuple[Fault, ...]


def read_scenarios(data: bytes, file: str, workflow: Workflow) -> Scenarios:
    """The scenarios of a file, checked against the workflow they are about."""
    document = read(data, file, SCENARIOS)
    values = document.value
    if values["flöde"] and values["flöde"] != workflow.name:
        text = f"Proven gäller flödet ”{values['flöde']}” men prövas mot ”{workflow.name}”."
        document.fault(("flöde",), text)
    for key, scenario in values["prov"].items():
        _check(document, ("prov", key), scenario, workflow)
    found = tuple(_scenario(document, key, values["prov"][key], workflow) for key in values["prov"])
    return Scenarios(found, document.sorted_faults())


def _scenario(document: Document, key: str, values: Mapping[str, Any], workflow: Workflow) -> Scenario:
    return Scenario(
        key,
        values["beskrivning"],
        values["start"] or workflow.start,
        values["dag"],
        tuple(values["spår"].items()),
        tuple(values["märken"]),
        tuple(
            Try(
                line["ta"] or line["försök"],
                frozenset(line["hinder"]) if line["försök"] else None,
                tuple(need for item in line["saknar"] for need in needs_of(item)),
                tuple(line["som"]),
                line["skäl"],
                line["läge"],
                line["dagar"],
                line["hamnar"],
            )
            for line in values["steg"]
        ),
        values["slutar"],
        document.key_place(("prov", key))[0],
    )


def _check(document: Document, path: tuple[str, ...], values: Mapping[str, Any], workflow: Workflow) -> None:
    stages = tuple(s.name for s in workflow.stages)
    for key in ("start", "slutar"):
        if values[key]:
            document.expect((*path, key), values[key], stages, "skedet")
    for track_name, stage in values["spår"].items():
        track = workflow.track(track_name)
        if track is None:
            document.expect(
                (*path, "spår", track_name), track_name, tuple(t.name for t in workflow.tracks), "sidospåret"
            )
        else:
            document.expect((*path, "spår", track_name), stage, tuple(s.name for s in track.stages), "skedet")
    for index, line in enumerate(values["steg"]):
        _check_line(document, (*path, "steg", index), line, workflow)


def _check_line(document: Document, path: tuple[str | int, ...], line: Mapping[str, Any], workflow: Workflow) -> None:
    if bool(line["ta"]) == bool(line["försök"]):
        document.fault(path, "Raden ska ha ”ta” eller ”försök”, och bara det ena.", "Exempel: ”- ta: godkänn”.")
        return
    key = "ta" if line["ta"] else "försök"
    document.expect((*path, key), line[key], workflow.addresses(), "steget")
    if line["försök"] and not line["hinder"]:
        document.fault(path, "Ett försök ska räkna upp sina hinder.", "Lägg till ”hinder: [KOD, …]”.")
    if line["ta"] and line["hinder"]:
        document.fault(
            (*path, "hinder"), "Ett steg som ska lyckas har inga hinder.", "Skriv ”försök” i stället för ”ta”."
        )
    for number, item in enumerate(line["saknar"]):
        for need in needs_of(item):
            if need.name:
                document.expect((*path, "saknar", number), need.name, tuple(r.REQUIREMENTS), "kravet")
