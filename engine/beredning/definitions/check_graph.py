"""Whether the arrows of a track hang together: every stage is reached, and from every stage an end is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from beredning.core.workflow import Step
from beredning.definitions.reader import Document, nearest
from beredning.definitions.scalars import Path


class Graph(NamedTuple):
    """The main track (path ()) or a side track: its stages, where it starts, where it may end, and its steps."""

    path: Path
    stages: tuple[str, ...]
    start: str
    ends: tuple[str, ...]
    steps: tuple[Step, ...]
    noun: str


def check_graph(document: Document, graph: Graph) -> None:
    """Report names that do not exist, stages that cannot be reached, and stages that lead to no end."""
    if graph.start and not document.expect((*graph.path, "start"), graph.start, graph.stages, "skedet"):
        return
    if not _ends_exist(document, graph) or not graph.start:
        return
    ends = tuple(stage for stage in graph.ends if stage in graph.stages)
    forward = {s: [t.target for t in graph.steps if s in t.sources] for s in graph.stages}
    backward = {s: [f for t in graph.steps if t.target == s for f in t.sources] for s in graph.stages}
    reached = _closure([graph.start], forward)
    ending = _closure(ends, backward)
    for stage in graph.stages:
        place = (*graph.path, "skeden", stage)
        if stage not in reached:
            text = f"Skedet ”{stage}” kan inte nås från ”{graph.start}”."
            document.fault(place, text, f"Lägg till ett steg med ”till: {stage}” eller ta bort skedet.", "key")
        if stage in ending or not ends:
            continue
        if not forward[stage]:
            hint = f"Lägg till ett steg med ”från: {stage}”" + ("." if graph.path else " eller skriv ”slut: ja”.")
            document.fault(place, f"Skedet ”{stage}” är en återvändsgränd.", hint, "key")
        else:
            end = "något klart skede" if graph.path else "något slut"
            document.fault(place, f"Från skedet ”{stage}” kan {end} aldrig nås.", "", "key")


def _ends_exist(document: Document, graph: Graph) -> bool:
    """Report steps between stages that do not exist; whether all do."""
    sound = True
    for step in graph.steps:
        path = (*graph.path, "steg", step.name)
        for index, source in enumerate(step.sources):
            if source and source not in graph.stages:
                sound = False
                document.fault((*path, "från", index), f"Skedet ”{source}” finns inte.", nearest(source, graph.stages))
        if step.target and step.target not in graph.stages:
            sound = False
            document.fault((*path, "till"), f"Skedet ”{step.target}” finns inte.", nearest(step.target, graph.stages))
        sound = sound and bool(step.target) and all(step.sources)
    return sound


def _closure(starts: Iterable[str], arrows: Mapping[str, list[str]]) -> set[str]:
    found = {s for s in starts if s in arrows}
    waiting = list(found)
    while waiting:
        for target in arrows[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
