"""Approval, dispatch and justering stop on a FEL, and on a warning until somebody answers for it by name; once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beredning.core.reading import Reading
from beredning.errors import Refused
from beredning.office import meeting_adjust, meeting_call, meeting_close, meeting_decide, meeting_minutes, meeting_pack
from beredning.office.case_changes import change
from beredning.office.case_view import ask
from beredning.office.meeting_record import Wish
from beredning.office.moving import move
from beredning.store.rows import EntryRow
from tests.office.meeting_road import planned, ready, secretary, sitting, stage
from tests.office.report_kit import SECTIONS, begun, report_text, write
from tests.office.world import CHIEF, OFFICER, World

SATS = SECTIONS["förslag_till_beslut"]


def waiting(world: World, old: str, new: str) -> str:
    """A case whose report waits for approval, with other words in one place."""
    dnr = begun(world)
    assert old in report_text(world)
    write(world, dnr, report_text(world).replace(old, new), ("Ekonomichef",))
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(OFFICER), dnr, "mbl:bedöm-ej-tillämplig", "Ingen förändring av verksamheten")
    return dnr


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in caught.value.obstacles]


def entries(world: World, subject: str, act: str) -> list[dict[str, object]]:
    with world.database.read() as reader:
        return [json.loads(e.details) for e in reader.all(EntryRow, "by_subject", subject) if e.act == act]


def test_a_right_report_is_approved_without_a_word(world: World) -> None:
    dnr = waiting(world, SATS, SATS)
    assert move(world.desk(CHIEF), dnr, "godkänn").acknowledged == ()


def test_a_fel_stops_approval_whatever_reason_is_given(world: World) -> None:
    dnr = waiting(world, "kräver inga nya medel.", "gäller till och med xxxx-xx-xx.")
    asked = ask(world.desk(CHIEF), dnr, "godkänn")
    assert [o.code for answer in asked.steps for o in answer.obstacles] == ["PH03"], "it is told beforehand"
    with pytest.raises(Refused) as caught:
        move(world.desk(CHIEF), dnr, "godkänn")
    with pytest.raises(Refused) as urged:
        move(world.desk(CHIEF), dnr, "godkänn", "Det brådskar")
    assert codes(caught) == codes(urged) == ["PH03"]
    (one,) = caught.value.obstacles
    assert "xxxx-xx-xx" in one.text and "stycke" in one.text and one.remover == "handläggare" and one.origin
    assert stage(world, dnr) == "chefsgranskning"


def test_a_warning_is_answered_for_by_name_with_a_reason_in_the_journal(world: World) -> None:
    dnr = waiting(world, "beslutar att fastställa", "beslutar fastställa")
    with pytest.raises(Refused) as caught:
        move(world.desk(CHIEF), dnr, "godkänn")
    assert codes(caught) == ["BS01"]
    assert stage(world, dnr) == "chefsgranskning"
    done = move(world.desk(CHIEF), dnr, "godkänn", "Nämndens eget skrivsätt")
    assert len(done.acknowledged) == 1
    with world.database.read() as reader:
        entry = [e for e in reader.all(EntryRow, "by_subject", "UBN:2023:1") if e.step == "godkänn"][-1]
        told = json.loads(entry.details)
        assert (entry.person, told["acknowledged"]) == (CHIEF, ["BS01"])
        assert reader.text(told["reason"]) == "Nämndens eget skrivsätt"
        assert len(told["granskning"]) == 1, "which warning it was is kept, as a digest"


def test_a_warning_that_was_answered_for_is_not_asked_about_again(world: World, tmp_path: Path) -> None:
    dnr = waiting(world, "beslutar att fastställa", "beslutar fastställa")
    move(world.desk(CHIEF), dnr, "godkänn", "Nämndens eget skrivsätt")
    key = planned(world, dnr)
    called = meeting_call.call(secretary(world, "2023-11-28"), key)
    assert "BS01" not in {o.code for o in called.acknowledged}
    packed = meeting_pack.write_handlingar(secretary(world, "2023-11-28"), key, tmp_path, count=False)
    assert packed.acknowledged == ()


def test_what_only_the_pack_shows_stops_the_kallelse_until_it_is_answered_for(world: World, tmp_path: Path) -> None:
    dnr = ready(world)
    change(world.desk(OFFICER), dnr, "rubrik", "Skolskjutsregler för läsåret", "Fel rubrik")
    key = planned(world, dnr)
    desk = secretary(world, "2023-11-28")
    with pytest.raises(Refused) as caught:
        meeting_call.call(desk, key)
    assert codes(caught) == ["CO01"]
    assert entries(world, key, "kallelse") == []
    called = meeting_call.call(desk, key, reason="Rubriken rättas vid mötet")
    assert [o.code for o in called.acknowledged] == ["CO01"]
    (told,) = entries(world, key, "kallelse")
    assert told["godtagna"] == ["CO01"]
    assert meeting_pack.write_handlingar(desk, key, tmp_path, count=False).acknowledged == (), "it is asked once"


def test_a_placeholder_in_the_protokoll_stops_its_justering(world: World) -> None:
    dnr = ready(world)
    key = sitting(world, dnr, organ="UBN", day="2023-12-13")
    desk = secretary(world, "2023-12-13", "14:00")
    wish = Wish("bifall", ("Utbildningsnämnden beslutar att anta Nämndplan 2024 från ÅÅÅÅ-MM-DD.",))
    meeting_decide.decide_item(desk, key, "3", wish)
    meeting_close.close_meeting(secretary(world, "2023-12-13", "16:00"), key, note_rest=True)
    meeting_minutes.write_minutes(secretary(world, "2023-12-14"), key)
    with pytest.raises(Refused) as caught:
        meeting_adjust.adjust(secretary(world, "2023-12-15"), key, ("Lena Camp", "Anette Håkansson"), reason="Ändå")
    assert "PH03" in codes(caught)
    assert entries(world, key, "justering") == []


def test_the_mark_of_a_warning_is_of_that_very_file(world: World) -> None:
    """A new version asks again: what was answered for was another text."""
    dnr = waiting(world, "beslutar att fastställa", "beslutar fastställa")
    move(world.desk(CHIEF), dnr, "godkänn", "Nämndens eget skrivsätt")
    move(world.desk(OFFICER), dnr, "återta", "Ny uppgift")
    text = report_text(world).replace("beslutar att fastställa", "beslutar fastställa") + "\nEn mening till.\n"
    write(world, dnr, text)
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    with pytest.raises(Refused) as caught:
        move(world.desk(CHIEF), dnr, "godkänn")
    assert codes(caught) == ["BS01"]


def test_the_register_knows_which_cases_are_told_by_word_of_mouth(world: World) -> None:
    """Then granska misses no paper, and says of a pack what the gate says of it."""
    from beredning.core.reading import Passage
    from beredning.office.granska import by_the_register, make_frame

    written, told = world.register("Nämndplan 2024"), world.register("Brandskydd 2023", "informationsarende")
    rows = tuple(Passage(dnr, "row", cells=("3", "Ärendet", dnr, "")) for dnr in (written, told, "2099/1"))
    with world.database.read() as reader:
        known = by_the_register(reader, world.organisation)
        frame = known([Reading("kallelse.docx", "docx", rows)], make_frame((), world.organisation, "2023-11-28"))
    assert frame.spoken == {told}


def test_the_papers_are_read_before_anybody_is_kept_waiting(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long PDF takes its time, and the database has one writer: only the kallelse itself is read inside its act."""
    from beredning.documents import reading
    from beredning.office.cases import attach

    dnr = ready(world)
    attach(world.desk(OFFICER), dnr, b"Bilaga\n\nText.\n", "bilaga.txt", "Bilagan till planen", dated="2023-11-17")
    key = planned(world, dnr)
    real, names = reading.read, list[str]()

    def noted(data: bytes, name: str) -> Reading:
        names.append(name)
        return real(data, name)

    monkeypatch.setattr(reading, "read", noted)
    meeting_call.call(secretary(world, "2023-11-28"), key, reason="Bilagan nämns vid mötet")
    assert len(names) == len(set(names)) == 3, names
    assert names[-1].startswith("kallelse-")


def test_what_is_missing_is_told_once_and_hides_nothing_else(world: World) -> None:
    """A report that lacks MBL and has a mask elsewhere is refused for both at once."""
    dnr = begun(world)
    text = report_text(world).replace("kräver inga nya medel.", "gäller till xxxx-xx-xx.")
    text = text.replace("Ingen remiss har behövts.", "Klicka eller tryck här för att ange text.")
    write(world, dnr, text, ("Ekonomichef",))
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    with pytest.raises(Refused) as caught:
        move(world.desk(CHIEF), dnr, "godkänn")
    assert sorted(codes(caught)) == ["MB04", "PH01", "PH03"]
