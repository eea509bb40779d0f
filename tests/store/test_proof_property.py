"""Whatever acts are written, the fold of the journal is the tables; whatever one thing is changed, a proof sees it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredning.core.journal import Entry, fold
from beredning.store import Database, create_database, open_database
from beredning.store.proof import shown
from beredning.store.rows import KEPT, SHAPES, CaseRow, MeetingRow
from tests.store import story
from tests.store.samples import NOW

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)
ACTS = st.lists(
    st.fixed_dictionaries({
        "rows": st.sets(st.tuples(st.sampled_from(story.KINDS), st.integers(1, 3)), min_size=1, max_size=5),
        "texts": st.lists(WORDS, max_size=2),
        "files": st.lists(st.binary(max_size=3), max_size=2),
        "numbers": st.integers(0, 2),
        "gallra": st.booleans(),
    }),
    min_size=1,
    max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A created database to copy: running the migrations for each example would take the time."""
    path = tmp_path_factory.mktemp("property") / "empty.db"
    create_database(path)
    return path


def live(db: Database, acts: list[dict[str, Any]]) -> None:
    """Write the acts; parents of whatever points at them come first."""
    with db.unit(NOW, "anna") as unit:
        unit.write(story.ACT, rows=[story.row(kind, n, 0) for n in (1, 2, 3) for kind in (CaseRow, MeetingRow)])
    for version, act in enumerate(acts, 1):
        with db.unit(NOW, "anna") as unit:
            rows = [story.row(kind, number, version) for kind, number in sorted(act["rows"], key=str)]
            seen = [unit.one(type(row), *row[: SHAPES[type(row)][1]]) for row in rows]
            texts = [unit.put_text(words) for words in act["texts"]]
            files = [unit.put_file(body, "x") for body in act["files"]]
            for _ in range(act["numbers"]):
                unit.next_number("dnr", "UBN", 2023)
            unit.write(story.ACT, rows=rows, seen=seen)
            if act["gallra"] and (any(texts) or files):
                unit.dispose(story.GALLRA, texts=sorted({t for t in texts if t}), files=sorted(set(files)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=ACTS, data=st.data())
def test_the_fold_is_the_tables_and_one_changed_thing_is_seen(empty, acts, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, folder))
        with open_database(path) as db:
            live(db, acts)
            entries = [Entry._make(row) for row in db.door.stream("journal.every", ())]
            tables = {t: {r[: KEPT[t]]: r for r in db.door.stream_sql(shown(t), ())} for t in KEPT}
            assert fold(entries, KEPT) == tables
            assert db.prove().ok
        tamper(path, data)
        with open_database(path) as db:
            assert not db.prove().ok


def tamper(path: Path, data: st.DataObject) -> None:
    """Change, remove or copy one row of one table, any column, without the triggers."""
    connection = sqlite3.connect(path)
    for (drop,) in connection.execute(
        "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(drop)
    sizes = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in (*KEPT, "journal")}
    table = data.draw(st.sampled_from([t for t, size in sizes.items() if size]))
    keys = ", ".join(f'"{c}"' for c in columns(table)[: KEPT.get(table, 1)])
    at = data.draw(st.integers(0, sizes[table] - 1))
    row = f"({keys}) = (SELECT {keys} FROM {table} ORDER BY {keys} LIMIT 1 OFFSET {at})"
    column = data.draw(st.sampled_from([None, *columns(table)]))
    if column is None:
        connection.execute(f"DELETE FROM {table} WHERE {row}")
    else:
        kind = connection.execute(f'SELECT typeof("{column}") FROM {table} WHERE {row}').fetchone()[0]
        other = {"integer": f'"{column}" + 1000', "text": f"\"{column}\" || 'x'", "blob": "x'00ff'", "null": "'x'"}[
            kind
        ]
        if (table, kind) in (("files", "null"), ("texts", "null")) and column in ("body", "salt"):
            other = "x'00'" if (table, column) != ("texts", "body") else "'x'"
        connection.execute(f'UPDATE {table} SET "{column}" = {other} WHERE {row}')
    connection.commit()
    connection.close()


def columns(table: str) -> tuple[str, ...]:
    kind = next(kind for kind, (name, _) in SHAPES.items() if name == table)
    fields: tuple[str, ...] = kind._fields
    return fields
