"""A new workflow is whole from its first moment: it can be checked, proved and tried before it is changed."""

from __future__ import annotations

import pytest

from beredning.core.promises import prove
from beredning.definitions.scenarios import read_scenarios, run_all
from beredning.definitions.skeleton import copy_of, skeleton, skeleton_scenarios
from beredning.definitions.workflows import read_workflow
from beredning.resources import resource_folder

NAMES = ("namndarende", "delegationsarende", "informationsarende", "remiss")


def test_the_skeleton_passes_everything() -> None:
    workflow = read_workflow(skeleton("skol-skjuts").encode(), "skol-skjuts.yaml")
    assert (workflow.name, workflow.title) == ("skol-skjuts", "Skol skjuts")
    assert all(verdict.holds for verdict in prove(workflow))
    scenarios = read_scenarios(skeleton_scenarios("skol-skjuts").encode(), "skol-skjuts.prov.yaml", workflow)
    assert scenarios.faults == ()
    outcomes = run_all(scenarios.scenarios, workflow)
    assert [o.failures for o in outcomes if not o.passed] == []
    assert {step for o in outcomes for step in o.taken} == set(workflow.addresses())


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_differs_from_its_origin_in_name_only(name: str) -> None:
    folder = resource_folder("workflows")
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    copied = copy_of(text, "eget", name)
    assert read_workflow(copied.encode(), "eget.yaml")._replace(name=name) == read_workflow(
        text.encode(), f"{name}.yaml"
    )
    assert copied.splitlines()[0].startswith("# Eget flöde")
    assert "Vill ni ändra något?" not in copied
    beside = (folder / f"{name}.prov.yaml").read_text(encoding="utf-8")
    workflow = read_workflow(copied.encode(), "eget.yaml")
    assert read_scenarios(copy_of(beside, "eget", name).encode(), "eget.prov.yaml", workflow).faults == ()
