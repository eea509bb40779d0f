"""beredning delegation: record delegated decisions, list them for the meeting, and note that they are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import kronor, style, table
from beredning_cli.values import DAY, KRONOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beredning.errors import Obstacle
    from beredning.office.delegation_list import Line, Listed
    from beredning.office.delegation_orders import PointList
    from beredning.office.delegation_view import DelegatedView
    from beredning_cli.context import Context

group = Noun(
    "delegation",
    help="Fatta och anmäl delegationsbeslut.",
    example="beredning delegation punkter UBN\nberedning delegation lista UBN --ut delegationslista.docx",
)


@command(
    group,
    "beslut",
    help="Registrera ett delegationsbeslut, när punkten, delegaten och dagen håller.\n\n"
    "Prövas mot den delegationsordning och den lag som gällde på beslutsdagen. Nekas det visas alla hinder och inget "
    "är antecknat. En varning kvitteras med --skäl. För ett brådskande beslut säger --skäl varför det inte kunde "
    "vänta, och varningar kvitteras för sig med --kvittera.",
    example="beredning delegation beslut UBN --punkt 1.1 --delegat asa.ericson --datum 2023-12-04 "
    '--ärende 2023/460 --beslut "Yttrandet lämnas enligt förslaget."\n'
    "beredning delegation beslut UBN --delegat lena.camp --datum 2023-12-04 --referens Isolering "
    '--beslut "Skolan hålls stängd 5 december." --brådskande --skäl "Vattenläckan upptäcktes i natt."',
)
@argument("organ", "NÄMND", help="Nämnden som har delegerat.", complete="organ")
@option("--punkt", "point", "PUNKT", help="Punkten i delegationsordningen.", default="")
@option(
    "--delegat",
    "delegat",
    "PERSON",
    help="Den som har beslutat: person eller utskott.",
    complete="person",
    required=True,
)
@option("--datum", "day", "DATUM", type=DAY, help="Beslutsdagen.", required=True)
@option("--ärende", "case", "DNR", help="Ärendet som beslutet gäller.", complete="dnr", default="")
@option("--referens", "reference", "TEXT", help="En annan beteckning, när det inte finns något ärende.", default="")
@option("--beslut", "text", "TEXT", help="Vad som är beslutat.", required=True)
@option("--belopp", "amount", "KR", type=KRONOR, help="Beloppet i kronor.", default=None)
@option("--brådskande", "urgent", is_flag=True, help="Beslut i brådskande ärende (KL 6:39).")
@option("--skäl", "reason", "TEXT", help="Varför det brådskade; annars svaret på varningar.", default="")
@option("--kvittera", "acknowledgement", "TEXT", help="Svaret på varningar vid ett brådskande beslut.", default="")
@option("--befattning", "title", "TEXT", help="Befattningen, när delegaten har flera.", default="")
@option("--brukare-hörda", "users_heard_on", "DATUM", type=DAY, help="När brukarna fick yttra sig.", default="")
@option("--brukare-tillstyrker", "users_agreed", is_flag=True, help="Brukarnas företrädare har tillstyrkt.")
@option(
    "--verkställighet", "execution_only", is_flag=True, help="Beslutet är ren verkställighet, inte delegation (DEL-13)."
)
def record_decision(context: Context, amount: int | None, **given: object) -> None:
    """Record a delegated decision."""
    from beredning.office.delegation import Given, record

    made = record(context.desk(), Given(amount=-1 if amount is None else amount, **given))  # type: ignore[arg-type]

    def lines() -> Iterator[str]:
        label = made.case or made.reference
        yield f"Delegationsbeslut {made.number} ({made.organ}) i {label} är registrerat, journalpost {made.entry}."
        who = f"{made.delegat}, {made.delegat_title}" if made.delegat_title else made.delegat
        point = f"punkt {made.point}: {made.matter}" if made.point else "brådskande ärende (KL 6:39)"
        yield f"{made.order}, {point}. Delegat: {who}."
        if made.recorded_by != made.delegat:
            yield f"Registrerat för delegaten av {made.recorded_by}."
        yield f"Anmälan: {made.reporting}."
        if made.step:
            yield f"Ärendet tog steget ”{made.step}” till {made.to_stage}."
        if made.to_do:
            yield made.to_do
        yield from (f"Kvitterad varning: {o.text} [{o.code}]" for o in made.acknowledged)
        yield from (f"{o.text} [{o.code}]" for o in made.notes)

    context.emit(made, lines)


@command(
    group,
    "lista",
    help="Gör listan till nästa möte, som text, Word, PDF och CSV.\n\n"
    "Med är alla oanmälda beslut till och med mötesdagen. Brådskande som borde ha anmälts tidigare visas som FEL. "
    "De som inte ska anmälas står för sig: de protokollförs särskilt och anslås.",
    example="beredning delegation lista UBN\n"
    "beredning delegation lista UBN --till UBN:2023-12-13 --ut delegationslista.docx --csv delegationslista.csv\n"
    "beredning delegation lista UBN --pdf delegationslista.pdf",
)
@argument("organ", "NÄMND", help="Nämnden som har delegerat.", complete="organ")
@option("--till", "meeting", "MÖTE", help="Sammanträdet; annars nästa.", complete="sammanträde", default="")
@option("--ut", "out", "FIL", help="Skriv listan som Word.", default="")
@option("--csv", "csv_out", "FIL", help="Skriv listan som CSV för Excel.", default="")
@option("--pdf", "pdf_out", "FIL", help="Skriv listan som PDF.", default="")
def list_decisions(context: Context, organ: str, meeting: str, out: str, csv_out: str, pdf_out: str) -> None:
    """Print or write the list for a meeting."""
    from beredning.office.delegation_list import make_list

    with context.database(read_only=True).read() as reader:
        listed = make_list(reader, context.organisation(), organ, meeting, context.today())
    if out or csv_out or pdf_out:
        listed = listed._replace(files=_write_files(context, listed, (out, csv_out, pdf_out)))
    context.emit(listed, lambda: [*_list_lines(listed), *(f"Skrev {name}" for name in listed.files)])


@command(
    group,
    "anmäl",
    help="Anteckna att besluten på listan är anmälda vid en paragraf.\n\n"
    "Tas vid eller efter mötet. Utan --paragraf söks punkten för redovisning av delegationsbeslut.",
    example="beredning delegation anmäl UBN UBN:2023-12-13\n"
    "beredning delegation anmäl UBN UBN:2023-12-13 --paragraf 112 --nummer 7/2023",
)
@argument("organ", "NÄMND", help="Nämnden som har delegerat.", complete="organ")
@argument("meeting", "MÖTE", help="Sammanträdet.", complete="sammanträde")
@option("--paragraf", "number", "NR", help="Paragrafen där besluten redovisades.", type=int, default=0)
@option("--nummer", "chosen", "NR", help="Bara det här beslutet, t.ex. 7/2023; kan upprepas.", multiple=True)
@option("--skäl", "reason", "TEXT", help="Svaret på varningar.", default="")
def report_decisions(
    context: Context, organ: str, meeting: str, number: int, chosen: tuple[str, ...], reason: str
) -> None:
    """Mark decisions as reported."""
    from beredning.office.delegation_report import report

    made = report(context.desk(), organ, meeting, number, reason, chosen)

    def lines() -> Iterator[str]:
        numbers = ", ".join(made.decisions)
        yield f"Anmälda vid {made.meeting} § {made.number}/{made.year}: {numbers}. Journalpost {made.entry}."
        yield from (f"{o.severity} {o.text} [{o.code}]" for o in made.late)
        yield from (f"Kvitterad varning: {o.text} [{o.code}]" for o in made.acknowledged)
        yield from (f"Nästa: {step}" for step in made.steps)

    context.emit(made, lines)


@command(
    group,
    "anslag",
    help="Anteckna eget protokoll och anslag för ett beslut som inte anmäls.",
    example="beredning delegation anslag UBN 7/2023 --protokoll 2023-12-05 --anslaget 2023-12-06",
)
@argument("organ", "NÄMND", help="Nämnden som har delegerat.", complete="organ")
@argument("number", "NUMMER", help="Beslutets nummer, t.ex. 7/2023.")
@option("--protokoll", "minuted_on", "DATUM", type=DAY, help="Protokollets dag.", required=True)
@option("--anslaget", "posted_on", "DATUM", type=DAY, help="Dagen det tillkännagavs.", required=True)
def post_decision(context: Context, organ: str, number: str, minuted_on: str, posted_on: str) -> None:
    """Record own minutes and posting."""
    from beredning.office.delegation_report import post_apart

    made = post_apart(context.desk(), organ, number, minuted_on, posted_on)
    context.emit(
        made,
        lambda: (
            f"Delegationsbeslut {made.number}: protokoll {made.minuted_on}, anslaget {made.posted_on}. "
            f"Kan överklagas till och med {made.appeal_until}. Journalpost {made.entry}."
        ),
    )


@command(
    group,
    "visa",
    help="Visa ett delegationsbeslut och punkten som den löd då.",
    example="beredning delegation visa UBN 7/2023",
)
@argument("organ", "NÄMND", help="Nämnden som har delegerat.", complete="organ")
@argument("number", "NUMMER", help="Beslutets nummer, t.ex. 7/2023.")
def show_decision(context: Context, organ: str, number: str) -> None:
    """Show one decision."""
    from beredning.office.delegation_view import show
    from beredning.office.meeting_state import find_organ

    organisation = context.organisation()
    with context.database(read_only=True).read() as reader:
        view = show(reader, organisation, find_organ(organisation, organ), number, context.today())
    context.emit(view, lambda: _view_lines(view))


@command(
    group,
    "punkter",
    help="Visa delegationsordningens punkter, som de gäller eller gällde en dag.",
    example="beredning delegation punkter UBN\nberedning delegation punkter UBN --datum 2023-12-04",
)
@argument("organ", "NÄMND", help="Nämnden som har delegerat.", complete="organ")
@option("--datum", "day", "DATUM", type=DAY, help="Dagen; annars i dag.", default="")
def list_points(context: Context, organ: str, day: str) -> None:
    """List the points in force."""
    from datetime import date

    from beredning.office.delegation_orders import orders_of, points
    from beredning.office.meeting_state import find_organ

    key = find_organ(context.organisation(), organ).key
    found = points(orders_of(context.instance(), key), key, date.fromisoformat(day) if day else context.today())
    context.emit(found, lambda: _point_lines(found))


def _write_files(context: Context, listed: Listed, names: tuple[str, str, str]) -> tuple[str, ...]:
    """The list as Word, CSV and PDF, each where it has a name."""
    from pathlib import Path

    from beredning.office.delegation_list import list_files
    from beredning_cli.files import Delivery

    day = context.today().isoformat()
    bodies = list_files(context.instance(), context.organisation(), listed, day, pdf=bool(names[2]))
    with Delivery() as files:
        wanted = [(Path(name), body) for name, body in zip(names, bodies, strict=True) if name]
        return tuple(str(files.write(path, body)) for path, body in wanted)


def _list_lines(listed: Listed) -> Iterator[str]:
    yield style(f"Delegationsbeslut till {listed.organ_name} {listed.day}", "rubrik")
    yield from _rows(listed.reported) if listed.reported else ["Inga delegationsbeslut att anmäla."]
    if listed.apart:
        yield ""
        yield style("Anmäls inte: protokollförs särskilt och anslås", "rubrik")
        yield from _rows(listed.apart)
    if listed.later:
        yield ""
        numbers = ", ".join(f"{line.nr} ({line.due})" for line in listed.later)
        yield f"Anmäls periodvis vid ett senare möte: {numbers}"
    if listed.obstacles:
        yield ""
        yield from _obstacle_lines(listed.obstacles)


def _rows(lines: tuple[Line, ...]) -> list[str]:
    heads = ("Nr", "Datum", "Dnr", "Punkt", "Ärende/beslut", "Delegat", "Anmälan", "Senast")
    rows = [
        (
            line.nr,
            line.day,
            line.case,
            line.point or "KL 6:39",
            f"{line.case_title}: {line.text}" if line.case_title else line.text,
            f"{line.delegat}, {line.title}" if line.title else line.delegat,
            line.how,
            line.due,
        )
        for line in lines
    ]
    return table(heads, rows)


def _obstacle_lines(obstacles: tuple[Obstacle, ...]) -> Iterator[str]:
    looks = {"FEL": "fel", "VARNING": "varning"}
    for obstacle in obstacles:
        yield f"{style(obstacle.severity, looks.get(obstacle.severity, 'svag'))} {obstacle.text} [{obstacle.code}]"
        if obstacle.hint:
            yield f"    → {obstacle.hint}"


def _view_lines(view: DelegatedView) -> Iterator[str]:
    title = f"  {view.case_title}" if view.case_title else ""
    yield style(f"Delegationsbeslut {view.number} ({view.organ})  {view.case or view.reference}{title}", "rubrik")
    yield view.text
    who = f"{view.delegat}, {view.delegat_title}" if view.delegat_title else view.delegat
    yield f"Beslutat {view.day} av {who}" + (f" · {kronor(view.amount)}" if view.amount >= 0 else "")
    if view.urgent:
        yield f"Brådskande (KL 6:39): {view.urgent_reason}"
    if view.point:
        ground = f" ({view.point_ground})" if view.point_ground else ""
        yield f"Punkt {view.point}: {view.point_matter}{ground}. Delegat enligt punkten: {view.point_delegate}."
    yield f"{view.order}, antagen {view.order_adopted} · kontrollsumma {view.order_digest[:12]}"
    if view.reported_meeting:
        yield f"Anmält vid {view.reported_meeting} § {view.reported_number}"
    elif view.posted_on:
        yield f"Protokollfört särskilt {view.minuted_on}, anslaget {view.posted_on}"
    else:
        yield f"Inte anmält. Anmälan: {view.reporting}" + (f", senast {view.due}" if view.due else "")
    if view.appeal_until:
        yield f"Kan överklagas till och med {view.appeal_until}"
    yield from _obstacle_lines(view.obstacles)


def _point_lines(found: PointList) -> Iterator[str]:
    yield style(f"{found.order}", "rubrik")
    until = f" till {found.valid_to}" if found.valid_to else ""
    yield f"Antagen {found.adopted_item}, {found.adopted_on}; gäller från {found.valid_from}{until}."
    yield f"Så som den gäller {found.day}."
    if found.urgent:
        yield f"Brådskande ärenden (KL 6:39): {', '.join(found.urgent)}"
    rows = [
        (
            p.nr,
            p.matter,
            p.delegate + "".join(f"; ersättare: {s}" for s in p.substitutes) + _given(p.subdelegated),
            kronor(p.limit * 100) if p.limit >= 0 else "",
            p.reporting,
        )
        for p in found.points
    ]
    yield from table(("Punkt", "Ärendetyp", "Delegat", "Högst", "Anmälan"), rows, right=(3,))
    for point in found.points:
        yield from _obstacle_lines(point.obstacles)


def _given(receivers: tuple[str, ...]) -> str:
    return f"; vidaredelegerad till {', '.join(receivers)}" if receivers else ""
