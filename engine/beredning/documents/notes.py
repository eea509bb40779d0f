"""Footnotes of a Word file: the part that holds them, beside those that a template may have.

ECMA-376 part 1, 17.11. A note's mark is raised and its text stands in the style of small print, so that a template
needs no styles of its own for notes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Final

from beredning.core import document as doc
from beredning.documents.markup import NAMESPACES, XML_HEAD
from beredning.documents.opc import DEFLATED, Part

RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RAISED: Final = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_LINE: Final = (
    '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    "<w:r><w:{0}/></w:r></w:p></w:footnote>"
)
_EMPTY: Final = (
    f"{XML_HEAD}<w:footnotes {NAMESPACES}>"
    f"{_LINE.format('separator', -1)}{_LINE.format('continuationSeparator', 0)}</w:footnotes>"
)
_IDS: Final = re.compile(r'<w:footnote\b[^>]*?\bw:id="(-?\d{1,9})"')
_NO_RELATIONS: Final = (
    f'{XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


class Notes:
    """Collects the notes of one file. template: the part that the template has for its own notes, None for no one."""

    def __init__(self, template: Part | None = None) -> None:
        self.relations: list[str] = []  # of the links in notes, which belong to their own part
        self._template = template
        self._before = ""
        self._first = 0
        self._bodies: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._bodies)

    def add(self, lines: tuple[doc.Runs, ...], style: str, write: Callable[[doc.Runs], str]) -> str:
        """Keep a note; answers its mark in the text. style: id of the style of small print; write: writes runs."""
        if not self._first:
            self._begin()
        number = self._first + len(self._bodies)
        self._bodies.append("")  # the number is taken also if writing the text should ask for another
        mark = f'<w:r>{_RAISED}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
        shown = [write(tuple(_flat(line))) for line in lines] or [""]
        look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        inner = "".join(f"<w:p>{look}{mark * (at == 0)}{text}</w:p>" for at, text in enumerate(shown))
        self._bodies[number - self._first] = f'<w:footnote w:id="{number}">{inner}</w:footnote>'
        return f'<w:r>{_RAISED}<w:footnoteReference w:id="{number}"/></w:r>'

    def _begin(self) -> None:
        text = _text(self._template) if self._template else _EMPTY
        if "</w:footnotes>" not in text:  # written with other prefixes than ours, so nothing can be added to it
            text = _EMPTY
        self._before = text
        self._first = 1 + max((int(one) for one in _IDS.findall(text)), default=0)

    def part(self) -> str:
        """The part with all notes, after those of the template."""
        head, _, tail = self._before.rpartition("</w:footnotes>")
        return f"{head}{''.join(self._bodies)}</w:footnotes>{tail}"

    def relation(self, kind: str, target: str) -> str:
        """A relation to an address outside, from a note; answers its id."""
        name = f"rIdNot{len(self.relations) + 1}"
        self.relations.append(f'<Relationship Id="{name}" Type="{kind}" Target="{target}" TargetMode="External"/>')
        return name

    def relations_part(self, template: Part | None) -> str:
        """The relations of that part, after those that the template has there."""
        text = _text(template) if template else _NO_RELATIONS
        opened = re.sub(r"<((?:\w+:)?Relationships)\b([^>]*?)/>\s*\Z", r"<\1\2></\1>", text)
        return re.sub(r"(?=</(?:\w+:)?Relationships>\s*\Z)", lambda _: "".join(self.relations), opened)


def _flat(line: doc.Runs) -> list[doc.Run]:
    """A note's runs; a note within a note is not possible in Word and stands in brackets instead."""
    made: list[doc.Run] = []
    for run in line:
        made.append(run._replace(note=()))
        if run.note:
            made.append(doc.Run(f" ({' '.join(doc.text_of(inner) for inner in run.note)})"))
    return made


def _text(part: Part) -> str:
    data = zlib.decompress(part.data, -15) if part.method == DEFLATED else part.data
    return data.decode("utf-8-sig", "replace")
