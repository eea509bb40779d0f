"""beredning delegation, as a delegat and a secretary type it; every command starts from the database again."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from tests.cli.delegation_town import CHAIR, CHIEF, REGISTRAR, SECRETARY, Town, make_town

DAY = "2023-12-04T10:00"
REMISS = ("--punkt", "1.1", "--delegat", CHIEF, "--datum", "2023-12-04", "--beslut", "Yttrandet lämnas.")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Town:
    return make_town(tmp_path / "ovning", monkeypatch, capsys)


def test_a_remiss_is_decided_and_a_second_decision_is_refused_with_every_reason(town: Town) -> None:
    town.say(
        REGISTRAR, DAY, "ärende", "registrera", "UBN", "Remiss", "--flöde", "delegationsarende", "--dnr", "2023/450"
    )
    out, _ = town.say(CHIEF, DAY, "delegation", "beslut", "UBN", *REMISS, "--ärende", "2023/450")
    assert "Delegationsbeslut 1/2023 (UBN) i 2023/450 är registrerat" in out and "Anmälan: nästa möte." in out
    assert "Ärendet tog steget ”besluta” till beslutat." in out
    words = ("--punkt", "2.1", "--delegat", "magnus.fagerstrom", "--datum", "2023-12-05", "--beslut", "Köp.")
    out, err = town.say(
        REGISTRAR, DAY, "delegation", "beslut", "UBN", *words, "--referens", "Köp", "--belopp", "600 000", code=3
    )
    assert out == "" and "Inget är antecknat" in err
    assert all(f"[{code}]" in err for code in ("DEL-08", "DEL-16", "DEL-17"))
    refused = town.ask(
        REGISTRAR, DAY, "delegation", "beslut", "UBN", *words, "--referens", "Köp", "--belopp", "600000", code=3
    )
    assert sorted(o.get("kod") or o["code"] for o in refused["hinder"]) == ["DEL-08", "DEL-16", "DEL-17"]
    assert [line["nr"] for line in town.ask(REGISTRAR, DAY, "delegation", "lista", "UBN")["anmält"]] == ["1/2023"]


def test_ascii_words_and_json_say_the_same(town: Town) -> None:
    made = town.ask(CHIEF, DAY, "delegation", "beslut", "ubn", *REMISS, "--referens", "Remiss A")
    assert (made["nummer"], made["befattning"], made["punkt"]) == ("1/2023", "förvaltningschef", "1.1")
    shown = town.ask(CHIEF, DAY, "delegation", "visa", "UBN", "1")
    assert (
        shown["text"] == "Yttrandet lämnas." and shown["delegationsordning_sha256"] == made["delegationsordning_sha256"]
    )
    words = ("--delegat", CHAIR, "--datum", "2023-12-04", "--referens", "Läcka", "--beslut", "Skolan stängs.")
    town.say(CHAIR, DAY, "delegation", "beslut", "UBN", *words, "--bradskande", "--skal", "Läckan upptäcktes i natt.")
    out, _ = town.say(CHAIR, DAY, "delegation", "visa", "UBN", "2/2023")
    assert "Brådskande (KL 6:39): Läckan upptäcktes i natt." in out


def test_the_list_is_text_word_and_csv_with_the_same_rows(town: Town) -> None:
    for text in ("Yttrandet lämnas.", "=1+1"):
        town.say(CHIEF, DAY, "delegation", "beslut", "UBN", *REMISS[:-1], text, "--referens", "Remiss A")
    listed = town.ask(SECRETARY, DAY, "delegation", "lista", "UBN", "--ut", "lista.docx", "--csv", "lista.csv")
    assert listed["sammanträde"] == "UBN:2023-12-13" and listed["filer"] == ["lista.docx", "lista.csv"]
    with (town.folder / "lista.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(r["Nr"], r["Dnr"], r["Delegat"]) for r in rows] == [
        (line["nr"], line["ärende"], line["delegat"]) for line in listed["anmält"]
    ]
    assert [r["Ärende/beslut"] for r in rows] == ["Yttrandet lämnas.", "'=1+1"]
    with zipfile.ZipFile(town.folder / "lista.docx") as package:
        document = package.read("word/document.xml").decode()
    assert "Yttrandet lämnas." in document and "2/2023" in document and "ÖVNING" in "".join(parts(town, "lista.docx"))
    out, _ = town.say(SECRETARY, DAY, "delegation", "lista", "UBN")
    assert "1/2023\t2023-12-04\tRemiss A\t1.1\tYttrandet lämnas.\tÅsa Ericson, förvaltningschef" in out
    town.say(SECRETARY, DAY, "delegation", "beslut", "UBN", *REMISS, "--referens", "Remiss B")
    _, err = town.say(SECRETARY, DAY, "delegation", "lista", "UBN", "--csv", "lista.csv", code=2)
    assert "skrivs aldrig över" in err


def parts(town: Town, name: str) -> list[str]:
    with zipfile.ZipFile(town.folder / name) as package:
        return [package.read(one).decode() for one in package.namelist() if one.endswith(".xml")]


def test_the_points_of_a_day_and_a_day_without_an_order(town: Town) -> None:
    found = town.ask(CHIEF, DAY, "delegation", "punkter", "UBN", "--datum", "2023-03-01")
    assert [p["nr"] for p in found["punkter"]][:3] == ["1.1", "2.1", "2.2"] and found["antagen_paragraf"] == "UBN § 12"
    _, err = town.say(CHIEF, DAY, "delegation", "punkter", "UBN", "--datum", "2023-02-28", code=4)
    assert "Ingen delegationsordning gällde för UBN den 2023-02-28." in err


def test_decisions_are_reported_at_a_meeting_and_those_apart_are_posted(town: Town) -> None:
    town.say(CHIEF, DAY, "delegation", "beslut", "UBN", *REMISS, "--referens", "Remiss A")
    course = ("--punkt", "4.2", "--delegat", CHAIR, "--datum", "2023-12-04", "--beslut", "X deltar.", "--belopp", "900")
    town.say(CHAIR, DAY, "delegation", "beslut", "UBN", *course, "--referens", "Kurs")
    _, err = town.say(SECRETARY, DAY, "delegation", "anmäl", "UBN", "2023-12-13", code=4)
    assert "inget sammanträde" in err
    out, _ = town.say(
        SECRETARY,
        "2023-12-06T10:00",
        *("delegation", "anslag", "UBN", "2/2023", "--protokoll", "2023-12-05", "--anslaget", "2023-12-06"),
    )
    assert "Kan överklagas till och med 2023-12-27" in out
    listed = town.ask(SECRETARY, "2023-12-06T10:00", "delegation", "lista", "UBN")
    assert ([x["nr"] for x in listed["anmält"]], listed["utan_anmälan"], listed["hinder"]) == (["1/2023"], [], [])


@pytest.mark.parametrize("words", [("--belopp", "fem"), ("--datum", "4/12"), ("--okänd",)])
def test_what_cannot_be_read_is_told_in_swedish(town: Town, words: tuple[str, ...]) -> None:
    _, err = town.say(CHIEF, DAY, "delegation", "beslut", "UBN", *REMISS, "--referens", "A", *words, code=2)
    assert err.startswith("Fel: ") and "Traceback" not in err
