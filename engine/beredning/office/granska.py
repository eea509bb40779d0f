"""Granska as the office uses it: what is known around the papers, and the gates where a FEL stops a step."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from beredning.core.finding import SEVERITIES, Finding, Severity, Summary, summary
from beredning.errors import BadDocument, Obstacle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beredning.core.organisation import Organisation, Person
    from beredning.core.reading import Reading
    from beredning.core.report import Layout
    from beredning.office.desk import Desk
    from beredning.review.values import Expected, Frame, OrganKnown, Speller
    from beredning.review.values import Known as Registered
    from beredning.store import Reader
    from beredning.store.rows import CaseRow

Ahead: TypeAlias = "Mapping[tuple[str, str], Reading]"
SETTING: Final = "granska:"
ANSWERED: Final = "granskning"


class Unread(NamedTuple):
    """A file that was not looked at, and why."""

    file: str
    reason: str


class Reviewed(NamedTuple):
    """What granska found, and the files it could not look at. spelling: "" when words were checked, else why not."""

    findings: tuple[Finding, ...]
    summary: Summary
    unread: tuple[Unread, ...]
    spelling: str

    @property
    def sound(self) -> bool:
        """Whether there is no FEL, and every file could be read."""
        return not self.summary.errors and not self.unread


def review_files(
    files: Sequence[tuple[str, Callable[[], bytes]]],
    frame: Frame,
    spelling: str = "",
    step: Callable[[], None] = lambda: None,
    known: Callable[[Sequence[Reading], Frame], Frame] | None = None,
    ahead: Ahead = MappingProxyType({}),
) -> Reviewed:
    """Reads and reviews files together, as one pack. files: name and how its bytes are had; step: called for each;
    known: adds what a register knows of the papers once they are read; ahead: those that `read_ahead` has read.

    A file that cannot be read is told among the unread and does not stop the others.
    """
    from beredning.documents.reading import read
    from beredning.review.review import review

    readings: list[Reading] = []
    unread: list[Unread] = []
    for name, load in files:
        try:
            body = load()
            readings.append(ahead.get(_key(name, body)) or read(body, name))
        except BadDocument as error:
            unread.append(Unread(name, f"{error.text} {error.hint}".strip()))
        step()
    findings = review(readings, known(readings, frame) if known else frame)
    return Reviewed(findings, summary(findings, len(readings)), tuple(unread), spelling)


def read_ahead(files: Iterable[tuple[str, bytes]]) -> Ahead:
    """Papers read before a transaction is opened, by name and digest: a long PDF must not keep other writers waiting.

    What cannot be read is left to be told when it is reviewed.
    """
    from contextlib import suppress

    from beredning.documents.reading import read
    from beredning.errors import UsageFault

    made = {}
    for name, body in files:
        with suppress(BadDocument, UsageFault):
            made[_key(name, body)] = read(body, name)
    return made


def _key(name: str, body: bytes) -> tuple[str, str]:
    from hashlib import sha256

    return name, sha256(body).hexdigest()


def make_frame(
    layouts: tuple[Layout, ...],
    organisation: Organisation | None,
    day: str,
    *,
    speller: Speller | None = None,
    publication: bool = False,
) -> Frame:
    """Everything that is known beside the papers. organisation: None when no municipality is named; day: ISO, today."""
    from beredning.review.values import Frame

    if organisation is None:
        return Frame(layouts, publication=publication, speller=speller, today=day)
    return Frame(
        layouts,
        tuple(_person(organisation, person) for person in organisation.persons),
        tuple(_organs(organisation)),
        publication,
        severities(organisation),
        speller,
        today=day,
    )


def _person(organisation: Organisation, person: Person) -> Registered:
    from beredning.review.values import Known as Registered

    held = [one for one in organisation.mandates if one.person == person.key]
    titles = dict.fromkeys(filter(None, (person.title, *(one.title for one in person.titles))))
    organs = {one.organ for one in held} | {o.key for o in organisation.organs if person.key in o.invited}
    names = tuple(o.name for o in organisation.organs if o.key in organs)
    return Registered(person.name, tuple(titles), held[-1].party if held else "", names)


def _organs(organisation: Organisation) -> Iterator[OrganKnown]:
    from collections import Counter

    from beredning.core.organisation import SEAT_POSTS
    from beredning.review.values import OrganKnown

    names = {organ.key: organ.name for organ in organisation.organs}
    for organ in organisation.organs:
        held = {(m.person, m.party) for m in organisation.mandates if m.organ == organ.key and m.post in SEAT_POSTS}
        seats = Counter(party for _, party in held if party)
        yield OrganKnown(organ.name, organ.seats, tuple(sorted(seats.items())), names.get(organ.parent, ""))


def by_the_register(reader: Reader, organisation: Organisation) -> Callable[[Sequence[Reading], Frame], Frame]:
    """What an instance knows of the cases on a list that somebody reviews: which may be taken up without a report."""
    from beredning.core.diary import candidates
    from beredning.office.meeting_pack import needs_report
    from beredning.store.rows import CaseRow

    def spoken(text: str) -> bool:
        rows = (reader.one(CaseRow, one.key) for one in candidates(text, organisation.organs))
        found = [row for row in rows if row is not None]
        return bool(found) and not any(needs_report(reader, row) for row in found)

    def known(readings: Sequence[Reading], frame: Frame) -> Frame:
        cells = {cell.strip() for reading in readings for passage in reading.passages for cell in passage.cells}
        return frame._replace(spoken=frame.spoken | {cell for cell in cells if len(cell) < 40 and spoken(cell)})

    return known


def severities(organisation: Organisation) -> dict[str, Severity]:
    """The severities that the municipality has set in kommun.yaml, by code."""
    said = {key.removeprefix(SETTING): value for key, value in organisation.settings if key.startswith(SETTING)}
    return {code: severity for code, text in said.items() for severity in SEVERITIES if severity == text}


def severity_faults(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Severities set for a rule that is not there, or lower than law lets a municipality go: what, and what to do."""
    from beredning.review.catalogue import RULES

    for code, severity in severities(organisation).items():
        rule = RULES.get(code)
        if rule is None:
            from beredning.definitions.nearest import nearest

            yield f"”granska” nämner {code}, men granska har ingen regel med den koden.", nearest(code, tuple(RULES))
        elif rule.law and SEVERITIES.index(severity) > SEVERITIES.index(rule.severity):
            text = f"{code} kan inte sänkas till {severity}: regeln vilar på lag ({rule.ground})."
            yield text, f"Ta bort raden, eller skriv {rule.severity}."


