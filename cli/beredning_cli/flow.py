"""beredning flöde: list, show, check, prove, try and draw workflows; begin a new one; let a case follow another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import table
from beredning_cli.values import OneOf

if TYPE_CHECKING:
    from beredning.core.workflow import Workflow
    from beredning.office.flows import Source
    from beredning.office.instance import Instance
    from beredning_cli.context import Context

BROKEN = 5  # as BadDefinition: the file must be put right

group = Noun(
    "flöde",
    help="Visa, kontrollera, bevisa, prova och rita arbetsflöden, och gör egna.\n\n"
    "Ett flöde är en YAML-fil. De inbyggda följer med programmet; kommunens egna ligger i instansens mapp flöden/ och "
    "går före. Hur man skriver ett eget står i docs/skriv-ett-flöde.md.",
    example="beredning flöde lista\nberedning flöde rita namndarende --ut namndarende.svg",
)


def _instance(context: Context) -> Instance | None:
    """The instance, when there is one: the built-in workflows can be read anywhere. One that is named must exist."""
    import os

    from beredning.errors import NotFound

    try:
        return context.instance()
    except NotFound:
        if context.folder or os.environ.get("BEREDNING_INSTANS"):
            raise
        return None


def _source(context: Context, name: str) -> Source:
    from beredning.office.flows import find_source

    return find_source(_instance(context), name, context.start())


@command(
    group,
    "lista",
    help="Lista de flöden som finns: inbyggda och kommunens egna.",
    example="beredning flöde lista\nberedning flöde lista --json",
)
def list_flows(context: Context) -> None:
    """Print a table of workflows."""
    from beredning.office.flows import listing
    from beredning_cli import flow_json

    found = listing(_instance(context))

    def text() -> list[str]:
        rows = []
        for line in found:
            kind = "eget, i stället för det inbyggda" if line.hides else "eget" if line.own else "inbyggt"
            state = f"{line.faults} fel" if line.faults else line.digest[:12]
            rows.append((line.name, line.title, line.version, kind, state))
        return table(("Flöde", "Namn", "Version", "Slag", "Kontrollsumma"), rows)

    context.emit(flow_json.listed(found), text)


@command(
    group,
    "visa",
    help="Visa ett flöde i ord: skeden, steg och krav; eller ett ärendes frister.\n\n"
    "Med --ärende visas var ärendet står i sitt flöde, vad som leder därifrån och vilka frister som löper eller har "
    "passerats.",
    example="beredning flöde visa namndarende\nberedning flöde visa --ärende 2023/450",
)
@argument("name", "FLÖDE", help="Flödets namn, eller en fil.", complete="flöde", required=False, default="")
@option("--ärende", "dnr", "DNR", help="Visa ärendets plats i det flöde det följer.", complete="dnr", default="")
def show_flow(context: Context, name: str, dnr: str) -> None:
    """Print one workflow, or where a case stands in its own."""
    from beredning.office.flows import digest_of, read
    from beredning_cli import flow_json
    from beredning_cli.flow_text import flow_lines

    _one_of(name, dnr, "visa")
    if dnr:
        _show_standing(context, dnr)
        return
    workflow = read(_source(context, name))
    digest = digest_of(workflow)
    context.emit(flow_json.workflow(workflow, digest), lambda: flow_lines(workflow, digest))


def _one_of(name: str, dnr: str, verb: str) -> None:
    from beredning.errors import UsageFault

    if bool(name) == bool(dnr):
        hint = f"Exempel: beredning flöde {verb} remiss"
        raise UsageFault("Ange ett flöde eller --ärende DNR, och bara det ena.", hint)


def _show_standing(context: Context, dnr: str) -> None:
    from beredning.office.flow_cases import standing
    from beredning_cli import flow_json
    from beredning_cli.flow_text import standing_lines

    with context.database(read_only=True).read() as reader:
        found = standing(reader, context.organisation(), dnr, context.today())
    context.emit(flow_json.standing(found), lambda: standing_lines(found))


@command(
    group,
    "kontrollera",
    help="Kontrollera flöden och deras prov.\n\n"
    "Alla fel visas på en gång, med fil, rad, kolumn och förslag. Utan namn kontrolleras alla flöden. Utgångskod 5 när "
    "något är fel.",
    example="beredning flöde kontrollera\nberedning flöde kontrollera flöden/skolskjuts.yaml",
)
@argument("names", "FLÖDE", help="Flödens namn, eller filer.", complete="flöde", required=False, nargs=-1)
def check_flows(context: Context, names: tuple[str, ...]) -> None:
    """Print what was checked; faults are told by the error."""
    from beredning.office.flows import check
    from beredning_cli import flow_json
    from beredning_cli.flow_text import checked_lines

    done = check(_instance(context), names, context.start())
    context.emit(flow_json.checked(done), lambda: checked_lines(done))


@command(
    group,
    "bevisa",
    help="Bevisa att ett flöde håller sina löften på varje väg.\n\n"
    "Huvudspår, sidospår och märken söks igenom tillsammans. För ett brutet löfte visas den kortaste vägen dit, steg "
    "för steg. Utgångskod 5 när ett löfte bryts eller inte kunde avgöras.",
    example="beredning flöde bevisa namndarende\nberedning flöde bevisa flöden/skolskjuts.yaml --gräns 2000000",
)
@argument("name", "FLÖDE", help="Flödets namn, eller en fil.", complete="flöde")
@option("--gräns", "limit", "ANTAL", help="Så många tillstånd som mest (annars 500 000).", type=int, default=0)
def prove_flow(context: Context, name: str, limit: int) -> None:
    """Print a verdict on each promise."""
    from beredning.errors import UsageFault
    from beredning.office.flows import prove
    from beredning_cli import flow_json
    from beredning_cli.flow_text import verdict_lines

    if limit < 0:
        raise UsageFault("Gränsen ska vara ett antal tillstånd.", "Exempel: --gräns 2000000")
    verdicts = prove(_source(context, name), limit)
    context.emit(flow_json.verdicts(verdicts), lambda: verdict_lines(verdicts))
    if not all(verdict.holds for verdict in verdicts):
        raise SystemExit(BROKEN)


@command(
    group,
    "prova",
    help="Kör proven (.prov.yaml) som ligger bredvid ett flöde.\n\n"
    "Varje prov följer ett påhittat ärende genom samma beslutsfunktion som riktiga ärenden. Utan namn körs alla "
    "flödens prov. Utgångskod 5 när ett prov inte går som det är skrivet.",
    example="beredning flöde prova\nberedning flöde prova namndarende",
)
@argument("names", "FLÖDE", help="Flödens namn, eller filer.", complete="flöde", required=False, nargs=-1)
def try_flows(context: Context, names: tuple[str, ...]) -> None:
    """Print the outcome of each scenario."""
    from beredning.office.flows import scenario_file, sources, try_scenarios
    from beredning_cli import flow_json
    from beredning_cli.flow_text import tried_lines

    chosen = [_source(context, name) for name in names]
    if not names:
        chosen = [source for source in sources(_instance(context)) if scenario_file(source)]
    tried = tuple(try_scenarios(source) for source in chosen)
    context.emit(flow_json.tried(tried), lambda: tried_lines(tried))
    if any(not outcome.passed for one in tried for outcome in one.outcomes):
        raise SystemExit(BROKEN)


@command(
    group,
    "rita",
    help="Rita ett flöde som Mermaid eller SVG, gärna med ett ärendes egen väg.\n\n"
    "Utan --ut skrivs Mermaid på skärmen. En fil som slutar på .svg blir en bild (med graphviz när det finns), annars "
    "Mermaid. En fil skrivs aldrig över.",
    example="beredning flöde rita namndarende\n"
    "beredning flöde rita namndarende --ut namndarende.svg\n"
    "beredning flöde rita --ärende 2023/450 --ut väg.svg",
)
@argument("name", "FLÖDE", help="Flödets namn, eller en fil.", complete="flöde", required=False, default="")
@option(
    "--ärende", "dnr", "DNR", help="Markera ärendets väg, i det flöde som ärendet följer.", complete="dnr", default=""
)
@option("--ut", "out", "FIL", help="Skriv till den här filen.", default="")
@option(
    "--form",
    "form",
    help="Mermaid eller SVG. Annars efter filens ändelse.",
    type=OneOf(("mermaid", "svg")),
    default=None,
)
@option("--utan-graphviz", "plain", help="Rita för hand även om graphviz finns.", is_flag=True)
def draw_flow(context: Context, name: str, dnr: str, out: str, form: str | None, plain: bool) -> None:
    """Print or write a drawing."""
    from pathlib import Path

    from beredning.definitions.drawing import mermaid, svg
    from beredning_cli.files import write_new

    workflow, road, heading = _drawn(context, name, dnr)
    form = form or ("svg" if out.lower().endswith(".svg") else "mermaid")
    drawn = svg(workflow, road, "" if plain else _graphviz(), heading) if form == "svg" else mermaid(workflow, road)
    if not out:
        context.emit({"flöde": workflow.name, "form": form, "väg": road, "text": drawn}, lambda: drawn.rstrip("\n"))
        return
    path = write_new(Path(context.start(), out), drawn.encode())
    context.emit({"flöde": workflow.name, "form": form, "väg": road, "fil": path}, lambda: f"Ritat i {path}.")


def _drawn(context: Context, name: str, dnr: str) -> tuple[Workflow, tuple[str, ...], str]:
    """What to draw: a workflow, or the one a case follows with the case's road, and a line under the title."""
    from beredning.office.flows import read

    _one_of(name, dnr, "rita")
    if name:
        return read(_source(context, name)), (), ""
    from beredning.office.flow_cases import road

    with context.database(read_only=True).read() as reader:
        found = road(reader, context.organisation(), dnr)
    return found.workflow, found.steps, f"{found.dnr} {found.title}: ärendets väg är markerad."


