"""A sammanträde's life: planerat, kallat, öppnat, avslutat, protokollfört, justerat; and what hinders each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from beredning.core import deadlines
from beredning.core.agenda import DECIDED, EXTRA, MATTERS, OPEN, Item, Items, labels
from beredning.errors import Obstacle, UsageFault

PLANNED: Final = "planerat"
CALLED: Final = "kallat"
OPENED: Final = "öppnat"
CLOSED: Final = "avslutat"
MINUTED: Final = "protokollfört"
ADJUSTED: Final = "justerat"
STATES: Final = (PLANNED, CALLED, OPENED, CLOSED, MINUTED, ADJUSTED)

PREPARES: Final = "bereder"
DECIDES: Final = "beslutar"

# act: the states it may be done in, the state it leads to, and the command that does it. A kallelse may be sent again
# with changes, and minutes written again until some § is adjusted.
ACTS: Final[dict[str, tuple[tuple[str, ...], str, str]]] = {
    "kalla": ((PLANNED, CALLED), CALLED, "kallelse"),
    "öppna": ((CALLED,), OPENED, "öppna"),
    "avsluta": ((OPENED,), CLOSED, "avsluta"),
    "protokollför": ((CLOSED, MINUTED), MINUTED, "protokoll"),
    "justera": ((MINUTED,), ADJUSTED, "justera"),
    "anslå": ((MINUTED, ADJUSTED), "", "anslå"),
}
_DONE: Final = {
    "kalla": "kallas",
    "öppna": "öppnas",
    "avsluta": "avslutas",
    "protokollför": "protokollföras",
    "justera": "justeras",
    "anslå": "anslås",
}


class Meeting(NamedTuple):
    """A sammanträde. key: "UBN-AU:2023-12-06". day, sent_on: ISO dates; starts, ends: "HH:MM"; opened_at, closed_at:
    local "YYYY-MM-DD HH:MM", "" until then. chair, secretary, adjusters: person keys."""

    key: str
    organ: str
    organ_kind: str
    day: str
    starts: str
    ends: str = ""
    place: str = ""
    state: str = PLANNED
    chair: str = ""
    secretary: str = ""
    adjusters: tuple[str, ...] = ()
    sent_on: str = ""
    opened_at: str = ""
    closed_at: str = ""

    @property
    def called(self) -> bool:
        """Whether a kallelse has been sent."""
        return self.state != PLANNED

    @property
    def last_day(self) -> str:
        """The meeting's last day (ISO): the day it was closed, or the day it is held."""
        return self.closed_at[:10] or self.day


class Range(NamedTuple):
    """A run of §§ adjusted together (KL-44), as numbers of one organ and year, with its posting. Dates are ISO."""

    first: int
    last: int
    adjusted_on: str
    adjusters: tuple[str, ...] = ()
    posted_on: str = ""
    appeal_until: str = ""
    removed_on: str = ""

    def holds(self, number: int) -> bool:
        """Whether the § lies in the run."""
        return self.first <= number <= self.last


def meeting_key(organ: str, day: str, nth: int = 1) -> str:
    """The key of an organ's nth meeting on a day: "UBN-AU:2023-12-06", "UBN-AU:2023-12-06:2"."""
    return f"{organ}:{day}" + (f":{nth}" if nth > 1 else "")


def parse_key(text: str) -> tuple[str, str, int]:
    """(organ as typed or "", ISO day, which one that day) of "UBN-AU:2023-12-06", "ubn-au 2023-12-06" or "2023-12-06".

    Raises UsageFault when there is no date in it.
    """
    parts = text.replace(":", " ").split()
    nth = int(parts.pop()) if len(parts) > 1 and parts[-1].isdecimal() else 1
    try:
        day = date.fromisoformat(parts[-1]).isoformat()
    except (ValueError, IndexError):
        hint = "Skriv organ och datum, till exempel UBN-AU:2023-12-06."
        raise UsageFault(f"”{text}” är inget sammanträde.", hint) from None
    return " ".join(parts[:-1]), day, nth


