"""The tjänsteutlåtande: the officer's text kept as versions, the Word file made from it, and its approval."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import document as doc
from beredning.core.consultation import Record, record_from, statement
from beredning.core.journal import Act, canonical
from beredning.core.report import Facts, Paper, Receivers, Report, gaps, make_report
from beredning.errors import Obstacle, Refused
from beredning.office.cases import require_handler
from beredning.office.effects import Product
from beredning.office.lookup import find_case
from beredning.office.moving import pinned_workflow
from beredning.office.report_forms import Form, load_form
from beredning.office.track_data import track_data
from beredning.store.rows import CaseRow, PaperRow, ReportRow, Row, TrackRow

if TYPE_CHECKING:
    from beredning.office.desk import Desk
    from beredning.store import Reader, Unit

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OWN_KIND = "tjänsteutlåtande"
APPROVED = "utlåtande-godkänt"


class Content(NamedTuple):
    """What the officer gives: the text of the sections, the files its tables are read from (name → digest), and the
    receivers. Everything else in the report comes from the case itself."""

    text: str = ""
    files: tuple[tuple[str, str], ...] = ()
    action: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    underlag: tuple[str, ...] = ()


class Draft(NamedTuple):
    """A report as it was written. body: the Word file; missing: labels of what is not filled in yet; new: whether this
    became a version of its own (the same content and the same facts give the version there was)."""

    dnr: str
    title: str
    version: int
    status: str
    digest: str
    missing: tuple[str, ...]
    new: bool
    body: bytes


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
) -> Draft:
    """Writes the report of a case as Word and keeps it as a version (house rule 9).

    text: the officer's sections, None to keep those of the latest version. load: the bytes of a file that the text
    reads a table from, by its name. action, information: receivers, () keeps those there were. deliver: writes the file
    while the act is open, so that neither is there without the other. source: the text's name
    in faults. Raises NotFound, BadDefinition (every fault in the text), BadDocument, NotAllowed.
    """
    form = load_form(desk.instance)
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        require_handler(desk, row)
        _refuse_locked(row)
        versions = unit.all(ReportRow, "by_case", row.key)
        last = max(versions, key=lambda r: r.version, default=None)
        before = read_content(unit, last)
        if text is not None:
            before = before._replace(text=text, files=_tables(unit, form, text, load, source))
        content = before._replace(
            action=action or before.action,
            information=information or before.information,
            underlag=underlag or before.underlag,
        )
        report, images = compose(unit, desk, row, form, content, "")
        body = _word(desk, form, report, images)
        missing = _missing(report)
        digest = unit.put_file(body, WORD)
        stored = unit.put_file(canonical(_plain(content)).encode(), "application/json")
        if last and (last.content, last.document) == (stored, digest):
            same = Draft(row.dnr, report.facts.title, last.version, last.status, digest, missing, False, body)
            deliver(same)
            return same
        written = (stored, digest, desk.actor.person, desk.day.isoformat())
        made = ReportRow(row.key, last.version + 1 if last else 1, "utkast", *written, "", "", canonical(list(missing)))
        replaced = [last._replace(status="ersatt")] if last and last.status == "utkast" else []
        unit.write(
            _act(desk, "utlåtande", row.key, (digest, stored)), [made, *replaced], [None, *([last] if replaced else [])]
        )
        draft = Draft(row.dnr, report.facts.title, made.version, made.status, digest, missing, True, body)
        deliver(draft)
    return draft


def _refuse_locked(row: CaseRow) -> None:
    """An approved report is locked: a step with a reason opens it again, never writing over it (house rule 9)."""
    if APPROVED in json.loads(row.marks):
        text = "Tjänsteutlåtandet är godkänt och låst."
        hint = f"Öppna det igen: beredning ärende flytta {row.dnr} återta --skäl …"
        raise Refused(
            text, (Obstacle("utlåtande-låst", text, "Husregel 9", remover="handläggare eller chef", hint=hint),)
        )


def approve_in_unit(unit: Unit, desk: Desk, row: CaseRow) -> Product:
    """Writes the final Word file dated today, locks the version and adds it to the papers of the case (G-01).

    Raises Refused with every part that is still missing, MBL among them.
    """
    form = load_form(desk.instance)
    last = _latest(unit, row)
    report, images = compose(unit, desk, row, form, read_content(unit, last), desk.day.isoformat())
    lacking = gaps(report)
    if lacking:
        raise Refused(
            f"Tjänsteutlåtandet i {row.dnr} kan inte godkännas.", tuple(_gap(row, g.name, g.label) for g in lacking)
        )
    body = _word(desk, form, report, images)
    digest = unit.put_file(body, WORD)
    approved = last._replace(
        status="godkänd",
        document=digest,
        approved_by=desk.actor.person,
        approved_on=desk.day.isoformat(),
        missing="[]",
    )
    papers = unit.all(PaperRow, "by_case", row.key)
    old = [p for p in papers if p.kind == OWN_KIND and p.status != "ersatt"]
    paper = PaperRow(
        row.key,
        max((p.number for p in papers), default=0) + 1,
        OWN_KIND,
        unit.put_text(f"Tjänsteutlåtande {report.facts.title}"),
        file_name(row.dnr, last.version, "godkänd"),
        last.version,
        digest,
        WORD,
        len(body),
        -1,
        desk.day.isoformat(),
        "upprättad",
        "godkänd",
        last.author,
        desk.actor.person,
        desk.day.isoformat(),
        desk.day.isoformat(),
    )
    rows: list[Row] = [approved, paper, *(p._replace(status="ersatt") for p in old)]
    return Product(tuple(rows), (last, None, *old), (digest,))


def approval_obstacles(reader: Reader, desk: Desk, row: CaseRow) -> tuple[Obstacle, ...]:
    """What the report still lacks for its final writing: what `approve_in_unit` refuses, told beforehand."""
    versions = reader.all(ReportRow, "by_case", row.key)
    if not versions:
        return ()
    last = max(versions, key=lambda r: r.version)
    content = read_content(reader, last)
    report, _ = compose(reader, desk, row, load_form(desk.instance), content, desk.day.isoformat())
    return tuple(_gap(row, gap.name, gap.label) for gap in gaps(report))


def compose(
    reader: Reader, desk: Desk, row: CaseRow, form: Form, content: Content, dated: str
) -> tuple[Report, dict[str, bytes]]:
    """The report as values: the officer's content joined with what the case knows. dated: ISO date of approval, ""
    while it is a draft. Raises BadDefinition with every fault in the officer's text."""
    from beredning.documents.sections_text import read_sections

    organisation = desk.organisation
    files = dict(content.files)
    stored = {name: reader.file(digest) for name, digest in files.items()}
    texts = read_sections(content.text, "till avsnitten", form.layout, stored.get)
    administration = organisation.administration(row.administration)
    organ = organisation.organ(row.organ)
    officer = _signatory(desk, row.officer)
    chief = _signatory(desk, administration.chief) if administration and administration.chief else None
    title = reader.text(row.title)
    facts = Facts(
        administration.name if administration else "", row.dnr, dated, officer, organ.name if organ else "", title
    )
    signatories = tuple(dict.fromkeys(s for s in (chief, officer) if s is not None))
    record = _consultation(reader, row)
    day = date.fromisoformat(dated) if dated else desk.day
    report = make_report(
        form.layout,
        facts,
        texts,
        signatories=signatories,
        papers=_papers(reader, row, title, dated, content),
        receivers=Receivers(content.action, content.information),
        consultation=statement(record, day),
    )
    return report, {}


