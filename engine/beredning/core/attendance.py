"""Who is present and who serves at each paragraph of a meeting: quorum, order of ersättare, jäv, distance, staff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.errors import Obstacle

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation

MEMBER: Final = "ledamot"
SUBSTITUTE: Final = "ersättare"
STAFF: Final = "personalföreträdare"
OTHER: Final = "övrig"
KINDS: Final = (MEMBER, SUBSTITUTE, STAFF, OTHER)
ON_SITE: Final = "plats"
AT_DISTANCE: Final = "distans"
MOST_STAFF: Final = 3


class Attendance(NamedTuple):
    """One stretch of presence; a person who leaves and returns has several.

    kind: ledamot | ersättare | personalföreträdare | övrig. serving_for: the person whose seat an ersättare serves on
    during the stretch, "" when only attending. from_item, to_item: first and last paragraph, inclusive; to_item 0 = to
    the end. form: plats | distans.
    """

    person: str
    kind: str = MEMBER
    name: str = ""
    party: str = ""
    serving_for: str = ""
    from_item: int = 1
    to_item: int = 0
    form: str = ON_SITE

    def covers(self, item: int) -> bool:
        """Whether the stretch includes the paragraph."""
        return self.from_item <= item and (self.to_item == 0 or item <= self.to_item)

    @property
    def label(self) -> str:
        """Name with party, as printed: "Anna Ek (S)"."""
        return (self.name or self.person) + (f" ({self.party})" if self.party else "")


class Disqualification(NamedTuple):
    """Jäv of a person at one paragraph. left: the person was out of the room the whole time (KL 6:30). reason: why."""

    person: str
    item: int
    left: bool = True
    reason: str = ""


class Body(NamedTuple):
    """What the rules need to know of the organ that meets.

    seats: the full elected number (KL 6:27), also when a seat is vacant. members: elected ledamot → party. order: for a
    seat of each party, the ersättare in their order of service. distance: fullmäktige allows distance (KL 6:24).
    executive: kommunstyrelsen, where there are no personalföreträdare (KL 7:12). names: person → name as printed.
    """

    seats: int
    members: Mapping[str, str]
    order: Mapping[str, tuple[str, ...]]
    distance: bool = False
    executive: bool = False
    names: Mapping[str, str] = {}

    def label(self, person: str) -> str:
        """The person's name with party, as `Attendance.label`; the key when the register has no name."""
        party = self.members.get(person, "")
        return self.names.get(person, person) + (f" ({party})" if party else "")


def body_of(organisation: Organisation, organ_key: str, day: str) -> Body:
    """The organ on ISO date `day`, its ersättare ordered as "ersättares-ordning" says: inom-partiet, partiordning or
    en-lista (KL 6:16). Raises KeyError for an unknown organ."""
    from beredning.core.regulations import party_order

    organ = organisation.organ(organ_key)
    if organ is None:
        raise KeyError(organ_key)
    mandates = organisation.mandates_on(organ_key, day)
    members = {m.person: m.party for m in mandates if m.post == MEMBER or m.post.endswith("ordförande")}
    substitutes = sorted((m for m in mandates if m.post == SUBSTITUTE), key=lambda m: m.order)
    mode = organ.rule("ersättares-ordning")
    order = {}
    for party in dict.fromkeys(members.values()):
        parties = party_order(organ, party) if mode == "partiordning" else (party,)
        if mode == "en-lista":
            order[party] = tuple(m.person for m in substitutes)
        else:
            order[party] = tuple(m.person for p in parties for m in substitutes if m.party == p)
    names = {p.key: p.name for p in organisation.persons}
    return Body(organ.seats, members, order, organ.rule("distans") == "ja", organ.kind == "kommunstyrelse", names)


def needed(seats: int) -> int:
    """The least number of serving that is more than half of all seats: 9 → 5, 10 → 6, 11 → 6 (KL 6:27, KL-22)."""
    return seats // 2 + 1


def quorate(seats: int, serving: int) -> bool:
    """Whether so many serving are more than half of all seats (KL 6:27, KL-22)."""
    return serving >= needed(seats)


def present(rows: tuple[Attendance, ...], item: int) -> tuple[Attendance, ...]:
    """Every stretch that includes the paragraph, serving or not, in the order given."""
    return tuple(r for r in rows if r.covers(item))


def serving(
    rows: tuple[Attendance, ...], item: int, disqualified: tuple[Disqualification, ...] = ()
) -> tuple[Attendance, ...]:
    """Those who take part in deciding the paragraph: ledamöter and serving ersättare, without jäviga (KL-22, 25).

    A seat and a person count once. Personalföreträdare and others never count (KL-16).
    """
    out = {d.person for d in disqualified if d.item == item}
    here = [r for r in present(rows, item) if r.person not in out]
    replaced = {r.serving_for for r in here if r.kind == SUBSTITUTE and r.serving_for}
    seated: dict[str, Attendance] = {}
    for row in here:
        seat = row.person if row.kind == MEMBER and row.person not in replaced else row.serving_for
        if seat and row.kind in (MEMBER, SUBSTITUTE) and row.person not in {r.person for r in seated.values()}:
            seated.setdefault(seat, row)
    return tuple(seated.values())


