"""Recording a delegated decision, on both databases: each rule broken and nearly broken; a refusal leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from beredning.errors import NotAllowed, NotFound, UsageFault
from beredning.office import case_changes, delegation_orders, delegation_view
from beredning.office.cases import act_by
from beredning.office.meeting_state import find_organ
from beredning.office.moving import move
from beredning.store.rows import CaseRow, DefinitionRow, EntryRow
from tests.office.delegation_road import (
    CHAIR,
    DAY,
    MANAGER,
    ORDER,
    RECTOR,
    SUBSTITUTE,
    codes,
    decide,
    head,
    rows,
    with_order,
)
from tests.office.meeting_road import at, draft, ready, stage
from tests.office.world import CHIEF, OFFICER, REGISTRAR, SECRETARY, World, make_world


@pytest.fixture
def office(world: World) -> World:
    return with_order(world)


@pytest.fixture
def local(tmp_path: Path, sqlite_database: str) -> Iterator[World]:
    """An office on SQLite alone, for what is decided before any database is asked."""
    made = with_order(make_world(tmp_path, sqlite_database))
    yield made
    made.database.close()


def last(world: World) -> EntryRow:
    with world.database.read() as reader:
        return reader.all(EntryRow, "newest", 1)[0]


def test_the_delegat_decides_and_the_case_takes_its_step_in_the_same_act(office: World) -> None:
    dnr = office.register("Remiss: samverkansavtal", "delegationsarende")
    made = decide(office, case=dnr, reference="")
    assert (made.number, made.delegat_title, made.recorded_by) == ("1/2023", "förvaltningschef", "Åsa Ericson")
    assert (made.step, made.to_stage, made.to_do) == ("besluta", "beslutat", "")
    with office.elsewhere() as colleague:
        (row,) = rows(colleague)
        assert (row.case_key, row.point, row.reporting, row.amount) == ("UBN:2023:1", "1.1", "nästa möte", -1)
        assert stage(colleague, dnr) == "beslutat"
        with colleague.database.read() as reader:
            assert reader.text(row.subject) == "Yttrandet lämnas enligt förslaget."
            history = reader.all(EntryRow, "by_subject", row.case_key)
        assert [e.act for e in history][-2:] == ["delegationsbeslut", "flytt"]
        assert history[-2].ground == "KL 6:37, 7:5; Delegationsordning för utbildningsnämnden punkt 1.1"
        assert "Yttrandet lämnas" not in history[-2].details, "free text is not in the chain"
        assert colleague.database.prove().ok


def test_a_refusal_tells_everything_and_leaves_nothing(office: World) -> None:
    dnr = office.register("Remiss", "delegationsarende")
    before = head(office)
    found = codes(office, by=RECTOR, delegat=RECTOR, point="2.1", amount=60_000_000, case=dnr, day="2023-12-05")
    assert sorted(found) == ["DEL-08", "DEL-16", "DEL-17"]
    assert (head(office), rows(office), stage(office, dnr)) == (before, [], "registrerat")
    assert decide(office).number == "1/2023", "the refused one took no number"


def test_each_year_has_its_own_series_without_a_gap(office: World) -> None:
    numbers = [decide(office).number, decide(office, day="2023-12-03").number]
    numbers.append(decide(office, today="2024-01-05", day="2024-01-05").number)
    numbers.append(decide(office, today="2024-01-05", day="2023-12-30").number)
    assert numbers == ["1/2023", "2/2023", "1/2024", "3/2023"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"point": "1.1"}, ""),
        ({"point": "9.9"}, "DEL-12"),
        ({"point": ""}, "DEL-12"),
        ({"day": "2023-03-01"}, ""),  # the first day of the order
        ({"day": "2023-02-28"}, "DEL-12"),
        ({"day": DAY}, ""),  # today
        ({"day": "2023-12-05"}, "DEL-08"),
        ({"delegat": SUBSTITUTE}, ""),  # named as ersättare
        ({"delegat": RECTOR}, "DEL-16"),
        ({"delegat": SECRETARY}, "DEL-16"),  # a secretary cannot decide
        ({"delegat": SUBSTITUTE, "title": "förvaltningschef"}, "DEL-12"),
        ({"point": "2.2", "delegat": RECTOR, "amount": 10_000_000}, ""),
        ({"point": "2.2", "delegat": RECTOR, "amount": 10_000_001}, "DEL-17"),  # one öre too much
        ({"point": "2.1", "delegat": MANAGER, "day": "2023-03-06", "amount": 100}, ""),  # vidaredelegation, first day
        ({"point": "2.1", "delegat": MANAGER, "day": "2023-03-05", "amount": 100}, "DEL-10"),
        ({"point": "1.1", "delegat": MANAGER}, "DEL-16"),  # not vidaredelegerad
        ({"point": "4.2", "delegat": CHAIR, "amount": 1_500_000}, ""),
        ({"point": "4.2", "delegat": "kristina.fogelklou", "amount": 100}, "DEL-16"),
        ({"point": "4.1", "delegat": "UBN-AU"}, ""),
        ({"point": "", "delegat": CHAIR, "urgent": True, "reason": "Läckan upptäcktes i natt."}, ""),
        ({"point": "", "delegat": CHAIR, "urgent": True, "reason": " "}, "DEL-04"),
        ({"point": "", "delegat": "kristina.fogelklou", "urgent": True, "reason": "Brådskar."}, "DEL-04"),
        ({"point": "1.1", "delegat": CHIEF, "urgent": True, "reason": "Brådskar."}, "DEL-04"),  # never an employee
        ({"point": "4.1", "delegat": "UBN-AU", "urgent": True, "reason": "Brådskar."}, "DEL-04"),  # nor an utskott
    ],
)
def test_each_rule_breaks_and_nearly_breaks(local: World, changed: dict[str, Any], code: str) -> None:
    if code:
        assert codes(local, by=REGISTRAR, **changed) == [code]
        assert rows(local) == []
    else:
        assert decide(local, by=REGISTRAR, **changed).number == "1/2023"


def test_a_warning_is_answered_for_and_the_answer_is_journaled(office: World) -> None:
    assert codes(office, by=RECTOR, point="2.2", delegat=RECTOR) == ["DEL-17"]
    made = decide(office, by=RECTOR, point="2.2", delegat=RECTOR, reason="Beloppet framgår av avtalet.")
    assert [o.code for o in made.acknowledged] == ["DEL-17"]
    details = json.loads(last(office).details)
    assert details["acknowledged"] == ["DEL-17"]
    with office.database.read() as reader:
        assert reader.text(details["reason"]) == "Beloppet framgår av avtalet."


def test_why_a_matter_is_urgent_does_not_answer_its_warnings(office: World) -> None:
    urgent: dict[str, Any] = {
        "by": CHAIR,
        "delegat": CHAIR,
        "point": "4.2",
        "urgent": True,
        "reason": "Kursen börjar i morgon.",
    }
    assert codes(office, **urgent) == ["DEL-17"]
    made = decide(office, **urgent, acknowledgement="Avgiften är inte känd.")
    (row,) = rows(office)
    assert (row.urgent, row.reporting, row.delegat_title) == (1, "nästa möte", "ordförande")
    assert made.acknowledged and last(office).role == "ordförande"
    with office.database.read() as reader:
        assert reader.text(row.urgent_reason) == "Kursen börjar i morgon."


def test_mere_execution_is_flagged_and_left_to_a_person_to_judge(office: World) -> None:
    assert [o.code for o in decide(office, execution_only=True).notes] == ["DEL-13"]
    assert json.loads(last(office).details)["notes"] == ["DEL-13"]
    assert decide(office, reference="Remiss B").notes == ()


def test_why_a_matter_is_urgent_does_not_answer_for_the_case(office: World) -> None:
    """A remiss whose last day has passed is a warning of the case's own step."""
    dnr = ready(office, "Remiss: samverkan", workflow="remiss", reply_due="2023-12-01")
    urgent: dict[str, Any] = {
        "delegat": CHAIR,
        "point": "",
        "urgent": True,
        "reason": "Svarstiden är ute.",
        "case": dnr,
    }
    assert codes(office, by=CHAIR, **urgent) == ["svarsdatum-passerat"]
    assert decide(office, by=CHAIR, **urgent, acknowledgement="Anstånd gavs på telefon.").step


