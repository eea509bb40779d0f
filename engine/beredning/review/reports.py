"""Every rule for one report, over each report of the house."""

from __future__ import annotations

from collections.abc import Iterator

from beredning.core.finding import Finding
from beredning.review import (
    report_decision,
    report_head,
    report_language,
    report_people,
    report_receivers,
    report_sections,
    report_union,
    report_wording,
)
from beredning.review.look import look
from beredning.review.values import Frame, Paper

_AREAS = (
    report_head.rules,
    report_people.rules,
    report_sections.rules,
    report_decision.rules,
    report_receivers.rules,
    report_union.rules,
    report_wording.rules,
    report_language.rules,
)


def check(papers: tuple[Paper, ...], frame: Frame) -> Iterator[Finding]:
    """The faults of each report by itself. House rules bind the house's own papers only."""
    for paper in papers:
        if paper.house and paper.report is not None:
            at = look(paper, paper.report, frame)
            for rules in _AREAS:
                yield from rules(at)
