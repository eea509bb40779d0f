"""Places for boxes and arrows: a layered drawing from top to bottom, by graphviz where it is, else by our own hand."""

from __future__ import annotations

import subprocess
from typing import Final, NamedTuple

from beredning.definitions.drawing_graph import Arrow, Figure
from beredning.errors import StorageFault

LINE: Final = 15
BOX_HEIGHT: Final = 34
DOT_SECONDS: Final = 30
_WIDE, _NARROW = set("mwMW@%ÅÄÖAOCDGHNQRSUVX"), set("iIl.,:;'|!jtfr()[] ")
Point = tuple[float, float]


class Place(NamedTuple):
    """A box's middle and size, in pixels from the figure's top left corner."""

    x: float
    y: float
    width: float
    height: float


class Line(NamedTuple):
    """An arrow as a chain of cubic Bézier curves (1 + 3n points), and the middle of its label."""

    points: tuple[Point, ...]
    label: Point


class Layout(NamedTuple):
    """Where everything goes. places: by stage; lines: in the order of the figure's arrows."""

    width: float
    height: float
    places: dict[str, Place]
    lines: tuple[Line, ...]


def text_width(text: str, size: float) -> float:
    """About how wide `text` is in a sans-serif face of `size` pixels; never too little, so that it fits its box."""
    return size * sum(0.78 if c in _WIDE else 0.33 if c in _NARROW else 0.58 for c in text)


def box_size(title: str) -> tuple[float, float]:
    """The width and height of a stage's box."""
    return max(90.0, text_width(title, 13) + 26), BOX_HEIGHT


def label_size(arrow: Arrow) -> tuple[float, float]:
    """The width and height of an arrow's label; next to nothing when it has none."""
    rows = arrow.label
    bold = 1.08 if arrow.taken else 1.0
    return max((bold * text_width(row, 11) + 8 for row in rows), default=1.0), max(1.0, LINE * len(rows))


def by_dot(figure: Figure, dot: str) -> Layout:
    """The layout that the program `dot` (its path) makes. Raises StorageFault when it fails or takes too long."""
    number = {box.name: f"n{i}" for i, box in enumerate(figure.boxes)}
    order = {box.name: i for i, box in enumerate(figure.boxes)}
    rows = ['digraph g { graph [nodesep=0.3 ranksep=0.38]; node [shape=box fixedsize=true label=""];']
    for box in figure.boxes:
        width, height = box_size(box.title)
        rows.append(f"{number[box.name]} [width={width / 72:.3f} height={height / 72:.3f}];")
    for arrow in figure.arrows:
        width, height = label_size(arrow)
        label = (
            f'<<table border="0" fixedsize="true" width="{width:.0f}" height="{height:.0f}"><tr><td></td></tr></table>>'
        )
        # Arrows between stages written after one another are the road most cases take: they are kept straight.
        weight = 12 if order[arrow.target] == order[arrow.source] + 1 else 1
        rows.append(f"{number[arrow.source]} -> {number[arrow.target]} [label={label} weight={weight}];")
    try:
        done = subprocess.run(
            [dot, "-Tplain"],
            input="\n".join([*rows, "}"]),
            capture_output=True,
            text=True,
            timeout=DOT_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise StorageFault(f"Graphviz (”{dot}”) kunde inte rita flödet.", "Rita utan: --utan-graphviz") from error
    return _from_plain(figure, number, done.stdout)


def _from_plain(figure: Figure, number: dict[str, str], text: str) -> Layout:
    """Read dot's plain format: inches, with y upward."""
    rows = [row.split() for row in text.splitlines()]
    width, height = (float(v) * 72 for v in rows[0][2:4])
    nodes = {r[1]: r for r in rows if r[0] == "node"}
    places = {}
    for name, key in number.items():
        x, y, w, h = (float(v) * 72 for v in nodes[key][2:6])
        places[name] = Place(x, height - y, w, h)
    edges: dict[tuple[str, str], Line] = {}
    for row in rows:
        if row[0] == "edge":
            count = int(row[3])
            values = [float(v) * 72 for v in row[4 : 4 + 2 * count]]
            points = tuple((values[i], height - values[i + 1]) for i in range(0, 2 * count, 2))
            # The label's own text may hold spaces; its place is the last but two.
            label = (float(row[-4]) * 72, height - float(row[-3]) * 72)
            edges[row[1], row[2]] = Line(points, label)
    lines = tuple(edges[number[a.source], number[a.target]] for a in figure.arrows)
    return Layout(width, height, places, lines)
