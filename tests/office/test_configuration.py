"""The compiled configuration: always what the files say, quick when they are the same, journaled when it changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beredning.core.journal import sha256
from beredning.core.organisation import Organisation, to_text
from beredning.core.workflow import to_text as workflow_text
from beredning.errors import BadDefinition, NotFound
from beredning.office import compiled as compiling
from beredning.office.compiled import compiled
from beredning.office.configuration import (
    load,
    load_delegation_orders,
    load_workflow,
    record_configuration,
    workflow_files,
)
from beredning.office.desk import Desk
from beredning.office.instance import Instance
from beredning.store import Database, create_database, open_database
from beredning.store.rows import DefinitionRow
from tests.definitions.test_delegation_order import HEAD, POINT
from tests.definitions.test_organisation import BASE, ROOT


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    (tmp_path / "kommun.yaml").write_text(BASE, encoding="utf-8")
    return Instance(str(tmp_path))


def kept(instance: Instance) -> Path:
    return Path(instance.hidden) / "kommun"


# Compiled files


def test_a_warm_start_gives_the_same_organisation_without_reading_yaml(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(instance)
    monkeypatch.setattr("beredning.definitions.organisation.read_organisation", None)
    assert load(instance) == first


def test_a_warm_start_imports_nothing_that_reads_yaml(instance: Instance) -> None:
    load(instance)
    (Path(instance.folder) / "delegationsordning.yaml").write_text(HEAD + POINT, encoding="utf-8")
    load_delegation_orders(instance)
    program = (
        "import sys; from beredning.office.instance import find_instance, load\n"
        "from beredning.office.configuration import load_delegation_orders\n"
        f"found = find_instance({instance.folder!r}); load(found); load_delegation_orders(found)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'yaml', 'pathlib', 'dataclasses', 'logging'}))"
    )
    environment = {"PYTHONPATH": str(ROOT / "engine"), "PATH": os.environ["PATH"]}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert ran.stdout.split() == []


@pytest.mark.parametrize("name", ["kommun.yaml", "personer.yaml", "mandat.yaml"])
def test_a_change_of_any_source_is_seen(instance: Instance, name: str) -> None:
    before = load(instance)
    path = Path(instance.folder) / name
    text = {
        "kommun.yaml": BASE.replace("Provköping", "Prövköping"),
        "personer.yaml": "personer:\n  dan.dal: {namn: Dan Dal}\n",
        "mandat.yaml": "mandat:\n  - {person: eva.ek, organ: BN, uppdrag: ersättare, parti: S}\n",
    }[name]
    path.write_text(text, encoding="utf-8")
    after = load(instance)
    assert after != before
    if name != "kommun.yaml":
        path.unlink()
        assert load(instance) == before


@pytest.mark.parametrize(
    "damage",
    [b"", b"x", b"a\nb\nc", "cut", "flip", b"\xff\xfe\x00"],
    ids=["empty", "short", "other", "cut", "flip", "binary"],
)
def test_a_damaged_file_is_made_again_in_silence(instance: Instance, damage: bytes | str) -> None:
    first = load(instance)
    path = kept(instance)
    whole = path.read_bytes()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "flip":
        path.write_bytes(whole.replace("Provköping".encode(), "Falskköping".encode()))
    else:
        assert isinstance(damage, bytes)
        path.write_bytes(damage)
    assert load(instance) == first
    assert path.read_bytes() == whole


def test_another_program_does_not_take_over_what_an_older_one_compiled(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(instance)
    whole = kept(instance).read_bytes()
    monkeypatch.setattr(compiling, "_program", lambda: "99.0")
    load(instance)
    assert kept(instance).read_bytes() != whole


def test_where_nothing_can_be_written_the_answer_is_the_same(instance: Instance) -> None:
    Path(instance.hidden).write_text("en fil i vägen", encoding="utf-8")
    assert load(instance) == load(instance)
    assert Path(instance.hidden).is_file()


def test_no_draft_is_left_and_what_make_raises_goes_through(tmp_path: Path) -> None:
    assert compiled(str(tmp_path), "a", {"f": b"1"}, lambda: "text å") == "text å"
    assert compiled(str(tmp_path), "a", {"f": b"1"}, lambda: pytest.fail("made twice")) == "text å"
    assert compiled(str(tmp_path), "a", {"f": b"2"}, lambda: "ny") == "ny"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    with pytest.raises(ZeroDivisionError):
        compiled(str(tmp_path), "a", {"f": b"3"}, lambda: str(1 // 0))


def test_two_sources_are_not_taken_for_one_with_the_same_bytes(tmp_path: Path) -> None:
    assert compiled(str(tmp_path), "a", {"f": b"ab", "g": b"c"}, lambda: "ett") == "ett"
    assert compiled(str(tmp_path), "a", {"f": b"a", "g": b"bc"}, lambda: "två") == "två"


def test_faults_are_told_every_time_and_never_kept(instance: Instance) -> None:
    load(instance)
    Path(instance.main).write_text(BASE.replace("platser: 3", "platser: tre"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BadDefinition):
            load(instance)


def test_a_folder_whose_kommun_yaml_is_gone_is_told(instance: Instance) -> None:
    Path(instance.main).unlink()
    with pytest.raises(NotFound, match=r"kommun\.yaml finns inte längre"):
        load(instance)


# Delegation orders and workflows


def test_every_version_of_the_orders_is_loaded(instance: Instance) -> None:
    assert load_delegation_orders(instance) == ()
    folder = Path(instance.folder)
    (folder / "delegationsordning.yaml").write_text(HEAD + POINT, encoding="utf-8")
    later = (HEAD + POINT).replace("2023-02-15", "2024-02-14").replace("2023-03-01", "2024-03-01")
    (folder / "delegationsordning-2024.yaml").write_text(later, encoding="utf-8")
    (folder / "delegationsordning.yaml.bak").write_text("inte en ordning", encoding="utf-8")
    loaded = load_delegation_orders(instance)
    assert sorted(order.valid_from.year for order in loaded) == [2023, 2024]
    assert load_delegation_orders(instance) == loaded


def test_the_faults_of_all_orders_are_told_at_once(instance: Instance) -> None:
    for name in ("delegationsordning.yaml", "delegationsordning-2024.yaml"):
        (Path(instance.folder) / name).write_text(HEAD.replace("organ: BN", "organ: bn") + POINT, encoding="utf-8")
    with pytest.raises(BadDefinition) as caught:
        load_delegation_orders(instance)
    assert {fault.file for fault in caught.value.faults} == {"delegationsordning.yaml", "delegationsordning-2024.yaml"}


def test_a_built_in_workflow_is_loaded_with_its_canonical_text(instance: Instance) -> None:
    for name in workflow_files(instance):
        workflow, text = load_workflow(instance, name)
        assert workflow.name == name and workflow_text(workflow) == text
        assert load_workflow(instance, name) == (workflow, text)


@pytest.mark.parametrize(
    "spelt", ["flöden", "fl\u006f\u0308den", "floden", "Flöden"], ids=["NFC", "NFD", "ASCII", "cased"]
)
def test_the_instances_own_workflow_goes_before_the_built_in(instance: Instance, spelt: str) -> None:
    built_in = Path(workflow_files(instance)["namndarende"])
    own = Path(instance.folder) / spelt
    own.mkdir()
    text = built_in.read_text(encoding="utf-8")
    before, _ = load_workflow(instance, "namndarende")
    (own / "namndarende.yaml").write_text(text.replace(f"namn: {before.title}", "namn: Vårt eget", 1), encoding="utf-8")
    assert load_workflow(instance, "namndarende")[0].title == "Vårt eget"


def test_an_unknown_workflow_is_told_with_the_nearest(instance: Instance) -> None:
    with pytest.raises(NotFound) as caught:
        load_workflow(instance, "nämndärende")
    assert caught.value.hint == "Menade du ”namndarende”?"


# In the journal


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    create_database(tmp_path / "beredning.db")
    with open_database(tmp_path / "beredning.db") as opened:
        yield opened


def record(database: Database, instance: Instance, organisation: Organisation) -> bool:
    moment = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
    actor = organisation.actor("eva.ek", "2026-03-18", "evek")
    assert actor is not None
    desk = Desk(instance, organisation, database, actor, moment)
    with database.unit(moment, "evek") as unit:
        return record_configuration(unit, desk) is not None


def test_the_configuration_is_journaled_when_it_has_changed_and_only_then(
    database: Database, instance: Instance
) -> None:
    first = load(instance)
    second = first._replace(municipality="Annan kommun")
    recorded = [record(database, instance, one) for one in (first, first, second, second, first, first)]
    assert recorded == [True, False, True, False, True, False]
    with database.read() as reader:
        assert reader.head()[0] == 3
        row = reader.one(DefinitionRow, sha256(to_text(second)))
        assert row is not None and row.kind == "kommun"
        assert reader.text(row.body) == to_text(second)
    assert database.prove().ok


def test_no_name_stands_in_the_chain(database: Database, instance: Instance) -> None:
    """House rule 5: what may have to be disposed of stands beside the journal."""
    record(database, instance, load(instance))
    with database.read() as reader:
        entry = reader._door.query("journal.newest", (1,))[0]
    assert "Eva Ek" not in json.dumps([str(value) for value in entry], ensure_ascii=False)
