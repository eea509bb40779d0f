"""A Word template tried for real: filled with a sample, and read again to see that nothing was lost on the way.

A template can be right in every placeholder and still lose what it is given: in a text box that a reader does not
find, in text marked as deleted or hidden. What Word would show, and where, is what counts here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from lxml import etree

from beredning.core import document as doc
from beredning.core.report import Layout, Report
from beredning.core.sample import sample_report
from beredning.documents.context import BASE_OFFER, report_offer
from beredning.documents.program import long_date
from beredning.documents.report import write_document, write_report
from beredning.documents.safety import inspect_docx
from beredning.documents.template_compile import compile_template
from beredning.documents.template_styles import q
from beredning.errors import BadDocument

_BOX: Final = q("txbxContent")
_GONE: Final = frozenset((q("del"), q("moveFrom")))
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WHERE: Final = {
    "box": "står i en textruta, där den inte kan läsas tillbaka; flytta ut den ur rutan",
    "gone": "är struken med spårade ändringar; godta eller avvisa ändringarna i mallen",
    "hidden": "är dold text; ta bort Dold i teckenformatet",
    "": "kommer inte med i dokumentet",
}


class Trial(NamedTuple):
    """A template that was tried. sample: the Word file it gave; facts, sections, signatures: how many were found;
    remarks: what is not wrong but may not be meant, in Swedish."""

    sample: bytes
    facts: int
    sections: int
    signatures: int
    remarks: tuple[str, ...] = ()


class _Seen(NamedTuple):
    """The text of a file by where it stands: text, box, gone or hidden; body: the visible text of the body alone, and
    paragraphs: each of its paragraphs, in small letters."""

    places: dict[str, str]
    body: str
    paragraphs: frozenset[str]


def try_report_template(data: bytes, layout: Layout, name: str) -> Trial:
    """Fill a template for reports with a sample of the layout, and find every part again.

    Raises BadDocument with every fault: first those of the template itself, since one that has any cannot be filled.
    """
    template = compile_template(data, report_offer(layout), name)
    report = sample_report(layout)
    made = write_report(template, report)
    seen = _read(made)
    faults = [*_lost_facts(report, seen), *_lost_sections(report, seen), *_lost_signatures(report, seen)]
    if faults:
        listed = "".join(f"\n  - {one}" for one in faults)
        raise BadDocument(
            f"{name} tappar innehåll när den fylls i:{listed}", "Rätta mallen i Word och kontrollera igen."
        )
    sections = sum(form.kind != "signatures" for form in layout.sections)
    remarks = (*_remarks(report, seen), *_unknown(made, layout))
    return Trial(made, len(layout.facts), sections, len(report.signatories), remarks)


def try_base_template(data: bytes, name: str) -> Trial:
    """The same for the template of kallelse, protokoll and lists."""
    template = compile_template(data, BASE_OFFER, name)
    sample = doc.Document(
        "Exempel på ett dokument",
        (doc.para("Exempel på ett dokument", role="title"), doc.heading(1, "Exempelrubrik"), doc.para("Exempeltext.")),
        header=(doc.band("EXEMPELHUVUD", doc.PAGE_OF_PAGES),),
    )
    made = write_document(template, sample)
    seen = _read(made)
    found = {"innehållet": "Exempeltext.", "rubriken": "Exempelrubrik"}
    faults = [fault for label, text in found.items() if (fault := _fault(label, text, seen))]
    if "EXEMPELHUVUD" not in seen.places[""]:
        faults.append(f"sidhuvudet {_where('EXEMPELHUVUD', seen)}")
    if faults:
        listed = "".join(f"\n  - {one}" for one in faults)
        raise BadDocument(
            f"{name} tappar innehåll när den fylls i:{listed}", "Rätta mallen i Word och kontrollera igen."
        )
    return Trial(made, 0, 0, 0)


def _lost_facts(report: Report, seen: _Seen) -> Iterator[str]:
    for form in report.layout.facts:
        text = report.fact(form.name)
        person = report.facts.officer
        apart = (person.name, person.title) if form.name == "handläggare" and _missing(report, text, seen) else (text,)
        fault = next(filter(None, (_missing(report, one, seen) for one in apart)), "")
        if fault:
            yield f"uppgiften {form.name} {fault}"


def _missing(report: Report, text: str, seen: _Seen) -> str:
    """Why a fact is not at the head of the document, or "". It may stand in sections too, and these do not count. A
    template may write it in capitals or small letters, and a date in words."""
    lines = [line for section in report.sections for line in (section.heading, *doc.lines_of(section.blocks))]
    for way in dict.fromkeys((text, long_date(text), text.upper(), text.lower())):
        plain = _plain(way)
        if seen.places[""].count(plain) > sum(_plain(line).count(plain) for line in lines):
            return ""
    return _where(_plain(text), seen)


def _lost_sections(report: Report, seen: _Seen) -> Iterator[str]:
    written = [section for section in report.sections if section.form.kind != "signatures"]
    lines = {_plain(line).casefold() for section in written for line in doc.lines_of(section.blocks)}
    headings = {_plain(section.heading).casefold() for section in written}
    for section in written:
        heading = _plain(section.heading).casefold()
        known = lines | headings - {heading}
        if not any(heading in one and one not in known for one in seen.paragraphs):
            yield f"rubriken ”{section.heading}” till avsnittet {section.form.name} {_where(section.heading, seen)}"
            continue
        faults = (_fault(f"avsnittet {section.form.name}", line, seen) for line in doc.lines_of(section.blocks))
        yield from list(filter(None, faults))[:1]


def _lost_signatures(report: Report, seen: _Seen) -> Iterator[str]:
    """The officer stands at the head too, so each name must be there once more than the facts have it."""
    whole, body = seen.places[""].casefold(), seen.body.casefold()
    for person in report.signatories:
        for text in (person.name, person.title):
            before = sum(report.fact(form.name).count(text) for form in report.layout.facts)
            if whole.count(text.casefold()) <= before or text.casefold() not in body:
                yield f"underskriften av {person.name} {_where(text, seen)}"
                break


def _fault(label: str, text: str, seen: _Seen) -> str:
    """Why a text is not in the body of the document, or ""."""
    plain = _plain(text)
    if plain in seen.body:
        return ""
    if plain in seen.places[""]:
        return f"{label} står bara i sidhuvud eller sidfot"
    return f"{label} {_where(plain, seen)}"


def _where(plain: str, seen: _Seen) -> str:
    return _WHERE[next((place for place in ("box", "gone", "hidden") if plain in seen.places[place]), "")]


def _remarks(report: Report, seen: _Seen) -> Iterator[str]:
    """Sections in another order than the form's: the form is what papers are reviewed by."""
    found: list[tuple[int, str]] = []
    for section in report.sections:
        name = section.heading or section.form.name
        if section.form.kind == "signatures":
            places = [seen.body.rfind(person.name) for person in report.signatories]
            found.append((min(places, default=-1), name))
        else:
            lines = [line for line in doc.lines_of(section.blocks) if line]
            found.append((seen.body.find(_plain(lines[0] if lines else section.heading)), name))
    for before, after in pairwise(found):
        if after[0] < before[0]:
            yield f"”{after[1]}” står före ”{before[1]}” i mallen men efter i formuläret"