def test_somebody_else_records_but_does_not_take_the_delegats_step(office: World) -> None:
    dnr = office.register("Remiss", "delegationsarende")
    made = decide(office, by=REGISTRAR, case=dnr, reference="")
    assert (made.recorded_by, made.step, stage(office, dnr)) == ("Rut Övningsson", "", "registrerat")
    assert f"beredning ärende flytta {dnr} besluta --som {CHIEF}" in made.to_do
    entry = last(office)
    assert (entry.person, json.loads(entry.details)["on_behalf"]) == (REGISTRAR, CHIEF)
    with pytest.raises(NotAllowed, match="kan inte registrera Åsa Ericsons beslut"):
        decide(office, by=OFFICER)


def test_a_disqualified_delegat_is_refused_and_so_is_such_a_recorder(office: World) -> None:
    dnr = office.register("Remiss", "delegationsarende")
    case_changes.declare_conflict(office.desk(REGISTRAR), dnr, CHIEF, "Part i avtalet.")
    assert codes(office, case=dnr) == ["KL-28"]
    assert codes(office, by=REGISTRAR, case=dnr) == ["KL-28"]
    assert decide(office, by=SUBSTITUTE, delegat=SUBSTITUTE, case=dnr).step == "besluta"
    other = office.register("Remiss B", "delegationsarende")
    case_changes.declare_conflict(office.desk(SECRETARY), other, REGISTRAR, "Part i avtalet.")
    assert codes(office, by=REGISTRAR, case=other) == ["KL-28"]
    assert decide(office, by=SECRETARY, case=other).number == "2/2023"


