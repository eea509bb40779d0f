"""The officer's Word file comes back as a version: what changed is told, nothing is written over, nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beredning.errors import BadDocument, Clash, NotFound, Refused, UsageFault
from beredning.office import reports
from beredning.office.moving import move
from beredning.office.report_compare import compare_versions
from beredning.office.report_reading import read_back
from beredning.office.report_text import stored, versions
from beredning.office.report_update import update
from beredning.store.rows import EntryRow
from tests.office.report_kit import begun, report_text, write
from tests.office.word_edits import edited, reword, track, without_controls
from tests.office.world import CHIEF, NOW, OFFICER, World

AUDITOR = "rolf.ovningsson"
NAME = "utlåtande.docx"
OLD, NEW = "Planen är framtagen av ledningsgruppen.", "Planen är framtagen av rektorerna."


def written(world: World) -> tuple[str, reports.Draft]:
    dnr = begun(world)
    return dnr, write(world, dnr, report_text(world), ("Ekonomichef",))


def kept(world: World, dnr: str) -> list[tuple[int, str, str]]:
    with world.database.read() as reader:
        return [(v.version, v.status, v.author) for v in versions(reader, world.organisation, dnr)]


def bytes_of(world: World, dnr: str, version: int) -> bytes:
    with world.database.read() as reader:
        return stored(reader, world.organisation, dnr, version)[1]


def test_an_edited_section_is_the_one_that_differs(world: World) -> None:
    dnr, draft = written(world)
    told = read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    assert (told.version, told.base, told.author, told.new) == (2, 1, OFFICER, True)
    assert [one.label for one in told.differences if one.status != "lika"] == ["Ärendet"]
    assert (told.losses, told.changes, told.comments, told.strange, told.unread, told.missing) == (
        (),
        (),
        (),
        (),
        (),
        (),
    )
    assert kept(world, dnr) == [(1, "ersatt", OFFICER), (2, "utkast", OFFICER)]
    assert bytes_of(world, dnr, 1) == draft.body


def test_the_words_that_changed_are_told(world: World) -> None:
    dnr, draft = written(world)
    read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    told = compare_versions(world.desk(OFFICER), dnr)
    (changed,) = (one for one in told.differences if one.status != "lika")
    said = {one.kind: one.text.strip() for one in changed.pieces if one.kind != "lika"}
    assert said == {"struket": "ledningsgruppen.", "tillagt": "rektorerna."}


def test_the_same_file_again_is_no_new_version(world: World) -> None:
    dnr, draft = written(world)
    again = read_back(world.desk(OFFICER), dnr, draft.body, NAME)
    assert (again.version, again.new) == (1, False)
    body = edited(draft.body, reword(OLD, NEW))
    first = read_back(world.desk(OFFICER), dnr, body, NAME)
    second = read_back(world.desk(OFFICER), dnr, body, NAME)
    fetched = read_back(world.desk(OFFICER), dnr, bytes_of(world, dnr, 2), NAME)
    assert [(one.version, one.new) for one in (first, second, fetched)] == [(2, True), (2, False), (2, False)]


def test_one_who_goes_on_in_the_same_file_goes_on_from_the_own_version(world: World) -> None:
    dnr, draft = written(world)
    read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    told = read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, "Planen är klar.")), NAME)
    assert (told.version, told.base) == (3, 2)


def test_two_officers_who_edit_the_same_version_both_keep_theirs(world: World) -> None:
    dnr, draft = written(world)
    read_back(world.desk(CHIEF), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    mine = edited(draft.body, reword("Nämnden prövar planen varje år.", "Nämnden prövar planen vartannat år."))
    with pytest.raises(Clash) as caught:
        read_back(world.desk(OFFICER), dnr, mine, NAME)
    assert kept(world, dnr) == [(1, "ersatt", OFFICER), (2, "utkast", CHIEF), (3, "krock", OFFICER)]
    assert "version 3" in caught.value.text and any("Ärendet" in line for line in caught.value.changes)
    assert f"jämför {dnr} 2 3" in caught.value.hint
    told = compare_versions(world.desk(OFFICER), dnr, "2", "3")
    assert [one.label for one in told.differences if one.status != "lika"]
    for again in (mine, bytes_of(world, dnr, 3)):
        with pytest.raises(Clash):
            read_back(world.desk(OFFICER), dnr, again, NAME)
    assert len(kept(world, dnr)) == 3, "what is set aside is not set aside twice"
    joined = edited(mine, reword(OLD, NEW))
    done = read_back(world.desk(OFFICER), dnr, joined, NAME, base=2)
    assert (done.version, done.base) == (4, 2)
    assert kept(world, dnr)[-2:] == [(3, "krock", OFFICER), (4, "utkast", OFFICER)]


def test_a_version_that_another_fetched_and_edited_is_no_clash(world: World) -> None:
    dnr, draft = written(world)
    read_back(world.desk(CHIEF), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    fetched = bytes_of(world, dnr, 2)
    told = read_back(world.desk(OFFICER), dnr, edited(fetched, reword(NEW, "Planen är klar.")), NAME)
    assert (told.version, told.base) == (3, 2)


def test_an_edited_report_is_never_made_again_from_text(world: World) -> None:
    dnr, draft = written(world)
    read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    for text in (None, report_text(world)):
        with pytest.raises(Refused) as caught:
            write(world, dnr, text)
        assert [o.code for o in caught.value.obstacles] == ["utlåtande-redigerat"]
        assert f"utlåtande uppdatera {dnr}" in caught.value.obstacles[0].hint
    assert len(kept(world, dnr)) == 2


def test_only_the_facts_of_the_case_are_put_into_an_edited_file(world: World) -> None:
    from beredning.office.case_changes import change

    dnr, draft = written(world)
    read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    assert not update(world.desk(OFFICER), dnr).new
    change(world.desk(OFFICER), dnr, "rubrik", "Nämndplan med budget 2024, reviderad", "Förtydligad")
    made = update(world.desk(OFFICER), dnr)
    assert (made.version, made.new) == (3, True)
    assert [name for name, _, _ in made.changed] == ["rubrik"]
    told = compare_versions(world.desk(OFFICER), dnr, "2", "3")
    assert [one.name for one in told.differences if one.status != "lika"] == ["fält:rubrik"]


def test_tracked_changes_are_shown_and_stop_approval(world: World) -> None:
    dnr, draft = written(world)
    told = read_back(world.desk(OFFICER), dnr, edited(draft.body, track(OLD, "Åsa Ericson")), NAME)
    assert [(one.kind, one.author) for one in told.changes] == [("infogat", "Åsa Ericson")]
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(OFFICER), dnr, "mbl:bedöm-ej-tillämplig", "Ingen förändring av verksamheten")
    with pytest.raises(Refused) as caught:
        move(world.desk(CHIEF), dnr, "godkänn")
    tracked = [o for o in caught.value.obstacles if "spårad" in o.text]
    assert [o.code for o in tracked] == ["spårade-ändringar"], "it is told once"


def test_an_edited_report_is_approved_as_it_stands_with_its_date(world: World) -> None:
    dnr, draft = written(world)
    read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(OFFICER), dnr, "mbl:bedöm-ej-tillämplig", "Ingen förändring av verksamheten")
    move(world.desk(CHIEF, NOW + timedelta(days=2)), dnr, "godkänn", "Underlaget är läst")
    assert kept(world, dnr)[-1][:2] == (2, "godkänd")
    with pytest.raises(Refused, match="låst"):
        read_back(world.desk(OFFICER), dnr, draft.body, NAME)


def test_what_the_file_has_lost_is_told_and_not_mended(world: World) -> None:
    dnr, draft = written(world)
    bare = edited(draft.body, without_controls)
    told = read_back(world.desk(OFFICER), dnr, bare, NAME)
    assert told.losses and told.missing == ()
    # The form's own invitation to fill in the date is no content, though its control is gone.
    assert [one.name for one in told.differences if one.status not in ("lika", "form")] == []
    assert len(kept(world, dnr)) == 2


def test_a_file_of_another_case_is_refused(world: World) -> None:
    _, draft = written(world)
    other = begun(world)
    with pytest.raises(Refused) as caught:
        read_back(world.desk(OFFICER), other, draft.body, NAME)
    assert [o.code for o in caught.value.obstacles] == ["HD03"]
    assert kept(world, other) == []


def test_what_cannot_be_read_is_refused_and_nothing_is_kept(world: World) -> None:
    dnr, draft = written(world)
    with pytest.raises(UsageFault, match="ingen Wordfil"):
        read_back(world.desk(OFFICER), dnr, b"%PDF-1.7", "utlåtande.pdf")
    with pytest.raises(BadDocument):
        read_back(world.desk(OFFICER), dnr, draft.body[:2000], NAME)
    with pytest.raises(NotFound, match="ingen version 9"):
        read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, NEW)), NAME, base=9)
    assert len(kept(world, dnr)) == 1


def test_only_who_handles_the_case_reads_its_report_back(world: World) -> None:
    from beredning.errors import NotAllowed

    dnr, draft = written(world)
    with pytest.raises(NotAllowed):
        read_back(world.desk(AUDITOR), dnr, draft.body, NAME)


def test_the_journal_holds_both_the_file_that_came_and_the_one_that_is_kept(world: World) -> None:
    from hashlib import sha256

    dnr, draft = written(world)
    body = edited(draft.body, reword(OLD, NEW))
    read_back(world.desk(OFFICER), dnr, body, NAME)
    with world.database.read() as reader:
        row = versions(reader, world.organisation, dnr)[-1]
        entry = [e for e in reader.all(EntryRow, "by_subject", row.case_key) if e.act == "utlåtande-läst"][-1]
        assert sha256(body).hexdigest() in entry.details and row.document in entry.details
        assert reader.file(sha256(body).hexdigest()) == body


def test_a_file_set_aside_may_be_the_one_that_counts_after_all(world: World) -> None:
    dnr, draft = written(world)
    read_back(world.desk(CHIEF), dnr, edited(draft.body, reword(OLD, NEW)), NAME)
    with pytest.raises(Clash):
        read_back(world.desk(OFFICER), dnr, edited(draft.body, reword(OLD, "Planen är klar.")), NAME)
    told = read_back(world.desk(OFFICER), dnr, bytes_of(world, dnr, 3), NAME, base=2)
    assert (told.version, told.base, told.new) == (4, 2, True)
    assert [one.label for one in told.differences if one.status != "lika"] == ["Ärendet"]
