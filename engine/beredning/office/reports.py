"""The tjänsteutlåtande written from text: the officer's sections joined with what the case knows, kept as versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import document as doc
from beredning.core.consultation import Record, record_from, statement
from beredning.core.digest import sha256_hex
from beredning.core.journal import Act, canonical
from beredning.core.report import Facts, Paper, Receivers, Report, gaps, make_report, report_document
from beredning.errors import Obstacle, Refused
from beredning.office.cases import require_handler
from beredning.office.document_files import put_document
from beredning.office.lookup import find_case
from beredning.office.moving import pinned_workflow
from beredning.office.report_content import (
    OWN_KIND,
    Content,
    content_text,
    current,
    file_name,
    marks_of,
    next_number,
    read_content,
    refuse_locked,
)
from beredning.office.report_forms import Form, load_form
from beredning.office.track_data import track_data
from beredning.store.rows import CaseRow, PaperRow, ReportRow, TrackRow

if TYPE_CHECKING:
    from beredning.office.desk import Desk
    from beredning.store import Reader, Unit


class Draft(NamedTuple):
    """A report as it was written. body: the Word file; missing: labels of what is not filled in yet; new: whether this
    became a version of its own (the same content and the same facts give the version there was). pdf: if asked for."""

    dnr: str
    title: str
    version: int
    status: str
    digest: str
    missing: tuple[str, ...]
    new: bool
    body: bytes
    pdf: bytes = b""


def write(
    desk: Desk,
    dnr: str,
    text: str | None,
    load: Callable[[str], bytes | None],
    action: tuple[str, ...] = (),
    information: tuple[str, ...] = (),
    underlag: tuple[str, ...] = (),
    deliver: Callable[[Draft], object] = lambda _: None,
    source: str = "till avsnitten",
    pdf: bool = False,
) -> Draft:
    """Writes the report of a case as Word and keeps it as a version (house rule 9).

    text: the officer's sections, None to keep those of the latest version. load: the bytes of a file that the text
    reads a table from, by its name. action, information: receivers, () keeps those there were. deliver: writes the file
    while the act is open, so that neither is there without the other. source: the text's name
    in faults. pdf: as PDF too. Raises NotFound, BadDefinition (every fault in the text), BadDocument, NotAllowed.
    """
    form = load_form(desk.instance, desk.day.isoformat())
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        require_handler(desk, row)
        refuse_locked(row)
        versions = unit.all(ReportRow, "by_case", row.key)
        last = current(versions)
        before = read_content(unit, last)
        _refuse_edited(row, last, before)
        if text is not None:
            before = before._replace(text=text, files=_tables(unit, form, text, load, source))
        content = before._replace(
            action=action or before.action,
            information=information or before.information,
            underlag=underlag or before.underlag,
        )
        report, images = compose(unit, desk, row, form, content, "")
        missing = missing_labels(report)
        stored = unit.put_file(content_text(content), "application/json")
        if last and last.content == stored:
            body = word(desk, form, report, images, marks_of(row, last.version))
            if sha256_hex(body) == last.document:
                again = _as_pdf(unit, desk, row, last) if pdf else b""
                same = Draft(
                    row.dnr, report.facts.title, last.version, last.status, last.document, missing, False, body, again
                )
                deliver(same)
                return same
        number = next_number(versions)
        body = word(desk, form, report, images, marks_of(row, number))
        files = put_document(unit, desk, report_document(report), body, pdf=pdf, images=images)
        made = new_version(desk, row, number, stored, files.digest, missing)
        put_version(unit, desk, "utlåtande", made, last, (*files.documents, stored))
        draft = Draft(row.dnr, report.facts.title, number, made.status, files.digest, missing, True, body, files.pdf)
        deliver(draft)
    return draft


def _as_pdf(reader: Reader, desk: Desk, row: CaseRow, version: ReportRow) -> bytes:
    """A version that there was already, as PDF."""
    from beredning.office.report_text import stored_pdf

    name = file_name(row.dnr, version.version, version.status)
    return stored_pdf(reader, desk.organisation, version, name).body


def _refuse_edited(row: CaseRow, last: ReportRow | None, content: Content) -> None:
    """A version that the officer has edited in Word is never made anew over those edits (house rule 9)."""
    if last is not None and content.edited is not None:
        text = f"Version {last.version} är redigerad i Word och görs inte om från text."
        hint = (
            f"Ändra i Word och läs in filen: beredning utlåtande läs {row.dnr} FIL.docx. "
            f"Bara ärendets uppgifter (diarienummer, rubrik …) förs in med: beredning utlåtande uppdatera {row.dnr}"
        )
        raise Refused(
            text, (Obstacle("utlåtande-redigerat", text, "Lokal rutin: versioner", remover="handläggare", hint=hint),)
        )


def new_version(
    desk: Desk, row: CaseRow, number: int, content: str, document: str, missing: tuple[str, ...], status: str = "utkast"
) -> ReportRow:
    """A version by who acts, written today. content, document: digests of stored files; missing: labels."""
    day = desk.day.isoformat()
    lacking = canonical(list(missing))
    return ReportRow(row.key, number, status, content, document, desk.actor.person, day, "", "", lacking)


def put_version(
    unit: Unit, desk: Desk, act: str, made: ReportRow, last: ReportRow | None, documents: tuple[str, ...]
) -> None:
    """Writes a version; the draft that it takes the place of becomes "ersatt" and is kept. last: None leaves all."""
    replaced = [last._replace(status="ersatt")] if last and last.status == "utkast" else []
    seen = [None, *([last] if replaced else [])]
    unit.write(
        Act(desk.actor.person, desk.actor.title, act, made.case_key, documents=documents), [made, *replaced], seen
    )


def compose(
    reader: Reader, desk: Desk, row: CaseRow, form: Form, content: Content, dated: str
) -> tuple[Report, dict[str, bytes]]:
    """The report as values: the officer's content joined with what the case knows. dated: ISO date of approval, ""
    while it is a draft. Of a version that the officer edited in Word, the sections are those in that file. Raises
    BadDefinition with every fault in the officer's text."""
    title = reader.text(row.title)
    facts = facts_of(desk, row, title, dated)
    chief = _chief(desk, row)
    by_role = {"handläggare": facts.officer} | ({"chef": chief} if chief else {})
    signatories = form.layout.signers(by_role)
    if content.edited is not None:
        from beredning.office.report_reading import report_in_file

        return report_in_file(reader, form.layout, content.edited, facts, signatories)
    from beredning.documents.sections_text import read_sections

    stored = {name: reader.file(digest) for name, digest in content.files}
    texts = read_sections(content.text, "till avsnitten", form.layout, stored.get)
    day = date.fromisoformat(dated) if dated else desk.day
    report = make_report(
        form.layout,
        facts,
        texts,
        signatories=signatories,
        papers=_papers(reader, row, f"{form.layout.title.capitalize()} {title}", dated, content),
        receivers=Receivers(content.action, content.information),
        consultation=statement(consultation_of(reader, row), day),
    )
    return report, {}


