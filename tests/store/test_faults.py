"""What disks, servers and other programs do to a database: said in Swedish with what to do, and nothing half done."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from beredning.errors import Clash, NotFound, StorageFault, UsageFault
from beredning.store import create_database, open_database
from beredning.store.database import sqlite_path
from beredning.store.rows import CaseRow
from tests.store.samples import ACT, NOW, case


def register(db, key="UBN:2023:1", number=1, size=0):
    """One act with a case, and a file of this many bytes."""
    with db.unit(NOW, "anna") as unit:
        if size:
            unit.put_file(os.urandom(size), "application/pdf")
        unit.write(ACT, rows=[case(key, number)])


def whole(url, entries):
    """Both proofs hold and the journal has this many entries."""
    with open_database(url) as db:
        found = db.prove()
    assert found.ok and found.entries == entries


@pytest.fixture
def lite(sqlite_database):
    """The path of a database with one case."""
    create_database(sqlite_database)
    with open_database(sqlite_database) as db:
        register(db)
    return sqlite_path(sqlite_database)


def test_a_database_that_does_not_exist(tmp_path):
    with pytest.raises(StorageFault, match="finns inte"):
        open_database(tmp_path / "ingen.db")
    assert not list(tmp_path.iterdir()), "opening must not make a file"


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "a.db").write_bytes(b"Hej! " * 1000)
    with pytest.raises(StorageFault, match="ingen databas från Beredning"):
        open_database(tmp_path / "a.db")


def test_a_database_of_another_program(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    with pytest.raises(StorageFault, match="ingen databas från Beredning"):
        open_database(tmp_path / "a.db")


def test_a_damaged_database(lite):
    with open_database(lite) as db:
        db.door.run("PRAGMA wal_checkpoint(TRUNCATE)")
        size = lite.stat().st_size
    with lite.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    with pytest.raises(StorageFault, match="skadad"):
        open_database(lite)


def test_another_program_that_keeps_the_database_locked(lite):
    other = sqlite3.connect(lite, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_database(lite, wait=0.2) as db:
        with pytest.raises(StorageFault, match=r"låst av ett annat program i 0\.2 sekunder") as told:
            register(db, "UBN:2023:2", 2)
        assert "Ingenting är ändrat" in told.value.hint
        other.execute("ROLLBACK")
        other.close()
        register(db, "UBN:2023:2", 2)  # the gate was left
    whole(lite, 2)


def test_creating_over_an_existing_file_is_refused(lite):
    before = lite.read_bytes()
    with pytest.raises(StorageFault, match="finns redan"):
        create_database(lite)
    assert lite.read_bytes() == before


def test_creating_in_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(StorageFault):
        create_database(tmp_path / "ingen" / "a.db")


# A full disk


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own, of two megabytes; skips in words where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"En liten disk kan inte monteras här: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(small_disk):
    path = small_disk / "a.db"
    create_database(path)
    entries = 0
    with open_database(path) as db, pytest.raises(StorageFault, match="full") as told:  # noqa: PT012
        while entries < 100:
            register(db, f"UBN:2023:{entries + 1}", entries + 1, size=100_000)
            entries += 1
    assert entries > 2 and "Frigör utrymme" in told.value.hint
    whole(path, entries)


def test_creating_on_a_full_disk_leaves_no_database(small_disk):
    (small_disk / "stor").write_bytes(b"x" * 2_000_000)
    with pytest.raises(StorageFault):
        create_database(small_disk / "a.db")
    assert not (small_disk / "a.db").exists()
    (small_disk / "stor").unlink()
    create_database(small_disk / "a.db")
    whole(small_disk / "a.db", 0)


def test_a_database_that_may_not_grow(lite):
    """The same fault where no disk can be mounted: SQLite's own limit gives the same code."""
    with open_database(lite) as db:
        pages = sqlite3.connect(lite).execute("PRAGMA page_count").fetchone()[0]
        db.door.run(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(StorageFault, match="full"):
            register(db, "UBN:2023:2", 2, size=200_000)
    whole(lite, 1)


# Without the right to write. The superuser may do everything, so for a while the test is nobody.


@contextlib.contextmanager
def as_nobody():
    """As an ordinary user; no change where the test is run by one."""
    superuser = os.geteuid() == 0
    if superuser:
        os.setegid(65534)
        os.seteuid(65534)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)
            os.setegid(0)


