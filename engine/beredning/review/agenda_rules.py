"""The kallelse by itself: its times (DT01–DT04) and what its head and its rows must say (KA01–KA06)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.catalogue import found
from beredning.review.days import read_slot
from beredning.review.pack import Pack, is_standing
from beredning.review.values import AgendaItem, Frame, Notice, Paper


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every fault in the times and the rows of each kallelse."""
    for paper in pack.papers:
        if paper.notice:
            yield from _slots(paper, paper.notice, frame)
            yield from _overlaps(paper, paper.notice, frame)
            yield from _gaps(paper, paper.notice, frame)
            yield from _forms(paper, paper.notice, frame)
            yield from _head(paper, paper.notice, frame)
            yield from _rows(paper, paper.notice, frame)


def named(item: AgendaItem) -> str:
    """How an item is called in a finding: "punkt 7", "punkten Fika"."""
    return f"punkt {item.label}" if item.label else f"punkten ”{item.title}”"


def _clock(time: str) -> str:
    return time.replace(":", ".")


def _timed(notice: Notice) -> list[AgendaItem]:
    """The items that have a slot that ends after it starts, in the order of the list."""
    return [item for item in notice.items if item.starts and item.starts <= item.ends and not item.off]


def _slots(paper: Paper, notice: Notice, frame: Frame) -> Iterator[Finding]:
    for item in notice.items:
        if not item.slot or item.off:
            continue
        starts, ends, right = read_slot(item.slot)
        if not right:
            meant = f"”{_clock(starts)}–{_clock(ends)}”" if starts and ends else "klockslag som ”08.05–08.10”"
            text = f"Tiden för {named(item)} skrivs ”{item.slot}”."
            yield found(frame, "DT01", paper, item.passage, text, f"Skriv {meant}.")
        if starts and ends and ends < starts:
            text = f"{named(item).capitalize()} börjar {_clock(starts)} men slutar {_clock(ends)}."
            yield found(frame, "DT02", paper, item.passage, text, "Rätta tiden; se också tiderna för punkterna intill.")


def _overlaps(paper: Paper, notice: Notice, frame: Frame) -> Iterator[Finding]:
    """One finding for each item that others begin before the end of: there is one time to mend. Rows with the very same
    slot share it, which is lawful and told only as a note; so is a row with a time of its own that breaks the order."""
    timed = [item for item in _timed(notice) if item.starts < item.ends]
    for place, item in enumerate(timed):
        meeting = [one for one in timed[place + 1 :] if one.starts < item.ends and item.starts < one.ends]
        during = [one for one in meeting if (one.starts, one.ends) != (item.starts, item.ends)]
        named_item = named(item).capitalize()
        if during:
            others = ", ".join(f"{named(one)} ({_clock(one.starts)})" for one in during)
            text = f"{named_item} pågår {_clock(item.starts)}–{_clock(item.ends)}, men då pågår också {others}."
            yield found(frame, "DT03", paper, during[0].passage, text, "Rätta tiderna så att de följer på varandra.")
        elif meeting:
            text = f"{named_item} och {named(meeting[0])} har samma tid, {item.slot}."
            yield found(frame, "DT03", paper, meeting[0].passage, text, "Ge dem var sin tid.", severity="INFO")
        else:
            before = next((one for one in timed[:place] if item.ends <= one.starts), None)
            if before:
                text = f"{named_item} ({item.slot}) står efter {named(before)} ({before.slot})."
                yield found(frame, "DT04", paper, item.passage, text, "Rätta tiden eller flytta punkten.")


def _gaps(paper: Paper, notice: Notice, frame: Frame) -> Iterator[Finding]:
    timed = _timed(notice)
    sure = [item for item in notice.items if item.label.isdecimal() or item.slot]
    for item, after in itertools.pairwise(sure):
        if item in timed and after in timed and item.ends < after.starts:
            text = f"Mellan {named(item)} och {named(after)} är tiden {_clock(item.ends)}–{_clock(after.starts)} tom."
            yield found(frame, "DT04", paper, after.passage, text, "Lägg in en paus eller flytta tiderna.")


