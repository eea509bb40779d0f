"""A kallelse with its föredragningslista read out of a document: who meets when and where, and the list row by row.

Understood are our own form and others': a table with a head (Ärende, Dnr, Föredragande, Tid), with or without a column
for the number, continued over pages; or lines of text where the table was lost, as in a PDF. What is written is kept as
it is written: a slot that is wrong stays wrong, for a rule to say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core.reading import Passage, Reading
from beredning.core.report import Layout
from beredning.core.written import read_diary
from beredning.review.days import clocks, first_day, read_slot
from beredning.review.values import AgendaItem, Notice

_TITLE: Final = re.compile(r"(?:ändrad |kompletterande |reviderad )?kallelse\b", re.IGNORECASE)
_LIST: Final = re.compile(r"(?:föredragningslista|dagordning|ärendelista)\b", re.IGNORECASE)
_ORGAN: Final = re.compile(r"\w*(?:nämnd|styrelse|utskott|fullmäktige|beredning)\w*", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"(sammanträdesdatum|sammanträdesdag|datum|tid|plats|tid och plats|ledamöter|tjänstgörande|ersättare|övriga"
    r"|övriga deltagare|kallade|ordförande|justerare|justering|utses att justera|sekreterare)\s*(?::\s*|\t|$)",
    re.IGNORECASE,
)
_SENT: Final = re.compile(
    r"\b(?:utskick\w*|utskickad\w*|skickad\w*|skickas|sänds|kungjord\w*)\b[^.]{0,40}", re.IGNORECASE
)
_PEOPLE: Final = frozenset(("ledamöter", "tjänstgörande", "ersättare", "övriga", "övriga deltagare", "kallade"))
_ADJUST: Final = frozenset(("justerare", "justering", "utses att justera"))
_NUMBER: Final = re.compile(r"(?:(?:§ ?)?\d{1,3}|[A-ZÅÄÖ])[.)]?")
_OPENING: Final = re.compile(r"([A-ZÅÄÖ])[.)]?\s+([A-ZÅÄÖ][^.]{2,60})")
DIARY: Final = re.compile(r"(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,7}[ .:/-]{0,2})?(?:19|20)\d\d[/:.-]\s?\d{1,6}(?:-\d+)?")
_TIME: Final = re.compile(r"(?:kl\.? ?)?\d{1,2}(?:[.:,-] ?\d{2})(?:\s*[-–—]\s*\d{1,2}[.:,-]? ?\d{2})?", re.IGNORECASE)
_TIME_LAST: Final = re.compile(r"\s(\d{1,2}[.:,-]\d{2}(?:\s*[-–—]\s*\d{1,2}[.:,-]?\d{2})?)\s*$")
_HEADS: Final = frozenset(("nr", "ärende", "ärenden", "dnr", "diarienummer", "föredragande", "tid", "rubrik", "punkt"))
_COLUMNS: Final = (
    *(("nr", "punkt", "§"), ("ärende", "ärenden", "rubrik"), ("dnr", "diarienummer", "diarienr")),
    *(("föredragande",), ("tid", "klockan")),
)
_MODES: Final = {"för beredning": "bereder", "för beslut på delegation": "beslutar"}
# In a PDF the notes under a title stand on its own line.
_NOTE: Final = re.compile(r"\s(För beredning|För beslut på delegation|Extra ärende: )")
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212", "-"))
_OFF: Final = re.compile(r"\s*[–—-]\s*utgår\s*$", re.IGNORECASE)
_LOOKED_AT: Final = 25
_MOST_ROWS: Final = 600
_LONGEST_TITLE: Final = 500


def is_notice(reading: Reading) -> bool:
    """Whether the document calls itself a kallelse or a föredragningslista near its beginning."""
    short = [one for one in reading.passages[:_LOOKED_AT] if len(one.text) < 120]
    return any(_TITLE.match(one.text) or (_LIST.match(one.text) and not one.cells) for one in short)


def read_notice(reading: Reading, layout: Layout | None = None) -> Notice | None:
    """The kallelse that a document is, or None when it is none or has neither a day nor a list.

    layout: the municipality's form, for a dnr that is written in a way of its own.
    """
    if not is_notice(reading):
        return None
    body = reading.body
    start = _list_start(body)
    head = _Head(body[:start])
    items = tuple(_items(body[start:], layout))
    day = head.day or first_day(" ".join(one.text for one in reading.passages[:_LOOKED_AT]))
    if not (items or day):
        return None
    sent = _sent_on(reading)
    times = clocks(head.hours.text) if head.hours else ()
    starts, ends = (times[0] if times else "", times[1] if len(times) > 1 else "")
    return Notice(
        *(head.organ, day, starts, ends, head.place, sent, head.chair, tuple(head.people), items),
        hours=head.hours,
        adjusters=head.adjusters or _adjusters(reading),
    )


def _list_start(body: tuple[Passage, ...]) -> int:
    """Where the list begins: at its head row, its heading, or its first row."""
    for place, one in enumerate(body):
        if _is_head(one) or (_LIST.match(one.text) and len(one.text) < 60 and place > 2):
            return place
        if len(one.cells) >= 3 and _NUMBER.fullmatch(one.cells[0].strip()):
            return place
    return next((place for place, one in enumerate(body) if place > 2 and _line_item(one)), len(body))


def _is_head(one: Passage) -> bool:
    cells = [cell.casefold().strip(" .:") for cell in (one.cells or re.split(r"\t|\s{2,}|\s", one.text))]
    return len(set(cells) & _HEADS) >= 2 and ("tid" in cells or "dnr" in cells or "ärende" in cells)


class _Head:
    """What stands before the list, label by label."""

    def __init__(self, passages: tuple[Passage, ...]) -> None:
        self.organ = self.day = self.place = self.chair = self.adjusters = ""
        self.hours: Passage | None = None
        self.people: list[tuple[str, Passage]] = []
        for place, one in enumerate(passages):
            before, after = (passages[at] if 0 <= at < len(passages) else None for at in (place - 1, place + 1))
            if not self.organ and place < 8 and not one.cells:
                self.organ = _organ(one.text)
            self._fact(one, before, after)

    def _fact(self, one: Passage, before: Passage | None, after: Passage | None) -> None:
        signed = one.text.rsplit("\n", 1)
        if len(signed) == 2 and signed[1].casefold() == "ordförande" and _is_person(signed[0]):
            self.chair = signed[0]
        label, value = _split(one)
        if not label:
            return
        if not value and after and not _split(after)[0]:
            value = after.text
        known = label.casefold()
        if known == "ordförande":
            person = value if _is_person(value) else before.text if before else ""
            self.chair = person if _is_person(person) else self.chair
        elif known in ("sammanträdesdatum", "sammanträdesdag", "datum"):
            self.day = self.day or first_day(value)
        elif known in _PEOPLE and value:
            self.people.append((label, one._replace(text=value, cells=())))
        elif known in _ADJUST:
            self.adjusters = value
        else:
            self._where(known, value, one)

    def _where(self, known: str, value: str, one: Passage) -> None:
        if known.startswith("tid") and self.hours is None:
            self.hours = one._replace(text=value, cells=())
            self.day = self.day or first_day(value)
        if known.endswith("plats"):
            self.place = self.place or value.strip()


def _split(one: Passage) -> tuple[str, str]:
    """Label and value of a line in the head: from its cells, or from the words before a colon."""
    if len(one.cells) >= 2:
        found = _LABEL.fullmatch(one.cells[0].strip())
        return (found[1], "\n".join(filter(None, one.cells[1:])).strip()) if found else ("", "")
    found = _LABEL.match(one.text)
    return (found[1], one.text[found.end() :].strip()) if found else ("", "")


def _is_person(text: str) -> bool:
    words = text.split("(", maxsplit=1)[0].split()
    return 2 <= len(words) <= 5 and all(word[:1].isupper() for word in words)


def _organ(text: str) -> str:
    bare = _TITLE.sub("", text).strip(" ,:")
    bare = re.sub(r"\s*(?:19|20)\d\d-\d\d-\d\d.*", "", bare)
    return bare if bare and len(bare) < 80 and _ORGAN.search(bare) and not _LIST.match(bare) else ""


def _sent_on(reading: Reading) -> str:
    for one in reading.passages:
        found = _SENT.search(one.text) if len(one.text) < 300 else None
        day = first_day(found[0]) if found else ""
        if day:
            return day
    return ""


def _adjusters(reading: Reading) -> str:
    """A sentence about who adjusts, where and when, that stands under no label of its own."""
    told = (one.text for one in reading.body if "juster" in one.text.casefold() and len(one.text) < 400)
    return next((text for text in told if len(text.split()) > 3 and "\t" not in text), "")


# The list


def _items(passages: tuple[Passage, ...], layout: Layout | None) -> Iterator[AgendaItem]:
    held: AgendaItem | None = None
    order: tuple[int, ...] = ()
    for one in passages[:_MOST_ROWS]:
        if _is_head(one):
            order = _column_order(one)
            continue
        made = _row_item(one, order, layout) if one.cells else _line_item(one)
        if made is None:
            continue
        if held and made.label == made.dnr == made.slot == "":
            if len(held.title) < _LONGEST_TITLE:
                held = held._replace(title=f"{held.title} {made.title}".strip())
            continue
        if held:
            yield held
        held = made
    if held:
        yield held


def _column_order(head: Passage) -> tuple[int, ...]:
    """The places of a head's columns in our order: number, title, dnr, presenters, time. () when the columns already
    stand so, or when not all can be known."""
    cells = [cell.casefold().strip(" .:") for cell in head.cells]
    places = [next((at for at, cell in enumerate(cells) if cell in names), -1) for names in _COLUMNS]
    if -1 in places or places == sorted(places):
        return ()
    return tuple(places)


def _row_item(one: Passage, order: tuple[int, ...], layout: Layout | None) -> AgendaItem | None:
    """A row of the table: its cells are known by what they hold, so that a column too few or too many does no harm.

    order: where the columns stand in a table that has them in another order than ours.
    """
    cells = [cell.translate(_DASHES).strip() for cell in one.cells]
    if order and len(cells) > max(order):
        cells = [cells[at] for at in order]
    if not any(char.isalnum() for cell in cells for char in cell):
        return None
    label = cells[0].strip("§.) ") if _NUMBER.fullmatch(cells[0]) else ""
    rest = cells[1:] if label or not cells[0] else cells
    time = next((at for at in range(len(rest) - 1, 0, -1) if _TIME.fullmatch(rest[at])), -1)
    diary = next((at for at in range(1, len(rest)) if at != time and _is_diary(rest[at], layout)), -1)
    others = [cell for at, cell in enumerate(rest) if at > 0 and at not in (time, diary)]
    slot = rest[time] if time > 0 else _odd_slot(rest, diary)
    presenters = " ".join(cell for cell in others if cell and cell != slot)
    title, mode, off = _title(rest[0]) if rest else ("", "", False)
    starts, ends, _ = read_slot(slot)
    return AgendaItem(label, title, rest[diary] if diary > 0 else "", presenters, slot, starts, ends, one, mode, off)


def _is_diary(cell: str, layout: Layout | None) -> bool:
    return bool(DIARY.fullmatch(cell) or (layout and cell and read_diary(layout, cell)))


def _odd_slot(rest: list[str], diary: int) -> str:
    """A time that is no time ("09.15-", "kl 9", "xx.xx"): what the last cell holds, when it has a digit or a mask."""
    last = rest[-1] if len(rest) > 1 and len(rest) - 1 != diary else ""
    odd = re.fullmatch(r"(?:kl\.?\s*)?[\dxX.:,–—-][\dxX.:,\s–—-]*", last)
    return last if odd else ""


def _title(text: str) -> tuple[str, str, bool]:
    """The title without the notes that our own list puts under it, how the matter is taken up, whether it is off."""
    lines = [line.strip() for line in _NOTE.sub(r"\n\1", text).split("\n") if line.strip()]
    mode = next((_MODES[line.casefold()] for line in lines if line.casefold() in _MODES), "")
    kept = [line for line in lines if line.casefold() not in _MODES and not line.startswith("Extra ärende:")]
    title = " ".join(kept)
    return _OFF.sub("", title), mode, bool(_OFF.search(title))


def _line_item(one: Passage) -> AgendaItem | None:
    """An item that stands as a line of text: a number, a title, and then what there is of dnr, presenters and time."""
    text = one.text.strip()
    opening = _OPENING.fullmatch(text)
    if opening:
        return AgendaItem(opening[1], opening[2].strip(), "", "", "", "", "", one)
    time = _TIME_LAST.search(text)
    diary = DIARY.search(text)
    numbered = re.match(r"(\d{1,3})[.)]?\s+(?=\S)", text)
    if not (time or (diary and numbered)) or len(text) > 400:
        return None
    end = time.start() if time else len(text)
    begin = numbered.end() if numbered else 0
    cut = diary.start() if diary and begin < diary.start() < end else end
    presenters = text[diary.end() : end].strip() if diary and cut < end else ""
    slot = time[1] if time else ""
    starts, ends, _ = read_slot(slot)
    title, mode, off = _title(text[begin:cut].strip())
    if not title or title[0] in "(,;" or len(title) > 250:
        return None
    dnr = diary[0] if diary and cut < end else ""
    return AgendaItem(numbered[1] if numbered else "", title, dnr, presenters, slot, starts, ends, one, mode, off)
