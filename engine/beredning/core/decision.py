"""The decision at one paragraph: its outcome, what each outcome needs, and whether the minutes would be complete."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Final, NamedTuple

from beredning.core.attendance import Attendance, Body, Disqualification, check_item, check_staff, serving
from beredning.core.voting import Ballot, Reservation, check_ballot, check_reservation
from beredning.errors import NotFound, Obstacle

_MINUTES_LAW: Final = "KL 5:67, 6:35"
_ASCII: Final = str.maketrans("åäöé_ ", "aaoe--")


class Outcome(NamedTuple):
    """A way for a paragraph to end (KL-34). name: as stored and typed ("delvis-bifall"). title: as printed.

    settles: the organ is done with the matter. defers: it is decided before the substance. needs: fields of Decision
    that must have content, with the Swedish words for them. other: more spellings that are understood."""

    name: str
    title: str
    settles: bool = True
    defers: bool = False
    needs: tuple[tuple[str, str], ...] = (("text", "beslutets ordalydelse"),)
    other: tuple[str, ...] = ()


_TEXT: Final = ("text", "beslutets ordalydelse")

OUTCOMES: Final = (
    Outcome("bifall", "bifall", other=("bifalls", "enligt-förslaget")),
    Outcome("avslag", "avslag", other=("avslås",)),
    Outcome("delvis-bifall", "delvis bifall", other=("delvis",)),
    Outcome("ändrat", "ändrat förslag", other=("ändring", "bifall-med-ändring")),
    Outcome(
        "återremiss",
        "återremiss",
        False,
        True,
        (_TEXT, ("to_complete", "vad som ska kompletteras")),
        ("återremitteras",),
    ),
    Outcome(
        "bordläggning",
        "bordläggning",
        False,
        True,
        (_TEXT, ("to_meeting", "till vilket möte")),
        ("bordläggs", "bordlagt"),
    ),
    Outcome("utgår", "utgår", False, False, (("reason", "varför ärendet utgår"),), ("utgått",)),
    Outcome("noteras", "noteras", other=("antecknas", "läggs-till-handlingarna")),
    Outcome("besvarad", "anses besvarad", other=("besvarat", "anses-besvarad")),
    Outcome("val", "val", needs=(_TEXT, ("elected", "vem som är vald"))),
    Outcome(
        "överlämnas-kf", "överlämnas till kommunfullmäktige", False, other=("överlämnas-till-kf", "föreslår-kf", "kf")
    ),
    # What an utskott that only prepares can do with a matter (domain.md 4.1).
    Outcome("förslag", "förslag till nämnden", other=("föreslår",)),
    Outcome("förslag-ändrat", "ändrat förslag till nämnden"),
    Outcome("utan-förslag", "utan eget förslag", False),
)


class Proposal(NamedTuple):
    """A förslag or yrkande. by: who made it. kind: grundförslag | bifall | avslag | ändring | tillägg | återremiss |
    bordläggning. withdrawn: taken back, and then not in the minutes (KL 5:67 p 1)."""

    text: str
    by: tuple[str, ...] = ()
    kind: str = "bifall"
    withdrawn: bool = False


class Note(NamedTuple):
    """A protokollsanteckning or särskilt yttrande: no right, so who permitted it is recorded (KL-37)."""

    person: str
    text: str
    permitted_by: str = ""
    kind: str = "protokollsanteckning"


class Decision(NamedTuple):
    """All that is recorded of deciding one paragraph.

    item: §. outcome: name in OUTCOMES. text: beslutssatser. order: propositionsordning in words. deferral: what became
    of a yrkande on återremiss or bordläggning, decided before the substance. not_taking_part: those who said they
    do not take part in the decision (KL 4:25). immediate: omedelbar justering; read_out: its text was written and read
    out at the meeting (KL-44). exercise_of_authority: myndighetsutövning mot enskild. mode: bereder | beslutar
    (KL-09).
    """

    item: int
    outcome: str
    text: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    order: str = ""
    ballots: tuple[Ballot, ...] = ()
    deferral: str = ""
    to_complete: str = ""
    to_meeting: str = ""
    elected: tuple[str, ...] = ()
    reason: str = ""
    not_taking_part: tuple[str, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    notes: tuple[Note, ...] = ()
    immediate: bool = False
    read_out: bool = False
    exercise_of_authority: bool = False
    mode: str = "beslutar"

    @property
    def standing(self) -> tuple[Proposal, ...]:
        """The proposals that were not withdrawn: those the minutes must show."""
        return tuple(p for p in self.proposals if not p.withdrawn)


def outcome(text: str) -> Outcome:
    """The outcome that a person wrote: any case, with or without å ä ö, spaces or hyphens. Raises NotFound."""
    found = _spellings().get(_plain(text))
    if found is not None:
        return found
    from difflib import get_close_matches

    near = get_close_matches(_plain(text), _spellings(), 3, 0.6)
    nearest = tuple(dict.fromkeys(_spellings()[n].name for n in near))
    raise NotFound(
        f"Det finns inget utfall ”{text}”.", "Välj bland: " + ", ".join(o.name for o in OUTCOMES) + ".", nearest
    )


def took_part(decision: Decision, serving_persons: tuple[str, ...]) -> tuple[str, ...]:
    """Those who took part in deciding: serving, without those who said they do not (KL 4:25, 5:67 p 5)."""
    return tuple(p for p in serving_persons if p not in decision.not_taking_part)


def check_complete(decision: Decision, serving_persons: tuple[str, ...]) -> tuple[Obstacle, ...]:
    """What the minutes of the paragraph lack: KL 5:67 p 1–5 (KL-42) and what the outcome needs (KL-34).

    Raises NotFound for an unknown outcome.
    """
    return (
        *_outcome_needs(decision),
        *_proposals(decision),
        *_deferral(decision),
        *_participants(decision, serving_persons),
        *_preparing(decision),
        *_notes(decision),
    )


def check_immediate(decision: Decision, allowed: bool) -> tuple[Obstacle, ...]:
    """FEL when a paragraph is adjusted at once without the reglemente allowing it, or unread (KL-44)."""
    if not decision.immediate:
        return ()
    found = []
    if not allowed:
        text = f"§ {decision.item} är justerad omedelbart, men reglementet tillåter inte det."
        found.append(Obstacle("KL-44", text, "Reglemente (KL 5:69, 6:44)", "FEL", "fullmäktige"))
    if not decision.read_out:
        text = f"§ {decision.item} är justerad omedelbart, men texten är inte antecknad som uppläst vid mötet."
        hint = "Läs upp den skrivna paragrafen före justeringen."
        found.append(Obstacle("KL-44", text, "Reglemente (KL 5:69, 6:44)", "FEL", "ordförande", hint=hint))
    return tuple(found)


def check_paragraph(
    decision: Decision,
    body: Body,
    rows: tuple[Attendance, ...],
    disqualified: tuple[Disqualification, ...] = (),
    ended: datetime | None = None,
    adjusted_on: date | None = None,
    immediate_allowed: bool = False,
    motive_by_adjustment: bool = True,
) -> tuple[Obstacle, ...]:
    """All that the law of the meeting has against a paragraph (G-04): attendance, votes, completeness, reservations.

    rows: the attendance of the whole meeting; the paragraph picks its own. ended: when the meeting closed, None
    while it goes on. People are named as in `rows`. An item that utgår is not handled, so nothing of the sitting is
    asked of it. Raises NotFound for an unknown outcome.
    """
    if outcome(decision.outcome).name == "utgår":
        return check_complete(decision, ())
    named = _Names(rows, decision.item)
    here = tuple(named(r.person) for r in serving(rows, decision.item, disqualified))
    said = named.decision(decision)
    barred = "myndighetsutövning mot enskild" if decision.exercise_of_authority else ""
    # check_item has already judged the staff that no kind of matter admits.
    staff = check_staff(body, rows, decision.item, barred)[len(check_staff(body, rows, decision.item)) :]
    found = [*check_item(body, rows, decision.item, disqualified), *staff]
    for ballot in said.ballots:
        voters = took_part(said, here)
        found += check_ballot(ballot, voters, decision.exercise_of_authority)
    found += check_complete(said, here)
    main = next((b for b in reversed(said.ballots) if b.main), None)
    for reservation in said.reservations:
        found += check_reservation(reservation, took_part(said, here), ended, main, adjusted_on, motive_by_adjustment)
    return (*found, *check_immediate(decision, immediate_allowed))


class _Names:
    """Person keys → names as printed at one paragraph; a key whose name is not unique there stays as it is."""

    __slots__ = ("_labels",)

    def __init__(self, rows: tuple[Attendance, ...], item: int) -> None:
        labels = {r.person: r.label for r in (*rows, *(r for r in rows if r.covers(item)))}
        unique = list(labels.values())
        self._labels = {key: label for key, label in labels.items() if unique.count(label) == 1}

    def __call__(self, person: str) -> str:
        return self._labels.get(person, person)

    def decision(self, decision: Decision) -> Decision:
        """The decision with every person named."""
        return decision._replace(
            ballots=tuple(
                b._replace(chair=self(b.chair), votes=tuple(v._replace(person=self(v.person)) for v in b.votes))
                for b in decision.ballots
            ),
            not_taking_part=tuple(self(p) for p in decision.not_taking_part),
            reservations=tuple(r._replace(person=self(r.person)) for r in decision.reservations),
            notes=tuple(n._replace(person=self(n.person)) for n in decision.notes),
        )


def _outcome_needs(decision: Decision) -> Iterator[Obstacle]:
    kind = outcome(decision.outcome)
    for field, words in kind.needs:
        value = getattr(decision, field)
        if any(v.strip() for v in value) if isinstance(value, tuple) else value.strip():
            continue
        text = f"§ {decision.item} har utfallet {kind.title}, men det framgår inte {words}."
        if field == "text":
            text = f"§ {decision.item} har utfallet {kind.title} men saknar beslutets ordalydelse."
            yield Obstacle("KL-42", text, f"{_MINUTES_LAW} p 4", "FEL", "sekreterare", hint="Skriv beslutet.")
        else:
            yield Obstacle("KL-34", text, "Lokal rutin", "FEL", "ordförande", hint="Ange det i beslutet.")


def _proposals(decision: Decision) -> Iterator[Obstacle]:
    standing = decision.standing
    if decision.ballots and not standing:
        text = f"§ {decision.item} har en omröstning men inga yrkanden."
        yield Obstacle("KL-42", text, f"{_MINUTES_LAW} p 1", "FEL", "sekreterare", hint="Anteckna yrkandena.")
    if (len(standing) > 1 or decision.ballots) and not decision.order.strip():
        why = "en omröstning" if decision.ballots else f"{len(standing)} förslag"
        text = f"§ {decision.item} har {why}, men propositionsordningen är inte antecknad."
        yield Obstacle("KL-42", text, f"{_MINUTES_LAW} p 2", "FEL", "sekreterare", hint="Anteckna ordningen.")
    for proposal in standing:
        if not proposal.by and proposal.kind != "grundförslag":
            text = f"Det framgår inte vem som yrkat ”{proposal.text}” vid § {decision.item}."
            yield Obstacle("KL-42", text, f"{_MINUTES_LAW} p 1", "FEL", "sekreterare", hint="Ange vem.")


def _deferral(decision: Decision) -> Iterator[Obstacle]:
    """A yrkande on återremiss or bordläggning is put before the substance (KL-34)."""
    asked = [p for p in decision.standing if p.kind in ("återremiss", "bordläggning")]
    if not asked or outcome(decision.outcome).defers or decision.deferral.strip():
        return
    text = f"Vid § {decision.item} finns yrkande om {asked[0].kind}, men det framgår inte hur det avgjordes först."
    yield Obstacle("KL-34", text, "Lokal rutin", "FEL", "ordförande", hint="Anteckna utgången före sakfrågan.")


def _participants(decision: Decision, serving_persons: tuple[str, ...]) -> Iterator[Obstacle]:
    taking_part = took_part(decision, serving_persons)
    if not taking_part and outcome(decision.outcome).name != "utgår":
        text = f"Det framgår inte vilka som deltagit i beslutet vid § {decision.item}."
        yield Obstacle("KL-42", text, f"{_MINUTES_LAW} p 5", "FEL", "sekreterare", hint="Anteckna närvaron.")
    for person in decision.not_taking_part:
        if decision.exercise_of_authority:
            text = f"{person} deltar inte i beslutet vid § {decision.item}, som är myndighetsutövning mot enskild."
            yield Obstacle("KL-32", text, "KL 4:26", "FEL", person)
        elif person not in serving_persons:
            text = f"{person} antecknas som inte deltagande vid § {decision.item} men tjänstgör inte."
            yield Obstacle("KL-42", text, f"{_MINUTES_LAW} p 5", "FEL", "sekreterare")


def _preparing(decision: Decision) -> Iterator[Obstacle]:
    """An utskott that only prepares proposes; it does not decide the matter (KL-09)."""
    kind = outcome(decision.outcome)
    if decision.mode != "bereder" or not kind.settles or kind.name in ("noteras", "val"):
        return
    if decision.text and not any("föresl" in sentence.casefold() for sentence in decision.text):
        text = f"§ {decision.item} bereds bara av utskottet, men beslutet är inte skrivet som ett förslag till nämnden."
        hint = "Skriv ”… föreslår nämnden besluta att …”."
        yield Obstacle("KL-09", text, "KL 6:37, 6:41", "VARNING", "sekreterare", hint=hint)


def _notes(decision: Decision) -> Iterator[Obstacle]:
    for note in decision.notes:
        if not note.permitted_by:
            text = f"Det framgår inte vem som medgav {note.person}s {note.kind} vid § {decision.item}."
            yield Obstacle("KL-37", text, "Lokal rutin", "INFO", "ordförande")


@cache
def _spellings() -> dict[str, Outcome]:
    return {_plain(word): o for o in OUTCOMES for word in (o.name, o.title, *o.other)}


def _plain(text: str) -> str:
    return text.strip().casefold().translate(_ASCII)
