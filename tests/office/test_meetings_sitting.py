"""The meeting itself: who serves at each item, what can be decided and reserved, and §§ without a gap."""

from __future__ import annotations

import pytest

from beredning.core.attendance import serving
from beredning.core.minutes import record_from_json
from beredning.errors import NotFound, Refused, UsageFault
from beredning.office import meeting_attend, meeting_close, meeting_decide, meeting_plan
from beredning.office.meeting_record import Wish
from beredning.office.meeting_state import load
from beredning.office.meeting_wish import Said, understand
from beredning.office.meetings import show
from tests.office.meeting_road import AU, decisions, draft, listed, meeting, planned, ready, secretary, sitting, stage
from tests.office.world import World


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {o.code for o in refused.value.obstacles}


def serve(world: World, key: str, number: int) -> set[str]:
    """Who serves at the item with that number."""
    desk = secretary(world, "2023-12-06")
    with world.database.read() as reader:
        loaded = load(reader, world.organisation, key)
        out = meeting_attend.disqualified(reader, loaded)
    return {row.person for row in serving(meeting_attend.as_attendance(desk, loaded), number, out)}


# Upprop and opening


def test_an_ersattare_takes_the_seat_that_the_reglemente_gives(world: World) -> None:
    key = sitting(world, absent=("Lena Orstadius",))
    people = {p.person: p for p in show(secretary(world, "2023-12-06"), key).people}
    assert people["toni.andersson"].serving_for == "Lena Orstadius"
    assert people["mauricio.jimenez"].serving_for == ""
    assert "lena.orstadius" not in people


def test_roll_call_can_be_done_again_until_something_is_decided(world: World) -> None:
    key = sitting(world, absent=("Lena Orstadius", "Johan Bankel"))
    desk = secretary(world, "2023-12-06", "08:01")
    again = meeting_attend.roll_call(desk, key, present=("Åsa Ericson",))
    assert {p.name for p in again.people if p.kind != "ledamot"} == {"Åsa Ericson"}
    assert again.serving == 9
    for absent, present in ((("Elinor Gandee",), ("Elinor Gandee",)), (("Toni Andersson",), ())):
        with pytest.raises(UsageFault):
            meeting_attend.roll_call(desk, key, absent=absent, present=present)
    meeting_decide.decide_item(desk, key, "1", Wish("noteras"))
    with pytest.raises(Refused) as caught:
        meeting_attend.roll_call(desk, key)
    assert codes(caught) == {"fel-läge"}


def test_a_meeting_that_is_not_quorate_is_not_opened(world: World) -> None:
    from beredning.office.meeting_call import call

    key = planned(world)
    call(secretary(world, "2023-11-28"), key)
    desk = secretary(world, "2023-12-06", "08:00")
    with pytest.raises(Refused) as caught:
        meeting_attend.open_meeting(desk, key)
    assert codes(caught) == {"KL-41"}
    away = ("Kristina Fogelklou", "Anette Håkansson", "Renèe Palmnäs", "Elinor Gandee", "Lina Bodestad")
    assert meeting_attend.roll_call(desk, key, absent=away).serving == 4
    with pytest.raises(Refused) as few:
        meeting_attend.open_meeting(desk, key)
    assert codes(few) == {"KL-22"}
    assert meeting_attend.roll_call(desk, key, absent=away[1:]).serving == 5
    assert meeting_attend.open_meeting(desk, key).state == "öppnat"


def test_the_vice_chair_leads_when_the_chair_is_away_and_somebody_is_named_when_all_are(world: World) -> None:
    key = sitting(world, absent=("Lena Camp",))
    assert meeting(world, key).chair == "kristina.fogelklou"
    desk = secretary(world, "2023-12-06", "08:01")
    presidium = ("Lena Camp", "Kristina Fogelklou", "Anette Håkansson")
    with pytest.raises(Refused) as caught:
        meeting_attend.roll_call(desk, key, absent=presidium)
    assert codes(caught) == {"KL-06"}
    assert meeting_attend.roll_call(desk, key, absent=presidium, chair="Elinor Gandee").chair == "Elinor Gandee"
    with pytest.raises(UsageFault, match="tjänstgör inte"):
        meeting_attend.roll_call(desk, key, absent=presidium, chair="Lena Camp")


