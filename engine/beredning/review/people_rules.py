"""People across papers: one spelling (NM01), known or called (NM03), the lists of a kallelse (KA07, KA08)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.catalogue import found
from beredning.review.pack import Pack, is_own
from beredning.review.people import NAME, Called, called_people, is_elected, joined
from beredning.review.texts import near, plain
from beredning.review.values import Frame, Known, Notice, OrganKnown, Paper
from beredning.review.whole import Whole

_SHORTEST: Final = 4


class _Right(NamedTuple):
    """A name as it should be written: where that is known from, and the titles it goes with."""

    name: str
    where: str
    titles: frozenset[str]


class _Seen(NamedTuple):
    """A name as it stands somewhere; title "" when none stands with it."""

    name: str
    title: str
    paper: Paper
    passage: Passage


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every fault in names and lists of people, in the house's own papers and those its förvaltning made."""
    called = called_people(pack.notice) if pack.notice else ()
    yield from _spellings(pack, called, frame)
    yield from _unknown(pack, called, frame)
    if pack.calling and pack.notice:
        yield from _forms(pack.calling, called, frame)
        yield from _composition(pack.calling, pack.notice, called, frame)


# One spelling


def _spellings(pack: Pack, called: tuple[Called, ...], frame: Frame) -> Iterator[Finding]:
    right = _right_names(pack, called, frame)
    if not right:
        return
    by_first: dict[str, list[_Right]] = {}
    for one in right.values():
        by_first.setdefault(_first(one.name), []).append(one)
    told: set[tuple[str, str]] = set()
    for seen in _seen(pack, called, by_first):
        meant = _meant(seen, by_first.get(_first(joined(seen.name)), []), right)
        if meant is None or (seen.paper.reading.name, seen.name) in told:
            continue
        told.add((seen.paper.reading.name, seen.name))
        text = f"”{seen.name}” heter ”{meant.name}” {meant.where}."
        if joined(seen.name) == meant.name:
            text = f"”{seen.name}” skrivs med mellanslag vid bindestrecket."
        yield found(frame, "NM01", seen.paper, seen.passage, text, f"Skriv ”{meant.name}”.")


def _first(name: str) -> str:
    return plain(name.split(" ", maxsplit=1)[0])


def _right_names(pack: Pack, called: tuple[Called, ...], frame: Frame) -> dict[str, _Right]:
    """Names by their plain form, the best source first: the register, then the kallelse, then who signs reports."""
    made: dict[str, _Right] = {}
    for known in frame.register or ():
        made.setdefault(plain(known.name), _Right(known.name, "i registret", frozenset(map(plain, known.titles))))
    registered = [one.name for one in made.values()]
    signed = {plain(one.name): one for one in _signing(pack)}
    for one in called:
        if any(_misspelt(joined(one.name), name) and _first(one.name) == _first(name) for name in registered):
            continue
        as_signed = signed.get(plain(joined(one.name)))
        closed = as_signed.name if as_signed and joined(one.name) != one.name else joined(one.name)
        made.setdefault(plain(closed), _Right(closed, "i kallelsen", frozenset((plain(one.title),))))
    return made


def _signing(pack: Pack) -> Iterator[_Seen]:
    """Who stands as handläggare and who signs, with the title that stands with the name."""
    for paper in pack.papers:
        if paper.report is None:
            continue
        officer = paper.report.fact("handläggare")
        if officer and "," in officer.text:
            title, _, name = officer.text.rpartition(",")
            yield _Seen(" ".join(name.split()), title.strip(), paper, officer.passage)
        for person in paper.report.signatories:
            yield _Seen(" ".join(person.name.split()), person.title, paper, person.passage)


def _seen(pack: Pack, called: tuple[Called, ...], firsts: dict[str, list[_Right]]) -> Iterator[_Seen]:
    """Every name that may be one of those known, with where it stands; signatures first, as they have titles."""
    if pack.calling:
        yield from (_Seen(one.name, one.title, pack.calling, one.passage) for one in called)
    yield from _signing(pack)
    written = {one.name.split(" ")[0] for held in firsts.values() for one in held}
    known = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(written)))}) ")
    for paper in pack.papers:
        if paper.notice or not is_own(paper, pack):
            continue
        whole = Whole(paper.reading)
        for start in known.finditer(whole.text):
            match = NAME.match(whole.text, start.start())
            if match:  # NAME looks at the letter before, so the end of another name is none
                yield _Seen(match[0], "", paper, whole.passage(match.start()))


def _meant(seen: _Seen, candidates: list[_Right], right: dict[str, _Right]) -> _Right | None:
    """The known person that a name that is written otherwise must be, or None when that is not sure."""
    if plain(seen.name) in right and joined(seen.name) == seen.name:
        return None
    same = [one for one in candidates if joined(seen.name) == one.name and seen.name != one.name]
    if same:
        return same[0]
    close = [one for one in candidates if _misspelt(seen.name, one.name) or _shortened(seen, one)]
    return close[0] if len(close) == 1 else None


