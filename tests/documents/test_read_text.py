"""Text files as readings: paragraphs, entries, rows, pages and real lines, and no text that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.documents.pages import page_number
from beredning.documents.read_text import MAX_TEXT, read_text
from beredning.documents.reading import format_of, read
from beredning.errors import BadDocument, UsageFault
from tests.ale import ale_paper, need_ale


def read_str(text: str, encoding: str = "utf-8"):
    return read(text.encode(encoding), "prov.txt")


def test_every_line_is_a_passage_with_its_real_number() -> None:
    found = read_str("Ett\n\n\nTvå\r\nTre\n").passages
    assert [(one.text, one.line, one.paragraph) for one in found] == [("Ett", 1, 1), ("Två", 4, 2), ("Tre", 5, 3)]


@pytest.mark.parametrize(
    ("line", "page"),
    [("3(4)", (3, 4)), ("3 (4)", (3, 4)), ("Sida 3 av 4", (3, 4)), ("Sid 3(4)", (3, 4)), ("sida 3", (3, 0)),
     ("3 av 4", (3, 4)), ("Sida\u00a03", (3, 0))],
)  # fmt: skip
def test_a_printed_page_number_is_head_and_not_content(line: str, page: tuple[int, int]) -> None:
    assert page_number(line) == page
    found = read_str(f"Före\n\n{line}\n\nEfter")
    assert [one.kind for one in found.passages] == ["paragraph", "header", "paragraph"]
    assert found.passages[2].page == 3
    assert found.passages[1].block == -1
    assert len(found.blocks) == 2


@pytest.mark.parametrize("line", ["3/4", "2023", "3(a)", "Sidan 3 visar", "§ 3 (2023)", "1 av 3 barn", "3", "(3)"])
def test_what_only_looks_like_a_page_number_is_content(line: str) -> None:
    assert page_number(line) is None
    assert [one.text for one in read_str(line).body] == [line]


def test_what_stands_before_the_first_page_number_is_on_the_first_page_when_that_is_printed() -> None:
    assert [one.page for one in read_str("Titel\n\n1(2)\n\nText\n\n2(2)\n\nMer").passages] == [1, 1, 1, 2, 2]
    assert [one.page for one in read_str("Titel\n\n4(9)\n\nText").passages] == [0, 4, 4]


def test_form_feeds_part_pages() -> None:
    assert [(one.text, one.page) for one in read_str("Ett\n\fTvå\n").passages] == [("Ett", 1), ("Två", 2)]


def test_entries_and_rows_become_lists_and_tables() -> None:
    found = read_str("Vi ska:\n\n- läsa\n- skriva\n  - för hand\n\nA\tB\n-\t--\n1\t\n\n1. ett\n2. två\n")
    assert found.blocks[1] == doc.bullets("läsa", doc.item("skriva", under=[doc.bullets("för hand")]))
    assert found.blocks[2] == doc.table(("A", "B"), [("1", "")])
    assert found.blocks[3] == doc.numbered("ett", "två")
    assert [one.level for one in found.passages if one.kind == "item"] == [1, 1, 2, 1, 1]
    assert [one.cells for one in found.passages if one.kind == "row"] == [("A", "B"), ("-", "--"), ("1", "")]


def test_a_number_alone_is_a_numbered_heading_and_no_list() -> None:
    found = read_str("3. Ärendet\n\nText\n\n4. Bedömning\n")
    assert [one.kind for one in found.passages] == ["paragraph"] * 3
    assert found.passages[0].text == "3. Ärendet"


def test_a_minus_sign_begins_no_entry() -> None:
    assert [one.kind for one in read_str("-5 grader\n–\n").passages] == ["paragraph", "paragraph"]


def test_lines_broken_at_a_margin_are_joined_and_short_lines_are_not() -> None:
    text = (
        "Förvaltningen har under våren gått igenom samtliga lokaler\noch föreslår att två av dem lämnas. "
        "Det sparar pengar\nredan i år, men flytten kostar något första året och det\nska vägas in."
        "\n\nÅsa Ek\nFörvaltningschef\n"
    )
    found = read_str(text).passages
    assert [one.line for one in found] == [1, 6, 7]
    assert found[0].text.endswith("pengar redan i år, men flytten kostar något första året och det ska vägas in.")
    assert found[0].text.count("  ") == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_ways_of_saving_text_give_the_same(encoding: str) -> None:
    found = read_str("Ärendet\n\nÅ, ä och ö – “så”", encoding)
    assert [one.text for one in found.passages] == ["Ärendet", "Å, ä och ö – “så”"]
    assert found.unread == ()


def test_an_old_code_page_is_understood_and_told() -> None:
    found = read("Ärendet – ändrat".encode("cp1252"), "prov.txt")
    assert found.passages[0].text == "Ärendet – ändrat"
    assert "UTF-8" in found.unread[0]


def test_what_cannot_be_read_is_told() -> None:
    found = read(b"A\x00B\x07 \x81", "prov.txt")
    assert len(found.unread) == 2
    assert "\ufffd" in found.passages[0].text


def test_a_few_long_rows_among_many_do_not_fill_the_memory() -> None:
    text = "\t" * 50_000 + "x\n" + "a\tb\n" * 20_000
    found = read_str(text)
    assert len(found.passages) == 20_001
    assert [type(one) for one in found.blocks] == [doc.Facts]
    assert sum(1 for _ in doc.lines_of(found.blocks)) == 20_001 - 20_000


def test_endings_and_content() -> None:
    assert format_of("A.B.DOCX") == "docx"
    with pytest.raises(UsageFault, match=r"slutar på \.docx, \.pdf, \.txt"):
        read(b"x", "bild.png")
    with pytest.raises(UsageFault):
        read(b"x", "txt")
    with pytest.raises(BadDocument, match="är en PDF"):
        read(b"%PDF-1.7", "a.txt")
    with pytest.raises(BadDocument, match="20 MB"):
        read_text(b"a" * (MAX_TEXT + 1), "a.txt")


@given(st.binary(max_size=400))
def test_no_bytes_are_unreadable(data: bytes) -> None:
    found = read_text(data, "a.txt")
    assert all(one.line > 0 for one in found.passages)


@given(st.text(alphabet=st.sampled_from("ab åÄ\t-•1234567890.()\n\f *"), max_size=200))
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    found = read_text(text.encode(), "a.txt")
    said = "".join("".join(one.text.split()) for one in found.passages)
    assert [one for one in said if one.isalpha()] == [one for one in text if one.isalpha()]
    shown = "".join(doc.lines_of(found.blocks))
    body = "".join(one.text for one in found.body)
    assert [one for one in shown if one.isalpha()] == [one for one in body if one.isalpha()]


def test_the_real_papers_are_read_line_by_line() -> None:
    for path in sorted(need_ale().glob("*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        found = read(path.read_bytes(), path.name)
        assert {one.line for one in found.passages} == {at for at, line in enumerate(lines, 1) if line.strip()}
        assert all(one.text.strip() in lines[one.line - 1] for one in found.passages)
        assert found.unread == ()


def test_the_real_budget_table_is_one_table() -> None:
    found = read(ale_paper("03-tjansteutlatande-manadsuppfoljning.txt").read_bytes(), "03.txt")
    (table,) = [one for one in found.blocks if isinstance(one, doc.Table)]
    assert len(table.rows) == 15
    assert len(table.columns) == 7
