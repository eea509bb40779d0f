"""Other municipalities' forms by configuration alone: each dialect is written, recognised again, and found right."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from beredning.core import document as doc
from beredning.core.finding import Finding
from beredning.core.recognition import recognise
from beredning.core.report import Layout, gaps, report_document
from beredning.core.sample import DAY, sample_diary, sample_report
from beredning.core.written import read_date, read_diary
from beredning.documents.reading import read
from beredning.documents.sections_text import read_sections
from beredning.documents.template_trial import try_report_template
from beredning.office.report_forms import read_layout
from beredning.review.review import review
from beredning.review.values import Frame
from tests.documents.word_kit import template_bytes
from tests.documents.word_rules import audit_faults

FORMS = {path.name.partition(".")[0]: path for path in (Path(__file__).resolve().parents[1] / "forms").iterdir()}
NAMES = ["ale", *sorted(FORMS)]


def form(name: str) -> Layout:
    path = FORMS.get(name)
    data = path.read_bytes() if path else template_bytes("tjansteutlatande.layout.yaml")
    return read_layout(data, name)


def sample(name: str) -> bytes:
    """The sample in the template that every form shares: no Word template is needed for a form of one's own."""
    trial = try_report_template(template_bytes("tjansteutlatande.docx"), form(name), name)
    assert trial.remarks == ()
    return trial.sample


def without_controls(data: bytes) -> bytes:
    """The file as it comes from somebody whose program drops content controls."""
    word = docx.Document(io.BytesIO(data))
    while (control := next(word.element.iter(qn("w:sdt")), None)) is not None:
        holder, content = control.getparent(), control.find(qn("w:sdtContent"))
        assert holder is not None and content is not None
        at = holder.index(control)
        holder[at : at + 1] = list(content)
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def findings(name: str, data: bytes, layouts: tuple[Layout, ...] = ()) -> tuple[Finding, ...]:
    return review((read(data, "prov.docx"),), Frame(layouts or (form(name),)))


def test_each_dialect_has_a_form() -> None:
    assert {form(name).sentence.dialect for name in NAMES} == {"mening", "att-satser", "numrerad", "passiv", "föreslår"}


@pytest.mark.parametrize("name", NAMES)
def test_a_form_writes_its_own_dnr_and_dates(name: str) -> None:
    layout = form(name)
    dnr = read_diary(layout, sample_diary(layout))
    day = read_date(layout, sample_report(layout).fact("datum"))
    assert dnr is not None and (dnr.key, dnr.own) == ("2024:123", True)
    assert day is not None and (day.key, day.own) == (DAY, True)
    for pattern in (layout.diary, layout.date):
        assert pattern.examples, "a form shows what it means"


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_lacks_nothing_and_stands_in_the_forms_order(name: str) -> None:
    layout, report = form(name), sample_report(form(name))
    assert gaps(report) == ()
    lines = list(doc.lines_of(report_document(report).blocks))
    headings = [section.heading for section in report.sections if section.heading]
    assert [line for line in lines if line in headings] == headings
    facts = [report.fact(one.name) for one in layout.facts]
    places = [next(place for place, line in enumerate(lines) if fact in line) for fact in facts]
    assert places == sorted(places)


@pytest.mark.parametrize("bare", [False, True], ids=["controls", "bare"])
@pytest.mark.parametrize("name", NAMES)
def test_what_a_form_writes_is_recognised_again(name: str, bare: bool) -> None:
    layout, report, data = form(name), sample_report(form(name)), sample(name)
    found = recognise(read(without_controls(data) if bare else data, "prov.docx"), layout)
    assert (found.missing, found.strange, found.loose) == ((), (), ())
    assert {one.form.name: one.text for one in found.facts} == {one.name: report.fact(one.name) for one in layout.facts}
    sections = {section.form.name: list(doc.lines_of(section.blocks)) for section in report.sections}
    shown = {
        one.form.name: list(doc.lines_of(one.blocks)) for one in found.sections if one.form.kind in ("text", "decision")
    }
    assert shown == {name: sections[name] for name in shown} and len(shown) > 3
    assert [(one.name, one.title) for one in found.signatories] == [(one.name, one.title) for one in report.signatories]


def test_what_every_form_writes_is_valid(tmp_path: Path) -> None:
    made = {name: sample(name) for name in NAMES}
    assert audit_faults(made, tmp_path) == {}
    for data in made.values():
        properties = docx.Document(io.BytesIO(data)).core_properties
        assert (properties.title, properties.language) == ("Exempel på ett ärende", "sv-SE")


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_in_its_own_form_has_no_fault_and_no_warning(name: str) -> None:
    assert [one for one in findings(name, sample(name)) if one.severity != "INFO"] == []


@pytest.mark.parametrize("name", sorted(FORMS))
def test_the_same_paper_is_not_in_ales_form(name: str) -> None:
    """So it is the configuration that makes the difference."""
    codes = {one.rule for one in findings(name, sample(name), (form("ale"),))}
    assert codes & {"SE01", "BS01", "HD02", "DT06"}


def test_the_officers_text_may_use_any_of_a_sections_headings() -> None:
    layout = form("uppsala")
    text = "# Bakgrund\n\nSå var det.\n\n# beslut\n\nNämnden beslutar\n\n- att anta planen.\n"
    made = read_sections(text, "text.md", layout, lambda _: None)
    assert list(made) == ["ärendet", "beslut"]


def test_a_section_that_may_be_repeated_keeps_its_headings() -> None:
    text = "# Förslag till beslut\n\nI Nämnden:\n\n# Förslag till beslut\n\nI Kommunfullmäktige:\n"
    made = read_sections(text, "text.md", form("goteborg"), lambda _: None)["beslut"]
    assert list(doc.lines_of(made)) == ["I Nämnden:", "Förslag till beslut", "I Kommunfullmäktige:"]


def test_dates_that_we_write_are_in_the_forms_own_way() -> None:
    report = sample_report(form("region"))
    said = "\n".join(doc.lines_of(report_document(report).blocks))
    assert "2024-" not in said.replace("EN 2024-00123", "")
    assert "Exempelplan 2024–2026, 1 mars 2024, bilaga 1" in said
    assert "Samverkan med fackliga organisationer\n" in said, "a heading that claims nothing is left as it is"
    assert "information lämnades 7 mars 2024." in said
    assert "Behandlad enligt MBL 2024-03-07" in "\n".join(
        doc.lines_of(report_document(sample_report(form("ale"))).blocks)
    )


def test_those_sign_who_the_form_says_in_its_order() -> None:
    names = {name: [one.name for one in sample_report(form(name)).signatories] for name in NAMES}
    assert names["goteborg"] == ["Eva Exempelsson", "Per Provberg"]
    assert names["region"] == ["Per Provberg"]
    assert names["ale"] == ["Per Provberg", "Eva Exempelsson"]
