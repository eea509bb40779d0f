"""Beslutssatser as municipalities really write them, in each dialect: none of them is a fault."""

from __future__ import annotations

import pytest

from beredning.core.report import SentenceForm
from beredning.review.values import Frame
from tests.review.report_kit import layout, mutated, reviewed

PERFECT_SATS = "Utbildningsnämnden beslutar att anta Plan för läsutveckling 2024, daterad 2024-02-26."
N = "Utbildningsnämnden"

SENTENCES = """
Utbildningsnämnden beslutar att lägga informationen till handlingarna.
Utbildningsnämnden beslutar att ge förvaltningschefen i uppdrag att återkomma i juni 2024.
Utbildningsnämnden ger förvaltningen i uppdrag att utreda frågan till juni 2024.
Utbildningsnämnden beslutar att uppdra åt förvaltningen att ta fram en plan senast 2024-06-01.
Utbildningsnämnden beslutar att bevilja Ale IF 50 000 kronor i bidrag för 2024.
Utbildningsnämnden beslutar att avge yttrande enligt bilaga 1 till kommunstyrelsen.
Utbildningsnämnden beslutar att överlämna yttrandet, daterat 2024-02-26, som sitt svar på remissen.
Utbildningsnämnden beslutar att anse motionen besvarad.
Utbildningsnämnden beslutar att föreslå kommunfullmäktige att avslå motionen.
Utbildningsnämnden beslutar att till ny ledamot i arbetsutskottet välja Eva Ek (S).
Utbildningsnämnden utser Eva Ek (S) till justerare.
Utbildningsnämnden beslutar att sammanträdestiderna för 2024 ska vara enligt bilaga 1.
Utbildningsnämnden beslutar att inte anta planen.
Utbildningsnämnden beslutar, under förutsättning av kommunfullmäktiges beslut om budget, att anta planen för 2024.
Utbildningsnämnden beslutar att föreslagna ändringar i delegationsordningen antas enligt bilaga 1.
Utbildningsnämnden beslutar för egen del att anta planen för 2024.
Nämnden beslutar att godkänna månadsuppföljningen per oktober 2023.
Utbildningsnämnden godkänner redovisningen av delegationsbeslut för januari 2024.
Utbildningsnämnden har tagit del av informationen och lägger den till handlingarna.
Utbildningsnämnden beslutar att bordlägga ärendet till sammanträdet 2024-04-10.
Utbildningsnämnden ställer sig bakom samverkansavtalet, daterat 2024-01-01.
Utbildningsnämnden beslutar med stöd av 10 kap. 32 § skollagen att avslå ansökan.
Utbildningsnämndens arbetsutskott beslutar att anta planen för 2024.
Arbetsutskottet föreslår utbildningsnämnden att besluta att anta planen för 2024.
Arbetsutskottet föreslår att utbildningsnämnden beslutar att anta planen för 2024.
Utbildningsnämnden föreslår att kommunfullmäktige antar taxan för 2024.
Utbildningsnämnden föreslår kommunfullmäktige att anta taxan för 2024.
Utbildningsnämnden rekommenderar kommunstyrelsen att anta planen för 2024.
Utbildningsnämnden översänder förvaltningens yttrande, daterat 2024-02-26, till kommunstyrelsen.
Utbildningsnämnden beslutar att tillstyrka förslaget i remissen 2024/12.
Utbildningsnämnden anser uppdraget slutfört.
Utbildningsnämnden beslutar att uppdraget från 2023-04-01 § 12 är slutfört.
Utbildningsnämnden beslutar i enlighet med förvaltningens förslag i bilaga 1.
Utbildningsnämnden delegerar till ordföranden att besluta i ärendet under juli 2024.
Utbildningsnämnden avstår från att yttra sig.
Utbildningsnämnden uppmanar rektorerna att följa planen.
Nämnden noterar informationen i protokollet.
""".strip().splitlines()

IN_DIALECT = [
    ("att-satser", (f"{N} beslutar\n\n- att anta planen för 2024,\n- att upphäva planen för 2020, samt\n"
     "- att ge rektor i uppdrag att följa upp.")),
    ("att-satser", f"{N} föreslås besluta\n\natt godkänna månadsuppföljningen per oktober 2023."),
    ("att-satser", f"{N} beslutar att\n\n1. anta planen för 2024.\n2. upphäva planen för 2020."),
    ("att-satser", (f"{N} föreslår kommunfullmäktige besluta\n\n- att anta taxan för 2024.\n\n"
     "För egen del beslutar utbildningsnämnden\n\n- att förklara paragrafen omedelbart justerad.")),
    ("numrerad", f"1. {N} godkänner yttrandet, bilaga 1.\n2. Beslutet justeras omedelbart."),
    ("numrerad", "1. Planen för 2024 antas.\n2. Planen för 2020 upphör att gälla 2024-06-30."),
    ("numrerad", (f"{N} beslutar följande.\n\n1. {N} godkänner tjänsteutlåtandet som svar på remissen.\n"
     f"2. {N} överlämnar det till kommunstyrelsen.")),
    ("numrerad", (f"{N} föreslår att kommunstyrelsen beslutar följande:\n\n1. Anta planen för 2024.\n"
     "2. Ge direktören i uppdrag att ge besked.")),
    ("numrerad", f"{N} besvarar remissen med hänvisning till vad som sägs i tjänsteutlåtandet."),
    ("passiv", "I utbildningsnämnden:\n\nSlutredovisningen, i enlighet med förvaltningens tjänsteutlåtande, godkänns."),
    ("passiv", "I utbildningsnämnden:\n\n1. Årsrapport 2018 godkänns.\n2. Uppdraget från 2017 förklaras fullgjort."),
    ("passiv", f"{N}\n\nRiktlinjen, i enlighet med bilaga 1, antas att gälla från 2018-07-01."),
    ("passiv", "I utbildningsnämnden:\n\nFörvaltningen får i uppdrag att återkomma i juni 2018."),
    ("passiv", "I utbildningsnämnden och för vidare beslut i kommunfullmäktige:\n\nTaxan för 2019 fastställs."),
]  # fmt: skip


@pytest.mark.parametrize("said", SENTENCES)
def test_a_sentence_as_it_is_written(said: str) -> None:
    assert [(one.rule, one.text) for one in reviewed(mutated((PERFECT_SATS, said)))] == []


@pytest.mark.parametrize(("dialect", "said"), IN_DIALECT)
def test_a_decision_in_another_dialect(dialect: str, said: str) -> None:
    form = layout()._replace(sentence=SentenceForm(dialect))  # type: ignore[arg-type]
    found = reviewed(mutated((PERFECT_SATS, said)), Frame((form,)))
    assert [(one.rule, one.text) for one in found] == []
