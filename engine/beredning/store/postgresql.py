"""The store's way to PostgreSQL: connection, transactions, and its faults in words. Imported only on need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, Final

import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus

from beredning.core.journal import LINKED
from beredning.errors import StorageFault
from beredning.store.append_only import names
from beredning.store.rows import KEPT
from beredning.store.statements import STATEMENTS

GATE: Final = 0x6265726564
"""Key of the advisory lock that writers hold one at a time ("bered" as a number): the journal is one chain."""

_BEGIN: Final = (
    f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({GATE}); {STATEMENTS['journal.head']}".encode()
)
_TEXTS: Final = "SELECT digest, salt, body, disposed FROM texts WHERE digest = ANY(%s)"
_UNCHANGED: Final = "Ingenting är ändrat."


class PostgreSQL:
    """One connection to a database. wait: seconds to wait for the server and for other writers."""

    path = None

    def __init__(self, url: str, wait: float, read_only: bool = False) -> None:
        self._wait = wait
        self._read_only = read_only
        self._statements: dict[str, bytes] = {}
        self._streams = count()
        try:
            self._connection = psycopg.connect(url, autocommit=True, connect_timeout=max(2, int(wait)))
            self._connection.execute(
                f"SET lock_timeout = {int(wait * 1000)};"
                f"SET default_transaction_read_only = {'on' if read_only else 'off'};"
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
        except psycopg.Error as error:
            raise self._fault(error) from error

    def _sql(self, name: str) -> bytes:
        found = self._statements.get(name)
        if found is None:
            found = self._statements[name] = STATEMENTS[name].replace("?", "%s").encode()
        return found

    def begin_read(self) -> None:
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def begin_write(self) -> list[Any]:
        """Stand in PostgreSQL's fair line for the one lock of writers, then see all that they committed.

        Answers the head of the journal as `journal.head` does: asked for in the same journey to the server.
        """
        if self._read_only:
            raise StorageFault("Databasen är öppnad för läsning och kan inte ändras.")
        try:
            cursor = self._connection.execute(_BEGIN)
            while cursor.nextset():
                pass
            return cursor.fetchall()
        except psycopg.Error as error:
            self.rollback()
            raise self._fault(error) from error
        except BaseException:
            self.rollback()
            raise

    def end_read(self) -> None:
        self.rollback()

    def commit(self) -> None:
        try:
            if self._connection.info.transaction_status == TransactionStatus.INERROR:
                raise StorageFault("Databasservern har avbrutit transaktionen efter ett fel.", _UNCHANGED)
            self.run("COMMIT")
        except BaseException:
            self.rollback()
            raise

    def rollback(self) -> None:
        """Undo. A connection that is gone has already been rolled back by the server."""
        try:
            if not self._connection.closed:
                self._connection.rollback()
        except psycopg.OperationalError:
            self._connection.close()

    def run(self, sql: str, parameters: Sequence[Any] | None = None) -> None:
        """Run a statement that answers nothing. Raises StorageFault."""
        try:
            self._connection.execute(sql.encode(), parameters)
        except psycopg.Error as error:
            raise self._fault(error) from error

    def query(self, name: str, parameters: Sequence[Any]) -> list[Any]:
        """The rows of a named statement. Raises StorageFault."""
        try:
            return self._connection.execute(self._sql(name), parameters).fetchall()
        except psycopg.Error as error:
            raise self._fault(error) from error

    def stream(self, name: str, parameters: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a named statement, fetched some thousands at a time."""
        return self.stream_sql(STATEMENTS[name], parameters)

    def stream_sql(self, sql: str, parameters: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement in SQLite's form, fetched some thousands at a time. Raises StorageFault."""
        try:
            with self._connection.cursor(name=f"beredning_{next(self._streams)}") as cursor:
                cursor.itersize = 5000
                cursor.execute(sql.replace("?", "%s").encode(), parameters)
                yield from cursor
        except psycopg.Error as error:
            raise self._fault(error) from error

    def many(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Any]]:
        """The rows of several named statements, asked for in one go to the server. Raises StorageFault."""
        try:
            with self._connection.pipeline():
                cursors = [self._connection.execute(self._sql(name), parameters) for name, parameters in calls]
                return [cursor.fetchall() for cursor in cursors]
        except psycopg.Error as error:
            raise self._fault(error) from error

    def texts(self, digests: Sequence[str]) -> list[tuple[str, bytes | None, str | None, int]]:
        """(digest, salt, body, disposed) of those that exist."""
        try:
            return self._connection.execute(_TEXTS, (list(digests),)).fetchall()
        except psycopg.Error as error:
            raise self._fault(error) from error

    def change(self, name: str, parameters: Sequence[Any]) -> int:
        """Run a named statement and answer how many rows it changed. Raises StorageFault."""
        try:
            return self._connection.execute(self._sql(name), parameters).rowcount
        except psycopg.Error as error:
            raise self._fault(error) from error

    def chain(self) -> Iterator[tuple[Any, ...]]:
        """Of each entry: number, previous, digest, details_digest, details, and the canonical text of its columns."""
        columns = " || ',' || ".join(f"'\"{name}\":' || to_json({name})" for name in LINKED)
        sql = f"SELECT number, previous, digest, details_digest, details, '{{' || {columns} || '}}' FROM journal"
        return self.stream_sql(f"{sql} ORDER BY number", ())

    def missing_triggers(self) -> list[str]:
        """The triggers against forgetting that somebody has taken away or put out of force."""
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        found = {row[0] for row in self.stream_sql(sql, ())}
        tables = (*KEPT, "journal", "meta")
        return sorted((names(tables) | {f"{table}_no_truncate" for table in tables}) - found)

    def forget(self) -> None:
        """Have the server clear away the old versions of what was disposed of."""
        try:
            for table in ("texts", "files"):
                self._connection.execute(f"VACUUM {table}".encode())
        except psycopg.Error as error:
            raise StorageFault(
                f"Gallringen är gjord, men servern kunde inte städa bort det gamla innehållet ({_first_line(error)}).",
                "Be databasens förvaltare köra: VACUUM texts; VACUUM files;",
            ) from error

    def close(self) -> None:
        self._connection.close()

    def _fault(self, error: psycopg.Error) -> StorageFault:
        return fault(error, self._wait)


