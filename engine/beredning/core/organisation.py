"""The organisation as values: persons, roles, organs, mandates, the calendar of meetings, and questions asked of it."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

# Posts that fill a seat of an organ (KL 6:27 counts them); the chair and the deputies are ledamöter as well (KL 6:21).
SEAT_POSTS: Final = ("ordförande", "förste vice ordförande", "andra vice ordförande", "ledamot")
POSTS: Final = (*SEAT_POSTS, "ersättare", "personalföreträdare")
ORGAN_KINDS: Final = ("nämnd", "utskott", "kommunstyrelse", "fullmäktige")
# Roles that a person is given in kommun.yaml; a mandate gives its post as a role without that.
ROLES: Final = (
    "handläggare",
    "chef",
    "registrator",
    "sekreterare",
    "samordnare",
    "delegat",
    "administratör",
    "revisor",
)


class Person(NamedTuple):
    """Someone in the register. key: short stable id ("asa.ericson"). title: befattning as printed. accounts: OS user
    names that may act as this person. titles: befattningar with dates, for checks on an old date (DEL-12)."""

    key: str
    name: str
    title: str = ""
    email: str = ""
    accounts: tuple[str, ...] = ()
    titles: tuple[Tenure, ...] = ()

    def title_on(self, day: str) -> str:
        """The befattning held on ISO date `day`; the plain title when no dated ones are given."""
        held = [t for t in self.titles if (not t.start or t.start <= day) and (not t.end or day <= t.end)]
        return held[-1].title if held else ("" if self.titles else self.title)


class Tenure(NamedTuple):
    """A befattning held from `start` to `end` (ISO dates, inclusive, "" = open)."""

    title: str
    start: str = ""
    end: str = ""


class Role(NamedTuple):
    """`person` has role `name` (handläggare, chef, sekreterare, registrator, revisor, …) for `scope`: an organ key, an
    administration key or "" for all; from `start` to `end` (ISO, inclusive, "" = open)."""

    person: str
    name: str
    scope: str = ""
    start: str = ""
    end: str = ""


class Mandate(NamedTuple):
    """A förtroendeuppdrag. post: ordförande | förste vice ordförande | andra vice ordförande | ledamot | ersättare |
    personalföreträdare. order: place in the order of service among ersättare (1 first), 0 for others."""

    person: str
    organ: str
    post: str
    party: str = ""
    start: str = ""
    end: str = ""
    order: int = 0


class MeetingDay(NamedTuple):
    """A planned meeting: ISO dates, local time "HH:MM"; `manuscript` = manusstopp, `notice` = last day for kallelse."""

    organ: str
    day: str
    start: str = ""
    place: str = ""
    manuscript: str = ""
    notice: str = ""


class StandingItem(NamedTuple):
    """An item on every agenda of an organ. letter: "A" for lettered opening items, "" for numbered; kind:
    öppning | stående | paus (a paus is unnumbered and never gets a decision); case: the collective dnr per year
    ("{år}/1") or ""; minutes: planned length; when: "först", "sist" or "tid": before the first item
    that would otherwise begin at or after local time `at` ("09:30"). A title may hold {år}, {första} and {sista} (the
    first and last number before it, the leading standing items not counted)."""

    title: str
    kind: str
    letter: str = ""
    case: str = ""
    minutes: int = 5
    presenters: tuple[str, ...] = ()
    when: str = "först"
    at: str = ""


class Organ(NamedTuple):
    """A nämnd, an utskott, kommunstyrelsen or fullmäktige.

    kind: nämnd | utskott | kommunstyrelse | fullmäktige. seats: elected ledamöter (KL 6:27). parent: the nämnd
    of an utskott. dnr_form: display form with {år}, {löpnummer}, {organ}; dnr_series: series that numbers are drawn
    from. definite and genitive: the name in running text. invited: persons called to every meeting without being
    members. rules: reglemente and local settings as flat text values, described in core/regulations.py.
    """

    key: str
    name: str
    kind: str
    seats: int
    administration: str = ""
    parent: str = ""
    dnr_form: str = "{år}/{löpnummer}"
    dnr_series: str = ""
    definite: str = ""
    genitive: str = ""
    standing: tuple[StandingItem, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    invited: tuple[str, ...] = ()

    def rule(self, name: str, default: str = "") -> str:
        """The configured value of a rule, or `default`."""
        return next((value for key, value in self.rules if key == name), default)


class Administration(NamedTuple):
    """A förvaltning with its chef (person key)."""

    key: str
    name: str
    chief: str = ""


class Actor(NamedTuple):
    """Who acts: a person in the roles held that day, and the OS user the program ran as (both are journaled)."""

    person: str
    name: str
    title: str
    roles: frozenset[tuple[str, str]]
    os_user: str = ""

    def has(self, role: str, *scopes: str) -> bool:
        """Whether the role is held for all or for any of `scopes`."""
        return any(name == role and (not scope or scope in scopes) for name, scope in self.roles)


class Organisation(NamedTuple):
    """All of kommun.yaml as values."""

    municipality: str
    training: bool
    database: str
    persons: tuple[Person, ...]
    roles: tuple[Role, ...]
    organs: tuple[Organ, ...]
    administrations: tuple[Administration, ...]
    mandates: tuple[Mandate, ...]
    meetings: tuple[MeetingDay, ...]
    settings: tuple[tuple[str, str], ...] = ()

    def person(self, key: str) -> Person | None:
        """The person with that key, or None."""
        return next((p for p in self.persons if p.key == key), None)

    def organ(self, key: str) -> Organ | None:
        """The organ with that key, or None."""
        return next((o for o in self.organs if o.key == key), None)

    def administration(self, key: str) -> Administration | None:
        """The förvaltning with that key, or None."""
        return next((a for a in self.administrations if a.key == key), None)

    def mandates_on(self, organ: str, day: str) -> tuple[Mandate, ...]:
        """Mandates of an organ in force on ISO date `day`, in the order of the file."""
        return tuple(
            m
            for m in self.mandates
            if m.organ == organ and (not m.start or m.start <= day) and (not m.end or day <= m.end)
        )

    def setting(self, name: str, default: str = "") -> str:
        """A municipality-wide setting, or `default`."""
        return next((value for key, value in self.settings if key == name), default)

    def actor(self, key: str, day: str, os_user: str = "") -> Actor | None:
        """The person as an actor on ISO date `day`: configured roles, and those that mandates give (post names, plus
        "ordförande" also as "ledamot")."""
        person = self.person(key)
        if person is None:
            return None
        held = {
            (r.name, r.scope)
            for r in self.roles
            if r.person == key and (not r.start or r.start <= day) and (not r.end or day <= r.end)
        }
        for mandate in self.mandates:
            if mandate.person == key and mandate in self.mandates_on(mandate.organ, day):
                held.add((mandate.post, mandate.organ))
                if mandate.post.endswith("ordförande"):
                    held.add(("ledamot", mandate.organ))
        return Actor(key, person.name, person.title_on(day), frozenset(held), os_user)


def to_plain(organisation: Organisation) -> list[Any]:
    """The organisation as nested lists in field order, ready for json.dumps (the compiled configuration)."""

    def lists(value: Any) -> Any:
        return [lists(item) for item in value] if isinstance(value, tuple) else value

    plain: list[Any] = lists(organisation)
    return plain


def from_plain(data: list[Any]) -> Organisation:
    """The organisation that `to_plain` wrote. Raises TypeError, ValueError or IndexError on what is plainly another.

    Only the outer form is looked at: the compiled file is guarded by its digest, and a check of each of some thousand
    values would cost every command more than reading them.
    """
    municipality, training, database, persons, roles, organs, administrations, mandates, meetings, settings = data
    return Organisation(
        municipality,
        training,
        database,
        tuple([_made(Person, (*p[:4], tuple(p[4]), tuple([_made(Tenure, t) for t in p[5]]))) for p in persons]),
        tuple([_made(Role, r) for r in roles]),
        tuple([_organ(o) for o in organs]),
        tuple([_made(Administration, a) for a in administrations]),
        tuple([_made(Mandate, m) for m in mandates]),
        tuple([_made(MeetingDay, m) for m in meetings]),
        _pairs(settings),
    )


# NamedTuple's own constructor unpacks into keywords and back; on the road of every command that is 10 of 12 ms for a
# large municipality.
_made: Final[Any] = tuple.__new__


def to_text(organisation: Organisation) -> str:
    """The canonical text of the configuration: JSON without spaces, in field order. Its SHA-256 is journaled."""
    return json.dumps(to_plain(organisation), ensure_ascii=False, separators=(",", ":"))


def _organ(data: list[Any]) -> Organ:
    *simple, standing, rules, invited = data
    items = tuple(StandingItem._make([*s[:5], tuple(s[5]), *s[6:]]) for s in standing)
    return Organ._make([*simple, items, _pairs(rules), tuple(invited)])


def _pairs(items: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in items)
