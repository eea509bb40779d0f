"""One fault in a perfect report gives that one finding and no other; none gives none.

Each mutation is a change of words in `report_kit.PERFECT`. Beside the faults stand the changes that almost are one.
"""

from __future__ import annotations

from collections import Counter

import pytest

from beredning.review.values import Frame
from tests.review.report_kit import PERFECT, codes, layout, mutated, need_speller, reviewed

MBL = "Förhandling enligt 11 § MBL hölls 2024-02-28 och avslutades i enighet."
MBL_HEAD = "Behandlad enligt MBL 2024-02-28"
SATS = "Utbildningsnämnden beslutar att anta Plan för läsutveckling 2024, daterad 2024-02-26."
SUMMARY = "Förvaltningen har tagit fram en plan för hur eleverna ska bli bättre läsare. Planen gäller alla grundskolor."
GIVEN = "Nämnden gav i december förvaltningen i uppdrag att ta fram en plan för läsutveckling."
DONE = "Rektorerna ansvarar för att planen genomförs under höstterminen och följs upp i december."
JUDGED = (
    "Förvaltningen bedömer att planen ger skolorna ett gemensamt sätt att arbeta med läsning. Den bör därför antas."
)
ECONOMY = "Planen genomförs inom nämndens budget."
REMISS = "Remissyttrande\n\nOmrådet har beaktats men inte bedömts tillföra ärendet något ytterligare underlag."
LAWS = "Skollagen (2010:800) och nämndens mål för 2024 styr ärendet."
PHRASE = "Området har beaktats men inte bedömts tillföra ärendet något ytterligare underlag."
RECEIVERS = "- Förvaltningschef, Johan Berg\n- Verksamhetsutvecklare, Karin Lindqvist"
SENT = "Beslutet skickas till:"
SIGNED = "Johan Berg\n\nFörvaltningschef\n\nKarin Lindqvist\n\nVerksamhetsutvecklare\n\n"

