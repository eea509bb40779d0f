"""beredning mall: which Word templates and forms are used, what they may use, and whether they are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import fields, style, table

if TYPE_CHECKING:
    from beredning.office.form_check import FormChecked
    from beredning_cli.context import Context

group = Noun(
    "mall",
    "Visa och kontrollera Wordmallar och formulär.",
    example="beredning mall lista\nberedning mall fält utlåtande\nberedning mall kontrollera formulär",
)
_KIND = "utlåtande (tjänsteutlåtanden) eller bas (kallelse, protokoll och listor)."
_KIND_OR_FORM = "utlåtande, bas, eller formulär (tjänsteutlåtandets uppgifter och avsnitt)."


@command(group, "lista", help="Visa vilka mallar och formulär som används.", example="beredning mall lista")
def list_templates(context: Context) -> None:
    """List the templates and forms in use."""
    from beredning.office.templates import listing

    found = listing(context.instance(), context.today().isoformat())
    rows = [
        (
            line.kind,
            line.file,
            "kommunens egen" if line.own else "inbyggd",
            line.period + ("; i dag" if line.today else ""),
        )
        for line in found
    ]
    context.emit(found, lambda: table(("Mall", "Fil", "Varifrån", "Gäller"), rows))


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

    found = field_lines(context.instance(), kind, context.today().isoformat())
    rows = [(line.written, "behövs" if line.needed else "", line.explanation) for line in found]
    told = "”behövs”: uppgiften ska finnas i mallen, på ett av de sätt som står här."
    context.emit(found, lambda: [*table(("Skrivs", "", "Ger"), rows), told])


@command(
    group,
    "kopiera",
    help="Lägg en kopia i mallar/, att ändra i. En fil som finns skrivs aldrig över.",
    example="beredning mall kopiera formulär\nberedning mall kopiera utlåtande --namn egen.docx",
)
@argument("kind", "MALL", help=_KIND_OR_FORM)
@option("--namn", "name", "FIL", help="Kopians namn, om inte samma.", default="")
def copy_template(context: Context, kind: str, name: str) -> None:
    """Copy a template or form into the instance."""
    from beredning.office.templates import place, source
    from beredning_cli.files import write_new

    path, body = source(context.instance(), kind, context.today().isoformat())
    written = write_new(place(context.instance(), kind, path, name), body)
    lines = [f"Skrev {written}. Ändra den och kör: beredning mall kontrollera {kind}"]
    if kind == "utlåtande" and written.name != path.name:
        lines.append(f"Den används när formuläret säger mall: {written.name}")
    context.emit({"fil": str(written)}, lambda: lines)


@command(
    group,
    "kontrollera",
    help="Kontrollera en mall eller ett formulär: alla fel på en gång.\n\nMallen fylls med ett exempel som läses "
    "tillbaka, så att allt som utlåtandet har verkligen står i dokumentet.",
    example="beredning mall kontrollera formulär\nberedning mall kontrollera utlåtande --fil egen.docx --ut prov.docx",
)
@argument("kind", "MALL", help=_KIND_OR_FORM)
@option("--fil", "file", "FIL", help="En annan fil än den som används.", default="")
@option("--ut", "out", "FIL", help="Skriv exemplet som Word, att titta på.", default="")
def check_template(context: Context, kind: str, file: str, out: str) -> None:
    """Check a template or a form."""
    from pathlib import Path

    from beredning.office.templates import FORM, check, check_forms

    path = Path(file) if file else None
    if kind == FORM:
        forms = check_forms(context.instance(), context.organisation(), path)
        wrote = _write(out, forms[0].sample)
        shown = [{**fields(form, "sample"), "sagt": dict(form.said)} for form in forms]
        context.emit(shown, lambda: [*(line for one in forms for line in _told(one)), *wrote])
        return
    line = check(context.instance(), kind, context.today().isoformat(), path)
    wrote = _write(out, line.sample)
    found = (
        f"{line.facts} uppgifter, {line.sections} avsnitt och {line.signatures} underskrifter" if line.facts else "Allt"
    )
    context.emit(
        fields(line, "sample"),
        lambda: [
            style("Mallen är rätt: ", "bra") + line.file,
            f"{found} står på sin plats i provutskriften.",
            *_remarks(line.remarks),
            *wrote,
        ],
    )


def _told(form: FormChecked) -> list[str]:
    wide = max(len(heading) for heading, _ in form.said) + 1
    lines = [f"  {heading + ':':<{wide}} {text}" for heading, text in form.said]
    return [style("Formuläret är rätt: ", "bra") + form.file, *lines, *_remarks(form.remarks)]


def _remarks(remarks: tuple[str, ...]) -> list[str]:
    return [style("VARNING ", "varning") + remark[0].upper() + remark[1:] + "." for remark in remarks]


def _write(out: str, body: bytes) -> list[str]:
    if not out:
        return []
    from pathlib import Path

    from beredning_cli.files import write_new

    return [f"Skrev {write_new(Path(out), body)}"]
