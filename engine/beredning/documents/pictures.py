"""Pictures in a Word file: PNG and JPEG, their size read from their own head, described for who cannot see them."""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from beredning.documents.markup import attribute
from beredning.errors import BadDocument

_EMU_PER_MM: Final = 36_000
_TALLEST: Final = 220
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_JPEG_SIZES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


class Picture(NamedTuple):
    """A picture in the file: its file name, bytes, size in pixels, and the relation that leads to it."""

    file: str
    data: bytes
    wide: int
    high: int
    relation: str = ""

    def drawing(self, number: int, alt: str, width: int) -> str:
        """The picture in the text, `width` millimetres wide, or less where it would be taller than a page."""
        height = width * self.high / self.wide
        if height > _TALLEST:
            width, height = round(width * _TALLEST / height), _TALLEST
        size = f'cx="{width * _EMU_PER_MM}" cy="{round(height * _EMU_PER_MM)}"'
        said = f'id="{number}" name="Bild {number}" descr="{attribute(alt)}"'
        return (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {said}/>'
            f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
            f"<pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{self.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )


def read_picture(data: bytes, alt: str, name: str) -> Picture:
    """The picture in the bytes; raises BadDocument when it is neither a whole PNG nor a whole JPEG."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        wide, high = struct.unpack(">II", data[16:24])
        ending = "png"
    else:
        wide, high = _jpeg_size(data)
        ending = "jpeg"
    if not 0 < wide < 100_000 or not 0 < high < 100_000:
        raise BadDocument(
            f"Bilden ”{alt}” kan inte läsas: den är varken en hel PNG- eller JPEG-bild.",
            "Spara bilden på nytt som PNG eller JPEG.",
        )
    return Picture(f"{name}.{ending}", data, wide, high)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from the frame header (ITU T.81, B.2.2); (0, 0) when there is none."""
    if data[:3] != b"\xff\xd8\xff":
        return 0, 0
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if mark in _JPEG_SIZES:
            high, wide = struct.unpack(">HH", data[at + 5 : at + 9])
            return wide, high
        at += 2 + length
    return 0, 0
