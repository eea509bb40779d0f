"""Making an instance: whole or not at all, never over anything, and with files that say what is left to fill in."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from beredning.core.regulations import REGULATIONS
from beredning.definitions.delegation_order import inspect_order
from beredning.definitions.organisation import examine
from beredning.errors import UsageFault
from beredning.office import making
from beredning.office.instance import find_instance, load, open_store
from beredning.office.making import make_instance
from tests.definitions.test_organisation import ROOT

FILES = ("LÄSMIG.md", "beredning.db", "delegationsordning.yaml", "flöden/LÄSMIG.md", "kommun.yaml", "mallar/LÄSMIG.md")


def seen(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()))


def test_a_new_instance_can_be_used_at_once(tmp_path: Path) -> None:
    made = make_instance(str(tmp_path / "en" / "ny"), "Provköping")
    assert made.files == FILES == seen(tmp_path / "en" / "ny")
    instance = find_instance(made.folder)
    organisation = load(instance)
    assert (organisation.municipality, organisation.training) == ("Provköping", False)
    with open_store(instance, organisation) as database, database.read() as reader:
        assert (reader.meta("övning"), reader.head()[0]) == ("nej", 0)


def test_a_training_instance_is_filled_unless_it_is_named(tmp_path: Path) -> None:
    practice = make_instance(str(tmp_path / "a"), training=True)
    assert practice.practice and len(load(find_instance(practice.folder)).persons) > 30
    named = make_instance(str(tmp_path / "b"), "Provköping", training=True)
    organisation = load(find_instance(named.folder))
    assert not named.practice and organisation.training and organisation.municipality == "Provköping"
    open_store(find_instance(named.folder), organisation).close()


@pytest.mark.parametrize("name", ["Sätra: stad", 'Byn "Å"', "# Orten", "ja", "Orten\n  med: rad", "- x", "\\1"])
def test_any_name_is_written_so_that_it_is_read_back(tmp_path: Path, name: str) -> None:
    made = make_instance(str(tmp_path / "ny"), name)
    assert load(find_instance(made.folder)).municipality == " ".join(name.split()) == made.municipality


def test_an_empty_folder_is_filled_where_it_stands(tmp_path: Path) -> None:
    inode = tmp_path.stat().st_ino
    make_instance(str(tmp_path), "Provköping")
    assert tmp_path.stat().st_ino == inode, "a shell may stand in it"
    assert seen(tmp_path) == FILES


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "min.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageFault, match="inte tom"):
        make_instance(str(tmp_path), "Provköping")
    with pytest.raises(UsageFault, match="en fil"):
        make_instance(str(tmp_path / "min.txt"), "Provköping")
    assert seen(tmp_path) == ("min.txt",)
    make_instance(str(tmp_path / "ny"), "Provköping")
    with pytest.raises(UsageFault, match="redan en instans"):
        make_instance(str(tmp_path / "ny"), "Annan")


@pytest.mark.parametrize("step", ["_write_files", "_create_database", "_put_in_place"])
def test_what_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, step, full)
    with pytest.raises(OSError, match="No space"):
        make_instance(str(tmp_path / "ny"), "Provköping")
    assert list(tmp_path.iterdir()) == []


def test_kommun_yaml_comes_last_so_that_half_a_folder_is_no_instance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []
    rename = Path.rename

    def spy(path: Path, target: Path) -> Path:
        moved.append(path.name)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", spy)
    make_instance(str(tmp_path), "Provköping")
    assert moved[-1] == "kommun.yaml" and len(moved) == 6


# The files that are filled in


def template(name: str) -> str:
    return (ROOT / "templates" / "instans" / name).read_text(encoding="utf-8")


def test_the_form_has_no_fault_and_says_all_that_is_left_to_fill_in() -> None:
    found = examine({"kommun.yaml": template("kommun.yaml").encode()})
    assert found.faults == () and found.organisation is not None
    told = "\n".join(remark.fault.text for remark in found.remarks)
    assert all(remark.severity == "VARNING" for remark in found.remarks)
    for rule in REGULATIONS:
        assert (f"”{rule.name}”" in told) is (rule.expected and not rule.default), rule.name
    for words in ("står kvar från mallen", "inga ledamöter", "saknar sekreterare", "saknar chef", "Förvaltningsrätten"):
        assert words in told


def test_the_form_names_every_rule_that_can_be_set() -> None:
    text = template("kommun.yaml")
    assert [rule.name for rule in REGULATIONS if f"# {rule.name}:" not in text] == []


def uncommented(text: str) -> str:
    """The file with its commented-out lines of YAML (a key or an item, indented like their neighbours) made real."""
    lines = []
    for line in text.splitlines():
        found = re.fullmatch(r"(\s*)# ((?: *)(?:- |\"?[\wåäöÅÄÖ.-]+\"?:(?: |$)).*)", line)
        prose = found and re.match(
            r"(?:- \{titel: Påminnelse|Ett dnr|Så fyller|konton: de|roller: handl|uppdrag: o)", found[2]
        )
        lines.append(found[1] + found[2] if found and not prose else line)
    return "\n".join(lines) + "\n"


def test_every_example_in_the_form_can_be_used_as_it_stands() -> None:
    text = uncommented(template("kommun.yaml"))
    found = examine({"kommun.yaml": text.encode()})
    unreadable = [
        f for f in found.faults if re.search(r"Okänd nyckel|ska vara|kan inte vara|YAML|Indrag|upprepad", f.text)
    ]
    assert unreadable == []
    assert "kallelse-dagar: 7" in text and "anna.andersson:" in text


def test_every_example_in_the_delegation_order_can_be_used_as_it_stands() -> None:
    reading = inspect_order(uncommented(template("delegationsordning.yaml")).encode(), "d.yaml")
    assert reading.document.sorted_faults() == ()
    assert reading.order is not None and reading.order.points[0].limit == 500_000


KILLED = """
import os, sys
from beredning.office import making
making._put_in_place = lambda *_: os.kill(os.getpid(), 9)
making.make_instance(sys.argv[1], "Provköping")
"""


def test_a_killed_process_leaves_no_instance_behind(tmp_path: Path) -> None:
    """The draft lies beside the folder under another name, so what a kill leaves is never found as an instance."""
    target = tmp_path / "ny"
    words = [sys.executable, "-c", KILLED, str(target)]
    ran = subprocess.run(words, env={"PYTHONPATH": str(ROOT / "engine")}, capture_output=True)
    assert ran.returncode == -9 and not target.exists(), ran.stderr
    assert make_instance(str(target), "Provköping").files == FILES
