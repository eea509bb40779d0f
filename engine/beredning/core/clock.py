"""Swedish local time from UTC without a time zone database: the common European rule for summer time (since 1996)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""The years a person can mean. Deadlines are counted from days, and end within what a date can hold."""


def local_time(now: datetime) -> datetime:
    """The Swedish wall-clock time, naive, of an aware time from 1996 on. Raises ValueError for a naive one.

    Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October
    (directive 2000/84/EC). Computed here because a fresh machine may lack the time zone database.
    """
    if now.tzinfo is None:
        raise ValueError("tiden måste ha tidszon")
    utc = now.astimezone(UTC).replace(tzinfo=None)
    summer = _last_sunday(utc.year, 3) <= utc < _last_sunday(utc.year, 10)
    return utc + timedelta(hours=2 if summer else 1)


def local_day(now: datetime) -> date:
    """The Swedish calendar day of an aware time."""
    return local_time(now).date()


def utc_from_local(local: datetime) -> datetime:
    """The aware UTC time of a naive Swedish wall-clock time; in the hour that occurs twice the summer one is meant."""
    summer = (local - timedelta(hours=2)).replace(tzinfo=UTC)
    return summer if local_time(summer) == local else (local - timedelta(hours=1)).replace(tzinfo=UTC)


@cache
def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1)  # noqa: DTZ001 - naive UTC, compared with naive UTC only
    return last - timedelta(days=last.isoweekday() % 7)
