"""The store's way to SQLite: connection, pragmas, transactions, and SQLite's faults in words."""

# A cold command must not pay for pathlib and urllib.
# ruff: noqa: PTH100, PTH110, PTH113, PTH119, PTH120, PTH202
from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from beredning.core.journal import LINKED
from beredning.errors import StorageFault
from beredning.store.append_only import names
from beredning.store.gate import Gate
from beredning.store.rows import KEPT
from beredning.store.statements import STATEMENTS

if TYPE_CHECKING:
    from pathlib import Path

PRAGMAS: Final = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # INSERT OR REPLACE deletes: only so does the delete trigger see it
    "PRAGMA trusted_schema = OFF",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",  # what is disposed of is overwritten, not only unlinked
)
_UNCHANGED: Final = "Ingenting är ändrat."


class SQLite:
    """One connection to a database file. wait: seconds to wait for other writers."""

    def __init__(self, path: str, wait: float, read_only: bool = False) -> None:
        self.path = path
        self._wait = wait
        self._gate = None if read_only else Gate(path, wait)
        if not os.path.isfile(path):
            raise StorageFault(f"Databasen {path} finns inte.", "Skapa en instans med: beredning ny MAPP")
        try:
            self._connection = self._open_read_only() if read_only else self._open()
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=self._wait, isolation_level=None, cached_statements=256)
        try:
            for pragma in PRAGMAS:
                connection.execute(pragma)
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _open_read_only(self) -> sqlite3.Connection:
        """For somebody who may only read. Where not even the index of the write-ahead log can be made, a database
        whose log is empty is read as the unchanging file it then is."""
        # In a URI "?" and "#" end the path, and "%" begins a character by its number.
        path = os.path.abspath(self.path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        name = f"file:{path}?mode=ro"
        connection = sqlite3.connect(name, timeout=self._wait, isolation_level=None, uri=True)
        try:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            log = f"{self.path}-wal"
            if os.path.exists(log) and os.path.getsize(log):
                raise
            connection = sqlite3.connect(f"{name}&immutable=1", isolation_level=None, uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        return connection

    def begin_read(self) -> None:
        self.run("BEGIN")

    def begin_write(self) -> list[Any]:
        """Pass the gate and take SQLite's own lock, which other programs may hold. Answers as `journal.head` does."""
        if self._gate is None:
            raise StorageFault("Databasen är öppnad för läsning och kan inte ändras.")
        self._gate.__enter__()
        try:
            self.run("BEGIN IMMEDIATE")
            return self.query("journal.head", ())
        except BaseException:
            self.rollback()
            raise

    def end_read(self) -> None:
        self._connection.rollback()

    def commit(self) -> None:
        try:
            self.run("COMMIT")
        except BaseException:
            self.rollback()
            raise
        self._leave()

    def rollback(self) -> None:
        try:
            self._connection.rollback()
        except sqlite3.Error as error:
            raise self._fault(error) from error
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._gate is not None:
            self._gate.__exit__(None, None, None)

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement that answers nothing. Raises StorageFault."""
        try:
            self._connection.execute(sql, parameters)
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def query(self, name: str, parameters: Sequence[Any]) -> list[Any]:
        """The rows of a named statement. Raises StorageFault."""
        try:
            return self._connection.execute(STATEMENTS[name], parameters).fetchall()
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def stream(self, name: str, parameters: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a named statement, read as they are asked for."""
        return self.stream_sql(STATEMENTS[name], parameters)

    def stream_sql(self, sql: str, parameters: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement in SQLite's form, read as they are asked for. Raises StorageFault."""
        try:
            yield from self._connection.execute(sql, parameters)
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def many(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
        """The rows of several named statements."""
        return [self.query(name, parameters) for name, parameters in calls]

    def texts(self, digests: Sequence[str]) -> list[tuple[str, bytes | None, str | None, int]]:
        """(digest, salt, body, disposed) of those that exist."""
        return [row[:4] for digest in digests for row in self.query("texts.one", (digest,))]

    def change(self, name: str, parameters: Sequence[Any]) -> int:
        """Run a named statement and answer how many rows it changed. Raises StorageFault."""
        try:
            return self._connection.execute(STATEMENTS[name], parameters).rowcount
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def chain(self) -> Iterator[tuple[Any, ...]]:
        """Of each entry: number, previous, digest, details_digest, details, and the canonical text of its columns."""
        columns = ", ".join(f"'{name}', {name}" for name in LINKED)
        sql = f"SELECT number, previous, digest, details_digest, details, json_object({columns}) FROM journal"
        return self.stream_sql(f"{sql} ORDER BY number", ())

    def missing_triggers(self) -> list[str]:
        """The triggers against forgetting that somebody has taken away."""
        found = {row[0] for row in self.stream_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'", ())}
        return sorted(names((*KEPT, "journal", "meta")) - found)

    def forget(self) -> None:
        """Move the write-ahead log into the file and empty it, so that what was disposed of is in neither."""
        if next(self.stream_sql("PRAGMA wal_checkpoint(TRUNCATE)", ()))[0]:
            raise StorageFault(
                "Gallringen är gjord, men spår av innehållet ligger kvar i databasens logg: någon läser databasen.",
                "Stäng de program som har databasen öppen. Loggen töms när den sista har stängt.",
            )

    def close(self) -> None:
        self._connection.close()
        if self._gate is not None:
            self._gate.close()

    def _fault(self, error: sqlite3.Error) -> StorageFault:
        return fault(error, self.path, self._wait)


def _is_full(path: str | Path) -> bool:
    try:
        disk = os.statvfs(os.path.dirname(os.path.abspath(path)))
    except (AttributeError, OSError):  # not on Windows
        return False
    return disk.f_bavail * disk.f_frsize < 64 * 1024


def fault(error: BaseException | None, path: str | Path, wait: float) -> StorageFault:
    """SQLite's error in words, with what to do. wait: seconds that were waited for other programs."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    name = os.path.basename(path)
    if "no such table" in str(error):
        code = sqlite3.SQLITE_NOTADB
    if code == sqlite3.SQLITE_IOERR and _is_full(path):
        code = sqlite3.SQLITE_FULL  # the index of the write-ahead log found no room, which SQLite calls something else
    text, hint = {
        sqlite3.SQLITE_BUSY: (
            f"Databasen {name} har varit låst av ett annat program i {wait:g} sekunder.",
            "Stäng det program som har filen öppen och försök igen.",
        ),
        sqlite3.SQLITE_FULL: (
            f"Disken med {name} är full.",
            "Frigör utrymme och gör om. Det som var sparat är kvar.",
        ),
        sqlite3.SQLITE_READONLY: (
            f"Databasen {path} får bara läsas.",
            "Skaffa skrivrätt till filen och mappen, eller be den som har det att göra ändringen.",
        ),
        sqlite3.SQLITE_CANTOPEN: (
            f"Databasen {path} kunde inte öppnas.",
            "Kontrollera rätten till filen och mappen. Får du bara läsa: kopiera filerna till en egen mapp.",
        ),
        sqlite3.SQLITE_NOTADB: (
            f"Filen {path} är ingen databas från Beredning.",
            "Kontrollera sökvägen, eller lägg tillbaka filen från en säkerhetskopia.",
        ),
        sqlite3.SQLITE_CORRUPT: (
            f"Databasen {path} är skadad ({error}).",
            "Lägg tillbaka filen från en säkerhetskopia och kör: beredning revision kontrollera",
        ),
        sqlite3.SQLITE_IOERR: (
            f"Disken med {name} svarade med fel ({error}).",
            "Kontrollera disken eller nätverksenheten och gör om.",
        ),
    }.get(code, (f"Databasen {name} vägrade: {error}.", "Kör: beredning revision kontrollera"))
    return StorageFault(text, f"{_UNCHANGED} {hint}")
