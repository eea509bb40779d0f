"""beredning flöde: each command's answer as text and JSON, its exit code, and what it never does."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from beredning.core.workflow import to_text
from beredning.definitions.workflows import read_workflow
from beredning_cli import main as program

BROKEN = """\
flöde: brutet
namn: Brutet
version: "1"
start: utkast
skeden:
  utkast: Utkast
  granskat: Granskat
  beslutat: {namn: Beslutat, slut: ja}
steg:
  granska: {från: utkast, till: granskat, roll: chef, skapar: {märke: granskat}}
  ändra: {från: granskat, till: granskat, roll: handläggare, tar-bort: granskat}
  besluta: {från: granskat, till: beslutat, roll: sekreterare}
löften:
  aldrig-ogranskat: {aldrig: beslutat, utan: {märke: granskat}, lagrum: Lokal rutin}
  alltid-ett-slut: {alltid-möjligt: {slut: ja}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with no instance at or above it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def instance(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A training instance with one case, 2023/450, and who may move it."""
    monkeypatch.setenv("BEREDNING_SOM", "asa.ericson")
    assert program.run(["ny", "kommun", "--övning"]) == 0
    monkeypatch.chdir(here / "kommun")
    assert program.run(["övning", "klocka", "2023-12-01T09:00"]) == 0
    assert program.run(["ärende", "registrera", "UBN", "Nämndplan", "--dnr", "2023/450"]) == 0
    capsys.readouterr()
    return here / "kommun"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the program; gives exit code, what it printed and what it said was wrong."""

    def call(*words: str) -> tuple[int, str, str]:
        code = program.run(["flöde", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def test_the_built_in_are_there_without_an_instance(here: Path, run: Any) -> None:
    code, out, _ = run("lista")
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()[1:]] == [
        "delegationsarende",
        "informationsarende",
        "namndarende",
        "remiss",
    ]
    listed = json.loads(run("lista", "--json")[1])
    assert all(len(line["sha256"]) == 64 and line["brister"] == 0 for line in listed)


def test_an_instance_that_is_named_must_exist(here: Path, run: Any) -> None:
    assert run("lista", "--instans", "finns-inte")[0] == 4


def test_show_says_who_takes_each_step_and_what_it_needs(here: Path, run: Any) -> None:
    code, out, _ = run("visa", "namndarende")
    assert code == 0
    assert "godkänn → Godkänt: Godkänn utlåtandet; tas av chef; kräver utlåtande-komplett" in out
    assert "Sidospår: MBL (klart i: Ej tillämplig, Information lämnad, Avslutad, Protokoll justerat)" in out
    assert "aldrig-beslut-utan-mbl: aldrig beslutat utan spåret mbl klart (MBL 11 §)" in out
    shown = json.loads(run("visa", "namndarende", "--json")[1])
    assert shown["flöde"] == "namndarende"
    assert shown["löften"]["aldrig-beslut-utan-mbl"]["utan"] == {"spår": ["mbl"]}
    assert len(shown["sha256"]) == 64


@pytest.mark.parametrize("name", ["namndarende", "delegationsarende", "informationsarende", "remiss"])
def test_a_workflow_as_json_is_the_workflow_of_its_file(here: Path, run: Any, name: str) -> None:
    """JSON is YAML, so what `visa --json` says must be readable as a definition, and be the same one."""
    shown = json.loads(run("visa", name, "--json")[1])
    digest = shown.pop("sha256")
    again = read_workflow(json.dumps(_without_blanks(shown), ensure_ascii=False).encode(), f"{name}.yaml")
    assert sha256(to_text(again).encode()).hexdigest() == digest


def _without_blanks(value: Any) -> Any:
    """Numbers and answers as a file writes them, and nothing for what is empty."""
    if isinstance(value, dict):
        return {k: _without_blanks(v) for k, v in value.items() if v is not False and v not in ("", [], {})}
    if isinstance(value, list):
        return [_without_blanks(v) for v in value]
    return "ja" if value is True else value


def test_a_name_may_be_spelt_without_dots_and_a_wrong_one_is_helped(here: Path, run: Any) -> None:
    (here / "ärenden.yaml").write_text(BROKEN.replace("brutet", "ärenden"), encoding="utf-8")
    code, _, err = run("visa", "namndarendet")
    assert (code, "Menade du ”namndarende”?" in err) == (4, True)
    assert run("visa", "ärenden.yaml")[0] == 0
    assert run("visa", "./saknas.yaml")[0] == 4


def test_check_tells_every_fault_of_every_file(here: Path, run: Any) -> None:
    code, out, _ = run("kontrollera")
    assert code == 0
    assert out.count("Inga fel.") == 8
    bad = BROKEN.replace("till: beslutat", "till: beslutatt").replace("roll: chef", "roll: cheff")
    (here / "brutet.yaml").write_text(bad, encoding="utf-8")
    code, _, err = run("kontrollera", "brutet.yaml", "remiss")
    assert code == 5
    assert "brutet.yaml:10:49" in err
    assert "brutet.yaml:12:35: Skedet ”beslutatt” finns inte. Menade du ”beslutat”?" in err


def test_scenarios_are_checked_with_their_workflow(here: Path, run: Any) -> None:
    (here / "brutet.yaml").write_text(BROKEN, encoding="utf-8")
    (here / "brutet.prov.yaml").write_text(
        "flöde: brutet\nprov: {a: {steg: [grnska], slutar: utkast}}\n", encoding="utf-8"
    )
    code, _, err = run("kontrollera", "brutet.yaml")
    assert code == 5
    assert "brutet.prov.yaml:2:19: Steget ”grnska” finns inte. Menade du ”granska”?" in err


def test_prove_prints_the_shortest_counter_example(here: Path, run: Any) -> None:
    (here / "brutet.yaml").write_text(BROKEN, encoding="utf-8")
    code, out, _ = run("bevisa", "brutet.yaml")
    assert code == 5
    rows = [line.strip() for line in out.splitlines()]
    start = rows.index("Kortaste motexempel:")
    assert rows[start + 1 : start + 5] == [
        "1. granska → granskat",
        "2. ändra → granskat",
        "3. besluta → beslutat",
        "Då står ärendet i beslutat.",
    ]
    assert "1 av 2 löften håller." in rows
    verdicts = json.loads(run("bevisa", "brutet.yaml", "--json")[1])
    assert [leg["steg"] for leg in verdicts[0]["motexempel"]] == ["granska", "ändra", "besluta"]
    assert [verdict["håller"] for verdict in verdicts] == [False, True]


def test_prove_says_when_it_could_not_tell(here: Path, run: Any) -> None:
    code, out, _ = run("bevisa", "namndarende", "--gräns", "10")
    assert code == 5
    assert "OAVGJORT" in out
    assert run("bevisa", "namndarende")[0] == 0
    assert run("bevisa", "namndarende", "--gräns", "-1")[0] == 2


def test_try_tells_which_story_went_wrong_and_what_is_untried(here: Path, run: Any) -> None:
    (here / "brutet.yaml").write_text(BROKEN, encoding="utf-8")
    story = "flöde: brutet\nprov:\n  a: {steg: [granska], slutar: beslutat}\n  b: {steg: [granska, besluta], slutar: "
    story += "beslutat}\n"
    (here / "brutet.prov.yaml").write_text(story, encoding="utf-8")
    code, out, _ = run("prova", "brutet.yaml")
    assert code == 5
    assert "brutet.prov.yaml:3: Ärendet slutar i ”granskat”, inte i ”beslutat”." in out
    assert "inget prov tar: ändra" in out
    assert "1 av 2 prov" in out
    assert run("prova")[0] == 0
    (here / "brutet.prov.yaml").unlink()
    assert run("prova", "brutet.yaml")[0] == 4


def test_draw_writes_a_file_and_never_over_one(here: Path, run: Any) -> None:
    assert run("rita", "remiss", "--ut", "remiss.svg")[0] == 0
    assert (here / "remiss.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert run("rita", "remiss", "--ut", "remiss.svg")[0] == 0
    code, _, err = run("rita", "remiss", "--ut", "remiss.svg", "--form", "mermaid")
    assert (code, "skrivs aldrig över" in err) == (2, True)
    assert run("rita", "remiss", "--ut", "hand.svg", "--utan-graphviz")[0] == 0
    assert "flowchart TB" in run("rita", "remiss")[1]
    assert run("rita")[0] == 2


def test_a_new_workflow_is_whole_and_written_once(instance: Path, run: Any) -> None:
    code, out, _ = run("ny", "skolskjuts")
    assert code == 0
    assert "beredning flöde kontrollera skolskjuts" in out
    for words in (("kontrollera", "skolskjuts"), ("bevisa", "skolskjuts"), ("prova", "skolskjuts")):
        assert run(*words)[0] == 0
    path = instance / "flöden" / "skolskjuts.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# ändrat\n", encoding="utf-8")
    assert run("ny", "skolskjuts")[0] == 2
    assert path.read_text(encoding="utf-8").endswith("# ändrat\n")
    assert run("ny", "Skol Skjuts")[0] == 2


def test_an_own_workflow_goes_before_the_built_in(instance: Path, run: Any) -> None:
    assert run("ny", "remiss", "--efter", "remiss")[0] == 0
    path = instance / "flöden" / "remiss.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('version: "1"', "version: Eget"), encoding="utf-8")
    listed = {line["flöde"]: line for line in json.loads(run("lista", "--json")[1])}
    assert (listed["remiss"]["version"], listed["remiss"]["ersätter-inbyggt"]) == ("Eget", True)
    assert read_workflow(path.read_bytes(), "remiss.yaml").version == "Eget"


def test_the_road_of_a_case_is_drawn_in_the_definition_it_follows(instance: Path, run: Any) -> None:
    assert program.run(["ärende", "flytta", "2023/450", "påbörja"]) == 0
    assert program.run(["ärende", "flytta", "2023/450", "mbl:kalla", "--uppgift", "kallad=2023-12-01"]) == 0
    code, out, _ = run("rita", "--ärende", "2023/450")
    assert code == 0
    assert '|"Börja skriva (1)"|' in out
    assert '|"Kalla till förhandling (2)"|' in out
    drawn = json.loads(run("rita", "--ärende", "2023/450", "--json")[1])
    assert drawn["väg"] == ["påbörja", "mbl:kalla"]
    assert run("rita", "--ärende", "2023/451")[0] == 4


def test_where_a_case_stands_is_told_with_its_deadlines(instance: Path, run: Any) -> None:
    assert program.run(["ärende", "registrera", "UBN", "Remiss", "--flöde", "remiss", "--dnr", "2023/451"]) == 0
    assert run("visa", "--ärende", "2023/451")[1].count("Inga frister löper") == 1
    words = [
        "ärende",
        "registrera",
        "UBN",
        "Remiss",
        "--flöde",
        "remiss",
        "--dnr",
        "2023/452",
        "--svarsdatum",
        "2023-12-10",
    ]
    assert program.run(words) == 0
    assert program.run(["ärende", "flytta", "2023/452", "påbörja"]) == 0
    code, out, _ = run("visa", "--ärende", "2023/452")
    assert code == 0
    assert "VARNING  Svar: sista dag var 2023-11-26 och har passerats. (FL 26 §)" in out
    assert "lämna-för-granskning → Chefsgranskning" in out
    shown = json.loads(run("visa", "--ärende", "2023/452", "--json")[1])
    assert [one["senast"] for one in shown["frister"]] == ["2023-11-26"]
    assert run("visa")[0] == run("visa", "remiss", "--ärende", "2023/452")[0] == 2


def test_a_case_changes_workflow_only_where_it_has_a_place(instance: Path, run: Any) -> None:
    assert program.run(["ärende", "flytta", "2023/450", "påbörja"]) == 0
    assert run("byt", "2023/450", "remiss")[0] == 2
    assert run("ny", "prov", "--efter", "remiss")[0] == 0
    (instance / "flöden" / "prov.yaml").rename(instance / "prov.yaml")
    # A file that lies elsewhere is not among the definitions that cases can follow.
    assert run("byt", "2023/450", "prov.yaml", "--skäl", "x")[0] == 4
    code, out, _ = run("byt", "2023/450", "remiss", "--skäl", "Ärendet är en remiss.")
    assert code == 0
    assert "följer nu flödet remiss, version 1" in out
    digests = {line["flöde"]: line["sha256"] for line in json.loads(run("lista", "--json")[1])}
    assert digests["remiss"][:12] in out
    assert program.run(["ärende", "flytta", "2023/450", "anstånd:begär"]) == 0
    code, _, err = run("byt", "2023/450", "namndarende", "--skäl", "Tillbaka.")
    assert code == 3
    assert "anstånd" in err


def test_nothing_is_imported_that_help_does_not_need() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from beredning_cli import main; main.run(['flöde', 'rita', '--hjälp']);"
        "print(sorted({'yaml', 'transitions', 'lxml', 'sqlite3', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
