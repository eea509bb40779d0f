"""The officer's text: headings are matched as a person means them, and every fault is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.documents.inline import read_inline
from beredning.documents.sections_text import read_sections
from beredning.errors import BadDefinition, Fault
from tests.documents.word_kit import layout

FILES = {"budget.csv": b"Post;Tkr\nSkola;-795 480\n", "tom.csv": b""}


def read(text: str | bytes) -> dict[str, doc.Blocks]:
    return read_sections(text, "text.md", layout(), FILES.get)


def faults(text: str | bytes) -> tuple[Fault, ...]:
    with pytest.raises(BadDefinition) as caught:
        read(text)
    return caught.value.faults


@pytest.mark.parametrize(
    "heading",
    [
        "Sammanfattning",
        "SAMMANFATTNING",
        "sammanfattning:",
        "  Sammanfattning  ",
        "Sammanf",
        "**Sammanfattning**",
        "Sammanfattning #",
    ],
)
def test_a_heading_is_matched_as_a_person_means_it(heading: str) -> None:
    assert read(f"# {heading}\n\nText.\n") == {"sammanfattning": (doc.para("Text."),)}


def test_a_heading_with_its_date_is_the_mbl_section() -> None:
    assert list(read("# Behandlad enligt MBL 2023-12-05\nSe protokoll.")) == ["mbl"]
    assert faults("# Behandlad enligt MBL i går\nSe protokoll.")[0].suggestion == "Menas ”Behandlad enligt MBL”?"


def test_the_name_of_a_section_is_a_heading_too() -> None:
    assert list(read("# förslag_till_beslut\nNämnden antar planen.")) == ["förslag_till_beslut"]


def test_letters_that_are_put_together_in_another_way_are_the_same() -> None:
    assert list(read("# A\u0308rendet\nText.")) == ["ärendet"]


def test_an_unknown_heading_suggests_the_nearest() -> None:
    assert faults("# Samanfattning\nText.") == (
        Fault("text.md", 1, 1, "Rubriken ”Samanfattning” finns inte i formuläret.", "Menas ”Sammanfattning”?"),
    )


def test_a_prefix_of_several_headings_is_ambiguous() -> None:
    (fault,) = faults("# Bes\nText.")
    assert "kan betyda flera" in fault.text and "Beslutsunderlag" in fault.suggestion


def test_two_letters_are_too_few_to_mean_a_heading() -> None:
    assert "finns inte" in faults("# Sa\nText.")[0].text


def test_every_fault_is_told_with_its_line() -> None:
    text = """Löst.
# Rubrik

# Ärendet
[x](javascript:a)

[tabell: saknas.csv]
[tabell: tom.csv]
##
# Ärendet
Igen.
# underskrifter
"""
    told = faults(text)
    assert [(one.line, one.text.split(".")[0][:30]) for one in told] == [
        (1, "Texten står före den första ru"),
        (2, "Rubriken ”Rubrik” finns inte i"),
        (5, "Länken ”javascript:a” kan inte"),
        (7, "Filen ”saknas"),
        (8, "Tabellen tom"),
        (9, "Rubriken är tom"),
        (10, "Avsnittet ”Ärendet” finns reda"),
        (12, "Underskrifterna fylls i från ä"),
    ]


def test_bytes_that_are_not_utf8_are_told_with_their_line() -> None:
    (fault,) = faults("# Sammanfattning\nrad\nÅäö".encode("cp1252"))
    assert fault.line == 3 and "UTF-8" in fault.text


@pytest.mark.parametrize("text", ["\ufeff# Ärendet\r\nText.\r\n", "# Ärendet\rText."])
def test_marks_and_line_ends_of_other_programs_are_no_matter(text: str) -> None:
    assert read(text.encode()) == {"ärendet": (doc.para("Text."),)}


def test_an_empty_section_is_still_missing() -> None:
    assert read("# Sammanfattning\n\n\n# Ärendet\nText.") == {"ärendet": (doc.para("Text."),)}


def test_paragraphs_lists_and_headings_come_in_order() -> None:
    text = """# Ärendet
