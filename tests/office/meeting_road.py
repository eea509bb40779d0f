"""A short way to a meeting for tests: approved cases, a list with them on it, and the days between."""

from __future__ import annotations

from datetime import UTC, datetime

from beredning.office import meeting_attend, meeting_call, meeting_plan, reports
from beredning.office.desk import Desk
from beredning.office.moving import move
from beredning.store.rows import AgendaRow, CaseRow, DecisionRow, MeetingRow
from tests.office.world import CHIEF, OFFICER, SECRETARY, World

AU, NAMND = "UBN-AU:2023-12-06", "UBN:2023-12-13"

TEXT = """# Förslag till beslut
Utbildningsnämnden beslutar att anta {title}.
# Motivering till beslut
Bedöms ej tillämplig i detta ärende.
# Sammanfattning
Förvaltningen har tagit fram {title}.
# Ärendet
Här beskrivs bakgrunden till {title} utförligt.
# Ekonomisk bedömning
Ryms inom ram.
# Invånarperspektiv
Bedöms ej tillämplig i detta ärende.
# Hållbarhetsperspektiv
Bedöms ej tillämplig i detta ärende.
# Lagstiftning och kommunala styrdokument
Skollagen.
# Remissyttrande
Bedöms ej tillämplig i detta ärende.
# Beslutets genomförande
Förvaltningschefen genomför beslutet under våren.
# Förvaltningens bedömning
Förvaltningen bedömer att förslaget är väl avvägt.
"""


def at(day: str, clock: str = "09:00") -> datetime:
    """That local clock on a winter day, as the UTC time that a desk has."""
    hours, minutes = clock.split(":")
    return datetime.fromisoformat(day).replace(hour=int(hours) - 1, minute=int(minutes), tzinfo=UTC)


def secretary(world: World, day: str, clock: str = "09:00") -> Desk:
    return world.desk(SECRETARY, at(day, clock))


def draft(world: World, title: str, **more: str) -> str:
    """A case whose report is written but not approved; MBL is judged not to apply."""
    dnr = world.register(title, **more)
    desk = world.desk(OFFICER)
    move(desk, dnr, "påbörja")
    move(desk, dnr, "mbl:bedöm-ej-tillämplig", "Ärendet ändrar inte verksamheten.", {"skäl": "Ändrar inget."})
    reports.write(desk, dnr, TEXT.format(title=title), lambda _: None, ("Förvaltningschefen",), ("Revisorerna",))
    return dnr


def ready(world: World, title: str = "Nämndplan 2024", **more: str) -> str:
    """A case that can be called: its report is written and approved."""
    dnr = draft(world, title, **more)
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(CHIEF), dnr, "godkänn")
    return dnr


def planned(
    world: World, *dnrs: str, organ: str = "UBN-AU", day: str = "2023-12-06", clock: str = "", **more: str
) -> str:
    """A planned meeting with the cases on its list. clock: when it begins, where not as kommun.yaml says."""
    desk = secretary(world, "2023-11-21")
    made = meeting_plan.plan_meeting(
        desk, organ, day, {"justerare": "Anette Håkansson", **({"tid": clock} if clock else {})}
    )
    if not made.starts:
        meeting_plan.change_meeting(desk, made.key, {"tid": "08:00", "plats": "Sal A"})
    for dnr in dnrs:
        meeting_plan.add_case(desk, made.key, dnr, **more)  # type: ignore[arg-type]
    return made.key


def stage(world: World, dnr: str) -> str:
    with world.database.read() as reader:
        return reader.all(CaseRow, "by_dnr", dnr)[0].stage


def meeting(world: World, key: str) -> MeetingRow:
    with world.database.read() as reader:
        row = reader.one(MeetingRow, key)
    assert row is not None
    return row


def listed(world: World, key: str) -> list[tuple[str, str, str]]:
    """(label, title, state) of each row of the list, in order."""
    with world.database.read() as reader:
        rows = reader.all(AgendaRow, "by_meeting", key)
        return [(row.label, reader.text(row.title), row.state) for row in rows]


def decisions(world: World, key: str) -> list[DecisionRow]:
    with world.database.read() as reader:
        return reader.all(DecisionRow, "by_meeting", key)


def sitting(
    world: World, *dnrs: str, organ: str = "UBN-AU", day: str = "2023-12-06", absent: tuple[str, ...] = ()
) -> str:
    """An opened meeting with the cases on its list and two ersättare in the room."""
    key = planned(world, *dnrs, organ=organ, day=day)
    meeting_call.call(secretary(world, "2023-11-28"), key)
    desk = secretary(world, day, "08:00")
    meeting_attend.roll_call(desk, key, absent=absent, present=("Toni Andersson", "Mauricio Jiménez"))
    meeting_attend.open_meeting(desk, key)
    return key
