"""Protokoll, justering, anslag: what is in the file, what is locked, and what each act does to the cases."""

from __future__ import annotations

import json

import pytest

from beredning.documents.safety import inspect_docx
from beredning.errors import NotAllowed, Refused, UsageFault
from beredning.office import (
    meeting_adjust,
    meeting_attend,
    meeting_close,
    meeting_decide,
    meeting_minutes,
    meeting_plan,
)
from beredning.office.meeting_protocol import gather_minutes
from beredning.office.meeting_record import Wish
from beredning.office.meeting_state import load
from beredning.office.meetings import show, stored
from beredning.store.rows import EntryRow
from tests.office.meeting_road import decisions, meeting, planned, ready, secretary, sitting, stage
from tests.office.world import OFFICER, World

LENA, ANETTE = "Lena Camp", "Anette Håkansson"


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {o.code for o in refused.value.obstacles}


def closed(world: World, *dnrs: str, outcome: str = "förslag", **more: object) -> str:
    """A closed meeting at which each case got the outcome."""
    key = sitting(world, *dnrs)
    desk = secretary(world, "2023-12-06", "11:00")
    for number in range(3, 3 + len(dnrs)):
        meeting_decide.decide_item(desk, key, str(number), Wish(outcome, **more))  # type: ignore[arg-type]
    meeting_close.close_meeting(desk, key, note_rest=True)
    return key


def decided(world: World, dnr: str) -> str:
    """A closed nämnd meeting that decided the case, called directly for a reason."""
    key = planned(world, dnr, organ="UBN", day="2023-12-13", reason="Beredning i utskottet behövs inte.")
    from beredning.office.meeting_call import call

    call(secretary(world, "2023-11-28"), key)
    desk = secretary(world, "2023-12-13", "15:00")
    meeting_attend.roll_call(desk, key)
    meeting_attend.open_meeting(desk, key, "13:00")
    meeting_decide.decide_item(desk, key, "3", Wish("bifall"))
    meeting_close.close_meeting(desk, key, note_rest=True)
    return key


def body_of(word: bytes) -> str:
    return inspect_docx(word).parts["word/document.xml"].decode()


def test_the_protokoll_says_who_was_there_what_was_decided_and_for_whom(world: World) -> None:
    key = sitting(world, ready(world), absent=("Lena Orstadius",))
    desk = secretary(world, "2023-12-06", "11:00")
    meeting_attend.change_presence(desk, key, "Elinor Gandee", leaves="4")
    meeting_attend.declare_conflict(desk, key, "3", "Kristina Fogelklou", "Part.")
    meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    meeting_close.close_meeting(desk, key, note_rest=True)
    with world.database.read() as reader:
        made = gather_minutes(reader, desk, load(reader, world.organisation, key))
    lines = {(p.name, p.serving_for): p for p in made.presences}
    assert lines[("Toni Andersson", "Lena Orstadius (S)")].spans == ()
    assert lines[("Elinor Gandee", "")].spans == ((1, 3),)
    assert lines[("Mauricio Jiménez", "Kristina Fogelklou (M)")].spans == ((3, 3),)
    assert lines[("Mauricio Jiménez", "")].spans == ((1, 2), (4, 7))
    leaving = made.sections[2].leaving[0]
    assert (leaving.name, leaving.substitute) == ("Kristina Fogelklou (M)", "Mauricio Jiménez (M)")
    assert made.sections[2].summary == ("Förvaltningen har tagit fram Nämndplan 2024.",)
    written = meeting_minutes.write_minutes(desk, key)
    assert "Toni Andersson (S), tjänstgör för Lena Orstadius (S)" in body_of(written.body)
    assert written.numbers == (1, 7)


def test_a_protokoll_is_written_after_the_meeting_and_again_as_a_version(world: World) -> None:
    key = sitting(world)
    with pytest.raises(Refused) as early:
        meeting_minutes.write_minutes(secretary(world, "2023-12-06", "09:00"), key)
    assert codes(early) == {"fel-läge"}
    meeting_close.close_meeting(secretary(world, "2023-12-06", "10:00"), key, note_rest=True)
    desk = secretary(world, "2023-12-07")
    first = meeting_minutes.write_minutes(desk, key)
    second = meeting_minutes.write_minutes(desk, key)
    assert (first.version, second.version) == (1, 2)
    with world.database.read() as reader:
        assert reader.file(first.digest) == first.body, "the first version is kept"
        assert stored(reader, world.organisation, key, "protokoll")[1] == second.digest
        acts = [e for e in reader.all(EntryRow, "by_subject", key) if e.act == "protokoll"]
    files = [json.loads(e.documents) for e in acts]
    assert [digests[0] for digests in files] == [first.digest, second.digest]
    assert all(len(digests) == 2 for digests in files), "the Word file, and the values that its PDF is made of"


def test_a_protokoll_without_adjusters_is_refused(world: World) -> None:
    key = closed(world)
    meeting_plan.change_meeting(secretary(world, "2023-12-06", "12:00"), key, {"justerare": ","})
    with pytest.raises(Refused) as caught:
        meeting_minutes.write_minutes(secretary(world, "2023-12-07"), key)
    assert codes(caught) == {"KL-41"}
    assert meeting(world, key).state == "avslutat"