def _forms(paper: Paper, notice: Notice, frame: Frame) -> Iterator[Finding]:
    """Times with a colon in one place and a full stop in another."""
    if notice.hours is None:
        return
    head = _mark(notice.hours.text)
    rows = {_mark(item.slot) for item in notice.items if item.slot and read_slot(item.slot)[2]}
    if head and rows - {head, ""}:
        listed = next(item.slot for item in notice.items if _mark(item.slot) not in (head, ""))
        text = f"Tiden skrivs ”{notice.hours.text.strip()}” här och ”{listed}” på listan."
        yield found(frame, "DT04", paper, notice.hours, text, f"Skriv ”{_clock(notice.starts)}” även här.")


def _mark(text: str) -> str:
    return next((mark for at, mark in enumerate(text) if mark in ":." and text[at + 1 : at + 2].isdigit()), "")


def _head(paper: Paper, notice: Notice, frame: Frame) -> Iterator[Finding]:
    if not notice.sent_on:
        yield found(
            frame, "KA01", paper, None, "Kallelsen säger inte vilken dag den skickades ut.", "Skriv utskicksdatumet."
        )
    [item for item in notice.items if item.ends]
    if not notice.ends and notice.hours is not None:
        text = f"Tiden anges ”{notice.hours.text.strip()}”, utan sluttid."
        yield found(frame, "KA02", paper, notice.hours, text, "Skriv också när sammanträdet väntas sluta.")
    if not _adjusted(notice):
        row = next((item.passage for item in notice.items if item.title.casefold().startswith("justering")), None)
        text = "Kallelsen säger inte vem som justerar protokollet, eller var och när."
        yield found(frame, "KA03", paper, row, text, "Ange justerare och plats och tid för justeringen.")


def _adjusted(notice: Notice) -> bool:
    """Whether it is told who adjusts: words beside the label, or the item's own title with a name or a day in it."""
    titles = " ".join(item.title for item in notice.items if "justering" in item.title.casefold())
    told = f"{notice.adjusters} {titles}".strip()
    names = [word for word in told.split()[1:] if word[:1].isupper()]
    return bool(notice.adjusters) or len(names) >= 2 or any(char.isdigit() for char in titles)


def _rows(paper: Paper, notice: Notice, frame: Frame) -> Iterator[Finding]:
    shifted = _shifted(notice) if paper.reading.format != "pdf" else []  # a PDF does not say which cells are empty
    if shifted:
        labels = ", ".join(f"{item.label} {item.title}".strip() for item in shifted)
        text = f"På {len(shifted)} rader står tiden i kolumnen före sin egen: {labels}."
        yield found(frame, "KA06", paper, shifted[0].passage, text, "Flytta värdena till rätt kolumn.")
    cells_lost = {id(item.passage) for item in shifted}
    for item in notice.items:
        if is_standing(item):
            continue
        if not item.dnr:
            text = f"{named(item).capitalize()}, ”{item.title}”, har inget diarienummer."
            yield found(frame, "KA04", paper, item.passage, text, "Skriv ärendets diarienummer.")
        if not item.presenters and id(item.passage) not in cells_lost:
            text = f"{named(item).capitalize()}, ”{item.title}”, har ingen föredragande."
            yield found(frame, "KA05", paper, item.passage, text, "Skriv vem som föredrar ärendet.")


def _shifted(notice: Notice) -> list[AgendaItem]:
    """Rows whose time does not stand in the column where the other rows have it."""
    placed = [(item, _column(item.passage, item.slot)) for item in notice.items if item.slot and item.passage.cells]
    columns = [column for _, column in placed if column >= 0]
    if not columns:
        return []
    usual = max(set(columns), key=lambda column: (columns.count(column), column))
    if columns.count(usual) * 2 < len(columns):
        return []
    return [item for item, column in placed if 0 <= column < usual]


def _column(passage: Passage, slot: str) -> int:
    """The column of a row's time, counted so that a row with a number and one without count alike."""
    cells = [cell.strip() for cell in passage.cells]
    return len(cells) - 1 - cells[::-1].index(slot) if slot in cells else -1
