"""Attendance: strict quorum per paragraph, order of service, jäv that empties seats, distance and staff."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import attendance as a
from beredning.core.attendance import Attendance, Body, Disqualification
from beredning.core.law import Law
from beredning.core.organisation import Mandate, Organ, Organisation, Person

MEMBERS = {"m1": "S", "m2": "S", "m3": "S", "m4": "M", "m5": "M", "m6": "V", "m7": "SD", "m8": "SD", "m9": "L"}
ORDER = {"S": ("s1", "s2", "s3"), "M": ("b1", "b2"), "V": ("v1", "s1"), "SD": ("d1",), "L": ("b1", "b2")}
NINE = Body(9, MEMBERS, ORDER)


def members(count: int) -> tuple[Attendance, ...]:
    return tuple(Attendance(m, party=MEMBERS[m]) for m in list(MEMBERS)[:count])


def substitute(person: str, seat: str = "", first: int = 1, last: int = 0, kind: str = "ersättare") -> Attendance:
    return Attendance(person, kind, serving_for=seat, from_item=first, to_item=last)


LAW = Law.on(date(2023, 12, 13))


def jav(person: str, item: int = 1, left: bool = True) -> Disqualification:
    return Disqualification(person, item, left, "Närstående är part")


def codes(body: Body, rows: tuple[Attendance, ...], item: int = 1, out: tuple[Disqualification, ...] = ()) -> list[str]:
    obstacles = a.check_item(body, rows, item, out)
    for one in obstacles:
        # A broken order of service may have its reasons; everything else is as severe as its rule.
        assert one.severity == LAW.rule(one.code).severity or (one.code, one.severity) in (
            ("KL-14", "VARNING"),
            ("KL-26", "VARNING"),
        ), one
    return [o.code for o in obstacles]


@pytest.mark.parametrize(("seats", "least"), [(5, 3), (9, 5), (10, 6), (11, 6), (15, 8), (1, 1)])
def test_more_than_half_of_all_seats(seats: int, least: int) -> None:
    assert a.needed(seats) == least
    assert a.quorate(seats, least) and not a.quorate(seats, least - 1)


@given(st.integers(1, 101), st.integers(0, 101))
def test_quorum_is_the_strict_inequality_of_the_statute(seats: int, serving: int) -> None:
    assert a.quorate(seats, serving) == (serving > Fraction(seats, 2))


def test_four_of_nine_cannot_decide_and_a_serving_substitute_makes_five() -> None:
    (obstacle,) = a.check_item(NINE, members(4), 1)
    assert obstacle.code == "KL-22" and "4 tjänstgör" in obstacle.text and "minst 5 av 9" in obstacle.text
    assert codes(NINE, (*members(4), substitute("d1"))) == ["KL-22"]
    assert codes(NINE, (*members(4), substitute("d1", "m7"))) == []


def test_quorum_is_of_all_seats_also_when_one_is_vacant() -> None:
    assert codes(Body(10, MEMBERS, ORDER), members(5)) == ["KL-22"]


def test_quorum_is_counted_at_each_paragraph() -> None:
    rows = (*members(4), Attendance("m5", party="M", to_item=3))
    assert codes(NINE, rows, 3) == []
    assert codes(NINE, rows, 4) == ["KL-22"]


def test_one_who_returns_counts_again() -> None:
    rows = (*members(4), Attendance("m5", to_item=3), Attendance("m5", from_item=6))
    assert [len(a.serving(rows, n)) for n in (3, 4, 5, 6, 7)] == [5, 4, 4, 5, 5]


def test_jav_takes_the_person_out_of_the_count_and_a_substitute_may_serve() -> None:
    (obstacle,) = a.check_item(NINE, members(5), 1, (jav("m1"),))
    assert obstacle.code == "KL-23" and "4 tjänstgör" in obstacle.text and "1 jäviga" in obstacle.text
    assert codes(NINE, members(5), 2, (jav("m1"),)) == []
    with_substitute = (*members(5), substitute("s1", "m1"))
    assert codes(NINE, with_substitute, 1, (jav("m1"),)) == []
    assert [r.person for r in a.serving(with_substitute, 1, (jav("m1"),))] == ["m2", "m3", "m4", "m5", "s1"]


def test_a_jav_person_must_leave_the_room() -> None:
    assert codes(NINE, members(6), 1, (jav("m1", left=False),)) == ["KL-25"]
    assert codes(NINE, members(6), 1, (jav("m1"),)) == []
    assert [o.severity for o in a.check_item(NINE, members(6), 1, (Disqualification("m1", 1),))] == ["VARNING"]


def test_a_jav_substitute_does_not_serve() -> None:
    rows = (*members(4), substitute("d1", "m7"))
    assert codes(NINE, rows, 1, (jav("d1"),)) == ["KL-23"]


def test_staff_and_guests_never_count() -> None:
    guests = (Attendance("p1", "personalföreträdare"), Attendance("g1", "övrig"), substitute("s1"))
    assert a.serving((*members(4), *guests), 1) == members(4)
    assert codes(NINE, (*members(4), *guests)) == ["KL-22"]


@pytest.mark.parametrize(("kind", "code"), [("personalföreträdare", "KL-16"), ("övrig", "KL-15")])
def test_staff_and_guests_cannot_be_put_on_a_seat(kind: str, code: str) -> None:
    rows = (*members(5), substitute("p1", "m7", kind=kind))
    assert codes(NINE, rows) == [code]
    assert len(a.serving(rows, 1)) == 5


def test_a_seat_named_on_a_guests_row_does_not_empty_it() -> None:
    assert a.serving((*members(5), substitute("p1", "m1", kind="personalföreträdare")), 1) == members(5)


def test_the_lawful_origin_follows_the_fault() -> None:
    rows = (*members(5), substitute("p1", "m7", kind="personalföreträdare"), substitute("g1", "m8", kind="övrig"))
    assert [o.origin for o in a.check_item(NINE, rows, 1)] == ["KL 7:15", "KL 6:26"]
    (stranger,) = a.check_item(NINE, (*members(5), Attendance("x")), 1)
    assert stranger.origin == "KL 5:66, 6:35"


def test_a_person_is_printed_with_name_and_party() -> None:
    rows = (Attendance("a", name="Anna Ek", party="S"), Attendance("a", name="Anna Ek"), Attendance("a"))
    assert [r.label for r in rows] == ["Anna Ek (S)", "Anna Ek", "a"]


def test_staff_at_most_three_never_in_the_executive_and_not_where_barred() -> None:
    staff = tuple(Attendance(f"p{n}", "personalföreträdare") for n in range(3))
    fourth = Attendance("p9", "personalföreträdare")
    assert codes(NINE, (*members(5), *staff)) == []
    assert codes(NINE, (*members(5), *staff, fourth)) == ["KL-16"]
    assert codes(NINE._replace(executive=True), (*members(5), staff[0])) == ["KL-16"]
    (barred,) = a.check_staff(NINE, (*members(5), staff[0]), 1, "upphandling")
    assert "upphandling" in barred.text


def test_the_next_substitute_is_the_first_present_in_the_order_of_the_seat() -> None:
    rows = (*members(5), substitute("s2"), substitute("s3"))
    assert a.propose_substitute(NINE, rows, "m1", 1) == "s2"
    assert a.propose_substitute(NINE, rows, "m1", 1, (jav("s2"),)) == "s3"
    assert a.propose_substitute(NINE, (*rows, substitute("s1", first=4)), "m1", 1) == "s2"
    assert a.propose_substitute(NINE, (*rows, substitute("s1", first=4)), "m1", 4) == "s1"
    assert a.propose_substitute(NINE, rows, "m7", 1) == ""


def test_one_who_serves_on_the_seat_goes_on_and_one_who_serves_elsewhere_is_passed_over() -> None:
    rows = (*members(5)[1:], substitute("s2", "m1"), substitute("s1", first=2), substitute("b1", "m9"))
    assert a.propose_substitute(NINE, rows, "m1", 3) == "s2"
    assert a.propose_substitute(NINE, rows, "m4", 3) == ""
    assert a.propose_substitute(NINE, rows, "m1", 3, (jav("s2", 3),)) == "s1"


def test_a_broken_order_is_reported_and_an_unbroken_is_not() -> None:
    present = members(9)[1:]
    broken = (*present, substitute("s2", "m1"), substitute("s1"))
    (obstacle,) = a.check_item(NINE, broken, 1)
    assert (obstacle.code, obstacle.severity) == ("KL-14", "VARNING") and "s1" in obstacle.text
    assert codes(NINE, (*present, substitute("s1", "m1"), substitute("s2"))) == []
    assert codes(NINE, broken, 1, (jav("s1"),)) == []


def test_one_who_began_to_serve_keeps_the_seat_when_an_earlier_one_arrives() -> None:
    late = (*members(9)[1:], substitute("s2", "m1"), substitute("s1", first=4))
    assert codes(NINE, late, 5) == []
    relieved = (*members(9)[1:], substitute("s1", first=4), substitute("s2", "m1", first=5))
    assert codes(NINE, relieved, 5) == ["KL-14"]


def test_a_substitute_outside_the_order_of_the_seat_is_refused() -> None:
    (obstacle,) = a.check_item(NINE, (*members(9)[1:], substitute("d1", "m1")), 1)
    assert (obstacle.code, obstacle.severity) == ("KL-14", "FEL")


def test_a_seat_is_filled_once() -> None:
    assert codes(NINE, (*members(9), substitute("s1", "m1"))) == ["KL-14"]
    twice = (*members(9)[1:], substitute("s1", "m1"), substitute("s2", "m1"))
    assert codes(NINE, twice) == ["KL-14"] and len(a.serving(twice, 1)) == 9
    both = (*members(9)[2:], substitute("s1", "m1"), substitute("s1", "m2"))
    assert codes(NINE, both) == ["KL-14"] and len(a.serving(both, 1)) == 8
    assert codes(NINE, (*members(5), substitute("s1", "nn"))) == ["KL-14"]
    assert codes(NINE, (*members(5), Attendance("x"))) == ["KL-41"]


def test_more_serving_than_seats_is_an_error_in_the_list() -> None:
    assert "KL-41" in codes(Body(5, MEMBERS, ORDER), members(6))


def test_distance_needs_a_decision_by_the_assembly() -> None:
    rows = (*members(5)[1:], Attendance("m1", party="S", form="distans"))
    assert codes(NINE, rows) == ["KL-21"]
    assert codes(NINE._replace(distance=True), rows) == []
    assert codes(NINE, (*members(5), Attendance("g1", "övrig", form="distans"))) == []


def test_members_of_an_utskott_come_from_the_committee() -> None:
    assert a.check_membership(("m1", "s3"), NINE) == ()
    (outsider,) = a.check_membership(("m1", "utomstående"), NINE)
    assert (outsider.code, outsider.severity) == ("KL-08", "FEL") and "utomstående" in outsider.text


STRETCH = st.builds(
    Attendance,
    st.sampled_from([*MEMBERS, "s1", "s2", "b1", "d1", "p1"]),
    st.sampled_from(a.KINDS),
    serving_for=st.sampled_from(["", "", *MEMBERS]),
    from_item=st.integers(1, 3),
    to_item=st.sampled_from([0, 1, 2, 3]),
)


@given(st.lists(STRETCH, max_size=12).map(tuple), st.integers(1, 3), st.lists(st.sampled_from(list(MEMBERS))))
def test_whatever_the_list_says_a_person_a_seat_and_a_jav_person_are_counted_right(
    rows: tuple[Attendance, ...], item: int, javiga: list[str]
) -> None:
    out = tuple(jav(p, item) for p in javiga)
    found = a.serving(rows, item, out)
    assert all(r.covers(item) and r.person not in javiga and r.kind in ("ledamot", "ersättare") for r in found)
    assert len({r.person for r in found}) == len(found)
    proposed = a.propose_substitute(NINE, rows, "m1", item, out)
    assert proposed in ("", *(r.person for r in rows if r.covers(item) and r.kind == "ersättare"))
    a.check_item(NINE, rows, item, out)


def organisation(rules: tuple[tuple[str, str], ...]) -> Organisation:
    organ = Organ("UBN", "Utbildningsnämnden", "nämnd", 3, rules=rules)
    mandates = (
        Mandate("a", "UBN", "ordförande", "S"),
        Mandate("b", "UBN", "ledamot", "M"),
        Mandate("z", "UBN", "ersättare", "S", order=3),
        Mandate("x", "UBN", "ersättare", "M", order=1),
        Mandate("y", "UBN", "ersättare", "S", order=2, end="2023-06-30"),
        Mandate("p", "UBN", "personalföreträdare"),
    )
    return Organisation("Exempel", True, "", (Person("a", "Anna Ek"),), (), (organ,), (), mandates, ())


@pytest.mark.parametrize(
    ("mode", "day", "order"),
    [
        ("inom-partiet", "2023-01-31", {"S": ("y", "z"), "M": ("x",)}),
        ("inom-partiet", "2023-12-06", {"S": ("z",), "M": ("x",)}),
        ("en-lista", "2023-01-31", {"S": ("x", "y", "z"), "M": ("x", "y", "z")}),
        ("partiordning", "2023-01-31", {"S": ("y", "z", "x"), "M": ("x",)}),
    ],
)
def test_the_body_is_read_from_the_organisation_of_the_day(mode: str, day: str, order: dict[str, object]) -> None:
    rules = (("ersättares-ordning", mode), ("partiordning:S", "S M"), ("distans", "ja"))
    body = a.body_of(organisation(rules), "UBN", day)
    assert body == Body(3, {"a": "S", "b": "M"}, order, distance=True, names={"a": "Anna Ek"})  # type: ignore[arg-type]


def test_a_refusal_names_people_also_when_they_are_absent() -> None:
    body = NINE._replace(names={"m1": "Anna Ek", "x": "Xi Li"})
    (obstacle,) = a.check_item(body, (*members(9)[1:], substitute("d1", "m1")), 1)
    assert "Anna Ek (S)" in obstacle.text
    assert (body.label("x"), body.label("m2"), body.label("nn")) == ("Xi Li", "m2 (S)", "nn")


def test_an_unknown_organ_is_an_error() -> None:
    with pytest.raises(KeyError):
        a.body_of(organisation(()), "XX", "2023-01-31")
