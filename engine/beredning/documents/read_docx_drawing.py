"""What is drawn in a Word file: pictures, text boxes, and in words what is neither (diagrams, shapes, ink)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, NamedTuple

from lxml import etree

from beredning.core import document as doc
from beredning.documents.markup import WP, R
from beredning.documents.read_docx_styles import w, whole_number

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_EMU_PER_MM: Final = 36_000
_POINTS: Final = re.compile(r"(?:^|;)\s*width:\s*(\d{1,5}(?:\.\d{1,4})?)pt")
_KINDS: Final = {
    "chart": "ett diagram",
    "relIds": "en SmartArt-bild",
    "contentPart": "en handritad figur",
    "wgp": "en ritad figur",
    "wpc": "en ritad figur",
}


class Drawn(NamedTuple):
    """Pictures and the content of text boxes in one drawing."""

    images: list[doc.Image]
    boxes: list[etree._Element]


def choice(element: etree._Element) -> etree._Element:
    """The one of several renderings of the same thing that is read: the first, so that nothing is read twice."""
    first = element.find(f"{_MC}Choice")
    other = element.find(f"{_MC}Fallback")
    return first if first is not None else other if other is not None else element


class Drawings:
    """Reads drawings. unread: where what cannot be read is counted, in words."""

    def __init__(self, unread: Counter[str]) -> None:
        self._unread = unread

    def read(self, element: etree._Element, images: dict[str, str]) -> Drawn:
        """A w:drawing or w:pict. images: digest by relation id; "" for one whose bytes are not a known picture."""
        found = Drawn([], [])
        told = False
        for one in _once(element):
            name = etree.QName(one).localname
            if name == "txbxContent":
                found.boxes.append(one)
            elif name == "blip" or one.tag == f"{_VML}imagedata":
                told = self._picture(element, one, images, found) or told
            elif name in _KINDS and not told:
                told = True
                self._unread[_KINDS[name]] += 1
        if not (found.images or found.boxes or told):
            drawn = any(one.get(f"{_OFFICE}hr") is None for one in element.iter() if str(one.tag).startswith(_VML))
            if element.tag == w("drawing") or (drawn and not _is_definition(element)):
                self._unread["en ritad figur"] += 1
        return found

    def _picture(self, whole: etree._Element, one: etree._Element, images: dict[str, str], found: Drawn) -> bool:
        """Read one picture; True when there was only a word to say of it."""
        digest = images.get(one.get(f"{{{R}}}embed") or one.get(f"{{{R}}}id") or "")
        if not digest:
            self._unread[
                "en bild i ett format som inte kan läsas" if digest == "" else "en bild som saknas i filen"
            ] += 1
            return True
        alt, wide = _described(whole, one)
        if not any(image.digest == digest for image in found.images):
            found.images.append(doc.Image(digest, alt, wide))
        return False


def _once(element: etree._Element) -> list[etree._Element]:
    """Everything under an element, of alternatives only one, and of text boxes only the box."""
    made: list[etree._Element] = []
    stack = [element]
    while stack:
        one = stack.pop()
        if not isinstance(one.tag, str):
            continue
        if one.tag == f"{_MC}AlternateContent":
            chosen = choice(one)
            stack += list(chosen)[::-1]
            continue
        made.append(one)
        if one.tag != w("txbxContent"):
            stack += list(one)[::-1]
    return made


def _described(whole: etree._Element, one: etree._Element) -> tuple[str, int]:
    """The alternative text of a picture and its width in millimetres."""
    said = whole.find(f".//{{{WP}}}docPr")
    extent = whole.find(f".//{{{WP}}}extent")
    if said is not None or extent is not None:
        alt = "" if said is None else said.get("descr") or said.get("title") or ""
        wide = 0 if extent is None else whole_number(extent.get("cx"))
        return alt.strip(), max(1, min(round(wide / _EMU_PER_MM), 1_000)) if wide else 160
    shape = one.getparent()
    if shape is None:
        return "", 160
    points = _POINTS.search(shape.get("style", "")[:2000])
    return shape.get("alt", "").strip(), max(1, round(float(points[1]) * 25.4 / 72)) if points else 160


def _is_definition(element: etree._Element) -> bool:
    """Whether a w:pict only says how shapes of a kind look, and shows none."""
    return all(one.tag in (f"{_VML}shapetype", f"{_VML}background") for one in element)
