"""The kallelse with its föredragningslista as one document: who meets when and where, and what is taken up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from beredning.core import document as doc
from beredning.core.agenda import CASE, EXTRA, OPENING, PAUSE, WITHDRAWN, Line
from beredning.core.calendar import day_name

# Relative widths of nr, ärende, dnr, föredragande, tid on a standing A4.
_WIDTHS: Final = (5, 43, 12, 26, 14)


class Person(NamedTuple):
    """Somebody named on a document: party of the elected ("SD"), title of others ("förvaltningschef")."""

    name: str
    party: str = ""
    title: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.party})" if self.party else ", ".join(filter(None, (self.name, self.title)))


class Notice(NamedTuple):
    """What a kallelse says. organ: its full name; day, sent_on: ISO; starts, ends: "HH:MM", ends may be "".

    version: 1, or more for a kallelse that was sent again with changes. absence: to whom förhinder is announced.
    head: (number, digest) of the journal's last entry when the kallelse was made, which pins the history before it.
    adjusters: who adjust the protokoll, () while nobody is chosen; adjusting: where and by when that is done.
    """

    municipality: str
    organ: str
    day: str
    starts: str
    place: str
    chair: Person
    lines: tuple[Line, ...]
    ends: str = ""
    members: tuple[Person, ...] = ()
    substitutes: tuple[Person, ...] = ()
    others: tuple[Person, ...] = ()
    information: str = ""
    absence: str = ""
    sent_on: str = ""
    version: int = 1
    head: tuple[int, str] = (0, "")
    created: str = ""
    adjusters: tuple[Person, ...] = ()
    adjusting: str = ""


def notice_document(notice: Notice) -> doc.Document:
    """The kallelse and the föredragningslista, in that order, as one document."""
    kind = "Kallelse" if notice.version == 1 else f"Ändrad kallelse, version {notice.version}"
    title = f"{kind} {notice.organ} {notice.day}"
    return doc.Document(
        title,
        (*_front(notice, kind), doc.PageBreak(), *_list(notice)),
        header=page_bands(notice.organ, kind.upper(), notice.day),
        footer=_footer(notice),
        properties=doc.Properties(
            subject=f"Sammanträde {notice.day}",
            author=notice.municipality,
            category="Kallelse",
            created=notice.created,
        ),
    )


def clock(text: str) -> str:
    """A time as Swedish authorities print it: "08.05"."""
    return text.replace(":", ".")


def slot(starts: str, ends: str) -> str:
    """A time slot as printed: "08.05–08.10", "08.05" when it has no length, "" when there is none."""
    return clock(starts) if starts == ends else f"{clock(starts)}–{clock(ends)}"


def weekday(day: str) -> str:
    """The Swedish name of an ISO day's weekday, or of the holiday that it is."""
    from datetime import date

    return day_name(date.fromisoformat(day))


def head_line(head: tuple[int, str]) -> str:
    """How the journal's head is printed: signed paper then pins the history before it."""
    number, digest = head
    return f"Journal {number}: {' '.join(digest[at : at + 8] for at in range(0, len(digest), 8))}" if number else ""


def page_bands(organ: str, what: str, day: str) -> tuple[doc.Band, ...]:
    """The page head of a meeting's documents: what and whose, the meeting's day, page n(m)."""
    return (
        doc.band(doc.runs(doc.bold(what)), doc.PAGE_OF_PAGES),
        doc.band(organ, f"Sammanträdesdatum {day}"),
    )


def _footer(notice: Notice) -> tuple[doc.Band, ...]:
    sent = f"Utskickad {notice.sent_on}" if notice.sent_on else ""
    bands = (doc.band(notice.municipality, sent), doc.band(head_line(notice.head)))
    return tuple(one for one in bands if one.left or one.right)


def _front(notice: Notice, kind: str) -> Iterable[doc.Block]:
    yield doc.para(kind, role="title")
    yield doc.para(notice.organ, role="subtitle")
    when = f"{weekday(notice.day).capitalize()} kl. {clock(notice.starts)}"
    facts: list[tuple[str, doc.CellLike]] = [
        ("Sammanträdesdatum", notice.day),
        ("Tid", when + (f"–{clock(notice.ends)}" if notice.ends else "")),
        ("Plats", notice.place),
    ]
    for label, people in (("Ledamöter", notice.members), ("Ersättare", notice.substitutes), ("Övriga", notice.others)):
        if people:
            facts.append((label, [str(one) for one in people]))
    if notice.adjusters:
        facts.append(("Justerare", [str(one) for one in notice.adjusters]))
    if notice.adjusting:
        facts.append(("Justering", notice.adjusting))
    yield doc.facts(*facts)
    yield from doc.paragraphs(notice.information)
    if notice.absence:
        yield doc.para(f"Förhinder anmäls till {notice.absence}.")
    yield doc.signatures((str(notice.chair), "Ordförande"))


def _list(notice: Notice) -> Iterable[doc.Block]:
    yield doc.heading(1, "Föredragningslista")
    yield doc.para(f"{notice.organ}, sammanträdesdatum {notice.day}", keep=True)
    yield doc.table(
        ("Nr", "Ärende", "Dnr", "Föredragande", "Tid"),
        [_row(line) for line in notice.lines],
        align="lllll",
        widths=_WIDTHS,
        description="Föredragningslistans punkter i ordning med diarienummer, föredragande och planerad tid.",
    )


def _row(line: Line) -> doc.Row:
    item = line.item
    title = doc.runs(line.title)
    if item.kind == PAUSE:
        title = doc.runs(doc.italic(line.title))
    if item.state == WITHDRAWN:
        title = doc.runs(line.title, doc.bold(" – utgår"))
    notes = []
    if item.kind == EXTRA:
        notes.append(doc.runs(doc.italic(f"Extra ärende: {item.reason}")))
    if item.kind in (CASE, EXTRA) and item.mode:
        notes.append(doc.runs(doc.italic("För beredning" if item.mode == "bereder" else "För beslut på delegation")))
    when = "" if item.kind == OPENING and item.minutes == 0 else slot(line.starts, line.ends)
    return doc.row(line.label, doc.Cell((title, *notes)), item.dnr, list(item.presenters) or "", when)
