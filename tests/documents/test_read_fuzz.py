"""Any file gives a reading or a refusal in words, in bounded time and memory; never anything else.

Word files are damaged part by part and element by element; also what then comes after reading must hold.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from beredning.core import document as doc
from beredning.core.reading import Reading
from beredning.core.recognition import recognise
from beredning.core.report import Facts
from beredning.documents.losses import losses
from beredning.documents.merge import merge_facts
from beredning.documents.read_docx_styles import without_table_looks
from beredning.documents.reading import read
from beredning.documents.report import write_report
from beredning.errors import BadDocument
from tests.documents.docx_kit import control, drawing, p, r, word_file
from tests.documents.word_kit import PNG, a_report, layout, parts_of, report_template, zipped


@cache
def ours() -> bytes:
    """A report of ours with something of everything."""
    content: doc.Blocks = (
        doc.para("Text ", doc.note("med not", "Noten."), doc.link("länk", "https://a.se")),
        doc.bullets("a", doc.item("b", under=[doc.numbered("c", "d")])),
        doc.table(("Post", "Tkr"), [("Komvux", "-11 066"), ("Summa", "1")], align="lr", caption="Tabell 1"),
        doc.Image("d" * 64, "En bild", 40),
    )
    return write_report(report_template(), a_report({"ärendet": content}), {"d" * 64: PNG})


@cache
def theirs() -> bytes:
    """A file that others made, with what ours do not have: comments, changes, fields, boxes, nested tables."""
    inner = drawing(f"<w:txbxContent>{p('i rutan')}</w:txbxContent>")
    box = f"<mc:AlternateContent><mc:Choice>{inner}</mc:Choice><mc:Fallback/></mc:AlternateContent>"
    nested = f"<w:tbl><w:tr><w:tc>{p('d')}</w:tc></w:tr></w:tbl>"
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr>{p('c')}{nested}</w:tc>"
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    inserted = '<w:ins w:id="1" w:author="B"><w:r><w:t>in</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2"><w:r><w:delText>ut</w:delText></w:r></w:del>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "https://a.se"</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/></w:r>' + r("länk") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = (
        p("Dnr: ", control("fält:diarienummer", r("2024/7")))
        + p(start, r("Ärendet", "<w:b/>"), end, style="Heading1")
        + p(inserted, deleted)
        + p(field, box) + f"<w:tbl><w:tblGrid><w:gridCol w:w='1'/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
        + p("punkt", style="ListBullet", properties='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
    )  # fmt: skip
    comment = f'<w:comments><w:comment w:id="0" w:author="B" w:date="2024">{p("Hm.")}</w:comment></w:comments>'
    return word_file(body, {"word/comments.xml": comment, "word/media/b.png": PNG}, {"rIdB": "media/b.png"})


FILES = {"ours": ours, "theirs": theirs}


def read_or_refused(data: bytes) -> Reading | None:
    """The reading, or None after a refusal that says which file, why, and what to do."""
    try:
        return read(data, "a.docx")
    except BadDocument as refusal:
        said = refusal
    assert said.text.startswith("a.docx") and said.hint
    return None


def survives(data: bytes) -> None:
    """Read, recognise, compare and merge; only a refusal in Swedish may come out."""
    found = read_or_refused(data)
    if found is None:
        return
    assert all(one.block < len(found.blocks) for one in found.passages)
    list(doc.lines_of(found.blocks))
    recognise(found, layout())
    losses(read(ours(), "b.docx"), found, layout())
    merged = merge_facts(data, layout(), Facts(diary_number="2025/1", title="Ny titel"))
    assert merged.body == data or read(merged.body, "a.docx")


def damaged_text(draw: random.Random, text: bytes) -> bytes:
    at = draw.randrange(len(text) + 1)
    return draw.choice([
        text[:at], text[at:], text[:at] + bytes([draw.randrange(256)]) + text[at + 1 :], text[:at] + text[at:] * 2, b"",
        text[:at] + draw.choice([b"<", b"&", b"\x00", b"</w:p>", b"<w:p>", b"<!DOCTYPE a>"]) + text[at:],
    ])  # fmt: skip


def damaged_tree(draw: random.Random, text: bytes) -> bytes:
    """The part with an element taken out, doubled, moved, renamed, emptied, or with an odd attribute."""
    root = etree.fromstring(text)
    for _ in range(draw.randrange(1, 4)):
        every = [one for one in root.iter() if one.getparent() is not None and isinstance(one.tag, str)]
        if not every:
            break
        one, other = draw.choice(every), draw.choice(every)
        above = one.getparent()
        assert above is not None
        match draw.randrange(7):
            case 0:
                above.remove(one)
            case 1:
                above.insert(0, etree.fromstring(etree.tostring(one)))
            case 2 if one not in other.iterancestors() and one is not other:
                other.append(one)
            case 3:
                one.tag = other.tag
            case 4:
                del one[:]
            case 5 if one.attrib:
                one.set(
                    draw.choice(list(one.attrib)), draw.choice(["", "-1", "999999999999", "x" * 5000, "\u00e5", "0"])
                )
            case _:
                one.text = draw.choice([None, "x", "  ", "\u202e\ufffd"])
    return etree.tostring(root)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(FILES)), st.randoms(use_true_random=False))
def test_a_damaged_part_gives_a_reading_or_a_refusal(name: str, draw: random.Random) -> None:
    parts = parts_of(FILES[name]())
    target = draw.choice(sorted(parts))
    text = parts[target]
    if target.endswith((".xml", ".rels")) and draw.random() < 0.7:
        parts[target] = damaged_tree(draw, text)
    else:
        parts[target] = damaged_text(draw, text)
    survives(zipped(parts))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(FILES)), st.randoms(use_true_random=False))
def test_parts_that_are_gone_or_in_each_others_place(name: str, draw: random.Random) -> None:
    parts = parts_of(FILES[name]())
    one, other = draw.sample(sorted(parts), 2)
    if draw.random() < 0.5:
        del parts[one]
    else:
        parts[one], parts[other] = parts[other], parts[one]
    survives(zipped(parts))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18]))
def test_random_bytes_are_no_word_file(data: bytes, head: bytes) -> None:
    assert read_or_refused(head + data) is None


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_a_damaged_container(draw: random.Random) -> None:
    data = bytearray(ours())
    for _ in range(draw.randrange(1, 6)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    survives(bytes(data[: draw.randrange(len(data))] if draw.random() < 0.3 else data))


def many(text: str, count: int) -> Callable[[], bytes]:
    return lambda: word_file(text * count)


WIDE = "<w:gridSpan w:val='999999999'/>"
HOSTILE = {
    "giant attribute": lambda: word_file(p("x", properties=f'<w:jc w:val="{"a" * 9_000_000}"/>')),
    "giant text": lambda: word_file(p("x" * 9_000_000)),
    "many paragraphs": many("<w:p><w:r><w:t>x</w:t></w:r></w:p>", 15_000),
    "many empty": many("<w:p/>", 60_000),
    "many runs": lambda: word_file(p((r("x", "<w:b/>") + r("y")) * 10_000)),
    "many changes": lambda: word_file(p(("<w:ins w:id='1'>" + r("x") + "</w:ins>" + r("y")) * 8_000)),
    "wide rows": many(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 100}</w:tr></w:tbl><w:p/>", 200),
    "wide spans": many(f"<w:tbl><w:tr><w:tc><w:tcPr>{WIDE}</w:tcPr><w:p/></w:tc></w:tr></w:tbl>", 500),
    "nested tables": lambda: word_file("<w:tbl><w:tr><w:tc>" * 80 + p("x") + "</w:tc></w:tr></w:tbl>" * 80),
    "nested controls": lambda: word_file("<w:sdt><w:sdtContent>" * 120 + p("x") + "</w:sdtContent></w:sdt>" * 120),
    "open fields": lambda: word_file(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 3_000 + r("x") * 3_000)),
    "open comments": lambda: word_file(p(*(f"<w:commentRangeStart w:id='{n}'/>" for n in range(400)), r("x") * 3_000)),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_hurt_is_read_or_refused_in_bounded_time_and_memory(name: str) -> None:
    data = HOSTILE[name]()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    read_or_refused(data)
    assert time.process_time() - start < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2**20  # kB


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (b"<a><w:tblStylePr><b/></w:tblStylePr><c/><w:tblStylePr/></a>", b"<a><c/></a>"),
        (b"<a/>", b"<a/>"), (b"<a><!-- <w:tblStylePr --></a>", b"<a><!-- <w:tblStylePr --></a>"),
    ],
)  # fmt: skip
def test_only_the_looks_of_tables_are_left_out_of_the_styles(text: bytes, left: bytes) -> None:
    assert without_table_looks(text) == left
