"""beredning sammanträde: plan a meeting, put its list in order, and see it. The rest is in meeting_sitting.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.values import CLOCK, DAY, OneOf

if TYPE_CHECKING:
    from beredning.office.meeting_plan import Placed
    from beredning_cli.context import Context

group = Noun(
    "sammanträde",
    help="Kallelse, handlingar, beslut, protokoll och anslag.\n\n"
    "Ett sammanträde skrivs UBN-AU:2023-12-06, eller bara med datum när det räcker.",
    example="beredning sammanträde ny UBN-AU 2023-12-06\nberedning sammanträde visa UBN-AU:2023-12-06",
)
MODES = OneOf(("bereder", "beslutar"))


@command(
    group,
    "lista",
    help="Lista sammanträden, de nyaste först.",
    example="beredning sammanträde lista\n"
    "beredning sammanträde lista --organ UBN-AU --från 2023-12-01 --till 2023-12-31",
)
@option("--organ", "organ", "ORGAN", help="Bara det här organet.", complete="organ", default="")
@option("--från", "start", "DATUM", type=DAY, help="Från och med den dagen.", default="")
@option("--till", "end", "DATUM", type=DAY, help="Till och med den dagen.", default="")
@option("--antal", "most", "ANTAL", help="Så många som mest.", type=int, default=100, show_default=True)
def list_meetings(context: Context, organ: str, start: str, end: str, most: int) -> None:
    """Print sammanträden."""
    from beredning.office.meetings import listing
    from beredning_cli.output import table

    with context.database(read_only=True).read() as reader:
        found = listing(reader, context.organisation(), organ, start, end, most)
    heads = ("Sammanträde", "Dag", "Tid", "Plats", "Läge")
    rows = [(m.key, m.day, m.starts, m.place, m.state) for m in found]
    context.emit(found, lambda: table(heads, rows) if rows else ["Inga sammanträden."])


@command(
    group,
    "visa",
    help="Visa ett sammanträde: lista med hinder, närvaro, paragrafer och nästa steg.",
    example="beredning sammanträde visa UBN-AU:2023-12-06\nberedning sammanträde visa 2023-12-06 --json",
)
@argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
def show_meeting(context: Context, meeting: str) -> None:
    """Print one sammanträde."""
    from beredning.office.audit_report import reading_desk
    from beredning.office.meetings import show
    from beredning_cli.meeting_text import view_lines

    database = context.database(read_only=True)
    view = show(reading_desk(context.instance(), context.organisation(), database, context.now()), meeting)
    context.emit(view, lambda: view_lines(view))


@command(
    group,
    "ny",
    help="Planera ett sammanträde med organets stående punkter.\n\n"
    "Tid, plats och ordförande hämtas ur kommun.yaml där de inte anges.",
    example="beredning sammanträde ny UBN-AU 2023-12-06\n"
    'beredning sammanträde ny UBN 2023-12-13 --tid 13:00 --plats "Sal A" --justerare "Anette Håkansson"',
)
@argument("organ", "ORGAN", help="Nämnden eller utskottet.", complete="organ")
@argument("day", "DATUM", type=DAY, help="Dagen.")
@option("--tid", "starts", "TID", type=CLOCK, help="När det börjar.", default="")
@option("--slut", "ends", "TID", type=CLOCK, help="När det ska vara slut.", default="")
@option("--plats", "place", "PLATS", help="Var det hålls.", default="")
@option("--ordförande", "chair", "PERSON", help="Vem som leder.", complete="person", default="")
@option("--sekreterare", "secretary", "PERSON", help="Vem som för protokollet.", complete="person", default="")
@option("--justerare", "adjusters", "NAMN,…", help="Vilka som justerar jämte ordföranden.", default="")
@option("--information", "information", "TEXT", help="Ett meddelande i kallelsen.", default="")
def plan(context: Context, organ: str, day: str, **facts: str) -> None:
    """Make a sammanträde."""
    from beredning.office.meeting_plan import plan_meeting

    made = plan_meeting(context.desk(), organ, day, _facts(facts))

    def text() -> list[str]:
        lines = [f"Planerat {made.key} med {made.items} stående punkter ({made.starts} {made.place})."]
        for one in made.waiting:
            lines.append(f"Bordlagt och väntar: {one.dnr} {one.title}")
            lines.append(f"    beredning sammanträde lägg-till {made.key} {one.dnr}")
        return [*lines, f"Nästa: beredning sammanträde lägg-till {made.key} DNR"]

    context.emit(made, text)


def _facts(given: dict[str, str]) -> dict[str, str]:
    words = {
        "starts": "tid",
        "ends": "slut",
        "place": "plats",
        "chair": "ordförande",
        "secretary": "sekreterare",
        "adjusters": "justerare",
        "information": "information",
    }
    return {words[name]: value for name, value in given.items() if value}


@command(
    group,
    "ändra",
    help="Ändra tid, plats, personer eller meddelande.",
    example='beredning sammanträde ändra UBN-AU:2023-12-06 --plats "Sal B" --justerare "Anette Håkansson"',
)
@argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
@option("--tid", "starts", "TID", type=CLOCK, help="När det börjar.", default="")
@option("--slut", "ends", "TID", type=CLOCK, help="När det ska vara slut.", default="")
@option("--plats", "place", "PLATS", help="Var det hålls.", default="")
@option("--ordförande", "chair", "PERSON", help="Vem som leder.", complete="person", default="")
@option("--sekreterare", "secretary", "PERSON", help="Vem som för protokollet.", complete="person", default="")
@option("--justerare", "adjusters", "NAMN,…", help="Vilka som justerar jämte ordföranden.", default="")
@option("--information", "information", "TEXT", help="Ett meddelande i kallelsen.", default="")
def change(context: Context, meeting: str, **facts: str) -> None:
    """Change facts of a sammanträde."""
    from beredning.office.meeting_plan import change_meeting

    made = change_meeting(context.desk(), meeting, _facts(facts))
    context.emit({"sammanträde": made.key, "journalpost": made.entry}, lambda: [f"Ändrat {made.key}."])


@command(
    group,
    "lägg-till",
    help="Sätt upp ett ärende på föredragningslistan.\n\n"
    "Ett ärende som inte är färdigt, eller som kommer efter kallelsen, tas upp som extra ärende med skäl (KL 6:33).",
    example="beredning sammanträde lägg-till UBN-AU:2023-12-06 2023/450 --föredragande Förvaltningschef --minuter 40\n"
    'beredning sammanträde lägg-till 2023-12-06 2023/488 --extra --skäl "Svaret ska lämnas före årsskiftet."',
)
@argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
@argument("dnr", "DNR", help="Ärendet.", complete="dnr")
@option("--extra", "extra", is_flag=True, help="Som extra ärende; kräver --skäl.")
@option("--skäl", "reason", "TEXT", help="Varför det inte kan vänta, eller går direkt till nämnden.", default="")
@option("--föredragande", "presenters", "VEM", multiple=True, help="Föredragande; flera går bra.")
@option("--minuter", "minutes", "ANTAL", type=int, default=None, help="Hur lång tid punkten får.")
@option(
    "--läge", "mode", "LÄGE", type=MODES, default=None, help="Utskottet bereder eller beslutar på delegation (KL 6:37)."
)
@option("--börjar", "starts", "TID", type=CLOCK, default="", help="Fast starttid.")
def add(
    context: Context,
    meeting: str,
    dnr: str,
    extra: bool,
    reason: str,
    presenters: tuple[str, ...],
    minutes: int | None,
    mode: str | None,
    starts: str,
) -> None:
    """Put a case on the list."""
    from beredning.office.meeting_plan import add_case

    made = add_case(
        context.desk(),
        meeting,
        dnr,
        extra=extra,
        reason=reason,
        presenters=presenters,
        minutes=minutes,
        mode=mode or "",
        starts=starts,
    )
    _tell(context, made, "Uppsatt")


@command(
    group,
    "paus",
    help="Lägg in en paus eller annan punkt utan nummer.",
    example="beredning sammanträde paus UBN-AU:2023-12-06 Fika --minuter 15 --efter 8",
)
@argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
@argument("title", "RUBRIK", help="Till exempel Fika.")
@option("--minuter", "minutes", "ANTAL", type=int, default=15, show_default=True, help="Hur lång den är.")
@option("--efter", "after", "PUNKT", help="Efter den här punkten; annars sist.", default="")
@option("--börjar", "starts", "TID", type=CLOCK, default="", help="Fast starttid.")
def pause(context: Context, meeting: str, title: str, minutes: int, after: str, starts: str) -> None:
    """Put a pause on the list."""
    from beredning.office.meeting_plan import add_pause

    made = add_pause(context.desk(), meeting, title, minutes, after=after, starts=starts)
    _tell(context, made, "Inlagd")


@command(
    group,
    "ordna",
    help="Flytta en punkt; numren räknas om.",
    example="beredning sammanträde ordna UBN-AU:2023-12-06 2023/450 --till 3\n"
    "beredning sammanträde ordna UBN-AU:2023-12-06 Fika --efter 8",
)
@argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
@argument("item", "PUNKT", help="Nummer, dnr eller början av rubriken.")
@option("--till", "to", "NUMMER", help="Så att den får det numret.", default="")
@option("--före", "before", "PUNKT", help="Strax före den här.", default="")
@option("--efter", "after", "PUNKT", help="Strax efter den här.", default="")
def reorder_item(context: Context, meeting: str, item: str, to: str, before: str, after: str) -> None:
    """Move an item."""
    from beredning.office.meeting_plan import reorder

    _tell(context, reorder(context.desk(), meeting, item, to=to, before=before, after=after), "Flyttad")


@command(
    group,
    "punkt",
    help="Ändra en punkts tid, föredragande, läge eller gör den till extra ärende.",
    example="beredning sammanträde punkt UBN-AU:2023-12-06 4 --minuter 40 --föredragande Förvaltningschef\n"
    "beredning sammanträde punkt UBN-AU:2023-12-06 6 --läge beslutar",
)
@argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
@argument("item", "PUNKT", help="Nummer, dnr eller början av rubriken.")
@option("--minuter", "minutes", "ANTAL", type=int, default=None, help="Hur lång tid den får.")
@option("--börjar", "starts", "TID", help="Fast starttid, eller ”följer” för att ta bort den.", default="")
@option("--föredragande", "presenters", "VEM", multiple=True, help="Föredragande; flera går bra.")
@option(
    "--läge", "mode", "LÄGE", type=MODES, default=None, help="Utskottet bereder eller beslutar på delegation (KL 6:37)."
)
@option("--extra", "extra", is_flag=True, help="Ta upp den som extra ärende; kräver --skäl.")
@option("--skäl", "reason", "TEXT", help="Varför det inte kan vänta.", default="")
def change_one(
    context: Context,
    meeting: str,
    item: str,
    minutes: int | None,
    starts: str,
    presenters: tuple[str, ...],
    mode: str | None,
    extra: bool,
    reason: str,
) -> None:
    """Change an item."""
    from beredning.errors import UsageFault
    from beredning.office.meeting_plan import change_item

    facts: dict[str, object] = {}
    if minutes is not None:
        facts["minutes"] = minutes
    if starts:
        facts["fixed"] = "" if starts == "följer" else CLOCK.convert(starts, None, None)
        facts["floats"] = False
    facts |= {name: value for name, value in (("presenters", presenters), ("mode", mode), ("reason", reason)) if value}
    if extra:
        facts["kind"] = "extra"
    if not facts:
        raise UsageFault("Det finns inget att ändra.", "Ange till exempel --minuter.")
    _tell(context, change_item(context.desk(), meeting, item, facts), "Ändrad")


@command(
    group,
    "stryk",
    help="Stryk en punkt ur listan innan kallelsen är skickad.",
    example='beredning sammanträde stryk UBN-AU:2023-12-06 6 --skäl "Underlaget hinner inte bli klart."',
)
@argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
@argument("item", "PUNKT", help="Nummer, dnr eller början av rubriken.")
@option("--skäl", "reason", "TEXT", help="Varför.", default="")
def strike(context: Context, meeting: str, item: str, reason: str) -> None:
    """Strike an item."""
    from beredning.office.meeting_plan import strike_item

    _tell(context, strike_item(context.desk(), meeting, item, reason), "Struken")


def _tell(context: Context, made: Placed, what: str) -> None:
    where = f"punkt {made.label}" if made.label else "punkten"
    dnr = f" ({made.dnr})" if made.dnr else ""
    extra = ", extra ärende" if made.extra else ""
    mode = f", utskottet {made.mode}" if made.mode else ""
    context.emit(made, lambda: [f"{what}: {where} {made.title}{dnr} på {made.meeting}{mode}{extra}."])


def _add_rest() -> None:
    from beredning_cli import meeting_papers, meeting_sitting

    meeting_sitting.add_to(group)
    meeting_papers.add_to(group)


_add_rest()
