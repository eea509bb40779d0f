"""Both proofs hold over everything that the unit writes, and no change behind its back passes them."""

from __future__ import annotations

import re

import pytest

from beredning.core.journal import Entry, fold
from beredning.store import create_database, open_database, proof
from beredning.store.database import Database, is_postgresql
from beredning.store.rows import KEPT, SHAPES
from tests.store import story

KIND = {table: kind for kind, (table, _) in SHAPES.items()}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def told(request, tmp_path_factory):
    """A database with a story in it, in which each test works in a transaction that it undoes."""
    if request.param == "sqlite":
        url = str(tmp_path_factory.mktemp("proof") / "a.db")
        create_database(url)
        with open_database(url) as db:
            yield Told(db, story.tell(db))
    else:
        from tests import postgres

        with postgres.fresh_database(request.getfixturevalue("postgres_url"), "store_proof") as url:
            create_database(url)
            with open_database(url) as db:
                yield Told(db, story.tell(db))


class Told:
    """The database, and a hand that changes it behind the store's back."""

    def __init__(self, db: Database, kept: dict[str, str]) -> None:
        self.door = db.door
        self.kept = kept
        self.post = self.door.path is None

    def tamper(self, *statements: str) -> proof.Proof:
        """The proof after these statements, run without the triggers; everything is undone."""
        self.door.begin_write()
        try:
            for trigger in self.triggers():
                self.door.run(trigger)
            for statement in statements:
                self.door.run(statement)
            return proof.prove(self.door)
        finally:
            self.door.rollback()

    def triggers(self) -> list[str]:
        if not self.post:
            sql = "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'"
        else:
            sql = (
                "SELECT 'DROP TRIGGER ' || tgname || ' ON ' || relname FROM pg_trigger "
                "JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal"
            )
        return [row[0] for row in self.door.stream_sql(sql, ())]

    def first(self, table: str) -> str:
        """A condition that picks one row that an act changed twice, or the one kept."""
        if table in ("texts", "files"):
            return f"digest = '{self.kept[table.removesuffix('s')]}'"
        if table == "series":
            return "1 = 1"
        name = KIND[table]._fields[0]
        whole = KIND[table].__annotations__[name].__forward_arg__ == "int"
        return f'"{name}" = ' + ("1" if whole else "'nyckel 1'")


def changed(kind: type, column: str) -> str:
    """An expression for another value of a column."""
    said = kind.__annotations__[column].__forward_arg__
    return {
        "int": f'"{column}" + 1',
        "str": f"\"{column}\" || 'x'",
        "bytes | None": "NULL",
        "str | None": "body || 'x'",
    }[said]


def test_both_proofs_hold_over_what_was_written(told):
    found = told.tamper()
    assert found.ok and found.breaks == ()
    assert found.entries == 5 and found.rows == 2 * len(story.KINDS) + 1 + 2 + 2 + 1
    assert len(found.unguarded) >= len(KEPT) + 3, "the triggers that the hand took away are missed"


def test_a_guarded_database_misses_no_trigger(told):
    told.door.begin_read()
    assert proof.prove(told.door).unguarded == ()
    told.door.end_read()


def test_the_fold_of_the_journal_is_the_tables(told):
    told.door.begin_read()
    entries = [Entry._make(row) for row in told.door.stream("journal.every", ())]
    tables = {t: {r[: KEPT[t]]: r for r in told.door.stream_sql(proof.shown(t), ())} for t in KEPT}
    told.door.end_read()
    assert fold(entries, KEPT) == tables
    assert all(tables.values()), "every table has rows, or this says nothing of it"


@pytest.mark.parametrize("column", Entry._fields)
def test_a_changed_column_of_an_entry_is_found_at_that_entry(told, column):
    new = f"{column} || 'x'" if column != "number" else "9"
    found = told.tamper(f"UPDATE journal SET {column} = {new} WHERE number = 3")
    assert found.breaks[0].where == "journal"
    assert found.breaks[0].number == (4 if column == "number" else 3)


@pytest.mark.parametrize(("table", "column"), [(t, c) for t in KEPT for c in KIND[t]._fields], ids=str)
def test_a_changed_column_of_a_row_is_found_at_that_row(told, table, column):
    found = told.tamper(f'UPDATE {table} SET "{column}" = {changed(KIND[table], column)} WHERE {told.first(table)}')
    assert not found.ok
    assert {broken.where.split()[0] for broken in found.breaks} == {table}
    key = column in KIND[table]._fields[: KEPT[table]]
    if not key and column not in ("entry", "body", "salt"):
        assert column in found.breaks[0].what or table in ("texts", "files")