def test_only_the_cases_an_organ_decides_finally_go_on_with_the_protokoll(world: World) -> None:
    prepared = ready(world, "Bereds")
    au = closed(world, prepared)
    assert meeting_minutes.write_minutes(secretary(world, "2023-12-07"), au).moved == ()
    assert stage(world, prepared) == "behandlat-au"
    final = ready(world, "Avgörs")
    namnd = decided(world, final)
    moved = meeting_minutes.write_minutes(secretary(world, "2023-12-14"), namnd).moved
    assert [(m.dnr, m.to_stage) for m in moved] == [(final, "protokollfört")]


def test_the_whole_is_adjusted_posted_and_taken_down_on_lawful_days(world: World) -> None:
    dnr = ready(world)
    key = decided(world, dnr)
    meeting_minutes.write_minutes(secretary(world, "2023-12-14"), key)
    desk = secretary(world, "2023-12-18")
    adjusted = meeting_adjust.adjust(desk, key, (LENA, ANETTE))
    assert (adjusted.first, adjusted.last, adjusted.state, adjusted.post_by) == (1, 7, "justerat", "2023-12-20")
    assert adjusted.public == tuple(range(1, 8))
    assert stage(world, dnr) == "justerat"
    posted = meeting_adjust.post(desk, key)
    assert (posted.appeal_until, posted.earliest_removal, stage(world, dnr)) == ("2024-01-08", "2024-01-09", "anslaget")
    assert "Utbildningsförvaltningens reception" in body_of(posted.body)
    with pytest.raises(Refused) as early:
        meeting_adjust.take_down(secretary(world, "2024-01-08"), key)
    assert codes(early) == {"KL-49"}
    assert meeting_adjust.take_down(secretary(world, "2024-01-09"), key).removed_on == "2024-01-09"
    with pytest.raises(UsageFault, match="Ingen paragraf"):
        meeting_adjust.take_down(secretary(world, "2024-01-10"), key)


def test_an_adjusted_paragraph_is_locked_and_the_file_kept(world: World) -> None:
    key = closed(world, ready(world))
    desk = secretary(world, "2023-12-07")
    written = meeting_minutes.write_minutes(desk, key)
    meeting_adjust.adjust(desk, key, (LENA, ANETTE))
    before = decisions(world, key)
    changed = Wish("förslag", ("Utskottet föreslår nämnden något annat.",), amend=True)
    for act in (
        lambda: meeting_decide.decide_item(desk, key, "3", changed),
        lambda: meeting_minutes.write_minutes(desk, key),
        lambda: meeting_adjust.adjust(desk, key, (LENA, ANETTE)),
        lambda: meeting_close.reserve(desk, key, "3", ANETTE),
        lambda: meeting_plan.change_meeting(desk, key, {"plats": "Sal B"}),
        lambda: meeting_attend.change_presence(desk, key, ANETTE, leaves="3"),
    ):
        with pytest.raises(Refused):
            act()
    assert decisions(world, key) == before
    with world.database.read() as reader:
        assert stored(reader, world.organisation, key, "protokoll")[1:] == (written.digest, written.body)


def test_one_paragraph_may_be_adjusted_at_once_and_posted_by_itself(world: World) -> None:
    first, second = ready(world, "Genast"), ready(world, "Sedan")
    key = closed(world, first, second, immediate=True, read_out=True)
    desk = secretary(world, "2023-12-06", "12:00")
    meeting_minutes.write_minutes(desk, key)
    one = meeting_adjust.adjust(desk, key, (LENA, ANETTE), first=3, last=3)
    assert (one.state, one.public) == ("protokollfört", ()), "an utskott's proposal is not public by it (TF 2:10)"
    meeting_adjust.post(desk, key)
    with pytest.raises(Refused) as twice:
        meeting_adjust.adjust(desk, key, (LENA, ANETTE), first=3, last=4)
    assert codes(twice) == {"KL-56"}
    later = secretary(world, "2023-12-11")
    meeting_adjust.adjust(later, key, (LENA, ANETTE), first=4, last=8)
    rest = meeting_adjust.adjust(later, key, (LENA, ANETTE))
    assert (rest.first, rest.last, rest.state) == (1, 2, "justerat")
    with pytest.raises(UsageFault, match="Flera delar av protokollet"):
        meeting_adjust.post(later, key)
    assert meeting_adjust.post(later, key, first=4).appeal_until == "2024-01-02"
    sections = {s.number: s for s in show(later, key).sections}
    assert [sections[n].posted_on for n in (1, 3, 4)] == ["", "2023-12-06", "2023-12-11"]


def test_a_late_posting_is_recorded_with_its_reason(world: World) -> None:
    key = closed(world)
    meeting_minutes.write_minutes(secretary(world, "2023-12-07"), key)
    meeting_adjust.adjust(secretary(world, "2023-12-07"), key, (LENA, ANETTE))
    late = secretary(world, "2023-12-12")
    with pytest.raises(Refused) as caught:
        meeting_adjust.post(late, key)
    assert codes(caught) == {"KL-47"}
    assert [o.code for o in meeting_adjust.post(late, key, reason="Webben låg nere.").acknowledged] == ["KL-47"]


def test_a_person_without_the_role_does_none_of_it(world: World) -> None:
    key = closed(world)
    for act in (
        meeting_minutes.write_minutes,
        meeting_adjust.post,
        meeting_adjust.take_down,
        meeting_close.close_meeting,
    ):
        with pytest.raises(NotAllowed):
            act(world.desk(OFFICER), key)
    with pytest.raises(NotAllowed):
        meeting_adjust.adjust(world.desk(OFFICER), key, (LENA, ANETTE))
