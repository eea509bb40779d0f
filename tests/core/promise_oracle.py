"""A second, plain way to judge promises: states as values, no masks, nothing left out; and random small workflows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hypothesis import strategies as st

from beredning.core.workflow import Condition, Effect, Need, Promise, Stage, Step, Track, Workflow


class State(NamedTuple):
    stage: str
    tracks: tuple[tuple[str, str], ...]
    marks: frozenset[str]


def start_of(w: Workflow) -> State:
    return State(w.start, tuple((t.name, t.start) for t in w.tracks), frozenset())


def allowed(w: Workflow, step: Step, state: State) -> bool:
    tracks = dict(state.tracks)
    for need in step.needs:
        if need.name == "märke" and need.argument not in state.marks:
            return False
        if need.name == "saknar-märke" and need.argument in state.marks:
            return False
        if need.name == "spår":
            track = w.track(need.argument)
            if track is None or tracks[track.name] not in track.done:
                return False
    return True


def after(step: Step, marks: frozenset[str]) -> frozenset[str]:
    cleared = marks - {e.name for e in step.effects if e.kind == "bort"}
    return cleared | {e.name for e in step.effects if e.kind == "märke"}


def successors(w: Workflow, state: State) -> Iterator[tuple[str, State]]:
    for step in w.steps:
        if state.stage in step.sources and allowed(w, step, state):
            yield step.name, State(step.target, state.tracks, after(step, state.marks))
    here = w.stage(state.stage)
    if here is not None and here.final:
        return
    for track in w.tracks:
        for step in track.steps:
            if dict(state.tracks)[track.name] in step.sources and allowed(w, step, state):
                moved = tuple((name, step.target if name == track.name else at) for name, at in state.tracks)
                yield f"{track.name}:{step.name}", State(state.stage, moved, after(step, state.marks))


def holds(w: Workflow, condition: Condition, state: State) -> bool:
    tracks = dict(state.tracks)
    done = all(tracks[t.name] in t.done for t in w.tracks if t.name in condition.tracks_done)
    return (
        (not condition.stages or state.stage in condition.stages) and done and set(condition.marks) <= set(state.marks)
    )


def levels(w: Workflow, closed: object = None) -> list[set[State]]:
    """The reachable states by distance from the start; `closed` states (a condition) are not entered."""

    def entered(state: State) -> bool:
        return not (isinstance(closed, Condition) and holds(w, closed, state))

    found = [{s for s in (start_of(w),) if entered(s)}]
    seen = set(found[0])
    while found[-1]:
        ring = {t for s in found[-1] for _, t in successors(w, s) if t not in seen and entered(t)}
        seen |= ring
        found.append(ring)
    return found[:-1]


def distance_to_break(w: Workflow, promise: Promise) -> int | None:
    """The fewest steps to a state that breaks the promise; None when it holds."""
    rings = levels(w, promise.unless if promise.kind == "före" else None)
    everything = set().union(*rings) if rings else set()

    def can_reach(state: State) -> bool:
        seen, waiting = {state}, [state]
        while waiting:
            here = waiting.pop()
            if holds(w, promise.when, here):
                return True
            fresh = [t for _, t in successors(w, here) if t not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        return False

    def bad(state: State) -> bool:
        if promise.kind == "alltid-möjligt":
            return not can_reach(state)
        excused = promise.kind == "aldrig" and promise.unless != Condition() and holds(w, promise.unless, state)
        return holds(w, promise.when, state) and not excused

    broken = {s for s in everything if bad(s)}
    return next((d for d, ring in enumerate(rings) if ring & broken), None)


MARKS = ("a", "b")


@st.composite
def workflows(draw: st.DrawFn) -> Workflow:
    """A workflow of up to five stages, three side tracks of up to three, and two marks; with one promise."""
    tracks = tuple(draw(side_tracks(f"t{i}")) for i in range(draw(st.integers(0, 3))))
    names = tuple(f"s{i}" for i in range(draw(st.integers(2, 5))))
    final = draw(st.sets(st.sampled_from(names[1:]), max_size=2))
    stages = tuple(Stage(n, n, n in final) for n in names)
    sources = [n for n in names if n not in final]
    steps = draw(steps_between(sources, names, tuple(t.name for t in tracks)))
    track_names = tuple(t.name for t in tracks)
    # Half of the tracks do nothing but move: those are the ones a proof may leave out.
    tracks = tuple(
        t._replace(steps=_plain(t) if draw(st.booleans()) else _with_needs(draw, t.steps, track_names)) for t in tracks
    )
    workflow = Workflow("w", "w", "1", "", names[0], stages, steps, tracks)
    kind = draw(st.sampled_from(("aldrig", "alltid-möjligt", "före")))
    when, unless = draw(conditions(names, track_names)), draw(conditions(names, track_names))
    return workflow._replace(promises=(Promise("p", kind, when, unless),))


def needs_among(tracks: tuple[str, ...]) -> st.SearchStrategy[tuple[Need, ...]]:
    choices = [Need(kind, mark) for kind in ("märke", "saknar-märke") for mark in MARKS]
    choices += [Need("spår", t) for t in tracks] * 2 + [Need("beslutsmässig")]
    return st.lists(st.sampled_from(choices), max_size=2, unique=True).map(tuple)


EFFECTS = st.lists(
    st.sampled_from([Effect(kind, mark) for kind in ("märke", "bort") for mark in MARKS]), max_size=2, unique=True
).map(tuple)


def _plain(track: Track) -> tuple[Step, ...]:
    return tuple(s._replace(needs=(), effects=()) for s in track.steps)


def _with_needs(draw: st.DrawFn, steps: tuple[Step, ...], tracks: tuple[str, ...]) -> tuple[Step, ...]:
    return tuple(s._replace(needs=draw(needs_among(tracks))) for s in steps)


@st.composite
def steps_between(
    draw: st.DrawFn, sources: list[str], targets: tuple[str, ...], tracks: tuple[str, ...]
) -> tuple[Step, ...]:
    count = draw(st.integers(1, 6))
    return tuple(
        Step(
            f"x{i}",
            f"x{i}",
            tuple(draw(st.lists(st.sampled_from(sources), min_size=1, max_size=2, unique=True))),
            draw(st.sampled_from(targets)),
            ("chef",),
            draw(needs_among(tracks)),
            draw(EFFECTS),
        )
        for i in range(count)
    )


@st.composite
def side_tracks(draw: st.DrawFn, name: str) -> Track:
    stages = tuple(f"u{i}" for i in range(draw(st.integers(2, 3))))
    done = tuple(draw(st.lists(st.sampled_from(stages), min_size=1, max_size=2, unique=True)))
    steps = draw(steps_between(list(stages), stages, ()))[:3]
    return Track(name, name, stages[0], done, tuple(Stage(s, s) for s in stages), steps)


@st.composite
def conditions(draw: st.DrawFn, stages: tuple[str, ...], tracks: tuple[str, ...]) -> Condition:
    picked = tuple(draw(st.lists(st.sampled_from(stages), max_size=2, unique=True)))
    done = tuple(draw(st.lists(st.sampled_from(tracks), max_size=1))) if tracks else ()
    return Condition(picked, done, tuple(draw(st.lists(st.sampled_from(MARKS), max_size=1))))
