"""The delegationslista for a meeting: what is due there, what is late, and what is not to be reported at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.delegation import NOT_REPORTED, PERIODICALLY
from beredning.core.reporting import Sitting, check_list
from beredning.errors import NotFound, Obstacle, UsageFault
from beredning.office.delegation_view import Read, due_of, read_decision, sittings_of
from beredning.office.meeting_state import find_meeting, find_organ
from beredning.store.rows import DelegatedRow

if TYPE_CHECKING:
    from beredning.core.organisation import Organ, Organisation
    from beredning.documents.delegation_list import DelegationList, ListRow
    from beredning.office.instance import Instance
    from beredning.store import Reader


class Line(NamedTuple):
    """A decision on the list. amount: öre, -1 for none. remark: what is wrong or late."""

    nr: str
    day: str
    case: str
    point: str
    matter: str
    case_title: str
    text: str
    delegat: str
    title: str
    amount: int
    urgent_reason: str
    how: str
    due: str
    remark: str


class Listed(NamedTuple):
    """The list for a meeting. reported: due there, or late. later: periodic ones whose period has not ended. apart: not
    to be reported (DEL-06). obstacles: what is wrong with the list or overdue, worst first. files: written from it."""

    municipality: str
    organ: str
    organ_name: str
    meeting: str
    day: str
    reported: tuple[Line, ...]
    later: tuple[Line, ...]
    apart: tuple[Line, ...]
    obstacles: tuple[Obstacle, ...]
    head: tuple[int, str]
    files: tuple[str, ...] = ()


def make_list(reader: Reader, organisation: Organisation, organ_text: str, meeting: str, today: date) -> Listed:
    """The list of an organ for a meeting ("" = the next one): every unreported decision up to that day.

    Raises NotFound when the organ has no such meeting, UsageFault when the meeting is another organ's.
    """
    organ = find_organ(organisation, organ_text)
    sittings = sittings_of(reader, organisation, organ.key)
    at = _sitting(reader, organisation, organ, meeting, sittings, today)
    rows = reader.all(DelegatedRow, "unreported", organ.key)
    reads = [read_decision(reader, organisation, row) for row in rows if row.decided_on <= at.day.isoformat()]
    lines = [(read, _line(read, sittings, at.day)) for read in reads]
    reported = tuple(line for _, line in lines if line.how != NOT_REPORTED and _is_due(line, at))
    chosen = {line.nr for line in reported}
    faults = list(check_list(tuple(read.decision for read, line in lines if line.nr in chosen)))
    faults += [o for read in reads for o in due_of(read, sittings, at.day).obstacles]
    weight = ("FEL", "VARNING", "INFO")
    return Listed(
        organisation.municipality,
        organ.key,
        organ.name,
        at.key,
        at.day.isoformat(),
        reported,
        tuple(line for _, line in lines if line.how != NOT_REPORTED and line.nr not in chosen),
        tuple(line for _, line in lines if line.how == NOT_REPORTED),
        tuple(sorted(dict.fromkeys(faults), key=lambda o: weight.index(o.severity))),
        reader.head(),
    )


def list_files(
    instance: Instance, organisation: Organisation, listed: Listed, created: str, pdf: bool = False
) -> tuple[bytes, bytes, bytes]:
    """The list as a Word file in the municipality's base template, as CSV, and when asked for as PDF. created: ISO."""
    from beredning.documents.delegation_list import list_csv, list_document
    from beredning.documents.report import write_document
    from beredning.office.document_files import pdf_of
    from beredning.office.report_forms import load_base

    values = values_of(listed, created)
    marking = "ÖVNING" if organisation.training else ""
    document = list_document(values)
    word = write_document(load_base(instance), document, marking=marking)
    return word, list_csv(values), pdf_of(document, {}, training=organisation.training) if pdf else b""


def values_of(listed: Listed, created: str) -> DelegationList:
    """The list as the writers take it. created: ISO day."""
    from beredning.documents.delegation_list import DelegationList, ListRow

    def rows(lines: tuple[Line, ...]) -> tuple[ListRow, ...]:
        return tuple(ListRow(*line) for line in lines)

    return DelegationList(
        listed.municipality,
        listed.organ_name,
        listed.meeting,
        listed.day,
        rows(listed.reported),
        rows(listed.apart),
        listed.head,
        created,
    )


def _sitting(
    reader: Reader, organisation: Organisation, organ: Organ, text: str, sittings: tuple[Sitting, ...], today: date
) -> Sitting:
    if not text:
        found = next((s for s in sittings if s.day >= today), None)
        if found is None:
            raise NotFound(
                f"{organ.name} har inget sammanträde efter {today}.",
                "Ange ett med --till, eller lägg till dagen under sammanträden i kommun.yaml.",
            )
        return found
    named = next((s for s in sittings if text in (s.key, s.day.isoformat())), None)
    if named is not None:
        return named
    row = find_meeting(reader, organisation, text)
    same_organ(organ, row.organ)
    return Sitting(row.key, date.fromisoformat(row.day))


def same_organ(organ: Organ, key: str) -> None:
    """Raises UsageFault when the meeting is of another organ than the one the decisions were taken for."""
    if key != organ.key:
        raise UsageFault(
            f"Sammanträdet är {key}s, men besluten är fattade för {organ.key} och anmäls dit (KL 6:40, 7:8).",
            f"Ange ett sammanträde med {organ.key}.",
        )


def _line(read: Read, sittings: tuple[Sitting, ...], day: date) -> Line:
    due = due_of(read, sittings, day)
    remark = " ".join(o.text for o in due.obstacles if o.severity != "INFO")
    if due.how == NOT_REPORTED:
        remark = "Eget protokoll och anslag saknas." if remark else ""
    row = read.row
    return Line(
        read.decision.nr,
        row.decided_on,
        read.decision.case,
        row.point,
        read.point.matter if read.point else "",
        read.case_title,
        read.text,
        read.decision.name,
        row.delegat_title,
        row.amount,
        read.urgent_reason,
        due.how,
        due.sitting.day.isoformat() if due.sitting else "",
        remark,
    )


def _is_due(line: Line, at: Sitting) -> bool:
    """Whether the decision belongs on this meeting's list: due there, overdue, or with no later meeting planned."""
    return not line.due or line.due <= at.day.isoformat() or line.how != PERIODICALLY
