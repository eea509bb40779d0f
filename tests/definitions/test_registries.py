"""The closed registries are told whole in the document that people write workflows by, and agree with the core."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from beredning.core import requirements
from beredning.core.decision import OUTCOMES
from beredning.definitions import registries as r
from beredning.definitions.workflow_schema import STEP_FIELDS, TRACK_STEP_FIELDS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "skriv-ett-flöde.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```$", "", DOCUMENT)))


@pytest.mark.parametrize(
    "name", [*r.ROLES, *r.OUTCOMES, *r.ANCHORS, *r.SEVERITIES, *r.RULE_KINDS, *r.MODES, *r.DOCUMENT_KINDS]
)
def test_every_word_is_in_the_document(name: str) -> None:
    assert name in CODE


@pytest.mark.parametrize("name", sorted(requirements.NAMES))
def test_every_requirement_is_explained_as_the_core_explains_it(name: str) -> None:
    rows = re.findall(rf"^\| `{name}(?:: [A-ZÅÄÖ]+)?` \| (.*) \|$", DOCUMENT, re.MULTILINE)
    assert rows == [requirements.NAMES[name].text]


@pytest.mark.parametrize("key", sorted({*STEP_FIELDS, *TRACK_STEP_FIELDS}))
def test_every_key_of_a_step_is_in_the_document(key: str) -> None:
    assert key in CODE


def test_outcomes_are_those_of_the_core() -> None:
    assert set(r.OUTCOMES) == {outcome.name for outcome in OUTCOMES}
    assert set(r.PREPARING_OUTCOMES) < set(r.OUTCOMES)


def test_only_documents_that_the_office_makes_can_be_named() -> None:
    source = (Path(__file__).resolve().parents[2] / "engine" / "beredning" / "office" / "effects.py").read_text("utf-8")
    assert set(re.findall(r'kind == "([^"]+)"', source)) == set(r.DOCUMENT_KINDS)


def test_arguments_are_of_kinds_that_are_checked() -> None:
    assert set(r.REQUIREMENTS.values()) <= {"", "spår", "märke", "handling", "organ", "roll"}
