"""Reading a consistent snapshot, and the unit of work: the only way in which a row is ever written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

from beredning.core.digest import sha256_hex
from beredning.core.journal import GENESIS, Act, Entry, Image, make_entry, stamp
from beredning.errors import Clash, NotFound, StorageFault, UsageFault
from beredning.store.rows import SHAPES, CaseRow, Row, image_values

if TYPE_CHECKING:
    from beredning.store.postgresql import PostgreSQL
    from beredning.store.sqlite import SQLite

    Door = SQLite | PostgreSQL

R = TypeVar("R", bound=tuple[Any, ...])

DISPOSED = "[gallrat]"
"""How a text reads once it has been disposed of."""


class Reader:
    """Reads; everything asked within one `db.read()` or `db.unit()` comes from the same state of the database."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def one(self, kind: type[R], *key: Any) -> R | None:
        """The row with this primary key, or None."""
        rows = self._door.query(f"{SHAPES[kind][0]}.one", key)
        return tuple.__new__(kind, rows[0]) if rows else None

    def all(self, kind: type[R], statement: str, *parameters: Any) -> list[R]:
        """The rows of the named statement ("by_case"), in its order. KeyError for a name that does not exist."""
        return _rows(kind, self._door.query(f"{SHAPES[kind][0]}.{statement}", parameters))

    def iterate(self, kind: type[R], statement: str, *parameters: Any) -> Iterator[R]:
        """As `all`, without holding more than some rows at a time."""
        for row in self._door.stream(f"{SHAPES[kind][0]}.{statement}", parameters):
            yield tuple.__new__(kind, row)

    def many(self, *calls: tuple[type[Any], str, tuple[Any, ...]]) -> list[list[Any]]:
        """Several statements at once, each (row class, statement, parameters): one journey to a PostgreSQL server."""
        found = self._door.many([(f"{SHAPES[kind][0]}.{name}", parameters) for kind, name, parameters in calls])
        return [_rows(kind, rows) for (kind, _, _), rows in zip(calls, found, strict=True)]

    def text(self, digest: str) -> str:
        """The text with this digest; "" for "", "[gallrat]" when disposed of. NotFound when there is none."""
        return self.texts((digest,))[digest]

    def texts(self, digests: Sequence[str]) -> dict[str, str]:
        """Several texts by digest, as `text`. NotFound when one does not exist; StorageFault when tampered with."""
        wanted = set(digests)
        found = {"": ""} if "" in wanted else {}
        wanted.discard("")
        for digest, salt, body, disposed in self._door.texts(sorted(wanted)) if wanted else []:
            if not disposed and _digest(salt or b"", body or "") != digest:
                raise _changed("Texten", digest)
            found[digest] = DISPOSED if disposed else body or ""
        missing = sorted(wanted - found.keys())
        if missing:
            raise NotFound(f"Texten {missing[0][:12]}… finns inte i databasen.", "Kör: beredning revision kontrollera")
        return found

    def file(self, digest: str) -> bytes:
        """The file's bytes. NotFound when there is none or it is disposed of; StorageFault when tampered with."""
        rows = self._door.query("files.one", (digest,))
        if not rows:
            raise NotFound(f"Filen {digest[:12]}… finns inte i databasen.", "Kör: beredning revision kontrollera")
        body, disposed = rows[0][3:5]
        if disposed:
            raise NotFound(f"Filen {digest[:12]}… är gallrad (journalpost {disposed}).")
        from hashlib import sha256  # files may be large

        if sha256(body or b"").hexdigest() != digest:
            raise _changed("Filen", digest)
        return bytes(body)

    def head(self) -> tuple[int, str]:
        """Number and digest of the last journal entry; (0, 64 zeros) before the first."""
        rows = self._door.query("journal.head", ())
        return rows[0] if rows else (0, GENESIS)

    def meta(self, name: str) -> str:
        """A fact about the database ("schema", "instans" …), "" when it is not set."""
        rows = self._door.query("meta.one", (name,))
        return str(rows[0][1]) if rows else ""


