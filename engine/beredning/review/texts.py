"""Small questions about texts that every rule asks: compared without regard to case, which sentences, how alike.

Everything here is linear in the text, save `similarity`, which is quadratic in the words of texts that are alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from beredning.core.likeness import distance

_NOT_WORDS: Final = re.compile(r"[\W_]+")
_END: Final = re.compile(r"(?<=[.!?])[\"”»)]*\s+(?=[\"”»(–-]*[A-ZÅÄÖÉ])")
# A full stop after these ends no sentence.
_SHORT: Final = frozenset(
    "bl.a d.v.s dvs ca cirka kap st p kl nr dnr t.ex t.o.m fr.o.m m.m m.fl o.s.v osv s.k t.f tf jfr resp inkl exkl ev"
    " prop sid s ff f.d f.n etc art avd dir doc e.g enl max min tel ang avs bet c:a fig ref vol".split()
)
_QUOTES: Final = '"”“»«'
_QUOTED: Final = re.compile('["”“»«][^"”“»«\n]{3,600}["”“»«]')
LONGEST_WORD: Final = 60
_FINE: Final = 120


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
    if not any(mark in text for mark in _QUOTES):
        return text
    return _QUOTED.sub(lambda found: " " * len(found[0]), text)


def similarity(one: str, other: str, least: float) -> float:
    """How alike two texts are, 0–1: twice the letters they have in common in the same order, over all their letters.

    0 as soon as it must be below `least`. Whole words are matched first and letters only where words differ, so that
    long texts cost little; it is therefore at most what matching letter by letter would give.
    """
    if one == other:
        return 1.0 if one else 0.0
    total = len(one) + len(other)
    if 2 * min(len(one), len(other)) < least * total or 2 * (Counter(one) & Counter(other)).total() < least * total:
        return 0.0
    from difflib import SequenceMatcher  # only texts with nearly the same letters pay for it

    a, b = one.split(), other.split()
    common = 0
    for tag, start, end, first, last in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        said, wanted = " ".join(a[start:end]), " ".join(b[first:last])
        if tag == "equal":
            common += len(said) + 1
        elif tag == "replace" and max(len(said), len(wanted)) <= _FINE:
            blocks = SequenceMatcher(None, said, wanted, autojunk=False).get_matching_blocks()
            common += sum(size for _, _, size in blocks) + 1
    return min(1.0, 2 * common / total)


def near(word: str, other: str, most: int = 1) -> bool:
    """Whether at most `most` letters were left out, added, changed or swapped with their neighbour."""
    if word == other:
        return True
    shorter, longer = sorted((len(word), len(other)))
    if longer - shorter > most or longer > LONGEST_WORD:
        return False
    start = 0
    while start < shorter and word[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and word[-1 - end] == other[-1 - end]:
        end += 1
    # What is alike at both ends costs nothing, and most words differ in more than the limit already after that.
    return distance(word[start : len(word) - end], other[start : len(other) - end], most) <= most
