"""Workflows as cases follow them: the definition a case is pinned to, its deadlines, and its road."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.workflow import Workflow
from beredning.office.lookup import find_case
from beredning.office.moving import pinned_workflow
from beredning.store.rows import EntryRow

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation
    from beredning.errors import Obstacle
    from beredning.store import Reader


class Standing(NamedTuple):
    """Where a case stands in its workflow, and what the deadlines of that stage say today."""

    dnr: str
    title: str
    workflow: Workflow
    stage: str
    stage_since: str
    deadlines: tuple[Obstacle, ...]


class Road(NamedTuple):
    """A case's own way through its workflow: the addresses of the steps it has taken, in order."""

    dnr: str
    title: str
    workflow: Workflow
    steps: tuple[str, ...]


def standing(reader: Reader, organisation: Organisation, dnr: str, today: date) -> Standing:
    """Where a case stands and its deadlines. today: the Swedish date. Raises NotFound with the nearest numbers."""
    from beredning.core.due import warnings
    from beredning.office.case_facts import gather

    row = find_case(reader, organisation, dnr)
    workflow = pinned_workflow(reader, row.workflow_digest)
    case = gather(reader, organisation, row)
    said = warnings(case, workflow, today, organisation.meetings)
    return Standing(row.dnr, reader.text(row.title), workflow, row.stage, row.stage_since, said)


def road(reader: Reader, organisation: Organisation, dnr: str) -> Road:
    """The road of a case. Raises NotFound with the nearest numbers."""
    row = find_case(reader, organisation, dnr)
    workflow = pinned_workflow(reader, row.workflow_digest)
    entries = reader.all(EntryRow, "by_subject", row.key)
    steps = tuple(e.step for e in entries if e.step and e.from_stage and e.to_stage)
    return Road(row.dnr, reader.text(row.title), workflow, steps)
