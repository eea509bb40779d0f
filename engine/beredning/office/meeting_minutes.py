"""Writes the protokoll: gathered as values, judged for what it lacks, made as Word and kept by its digest."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda, deadlines
from beredning.core import meeting as rules
from beredning.core import meeting_steps as steps
from beredning.core.minutes import Minutes, completeness, record_from_json
from beredning.errors import Obstacle
from beredning.office.desk import Desk
from beredning.office.document_files import deliver_all, put_document
from beredning.office.meeting_attend import orders
from beredning.office.meeting_call import adjusting, word
from beredning.office.meeting_decide import law_obstacles
from beredning.office.meeting_plan import occasion
from beredning.office.meeting_protocol import gather_minutes
from beredning.office.meeting_state import Sitting, act_of, judge, keep, load, require_secretary
from beredning.office.moving import Moved, move_in_unit, pinned_workflow
from beredning.store.rows import CaseRow, EntryRow

if TYPE_CHECKING:
    from beredning.core.document import Document
    from beredning.office.meeting_state import Deliver
    from beredning.store import Unit


class Written(NamedTuple):
    """A protokoll that was written. numbers: first and last §. obstacles: what it still lacks, when only asked for."""

    meeting: str
    version: int
    numbers: tuple[int, int]
    digest: str
    filename: str
    adjust_by: str
    moved: tuple[Moved, ...]
    acknowledged: tuple[Obstacle, ...]
    body: bytes = b""


def write_minutes(
    desk: Desk, text: str, *, reason: str = "", adjust_place: str = "", pdf: bool = False, deliver: Deliver = keep
) -> Written:
    """Writes the protokoll of a closed sammanträde and moves each decided case to protokollfört, as one.

    Until some § is adjusted it can be written again, as a new version; the old file is kept. pdf: as PDF
    too. Raises NotFound, NotAllowed, and Refused with everything it lacks (KL 5:66–67).
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        what = f"Protokollet från {sitting.row.key} kan inte skrivas."
        wrong = rules.wrong_state(sitting.meeting, "protokollför")
        if wrong:
            judge(what, wrong)
        made = gather_minutes(unit, desk, sitting)._replace(adjust_place=adjust_place or adjusting(sitting))
        done = judge(what, (*completeness(made), *_against_sections(unit, desk, sitting)), reason)
        version = sum(e.act == "protokoll" for e in unit.all(EntryRow, "by_subject", sitting.row.key)) + 1
        made = made._replace(version=version)
        document = _document(made)
        files = put_document(unit, desk, document, word(desk, document), pdf=pdf)
        filename = (
            f"protokoll-{sitting.row.key.replace(':', '-')}" + (f"-version-{version}" if version > 1 else "") + ".docx"
        )
        deliver_all(deliver, filename, files)
        after = sitting.row._replace(state=rules.MINUTED, minutes=files.digest)
        extra: dict[str, object] = {"godtagna": [o.code for o in done]} if done else {}
        if done:
            extra["skäl"] = unit.put_text(reason.strip())
        act = act_of(desk, "protokoll", after.key, ground="KL 5:65–67", documents=files.documents, extra=extra)
        unit.write(act, [after], [sitting.row])
        moved = follow(unit, desk, sitting, "protokollför", made.numbers, (files.digest,))
    ended = date.fromisoformat(sitting.meeting.last_day)
    return Written(
        after.key,
        version,
        (made.numbers[0], made.numbers[-1]),
        files.digest,
        filename,
        deadlines.adjustment_limit(ended).raw.isoformat(),
        moved,
        done,
        files.word,
    )


def _document(minutes: Minutes) -> Document:
    from beredning.documents.minutes import minutes_document

    return minutes_document(minutes)


def _as_section(obstacle: Obstacle, label: int, number: int) -> Obstacle:
    return obstacle._replace(text=re.sub(rf"[Pp]unkt {label}\b", f"§ {number}", obstacle.text))


def follow(
    unit: Unit, desk: Desk, sitting: Sitting, act: str, numbers: tuple[int, ...], documents: tuple[str, ...] = ()
) -> tuple[Moved, ...]:
    """Each case whose final § is among the numbers takes the step that belongs to the act, where its flow has one.

    act: protokollför | justera | anslå. Raises Refused when such a step is possible in the flow but not now.
    """
    moved = []
    for row in sorted(sitting.decisions.values(), key=lambda d: d.number):
        if row.number not in numbers or not row.deciding or not row.case_key:
            continue
        case = unit.one(CaseRow, row.case_key)
        item = next((i for i in sitting.items if i.key == row.item and i.kind in agenda.MATTERS), None)
        if case is None or item is None:
            continue
        step = steps.following_step(pinned_workflow(unit, case.workflow_digest), case.stage, act)
        if step is not None:
            here = occasion(sitting, item, act=act)
            moved.append(move_in_unit(unit, desk, case.key, step.name, here, documents=documents))
    return tuple(moved)


def _against_sections(unit: Unit, desk: Desk, sitting: Sitting) -> tuple[Obstacle, ...]:
    """What the law of the meeting has against each § as it is now recorded, told by its §."""
    ended = datetime.fromisoformat(sitting.row.closed_at)
    found: list[Obstacle] = []
    numbers = orders(sitting.items)
    for item in sitting.items:
        row = sitting.decisions.get(item.key)
        if row is None:
            continue
        decision = record_from_json(unit.text(row.record)).decision
        label = numbers.get(item.key, 0)
        against = law_obstacles(unit, desk, sitting, item, decision, ended)
        found += [_as_section(one, label, row.number) for one in against]
    # A warning that was answered for when the decision was taken is not asked about again.
    return tuple(o for o in found if o.severity == "FEL")
