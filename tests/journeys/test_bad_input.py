"""Whatever a person gives the program: a Swedish sentence, what to do, the right exit code, and nothing half done."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from beredning.resources import resource_folder
from tests.journeys import robust_road as road

OFFICER = ("--instans", road.INSTANCE, "--som", "maggan.melander")
CONTROLS = ["a\0b", "a\x1b[31mb", "a\x7fb", "a\x9bb", "a\udce5b"]


@pytest.fixture(scope="module")
def stop(tmp_path_factory: pytest.TempPathFactory) -> road.Stop:
    """The demo before its first report: cases, papers and an MBL track."""
    return road.walk(tmp_path_factory.mktemp("vägen"), {"skriv": "utlåtande skriv"})["skriv"]


@pytest.fixture
def place(stop: road.Stop, tmp_path: Path) -> road.Place:
    """The folder at that stop, for one test to spoil."""
    made = road.Place(tmp_path / "run", stop.folder)
    made.restore()
    return made


def refused(place: road.Place, code: int, words: tuple[str, ...], *says: str) -> road.Said:
    """The command is refused so, and has changed no row and no file."""
    database = place.instance / "beredning.db"
    rows, files = road.tables(database), documents(place)
    said = place.call(*words)
    road.assert_told(said, code, *says)
    assert road.tables(database) == rows
    assert documents(place) == files
    return said


def documents(place: road.Place) -> dict[str, bytes]:
    """All files but those under `.beredning`, which can be made again."""
    return {path: body for path, body in place.files().items() if ".beredning" not in path}


def put(place: road.Place, name: str, body: bytes | str) -> None:
    """Write a file under the demo's folder."""
    path = place.folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())


def append(place: road.Place, name: str, source: Path | None, text: str) -> None:
    """Add lines to a file of the instance, which is first copied from the built-in when it is not there."""
    path = place.instance / name
    before = (source or path).read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")


# What a municipality writes


REGISTER = ("ärende", "registrera", "UBN", "Lokaler", "--dnr", "2023/999", *OFFICER)
DELEGATE = ("delegation", "beslut", "UBN", "--punkt", "1.1", "--delegat", "asa.ericson", "--datum", "2023-11-20",
            "--referens", "R", "--beslut", "B", "--instans", road.INSTANCE, "--som", "asa.ericson")  # fmt: skip
REPORT = ("utlåtande", "skriv", "2023/450", "--text", "papper/2023-450.md", *OFFICER)
BUILT_IN = {
    "kommun.yaml": (None, REGISTER),
    "delegationsordning.yaml": (None, DELEGATE),
    "flöden/namndarende.yaml": (resource_folder("workflows") / "namndarende.yaml", REGISTER),
    "mallar/tjansteutlatande.layout.yaml": (resource_folder("templates") / "tjansteutlatande.layout.yaml", REPORT),
}


@pytest.mark.parametrize("name", BUILT_IN)
def test_unknown_and_repeated_keys_are_told_at_once_with_their_places(name, place):
    source, words = BUILT_IN[name]
    append(place, name, source, "\nokänd: 1\nokänd: 2\n")
    lines = (place.instance / name).read_text(encoding="utf-8").count("\n")
    said = refused(place, 5, words)
    assert f"{Path(name).name}:{lines}:1: " in said.err, said.err
    assert said.err.count(f"{Path(name).name}:") == 2, said.err
    assert "Okänd nyckel ”okänd”" in said.err or "”okänd” finns inte" in said.err
    assert "upprepad" in said.err or "två gånger" in said.err


def without(package: str, part: str, old: str, new: str) -> bytes:
    """A built-in Word template in which some words of a part are others."""
    made = io.BytesIO()
    with zipfile.ZipFile(resource_folder("templates") / package) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == part:
                text = body.decode()
                assert old in text
                body = text.replace(old, new).encode()
            target.writestr(name, body)
    return made.getvalue()


