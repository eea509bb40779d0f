"""A compiled template and how it is filled: every part that holds nothing of ours is copied as it lies.

Filling needs neither lxml nor jinja2: compiled templates are kept in a cache by the digest of template and offer, as
data that is read and never run. The same template and the same values give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from beredning.core import document as doc
from beredning.documents.context import Offer
from beredning.documents.house import House
from beredning.documents.markup import XML_HEAD, escape, run_element, text_element
from beredning.documents.notes import CONTENT_TYPE as NOTES_TYPE
from beredning.documents.notes import RELATION as NOTES
from beredning.documents.notes import Notes
from beredning.documents.opc import Part, pack, stored
from beredning.documents.program import Program, Value, carry_out
from beredning.documents.word import Pen

COMPILER: Final = "6"  # raised whenever the compiled form of the same template changes
CORE: Final = "docProps/core.xml"
CUSTOM: Final = "docProps/custom.xml"
_MAGIC: Final = b"beredning-mall\n"


class CompiledTemplate(NamedTuple):
    """A template ready to be filled.

    digest: SHA-256 of the template's bytes; parts: all parts in order, as they lie; main: the main part's name;
    programs: what is carried out to make a part; quiet: parts that only change when a marking is shown;
    texts: parts that may get additions, with \\ue002 where these go; uses: what the template uses, as in a `Need`.
    """

    digest: str
    main: str
    parts: tuple[Part, ...]
    texts: dict[str, str]
    programs: dict[str, Program]
    quiet: tuple[str, ...]
    uses: tuple[str, ...]
    house: House
    landscape: House


class HeadLine(NamedTuple):
    """A fact at the head of a report: the label before it, the control it stands in, and the role of its paragraph:
    "facts" with the value beside the label, "fact" after it in the same line, "title"."""

    label: str
    slot: doc.Slot
    role: str


class Filling(NamedTuple):
    """What goes into a template: values of names, blocks of content controls by tag, and the file's own facts.

    marks: kept among the file's own properties, which Word leaves alone, so that the file can be known again.
    """

    values: Mapping[str, Value]
    slots: Mapping[str, doc.Slot | doc.Blocks | doc.Runs]
    title: str
    properties: doc.Properties
    header: tuple[doc.Band, ...] = ()
    footer: tuple[doc.Band, ...] = ()
    language: str = "sv-SE"
    landscape: bool = False
    marks: tuple[tuple[str, str], ...] = ()
    head: tuple[HeadLine, ...] = ()


def fill(
    template: CompiledTemplate, filling: Filling, images: Mapping[str, bytes] | None = None, marking: str = ""
) -> bytes:
    """The finished file. images: the bytes of pictures by digest; marking: shown on every page ("ÖVNING")."""
    pen = Pen(template.landscape if filling.landscape else template.house, images, filling.language)
    pen.notes = Notes(_note_part(template))
    filler = _Filler(pen, filling, marking)
    made: dict[str, str] = {}
    for name in sorted(template.programs, key=lambda one: (one != template.main, one)):
        if marking or name not in template.quiet:
            made[name] = carry_out(template.programs[name], filling.values, filler.special)
    if filling.landscape:
        made[template.main] = _turned(made[template.main])
    made[CORE] = core_properties(filling.title, filling.properties, filling.language)
    if filling.marks:
        made[CUSTOM] = template.texts[CUSTOM].replace("\ue002", _custom_properties(filling.marks), 1)
    added = _add_notes(template, pen) if pen.notes else {}
    _add_what_pen_needs(template, pen, made, [name for name in added if name.endswith("notes.xml")])
    made |= {name: text for name, text in added.items() if any(part.name == name for part in template.parts)}
    parts = [stored(part.name, made[part.name].encode()) if part.name in made else part for part in template.parts]
    parts += [stored(name, text.encode()) for name, text in added.items() if name not in made]
    folder = template.main.rpartition("/")[0]
    parts += [stored(f"{folder}/media/{one.file}", one.data) for one in pen.media.values()]
    return pack(parts)


def _note_part(template: CompiledTemplate) -> Part | None:
    """The part in which the template has footnotes of its own."""
    name = next((part.name for part in template.parts if part.name.endswith("/footnotes.xml")), "")
    return next((part for part in template.parts if part.name == name), None)


def _add_notes(template: CompiledTemplate, pen: Pen) -> dict[str, str]:
    """The part of footnotes by its name, and the part of their links when there are such."""
    folder = template.main.rpartition("/")[0]
    own = _note_part(template)
    name = own.name if own else f"{folder}/footnotes.xml"
    added = {name: pen.notes.part()}
    if own is None:
        pen.relate(NOTES, "footnotes.xml")
    if pen.notes.relations:
        links = f"{name.rpartition('/')[0]}/_rels/footnotes.xml.rels"
        added[links] = pen.notes.relations_part(next((one for one in template.parts if one.name == links), None))
    return added


def _add_what_pen_needs(template: CompiledTemplate, pen: Pen, made: dict[str, str], notes: list[str]) -> None:
    """Relations, numberings and content types of what was written, each at the end of its own part.

    notes: names of the parts of footnotes that were made.
    """
    folder, _, file = template.main.rpartition("/")
    endings = sorted({one.file.rpartition(".")[2] for one in pen.media.values()})
    types = template.texts["[Content_Types].xml"]
    defaults = [
        f'<Default Extension="{one}" ContentType="image/{one}"/>' for one in endings if f'="{one}"' not in types
    ]
    defaults += [
        f'<Override PartName="/{one}" ContentType="{NOTES_TYPE}"/>' for one in notes if f'"/{one}"' not in types
    ]
    for name, added in (
        (f"{folder}/_rels/{file}.rels", pen.relations),
        (next((one for one in template.texts if one.endswith("numbering.xml")), ""), pen.numbers),
        ("[Content_Types].xml", defaults),
    ):
        if added:
            made[name] = template.texts[name].replace("\ue002", "".join(added), 1)


class _Filler:
    """Writes the instructions of a program that stand for more than a value."""

    def __init__(self, pen: Pen, filling: Filling, marking: str) -> None:
        self.pen = pen
        self.filling = filling
        self.marking = marking

    def special(self, step: list[Any]) -> str:
        """An instruction: block, raw, open, run, band or marking; made by template_compile."""
        kind = step[0]
        if kind == "marking":
            shown = run_element(doc.Run(self.marking, bold=True)) if self.marking else ""
            return self.pen.paragraph(shown, "marking") if self.marking else ""
        if kind == "band":
            bands = self.filling.header if step[1] == "sidhuvud" else self.filling.footer
            role = "header" if step[1] == "sidhuvud" else "footer"
            last = len(bands) - 1
            lines = [self._band(one, role, last=place == last) for place, one in enumerate(bands)]
            return "".join(lines) or self.pen.paragraph("", role)
        if kind == "head":
            return "".join(self._head_line(line) for line in self.filling.head)
        content = self.filling.slots[step[1]]
        if kind == "raw":
            return self.pen.blocks(content)  # type: ignore[arg-type]
        assert isinstance(content, doc.Slot)
        if kind == "block":
            return self.pen.slot(content, step[2])
        if kind == "open":
            return self.pen.control_properties(content, step[2])
        return self._run(content, step[2])

    def _head_line(self, line: HeadLine) -> str:
        """A fact as a paragraph with a content control within the line."""
        control = f"{self.pen.control_properties(line.slot, kind='<w:text/>')}<w:sdtContent>{self._run(line.slot, '')}"
        label = ""
        if line.label and line.role == "facts":
            label = run_element(doc.Run(line.label), self.pen.house.styles["label"]) + "<w:r><w:tab/></w:r>"
        elif line.label:
            label = run_element(doc.Run(f"{line.label} "))
        return self.pen.paragraph(f"{label}<w:sdt>{control}</w:sdtContent></w:sdt>", line.role)

    def _run(self, content: doc.Slot, manner: str) -> str:
        """The text of a control within a line, in the manner that the template gave it."""
        text = "".join(doc.lines_of(content.blocks))
        if not text:
            return run_element(doc.prompt(content.prompt), self.pen.house.styles["prompt"])
        return f"<w:r>{manner}{text_element(text)}</w:r>"

    def _band(self, band: doc.Band, role: str, *, last: bool) -> str:
        """A line of the head or foot; the last of a head keeps its distance to the text below."""
        left, right = ("".join(run_element(run._replace(link="")) for run in side) for side in (band.left, band.right))
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{self.pen.house.width}"/></w:tabs>'
        if last and role == "header":
            tabs += '<w:spacing w:after="240"/>'
        content = f"{left}<w:r><w:tab/></w:r>{right}" if right else left
        return self.pen.paragraph(content, role, extra=tabs)


def _turned(text: str) -> str:
    """The page laid on its side: width and height of every section change places."""
    import re

    def turn(match: re.Match[str]) -> str:
        wide, high = re.search(r'w:w="(\d+)"', match[0]), re.search(r'w:h="(\d+)"', match[0])
        assert wide and high
        return f'<w:pgSz w:w="{high[1]}" w:h="{wide[1]}" w:orient="landscape"/>'

    return re.sub(r"<w:pgSz [^>]*/>", turn, text)


def core_properties(title: str, properties: doc.Properties, language: str) -> str:
    """docProps/core.xml: what the file says of itself (ECMA-376 part 2, 11)."""
    day = properties.created
    instant = f"{day}T00:00:00Z" if len(day) == 10 else day
    stamped = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{escape(instant)}</dcterms:{name}>'
        for name in ("created", "modified")
        if instant
    )
    said = (
        ("dc:title", title),
        ("dc:subject", properties.subject),
        ("dc:creator", properties.author),
        ("cp:keywords", ", ".join(properties.keywords)),
        ("cp:category", properties.category),
        ("dc:language", language),
    )
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said if text)
    return (
        f"{XML_HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{inner}{stamped}</cp:coreProperties>"
    )


def _custom_properties(marks: tuple[tuple[str, str], ...]) -> str:
    """Properties of our own (ECMA-376 part 1, 22.3). Their numbers begin above those that a template may have."""
    return "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{1000 + place}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for place, (name, text) in enumerate(marks)
    )


def load_template(data: bytes, offer: Offer, name: str = "mallen", cache: Path | None = None) -> CompiledTemplate:
    """The template in `data`, compiled, or as it lies compiled in the folder `cache`.

    Raises BadDocument, with every fault, for a file that cannot be a template for this offer. A cache that cannot be
    read or written costs time and nothing else, so that is not an error.
    """
    digest = sha256(data).hexdigest()
    key = sha256(f"{COMPILER}\0{digest}\0{offer!r}".encode()).hexdigest()
    place = cache / f"mall-{key[:32]}.bin" if cache else None
    kept = _read_cache(place, key) if place else None
    if kept is not None:
        return kept
    from beredning.documents.template_compile import compile_template

    compiled = compile_template(data, offer, name)
    if place:
        _write_cache(place, key, compiled)
    return compiled


def dump_template(template: CompiledTemplate) -> bytes:
    """A compiled template as bytes: one line of JSON, then the parts as they lie."""
    said = template._asdict()
    said["parts"] = [[*part[:4], len(part.data)] for part in template.parts]
    said |= {"house": template.house._asdict(), "landscape": template.landscape._asdict()}
    head = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return head + b"\n" + b"".join(part.data for part in template.parts)


def parse_template(kept: bytes) -> CompiledTemplate:
    """The compiled template in bytes from `dump_template`."""
    head, _, body = kept.partition(b"\n")
    said = json.loads(head)
    at = 0
    parts = []
    for name, method, crc, size, length in said["parts"]:
        parts.append(Part(name, method, crc, size, body[at : at + length]))
        at += length
    houses = {
        one: House(**{**said[one], "taken_controls": tuple(said[one]["taken_controls"])})
        for one in ("house", "landscape")
    }
    return CompiledTemplate(
        **{**said, **houses, "parts": tuple(parts), "quiet": tuple(said["quiet"]), "uses": tuple(said["uses"])}
    )


def _read_cache(place: Path, key: str) -> CompiledTemplate | None:
    """What lies in the cache, when it is whole and made for this key."""
    try:
        kept = place.read_bytes()
    except OSError:
        return None
    seal = len(_MAGIC) + 128
    body = kept[seal + 1 :]
    if kept[:seal] != _MAGIC + key.encode() + sha256(body).hexdigest().encode():
        return None
    return parse_template(body)


def _write_cache(place: Path, key: str, compiled: CompiledTemplate) -> None:
    """Keep a compiled template; two processes may do so at once, and either copy is right."""
    from contextlib import suppress

    from beredning.drafts import replace_file

    body = dump_template(compiled)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, _MAGIC + key.encode() + sha256(body).hexdigest().encode() + b"\n" + body)
