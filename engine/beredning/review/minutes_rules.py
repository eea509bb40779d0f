"""Minutes and proofs of posting by the house: who adjusts (KA03), who was there (KA07, KA08), hours (DT01, DT02) and
the order of meeting, justering, posting and removal (DT05)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.core.deadlines import adjustment_limit, last_appeal_day, posting_limit
from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.catalogue import found
from beredning.review.days import as_date, clocks, first_day, read_slot
from beredning.review.pack import Pack
from beredning.review.people import elected_people
from beredning.review.texts import plain
from beredning.review.values import Frame, Paper

# Labels as minutes print them, by what they mean. The longest are looked for first.
_LABELS: Final = {
    "meeting": ("sammanträdesdatum", "sammanträdesdag", "sammanträde"),
    "hours": ("tid",),
    "place_hours": ("plats och tid",),
    "deciding": ("beslutande", "beslutande ledamöter", "ledamöter", "närvarande ledamöter"),
    "adjusters": ("justerare", "justerande", "utses att justera", "utsedd att justera"),
    "adjusting": ("justeringens plats och tid", "plats och tid för justering", "justeringens tid och plats"),
    "adjusted": ("justerat", "justerat den", "justeringsdatum", "datum för justering"),
    "posted": ("anslaget", "anslaget den", "anslagsdatum", "datum för anslags uppsättande", "anslag uppsatt"),
    "appeal": ("överklagas senast", "sista dag för överklagande", "överklagas till och med"),
    "down": ("nedtaget", "datum för anslags nedtagande", "anslag nedtaget"),
    "earliest": ("tas ned tidigast", "tas ner tidigast", "får tas ned"),
}  # fmt: skip
_BY_LABEL: Final = {word: name for name, words in _LABELS.items() for word in words}
# The years whose holidays the limits know.
_FIRST, _LAST = "1990-01-01", "2099-12-31"
_TABBED: Final = re.compile(r"([^\t:\n]{3,45}?)\s*(?:\t|:\s)\s*(.*)", re.DOTALL)
_SERVES_FOR: Final = re.compile(
    r",?\s*(?:tjänstgör|tjänstgörande|ersätter) (?:för )?([^\n,;(§]+?)\s*(?:\([^)\n]*\)|(?=[\n,;§]|$))"
)
_HOURS: Final = re.compile(r"(?:kl\.?\s*)?(\d[\d.:-]*\s*[-–—]\s*\d[\d.:-]*)", re.IGNORECASE)


class _Fact(NamedTuple):
    """A labelled value as it stands."""

    text: str
    passage: Passage


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every fault of this kind in each protokoll and anslagsbevis of the house."""
    for paper in pack.papers:
        if not paper.house or paper.kind not in ("protokoll", "anslagsbevis"):
            continue
        for facts in _runs(paper):
            yield from _order(paper, facts, frame)
        facts = _facts(paper.reading.body)
        yield from _hours(paper, facts, frame)
        if paper.kind == "protokoll" and any(name in facts for name in ("deciding", "hours", "place_hours")):
            yield from _adjusted(paper, facts, frame)
            yield from _present(paper, facts, frame)


def _facts(passages: tuple[Passage, ...]) -> dict[str, _Fact]:
    """The first value of each label."""
    made: dict[str, _Fact] = {}
    for name, fact in _labelled(passages):
        made.setdefault(name, fact)
    return made


def _runs(paper: Paper) -> Iterator[dict[str, _Fact]]:
    """Facts by proof of posting: minutes that were adjusted in parts have several, each with its own days."""
    held: dict[str, _Fact] = {}
    for name, fact in _labelled(paper.reading.body):
        if name in ("adjusted", "posted") and name in held:
            yield held
            held = {key: value for key, value in held.items() if key == "meeting"}
        held.setdefault(name, fact)
    yield held


def _labelled(passages: tuple[Passage, ...]) -> Iterator[tuple[str, _Fact]]:
    for place, one in enumerate(passages):
        if len(one.cells) >= 2:
            label, value = one.cells[0], "\n".join(one.cells[1:])
        elif split := _TABBED.match(one.text):
            label, value = split[1], split[2]
        else:
            label, value = one.text, passages[place + 1].text if place + 1 < len(passages) else ""
            if one.kind == "heading":
                continue
        name = _BY_LABEL.get(plain(label))
        if name and value.strip():
            yield name, _Fact(value.strip(), one)


def _order(paper: Paper, facts: dict[str, _Fact], frame: Frame) -> Iterator[Finding]:
    days = {name: (first_day(fact.text), fact.passage) for name, fact in facts.items()}
    known = {name: day for name, (day, _) in days.items() if _FIRST <= day <= _LAST}
    for name, text, hint, ground in _faults(known):
        yield found(frame, "DT05", paper, days[name][1], text, hint, ground=ground)


