"""`beredning mall`: the templates in use, what they may use, and faults in one, all at once."""

from __future__ import annotations

import json
from pathlib import Path

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
    assert [line["egen"] for line in json.loads(capsys.readouterr().out)] == [False, False]
    own = instance / "mallar" / "bas.docx"
    own.write_bytes((resource_folder("templates") / "bas.docx").read_bytes())
    assert run(["mall", "lista", "--json"]) == 0
    assert [(Path(line["fil"]).name, line["egen"]) for line in json.loads(capsys.readouterr().out)] == [
        ("tjansteutlatande.docx", False),
        ("bas.docx", True),
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
