"""How alike two texts are, as people write and misspell them: the words that count, and how many letters differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_NUMBERING: Final = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-Za-z][.)])\s+(?=\S)")
_ENDS: Final = " \t\n\u00a0:;.,–-*_"
_SHORT, _LONG, _LONGER = 5, 9, 16


def words(text: str) -> str:
    """A heading or label as it is compared: small letters, single spaces, no number before and no sign after."""
    clean = " ".join(text.replace("\u00ad", "").replace("\u2011", "-").split())
    clean = _NUMBERING.sub("", clean, count=1)
    return clean.strip(_ENDS).casefold()


def is_prompt(text: str, prompt: str) -> bool:
    """Whether a text is a prompt of a form as it is printed: in brackets, and in the form's own words."""
    bare = text.strip()
    return bare.startswith("[") and bare.endswith("]") and words(bare[1:-1]) == words(prompt)


def distance(one: str, other: str, limit: int) -> int:
    """How many letters must be put in, taken out, changed, or change places; `limit` + 1 when it is more than that."""
    if one == other:
        return 0
    # A change puts at most one letter in and takes one out, so texts of other letters need not be gone through.
    if abs(len(one) - len(other)) > limit or len(set(one) ^ set(other)) > 2 * limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, wanted in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            swapped = at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted
            row.append(min(cost, earlier[place - 2] + 1) if swapped else cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def allowed(text: str) -> int:
    """How many letters may differ before a text of that length may be another one."""
    return 0 if len(text) < _SHORT else 1 if len(text) < _LONG else 2 if len(text) < _LONGER else 3


def nearest(said: str, known: Iterable[str]) -> str | None:
    """The one of `known` that was meant by a misspelt text; None when there is none, or when two are as near."""
    found: list[tuple[int, str]] = []
    for one in known:
        limit = min(allowed(said), allowed(one))
        far = distance(said, one, limit)
        if far <= limit:
            found.append((far, one))
    found.sort()
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]
