"""Printed page numbers, as papers have them: "3(4)", "Sida 3", "Sida 3 av 4"."""

from __future__ import annotations

import re
from typing import Final

_PAGE: Final = re.compile(
    r"(?:(?:sida|sid\.?|s\.)[ \u00a0]*(?P<a>\d{1,4})(?:[ \u00a0]*(?:av|\()[ \u00a0]*(?P<b>\d{1,4})\)?)?"
    r"|(?P<c>\d{1,4})[ \u00a0]?\((?P<d>\d{1,4})\)|(?P<e>\d{1,4})[ \u00a0]av[ \u00a0](?P<f>\d{1,4}))\Z",
    re.IGNORECASE,
)


def page_number(text: str) -> tuple[int, int] | None:
    """Page and number of pages (0 when it is not told) of a line that is nothing but a page number, else None."""
    if len(text) > 40:
        return None
    found = _PAGE.match(text.strip(" \t\u00a0"))
    if not found:
        return None
    page = found["a"] or found["c"] or found["e"]
    return int(page), int(found["b"] or found["d"] or found["f"] or 0)
