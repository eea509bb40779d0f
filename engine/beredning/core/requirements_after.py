"""Requirements after the decision: minutes, adjustment, posting, appeal, dispatch and open assignments."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from beredning.core.case import CaseDecision
from beredning.core.question import Question
from beredning.errors import Obstacle


def decided(q: Question, _: str) -> Iterator[Obstacle]:
    """A final, minuted decision must exist (KL 5:67)."""
    if q.case.decision() is None:
        yield Obstacle("ej-beslutat", "Det finns inget protokollfört slutligt beslut i ärendet.", "KL 5:67 via 6:35")


def about_decision(
    code: str, text: str, ground: str, remover: str, hint: str, met: Callable[[CaseDecision], bool]
) -> Callable[[Question, str], Iterator[Obstacle]]:
    """A check of the latest final §: without one there is the same single obstacle as for `beslut-fattat`."""

    def check(q: Question, _: str) -> Iterator[Obstacle]:
        decision = q.case.decision()
        if decision is None:
            yield from decided(q, "")
        elif not met(decision):
            values = {"number": decision.number, "meeting": decision.meeting, "dnr": q.case.dnr}
            yield Obstacle(code, text.format(**values), ground, remover=remover, hint=hint.format(**values))

    return check


def appeal_time_over(q: Question, _: str) -> Iterator[Obstacle]:
    """The appeal time must have run out: three weeks from the posting (KL 13:5, KL-49, KL-50)."""
    decision = q.case.decision()
    if decision is None or not decision.appeal_until:
        yield Obstacle(
            "ej-anslaget",
            "Överklagandetiden har inte börjat: beslutet är inte anslaget.",
            "KL 13:5",
            remover="sekreterare",
        )
    elif q.day.isoformat() <= decision.appeal_until:
        yield Obstacle(
            "KL-49",
            f"§ {decision.number} kan överklagas till och med {decision.appeal_until}.",
            "KL 13:5, lag (1930:173)",
        )


def no_appeal(q: Question, _: str) -> Iterator[Obstacle]:
    """A person must have checked, after the appeal time, that no appeal came in (KL-52)."""
    decision = q.case.decision()
    if decision is None:
        yield from decided(q, "")
        return
    if decision.appealed_on:
        yield Obstacle(
            "överklagat", f"§ {decision.number} överklagades {decision.appealed_on}.", "KL 13:5", remover="domstolen"
        )
    checked = decision.no_appeal_checked_on
    if not checked or (decision.appeal_until and checked <= decision.appeal_until):
        yield Obstacle(
            "KL-52",
            f"Det är inte kontrollerat att § {decision.number} inte har överklagats; laga kraft räknas aldrig fram.",
            "KL 13:5",
            remover="sekreterare",
            hint=f"beredning ärende överklagande {q.case.dnr} --inget",
        )


def appealed(q: Question, _: str) -> Iterator[Obstacle]:
    """An appeal must be registered."""
    decision = q.case.decision()
    if decision is None or not decision.appealed_on:
        yield Obstacle(
            "ej-överklagat",
            "Inget överklagande är registrerat.",
            "KL 13:1",
            remover="registrator",
            hint=f"beredning ärende överklagande {q.case.dnr} --inkommet DATUM",
        )


def dispatched(q: Question, _: str) -> Iterator[Obstacle]:
    """Each receiver of the decision must have a dispatch record (G-06); no receivers at all is a warning (EX01)."""
    decision = q.case.decision()
    if decision is None:
        yield from decided(q, "")
        return
    if not decision.receivers:
        yield Obstacle(
            "EX01",
            f"§ {decision.number} saknar mottagare under ”Beslutet skickas till”.",
            "Lokal rutin G-06",
            "VARNING",
            "sekreterare",
            "",
            f"beredning ärende expediera {q.case.dnr} --mottagare …",
        )
    for receiver in decision.receivers:
        if receiver not in decision.dispatched:
            yield Obstacle(
                "G-06",
                f"§ {decision.number} är inte expedierad till {receiver}.",
                "Lokal rutin G-06",
                remover="sekreterare",
                hint=f'beredning ärende expediera {q.case.dnr} --mottagare "{receiver}"',
            )


def no_assignments(q: Question, _: str) -> Iterator[Obstacle]:
    """Every assignment given in the decisions must be reported back (G-10)."""
    for text in q.case.assignments_open:
        yield Obstacle(
            "G-10", f"Uppdraget ”{text}” är inte återrapporterat.", "Lokal rutin G-10", remover="handläggare"
        )


adjusted = about_decision(
    "ej-justerat",
    "§ {number} är inte justerad.",
    "KL 5:69 via 6:35",
    "sekreterare",
    "beredning sammanträde justera {meeting}",
    lambda d: bool(d.adjusted_on),
)
posted = about_decision(
    "ej-anslaget",
    "Justeringen av § {number} är inte tillkännagiven på anslagstavlan.",
    "KL 8:12",
    "sekreterare",
    "beredning sammanträde anslå {meeting}",
    lambda d: bool(d.posted_on),
)
minuted = about_decision(
    "ej-protokollfört",
    "§ {number} är inte protokollförd.",
    "KL 5:65 via 6:35",
    "sekreterare",
    "beredning sammanträde protokoll {meeting}",
    lambda d: d.minuted,
)
