"""Both proofs as an auditor runs them: what holds, what somebody has changed, and the head on signed paper."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from beredning.documents.notice import head_line
from beredning.errors import NotFound, UsageFault
from beredning.office.audit_export import lines
from beredning.office.audit_proof import Unproven, check
from tests.office.delegation_road import decide, with_order
from tests.office.world import World, make_world


@pytest.fixture
def office(world: World) -> World:
    with_order(world)
    dnr = world.register("Remiss: samverkan", "delegationsarende")
    decide(world, case=dnr, reference="")
    decide(world, reference="Remiss B")
    return world


@pytest.fixture
def local(tmp_path: Path, sqlite_database: str) -> Iterator[World]:
    made = with_order(make_world(tmp_path, sqlite_database))
    dnr = made.register("Remiss: samverkan", "delegationsarende")
    decide(made, case=dnr, reference="")
    yield made
    made.database.close()


def entries(world: World) -> list[dict[str, Any]]:
    with world.database.read() as reader:
        return [json.loads(line) for line in lines(reader)]


def number_of(world: World, act: str) -> int:
    return next(int(entry["number"]) for entry in reversed(entries(world)) if entry["act"] == act)


def tamper(world: World, *statements: str) -> None:
    """Somebody with the file in hand, who knows how to take the guards away."""
    connection = sqlite3.connect(world.url.removeprefix("sqlite:///"))
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        assert connection.execute(statement).rowcount == 1, statement
    connection.commit()
    connection.close()


def test_a_whole_journal_is_proven(office: World) -> None:
    told: list[tuple[int, int]] = []
    checked = check(office.database, progress=lambda done, total: told.append((done, total)))
    assert checked.ok and checked.breaks == () and checked.unguarded == ()
    with office.database.read() as reader:
        assert (checked.entries, checked.head) == reader.head()


@pytest.mark.parametrize(
    ("statement", "act", "where"),
    [
        ("UPDATE cases SET stage = 'avslutat' WHERE key = 'UBN:2023:1'", "flytt", "cases UBN:2023:1"),
        ("UPDATE delegated SET point = '2.1'", "delegationsbeslut", "delegated UBN 2023 1"),
        ("DELETE FROM delegated", "delegationsbeslut", "delegated UBN 2023 1"),
        ("UPDATE texts SET body = 'Annat' WHERE body LIKE 'Yttrandet%'", "delegationsbeslut", "texts "),
        ("UPDATE journal SET person = 'rut.ovningsson' WHERE number = {number}", "delegationsbeslut", "journal"),
        ("UPDATE journal SET time = '2023-12-01T09:00:00.000000Z' WHERE number = {number}", "registrering", "journal"),
        (
            "UPDATE definitions SET body = body || ' ' WHERE kind = 'delegationsordning'",
            "delegationsbeslut",
            "definitions ",
        ),
    ],
)
def test_what_somebody_has_changed_is_found_where_it_was_changed(
    local: World, statement: str, act: str, where: str
) -> None:
    number = number_of(local, act)
    tamper(local, statement.format(number=number))
    with pytest.raises(Unproven) as broken:
        check(local.database)
    first = broken.value.checked.breaks[0]
    assert (first.number, first.where[: len(where)]) == (number, where)
    assert broken.value.exit_code == 8 and f"journalpost {number}" in broken.value.text
    assert broken.value.as_json()["bevis"] == broken.value.checked


def test_missing_guards_are_told_though_both_proofs_hold(local: World) -> None:
    tamper(local)
    assert check(local.database).unguarded != ()


def test_the_chain_alone_can_be_proven_to_an_entry(local: World) -> None:
    told = entries(local)
    last = len(told)
    checked = check(local.database, upto=last - 1)
    assert (checked.ok, checked.entries, checked.head, checked.rows) == (True, last - 1, told[-2]["digest"], 0)
    for beyond in (last + 1, -1):
        with pytest.raises(NotFound, match=f"Journalpost {beyond} finns inte") as missing:
            check(local.database, upto=beyond)
        assert missing.value.hint == f"Journalen har {last} poster."
    tamper(local, f"UPDATE journal SET person = 'rut.ovningsson' WHERE number = {last}")
    assert check(local.database, upto=last - 1).ok
    with pytest.raises(Unproven):
        check(local.database, upto=last)


def test_the_head_on_signed_paper_is_found_in_the_chain(office: World) -> None:
    heads = [entry["digest"] for entry in entries(office)]
    printed = head_line((2, heads[1]))
    for text in (printed, heads[1], heads[1][:8].upper(), printed.replace("2", "3", 1)):
        (found,) = check(office.database, heads=(text,)).heads
        assert (found.number, found.digest) == (2, heads[1])
    assert [h.number for h in check(office.database, heads=(heads[0], heads[-1])).heads] == [1, len(heads)]


def test_a_head_that_is_not_there_means_another_history(office: World) -> None:
    with office.database.read() as reader:
        number, digest = reader.head()
    wrong = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    with pytest.raises(Unproven, match="finns inte i kedjan") as broken:
        check(office.database, heads=(f"Journal {number}: {wrong}",))
    assert broken.value.checked.heads[0].said == number
    for text in ("inte en rad", "abcdef1", "Journal: 12345678", "0" * 65):
        with pytest.raises(UsageFault, match="ingen journalrad"):
            check(office.database, heads=(text,))


def test_an_old_file_put_back_is_found_by_the_paper(local: World) -> None:
    """Whoever goes back to an older copy and works on has two whole proofs; only the printed head tells."""
    with local.database.read() as reader:
        printed = reader.head()[1]
    file = Path(local.url.removeprefix("sqlite:///"))
    elsewhere = file.with_name("kopia")
    elsewhere.mkdir()
    other = with_order(make_world(elsewhere, f"sqlite:///{elsewhere / 'beredning.db'}"))
    dnr = other.register("Remiss: samverkan", "delegationsarende")
    decide(other, case=dnr, reference="", text="Yttrandet lämnas inte.")
    assert check(other.database).ok
    with pytest.raises(Unproven):
        check(other.database, heads=(printed,))
    other.database.close()


def test_the_export_is_checked_by_a_program_that_knows_nothing_of_this_one(office: World) -> None:
    with office.database.read() as reader:
        exported = b"".join(lines(reader)).decode()
        head = reader.head()
    assert independent(exported) == head
    with pytest.raises(AssertionError):
        independent(exported.replace("asa.ericson", "rut.ovningsson", 1))
    with pytest.raises(AssertionError):
        independent("\n".join(exported.splitlines()[1:]))


def independent(text: str) -> tuple[int, str]:
    """Ten lines that anybody can write: the whole chain from the exported file alone."""
    previous, number = "0" * 64, 0
    for line in text.splitlines():
        entry = json.loads(line)
        number += 1
        details, digest = entry.pop("details"), entry.pop("digest")
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert entry["number"] == number and entry["previous"] == previous
        assert hashlib.sha256(details.encode()).hexdigest() == entry["details_digest"]
        assert hashlib.sha256(canonical.encode()).hexdigest() == digest
        previous = digest
    return number, previous
