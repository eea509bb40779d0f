"""What is written in Word: every text survives, lists begin anew, tables have header rows, no identity twice."""

from __future__ import annotations

import io
import re
from collections import Counter
from hashlib import sha256

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from beredning.core import document as doc
from beredning.documents.report import write_document
from beredning.errors import BadDocument
from tests.documents.word_kit import PNG, W, base_template, body, parts_of, shown

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write(*blocks: doc.Block, images: dict[str, bytes] | None = None, **more: str) -> bytes:
    return write_document(base_template(), doc.Document("Titel", blocks, **more), images)  # type: ignore[arg-type]


def as_word_can(text: str) -> str:
    """What a text is in Word: its line breaks are one sign, and what XML cannot hold is shown as lost."""
    return ILLEGAL.sub("\ufffd", re.sub("\r\n|[\r\x0b\x0c]", "\n", text))


@given(st.text(st.characters(codec=None), min_size=1, max_size=60))
def test_any_text_survives(text: str) -> None:
    written = write(doc.para(text), doc.bullets(text), doc.table((text,), [(text,)]), doc.facts((text, text)))
    lines = [shown(one) for one in body(written).iter(f"{W}p")]
    right = as_word_can(text)
    assert lines[:4] == [right, right, right, right]
    assert lines[4] == f"{right}\t{right}"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_python_docx_reads_what_was_written(text: str) -> None:
    word = docx.Document(io.BytesIO(write(doc.heading(2, text), doc.para(doc.bold(text)))))
    first, second = word.paragraphs[:2]
    assert (first.text, getattr(first.style, "name", "")) == (text, "Heading 2")
    assert second.text == text and second.runs[0].bold


@pytest.mark.parametrize(
    "text",
    ["Ström & Gulliksson <AB> \"citat\" 'enkla'", "åäö ÅÄÖ é ü", "👩‍🏫 familj 👨‍👩‍👧", "e\u0301", "\u200f\u00ad"],
)
def test_texts_that_other_writers_lose(text: str) -> None:
    assert shown(body(write(doc.para(text)))) == text


def test_runs_carry_their_manner() -> None:
    first, second = body(write(doc.para(doc.bold("a"), doc.Run("b", bold=True, italic=True)))).iter(f"{W}rPr")
    assert [one.tag for one in first] == [f"{W}b"] and [one.tag for one in second] == [f"{W}b", f"{W}i"]


def test_each_numbered_list_begins_anew_and_where_it_says() -> None:
    written = write(doc.numbered("a", "b"), doc.para("x"), doc.numbered("c", start=7))
    used = [one.get(f"{W}val") for one in body(written).iter(f"{W}numId")]
    assert used[0] == used[1] != used[2]
    starts = {
        num.get(f"{W}numId"): num.find(f"{W}lvlOverride[@{W}ilvl='0']/{W}startOverride").get(f"{W}val")  # type: ignore[union-attr]
        for num in body(written, "word/numbering.xml").findall(f"{W}num")
        if num.find(f"{W}lvlOverride") is not None
    }
    assert starts == {used[0]: "1", used[2]: "7"}


def test_lists_nest_to_nine_levels_and_no_deeper() -> None:
    made = doc.bullets("botten")
    for depth in range(11):
        made = doc.bullets(doc.item(f"nivå {depth}", under=[made]))
    levels = [int(one.get(f"{W}val") or 0) for one in body(write(made)).iter(f"{W}ilvl")]
    assert levels == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8]


def test_a_table_has_header_rows_a_caption_and_a_description() -> None:
    table = doc.table(("Post", "Tkr"), [("Skola", "-795 480"), doc.row("Summa", "1", strong=True)], align="lr",
                      caption="Budget", description="Budget per post")  # fmt: skip
    root = body(write(doc.para("före"), table))
    made = next(root.iter(f"{W}tbl"))
    rows = made.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert made.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstRow") == "1"  # type: ignore[union-attr]
    assert made.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val") == "Budget per post"  # type: ignore[union-attr]
    assert shown(rows[1]) == "Skola\n-795\u00a0480"
    assert [one.get(f"{W}val") for one in rows[1].iter(f"{W}jc")] == ["right"]
    assert len(list(rows[2].iter(f"{W}b"))) == 2 and not list(rows[1].iter(f"{W}b"))


