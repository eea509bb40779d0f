"""The papers that decisions rest on: named and there, there and named, called by their names (UL01–UL09, MB03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.core.recognition import FoundReport, FoundSection
from beredning.review.catalogue import found
from beredning.review.entries import Entry, entries_of, matched, perhaps, same_name
from beredning.review.pack import Group, Pack, is_own, is_standing, report_day, top_lines
from beredning.review.placing import fact_text, file_number, item_by_itself, numbers_follow_list
from beredning.review.texts import plain
from beredning.review.values import Frame, Paper

_REFERS: Final = re.compile(r"\b(?:se|enligt|jfr|framgår av)\b[^.]{0,40}\bprotokoll", re.IGNORECASE)
_PROTOCOL: Final = re.compile(r"protokoll", re.IGNORECASE)
_NEGOTIATED: Final = re.compile(r"mbl|förhandling|samverkan(?!sav)|facklig", re.IGNORECASE)
_MINUTES: Final = re.compile(r"(?:\w*protokoll|\w*anteckning\w*)\b", re.IGNORECASE)
_SECTION_SIGN: Final = re.compile(r"§ ?(\d+)\b\s*(.*)")
_POINT: Final = re.compile(r"(\d{1,2})\. (?=[A-ZÅÄÖ])(.*)")
_LEAST_SECTIONS: Final = 3


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every fault in what papers there are and how they are named."""
    for group in pack.groups:
        for paper in group.reports:
            yield from _report(paper, group, pack, frame)
        yield from _others_matters(group, pack, frame)
    yield from _order(pack, frame)
    if pack.calling and any(group.reports or group.attachments for group in pack.groups):
        yield from _empty_items(pack.calling, pack, frame)


def _report(paper: Paper, group: Group, pack: Pack, frame: Frame) -> Iterator[Finding]:
    assert paper.report is not None
    section = next((one for one in paper.report.sections if one.form.kind == "papers"), None)
    entries = entries_of(section)
    yield from _named(paper, paper.report, entries, frame)
    yield from _protocol(paper, paper.report, entries, group, pack, frame)
    if not entries:
        return
    means = matched(entries, group.attachments, pack)
    left = tuple(one for one in group.attachments if one not in means.values())
    guessed: set[str] = set()
    absent = sum(place not in means and entry.enclosed for place, entry in enumerate(entries))
    for place, entry in enumerate(entries):
        if place in means:
            yield from _other_name(paper, entry, means[place], pack, frame)
        elif pack.whole and entry.enclosed and not _elsewhere(entry, group, pack):
            likely = perhaps(entry, left, pack) or (left if len(left) <= absent else ())
            guessed |= {one.reading.name for one in likely}
            yield _absent(paper, entry, likely, pack, frame)
    yield from _unnamed(paper, entries, group, tuple(one for one in left if one.reading.name not in guessed), frame)


def _elsewhere(entry: Entry, group: Group, pack: Pack) -> bool:
    """Whether an entry means a paper of another item: one that several matters rest on is sent once."""
    others = tuple(one for one in pack.papers if one.label != group.label and not one.notice)
    return bool(matched((entry,), others, pack))


def _absent(paper: Paper, entry: Entry, likely: tuple[Paper, ...], pack: Pack, frame: Frame) -> Finding:
    """A paper that is named and not there.

    No FEL, as it is not sure, where a paper that nobody names may be it, where the entry is an earlier decision that
    perhaps is only referred to, or where no attachment at all was handed over.
    """
    name = entry.name or entry.text
    if not likely:
        text = f"Beslutsunderlaget nämner ”{name}”, som inte finns bland handlingarna."
        hint = "Bifoga handlingen, eller stryk den ur underlaget."
        unsure = entry.earlier or not any(one.kind == "bilaga" for one in pack.papers)
        return found(frame, "UL02", paper, entry.passage, text, hint, severity="VARNING" if unsure else None)
    text = f"Beslutsunderlaget nämner ”{name}”. Ingen handling heter så; kanske menas {likely[0].reading.name}."
    hint = "Kalla handlingen vad den heter, eller bifoga den."
    return found(frame, "UL02", paper, entry.passage, text, hint, severity="VARNING")


