"""The two proofs: the chain of the journal is whole, and the journal folded from its beginning gives the tables.

The fold is not built. Each row names the entry that wrote it last, so one pass over the journal, beside the rows sorted
by that number, compares each row with the image in its entry. That all rows are there and none has gone back to an
earlier image follows from two sums: every image adds its entry's number less that of the entry before it, which over
the images of one row leaves the number of the latest; and every image without an entry before it is one row.
Memory is flat, whatever the length of the journal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from beredning.core.journal import GENESIS, Entry, verify
from beredning.store.rows import KEPT, SHADOWED, SHAPES

if TYPE_CHECKING:
    from beredning.store.unit import Door

MOST: Final = 10
"""So many breaks are told; a torn database has no use for a million of them."""

_parse: Final = json.JSONDecoder().raw_decode
STEP: Final = 10_000
"""So many entries pass between two calls of `progress`."""

_NEVER: Final = 1 << 62


class Break(NamedTuple):
    """Something that does not hold. number: the journal entry, 0 for none. where: "journal" or table and key."""

    number: int
    where: str
    what: str


class Proof(NamedTuple):
    """What the proofs found. entries, head: length and last digest of the journal. rows: how many were compared.

    breaks: the first of them, in journal order as far as they have one; empty when both proofs hold.
    unguarded: triggers that are missing, so that the database no longer refuses to forget.
    """

    entries: int
    head: str
    rows: int
    breaks: tuple[Break, ...]
    unguarded: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether both proofs hold."""
        return not self.breaks


class _Full(Exception):
    """So many breaks are found that the search may end."""


class _Sorted:
    """The rows of a table in the order of the entries that wrote them; `due` is the number of the next entry."""

    def __init__(self, door: Door, table: str) -> None:
        self.table = table
        self.width = KEPT[table]
        self.columns = shown_columns(table)
        self._rows = iter(door.stream_sql(f"{shown(table)} ORDER BY entry", ()))
        self._next: tuple[Any, ...] | None = None
        self.due = 0
        self._advance()

    def _advance(self) -> None:
        self._next = next(self._rows, None)
        self.due = _NEVER if self._next is None else self._next[-1]

    def take(self) -> Iterator[tuple[Any, ...]]:
        """The rows that the entry `due` wrote, without their last column; then `due` is that of the next."""
        number = self.due
        while self._next is not None and self.due == number:
            yield self._next[:-1]
            self._advance()


def shown_columns(table: str) -> list[str]:
    """The columns that an image holds: all but those its digest stands for, and `entry`."""
    kind = next(kind for kind, (name, _) in SHAPES.items() if name == table)
    hidden = SHADOWED.get(table, ())
    return [name for at, name in enumerate(kind._fields[:-1]) if at not in hidden]


def shown(table: str) -> str:
    """The statement that reads what the images hold, and `entry`."""
    names = ", ".join(f'"{name}"' for name in shown_columns(table))
    return f"SELECT {names}, entry FROM {table}"


