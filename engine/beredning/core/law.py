"""The law as it stood on a day: dated rules, who may be delegate, what of förvaltningslagen applies, ways to appeal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final, NamedTuple

from beredning.core.statutes import TABLE
from beredning.errors import NotFound, Obstacle, UsageFault

KOMMUNALLAGEN_FROM: Final = date(2018, 1, 1)
# Lag (2022:638): automated functions may be delegates, and a new wording of jäv.
DELEGATION_AMENDED: Final = date(2022, 7, 1)

LEGALITY_REVIEW: Final = "laglighetsprövning"
ADMINISTRATIVE_APPEAL: Final = "förvaltningsbesvär"
NOT_APPEALABLE: Final = "ej_överklagbart"
SPECIAL_RULES: Final = "specialreglering"
APPEAL_KINDS: Final = (LEGALITY_REVIEW, ADMINISTRATIVE_APPEAL, NOT_APPEALABLE, SPECIAL_RULES)

PRESIDIUM: Final = "presidium"
UTSKOTT: Final = "utskott"
LEDAMOT: Final = "ledamot"
ERSATTARE: Final = "ersättare"
ANSTALLD: Final = "anställd"
AUTOMATED: Final = "automatiserad"
EMPLOYEES_JOINTLY: Final = "anställda gemensamt"
MIXED: Final = "blandad"
DELEGATE_KINDS: Final = (PRESIDIUM, UTSKOTT, LEDAMOT, ERSATTARE, ANSTALLD, AUTOMATED, EMPLOYEES_JOINTLY, MIXED)

# KL 13:8: the four grounds on which a court annuls a decision, by the point's number.
ANNULMENT_GROUNDS: Final[Mapping[str, str]] = {
    "1": "inte tillkommit på lagligt sätt",
    "2": "inte en angelägenhet för kommunen",
    "3": "organet har inte haft rätt att besluta",
    "4": "strider annars mot lag eller annan författning",
    "-": "",
}

# FL 2 §: what does not apply where the decision is tested by laglighetsprövning. "9:1" is 9 § first paragraph.
_FL_ALL: Final = ("1", "2", "3", "4", "5", "6", "7", "8", "9:1", "9:2", *(str(n) for n in range(10, 50)))
_FL_SWITCHED_OFF: Final = frozenset({"9:2", *(str(n) for n in (*range(10, 13), *range(16, 21), *range(23, 50)))})
_FL_APPEAL: Final = frozenset(str(n) for n in range(40, 50))


class Rule(NamedTuple):
    """One rule in one wording.

    id: domain id ("KL-22"). kind: LAG (cannot be switched off) | REGLEMENTE (no default) | LOKAL (has one).
    ground: lagrum as printed. text: the rule in one Swedish sentence. severity: FEL | VARNING | INFO. in_force_from and
    in_force_to: inclusive, None = open. risk: the ground of annulment a breach risks (KL 13:8, KL-55), "" when none.
    """

    id: str
    kind: str
    ground: str
    text: str
    severity: str = "FEL"
    in_force_from: date | None = None
    in_force_to: date | None = None
    risk: str = ""

    def in_force(self, day: date) -> bool:
        """Whether this wording applied on `day`."""
        after = self.in_force_from is None or self.in_force_from <= day
        return after and (self.in_force_to is None or day <= self.in_force_to)


class AppealInstruction(NamedTuple):
    """The överklagandehänvisning of one kind (FL-11). addressee: written to whom. hand_in_to: where it must arrive.
    period: the time and what starts it. text: the whole, one sentence an item, ready to print."""

    kind: str
    heading: str
    who: str
    addressee: str
    hand_in_to: str
    period: str
    text: tuple[str, ...]


class Law(NamedTuple):
    """The rules in force on a day. Make it with `Law.on(day)`."""

    day: date
    rules: Mapping[str, Rule]

    @staticmethod
    def on(day: date) -> Law:
        """The law as it stood on `day` (domain 0.3: a decision is checked against the law of its own date)."""
        return _law_on(day)

    def rule(self, rule_id: str) -> Rule:
        """The rule in the wording of this day. Raises NotFound, with the nearest ids, when there is none."""
        found = self.rules.get(rule_id)
        if found is not None:
            return found
        if any(rule.id == rule_id for rule in all_rules()):
            raise NotFound(f"Regeln {rule_id} gällde inte {self.day}.", "Kontrollera datumet.")
        from difflib import get_close_matches

        nearest = tuple(get_close_matches(rule_id, self.rules, 3, 0.5))
        raise NotFound(f"Det finns ingen regel {rule_id}.", "Kontrollera regelns beteckning.", nearest)

    def obstacle(
        self, rule_id: str, text: str, severity: str = "", remover: str = "", last_day: str = "", hint: str = ""
    ) -> Obstacle:
        """An obstacle under a rule: its ground as origin, and its severity unless another is given."""
        rule = self.rule(rule_id)
        return Obstacle(rule_id, text, rule.ground, severity or rule.severity, remover, last_day, hint)

    def check_delegate_kind(self, kind: str) -> tuple[Obstacle, ...]:
        """Obstacles to a nämnd delegating to this kind of delegate on this day (KL 6:37, 7:5; DEL-01).

        The presidium before 2022-07-01 gives VARNING: the older wording is not verified, so a person must judge.
        Raises UsageFault for a kind that is not one of DELEGATE_KINDS.
        """
        if kind not in DELEGATE_KINDS:
            raise UsageFault(f"Okänd sorts delegat: {kind}.", "Välj bland: " + ", ".join(DELEGATE_KINDS) + ".")
        if kind in (EMPLOYEES_JOINTLY, MIXED):
            who = "flera anställda gemensamt" if kind == EMPLOYEES_JOINTLY else "förtroendevald och anställd gemensamt"
            return (self._delegate(f"Beslutanderätt får inte delegeras till {who}.", "FEL"),)
        if self.day < DELEGATION_AMENDED and kind == AUTOMATED:
            text = (
                f"En automatiserad beslutsfunktion får vara delegat först från {DELEGATION_AMENDED}, inte {self.day}."
            )
            return (self._delegate(text, "FEL"),)
        if self.day < DELEGATION_AMENDED and kind == PRESIDIUM:
            text = f"Om presidiet kunde vara delegat {self.day}, före lag (2022:638), behöver en jurist bedöma."
            return (self._delegate(text, "VARNING"),)
        return ()

    def _delegate(self, text: str, severity: str) -> Obstacle:
        return self.obstacle("DEL-01", text, severity, "nämnden", hint="Ändra delegationsordningen.")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule in every wording, in the order of the table. Raises ValueError for a malformed table."""
    lines = TABLE.strip().splitlines()
    if len(lines) % 2:
        raise ValueError("regeltabellen ska ha två rader för varje regel")
    return tuple(_read(head, text) for head, text in zip(lines[::2], lines[1::2], strict=True))


