"""A plain text file as a `Reading`: paragraphs, entries and rows, each with its real line.

Paragraphs stand on lines of their own; a file whose lines were broken at a margin is joined again. Lines with tabs are
rows of a table, lines with a dash or bullet are entries, and printed page numbers such as "3(3)" tell the page.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from beredning.core.reading import Passage, Reading
from beredning.documents.pages import page_number
from beredning.documents.pieces import RULE, Piece, placed
from beredning.errors import BadDocument

MAX_TEXT: Final = 20 * 2**20
_MARK: Final = re.compile(r"([ \u00a0]*)([-•*–·●▪◦\u00ad\uf0b7])[ \t\u00a0]+(?=\S)")
_NUMBER: Final = re.compile(r"([ \u00a0]*)(\d{1,3})[.)][ \t\u00a0]+(?=\S)")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SPACES: Final = " \u00a0\x0b\x1c\x1d\x1e\x85\u2028\u2029"  # a tab at the end is an empty cell
_MARGIN: Final = 100
_WRAPPED: Final = 0.6


class _Line(NamedTuple):
    """A line as it stands: number from 1, text, and the page that the text says it is on."""

    number: int
    text: str
    page: int


def read_text(data: bytes, name: str) -> Reading:
    """Read a text file in UTF-8, UTF-16 with its mark, or the code page of old Windows files, which is then told.

    Never fails on odd text. Raises BadDocument only for a file larger than 20 MB.
    """
    if len(data) > MAX_TEXT:
        raise BadDocument(f"{name} är större än {MAX_TEXT // 2**20} MB, för stor för en textfil.", "Dela upp filen.")
    text, unread = _decoded(data)
    lines = list(_lines(text))
    pieces = list(_pieces(lines, _margin(lines)))
    return Reading(name, "text", *placed(pieces), unread=unread)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text, and in words what could not be told for certain."""
    unread: list[str] = []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            unread.append(
                "filen är inte sparad i UTF-8 och lästes som en äldre Windows-text; å, ä och ö kan ha blivit fel"
            )
    if _CONTROL.search(text) or "\ufffd" in text:
        text = _CONTROL.sub("\ufffd", text)
        unread.append("några tecken i filen går inte att läsa och visas som \ufffd")
    return text, tuple(unread)


def _lines(text: str) -> Iterator[_Line]:
    """Lines with the page that printed page numbers or form feeds put them on."""
    page = _first_page(text)
    for number, whole in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        for place, piece in enumerate(whole.split("\f")):
            page += place > 0
            printed = page_number(piece)
            page = printed[0] if printed else page
            yield _Line(number, piece.rstrip(_SPACES), page)


def _first_page(text: str) -> int:
    """The page of what stands before the first printed number: the first, unless the text begins at a later one."""
    if "\f" in text:
        return 1
    printed = next((found for line in text.splitlines() if len(line) < 60 and (found := page_number(line))), None)
    return 1 if printed and printed[0] == 1 else 0


def _margin(lines: list[_Line]) -> int:
    """The length that lines were broken at, or 0 for a text whose paragraphs stand on one line each."""
    longest = max((len(line.text) for line in lines), default=0)
    if not 40 <= longest <= _MARGIN:
        return 0
    full = longest * _WRAPPED
    broken = sum(len(line.text) >= full and after.text[:1].islower() for line, after in pairwise(lines))
    return longest if broken >= 3 else 0


def _pieces(lines: list[_Line], margin: int) -> Iterator[Piece]:
    """Every passage with the number of the run of lines (between blank ones) that it stands in."""
    for group, (blank, run) in enumerate(groupby(lines, key=lambda line: not line.text.strip())):
        if not blank:
            kept = list(run)
            ordinals = _ordinals(kept)
            tabular = any("\t" in line.text.strip() and not _MARK.match(line.text) for line in kept)
            at = 0
            while at < len(kept):
                end = at + 1
                while end < len(kept) and margin and _continues(kept[end - 1], kept[end], margin, end in ordinals):
                    end += 1
                yield _piece(kept[at:end], group, ordinals.get(at, 0), tabular)
                at = end


def _continues(line: _Line, after: _Line, margin: int, numbered: bool) -> bool:
    own = numbered or "\t" in line.text or "\t" in after.text or _MARK.match(after.text) or page_number(after.text)
    return not own and len(line.text) >= margin * _WRAPPED and line.page == after.page


def _ordinals(lines: list[_Line]) -> dict[int, int]:
    """Numbers of lines that are entries of a numbered list: at least two, one after the other, each one more."""
    numbers = {at: int(found[2]) for at, line in enumerate(lines) if (found := _NUMBER.match(line.text))}
    places = sorted(numbers)
    kept: dict[int, int] = {}
    for one, after in pairwise(places):
        if numbers[after] == numbers[one] + 1:
            kept |= {one: numbers[one], after: numbers[after]}
    return kept


def _piece(lines: list[_Line], group: int, ordinal: int, tabular: bool) -> Piece:
    first = lines[0]
    text = " ".join([line.text.strip(" \u00a0") for line in lines])
    bare = Passage(text.strip(_SPACES), line=first.number, page=first.page)
    if page_number(first.text):
        return Piece(bare._replace(kind="header"), group)
    mark = _NUMBER.match(first.text) if ordinal else _MARK.match(first.text)
    if mark and not (tabular and set(first.text) <= RULE | {"\t"}):
        kept = text[len(mark[0].lstrip(" \u00a0")) :]
        return Piece(bare._replace(text=kept, kind="item"), group, len(mark[1]), ordinal)
    if tabular and "\t" in text:
        return Piece(bare._replace(kind="row", cells=tuple(cell.strip() for cell in text.split("\t"))), group)
    return Piece(bare._replace(text=text.strip()), group)
