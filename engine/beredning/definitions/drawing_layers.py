"""Our own layered layout, for machines without graphviz: layers by longest way, order by neighbours, curves between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from beredning.definitions.drawing_graph import Figure
from beredning.definitions.drawing_layout import BOX_HEIGHT, Layout, Line, Place, Point, box_size, label_size

GAP_X: Final = 46.0
MARGIN: Final = 14.0
SWEEPS: Final = 12
Pair = tuple[str, str]


def by_hand(figure: Figure) -> Layout:
    """A layered layout: the start on top, each box below those that lead to it, arrows backward at the sides."""
    pairs = [(a.source, a.target) for a in figure.arrows]
    layer = layers([b.name for b in figure.boxes], next(b.name for b in figure.boxes if b.start), pairs)
    rows: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
    for name, level in layer.items():
        rows[level].append(name)
    rows = _ordered(rows, pairs, layer)
    gaps = _gaps(figure, layer, len(rows))
    places = _places(figure, rows, gaps)
    left = min(p.x - p.width / 2 for p in places.values())
    right = max(p.x + p.width / 2 for p in places.values())
    lines = _lines(figure, places, layer, left, right)
    return _framed(figure, places, lines)


def _framed(figure: Figure, places: dict[str, Place], lines: list[Line]) -> Layout:
    """Everything moved so that it begins at the margin, and the size of the whole."""
    half = [label_size(a)[0] / 2 for a in figure.arrows]
    ends = [(p.x - p.width / 2, p.x + p.width / 2) for p in places.values()]
    ends += [(line.label[0] - h, line.label[0] + h) for line, h in zip(lines, half, strict=True)]
    ends += [(x, x) for line in lines for x, _ in line.points]
    shift = MARGIN - min(a for a, _ in ends)
    width = max(b for _, b in ends) + shift + MARGIN
    height = max(p.y for p in places.values()) + BOX_HEIGHT / 2 + MARGIN
    moved = {name: p._replace(x=p.x + shift) for name, p in places.items()}
    shifted = tuple(
        Line(tuple((x + shift, y) for x, y in line.points), (line.label[0] + shift, line.label[1])) for line in lines
    )
    return Layout(width, height, moved, shifted)


def layers(names: list[str], start: str, pairs: Iterable[Pair]) -> dict[str, int]:
    """The layer of each stage: the longest way from the start, with arrows that go back left out."""
    after: dict[str, list[str]] = {name: [] for name in names}
    for source, target in pairs:
        if target not in after[source]:
            after[source].append(target)
    order, onward = _topological(names, start, after)
    layer = dict.fromkeys(names, 0)
    for name in order:
        for target in onward[name]:
            layer[target] = max(layer[target], layer[name] + 1)
    return layer


def _topological(names: list[str], start: str, after: dict[str, list[str]]) -> tuple[list[str], dict[str, list[str]]]:
    """The stages so that each comes before those it leads onward to, and the arrows onward. An arrow to a stage that is
    still being walked from goes back. The walk keeps its own stack: a long workflow must not hit Python's."""
    onward: dict[str, list[str]] = {name: [] for name in names}
    finished: list[str] = []
    state = dict.fromkeys(names, "new")
    for root in [start, *names]:
        if state[root] != "new":
            continue
        state[root] = "open"
        stack = [(root, iter(after[root]))]
        while stack:
            name, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                state[name] = "done"
                finished.append(name)
                stack.pop()
            elif state[target] != "open":
                onward[name].append(target)
                if state[target] == "new":
                    state[target] = "open"
                    stack.append((target, iter(after[target])))
    return finished[::-1], onward


def _ordered(rows: list[list[str]], pairs: list[Pair], layer: dict[str, int]) -> list[list[str]]:
    """Each layer sorted by the mean place of its neighbours, downward and upward in turn (barycentre)."""
    for sweep in range(SWEEPS):
        place = {name: i - len(row) / 2 for row in rows for i, name in enumerate(row)}
        upward = sweep % 2
        for row in rows:
            near = {
                name: [
                    place[a if b == name else b]
                    for a, b in pairs
                    if name in (a, b) and a != b and (layer[a if b == name else b] > layer[name]) == bool(upward)
                ]
                for name in row
            }
            row.sort(key=lambda name: sum(near[name]) / len(near[name]) if near[name] else place[name])
            place.update({name: i - len(row) / 2 for i, name in enumerate(row)})
    return rows


def _gaps(figure: Figure, layer: dict[str, int], count: int) -> list[float]:
    """The free height under each layer: room for the labels of the arrows that leave it downward."""
    gaps = [34.0] * count
    for arrow in figure.arrows:
        if layer[arrow.target] > layer[arrow.source]:
            level = layer[arrow.source]
            gaps[level] = max(gaps[level], label_size(arrow)[1] + 30)
    return gaps


def _places(figure: Figure, rows: list[list[str]], gaps: list[float]) -> dict[str, Place]:
    size = {b.name: box_size(b.title) for b in figure.boxes}
    room = _room(figure)
    widths = [sum(max(size[n][0], room[n]) for n in row) + GAP_X * (len(row) - 1) for row in rows]
    middle = max(widths) / 2 + MARGIN
    places: dict[str, Place] = {}
    y = MARGIN + BOX_HEIGHT / 2
    for row, width, gap in zip(rows, widths, gaps, strict=True):
        x = middle - width / 2
        for name in row:
            wide = max(size[name][0], room[name])
            places[name] = Place(x + wide / 2, y, *size[name])
            x += wide + GAP_X
        y += BOX_HEIGHT + gap
    return places


