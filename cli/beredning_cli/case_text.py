"""How a case and its obstacles are printed for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.output import style, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beredning.errors import Obstacle
    from beredning.office.case_view import Asked, CaseView


def case_lines(view: CaseView) -> Iterator[str]:
    """The lines of `ärende visa`."""
    yield style(f"{view.dnr}  {view.title}", "rubrik")
    yield f"{view.organ} · flödet {view.workflow} {view.workflow_version} · handläggare {view.officer}"
    yield f"Skede: {style(view.stage, 'rubrik')} sedan {view.stage_since} (revision {view.revision})"
    due = f" · svar senast {view.reply_due}" if view.reply_due else ""
    yield f"Registrerat {view.registered} · beslutas av {view.deciding_body} · {view.appeal_kind}{due}"
    if view.marks:
        yield "Märken: " + ", ".join(view.marks)
    yield "Tjänsteutlåtande: " + (view.report or "inget skrivet")
    for track in view.tracks:
        if track.since or not track.done:
            data = ", ".join(f"{name} {value}" for name, value in track.data.items())
            yield f"{track.title}: {track.stage}" + (" (klart)" if track.done else "") + (f" – {data}" if data else "")
    yield from _listed("Handlingar", [f"{p.number}. {p.title} ({p.kind}, {p.dated}, {p.status})" for p in view.papers])
    yield from _listed("Sammanträden", list(view.meetings))
    yield from _listed("Beslut", list(view.decisions))
    yield ""
    yield from table(
        ("Tid", "Vem", "Vad", "Steg", "Till"),
        [(a.time, a.person, a.act, a.step, a.to_stage) for a in view.history],
    )
    if view.next_steps:
        yield ""
        yield style("Nästa steg", "rubrik")
        for step in view.next_steps:
            who = "tas vid sammanträdet" if step.at else f"tas av {' eller '.join(step.roles)}"
            yield f"  {step.address} – {step.title} ({who})"
        yield f"Vad som fattas visas av: beredning ärende hinder {view.dnr}"


def answer_lines(asked: Asked) -> Iterator[str]:
    """The lines of `ärende hinder`."""
    answers = asked.steps
    if not answers:
        yield "Ärendet är i ett slutskede; inga steg är möjliga."
    for answer in answers:
        state = style("möjligt nu", "bra") if answer.possible else style("hindrat", "fel")
        yield f"{answer.address} – {answer.title}: {state}"
        for obstacle in answer.obstacles:
            yield from _obstacle(obstacle)
    if asked.deadlines:
        yield "Frister:"
        for one in asked.deadlines:
            yield f"  {one.severity} {one.text} ({one.origin})"


def _obstacle(obstacle: Obstacle) -> Iterator[str]:
    by = f" Undanröjs av {obstacle.remover}" if obstacle.remover else ""
    last = f" senast {obstacle.last_day}" if obstacle.last_day else ""
    end = "." if by or last else ""
    yield f"  {obstacle.severity} {obstacle.code}: {obstacle.text} ({obstacle.origin}){by}{last}{end}"
    if obstacle.hint:
        yield f"    {obstacle.hint}"


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        for line in lines:
            yield f"  {line}"
