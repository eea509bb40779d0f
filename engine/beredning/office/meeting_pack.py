"""Puts the handlingar of a sammanträde together: every paper of every item in order, and nothing that is not ready."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from beredning.core import agenda
from beredning.errors import BadDocument, Obstacle
from beredning.office.desk import Desk
from beredning.office.document_files import PDF
from beredning.office.meeting_state import Sitting, act_of, judge, load, require_secretary
from beredning.office.moving import pinned_workflow
from beredning.store.rows import CaseRow, PaperRow, ReportRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from beredning.core.agenda import Item
    from beredning.documents.convert import Converted
    from beredning.documents.pack import Counted, Pack, PackFile
    from beredning.office.granska import Gate, Known
    from beredning.store import Reader

_REPORT = "tjänsteutlåtande"


class Packed(NamedTuple):
    """Handlingar that were written. files: (name, title, digest, pages or -1, why unknown). not_pdf: (name, why) of
    those that could not be PDF; advice: how to get what was missing for it."""

    meeting: str
    folder: str
    files: tuple[tuple[str, str, str, int, str], ...]
    pages: int
    head: tuple[int, str]
    acknowledged: tuple[Obstacle, ...]
    not_pdf: tuple[tuple[str, str], ...] = ()
    advice: tuple[str, ...] = ()


def write_handlingar(
    desk: Desk,
    text: str,
    folder: Path,
    *,
    reason: str = "",
    count: bool = True,
    pdf: bool = False,
    told: Callable[[int, int], object] = lambda done, total: None,
) -> Packed:
    """Writes the pack as a new folder in `folder`, in agenda order with manifest.json and innehåll.txt.

    Refused while a paper is missing or a report is not approved or has parts without content: a placeholder is never
    sent. count: say how many pages each file has. pdf: every document as PDF, those of others through LibreOffice, and
    what cannot be one as it is, with why. told: how much of how much is done. Raises NotFound, NotAllowed, Refused,
    StorageFault.
    """
    from beredning.documents import pack as packs

    with desk.database.read() as reader:
        sitting = load(reader, desk.organisation, text)
        require_secretary(desk, sitting.organ)
        what = f"Handlingarna till {sitting.row.key} är inte klara."
        pack = _gather(reader, desk, sitting) if sitting.row.notice else None
        gate = _gate(reader, desk, sitting, pack)
        done = judge(what, (*obstacles(reader, sitting), *gate.obstacles), reason)
        assert pack is not None
        step = _steps(told, 2 + sum(map(packs.is_word, pack.files)) if pdf or count else 2)
        own = _own_in_pdf(reader, desk, pack, step) if pdf else {}
    step()
    if pdf:
        pack = pack._replace(files=packs.in_pdf(pack.files, own, step))
    counted = packs.count_pages(pack.files, step) if count else _uncounted(pack)
    step()
    place = folder / f"handlingar-{sitting.row.key.replace(':', '-')}"
    draft = packs.write_pack(pack, place, counted)
    try:
        _journal(desk, sitting, pack, done, reason, gate)
    except BaseException:
        packs.discard(draft)
        raise
    made = packs.publish(draft, place)
    files = tuple(
        (one.name, one.title, one.digest, counted[one.name].pages, counted[one.name].reason) for one in pack.files
    )
    total = sum(max(c.pages, 0) for c in counted.values())
    kept = tuple((one.name, one.kept) for one in pack.files if one.kept)
    return Packed(sitting.row.key, str(made), files, total, pack.head, done, kept, packs.advice(pack.files, counted))


def _steps(told: Callable[[int, int], object], total: int) -> Callable[[], None]:
    """A counter of what is done, which tells it each time."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        told(done, total)

    return step


