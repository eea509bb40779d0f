"""Checks mandates against seats, posts, parties and the law: KL 6:21, 6:27, 6:41–42 and 7:10."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from beredning.core.organisation import SEAT_POSTS, Mandate, Organ
from beredning.definitions.nearest import nearest
from beredning.definitions.organisation_draft import Draft, Subject

_CHAIRS = SEAT_POSTS[:3]
_LAST = "9999-12-31"
MOST_STAFF_REPRESENTATIVES = 3  # KL 7:10

Numbered = tuple[int, Mandate]


def check_mandates(draft: Draft) -> None:
    """Run the checks of mandates; what is found goes to `draft.remarks`."""
    good = [(number, m) for number, m in enumerate(draft.organisation.mandates) if _sound(draft, number, m)]
    by_organ: dict[str, list[Numbered]] = defaultdict(list)
    for number, mandate in good:
        by_organ[mandate.organ].append((number, mandate))
    for organ in draft.organisation.organs:
        mandates = by_organ[organ.key]
        if not mandates and organ.kind != "fullmäktige":
            draft.warn(("organ", organ.key), f"{organ.key} har inga ledamöter.", "Fyll i ”mandat” eller importera dem.")
        _doubles(draft, mandates)
        _seats(draft, organ, mandates)
        _orders(draft, mandates)
        if organ.kind == "utskott":
            _members_of_parent(draft, organ, mandates, by_organ[organ.parent])


def overlap(one: Mandate, other: Mandate) -> bool:
    """Whether two mandates share a day."""
    return one.start <= (other.end or _LAST) and other.start <= (one.end or _LAST)


def _sound(draft: Draft, number: int, mandate: Mandate) -> bool:
    """Whether the names exist and the dates and fields agree; only such mandates are compared with others."""
    subject: Subject = ("mandat", number)
    organisation = draft.organisation
    before = len(draft.remarks)
    if organisation.person(mandate.person) is None:
        hint = nearest(mandate.person, [p.key for p in organisation.persons]) or "Lägg till personen under ”personer”."
        draft.fel(subject, f"Personen ”{mandate.person}” finns inte.", hint, "person")
    if organisation.organ(mandate.organ) is None:
        hint = nearest(mandate.organ, [o.key for o in organisation.organs]) or "Lägg till organet under ”organ”."
        draft.fel(subject, f"Organet ”{mandate.organ}” finns inte.", hint, "organ")
    if mandate.start and mandate.end and mandate.end < mandate.start:
        text = f"Mandatet slutar {mandate.end}, före sin början {mandate.start}."
        draft.fel(subject, text, "Byt plats på datumen.", "till")
    if mandate.order and mandate.post != "ersättare":
        text = f"”ordning” gäller ersättare; {mandate.person} är {mandate.post}."
        draft.fel(subject, text, "Ta bort ”ordning”.", "ordning")
    _party(draft, subject, mandate)
    return len(draft.remarks) == before or all(r.severity != "FEL" for r in draft.remarks[before:])


def _party(draft: Draft, subject: Subject, mandate: Mandate) -> None:
    parties = [name.removeprefix("parti:") for name, _ in draft.organisation.settings if name.startswith("parti:")]
    if mandate.post == "personalföreträdare":
        if mandate.party:
            draft.fel(subject, "En personalföreträdare företräder inget parti (KL 7:10).", "Ta bort ”parti”.", "parti")
    elif not mandate.party:
        draft.warn(subject, f"Mandatet för {mandate.person} saknar parti.", "Ange ”parti”.")
    elif parties and mandate.party not in parties:
        draft.fel(
            subject, f"Partiet ”{mandate.party}” finns inte under ”partier”.", nearest(mandate.party, parties), "parti"
        )


def _doubles(draft: Draft, mandates: Sequence[Numbered]) -> None:
    """One person holds one post in an organ at a time; a chair is a ledamot and is not written twice."""
    for place, (number, mandate) in enumerate(mandates):
        for earlier, other in mandates[:place]:
            if other.person == mandate.person and overlap(mandate, other):
                where = draft.line(("mandat", earlier))
                text = f"{mandate.person} är redan {other.post} i {mandate.organ} under samma tid ({where})."
                same = (
                    "Ta bort det ena."
                    if other.post == mandate.post
                    else "Avsluta det ena med ”till”, eller ta bort det."
                )
                draft.fel(("mandat", number), text, same)


def _seats(draft: Draft, organ: Organ, mandates: Sequence[Numbered]) -> None:
    """Count seats, chairs and staff representatives on each day that somebody enters; each excess is told once."""
    told: set[str] = set()
    for number, entering in sorted(mandates, key=lambda item: (item[1].start, item[0])):
        held = [m for n, m in mandates if m.start <= entering.start <= (m.end or _LAST)]
        day = f" den {entering.start}" if entering.start else ""
        seats = sum(m.post in SEAT_POSTS for m in held)
        if entering.post in SEAT_POSTS and seats > organ.seats and "platser" not in told:
            told.add("platser")
            text = f"{organ.key} har {seats} ledamöter{day} men {organ.seats} platser."
            draft.fel(("mandat", number), text, "Rätta ”platser”, eller avsluta ett mandat med ”till”.")
        for post in _CHAIRS:
            holders = [m.person for m in held if m.post == post]
            if entering.post == post and len(holders) > 1 and post not in told:
                told.add(post)
                text = f"{organ.key} har flera på posten {post}{day}: {', '.join(holders)}."
                draft.fel(("mandat", number), text, "Bara en kan ha posten samma dag (KL 6:21).")
        _staff(draft, organ, number, entering, held)


def _staff(draft: Draft, organ: Organ, number: int, entering: Mandate, held: Sequence[Mandate]) -> None:
    if entering.post != "personalföreträdare":
        return
    if organ.kind == "kommunstyrelse":
        draft.fel(
            ("mandat", number), "Personalföreträdare får inte närvara i kommunstyrelsen (KL 7:10–19).", "", "uppdrag"
        )
    if sum(m.post == "personalföreträdare" for m in held) > MOST_STAFF_REPRESENTATIVES:
        text = f"{organ.key} har fler än {MOST_STAFF_REPRESENTATIVES} personalföreträdare (KL 7:10)."
        draft.fel(("mandat", number), text, "Avsluta ett av uppdragen med ”till”.")


def _orders(draft: Draft, mandates: Sequence[Numbered]) -> None:
    """Ersättare have all a number or none, and two who serve at the same time have not the same (KL 6:16)."""
    substitutes = [(number, m) for number, m in mandates if m.post == "ersättare"]
    for place, (number, mandate) in enumerate(substitutes):
        if not mandate.order:
            text = f"Ersättaren {mandate.person} saknar ”ordning” men andra i {mandate.organ} har den."
            draft.fel(("mandat", number), text, "Numrera alla, eller ingen (då gäller ordningen i filen).")
            continue
        for _, other in substitutes[:place]:
            if other.order == mandate.order and overlap(mandate, other) and other.party == mandate.party:
                text = f"{mandate.person} och {other.person} har båda ordning {mandate.order} bland ersättarna."
                draft.fel(("mandat", number), text, "Ge dem var sitt nummer.", "ordning")


def _members_of_parent(draft: Draft, organ: Organ, mandates: Sequence[Numbered], parent: Sequence[Numbered]) -> None:
    """Those in an utskott are chosen among the nämnd's ledamöter and ersättare and leave with them (KL 6:42; KL-08)."""
    for number, mandate in mandates:
        if mandate.post == "personalföreträdare":
            continue
        terms = [m for _, m in parent if m.person == mandate.person and m.post != "personalföreträdare"]
        if not any(overlap(mandate, term) for term in terms):
            text = f"{mandate.person} är varken ledamot eller ersättare i {organ.parent}"
            text += f" och kan inte väljas till {organ.key} (KL 6:42)."
            draft.fel(("mandat", number), text, f"Lägg till mandatet i {organ.parent} först.")
        elif not _covered(mandate, terms):
            text = f"{mandate.person} sitter i {organ.key} även tid då uppdraget i {organ.parent} saknas (KL 6:42)."
            draft.fel(("mandat", number), text, "Låt ”från” och ”till” ligga inom uppdraget i nämnden.")


def _covered(mandate: Mandate, terms: Sequence[Mandate]) -> bool:
    """Whether every day of the mandate lies in one of the terms, which may follow on one another."""
    reached = mandate.start
    for term in sorted(terms, key=lambda t: t.start):
        if term.start <= reached <= (term.end or _LAST):
            if (term.end or _LAST) >= (mandate.end or _LAST):
                return True
            reached = (date.fromisoformat(term.end) + timedelta(1)).isoformat()
    return False
