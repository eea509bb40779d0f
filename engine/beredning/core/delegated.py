"""Whether a delegated decision was lawful on its day: order, point, delegat, limits, urgency, jäv (DEL-01 to 17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from beredning.core.delegation import (
    CHAIR,
    PROHIBITED,
    USERS_AGREE,
    DelegatedDecision,
    DelegationOrder,
    DelegationPoint,
    Holder,
    Holding,
    order_on,
    same_title,
)
from beredning.core.law import ANSTALLD, AUTOMATED, LEDAMOT, LEGALITY_REVIEW, NOT_APPEALABLE, Law
from beredning.errors import Obstacle

# Lag (2023:708): auktorisationssystem were added to what an automated function may not decide.
_AUTHORISATION_BARRED = date(2024, 1, 1)


def check_delegated(
    decision: DelegatedDecision,
    versions: tuple[DelegationOrder, ...],
    holder: Holder,
    disqualified: frozenset[str] = frozenset(),
    law: Law | None = None,
) -> tuple[Obstacle, ...]:
    """Everything against a delegated decision, judged by the order and the law of its own day.

    versions: every version of the nämnd's order. holder: the delegat with what was held when. disqualified: keys of the
    persons who are jäviga in the case. law: the law of that day, found when not given.
    """
    basic = (*_identified(decision), *_partial(decision, holder, disqualified))
    if decision.day is None:
        return basic
    order = order_on(versions, decision.day)
    if order is None:
        return (*basic, _no_order(decision.day, versions))
    return (*basic, *_under(decision, order, versions, holder, law or Law.on(decision.day)))


def check_point(point: DelegationPoint, law: Law) -> tuple[Obstacle, ...]:
    """What the law of a day has against a point of an order, whatever is decided under it (DEL-01, 02, 03, 10, 14)."""
    return (
        *law.check_delegate_kind(point.delegate_kind),
        *_prohibited(point, urgent=False),
        *_automated(point, law),
        *_may_subdelegate(point),
        *_by_law(point),
    )


def _under(
    decision: DelegatedDecision,
    order: DelegationOrder,
    versions: tuple[DelegationOrder, ...],
    holder: Holder,
    law: Law,
) -> Iterator[Obstacle]:
    """Obstacles under the order in force; an urgent decision rests on KL 6:39 and not on the point's delegat."""
    point = order.point(decision.point)
    if point is None and (decision.point or not decision.urgent):
        yield _no_point(decision, order, versions)
    if decision.urgent:
        yield from _urgent(decision, order, holder)
    if point is None:
        return
    yield from _prohibited(point, decision.urgent)
    yield from _by_law(point)
    yield from _amount(decision, point)
    if not decision.urgent:
        yield from law.check_delegate_kind(point.delegate_kind)
        yield from _automated(point, law)
        yield from _right_delegate(decision, order, point, holder)
        yield from _users(decision, point)


def _identified(decision: DelegatedDecision) -> Iterator[Obstacle]:
    for value, what in ((decision.day, "datum"), (decision.person or decision.name, "delegat")):
        if not value:
            text = f"{decision.label} saknar {what}."
            yield Obstacle("DEL-08", text, "KL 6:40, 5:67", "FEL", "delegat", hint=f"Ange {what}.")
    if decision.day and decision.registered_on and decision.day > decision.registered_on:
        text = f"{decision.label} är daterat efter den dag det registrerades, {decision.registered_on}."
        yield Obstacle("DEL-08", text, "KL 6:40, 5:67", "FEL", "delegat", hint="Rätta beslutsdatumet.")


