"""Granska: every rule over every paper, and the findings in the order a person reads the papers in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from beredning.core.finding import Finding
from beredning.core.reading import Reading
from beredning.review import classify
from beredning.review.values import Frame, Paper

Check: TypeAlias = Callable[[tuple[Paper, ...], Frame], Iterator[Finding]]


def review(readings: Sequence[Reading], frame: Frame) -> tuple[Finding, ...]:
    """Every fault in these papers, one finding for each, by file, place and code.

    The papers are judged together: what one says and another contradicts is found only when both are here. Pure: the
    same papers and frame give the same findings.
    """
    return review_papers(classify.papers(readings, frame), frame)


def review_papers(papers: tuple[Paper, ...], frame: Frame) -> tuple[Finding, ...]:
    """The same for papers that are sorted out already."""
    found = dict.fromkeys(finding for check in checks() for finding in check(papers, frame))
    return tuple(sorted(found, key=_order))


def checks() -> tuple[Check, ...]:
    """Every area's rules. They are imported here, so that nothing is before it is used."""
    from beredning.review import across, placeholders, reports

    return (placeholders.check, reports.check, across.check)


def _order(finding: Finding) -> tuple[str, int, tuple[int, ...], str]:
    """By file; what concerns the whole file first, then down the page. What is alike keeps the order of the form."""
    numbers = tuple(int(number) for number in re.findall(r"\d+", finding.place))
    return (finding.file, finding.line, numbers, finding.rule)
