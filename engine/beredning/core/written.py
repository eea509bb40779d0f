"""A date and a diarienummer as people write them: understood in every common form, and whether it is the house's own.

That form comes from the layout (`Layout.diary`, `Layout.date`). Two ways of writing one dnr have the same key (DNR-01),
so that papers can be compared without regard to form.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from beredning.core.pattern import Facts, match, match_loosely
from beredning.core.report import Layout, Pattern

DATE_FACTS: Final = ("år", "månad", "dag")
DIARY_FACTS: Final = ("år", "löpnummer")
_DIARY_LABELS: Final = ("diarienummer", "diarienr", "dnr")

COMMON_DATES: Final = (
    "{år}-{månad}-{dag}", "{dag1} {månadsnamn} {år}", "den {dag1} {månadsnamn} {år}", "{dag} {månadsnamn} {år}",
    "{dag1}/{månad1} {år}", "{dag1}/{månad1}-{år}", "{dag1}/{månad1}/{år}", "{dag1}/{månad1}-{år2}",
    "{dag1}.{månad1}.{år}", "{dag}.{månad}.{år}", "{dag}/{månad}/{år}", "{dag}-{månad}-{år}", "{år}/{månad}/{dag}",
    "{år}.{månad}.{dag}", "{år}-{månad1}-{dag1}", "{år} {månad} {dag}", "{år}{månad}{dag}", "{år2}{månad}{dag}",
    "{år2}-{månad}-{dag}",
)  # fmt: skip


class Written(NamedTuple):
    """A value as it was written. key: the same for every way to write it, an ISO date ("2023-11-02") or a year and a
    number ("2023:450"); own: whether in the house's own form; organ: prefix of a dnr as it stands, "" for none;
    document: the number of the handling within the case, "" for none."""

    key: str
    own: bool
    organ: str = ""
    document: str = ""


def read_date(layout: Layout, text: str) -> Written | None:
    """The day that `text` gives, or None when it is no date. text: the value alone, without its label."""
    return _read(layout.date, COMMON_DATES, text, _date)


def read_diary(layout: Layout, text: str) -> Written | None:
    """The dnr that `text` gives, or None when it is none. text: the value, also with "Dnr" before it."""
    label = next((one for one in _DIARY_LABELS if text.strip().casefold().startswith(one)), "")
    if label and match(layout.diary.form, text.strip()) is None:
        text = text.strip()[len(label) :].lstrip(": .")
    return _read(layout.diary, _common_diaries(), text, _diary)


def _read(
    pattern: Pattern, common: tuple[str, ...], text: str, make: Callable[[Facts, bool], Written | None]
) -> Written | None:
    text = text.strip()
    facts = match(pattern.form, text)
    if facts is not None:
        return make(facts, True)
    if not any(letter.isdigit() for letter in text):
        return None
    for form in (pattern.form, *pattern.accepted, *common):
        facts = match_loosely(form, text)
        made = make(_as_it_stands(facts, text), False) if facts is not None else None
        if made is not None:
            return made
    return None


def _as_it_stands(facts: Facts, text: str) -> Facts:
    """The organ in its own case, which loose matching has folded away."""
    organ = facts.get("organ", "")
    at = text.casefold().find(organ)
    return {**facts, "organ": text[at : at + len(organ)]} if organ and at >= 0 else facts


def _date(facts: Facts, own: bool) -> Written | None:
    try:
        day = date(*(int(facts[name]) for name in DATE_FACTS))
    except ValueError:
        return None
    return Written(day.isoformat(), own)


def _diary(facts: Facts, own: bool) -> Written:
    key = f"{facts['år']}:{facts['löpnummer']}"
    return Written(key, own, facts.get("organ", ""), facts.get("handling", ""))


@lru_cache(maxsize=1)
def _common_diaries() -> tuple[str, ...]:
    """Every way to join organ, year, number and what follows that Swedish municipalities are seen to use.

    A year and a number joined by a hyphen or a full stop take nothing after them without an organ before: that would
    be a date.
    """
    years = ("{år}/{löpnummer0}", "{år}:{löpnummer0}", "{år}-{löpnummer0}", "{år}.{löpnummer0}", "{år} {löpnummer0}")
    made: list[str] = []
    for before in ("", "{organ} ", "{organ}.", "{organ}-", "{organ}/", "{organ}:", "{organ}"):
        for year in (*years, "{löpnummer0}/{år}", "{löpnummer4}/{år2}"):
            after = ("", "-{handling}", "-{klass}", " {klass}") if before or year in years[:2] else ("",)
            made += [f"{before}{year}{rest}" for rest in after]
    return tuple(made)
