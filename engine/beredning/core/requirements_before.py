"""Requirements up to the decision: side tracks, report, papers, agenda, meeting and who acts."""

from __future__ import annotations

from collections.abc import Iterator

from beredning.core.question import Question
from beredning.errors import Obstacle


def track_done(q: Question, name: str) -> Iterator[Obstacle]:
    """The side track must stand in one of its done stages."""
    track = q.workflow.track(name)
    state = q.case.tracks.get(name)
    now = state.state if state else (track.start if track else "")
    if track is None or now in track.done:
        return
    stage = next((s.title for s in track.stages if s.name == now), now)
    titles = ", ".join(f"”{s.title}”" for s in track.stages if s.name in track.done)
    step = next((s for s in track.steps if now in s.sources), None)
    yield Obstacle(
        "spår-ej-klart",
        f"Sidospåret {track.title} står i ”{stage}” men måste ha nått {titles}.",
        f"Flödet {q.workflow.name}",
        remover=_or(step.roles if step else ()),
        hint=f"beredning ärende flytta {q.case.dnr} {name}:{step.name}" if step else "",
    )


def mark_set(q: Question, mark: str) -> Iterator[Obstacle]:
    """The mark must be set; says which step sets it."""
    if mark in q.case.marks:
        return
    step = next((s for s in q.workflow.steps if any(e.kind == "märke" and e.name == mark for e in s.effects)), None)
    how = f" Det sätts av steget ”{step.title}”." if step else ""
    yield Obstacle(
        "märke-saknas",
        f"Märket ”{mark}” är inte satt.{how}",
        f"Flödet {q.workflow.name}",
        remover=_or(step.roles if step else ()),
        hint=f"beredning ärende flytta {q.case.dnr} {step.name}" if step and q.case.stage in step.sources else "",
    )


def mark_absent(q: Question, mark: str) -> Iterator[Obstacle]:
    """The mark must not be set."""
    if mark in q.case.marks:
        yield Obstacle("märke-satt", f"Märket ”{mark}” är satt och hindrar steget.", f"Flödet {q.workflow.name}")


def report_complete(q: Question, _: str) -> Iterator[Obstacle]:
    """A report exists and each mandatory section has content (G-01, PH07)."""
    report = q.case.report
    command = f"beredning utlåtande skriv {q.case.dnr}"
    if report is None:
        yield Obstacle(
            "utlåtande-saknas",
            "Inget tjänsteutlåtande är skrivet.",
            "Lokal rutin G-01",
            "FEL",
            "handläggare",
            "",
            command,
        )
        return
    for label in report.missing:
        yield Obstacle(
            "PH07",
            f"Avsnittet ”{label}” i tjänsteutlåtandet (version {report.version}) saknar innehåll.",
            "Lokal rutin G-01",
            remover="handläggare",
            hint=command,
        )


def report_open(q: Question, _: str) -> Iterator[Obstacle]:
    """The latest version is not already approved: after an återremiss a new one is written (G-08)."""
    report = q.case.report
    if report and report.status == "godkänd":
        yield Obstacle(
            "G-08",
            f"Utlåtandets version {report.version} godkändes {report.approved_on} och är låst; en ny version behövs.",
            "Lokal rutin G-08",
            remover="handläggare",
            hint=f"beredning utlåtande skriv {q.case.dnr}",
        )


def report_approved(q: Question, _: str) -> Iterator[Obstacle]:
    """The latest version of the report is approved by a responsible manager (G-01)."""
    report = q.case.report
    if report is None:
        yield from report_complete(q, "")
    elif report.status != "godkänd":
        yield Obstacle(
            "utlåtande-ej-godkänt",
            f"Tjänsteutlåtandet, version {report.version}, är inte godkänt av ansvarig chef.",
            "Lokal rutin G-01",
            remover="chef",
        )


