"""A command that is killed at any write has done all of its work or none, and can be given again."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from beredning.drafts import ABANDONED_SECONDS
from tests import kill
from tests.journeys import robust_road as road
from tests.office.word_edits import edited, reword
from tests.store.test_upgrade import old_database

PRELOAD = [
    *("beredning_cli.case", "beredning_cli.meeting", "beredning_cli.report", "beredning_cli.delegation"),
    *("beredning_cli.instance", "beredning_cli.training", "beredning_cli.main", "beredning_cli.failure", "sqlite3"),
    *("beredning.office.meeting_call", "beredning.office.meeting_minutes", "beredning.office.moving", "transitions"),
    *("beredning.documents.word", "beredning.documents.template", "beredning.store.upgrade", "lxml.etree"),
]


class Try(NamedTuple):
    """A command of the script to be killed. begins: how it begins. again: how the same command ends once it is done,
    and words of its answer then. more: words put after the script's own."""

    begins: str
    again: tuple[int, str]
    more: tuple[str, ...] = ()


TRIES = {
    "ny": Try("ny", (2, "redan en instans")),
    "kontrollera": Try("kontrollera", (0, "Inga fel")),
    "registrera": Try("ärende registrera", (2, "redan taget")),
    "flytta": Try("ärende flytta 2023/450", (3, "står i ”Utkast”")),
    "bifoga": Try("ärende bifoga", (2, "redan bifogad")),
    "sidospår": Try("ärende flytta 2023/450 mbl:", (3, "står i ”Kallad till förhandling”")),
    "skriv": Try("utlåtande skriv", (0, "version 1 (oförändrad)")),
    "godkänn": Try("ärende flytta 2023/450 godkänn", (3, "står i ”Godkänt”")),
    "nytt-möte": Try("sammanträde ny", (2, "redan planerat")),
    "lägg-till": Try("sammanträde lägg-till", (3, "redan på föredragningslistan")),
    "kallelse": Try("sammanträde kallelse", (0, "version 2")),
    "handlingar": Try("sammanträde handlingar", (0, "Handlingarna ligger i"), ("--utan-sidantal",)),
    "beslut": Try("sammanträde beslut UBN-AU:2023-12-06 4", (3, "står i ”Behandlat i AU”")),
    "avsluta": Try("sammanträde avsluta", (3, "är avslutat")),
    "protokoll": Try("sammanträde protokoll", (0, "version 2")),
    "delegation": Try("delegation beslut UBN --punkt 1.1", (3, "redan registrerat")),
    "justera": Try("sammanträde justera", (3, "är justerat")),
    "anslå": Try("sammanträde anslå", (2, "väntar på anslag")),
    "lista": Try("delegation lista", (0, "Delegationsbeslut")),
    "anmäl": Try("delegation anmäl", (2, "inga delegationsbeslut att anmäla")),
    "expediera": Try("ärende expediera", (2, "redan expedierad")),
    "expedierat": Try("ärende flytta 2023/450 expediera", (3, "står i ”Expedierat”")),
}


@pytest.fixture(scope="module")
def stops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, road.Stop]:
    """The demo's folder before each of the commands that are killed."""
    return road.walk(tmp_path_factory.mktemp("vägen"), {name: one.begins for name, one in TRIES.items()})


class Killing:
    """Looks at what a killed command left: whole, provable, and possible to give again."""

    def __init__(self, place: road.Place, words: tuple[str, ...], again: tuple[int, str]) -> None:
        self.place, self.words, self.again = place, words, again
        place.restore()
        self.before = place.entries()
        said = place.call(*words)
        assert said.code == 0, said
        self.done = place.entries()
        self.made = {_plain(path) for path in place.files()}
        self.seen: set[str] = set()
        self.outcomes: set[str] = set()

    def check(self, number: int, whole: bool) -> None:
        """Look at the folder, once for each state that it was left in."""
        files, entries = self.place.files(), self.place.entries()
        state = _state(files, entries)
        if state in self.seen:
            return
        self.seen.add(state)
        assert entries in {self.before, self.done}, (number, entries)
        assert not whole or entries == self.done, number
        self.outcomes.add("after" if entries == self.done else "before")
        assert {_plain(path) for path in files if not road.is_temporary(path)} <= self.made, number
        road.assert_whole(files)
        if entries >= 0:
            self.place.prove()
        self._once_more(number, entries != self.done, whole)

    def _once_more(self, number: int, before: bool, whole: bool) -> None:
        """Some hours later the same command does its work, or says that it is done, and sweeps after the killed one."""
        self._age()
        said = self.place.call(*self.words)
        files = self.place.files()
        road.assert_whole(files)
        self.place.prove()
        if before:
            assert (said.code, self.place.entries()) == (0, self.done), (number, said)
        elif whole or self.before != self.done:
            assert said.code == self.again[0] and self.again[1] in said.out + said.err, (number, said)
        else:
            assert said.code == 0, (number, said)
        assert "Traceback" not in said.err
        left = [path for path in files if road.is_temporary(path) and ".beredning" not in path]
        assert said.code or not left, (number, left)

    def _age(self) -> None:
        clock = self.place.instance / ".beredning" / "klocka"
        if clock.exists() and clock.read_text(encoding="utf-8"):
            later = datetime.fromisoformat(clock.read_text(encoding="utf-8")) + timedelta(minutes=7)
            clock.write_text(later.isoformat(), encoding="utf-8")
        for path in self.place.folder.rglob(".*.ny"):
            moment = path.stat().st_mtime - 2 * ABANDONED_SECONDS
            os.utime(path, (moment, moment))


