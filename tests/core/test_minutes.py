"""The protokoll as values: what it lacks, the runs of §§ people were there, and that a record survives its keeping."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import minutes as p
from beredning.core.attendance import Attendance
from beredning.core.decision import Decision, Note, Proposal
from beredning.core.voting import Ballot, Reservation, Vote

DECISION = Decision(1, "bifall", ("Nämnden beslutar att anta planen.",))


def section(number: int, **more: object) -> p.Section:
    return p.Section(number, 2023, str(number), "Plan", "2023/1", DECISION._replace(**more))  # type: ignore[arg-type]


WHOLE = p.Minutes(
    "Ale kommun",
    "Utbildningsnämnden",
    "2023-12-13",
    "2023-12-13 13:00",
    "2023-12-13 15:00",
    "Sal A",
    "Lena Camp (SD)",
    "Marie Källvik Nilsson",
    ("Anette Håkansson (S)",),
    (p.Presence("Lena Camp", "SD"),),
    (section(100), section(101)),
)


def test_a_whole_protokoll_lacks_nothing() -> None:
    assert p.completeness(WHOLE) == ()


@pytest.mark.parametrize("field", ["chair", "secretary", "adjusters", "place", "opened", "closed", "presences"])
def test_the_front_page_says_who_when_and_where(field: str) -> None:
    value = () if isinstance(getattr(WHOLE, field), tuple) else ""
    found = p.completeness(p.Minutes(**{**WHOLE._asdict(), field: value}))
    assert [(o.code, o.severity) for o in found] == [("KL-41", "FEL")]


@pytest.mark.parametrize(
    ("numbers", "whole"), [((1, 2, 3), True), ((7,), True), ((1, 3), False), ((0,), False), ((2, 1), False)]
)
def test_paragraphs_follow_one_another(numbers: tuple[int, ...], whole: bool) -> None:
    found = p.completeness(WHOLE._replace(sections=tuple(section(n) for n in numbers)))
    assert [o.code for o in found] == ([] if whole else ["KL-45"])


def test_a_protokoll_without_paragraphs_is_none() -> None:
    assert [o.code for o in p.completeness(WHOLE._replace(sections=()))] == ["KL-41"]


def test_every_paragraph_has_its_wording_unless_the_matter_was_taken_off() -> None:
    bare = p.completeness(WHOLE._replace(sections=(section(1, text=()), section(2, text=(" ",)))))
    assert [o.code for o in bare] == ["KL-42", "KL-42"]
    assert p.completeness(WHOLE._replace(sections=(section(1, text=(), outcome="utgår"),))) == ()


# Runs of §§

NUMBERS = {order: 100 + order for order in range(1, 7)}


@pytest.mark.parametrize(
    ("stretches", "spans", "text"),
    [
        ([(1, 0)], (), ""),
        ([(1, 6)], (), ""),
        ([(1, 3)], ((101, 103),), "§§ 101–103"),
        ([(4, 4)], ((104, 104),), "§ 104"),
        ([(1, 2), (5, 0)], ((101, 102), (105, 106)), "§§ 101–102, 105–106"),
        ([(1, 3), (4, 0)], (), ""),
        ([(2, 2), (4, 4)], ((102, 102), (104, 104)), "§§ 102, 104"),
    ],
)
def test_presence_is_told_in_runs_of_paragraphs(
    stretches: list[tuple[int, int]], spans: tuple[tuple[int, int], ...], text: str
) -> None:
    rows = [Attendance("a", from_item=first, to_item=last) for first, last in stretches]
    assert p.spans_of(rows, NUMBERS, 6) == spans
    assert p.span_text(spans) == text


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), max_size=4))
def test_runs_cover_exactly_the_paragraphs_that_the_stretches_cover(stretches: list[tuple[int, int]]) -> None:
    rows = [Attendance("a", from_item=first, to_item=last) for first, last in stretches]
    covered = {NUMBERS[n] for n in NUMBERS if any(row.covers(n) for row in rows)}
    spans = p.spans_of(rows, NUMBERS, 6)
    told = {n for first, last in spans for n in range(first, last + 1)}
    assert told == (set() if len(covered) == 6 else covered)
    assert all(a[1] + 1 < b[0] for a, b in pairwise(spans))


# The record

FULL = p.Record(
    Decision(
        4,
        "avslag",
        ("Nämnden avslår.", "Beslutet justeras omedelbart."),
        (Proposal("bifall", ("anette",)), Proposal("avslag", ("lena", "robert"), "avslag", True)),
        "Förslagen ställs mot varandra.",
        (
            Ballot("lena", yes_means="a", no_means="b", order="o", votes=(Vote("lena", "ja"), Vote("anette", "nej"))),
            Ballot("lena", "sluten", "val", counts=(("Anna", 5), ("Bo", 4)), lot="Anna", main=False),
        ),
        reservations=(
            Reservation("anette", datetime(2023, 12, 13, 14, 5), date(2023, 12, 14), "Därför."),
            Reservation("robert"),
        ),
        notes=(Note("robert", "Text", "lena"),),
        not_taking_part=("bo",),
        immediate=True,
        read_out=True,
    ),
    ("Förslag",),
    ("Sammanfattning",),
    ("Tjänsteutlåtande",),
    ("Chefen",),
    ("Revisorerna",),
)


@pytest.mark.parametrize("record", [FULL, p.Record(Decision(1, "noteras"))])
def test_a_record_is_read_back_as_it_was_kept(record: p.Record) -> None:
    text = p.record_to_json(record)
    assert p.record_from_json(text) == record
    assert p.record_to_json(p.record_from_json(text)) == text
    assert ": " not in text.replace("§ 4: ", "")
