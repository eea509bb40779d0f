"""Diarienummer in the form that a municipality writes them: shown, taken apart again, and found however typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core.diary import DiaryNumber, candidates, display, parse
from beredning.core.organisation import Organ

FORMS = ("{år}/{löpnummer}", "{organ}-{år}-{löpnummer}", "{organ} {år}/{löpnummer5}", "{löpnummer4}/{år2}")


def organ(form: str, key: str = "KS") -> Organ:
    return Organ(key, "Kommunstyrelsen", "kommunstyrelse", 11, dnr_form=form)


@given(st.sampled_from(FORMS), st.integers(1970, 2069), st.integers(1, 9_999_999))
def test_what_is_shown_is_taken_apart_again(form: str, year: int, number: int) -> None:
    one = organ(form)
    shown = display(one, year, number)
    assert parse(shown, one) == DiaryNumber("KS", year, number)
    assert DiaryNumber("KS", year, number) in candidates(shown, [one])


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("{år}/{löpnummer}", "2023/450"),
        ("{organ}-{år}-{löpnummer}", "KS-2023-450"),
        ("{organ} {år}/{löpnummer5}", "KS 2023/00450"),
        ("{löpnummer4}/{år2}", "0450/23"),
    ],
)
def test_the_form_is_followed(form: str, shown: str) -> None:
    assert display(organ(form), 2023, 450) == shown
    for almost in (shown + "x", "0" + shown, shown.replace("450", "0450", 1), shown[1:]):
        assert parse(almost, organ(form)) is None


def test_a_number_that_outgrows_its_zeros_is_still_a_number() -> None:
    one = organ("{löpnummer4}/{år2}")
    assert display(one, 2023, 12345) == "12345/23"
    assert parse("12345/23", one) == DiaryNumber("KS", 2023, 12345)
    assert parse("01234/23", one) is None


def test_another_organs_number_is_not_this_ones() -> None:
    assert parse("UBN-2023-450", organ("{organ}-{år}-{löpnummer}")) is None
    assert parse("UBN 2023/00450", organ("{organ} {år}/{löpnummer5}")) is None


def test_a_number_is_found_however_it_is_typed() -> None:
    both = (organ("{löpnummer4}/{år2}"), organ("{år}/{löpnummer}", "UBN"))
    assert candidates("0450/23", both) == (DiaryNumber("KS", 2023, 450),)
    assert set(candidates("2023:450", both)) == {DiaryNumber("KS", 2023, 450), DiaryNumber("UBN", 2023, 450)}
    assert candidates("ks 2023/450", both) == (DiaryNumber("KS", 2023, 450),)
    assert candidates("snart", both) == ()
