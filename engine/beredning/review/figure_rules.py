"""Figures: the same thing with two numbers in two papers (CO02), and sums that do not add up (CO04)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.catalogue import found
from beredning.review.days import days_in
from beredning.review.figures import Figures, Line, measure, shown, tables_of
from beredning.review.pack import Pack, is_own, top_lines
from beredning.review.placing import fact_text
from beredning.review.sums import faults, total_of
from beredning.review.texts import plain, sentences
from beredning.review.values import Frame, Paper
from beredning.review.whole import Whole

_TOTAL: Final = "\0totalt"
_LEAST_SHARED: Final = 3
_LEAST_WORDS: Final = 8
_SHOWN: Final = 3
_WHICH: Final = frozenset("årskurs åk § §§ punkt bilaga vecka kap kapitel avsnitt nr dnr år termin kl sida mål".split())
_MOST_TABLES: Final = 200
_LEAST_BEGINNING, _BEGINNING = 8, 24
_SHORTEST: Final = 40
_DIGIT: Final = re.compile(r"\d")
_YEAR: Final = re.compile(r"\b(20\d\d)\b")
_VALUE: Final = re.compile(r"[-−–]?\d[\d \u00a0]*(?:[.,]\d+)?")
_UNIT_WORDS: Final = re.compile(r"\b(?:mkr|mnkr|msek|miljoner kronor|tkr|kkr|tusen kronor|ca|cirka)\b", re.IGNORECASE)


class _Held(NamedTuple):
    """A table of a paper, its total row and its figures by (measure, year) and label."""

    paper: Paper
    table: Figures
    total: Line | None
    values: dict[tuple[str, str], dict[str, tuple[int, Line]]]


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every fault of figures in the house's own papers and those its förvaltning made."""
    own = [paper for paper in pack.papers if is_own(paper, pack) and not paper.notice]
    held = []
    for paper in own:
        for table in tables_of(paper.reading):
            yield from _sums(paper, table, frame)
            held.append(_held(paper, table))
    yield from _tables_disagree(held, frame)
    for group in pack.groups:
        for report in group.reports:
            for paper in group.attachments:
                if paper in own:
                    yield from _texts_disagree(report, paper, frame)


def _sums(paper: Paper, table: Figures, frame: Frame) -> Iterator[Finding]:
    """One finding for each row: its columns are mended together."""
    by_row: dict[int, list[str]] = {}
    lines: dict[int, Line] = {}
    for fault in faults(table):
        head = table.columns[fault.column] if fault.column < len(table.columns) else ""
        said = f"{head}: {shown(fault.stated, table.places)}, men delarna ger {shown(fault.counted, table.places)}"
        by_row.setdefault(id(fault.line), []).append(said.removeprefix(": "))
        lines[id(fault.line)] = fault.line
    for key, told in by_row.items():
        line = lines[key]
        text = f"”{line.label or line.heads}” stämmer inte. {'; '.join(told)}."
        yield found(frame, "CO04", paper, line.passage, text, "Räkna om raden.")


def _held(paper: Paper, table: Figures) -> _Held:
    year = _year(paper)
    total = total_of(table)
    values: dict[tuple[str, str], dict[str, tuple[int, Line]]] = {}
    for column, head in enumerate(table.columns):
        what = measure(head, year)
        if what is None or what in values:
            continue
        values[what] = {
            (_TOTAL if line is total else plain(line.label)): (value, line)
            for line in table.lines
            if (value := line.values[column]) is not None
        }
    return _Held(paper, table, total, values)


def _year(paper: Paper) -> str:
    """The one year in what a paper is called, "" for none or several."""
    said = fact_text(paper.report, "rubrik") if paper.report else " ".join(top_lines(paper.reading)[:3])
    years = set(_YEAR.findall(said))
    return years.pop() if len(years) == 1 else ""


def _tables_disagree(held: list[_Held], frame: Frame) -> Iterator[Finding]:
    """Two tables of the same thing: rows of the same name, the same measure and year, some equal and some not."""
    comparable = [one for one in held if one.values][:_MOST_TABLES]
    for place, one in enumerate(comparable):
        for other in comparable[place + 1 :]:
            if one.paper is other.paper or one.table.places != other.table.places:
                continue
            yield from _pair(one, other, frame)