@lru_cache(maxsize=64)
def _law_on(day: date) -> Law:
    return Law(day, _InForce(day))


class _InForce(Mapping[str, Rule]):
    """The rules of a day by id, read from the table when first asked for: a move that nothing hinders never asks."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._read: dict[str, Rule] | None = None

    def _rules(self) -> dict[str, Rule]:
        if self._read is None:
            self._read = {rule.id: rule for rule in all_rules() if rule.in_force(self._day)}
        return self._read

    def __getitem__(self, rule_id: str) -> Rule:
        return self._rules()[rule_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules())

    def __len__(self) -> int:
        return len(self._rules())


def fl_paragraphs(appeal_kind: str) -> frozenset[str]:
    """The paragraphs of förvaltningslagen that apply to an ärende ("9:1" = 9 § first paragraph) (FL 2 §, FL-01).

    Raises UsageFault for an unknown överklagandetyp.
    """
    _known(appeal_kind)
    everything = frozenset(_FL_ALL)
    if appeal_kind == LEGALITY_REVIEW:
        return everything - _FL_SWITCHED_OFF
    return everything - _FL_APPEAL if appeal_kind == NOT_APPEALABLE else everything


def fl_applies(paragraph: str, appeal_kind: str) -> bool:
    """Whether a paragraph of förvaltningslagen ("32", "9:2") applies to an ärende of that överklagandetyp (FL-01)."""
    return paragraph in fl_paragraphs(appeal_kind)


def appeal_instruction(appeal_kind: str, authority: str, court: str, special_ground: str = "") -> AppealInstruction:
    """How the decision is appealed, in words for its överklagandetyp (KL 13:1–6, FL 40–46 §§; FL-10, FL-11).

    authority: the deciding organ as printed ("utbildningsnämnden"). court: "Förvaltningsrätten i Göteborg".
    special_ground: the lagrum that rules the appeal, needed for specialreglering. Raises UsageFault when it is missing
    or the överklagandetyp is unknown.
    """
    _known(appeal_kind)
    if appeal_kind == LEGALITY_REVIEW:
        return _legality_review(court)
    if appeal_kind == ADMINISTRATIVE_APPEAL:
        return _administrative_appeal(authority, court)
    if appeal_kind == NOT_APPEALABLE:
        heading = "Beslutet får inte överklagas"
        return AppealInstruction(appeal_kind, heading, "", "", "", "", (f"{heading}.",))
    if not special_ground:
        raise UsageFault("Det framgår inte vilket lagrum som styr överklagandet.", "Ange lagrummet på ärendet.")
    text = (f"Beslutet överklagas enligt {special_ground}.",)
    return AppealInstruction(appeal_kind, "Hur man överklagar", "", "", "", "", text)


def check_instruction(appeal_kind: str, used: str) -> tuple[Obstacle, ...]:
    """FEL when an expediering carries the överklagandehänvisning of another överklagandetyp (FL-11)."""
    _known(appeal_kind)
    _known(used)
    if appeal_kind == used:
        return ()
    text = f"Överklagandehänvisningen är för {used}, men ärendet överklagas genom {appeal_kind}."
    if appeal_kind == NOT_APPEALABLE:
        text = f"Överklagandehänvisningen är för {used}, men beslutet får inte överklagas."
    return (Obstacle("FL-11", text, "FL 33 §; KL 8:10", "FEL", "sekreterare", hint="Byt hänvisning."),)


def _legality_review(court: str) -> AppealInstruction:
    who = "den som är medlem av kommunen"
    period = "tre veckor från den dag då justeringen av protokollet tillkännagavs på kommunens anslagstavla"
    text = (
        f"Beslutets laglighet kan prövas genom att {who} överklagar det skriftligt till {court}.",
        "I överklagandet anges vilket beslut som överklagas och de omständigheter som överklagandet grundas på.",
        f"Överklagandet ska ha kommit in till {court} inom {period}.",
        "Ett överklagande som inom samma tid i stället kommit in till kommunen prövas också.",
        "Domstolen kan upphäva beslutet men inte ersätta det med ett annat (13 kap. kommunallagen).",
    )
    return AppealInstruction(LEGALITY_REVIEW, "Hur man begär laglighetsprövning", who, court, court, period, text)


def _administrative_appeal(authority: str, court: str) -> AppealInstruction:
    who = "den som beslutet angår, om det har gått honom eller henne emot"
    period = "tre veckor från den dag då den som överklagar fick del av beslutet"
    text = (
        f"Beslutet får överklagas till {court} av {who}.",
        f"Överklagandet är skriftligt, ställt till {court}, men ges in till {authority}.",
        "I överklagandet anges vilket beslut som överklagas och på vilket sätt det ska ändras.",
        f"Överklagandet ska ha kommit in till {authority} inom {period} (40–46 §§ förvaltningslagen).",
    )
    return AppealInstruction(ADMINISTRATIVE_APPEAL, "Hur man överklagar", who, court, authority, period, text)


def _known(appeal_kind: str) -> None:
    if appeal_kind not in APPEAL_KINDS:
        raise UsageFault(f"Okänd överklagandetyp: {appeal_kind}.", "Välj bland: " + ", ".join(APPEAL_KINDS) + ".")


def _read(head: str, text: str) -> Rule:
    rule_id, kind, severity, risk, dates, ground = head.split(" ", 5)
    first, last = (date.fromisoformat(d) if d else None for d in dates.split(".."))
    return Rule(rule_id, kind, ground, text, severity, first, last, ANNULMENT_GROUNDS[risk])
