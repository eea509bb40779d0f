"""What the styles and numberings of a Word file say of its paragraphs: headings, lists, weight, language.

Styles are found by the name that Word keeps in the file, never by their id, and followed through `basedOn`.
ECMA-376 part 1: 17.7 (styles), 17.7.3 (properties that toggle), 17.9 (numbering).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from lxml import etree

from beredning.core.document import Align
from beredning.documents.house import STYLE_NAMES
from beredning.documents.markup import W

_HEADING: Final = re.compile(r"(?:heading|rubrik|überschrift|overskrift|titre|título|otsikko)\s*([1-9])\Z")
_ROLES: Final = {
    name.casefold(): role
    for role, name in STYLE_NAMES.items()
    if role not in ("body", "bullet", "number", "cell", "table", "link", "label", "header", "footer", "marking")
}
_ALIGNS: Final[dict[str, Align]] = {
    "left": "left", "start": "left", "right": "right", "end": "right", "center": "center",
}  # fmt: skip
_DEPTH: Final = 24  # a chain of styles longer than this goes in a circle
_LOOK, _LOOK_END = b"<w:tblStylePr", b"</w:tblStylePr>"
_OFF: Final = ("0", "false", "off", "none")


@cache
def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


_VAL: Final = w("val")
STYLE_ID, BASED_ON, NAME, PPR, RPR = w("styleId"), w("basedOn"), w("name"), w("pPr"), w("rPr")
_NUM_PR, _NUM_ID, _ILVL, _OUTLINE, _JC = w("numPr"), w("numId"), w("ilvl"), w("outlineLvl"), w("jc")


def val(element: etree._Element | None, default: str = "") -> str:
    """The w:val of an element, `default` for none."""
    return default if element is None else element.get(_VAL, default)


def switched(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property that is on or off is there: True, False, or None when nothing is said."""
    one = None if properties is None else properties.find(name)
    return None if one is None else one.get(_VAL, "1") not in _OFF


def whole_number(text: str | None, default: int = 0) -> int:
    """A number as the format writes it; `default` for anything else, since files are not always right."""
    digits = (text or "").strip()
    return int(digits) if len(digits) < 10 and digits.lstrip("-").isdecimal() and digits.isascii() else default


def without_table_looks(text: bytes) -> bytes:
    """The part of styles without how parts of tables look, which is most of it in many files and never asked for.

    text: well-formed XML. What is not written as Word writes it is left as it is.
    """
    kept: list[bytes] = []
    at = 0
    while (start := text.find(_LOOK, at)) >= 0:
        opened = text.find(b">", start)
        end = opened + 1 if text[opened - 1 : opened] == b"/" else text.find(_LOOK_END, opened) + len(_LOOK_END)
        if opened < 0 or end <= opened:
            break
        kept.append(text[at:start])
        at = end
    return b"".join((*kept, text[at:]))


class Style(NamedTuple):
    """A style with what it and those it is based on say. level: of a heading, 0 for none; numbering: numId and level,
    None when nothing is said."""

    name: str = ""
    role: str = "body"
    level: int = 0
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    align: Align = "left"
    numbering: tuple[str, int | None] | None = None


PLAIN: Final = Style()


class Styles:
    """The styles of a file, each worked out when it is first met."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._made: dict[str, Style] = {}
        self.default = ""
        self.default_table = ""
        self.language = ""
        self.bold = self.italic = False
        if root is None:
            return
        for one in root.findall(w("style")):
            own = one.get(STYLE_ID, "")
            self._elements.setdefault(own, one)
            if one.get(w("default"), "0") not in _OFF and one.get(w("type")) == "paragraph":
                self.default = self.default or own
        said = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{RPR}")
        self.language = val(None if said is None else said.find(w("lang")))
        self.bold, self.italic = bool(switched(said, w("b"))), bool(switched(said, w("i")))
        normal = self._elements.get(self.default)
        language = None if normal is None else normal.find(f"{RPR}/{w('lang')}")
        self.language = val(language) or self.language

    def find(self, own: str) -> Style:
        """The style of that id; the plain one for an id that is not there."""
        made = self._made.get(own)
        if made is None:
            made = self._made[own] = self._work_out(own)
        return made

    def _work_out(self, own: str) -> Style:
        chain: list[etree._Element] = []
        while (one := self._elements.get(own)) is not None and one not in chain and len(chain) < _DEPTH:
            chain.append(one)
            own = val(one.find(BASED_ON))
        made = PLAIN
        for one in reversed(chain):
            made = _over(made, one)
        return made


def _over(made: Style, one: etree._Element) -> Style:
    """A style on top of what those it is based on have said."""
    name = val(one.find(NAME))
    folded = " ".join(name.split()).casefold()
    paragraph, manner = one.find(PPR), one.find(RPR)
    changes: dict[str, object] = {"name": name}
    heading = _HEADING.match(folded)
    outline = None if paragraph is None else paragraph.find(_OUTLINE)
    if heading:
        changes |= {"level": int(heading[1]), "role": "heading"}
    elif outline is not None:
        level = whole_number(val(outline), 9) + 1
        changes["level"] = level if 1 <= level <= 9 else 0
    if folded in _ROLES and not heading:
        changes |= {"role": _ROLES[folded], "level": 0}
    for field, element in (("bold", "b"), ("italic", "i"), ("hidden", "vanish")):
        said = switched(manner, w(element))
        if said is not None:
            changes[field] = said
    if paragraph is not None:
        jc = paragraph.find(_JC)
        if jc is not None:
            changes["align"] = _ALIGNS.get(val(jc), "left")
        numbering = paragraph.find(_NUM_PR)
        if numbering is not None:
            changes["numbering"] = number_of(numbering)
    return made._replace(**changes)  # type: ignore[arg-type]


def number_of(numbering: etree._Element) -> tuple[str, int | None]:
    """The w:numId and level of a w:numPr; the level is None where the numbering itself ties one to the style."""
    level = numbering.find(_ILVL)
    return val(numbering.find(_NUM_ID)), None if level is None else whole_number(val(level))


def aligned(properties: etree._Element | None) -> Align | None:
    """The alignment that a paragraph's own properties say, None when they are silent."""
    jc = None if properties is None else properties.find(_JC)
    return None if jc is None else _ALIGNS.get(val(jc), "left")


