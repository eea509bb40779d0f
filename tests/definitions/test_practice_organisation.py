"""The practice organisation against the real kallelse it is taken from: who, party, standing items, time and place."""

from __future__ import annotations

import re

import pytest

from beredning.core.agenda import float_pauses, lay_out, standing_items
from beredning.core.organisation import SEAT_POSTS, Organisation
from beredning.definitions.organisation import read_organisation
from tests.ale import ale_text
from tests.definitions.test_organisation import ROOT


@pytest.fixture(scope="module")
def practice() -> Organisation:
    return read_organisation({"kommun.yaml": (ROOT / "templates" / "ovning" / "kommun.yaml").read_bytes()})


def real_members(label: str) -> list[tuple[str, str]]:
    """Name and party of those on one line of the real kallelse, in its order."""
    text = ale_text("00-kallelse-2023-12-06.txt")
    line = next(line for line in text.splitlines() if line.startswith(label + "\t"))
    return re.findall(r"(\S+ \S+) (SD|M|S|FiA|V|C|KD)(?= |$)", line.partition("\t")[2])


def written(practice: Organisation, posts: tuple[str, ...]) -> list[tuple[str, str]]:
    mandates = [m for m in practice.mandates_on("UBN-AU", "2023-12-06") if m.post in posts]
    return [(person.name, m.party) for m in mandates if (person := practice.person(m.person))]


def test_members_and_substitutes_with_parties_are_those_of_the_kallelse(practice: Organisation) -> None:
    assert written(practice, SEAT_POSTS) == real_members("Ledamöter") and len(written(practice, SEAT_POSTS)) == 9
    assert written(practice, ("ersättare",)) == real_members("Ersättare")


def test_those_who_are_called_besides_are_the_staff_of_the_kallelse(practice: Organisation) -> None:
    organ = practice.organ("UBN-AU")
    text = ale_text("00-kallelse-2023-12-06.txt").replace("Ulla- Stina", "Ulla-Stina")
    line = next(line for line in text.splitlines() if line.startswith("Övriga\t"))
    assert organ is not None
    places = [line.find(person.name) for key in organ.invited if (person := practice.person(key))]
    assert -1 not in places and places == sorted(places)


def test_time_and_place_are_those_of_the_kallelse(practice: Organisation) -> None:
    text = ale_text("00-kallelse-2023-12-06.txt")
    meeting = next(m for m in practice.meetings if (m.organ, m.day) == ("UBN-AU", "2023-12-06"))
    assert f"Tid\tKl. {meeting.start}" in text and f"Plats\t{meeting.place}" in text


def test_the_standing_items_are_those_of_the_kallelse(practice: Organisation) -> None:
    """Title and dnr of every item that is not a case, in the order of the real list."""
    organ = practice.organ("UBN-AU")
    assert organ is not None
    items = float_pauses(standing_items(organ.standing, 2023), "08:00")
    ours = [(line.title, line.item.dnr) for line in lay_out(items, "08:00").lines]
    rows = [line.split("\t") for line in ale_text("00-kallelse-2023-12-06.txt").splitlines() if line.count("\t") > 2]
    theirs = {row[1]: row[2] for row in rows}
    for title, dnr in ours:
        if title.startswith("Beslutsomgång") or title in ("Upprop", "Justering"):
            continue
        assert theirs.get(title) == dnr, title
    assert "Beslutsomgång p. 3-14" in theirs, "which the form {första}-{sista} gives when the cases are there"


def test_the_board_has_the_members_of_its_utskott_and_some_of_our_own(practice: Organisation) -> None:
    committee = {m.person for m in practice.mandates if m.organ == "UBN-AU"}
    board = [m for m in practice.mandates if m.organ == "UBN"]
    organ = practice.organ("UBN")
    assert organ is not None and sum(m.post in SEAT_POSTS for m in board) == organ.seats == 11
    own = {practice.person(m.person).name for m in board if m.person not in committee}  # type: ignore[union-attr]
    assert own and all(name.endswith("Övningsson") for name in own)


def test_no_real_address_stands_in_it(practice: Organisation) -> None:
    assert practice.training
    assert {person.email.partition("@")[2] for person in practice.persons} == {"exempel.se"}
