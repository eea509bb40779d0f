"""The tjänsteutlåtande as values: its facts, its sections in the municipality's order, and what is still missing.

The order, headings and prompts come from a layout (data that a municipality edits), never from code; domain.md 4.2
gives the parts. What is missing stays missing here: a writer shows the prompt in its place, never a blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from beredning.core import document as doc

SectionKind: TypeAlias = Literal["text", "decision", "papers", "receivers", "signatures", "consultation"]
Dialect: TypeAlias = Literal["mening", "att-satser", "numrerad", "passiv", "föreslår"]

ISO_FORM: Final = "{år}-{månad}-{dag}"
SIGNING_ROLES: Final = ("chef", "handläggare")
WRITTEN: Final[tuple[SectionKind, ...]] = ("text", "decision")  # what the officer writes; the rest is known
FACT_NAMES: Final = ("förvaltning", "diarienummer", "datum", "handläggare", "mottagare", "rubrik")


class FactForm(NamedTuple):
    """How one header fact is asked for. name: one of FACT_NAMES; label: printed before it, "" for none.

    also: other labels that are understood when a paper is read; required: a report without it is not whole.
    """

    name: str
    label: str
    prompt: str
    also: tuple[str, ...] = ()
    required: bool = True


class SectionForm(NamedTuple):
    """One section of the form.

    name: machine name, the tag after "avsnitt:"; heading: printed, "" for none; kind: where its content comes from;
    level: of the heading; phrases: standard phrases that the municipality accepts here, word for word.
    action, information: for receivers, the headings over the two groups.
    also: other headings that are understood when a paper is read; repeatable: may stand several times.
    """

    name: str
    heading: str
    prompt: str
    kind: SectionKind = "text"
    required: bool = True
    level: int = 1
    phrases: tuple[str, ...] = ()
    action: str = ""
    information: str = ""
    also: tuple[str, ...] = ()
    repeatable: bool = False


class Pattern(NamedTuple):
    """How a value is written: literal text with named parts in braces, matched without backtracking.

    form: the municipality's own way ("{år}/{löpnummer}", "{år}-{månad}-{dag}"); accepted: other ways in which the same
    value is understood when a paper is read (HD02, DT06). examples, refused: texts that must and must not match `form`;
    they are tried when the layout is read.
    """

    form: str
    accepted: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class SentenceForm(NamedTuple):
    """How a beslutssats is written (domain.md 4.3).

    dialect: "mening" (`<Organ> beslutar att …`), "att-satser" (a lead-in and att-clauses), "numrerad" (numbered
    sentences without att), "passiv" (a passive sentence under `I <organ>:`), "föreslår" (`… föreslår … besluta`, with a
    block `för egen del`). own: the words that begin that block. ending: whether a sentence ends with a full stop.
    verbs: pairs of kind of matter and the verb that policy gives for it (BS03).
    """

    dialect: Dialect = "mening"
    own: str = "För egen del"
    ending: bool = True
    verbs: tuple[tuple[str, str], ...] = ()


class Layout(NamedTuple):
    """A municipality's form for its reports. title: the kind of document as printed ("TJÄNSTEUTLÅTANDE").

    starts, ends: ISO dates between which papers are written in this form, inclusive, "" open: an old paper is judged by
    the form of its own day. signing: roles in the order in which they sign ("chef", "handläggare"). template: file name
    of its own Word template, "" for the one that every form shares.
    """

    name: str
    title: str
    facts: tuple[FactForm, ...]
    sections: tuple[SectionForm, ...]
    starts: str = ""
    ends: str = ""
    diary: Pattern = Pattern("{år}/{löpnummer}")
    date: Pattern = Pattern(ISO_FORM)
    sentence: SentenceForm = SentenceForm()
    signing: tuple[str, ...] = SIGNING_ROLES
    template: str = ""

    def day(self, iso: str) -> str:
        """A day as this form prints it. iso: an ISO date; any other text stays as it is, and so does a day that the
        form cannot write (1962 with a year of two digits)."""
        if self.date.form == ISO_FORM or len(iso) != len("0000-00-00"):
            return iso
        from beredning.core.pattern import fill, match

        facts = match(ISO_FORM, iso)
        try:
            return fill(self.date.form, facts) if facts else iso
        except ValueError:
            return iso

    def signers(self, by_role: Mapping[str, doc.Signatory]) -> tuple[doc.Signatory, ...]:
        """Those who sign, in the form's order: once each, and nobody whose role the form does not name."""
        people = (by_role[role] for role in self.signing if role in by_role)
        return tuple(dict.fromkeys(people))

    def section(self, name: str) -> SectionForm | None:
        """The section of that name, or None."""
        return next((form for form in self.sections if form.name == name), None)


