"""Justering, anslag and taking the notice down, for each run of §§ by itself (KL 5:69, 8:12)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import deadlines, regulations
from beredning.core import meeting as rules
from beredning.core.meeting import Range
from beredning.errors import Obstacle, UsageFault
from beredning.office.desk import Desk
from beredning.office.document_files import deliver_all, put_document
from beredning.office.meeting_call import word
from beredning.office.meeting_minutes import follow
from beredning.office.meeting_protocol import gather_minutes
from beredning.office.meeting_state import (
    Sitting,
    act_of,
    as_json,
    as_range,
    find_person,
    judge,
    keep,
    load,
    name_of,
    require_secretary,
)
from beredning.office.moving import Moved
from beredning.store.rows import AdjustmentRow, MeetingRow

if TYPE_CHECKING:
    from beredning.core.document import Document
    from beredning.office.granska import Gate
    from beredning.office.meeting_state import Deliver
    from beredning.store import Unit


class Adjusted(NamedTuple):
    """A run of §§ that was adjusted. post_by: last day to announce it; public: the §§ that are allmänna handlingar by
    it, which those that an utskott only prepares are not (TF 2:10)."""

    meeting: str
    state: str
    first: int
    last: int
    adjusted_on: str
    adjusters: tuple[str, ...]
    post_by: str
    public: tuple[int, ...]
    moved: tuple[Moved, ...]
    acknowledged: tuple[Obstacle, ...]


class Posted(NamedTuple):
    """A run of §§ whose adjustment was announced. filename and body: the anslagsbevis as Word."""

    meeting: str
    first: int
    last: int
    adjusted_on: str
    posted_on: str
    posted_place: str
    appeal_until: str
    earliest_removal: str
    moved: tuple[Moved, ...]
    acknowledged: tuple[Obstacle, ...]
    digest: str
    filename: str
    body: bytes = b""


class Removed(NamedTuple):
    """A notice that was taken down."""

    meeting: str
    first: int
    last: int
    posted_on: str
    removed_on: str


def adjust(
    desk: Desk,
    text: str,
    by: tuple[str, ...],
    *,
    on: str = "",
    first: int = 0,
    last: int = 0,
    place: str = "",
    reason: str = "",
) -> Adjusted:
    """Records that a run of §§ is adjusted, and moves each case decided in it. From then on the §§ cannot be changed.

    by: who adjusted, the chair among them; on: ISO date, "" today; first, last: §§, 0 = all that are left. Raises
    NotFound, NotAllowed, Refused.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        numbers = tuple(sorted(d.number for d in sitting.decisions.values() if d.number))
        known = tuple(r.person for r in sitting.attendance)
        adjusters = tuple(dict.fromkeys(find_person(desk.organisation, name, known) for name in by))
        day = on or desk.day.isoformat()
        left = [n for n in numbers if not any(r.holds(n) for r in sitting.ranges)]
        run = Range(first or (left[0] if left else 0), last or (left[-1] if left else 0), day, adjusters)
        what = f"Protokollet från {sitting.row.key} kan inte justeras så."
        wanted = regulations.days(sitting.organ, "justerare")
        today = desk.day.isoformat()
        gate = _gate(unit, desk, sitting)
        done = judge(what, (*_adjusting(sitting, numbers, run, wanted, today), *gate.obstacles), reason)
        new = AdjustmentRow(
            sitting.row.key, run.first, run.last, sitting.year, day, as_json(adjusters), place, "", "", "", ""
        )
        whole = rules.fully_adjusted(numbers, (*sitting.ranges, run))
        after = sitting.row._replace(state=rules.ADJUSTED) if whole else sitting.row
        extra: dict[str, object] = {"godtagna": [o.code for o in done]} if done else {}
        if done:
            extra |= {"skäl": unit.put_text(reason.strip()), **gate.extra()}
        act = act_of(desk, "justering", sitting.row.key, ground="KL 5:69", documents=(after.minutes,), extra=extra)
        changed = [after] if whole else []
        unit.write(act, [new, *changed], [None, *([sitting.row] if whole else [])])
        held = tuple(n for n in numbers if run.holds(n))
        moved = follow(unit, desk, sitting, "justera", held)
        return _adjusted(desk, sitting, after, run, held, moved, done)


def _gate(unit: Unit, desk: Desk, sitting: Sitting) -> Gate:
    """What granska has against the protokoll that is to be signed."""
    from beredning.office.granska import OPEN, answered, papers_gate

    if not sitting.row.minutes:
        return OPEN
    name = f"protokoll-{sitting.row.key.replace(':', '-')}.docx"
    return papers_gate(desk, [(name, unit.file(sitting.row.minutes))], answered(unit, (sitting.row.key,)))


def _adjusting(sitting: Sitting, numbers: tuple[int, ...], run: Range, wanted: int, today: str) -> tuple[Obstacle, ...]:
    wrong = rules.wrong_state(sitting.meeting, "justera")
    if wrong or not numbers:
        return wrong
    return rules.may_adjust(sitting.meeting, numbers, sitting.ranges, run, wanted, today)


