"""Plans a sammanträde: makes it, and puts cases and other items on its föredragningslista in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda, regulations
from beredning.core import meeting as rules
from beredning.core import meeting_steps as steps
from beredning.core.agenda import Item
from beredning.core.case import Occasion
from beredning.errors import Obstacle, Refused, UsageFault
from beredning.office.desk import Desk
from beredning.office.lookup import find_case
from beredning.office.meeting_state import (
    Sitting,
    act_of,
    as_json,
    as_meeting,
    changed_rows,
    find_organ,
    find_person,
    judge,
    load,
    require_secretary,
    save_items,
)
from beredning.office.moving import move_in_unit, pinned_workflow
from beredning.store.rows import AgendaRow, CaseRow, DecisionRow, MeetingRow

if TYPE_CHECKING:
    from beredning.core.organisation import MeetingDay, Organ
    from beredning.store import Reader, Unit

CHANGEABLE = ("tid", "slut", "plats", "ordförande", "sekreterare", "justerare", "information")


class Waiting(NamedTuple):
    """A case that was postponed by the organ and waits for its next meeting."""

    dnr: str
    title: str
    meeting: str
    number: int


class Made(NamedTuple):
    """A sammanträde that was made. waiting: cases proposed for it."""

    key: str
    organ: str
    day: str
    starts: str
    place: str
    items: int
    waiting: tuple[Waiting, ...]


class Placed(NamedTuple):
    """An item as it came to stand on the list. extra: taken up although it is not in the kallelse or not ready."""

    meeting: str
    label: str
    title: str
    dnr: str
    mode: str
    extra: bool


def plan_meeting(desk: Desk, organ_name: str, day: str, facts: dict[str, str]) -> Made:
    """Makes a sammanträde with the organ's standing items. facts: words of CHANGEABLE; the rest comes from kommun.yaml.

    Raises NotFound, UsageFault (a past day, or the time of another that day), NotAllowed.
    """
    organ = find_organ(desk.organisation, organ_name)
    require_secretary(desk, organ)
    if day < desk.day.isoformat():
        raise UsageFault(f"{day} har redan varit; i dag är det {desk.day.isoformat()}.", "Ange en kommande dag.")
    planned = next((m for m in desk.organisation.meetings if (m.organ, m.day) == (organ.key, day)), None)
    with desk.unit() as unit:
        taken = unit.all(MeetingRow, "by_day", day, day)
        nth = sum(row.organ == organ.key for row in taken) + 1
        row = _new_row(unit, desk, organ, planned, rules.meeting_key(organ.key, day, nth), day, facts)
        _refuse_same_time(row, taken)
        items = agenda.standing_items(organ.standing, int(day[:4]))
        items = agenda.float_pauses(items, row.starts or "00:00")
        empty = Sitting(row, organ, as_meeting(row, organ), (), {}, {}, (), {}, ())
        rows, seen = changed_rows(unit, empty, items)
        unit.write(act_of(desk, "sammanträde", row.key, ground="KL 6:23"), [row, *rows], [None, *seen])
        waiting = postponed(unit, organ.key, day)
    return Made(row.key, organ.key, day, row.starts, row.place, len(items), waiting)


def _refuse_same_time(row: MeetingRow, taken: list[MeetingRow]) -> None:
    """An organ meets once at a time: the same again is most often a command given twice."""
    same = next((one for one in taken if (one.organ, one.starts) == (row.organ, row.starts)), None)
    if same is not None:
        raise UsageFault(
            f"{same.key} är redan planerat den dagen{f' klockan {same.starts}' if same.starts else ''}.",
            "Är det ett sammanträde till, ange när det börjar: --tid 13:00",
        )


def _new_row(
    unit: Unit, desk: Desk, organ: Organ, planned: MeetingDay | None, key: str, day: str, facts: dict[str, str]
) -> MeetingRow:
    chair = next((m.person for m in desk.organisation.mandates_on(organ.key, day) if m.post == "ordförande"), "")
    row = MeetingRow(
        key,
        organ.key,
        day,
        planned.start if planned else "",
        "",
        planned.place if planned else "",
        rules.PLANNED,
        chair,
        desk.actor.person,
        "[]",
        "",
        "",
        "",
        "",
        "",
        "",
    )
    return _with_facts(unit, desk, row, facts)


def _with_facts(unit: Unit, desk: Desk, row: MeetingRow, facts: dict[str, str]) -> MeetingRow:
    members = tuple(m.person for m in desk.organisation.mandates_on(row.organ, row.day))
    for name, value in facts.items():
        if name == "tid":
            row = row._replace(starts=agenda.clock_of(agenda.minutes_of(value)))
        elif name == "slut":
            row = row._replace(ends=agenda.clock_of(agenda.minutes_of(value)))
        elif name == "plats":
            row = row._replace(place=value)
        elif name == "information":
            row = row._replace(information=unit.put_text(value))
        elif name == "justerare":
            found = [find_person(desk.organisation, one, members) for one in value.split(",") if one.strip()]
            row = row._replace(adjusters=as_json(found))
        elif name in ("ordförande", "sekreterare"):
            person = find_person(desk.organisation, value, members)
            row = row._replace(chair=person) if name == "ordförande" else row._replace(secretary=person)
        else:
            raise UsageFault(f"”{name}” kan inte ändras.", "Det som kan ändras: " + ", ".join(CHANGEABLE) + ".")
    return row


def change_meeting(desk: Desk, text: str, facts: dict[str, str]) -> MeetingRow:
    """Changes words of CHANGEABLE. Raises NotFound, UsageFault, Refused, NotAllowed."""
    if not facts:
        raise UsageFault("Det finns inget att ändra.", "Ange till exempel --plats.")
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        late = sitting.row.state in (rules.CLOSED, rules.MINUTED, rules.ADJUSTED)
        if sitting.row.state == rules.ADJUSTED or (late and set(facts) - {"justerare"}):
            raise Refused(f"{sitting.row.key} kan inte ändras.", (_too_late(sitting),))
        after = _with_facts(unit, desk, sitting.row, facts)
        entry = unit.write(act_of(desk, "ändring", after.key, extra={"ändrat": sorted(facts)}), [after], [sitting.row])
    return after._replace(entry=entry.number)


def _too_late(sitting: Sitting) -> Obstacle:
    text = f"Sammanträdet är {sitting.row.state}; dess uppgifter ligger fast."
    return Obstacle("fel-läge", text, "KL 5:65", "FEL")


def postponed(reader: Reader, organ: str, before: str) -> tuple[Waiting, ...]:
    """Cases that the organ has postponed, that have not been on an agenda of it since and are not yet settled."""
    found = []
    years = (int(before[:4]) - 1, int(before[:4]))
    decisions = [d for year in years for d in reader.all(DecisionRow, "by_organ_year", organ, year)]
    for decision in (d for d in decisions if d.outcome == "bordläggning" and d.case_key and d.decided_on < before):
        later = [a for a in reader.all(AgendaRow, "by_case", decision.case_key) if a.state == agenda.OPEN]
        newer = [d for d in decisions if d.case_key == decision.case_key and d.decided_on > decision.decided_on]
        case = reader.one(CaseRow, decision.case_key)
        if case and not case.closed and not later and not newer:
            found.append(Waiting(case.dnr, reader.text(case.title), decision.meeting, decision.number))
    return tuple(found)


def add_case(
    desk: Desk,
    text: str,
    dnr: str,
    *,
    extra: bool = False,
    reason: str = "",
    presenters: tuple[str, ...] = (),
    minutes: int | None = None,
    mode: str = "",
    starts: str = "",
) -> Placed:
    """Puts a case on the list. extra: taken up although it is not ready or the kallelse is sent, for a reason (KL-13).

    Raises NotFound, Refused (already on it, another nämnd's, kallelse sent, extra forbidden), UsageFault, NotAllowed.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        case = find_case(unit, desk.organisation, dnr)
        item = Item(
            agenda.next_key(sitting.items),
            agenda.EXTRA if extra else agenda.CASE,
            unit.text(case.title),
            case=case.key,
            dnr=case.dnr,
            presenters=presenters,
            minutes=regulations.days(sitting.organ, "punkt-minuter") if minutes is None else minutes,
            fixed=starts,
            mode=_mode(sitting.organ, case, mode),
            reason=reason.strip(),
        )
        placed = _place(sitting, item)
        judge(f"{case.dnr} kan inte sättas upp på {sitting.row.key}.", _adding(sitting, case, item), reason)
        items = _floated(sitting, placed)
        save_items(unit, desk, sitting, items, "lägg-till", "KL 6:33" if extra else "")
        if sitting.meeting.called:
            _call_late(unit, desk, sitting, case, item)
    return _placed(sitting, items, item)


def _place(sitting: Sitting, item: Item) -> agenda.Items:
    return agenda.place(sitting.items, item, called=sitting.meeting.called)


def _floated(sitting: Sitting, items: agenda.Items) -> agenda.Items:
    """Until the kallelse is sent a pause with a time of its own keeps to it, whatever comes before it."""
    return items if sitting.meeting.called else agenda.float_pauses(items, sitting.row.starts or "00:00")


def _mode(organ: Organ, case: CaseRow, mode: str) -> str:
    if organ.kind != "utskott":
        if mode:
            raise UsageFault(f"{organ.name} är inget utskott; --läge gäller bara där (KL 6:37).", "Utelämna --läge.")
        return ""
    return mode or (rules.DECIDES if case.deciding_body == "utskott" else rules.PREPARES)


def _adding(sitting: Sitting, case: CaseRow, item: Item) -> tuple[Obstacle, ...]:
    organ, meeting = sitting.organ, sitting.meeting
    found = list(_state_for_agenda(sitting))
    if case.organ not in (organ.key, organ.parent):
        text = f"{case.dnr} hör till {case.organ} och kan inte tas upp av {organ.key}."
        found.append(Obstacle("KL-01", text, "KL 6:3", "FEL"))
    if any(one.case == case.key and one.state == agenda.OPEN for one in sitting.items if one.kind in agenda.MATTERS):
        text = f"{case.dnr} står redan på föredragningslistan."
        found.append(Obstacle("redan-på-listan", text, "Lokal rutin", "FEL"))
    if case.closed:
        found.append(Obstacle("avslutat", f"{case.dnr} avslutades {case.closed}.", "Lokal rutin G-10", "FEL"))
    if meeting.called and item.kind != agenda.EXTRA:
        text = f"Kallelsen till {meeting.key} skickades {meeting.sent_on}; ett ärende till är ett extra ärende."
        hint = 'Lägg till --extra --skäl "…" eller välj ett senare sammanträde.'
        found.append(Obstacle("KL-13", text, "KL 6:33, reglementet", "FEL", "sekreterare", hint=hint))
    forbidden = regulations.value(organ, "extra-ärende")
    found += rules.extra_allowed(meeting, (item,), forbidden)
    return (*found, *agenda.extra_obstacles(item))


def _state_for_agenda(sitting: Sitting) -> tuple[Obstacle, ...]:
    if sitting.row.state in (rules.PLANNED, rules.CALLED, rules.OPENED):
        return ()
    return (_too_late(sitting),)


def _call_late(unit: Unit, desk: Desk, sitting: Sitting, case: CaseRow, item: Item) -> None:
    """An extra ärende is called by being put on a list that members already have, once it is ready for it."""
    workflow = pinned_workflow(unit, case.workflow_digest)
    step = steps.calling_step(workflow, case.stage, sitting.organ.kind)
    if step is None:
        return
    try:
        move_in_unit(unit, desk, case.key, step.name, occasion(sitting, item, act="kalla"), item.reason)
    except Refused:
        # It stands on the list with its obstacles; `visa` shows them, and nothing is decided before they are gone.
        return


def occasion(
    sitting: Sitting, item: Item, *, act: str = "", outcome: str = "", obstacles: tuple[Obstacle, ...] = ()
) -> Occasion:
    """The meeting as the decision function sees it when a step is taken there."""
    organ = sitting.organ
    return Occasion(sitting.row.key, organ.key, organ.kind, sitting.row.day, item.mode, outcome, act, obstacles)


def add_pause(desk: Desk, text: str, title: str, minutes: int, *, after: str = "", starts: str = "") -> Placed:
    """Puts an unnumbered pause on the list, after an item, or last. Raises NotFound, Refused, NotAllowed."""
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        judge(f"Föredragningslistan för {sitting.row.key} kan inte ändras.", _state_for_agenda(sitting))
        item = Item(agenda.next_key(sitting.items), agenda.PAUSE, title, minutes=minutes, fixed=starts)
        items: agenda.Items = (*sitting.items, item)
        if after:
            items = agenda.move_beside(items, item.key, agenda.find(sitting.items, after).key, after=True)
        save_items(unit, desk, sitting, items, "lägg-till")
    return _placed(sitting, items, item)


def reorder(desk: Desk, text: str, item_text: str, *, to: str = "", before: str = "", after: str = "") -> Placed:
    """Moves an item to a number, or before or after another. Raises NotFound, UsageFault, Refused, NotAllowed."""
    if sum(map(bool, (to, before, after))) != 1:
        raise UsageFault("Ange precis en av --till, --före och --efter.")
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        judge(f"Föredragningslistan för {sitting.row.key} kan inte ändras.", _state_for_agenda(sitting))
        item = agenda.find(sitting.items, item_text)
        if to:
            items = agenda.move(sitting.items, item.key, to)
        else:
            other = agenda.find(sitting.items, before or after)
            items = agenda.move_beside(sitting.items, item.key, other.key, after=bool(after))
        if item.floats:  # a pause that somebody has put in its place stays there
            items = agenda.change(items, item._replace(fixed="", floats=False))
        items = _floated(sitting, items)
        save_items(unit, desk, sitting, items, "ordna")
    return _placed(sitting, items, item)


def change_item(desk: Desk, text: str, item_text: str, facts: dict[str, object]) -> Placed:
    """Changes an open item's minutes, fixed start ("" lets it follow), presenters, mode, reason or kind ("extra").

    facts: fields of agenda.Item. Raises NotFound, UsageFault, Refused, NotAllowed.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        item = agenda.find(sitting.items, item_text)
        found = _state_for_agenda(sitting) or rules.may_change_item(agenda.labels(sitting.items)[item.key], item)
        after = item._replace(**facts)  # type: ignore[arg-type]
        if after.kind == agenda.EXTRA:
            found = (*found, *agenda.extra_obstacles(after))
        judge(f"”{item.title}” kan inte ändras.", found, after.reason)
        if "mode" in facts and sitting.organ.kind != "utskott":
            raise UsageFault(f"{sitting.organ.name} är inget utskott; --läge gäller bara där (KL 6:37).")
        items = _floated(sitting, agenda.change(sitting.items, after))
        save_items(unit, desk, sitting, items, "ändra-punkt")
    return _placed(sitting, items, after)


def strike_item(desk: Desk, text: str, item_text: str, reason: str = "") -> Placed:
    """Takes an item off the list: struck before the kallelse, afterwards it is decided as utgår at the meeting.

    Raises NotFound, UsageFault, Refused, NotAllowed.
    """
    with desk.unit() as unit:
        sitting = load(unit, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        item = agenda.find(sitting.items, item_text)
        label = agenda.labels(sitting.items)[item.key]
        judge(f"”{item.title}” kan inte strykas.", (*_state_for_agenda(sitting), *_struck_late(sitting, item, label)))
        items = agenda.strike(sitting.items, item.key, reason)
        save_items(unit, desk, sitting, items, "stryk")
    return Placed(sitting.row.key, label, item.title, item.dnr, item.mode, item.kind == agenda.EXTRA)


def _struck_late(sitting: Sitting, item: Item, label: str) -> tuple[Obstacle, ...]:
    """A called item has a number that members have been sent, so the organ itself takes it off (utfall utgår)."""
    if not sitting.meeting.called or not item.numbered:
        return ()
    text = f"Kallelsen är utskickad; punkt {label} tas bort genom att sammanträdet beslutar att den utgår."
    hint = f'beredning sammanträde beslut {sitting.row.key} {label} --utfall utgår --skäl "…"'
    return (Obstacle("kallad-punkt", text, "Reglementet (KL 6:44)", "FEL", "sekreterare", hint=hint),)


def _placed(sitting: Sitting, items: agenda.Items, item: Item) -> Placed:
    label = agenda.labels(items).get(item.key, "")
    return Placed(sitting.row.key, label, item.title, item.dnr, item.mode, item.kind == agenda.EXTRA)