def propose_substitute(
    body: Body,
    rows: tuple[Attendance, ...],
    seat: str,
    item: int,
    disqualified: tuple[Disqualification, ...] = (),
) -> str:
    """The ersättare who is next to serve on the seat of ledamot `seat`, "" when none is there (KL 6:16–17, KL-14).

    One who already serves on that seat goes on. Otherwise the first in the seat's order who is present, not jävig and
    not already serving.
    """
    eligible = _eligible(rows, item, disqualified)
    now = next((r.person for r in present(rows, item) if r.kind == SUBSTITUTE and r.serving_for == seat), "")
    if now and now in eligible:
        return now
    busy = {r.person for r in present(rows, item) if r.serving_for}
    order = body.order.get(body.members.get(seat, ""), ())
    return next((p for p in order if p in eligible and p not in busy), "")


def check_item(
    body: Body, rows: tuple[Attendance, ...], item: int, disqualified: tuple[Disqualification, ...] = ()
) -> tuple[Obstacle, ...]:
    """All that the attendance has against deciding a paragraph: quorum, jäv, ersättare, distance, staff (G-04).

    Does not judge whether staff may attend the kind of matter: see `check_staff`.
    """
    return (
        *check_quorum(body.seats, rows, item, disqualified),
        *check_disqualified(rows, item, disqualified),
        *check_substitutes(body, rows, item, disqualified),
        *_distance(body, rows, item),
        *check_staff(body, rows, item),
    )


def check_quorum(
    seats: int, rows: tuple[Attendance, ...], item: int, disqualified: tuple[Disqualification, ...] = ()
) -> tuple[Obstacle, ...]:
    """FEL when not more than half of all seats serve at the paragraph (KL-22); KL-23 when it is jäv that breaks it."""
    count = len(serving(rows, item, disqualified))
    if count > seats:
        text = f"Vid § {item} tjänstgör {count}, men det finns bara {seats} platser."
        return (Obstacle("KL-41", text, "KL 5:66, 6:35", "FEL", "sekreterare", hint="Rätta närvarolistan."),)
    if quorate(seats, count):
        return ()
    figures = f"{count} tjänstgör vid § {item}, men minst {needed(seats)} av {seats} behövs"
    if quorate(seats, len(serving(rows, item))):
        who = len({d.person for d in disqualified if d.item == item})
        text = f"Nämnden är inte beslutsför på grund av jäv: {figures} ({who} jäviga)."
        hint = "Kalla in ersättare; undantaget som låter fullmäktige besluta ändå gäller inte en nämnd."
        return (Obstacle("KL-23", text, "KL 6:27", "FEL", "ordförande", hint=hint),)
    text = f"Nämnden är inte beslutsför: {figures}."
    return (Obstacle("KL-22", text, "KL 6:27", "FEL", "ordförande", hint="Kalla in ersättare eller bordlägg."),)


def check_disqualified(
    rows: tuple[Attendance, ...], item: int, disqualified: tuple[Disqualification, ...]
) -> tuple[Obstacle, ...]:
    """FEL for a jävig person who stayed in the room (KL-25); VARNING when the reason is not noted (KL-26)."""
    found = []
    for one in (d for d in disqualified if d.item == item):
        name = _name(rows, one.person)
        if not one.left:
            text = (
                f"{name} är jävig vid § {item} men har inte lämnat rummet; den jävige får inte heller vara närvarande."
            )
            hint = "Anteckna när personen lämnade och återkom, eller ta om ärendet."
            found.append(Obstacle("KL-25", text, "KL 6:30", "FEL", "ordförande", hint=hint))
        if not one.reason:
            text = f"Det är inte antecknat varför {name} är jävig vid § {item}."
            found.append(Obstacle("KL-26", text, "KL 6:30", "VARNING", "sekreterare", hint="Anteckna grunden."))
    return tuple(found)


def check_substitutes(
    body: Body, rows: tuple[Attendance, ...], item: int, disqualified: tuple[Disqualification, ...] = ()
) -> tuple[Obstacle, ...]:
    """Seats filled twice or by the wrong kind (FEL), and a broken order of service (VARNING) (KL-14)."""
    out = {d.person for d in disqualified if d.item == item}
    here = [r for r in present(rows, item) if r.person not in out]
    return (*_wrong_seats(body, here, item), *_broken_order(body, rows, here, item, disqualified))


def check_staff(body: Body, rows: tuple[Attendance, ...], item: int, barred_because: str = "") -> tuple[Obstacle, ...]:
    """FEL for personalföreträdare in kommunstyrelsen, more than three, or where barred (KL 7:10–14, KL-16).

    barred_because: what shuts them out ("myndighetsutövning mot enskild", "upphandling"), "" when nothing.
    """
    staff = [r for r in present(rows, item) if r.kind == STAFF]
    found = []
    if len({r.person for r in staff}) > MOST_STAFF:
        found.append(f"{len(staff)} personalföreträdare är närvarande vid § {item}; högst {MOST_STAFF} får finnas.")
    if staff and body.executive:
        found.append(f"Personalföreträdare får inte närvara i kommunstyrelsen (§ {item}).")
    if staff and barred_because:
        names = ", ".join(r.label for r in staff)
        found.append(f"{names} får inte närvara vid § {item}, som rör {barred_because}.")
    return tuple(Obstacle("KL-16", text, "KL 7:10–14", "FEL", "ordförande") for text in found)


