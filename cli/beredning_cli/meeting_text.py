"""How a sammanträde is printed for a person: its list with obstacles, its people, its §§."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.output import style, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from beredning.errors import Obstacle
    from beredning.office.meeting_attend import Present
    from beredning.office.meeting_call import Called, ItemLine
    from beredning.office.meeting_decide import Decided
    from beredning.office.meetings import MeetingView

_STATES = {"utgått": "utgår", "struken": "struken", "beslutad": "beslutad"}


def view_lines(view: MeetingView) -> Iterator[str]:
    """The lines of `sammanträde visa`."""
    yield style(f"{view.key}  {view.organ}", "rubrik")
    until = f"–{view.ends}" if view.ends else ""
    where = view.place or "plats saknas"
    yield f"{view.day} kl. {view.starts or '–'}{until}, {where}. Läge: {style(view.state, 'rubrik')}"
    adjusters = ", ".join(view.adjusters) or "ingen vald"
    yield f"Ordförande {view.chair or '–'} · sekreterare {view.secretary or '–'} · justerare {adjusters}"
    yield _dates(view)
    if view.message:
        yield view.message
    yield ""
    yield from item_lines(view.items)
    if view.people:
        yield ""
        yield from people_lines(view.people)
    if view.sections:
        yield ""
        rows = [
            (
                f"§ {s.number}" if s.number else "",
                s.label,
                s.title,
                s.outcome if s.public else f"{s.outcome} (beredande)",
                s.adjusted_on,
                s.posted_on,
                s.appeal_until,
            )
            for s in view.sections
        ]
        yield from table(("§", "Punkt", "Ärende", "Utfall", "Justerat", "Anslaget", "Överklagas senast"), rows)
    for one in view.waiting:
        yield f"Bordlagt och väntar: {one.dnr} {one.title} (beredning sammanträde lägg-till {view.key} {one.dnr})"
    yield from obstacle_lines(view.notes, "")
    if view.next:
        yield f"Nästa: {view.next}"


def _dates(view: MeetingView) -> str:
    known = (
        ("kallelse senast", view.notice_by if not view.sent_on else ""),
        ("kallelse skickad", view.sent_on),
        ("öppnat", view.opened_at[11:]),
        ("avslutat", view.closed_at[11:]),
        ("justeras senast", view.adjust_by),
    )
    return " · ".join(f"{name} {value}" for name, value in known if value)


def item_lines(items: Iterable[ItemLine]) -> Iterator[str]:
    """The föredragningslista as a table, then the obstacles of each item that has any."""
    listed = list(items)
    rows = [
        (
            one.label,
            one.title,
            one.dnr,
            ", ".join(one.presenters),
            f"{one.starts}–{one.ends}" if one.starts else "",
            ", ".join(filter(None, ("extra" if one.kind == "extra" else "", one.mode, _STATES.get(one.status, "")))),
        )
        for one in listed
    ]
    yield from table(("Nr", "Ärende", "Dnr", "Föredragande", "Tid", ""), rows)
    for one in listed:
        yield from waiting_lines(one)


def waiting_lines(one: ItemLine) -> Iterator[str]:
    """The obstacles of an item, under its number."""
    if one.obstacles:
        blocked = any(o.severity == "FEL" for o in one.obstacles)
        mark = style("inte redo", "fel") if blocked else style("varning", "varning")
        yield f"{one.label} {one.title}: {mark}"
        yield from obstacle_lines(one.obstacles, "  ")


def obstacle_lines(obstacles: Iterable[Obstacle], indent: str) -> Iterator[str]:
    """One line for each obstacle, and what to do about it on the next."""
    for one in obstacles:
        by = f" Undanröjs av {one.remover}." if one.remover else ""
        yield f"{indent}{one.severity} {one.code}: {one.text} ({one.origin}){by}"
        if one.hint:
            yield f"{indent}  {one.hint}"


def people_lines(people: Iterable[Present]) -> list[str]:
    """Who is there, from and to which item."""
    rows = []
    for one in people:
        span = f"{one.first or 'början'}–{one.last or 'slutet'}" if one.first or one.last else ""
        span = one.first if one.first and one.first == one.last else span
        jav = f"jäv vid {', '.join(one.recused)}" if one.recused else ""
        serves = f"för {one.serving_for}" if one.serving_for else ""
        name = f"{one.name} ({one.party})" if one.party else one.name
        rows.append(
            (name, one.kind, serves, span, ", ".join(filter(None, (jav, "distans" if one.form == "distans" else ""))))
        )
    return table(("Namn", "Som", "Tjänstgör", "Punkter", ""), rows)


def called_lines(made: Called, path: Path | None) -> Iterator[str]:
    """The lines of `sammanträde kallelse`."""
    if made.sent:
        version = f", version {made.version}" if made.version > 1 else ""
        yield f"Kallelsen till {made.meeting}{version}: {path}"
    else:
        yield f"Så skulle kallelsen till {made.meeting} bli. Inget är ändrat."
    yield from item_lines(made.lines)
    if made.left_out:
        yield ""
        yield style("Lämnade utanför, inte redo:", "fel")
        for one in made.left_out:
            yield from waiting_lines(one)
    if made.acknowledged:
        yield ""
        yield "Varningar som skälet svarar på:" if made.sent else "I vägen för kallelsen:"
        yield from obstacle_lines(made.acknowledged, "  ")
    if made.sent:
        yield f"Nästa: beredning sammanträde handlingar {made.meeting} --ut MAPP"


def decided_lines(made: Decided) -> list[str]:
    """The lines of `sammanträde beslut`."""
    dnr = f" ({made.dnr})" if made.dnr else ""
    lines = [f"Punkt {made.label} {made.title}{dnr}: {made.outcome}. {made.serving} tjänstgjorde."]
    lines += [f"  {text}" for text in made.text]
    if made.case:
        lines.append(f"{made.case.dnr} står i ”{made.case.title}”.")
    if made.placed:
        lines.append(f"Uppsatt på {made.placed}.")
    return lines + [f"Kvitterad varning: {o.text}" for o in made.acknowledged]