def _adjusted(
    desk: Desk,
    sitting: Sitting,
    after: MeetingRow,
    run: Range,
    held: tuple[int, ...],
    moved: tuple[Moved, ...],
    done: tuple[Obstacle, ...],
) -> Adjusted:
    modes = {item.key: item.mode or rules.DECIDES for item in sitting.items}
    public = {d.number for d in sitting.decisions.values() if rules.is_public(sitting.organ.kind, modes[d.item])}
    return Adjusted(
        sitting.row.key,
        after.state,
        run.first,
        run.last,
        run.adjusted_on,
        tuple(name_of(desk.organisation, key) for key in run.adjusters),
        deadlines.posting_limit(date.fromisoformat(run.adjusted_on)).raw.isoformat(),
        tuple(n for n in held if n in public),
        moved,
        done,
    )


def post(
    desk: Desk,
    text: str,
    *,
    on: str = "",
    first: int = 0,
    place: str = "",
    reason: str = "",
    pdf: bool = False,
    deliver: Deliver = keep,
) -> Posted:
    """Records that the adjustment of a run of §§ was announced, from which day the appeal time runs (KL 8:12, 13:5).

    on: ISO date, "" today; first: the run's first §, 0 = the only one that is not posted. Moves each case decided in it
    and makes the anslagsbevis; pdf: as PDF too. Raises NotFound, NotAllowed, UsageFault, Refused.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        row = _pick(sitting, first, posted=False)
        day = on or desk.day.isoformat()
        found = rules.may_post(as_range(row), day, desk.day.isoformat())
        done = judge(f"§§ {row.from_number}–{row.to_number} kan inte anslås så.", found, reason)
        board = place or desk.organisation.setting("anslagstavla", "kommunens anslagstavla på webbplatsen")
        until = deadlines.last_appeal_day(date.fromisoformat(day)).isoformat()
        after = row._replace(posted_on=day, posted_place=board, appeal_until=until, removed_on="")
        document = _proof(unit, desk, sitting, after)
        files = put_document(unit, desk, document, word(desk, document), pdf=pdf)
        filename = f"anslagsbevis-{sitting.row.key.replace(':', '-')}-{row.from_number}-{row.to_number}.docx"
        deliver_all(deliver, filename, files)
        extra: dict[str, object] = {"godtagna": [o.code for o in done]} if done else {}
        if done:
            extra["skäl"] = unit.put_text(reason.strip())
        act = act_of(desk, "anslag", sitting.row.key, ground="KL 8:12", documents=files.documents, extra=extra)
        unit.write(act, [after], [row])
        held = tuple(d.number for d in sitting.decisions.values() if as_range(row).holds(d.number))
        moved = follow(unit, desk, sitting, "anslå", held)
    return Posted(
        sitting.row.key,
        row.from_number,
        row.to_number,
        row.adjusted_on,
        day,
        board,
        until,
        deadlines.earliest_removal(date.fromisoformat(day)).isoformat(),
        moved,
        done,
        files.digest,
        filename,
        files.word,
    )


def _proof(unit: Unit, desk: Desk, sitting: Sitting, after: AdjustmentRow) -> Document:
    from beredning.core.law import LEGALITY_REVIEW, appeal_instruction
    from beredning.documents.minutes import posting_document

    others = tuple(a for a in sitting.adjustments if a.from_number != after.from_number)
    minutes = gather_minutes(unit, desk, sitting._replace(adjustments=(*others, after)))
    shown = next(p for p in minutes.postings if p.first == after.from_number)
    court = desk.organisation.setting("förvaltningsrätt", "förvaltningsrätten")
    how = appeal_instruction(LEGALITY_REVIEW, sitting.organ.definite or sitting.organ.name, court)
    return posting_document(minutes, shown, how)


def take_down(desk: Desk, text: str, *, on: str = "", first: int = 0) -> Removed:
    """Records that a notice came down, refused before the appeal time has run out (KL 8:12). Raises as `post`."""
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        row = _pick(sitting, first, posted=True)
        day = on or desk.day.isoformat()
        found = rules.may_remove(as_range(row), day, desk.day.isoformat())
        judge(f"Anslaget för §§ {row.from_number}–{row.to_number} får inte tas ned.", found)
        after = row._replace(removed_on=day)
        unit.write(act_of(desk, "nedtagning", sitting.row.key, ground="KL 8:12"), [after], [row])
    return Removed(sitting.row.key, row.from_number, row.to_number, row.posted_on, day)


def _pick(sitting: Sitting, first: int, *, posted: bool) -> AdjustmentRow:
    """The run that begins with that §, or the only one that is (not) posted. Raises UsageFault."""
    if first:
        row = next((a for a in sitting.adjustments if a.from_number <= first <= a.to_number), None)
        if row is None:
            raise UsageFault(f"§ {first} är inte justerad.", f"beredning sammanträde justera {sitting.row.key}")
        return row
    fits = [a for a in sitting.adjustments if bool(a.posted_on and not a.removed_on) == posted]
    if len(fits) == 1:
        return fits[0]
    if fits:
        runs = ", ".join(f"§§ {a.from_number}–{a.to_number}" for a in fits)
        raise UsageFault(f"Flera delar av protokollet kan menas: {runs}.", "Ange den första paragrafen med --från-§.")
    what = "anslagen" if posted else "justerad och väntar på anslag"
    raise UsageFault(f"Ingen paragraf från {sitting.row.key} är {what}.", "Se beredning sammanträde visa.")