def test_a_decision_waits_for_mbl_also_when_somebody_else_records_it(office: World) -> None:
    dnr = office.register("Ny organisation", "delegationsarende")
    move(office.desk(OFFICER), dnr, "mbl:ompröva", "Förbundet begär förhandling.")
    for by in (CHIEF, REGISTRAR):
        assert codes(office, by=by, case=dnr, reference="") != []
        assert rows(office) == []
    move(office.desk(CHIEF), dnr, "mbl:bedöm-ej-tillämplig", "Förbundet har dragit tillbaka.", {"skäl": "Återtaget."})
    assert decide(office, case=dnr, reference="").step == "besluta"


def test_a_remiss_is_answered_on_delegation_when_it_is_ready(office: World) -> None:
    early = draft(office, "Remiss: läroplan", workflow="remiss", reply_due="2024-01-31")
    assert codes(office, case=early) == ["fel-skede"]
    dnr = ready(office, "Remiss: samverkan", workflow="remiss", reply_due="2024-01-31")
    assert decide(office, case=dnr, reference="").to_stage == "beslutat-på-delegation"
    assert codes(office, case=dnr) == ["fel-skede"], "a second decision is asked about"
    assert decide(office, case=dnr, reason="Rättelse av det förra beslutet.").step == ""


def test_a_case_is_judged_as_it_was_on_the_day_of_the_decision(office: World) -> None:
    """The reply was due on 5 December: a decision of that day is in time though it is entered later, and MBL that was
    finished on the 6th came too late for it (MBL 11 §)."""
    dnr = ready(office, "Remiss: samverkan", workflow="remiss", reply_due="2023-12-05")
    late: dict[str, Any] = {"today": "2023-12-08", "case": dnr, "reference": ""}
    assert codes(office, day="2023-12-06", **late) == ["svarsdatum-passerat"]
    assert decide(office, day="2023-12-05", **late).to_stage == "beslutat-på-delegation"
    with office.database.read() as reader:
        row = reader.all(CaseRow, "by_dnr", dnr)[0]
    assert row.stage_since == "2023-12-05" and last(office).time[:10] == "2023-12-08"


def test_mbl_that_was_finished_after_the_decision_does_not_save_it(office: World) -> None:
    dnr = ready(office, "Remiss: samverkan", workflow="remiss", reply_due="2024-01-31")
    desk = office.desk("maj.ovningsson", at("2023-12-06"))
    move(desk, dnr, "mbl:ompröva", "Förbundet begär information.")
    move(desk, dnr, "mbl:lämna-information", data={"lämnad": "2023-12-06"})
    late: dict[str, Any] = {"today": "2023-12-08", "case": dnr, "reference": ""}
    assert codes(office, day="2023-12-05", **late) == ["G-MBL-1"]
    assert decide(office, day="2023-12-06", **late).step


