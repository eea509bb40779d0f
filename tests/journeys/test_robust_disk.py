"""A full disk, a folder that may not be written, a database that somebody holds: told, and nothing half done."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import robust_road as road

KILO = 1024
OFFICER = ("--instans", road.INSTANCE, "--som", "maggan.melander")
REGISTER = ("ärende", "registrera", "UBN", "Lokaler", "--dnr", "2023/999", *OFFICER)


@pytest.fixture(scope="module")
def stops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, road.Stop]:
    """The demo before its first report, and before its first pack."""
    wanted = {"skriv": "utlåtande skriv", "kallelse": "sammanträde kallelse", "handlingar": "sammanträde handlingar"}
    return road.walk(tmp_path_factory.mktemp("vägen"), wanted)


# A full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of six megabytes; skips in words where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"En liten disk kan inte monteras här: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def leave(disk: Path, size: int) -> None:
    """Fill the disk until only `size` bytes are free."""
    filler = disk / "fyllnad"
    filler.unlink(missing_ok=True)
    free = os.statvfs(disk)
    filler.write_bytes(b"x" * max(free.f_bavail * free.f_frsize - size, 0))


def plain(place: road.Place) -> dict[str, bytes]:
    """The files of the place that are not made again by themselves."""
    return {path: body for path, body in place.files().items() if ".beredning" not in path}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("skriv", REGISTER),
        ("skriv", ("ärende", "bifoga", "2023/450", "papper/stor.txt", "--titel", "Stor", *OFFICER)),
        ("skriv", ()),
        ("kallelse", ()),
        ("handlingar", ("--utan-sidantal",)),
    ],
)
def test_a_disk_that_is_full_at_any_point(name, words, stops, small_disk):
    """With a little more room each time, until there is enough: before that not a row and not a file has changed."""
    stop = stops[name]
    words = words if words and words[0] == "ärende" else (*stop.words, *words)
    place = road.Place(small_disk / "run", stop.folder)
    refusals = 0
    for size in (0, 8, 16, 32, 48, 64, 96, 128, 192, 256, 512, 1024, 2048):
        (small_disk / "fyllnad").unlink(missing_ok=True)
        place.restore()
        (place.folder / "papper" / "stor.txt").write_bytes(b"stor " * 20_000)
        database = place.instance / "beredning.db"
        rows, files = road.tables(database), plain(place)
        leave(small_disk, size * KILO)
        said = place.call(*words)
        (small_disk / "fyllnad").unlink()
        place.prove()
        if said.code == 0:
            break
        refusals += 1
        road.assert_told(said, 7, "full")
        assert road.tables(database) == rows, size
        assert plain(place) == files, size
        assert place.call(*words).code == 0, "the same command does it when there is room"
    else:
        pytest.fail("two megabytes were not enough")
    assert refusals, "the disk was never full"


def test_an_instance_on_a_full_disk_is_not_made(small_disk):
    leave(small_disk, 40 * KILO)
    said = road.call(small_disk, "ny", "ovning", "--övning")
    road.assert_told(said, 7)
    assert ".ny" not in said.err, said
    assert [path.name for path in small_disk.iterdir()] == ["fyllnad"]
    (small_disk / "fyllnad").unlink()
    assert road.call(small_disk, "ny", "ovning", "--övning").code == 0


# Without the right to write. The superuser may do everything, so for a while the test is nobody.


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
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


def open_to(folder: Path, files: int, folders: int) -> None:
    """Give everybody these rights to all there is in the folder."""
    for path in [*folder.rglob("*"), folder]:
        path.chmod(folders if path.is_dir() else files)


@pytest.fixture
def guarded(stops) -> Iterator[road.Place]:
    """The demo in a folder that everybody may read and nobody may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        place = road.Place(folder / "run", stops["skriv"].folder)
        place.restore()
        (place.folder / "personer.csv").write_text("Namn;Titel\nNils Nyman;Utredare\n", encoding="utf-8")
        open_to(place.folder, 0o444, 0o555)
        yield place
        open_to(place.folder, 0o644, 0o755)


@pytest.mark.parametrize(
    "words",
    [
        REGISTER,
        ("övning", "klocka", "2023-12-01", "--instans", road.INSTANCE),
        ("importera", "personer", "personer.csv", "--instans", road.INSTANCE),
        ("utlåtande", "skriv", "2023/450", *OFFICER),
        ("ny", "ny-mapp"),
        ("flöde", "ny", "eget", "--instans", road.INSTANCE),
        ("migrera", "--instans", road.INSTANCE),
    ],
)
def test_what_may_only_be_read_is_not_changed_and_says_so(words, guarded):
    files = guarded.files()
    with as_nobody():
        said = guarded.call(*words)
    if words[0] == "migrera" and said.code == 0:
        assert "ingenting behövde göras" in said.out
    else:
        road.assert_told(said, 7)
        assert ".ny”" not in said.err, "the draft's name is nothing to the person"
    assert guarded.files() == files


@pytest.mark.parametrize("words", [("ärende", "lista"), ("ärende", "visa", "2023/450"), ("revision", "kontrollera")])
def test_what_may_only_be_read_can_be_read(words, guarded):
    with as_nobody():
        said = guarded.call(*words, "--instans", road.INSTANCE, "--som", "rolf.ovningsson")
    assert said.code == 0 and not said.err, said


def test_a_paper_that_cannot_be_put_where_it_was_asked_undoes_the_act(stops):
    """The database may be written and the folder for the kallelse may not."""
    stop = stops["kallelse"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        place = road.Place(folder / "run", stop.folder)
        place.restore()
        open_to(place.folder, 0o666, 0o777)
        (place.folder / "handlingar").mkdir(exist_ok=True)
        (place.folder / "handlingar").chmod(0o555)
        entries = place.entries()
        with as_nobody():
            said = place.call(*stop.words)
        road.assert_told(said, 7, "kallelse-UBN-AU-2023-12-06.docx”", "rättigheter")
        assert place.entries() == entries
        (place.folder / "handlingar").chmod(0o777)
        assert place.call(*stop.words).code == 0


# Somebody else


def test_a_database_that_somebody_holds_for_ten_seconds(stops, tmp_path):
    """By SQLite's own lock and at the gate, at the same time; who only reads is not kept waiting."""
    places = []
    for name in ("lås", "grind"):
        shutil.copytree(stops["skriv"].folder, tmp_path / name)
        places.append(road.Place(tmp_path / name, stops["skriv"].folder))
    rows = [road.tables(place.instance / "beredning.db") for place in places]
    held = sqlite3.connect(places[0].instance / "beredning.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    with (places[1].instance / "beredning.db-plats").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "beredning_cli", *REGISTER],
                cwd=place.folder,
                env=road.ENV,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for place in places
        ]
        for place in places:
            assert place.call("ärende", "visa", "2023/450", "--instans", road.INSTANCE).code == 0
        told = [road.Said(*_ended(process)) for process in running]
    held.close()
    for place, said, before in zip(places, told, rows, strict=True):
        road.assert_told(said, 7, "10 sekunder")
        assert road.tables(place.instance / "beredning.db") == before
        assert place.call(*REGISTER).code == 0


def _ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err
