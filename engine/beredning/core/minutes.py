"""A protokoll as values: its front page, one section for each §, what it lacks, and how a decision's record is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from beredning.core.attendance import Attendance
from beredning.core.decision import Decision, Note, Proposal
from beredning.core.voting import Ballot, Reservation, Result, Vote
from beredning.errors import Obstacle

_LAW: Final = "KL 5:66–67, 6:35"


class Presence(NamedTuple):
    """A person on the front page. title: post or befattning as printed. spans: runs of §§ (first, last), inclusive, ()
    when present throughout. serving_for: name with party of the ledamot whose seat an ersättare served on."""

    name: str
    party: str = ""
    kind: str = "ledamot"
    title: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    serving_for: str = ""
    form: str = "plats"

    @property
    def label(self) -> str:
        """Name with party, as printed."""
        return f"{self.name} ({self.party})" if self.party else self.name


class Leaving(NamedTuple):
    """Jäv at a §: who left the room before it and came back after it, why, and who served instead (KL 6:30, KL-25)."""

    name: str
    reason: str = ""
    substitute: str = ""


class Voting(NamedTuple):
    """An omröstning as printed: the ballot with people by name, its result, and the parties of those who voted."""

    ballot: Ballot
    result: Result
    parties: tuple[tuple[str, str], ...] = ()


class Reported(NamedTuple):
    """A delegated decision anmäld at the §, so that it can be told which one and by whom (DEL-07, DEL-08)."""

    nr: str
    day: str
    case: str
    point: str
    text: str
    delegat: str


class Section(NamedTuple):
    """One § of the protokoll (KL 5:67). number: 0 until the meeting is closed. label: its number on the agenda.

    recorded: the decision with all that is recorded of it, people by name. proposal: the förslag till beslut of the
    tjänsteutlåtande; prepared: what an utskott proposed before. underlag: titles with dates. deciding: False when an
    utskott only prepares; public: whether the adjusted § is an allmän handling by the adjustment (TF 2:10, TF-03).
    """

    number: int
    year: int
    label: str
    title: str
    dnr: str
    recorded: Decision
    leaving: tuple[Leaving, ...] = ()
    votings: tuple[Voting, ...] = ()
    summary: tuple[str, ...] = ()
    underlag: tuple[str, ...] = ()
    proposal: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    prepared: tuple[str, ...] = ()
    extra: bool = False
    deciding: bool = True
    public: bool = True
    reported: tuple[Reported, ...] = ()


class Posting(NamedTuple):
    """The anslagsbevis of a run of §§ (KL 8:12). Dates are ISO; removed_on "" while it is up. earliest_removal: the day
    after the appeal period. kept: where the protokoll is kept; signed: who put the notice up."""

    first: int
    last: int
    adjusted_on: str
    posted_on: str = ""
    appeal_until: str = ""
    earliest_removal: str = ""
    removed_on: str = ""
    kept: str = ""
    signed: str = ""


class Minutes(NamedTuple):
    """A whole protokoll. day: ISO; opened, closed: local "YYYY-MM-DD HH:MM"; breaks: ajourneringar as printed.

    chair, secretary, adjusters: names with party or title. adjust_place: where and when it is adjusted, as printed.
    head: number and digest of the journal's last entry when it was written.
    """

    municipality: str
    organ: str
    day: str
    opened: str
    closed: str
    place: str
    chair: str
    secretary: str
    adjusters: tuple[str, ...]
    presences: tuple[Presence, ...]
    sections: tuple[Section, ...]
    breaks: tuple[str, ...] = ()
    adjust_place: str = ""
    postings: tuple[Posting, ...] = ()
    head: tuple[int, str] = (0, "")
    created: str = ""
    version: int = 1

    @property
    def numbers(self) -> tuple[int, ...]:
        """Its §§ in order."""
        return tuple(section.number for section in self.sections)


def spans_of(stretches: Iterable[Attendance], numbers: dict[int, int], last: int) -> tuple[tuple[int, int], ...]:
    """The runs of §§ that stretches of presence cover; () when they cover every §.

    numbers: the § of each order number that the stretches are given in; last: the last order number.
    """
    present = sorted({n for one in stretches for n in range(1, last + 1) if one.covers(n) and n in numbers})
    if len(present) == len(numbers):
        return ()
    runs: list[list[int]] = []
    for order in present:
        if runs and order == runs[-1][1] + 1:
            runs[-1][1] = order
        else:
            runs.append([order, order])
    return tuple((numbers[first], numbers[end]) for first, end in runs)


def span_text(spans: tuple[tuple[int, int], ...]) -> str:
    """Runs of §§ as printed: "§§ 12–14, 16", "§ 12", "" for the whole meeting."""
    if not spans:
        return ""
    pieces = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    single = len(spans) == 1 and spans[0][0] == spans[0][1]
    return ("§ " if single else "§§ ") + ", ".join(pieces)


def completeness(minutes: Minutes) -> tuple[Obstacle, ...]:
    """What the protokoll lacks: front page (KL 5:66), §§ without a gap (KL-45), and the content of each § (KL 5:67).

    What the law of the meeting has against a single decision is judged by core.decision.check_paragraph when it is
    recorded and when the protokoll is written; here only what belongs to the protokoll as a whole.
    """
    return (*_front(minutes), *_numbers(minutes), *_texts(minutes))


def _front(minutes: Minutes) -> list[Obstacle]:
    wanted = (
        ("ordförande", minutes.chair),
        ("sekreterare", minutes.secretary),
        ("justerare", minutes.adjusters),
        ("plats", minutes.place),
        ("tid då sammanträdet öppnades", minutes.opened),
        ("tid då sammanträdet avslutades", minutes.closed),
        ("närvaro", minutes.presences),
    )
    return [
        Obstacle("KL-41", f"Protokollet saknar uppgift om {name}.", _LAW, "FEL", "sekreterare")
        for name, value in wanted
        if not value
    ]


def _numbers(minutes: Minutes) -> list[Obstacle]:
    numbers = minutes.numbers
    if not numbers:
        return [Obstacle("KL-41", "Protokollet har inga paragrafer.", _LAW, "FEL", "sekreterare")]
    if list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] > 0:
        return []
    text = f"Paragraferna {', '.join(map(str, numbers))} följer inte på varandra."
    return [Obstacle("KL-45", text, "Praxis för paragrafnummer", "FEL", "sekreterare")]


def _texts(minutes: Minutes) -> list[Obstacle]:
    found = []
    for section in minutes.sections:
        if section.recorded.outcome != "utgår" and not any(text.strip() for text in section.recorded.text):
            text = f"§ {section.number} ”{section.title}” saknar beslutets ordalydelse."
            found.append(Obstacle("KL-42", text, f"{_LAW} p 4", "FEL", "sekreterare"))
    return found


# The record of a decision, kept as canonical JSON beside its wording


class Record(NamedTuple):
    """What is kept of a decision beside its outcome. decision: people by key. The rest is what the protokoll needs of
    the tjänsteutlåtande as it was when the decision was taken; action and information: who the decision is sent to;
    prepared: what an utskott proposed before."""

    decision: Decision
    proposal: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    underlag: tuple[str, ...] = ()
    action: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    prepared: tuple[str, ...] = ()


def record_to_json(record: Record) -> str:
    """The record as canonical JSON: sorted keys, no spaces; times as local ISO text."""
    return json.dumps(_plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def record_from_json(text: str) -> Record:
    """The record that `record_to_json` wrote. Raises KeyError or TypeError on text that it did not write."""
    data = json.loads(text)
    lists = {key: tuple(value) for key, value in data.items() if key != "decision"}
    return Record(_decision(data["decision"]), **lists)


def _decision(data: dict[str, Any]) -> Decision:
    fields: dict[str, Any] = {
        **{key: tuple(value) if isinstance(value, list) else value for key, value in data.items()},
        "proposals": tuple(Proposal(**{**p, "by": tuple(p["by"])}) for p in data["proposals"]),
        "ballots": tuple(_ballot(b) for b in data["ballots"]),
        "reservations": tuple(_reservation(r) for r in data["reservations"]),
        "notes": tuple(Note(**n) for n in data["notes"]),
    }
    return Decision(**fields)


def _ballot(data: dict[str, Any]) -> Ballot:
    votes = tuple(Vote(**v) for v in data["votes"])
    return Ballot(**{**data, "votes": votes, "counts": tuple((choice, number) for choice, number in data["counts"])})


def _reservation(data: dict[str, Any]) -> Reservation:
    announced, motive_on = data["announced"], data["motive_on"]
    return Reservation(
        data["person"],
        datetime.fromisoformat(announced) if announced else None,
        date.fromisoformat(motive_on) if motive_on else None,
        data["motive"],
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