def test_a_template_without_a_needed_placeholder(place):
    spoiled = without("tjansteutlatande.docx", "word/document.xml", 'w:val="fält:*"', 'w:val="annat"')
    put(place, "instans/mallar/tjansteutlatande.docx", spoiled)
    refused(place, 9, REPORT, "mottagare saknas")


@pytest.mark.parametrize("body", [b"", b"hej", b"PK\x03\x04 avklippt"])
def test_a_template_that_is_no_word_file(body, place):
    put(place, "instans/mallar/tjansteutlatande.docx", body)
    refused(place, 9, REPORT, "tjansteutlatande.docx kan inte användas")


# What an officer attaches


def with_macro() -> bytes:
    """A Word file that carries a macro."""
    held = io.BytesIO((resource_folder("templates") / "bas.docx").read_bytes())
    with zipfile.ZipFile(held, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"hej", "skadad eller inte en Word-fil"),
        (b"PK\x03\x04 avklippt", "skadad eller inte en Word-fil"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "lösenordsskyddad"),
        (with_macro(), "makron"),
    ],
)
def test_a_broken_or_dangerous_word_file(body, says, place):
    put(place, "brev.docx", body)
    refused(place, 9, ("ärende", "bifoga", "2023/450", "brev.docx", "--titel", "Brev", *OFFICER), "brev.docx", says)


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [("finns-inte.txt", 4, "finns inte"), ("papper", 2, "är en mapp"), ("tom.txt", 2, "är tom")],
)
def test_a_file_that_cannot_be_attached(name, code, says, place):
    put(place, "tom.txt", b"")
    refused(place, code, ("ärende", "bifoga", "2023/450", name, "--titel", "Brev", *OFFICER), name, says)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"# Sammanfattning\n\nhej\0du\n", "rad 3"),
        ("åäö".encode("latin-1"), "UTF-8"),
        ("å".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_text_that_is_no_text(body, says, place):
    put(place, "a.md", body)
    refused(place, 2, ("utlåtande", "skriv", "2023/450", "--text", "a.md", *OFFICER), "a.md", says)


# What a person types


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("ärende registrera UBN X --dnr 2023/999 --svarsdatum 2023-02-30", 2, "inte ett datum"),
        ("ärende registrera UBN X --dnr 2023/999 --svarsdatum 9999-12-31", 2, "utanför åren"),
        ("ärende ändra 2023/450 svarsdatum 2023-02-30 --skäl s", 2, "inte ett datum"),
        ("ärende flytta 2023/451 mbl:planera-information --uppgift planerad=2023-02-30", 2, "inte är ett datum"),
        ("ärende flytta 2023/451 mbl:planera-information --uppgift planerad", 2, "namn och värde"),
        ("ärende flytta 2023/451 avskriv --uppgift planerad=2023-12-01", 3, "chef"),
        ("sammanträde ny UBN 2023-13-06", 2, "inte ett datum"),
        ("sammanträde ny UBN 6/12", 2, "inte ett datum"),
        ("övning klocka 0001-01-01", 2, "utanför åren"),
        ("övning klocka 9999-12-31T23:59", 2, "utanför åren"),
        ("ärende visa 2023/459", 4, "Menade du 2023/45"),
        ("ärende visa hej", 4, "beredning ärende lista"),
        ("ärende flytta 2023/459 godkänn", 4, "Menade du"),
        ("ärende bifoga 2022/450 papper/namndplan-2024.txt", 4, "Det finns inget ärende"),
        ("ärende registrera UBX X --dnr 2023/999", 4, "Menade du UBN"),
        ("ärende registrera UBN X --dnr 2023/999 --flöde ../../kommun", 4, "finns inte"),
        ("ärende registrera UBN X --dnr 2023/450", 2, "redan taget"),
        ("ärende flytta 2023/450 lämna", 3, "lämna-åter"),
        ("ärende visa 2023/450 --instans finns-inte", 4, "finns inte"),
        ("ärende visa 2023/450 --instans papper", 4, "är ingen instans"),
        ("utlåtande skriv 2023/450 --ut papper/namndplan-2024.txt", 2, "skrivs aldrig över"),
        ("utlåtande skriv 2023/450 --ut papper/namndplan-2024.txt/a.docx", 7, "namndplan-2024.txt"),
        ("revision spåra 2023/4599", 4, ""),
    ],
)  # fmt: skip
def test_a_value_that_is_wrong(words, code, says, place):
    seat = OFFICER if "--instans" not in words else ("--som", "maggan.melander")
    refused(place, code, (*words.split(), *seat), says)