def _plain(path: str) -> str:
    return re.sub(r"-version-\d+", "", path)


def _state(files: Mapping[str, bytes], entries: int) -> str:
    """A digest of what there is. Of what a killed program left unfinished only that it is there makes a difference."""
    found = sha256(str(entries).encode())
    for path, body in files.items():
        if not road.is_temporary(path):
            found.update(path.encode() + b"\0" + sha256(body).digest())
    left = {Path(re.sub(r"\.[0-9a-f]{8}\.ny", ".ny", path)).parts[:2] for path in files if road.is_temporary(path)}
    return found.hexdigest() + repr(sorted(left))


def kill_all(place: road.Place, words: tuple[str, ...], again: tuple[int, str]) -> Killing:
    killing = Killing(place, words, again)
    kill.kill_at_every_write(road.argv(place.folder, words), road.ENV, killing.check, place.restore, preload=PRELOAD)
    return killing


@pytest.mark.parametrize("name", TRIES)
def test_a_killed_command_is_done_wholly_or_not_at_all(name, stops, tmp_path):
    stop, one = stops[name], TRIES[name]
    killing = kill_all(road.Place(tmp_path / "run", stop.folder), (*stop.words, *one.more), one.again)
    assert killing.outcomes == ({"before", "after"} if killing.before != killing.done else {"after"})
    assert len(killing.seen) > 1, "no kill left anything half done to look at"


def test_a_killed_reading_back_and_a_killed_update_are_done_wholly_or_not_at_all(stops, tmp_path):
    """The officer's file is a version or it is not; no file and no version is lost on the way."""
    seat = ("--instans", road.INSTANCE, "--som", "maggan.melander")
    stop = tmp_path / "stop"
    shutil.copytree(stops["skriv"].folder, stop)
    assert road.call(stop, *stops["skriv"].words).code == 0
    written = (stop / "2023-450-tjänsteutlåtande-v1.docx").read_bytes()
    (stop / "ändrad.docx").write_bytes(edited(written, reword("Planen ska ge barn", "Planen kan ge barn")))
    words = ("utlåtande", "läs", "2023/450", "ändrad.docx", *seat)
    killing = kill_all(road.Place(tmp_path / "läs", stop), words, (0, "fanns redan"))
    assert killing.outcomes == {"before", "after"}
    assert road.call(stop, *words).code == 0
    title = ("ärende", "ändra", "2023/450", "rubrik", "Nämndplan 2024", "--skäl", "Kortare")
    assert road.call(stop, *title, *seat).code == 0
    update = ("utlåtande", "uppdatera", "2023/450", *seat)
    killing = kill_all(road.Place(tmp_path / "uppdatera", stop), update, (0, "oförändrad"))
    assert killing.outcomes == {"before", "after"}


PERSONS = "Namn;Titel;Konto\nNils Nyman;Utredare;nils\n"


@pytest.mark.parametrize(
    ("words", "again"),
    [
        (("övning", "klocka", "2023-11-21T10:00"), (0, "21 november 2023 klockan 10:00")),
        (("importera", "personer", "personer.csv"), (0, "Ingenting att ändra")),
    ],
)
def test_a_killed_command_that_writes_only_files_is_done_wholly_or_not_at_all(words, again, stops, tmp_path):
    """The register before or after, never a part: what reads it meanwhile is `kontrollera`."""
    stop = tmp_path / "stop"
    shutil.copytree(stops["registrera"].folder, stop)
    (stop / "personer.csv").write_text(PERSONS, encoding="utf-8")
    place = road.Place(tmp_path / "run", stop)
    killing = kill_all(place, (*words, "--instans", road.INSTANCE), again)
    assert len(killing.seen) > 1
    assert place.call("kontrollera", "--instans", road.INSTANCE).code == 0


def test_a_killed_upgrade_leaves_the_old_database_or_the_new(stops, tmp_path):
    stop = tmp_path / "stop"
    shutil.copytree(stops["registrera"].folder, stop)
    for left in (stop / road.INSTANCE).glob("beredning.db*"):
        left.unlink()
    old_database(str(stop / road.INSTANCE / "beredning.db"))
    place = road.Place(tmp_path / "run", stop)
    codes = set()

    def check(number: int, whole: bool) -> None:
        said = place.call("revision", "kontrollera", "--instans", road.INSTANCE)
        assert said.code in ({0} if whole else {0, 10}), (number, said)
        if said.code not in codes:
            assert place.call("migrera", "--instans", road.INSTANCE).code == 0
            place.prove()
        codes.add(said.code)

    words = ("migrera", "--instans", road.INSTANCE)
    kill.kill_at_every_write(road.argv(place.folder, words), road.ENV, check, place.restore, preload=PRELOAD)
    assert codes == {0, 10}


def test_a_step_killed_at_every_system_call(stops, tmp_path):
    """Also inside SQLite's own writing and the kernel's: strace kills where Python cannot."""
    reason = kill.strace_works()
    if reason:
        pytest.skip(f"Systemanrop kan inte brytas här: {reason}.")
    stop, one = stops["flytta"], TRIES["flytta"]
    place = road.Place(tmp_path / "run", stop.folder)
    killing = Killing(place, stop.words, one.again)
    places = kill.kill_at_every_system_call(road.argv(place.folder, stop.words), road.ENV, killing.check, place.restore)
    assert places > 5
    assert killing.outcomes == {"before", "after"}
