"""Who the decision is sent to: somebody, by name or office, all written in one way (EX01–EX04)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.look import Look
from beredning.review.placeholders import quoted
from beredning.review.report_people import split_person
from beredning.review.sentences import parse

_VAGUE: Final = re.compile(
    r"(?i)^(?:(?:samtliga |alla )?berörda?(?: parter| personer)?|m\.?\s?fl\.?|övriga|flera|andra|diverse|"
    r"se (?:ovan|nedan))"
    r"\.?$|\bm\.?\s?fl\.?$|\betc\.?$"
)
_CUT: Final = re.compile(r"[,:;/(–-]$|\?$|^\W*$")


def rules(look: Look) -> Iterator[Finding]:
    """Every fault in the receivers."""
    form = next((one for one in look.layout.sections if one.kind == "receivers"), None)
    if form is None:
        return
    section = next(look.sections("receivers"), None)
    if section is None:
        if form.required and not look.hints_at(form):
            text = f"Avsnittet ”{form.heading}” saknas."
            yield look.finding("EX01", None, text, "Lägg till avsnittet och ange vem som ska ha beslutet.")
        return
    blanks = [one for one in section.passages if one in look.blank or (one.prompt and one.text.strip())]
    for one in blanks:
        yield look.finding(
            "EX02", one, f"{quoted(one.text)} är ingen mottagare.", "Ange mottagaren, eller ta bort raden."
        )
    yield from _missing(look, section.heading, bool(blanks))
    yield from _incomplete(look)
    yield from _forms(look)


def _everybody(look: Look, kind: str = "") -> list[Passage]:
    return [
        one
        for group in look.report.receivers
        if not kind or group.kind == kind
        for one in group.receivers
        if one.text.strip() and one not in look.blank and not one.prompt
    ]


def _missing(look: Look, heading: Passage | None, blanks: bool) -> Iterator[Finding]:
    if not _everybody(look):
        if not blanks:
            yield look.finding("EX01", heading, "Ingen mottagare är angiven.", "Ange vem som ska verkställa beslutet.")
        return
    acting = next((group for group in look.report.receivers if group.kind == "hantera"), None)
    if acting and not _everybody(look, "hantera") and not blanks and not _only_notes(look):
        text = "Ingen mottagare är angiven för vidare hantering."
        yield look.finding("EX01", acting.heading, text, "Ange vem som ska verkställa beslutet.")


def _only_notes(look: Look) -> bool:
    """Whether nothing is decided that somebody must carry out."""
    section = look.decision()
    decisions = parse(look.content(section), look.layout.sentence) if section else ()
    return bool(decisions) and all(one.verb in ("notera", "justera") for one in decisions)


def _incomplete(look: Look) -> Iterator[Finding]:
    for one in _everybody(look):
        said = one.text.strip()
        if _VAGUE.search(said) or _CUT.search(said):
            yield look.finding("EX03", one, f"{quoted(said)} räcker inte som mottagare.", "Ange namn eller funktion.")


def _forms(look: Look) -> Iterator[Finding]:
    """People in the list written in more than one way; told once, at the first that differs (EX04)."""
    known = [person.name for person in look.report.signatories]
    first: tuple[str, str] | None = None
    for one in _everybody(look):
        name, title = split_person(one.text, known)
        if not name or not title:
            continue
        shape = _shape(one.text.strip(" .;"), name, title)
        if first is None:
            first = (shape, one.text)
        elif shape != first[0]:
            text = f"Mottagaren är skriven {quoted(one.text)}, en annan {quoted(first[1])}."
            yield look.finding("EX04", one, text, "Skriv titel, komma, namn och adress inom parentes, lika för alla.")
            return


def _shape(text: str, name: str, title: str) -> str:
    """How a person is written: which comes first, and what stands between. The address may be left out."""
    said = text.replace(name, "N", 1)
    for part in title.split(", "):
        said = said.replace(part, "T", 1)
    said = re.sub(r"\(?[\w.+-]+@[\w.-]+\w\)?", "@", said)
    said = re.sub(r"\s+", " ", said)
    return said.removesuffix(" @")
