"""Omröstning and reservation: how a vote turns out, whether it was held as the law says, who may reserve until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from beredning.errors import Obstacle

YES: Final = "ja"
NO: Final = "nej"
ABSTAINS: Final = "avstår"
CHOICES: Final = (YES, NO, ABSTAINS)
OPEN: Final = "öppen"
CLOSED: Final = "sluten"
SUBSTANCE: Final = "sak"
ELECTION: Final = "val"
EMPLOYMENT: Final = "anställning"
# Secret ballots and the drawing of lots belong to these matters alone (KL 5:54, 5:56).
BY_LOT: Final = frozenset({ELECTION, EMPLOYMENT})

_VOTE_LAW: Final = "KL 5:67, 6:35"


class Vote(NamedTuple):
    """How one person voted in an open omröstning: ja | nej | avstår."""

    person: str
    choice: str


class Ballot(NamedTuple):
    """One omröstning.

    chair: who led it (person). form: öppen | sluten. matter: sak | val | anställning. yes_means and no_means: the two
    proposals. order: the propositionsordning in words. votes: by person, open votes only. counts: totals by choice; in
    a closed vote the only record (candidates by name in val, "avstår" for blank), in an open one as read out. lot: the
    choice that was drawn. main: False for a preparatory vote on which proposal is put against the main one.
    """

    chair: str
    form: str = OPEN
    matter: str = SUBSTANCE
    yes_means: str = ""
    no_means: str = ""
    order: str = ""
    votes: tuple[Vote, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    lot: str = ""
    main: bool = True


class Result(NamedTuple):
    """How the vote turned out. winner: the choice that won, "" when it is not settled. settled_by: majoritet |
    utslagsröst | lottning | "". tally: votes by choice, abstentions apart."""

    winner: str
    settled_by: str
    tally: tuple[tuple[str, int], ...]
    abstained: int = 0

    def count(self, choice: str) -> int:
        """Votes for a choice; 0 when nobody voted so."""
        return dict(self.tally).get(choice, 0)


class Reservation(NamedTuple):
    """A reservation: who, when announced (same clock as the meeting's end), when a written motive came in, if any."""

    person: str
    announced: datetime | None = None
    motive_on: date | None = None
    motive: str = ""


def result(ballot: Ballot) -> Result:
    """Simple majority of votes cast; a tie goes to the chair's vote, in val and anställning to the lot (KL 5:55–56).

    Never guesses: a tie without the chair's vote or the lot has no winner.
    """
    cast = _cast(ballot)
    abstained = cast.pop(ABSTAINS, 0)
    tally = tuple(cast.items())
    top = max(cast.values(), default=0)
    leaders = [choice for choice, number in tally if number == top]
    if not top:
        return Result("", "", tally, abstained)
    if len(leaders) == 1:
        return Result(leaders[0], "majoritet", tally, abstained)
    if ballot.matter in BY_LOT:
        drawn = ballot.lot if ballot.lot in leaders else ""
        return Result(drawn, "lottning" if drawn else "", tally, abstained)
    chair = next((v.choice for v in ballot.votes if v.person == ballot.chair and v.choice in leaders), "")
    return Result(chair, "utslagsröst" if chair else "", tally, abstained)


def check_ballot(ballot: Ballot, serving: tuple[str, ...], exercise_of_authority: bool = False) -> tuple[Obstacle, ...]:
    """Everything wrong with how a vote was held and recorded (KL-31, KL-32, KL-35).

    serving: the persons who serve at the paragraph (core.attendance.serving). exercise_of_authority: the matter is
    myndighetsutövning mot enskild, where nobody who took part may abstain (KL 4:26).
    """
    return (
        *_form(ballot),
        *_record(ballot),
        *(_closed(ballot, serving) if ballot.form == CLOSED else _open(ballot, serving)),
        *_abstentions(ballot, exercise_of_authority),
        *_tie(ballot, serving),
    )


def check_reservation(
    reservation: Reservation,
    took_part: tuple[str, ...],
    ended: datetime | None,
    ballot: Ballot | None = None,
    adjusted_on: date | None = None,
    motive_by_adjustment: bool = True,
) -> tuple[Obstacle, ...]:
    """Obstacles to a reservation (KL 4:27, KL-36).

    took_part: those who took part in deciding. ended: when the meeting closed, None while it goes on. FEL: not among
    took_part; announced after the close or at no known time; a written motive after justering (REGLEMENTE; False in
    motive_by_adjustment means it must come in on the meeting's own day). VARNING: abstained, or voted for what won.
    """
    person, found = reservation.person, []
    if person not in took_part:
        text = f"{person} har inte deltagit i beslutet och kan inte reservera sig mot det."
        found.append(Obstacle("KL-36", text, "KL 4:27", "FEL", "sekreterare", hint="Ta bort reservationen."))
    if ended is not None and reservation.announced is None:
        text = f"Det framgår inte när {person} anmälde sin reservation; det ska ske innan sammanträdet avslutas."
        found.append(Obstacle("KL-36", text, "KL 4:27", "FEL", "sekreterare", hint="Anteckna tidpunkten."))
    elif ended is not None and reservation.announced is not None and reservation.announced > ended:
        text = (
            f"{person} anmälde sin reservation {reservation.announced:%Y-%m-%d %H:%M}, "
            f"efter att sammanträdet avslutades {ended:%Y-%m-%d %H:%M}."
        )
        found.append(Obstacle("KL-36", text, "KL 4:27", "FEL", "", ended.date().isoformat()))
    limit = adjusted_on if motive_by_adjustment else (ended.date() if ended else None)
    if reservation.motive_on and limit and reservation.motive_on > limit:
        text = f"Motiveringen till {person}s reservation kom in {reservation.motive_on}, efter {limit}."
        found.append(Obstacle("KL-36", text, "Reglemente (KL 6:44)", "FEL", person, limit.isoformat()))
    return (*found, *_against_own_vote(person, ballot))


def _against_own_vote(person: str, ballot: Ballot | None) -> Iterator[Obstacle]:
    choice = next((v.choice for v in ballot.votes if v.person == person), "") if ballot else ""
    if ballot is None or not choice:
        return
    if choice == ABSTAINS:
        text = f"{person} avstod från att rösta; kontrollera att personen ändå deltog i beslutet."
        yield Obstacle("KL-36", text, "KL 4:25, 4:27", "VARNING", "ordförande")
    elif choice == result(ballot).winner:
        text = f"{person} röstade {choice}, som blev beslutet, och reserverar sig ändå mot det."
        yield Obstacle("KL-36", text, "KL 4:27", "VARNING", "ordförande")


def _cast(ballot: Ballot) -> dict[str, int]:
    """Votes by choice, ja before nej; from the names where there are any, else from the totals."""
    if not ballot.votes:
        return dict(ballot.counts)
    chosen = [v.choice for v in ballot.votes]
    return {choice: chosen.count(choice) for choice in (*CHOICES, *dict.fromkeys(chosen)) if choice in chosen}


def _form(ballot: Ballot) -> Iterator[Obstacle]:
    if ballot.form == CLOSED and ballot.matter not in BY_LOT:
        text = "Omröstningen är sluten, men bara val och anställning får avgöras med slutna sedlar."
        yield Obstacle("KL-31", text, "KL 5:54, 6:33", "FEL", "ordförande", hint="Gör om omröstningen öppet.")
    if ballot.form == OPEN and ballot.matter in BY_LOT:
        text = f"Omröstningen är öppen, men den rör {ballot.matter} och ska då ske med slutna sedlar."
        yield Obstacle("KL-31", text, "KL 5:54, 6:33", "VARNING", "ordförande")


def _record(ballot: Ballot) -> Iterator[Obstacle]:
    wanted = [("propositionsordningen", ballot.order)]
    if ballot.form == OPEN:
        wanted += [("vad ja betyder", ballot.yes_means), ("vad nej betyder", ballot.no_means)]
    for what, value in wanted:
        if not value.strip():
            text = f"Omröstningen saknar uppgift om {what}."
            yield Obstacle("KL-35", text, _VOTE_LAW, "FEL", "sekreterare", hint="Komplettera omröstningen.")


def _open(ballot: Ballot, serving: tuple[str, ...]) -> Iterator[Obstacle]:
    voted = [v.person for v in ballot.votes]
    faults = [
        f"{v.person} har rösten ”{v.choice}”, som inte är ja, nej eller avstår."
        for v in ballot.votes
        if v.choice not in CHOICES
    ]
    faults += [f"{p} har röstat men tjänstgör inte." for p in dict.fromkeys(voted) if p not in serving]
    faults += [f"{p} tjänstgör men saknas i omröstningen." for p in serving if p not in voted]
    faults += [f"{p} står {voted.count(p)} gånger i omröstningen." for p in dict.fromkeys(voted) if voted.count(p) > 1]
    if ballot.counts and {k: n for k, n in ballot.counts if n} != _cast(ballot):
        said, counted = _figures(dict(ballot.counts)), _figures(_cast(ballot))
        faults.append(f"Summorna ({said}) stämmer inte med namnen ({counted}).")
    for text in faults:
        yield Obstacle("KL-35", text, _VOTE_LAW, "FEL", "sekreterare", hint="Rätta omröstningslistan.")


def _closed(ballot: Ballot, serving: tuple[str, ...]) -> Iterator[Obstacle]:
    if ballot.votes:
        text = "Omröstningen är sluten men har röster med namn; bara summorna får redovisas."
        yield Obstacle("KL-35", text, _VOTE_LAW, "FEL", "sekreterare", hint="Ta bort namnen.")
    total = sum(number for _, number in ballot.counts)
    if total != len(serving):
        text = f"Omröstningen summerar till {total}, men {len(serving)} tjänstgör."
        yield Obstacle("KL-35", text, _VOTE_LAW, "FEL", "sekreterare", hint="Räkna om sedlarna.")


def _abstentions(ballot: Ballot, exercise_of_authority: bool) -> Iterator[Obstacle]:
    if not exercise_of_authority or not ballot.main:
        return
    for vote in ballot.votes:
        if vote.choice == ABSTAINS:
            text = f"{vote.person} avstod, men ärendet är myndighetsutövning mot enskild, där den som deltar ska rösta."
            yield Obstacle("KL-32", text, "KL 4:26", "FEL", vote.person)


def _tie(ballot: Ballot, serving: tuple[str, ...]) -> Iterator[Obstacle]:
    if ballot.chair not in serving:
        text = f"{ballot.chair or 'Ingen'} står som ordförande vid omröstningen men tjänstgör inte."
        yield Obstacle("KL-31", text, "KL 5:53, 6:33", "FEL", "sekreterare", hint="Ange vem som ledde mötet.")
    outcome = result(ballot)
    if ballot.lot and outcome.settled_by != "lottning":
        text = "Lottning är antecknad men var inte möjlig: lotten avgör bara lika röstetal vid val och anställning."
        yield Obstacle("KL-31", text, "KL 5:56, 6:33", "FEL", "sekreterare")
    if outcome.winner:
        return
    if not outcome.tally:
        yield Obstacle("KL-35", "Ingen röst är avgiven.", _VOTE_LAW, "FEL", "sekreterare")
    elif ballot.matter in BY_LOT:
        text = f"Lika röstetal ({_figures(dict(outcome.tally))}) vid {ballot.matter} avgörs genom lottning, som saknas."
        yield Obstacle("KL-31", text, "KL 5:56, 6:33", "FEL", "ordförande", hint="Lotta och anteckna utfallet.")
    else:
        text = f"Lika röstetal ({_figures(dict(outcome.tally))}): ordföranden ska rösta och har utslagsröst."
        yield Obstacle("KL-32", text, "KL 4:25, 5:56", "FEL", "ordförande", hint="Anteckna ordförandens röst.")


def _figures(cast: dict[str, int]) -> str:
    return ", ".join(f"{choice} {number}" for choice, number in cast.items() if number)
