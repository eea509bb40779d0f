"""`beredning mall`: the templates in use, what they may use, and faults in one, all at once."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from beredning.office.instance import Instance
from beredning.office.report_forms import load_layout
from beredning.resources import resource_folder
from beredning_cli.main import run


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A training instance, standing in it."""
    monkeypatch.chdir(tmp_path)
    assert run(["ny", "ovning", "--övning"]) == 0
    monkeypatch.chdir(tmp_path / "ovning")
    capsys.readouterr()
    return tmp_path / "ovning"


def test_the_municipalitys_own_template_goes_before_the_built_in(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["mall", "lista", "--json"]) == 0
    assert [line["egen"] for line in json.loads(capsys.readouterr().out)] == [False, False, False]
    own = instance / "mallar" / "bas.docx"
    own.write_bytes((resource_folder("templates") / "bas.docx").read_bytes())
    assert run(["mall", "lista", "--json"]) == 0
    assert [(Path(line["fil"]).name, line["egen"]) for line in json.loads(capsys.readouterr().out)] == [
        ("tjansteutlatande.docx", False),
        ("bas.docx", True),
        ("tjansteutlatande.layout.yaml", False),
    ]


def test_every_section_of_the_layout_is_among_the_fields(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mall", "fält", "utlåtande"]) == 0
    shown = capsys.readouterr().out
    for form in load_layout(Instance(str(instance))).sections:
        assert f"avsnitt:{form.name}" in shown


def test_both_built_in_templates_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("utlåtande", "bas"):
        assert run(["mall", "kontrollera", kind]) == 0
        assert "Mallen är rätt" in capsys.readouterr().out


def test_a_template_that_lacks_what_it_needs_is_told_all_it_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    other = resource_folder("templates") / "bas.docx"
    assert run(["mall", "kontrollera", "utlåtande", "--fil", str(other)]) == 9
    told = capsys.readouterr().err
    assert "uppgiften diarienummer saknas" in told
    assert "avsnittet sammanfattning saknas" in told


@pytest.mark.parametrize(
    ("words", "code"), [(["mall", "fält", "brev"], 2), (["mall", "kontrollera", "bas", "--fil", "ingen.docx"], 4)]
)
def test_what_does_not_exist_is_told(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == code
    assert capsys.readouterr().err.startswith("Fel: ")


def test_a_template_is_tried_with_a_sample_that_can_be_looked_at(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["mall", "kontrollera", "utlåtande", "--ut", "prov.docx"]) == 0
    assert "6 uppgifter, 14 avsnitt och 2 underskrifter står på sin plats" in capsys.readouterr().out
    shown = "\n".join(one.text for one in docx.Document(str(instance / "prov.docx")).paragraphs)
    assert "Ekonomisk bedömning" in shown
    assert run(["mall", "kontrollera", "bas", "--ut", "prov.docx"]) == 2
    assert "skrivs aldrig över" in capsys.readouterr().err


def test_the_form_is_told_as_it_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mall", "kontrollera", "formulär"]) == 0
    told = capsys.readouterr().out
    for words in (
        "Formuläret är rätt",
        "{år}/{löpnummer}, till exempel 2024/123",
        "chef, handläggare, efter Sammanfattning",
    ):
        assert words in told
    assert "VARNING" not in told
    assert run(["mall", "kontrollera", "formulär", "--json"]) == 0
    [form] = json.loads(capsys.readouterr().out)
    assert form["sagt"]["Datum"] == "{år}-{månad}-{dag}, till exempel 2024-03-14"
    assert "exempel" not in form


def test_a_copy_to_change_is_made_and_never_written_over(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mall", "kopiera", "formulär", "--namn", "ny.layout.yaml"]) == 0
    made = instance / "mallar" / "ny.layout.yaml"
    made.write_text(made.read_text(encoding="utf-8").replace("dialekt: mening", "dialekt: passiv"), encoding="utf-8")
    assert run(["mall", "kopiera", "formulär", "--namn", "ny.layout.yaml"]) == 0, "what is in use is already this file"
    capsys.readouterr()
    assert run(["mall", "kopiera", "utlåtande", "--namn", "ny.layout.yaml"]) == 2
    assert "Namnet ska sluta på .docx" in capsys.readouterr().err
    assert run(["mall", "kopiera", "brev"]) == 2
    assert run(["mall", "lista", "--json"]) == 0
    forms = [line for line in json.loads(capsys.readouterr().out) if line["slag"] == "formulär"]
    assert [(Path(one["fil"]).name, one["i_dag"]) for one in forms] == [
        ("ny.layout.yaml", True),
        ("tjansteutlatande.layout.yaml", False),
    ]


def test_forms_that_are_in_force_at_once_are_told(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, dates in (("a", "gäller_till: 2024-06-30"), ("b", "gäller_från: 2024-06-30")):
        text = (resource_folder("templates") / "tjansteutlatande.layout.yaml").read_text(encoding="utf-8")
        (instance / "mallar" / f"{name}.layout.yaml").write_text(f"{dates}\n{text}", encoding="utf-8")
    assert run(["kontrollera"]) == 5
    assert "FEL mallar/b.layout.yaml: Formuläret gäller från 2024-06-30, samtidigt" in capsys.readouterr().out
    assert run(["mall", "kontrollera", "formulär"]) == 5
    later = instance / "mallar" / "b.layout.yaml"
    later.write_text(later.read_text(encoding="utf-8").replace("2024-06-30", "2024-07-01", 1), encoding="utf-8")
    capsys.readouterr()
    assert run(["kontrollera"]) == 0
    assert "mallar/b.layout.yaml: formuläret tjänsteutlåtande, gäller från 2024-07-01" in capsys.readouterr().out


def test_a_form_that_writes_another_dnr_than_kommun_yaml_is_told(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["mall", "kopiera", "formulär"]) == 0
    made = instance / "mallar" / "tjansteutlatande.layout.yaml"
    text = made.read_text(encoding="utf-8").replace('"{år}/{löpnummer}"', '"{organ} {år}/{löpnummer}"')
    made.write_text(text.replace("exempel: [2023/450, 2024/1]", "exempel: [UBN 2023/450]"), encoding="utf-8")
    capsys.readouterr()
    assert run(["kontrollera"]) == 0
    assert "men UBN och UBN-AU skriver 2024/123; ändra mönster" in capsys.readouterr().out