def _misspelt(name: str, other: str) -> bool:
    """Same first name, a surname one or two letters off, and no genitive. Short ones are not compared: Ek is not Ed."""
    words, known = joined(name).split(), other.split()
    if len(words) != len(known) or words[1:-1] != known[1:-1] or words[-1] in (known[-1], known[-1] + "s"):
        return False
    least = min(len(words[-1]), len(known[-1]))
    return least >= _SHORTEST and near(words[-1].casefold(), known[-1].casefold(), 2 if least > 8 else 1)


def _shortened(seen: _Seen, known: _Right) -> bool:
    """The last surname left out by somebody of the same title."""
    words, whole = joined(seen.name).split(), known.name.split()
    return 2 <= len(words) < len(whole) and whole[: len(words)] == words and plain(seen.title) in known.titles - {""}


# Known and called


def _unknown(pack: Pack, called: tuple[Called, ...], frame: Frame) -> Iterator[Finding]:
    """Who handles or signs a report but is neither in the register nor called to the meeting: once for each person."""
    names = [joined(one.name) for one in called]
    register: tuple[Known, ...] = frame.register or ()
    known = [*names, *(one.name for one in register)]
    if not (frame.register or any(not is_elected(one.group) for one in called)):
        return
    told: set[str] = set()
    for seen in _signing(pack):
        key = plain(seen.name)
        if key in told or any(_same_person(seen.name, name) for name in known) or len(seen.name.split()) < 2:
            continue
        told.add(key)
        where = "varken i registret eller bland de kallade" if frame.register else "inte bland de kallade"
        text = f"{seen.name}, {seen.title.casefold()}, finns {where}." if seen.title else f"{seen.name} finns {where}."
        hint = "Rätta namnet, eller lägg till personen i registret." if frame.register else "Kalla den som ska föredra."
        yield found(frame, "NM03", seen.paper, seen.passage, text, hint)


def _same_person(name: str, other: str) -> bool:
    words, known = plain(joined(name)).split(), plain(other).split()
    return words == known[: len(words)] or _misspelt(name, other)


# The kallelse's lists


def _forms(paper: Paper, called: tuple[Called, ...], frame: Frame) -> Iterator[Finding]:
    """Elected people stand as "Namn (Parti)", others as "Namn, titel": one finding for each way that it is not so."""
    elected = [one for one in called if is_elected(one.group) and not one.proper]
    others = [one for one in called if not is_elected(one.group) and not one.proper]
    if elected:
        first = elected[0]
        text = f"Partiet skrivs utan parentes, som i ”{first.name} {first.party}”."
        yield found(frame, "KA07", paper, first.passage, text, f"Skriv ”{joined(first.name)} ({first.party})”.")
    for one in others:
        text = f"”{one.name} {one.title}” skrivs utan komma mellan namn och titel."
        yield found(frame, "KA07", paper, one.passage, text, f"Skriv ”{joined(one.name)}, {one.title}”.")


def _composition(paper: Paper, notice: Notice, called: tuple[Called, ...], frame: Frame) -> Iterator[Finding]:
    organ = next((one for one in frame.organs or () if plain(one.name) == plain(notice.organ)), None)
    if organ is None:
        return
    members = [one for one in called if one.group.casefold() == "ledamöter"]
    if members:
        yield from _seats(paper, organ, members, frame)
    for one in called:
        if is_elected(one.group) and not _elected_to(one, organ, frame):
            text = f"{joined(one.name)} kallas bland {one.group.casefold()}, men har inget uppdrag i {organ.name}."
            yield found(frame, "KA08", paper, one.passage, text, "Rätta listan eller mandaten i registret.")


def _elected_to(one: Called, organ: OrganKnown, frame: Frame) -> bool:
    held = [known for known in frame.register or () if plain(known.name) == plain(joined(one.name))]
    return not frame.register or not held or any(organ.name in known.organs for known in held)


def _seats(paper: Paper, organ: OrganKnown, members: list[Called], frame: Frame) -> Iterator[Finding]:
    passage = members[0].passage
    if organ.mandates:
        wanted, there = Counter(dict(organ.mandates)), Counter(one.party for one in members)
        wrong = [party for party in dict.fromkeys((*wanted, *there)) if wanted[party] != there[party]]
        if wrong:
            listed = ", ".join(f"{party} {there[party]} av {wanted[party]}" for party in wrong)
            text = f"Ledamöterna är {len(members)}, men mandaten ger en annan fördelning: {listed}."
            yield found(frame, "KA08", paper, passage, text, "Rätta listan eller mandaten i registret.")
    elif organ.seats and len(members) != organ.seats:
        text = f"Kallelsen räknar upp {len(members)} ledamöter; {organ.name} har {organ.seats} platser."
        yield found(frame, "KA08", paper, passage, text, "Rätta listan eller mandaten i registret.")
