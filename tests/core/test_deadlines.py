"""Every date of domain.md 1.5, a day-by-day oracle with written red days, each limit broken and almost broken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import deadlines as d

# Written down from printed calendars, not computed: Monday–Friday on which a statutory time cannot end.
RED_WEEKDAYS = {
    date.fromisoformat(x)
    for x in """
    2019-12-24 2019-12-25 2019-12-26 2019-12-31 2020-01-01 2020-01-06 2020-04-10 2020-04-13 2020-05-01 2020-05-21
    2020-06-19 2020-12-24 2020-12-25 2020-12-31 2021-01-01 2021-01-06 2021-04-02 2021-04-05 2021-05-13 2021-06-25
    2021-12-24 2021-12-31 2022-01-06 2022-04-15 2022-04-18 2022-05-26 2022-06-06 2022-06-24 2022-12-26 2023-01-06
    2023-04-07 2023-04-10 2023-05-01 2023-05-18 2023-06-06 2023-06-23 2023-12-25 2023-12-26 2024-01-01 2024-03-29
    2024-04-01 2024-05-01 2024-05-09 2024-06-06 2024-06-21 2024-12-24 2024-12-25 2024-12-26 2024-12-31 2025-01-01
    2025-01-06 2025-04-18 2025-04-21 2025-05-01 2025-05-29 2025-06-06 2025-06-20 2025-12-24 2025-12-25 2025-12-26
    2025-12-31
    """.split()
}


def counted(day: date, days: int) -> tuple[date, date]:
    """The oracle: step one day at a time, then on past weekends and the written red days."""
    for _ in range(days):
        day += timedelta(1)
    raw = day
    while day.weekday() >= 5 or day in RED_WEEKDAYS:
        day += timedelta(1)
    return raw, day


def iso(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("posted", "last", "removal"),
    [
        ("2021-03-18", "2021-04-08", "2021-04-09"),  # Ale KS 2021-03-16, real notice
        ("2021-06-11", "2021-07-02", "2021-07-03"),  # Ale KS 2021-06-08, real
        ("2019-01-22", "2019-02-12", "2019-02-13"),  # Enköping 2019-01-15, real
        ("2014-06-26", "2014-07-17", "2014-07-18"),  # Örebro KS 2014-06-17
        ("2018-04-03", "2018-04-24", "2018-04-25"),  # Kramfors AU 2018
        ("2023-12-05", "2023-12-27", "2023-12-28"),
        ("2024-03-08", "2024-04-02", "2024-04-03"),
        ("2024-04-10", "2024-05-02", "2024-05-03"),
        ("2024-05-16", "2024-06-07", "2024-06-08"),
        ("2024-05-31", "2024-06-24", "2024-06-25"),
        ("2024-12-03", "2024-12-27", "2024-12-28"),
        ("2024-12-10", "2025-01-02", "2025-01-03"),
    ],
)
def test_appeal_periods_of_the_specification(posted: str, last: str, removal: str) -> None:
    assert d.appeal_period(iso(posted)) == (iso(posted), iso(last), iso(removal))


@pytest.mark.parametrize(
    ("meeting", "adjusted", "posted"),
    [
        ("2021-03-16", "2021-03-18", "2021-03-18"),
        ("2021-06-08", "2021-06-10", "2021-06-11"),
        ("2019-01-15", "2019-01-21", "2019-01-22"),
        ("2014-06-17", "2014-06-25", "2014-06-26"),
    ],
)
def test_the_real_meetings_kept_their_limits(meeting: str, adjusted: str, posted: str) -> None:
    assert d.check_adjustment(iso(meeting), iso(adjusted), iso(adjusted)) == ()
    assert d.check_posting(iso(adjusted), iso(posted), iso(posted)) == ()


def test_the_fourteen_day_and_second_day_fixtures() -> None:
    assert d.adjustment_limit(iso("2024-12-11")) == (iso("2024-12-25"), iso("2024-12-27"))
    assert d.posting_limit(iso("2023-12-22")) == (iso("2023-12-24"), iso("2023-12-27"))


@pytest.mark.parametrize(
    ("today", "severity"),
    [("2024-09-05", None), ("2024-09-06", "INFO"), ("2024-12-06", "INFO"), ("2024-12-07", "VARNING")],
)
def test_a_citizens_proposal_is_decided_within_a_year_if_possible(today: str, severity: str | None) -> None:
    found = d.check_citizen_proposal(iso("2023-12-06"), iso(today))
    assert [(o.code, o.severity, o.last_day) for o in found] == (
        [("KL-60", severity, "2024-12-06")] if severity else []
    )


def test_who_removes_a_delay_is_who_can() -> None:
    (unadjusted,) = d.check_adjustment(iso("2023-12-06"), None, iso("2023-12-21"))
    (unposted,) = d.check_posting(iso("2023-12-13"), None, iso("2023-12-16"))
    assert (unadjusted.remover, unposted.remover) == ("ordförande", "sekreterare")


def test_every_limit_agrees_with_counting_day_by_day() -> None:
    for day in (iso("2019-12-12") + timedelta(n) for n in range((iso("2025-12-01") - iso("2019-12-12")).days)):
        assert d.adjustment_limit(day) == counted(day, 14)
        assert d.posting_limit(day) == counted(day, 2)
        assert d.last_appeal_day(day) == d.administrative_appeal_last_day(day) == counted(day, 21)[1]
        assert d.earliest_removal(day) == counted(day, 21)[1] + timedelta(1)


@pytest.mark.parametrize(
    ("adjusted", "found"),
    [
        ("2024-12-25", []),
        ("2024-12-26", [("KL-51", "VARNING")]),
        ("2024-12-27", [("KL-51", "VARNING")]),
        ("2024-12-28", [("KL-43", "FEL")]),
        ("2024-12-10", [("KL-43", "FEL")]),
        ("2024-12-11", []),
    ],
)
def test_adjustment_warns_past_the_raw_day_and_fails_past_the_rolled(adjusted: str, found: list[object]) -> None:
    obstacles = d.check_adjustment(iso("2024-12-11"), iso(adjusted), iso("2025-06-01"))
    assert [(o.code, o.severity) for o in obstacles] == found


@pytest.mark.parametrize(
    ("posted", "found"),
    [
        ("2023-12-22", []),
        ("2023-12-24", []),
        ("2023-12-25", [("KL-51", "VARNING")]),
        ("2023-12-27", [("KL-51", "VARNING")]),
        ("2023-12-28", [("KL-47", "FEL")]),
        ("2023-12-21", [("KL-47", "FEL")]),
    ],
)
def test_posting_is_due_the_second_day(posted: str, found: list[object]) -> None:
    obstacles = d.check_posting(iso("2023-12-22"), iso(posted), iso("2024-06-01"))
    assert [(o.code, o.severity) for o in obstacles] == found


def test_what_has_not_been_done_is_judged_today() -> None:
    assert d.check_adjustment(iso("2023-12-06"), None, iso("2023-12-20")) == ()
    (late,) = d.check_adjustment(iso("2023-12-06"), None, iso("2023-12-21"))
    assert (late.code, late.severity, late.last_day) == ("KL-43", "FEL", "2023-12-20")
    assert "2023-12-06" in late.text and "2023-12-20" in late.text and "ännu inte" in late.text
    assert "nästa vardag" not in late.text
    (rolled,) = d.check_adjustment(iso("2024-12-11"), None, iso("2024-12-28"))
    assert "alltså 2024-12-25 (nästa vardag 2024-12-27)" in rolled.text
    (unposted,) = d.check_posting(iso("2023-12-13"), None, iso("2023-12-16"))
    assert unposted.code == "KL-47" and "ännu inte" in unposted.text


def test_a_warning_names_the_day_that_is_in_the_way() -> None:
    (warning,) = d.check_posting(iso("2023-12-22"), iso("2023-12-27"), iso("2023-12-27"))
    assert "julafton" in warning.text and "2023-12-27" in warning.text and "1930:173" in warning.origin


def test_the_posting_may_not_come_down_on_the_last_appeal_day() -> None:
    assert d.check_removal(iso("2024-05-31"), iso("2024-06-25")) == ()
    (early,) = d.check_removal(iso("2024-05-31"), iso("2024-06-24"))
    assert (early.code, early.severity) == ("KL-49", "FEL") and "2024-06-25" in early.text


def test_an_appeal_on_the_last_day_is_in_time_and_the_next_day_is_not() -> None:
    assert d.appeal_in_time(iso("2023-12-05"), iso("2023-12-27"))
    assert not d.appeal_in_time(iso("2023-12-05"), iso("2023-12-28"))


POSTED, LAST = iso("2023-12-15"), iso("2024-01-05")


def check(made_on: str = "2024-01-08", **changes: Any) -> d.AppealCheck:
    base = d.AppealCheck(iso(made_on), "Nina Nämndsekreterare", appealed=False, posting_up_throughout=True)
    return base._replace(**changes)


def found(answer: d.LegalForce) -> list[tuple[str, str]]:
    return [(o.code, o.severity) for o in answer.obstacles]


def test_legal_force_is_the_day_after_the_last_day_and_only_with_a_check() -> None:
    assert d.last_appeal_day(POSTED) == LAST
    assert d.legal_force(POSTED, check()) == (iso("2024-01-06"), ())
    unknown = d.legal_force(POSTED, None)
    assert unknown.day is None and found(unknown) == [("KL-52", "FEL")]
    assert "2024-01-05" in unknown.obstacles[0].text and "2024-01-06" in unknown.obstacles[0].hint


def test_a_check_on_the_last_day_is_too_early_and_the_day_after_is_enough() -> None:
    early = d.legal_force(POSTED, check("2024-01-05"))
    assert early.day is None and "2024-01-05" in early.obstacles[0].text and "2024-01-06" in early.obstacles[0].hint
    assert d.legal_force(POSTED, check("2024-01-06")).day == iso("2024-01-06")


def test_legal_force_lists_every_reason_at_once() -> None:
    answer = d.legal_force(POSTED, check("2024-01-02", posting_up_throughout=False, made_by=""))
    assert answer.day is None and found(answer) == [("KL-49", "FEL"), ("KL-52", "FEL"), ("KL-52", "FEL")]


def test_a_posting_known_to_have_come_down_early_stops_legal_force_whatever_the_check_says() -> None:
    answer = d.legal_force(POSTED, check(), removed=iso("2024-01-05"))
    assert answer.day is None and found(answer) == [("KL-49", "FEL")]
    assert d.legal_force(POSTED, check(), removed=iso("2024-01-06")).day == iso("2024-01-06")


def test_an_appeal_leaves_legal_force_to_the_court() -> None:
    waiting = d.legal_force(POSTED, check("2024-01-02", appealed=True))
    assert waiting.day is None and found(waiting) == [("KL-52", "FEL")]
    upheld = check(appealed=True, finally_decided_on=iso("2024-09-30"))
    assert d.legal_force(POSTED, upheld) == (iso("2024-09-30"), ())
    annulled = d.legal_force(POSTED, upheld._replace(annulled=True))
    assert annulled.day is None and found(annulled) == [("KL-54", "FEL")]


@given(st.dates(iso("1990-01-02"), iso("2100-01-01")))
def test_a_later_posting_never_has_an_earlier_last_day(posted: date) -> None:
    assert d.last_appeal_day(posted) <= d.last_appeal_day(posted + timedelta(1))
    assert 21 <= (d.last_appeal_day(posted) - posted).days <= 26
