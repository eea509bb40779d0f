"""A workflow definition as values: stages, steps, side tracks, deadlines and promises, and their canonical text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple


class Need(NamedTuple):
    """A requirement named in a definition: `name` stands in the closed registry of requirements.py, `argument` is its
    single parameter as text ("" when it takes none), e.g. Need("spår", "mbl"), Need("märke", "kontrollerat")."""

    name: str
    argument: str = ""


class Effect(NamedTuple):
    """What a step leaves behind. kind "märke" sets a mark on the case, "bort" clears one, "handling" has the office
    make and store a document of that kind (name from the closed registry DOCUMENT_KINDS)."""

    kind: str
    name: str


class Stage(NamedTuple):
    """A skede. `final` stages end the case; `title` is what people see."""

    name: str
    title: str
    final: bool = False
    description: str = ""


class Step(NamedTuple):
    """A steg: one arrow in the graph, from any of `sources` to `target`.

    roles: who may take it (role names of the organisation). outcomes: the decision outcomes (core.decision) that take
    this step at a meeting; organ: "utskott" or "nämnd" when it can only be taken at a meeting of that kind, else "".
    mode: "bereder" or "beslutar" when the step belongs to one mode of an utskott (KL-09), else "".
    reason: True when the actor must give a reason in words. ground: lagrum or reglemente as printed.
    """

    name: str
    title: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    effects: tuple[Effect, ...] = ()
    ground: str = ""
    outcomes: tuple[str, ...] = ()
    organ: str = ""
    mode: str = ""
    reason: bool = False
    description: str = ""


class Track(NamedTuple):
    """A sidospår that runs beside the main track and is joined to it by Need("spår", name): done in a `done` stage."""

    name: str
    title: str
    start: str
    done: tuple[str, ...]
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]


class Deadline(NamedTuple):
    """A frist: while the case is in `stage`, something should be done within `days` after (negative: before) `anchor`.

    anchor: "skedets-början", "registrering", "manusstopp", "kallelse", "sammanträde", "svarsdatum", "justering",
    "anslag".
    severity as for Obstacle. kind: LAG, REGLEMENTE or LOKAL.
    """

    name: str
    stage: str
    anchor: str
    days: int
    severity: str
    kind: str
    ground: str = ""


class Condition(NamedTuple):
    """A set of combined states: in one of `stages` (any when empty), every track in `tracks_done` done, every mark in
    `marks` set. An empty condition holds everywhere."""

    stages: tuple[str, ...] = ()
    tracks_done: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


class Promise(NamedTuple):
    """A löfte that must hold on every path.

    kind "aldrig": no reachable state satisfies `when` without also satisfying `unless`.
    kind "alltid-möjligt": from every reachable state some state satisfying `when` can be reached.
    kind "före": no path reaches `when` without having passed `unless` at an earlier or the same state.
    """

    name: str
    kind: str
    when: Condition
    unless: Condition = Condition()
    ground: str = ""


class Workflow(NamedTuple):
    """A whole flöde. Steps of the main track carry plain names; a track's step is addressed as "spår:steg"."""

    name: str
    title: str
    version: str
    description: str
    start: str
    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    tracks: tuple[Track, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    promises: tuple[Promise, ...] = ()

    def stage(self, name: str) -> Stage | None:
        """The stage of that name on the main track, or None."""
        return next((s for s in self.stages if s.name == name), None)

    def track(self, name: str) -> Track | None:
        """The side track of that name, or None."""
        return next((t for t in self.tracks if t.name == name), None)

    def step(self, address: str) -> tuple[Track | None, Step] | None:
        """The step at `address` ("steg" or "spår:steg") with the track it belongs to (None: the main track)."""
        track_name, _, name = address.rpartition(":")
        track = self.track(track_name) if track_name else None
        if track_name and track is None:
            return None
        steps = track.steps if track else self.steps
        found = next((s for s in steps if s.name == name), None)
        return (track, found) if found else None

    def addresses(self) -> tuple[str, ...]:
        """Every step's address, main track first."""
        return tuple(s.name for s in self.steps) + tuple(f"{t.name}:{s.name}" for t in self.tracks for s in t.steps)


def to_text(workflow: Workflow) -> str:
    """The canonical text of a definition: JSON, sorted keys, no spaces. Its SHA-256 is what cases are pinned to."""
    return json.dumps(_plain(workflow), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Workflow:
    """The definition that `to_text` wrote. Raises KeyError or TypeError on text that it did not write."""
    data = json.loads(text)
    return Workflow(
        **{
            **data,
            "stages": _stages(data["stages"]),
            "steps": _steps(data["steps"]),
            "tracks": tuple(
                Track(**{**t, "done": tuple(t["done"]), "stages": _stages(t["stages"]), "steps": _steps(t["steps"])})
                for t in data["tracks"]
            ),
            "deadlines": tuple(Deadline(**d) for d in data["deadlines"]),
            "promises": tuple(
                Promise(**{**p, "when": _condition(p["when"]), "unless": _condition(p["unless"])})
                for p in data["promises"]
            ),
        }
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _stages(items: list[Mapping[str, Any]]) -> tuple[Stage, ...]:
    return tuple(Stage(**s) for s in items)


def _steps(items: list[Mapping[str, Any]]) -> tuple[Step, ...]:
    return tuple(
        Step(
            **{
                **s,
                "sources": tuple(s["sources"]),
                "roles": tuple(s["roles"]),
                "needs": tuple(Need(**n) for n in s["needs"]),
                "effects": tuple(Effect(**e) for e in s["effects"]),
                "outcomes": tuple(s["outcomes"]),
            }
        )
        for s in items
    )


def _condition(data: Mapping[str, Any]) -> Condition:
    return Condition(**{key: tuple(value) for key, value in data.items()})
