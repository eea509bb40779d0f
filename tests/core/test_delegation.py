"""The delegation order as values: the version of a day, subdelegations in force, and who held what when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import delegation as d
from beredning.core.organisation import Mandate, Organisation, Person, Tenure

DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 31))


def version(name: str, first: date, last: date | None = None, adopted: date | None = None) -> d.DelegationOrder:
    return d.DelegationOrder(name, "UBN", "§ 1", adopted or first, first, last)


@given(st.lists(st.tuples(DAYS, st.none() | DAYS, DAYS), max_size=6), DAYS)
def test_the_version_of_a_day_is_the_latest_begun_that_was_adopted_and_has_not_ended(
    spans: list[tuple[date, date | None, date]], day: date
) -> None:
    versions = tuple(version(str(n), *span) for n, span in enumerate(spans))
    found = d.order_on(versions, day)
    candidates = [
        v for v in versions if v.adopted_on <= day and v.valid_from <= day and not (v.valid_to and v.valid_to < day)
    ]
    assert (found is None) == (candidates == [])
    if found:
        assert found in candidates and found.valid_from == max(v.valid_from for v in candidates)


def test_a_version_is_valid_on_its_first_and_last_day_only_between() -> None:
    one = version("A", date(2023, 2, 1), date(2023, 12, 31))
    assert [one.in_force(one.valid_from + timedelta(n)) for n in (-1, 0)] == [False, True]
    assert one.in_force(date(2023, 12, 31)) and not one.in_force(date(2024, 1, 1))


def test_a_subdelegation_without_a_written_decision_is_never_in_force() -> None:
    given_ = d.Subdelegation("1", "förvaltningschef", "enhetschef", date(2023, 2, 1))
    assert given_.in_force(date(2023, 2, 1)) and not given_.in_force(date(2023, 1, 31))
    assert not given_._replace(decided_on=None).in_force(date(2023, 2, 1))
    assert not given_._replace(valid_to=date(2023, 2, 1)).in_force(date(2023, 2, 2))


def organisation() -> Organisation:
    persons = (
        Person("eva", "Eva Ek", "rektor", titles=(Tenure("lärare", "", "2022-07-31"), Tenure("rektor", "2022-08-01"))),
        Person("ida", "Ida Ny"),
        Person("ola", "Ola Al", "enhetschef"),
    )
    mandates = (
        Mandate("ida", "UBN", "ordförande", "S", "2023-01-01", "2026-12-31"),
        Mandate("ida", "KS", "ersättare", "S"),
        Mandate("ola", "UBN", "ersättare", "M"),
    )
    return Organisation("Exempel", True, "", persons, (), (), (), mandates, ())


def test_who_held_what_comes_from_titles_and_from_mandates_in_that_organ() -> None:
    eva, ida, ola = (d.holder_of(organisation(), key, "UBN") for key in ("eva", "ida", "ola"))
    assert [h.title for h in eva.held_on(date(2022, 7, 31))] == ["lärare"]
    assert [h.title for h in eva.held_on(date(2022, 8, 1))] == ["rektor"]
    assert [(h.title, h.kind) for h in ida.held_on(date(2023, 1, 1))] == [("ordförande", "ledamot")]
    assert ida.held_on(date(2022, 12, 31)) == ()
    assert [(h.title, h.kind) for h in ola.holdings] == [("enhetschef", "anställd"), ("ersättare", "ersättare")]


def test_an_unknown_person_is_an_error() -> None:
    with pytest.raises(KeyError):
        d.holder_of(organisation(), "nn", "UBN")


@pytest.mark.parametrize(
    ("one", "other", "same"), [("Rektor", "rektor ", True), ("rektor", "biträdande rektor", False)]
)
def test_titles_are_the_same_word_for_word(one: str, other: str, same: bool) -> None:
    assert d.same_title(one, other) is same


def test_the_ban_has_the_five_points_of_the_statute() -> None:
    assert list(d.PROHIBITED) == [1, 2, 3, 4, 5]
