"""Creating a database and bringing an older one up to date. Imports SQLAlchemy and alembic, so only on need."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from beredning.errors import StorageFault, in_words
from beredning.store.database import SCHEMA, connect, is_postgresql, sqlite_path, version_of
from beredning.store.gate import Gate
from beredning.store.sqlite import PRAGMAS, fault
from beredning.store.unit import Reader

_MIGRATIONS = Path(__file__).parent / "migrations"


class Upgraded(NamedTuple):
    """What an upgrade did. copy: the file in which the database is kept as it was, "" on PostgreSQL (and when there was
    nothing to do: before == after)."""

    before: int
    after: int
    copy: str


def create_database(url: str | Path, meta: Mapping[str, str] | None = None) -> None:
    """Create the database through the migrations. meta: more facts about it, which can never change ("övning": "ja").

    SQLite: the file must not exist; it appears whole or not at all. PostgreSQL: the database must exist and hold none
    of our tables. Raises StorageFault otherwise, and when the disk or the server fails.
    """
    facts = {"instans": os.urandom(16).hex(), **(meta or {})}
    if isinstance(url, str) and is_postgresql(url):
        with on_postgresql(url) as connection:
            if inspect(connection).has_table("journal"):
                raise StorageFault(
                    "Databasen används redan av Beredning.", "Ange en tom databas i kommun.yaml (databas:)."
                )
            if connection.execute(text("SHOW server_encoding")).scalar() != "UTF8":
                raise StorageFault("Databasen har inte teckenkodningen UTF8.", "Skapa den med: createdb -E UTF8 …")
            migrate(connection, SCHEMA, facts)
        return
    path = sqlite_path(url)
    if path.exists():
        raise StorageFault(f"{path} finns redan.", "Välj en annan plats, eller använd den som finns.")
    draft = path.with_name(path.name + ".skapas")
    try:
        draft.unlink(missing_ok=True)
        with on_sqlite(draft) as connection:
            migrate(connection, SCHEMA, facts)
        _publish(draft, path)
    except OSError as error:
        raise StorageFault(
            f"{path} kunde inte skapas ({in_words(error)}).",
            "Kontrollera att mappen finns, att du får skriva i den och att disken har plats.",
        ) from error


def upgrade(url: str | Path, wait: float = 10.0) -> Upgraded:
    """Bring an older database to this program's schema, all of it or nothing.

    SQLite: the database as it was is kept in a file beside it. PostgreSQL: the server undoes a failed upgrade, but a
    copy against regret is the keeper's: pg_dump before. Raises WrongVersion for a database that is newer than the
    program, and StorageFault when it cannot be reached or written.
    """
    before = _version(url, wait)
    if before == SCHEMA:
        return Upgraded(before, before, "")
    if isinstance(url, str) and is_postgresql(url):
        with on_postgresql(url) as connection:
            migrate(connection, SCHEMA, {})
        return Upgraded(before, SCHEMA, "")
    path = sqlite_path(url)
    gate = Gate(path, wait)
    try:
        with gate:
            before = _version(path, wait)  # somebody else may have been here while we waited
            if before == SCHEMA:
                return Upgraded(before, before, "")
            copy = _copy(path, before)
            with on_sqlite(path, wait) as connection:
                migrate(connection, SCHEMA, {})
    finally:
        gate.close()
    return Upgraded(before, SCHEMA, str(copy))


def _version(url: str | Path, wait: float) -> int:
    door = connect(url, wait)
    try:
        return version_of(Reader(door))
    finally:
        door.close()


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(connection: Connection, version: int, facts: Mapping[str, str]) -> None:
    """Run the migrations up to a version, in the caller's transaction, and write the version and facts in meta."""
    config = configuration(connection)
    command.upgrade(config, f"{version:04}")
    facts = {"schema": str(version), **facts}
    for name, value in facts.items():
        done = connection.execute(text("UPDATE meta SET value = :v WHERE name = :n"), {"n": name, "v": value})
        if not done.rowcount:
            connection.execute(text("INSERT INTO meta (name, value) VALUES (:n, :v)"), {"n": name, "v": value})


@contextlib.contextmanager
def on_sqlite(path: Path, wait: float = 10.0) -> Iterator[Connection]:
    """One transaction that sqlite3's own ideas of transactions do not cut in two."""

    def connected() -> sqlite3.Connection:
        made = sqlite3.connect(path, timeout=wait, isolation_level=None)
        for pragma in PRAGMAS:
            made.execute(pragma)
        return made

    engine = create_engine("sqlite://", creator=connected, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise fault(error.orig, path, wait) from error


@contextlib.contextmanager
def on_postgresql(url: str) -> Iterator[Connection]:
    """One transaction that holds the lock of the writers."""
    import psycopg

    from beredning.store.postgresql import GATE
    from beredning.store.postgresql import fault as postgresql_fault

    engine: Engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"SET LOCAL lock_timeout = 10000; SELECT pg_advisory_xact_lock({GATE})"))
            yield connection
    except (DBAPIError, psycopg.Error) as error:
        cause: Any = error.orig if isinstance(error, DBAPIError) else error
        raise postgresql_fault(cause, 10.0) from error


def _publish(draft: Path, path: Path) -> None:
    """Give the finished file its name: set write-ahead logging, get it to the disk, and never replace another file."""
    with contextlib.closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    _to_disk(draft)
    try:
        path.hardlink_to(draft)
        draft.unlink()
    except FileExistsError:
        draft.unlink()
        raise
    except OSError:  # a file system without links
        draft.rename(path)
    _to_disk(path.parent)


def _copy(path: Path, version: int) -> Path:
    """The database as it is, in a file of its own beside it, checked and on disk."""
    name = f"{path.stem}.version-{version}"
    copy = next(
        c
        for n in range(1, 1000)
        if not (c := path.with_name(f"{name}{f'-{n}' if n > 1 else ''}{path.suffix}")).exists()
    )
    draft = copy.with_name(copy.name + ".skapas")
    try:
        draft.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(draft)) as target:
            source.backup(target)
            sound = target.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not sound:
            raise StorageFault(f"{path} är skadad och uppgraderas inte.", "Lägg tillbaka filen från en säkerhetskopia.")
        draft.chmod(path.stat().st_mode & 0o777)
        _to_disk(draft)
        draft.rename(copy)
        _to_disk(copy.parent)
    except sqlite3.Error as error:
        draft.unlink(missing_ok=True)
        raise fault(error, path, 10.0) from error
    except OSError as error:
        raise StorageFault(
            f"Kopian {copy} kunde inte skrivas ({in_words(error)}); databasen är inte uppgraderad.",
            "Kontrollera rätten till mappen och att disken har plats, och kör om.",
        ) from error
    return copy


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
