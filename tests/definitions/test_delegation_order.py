"""delegationsordning.yaml: what each key means, and what is against the law, the organisation or another version."""

from __future__ import annotations

from datetime import date

import pytest

from beredning.core.delegation import PROHIBITED, DelegationOrder, Subdelegation, order_on
from beredning.core.delegation_text import from_text, to_text
from beredning.definitions.delegation_check import check_orders
from beredning.definitions.delegation_order import QUESTIONS, inspect_order, read_order
from beredning.definitions.organisation import read_organisation
from beredning.errors import BadDefinition
from tests.definitions.test_organisation import BASE, ROOT

HEAD = """# Prov
namn: Barnnämndens delegationsordning
organ: BN
antagen-paragraf: BN § 12
antagen: 2023-02-15
gäller-från: 2023-03-01
anmälningsperiod: kvartal
"""
POINT = """punkter:
  "2.1":
    ärendetyp: Inköp inom budget
    delegat: förvaltningschef
    prövning: inget
"""
ORGANISATION = read_organisation(
    {"kommun.yaml": BASE.replace("{namn: Ada Al}", "{namn: Ada Al, titel: rektor}").encode()}
)


def one(text: str) -> DelegationOrder:
    return read_order(text.encode(), "delegationsordning.yaml")


def faults(text: str) -> list[str]:
    return [f"{f.line}: {f.text}" for f in inspect_order(text.encode(), "d.yaml").document.sorted_faults()]


def remarks(*texts: str) -> list[str]:
    readings = [inspect_order(text.encode(), f"d{number}.yaml") for number, text in enumerate(texts)]
    assert all(reading.order is not None for reading in readings), [r.document.faults for r in readings]
    return [f"{r.severity} {r.fault.file}:{r.fault.line} {r.fault.text}" for r in check_orders(readings, ORGANISATION)]


def test_a_good_order_is_read_and_gives_no_remark() -> None:
    order = one(HEAD + POINT)
    assert (order.organ, order.adopted_item, order.adopted_on) == ("BN", "BN § 12", date(2023, 2, 15))
    point = order.point("2.1")
    assert point is not None and point.chief and point.reporting == "nästa möte" and point.limit is None
    assert remarks(HEAD + POINT) == []


def test_the_practice_order_has_no_remark_in_the_practice_organisation() -> None:
    folder = ROOT / "templates" / "ovning"
    organisation = read_organisation({"kommun.yaml": (folder / "kommun.yaml").read_bytes()})
    reading = inspect_order((folder / "delegationsordning.yaml").read_bytes(), "delegationsordning.yaml")
    assert reading.order is not None and len(reading.order.points) > 5
    assert check_orders([reading], organisation) == ()


def test_the_questions_are_those_of_the_law() -> None:
    assert list(QUESTIONS) == list(PROHIBITED) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("written", "answers"),
    [
        ("inget", {1: False, 2: False, 3: False, 4: False, 5: False}),
        ("{medborgarförslag: ja, annan-lag-förbjuder: nej}", {4: True, 5: False}),
    ],
)
def test_the_checklist_is_answered_in_one_word_or_question_by_question(written: str, answers: dict[int, bool]) -> None:
    point = one(HEAD + POINT.replace("inget", written)).points[0]
    assert dict(point.prohibited) == answers


def test_a_question_that_falls_under_the_ban_or_is_not_answered_is_told() -> None:
    """KL 6:38; DEL-02."""
    told = remarks(HEAD + POINT.replace("inget", "{medborgarförslag: ja, annan-lag-förbjuder: nej}"))
    assert [r.split()[0] for r in told] == ["FEL", "VARNING"]
    assert "medborgarförslag" in told[0] and "KL 6:38 p 4" in told[0] and "d0.yaml:9" in told[0]
    assert "punkt 1, 2, 3" in told[1]
    assert "inte prövad" in remarks(HEAD + POINT.replace("    prövning: inget\n", ""))[0]


@pytest.mark.parametrize(
    ("written", "kronor"), [("500000", 500000), ("500 000", 500000), ("500 000 kr", 500000), ("1.200.000:-", 1200000)]
)
def test_an_amount_is_written_as_people_do(written: str, kronor: int) -> None:
    assert one(HEAD + POINT + f"    högsta-belopp: {written}\n").points[0].limit == kronor


@pytest.mark.parametrize("written", ["12,5", "fem prisbasbelopp", "50 00", "-5"])
def test_what_is_no_whole_amount_is_a_fault(written: str) -> None:
    assert "ett belopp i hela kronor" in faults(HEAD + POINT + f"    högsta-belopp: {written}\n")[0]


@pytest.mark.parametrize(
    ("title", "more", "chief"),
    [
        ("förvaltningschef", "", True),
        ("Förvaltningschefen", "", True),
        ("biträdande förvaltningschef", "", False),
        ("skolchef", "", False),
        ("skolchef", "    är-förvaltningschef: ja\n", True),
    ],
)
def test_only_the_head_of_the_administration_is_chief(title: str, more: str, chief: bool) -> None:
    assert one(HEAD + POINT.replace("förvaltningschef", title) + more).points[0].chief is chief


