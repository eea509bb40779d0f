"""What may stand in kommun.yaml, personer.yaml and mandat.yaml: every key with its kind of value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from beredning.core.finding import SEVERITIES
from beredning.core.organisation import ORGAN_KINDS, POSTS, ROLES
from beredning.core.regulations import REGULATIONS, Regulation
from beredning.definitions.nodes import Node
from beredning.definitions.scalars import Choice, Date, Kind, Matching, Text, Time, Whole, YesNo
from beredning.definitions.schemas import Field, ListOf, Maybe, Names, Path, Record

_WORD = "a-zåäöéü0-9"
PERSON_KEY = rf"[{_WORD}]+(?:[.-][{_WORD}]+)*"
ADMINISTRATION_KEY = rf"[{_WORD}]+(?:-[{_WORD}]+)*"
ORGAN_KEY = r"[A-ZÅÄÖ][A-ZÅÄÖ0-9]*(?:-[A-ZÅÄÖ0-9]+)*"
PARTY = r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö0-9-]{0,11}"

_person = Matching(PERSON_KEY, "en nyckel ur personer", "anna.andersson")
_organ = Matching(ORGAN_KEY, "ett organs beteckning med versaler", "UBN")
_party = Matching(PARTY, "en partibeteckning", "S")
_email = Matching(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+", "en e-postadress", "anna.andersson@exempel.se")
_account = Matching(r"[^\s,:]+", "ett kontonamn utan mellanslag", "annand")

# The words people try, with the one that is meant.
_PERSON_GONE = {
    "epost": "Skriv ”e-post”.",
    "mail": "Skriv ”e-post”.",
    "konto": "Skriv ”konton”.",
    "roll": "Skriv ”roller”.",
    "befattning": "Skriv ”titel”, eller ”befattningar” med datum.",
}
_MANDATE_GONE = {
    "roll": "Skriv ”uppdrag”.",
    "post": "Skriv ”uppdrag”.",
    "nämnd": "Skriv ”organ”.",
    "namn": "Skriv ”person”.",
}


@dataclass
class DnrForm(Matching):
    """A form of diarienummer: text with year and number once each, and {organ} if wanted. {år2} is a year of two
    digits, {löpnummer4} a number of at least four, as in the forms for reports (core/pattern.py)."""

    pattern: str = r"(?=.*\{år2?\})(?=.*\{löpnummer[3-7]?\})(?:[^{}]|\{(?:år2?|löpnummer[3-7]?|organ)\})+"
    what: str = "ett mönster med {år} och {löpnummer}"
    example: str = '"{år}/{löpnummer}"'

    def convert(self, text: str, document: Any, path: Path) -> str:
        form = super().convert(text, document, path)
        if form and (form.count("{år") > 1 or form.count("{löpnummer") > 1):
            return str(self._refuse(document, path, f"{document.name_of(path)} nämner samma del två gånger."))
        if re.search(r"\{år2?\}\{löpnummer|\{löpnummer\d?\}\{år", form):
            problem = f"{document.name_of(path)} behöver ett tecken mellan {{år}} och {{löpnummer}}."
            return str(self._refuse(document, path, problem))
        return form


class AsText(Kind):
    """Another kind, kept as the text that a setting is stored as (ja/nej, digits, or words with spaces between)."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.example = getattr(kind, "example", "")

    def read(self, node: Node, document: Any, path: Path) -> str:
        """The text of the value; "" after a fault."""
        before = len(document.faults)
        value = self.kind.read(node, document, path)
        if len(document.faults) > before:
            return ""
        if isinstance(value, bool):
            return "ja" if value else "nej"
        return " ".join(str(v) for v in value) if isinstance(value, list) else str(value)


def _form(rule: Regulation) -> Kind:
    if rule.form == "dagar":
        return AsText(Whole(0, 60))
    if rule.form == "minuter":
        return AsText(Whole(0, 480))
    if rule.form == "antal":
        return AsText(Whole(1, 9))
    if rule.form == "ja/nej":
        return AsText(YesNo())
    if rule.form == "text":
        return Text(500)
    if rule.form == "partier":
        return Names(AsText(ListOf(_party, least=1, single=True)), pattern=PARTY, form="en partibeteckning")
    return Choice(rule.form.split("|"))


def _rules(kind: str) -> Record:
    return Record({rule.name: Field(_form(rule)) for rule in REGULATIONS if rule.kind == kind})


_standing = Record(
    {
        "titel": Field(Text(300), required=True),
        "slag": Field(Choice(("öppning", "stående", "paus")), default="stående"),
        "bokstav": Field(Matching("[A-ZÅÄÖ]", "en versal", "A")),
        "dnr": Field(Matching(r"(?:[^{}]|\{år\})+", "ett dnr, gärna med {år}", '"{år}/1"')),
        "minuter": Field(Whole(0, 480), default=5),
        "föredragande": Field(ListOf(Text(100), single=True)),
        "plats": Field(Choice(("först", "sist"))),
        "klockan": Field(Time()),
    }
)

