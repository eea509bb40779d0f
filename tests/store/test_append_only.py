"""The databases themselves refuse to forget: the journal, deleted rows, stored files and texts."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg
import pytest

from beredning.core.journal import Act
from beredning.errors import NotFound
from beredning.store import create_database, open_database
from beredning.store.database import is_postgresql, sqlite_path
from beredning.store.rows import KEPT
from beredning.store.sqlite import PRAGMAS
from tests.store.samples import ACT, NOW, case

GALLRA = Act("Anna Ek", "arkivarie", "gallra", "UBN:2023:1", ground="Dokumenthanteringsplan 3.2")


@pytest.fixture
def filled(created_url):
    """A database with a case, a text and a file; answers its URL and their digests."""
    return fill(created_url)


def fill(created_url):
    with open_database(created_url) as db, db.unit(NOW, "anna") as unit:
        text, file = unit.put_text("Fritext"), unit.put_file(b"%PDF", "application/pdf")
        unit.next_number("dnr", "UBN", 2023)
        unit.write(ACT, rows=[case(title=text)])
    return created_url, text, file


class Outsider:
    """Somebody with another program who may write in the database."""

    def __init__(self, url: str) -> None:
        self.lite = not is_postgresql(url)
        self.connection: Any = sqlite3.connect(sqlite_path(url)) if self.lite else psycopg.connect(url)
        for pragma in PRAGMAS if self.lite else ():
            self.connection.execute(pragma)

    def refused(self, sql: str) -> None:
        """Fails unless the database refuses the statement with the words of our triggers."""
        with pytest.raises((sqlite3.IntegrityError, psycopg.errors.RaiseException), match="refused"):
            self.connection.execute(sql)
        self.connection.rollback()

    def allowed(self, sql: str) -> bool:
        """Run a statement that the database does not refuse, and undo it; whether it found a row to change."""
        found = self.connection.execute(sql).rowcount > 0
        self.connection.rollback()
        return found


@pytest.fixture
def outsider(filled):
    someone = Outsider(filled[0])
    yield someone
    someone.connection.close()


def test_the_journal_is_neither_changed_nor_shortened(outsider):
    outsider.refused("UPDATE journal SET person = 'X'")
    outsider.refused("DELETE FROM journal")
    assert outsider.allowed(
        "INSERT INTO meta VALUES ('a', 'b')"
    )  # it is the journal that is closed, not the connection


def test_insert_or_replace_does_not_slip_past_on_sqlite(sqlite_database):
    create_database(sqlite_database)
    fill(sqlite_database)
    outsider = Outsider(sqlite_database)
    outsider.refused("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE number = 1")
    outsider.refused("INSERT OR REPLACE INTO cases SELECT * FROM cases")
    outsider.connection.close()


@pytest.mark.postgres
def test_truncate_is_refused_on_postgresql(postgres_database):
    create_database(postgres_database)
    outsider = Outsider(postgres_database)
    for table in (*KEPT, "journal"):
        outsider.refused(f"TRUNCATE {table} CASCADE")
    outsider.connection.close()


def test_no_row_of_any_table_is_deleted(outsider):
    for table in ("cases", "texts", "files", "series", "meta"):
        outsider.refused(f"DELETE FROM {table}")


def test_every_table_has_a_trigger_against_deletion(outsider):
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if outsider.lite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    found = {row[0] for row in outsider.connection.execute(names)}
    assert {f"{table}_no_delete" for table in (*KEPT, "journal", "meta")} <= found


def test_a_stored_text_or_file_cannot_be_rewritten(outsider):
    outsider.refused("UPDATE texts SET body = 'annat'")
    outsider.refused("UPDATE files SET size = 9")
    outsider.refused("UPDATE files SET body = NULL, disposed = 2, entry = 3")
    outsider.refused("UPDATE texts SET body = NULL, disposed = 2, entry = 2")  # the salt must go too
    assert outsider.allowed("UPDATE texts SET body = NULL, salt = NULL, disposed = 2, entry = 2")


def test_the_facts_of_the_database_stand_and_only_its_version_moves(outsider):
    outsider.refused("UPDATE meta SET value = 'annan' WHERE name = 'instans'")
    outsider.refused("UPDATE meta SET name = 'schema2' WHERE name = 'schema'")
    assert outsider.allowed("UPDATE meta SET value = '9' WHERE name = 'schema'")


def test_rows_that_acts_change_may_be_changed(outsider):
    assert outsider.allowed("UPDATE cases SET stage = 'nämnd'")


def test_gallring_is_an_act_that_empties_the_body_and_leaves_the_digest(filled, outsider):
    url, text, file = filled
    with open_database(url) as db:
        with db.unit(NOW, "anna") as unit:
            entry = unit.dispose(GALLRA, texts=[text], files=[file])
        with db.read() as reader:
            assert reader.text(text) == "[gallrat]"
            assert entry.number == 2
            with pytest.raises(NotFound, match="gallrad"):
                reader.file(file)
    left = [outsider.connection.execute(f"SELECT {c}, disposed FROM {t}").fetchall() for t, c in BODIES]
    assert left == [[(None, 2)]] * 3


BODIES = (("texts", "salt"), ("texts", "body"), ("files", "body"))


def test_what_is_disposed_of_is_gone_from_the_files_on_disk(sqlite_database):
    """Not only out of reach: neither the database file nor the write-ahead log holds the words any longer."""
    create_database(sqlite_database)
    words = "hemligt om ett barn " * 400
    with open_database(sqlite_database) as db:
        with db.unit(NOW, "anna") as unit:
            text = unit.put_text(words)
            unit.write(ACT)
        path = sqlite_path(sqlite_database)
        assert b"hemligt om ett barn" in path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
        with db.unit(NOW, "anna") as unit:
            unit.dispose(GALLRA, texts=[text])
        for file in path.parent.iterdir():
            assert b"hemligt om ett barn" not in file.read_bytes()


def test_a_disposed_file_that_comes_in_again_is_stored_again(filled):
    url, _, file = filled
    with open_database(url) as db:
        with db.unit(NOW, "anna") as unit:
            unit.dispose(GALLRA, files=[file])
        with db.unit(NOW, "anna") as unit:
            assert unit.put_file(b"%PDF", "application/pdf") == file
            unit.write(ACT)
        with db.read() as reader:
            assert reader.file(file) == b"%PDF"
