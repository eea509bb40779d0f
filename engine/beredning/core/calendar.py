"""Swedish days: public holidays (lag 1989:253) and days on which a statutory time limit cannot end (lag 1930:173)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

# The national day became a public holiday, and Whit Monday ceased to be one, on this day (lag 2004:1320).
NATIONAL_DAY_FROM = date(2005, 4, 1)
# Lag 1989:253 came into force on 1990-01-01; earlier years follow other statutes and are not answered.
FIRST_YEAR = 1990

_SATURDAY = 5
_SUNDAY = 6
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (anonymous Gregorian algorithm, Meeus/Jones/Butcher)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leap_years, year_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> dict[date, str]:
    """The public holidays of a year that have a name, with their Swedish names in order of date (lag 1989:253 1–2 §§).

    Ordinary Sundays are public holidays too but have no entry; `is_holiday` counts them.
    Raises ValueError for a year before 1990, when the statute came into force.
    """
    if year < FIRST_YEAR:
        raise ValueError(f"lag (1989:253) gäller från och med {FIRST_YEAR}, inte {year}")
    sunday = easter(year)
    days = {
        date(year, 1, 1): "nyårsdagen",
        date(year, 1, 6): "trettondedag jul",
        sunday - timedelta(2): "långfredagen",
        sunday: "påskdagen",
        sunday + timedelta(1): "annandag påsk",
        date(year, 5, 1): "första maj",
        sunday + timedelta(49): "pingstdagen",
        _saturday_from(date(year, 6, 20)): "midsommardagen",
        _saturday_from(date(year, 10, 31)): "alla helgons dag",
        date(year, 12, 25): "juldagen",
        date(year, 12, 26): "annandag jul",
    }
    if date(year, 6, 6) >= NATIONAL_DAY_FROM:
        days[date(year, 6, 6)] = "nationaldagen"
    else:
        days[sunday + timedelta(50)] = "annandag pingst"
    ascension = sunday + timedelta(39)
    # Ascension Day can fall on the first of May (2008): the day then carries both names.
    days[ascension] = f"{days[ascension]} och Kristi himmelsfärdsdag" if ascension in days else "Kristi himmelsfärdsdag"
    return dict(sorted(days.items()))


def is_holiday(day: date) -> bool:
    """True on a Swedish public holiday: every Sunday and the named days (lag 1989:253 1 §)."""
    return day.weekday() == _SUNDAY or day in holidays(day.year)


def eve_name(day: date) -> str:
    """The name of an eve that lag 1930:173 2 § treats as a holiday: Midsummer, Christmas or New Year's Eve; else ""."""
    if (day.month, day.day) == (12, 24):
        return "julafton"
    if (day.month, day.day) == (12, 31):
        return "nyårsafton"
    if day.month == 6 and 19 <= day.day <= 25 and day.weekday() == _SATURDAY - 1:
        return "midsommarafton"
    return ""


def day_name(day: date) -> str:
    """What makes the day special, in Swedish: holiday, eve, else its weekday ("långfredagen", "julafton", "lördag")."""
    return holidays(day.year).get(day) or eve_name(day) or _WEEKDAYS[day.weekday()]


def is_working_day(day: date) -> bool:
    """True when a statutory time limit can end on this day (lag 1930:173 2 §): no Saturday, holiday or listed eve."""
    return day.weekday() != _SATURDAY and not is_holiday(day) and not eve_name(day)


def next_working_day(day: date) -> date:
    """The day itself when a time limit can end on it, else the first following day that can (lag 1930:173 2 §)."""
    while not is_working_day(day):
        day += timedelta(1)
    return day


def add_weeks(day: date, weeks: int) -> date:
    """The end day of a time in weeks, before any rolling: the same weekday that many weeks later (lag 1930:173 1 §)."""
    return day + timedelta(weeks=weeks)


def add_months(day: date, months: int) -> date:
    """The end day of a time in months or years, before any rolling: the same day of the month, or the month's last day
    where it has none so high (lag 1930:173 1 §)."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(day.day - 1), following - timedelta(1))


def _saturday_from(day: date) -> date:
    return day + timedelta((_SATURDAY - day.weekday()) % 7)
