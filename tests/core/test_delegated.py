"""Delegated decisions: each rule broken and almost broken, judged by the order and the law of their own day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from beredning.core.delegated import check_delegated, check_point
from beredning.core.delegation import (
    DelegatedDecision,
    DelegationOrder,
    DelegationPoint,
    Holder,
    Holding,
    Subdelegation,
)
from beredning.core.law import Law

CLEAR = tuple((n, False) for n in range(1, 6))
CHIEF, HEAD = "förvaltningschef", "rektor"
POINTS = (
    DelegationPoint("3.2.1", "Avtal", HEAD, substitutes=("biträdande rektor",), limit=500_000, prohibited=CLEAR),
    DelegationPoint("3.2.2", "Yttrande", CHIEF, chief=True, subdelegation=True, prohibited=CLEAR),
    DelegationPoint("4.1", "Skolskjuts", "arbetsutskottet", "utskott", prohibited=CLEAR),
)
GIVEN = Subdelegation("3.2.2", CHIEF, "verksamhetschef", date(2023, 2, 1), date(2023, 12, 31), "UBN 2023/12")
ORDER = DelegationOrder(
    "Delegationsordning 2023",
    "UBN",
    "UBN § 12",
    date(2023, 1, 18),
    date(2023, 2, 1),
    None,
    POINTS,
    (GIVEN,),
    ("ordförande", "bo"),
)
HEAD_EVA = Holder("eva", "Eva Ek", (Holding("Rektor", start="2022-08-01"),))


def made(**changes: Any) -> DelegatedDecision:
    base = DelegatedDecision("12", date(2023, 12, 4), "2023/450", "3.2.1", "Avtal", "eva", "Eva Ek", "rektor", 500_000)
    return base._replace(**changes)


LAW = Law.on(date(2023, 12, 4))
# No amount given, an unanswered checklist, urgency under the ban, the presidium before 2022: a person must judge.
# A missing column in the list is a warning, but a decision without date or delegat is none at all (DEL-08).
OTHERWISE = {
    ("DEL-17", "VARNING"),
    ("DEL-02", "VARNING"),
    ("DEL-04", "VARNING"),
    ("DEL-01", "VARNING"),
    ("DEL-08", "FEL"),
}


def found(
    decision: DelegatedDecision,
    holder: Holder = HEAD_EVA,
    order: DelegationOrder = ORDER,
    disqualified: frozenset[str] = frozenset(),
) -> list[tuple[str, str]]:
    obstacles = check_delegated(decision, (order,), holder, disqualified)
    for one in obstacles:
        assert (one.code, one.severity) in OTHERWISE or one.severity == LAW.rule(one.code).severity, one
    return [(o.code, o.severity) for o in obstacles]


def with_point(**changes: Any) -> DelegationOrder:
    return ORDER._replace(points=(POINTS[0]._replace(**changes), *POINTS[1:]))


def test_a_lawful_decision_has_nothing_against_it() -> None:
    assert found(made()) == []


@pytest.mark.parametrize(("amount", "codes"), [(500_000, []), (500_001, ["FEL"]), (None, ["VARNING"])])
def test_the_ceiling_may_be_reached_but_not_exceeded(amount: int | None, codes: list[str]) -> None:
    assert found(made(amount=amount)) == [("DEL-17", c) for c in codes]


def test_the_amounts_are_in_the_sentence() -> None:
    (obstacle,) = check_delegated(made(amount=612_500), (ORDER,), HEAD_EVA)
    assert "612\u00a0500 kr" in obstacle.text and "500\u00a0000 kr" in obstacle.text


@pytest.mark.parametrize(("day", "codes"), [("2023-02-01", []), ("2023-01-31", ["DEL-12"]), ("2023-01-17", ["DEL-12"])])
def test_the_order_must_be_in_force_that_day(day: str, codes: list[str]) -> None:
    assert [c for c, _ in found(made(day=date.fromisoformat(day)))] == codes


def test_an_order_does_not_work_backwards_from_its_adoption() -> None:
    """A real case: a decision of 13 November citing a delegation of 26 November (DEL-12)."""
    later = ORDER._replace(adopted_on=date(2024, 11, 26), valid_from=date(2024, 11, 1))
    (obstacle,) = check_delegated(made(day=date(2024, 11, 13)), (later,), HEAD_EVA)
    assert obstacle.code == "DEL-12" and "2024-11-26" in obstacle.text
    assert found(made(day=date(2024, 11, 26)), order=later) == []


def test_the_version_of_the_day_is_used() -> None:
    new = with_point(limit=100_000)._replace(name="Ny", adopted_on=date(2023, 12, 1), valid_from=date(2024, 1, 1))
    assert check_delegated(made(), (ORDER, new), HEAD_EVA) == ()
    later = check_delegated(made(day=date(2024, 1, 1)), (ORDER, new), HEAD_EVA)
    assert [o.code for o in later] == ["DEL-17"]


def test_a_gap_between_versions_says_what_ended_and_what_began() -> None:
    old = ORDER._replace(name="Gammal", valid_to=date(2023, 11, 30))
    new = ORDER._replace(name="Ny", adopted_on=date(2023, 12, 13), valid_from=date(2024, 1, 1))
    (obstacle,) = check_delegated(made(), (old, new), HEAD_EVA)
    assert all(words in obstacle.text for words in ("Gammal", "2023-11-30", "Ny", "2024-01-01", "2023-12-04"))


def test_an_unknown_point_suggests_the_nearest() -> None:
    (obstacle,) = check_delegated(made(point="3.2.11"), (ORDER,), HEAD_EVA)
    assert obstacle.code == "DEL-12" and "3.2.1 Avtal" in obstacle.hint
    assert found(made(point="")) == [("DEL-12", "FEL")]


def test_a_point_of_another_version_says_which() -> None:
    other = with_point(nr="9.9")._replace(name="Ny", adopted_on=date(2024, 1, 17), valid_from=date(2024, 2, 1))
    (obstacle,) = check_delegated(made(point="9.9"), (ORDER, other), HEAD_EVA)
    assert "Ny" in obstacle.text and "2024-02-01" in obstacle.text


def test_the_delegate_must_hold_the_title_that_day() -> None:
    ended = Holder("eva", "Eva Ek", (Holding("rektor", end="2023-12-03"), Holding("lärare", start="2023-12-04")))
    (obstacle,) = check_delegated(made(), (ORDER,), ended)
    assert obstacle.code == "DEL-12" and "lärare" in obstacle.text
    assert found(made(day=date(2023, 12, 3)), ended) == []


@pytest.mark.parametrize(
    ("title", "codes"),
    [("biträdande rektor", []), ("förvaltningschef", ["DEL-16"]), ("REKTOR", []), ("lärare", ["DEL-16"])],
)
def test_only_the_delegate_or_a_named_substitute_decides_not_a_superior(title: str, codes: list[str]) -> None:
    holder = Holder("eva", "Eva Ek", (Holding(title),))
    assert [c for c, _ in found(made(title=title), holder)] == codes


def by_subdelegate(day: str = "2023-12-04") -> DelegatedDecision:
    return made(point="3.2.2", title="verksamhetschef", amount=None, day=date.fromisoformat(day))


SUB = Holder("eva", "Eva Ek", (Holding("verksamhetschef"),))


@pytest.mark.parametrize(("day", "codes"), [("2023-12-31", []), ("2024-01-01", ["DEL-10"]), ("2023-02-01", [])])
def test_a_subdelegate_decides_while_the_written_subdelegation_is_in_force(day: str, codes: list[str]) -> None:
    assert [c for c, _ in found(by_subdelegate(day), SUB)] == codes


@pytest.mark.parametrize(
    ("given", "point", "words"),
    [
        ({"giver": "områdeschef"}, {}, "mer än ett led"),
        ({}, {"subdelegation": False}, "inte medgett"),
        ({}, {"chief": False}, "inte är förvaltningschef"),
        ({"decided_on": None}, {}, "skriftlig"),
    ],
)
def test_subdelegation_is_one_written_step_from_the_chief_and_allowed(
    given: dict[str, Any], point: dict[str, Any], words: str
) -> None:
    order = ORDER._replace(points=(POINTS[0], POINTS[1]._replace(**point)), subdelegations=(GIVEN._replace(**given),))
    (obstacle,) = check_delegated(by_subdelegate(), (order,), SUB)
    assert (obstacle.code, obstacle.severity) == ("DEL-10", "FEL") and words in obstacle.text


@pytest.mark.parametrize("other", [{"receiver": "enhetschef"}, {"point": "3.2.1"}])
def test_a_subdelegation_to_another_or_of_another_point_gives_nothing(other: dict[str, Any]) -> None:
    order = ORDER._replace(subdelegations=(GIVEN._replace(**other),))
    assert found(by_subdelegate(), SUB, order) == [("DEL-16", "FEL")]


def test_the_right_delegate_and_substitutes_are_named() -> None:
    other = Holder("eva", "Eva Ek", (Holding("lärare"),))
    (with_substitute,) = check_delegated(made(title="lärare"), (ORDER,), other)
    (without,) = check_delegated(made(title="lärare", point="3.2.2", amount=None), (ORDER,), other)
    assert "rektor (ersättare: biträdande rektor)" in with_substitute.text and with_substitute.remover == "rektor"
    assert "förvaltningschef, inte" in without.text


def test_one_valid_subdelegation_among_several_is_enough() -> None:
    order = ORDER._replace(subdelegations=(GIVEN._replace(valid_to=date(2023, 6, 30)), GIVEN))
    assert found(by_subdelegate(), SUB, order) == []


@pytest.mark.parametrize("number", range(1, 6))
def test_what_falls_under_the_ban_is_refused(number: int) -> None:
    under = tuple((n, n == number) for n in range(1, 6))
    assert found(made(), order=with_point(prohibited=under)) == [("DEL-02", "FEL")]


def test_an_unanswered_checklist_is_a_warning_that_names_the_questions() -> None:
    (obstacle,) = check_delegated(made(), (with_point(prohibited=CLEAR[:3]),), HEAD_EVA)
    assert (obstacle.code, obstacle.severity) == ("DEL-02", "VARNING") and "4, 5" in obstacle.text


CHAIR = Holder("ida", "Ida Ny", (Holding("ordförande", "ledamot"),))


def urgent(**changes: Any) -> DelegatedDecision:
    base = made(point="", urgent=True, urgent_reason="Avtalet löper ut", person="ida", title="ordförande", amount=None)
    return base._replace(**changes)


@pytest.mark.parametrize(
    ("holder", "codes"),
    [
        (CHAIR, []),
        (Holder("bo", "Bo Ek", (Holding("ledamot", "ledamot"),)), []),
        (Holder("cy", "Cy Ö", (Holding("ledamot", "ledamot"),)), ["DEL-04"]),
        (Holder("bo", "Bo Ek", (Holding("ersättare", "ersättare"),)), ["DEL-04"]),
        (Holder("cy", "Cy Ö", (Holding("andra vice ordförande", "ledamot"),)), ["DEL-04"]),
        (Holder("eva", "Eva Ek", (Holding("förvaltningschef"),)), ["DEL-04"]),
        (Holder("au", "Arbetsutskottet", (Holding("arbetsutskottet", "utskott"),)), ["DEL-04"]),
        (Holder("ida", "Ida Ny", (Holding("ordförande", "ledamot", end="2023-12-03"),)), ["DEL-04"]),
    ],
)
def test_only_the_chair_or_a_named_member_decides_what_is_urgent(holder: Holder, codes: list[str]) -> None:
    assert [c for c, _ in found(urgent(), holder)] == codes


def test_urgency_needs_its_reason_and_a_mandate_from_the_committee() -> None:
    assert found(urgent(urgent_reason=" "), CHAIR) == [("DEL-04", "FEL")]
    assert found(urgent(), CHAIR, ORDER._replace(urgent=())) == [("DEL-04", "FEL")]


def test_urgency_under_the_ban_is_disputed_never_silent_never_refused() -> None:
    banned = with_point(prohibited=((2, True), *((n, False) for n in (1, 3, 4, 5))), limit=None)
    assert found(urgent(point="3.2.1"), CHAIR, banned) == [("DEL-04", "VARNING")]


def test_jav_stops_the_delegate() -> None:
    assert found(made(), disqualified=frozenset({"eva"})) == [("KL-28", "FEL")]
    assert found(urgent(), CHAIR, disqualified=frozenset({"ida"})) == [("DEL-15", "FEL")]
    assert found(made(), disqualified=frozenset({"bo"})) == []


def test_a_joint_decision_is_refused() -> None:
    assert found(made(jointly_with=("Bo Ek, rektor",))) == [("DEL-01", "FEL")]


@pytest.mark.parametrize(
    ("users", "changes", "codes"),
    [
        ("yttrande", {}, ["DEL-11"]),
        ("yttrande", {"users_heard_on": date(2023, 12, 4)}, []),
        ("yttrande", {"users_heard_on": date(2023, 12, 5)}, ["DEL-11"]),
        ("tillstyrkan", {"users_heard_on": date(2023, 12, 1)}, ["DEL-11"]),
        ("tillstyrkan", {"users_agreed": True}, []),
    ],
)
def test_users_are_heard_or_agree_first(users: str, changes: dict[str, Any], codes: list[str]) -> None:
    assert [c for c, _ in found(made(**changes), order=with_point(users=users))] == codes


def test_an_utskott_decides_its_points() -> None:
    au = Holder("UBNAU", "Arbetsutskottet", (Holding("arbetsutskottet", "utskott"),))
    assert found(made(point="4.1", person="UBNAU", title="arbetsutskottet", amount=None), au) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"day": None}, ["DEL-08"]),
        ({"day": None, "person": "", "name": ""}, ["DEL-08", "DEL-08"]),
        ({"registered_on": date(2023, 12, 3)}, ["DEL-08"]),
        ({"registered_on": date(2023, 12, 4)}, []),
        ({"execution_only": True}, ["DEL-13"]),
    ],
)
def test_a_decision_is_identified(changes: dict[str, Any], codes: list[str]) -> None:
    assert [c for c, _ in found(made(**changes))] == codes


def test_everything_wrong_is_said_at_once() -> None:
    bad = made(amount=900_000, title="lärare", jointly_with=("Bo",))
    holder = Holder("eva", "Eva Ek", (Holding("lärare"),))
    order = with_point(prohibited=((1, True), *CLEAR[1:]), by_law=True)
    codes = [c for c, _ in found(bad, holder, order, frozenset({"eva"}))]
    assert codes == ["KL-28", "DEL-01", "DEL-02", "DEL-14", "DEL-17", "DEL-16"]


def point_codes(day: str, **changes: Any) -> list[str]:
    obstacles = check_point(POINTS[0]._replace(**changes), Law.on(date.fromisoformat(day)))
    assert {o.severity for o in obstacles} <= {"FEL"}
    return [o.code for o in obstacles]


def test_a_point_under_the_ban_is_refused_whatever_is_decided_under_it() -> None:
    assert point_codes("2024-01-01", prohibited=((3, True), *(c for c in CLEAR if c[0] != 3))) == ["DEL-02"]


def test_a_machine_decides_only_where_the_law_of_the_day_lets_it() -> None:
    machine: dict[str, Any] = {"delegate_kind": "automatiserad", "appeal_kind": "förvaltningsbesvär"}
    assert point_codes("2024-01-01", **machine) == []
    assert point_codes("2022-06-30", **machine) == ["DEL-01"]
    assert point_codes("2024-01-01", **{**machine, "appeal_kind": "laglighetsprövning"}) == ["DEL-03"]
    assert point_codes("2024-01-01", **{**machine, "appeal_kind": "ej_överklagbart"}) == ["DEL-03"]
    assert point_codes("2023-12-31", **machine, subject="auktorisationssystem") == []
    assert point_codes("2024-01-01", **machine, subject="auktorisationssystem") == ["DEL-03"]
    assert point_codes("2024-01-01", **machine, subject="upphandling") == ["DEL-03"]


def test_a_point_that_lets_another_than_the_chief_subdelegate_is_refused() -> None:
    assert point_codes("2024-01-01", subdelegation=True) == ["DEL-10"]
    assert point_codes("2024-01-01", subdelegation=True, chief=True) == []


def test_a_power_that_the_law_gives_directly_is_no_delegation() -> None:
    by_law = POINTS[0]._replace(by_law=True)
    (plain,) = check_point(by_law, LAW)
    (grounded,) = check_point(by_law._replace(ground="2 kap. 10 § skollagen"), LAW)
    assert (plain.code, plain.severity, plain.origin) == ("DEL-14", "VARNING", "Skollagen 2 kap.")
    assert grounded.origin == "2 kap. 10 § skollagen"


def test_a_decision_before_2022_is_judged_by_the_older_law() -> None:
    presidium = Holder("presidiet", "Presidiet", (Holding("presidiet", "presidium"),))
    order = with_point(delegate="presidiet", delegate_kind="presidium")
    old = order._replace(adopted_on=date(2021, 1, 20), valid_from=date(2021, 2, 1))
    decision = made(person="presidiet", title="presidiet")
    assert found(decision._replace(day=date(2021, 6, 1)), presidium, old) == [("DEL-01", "VARNING")]
    assert found(decision, presidium, old) == []
