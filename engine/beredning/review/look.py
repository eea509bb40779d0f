"""One report under review: what every rule for reports needs to know of it, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from beredning.core.finding import Finding, Severity
from beredning.core.reading import Passage
from beredning.core.recognition import FoundReport, FoundSection
from beredning.core.report import Layout, SectionForm
from beredning.core.written import read_date
from beredning.review.catalogue import found
from beredning.review.placeholders import blanks
from beredning.review.texts import plain
from beredning.review.values import Frame, Paper

_HEADING: Final = 80


class Look(NamedTuple):
    """A report and what is known of it. blank: code by passage for what the template left there (PH01–PH03); such a
    passage is a fault once and is no content to any other rule. day: ISO day the report is dated, "" unknown. body:
    every passage with content and the section it stands in, in order."""

    frame: Frame
    paper: Paper
    report: FoundReport
    blank: Mapping[Passage, str]
    day: str
    body: tuple[tuple[FoundSection, Passage], ...] = ()

    @property
    def layout(self) -> Layout:
        """The form it is judged by."""
        return self.report.layout

    def finding(
        self,
        code: str,
        passage: Passage | None,
        text: str,
        suggestion: str,
        *,
        why: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """A finding in this report; the rest is as in `catalogue.found`."""
        return found(self.frame, code, self.paper, passage, text, suggestion, why=why, severity=severity)

    def value(self, name: str) -> tuple[str, Passage] | None:
        """A header fact's value and place; None when it is not there, not filled in, or a placeholder."""
        fact = self.report.fact(name)
        if fact is None or not fact.text.strip() or fact.passage in self.blank or fact.passage.prompt:
            return None
        return fact.text.strip(), fact.passage

    def blanked(self, name: str) -> bool:
        """Whether a header fact holds a placeholder, which is told by PH01–PH03."""
        fact = self.report.fact(name)
        return fact is not None and (fact.passage in self.blank or fact.passage.prompt)

    def content(self, section: FoundSection) -> tuple[Passage, ...]:
        """What stands in a section, placeholders and empty paragraphs left out."""
        return tuple(one for one in section.passages if one.text.strip() and one not in self.blank)

    def sections(self, kind: str) -> Iterator[FoundSection]:
        """The sections of a kind, in the order they stand."""
        return (one for one in self.report.sections if one.form.kind == kind)

    def decision(self) -> FoundSection | None:
        """The section with the beslutssats: the form says which, or it is the one with that name."""
        marked = next(self.sections("decision"), None)
        return marked or self.report.section("förslag_till_beslut")

    def standard(self, text: str) -> bool:
        """Whether a text is one of the form's standard phrases, with or without its full stop."""
        return plain(text) in phrases(self.layout)

    def hints_at(self, form: SectionForm) -> bool:
        """Whether a short paragraph begins with a section's heading, though it was not recognised as one: then nobody
        can be sure that the section is missing, and nothing is said."""
        wanted = [said for text in (form.heading, *form.also) if (said := plain(text))]
        titles = (one.text for one in self.paper.reading.body if len(one.text) <= _HEADING)
        short = [f"{plain(text)} " for text in titles if not text.rstrip().endswith((".", ",", ";"))]
        return any(said.startswith(f"{word} ") for said in short for word in wanted)


@lru_cache(maxsize=16)
def phrases(layout: Layout) -> frozenset[str]:
    """Every standard phrase that the form accepts in some section, in the words of `plain`."""
    return frozenset(plain(phrase) for form in layout.sections for phrase in form.phrases)


def is_decision(form: SectionForm) -> bool:
    """Whether a section of the form holds the beslutssats."""
    return form.kind == "decision" or form.name == "förslag_till_beslut"


def look(paper: Paper, report: FoundReport, frame: Frame) -> Look:
    """Look at one report."""
    blank = blanks(paper.reading.passages, report.layout)
    dated = report.fact("datum")
    day = read_date(report.layout, dated.text) if dated and dated.text and dated.passage not in blank else None
    made = Look(frame, paper, report, blank, day.key if day else "")
    return made._replace(body=tuple((section, one) for section in report.sections for one in made.content(section)))
