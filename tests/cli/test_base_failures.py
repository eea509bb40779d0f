"""Failures that are not the person's own: full disk, broken pipe, Ctrl-C, a fault in the program; always in words."""

from __future__ import annotations

import ast
import errno
import importlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from beredning.core.organisation import Organisation, Person
from beredning.errors import BeredningError, NotAllowed, NotFound
from beredning_cli import failure
from beredning_cli import main as program
from beredning_cli.acting import acting_person
from beredning_cli.base import Context, Noun, command
from beredning_cli.swedish import COUNTED, SAID
from beredning_cli.tree import Root

FULL = Path("/dev/full")
GIVEN = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def start(*words: str, **streams: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "beredning_cli", *words], env=GIVEN, **streams)  # type: ignore[call-overload]


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """`beredning ärende fela` raises what the test puts in the list."""
    errors: list[BaseException] = []
    noun = Noun("ärende", "Prov.")

    @command(noun, "fela", help="Fela.", example="beredning ärende fela")
    def fail(context: Context) -> None:
        raise errors[0]

    monkeypatch.setattr(Root, "make", lambda self, name: noun)
    return errors


@pytest.mark.skipif(not FULL.exists(), reason="/dev/full finns inte här")
@pytest.mark.parametrize("words", [["--help"], ["komplettering", "bash", "--json"], ["ärnde", "--json"]])
def test_a_full_disk_behind_stdout_is_told_on_stderr(words: list[str]) -> None:
    with FULL.open("wb") as full:
        process = start(*words, stdout=full, stderr=subprocess.PIPE)
        error = process.communicate()[1].decode()
    assert "Traceback" not in error
    assert "Exception ignored" not in error
    if words == ["ärnde", "--json"]:
        assert process.returncode == 2
        assert "Kommandot ”ärnde” finns inte." in error
    else:
        assert process.returncode == 7
        assert error.startswith("Fel: Det gick inte att skriva allt: disken är full.")


def test_a_reader_that_stops_reading_ends_the_program_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start("komplettering", "bash", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert process.communicate()[1] == b""
    assert process.returncode == 141


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
@pytest.mark.parametrize(("words", "code"), [("--help", 0), ("ärnde", 2), ("ärnde --json", 2)])
def test_closed_streams_are_no_fault(closed: str, words: str, code: int) -> None:
    line = f"exec {sys.executable} -m beredning_cli {words} {closed}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=GIVEN)
    assert done.returncode == code
    assert b"Traceback" not in done.stdout + done.stderr


def test_ctrl_c_is_one_sentence_and_130(raising: list[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    raising.append(KeyboardInterrupt())
    assert program.run(["ärende", "fela"]) == 130
    assert capsys.readouterr().err.strip() == "Avbrutet. Det som inte var klart har inte ändrat något."


def test_ctrl_c_in_a_real_process_is_not_a_traceback(tmp_path: Path) -> None:
    code = "import beredning_cli.main as m, time; m._run = lambda *_: (print(1, flush=True), time.sleep(30)); m.main()"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=GIVEN)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    error = process.communicate()[1].decode()
    assert process.returncode == 130
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "disken är full"),
        (errno.EDQUOT, "din diskkvot är slut"),
        (errno.EACCES, "du får inte läsa eller skriva där"),
        (errno.EROFS, "disken är skrivskyddad"),
        (errno.ENOTEMPTY, "operativsystemet svarar"),
    ],
)
def test_faults_of_the_disk_are_sentences_with_exit_code_7(
    raising: list[BaseException], capsys: pytest.CaptureFixture[str], number: int, why: str
) -> None:
    raising.append(OSError(number, os.strerror(number), "/instans/ut.docx"))
    assert program.run(["ärende", "fela"]) == 7
    said = capsys.readouterr().err
    assert said.startswith(f"Fel: Det gick inte att använda ”/instans/ut.docx”: {why}")
    assert "Gör så här: " in said