def facts_of(desk: Desk, row: CaseRow, title: str, dated: str) -> Facts:
    """What the head of the report says, from the case itself. dated: ISO date of approval, "" for a draft."""
    administration = desk.organisation.administration(row.administration)
    organ = desk.organisation.organ(row.organ)
    name = administration.name if administration else ""
    return Facts(name, row.dnr, dated, _signatory(desk, row.officer), organ.name if organ else "", title)


def _chief(desk: Desk, row: CaseRow) -> doc.Signatory | None:
    administration = desk.organisation.administration(row.administration)
    return _signatory(desk, administration.chief) if administration and administration.chief else None


def consultation_of(reader: Reader, row: CaseRow) -> Record:
    """What is recorded of MBL. A definition without that side track is for cases that decide nothing in substance."""
    if pinned_workflow(reader, row.workflow_digest).track("mbl") is None:
        return Record("ej_tillämplig", reason="Ärendet innebär inget beslut i sak.", decided_by=row.workflow)
    track = reader.one(TrackRow, row.key, "mbl")
    return record_from(track.state if track else "", track_data(reader, track.data) if track else {})


def _tables(
    unit: Unit, form: Form, text: str, load: Callable[[str], bytes | None], source: str
) -> tuple[tuple[str, str], ...]:
    """Checks the text and stores each file it reads a table from, so that the version can be made again."""
    from beredning.documents.sections_text import read_sections

    used: dict[str, bytes] = {}

    def remember(name: str) -> bytes | None:
        body = load(name)
        if body is not None:
            used[name] = body
        return body

    read_sections(text, source, form.layout, remember)
    return tuple((name, unit.put_file(body, "application/octet-stream")) for name, body in sorted(used.items()))


def _papers(reader: Reader, row: CaseRow, title: str, dated: str, content: Content) -> tuple[Paper, ...]:
    """The report itself first, as practice has it (domain.md 4.2 row 12), then each paper really attached.

    title: the report's own, after its kind as the form calls it.
    """
    own = Paper(title, dated)
    attached = (
        Paper(reader.text(p.title), p.dated)
        for p in reader.all(PaperRow, "by_case", row.key)
        if p.kind != OWN_KIND and p.status != "ersatt"
    )
    listed = (own, *attached)
    known = {p.title.casefold() for p in listed}
    return listed + tuple(Paper(name) for name in content.underlag if name.casefold() not in known)


def word(desk: Desk, form: Form, report: Report, images: dict[str, bytes], marks: dict[str, str]) -> bytes:
    """The report as a Word file in the municipality's form, marked ÖVNING in a training instance."""
    from beredning.documents.report import write_report

    known = tuple((f"Beredning.{name}", text) for name, text in sorted(marks.items()))
    return write_report(form.template, report, images, "ÖVNING" if desk.organisation.training else "", known)


def missing_labels(report: Report) -> tuple[str, ...]:
    """Labels of the mandatory sections that wait for the officer: not the date, which approval sets, and not MBL."""
    kinds = {s.form.name: s.form.kind for s in report.sections}
    return tuple(g.label for g in gaps(report) if kinds.get(g.name) in ("text", "decision", "receivers"))


def _signatory(desk: Desk, key: str) -> doc.Signatory:
    person = desk.organisation.person(key)
    return doc.Signatory(person.name, person.title_on(desk.day.isoformat())) if person else doc.Signatory(key)