def test_a_step_that_is_not_possible_now_tells_every_obstacle(place):
    said = refused(place, 3, ("ärende", "flytta", "2023/444", "lämna-för-granskning", *OFFICER))
    assert said.err.count("\n  • ") >= 2, said.err
    assert "[fel-skede]" in said.err


@pytest.mark.parametrize("text", CONTROLS)
@pytest.mark.parametrize(
    "words",
    [
        ("ärende", "registrera", "UBN", "{}", "--dnr", "2023/999", *OFFICER),
        ("ärende", "visa", "{}", *OFFICER),
        ("utlåtande", "skriv", "2023/450", "--hantera", "{}", *OFFICER),
        ("utlåtande", "skriv", "2023/450", "--ut", "{}.docx", *OFFICER),
        ("ärende", "bifoga", "2023/450", "papper/namndplan-2024.txt", "--titel", "{}", *OFFICER),
        ("ny", "{}"),
        ("{}",),
    ],
)
def test_characters_that_no_paper_has(words, text, place):
    said = refused(place, 2, tuple(word.format(text) for word in words))
    assert "\x1b" not in said.err and "\x9b" not in said.err, "what it refuses it does not send to the terminal"


@pytest.mark.parametrize(
    "words",
    [
        ("ärende", "registrera", "UBN", "x" * 1_000_000, "--dnr", "2023/999", *OFFICER),
        ("ärende", "ändra", "2023/450", "rubrik", "x" * 1_000_000, "--skäl", "s", *OFFICER),
        ("ärende", "bifoga", "2023/450", "papper/namndplan-2024.txt", "--titel", "x" * 1_000_000, *OFFICER),
    ],
)
def test_a_title_of_a_whole_book(words, place):
    said = refused(place, 2, words, "högst 500")
    assert len(said.err) < 1000


def test_a_number_of_a_whole_book_is_not_said_back(place):
    assert len(refused(place, 4, ("ärende", "visa", "2" * 1_000_000, *OFFICER)).err) < 1000


EVERY_PLANE = "".join(chr(plane * 0x10000 + 0x1F4C) for plane in range(17)) + " é \u0301 \u202e \ufdd0 ﷽ 👩‍👩‍👧"


def test_text_of_every_plane_goes_all_the_way_to_the_paper(place):
    """Into the register, out on the screen and as JSON, and into the Word file."""
    title = " ".join(EVERY_PLANE.split())
    words = ("ärende", "registrera", "UBN", title, "--dnr", "2023/999", *OFFICER)
    assert place.call(*words).code == 0
    assert title in place.call("ärende", "visa", "2023/999", *OFFICER).out
    assert place.call("ärende", "flytta", "2023/999", "påbörja", *OFFICER).code == 0
    put(place, "a.md", f"# Sammanfattning\n\n{EVERY_PLANE}\n")
    said = place.call("utlåtande", "skriv", "2023/999", "--text", "a.md", "--ut", "a.docx", *OFFICER)
    assert said.code == 0, said
    with zipfile.ZipFile(place.folder / "a.docx") as package:
        assert package.read("word/document.xml").decode().count(EVERY_PLANE.split()[0]) >= 2
    place.prove()


# Where the database is not what it should be


def spoil(body: bytes) -> Callable[[Path], object]:
    """Put other bytes in the database's place."""

    def do(path: Path) -> None:
        for left in path.parent.glob("beredning.db*"):
            left.unlink()
        path.write_bytes(body)

    return do


