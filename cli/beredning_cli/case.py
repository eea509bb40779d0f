"""beredning ärende: register, list, show, ask what is in the way, move, attach, correct, dispatch and close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import table
from beredning_cli.values import DAY

if TYPE_CHECKING:
    from beredning_cli.context import Context

group = Noun(
    "ärende",
    help="Registrera, visa och flytta ärenden.",
    example="beredning ärende lista --nämnd UBN\nberedning ärende hinder 2023/450",
)


@command(
    group,
    "lista",
    help="Lista ärenden, de nyaste först.",
    example="beredning ärende lista\nberedning ärende lista --nämnd UBN --skede utkast --antal 20",
)
@option("--nämnd", "organ", "NÄMND", help="Bara den här nämndens ärenden.", complete="organ", default="")
@option("--skede", "stage", "SKEDE", help="Bara ärenden i det här skedet.", default="")
@option("--handläggare", "officer", "PERSON", help="Bara den här handläggarens ärenden.", complete="person", default="")
@option("--antal", "limit", "ANTAL", help="Så många som mest.", type=int, default=100, show_default=True)
def list_cases(context: Context, organ: str, stage: str, officer: str, limit: int) -> None:
    """Print a page of cases."""
    from beredning.office.case_view import page

    with context.database(read_only=True).read() as reader:
        found = page(reader, context.organisation(), organ, stage, officer, limit)

    def text() -> list[str]:
        if not found.cases:
            return ["Inga ärenden."]
        rows = [(c.dnr, c.title, c.stage, c.since, c.officer) for c in found.cases]
        lines = table(("Dnr", "Ärende", "Skede", "Sedan", "Handläggare"), rows)
        return [*lines, f"Det finns fler. Visa dem med --antal {limit * 2}."] if found.more else lines

    context.emit(found, text)


@command(
    group,
    "visa",
    help="Visa ett ärende: var det står, vad som hänt och vad som kan göras.",
    example="beredning ärende visa 2023/450\nberedning ärende visa 2023/450 --json",
)
@argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
def show_case(context: Context, dnr: str) -> None:
    """Print one case."""
    from beredning.office.case_view import show
    from beredning_cli.case_text import case_lines

    with context.database(read_only=True).read() as reader:
        view = show(reader, context.organisation(), dnr)
    context.emit(view, lambda: case_lines(view))


@command(
    group,
    "hinder",
    help="Svara på vad som fattas: varje möjligt steg med alla sina hinder.",
    example="beredning ärende hinder 2023/450\nberedning ärende hinder 2023/450 godkänn",
)
@argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
@argument("step", "STEG", help="Bara det här steget.", complete="steg", required=False, default="")
def obstacles(context: Context, dnr: str, step: str) -> None:
    """Print what is in the way of each step."""
    from beredning.office.case_view import ask
    from beredning_cli.case_text import answer_lines

    answers = ask(context.desk(read_only=True), dnr, step)
    context.emit(answers, lambda: answer_lines(answers))


@command(
    group,
    "registrera",
    help="Registrera ett nytt ärende och ge det ett diarienummer.",
    example='beredning ärende registrera UBN "Nämndplan med budget 2024"\n'
    'beredning ärende registrera UBN "Remiss: samverkansavtal" --flöde remiss --svarsdatum 2024-01-31',
)
@argument("organ", "NÄMND", help="Nämnden ärendet hör till.", complete="organ")
@argument("title", "RUBRIK", help="I korthet vad ärendet rör.")
@option(
    "--flöde", "workflow", "FLÖDE", help="Arbetsflödet.", complete="flöde", default="namndarende", show_default=True
)
@option("--handläggare", "officer", "PERSON", help="Handläggaren; annars du själv.", complete="person", default="")
@option("--dnr", "dnr", "DNR", help="Numret, när diariet förs i ett annat system.", default="")
@option("--svarsdatum", "reply_due", "DATUM", type=DAY, help="När en remiss ska vara besvarad.", default="")
@option("--kompetensgrund", "competence", "GRUND", help="Vad som ger nämnden rätt att besluta (KL 6:3).", default="")
@option("--beslutsinstans", "deciding_body", "INSTANS", help="delegat, utskott, nämnd, KS eller KF.", default="nämnd")
@option(
    "--överklagandetyp",
    "appeal_kind",
    "TYP",
    help="laglighetsprövning, förvaltningsbesvär, …",
    default="laglighetsprövning",
)
def register_case(
    context: Context,
    organ: str,
    title: str,
    workflow: str,
    officer: str,
    dnr: str,
    reply_due: str,
    competence: str,
    deciding_body: str,
    appeal_kind: str,
) -> None:
    """Register a case."""
    from beredning.office.cases import NewCase, register
    from beredning.office.configuration import load_workflow

    definition, text = load_workflow(context.instance(), workflow)
    new = NewCase(
        organ,
        title,
        workflow,
        officer,
        dnr,
        "",
        appeal_kind,
        deciding_body,
        competence,
        reply_due,
    )
    made = register(context.desk(), new, definition, text)
    context.emit(
        made,
        lambda: [
            f"Registrerat {made.dnr}: {made.title}",
            f"Flödet {made.workflow}, skede {made.stage}. Nästa: beredning ärende visa {made.dnr}",
        ],
    )


@command(
    group,
    "flytta",
    help="Ta ett steg med ett ärende.\n\nNekas steget visas alla hinder på en gång, och inget är ändrat.",
    example="beredning ärende flytta 2023/450 lämna-för-granskning\n"
    'beredning ärende flytta 2023/450 lämna-åter --skäl "Ekonomisk bedömning saknas"\n'
    "beredning ärende flytta 2023/450 mbl:kalla --uppgift kallad=2023-12-01 --uppgift planerad=2023-12-12",
)
@argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
@argument("step", "STEG", help="Steget, eller spår:steg.", complete="steg")
@option("--skäl", "reason", "TEXT", help="Varför; kvitterar också varningar.", default="")
@option("--uppgift", "data", "NAMN=VÄRDE", help="En uppgift till sidospåret, t.ex. hållen=2023-12-12.", multiple=True)
@option(
    "--revision",
    "revision",
    "NR",
    help="Neka om ärendet har ändrats sedan den revision du såg.",
    type=int,
    default=None,
)
def move_case(context: Context, dnr: str, step: str, reason: str, data: tuple[str, ...], revision: int | None) -> None:
    """Take one step."""
    from beredning.office.moving import move
    from beredning_cli.pairs import read_pairs

    moved = move(context.desk(), dnr, step, reason, read_pairs(data, "--uppgift") if data else None, revision)

    def text() -> list[str]:
        where = f"{moved.track_title} står i" if moved.track else "står i"
        lines = [f"{moved.dnr}: {where} ”{moved.title}” (revision {moved.revision}, journalpost {moved.entry})."]
        lines += [f"Kvitterad varning: {warning}" for warning in moved.acknowledged]
        return [*lines, "Möjliga steg nu: " + ", ".join(moved.possible)] if moved.possible else lines

    context.emit(moved, text)


def _add_rest() -> None:
    from beredning_cli.case_after import add_to

    add_to(group)


_add_rest()
