"""Planning and calling: what may stand on a list, what is left out with every obstacle, and what the kallelse moves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beredning.errors import NotAllowed, NotFound, Refused, StorageFault, UsageFault
from beredning.office import meeting_attend, meeting_call, meeting_close, meeting_decide, meeting_pack, meeting_plan
from beredning.office.meeting_record import Wish
from beredning.office.meetings import listing, show, stored
from beredning.store.rows import EntryRow
from tests.office.meeting_road import AU, draft, listed, meeting, planned, ready, secretary, stage
from tests.office.world import OFFICER, World


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {o.code for o in refused.value.obstacles}


def numbers(world: World, key: str) -> dict[str, str]:
    return {title: label for label, title, state in listed(world, key) if state != "struken"}


def test_a_meeting_is_planned_from_the_calendar_with_its_standing_items(world: World) -> None:
    key = planned(world)
    row = meeting(world, key)
    assert (key, row.starts, row.place) == (AU, "08:00", "Konferensrum Alafors fabriker")
    assert (row.chair, row.state, json.loads(row.adjusters)) == ("lena.camp", "planerat", ["anette.hakansson"])
    titles = [title for _, title, _ in listed(world, key)]
    assert titles[:2] == ["Upprop", "Justering"]
    assert "Redovisning av delegeringsbeslut 2023" in titles


def test_two_meetings_of_an_organ_the_same_day_have_two_keys_and_are_told_apart(world: World) -> None:
    assert planned(world) == AU
    with pytest.raises(UsageFault, match="redan planerat den dagen klockan 08:00"):
        planned(world)
    again = meeting_plan.plan_meeting(secretary(world, "2023-11-21"), "UBN-AU", "2023-12-06", {"tid": "13:00"})
    assert again.key == f"{AU}:2"
    with pytest.raises(UsageFault, match="kan vara"):
        show(secretary(world, "2023-11-21"), "2023-12-06")
    assert show(secretary(world, "2023-11-21"), f"{AU}:2").key == f"{AU}:2"


@pytest.mark.parametrize(
    "typed", ["2023-12-06", "ubn-au 2023-12-06", "Utbildningsnämndens arbetsutskott 2023-12-06", AU]
)
def test_a_meeting_is_found_however_it_is_typed(world: World, typed: str) -> None:
    planned(world)
    assert show(secretary(world, "2023-11-21"), typed).key == AU


def test_an_unknown_meeting_names_the_nearest(world: World) -> None:
    planned(world)
    with pytest.raises(NotFound) as caught:
        show(secretary(world, "2023-11-21"), "UBN-AU:2023-12-07")
    assert caught.value.nearest == (AU,)
    with pytest.raises(NotFound):
        meeting_plan.plan_meeting(secretary(world, "2023-11-21"), "UBNN", "2023-12-06", {})


def test_only_a_secretary_plans_and_never_in_the_past(world: World) -> None:
    with pytest.raises(NotAllowed):
        meeting_plan.plan_meeting(world.desk(OFFICER), "UBN-AU", "2023-12-06", {})
    with pytest.raises(UsageFault, match="redan varit"):
        meeting_plan.plan_meeting(secretary(world, "2023-12-07"), "UBN-AU", "2023-12-06", {})
    with world.database.read() as reader:
        assert listing(reader, world.organisation) == ()


# The list


def test_cases_come_in_the_order_they_are_added_before_the_closing_items(world: World) -> None:
    first, second = draft(world, "Första"), draft(world, "Andra")
    key = planned(world, first, second)
    found = numbers(world, key)
    assert (found["Första"], found["Andra"], found["Information från förvaltningschef"]) == ("3", "4", "5")


def test_a_case_stands_once_and_only_at_its_own_namnd(world: World) -> None:
    dnr = draft(world, "Plan")
    key = planned(world, dnr)
    with pytest.raises(Refused) as caught:
        meeting_plan.add_case(secretary(world, "2023-11-21"), key, dnr)
    assert codes(caught) == {"redan-på-listan"}
    with pytest.raises(UsageFault, match="inget utskott"):
        meeting_plan.add_case(
            secretary(world, "2023-11-21"), planned(world, organ="UBN", day="2023-12-13"), dnr, mode="bereder"
        )


def test_an_extra_case_needs_a_reason(world: World) -> None:
    dnr = draft(world, "Plan")
    key = planned(world)
    with pytest.raises(Refused) as caught:
        meeting_plan.add_case(secretary(world, "2023-11-21"), key, dnr, extra=True)
    assert codes(caught) == {"KL-13"}
    assert meeting_plan.add_case(secretary(world, "2023-11-21"), key, dnr, extra=True, reason="Brådskar.").extra


def test_items_are_moved_changed_and_struck(world: World) -> None:
    desk = secretary(world, "2023-11-21")
    key = planned(world, draft(world, "Första"), draft(world, "Andra"))
    assert meeting_plan.reorder(desk, key, "Andra", to="3").label == "3"
    assert numbers(world, key)["Första"] == "4"
    meeting_plan.add_pause(desk, key, "Fotografering", 10, after="3")
    titles = [title for _, title, _ in listed(world, key)]
    assert titles[titles.index("Andra") + 1] == "Fotografering"
    meeting_plan.change_item(desk, key, "Andra", {"minutes": 40, "presenters": ("Chefen",), "fixed": "09:00"})
    line = next(i for i in show(desk, key).items if i.title == "Andra")
    assert (line.starts, line.ends, line.presenters) == ("09:00", "09:40", ("Chefen",))
    meeting_plan.strike_item(desk, key, "3")
    assert numbers(world, key)["Första"] == "3"
    assert ("", "Andra", "struken") in listed(world, key)


def test_a_pause_that_was_moved_by_hand_stays_where_it_was_put(world: World) -> None:
    desk = secretary(world, "2023-11-21")
    key = planned(world)
    meeting_plan.reorder(desk, key, "Fika", before="1")
    meeting_plan.add_case(desk, key, draft(world, "Plan"), minutes=120)
    titles = [title for _, title, _ in listed(world, key)]
    assert titles.index("Fika") == titles.index("Fastställande av föredragningslistan") - 1


# The kallelse


def test_what_is_not_ready_is_left_out_with_every_obstacle_and_the_rest_is_called(world: World) -> None:
    good, bad = ready(world, "Klar"), draft(world, "Oklar")
    key = planned(world, good, bad)
    waiting = {line.title: line.obstacles for line in show(secretary(world, "2023-11-28"), key).items}
    assert waiting["Klar"] == ()
    assert {o.code for o in waiting["Oklar"]} == {"fel-skede", "utlåtande-ej-godkänt"}
    called = meeting_call.call(secretary(world, "2023-11-28"), key)
    assert [line.title for line in called.left_out] == ["Oklar"]
    assert (stage(world, good), stage(world, bad)) == ("kallat-au", "utkast")
    assert ("", "Oklar", "struken") in listed(world, key)
    assert (meeting(world, key).state, meeting(world, key).sent_on) == ("kallat", "2023-11-28")


def test_an_extra_case_that_is_not_ready_stays_on_the_list_but_is_not_moved(world: World) -> None:
    bad = draft(world, "Oklar")
    key = planned(world, bad, extra=True, reason="Svaret brådskar.")  # type: ignore[arg-type]
    called = meeting_call.call(secretary(world, "2023-11-28"), key)
    assert called.left_out == ()
    assert "Oklar" in [line.title for line in called.lines]
    assert stage(world, bad) == "utkast"


def test_trying_a_kallelse_changes_nothing(world: World) -> None:
    key = planned(world, ready(world))
    before = meeting(world, key)
    tried = meeting_call.call(secretary(world, "2023-11-28"), key, dry=True)
    assert (tried.sent, tried.body) == (False, b"")
    assert meeting(world, key) == before
    with world.database.read() as reader, pytest.raises(NotFound):
        stored(reader, world.organisation, key, "kallelse")


def test_a_late_kallelse_needs_a_reason_which_is_kept_beside_the_journal(world: World) -> None:
    key = planned(world)
    desk = secretary(world, "2023-12-04")
    with pytest.raises(Refused) as caught:
        meeting_call.call(desk, key)
    assert codes(caught) == {"KL-11"}
    called = meeting_call.call(desk, key, reason="Sekreteraren var sjuk.")
    assert [o.code for o in called.acknowledged] == ["KL-11"]
    with world.database.read() as reader:
        entry = next(e for e in reader.all(EntryRow, "by_subject", key) if e.act == "kallelse")
        assert json.loads(entry.details)["godtagna"] == ["KL-11"]
        assert reader.text(json.loads(entry.details)["skäl"]) == "Sekreteraren var sjuk."
    assert "sjuk" not in entry.details


def test_the_kallelse_is_kept_by_its_digest_and_a_second_one_is_a_version(world: World) -> None:
    key = planned(world)
    first = meeting_call.call(secretary(world, "2023-11-28"), key)
    with world.database.read() as reader:
        assert stored(reader, world.organisation, key, "kallelse")[1:] == (first.digest, first.body)
    second = meeting_call.call(secretary(world, "2023-11-29"), key)
    assert (first.version, second.version) == (1, 2)
    assert second.filename.endswith("-version-2.docx")
    assert meeting(world, key).sent_on == "2023-11-28", "members were called the first time"
    with world.database.read() as reader:
        assert reader.file(first.digest) == first.body


def test_a_changed_kallelse_keeps_every_number_that_was_sent(world: World) -> None:
    first, second = ready(world, "Ett"), ready(world, "Två")
    keys = [planned(world, first, second), planned(world, first, second, clock="13:00")]
    for key in keys:
        meeting_call.call(secretary(world, "2023-11-28"), key)
    before = numbers(world, keys[1])
    desk = secretary(world, "2023-12-06", "08:00")
    meeting_attend.roll_call(desk, keys[0])
    meeting_attend.open_meeting(desk, keys[0])
    meeting_decide.decide_item(desk, keys[0], "3", Wish("förslag"))
    again = meeting_call.call(desk, keys[1])
    assert again.left_out == ()
    assert numbers(world, keys[1]) == before
    assert [line.title for line in again.lines if line.obstacles] == ["Ett"]
    meeting_attend.roll_call(desk, keys[1])
    meeting_attend.open_meeting(desk, keys[1])
    off = meeting_decide.decide_item(desk, keys[1], "3", Wish("utgår", reason="Behandlat vid ett annat sammanträde."))
    assert (off.case, stage(world, first)) == (None, "behandlat-au")
    meeting_decide.decide_item(desk, keys[1], "4", Wish("utgår", reason="Sökanden har tagit tillbaka sin ansökan."))
    assert stage(world, second) == "utgått"
    assert meeting_close.close_meeting(desk, keys[1], note_rest=True).sections[2].outcome == "utgår"


def test_a_file_that_cannot_be_written_undoes_the_kallelse(world: World) -> None:
    dnr = ready(world)
    key = planned(world, dnr)

    def full(name: str, body: bytes) -> None:
        raise StorageFault("Disken är full.")

    with pytest.raises(StorageFault):
        meeting_call.call(secretary(world, "2023-11-28"), key, deliver=full)
    assert (meeting(world, key).state, stage(world, dnr)) == ("planerat", "godkänt")


# After the kallelse


def test_after_the_kallelse_only_an_extra_case_is_added_and_no_sent_number_changes(world: World) -> None:
    first, late = ready(world, "Först"), ready(world, "Sent")
    key = planned(world, first)
    meeting_call.call(secretary(world, "2023-11-28"), key)
    before = numbers(world, key)
    desk = secretary(world, "2023-11-30")
    with pytest.raises(Refused) as caught:
        meeting_plan.add_case(desk, key, late)
    assert codes(caught) == {"KL-13"}
    made = meeting_plan.add_case(desk, key, late, extra=True, reason="Kom in i dag.")
    after = numbers(world, key)
    assert {title: after[title] for title in before} == before
    assert made.label == "8"
    assert stage(world, late) == "kallat-au"


def test_a_called_item_is_taken_off_by_the_meeting_not_by_the_secretary(world: World) -> None:
    key = planned(world, ready(world, "Plan 2024"))
    meeting_call.call(secretary(world, "2023-11-28"), key)
    with pytest.raises(Refused) as caught:
        meeting_plan.strike_item(secretary(world, "2023-11-29"), key, "3", "Inte klart.")
    assert "--utfall utgår" in caught.value.obstacles[0].hint


# The pack


def test_the_pack_follows_the_list_and_is_in_the_journal(world: World, tmp_path: Path) -> None:
    key = planned(world, ready(world, "Ett"), ready(world, "Två"))
    meeting_call.call(secretary(world, "2023-11-28"), key)
    packed = meeting_pack.write_handlingar(secretary(world, "2023-11-28"), key, tmp_path, count=False)
    names = [name for name, *_ in packed.files]
    assert names == [
        "00-kallelse-UBN-AU-2023-12-06.docx",
        "03-tjänsteutlåtande-ett.docx",
        "04-tjänsteutlåtande-två.docx",
    ]
    with world.database.read() as reader:
        entry = next(e for e in reader.all(EntryRow, "by_subject", key) if e.act == "handlingar")
    assert json.loads(entry.documents) == [digest for _, _, digest, *_ in packed.files]
    assert "tjänsteutlåtande" not in entry.details, "titles may have to be disposed of, so they stay out of the chain"


def test_a_pack_is_refused_before_the_kallelse_and_while_a_paper_is_not_done(world: World, tmp_path: Path) -> None:
    key = planned(world, draft(world, "Oklar"), extra=True, reason="Brådskar.")  # type: ignore[arg-type]
    with pytest.raises(Refused) as early:
        meeting_pack.write_handlingar(secretary(world, "2023-11-28"), key, tmp_path, count=False)
    assert codes(early) == {"kallelse-ej-sänd", "utlåtande-ej-godkänt"}
    meeting_call.call(secretary(world, "2023-11-28"), key)
    with pytest.raises(Refused) as undone:
        meeting_pack.write_handlingar(secretary(world, "2023-11-28"), key, tmp_path, count=False)
    assert codes(undone) == {"utlåtande-ej-godkänt"}
    assert list(tmp_path.glob("handlingar*")) == []
