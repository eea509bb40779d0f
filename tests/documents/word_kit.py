"""What the tests of Word share: the built-in forms, a report over made-up facts, and ways to take a file apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache

import docx
import yaml
from lxml import etree

from beredning.core import document as doc
from beredning.core import report as core
from beredning.documents.context import BASE_OFFER, report_offer
from beredning.documents.layout import from_mapping
from beredning.documents.template import CompiledTemplate, load_template
from beredning.resources import resource_folder

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000004000000020806000000c63e5c8d0000000d49444154789c6360c0010000001a0001b6a3a9"
    "2c0000000049454e44ae426082"
)


def template_bytes(name: str) -> bytes:
    return (resource_folder("templates") / name).read_bytes()


@cache
def layout() -> core.Layout:
    text = (resource_folder("templates") / "tjansteutlatande.layout.yaml").read_text(encoding="utf-8")
    faults: list[tuple[object, str, str]] = []
    made = from_mapping(yaml.load(text, yaml.BaseLoader), lambda *fault: faults.append(fault))
    assert made is not None, faults
    return made


@cache
def report_template() -> CompiledTemplate:
    return load_template(template_bytes("tjansteutlatande.docx"), report_offer(layout()))


@cache
def base_template() -> CompiledTemplate:
    return load_template(template_bytes("bas.docx"), BASE_OFFER)


def a_report(texts: Mapping[str, doc.Blocks] | None = None, **facts: str) -> core.Report:
    said = {
        "administration": "Utbildningsförvaltningen",
        "diary_number": "UBN 2023/451",
        "date": "2023-11-27",
        "recipient": "Utbildningsnämnden",
        "title": "Plan för digitala verktyg",
        **facts,
    }
    return core.make_report(
        layout(),
        core.Facts(
            said["administration"],
            said["diary_number"],
            said["date"],
            doc.Signatory("Ada Öberg", "Utvecklare"),
            said["recipient"],
            said["title"],
        ),
        texts or {"förslag_till_beslut": (doc.para("Utbildningsnämnden antar planen."),)},
        signatories=(doc.Signatory("Åke Ek", "Förvaltningschef"), doc.Signatory("Ada Öberg", "Utvecklare")),
        papers=(core.Paper("Plan för digitala verktyg", "2023-11-20", "bilaga 1"),),
        receivers=core.Receivers(("Rektorerna",), ("Kommunstyrelsen",)),
        consultation=core.Consultation("Behandlad enligt MBL 2023-12-05", "Information lämnades 2023-12-05."),
    )


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        assert container.testzip() is None
        return {name: container.read(name) for name in container.namelist()}


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in parts.items():
            container.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def changed(data: bytes, changes: Mapping[str, bytes | str]) -> bytes:
    """A Word file with some parts replaced or added."""
    return zipped({**parts_of(data), **changes})


def body(data: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(parts_of(data)[part])


def shown(element: etree._Element) -> str:
    """The text of an element, with line breaks and tabs, paragraphs parted by line feeds."""
    return "\n".join(
        "".join({f"{W}br": "\n", f"{W}tab": "\t"}.get(str(one.tag), one.text or "") for one in paragraph.iter(
            f"{W}t", f"{W}br", f"{W}tab") if (holder := one.getparent()) is not None and holder.tag == f"{W}r")
        for paragraph in element.iter(f"{W}p")
    )  # fmt: skip


def control(root: etree._Element, tag: str) -> etree._Element:
    """The content control with a tag."""
    found = [one for one in root.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag[@{W}val='{tag}']") is not None]
    assert len(found) == 1, (tag, len(found))
    return found[0]


def a_template(*paragraphs: str, rows: list[list[str]] | None = None) -> bytes:
    """A template as somebody makes it in Word: paragraphs, perhaps a table, and a head with page numbers."""
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    if rows:
        made = word.add_table(len(rows), len(rows[0]))
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                made.cell(place, column).text = text
    head = word.sections[0].header.paragraphs[0]
    for code in ("PAGE", "NUMPAGES"):
        head._p.append(head._p.makeelement(f"{W}fldSimple", {f"{W}instr": code}))
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()
