"""The text of a PDF with its places, as JSON on standard output. Run as a program of its own by `read_pdf`.

PDFs come from anywhere and PDFium is written in C++, so it works in a process that can be stopped and has a limit of
memory and time. Nothing of ours is imported here: bytes on standard input, the pages as plain lists on the output.
"""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

MAX_PAGES: Final = 3_000
MAX_LETTERS: Final = 20_000_000
MAX_ELEMENTS: Final = 100_000
MEMORY: Final = 2 * 2**30
_CELL_GAP: Final = 1.2
_HEAVY: Final = 600
_IMAGE: Final = 3
_PASSWORD: Final = 4
_NOTES: Final = {1: False, 3: False, 9: True, 10: True, 11: True, 12: True}  # kinds of annotation; True: marks a text


class Stop(Exception):
    """Why the file is not read, as a word that the parent translates."""


def limit(seconds: int) -> None:
    """Let the system stop this process when it takes too much; where it cannot, the parent's clock is what there is."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def utf16(units: list[int]) -> str:
    """Text from what PDFium gives: UTF-16 units or whole code points."""
    text = "".join(map(chr, units))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def asked(call: Any, *arguments: Any) -> str:
    """A text from a function that first says how many bytes it needs."""
    size = call(*arguments, None, 0)
    if not 0 < size < 2**20:
        return ""
    held = ctypes.create_string_buffer(size)
    kind = call.argtypes[-2]
    call(*arguments, held if kind is ctypes.c_void_p else ctypes.cast(held, kind), size)
    return held.raw.decode("utf-16-le", "replace").split("\0")[0]


def elements(lib: Any, page: Any) -> tuple[list[list[Any]], dict[int, int]]:
    """The page's structure elements as [type, place of the one they hang under], and the element of each mark."""
    tree = lib.FPDF_StructTree_GetForPage(page)
    found: list[list[Any]] = []
    marks: dict[int, int] = {}
    if not tree:
        return found, marks
    count = lib.FPDF_StructTree_CountChildren(tree)
    stack = [(lib.FPDF_StructTree_GetChildAtIndex(tree, at), -1) for at in range(max(count, 0))][::-1]
    while stack and len(found) < MAX_ELEMENTS:
        element, above = stack.pop()
        if not element:
            continue
        own = len(found)
        found.append([asked(lib.FPDF_StructElement_GetType, element), above])
        under = []
        for at in range(min(lib.FPDF_StructElement_CountChildren(element), MAX_ELEMENTS)):
            mark = lib.FPDF_StructElement_GetChildMarkedContentID(element, at)
            if mark >= 0:
                marks.setdefault(mark, own)
            else:
                under.append((lib.FPDF_StructElement_GetChildAtIndex(element, at), own))
        stack += under[::-1]
    lib.FPDF_StructTree_Close(tree)
    return found, marks


class Segments:
    """The text of one page cut where a line, a cell or a structure element ends.

    A segment is [text, left, right, baseline, size, bold, element]; places in points from the lower left corner.
    """

    def __init__(self, lib: Any, text: Any, marks: dict[int, int]) -> None:
        self.lib, self.text, self.marks = lib, text, marks
        self.made: list[list[Any]] = []
        self.unmapped = 0
        self._manners: dict[int, tuple[int, bool]] = {}
        self._units: list[int] = []
        self._first = self._last = -1
        self._element = -1
        self._bold = True
        self._space = False

    def read(self, count: int) -> None:
        """Cut the first `count` letters of the page."""
        lib, text = self.lib, self.text
        for at in range(count):
            unit = lib.FPDFText_GetUnicode(text, at)
            if unit in (10, 13):
                self._cut()
            elif lib.FPDFText_IsHyphen(text, at) == 1:
                self._units.append(0xAD)
                self._cut()
            elif unit in (9, 32, 0xA0, 0x2007, 0x202F):
                self._space = True
                if self._units:
                    self._units.append(unit)
            else:
                self._letter(at, unit)
        self._cut()

    def _letter(self, at: int, unit: int) -> None:
        element, bold = self._manner(at)
        apart = self._units and (element != self._element or (self._space and self._gap(at)))
        if apart:
            self._cut()
        if unit == 0 or (unit < 32):
            self.unmapped += 1
            unit = 0xFFFD
        if not self._units:
            self._first, self._bold = at, True
        self._units.append(unit)
        self._last, self._element, self._space = at, element, False
        self._bold = self._bold and bold

    def _manner(self, at: int) -> tuple[int, bool]:
        """The element that a letter belongs to and whether it is bold; found once for each text object."""
        held = self.lib.FPDFText_GetTextObject(self.text, at)
        key = ctypes.addressof(held.contents) if held else 0
        if key not in self._manners:
            mark = self.lib.FPDFPageObj_GetMarkedContentID(held) if held else -1
            self._manners[key] = (self.marks.get(mark, -1), self._is_bold(at))
        return self._manners[key]

    def _is_bold(self, at: int) -> bool:
        name = ctypes.create_string_buffer(200)
        flags = ctypes.c_int()
        size = self.lib.FPDFText_GetFontInfo(self.text, at, name, 200, ctypes.byref(flags))
        said = name.raw[: max(size, 0)].lower() if size <= 200 else b""
        heavy = any(word in said for word in (b"bold", b"black", b"heavy"))
        return heavy or bool(self.lib.FPDFText_GetFontWeight(self.text, at) >= _HEAVY)

    def _gap(self, at: int) -> bool:
        """Whether a letter stands so far from the one before it that it is another cell."""
        box, before = self._box(at), self._box(self._last)
        return bool(box[0] - before[1] > _CELL_GAP * max(self.lib.FPDFText_GetFontSize(self.text, at), 4))

    def _box(self, at: int) -> tuple[float, float]:
        left, right, low, high = (ctypes.c_double() for _ in range(4))
        self.lib.FPDFText_GetCharBox(self.text, at, left, right, low, high)
        return left.value, right.value

    def _cut(self) -> None:
        if self._units:
            across, up = ctypes.c_double(), ctypes.c_double()
            self.lib.FPDFText_GetCharOrigin(self.text, self._first, across, up)
            size = self.lib.FPDFText_GetFontSize(self.text, self._first)
            places = (self._box(self._first)[0], self._box(self._last)[1], up.value, size)
            rounded = [round(one, 1) if abs(one) < 1e6 else 0.0 for one in places]
            self.made.append([utf16(self._units).strip(), *rounded, self._bold, self._element])
        self._units, self._space = [], False