def test_a_fault_in_the_program_is_a_sentence_and_a_file(
    raising: list[BaseException], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising.append(ZeroDivisionError("secret-pnr"))
    (tmp_path / "kommun.yaml").write_text("# en instans\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert program.run(["ärende", "fela"]) == 70
    said = capsys.readouterr().err
    assert said.startswith(
        "Fel: Programmet gjorde fel (ZeroDivisionError). Databasen är inte ändrad.\nGör så här: Skicka filen "
    )
    assert "Traceback" not in said
    found = re.search(r"Skicka filen (\S+)", said)
    assert found
    path = Path(found[1])
    assert path.parent == tmp_path / ".beredning"
    trace = path.read_text(encoding="utf-8")
    assert "raise errors[0]" in trace
    assert path.stat().st_mode & 0o077 == 0, "a message in a traceback may hold personal data: only the owner reads it"


def test_a_fault_after_something_was_committed_says_how_far_it_came(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from bench.instance import OFFICER, make_instance

    folder = make_instance(tmp_path / "i", 2).folder
    monkeypatch.setattr("beredning.office.moving._moved", lambda *_: 1 // 0)
    assert program.run(["ärende", "flytta", "2019/1", "påbörja", "--som", OFFICER, "--instans", folder]) == 70
    said = capsys.readouterr().err
    assert re.search(
        r"Det som hann bli klart är sparat \(till och med journalpost \d+\); inget annat är ändrat\.", said
    )
    monkeypatch.setattr("beredning.office.moving.write_move", lambda *_: 1 // 0)
    assert program.run(["ärende", "flytta", "2019/2", "påbörja", "--som", OFFICER, "--instans", folder]) == 70
    assert "Databasen är inte ändrad." in capsys.readouterr().err


def test_a_fault_in_the_program_where_there_is_no_instance_is_saved_elsewhere(
    raising: list[BaseException], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising.append(KeyError("x"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert program.run(["ärende", "fela", "--json"]) == 70
    said = json.loads(capsys.readouterr().out)
    assert said["utgångskod"] == 70
    assert list(tmp_path.glob("fel-*.txt"))


def test_every_class_of_error_has_an_exit_code_of_its_own() -> None:
    classes = BeredningError.__subclasses__()
    ours = [c for c in classes if c.__module__.startswith("beredning")]
    codes = [c.exit_code for c in ours]
    assert len(set(codes)) == len(codes)
    assert not {0, 1, failure.INTERRUPTED, failure.BROKEN_PIPE} & set(codes)


def test_the_handbook_tells_every_exit_code_and_no_other() -> None:
    book = Path(__file__).resolve().parents[2] / "docs" / "handbok" / "kommandoraden.md"
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", book.read_text(encoding="utf-8"), re.MULTILINE)}
    classes = {kind.exit_code for kind in BeredningError.__subclasses__() if kind.__module__.startswith("beredning")}
    assert told == classes | {0, failure.UNEXPECTED, failure.INTERRUPTED, failure.BROKEN_PIPE}


def organisation(training: bool) -> Organisation:
    persons = (
        Person("åsa.e", "Åsa Ericson", accounts=("asae", "delat")),
        Person("bo.k", "Bo Kvist", accounts=("bok", "delat")),
    )
    return Organisation("Ale", training, "", persons, (), (), (), (), ())


@pytest.mark.parametrize(
    ("training", "account", "chosen", "key"),
    [
        (False, "asae", "", "åsa.e"),
        (False, "asae", "asa.e", "åsa.e"),
        (False, "delat", "bo.k", "bo.k"),
        (False, "bok", "Bo Kvist", "bo.k"),
        (True, "root", "bo.k", "bo.k"),
        (True, "asae", "", "åsa.e"),
    ],
)
def test_who_acts(training: bool, account: str, chosen: str, key: str) -> None:
    assert acting_person(organisation(training), account, chosen) == key


@pytest.mark.parametrize(
    ("training", "account", "chosen", "kind", "said", "todo"),
    [
        (False, "asae", "bo.k", NotAllowed, "Kontot ”asae” får inte handla som Bo Kvist", "Kör utan --som"),
        (False, "root", "bo.k", NotAllowed, "får inte handla som Bo Kvist", "under konton för ”bo.k”"),
        (False, "root", "", NotAllowed, "hör inte till någon person", "beredning kontrollera"),
        (True, "root", "", NotAllowed, "hör inte till någon person", "--som åsa.e"),
        (False, "delat", "", NotAllowed, "hör till flera personer i kommun.yaml: åsa.e, bo.k", "--som åsa.e"),
        (True, "root", "asa", NotFound, "Det finns ingen ”asa”", "Menade du åsa.e?"),
    ],
)
def test_who_may_not_act_is_told_why_and_what_to_do(
    training: bool, account: str, chosen: str, kind: type[BeredningError], said: str, todo: str
) -> None:
    with pytest.raises(kind) as caught:
        acting_person(organisation(training), account, chosen)
    assert said in caught.value.text
    assert todo in caught.value.hint


def test_the_account_is_the_systems_and_not_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "chefen")
    assert Context().os_user == pwd.getpwuid(os.getuid()).pw_name != "chefen"


# What click itself can say that a person never meets: faults in how commands are declared, Windows consoles, an editor,
# and its own completion scripts, which ours replace.
UNMET = re.compile(
    r"Editing failed|Windows error|[Dd]eprecat|Could not determine name|No options defined|Arguments take exactly"
    r"|defined twice|Boolean option|Invalid start character|hell completion|Unknown (color|standard)|^Choice\(|^d$"
)


def test_every_word_click_can_say_to_a_person_is_translated() -> None:
    said: set[str] = set()
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"):
        source = Path(str(importlib.import_module(f"click.{name}").__file__)).read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                said |= {str(node.args[0].value)} if isinstance(node.args[0], ast.Constant) else set()
    assert len(said) > 40, "click's sources are not where they were"
    assert not {text for text in said if text not in SAID and text not in COUNTED and not UNMET.search(text)}


def test_a_translation_keeps_the_places_click_fills_in() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)", text))

    assert not [text for text, swedish in SAID.items() if not places(swedish) <= places(text)]
    for text, (one, many) in COUNTED.items():
        fillable = places(text) | {"nargs", "len", "possibilities", "choices", "formats", "len_value"}
        assert places(one) | places(many) <= fillable


def test_click_is_answered_in_swedish_where_no_command_of_ours_comes_between() -> None:
    error = click.BadParameter("x", param_hint="--antal")
    assert error.format_message() == "Ogiltigt värde för --antal: x"
    with pytest.raises(click.BadParameter, match="”a” är inte ett tal"):
        click.INT("a")