def test_a_text_with_digits_set_to_the_right_keeps_its_spaces() -> None:
    assert "ca 5 000 kr" in shown(body(write(doc.table(("a",), [("ca 5 000 kr",)], align="r"))))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.lists(st.text(max_size=80), min_size=8, max_size=8))
def test_column_widths_fill_the_page_exactly(shares: list[int], texts: list[str]) -> None:
    table = doc.table(texts[: len(shares)], [texts[: len(shares)]], widths=shares)
    root = body(write(table))
    widths = [int(one.get(f"{W}w") or 0) for one in root.iter(f"{W}gridCol")]
    assert sum(widths) == base_template().house.width and min(widths) > 0
    assert [int(one.get(f"{W}w") or 0) for one in next(root.iter(f"{W}tr")).iter(f"{W}tcW")] == widths


def test_tables_do_not_run_together_and_none_is_last() -> None:
    table = doc.table(None, [("a",)])
    tags = [one.tag for one in body(write(table, table))[0]]
    assert tags == [f"{W}tbl", f"{W}p", f"{W}tbl", f"{W}p", f"{W}sectPr"]


def test_links_lead_where_they_say_and_each_address_is_kept_once() -> None:
    there = "https://www.exempel.se/?a=1&b=2"
    written = write(
        doc.heading(1, "Mål", anchor="mål"), doc.para(doc.link("a", there), doc.link("b", there), doc.link("c", "#mål"))
    )
    first, second, third = body(written).iter(f"{W}hyperlink")
    assert first.get(f"{RELATION}id") == second.get(f"{RELATION}id")
    targets = [
        one.get("Target")
        for one in body(written, "word/_rels/document.xml.rels")
        if one.get("TargetMode") == "External"
    ]
    assert targets == [there]
    names = [one.get(f"{W}name") for one in body(written).iter(f"{W}bookmarkStart")]
    assert names == [third.get(f"{W}anchor")]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///c:/x", "\\\\server\\x", "www.exempel.se", "https://"]
)
def test_a_link_that_would_run_something_is_refused(address: str) -> None:
    with pytest.raises(BadDocument, match="kan inte stå i ett dokument"):
        write(doc.para(doc.link("x", address)))


def test_a_picture_is_kept_once_and_described() -> None:
    digest = sha256(PNG).hexdigest()
    image = doc.Image(digest, "Karta över & skolor", 80)
    written = write(image, image, images={digest: PNG})
    assert [data for name, data in parts_of(written).items() if "/media/" in name] == [PNG]
    pictures = [one for one in body(written).iter() if str(one.tag).endswith("}docPr")]
    assert [one.get("descr") for one in pictures] == ["Karta över & skolor"] * 2
    assert len({one.get("id") for one in pictures}) == 2
    assert b'Extension="png"' in parts_of(written)["[Content_Types].xml"]
    assert len(docx.Document(io.BytesIO(written)).inline_shapes) == 2