def _partial(decision: DelegatedDecision, holder: Holder, disqualified: frozenset[str]) -> Iterator[Obstacle]:
    if decision.person in disqualified:
        employed = not any(h.kind != ANSTALLD for h in holder.holdings)
        code, origin = ("KL-28", "KL 6:28–30, 7:4") if employed else ("DEL-15", "KL 6:28–30")
        text = f"{holder.name} är jävig i ärendet {decision.case} och får inte besluta i det."
        yield Obstacle(
            code, text, origin, "FEL", "", hint="Låt en ersättare för delegaten besluta eller lämna till nämnden."
        )
    if decision.jointly_with:
        others = ", ".join(decision.jointly_with)
        text = f"{holder.name} har beslutat tillsammans med {others}; beslutanderätt får inte delegeras gemensamt."
        yield Obstacle("DEL-01", text, "KL 6:37, 7:5", "FEL", "nämnden", hint="En delegat beslutar ensam.")
    if decision.execution_only:
        text = f"{decision.label} är märkt som ren verkställighet och behöver då varken delegation eller anmälan."
        yield Obstacle("DEL-13", text, "KL 13:2", "INFO", "delegat")


def _no_order(day: date, versions: tuple[DelegationOrder, ...]) -> Obstacle:
    later = sorted((max(v.adopted_on, v.valid_from), v.name) for v in versions if max(v.adopted_on, v.valid_from) > day)
    ended = sorted((v.valid_to, v.name) for v in versions if v.valid_to and v.valid_to < day)
    known = f" {later[0][1]} började gälla {later[0][0]}." if later else ""
    known = f" {ended[-1][1]} gällde till {ended[-1][0]}.{known}" if ended else known
    text = f"Ingen delegationsordning gällde {day}, då beslutet fattades.{known}"
    return Obstacle("DEL-12", text, "KL 6:37", "FEL", "nämnden", hint="Lämna ärendet till nämnden för beslut.")


def _no_point(decision: DelegatedDecision, order: DelegationOrder, versions: tuple[DelegationOrder, ...]) -> Obstacle:
    if not decision.point:
        text = f"{decision.label} saknar delegationspunkt."
        return Obstacle("DEL-12", text, "KL 6:37", "FEL", "delegat", hint="Ange punkten.")
    elsewhere = next((v for v in versions if v.point(decision.point)), None)
    where = f" Den finns i {elsewhere.name}, som gäller från {elsewhere.valid_from}." if elsewhere else ""
    text = f"Punkten {decision.point} finns inte i {order.name}, som gällde {decision.day}.{where}"
    from difflib import get_close_matches

    near = get_close_matches(decision.point, [p.nr for p in order.points], 3, 0.5)
    matters = [f"{p.nr} {p.matter}" for p in order.points if p.nr in near]
    hint = f"Menades {' eller '.join(matters)}?" if matters else "Se punkterna i delegationsordningen."
    return Obstacle("DEL-12", text, "KL 6:37", "FEL", "delegat", hint=hint)


def _prohibited(point: DelegationPoint, urgent: bool) -> Iterator[Obstacle]:
    """KL 6:38: FEL; for an urgent decision VARNING only, since practice differs on whether the ban applies (DEL-04)."""
    for number, falls_under in point.prohibited:
        if not falls_under:
            continue
        what = f"Punkten {point.nr} rör {PROHIBITED[number]}, som inte får delegeras"
        if urgent:
            text = f"{what}; om det ändå får beslutas som brådskande är omtvistat."
            hint = "Låt en jurist bedöma och anteckna bedömningen."
            yield Obstacle("DEL-04", text, f"KL 6:38 p {number}, 6:39", "VARNING", "jurist", hint=hint)
        else:
            yield Obstacle("DEL-02", f"{what}.", f"KL 6:38 p {number}", "FEL", "nämnden", hint="Lämna till nämnden.")
    unanswered = sorted(set(PROHIBITED) - {number for number, _ in point.prohibited})
    if unanswered and not urgent:
        numbers = ", ".join(map(str, unanswered))
        text = f"Punkten {point.nr} är inte prövad mot delegationsförbudet, punkt {numbers}."
        yield Obstacle("DEL-02", text, "KL 6:38", "VARNING", "sekreterare", hint="Besvara frågorna på punkten.")


