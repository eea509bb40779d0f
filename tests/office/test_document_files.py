"""Every document of an act as PDF: valid, of the version it belongs to, kept with its act, whatever comes after."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from beredning.core.journal import Act
from beredning.errors import BadDocument
from beredning.office import (
    meeting_adjust,
    meeting_attend,
    meeting_call,
    meeting_close,
    meeting_decide,
    meeting_minutes,
    meeting_pack,
    meeting_plan,
    reports,
)
from beredning.office.audit_facts import Scope, Teller
from beredning.office.cases import attach
from beredning.office.document_files import FROM_OFFICE, FROM_READING, FROM_VALUES, MODEL, PDF, WORD, Copy, pdf_copy
from beredning.office.meeting_record import Wish
from beredning.office.meetings import stored, stored_pdf
from beredning.office.moving import move
from beredning.office.report_text import stored_pdf as report_pdf
from beredning.office.report_text import versions
from beredning.store.rows import EntryRow, FileRow
from tests.documents.pdf_kit import faults, pages
from tests.office.meeting_road import TEXT, draft, planned, secretary
from tests.office.world import CHIEF, OFFICER, World

DAY = "2023-11-28"
REASON = "Papperen är lästa, och anmärkningarna är kända."


def ready(world: World, title: str = "Nämndplan") -> str:
    """An approved case; what granska remarks on in its short text is answered for."""
    dnr = draft(world, title)
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(CHIEF), dnr, "godkänn", REASON)
    return dnr


class Kept(dict[str, bytes]):
    """What an act delivered, by file name."""

    def __call__(self, filename: str, body: bytes) -> None:
        self[filename] = body


def media_of(world: World, subject: str, act: str) -> list[str]:
    """The kinds of the documents that the last such act named, in order."""
    with world.database.read() as reader:
        entry = [one for one in reader.all(EntryRow, "by_subject", subject) if one.act == act][-1]
        rows = [reader.one(FileRow, digest) for digest in json.loads(entry.documents)]
        return [row.media if row else "saknas" for row in rows]


def copy_of(world: World, subject: str, digest: str, name: str = "a.docx") -> Copy:
    with world.database.read() as reader:
        return pdf_copy(reader, training=True, subject=subject, digest=digest, name=name, day=DAY)


def marked(body: bytes) -> bool:
    return all("ÖVNING" in text.replace(" ", "") for text in pages(body))


def test_a_kallelse_is_delivered_and_kept_as_pdf_when_asked(world: World) -> None:
    key = planned(world, ready(world, "Nämndplan"))
    files = Kept()
    made = meeting_call.call(secretary(world, DAY), key, pdf=True, reason=REASON, deliver=files)
    assert list(files) == ["kallelse-UBN-AU-2023-12-06.docx", "kallelse-UBN-AU-2023-12-06.pdf"]
    assert media_of(world, key, "kallelse") == [WORD, MODEL, PDF]
    body = files["kallelse-UBN-AU-2023-12-06.pdf"]
    assert faults(body) == [] and marked(body)
    assert "Föredragningslista" in "".join(pages(body))
    assert copy_of(world, key, made.digest) == Copy(body, FROM_VALUES)
    with world.database.read() as reader:
        assert stored_pdf(reader, world.organisation, key, "kallelse") == (
            "kallelse-UBN-AU-2023-12-06.pdf",
            stored(reader, world.organisation, key, "kallelse")[1],
            body,
        )


def test_the_pdf_of_an_old_version_says_what_that_version_said(world: World) -> None:
    key = planned(world, ready(world, "Nämndplan"))
    first = meeting_call.call(secretary(world, DAY), key, reason=REASON)
    assert media_of(world, key, "kallelse") == [WORD, MODEL]
    before = copy_of(world, key, first.digest)
    meeting_plan.change_meeting(secretary(world, DAY), key, {"plats": "Stora salen"})
    second = meeting_call.call(secretary(world, "2023-11-29"), key, reason=REASON)
    after = copy_of(world, key, second.digest)
    assert copy_of(world, key, first.digest) == before, "the same bytes, whatever has happened since"
    assert ["Stora salen" in "".join(pages(one.body)) for one in (before, after)] == [False, True]
    assert "Ändrad kallelse" in "".join(pages(after.body))


def test_minutes_and_proof_of_posting_are_pdf_too(world: World) -> None:
    key = planned(world, ready(world))
    meeting_call.call(secretary(world, DAY), key, reason=REASON)
    desk = secretary(world, "2023-12-06", "08:00")
    meeting_attend.roll_call(desk, key)
    meeting_attend.open_meeting(desk, key)
    desk = secretary(world, "2023-12-06", "11:00")
    meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    meeting_close.close_meeting(desk, key, note_rest=True)
    files = Kept()
    meeting_minutes.write_minutes(desk, key, pdf=True, reason=REASON, deliver=files)
    meeting_adjust.adjust(secretary(world, "2023-12-08"), key, ("Lena Camp", "Anette Håkansson"), reason=REASON)
    meeting_adjust.post(secretary(world, "2023-12-08"), key, pdf=True, reason=REASON, deliver=files)
    bodies = [body for name, body in files.items() if name.endswith(".pdf")]
    assert len(files) == 4 and len(bodies) == 2
    assert all(faults(body) == [] and marked(body) for body in bodies)
    assert "§ 1" in "".join(pages(bodies[0])) and "anslagstavla" in "".join(pages(bodies[1]))
    assert media_of(world, key, "protokoll") == [WORD, MODEL, PDF] == media_of(world, key, "anslag")


def test_a_report_is_pdf_as_draft_again_and_when_approved(world: World) -> None:
    dnr = draft(world, "Nämndplan")
    text = TEXT.format(title="en annan plan")
    made = reports.write(world.desk(OFFICER), dnr, text, lambda _: None, pdf=True)
    assert (made.version, made.new) == (2, True) and faults(made.pdf) == [] and marked(made.pdf)
    same = reports.write(world.desk(OFFICER), dnr, None, lambda _: None, pdf=True)
    assert (same.new, same.pdf) == (False, made.pdf)
    with world.database.read() as reader:
        rows = versions(reader, world.organisation, dnr)
        copies = [report_pdf(reader, world.organisation, row, "a.docx") for row in rows]
    assert [copy.way for copy in copies] == [FROM_VALUES, FROM_VALUES]
    assert copies[1].body == made.pdf
    assert ["en annan plan" in "".join(pages(copy.body)).replace("\n", " ") for copy in copies] == [False, True]


def test_the_trace_says_what_each_file_of_an_act_is(world: World) -> None:
    key = planned(world, ready(world))
    meeting_call.call(secretary(world, DAY), key, pdf=True, reason=REASON)
    with world.database.read() as reader:
        entry = next(one for one in reader.all(EntryRow, "by_subject", key) if one.act == "kallelse")
        told = Teller(reader, world.organisation).documents(entry, Scope(whole=True))
    assert [one.what for one in told][1:] == ["innehållet, som PDF görs av", "PDF"]


def test_an_approved_report_has_its_day(world: World) -> None:
    dnr = ready(world, "Nämndplan")
    with world.database.read() as reader:
        row = versions(reader, world.organisation, dnr)[-1]
        copy = report_pdf(reader, world.organisation, row, "a.docx")
    assert (row.status, copy.way) == ("godkänd", FROM_VALUES)
    assert row.approved_on in pages(copy.body)[0] and faults(copy.body) == []


def edited(world: World, change: str = "") -> tuple[str, str]:
    """A case's key and the digest of its Word file as an officer saved it. change: text of an added text box."""
    made = reports.write(world.desk(OFFICER), draft(world, "Nämndplan"), None, lambda _: None)
    word = docx.Document(io.BytesIO(made.body))
    word.add_paragraph("Tillagt av handläggaren.")
    out = io.BytesIO()
    word.save(out)
    desk = world.desk(OFFICER)
    with desk.unit() as unit:
        digest = unit.put_file(out.getvalue() if not change else change.encode(), WORD)
        unit.write(Act(OFFICER, "handläggare", "prov", "x", documents=(digest,)))
    return "x", digest


