"""A sammanträde as it stands in the database: read as values, and its agenda written back where it differs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda
from beredning.core.agenda import Item, Items
from beredning.core.journal import Act
from beredning.core.meeting import Meeting, Range, parse_key
from beredning.core.organisation import Organ, Organisation
from beredning.errors import NotAllowed, NotFound, Obstacle, Refused, UsageFault
from beredning.office.desk import Desk
from beredning.store.rows import AdjustmentRow, AgendaRow, AttendanceRow, CaseRow, DecisionRow, MeetingRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from beredning.core.journal import Entry
    from beredning.store import Reader, Unit

    Deliver = Callable[[str, bytes], None]
    """Writes a made document as a file, by name and bytes, before the act is committed; what it raises undoes it."""

SECRETARY = "sekreterare"


class Sitting(NamedTuple):
    """A sammanträde with all that belongs to it. rows: of the agenda by item; cases: of the items that have one."""

    row: MeetingRow
    organ: Organ
    meeting: Meeting
    items: Items
    rows: dict[int, AgendaRow]
    cases: dict[str, CaseRow]
    attendance: tuple[AttendanceRow, ...]
    decisions: dict[int, DecisionRow]
    adjustments: tuple[AdjustmentRow, ...]

    @property
    def year(self) -> int:
        """The calendar year of its § series (KL-45)."""
        return int(self.row.day[:4])

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The adjusted runs of §§."""
        return tuple(as_range(one) for one in self.adjustments)


def as_range(row: AdjustmentRow) -> Range:
    """An adjustment as the core sees it."""
    return Range(
        row.from_number,
        row.to_number,
        row.adjusted_on,
        tuple(json.loads(row.adjusters)),
        row.posted_on,
        row.appeal_until,
        row.removed_on,
    )


