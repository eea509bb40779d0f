"""What docs/journal.md tells an auditor is true: its checker, run as it stands there, agrees with our own proofs."""

from __future__ import annotations

import csv
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from beredning.core.journal import Entry
from beredning.store import create_database, open_database
from beredning.store.rows import KEPT, EntryRow
from tests.store import story

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "journal.md"


@pytest.fixture(scope="module")
def checker(tmp_path_factory):
    """The program in the document, saved as the document says."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path_factory.mktemp("kontroll") / "kontroll.py"
    path.write_text(code, encoding="utf-8")
    return path


@pytest.fixture
def told(tmp_path):
    path = tmp_path / "beredning.db"
    create_database(path)
    with open_database(path) as db:
        story.tell(db)
    return path


def check(checker: Path, path: Path) -> tuple[int, str]:
    """Run in an interpreter that finds nothing but the standard library."""
    done = subprocess.run([sys.executable, "-I", "-S", checker, path], capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def test_the_checker_agrees_that_a_whole_journal_is_whole(checker, told):
    code, said = check(checker, told)
    with open_database(told, read_only=True) as db:
        proof = db.prove()
    assert code == 0, said
    assert f"Kedjan är hel: {proof.entries} poster, sista kontrollsumman {proof.head}" in said
    assert "exakt de tabeller som finns" in said


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        ("UPDATE journal SET person = 'X' WHERE number = 3", "post 3 är ändrad"),
        ("UPDATE journal SET details = replace(details, 'nyckel', 'nyckeln') WHERE number = 3", "post 3 är ändrad"),
        ("DELETE FROM journal WHERE number = 2", "kedjan är bruten vid post 3"),
        ("DELETE FROM journal WHERE number = 5", "raden stämmer inte med journalen: cases nyckel 3"),
        (
            "UPDATE meetings SET place = 'X' WHERE \"key\" = 'nyckel 1'",
            "raden stämmer inte med journalen: meetings nyckel 1",
        ),
        ("DELETE FROM series", "raden saknas: series dnr UBN 2023"),
        ("INSERT INTO meta VALUES ('a', 'b')", ""),
        ("UPDATE texts SET body = 'x' WHERE disposed = 0", "innehållet stämmer inte: texts"),
        ("UPDATE files SET body = x'00' WHERE disposed = 0", "innehållet stämmer inte: files"),
        ("UPDATE texts SET body = 'x' WHERE disposed > 0", "innehållet är kvar efter gallring: texts"),
    ],
)
def test_the_checker_finds_what_our_proofs_find(checker, told, tamper, said):
    with sqlite3.connect(told) as connection:
        for (drop,) in connection.execute(
            "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            connection.execute(drop)
        connection.execute(tamper)
    connection.close()
    code, answer = check(checker, told)
    with open_database(told) as db:
        assert db.prove().ok == (code == 0) == (not said)
    assert said in answer


def test_the_checker_reads_the_chain_as_csv(checker, created_url, tmp_path):
    """In the form that PostgreSQL's COPY gives, whichever database the journal was in."""
    with open_database(created_url) as db:
        story.tell(db)
        with db.read() as reader:
            entries = reader.all(EntryRow, "after", 0)
    path = tmp_path / "journal.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([Entry._fields, *entries])
    code, said = check(checker, path)
    assert code == 0 and f"{entries[-1].number} poster, sista kontrollsumman {entries[-1].digest}" in said
    path.write_text(path.read_text(encoding="utf-8").replace("Bo Ås", "Bo Öst"), encoding="utf-8")
    assert "post 4 är ändrad" in check(checker, path)[1]


def test_the_document_names_every_column_and_every_table_with_its_key():
    said = DOCUMENT.read_text(encoding="utf-8")
    first = said.split("## Posten")[1].split("## Raderna")[0]
    assert set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", first, re.MULTILINE)))) == set(
        Entry._fields
    )
    second = said.split("## Raderna")[1].split("## Vad bevisen")[0]
    assert {name: int(width) for name, width in re.findall(r"`(\w+)` \| (\d)", second)} == KEPT
