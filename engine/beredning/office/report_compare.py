"""What differs between two versions of a tjänsteutlåtande, or between what was proposed and what was decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.core.comparison import Difference, Part, compare
from beredning.core.document import lines_of, para
from beredning.errors import NotFound, UsageFault
from beredning.office.lookup import find_case
from beredning.office.meeting_record import PROPOSALS
from beredning.office.report_content import current
from beredning.office.report_reading import layout_of, parts_of
from beredning.store.rows import CaseRow, DecisionRow, ReportRow

if TYPE_CHECKING:
    from beredning.office.desk import Desk
    from beredning.store import Reader

PROPOSAL: Final = "förslag"
COMMITTEE: Final = "au"
DECISION: Final = "beslut"
WORDINGS: Final = (PROPOSAL, COMMITTEE, DECISION)


class Wording(NamedTuple):
    """A wording of the decision. kind: förslag (the report's), au (what the utskott proposed) or beslut (what was
    decided); source: where it stands ("version 3", "UBN-AU 2023-12-06 § 4"); against: what it is compared with."""

    kind: str
    source: str
    lines: tuple[str, ...]
    against: str
    changed: bool
    difference: Difference | None


class Compared(NamedTuple):
    """Two versions, part by part. before, after: what was compared, in words."""

    dnr: str
    before: str
    after: str
    differences: tuple[Difference, ...]


def compare_versions(desk: Desk, dnr: str, first: str = "", second: str = "") -> Compared:
    """Two versions by number, or two of the wordings förslag, au and beslut; the last two versions when none is named.

    Raises NotFound for what there is not, UsageFault for a version set against a wording.
    """
    with desk.database.read() as reader:
        row = find_case(reader, desk.organisation, dnr)
        if first in WORDINGS or second in WORDINGS:
            return _between(reader, desk, row, first or PROPOSAL, second or DECISION)
        versions = {v.version: v for v in reader.all(ReportRow, "by_case", row.key)}
        before, after = _numbers(row, versions, first, second)
        parts = (parts_of(reader, layout_of(desk.instance, one), one) for one in (versions[before], versions[after]))
        found = compare(*parts)
        return Compared(row.dnr, f"version {before}", f"version {after}", found)


def _numbers(row: CaseRow, versions: dict[int, ReportRow], first: str, second: str) -> tuple[int, int]:
    if not versions:
        raise NotFound(f"{row.dnr} har inget tjänsteutlåtande.", f"Skriv ett: beredning utlåtande skriv {row.dnr}")
    counting = sorted(number for number, v in versions.items() if v.counts)
    chosen = []
    for text in filter(None, (first, second)):
        if not text.isdecimal():
            known = ", ".join(WORDINGS)
            raise UsageFault(f"”{text}” är ingen version.", f"Skriv en versions nummer, eller {known}.")
        if int(text) not in versions:
            have = ", ".join(str(number) for number in sorted(versions))
            raise NotFound(f"{row.dnr} har ingen version {text} av tjänsteutlåtandet.", f"Versioner: {have}.")
        chosen.append(int(text))
    if len(chosen) == 2:
        return chosen[0], chosen[1]
    if chosen:
        return (chosen[0], counting[-1]) if chosen[0] != counting[-1] else (_before(row, counting), counting[-1])
    return _before(row, counting), counting[-1]


def _before(row: CaseRow, counting: list[int]) -> int:
    if len(counting) < 2:
        text = f"{row.dnr} har bara en version av tjänsteutlåtandet; det finns inget att jämföra den med."
        raise NotFound(text, f"Läs in en ändrad fil: beredning utlåtande läs {row.dnr} FIL.docx")
    return counting[-2]


def wordings(desk: Desk, dnr: str) -> tuple[Wording, ...]:
    """The wording of the decision as it was proposed, as the utskott proposed it and as it was decided, each compared
    with the one before it. Only those there are. Raises NotFound when there is none."""
    with desk.database.read() as reader:
        row = find_case(reader, desk.organisation, dnr)
        found = _wordings(reader, desk, row)
    if not found:
        raise NotFound(f"{row.dnr} har varken förslag eller beslut.", f"Skriv: beredning utlåtande skriv {row.dnr}")
    told: list[Wording] = []
    for kind, source, lines in found:
        former = told[-1] if told else None
        difference = _lines_compared(former.lines, lines) if former else None
        changed = difference is not None and difference.status != "lika"
        told.append(Wording(kind, source, lines, former.source if former else "", changed, difference))
    return tuple(told)


def _between(reader: Reader, desk: Desk, row: CaseRow, first: str, second: str) -> Compared:
    for word in (first, second):
        if word not in WORDINGS:
            raise UsageFault(
                f"En version kan inte jämföras med en lydelse (”{first}” och ”{second}”).",
                f"Ange två versioner, eller två av {', '.join(WORDINGS)}.",
            )
    found = {kind: (source, lines) for kind, source, lines in _wordings(reader, desk, row)}
    for word in (first, second):
        if word not in found:
            raise NotFound(f"{row.dnr} har ingen lydelse av slaget ”{word}” än.", f"Det som finns: {', '.join(found)}.")
    before, after = found[first], found[second]
    return Compared(row.dnr, before[0], after[0], (_lines_compared(before[1], after[1]),))


# How an utskott words the proposal it passes on, and what stands behind: "Arbetsutskottet föreslår nämnden besluta …".
_PASSED_ON: Final = re.compile(
    r"(?:\S+ ){1,4}föreslår (?:\S+ besluta följande: (?P<whole>.+)|(?P<organ>\S+) besluta (?P<rest>.+))"
)


def _substance(line: str) -> str:
    """A proposal that an utskott passes on as the decision it means, so that only another content is a difference."""
    text = " ".join(line.split())
    match = _PASSED_ON.fullmatch(text)
    if match is None:
        return text
    organ = match["organ"] or ""
    return match["whole"] or f"{organ[:1].upper()}{organ[1:]} beslutar {match['rest']}"


def _lines_compared(before: tuple[str, ...], after: tuple[str, ...]) -> Difference:
    """Spaces and line breaks do not make a decision another, nor who passes it on; a word or a sign does."""
    parts = tuple(
        Part("lydelse", "Beslutets lydelse", tuple(para(_substance(one)) for one in lines)) for lines in (before, after)
    )
    old, new = parts
    return compare((old,), (new,))[0]


def _wordings(reader: Reader, desk: Desk, row: CaseRow) -> list[tuple[str, str, tuple[str, ...]]]:
    found: list[tuple[str, str, tuple[str, ...]]] = []
    version = current(reader.all(ReportRow, "by_case", row.key))
    if version is not None:
        layout = layout_of(desk.instance, version)
        decision = next((form.name for form in layout.sections if form.kind == "decision"), "förslag_till_beslut")
        blocks = (part.blocks for part in parts_of(reader, layout, version) if part.name == decision)
        lines = tuple(line for one in blocks for line in lines_of(one) if line.strip())
        if lines:
            found.append((PROPOSAL, f"version {version.version}", lines))
    kinds = {organ.key: organ.kind for organ in desk.organisation.organs}
    rows = [one for one in reader.all(DecisionRow, "by_case", row.key) if one.wording]
    committee = [one for one in rows if one.outcome in PROPOSALS and kinds.get(one.organ) == "utskott"]
    decided = [one for one in rows if one.deciding]
    for kind, held in ((COMMITTEE, committee), (DECISION, decided)):
        if held:
            last = held[-1]
            lines = tuple(filter(None, reader.text(last.wording).split("\n")))
            number = f" § {last.number}" if last.number else ""
            found.append((kind, f"{last.organ} {last.decided_on}{number}", lines))
    return found