def underlag_present(q: Question, _: str) -> Iterator[Obstacle]:
    """Each document named in Beslutsunderlag is among the papers of the case (G-03, UL02)."""
    titles = {p.title.casefold() for p in q.case.papers if p.status != "ersatt"}
    for title in q.case.report.underlag if q.case.report else ():
        if title.casefold() not in titles:
            yield Obstacle(
                "UL02",
                f"Beslutsunderlaget nämner ”{title}”, som inte finns bland ärendets handlingar.",
                "Lokal rutin G-03",
                remover="handläggare",
                hint=f'beredning ärende bifoga {q.case.dnr} FIL --titel "{title}"',
            )


def paper_present(q: Question, kind: str) -> Iterator[Obstacle]:
    """A paper of the kind exists that is not replaced."""
    if not any(p.kind == kind and p.status != "ersatt" for p in q.case.papers):
        yield Obstacle(
            "handling-saknas",
            f"Det finns ingen handling av slaget ”{kind}” i ärendet.",
            f"Flödet {q.workflow.name}",
            remover="handläggare",
            hint=f"beredning ärende bifoga {q.case.dnr} FIL --slag {kind}",
        )


def not_officer(q: Question, _: str) -> Iterator[Obstacle]:
    """Separation of duties: the case officer does not approve the own case (G-01)."""
    if q.actor.person == q.case.officer:
        yield Obstacle(
            "egen-granskning",
            f"{q.actor.name} är handläggare i ärendet och kan inte själv godkänna det.",
            "Lokal rutin G-01",
            remover="en annan chef",
        )


def not_author(q: Question, _: str) -> Iterator[Obstacle]:
    """Separation of duties: the author of the report does not approve it (G-01)."""
    if q.case.report and q.actor.person == q.case.report.author:
        yield Obstacle(
            "eget-utlåtande",
            f"{q.actor.name} har skrivit utlåtandet (version {q.case.report.version}) och kan inte godkänna det.",
            "Lokal rutin G-01",
            remover="en annan chef",
        )


def on_agenda(q: Question, organ_kind: str) -> Iterator[Obstacle]:
    """The case has an open place on the agenda of such an organ."""
    if q.case.placement(organ_kind) is None:
        yield Obstacle(
            "ej-på-dagordning",
            f"Ärendet står inte på någon föredragningslista för {_organ_title(organ_kind)}.",
            "Lokal rutin G-03",
            remover="sekreterare",
            hint=f"beredning sammanträde lägg-till SAMMANTRÄDE {q.case.dnr}",
        )


def called(q: Question, organ_kind: str) -> Iterator[Obstacle]:
    """The kallelse with the case on it has been sent."""
    placement = q.case.placement(organ_kind)
    if placement is None:
        yield from on_agenda(q, organ_kind)
    elif not placement.called:
        yield Obstacle(
            "kallelse-ej-sänd",
            f"Kallelsen till {placement.meeting} är inte utskickad.",
            "Reglementet (KL 6:44)",
            remover="sekreterare",
            hint=f"beredning sammanträde kallelse {placement.meeting}",
        )


def manuscript(q: Question, organ_kind: str) -> Iterator[Obstacle]:
    """Manusstopp of the meeting has not passed; after it the case is late (G-02)."""
    placement = q.case.placement(organ_kind)
    if placement and placement.manuscript and q.day.isoformat() > placement.manuscript:
        yield Obstacle(
            "sent-ärende",
            f"Manusstopp för {placement.meeting} var {placement.manuscript}; ärendet är sent.",
            "Lokal rutin G-02",
            "VARNING",
            "ordförande",
            placement.manuscript,
            'Ange varför ärendet ändå ska med: --skäl "…"',
        )


def at_meeting(q: Question, organ_kind: str) -> Iterator[Obstacle]:
    """The step belongs to a meeting: no single person, a secretary least of all, takes it (KL 6:3)."""
    if q.occasion is None or q.occasion.organ_kind != organ_kind:
        placement = q.case.placement(organ_kind)
        meeting = placement.meeting if placement else "MÖTE"
        yield Obstacle(
            "vid-sammanträde",
            f"Steget ”{q.step.title}” tas av {_organ_title(organ_kind)} vid sammanträde, inte av en enskild person.",
            "KL 6:3, 6:37",
            remover=organ_kind,
            hint=f"beredning sammanträde beslut {meeting} PUNKT --utfall …",
        )