def test_a_distant_member_needs_a_decision_of_fullmaktige(world: World) -> None:
    key = sitting(world)
    desk = secretary(world, "2023-12-06", "08:01")
    meeting_attend.roll_call(desk, key, distance=("Elinor Gandee",))
    with pytest.raises(Refused) as caught:
        meeting_decide.decide_item(desk, key, "1", Wish("noteras"))
    assert codes(caught) == {"KL-21"}


# Coming, leaving, jäv


def test_one_who_leaves_is_replaced_from_that_item_and_steps_back_when_returning(world: World) -> None:
    key = sitting(world)
    desk = secretary(world, "2023-12-06", "08:30")
    meeting_attend.change_presence(desk, key, "Anette Håkansson", leaves="3")
    assert "anette.hakansson" in serve(world, key, 2)
    assert "toni.andersson" not in serve(world, key, 2)
    assert "anette.hakansson" not in serve(world, key, 3)
    assert "toni.andersson" in serve(world, key, 3)
    meeting_attend.change_presence(desk, key, "Anette Håkansson", comes="5")
    assert "toni.andersson" in serve(world, key, 4)
    assert "toni.andersson" not in serve(world, key, 5)
    assert "anette.hakansson" in serve(world, key, 5)
    assert all(len(serve(world, key, n)) == 9 for n in range(1, 7))


def test_who_is_not_there_cannot_leave_and_who_is_there_cannot_come(world: World) -> None:
    key = sitting(world, absent=("Lena Orstadius",))
    desk = secretary(world, "2023-12-06", "08:30")
    with pytest.raises(NotFound, match="inte närvarande"):
        meeting_attend.change_presence(desk, key, "Lena Orstadius", leaves="3")
    with pytest.raises(UsageFault, match="redan närvarande"):
        meeting_attend.change_presence(desk, key, "Elinor Gandee", comes="3")
    with pytest.raises(UsageFault, match="antingen"):
        meeting_attend.change_presence(desk, key, "Elinor Gandee")


def test_a_javig_is_out_at_that_item_alone_and_an_ersattare_serves(world: World) -> None:
    key = sitting(world, ready(world))
    desk = secretary(world, "2023-12-06", "08:30")
    meeting_attend.declare_conflict(desk, key, "3", "Kristina Fogelklou", "Närstående är part.")
    assert "kristina.fogelklou" not in serve(world, key, 3)
    assert "mauricio.jimenez" in serve(world, key, 3)
    for number in (2, 4):
        assert "kristina.fogelklou" in serve(world, key, number)
        assert "mauricio.jimenez" not in serve(world, key, number)
    people = {p.person: p for p in show(desk, key).people}
    assert people["kristina.fogelklou"].recused == ("3",)
    with pytest.raises(UsageFault, match="redan antecknat"):
        meeting_attend.declare_conflict(desk, key, "3", "Kristina Fogelklou", "Igen.")


def test_jav_that_breaks_the_quorum_stops_the_item_and_no_other(world: World) -> None:
    away = ("Renèe Palmnäs", "Elinor Gandee", "Lina Bodestad", "Robert Roos")
    dnr = ready(world)
    key = sitting(world, dnr, absent=away)
    desk = secretary(world, "2023-12-06", "08:30")
    meeting_attend.roll_call(desk, key, absent=away)
    assert len(serve(world, key, 3)) == 5
    meeting_attend.declare_conflict(desk, key, "3", "Johan Bankel", "Part.")
    with pytest.raises(Refused) as caught:
        meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    assert "KL-23" in codes(caught)
    assert stage(world, dnr) == "kallat-au"
    assert meeting_decide.decide_item(desk, key, "4", Wish("noteras")).serving == 5


