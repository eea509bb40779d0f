"""A small pack without a fault, as text files, and how granska is asked about it: tests change one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from beredning.core.finding import Finding
from beredning.core.report import Layout
from beredning.documents.layout import from_mapping
from beredning.documents.reading import read
from beredning.resources import resource_folder
from beredning.review.review import review
from beredning.review.values import Frame

NOTICE = "00-kallelse.txt"
PLAN = "03-tjansteutlatande-lokalplan.txt"
PLAN_ITSELF = "03-bilaga-1-lokalplan-2025.txt"
ANALYSIS = "03-bilaga-2-barnkonsekvensanalys.txt"
CONTRACT = "04-tjansteutlatande-samverkansavtal.txt"
CONTRACT_ITSELF = "04-bilaga-1-samverkansavtal.txt"
MONTHLY = "05-tjansteutlatande-manadsuppfoljning.txt"

_PHRASE = "Området har beaktats men inte bedömts tillföra ärendet något ytterligare underlag."

_HEAD = """TJÄNSTEUTLÅTANDE

1(2)

Utbildningsförvaltningen

Diarienummer: {dnr}

Datum: 2024-02-26

{officer}

Utbildningsnämnden

{title}

Förslag till beslut

{decision}

Motivering till beslut

Bedöms ej tillämplig i detta ärende.

Sammanfattning

{summary}

Åsa Ek

Förvaltningschef

{signed}

Beslutsunderlag

{papers}

Beslutet skickas till:

För vidare hantering

Förvaltningschef Åsa Ek

För kännedom

Kommunstyrelsen

Ärendet

{matter}

Ekonomisk bedömning

{economy}

Invånarperspektiv

{people}

Hållbarhetsperspektiv

{phrase}

Lagstiftning och kommunala styrdokument

{phrase}

Remissyttrande

{phrase}

{consultation}

Beslutets genomförande

{execution}

Förvaltningens bedömning

2(2)

{judgement}
"""


def _report(**parts: str) -> str:
    return _HEAD.format(phrase=_PHRASE, **parts)


_NOTICE_TEXT = """KALLELSE

Utbildningsnämndens arbetsutskott

Sammanträdesdatum: 2024-03-06

Utskickad 2024-02-28

Tid\tOnsdag kl. 08.00–09.30
Plats\tSal Berget
Ledamöter\tLena Holm (SD), Karin Fogel (M), Anette Håkansson (S)
Ersättare\tToni Falk (S), Pia Vinter (SD)
Övriga\tÅsa Ek, förvaltningschef, Maj Sommar, verksamhetsutvecklare, Lisa-Mi Lund, verksamhetschef, Omar Ali, controller

Protokollet justeras av Anette Håkansson på Utbildningsförvaltningen 2024-03-08.

Förhinder anmäls till Kim Strand, kim.strand@exempel.se

Ordförande

Lena Holm (SD)

