"""A process that is killed at any write leaves nothing half done and loses nothing: both proofs hold when reopened."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from beredning.errors import StorageFault, WrongVersion
from beredning.store import Database, create_database, open_database
from beredning.store.database import connect
from beredning.store.rows import CaseRow, SeriesRow
from tests import kill
from tests.store.test_upgrade import old_database

WRITER = """
import sys
from beredning.core.journal import Act
from beredning.store import open_database
from beredning.store.rows import CaseRow
from tests.store.samples import ACT, NOW, case
with open_database(sys.argv[1]) as db:
    for number in (1, 2):
        with db.unit(NOW, "anna") as unit:
            assert unit.next_number("dnr", "UBN", 2023) == number
            title = unit.put_text(f"titel {number}")
            unit.put_file(b"%PDF" * 2000 * number, "application/pdf")
            unit.write(ACT, rows=[case(f"UBN:2023:{number}", number, title=title)])
            seen = unit.one(CaseRow, f"UBN:2023:{number}")
            unit.write(ACT, rows=[seen._replace(stage="nämnd")], seen=[seen])
    with db.unit(NOW, "anna") as unit:
        unit.dispose(ACT, texts=[title])
"""
PER_UNIT = (0, 2, 4, 5)
STORE = ["beredning.store", "tests.store.samples", "sqlite3"]
MAKING = ["beredning.store.upgrade", "sqlalchemy.dialects.sqlite", "alembic.autogenerate"]
ENV = {"PYTHONPATH": f"engine:cli:{kill.ROOT}", "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


class Instance:
    """A folder with a database that is put back before each run; `seen` collects how far the killed runs came."""

    def __init__(self, folder: Path, path: Path) -> None:
        self.fresh, self.folder = folder / "fresh", folder / "run"
        self.path = self.folder / path.name
        self.seen: set[int] = set()
        shutil.copytree(path.parent, self.fresh)

    def prepare(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.fresh, self.folder)

    def check(self, number: int, whole: bool) -> None:
        """Entries come in whole units, and everything that belongs to a unit came with it."""
        with open_database(self.path) as db:
            proof = db.prove()
            with db.read() as reader:
                cases = reader.all(CaseRow, "page", 10, 0)
                series = reader.one(SeriesRow, "dnr", "UBN", 2023)
                texts = [reader.text(row.title) for row in cases]
        assert proof.ok, (number, proof.breaks)
        assert proof.entries in PER_UNIT, number
        assert len(cases) == (series.last if series else 0) == min(proof.entries // 2, 2)
        assert all(row.stage == "nämnd" for row in cases)
        assert (
            sorted(texts)
            == [[], ["titel 1"], ["titel 1", "titel 2"], ["[gallrat]", "titel 1"]][PER_UNIT.index(proof.entries)]
        )
        assert not whole or proof.entries == 5
        self.seen.add(proof.entries)


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "made").mkdir()
    create_database(tmp_path / "made" / "beredning.db")
    return Instance(tmp_path, tmp_path / "made" / "beredning.db")


def test_a_writer_killed_at_every_write(instance):
    places = kill.kill_at_every_write(
        ["-c", WRITER, str(instance.path)], ENV, instance.check, instance.prepare, preload=STORE
    )
    assert places > 25
    assert instance.seen == set(PER_UNIT), "the kills fell between all of the commits"


def test_a_writer_killed_at_every_system_call(instance):
    reason = kill.strace_works()
    if reason:
        pytest.skip(f"Systemanrop kan inte brytas här: {reason}.")
    places = kill.kill_at_every_system_call(["-c", WRITER, str(instance.path)], ENV, instance.check, instance.prepare)
    assert places > 20
    assert instance.seen >= {0, 2, 4}


@pytest.mark.postgres
def test_a_writer_on_postgresql_killed_at_every_write(postgres_database, tmp_path):
    """A server is not put back as a folder is, so each run works under an organ of its own in the same database."""
    create_database(postgres_database)
    run, before, seen = tmp_path / "run", [0], set()

    def prepare() -> None:
        with open_database(postgres_database) as db, db.read() as reader:
            before[0] = reader.head()[0]
        run.write_text(f"ORG{before[0]}-{os.urandom(4).hex()}")

    def check(number: int, whole: bool) -> None:
        with open_database(postgres_database) as db:
            proof = db.prove()
            with db.read() as reader:
                series = reader.one(SeriesRow, "dnr", run.read_text(), 2023)
        came = proof.entries - before[0]
        assert proof.ok and came in PER_UNIT and (not whole or came == 5), number
        assert (series.last if series else 0) == min(came // 2, 2)
        seen.add(came)

    script = WRITER.replace('"UBN"', "open(sys.argv[2]).read()").replace("UBN:", "{open(sys.argv[2]).read()}:")
    argv = ["-c", script, postgres_database, str(run)]
    kill.kill_at_every_write(argv, ENV, check, prepare, preload=[*STORE, "psycopg"])
    assert seen == set(PER_UNIT)


CREATOR = """
import sys
from beredning.store import create_database
create_database(sys.argv[1], {"instans": "f" * 32})
"""


def test_creating_killed_at_every_write_gives_a_whole_database_or_none(tmp_path):
    path = tmp_path / "ny" / "beredning.db"
    states = set()

    def prepare() -> None:
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()

    def check(number: int, whole: bool) -> None:
        if path.exists():
            states.add("whole")
            with open_database(path) as db:
                assert db.prove().ok, number
        else:
            states.add("none")
            assert not whole
        if number % 10 == 0:  # what is left lying does not stand in the way
            if not path.exists():
                create_database(path)
            with open_database(path) as db:
                assert db.prove().ok and db.prove().entries == 0

    assert kill.kill_at_every_write(["-c", CREATOR, str(path)], ENV, check, prepare, preload=MAKING) > 50
    assert states == {"whole", "none"}


UPGRADER = """
import sys
from beredning.store.upgrade import upgrade
upgrade(sys.argv[1])
"""


def test_upgrading_killed_at_every_write_leaves_the_old_or_the_new(tmp_path):
    fresh, path = tmp_path / "old", tmp_path / "run" / "beredning.db"
    fresh.mkdir()
    old_database(str(fresh / "beredning.db"))
    states = set()

    def prepare() -> None:
        shutil.rmtree(path.parent, ignore_errors=True)
        shutil.copytree(fresh, path.parent)

    def check(number: int, whole: bool) -> None:
        with Database(connect(path)) as db:
            assert db.prove().ok and db.prove().entries == 5, number
        for copy in path.parent.glob("*.version-1*.db"):
            with Database(connect(copy)) as db:
                assert db.prove().ok, number
        try:
            open_database(path).close()
            states.add("new")
        except WrongVersion:
            states.add("old")
            assert not whole

    assert kill.kill_at_every_write(["-c", UPGRADER, str(path)], ENV, check, prepare, preload=MAKING) > 10
    assert states == {"old", "new"}


def test_the_harness_kills_a_writer_that_does_leave_things_half_done(tmp_path):
    """Two files written one after the other, without a transaction: the harness must find the state between."""
    script = "import sys\nfor name in 'ab':\n    with open(sys.argv[1] + name, 'w') as f:\n        f.write('x')\n"
    states = set()

    def prepare() -> None:
        for name in "ab":
            (tmp_path / name).unlink(missing_ok=True)

    def check(number: int, whole: bool) -> None:
        states.add("".join(name for name in "ab" if (tmp_path / name).exists()))

    assert kill.kill_at_every_write(["-c", script, f"{tmp_path}/"], {}, check, prepare) == 2
    assert states == {"a", "ab"}


def test_a_missing_database_is_not_made_by_a_reader(tmp_path):
    with pytest.raises(StorageFault):
        open_database(tmp_path / "a.db", read_only=True)
    assert not list(tmp_path.iterdir())
