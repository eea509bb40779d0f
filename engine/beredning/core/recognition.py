"""Which passages of a document that was read are which parts of a form: facts, sections, signatures.

By content control first, then by heading style, then by the heading's words, tolerant of spelling, colon and spaces.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from beredning.core import document as doc
from beredning.core.reading import Passage
from beredning.core.report import FactForm, Layout, SectionForm

How: TypeAlias = Literal["kontroll", "stil", "text"]


class FoundFact(NamedTuple):
    """A header fact as it stands. text: the value without its label, "" while it is not filled in; label: what stands
    before it, with colon and space just as written ("Diarienummer:"), "" when there is none."""

    form: FactForm
    text: str
    label: str
    passage: Passage
    how: How


class FoundSection(NamedTuple):
    """A section as it stands. heading: None for one without; passages and blocks: its content without the heading."""

    form: SectionForm
    heading: Passage | None
    how: How
    passages: tuple[Passage, ...]
    blocks: doc.Blocks


class FoundPerson(NamedTuple):
    """Somebody who signs, as written; title "" when none stands there."""

    name: str
    title: str
    passage: Passage


class FoundGroup(NamedTuple):
    """Receivers under one of the two headings: "hantera" or "kännedom", "" for those under neither."""

    kind: Literal["hantera", "kännedom", ""]
    heading: Passage | None
    receivers: tuple[Passage, ...]


class FoundReport(NamedTuple):
    """A report recognised in a document.

    kind: the passage with the kind of document ("TJÄNSTEUTLÅTANDE"), None when none says so. sections: in the order
    they stand, a repeated one more than once. loose: passages that belong to nothing in the form; strange: headings
    among them. missing: names of facts and sections of the layout that are not there.
    """

    layout: Layout
    kind: Passage | None
    facts: tuple[FoundFact, ...]
    sections: tuple[FoundSection, ...]
    signatories: tuple[FoundPerson, ...]
    receivers: tuple[FoundGroup, ...]
    loose: tuple[Passage, ...]
    strange: tuple[Passage, ...]
    missing: tuple[str, ...]

    def fact(self, name: str) -> FoundFact | None:
        """The fact of that name, or None."""
        return next((one for one in self.facts if one.form.name == name), None)

    def section(self, name: str) -> FoundSection | None:
        """The first section of that name, or None."""
        return next((one for one in self.sections if one.form.name == name), None)