def _room(figure: Figure) -> dict[str, float]:
    """The width a box should have to itself: that of the widest label of an arrow into or out of it."""
    room = {b.name: 0.0 for b in figure.boxes}
    for arrow in figure.arrows:
        for name in (arrow.source, arrow.target):
            room[name] = max(room[name], label_size(arrow)[0])
    return room


def _lines(figure: Figure, places: dict[str, Place], layer: dict[str, int], left: float, right: float) -> list[Line]:
    """Arrows one layer down are curves; the rest run in lanes, those back to the left, those far ahead to the right."""
    lines: dict[int, Line] = {}
    lanes: dict[tuple[str, tuple[str, ...], bool], list[int]] = {}
    for index, arrow in enumerate(figure.arrows):
        if layer[arrow.target] == layer[arrow.source] + 1:
            meet = sum(a.target == arrow.target and layer[a.source] == layer[arrow.source] for a in figure.arrows) > 1
            lines[index] = _down(places[arrow.source], places[arrow.target], 0.3 if meet else 0.62)
        else:
            back = layer[arrow.target] <= layer[arrow.source]
            # The same step from several stages shares a lane, as one stream into its target.
            lanes.setdefault((arrow.target, arrow.titles, back), []).append(index)
    for side in (True, False):
        chosen = {key: found for key, found in lanes.items() if key[2] is side}
        lines.update(_side(figure, places, chosen, left if side else right, -1 if side else 1))
    return [lines[i] for i in range(len(figure.arrows))]


def _side(
    figure: Figure,
    places: dict[str, Place],
    lanes: dict[tuple[str, tuple[str, ...], bool], list[int]],
    edge: float,
    sign: int,
) -> dict[int, Line]:
    """The lanes on one side of the boxes, the short ones innermost; lanes share a column where they do not meet."""
    lines: dict[int, Line] = {}
    columns: list[tuple[list[tuple[float, float]], float, float]] = []
    x = edge + sign * 14.0
    spans = []
    for key, indexes in lanes.items():
        ys = [places[figure.arrows[i].source].y for i in indexes] + [places[key[0]].y]
        spans.append((max(ys) - min(ys), min(ys), max(ys), key))
    for _, top, bottom, key in sorted(spans):
        width = max(label_size(figure.arrows[i])[0] for i in lanes[key])
        free = (c for c in columns if width <= c[2] and all(bottom + 24 < a or top - 24 > b for a, b in c[0]))
        column = next(free, None)
        if column is None:
            column = ([], x + sign * width / 2, width)
            columns.append(column)
            x += sign * (width + 10)
        column[0].append((top, bottom))
        for index in lanes[key]:
            a, b = places[figure.arrows[index].source], places[key[0]]
            lines[index] = _around(a, b, column[1], sign, places, (top + bottom) / 2)
    return lines


def _down(a: Place, b: Place, part: float) -> Line:
    """A curve from under `a` to over `b`; its label stands where the arrows of one box have parted, or not yet met."""
    first, last = (a.x, a.y + a.height / 2), (b.x, b.y - b.height / 2)
    bend = (last[1] - first[1]) / 2
    points = (first, (first[0], first[1] + bend), (last[0], last[1] - bend), last)
    return Line(points, _bezier(points, part))


def _around(a: Place, b: Place, lane: float, sign: int, places: dict[str, Place], label: float) -> Line:
    """Out of `a` sideways, along the lane, into `b` sideways; under or over boxes that stand in the way."""
    out = a.height / 2 + 8
    if _blocked(a, sign, places):
        start = [(a.x + sign * 14, a.y + a.height / 2), (a.x + sign * 14, a.y + out), (lane, a.y + out)]
    else:
        start = [(a.x + sign * a.width / 2, a.y + 5), (lane, a.y + 5)]
    if _blocked(b, sign, places):
        stop = [(lane, b.y - out), (b.x + sign * 14, b.y - out), (b.x + sign * 14, b.y - b.height / 2)]
    else:
        stop = [(lane, b.y - 5), (b.x + sign * b.width / 2, b.y - 5)]
    return Line(_rounded(start + stop), (lane, label))


def _blocked(box: Place, sign: int, places: dict[str, Place]) -> bool:
    return any(p.y == box.y and (p.x - box.x) * sign > 0 for p in places.values())


def _rounded(corners: list[Point], radius: float = 7.0) -> tuple[Point, ...]:
    """A broken line with rounded corners, as a chain of curves."""
    points = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        near, far = _toward(corner, before, radius), _toward(corner, after, radius)
        points += [points[-1], near, near, corner, corner, far]
    return (*points, points[-1], corners[-1], corners[-1])


def _toward(start: Point, goal: Point, length: float) -> Point:
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    whole = (dx * dx + dy * dy) ** 0.5
    part = min(length / whole, 0.5) if whole else 0.0
    return start[0] + dx * part, start[1] + dy * part


def _bezier(points: tuple[Point, ...], t: float) -> Point:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
