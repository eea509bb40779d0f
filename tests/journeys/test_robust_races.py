"""Several people at the same second, each with the program of their own, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from beredning.store import Database, open_database
from beredning.store.rows import AgendaRow, CaseRow, EntryRow
from tests.journeys import robust_road as road

CLOCK = "2023-11-20T09:00"
# Ready to go, it waits for a line; then it runs the commands it was given, one by one, and tells how each ended.
RUNNER = """
import contextlib, io, json, os, sys
from beredning_cli.main import run
import beredning_cli.case, beredning_cli.meeting, beredning_cli.failure
print("redo", flush=True)
sys.stdin.readline()
told = []
for words in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    told.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(told))
"""


class Town:
    """A training instance whose nämnd draws its own numbers."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder / "ovning"
        self.env = {**road.ENV, "BEREDNING_KLOCKA": CLOCK}
        assert self.say("", "ny", str(self.folder), "--övning").code == 0
        main = self.folder / "kommun.yaml"
        text = main.read_text(encoding="utf-8")
        text = "\n".join(line for line in text.split("\n") if not line.startswith("    diarium: annat"))
        self.url = str(self.folder / "beredning.db")
        if url.startswith("postgresql"):
            text, self.url = text.replace("databas: beredning.db", f"databas: {url}"), url
        main.write_text(text, encoding="utf-8")
        if self.url == url:
            assert self.say("", "migrera", "--skapa", *self.seat("")).code == 0

    def seat(self, person: str) -> tuple[str, ...]:
        """Where and as whom."""
        return ("--instans", str(self.folder), *(("--som", person) if person else ()))

    def say(self, person: str, *words: str) -> road.Said:
        """One command alone."""
        return self.together([[(*words, *(self.seat(person) if person else ()))]])[0][0]

    def together(self, several: Sequence[Sequence[Sequence[str]]]) -> list[list[road.Said]]:
        """One process for each list of commands, all let go at once."""
        running = [
            subprocess.Popen(
                [sys.executable, "-c", RUNNER, json.dumps(words)],
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for words in several
        ]
        for process in running:
            assert process.stdout is not None and process.stdout.readline() == "redo\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        return [[road.Said(*one) for one in json.loads(process.communicate(timeout=120)[0])] for process in running]

    def open(self) -> Database:
        """The database itself."""
        return open_database(self.url)

    def case(self, dnr: str) -> CaseRow:
        with self.open() as db, db.read() as reader:
            return reader.all(CaseRow, "by_dnr", dnr)[0]

    def prove(self) -> None:
        """Both proofs."""
        said = self.say("rolf.ovningsson", "revision", "kontrollera")
        assert said.code == 0, said


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Town:
    """A town on either database."""
    return Town(tmp_path, database_url)


def test_eight_register_at_once_without_a_gap_or_a_duplicate(town):
    lists = [
        [("ärende", "registrera", "UBN", f"Ärende {who}.{nth}", *town.seat("maggan.melander")) for nth in range(4)]
        for who in range(8)
    ]
    told = [said for answers in town.together(lists) for said in answers]
    assert [said.code for said in told] == [0] * 32, [said for said in told if said.code]
    with town.open() as db, db.read() as reader:
        cases = reader.all(CaseRow, "page", 1000, 0)
        titles = {row.dnr: reader.text(row.title) for row in cases}
    assert sorted(row.number for row in cases) == list(range(1, 33))
    for said in told:
        number, _, title = said.out.split("\n")[0].removeprefix("Registrerat ").partition(": ")
        assert titles[number] == title, "each was told the number that its own case has"
    town.prove()


def test_of_six_who_take_the_same_step_one_does(town):
    assert town.say("maggan.melander", "ärende", "registrera", "UBN", "Lokaler").code == 0
    step = ("ärende", "flytta", "2023/1", "påbörja", *town.seat("maggan.melander"))
    told = [answers[0] for answers in town.together([[step]] * 6)]
    assert 0 in [said.code for said in told]
    late = [said for said in told if said.code]
    assert len(late) == 5
    for said in late:
        road.assert_told(said, said.code)
        assert said.code in {3, 6}
        assert "Utkast" in said.err if said.code == 3 else "har ändrats sedan du såg det" in said.err
    assert (town.case("2023/1").stage, town.case("2023/1").revision) == ("utkast", 1)
    with town.open() as db, db.read() as reader:
        assert [entry.act for entry in reader.all(EntryRow, "after", 0)].count("flytt") == 1
    town.prove()


def test_a_case_is_either_on_the_kallelse_or_told_that_it_came_too_late(town, tmp_path):
    secretary = "marie.kallvik.nilsson"
    for title in ("Brandskydd", "Vattenskada"):
        more = ("--flöde", "informationsarende", "--handläggare", "marcus.larsson")
        assert town.say(secretary, "ärende", "registrera", "UBN", title, *more).code == 0
    for dnr in ("2023/1", "2023/2"):
        assert town.say("marcus.larsson", "ärende", "flytta", dnr, "anmäl-muntlig", "--skäl", "Muntligt").code == 0
    key = "UBN-AU:2023-12-06"
    planned = town.say(secretary, "sammanträde", "ny", "UBN-AU", "2023-12-06", "--justerare", "Anette Håkansson")
    assert planned.code == 0, planned
    added = town.say(secretary, "sammanträde", "lägg-till", key, "2023/1", "--minuter", "5")
    assert added.code == 0, added
    call = ("sammanträde", "kallelse", key, "--ut", str(tmp_path / "ut"), *town.seat(secretary))
    add = ("sammanträde", "lägg-till", key, "2023/2", "--minuter", "5", *town.seat(secretary))
    called, late = (answers[0] for answers in town.together([[call], [add]]))
    assert called.code in {0, 6}, called
    assert late.code in {0, 3, 6}, late
    for said in (called, late):
        assert said.code == 0 or said.err.startswith("Fel: "), said
    assert 0 in (called.code, late.code), "one of two always gets through"
    listed = {"2023/2" in called.out, town.case("2023/2").stage == town.case("2023/1").stage}
    if called.code == 0:
        assert listed == {late.code == 0}, (called, late)
        assert [*(tmp_path / "ut").iterdir()], "the kallelse that was sent lies in its folder"
    with town.open() as db, db.read() as reader:
        on_list = {row.case_key for row in reader.all(AgendaRow, "by_meeting", key)}
    assert (town.case("2023/2").key in on_list) == (late.code == 0)
    town.prove()
