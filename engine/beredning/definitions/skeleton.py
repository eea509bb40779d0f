"""The text of a new workflow file: a small commented one, or a copy of one there is."""

from __future__ import annotations

import re

_FLOW = """\
# Flödet {name}. Alla nycklar och ord förklaras i docs/skriv-ett-flöde.md.
# Kontrollera:  beredning flöde kontrollera {name}
# Bevisa:       beredning flöde bevisa {name}
# Prova:        beredning flöde prova {name}
# Rita:         beredning flöde rita {name} --ut {name}.svg

flöde: {name}
namn: {title}
version: "1"
beskrivning: Skriv här vad flödet är till för.
start: registrerat

# Skedena som ett ärende kan stå i. ”slut: ja” där ärendet är färdigt.
skeden:
  registrerat: Registrerat
  utkast: Utkast
  chefsgranskning: Chefsgranskning
  godkänt: Godkänt
  avslutat: {{namn: Avslutat, slut: ja}}

# Stegen mellan dem: från vilket skede, till vilket, vem som får ta det, och vad som krävs.
steg:
  påbörja:
    namn: Börja skriva
    från: registrerat
    till: utkast
    roll: handläggare
  lämna-för-granskning:
    namn: Lämna för granskning
    från: utkast
    till: chefsgranskning
    roll: handläggare
    kräver: [utlåtande-komplett, utlåtande-öppet]
  lämna-åter:
    namn: Lämna åter
    från: chefsgranskning
    till: utkast
    roll: chef
    skäl: ja
  godkänn:
    namn: Godkänn
    från: chefsgranskning
    till: godkänt
    roll: chef
    # Den som godkänner får inte ha skrivit, och juristen ska vara klar om någon har begärt det.
    kräver: [utlåtande-komplett, annan-än-handläggare, annan-än-författare, spår: jurist]
    skapar: [märke: granskat, handling: tjänsteutlåtande]
  avsluta:
    namn: Avsluta
    från: godkänt
    till: avslutat
    roll: [handläggare, registrator]
    kräver: inga-öppna-uppdrag

# Sidospår löper bredvid och knyts till stegen med kravet ”spår: namn”. Det här är klart tills någon begär det.
sidospår:
  jurist:
    namn: Juristgranskning
    start: ej-aktuell
    klart: [ej-aktuell, klar]
    skeden: {{ej-aktuell: Ej aktuell, begärd: Begärd, klar: Klar}}
    steg:
      begär: {{namn: Begär granskning, från: [ej-aktuell, klar], till: begärd, roll: [handläggare, chef]}}
      klarmarkera: {{namn: Granskningen är klar, från: begärd, till: klar, roll: [handläggare, chef]}}

# Frister: inom så många dagar från det som anges (negativa dagar: före).
frister:
  granskning-inom-en-vecka: {{skede: chefsgranskning, från: skedets-början, dagar: 7, allvar: INFO}}

# Löften: det som ska hålla på varje väg. ”bevisa” söker igenom alla och visar det kortaste motexemplet.
löften:
  aldrig-avslutat-utan-granskning:
    aldrig: avslutat
    utan: {{märke: granskat}}
  alltid-ett-slut:
    alltid-möjligt: {{slut: ja}}
"""

_SCENARIOS = """\
# Prov för flödet {name}. Kör dem med: beredning flöde prova {name}

flöde: {name}
prov:
  raka-vägen:
    steg: [påbörja, lämna-för-granskning, godkänn, avsluta]
    slutar: avslutat

  ingen-godkänner-sitt-eget:
    start: chefsgranskning
    steg:
      - {{försök: godkänn, hinder: eget-utlåtande, saknar: annan-än-författare}}
      - jurist:begär
      - {{försök: godkänn, hinder: spår-ej-klart}}
      - jurist:klarmarkera
      - godkänn
    slutar: godkänt

  åter-med-skäl:
    start: chefsgranskning
    steg:
      - {{försök: lämna-åter, hinder: skäl-saknas, saknar: skäl-angivet}}
      - lämna-åter
    slutar: utkast
"""


def skeleton(name: str) -> str:
    """A small workflow called `name`, commented, that passes every check, proof and trial."""
    title = name.replace("-", " ")
    return _FLOW.format(name=name, title=title[:1].upper() + title[1:])


def skeleton_scenarios(name: str) -> str:
    """The scenarios of `skeleton(name)`."""
    return _SCENARIOS.format(name=name)


def copy_of(text: str, name: str, origin: str) -> str:
    """The text of a workflow or its scenarios under a new name; what stands in it is otherwise kept, comments too."""
    text = re.sub(rf"^flöde:[ \t]*[\"']?{re.escape(origin)}[\"']?", f"flöde: {name}", text, count=1, flags=re.MULTILINE)
    # The advice to make a copy has been followed.
    text = re.sub(r"^#\n# Vill ni ändra något\?.*\n(?:#.*\n)*", "", text, count=1, flags=re.MULTILINE)
    head = f"# Eget flöde, gjort efter det som heter {origin}. Ändra fritt; originalet påverkas inte.\n#\n"
    return head + text.removeprefix("\ufeff")
