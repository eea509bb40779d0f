"""Registering, moving, correcting and attaching: each act reloaded from the database before it is judged."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from beredning.errors import Clash, NotAllowed, NotFound, Refused, UsageFault
from beredning.office import case_changes, cases
from beredning.office.case_view import ask, next_steps, page, show
from beredning.office.configuration import load_workflow
from beredning.office.lookup import find_case
from beredning.office.moving import move, move_in_unit
from beredning.store.rows import CaseRow, EntryRow, PaperRow
from tests.office.world import CHIEF, NOW, OFFICER, REGISTRAR, SECRETARY, World


def row_of(world: World, dnr: str) -> CaseRow:
    """The case as it lies in the database now."""
    with world.database.read() as reader:
        return find_case(reader, world.organisation, dnr)


def test_a_registered_case_has_a_number_a_start_and_a_pinned_definition(world: World) -> None:
    first, second = world.register("Skolskjuts för Kim"), world.register("Två")
    assert (first, second) == ("2023/1", "2023/2")
    row = row_of(world, first)
    workflow, _ = load_workflow(world.instance, "namndarende")
    assert (row.key, row.stage, row.revision, row.officer) == ("UBN:2023:1", workflow.start, 0, OFFICER)
    with world.database.read() as reader:
        assert reader.text(row.title) == "Skolskjuts för Kim"
        entries = reader.all(EntryRow, "by_subject", row.key)
    assert [(e.act, e.person, e.workflow_digest) for e in entries] == [("registrering", REGISTRAR, row.workflow_digest)]
    assert "Kim" not in entries[0].details, "free text is never in the chain"


def test_registering_needs_a_role_a_title_and_a_known_person(world: World) -> None:
    definition, text = load_workflow(world.instance, "namndarende")
    for new, error in (
        (cases.NewCase("UBN", " "), UsageFault),
        (cases.NewCase("UBN", "Ärende", officer="ingen"), NotFound),
        (cases.NewCase("UBNN", "Ärende"), NotFound),
        (cases.NewCase("UBN", "Ärende", appeal_kind="besvär"), UsageFault),
        (cases.NewCase("UBN", "Ärende", dnr="2023/77"), UsageFault),
    ):
        with pytest.raises(error):
            cases.register(world.desk(REGISTRAR), new, definition, text)
    with pytest.raises(NotAllowed):
        cases.register(world.desk("lena.camp"), cases.NewCase("UBN", "Ärende"), definition, text)
    assert world.register() == "2023/1", "a refused registration takes no number"


@pytest.mark.parametrize("typed", ["2023/1", "ubn 2023/1", "UBN.2023.1", "UBN:2023:1", " 2023-1 "])
def test_a_case_is_found_however_its_number_is_typed(world: World, typed: str) -> None:
    world.register()
    assert row_of(world, typed).dnr == "2023/1"


def test_an_unknown_number_names_the_nearest(world: World) -> None:
    for _ in range(3):
        world.register()
    with pytest.raises(NotFound) as caught:
        row_of(world, "2023/12")
    assert set(caught.value.nearest) <= {"2023/1", "2023/2", "2023/3"}
    assert caught.value.nearest


def test_a_move_is_written_with_its_entry_or_not_at_all(world: World) -> None:
    dnr = world.register()
    moved = move(world.desk(OFFICER), dnr, "pabörja")
    row = row_of(world, dnr)
    assert (moved.to_stage, row.stage, row.revision, row.entry) == ("utkast", "utkast", 1, moved.entry)
    with pytest.raises(Refused):
        move(world.desk(OFFICER), dnr, "lämna-för-granskning")
    assert row_of(world, dnr) == row


def test_the_second_of_two_clashing_moves_is_told_what_changed(world: World) -> None:
    dnr = world.register()
    move(world.desk(OFFICER), dnr, "påbörja")
    with pytest.raises(Clash) as caught:
        move(world.desk(OFFICER), dnr, "ekonomi:begär", revision=0)
    assert any("påbörja" in change for change in caught.value.changes)
    assert row_of(world, dnr).revision == 1
    move(world.desk(OFFICER), dnr, "ekonomi:begär", revision=1)


def test_a_case_changed_between_reading_and_writing_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another officer's move lands after this one has been decided and before it is written."""
    from beredning.office import moving

    dnr = world.register()
    decided = moving.plan_move

    def overtaken(*args: object, **more: object) -> object:
        plan = decided(*args, **more)  # type: ignore[arg-type]
        monkeypatch.setattr(moving, "plan_move", decided)
        with world.elsewhere() as other:
            move(other.desk(CHIEF), dnr, "jurist:begär")
        return plan

    monkeypatch.setattr(moving, "plan_move", overtaken)
    with pytest.raises(Clash) as caught:
        move(world.desk(OFFICER), dnr, "påbörja")
    assert any("jurist:begär" in change for change in caught.value.changes)
    assert row_of(world, dnr).stage == "registrerat"


def test_a_move_inside_a_meetings_transaction_falls_with_it(world: World) -> None:
    dnr = world.register()
    desk = world.desk(OFFICER)

    def act() -> None:
        with world.database.unit(NOW, "konto") as unit:
            move_in_unit(unit, desk, "UBN:2023:1", "påbörja")
            move_in_unit(unit, desk, "UBN:2023:1", "påbörja")

    with pytest.raises(Refused):
        act()
    assert row_of(world, dnr).stage == "registrerat"


