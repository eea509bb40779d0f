"""A small office to try use cases in: the training organisation, a fresh database, and people at their desks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from beredning.core.organisation import Organisation
from beredning.office import cases
from beredning.office.configuration import load, load_workflow
from beredning.office.desk import Desk
from beredning.office.instance import Instance
from beredning.resources import resource_folder
from beredning.store import Database, create_database, open_database

OFFICER, CHIEF, SECRETARY, REGISTRAR = "maggan.melander", "asa.ericson", "marie.kallvik.nilsson", "rut.ovningsson"
NOW = datetime(2023, 11, 20, 8, tzinfo=UTC)


class World(NamedTuple):
    """An instance with its database. `desk` seats a person at a time."""

    instance: Instance
    organisation: Organisation
    database: Database
    url: str

    def desk(self, person: str, now: datetime = NOW) -> Desk:
        """The desk of a person of the training organisation."""
        actor = self.organisation.actor(person, now.date().isoformat(), "konto")
        assert actor is not None
        return Desk(self.instance, self.organisation, self.database, actor, now)

    @contextmanager
    def elsewhere(self) -> Iterator[World]:
        """The same office over another connection, as on a colleague's machine."""
        database = open_database(self.url)
        try:
            yield self._replace(database=database)
        finally:
            database.close()

    def register(self, title: str = "Nämndplan med budget 2024", workflow: str = "namndarende", **more: str) -> str:
        """Registers a case of the officer and answers its dnr."""
        definition, text = load_workflow(self.instance, workflow)
        new = cases.NewCase("UBN", title, workflow, OFFICER, **more)
        return cases.register(self.desk(REGISTRAR), new, definition, text).dnr


def make_world(folder: Path, url: str) -> World:
    """A world in an empty folder, on a database that is not there yet."""
    text = (resource_folder("templates") / "ovning" / "kommun.yaml").read_text(encoding="utf-8")
    (folder / "kommun.yaml").write_text(text.replace("diarium: annat", "diarium: eget"), encoding="utf-8")
    create_database(url)
    instance = Instance(str(folder))
    return World(instance, load(instance), open_database(url), url)
