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

from beredning.core import document as doc
from beredning.core.reading import Passage, PassageKind, Reading
from beredning.documents.pages import page_number
from beredning.errors import BadDocument

MAX_TEXT: Final = 20 * 2**20
_MARK: Final = re.compile(r"([ \u00a0]*)([-•*–·●▪◦\u00ad\uf0b7])[ \t\u00a0]+(?=\S)")
_NUMBER: Final = re.compile(r"([ \u00a0]*)(\d{1,3})[.)][ \t\u00a0]+(?=\S)")
_RULE: Final = frozenset("-=_ ")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SPACES: Final = " \u00a0\x0b\x1c\x1d\x1e\x85\u2028\u2029"  # a tab at the end is an empty cell
_MARGIN: Final = 100
_WRAPPED: Final = 0.6
_SPARSE: Final = 8


class _Line(NamedTuple):
    """A line as it stands: number from 1, text, and the page that the text says it is on."""

    number: int
    text: str
    page: int


class _Piece(NamedTuple):
    """What became of one or more lines. depth and ordinal: of an entry; ordinal 0 for one with a bullet."""

    passage: Passage
    group: int
    depth: int = 0
    ordinal: int = 0


def read_text(data: bytes, name: str) -> Reading:
    """Read a text file in UTF-8, UTF-16 with its mark, or the code page of old Windows files, which is then told.

    Never fails on odd text. Raises BadDocument only for a file larger than 20 MB.
    """
    if len(data) > MAX_TEXT:
        raise BadDocument(f"{name} är större än {MAX_TEXT // 2**20} MB, för stor för en textfil.", "Dela upp filen.")
    text, unread = _decoded(data)
    lines = list(_lines(text))
    pieces = list(_pieces(lines, _margin(lines)))
    return Reading(name, "text", *_placed(pieces), unread=unread)


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


def _pieces(lines: list[_Line], margin: int) -> Iterator[_Piece]:
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


def _piece(lines: list[_Line], group: int, ordinal: int, tabular: bool) -> _Piece:
    first = lines[0]
    text = " ".join([line.text.strip(" \u00a0") for line in lines])
    place = {"line": first.number, "page": first.page}
    if page_number(first.text):
        return _Piece(Passage(text, "header", **place), group)
    mark = _NUMBER.match(first.text) if ordinal else _MARK.match(first.text)
    if mark and not (tabular and set(first.text) <= _RULE | {"\t"}):
        kept = text[len(mark[0].lstrip(" \u00a0")) :]
        return _Piece(Passage(kept, "item", 1, **place), group, len(mark[1]), ordinal)
    if tabular and "\t" in text:
        cells = tuple(cell.strip() for cell in text.split("\t"))
        return _Piece(Passage(text, "row", cells=cells, **place), group)
    return _Piece(Passage(text.strip(), **place), group)


def _placed(pieces: list[_Piece]) -> tuple[tuple[Passage, ...], doc.Blocks]:
    """Passages with their order and block, and the blocks: entries in a row are one list, rows in a row one table."""
    passages: list[Passage] = []
    blocks: list[doc.Block] = []
    order = 0
    for (kind, *_), run in groupby(enumerate(pieces), key=_together):
        held = [piece for _, piece in run]
        if kind == "header":
            passages += [piece.passage for piece in held]
            continue
        depths = _depths(held) if kind == "item" else [0] * len(held)
        for piece, depth in zip(held, depths, strict=True):
            order += 1
            passages.append(piece.passage._replace(paragraph=order, block=len(blocks), level=depth))
        if kind == "row":
            blocks += _table([piece.passage for piece in held])
        elif kind == "item":
            blocks.append(_listing(held, depths))
        else:
            blocks.append(doc.para(held[0].passage.text))
    return tuple(passages), tuple(blocks)


def _together(placed: tuple[int, _Piece]) -> tuple[PassageKind, int, bool]:
    """What stands together in one block: rows and entries of one run of lines; a paragraph stands alone."""
    place, piece = placed
    alone = piece.passage.kind == "paragraph"
    return piece.passage.kind, place if alone else piece.group, bool(piece.ordinal)


def _depths(pieces: list[_Piece]) -> list[int]:
    """Depth of each entry, from 1, by how far in it stands."""
    open_: list[int] = []
    depths = []
    for piece in pieces:
        while open_ and open_[-1] >= piece.depth:
            open_.pop()
        open_.append(piece.depth)
        depths.append(len(open_))
    return depths


def _listing(pieces: list[_Piece], depths: list[int]) -> doc.Listing:
    """The entries as a list, with deeper ones under the entry before them."""
    ordered = bool(pieces[0].ordinal)

    def build(at: int, depth: int) -> tuple[list[doc.Item], int]:
        items: list[doc.Item] = []
        while at < len(pieces) and depths[at] >= depth:
            text, at = pieces[at].passage.text, at + 1
            under: list[doc.Item] = []
            if at < len(pieces) and depths[at] > depth and depth < 60:
                under, at = build(at, depths[at])
            items.append(doc.item(text, under=[doc.Listing(tuple(under), ordered)] if under else ()))
        return items, at

    return doc.Listing(tuple(build(0, 1)[0]), ordered, pieces[0].ordinal or 1)


def _table(passages: list[Passage]) -> doc.Blocks:
    """The rows as a table; a line of dashes under the first makes that one its head.

    Rows of very different width are no table: filled out, a few long ones among many would take all memory there is.
    """
    rows = [one.cells for one in passages]
    widest = max(map(len, rows))
    if widest * len(rows) > _SPARSE * sum(map(len, rows)) + 10_000:
        lines = (tuple(doc.runs(one.text) for one in passages),)
        return (doc.Facts(tuple(doc.Fact("", line) for line in lines)),)
    ruled = len(rows) > 1 and any(rows[1]) and all(set(cell) <= _RULE for cell in rows[1])
    kept = [row for place, row in enumerate(rows) if not (ruled and place == 1)]
    return (doc.table(kept[0], kept[1:]) if ruled else doc.table(None, kept),)
