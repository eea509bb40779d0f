"""The law by date: one wording a day, delegates before and after 2022, FL 2 § and the right way to appeal."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from beredning.core import law as law_module
from beredning.core.law import APPEAL_KINDS, DELEGATE_KINDS, Law, all_rules
from beredning.errors import NotFound, UsageFault

TODAY = Law.on(date(2025, 9, 1))
CORE = Path(law_module.__file__).parent


def test_every_rule_is_well_formed() -> None:
    for rule in all_rules():
        assert rule.kind in {"LAG", "REGLEMENTE", "LOKAL"}, rule
        assert rule.severity in {"FEL", "VARNING", "INFO"}, rule
        assert re.fullmatch(r"(KL|DEL|MBL|G-MBL|OSL|TF|FL|G)-\d{1,2}", rule.id), rule
        assert rule.text.endswith(".") and rule.ground, rule


def test_a_breach_of_kommunallagen_says_which_ground_of_annulment_it_risks() -> None:
    assert [r.id for r in all_rules() if r.id[:3] in ("KL-", "DEL") and r.severity == "FEL" and not r.risk] == []
    assert TODAY.rule("KL-22").risk == "inte tillkommit på lagligt sätt"
    assert TODAY.rule("DEL-04").risk == "organet har inte haft rätt att besluta"
    assert TODAY.rule("MBL-01").risk == ""  # MBL-10: breach gives damages, the decision stands


def test_no_rule_has_two_wordings_on_the_same_day() -> None:
    borders = {d for r in all_rules() for d in (r.in_force_from, r.in_force_to) if d}
    for border in borders:
        for day in (border - timedelta(1), border, border + timedelta(1)):
            ids = [r.id for r in all_rules() if r.in_force(day)]
            assert len(ids) == len(set(ids)), day


def test_a_rule_with_several_wordings_has_no_gap_between_them() -> None:
    for rule_id in {r.id for r in all_rules()}:
        wordings = [r for r in all_rules() if r.id == rule_id]
        for earlier, later in pairwise(wordings):
            assert earlier.in_force_to is not None
            assert later.in_force_from == earlier.in_force_to + timedelta(1)


def test_every_code_that_the_core_refuses_with_is_in_the_table() -> None:
    known = {r.id for r in all_rules()}
    used = {
        code
        for path in CORE.glob("*.py")
        for code in re.findall(r'"((?:KL|DEL|MBL|G-MBL|OSL|TF|FL|G)-\d{1,2})"', path.read_text("utf-8"))
    }
    assert len(used) > 10
    assert used - known == set()


@pytest.mark.parametrize(
    ("rule_id", "before", "after"),
    [
        ("KL-24", "2022-06-30", "2022-07-01"),
        ("DEL-01", "2022-06-30", "2022-07-01"),
        ("KL-05", "2025-06-30", "2025-07-01"),
    ],
)
def test_the_wording_changes_on_the_day_the_amendment_came_into_force(rule_id: str, before: str, after: str) -> None:
    old, new = (Law.on(date.fromisoformat(d)).rule(rule_id) for d in (before, after))
    assert old.text != new.text


def test_an_unknown_rule_is_an_error_with_the_nearest_named() -> None:
    with pytest.raises(NotFound) as caught:
        TODAY.rule("KL-222")
    assert "KL-22" in caught.value.nearest


def test_a_rule_before_its_time_is_an_error_that_says_so() -> None:
    with pytest.raises(NotFound, match="2017-12-31"):
        Law.on(date(2017, 12, 31)).rule("KL-22")
    assert Law.on(date(2018, 1, 1)).rule("KL-22").ground == "KL 6:27"


def test_an_obstacle_takes_its_origin_and_severity_from_the_rule() -> None:
    plain = TODAY.obstacle("KL-51", "Sent.")
    assert (plain.code, plain.origin, plain.severity) == ("KL-51", "Lag (1930:173) 2 §", "VARNING")
    assert TODAY.obstacle("KL-51", "Sent.", "FEL").severity == "FEL"


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("utskott", [], []),
        ("ledamot", [], []),
        ("ersättare", [], []),
        ("anställd", [], []),
        ("presidium", ["VARNING"], []),
        ("automatiserad", ["FEL"], []),
        ("anställda gemensamt", ["FEL"], ["FEL"]),
        ("blandad", ["FEL"], ["FEL"]),
    ],
)
def test_who_may_be_a_delegate_depends_on_the_day(kind: str, before: list[str], after: list[str]) -> None:
    assert [o.severity for o in Law.on(date(2022, 6, 30)).check_delegate_kind(kind)] == before
    assert [o.severity for o in Law.on(date(2022, 7, 1)).check_delegate_kind(kind)] == after
    assert kind in DELEGATE_KINDS


def test_an_unknown_kind_of_delegate_is_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(UsageFault) as caught:
        TODAY.check_delegate_kind("chefsgrupp")
    assert "utskott" in caught.value.hint


def test_what_remains_of_forvaltningslagen_in_laglighetsprovning() -> None:
    """FL-01 lists what remains (2–4 §§, the law's own scope, remain too)."""
    remains = {"1", "5", "6", "7", "8", "9:1", "13", "14", "15", "21", "22"}
    assert law_module.fl_paragraphs("laglighetsprövning") == remains | {"2", "3", "4"}


@pytest.mark.parametrize("paragraph", ["9:2", "10", "12", "16", "20", "23", "25", "32", "36", "49"])
def test_the_switch_turns_a_paragraph_off_in_laglighetsprovning_only(paragraph: str) -> None:
    assert not law_module.fl_applies(paragraph, "laglighetsprövning")
    assert law_module.fl_applies(paragraph, "förvaltningsbesvär")


def test_what_cannot_be_appealed_has_no_appeal_paragraphs_but_needs_motivation() -> None:
    assert not law_module.fl_applies("44", "ej_överklagbart")
    assert law_module.fl_applies("32", "ej_överklagbart")


def test_an_unknown_way_of_appeal_is_refused() -> None:
    for call in (law_module.fl_paragraphs, lambda k: law_module.appeal_instruction(k, "nämnden", "rätten")):
        with pytest.raises(UsageFault, match="besvär"):
            call("besvär")


def test_the_two_ways_to_appeal_differ_in_person_start_and_addressee() -> None:
    review = law_module.appeal_instruction("laglighetsprövning", "utbildningsnämnden", "Förvaltningsrätten i Göteborg")
    ordinary = law_module.appeal_instruction(
        "förvaltningsbesvär", "utbildningsnämnden", "Förvaltningsrätten i Göteborg"
    )
    assert review.hand_in_to == "Förvaltningsrätten i Göteborg"
    assert (ordinary.addressee, ordinary.hand_in_to) == ("Förvaltningsrätten i Göteborg", "utbildningsnämnden")
    assert "anslagstavla" in review.period and "anslagstavla" not in ordinary.period
    assert "medlem" in review.who and "emot" in ordinary.who


def test_special_rules_need_their_ground() -> None:
    with pytest.raises(UsageFault):
        law_module.appeal_instruction("specialreglering", "nämnden", "rätten")
    made = law_module.appeal_instruction("specialreglering", "nämnden", "rätten", "28 kap. skollagen")
    assert "28 kap. skollagen" in made.text[0]


def test_only_the_instruction_of_the_right_kind_passes() -> None:
    for kind in APPEAL_KINDS:
        for used in APPEAL_KINDS:
            codes = [o.code for o in law_module.check_instruction(kind, used)]
            assert codes == ([] if kind == used else ["FL-11"])
