"""The desk: what every use case is handed, so that none reads the clock, the environment or a file by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.clock import local_day
from beredning.core.organisation import Actor, Organisation

if TYPE_CHECKING:
    from beredning.office.instance import Instance
    from beredning.store import Database, Unit


class Desk(NamedTuple):
    """Who acts, when, where, and on which database. now: aware UTC time (a training instance may have set it)."""

    instance: Instance
    organisation: Organisation
    database: Database
    actor: Actor
    now: datetime

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """A write transaction of this person at this time. An organisation that has changed since it was last journaled
        is journaled first, so that an auditor sees under which one each act was done. Raises StorageFault."""
        from beredning.office.configuration import record_configuration

        with self.database.unit(self.now, self.actor.os_user) as unit:
            record_configuration(unit, self)
            yield unit

    @property
    def day(self) -> date:
        """The Swedish calendar day of the act."""
        return local_day(self.now)
