"""Blocks of a document as WordprocessingML, in the styles of a house.

A `Pen` writes the content of one file and remembers what the file must hold beside the text: link relations, pictures,
and a numbering for each numbered list. It gives out every identity once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from beredning.core import document as doc
from beredning.documents.house import House
from beredning.documents.markup import R, attribute, checked_link, run_element, text_element
from beredning.documents.notes import Notes
from beredning.documents.pictures import Picture, read_picture
from beredning.documents.tables import table_element
from beredning.errors import BadDocument

_LINK_TYPE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_IMAGE_TYPE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_AFTER_TABLE: Final = "160"


class Pen:
    """Writes blocks. images: the bytes of pictures by digest."""

    def __init__(self, house: House, images: Mapping[str, bytes] | None = None, language: str = "sv-SE") -> None:
        self.house = house
        self.images = images or {}
        self.relations: list[str] = []
        self.numbers: list[str] = []
        self.media: dict[str, Picture] = {}
        self.notes = Notes()
        self._in_note = False
        self._links: dict[str, str] = {}
        self._bookmarks: dict[str, str] = {}
        self._language = "" if language == "sv-SE" else language
        self._taken = set(house.taken_controls)
        self._control = 0
        self._drawing = house.next_drawing
        self._break = False
        self._space = False
        self._table_last = False
        self._first_in_control = False

    def blocks(self, blocks: Iterable[doc.Block]) -> str:
        """Blocks in a row. A table is never left next to another or last, where Word would join or repair it."""
        written: list[str] = []
        for block in blocks:
            if self._table_last and isinstance(block, doc.Table) and not block.caption:
                written.append(self.paragraph("", "note"))
            written.append(self._block(block))
        if self._table_last:
            written.append(self.paragraph("", "note"))
        return "".join(written)

    def _block(self, block: doc.Block) -> str:
        match block:
            case doc.Paragraph():
                return self.paragraph(self.runs(block.runs), block.role, align=block.align, keep=block.keep)
            case doc.Heading():
                return self._heading(block)
            case doc.Listing():
                return self._listing(block, 0, 0)
            case doc.Slot():
                return self.slot(block)
            case doc.Table():
                caption = self.paragraph(text_element_run(block.caption), "caption", keep=True) if block.caption else ""
                if self._break:
                    caption += self.paragraph("", "note")
                self._space = self._table_last = True
                self._first_in_control = False
                return caption + table_element(block, self.house, self.runs)
            case doc.Facts():
                written = "".join(self._fact(fact) for fact in block.facts)
                self._space = True
                return written
            case doc.Signatures():
                return self._signatures(block)
            case doc.Image():
                return self.paragraph(self._image(block), "body", keep=False)
            case doc.PageBreak():
                self._break = True
                return ""

    def paragraph(
        self,
        content: str,
        role: str = "body",
        *,
        align: doc.Align = "left",
        keep: bool = False,
        numbering: tuple[int, int] | None = None,
        extra: str = "",
    ) -> str:
        """One paragraph around finished runs. numbering: w:numId and level. extra: properties between these."""
        self._table_last = False
        content = self._sheltered(content)
        style = self.house.styles[role]
        properties = f'<w:pStyle w:val="{style}"/>' if role != "body" else ""
        if keep:
            properties += "<w:keepNext/>"
        if self._break:
            properties += "<w:pageBreakBefore/>"
            self._break = False
        if numbering:
            properties += f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>'
        properties += extra
        if self._space:
            if content and not role.startswith(("heading", "title")):
                properties += f'<w:spacing w:before="{_AFTER_TABLE}"/>'
            self._space = False
        if align != "left":
            properties += f'<w:jc w:val="{align}"/>'
        return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>" if properties else f"<w:p>{content}</w:p>"

    def runs(self, runs: doc.Runs) -> str:
        """Runs in a row, those that link inside a hyperlink."""
        return "".join(self._run(run) for run in runs)

    def _run(self, run: doc.Run) -> str:
        written = self._bare_run(run) if run.text or run.field or not run.note else ""
        return written + self._note(run.note) if run.note else written

    def _note(self, lines: tuple[doc.Runs, ...]) -> str:
        """The mark of a footnote; its text goes to the part of notes."""
        self._in_note = True
        mark = self.notes.add(lines, self.house.styles["note"], self.runs)
        self._in_note = False
        return mark

    def _bare_run(self, run: doc.Run) -> str:
        if run.prompt:
            return run_element(run, self.house.styles["prompt"], self._language)
        if not run.link:
            return run_element(run, "", self._language)
        inner = run_element(run, self.house.styles["link"], self._language)
        if run.link.startswith("#"):
            return f'<w:hyperlink w:anchor="{_bookmark_name(run.link[1:])}" w:history="1">{inner}</w:hyperlink>'
        if self._in_note:
            name = self.notes.relation(_LINK_TYPE, checked_link(run.link))
            return f'<w:hyperlink xmlns:r="{R}" r:id="{name}" w:history="1">{inner}</w:hyperlink>'
        return f'<w:hyperlink r:id="{self._relation(run.link)}" w:history="1">{inner}</w:hyperlink>'

    def _relation(self, address: str) -> str:
        if address not in self._links:
            target = checked_link(address)
            self._links[address] = self.relate(_LINK_TYPE, target, ' TargetMode="External"')
        return self._links[address]

    def relate(self, kind: str, target: str, mode: str = "") -> str:
        """A relation from the main part to another part or an address; answers its id."""
        name = f"rId{self.house.next_relation + len(self.relations)}"
        self.relations.append(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"{mode}/>')
        return name

    def _heading(self, block: doc.Heading) -> str:
        content = self.runs(block.runs)
        name = _bookmark_name(block.anchor) if block.anchor else ""
        if name and name not in self._bookmarks:
            number = str(self.house.next_bookmark + len(self._bookmarks))
            self._bookmarks[name] = number
            start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            content = f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'
        return self.paragraph(content, f"heading{block.level}")

    def _listing(self, listing: doc.Listing, number: int, level: int) -> str:
        """A list; a numbered one gets a numbering of its own, so that each begins anew."""
        if listing.ordered:
            number = self.house.next_number + len(self.numbers)
            restart = "".join(
                f'<w:lvlOverride w:ilvl="{one}"><w:startOverride w:val="{listing.start if one == level else 1}"/>'
                "</w:lvlOverride>"
                for one in range(level, 9)
            )
            self.numbers.append(
                f'<w:num w:numId="{number}"><w:abstractNumId w:val="{self.house.ordered}"/>{restart}</w:num>'
            )
        else:
            number = self.house.bullet
        role = "number" if listing.ordered else "bullet"
        written: list[str] = []
        for entry in listing.items:
            written.append(self.paragraph(self.runs(entry.runs), role, numbering=(number, min(level, 8))))
            written += (self._listing(child, number, level + 1) for child in entry.children)
        return "".join(written)

    def slot(self, slot: doc.Slot, properties: str = "") -> str:
        """A content control around blocks; without blocks it shows its prompt, which Word replaces when one types.

        properties: what the template says of the control (w:sdtPr content), with {id} where the identity goes and
        {missing} where Word's mark for a shown prompt goes; made from the slot itself when "".
        """
        shown = slot.blocks or (doc.para(doc.prompt(slot.prompt)),)
        self._first_in_control = bool(slot.blocks)
        inner = self.blocks(shown)
        self._first_in_control = False
        return f"<w:sdt>{self.control_properties(slot, properties)}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    def _sheltered(self, content: str) -> str:
        """The first paragraph of a control, in a control of its own when its runs have a look or a link.

        LibreOffice (seen in 7.4) drops both there, and prints the link's code, but not within a control in the line.
        This one is temporary: Word takes it away as soon as the text is edited.
        """
        first, self._first_in_control = self._first_in_control, False
        if not first or ("<w:rPr>" not in content and "<w:hyperlink" not in content):
            return content
        properties = f"<w:sdtPr>{self._identity()}<w:temporary/></w:sdtPr>"
        return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"

    def _identity(self) -> str:
        self._control += 1
        while self._control in self._taken:
            self._control += 1
        return f'<w:id w:val="{self._control}"/>'

    def control_properties(self, slot: doc.Slot, properties: str = "", kind: str = "") -> str:
        """The w:sdtPr of a slot, with an identity that nothing else in the file has. kind: the element that says what
        may stand in it, "" for anything."""
        named = f'<w:alias w:val="{attribute(slot.title)}"/><w:tag w:val="{attribute(slot.tag)}"/>'
        missing = "" if slot.blocks else "<w:showingPlcHdr/>"
        said = (
            (properties or f"{named}{{id}}{{missing}}{kind}")
            .replace("{id}", self._identity())
            .replace("{missing}", missing)
        )
        return f"<w:sdtPr>{said}</w:sdtPr>"

    def _fact(self, fact: doc.Fact) -> str:
        label = run_element(doc.Run(fact.label), self.house.styles["label"], self._language)
        values = "<w:r><w:br/></w:r>".join(self.runs(line) for line in fact.lines)
        return self.paragraph(f"{label}<w:r><w:tab/></w:r>{values}", "facts")

    def _signatures(self, block: doc.Signatures) -> str:
        line = '<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="4536"/></w:tabs>'
        lead = '<w:spacing w:before="{}"/>'
        written: list[str] = []
        for place, person in enumerate(block.people):
            last = place == len(block.people) - 1
            extra = line + lead.format(720) if block.line else lead.format(360 if place == 0 else 160)
            self._space = False
            above = "<w:r><w:tab/><w:br/></w:r>" if block.line else ""
            name = above + text_element_run(person.name, bold=True)
            title = f"<w:r><w:br/>{text_element(person.title)}</w:r>" if person.title else ""
            written.append(self.paragraph(name + title, "signature", keep=not last, extra=extra))
        return "".join(written)

    def _image(self, block: doc.Image) -> str:
        if block.digest not in self.images:
            raise BadDocument(f"Bilden ”{block.alt}” saknas bland de bilder som skickades med.")
        if not block.alt.strip():
            raise BadDocument("En bild saknar beskrivning för den som inte kan se den.", "Skriv vad bilden visar.")
        picture = self.media.get(block.digest)
        if picture is None:
            name = f"bild-{block.digest[:16]}"
            picture = read_picture(self.images[block.digest], block.alt, name)
            relation = self.relate(_IMAGE_TYPE, f"media/{picture.file}")
            picture = picture._replace(relation=relation)
            self.media[block.digest] = picture
        self._drawing += 1
        return f"<w:r>{picture.drawing(self._drawing - 1, block.alt, block.width)}</w:r>"


def text_element_run(text: str, *, bold: bool = False) -> str:
    """A plain run around text, or nothing for no text."""
    return run_element(doc.Run(text, bold=bold)) if text else ""


def _bookmark_name(anchor: str) -> str:
    """A name that Word accepts for a bookmark: letters, digits and underscores, a letter first, at most 40."""
    return ("a_" + re.sub(r"\W", "_", anchor))[:40]
