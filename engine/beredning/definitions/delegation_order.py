"""Reads delegationsordning.yaml, one version of a nämnd's delegationsordning, into the values of core/delegation.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from beredning.core.delegation import (
    REPORTING,
    USERS_AGREE,
    USERS_HEARD,
    DelegationOrder,
    DelegationPoint,
    Subdelegation,
)
from beredning.core.law import ANSTALLD, APPEAL_KINDS, DELEGATE_KINDS, LEGALITY_REVIEW
from beredning.definitions.nodes import Node
from beredning.definitions.organisation_schema import ORGAN_KEY, PERSON_KEY
from beredning.definitions.reader import Document, read
from beredning.definitions.scalars import Choice, Date, Kind, Matching, Path, Scalar, Text, YesNo
from beredning.definitions.schemas import Field, ListOf, Maybe, Names, Record

PERIODS = ("månad", "kvartal", "tertial", "halvår", "år")
SUBJECTS = ("upphandling", "auktorisationssystem", "valfrihetssystem")
# The five questions of KL 6:38, by the number of the point, with the key that each is answered under.
QUESTIONS = {
    1: "mål-inriktning-omfattning-kvalitet",
    2: "framställning-eller-yttrande-till-fullmäktige",
    3: "myndighetsutövning-av-större-vikt",
    4: "medborgarförslag",
    5: "annan-lag-förbjuder",
}
_NR = r"[0-9A-ZÅÄÖa-zåäö]+(?:[.:-][0-9A-ZÅÄÖa-zåäö]+)*"


@dataclass
class Kronor(Scalar):
    """A whole amount in kronor: 500000, 500 000 or 500 000 kr."""

    what: str = "ett belopp i hela kronor"
    example: str = "500 000"
    blank = 0

    def convert(self, text: str, document: Document, path: Path) -> int:
        found = re.fullmatch(r"(\d{1,3}(?:[ \u00a0.]?\d{3})*)(?:\s*(?:kr|kronor|:-))?", text.strip())
        if found is None:
            problem = f"{document.name_of(path)} ska vara {self.what}, inte ”{text}”."
            return int(self._refuse(document, path, problem))
        return int(re.sub(r"\D", "", found[1]))


class _Answers(Kind):
    """The checklist on KL 6:38: the word `inget`, or each question with ja or nej."""

    blank: Any = None
    _each = Record({key: Field(YesNo()) for key in QUESTIONS.values()})

    def read(self, node: Node, document: Document, path: Path) -> dict[int, bool]:
        """The answers that were given, by the number of the question."""
        if node.kind == "text" and node.value == "inget":
            return dict.fromkeys(QUESTIONS, False)
        if node.kind != "mapping":
            hint = "Skriv ”inget” när ingen av de fem punkterna gäller, annars varje fråga med ja eller nej."
            document.fault(path, f"{document.name_of(path)} besvaras inte av ”{node.value}”.", hint)
            return {}
        answers = self._each.read(node, document, path)
        written = {key.value for key, _ in node.pairs}
        return {number: answers[key] for number, key in QUESTIONS.items() if key in written}


_point = Record(
    {
        "ärendetyp": Field(Text(500), required=True),
        "delegat": Field(Text(200), required=True),
        "delegat-slag": Field(Choice(DELEGATE_KINDS), default=ANSTALLD),
        "är-förvaltningschef": Field(YesNo()),
        "lagrum": Field(Text(300)),
        "ersättare": Field(ListOf(Text(200), single=True)),
        "högsta-belopp": Field(Kronor()),
        "villkor": Field(Text(1000)),
        "vidaredelegation": Field(YesNo(), default=False),
        "anmälan": Field(Choice(REPORTING), default=REPORTING[0]),
        "brukarvillkor": Field(Choice((USERS_HEARD, USERS_AGREE))),
        "överklagande": Field(Choice(APPEAL_KINDS), default=LEGALITY_REVIEW),
        "ämne": Field(Choice(SUBJECTS)),
        "befogenhet-direkt-i-lag": Field(YesNo(), default=False),
        "prövning": Field(_Answers()),
        "kommentar": Field(Text(1000)),
    },
    gone={
        "belopp": "Skriv ”högsta-belopp”.",
        "beloppsgräns": "Skriv ”högsta-belopp”.",
        "ärende": "Skriv ”ärendetyp”.",
        "delegater": "En punkt har en delegat; andra skrivs som ”ersättare” eller får en egen punkt (KL 7:5).",
        "vidaredelegat": "Skriv beslutet under ”vidaredelegationer” i filens rot.",
    },
)
_subdelegation = Record(
    {
        "punkt": Field(Matching(_NR, "en punkts nummer", "3.2"), required=True),
        "från-befattning": Field(Text(200), required=True),
        "till-befattning": Field(Text(200), required=True),
        "beslutad": Field(Date()),
        "gäller-till": Field(Date()),
        "beteckning": Field(Text(100)),
    }
)
ORDER = Record(
    {
        "namn": Field(Text(200), required=True),
        "organ": Field(Matching(ORGAN_KEY, "ett organs beteckning", "UBN"), required=True),
        "antagen-paragraf": Field(Text(100), required=True),
        "antagen": Field(Date(), required=True),
        "gäller-från": Field(Date(), required=True),
        "gäller-till": Field(Date()),
        "brådskande": Field(
            ListOf(Matching(PERSON_KEY, "ordförande eller en nyckel ur personer", "ordförande"), single=True)
        ),
        "anmälningsperiod": Field(Choice(PERIODS)),
        "punkter": Field(
            Maybe(Names(_point, pattern=_NR, form="siffror och bokstäver med punkt emellan (3.2.1)"), {}), required=True
        ),
        "vidaredelegationer": Field(Maybe(ListOf(_subdelegation), [])),
    },
    gone={"version": "Varje version är en egen fil (delegationsordning-2024.yaml) och skiljs på ”gäller-från”."},
)


class OrderReading(NamedTuple):
    """What came of one file. order: None when there is a fault. document: positions, for checks that come after."""

    file: str
    order: DelegationOrder | None
    document: Document


def read_order(data: bytes, file: str) -> DelegationOrder:
    """The version in the file. Raises BadDefinition with every fault."""
    found = inspect_order(data, file)
    found.document.finish("Delegationsordningen")
    assert found.order is not None
    return found.order


def inspect_order(data: bytes, file: str) -> OrderReading:
    """The version and its document, without raising."""
    document = read(data, file, ORDER)
    if not document.faults:
        _check(document)
    return OrderReading(file, None if document.faults else _build(document.value), document)


def _check(document: Document) -> None:
    """What a file says against itself."""
    value = document.value
    if value["gäller-till"] and value["gäller-till"] < value["gäller-från"]:
        document.fault(("gäller-till",), f"Ordningen slutar gälla {value['gäller-till']}, innan den börjar.")
    points = list(value["punkter"])
    for index, sub in enumerate(value["vidaredelegationer"]):
        document.expect(("vidaredelegationer", index, "punkt"), sub["punkt"], points, "punkten")
    periodical = [nr for nr, p in value["punkter"].items() if p["anmälan"] == "periodvis"]
    if periodical and not value["anmälningsperiod"]:
        text = f"Punkten {periodical[0]} anmäls periodvis, men ”anmälningsperiod” saknas."
        document.fault(("punkter", periodical[0], "anmälan"), text, f"Ange en av {', '.join(PERIODS)}.")


def _build(value: dict[str, Any]) -> DelegationOrder:
    return DelegationOrder(
        value["namn"],
        value["organ"],
        value["antagen-paragraf"],
        date.fromisoformat(value["antagen"]),
        date.fromisoformat(value["gäller-från"]),
        _date(value["gäller-till"]),
        tuple(_build_point(nr, p) for nr, p in value["punkter"].items()),
        tuple(
            Subdelegation(
                s["punkt"],
                s["från-befattning"],
                s["till-befattning"],
                _date(s["beslutad"]),
                _date(s["gäller-till"]),
                s["beteckning"],
            )
            for s in value["vidaredelegationer"]
        ),
        tuple(value["brådskande"]),
        value["anmälningsperiod"],
    )


def _build_point(nr: str, value: dict[str, Any]) -> DelegationPoint:
    # Nobody but a förvaltningschef may subdelegate (KL 7:6); the title says who that is unless the file says it.
    chief = value["är-förvaltningschef"] or value["delegat"].casefold().startswith("förvaltningschef")
    return DelegationPoint(
        nr,
        value["ärendetyp"],
        value["delegat"],
        value["delegat-slag"],
        value["lagrum"],
        chief and value["delegat-slag"] == ANSTALLD,
        tuple(value["ersättare"]),
        value["högsta-belopp"] or None,
        value["villkor"],
        value["vidaredelegation"],
        value["anmälan"],
        tuple(sorted((value["prövning"] or {}).items())),
        value["brukarvillkor"],
        value["överklagande"],
        value["ämne"],
        value["befogenhet-direkt-i-lag"],
        value["kommentar"],
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
