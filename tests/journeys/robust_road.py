"""The demo's road with stops: the folder as it stood just before a command, to be put back as often as a test wants."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from beredning.resources import resource_folder
from beredning.store import open_database
from beredning_cli import demo as script
from beredning_cli.demo import PAPERS, SCRIPT, read_script
from beredning_cli.main import run

INSTANCE = script.INSTANCE
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (
    "import os, sys; os.chdir(sys.argv[1]); from beredning_cli.main import run; raise SystemExit(run(sys.argv[2:]))"
)
ENV = {"PYTHONPATH": f"{ROOT / 'engine'}:{ROOT / 'cli'}:{ROOT}", "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


class Said(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


class Stop(NamedTuple):
    """A command of the script, and the demo's folder as it stood before it."""

    words: tuple[str, ...]
    folder: Path


def call(folder: Path, *words: str) -> Said:
    """Run one command in this process, standing in the folder."""
    out, err = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(list(words))
    finally:
        os.chdir(before)
    return Said(code, out.getvalue(), err.getvalue())


def argv(folder: Path, words: Sequence[str]) -> list[str]:
    """The same command for a process of its own."""
    return ["-c", PROGRAM, str(folder), *words]


def walk(folder: Path, wanted: Mapping[str, str]) -> dict[str, Stop]:
    """Carry the demo's script through until every wanted command has been met.

    wanted: a name for each stop, and the words that the first command to stop at begins with. A stop at a command is
    taken before it is run; one that has no more words than "ny" is before everything.
    """
    training = resource_folder("templates") / "ovning"
    demo = folder / "demo"
    demo.mkdir()
    shutil.copytree(training / PAPERS, demo / PAPERS)
    stops: dict[str, Stop] = {}
    person = ""
    for line in read_script((training / SCRIPT).read_text(encoding="utf-8")):
        if line.kind == "seat":
            time, person = line.words
            if (demo / INSTANCE).exists():
                assert call(demo, "övning", "klocka", time, "--instans", INSTANCE).code == 0
        if line.kind != "command":
            continue
        words = line.words if line.words[0] == "ny" else (*line.words, "--instans", INSTANCE, "--som", person)
        for name, begins in wanted.items():
            if name not in stops and line.code == 0 and " ".join(words).startswith(begins):
                shutil.copytree(demo, folder / name)
                stops[name] = Stop(words, folder / name)
        if len(stops) == len(wanted):
            return stops
        said = call(demo, *words)
        assert said.code == line.code, (line.number, said)
    assert len(stops) == len(wanted), set(wanted) - set(stops)
    return stops


class Place:
    """A folder that is put back to a stop as often as is wanted, and what may be asked of it."""

    def __init__(self, folder: Path, stop: Path) -> None:
        self.stop, self.folder = stop, folder

    def restore(self) -> None:
        """Make the folder as it was at the stop."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.stop, self.folder)

    def call(self, *words: str) -> Said:
        """Run a command here, in this process."""
        return call(self.folder, *words)

    @property
    def instance(self) -> Path:
        """The folder of the instance."""
        return self.folder / INSTANCE

    def entries(self) -> int:
        """The number of journal entries; -1 where there is no database."""
        path = self.instance / "beredning.db"
        if not path.exists():
            return -1
        with open_database(path, read_only=True) as db, db.read() as reader:
            return reader.head()[0]

    def prove(self) -> None:
        """Both proofs, as the auditor has them."""
        said = call(self.folder, "revision", "kontrollera", "--instans", INSTANCE, "--json")
        assert said.code == 0, said

    def files(self) -> dict[str, bytes]:
        """Every file by its path, but the database and what beside it holds no more than locks."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and not path.name.startswith("beredning.db"):
                found[path.relative_to(self.folder).as_posix()] = path.read_bytes()
        return found


def is_temporary(path: str) -> bool:
    """Whether a path is one that a killed program may leave: hidden or with an ending of its own, and never taken for
    a document."""
    parts = Path(path).parts
    return any(part.startswith(".") and part != ".beredning" for part in parts) or path.endswith(".skapas")


def assert_whole(files: Mapping[str, bytes]) -> None:
    """Every file that has its final name can be read to its end, and a manifest agrees with its folder."""
    for path, body in files.items():
        if is_temporary(path):
            continue
        if path.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(body)) as package:
                assert package.testzip() is None, path
                ET.fromstring(package.read("word/document.xml"))
        elif path.endswith("manifest.json"):
            _manifest_agrees(path, json.loads(body), files)
        elif path.endswith((".csv", ".txt", ".yaml", ".md")):
            assert body.endswith(b"\n"), path


def _manifest_agrees(path: str, manifest: dict, files: Mapping[str, bytes]) -> None:
    folder = path.removesuffix("manifest.json")
    for one in manifest["filer"]:
        name = next(one[key] for key in ("fil", "namn") if key in one)
        assert sha256(files[folder + name]).hexdigest() == one["sha256"], (path, name)


def tables(database: Path) -> dict[str, str]:
    """A digest of the rows of each table."""
    found = {}
    with contextlib.closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        for name in names:
            rows = sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
            found[name] = sha256(repr(rows).encode("utf-8", "backslashreplace")).hexdigest()
    return found


def assert_told(said: Said, code: int, *words: str) -> None:
    """One Swedish sentence and what to do about it, with the right exit code, and never a traceback."""
    assert said.code == code, said
    assert said.err.startswith("Fel: "), said
    assert "Gör så här: " in said.err or "→" in said.err, said
    assert "Traceback" not in said.out + said.err, said
    for word in words:
        assert word in said.err, (word, said.err)


def execute(database: Path, statement: str) -> None:
    """Change a database behind the program's back."""
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)
