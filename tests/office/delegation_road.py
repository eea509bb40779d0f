"""A short way to delegated decisions for tests: the training's delegation order, a remiss on delegation, a meeting."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from beredning.errors import Refused
from beredning.office import meeting_attend, meeting_call, meeting_close, meeting_decide
from beredning.office.delegation import Given, Recorded, record
from beredning.office.meeting_record import Wish
from beredning.resources import resource_folder
from beredning.store.rows import DelegatedRow
from tests.office.meeting_road import at, planned, ready, secretary
from tests.office.world import CHIEF, World

DAY = "2023-12-04"
RECTOR, SUBSTITUTE, MANAGER, CHAIR = "magnus.fagerstrom", "marcus.larsson", "ulla-stina.millton", "lena.camp"
ORDER = "delegationsordning.yaml"


def with_order(world: World) -> World:
    """The world with the training's delegation order in its instance."""
    shutil.copy(resource_folder("templates") / "ovning" / ORDER, Path(world.instance.folder) / ORDER)
    return world


def given(**changed: object) -> Given:
    """A decision with nothing against it: the chief answers a remiss under point 1.1."""
    plain: dict[str, object] = {
        "organ": "UBN",
        "point": "1.1",
        "delegat": CHIEF,
        "day": DAY,
        "text": "Yttrandet lämnas enligt förslaget.",
        "reference": "Remiss A",
    }
    return Given(**(plain | changed))  # type: ignore[arg-type]


def decide(world: World, by: str = CHIEF, today: str = DAY, **changed: object) -> Recorded:
    return record(world.desk(by, at(today, "10:00")), given(**changed))


def codes(world: World, by: str = CHIEF, today: str = DAY, **changed: object) -> list[str]:
    """The codes that a decision is refused for; it is refused."""
    with pytest.raises(Refused) as refused:
        decide(world, by, today, **changed)
    return [o.code for o in refused.value.obstacles]


def rows(world: World) -> list[DelegatedRow]:
    with world.database.read() as reader:
        return reader.all(DelegatedRow, "by_period", "UBN", "", "9999-12-31")


def head(world: World) -> tuple[int, str]:
    with world.database.read() as reader:
        return reader.head()


def hold_meeting(world: World, day: str = "2023-12-13", *dnrs: str) -> str:
    """A meeting of the nämnd that is planned, called, opened and closed; the standing items are noted."""
    key = planned(world, *dnrs, organ="UBN", day=day)
    before = secretary(world, f"{day[:8]}{int(day[8:]) - 6:02d}")
    meeting_call.call(before, key)
    desk = secretary(world, day, "15:00")
    meeting_attend.roll_call(desk, key)
    meeting_attend.open_meeting(desk, key, "13:00")
    for place in range(len(dnrs)):
        meeting_decide.decide_item(desk, key, str(3 + place), Wish("bifall"))
    meeting_close.close_meeting(desk, key, note_rest=True)
    return key


def prepared(world: World) -> str:
    """A case that AU has handled, so that the nämnd can decide it."""
    dnr = ready(world)
    au = planned(world, dnr)
    meeting_call.call(secretary(world, "2023-11-28"), au)
    desk = secretary(world, "2023-12-06", "11:00")
    meeting_attend.roll_call(desk, au)
    meeting_attend.open_meeting(desk, au, "08:00")
    meeting_decide.decide_item(desk, au, "3", Wish("förslag"))
    meeting_close.close_meeting(desk, au, note_rest=True)
    return dnr