def test_every_fault_is_told_at_once() -> None:
    text = (
        (HEAD + POINT).replace("2023-02-15", "2023-02-30").replace("delegat:", "delegater:").replace("kvartal", "vecka")
    )
    assert [line.split(":")[0] for line in faults(text)] == ["5", "7", "9", "11"]
    with pytest.raises(BadDefinition) as caught:
        one(text)
    assert caught.value.text == "Delegationsordningen har 4 fel."
    assert any("KL 7:5" in fault.suggestion for fault in caught.value.faults)


def test_periodical_reporting_needs_a_period() -> None:
    periodical = HEAD + POINT + "    anmälan: periodvis\n"
    assert faults(periodical) == []
    assert "”anmälningsperiod” saknas" in faults(periodical.replace("anmälningsperiod: kvartal\n", ""))[0]


SUB = """vidaredelegationer:
  - {punkt: "2.1", från-befattning: förvaltningschef, till-befattning: rektor, beslutad: 2023-03-06}
"""


def test_subdelegation_is_one_written_step_from_the_chief_where_it_is_allowed() -> None:
    """KL 7:6; DEL-10."""
    allowed = HEAD + POINT + "    vidaredelegation: ja\n" + SUB
    assert remarks(allowed) == []
    assert one(allowed).subdelegations == (Subdelegation("2.1", "förvaltningschef", "rektor", date(2023, 3, 6)),)
    assert "får inte vidaredelegeras" in remarks(HEAD + POINT + SUB)[0]
    by_other = allowed.replace("från-befattning: förvaltningschef", "från-befattning: rektor")
    assert "Bara förvaltningschefen kan vidaredelegera" in remarks(by_other)[0]
    assert "saknar datum" in remarks(allowed.replace(", beslutad: 2023-03-06", ""))[0]
    assert "Punkten ”2.2” finns inte" in faults(allowed.replace('punkt: "2.1"', 'punkt: "2.2"'))[0]


def test_subdelegation_by_another_employee_is_told_by_the_law() -> None:
    told = remarks(HEAD + POINT.replace("förvaltningschef", "rektor") + "    vidaredelegation: ja\n")
    assert told and told[0].startswith("FEL") and "KL 7:6" in told[0]


@pytest.mark.parametrize(
    ("old", "new", "severity", "words"),
    [
        ("organ: BN", "organ: BNN", "FEL", "finns inte i kommun.yaml"),
        ("organ: BN", "organ: BN-AU", "FEL", "antas av en nämnd"),
        ("antagen: 2023-02-15", "antagen: 2023-03-02", "VARNING", "verkar inte bakåt"),
        ("anmälningsperiod: kvartal", "brådskande: [cia.ceder]", "FEL", "inte ledamot"),
        ("anmälningsperiod: kvartal", "brådskande: [bo.bo]", "FEL", "finns inte"),
        ("delegat: förvaltningschef", "delegat: förvaltningscheff", "VARNING", "ingen i registret"),
        ("delegat: förvaltningschef", "delegat: BN-UU\n    delegat-slag: utskott", "FEL", "finns inte under BN"),
        ("delegat: förvaltningschef", "delegat: x\n    delegat-slag: blandad", "FEL", "gemensamt"),
        ("gäller-från: 2023-03-01", "gäller-från: 2022-03-01", "VARNING", "verkar inte bakåt"),
    ],
)
def test_what_does_not_agree_is_told(old: str, new: str, severity: str, words: str) -> None:
    text = (HEAD + POINT).replace(old, new, 1)
    assert [r for r in remarks(text) if r.startswith(severity) and words in r]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("antagen: 2023-02-15", "antagen: 2023-03-01"),
        ("anmälningsperiod: kvartal", "brådskande: [ordförande, bo.bok]"),
        ("delegat: förvaltningschef", "delegat: Rektor"),
        ("delegat: förvaltningschef", "delegat: BN-AU\n    delegat-slag: utskott"),
    ],
)
def test_what_almost_does_not_agree_is_not_told(old: str, new: str) -> None:
    assert remarks((HEAD + POINT).replace(old, new, 1)) == []


def test_versions_live_side_by_side_and_the_one_in_force_is_found() -> None:
    later = (HEAD + POINT).replace("2023-02-15", "2024-02-14").replace("2023-03-01", "2024-03-01")
    assert remarks(HEAD + POINT, later) == []
    versions = (one(HEAD + POINT), one(later))
    assert order_on(versions, date(2024, 2, 29)) == versions[0] and order_on(versions, date(2024, 3, 1)) == versions[1]
    assert len(remarks(HEAD + POINT, HEAD + POINT)) == 2, "each of two that begin the same day is told"


def test_the_canonical_text_gives_the_same_order_back() -> None:
    practice = (ROOT / "templates" / "ovning" / "delegationsordning.yaml").read_bytes()
    order = read_order(practice, "d.yaml")
    assert from_text(to_text(order)) == order
    with pytest.raises((ValueError, TypeError, IndexError)):
        from_text("[1, 2]")
