"""A report against the list and its attachments: dnr (HD03), title (CO01), units (CO03), MBL in time (MB05)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.core.recognition import FoundReport
from beredning.review.catalogue import found
from beredning.review.days import full_days
from beredning.review.pack import Group, Pack, is_own
from beredning.review.placing import diary_key, fact_text
from beredning.review.texts import plain
from beredning.review.values import AgendaItem, Frame, Notice, Paper
from beredning.review.whole import Whole

# Ways to write the same unit: million and thousand kronor.
_UNITS: Final = (("mkr", "mnkr", "msek", "miljoner kronor", "milj kr", "mn kr"), ("tkr", "kkr", "tusen kronor", "tsek"))
_UNIT: Final = re.compile(
    r"(?<=[\d)] )(?:mkr|mnkr|msek|miljoner kronor|milj\.? kr|mn kr|tkr|kkr|tusen kronor|tsek)\b", re.IGNORECASE
)

_ADJUSTED: Final = re.compile(r"\bjuster", re.IGNORECASE)


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every place where a report and the list, or a report and its attachments, do not agree."""
    for group in pack.groups:
        for paper in group.reports:
            assert paper.report is not None
            if pack.notice:
                yield from _number(paper, paper.report, group, frame)
                yield from _decided_before(paper, paper.report, group, pack.notice, frame)
            if group.item:
                yield from _title(paper, paper.report, group.item, frame)
            elif not pack.notice:
                yield from _expected(paper, paper.report, frame)
            yield from _units(paper, group, pack, frame)


def _number(paper: Paper, report: FoundReport, group: Group, frame: Frame) -> Iterator[Finding]:
    """Another dnr than the item has. Sure where the report has the item's title; otherwise only its file's number says
    that it belongs there."""
    fact, item = report.fact("diarienummer"), group.item
    key = diary_key(frame, fact.text) if fact else ""
    if fact is None or item is None or not key or diary_key(frame, item.dnr) in ("", key):
        return
    titled = plain(item.title) == plain(fact_text(report, "rubrik"))
    text = f"Diarienumret är {fact.text}, men punkt {item.label}, ”{item.title}”, har {item.dnr} på listan."
    hint = f"Skriv {item.dnr}, eller rätta listan."
    yield found(frame, "HD03", paper, fact.passage, text, hint, severity=None if titled else "VARNING")


def _title(paper: Paper, report: FoundReport, item: AgendaItem, frame: Frame) -> Iterator[Finding]:
    fact = report.fact("rubrik")
    if fact is None or not fact.text or plain(fact.text) == plain(item.title):
        return
    key = diary_key(frame, fact_text(report, "diarienummer"))
    if key and item.dnr and diary_key(frame, item.dnr) not in ("", key):
        return  # another matter's paper: its dnr is what is wrong, and that is told
    text = f"Ärendet heter ”{fact.text}” här och ”{item.title}” på föredragningslistan."
    yield found(frame, "CO01", paper, fact.passage, text, "Låt ärendet heta detsamma på båda ställena.")


def _expected(paper: Paper, report: FoundReport, frame: Frame) -> Iterator[Finding]:
    """The same against what an instance knows of the case, where there is no list."""
    expected = frame.expected.get(paper.reading.name)
    if expected is None:
        return
    number, title = report.fact("diarienummer"), report.fact("rubrik")
    wanted = diary_key(frame, expected.dnr)
    if number and wanted and diary_key(frame, number.text) not in ("", wanted):
        text = f"Diarienumret är {number.text}, men ärendet har {expected.dnr}."
        yield found(frame, "HD03", paper, number.passage, text, f"Skriv {expected.dnr}.")
    if title and title.text and expected.title and plain(title.text) != plain(expected.title):
        text = f"Ärendet heter ”{title.text}” här och ”{expected.title}” i diariet."
        yield found(frame, "CO01", paper, title.passage, text, "Låt ärendet heta detsamma på båda ställena.")


# Units


def _units(paper: Paper, group: Group, pack: Pack, frame: Frame) -> Iterator[Finding]:
    """One finding for each unit that is written in more than one way, in the report or between it and an own paper."""
    own = [one for one in group.attachments if is_own(one, pack)]
    seen = [(one, passage, mark) for one in (paper, *own) for passage, mark in _written(one)]
    for ways in _UNITS:
        used: dict[str, tuple[Paper, Passage]] = {}
        for one, passage, mark in seen:
            if mark in ways:
                used.setdefault(mark, (one, passage))
        here = [mark for mark, (one, _) in used.items() if one is paper]
        if len(used) > 1 and here:
            others = [f"”{mark}” i {one.reading.name}" for mark, (one, _) in used.items() if mark != here[0]]
            text = f"Enheten skrivs ”{here[0]}” här, men {' och '.join(others)}."
            place = used[here[0]][1]
            yield found(frame, "CO03", paper, place, text, "Välj ett sätt i alla ärendets handlingar.")


def _written(paper: Paper) -> Iterator[tuple[Passage, str]]:
    whole = Whole(paper.reading)
    for mark in _UNIT.finditer(whole.text):
        yield whole.passage(mark.start()), mark[0].casefold().replace(".", "")


# MBL


def _decided_before(paper: Paper, report: FoundReport, group: Group, notice: Notice, frame: Frame) -> Iterator[Finding]:
    """MBL after the organ that finally decides (G-MBL-1). An utskott that only prepares may meet before (G-MBL-2)."""
    recipient = plain(fact_text(report, "mottagare"))
    deciding = group.item is not None and group.item.mode == "beslutar"
    preparing = group.item is not None and group.item.mode == "bereder"
    if preparing or not (deciding or (recipient and recipient == plain(notice.organ))):
        return
    for section in report.sections:
        if section.form.kind != "consultation":
            continue
        for one in (*((section.heading,) if section.heading else ()), *section.passages):
            late = [day for day in full_days(one.text) if notice.day and day.iso > notice.day]
            if late and not _ADJUSTED.search(one.text):
                text = f"MBL behandlas {late[-1].iso}, efter att {notice.organ or 'organet'} beslutar {notice.day}."
                yield found(
                    frame, "MB05", paper, one, text, "Flytta förhandlingen, eller ärendet till ett senare möte."
                )
                return