def layout_for(layouts: Sequence[Layout], day: str) -> Layout | None:
    """The first form in force on a day, or None. day: ISO date; "" for the form that new papers are written in."""
    if not day:
        return next((one for one in layouts if not one.ends), layouts[0] if layouts else None)
    return next((one for one in layouts if one.starts <= day and (not one.ends or day <= one.ends)), None)


class Paper(NamedTuple):
    """One document that the decision rests on. date: ISO; reference: dnr, bilaga number or version; may be ""."""

    title: str
    date: str = ""
    reference: str = ""


class Receivers(NamedTuple):
    """Who the decision is sent to: those who act on it and those who are told (domain.md 4.2 row 13)."""

    action: tuple[str, ...] = ()
    information: tuple[str, ...] = ()


NOBODY: Final = Receivers()


class Consultation(NamedTuple):
    """The MBL section as the MBL track gives it: its heading with date, and its sentence (domain.md 2.2–2.3)."""

    heading: str
    sentence: str


class Facts(NamedTuple):
    """The header facts; "" while unknown. date: ISO date of approval; officer: name and title of the handläggare."""

    administration: str = ""
    diary_number: str = ""
    date: str = ""
    officer: doc.Signatory = doc.Signatory("")
    recipient: str = ""
    title: str = ""

    def text(self, name: str) -> str:
        """The fact as printed, by its Swedish name; "" while it is missing. Raises KeyError for another name."""
        officer = ", ".join(filter(None, (self.officer.title, self.officer.name))) if self.officer.name else ""
        return {
            "förvaltning": self.administration,
            "diarienummer": self.diary_number,
            "datum": self.date,
            "handläggare": officer,
            "mottagare": self.recipient,
            "rubrik": self.title,
        }[name]


class Section(NamedTuple):
    """One section with what there is. heading: as printed now; blocks: empty while the content is missing."""

    form: SectionForm
    heading: str
    blocks: doc.Blocks


class Report(NamedTuple):
    """A whole tjänsteutlåtande: layout, facts, sections in the layout's order."""

    layout: Layout
    facts: Facts
    sections: tuple[Section, ...]
    signatories: tuple[doc.Signatory, ...]

    def fact(self, name: str) -> str:
        """A fact as this form prints it, by its Swedish name; "" while it is missing."""
        text = self.facts.text(name)
        return self.layout.day(text) if name == "datum" else text


class Gap(NamedTuple):
    """Something the report must have and lacks: its name, its printed label and the prompt that stands there."""

    name: str
    label: str
    prompt: str


def make_report(
    layout: Layout,
    facts: Facts,
    texts: Mapping[str, doc.Blocks],
    *,
    signatories: tuple[doc.Signatory, ...] = (),
    papers: tuple[Paper, ...] = (),
    receivers: Receivers = NOBODY,
    consultation: Consultation | None = None,
) -> Report:
    """Put a report together after its layout.

    texts: the officer's blocks by section name. What the program knows (papers, receivers, MBL) comes first in its
    section and the officer's own text after it. Raises ValueError for a text that the layout has no section for.
    """
    strange = sorted(set(texts) - {form.name for form in layout.sections})
    if strange:
        raise ValueError(f"no section in the layout {layout.name!r} for: {', '.join(strange)}")

    def known(form: SectionForm) -> doc.Blocks:
        if form.kind == "papers":
            return _paper_list(layout, papers)
        if form.kind == "receivers":
            return _receiver_lists(form, receivers)
        if form.kind == "signatures":
            return (doc.Signatures(signatories),) if signatories else ()
        if form.kind == "consultation" and consultation:
            return (doc.para(_days(layout, consultation.sentence)),) if consultation.sentence else ()
        return ()

    sections = (
        Section(form, _heading(layout, form, consultation), known(form) + texts.get(form.name, ()))
        for form in layout.sections
    )
    return Report(layout, facts, tuple(sections), signatories)


def _heading(layout: Layout, form: SectionForm, consultation: Consultation | None) -> str:
    """The heading as printed. One that claims that MBL is dealt with says when, and never before it is (G-MBL-3); one
    that claims nothing ("Facklig samverkan") stays as the municipality wrote it."""
    if form.kind != "consultation" or not consultation or not form.heading.casefold().startswith("behandla"):
        return form.heading
    return _days(layout, consultation.heading) or form.heading


