"""The keys of a workflow file, in Swedish, and what each may hold."""

from __future__ import annotations

from typing import Final

from beredning.definitions import registries as r
from beredning.definitions.schemas import (
    ByShape,
    Choice,
    Field,
    Kind,
    ListOf,
    Matching,
    Names,
    Record,
    Text,
    Whole,
    YesNo,
    name,
)

TEXT: Final = Text()
LONG: Final = Text(lines=True)
NAMES: Final = ListOf(name(), single=True)

STAGE: Final = Record(
    {"namn": Field(TEXT, required=True), "slut": Field(YesNo()), "beskrivning": Field(LONG)},
    short="namn",
    gone={"titel": "Skriv ”namn”.", "final": "Skriv ”slut: ja”."},
)
STAGES: Final = Names(STAGE, least=1)

# `kräver: [utlåtande-godkänt, spår: mbl]`: a word, or a word with its argument.
NEED: Final = ByShape(text=Matching(what="ett krav"), mapping=Names(Matching(what="ett namn")))
EFFECT: Final = ByShape(mapping=Names(Matching(what="ett namn"), least=1))

TRACK_STEP_FIELDS: Final[dict[str, Field]] = {
    "namn": Field(TEXT),
    "från": Field(ListOf(name(), least=1, single=True), required=True),
    "till": Field(name(), required=True),
    "roll": Field(ListOf(Choice(r.ROLES), least=1, single=True), required=True),
    "kräver": Field(ListOf(NEED, single=True)),
    "skapar": Field(ListOf(EFFECT, single=True)),
    "tar-bort": Field(NAMES),
    "lagrum": Field(TEXT),
    "skäl": Field(YesNo()),
    "beskrivning": Field(LONG),
}
STEP_FIELDS: Final[dict[str, Field]] = {
    **TRACK_STEP_FIELDS,
    "organ": Field(Choice(r.ORGANS)),
    "läge": Field(Choice(r.MODES)),
    "utfall": Field(ListOf(Choice(r.OUTCOMES), single=True)),
}
_GONE: Final = {
    "krav": "Skriv ”kräver”.",
    "roller": "Skriv ”roll”; flera roller skrivs som lista.",
    "tar_bort": "Skriv ”tar-bort”.",
    "motivering": "Skriv ”skäl: ja”.",
    "villkor": "Skriv ”kräver”.",
}
MEETING_ONLY: Final = dict.fromkeys(("organ", "läge", "utfall"), "Nyckeln hör till huvudspårets steg.")

TRACK: Final = Record(
    {
        "namn": Field(TEXT, required=True),
        "start": Field(name("ej-bedömd"), required=True),
        "klart": Field(ListOf(name(), least=1, single=True), required=True),
        "skeden": Field(STAGES, required=True),
        "steg": Field(Names(Record(TRACK_STEP_FIELDS, gone=_GONE | MEETING_ONLY), least=1), required=True),
    },
    gone={"klar": "Skriv ”klart”."},
)

DEADLINE: Final = Record(
    {
        "skede": Field(name(), required=True),
        "från": Field(Choice(r.ANCHORS), required=True),
        "dagar": Field(Whole(-400, 4000), required=True),
        "allvar": Field(Choice(r.SEVERITIES), default="VARNING"),
        "slag": Field(Choice(r.RULE_KINDS), default="LOKAL"),
        "lagrum": Field(TEXT),
    }
)

CONDITION: Final = Record(
    {"skede": Field(NAMES), "spår": Field(NAMES), "märke": Field(NAMES), "slut": Field(YesNo())},
    short="skede",
)
PROMISE: Final = Record(
    {
        "aldrig": Field(CONDITION, default={}),
        "alltid-möjligt": Field(CONDITION, default={}),
        "utan": Field(CONDITION, default={}),
        "förrän": Field(CONDITION, default={}),
        "lagrum": Field(TEXT),
    },
    gone={"före": "Skriv ”aldrig: … förrän: …”."},
)

WORKFLOW: Final[Kind] = Record(
    {
        "flöde": Field(name("skolskjuts"), required=True),
        "namn": Field(TEXT, required=True),
        "version": Field(TEXT, required=True),
        "beskrivning": Field(LONG),
        "start": Field(name("registrerat"), required=True),
        "skeden": Field(STAGES, required=True),
        "steg": Field(Names(Record(STEP_FIELDS, gone=_GONE), least=1), required=True),
        "sidospår": Field(Names(TRACK)),
        "frister": Field(Names(DEADLINE)),
        "löften": Field(Names(PROMISE)),
    }
)
