"""Rules that a municipality sets: no default where fullmäktige decides, and a refusal that says where to set them."""

from __future__ import annotations

from pathlib import Path

import pytest

from beredning.core.organisation import Organ
from beredning.core.regulations import REGULATIONS, allows, days, party_order, value
from beredning.errors import Refused

ROOT = Path(__file__).resolve().parents[2]

BARE = Organ("BN", "Barnnämnden", "nämnd", 9, definite="barnnämnden")


@pytest.mark.parametrize(
    "rule", [r for r in REGULATIONS if r.kind == "REGLEMENTE" and r.expected], ids=lambda r: r.name
)
def test_what_the_assembly_decides_has_no_default(rule: object) -> None:
    name = rule.name  # type: ignore[attr-defined]
    with pytest.raises(Refused) as caught:
        value(BARE, name)
    obstacle = caught.value.obstacles[0]
    assert name in obstacle.text and "inget förval" in obstacle.text
    assert obstacle.hint == f"Ange ”{name}” under organ › BN › reglemente i kommun.yaml."
    assert obstacle.origin.startswith("Reglemente (KL ")


def test_the_law_says_what_holds_until_the_assembly_has_decided() -> None:
    """KL-13: an unannounced ärende may be decided in a nämnd; KL-20: doors are closed."""
    assert value(BARE, "extra-ärende") == "tillåtet"
    assert not allows(BARE, "öppet-sammanträde")


def test_a_routine_has_a_default_and_what_is_set_goes_before_it() -> None:
    assert days(BARE, "manusstopp-dagar") == 10
    assert days(BARE._replace(rules=(("manusstopp-dagar", "6"),)), "manusstopp-dagar") == 6


def test_a_fact_that_only_the_municipality_knows_is_asked_for() -> None:
    with pytest.raises(Refused) as caught:
        value(BARE, "protokoll-förvaras")
    assert "rutiner" in caught.value.obstacles[0].hint and caught.value.obstacles[0].origin == "KL 8:12"


def test_an_unknown_rule_is_the_programs_own_mistake() -> None:
    with pytest.raises(KeyError):
        value(BARE, "kallelsedagar")


def test_the_order_between_parties_is_the_party_itself_until_it_is_set() -> None:
    assert party_order(BARE, "S") == ("S",)
    assert party_order(BARE._replace(rules=(("partiordning:S", "S V"),)), "S") == ("S", "V")


def test_the_handbook_names_every_rule_with_its_ground() -> None:
    text = (ROOT / "docs" / "handbok" / "installera-och-starta.md").read_text(encoding="utf-8")
    assert [rule.name for rule in REGULATIONS if f"`{rule.name}`" not in text] == []
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    for rule in REGULATIONS:
        if rule.kind == "REGLEMENTE":
            (row,) = [line for line in rows if line.startswith(f"| `{rule.name}` ")]
            assert rule.ground.split(",")[0].split(" mots")[0] in row
            assert all(f"`{word}`" in row for word in rule.form.split("|") if "|" in rule.form)
