"""The real rules in the place of a move's decision: facts gathered from the database, then the decision function."""

from __future__ import annotations

from datetime import UTC, datetime

from beredning.core.case import Report
from beredning.core.journal import Act
from beredning.core.law import Law
from beredning.core.moves import Move, decide
from beredning.core.organisation import Actor, Organisation
from beredning.definitions.workflows import read_workflow
from beredning.office.case_facts import facts_for, gather
from beredning.resources import resource_folder
from beredning.store import Reader
from beredning.store.rows import CaseRow

NOW = datetime(2023, 12, 6, 8, 0, tzinfo=UTC)
WORKFLOW = read_workflow((resource_folder("workflows") / "namndarende.yaml").read_bytes(), "namndarende.yaml")
LAW = Law.on(NOW.date())
ACTOR = Actor("anna", "Anna Ek", "handläggare", frozenset({("handläggare", ""), ("chef", "")}), "anna")
NOBODY = Organisation("", False, "", (), (), (), (), (), (), ())
WRITTEN = Report(1, "utkast", "eva")


def moved(reader: Reader, row: CaseRow) -> tuple[Act, CaseRow]:
    """To the manager and back again: two steps of the main track, with their roles and requirements.

    The report is read for as in the office; since the benchmark's cases have none, a complete one is put in its place.
    """
    step = "lämna-för-granskning" if row.stage == "utkast" else "lämna-åter"
    found = WORKFLOW.step(step)
    assert found is not None
    case = gather(reader, NOBODY, row, facts_for(found[1]))._replace(report=WRITTEN)
    answer = decide(case, step, ACTOR, NOW, WORKFLOW, LAW, reason="Komplettera kalkylen")
    assert isinstance(answer, Move), answer
    act = Act(
        "anna", "handläggare", "flytt", row.key, step, answer.from_stage, answer.to_stage, "", row.workflow_digest
    )
    return act, row._replace(stage=answer.to_stage, revision=row.revision + 1, stage_since="2023-12-06")
