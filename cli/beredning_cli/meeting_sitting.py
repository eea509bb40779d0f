"""beredning sammanträde, at the meeting: upprop, open, who comes and leaves, jäv, decide, reserve, close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.values import CLOCK, OneOf

if TYPE_CHECKING:
    from beredning.office.meeting_attend import Attended
    from beredning_cli.context import Context

_WHERE = "UBN-AU:2023-12-06"


def add_to(group: Noun) -> None:
    """Adds the commands of this file to the noun."""
    for add in (_roll_call, _open, _presence, _conflict, _decide, _reserve, _close):
        add(group)


def _roll_call(group: Noun) -> None:
    @command(
        group,
        "upprop",
        help="Gör upprop: alla ledamöter utom de frånvarande, och de andra som är där.\n\n"
        "Ersättare träder in i reglementets ordning. Uppropet kan göras om tills något är beslutat.",
        example=f'beredning sammanträde upprop {_WHERE} --frånvarande "Lena Orstadius" --närvarande "Toni Andersson"',
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--frånvarande", "absent", "PERSON", multiple=True, help="Ledamot som inte är där.", complete="person")
    @option(
        "--närvarande", "present", "PERSON", multiple=True, help="Ersättare eller annan som är där.", complete="person"
    )
    @option("--distans", "distance", "PERSON", multiple=True, help="Deltar på distans.", complete="person")
    @option(
        "--ordförande", "chair", "PERSON", help="Vem som leder, när presidiet är borta.", complete="person", default=""
    )
    def roll_call(
        context: Context,
        meeting: str,
        absent: tuple[str, ...],
        present: tuple[str, ...],
        distance: tuple[str, ...],
        chair: str,
    ) -> None:
        """Call the roll."""
        from beredning.office.meeting_attend import roll_call

        made = roll_call(
            context.desk(),
            meeting,
            absent=_split(absent),
            present=_split(present),
            distance=_split(distance),
            chair=chair,
        )
        _tell(context, made, "Upprop gjort")


def _split(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.strip() for name in names for one in name.split(",") if one.strip())


def _tell(context: Context, made: Attended, what: str) -> None:
    def text() -> list[str]:
        from beredning_cli.meeting_text import people_lines

        quorum = f"{made.serving} tjänstgör, minst {made.needed} behövs (KL 6:27)."
        return [f"{what} vid {made.meeting} under ledning av {made.chair}. {quorum}", *people_lines(made.people)]

    context.emit(made, text)


def _open(group: Noun) -> None:
    @command(
        group,
        "öppna",
        help="Öppna sammanträdet, när det är beslutfört.",
        example=f"beredning sammanträde öppna {_WHERE} --tid 08:00",
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--tid", "at", "TID", type=CLOCK, help="Klockslaget; annars nu.", default="")
    @option("--skäl", "reason", "TEXT", help="Svar på en varning, till exempel om turordningen.", default="")
    def open_it(context: Context, meeting: str, at: str, reason: str) -> None:
        """Open the sammanträde."""
        from beredning.office.meeting_attend import open_meeting

        _tell(context, open_meeting(context.desk(), meeting, at, reason), "Öppnat")


def _presence(group: Noun) -> None:
    @command(
        group,
        "närvaro",
        help="Anteckna att någon lämnar eller kommer under sammanträdet.",
        example=f'beredning sammanträde närvaro {_WHERE} "Elinor Gandee" --lämnar 6\n'
        f'beredning sammanträde närvaro {_WHERE} "Elinor Gandee" --kommer 9',
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @argument("person", "PERSON", help="Vem.", complete="person")
    @option("--lämnar", "leaves", "PUNKT", help="Är borta från och med den punkten.", default="")
    @option("--kommer", "comes", "PUNKT", help="Är där från och med den punkten.", default="")
    @option(
        "--tjänstgör-för",
        "seat",
        "PERSON",
        help="Ersättaren tjänstgör för den här ledamoten.",
        complete="person",
        default="",
    )
    def presence(context: Context, meeting: str, person: str, leaves: str, comes: str, seat: str) -> None:
        """Record a coming or leaving."""
        from beredning.office.meeting_attend import change_presence

        made = change_presence(context.desk(), meeting, person, leaves=leaves, comes=comes, serving_for=seat)
        _tell(context, made, "Närvaron ändrad")


def _conflict(group: Noun) -> None:
    @command(
        group,
        "jäv",
        help="Anteckna jäv: personen lämnar rummet under punkten och en ersättare träder in (KL 6:30).",
        example=f'beredning sammanträde jäv {_WHERE} 4 "Kristina Fogelklou" --skäl "Närstående är part."',
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @argument("item", "PUNKT", help="Nummer, dnr eller början av rubriken.")
    @argument("person", "PERSON", help="Den som är jävig.", complete="person")
    @option("--skäl", "reason", "TEXT", help="Grunden för jävet.", required=True)
    @option(
        "--ersättare",
        "substitute",
        "PERSON",
        help="Vem som tjänstgör i stället, eller ”ingen”.",
        complete="person",
        default="",
    )
    def conflict(context: Context, meeting: str, item: str, person: str, reason: str, substitute: str) -> None:
        """Record jäv."""
        from beredning.office.meeting_attend import declare_conflict

        _tell(context, declare_conflict(context.desk(), meeting, item, person, reason, substitute), "Jäv antecknat")


@argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
@argument("item", "PUNKT", help="Nummer, dnr eller början av rubriken.")
@option(
    "--utfall",
    "outcome",
    "UTFALL",
    help="bifall, avslag, ändrat, förslag, återremiss, bordläggning, noteras …",
    required=True,
)
@option("--beslut", "text", "TEXT", multiple=True, help="Beslutssats; flera går bra.")
@option("--yrkande", "proposals", "NAMN: TEXT", multiple=True, help="Yrkande som inte återtagits.")
@option("--ordning", "order", "TEXT", help="Propositionsordningen.", default="")
@option("--omröstning", "vote", "RÖSTER", help="ja=…; nej=…; avstår=… med namn, partier eller ”övriga”.", default="")
@option("--ja-betyder", "yes_means", "TEXT", help="Vad en ja-röst innebär.", default="")
@option("--nej-betyder", "no_means", "TEXT", help="Vad en nej-röst innebär.", default="")
@option("--sluten", "closed", is_flag=True, help="Slutna sedlar (val och anställning); ange bara summor.")
@option(
    "--gäller",
    "matter",
    "SAK",
    type=OneOf(("sak", "val", "anställning")),
    default="sak",
    help="Vad rösterna gäller.",
)
@option("--lott", "lot", "VAL", help="Vad lotten gav, vid lika röstetal i val.", default="")
@option("--först", "deferral", "TEXT", help="Hur yrkande om återremiss eller bordläggning avgjordes.", default="")
@option("--återremiss", "to_complete", "TEXT", help="Vad ärendet ska kompletteras med.", default="")
@option(
    "--till-möte",
    "to_meeting",
    "SAMMANTRÄDE",
    help="Till vilket möte det bordläggs.",
    complete="sammanträde",
    default="",
)
@option("--vald", "elected", "NAMN", multiple=True, help="Den som är vald.")
@option("--deltar-inte", "not_taking_part", "PERSON", multiple=True, help="Deltar inte i beslutet.", complete="person")
@option("--anteckning", "notes", "NAMN: TEXT", multiple=True, help="Protokollsanteckning.")
@option("--reservation", "reserved", "PERSON", multiple=True, help="Reserverar sig.", complete="person")
@option("--tid", "at", "TID", type=CLOCK, help="När reservationen anmäldes; annars nu.", default="")
@option("--hantera", "action", "MOTTAGARE", multiple=True, help="Beslutet skickas till, för hantering.")
@option("--kännedom", "information", "MOTTAGARE", multiple=True, help="Beslutet skickas till, för kännedom.")
@option("--omedelbar-justering", "immediate", is_flag=True, help="Paragrafen justeras omedelbart och är uppläst.")
@option(
    "--myndighetsutövning", "exercise_of_authority", is_flag=True, help="Ärendet är myndighetsutövning mot enskild."
)
@option("--ändra", "amend", is_flag=True, help="Rätta det som antecknats; utfallet kan inte bytas.")
@option("--skäl", "reason", "TEXT", help="Varför det utgår, eller svar på en varning.", default="")
def decide(context: Context, meeting: str, item: str, **said: Any) -> None:
    """Record a decision."""
    from beredning.office.meeting_decide import decide_item
    from beredning.office.meeting_wish import Said, understand
    from beredning_cli.meeting_text import decided_lines

    desk = context.desk()
    made = decide_item(desk, meeting, item, understand(desk, meeting, item, Said(read_out=said["immediate"], **said)))
    context.emit(made, lambda: decided_lines(made))


def _decide(group: Noun) -> None:
    command(
        group,
        "beslut",
        help="Anteckna vad som beslutades vid en punkt, och flytta ärendet.\n\n"
        "Utan --beslut tas utlåtandets förslag (bifall, förslag) eller utfallets egen ordalydelse. "
        "Nekas det visas alla hinder på en gång, och inget är ändrat.",
        example=f"beredning sammanträde beslut {_WHERE} 3 --utfall bifall\n"
        f'beredning sammanträde beslut {_WHERE} 4 --utfall återremiss --återremiss "kostnaderna under tre år"\n'
        f"beredning sammanträde beslut {_WHERE} 5 --utfall bordläggning --till-möte 2024-01-24\n"
        f'beredning sammanträde beslut {_WHERE} 7 --utfall avslag --beslut "Nämnden avslår förslaget." '
        '--yrkande "Lena Camp: avslag" --yrkande "Anette Håkansson: bifall" --ordning "Förslagen ställs mot varandra." '
        '--ja-betyder avslag --nej-betyder bifall --omröstning "ja=övriga; nej=S"',
    )(decide)


def _reserve(group: Noun) -> None:
    @command(
        group,
        "reservation",
        help="Anteckna en reservation, som anmäls innan sammanträdet avslutas (KL 4:27).\n\n"
        "En motivering till en anmäld reservation får komma senare.",
        example=f'beredning sammanträde reservation {_WHERE} 5 "Anette Håkansson" --tid 11:00\n'
        f'beredning sammanträde reservation {_WHERE} 5 "Anette Håkansson" --motivering "Kostnaden är inte utredd."',
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @argument("item", "PUNKT", help="Nummer, dnr eller början av rubriken.")
    @argument("person", "PERSON", help="Den som reserverar sig.", complete="person")
    @option("--tid", "at", "TID", type=CLOCK, help="När den anmäldes; annars nu.", default="")
    @option("--motivering", "motive", "TEXT", help="Motiveringen.", default="")
    @option("--skäl", "reason", "TEXT", help="Svar på en varning.", default="")
    def reserve_it(context: Context, meeting: str, item: str, person: str, at: str, motive: str, reason: str) -> None:
        """Record a reservation."""
        from beredning.office.meeting_close import reserve

        made = reserve(context.desk(), meeting, item, person, at=at, motive=motive, reason=reason)
        what = f"{made.person} reserverar sig vid punkt {made.label} på {made.meeting} (anmält {made.announced[11:]})."
        context.emit(made, lambda: [what])


def _close(group: Noun) -> None:
    @command(
        group,
        "avsluta",
        help="Avsluta sammanträdet och numrera paragraferna.",
        example=f"beredning sammanträde avsluta {_WHERE} --tid 11:30 --notera-resten",
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--tid", "at", "TID", type=CLOCK, help="Klockslaget; annars nu.", default="")
    @option("--notera-resten", "note_rest", is_flag=True, help="Stående punkter utan beslut antecknas som noterade.")
    def close(context: Context, meeting: str, at: str, note_rest: bool) -> None:
        """Close the sammanträde."""
        from beredning.office.meeting_close import close_meeting
        from beredning_cli.output import table

        made = close_meeting(context.desk(), meeting, at, note_rest=note_rest)
        rows = [(f"§ {s.number}", s.label, s.title, s.dnr, s.outcome) for s in made.sections]

        def text() -> list[str]:
            lines = [f"{made.meeting} avslutades {made.closed_at}. Protokollet ska justeras senast {made.adjust_by}."]
            lines += table(("§", "Punkt", "Ärende", "Dnr", "Utfall"), rows)
            return [*lines, f"Nästa: beredning sammanträde protokoll {made.meeting}"]

        context.emit(made, text)
