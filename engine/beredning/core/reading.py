"""A document as it was read: its passages in order, each with the place a person finds it at.

Whoever wrote the file, and in whatever format, it becomes the same values: `Passage` for every piece of text, and the
rich `core.document` blocks that the passages stand in. Recognising what a passage means for a form is `recognition`.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from beredning.core import document as doc

Format: TypeAlias = Literal["docx", "pdf", "text"]
PassageKind: TypeAlias = Literal["heading", "paragraph", "item", "row", "header", "footer", "note", "textbox"]
ChangeKind: TypeAlias = Literal["infogat", "struket", "flyttat", "formaterat"]

FORMATS: Final[dict[str, Format]] = {".docx": "docx", ".pdf": "pdf", ".txt": "text"}


class Inline(NamedTuple):
    """A content control within a line or a cell: its tag, its text as shown, and whether that is its placeholder."""

    tag: str
    text: str
    prompt: bool = False


class Passage(NamedTuple):
    """One paragraph, list entry, table row, line of the page's head or foot, footnote or text box.

    text: plain, as shown, tracked insertions included and deletions left out. kind: "heading" only where the file says
    so (a heading style, or an outline level), never guessed. level: of a heading (1–9), depth of a list entry (1–).
    strong: all visible text is bold. control: tag of the innermost content control it stands in, "" for none; prompt:
    that control still shows its placeholder. cells: texts of a row's cells. line: in a text file; page: in a PDF, or
    where a text file prints page numbers; paragraph: order in the document's body. All count from 1, 0 is unknown.
    block: index into `Reading.blocks` of the block it stands in, -1 for what stands outside the body.
    inline: the content controls with a tag that stand within the passage. note: number of the footnote that it is.
    """

    text: str
    kind: PassageKind = "paragraph"
    level: int = 0
    strong: bool = False
    control: str = ""
    prompt: bool = False
    cells: tuple[str, ...] = ()
    line: int = 0
    page: int = 0
    paragraph: int = 0
    block: int = -1
    inline: tuple[Inline, ...] = ()
    note: int = 0

    @property
    def place(self) -> str:
        """Where a person finds it, in Swedish: "rad 9", "sida 2, stycke 14", "sidhuvudet"."""
        if self.kind in ("header", "footer"):
            where = "sidhuvudet" if self.kind == "header" else "sidfoten"
            return f"rad {self.line}" if self.line else f"{where} på sida {self.page}" if self.page else where
        if self.note:
            return f"fotnot {self.note}"
        parts = [f"rad {self.line}"] if self.line else []
        parts += [f"sida {self.page}"] if self.page and not self.line else []
        parts += [f"stycke {self.paragraph}"] if self.paragraph and not self.line else []
        return ", ".join(parts)


class Comment(NamedTuple):
    """A comment in the margin. date: ISO day or instant as the file says, "" when it does not; about: the text it is
    attached to."""

    author: str
    date: str
    text: str
    about: str
    place: str


class TrackedChange(NamedTuple):
    """A change that Word tracked and nobody has accepted or refused yet."""

    kind: ChangeKind
    author: str
    date: str
    text: str
    place: str


class Reading(NamedTuple):
    """A whole document as it was read.

    name: the file's name; blocks: the body as rich values, what the file has of tables, lists, pictures and notes;
    pictures: bytes by SHA-256 digest; title, author, language: what the file says of itself; controls: tags of every
    content control there is, in order; unread: in words, what the file holds that could not be read as values ("en
    ritad figur", "ett diagram"), so that nothing is lost in silence. fields: names of the fields in the page's head and
    foot ("PAGE", "NUMPAGES"), whose results are no part of any text.
    """

    name: str
    format: Format
    passages: tuple[Passage, ...]
    blocks: doc.Blocks = ()
    comments: tuple[Comment, ...] = ()
    changes: tuple[TrackedChange, ...] = ()
    pictures: tuple[tuple[str, bytes], ...] = ()
    title: str = ""
    author: str = ""
    language: str = ""
    controls: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def body(self) -> tuple[Passage, ...]:
        """The passages of the body, in reading order: neither the page's head and foot nor notes."""
        return tuple(one for one in self.passages if one.kind not in ("header", "footer", "note"))
