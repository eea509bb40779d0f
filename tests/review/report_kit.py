"""A report without a fault, as a text file, and how it is reviewed: what the mutation tests start from."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from beredning.core.finding import Finding
from beredning.core.report import Layout
from beredning.documents.reading import read
from beredning.office.report_forms import LAYOUT, read_layout
from beredning.office.spelling import find_spelling
from beredning.resources import resource_folder
from beredning.review.review import review
from beredning.review.values import Frame, Speller

NAME = "utlatande.txt"

PERFECT = """TJÄNSTEUTLÅTANDE

1(2)

Utbildningsförvaltningen

Diarienummer: 2024/120

Datum: 2024-03-04

Verksamhetsutvecklare, Karin Lindqvist

Utbildningsnämnden

Plan för läsutveckling 2024

Förslag till beslut

Utbildningsnämnden beslutar att anta Plan för läsutveckling 2024, daterad 2024-02-26.

Motivering till beslut

Bedöms ej tillämplig i detta ärende.

Sammanfattning

Förvaltningen har tagit fram en plan för hur eleverna ska bli bättre läsare. Planen gäller alla grundskolor.

Johan Berg

Förvaltningschef

Karin Lindqvist

Verksamhetsutvecklare

Beslutsunderlag

- Tjänsteutlåtande Plan för läsutveckling 2024, 2024-03-04
- Plan för läsutveckling 2024, 2024-02-26, bilaga 1

Beslutet skickas till:

För vidare hantering

- Förvaltningschef, Johan Berg
- Verksamhetsutvecklare, Karin Lindqvist

För kännedom

- Kommunstyrelsen

Ärendet

Nämnden gav i december förvaltningen i uppdrag att ta fram en plan för läsutveckling. Arbetet har letts av lärare.

Planen, som är bilaga 1, bygger på fyra delar:

- kartläggning av elevernas läsning
- gemensam undervisning i lässtrategier
- bemannade skolbibliotek
- fortbildning för lärare

Huvudmannen ska enligt skollagen (2010:800) 4 kap. 3 § följa upp utbildningen.

Ekonomisk bedömning

Planen genomförs inom nämndens budget. Fortbildningen kostar 400 tkr under året.

Invånarperspektiv

Barn som läser väl klarar skolan bättre. Planen riktar sig till alla elever.

Hållbarhetsperspektiv

Området har beaktats men inte bedömts tillföra ärendet något ytterligare underlag.

Lagstiftning och kommunala styrdokument

Skollagen (2010:800) och nämndens mål för 2024 styr ärendet.

Remissyttrande

Området har beaktats men inte bedömts tillföra ärendet något ytterligare underlag.

Behandlad enligt MBL 2024-02-28

Förhandling enligt 11 § MBL hölls 2024-02-28 och avslutades i enighet.

Beslutets genomförande

Rektorerna ansvarar för att planen genomförs under höstterminen och följs upp i december.

2(2)

Förvaltningens bedömning

Förvaltningen bedömer att planen ger skolorna ett gemensamt sätt att arbeta med läsning. Den bör därför antas.
"""


@cache
def layout() -> Layout:
    """The built-in form."""
    return read_layout((resource_folder("templates") / LAYOUT).read_bytes(), LAYOUT)


@cache
def speller() -> Speller | None:
    """The dictionary of this machine, or None."""
    return find_spelling(Path.home(), {}).speller


def need_speller() -> Speller:
    """The dictionary; skips the test where there is none."""
    found = speller()
    if found is None:
        pytest.skip("Det finns ingen svensk ordlista på den här datorn.")
    return found


def reviewed(text: str, frame: Frame | None = None, name: str = NAME) -> tuple[Finding, ...]:
    """The findings in one report."""
    return review([read(text.encode(), name)], frame or Frame((layout(),)))


def codes(text: str, frame: Frame | None = None) -> Counter[str]:
    """How many findings of each code."""
    return Counter(finding.rule for finding in reviewed(text, frame))


def mutated(*changes: tuple[str, str], text: str = PERFECT) -> str:
    """The perfect report with some words changed; each must stand there once, or the mutation means nothing."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text
