"""What a command is told about the world: instance, organisation, who acts, what time it is, and the database.

Everything is found when it is first asked for. This is the one place that reads clock, environment, user and folder.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from beredning.core.organisation import Actor, Organisation
    from beredning.office.desk import Desk
    from beredning.office.instance import Instance
    from beredning.office.spelling import Spelling
    from beredning.store import Database
    from beredning_cli.progress import Meter


class Context:
    """One run of the program. json, color, folder and person are the common flags as given (None: not given)."""

    def __init__(self) -> None:
        self.json: bool = False
        self.color: bool | None = None
        self.folder: str | None = None
        self.person: str | None = None
        self._instance: Instance | None = None
        self._organisation: Organisation | None = None
        self._databases: dict[bool, Database] = {}
        self._now: datetime | None = None
        self._committed = 0

    @property
    def os_user(self) -> str:
        """The account the program runs as: from the operating system, not the environment, which anyone can set."""
        return operating_system_user()

    def start(self) -> str:
        """The folder where the search for an instance begins: the current one."""
        return _current_folder()

    def instance(self) -> Instance:
        """The instance: `--instans`, BEREDNING_INSTANS, else upward from here. Raises NotFound when there is none."""
        if self._instance is None:
            from beredning.office.instance import find_instance

            self._instance = find_instance(self.start(), self.folder or os.environ.get("BEREDNING_INSTANS") or None)
        return self._instance

    def instance_named(self) -> bool:
        """Whether an instance was named, so that not finding it is a fault and not an absence."""
        return bool(self.folder or os.environ.get("BEREDNING_INSTANS"))

    def organisation(self) -> Organisation:
        """All of kommun.yaml as values. Raises BadDefinition with every fault in it."""
        if self._organisation is None:
            from beredning.office.instance import load

            self._organisation = load(self.instance())
        return self._organisation

    def now(self) -> datetime:
        """The time, aware and in UTC: the system's, or the one a training instance has been set to. It stands still
        during a command, so that what it does is done at one moment."""
        if self._now is None:
            from datetime import UTC, datetime

            from beredning.office.instance import now

            given = os.environ.get("BEREDNING_KLOCKA", "")
            self._now = now(self.instance(), self.organisation(), datetime.now(UTC), given)
        return self._now

    def today(self) -> date:
        """The Swedish date of `now()`."""
        from beredning.core.clock import local_day

        return local_day(self.now())

    def today_anywhere(self) -> date:
        """The Swedish date by the system's clock, for what is done without an instance."""
        from datetime import UTC, datetime

        from beredning.core.clock import local_day

        return local_day(datetime.now(UTC))

    def actor(self) -> Actor:
        """Who acts: `--som` or BEREDNING_SOM, else the person the account belongs to, with the roles held today.

        Raises NotAllowed when the account belongs to nobody or to several, or when it is not one of the named person's
        in a real instance (a training instance lets anyone act as anyone); NotFound when there is no such person.
        """
        from beredning_cli.acting import acting_person

        chosen = self.person or os.environ.get("BEREDNING_SOM") or ""
        key = acting_person(self.organisation(), self.os_user, chosen)
        actor = self.organisation().actor(key, self.today().isoformat(), self.os_user)
        assert actor is not None
        return actor

    def spelling(self, own: tuple[str, ...]) -> Spelling:
        """The Swedish dictionary of this machine, with the municipality's own words; or why there is none."""
        from pathlib import Path

        from beredning.office.spelling import find_spelling

        return find_spelling(Path(os.path.expanduser("~")), os.environ, own)  # noqa: PTH111

    def database(self, *, read_only: bool = False) -> Database:
        """The instance's database, opened once and closed when the command ends."""
        if read_only not in self._databases:
            from beredning.office.instance import open_store

            self._databases[read_only] = open_store(self.instance(), self.organisation(), read_only=read_only)
        return self._databases[read_only]

    def desk(self, *, read_only: bool = False) -> Desk:
        """All of the above as the office's use cases are handed it."""
        from beredning.office.desk import Desk

        database = self.database(read_only=read_only)
        return Desk(self.instance(), self.organisation(), database, self.actor(), self.now())

    def progress(self, label: str, total: int = 0) -> AbstractContextManager[Meter]:
        """A bar for work that may take a second: `with context.progress("Skriver", 30) as meter: … meter.step()`."""
        from beredning_cli.progress import Meter

        return Meter(label, total)

    def emit(self, value: object, text: Callable[[], str | Iterable[str]]) -> None:
        """Print the answer: `value` as JSON under `--json`, else what `text()` gives. Both say the same thing."""
        from beredning_cli.output import emit

        emit(self, value, text)

    def what_was_saved(self) -> str:
        """For an error nobody expected: whether anything this run did was committed before it."""
        if not self._committed:
            return "Databasen är inte ändrad."
        return f"Det som hann bli klart är sparat (till och med journalpost {self._committed}); inget annat är ändrat."

    def close(self) -> None:
        """Close what was opened."""
        for database in self._databases.values():
            self._committed = max(self._committed, database.committed)
            database.close()
        self._databases.clear()


def operating_system_user() -> str:
    """The name of the account the process runs as; its number where it has no name (some containers)."""
    try:
        import pwd
    except ImportError:  # Windows
        return os.getlogin()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _current_folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 - pathlib costs 6 ms at start
    except FileNotFoundError as error:
        from beredning.errors import NotFound

        raise NotFound("Mappen du står i finns inte längre.", "Gå till en annan mapp med cd.") from error
