"""The closed registry of requirements: what a workflow may demand of a case before a step, each with its own check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from beredning.core import requirements_after as after
from beredning.core import requirements_before as before
from beredning.core.question import Question
from beredning.errors import Obstacle


class RequirementInfo(NamedTuple):
    """A requirement: what its argument names ("", "spår", "märke", "handling" or "organ"), its meaning in one Swedish
    sentence, its origin, and its check, which yields every obstacle. `state` tells the prover what decides it: "spår" and
    "märke" are settled by the definition itself, "utanför" by facts the definition does not control."""

    argument: str
    text: str
    origin: str
    check: Callable[[Question, str], Iterator[Obstacle]]
    state: str = "utanför"


def _info(
    argument: str, text: str, origin: str, check: Callable[[Question, str], Iterator[Obstacle]], state: str = "utanför"
) -> RequirementInfo:
    return RequirementInfo(argument, text, origin, check, state)


NAMES: dict[str, RequirementInfo] = {
    "spår": _info("spår", "Sidospåret är klart.", "Flödet", before.track_done, "spår"),
    "mbl-före-beslut": _info(
        "", "MBL-skyldigheten är fullgjord senast beslutsdagen.", "MBL 11–14 §§", before.consultation, "spår"
    ),
    "märke": _info("märke", "Märket är satt.", "Flödet", before.mark_set, "märke"),
    "saknar-märke": _info("märke", "Märket är inte satt.", "Flödet", before.mark_absent, "märke"),
    "utlåtande-komplett": _info(
        "", "Tjänsteutlåtandets alla obligatoriska avsnitt har innehåll.", "G-01", before.report_complete
    ),
    "utlåtande-godkänt": _info("", "Tjänsteutlåtandet är godkänt av ansvarig chef.", "G-01", before.report_approved),
    "underlag-finns": _info(
        "", "Alla handlingar i beslutsunderlaget finns i ärendet.", "G-03", before.underlag_present
    ),
    "handling": _info("handling", "En handling av slaget finns.", "Flödet", before.paper_present),
    "annan-än-handläggare": _info("", "Den som tar steget är inte ärendets handläggare.", "G-01", before.not_officer),
    "annan-än-författare": _info("", "Den som tar steget har inte skrivit utlåtandet.", "G-01", before.not_author),
    "på-dagordning": _info("organ", "Ärendet står på en föredragningslista.", "G-03", before.on_agenda),
    "kallelse-sänd": _info("organ", "Kallelsen är utskickad.", "KL 6:44", before.called),
    "manusstopp": _info("organ", "Manusstopp är inte passerat.", "G-02", before.manuscript),
    "vid-sammanträde": _info("organ", "Steget tas vid organets sammanträde.", "KL 6:3", before.at_meeting),
    "beslutsmässig": _info(
        "", "Organet är beslutfört, jäv är hanterat och rösterna stämmer.", "KL 6:27–30", before.quorate
    ),
    "tidigare-behandlat": _info("organ", "Organet har behandlat ärendet.", "G-03", before.treated_by),
    "beslut-fattat": _info("", "Det finns ett slutligt beslut.", "KL 5:67", after.decided),
    "protokollfört": _info("", "Beslutet är protokollfört.", "KL 5:65", after.minuted),
    "justerat": _info("", "Paragrafen är justerad.", "KL 5:69", after.adjusted),
    "anslaget": _info("", "Justeringen är tillkännagiven.", "KL 8:12", after.posted),
    "överklagandetid-ute": _info("", "Överklagandetiden har gått ut.", "KL 13:5", after.appeal_time_over),
    "inget-överklagande": _info("", "Det är kontrollerat att inget överklagande kommit in.", "KL-52", after.no_appeal),
    "överklagande-inkommet": _info("", "Ett överklagande är registrerat.", "KL 13:1", after.appealed),
    "expedierat": _info("", "Beslutet är skickat till varje mottagare.", "G-06", after.dispatched),
    "inga-öppna-uppdrag": _info("", "Alla uppdrag ur besluten är återrapporterade.", "G-10", after.no_assignments),
    "svarsdatum": _info("", "Svaret hinner lämnas i tid.", "FL 26 §", before.reply_in_time),
    "delegationsbeslut": _info("", "Ett delegationsbeslut är registrerat.", "KL 6:37, 7:5", before.delegated),
    "inte-jävig": _info("", "Den som tar steget är inte jävig.", "KL 7:4", before.impartial),
    "skäl-angivet": _info("", "Ett skäl är angivet.", "Flödet", before.reason_given),
}


def check(question: Question, name: str, argument: str) -> tuple[Obstacle, ...]:
    """Every obstacle that the requirement raises. Raises KeyError for a name outside the registry."""
    return tuple(NAMES[name].check(question, argument))