# Decisions


def test_a_decision_moves_its_case_or_nothing_is_written(world: World) -> None:
    dnr = ready(world)
    key = sitting(world, dnr)
    desk = secretary(world, "2023-12-06", "09:00")
    with pytest.raises(Refused) as caught:
        meeting_decide.decide_item(desk, key, "3", Wish("bifall", ("Arbetsutskottet antar planen.",)))
    assert "KL-09" in codes(caught), "an utskott that prepares does not decide"
    assert decisions(world, key) == []
    made = meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    assert made.text == (
        "Utbildningsnämndens arbetsutskott föreslår utbildningsnämnden besluta att anta Nämndplan 2024.",
    )
    assert (made.number, stage(world, dnr)) == (0, "behandlat-au")
    with pytest.raises(Refused) as again:
        meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    assert "fel-läge" in codes(again)


def test_an_utskott_on_delegation_decides_finally(world: World) -> None:
    dnr = ready(world)
    key = planned(world, dnr, mode="beslutar")
    from beredning.office.meeting_call import call

    call(secretary(world, "2023-11-28"), key)
    desk = secretary(world, "2023-12-06", "08:00")
    meeting_attend.roll_call(desk, key)
    meeting_attend.open_meeting(desk, key)
    meeting_decide.decide_item(desk, key, "3", Wish("bifall"))
    assert stage(world, dnr) == "beslutat"
    assert [(d.outcome, d.deciding) for d in decisions(world, key)] == [("bifall", 1)]
    assert {s.title: s.public for s in show(desk, key).sections} == {"Nämndplan 2024": True}


def test_a_matter_sent_back_says_what_is_to_be_completed(world: World) -> None:
    dnr = ready(world)
    key = sitting(world, dnr)
    desk = secretary(world, "2023-12-06", "09:00")
    with pytest.raises(Refused) as caught:
        meeting_decide.decide_item(desk, key, "3", Wish("återremiss"))
    assert "KL-34" in codes(caught)
    meeting_decide.decide_item(desk, key, "3", Wish("återremiss", to_complete="kostnaderna"))
    assert stage(world, dnr) == "utkast"


def test_a_postponed_matter_is_put_on_the_meeting_it_was_postponed_to(world: World) -> None:
    dnr = ready(world)
    key = sitting(world, dnr)
    later = planned(world, day="2024-01-24")
    desk = secretary(world, "2023-12-06", "09:00")
    for wrong in ("", "2023-12-05", "UBN:2024-01-31"):
        with pytest.raises(Refused) as caught:
            meeting_decide.decide_item(desk, key, "3", Wish("bordläggning", to_meeting=wrong))
        assert "KL-34" in codes(caught)
    made = meeting_decide.decide_item(desk, key, "3", Wish("bordläggning", to_meeting="2024-01-24"))
    assert (made.placed, stage(world, dnr)) == (later, "bordlagt-au")
    assert ("3", "Nämndplan 2024", "öppen") in listed(world, later)
    assert [d.postponed_to for d in decisions(world, key)] == [later]


def test_a_matter_postponed_to_a_meeting_not_yet_made_is_proposed_when_it_is(world: World) -> None:
    dnr = ready(world)
    key = sitting(world, dnr)
    desk = secretary(world, "2023-12-06", "09:00")
    assert meeting_decide.decide_item(desk, key, "3", Wish("bordläggning", to_meeting="2024-01-24")).placed == ""
    made = meeting_plan.plan_meeting(desk, "UBN-AU", "2024-01-24", {})
    assert [(one.dnr, one.meeting) for one in made.waiting] == [(dnr, AU)]
    meeting_plan.add_case(desk, made.key, dnr)
    assert show(desk, made.key).waiting == ()