def fault(error: psycopg.Error, wait: float) -> StorageFault:
    """The server's error in words, with what to do. wait: seconds that were waited for the lock."""
    text, hint = "", ""
    if isinstance(error, errors.LockNotAvailable):
        text = f"Databasen har varit upptagen av någon annan i {wait:g} sekunder."
        hint = "Försök igen om en stund; dröjer det, be databasens förvaltare se efter vad som håller låset."
    elif isinstance(error, errors.DiskFull | errors.OutOfMemory):
        text = "Databasservern har slut på utrymme."
        hint = "Be databasens förvaltare frigöra utrymme och gör om."
    elif isinstance(error, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
        text = f"Databasservern tillåter inte ändringen ({_first_line(error)})."
        hint = "Be databasens förvaltare om rätt att skriva, eller den som har rätten att göra ändringen."
    elif isinstance(error, errors.UndefinedTable):
        text = "Databasen är ingen databas från Beredning, eller är inte färdigskapad."
        hint = "Kontrollera adressen i kommun.yaml (databas:)."
    elif isinstance(error, psycopg.OperationalError):
        text = f"Databasservern svarar inte ({_first_line(error)})."
        hint = "Kontrollera att den är igång och att adressen i kommun.yaml (databas:) stämmer, och gör om."
    else:
        text = f"Databasservern vägrade: {_first_line(error)}."
        hint = "Kör: beredning revision kontrollera"
    return StorageFault(text, f"{_UNCHANGED} {hint}")


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip().splitlines() or ["okänt fel"])[0].rstrip(".")
