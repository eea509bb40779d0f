"""The MBL section of a report: dated, in the right tense, and with a reason where MBL does not apply (MB01–MB06, CO07).

An MBL day after the utskott and before the organ that finally decides is lawful order and nothing is said about it
(domain.md 2.3); that a report tells of it as done before it was is a fault of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.core.recognition import FoundSection
from beredning.review.days import full_days
from beredning.review.look import Look
from beredning.review.placeholders import quoted
from beredning.review.texts import plain, sentences

_DONE: Final = re.compile(
    r"(?i)\b(?:behandlad|behandlat|behandlades|förhandlad|förhandlat|förhandlades|samverkad|samverkat|samverkades|"
    r"informerad|informerat|informerades|(?:har|hade) \w*\s?(?:hållits|lämnats|genomförts|ägt rum)|hölls|avslutades|"
    r"genomfördes|lämnades|ägde rum)\b"
)
_AHEAD: Final = re.compile(
    r"(?i)\b(?:planera[dt]|planeras|kommer att|ska (?:för|be|sam|in|gen)|inför|"
    r"kallad till)\w*"
)
_NOT_NEEDED: Final = re.compile(
    r"(?i)\b(?:ej|inte|icke) (?:är )?(?:tillämplig|tillämpligt|aktuell|aktuellt|relevant|påkallad|nödvändig|"
    r"nödvändigt)\b"
    r"|\b(?:behöver|krävs|behandlas|förhandlas|omfattas) (?:ej|inte)\b|"
    r"\b(?:ej|inte) (?:kräv|behöv|omfatt|påkall|aktuali)"
    r"|\bingen (?:mbl-?)?(?:förhandling|information|samverkan)\b"
)
_BECAUSE: Final = re.compile(
    r"(?i)\b(?:eftersom|då|därför|på grund av|p\.g\.a|med anledning|i och med|enär|"
    r"emedan)\b"
)
_ENOUGH: Final = 2


def rules(look: Look) -> Iterator[Finding]:
    """Every fault in how a report tells of MBL."""
    form = next((one for one in look.layout.sections if one.kind == "consultation"), None)
    if form is None:
        return
    section = next(look.sections("consultation"), None)
    if section is None:
        if form.required and not look.hints_at(form):
            text = f"Avsnittet ”{form.heading}” saknas."
            yield look.finding(
                "MB04", None, text, "Skriv när ärendet behandlades enligt MBL, eller varför det inte behövs."
            )
        return
    if not any(one in look.blank or (one.prompt and one.text.strip()) for one in section.passages):
        yield from _judged(look, section)


def _judged(look: Look, section: FoundSection) -> Iterator[Finding]:
    content = look.content(section)
    text = " ".join(one.text for one in content)
    dated = _day_of(section.heading.text) if section.heading else ""
    if not content:
        yield from _nothing(look, section.heading, dated)
    elif _NOT_NEEDED.search(text) or look.standard(text):
        yield from _without_reason(look, content, text)
    elif not dated and not full_days(text):
        hint = "Skriv dagen i rubriken, eller när behandlingen är planerad."
        yield look.finding("MB01", section.heading, "Det framgår inte när ärendet behandlas enligt MBL.", hint)
    else:
        yield from _tense(look, section, content, dated)


def _nothing(look: Look, heading: Passage | None, dated: str) -> Iterator[Finding]:
    if dated:
        text, hint = "Under rubriken om MBL står ingenting.", "Skriv hur ärendet behandlades."
        yield look.finding("PH07", heading, text, hint, severity="VARNING")
    else:
        hint = "Skriv när ärendet behandlades enligt MBL, eller varför det inte behövs."
        yield look.finding("MB04", heading, "Under rubriken om MBL står ingenting.", hint)


def _without_reason(look: Look, content: tuple[Passage, ...], text: str) -> Iterator[Finding]:
    """The phrase alone is no reason; a sentence more, or a "because", is (G-MBL-4)."""
    others = [one for one in sentences(text) if not _NOT_NEEDED.search(one) and not look.standard(one)]
    reasons = _BECAUSE.search(text) or sum(len(plain(one).split()) for one in others) >= _ENOUGH
    if not reasons and not (_NOT_NEEDED.search(text) and len(plain(text).split()) > 12):
        yield look.finding("MB06", content[0], f"{quoted(text)} säger inte varför.", "Lägg till skälet.")


def _tense(look: Look, section: FoundSection, content: tuple[Passage, ...], dated: str) -> Iterator[Finding]:
    """What is told as done has been done by the report's own day; what is planned lies ahead of it."""
    if not look.day:
        return
    heading = section.heading
    said = [(heading, heading.text)] if heading and dated else []
    said += [(one, sentence) for one in content for sentence in sentences(one.text)]
    for passage, sentence in said:
        day = _day_of(sentence)
        if not day:
            continue
        if day > look.day and _DONE.search(sentence) and not _AHEAD.search(sentence):
            text = f"Utlåtandet är daterat {look.day} men säger {quoted(sentence)}."
            hint = f"Skriv ”Planerad behandling enligt MBL {day}”, eller gör en ny version efter {day}."
            yield look.finding("MB02", passage, text, hint)
            return
        if day < look.day and _AHEAD.search(sentence) and not _DONE.search(sentence):
            text = f"Utlåtandet är daterat {look.day} och kallar {day} planerat."
            yield look.finding("CO07", passage, text, "Skriv vad som hände den dagen.")
            return


def _day_of(text: str) -> str:
    """The last full day in a text, ISO; "" for none."""
    days = full_days(text)
    return days[-1].iso if days else ""
