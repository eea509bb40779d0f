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
    """The diarienummer in the organ's own form, e.g. "2023/450" for "{år}/{löpnummer}", "0450/23" for
    "{löpnummer4}/{år2}"."""
    form = organ.dnr_form.replace("{organ}", organ.key)
    shown = form.replace("{år}", str(year)).replace("{löpnummer}", str(number))
    if "{" not in shown:
        return shown
    from beredning.core.pattern import fill

    return fill(form, {"år": str(year), "löpnummer": str(number)})


def parse(text: str, organ: Organ) -> DiaryNumber | None:
    """The number that `text` writes in the organ's form, or None. The form is followed exactly."""
    if _padded(organ):
        from beredning.core.pattern import match

        facts = match(organ.dnr_form.replace("{organ}", organ.key), text.strip())
        return DiaryNumber(organ.key, int(facts["år"]), int(facts["löpnummer"])) if facts else None
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
    "UBN:2023:450". One for each organ of the text, or for every organ when the text names none. A number in an organ's
    own form is that organ's, where the form is one that could be read in another way ("0450/23")."""
    organs = tuple(organs)
    own = [number for organ in organs if _padded(organ) and (number := parse(text, organ))]
    if own:
        return tuple(own)
    found = re.fullmatch(
        r"\s*(?:(?P<organ>[^\W\d_][\w-]*?)[\s.:/_-]*)?(?P<year>\d{4})[\s.:/_-]+0*(?P<number>[1-9]\d*)\s*", text
    )
    if found is None:
        return ()
    named = (found["organ"] or "").casefold()
    chosen = [o for o in organs if not named or o.key.casefold() == named]
    return tuple(DiaryNumber(o.key, int(found["year"]), int(found["number"])) for o in chosen)


def _padded(organ: Organ) -> bool:
    """Whether the form has a year of two digits or a number with zeros before it."""
    return "{år2}" in organ.dnr_form or any(f"{{löpnummer{width}}}" in organ.dnr_form for width in range(3, 8))
