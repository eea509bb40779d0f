"""The sections of a report: there, filled in, each with what its heading promises (SE01–SE05, PH01–PH07)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core import document as doc
from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.core.recognition import FoundSection
from beredning.review.look import Look, is_decision
from beredning.review.placeholders import blank_finding, instructions, quoted
from beredning.review.texts import plain, sentences, similarity

_ALIKE: Final = 0.95
_FIGURES: Final = re.compile(r"^[-–−(]?\d[\d  .,]*%?\)?$")
_RUNNING: Final = 200
_REMISS: Final = re.compile(
    r"(?i)\b(?:på|ut på) remiss\b|\bremissvar|\bremissinstans|\bremissbehandla|\bhar yttrat sig\b|"
    r"\bremissen (?:har )?besvara|"
    r"\bremissomgång|\binkom(?:na|mit) (?:yttrand|synpunkt|remiss)"
)
_COST: Final = re.compile(
    r"(?i)\b(?:kostnad|kostar|utgift|investering|finansier|anslag)\w*\b[^.]{0,60}?\d[\d  ,]*\s?(?:tkr|mkr|mnkr|"
    r"kr|kronor|miljoner)\b"
)
_STATUTE: Final = re.compile(r"\((?:1[89]|20)\d\d:\d{1,4}\)|\b\d{1,2} ?kap\.? ?\d|\b\d{1,3} ?§")
_NEGOTIATED: Final = re.compile(
    r"(?i)\bförhandlingsprotokoll|\bMBL-(?:förhandling|protokoll)|\bförhandling enligt \d+ ?§|\b\d+ ?§ MBL\b|"
    r"\bhar (?:samverkats|förhandlats)\b|\bsamverkansgruppen\b"
)
_CHILD: Final = re.compile(r"(?i)\bbarnkonsekvensanalys|\bprövning av barne?n?s? bästa")
# What the rest of a report says, that a standard phrase under the heading denies.
_DENIED: Final[tuple[tuple[str, re.Pattern[str], str], ...]] = (
    ("remiss", _REMISS, "Berätta vilka som yttrade sig och vad de ansåg."),
    ("ekonomi", _COST, "Skriv vad beslutet kostar och hur det finansieras."),
    ("lagstiftning", _STATUTE, "Skriv de lagrum som utlåtandet nämner."),
    ("invånare", _CHILD, "Sammanfatta vad analysen kom fram till."),
)
_OWN_MATTER: Final = frozenset(("mbl", "consultation"))


def rules(look: Look) -> Iterator[Finding]:
    """Every fault in what stands under the headings, and in the placeholders above and in them."""
    yield from _blanks(look)
    yield from _missing(look)
    yield from _empty(look)
    yield from _other_kind(look)
    yield from _repeated(look)
    yield from _denied(look)


def _blanks(look: Look) -> Iterator[Finding]:
    """Placeholders, once each; those among the receivers are EX02."""
    receivers = {one for section in look.sections("receivers") for one in section.passages}
    for one in look.paper.reading.passages:
        code = look.blank.get(one)
        if code and one not in receivers:
            yield blank_finding(look.frame, look.paper, one, code)
    kept = [one for one in look.paper.reading.passages if one not in look.blank]
    own = look.decision()
    deciding = set(own.passages) if own else set()
    for one in instructions(one for one in kept if one not in deciding):
        yield look.finding("PH05", one, f"{quoted(one.text)} är en anvisning till den som skriver.", "Ta bort den.")


def _missing(look: Look) -> Iterator[Finding]:
    there = {section.form.name for section in look.report.sections}
    for form in look.layout.sections:
        wanted = form.required and form.kind in ("text", "decision", "papers")
        if wanted and form.name not in there and not look.hints_at(form):
            text = f"Avsnittet ”{form.heading or form.name.capitalize()}” saknas."
            yield look.finding("SE01", None, text, "Lägg till rubriken och skriv avsnittet.")


def _empty(look: Look) -> Iterator[Finding]:
    """A heading with nothing under it (PH07)."""
    for section in look.report.sections:
        if section.form.kind in ("receivers", "consultation", "signatures") or not section.form.required:
            continue
        if any(one in look.blank or (one.prompt and one.text.strip()) for one in section.passages):
            continue
        said = any(any(map(str.isalnum, one.text)) for one in look.content(section))
        if not said and not any(isinstance(block, doc.Image | doc.Table) for block in section.blocks):
            text = f"Under ”{section.form.heading}” står ingenting."
            yield look.finding("PH07", section.heading, text, "Skriv avsnittet.")


def _other_kind(look: Look) -> Iterator[Finding]:
    for section in look.report.sections:
        found = None
        if section.form.kind == "papers":
            found = _not_a_list(look, section)
        elif section.form.kind == "text" and not section.form.phrases and not is_decision(section.form):
            found = _only_a_phrase(look, section)
        if found:
            yield found


def _not_a_list(look: Look, section: FoundSection) -> Finding | None:
    """Beslutsunderlag lists documents: neither a table of figures nor running text."""
    content = look.content(section)
    rows = [one for one in content if one.kind == "row"]
    figures = [one for one in rows if sum(bool(_FIGURES.match(cell.strip())) for cell in one.cells) >= 2]
    running = [one for one in content if len(one.text) >= _RUNNING and len(list(sentences(one.text))) > 1]
    if len(figures) >= 2:
        what, place = "en tabell med siffror", rows[0]
    elif running:
        what, place = "löptext", running[0]
    else:
        return None
    text = f"Under ”{section.form.heading}” står {what}."
    return look.finding("SE03", place, text, "Lista handlingarna här och flytta texten till rätt avsnitt.")


def _only_a_phrase(look: Look, section: FoundSection) -> Finding | None:
    """A standard phrase where the form accepts none: the section is then without content of its own."""
    content = look.content(section)
    if len(content) != 1 or not look.standard(content[0].text):
        return None
    text = f"Under ”{section.form.heading}” står bara en standardfras."
    return look.finding("SE03", content[0], text, f"{section.form.prompt.rstrip('.')}.")


def _repeated(look: Look) -> Iterator[Finding]:
    """The summary, word for word in another section (SE04)."""
    summary = look.report.section("sammanfattning")
    if summary is None:
        return
    said = _joined(look.content(summary))
    if len(said) < 40:
        return
    for section in look.report.sections:
        if section.form.kind != "text" or section is summary:
            continue
        other = _joined(look.content(section))
        alike = similarity(said, other, _ALIKE)
        if alike >= _ALIKE and not look.standard(said):
            same = "är samma text som" if alike == 1 else f"är till {int(alike * 100)} procent samma text som"
            text = f"”{summary.form.heading}” {same} ”{section.form.heading}”."
            yield look.finding("SE04", summary.heading, text, "Skriv en kort sammanfattning.")
            return


def _joined(passages: tuple[Passage, ...]) -> str:
    return " ".join(plain(one.text) for one in passages)


def _denied(look: Look) -> Iterator[Finding]:
    """A standard phrase that the rest of the report speaks against (SE05)."""
    for name, contradicts, hint in _DENIED:
        section = look.report.section(name)
        content = look.content(section) if section else ()
        if section is None or len(content) != 1 or not look.standard(content[0].text):
            continue
        other = _elsewhere(look, section, contradicts)
        if other:
            text = f"{quoted(content[0].text)}, men på annan plats ({other[0].place}) står {quoted(other[1])}."
            yield look.finding("SE05", content[0], text, hint)
    yield from _denied_consultation(look)


def _denied_consultation(look: Look) -> Iterator[Finding]:
    section = next(look.sections("consultation"), None)
    content = look.content(section) if section else ()
    if section is None or not content or not look.standard(" ".join(one.text for one in content)):
        return
    other = _elsewhere(look, section, _NEGOTIATED)
    if other:
        text = f"{quoted(content[0].text)}, men på annan plats ({other[0].place}) står {quoted(other[1])}."
        yield look.finding("SE05", content[0], text, "Skriv när och hur ärendet förhandlades.")


def _elsewhere(look: Look, own: FoundSection, wanted: re.Pattern[str]) -> tuple[Passage, str] | None:
    """The first sentence elsewhere that says it: not in the MBL section, whose law is always named."""
    for section, passage in look.body:
        if section is own or section.form.kind in ("consultation", "signatures", "receivers"):
            continue
        if wanted.search(passage.text):
            said = next((one for one in sentences(passage.text) if wanted.search(one)), passage.text)
            return passage, said
    return None