def _pair(one: _Held, other: _Held, frame: Frame) -> Iterator[Finding]:
    differing: list[tuple[str, Line, str]] = []
    for what, values in one.values.items():
        theirs = other.values.get(what, {})
        shared = [label for label in values if label and label in theirs]
        equal = sum(values[label][0] == theirs[label][0] for label in shared)
        if len(shared) < _LEAST_SHARED or not equal:
            continue
        for label in shared:
            ours, (value, line) = values[label][0], theirs[label]
            if ours != value:
                places = other.table.places
                said = f"{line.label} {what[0]} {what[1]}: {shown(value, places)}, men {shown(ours, places)} där"
                differing.append((label, line, said))
    if differing:
        first = next((line for label, line, _ in differing if label == _TOTAL), differing[0][1])
        told = [said for _, _, said in sorted(differing, key=lambda one: one[0] != _TOTAL)]
        more = f" och {len(told) - _SHOWN} tal till" if len(told) > _SHOWN else ""
        listed = "; ".join(told[:_SHOWN]) + more
        text = f"Tabellen ger andra tal än {one.paper.reading.name}. {listed}."
        hint = "Rätta den tabell som är fel, eller skriv varför talen skiljer sig."
        yield found(frame, "CO02", other.paper, first.passage, text, hint)


# Running text


def _texts_disagree(report: Paper, paper: Paper, frame: Frame) -> Iterator[Finding]:
    """The same sentence in a report and its attachment, word for word save a number."""
    theirs: Whole | None = None
    told: set[str] = set()
    for words, numbers, one, beginning in _sentences(report.reading.passages):
        theirs = theirs or Whole(paper.reading)
        at = theirs.text.find(beginning)
        if at < 0 or words in told:
            continue
        same = [other for other in _sentences((theirs.passage(at),)) if other[0] == words]
        differing = _differing(numbers, same[0][1], words) if same else None
        if differing:
            told.add(words)
            text = f"Här står {differing[0]}, men {differing[1]} i samma mening i {paper.reading.name} "
            text += f"({same[0][2].place})."
            yield found(frame, "CO02", report, one, text, "Rätta den handling som är fel.")


def _differing(numbers: tuple[str, ...], others: tuple[str, ...], words: str) -> tuple[str, str] | None:
    """The one number that differs; None where several do, or where it tells which thing is meant ("årskurs 7")."""
    pairs = [(at, a, b) for at, (a, b) in enumerate(zip(numbers, others, strict=False)) if a != b]
    if len(pairs) != 1 or len(numbers) != len(others):
        return None
    at, ours, theirs = pairs[0]
    years = all(len(one) == 4 and one.startswith(("19", "20")) for one in (ours, theirs))
    before = words.split("#")[at].split()
    return None if years or "/" in ours or (before and before[-1] in _WHICH) else (ours, theirs)


def _sentences(passages: tuple[Passage, ...]) -> Iterator[tuple[str, tuple[str, ...], Passage, str]]:
    """Sentences with a number: their words, their numbers with days and units in one form, and how they begin."""
    for one in passages:
        if one.cells or len(one.text) < _SHORTEST or not _DIGIT.search(one.text):
            continue
        for sentence in sentences(one.text):
            number = _DIGIT.search(sentence)
            beginning = sentence[: number.start()] if number else ""
            if len(beginning) < _LEAST_BEGINNING:
                continue
            said = _one_day_form(sentence)
            numbers = tuple(_plain_number(mark[0]) for mark in _VALUE.finditer(said))
            words = " # ".join(plain(part) for part in _VALUE.split(_UNIT_WORDS.sub(" ", said)))
            if len(words.split()) >= _LEAST_WORDS:
                yield words, numbers, one, beginning[:_BEGINNING]


def _one_day_form(sentence: str) -> str:
    for day in days_in(sentence):
        sentence = sentence.replace(day.text, day.iso.replace("-", "/"))
    return sentence


def _plain_number(text: str) -> str:
    return re.sub(r"[ \u00a0]", "", text).replace(".", ",").replace("−", "-").replace("–", "-").strip()