def _automated(point: DelegationPoint, law: Law) -> Iterator[Obstacle]:
    if point.delegate_kind != AUTOMATED or "DEL-03" not in law.rules:
        return
    barred = {
        LEGALITY_REVIEW: "beslut som överklagas genom laglighetsprövning",
        NOT_APPEALABLE: "beslut som inte får överklagas",
    }
    subjects = {"upphandling", "valfrihetssystem"} | (
        {"auktorisationssystem"} if law.day >= _AUTHORISATION_BARRED else set()
    )
    whats = [barred[point.appeal_kind]] if point.appeal_kind in barred else []
    whats += [f"ärenden om {point.subject}"] if point.subject in subjects else []
    for what in whats:
        text = f"Punkten {point.nr} låter en automatiserad funktion fatta {what}."
        yield law.obstacle("DEL-03", text, "FEL", "nämnden", hint="Delegera till en anställd i stället.")


def _by_law(point: DelegationPoint) -> Iterator[Obstacle]:
    if point.by_law:
        text = f"Punkten {point.nr} är en befogenhet som lagen ger {point.delegate} direkt, inte en delegation."
        hint = "Ta bort punkten; beslutet hör inte hemma i delegationslistan."
        yield Obstacle("DEL-14", text, point.ground or "Skollagen 2 kap.", "VARNING", "nämnden", hint=hint)


def _may_subdelegate(point: DelegationPoint) -> Iterator[Obstacle]:
    if point.subdelegation and not point.chief:
        text = f"Punkten {point.nr} tillåter vidaredelegation från {point.delegate}; bara en förvaltningschef får det."
        yield Obstacle("DEL-10", text, "KL 7:6", "FEL", "nämnden", hint="Ändra punkten.")


def _amount(decision: DelegatedDecision, point: DelegationPoint) -> Iterator[Obstacle]:
    if point.limit is None:
        return
    ceiling = f"högst {_kronor(point.limit)} enligt punkten {point.nr}"
    if decision.amount is None:
        text = f"{decision.label} saknar belopp; {ceiling}."
        yield Obstacle("DEL-17", text, "Delegationsordningen", "VARNING", "delegat", hint="Ange beloppet.")
    elif decision.amount > point.limit:
        text = f"{decision.label} gäller {_kronor(decision.amount)}, men delegaten får besluta om {ceiling}."
        yield Obstacle("DEL-17", text, "Delegationsordningen", "FEL", "nämnden", hint="Lämna ärendet till nämnden.")


def _urgent(decision: DelegatedDecision, order: DelegationOrder, holder: Holder) -> Iterator[Obstacle]:
    """KL 6:39: only the chair or a ledamot named by the nämnd, with the urgency in words."""
    held = holder.held_on(decision.day) if decision.day else ()
    member = any(h.kind == LEDAMOT for h in held)
    chairs = any(h.kind == LEDAMOT and same_title(h.title, CHAIR) for h in held)
    if not order.urgent:
        text = f"Nämnden har inte gett någon rätt att besluta i brådskande ärenden i {order.name}."
        yield Obstacle("DEL-04", text, "KL 6:39", "FEL", "nämnden", hint="Lämna ärendet till nämnden.")
    elif not ((chairs and CHAIR in order.urgent) or (member and holder.person in order.urgent)):
        what = ", ".join(h.title for h in held) or "inget uppdrag"
        text = (
            f"{holder.name} ({what} {decision.day}) får inte besluta i brådskande ärende; "
            "det får bara ordföranden eller annan ledamot som nämnden har utsett."
        )
        yield Obstacle("DEL-04", text, "KL 6:39", "FEL", "ordförande", hint="Låt ordföranden besluta.")
    if not decision.urgent_reason.strip():
        text = f"{decision.label} är fattat som brådskande utan att det framgår varför nämnden inte kunde avvaktas."
        yield Obstacle("DEL-04", text, "KL 6:39", "FEL", "delegat", hint="Skriv varför ärendet brådskade.")