class Level(NamedTuple):
    """How one level of one numbering counts. key: what paragraphs of one list have in common."""

    ordered: bool
    start: int
    key: str
    shown: bool = True


_BULLET: Final = Level(False, 1, "")


class Numbering:
    """The numberings of a file: bullets or numbers, from where, and which style is tied to which level."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._numbers: dict[str, etree._Element] = {}
        self._levels: dict[tuple[str, int], Level] = {}
        self._restarts: set[tuple[str, int]] = set()
        if root is not None:
            for one in root.findall(w("abstractNum")):
                self._abstract.setdefault(one.get(w("abstractNumId"), ""), one)
            for one in root.findall(w("num")):
                self._numbers.setdefault(one.get(w("numId"), ""), one)

    def level(self, number: str, depth: int) -> Level | None:
        """How a level counts, None when the number is no list ("0", or one that does not exist)."""
        if number not in self._numbers:
            return None
        key = (number, depth)
        if key not in self._levels:
            self._levels[key] = self._read(number, depth)
        made = self._levels[key]
        return made if made.shown else None

    def tied(self, number: str, style: str) -> int:
        """The level of a numbering that is tied to a style, 0 when none is."""
        abstract = self._abstract_of(number)
        if abstract is not None:
            for one in abstract.findall(w("lvl")):
                if val(one.find(w("pStyle"))) == style:
                    return whole_number(one.get(_ILVL))
        return 0

    def _abstract_of(self, number: str, hops: int = 0) -> etree._Element | None:
        """The definition behind a number; one that only names a list style is followed to the real one (17.9.21)."""
        own = self._numbers.get(number)
        abstract = None if own is None else self._abstract.get(val(own.find(w("abstractNumId"))))
        link = "" if abstract is None else val(abstract.find(w("numStyleLink")))
        if link and hops < 4:
            said = self._styles.find(link).numbering
            behind = self._abstract_of(said[0], hops + 1) if said else None
            return abstract if behind is None else behind
        return abstract

    def _read(self, number: str, depth: int) -> Level:
        own = self._numbers[number]
        abstract = self._abstract_of(number)
        said = None if abstract is None else _at(abstract.findall(w("lvl")), depth)
        override = _at(own.findall(w("lvlOverride")), depth)
        again = None if override is None else override.find(w("startOverride"))
        inside = None if override is None else override.find(w("lvl"))
        said = said if inside is None else inside
        if said is None:
            return Level(False, 1, number)
        form = val(said.find(w("numFmt")), "decimal")
        start = whole_number(val(said.find(w("start"))), 1)
        shown = form != "none" or bool(val(said.find(w("lvlText"))).strip())
        if again is not None:
            start = whole_number(val(again), start)
        shared = val(own.find(w("abstractNumId")))
        # numbers of one definition count on together, unless one of them begins anew
        ordered = form not in ("bullet", "none") and "%" in val(said.find(w("lvlText")), "%")
        key = f"n{number}" if again is not None and ordered else f"a{shared}"
        return Level(ordered, start, key, shown)


def _at(levels: list[etree._Element], depth: int) -> etree._Element | None:
    return next((one for one in levels if whole_number(one.get(_ILVL)) == depth), None)
