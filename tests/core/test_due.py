"""Deadlines of a workflow for a case: counted from the right day, told with the right weight."""

from __future__ import annotations

from datetime import date

import pytest

from beredning.core.case import Case, CaseDecision, Placement
from beredning.core.due import anchor_day, due, warnings
from beredning.core.organisation import MeetingDay
from beredning.core.workflow import Deadline, Stage, Workflow

PLACE = Placement("UBN:2023-12-13", "UBN", "nämnd", "2023-12-13", 1, "1", "beslutar", manuscript="2023-11-29")
MEETING = MeetingDay("UBN", "2023-12-13", notice="2023-12-04")
CASE = Case("k", "d", "t", "UBN", "F", "w", "", "utkast", "2023-11-20", 1, "h", "2023-11-01", reply_due="2024-01-31")


def flow(*deadlines: Deadline) -> Workflow:
    return Workflow("w", "W", "1", "", "utkast", (Stage("utkast", "Utkast"),), (), (), deadlines)


def only(anchor: str, days: int, severity: str = "FEL") -> Workflow:
    return flow(Deadline("prov-frist", "utkast", anchor, days, severity, "LOKAL"))


@pytest.mark.parametrize(
    ("anchor", "day"),
    [
        ("skedets-början", "2023-11-20"),
        ("registrering", "2023-11-01"),
        ("svarsdatum", "2024-01-31"),
        ("manusstopp", "2023-11-29"),
        ("kallelse", "2023-12-04"),
        ("sammanträde", "2023-12-13"),
        ("justering", ""),
        ("anslag", ""),
    ],
)
def test_each_anchor_is_a_day_of_the_case(anchor: str, day: str) -> None:
    assert anchor_day(CASE._replace(placements=(PLACE,)), anchor, (MEETING,)) == day


def test_after_the_decision_the_anchors_are_those_of_the_latest_paragraph() -> None:
    decided = CaseDecision(
        "m", "UBN", "nämnd", "2023-12-13", 7, "bifall", True, adjusted_on="2023-12-20", posted_on="2023-12-21"
    )
    case = CASE._replace(placements=(PLACE._replace(open=False),), decisions=(decided,))
    assert [anchor_day(case, a) for a in ("sammanträde", "justering", "anslag", "manusstopp")] == [
        "2023-12-13",
        "2023-12-20",
        "2023-12-21",
        "",
    ]


def test_a_deadline_of_another_stage_or_without_its_day_does_not_run() -> None:
    assert due(CASE, flow(Deadline("x", "granskning", "registrering", 7, "FEL", "LOKAL"))) == ()
    assert due(CASE, only("sammanträde", 7)) == ()
    assert due(CASE._replace(reply_due=""), only("svarsdatum", -14)) == ()


def test_days_count_forward_and_backward() -> None:
    assert [d.day for d in due(CASE, only("skedets-början", 7))] == ["2023-11-27"]
    assert [d.day for d in due(CASE, only("svarsdatum", -14))] == ["2024-01-17"]
    assert [d.day for d in due(CASE, only("svarsdatum", 0))] == ["2024-01-31"]


def test_adjustment_over_christmas_as_the_statute_counts() -> None:
    """domain.md 1.5: meeting 2024-12-11, raw limit 2024-12-25, rolled 2024-12-27."""
    decided = CaseDecision("m", "UBN", "nämnd", "2024-12-11", 7, "bifall", True)
    case = CASE._replace(decisions=(decided,))
    workflow = only("sammanträde", 14)
    (one,) = due(case, workflow)
    assert (one.day, one.rolled) == ("2024-12-25", "2024-12-27")
    told = {day: warnings(case, workflow, date(2024, 12, day))[0] for day in (25, 26, 27, 28)}
    assert {day: said.severity for day, said in told.items()} == {25: "INFO", 26: "VARNING", 27: "VARNING", 28: "FEL"}
    assert "2024-12-27" in told[26].text


def test_a_deadline_before_a_day_never_rolls_past_it() -> None:
    """Two weeks before a Sunday is a Sunday: a reply that must be ready by then is late on Monday."""
    case = CASE._replace(reply_due="2024-03-31")
    workflow = only("svarsdatum", -14)
    assert [(d.day, d.rolled) for d in due(case, workflow)] == [("2024-03-17", "2024-03-17")]
    assert warnings(case, workflow, date(2024, 3, 18))[0].severity == "FEL"


@pytest.mark.parametrize("severity", ["FEL", "VARNING", "INFO"])
def test_a_passed_deadline_has_its_own_weight(severity: str) -> None:
    workflow = only("skedets-början", 7, severity)
    assert warnings(CASE, workflow, date(2023, 11, 27))[0].severity == "INFO"
    late = warnings(CASE, workflow, date(2023, 11, 28))[0]
    assert (late.severity, late.last_day, late.code) == (severity, "2023-11-27", "frist-passerad")
    assert late.text == "Prov frist: sista dag var 2023-11-27 och har passerats."


def test_the_earliest_comes_first() -> None:
    workflow = flow(
        Deadline("sen", "utkast", "svarsdatum", 0, "FEL", "LOKAL"),
        Deadline("tidig", "utkast", "registrering", 1, "FEL", "LAG", "KL 1:1"),
    )
    assert [d.deadline.name for d in due(CASE, workflow)] == ["tidig", "sen"]
    assert [o.origin for o in warnings(CASE, workflow, date(2023, 11, 1))] == ["KL 1:1", "Lokal rutin"]
