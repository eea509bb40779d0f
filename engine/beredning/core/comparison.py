"""What differs between two wordings of the same thing: part by part, and word by word within a part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple, TypeAlias

from beredning.core import document as doc

Status: TypeAlias = Literal["lika", "ändrat", "form", "tillkommit", "borttaget"]
PieceKind: TypeAlias = Literal["lika", "struket", "tillagt"]

# A space before a word belongs to it, so that pieces put together give the text again.
_WORDS: Final = re.compile(r"\s*\S+|\s+\Z")
# Above this many words on either side only whole lines are matched: word by word would take time without telling more.
_MOST_WORDS: Final = 4_000


class Piece(NamedTuple):
    """A run of words that both have ("lika"), only the former ("struket"), or only the latter ("tillagt")."""

    kind: PieceKind
    text: str


class Part(NamedTuple):
    """Something that can be compared: its name, what it is called to a person, and its content."""

    name: str
    label: str
    blocks: doc.Blocks


class Difference(NamedTuple):
    """One part of two versions. status: "ändrat" where a word differs, "form" where only the form does (bold, a list, a
    table's shape), "tillkommit" and "borttaget" where one of them has nothing there. pieces: () when they are alike."""

    name: str
    label: str
    status: Status
    pieces: tuple[Piece, ...] = ()


def compare(before: Iterable[Part], after: Iterable[Part]) -> tuple[Difference, ...]:
    """Every part that either has, in the order of the latter; parts only in the former stand where they stood.

    A part that stands several times is taken as one, its contents after one another.
    """
    old, new = _by_name(before), _by_name(after)
    return tuple(_difference(old.get(name), new.get(name)) for name in _order(list(old), list(new)))


def _by_name(parts: Iterable[Part]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in parts:
        same = found.get(part.name)
        found[part.name] = same._replace(blocks=same.blocks + part.blocks) if same else part
    return found


def _order(old: list[str], new: list[str]) -> list[str]:
    """The names of both: a name only in the old follows the one it followed there."""
    order = list(new)
    for place, name in enumerate(old):
        if name not in order:
            before = next((one for one in reversed(old[:place]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, name)
    return order


def _difference(old: Part | None, new: Part | None) -> Difference:
    shown = new or old
    assert shown is not None
    former, latter = (tuple(_lines(part.blocks)) if part else () for part in (old, new))
    pieces = words("\n".join(former), "\n".join(latter))
    if former != latter:
        status: Status = "tillkommit" if not former else "borttaget" if not latter else "ändrat"
        return Difference(shown.name, shown.label, status, pieces)
    same = (old.blocks if old else ()) == (new.blocks if new else ())
    return Difference(shown.name, shown.label, "lika" if same else "form")


def _lines(blocks: doc.Blocks) -> Iterable[str]:
    return (line for text in doc.lines_of(blocks) if (line := text.strip()))


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as pieces; those that are not "tillagt" give the former, those that are not "struket" the
    latter."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    made: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            made.append(Piece("lika", "".join(old[a:b])))
            continue
        if b > a:
            made.append(Piece("struket", "".join(old[a:b])))
        if d > c:
            made.append(Piece("tillagt", "".join(new[c:d])))
    return tuple(made)
