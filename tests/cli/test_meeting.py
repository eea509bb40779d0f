"""beredning sammanträde as it is typed: one meeting from list to notice, what is refused, and the files made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beredning_cli.main import run
from tests.cli.delegation_town import CHIEF, REGISTRAR, SECRETARY, Town, make_town

AU = "UBN-AU:2023-12-06"
EARLY, SENT, DAY, AFTER = "2023-11-20T09:00", "2023-11-29T09:00", "2023-12-06T08:00", "2023-12-07T09:00"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Town:
    """A training instance with one case that is ready and one that is not."""
    made = make_town(tmp_path / "instans", monkeypatch, capsys)
    for dnr, title in (("2023/444", "Kunskapsprogression"), ("2023/395", "Brandskydd")):
        words = (
            "ärende",
            "registrera",
            "UBN",
            title,
            "--dnr",
            dnr,
            "--flöde",
            "informationsarende",
            "--handläggare",
            CHIEF,
        )
        made.say(REGISTRAR, EARLY, *words)
    made.say(CHIEF, EARLY, "ärende", "flytta", "2023/444", "anmäl-muntlig", "--skäl", "Redovisas muntligt.")
    made.say(SECRETARY, EARLY, "sammanträde", "ny", "UBN-AU", "2023-12-06", "--justerare", "Anette Håkansson")
    return made


def add(town: Town, *words: str, code: int = 0) -> tuple[str, str]:
    return town.say(SECRETARY, EARLY, "sammanträde", "lägg-till", *words, code=code)


def called(town: Town) -> None:
    add(town, AU, "2023/444")
    town.say(SECRETARY, SENT, "sammanträde", "kallelse", AU, "--ut", "utskick")


def opened(town: Town) -> None:
    called(town)
    town.say(
        SECRETARY, DAY, "sammanträde", "upprop", AU, "--frånvarande", "Lena Orstadius", "--närvarande", "Toni Andersson"
    )
    town.say(SECRETARY, DAY, "sammanträde", "öppna", AU)


def test_a_meeting_goes_from_list_to_notice(town: Town) -> None:
    opened(town)
    at = "2023-12-06T11:30"
    town.say(SECRETARY, at, "sammantrade", "beslut", AU, "2023/444", "--utfall", "noteras")
    said, _ = town.say(SECRETARY, at, "sammanträde", "avsluta", AU, "--notera-resten")
    assert "§ 3\t3\tKunskapsprogression\t2023/444\tnoteras" in said
    for words in (("protokoll",), ("justera", "--av", "Lena Camp, Anette Håkansson"), ("anslå",)):
        town.say(
            SECRETARY,
            AFTER,
            "sammanträde",
            words[0],
            AU,
            *words[1:],
            *(("--ut", "utskick") if words[0] != "justera" else ()),
        )
    assert sorted(path.name for path in Path("utskick").iterdir()) == [
        "anslagsbevis-UBN-AU-2023-12-06-1-7.docx",
        "kallelse-UBN-AU-2023-12-06.docx",
        "protokoll-UBN-AU-2023-12-06.docx",
    ]
    _, error = town.say(SECRETARY, "2023-12-28T09:00", "sammanträde", "ta-ned", AU, code=3)
    assert "tidigast 2023-12-29" in error
    town.say(SECRETARY, "2023-12-29T09:00", "sammanträde", "ta-ned", AU)
    view = town.ask(SECRETARY, "2023-12-29T09:00", "sammanträde", "visa", AU)
    assert (view["läge"], view["nästa"]) == ("justerat", "")
    proof, _ = town.say("rolf.ovningsson", "2023-12-29T09:00", "revision", "kontrollera")
    assert "Båda bevisen håller" in proof


def test_the_list_is_shown_with_every_obstacle_as_text_and_as_json(town: Town) -> None:
    add(town, AU, "2023/444", "--minuter", "20", "--föredragande", "Chef")
    add(town, "2023-12-06", "2023/395")
    said, _ = town.say(SECRETARY, EARLY, "sammanträde", "visa", "2023-12-06")
    assert "3\tKunskapsprogression\t2023/444\tChef\t08:15–08:35\tbereder" in said
    assert "4 Brandskydd: inte redo" in said
    items = {i["beteckning"]: i for i in town.ask(SECRETARY, EARLY, "sammanträde", "visa", AU)["punkter"]}
    assert [o["kod"] for o in items["4"]["hinder"]] == ["fel-skede"]
    assert items["3"]["hinder"] == []
    listed = town.ask(SECRETARY, EARLY, "sammanträde", "lista", "--organ", "UBN-AU")
    assert [(m["nyckel"], m["läge"]) for m in listed] == [(AU, "planerat")]


def test_a_kallelse_tells_what_it_left_out_and_pins_the_journal(town: Town) -> None:
    add(town, AU, "2023/444")
    add(town, AU, "2023/395")
    tried = town.ask(SECRETARY, SENT, "sammanträde", "kallelse", AU, "--prova")
    assert (tried["skickat"], tried["fil"]) == (False, "")
    sent = town.ask(SECRETARY, SENT, "sammanträde", "kallelse", AU, "--ut", "utskick")
    assert [line["rubrik"] for line in sent["utanför"]] == ["Brandskydd"]
    assert Path(sent["fil"]).is_file()
    assert len(sent["huvud"][1]) == 64
    assert "innehåll" not in sent


def test_a_file_in_the_way_stops_the_kallelse_and_nothing_is_changed(town: Town) -> None:
    add(town, AU, "2023/444")
    place = Path("utskick/kallelse-UBN-AU-2023-12-06.docx")
    place.parent.mkdir()
    place.write_bytes(b"redan skriven")
    _, error = town.say(SECRETARY, SENT, "sammanträde", "kallelse", AU, "--ut", "utskick", code=2)
    assert "skrivs aldrig över" in error
    assert place.read_bytes() == b"redan skriven"
    assert town.ask(SECRETARY, SENT, "sammanträde", "visa", AU)["läge"] == "planerat"


def test_a_refused_act_leaves_no_file(town: Town) -> None:
    add(town, AU, "2023/444")
    town.say(SECRETARY, "2023-12-05T09:00", "sammanträde", "kallelse", AU, "--ut", "utskick", code=3)
    assert not Path("utskick").exists()


def test_the_pack_is_a_folder_with_a_manifest(town: Town) -> None:
    called(town)
    made = town.ask(SECRETARY, SENT, "sammanträde", "handlingar", AU, "--ut", "utskick", "--utan-sidantal")
    folder = Path(made["mapp"])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["fil"] for entry in manifest["filer"]] == ["00-kallelse-UBN-AU-2023-12-06.docx"]
    assert manifest["övning"] is True
    assert (folder / "innehåll.txt").is_file()


def test_a_stored_document_is_written_out_as_it_was(town: Town) -> None:
    called(town)
    town.say(SECRETARY, SENT, "sammanträde", "hämta", AU, "kallelse", "--ut", "kopia")
    name = "kallelse-UBN-AU-2023-12-06.docx"
    assert (Path("kopia") / name).read_bytes() == (Path("utskick") / name).read_bytes()
    _, error = town.say(SECRETARY, SENT, "sammanträde", "hämta", AU, "protokoll", code=4)
    assert "beredning sammanträde protokoll" in error


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("lägg-till", AU, "2023/999"), 4, "Menade du"),
        (("lägg-till", AU, "2023/395", "--extra"), 3, "KL-13"),
        (("lägg-till", AU, "2023/395", "--läge", "beredar"), 2, "Menade du"),
        (("visa", "UBN-AU:2023-12-07"), 4, AU),
        (("visa", "i morgon"), 2, "inget sammanträde"),
        (("ordna", AU, "1", "--till", "99"), 2, "kan inte få platsen"),
        (("ordna", AU, "1"), 2, "precis en"),
        (("ordna", AU, "99", "--till", "1"), 4, "ingen punkt"),
        (("öppna", AU), 3, "fel-läge"),
        (("beslut", AU, "3", "--utfall", "bifal"), 4, "bifall"),
        (("protokoll", AU), 3, "fel-läge"),
        (("justera", AU, "--av", "Lena Camp"), 3, "fel-läge"),
        (("ny", "UBN-UA", "2023-12-06"), 4, "UBN-AU"),
        (("ny", "UBN-AU", "2023-11-31"), 2, "inte ett datum"),
    ],
)
def test_what_cannot_be_done_is_told_in_swedish_with_its_exit_code(
    town: Town, words: tuple[str, ...], code: int, told: str
) -> None:
    out, error = town.say(SECRETARY, EARLY, "sammanträde", *words, code=code)
    assert out == ""
    assert told in error
    assert "Traceback" not in error


def test_another_than_the_secretary_is_not_allowed(town: Town) -> None:
    _, error = town.say(CHIEF, EARLY, "sammanträde", "lägg-till", AU, "2023/444", code=11)
    assert "inte sekreterare" in error


def test_votes_jav_presence_and_reservation_as_they_are_typed(town: Town) -> None:
    opened(town)
    at = "2023-12-06T09:00"
    words = ("jäv", AU, "3", "Kristina Fogelklou", "--skäl", "Part.")
    assert "jäv vid 3" in town.say(SECRETARY, at, "sammanträde", *words)[0]
    left = town.ask(SECRETARY, at, "sammanträde", "närvaro", AU, "Elinor Gandee", "--lämnar", "5")
    assert left["tjänstgör"] == 8
    vote = ("--ordning", "Så.", "--ja-betyder", "a", "--nej-betyder", "b", "--omröstning", "ja=övriga; nej=S")
    asked = ("--yrkande", "Lena Camp: bifall", "--yrkande", "Anette Håkansson: avslag")
    made = town.ask(
        SECRETARY,
        at,
        "sammanträde",
        "beslut",
        AU,
        "3",
        "--utfall",
        "noteras",
        *vote,
        *asked,
        "--reservation",
        "Anette Håkansson",
    )
    assert (made["utfall"], made["tjänstgör"], made["ärende"]["dnr"]) == ("noteras", 8, "2023/444")
    said, _ = town.say(SECRETARY, at, "sammanträde", "reservation", AU, "3", "Toni Andersson")
    assert "(anmält 09:00)" in said


def test_whether_a_case_is_ready_does_not_depend_on_who_looks(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who is outside the register reads the list too (KL 12:9), and nobody is told of a role of their own."""
    add(town, AU, "2023/444")
    looked = town.ask(SECRETARY, EARLY, "sammanträde", "visa", AU)
    monkeypatch.delenv("BEREDNING_SOM", raising=False)
    capsys.readouterr()
    assert run(["sammanträde", "visa", AU, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == looked
    assert town.ask(CHIEF, EARLY, "sammanträde", "visa", AU) == looked