def file_name(dnr: str, version: int, status: str) -> str:
    """The name a version's Word file is given: "2023-450-tjänsteutlåtande-v1.docx", with "-godkänd" when approved."""
    approved = "-godkänd" if status == "godkänd" else ""
    return f"{dnr.replace('/', '-')}-{OWN_KIND}-v{version}{approved}.docx"


def read_content(reader: Reader, row: ReportRow | None) -> Content:
    """The officer's content of a version; empty content for None."""
    if row is None:
        return Content()
    data = json.loads(reader.file(row.content))
    return Content(
        data["text"],
        tuple((name, digest) for name, digest in data["files"]),
        tuple(data["action"]),
        tuple(data["information"]),
        tuple(data["underlag"]),
    )


def _consultation(reader: Reader, row: CaseRow) -> Record:
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
    """The report itself first, as practice has it (domain.md 4.2 row 12), then each paper really attached."""
    own = Paper(f"Tjänsteutlåtande {title}", dated)
    attached = (
        Paper(reader.text(p.title), p.dated)
        for p in reader.all(PaperRow, "by_case", row.key)
        if p.kind != OWN_KIND and p.status != "ersatt"
    )
    listed = (own, *attached)
    known = {p.title.casefold() for p in listed}
    return listed + tuple(Paper(name) for name in content.underlag if name.casefold() not in known)


def _word(desk: Desk, form: Form, report: Report, images: dict[str, bytes]) -> bytes:
    from beredning.documents.report import write_report

    return write_report(form.template, report, images, "ÖVNING" if desk.organisation.training else "")


def _missing(report: Report) -> tuple[str, ...]:
    """Labels of the mandatory sections that wait for the officer: not the date, which approval sets, and not MBL."""
    kinds = {s.form.name: s.form.kind for s in report.sections}
    return tuple(g.label for g in gaps(report) if kinds.get(g.name) in ("text", "receivers"))


def _gap(row: CaseRow, name: str, label: str) -> Obstacle:
    if name == "mbl":
        return Obstacle(
            "MB04",
            "MBL är inte bedömd, så avsnittet om MBL kan inte skrivas.",
            "MBL 11 §",
            remover="handläggare",
            hint=f"Kalla till förhandling: beredning ärende flytta {row.dnr} mbl:kalla. "
            f'Gäller MBL inte: beredning ärende flytta {row.dnr} mbl:bedöm-ej-tillämplig --skäl "…"',
        )
    return Obstacle(
        "PH07",
        f"”{label}” saknar innehåll.",
        "Lokal rutin G-01",
        remover="handläggare",
        hint=f"beredning utlåtande skriv {row.dnr}",
    )


def _latest(reader: Reader, row: CaseRow) -> ReportRow:
    versions = reader.all(ReportRow, "by_case", row.key)
    if not versions:
        text = "Inget tjänsteutlåtande är skrivet."
        raise Refused(text, (Obstacle("utlåtande-saknas", text, "Lokal rutin G-01", remover="handläggare"),))
    return max(versions, key=lambda r: r.version)


def _signatory(desk: Desk, key: str) -> doc.Signatory:
    person = desk.organisation.person(key)
    return doc.Signatory(person.name, person.title_on(desk.day.isoformat())) if person else doc.Signatory(key)


def _plain(content: Content) -> dict[str, object]:
    return {**content._asdict(), "files": [list(pair) for pair in content.files]}


def _act(desk: Desk, act: str, subject: str, documents: tuple[str, ...]) -> Act:
    return Act(desk.actor.person, desk.actor.title, act, subject, documents=documents)
