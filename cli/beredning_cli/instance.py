"""beredning ny, kontrollera, importera, migrera: make an instance, check it, fill it, keep its database current."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import number, style

if TYPE_CHECKING:
    from beredning.errors import Fault
    from beredning.office.inspection import Inspection
    from beredning.office.person_import import Change, ImportPlan
    from beredning_cli.context import Context

group = Noun(
    "instans",
    help="Gör en instans, kontrollera den och fyll den.",
    example="beredning ny barn-och-utbildning\nberedning kontrollera",
)
_STYLES: Final = {"FEL": "fel", "VARNING": "varning", "INFO": "svag"}


@command(
    group,
    "ny",
    help="Gör en ny instans: en mapp med kommunens egna filer och databas.\n\n"
    "Mappen får inte finnas, eller ska vara tom. Fyll sedan i kommun.yaml och kör ”beredning kontrollera”. "
    "Med --övning får klockan ställas och allt märks ÖVNING; utan --kommun fylls övningen med en färdig nämnd.",
    example='beredning ny barn-och-utbildning --kommun "Provköpings kommun"\nberedning ny ovning --övning',
)
@argument("target", "MAPP", help="Mappen som ska göras.", complete="mapp")
@option("--kommun", "municipality", "NAMN", help="Kommunens namn, så som det ska skrivas.", default="")
@option("--övning", "training", is_flag=True, help="Gör en övning. Det kan inte ändras efteråt.")
def make(context: Context, target: str, municipality: str, training: bool) -> None:
    """Make an instance and say what to do next."""
    import os

    from beredning.office.making import make_instance

    path = os.path.normpath(os.path.join(context.start(), os.path.expanduser(target)))  # noqa: PTH111, PTH118
    made = make_instance(path, municipality, training)

    def text() -> list[str]:
        kind = "Övningen" if training else "Instansen"
        lines = [style(f"{kind} {target} är gjord.", "bra"), *(f"  {name}" for name in made.files), ""]
        if made.practice:
            return [*lines, f"Pröva: cd {target}, ställ klockan med ”beredning övning klocka 2023-12-01T09:00”."]
        return [*lines, f"Fyll i {target}/kommun.yaml och kör sedan ”beredning kontrollera” i mappen."]

    context.emit(made, text)


@command(
    group,
    "kontrollera",
    help="Kontrollera instansens alla filer på en gång.\n\n"
    "Går igenom kommun.yaml, personer, mandat, delegationsordningar, egna flöden, mallar och databasen. Ett fel måste "
    "rättas (utgångskod 5); en varning säger vad som måste fyllas i innan något visst kan göras.",
    example="beredning kontrollera\nberedning kontrollera --json",
)
def check(context: Context) -> None:
    """Print every remark; exit code 5 when one of them is a fault."""
    import click

    from beredning.office.inspection import inspect_instance

    found = inspect_instance(context.instance())
    value = {
        "mapp": found.folder,
        "kontrollerat": [{"namn": c.name, "innehåll": c.said} for c in found.checked],
        "anmärkningar": [_plain(r.severity, r.fault) for r in found.remarks],
        **{name: found.count(severity) for severity, name in (("FEL", "fel"), ("VARNING", "varningar"))},
    }
    context.emit(value, lambda: _said(found))
    if not found.sound:
        click.get_current_context().exit(5)


def _plain(severity: str, fault: Fault) -> dict[str, object]:
    keys = ("fil", "rad", "kolumn", "text", "förslag")
    return {"allvar": severity, **dict(zip(keys, fault, strict=True))}


def _said(found: Inspection) -> list[str]:
    lines = [f"{c.name}: {c.said}" if c.said else c.name for c in found.checked]
    lines += [""] if found.remarks else []
    for severity, fault in found.remarks:
        lines.append(f"{style(severity, _STYLES[severity])} {fault}")
    faults, warnings = found.count("FEL"), found.count("VARNING")
    if faults:
        said = style(f"{_amount(faults, 'fel', 'fel')} måste rättas.", "fel")
        return [*lines, "", f"{said} Rätta på raderna ovan och kör igen."]
    if warnings:
        what = _amount(warnings, "varning", "varningar")
        return [*lines, "", f"{style('Inga fel', 'bra')}, men {what} om sådant som återstår att fylla i eller se över."]
    return [*lines, "", style("Inga fel.", "bra")]


def _amount(count: int, one: str, many: str) -> str:
    return f"1 {one}" if count == 1 else f"{number(count)} {many}"


imports = group.noun(
    "importera",
    "Läs in personer och mandat från Excel eller CSV.",
    "beredning importera personer personal.xlsx --prova\nberedning importera mandat mandat.csv",
)
_COLUMNS: Final = (
    "Kolumnerna känns igen på rubriken, i vilken ordning som helst. Nya poster skrivs i {file}; de som redan finns "
    "ändras där de står, utan att kommentarer och det ni skrivit för hand går förlorat. Är en rad fel ändras ingenting."
)


def _import_command(what: str, help: str, headers: str, example: str, file: str) -> None:
    text = f"{help}\n\nRubriker: {headers}. {_COLUMNS.format(file=file)}"

    @command(imports, what, help=text, example=example)
    @argument("path", "FIL", help="Listan: .xlsx, .xls, .ods eller .csv.")
    @option("--prova", "dry", is_flag=True, help="Visa vad som skulle ändras, men skriv ingenting.")
    def run(context: Context, path: str, dry: bool) -> None:
        _import(context, what, path, dry)


_import_command(
    "personer",
    "Läs in personer ur en lista.",
    "Namn (eller Förnamn och Efternamn), Titel eller Befattning, E-post, Konto, Roll, Gäller, Nyckel",
    "beredning importera personer personal.xlsx --prova\nberedning importera personer personal.csv",
    "personer.yaml",
)
_import_command(
    "mandat",
    "Läs in förtroendeuppdrag ur en lista.",
    "Namn (eller Förnamn och Efternamn), Organ eller Nämnd, Uppdrag eller Roll, Parti, Från, Till, Ordning, Nyckel",
    "beredning importera mandat mandat.xlsx --prova\nberedning importera mandat troman.csv",
    "mandat.yaml",
)


def _import(context: Context, what: str, path: str, dry: bool) -> None:
    """Plan, show, and write unless `dry`."""
    from pathlib import Path

    from beredning.office.configuration import read_sources
    from beredning.office.person_import import apply_import, plan_import
    from beredning_cli.files import read_bytes

    file = Path(context.start()) / Path(path).expanduser()
    plan = plan_import(what, read_sources(context.instance()), read_bytes(file), file.name)
    if not dry:
        apply_import(context.instance(), plan)
    value = {
        "fil": plan.file,
        "skrivet": not dry and bool(plan.after),
        "ändringar": [
            {"slag": c.kind, "vad": c.what, "fil": c.file, "rad": c.row, "detaljer": list(c.details)}
            for c in plan.changes
        ],
        "oförändrade": plan.unchanged,
        "lästes-inte": list(plan.ignored),
        "varningar": list(plan.warnings),
    }
    context.emit(value, lambda: _import_said(plan, dry))


def _import_said(plan: ImportPlan, dry: bool) -> list[str]:
    lines = [_change_said(change) for change in plan.changes]
    if plan.ignored:
        lines.append(style(f"Kolumner som inte lästes: {', '.join(plan.ignored)}.", "svag"))
    lines += [f"{style('VARNING', 'varning')} {warning}" for warning in plan.warnings]
    new = sum(change.kind == "ny" for change in plan.changes)
    count = f"{_amount(new, 'ny', 'nya')}, {_amount(len(plan.changes) - new, 'ändrad', 'ändrade')}"
    count += f", {_amount(plan.unchanged, 'rad utan ändring', 'rader utan ändring')}."
    if not plan.changes:
        return [*lines, f"Ingenting att ändra: {count}"]
    files = " och ".join(sorted(plan.after))
    if dry:
        return [*lines, "", f"{count} Ingenting har skrivits; kör utan --prova så ändras {files}."]
    return [*lines, "", style(f"{count} Skrivet i {files}.", "bra")]


def _change_said(change: Change) -> str:
    mark = style("+", "bra") if change.kind == "ny" else style("~", "varning")
    details = f" ({'; '.join(change.details)})" if change.details else ""
    return f"{mark} rad {change.row}: {change.what}{details}"


@command(
    group,
    "migrera",
    help="Uppdatera databasen till programmets version, med en kopia sparad.\n\n"
    "Behövs när Beredning har bytts mot en ny version, om ett kommando säger det. Kopian ligger bredvid databasen; på "
    "PostgreSQL tar ni den själva med pg_dump. Med --skapa görs en ny, tom databas om det inte finns någon.",
    example="beredning migrera\nberedning migrera --skapa",
)
@option("--skapa", "create", is_flag=True, help="Gör en tom databas där kommun.yaml säger, om den saknas.")
def migrate(context: Context, create: bool) -> None:
    """Upgrade the database, or create the one that kommun.yaml names."""
    from beredning.office.instance import database_url
    from beredning.store.upgrade import create_database, upgrade

    organisation = context.organisation()
    url = database_url(context.instance(), organisation)
    if create:
        create_database(url, {"övning": "ja" if organisation.training else "nej"})
        context.emit({"skapad": organisation.database}, lambda: f"Databasen {organisation.database} är gjord.")
        return
    done = upgrade(url)

    def text() -> list[str]:
        if done.before == done.after:
            return [f"Databasen har redan version {done.after}; ingenting behövde göras."]
        said = style(f"Databasen är uppdaterad från version {done.before} till {done.after}.", "bra")
        return [said, f"Så som den var ligger den kvar i {done.copy}."] if done.copy else [said]

    context.emit({"från": done.before, "till": done.after, "kopia": done.copy}, text)
