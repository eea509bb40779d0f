"""The triggers by which the database itself refuses to forget: the journal only grows and no row is deleted.

Migration 0001 calls these functions, so they are history: another guard is another function and another migration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_ERASED = {"texts": "NEW.body IS NULL AND NEW.salt IS NULL", "files": "NEW.body IS NULL"}
_SAME = {"texts": "NEW.digest = OLD.digest", "files": "NEW.digest = OLD.digest AND NEW.size = OLD.size"}


def names(tables: Iterable[str]) -> set[str]:
    """The names of the triggers that SQLite shall have."""
    return {f"{table}_no_delete" for table in tables} | {
        f"{table}_no_update" for table in ("journal", "meta", *_ERASED)
    }


def allowed(table: str) -> str:
    """The only changes that a stored text or file may see: disposal, and for a file that it comes in again."""
    disposal = f"OLD.disposed = 0 AND NEW.disposed = NEW.entry AND {_ERASED[table]}"
    back = " OR (OLD.disposed > 0 AND NEW.disposed = 0 AND NEW.body IS NOT NULL)" if table == "files" else ""
    return f"{_SAME[table]} AND (({disposal}){back})"


def sqlite_triggers(tables: list[str]) -> Iterator[str]:
    """CREATE TRIGGER statements for SQLite."""
    for table in tables:
        yield _sqlite(table, "delete", "DELETE", "")
    yield _sqlite("journal", "update", "UPDATE", "")
    yield _sqlite("meta", "update", "UPDATE", " WHEN OLD.name <> 'schema' OR NEW.name <> 'schema'")
    for table in _ERASED:
        yield _sqlite(table, "update", "UPDATE", f" WHEN NOT ({allowed(table)})")


def _sqlite(table: str, name: str, event: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table}{when} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: {event} refused'); END"
    )


def postgresql_triggers(tables: list[str]) -> Iterator[str]:
    """A refusing function and CREATE TRIGGER statements for PostgreSQL."""
    yield (
        "CREATE FUNCTION beredning_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ': ' || TG_OP || ' refused'; END$$"
    )
    for table in tables:
        yield _postgresql(table, "delete", "DELETE", "ROW", "")
        yield _postgresql(table, "truncate", "TRUNCATE", "STATEMENT", "")
    yield _postgresql("journal", "update", "UPDATE", "ROW", "")
    yield _postgresql("meta", "update", "UPDATE", "ROW", " WHEN (OLD.name <> 'schema' OR NEW.name <> 'schema')")
    for table in _ERASED:
        yield _postgresql(table, "update", "UPDATE", "ROW", f" WHEN (NOT ({allowed(table)}))")


def _postgresql(table: str, name: str, event: str, level: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} FOR EACH {level}{when} "
        "EXECUTE FUNCTION beredning_refuse()"
    )
