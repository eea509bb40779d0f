"""`beredning utlåtande läs`, `jämför` and `uppdatera` as an officer types them, and what they answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beredning.resources import resource_folder
from beredning_cli.main import run
from tests.office.word_edits import edited, reword, track

OFFICER, OTHER = "maggan.melander", "asa.ericson"
WRITTEN = "2023-450-tjänsteutlåtande-v1.docx"
PLAN = "Planen ska ge barn och elever"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> bytes:
    """A report that has been written and sent out, standing in the training instance it belongs to."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BEREDNING_KLOCKA", "2023-11-20T09:00")
    assert run(["ny", "ovning", "--övning"]) == 0
    monkeypatch.chdir(tmp_path / "ovning")
    text = resource_folder("templates") / "ovning" / "papper" / "2023-450.md"
    for words in (
        ("ärende", "registrera", "UBN", "Nämndplan 2024", "--dnr", "2023/450"),
        ("ärende", "flytta", "2023/450", "påbörja"),
        ("utlåtande", "skriv", "2023/450", "--text", str(text), "--hantera", "Ekonomichef"),
    ):
        assert run([*words, "--som", OFFICER]) == 0
    capsys.readouterr()
    return Path(WRITTEN).read_bytes()


def call(*words: str, person: str = OFFICER) -> int:
    return run([*words, "--som", person])


def saved(name: str, body: bytes) -> str:
    Path(name).write_bytes(body)
    return name


def test_a_file_with_tracked_changes_is_told_with_who_and_where(
    written: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    name = saved("spårad.docx", edited(written, track(PLAN, "Åsa Ericson")))
    assert call("utlåtande", "läs", "2023/450", name) == 0
    said = capsys.readouterr().out
    assert "version 2, bygger på version 1" in said and "Invånarperspektiv: ändrat" in said
    assert "Spårad ändring (infogat, Åsa Ericson, stycke" in said and "Tillagt av chefen." in said
    assert "Godkänn eller avvisa de spårade ändringarna" in said
    assert call("utlåtande", "läs", "2023/450", name, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["bygger_på"], told["ny"]) == (2, 1, False)
    assert [one["slag"] for one in told["ändringar"]] == ["infogat"]
    assert [one["namn"] for one in told["skillnader"] if one["status"] != "lika"] == ["invånare"]


def test_the_words_that_differ_are_marked_where_they_stand(written: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    name = saved("ändrad.docx", edited(written, reword(PLAN, "Planen ska ge alla barn och elever")))
    assert call("utlåtande", "läs", "2023/450", name) == 0
    capsys.readouterr()
    assert call("utlåtande", "jämför", "2023/450") == 0
    said = capsys.readouterr().out
    assert "version 1 → version 2" in said and "Planen ska ge {+alla+} barn och elever" in said
    assert "Lika: " in said and "Invånarperspektiv" not in said.partition("Lika: ")[2]


def test_two_who_edit_the_same_version_are_told_what_each_has_changed(
    written: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    one = saved("chefens.docx", edited(written, reword(PLAN, "Planen ska ge alla")))
    two = saved("min.docx", edited(written, reword("Förvaltningen bedömer att", "Vi bedömer att")))
    assert call("utlåtande", "läs", "2023/450", one, person=OTHER) == 0
    assert call("utlåtande", "läs", "2023/450", two) == 6
    said = capsys.readouterr().err
    assert "Åsa Ericson (version 2): Invånarperspektiv" in said
    assert "din fil (version 3): Förvaltningens bedömning" in said
    assert "beredning utlåtande jämför 2023/450 2 3" in said
    assert call("utlåtande", "versioner", "2023/450", "--json") == 0
    assert [v["status"] for v in json.loads(capsys.readouterr().out)] == ["ersatt", "utkast", "krock"]
    assert call("utlåtande", "hämta", "2023/450", "--version", "3", "--ut", "tillbaka.docx") == 0
    assert call("utlåtande", "läs", "2023/450", "tillbaka.docx", "--från", "2") == 0, "what was set aside is not lost"


def test_only_the_facts_of_the_case_are_updated(written: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("utlåtande", "uppdatera", "2023/450") == 3
    assert "utlåtande skriv 2023/450" in capsys.readouterr().err
    name = saved("ändrad.docx", edited(written, reword(PLAN, "Planen ska ge alla")))
    assert call("utlåtande", "läs", "2023/450", name) == 0
    assert call("ärende", "ändra", "2023/450", "rubrik", "Nämndplan 2024, reviderad", "--skäl", "Ny") == 0
    capsys.readouterr()
    assert call("utlåtande", "uppdatera", "2023/450") == 0
    said = capsys.readouterr().out
    assert "version 3" in said and "rubrik: Nämndplan 2024 → Nämndplan 2024, reviderad" in said
    assert Path("2023-450-tjänsteutlåtande-v3.docx").is_file()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("läs", "2023/450", "saknas.docx"), 2, "finns inte"),
        (("läs", "2023/450", "text.txt"), 2, "ingen Wordfil"),
        (("läs", "2023/450", "trasig.docx"), 9, "skadad"),
        (("läs", "2023/999", WRITTEN), 4, "2023/999"),
        (("läs", "2023/450", WRITTEN, "--från", "9"), 4, "ingen version 9"),
        (("läs", "2023/450", "främmande.docx"), 9, "Inget avsnitt"),
        (("jämför", "2023/450", "1", "2"), 4, "ingen version 2"),
        (("jämför", "2023/450", "--beslut", "1"), 2, "tar inga versioner"),
        (("jämför", "2023/450", "au"), 4, "lydelse"),
    ],
)
def test_every_wrong_word_is_told(
    words: tuple[str, ...], code: int, said: str, written: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    saved("text.txt", b"Text")
    saved("trasig.docx", written[:3000])
    saved("främmande.docx", (resource_folder("templates") / "bas.docx").read_bytes())
    assert call("utlåtande", *words) == code
    assert said in capsys.readouterr().err