def _rows(kind: type[R], rows: list[Any]) -> list[R]:
    new = tuple.__new__
    return cast("list[R]", [new(kind, row) for row in rows])


class Unit(Reader):
    """One write transaction. Everything in it is committed together or not at all."""

    def __init__(self, door: Door, now: datetime, os_user: str, head: tuple[int, str] = (0, GENESIS)) -> None:
        super().__init__(door)
        self._time = stamp(now)
        self._os_user = os_user
        self._number, self._previous = head
        self._taken: dict[tuple[str, Row], Image] = {}
        self._half = False
        """Whether an act broke off with some of its rows written: then nothing of the unit may be committed."""
        self.disposed = False
        """Whether something was erased, so that the files behind should be cleaned when it is committed."""

    @property
    def number(self) -> int:
        """The number that the next entry gets."""
        return self._number + 1

    def next_number(self, kind: str, organ: str, year: int) -> int:
        """The next number in a series, the first being 1. It is given when the unit commits: no gap, no duplicate."""
        key = (kind, organ, year)
        rows = self._door.query("series.one", key)
        last, seen = (rows[0][3], rows[0][4]) if rows else (0, 0)
        if seen:
            self._change("series.update", (last + 1, self.number, *key, seen))
        else:
            self._change("series.insert", (*key, last + 1, self.number))
        self._take("series", key, seen, (*key, last + 1))
        return int(last) + 1

    def put_text(self, body: str) -> str:
        """Store a free text beside the journal under a salted digest, which is answered; "" for "".

        UsageFault for text that no database can hold (NUL, or not Unicode).
        """
        if not body:
            return ""
        salt = os.urandom(16)
        digest = sha256_hex(salt + _encoded(body))
        self._change("texts.insert", (digest, salt, body, 0, self.number))
        self._take("texts", (digest,), 0, (digest, 0))
        return digest

    def put_file(self, body: bytes, media: str) -> str:
        """Store a file under its SHA-256, which is answered. The same bytes are stored once.

        A file that was disposed of and comes in again is stored again under the same digest.
        """
        from hashlib import sha256  # files may be large

        digest = sha256(body).hexdigest()
        rows = self._door.query("files.described", (digest,))
        if rows and not rows[0][3]:
            return digest
        if rows:
            media, seen = rows[0][1], rows[0][4]
            self._change("files.update", (media, len(body), body, 0, self.number, digest, seen))
        else:
            seen = 0
            self._change("files.insert", (digest, media, len(body), body, 0, self.number))
        self._take("files", (digest,), seen, (digest, media, len(body), 0))
        return digest

    def write(self, act: Act, rows: Sequence[Row] = (), seen: Sequence[Row | None] | None = None) -> Entry:
        """Write the rows and the journal entry that says so, with the texts, files and numbers taken before it.

        rows: the rows as they shall be, their `entry` being set here. seen: for each the row as it was read, or None
        when it is new; without seen all are new. Raises Clash when a row has been changed since it was seen, or
        already exists; ValueError when a row is given twice or a value cannot stand in the journal.
        """
        number = self.number
        befores = seen if seen is not None else (None,) * len(rows)
        images = dict(self._taken)
        for row, before in zip(rows, befores, strict=True):
            table, width = SHAPES[type(row)]
            if (table, row[:width]) in images:
                raise ValueError(f"{table} {row[:width]} is written twice by the same act")
            if before is not None and before[:width] != row[:width]:
                raise ValueError(f"{table}: {before[:width]} cannot become {row[:width]}")
            values = image_values(table, row[:-1])
            images[table, row[:width]] = (table, before[-1] if before is not None else 0, values)
        entry = make_entry(act, images.values(), number, self._previous, self._time, self._os_user)
        self._half = True
        for row, before in zip(rows, befores, strict=True):
            self._put(row, before, number)
        self._change("journal.insert", entry)
        self._half = False
        self._taken.clear()
        self._number, self._previous = number, entry.digest
        return entry

    def _put(self, row: Row, before: Row | None, number: int) -> None:
        table, width = SHAPES[type(row)]
        if before is None:
            changed = self._door.change(f"{table}.insert", (*row[:-1], number))
        else:
            changed = self._door.change(f"{table}.update", (*row[width:-1], number, *row[:width], before[-1]))
        if changed != 1:
            self._clash(row, before)

    def _clash(self, row: Row, before: Row | None) -> NoReturn:
        table, width = SHAPES[type(row)]
        name = row[0] if isinstance(row, CaseRow) else ", ".join(map(str, row[:width]))
        if before is None:
            raise Clash(f"{name} finns redan ({table}).", hint="Läs om och gör om.")
        raise Clash(f"{name} har ändrats av någon annan sedan det lästes.", hint="Läs om och gör om.")

    def dispose(self, act: Act, texts: Sequence[str] = (), files: Sequence[str] = ()) -> Entry:
        """Gallring: erase the bodies of these texts and files (digests). Their digests, and so the chain, remain.

        Raises NotFound when one does not exist or is already disposed of.
        """
        for digest in texts:
            rows = self._door.query("texts.one", (digest,))
            seen = self._standing(digest, rows[0][3:5] if rows else None)
            self._change("texts.update", (None, None, self.number, self.number, digest, seen))
            self._take("texts", (digest,), seen, (digest, self.number))
        for digest in files:
            rows = self._door.query("files.described", (digest,))
            seen = self._standing(digest, rows[0][3:5] if rows else None)
            media, size = rows[0][1:3]
            self._change("files.update", (media, size, None, self.number, self.number, digest, seen))
            self._take("files", (digest,), seen, (digest, media, size, self.number))
        self.disposed = True
        return self.write(act)

    def _standing(self, digest: str, state: Sequence[int] | None) -> int:
        if state is None:
            raise NotFound(f"{digest[:12]}… finns inte i databasen.", "Kontrollera vad som skall gallras.")
        if state[0]:
            raise NotFound(f"{digest[:12]}… är redan gallrad (journalpost {state[0]}).")
        return state[1]

    def _change(self, name: str, parameters: Sequence[Any]) -> None:
        """A change of just one row, which nobody else can have made meanwhile. RuntimeError when it is not so."""
        if self._door.change(name, parameters) != 1:
            raise RuntimeError(f"{name} changed no row: somebody writes past the lock of the writers")

    def _take(self, table: str, key: Row, seen: int, values: Row) -> None:
        """Remember what the next entry must tell; a row taken twice before it still follows what stood first."""
        earlier = self._taken.get((table, key))
        self._taken[table, key] = (table, earlier[1] if earlier else seen, values)

    def finish(self) -> None:
        """Called at commit. Raises RuntimeError when something was taken that no act accounts for, or an act broke off
        and the caller went on."""
        if self._half:
            raise RuntimeError("an act broke off, and its unit was to be committed all the same")
        if self._taken:
            raise RuntimeError(f"taken without an act: {sorted(table for table, _ in self._taken)}")


def _digest(salt: bytes, body: str) -> str:
    return sha256_hex(salt + body.encode())


def _changed(what: str, digest: str) -> StorageFault:
    return StorageFault(
        f"{what} {digest[:12]}… har ändrats bakom systemets rygg och stämmer inte med sin kontrollsumma.",
        "Kör: beredning revision kontrollera",
    )


def _encoded(body: str) -> bytes:
    try:
        if "\x00" not in body:
            return body.encode()
    except UnicodeEncodeError:
        pass
    raise UsageFault(
        "Texten innehåller tecken som inte kan sparas (NUL, eller ett halvt tecken).",
        "Ta bort tecknet och försök igen. Kom texten ur en fil: spara om filen som UTF-8.",
    )