def test_a_file_that_an_officer_edited_is_pdf_as_it_reads(world: World) -> None:
    subject, digest = edited(world)
    copy = copy_of(world, subject, digest)
    assert copy.way in (FROM_READING, FROM_OFFICE)
    text = "".join(pages(copy.body)).replace("\n", " ")
    assert "Tillagt av handläggaren." in text and "beskrivs bakgrunden till Nämndplan" in text
    if copy.way == FROM_READING:
        assert faults(copy.body) == []


def test_what_neither_can_be_read_nor_converted_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    subject, digest = edited(world, "ingen Wordfil")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadDocument) as told:
        copy_of(world, subject, digest, "plan.docx")
    assert "plan.docx" in told.value.text


def test_the_pack_is_pdf_where_it_can_be(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice: our own as PDF, a Word file of somebody else's as it is, and both said in the manifest."""
    monkeypatch.setenv("PATH", "")
    dnr = draft(world, "Nämndplan")
    other = io.BytesIO()
    word = docx.Document()
    word.add_heading("Lokalplan för skolorna")
    word.add_paragraph("Planen visar vilka lokaler som skolorna har.")
    word.save(other)
    attach(world.desk(OFFICER), dnr, other.getvalue(), "bilaga.docx", "Lokalplan för skolorna", dated="2023-11-20")
    reports.write(world.desk(OFFICER), dnr, None, lambda _: None)
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(CHIEF), dnr, "godkänn", REASON)
    key = planned(world, dnr)
    meeting_call.call(secretary(world, DAY), key, reason=REASON)
    told: list[tuple[int, int]] = []
    packed = meeting_pack.write_handlingar(
        secretary(world, DAY), key, tmp_path, reason=REASON, pdf=True, told=lambda *one: told.append(one)
    )
    names = [name for name, *_ in packed.files]
    assert [Path(name).suffix for name in names] == [".pdf", ".pdf", ".docx"]
    assert packed.not_pdf == ((names[2], "LibreOffice finns inte på datorn"),) and "libreoffice" in packed.advice[0]
    assert told == [(done, 5) for done in range(1, 6)]
    manifest = json.loads((Path(packed.folder) / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["sidor"] is None for entry in manifest["filer"]] == [False, False, True]
    with world.database.read() as reader:
        notice = stored(reader, world.organisation, key, "kallelse")
        assert manifest["filer"][0]["gjord_av"] == {"sha256": notice[1], "sätt": "ur dokumentet"}
        for name in names[:2]:
            body = (Path(packed.folder) / name).read_bytes()
            assert faults(body) == []
            assert reader.file(next(digest for one, _, digest, *_ in packed.files if one == name)) == body
    assert media_of(world, key, "handlingar")[:2] == [PDF, PDF]


def test_a_pack_of_word_files_does_not_lend_its_papers_to_the_kallelse(world: World, tmp_path: Path) -> None:
    """The act of the pack names the kallelse's file too, and a PDF after it that is something else."""
    dnr = ready(world, "Nämndplan")
    key = planned(world, dnr)
    called = meeting_call.call(secretary(world, DAY), key, reason=REASON)
    before = copy_of(world, key, called.digest)
    meeting_pack.write_handlingar(secretary(world, DAY), key, tmp_path, reason=REASON, count=False)
    assert copy_of(world, key, called.digest) == before
