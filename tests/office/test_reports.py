"""The report through the office: versions that are never overwritten, what is missing, and what approval demands."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from docx import Document
from docx.oxml.ns import qn

from beredning.core.report import WRITTEN
from beredning.errors import BadDefinition, NotFound, Refused
from beredning.office import moving, reports
from beredning.office.case_view import ask
from beredning.office.cases import attach
from beredning.office.moving import move
from beredning.office.report_forms import load_layout
from beredning.office.report_text import skeleton, stored, versions
from beredning.store.rows import CaseRow, PaperRow
from tests.office.report_kit import begun, report_text, write
from tests.office.world import CHIEF, NOW, OFFICER, World


def words(body: bytes) -> str:
    """Everything the Word file says outside content controls and within them."""
    tree = Document(io.BytesIO(body)).element.body
    return " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in tree.iter(qn("w:p")))


def test_the_same_content_and_facts_are_the_same_version_and_the_same_bytes(world: World) -> None:
    dnr = begun(world)
    first = write(world, dnr, report_text(world), action=("Ekonomichef",))
    again = write(world, dnr, None)
    assert (again.version, again.new, again.body) == (1, False, first.body)
    attach(world.desk(OFFICER), dnr, b"plan", "plan.txt", "Nämndplan 2024", dated="2023-12-01")
    changed = write(world, dnr, None)
    assert (changed.version, changed.new) == (2, True)
    assert "Nämndplan 2024, 2023-12-01" in words(changed.body)
    with world.database.read() as reader:
        kept = versions(reader, world.organisation, dnr)
        assert [(v.version, v.status) for v in kept] == [(1, "ersatt"), (2, "utkast")]
        assert stored(reader, world.organisation, dnr, 1)[1] == first.body
        with pytest.raises(NotFound, match="version 3"):
            stored(reader, world.organisation, dnr, 3)


def test_what_is_missing_is_told_by_label_and_shown_as_a_prompt(world: World) -> None:
    dnr = begun(world)
    draft = write(world, dnr, "# Sammanfattning\n\nKort.\n")
    assert "Ärendet" in draft.missing
    assert "Beslutet skickas till" in draft.missing
    assert "Sammanfattning" not in draft.missing
    prompt = next(f.prompt for f in load_layout(world.instance).sections if f.name == "ärendet")
    assert prompt in words(draft.body)
    with pytest.raises(Refused) as caught:
        move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    assert {o.code for o in caught.value.obstacles} == {"PH07"}
    assert len(caught.value.obstacles) == len(draft.missing)


def test_every_fault_in_the_text_is_told_and_nothing_is_kept(world: World) -> None:
    dnr = begun(world)
    with pytest.raises(BadDefinition) as caught:
        write(world, dnr, "# Samanfattning\n\nx\n\n# Ärendet\n\n[tabell: saknas.csv]\n")
    assert len(caught.value.faults) == 2
    assert [f.line for f in caught.value.faults] == [1, 7]
    with world.database.read() as reader:
        assert versions(reader, world.organisation, dnr) == ()


def test_a_table_is_read_from_the_file_that_was_kept(world: World) -> None:
    dnr = begun(world)
    write(world, dnr, report_text(world, table=True))
    kept = reports.write(world.desk(OFFICER), dnr, None, lambda name: None)
    assert "-179" in words(kept.body).replace("−", "-")
    assert not kept.new


def approved(world: World) -> tuple[str, reports.Draft]:
    """A case whose report the manager has approved, two days after it was written."""
    dnr = begun(world)
    draft = write(world, dnr, report_text(world), action=("Ekonomichef",))
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(OFFICER), dnr, "mbl:bedöm-ej-tillämplig", "Ingen förändring av verksamheten")
    move(world.desk(CHIEF, NOW + timedelta(days=2)), dnr, "godkänn")
    return dnr, draft


def test_approval_dates_locks_and_files_the_report(world: World) -> None:
    dnr, draft = approved(world)
    with world.database.read() as reader:
        row, body = stored(reader, world.organisation, dnr)
        papers = reader.all(PaperRow, "by_case", "UBN:2023:1")
    assert (row.version, row.status, row.approved_by, row.approved_on) == (1, "godkänd", CHIEF, "2023-11-22")
    assert (papers[0].kind, papers[0].digest, papers[0].status) == ("tjänsteutlåtande", row.document, "godkänd")
    assert "2023-11-22" in words(body)
    assert "Ingen förändring av verksamheten" in words(body), "the reason why MBL does not apply (G-MBL-4)"
    assert body != draft.body
    with pytest.raises(Refused) as caught:
        write(world, dnr, report_text(world) + "\nMer.\n")
    assert [o.code for o in caught.value.obstacles] == ["utlåtande-låst"]


def test_a_report_without_mbl_cannot_be_approved_but_reviewed(world: World) -> None:
    dnr = begun(world)
    write(world, dnr, report_text(world), action=("Ekonomichef",))
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    with pytest.raises(Refused) as caught:
        move(world.desk(CHIEF), dnr, "godkänn")
    assert [o.code for o in caught.value.obstacles] == ["MB04"]
    with world.database.read() as reader:
        row = reader.one(CaseRow, "UBN:2023:1")
        assert row is not None
        assert row.stage == "chefsgranskning"
        assert reader.all(PaperRow, "by_case", "UBN:2023:1") == []


def test_mbl_planned_for_after_the_report_is_written_as_planned(world: World) -> None:
    """G-MBL-3: a report never says that was done which lies ahead of its own date."""
    dnr = begun(world)
    dates = {"kallad": "2023-11-20", "planerad": "2023-12-12", "parter": "Vision, Kommunal"}
    move(world.desk(OFFICER), dnr, "mbl:kalla", data=dates)
    text = words(write(world, dnr, report_text(world), action=("KS",)).body)
    assert "Planerad behandling enligt MBL 2023-12-12" in text
    assert "Behandlad enligt MBL 2023-12-12" not in text


def test_a_reopened_report_needs_a_new_version_before_review(world: World) -> None:
    dnr, _ = approved(world)
    move(world.desk(OFFICER), dnr, "återta", "Ny kalkyl")
    with pytest.raises(Refused) as caught:
        move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    assert [o.code for o in caught.value.obstacles] == ["G-08"]
    second = write(world, dnr, report_text(world) + "\nMed ny kalkyl.\n")
    assert second.version == 2
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(CHIEF), dnr, "godkänn")
    with world.database.read() as reader:
        assert [v.status for v in versions(reader, world.organisation, dnr)] == ["godkänd", "godkänd"]
        assert [p.status for p in reader.all(PaperRow, "by_case", "UBN:2023:1")] == ["ersatt", "godkänd"]


def test_the_text_to_fill_in_has_every_heading_and_later_the_officers_own_words(world: World) -> None:
    dnr = begun(world)
    with world.database.read() as reader:
        _, empty = skeleton(reader, world.organisation, world.instance, dnr)
    headings = [f.heading for f in load_layout(world.instance).sections if f.kind in WRITTEN]
    assert [line[2:] for line in empty.splitlines() if line.startswith("# ")] == headings
    write(world, dnr, report_text(world))
    with world.database.read() as reader:
        assert skeleton(reader, world.organisation, world.instance, dnr)[1] == report_text(world)


def test_the_officers_words_are_not_in_the_chain(world: World) -> None:
    dnr = begun(world)
    write(world, dnr, report_text(world), action=("Kim Privatperson",))
    with world.database.read() as reader:
        from beredning.store.rows import EntryRow

        told = [e.details for e in reader.all(EntryRow, "by_subject", "UBN:2023:1")]
    assert told
    assert all("Privatperson" not in json.dumps(json.loads(d), ensure_ascii=False) for d in told)


def test_a_version_that_comes_between_deciding_and_writing_is_decided_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer hands in a complete report, and a colleague's incomplete version lands before the move is written."""
    dnr = begun(world)
    write(world, dnr, report_text(world), action=("Ekonomichef",))
    decided = moving.plan_move

    def overtaken(*args: object, **more: object) -> object:
        plan = decided(*args, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(moving, "plan_move", decided)
        with world.elsewhere() as other:
            write(other, dnr, "# Sammanfattning\n\nKort.\n")
        return plan

    monkeypatch.setattr(moving, "plan_move", overtaken)
    with pytest.raises(Refused) as caught:
        move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    assert {o.code for o in caught.value.obstacles} == {"PH07"}


def test_what_approval_will_refuse_is_told_beforehand(world: World) -> None:
    dnr = begun(world)
    write(world, dnr, report_text(world), action=("Ekonomichef",))
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    answer = next(a for a in ask(world.desk(CHIEF), dnr).steps if a.address == "godkänn")
    assert not answer.possible
    assert [o.code for o in answer.obstacles] == ["MB04"]
    move(world.desk(OFFICER), dnr, "mbl:bedöm-ej-tillämplig", "Ingen förändring")
    assert next(a for a in ask(world.desk(CHIEF), dnr).steps if a.address == "godkänn").possible
