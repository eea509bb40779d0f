"""The deadlines (frister) of a workflow for one case: which day each falls, and whether it has passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from beredning.core.case import Case, Placement
from beredning.core.deadlines import limit_after
from beredning.core.organisation import MeetingDay
from beredning.core.workflow import Deadline, Workflow
from beredning.errors import Obstacle


class Due(NamedTuple):
    """A deadline that runs for a case now. day: the last day (ISO); rolled: the same moved past holidays, where the
    deadline counts forward (lag 1930:173 2 §). since: the day it is counted from."""

    deadline: Deadline
    since: str
    day: str
    rolled: str

    def passed(self, today: date) -> bool:
        """Whether the last day is over."""
        return today.isoformat() > self.day


def due(case: Case, workflow: Workflow, meetings: Iterable[MeetingDay] = ()) -> tuple[Due, ...]:
    """The deadlines of the stage where the case stands, the earliest first; those whose anchor is not known yet (no
    meeting, no svarsdatum) are left out. meetings: the planned ones, for the last day of the kallelse."""
    planned = tuple(meetings)
    found = []
    for deadline in workflow.deadlines:
        since = anchor_day(case, deadline.anchor, planned) if deadline.stage == case.stage else ""
        if since:
            limit = limit_after(date.fromisoformat(since), deadline.days)
            forward = limit.rolled if deadline.days > 0 else limit.raw
            found.append(Due(deadline, since, limit.raw.isoformat(), forward.isoformat()))
    return tuple(sorted(found, key=lambda one: (one.day, one.deadline.name)))


def anchor_day(case: Case, anchor: str, meetings: tuple[MeetingDay, ...] = ()) -> str:
    """The ISO date that `anchor` stands for in this case, "" when it is not known. Raises KeyError for no anchor."""
    placement = next((p for p in reversed(case.placements) if p.open), None)
    decision = case.decisions[-1] if case.decisions else None
    days = {
        "skedets-början": case.stage_since,
        "registrering": case.registered,
        "svarsdatum": case.reply_due,
        "manusstopp": placement.manuscript if placement else "",
        "kallelse": _notice(placement, meetings),
        "sammanträde": placement.day if placement else decision.day if decision else "",
        "justering": decision.adjusted_on if decision else "",
        "anslag": decision.posted_on if decision else "",
    }
    return days[anchor]


def _notice(placement: Placement | None, meetings: tuple[MeetingDay, ...]) -> str:
    """The last day to send the kallelse of the meeting the case is placed on."""
    if placement is None:
        return ""
    return next((m.notice for m in meetings if (m.organ, m.day) == (placement.organ, placement.day)), "")


def warnings(case: Case, workflow: Workflow, today: date, meetings: Iterable[MeetingDay] = ()) -> tuple[Obstacle, ...]:
    """What the deadlines say today: one that has passed with its own severity (a day that only rolls past a holiday is
    a VARNING until the rolled day is over: KL-51), one that still runs as INFO."""
    return tuple(_said(one, today) for one in due(case, workflow, meetings))


def _said(one: Due, today: date) -> Obstacle:
    title = one.deadline.name.replace("-", " ")
    origin = one.deadline.ground or {"LAG": "Lag", "REGLEMENTE": "Reglementet"}.get(one.deadline.kind, "Lokal rutin")
    name = f"{title[:1].upper()}{title[1:]}"
    if not one.passed(today):
        return Obstacle("frist-löper", f"{name}: senast {one.day}.", origin, "INFO", last_day=one.day)
    if today.isoformat() <= one.rolled:
        text = f"{name}: sista dag var {one.day}, som inte är en vardag; nästa vardag är {one.rolled}."
        severity = "INFO" if one.deadline.severity == "INFO" else "VARNING"
        return Obstacle("frist-rullad", text, origin, severity, last_day=one.rolled)
    text = f"{name}: sista dag var {one.day} och har passerats."
    return Obstacle("frist-passerad", text, origin, one.deadline.severity, last_day=one.day)
