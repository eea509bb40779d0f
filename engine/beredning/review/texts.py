"""Small questions about texts that every rule asks: compared without regard to case, which sentences, how alike.

Everything here is linear in the text, save `similarity`, which is only asked about texts of like length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_NOT_WORDS: Final = re.compile(r"[\W_]+")
_END: Final = re.compile(r"(?<=[.!?])[\"”»)]*\s+(?=[\"”»(–-]*[A-ZÅÄÖÉ])")
# A full stop after these ends no sentence.
_SHORT: Final = frozenset(
    "bl.a d.v.s dvs ca cirka kap st p kl nr dnr t.ex t.o.m fr.o.m m.m m.fl o.s.v osv s.k t.f tf jfr resp inkl exkl ev"
    " prop sid s ff f.d f.n etc art avd dir doc e.g enl max min tel ang avs bet c:a fig ref vol".split()
)
_QUOTED: Final = re.compile('["”“»«][^"”“»«\n]{3,600}["”“»«]')
LONGEST_WORD: Final = 60


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case, words and numbers alone with one space between: "Ärendet: " and "ärendet" are the same."""
    return _NOT_WORDS.sub(" ", text).strip().casefold()


def squeezed(text: str) -> str:
    """Lower case without anything but letters and digits: for words that are joined in one place and not in another."""
    return _NOT_WORDS.sub("", text).casefold()


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph, with their end marks. A full stop in "bl.a." or "6 kap." ends none."""
    start = 0
    for mark in _END.finditer(text):
        last = text[start : mark.start()].rsplit(None, 1)[-1:]
        word = last[0].rstrip(".").lstrip('("”').casefold() if last else ""
        if text[mark.start() - 1] == "." and (word in _SHORT or (len(word) == 1 and word.isalpha())):
            continue
        yield text[start : mark.start()].strip()
        start = mark.end()
    if text[start:].strip():
        yield text[start:].strip()


def unquoted(text: str) -> str:
    """The text with what stands in quotation marks blanked out, character for character: that is others' wording."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def similarity(one: str, other: str, least: float) -> float:
    """How alike two texts are, 0–1 (twice the common characters over all); 0 as soon as it must be below `least`."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    shorter, longer = sorted((len(one), len(other)))
    if 2 * shorter / (shorter + longer) < least:
        return 0.0
    from difflib import SequenceMatcher  # only texts of like length pay for it

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= least else 0.0


def near(word: str, other: str, most: int = 1) -> bool:
    """Whether at most `most` letters were left out, added, changed or swapped with their neighbour."""
    if word == other:
        return True
    if abs(len(word) - len(other)) > most or max(len(word), len(other)) > LONGEST_WORD:
        return False
    return _distance(word, other) <= most


def _distance(one: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for at, against in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != against))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == against:
                cost = min(cost, earlier[at - 2] + 1)
            row.append(cost)
    return row[-1]
