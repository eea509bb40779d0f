"""Every kind of document that is made, as Word and as PDF: valid, and open to who cannot see it (STD-06)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import docx
import pikepdf
import pytest
from lxml import etree

from beredning.core import document as doc
from beredning.core import report as core
from beredning.core.law import LEGALITY_REVIEW, appeal_instruction
from beredning.core.minutes import Posting
from beredning.documents.delegation_list import list_document
from beredning.documents.minutes import minutes_document, posting_document
from beredning.documents.notice import notice_document
from beredning.documents.pdf import write_pdf
from beredning.documents.report import write_document, write_report
from tests.documents.pdf_kit import faults, kinds, pages, png, tags
from tests.documents.test_delegation_list import LIST
from tests.documents.test_minutes import MINUTES
from tests.documents.test_notice import NOTICE
from tests.documents.test_report import a_rich_document
from tests.documents.word_kit import W, a_report, base_template, layout, parts_of, report_template
from tests.documents.word_rules import audit_faults, sdk_faults

IMAGES = {"d": png()}
POSTED = Posting(101, 102, "2023-12-18", "2023-12-18", "2024-01-08", "2024-01-09", "", "receptionen", "Marie")


class Made(NamedTuple):
    """A document as both formats. shown: its values."""

    shown: doc.Document
    word: bytes
    pdf: bytes


def rich(*more: doc.Block) -> doc.Blocks:
    """What an officer may write in a section, one of each."""
    return (
        doc.para("Text med ", doc.bold("fett"), doc.italic(" kursivt"), doc.link(" länk", "https://www.exempel.se")),
        doc.para("Påstående", doc.note("", "Källan till det."), " och mer."),
        doc.bullets("ett", doc.item("två", under=[doc.numbered("a", "b")])),
        doc.numbered("först", "sedan", start=3),
        doc.heading(2, "Underrubrik"),
        doc.table(
            ("Post", "Tkr"),
            [("Komvux", "-11 066"), doc.row("Summa", "1", strong=True)],
            align="lr",
            caption="Tabell 1",
            description="Utfall per skolform",
            first_column_heads=True,
        ),
        doc.Image("d", "Karta över skolorna", 60),
        *more,
    )


def reports() -> dict[str, tuple[core.Report, str]]:
    written = {form.name: rich() for form in layout().sections if form.kind == "text"}
    return {
        "utlåtande": (a_report(), ""),
        "utlåtande, allt": (a_report(written), ""),
        "utlåtande, övning": (a_report(written), "ÖVNING"),
        "utlåtande, tomt": (core.make_report(layout(), core.Facts(), {}), "ÖVNING"),
    }


def documents() -> dict[str, tuple[doc.Document, str]]:
    how = appeal_instruction(LEGALITY_REVIEW, "utbildningsnämnden", "förvaltningsrätten")
    return {
        "kallelse": (notice_document(NOTICE), "ÖVNING"),
        "protokoll": (minutes_document(MINUTES), ""),
        "protokoll, övning": (minutes_document(MINUTES), "ÖVNING"),
        "anslagsbevis": (posting_document(MINUTES, POSTED, how), ""),
        "delegationslista": (list_document(LIST), ""),
        "delegationslista, tom": (list_document(replace(LIST, rows=(), apart=())), "ÖVNING"),
        "fritt": (a_rich_document(), ""),
        "liggande": (a_rich_document()._replace(landscape=True), "ÖVNING"),
        "tomt": (doc.Document("Tomt", ()), ""),
    }


@cache
def made() -> dict[str, Made]:
    """Every kind by name."""
    found = {}
    for name, (report, marking) in reports().items():
        shown = core.report_document(report)
        word = write_report(report_template(), report, IMAGES, marking)
        found[name] = Made(shown, word, write_pdf(shown, IMAGES, marking))
    for name, (shown, marking) in documents().items():
        word = write_document(base_template(), shown, IMAGES, marking)
        found[name] = Made(shown, word, write_pdf(shown, IMAGES, marking))
    return found


EVERY = (*reports(), *documents())


def words() -> dict[str, bytes]:
    return {name: one.word for name, one in made().items()}


def test_every_word_file_is_valid_by_openxml_audit(tmp_path: Path) -> None:
    assert audit_faults(words(), tmp_path) == {}


def test_every_word_file_is_valid_by_the_open_xml_sdk(tmp_path: Path) -> None:
    assert sdk_faults(words(), tmp_path) == {}


def test_both_tell_a_word_file_that_is_not(tmp_path: Path) -> None:
    """A paragraph's properties after its text, which Word may repair or refuse."""
    parts = parts_of(made()["kallelse"].word)
    body = parts["word/document.xml"]
    broken = body.replace(b"<w:body>", b'<w:body><w:p><w:r/><w:pPr><w:jc w:val="mitten"/></w:pPr></w:p>', 1)
    assert broken != body
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name, broken if name == "word/document.xml" else data)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert list(audit_faults({"bruten": out.getvalue()}, tmp_path / "a")) == ["bruten"]
    assert list(sdk_faults({"bruten": out.getvalue()}, tmp_path / "b")) == ["bruten"]


