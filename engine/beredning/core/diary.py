"""Diarienummer: the display form that a municipality chose and the normalised key behind every form (DNR-01)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from beredning.core.organisation import Organ


class DiaryNumber(NamedTuple):
    """A diarienummer taken apart: the series' organ key, the year and the running number."""

    organ: str
    year: int
    number: int

    @property
    def key(self) -> str:
        """The normalised key under which the case is stored, e.g. "UBN:2023:450"."""
        return f"{self.organ}:{self.year}:{self.number}"


def display(organ: Organ, year: int, number: int) -> str:
    """The diarienummer in the organ's own form, e.g. "2023/450" for "{år}/{löpnummer}"."""
    return organ.dnr_form.replace("{år}", str(year)).replace("{löpnummer}", str(number)).replace("{organ}", organ.key)


def parse(text: str, organ: Organ) -> DiaryNumber | None:
    """The number that `text` writes in the organ's form, or None. The form is followed exactly."""
    pattern = re.escape(organ.dnr_form)
    for name, part in (
        ("år", r"(?P<year>\d{4})"),
        ("löpnummer", r"(?P<number>[1-9]\d*)"),
        ("organ", re.escape(organ.key)),
    ):
        pattern = pattern.replace(re.escape("{" + name + "}"), part)
    found = re.fullmatch(pattern, text.strip())
    return DiaryNumber(organ.key, int(found["year"]), int(found["number"])) if found else None


def candidates(text: str, organs: Iterable[Organ]) -> tuple[DiaryNumber, ...]:
    """What may be meant by `text`, whatever separators were typed: "2023/450", "UBN 2023/450", "ubn.2023.450",
    "UBN:2023:450". One for each organ of the text, or for every organ when the text names none."""
    found = re.fullmatch(
        r"\s*(?:(?P<organ>[^\W\d_][\w-]*?)[\s.:/_-]*)?(?P<year>\d{4})[\s.:/_-]+0*(?P<number>[1-9]\d*)\s*", text
    )
    if found is None:
        return ()
    named = (found["organ"] or "").casefold()
    chosen = [o for o in organs if not named or o.key.casefold() == named]
    return tuple(DiaryNumber(o.key, int(found["year"]), int(found["number"])) for o in chosen)
