"""A workflow as a picture: Mermaid text for web pages and wikis, SVG for the rest; a case's road may be marked."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from beredning.core.workflow import Workflow
from beredning.definitions.drawing_graph import Arrow, Box, Figure, figures
from beredning.definitions.drawing_layers import by_hand
from beredning.definitions.drawing_layout import LINE, Layout, Line, Place, by_dot, label_size

_STYLE = """
text { font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; fill: #1f2328; }
.title { font-size: 18px; font-weight: 600; } .sub { font-size: 12px; fill: #59636e; }
.track { font-size: 14px; font-weight: 600; }
.box rect { fill: #f6f8fa; stroke: #6e7781; stroke-width: 1.2; } .box text { font-size: 13px; text-anchor: middle; }
.box.start rect { stroke-width: 2.2; } .box.visited rect { fill: #dbeafe; stroke: #1d4ed8; stroke-width: 1.8; }
.box.here rect { fill: #1d4ed8; stroke: #1d4ed8; } .box.here text { fill: #fff; font-weight: 600; }
.box rect.inner { fill: none; stroke-width: 1; } .box.here rect.inner { stroke: #fff; }
.arrow path { fill: none; stroke: #8c959f; stroke-width: 1.1; } .arrow .head { fill: #8c959f; stroke: none; }
.arrow text { font-size: 11px; text-anchor: middle; fill: #424a53; }
.arrow text { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.arrow.taken path { stroke: #1d4ed8; stroke-width: 2.4; } .arrow.taken .head { fill: #1d4ed8; stroke: none; }
.arrow.taken text { fill: #1d4ed8; font-weight: 600; }
.arrow.shared path { stroke: #c3cad1; stroke-dasharray: 5 3; } .arrow.shared .head { fill: #c3cad1; }
.arrow.shared.taken path { stroke: #1d4ed8; stroke-dasharray: none; } .arrow.shared.taken .head { fill: #1d4ed8; }
""".strip()


def mermaid(workflow: Workflow, road: Sequence[str] = ()) -> str:
    """The workflow as a Mermaid flowchart. road: addresses of the steps a case has taken, in order."""
    title = _plain(workflow.title).replace("#quot;", "”")
    rows = ["---", f'title: "{title}"', "---", "flowchart TB"]
    links: list[int] = []
    count = 0
    for number, figure in enumerate(figures(workflow, road)):
        key = {box.name: f"s{number}_{i}" for i, box in enumerate(figure.boxes)}
        if figure.name:
            rows.append(f'  subgraph t{number} ["{_plain(figure.title)}"]')
        for box in figure.boxes:
            left, right = ("([", "])") if box.end else ("[", "]")
            kind = "nu" if box.here else "vag" if box.visited else ""
            rows.append(f'  {key[box.name]}{left}"{_plain(box.title)}"{right}' + (f":::{kind}" if kind else ""))
        for arrow in figure.arrows:
            rows.append(f'  {key[arrow.source]} -->|"{_label(arrow)}"| {key[arrow.target]}')
            links += [count] if arrow.taken else []
            count += 1
        if figure.name:
            rows.append("  end")
    if road:
        rows += [
            "  classDef vag fill:#dbeafe,stroke:#1d4ed8",
            "  classDef nu fill:#1d4ed8,stroke:#1d4ed8,color:#fff",
        ]
    if links:
        rows.append(f"  linkStyle {','.join(map(str, links))} stroke:#1d4ed8,stroke-width:3px")
    return "\n".join(rows) + "\n"


def _label(arrow: Arrow) -> str:
    return "<br/>".join(_plain(row) for row in arrow._replace(labelled=True).label)


def _plain(text: str) -> str:
    """Text that Mermaid takes as text, inside quotes."""
    text = " ".join(text.split()).replace("\\", "/")
    return text.replace("&", "&amp;").replace('"', "#quot;").replace("<", "&lt;").replace(">", "&gt;")


def svg(workflow: Workflow, road: Sequence[str] = (), dot: str = "", heading: str = "") -> str:
    """The workflow as an SVG picture. dot: graphviz' program, "" draws by hand. heading: a line under the title.

    The same definition, road and way of drawing give the same text. Raises StorageFault when `dot` fails.
    """
    drawn = [(figure, by_dot(figure, dot) if dot else by_hand(figure)) for figure in figures(workflow, road)]
    (main, main_layout), sides = drawn[0], drawn[1:]
    parts = [_figure(main, main_layout, 20, 78)]
    height = main_layout.height + 98
    left, top = main_layout.width + 70, 78.0
    room = max((layout.width for _, layout in sides), default=0.0)
    shelf = x = 0.0
    for figure, layout in sides:
        # Shelves from the top, no wider than the widest track.
        if x and x + layout.width > room:
            top, x, shelf = top + shelf + 50, 0.0, 0.0
        parts.append(f'<text class="track" x="{left + x:.0f}" y="{top + 10:.0f}">{escape(figure.title)}</text>')
        parts.append(_figure(figure, layout, left + x, top + 22))
        x += layout.width + 40
        shelf = max(shelf, layout.height + 22)
    height = max(height, top + shelf + 20)
    width = max(left + room + 20 if sides else main_layout.width + 40, 420)
    said = heading or ("Ärendets väg är markerad." if road else f"Flödet {workflow.name}, version {workflow.version}.")
    if any(arrow.shared for figure, _ in drawn for arrow in figure.arrows):
        said += " Streckade pilar är samma steg från flera skeden."
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {_size(width, height)} viewBox="0 0 {width:.0f} {height:.0f}"',
        ' role="img" lang="sv" aria-labelledby="t d">',
        f'<title id="t">{escape(workflow.title)}</title>',
        f'<desc id="d">{escape(description(workflow, road))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect {_size(width, height)} fill="#fff"/>',
        f'<text class="title" x="20" y="34">{escape(workflow.title)}</text>',
        f'<text class="sub" x="20" y="54">{escape(said)}</text>',
    ]
    return "\n".join([*head, *parts, "</svg>"]) + "\n"


def description(workflow: Workflow, road: Sequence[str] = ()) -> str:
    """The picture in words, for those who do not see it."""
    rows = [f"Flödet börjar i {workflow.start}."]
    for figure in figures(workflow, road):
        title = {box.name: box.title for box in figure.boxes}
        if figure.name:
            rows.append(f"Sidospår {figure.title}.")
        rows += [f"{title[a.source]} till {title[a.target]}: {', '.join(a.titles)}." for a in figure.arrows]
        rows += [f"Ärendet står i {box.title}." for box in figure.boxes if box.here and road]
    return " ".join(rows)


def _figure(figure: Figure, layout: Layout, x: float, y: float) -> str:
    # What the road has taken goes over the rest, and words over lines.
    order = sorted(range(len(figure.arrows)), key=lambda i: bool(figure.arrows[i].taken))
    arrows = [_arrow(figure.arrows[i], layout.lines[i]) for i in order]
    boxes = [_box(box, layout.places[box.name]) for box in figure.boxes]
    labels = [_words(figure.arrows[i], layout.lines[i]) for i in order if figure.arrows[i].label]
    return "\n".join([f'<g transform="translate({x:.0f} {y:.0f})">', *arrows, *boxes, *labels, "</g>"])


def _box(box: Box, place: Place) -> str:
    kinds = [word for word, yes in (("start", box.start), ("visited", box.visited), ("here", box.here)) if yes]
    left, top = place.x - place.width / 2, place.y - place.height / 2
    inner = ""
    if box.end:
        size = _size(place.width - 6, place.height - 6)
        inner = f'<rect class="inner" x="{left + 3:.1f}" y="{top + 3:.1f}" {size} rx="5"/>'
    return (
        f'<g class="{" ".join(["box", *kinds])}">'
        + (f"<title>{escape(box.note)}</title>" if box.note else "")
        + f'<rect x="{left:.1f}" y="{top:.1f}" {_size(place.width, place.height)} rx="8"/>{inner}'
        + f'<text x="{place.x:.1f}" y="{place.y + 4.5:.1f}">{escape(box.title)}</text></g>'
    )


def _arrow(arrow: Arrow, line: Line) -> str:
    path = f"M{line.points[0][0]:.1f},{line.points[0][1]:.1f}"
    for i in range(1, len(line.points), 3):
        path += " C" + " ".join(f"{x:.1f},{y:.1f}" for x, y in line.points[i : i + 3])
    return f"<g {_class(arrow)}><title>{escape(arrow.note)}</title><path d={quoteattr(path)}/>{_head(line)}</g>"


def _words(arrow: Arrow, line: Line) -> str:
    x, y = line.label
    top = y - label_size(arrow)[1] / 2 + 11
    rows = "".join(
        f'<tspan x="{x:.1f}" y="{top + LINE * i:.1f}">{escape(row)}</tspan>' for i, row in enumerate(arrow.label)
    )
    return f"<g {_class(arrow)}><title>{escape(arrow.note)}</title><text>{rows}</text></g>"


def _class(arrow: Arrow) -> str:
    kinds = [word for word, yes in (("shared", arrow.shared), ("taken", arrow.taken)) if yes]
    return f'class="{" ".join(["arrow", *kinds])}"'


def _size(width: float, height: float) -> str:
    return f'width="{width:.1f}" height="{height:.1f}"'


def _head(line: Line) -> str:
    """The arrow's head, turned the way the line comes in."""
    end = line.points[-1]
    before = next(p for p in reversed(line.points[:-1]) if abs(p[0] - end[0]) + abs(p[1] - end[1]) > 0.5)
    dx, dy = end[0] - before[0], end[1] - before[1]
    length = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / length, dy / length
    back = (end[0] - 9 * ux, end[1] - 9 * uy)
    corners = (end, (back[0] - 3.8 * uy, back[1] + 3.8 * ux), (back[0] + 3.8 * uy, back[1] - 3.8 * ux))
    return '<polygon class="head" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in corners) + '"/>'
