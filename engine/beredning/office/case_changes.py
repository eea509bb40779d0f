"""Corrections of a case: its facts, jäv, and the definition it follows; each a journaled act with a reason (G-07)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from beredning.core.clock import FIRST_YEAR, LAST_YEAR
from beredning.core.journal import canonical, sha256
from beredning.errors import Obstacle, Refused, UsageFault
from beredning.office.case_facts import gather
from beredning.office.cases import APPEAL_KINDS, act_by, no_person, one_line, require_handler
from beredning.office.lookup import find_case
from beredning.store.rows import CaseRow, DefinitionRow, Row

if TYPE_CHECKING:
    from beredning.core.case import Case
    from beredning.core.workflow import Workflow
    from beredning.office.desk import Desk
    from beredning.store import Unit

CHANGEABLE = ("rubrik", "handläggare", "svarsdatum", "kompetensgrund", "beslutsinstans", "överklagandetyp")


def change(desk: Desk, dnr: str, field: str, value: str, reason: str) -> CaseRow:
    """Corrects a fact of a case as a journaled act with a reason; nothing is overwritten in the history (G-07).

    field: one of CHANGEABLE. Raises NotFound, UsageFault, NotAllowed, Clash.
    """
    if not reason.strip():
        raise UsageFault("En ändring av ett ärendes uppgifter kräver ett skäl.", 'Lägg till --skäl "…"')
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        require_handler(desk, row)
        after = _changed(unit, desk, row, field, value)
        after = after._replace(revision=row.revision + 1)
        act = act_by(desk, "ändring", row.key, extra={"field": field, "reason": unit.put_text(reason)})
        unit.write(act, [after], [row])
    return after


def declare_conflict(desk: Desk, dnr: str, person: str, reason: str) -> CaseRow:
    """Records that a person is jävig in a case (KL 6:28–30, 7:4): that person can take no step with it from now on."""
    if desk.organisation.person(person) is None:
        raise no_person(desk, person)
    if not reason.strip():
        raise UsageFault("Jäv antecknas med grunden för det.", 'Lägg till --skäl "…"')
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        people = sorted({*json.loads(row.conflicted), person})
        after = row._replace(conflicted=canonical(people), revision=row.revision + 1)
        act = act_by(
            desk, "jäv", row.key, ground="KL 6:28–30, 7:4", extra={"person": person, "reason": unit.put_text(reason)}
        )
        unit.write(act, [after], [row])
    return after


def change_workflow(desk: Desk, dnr: str, workflow: Workflow, text: str, reason: str) -> CaseRow:
    """Lets a case follow another definition from now on (house rule 7).

    Refused when the case's stage, a track's stage or a mark has no place in the new definition. Raises Refused.
    """
    digest = sha256(text)
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        require_handler(desk, row)
        if row.workflow_digest == digest:
            raise UsageFault(f"{row.dnr} följer redan den definitionen.", "Inget behöver göras.")
        obstacles = _without_place(gather(unit, desk.organisation, row, ("spår",)), workflow)
        if not reason.strip():
            obstacles += (
                Obstacle("skäl-saknas", "Byte av flöde kräver ett skäl.", "Lokal rutin", hint='Lägg till --skäl "…"'),
            )
        if obstacles:
            raise Refused(
                f"{row.dnr} kan inte byta till flödet {workflow.name}, version {workflow.version}.", obstacles
            )
        rows: list[Row] = []
        if unit.one(DefinitionRow, digest) is None:
            rows.append(DefinitionRow(digest, "flöde", workflow.name, workflow.version, text))
        after = row._replace(workflow=workflow.name, workflow_digest=digest, revision=row.revision + 1)
        act = act_by(
            desk,
            "flödesbyte",
            row.key,
            workflow_digest=digest,
            extra={"from_digest": row.workflow_digest, "reason": unit.put_text(reason)},
        )
        unit.write(act, [*rows, after], [None] * len(rows) + [row])
    return after


def _without_place(case: Case, workflow: Workflow) -> tuple[Obstacle, ...]:
    origin = f"Flödet {workflow.name}"
    found = []
    if workflow.stage(case.stage) is None:
        found.append(
            Obstacle("skede-saknas", f"Ärendet står i ”{case.stage}”, som inte finns i det nya flödet.", origin)
        )
    for name, state in case.tracks.items():
        track = workflow.track(name)
        if track is None or state.state not in {s.name for s in track.stages}:
            found.append(
                Obstacle(
                    "spår-saknas", f"Sidospåret {name} står i ”{state.state}”, som inte finns i det nya flödet.", origin
                )
            )
    known = {e.name for s in workflow.steps for e in s.effects} | {
        e.name for t in workflow.tracks for s in t.steps for e in s.effects
    }
    found += [
        Obstacle("märke-saknas", f"Märket ”{mark}” finns inte i det nya flödet.", origin)
        for mark in sorted(case.marks - known)
    ]
    return tuple(found)


def _require_day(text: str) -> None:
    from datetime import date

    try:
        year = date.fromisoformat(text or f"{FIRST_YEAR}-01-01").year
    except ValueError:
        year = 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageFault(f"”{text}” är inte ett datum.", "Skriv det som 2023-12-06.")


def _changed(unit: Unit, desk: Desk, row: CaseRow, field: str, value: str) -> CaseRow:
    if field == "rubrik":
        return row._replace(title=unit.put_text(one_line(value, "Rubriken")))
    if field == "handläggare":
        if desk.organisation.person(value) is None:
            raise no_person(desk, value)
        return row._replace(officer=value)
    if field == "svarsdatum":
        _require_day(value)
        return row._replace(reply_due=value)
    if field == "kompetensgrund":
        return row._replace(competence=value)
    if field == "beslutsinstans":
        return row._replace(deciding_body=value)
    if field == "överklagandetyp" and value in APPEAL_KINDS:
        return row._replace(appeal_kind=value)
    if field == "överklagandetyp":
        raise UsageFault(f"Okänd överklagandetyp: {value}.", "Välj bland: " + ", ".join(APPEAL_KINDS) + ".")
    raise UsageFault(f"Uppgiften ”{field}” kan inte ändras.", "Välj bland: " + ", ".join(CHANGEABLE) + ".")
