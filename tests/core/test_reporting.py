"""Reporting: the next meeting by law for urgent decisions, else as the nämnd decided; the list; the appeal time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import reporting as r
from beredning.core.delegation import DelegatedDecision, DelegationPoint
from beredning.core.reporting import Sitting

SITTINGS = tuple(
    Sitting(f"UBN {d}", date.fromisoformat(d)) for d in ("2023-11-15", "2023-12-13", "2024-01-24", "2024-05-15")
)
POINT = DelegationPoint("3.2.1", "Avtal", "rektor")


def decision(day: str = "2023-12-04", **changes: Any) -> DelegatedDecision:
    made = DelegatedDecision(
        "12", date.fromisoformat(day), "UBN 2023/450", "3.2.1", "Avtal om skolskjuts", "eva", "Eva Ek", "rektor"
    )
    return made._replace(**changes)


def due(
    made: DelegatedDecision, today: str = "2023-12-05", point: DelegationPoint | None = POINT, period: str = ""
) -> r.Due:
    return r.due_report(made, point, SITTINGS, date.fromisoformat(today), period)


def test_an_urgent_decision_is_due_at_the_next_meeting_whatever_the_point_says() -> None:
    urgent = decision(urgent=True)
    for reporting in ("nästa möte", "periodvis", "anmäls inte"):
        assert due(urgent, point=POINT._replace(reporting=reporting)).sitting == SITTINGS[1]


@pytest.mark.parametrize(
    ("today", "reported", "severity"),
    [
        ("2023-12-13", None, None),
        ("2023-12-14", None, "FEL"),
        ("2024-02-01", date(2023, 12, 13), None),
        ("2024-02-01", date(2024, 1, 24), "FEL"),
    ],
)
def test_an_urgent_decision_that_missed_the_next_meeting_is_a_breach(
    today: str, reported: date | None, severity: str | None
) -> None:
    answer = due(decision(urgent=True, reported_on=reported), today)
    assert [o.severity for o in answer.obstacles] == ([severity] if severity else [])
    assert answer.overdue == bool(severity)
    assert all(o.code == "DEL-04" and "2023-12-13" in o.text for o in answer.obstacles)


def test_an_ordinary_decision_that_is_late_breaks_only_what_the_committee_decided() -> None:
    answer = due(decision(), "2023-12-14")
    assert [(o.code, o.severity) for o in answer.obstacles] == [("DEL-05", "VARNING")]


def test_a_decision_on_a_meeting_day_is_due_at_the_following_meeting_but_may_be_reported_the_same_day() -> None:
    same_day = decision("2023-12-13", urgent=True)
    assert due(same_day).sitting == SITTINGS[2]
    assert not due(same_day._replace(reported_on=date(2023, 12, 13)), "2024-03-01").overdue


@pytest.mark.parametrize(
    ("period", "last", "sitting"),
    [
        ("månad", "2023-12-31", SITTINGS[2]),
        ("kvartal", "2023-12-31", SITTINGS[2]),
        ("tertial", "2023-12-31", SITTINGS[2]),
        ("år", "2023-12-31", SITTINGS[2]),
    ],
)
def test_periodic_reporting_comes_after_the_period(period: str, last: str, sitting: Sitting) -> None:
    assert r.period_end(date(2023, 12, 4), period) == date.fromisoformat(last)
    assert due(decision(), point=POINT._replace(reporting="periodvis"), period=period).sitting == sitting


@pytest.mark.parametrize(
    ("day", "period", "last"),
    [
        ("2024-02-10", "månad", "2024-02-29"),
        ("2023-02-10", "kvartal", "2023-03-31"),
        ("2023-05-01", "tertial", "2023-08-31"),
        ("2023-04-30", "tertial", "2023-04-30"),
        ("2023-06-30", "halvår", "2023-06-30"),
        ("2023-07-01", "halvår", "2023-12-31"),
    ],
)
def test_periods_end_on_their_last_day(day: str, period: str, last: str) -> None:
    assert r.period_end(date.fromisoformat(day), period) == date.fromisoformat(last)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(list(r.PERIODS)))
def test_a_day_and_the_end_of_its_period_share_the_period(day: date, period: str) -> None:
    last = r.period_end(day, period)
    assert day <= last and r.period_end(last, period) == last
    assert r.period_end(last + timedelta(1), period) > last


def test_periodic_reporting_without_a_period_is_refused() -> None:
    answer = due(decision(), point=POINT._replace(reporting="periodvis"))
    assert [(o.code, o.severity) for o in answer.obstacles] == [("DEL-05", "FEL")]
    assert "kvartal" in answer.obstacles[0].hint and not answer.overdue


def test_no_planned_meeting_is_told_and_is_not_a_breach() -> None:
    answer = due(decision("2024-06-01"), "2024-07-01")
    assert answer.sitting is None and not answer.overdue
    assert [(o.code, o.severity) for o in answer.obstacles] == [("DEL-05", "INFO")]
    urgent = due(decision("2024-06-01", urgent=True), "2024-07-01")
    assert [(o.code, o.severity) for o in urgent.obstacles] == [("DEL-04", "INFO")]


def test_an_undated_decision_is_never_due() -> None:
    assert due(decision()._replace(day=None), "2024-07-01") == ("nästa möte", None, False, ())


def test_what_is_not_reported_is_minuted_and_posted_on_its_own() -> None:
    quiet = POINT._replace(reporting="anmäls inte")
    answer = due(decision(), point=quiet)
    assert [(o.code, o.severity) for o in answer.obstacles] == [("DEL-06", "FEL")] * 2
    assert not answer.overdue
    done = decision(minuted_on=date(2023, 12, 5), posted_on=date(2023, 12, 5))
    assert due(done, point=quiet).obstacles == ()
    assert due(decision(), point=quiet._replace(appeal_kind="förvaltningsbesvär")).obstacles == ()


def test_the_appeal_time_runs_from_the_item_or_from_the_own_posting() -> None:
    quiet = POINT._replace(reporting="anmäls inte")
    own = decision(posted_on=date(2023, 12, 5))
    posted = date(2023, 12, 15)
    assert r.appeal_time(own, POINT, posted) == (posted, date(2024, 1, 5), date(2024, 1, 6))
    assert r.appeal_time(own, quiet, posted) == (date(2023, 12, 5), date(2023, 12, 27), date(2023, 12, 28))
    assert r.appeal_time(own._replace(posted_on=None), quiet, posted) is None
    assert r.appeal_time(own, POINT, None) is None
    assert r.appeal_time(own, POINT._replace(appeal_kind="förvaltningsbesvär"), posted) is None


def test_the_row_has_the_columns_of_the_specification() -> None:
    row = dict(zip(r.LIST_COLUMNS, r.list_row(decision()), strict=True))
    assert row == {
        "nr": "12",
        "beslutsdatum": "2023-12-04",
        "dnr": "UBN 2023/450",
        "delegationspunkt": "3.2.1",
        "ärende/beslut": "Avtal om skolskjuts",
        "delegat": "Eva Ek, rektor",
    }
    assert r.list_row(decision(point="", urgent=True))[3] == "KL 6:39"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"undated": True}, [("DEL-08", "FEL")]),
        ({"person": "", "name": "", "title": ""}, [("DEL-08", "FEL")]),
        ({"case": ""}, [("DEL-08", "VARNING")]),
        ({"point": "", "nr": " "}, [("DEL-08", "VARNING"), ("DEL-08", "VARNING")]),
    ],
)
def test_a_list_lacks_what_its_rows_lack(change: dict[str, Any], found: list[object]) -> None:
    row = decision()._replace(**({"day": None} if "undated" in change else change))
    assert [(o.code, o.severity) for o in r.check_list((row,))] == found


def test_a_number_identifies_one_decision() -> None:
    assert [o.code for o in r.check_list((decision(), decision()))] == ["DEL-07"]
    assert r.check_list((decision(), decision(nr="13"))) == ()


@pytest.mark.parametrize(
    ("sentence", "warned"),
    [
        ("Utbildningsnämnden godkänner redovisningen av delegationsbeslut.", True),
        ("Utbildningsnämnden noterar redovisningen av delegationsbeslut.", False),
        ("Utbildningsnämnden lägger redovisningen till handlingarna.", False),
    ],
)
def test_the_committee_notes_and_does_not_approve(sentence: str, warned: bool) -> None:
    assert [(o.code, o.severity) for o in r.check_noting((sentence,))] == ([("DEL-09", "VARNING")] if warned else [])
