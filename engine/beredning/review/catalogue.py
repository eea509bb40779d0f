"""The catalogue of granska: every rule's code, severity, why-sentence and ground, and how a finding is made of them.

The codes are stable: `granska --json` reports them. A municipality may raise any severity, and lower those of rules
that stand on its own routines; a rule that stands on law is never lowered (domain.md 0.3).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from beredning.core.finding import SEVERITIES, Finding, Severity
from beredning.core.reading import Passage
from beredning.review.values import Frame, Paper


class Rule(NamedTuple):
    """One rule.

    severity: by default; why: the sentence that says why it is wrong; ground: lagrum or local routine, in Swedish.
    law: the ground is law, so that nobody lowers it; published: severity where the papers are to be published.
    """

    code: str
    severity: Severity
    why: str
    ground: str
    law: bool = False
    published: Severity | None = None


_FORM: Final = "Lokal rutin: formuläret"
_SENTENCE: Final = "Lokal rutin: beslutssatsen"
_PACK: Final = "Lokal rutin: handlingarna"
_TIMES: Final = "Lokal rutin: föredragningslistan"
_LANGUAGE: Final = "Språklagen 11 §"

_RULES: Final = (
    # Placeholders and what the template left
    Rule("PH01", "FEL", "Fältet är aldrig ifyllt: mallens uppmaning står kvar.", _FORM),
    Rule("PH02", "FEL", "Mallens ord i versaler står där ett värde ska stå.", _FORM),
    Rule("PH03", "FEL", "Mallens datummask står där ett datum ska stå.", _FORM),
    Rule("PH05", "VARNING", "Mallens anvisning till den som skriver hör inte till handlingen.", _FORM),
    Rule("PH06", "VARNING", "Läsaren möter märkkod eller tecken som är rester av en konvertering.", _FORM),
    Rule("PH07", "FEL", "En obligatorisk uppgift är tom.", _FORM),
    # The head of a report
    Rule("HD01", "FEL", "En handling utan diarienummer kan inte knytas till sitt ärende.", "OSL 5:2", law=True),
    Rule("HD02", "VARNING", "Diarienumret skrivs på ett annat sätt än kommunens.", _FORM),
    Rule("HD03", "FEL", "Handlingen bär ett annat diarienummer än ärendet på listan.", "OSL 5:2", law=True),
    Rule("HD04", "FEL", "Det framgår inte när handlingen upprättades.", "OSL 5:2", law=True),
    Rule("HD05", "INFO", "Ledtexten skrivs på ett annat sätt än i formuläret.", _FORM),
    Rule("HD06", "FEL", "Det framgår inte vem som har handlagt ärendet.", _FORM),
    Rule("HD07", "INFO", "Handläggaren skrivs med titel, komma och namn.", _FORM),
    Rule("HD09", "INFO", "Varje sida numreras n(m), där m är antalet sidor.", _FORM),
    # Names
    Rule(
        "NM01", "VARNING", "En person ska skrivas på ett enda sätt, annars ser det ut som flera.", "Lokal rutin: namn"
    ),
    Rule("NM02", "VARNING", "Samma person har flera titlar i handlingen.", "Lokal rutin: namn"),
    Rule("NM03", "INFO", "Personen finns varken i registret eller bland de kallade.", "Lokal rutin: namn"),
    Rule("NM05", "VARNING", "Den som godkänner utlåtandet skriver under det.", _FORM),
    # Sections
    Rule("SE01", "FEL", "Avsnittet är obligatoriskt i formuläret.", _FORM),
    Rule("SE03", "VARNING", "Avsnittet innehåller något annat än rubriken lovar.", _FORM),
    Rule("SE04", "VARNING", "En sammanfattning som upprepar ärendet sammanfattar inget.", _FORM),
    Rule("SE05", "VARNING", "Standardfrasen motsägs av vad handlingen säger på annan plats.", _FORM),
    # The beslutssats
    Rule("BS01", "VARNING", "Beslutssatsen har inte den form som nämndens beslut skrivs i.", _SENTENCE),
    Rule("BS02", "INFO", "En beslutssats avslutas med punkt.", _SENTENCE),
    Rule("BS03", "INFO", "Kommunen har valt ett annat verb för den här sortens ärende.", _SENTENCE),
    Rule("BS04", "VARNING", "Av beslutet ska framgå exakt vilken handling det gäller.", _SENTENCE),
    Rule("BS05", "VARNING", "Beslutet ska säga vilket organ som beslutar.", _SENTENCE),
    Rule(
        "BS06",
        "VARNING",
        "Vad som gäller ska stå i beslutssatsen; det som står på annan plats blir inte beslutat.",
        _SENTENCE,
    ),
    Rule("BS07", "VARNING", "Meningen beslutar ingenting.", _SENTENCE),
    Rule("BS08", "INFO", "Förkortningen förklaras ingenstans i handlingen.", _SENTENCE),
    Rule("BS09", "VARNING", "Beslutssatsen är inte en hel mening.", _SENTENCE),
    # The papers a decision rests on
    Rule("UL01", "VARNING", "Beslutsunderlaget ska räkna upp alla handlingar som beslutet vilar på.", _PACK),
    Rule("UL02", "FEL", "Nämnden kan inte besluta på en handling som den inte har fått.", _PACK),
    Rule("UL03", "VARNING", "En handling som ingen nämner kan inte knytas till beslutet.", _PACK),
    Rule("UL04", "INFO", "Utan datum, nummer eller diarienummer går det inte att se vilken version som avses.", _PACK),
    Rule("UL05", "VARNING", "Handlingen heter något annat än vad beslutsunderlaget kallar den.", _PACK),
    Rule("UL06", "VARNING", "Underlaget anger en annan dag för tjänsteutlåtandet än den det har.", _PACK),
    Rule("UL07", "VARNING", "Handlingarna ska ligga i föredragningslistans ordning.", _PACK),
    Rule("UL08", "VARNING", "Uppgifter som ärendet inte behöver ska inte följa med handlingarna.", "GDPR art. 5.1 c"),
    Rule("UL09", "VARNING", "Ledamöterna ska kunna läsa på vad ärendet gäller.", _PACK),
    # Times and dates
    Rule("DT01", "FEL", "Tiden går inte att läsa.", _TIMES),
    Rule("DT02", "FEL", "Punkten slutar innan den börjar.", _TIMES),
    Rule("DT03", "FEL", "Två punkter har samma tid.", _TIMES),
    Rule("DT04", "INFO", "Tiderna ska följa på varandra och skrivas på ett sätt.", _TIMES),
    Rule("DT05", "VARNING", "Dagarna kan inte ha kommit i den ordningen.", "Lokal rutin: datum"),
    Rule("DT06", "INFO", "Datum skrivs på ett enda sätt.", "Lokal rutin: datum"),
    Rule("DT07", "VARNING", "Veckodagen stämmer inte med datumet.", "Lokal rutin: datum"),
    Rule("DT08", "VARNING", "Samma sak har fått två olika datum.", "Lokal rutin: datum"),
    Rule("DT09", "INFO", "Det som sägs börja senare har redan börjat.", "Lokal rutin: datum"),
    # MBL and samverkan
    Rule("MB01", "VARNING", "Rubriken ska visa vilken dag ärendet behandlades med facken.", _FORM),
    Rule("MB02", "FEL", "Handlingen kan inte berätta om något som hände efter dess egen dag.", _FORM),
    Rule("MB03", "VARNING", "Protokollet som handlingen hänvisar till ska följa med.", _PACK),
    Rule(
        "MB04",
        "FEL",
        "Det går inte att se om arbetsgivaren har fullgjort sin förhandlingsskyldighet.",
        "MBL 11 §",
        law=True,
    ),
    Rule(
        "MB05", "FEL", "Förhandlingen ska vara klar innan det organ beslutar som avgör ärendet.", "MBL 11 §", law=True
    ),
    Rule("MB06", "VARNING", "Skälet till att MBL inte gäller ska framgå.", "Lokal rutin: MBL"),
    # Receivers
    Rule("EX01", "VARNING", "Ett beslut som ingen får kan ingen verkställa.", _FORM),
    Rule("EX02", "FEL", "Mottagaren är mallens uppmaning.", _FORM),
    Rule("EX03", "INFO", "Mottagaren går inte att skicka till utan namn eller funktion.", _FORM),
    Rule("EX04", "INFO", "Mottagarna ska skrivas på ett sätt.", _FORM),
    # Agreement between papers
    Rule("CO01", "VARNING", "Ärendet heter något annat på föredragningslistan.", _PACK),
    Rule("CO02", "VARNING", "Handlingarna ger olika tal för samma sak.", _PACK),
    Rule("CO03", "INFO", "Samma enhet skrivs på flera sätt.", "Lokal rutin: tal"),
    Rule("CO04", "VARNING", "Summan stämmer inte med sina delar.", "Lokal rutin: tal"),
    Rule("CO05", "VARNING", "Det går inte att se vilken version det är eller om den är godkänd.", _FORM),
    Rule("CO06", "VARNING", "Texten och dess bilaga säger olika saker.", _PACK),
    Rule("CO07", "INFO", "Handlingens status stämmer inte med dess datum.", "Lokal rutin: datum"),
    Rule("CO08", "INFO", "Samma sak har flera namn i handlingen.", "Lokal rutin: ordval"),
    # Law
    Rule("LG01", "INFO", "Lagrum skrivs på ett enda sätt, så att det går att slå upp.", "Lokal rutin: lagrum"),
    Rule("LG02", "VARNING", "Det ska framgå vilken regel som ger rätt att besluta.", "KL 6:3, FL 32 §", law=True),
    # Personal data
    Rule(
        "PR01", "INFO", "Uppgiften om en enskild ska inte publiceras.", "GDPR art. 5 och 6", law=True, published="FEL"
    ),
    Rule(
        "PR02",
        "INFO",
        "Tekniska uppgifter om personer hör till arkivet, inte till det som publiceras.",
        "GDPR art. 5.1 c",
        law=True,
        published="FEL",
    ),
    # The kallelse
    Rule("KA01", "VARNING", "Utan utskicksdatum går det inte att visa att kallelsen gick ut i tid.", "Reglementet"),
    Rule("KA02", "INFO", "Av kallelsen framgår inte när sammanträdet väntas sluta.", _TIMES),
    Rule("KA03", "VARNING", "Justerare, dag och plats ska vara kända när protokollet ska justeras.", "KL 5:69"),
    Rule("KA04", "INFO", "Punkten saknar diarienummer.", _TIMES),
    Rule("KA05", "INFO", "Punkten saknar föredragande.", _TIMES),
    Rule("KA06", "VARNING", "Värdena står i fel kolumner.", _TIMES),
    Rule("KA07", "INFO", "Deltagarna skrivs på olika sätt.", "Lokal rutin: namn"),
    Rule("KA08", "VARNING", "De kallade stämmer inte med mandaten.", "KL 3:5, 6:41", law=True),
    # Language
    Rule("SP01", "INFO", "Ordet finns inte i den svenska ordlistan.", _LANGUAGE),
    Rule("SP02", "INFO", "Mellanslag saknas eller är fler än ett.", _LANGUAGE),
    Rule("SP03", "INFO", "Skiljetecknet saknas eller är fel.", _LANGUAGE),
    Rule("SP04", "INFO", "Meningen är inte hel.", _LANGUAGE),
)

RULES: Final[dict[str, Rule]] = {rule.code: rule for rule in _RULES}


def severity_of(frame: Frame, code: str, severity: Severity | None = None) -> Severity:
    """How serious a fault of this code is here.

    severity: what the rule itself says of this very fault, in place of its default. A municipality's own severity wins,
    save where it would lower what stands on law. Raises KeyError for a code that is not in the catalogue.
    """
    rule = RULES[code]
    given = severity or (rule.published if frame.publication and rule.published else rule.severity)
    wanted = frame.severities.get(code, given)
    lowered = SEVERITIES.index(wanted) > SEVERITIES.index(given)
    return given if rule.law and lowered else wanted


def found(
    frame: Frame,
    code: str,
    paper: Paper | str,
    passage: Passage | None,
    text: str,
    suggestion: str,
    *,
    why: str = "",
    ground: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding of the rule `code`.

    paper: the paper, or only the name of its file. passage: where it stands, None for the whole paper. text: what
    stands there; suggestion: what would be right. why, ground and severity replace the catalogue's for this fault.
    """
    rule = RULES[code]
    name = paper if isinstance(paper, str) else paper.reading.name
    line, place = (passage.line, passage.place) if passage else (0, "")
    return Finding(
        name,
        line,
        place,
        code,
        severity_of(frame, code, severity),
        text,
        why or rule.why,
        suggestion,
        ground or rule.ground,
    )
