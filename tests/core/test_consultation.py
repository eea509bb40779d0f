"""MBL: the deciding organ waits, the preparing one does not; disagreement is lawful; a report says what has been."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import consultation as c
from beredning.errors import UsageFault

AU, MBL_DAY, COMMITTEE = date(2023, 12, 6), date(2023, 12, 12), date(2023, 12, 13)
REPORT = date(2023, 12, 1)
LOCAL = c.Agreement(frozenset({"11", "12", "19"}))


def closed(**changes: Any) -> c.Record:
    base = c.Record("avslutad", "11", parties=("Vision", "Kommunal"), called_on=date(2023, 11, 28))
    return base._replace(**{"held_on": MBL_DAY, "outcome": "enig", "closed_on": MBL_DAY, **changes})


def codes(*args: Any, **more: Any) -> list[tuple[str, str]]:
    return [(o.code, o.severity) for o in c.obstacles(*args, **more)]


def test_the_real_pack_mbl_between_au_and_committee_is_lawful() -> None:
    """domain.md 2.3: 12 December lies after AU and before the nämnd."""
    assert codes(closed(), AU, False) == [("G-MBL-2", "INFO")]
    assert codes(closed(), COMMITTEE, True) == []
    assert "klar 2023-12-12, efter utskottet 2023-12-06" in c.obstacles(closed(), AU, False)[0].text
    assert "inte klar till utskottet" in c.obstacles(c.Record("kallad", "11"), AU, False)[0].text
    assert (
        codes(closed(), MBL_DAY, False) == codes(c.Record("ej_tillämplig", reason="x", decided_by="y"), AU, False) == []
    )


def test_an_au_that_decides_on_delegation_must_wait() -> None:
    assert codes(closed(), AU, True) == [("G-MBL-1", "FEL")]


@pytest.mark.parametrize(("day", "found"), [(MBL_DAY, []), (MBL_DAY - timedelta(1), [("G-MBL-1", "FEL")])])
def test_the_duty_may_be_fulfilled_on_the_deciding_day_itself(day: date, found: list[object]) -> None:
    assert codes(closed(), day, True) == found


@pytest.mark.parametrize("state", sorted(set(c.STATES) - c.DONE_STATES))
def test_every_unfinished_state_stops_the_deciding_organ_only(state: str) -> None:
    assert codes(c.Record(state, "11"), COMMITTEE, True) == [("G-MBL-1", "FEL")]
    assert codes(c.Record(state, "11"), AU, False) == [("G-MBL-2", "INFO")]


def test_a_refusal_says_until_when_and_that_the_decision_would_stand() -> None:
    (obstacle,) = c.obstacles(c.Record("kallad", "11"), COMMITTEE, True)
    assert obstacle.last_day == "2023-12-13" and "kallad" in obstacle.text and "skadestånd" in obstacle.text
    assert obstacle.origin == "MBL 11 §"
    assert c.obstacles(c.Record("kallad", "38"), COMMITTEE, True)[0].origin == "MBL 38 §"


def test_done_without_a_date_proves_nothing() -> None:
    assert codes(closed(closed_on=None), COMMITTEE, True) == [("G-MBL-1", "FEL")]
    assert codes(c.Record("information_lämnad", "19"), COMMITTEE, True) == [("G-MBL-1", "FEL")]
    assert codes(c.Record("information_lämnad", "19", informed_on=MBL_DAY), COMMITTEE, True) == []


def test_not_applicable_needs_a_reason_and_a_name() -> None:
    bare = c.Record("ej_tillämplig")
    assert codes(bare, COMMITTEE, True) == [("G-MBL-4", "VARNING")] * 2
    assert codes(bare._replace(reason="Rör inte personalen", decided_by="Åsa"), COMMITTEE, True) == []


@pytest.mark.parametrize(
    ("days", "found"),
    [(6, [("G-MBL-6", "FEL")]), (7, [("G-MBL-6", "VARNING")]), (8, [])],
)
def test_after_disagreement_the_union_has_seven_days(days: int, found: list[object]) -> None:
    record = closed(outcome="oenig")
    assert codes(record, MBL_DAY + timedelta(days), True) == found
    assert codes(record._replace(waived_on=MBL_DAY), MBL_DAY + timedelta(days), True) == []


def test_disagreement_is_a_lawful_end_when_the_time_is_out() -> None:
    assert codes(closed(outcome="oenig"), date(2024, 1, 17), True) == []


def test_a_requested_central_negotiation_is_waited_for_however_long() -> None:
    asked = closed(outcome="oenig", central_requested_on=date(2023, 12, 19), closed_on=date(2024, 2, 1))
    assert codes(asked, date(2024, 2, 14), True) == [("G-MBL-6", "FEL")]
    assert codes(asked._replace(central_held_on=date(2024, 1, 30)), date(2024, 2, 14), True) == []


def test_a_request_after_the_seven_days_does_not_bind() -> None:
    late = closed(outcome="oenig", central_requested_on=date(2023, 12, 20), closed_on=date(2023, 12, 20))
    assert codes(late, date(2024, 1, 17), True) == []


def test_a_waiver_after_the_decision_does_not_help() -> None:
    record = closed(outcome="oenig", waived_on=date(2023, 12, 15))
    assert codes(record, COMMITTEE, True) == [("G-MBL-6", "FEL")]


@pytest.mark.parametrize(("ground", "found"), [("11", []), ("38", [("MBL-09", "FEL")])])
def test_samverkan_replaces_only_what_the_agreement_says(ground: str, found: list[object]) -> None:
    record = closed(form="samverkan", ground=ground)
    assert codes(record, COMMITTEE, True, LOCAL) == found
    assert codes(record, COMMITTEE, True) == [("MBL-09", "FEL")]
    assert "inga paragrafer" in c.obstacles(record, COMMITTEE, True)[0].text
    assert "11, 12, 19" in c.obstacles(record._replace(ground="38"), COMMITTEE, True, LOCAL)[0].text
    assert codes(record, COMMITTEE, True, c.Agreement(frozenset({"11", "38"}))) == []


def test_what_the_local_agreement_adds_is_read_from_its_own_settings() -> None:
    base = {"samverkansavtal-ersätter": "11 12 19"}
    assert c.agreement_from(base).replaces == LOCAL.replaces
    assert c.agreement_from({**base, "samverkansavtal-14": "ja", "samverkansavtal-38": "nej"}).replaces == {
        *LOCAL.replaces,
        "14",
    }


def test_samverkan_waits_after_disagreement_unless_the_agreement_covers_14() -> None:
    record = closed(form="samverkan", outcome="oenig")
    assert codes(record, COMMITTEE, True, LOCAL) == [("G-MBL-6", "FEL")]
    assert codes(record, COMMITTEE, True, c.Agreement(LOCAL.replaces | {"14"})) == []


def test_the_minutes_must_be_in_the_pack_of_the_deciding_meeting() -> None:
    record = closed(minutes="a" * 64)
    assert codes(record, COMMITTEE, True, pack=frozenset({"a" * 64})) == []
    assert codes(record, COMMITTEE, True, pack=frozenset({"b" * 64})) == [("G-MBL-5", "FEL")]
    assert codes(record, COMMITTEE, True) == []
    assert codes(closed(state="protokoll_justerat"), COMMITTEE, True) == [("G-MBL-5", "FEL")]


def test_dates_out_of_order_are_found() -> None:
    found = c.obstacles(closed(called_on=date(2023, 12, 14)), COMMITTEE, True)
    assert [o.code for o in found] == ["MBL-01"] and "2023-12-14" in found[0].text


def test_everything_wrong_is_said_at_once() -> None:
    record = closed(form="samverkan", ground="38", outcome="oenig", called_on=date(2023, 12, 14), state="oenig")
    assert [x for x, _ in codes(record, COMMITTEE, True)] == ["MBL-09", "MBL-01", "G-MBL-1", "G-MBL-6"]


def test_a_report_written_before_the_negotiation_says_planned() -> None:
    called = c.Record("kallad", "11", parties=("Vision", "Kommunal"), planned_on=MBL_DAY)
    for record in (called, closed(minutes="a" * 64)):
        made = c.statement(record, REPORT)
        assert made.heading == "Planerad behandling enligt MBL 2023-12-12"
        assert "Vision och Kommunal är planerad till 2023-12-12" in made.sentence
        assert "hållits" not in made.sentence


def test_a_report_written_after_says_done_with_date_outcome_and_minutes() -> None:
    made = c.statement(closed(minutes="a" * 64), MBL_DAY)
    assert made.heading == "Behandlad enligt MBL 2023-12-12"
    assert "11 § MBL" in made.sentence and "i enighet 2023-12-12" in made.sentence and "protokoll" in made.sentence
    assert "Se protokoll" not in c.statement(closed(), MBL_DAY).sentence


def test_held_but_not_closed_is_not_said_to_be_done() -> None:
    made = c.statement(c.Record("förhandling_hållen", "11", held_on=MBL_DAY), COMMITTEE)
    assert made.heading.startswith("Planerad") and "hölls 2023-12-12 och är inte avslutad" in made.sentence


def test_not_applicable_gives_its_reason_and_nothing_recorded_claims_nothing() -> None:
    made = c.statement(c.Record("ej_tillämplig", reason="Ärendet rör inte personalen."), REPORT)
    assert made == ("Behandlad enligt MBL", "Bedöms ej tillämplig i detta ärende. Ärendet rör inte personalen.")
    assert c.statement(c.Record(), REPORT) == ("Behandlad enligt MBL", "")


def test_information_and_samverkan_have_their_own_words() -> None:
    told = c.Record("information_lämnad", "19", informed_on=REPORT, parties=("Vision",))
    assert "till Vision 2023-12-01" in c.statement(told, REPORT).sentence
    assert c.statement(closed(form="samverkan"), COMMITTEE).heading == "Behandlad i samverkan 2023-12-12"


@given(st.dates(date(2023, 11, 1), date(2024, 1, 31)))
def test_a_report_never_claims_a_later_day(dated: date) -> None:
    made = c.statement(closed(), dated)
    assert c.check_claim(made.heading.startswith("Behandlad"), MBL_DAY, dated) == ()


def test_a_claim_of_a_later_day_is_found() -> None:
    (obstacle,) = c.check_claim(True, MBL_DAY, REPORT)
    assert (obstacle.code, obstacle.severity) == ("G-MBL-3", "FEL") and "2023-12-12" in obstacle.hint
    assert c.check_claim(False, MBL_DAY, REPORT) == c.check_claim(True, MBL_DAY, MBL_DAY) == ()


def test_a_track_is_read_from_flat_values() -> None:
    data = {
        "lagrum": "11",
        "parter": "Vision, Kommunal",
        "hållen": "2023-12-12",
        "utfall": "oenig",
        "central_begärd": "",
    }
    record = c.record_from("förhandling-hållen", {**data, "annat": "x"})
    assert record == c.Record(
        "förhandling_hållen", "11", parties=("Vision", "Kommunal"), held_on=MBL_DAY, outcome="oenig"
    )


def test_obstacles_of_a_track_use_the_settings_of_the_municipality() -> None:
    data = {"lagrum": "11", "hållen": "2023-12-12", "avslutad": "2023-12-12", "utfall": "oenig", "form": "samverkan"}
    found = c.obstacles_from_track(
        "avslutad", data, COMMITTEE, True, {"samverkansavtal-ersätter": "11, 12, 19", "mbl-väntetid-dagar": "0"}
    )
    assert [(o.code, o.severity) for o in found] == []
    assert [o.code for o in c.obstacles_from_track("", {}, COMMITTEE, True, {})] == ["G-MBL-1"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: c.record_from("klar", {}), "klar"),
        (lambda: c.record_from("kallad", {"kallad": "12/12"}), "12/12"),
        (lambda: c.agreement_from({"samverkansavtal-ersätter": "11 13"}), "13"),
        (lambda: c.agreement_from({"mbl-väntetid-dagar": "en vecka"}), "en vecka"),
    ],
)
def test_values_that_cannot_be_read_are_refused_in_words(call: Any, words: str) -> None:
    with pytest.raises(UsageFault, match=words):
        call()


@pytest.mark.parametrize(
    ("stage", "given", "held"),
    [
        ("kallad", {}, {"kallad": "2023-12-12"}),
        ("förhandling-hållen", {"hållen": "2023-12-11"}, {"hållen": "2023-12-11"}),
        ("oenig", {"hållen": "2023-12-11"}, {"hållen": "2023-12-11", "utfall": "oenig"}),
        ("ej-tillämplig", {}, {"skäl": "Ingen ändring.", "bedömd-av": "Eva"}),
        ("ej-bedömd", {}, {}),
    ],
)
def test_entering_a_stage_records_what_the_stage_tells(stage: str, given: dict[str, str], held: dict[str, str]) -> None:
    assert c.entered(stage, given, date(2023, 12, 12), "Ingen ändring.", "Eva") == held
