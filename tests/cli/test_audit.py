"""beredning revision, as an auditor with nothing but the right to read types it."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.delegation_town import CHIEF, REGISTRAR, Town, make_town

DAY = "2023-12-04T10:00"
AUDITOR = "rolf.ovningsson"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Town:
    made = make_town(tmp_path / "ovning", monkeypatch, capsys)
    made.say(
        REGISTRAR,
        DAY,
        "ärende",
        "registrera",
        "UBN",
        "Remiss: samverkan",
        "--flöde",
        "delegationsarende",
        "--dnr",
        "2023/450",
    )
    words = ("--punkt", "1.1", "--delegat", CHIEF, "--datum", "2023-12-04", "--beslut", "Yttrandet lämnas.")
    made.say(CHIEF, DAY, "delegation", "beslut", "UBN", *words, "--ärende", "2023/450")
    return made


def test_a_case_is_traced_with_short_digests_in_text_and_whole_ones_in_json(town: Town) -> None:
    out, _ = town.say(AUDITOR, DAY, "revision", "spåra", "2023/450")
    assert out.startswith("2023/450  Remiss: samverkan\n")
    assert "2023-12-04 10:00:00  flytt besluta: registrerat → beslutat" in out
    assert "av Åsa Ericson, förvaltningschef (konto " in out
    assert "grund: KL 6:37, 7:5 · kräver: delegationsbeslut, inte-jävig, spår: mbl" in out
    found = town.ask(AUDITOR, DAY, "revision", "spara", "2023/450")
    assert [line["åtgärd"] for line in found["rader"]] == ["registrering", "delegationsbeslut", "flytt"]
    for line in found["rader"]:
        assert len(line["sha256"]) == len(line["flödets_sha256"]) == 64 and line["utc"].endswith("Z")
        assert line["sha256"][:12] in out and line["sha256"] not in out


def test_words_without_quotation_marks_are_one_name(town: Town) -> None:
    assert town.ask(AUDITOR, DAY, "revision", "spåra", "UBN", "D", "1/2023")["vad"] == "UBN delegationsbeslut 1/2023"
    _, err = town.say(AUDITOR, DAY, "revision", "spåra", "UBN", "§", "12", code=4)
    assert "Det finns ingen UBN § 12." in err
    town.say(AUDITOR, DAY, "revision", "spåra", code=2)


def test_the_proofs_are_run_without_the_right_to_write(town: Town) -> None:
    file = town.folder / "beredning.db"
    before = file.read_bytes()
    out, _ = town.say(AUDITOR, DAY, "revision", "kontrollera")
    found = town.ask(AUDITOR, DAY, "revision", "kontrollera")
    entries, head = found["poster"], found["huvud"]
    assert "Båda bevisen håller." in out and f"{entries} poster" in out and head in out
    printed = f"Journal {entries}: {head[:8]} {head[8:16]}"
    out, _ = town.say(AUDITOR, DAY, "revision", "kontrollera", "--huvud", printed)
    assert f"Journalraden {head[:16]} är post {entries}" in out
    out, _ = town.say(AUDITOR, DAY, "revision", "kontrollera", "--till", "2")
    assert "Kedjan är hel till och med post 2." in out
    assert file.read_bytes() == before


def test_a_changed_row_is_found_with_its_place_and_its_own_exit_code(town: Town) -> None:
    connection = sqlite3.connect(town.folder / "beredning.db")
    connection.execute("UPDATE cases SET stage = 'avslutat'")
    connection.commit()
    connection.close()
    out, err = town.say(AUDITOR, DAY, "revision", "kontrollera", code=8)
    found = town.ask(AUDITOR, DAY, "revision", "kontrollera", code=8)
    (broken,) = found["bevis"]["avbrott"]
    moved = town.ask(AUDITOR, DAY, "revision", "spåra", "2023/450")["rader"][-1]["nummer"]
    assert (broken["nummer"], broken["var"]) == (moved, "cases UBN:2023:450")
    assert out == "" and f"journalpost {moved}, cases UBN:2023:450: raden är ändrad" in err and "stage" in err
    town.say(AUDITOR, DAY, "revision", "kontrollera", "--till", "3")  # the chain itself is whole
    town.say(AUDITOR, DAY, "revision", "kontrollera", "--huvud", "0" * 64, "--till", "3", code=8)


def test_the_journal_is_exported_once_and_never_over_another_file(town: Town) -> None:
    out, _ = town.say(AUDITOR, DAY, "revision", "export", "journal.jsonl")
    lines = (town.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert f"{len(lines)} poster" in out and len(lines) >= 3
    assert json.loads(lines[-1])["digest"] in out
    assert "Yttrandet lämnas" not in "".join(lines)
    _, err = town.say(AUDITOR, DAY, "revision", "export", "journal.jsonl", code=2)
    assert "skrivs aldrig över" in err
    assert sorted(p.name for p in town.folder.glob(".*.del")) == []


def test_the_export_is_read_by_the_checker_in_the_document(town: Town) -> None:
    """The program in docs/journal.md, as it stands there, in an interpreter that finds nothing of ours."""
    out, _ = town.say(AUDITOR, DAY, "revision", "export", "journal.jsonl")
    document = (Path(__file__).resolve().parents[2] / "docs" / "journal.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    (town.folder / "kontroll.py").write_text(program, encoding="utf-8")
    journal = town.folder / "journal.jsonl"

    def check() -> tuple[int, str]:
        words = [sys.executable, "-I", "-S", "kontroll.py", "journal.jsonl"]
        done = subprocess.run(words, cwd=town.folder, capture_output=True, text=True, encoding="utf-8")
        return done.returncode, done.stdout + done.stderr

    head = json.loads(journal.read_text(encoding="utf-8").splitlines()[-1])["digest"]
    code, said = check()
    assert code == 0 and head in said and head in out
    journal.write_text(
        journal.read_text(encoding="utf-8").replace("asa.ericson", "rut.ovningsson", 1), encoding="utf-8"
    )
    assert check()[0] == 1


def test_the_report_asks_each_question_and_says_what_it_leaves_out(town: Town) -> None:
    out, _ = town.say(AUDITOR, "2023-12-14T10:00", "revision", "rapport", "UBN", "--år", "2023")
    assert "Delegationsbeslut 1/2023 (2023-12-04) skulle ha anmälts vid mötet 2023-12-13" in out
    assert "Det här säger rapporten inget om" in out
    found = town.ask(AUDITOR, "2023-12-13T10:00", "revision", "rapport", "UBN", "--ar", "2023")
    late = next(line for line in found["rader"] if line["kod"] == "DEL-04–06")
    assert (late["kontrollerat"], late["fynd"]) == (1, [])
