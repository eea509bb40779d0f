"""The auditors' questions for a year: each has a finding when the rule is broken and none when it nearly is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from beredning.errors import NotFound
from beredning.office import (
    after_decision,
    case_changes,
    delegation_report,
    meeting_adjust,
    meeting_minutes,
)
from beredning.office.audit_report import AuditReport, ReportLine, reading_desk, report
from beredning.office.cases import act_by
from beredning.store.rows import AttendanceRow, DecisionRow
from tests.office.delegation_road import CHAIR, decide, hold_meeting, prepared, with_order
from tests.office.meeting_road import NAMND, at, secretary
from tests.office.world import REGISTRAR, World, make_world


@pytest.fixture
def office(tmp_path: Path, sqlite_database: str) -> Iterator[World]:
    """SQLite alone: a long road, of statements that other tests run on both."""
    made = with_order(make_world(tmp_path, sqlite_database))
    yield made
    made.database.close()


@pytest.fixture
def decided(office: World) -> tuple[World, str]:
    """A meeting of the nämnd with one case, closed and written out."""
    dnr = prepared(office)
    hold_meeting(office, "2023-12-13", dnr)
    meeting_minutes.write_minutes(secretary(office, "2023-12-14"), NAMND)
    return office, dnr


def ask(world: World, today: str, organ: str = "UBN", year: int = 2023) -> AuditReport:
    return report(reading_desk(world.instance, world.organisation, world.database, at(today)), organ, year)


def line(found: AuditReport, question: str) -> ReportLine:
    return next(one for one in found.lines if question in one.question)


def adjust(world: World, day: str) -> None:
    meeting_adjust.adjust(secretary(world, day), NAMND, ("Lena Camp", "Anette Håkansson"), reason="Sent på året.")


def test_late_adjustment_is_found_the_day_after_its_last_day(decided: tuple[World, str]) -> None:
    world, _ = decided
    assert line(ask(world, "2023-12-27"), "justerade").findings == ()  # fourteen days after 13 December
    (found,) = line(ask(world, "2023-12-28"), "justerade").findings
    assert found.startswith("UBN:2023-12-13: ") and "ännu inte justerat" in found and "[KL-43]" in found


def test_late_posting_is_found_and_one_in_time_is_not(decided: tuple[World, str]) -> None:
    world, _ = decided
    adjust(world, "2023-12-18")
    assert line(ask(world, "2023-12-20"), "anslagna").findings == ()
    assert "[KL-47]" in line(ask(world, "2023-12-21"), "anslagna").findings[0]
    meeting_adjust.post(secretary(world, "2023-12-20"), NAMND)
    assert line(ask(world, "2024-02-01"), "anslagna").findings == ()
    assert line(ask(world, "2024-02-01"), "justerade").findings == ()


def test_a_decision_without_ground_of_competence_is_found_until_it_is_given(decided: tuple[World, str]) -> None:
    world, dnr = decided
    (found,) = line(ask(world, "2023-12-20"), "rätt att besluta").findings
    assert dnr in found and "UBN § 3/2023" in found
    case_changes.change(secretary(world, "2023-12-20"), dnr, "kompetensgrund", "KL 6:3", "Saknades.")
    assert line(ask(world, "2023-12-20"), "rätt att besluta").findings == ()


def test_a_decision_that_is_not_sent_is_found_when_it_is_adjusted(decided: tuple[World, str]) -> None:
    world, dnr = decided
    assert line(ask(world, "2023-12-15"), "expedierade").findings == ()
    adjust(world, "2023-12-18")
    assert "inte expedierad till 2 av 2" in line(ask(world, "2023-12-18"), "expedierade").findings[0]
    meeting_adjust.post(secretary(world, "2023-12-18"), NAMND)
    after_decision.dispatch(secretary(world, "2023-12-19"), dnr, ("Revisorerna",), "e-post")
    assert "inte expedierad till 1 av 2" in line(ask(world, "2023-12-19"), "expedierade").findings[0]
    after_decision.dispatch(secretary(world, "2023-12-19"), dnr, (), "e-post")
    assert line(ask(world, "2023-12-19"), "expedierade").findings == ()


def test_legal_force_that_nobody_checked_is_found_when_the_time_is_out(decided: tuple[World, str]) -> None:
    world, dnr = decided
    adjust(world, "2023-12-18")
    meeting_adjust.post(secretary(world, "2023-12-18"), NAMND)
    assert line(ask(world, "2024-01-08"), "laga kraft").findings == ()
    assert "UBN § 3/2023" in line(ask(world, "2024-01-09"), "laga kraft").findings[0]
    after_decision.check_appeal(secretary(world, "2024-01-09"), dnr, notice_up=True)
    assert line(ask(world, "2024-01-09"), "laga kraft").findings == ()


def test_delegated_decisions_that_are_late_or_waiting_are_found(office: World) -> None:
    decide(office)
    decide(office, by=CHAIR, delegat=CHAIR, point="", urgent=True, reason="Läckan upptäcktes i natt.")
    assert line(ask(office, "2023-12-13"), "anmälda i tid").findings == ()
    assert len(line(ask(office, "2023-12-13"), "ännu inte anmälda").findings) == 2
    late = line(ask(office, "2023-12-14"), "anmälda i tid").findings
    assert [one[-8:] for one in late] == ["[DEL-05]", "[DEL-04]"]
    hold_meeting(office)
    delegation_report.report(secretary(office, "2023-12-14"), "UBN", NAMND)
    assert line(ask(office, "2023-12-14"), "anmälda i tid").findings == ()
    assert line(ask(office, "2023-12-14"), "ännu inte anmälda").findings == ()


def test_a_paragraph_without_quorum_is_found_and_one_with_the_least_number_is_not(decided: tuple[World, str]) -> None:
    """More than half of eleven seats is six (KL 6:27): five who were never there leave six, one more leaves five."""
    world, _ = decided
    for gone, broken in ((5, False), (6, True)):
        with world.database.unit(secretary(world, "2023-12-14").now, "konto") as unit:
            rows = [r for r in unit.all(AttendanceRow, "by_meeting", NAMND) if r.kind == "ledamot"][-gone:]
            after = [r._replace(from_item=-1, to_item=-1) for r in rows]
            unit.write(act_by(world.desk(REGISTRAR), "prov", NAMND), after, rows)
        found = line(ask(world, "2023-12-14"), "närvaro").findings
        assert any("[KL-22]" in one for one in found) is broken


def test_what_a_paragraph_lacks_is_found_and_what_is_disposed_of_is_told(decided: tuple[World, str]) -> None:
    world, _ = decided
    whole = line(ask(world, "2023-12-14"), "närvaro")
    assert (whole.checked, whole.findings, whole.untried) == (7, (), 0)
    with world.database.unit(secretary(world, "2023-12-14").now, "konto") as unit:
        rows = unit.all(DecisionRow, "by_meeting", NAMND)
        case = next(row for row in rows if row.case_key)
        emptied = case._replace(outcome="")
        unit.write(act_by(world.desk(REGISTRAR), "prov", NAMND), [emptied], [case])
        unit.dispose(act_by(world.desk(REGISTRAR), "gallring", NAMND), [rows[0].record])
    found = ask(world, "2023-12-14")
    assert line(found, "närvaro").untried == 1
    assert line(found, "utfall och ordalydelse").findings == ("UBN § 3/2023 har inget utfall.",)


def test_the_report_says_what_it_does_not_cover_and_which_journal_it_read(office: World) -> None:
    found = ask(office, "2024-01-02")
    assert found.not_covered and found.organ_name == "Utbildningsnämnden"
    with office.database.read() as reader:
        assert found.head == reader.head()
    assert all(one.checked == 0 and not one.findings for one in found.lines)
    with pytest.raises(NotFound):
        ask(office, "2024-01-02", "KUB")