class _Pass:
    """One pass over journal and tables."""

    def __init__(self, door: Door, progress: Callable[[int, int], None] | None) -> None:
        self._door = door
        self._progress = progress
        self.breaks: list[Break] = []
        self.number, self.head = 0, GENESIS
        self.rows = self._row_sum = self._image_sum = self._new = 0

    def add(self, number: int, where: str, what: str) -> None:
        self.breaks.append(Break(number, where, what))
        if len(self.breaks) >= MOST:
            raise _Full

    def run(self) -> None:
        tables = [_Sorted(self._door, table) for table in KEPT]
        due = min(table.due for table in tables)
        for number, details in self._chain():
            images = self._count(number, details)
            while due <= number:
                self._compare(tables, due, images if due == number else [])
                due = min(table.due for table in tables)
        while due != _NEVER:
            self._compare(tables, due, [])
            due = min(table.due for table in tables)
        self._bodies()
        if not self.breaks and (self._row_sum, self.rows) != (self._image_sum, self._new):
            from beredning.store.locate import locate

            locate(self._door, self.add)

    def _chain(self) -> Iterator[tuple[int, str]]:
        """Number and details of each entry, once it is verified as the next link.

        The database writes the canonical text of the columns; should that text and the digest not agree, the entry is
        looked at again with the text that we write ourselves, which also says what is wrong.
        """
        last = self._door.query("journal.head", ())
        length = last[0][0] if last else 0
        sha256 = hashlib.sha256
        for number, previous, digest, facts, details, text in self._door.chain():
            if (
                previous != self.head
                or number != self.number + 1
                or sha256(details.encode()).hexdigest() != facts
                or sha256(text.encode()).hexdigest() != digest
            ):
                self._inspect(number)
            self.number, self.head = number, digest
            yield number, details
            if self._progress and not number % STEP:
                self._progress(number, length)

    def _inspect(self, number: int) -> None:
        entry = Entry._make(self._door.query("journal.one", (number,))[0])
        fault = verify(entry, self.number + 1, self.head)
        if fault:
            self.add(number, "journal", fault)

    def _count(self, number: int, details: str) -> list[Any]:
        """The images of an entry, added to the sums."""
        try:
            images: list[Any] = _parse(details)[0]["rows"]
            for _, before, _ in images:
                self._image_sum += number - before
                if not before:
                    self._new += 1
        except (ValueError, TypeError, KeyError):
            self.add(number, "journal", "uppgifterna i details har inte journalens form")
            return []
        return images

    def _compare(self, tables: list[_Sorted], number: int, images: list[Any]) -> None:
        """The rows that say they were written by this entry, against its images."""
        meant = {(name, *values[: KEPT.get(name, 1)]): tuple(values) for name, _, values in images}
        for table in tables:
            if table.due != number:
                continue
            for row in table.take():
                self.rows += 1
                self._row_sum += number
                key = row[: table.width]
                image = meant.get((table.table, *key))
                if image is None:
                    self.add(
                        number, place(table.table, key), f"raden är inte skriven av journalpost {number}, som den säger"
                    )
                elif image != row:
                    changed = [n for n, a, b in zip(table.columns, image, row, strict=False) if a != b]
                    self.add(
                        number,
                        place(table.table, key),
                        f"raden är ändrad efter journalpost {number}: {', '.join(changed) or 'antal kolumner'}",
                    )

    def _bodies(self) -> None:
        """Files and texts against their digests, and what is disposed of against being there."""
        for table, salt in (("files", "''"), ("texts", "salt")):
            sql = f"SELECT digest, disposed, {salt}, body, entry FROM {table}"
            for digest, disposed, salted, body, number in self._door.stream_sql(sql, ()):
                if disposed:
                    held = body is not None or (table == "texts" and salted is not None)
                    wrong = "innehållet är kvar fastän det är gallrat" if held else ""
                else:
                    wrong = "" if _holds(digest, salted, body) else "innehållet stämmer inte med sin kontrollsumma"
                if wrong:
                    self.add(number, place(table, (digest,)), wrong)


def _holds(digest: str, salt: bytes | str | None, body: bytes | str | None) -> bool:
    if body is None or salt is None:
        return False
    start = salt.encode() if isinstance(salt, str) else salt
    content = body.encode() if isinstance(body, str) else body
    return hashlib.sha256(start + content).hexdigest() == digest


def place(table: str, key: tuple[Any, ...]) -> str:
    """A row as it is named in a break: "cases UBN:2023:450"."""
    return f"{table} {' '.join(map(str, key))}"


def prove(door: Door, progress: Callable[[int, int], None] | None = None) -> Proof:
    """Both proofs over one snapshot, which the caller has begun (`Database.prove`).

    progress: called now and then with the number of entries done and in all. Raises StorageFault.
    """
    from contextlib import suppress

    found = _Pass(door, progress)
    with suppress(_Full):
        found.run()
    return Proof(found.number, found.head, found.rows, tuple(found.breaks), tuple(door.missing_triggers()))
