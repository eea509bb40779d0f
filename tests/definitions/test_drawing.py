"""Pictures of workflows: every stage and step is in them, nothing overlaps, roads are marked, and text stays text."""

from __future__ import annotations

import re
import shutil
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from beredning.core.workflow import Stage, Step, Workflow
from beredning.definitions.drawing import description, mermaid, svg
from beredning.definitions.drawing_graph import figures
from beredning.definitions.drawing_layers import by_hand, layers
from beredning.definitions.drawing_layout import by_dot
from beredning.definitions.workflows import read_workflow
from beredning.errors import StorageFault
from beredning.resources import resource_folder

NAMES = ("namndarende", "delegationsarende", "informationsarende", "remiss")
ROAD = ("påbörja", "lämna-för-granskning", "lämna-åter", "lämna-för-granskning", "mbl:kalla")
SVG = "{http://www.w3.org/2000/svg}"
DOT = shutil.which("dot") or ""
needs_dot = pytest.mark.skipif(not DOT, reason="graphviz finns inte på datorn")


def builtin(name: str) -> Workflow:
    return read_workflow((resource_folder("workflows") / f"{name}.yaml").read_bytes(), f"{name}.yaml")


def words(text: str) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(text).iter(f"{SVG}tspan")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dot", ["", pytest.param(DOT, marks=needs_dot)])
def test_every_stage_and_step_is_in_the_picture(name: str, dot: str) -> None:
    workflow = builtin(name)
    picture = svg(workflow, (), dot)
    printed = {"".join(n.itertext()) for n in ET.fromstring(picture).iter(f"{SVG}text")}
    stages = [*workflow.stages, *(s for t in workflow.tracks for s in t.stages)]
    steps = [*workflow.steps, *(s for t in workflow.tracks for s in t.steps)]
    assert {s.title for s in stages} <= printed
    assert {s.title for s in steps} <= set(words(picture))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dot", ["", pytest.param(DOT, marks=needs_dot)])
def test_boxes_do_not_overlap_and_everything_is_inside(name: str, dot: str) -> None:
    for figure in figures(builtin(name), ROAD):
        layout = by_dot(figure, dot) if dot else by_hand(figure)
        for a, b in combinations(layout.places.values(), 2):
            assert abs(a.x - b.x) >= (a.width + b.width) / 2 or abs(a.y - b.y) >= (a.height + b.height) / 2
        for place in layout.places.values():
            assert place.x - place.width / 2 >= -0.1 and place.x + place.width / 2 <= layout.width + 0.1
            assert place.y - place.height / 2 >= -0.1 and place.y + place.height / 2 <= layout.height + 0.1
        for line in layout.lines:
            assert (len(line.points) - 1) % 3 == 0
            assert all(-1 <= x <= layout.width + 1 and -1 <= y <= layout.height + 1 for x, y in line.points[::3])


@pytest.mark.parametrize("dot", ["", pytest.param(DOT, marks=needs_dot)])
def test_the_road_is_numbered_and_its_end_marked(dot: str) -> None:
    picture = svg(builtin("namndarende"), ROAD, dot)
    assert {"Börja skriva (1)", "Lämna för granskning (2, 4)", "Lämna åter till handläggaren (3)"} <= set(
        words(picture)
    )
    assert "Kalla till förhandling (5)" in words(picture)
    marked = re.findall(r'class="box[^"]* here">.*?<text[^>]*>([^<]*)', picture)
    assert marked == ["Chefsgranskning", "Kallad till förhandling"]
    assert "here" not in re.sub(r"<style>.*?</style>", "", svg(builtin("namndarende"), (), dot), flags=re.DOTALL)


def test_steps_that_do_not_follow_are_left_out_of_the_road() -> None:
    main = figures(builtin("namndarende"), ("påbörja", "finns-inte", "justera", "lämna-för-granskning"))[0]
    assert {a.titles: a.taken for a in main.arrows if a.taken} == {
        ("Börja skriva",): (1,),
        ("Lämna för granskning",): (4,),
    }


def test_a_way_out_of_many_stages_is_labelled_once_and_said_to_be_so() -> None:
    picture = svg(builtin("namndarende"))
    assert words(picture).count("Avskriv") == 1
    assert words(picture).count("Kalla till nämnden utan AU") == 2
    assert "Streckade pilar är samma steg från flera skeden." in picture
    lone = builtin("namndarende")._replace(steps=(), tracks=())
    assert "Streckade" not in svg(lone)


@pytest.mark.parametrize("dot", ["", pytest.param(DOT, marks=needs_dot)])
def test_the_same_workflow_gives_the_same_picture(dot: str) -> None:
    assert svg(builtin("remiss"), ROAD, dot) == svg(builtin("remiss"), ROAD, dot)


def test_text_of_a_definition_cannot_become_markup() -> None:
    evil = '</text><script>alert("1")</script>&"]:::x'
    stages = (Stage("a", evil), Stage("b", "b", True, evil))
    step = Step("x", evil, ("a",), "b", (evil,), ground=evil)
    workflow = Workflow("w", evil, evil, "", "a", stages, (step,))
    root = ET.fromstring(svg(workflow))
    assert not list(root.iter(f"{SVG}script"))
    assert evil in words(svg(workflow))
    text = mermaid(workflow)
    assert "<script" not in text
    assert all(line.count('"') in (0, 2) for line in text.splitlines())


def test_mermaid_has_each_arrow_once_and_marks_the_road() -> None:
    workflow = builtin("namndarende")
    text = mermaid(workflow, ROAD)
    assert text.count("-->") == sum(len(f.arrows) for f in figures(workflow))
    assert re.search(r'\["Chefsgranskning"\]:::nu', text)
    assert "Lämna för granskning (2, 4)" in text
    assert len(re.findall(r"^  subgraph ", text, re.MULTILINE)) == len(re.findall(r"^  end$", text, re.MULTILINE)) == 4
    (style,) = re.findall(r"linkStyle ([\d,]+)", text)
    assert len(style.split(",")) == 4
    assert "linkStyle" not in mermaid(workflow)


def test_the_picture_is_also_told_in_words() -> None:
    said = description(builtin("remiss"), ("påbörja",))
    assert "Registrerat till Utkast till yttrande: Börja skriva." in said
    assert "Ärendet står i Utkast till yttrande." in said
    assert said in "".join(ET.fromstring(svg(builtin("remiss"), ("påbörja",))).itertext())


def test_layers_put_each_stage_below_those_that_lead_onward_to_it() -> None:
    pairs = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "a"), ("c", "d"), ("d", "d")]
    assert layers(["a", "b", "c", "d"], "a", pairs) == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_a_long_workflow_is_no_trouble() -> None:
    names = [f"s{i}" for i in range(3000)]
    assert layers(names, "s0", list(pairwise(names)))["s2999"] == 2999


def test_a_graphviz_that_fails_says_so(tmp_path: Path) -> None:
    figure = figures(builtin("remiss"))[0]
    with pytest.raises(StorageFault, match="kunde inte rita"):
        by_dot(figure, str(tmp_path / "dot"))