FAULTS = [
    # Placeholders
    ("PH01", "Datum: 2024-03-04", "Datum: Välj det datum då ditt tjänsteutlåtande godkänts av ansvarig chef"),
    ("PH01", "Datum: 2024-03-04", "Datum: Välj det datum då ditt tjänsteutlåtande godkännts av ansvarig chef"),
    ("PH01", "Datum: 2024-03-04", "Datum: Välj det datum då"),
    ("PH01", ECONOMY, "Klicka eller tryck här för att ange text."),
    ("PH01", ECONOMY, "Klicka eller tryk här för att ange text."),
    ("PH01", ECONOMY, "Click or tap here to enter text."),
    ("PH01", DONE, "Ange vem som gör vad, och när."),
    ("PH01", ECONOMY, "Planen kostar [ange belopp] och ryms i nämndens budget."),
    ("PH02", "Diarienummer: 2024/120", "Diarienummer: ÄRENDENUMMER"),
    ("PH02", "Diarienummer: 2024/120", "Diarienummer: ÄRENDENUMER"),
    ("PH02", ECONOMY, "Planen kostar xxx tkr."),
    ("PH03", "Datum: 2024-03-04", "Datum: ÅÅÅÅ-MM-DD"),
    ("PH03", "Datum: 2024-03-04", "Datum: xxxx-xx-xx"),
    ("PH03", ECONOMY, "Planen gäller från 20xx-xx-xx."),
    ("PH05", ECONOMY, "Ta bort denna text när du har skrivit avsnittet."),
    ("PH05", ECONOMY, "Här beskriver du vad beslutet kostar.\n\nPlanen genomförs inom nämndens budget."),
    ("PH06", ECONOMY, "Planen genomförs inom <b>nämndens</b> budget."),
    ("PH06", ECONOMY, "Planen genomförs inom «Belopp» i nämndens budget."),
    ("PH06", ECONOMY, "Planen genomförs inom budgeten, se Fel! Hittar inte referenskälla."),
    ("PH06", ECONOMY, "Planen genomfÃ¶rs inom nämndens budget."),
    ("PH07", "Utbildningsförvaltningen\n\nDiarienummer", "Diarienummer"),
    ("PH07", "Utbildningsnämnden\n\nPlan för läsutveckling 2024\n\n", "Plan för läsutveckling 2024\n\n"),
    ("PH07", DONE + "\n\n", ""),
    ("PH07", DONE, "–"),
    ("PH07", MBL + "\n\n", ""),
    # The head
    ("HD01", "Diarienummer: 2024/120\n\n", ""),
    ("HD01", "Diarienummer: 2024/120", "Diarienummer:"),
    ("HD01", "Diarienummer: 2024/120", "Diarienummer: saknas"),
    ("HD02", "Diarienummer: 2024/120", "Diarienummer: UBN.2024.120"),
    ("HD02", "Diarienummer: 2024/120", "Diarienummer: 2024/0120"),
    ("HD04", "Datum: 2024-03-04\n\n", ""),
    ("HD04", "Datum: 2024-03-04", "Datum:"),
    ("HD04", "Datum: 2024-03-04", "Datum: 2024-02-31"),
    ("DT06", "Datum: 2024-03-04", "Datum: 4 mars 2024"),
    ("HD05", "Datum: 2024-03-04", "Datum 2024-03-04"),
    ("HD05", "Diarienummer: 2024/120", "Dnr: 2024/120"),
    ("HD06", "Verksamhetsutvecklare, Karin Lindqvist\n\nUtbildningsnämnden", "Utbildningsnämnden"),
    ("HD07", "Verksamhetsutvecklare, Karin Lindqvist\n\nU", "Karin Lindqvist, Verksamhetsutvecklare\n\nU"),
    ("HD09", "2(2)", "2(3)"),
    ("HD09", "2(2)", "3(2)"),
    # People
    ("NM01", "- Verksamhetsutvecklare, Karin Lindqvist", "- Verksamhetsutvecklare, Karin Lindkvist"),
    ("NM01", DONE, "Karin Lindquist ansvarar för att planen genomförs under höstterminen."),
    ("NM02", "- Verksamhetsutvecklare, Karin Lindqvist", "- Rektor, Karin Lindqvist"),
    ("NM05", "Johan Berg\n\nFörvaltningschef\n\n", ""),
    ("NM05", "Johan Berg\n\nFörvaltningschef\n\nK", "Eva Ek\n\nAdministratör\n\nK"),
    # Sections
    ("SE01", "Sammanfattning\n\n" + SUMMARY + "\n\n", ""),
    ("SE01", "Ekonomisk bedömning\n\n" + ECONOMY + " Fortbildningen kostar 400 tkr under året.\n\n", ""),
    ("SE01", "Förvaltningens bedömning\n\n" + JUDGED, ""),
    ("SE03", DONE, PHRASE),
    ("SE03", "- Plan för läsutveckling 2024, 2024-02-26, bilaga 1", "Skola\tBudget\tUtfall\nAle\t100\t90\nNol\t50\t40"),
    ("SE04", SUMMARY, GIVEN + " Arbetet har letts av lärare. Planen, som är "
     "bilaga 1, bygger på fyra delar: kartläggning av elevernas läsning, gemensam undervisning i lässtrategier, "
     "bemannade skolbibliotek, fortbildning för lärare. Huvudmannen ska enligt skollagen (2010:800) 4 kap. 3 § följa "
     "upp utbildningens."),
    ("SE05", GIVEN, GIVEN + " Förslaget har varit på remiss hos skolorna."),
    ("SE05", "Ekonomisk bedömning\n\n" + ECONOMY + " Fortbildningen", "Ekonomisk bedömning\n\n" + PHRASE +
     "\n\nInvånarperspektiv\n\nFortbildningen"),
    ("SE05", LAWS, PHRASE),
    # The beslutssats
    ("BS01", "beslutar att anta", "beslutar anta"),
    ("BS02", "daterad 2024-02-26.", "daterad 2024-02-26"),
    ("BS04", "anta Plan för läsutveckling 2024, daterad 2024-02-26.", "anta planen för läsutveckling."),
    ("BS05", SATS, "Kommunstyrelsen beslutar att anta Plan för läsutveckling 2024, daterad 2024-02-26."),
    ("BS05", SATS, "Beslutar att anta Plan för läsutveckling 2024, daterad 2024-02-26."),
    ("BS06", DONE, "Förvaltningschefen undertecknar planen."),
    ("BS06", JUDGED, "Förvaltningen bedömer att planen är bra. Beslutet gäller från höstterminens början."),
    ("BS07", SATS, "Utbildningsnämnden informeras om planen för läsutveckling 2024."),
    ("BS08", "daterad 2024-02-26.", "daterad 2024-02-26, i samråd med VGR."),
    ("BS09", SATS, "Utbildningsnämnden beslutar att anta."),
    ("BS09", SATS, "Utbildningsnämnden beslutar att"),
    # MBL
    ("MB01", MBL_HEAD + "\n\n" + MBL, "Behandlad enligt MBL\n\nFörhandling enligt 11 § MBL har hållits."),
    ("MB02", MBL_HEAD + "\n\n" + MBL, "Behandlad enligt MBL 2024-03-12\n\nFörhandlas 2024-03-12."),
    ("MB02", MBL_HEAD + "\n\n" + MBL, "Behandlad enligt MBL\n\nFörhandling enligt 11 § MBL hölls 2024-03-12."),
    ("MB04", MBL_HEAD + "\n\n" + MBL + "\n\n", ""),
    ("MB04", MBL_HEAD + "\n\n" + MBL, "Behandlad enligt MBL"),
    ("MB06", MBL_HEAD + "\n\n" + MBL, "Behandlad enligt MBL\n\nBedöms ej tillämplig i detta ärende."),
    ("CO07", MBL_HEAD + "\n\n" + MBL, "Planerad behandling enligt MBL 2024-02-28\n\nFörhandling är planerad."),
    # Receivers
    ("EX01", SENT + "\n\nFör vidare hantering\n\n" + RECEIVERS + "\n\nFör kännedom\n\n- Kommunstyrelsen\n\n",
     ""),
    ("EX01", RECEIVERS + "\n\nFör kännedom\n\n- Kommunstyrelsen\n\n", ""),
    ("EX02", "- Kommunstyrelsen", "Klicka eller tryck här för att ange text."),
    ("EX02", "- Kommunstyrelsen", "- NAMN"),
    ("EX03", "- Kommunstyrelsen", "- Berörda"),
    ("EX04", "- Verksamhetsutvecklare, Karin Lindqvist", "- Verksamhetsutvecklare Karin Lindqvist"),
    # Wording
    ("LG01", "4 kap. 3 §", "4 kap. 3§"),
    ("LG01", "4 kap. 3 §", "4 kap 3 §"),
    ("LG01", "enligt skollagen (2010:800)", "enligt Skollagen (2010:800)"),
    ("LG01", "enligt skollagen (2010:800)", "enligt skollagen (1985:1100)"),
    ("CO05", "1(2)\n\n", "1(2)\n\nUTKAST\n\n"),
    ("CO06", "Planen, som är bilaga 1,", "Planen, som är bilaga 2,"),
    ("CO08", JUDGED, "Förvaltningen bedömer att planen är bra för alla grund skolor."),
    # Language
    ("SP02", "Diarienummer: 2024/120", "Diarienummer:2024/120"),
    ("SP02", ECONOMY, "Planen  genomförs inom nämndens budget."),
    ("SP02", ECONOMY, "Planen genomförs , inom nämndens budget."),
    ("SP02", ECONOMY, "Planen genomförs,inom nämndens budget."),
    ("SP02", ECONOMY, "Planen genomförs -helt och hållet inom budget."),
    ("SP03", "arbeta med läsning. Den bör därför antas.", "arbeta med läsning"),
    ("SP03", "styr ärendet.", "styr ärendet.."),
    ("SP03", MBL, "Förhandling enligt 11 § MBL hölls 2024-02-28 Se protokoll som bilaga 1."),
    ("SP04", "styr ärendet.", "styr ärendet och"),
]  # fmt: skip