# The gates


class Gate(NamedTuple):
    """What granska has against a step. marks: of each warning, so that one that was answered for is not asked again."""

    obstacles: tuple[Obstacle, ...] = ()
    marks: tuple[str, ...] = ()

    def extra(self) -> dict[str, object]:
        """What the journal keeps of the warnings that were answered for."""
        return {ANSWERED: list(self.marks)} if self.marks else {}


OPEN: Final = Gate()


def answered(reader: Reader, subjects: Iterable[str]) -> frozenset[str]:
    """The marks of the warnings that somebody has answered for, in any act about these cases and meetings."""
    import json

    from beredning.store.rows import EntryRow

    found: set[str] = set()
    for subject in subjects:
        for entry in reader.all(EntryRow, "by_subject", subject):
            if f'"{ANSWERED}"' in entry.details:
                found.update(json.loads(entry.details).get(ANSWERED, ()))
    return frozenset(found)


def report_gate(desk: Desk, row: CaseRow, title: str, name: str, body: bytes, done: frozenset[str]) -> Gate:
    """What granska has against a tjänsteutlåtande that is to be approved. name: of the file; body: as it would be."""
    from beredning.review.values import Expected

    known = Known({name: Expected(row.dnr, title, row.workflow)})
    return _gate(desk, [(name, body)], known, "handläggare", done)


class Known(NamedTuple):
    """What an instance knows beside the papers. expected: of each file by name; spoken: dnr of the cases that may be
    taken up without a report, because they are told by word of mouth."""

    expected: dict[str, Expected] = {}
    spoken: frozenset[str] = frozenset()


def papers_gate(
    desk: Desk,
    files: Sequence[tuple[str, bytes]],
    done: frozenset[str],
    known: Known | None = None,
    ahead: Ahead = MappingProxyType({}),
) -> Gate:
    """What granska has against papers that go out together, or a protokoll that is to be adjusted. ahead: those of them
    that `read_ahead` has read."""
    return _gate(desk, files, known or Known(), "sekreterare", done, ahead)


def _gate(
    desk: Desk,
    files: Sequence[tuple[str, bytes]],
    known: Known,
    remover: str,
    done: frozenset[str],
    ahead: Ahead = MappingProxyType({}),
) -> Gate:
    """FEL and VARNING as obstacles. Spelling and other notes are for `beredning granska`, which stops nobody."""
    from beredning.core.reading import FORMATS
    from beredning.office.report_forms import load_layouts

    readable = {name: body for name, body in files if name.lower().endswith(tuple(FORMATS))}
    frame = make_frame(load_layouts(desk.instance), desk.organisation, desk.day.isoformat())
    frame = frame._replace(expected=known.expected, spoken=known.spoken)
    told = review_files([(name, partial(readable.__getitem__, name)) for name in readable], frame, ahead=ahead)
    stopping = [one for one in told.findings if one.severity != "INFO"]
    marked = [(one, _mark(one, readable.get(one.file, b""))) for one in stopping]
    left = [(one, mark) for one, mark in marked if one.severity == "FEL" or mark not in done]
    unread = [Obstacle("oläsbar", f"{u.file}: {u.reason}", "Lokal rutin", "VARNING", remover) for u in told.unread]
    obstacles = (*(one.obstacle(remover) for one, _ in left), *unread)
    return Gate(obstacles, tuple(mark for one, mark in left if one.severity == "VARNING"))


def _mark(finding: Finding, body: bytes) -> str:
    """What a warning is known by: the rule, the very file, the place and what is said. A digest, since the journal
    keeps it for good and the words may have to be disposed of."""
    from beredning.core.digest import sha256_hex

    told = "\0".join((finding.rule, sha256_hex(body), finding.place, finding.text))
    return sha256_hex(told.encode())[:32]
