"""The case's facts in the officer's own file: put where they stand, nothing else touched, nothing forced in."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.core import report as core
from beredning.core.recognition import recognise
from beredning.documents.merge import Merged, merge_facts
from beredning.documents.opc import raw_parts
from beredning.documents.reading import read
from beredning.documents.report import write_report
from tests.ale import ale_paper
from tests.documents.docx_kit import control, p, r, word_file
from tests.documents.word_kit import a_report, layout, parts_of, report_template

FACTS = core.Facts(
    "Barnförvaltningen", "2024/7", "2024-02-01", doc.Signatory("Bo Ek", "Jurist"), "Barnnämnden", "Ny & bättre <plan>"
)


def facts_in(data: bytes) -> dict[str, str]:
    return {one.form.name: one.text for one in recognise(read(data, "a.docx"), layout()).facts}


def wanted() -> dict[str, str]:
    return {form.name: FACTS.text(form.name) for form in layout().facts}


def test_every_fact_goes_into_its_control_and_nothing_else_changes() -> None:
    before = write_report(report_template(), a_report({"ärendet": (doc.para("Text ", doc.bold("fet")),)}))
    merged = merge_facts(before, layout(), FACTS)
    assert merged.unplaced == ()
    assert {name for name, _, _ in merged.changed} == set(wanted())
    assert all(after == FACTS.text(name) for name, _, after in merged.changed)
    assert facts_in(merged.body) == wanted()
    first, second = recognise(read(before, "a.docx"), layout()), recognise(read(merged.body, "a.docx"), layout())
    assert [one.blocks for one in first.sections] == [one.blocks for one in second.sections]
    same = {one.name: one for one in raw_parts(before)}
    touched = [one.name for one in raw_parts(merged.body) if same[one.name] != one]
    assert sorted(touched) == ["docProps/core.xml", "word/document.xml"]
    assert docx.Document(io.BytesIO(merged.body)).core_properties.title == FACTS.title


def test_the_same_input_gives_the_same_bytes_and_nothing_to_change_gives_the_bytes_that_came() -> None:
    before = write_report(report_template(), a_report())
    merged = merge_facts(before, layout(), FACTS)
    assert merge_facts(before, layout(), FACTS) == merged
    assert merge_facts(merged.body, layout(), FACTS) == Merged(merged.body, (), ())


def test_placeholders_give_way_and_facts_that_are_not_known_are_left_alone() -> None:
    before = write_report(report_template(), core.make_report(layout(), core.Facts(), {}))
    merged = merge_facts(before, layout(), FACTS._replace(date="", title=""))
    found = {one.form.name: one for one in recognise(read(merged.body, "a.docx"), layout()).facts}
    assert found["diarienummer"].text == "2024/7"
    assert found["datum"].text == "" and found["rubrik"].text == ""
    assert ("diarienummer", "", "2024/7") in merged.changed
    assert b"showingPlcHdr" in parts_of(merged.body)["word/document.xml"]


@pytest.mark.parametrize("name", ["03-manadsuppfoljning", "04-namndplan", "05-handlingsplan", "08-internkontrollplan"])
def test_the_real_reports_without_controls_get_their_facts_in_their_lines(name: str) -> None:
    before = ale_paper(f"word/{name}.docx").read_bytes()
    merged = merge_facts(before, layout(), FACTS)
    assert merged.unplaced == ()
    assert facts_in(merged.body) == wanted()
    old, new = read(before, "a.docx"), read(merged.body, "a.docx")
    assert len(old.passages) == len(new.passages)
    differ = [after.text for one, after in zip(old.passages, new.passages, strict=True) if one != after]
    assert len(differ) == 6 and "Diarienummer: 2024/7" in differ and "Datum: 2024-02-01" in differ


def test_a_fact_that_the_file_has_no_place_for_is_told() -> None:
    merged = merge_facts(ale_paper("word/07-familjecentraler.docx").read_bytes(), layout(), FACTS)
    assert merged.unplaced == ("handläggare",)
    assert "handläggare" not in facts_in(merged.body)


HEAD = (
    p("Utbildningsförvaltningen") + p(r("Diarie", "<w:b/>"), r("nummer: 20"), r("23/4", "<w:i/>"), r("5"))
    + p("Datum:") + p("Utvecklare, Ada Öberg") + p("Utbildningsnämnden") + p("Gammal titel")
)  # fmt: skip
BODY = p("Förslag till beslut", style="Heading1") + p("Nämnden antar planen.")


def test_a_value_split_over_runs_keeps_the_look_of_its_first_letter_and_the_label() -> None:
    before = word_file(HEAD + BODY)
    merged = merge_facts(before, layout(), FACTS)
    runs = docx.Document(io.BytesIO(merged.body)).paragraphs[1].runs
    assert [(one.text, bool(one.bold), bool(one.italic)) for one in runs if one.text] == [
        ("Diarie", True, False), ("nummer: 2024/7", False, False),
    ]  # fmt: skip
    assert ("datum", "", "2024-02-01") in merged.changed
    assert facts_in(merged.body) == wanted()


@pytest.mark.parametrize("mark", ["ins", "del"])
def test_nothing_is_put_where_a_tracked_change_waits(mark: str) -> None:
    text = "<w:t>6</w:t>" if mark == "ins" else "<w:delText>6</w:delText>"
    tracked = f'<w:{mark} w:id="1" w:author="Bo"><w:r>{text}</w:r></w:{mark}>'
    before = word_file(p("Diarienummer: 2023/45", tracked) + BODY)
    merged = merge_facts(before, layout(), core.Facts(diary_number="2024/7"))
    assert merged == Merged(before, (), ("diarienummer",))
    inside = word_file(p("Dnr: ", control("fält:diarienummer", r("2023/45") + tracked)) + BODY)
    assert merge_facts(inside, layout(), core.Facts(diary_number="2024/7")).unplaced == ("diarienummer",)


def test_a_control_that_word_fills_itself_is_not_written_in() -> None:
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'
    before = word_file(p("Dnr: ", control("fält:diarienummer", r("1"), more=bound)) + BODY)
    assert merge_facts(before, layout(), core.Facts(diary_number="2024/7")) == Merged(before, (), ("diarienummer",))


def test_facts_in_a_table_and_in_the_page_head() -> None:
    def cell(text: str) -> str:
        return f"<w:tc>{p(text) if text else '<w:p/>'}</w:tc>"

    rows = "".join(f"<w:tr>{cell(a)}{cell(b)}</w:tr>" for a, b in (("Diarienummer", ""), ("Datum", "2023-11-27")))
    head = {"word/header9.xml": f"<w:hdr>{p('Rubrik: Gammal titel')}</w:hdr>"}
    before = word_file(f"<w:tbl>{rows}</w:tbl>{BODY}", head)
    facts = core.Facts(diary_number="2024/7", date="2024-02-01", title="Ny plan")
    merged = merge_facts(before, layout(), facts)
    assert merged.unplaced == ()
    assert facts_in(merged.body) == {"diarienummer": "2024/7", "datum": "2024-02-01", "rubrik": "Ny plan"}
    words = docx.Document(io.BytesIO(merged.body))
    assert [cell.text for row in words.tables[0].rows for cell in row.cells] == [
        "Diarienummer", "2024/7", "Datum", "2024-02-01",
    ]  # fmt: skip


def test_the_same_fact_in_two_controls_is_put_in_both() -> None:
    both = p(control("fält:diarienummer", r("1"))) + BODY + p("Dnr ", control("fält:diarienummer", r("2")))
    merged = merge_facts(word_file(both), layout(), core.Facts(diary_number="2024/7"))
    assert parts_of(merged.body)["word/document.xml"].count(b"2024/7") == 2


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30))
def test_any_text_is_put_as_it_is(text: str) -> None:
    title = " ".join(text.split()) or "x"
    before = write_report(report_template(), a_report())
    merged = merge_facts(before, layout(), core.Facts(title=title))
    assert facts_in(merged.body)["rubrik"] == title.strip()