ALMOST = [
    ("Motivering till beslut\n\nBedöms ej", "Motivering till beslut:\n\nBedöms ej"),
    ("Beslutet skickas till:", "Beslutet skickas till"),
    (MBL_HEAD, "Behandlad enligt MBL 2024-03-04"),
    (MBL_HEAD + "\n\n" + MBL, "Planerad behandling enligt MBL 2024-03-12\n\nFörhandling är planerad till 2024-03-12."),
    (MBL_HEAD + "\n\n" + MBL, "Behandlad enligt MBL\n\nBedöms ej tillämplig, eftersom inga anställda berörs."),
    (MBL_HEAD + "\n\n" + MBL, "Behandlad enligt MBL\n\nBedöms ej tillämplig. Planen ändrar inte arbetet."),
    (MBL_HEAD + "\n\n" + MBL, "Behandlad enligt MBL\n\nFörhandling enligt 11 § MBL hölls 2024-02-28."),
    (SATS, "Utbildningsnämnden beslutar att anta Plan för läsutveckling, bilaga 1."),
    (SATS, "Utbildningsnämnden noterar informationen."),
    (SATS, "Utbildningsnämnden beslutar att återremittera ärendet."),
    (SATS, "Utbildningsnämnden antar Plan för läsutveckling 2024, daterad 2024-02-26."),
    (SATS, "Utbildningsnämnden beslutar att\n\n- anta planen, bilaga 1.\n- upphäva planen från 2019."),
    (SATS, SATS + "\n\nParagrafen förklaras omedelbart justerad."),
    (SATS, "Utbildningsnämnden föreslår kommunfullmäktige besluta att anta Plan för läsutveckling 2024."),
    (SATS, "Utbildningsnämndens arbetsutskott föreslår utbildningsnämnden besluta att anta planen, bilaga 1."),
    ("daterad 2024-02-26.", "daterad 2024-02-26, i samråd med Västra Götalandsregionen (VGR)."),
    ("daterad 2024-02-26.", "daterad 2024-02-26, i samråd med SKR."),
    (SIGNED, "Johan Berg\n\nKarin Lindqvist\n\nFörvaltningschef\n\nVerksamhetsutvecklare\n\n"),
    ("Johan Berg\n\nFörvaltningschef\n\n", "Johan Berg\n\nt.f. förvaltningschef\n\n"),
    ("- Förvaltningschef, Johan Berg", "- Förvaltningschef, Johan Berg (johan.berg@ale.se)"),
    ("- Kommunstyrelsen", "- Kommunstyrelsen\n- Rektorerna i grundskolan"),
    ("För kännedom\n\n- Kommunstyrelsen\n\n", ""),
    (ECONOMY, "Planen genomförs inom budget för förskole- och skolverksamhet."),
    (ECONOMY, "Planen gäller både förskolan och -klassen."),
    (ECONOMY, "Planen omfattar 5,43 procent av budgeten, se www.ale.se/plan och a.b@ale.se."),
    (ECONOMY, "Planen genomförs m.m., som nämnden sagt (t.ex. i december)."),
    (ECONOMY, "Lärare(n) ansvarar för planen."),
    (JUDGED, "Karin Lindqvists bedömning är att planen bör antas."),
    (JUDGED, "Kommunens förslag om ”läs utveckling” har tagits med."),
    (LAWS, "Skollagen (2010:800) 4 kap. 3–8 §§ och 6 kap. 6 a § kommunallagen (2017:725) styr ärendet."),
    (LAWS, "Kommunfullmäktiges mål, antagna 2022-06-20 § 109, styr ärendet."),
    (LAWS, "Propositionen 1998/99:66 styr ärendet tillsammans med skollagen."),
    (LAWS, "Diarieföring sker enligt rutinen DNR."),
    (DONE, "Rektorerna, med Karin, ansvarar."),
    (DONE, "Rektorerna ansvarar för XX-laget i årskurs X och för kapitel III."),
    (DONE, "Förvaltningschefen ansvarar för att planen genomförs."),
]  # fmt: skip