def _own_in_pdf(reader: Reader, desk: Desk, pack: Pack, step: Callable[[], None]) -> dict[str, Converted]:
    """The municipality's own documents as PDF by file name, or why one cannot be."""
    from beredning.documents.convert import Converted
    from beredning.documents.pack import is_word
    from beredning.office.document_files import pdf_copy

    found = {}
    training = desk.organisation.training
    for one in pack.files:
        if one.subject and is_word(one):
            try:
                copy = pdf_copy(
                    reader, training=training, subject=one.subject, digest=one.digest, name=one.name, day=pack.made_on
                )
                found[one.name] = Converted(copy.body)
            except BadDocument as error:
                found[one.name] = Converted(reason=error.text)
            step()
    return found


def _uncounted(pack: Pack) -> dict[str, Counted]:
    from beredning.documents.pack import Counted

    return {one.name: Counted(one.pages, "" if one.pages >= 0 else "inte räknat") for one in pack.files}


def _gate(reader: Reader, desk: Desk, sitting: Sitting, pack: Pack | None) -> Gate:
    """What granska has against the pack as it would go out, but for the warnings that are answered for."""
    from beredning.office.granska import OPEN, answered, papers_gate

    if pack is None:
        return OPEN
    files = [(one.name, one.body) for one in pack.files]
    return papers_gate(desk, files, answered(reader, subjects(sitting)), known_of(reader, sitting, pack.files))


def known_of(reader: Reader, sitting: Sitting, files: Iterable[PackFile]) -> Known:
    """What the register knows of papers that granska would else have to read out of them, and of the cases that may be
    taken up without a report."""
    from beredning.office.granska import Known
    from beredning.review.values import Expected

    expected = {
        one.name: Expected(one.dnr, one.title.removeprefix("Tjänsteutlåtande ") if one.kind == _REPORT else one.title)
        for one in files
        if one.dnr
    }
    spoken = (case.dnr for case in sitting.cases.values() if not needs_report(reader, case))
    return Known(expected, frozenset(spoken))


def subjects(sitting: Sitting) -> tuple[str, ...]:
    """The sammanträde and its cases, as the journal names them."""
    return (sitting.row.key, *sitting.cases)


def _journal(desk: Desk, sitting: Sitting, pack: Pack, done: tuple[Obstacle, ...], reason: str, gate: Gate) -> None:
    digests = tuple(one.digest for one in pack.files)
    with desk.unit() as unit:
        # Not the files' names: they hold titles, and nothing that may have to be disposed of goes into the chain.
        extra: dict[str, object] = {}
        for one in pack.files:
            if one.source:  # what was sent shall be there to show, and a converter may do otherwise another day
                unit.put_file(one.body, PDF)
        if done:
            extra = {"godtagna": [o.code for o in done], "skäl": unit.put_text(reason.strip()), **gate.extra()}
        unit.write(act_of(desk, "handlingar", sitting.row.key, documents=digests, extra=extra))


def obstacles(reader: Reader, sitting: Sitting) -> tuple[Obstacle, ...]:
    """All that stands in the way of sending the pack: each missing, unapproved or unfinished paper of each item."""
    found: list[Obstacle] = []
    if not sitting.row.notice:
        text = f"Kallelsen till {sitting.row.key} är inte skickad; handlingarna följer föredragningslistan i den."
        hint = f"beredning sammanträde kallelse {sitting.row.key}"
        found.append(Obstacle("kallelse-ej-sänd", text, "Reglementet (KL 6:44)", "FEL", "sekreterare", hint=hint))
    for item, label in _matters(sitting):
        case = sitting.cases.get(item.case)
        if case is None:
            continue
        needed = needs_report(reader, case)
        found += _about_report(reader, case, label, needed)
    return tuple(found)


def _matters(sitting: Sitting) -> list[tuple[Item, str]]:
    labels = agenda.labels(sitting.items)
    return [
        (item, labels[item.key])
        for item in sitting.items
        if item.kind in agenda.MATTERS and item.state in (agenda.OPEN, agenda.DECIDED)
    ]


