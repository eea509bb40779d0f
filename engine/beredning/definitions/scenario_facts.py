"""Facts for a scenario's case: every requirement from outside is met, except those the scenario says are lacking."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from beredning.core.case import Case, CaseDecision, Occasion, Paper, Placement, Report, TrackState
from beredning.core.organisation import Actor
from beredning.core.workflow import Need, Step, Track, Workflow
from beredning.definitions.registries import PAPER_KINDS
from beredning.errors import Obstacle

ACTOR: Final = "prov.person"
ORGAN, UTSKOTT, ADMINISTRATION = "NÄMND", "AU", "FÖRVALTNING"

# What entering a stage of the side track mbl records (domain.md 2.2), as consultation.record_from reads it.
_DATES: Final = {
    "information-lämnad": "informerad",
    "kallad": "kallad",
    "förhandling-hållen": "hållen",
    "central-begärd": "central-begärd",
    "central-hållen": "central-hållen",
    "avslutad": "avslutad",
}


def moment(day: date) -> datetime:
    """Noon of `day`, in UTC."""
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def actor_for(step: Step, roles: tuple[str, ...]) -> Actor:
    """Someone in the given roles, or in the first of the step's own."""
    held = roles or step.roles[:1]
    return Actor(ACTOR, "Provpersonen", held[0] if held else "", frozenset((role, "") for role in held), "prov")


def recorded(track: Track, stage: str, before: TrackState | None, day: date, reason: str) -> TrackState:
    """The side track after it has entered `stage` on `day`."""
    data = dict(before.data) if before else {}
    key = _DATES.get(stage)
    if key:
        data[key] = day.isoformat()
    if stage in ("enig", "oenig"):
        data["utfall"] = stage
    if stage == "ej-tillämplig":
        data |= {"skäl": reason or "Ingen viktigare förändring.", "bedömd-av": ACTOR}
    if stage == "protokoll-justerat":
        data["protokoll"] = "prov"
    return TrackState(track.name, stage, day.isoformat(), data)


def started(workflow: Workflow, stages: dict[str, str], day: date) -> dict[str, TrackState]:
    """The side tracks in the given stages (else their start), reached long enough ago for every waiting time."""
    long_ago = day - timedelta(days=30)
    tracks = {}
    for track in workflow.tracks:
        stage = stages.get(track.name, track.start)
        state = recorded(track, stage, None, long_ago, "")
        if track.name == "mbl" and stage == "protokoll-justerat":
            state = recorded(track, stage, recorded(track, "avslutad", None, long_ago, ""), long_ago, "")
        tracks[track.name] = state
    return tracks


def occasion_for(step: Step, mode: str, day: date, lacking: tuple[Need, ...]) -> Occasion | None:
    """The meeting that takes the step; None when it is no meeting's, or when the scenario takes it outside one."""
    names = {need.name for need in lacking}
    if not step.organ or "vid-sammanträde" in names:
        return None
    quorum = Obstacle("KL-22", "Organet är inte beslutfört.", "KL 6:27")
    organ = UTSKOTT if step.organ == "utskott" else ORGAN
    own = step.mode or ("beslutar" if step.organ == "nämnd" else "bereder")
    outcome = step.outcomes[0] if step.outcomes else ""
    against = (quorum,) if "beslutsmässig" in names else ()
    return Occasion("prov", organ, step.organ, day.isoformat(), mode or own, outcome, "", against)


def with_facts(case: Case, step: Step, day: date, lacking: tuple[Need, ...]) -> Case:
    """The case with every outside fact that `step` asks for, except what is lacking."""
    names = {need.name for need in lacking}
    kinds = [k for k in PAPER_KINDS if Need("handling", k) not in lacking]
    papers = tuple(Paper(k, k, k, 1, "0" * 64, day.isoformat(), "inkommen") for k in kinds)
    places = tuple(
        _placement(kind, day, names) for kind in ("utskott", "nämnd") if Need("på-dagordning", kind) not in lacking
    )
    return case._replace(
        officer=ACTOR if "annan-än-handläggare" in names else "handläggare",
        report=_report(step, names),
        papers=papers,
        placements=() if Need("på-dagordning") in lacking else places,
        decisions=_decisions(case, step, day, names),
        delegated=() if "delegationsbeslut" in names else ("1",),
        conflicted=frozenset({ACTOR}) if "inte-jävig" in names else frozenset(),
        assignments_open=("Återrapportera",) if "inga-öppna-uppdrag" in names else (),
        reply_due="" if "svarsdatum" in names else (day + timedelta(days=60)).isoformat(),
    )


def _report(step: Step, names: set[str]) -> Report:
    """Approved where the step asks for that, else open: an approved report is locked and cannot go to review (G-08)."""
    asked = any(need.name == "utlåtande-godkänt" for need in step.needs)
    approved = "utlåtande-öppet" in names or (asked and "utlåtande-godkänt" not in names)
    return Report(
        1,
        "godkänd" if approved else "utkast",
        ACTOR if "annan-än-författare" in names else "handläggare",
        missing=("Ärendet",) if "utlåtande-komplett" in names else (),
        underlag=("Bilaga som saknas",) if "underlag-finns" in names else (),
    )


def _placement(kind: str, day: date, names: set[str]) -> Placement:
    stop = day + timedelta(days=-1 if "manusstopp" in names else 1)
    called = "" if "kallelse-sänd" in names else day.isoformat()
    organ = UTSKOTT if kind == "utskott" else ORGAN
    return Placement("prov", organ, kind, day.isoformat(), 1, "1", "bereder", called, manuscript=stop.isoformat())


def _decisions(case: Case, step: Step, day: date, names: set[str]) -> tuple[CaseDecision, ...]:
    """The decisions of the case, as far along as the step needs them to be."""
    if "beslut-fattat" in names or "tidigare-behandlat" in names:
        return ()
    now, past = day.isoformat(), (day - timedelta(days=1)).isoformat()
    asked = {need.name for need in step.needs}
    appealed = "överklagande-inkommet" in asked - names or "inget-överklagande" in names
    over = day + timedelta(days=5) if "överklagandetid-ute" in names else day - timedelta(days=2)
    facts = CaseDecision(
        "prov",
        ORGAN,
        "nämnd",
        now,
        1,
        "bifall",
        True,
        minuted="protokollfört" not in names,
        adjusted_on="" if "justerat" in names else past,
        posted_on="" if "anslaget" in names else past,
        appeal_until="" if "anslaget" in names else over.isoformat(),
        no_appeal_checked_on=past,
        appealed_on=past if appealed else "",
        receivers=("Mottagaren",),
        dispatched=() if "expedierat" in names else ("Mottagaren",),
    )
    return (*(d for d in case.decisions if not d.deciding), facts)
