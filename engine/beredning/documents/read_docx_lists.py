"""Paragraphs with numbering, one after the other, put together to lists with lists under their entries."""

from __future__ import annotations

from typing import NamedTuple

from beredning.core import document as doc
from beredning.documents.read_docx_styles import Level


class _Open(NamedTuple):
    """A list that is still being made. depth: level in the file; items: runs and the lists under them."""

    depth: int
    counts: Level
    start: int
    items: list[tuple[doc.Runs, list[_Open]]]


class Lists:
    """Collects entries until something else comes between."""

    def __init__(self) -> None:
        self._top: list[_Open] = []
        self._path: list[_Open] = []
        self._counted: dict[tuple[str, int], int] = {}

    def add(self, runs: doc.Runs, counts: Level, depth: int) -> int:
        """Add an entry; answers how deep it came to lie, from 1."""
        while self._path and self._path[-1].depth > depth:
            self._path.pop()
        same = bool(self._path) and self._path[-1].depth == depth
        if same and self._path[-1].counts.key == counts.key and self._path[-1].counts.ordered == counts.ordered:
            own = self._path[-1]
        else:
            if same:
                self._path.pop()
            own = _Open(depth, counts, self._next(counts, depth), [])
            (self._path[-1].items[-1][1] if self._path else self._top).append(own)
            self._path.append(own)
        own.items.append((tuple([run for run in runs if run.text or run.field or run.note]), []))
        self._counted[counts.key, depth] = own.start + len(own.items) - 1
        for key, deeper in list(self._counted):
            if key == counts.key and deeper > depth:
                del self._counted[key, deeper]
        return len(self._path)

    def _next(self, counts: Level, depth: int) -> int:
        """The number that a list begins with: the next of its numbering, or where that starts."""
        before = self._counted.get((counts.key, depth))
        return counts.start if before is None or not counts.ordered else before + 1

    def close(self) -> list[doc.Listing]:
        """The finished lists, and begin anew."""
        made = [_finished(one) for one in self._top]
        self._top, self._path = [], []
        return made


def _finished(one: _Open) -> doc.Listing:
    items = tuple(doc.Item(runs, tuple(_finished(under) for under in lists)) for runs, lists in one.items)
    return doc.Listing(items, one.counts.ordered, one.start if one.counts.ordered else 1)
