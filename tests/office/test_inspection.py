"""kontrollera: everything in an instance is looked at, and what is wrong in any part is told with its file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from beredning.office.inspection import Inspection, inspect_instance
from beredning.office.instance import Instance
from beredning.office.making import make_instance
from beredning.resources import resource_folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gjord") / "ny"
    make_instance(str(folder), training=True)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "ny"))


def look(folder: Path) -> Inspection:
    return inspect_instance(Instance(str(folder)))


def test_the_practice_instance_is_sound_and_everything_in_it_was_looked_at(folder: Path) -> None:
    found = look(folder)
    assert found.sound and found.remarks == ()
    names = [checked.name for checked in found.checked]
    assert names == ["kommun.yaml", "delegationsordning.yaml", "tjansteutlatande.docx", "bas.docx", "databasen"]
    assert "37 personer" in found.checked[0].said


def break_workflow(folder: Path) -> None:
    text = (resource_folder("workflows") / "remiss.yaml").read_text(encoding="utf-8")
    (folder / "flöden" / "remiss.yaml").write_text(text.replace("start: ", "start: ingenstans-", 1), encoding="utf-8")


def misname_workflow(folder: Path) -> None:
    shutil.copy(resource_folder("workflows") / "remiss.yaml", folder / "flöden" / "annat.yaml")


def set_bad_clock(folder: Path) -> None:
    (folder / ".beredning").mkdir(exist_ok=True)
    (folder / ".beredning" / "klocka").write_text("igår", encoding="utf-8")


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("breaking", "file", "words"),
    [
        (replace("kommun.yaml", "platser: 11", "platser: 10"), "kommun.yaml", "den 2023-01-01 men 10 platser"),
        (replace("delegationsordning.yaml", "organ: UBN", "organ: UBB"), "delegationsordning.yaml", "finns inte"),
        (replace("delegationsordning.yaml", "antagen:", "antagit:"), "delegationsordning.yaml", "Okänd nyckel"),
        (replace("kommun.yaml", "övning: ja", "övning: nej"), "databasen", "för övning"),
        (break_workflow, "flöden/remiss.yaml", "ingenstans"),
        (misname_workflow, "flöden/annat.yaml", "Flödet heter ”remiss”"),
        (lambda f: (f / "mallar" / "bas.docx").write_bytes(b"inte en mall"), "mallar/bas.docx", ""),
        (lambda f: (f / "beredning.db").unlink(), "databasen", "finns inte"),
        (set_bad_clock, ".beredning/klocka", "ingen tid"),
        (lambda f: (f / "beredning.db").write_bytes(b"skrot" * 1000), "databasen", ""),
    ],
)
def test_what_is_wrong_in_any_part_is_told_with_its_file(
    folder: Path, breaking: Callable[[Path], object], file: str, words: str
) -> None:
    breaking(folder)
    faults = [remark.fault for remark in look(folder).remarks if remark.severity == "FEL"]
    assert [fault for fault in faults if fault.file == file and words in fault.text], faults


def test_faults_in_several_files_are_told_at_once(folder: Path) -> None:
    replace("kommun.yaml", "platser: 11", "platser: elva")(folder)
    replace("delegationsordning.yaml", "antagen:", "antagit:")(folder)
    break_workflow(folder)
    found = look(folder)
    assert {r.fault.file for r in found.remarks} == {"kommun.yaml", "delegationsordning.yaml", "flöden/remiss.yaml"}
    assert not found.sound and found.count("FEL") >= 3
