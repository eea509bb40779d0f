"""Passages of a file without blocks of its own (text, PDF) put together to blocks: lists, tables, paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

from beredning.core import document as doc
from beredning.core.reading import Passage, PassageKind

RULE: Final = frozenset("-=_ ")
_SPARSE: Final = 8
_OUTSIDE: Final = ("header", "footer", "note")


class Piece(NamedTuple):
    """A passage and what it stands together with.

    group: rows and entries of one group are one table or list. depth: how far in an entry stands, in any unit; ordinal:
    its number, 0 for one with a bullet. head: the row is marked as the head of its table.
    """

    passage: Passage
    group: int
    depth: float = 0
    ordinal: int = 0
    head: bool = False


def placed(pieces: Iterable[Piece]) -> tuple[tuple[Passage, ...], doc.Blocks]:
    """Passages with their order and block, and the blocks: entries in a row are one list, rows in a row one table."""
    passages: list[Passage] = []
    blocks: list[doc.Block] = []
    order = 0
    for (kind, *_), run in groupby(enumerate(pieces), key=_together):
        held = [piece for _, piece in run]
        if kind in _OUTSIDE:
            passages += [piece.passage for piece in held]
            continue
        depths = _depths(held) if kind == "item" else [0] * len(held)
        for piece, depth in zip(held, depths, strict=True):
            order += 1
            level = depth or piece.passage.level
            passages.append(piece.passage._replace(paragraph=order, block=len(blocks), level=level))
        if kind == "row":
            blocks += _table([piece.passage for piece in held], sum(piece.head for piece in held))
        elif kind == "item":
            blocks.append(_listing(held, depths))
        else:
            blocks.append(_single(held[0].passage))
    return tuple(passages), tuple(blocks)


def _together(placed: tuple[int, Piece]) -> tuple[PassageKind, int, bool]:
    """What stands together in one block: rows and entries of one run of lines; a paragraph stands alone."""
    place, piece = placed
    alone = piece.passage.kind in ("paragraph", "heading")
    return piece.passage.kind, place if alone else piece.group, bool(piece.ordinal)


def _single(passage: Passage) -> doc.Block:
    run = doc.Run(passage.text, bold=passage.strong and passage.kind == "paragraph")
    if passage.kind == "heading":
        return doc.Heading(min(max(passage.level, 1), 6), (run,))
    return doc.para(run)


def _depths(pieces: list[Piece]) -> list[int]:
    """Depth of each entry, from 1, by how far in it stands."""
    open_: list[float] = []
    depths: list[int] = []
    for piece in pieces:
        while open_ and open_[-1] >= piece.depth:
            open_.pop()
        open_.append(piece.depth)
        depths.append(len(open_))
    return depths


def _listing(pieces: list[Piece], depths: list[int]) -> doc.Listing:
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


def _table(passages: list[Passage], heads: int) -> doc.Blocks:
    """The rows as a table, the first `heads` as its head; a line of dashes under the first makes that one its head.

    Rows of very different width are no table: filled out, a few long ones among many would take all memory there is.
    """
    rows = [one.cells for one in passages]
    widest = max(map(len, rows))
    if widest * len(rows) > _SPARSE * sum(map(len, rows)) + 10_000:
        lines = (tuple(doc.runs(one.text) for one in passages),)
        return (doc.Facts(tuple(doc.Fact("", line) for line in lines)),)
    ruled = len(rows) > 1 and any(rows[1]) and all(set(cell) <= RULE for cell in rows[1])
    if ruled:
        return (doc.table(rows[0], rows[2:]),)
    made = doc.table(None, rows)
    heads = heads if heads < len(rows) else 0
    return (made._replace(header=made.rows[:heads], rows=made.rows[heads:]),)
