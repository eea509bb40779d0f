"""Documents as values: the helpers build what they say, and refuse what no document can have."""

from __future__ import annotations

import pytest

from beredning.core import document as doc


def test_plain_text_becomes_a_run_and_empty_text_nothing() -> None:
    assert doc.runs("Nämnden ", doc.bold("beslutar"), "") == (doc.Run("Nämnden "), doc.Run("beslutar", bold=True))
    assert doc.para("") == doc.Paragraph(())


def test_a_page_field_is_a_run_though_it_may_have_no_text() -> None:
    assert doc.runs(doc.Run("", field="page")) == (doc.Run("", field="page"),)


@pytest.mark.parametrize("level", [0, 7])
def test_a_heading_has_a_level_that_word_knows(level: int) -> None:
    with pytest.raises(ValueError, match="level 1-6"):
        doc.heading(level, "Ärendet")


def test_a_heading_needs_a_text() -> None:
    with pytest.raises(ValueError, match="a text"):
        doc.heading(1, "")


def test_paragraphs_part_at_blank_lines_only() -> None:
    made = doc.paragraphs("Första\nraden.\r\n\r\n\n  Andra. \n")
    assert [doc.text_of(one.runs) for one in made] == ["Första raden.", "Andra."]


def test_every_row_of_a_table_covers_every_column() -> None:
    table = doc.table(("Nr", "Ärende", "Tid"), [("1",), doc.row(doc.cell("Fika", span=2), "09.30")], align="lr")
    assert [sum(cell.span for cell in row.cells) for row in table.header + table.rows] == [3, 3, 3]
    assert [column.align for column in table.columns] == ["left", "right", "left"]


def test_a_table_refuses_more_alignments_than_columns() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        doc.table(("a", "b"), [], align="lrr")
    with pytest.raises(ValueError, match="0 columns"):
        doc.table(None, [])


def test_a_cell_holds_runs_or_lines() -> None:
    assert doc.cell(("Förvaltningschef", "Controller")).lines == (doc.runs("Förvaltningschef"), doc.runs("Controller"))
    assert doc.cell((doc.bold("a"), doc.Run("b"))).lines == ((doc.Run("a", bold=True), doc.Run("b")),)
    assert doc.cell("rad ett\nrad två").lines == (doc.runs("rad ett\nrad två"),)


def test_a_table_without_header_row_has_none() -> None:
    assert doc.table(None, [("a", "b")]).header == ()


def test_the_text_of_a_document_is_its_content_without_prompts_and_page_numbers() -> None:
    blocks = (
        doc.heading(1, "Ärendet"),
        doc.Slot("avsnitt:a", "A", "Skriv här", ()),
        doc.para("Sida ", doc.PAGE, doc.prompt("Ange datum")),
        doc.bullets("ett", doc.item("två", under=[doc.numbered("inre")])),
        doc.facts(("Tid", "Kl. 08:00"), ("Ledamöter", ["Lena", "Anette"])),
        doc.table(("a", "b"), [("1", ["2", "3"])]),
        doc.PageBreak(),
        doc.Image("0" * 64, "Karta över skolorna"),
        doc.signatures(("Åke Ek", "Ordförande"), ("Ada Öberg", "")),
    )
    assert list(doc.lines_of(blocks)) == [
        "Ärendet",
        "Sida ",
        "ett",
        "två",
        "inre",
        "Tid\tKl. 08:00",
        "Ledamöter\tLena\n\tAnette",
        "a\tb",
        "1\t2 3",
        "Karta över skolorna",
        "Åke Ek, Ordförande",
        "Ada Öberg",
    ]
