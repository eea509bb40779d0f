"""The instance: the folder that holds a municipality's own files and its database, and how it is found.

Every command starts here, so nothing is imported that finding the folder and reading a compiled file does not need.
"""

# Every command comes this way, and pathlib costs it 6 ms.
# ruff: noqa: PTH103, PTH107, PTH110, PTH111, PTH112, PTH113, PTH118, PTH119, PTH120, PTH123
from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from beredning.definitions.organisation_files import MAIN
from beredning.errors import NotAllowed, NotFound, UsageFault
from beredning.office.configuration import load

if TYPE_CHECKING:
    from datetime import datetime

    from beredning.core.organisation import Organisation
    from beredning.store import Database

__all__ = ["Instance", "database_url", "find_instance", "load", "now", "open_store", "set_clock"]


class Instance(NamedTuple):
    """A found instance. folder: its absolute path."""

    folder: str

    @property
    def main(self) -> str:
        """The path of kommun.yaml."""
        return os.path.join(self.folder, MAIN)

    @property
    def hidden(self) -> str:
        """The folder of what can be made again (compiled files) and of the clock of a training instance."""
        return os.path.join(self.folder, ".beredning")


def find_instance(start: str, explicit: str | None = None) -> Instance:
    """The instance named by `explicit` (a folder, or its kommun.yaml), else the nearest at or above `start`.

    start: absolute path of a folder; a relative `explicit` is taken from there. Raises NotFound, saying what to do.
    """
    if explicit:
        return _named(os.path.normpath(os.path.join(start, os.path.expanduser(explicit))), explicit)
    folder = os.path.normpath(start)
    while True:
        if os.path.isfile(os.path.join(folder, MAIN)):
            return Instance(folder)
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    raise NotFound(
        f"Ingen instans hittades: varken {start} eller någon mapp ovanför har en {MAIN}.",
        "Gå till instansens mapp, ange den med --instans MAPP eller i BEREDNING_INSTANS, "
        "eller gör en ny med ”beredning ny MAPP”.",
    )


def _named(path: str, explicit: str) -> Instance:
    folder = os.path.dirname(path) if os.path.basename(path) == MAIN else path
    if os.path.isfile(os.path.join(folder, MAIN)):
        return Instance(folder)
    if not os.path.isdir(folder):
        raise NotFound(f"Mappen {explicit} finns inte.", "Kontrollera --instans och BEREDNING_INSTANS.")
    raise NotFound(
        f"Mappen {explicit} är ingen instans: den har ingen {MAIN}.",
        "Kontrollera --instans och BEREDNING_INSTANS, eller gör en ny instans med ”beredning ny MAPP”.",
    )


def database_url(instance: Instance, organisation: Organisation) -> str:
    """Where the database is: the URL in kommun.yaml, or the absolute path of a file that is named from the folder."""
    named = organisation.database
    if named.startswith("postgresql"):
        return named
    return os.path.join(instance.folder, named.removeprefix("sqlite:///"))


def open_store(instance: Instance, organisation: Organisation, *, read_only: bool = False) -> Database:
    """The instance's open database. Raises StorageFault or WrongVersion as `open_database` does.

    Raises NotAllowed when kommun.yaml and the database do not agree on whether this is a training instance: the one
    lets anyone set the clock and act as anyone, so no edit of a text file may turn a real register into it.
    """
    from beredning.store import open_database

    database = open_database(database_url(instance, organisation), read_only=read_only)
    with database.read() as reader:
        made_for = reader.meta("övning")
    if made_for and (made_for == "ja") != organisation.training:
        database.close()
        said = "övning: ja" if organisation.training else "övning: nej"
        text = f"{MAIN} säger ”{said}”, men databasen gjordes {'för övning' if made_for == 'ja' else 'på riktigt'}."
        raise NotAllowed(text, f"Skriv ”övning: {made_for}” i {MAIN}; det bestäms när instansen görs.")
    return database


# The clock of a training instance


def _clock_path(instance: Instance) -> str:
    return os.path.join(instance.hidden, "klocka")


def now(instance: Instance, organisation: Organisation, system_now: datetime, given: str = "") -> datetime:
    """The time to act at, aware and in UTC: the system's, or the one that a training instance is set to.

    given: a local time that goes before the stored one (the environment variable BEREDNING_KLOCKA), or "".
    A set clock stands still. Raises NotAllowed for one in a real instance, UsageFault for one that is no time.
    """
    text = given or _stored_clock(instance)
    if not text:
        return system_now
    if not organisation.training:
        where = "BEREDNING_KLOCKA är satt" if given else "filen .beredning/klocka finns"
        todo = "Ta bort variabeln" if given else "Ta bort filen"
        raise NotAllowed(
            f"Klockan får bara ställas i en övning, men {where} och {MAIN} säger inte ”övning: ja”.",
            f"{todo}, eller kör kommandot i en övningsinstans.",
        )
    return read_clock(text)


def read_clock(text: str) -> datetime:
    """The aware UTC time that "2023-12-01T09:00" (Swedish time; a space or only a date will do) means.

    A date alone is 08:00 that day. Raises UsageFault.
    """
    from datetime import UTC, datetime

    from beredning.core.clock import FIRST_YEAR, LAST_YEAR, utc_from_local

    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageFault(f"”{text}” är ingen tid.", "Skriv till exempel 2023-12-01T09:00.") from error
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise UsageFault(
            f"”{text}” ligger utanför åren {FIRST_YEAR}–{LAST_YEAR}.", "Skriv till exempel 2023-12-01T09:00."
        )
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    if len(text.strip()) <= len("2023-12-01"):
        local = local.replace(hour=8)
    return utc_from_local(local)


def set_clock(instance: Instance, organisation: Organisation, text: str) -> datetime | None:
    """Set the clock of a training instance to a local time, or let it go again with "". Answers the UTC time, or None.

    Raises NotAllowed in a real instance, UsageFault for what is no time, OSError when it cannot be written.
    """
    if not organisation.training:
        raise NotAllowed(
            f"Klockan kan inte ställas: {organisation.municipality} är ingen övning.",
            "Gör en övningsinstans med ”beredning ny MAPP --övning”.",
        )
    moment = read_clock(text) if text else None
    path = _clock_path(instance)
    if moment is not None:
        from beredning.drafts import replace_file

        os.makedirs(instance.hidden, exist_ok=True)
        replace_file(path, moment.isoformat().encode())
    elif os.path.exists(path):
        os.remove(path)
    return moment


def _stored_clock(instance: Instance) -> str:
    try:
        with open(_clock_path(instance), encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""