def _right_delegate(
    decision: DelegatedDecision, order: DelegationOrder, point: DelegationPoint, holder: Holder
) -> Iterator[Obstacle]:
    day = decision.day
    held = holder.held_on(day) if day else ()
    if decision.title and not any(same_title(h.title, decision.title) for h in held):
        now = ", ".join(h.title for h in held) or "ingen befattning"
        text = f"{holder.name} hade inte befattningen {decision.title} den {day}, utan {now}."
        yield Obstacle("DEL-12", text, "KL 6:37, 7:5", "FEL", "sekreterare", hint="Rätta befattning eller delegat.")
        return
    used = [h for h in held if not decision.title or same_title(h.title, decision.title)]
    if any(same_title(h.title, name) for h in used for name in (point.delegate, *point.substitutes)):
        return
    given = [
        s for s in order.subdelegations if s.point == point.nr and any(same_title(s.receiver, h.title) for h in used)
    ]
    if not given:
        yield _wrong_delegate(point, holder, used)
        return
    faults = [_subdelegation_fault(s.giver, s.decided_on, s.in_force(day), point, decision) for s in given if day]
    if all(faults):
        yield Obstacle("DEL-10", faults[0], "KL 7:6", "FEL", "förvaltningschef", hint="Lämna beslutet till delegaten.")


def _subdelegation_fault(
    giver: str, decided_on: date | None, in_force: bool, point: DelegationPoint, decision: DelegatedDecision
) -> str:
    """What is wrong with the vidaredelegation a decision rests on, "" when nothing (KL 7:6)."""
    if not same_title(giver, point.delegate):
        return f"Punkten {point.nr} är vidaredelegerad i mer än ett led: av {giver}, men delegat är {point.delegate}."
    if not point.subdelegation:
        return f"Nämnden har inte medgett vidaredelegation av punkten {point.nr}."
    if not point.chief:
        return f"Punkten {point.nr} är vidaredelegerad av {giver}, som inte är förvaltningschef."
    if decided_on is None:
        return f"Vidaredelegationen av punkten {point.nr} är inte skriftlig: beslut med datum saknas."
    return (
        ""
        if in_force
        else f"Vidaredelegationen av punkten {point.nr}, beslutad {decided_on}, gällde inte {decision.day}."
    )


def _wrong_delegate(point: DelegationPoint, holder: Holder, used: list[Holding]) -> Obstacle:
    what = ", ".join(h.title for h in used) or "ingen befattning den dagen"
    named = point.delegate + (f" (ersättare: {', '.join(point.substitutes)})" if point.substitutes else "")
    text = f"Punkten {point.nr} är delegerad till {named}, inte till {holder.name} ({what})."
    hint = "Låt rätt delegat besluta; också en överordnad chef behöver vara utpekad."
    return Obstacle("DEL-16", text, "Delegationsordningen (KL 6:37, 7:5)", "FEL", point.delegate, hint=hint)


def _users(decision: DelegatedDecision, point: DelegationPoint) -> Iterator[Obstacle]:
    if not point.users or point.delegate_kind != ANSTALLD:
        return
    if point.users == USERS_AGREE and not decision.users_agreed:
        text = (
            f"Punkten {point.nr} får användas bara om brukarnas företrädare har tillstyrkt, vilket inte är antecknat."
        )
        yield Obstacle("DEL-11", text, "KL 7:7", "FEL", "delegat", hint="Inhämta och anteckna tillstyrkan.")
    heard = decision.users_heard_on
    if point.users != USERS_AGREE and (heard is None or (decision.day is not None and heard > decision.day)):
        when = f"fick göra det först {heard}" if heard else "det är inte antecknat"
        text = f"Enligt punkten {point.nr} ska brukarna få yttra sig före beslutet, men {when}."
        yield Obstacle("DEL-11", text, "KL 7:7", "FEL", "delegat", hint="Låt brukarna yttra sig först.")


def _kronor(amount: int) -> str:
    return f"{amount:,} kr".replace(",", "\u00a0")