def _unknown(made: bytes, layout: Layout) -> Iterator[str]:
    """What stands there, but is not known for what it is when the file comes back from an officer."""
    from beredning.core.recognition import recognise
    from beredning.documents.reading import read

    found = recognise(read(made, "provutskriften.docx"), layout)
    facts = {form.name for form in layout.facts}
    for name in found.missing:
        part = "uppgiften" if name in facts else "avsnittet"
        yield f"{part} {name} känns inte igen när filen läses tillbaka; det gör den med en innehållskontroll"
    if len(found.signatories) != len(sample_report(layout).signatories):
        yield "underskrifterna känns inte igen när filen läses tillbaka; skriv namn och titel på var sin rad"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _read(made: bytes) -> _Seen:
    package = inspect_docx(made, "provutskriften")
    main = package.main
    pages = [one.path for kind in ("header", "footer") for one in package.related(main, kind)]
    body = _by_place(etree.fromstring(package.parts[main]))
    places = {place: "\n".join(texts) for place, texts in body.items()}
    for part in dict.fromkeys(pages):
        for place, texts in _by_place(etree.fromstring(package.parts[part])).items():
            places[place] += "\n" + "\n".join(texts)
    paragraphs = frozenset(_plain(text).casefold() for text in body[""])
    return _Seen({place: _plain(text) for place, text in places.items()}, _plain("\n".join(body[""])), paragraphs)


def _by_place(root: etree._Element) -> dict[str, list[str]]:
    """The paragraphs of a part by where their text stands."""
    found: dict[str, list[str]] = {"": [], "box": [], "gone": [], "hidden": []}
    for paragraph in root.iter(q("p")):
        texts = dict.fromkeys(found, "")
        for node in paragraph.iter(q("t"), q("delText"), q("tab"), q("br")):
            above = list(node.iterancestors())
            owner = next(one for one in above if one.tag == q("p"))
            if owner is paragraph and not any(one.tag == _FALLBACK for one in above):
                texts[_place(node, above)] += node.text or " "
        for place, text in texts.items():
            found[place].append(text)
    return found


def _place(node: etree._Element, above: list[etree._Element]) -> str:
    tags = {one.tag for one in above}
    if node.tag == q("delText") or tags & _GONE:
        return "gone"
    if _BOX in tags:
        return "box"
    run = next((one for one in above if one.tag == q("r")), None)
    hidden = run.find(f"{q('rPr')}/{q('vanish')}") if run is not None else None
    return "hidden" if hidden is not None and hidden.get(q("val")) not in ("0", "false") else ""
