"""Dates and diarienummer as the real papers write them, and texts that are almost one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core.report import Layout, Pattern
from beredning.core.written import COMMON_DATES, Written, read_date, read_diary

ALE = Layout("tjänsteutlåtande", "TJÄNSTEUTLÅTANDE", (), ())
UPPSALA = ALE._replace(
    diary=Pattern("{organ}-{år}-{löpnummer}", ("{löpnummer}:{år}",)), date=Pattern("{dag1} {månadsnamn} {år}")
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2023/109", Written("2023:109", True)),
        ("  2023/109 ", Written("2023:109", True)),
        ("Dnr 2023/109", Written("2023:109", True)),
        ("Diarienummer: 2023/109", Written("2023:109", True)),
        ("2023/00109", Written("2023:109", False)),
        ("UBN.2023.428", Written("2023:428", False, "UBN")),
        ("UBN.2023/467", Written("2023:467", False, "UBN")),
        ("ubn 2023-467", Written("2023:467", False, "ubn")),
        ("KS/2021:5", Written("2021:5", False, "KS")),
        ("KS2019/450", Written("2019:450", False, "KS")),
        ("UBN 2023/428-3", Written("2023:428", False, "UBN", "3")),
        ("KS 2023/00450-1.3.2", Written("2023:450", False, "KS")),
        ("0450/23", Written("2023:450", False)),
        ("KSN–2015–1584", Written("2015:1584", False, "KSN")),
    ],
)
def test_every_way_to_write_a_dnr_has_one_key(text: str, written: Written) -> None:
    assert read_diary(ALE, text) == written


@pytest.mark.parametrize(
    "text",
    ["", "ÄRENDENUMMER", "2023", "2023/", "/109", "2023-11-02", "2023/0", "år 2023/109 och mer", "UBN", "23/109",
     "1" * 500],
)  # fmt: skip
def test_what_is_almost_a_dnr_is_none(text: str) -> None:
    assert read_diary(ALE, text) is None


def test_own_is_what_the_layout_says() -> None:
    assert read_diary(UPPSALA, "KSN-2015-1584") == Written("2015:1584", True, "KSN")
    assert read_diary(UPPSALA, "2023/109") == Written("2023:109", False)
    assert read_diary(UPPSALA, "12:2015") == Written("2015:12", False), (
        "an accepted form is understood, not the house's"
    )
    assert read_diary(ALE, "12:2015") is None
    assert read_date(UPPSALA, "2 november 2023") == Written("2023-11-02", True)
    assert read_date(UPPSALA, "2023-11-02") == Written("2023-11-02", False)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2023-11-02", "2023-11-02"), ("2 november 2023", "2023-11-02"), ("den 2 november 2023.", "2023-11-02"),
        ("2/11 2023", "2023-11-02"), ("2.11.2023", "2023-11-02"), ("231102", "2023-11-02"), ("20231102", "2023-11-02"),
        ("2024-02-29", "2024-02-29"), ("2023‑11‑02", "2023-11-02"),
    ],
)  # fmt: skip
def test_every_common_way_to_write_a_day_is_understood(text: str, key: str) -> None:
    assert read_date(ALE, text) == Written(key, text == key)


@pytest.mark.parametrize(
    "text",
    ["", "xxxx-xx-xx", "ÅÅÅÅ-MM-DD", "2023-02-29", "2023-02-30", "31/4 2023", "november 2023", "2023-11", "v. 44"],
)
def test_what_is_almost_a_day_is_none(text: str) -> None:
    assert read_date(ALE, text) is None


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(COMMON_DATES))
def test_no_common_form_is_taken_for_another(day: date, form: str) -> None:
    """A day written in one way is never read as another day by a form earlier in the list."""
    from beredning.core.pattern import fill

    text = fill(form, {"år": f"{day.year:04}", "månad": f"{day.month:02}", "dag": f"{day.day:02}"})
    read = read_date(ALE, text)
    assert read is not None
    assert read.key == day.isoformat()


def test_a_day_that_the_form_cannot_write_stays_as_it_is() -> None:
    short = ALE._replace(date=Pattern("{år2}{månad}{dag}"))
    assert [short.day(one) for one in ("2024-03-01", "1962-03-01", "1962", "", "v. 12 i mars")] == [
        "240301", "1962-03-01", "1962", "", "v. 12 i mars",
    ]  # fmt: skip
