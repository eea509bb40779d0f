"""The built-in workflows: readable, lawful in order, promises kept, stories as written, every step in a story."""

from __future__ import annotations

from functools import cache

import pytest

from beredning.core.promises import prove
from beredning.core.workflow import Need, Step, Workflow, from_text, to_text
from beredning.definitions.scenarios import read_scenarios, run_all
from beredning.definitions.workflows import inspect_workflow
from beredning.resources import resource_folder

NAMES = ("namndarende", "delegationsarende", "informationsarende", "remiss")


@cache
def workflow(name: str) -> Workflow:
    inspected = inspect_workflow((resource_folder("workflows") / f"{name}.yaml").read_bytes(), f"{name}.yaml")
    assert [str(f) for f in inspected.faults] == []
    return inspected.workflow


@pytest.mark.parametrize("name", NAMES)
def test_is_read_without_a_fault_and_survives_its_canonical_text(name: str) -> None:
    assert from_text(to_text(workflow(name))) == workflow(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_promise_is_kept(name: str) -> None:
    verdicts = prove(workflow(name))
    assert len(verdicts) >= 4
    for verdict in verdicts:
        assert verdict.holds, (verdict.promise.name, [leg.address for leg in verdict.path])


@pytest.mark.parametrize("name", NAMES)
def test_every_story_goes_as_written_and_takes_every_step_of_the_main_track(name: str) -> None:
    data = (resource_folder("workflows") / f"{name}.prov.yaml").read_bytes()
    read = read_scenarios(data, f"{name}.prov.yaml", workflow(name))
    assert read.faults == ()
    outcomes = run_all(read.scenarios, workflow(name))
    assert [o for o in outcomes if not o.passed] == []
    untested = {s.name for s in workflow(name).steps} - {step for o in outcomes for step in o.taken}
    assert untested == set()


def deciding(w: Workflow) -> list[Step]:
    return [s for s in w.steps if s.target in ("beslutat", "beslutat-på-delegation")]


@pytest.mark.parametrize("name", ["namndarende", "remiss"])
def test_who_decides_finally_needs_mbl_and_who_prepares_does_not(name: str) -> None:
    """G-MBL-1 and G-MBL-2."""
    assert deciding(workflow(name))
    for step in deciding(workflow(name)):
        assert Need("mbl-före-beslut") in step.needs
    preparing = [s for s in workflow(name).steps if s.mode == "bereder"]
    assert preparing
    assert all(n.name != "mbl-före-beslut" for s in preparing for n in s.needs)


def test_taking_mbl_off_the_deciding_step_breaks_the_promise_by_the_shortest_way() -> None:
    whole = workflow("namndarende")
    careless = tuple(
        s._replace(needs=tuple(n for n in s.needs if n.name != "mbl-före-beslut")) if s.name == "besluta" else s
        for s in whole.steps
    )
    broken = next(v for v in prove(whole._replace(steps=careless)) if v.promise.name == "aldrig-beslut-utan-mbl")
    road = [leg.address for leg in broken.path]
    assert road == ["påbörja", "lämna-för-granskning", "godkänn", "kalla-nämnd-utan-au", "besluta"]


def test_expediering_does_not_wait_for_laga_kraft() -> None:
    """KL 13:14: a decision may be executed before it has gained laga kraft (KL-53)."""
    step = next(s for s in workflow("namndarende").steps if s.name == "expediera")
    assert step.sources == ("anslaget",)
    assert not {n.name for n in step.needs} & {"överklagandetid-ute", "inget-överklagande"}


def test_laga_kraft_needs_a_recorded_check() -> None:
    """Never computed from a date alone (KL-52)."""
    reaching = [s for s in workflow("namndarende").steps if s.target == "laga-kraft"]
    assert {s.name for s in reaching} == {"vinn-laga-kraft", "dom-står-fast"}
    assert Need("inget-överklagande") in next(s for s in reaching if s.name == "vinn-laga-kraft").needs


def test_au_is_not_made_law() -> None:
    """Beredning in AU is local (KL-03): there is a way past it, with a reason."""
    past = next(s for s in workflow("namndarende").steps if s.name == "kalla-nämnd-utan-au")
    assert past.reason
    assert "KL-03" in past.ground


def test_mbl_has_the_states_of_the_law() -> None:
    from beredning.core.consultation import DONE_STATES, STATES

    for name in ("namndarende", "remiss", "delegationsarende"):
        track = workflow(name).track("mbl")
        assert track is not None
        assert tuple(s.name.replace("-", "_") for s in track.stages) == STATES
        assert {d.replace("-", "_") for d in track.done} == DONE_STATES


@pytest.mark.parametrize("name", NAMES)
def test_no_side_track_forces_anybody_except_mbl(name: str) -> None:
    for track in workflow(name).tracks:
        assert track.name == "mbl" or track.start in track.done
