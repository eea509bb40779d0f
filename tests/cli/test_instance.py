"""beredning ny, kontrollera, importera, migrera and övning, as a person types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from beredning_cli.main import run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gjord") / "ny"
    assert run(["ny", str(folder), "--kommun", "Provköping"]) == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = Path(shutil.copytree(made, tmp_path / "ny"))
    monkeypatch.chdir(copy)
    return copy


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_ny_says_what_it_made_and_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = answer(capsys, "ny", "min-nämnd", "--kommun", "Provköping")
    assert code == 0 and "Fyll i min-nämnd/kommun.yaml" in out and (tmp_path / "min-nämnd" / "kommun.yaml").is_file()
    code, out, _ = answer(capsys, "ny", "ovning", "--övning", "--json")
    assert code == 0 and json.loads(out)["kommun"] == "Ale kommun"
    code, _, err = answer(capsys, "ny", "min-nämnd")
    assert code == 2 and "redan en instans" in err


def test_ny_fills_the_empty_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert answer(capsys, "ny", ".", "--övning")[0] == 0
    assert answer(capsys, "kontrollera")[:2] == (0, answer(capsys, "kontrollera")[1])
    assert "Inga fel." in answer(capsys, "kontrollera")[1]


def test_kontrollera_tells_warnings_and_ends_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "kontrollera")
    assert code == 0 and "VARNING kommun.yaml:" in out and "Inga fel, men" in out


def test_kontrollera_ends_with_5_on_a_fault_also_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main = folder / "kommun.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("platser: 11", "platser: elva"), encoding="utf-8")
    code, out, _ = answer(capsys, "kontrollera")
    assert code == 5 and "ett heltal, inte ”elva”" in out and "1 fel måste rättas" in out
    code, out, _ = answer(capsys, "kontrollera", "--json")
    value = json.loads(out)
    assert code == 5 and value["fel"] == 1
    assert value["anmärkningar"][0]["fil"] == "kommun.yaml" and value["anmärkningar"][0]["rad"] > 1


def test_importera_shows_first_and_then_writes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lista.csv").write_text("Namn;Titel;Lön\nÅsa Ek;förvaltningschef;1\n", encoding="utf-8")
    code, out, _ = answer(capsys, "importera", "personer", "lista.csv", "--prova")
    assert code == 0 and "Ingenting har skrivits" in out and not (folder / "personer.yaml").exists()
    assert "Kolumner som inte lästes: Lön" in out
    code, out, _ = answer(capsys, "importera", "personer", "lista.csv", "--json")
    assert code == 0 and json.loads(out)["skrivet"] is True
    assert "asa.ek:" in (folder / "personer.yaml").read_text(encoding="utf-8")
    assert "Ingenting att ändra" in answer(capsys, "importera", "personer", "lista.csv")[1]


def test_importera_tells_every_bad_row_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        "Namn;Nämnd;Uppdrag;Från\nLo Lund;Exempelnämden;ledamot;\nMia Mo;EN;ledamot;2023-02-30\nNy Nord;EN;ledamot;\n"
    )
    (folder / "m.csv").write_text(rows, encoding="utf-8")
    code, _, err = answer(capsys, "importera", "mandat", "m.csv")
    assert code == 5 and "m.csv:2:2" in err and "m.csv:3:4" in err and "m.csv:4" not in err
    assert not (folder / "mandat.yaml").exists() and not (folder / "personer.yaml").exists()
    assert answer(capsys, "importera", "mandat", "borta.csv")[0] == 4


def test_migrera_says_when_there_is_nothing_to_do_and_makes_a_database_on_request(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = answer(capsys, "migrera")
    assert code == 0 and "ingenting behövde göras" in out
    main = folder / "kommun.yaml"
    text = main.read_text(encoding="utf-8").replace("databas: beredning.db", "databas: annan.db")
    main.write_text(text, encoding="utf-8")
    assert answer(capsys, "migrera")[0] == 7
    assert answer(capsys, "migrera", "--skapa")[0] == 0 and (folder / "annan.db").is_file()
    assert answer(capsys, "migrera", "--skapa")[0] == 7, "an existing one is never made again"
    assert answer(capsys, "kontrollera")[0] == 0


def test_the_clock_of_a_real_instance_cannot_be_set(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = answer(capsys, "övning", "klocka", "2023-12-01")
    assert code == 11 and "ingen övning" in err


def test_the_clock_of_a_training_instance_is_set_shown_and_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer(capsys, "ny", ".", "--övning", "--kommun", "Provköping")
    assert "1 december 2023 klockan 09:00" in answer(capsys, "ovning", "klocka", "2023-12-01T09:00")[1]
    assert json.loads(answer(capsys, "övning", "klocka", "--json")[1])["klocka"] == "2023-12-01T08:00:00+00:00"
    monkeypatch.setenv("BEREDNING_KLOCKA", "2023-12-13")
    assert "13 december 2023 klockan 08:00" in answer(capsys, "övning", "klocka")[1]
    monkeypatch.delenv("BEREDNING_KLOCKA")
    assert answer(capsys, "övning", "klocka", "2023-12-01", "--släpp")[0] == 2
    assert "går som datorns" in answer(capsys, "övning", "klocka", "--släpp")[1]
    assert "2023" not in answer(capsys, "övning", "klocka")[1]
