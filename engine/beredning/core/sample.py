"""A whole report with made-up content in a form: for trying a template, and for showing what a form looks like.

Every part says its own name, so that one that is lost on the way can be told.
"""

from __future__ import annotations

from typing import Final

from beredning.core import document as doc
from beredning.core.pattern import KINDS, fill, pieces
from beredning.core.report import Consultation, Facts, Layout, Paper, Receivers, Report, SectionForm, make_report

DAY: Final = "2024-03-14"
ORGAN: Final = "Exempelnämnden"
OFFICER: Final = doc.Signatory("Eva Exempelsson", "Utredare")
CHIEF: Final = doc.Signatory("Per Provberg", "Förvaltningschef")
_DIARY: Final = {"år": "2024", "löpnummer": "123", "organ": "EN", "klass": "1.2", "handling": "1"}
_DATE: Final = {"år": "2024", "månad": "03", "dag": "14"}


def sample_diary(layout: Layout) -> str:
    """A diarienummer in the form's own way of writing."""
    return fill(
        layout.diary.form, {KINDS[one.word].fact: _any(one.word) for one in pieces(layout.diary.form) if one.word}
    )


def _any(word: str) -> str:
    fact = KINDS[word].fact
    return {**_DATE, **_DIARY}[fact]


def sample_report(layout: Layout) -> Report:
    """A report with every fact, section and signature filled in."""
    facts = Facts("Exempelförvaltningen", sample_diary(layout), DAY, OFFICER, ORGAN, "Exempel på ett ärende")
    own = ("papers", "receivers", "signatures", "consultation")
    texts = {form.name: sample_text(layout, form) for form in layout.sections if form.kind not in own}
    signed = any(form.kind == "signatures" for form in layout.sections)
    return make_report(
        layout,
        facts,
        texts,
        signatories=layout.signers({"chef": CHIEF, "handläggare": OFFICER}) if signed else (),
        papers=(Paper("Exempelplan 2024–2026", "2024-03-01", "bilaga 1"),),
        receivers=Receivers(("Exempelenheten",), ("Provenheten",)),
        consultation=Consultation("Behandlad enligt MBL 2024-03-07", "Exempel: information lämnades 2024-03-07."),
    )


def sample_text(layout: Layout, form: SectionForm) -> doc.Blocks:
    """What an officer might write in a section: the beslutssats in the form's dialect, else a line that names it."""
    if form.kind == "decision":
        return sample_decision(layout)
    return (doc.para(f"Exempeltext i avsnittet {form.name.replace('_', ' ')}."),)


def sample_decision(layout: Layout) -> doc.Blocks:
    """A proposal to decide two things, as the form's dialect writes it (domain.md 4.3)."""
    end = "." if layout.sentence.ending else ""
    day = layout.day("2024-03-01")
    plan, charge = (
        f"exempelplanen daterad {day}",
        f"förvaltningen att följa upp planen senast {layout.day('2025-03-01')}",
    )
    if layout.sentence.dialect == "att-satser":
        return doc.para(f"{ORGAN} beslutar"), doc.bullets(f"att anta {plan},", f"att uppdra åt {charge}{end}")
    if layout.sentence.dialect == "numrerad":
        return (doc.numbered(f"{ORGAN} antar {plan}{end}", f"{ORGAN} uppdrar åt {charge}{end}"),)
    if layout.sentence.dialect == "passiv":
        passive = f"{plan[0].upper()}{plan[1:]}, i enlighet med bilaga 1, antas{end}"
        return doc.para(f"I {ORGAN}:"), doc.para(passive), doc.para(f"Uppdrag ges åt {charge}{end}")
    if layout.sentence.dialect == "föreslår":
        return (
            doc.para(f"{ORGAN} föreslår kommunfullmäktige besluta att anta {plan}{end}"),
            doc.para(f"{layout.sentence.own} beslutar {ORGAN} att uppdra åt {charge}{end}"),
        )
    return doc.para(f"{ORGAN} beslutar att anta {plan}{end}"), doc.para(f"{ORGAN} beslutar att uppdra åt {charge}{end}")