def notes(lib: Any, page: Any, text: Any) -> Iterator[list[str]]:
    """The comments of a page as [author, date, text, the text that is marked]."""
    for at in range(min(lib.FPDFPage_GetAnnotCount(page), 10_000)):
        note = lib.FPDFPage_GetAnnot(page, at)
        kind = lib.FPDFAnnot_GetSubtype(note) if note else 0
        if kind in _NOTES:
            said = [asked(lib.FPDFAnnot_GetStringValue, note, key) for key in (b"T", b"M", b"Contents")]
            about = marked(lib, note, text) if _NOTES[kind] else ""
            if said[2] or about:
                yield [*said, about]
        lib.FPDFPage_CloseAnnot(note)


def marked(lib: Any, note: Any, text: Any) -> str:
    """The text that a mark lies over."""
    area = lib.FS_RECTF()
    if not lib.FPDFAnnot_GetRect(note, area):
        return ""
    sides = (area.left, area.top, area.right, area.bottom)
    count = min(lib.FPDFText_GetBoundedText(text, *sides, None, 0), 10_000)
    if count <= 0:
        return ""
    held = (ctypes.c_ushort * count)()
    lib.FPDFText_GetBoundedText(text, *sides, held, count)
    return " ".join(utf16([unit for unit in held if unit]).split())


def one_page(lib: Any, document: Any, at: int, left: int) -> dict[str, Any]:
    """What one page holds. Raises Stop when there is more text than `left` letters."""
    page = lib.FPDF_LoadPage(document, at)
    if not page:
        return {"wrong": True, "segments": [], "elements": [], "notes": []}
    text = lib.FPDFText_LoadPage(page)
    count = lib.FPDFText_CountChars(text) if text else 0
    if count > left:
        raise Stop("large")
    tree, marks = elements(lib, page)
    segments = Segments(lib, text, marks)
    segments.read(max(count, 0))
    objects = 0 if segments.made else lib.FPDFPage_CountObjects(page)
    kinds = (lib.FPDFPageObj_GetType(lib.FPDFPage_GetObject(page, place)) for place in range(min(objects, 1_000)))
    made = {
        "size": [lib.FPDF_GetPageWidthF(page), lib.FPDF_GetPageHeightF(page)],
        "segments": segments.made,
        "elements": tree,
        "notes": list(notes(lib, page, text)) if text else [],
        "unmapped": segments.unmapped,
        "scanned": any(kind == _IMAGE for kind in kinds),
        "letters": max(count, 0),
    }
    lib.FPDFText_ClosePage(text)
    lib.FPDF_ClosePage(page)
    return made


def whole(data: bytes) -> dict[str, Any]:
    """Everything that is read of a file. Raises Stop when it cannot or should not be."""
    lib: Any = import_module("pypdfium2_raw")
    lib.FPDF_InitLibrary()
    document = lib.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise Stop("password" if lib.FPDF_GetLastError() == _PASSWORD else "damaged")
    count = lib.FPDF_GetPageCount(document)
    if not 0 < count <= MAX_PAGES:
        raise Stop("pages" if count > 0 else "damaged")
    pages: list[dict[str, Any]] = []
    left = MAX_LETTERS
    for at in range(count):
        pages.append(one_page(lib, document, at, left))
        left -= pages[-1].get("letters", 0)
    return {
        "title": asked(lib.FPDF_GetMetaText, document, b"Title"),
        "author": asked(lib.FPDF_GetMetaText, document, b"Author"),
        "language": asked(lib.FPDFCatalog_GetLanguage, document),
        "form": lib.FPDF_GetFormType(document) > 0,
        "attached": max(lib.FPDFDoc_GetAttachmentCount(document), 0),
        "pages": pages,
    }


def main() -> None:
    """Read standard input; print the pages, or a word that says why not."""
    limit(int(sys.argv[1]))
    try:
        said: dict[str, Any] = whole(sys.stdin.buffer.read())
    except Stop as stop:
        said = {"stop": str(stop)}
    except MemoryError:
        said = {"stop": "large"}
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()