@pytest.mark.parametrize("table", KEPT)
def test_a_removed_row_is_found_and_named(told, table):
    found = told.tamper(f"DELETE FROM {table} WHERE {told.first(table)}")
    assert [broken.where.split()[0] for broken in found.breaks] == [table]
    assert "saknas" in found.breaks[0].what


@pytest.mark.parametrize("table", KEPT)
def test_an_added_row_is_found_whatever_entry_it_claims(told, table):
    names = KIND[table]._fields
    copied = ", ".join(f'"{name}"' if at else f"\"{name}\" || 'ny'" for at, name in enumerate(names))
    for claimed in ("entry", "entry + 1", "0", "77"):
        rows = copied.replace('"entry"', claimed).replace('"year"', '"year" + 1')  # a § is unique in its year
        found = told.tamper(f"INSERT INTO {table} SELECT {rows} FROM {table} WHERE {told.first(table)}")
        assert not found.ok and {broken.where.split()[0] for broken in found.breaks} == {table}, claimed


@pytest.mark.parametrize("kind", story.KINDS, ids=lambda kind: kind.__name__)
def test_a_row_put_back_to_an_earlier_state_is_found_though_that_state_is_in_the_journal(told, kind):
    table = SHAPES[kind][0]
    earlier = story.row(kind, 1, 2)
    values = ", ".join(
        f'"{name}" = ' + (str(value) if isinstance(value, int) else f"'{value}'")
        for name, value in zip(kind._fields, (*earlier[:-1], 2), strict=True)
    )
    found = told.tamper(f"UPDATE {table} SET {values} WHERE {told.first(table)}")
    assert [(broken.number, broken.where.split()[0]) for broken in found.breaks] == [(3, table)]
    assert "efter post 2" in found.breaks[0].what


def test_two_swapped_entries_are_found(told):
    found = told.tamper(
        *(f"UPDATE journal SET number = {to} WHERE number = {at}" for at, to in ((2, 99), (3, 2), (99, 3)))
    )
    assert found.breaks[0][:2] == (2, "journal")


def test_an_entry_taken_out_of_the_middle_is_found(told):
    found = told.tamper("DELETE FROM journal WHERE number = 3")
    assert found.breaks[0][:2] == (4, "journal")
    assert "saknas" in found.breaks[0].what


def test_a_shortened_journal_is_betrayed_by_the_tables(told):
    found = told.tamper("DELETE FROM journal WHERE number = 5")
    assert found.entries == 4
    assert {(b.number, b.where) for b in found.breaks} == {(5, "cases nyckel 3")}


def test_an_emptied_journal_is_betrayed_by_the_tables(told):
    found = told.tamper("DELETE FROM journal")
    assert not found.ok and len(found.breaks) == proof.MOST


@pytest.mark.parametrize("table", ["texts", "files"])
def test_a_body_that_came_back_after_gallring_is_found(told, table):
    other = f"FROM {table} AS other WHERE {table}.disposed > 0 AND other.disposed = 0"
    found = told.tamper(f"UPDATE {table} SET body = other.body {other}")
    assert [broken.where.split()[0] for broken in found.breaks] == [table]
    assert "gallrat" in found.breaks[0].what


def test_details_that_are_no_images_are_found_even_when_the_digests_are_made_to_agree(told):
    """Somebody who rewrites the last entry with right digests still cannot make it say what the tables do not."""
    import hashlib

    from beredning.core.journal import digest_of

    told.door.begin_read()
    last = Entry._make(told.door.query("journal.one", (5,))[0])
    told.door.end_read()
    for details in ('{"rows":[]}', '{"rows":1}', "[]", "x"):
        forged = last._replace(details=details, details_digest=hashlib.sha256(details.encode()).hexdigest())
        found = told.tamper(
            f"UPDATE journal SET details = '{details}', details_digest = '{forged.details_digest}', "
            f"digest = '{digest_of(forged)}' WHERE number = 5"
        )
        assert not found.ok and found.breaks[0].number == 5


def test_the_progress_is_told(told, monkeypatch):
    calls: list[tuple[int, int]] = []
    monkeypatch.setattr(proof, "STEP", 2)
    told.door.begin_read()
    proof.prove(told.door, lambda done, whole: calls.append((done, whole)))
    told.door.end_read()
    assert calls == [(2, 5), (4, 5)]


def test_an_empty_database_proves_itself(created_url):
    with open_database(created_url) as db:
        found = db.prove()
    assert found.ok and found.entries == 0 and re.fullmatch("0{64}", found.head)
    assert is_postgresql(created_url) or found.unguarded == ()
