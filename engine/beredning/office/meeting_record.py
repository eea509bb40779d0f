"""The record of a decision before it is judged: what a person states, joined with what the report already says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.core import agenda
from beredning.core import meeting as rules
from beredning.core.agenda import Item
from beredning.core.decision import Decision, Note, Proposal, outcome
from beredning.core.minutes import Record
from beredning.core.voting import Ballot, Reservation
from beredning.office.desk import Desk
from beredning.office.meeting_attend import orders
from beredning.office.meeting_state import Sitting
from beredning.office.report_content import current
from beredning.store.rows import CaseRow, DecisionRow, ReportRow

if TYPE_CHECKING:
    from beredning.store import Reader

PROPOSALS: Final = ("förslag", "förslag-ändrat")


class Wish(NamedTuple):
    """A decision as a person states it. outcome: any spelling. text: beslutssatser; () takes the report's own (bifall)
    or the organ's standing phrase. people in proposals, ballot, not_taking_part: person keys. action and information:
    receivers; () takes the report's. amend: correct what was recorded, with the same outcome."""

    outcome: str
    text: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    order: str = ""
    ballots: tuple[Ballot, ...] = ()
    deferral: str = ""
    to_complete: str = ""
    to_meeting: str = ""
    elected: tuple[str, ...] = ()
    reason: str = ""
    not_taking_part: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    immediate: bool = False
    read_out: bool = False
    exercise_of_authority: bool = False
    action: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    amend: bool = False


def make_record(reader: Reader, desk: Desk, sitting: Sitting, item: Item, wish: Wish) -> Record:
    """The record of a decision: what the person stated, filled with what the report and the outcome themselves say.

    Raises NotFound for an unknown outcome.
    """
    kind = outcome(wish.outcome)
    case = sitting.cases.get(item.case)
    parts = report_parts(reader, desk, case)
    before = _proposal_before(reader, desk, case)
    changed = before is not None and before.outcome == "förslag-ändrat"
    decision = Decision(
        orders(sitting.items).get(item.key, 0),
        kind.name,
        wish.text or _wording(sitting, item, kind.name, parts, changed),
        _with_ground(parts, wish.proposals),
        wish.order,
        wish.ballots,
        wish.deferral,
        wish.to_complete,
        wish.to_meeting,
        wish.elected,
        wish.reason,
        wish.not_taking_part,
        reservations=wish.reservations,
        notes=wish.notes,
        immediate=wish.immediate,
        read_out=wish.read_out,
        exercise_of_authority=wish.exercise_of_authority,
        mode=item.mode or rules.DECIDES,
    )
    # The receivers in the report are those of the final decision, not of a proposal or a matter that comes back.
    final = rules.is_deciding(sitting.organ.kind, decision.mode, kind.name)
    action, information = (parts.action, parts.information) if final else ((), ())
    return parts._replace(decision=decision, action=wish.action or action, information=wish.information or information)


def _with_ground(parts: Record, proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """With other proposals the report's own is the grundförslag that they stand against."""
    if not proposals or not parts.proposal:
        return proposals
    return (Proposal(" ".join(parts.proposal), (), "grundförslag"), *proposals)


def _wording(sitting: Sitting, item: Item, name: str, parts: Record, changed: bool) -> tuple[str, ...]:
    """The wording that the outcome itself gives, in the organ's name; () when a person must write it."""
    who = sitting.organ.definite or sitting.organ.name
    who = who[:1].upper() + who[1:]
    notes = name == "noteras" and sitting.organ.kind != "utskott" and all("noter" in text for text in parts.proposal)
    # When the utskott has changed the proposal, a person must say which of the two it is that is granted.
    if parts.proposal and (notes or (name == "bifall" and not changed)):
        return parts.proposal
    if name == "förslag" and parts.proposal:
        return tuple(_proposed(who, text) for text in parts.proposal)
    phrases = {
        "noteras": f"{who} noterar informationen.",
        "återremiss": f"{who} återremitterar ärendet.",
        "bordläggning": f"{who} bordlägger ärendet.",
        "utan-förslag": f"{who} överlämnar ärendet till nämnden utan eget förslag.",
    }
    if item.title.casefold().startswith("fastställande") and name in ("noteras", "bifall"):
        return (f"{who} fastställer föredragningslistan.", *_approval(sitting))
    return (phrases[name],) if name in phrases else ()


def _proposed(who: str, text: str) -> str:
    """A beslutssats as a proposal: "Nämnden beslutar att …" → "Arbetsutskottet föreslår nämnden besluta att …"."""
    organ, found, rest = text.partition(" beslutar ")
    if found and len(organ.split()) <= 3:
        return f"{who} föreslår {organ[:1].lower()}{organ[1:]} besluta {rest}"
    return f"{who} föreslår nämnden besluta följande: {text}"


def _approval(sitting: Sitting) -> tuple[str, ...]:
    """The changes that the fastställande records (KL-13)."""
    labels = agenda.labels(sitting.items)
    found = []
    for item, what in agenda.approval_changes(sitting.items):
        if what == "extra":
            found.append(f"Ärende {labels[item.key]}, {item.title}, tas upp som extra ärende: {item.reason}")
        else:
            found.append(f"Ärende {labels[item.key]}, {item.title}, utgår.")
    return tuple(found)


def report_parts(reader: Reader, desk: Desk, case: CaseRow | None) -> Record:
    """What the protokoll takes from the latest tjänsteutlåtande: proposal, summary, underlag and receivers."""
    before = _proposal_before(reader, desk, case)
    prepared = tuple(filter(None, reader.text(before.wording).split("\n"))) if before else ()
    empty = Record(Decision(0, "noteras"), prepared=prepared)
    last = current(reader.all(ReportRow, "by_case", case.key)) if case else None
    if case is None or last is None:
        return empty
    from beredning.core.document import lines_of
    from beredning.office.report_content import read_content
    from beredning.office.report_forms import load_form
    from beredning.office.reports import compose

    content = read_content(reader, last)
    report, _ = compose(reader, desk, case, load_form(desk.instance, last.approved_on), content, last.approved_on)

    def lines(what: str) -> tuple[str, ...]:
        """The lines of the sections of a kind, or of a name: a municipality names its sections as it likes."""
        found = (section for section in report.sections if what in (section.form.kind, section.form.name))
        return tuple(line for section in found for line in lines_of(section.blocks) if line.strip())

    return Record(
        empty.decision,
        lines("decision") or lines("förslag_till_beslut"),
        lines("sammanfattning"),
        lines("papers"),
        content.action,
        content.information,
        empty.prepared,
    )


def _proposal_before(reader: Reader, desk: Desk, case: CaseRow | None) -> DecisionRow | None:
    """What an utskott has last proposed in the case, None when none has."""
    rows = reader.all(DecisionRow, "by_case", case.key) if case else []
    kinds = {organ.key: organ.kind for organ in desk.organisation.organs}
    return next((r for r in reversed(rows) if r.outcome in PROPOSALS and kinds.get(r.organ) == "utskott"), None)
