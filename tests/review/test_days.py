"""Days and times in running text: every form that people write, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.review.days import clocks, days_in, first_day, read_slot


@pytest.mark.parametrize(
    ("text", "iso", "form"),
    [
        ("beslut 2023-11-13 § 4", "2023-11-13", "iso"),
        ("den 13 november 2023", "2023-11-13", "long"),
        ("Den 1 Maj 2024.", "2024-05-01", "long"),
        ("den 3:e maj 2024", "2024-05-03", "long"),
        ("13/11 2023", "2023-11-13", "numeric"),
        ("13.11.2023", "2023-11-13", "numeric"),
        ("2023.11.13", "2023-11-13", "numeric"),
        ("2023/11/13", "2023-11-13", "numeric"),
        ("i kommunfullmäktige 231113 innebar", "2023-11-13", "short"),
        ("den 31 augusti för", "--08-31", "long"),
    ],
)
def test_a_day_is_found_however_it_is_written(text: str, iso: str, form: str) -> None:
    assert [(day.iso, day.form) for day in days_in(text)] == [(iso, form)]


@pytest.mark.parametrize(
    "text",
    [
        "dnr 2023/450",
        "kostar 231113 kr",
        "231113",
        "2023-13-01",
        "den 31 april 2024",
        "läsåret 2023/2024",
        "(2017:725)",
        "198 231 113",
        "tfn 0520-12 30 00",
        "avsnitt 4.1.2023.5",
        "2023-11-139",
        "punkt 8.2.1",
    ],
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert list(days_in(text)) == []


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)))
def test_any_iso_day_is_found_in_a_sentence(day: date) -> None:
    assert first_day(f"Beslutet fattades {day}, enligt protokollet.") == str(day)


@pytest.mark.parametrize(
    ("slot", "starts", "ends", "right"),
    [
        ("08.05-08.10", "08:05", "08:10", True),
        ("08:05–08:10", "08:05", "08:10", True),
        ("kl. 8.05 – 9.00", "08:05", "09:00", True),
        ("08.05", "08:05", "08:05", True),
        ("09.20-09.10", "09:20", "09:10", True),
        ("09-10-09.15", "09:10", "09:15", False),
        ("0905-0915", "09:05", "09:15", False),
        ("09.10-25.15", "09:10", "", False),
        ("09.10-", "", "", False),
        ("förmiddag", "", "", False),
    ],
)
def test_a_slot_is_read_and_its_form_is_judged(slot: str, starts: str, ends: str, right: bool) -> None:
    assert read_slot(slot) == (starts, ends, right)


def test_times_of_a_meeting_are_found_in_either_form() -> None:
    assert clocks("Onsdag kl. 08.00–11:30") == ("08:00", "11:30")
    assert clocks("25.00 och 12.75") == ()


@given(st.text(alphabet="0123456789-./: maj§", max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    for day in days_in(text):
        assert text[day.at : day.at + len(day.text)] == day.text
    read_slot(text)
