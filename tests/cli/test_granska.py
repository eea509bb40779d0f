"""`beredning granska`: on files and folders, with and without a municipality, and on what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from beredning.resources import resource_folder
from beredning_cli.main import run

KEYS = ["fil", "rad", "plats", "regel", "allvar", "text", "varför", "förslag", "grund"]
REPORT = """TJÄNSTEUTLÅTANDE

1(1)

Utbildningsförvaltningen

Diarienummer: {dnr}

Datum: 2023-11-27

Controller, Atbin Vali Ababaf

Utbildningsnämnden

Prognos för hösten

Förslag till beslut

Utbildningsnämnden noterar informationen.

Motivering till beslut

Bedöms ej tillämplig i detta ärende.

Sammanfattning

Prognosen visar en budget i balans.

Åsa Ericson

Atbin Vali Ababaf

Förvaltningschef

Controller

Beslutsunderlag

Tjänsteutlåtande Prognos för hösten, 2023-11-27

Beslutet skickas till:

För vidare hantering

Förvaltningschefen

Ärendet

Förvaltningen redovisar prognosen varje månad.

Ekonomisk bedömning

Prognosen håller sig inom budgeten.

Invånarperspektiv

Bedöms ej tillämplig i detta ärende.

Hållbarhetsperspektiv

Bedöms ej tillämplig i detta ärende.

Lagstiftning och kommunala styrdokument

Bedöms ej tillämplig i detta ärende.

Remissyttrande

Bedöms ej tillämplig i detta ärende.

Behandlad enligt MBL

Bedöms ej tillämplig i detta ärende, som är en redovisning utan beslut i sak.

Beslutets genomförande

Förvaltningschefen följer prognosen månad för månad.

Förvaltningens bedömning

Förvaltningen bedömer att prognosen är säker.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no instance, standing in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paper(name: str, dnr: str = "2023/109") -> Path:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(REPORT.format(dnr=dnr), encoding="utf-8")
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = run(["granska", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_right_report_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, str(paper("rätt.txt")))
    assert (code, told["fynd"]) == (0, [])
    assert run(["granska", "rätt.txt"]) == 0
    assert "1 handling: inga fynd." in capsys.readouterr().out


def test_a_fel_gives_exit_code_9_and_says_where_why_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = asked(capsys, str(paper("fel.txt", "ÄRENDENUMMER")))
    assert code == 9
    (one,) = told["fynd"]
    assert list(one) == KEYS
    assert (one["fil"], one["rad"], one["plats"], one["regel"], one["allvar"]) == ("fel.txt", 7, "rad 7", "PH02", "FEL")
    assert "ÄRENDENUMMER" in one["text"] and all(one[key] for key in ("varför", "förslag", "grund"))
    assert told["summering"]["fel"] == 1
    assert run(["granska", "fel.txt"]) == 9
    said = capsys.readouterr().out
    assert "FEL PH02  rad 7" in said and "1 FEL" in said


def test_in_word_the_place_is_the_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    made = docx.Document()
    for line in REPORT.format(dnr="ÄRENDENUMMER").split("\n\n"):
        made.add_paragraph(line)
    made.save("fel.docx")
    code, told = asked(capsys, "fel.docx")
    (one,) = [one for one in told["fynd"] if one["regel"] == "PH02"]
    assert (code, one["rad"], one["plats"]) == (9, "stycke 4", "stycke 4")
    assert {type(other["rad"]) for other in told["fynd"] if not other["plats"]} <= {int}


def test_what_is_only_a_warning_gives_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    path = paper("varning.txt")
    path.write_text(path.read_text("utf-8").replace("noterar informationen", "noterar"), encoding="utf-8")
    code, told = asked(capsys, str(path))
    assert code == 0 and {one["allvar"] for one in told["fynd"]} == {"VARNING"}


def test_a_folder_is_read_as_one_pack_and_its_own_list_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    paper("utskick/01-tjänsteutlåtande-prognos.txt")
    Path("utskick/manifest.json").write_text("{}", encoding="utf-8")
    Path("utskick/innehåll.txt").write_text("Handlingar", encoding="utf-8")
    Path("utskick/.gömd.txt").write_text("x", encoding="utf-8")
    Path("utskick/siffror.xlsx").write_bytes(b"x")
    _, told = asked(capsys, "utskick")
    assert told["summering"]["filer"] == 1


def test_a_file_that_cannot_be_read_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    paper("utskick/rätt.txt")
    Path("utskick/trasig.docx").write_bytes(b"PK\3\4 trasig")
    code, told = asked(capsys, "utskick")
    assert code == 9
    assert [one["fil"] for one in told["summering"]["olästa"]] == ["trasig.docx"]
    assert run(["granska", "utskick"]) == 9
    assert "Kunde inte läsas: trasig.docx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "fattas ett argument"),
        (("finns-inte.docx",), 4, "finns inte"),
        (("tom",), 2, "inga filer att granska"),
        (("bild.png",), 2, "kan inte läsas"),
        (("rätt.txt", "--kommun", "saknas.yaml"), 4, "saknas.yaml"),
        (("rätt.txt", "--instans", "tom"), 4, "ingen instans"),
    ],
)
def test_every_wrong_word_is_told(
    words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    paper("rätt.txt")
    Path("tom").mkdir()
    Path("bild.png").write_bytes(b"x")
    assert run(["granska", *words]) == code
    assert said in capsys.readouterr().err


def test_a_municipality_without_an_instance_is_judged_by_its_register(capsys: pytest.CaptureFixture[str]) -> None:
    (own := Path("ale")).mkdir()
    source = resource_folder("templates") / "ovning" / "kommun.yaml"
    (own / "kommun.yaml").write_bytes(source.read_bytes())
    path = paper("rätt.txt")
    assert asked(capsys, str(path), "--kommun", "ale/kommun.yaml")[1]["fynd"] == []
    path.write_text(path.read_text("utf-8").replace("Atbin Vali Ababaf", "Bo Okänd"), encoding="utf-8")
    _, told = asked(capsys, str(path), "--kommun", "ale")
    assert "NM03" in {one["regel"] for one in told["fynd"]}
    assert "NM03" not in {one["regel"] for one in asked(capsys, str(path))[1]["fynd"]}
    assert sorted(one.name for one in own.iterdir()) == ["kommun.yaml"], "nothing is written where it is only read"


def test_the_municipality_sets_how_grave_a_local_rule_is_but_not_a_rule_of_law(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (own := Path("ale")).mkdir()
    text = (resource_folder("templates") / "ovning" / "kommun.yaml").read_text(encoding="utf-8")
    (own / "kommun.yaml").write_text(text + "\ngranska:\n  HD02: FEL\n  HD03: INFO\n", encoding="utf-8")
    path = paper("ny.txt", "UBN.2023.109")
    code, told = asked(capsys, str(path), "--kommun", "ale")
    assert code == 9
    assert [(one["regel"], one["allvar"]) for one in told["fynd"]] == [("HD02", "FEL")]


def test_kontrollera_refuses_a_severity_that_law_does_not_allow(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["ny", "ovning", "--övning"]) == 0
    monkeypatch.chdir(folder / "ovning")
    path = Path("kommun.yaml")
    path.write_text(path.read_text("utf-8") + "\ngranska:\n  HD03: INFO\n  XX99: FEL\n", encoding="utf-8")
    assert run(["kontrollera"]) == 5
    told = capsys.readouterr().out
    assert "HD03 kan inte sänkas" in told and "XX99" in told
