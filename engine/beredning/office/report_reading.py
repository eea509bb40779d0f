"""The officer's Word file read back: it becomes a version with what changed in it, and is never written over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beredning.core.comparison import Difference, Part, compare
from beredning.core.report import Facts, Layout, Report, Section, layout_for
from beredning.errors import BadDocument, Clash, NotFound, Obstacle, Refused, UsageFault
from beredning.office.cases import require_handler
from beredning.office.lookup import find_case
from beredning.office.report_content import (
    ASIDE,
    CASE_MARK,
    VERSION_MARK,
    WORD,
    Content,
    Edited,
    content_text,
    current,
    marks_of,
    next_number,
    read_content,
    refuse_locked,
)
from beredning.office.report_forms import load_layout, load_layouts
from beredning.office.reports import facts_of, missing_labels, new_version, put_version
from beredning.store.rows import CaseRow, ReportRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beredning.core import document as doc
    from beredning.core.reading import Comment, Reading, TrackedChange
    from beredning.core.recognition import FoundReport
    from beredning.office.desk import Desk
    from beredning.office.instance import Instance
    from beredning.store import Reader, Unit


class ReadBack(NamedTuple):
    """What became of a file that was read back.

    base: the version it was made from, 0 when it is the first; new: False when it is just the version there was.
    differences: every part against the base; changes: tracked ones, which must be accepted or refused before approval;
    losses: what the template had and the file lost; strange: headings that the form does not have; unread: what the
    file holds that could not be read; missing: labels of mandatory sections without content.
    """

    dnr: str
    version: int
    base: int
    author: str
    digest: str
    new: bool
    differences: tuple[Difference, ...]
    changes: tuple[TrackedChange, ...]
    comments: tuple[Comment, ...]
    losses: tuple[str, ...]
    strange: tuple[str, ...]
    unread: tuple[str, ...]
    missing: tuple[str, ...]


def read_back(desk: Desk, dnr: str, data: bytes, name: str, base: int | None = None) -> ReadBack:
    """Reads the officer's Word file and keeps it as the next version, with what differs from the one it was made from.

    base: that version, when the file does not say it or has been put together from several. Somebody else's edit of
    the same version is not written over: the file is then kept aside and Clash is raised. Raises NotFound, NotAllowed,
    BadDocument (not a whole Word file, or nothing in it is known), UsageFault, Refused (locked, another case's file).
    """
    reading, found, marks = _read(desk, data, name)
    clash: Clash | None = None
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        require_handler(desk, row)
        refuse_locked(row)
        _refuse_other_case(desk, row, marks.get(CASE_MARK, ""), found, name)
        versions = unit.all(ReportRow, "by_case", row.key)
        last = current(versions)
        same = next((v for v in versions if _is_same(unit, v, data)), None)
        start = _base(desk, row, versions, last, marks.get(VERSION_MARK, ""), base, name)
        if same is not None and same != last and not same.counts and base is None:
            # Set aside before, and given again without a word of what it is to be joined with.
            made, start = same, _origin(unit, versions, same)
        elif same is not None and same == last:
            made, start = same, _origin(unit, versions, same) or start
        else:
            made = _keep(unit, desk, row, versions, start, found, data, name)
        told = _told(unit, row, made, start, reading, found, new=made != same)
        if not made.counts and last is not None and start is not None:
            clash = _clash(unit, desk, row, start, last, told)
    if clash is not None:
        raise clash
    return told


def _origin(reader: Reader, versions: Sequence[ReportRow], version: ReportRow) -> ReportRow | None:
    """The version that one was made from."""
    edited = read_content(reader, version).edited
    return next((v for v in versions if edited and v.version == edited.base), None)


def _keep(
    unit: Unit,
    desk: Desk,
    row: CaseRow,
    versions: Sequence[ReportRow],
    start: ReportRow | None,
    found: FoundReport,
    data: bytes,
    name: str,
) -> ReportRow:
    """Writes the file as the next version, or aside when somebody else has gone on from the same one."""
    from beredning.documents.marks import with_marks

    last = current(versions)
    edited = Edited(start.version if start else 0, name, unit.put_file(data, WORD))
    report, _ = report_in_file(unit, found.layout, edited, facts_of(desk, row, unit.text(row.title), ""), ())
    stored = unit.put_file(content_text(_content(found, edited)), "application/json")
    number = next_number(versions)
    digest = unit.put_file(with_marks(data, name, marks_of(row, number)), WORD)
    beside = start is not None and start != last
    made = new_version(desk, row, number, stored, digest, missing_labels(report), ASIDE if beside else "utkast")
    act = "utlåtande-krock" if beside else "utlåtande-läst"
    put_version(unit, desk, act, made, None if beside else last, (digest, edited.digest, stored))
    return made


def _read(desk: Desk, data: bytes, name: str) -> tuple[Reading, FoundReport, dict[str, str]]:
    from beredning.core.recognition import recognise
    from beredning.documents.marks import read_marks
    from beredning.documents.reading import read

    if not name.lower().endswith(".docx"):
        raise UsageFault(
            f"{name} är ingen Wordfil (.docx).", "Spara utlåtandet som Word-dokument (.docx) och läs in det."
        )
    reading = read(data, name)
    found = recognise(reading, load_layout(desk.instance, desk.day.isoformat()))
    if not found.sections:
        headings = ", ".join(f"”{form.heading}”" for form in found.layout.sections if form.heading)
        text = f"Inget avsnitt i {name} kändes igen som ett tjänsteutlåtande i kommunens form."
        raise BadDocument(text, f"Rubrikerna i formen är {headings}.")
    return reading, found, read_marks(data, name)


def _refuse_other_case(desk: Desk, row: CaseRow, marked: str, found: FoundReport, name: str) -> None:
    """A file of another case is not read into this one: by its mark, and by the diarienummer written in it."""
    from beredning.core.diary import candidates

    fact = found.fact("diarienummer")
    written = {one.key for one in candidates(fact.text, desk.organisation.organs)} if fact else set()
    if (marked and marked != row.key) or (written and row.key not in written):
        other = fact.text if fact and written and row.key not in written else marked
        text = f"{name} hör till ett annat ärende ({other}) än {row.dnr}."
        hint = f"Läs in den i sitt eget ärende, eller rätta diarienumret i filen till {row.dnr}."
        raise Refused(text, (Obstacle("HD03", text, "Lokal rutin", remover="handläggare", hint=hint),))


def _is_same(reader: Reader, version: ReportRow, data: bytes) -> bool:
    """Whether the file is just that version: as it was sent out, or as it came in."""
    from hashlib import sha256

    digest = sha256(data).hexdigest()
    edited = read_content(reader, version).edited
    return digest in (version.document, edited.digest if edited else "")


def _base(
    desk: Desk,
    row: CaseRow,
    versions: Sequence[ReportRow],
    last: ReportRow | None,
    marked: str,
    named: int | None,
    name: str,
) -> ReportRow | None:
    """The version that the file was made from, None when it is the first.

    The person who last read a file in, and goes on in the same file, goes on from that version: the file on the desk
    still carries the number it went out with.
    """
    if last is None:
        return None
    number = named if named is not None else int(marked) if marked.isdecimal() else None
    if number is None:
        raise UsageFault(
            f"{name} säger inte vilken version av tjänsteutlåtandet den bygger på.",
            f"Ange den: --från {last.version} (den senaste). Versionerna: beredning utlåtande versioner {row.dnr}",
        )
    found = next((v for v in versions if v.version == number), None)
    if found is None:
        have = ", ".join(str(v.version) for v in versions)
        raise NotFound(f"{row.dnr} har ingen version {number} av tjänsteutlåtandet.", f"Versioner: {have}.")
    if named is None and found != last and last.author == desk.actor.person and _follows(desk, last, found, versions):
        return last
    return found


def _follows(desk: Desk, last: ReportRow, start: ReportRow, versions: Sequence[ReportRow]) -> bool:
    """Whether every version after `start` up to `last` is by the person who acts."""
    between = [v for v in versions if start.version < v.version <= last.version and v.counts]
    return all(v.author == desk.actor.person for v in between)


def _content(found: FoundReport, edited: Edited) -> Content:
    groups = {kind: tuple(r.text for g in found.receivers if g.kind == kind for r in g.receivers) for kind in _KINDS}
    return Content(action=groups["hantera"] + groups[""], information=groups["kännedom"], edited=edited)


_KINDS = ("hantera", "kännedom", "")


def report_in_file(
    reader: Reader, layout: Layout, edited: Edited, facts: Facts, signatories: tuple[doc.Signatory, ...]
) -> tuple[Report, dict[str, bytes]]:
    """The report that the officer's file holds: its own sections under the case's own facts; and its pictures."""
    return report_in(reader.file(edited.digest), edited.name, layout, facts, signatories)


def report_in(
    data: bytes, name: str, layout: Layout, facts: Facts, signatories: tuple[doc.Signatory, ...]
) -> tuple[Report, dict[str, bytes]]:
    """The same of the bytes of a file."""
    reading, found = _recognised(data, name, layout)
    sections = []
    for form in layout.sections:
        held = [one for one in found.sections if one.form.name == form.name]
        heading = next((one.heading.text.strip() for one in held if one.heading), form.heading)
        sections.append(Section(form, heading, tuple(block for one in held for block in one.blocks)))
    return Report(layout, facts, tuple(sections), signatories), dict(reading.pictures)


def _again(reader: Reader, layout: Layout, digest: str, name: str) -> tuple[Reading, FoundReport]:
    return _recognised(reader.file(digest), name, layout)


def _recognised(data: bytes, name: str, layout: Layout) -> tuple[Reading, FoundReport]:
    from beredning.core.recognition import recognise
    from beredning.documents.reading import read

    reading = read(data, name)
    return reading, recognise(reading, layout)


def layout_of(instance: Instance, version: ReportRow) -> Layout:
    """The form in force when a version was written; that of new reports when none was."""
    layouts = load_layouts(instance)
    return layout_for(layouts, version.created) or load_layout(instance)


def parts_of(reader: Reader, layout: Layout, version: ReportRow) -> tuple[Part, ...]:
    """What a version says, part by part, read out of its Word file as it is kept."""
    _, found = _again(reader, layout, version.document, f"version {version.version}.docx")
    return parts_in(found)


def parts_in(found: FoundReport) -> tuple[Part, ...]:
    """The facts and sections of a report that was read, as parts to compare."""
    from beredning.core.document import para

    facts = (
        Part(
            f"fält:{one.form.name}",
            (one.form.label or one.form.name.capitalize()).rstrip(": "),
            (para(one.text),) if one.text else (),
        )
        for one in found.facts
    )
    sections = (
        Part(one.form.name, one.form.heading or one.form.name.capitalize(), one.blocks) for one in found.sections
    )
    return (*facts, *sections)


def _told(
    reader: Reader,
    row: CaseRow,
    made: ReportRow,
    start: ReportRow | None,
    reading: Reading,
    found: FoundReport,
    *,
    new: bool,
) -> ReadBack:
    import json

    from beredning.documents.losses import losses

    former = _again(reader, found.layout, start.document, f"version {start.version}.docx") if start else None
    return ReadBack(
        row.dnr,
        made.version,
        start.version if start else 0,
        made.author,
        made.document,
        new,
        compare(parts_in(former[1]), parts_in(found)) if former else (),
        reading.changes,
        reading.comments,
        losses(former[0], reading, found.layout) if former else (),
        tuple(one.text for one in found.strange),
        reading.unread,
        tuple(json.loads(made.missing)),
    )


def _clash(reader: Reader, desk: Desk, row: CaseRow, start: ReportRow, last: ReportRow, told: ReadBack) -> Clash:
    from beredning.office.meeting_state import name_of

    before, after = (parts_of(reader, layout_of(desk.instance, one), one) for one in (start, last))
    theirs = compare(before, after)
    who = name_of(desk.organisation, last.author)
    lines = [
        *(f"{who} (version {last.version}): {one.label}" for one in theirs if one.status != "lika"),
        *(f"din fil (version {told.version}): {one.label}" for one in told.differences if one.status != "lika"),
    ]
    return Clash(
        f"{who} har redan läst in en ändring av version {start.version}, som version {last.version}. "
        f"Din fil är sparad som version {told.version} men gäller inte.",
        tuple(lines),
        f"Se skillnaden: beredning utlåtande jämför {row.dnr} {last.version} {told.version}. För samman i Word "
        f"och läs in: beredning utlåtande läs {row.dnr} FIL.docx --från {last.version}",
    )
