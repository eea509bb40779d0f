"""Footnotes in what we write: valid, numbered, after those that a template has, with links of their own."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from beredning.core import document as doc
from beredning.core.report import Facts
from beredning.documents.context import BASE_OFFER
from beredning.documents.merge import merge_facts
from beredning.documents.reading import read
from beredning.documents.report import write_document, write_report
from beredning.documents.template import load_template
from tests.documents.word_kit import (
    W,
    a_report,
    base_template,
    changed,
    layout,
    parts_of,
    report_template,
    template_bytes,
)
from tests.documents.word_rules import audit_faults, sdk_faults

BLOCKS: doc.Blocks = (
    doc.heading(1, "Rubrik"),
    doc.para(doc.note("Ett två", "Första.", (doc.Run("Se "), doc.link("lagen", "https://a.se"))), " tre"),
    doc.bullets((doc.note("punkt", "Andra."),)),
    doc.table(("Post",), [((doc.note("cell", "Tredje & <sista>."),),)]),
)


def written() -> bytes:
    return write_document(base_template(), doc.Document("T", BLOCKS))


def test_notes_are_numbered_in_the_order_of_their_marks_and_read_back() -> None:
    root = etree.fromstring(parts_of(written())["word/footnotes.xml"])
    assert [one.get(f"{W}id") for one in root] == ["-1", "0", "1", "2", "3"]
    marks = etree.fromstring(parts_of(written())["word/document.xml"]).iter(f"{W}footnoteReference")
    assert [one.get(f"{W}id") for one in marks] == ["1", "2", "3"]
    found = read(written(), "a.docx")
    assert found.blocks == BLOCKS
    assert [(one.text.strip(), one.place) for one in found.passages if one.kind == "note"] == [
        ("Första.", "fotnot 1"), ("Se lagen", "fotnot 1"), ("Andra.", "fotnot 2"), ("Tredje & <sista>.", "fotnot 3"),
    ]  # fmt: skip


def test_a_file_without_notes_has_no_part_for_them() -> None:
    assert not any("footnotes" in name for name in parts_of(write_document(base_template(), doc.Document("T", ()))))


def test_the_same_notes_are_the_same_bytes() -> None:
    assert written() == written()


def test_the_notes_of_a_template_stay_and_ours_come_after() -> None:
    name = "word/footnotes.xml"
    data = template_bytes("bas.docx")
    parts = parts_of(data)
    space = f'xmlns:w="{W[1:-1]}"'
    inner = '<w:footnote w:id="7"><w:p><w:r><w:t>Mallens.</w:t></w:r></w:p></w:footnote>'
    own = f"<w:footnotes {space}>{inner}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    links, types = parts["word/_rels/document.xml.rels"].decode(), parts["[Content_Types].xml"].decode()
    made = changed(data, {
        name: own,
        "word/_rels/document.xml.rels": links.replace(
            "</Relationships>", f'<Relationship Id="rId77" Type="{relation}" Target="footnotes.xml"/></Relationships>'
        ),
        "[Content_Types].xml": types.replace(
            "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
        ),
    })  # fmt: skip
    result = write_document(load_template(made, BASE_OFFER), doc.Document("T", BLOCKS))
    root = etree.fromstring(parts_of(result)[name])
    assert [one.get(f"{W}id") for one in root] == ["7", "8", "9", "10"]
    assert parts_of(result)["[Content_Types].xml"].count(b"footnotes+xml") == 1
    assert read(result, "a.docx").blocks == BLOCKS


def test_a_note_within_a_note_stands_in_brackets() -> None:
    inner = (doc.note("yttre", "inre"),)
    found = read(write_document(base_template(), doc.Document("T", (doc.para(doc.note("a", inner)),))), "a.docx")
    assert found.blocks == (doc.para(doc.note("a", "yttre (inre)")),)


def files() -> dict[str, bytes]:
    """What is written with notes, and a file that facts were put into."""
    report = write_report(report_template(), a_report({"ärendet": (doc.para(doc.note("a", "b")),)}))
    facts = Facts(diary_number="2025/1", date="2025-02-01", title="Ny titel")
    return {"noter": written(), "sammanförd": merge_facts(report, layout(), facts).body}


def test_what_is_written_is_valid_by_openxml_audit(tmp_path: Path) -> None:
    assert audit_faults(files(), tmp_path) == {}


def test_what_is_written_is_valid_by_the_open_xml_sdk(tmp_path: Path) -> None:
    assert sdk_faults(files(), tmp_path) == {}