def _named(paper: Paper, report: FoundReport, entries: tuple[Entry, ...], frame: Frame) -> Iterator[Finding]:
    """What a report's own list says by itself: entries that cannot be identified, and the report's own name and day."""
    loose = [entry for entry in entries if not entry.identified and not entry.report]
    if loose:
        listed = ", ".join(f"”{entry.text.rstrip('. ')}”" for entry in loose)
        text = f"Underlag utan datum, diarienummer eller nummer: {listed}."
        yield found(frame, "UL04", paper, loose[0].passage, text, "Skriv handlingens datum, dnr eller bilagenummer.")
    title, day = fact_text(report, "rubrik"), report_day(paper)
    for entry in entries:
        if not entry.report:
            continue
        if entry.name and title and plain(entry.name) != plain(title):
            text = f"Tjänsteutlåtandet kallas ”{entry.name}” i beslutsunderlaget, men heter ”{title}”."
            yield found(frame, "UL05", paper, entry.passage, text, f"Skriv ”{title}”.")
        if entry.day and day and entry.day != day:
            text = f"Beslutsunderlaget daterar tjänsteutlåtandet {entry.day}, men det är daterat {day}."
            yield found(frame, "UL06", paper, entry.passage, text, f"Skriv {day}.")


def _other_name(paper: Paper, entry: Entry, meant: Paper, pack: Pack, frame: Frame) -> Iterator[Finding]:
    expected = frame.expected.get(meant.reading.name)
    if expected and plain(expected.title) == plain(entry.name):
        return
    title = same_name(entry.name, meant, pack)
    if title:
        text = f"Underlaget heter ”{entry.name}” i listan, men ”{title}” på handlingen."
        yield found(frame, "UL05", paper, entry.passage, text, f"Kalla handlingen vad den heter: ”{title}”.")


def _unnamed(
    paper: Paper, entries: tuple[Entry, ...], group: Group, left: tuple[Paper, ...], frame: Frame
) -> Iterator[Finding]:
    """Attachments that no entry means. A list with nothing but the report itself is one fault, not one for each."""
    if len(group.reports) != 1:
        return
    if left and all(entry.report for entry in entries):
        listed = ", ".join(one.reading.name for one in left)
        text = f"Beslutsunderlaget nämner bara tjänsteutlåtandet, men ärendet har {len(left)} bilagor: {listed}."
        if len(left) == 1:
            text = f"Beslutsunderlaget nämner bara tjänsteutlåtandet, men ärendet har en bilaga: {listed}."
        yield found(frame, "UL01", paper, entries[0].passage, text, "Räkna upp bilagorna i beslutsunderlaget.")
        return
    for one in left:
        if _is_negotiation(one):
            continue
        text = f"Bilagan finns bland handlingarna till punkt {group.label}, men {paper.reading.name} nämner den inte."
        hint = "Nämn den i beslutsunderlaget, eller ta bort den ur handlingarna."
        yield found(frame, "UL03", one, None, text if group.label else text.replace(" till punkt ", ""), hint)


# MBL


def _protocol(
    paper: Paper, report: FoundReport, entries: tuple[Entry, ...], group: Group, pack: Pack, frame: Frame
) -> Iterator[Finding]:
    """A protokoll from förhandling or samverkan that is referred to and not there (G-MBL-5): once for each report."""
    if not pack.whole or any(_is_negotiation(one) for one in group.attachments):
        return
    sections = [one for one in report.sections if one.form.kind == "consultation"]
    referring = next((one for section in sections for one in _lines(section) if _REFERS.search(one.text)), None)
    entry = next((one for one in entries if one.negotiation), None)
    place = referring or (entry.passage if entry else None)
    if place is None:
        return
    named = f" Beslutsunderlaget räknar upp det som ”{entry.text}”." if entry and referring else ""
    text = f"Det hänvisas till ett protokoll som inte finns bland handlingarna: ”{place.text.rstrip('. ')}”.{named}"
    hint = "Bifoga protokollet senast till det sammanträde som avgör ärendet."
    yield found(frame, "MB03", paper, place, text, hint)