def find_meeting(reader: Reader, organisation: Organisation, text: str) -> MeetingRow:
    """The sammanträde a person means: "UBN-AU:2023-12-06", "ubn-au 2023-12-06", or the date alone when it is enough.

    Raises UsageFault when there is no date or several meetings fit, NotFound with the nearest otherwise.
    """
    exact = reader.one(MeetingRow, text.strip())
    if exact is not None:
        return exact
    organ, day, nth = parse_key(text)
    wanted = organ.casefold()
    that_day = reader.all(MeetingRow, "by_day", day, day)
    fits = [
        row
        for row in that_day
        if (not wanted or wanted in _names(organisation, row.organ)) and (nth == 1 or row.key.endswith(f":{nth}"))
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise UsageFault(f"{text} kan vara {' eller '.join(row.key for row in fits)}.", "Skriv hela beteckningen.")
    known = [row.key for row in reader.all(MeetingRow, "page", 200, 0)]
    nearest = tuple(row.key for row in that_day) or _near(f"{organ.upper()}:{day}", known)
    hint = f"Menade du {' eller '.join(nearest)}?" if nearest else "Skapa det: beredning sammanträde ny ORGAN DATUM"
    raise NotFound(f"Det finns inget sammanträde {text}.", hint, nearest)


def _near(text: str, known: list[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    return tuple(get_close_matches(text, known, 3, 0.6))


def _names(organisation: Organisation, key: str) -> set[str]:
    organ = organisation.organ(key)
    return {key.casefold(), organ.name.casefold()} if organ else {key.casefold()}


def find_organ(organisation: Organisation, text: str) -> Organ:
    """The organ with that key or name. Raises NotFound with the nearest."""
    wanted = text.strip().casefold()
    for organ in organisation.organs:
        if wanted in _names(organisation, organ.key):
            return organ
    keys = [organ.key for organ in organisation.organs]
    nearest = _near(text.upper(), keys) or tuple(keys)
    raise NotFound(f"Det finns inget organ {text}.", f"Organen i kommun.yaml är {', '.join(keys)}.", nearest)


def load(reader: Reader, organisation: Organisation, text: str) -> Sitting:
    """The sammanträde that `text` names, with its agenda, attendance, decisions and adjustments."""
    row = find_meeting(reader, organisation, text)
    organ = find_organ(organisation, row.organ)
    agenda_rows, attendance, decisions, adjustments = reader.many(
        (AgendaRow, "by_meeting", (row.key,)),
        (AttendanceRow, "by_meeting", (row.key,)),
        (DecisionRow, "by_meeting", (row.key,)),
        (AdjustmentRow, "by_meeting", (row.key,)),
    )
    texts = reader.texts([d for one in agenda_rows for d in (one.title, one.reason)])
    keys = {one.case_key for one in agenda_rows if one.case_key}
    found = {key: reader.one(CaseRow, key) for key in sorted(keys)}
    cases = {key: case for key, case in found.items() if case is not None}
    return Sitting(
        row,
        organ,
        as_meeting(row, organ),
        tuple(_item(one, texts, cases, organ, int(row.day[:4])) for one in agenda_rows),
        {one.item: one for one in agenda_rows},
        cases,
        tuple(attendance),
        {one.item: one for one in decisions},
        tuple(adjustments),
    )


def as_meeting(row: MeetingRow, organ: Organ) -> Meeting:
    """The row as the core sees it."""
    return Meeting(
        row.key,
        row.organ,
        organ.kind,
        row.day,
        row.starts,
        row.ends,
        row.place,
        row.state,
        row.chair,
        row.secretary,
        tuple(json.loads(row.adjusters)),
        row.sent_on,
        row.opened_at,
        row.closed_at,
    )


def _item(row: AgendaRow, texts: dict[str, str], cases: dict[str, CaseRow], organ: Organ, year: int) -> Item:
    title = texts[row.title]
    same = (s for s in organ.standing if s.kind == row.kind and s.title.replace("{år}", str(year)) == title)
    standing = next(same, None)
    case = cases.get(row.case_key)
    return Item(
        row.item,
        row.kind,
        title,
        row.label if row.kind == agenda.OPENING else "",
        row.case_key,
        case.dnr if case else standing.case.replace("{år}", str(year)) if standing else "",
        tuple(json.loads(row.presenters)),
        row.minutes,
        row.starts,
        row.mode,
        row.state,
        texts[row.reason],
        bool(standing and standing.when == "sist" and row.kind != agenda.OPENING),
        bool(standing and standing.when == "tid" and row.starts),
    )


def changed_rows(unit: Unit, sitting: Sitting, items: Items) -> tuple[list[AgendaRow], list[AgendaRow | None]]:
    """The agenda rows that differ when the list is `items`, and each as it was read (None for a new one).

    `starts` holds a start time that somebody has fixed, "" otherwise; slots are computed when shown.
    """
    labels = agenda.labels(items)
    old = {item.key: item for item in sitting.items}
    rows: list[AgendaRow] = []
    seen: list[AgendaRow | None] = []
    for position, item in enumerate(items, 1):
        before = sitting.rows.get(item.key)
        known = old.get(item.key)
        after = AgendaRow(
            sitting.row.key,
            item.key,
            position,
            labels.get(item.key, ""),
            item.kind,
            item.case,
            before.title if before and known and known.title == item.title else unit.put_text(item.title),
            as_json(item.presenters),
            item.minutes,
            item.fixed,
            "",
            item.mode,
            item.state,
            before.reason if before and known and known.reason == item.reason else unit.put_text(item.reason),
            before.entry if before else 0,
        )
        if after != before:
            rows.append(after)
            seen.append(before)
    return rows, seen


def save_items(unit: Unit, desk: Desk, sitting: Sitting, items: Items, act: str, ground: str = "") -> Entry | None:
    """Write the agenda where it differs, as one act. None when nothing differs."""
    rows, seen = changed_rows(unit, sitting, items)
    return unit.write(act_of(desk, act, sitting.row.key, ground=ground), rows, seen) if rows else None


def act_of(
    desk: Desk,
    act: str,
    subject: str,
    *,
    ground: str = "",
    documents: tuple[str, ...] = (),
    extra: dict[str, object] | None = None,
) -> Act:
    """A journal act of the person at the desk."""
    return Act(desk.actor.person, desk.actor.title, act, subject, ground=ground, documents=documents, extra=extra or {})


def keep(_filename: str, _body: bytes) -> None:
    """Writes no file: the document stays in the database alone."""


def as_json(values: object) -> str:
    """The canonical JSON that columns with lists hold."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def require_secretary(desk: Desk, organ: Organ) -> None:
    """Raises NotAllowed unless the person is secretary for the organ, its nämnd or its förvaltning."""
    if not desk.actor.has(SECRETARY, organ.key, organ.parent, organ.administration):
        raise NotAllowed(
            f"{desk.actor.name} är inte sekreterare för {organ.definite or organ.name}.",
            "Rollen sekreterare ges i kommun.yaml, under personens roller.",
        )


def judge(text: str, obstacles: tuple[Obstacle, ...], reason: str = "") -> tuple[Obstacle, ...]:
    """Passes when nothing blocks: raises Refused with every obstacle on a FEL, or on a VARNING without a reason.

    Answers the warnings that the reason acknowledges.
    """
    found = tuple(dict.fromkeys(obstacles))
    weight = ("FEL", "VARNING", "INFO")
    if any(o.severity == "FEL" or (o.severity == "VARNING" and not reason.strip()) for o in found):
        raise Refused(text, tuple(sorted(found, key=lambda o: weight.index(o.severity))))
    return tuple(o for o in found if o.severity == "VARNING")


def find_person(organisation: Organisation, text: str, among: tuple[str, ...] = ()) -> str:
    """The key of the person with that key or name (party in brackets is overlooked). Raises NotFound with the nearest.

    among: person keys that are preferred when a name is ambiguous.
    """
    wanted = text.partition("(")[0].strip().casefold()
    fits = [p.key for p in organisation.persons if wanted in (p.key.casefold(), p.name.casefold())]
    if not fits:
        fits = [p.key for p in organisation.persons if wanted and p.name.casefold().startswith(wanted)]
    chosen = [key for key in fits if key in among] or fits
    if len(chosen) == 1:
        return chosen[0]
    names = {p.name: p.key for p in organisation.persons}
    if chosen:
        raise UsageFault(f"”{text}” kan vara {' eller '.join(chosen)}.", "Skriv personens beteckning.")
    from difflib import get_close_matches

    near = tuple(names[name] for name in get_close_matches(text, names, 3, 0.5))
    hint = f"Menade du {' eller '.join(near)}?" if near else "Personerna står i kommun.yaml."
    raise NotFound(f"Det finns ingen ”{text}” i registret.", hint, near)


def name_of(organisation: Organisation, key: str) -> str:
    """The person's name, the key itself when the register no longer has it."""
    person = organisation.person(key)
    return person.name if person else key