@pytest.mark.parametrize("name", EVERY)
def test_every_pdf_is_valid_for_the_archive_and_for_every_reader(name: str) -> None:
    assert faults(made()[name].pdf) == []


@pytest.mark.parametrize("name", EVERY)
def test_every_word_file_is_open_to_who_cannot_see_it(name: str) -> None:
    """Title, language, headings by their styles, header rows marked, pictures described."""
    one = made()[name]
    word = docx.Document(io.BytesIO(one.word))
    assert word.core_properties.title == one.shown.title
    styles = etree.fromstring(parts_of(one.word)["word/styles.xml"])
    language = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language is not None and language.get(f"{W}val") == "sv-SE"
    body = etree.fromstring(parts_of(one.word)["word/document.xml"])
    wanted = [block for block in flat(one.shown.blocks) if isinstance(block, doc.Heading)]
    shown = [p.findtext(f".//{W}t") for p in body.iter(f"{W}p") if (p.findtext(f".//{W}t") or "") and is_heading(p)]
    assert len(shown) == len(wanted)
    tables = [block for block in flat(one.shown.blocks) if isinstance(block, doc.Table)]
    heads = [len(list(table.iter(f"{W}tblHeader"))) for table in body.iter(f"{W}tbl")]
    assert heads == [len(table.header) for table in tables]
    described = [each.get("descr") for each in body.iter() if str(each.tag).endswith("}docPr")]
    assert described == [block.alt for block in flat(one.shown.blocks) if isinstance(block, doc.Image)]


def is_heading(paragraph: etree._Element) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and (style.get(f"{W}val") or "").startswith("Heading")


def flat(blocks: doc.Blocks) -> list[doc.Block]:
    """The blocks with those in slots."""
    return [one for block in blocks for one in (flat(block.blocks) if isinstance(block, doc.Slot) else (block,))]


@pytest.mark.parametrize("name", EVERY)
def test_every_pdf_is_open_to_who_cannot_see_it(name: str) -> None:
    """The same of the PDF, by its tags."""
    one = made()[name]
    blocks = flat(one.shown.blocks)
    with pikepdf.open(io.BytesIO(one.pdf)) as file:
        assert str(file.Root.Lang) == "sv-SE"
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        assert str(file.docinfo["/Title"]) == one.shown.title
    found = tags(one.pdf)
    names = [kind for kind, _ in found]
    assert sum(kind in ("H1", "H2", "H3", "H4", "H5", "H6") for kind in names) == count(blocks, doc.Heading)
    assert names.count("Table") == count(blocks, doc.Table)
    assert [said["Alt"] for kind, said in found if kind == "Figure"] == [
        block.alt for block in blocks if isinstance(block, doc.Image)
    ]
    heads = sum(len(row.cells) for block in blocks if isinstance(block, doc.Table) for row in block.header)
    assert sum(kind == "TH" and said.get("Scope") == "/Column" for kind, said in found) == heads
    assert names.count("Note") == sum(
        bool(run.note) for block in blocks if isinstance(block, doc.Paragraph) for run in block.runs
    )


def count(blocks: list[doc.Block], kind: type) -> int:
    return sum(isinstance(block, kind) for block in blocks)


@pytest.mark.parametrize("name", [name for name in EVERY if "tom" not in name])
def test_marking_stands_on_every_page_of_training_and_nowhere_else(name: str) -> None:
    marked = ["ÖVNING" in text.replace(" ", "") for text in pages(made()[name].pdf)]
    assert set(marked) == {(reports() | documents())[name][1] == "ÖVNING"}


def test_a_report_has_its_parts_in_the_order_of_the_form() -> None:
    """The headings of the PDF are those of the layout, in order."""
    text = "\n".join(pages(made()["utlåtande"].pdf))
    places = [text.index(form.heading) for form in layout().sections if form.heading and form.kind == "text"]
    assert places == sorted(places) and kinds(made()["utlåtande"].pdf)[0] == "Document"