def _lines(section: FoundSection) -> tuple[Passage, ...]:
    return (*((section.heading,) if section.heading else ()), *section.passages)


def _is_negotiation(paper: Paper) -> bool:
    said = " ".join((paper.reading.name, *top_lines(paper.reading)[:4]))
    return bool(_PROTOCOL.search(said) and _NEGOTIATED.search(said))


# What others decided in other matters


def _others_matters(group: Group, pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Another body's whole minutes where one § concerns the matter: an extract says the same (GDPR art. 5.1 c)."""
    titles = [fact_text(one.report, "rubrik") for one in group.reports if one.report]
    wanted = _key_words(" ".join([*titles, group.item.title if group.item else ""]))
    for paper in group.attachments if wanted else ():
        top = top_lines(paper.reading)
        if is_own(paper, pack) or not (top and _MINUTES.match(top[0])):
            continue
        parts = _parts(paper)
        mine = [part for part in parts if len(wanted & _key_words(part[1])) >= min(2, len(wanted))]
        if len(parts) >= _LEAST_SECTIONS and mine and len(mine) * 2 < len(parts):
            sign = ", ".join(part[0] for part in mine)
            first = next(part for part in parts if part not in mine)
            text = f"Hela dokumentet är bifogat, {len(parts)} ärenden, men bara {sign} rör ärendet."
            yield found(frame, "UL08", paper, first[2], text, f"Bifoga ett utdrag med {sign}.")


def _parts(paper: Paper) -> list[tuple[str, str, Passage]]:
    """The §§ of minutes, or their numbered points where there are no §§: sign, title and where."""
    body = [one for one in paper.reading.body if len(one.text) < 200 and not one.cells]
    signed = [(f"§ {mark[1]}", mark[2], one) for one in body if (mark := _SECTION_SIGN.match(one.text)) and mark[2]]
    if signed:
        return signed
    return [(f"punkt {mark[1]}", mark[2], one) for one in body if (mark := _POINT.match(one.text))]


def _key_words(text: str) -> frozenset[str]:
    """Long words cut short, so that inflection does not matter."""
    return frozenset(word[:12] for word in plain(text).split() if len(word) > 6 and not word.startswith("utbildning"))


# The order of papers, and items without


def _order(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Reports whose file is numbered as another item than their own, in a pack that is numbered as the list is."""
    if pack.notice is None or not numbers_follow_list(pack.papers, pack.notice, frame):
        return
    for paper in pack.papers:
        number = file_number(paper)
        own = item_by_itself(paper.report, pack.notice, frame) if paper.report and number else None
        if own and own.label.isdecimal() and own.label != number:
            text = f"Handlingen ligger som nummer {number}, men ärendet är punkt {own.label}, ”{own.title}”."
            yield found(frame, "UL07", paper, None, text, f"Lägg handlingen som nummer {own.label}.")


def _empty_items(paper: Paper, pack: Pack, frame: Frame) -> Iterator[Finding]:
    for group in pack.groups:
        item = group.item
        if item is None or not item.dnr or is_standing(item) or group.reports or item.dnr in frame.spoken:
            continue
        if group.attachments:
            papers = "en bilaga" if len(group.attachments) == 1 else f"{len(group.attachments)} bilagor"
            text = f"Punkt {item.label}, ”{item.title}”, har {papers} men inget tjänsteutlåtande."
            hint = "Lägg till tjänsteutlåtandet, eller ange att ärendet redovisas muntligt."
        else:
            text = f"Punkt {item.label}, ”{item.title}”, har inga handlingar."
            hint = "Lägg till handlingarna, eller ange att ärendet redovisas muntligt."
        yield found(frame, "UL09", paper, item.passage, text, hint)