def _faults(days: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """What is wrong with the days, as the label it stands at, text, suggestion and ground. A day that is wrong by the
    one before it is not judged again by what comes after: that is the same fault."""
    meeting, adjusted, posted = (days.get(name, "") for name in ("meeting", "adjusted", "posted"))
    if meeting and adjusted and adjusted < meeting:
        yield "adjusted", f"Justerat {adjusted}, före sammanträdet {meeting}.", "Rätta datumet.", "KL 5:69"
        return
    if meeting and adjusted > adjustment_limit(as_date(meeting)).rolled.isoformat():
        text = f"Justerat {adjusted}, mer än 14 dagar efter sammanträdet {meeting}."
        yield "adjusted", text, "Rätta datumet, eller anteckna varför justeringen dröjde.", "KL 5:69"
    if adjusted and posted and posted < adjusted:
        yield "posted", f"Anslaget {posted}, före justeringen {adjusted}.", "Rätta datumet.", "KL 8:12"
        return
    if adjusted and posted > posting_limit(as_date(adjusted)).rolled.isoformat():
        text = f"Anslaget {posted}, senare än andra dagen efter justeringen {adjusted}."
        yield "posted", text, "Rätta datumet, eller anteckna varför anslaget dröjde.", "KL 8:12"
    if posted:
        yield from _appeal_faults(posted, days.get("appeal", ""), days.get("down", ""))


def _appeal_faults(posted: str, appeal: str, down: str) -> Iterator[tuple[str, str, str, str]]:
    last = last_appeal_day(as_date(posted)).isoformat()
    if appeal and appeal != last:
        text = f"Sista dag för överklagande anges till {appeal}, men tre veckor från anslaget {posted} är {last}."
        yield "appeal", text, f"Skriv {last}.", "KL 13:5, lag (1930:173)"
    if down and down <= last:
        text = f"Anslaget togs ned {down}, innan tiden för överklagande gick ut {last}."
        yield "down", text, "Sätt upp anslaget på nytt; tiden börjar då om.", "KL 8:12, 13:5"


def _hours(paper: Paper, facts: dict[str, _Fact], frame: Frame) -> Iterator[Finding]:
    fact = facts.get("hours") or facts.get("place_hours")
    found_one = _HOURS.search(fact.text) if fact else None
    if fact is None or found_one is None or not (clocks(fact.text) or fact is facts.get("hours")):
        return
    starts, ends, right = read_slot(" ".join(found_one[1].split()))
    if not right and starts:
        yield found(frame, "DT01", paper, fact.passage, f"Tiden skrivs ”{found_one[1]}”.", "Skriv som ”08.00–11.30”.")
    elif starts and ends and ends < starts:
        text = f"Sammanträdet börjar {starts.replace(':', '.')} men slutar {ends.replace(':', '.')}."
        yield found(frame, "DT02", paper, fact.passage, text, "Rätta tiden.")


def _adjusted(paper: Paper, facts: dict[str, _Fact], frame: Frame) -> Iterator[Finding]:
    who, when = facts.get("adjusters"), facts.get("adjusting") or facts.get("adjusted")
    when = when or (facts.get("place_hours") if "hours" in facts else None)
    if who and when:
        return
    lacking = " och ".join(
        name for name, there in (("justerare", who), ("plats och tid för justeringen", when)) if not there
    )
    place = who.passage if who else None
    yield found(frame, "KA03", paper, place, f"Protokollet saknar {lacking}.", f"Ange {lacking}.")


def _replaced(text: str, people: tuple[tuple[str, str, bool], ...]) -> int:
    """How many of those listed gave their seat to somebody who is listed too: both served, at different items."""
    names = {plain(name) for name, _, _ in people}
    return sum(plain(one[1]) in names for one in _SERVES_FOR.finditer(text))


def _present(paper: Paper, facts: dict[str, _Fact], frame: Frame) -> Iterator[Finding]:
    deciding = facts.get("deciding")
    if deciding is None:
        return
    people = elected_people(_SERVES_FOR.sub("", deciding.text))
    loose = [name for name, _, proper in people if not proper]
    if loose:
        text = f"Partiet skrivs utan parentes, som efter ”{loose[0]}”."
        yield found(frame, "KA07", paper, deciding.passage, text, "Skriv namn och parti som ”Namn Namnsson (S)”.")
    said = " ".join(plain(one.text) for one in paper.reading.passages[:8])
    organ = max(
        (one for one in frame.organs or () if plain(one.name) in said), key=lambda one: len(one.name), default=None
    )
    if organ and organ.seats and people and len(people) * 2 <= organ.seats:
        text = f"{len(people)} beslutande räknas upp; {organ.name} har {organ.seats} platser och är då inte beslutför."
        hint = "Rätta närvaron: fler än hälften måste vara närvarande."
        why = "En nämnd får bara besluta när fler än hälften av ledamöterna är närvarande."
        yield found(frame, "KA08", paper, deciding.passage, text, hint, why=why, ground="KL 6:27")
    elif organ and organ.seats and len(people) - _replaced(deciding.text, people) > organ.seats:
        text = f"{len(people)} beslutande räknas upp, men {organ.name} har {organ.seats} platser."
        yield found(frame, "KA08", paper, deciding.passage, text, "Rätta närvaron.")
