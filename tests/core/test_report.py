"""A report as values: the layout gives the order, and what is missing is said and never blank (domain.md 4.2)."""

from __future__ import annotations

import pytest

from beredning.core import document as doc
from beredning.core import report as core
from tests.documents.word_kit import a_report, layout


def headings(report: core.Report) -> list[str]:
    return [section.heading for section in report.sections]


def test_the_built_in_layout_has_the_parts_of_the_real_form_in_order() -> None:
    """Rows 8–22 of domain.md 4.2."""
    assert headings(a_report()) == [
        "Förslag till beslut",
        "Motivering till beslut",
        "Sammanfattning",
        "",
        "Beslutsunderlag",
        "Beslutet skickas till",
        "Ärendet",
        "Ekonomisk bedömning",
        "Invånarperspektiv",
        "Hållbarhetsperspektiv",
        "Lagstiftning och kommunala styrdokument",
        "Remissyttrande",
        "Behandlad enligt MBL 2023-12-05",
        "Beslutets genomförande",
        "Förvaltningens bedömning",
    ]


def test_the_order_is_the_layouts_and_nothing_else() -> None:
    turned = layout()._replace(sections=layout().sections[::-1])
    assert headings(core.make_report(turned, core.Facts(), {}))[0] == "Förvaltningens bedömning"


def test_everything_missing_is_said_in_the_order_of_the_form() -> None:
    empty = core.make_report(layout(), core.Facts(), {})
    assert [gap.name for gap in core.gaps(empty)] == [
        *core.FACT_NAMES,
        *(section.name for section in layout().sections),
    ]
    assert all(gap.prompt and gap.label for gap in core.gaps(empty))


def test_what_is_there_is_not_missing() -> None:
    names = {gap.name for gap in core.gaps(a_report())}
    assert not names & {"datum", "förslag_till_beslut", "underskrifter", "beslutsunderlag", "skickas_till", "mbl"}
    assert "sammanfattning" in names


def test_an_optional_section_is_not_missed_and_not_shown_while_it_is_empty() -> None:
    form = core.SectionForm("barn", "Barnets bästa", "Bedöm.", required=False)
    lone = core.Layout("f", "F", (), (form,))
    assert core.gaps(core.make_report(lone, core.Facts(), {})) == ()
    assert core.section_blocks(core.make_report(lone, core.Facts(), {}).sections[0]) == ()
    filled = core.make_report(lone, core.Facts(), {"barn": (doc.para("Prövat."),)})
    assert core.section_blocks(filled.sections[0])[0] == doc.heading(1, "Barnets bästa", anchor="barn")


def test_a_required_section_without_content_is_a_slot_with_its_prompt() -> None:
    section = next(one for one in a_report().sections if one.form.name == "ekonomi")
    title, slot = core.section_blocks(section)
    assert title == doc.heading(1, "Ekonomisk bedömning", anchor="ekonomi")
    assert slot == doc.Slot("avsnitt:ekonomi", "Ekonomisk bedömning", section.form.prompt, ())
    assert section.form.prompt


def test_what_the_program_knows_comes_before_what_the_officer_wrote() -> None:
    report = a_report({"mbl": (doc.para("Se protokoll som bilaga."),)})
    section = next(one for one in report.sections if one.form.name == "mbl")
    assert list(doc.lines_of(section.blocks)) == ["Information lämnades 2023-12-05.", "Se protokoll som bilaga."]


def test_receivers_without_anybody_told_leave_that_heading_out() -> None:
    report = core.make_report(layout(), core.Facts(), {}, receivers=core.Receivers(("Rektorerna",)))
    section = next(one for one in report.sections if one.form.name == "skickas_till")
    assert list(doc.lines_of(section.blocks)) == ["För vidare hantering", "Rektorerna"]


def test_papers_show_title_date_and_reference_where_these_are_known() -> None:
    papers = (core.Paper("Plan", "2023-11-20", "bilaga 1"), core.Paper("Protokoll"))
    report = core.make_report(layout(), core.Facts(), {}, papers=papers)
    section = next(one for one in report.sections if one.form.name == "beslutsunderlag")
    assert list(doc.lines_of(section.blocks)) == ["Plan, 2023-11-20, bilaga 1", "Protokoll"]


def test_an_officer_with_a_title_but_no_name_is_missing() -> None:
    assert core.Facts(officer=doc.Signatory("", "Controller")).text("handläggare") == ""
    assert core.Facts(officer=doc.Signatory("Ada Öberg", "Controller")).text("handläggare") == "Controller, Ada Öberg"


def test_a_text_that_the_layout_has_no_section_for_is_refused() -> None:
    with pytest.raises(ValueError, match="barn"):
        core.make_report(layout(), core.Facts(), {"barn": ()})


def test_the_report_as_a_general_document_says_the_same() -> None:
    report = a_report()
    made = core.report_document(report)
    assert made.title == "Plan för digitala verktyg"
    lines = list(doc.lines_of(made.blocks))
    assert lines[:6] == [
        "Utbildningsförvaltningen",
        "Diarienummer: UBN 2023/451",
        "Datum: 2023-11-27",
        "Utvecklare, Ada Öberg",
        "Utbildningsnämnden",
        "Plan för digitala verktyg",
    ]
    assert "Åke Ek, Förvaltningschef" in lines and "Utbildningsnämnden antar planen." in lines
