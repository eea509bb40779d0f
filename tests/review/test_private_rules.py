"""What must not be published: numbers and addresses that are somebody's are found, and what looks like one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.documents.reading import read
from beredning.review.pack import make_pack
from beredning.review.private_rules import check
from beredning.review.values import Frame, Paper


def told(text: str, *, publication: bool = False) -> list[tuple[str, str]]:
    frame = Frame((), publication=publication)
    paper = Paper(read(text.encode(), "bilaga.txt"), "bilaga")
    return [(one.rule, one.severity) for one in check(make_pack((paper,), frame), frame)]


def personal_number(date: str, serial: str) -> str:
    """A number with its right check digit, computed as the Luhn algorithm is written."""
    total = 0
    for place, digit in enumerate(date[-6:] + serial):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{date}-{serial}{-total % 10}"


@pytest.mark.parametrize(
    "text",
    [
        f"Sökande: {personal_number('850312', '123')}.",
        f"Sökande {personal_number('19850312', '123')}",
        f"Sökande {personal_number('19850312', '123').replace('-', '')}",
        f"Född {personal_number('160229', '238').replace('-', '+')}",
        f"Samordningsnummer {personal_number('850372', '234')}",
        "Nås på 070-123 45 67",
        "Ring +46 70 123 45 67",
        "Hemtelefon 0303-12 34 56",
        "Skriv till kalle.kula@gmail.com",
    ],
)
def test_a_private_detail_is_told_and_stops_what_is_published(text: str) -> None:
    assert told(text) == [("PR01", "INFO")]
    assert told(text, publication=True) == [("PR01", "FEL")]


@pytest.mark.parametrize(
    "text",
    [
        "Organisationsnummer 232100-0131",
        "organisationsnummer 232100–0131",
        f"Sökande {personal_number('850312', '123')[:-1]}{(int(personal_number('850312', '123')[-1]) + 1) % 10}",
        "Sökande 851312-1239",
        "Ärende 8503121239 i systemet",
        "Växel 0303-70 30 00",
        "Förhinder anmäls till kim.strand@kommunen.se",
        "SFS 2010:800 och 2017:725, budget -954 463 tkr",
        "Beslut 2023-11-13 § 109",
        "Konto 0701-23",
        "Version 10.0.12.4 av programmet",
        "Se avsnitt 4.1.2.3",
        "4.1.2.3 Rubrik på fjärde nivån",
        "Klockan 08:00:00",
        "Talen 1.2.3 och 300.1.1.1",
    ],
)
def test_what_is_official_or_no_detail_at_all_is_silent(text: str) -> None:
    assert told(text, publication=True) == []


def test_a_mobile_number_at_work_is_told_but_never_stops() -> None:
    text = "Eva Ström, Dals kommun\n\neva.strom@dal.se\n\nTfn; 072-123 45 67"
    assert told(text) == told(text, publication=True) == [("PR01", "INFO")]
    assert told(text.replace("dal.se", "hotmail.com"), publication=True) == [("PR01", "FEL"), ("PR01", "FEL")]


@pytest.mark.parametrize(
    "address", ["194.103.50.67", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", "fe80::1ff:fe23:4567:890a"]
)
def test_an_address_in_a_signing_log_is_told_once_for_each_paper(address: str) -> None:
    log = f"Document e-signed\nIP address: {address}\nEmail viewed\nIP address: {address}"
    assert told(log) == [("PR02", "INFO")]
    assert told(log, publication=True) == [("PR02", "FEL")]


@given(st.text(alphabet="0123456789.:-+ a@§", max_size=80))
def test_no_text_makes_it_fail_or_say_anything_but_its_own(text: str) -> None:
    assert {code for code, _ in told(text)} <= {"PR01", "PR02"}
