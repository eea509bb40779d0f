"""The closed registry of requirements: what a workflow may demand of a case before a step, each with its own check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from beredning.core import requirements_after as after
from beredning.core import requirements_before as before
from beredning.core.question import Question
from beredning.errors import Obstacle


class RequirementInfo(NamedTuple):
    """A requirement of the registry.

    argument: what it names ("", "spår", "märke", "handling" or "organ"). text: its meaning in one Swedish sentence.
    origin: the rule it comes from. check: yields every obstacle. state: what decides it, for the prover: "spår" and
    "märke" are settled by the definition itself, "utanför" by facts the definition does not control. facts: the parts
    of a case it looks at beyond its own row (spår, utlåtande, handlingar, dagordning, beslut, delegationsbeslut,
    uppdrag).
    """

    argument: str
    text: str
    origin: str
    check: Callable[[Question, str], Iterator[Obstacle]]
    state: str = "utanför"
    facts: tuple[str, ...] = ()


NAMES: dict[str, RequirementInfo] = {
    "spår": RequirementInfo("spår", "Sidospåret är klart.", "Flödet", before.track_done, state="spår", facts=("spår",)),
    "mbl-före-beslut": RequirementInfo(
        "",
        "MBL-skyldigheten är fullgjord senast beslutsdagen.",
        "MBL 11–14 §§",
        before.consultation,
        state="spår",
        facts=("spår",),
    ),
    "märke": RequirementInfo("märke", "Märket är satt.", "Flödet", before.mark_set, state="märke"),
    "saknar-märke": RequirementInfo("märke", "Märket är inte satt.", "Flödet", before.mark_absent, state="märke"),
    "utlåtande-komplett": RequirementInfo(
        "",
        "Tjänsteutlåtandets alla obligatoriska avsnitt har innehåll.",
        "G-01",
        before.report_complete,
        facts=("utlåtande",),
    ),
    "utlåtande-öppet": RequirementInfo(
        "",
        "Senaste versionen av utlåtandet är inte redan godkänd (ny version efter återremiss).",
        "G-08",
        before.report_open,
        facts=("utlåtande",),
    ),
    "utlåtande-godkänt": RequirementInfo(
        "", "Tjänsteutlåtandet är godkänt av ansvarig chef.", "G-01", before.report_approved, facts=("utlåtande",)
    ),
    "underlag-finns": RequirementInfo(
        "",
        "Alla handlingar i beslutsunderlaget finns i ärendet.",
        "G-03",
        before.underlag_present,
        facts=(
            "utlåtande",
            "handlingar",
        ),
    ),
    "handling": RequirementInfo(
        "handling", "En handling av slaget finns.", "Flödet", before.paper_present, facts=("handlingar",)
    ),
    "annan-än-handläggare": RequirementInfo(
        "", "Den som tar steget är inte ärendets handläggare.", "G-01", before.not_officer
    ),
    "annan-än-författare": RequirementInfo(
        "", "Den som tar steget har inte skrivit utlåtandet.", "G-01", before.not_author, facts=("utlåtande",)
    ),
    "på-dagordning": RequirementInfo(
        "organ", "Ärendet står på en föredragningslista.", "G-03", before.on_agenda, facts=("dagordning",)
    ),
    "kallelse-sänd": RequirementInfo(
        "organ", "Kallelsen är utskickad.", "KL 6:44", before.called, facts=("dagordning",)
    ),
    "manusstopp": RequirementInfo(
        "organ", "Manusstopp är inte passerat.", "G-02", before.manuscript, facts=("dagordning",)
    ),
    "vid-sammanträde": RequirementInfo(
        "organ", "Steget tas vid organets sammanträde.", "KL 6:3", before.at_meeting, facts=("dagordning",)
    ),
    "beslutsmässig": RequirementInfo(
        "", "Organet är beslutfört, jäv är hanterat och rösterna stämmer.", "KL 6:27–30", before.quorate
    ),
    "tidigare-behandlat": RequirementInfo(
        "organ", "Organet har behandlat ärendet.", "G-03", before.treated_by, facts=("beslut",)
    ),
    "beslut-fattat": RequirementInfo("", "Det finns ett slutligt beslut.", "KL 5:67", after.decided, facts=("beslut",)),
    "protokollfört": RequirementInfo("", "Beslutet är protokollfört.", "KL 5:65", after.minuted, facts=("beslut",)),
    "justerat": RequirementInfo("", "Paragrafen är justerad.", "KL 5:69", after.adjusted, facts=("beslut",)),
    "anslaget": RequirementInfo("", "Justeringen är tillkännagiven.", "KL 8:12", after.posted, facts=("beslut",)),
    "överklagandetid-ute": RequirementInfo(
        "", "Överklagandetiden har gått ut.", "KL 13:5", after.appeal_time_over, facts=("beslut",)
    ),
    "inget-överklagande": RequirementInfo(
        "", "Det är kontrollerat att inget överklagande kommit in.", "KL-52", after.no_appeal, facts=("beslut",)
    ),
    "överklagande-inkommet": RequirementInfo(
        "", "Ett överklagande är registrerat.", "KL 13:1", after.appealed, facts=("beslut",)
    ),
    "expedierat": RequirementInfo(
        "", "Beslutet är skickat till varje mottagare.", "G-06", after.dispatched, facts=("beslut",)
    ),
    "inga-öppna-uppdrag": RequirementInfo(
        "", "Alla uppdrag ur besluten är återrapporterade.", "G-10", after.no_assignments, facts=("uppdrag",)
    ),
    "svarsdatum": RequirementInfo("", "Svaret hinner lämnas i tid.", "FL 26 §", before.reply_in_time),
    "delegationsbeslut": RequirementInfo(
        "", "Ett delegationsbeslut är registrerat.", "KL 6:37, 7:5", before.delegated, facts=("delegationsbeslut",)
    ),
    "inte-jävig": RequirementInfo("", "Den som tar steget är inte jävig.", "KL 7:4", before.impartial),
    "skäl-angivet": RequirementInfo("", "Ett skäl är angivet.", "Flödet", before.reason_given),
}


def check(question: Question, name: str, argument: str) -> tuple[Obstacle, ...]:
    """Every obstacle that the requirement raises. Raises KeyError for a name outside the registry."""
    return tuple(NAMES[name].check(question, argument))