@pytest.mark.parametrize("words", [REGISTER, ("ärende", "lista", *OFFICER), ("revision", "kontrollera", *OFFICER)])
@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (spoil(b"hej" * 3000), 7, "ingen databas"),
        (spoil(b""), 7, "ingen databas"),
        (Path.unlink, 7, "finns inte"),
        (lambda path: road.execute(path, "UPDATE meta SET value = '99' WHERE name = 'schema'"), 10, "nyare version"),
        (lambda path: road.execute(path, "UPDATE meta SET value = '1' WHERE name = 'schema'"), 10, "beredning migrera"),
    ],
)
def test_a_database_that_cannot_be_used(words, change, code, says, place):
    change(place.instance / "beredning.db")
    said = place.call(*words)
    road.assert_told(said, code, says)


def test_an_instance_that_is_not_there_and_an_account_that_is_nobodys(tmp_path):
    said = road.call(tmp_path, "ärende", "lista")
    road.assert_told(said, 4, "Ingen instans", "beredning ny")
    assert road.call(tmp_path, "ny", "riktig", "--kommun", "Provköping").code == 0
    said = road.call(tmp_path, "ärende", "registrera", "KS", "X", "--instans", "riktig")
    road.assert_told(said, 11, "hör inte till någon person")
    said = road.call(tmp_path, "övning", "klocka", "2023-12-01", "--instans", "riktig")
    road.assert_told(said, 11, "ingen övning")


# How it is spoken to


def start(place: road.Place, *words: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    given = {"env": road.ENV, "capture_output": True, **more}
    return subprocess.run([sys.executable, "-m", "beredning_cli", *words], cwd=place.folder, **given)  # type: ignore[call-overload]


@pytest.mark.parametrize("language", ["C", "POSIX", "sv_SE.ISO-8859-1", "finns_inte.UTF-8"])
def test_any_locale(language, place):
    env = {**road.ENV, "LC_ALL": language, "LANG": language}
    said = start(place, "ärende", "visa", "2023/450", "--instans", road.INSTANCE, env=env)
    assert said.returncode == 0 and b"Traceback" not in said.stderr, said
    assert "Nämndplan".encode() in said.stdout or "Nämndplan".encode("latin-1") in said.stdout
    said = start(place, "ärende", "visa", "2023/459", "--instans", road.INSTANCE, env=env)
    assert said.returncode == 4 and said.stderr.startswith(b"Fel: "), said


def test_bytes_that_are_no_utf8_on_the_command_line(place):
    said = start(place, "ärende", "visa", os.fsdecode(b"2023/\xe5"), "--instans", road.INSTANCE)
    assert said.returncode == 2 and "inte är UTF-8" in said.stderr.decode(), said


@pytest.mark.parametrize(
    ("words", "width"),
    [
        (("ärende", "lista"), 40),
        (("ärende", "visa", "2023/450"), 0),
        (("revision", "spåra", "2023/450"), 0),
        (("kontrollera",), 0),
        (("--help",), 40),
    ],
)
def test_a_terminal_of_forty_columns(words, width, place):
    """A table and the help are folded to it; sentences are left to the terminal."""
    ours, theirs = pty.openpty()
    env = {**road.ENV, "COLUMNS": "40", "NO_COLOR": "1", "TERM": "xterm"}
    line = [sys.executable, "-m", "beredning_cli", *words]
    process = subprocess.Popen(
        line, cwd=place.folder, env={**env, "BEREDNING_INSTANS": road.INSTANCE}, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error in reading it
        while more := os.read(ours, 65536):
            said += more
    os.close(ours)
    assert process.wait(timeout=60) == 0 and b"Traceback" not in said, said
    lines = said.decode().splitlines()
    assert lines and (not width or max(map(len, lines)) <= width), lines


def test_a_reader_that_stops_reading(place):
    command = f"{sys.executable} -m beredning_cli revision spåra 2023/450 --instans {road.INSTANCE}"
    line = f"{command} | head -1; exit ${{PIPESTATUS[0]}}"
    said = subprocess.run(["bash", "-c", line], cwd=place.folder, env=road.ENV, capture_output=True)
    assert said.returncode in {0, 141} and said.stderr == b"", said
