"""Days in papers: order (DT05), form (DT06), weekday (DT07), contradiction (DT08) and what has already begun (DT09)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.core.finding import Finding
from beredning.core.pattern import match, match_loosely
from beredning.core.reading import Passage
from beredning.core.recognition import FoundReport
from beredning.core.report import Layout
from beredning.review.catalogue import found
from beredning.review.days import Day, as_date, days_in, full_days
from beredning.review.pack import Group, Pack, day_of, is_own, report_day
from beredning.review.placing import fact_text
from beredning.review.texts import plain, sentences
from beredning.review.values import Frame, Paper

_WEEKDAYS: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_WEEKDAYS)})(?:en)?\b", re.IGNORECASE)
_BETWEEN: Final = re.compile(r",?\s*(?:den\s*)?")
_STARTS: Final = re.compile(
    r"\b(?:träd[ae]r? i kraft|gäll(?:a|er) (?:under perioden|från och med|fr\.?o\.?m\.?|från|fr)|börjar? gälla"
    r"|giltigt? från|löper (?:från|under perioden))\b\W*(?:från(?: och med)?\W*)?(?:den )?",
    re.IGNORECASE,
)
_COMING: Final = re.compile(
    r"\b(?:träder i kraft|börjar gälla|kommer att (?:träda i kraft|gälla|starta|börja|införas)"
    r"|ska (?:träda i kraft|starta)|införs|startar|inleds|påbörjas)\b"
    r"\W*(?:(?:från(?: och med)?|fr\.?o\.?m\.?|i|den)\W+){0,2}",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"\b(?:beslutade|fastställde|antog|godkände|behandlade|behandlades|genomfördes|hölls|informerade|informerades"
    r"|förhandlade|förhandlades|inkom|yttrade|noterade|redovisades|undertecknades|publicerades|antogs|fastställdes)\b",
    re.IGNORECASE,
)
_NEAR: Final = 40
_ELSE: Final = re.compile(r"\b(?:att|från|till|senast|för|inför|ska|om|med|gäller?|efter|före)\b", re.IGNORECASE)
_THING: Final = re.compile(r"\w*(?:avtal|plan|policy|regler|reglemente|riktlinje|taxa|ordning)\w*", re.IGNORECASE)
_FORMER: Final = re.compile(r"\b(?:nuvarande|tidigare|förra|gamla|gällande|befintliga?|föregående)\b", re.IGNORECASE)
_LEAST_STEM: Final = 6


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every fault with a day, in the house's own papers and those its förvaltning made."""
    for paper in pack.papers:
        if paper.notice:
            yield from _meeting_day(paper, frame)
        if paper.house:
            yield from _forms(paper, frame)
            yield from _weekdays(paper, frame)
        if paper.report:
            yield from _order(paper, paper.report, pack, frame)
        if paper.report or (paper.kind == "bilaga" and is_own(paper, pack)):
            yield from _begun(paper, pack, frame)
    for group in pack.groups:
        for paper in group.reports:
            yield from _contradictions(paper, group, frame)


# The meeting's day


def _meeting_day(paper: Paper, frame: Frame) -> Iterator[Finding]:
    notice = paper.notice
    assert notice is not None
    if notice.sent_on and notice.day and notice.sent_on > notice.day:
        text = f"Kallelsen är utskickad {notice.sent_on}, efter sammanträdet {notice.day}."
        yield found(frame, "DT05", paper, None, text, "Rätta utskicksdatumet eller sammanträdesdatumet.")
    named = _WEEKDAY.search(notice.hours.text) if notice.hours and notice.day else None
    if named and notice.hours and not full_days(notice.hours.text):
        yield from _weekday(paper, notice.hours, named[1], notice.day, frame)


def _weekday(paper: Paper, one: Passage, name: str, iso: str, frame: Frame) -> Iterator[Finding]:
    right = _WEEKDAYS[as_date(iso).weekday()]
    if name.casefold() != right:
        text = f"{iso} är en {right}, men här står {name.casefold()}."
        yield found(frame, "DT07", paper, one, text, "Rätta veckodagen eller datumet.")


def _weekdays(paper: Paper, frame: Frame) -> Iterator[Finding]:
    """A weekday that stands just before its day."""
    for one in paper.reading.passages:
        if "dag" not in one.text:
            continue
        days = {day.at: day for day in full_days(one.text)}
        for name in _WEEKDAY.finditer(one.text) if days else ():
            between = _BETWEEN.match(one.text, name.end())
            day = days.get(between.end() if between else name.end())
            if day:
                yield from _weekday(paper, one, name[1], day.iso, frame)


# Form


def _forms(paper: Paper, frame: Frame) -> Iterator[Finding]:
    """Days in figures that are not written as the house does: once for each day. Words ("3 maj 2023") are right in
    running text; the day in a report's head is judged with its field."""
    layout = paper.report.layout if paper.report else frame.layouts[0] if frame.layouts else None
    if layout is None:
        return
    dated = paper.report.fact("datum") if paper.report else None
    told: set[str] = set()
    for one in paper.reading.passages:
        if dated and one is dated.passage:
            continue
        for day in days_in(one.text):
            if day.form in ("iso", "long") or day.text in told or _accepted(day, layout):
                continue
            told.add(day.text)
            text = f"Datumet skrivs ”{day.text}”."
            yield found(frame, "DT06", paper, one, text, f"Skriv {layout.day(day.iso)}.")


