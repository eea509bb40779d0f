"""The combined states of a workflow (main track × side tracks × marks) as integers, and the steps between them.

Every stage of every track and every mark has a bit of its own, so each question about a state is one mask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from beredning.core.consultation import DONE_STATES
from beredning.core.requirements import NAMES
from beredning.core.workflow import Condition, Stage, Step, Track, Workflow

# What the combined state settles. Everything else is a fact from outside (a report, a meeting, a date): it is taken to
# be possible to meet at any time, so that more is explored than can happen. A promise "aldrig" or "före" that holds
# there holds in truth; "alltid-möjligt" holds provided that the outside facts can be met.
CONSULTATION: Final = "mbl-före-beslut"
SETTLED: Final = ("spår", "märke", "saknar-märke", CONSULTATION)
CONSULTED: Final = frozenset(name.replace("_", "-") for name in DONE_STATES)


class Arrow(NamedTuple):
    """A step as masks: it may be taken where `every` bits are set, `none` is, and one bit of each of `some` is; it then
    clears `clear` and sets `put`. outside: requirements it has that are facts from outside."""

    address: str
    every: int
    none: int
    some: tuple[int, ...]
    clear: int
    put: int
    outside: tuple[str, ...]

    def open(self, state: int) -> bool:
        """Whether the step may be taken in `state`."""
        return state & self.every == self.every and not state & self.none and all(state & any_ for any_ in self.some)


class Space:
    """The states over the side tracks in `tracks` (None: all of them). A requirement that a track left out is done is
    taken to be met: leave out only tracks that cannot matter (`cone`) or can always be finished (`free`)."""

    def __init__(self, workflow: Workflow, tracks: Iterable[str] | None = None) -> None:
        wanted = {t.name for t in workflow.tracks} if tracks is None else set(tracks)
        self.workflow = workflow
        self.tracks = tuple(t for t in workflow.tracks if t.name in wanted)
        self._bits: dict[tuple[str, str], int] = {}
        self.fields = [self._field("", workflow.stages), *(self._field(t.name, t.stages) for t in self.tracks)]
        for mark in marks_of(workflow):
            self._bit("märke", mark)
        self.final = self._any("", (s.name for s in workflow.stages if s.final))
        self.start = self._bits["", workflow.start]
        for track in self.tracks:
            self.start |= self._bits[f"spår {track.name}", track.start]
        self._leaving = self._arrows()

    def _bit(self, group: str, name: str) -> int:
        return self._bits.setdefault((group, name), 1 << len(self._bits))

    def _field(self, track: str, stages: tuple[Stage, ...]) -> int:
        return sum(self._bit(f"spår {track}" if track else "", s.name) for s in stages)

    def _any(self, group: str, names: Iterable[str]) -> int:
        mask = 0
        for name in names:
            mask |= self._bits.get((group, name), 0)
        return mask

    def _arrows(self) -> dict[int, list[Arrow]]:
        """The steps that leave each stage, by the stage's bit."""
        leaving: dict[int, list[Arrow]] = {bit: [] for (group, _), bit in self._bits.items() if group != "märke"}
        for field, group, prefix, steps in self._groups():
            for step in steps:
                for source in step.sources:
                    arrow = self._arrow(step, group, prefix, field)
                    leaving[self._bits[group, source]].append(arrow)
        return leaving

    def _groups(self) -> Iterator[tuple[int, str, str, tuple[Step, ...]]]:
        yield self.fields[0], "", "", self.workflow.steps
        for field, track in zip(self.fields[1:], self.tracks, strict=True):
            yield field, f"spår {track.name}", f"{track.name}:", track.steps

    def _arrow(self, step: Step, group: str, prefix: str, field: int) -> Arrow:
        every = none = 0
        some: list[int] = []
        outside = []
        for need in step.needs:
            if need.name == "märke":
                every |= self._bits["märke", need.argument]
            elif need.name == "saknar-märke":
                none |= self._bits["märke", need.argument]
            elif need.name == "spår":
                some += [self.done(need.argument)] if self._has(need.argument) else []
            elif need.name == CONSULTATION and decides(step):
                some += [self._consulted()] if self._has("mbl") else []
            else:
                outside.append(f"{need.name} {need.argument}".strip())
        if prefix:
            none |= self.final
        put = self._bits[group, step.target] | self._any("märke", (e.name for e in step.effects if e.kind == "märke"))
        # A step that both clears and sets a mark leaves it set.
        clear = field | self._any("märke", (e.name for e in step.effects if e.kind == "bort"))
        return Arrow(prefix + step.name, every, none, tuple(some), clear, put, tuple(outside))

    def done(self, name: str) -> int:
        """The bits of the done stages of a side track."""
        track = self.workflow.track(name)
        return self._any(f"spår {name}", track.done) if track else 0

    def _consulted(self) -> int:
        return self._any("spår mbl", CONSULTED)

    def _has(self, name: str) -> bool:
        """Whether the space keeps the side track; one that the workflow has not can never be done."""
        return self.workflow.track(name) is None or any(t.name == name for t in self.tracks)

    def arrows(self, state: int) -> Iterator[tuple[Arrow, int]]:
        """Every step that may be taken in `state`, in the order of the definition, with the state it leads to."""
        for field in self.fields:
            for arrow in self._leaving[state & field]:
                if arrow.open(state):
                    yield arrow, state & ~arrow.clear | arrow.put

    def holds(self, condition: Condition, state: int) -> bool:
        """Whether the condition holds in `state`."""
        if condition.stages and not state & self._any("", condition.stages):
            return False
        if not all(state & self.done(name) for name in condition.tracks_done):
            return False
        return all(state & self._bits.get(("märke", mark), 0) for mark in condition.marks)

    def stage(self, state: int, track: str = "") -> str:
        """The stage of the main track, or of a side track, in `state`."""
        group = f"spår {track}" if track else ""
        return next(name for (g, name), bit in self._bits.items() if g == group and state & bit)

    def within(self, wide: Space, state: int) -> int:
        """The state of this space that a state of a space with more tracks is seen as."""
        names = (group_and_name for group_and_name, bit in wide._bits.items() if state & bit)
        return sum(self._bits.get(name, 0) for name in names)

    def marks(self, state: int) -> tuple[str, ...]:
        """The marks that are set in `state`."""
        return tuple(name for (group, name), bit in self._bits.items() if group == "märke" and state & bit)


