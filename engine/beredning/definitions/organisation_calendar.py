"""Checks the calendar of meetings: the order of its days, doubles, holidays and days when nobody has a mandate."""

from __future__ import annotations

from datetime import date

from beredning.core.calendar import FIRST_YEAR, day_name, is_working_day
from beredning.core.organisation import MeetingDay
from beredning.definitions.nearest import nearest
from beredning.definitions.organisation_draft import Draft, Subject


def check_meetings(draft: Draft) -> None:
    """Run the checks of the calendar; what is found goes to `draft.remarks`."""
    seen: dict[tuple[str, str], list[tuple[int, MeetingDay]]] = {}
    for number, meeting in enumerate(draft.organisation.meetings):
        subject: Subject = ("sammanträden", number)
        if draft.organisation.organ(meeting.organ) is None:
            hint = nearest(meeting.organ, [o.key for o in draft.organisation.organs])
            draft.fel(subject, f"Organet ”{meeting.organ}” finns inte.", hint, "organ")
            continue
        same = seen.setdefault((meeting.organ, meeting.day), [])
        _double(draft, subject, meeting, same)
        same.append((number, meeting))
        _order(draft, subject, meeting)
        _day(draft, subject, meeting)
        _members(draft, subject, meeting)


def _double(draft: Draft, subject: Subject, meeting: MeetingDay, same: list[tuple[int, MeetingDay]]) -> None:
    for number, other in same:
        where = draft.line(("sammanträden", number))
        if other.start == meeting.start or not (other.start and meeting.start):
            text = f"{meeting.organ} har redan ett sammanträde {meeting.day} ({where})."
            draft.fel(subject, text, "Ta bort det ena, eller ange olika ”tid”.", "dag")
        else:
            draft.info(
                subject, f"{meeting.organ} har två sammanträden {meeting.day} (det andra på {where}).", "", "dag"
            )


def _order(draft: Draft, subject: Subject, meeting: MeetingDay) -> None:
    if meeting.notice > meeting.day:
        text = f"Kallelsen ({meeting.notice}) ligger efter sammanträdet {meeting.day}."
        draft.fel(subject, text, "Rätta ”kallelse” eller ”dag”.", "kallelse")
    if meeting.manuscript > meeting.day:
        text = f"Manusstoppet ({meeting.manuscript}) ligger efter sammanträdet {meeting.day}."
        draft.fel(subject, text, "Rätta ”manusstopp” eller ”dag”.", "manusstopp")
    elif meeting.notice and meeting.manuscript > meeting.notice:
        text = (
            f"Manusstoppet ({meeting.manuscript}) ligger efter kallelsen ({meeting.notice}): underlag kan saknas i den."
        )
        draft.warn(subject, text, "Lägg manusstoppet före kallelsen.", "manusstopp")
    _regulated_notice(draft, subject, meeting)
    if not meeting.start:
        draft.warn(subject, f"{meeting.organ} {meeting.day} saknar tid; den behövs i kallelsen.", "Ange ”tid”.")
    if not meeting.place:
        draft.warn(subject, f"{meeting.organ} {meeting.day} saknar plats; den behövs i kallelsen.", "Ange ”plats”.")


def _regulated_notice(draft: Draft, subject: Subject, meeting: MeetingDay) -> None:
    organ = draft.organisation.organ(meeting.organ)
    days = organ.rule("kallelse-dagar") if organ else ""
    if not days or not meeting.notice:
        return
    left = (date.fromisoformat(meeting.day) - date.fromisoformat(meeting.notice)).days
    if 0 <= left < int(days):
        text = f"Kallelsen {meeting.notice} går ut {left} dagar före sammanträdet; reglementet kräver {days}."
        draft.warn(subject, text, "Flytta ”kallelse”.", "kallelse")


def _day(draft: Draft, subject: Subject, meeting: MeetingDay) -> None:
    """Days that are no working days: lawful, but seldom meant."""
    for key, what, text in (
        ("dag", "Sammanträdet", meeting.day),
        ("kallelse", "Sista dagen för kallelse,", meeting.notice),
        ("manusstopp", "Manusstoppet", meeting.manuscript),
    ):
        day = date.fromisoformat(text) if text else None
        if day is not None and day.year >= FIRST_YEAR and not is_working_day(day):
            draft.info(subject, f"{what} {text} infaller på {day_name(day)}.", "", key)


def _members(draft: Draft, subject: Subject, meeting: MeetingDay) -> None:
    organisation = draft.organisation
    mandates = [m for m in organisation.mandates if m.organ == meeting.organ]
    if mandates and not organisation.mandates_on(meeting.organ, meeting.day):
        last = max(m.end for m in mandates)
        first = min(m.start for m in mandates)
        why = (
            f"de sista mandaten går ut {last}" if last and last < meeting.day else f"de första mandaten börjar {first}"
        )
        draft.warn(subject, f"Ingen har mandat i {meeting.organ} {meeting.day}: {why}.", "Fyll på ”mandat”.", "dag")
