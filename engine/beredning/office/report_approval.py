"""The approval of a tjänsteutlåtande: granska is run, and the final Word file is dated, kept and locked (G-01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.core.report import Gap, gaps, report_document
from beredning.errors import Obstacle, Refused
from beredning.office.document_files import put_document
from beredning.office.effects import Product
from beredning.office.report_content import OWN_KIND, WORD, current, file_name, marks_of, read_content
from beredning.office.report_forms import load_form
from beredning.office.reports import compose, word
from beredning.store.rows import CaseRow, PaperRow, ReportRow, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beredning.core.document import Document
    from beredning.office.desk import Desk
    from beredning.office.granska import Gate
    from beredning.store import Reader, Unit

TRACKED: Final = "spårade-ändringar"
# What granska says of a part that is missing, which the form itself has already told in words of its own.
_SAID_BY_GAPS: Final = frozenset(("PH01", "PH07", "SE01", "HD01", "HD04", "HD06", "MB04", "EX01", "EX02"))
_QUOTED: Final = 60  # granska quotes no more of a long text than a little over this


class _Final(NamedTuple):
    """The file as it would be approved today, and all that is in its way. document: the values it was made of, None for
    a file that an officer edited; images: its pictures by digest."""

    last: ReportRow
    title: str
    body: bytes
    obstacles: tuple[Obstacle, ...]
    gate: Gate
    document: Document | None
    images: Mapping[str, bytes]


def approve_in_unit(unit: Unit, desk: Desk, row: CaseRow, reason: str) -> Product:
    """Writes the final Word file dated today, locks the version and adds it to the papers of the case (G-01).

    A file that the officer edited in Word stays as it is but for the facts in its head. reason: answers for warnings.
    Raises Refused with every part that is missing, every tracked change, and what granska found.
    """
    from beredning.office.meeting_state import judge

    final = _final(unit, desk, row)
    done = judge(f"Tjänsteutlåtandet i {row.dnr} kan inte godkännas.", final.obstacles, reason)
    documents = _kept(unit, desk, final)
    digest = documents[0]
    day = desk.day.isoformat()
    last = final.last
    approved = last._replace(
        status="godkänd", document=digest, approved_by=desk.actor.person, approved_on=day, missing="[]"
    )
    papers = unit.all(PaperRow, "by_case", row.key)
    old = [p for p in papers if p.kind == OWN_KIND and p.status != "ersatt"]
    paper = PaperRow(
        row.key,
        max((p.number for p in papers), default=0) + 1,
        OWN_KIND,
        unit.put_text(f"Tjänsteutlåtande {final.title}"),
        file_name(row.dnr, last.version, "godkänd"),
        last.version,
        digest,
        WORD,
        len(final.body),
        -1,
        day,
        "upprättad",
        "godkänd",
        last.author,
        desk.actor.person,
        day,
        day,
    )
    rows: list[Row] = [approved, paper, *(p._replace(status="ersatt") for p in old)]
    return Product(tuple(rows), (last, None, *old), documents, done, final.gate.marks)


def _kept(unit: Unit, desk: Desk, final: _Final) -> tuple[str, ...]:
    """Digests of the Word file and of the values it was made of; a file that an officer edited is its own values."""
    if final.document is None:
        return (unit.put_file(final.body, WORD),)
    return put_document(unit, desk, final.document, final.body, images=final.images).documents


def approval_obstacles(reader: Reader, desk: Desk, row: CaseRow) -> tuple[Obstacle, ...]:
    """What the report still lacks for its final writing: what `approve_in_unit` refuses, told beforehand."""
    if current(reader.all(ReportRow, "by_case", row.key)) is None:
        return ()
    return _final(reader, desk, row).obstacles


def _final(reader: Reader, desk: Desk, row: CaseRow) -> _Final:
    last = current(reader.all(ReportRow, "by_case", row.key))
    if last is None:
        text = "Inget tjänsteutlåtande är skrivet."
        raise Refused(text, (Obstacle("utlåtande-saknas", text, "Lokal rutin G-01", remover="handläggare"),))
    form = load_form(desk.instance, desk.day.isoformat())
    content = read_content(reader, last)
    report, images = compose(reader, desk, row, form, content, desk.day.isoformat())
    hindered: tuple[Obstacle, ...] = ()
    if content.edited is not None:
        from beredning.office.report_update import final_file

        body, report, images, hindered = final_file(reader, desk, row, last, report)
    else:
        body = word(desk, form, report, images, marks_of(row, last.version))
    lacking = gaps(report)
    found = (*(_gap(row, gap.name, gap.label) for gap in lacking), *hindered)
    from beredning.office.granska import answered, report_gate

    name = file_name(row.dnr, last.version, last.status)
    gate = report_gate(desk, row, report.facts.title, name, body, answered(reader, (row.key,)))
    tracked = any(o.code == TRACKED for o in hindered)
    said = tuple(
        o
        for o in gate.obstacles
        if not _is_told(o, lacking) and not (tracked and o.code == "CO05" and "spårad" in o.text)
    )
    document = None if content.edited else report_document(report)
    return _Final(last, report.facts.title, body, found + said, gate, document, images)


def _is_told(obstacle: Obstacle, lacking: tuple[Gap, ...]) -> bool:
    """Whether what granska says is just that a part is missing, which the form has told in words of its own."""
    if obstacle.code not in _SAID_BY_GAPS:
        return False
    words = [word for gap in lacking for word in (gap.prompt[:_QUOTED], gap.label.rstrip(": ")) if word]
    about = {"MB04": "mbl", "EX01": "skickas", "EX02": "skickas"}.get(obstacle.code, "")
    return any(word in obstacle.text for word in words) or bool(
        about and any(gap.name.startswith(about) for gap in lacking)
    )


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
