"""Days and times as they stand in running text: found in every form that people write, with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from beredning.core.pattern import MONTHS

DayForm: TypeAlias = Literal["iso", "long", "numeric", "short"]

_MONTH: Final = "|".join(MONTHS)
_DAY: Final = re.compile(
    r"(?<![\d.,/-])(?:"
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    rf"|(?P<day>\d{{1,2}})(?::?e)? (?P<month>{_MONTH})(?: (?P<year>(?:19|20)\d\d))?"
    r"|(?P<ymd>(?:19|20)\d\d[./]\d{1,2}[./]\d{1,2})"
    r"|(?P<dmy>\d{1,2}(?P<mark>[./])\d{1,2}[ ./-](?:19|20)\d\d)"
    r"|(?P<six>\d{6})"
    r")(?![\d/]|[.,-]\d)",
    re.IGNORECASE,
)
_WORTH: Final = re.compile(rf"\d{{6}}|\d[-./]\d|\d(?::?e)? (?:{_MONTH})", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_AMOUNT: Final = re.compile(
    r"\s*(?:kr\b|kronor|tkr|mkr|mnkr|procent|%|st\b|elever|barn|personer|invånare)", re.IGNORECASE
)
_NAMED: Final = re.compile(r"(?:nummer|nr|giro|konto|kod|id|ärende|telefon|tfn|tel|växel|kr|kronor)$", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2})[.:](\d{2})(?!\d)")
_LOOSE_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2})(?:[.:,;/-]| ?)(\d{2})(?!\d)")
_SLOT: Final = re.compile(r"(?:kl\.? ?)?(\d{1,2}[.:]\d{2})(?: ?[-–—] ?(\d{1,2}[.:]\d{2}))?", re.IGNORECASE)


_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2014\u2015\u2212", "–"))


class Day(NamedTuple):
    """A day in a text. iso: "2023-11-13", without a year "--08-31"; text: as it stands; at: where it begins.

    form: "iso", "long" (13 november 2023), "numeric" (13/11 2023, 2023.11.13), "short" (231113).
    """

    iso: str
    text: str
    at: int
    form: DayForm


def days_in(text: str) -> Iterator[Day]:
    """Every day that a text gives, in order. Six digits are a day only where a word stands before and no unit after."""
    if not _DIGIT.search(text) or not _WORTH.search(text):
        return
    for found in _DAY.finditer(text):
        made = _day(found, text)
        if made:
            yield made


def full_days(text: str) -> tuple[Day, ...]:
    """The days of a text that have a year."""
    return tuple(day for day in days_in(text) if not day.iso.startswith("--"))


def _day(found: re.Match[str], text: str) -> Day | None:
    whole, at = found[0], found.start()
    if found["iso"]:
        return _made(whole, whole, at, "iso")
    if found["month"]:
        month = MONTHS.index(found["month"].lower()) + 1
        iso = f"{found['year'] or '-'}-{month:02}-{int(found['day']):02}"
        return _made(iso, whole, at, "long")
    if found["six"]:
        before = text[:at].rstrip()
        number = _AMOUNT.match(text, found.end()) or _NAMED.search(before)
        if number or not before[-1:].isalpha() or int(whole[:2]) > 49:
            return None
        return _made(f"20{whole[:2]}-{whole[2:4]}-{whole[4:]}", whole, at, "short")
    parts = [int(part) for part in re.split(r"[ ./-]", whole)]
    year, month, day = parts if found["ymd"] else reversed(parts)
    return _made(f"{year}-{month:02}-{day:02}", whole, at, "numeric")


def _made(iso: str, text: str, at: int, form: DayForm) -> Day | None:
    try:
        as_date(iso.replace("--", "2024-", 1) if iso.startswith("--") else iso)
    except ValueError:
        return None
    return Day(iso, text, at, form)


@lru_cache(maxsize=1024)
def as_date(iso: str) -> date:
    """The date of an ISO day. Raises ValueError for what is none."""
    return date.fromisoformat(iso)


def first_day(text: str) -> str:
    """The first day with a year, as ISO; "" when there is none."""
    return next((day.iso for day in days_in(text) if not day.iso.startswith("--")), "")


def clocks(text: str) -> tuple[str, ...]:
    """The times in a text as "HH:MM", as many as are times of a day."""
    return tuple(filter(None, (_clock(found) for found in _CLOCK.finditer(text))))


def read_slot(text: str) -> tuple[str, str, bool]:
    """A time slot: start, end ("" for what cannot be read) and whether it is written as a slot should be.

    "08.05-08.10" is right, "08.05" too (it then ends when it begins); "09-10-09.15" is read, but is not right.
    """
    bare = " ".join(text.translate(_DASHES).split())
    whole = _SLOT.fullmatch(bare)
    if whole:
        start, end = (_clock(_CLOCK.fullmatch(one)) if one else "" for one in (whole[1], whole[2]))
        return start, end if whole[2] else start, bool(start and (end or not whole[2]))
    times = tuple(filter(None, (_clock(found) for found in _LOOSE_CLOCK.finditer(bare))))
    return (times[0], times[-1], False) if len(times) == 2 else ("", "", False)


def _clock(found: re.Match[str] | None) -> str:
    if found is None or int(found[2]) > 59 or int(found[1]) > 24 or (found[1] == "24" and found[2] != "00"):
        return ""
    return f"{int(found[1]):02}:{found[2]}"
