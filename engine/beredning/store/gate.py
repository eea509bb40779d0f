"""The gate that lets one writer at a time into an SQLite database, in fair order, over all processes of a machine.

SQLite's own busy handler polls, and with several writers it starves some of them for seconds without an error. Here a
writer first takes its place at the door and then the room itself, leaving the door when it is in: whoever has just
left the room must pass the door again, where somebody may already stand.
"""

# A cold command must not pay for pathlib.
# ruff: noqa: PTH100, PTH116, PTH119, PTH120
from __future__ import annotations

import os
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from beredning.errors import StorageFault, in_words

if TYPE_CHECKING:
    from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover  (without flock SQLite's own lock still keeps writers apart, only less fairly)
    fcntl = None  # type: ignore[assignment]


class Gate:
    """Two file locks beside the database. `wait`: seconds to stand in line before StorageFault."""

    def __init__(self, database: str | Path, wait: float) -> None:
        self._database = os.path.abspath(database)
        self._wait = wait
        self._door = -1
        self._room = -1

    def __enter__(self) -> None:
        if fcntl is None:
            return
        if self._door < 0 or self._room < 0:
            self.close()
            self._open()
        door, self._door = self._door, -1
        self._stand_at(door)
        self._door = door
        try:
            room, self._room = self._room, -1
            self._stand_at(room)
            self._room = room
        finally:
            fcntl.flock(door, fcntl.LOCK_UN)

    def _stand_at(self, descriptor: int) -> None:
        """Take one of the locks. Until it is ours the descriptor is out of our hands: see `_take`."""
        if not _take(descriptor, self._wait):
            name = os.path.basename(self._database)
            raise StorageFault(
                f"Databasen {name} har varit upptagen av någon annan i {self._wait:g} sekunder.",
                "Ingenting är ändrat. Försök igen om en stund; dröjer det, se efter vilket program som hänger.",
            )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._room >= 0:
            fcntl.flock(self._room, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the files."""
        for descriptor in (self._door, self._room):
            if descriptor >= 0:
                os.close(descriptor)
        self._door = self._room = -1

    def _open(self) -> None:
        try:
            self._door = self._file("-grind")
            self._room = self._file("-plats")
        except OSError as error:
            self.close()
            folder = os.path.dirname(self._database)
            raise StorageFault(
                f"Databasen kan inte ändras: mappen {folder} går inte att skriva i ({in_words(error)}).",
                "Skaffa skrivrätt till mappen och till filen, eller be den som har det att göra ändringen.",
            ) from error

    def _file(self, ending: str) -> int:
        """The lock file, open to the same people as the database is, whatever this user's umask says."""
        path = self._database + ending
        try:
            return os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            made = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.fchmod(made, os.stat(self._database).st_mode & 0o666)
            return made


def _take(descriptor: int, wait: float) -> bool:
    """Lock the file within `wait` seconds. flock has no time limit of its own, so a thread stands in line for us.

    When time runs out the descriptor belongs to that thread, which lets go of the lock should it ever get it.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _Queued(descriptor).wait(wait)
    return True


class _Queued:
    """A thread standing in line for a lock that somebody may stop waiting for."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._turn = threading.Lock()
        self._got = threading.Event()
        self._given_up = False
        threading.Thread(target=self._stand, daemon=True).start()

    def _stand(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._turn:
            if self._given_up:
                os.close(self._descriptor)
            self._got.set()

    def wait(self, seconds: float) -> bool:
        try:
            if self._got.wait(seconds):
                return True
        finally:  # also when interrupted: a lock got later must not be kept
            with self._turn:
                self._given_up = not self._got.is_set()
        return not self._given_up
