"""What stands in a cell of a Word table, where there are lines only: lists get their marks, tables their rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from lxml import etree

from beredning.core import document as doc
from beredning.core.reading import Inline
from beredning.documents.read_docx_drawing import choice
from beredning.documents.read_docx_inline import Reader, control_of
from beredning.documents.read_docx_styles import Style, aligned, val, w
from beredning.documents.read_docx_tables import CellLine, under
from beredning.documents.read_docx_values import Para, Shared

P, TBL, SDT, TR, TC = w("p"), w("tbl"), w("sdt"), w("tr"), w("tc")
INSIDE: Final = frozenset(w(name) for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


class Story(Protocol):
    """What a cell must know of the text it stands in. order: passages so far; commented: places of comments."""

    shared: Shared
    reader: Reader
    order: int
    commented: dict[str, str]

    def numbering(self, properties: etree._Element | None, style: Style, style_id: str) -> tuple[str, int] | None:
        """The numbering and level of a paragraph."""


class CellReader:
    """Reads what stands in a cell, where there are lines only: lists get their marks, tables their rows."""

    def __init__(self, body: Story) -> None:
        self.body = body
        self.shared = body.shared

    def read(self, element: etree._Element, prompt: bool) -> Iterator[CellLine]:
        for one in element:
            if one.tag == P:
                yield from self._paragraph(one, prompt)
            elif one.tag == TBL:
                self.shared.unread["en tabell i en tabell, läst som rader"] += 1
                yield from self._nested(one, prompt)
            elif one.tag == SDT:
                tag, missing = control_of(one)
                if tag:
                    self.shared.controls.append(tag)
                content = one.find(w("sdtContent"))
                held = list(self.read(content, prompt or missing)) if content is not None else []
                if tag and held:
                    text = "\n".join(para.text for para, _, _ in held)
                    held[-1][0].inline.append(Inline(tag, text, missing))
                yield from held
            elif one.tag in INSIDE:
                yield from self.read(one, prompt)
            elif str(one.tag).endswith("}AlternateContent"):
                yield from self.read(choice(one), prompt)
            elif str(one.tag).startswith(MATH):
                para = self.body.reader.math(one)
                yield para, para.runs, None

    def _paragraph(self, element: etree._Element, prompt: bool) -> Iterator[CellLine]:
        properties = element.find(w("pPr"))
        style_id = val(None if properties is None else properties.find(w("pStyle"))) or self.shared.styles.default
        style = self.shared.styles.find(style_id)
        began = len(self.shared.commented)
        para = self.body.reader.paragraph(element, style, style.role != "body", prompt)
        for name in self.shared.commented[began:]:
            self.body.commented.setdefault(name, f"stycke {self.body.order + 1}")
        if para is None:
            return
        runs = para.runs
        numbered = self.body.numbering(properties, style, style_id)
        counts = self.shared.numbering.level(*numbered) if numbered else None
        if counts and para.text.strip():
            runs = (doc.Run(f"{self._mark(counts.ordered)} "), *runs)
        align = aligned(properties)
        yield para, runs, align or (style.align if style.align != "left" else None)
        for box in para.boxes:
            self.shared.unread["en textruta, läst som vanliga stycken"] += 1
            yield from self.read(box, prompt)

    def _mark(self, ordered: bool) -> str:
        if ordered:
            self.shared.unread["en numrerad lista i en tabell, läst utan sina nummer"] += 1
        return "–" if ordered else "•"

    def _nested(self, table: etree._Element, prompt: bool) -> Iterator[CellLine]:
        tags = self.shared.controls
        for row, _ in under(table, TR, None, tags):
            whole = Para()
            for place, (cell, _) in enumerate(under(row, TC, None, tags)):
                for para, runs, _ in self.read(cell, prompt):
                    whole.pieces += [(doc.Run("\t" if place else " "), False)] if whole.pieces else []
                    whole.pieces += [(run, False) for run in runs]
                    whole.images += para.images
                    whole.changes += para.changes
                    whole.inline += para.inline
            yield whole, whole.runs, None
