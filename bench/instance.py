"""An instance of any size for benchmarks and tests, written through the real store as the office writes it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from beredning.core.journal import Act, sha256
from beredning.office.configuration import load, load_workflow
from beredning.office.instance import Instance, database_url
from beredning.resources import resource_folder
from beredning.store import create_database, open_database
from beredning.store.rows import CaseRow, DefinitionRow

ORGAN, OFFICER = "UBN", "asa.ericson"
PER_UNIT = 2000
# workflow … revision, officer, appeal_kind … closed
REST = ("namndarende", "", "", "", 0, OFFICER, "laglighetsprövning", "nämnd", "KL 5:1", "", "[]", "[]", "[]", "", "")
SUBJECTS = ("Månadsuppföljning", "Yttrande över remiss", "Skolorganisation", "Lokalbehov", "Attestlista", "Elevhälsa")


def make_instance(folder: Path, cases: int, per_year: int = 20_000) -> Instance:
    """A training instance in `folder` with that many cases in their first stage, and one journal entry for each.

    Several acts go into one transaction, which is the only thing the office would not do.
    """
    folder.mkdir(parents=True)
    shutil.copy(resource_folder("templates") / "ovning" / "kommun.yaml", folder / "kommun.yaml")
    instance = Instance(str(folder.resolve()))
    organisation = load(instance)
    url = database_url(instance, organisation)
    create_database(url, {"övning": "ja"})
    workflow, text = load_workflow(instance, "namndarende")
    digest, start = sha256(text), workflow.stages[0].name
    with open_database(url) as database:
        for first in range(0, cases, PER_UNIT):
            now = datetime(2019, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=10 * first)
            with database.unit(now, "bench") as unit:
                for at in range(first, min(first + PER_UNIT, cases)):
                    year, number = 2019 + at // per_year, at % per_year + 1
                    title = unit.put_text(f"{SUBJECTS[at % len(SUBJECTS)]} {number} för utbildningsnämnden {year}")
                    rows: list[tuple[object, ...]] = [_case(year, number, title, digest, start)]
                    if at == 0:
                        rows.insert(0, DefinitionRow(digest, "flöde", workflow.name, workflow.version, text))
                    act = Act(OFFICER, "handläggare", "registrera", f"{ORGAN}:{year}:{number}", workflow_digest=digest)
                    unit.write(act, rows)
    return instance


def _case(year: int, number: int, title: str, digest: str, start: str) -> CaseRow:
    day = f"{year}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    row = CaseRow(f"{ORGAN}:{year}:{number}", f"{year}/{number}", ORGAN, "utbildning", year, number, title, *REST)
    return row._replace(workflow_digest=digest, stage=start, stage_since=day, registered=day)
