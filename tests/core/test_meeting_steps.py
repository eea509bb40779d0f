"""Which step of the built-in flow a meeting takes: for every stage and outcome, at most one, and the right one."""

from __future__ import annotations

import itertools

import pytest

from beredning.core import meeting_steps as s
from beredning.core.workflow import Workflow
from beredning.definitions.workflows import read_workflow
from beredning.resources import resource_folder


@pytest.fixture(scope="module")
def flow() -> Workflow:
    path = resource_folder("workflows") / "namndarende.yaml"
    return read_workflow(path.read_bytes(), path.name)


def test_a_case_is_called_from_where_it_waits(flow: Workflow) -> None:
    called = {
        (stage.name, kind): step.name
        for stage, kind in itertools.product(flow.stages, ("utskott", "nämnd"))
        if (step := s.calling_step(flow, stage.name, kind))
    }
    assert called == {
        ("godkänt", "utskott"): "kalla-au",
        ("bordlagt-au", "utskott"): "kalla-au",
        ("behandlat-au", "nämnd"): "kalla-nämnd",
        ("bordlagt-nämnd", "nämnd"): "kalla-nämnd",
        ("godkänt", "nämnd"): "kalla-nämnd-utan-au",
        ("bordlagt-au", "nämnd"): "kalla-nämnd-utan-au",
    }


@pytest.mark.parametrize(
    ("stage", "kind", "mode", "word", "expected"),
    [
        ("kallat-au", "utskott", "bereder", "förslag", "au-förslag"),
        ("kallat-au", "utskott", "beslutar", "Bifall", "au-beslut"),
        ("kallat-au", "utskott", "bereder", "bordläggs", "au-bordläggning"),
        ("kallat-nämnd", "nämnd", "", "överlämnas till KF", "föreslå-kf"),
        ("kallat-nämnd", "nämnd", "", "delvis", "besluta"),
        ("kallat-nämnd", "nämnd", "", "utgår", "utgår"),
        ("utkast", "nämnd", "", "bifall", None),
        ("kallat-au", "nämnd", "", "bifall", None),
    ],
)
def test_an_outcome_takes_its_step(
    flow: Workflow, stage: str, kind: str, mode: str, word: str, expected: str | None
) -> None:
    step = s.deciding_step(flow, stage, kind, mode, word)
    assert (step.name if step else None) == expected


def test_a_step_of_the_other_mode_is_answered_so_that_it_is_refused_in_words(flow: Workflow) -> None:
    step = s.deciding_step(flow, "kallat-au", "utskott", "bereder", "bifall")
    assert step is not None
    assert (step.name, step.mode) == ("au-beslut", "beslutar")
    assert "bifall" not in s.outcomes_from(flow, "kallat-au", "utskott", "bereder")


def test_an_act_after_the_decision_takes_its_own_step_and_no_later_one(flow: Workflow) -> None:
    taken = {
        (stage.name, act): step.name
        for stage, act in itertools.product(flow.stages, ("protokollför", "justera", "anslå"))
        if (step := s.following_step(flow, stage.name, act))
    }
    assert taken == {
        ("beslutat", "protokollför"): "protokollför",
        ("föreslaget-kf", "protokollför"): "protokollför",
        ("protokollfört", "justera"): "justera",
        ("justerat", "anslå"): "anslå",
    }


def test_an_outcome_of_the_municipalitys_own_is_its_own_name() -> None:
    assert s.same_name("Delvis bifall") == "delvis-bifall"
    assert s.same_name("något eget") == "något eget"