Nr\tÄrende\tDnr\tFöredragande\tTid
A\tUpprop\t\t\t08.00–08.05
B\tJustering\t\t\t
1\tFastställande av föredragningslistan\t2024/1\t\t08.05–08.10
2\tPåminnelse om jävsbestämmelser\t2024/8\t\t08.10–08.15
3\tLokalplan 2025\t2024/112\tVerksamhetsutvecklare\t08.15–08.35
4\tSamverkansavtal om skolskjuts\t2024/118\tVerksamhetschef\t08.35–08.45
5\tMånadsuppföljning per februari 2024\t2024/35\tController\t08.45–08.55
\tFika\t\t\t08.55–09.10
6\tInformation från förvaltningschef\t\t\t09.10–09.20
7\tÖvriga frågor\t\t\t09.20–09.30
"""

_PLAN_TEXT = _report(
    dnr="2024/112",
    officer="Verksamhetsutvecklare, Maj Sommar",
    title="Lokalplan 2025",
    decision="Utbildningsnämnden beslutar att fastställa lokalplan 2025, daterad 2024-02-20.",
    summary="Lokalplanen visar vilka lokaler som förskolan och skolan behöver under 2025.",
    signed="Maj Sommar\n\nVerksamhetsutvecklare",
    papers="Tjänsteutlåtande Lokalplan 2025, 2024-02-26\n\nLokalplan 2025, 2024-02-20\n\n"
    "Barnkonsekvensanalys, 2024-02-19",
    matter="Antalet barn i förskolan minskar med 40 under 2025 och två avdelningar stängs. "
    "Planen gäller från 2025-01-01 och följs upp i delårsrapporten.",
    people="Barnen får bättre lokaler, men några får längre väg till sin förskola.",
    economy="Lokalerna kostar 12,5 mnkr under 2025, vilket ryms inom nämndens budgetram.",
    consultation="Behandlad enligt MBL 2024-02-21\n\nInformation enligt 19 § MBL lämnades 2024-02-21.",
    execution="Verksamhetsutvecklaren säger upp de två lokalerna senast 2024-06-30.",
    judgement="Förvaltningen bedömer att planen ger barnen bra lokaler till en kostnad som nämnden klarar.",
)
_CONTRACT_TEXT = _report(
    dnr="2024/118",
    officer="Verksamhetschef, Lisa-Mi Lund",
    title="Samverkansavtal om skolskjuts",
    decision="Utbildningsnämnden beslutar att anta samverkansavtal om skolskjuts, version 1.0 daterad 2024-01-15.",
    summary="Avtalet samlar tre kommuner kring en gemensam upphandling av skolskjuts.",
    signed="Lisa-Mi Lund\n\nVerksamhetschef",
    papers="Tjänsteutlåtande Samverkansavtal om skolskjuts, 2024-02-26\n\nSamverkansavtal om skolskjuts, 2024-01-15",
    matter="Tre kommuner vill upphandla skolskjuts tillsammans. "
    "Samverkansavtalet gäller från 2024-08-01 och löper i tre år.",
    people=_PHRASE,
    economy="Kostnaden för skolskjuts är oförändrad.",
    consultation="Behandlad enligt MBL 2024-02-21\n\nInformation enligt 19 § MBL lämnades 2024-02-21.",
    execution="Verksamhetschefen informerar skolorna före sommaren.",
    judgement="Förvaltningen bedömer att avtalet ger eleverna tryggare resor utan att kostnaden ökar.",
)
_TABLE = """Verksamhet\tBudget 2024\tPrognos 2024\tAvvikelse
Förskola\t-215 316\t-214 900\t416
Grundskola\t-375 446\t-375 900\t-454
Komvux\t-12 577\t-12 500\t77
Totalt\t-603 339\t-603 300\t39"""
_MONTHLY_TEXT = _report(
    dnr="2024/35",
    officer="Controller, Omar Ali",
    title="Månadsuppföljning per februari 2024",
    decision="Utbildningsnämnden noterar månadsuppföljningen per februari 2024.",
    summary="Prognosen för året är ett litet överskott.",
    signed="Omar Ali\n\nController",
    papers="Tjänsteutlåtande Månadsuppföljning per februari 2024, 2024-02-26",
    matter=f"Tabellen visar budget och prognos i tkr.\n\n{_TABLE}\n\nFörskolan har färre barn än beräknat.",
    people=_PHRASE,
    economy="Prognosen ryms inom nämndens budgetram.",
    consultation="Behandlad enligt MBL 2024-02-21\n\nInformation enligt 19 § MBL lämnades 2024-02-21.",
    execution="Controllern följer kostnaderna varje månad.",
    judgement="Förvaltningen bedömer att nämnden klarar sin budget.",
)
_PLAN_ITSELF_TEXT = """Utbildningsnämnden

Lokalplan 2025

Datum: 2024-02-20

Planen beskriver vilka lokaler som behövs. Lokalerna kostar 12,5 mnkr under 2025.

Åtgärd\tAnsvarig\tStartdatum\tStatus
Avdelning Norr stängs\tFastighetschef\t2024-06-30\tEj påbörjad
Avdelning Söder stängs\tFastighetschef\t2024-09-30\tEj påbörjad
"""
_ANALYSIS_TEXT = """Utbildningsförvaltningen

Barnkonsekvensanalys

Datum: 2024-02-19

Barnens väg till förskolan blir längre för några men lokalerna blir bättre.
"""
_CONTRACT_ITSELF_TEXT = """SAMVERKANSAVTAL OM SKOLSKJUTS

Giltig från: 2024-08-01

Version 1.0, 2024-01-15

Parter är Bergs kommun, Dals kommun och Näs kommun.

Kontakt: Eva Ström, Dals kommun, eva.strom@dal.se, växel 0520-123 00
"""

PERFECT: Mapping[str, str] = {
    NOTICE: _NOTICE_TEXT,
    PLAN: _PLAN_TEXT,
    PLAN_ITSELF: _PLAN_ITSELF_TEXT,
    ANALYSIS: _ANALYSIS_TEXT,
    CONTRACT: _CONTRACT_TEXT,
    CONTRACT_ITSELF: _CONTRACT_ITSELF_TEXT,
    MONTHLY: _MONTHLY_TEXT,
}


@cache
def built_in_layout() -> Layout:
    """The form that the program comes with."""
    text = (resource_folder("templates") / "tjansteutlatande.layout.yaml").read_text(encoding="utf-8")
    made = from_mapping(yaml.load(text, yaml.BaseLoader), print)
    assert made is not None
    return made


def changed(name: str, before: str, after: str, pack: Mapping[str, str] = PERFECT) -> dict[str, str]:
    """The pack with one text put in another's place in one file. Fails where there is nothing to change."""
    assert pack[name].count(before) >= 1, (name, before)
    return {**pack, name: pack[name].replace(before, after, 1)}


def without(*names: str, pack: Mapping[str, str] = PERFECT) -> dict[str, str]:
    """The pack without some of its files."""
    assert all(name in pack for name in names)
    return {name: text for name, text in pack.items() if name not in names}


def findings(pack: Mapping[str, str], frame: Frame | None = None) -> tuple[Finding, ...]:
    """What granska says of a pack of text files."""
    readings = [read(text.encode(), name) for name, text in pack.items()]
    return review(readings, frame or Frame((built_in_layout(),)))


def told(pack: Mapping[str, str], frame: Frame | None = None) -> list[tuple[str, str, str]]:
    """The same as (file, code, severity)."""
    return [(one.file, one.rule, one.severity) for one in findings(pack, frame)]
