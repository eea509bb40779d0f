"""What a template had and the officer's file has lost: told, never repaired in silence."""

from __future__ import annotations

from collections.abc import Iterator

from beredning.core import document as doc
from beredning.core.reading import Reading
from beredning.core.recognition import FoundReport, recognise
from beredning.core.report import Layout


def losses(former: Reading, now: Reading, layout: Layout) -> tuple[str, ...]:
    """In Swedish sentences, what the file that was sent out had and the one that came back lacks.

    Sections, facts, content controls, heading styles, the page's head and its numbers, marks of header rows,
    descriptions of pictures, the language and the title among the file's properties (STD-06).
    """
    before, after = recognise(former, layout), recognise(now, layout)
    parts = (*_parts(before, after), *_controls(former, now, after))
    return (*parts, *_page(former, now), *_access(before, after), *_properties(former, now))


def _label(report: FoundReport, name: str) -> str:
    form = report.layout.section(name)
    if form is not None:
        return form.heading or name.capitalize()
    fact = next((one for one in report.layout.facts if one.name == name), None)
    return (fact.label.rstrip(": ") if fact else "") or name.capitalize()


def _parts(before: FoundReport, after: FoundReport) -> Iterator[str]:
    for name in after.missing:
        if name not in before.missing:
            what = "Avsnittet" if before.section(name) else "Uppgiften"
            yield f"{what} ”{_label(before, name)}” är borta."


def _controls(former: Reading, now: Reading, after: FoundReport) -> Iterator[str]:
    """Controls that are gone from around what is still there."""
    ours = [tag for tag in dict.fromkeys(former.controls) if tag.startswith(("avsnitt:", "fält:"))]
    gone = [tag for tag in ours if tag not in now.controls]
    if ours and len(gone) == len(ours):
        yield "Alla innehållskontroller är borta; delarna känns igen på sina rubriker och ledtexter."
        return
    for tag in gone:
        name = tag.partition(":")[2]
        if name not in after.missing:
            yield f"Innehållskontrollen runt ”{_label(after, name)}” är borta; texten är kvar."


def _page(former: Reading, now: Reading) -> Iterator[str]:
    if "PAGE" in former.fields and "PAGE" not in now.fields:
        yield "Sidnumren är borta ur sidhuvudet eller sidfoten."
    elif "NUMPAGES" in former.fields and "NUMPAGES" not in now.fields:
        yield "Antalet sidor är borta ur sidhuvudet eller sidfoten."
    said = {" ".join(one.text.split()) for one in now.passages if one.kind in ("header", "footer")}
    for one in former.passages:
        if one.kind in ("header", "footer") and " ".join(one.text.split()) not in said:
            where = "sidhuvudet" if one.kind == "header" else "sidfoten"
            yield f"”{' '.join(one.text.split())}” är borta ur {where}."


def _access(before: FoundReport, after: FoundReport) -> Iterator[str]:
    """What a screen reader needs: real headings, header rows, descriptions."""
    for one in before.sections:
        other = after.section(one.form.name)
        if other is None:
            continue
        styled = one.heading is not None and one.heading.kind == "heading"
        if styled and other.heading is None:
            yield f"Rubriken ”{_label(before, one.form.name)}” är borta; avsnittets text är kvar."
        elif styled and other.heading is not None and other.heading.kind != "heading":
            yield f"”{other.heading.text.strip()}” är inte längre en rubrik utan vanlig text."
        headed, there = _headed(one.blocks), _headed(other.blocks)
        if there[0] < headed[0] and there[1] >= headed[1]:
            yield f"En tabell i ”{_label(before, one.form.name)}” har ingen markerad rubrikrad längre."
        described = {image.digest: image.alt for image in one.blocks if isinstance(image, doc.Image)}
        for image in other.blocks:
            if isinstance(image, doc.Image) and not image.alt and described.get(image.digest):
                yield f"Bilden ”{described[image.digest]}” har förlorat sin beskrivning."


def _headed(blocks: doc.Blocks) -> tuple[int, int]:
    """How many tables have header rows, and how many there are."""
    tables = [one for one in blocks if isinstance(one, doc.Table)]
    return sum(bool(one.header) for one in tables), len(tables)


def _properties(former: Reading, now: Reading) -> Iterator[str]:
    if former.language and former.language != now.language:
        instead = f"”{now.language}”" if now.language else "inget språk"
        yield f"Dokumentets språk är inte ”{former.language}” längre utan {instead}."
    if former.title and not now.title:
        yield "Titeln är borta ur filens egenskaper."