def check_membership(chosen: tuple[str, ...], body: Body) -> tuple[Obstacle, ...]:
    """FEL for each person in an utskott who is neither ledamot nor ersättare in the nämnd (KL 6:42, KL-08)."""
    allowed = {*body.members, *(p for order in body.order.values() for p in order)}
    return tuple(
        Obstacle("KL-08", f"{body.label(p)} sitter i utskottet men är inte vald till nämnden.", "KL 6:42", "FEL")
        for p in chosen
        if p not in allowed
    )


def _eligible(rows: tuple[Attendance, ...], item: int, disqualified: tuple[Disqualification, ...]) -> set[str]:
    out = {d.person for d in disqualified if d.item == item}
    return {r.person for r in present(rows, item) if r.kind == SUBSTITUTE} - out


def _wrong_seats(body: Body, here: list[Attendance], item: int) -> Iterator[Obstacle]:
    members = {r.person for r in here if r.kind == MEMBER}
    taken: dict[str, str] = {}
    for row in here:
        if not row.serving_for:
            if row.kind == MEMBER and row.person not in body.members:
                yield _seat(f"{row.label} är upptagen som ledamot vid § {item} men är inte vald till det.", "KL-41")
            continue
        seat = row.serving_for
        if row.kind != SUBSTITUTE:
            code = "KL-16" if row.kind == STAFF else "KL-15"
            yield _seat(f"{row.label} är {row.kind} och kan inte tjänstgöra (§ {item}).", code)
        elif seat not in body.members:
            yield _seat(f"{row.label} tjänstgör för {body.label(seat)} vid § {item}, som inte är ledamot.", "KL-14")
        elif seat in members:
            yield _seat(f"{row.label} tjänstgör för {body.label(seat)} vid § {item}, som själv är med.", "KL-14")
        elif row.person in taken.values() and taken.get(seat) != row.person:
            yield _seat(f"{row.label} tjänstgör på två platser vid § {item}.", "KL-14")
        elif taken.setdefault(seat, row.person) != row.person:
            both = f"{_label(here, taken[seat])} och {row.label}"
            yield _seat(f"Två ersättare tjänstgör för {body.label(seat)} vid § {item}: {both}.", "KL-14")


def _broken_order(
    body: Body,
    rows: tuple[Attendance, ...],
    here: list[Attendance],
    item: int,
    disqualified: tuple[Disqualification, ...],
) -> Iterator[Obstacle]:
    idle = _eligible(rows, item, disqualified) - {r.person for r in here if r.serving_for}
    arrived = {r.person: r.from_item for r in here if r.kind == SUBSTITUTE}
    for row in (r for r in here if r.kind == SUBSTITUTE and r.serving_for in body.members):
        order = body.order.get(body.members[row.serving_for], ())
        if row.person not in order:
            text = (
                f"{row.label} står inte i turordningen för den plats som {body.label(row.serving_for)} har (§ {item})."
            )
            yield Obstacle("KL-14", text, "KL 6:16–17", "FEL", "ordförande", hint="Välj en ersättare i turordningen.")
            continue
        # One who has begun to serve keeps the seat although another, earlier in the order, comes later (KL 5:18).
        before = order[: order.index(row.person)]
        passed = [p for p in before if p in idle and arrived[p] <= row.from_item]
        if passed:
            names = ", ".join(_label(here, p) for p in passed)
            text = f"{row.label} tjänstgör vid § {item} före {names}, som står tidigare i turordningen."
            yield Obstacle("KL-14", text, "KL 6:16–17", "VARNING", "ordförande", hint="Ange varför ordningen frångås.")


def _distance(body: Body, rows: tuple[Attendance, ...], item: int) -> Iterator[Obstacle]:
    if body.distance:
        return
    for row in present(rows, item):
        if row.form == AT_DISTANCE and row.kind in (MEMBER, SUBSTITUTE):
            text = f"{row.label} deltar på distans vid § {item}, men fullmäktige har inte tillåtit det."
            hint = "Ange ”distans: ja” i kommun.yaml om fullmäktige beslutat det."
            yield Obstacle("KL-21", text, "KL 6:24, 5:16", "FEL", "fullmäktige", hint=hint)


def _seat(text: str, code: str) -> Obstacle:
    origin = {"KL-41": "KL 5:66, 6:35", "KL-16": "KL 7:15", "KL-15": "KL 6:26"}.get(code, "KL 6:16–17, 4:22")
    return Obstacle(code, text, origin, "FEL", "sekreterare", hint="Rätta närvarolistan.")


def _label(rows: list[Attendance], person: str) -> str:
    return next((r.label for r in rows if r.person == person), person)


def _name(rows: tuple[Attendance, ...], person: str) -> str:
    return _label(list(rows), person)