def test_an_extra_matter_is_decided_once_it_has_become_ready(world: World) -> None:
    from beredning.office.moving import move
    from tests.office.world import CHIEF, OFFICER

    dnr = draft(world, "Brådskande")
    key = planned(world, dnr, extra=True, reason="Svaret brådskar.")  # type: ignore[arg-type]
    from beredning.office.meeting_call import call

    call(secretary(world, "2023-11-28"), key)
    desk = secretary(world, "2023-12-06", "08:00")
    meeting_attend.roll_call(desk, key)
    meeting_attend.open_meeting(desk, key)
    with pytest.raises(Refused) as caught:
        meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    assert "fel-skede" in codes(caught)
    move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    move(world.desk(CHIEF), dnr, "godkänn")
    meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    assert stage(world, dnr) == "behandlat-au"
    fixed = meeting_decide.decide_item(desk, key, "1", Wish("noteras"))
    assert "extra ärende: Svaret brådskar." in " ".join(fixed.text), "the fastställande records it (KL-13)"


def test_what_was_noted_can_be_corrected_but_not_its_outcome(world: World) -> None:
    key = sitting(world, ready(world))
    desk = secretary(world, "2023-12-06", "09:00")
    meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    changed = Wish("förslag", ("Utskottet föreslår nämnden besluta att avslå.",), amend=True)
    meeting_decide.decide_item(desk, key, "3", changed)
    assert show(desk, key).sections[0].text == "Utskottet föreslår nämnden besluta att avslå."
    with pytest.raises(Refused) as caught:
        meeting_decide.decide_item(desk, key, "3", Wish("utan-förslag", amend=True))
    assert "fel-utfall" in codes(caught)


def test_when_the_utskott_changed_the_proposal_the_namnd_must_say_what_it_grants(world: World) -> None:
    dnr = ready(world)
    au = sitting(world, dnr)
    own = ("Utskottet föreslår nämnden besluta att anta planen med en ändring.",)
    meeting_decide.decide_item(secretary(world, "2023-12-06", "09:00"), au, "3", Wish("förslag-ändrat", own))
    key = sitting(world, dnr, organ="UBN", day="2023-12-13")
    desk = secretary(world, "2023-12-13", "14:00")
    with pytest.raises(Refused) as caught:
        meeting_decide.decide_item(desk, key, "3", Wish("bifall"))
    assert codes(caught) == {"KL-42"}
    meeting_decide.decide_item(desk, key, "3", Wish("bifall", ("Nämnden antar planen med en ändring.",)))
    digest = decisions(world, key)[0].record
    with world.database.read() as reader:
        record = record_from_json(reader.text(digest))
    assert record.prepared == own
    assert record.action == ("Förvaltningschefen",)


# Votes as they are typed


@pytest.mark.parametrize(
    ("typed", "yes", "no", "abstained"),
    [
        ("ja=övriga; nej=S", 7, 2, 0),
        ("ja=övriga, nej=Anette Håkansson, Lena Orstadius, avstår=Lina Bodestad", 6, 2, 1),
        ("nej=övriga; ja=SD,M", 4, 5, 0),
    ],
)
def test_votes_are_given_by_name_party_or_the_rest(world: World, typed: str, yes: int, no: int, abstained: int) -> None:
    key = sitting(world, ready(world))
    said = Said("förslag", vote=typed, yes_means="a", no_means="b", order="Så.", proposals=("Lena Camp: bifall",))
    wish = understand(secretary(world, "2023-12-06", "09:00"), key, "3", said)
    choices = [vote.choice for vote in wish.ballots[0].votes]
    assert (choices.count("ja"), choices.count("nej"), choices.count("avstår")) == (yes, no, abstained)
    assert wish.proposals[0].by == ("lena.camp",)


@pytest.mark.parametrize(
    "typed", ["övriga", "ja=övriga; nej=övriga", "ja=S; nej=Anette Håkansson", "jo=S", "ja=S; ja=M"]
)
def test_a_vote_that_cannot_be_read_is_refused(world: World, typed: str) -> None:
    key = sitting(world, ready(world))
    with pytest.raises(UsageFault):
        understand(secretary(world, "2023-12-06", "09:00"), key, "3", Said("förslag", vote=typed))


