"""Delegation: the order's points as values, which version was in force, and whether a delegated decision was lawful.

Reporting to the nämnd, the list and the start of the appeal time are in core/reporting.py.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.core.law import ANSTALLD, LEDAMOT, LEGALITY_REVIEW

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation

NEXT_MEETING: Final = "nästa möte"
PERIODICALLY: Final = "periodvis"
NOT_REPORTED: Final = "anmäls inte"
REPORTING: Final = (NEXT_MEETING, PERIODICALLY, NOT_REPORTED)
USERS_HEARD: Final = "yttrande"
USERS_AGREE: Final = "tillstyrkan"
CHAIR: Final = "ordförande"

# KL 6:38 first paragraph: what may not be delegated, by the point's number, as the checklist asks it.
PROHIBITED: Final = {
    1: "verksamhetens mål, inriktning, omfattning eller kvalitet",
    2: "framställning eller yttrande till fullmäktige, eller yttrande över ett överklagat beslut",
    3: "myndighetsutövning mot enskild av principiell beskaffenhet eller annars av större vikt",
    4: "ärende väckt genom medborgarförslag som lämnats över till nämnden",
    5: "ärende som enligt lag eller annan författning inte får delegeras",
}


class Subdelegation(NamedTuple):
    """Vidaredelegation of a point (KL 7:6). giver, receiver: befattningar. decided_on: the day of the chief's written
    decision, None when there is none. valid_to: inclusive, None = open. reference: dnr or other mark of the
    decision."""

    point: str
    giver: str
    receiver: str
    decided_on: date | None = None
    valid_to: date | None = None
    reference: str = ""

    def in_force(self, day: date) -> bool:
        """Whether it was decided by `day` and not ended."""
        begun = self.decided_on is not None and self.decided_on <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


class DelegationPoint(NamedTuple):
    """One point of a delegationsordning.

    nr: "3.2.1". matter: ärendetyp. ground: lagrum. delegate: befattning or organ. delegate_kind: one of
    law.DELEGATE_KINDS. chief: the delegate is förvaltningschef (may subdelegate). substitutes: befattningar named as
    ersättare. limit: highest amount in kronor, None = none. condition: other limits in words. subdelegation: the nämnd
    allows it. reporting: nästa möte | periodvis | anmäls inte. prohibited: checklist on KL 6:38, number → falls under
    it. users: "" | yttrande | tillstyrkan (KL 7:7). appeal_kind: överklagandetyp. subject: "" | upphandling |
    auktorisationssystem | valfrihetssystem. by_law: the law gives the power directly, no delegation (DEL-14).
    """

    nr: str
    matter: str
    delegate: str
    delegate_kind: str = ANSTALLD
    ground: str = ""
    chief: bool = False
    substitutes: tuple[str, ...] = ()
    limit: int | None = None
    condition: str = ""
    subdelegation: bool = False
    reporting: str = NEXT_MEETING
    prohibited: tuple[tuple[int, bool], ...] = ()
    users: str = ""
    appeal_kind: str = LEGALITY_REVIEW
    subject: str = ""
    by_law: bool = False
    comment: str = ""


class DelegationOrder(NamedTuple):
    """One version of a nämnd's delegationsordning.

    adopted_item: the § ("UBN § 45"). valid_to: inclusive, None = until the next. urgent: who may decide urgent matters
    (KL 6:39): "ordförande" and person keys of named ledamöter. period: månad | kvartal | tertial | halvår | år, for
    points reported periodvis.
    """

    name: str
    organ: str
    adopted_item: str
    adopted_on: date
    valid_from: date
    valid_to: date | None = None
    points: tuple[DelegationPoint, ...] = ()
    subdelegations: tuple[Subdelegation, ...] = ()
    urgent: tuple[str, ...] = ()
    period: str = ""

    def point(self, nr: str) -> DelegationPoint | None:
        """The point of that number, or None."""
        return next((p for p in self.points if p.nr == nr), None)

    def in_force(self, day: date) -> bool:
        """Whether it was both adopted and valid on `day`: an order does not work backwards (DEL-12)."""
        begun = max(self.adopted_on, self.valid_from)
        return begun <= day and (self.valid_to is None or day <= self.valid_to)


class Holding(NamedTuple):
    """A befattning or uppdrag held. kind: anställd | ledamot | ersättare | utskott | presidium | automatiserad. start
    and end: ISO dates, inclusive, "" = open."""

    title: str
    kind: str = ANSTALLD
    start: str = ""
    end: str = ""


class Holder(NamedTuple):
    """The delegat: who decided, and what that person held when. person: key, or the organ's key for an utskott."""

    person: str
    name: str
    holdings: tuple[Holding, ...] = ()

    def held_on(self, day: date) -> tuple[Holding, ...]:
        """What was held on that day."""
        iso = day.isoformat()
        return tuple(h for h in self.holdings if (not h.start or h.start <= iso) and (not h.end or iso <= h.end))


class DelegatedDecision(NamedTuple):
    """A decision taken by delegation. nr: number in the list. case: dnr or other reference. point: nr in the order, ""
    for an urgent one without a point. text: what was decided. person: the delegat's key; name and title as printed.

    amount: in kronor. urgent with urgent_reason: KL 6:39. users_heard_on, users_agreed: brukarvillkor. jointly_with:
    others who signed. execution_only: flagged as ren verkställighet (DEL-13). registered_on: when it was entered.
    reported_on: day of the meeting that got it. minuted_on and posted_on: separate protokoll and anslag (DEL-06).
    """

    nr: str
    day: date | None
    case: str
    point: str
    text: str
    person: str
    name: str = ""
    title: str = ""
    amount: int | None = None
    urgent: bool = False
    urgent_reason: str = ""
    users_heard_on: date | None = None
    users_agreed: bool = False
    jointly_with: tuple[str, ...] = ()
    execution_only: bool = False
    registered_on: date | None = None
    reported_on: date | None = None
    minuted_on: date | None = None
    posted_on: date | None = None

    @property
    def label(self) -> str:
        """Number and day for messages: "Delegationsbeslut 12 (2023-12-04)"."""
        return f"Delegationsbeslut {self.nr}" + (f" ({self.day})" if self.day else "")


def order_on(versions: tuple[DelegationOrder, ...], day: date) -> DelegationOrder | None:
    """The version in force on `day`, the latest begun where two overlap; None when there is none (DEL-12)."""
    valid = [v for v in versions if v.in_force(day)]
    return max(valid, key=lambda v: (v.valid_from, v.adopted_on), default=None)


def holder_of(organisation: Organisation, person_key: str, organ: str) -> Holder:
    """A person of the register as delegat of an organ: befattningar as anställd, and mandates in that organ.

    Raises KeyError for an unknown person.
    """
    person = organisation.person(person_key)
    if person is None:
        raise KeyError(person_key)
    jobs = tuple(Holding(t.title, ANSTALLD, t.start, t.end) for t in person.titles)
    if not jobs and person.title:
        jobs = (Holding(person.title),)
    posts = tuple(
        Holding(m.post, LEDAMOT if m.post.endswith(CHAIR) else m.post, m.start, m.end)
        for m in organisation.mandates
        if m.person == person_key and m.organ == organ
    )
    return Holder(person_key, person.name, jobs + posts)


def same_title(one: str, other: str) -> bool:
    """Whether two befattningar are the same word for word, case and spaces apart."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