def needs_report(reader: Reader, case: CaseRow) -> bool:
    """Whether the case could not be called without an approved tjänsteutlåtande: information may be given orally."""
    workflow = pinned_workflow(reader, case.workflow_digest)
    called = [step for step in workflow.steps if step.organ and not step.outcomes]
    return any(need.name == "utlåtande-godkänt" for step in called for need in step.needs)


def _about_report(reader: Reader, case: CaseRow, label: str, needed: bool) -> list[Obstacle]:
    versions = [row for row in reader.all(ReportRow, "by_case", case.key) if row.counts]
    hint = f"beredning utlåtande skriv {case.dnr}"
    where = f"punkt {label} ({case.dnr})"
    if not versions:
        text = f"Tjänsteutlåtande saknas till {where}."
        missing = Obstacle("utlåtande-saknas", text, "Lokal rutin G-01", "FEL", "handläggare", hint=hint)
        return [missing] if needed else []
    last = max(versions, key=lambda r: r.version)
    found = [
        Obstacle(
            "PH07", f"Avsnittet ”{name}” saknar innehåll i {where}.", "Lokal rutin G-01", "FEL", "handläggare", "", hint
        )
        for name in json.loads(last.missing)
    ]
    if last.status != "godkänd":
        text = f"Tjänsteutlåtandet till {where}, version {last.version}, är inte godkänt."
        found.append(Obstacle("utlåtande-ej-godkänt", text, "Lokal rutin G-01", "FEL", "chef"))
    papers = [p for p in reader.all(PaperRow, "by_case", case.key) if p.status != "ersatt"]
    titles = {reader.text(p.title).casefold() for p in papers}
    for name in json.loads(reader.file(last.content)).get("underlag", ()):
        if name.casefold() not in titles:
            text = f"Beslutsunderlaget i {where} nämner ”{name}”, som inte finns bland handlingarna."
            attach = f'beredning ärende bifoga {case.dnr} FIL --titel "{name}"'
            found.append(Obstacle("UL02", text, "Lokal rutin G-03", "FEL", "handläggare", "", attach))
    return found


def _gather(reader: Reader, desk: Desk, sitting: Sitting) -> Pack:
    from beredning.documents.pack import Pack, PackFile

    row = sitting.row
    notice = PackFile(
        f"00-kallelse-{row.key.replace(':', '-')}.docx",
        "",
        f"Kallelse och föredragningslista {sitting.organ.name} {row.day}",
        "kallelse",
        "",
        reader.file(row.notice),
        subject=row.key,
    )
    files = [notice, *papers_of(reader, sitting)]
    day = desk.day.isoformat()
    training = desk.organisation.training
    return Pack(row.key, sitting.organ.name, row.day, day, reader.head(), tuple(files), training)


def papers_of(reader: Reader, sitting: Sitting, *, called: frozenset[str] | None = None) -> list[PackFile]:
    """Every paper of every matter on the list in order. called: only those of these cases; None for all."""
    found = []
    for item, label in _matters(sitting):
        if item.case in sitting.cases and (called is None or item.case in called):
            found += _papers(reader, sitting.cases[item.case], label)
    return found


def _papers(reader: Reader, case: CaseRow, label: str) -> list[PackFile]:
    """The report first, then the other papers as bilagor in the order they were added."""
    from beredning.documents.pack import PackFile, file_name

    rows = [p for p in reader.all(PaperRow, "by_case", case.key) if p.status != "ersatt"]
    reports = [p for p in rows if p.kind == _REPORT]
    others = [p for p in rows if p.kind != _REPORT]
    found = []
    for nth, paper in enumerate((*reports, *others), 1):
        title = reader.text(paper.title)
        extension = Path(paper.filename).suffix or ".bin"
        own = paper in reports
        kind = _REPORT if own else "bilaga"
        shown = title.removeprefix("Tjänsteutlåtande ") if own else title
        name = file_name(label, kind, shown, extension, 0 if own else nth - len(reports))
        subject = case.key if own else ""
        body = reader.file(paper.digest)
        found.append(PackFile(name, label, title, paper.kind, case.dnr, body, paper.pages, subject))
    return found
