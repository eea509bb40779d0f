"""Every error a person can meet: text, what to do, and the exit code that belongs to its class."""

from __future__ import annotations

import errno
from typing import Final, NamedTuple


class Obstacle(NamedTuple):
    """One reason why something may not be done now (house rule 2).

    code: stable short name, e.g. "spår-ej-klart" or a domain.md id such as "KL-22".
    text: one Swedish sentence saying what is in the way.
    origin: the rule's origin as printed: lagrum ("KL 6:27"), "Reglemente …", "Flödet namndarende", "Lokal rutin".
    severity: "FEL" blocks; "VARNING" must be acknowledged with a reason; "INFO" is shown only.
    remover: who can remove it, as a role or a person ("handläggare", "Åsa Ericson"); "" when nobody can.
    last_day: ISO date by which it must be removed, or "" when there is none.
    hint: what to do about it, preferably a command; may be "".
    """

    code: str
    text: str
    origin: str
    severity: str = "FEL"
    remover: str = ""
    last_day: str = ""
    hint: str = ""


class Fault(NamedTuple):
    """One fault in a file that a person wrote: where it is, what it is, and what was probably meant.

    line and column count from 1; 0 when the fault belongs to the whole file.
    """

    file: str
    line: int
    column: int
    text: str
    suggestion: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.text}" + (f" {self.suggestion}" if self.suggestion else "")


class BeredningError(Exception):
    """Base of all expected errors: `text` says what happened and why, `hint` what to do. Exit code 1."""

    exit_code = 1

    def __init__(self, text: str, hint: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.hint = hint

    def as_json(self) -> dict[str, object]:
        """The same content as the printed error, for `--json`: Swedish names, and values the command line prints."""
        return {"fel": self.text, "gör": self.hint, "utgångskod": self.exit_code}


class UsageFault(BeredningError):
    """A value on the command line that cannot be understood. Exit code 2, as click's own usage errors."""

    exit_code = 2


class Refused(BeredningError):
    """The act is not possible now: carries every obstacle. Exit code 3."""

    exit_code = 3

    def __init__(self, text: str, obstacles: tuple[Obstacle, ...], hint: str = "") -> None:
        super().__init__(text, hint)
        self.obstacles = obstacles

    def as_json(self) -> dict[str, object]:
        return {**super().as_json(), "hinder": list(self.obstacles)}


class NotFound(BeredningError):
    """Something named does not exist; `nearest` are the closest names there are. Exit code 4."""

    exit_code = 4

    def __init__(self, text: str, hint: str = "", nearest: tuple[str, ...] = ()) -> None:
        super().__init__(text, hint)
        self.nearest = nearest

    def as_json(self) -> dict[str, object]:
        return {**super().as_json(), "närmast": list(self.nearest)}


class BadDefinition(BeredningError):
    """Files that a person wrote have faults; all of them are carried. Exit code 5."""

    exit_code = 5

    def __init__(self, text: str, faults: tuple[Fault, ...], hint: str = "") -> None:
        super().__init__(text, hint)
        self.faults = faults

    def as_json(self) -> dict[str, object]:
        return {**super().as_json(), "brister": list(self.faults)}


class Clash(BeredningError):
    """Somebody else changed the same thing first; `changes` says what changed since it was seen. Exit code 6."""

    exit_code = 6

    def __init__(self, text: str, changes: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(text, hint)
        self.changes = changes

    def as_json(self) -> dict[str, object]:
        return {**super().as_json(), "ändrat": list(self.changes)}


class StorageFault(BeredningError):
    """The database or the disk could not do it (locked, full, unreachable); nothing was changed. Exit code 7."""

    exit_code = 7


class BrokenProof(BeredningError):
    """The journal does not prove itself: says where the first break is. Exit code 8."""

    exit_code = 8


class BadDocument(BeredningError):
    """A document or a template is broken, hostile or lacks what is needed. Exit code 9."""

    exit_code = 9


class WrongVersion(BeredningError):
    """The database belongs to another version of the program. Exit code 10."""

    exit_code = 10


class NotAllowed(BeredningError):
    """The person may not act, or not as the one named. Exit code 11."""

    exit_code = 11


_REASONS: Final = {
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "din diskkvot är slut",
    errno.EACCES: "du får inte läsa eller skriva där",
    errno.EPERM: "du får inte läsa eller skriva där",
    errno.EROFS: "disken är skrivskyddad",
    errno.ENOENT: "den finns inte",
    errno.EISDIR: "det är en mapp, inte en fil",
    errno.ENOTDIR: "en del av sökvägen är en fil, inte en mapp",
    errno.EEXIST: "den finns redan",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EMFILE: "för många filer är öppna",
    errno.EIO: "disken eller nätet svarar fel",
}


def in_words(error: OSError) -> str:
    """Why the operating system refused, in Swedish; what is seldom met is said in the system's own words."""
    return _REASONS.get(error.errno or 0, f"operativsystemet svarar ”{error.strerror or error}”")