def test_nothing_is_said_of_a_perfect_report() -> None:
    assert reviewed(PERFECT) == ()


def test_nothing_is_misspelt_in_it() -> None:
    assert reviewed(PERFECT, Frame((layout(),), speller=need_speller())) == ()


@pytest.mark.parametrize(("code", "old", "new"), FAULTS, ids=lambda value: value[:24].replace("\n", " "))
def test_one_fault_gives_one_finding(code: str, old: str, new: str) -> None:
    assert codes(mutated((old, new))) == Counter({code: 1})


@pytest.mark.parametrize(("old", "new"), ALMOST, ids=lambda value: value[:24].replace("\n", " "))
def test_what_only_looks_like_a_fault_gives_none(old: str, new: str) -> None:
    assert [(one.rule, one.text) for one in reviewed(mutated((old, new)))] == []


def test_the_table_reaches_every_rule_for_reports() -> None:
    assert len(FAULTS) >= 60
    seen = {code for code, _, _ in FAULTS}
    assert seen >= set("PH01 PH02 PH03 PH05 PH06 PH07 HD01 HD02 HD04 HD05 HD06 HD07 HD09 NM01 NM02 NM05".split())
    assert seen >= set("SE01 SE03 SE04 SE05 BS01 BS02 BS04 BS05 BS06 BS07 BS08 BS09 MB01 MB02 MB04 MB06".split())
    assert seen >= set("EX01 EX02 EX03 EX04 CO05 CO06 CO07 CO08 LG01 SP02 SP03 SP04".split())
