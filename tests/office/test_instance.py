"""Finding the instance, its database and its clock; and that a real register never becomes a training one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from beredning.core.organisation import Organisation
from beredning.errors import NotAllowed, NotFound, UsageFault
from beredning.office.instance import Instance, database_url, find_instance, load, now, open_store, set_clock
from beredning.store import create_database
from tests.definitions.test_organisation import BASE

SYSTEM = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    folder = tmp_path / "nämnd"
    folder.mkdir()
    (folder / "kommun.yaml").write_text(BASE, encoding="utf-8")
    return Instance(str(folder))


def training(instance: Instance) -> Organisation:
    main = Path(instance.main)
    main.write_text(BASE.replace("kommun: Provköping", "kommun: Provköping\növning: ja"), encoding="utf-8")
    return load(instance)


# Finding


def test_the_nearest_folder_at_or_above_is_found(instance: Instance) -> None:
    deep = Path(instance.folder) / "handlingar" / "2026"
    deep.mkdir(parents=True)
    assert find_instance(instance.folder) == find_instance(str(deep)) == instance
    inner = deep / "kommun.yaml"
    inner.write_text(BASE, encoding="utf-8")
    assert find_instance(str(deep)).folder == str(deep)


def test_a_folder_called_kommun_yaml_is_no_instance(tmp_path: Path) -> None:
    (tmp_path / "kommun.yaml").mkdir()
    with pytest.raises(NotFound):
        find_instance(str(tmp_path))


def test_where_there_is_none_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        find_instance(str(tmp_path))
    assert str(tmp_path) in caught.value.text
    assert all(way in caught.value.hint for way in ("--instans", "BEREDNING_INSTANS", "beredning ny MAPP"))


@pytest.mark.parametrize("explicit", ["nämnd", "./nämnd/", "nämnd/kommun.yaml", "nämnd/../nämnd"])
def test_a_named_folder_is_taken_from_where_one_stands(instance: Instance, explicit: str) -> None:
    assert find_instance(str(Path(instance.folder).parent), explicit) == instance


def test_a_named_folder_goes_before_the_nearest_and_may_be_absolute(instance: Instance, tmp_path: Path) -> None:
    (tmp_path / "kommun.yaml").write_text(BASE, encoding="utf-8")
    assert find_instance(str(tmp_path), instance.folder) == instance


@pytest.mark.parametrize(("explicit", "words"), [("borta", "finns inte"), (".", "är ingen instans")])
def test_a_named_folder_that_is_none_is_told_and_nothing_else_is_taken(
    instance: Instance, explicit: str, words: str
) -> None:
    with pytest.raises(NotFound, match=words):
        find_instance(str(Path(instance.folder).parent), explicit)


# Database


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("beredning.db", "{folder}/beredning.db"),
        ("sqlite:///data/b.db", "{folder}/data/b.db"),
        ("sqlite:////srv/b.db", "/srv/b.db"),
        ("postgresql://server/b", "postgresql://server/b"),
    ],
)
def test_a_file_is_named_from_the_folder_and_a_server_by_its_address(
    instance: Instance, written: str, expected: str
) -> None:
    organisation = load(instance)._replace(database=written)
    assert database_url(instance, organisation) == expected.format(folder=instance.folder)


@pytest.mark.parametrize(("made_for", "said"), [("nej", "övning: nej"), ("ja", "övning: ja")])
def test_no_edit_of_kommun_yaml_turns_a_real_register_into_a_training_one(
    instance: Instance, made_for: str, said: str
) -> None:
    """A training instance lets anyone set the clock and act as anyone."""
    organisation = training(instance) if made_for == "nej" else load(instance)
    create_database(database_url(instance, organisation), {"övning": made_for})
    with pytest.raises(NotAllowed) as caught:
        open_store(instance, organisation)
    assert said in caught.value.hint
    open_store(instance, organisation._replace(training=made_for == "ja")).close()


# The clock


def test_without_a_set_clock_it_is_what_the_system_says(instance: Instance) -> None:
    assert now(instance, load(instance), SYSTEM) == SYSTEM


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-12-01T09:00", datetime(2023, 12, 1, 8, 0, tzinfo=UTC)),
        ("2023-07-01 09:00", datetime(2023, 7, 1, 7, 0, tzinfo=UTC)),
        ("2023-12-06", datetime(2023, 12, 6, 7, 0, tzinfo=UTC)),
        ("2023-12-01T09:00+00:00", datetime(2023, 12, 1, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_set_clock_stands_still_in_swedish_time(instance: Instance, text: str, moment: datetime) -> None:
    organisation = training(instance)
    assert set_clock(instance, organisation, text) == moment
    assert now(instance, organisation, SYSTEM) == moment
    assert set_clock(instance, organisation, "") is None
    assert now(instance, organisation, SYSTEM) == SYSTEM
    assert set_clock(instance, organisation, "") is None, "letting go twice is no error"


def test_a_given_time_goes_before_the_stored_one(instance: Instance) -> None:
    organisation = training(instance)
    set_clock(instance, organisation, "2023-12-01")
    assert now(instance, organisation, SYSTEM, "2023-12-13T13:00") == datetime(2023, 12, 13, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["igår", "2023-13-01", "25:00"])
def test_what_is_no_time_is_refused(instance: Instance, text: str) -> None:
    organisation = training(instance)
    with pytest.raises(UsageFault, match="ingen tid"):
        set_clock(instance, organisation, text)
    with pytest.raises(UsageFault):
        now(instance, organisation, SYSTEM, text)


def test_a_real_instance_refuses_every_way_to_set_the_clock(instance: Instance) -> None:
    organisation = load(instance)
    with pytest.raises(NotAllowed, match="ingen övning"):
        set_clock(instance, organisation, "2023-12-01")
    with pytest.raises(NotAllowed, match="BEREDNING_KLOCKA är satt"):
        now(instance, organisation, SYSTEM, "2023-12-01")
    Path(instance.hidden).mkdir(exist_ok=True)
    (Path(instance.hidden) / "klocka").write_text("2023-12-01T09:00", encoding="utf-8")
    with pytest.raises(NotAllowed, match="klocka finns"):
        now(instance, organisation, SYSTEM)