def quorate(q: Question, _: str) -> Iterator[Obstacle]:
    """Passes on what the law of the meeting has against deciding the item (G-04), collected by the meeting."""
    for obstacle in q.occasion.obstacles if q.occasion else ():
        if isinstance(obstacle, Obstacle):
            yield obstacle


def treated_by(q: Question, organ_kind: str) -> Iterator[Obstacle]:
    """An organ of that kind has treated the case (G-03)."""
    if not any(d.organ_kind == organ_kind for d in q.case.decisions):
        yield Obstacle(
            "ej-berett",
            f"Ärendet är inte behandlat av {_organ_title(organ_kind)}.",
            "Lokal rutin G-03",
            remover="sekreterare",
        )


def reply_in_time(q: Question, _: str) -> Iterator[Obstacle]:
    """The reply to a remiss is decided by its svarsdatum (FL 26)."""
    if not q.case.reply_due:
        yield Obstacle(
            "svarsdatum-saknas",
            "Remissen saknar svarsdatum.",
            "FL 26 §",
            remover="registrator",
            hint=f'beredning ärende ändra {q.case.dnr} svarsdatum DATUM --skäl "…"',
        )
    elif q.deciding_day.isoformat() > q.case.reply_due:
        yield Obstacle(
            "svarsdatum-passerat",
            f"Svaret skulle ha lämnats {q.case.reply_due}, men beslutet faller {q.deciding_day.isoformat()}.",
            "FL 26 §",
            "VARNING",
            "handläggare",
            q.case.reply_due,
            "Begär anstånd eller låt en delegat besluta om svaret.",
        )


def delegated(q: Question, _: str) -> Iterator[Obstacle]:
    """A delegated decision is registered on the case (KL 6:37, 7:5)."""
    if not q.case.delegated:
        yield Obstacle(
            "delegationsbeslut-saknas",
            "Inget delegationsbeslut är registrerat i ärendet.",
            "KL 6:37, 7:5",
            remover="delegat",
            hint=f"beredning delegation beslut --ärende {q.case.dnr} …",
        )


def impartial(q: Question, _: str) -> Iterator[Obstacle]:
    """The actor is not jävig in the case (KL 7:4)."""
    if q.actor.person in q.case.conflicted:
        yield Obstacle("KL-28", f"{q.actor.name} är jävig i ärendet och får inte handlägga det.", "KL 6:28–30, 7:4")


def reason_given(q: Question, _: str) -> Iterator[Obstacle]:
    """A reason in words is given."""
    if not q.reason.strip():
        yield Obstacle(
            "skäl-saknas",
            f"Steget ”{q.step.title}” kräver ett skäl i ord.",
            f"Flödet {q.workflow.name}",
            remover=_or(q.step.roles),
            hint='Lägg till --skäl "…"',
        )


def consultation(q: Question, _: str) -> Iterator[Obstacle]:
    """The duty under MBL is fulfilled before the organ that finally decides (G-MBL-1 to 6)."""
    from beredning.core.consultation import obstacles_from_track

    state = q.case.tracks.get("mbl")
    finally_ = q.occasion is None or q.occasion.organ_kind != "utskott" or q.occasion.mode == "beslutar"
    yield from obstacles_from_track(
        state.state if state else "", dict(state.data) if state else {}, q.deciding_day, finally_, dict(q.settings)
    )


def _organ_title(organ_kind: str) -> str:
    return {"utskott": "arbetsutskottet", "nämnd": "nämnden"}.get(organ_kind, organ_kind)


def _or(roles: tuple[str, ...]) -> str:
    return " eller ".join(roles)