Första raden
fortsätter.

## Mål
- ett
  fortsätter
- två
    - inre
    - till
        1. djupt

- tre
1. först
2. sedan

4. fyra

Slut.\\
Ny rad.
### Djupare
"""
    assert read(text)["ärendet"] == (
        doc.para("Första raden fortsätter."),
        doc.heading(2, "Mål"),
        doc.bullets(
            "ett fortsätter",
            doc.item("två", under=[doc.bullets("inre", doc.item("till", under=[doc.numbered("djupt")]))]),
            "tre",
        ),
        doc.numbered("först", "sedan", "fyra"),
        doc.para("Slut.\nNy rad."),
        doc.heading(3, "Djupare"),
    )


def test_a_list_begins_at_its_own_number() -> None:
    assert read("# Ärendet\n3. tre\n4. fyra")["ärendet"] == (doc.numbered("tre", "fyra", start=3),)


def test_a_year_or_a_paragraph_sign_is_not_a_list() -> None:
    assert read("# Ärendet\n2023. Året var gott.\n-5 grader.")["ärendet"] == (
        doc.para("2023. Året var gott. -5 grader."),
    )


def test_a_table_is_brought_in_with_its_caption() -> None:
    title, table, after = read("# Ärendet\n## Budget\n[Tabell: budget.csv | rubrik: Läget i tkr]\nEfter.")["ärendet"]
    assert title == doc.heading(2, "Budget") and after == doc.para("Efter.")
    assert isinstance(table, doc.Table) and table.caption == "Läget i tkr" and table.columns[1].align == "right"


@pytest.mark.parametrize("line", ["[tabell:]", "[tabell: a.xlsx | b | c]"])
def test_a_table_line_that_cannot_be_read_is_told(line: str) -> None:
    assert "kan inte tolkas" in faults(f"# Ärendet\n{line}")[0].text


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a **b** c", (doc.Run("a "), doc.bold("b"), doc.Run(" c"))),
        ("*i*", (doc.italic("i"),)),
        ("***bi***", (doc.Run("bi", bold=True, italic=True),)),
        ("**a *b* c**", (doc.bold("a "), doc.Run("b", bold=True, italic=True), doc.bold(" c"))),
        ("3 * 4 * 5", (doc.Run("3 * 4 * 5"),)),
        ("a*b*c", (doc.Run("a*b*c"),)),
        ("** tom **", (doc.Run("** tom **"),)),
        (r"\*ej\*", (doc.Run("*ej*"),)),
        ("[sida](https://a.se/x_(y))", (doc.link("sida", "https://a.se/x_(y)"),)),
        ("[bilaga 1] (ej länk)", (doc.Run("[bilaga 1] (ej länk)"),)),
        ("**[fet](mailto:a@b.se)**", (doc.Run("fet", bold=True, link="mailto:a@b.se"),)),
    ],
)
def test_marks_within_a_line(text: str, runs: doc.Runs) -> None:
    told: list[str] = []
    assert read_inline(text, told.append) == runs and not told


def _refuse(text: str) -> None:
    raise AssertionError(text)


@given(st.text(st.characters(exclude_characters="*[]\\", exclude_categories=["Cs"]), max_size=40))
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert doc.text_of(read_inline(text, _refuse)) == text


@given(st.text("#-*1. |[]():tabelrubik\\\nåA\t", max_size=120))
def test_any_text_is_read_or_refused_with_lines_that_exist(text: str) -> None:
    try:
        made = read(text)
    except BadDefinition as error:
        made = {}
        lines = text.replace("\r", "\n").count("\n") + 1
        refused = [one for one in error.faults if not 1 <= one.line <= lines]
    else:
        refused = []
    assert not refused and set(made) <= {form.name for form in layout().sections}