def _graphviz() -> str:
    """The path of graphviz' program; "" when it is not installed."""
    import shutil

    return shutil.which("dot") or ""


@command(
    group,
    "ny",
    help="Börja på ett eget flöde i instansens mapp flöden/.\n\n"
    "Filerna är kommenterade och hela: de går att kontrollera, bevisa och prova direkt. Inget skrivs över.",
    example="beredning flöde ny skolskjuts\nberedning flöde ny eget-namndarende --efter namndarende",
)
@argument("name", "NAMN", help="Det nya flödets namn: små bokstäver, siffror och bindestreck.")
@option("--efter", "after", "FLÖDE", help="Börja från ett flöde som finns.", complete="flöde", default="")
def new_flow(context: Context, name: str, after: str) -> None:
    """Write the files of a new workflow."""
    from beredning.errors import UsageFault
    from beredning.office.flows import draft
    from beredning_cli.files import Delivery

    files = draft(context.instance(), name, _source(context, after) if after else None)
    for path, _ in files:
        if path.exists():
            raise UsageFault(f"{path} finns redan och skrivs aldrig över.", "Välj ett annat namn, eller ändra i filen.")
    files[0][0].parent.mkdir(exist_ok=True)
    with Delivery() as delivery:
        written = [delivery.write(path, body) for path, body in files]
    stem = files[0][0].name.removesuffix(".yaml")

    def text() -> list[str]:
        lines = [f"Skrev {path}" for path in written]
        return [*lines, f"Ändra i filen och kör sedan: beredning flöde kontrollera {stem}"]

    context.emit({"flöde": stem, "filer": written}, text)


@command(
    group,
    "byt",
    help="Låt ett ärende följa ett annat flöde, eller en ny version av sitt.\n\n"
    "Bytet skrivs i journalen med skälet. Det nekas när ärendets skede, sidospår eller märken saknar plats i det nya.",
    example='beredning flöde byt 2023/450 namndarende --skäl "Delegaten lämnar över ärendet till nämnden."',
)
@argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
@argument("name", "FLÖDE", help="Flödet som ärendet ska följa.", complete="flöde")
@option("--skäl", "reason", "TEXT", help="Varför ärendet byter flöde.", required=True)
def change_flow(context: Context, dnr: str, name: str, reason: str) -> None:
    """Pin a case to another definition."""
    from beredning.office.case_changes import change_workflow
    from beredning.office.configuration import load_workflow
    from beredning.office.flows import among

    definition, text = load_workflow(context.instance(), among(context.instance(), name).name)
    row = change_workflow(context.desk(), dnr, definition, text, reason)
    said = f"{row.dnr} följer nu flödet {definition.name}, version {definition.version} ({row.workflow_digest[:12]})."
    value = {"dnr": row.dnr, "flöde": definition.name, "version": definition.version, "sha256": row.workflow_digest}
    context.emit(value, lambda: said)
