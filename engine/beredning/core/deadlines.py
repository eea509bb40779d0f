"""The time limits of minutes, posting and appeal: when something is late, and from when a decision has legal force."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from beredning.core.calendar import add_months, add_weeks, day_name, next_working_day
from beredning.errors import Obstacle

ADJUSTMENT_DAYS = 14
POSTING_DAYS = 2
APPEAL_WEEKS = 3


class Limit(NamedTuple):
    """A time limit: the day the statute counts to, and the same day moved past holidays (lag 1930:173 2 §)."""

    raw: date
    rolled: date


class AppealPeriod(NamedTuple):
    """The time for laglighetsprövning: posted, the last day to appeal, the first day the posting may come down."""

    posted: date
    last_day: date
    earliest_removal: date


class AppealCheck(NamedTuple):
    """A person's recorded check of whether a decision was appealed (KL-52). Never made by the program.

    appealed: an appeal had come in. posting_up_throughout: the posting was on the board during the whole appeal period
    (KL 13:5 second paragraph). finally_decided_on: the day a court's decision on the appeal became final, if it has;
    annulled: that decision annulled ours.
    """

    made_on: date
    made_by: str
    appealed: bool
    posting_up_throughout: bool
    finally_decided_on: date | None = None
    annulled: bool = False


class LegalForce(NamedTuple):
    """From which day a decision has legal force (laga kraft), or None and every reason why that is not known."""

    day: date | None
    obstacles: tuple[Obstacle, ...] = ()


def limit_after(day: date, days: int) -> Limit:
    """The limit a number of days after a day, which is itself not counted: raw and rolled."""
    raw = day + timedelta(days)
    return Limit(raw, next_working_day(raw))


def adjustment_limit(meeting_ended: date) -> Limit:
    """The last day to adjust (justera) the minutes: 14 days after the meeting's last day (KL 5:69, KL-43)."""
    return limit_after(meeting_ended, ADJUSTMENT_DAYS)


def posting_limit(adjusted: date) -> Limit:
    """The last day to post that the minutes were adjusted: the second day after (KL 8:12, KL-47)."""
    return limit_after(adjusted, POSTING_DAYS)


def last_appeal_day(posted: date) -> date:
    """The last day a laglighetsprövning can come in: same weekday three weeks later, rolled (KL 13:5, KL-49/50)."""
    return next_working_day(add_weeks(posted, APPEAL_WEEKS))


def earliest_removal(posted: date) -> date:
    """The first day the posting may be taken down: the day after the last appeal day (KL 8:12, KL-50)."""
    return last_appeal_day(posted) + timedelta(1)


def appeal_period(posted: date) -> AppealPeriod:
    """Posting, last appeal day and earliest removal together, as an anslagsbevis prints them."""
    return AppealPeriod(posted, last_appeal_day(posted), earliest_removal(posted))


def administrative_appeal_last_day(received: date) -> date:
    """The last day for förvaltningsbesvär: three weeks after the party got the decision, rolled (FL 44 §, FL-10)."""
    return next_working_day(add_weeks(received, APPEAL_WEEKS))


def check_adjustment(meeting_ended: date, adjusted: date | None, today: date) -> tuple[Obstacle, ...]:
    """Obstacles to the adjustment's day: before the meeting ended, late (KL-43), or late but saved by rolling (KL-51).

    meeting_ended is the last day of a meeting held over several. Not adjusted yet: judged as of `today`.
    """
    limit = adjustment_limit(meeting_ended)
    if adjusted is not None and adjusted < meeting_ended:
        text = f"Protokollet är justerat {adjusted}, före sammanträdets sista dag {meeting_ended}."
        return (Obstacle("KL-43", text, "KL 5:69", "FEL", "ordförande", hint="Rätta justeringsdatumet."),)
    what = f"Protokollet från sammanträdet {meeting_ended}"
    state = "är ännu inte justerat" if adjusted is None else f"justerades {adjusted}"
    rule = "justering ska ske senast fjorton dagar efter sammanträdet"
    return _late("KL-43", f"{what} {state}", rule, "KL 5:69", limit, adjusted or today, "ordförande")


def check_posting(adjusted: date, posted: date | None, today: date) -> tuple[Obstacle, ...]:
    """Obstacles to the posting's day: before the adjustment, late (KL-47), or late but saved by rolling (KL-51)."""
    limit = posting_limit(adjusted)
    if posted is not None and posted < adjusted:
        text = f"Justeringen är anslagen {posted}, innan protokollet justerades {adjusted}."
        return (Obstacle("KL-47", text, "KL 8:12", "FEL", "sekreterare", hint="Anslå på nytt efter justeringen."),)
    what = f"Justeringen {adjusted}"
    state = "är ännu inte anslagen" if posted is None else f"anslogs {posted}"
    rule = "den ska tillkännages senast andra dagen efter justeringen"
    return _late("KL-47", f"{what} {state}", rule, "KL 8:12", limit, posted or today, "sekreterare")


