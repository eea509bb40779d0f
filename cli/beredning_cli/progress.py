"""A progress bar that shows itself only when the work has taken a second, and only to a person at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from types import TracebackType
from typing import Final, TextIO, TypeVar

from beredning_cli import output

T = TypeVar("T")

PATIENCE: Final = 1.0  # seconds before anything is shown
_BETWEEN: Final = 0.1  # seconds between two drawings
_WIDTH: Final = 24


class Meter:
    """Counts steps of work and draws a bar on stderr.

    label: what is done ("Skriver utlåtanden"). total: number of steps, 0 when it is not known. `step()` after each one.
    """

    def __init__(self, label: str, total: int = 0, stream: TextIO | None = None) -> None:
        self.label = label
        self.total = total
        self.done = 0
        self._stream = stream or sys.stderr
        self._started = time.monotonic()
        self._next = self._started + PATIENCE if self._stream.isatty() else float("inf")
        self._shown = False

    def __enter__(self) -> Meter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._stream.write("\r\033[K")  # the bar goes, so that the answer stands on a clean line
            self._stream.flush()

    def step(self, steps: int = 1) -> None:
        """Some steps are done; draw when it is time to."""
        self.done += steps
        at = time.monotonic()
        if at >= self._next:
            if output.before_printing:
                output.before_printing()
            self._next = at + _BETWEEN
            self._shown = True
            self._stream.write("\r\033[K" + self.line(at - self._started))
            self._stream.flush()

    def at(self, done: int, total: int) -> None:
        """So much of so much is done: what a function that tells of itself calls."""
        self.total = total
        self.step(done - self.done)

    def line(self, seconds: float) -> str:
        """The bar as it looks `seconds` after the start."""
        if not self.total:
            return f"{self.label} … {self.done} ({seconds:.0f} s)"
        part = min(self.done / self.total, 1.0)
        filled = round(part * _WIDTH)
        left = f", {seconds / part - seconds:.0f} s kvar" if 0 < part < 1 else ""
        return f"{self.label} {'█' * filled}{'░' * (_WIDTH - filled)} {self.done}/{self.total}{left}"


def progress(items: Iterable[T], label: str, total: int = 0) -> Iterator[T]:
    """Go through `items` with a bar. total: how many they are, where they do not know it themselves."""
    known = total or (len(items) if isinstance(items, Sized) else 0)
    with Meter(label, known) as meter:
        for item in items:
            yield item
            meter.step()
