"""A decision as typed: yrkanden, votes by name or party, and receivers, turned into values with persons by key."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, NamedTuple

from beredning.core import agenda
from beredning.core.attendance import Attendance, serving
from beredning.core.decision import Note, Proposal
from beredning.core.voting import ABSTAINS, CHOICES, CLOSED, NO, OPEN, SUBSTANCE, YES, Ballot, Reservation, Vote
from beredning.errors import UsageFault
from beredning.office.desk import Desk
from beredning.office.meeting_attend import as_attendance, disqualified, moment, orders
from beredning.office.meeting_record import Wish
from beredning.office.meeting_state import Sitting, find_person, load

_KINDS: Final = ("bifall", "avslag", "återremiss", "bordläggning")
_PART: Final = re.compile(r"(?:^|[,;])\s*([^=,;]+?)\s*=\s*")
_REST: Final = "övriga"


class Said(NamedTuple):
    """A decision as typed. proposals, notes: "Namn, Namn: text". vote: "ja=övriga; nej=S, Elinor Gandee; avstår=…"
    (names, parties, or "övriga" once), or totals "Anna=5, Bo=4" of a closed vote. reserved: names, announced at
    local clock `at`, "" = now. The rest as in Wish and Ballot."""

    outcome: str
    text: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    order: str = ""
    vote: str = ""
    yes_means: str = ""
    no_means: str = ""
    closed: bool = False
    matter: str = SUBSTANCE
    lot: str = ""
    deferral: str = ""
    to_complete: str = ""
    to_meeting: str = ""
    elected: tuple[str, ...] = ()
    reason: str = ""
    not_taking_part: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    at: str = ""
    immediate: bool = False
    read_out: bool = False
    exercise_of_authority: bool = False
    action: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    amend: bool = False


def understand(desk: Desk, text: str, item_text: str, said: Said) -> Wish:
    """The decision as values, names looked up among those present first.

    Raises NotFound for an unknown person, UsageFault for a yrkande without a name or a vote that cannot be read.
    """
    with desk.database.read() as reader:
        sitting = load(reader, desk.organisation, text)
        item = agenda.find(sitting.items, item_text)
        number = orders(sitting.items).get(item.key, 0)
        here = serving(as_attendance(desk, sitting), number, disqualified(reader, sitting))
        when = datetime.fromisoformat(moment(desk, sitting, said.at))
    ballots = (_ballot(desk, sitting, said, here),) if said.vote.strip() else ()
    return Wish(
        said.outcome,
        said.text,
        tuple(_proposal(desk, sitting, one) for one in said.proposals),
        said.order,
        ballots,
        said.deferral,
        said.to_complete,
        said.to_meeting,
        said.elected,
        said.reason,
        tuple(_person(desk, sitting, name) for name in said.not_taking_part),
        tuple(_note(desk, sitting, one) for one in said.notes),
        tuple(Reservation(_person(desk, sitting, name), when) for name in said.reserved),
        said.immediate,
        said.read_out,
        said.exercise_of_authority,
        said.action,
        said.information,
        said.amend,
    )


def _person(desk: Desk, sitting: Sitting, name: str) -> str:
    return find_person(desk.organisation, name, tuple(row.person for row in sitting.attendance))


def _named(desk: Desk, sitting: Sitting, said: str, what: str) -> tuple[tuple[str, ...], str]:
    names, colon, text = said.partition(":")
    if not colon or not names.strip() or not text.strip():
        raise UsageFault(f"”{said}” saknar namn eller text.", f'Skriv {what} "Namn: text".')
    found = (_person(desk, sitting, name) for name in re.split(r",| och ", names) if name.strip())
    return tuple(found), text.strip()


def _proposal(desk: Desk, sitting: Sitting, said: str) -> Proposal:
    by, text = _named(desk, sitting, said, "--yrkande")
    kind = next((kind for kind in _KINDS if text.casefold().startswith(kind)), "ändring")
    return Proposal(text, by, kind)


def _note(desk: Desk, sitting: Sitting, said: str) -> Note:
    by, text = _named(desk, sitting, said, "--anteckning")
    return Note(by[0], text, sitting.row.chair)


def _ballot(desk: Desk, sitting: Sitting, said: Said, here: tuple[Attendance, ...]) -> Ballot:
    parts = _parts(said.vote)
    ballot = Ballot(
        sitting.row.chair,
        CLOSED if said.closed else OPEN,
        said.matter,
        said.yes_means,
        said.no_means,
        said.order,
        lot=said.lot,
    )
    if all(value.isdecimal() for value in parts.values()):
        return ballot._replace(counts=tuple((choice, int(value)) for choice, value in parts.items()))
    strange = [choice for choice in parts if choice not in CHOICES]
    if strange or said.closed:
        what = f"”{strange[0]}” är inget av ja, nej och avstår" if strange else "en sluten omröstning har inga namn"
        raise UsageFault(f"Omröstningen kan inte läsas: {what}.", 'Skriv --omröstning "ja=övriga; nej=S; avstår=Namn".')
    return ballot._replace(votes=_votes(desk, sitting, parts, here))


def _parts(said: str) -> dict[str, str]:
    """ "ja=A, B; nej=C" → {"ja": "A, B", "nej": "C"}: a choice is what stands right before an equals sign."""
    marks = list(_PART.finditer(said))
    if not marks or marks[0].start() != 0:
        raise UsageFault(
            f"Omröstningen ”{said}” kan inte läsas.", 'Skriv --omröstning "ja=övriga; nej=S; avstår=Namn".'
        )
    ends = [mark.start() for mark in marks[1:]] + [len(said)]
    found: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=True):
        if mark[1] in found:
            raise UsageFault(f"”{mark[1]}” står två gånger i omröstningen.")
        found[mark[1]] = said[mark.end() : end].strip(" ,;")
    return found


def _votes(desk: Desk, sitting: Sitting, parts: dict[str, str], here: tuple[Attendance, ...]) -> tuple[Vote, ...]:
    """One vote for each name, each serving of a party, and the rest where "övriga" stands; in the order of the roll."""
    chosen: dict[str, str] = {}
    rest = ""
    for choice in (YES, NO, ABSTAINS):
        for token in filter(None, (t.strip() for t in parts.get(choice, "").split(","))):
            if token.casefold() == _REST:
                if rest:
                    raise UsageFault("”övriga” kan bara stå på ett ställe i omröstningen.")
                rest = choice
                continue
            party = [one.person for one in here if one.party.casefold() == token.casefold() != ""]
            for person in party or [_person(desk, sitting, token)]:
                if chosen.setdefault(person, choice) != choice:
                    raise UsageFault(f"{token} röstar både {chosen[person]} och {choice}.")
    if rest:
        chosen = {**{one.person: rest for one in here if one.person not in chosen}, **chosen}
    order = [one.person for one in here]
    known = sorted(chosen, key=lambda p: order.index(p) if p in order else len(order))
    return tuple(Vote(person, chosen[person]) for person in known)
