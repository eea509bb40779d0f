"""Registers a case under its diarienummer and attaches papers to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.diary import display, parse
from beredning.core.journal import Act, sha256
from beredning.core.organisation import Organ
from beredning.errors import BeredningError, NotAllowed, NotFound, UsageFault
from beredning.office.desk import Desk
from beredning.office.lookup import find_case
from beredning.store.rows import CaseRow, DefinitionRow, PaperRow, Row

if TYPE_CHECKING:
    from beredning.core.workflow import Workflow
    from beredning.store import Unit

LONGEST_TITLE = 500
APPEAL_KINDS = ("laglighetsprövning", "förvaltningsbesvär", "ej_överklagbart", "specialreglering")


class NewCase(NamedTuple):
    """What a person says when registering. dnr: "" draws the next number; an organ without a series of its own
    (dnr from another diarium) must be given one. officer: person key."""

    organ: str
    title: str
    workflow: str = "namndarende"
    officer: str = ""
    dnr: str = ""
    administration: str = ""
    appeal_kind: str = "laglighetsprövning"
    deciding_body: str = "nämnd"
    competence: str = ""
    reply_due: str = ""


class Registered(NamedTuple):
    """A case that was registered."""

    dnr: str
    key: str
    title: str
    workflow: str
    stage: str
    officer: str
    entry: int


def register(desk: Desk, new: NewCase, workflow: Workflow, text: str) -> Registered:
    """Registers a case under its workflow, pinned by the digest of the canonical `text` (OSL 5:1–2, house rule 7).

    Raises NotFound (unknown organ or person), UsageFault (dnr form, taken dnr), NotAllowed (no role to register).
    """
    organ = _organ(desk, new.organ)
    officer = new.officer or desk.actor.person
    title = one_line(new.title, "Rubriken")
    _check_registration(desk, organ, officer, new)
    digest = sha256(text)
    with desk.unit() as unit:
        year, number = _number(unit, desk, organ, new.dnr)
        key = f"{organ.key}:{year}:{number}"
        dnr = display(organ, year, number)
        if unit.one(CaseRow, key) is not None:
            raise UsageFault(
                f"Diarienummer {dnr} är redan taget av ett ärende hos {organ.name}.", f"Se beredning ärende visa {dnr}."
            )
        rows: list[Row] = []
        if unit.one(DefinitionRow, digest) is None:
            rows.append(DefinitionRow(digest, "flöde", workflow.name, workflow.version, text))
        row = CaseRow(
            key,
            dnr,
            organ.key,
            new.administration or organ.administration,
            year,
            number,
            unit.put_text(title),
            workflow.name,
            digest,
            workflow.start,
            desk.day.isoformat(),
            0,
            officer,
            new.appeal_kind,
            new.deciding_body,
            new.competence,
            new.reply_due,
            "[]",
            "[]",
            "[]",
            desk.day.isoformat(),
            "",
        )
        act = act_by(desk, "registrering", key, to_stage=workflow.start, ground="OSL 5:1–2", workflow_digest=digest)
        entry = unit.write(act, [*rows, row], [None] * (len(rows) + 1))
    return Registered(dnr, key, title, workflow.name, workflow.start, officer, entry.number)


def attach(
    desk: Desk,
    dnr: str,
    body: bytes,
    filename: str,
    title: str,
    kind: str = "bilaga",
    dated: str = "",
    media: str = "",
    direction: str = "upprättad",
    pages: int = -1,
) -> PaperRow:
    """Adds a handling to a case; one of the same title becomes a new version and the old is kept (house rule 9).

    Raises NotFound, BadDocument (a hostile or broken Word file), UsageFault (empty file), NotAllowed.
    """
    title = one_line(title, "Titeln")
    if not body:
        raise UsageFault(f"Filen {filename} är tom.", "Välj en fil med innehåll.")
    if filename.lower().endswith((".docx", ".docm", ".dotm")):
        from beredning.documents.safety import inspect_docx

        inspect_docx(body, filename)
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        require_handler(desk, row)
        papers = unit.all(PaperRow, "by_case", row.key)
        same = [p for p in papers if p.kind == kind and p.status != "ersatt" and unit.text(p.title) == title]
        digest = unit.put_file(body, media)
        if same and same[-1].digest == digest:
            raise UsageFault(f"Samma fil är redan bifogad som ”{title}”.", "Inget behöver göras.")
        number = max((p.number for p in papers), default=0) + 1
        paper = PaperRow(
            row.key,
            number,
            kind,
            unit.put_text(title),
            filename,
            same[-1].version + 1 if same else 1,
            digest,
            media,
            len(body),
            pages,
            dated or desk.day.isoformat(),
            direction,
            "inkommen" if direction == "in" else "upprättad",
            desk.actor.person,
            "",
            "",
            desk.day.isoformat(),
        )
        replaced = [p._replace(status="ersatt") for p in same]
        act = act_by(desk, "bifogning", row.key, documents=(digest,), ground="OSL 5:1–2")
        unit.write(act, [paper, *replaced], [None, *same])
    return paper


def _check_registration(desk: Desk, organ: Organ, officer: str, new: NewCase) -> None:
    if desk.organisation.person(officer) is None:
        raise no_person(desk, officer)
    if not any(
        desk.actor.has(role, organ.key, organ.administration)
        for role in ("registrator", "handläggare", "sekreterare", "chef")
    ):
        raise NotAllowed(
            f"{desk.actor.name} får inte registrera ärenden hos {organ.name}.",
            "Rollen registrator, handläggare, sekreterare eller chef behövs; den ges i kommun.yaml under roller.",
        )
    if not new.title.strip():
        raise UsageFault("Ärendet saknar rubrik.", "Skriv i korthet vad ärendet rör (OSL 5:2).")
    if new.appeal_kind not in APPEAL_KINDS:
        raise UsageFault(f"Okänd överklagandetyp: {new.appeal_kind}.", "Välj bland: " + ", ".join(APPEAL_KINDS) + ".")


def one_line(text: str, what: str) -> str:
    """A title as one line. Raises UsageFault for one that is longer than any title. what: "Rubriken"."""
    line = " ".join(text.split())
    if len(line) > LONGEST_TITLE:
        raise UsageFault(f"{what} är {len(line)} tecken lång; högst {LONGEST_TITLE} får plats.", "Skriv den kortare.")
    return line


def _number(unit: Unit, desk: Desk, organ: Organ, dnr: str) -> tuple[int, int]:
    if organ.dnr_series:
        if dnr:
            raise UsageFault(
                f"{organ.name} drar sina diarienummer ur serien {organ.dnr_series}; ett eget nummer kan inte anges.",
                "Utelämna --dnr, eller skriv ”diarium: annat” för nämnden i kommun.yaml.",
            )
        year = desk.day.year
        return year, unit.next_number("diarienummer", organ.dnr_series, year)
    found = parse(dnr, organ)
    if found is None:
        form = display(organ, desk.day.year, 123)
        raise UsageFault(
            f"”{dnr}” är inte ett diarienummer i formen {organ.dnr_form}."
            if dnr
            else f"{organ.name} har sitt diarium i ett annat system; numret därifrån behövs.",
            f"Ange det med --dnr, till exempel --dnr {form}.",
        )
    return found.year, found.number


def _organ(desk: Desk, key: str) -> Organ:
    from difflib import get_close_matches

    found = desk.organisation.organ(key) or next(
        (o for o in desk.organisation.organs if o.key.casefold() == key.casefold()), None
    )
    if found is None:
        known = [o.key for o in desk.organisation.organs]
        near = tuple(get_close_matches(key, known, 3, 0.4)) or tuple(known)
        raise NotFound(f"Det finns inget organ ”{key}”.", f"Menade du {' eller '.join(near)}?", near)
    return found


def no_person(desk: Desk, key: str) -> BeredningError:
    """The error for a person key that is not in the register, with the nearest keys."""
    from difflib import get_close_matches

    near = tuple(get_close_matches(key, [p.key for p in desk.organisation.persons], 3, 0.5))
    return NotFound(
        f"Det finns ingen person ”{key}” i registret.",
        f"Menade du {' eller '.join(near)}?" if near else "Personerna står i kommun.yaml.",
        near,
    )


def require_handler(desk: Desk, row: CaseRow) -> None:
    """A person handles a case as its officer or in a role for its nämnd; a jävig person never (KL 7:4)."""
    if desk.actor.person in json.loads(row.conflicted):
        raise NotAllowed(
            f"{desk.actor.name} är jävig i {row.dnr} och får inte handlägga det (KL 7:4).", "Låt någon annan göra det."
        )
    roles = ("handläggare", "registrator", "sekreterare", "chef", "samordnare")
    if desk.actor.person != row.officer and not any(desk.actor.has(r, row.organ, row.administration) for r in roles):
        raise NotAllowed(
            f"{desk.actor.name} har ingen roll för {row.organ} och kan inte handlägga {row.dnr}.",
            "Rollerna står i kommun.yaml.",
        )


def act_by(desk: Desk, act: str, subject: str, **more: object) -> Act:
    """An act of whoever sits at the desk; more: the other fields of Act by name."""
    return Act(desk.actor.person, desk.actor.title, act, subject, **more)  # type: ignore[arg-type]