def test_a_closed_case_takes_no_decision(office: World) -> None:
    dnr = office.register("Remiss", "delegationsarende")
    move(office.desk(CHIEF), dnr, "avskriv", "Frågan är återtagen.")
    assert codes(office, case=dnr, reason="Ändå.") == ["avslutat"]
    assert decide(office).number == "1/2023"


def test_what_cannot_be_understood_is_a_usage_fault(office: World) -> None:
    for changed in ({"reference": " "}, {"text": "  "}):
        with pytest.raises(UsageFault):
            decide(office, **changed)
    with pytest.raises(NotFound):
        decide(office, delegat="asa.eriksson")
    with pytest.raises(NotFound):
        decide(office, organ="KUB")


def test_the_order_of_that_day_can_be_read_when_the_file_has_changed(office: World) -> None:
    decide(office)
    file = Path(office.instance.folder) / ORDER
    changed = file.read_text(encoding="utf-8").replace("Yttrande över remiss som inte är", "Yttrande som inte är")
    file.write_text(changed, encoding="utf-8")
    decide(office, reference="Remiss B")
    first, second = rows(office)
    assert first.order_digest != second.order_digest
    with office.database.read() as reader:
        kept = reader.all(DefinitionRow, "by_name", "delegationsordning", first.order_name)
        assert [d.digest for d in kept] == [first.order_digest, second.order_digest]
        organ = find_organ(office.organisation, "UBN")
        told = [delegation_view.show(reader, office.organisation, organ, nr, at(DAY).date()) for nr in ("1", "2/2023")]
    assert told[0].point_matter == "Yttrande över remiss som inte är av principiell betydelse"
    assert told[1].point_matter == "Yttrande som inte är av principiell betydelse"
    assert told[0].due == "2023-12-13" and told[0].obstacles == ()


def test_the_points_of_a_day_are_those_in_force_then(office: World) -> None:
    versions = delegation_orders.orders_of(office.instance, "UBN")
    listed = delegation_orders.points(versions, "UBN", at("2023-03-06").date())
    assert next(p for p in listed.points if p.nr == "2.1").subdelegated == ("verksamhetschef",)
    assert (
        next(
            p for p in delegation_orders.points(versions, "UBN", at("2023-03-05").date()).points if p.nr == "2.1"
        ).subdelegated
        == ()
    )
    with pytest.raises(NotFound, match="Ingen delegationsordning gällde"):
        delegation_orders.points(versions, "UBN", at("2023-02-28").date())
    assert delegation_orders.orders_of(office.instance, "UBN-AU") == ()


def test_a_number_that_does_not_exist_suggests_the_nearest(office: World) -> None:
    decide(office)
    organ = find_organ(office.organisation, "UBN")
    with office.database.read() as reader, pytest.raises(NotFound) as missing:
        delegation_view.show(reader, office.organisation, organ, "7/2023", at(DAY).date())
    assert missing.value.nearest == ("1/2023",)


def test_a_case_of_another_organ_is_refused(office: World) -> None:
    dnr = office.register("Remiss", "delegationsarende")
    with office.database.unit(at(DAY), "konto") as unit:
        row = unit.all(CaseRow, "by_dnr", dnr)[0]
        unit.write(act_by(office.desk(REGISTRAR), "prov", row.key), [row._replace(organ="KS")], [row])
    assert "fel-organ" in codes(office, case=dnr)


def test_the_same_decision_given_twice_is_asked_about_and_another_is_not(office: World) -> None:
    decide(office)
    assert codes(office) == ["redan-registrerat"]
    for number, other in enumerate(({"reference": "Remiss B"}, {"text": "Ett annat yttrande lämnas."}), 2):
        assert decide(office, **other).number == f"{number}/2023"
    assert decide(office, reason="Ett yttrande till i samma remiss.").number == "4/2023"
