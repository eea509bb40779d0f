"""Reports in other municipalities' forms, by configuration alone: silence on right ones, and each form's own faults.

The forms are those under `tests/forms`; the papers are written by our own writers and read back.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from beredning.core import document as doc
from beredning.core.report import Facts, Layout, Report, Section, report_document
from beredning.core.sample import sample_report
from beredning.documents.pdf import write_pdf
from beredning.documents.reading import read
from beredning.documents.report import write_document
from beredning.office.report_forms import read_layout
from beredning.review.review import review
from beredning.review.values import Frame
from tests.documents.word_kit import base_template
from tests.review.report_kit import layout

FORMS = Path(__file__).resolve().parents[1] / "forms"
NAMES = sorted(path.name for path in FORMS.glob("*.layout.yaml"))


def form(name: str) -> Layout:
    return read_layout((FORMS / name).read_bytes(), name)


def codes(report: Report, ending: str = ".docx") -> Counter[str]:
    """How many findings of each code, on the road of a Word file or a PDF."""
    made = report_document(report)
    data = write_pdf(made) if ending == ".pdf" else write_document(base_template(), made)
    return Counter(one.rule for one in review([read(data, f"utlatande{ending}")], Frame((report.layout,))))


def with_facts(report: Report, **change: str) -> Report:
    facts: Facts = report.facts._replace(**change)  # type: ignore[arg-type]
    return report._replace(facts=facts)


def with_section(report: Report, kind: str, blocks: doc.Blocks) -> Report:
    def changed(section: Section) -> Section:
        return section._replace(blocks=blocks) if section.form.kind == kind else section

    return report._replace(sections=tuple(changed(section) for section in report.sections))


def test_there_are_forms_in_every_dialect() -> None:
    assert {form(name).sentence.dialect for name in NAMES} >= {"att-satser", "numrerad", "passiv", "föreslår"}


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
@pytest.mark.parametrize("name", NAMES)
def test_a_right_report_in_another_form_is_left_in_peace(name: str, ending: str) -> None:
    assert codes(sample_report(form(name)), ending) == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_a_dnr_in_a_third_form(name: str) -> None:
    wrong = with_facts(sample_report(form(name)), diary_number="ABC.2024.123")
    assert codes(wrong) == Counter({"HD02": 1})


@pytest.mark.parametrize("name", NAMES)
def test_a_sats_as_no_dialect_has_it(name: str) -> None:
    said = doc.para("Exempelnämnden beslutar anta exempelplanen daterad 2024-03-01.")
    wrong = with_section(sample_report(form(name)), "decision", (said,))
    assert codes(wrong) == Counter({"BS01": 1})


@pytest.mark.parametrize("name", NAMES)
def test_a_sats_that_decides_nothing(name: str) -> None:
    said = doc.para("Exempelnämnden får en lägesbild av exempelplanen 2024.")
    wrong = with_section(sample_report(form(name)), "decision", (said,))
    assert codes(wrong) == Counter({"BS07": 1})


@pytest.mark.parametrize("name", NAMES)
def test_every_mandatory_section_that_is_gone_is_missed(name: str) -> None:
    report = sample_report(form(name))
    for gone in report.sections:
        if not gone.form.required or gone.form.kind in ("signatures", "papers"):
            continue
        kept = tuple(section for section in report.sections if section is not gone)
        code = {"receivers": "EX01", "consultation": "MB04"}.get(gone.form.kind, "SE01")
        assert codes(report._replace(sections=kept)) == Counter({code: 1}), gone.form.name


def test_each_paper_is_judged_by_the_form_with_its_own_title() -> None:
    """Handed several forms, granska takes the one that the paper names."""
    forms = (layout(), *(form(name) for name in NAMES))
    for name in NAMES:
        if form(name).title.casefold() == layout().title.casefold():
            continue
        data = write_document(base_template(), report_document(sample_report(form(name))))
        assert review([read(data, "utlatande.docx")], Frame(forms)) == (), name
