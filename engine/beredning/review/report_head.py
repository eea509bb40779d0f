"""The head of a report: dnr, date, handläggare, their labels, and the numbering of the pages (HD01–HD09, PH07)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core.finding import Finding
from beredning.core.pattern import fill, match_loosely
from beredning.core.reading import Passage
from beredning.core.recognition import FoundFact
from beredning.core.report import FactForm
from beredning.core.written import Written, read_date, read_diary
from beredning.review.look import Look
from beredning.review.placeholders import quoted
from beredning.review.report_people import looks_like_name
from beredning.review.texts import plain

_PAGE: Final = re.compile(r"(?<![\d/-])(\d{1,3}) ?\((\d{1,3})\)")
_NUMBERED: Final = re.compile(r"\d")
_OF_ITS_OWN: Final = ("diarienummer", "datum", "handläggare")


def rules(look: Look) -> Iterator[Finding]:
    """Every fault in the head of a report."""
    forms = {form.name: form for form in look.layout.facts}
    if "diarienummer" in forms:
        yield from _diary(look)
    if "datum" in forms:
        yield from _date(look)
    if "handläggare" in forms:
        yield from _officer(look, forms["handläggare"])
    yield from _empty(look)
    yield from _labels(look)
    yield from _pages(look)


def _place(look: Look, name: str) -> Passage | None:
    fact = look.report.fact(name)
    return fact.passage if fact else None


def _diary(look: Look) -> Iterator[Finding]:
    value = look.value("diarienummer")
    if value is None:
        if not look.blanked("diarienummer"):
            yield look.finding(
                "HD01", _place(look, "diarienummer"), "Diarienummer saknas.", "Skriv ärendets diarienummer."
            )
        return
    text, passage = value
    written = read_diary(look.layout, text)
    if written is None:
        yield look.finding("HD01", passage, f"{quoted(text)} är inget diarienummer.", "Skriv ärendets diarienummer.")
    elif not written.own:
        yield look.finding("HD02", passage, f"Diarienumret är skrivet {quoted(text)}.", _in_own_form(look, written))


def _in_own_form(look: Look, written: Written) -> str:
    year, _, number = written.key.partition(":")
    known = {"år": year, "löpnummer": number, "organ": written.organ, "handling": written.document}
    try:
        return f"Skriv {fill(look.layout.diary.form, {name: value for name, value in known.items() if value})}."
    except (KeyError, ValueError):  # the form has a part that this way of writing does not give
        return f"Skriv det som {look.layout.diary.form}."


def _date(look: Look) -> Iterator[Finding]:
    value = look.value("datum")
    if value is None:
        if not look.blanked("datum"):
            yield look.finding("HD04", _place(look, "datum"), "Datum saknas.", "Skriv den dag utlåtandet godkändes.")
        return
    written = read_date(look.layout, value[0])
    if written is None:
        text = f"{quoted(value[0])} är inget datum."
        yield look.finding("HD04", value[1], text, "Skriv den dag utlåtandet godkändes.")
    elif not written.own and not any(match_loosely(form, value[0]) for form in look.layout.date.accepted):
        yield look.finding(
            "DT06", value[1], f"Datumet skrivs {quoted(value[0])}.", f"Skriv {look.layout.day(written.key)}."
        )


def _officer(look: Look, form: FactForm) -> Iterator[Finding]:
    if look.blanked("handläggare") or not form.required:
        return
    value = look.value("handläggare") or _officer_elsewhere(look)
    if value is None:
        yield look.finding(
            "HD06", _place(look, "handläggare"), "Handläggare saknas.", "Skriv handläggarens titel, komma och namn."
        )
        return
    text, passage = value
    parts = [part.strip() for part in text.split(",") if part.strip()]
    names = [part for part in parts if looks_like_name(part)]
    if not names and not any(looks_like_name(" ".join(text.split()[-count:])) for count in (2, 3)):
        yield look.finding("HD06", passage, f"{quoted(text)} säger inte vem handläggaren är.", "Skriv titel, namn.")
    elif len(parts) != 2 or parts[-1] not in names or _is_reversed(look, parts):
        yield look.finding("HD07", passage, f"Handläggaren är skriven {quoted(text)}.", "Skriv titel, komma och namn.")


def _is_reversed(look: Look, parts: list[str]) -> bool:
    """Whether the name stands first: it is that of somebody who signs."""
    signing = {plain(person.name) for person in look.report.signatories}
    return plain(parts[0]) in signing and plain(parts[1]) not in signing


def _officer_elsewhere(look: Look) -> tuple[str, Passage] | None:
    """A line above the first section with the name of one who signs: the handläggare, written in some other way."""
    first = next((one.heading.paragraph for one in look.report.sections if one.heading), 0)
    names = [plain(person.name) for person in look.report.signatories]
    for one in look.report.loose:
        if one.paragraph < first and len(one.text) < 120 and any(name and name in plain(one.text) for name in names):
            return one.text.strip(), one
    return None


def _empty(look: Look) -> Iterator[Finding]:
    """Other mandatory facts that are not there (PH07)."""
    for form in look.layout.facts:
        if form.name in _OF_ITS_OWN or not form.required:
            continue
        if look.value(form.name) is None and not look.blanked(form.name):
            label = form.label or form.name.capitalize()
            yield look.finding("PH07", _place(look, form.name), f"{label} saknas.", f"{form.prompt.rstrip('.')}.")


def _labels(look: Look) -> Iterator[Finding]:
    """Labels in other words than the form's, or without its colon (HD05)."""
    labelled = [one for one in look.report.facts if one.label.strip() and one.form.label]
    for one in labelled:
        said, wanted = one.label.strip(), one.form.label.rstrip(": ")
        if plain(said) != plain(wanted):
            yield look.finding("HD05", one.passage, f"Ledtexten är {quoted(said)}.", f"Skriv ”{wanted}”.")
        elif one.form.label.rstrip().endswith(":") and not said.endswith(":") and _on_one_line(one):
            yield look.finding("HD05", one.passage, f"Kolon saknas efter {quoted(said)}.", f"Skriv ”{wanted}:”.")


def _on_one_line(fact: FoundFact) -> bool:
    """Whether label and value stand in one paragraph: in a table they need no colon."""
    return not fact.passage.cells and fact.text.strip() in fact.passage.text and fact.label in fact.passage.text


def _pages(look: Look) -> Iterator[Finding]:
    """Page numbers that cannot be right (HD09). A text file shows only those that came along."""
    reading = look.paper.reading
    bands = [one for one in reading.passages if one.kind in ("header", "footer")]
    marks = [(int(found[1]), int(found[2]), one) for one in bands if (found := _PAGE.search(one.text))]
    before, total = 0, marks[0][1] if marks else 0
    last = max((one.page for one in reading.passages), default=0) if reading.format == "pdf" else 0
    for number, of, passage in marks:
        wrong = number > of or number <= before or of != total or (last and (number != passage.page or of != last))
        if wrong:
            yield look.finding("HD09", passage, f"Sidan är numrerad {number}({of}).", "Rätta sidnumreringen.")
            return
        before = number
    if last > 1 and not marks and not any(_NUMBERED.search(one.text) for one in bands):
        yield look.finding("HD09", None, "Sidorna har inga sidnummer.", "Numrera sidorna n(m) i sidhuvudet.")