def test_a_vote_that_lacks_someone_is_refused_by_the_law(world: World) -> None:
    key = sitting(world, ready(world))
    desk = secretary(world, "2023-12-06", "09:00")
    said = Said(
        "förslag", vote="ja=SD,M; nej=S", yes_means="a", no_means="b", order="Så.", proposals=("Lena Camp: bifall",)
    )
    with pytest.raises(Refused) as caught:
        meeting_decide.decide_item(desk, key, "3", understand(desk, key, "3", said))
    assert "KL-35" in codes(caught)


# Reservations and closing


def test_a_reservation_is_announced_before_the_meeting_is_closed_by_one_who_took_part(world: World) -> None:
    key = sitting(world, ready(world))
    desk = secretary(world, "2023-12-06", "09:00")
    meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    with pytest.raises(Refused) as idle:
        meeting_close.reserve(desk, key, "3", "Toni Andersson")
    assert codes(idle) == {"KL-36"}
    assert meeting_close.reserve(desk, key, "3", "Anette Håkansson").announced == "2023-12-06 09:00"
    meeting_close.close_meeting(secretary(world, "2023-12-06", "10:00"), key, note_rest=True)
    late = secretary(world, "2023-12-06", "10:05")
    with pytest.raises(Refused) as caught:
        meeting_close.reserve(late, key, "3", "Elinor Gandee", at="09:30")
    assert codes(caught) == {"KL-36"}
    motive = meeting_close.reserve(secretary(world, "2023-12-07"), key, "3", "Anette Håkansson", motive="För dyrt.")
    assert (motive.announced, motive.motive) == ("2023-12-06 09:00", "För dyrt.")


def test_a_meeting_is_not_closed_before_a_reservation_in_it_nor_in_the_future(world: World) -> None:
    key = sitting(world, ready(world))
    desk = secretary(world, "2023-12-06", "10:00")
    meeting_decide.decide_item(desk, key, "3", Wish("förslag"))
    meeting_close.reserve(desk, key, "3", "Anette Håkansson", at="09:50")
    with pytest.raises(Refused) as caught:
        meeting_close.close_meeting(desk, key, "09:40", note_rest=True)
    assert codes(caught) == {"KL-36"}
    with pytest.raises(Refused) as future:
        meeting_close.close_meeting(desk, key, "10:01", note_rest=True)
    assert codes(future) == {"fel-tid"}


def test_paragraphs_follow_the_list_whatever_order_they_were_recorded_in_and_run_on(world: World) -> None:
    key = sitting(world, ready(world, "Ett"), ready(world, "Två"))
    desk = secretary(world, "2023-12-06", "09:00")
    for item in ("4", "3"):
        meeting_decide.decide_item(desk, key, item, Wish("förslag"))
    with pytest.raises(Refused) as caught:
        meeting_close.close_meeting(desk, key)
    assert codes(caught) == {"KL-42"}
    assert all(d.number == 0 for d in decisions(world, key)), "a refused closing takes no number"
    closed = meeting_close.close_meeting(desk, key, note_rest=True)
    assert [(s.number, s.label) for s in closed.sections] == [(n, str(n)) for n in range(1, 9)]
    assert closed.adjust_by == "2023-12-20"
    second = sitting(world, day="2023-12-20")
    again = meeting_close.close_meeting(secretary(world, "2023-12-20", "09:00"), second, note_rest=True)
    assert [s.number for s in again.sections] == list(range(9, 15))


def test_each_organ_and_year_has_a_series_of_its_own(world: World) -> None:
    for organ, day in (("UBN-AU", "2023-12-06"), ("UBN", "2023-12-13"), ("UBN-AU", "2024-01-24")):
        key = sitting(world, organ=organ, day=day)
        closed = meeting_close.close_meeting(secretary(world, day, "10:00"), key, note_rest=True)
        assert closed.sections[0].number == 1
