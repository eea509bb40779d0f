"""The body of a Word file in order: its paragraphs, lists, tables and controls as blocks, and the passages in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from beredning.core import document as doc
from beredning.core.reading import Passage, PassageKind, TrackedChange
from beredning.documents.house import STYLE_NAMES
from beredning.documents.markup import W
from beredning.documents.read_docx_blocks import fact_of, signature_of, trimmed
from beredning.documents.read_docx_cells import INSIDE, MATH, SDT, TBL, TC, CellReader, P
from beredning.documents.read_docx_drawing import choice
from beredning.documents.read_docx_inline import Reader, control_of
from beredning.documents.read_docx_lists import Lists
from beredning.documents.read_docx_styles import Style, aligned, switched, val, w, whole_number
from beredning.documents.read_docx_tables import CellLine, Grid, make_table, read_grid, shown
from beredning.documents.read_docx_values import Para, Shared

_DOC_ROLES: Final[dict[str, doc.Role]] = {
    "title": "title", "subtitle": "subtitle", "lead": "lead", "note": "note", "decision": "decision",
}  # fmt: skip
_GONE: Final = frozenset(w(name) for name in ("del", "moveFrom"))


class Control(NamedTuple):
    """The nearest content control with a tag that something stands in, and whether its placeholder is shown."""

    tag: str = ""
    prompt: bool = False


class Body:
    """Reads a story (body, head, foot, note) into blocks and passages. kind: of all its passages, "" for the body's."""

    def __init__(self, shared: Shared, reader: Reader, kind: PassageKind | None = None) -> None:
        self.shared = shared
        self.reader = reader
        self.kind = kind
        self.blocks: list[doc.Block] = []
        self.passages: list[Passage] = []
        self.changes: list[TrackedChange] = []
        self.commented: dict[str, str] = {}  # place of each comment that begins here
        self._lists = Lists()
        self._caption: tuple[int, str] | None = None
        self._tag = ""
        self.order = 0

    def read(self, element: etree._Element) -> None:
        """Read everything under an element, and what a deleted paragraph mark at its end left."""
        self._walk(element, Control())
        rest = self.reader.rest()
        if rest is not None and (rest.pieces or rest.images):
            self._add_paragraph(rest, None, Style(), Control())
        self._close_list()

    def _walk(self, element: etree._Element, control: Control) -> None:
        for one in element:
            tag = one.tag
            if tag == P:
                self._paragraph(one, control)
            elif tag == TBL:
                self._table(one, control)
            elif tag == SDT:
                self._control(one, control)
            elif tag in INSIDE:
                self._walk(one, control)
            elif tag in _GONE:
                self.shared.unread["ett struket stycke som inte kan läsas"] += bool(list(one))
            elif isinstance(tag, str):
                self._other(one, control)

    def _other(self, one: etree._Element, control: Control) -> None:
        tag = str(one.tag)
        if tag.endswith("}AlternateContent"):
            self._walk(choice(one), control)
        elif tag.startswith(MATH):
            self._add_paragraph(self.reader.math(one), None, Style(), control)
        elif tag == w("altChunk"):
            self.shared.unread["en infogad fil i annat format"] += 1
        elif tag.startswith(f"{{{W}}}"):
            self.reader.outside(one)

    def _control(self, element: etree._Element, control: Control) -> None:
        tag, prompt = control_of(element)
        content = element.find(w("sdtContent"))
        if tag:
            self.shared.controls.append(tag)
        inner = Control(tag or control.tag, prompt or control.prompt)
        if content is not None:
            self._walk(content, inner)

    # Paragraphs

    def _paragraph(self, element: etree._Element, control: Control) -> None:
        properties = element.find(w("pPr"))
        style_id = val(None if properties is None else properties.find(w("pStyle"))) or self.shared.styles.default
        style = self.shared.styles.find(style_id)
        began = len(self.shared.commented)
        para = self.reader.paragraph(element, style, style.role != "body", control.prompt)
        if para is not None:
            self._add_paragraph(para, properties, style, control, style_id)
        for name in self.shared.commented[began:]:
            self.commented.setdefault(name, self._here())

    def _here(self) -> str:
        """The place of the latest passage; the first paragraph when there is none yet."""
        return self.passages[-1].place if self.passages else "stycke 1" if self.kind is None else ""

    def _add_paragraph(
        self, para: Para, properties: etree._Element | None, style: Style, control: Control, style_id: str = ""
    ) -> None:
        text = para.text
        breaks = para.break_before or bool(switched(properties, w("pageBreakBefore")))
        if breaks:
            self._add_block(doc.PageBreak())
        if text.strip() or any(run.note or run.field for run in para.runs):
            level = self._level(properties, style)
            numbered = None if level else self.numbering(properties, style, style_id)
            self._place(para, text, properties, style, control, level, numbered)
        for one in para.changes:
            self.changes.append(TrackedChange(one.kind, one.author, one.date, one.text, self._here()))
        for image in para.images:
            self._add_block(image)
        for box in para.boxes:
            self._box(box)
        if para.break_after:
            self._add_block(doc.PageBreak())

    def _place(
        self,
        para: Para,
        text: str,
        properties: etree._Element | None,
        style: Style,
        control: Control,
        level: int,
        numbered: tuple[str, int] | None,
    ) -> None:
        """Put a paragraph with text where it belongs: in a list, as a heading, or by itself."""
        if control.tag != self._tag:
            self._close_list()
            self._tag = control.tag
        counts = self.shared.numbering.level(*numbered) if numbered else None
        kind: PassageKind = "heading" if level else "item" if counts and numbered else "paragraph"
        if counts and numbered:
            self._caption = None
            depth = self._lists.add(para.runs, counts, numbered[1])
        else:
            self._add_block(self._block(para, properties, style, level))
            depth = level
        listed = kind == "item"
        whole = len(para.inline) == 1 and para.inline[0].text.strip() == text.strip()
        tag = para.inline[0].tag if whole else control.tag
        self._add_passage(
            Passage(
                text.strip("\n"),
                kind,
                depth,
                para.strong,
                tag,
                control.prompt or para.prompt,
                block=len(self.blocks) - (0 if listed else 1),
                inline=tuple(para.inline),
            )
        )
        if style.role == "caption" and not listed:
            self._caption = (len(self.blocks) - 1, text.strip())

    def _add_passage(self, passage: Passage) -> None:
        self.order += 1
        if self.kind:
            passage = passage._replace(kind=self.kind, block=-1)
        self.passages.append(passage._replace(paragraph=0 if self.kind else self.order))

    def _level(self, properties: etree._Element | None, style: Style) -> int:
        """Level of a heading: what the paragraph itself says of its outline, else what its style does."""
        own = None if properties is None else properties.find(w("outlineLvl"))
        if own is None or style.role == "heading":
            return style.level
        level = whole_number(val(own), 9) + 1
        return level if 1 <= level <= 9 else 0

    def numbering(self, properties: etree._Element | None, style: Style, style_id: str) -> tuple[str, int] | None:
        own = None if properties is None else properties.find(w("numPr"))
        number, level = style.numbering or ("", None)
        if own is not None:
            said = own.find(w("numId"))
            number = val(said) if said is not None else number
            ilvl = own.find(w("ilvl"))
            level = whole_number(val(ilvl)) if ilvl is not None else level
        if not number:
            return None
        if level is None:
            level = self.shared.numbering.tied(number, style_id)
        return number, min(max(level, 0), 8)

    def _block(self, para: Para, properties: etree._Element | None, style: Style, level: int) -> doc.Block:
        runs = trimmed(para.runs)
        if level:
            return doc.Heading(min(level, 6), runs, self._anchor(para))
        if style.role == "facts":
            return doc.Facts((fact_of(runs),))
        if style.role == "signature":
            return signature_of(runs)
        align = aligned(properties)
        if align is None:
            align = style.align if style.role == "body" else "left"
        keep = bool(switched(properties, w("keepNext")))
        return doc.Paragraph(runs, _DOC_ROLES.get(style.role, "body"), align, keep)

    def _anchor(self, para: Para) -> str:
        """The name that links to a heading use: our own, or one that something in the file points at."""
        for name in para.bookmarks:
            if name.startswith("a_"):
                return name[2:]
        return next((name for name in para.bookmarks if name in self.shared.linked), "")

    def _box(self, box: etree._Element) -> None:
        """A text box: read where it is anchored, as passages of its own kind."""
        self.shared.unread["en textruta, läst som vanliga stycken"] += 1
        at = len(self.passages)
        before, self._tag = self._tag, ""
        inner = Body(self.shared, Reader(self.shared, self.reader.links, self.reader.images), self.kind)
        inner.read(box)
        self._tag = before
        base = len(self.blocks)
        for block in inner.blocks:
            self._add_block(block)
        for one in inner.passages:
            self._add_passage(one._replace(kind="textbox", block=base + one.block))
        self.changes += [one._replace(place=self._here()) for one in inner.changes]
        for name in inner.commented:
            self.commented[name] = self._here() if len(self.passages) > at else ""

    # Blocks

    def _add_block(self, block: doc.Block) -> None:
        self._close_list()
        self._caption = None
        last = self.blocks[-1] if self.blocks else None
        if isinstance(block, doc.Facts) and isinstance(last, doc.Facts):
            self.blocks[-1] = doc.Facts(last.facts + block.facts)
        elif isinstance(block, doc.Signatures) and isinstance(last, doc.Signatures) and last.line == block.line:
            self.blocks[-1] = doc.Signatures(last.people + block.people, last.line)
        else:
            self.blocks.append(block)

    def _close_list(self) -> None:
        self.blocks += self._lists.close()

    # Tables

    def _table(self, element: etree._Element, control: Control) -> None:
        if _is_layout(element, self.shared):
            self.shared.unread["en tabell som bara ordnar sidan, läst som löpande text"] += 1
            for cell in _cells(element):
                self._walk(cell, control)
            return
        grid = read_grid(element, self._cell_lines, self.shared.controls)
        above = self._caption[1] if self._caption and self._caption[0] == len(self.blocks) - 1 else ""
        table = make_table(grid, above)
        if above and table.caption.replace("\u00ad", "") == above:
            self.blocks.pop()  # the caption is the table's own
        self._add_block(table)
        self._table_passages(grid, control)
        for image in grid.images:
            self.shared.unread["en bild i en tabell, läst efter tabellen"] += 1
            self._add_block(image)

    def _table_passages(self, grid: Grid, control: Control) -> None:
        at = len(self.blocks) - 1
        for row in grid.rows:
            cells = tuple("\n".join(shown(line) for line in cell.lines).strip("\n") for cell in row.cells)
            text = "\t".join(one.replace("\n", " ") for one in cells)
            if text.strip():
                prompt = bool(row.paras) and all(para.prompt for para in row.paras if para.text.strip())
                strong = all(para.strong for para in row.paras if para.text.strip())
                inline = tuple(one for para in row.paras for one in para.inline) + tuple(row.controls)
                passage = Passage(text, "row", 0, strong, control.tag, control.prompt or prompt, cells, block=at)
                self._add_passage(passage._replace(inline=inline))
            for para in row.paras:
                for one in para.changes:
                    self.changes.append(TrackedChange(one.kind, one.author, one.date, one.text, self._here()))

    def _cell_lines(self, cell: etree._Element, prompt: bool) -> Iterator[CellLine]:
        """The paragraphs of a cell, each with the runs that show it and how it is drawn."""
        return CellReader(self).read(cell, prompt)


def _cells(table: etree._Element) -> Iterator[etree._Element]:
    """The cells of a table in order, not those of tables within it."""
    stack = list(table)[::-1]
    while stack:
        one = stack.pop()
        if one.tag == TC:
            yield one
        elif one.tag != TBL and isinstance(one.tag, str):
            stack += list(one)[::-1]


def _is_layout(table: etree._Element, shared: Shared) -> bool:
    """Whether a table only orders the page: a section's control or a heading stands in it, or it is a frame: one single
    cell with several paragraphs, and not in the style of our own tables."""
    cells = list(_cells(table))
    style = shared.styles.find(val(table.find(f"{w('tblPr')}/{w('tblStyle')}"))).name
    if len(cells) == 1 and len(cells[0].findall(P)) > 1 and style != STYLE_NAMES["table"]:
        return True
    for cell in cells:
        for one in cell.iter(w("tag"), w("pStyle")):
            if one.tag == w("tag") and val(one).startswith("avsnitt:"):
                return True
            if one.tag == w("pStyle") and shared.styles.find(val(one)).level:
                return True
    return False