def wrong_state(meeting: Meeting, act: str) -> tuple[Obstacle, ...]:
    """The obstacle that the meeting is not in a state where the act can be done, with the command that is next."""
    sources, _, _ = ACTS[act]
    if meeting.state in sources:
        return ()
    text = f"Sammanträdet {meeting.key} är {meeting.state} och kan inte {_DONE[act]}; det går när det är "
    later = STATES.index(meeting.state) > STATES.index(sources[-1])
    following = next((command for froms, _, command in ACTS.values() if meeting.state in froms), "")
    hint = f"beredning sammanträde {following} {meeting.key}" if following and not later else ""
    return (
        Obstacle(
            "fel-läge", f"{text}{' eller '.join(sources)}.", "Sammanträdets gång", "FEL", "sekreterare", hint=hint
        ),
    )


# Calling


def may_call(meeting: Meeting, items: Items, notice_days: int, today: str) -> tuple[Obstacle, ...]:
    """Obstacles to sending the kallelse: its state, what it must say, and the reglemente's days of notice.

    notice_days: the reglemente's number of days before the meeting. KL states none for a nämnd (KL-11), so a late
    kallelse is a VARNING that somebody answers for, never a FEL.
    """
    found = list(wrong_state(meeting, "kalla"))
    hint = f"beredning sammanträde ändra {meeting.key}"
    for value, name, option in (
        (meeting.starts, "starttid", "--tid HH:MM"),
        (meeting.place, "plats", '--plats "…"'),
        (meeting.chair, "ordförande", "--ordförande PERSON"),
        (meeting.secretary, "sekreterare", "--sekreterare PERSON"),
    ):
        if not value:
            text = f"Sammanträdet {meeting.key} saknar {name}."
            found.append(Obstacle("KL-10", text, "KL 6:23", "FEL", "sekreterare", hint=f"{hint} {option}"))
    if not any(item.numbered for item in items):
        text = f"Föredragningslistan för {meeting.key} är tom."
        hint = f"beredning sammanträde lägg-till {meeting.key} DNR"
        found.append(Obstacle("tom-lista", text, "Reglementet (KL 6:44)", "FEL", "sekreterare", hint=hint))
    return (*found, *_notice(meeting, notice_days, today))


def last_notice_day(day: str, notice_days: int) -> str:
    """The last day (ISO) to send a kallelse that the reglemente wants so many days before the meeting."""
    return (date.fromisoformat(day) - timedelta(notice_days)).isoformat()


def _notice(meeting: Meeting, notice_days: int, today: str) -> tuple[Obstacle, ...]:
    if today > meeting.day:
        text = f"Sammanträdet {meeting.day} har redan varit; i dag är det {today}."
        return (Obstacle("passerat", text, "KL 6:23", "FEL"),)
    last = last_notice_day(meeting.day, notice_days)
    if meeting.called or today <= last:
        return ()
    text = (
        f"Kallelsen skulle ha skickats senast {last} ({notice_days} dagar före sammanträdet {meeting.day}); "
        f"i dag är det {today}."
    )
    hint = 'Ange varför den skickas sent: --skäl "…"'
    return (Obstacle("KL-11", text, "Reglementet (KL 6:44)", "VARNING", "ordförande", last, hint),)


# Opening and closing


def may_open(meeting: Meeting, at: str, quorum: Sequence[Obstacle]) -> tuple[Obstacle, ...]:
    """Obstacles to opening at local time `at` ("YYYY-MM-DD HH:MM"). quorum: what KL 6:27 has against those present."""
    found = list(wrong_state(meeting, "öppna"))
    if at[:10] != meeting.day:
        text = f"Sammanträdet är kallat till {meeting.day}, inte {at[:10]}."
        found.append(Obstacle("KL-10", text, "KL 6:23", "FEL", "sekreterare"))
    return (*found, *quorum)


def may_decide(meeting: Meeting, item_label: str, state: str) -> tuple[Obstacle, ...]:
    """Obstacles of the meeting itself to deciding an item: it must be open, and so must the item. state: the item's."""
    if meeting.state != OPENED:
        sources = "öppnat"
        text = f"Sammanträdet {meeting.key} är {meeting.state}; beslut fattas när det är {sources}."
        hint = f"beredning sammanträde öppna {meeting.key}" if meeting.state == CALLED else ""
        return (Obstacle("fel-läge", text, "KL 6:27, 5:67", "FEL", "sekreterare", hint=hint),)
    if state != OPEN:
        text = f"Punkt {item_label} är redan {state}."
        return (Obstacle("fel-läge", text, "KL 5:67", "FEL"),)
    return ()