@pytest.fixture
def guarded(lite):
    """The database in a folder that everybody may read and nobody may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in lite.parent.glob("beredning.db*"):
            shutil.copy(file, folder)
            (folder / file.name).chmod(0o444)
        folder.chmod(0o555)
        yield folder / "beredning.db"
        folder.chmod(0o755)


def test_an_auditor_reads_and_proves_without_any_right_to_write(guarded):
    with as_nobody(), open_database(guarded, read_only=True) as db:
        with db.read() as reader:
            assert reader.one(CaseRow, "UBN:2023:1") is not None
        assert db.prove().ok
        with pytest.raises(StorageFault, match="öppnad för läsning"):
            register(db, "UBN:2023:2", 2)


@pytest.mark.parametrize("folder", [0o555, 0o777])
def test_a_file_that_may_only_be_read_cannot_be_written_and_says_so(guarded, folder):
    guarded.parent.chmod(folder)
    with as_nobody(), pytest.raises(StorageFault, match=r"får bara läsas|går inte att skriva i|kunde inte öppnas"):
        open_and_register(guarded)
    whole(guarded, 1)


def open_and_register(path):
    with open_database(path, wait=0.5) as db:
        register(db, "UBN:2023:2", 2)


def test_a_log_that_cannot_be_read_without_writing_is_not_passed_over(lite):
    """Work lies in the log, whose index is gone: reading the file alone would show an older state as the truth."""
    with open_database(lite) as db, tempfile.TemporaryDirectory() as name:
        register(db, "UBN:2023:2", 2)
        folder = Path(name)
        for ending in ("", "-wal"):
            shutil.copy(lite.with_name(lite.name + ending), folder)
        folder.chmod(0o555)
        with as_nobody(), pytest.raises(StorageFault, match="kunde inte öppnas") as told:
            open_database(folder / lite.name, read_only=True)
        assert "kopiera filerna" in told.value.hint
        folder.chmod(0o755)


def test_an_auditor_sees_what_lies_in_the_write_ahead_log(lite):
    with open_database(lite) as db:
        register(db, "UBN:2023:2", 2)
        assert lite.with_name(lite.name + "-wal").stat().st_size
        with open_database(lite, read_only=True) as auditor, auditor.read() as reader:
            assert reader.head()[0] == 2


# PostgreSQL


def test_a_server_that_is_not_there():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StorageFault, match="svarar inte") as told:
        open_database(f"postgresql://anna:hemligt@127.0.0.1:{port}/beredning", wait=2)
    assert "hemligt" not in told.value.text + told.value.hint


@pytest.mark.postgres
def test_a_database_that_is_not_ours(postgres_database):
    with pytest.raises(StorageFault, match="ingen databas från Beredning"):
        open_database(postgres_database)


@pytest.mark.postgres
def test_creating_twice_is_refused(postgres_database):
    create_database(postgres_database)
    with pytest.raises(StorageFault, match="används redan"):
        create_database(postgres_database)
    whole(postgres_database, 0)


@pytest.mark.postgres
def test_a_server_that_breaks_off_in_the_middle(postgres_database):
    create_database(postgres_database)
    with (
        open_database(postgres_database) as db,
        psycopg.connect(postgres_database, autocommit=True) as other,
        pytest.raises(StorageFault, match="svarar inte"),
    ):
        broken_off(db, other)
    whole(postgres_database, 0)


def broken_off(db, other):
    with db.unit(NOW, "anna") as unit:
        unit.write(ACT, rows=[case()])
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.postgres
def test_a_database_that_may_only_be_read(postgres_database):
    create_database(postgres_database)
    with open_database(postgres_database, read_only=True) as db:
        assert db.prove().ok
        with pytest.raises(StorageFault, match="öppnad för läsning"):
            register(db)
        with pytest.raises(StorageFault, match="tillåter inte"):
            db.door.run("INSERT INTO meta VALUES ('a', 'b')")


# What cannot be stored, and what is not there


@pytest.mark.parametrize("text", ["a\x00b", "halv \ud83d"])
def test_text_that_no_database_can_hold_is_refused_before_anything_is_written(created_url, text):
    with open_database(created_url) as db:
        with pytest.raises(UsageFault), db.unit(NOW, "anna") as unit:
            unit.put_text(text)
        register(db)
    whole(created_url, 1)


def test_text_that_every_database_can_hold(created_url):
    words = "Ö\x01\x7f\u2028\ufffe😀 ' \" \\ %s ? \r\n\t"
    with open_database(created_url) as db:
        with db.unit(NOW, "anna") as unit:
            digest = unit.put_text(words)
            assert unit.put_text("") == ""
            assert unit.put_text(words) != digest, "two equal texts cannot be told to be equal from the journal"
            unit.write(ACT, rows=[case(officer=words)])
        with db.read() as reader:
            assert reader.texts([digest, "", digest]) == {digest: words, "": ""}
            row = reader.one(CaseRow, "UBN:2023:1")
            assert row is not None and row.officer == words
        assert db.prove().ok


def test_what_is_not_there_is_said(created_url):
    with open_database(created_url) as db, db.read() as reader:
        for ask in (reader.text, reader.file):
            with pytest.raises(NotFound, match="aaaaaaaaaaaa…"):
                ask("a" * 64)
        assert reader.one(CaseRow, "UBN:2023:1") is None


def test_a_text_changed_behind_our_back_is_not_handed_out(created_url):
    with open_database(created_url) as db:
        with db.unit(NOW, "anna") as unit:
            digest = unit.put_text("avslag")
            unit.write(ACT)
        db.door.run("DROP TRIGGER texts_no_update" + ("" if db.door.path else " ON texts"))
        db.door.run("UPDATE texts SET body = 'bifall'")
        with db.read() as reader, pytest.raises(StorageFault, match="bakom systemets rygg"):
            reader.text(digest)


def test_a_file_changed_behind_our_back_is_not_handed_out(created_url):
    with open_database(created_url) as db:
        with db.unit(NOW, "anna") as unit:
            digest = unit.put_file(b"%PDF", "application/pdf")
            assert unit.put_file(b"%PDF", "annan/typ") == digest
            unit.write(ACT)
        drop = "DROP TRIGGER files_no_update" + ("" if db.door.path else " ON files")
        db.door.run(drop)
        db.door.run("UPDATE files SET digest = '" + "b" * 64 + "'")
        with db.read() as reader, pytest.raises(StorageFault, match="bakom systemets rygg"):
            reader.file("b" * 64)


def test_what_is_taken_without_an_act_is_not_committed(created_url):
    with open_database(created_url) as db:
        with pytest.raises(RuntimeError, match="series"), db.unit(NOW, "anna") as unit:
            unit.next_number("dnr", "UBN", 2023)
        register(db)
    whole(created_url, 1)


@pytest.mark.parametrize("rows", [[case(), case()], [case(), case(officer="b")]])
def test_the_same_row_twice_in_one_act_is_a_mistake_of_the_program(created_url, rows):
    with open_database(created_url) as db, pytest.raises(ValueError, match="twice"), db.unit(NOW, "anna") as unit:
        unit.write(ACT, rows=rows)
    whole(created_url, 0)


def test_a_refused_act_that_the_caller_passes_over_takes_the_whole_unit_with_it(created_url):
    """Rows written before the clash would otherwise be committed without an entry that accounts for them."""
    with open_database(created_url) as db:
        register(db)
        with pytest.raises(RuntimeError, match="broke off"):
            pass_over(db, Clash, lambda unit: unit.write(ACT, rows=[case("UBN:2023:2", 2), case()]))
    whole(created_url, 1)


@pytest.mark.postgres
def test_a_failed_statement_that_the_caller_passes_over_is_no_silent_rollback(postgres_database):
    create_database(postgres_database)
    with open_database(postgres_database) as db, pytest.raises(StorageFault, match="avbrutit transaktionen"):
        pass_over(db, StorageFault, lambda _: db.door.run("SELECT no_such_function()"))
    whole(postgres_database, 0)


def pass_over(db, error, step):
    with db.unit(NOW, "bo") as unit:
        unit.write(ACT, rows=[case("UBN:2023:3", 3)])
        with contextlib.suppress(error):
            step(unit)


def test_gallring_says_when_somebody_keeps_the_log_from_being_emptied(sqlite_database):
    create_database(sqlite_database)
    with (
        open_database(sqlite_database, wait=0.2) as db,
        open_database(sqlite_database) as other,
        other.read() as reader,
    ):
        with db.unit(NOW, "anna") as unit:
            text = unit.put_text("hemligt")
            unit.write(ACT)
        assert reader.head()[0] == 1
        with pytest.raises(StorageFault, match="Gallringen är gjord"), db.unit(NOW, "anna") as unit:
            unit.dispose(ACT, texts=[text])
    whole(sqlite_database, 2)
