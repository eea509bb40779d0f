"""beredning utlåtande: write the report as Word, get a text to fill in, see the versions and fetch one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import fields, table

if TYPE_CHECKING:
    from beredning_cli.context import Context

group = Noun(
    "utlåtande",
    help="Skriv tjänsteutlåtanden i Word, i kommunens form.",
    example="beredning utlåtande underlag 2023/450\nberedning utlåtande skriv 2023/450 --text 2023-450.md",
)


@command(
    group,
    "underlag",
    help="Gör en textfil med alla rubriker att fylla i.",
    example="beredning utlåtande underlag 2023/450\nberedning utlåtande underlag 2023/450 --ut nämndplan.md",
)
@argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
@option("--ut", "out", "FIL", help="Filens namn; annars efter diarienumret.", default="")
def make_text(context: Context, dnr: str, out: str) -> None:
    """Write the text file that an officer fills in."""
    from pathlib import Path

    from beredning.office.report_text import skeleton
    from beredning_cli.files import write_new

    with context.database(read_only=True).read() as reader:
        day = context.today().isoformat()
        number, text = skeleton(reader, context.organisation(), context.instance(), dnr, day)
    path = write_new(Path(out or f"{number.replace('/', '-')}.md"), text.encode())
    said = {"fil": str(path), "dnr": number}
    context.emit(said, lambda: f"Skrev {path}. Fyll i den och kör: beredning utlåtande skriv {number} --text {path}")


@command(
    group,
    "skriv",
    help="Skriv tjänsteutlåtandet som Word och spara det som en version.\n\n"
    "Det som saknas visas som en uppmaning i dokumentet. En fil skrivs aldrig över.",
    example="beredning utlåtande skriv 2023/450 --text 2023-450.md --hantera Ekonomichef --kännedom Kommunstyrelsen\n"
    "beredning utlåtande skriv 2023/450 --ut utkast.docx",
)
@argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
@option("--text", "text", "FIL", help="Avsnittens text; annars den förra versionens.", default="")
@option(
    "--hantera", "action", "MOTTAGARE", help="Beslutet skickas dit för vidare hantering; kan upprepas.", multiple=True
)
@option(
    "--kännedom", "information", "MOTTAGARE", help="Beslutet skickas dit för kännedom; kan upprepas.", multiple=True
)
@option("--underlag", "underlag", "TITEL", help="En handling som ska bifogas senare; kan upprepas.", multiple=True)
@option("--ut", "out", "FIL", help="Wordfilens namn; annars efter diarienummer och version.", default="")
@option("--pdf", "pdf", is_flag=True, help="Skriv det som PDF också, för arkiv och för alla läsare (PDF/A-2, PDF/UA).")
def write_report(
    context: Context,
    dnr: str,
    text: str,
    action: tuple[str, ...],
    information: tuple[str, ...],
    underlag: tuple[str, ...],
    out: str,
    pdf: bool,
) -> None:
    """Write the report."""
    from pathlib import Path

    from beredning.office.report_content import file_name
    from beredning.office.reports import Draft, write
    from beredning_cli.files import Delivery, read_bytes, read_text

    source = Path(text) if text else None
    given = read_text(source) if source else None
    folder = source.parent if source else Path()

    def load(name: str) -> bytes | None:
        return read_bytes(folder / name) if (folder / name).is_file() else None

    def deliver(draft: Draft) -> None:
        place = files.write(Path(out or file_name(draft.dnr, draft.version, draft.status)), draft.body)
        if draft.pdf:
            files.write(place.with_suffix(".pdf"), draft.pdf)

    with Delivery() as files:
        made = write(
            *(context.desk(), dnr, given, load, action, information, underlag),
            *(deliver, source.name if source else "till avsnitten", pdf),
        )
    path = " och ".join(str(one) for one in files.paths)
    said = {"fil": str(files.paths[0]), **({"pdf": str(files.paths[1])} if pdf else {}), **fields(made, "body", "pdf")}

    def lines() -> list[str]:
        kept = "" if made.new else " (oförändrad)"
        first = f"{made.dnr}: tjänsteutlåtande version {made.version}{kept}, {path}"
        return [first, *(f"Saknas: {label}" for label in made.missing)]

    context.emit(said, lines)


@command(
    group,
    "versioner",
    help="Visa alla versioner av ett ärendes tjänsteutlåtande.",
    example="beredning utlåtande versioner 2023/450",
)
@argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
def list_versions(context: Context, dnr: str) -> None:
    """List the versions."""
    from beredning.office.report_text import versions

    with context.database(read_only=True).read() as reader:
        found = versions(reader, context.organisation(), dnr)
    heads = ("Version", "Status", "Skriven", "Av", "Godkänd", "Godkänd av", "Kontrollsumma")
    rows = [(v.version, v.status, v.created, v.author, v.approved_on, v.approved_by, v.document[:12]) for v in found]
    context.emit(found, lambda: table(heads, rows) if rows else "Inget tjänsteutlåtande är skrivet.")


@command(
    group,
    "hämta",
    help="Hämta en version som Wordfil, precis som den skrevs.",
    example="beredning utlåtande hämta 2023/450\nberedning utlåtande hämta 2023/450 --version 2 --ut version2.docx\n"
    "beredning utlåtande hämta 2023/450 --pdf",
)
@argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
@option("--version", "version", "NR", help="Versionen; annars den senaste.", type=int, default=None)
@option("--ut", "out", "FIL", help="Filens namn.", default="")
@option("--pdf", "pdf", is_flag=True, help="Hämta versionen som PDF i stället för Word.")
def fetch(context: Context, dnr: str, version: int | None, out: str, pdf: bool) -> None:
    """Write a stored version to a file."""
    from pathlib import Path

    from beredning.office.document_files import pdf_name
    from beredning.office.report_content import file_name
    from beredning.office.report_text import stored, stored_pdf
    from beredning_cli.files import write_new

    organisation = context.organisation()
    with context.database(read_only=True).read() as reader:
        row, body = stored(reader, organisation, dnr, version)
        copy = stored_pdf(reader, organisation, row, file_name(dnr, row.version, row.status)) if pdf else None
    name = file_name(dnr, row.version, row.status)
    path = write_new(Path(out or (pdf_name(name) if pdf else name)), copy.body if copy else body)
    said = {"fil": str(path), "version": row.version, "digest": row.document}
    made = f" (version {row.version}, {copy.way})" if copy else f" (version {row.version})"
    context.emit({**said, "gjord": copy.way} if copy else said, lambda: f"Skrev {path}{made}.")


def _add_rest() -> None:
    from beredning_cli import report_back

    report_back.add_to(group)


_add_rest()
