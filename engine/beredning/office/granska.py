"""Granska as the office uses it: what is known around the papers, and the gates where a FEL stops a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.core.finding import SEVERITIES, Finding, Severity, Summary, summary
from beredning.errors import BadDocument, Obstacle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from beredning.core.organisation import Organisation, Person
    from beredning.core.reading import Reading
    from beredning.core.report import Layout
    from beredning.office.desk import Desk
    from beredning.review.values import Expected, Frame, Known, OrganKnown, Speller
    from beredning.store.rows import CaseRow

_GATES_OPEN = False
SETTING: Final = "granska:"


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
) -> Reviewed:
    """Reads and reviews files together, as one pack. files: name and how its bytes are had; step: called for each.

    A file that cannot be read is told among the unread and does not stop the others.
    """
    from beredning.documents.reading import read
    from beredning.review.review import review

    readings: list[Reading] = []
    unread: list[Unread] = []
    for name, load in files:
        try:
            readings.append(read(load(), name))
        except BadDocument as error:
            unread.append(Unread(name, f"{error.text} {error.hint}".strip()))
        step()
    findings = review(readings, frame)
    return Reviewed(findings, summary(findings, len(readings)), tuple(unread), spelling)


def make_frame(
    layouts: tuple[Layout, ...],
    organisation: Organisation | None,
    day: str,
    *,
    speller: Speller | None = None,
    publication: bool = False,
    expected: dict[str, Expected] | None = None,
) -> Frame:
    """Everything that is known beside the papers. organisation: None when no municipality is named; day: ISO, today."""
    from beredning.review.values import Frame

    if organisation is None:
        return Frame(layouts, publication=publication, speller=speller, expected=expected or {}, today=day)
    return Frame(
        layouts,
        tuple(_known(organisation, person) for person in organisation.persons),
        tuple(_organs(organisation)),
        publication,
        severities(organisation),
        speller,
        expected or {},
        day,
    )


def _known(organisation: Organisation, person: Person) -> Known:
    from beredning.review.values import Known

    held = [one for one in organisation.mandates if one.person == person.key]
    titles = dict.fromkeys(filter(None, (person.title, *(one.title for one in person.titles))))
    organs = {one.organ for one in held} | {o.key for o in organisation.organs if person.key in o.invited}
    names = tuple(o.name for o in organisation.organs if o.key in organs)
    return Known(person.name, tuple(titles), held[-1].party if held else "", names)


def _organs(organisation: Organisation) -> Iterator[OrganKnown]:
    from collections import Counter

    from beredning.core.organisation import SEAT_POSTS
    from beredning.review.values import OrganKnown

    names = {organ.key: organ.name for organ in organisation.organs}
    for organ in organisation.organs:
        held = {(m.person, m.party) for m in organisation.mandates if m.organ == organ.key and m.post in SEAT_POSTS}
        seats = Counter(party for _, party in held if party)
        yield OrganKnown(organ.name, organ.seats, tuple(sorted(seats.items())), names.get(organ.parent, ""))


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


def report_obstacles(desk: Desk, row: CaseRow, title: str, name: str, body: bytes) -> tuple[Obstacle, ...]:
    """What granska has against a tjänsteutlåtande that is to be approved. name: of the file; body: as it would be."""
    from beredning.review.values import Expected

    expected = {name: Expected(row.dnr, title, row.workflow)}
    return _obstacles(desk, [(name, body)], expected, "handläggare")


def paper_obstacles(
    desk: Desk, files: Iterable[tuple[str, bytes]], remover: str = "sekreterare"
) -> tuple[Obstacle, ...]:
    """What granska has against papers that go out together, or a protokoll that is to be adjusted."""
    return _obstacles(desk, files, {}, remover)


def _obstacles(
    desk: Desk, files: Iterable[tuple[str, bytes]], expected: dict[str, Expected], remover: str
) -> tuple[Obstacle, ...]:
    """FEL and VARNING as obstacles. Spelling and other notes are for `beredning granska`, which stops nobody."""
    if not _GATES_OPEN:
        return ()
    from beredning.core.reading import FORMATS
    from beredning.office.report_forms import load_layouts

    readable = [(name, body) for name, body in files if name.lower().endswith(tuple(FORMATS))]
    frame = make_frame(load_layouts(desk.instance), desk.organisation, desk.day.isoformat(), expected=expected)
    done = review_files([(name, lambda body=body: body) for name, body in readable], frame)  # type: ignore[misc]
    found = [one.obstacle(remover) for one in done.findings if one.severity != "INFO"]
    unread = [Obstacle("oläsbar", f"{u.file}: {u.reason}", "Lokal rutin", "VARNING", remover) for u in done.unread]
    return (*found, *unread)