def may_change_item(label: str, item: Item) -> tuple[Obstacle, ...]:
    """The obstacle that an item is decided or taken off and so cannot be changed."""
    if item.state == OPEN:
        return ()
    return (Obstacle("fel-läge", f"Punkt {label} ”{item.title}” är {item.state}.", "KL 5:67", "FEL"),)


def may_close(meeting: Meeting, items: Items, at: str) -> tuple[Obstacle, ...]:
    """Obstacles to closing at local time `at`: every numbered item must have its outcome first, since each gets a §
    (KL 5:66–67, KL-45), and reservations can no longer be announced afterwards (KL-36)."""
    found = list(wrong_state(meeting, "avsluta"))
    if meeting.opened_at and at < meeting.opened_at:
        text = f"Sammanträdet öppnades {meeting.opened_at} och kan inte avslutas {at}."
        found.append(Obstacle("fel-tid", text, "KL 5:65", "FEL", "sekreterare"))
    named = labels(items)
    for item in items:
        if item.numbered and item.state == OPEN:
            what = "Ärendet" if item.kind in MATTERS else "Den stående punkten"
            text = f"{what} {named[item.key]} ”{item.title}” har inget beslut eller annat utfall."
            hint = f"beredning sammanträde beslut {meeting.key} {named[item.key]} --utfall …"
            if item.kind not in MATTERS:
                hint = f"beredning sammanträde avsluta {meeting.key} --notera-resten"
            found.append(Obstacle("KL-42", text, "KL 5:67 via 6:35", "FEL", "sekreterare", hint=hint))
    return tuple(found)


# Adjusting and posting, per run of §§


def may_adjust(
    meeting: Meeting, numbers: Sequence[int], ranges: Sequence[Range], new: Range, wanted: int, today: str
) -> tuple[Obstacle, ...]:
    """Obstacles to adjusting the §§ of `new` (KL-43, KL-44).

    numbers: the §§ of the meeting; ranges: what is adjusted already; wanted: how many adjust beside the chair (KL 5:69,
    reglementet). adjusters of `new` are person keys, the chair among them.
    """
    found = list(wrong_state(meeting, "justera"))
    known = set(numbers)
    if new.first > new.last or new.first not in known or new.last not in known:
        text = f"§§ {new.first}–{new.last} finns inte i protokollet, som har §§ {min(known)}–{max(known)}."
        found.append(Obstacle("KL-44", text, "KL 5:69", "FEL", "sekreterare"))
    for old in ranges:
        if new.first <= old.last and old.first <= new.last:
            text = f"§§ {old.first}–{old.last} justerades redan {old.adjusted_on} och kan inte ändras."
            hint = "Ett fel rättas genom en anteckning i ett senare protokoll."
            found.append(Obstacle("KL-56", text, "KL 5:69, arkivpraxis", "FEL", hint=hint))
    found += _adjusters(meeting, new, wanted)
    if new.adjusted_on > today:
        text = f"Justeringsdagen {new.adjusted_on} har inte varit; i dag är det {today}."
        found.append(Obstacle("KL-43", text, "KL 5:69", "FEL", "sekreterare"))
    ended, adjusted = date.fromisoformat(meeting.last_day), date.fromisoformat(new.adjusted_on)
    return (*found, *deadlines.check_adjustment(ended, adjusted, date.fromisoformat(today)))


def _adjusters(meeting: Meeting, new: Range, wanted: int) -> list[Obstacle]:
    found = []
    if meeting.chair not in new.adjusters:
        text = "Ordföranden, som ledde sammanträdet, är inte bland dem som justerar."
        found.append(Obstacle("KL-43", text, "KL 5:69, reglementet", "FEL", "ordförande"))
    others = [name for name in new.adjusters if name != meeting.chair]
    if len(others) < wanted:
        text = f"Reglementet kräver {wanted} justerare jämte ordföranden; {len(others)} är angivna."
        found.append(Obstacle("KL-43", text, "KL 5:69, reglementet", "FEL", "justerare", hint="Ange fler med --av."))
    for name in others:
        if meeting.adjusters and name not in meeting.adjusters:
            text = f"{name} är inte vald att justera protokollet från {meeting.key}."
            found.append(Obstacle("KL-43", text, "KL 5:69, reglementet", "VARNING", "ordförande"))
    return found


def fully_adjusted(numbers: Sequence[int], ranges: Sequence[Range]) -> bool:
    """Whether every § of the meeting lies in an adjusted run."""
    return bool(numbers) and all(any(one.holds(number) for one in ranges) for number in numbers)


