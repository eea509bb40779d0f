"""The catalogue has exactly the rules it should, and severities move only the way the law lets them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core.finding import SEVERITIES, Severity
from beredning.core.reading import Passage
from beredning.review.catalogue import RULES, Rule, found, severity_of
from beredning.review.values import Frame
from tests.ale import need_ale

# Counted in the table of the catalogue: groups and how many rules each has.
GROUPS = {
    "PH": 6, "HD": 8, "NM": 4, "SE": 4, "BS": 9, "UL": 9, "DT": 9, "MB": 6, "EX": 4, "CO": 8, "LG": 2, "PR": 2,
    "KA": 8, "SP": 4,
}  # fmt: skip


def test_every_group_has_all_its_rules() -> None:
    for group, number in GROUPS.items():
        assert sum(code[:2] == group for code in RULES) == number, group
    assert len(RULES) == sum(GROUPS.values())


def test_codes_and_severities_are_those_of_the_written_catalogue() -> None:
    path = need_ale().parent / "granska-regler.md"
    if not path.is_file():
        pytest.skip("Katalogen granska-regler.md finns inte bredvid de verkliga handlingarna.")
    written: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        codes = re.findall(r"\b[A-Z]{2}\d\d\b", cells[0])
        if line.startswith("|") and codes and len(cells) == 3:
            severities = re.findall(r"FEL for publication|FEL|VARNING|INFO", cells[2])
            if severities[0] == "FEL for publication":
                severities = ["INFO"]
            each = severities if len(severities) == len(codes) else severities * len(codes)
            written.update(zip(codes, each, strict=False))
    assert written == {code: rule.severity for code, rule in RULES.items()}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_says_why_and_on_what_ground(rule: Rule) -> None:
    why, ground = rule.why, rule.ground
    assert why.endswith(".") and why[0].isupper() and len(why) > 15
    assert ground and not re.search(r"\b(KL|MBL|FL|OSL|GDPR|DNR|STD|SE|BS)-\d", ground)


@given(code=st.sampled_from(sorted(RULES)), wanted=st.sampled_from(SEVERITIES), publication=st.booleans())
def test_a_municipality_may_raise_any_rule_and_lower_only_its_own(
    code: str, wanted: Severity, publication: bool
) -> None:
    frame = Frame((), publication=publication)
    base = severity_of(frame, code)
    chosen = severity_of(frame._replace(severities={code: wanted}), code)
    raises = SEVERITIES.index(wanted) <= SEVERITIES.index(base)
    assert chosen == (wanted if raises or not RULES[code].law else base)


def test_personal_data_is_an_error_only_in_what_is_published() -> None:
    assert severity_of(Frame(()), "PR01") == "INFO"
    assert severity_of(Frame((), publication=True), "PR01") == "FEL"
    assert severity_of(Frame((), publication=True, severities={"PR01": "INFO"}), "PR01") == "FEL"


def test_a_finding_carries_its_place_and_the_catalogues_words() -> None:
    finding = found(Frame(()), "PH03", "a.txt", Passage("Datum: xxxx-xx-xx", line=9), "text", "förslag")
    assert (finding.file, finding.line, finding.place, finding.severity) == ("a.txt", 9, "rad 9", "FEL")
    assert (finding.why, finding.ground) == (RULES["PH03"].why, RULES["PH03"].ground)
    own = found(Frame(()), "UL05", "a.txt", None, "t", "f", why="Därför.", ground="KL 6:3", severity="INFO")
    assert (own.line, own.place, own.why, own.ground, own.severity) == (0, "", "Därför.", "KL 6:3", "INFO")


def test_an_unknown_code_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        found(Frame(()), "XX01", "a.txt", None, "t", "f")
