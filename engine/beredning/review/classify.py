"""Which paper is which: kind, whose form it is in, the agenda item it belongs to, and the form of its own day.

A paper is what it says of itself, at its top. Only what is the house's own is bound by the house rules; everything
else in a pack is a bilaga.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from beredning.core.reading import Passage, Reading
from beredning.core.recognition import FoundReport, recognise
from beredning.core.report import Layout
from beredning.core.written import read_date, read_diary
from beredning.review.texts import near, plain
from beredning.review.values import AgendaItem, Frame, Notice, Paper, PaperKind

# What a paper may call itself, in the words of `plain`.
_KINDS: Final[tuple[tuple[str, PaperKind], ...]] = (
    ("kallelse", "kallelse"), ("ändrad kallelse", "kallelse"), ("föredragningslista", "kallelse"),
    ("dagordning", "kallelse"), ("protokoll", "protokoll"), ("sammanträdesprotokoll", "protokoll"),
    ("protokollsutdrag", "protokoll"), ("delegationslista", "delegationslista"),
    ("redovisning av delegationsbeslut", "delegationslista"), ("redovisning av delegeringsbeslut", "delegationslista"),
    ("anslagsbevis", "anslagsbevis"), ("anslag bevis", "anslagsbevis"),
)  # fmt: skip
_OUR_ORGAN: Final = re.compile(r"(?i)nämnd|utskott|kommunstyrelse|fullmäktige|regionstyrelse")
_ATTACHED: Final = re.compile(r"(?i)(?:\d{1,3}[a-z]?[-_ .]+)?bilag")
_NUMBERED: Final = re.compile(r"0*(\d{1,3})[-_ .]+\D")
_NUMBERED_HEADING: Final = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+")
_TOP: Final = 14
_TITLE: Final = 100
_TITLE_WORDS: Final = 10


def papers(readings: Sequence[Reading], frame: Frame) -> tuple[Paper, ...]:
    """The papers in the order they were handed over. Readings that say nothing of themselves become bilagor."""
    sorted_out = [_paper(reading, frame) for reading in readings]
    notice = next((one.notice for one in sorted_out if one.notice), None)
    return tuple(_placed(one, notice, frame) for one in sorted_out)


def _paper(reading: Reading, frame: Frame) -> Paper:
    if _is_attached(reading):
        return Paper(reading, "bilaga")
    layout = report_layout(reading, frame.layouts)
    if layout is not None:
        return _report(reading, layout, frame)
    kind = next((kind for text in _titles(reading) if (kind := _called(text))), None)
    if kind is None:
        return Paper(reading, "bilaga")
    if kind == "kallelse":
        from beredning.review.notice import read_notice

        notice = read_notice(reading, frame.layouts[0] if frame.layouts else None)
        return Paper(reading, kind, notice=notice, house=notice is not None)
    return Paper(reading, kind)


def _report(reading: Reading, layout: Layout, frame: Frame) -> Paper:
    report = recognise(reading, layout)
    recipient = report.fact("mottagare")
    if frame.organs and recipient and recipient.text and not _names_organ(recipient.text, frame):
        return Paper(reading, "bilaga")
    return Paper(reading, "tjänsteutlåtande", report=report, house=True)


def _names_organ(text: str, frame: Frame) -> bool:
    """Whether the text names an organ of this municipality, spelt nearly right."""
    said = plain(text)
    names = [plain(organ.name) for organ in frame.organs or ()]
    named = any(f" {name} " in f" {said} " or near(said, name) for name in names)
    return named or not _OUR_ORGAN.search(text)


def _is_attached(reading: Reading) -> bool:
    """Whether it is called a bilaga, by its file or at its very top ("Bilaga 1. Mall för …")."""
    first = next((one.text for one in reading.body if one.text.strip()), "")
    return bool(_ATTACHED.match(reading.name) or re.match(r"(?i)bilaga\b", first.strip()))


def _titles(reading: Reading) -> Iterator[str]:
    """Short texts where a paper says what it is: the page's head, and the top of the body."""
    top = [one for one in reading.body if one.text.strip()][:6]
    heads = [one for one in reading.passages if one.kind == "header"][:6]
    for one in (*heads, *top):
        for text in one.cells or re.split(r"\t|\n", one.text):
            if text.strip() and len(text) <= _TITLE:
                yield text


def _called(text: str) -> PaperKind | None:
    """What a title says; a sentence that begins with the word is no title."""
    if text.rstrip().endswith((".", "!", "?")) or len(text.split()) > _TITLE_WORDS:
        return None
    said = plain(text)
    return next((kind for word, kind in _KINDS if said == word or said.startswith(word + " ")), None)


