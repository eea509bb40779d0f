"""A document's text as one string: a pattern is looked for once in all of it, and then what is found is placed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from beredning.core.reading import Passage, Reading


class Whole:
    """The text of all passages, a line break between them. No pattern that is asked for may reach over a line break."""

    __slots__ = ("passages", "starts", "text")

    def __init__(self, reading: Reading) -> None:
        self.passages = reading.passages
        self.text = "\n".join([one.text for one in reading.passages])
        self.starts: list[int] = []
        at = 0
        for one in reading.passages:
            self.starts.append(at)
            at += len(one.text) + 1

    def place(self, at: int) -> int:
        """Which passage a place in the text stands in."""
        return bisect_right(self.starts, at) - 1

    def passage(self, at: int) -> Passage:
        """The passage that a place in the text stands in."""
        return self.passages[self.place(at)]

    def places(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Which passages a pattern is found in, each once, in order."""
        last = -1
        for found in pattern.finditer(self.text):
            place = self.place(found.start())
            if place != last:
                last = place
                yield place

    def having(self, pattern: re.Pattern[str]) -> Iterator[Passage]:
        """The same as passages."""
        return (self.passages[place] for place in self.places(pattern))