def marks_of(workflow: Workflow) -> tuple[str, ...]:
    """Every mark that the workflow sets, clears, asks for or promises about."""
    found: dict[str, None] = {}
    for step in (*workflow.steps, *(s for t in workflow.tracks for s in t.steps)):
        found.update((e.name, None) for e in step.effects if e.kind in ("märke", "bort"))
        found.update((n.argument, None) for n in step.needs if n.name in ("märke", "saknar-märke"))
    for promise in workflow.promises:
        found.update((mark, None) for mark in (*promise.when.marks, *promise.unless.marks))
    return tuple(found)


def decides(step: Step) -> bool:
    """Whether the step decides finally, so that MBL stops it; an utskott that prepares does not (G-MBL-2)."""
    return step.organ != "utskott" or step.mode == "beslutar"


def settled(name: str) -> bool:
    """Whether the combined state settles a requirement of that name."""
    return NAMES[name].state != "utanför"


def cone(workflow: Workflow, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The side tracks that can matter to `conditions`: named there, asked for by a step that matters, or setting or
    clearing a mark that is asked for. The rest only move by themselves: leaving them out changes no answer and no path.
    """
    conditions = tuple(conditions)
    tracks = {name for c in conditions for name in c.tracks_done}
    marks = {name for c in conditions for name in c.marks}
    before = (-1, -1)
    while before != (len(tracks), len(marks)):
        before = (len(tracks), len(marks))
        for track in workflow.tracks:
            if any(e.name in marks for s in track.steps for e in s.effects if e.kind in ("märke", "bort")):
                tracks.add(track.name)
        moving = [*workflow.steps, *(s for t in workflow.tracks if t.name in tracks for s in t.steps)]
        for step in moving:
            for need in step.needs:
                if need.name == "spår":
                    tracks.add(need.argument)
                elif need.name in ("märke", "saknar-märke"):
                    marks.add(need.argument)
                elif need.name == CONSULTATION and decides(step):
                    tracks.add("mbl")
    return tuple(t.name for t in workflow.tracks if t.name in tracks)


def free(workflow: Workflow, conditions: Iterable[Condition]) -> frozenset[str]:
    """The side tracks that can be finished at any time and do nothing else: no step of theirs asks for anything or sets
    or clears a mark, a done stage can be reached from each of their stages, and `conditions` do not name them.

    Wherever a step needs such a track done, the case can first finish it, since nothing hinders that and nothing else
    is changed by it; and an ended case takes no more steps. So leaving them out changes no verdict, only the length of
    the way.
    """
    named = {name for c in conditions for name in c.tracks_done}
    return frozenset(t.name for t in workflow.tracks if t.name not in named and _always_finished(t))


def _always_finished(track: Track) -> bool:
    if any(step.needs or any(e.kind in ("märke", "bort") for e in step.effects) for step in track.steps):
        return False
    ends = set(track.done) & CONSULTED if track.name == "mbl" else set(track.done)
    before = -1
    while before != len(ends):
        before = len(ends)
        ends |= {source for step in track.steps if step.target in ends for source in step.sources}
    return ends >= {stage.name for stage in track.stages}
