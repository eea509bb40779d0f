"""The schema has one source: rows, statements and migrations all agree with tables.py, in both databases."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect
from sqlmodel import SQLModel

from beredning.store import append_only, create_database, open_database, rows, tables
from beredning.store.compile import compiled, source
from beredning.store.database import SCHEMA, sqlite_path
from beredning.store.statements import STATEMENTS

TABLES = SQLModel.metadata.tables


def test_every_table_has_a_row_with_the_same_columns_in_the_same_order_and_keys_first():
    shapes = {table: (kind, width) for kind, (table, width) in rows.SHAPES.items() if table != "scheduled"}
    assert shapes.keys() == TABLES.keys()
    for name, table in TABLES.items():
        kind, width = shapes[name]
        assert list(kind._fields) == [column.name for column in table.columns], name
        assert [c.name for c in table.primary_key.columns] == list(kind._fields[:width]), name
        for column in table.columns:
            hint = kind.__annotations__[column.name]
            said = getattr(hint, "__forward_arg__", hint)
            meant = {int: "int", str: "str", bytes: "bytes"}[column.type.python_type]
            assert said == meant + (" | None" if column.nullable else ""), (name, column.name)


def test_what_is_shadowed_is_what_the_digest_stands_for():
    assert {t: [list(TABLES[t].columns)[i].name for i in at] for t, at in rows.SHADOWED.items()} == {
        "files": ["body"],
        "texts": ["salt", "body"],
    }


def test_the_statements_are_those_that_the_tables_and_queries_give_today_in_both_dialects():
    fresh = compiled()
    assert {name: lite for name, (lite, _, _) in fresh.items()} == STATEMENTS
    assert {n: s.replace("?", "%s") for n, s in STATEMENTS.items()} == {n: post for n, (_, post, _) in fresh.items()}


def test_the_generated_file_prints_the_parameters_above_each_named_statement():
    written = Path(sys.modules["beredning.store.statements"].__file__ or "").read_text(encoding="utf-8")
    said = re.findall(r"# (.+)\n    \"([\w.]+)\":", written)
    meant = re.findall(r"# (.+)\n    \"([\w.]+)\":", source())
    assert said == meant and len(said) > 40


@pytest.mark.parametrize("name", sorted(compiled()))
def test_both_databases_accept_every_statement(name, both):
    """Prepared against the real schema: a wrong column, a type that cannot be compared, a word out of place."""
    lite, post = both
    parameters = compiled()[name][2]
    lite.execute(f"EXPLAIN {STATEMENTS[name]}", (None,) * len(parameters))
    statement = re.sub(r"\?", "%s", STATEMENTS[name])
    post.execute(f"EXPLAIN {statement}".encode(), (None,) * len(parameters))


@pytest.fixture(scope="module")
def both(tmp_path_factory, postgres_url):
    """A connection to a created database of each kind."""
    import psycopg

    from tests import postgres

    path = tmp_path_factory.mktemp("tables") / "b.db"
    create_database(path)
    with postgres.fresh_database(postgres_url, "tables_both") as url:
        create_database(url)
        with psycopg.connect(url, autocommit=True) as post, sqlite3.connect(path) as lite:
            yield lite, post
        lite.close()


def described(engine: Engine) -> dict[str, object]:
    """All that the database itself says of its tables: columns, keys, indexes, foreign keys."""
    found = inspect(engine)
    names = sorted(set(found.get_table_names()) - {"alembic_version"})
    parts: dict[str, object] = {
        name: [
            [str({**c, "type": c["type"].compile(engine.dialect)}) for c in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted(str(index) for index in found.get_indexes(name)),
            sorted(str({**key, "name": ""}) for key in found.get_foreign_keys(name)),
        ]
        for name in names
    }
    engine.dispose()
    return parts


def test_the_migrations_end_in_the_schema_of_tables_py_on_sqlite(tmp_path):
    create_database(tmp_path / "a.db")
    lite = sqlite3.connect(tmp_path / "b.db")
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(tmp_path / "b.db"))
    SQLModel.metadata.create_all(engine)
    for trigger in append_only.sqlite_triggers(sorted(TABLES)):
        lite.execute(trigger)
    sql = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version' ORDER BY 1, 2"
    made, meant = (_plain(sqlite3.connect(tmp_path / f).execute(sql)) for f in ("a.db", "b.db"))
    assert made == meant
    assert len(made) > 50


def _plain(found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [tuple(re.sub(r"\s+", " ", x or "").replace('"', "") for x in row) for row in found]


def test_the_migrations_end_in_the_schema_of_tables_py_on_postgresql(postgres_url):
    from tests import postgres

    with (
        postgres.fresh_database(postgres_url, "tables_made") as made,
        postgres.fresh_database(postgres_url, "tables_meant") as meant,
    ):
        create_database(made)
        engines = [create_engine("postgresql+psycopg" + url.removeprefix("postgresql")) for url in (made, meant)]
        with engines[1].begin() as connection:
            SQLModel.metadata.create_all(connection)
            for trigger in append_only.postgresql_triggers(sorted(TABLES)):
                connection.exec_driver_sql(trigger)
        sql = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
        triggers = []
        for engine in engines:
            with engine.connect() as connection:
                triggers.append(connection.exec_driver_sql(sql).fetchall())
        assert triggers[0] == triggers[1] and len(triggers[0]) > 30
        assert described(engines[0]) == described(engines[1])


def test_everyday_work_imports_neither_the_mapper_nor_the_migrations_nor_another_database(tmp_path):
    create_database(tmp_path / "a.db")
    code = f"""
import sys
from datetime import datetime, timezone
from beredning.core.journal import Act
from beredning.store import open_database
with open_database({str(tmp_path / "a.db")!r}) as db:
    with db.unit(datetime(2023, 1, 1, tzinfo=timezone.utc), "a") as unit:
        unit.put_text("x")
        unit.write(Act("a", "b", "c", "d"))
    with db.read() as reader:
        reader.head()
print(*sorted({{m.split(".")[0] for m in sys.modules}}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd(),
                          env={"PYTHONPATH": "engine"})  # fmt: skip
    loaded = set(done.stdout.split())
    assert "sqlite3" in loaded
    heavy = {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "psycopg", "mako", "uuid", "asyncio", "logging"}
    assert not loaded & heavy


def test_the_database_says_which_version_it_has(tmp_path):
    create_database(tmp_path / "a.db", {"övning": "ja"})
    with open_database(f"sqlite:///{tmp_path / 'a.db'}") as db, db.read() as reader:
        assert reader.meta("schema") == str(SCHEMA)
        assert reader.meta("övning") == "ja" and reader.meta("okänt") == ""
        assert len(reader.meta("instans")) == 32


def test_the_addresses_of_sqlite():
    assert sqlite_path("sqlite:////srv/a.db") == Path("/srv/a.db")
    assert sqlite_path("sqlite:///a.db") == sqlite_path("a.db") == Path("a.db")


assert tables.Case.__tablename__ == "cases"