def test_every_fact_may_be_corrected_with_a_reason_and_the_old_one_stays(world: World) -> None:
    dnr = world.register("Rubirk")
    with pytest.raises(UsageFault, match="skäl"):
        case_changes.change(world.desk(OFFICER), dnr, "rubrik", "Rubrik", " ")
    case_changes.change(world.desk(OFFICER), dnr, "rubrik", "Rubrik", "Skrivfel")
    with world.database.read() as reader:
        row = find_case(reader, world.organisation, dnr)
        assert reader.text(row.title) == "Rubrik"
        images = [json.loads(e.details)["rows"] for e in reader.all(EntryRow, "by_subject", row.key)]
    titles = [i[2][6] for rows in images for i in rows if i[0] == "cases"]
    assert len(set(titles)) == 2
    with pytest.raises(NotFound):
        case_changes.change(world.desk(OFFICER), dnr, "handläggare", "ingen", "Byte")
    with pytest.raises(UsageFault):
        case_changes.change(world.desk(OFFICER), dnr, "skede", "beslutat", "Genväg")


def test_a_person_with_a_conflict_is_stopped_from_then_on(world: World) -> None:
    dnr = world.register()
    case_changes.declare_conflict(world.desk(SECRETARY), dnr, OFFICER, "Närstående till part")
    with pytest.raises(Refused) as caught:
        move(world.desk(OFFICER), dnr, "påbörja")
    assert [o.code for o in caught.value.obstacles] == ["KL-28"]
    with pytest.raises(NotAllowed):
        cases.attach(world.desk(OFFICER), dnr, b"text", "a.txt", "A")


def test_the_same_title_again_is_a_new_version_and_the_old_is_kept(world: World) -> None:
    dnr = world.register()
    cases.attach(world.desk(OFFICER), dnr, b"ett", "plan.txt", "Plan")
    with pytest.raises(UsageFault, match="redan"):
        cases.attach(world.desk(OFFICER), dnr, b"ett", "plan.txt", "Plan")
    cases.attach(world.desk(OFFICER), dnr, b"tv\xc3\xa5", "plan.txt", "Plan")
    with world.database.read() as reader:
        papers = reader.all(PaperRow, "by_case", "UBN:2023:1")
        assert [(p.version, p.status) for p in papers] == [(1, "ersatt"), (2, "upprättad")]
        assert [reader.file(p.digest) for p in papers] == [b"ett", b"tv\xc3\xa5"]
    with pytest.raises(UsageFault, match="tom"):
        cases.attach(world.desk(OFFICER), dnr, b"", "tom.txt", "Tom")


def test_a_case_follows_another_definition_only_when_it_has_a_place_there(world: World) -> None:
    dnr = world.register()
    information, text = load_workflow(world.instance, "informationsarende")
    with pytest.raises(Refused) as without_reason:
        case_changes.change_workflow(world.desk(OFFICER), dnr, information, text, "")
    assert [o.code for o in without_reason.value.obstacles] == ["skäl-saknas"]
    case_changes.change_workflow(world.desk(OFFICER), dnr, information, text, "Bara information")
    assert row_of(world, dnr).workflow == "informationsarende"
    other = world.register()
    move(world.desk(OFFICER), other, "ekonomi:begär")
    with pytest.raises(Refused) as caught:
        case_changes.change_workflow(world.desk(OFFICER), other, information, text, "Bara information")
    assert {o.code for o in caught.value.obstacles} <= {"spår-saknas", "märke-saknas", "skede-saknas"}
    assert row_of(world, other).workflow == "namndarende"


def test_what_hinders_is_told_for_every_step_that_leaves_the_stage(world: World) -> None:
    dnr = world.register()
    answers = {a.address: a for a in ask(world.desk(OFFICER), dnr).steps}
    with world.database.read() as reader:
        assert set(answers) == {s.address for s in next_steps(reader, world.organisation, dnr)}
        view = show(reader, world.organisation, dnr)
    assert answers["påbörja"].possible
    assert not answers["avskriv"].possible
    assert {s.address for s in view.next_steps} == set(answers)


def test_the_list_is_newest_first_and_says_when_there_are_more(world: World) -> None:
    for title in "ABC":
        world.register(title)
    with world.database.read() as reader:
        some = page(reader, world.organisation, limit=2)
        every = page(reader, world.organisation, organ="UBN", stage="registrerat", officer=OFFICER)
    assert ([c.title for c in some.cases], some.more) == (["C", "B"], True)
    assert ([c.title for c in every.cases], every.more) == (["C", "B", "A"], False)


def test_time_is_the_desks_and_not_the_machines(world: World) -> None:
    dnr = world.register()
    move(world.desk(OFFICER, NOW + timedelta(hours=15, minutes=30)), dnr, "påbörja")
    assert row_of(world, dnr).stage_since == "2023-11-21", "half past midnight in Sweden"


def test_a_committee_with_its_diarium_elsewhere_must_be_told_the_number(world: World) -> None:
    organs = tuple(o._replace(dnr_series="") if o.key == "UBN" else o for o in world.organisation.organs)
    outside = world._replace(organisation=world.organisation._replace(organs=organs))
    with pytest.raises(UsageFault, match="annat system"):
        outside.register()
    with pytest.raises(UsageFault, match="inte ett diarienummer"):
        outside.register(dnr="2023.450")
    assert outside.register(dnr="2023/450") == "2023/450"
    with pytest.raises(UsageFault, match="redan"):
        outside.register(dnr="2023/450")