def may_post(one: Range, posted_on: str, today: str) -> tuple[Obstacle, ...]:
    """Obstacles to having announced the adjustment on that day (KL 8:12, KL-47). Too late is a FEL that a later posting
    cannot cure, so a posting that was late is recorded with a reason: the obstacle comes as VARNING here."""
    if one.posted_on and not one.removed_on:
        text = f"§§ {one.first}–{one.last} är redan anslagna {one.posted_on}."
        return (Obstacle("KL-47", text, "KL 8:12", "FEL", "sekreterare"),)
    if posted_on > today:
        text = f"Anslagsdagen {posted_on} har inte varit; i dag är det {today}."
        return (Obstacle("KL-47", text, "KL 8:12", "FEL", "sekreterare"),)
    days = (date.fromisoformat(text) for text in (one.adjusted_on, posted_on, today))
    found = deadlines.check_posting(*days)
    late = posted_on >= one.adjusted_on
    return tuple(o._replace(severity="VARNING") if late else o for o in found)


def may_remove(one: Range, removed_on: str, today: str) -> tuple[Obstacle, ...]:
    """Obstacles to taking the posting down that day: never before the appeal period has ended (KL 8:12, KL-49)."""
    if not one.posted_on or one.removed_on:
        text = f"§§ {one.first}–{one.last} är inte anslagna."
        return (Obstacle("KL-47", text, "KL 8:12", "FEL", "sekreterare"),)
    if removed_on > today:
        text = f"Dagen {removed_on} har inte varit; i dag är det {today}."
        return (Obstacle("KL-49", text, "KL 8:12", "FEL", "sekreterare"),)
    posted, removed = date.fromisoformat(one.posted_on), date.fromisoformat(removed_on)
    if deadlines.check_removal(posted, removed):
        last, first = deadlines.last_appeal_day(posted), deadlines.earliest_removal(posted)
        text = (
            f"Anslaget från {posted} får inte tas ned {removed}: beslutet kan överklagas till och med {last}, "
            f"och anslaget ska sitta uppe hela tiden."
        )
        hint = f"Ta ned det tidigast {first}."
        return (Obstacle("KL-49", text, "KL 8:12, 13:5", hint=hint),)
    return ()


# The two modes of an utskott


def mode_obstacles(organ_kind: str, items: Items) -> tuple[Obstacle, ...]:
    """Each case at an utskott carries a mode (KL-09): bereder, a proposal to the nämnd, or beslutar, on delegation.
    In other organs there is none to carry."""
    named = labels(items)
    if organ_kind != "utskott":
        return ()
    return tuple(
        Obstacle(
            "KL-09",
            f"Punkt {named[item.key]} ”{item.title}” anger inte om utskottet bereder eller beslutar.",
            "KL 6:37",
            "FEL",
            "sekreterare",
            hint="Ange --läge bereder eller --läge beslutar.",
        )
        for item in items
        if item.kind in MATTERS and item.numbered and item.mode not in (PREPARES, DECIDES)
    )


def is_deciding(organ_kind: str, mode: str, outcome: str) -> bool:
    """Whether a § with that outcome finally decides its matter: not a proposal from an utskott that prepares, and not
    a matter that comes back (återremiss, bordläggning) or was only taken off."""
    if organ_kind == "utskott" and mode != DECIDES:
        return False
    return outcome not in ("återremiss", "bordläggning", "utgår")


def is_public(organ_kind: str, mode: str) -> bool:
    """Whether the adjusted § is an upprättad, and so allmän, handling by the adjustment itself. A protokoll is not in
    matters that the organ only prepares (TF 2:10, TF-03)."""
    return organ_kind != "utskott" or mode == DECIDES


def extra_allowed(meeting: Meeting, items: Items, rule: str) -> tuple[Obstacle, ...]:
    """Whether the reglemente lets a matter be decided that the kallelse did not announce (KL-13). rule: its
    "extra-ärende", tillåtet or förbjudet."""
    if rule != "förbjudet":
        return ()
    return tuple(
        Obstacle("KL-13", f"Reglementet tillåter inte extra ärenden; ”{item.title}” är ett.", "Reglementet (KL 6:44)")
        for item in items
        if item.kind == EXTRA and item.state in (OPEN, DECIDED) and meeting.called
    )
