"""beredning mall: which Word templates are used, what they may use, and whether one is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import style, table

if TYPE_CHECKING:
    from beredning_cli.context import Context

group = Noun("mall", "Visa och kontrollera Wordmallar.", example="beredning mall lista\nberedning mall fält utlåtande")
_KIND = "utlåtande (tjänsteutlåtanden) eller bas (kallelse, protokoll och listor)."


@command(group, "lista", help="Visa vilka mallar som används.", example="beredning mall lista")
def list_templates(context: Context) -> None:
    """List the templates in use."""
    from beredning.office.templates import listing

    found = listing(context.instance())
    rows = [(line.kind, line.file, "kommunens egen" if line.own else "inbyggd") for line in found]
    context.emit(found, lambda: table(("Mall", "Fil", "Varifrån"), rows))


@command(
    group,
    "fält",
    help="Visa allt som en mall får använda, så som det skrivs i Word.",
    example="beredning mall fält utlåtande",
)
@argument("kind", "MALL", help=_KIND)
def list_fields(context: Context, kind: str) -> None:
    """List what a template may use."""
    from beredning.office.templates import field_lines

    found = field_lines(context.instance(), kind)
    rows = [(line.written, "behövs" if line.needed else "", line.explanation) for line in found]
    told = "”behövs”: uppgiften ska finnas i mallen, på ett av de sätt som står här."
    context.emit(found, lambda: [*table(("Skrivs", "", "Ger"), rows), told])


@command(
    group,
    "kontrollera",
    help="Kontrollera en mall: okända och saknade fält på en gång.",
    example="beredning mall kontrollera utlåtande\nberedning mall kontrollera utlåtande --fil egen.docx",
)
@argument("kind", "MALL", help=_KIND)
@option("--fil", "file", "FIL", help="En annan fil än den som används.", default="")
def check_template(context: Context, kind: str, file: str) -> None:
    """Check a template."""
    from pathlib import Path

    from beredning.office.templates import check

    line = check(context.instance(), kind, Path(file) if file else None)
    context.emit(line, lambda: style("Mallen är rätt: ", "bra") + line.file)