@pytest.mark.parametrize(
    ("data", "alt", "said"),
    [
        (b"GIF89a" + b"x" * 50, "bild", "varken en hel PNG"),
        (PNG[:20], "bild", "varken en hel"),
        (PNG, " ", "saknar beskrivning"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_refused(data: bytes, alt: str, said: str) -> None:
    with pytest.raises(BadDocument, match=said):
        write(doc.Image("d", alt), images={"d": data})


def test_a_picture_that_was_not_handed_over_is_refused() -> None:
    with pytest.raises(BadDocument, match="saknas bland de bilder"):
        write(doc.Image("d", "bild"))


def test_a_jpeg_keeps_its_shape() -> None:
    head = (
        bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0001108")
        + (100).to_bytes(2, "big")
        + (200).to_bytes(2, "big")
    )
    root = body(write(doc.Image("d", "bild", 100), images={"d": head + bytes(20)}))
    extent = next(one for one in root.iter() if str(one.tag).endswith("}extent"))
    assert (extent.get("cx"), extent.get("cy")) == ("3600000", "1800000")


def test_a_page_break_needs_no_empty_paragraph() -> None:
    root = body(write(doc.para("a"), doc.PageBreak(), doc.para("b"), doc.para("c")))
    assert [one.find(f"{W}pPr/{W}pageBreakBefore") is not None for one in root.iter(f"{W}p")] == [False, True, False]


def test_page_numbers_are_fields_that_word_counts() -> None:
    codes = [
        (one.get(f"{W}instr") or "").strip()
        for one in body(write(doc.Paragraph(doc.PAGE_OF_PAGES))).iter(f"{W}fldSimple")
    ]
    assert codes == ["PAGE", "NUMPAGES"]


def test_those_who_sign_are_kept_together() -> None:
    root = body(write(doc.signatures(("Åke Ek", "Ordförande"), ("Ada Öberg", "Justerare"), line=True)))
    assert [shown(one) for one in root.iter(f"{W}p")] == ["\t\nÅke Ek\nOrdförande", "\t\nAda Öberg\nJusterare"]
    assert [one.find(f"{W}pPr/{W}keepNext") is not None for one in root.iter(f"{W}p")] == [True, False]


def test_another_language_is_said_for_every_run() -> None:
    runs = list(body(write(doc.para("hello"), language="en-GB")).iter(f"{W}r"))
    assert [one.find(f"{W}rPr/{W}lang").get(f"{W}val") for one in runs] == ["en-GB"]  # type: ignore[union-attr]


def test_swedish_is_the_language_of_the_styles() -> None:
    lang = body(write(doc.para("hej")), "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert lang is not None and lang.get(f"{W}val") == "sv-SE"


def test_a_lying_page_is_wide_and_its_tables_too() -> None:
    made = doc.Document("T", (doc.table(("a",), [("b",)]),), (doc.band("v", "h"),), landscape=True)
    written = write_document(base_template(), made)
    size = next(body(written).iter(f"{W}pgSz"))
    assert (size.get(f"{W}w"), size.get(f"{W}h"), size.get(f"{W}orient")) == ("16838", "11906", "landscape")
    assert next(body(written).iter(f"{W}gridCol")).get(f"{W}w") == str(16838 - 2 * 1417)


def test_no_identity_is_given_twice() -> None:
    slots = [doc.Slot(f"s:{number}", "t", "p", (doc.heading(1, "h", anchor=f"a{number}"),)) for number in range(30)]
    root = body(write(*slots))
    for path in (f"{W}sdt/{W}sdtPr/{W}id",):
        ids = Counter(one.get(f"{W}val") for one in root.iterfind(f".//{path}"))
        assert len(ids) == 30 and set(ids.values()) == {1}
    marks = Counter(one.get(f"{W}id") for one in root.iter(f"{W}bookmarkStart"))
    assert len(marks) == 30 and set(marks.values()) == {1}


def test_a_first_paragraph_with_a_look_is_sheltered_by_a_control_that_word_removes() -> None:
    """LibreOffice drops look and link of the first paragraph in a block control, but not in a control in the line."""
    plain, bold, late = (
        doc.Slot(tag, "t", "p", blocks)
        for tag, blocks in (
            ("s:1", (doc.para("a"), doc.para(doc.bold("b")))),
            ("s:2", (doc.para("a ", doc.link("b", "https://a.se")), doc.para(doc.bold("c")))),
            ("s:3", (doc.table(("a",), [("b",)]), doc.para(doc.bold("c")))),
        )
    )
    root = body(write(plain, bold, late))
    inner = [one for one in root.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}temporary") is not None]
    assert [shown_runs(one) for one in inner] == ["a b"]
    ids = [one.get(f"{W}val") for one in root.iterfind(f".//{W}sdt/{W}sdtPr/{W}id")]
    assert len(ids) == len(set(ids)) == 4


def shown_runs(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))
