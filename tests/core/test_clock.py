"""Swedish local time agrees with the time zone database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core.clock import local_day, local_time, utc_from_local

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@given(st.datetimes(datetime(1996, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))
def test_local_time_is_that_of_the_time_zone_database(now: datetime) -> None:
    assert local_time(now) == now.astimezone(STOCKHOLM).replace(tzinfo=None)


@pytest.mark.parametrize("year", range(1996, 2060))
def test_every_change_of_summer_time_falls_on_its_second(year: int) -> None:
    for month in (3, 10):
        moment = datetime(year, month, 20, tzinfo=UTC)
        while moment.month == month:
            for step in (timedelta(seconds=-1), timedelta()):
                at = moment + step
                assert local_time(at) == at.astimezone(STOCKHOLM).replace(tzinfo=None)
            moment += timedelta(hours=1)


@given(st.datetimes(datetime(1996, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))
def test_back_from_local_time_loses_at_most_the_repeated_hour(now: datetime) -> None:
    assert now - utc_from_local(local_time(now)) in (timedelta(), timedelta(hours=1))


def test_an_evening_in_utc_is_already_the_next_day_here() -> None:
    assert local_day(datetime(2023, 12, 5, 23, 30, tzinfo=UTC)).isoformat() == "2023-12-06"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="tidszon"):
        local_time(datetime(2023, 12, 6))
