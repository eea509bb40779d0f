"""An older database is brought up to date with everything in it, a newer one is refused, and a copy is kept."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from beredning.errors import StorageFault, WrongVersion
from beredning.store import Database, create_database, database, open_database, upgrade
from beredning.store.database import SCHEMA, connect, is_postgresql, sqlite_path
from beredning.store.rows import EntryRow
from tests.store import story


def old_database(url: str, version: int = 1) -> None:
    """A database of an earlier version with a story in it: made by the migrations up to there."""
    opened = upgrade.on_postgresql(url) if is_postgresql(url) else upgrade.on_sqlite(sqlite_path(url))
    with opened as connection:
        upgrade.migrate(connection, version, {"instans": "f" * 32})
    if not is_postgresql(url):
        with contextlib.closing(sqlite3.connect(sqlite_path(url))) as lite:
            lite.execute("PRAGMA journal_mode = WAL")
    with Database(connect(url)) as db:
        story.tell(db)


def indexes(url: str) -> set[str]:
    with Database(connect(url)) as db:
        sql = "SELECT indexname FROM pg_indexes" if is_postgresql(url) else "SELECT name FROM sqlite_master"
        with db.read():
            return {row[0] for row in db.door.stream_sql(sql, ())}


def test_the_program_knows_as_many_versions_as_there_are_migrations():
    config = upgrade.configuration()
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert revisions == [f"{n:04}" for n in range(SCHEMA, 0, -1)]


def test_an_older_database_is_refused_with_the_command_that_helps(database_url):
    old_database(database_url)
    with pytest.raises(WrongVersion, match="version 1 och programmet behöver version 2") as told:
        open_database(database_url)
    assert "beredning migrera" in told.value.hint


def test_a_newer_database_is_refused_by_opening_and_by_upgrading(created_url):
    with open_database(created_url) as db:
        db.door.run(f"UPDATE meta SET value = '{SCHEMA + 1}' WHERE name = 'schema'")
    for ask in (open_database, upgrade.upgrade):
        with pytest.raises(WrongVersion, match="högst version") as told:
            ask(created_url)
        assert "nyare version" in told.value.hint


def test_an_upgrade_keeps_every_row_and_entry_and_both_proofs_hold_after(database_url):
    old_database(database_url)
    assert "ix_journal_subject" not in indexes(database_url)
    with Database(connect(database_url)) as db, db.read() as reader:
        before = reader.all(EntryRow, "after", 0)
    done = upgrade.upgrade(database_url)
    assert (done.before, done.after) == (1, 2)
    with open_database(database_url) as db:
        with db.read() as reader:
            assert reader.all(EntryRow, "after", 0) == before
            assert reader.meta("instans") == "f" * 32
        assert db.prove().ok and not db.prove().unguarded
    assert "ix_journal_subject" in indexes(database_url)
    assert upgrade.upgrade(database_url) == upgrade.Upgraded(2, 2, "")


def test_a_copy_of_the_database_as_it_was_lies_beside_it(sqlite_database):
    old_database(sqlite_database)
    path = sqlite_path(sqlite_database)
    path.chmod(0o640)
    copy = Path(upgrade.upgrade(sqlite_database).copy)
    assert copy.parent == path.parent and copy.name == "beredning.version-1.db"
    assert copy.stat().st_mode & 0o777 == 0o640
    with Database(connect(copy)) as db:
        assert db.prove().ok and db.prove().entries == 5
        with db.read() as reader:
            assert reader.meta("schema") == "1"


def test_an_older_copy_is_not_overwritten(sqlite_database, tmp_path):
    old_database(sqlite_database)
    (tmp_path / "beredning.version-1.db").write_bytes(b"tidigare")
    assert upgrade.upgrade(sqlite_database).copy == str(tmp_path / "beredning.version-1-2.db")
    assert (tmp_path / "beredning.version-1.db").read_bytes() == b"tidigare"


def test_an_upgrade_that_breaks_off_leaves_the_database_as_it_was(database_url, monkeypatch):
    old_database(database_url)
    real = upgrade.migrate

    def breaks(connection, version, facts):
        real(connection, version, facts)
        connection.execute(text("INSERT INTO no_such_table VALUES (1)"))

    monkeypatch.setattr(upgrade, "migrate", breaks)
    with pytest.raises(StorageFault):
        upgrade.upgrade(database_url)
    with pytest.raises(WrongVersion, match="version 1"):
        open_database(database_url)
    assert "ix_journal_subject" not in indexes(database_url)
    monkeypatch.undo()
    assert upgrade.upgrade(database_url).after == 2


def test_an_upgrade_waits_for_writers_and_says_when_it_waits_in_vain(sqlite_database):
    old_database(sqlite_database)
    with Database(connect(sqlite_database)) as db:
        db.door.begin_write()
        with pytest.raises(StorageFault, match="upptagen"):
            upgrade.upgrade(sqlite_database, wait=0.2)
        db.door.rollback()
    assert upgrade.upgrade(sqlite_database).after == 2


def test_only_creating_and_upgrading_import_alembic():
    """The modules of the store that an everyday command passes through name neither alembic nor SQLAlchemy."""
    folder = Path(database.__file__).parent
    heavy = {"columns", "compile", "queries", "tables", "upgrade"}
    for path in folder.glob("*.py"):
        code = path.read_text(encoding="utf-8")
        named = any(
            f"import {name}" in code or f"from {name}" in code for name in ("alembic", "sqlalchemy", "sqlmodel")
        )
        assert named == (path.stem in heavy), path.name


def test_creating_is_whole_or_not_at_all(database_url, monkeypatch):
    real = upgrade.migrate

    def breaks(connection, version, facts):
        real(connection, version, facts)
        connection.execute(text("INSERT INTO no_such_table VALUES (1)"))

    monkeypatch.setattr(upgrade, "migrate", breaks)
    with pytest.raises(StorageFault):
        create_database(database_url)
    monkeypatch.undo()
    create_database(database_url)
    with open_database(database_url) as db:
        assert db.prove().ok