def check_removal(posted: date, removed: date) -> tuple[Obstacle, ...]:
    """FEL when the posting came down before its time: the appeal period does not run out (KL 8:12, 13:5; KL-49)."""
    first = earliest_removal(posted)
    if removed >= first:
        return ()
    text = (
        f"Anslaget från {posted} togs ned {removed}, men får tas ned tidigast {first}; "
        f"överklagandetiden (sista dag {last_appeal_day(posted)}) har därför inte löpt ut."
    )
    return (Obstacle("KL-49", text, "KL 8:12, 13:5", "FEL", "sekreterare", hint="Anslå på nytt; tiden räknas om."),)


def appeal_in_time(posted: date, arrived: date) -> bool:
    """True when an appeal reached förvaltningsrätten, or the kommun instead, within the time (KL 13:5–6, KL-49).

    An appeal that arrives before the posting is in time too: the decision exists although the period has not begun.
    """
    return arrived <= last_appeal_day(posted)


def check_citizen_proposal(raised: date, today: date) -> tuple[Obstacle, ...]:
    """INFO nine months after an undecided medborgarförslag was raised, VARNING after a year (KL 5:35, 6:34; KL-60)."""
    year = add_months(raised, 12)
    if today < add_months(raised, 9):
        return ()
    passed = today > year
    told = " Fullmäktige ska informeras om att det inte är avgjort." if passed else ""
    text = f"Medborgarförslaget väcktes {raised} och ska om möjligt avgöras inom ett år, senast {year}.{told}"
    severity = "VARNING" if passed else "INFO"
    return (Obstacle("KL-60", text, "KL 5:35, 6:34", severity, "handläggare", year.isoformat()),)


def legal_force(posted: date, check: AppealCheck | None, removed: date | None = None) -> LegalForce:
    """From which day the decision has legal force, never without a recorded check (KL 13:5, KL-52).

    Without an appeal: the day after the last appeal day. With one: the day the court's decision became final.
    The check must be dated after the last appeal day and say that the posting was up the whole time.
    """
    last = last_appeal_day(posted)
    if check is None:
        text = f"Det är inte kontrollerat om beslutet har överklagats; sista dag att överklaga är {last}."
        hint = (
            f"Kontrollera hos förvaltningsrätten och i diariet tidigast {last + timedelta(1)} och anteckna kontrollen."
        )
        return LegalForce(None, (Obstacle("KL-52", text, "KL 13:5", "FEL", "sekreterare", hint=hint),))
    obstacles = [*_posting_faults(posted, check, removed), *_check_faults(check, last)]
    if check.appealed:
        obstacles += _court_faults(check)
        return LegalForce(None if obstacles else check.finally_decided_on, tuple(obstacles))
    return LegalForce(None if obstacles else last + timedelta(1), tuple(obstacles))


def _late(code: str, what: str, rule: str, origin: str, limit: Limit, day: date, remover: str) -> tuple[Obstacle, ...]:
    last = limit.rolled.isoformat()
    if day <= limit.raw:
        return ()
    if day <= limit.rolled:
        text = (
            f"{what}; {rule}, alltså {limit.raw}. Den dagen är {day_name(limit.raw)}, "
            f"och om tiden får räknas till nästa vardag är sista dag {last}."
        )
        return (Obstacle("KL-51", text, f"{origin}; lag (1930:173) 2 §", "VARNING", remover, last),)
    text = f"{what}; {rule}, alltså {limit.raw}" + (f" (nästa vardag {last})." if limit.raw != limit.rolled else ".")
    return (Obstacle(code, text, origin, "FEL", remover, last),)


def _posting_faults(posted: date, check: AppealCheck, removed: date | None) -> list[Obstacle]:
    early = list(check_removal(posted, removed)) if removed is not None else []
    if check.posting_up_throughout or early:
        return early
    text = f"Anslaget från {posted} har inte suttit uppe under hela överklagandetiden, som därför inte har löpt ut."
    return [Obstacle("KL-49", text, "KL 13:5", "FEL", "sekreterare", hint="Anslå på nytt; tiden räknas om.")]


def _check_faults(check: AppealCheck, last: date) -> list[Obstacle]:
    found = []
    if not check.made_by:
        found.append(Obstacle("KL-52", "Det framgår inte vem som kontrollerade om beslutet överklagats.", "KL 13:5"))
    if check.made_on <= last and not check.appealed:
        text = f"Kontrollen är gjord {check.made_on}, men beslutet kan överklagas till och med {last}."
        hint = f"Kontrollera igen tidigast {last + timedelta(1)}."
        found.append(Obstacle("KL-52", text, "KL 13:5", "FEL", "sekreterare", hint=hint))
    return found


def _court_faults(check: AppealCheck) -> list[Obstacle]:
    if check.finally_decided_on is None:
        text = "Beslutet är överklagat och domstolen har inte slutligt avgjort målet."
        return [Obstacle("KL-52", text, "KL 13:5", "FEL", "förvaltningsrätten")]
    if check.annulled:
        text = f"Beslutet är upphävt av domstol genom avgörande som vann laga kraft {check.finally_decided_on}."
        hint = "Är beslutet verkställt ska verkställigheten rättas så långt det går (KL 13:15)."
        return [Obstacle("KL-54", text, "KL 13:8, 13:15", "FEL", "", hint=hint)]
    return []
