"""What is known of a Word file, and of one paragraph of it, while it is being read."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from lxml import etree

from beredning.core import document as doc
from beredning.core.reading import ChangeKind, Inline
from beredning.documents.read_docx_drawing import Drawings
from beredning.documents.read_docx_styles import Numbering, Styles


class Change(NamedTuple):
    """A tracked change before its place is known."""

    kind: ChangeKind
    author: str
    date: str
    text: str


class Look(NamedTuple):
    """How text looks and what it is part of. bold, italic: beyond what the paragraph's style gives; heavy: as seen."""

    bold: bool = False
    italic: bool = False
    heavy: bool = False
    link: str = ""
    prompt: bool = False


class Para:
    """One paragraph as it was read."""

    __slots__ = ("bookmarks", "boxes", "break_after", "break_before", "changes", "images", "inline", "pieces")

    def __init__(self) -> None:
        self.pieces: list[tuple[doc.Run, bool]] = []
        self.images: list[doc.Image] = []
        self.boxes: list[etree._Element] = []
        self.inline: list[Inline] = []
        self.changes: list[Change] = []
        self.bookmarks: list[str] = []
        self.break_before = self.break_after = False

    @property
    def runs(self) -> doc.Runs:
        """The runs, those of one look joined."""
        return tuple([run for run, _ in self.pieces])

    @property
    def text(self) -> str:
        """The text as shown: with prompts, without page numbers and soft hyphens."""
        return "".join([run.text for run, _ in self.pieces if not run.field]).replace("\u00ad", "")

    @property
    def strong(self) -> bool:
        """Whether all text that can be seen is bold."""
        seen = [heavy for run, heavy in self.pieces if run.text.strip()]
        return bool(seen) and all(seen)

    @property
    def prompt(self) -> bool:
        """Whether all that stands there is the placeholder of a control."""
        seen = [run.prompt for run, _ in self.pieces if run.text.strip()]
        return bool(seen) and all(seen)


class Shared:
    """What all parts of one file have in common while it is read."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles = styles
        self.numbering = numbering
        self.notes: dict[str, tuple[doc.Runs, ...]] = {}
        self.controls: list[str] = []
        self.unread: Counter[str] = Counter()
        self.fields: list[str] = []
        self.comments: dict[str, list[str]] = {}  # text under each comment, by its id
        self.commented: list[str] = []  # ids in the order that they begin
        self.linked: set[str] = set()  # bookmarks that something points at
        self.drawings = Drawings(self.unread)