def _days(layout: Layout, text: str) -> str:
    """A text of ours with its ISO dates as the form prints them."""
    if layout.date.form == ISO_FORM:
        return text
    words = text.split(" ")
    return " ".join(layout.day(word[:10]) + word[10:] if word[:4].isdigit() else word for word in words)


def _paper_list(layout: Layout, papers: tuple[Paper, ...]) -> doc.Blocks:
    lines = (", ".join(filter(None, (paper.title, layout.day(paper.date), paper.reference))) for paper in papers)
    return (doc.bullets(*lines),) if papers else ()


def _receiver_lists(form: SectionForm, receivers: Receivers) -> doc.Blocks:
    """Both groups under their own heading; a group without receivers is left out, and so is its heading."""
    groups = ((form.action, receivers.action), (form.information, receivers.information))
    made: list[doc.Block] = []
    for title, names in groups:
        if names:
            made += [doc.heading(form.level + 1, title)] if title else []
            made.append(doc.bullets(*names))
    return tuple(made)


def gaps(report: Report) -> tuple[Gap, ...]:
    """Every required fact and section that is still missing, in the order of the form; () when it is complete."""
    facts = (
        Gap(form.name, form.label.rstrip(": ") or form.name, form.prompt)
        for form in report.layout.facts
        if form.required
    )
    missing = [gap for gap in facts if not report.facts.text(gap.name)]
    for section in report.sections:
        if section.form.required and not section.blocks:
            label = section.form.heading or section.form.name
            missing.append(Gap(section.form.name, label, section.form.prompt))
    return tuple(missing)


def section_blocks(section: Section) -> doc.Blocks:
    """A section as blocks: its heading, and its content in a slot that shows the prompt while it is missing.

    Signatures stand outside any slot: nobody writes over them. An optional section without content is left out.
    """
    form = section.form
    if not section.blocks and not form.required:
        return ()
    title = (doc.heading(form.level, section.heading, anchor=form.name),) if section.heading else ()
    if form.kind == "signatures" and section.blocks:
        return title + section.blocks
    label = section.heading or form.name.capitalize()
    return (*title, doc.Slot(f"avsnitt:{form.name}", label, form.prompt, section.blocks))


def stands_in_line(form: FactForm) -> bool:
    """Whether a fact is a line of text ("Datum: 2024-01-31", or no label at all), not a label with a value beside."""
    return not form.label or form.label.endswith(":")


def fact_runs(report: Report, form: FactForm) -> doc.Runs:
    """A header fact as printed, or its prompt while it is missing."""
    value = report.fact(form.name)
    return doc.runs(value or doc.prompt(form.prompt))


def report_document(report: Report) -> doc.Document:
    """The report as a general document, for every writer that has no template of its own for reports."""
    body = tuple(block for section in report.sections for block in section_blocks(section))
    return doc.Document(
        title=report.facts.title or report.layout.title.capitalize(),
        blocks=(*_head(report), *body),
        header=(doc.band(doc.bold(report.layout.title), doc.PAGE_OF_PAGES),),
        properties=properties(report),
    )


def _head(report: Report) -> doc.Blocks:
    """The facts in the form's order, rubrik as the title among them."""
    made: list[doc.Block] = []
    for form in report.layout.facts:
        shown = fact_runs(report, form)
        if form.name == "rubrik":
            made.append(doc.Paragraph(shown, role="title"))
        elif stands_in_line(form):
            made.append(doc.Paragraph(doc.runs(form.label and f"{form.label} ") + shown, role="fact"))
        elif made and isinstance(last := made[-1], doc.Facts):
            made[-1] = doc.Facts((*last.facts, doc.Fact(form.label, (shown,))))
        else:
            made.append(doc.Facts((doc.Fact(form.label, (shown,)),)))
    if all(form.name != "rubrik" for form in report.layout.facts):
        made.append(doc.para(report.facts.title, role="title"))
    return tuple(made)


def properties(report: Report) -> doc.Properties:
    """What the file says of itself: kind, author, dnr and the report's own date."""
    facts = report.facts
    keywords = (facts.diary_number,) if facts.diary_number else ()
    kind = report.layout.title.capitalize()
    return doc.Properties(kind, facts.officer.name, keywords, category=kind, created=facts.date)
