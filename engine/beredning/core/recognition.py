"""Which passages of a document that was read are which parts of a form: facts, sections, signatures.

By content control first, then by heading style, then by the heading's words, tolerant of spelling, colon and spaces.
What could be two things is neither: a passage that only looks like a heading stays where it stands.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from beredning.core import document as doc
from beredning.core.reading import Passage, Reading
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


def recognise(reading: Reading, layout: Layout) -> FoundReport:
    """The report of a layout's form in a document that was read. Never fails: what is not there is in `missing`."""
    from beredning.core.recognition_head import find_head
    from beredning.core.recognition_people import find_receivers, find_signatures
    from beredning.core.recognition_sections import divide, found_sections

    parts = divide(reading, layout)
    kind, facts, used = find_head(reading, layout, parts[0].passages)
    parts, signatories = find_signatures(reading, layout, parts, facts)
    sections = found_sections(reading, parts)
    loose = [one for part in parts if part.form is None for one in part.whole if one not in used and one is not kind]
    there = {fact.form.name for fact in facts} | {one.form.name for one in sections}
    asked = [fact_form.name for fact_form in layout.facts] + [form.name for form in layout.sections]
    return FoundReport(
        layout,
        kind,
        facts,
        sections,
        signatories,
        tuple(group for one in sections if one.form.kind == "receivers" for group in find_receivers(one)),
        tuple(loose),
        tuple(one for one in loose if one.kind == "heading"),
        tuple(name for name in asked if name not in there),
    )
