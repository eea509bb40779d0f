"""What Typst leaves to be said in a PDF: of a table, that its first column names the rows, and what it shows.

Typst writes each object of a file by itself, so the few that change are written anew and the table of where everything
lies is made again (ISO 32000-1, 7.5.4 for that table, 14.8.5.7 for the attributes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from beredning.core import document as doc

_KIND: Final = re.compile(rb"/Type/StructElem/S/(\w+)")
_KIDS: Final = re.compile(rb"/K\[([^\]]*)\]")
_KID: Final = re.compile(rb"(\d+) 0 R")
_ROOT: Final = re.compile(rb"/Type/StructTreeRoot.*?/K\[(\d+) 0 R\]", re.DOTALL)
_START: Final = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
_SCOPE: Final = b"<</O/Table/Scope/Row>>"
_ATTRIBUTES: Final = b"/A["
_ENDS_IN_RETURN: Final = b"\r\nendstream"


def finished(pdf: bytes, tables: Sequence[doc.Table]) -> bytes:
    """The file with row heads and summaries in the tables that have them. tables: all of them, in reading order.

    Raises ValueError when the file is not built as Typst builds it, or does not hold just these tables.
    """
    file = _Objects(pdf)
    if any(table.first_column_heads or table.description for table in tables):
        _tell_tables(file, tables)
    return file.written()


def _tell_tables(file: _Objects, tables: Sequence[doc.Table]) -> None:
    found = [number for number, kind in file.walk() if kind == b"Table"]
    if len(found) != len(tables):
        raise ValueError(f"the file has {len(found)} tables, expected {len(tables)}")
    for number, table in zip(found, tables, strict=True):
        if table.description:
            file.add_attribute(number, b"<</O/Table/Summary" + _text(table.description) + b">>")
        for row in (one for one, kind in file.walk(number) if kind == b"TR" and table.first_column_heads):
            first = next(iter(file.kids(row)), 0)
            if first and file.kind(first) == b"TD":
                file.change(first, b"/S/TD", b"/S/TH")
                file.add_attribute(first, _SCOPE)


def _text(text: str) -> bytes:
    """A text as a string of a PDF: UTF-16 in hexadecimal digits (ISO 32000-1, 7.9.2.2)."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


class _Objects:
    """The objects of a file that has one plain table of them (ISO 32000-1, 7.5.4), by number."""

    def __init__(self, pdf: bytes) -> None:
        start = _START.search(pdf[-60:])
        place = int(start[1]) if start else len(pdf)
        head, _, rest = pdf[place:].partition(b"trailer\n")
        name, _, entries = head.partition(b"\n")
        if name != b"xref":
            raise ValueError("the file has no plain table of its objects")
        entries = entries.partition(b"\n")[2]
        offsets = [int(entries[at : at + 10]) for at in range(20, len(entries) - 19, 20)]
        ends = sorted([*offsets, place])
        after = dict(pairwise(ends))
        self._head = pdf[: ends[0]]
        self._trailer = rest.rpartition(b"startxref")[0]
        self._bodies = {nr: pdf[offset : after[offset]] for nr, offset in enumerate(offsets, 1)}
        self._order = sorted(self._bodies, key=lambda nr: offsets[nr - 1])

    def kind(self, number: int) -> bytes:
        """The kind of a structure element, b"" for another object."""
        found = _KIND.search(self._bodies[number])
        return found[1] if found else b""

    def kids(self, number: int) -> list[int]:
        """The elements directly under one."""
        found = _KIDS.search(self._bodies[number])
        return [int(one) for one in _KID.findall(found[1])] if found else []

    def walk(self, number: int = 0) -> Iterator[tuple[int, bytes]]:
        """Every element under one, or of the whole file, with its kind, in reading order."""
        if not number:
            number = next(int(found[1]) for body in self._bodies.values() if (found := _ROOT.search(body)))
        waiting = [number]
        while waiting:
            here = waiting.pop()
            kind = self.kind(here)
            if kind:
                yield here, kind
                waiting += reversed(self.kids(here))

    def change(self, number: int, old: bytes, new: bytes) -> None:
        """Put one piece in the place of another. Raises ValueError when it is not there once."""
        if self._bodies[number].count(old) != 1:
            raise ValueError(f"object {number} does not hold {old!r} once")
        self._bodies[number] = self._bodies[number].replace(old, new)

    def add_attribute(self, number: int, attribute: bytes) -> None:
        """Add an attribute to an element."""
        if _ATTRIBUTES in self._bodies[number]:
            self.change(number, _ATTRIBUTES, _ATTRIBUTES + attribute)
        else:
            kind = b"/S/" + self.kind(number)
            self.change(number, kind, kind + _ATTRIBUTES + attribute + b"]")

    def written(self) -> bytes:
        """The file."""
        pieces = [self._head]
        at = len(self._head)
        offsets: dict[int, int] = {}
        for number in self._order:
            offsets[number] = at
            body = self._bodies[number]
            if _ENDS_IN_RETURN in body[-40:]:
                # Content that happens to end in a carriage return cannot be told from a line's end before endstream,
                # and its length then seems wrong (ISO 19005-2, 6.1.7.1); so that line's end is written in full.
                head, _, tail = body.rpartition(_ENDS_IN_RETURN)
                body = head + b"\r" + _ENDS_IN_RETURN + tail
            pieces.append(body)
            at += len(body)
        lines = [b"%010d 00000 n\r\n" % offsets[number] for number in sorted(offsets)]
        table = b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(offsets) + 1) + b"".join(lines)
        return b"".join((*pieces, table, b"trailer\n", self._trailer, b"startxref\n%d\n%%%%EOF" % at))
