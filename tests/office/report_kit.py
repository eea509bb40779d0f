"""A right report to begin with: a text under every heading that an officer writes, with nothing wrong in it."""

from __future__ import annotations

from beredning.core.report import WRITTEN
from beredning.office import reports
from beredning.office.moving import move
from beredning.office.report_forms import load_layout
from tests.office.world import OFFICER, World

SECTIONS = {
    "förslag_till_beslut": "Utbildningsnämnden beslutar att fastställa nämndplan för 2024, daterad 2023-11-17.",
    "motivering": "Planen håller sig inom den ram som fullmäktige har gett nämnden.",
    "sammanfattning": "Förvaltningen lägger fram en plan för nämndens verksamhet under 2024.",
    "ärendet": "Nämnden prövar planen varje år.\n\nPlanen är framtagen av ledningsgruppen.",
    "ekonomi": "Planen ryms inom budgeten och kräver inga nya medel.",
    "invånare": "Barn och elever får undervisning i samma omfattning som i år.",
    "hållbarhet": "Planen påverkar varken klimatet eller miljön.",
    "lagstiftning": "Skollagen och kommunens styrmodell ligger till grund för planen.",
    "remiss": "Ingen remiss har behövts.",
    "genomförande": "Förvaltningschefen ansvarar för att planen genomförs under 2024.",
    "bedömning": "Förvaltningen bedömer att planen leder mot fullmäktiges mål.",
}
TABLE = b"Verksamhet;Budget\nF\xc3\xb6rskola;-179227\n"


def report_text(world: World, *, table: bool = False) -> str:
    """The text file an officer fills in."""
    forms = load_layout(world.instance).sections
    parts = [f"# {form.heading}\n\n{SECTIONS[form.name]}\n" for form in forms if form.kind in WRITTEN]
    return "\n".join(parts) + ("\n[tabell: t.csv]\n" if table else "")


def write(world: World, dnr: str, text: str | None, action: tuple[str, ...] = ()) -> reports.Draft:
    """The officer writes the report; tables are found by name."""
    files = {"t.csv": TABLE}
    return reports.write(world.desk(OFFICER), dnr, text, files.get, action)


def begun(world: World) -> str:
    """A case in draft."""
    dnr = world.register()
    move(world.desk(OFFICER), dnr, "påbörja")
    return dnr
