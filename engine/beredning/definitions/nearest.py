"""What was probably meant by a word that is not among the possible ones."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

_FOLD = str.maketrans("åäöéü", "aaoeu")


def nearest(word: str, options: Sequence[str]) -> str:
    """A Swedish suggestion of what was meant by `word`: the closest option, else the options when they are few."""
    folded: dict[str, str] = {}
    for option in options:
        folded.setdefault(option.casefold().translate(_FOLD), option)
    close = difflib.get_close_matches(word.casefold().translate(_FOLD), list(folded), n=1, cutoff=0.6)
    if close:
        return f"Menade du ”{folded[close[0]]}”?"
    if 0 < len(options) <= 14:
        return f"Möjliga: {', '.join(options)}."
    return ""
