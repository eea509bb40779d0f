"""Reporting of delegated decisions: when each is due, the list for the meeting, and from when the appeal time runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from beredning.core.deadlines import AppealPeriod, appeal_period
from beredning.core.delegation import NEXT_MEETING, NOT_REPORTED, PERIODICALLY, DelegatedDecision, DelegationPoint
from beredning.core.law import LEGALITY_REVIEW
from beredning.errors import Obstacle

# Months in each period that a nämnd may choose for points reported periodically.
PERIODS: Final = {"månad": 1, "kvartal": 3, "tertial": 4, "halvår": 6, "år": 12}
# DEL-08: the least that the list shows, in order.
LIST_COLUMNS: Final = ("nr", "beslutsdatum", "dnr", "delegationspunkt", "ärende/beslut", "delegat")

_AS_DECIDED: Final = "KL 6:40, 7:8"
_URGENT: Final = "KL 6:40 andra stycket"


class Sitting(NamedTuple):
    """A meeting of the nämnd that decisions can be reported to. key: its name in the system."""

    key: str
    day: date


class Due(NamedTuple):
    """When a decision must be reported. how: "brådskande" (the next meeting, by law) or the point's reporting. sitting:
    the meeting it is due at, None when it is not reported or no such meeting is planned. overdue: that meeting has been
    held without it, or it was reported later."""

    how: str
    sitting: Sitting | None
    overdue: bool
    obstacles: tuple[Obstacle, ...] = ()


def due_report(
    decision: DelegatedDecision,
    point: DelegationPoint | None,
    sittings: tuple[Sitting, ...],
    today: date,
    period: str = "",
) -> Due:
    """At which meeting a decision must be reported, and whether that was missed (DEL-04, DEL-05, DEL-06).

    Urgent: the first meeting after the decision, by law. Otherwise as the point says; "periodvis" is the first meeting
    after the end of the period (PERIODS) the decision fell in. A report at an earlier meeting, on the decision's own
    day too, is in time. An undated decision is never due: it is refused elsewhere (DEL-08).
    """
    how = "brådskande" if decision.urgent else (point.reporting if point else NEXT_MEETING)
    if decision.day is None:
        return Due(how, None, False)
    if how == NOT_REPORTED:
        return Due(how, None, False, tuple(_unreported(decision, point)))
    if how == PERIODICALLY and period not in PERIODS:
        text = f"{decision.label} anmäls periodvis, men delegationsordningen anger inte hur ofta."
        hint = f"Ange period: {', '.join(PERIODS)}."
        return Due(how, None, False, (Obstacle("DEL-05", text, _AS_DECIDED, "FEL", "nämnden", hint=hint),))
    after = period_end(decision.day, period) if how == PERIODICALLY else decision.day
    sitting = min((s for s in sittings if s.day > after), key=lambda s: s.day, default=None)
    if sitting is None:
        text = f"{decision.label} ska anmälas, men det finns inget planerat möte efter {after}."
        code, origin = ("DEL-04", _URGENT) if decision.urgent else ("DEL-05", _AS_DECIDED)
        return Due(how, None, False, (Obstacle(code, text, origin, "INFO", "sekreterare"),))
    return _judged(decision, how, sitting, today)


def period_end(day: date, period: str) -> date:
    """The last day of the calendar period (a key of PERIODS) that a day falls in. Raises KeyError for another."""
    months = PERIODS[period]
    last = (day.month - 1) // months * months + months
    return date(day.year + last // 12, last % 12 + 1, 1) - timedelta(1)


def list_row(decision: DelegatedDecision) -> tuple[str, ...]:
    """The decision as a row of the list, a text for each of LIST_COLUMNS; "" where something is missing (DEL-08)."""
    delegate = ", ".join(part for part in (decision.name or decision.person, decision.title) if part)
    day = decision.day.isoformat() if decision.day else ""
    return (decision.nr, day, decision.case, decision.point or _urgent_point(decision), decision.text, delegate)


def check_list(decisions: tuple[DelegatedDecision, ...]) -> tuple[Obstacle, ...]:
    """What the list for a meeting lacks: FEL for date or delegat, VARNING for another column; FEL for a number given
    twice, since the § must identify each decision for its appeal time to run (DEL-07, DEL-08)."""
    found: list[Obstacle] = []
    for place, decision in enumerate(decisions, 1):
        found += _row_faults(decision, place)
    numbers = [d.nr for d in decisions if d.nr]
    for nr in dict.fromkeys(n for n in numbers if numbers.count(n) > 1):
        text = f"Numret {nr} står {numbers.count(nr)} gånger i listan; varje beslut måste kunna identifieras."
        found.append(Obstacle("DEL-07", text, "KL 13:5", "FEL", "sekreterare", hint="Ge besluten egna nummer."))
    return tuple(found)


def check_noting(sentences: tuple[str, ...]) -> tuple[Obstacle, ...]:
    """VARNING when the beslutssats of the reporting item approves or ratifies: it is information only (DEL-09)."""
    for sentence in sentences:
        words = sentence.casefold()
        verb = next((v for v in ("godkänn", "fastställ", "bekräft", "ompröv", "upphäv") if v in words), "")
        if verb:
            text = f"”{sentence}” låter nämnden ta ställning till delegatens beslut; anmälan är bara information."
            hint = "Skriv ”… noterar redovisningen av delegationsbeslut.”"
            return (Obstacle("DEL-09", text, "KL 6:37, 6:40", "VARNING", "sekreterare", hint=hint),)
    return ()


def appeal_time(
    decision: DelegatedDecision, point: DelegationPoint | None, item_posted: date | None
) -> AppealPeriod | None:
    """The time for laglighetsprövning of a delegated decision, None while it has not begun (KL 13:5; DEL-06, DEL-07).

    Reported: from the posting of the adjusted § that noted it (item_posted). Not to be reported: from the posting of
    its own protokoll. None too where the decision is appealed in another way, or not at all.
    """
    if point is not None and point.appeal_kind != LEGALITY_REVIEW:
        return None
    own = point is not None and point.reporting == NOT_REPORTED and not decision.urgent
    posted = decision.posted_on if own else item_posted
    return appeal_period(posted) if posted else None


def _judged(decision: DelegatedDecision, how: str, sitting: Sitting, today: date) -> Due:
    reported = decision.reported_on
    overdue = reported > sitting.day if reported else today > sitting.day
    if not overdue:
        return Due(how, sitting, False)
    when = f"anmäldes först {reported}" if reported else "är inte anmält"
    text = f"{decision.label} skulle ha anmälts vid mötet {sitting.day} men {when}."
    code, origin, severity = ("DEL-04", _URGENT, "FEL") if decision.urgent else ("DEL-05", _AS_DECIDED, "VARNING")
    hint = "" if reported else "Ta upp beslutet i nästa delegationslista."
    last = sitting.day.isoformat()
    return Due(how, sitting, True, (Obstacle(code, text, origin, severity, "sekreterare", last, hint),))


def _unreported(decision: DelegatedDecision, point: DelegationPoint | None) -> Iterator[Obstacle]:
    """Not to be reported but open to laglighetsprövning: own protokoll, and announced (DEL-06)."""
    if point is None or point.appeal_kind != LEGALITY_REVIEW:
        return
    if decision.minuted_on is None:
        text = f"{decision.label} ska inte anmälas och måste därför protokollföras särskilt, vilket inte är gjort."
        yield Obstacle("DEL-06", text, _AS_DECIDED, "FEL", "delegat", hint="Upprätta ett eget protokoll.")
    if decision.posted_on is None:
        text = (
            f"{decision.label} ska inte anmälas och måste därför tillkännages på anslagstavlan, vilket inte är gjort."
        )
        yield Obstacle("DEL-06", text, "KL 8:10", "FEL", "sekreterare", hint="Anslå beslutet; tiden löper därifrån.")


def _row_faults(decision: DelegatedDecision, place: int) -> Iterator[Obstacle]:
    for column, value in zip(LIST_COLUMNS, list_row(decision), strict=True):
        if value.strip():
            continue
        severity = "FEL" if column in ("beslutsdatum", "delegat") else "VARNING"
        text = f"Rad {place} i delegationslistan saknar {column}."
        yield Obstacle("DEL-08", text, "KL 6:40, 5:67", severity, "delegat", hint="Komplettera beslutet.")


def _urgent_point(decision: DelegatedDecision) -> str:
    return "KL 6:39" if decision.urgent else ""