def report_layout(reading: Reading, layouts: Sequence[Layout]) -> Layout | None:
    """The form that a paper is a report in, that of its own day; None for what is no report in any of them.

    It is one by its title, by our own content controls, or by having most of the form's headings.
    """
    fitting = [one for one in layouts if _titled(reading, one)]
    if not fitting and any(tag.startswith(("avsnitt:", "fält:")) for tag in reading.controls):
        fitting = list(layouts)
    if not fitting:
        fitting = [one for one in layouts if _has_headings(reading, one)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    day = own_day(reading, fitting[0])
    return next((one for one in fitting if _in_force(one, day)), fitting[0])


def _titled(reading: Reading, layout: Layout) -> bool:
    title = plain(layout.title)
    for text in _titles(reading):
        said = plain(text)
        if title and (said.startswith(title) or near(said, title, 2)):
            return True
    return False


def _has_headings(reading: Reading, layout: Layout) -> bool:
    known = {plain(word) for form in layout.sections for word in (form.heading, *form.also) if word}
    short = (_NUMBERED_HEADING.sub("", one.text) for one in reading.body if len(one.text) <= _TITLE)
    seen = {said for text in short if (said := plain(text)) in known}
    return len(seen) >= max(4, len(known) // 2)


def _in_force(layout: Layout, day: str) -> bool:
    return not day or (layout.starts <= day and (not layout.ends or day <= layout.ends))


def own_day(reading: Reading, layout: Layout) -> str:
    """The ISO day that a paper is dated, read from its top; "" when none stands there."""
    for one in _top(reading):
        for text in (*one.cells, one.text):
            label, _, value = text.partition(":") if ":" in text else text.partition(" ")
            dated = plain(label).startswith("datum")
            found = read_date(layout, value if dated else text) if len(text) <= 40 else None
            if found:
                return found.key
    return ""


def _top(reading: Reading) -> Iterable[Passage]:
    return [one for one in reading.body if one.text.strip()][:_TOP]


def _placed(paper: Paper, notice: Notice | None, frame: Frame) -> Paper:
    """The paper with its agenda item, and whether a meeting's document is the house's own."""
    if paper.kind in ("protokoll", "delegationslista", "anslagsbevis"):
        return _meeting_paper(paper, notice, frame)
    if paper.kind == "kallelse":
        return paper
    return paper._replace(label=_label(paper, notice, frame))


def _meeting_paper(paper: Paper, notice: Notice | None, frame: Frame) -> Paper:
    """A protokoll of an organ that is not ours is a bilaga like any other."""
    top = " ".join([*_titles(paper.reading), *(one.text for one in _top(paper.reading) if len(one.text) <= _TITLE)])
    said = plain(top)
    if frame.organs is not None:
        ours = any(plain(organ.name) in said for organ in frame.organs)
    elif notice is not None and notice.organ:
        ours = plain(notice.organ) in said or _parent(notice.organ) in said
    else:
        ours = bool(_OUR_ORGAN.search(top))
    if ours:
        return paper._replace(house=True)
    return paper._replace(kind="bilaga", label=_label(paper, notice, frame))


def _parent(organ: str) -> str:
    """The nämnd of an utskott, from its name: "Utbildningsnämndens arbetsutskott" → "utbildningsnämnden"."""
    first, _, rest = plain(organ).partition(" ")
    return first.removesuffix("s") if rest and first.endswith("s") else plain(organ)


def _label(paper: Paper, notice: Notice | None, frame: Frame) -> str:
    """The agenda item: by the number before the file's name, else by dnr, else by title."""
    numbered = _NUMBERED.match(paper.reading.name)
    given = numbered[1] if numbered else ""
    if notice is None:
        return given
    if given and any(item.label == given for item in notice.items):
        return given
    expected = frame.expected.get(paper.reading.name)
    dnr, title = _said(paper.report) if paper.report else ("", "")
    if expected:
        dnr, title = expected.dnr or dnr, expected.title or title
    return _item(notice.items, dnr, title, frame)


def _said(report: FoundReport) -> tuple[str, str]:
    dnr, title = report.fact("diarienummer"), report.fact("rubrik")
    return (dnr.text if dnr else ""), (title.text if title else "")


def _item(items: Sequence[AgendaItem], dnr: str, title: str, frame: Frame) -> str:
    layout = frame.layouts[0] if frame.layouts else None
    key = read_diary(layout, dnr) if layout and dnr else None
    if layout and key:
        same = [one.label for one in items if one.dnr and (seen := read_diary(layout, one.dnr)) and seen.key == key.key]
        if len(same) == 1:
            return same[0]
    named = [one.label for one in items if title and plain(one.title) == plain(title)]
    return named[0] if len(named) == 1 else ""
