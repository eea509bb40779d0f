"""Names as people type them: å, ä, ö and é may be left out, and a misspelt name gets the nearest real one."""

from __future__ import annotations

from collections.abc import Iterable

# Combining ring, diaeresis and acute fall away too: text pasted from a Mac may be decomposed (NFD).
_FOLD = str.maketrans("åäöéÅÄÖÉ", "aaoeAAOE", "\u030a\u0308\u0301")


def fold(name: str) -> str:
    """The ASCII spelling of a Swedish name: `fold("lägg-till") == "lagg-till"`. Case is kept."""
    return name if name.isascii() else name.translate(_FOLD)


def find(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that was meant by `name`, in its own spelling or in ASCII and any case; None for no one.

    An exact spelling wins over a folded one, so that two names that differ only by their dots can both be reached.
    """
    known = list(names)
    if name in known:
        return name
    wanted = fold(name).lower()
    return next((candidate for candidate in known if fold(candidate).lower() == wanted), None)


def nearest(name: str, names: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Up to `most` of `names` that look like `name`, best first; dots and case do not count."""
    from difflib import get_close_matches  # only a mistake pays for it

    by_folded = {fold(candidate).lower(): candidate for candidate in names}
    close = get_close_matches(fold(name).lower(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[folded] for folded in close)
