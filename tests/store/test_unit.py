"""The unit of work: rows and their journal entry are written together or not at all, and a stale row is refused."""

from __future__ import annotations

import contextlib

import pytest

from beredning.errors import Clash
from beredning.store import open_database
from beredning.store.rows import CaseRow, EntryRow, SeriesRow
from tests.store.samples import ACT, NOW, case


def test_a_written_case_reads_back_with_the_number_of_its_entry(created_url):
    with open_database(created_url) as db:
        with db.unit(NOW, "anna") as unit:
            number = unit.next_number("dnr", "UBN", 2023)
            title = unit.put_text("Månadsuppföljning oktober")
            entry = unit.write(ACT, rows=[case(number=number, title=title)])
        with db.read() as reader:
            row = reader.one(CaseRow, "UBN:2023:1")
            assert row is not None and row.entry == entry.number == 1
            assert reader.text(row.title) == "Månadsuppföljning oktober"
            assert reader.one(SeriesRow, "dnr", "UBN", 2023) == SeriesRow("dnr", "UBN", 2023, 1, 1)
            assert reader.head() == (1, entry.digest)
            assert reader.all(EntryRow, "by_subject", "UBN:2023:1") == [entry]


def test_an_exception_undoes_everything(created_url):
    with open_database(created_url) as db:
        with contextlib.suppress(ZeroDivisionError), db.unit(NOW, "anna") as unit:
            unit.next_number("dnr", "UBN", 2023)
            unit.write(ACT, rows=[case()])
            raise ZeroDivisionError
        with db.read() as reader:
            assert reader.one(CaseRow, "UBN:2023:1") is None
            assert reader.one(SeriesRow, "dnr", "UBN", 2023) is None
            assert reader.head()[0] == 0


def test_the_second_of_two_moves_from_the_same_state_is_refused(created_url):
    with open_database(created_url) as db:
        with db.unit(NOW, "anna") as unit:
            unit.write(ACT, rows=[case()])
        with db.read() as reader:
            seen = reader.one(CaseRow, "UBN:2023:1")
        assert seen is not None
        with db.unit(NOW, "anna") as unit:
            unit.write(ACT, rows=[seen._replace(stage="granskning")], seen=[seen])
        with pytest.raises(Clash), db.unit(NOW, "bo") as unit:
            unit.write(ACT, rows=[seen._replace(stage="nämnd")], seen=[seen])
        with db.read() as reader:
            row = reader.one(CaseRow, "UBN:2023:1")
            assert row is not None and (row.stage, row.entry) == ("granskning", 2)
            assert reader.head()[0] == 2
