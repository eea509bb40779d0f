"""What an act wrote, in words: the row images of a journal entry told as a person would tell them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from beredning.core.decision import outcome
from beredning.core.journal import Image, images_of
from beredning.core.minutes import record_from_json
from beredning.core.voting import result
from beredning.errors import NotFound
from beredning.office.document_files import MODEL, PDF
from beredning.office.meeting_state import name_of
from beredning.store.rows import (
    AdjustmentRow,
    AgendaRow,
    AppealRow,
    AttendanceRow,
    CaseRow,
    DecisionRow,
    DefinitionRow,
    DelegatedRow,
    DispatchRow,
    EntryRow,
    MeetingRow,
    PaperRow,
    ReportRow,
    TrackRow,
)

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation
    from beredning.store import Reader

_KINDS: dict[str, type[Any]] = {
    "cases": CaseRow,
    "tracks": TrackRow,
    "papers": PaperRow,
    "reports": ReportRow,
    "definitions": DefinitionRow,
    "meetings": MeetingRow,
    "agenda": AgendaRow,
    "attendance": AttendanceRow,
    "decisions": DecisionRow,
    "adjustments": AdjustmentRow,
    "appeals": AppealRow,
    "dispatches": DispatchRow,
    "delegated": DelegatedRow,
}
# What the file of an act is, where no row says so.
_CAME = "filen som den kom från Word"
_BY_ACT = {"anslag": "anslagsbevis", "utlåtande-läst": _CAME, "utlåtande-krock": _CAME}
# Beside a Word file of ours (document_files): told by their kind, whatever the act.
_BY_MEDIA = {MODEL: "innehållet, som PDF görs av", PDF: "PDF"}


class Document(NamedTuple):
    """A file that an act rests on or made. what: in words, "" when the entry only names the digest."""

    digest: str
    what: str


class Scope(NamedTuple):
    """What a trace is about. case: key or "". items and numbers: meeting → its items and §§ that belong to it.
    delegated: keys (organ, year, number). subjects: subjects whose every entry belongs. whole: everything belongs."""

    case: str = ""
    items: dict[str, set[int]] = {}
    numbers: dict[str, set[int]] = {}
    delegated: frozenset[tuple[str, int, int]] = frozenset()
    subjects: frozenset[str] = frozenset()
    whole: bool = False

    def holds(self, entry: EntryRow) -> bool:
        """Whether an entry belongs to the trace: an act on the meeting as a whole does, one on another item not."""
        if self.whole or entry.subject in self.subjects:
            return True
        rows = list(rows_of(entry))
        return any(self.row_holds(row) for row in rows) if rows else entry.subject in self.items

    def row_holds(self, row: Any) -> bool:
        """Whether one row that an act wrote belongs to the trace."""
        if self.whole:
            return True
        match row:
            case CaseRow():
                return bool(row.key == self.case)
            case TrackRow() | PaperRow() | ReportRow():
                return bool(row.case_key == self.case)
            case AgendaRow():
                return row.item in self.items.get(row.meeting, ())
            case DecisionRow():
                here = row.item in self.items.get(row.meeting, ())
                return here or (row.number > 0 and row.number in self.numbers.get(row.meeting, ()))
            case AdjustmentRow():
                return any(row.from_number <= n <= row.to_number for n in self.numbers.get(row.meeting, ()))
            case AppealRow() | DispatchRow():
                return row.number in self.numbers.get(row.meeting, ())
            case DelegatedRow():
                return tuple(row[:3]) in self.delegated
            case MeetingRow() | AttendanceRow():
                return row[0] in self.items
        return False


def rows_of(entry: EntryRow) -> Iterator[Any]:
    """The rows an entry wrote, files, texts and number series left out."""
    for image in images_of(entry):
        row = _row(image)
        if row is not None:
            yield row


def _row(image: Image) -> Any | None:
    kind = _KINDS.get(image[0])
    return kind._make((*image[2], 0)) if kind else None


class Teller:
    """Tells entries in words, reading the texts that they name; a text that is disposed of reads "[gallrat]"."""

    def __init__(self, reader: Reader, organisation: Organisation) -> None:
        self._reader = reader
        self._organisation = organisation
        self._named: dict[str, str] = {}

    def facts(self, entry: EntryRow, scope: Scope) -> tuple[str, ...]:
        """What the entry wrote of what the trace is about."""
        rows = [row for row in rows_of(entry) if scope.row_holds(row)]
        present = [row for row in rows if isinstance(row, AttendanceRow)]
        found = [text for row in rows for text in self._row(row, entry)]
        if present:
            names = sorted({name_of(self._organisation, row.person) for row in present})
            found.append(f"närvaro: {', '.join(names)}")
        details = json.loads(entry.details)
        if details.get("on_behalf"):
            found.append(f"för {name_of(self._organisation, details['on_behalf'])}s räkning")
        if details.get("posted_on"):
            found.append(f"eget protokoll {details['minuted_on']}, anslaget {details['posted_on']}")
        return tuple(found)

    def reason(self, entry: EntryRow) -> tuple[str, tuple[str, ...]]:
        """The reason given for the act, and the codes of the warnings it answered for."""
        details = json.loads(entry.details)
        said = next((details[name] for name in ("reason", "skäl") if name in details), "")
        codes = next((details[name] for name in ("acknowledged", "godtagna") if name in details), ())
        return self._said(said) if isinstance(said, str) else "", tuple(codes)

    def documents(self, entry: EntryRow, scope: Scope) -> tuple[Document, ...]:
        """The files an entry names, and those of the rows it wrote, each once, by the name they were first given."""
        named = dict.fromkeys(json.loads(entry.documents), "")
        for row in rows_of(entry):
            if scope.row_holds(row):
                named |= {digest: what for digest, what in self._files(row, entry) if digest}
        kinds = {one[2][0]: _BY_MEDIA.get(str(one[2][1]), "") for one in images_of(entry) if one[0] == "files"}
        for digest, what in named.items():
            self._named.setdefault(digest, what or kinds.get(digest, "") or _BY_ACT.get(entry.act, ""))
        return tuple(Document(digest, what or self._named[digest]) for digest, what in named.items())

    def _said(self, digest: str) -> str:
        """The text of a digest; the text itself where an act kept it in plain words."""
        try:
            return self._reader.text(digest)
        except NotFound:
            return digest

    def _row(self, row: Any, entry: EntryRow) -> Iterable[str]:
        match row:
            case TrackRow():
                data = ", ".join(f"{name} {self._said(value)}" for name, value in json.loads(row.data).items() if value)
                yield f"sidospåret {row.name}: {row.state}" + (f" ({data})" if data else "")
            case PaperRow():
                title = self._said(row.title)
                yield f"handling {row.number} ”{title}” ({row.kind}), version {row.version}, {row.status}"
            case ReportRow():
                yield f"tjänsteutlåtande version {row.version}, {row.status}"
            case MeetingRow():
                chair = f", ordförande {name_of(self._organisation, row.chair)}" if row.chair else ""
                yield f"sammanträdet {row.key} {row.state}{chair}"
            case AgendaRow():
                yield f"punkt {row.label or row.item} ”{self._said(row.title)}”, {row.state}"
            case DecisionRow():
                yield self._decision(row)
                if entry.act != "avslutande":  # which only gives the § its number
                    yield from self._record(row)
            case AdjustmentRow():
                yield from self._adjustment(row)
            case AppealRow():
                yield self._appeal(row)
            case DispatchRow():
                yield f"§ {row.number} till {self._said(row.receiver)} ({row.kind}), {row.way} {row.sent_on}"
            case DelegatedRow():
                yield self._delegated(row)
            case CaseRow() if entry.act == "ändring":
                yield f"ändrad uppgift: {json.loads(entry.details).get('field', '')}"
            case CaseRow() if entry.act == "registrering":
                yield f"{row.dnr} ”{self._said(row.title)}”, flödet {row.workflow}"

    def _decision(self, row: DecisionRow) -> str:
        number = f"§ {row.number}/{row.year}" if row.number else "utfall"
        wording = " ".join(self._said(row.wording).split())
        title = outcome(row.outcome).title if row.outcome else ""
        proposes = "" if row.deciding or title.startswith("förslag") else " (förslag)"
        return f"{number}: {title}{proposes}" + (f" – {wording}" if wording else "")

    def _record(self, row: DecisionRow) -> Iterable[str]:
        """How the decision came about: proposals, votes, those who did not take part, and reservations."""
        text = self._said(row.record)
        if not text.startswith("{"):  # disposed of
            return
        decision = record_from_json(text).decision
        for proposal in decision.standing:
            by = ", ".join(name_of(self._organisation, person) for person in proposal.by)
            yield f"yrkande ({proposal.kind})" + (f" av {by}" if by else "") + f": {proposal.text}"
        for ballot in decision.ballots:
            told = result(ballot)
            counts = ", ".join(f"{choice} {count}" for choice, count in told.tally)
            yield f"omröstning: {counts}, avstår {told.abstained}" + (f", genom {told.settled_by}" * bool(told.winner))
        for words, people in (
            ("deltar inte i beslutet", decision.not_taking_part),
            ("reservation", tuple(r.person for r in decision.reservations)),
        ):
            if people:
                yield f"{words}: {', '.join(name_of(self._organisation, person) for person in people)}"

    def _adjustment(self, row: AdjustmentRow) -> Iterable[str]:
        one = row.from_number == row.to_number
        run = f"§ {row.from_number}" if one else f"§§ {row.from_number}–{row.to_number}"
        who = " och ".join(name_of(self._organisation, key) for key in json.loads(row.adjusters))
        text = f"{run} justerade {row.adjusted_on}" + (f" av {who}" if who else "")
        text += f", anslagna {row.posted_on}, kan överklagas till och med {row.appeal_until}" if row.posted_on else ""
        yield text + (f", anslaget nedtaget {row.removed_on}" if row.removed_on else "")

    def _appeal(self, row: AppealRow) -> str:
        if row.settled_on:
            return f"§ {row.number}: {row.outcome} {row.settled_on}"
        if row.received_on:
            return f"§ {row.number} överklagad {row.received_on}"
        return f"§ {row.number}: inget överklagande hade kommit in {row.checked_on}"

    def _delegated(self, row: DelegatedRow) -> str:
        text = f"delegationsbeslut {row.number}/{row.year} ({row.organ}), punkt {row.point or 'KL 6:39'}"
        text += f", {row.order_name}: {self._said(row.subject)}"
        return text + (f" – anmält vid {row.reported_meeting} § {row.reported_number}" if row.reported_number else "")

    def _files(self, row: Any, entry: EntryRow) -> Iterable[tuple[str, str]]:
        match row:
            case PaperRow():
                yield row.digest, f"handling {row.number} ”{self._said(row.title)}”"
            case ReportRow():
                yield row.content, f"tjänsteutlåtande version {row.version}, innehåll"
                yield row.document, f"tjänsteutlåtande version {row.version}"
            case MeetingRow() if entry.act == "kallelse":
                yield row.notice, "kallelse"
            case MeetingRow() if entry.act == "protokoll":
                yield row.minutes, "protokoll"
