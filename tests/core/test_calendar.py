"""The calendar agrees with the statutes and with two independent calendars, every day from 1990 to 2100."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from beredning.core import calendar

YEARS = range(1990, 2101)


def days(first: date = date(1990, 1, 1), last: date = date(2100, 12, 31)) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def easter_by_the_moon(year: int) -> date:
    """Easter by counting: the Sunday after the ecclesiastical full moon on or after 21 March (Gauss' lunar tables)."""
    century = year // 100
    shift = (15 - (8 * century + 13) // 25 + century - century // 4) % 30
    age = (19 * (year % 19) + shift) % 30
    moon = date(year, 3, 21) + timedelta(age)
    if age == 29 or (age == 28 and year % 19 > 10):
        moon -= timedelta(1)
    day = moon + timedelta(1)
    while day.weekday() != 6:
        day += timedelta(1)
    return day


@pytest.mark.parametrize(
    ("year", "day"),
    [(1991, "1991-03-31"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2038, "2038-04-25")],
)
def test_easter_of_known_years(year: int, day: str) -> None:
    assert calendar.easter(year) == date.fromisoformat(day)


def test_easter_agrees_with_the_lunar_tables() -> None:
    assert [y for y in range(1583, 4100) if calendar.easter(y) != easter_by_the_moon(y)] == []


def test_easter_agrees_with_dateutil() -> None:
    oracle = pytest.importorskip(
        "dateutil.easter", reason="python-dateutil finns inte; den oberoende påsken hoppas över"
    )
    assert [y for y in range(1583, 4100) if calendar.easter(y) != oracle.easter(y)] == []


def test_every_holiday_agrees_with_the_holidays_package() -> None:
    """Its observances that no statute names (eves) and plain Sundays are set aside before comparing."""
    oracle = pytest.importorskip("holidays", reason="paketet holidays finns inte; den oberoende kalendern hoppas över")
    sweden = oracle.SE(years=YEARS, include_sundays=False, language="sv")
    eves = {"midsommarafton", "julafton", "nyårsafton"}
    theirs = {d for d in sweden if {n.strip().lower() for n in sweden[d].split(";")} - eves}
    ours = {d for y in YEARS for d in calendar.holidays(y)}
    assert ours ^ theirs == set()


def test_movable_days_stay_inside_the_bounds_the_statute_gives() -> None:
    for year in YEARS:
        named = {name: day for day, name in calendar.holidays(year).items()}
        assert date(year, 6, 20) <= named["midsommardagen"] <= date(year, 6, 26)
        assert date(year, 10, 31) <= named["alla helgons dag"] <= date(year, 11, 6)
        assert named["midsommardagen"].weekday() == named["alla helgons dag"].weekday() == 5
        assert calendar.eve_name(named["midsommardagen"] - timedelta(1)) == "midsommarafton"


def test_whit_monday_gave_way_to_the_national_day_in_2005() -> None:
    assert calendar.is_holiday(date(2004, 5, 31)) and not calendar.is_holiday(date(2005, 5, 16))
    assert not calendar.is_holiday(date(2003, 6, 6)) and calendar.is_holiday(date(2005, 6, 6))


def test_a_day_with_two_names_keeps_both() -> None:
    assert calendar.day_name(date(2008, 5, 1)) == "första maj och Kristi himmelsfärdsdag"


@pytest.mark.parametrize(
    ("day", "name", "working"),
    [
        ("2023-12-24", "julafton", False),
        ("2023-12-26", "annandag jul", False),
        ("2023-12-27", "onsdag", True),
        ("2024-03-28", "torsdag", True),
        ("2024-03-29", "långfredagen", False),
        ("2024-06-21", "midsommarafton", False),
        ("2024-06-22", "midsommardagen", False),
        ("2024-04-30", "tisdag", True),
        ("2024-11-01", "fredag", True),
        ("2024-12-31", "nyårsafton", False),
        ("2024-06-08", "lördag", False),
    ],
)
def test_day_names_and_working_days(day: str, name: str, working: bool) -> None:
    d = date.fromisoformat(day)
    assert (calendar.day_name(d), calendar.is_working_day(d)) == (name, working)


def test_every_year_has_exactly_three_eves() -> None:
    for year in YEARS:
        names = [calendar.eve_name(d) for d in days(date(year, 1, 1), date(year, 12, 31))]
        assert sorted(n for n in names if n) == ["julafton", "midsommarafton", "nyårsafton"]


def test_the_next_working_day_is_the_first_one_not_before() -> None:
    for day in days(date(2020, 1, 1), date(2032, 12, 31)):
        found = calendar.next_working_day(day)
        assert calendar.is_working_day(found) and found >= day
        assert not any(calendar.is_working_day(day + timedelta(n)) for n in range((found - day).days))
        assert (found - day).days <= 5


def test_weeks_end_on_the_same_weekday() -> None:
    for day in days(date(2023, 1, 1), date(2024, 12, 31)):
        end = calendar.add_weeks(day, 3)
        assert end.weekday() == day.weekday() and (end - day).days == 21


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-12-06", 12, "2024-12-06"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2023-11-30", 1, "2023-12-30"),
        ("2023-12-31", 0, "2023-12-31"),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day(day: str, months: int, end: str) -> None:
    assert calendar.add_months(date.fromisoformat(day), months) == date.fromisoformat(end)


def test_months_follow_the_wording_of_the_statute_for_every_day() -> None:
    """Step from the first of the end month: its day with the same number, else the last day before the next month."""
    for day in days(date(2023, 1, 1), date(2024, 12, 31)):
        for months in (1, 6, 9, 12):
            end = calendar.add_months(day, months)
            assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
            assert end.day == day.day or ((end + timedelta(1)).day == 1 and end.day < day.day)


def test_years_before_the_statute_are_refused() -> None:
    with pytest.raises(ValueError, match="1990"):
        calendar.is_working_day(date(1989, 12, 27))
