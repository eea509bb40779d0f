"""Which item of the list each paper belongs to: by what it says of itself first, then by the number of its file.

Files are often numbered as the list is, but not always: some number every file of a folder from one. So a file's number
is believed only where the reports, whose dnr and title are known, agree with theirs.
"""

from __future__ import annotations

import re
from typing import Final

from beredning.core.recognition import FoundReport
from beredning.core.written import read_diary
from beredning.review.texts import plain
from beredning.review.values import AgendaItem, Frame, Notice, Paper

_NUMBER: Final = re.compile(r"0*(\d{1,3})[a-z]?[-_ .]")


def fact_text(report: FoundReport, name: str) -> str:
    """A header fact as it stands, "" when there is none."""
    found = report.fact(name)
    return found.text if found else ""


def diary_key(frame: Frame, text: str) -> str:
    """The normalised dnr ("2023:450"), "" for what is none."""
    layout = frame.layouts[0] if frame.layouts else None
    found = read_diary(layout, text) if layout and text else None
    return found.key if found else ""


def file_number(paper: Paper) -> str:
    """The number that a file's name begins with, without zeros before it; "" for none."""
    found = _NUMBER.match(paper.reading.name)
    return found[1] if found else ""


def file_order(paper: Paper) -> tuple[int, str]:
    """The order of files as a person numbers them: 2 before 10."""
    return int(file_number(paper) or 0), paper.reading.name


def item_by_itself(report: FoundReport, notice: Notice, frame: Frame) -> AgendaItem | None:
    """The item that a report's own title is that of, else the one that has its dnr; None when neither is one alone."""
    title, key = plain(fact_text(report, "rubrik")), diary_key(frame, fact_text(report, "diarienummer"))
    titled = [item for item in notice.items if title and item.label and plain(item.title) == title]
    numbered = [item for item in notice.items if key and item.label and diary_key(frame, item.dnr) == key]
    both = [item for item in titled if item in numbered]
    for found in (both, titled, numbered):
        if len(found) == 1:
            return found[0]
    return None


def numbers_follow_list(papers: tuple[Paper, ...], notice: Notice, frame: Frame) -> bool:
    """Whether the files are numbered as the list is: at least half of the reports that can be known say so."""
    known = [
        (file_number(paper), item.label)
        for paper in papers
        if paper.report and file_number(paper) and (item := item_by_itself(paper.report, notice, frame))
    ]
    return 2 * sum(number == label for number, label in known) >= len(known)


def placed(papers: tuple[Paper, ...], notice: Notice | None, frame: Frame) -> tuple[Paper, ...]:
    """The papers in the order of their files, each with the label of its item."""
    papers = tuple(sorted(papers, key=file_order))
    if notice is None:
        return papers
    trusted = numbers_follow_list(papers, notice, frame)
    made: list[Paper] = []
    last = ""
    for paper in papers:
        known = paper.label if trusted or paper.reading.name in frame.expected else ""
        if paper.report:
            item = item_by_itself(paper.report, notice, frame)
            known = last = item.label if item else known
        elif paper.kind == "bilaga" and not known:
            known = last
        made.append(paper._replace(label=known))
    return tuple(made)
