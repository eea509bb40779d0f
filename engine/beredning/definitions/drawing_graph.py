"""A workflow as boxes and arrows to draw: arrows between the same boxes are one, and a case's own road is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from beredning.core.workflow import Stage, Step, Workflow

MANY: Final = 3
VERY_MANY: Final = 5


class Box(NamedTuple):
    """A stage. visited: the road has been there; here: it ends there. note: what a reader sees on pointing at it."""

    name: str
    title: str
    start: bool
    end: bool
    visited: bool
    here: bool
    note: str


class Arrow(NamedTuple):
    """One or more steps from `source` to `target`: their titles, and the places in the road (1 = the first) where one
    of them was taken. note: who takes them, and on what conditions. shared: a way out of many stages; of its
    arrows only the first need be labelled."""

    source: str
    target: str
    titles: tuple[str, ...]
    taken: tuple[int, ...]
    note: str
    shared: bool = False
    labelled: bool = True

    @property
    def label(self) -> tuple[str, ...]:
        """The lines to print by the arrow: the titles, the last with the places in the road."""
        if not self.taken:
            return self.titles if self.labelled else ()
        return (*self.titles[:-1], f"{self.titles[-1]} ({', '.join(map(str, self.taken))})")


class Figure(NamedTuple):
    """The main track (name "") or a side track."""

    name: str
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]

    @property
    def marked(self) -> bool:
        """Whether a road runs through it."""
        return any(box.here for box in self.boxes)


def figures(workflow: Workflow, road: Sequence[str] = ()) -> tuple[Figure, ...]:
    """The main track first, then each side track. road: addresses of the steps that a case has taken, in order; steps
    that do not follow from where the case stood (it has changed workflow) are left out of it."""
    ends = tuple(s.name for s in workflow.stages if s.final)
    main = _figure("", workflow.title, workflow.start, ends, workflow.stages, workflow.steps, road)
    sides = (_figure(t.name, t.title, t.start, t.done, t.stages, t.steps, road) for t in workflow.tracks)
    return (main, *sides)


def _figure(
    name: str,
    title: str,
    start: str,
    ends: tuple[str, ...],
    stages: tuple[Stage, ...],
    steps: tuple[Step, ...],
    road: Sequence[str],
) -> Figure:
    here, visited, taken = _walk(name, start, steps, road)
    moved = any(taken) or (not name and bool(road))
    boxes = tuple(
        Box(
            s.name,
            s.title,
            s.name == start,
            s.name in ends,
            moved and s.name in visited,
            moved and s.name == here,
            s.description,
        )
        for s in stages
    )
    order = {s.name: i for i, s in enumerate(stages)}
    pairs: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        for source in step.sources:
            pairs.setdefault((source, step.target), []).append(step)
    arrows = []
    named: set[tuple[str, ...]] = set()
    for (source, target), together in pairs.items():
        places = tuple(n for n, way in enumerate(taken, 1) if way and way[0] == source and way[1] in together)
        titles = tuple(s.title for s in together)
        shared = all(_is_way_out(s, ends, order) for s in together)
        labelled = not shared or titles not in named or bool(places)
        named.add(titles)
        arrows.append(Arrow(source, target, titles, places, "\n".join(map(note, together)), shared, labelled))
    return Figure(name, title, boxes, tuple(arrows))


def _is_way_out(step: Step, ends: tuple[str, ...], order: dict[str, int]) -> bool:
    """Whether a step is a way out of many stages (withdrawn, back to draft) rather than a part of the road onward."""
    back = all(order[step.target] < order[source] for source in step.sources)
    return len(step.sources) >= (MANY if back or step.target in ends else VERY_MANY)


def _walk(
    name: str, start: str, steps: tuple[Step, ...], road: Sequence[str]
) -> tuple[str, set[str], list[tuple[str, Step] | None]]:
    """Where the road ends in this track, the stages it has passed, and for each of its steps the stage it was taken
    from (None for steps of other tracks)."""
    here, visited = start, {start} if road else set()
    taken: list[tuple[str, Step] | None] = []
    for address in road:
        track, _, word = address.rpartition(":")
        step = next((s for s in steps if track == name and s.name == word and here in s.sources), None)
        taken.append((here, step) if step else None)
        if step:
            here = step.target
            visited.add(here)
    return here, visited, taken


def note(step: Step) -> str:
    """Who takes a step and what it asks for, in one Swedish line."""
    parts = [f"{step.title}: {' eller '.join(step.roles)}"]
    if step.organ:
        parts.append(f"vid sammanträde ({step.organ}{', som ' + step.mode if step.mode else ''})")
    if step.needs:
        parts.append("kräver " + ", ".join(f"{n.name} {n.argument}".strip() for n in step.needs))
    if step.ground:
        parts.append(step.ground)
    return "; ".join(parts)