_organ_record = Record(
    {
        "namn": Field(Text(200), required=True),
        "slag": Field(Choice(ORGAN_KINDS), default="nämnd"),
        "platser": Field(Whole(1, 149), required=True),
        "under": Field(_organ),
        "förvaltning": Field(Matching(ADMINISTRATION_KEY, "en nyckel ur förvaltningar", "utbildning")),
        "bestämd": Field(Text(200)),
        "genitiv": Field(Text(200)),
        "dnr-form": Field(DnrForm(), default="{år}/{löpnummer}"),
        "dnr-serie": Field(_organ),
        "diarium": Field(Choice(("eget", "annat"))),
        "kallas-även": Field(ListOf(_person)),
        "stående-punkter": Field(Maybe(ListOf(_standing), [])),
        "reglemente": Field(Maybe(_rules("REGLEMENTE"), {})),
        "rutiner": Field(Maybe(_rules("LOKAL"), {})),
    },
    gone={"ledamöter": "Ledamöter skrivs under ”mandat”.", "antal": "Skriv ”platser”.", "nämnd": "Skriv ”under”."},
)

_tenure = Record(
    {"titel": Field(Text(120), required=True), "från": Field(Date()), "till": Field(Date())}, short="titel"
)
_role = Record(
    {
        "roll": Field(Choice(ROLES), required=True),
        "för": Field(Matching(f"{ORGAN_KEY}|{ADMINISTRATION_KEY}", "ett organ eller en förvaltning", "UBN")),
        "från": Field(Date()),
        "till": Field(Date()),
    },
    short="roll",
)

PERSON = Record(
    {
        "namn": Field(Text(120), required=True),
        "titel": Field(Text(120)),
        "e-post": Field(_email),
        "konton": Field(ListOf(_account, single=True)),
        "roller": Field(ListOf(_role, single=True)),
        "befattningar": Field(ListOf(_tenure)),
    },
    gone=_PERSON_GONE,
)
MANDATE = Record(
    {
        "person": Field(_person, required=True),
        "organ": Field(_organ, required=True),
        "uppdrag": Field(Choice(POSTS), required=True),
        "parti": Field(_party),
        "från": Field(Date()),
        "till": Field(Date()),
        "ordning": Field(Whole(1, 199)),
    },
    gone=_MANDATE_GONE,
)
_meeting = Record(
    {
        "organ": Field(_organ, required=True),
        "dag": Field(Date(), required=True),
        "tid": Field(Time()),
        "plats": Field(Text(200)),
        "manusstopp": Field(Date()),
        "kallelse": Field(Date()),
    },
    gone={"datum": "Skriv ”dag”.", "kl": "Skriv ”tid”."},
)
_agreement = Record(
    {
        "ersätter": Field(ListOf(Choice(("11", "12", "19")))),
        "14": Field(YesNo(), default=False),
        "38": Field(YesNo(), default=False),
        "rubrik": Field(Text(60)),
    }
)
SETTINGS = Record(
    {
        "förvaltningsrätt": Field(Text(200)),
        "anslagstavla": Field(Text(300)),
        "postadress": Field(Text(300)),
        "mbl-väntetid-dagar": Field(AsText(Whole(0, 60))),
        "organisationsnummer": Field(Matching(r"\d{6}-\d{4}", "ett organisationsnummer", "212000-0000")),
    }
)
_administration = Record({"namn": Field(Text(200), required=True), "chef": Field(_person)})

_persons = Names(PERSON, pattern=PERSON_KEY, form="små bokstäver, siffror, punkt och bindestreck")
# A key with only comments below it is an empty list: that is how the files look before they are filled in.
_persons_or_none = Maybe(_persons, {})
_mandates_or_none = Maybe(ListOf(MANDATE), [])
PERSONS_FILE = Record({"personer": Field(_persons_or_none, required=True)})
MANDATES_FILE = Record({"mandat": Field(_mandates_or_none, required=True)})
MUNICIPALITY_FILE = Record(
    {
        "kommun": Field(Text(100), required=True),
        "databas": Field(
            Matching(r"\S(?:.*\S)?", "ett filnamn eller en adress", "beredning.db"), default="beredning.db"
        ),
        "övning": Field(YesNo(), default=False),
        "inställningar": Field(Maybe(SETTINGS, {})),
        "samverkansavtal": Field(_agreement),
        "granska": Field(
            Maybe(Names(Choice(SEVERITIES), pattern=r"[A-Z]{2}\d{2}", form="en regels kod, som PH05"), {})
        ),
        "partier": Field(Names(Text(100), pattern=PARTY, form="en partibeteckning")),
        "förvaltningar": Field(
            Names(_administration, pattern=ADMINISTRATION_KEY, form="små bokstäver, siffror och bindestreck")
        ),
        "organ": Field(Names(_organ_record, pattern=ORGAN_KEY, form="versaler, siffror och bindestreck")),
        "personer": Field(_persons_or_none),
        "mandat": Field(_mandates_or_none),
        "sammanträden": Field(Maybe(ListOf(_meeting), [])),
    },
    gone={
        "nämnder": "Skriv nämnderna under ”organ”.",
        "roller": "Roller skrivs hos varje person.",
        "utskott": "Skriv utskotten under ”organ” med ”slag: utskott” och ”under”.",
    },
)
