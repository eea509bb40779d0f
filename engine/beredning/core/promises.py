"""Whether a workflow keeps its promises (löften) on every path; a broken one gives its shortest counter-example."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

from beredning.core.promise_space import Arrow, Space, cone, free
from beredning.core.workflow import Condition, Promise, Workflow

LIMIT: Final = 500_000


class Leg(NamedTuple):
    """One step of a counter-example: its address, the track it moves ("" = the main track), the stage it leads to, and
    what must be true outside the definition for it to be taken."""

    address: str
    track: str
    stage: str
    outside: tuple[str, ...]


class Verdict(NamedTuple):
    """What came of one promise.

    holds: True or False; None when more than the limit of states would have to be explored. path: for a broken promise
    the shortest way to the state that breaks it (empty: broken from the start). stage, tracks and marks: that state.
    states: how many combined states the verdict took. left_out: side tracks that cannot change it. abridged: the path
    leaves out the steps of those, since with them there were more states than the limit.
    outside: requirements taken to be possible to meet, since they are facts outside the definition.
    """

    promise: Promise
    holds: bool | None
    path: tuple[Leg, ...] = ()
    stage: str = ""
    tracks: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    states: int = 0
    left_out: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    abridged: bool = False


class TooMany(Exception):
    """More states than the limit."""


class Walk:
    """A breadth-first walk from the start: `reached` keeps for each state the state before it and the step between."""

    def __init__(self, space: Space, limit: int) -> None:
        self.space = space
        self.limit = limit
        self.reached: dict[int, tuple[int, Arrow] | None] = {}

    def until(self, found: Callable[[int], bool], closed: Callable[[int], bool] | None = None) -> int | None:
        """The nearest state for which `found` is true, or None when all has been walked. States for which `closed` is
        true are not entered. Raises TooMany."""
        self.reached = {}
        start = self.space.start
        if closed and closed(start):
            return None
        self.reached[start] = None
        if found(start):
            return start
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for arrow, there in self.space.arrows(here):
                if there in self.reached or (closed and closed(there)):
                    continue
                self.reached[there] = (here, arrow)
                if found(there):
                    return there
                if len(self.reached) > self.limit:
                    raise TooMany
                waiting.append(there)
        return None

    def path(self, state: int) -> tuple[Leg, ...]:
        """The walk's way from the start to `state`."""
        legs = []
        while (step := self.reached[state]) is not None:
            before, arrow = step
            track = arrow.address.rpartition(":")[0]
            legs.append(Leg(arrow.address, track, self.space.stage(state, track), arrow.outside))
            state = before
        return tuple(reversed(legs))


def prove(workflow: Workflow, limit: int = LIMIT) -> tuple[Verdict, ...]:
    """A verdict on each promise, in the order of the definition. `limit`: the most combined states to explore for each.

    The definition must have passed its checks; one whose graph names unknown stages raises KeyError.
    """
    return tuple(prove_one(workflow, promise, limit) for promise in workflow.promises)


def prove_one(workflow: Workflow, promise: Promise, limit: int = LIMIT, reduce: bool = True) -> Verdict:
    """The verdict on one promise. reduce: leave out side tracks that cannot change it (it is the same without)."""
    conditions = (promise.when, promise.unless)
    near = cone(workflow, conditions) if reduce else tuple(t.name for t in workflow.tracks)
    kept = [name for name in near if not reduce or name not in free(workflow, conditions)]
    space = Space(workflow, kept)
    left_out = tuple(t.name for t in workflow.tracks if t not in space.tracks)
    walk = Walk(space, limit)
    try:
        broken = _broken(space, walk, promise)
    except TooMany:
        return Verdict(promise, None, states=len(walk.reached), left_out=left_out)
    base = Verdict(promise, broken is None, states=len(walk.reached), left_out=left_out)
    if broken is None:
        return base._replace(outside=_outside(walk))
    if len(near) > len(kept):
        return _whole_way(base, Walk(Space(workflow, near), limit), walk, broken)
    return _counter_example(base, walk, broken)


def _whole_way(base: Verdict, wide: Walk, narrow: Walk, broken: int) -> Verdict:
    """The counter-example with the steps of the side tracks that were left out for the verdict."""
    try:
        if base.promise.kind == "alltid-möjligt":
            lost = set(_lost(narrow, lambda state: narrow.space.holds(base.promise.when, state)))
            found = wide.until(lambda state: narrow.space.within(wide.space, state) in lost)
        else:
            found = _broken(wide.space, wide, base.promise)
    except TooMany:
        found = None
    if found is None:
        return _counter_example(base, narrow, broken)._replace(abridged=True)
    return _counter_example(base, wide, found)


def _counter_example(base: Verdict, walk: Walk, broken: int) -> Verdict:
    space, path = walk.space, walk.path(broken)
    return base._replace(
        path=path,
        stage=space.stage(broken),
        tracks=tuple((t.name, space.stage(broken, t.name)) for t in space.tracks),
        marks=space.marks(broken),
        outside=tuple(dict.fromkeys(need for leg in path for need in leg.outside)),
    )


def _broken(space: Space, walk: Walk, promise: Promise) -> int | None:
    """The nearest state that breaks the promise, or None."""

    def when(state: int) -> bool:
        return space.holds(promise.when, state)

    def unless(state: int) -> bool:
        return space.holds(promise.unless, state)

    if promise.kind == "alltid-möjligt":
        walk.until(lambda _: False)
        return next(iter(_lost(walk, when)), None)
    if promise.kind == "före":
        return walk.until(when, closed=unless)
    if promise.unless == Condition():
        return walk.until(when)
    return walk.until(lambda state: when(state) and not unless(state))


def _lost(walk: Walk, goal: Callable[[int], bool]) -> list[int]:
    """The reached states from which no state satisfying `goal` can be reached, the nearest first."""
    back: dict[int, list[int]] = {}
    hopeful = []
    for state in walk.reached:
        if goal(state):
            hopeful.append(state)
        for _, there in walk.space.arrows(state):
            back.setdefault(there, []).append(state)
    saved = set(hopeful)
    while hopeful:
        for before in back.get(hopeful.pop(), ()):
            if before not in saved:
                saved.add(before)
                hopeful.append(before)
    # `reached` is in order of distance.
    return [state for state in walk.reached if state not in saved]


def _outside(walk: Walk) -> tuple[str, ...]:
    """What a whole exploration rests on: requirements from outside on any step that was taken."""
    used = {step[1].address: step[1] for step in walk.reached.values() if step is not None}
    return tuple(dict.fromkeys(need for arrow in used.values() for need in arrow.outside))
