"""Opening a database, and its two ways in: `read` (one snapshot) and `unit` (one write transaction)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final

from beredning.errors import StorageFault, WrongVersion
from beredning.store.unit import Reader, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from beredning.store.proof import Proof
    from beredning.store.unit import Door

SCHEMA: Final = 2
"""The version of the schema that this program reads and writes."""


class Database:
    """An open database."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.committed = 0
        """Number of the last journal entry that was committed through this object; 0 when nothing has been."""

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent snapshot. Raises StorageFault."""
        self.door.begin_read()
        try:
            yield Reader(self.door)
        finally:
            self.door.end_read()

    @contextmanager
    def unit(self, now: datetime, os_user: str) -> Iterator[Unit]:
        """A write transaction: committed at a clean end, undone by any exception.

        now: aware time, written in the journal. os_user: who is logged in to the machine. Raises StorageFault when the
        database cannot be written within the waiting time, or the disk or server fails; then nothing is changed.
        """
        head = self.door.begin_write()
        try:
            unit = Unit(self.door, now, os_user, *head)
            yield unit
            unit.finish()
        except BaseException:
            self.door.rollback()
            raise
        self.door.commit()
        self.committed = unit.number - 1
        if unit.disposed:
            self.door.forget()

    def prove(self, progress: Callable[[int, int], None] | None = None) -> Proof:
        """Both proofs of the journal over one snapshot; progress gets entries done and in all. Raises StorageFault."""
        from beredning.store.proof import prove

        with self.read():
            return prove(self.door, progress)

    def close(self) -> None:
        """Let go of the connection and the locks."""
        self.door.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_postgresql(url: str) -> bool:
    """Whether the address is that of a PostgreSQL database."""
    return url.startswith(("postgresql://", "postgres://"))


def sqlite_path(url: str | Path) -> Path:
    """The file of an SQLite address ("sqlite:///rel.db", "sqlite:////abs.db" or a plain path)."""
    from pathlib import Path

    return Path(url.removeprefix("sqlite:///")) if isinstance(url, str) else url


def connect(url: str | Path, wait: float = 10.0, read_only: bool = False) -> Door:
    """A connection, whatever the schema. Raises StorageFault."""
    if isinstance(url, str) and is_postgresql(url):
        from beredning.store.postgresql import PostgreSQL

        return PostgreSQL(url, wait, read_only)
    from beredning.store.sqlite import SQLite

    return SQLite(url.removeprefix("sqlite:///") if isinstance(url, str) else str(url), wait, read_only)


def open_database(url: str | Path, wait: float = 10.0, read_only: bool = False) -> Database:
    """Open a database. wait: seconds to wait for other writers, and for a server to answer.

    read_only: for auditors; needs no right to write. Raises WrongVersion when the schema is not this program's, and
    StorageFault when the database cannot be reached.
    """
    door = connect(url, wait, read_only)
    try:
        version = version_of(Reader(door))
        if version < SCHEMA:
            raise WrongVersion(
                f"Databasen har version {version} och programmet behöver version {SCHEMA}.",
                "Kör: beredning migrera",
            )
    except BaseException:
        door.close()
        raise
    return Database(door)


def version_of(reader: Reader) -> int:
    """The version of the schema. Raises StorageFault when the database holds none, WrongVersion when it is newer than
    this program."""
    text = reader.meta("schema")
    if not text.isdecimal():
        raise StorageFault(
            "Databasen är inte färdigskapad.", "Lägg tillbaka en säkerhetskopia, eller skapa en ny: beredning ny MAPP"
        )
    if int(text) > SCHEMA:
        raise WrongVersion(
            f"Databasen har version {text} men det här programmet kan högst version {SCHEMA}.",
            "Installera en nyare version av Beredning.",
        )
    return int(text)
