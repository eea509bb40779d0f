"""Reading about reports: the text to fill in, the versions there are, and a version's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning.core.organisation import Organisation
from beredning.core.report import WRITTEN
from beredning.errors import NotFound
from beredning.office.lookup import find_case
from beredning.office.report_forms import load_layout
from beredning.store.rows import ReportRow

if TYPE_CHECKING:
    from beredning.office.document_files import Copy
    from beredning.office.instance import Instance
    from beredning.store import Reader


def skeleton(
    reader: Reader, organisation: Organisation, instance: Instance, dnr: str, day: str = ""
) -> tuple[str, str]:
    """The case's dnr, and a text with each heading to write under; the latest version's own text when there is one.

    day: ISO date of today, for the form in force.

    Raises NotFound and BadDefinition (a faulty layout).
    """
    from beredning.office.report_content import read_content

    row = find_case(reader, organisation, dnr)
    written = versions(reader, organisation, dnr)
    text = read_content(reader, written[-1]).text if written else ""
    forms = load_layout(instance, day).sections
    return row.dnr, text or "\n".join(f"# {form.heading}\n\n" for form in forms if form.kind in WRITTEN)


def versions(reader: Reader, organisation: Organisation, dnr: str) -> tuple[ReportRow, ...]:
    """Every version of a case's report, the oldest first."""
    row = find_case(reader, organisation, dnr)
    return tuple(sorted(reader.all(ReportRow, "by_case", row.key), key=lambda r: r.version))


def stored(reader: Reader, organisation: Organisation, dnr: str, version: int | None = None) -> tuple[ReportRow, bytes]:
    """A version as it was written, the latest when none is named. Raises NotFound."""
    written = versions(reader, organisation, dnr)
    found = [v for v in written if version is None or v.version == version]
    if not found:
        have = ", ".join(str(v.version) for v in written)
        wanted = f"version {version} av tjänsteutlåtandet" if version else "något tjänsteutlåtande"
        raise NotFound(
            f"{dnr} har inte {wanted}.",
            f"Versioner: {have}." if have else f"Skriv ett: beredning utlåtande skriv {dnr}",
        )
    return found[-1], reader.file(found[-1].document)


def stored_pdf(reader: Reader, organisation: Organisation, row: ReportRow, name: str) -> Copy:
    """A version as PDF, as that version is. name: of its Word file. Raises BadDocument when it cannot be one."""
    from beredning.office.document_files import pdf_copy

    day = row.approved_on or row.created
    return pdf_copy(
        reader, training=organisation.training, subject=row.case_key, digest=row.document, name=name, day=day
    )
