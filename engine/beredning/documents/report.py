"""A tjänsteutlåtande as a Word file: report template + report values → bytes."""

from __future__ import annotations

from collections.abc import Mapping

from beredning.core import document as doc
from beredning.core.report import Report, properties, section_blocks, stands_in_line
from beredning.documents.context import fact_ways, report_values
from beredning.documents.template import CompiledTemplate, Filling, HeadLine, fill


def write_report(
    template: CompiledTemplate,
    report: Report,
    images: Mapping[str, bytes] | None = None,
    marking: str = "",
    marks: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """The report in a template compiled with `report_offer` of the report's own layout.

    images: bytes of pictures by SHA-256 digest; marking: shown on every page, "ÖVNING" in a training instance;
    marks: properties by which the file is known again when it comes back.
    The same template and report give the same bytes. Raises BadDocument for a picture or link that cannot be used.
    """
    placed = set(template.uses)
    signed = "namn:underskrifter" in placed
    slots: dict[str, doc.Slot | doc.Blocks | doc.Runs] = {}
    rest: list[doc.Block] = []
    for section in report.sections:
        tag = f"avsnitt:{section.form.name}"
        if f"kontroll:{tag}" in placed:
            label = section.heading or section.form.name
            slots[tag] = doc.Slot(tag, label, section.form.prompt, section.blocks)
        elif not (signed and section.form.kind == "signatures"):
            rest += section_blocks(section)
    slots["avsnitt:*"] = tuple(rest)
    head: list[HeadLine] = []
    for form in report.layout.facts:
        tag = f"fält:{form.name}"
        text = report.fact(form.name)
        blocks = (doc.para(text),) if text else ()
        label = form.label.rstrip(": ") or form.name.capitalize()
        slot = slots[tag] = doc.Slot(tag, label, form.prompt, blocks)
        if not placed & fact_ways(form.name):
            role = "title" if form.name == "rubrik" else "fact" if stands_in_line(form) else "facts"
            head.append(HeadLine(form.label if form.name != "rubrik" else "", slot, role))
    title = report.facts.title or report.layout.title.capitalize()
    filling = Filling(report_values(report), slots, title, properties(report), marks=marks, head=tuple(head))
    return fill(template, filling, images, marking)


def write_document(
    template: CompiledTemplate, document: doc.Document, images: Mapping[str, bytes] | None = None, marking: str = ""
) -> bytes:
    """Any document in a base template compiled with `BASE_OFFER`: kallelse, protokoll, lists.

    images and marking as in `write_report`. Raises BadDocument for a picture or link that cannot be used.
    """
    slots: dict[str, doc.Slot | doc.Blocks | doc.Runs] = {"innehåll": document.blocks}
    filling = Filling(
        {"titel": document.title},
        slots,
        document.title,
        document.properties,
        document.header,
        document.footer,
        document.language,
        document.landscape,
    )
    return fill(template, filling, images, marking)
