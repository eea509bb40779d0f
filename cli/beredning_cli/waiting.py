"""A word on the terminal when a command has been silent for a second: it works, or waits for another's writing."""

from __future__ import annotations

import sys
from threading import Lock, Timer
from typing import TextIO

from beredning_cli import output
from beredning_cli.progress import PATIENCE


class Waiting:
    """Shows "Arbetar …" on a terminal after a second, unless `stop` has come before; `stop` takes it away again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = Lock()
        self._shown = self._stopped = False
        self._timer = Timer(PATIENCE, self.show)
        self._timer.daemon = True

    def start(self) -> None:
        """Begin to count the second, and stop at the first thing that is printed."""
        output.before_printing = self.stop
        self._timer.start()

    def show(self) -> None:
        """Say so, unless it is too late."""
        with self._lock:
            if not self._stopped:
                self._shown = True
                self._stream.write("Arbetar … (avbryt med Ctrl-C)")
                self._stream.flush()

    def stop(self) -> None:
        """Leave the terminal clean for what is printed next."""
        output.before_printing = None
        self._timer.cancel()
        with self._lock:
            self._stopped = True
            if self._shown:
                self._shown = False
                self._stream.write("\r\033[K")
                self._stream.flush()


def wait_visibly() -> None:
    """Start waiting on stderr, which is a terminal."""
    Waiting(sys.stderr).start()
