"""Every named statement finds what its name says, in the order it says: compared with sorting and sifting in Python."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from beredning.core.journal import Act
from beredning.store import create_database, open_database
from beredning.store.rows import (
    SHAPES,
    AdjustmentRow,
    AgendaRow,
    AppealRow,
    AttendanceRow,
    CaseRow,
    DecisionRow,
    DefinitionRow,
    DelegatedRow,
    DispatchRow,
    EntryRow,
    MeetingRow,
    PaperRow,
    ReportRow,
    Row,
    ScheduledRow,
    SeriesRow,
    TrackRow,
)
from beredning.store.statements import STATEMENTS
from tests import postgres
from tests.store.samples import NOW

ORGANS, DAYS = ["KS", "UBN", "UBN-AU", "ÄN"], [f"2023-{month:02}-0{day}" for month in (1, 6, 12) for day in (1, 6)]
WORDS = {
    "organ": ORGANS,
    "day": DAYS,
    "decided_on": DAYS,
    "stage": ["au", "nämnd", "utkast"],
    "officer": ["Anna Ek", "Åsa Öst"],
    "closed": ["", "2023-12-31"],
    "state": ["kallat", "planerat"],
    "case_key": [f"fall {n}" for n in range(4)],
    "reported_meeting": ["", "möte 1"],
    "delegat": ["Anna Ek", "Åsa Öst"],
    "kind": ["flöde", "kommun"],
    "name": ["namndarende", "remiss"],
    "digest": ["a" * 64, "b" * 64],
    "dnr": ["UBN 2023/1", "UBN 2023/10", "UBN 2023/2", "UBN 2024/1", "ÄN 2023/1", "UBÖ 2023/1"],
}
PARENTS = {"case_key": "fall {}", "meeting": "möte {}"}
ENTRIES = 60
Oracle = Callable[[list[Any]], Iterable[Any]]


def by(*names: str) -> Callable[[Any], tuple[Any, ...]]:
    """Sort by these columns; a name that begins with - backwards (numbers only)."""
    return lambda row: tuple(-getattr(row, name[1:]) if name[0] == "-" else getattr(row, name) for name in names)


NEWEST = by("-year", "-number", "key")


def cases_where(test: Callable[[Any], bool], skipped: int = 2) -> Oracle:
    return lambda rows: sorted(filter(test, rows), key=NEWEST)[skipped : skipped + 5]


def sifted(key: Callable[[Any], Any], test: Callable[[Any], bool]) -> Oracle:
    return lambda rows: sorted(filter(test, rows), key=key)


UBN: Callable[[Any], bool] = lambda r: r.organ == "UBN"  # noqa: E731
EXPECTED: dict[tuple[type[Any], str, tuple[Any, ...]], Oracle] = {
    (CaseRow, "page", (5, 2)): cases_where(lambda r: True),
    (CaseRow, "open", (5, 2)): cases_where(lambda r: not r.closed),
    (CaseRow, "by_organ", ("UBN", 5, 2)): cases_where(UBN),
    (CaseRow, "by_stage", ("nämnd", 5, 2)): cases_where(lambda r: r.stage == "nämnd"),
    (CaseRow, "by_organ_stage", ("UBN", "nämnd", 5, 0)): cases_where(lambda r: UBN(r) and r.stage == "nämnd", 0),
    (CaseRow, "by_officer", ("Åsa Öst", 5, 2)): cases_where(lambda r: r.officer == "Åsa Öst"),
    (CaseRow, "by_organ_year", ("UBN", 2023, 5, 2)): cases_where(lambda r: UBN(r) and r.year == 2023),
    (CaseRow, "newest_between", ("UBN", "UBN\U0010ffff", 5, 2)): cases_where(lambda r: r.dnr.startswith("UBN")),
    (CaseRow, "by_dnr", ("UBN 2023/1",)): sifted(by("key"), lambda r: r.dnr == "UBN 2023/1"),
    (CaseRow, "by_dnr_between", ("UBN 2023/1", "UBN 2023/1\U0010ffff", 4)): lambda rows: sorted(
        (r for r in rows if r.dnr.startswith("UBN 2023/1")), key=by("dnr", "key")
    )[:4],
    (CaseRow, "by_key_between", ("fall 1", "fall 1\U0010ffff", 3)): lambda rows: sorted(
        (r for r in rows if r.key.startswith("fall 1")), key=by("key")
    )[:3],
    (CaseRow, "near", ("UBN", 2023, 20, 3)): lambda rows: sorted(
        (r for r in rows if UBN(r) and r.year == 2023), key=lambda r: (abs(r.number - 20), r.number)
    )[:3],
    (TrackRow, "by_case", ("fall 1",)): sifted(by("name"), lambda r: r.case_key == "fall 1"),
    (PaperRow, "by_case", ("fall 1",)): sifted(by("number"), lambda r: r.case_key == "fall 1"),
    (PaperRow, "by_digest", ("b" * 64,)): sifted(by("case_key", "number"), lambda r: r.digest == "b" * 64),
    (ReportRow, "by_case", ("fall 1",)): sifted(by("version"), lambda r: r.case_key == "fall 1"),
    (MeetingRow, "page", (5, 2)): lambda rows: sorted(rows, key=by("day", "key"), reverse=True)[2:7],
    (MeetingRow, "by_organ", ("UBN", "2023-06-01")): sifted(
        by("day", "key"), lambda r: UBN(r) and r.day >= "2023-06-01"
    ),
    (MeetingRow, "by_day", ("2023-01-06", "2023-06-06")): sifted(
        by("day", "key"), lambda r: "2023-01-06" <= r.day <= "2023-06-06"
    ),
    (MeetingRow, "planned_after", ("UBN", "2023-01-06")): sifted(
        by("day", "key"), lambda r: UBN(r) and r.day > "2023-01-06" and r.state == "planerat"
    ),
    (MeetingRow, "by_state", ("kallat",)): sifted(by("day", "key"), lambda r: r.state == "kallat"),
    (AgendaRow, "by_meeting", ("möte 1",)): sifted(by("position", "item"), lambda r: r.meeting == "möte 1"),
    (AgendaRow, "by_case", ("fall 1",)): sifted(by("meeting", "item"), lambda r: r.case_key == "fall 1"),
    (AttendanceRow, "by_meeting", ("möte 1",)): sifted(by("number"), lambda r: r.meeting == "möte 1"),
    (AdjustmentRow, "by_meeting", ("möte 1",)): sifted(by("from_number"), lambda r: r.meeting == "möte 1"),
    (AppealRow, "by_case", ("fall 1",)): sifted(by("meeting", "number"), lambda r: r.case_key == "fall 1"),
    (DecisionRow, "by_meeting", ("möte 1",)): sifted(by("number", "item"), lambda r: r.meeting == "möte 1"),
    (DecisionRow, "by_case", ("fall 1",)): sifted(
        by("decided_on", "meeting", "item"), lambda r: r.case_key == "fall 1"
    ),
    (DecisionRow, "by_organ_year", ("UBN", 2023)): sifted(
        by("number", "meeting", "item"), lambda r: UBN(r) and r.year == 2023
    ),
    (DispatchRow, "by_case", ("fall 1",)): sifted(
        by("meeting", "number", "receiver"), lambda r: r.case_key == "fall 1"
    ),
    (DispatchRow, "by_meeting", ("möte 1",)): sifted(
        by("case_key", "number", "receiver"), lambda r: r.meeting == "möte 1"
    ),
    (DelegatedRow, "by_case", ("fall 1",)): sifted(by("organ", "year", "number"), lambda r: r.case_key == "fall 1"),
    (DelegatedRow, "unreported", ("UBN",)): sifted(
        by("decided_on", "year", "number"), lambda r: UBN(r) and not r.reported_meeting
    ),
    (DelegatedRow, "by_report", ("möte 1",)): sifted(
        by("organ", "year", "number"), lambda r: r.reported_meeting == "möte 1"
    ),
    (DelegatedRow, "by_period", ("UBN", "2023-01-06", "2023-06-06")): sifted(
        by("decided_on", "year", "number"), lambda r: UBN(r) and "2023-01-06" <= r.decided_on <= "2023-06-06"
    ),
    (DelegatedRow, "by_delegat", ("UBN", "Åsa Öst")): sifted(
        by("organ", "year", "number"), lambda r: UBN(r) and r.delegat == "Åsa Öst"
    ),
    (DefinitionRow, "by_name", ("flöde", "remiss")): sifted(
        by("entry"), lambda r: (r.kind, r.name) == ("flöde", "remiss")
    ),
}


def rows_of(kind: type[Any]) -> list[Any]:
    """Rows of a table with keys of their own and values from few words, so that every statement finds some."""
    width, made, chance = SHAPES[kind][1], {}, random.Random(kind.__name__)
    for number in range(ENTRIES):
        values: list[Any] = []
        for at, name in enumerate(kind._fields):
            if kind.__annotations__[name].__forward_arg__ == "int":
                unique = name == "number" and kind in (CaseRow, DecisionRow, DelegatedRow)
                values.append(
                    2023 + number % 2 if name == "year" else number if unique or at < width else chance.randrange(9)
                )
            elif name in PARENTS:
                values.append(PARENTS[name].format(chance.randrange(4)))
            elif name == "key":
                values.append(("fall {}" if kind is CaseRow else "möte {}").format(number))
            elif (at < width and name in ("receiver", "digest")) or (name == "name" and kind is TrackRow):
                values.append(f"{name} {number}")
            else:
                values.append(chance.choice(WORDS.get(name, [f"{name} {number}"])))
        row = kind(*values)
        made[row[:width]] = row._replace(entry=0)
    return list(made.values())


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def filled(request, tmp_path_factory):
    """A reader of a database full of rows, and the rows by class."""
    made = {kind: rows_of(kind) for kind, _, _ in EXPECTED}
    with contextlib.ExitStack() as stack:
        url = str(tmp_path_factory.mktemp("queries") / "a.db")
        if request.param != "sqlite":
            url = stack.enter_context(postgres.fresh_database(request.getfixturevalue("postgres_url"), "queries"))
        create_database(url)
        db = stack.enter_context(open_database(url))
        with db.unit(NOW, "anna") as unit:
            for at in range(ENTRIES):
                some: list[Row] = [rows[at] for rows in made.values() if at < len(rows)]
                entry = unit.write(Act("a", "b", "c", f"ämne {at % 3}"), rows=some)
                for rows in made.values():
                    rows[at : at + 1] = [row._replace(entry=entry.number) for row in rows[at : at + 1]]
        yield stack.enter_context(db.read()), made


@pytest.mark.parametrize("call", EXPECTED, ids=lambda call: f"{SHAPES[call[0]][0]}.{call[1]}")
def test_a_statement_finds_what_sifting_and_sorting_finds(filled, call):
    reader, made = filled
    kind, name, parameters = call
    meant = list(EXPECTED[call](made[kind]))
    assert reader.all(kind, name, *parameters) == meant
    assert list(reader.iterate(kind, name, *parameters)) == meant
    assert meant and len(meant) < len(made[kind]), "an oracle that keeps all or nothing says little"


def test_several_statements_at_once_find_what_they_find_one_by_one(filled):
    reader, _ = filled
    calls = [call for call in EXPECTED if call[0] in (CaseRow, PaperRow, DecisionRow)]
    assert reader.many(*calls) == [reader.all(kind, name, *parameters) for kind, name, parameters in calls]


@pytest.mark.parametrize(("name", "value", "order"), [("case_key", "fall 1", "day"), ("meeting", "möte 1", "position")])
def test_an_agenda_item_comes_with_its_meeting(filled, name, value, order):
    reader, made = filled
    meetings = {row.key: row for row in made[MeetingRow]}
    joined = [
        ScheduledRow._make((*row[:-1], (m := meetings[row.meeting]).organ, m.day, m.state, m.sent_on))
        for row in made[AgendaRow]
        if getattr(row, name) == value
    ]
    meant = sorted(joined, key=by("day", "meeting", "item") if order == "day" else by("position", "item"))
    assert reader.all(ScheduledRow, f"by_{name.removesuffix('_key')}", value) == meant and meant


def test_a_decision_is_found_by_its_paragraph(filled):
    reader, made = filled
    one = made[DecisionRow][7]
    assert reader.all(DecisionRow, "by_number", one.organ, one.year, one.number) == [one]


def test_the_journal_is_read_by_subject_from_a_number_and_from_its_end(filled):
    reader, _ = filled
    every = reader.all(EntryRow, "after", 0)
    assert [entry.number for entry in every] == list(range(1, ENTRIES + 1))
    assert reader.all(EntryRow, "by_subject", "ämne 1") == [e for e in every if e.subject == "ämne 1"]
    assert reader.all(EntryRow, "after", ENTRIES - 2) == every[-2:]
    assert reader.all(EntryRow, "page", 10, 5) == every[10:15]
    assert reader.all(EntryRow, "newest", 3) == every[:-4:-1]
    assert reader.head() == (ENTRIES, every[-1].digest)


def test_no_named_statement_goes_untried():
    own = {"one", "insert", "update"}
    tried = {f"{SHAPES[kind][0]}.{name}" for kind, name, _ in EXPECTED}
    tried |= {"scheduled.by_case", "scheduled.by_meeting", "decisions.by_number"}
    tried |= {f"journal.{name}" for name in ("by_subject", "after", "page", "newest", "head", "every")}
    tried |= {"files.described", "series.page"}  # by the unit, and below
    assert {name for name in STATEMENTS if name.split(".")[1] not in own} == tried


def test_every_series_is_listed(created_url):
    with open_database(created_url) as db:
        with db.unit(NOW, "anna") as unit:
            for kind, organ in (("§", "UBN"), ("dnr", "ÄN"), ("dnr", "UBN"), ("§", "UBN")):
                unit.next_number(kind, organ, 2023)
            unit.write(Act("a", "b", "c", "d"))
        with db.read() as reader:
            listed = reader.all(SeriesRow, "page")
    assert [row[:4] for row in listed] == [("dnr", "UBN", 2023, 1), ("dnr", "ÄN", 2023, 1), ("§", "UBN", 2023, 2)]