def _accepted(day: Day, layout: Layout) -> bool:
    forms = (layout.date.form, *layout.date.accepted)
    return match(layout.date.form, day.text) is not None or any(match_loosely(form, day.text) for form in forms)


# Order


def _order(paper: Paper, report: FoundReport, pack: Pack, frame: Frame) -> Iterator[Finding]:
    day, dated = report_day(paper), report.fact("datum")
    meeting = pack.notice.day if pack.notice else ""
    if not day or dated is None:
        return
    if meeting and day > meeting:
        text = f"Tjänsteutlåtandet är daterat {day}, efter sammanträdet {meeting}."
        yield found(frame, "DT05", paper, dated.passage, text, "Skriv den dag då utlåtandet godkändes.")
        return
    told_elsewhere = {
        id(one)
        for section in report.sections
        if section.form.kind == "consultation"
        for one in (section.heading, *section.passages)
    }
    for one in paper.reading.body:
        if one.cells or "20" not in one.text or id(one) in told_elsewhere or not _DONE.search(one.text):
            continue
        late = next(_told_before(one.text, day), None)
        if late:
            text = f"Här berättas om något som skedde {late}, men tjänsteutlåtandet är daterat {day}."
            yield found(frame, "DT05", paper, one, text, "Rätta datumet, eller skriv vad som är planerat.")


def _told_before(text: str, day: str) -> Iterator[str]:
    """Days after `day` that stand close after a word for what has been done, in the same sentence, and say when it was
    done: "beslutade 2024-03-01", not "beslutade att stänga från 2024-03-01"."""
    for sentence in sentences(text):
        done = _DONE.search(sentence)
        for late in full_days(sentence) if done else ():
            between = sentence[done.end() : late.at] if done else ""
            if done and late.iso > day and 0 <= late.at - done.end() <= _NEAR and not _ELSE.search(between):
                yield late.iso


def _begun(paper: Paper, pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Something said to begin that had begun when the paper was written. Cited statutes and headings say nothing."""
    today = day_of(paper, pack)
    for one in paper.reading.body if today else ():
        if one.cells or "20" not in one.text:
            continue
        for coming in _COMING.finditer(one.text):
            day = next((day for day in full_days(one.text) if 0 <= day.at - coming.end() <= 1), None)
            if day and day.iso < today:
                text = f"Här står att något ”{coming[0].strip()} {day.text}”, men handlingen är från {today}."
                yield found(frame, "DT09", paper, one, text, "Skriv i förfluten tid, eller rätta datumet.")


# Contradiction


class _Start(NamedTuple):
    """When something is said to begin to apply: the word for it, the day and where it stands."""

    stem: str
    iso: str
    passage: Passage
    paper: Paper


def _contradictions(paper: Paper, group: Group, frame: Frame) -> Iterator[Finding]:
    """Two days from which the same thing applies, in a report or between it and what it is about."""
    stems = _stems(paper)
    starts = [start for one in paper.reading.body for start in _starts(one, paper, stems)]
    starts += [start for other in group.attachments for start in _own_start(other, stems)]
    for stem in dict.fromkeys(start.stem for start in starts):
        same = [start for start in starts if start.stem == stem]
        here = [start for start in same if start.paper is paper]
        deed = next((start for start in same if start.paper is not paper), None)
        right = deed.iso if deed else here[-1].iso if here else ""
        wrong = next((start for start in here if start.iso != right), None)
        if wrong:
            others = [start for start in same if start.iso != wrong.iso]
            listed = ", ".join(dict.fromkeys(f"{one.iso} ({_where(one, paper)})" for one in others))
            text = f"Här gäller det från {wrong.iso}, men på annan plats från {listed}."
            yield found(frame, "DT08", paper, wrong.passage, text, "Skriv samma dag på alla ställen.")


def _where(start: _Start, paper: Paper) -> str:
    return start.passage.place if start.paper is paper else f"{start.paper.reading.name}, {start.passage.place}"


def _stems(paper: Paper) -> tuple[str, ...]:
    """The long words of the title, which is what the matter is about: "Samverkansavtal för …" gives its first word."""
    words = plain(fact_text(paper.report, "rubrik")).split() if paper.report else []
    return tuple(word for word in words if len(word) >= _LEAST_STEM and _THING.fullmatch(word))


def _starts(one: Passage, paper: Paper, stems: tuple[str, ...]) -> Iterator[_Start]:
    if not stems or "20" not in one.text or not _STARTS.search(one.text):
        return
    for sentence in sentences(one.text):
        for mark in _STARTS.finditer(sentence):
            before = sentence[: mark.start()]
            things = _THING.findall(before)
            stem = next((stem for stem in stems if things and plain(things[-1]).startswith(stem)), "")
            if not stem or _FORMER.search(before):
                continue
            day = next((day for day in full_days(sentence) if 0 <= day.at - mark.end() <= 1), None)
            if day:
                yield _Start(stem, day.iso, one, paper)


def _own_start(paper: Paper, stems: tuple[str, ...]) -> Iterator[_Start]:
    """From when an attachment says of itself, at its top, that it applies."""
    top = paper.reading.body[:15]
    said = plain(" ".join(one.text for one in top[:4]))
    stem = next((stem for stem in stems if any(word.startswith(stem) for word in said.split())), "")
    for one in top if stem else ():
        mark = _STARTS.match(one.text)
        day = next((day for day in full_days(one.text) if mark and 0 <= day.at - mark.end() <= 2), None)
        if day:
            yield _Start(stem, day.iso, one, paper)
