"""Patterns: what fills also matches, nothing is read in two ways, and no text makes matching slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from beredning.core.pattern import KINDS, LONGEST, MONTHS, Facts, fill, match, match_loosely, problems

VALUES = {
    "år": st.integers(1970, 2069).map(str),
    "månad": st.integers(1, 12).map("{:02}".format),
    "dag": st.integers(1, 31).map("{:02}".format),
    "löpnummer": st.integers(1, 999).map(str),
    "organ": st.lists(st.text("ABCÅÄÖåäönyx", min_size=1, max_size=5), min_size=1, max_size=3).map("-".join),
    "klass": st.lists(st.integers(0, 99).map(str), min_size=1, max_size=4).map(".".join),
    "handling": st.integers(1, 99_999).map(str),
}
LITERALS = st.text("/-.: 1aN", max_size=3)


@st.composite
def forms(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5, unique_by=lambda w: KINDS[w].fact))
    between = draw(st.lists(LITERALS, min_size=len(words) + 1, max_size=len(words) + 1))
    return between[0] + "".join(f"{{{word}}}{after}" for word, after in zip(words, between[1:], strict=True))


@given(forms(), st.fixed_dictionaries(VALUES))
def test_what_a_form_writes_it_also_reads(form: str, values: Facts) -> None:
    assume(not problems(form))
    used = {kind.fact for word, kind in KINDS.items() if f"{{{word}}}" in form}
    assert match(form, fill(form, values)) == {fact: value for fact, value in values.items() if fact in used}


@given(forms(), st.text("0123456789/-.: aNnovember", max_size=20))
def test_what_a_form_reads_it_writes_again(form: str, text: str) -> None:
    """Exact matching takes no other spelling than its own: only loose zeros are lost."""
    assume(not problems(form) and "löpnummer0" not in form)
    facts = match(form, text)
    assert facts is None or fill(form, facts) == text


@given(forms())
def test_a_form_that_can_be_read_in_two_ways_is_refused(form: str) -> None:
    """Brute force: whatever two sets of facts give the same text, the form is one with problems."""
    assume(not problems(form))
    seen: dict[str, Facts] = {}
    for number in ("1", "11", "111"):
        for document in ("1", "11", "12"):
            for group in ("1", "1.1", "11.1"):
                facts = {"år": "2011", "månad": "11", "dag": "11", "organ": "aN", "löpnummer": number}
                facts |= {"handling": document, "klass": group}
                used = {
                    fact: value
                    for fact, value in facts.items()
                    if any(f"{{{word}}}" in form for word, kind in KINDS.items() if kind.fact == fact)
                }
                assert seen.setdefault(fill(form, facts), used) == used


@pytest.mark.parametrize(
    ("form", "text", "facts"),
    [
        ("{år}/{löpnummer}", "2023/109", {"år": "2023", "löpnummer": "109"}),
        ("{år}/{löpnummer}", "2023/0109", None),
        ("{år}/{löpnummer}", "2023/0", None),
        ("{år}/{löpnummer}", "2023/109 ", None),
        ("{år}/{löpnummer}", "23/109", None),
        ("{år}/{löpnummer}", "2023/١٠٩", None),
        ("{organ}-{år}-{löpnummer}", "KSN-2015-1584", {"organ": "KSN", "år": "2015", "löpnummer": "1584"}),
        ("{organ}-{år}-{löpnummer}", "-2015-1584", None),
        ("KS {år}/{löpnummer5}-{klass}", "KS 2023/00450-1.3.2", {"år": "2023", "löpnummer": "450", "klass": "1.3.2"}),
        ("KS {år}/{löpnummer5}-{klass}", "KS 2023/00450-1..2", None),
        ("KS {år}/{löpnummer5}-{klass}", "KS 2023/00450-1.", None),
        ("{löpnummer4}/{år2}", "0450/23", {"löpnummer": "450", "år": "2023"}),
        ("{löpnummer4}/{år2}", "0450/71", {"löpnummer": "450", "år": "1971"}),
        ("{löpnummer0}/{år}", "00450/2023", {"löpnummer": "450", "år": "2023"}),
        ("{dag1} {månadsnamn} {år}", "2 november 2023", {"dag": "02", "månad": "11", "år": "2023"}),
        ("{dag1} {månadsnamn} {år}", "02 november 2023", None),
        ("{dag1} {månadsnamn} {år}", "2 November 2023", None),
        ("{dag1} {månadsnamn} {år}", "2 novembr 2023", None),
        ("{år}-{månad}-{dag}", "2023-13-02", None),
        ("{år}-{månad}-{dag}", "2023-12-32", None),
        ("{dag1}/{månad1}", "12/1", {"dag": "12", "månad": "01"}),
        ("{år}/{löpnummer}-{handling}", "2023/450-3", {"år": "2023", "löpnummer": "450", "handling": "3"}),
        ("{löpnummer}{år}", "122023", {"löpnummer": "12", "år": "2023"}),
    ],
)
def test_reading(form: str, text: str, facts: Facts | None) -> None:
    assert match(form, text) == facts


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("{år}/{löpnummer}", " 2023 / 109"),
        ("{organ}-{år}-{löpnummer}", "ksn–2015–1584"),
        ("{dag1} {månadsnamn} {år}", "2\u00a0November  2023."),
    ],
)
def test_loose_reading_overlooks_how_it_was_typed(form: str, text: str) -> None:
    assert match(form, text) is None
    assert match_loosely(form, text) is not None


@pytest.mark.parametrize(
    ("form", "needed", "said"),
    [
        ("", (), "tomt"),
        ("x" * (LONGEST + 1), (), "längre än"),
        ("{år", (), "Klamrarna"),
        ("år}", (), "Klamrarna"),
        ("{år}{{löpnummer}}", (), "Klamrarna"),
        ("}{", (), "Klamrarna"),
        ("{årr}", (), "känner inte"),
        ("{}", (), "känner inte"),
        ("{år}-{år2}", (), "två gånger"),
        ("{år}", ("år", "löpnummer"), "saknar löpnummer"),
        ("{löpnummer}{handling}", (), "flera sätt"),
        ("{löpnummer}1{handling}", (), "flera sätt"),
        ("{löpnummer}{år}{handling}", (), "flera sätt"),
        ("{klass}{löpnummer}", (), "flera sätt"),
        ("{organ}{månadsnamn}", (), "flera sätt"),
        ("{organ}N{månadsnamn}", (), "flera sätt"),
    ],
)
def test_a_form_with_a_problem_is_told_of(form: str, needed: tuple[str, ...], said: str) -> None:
    [(text, hint)] = problems(form, needed)
    assert said in text
    assert hint
    if not needed:
        with pytest.raises(ValueError, match=said):
            match(form, "2023/1")


@pytest.mark.parametrize(
    "form",
    ["{år}{löpnummer}", "{löpnummer}{år}", "{löpnummer}-{handling}", "{organ}{år}", "{klass}.{löpnummer}",
     "{löpnummer}N{handling}", "{organ}1{månadsnamn}", "x" * LONGEST],
)  # fmt: skip
def test_almost_a_problem(form: str) -> None:
    assert problems(form) == ()


def test_an_unknown_part_is_given_its_nearest() -> None:
    assert problems("{år}/{lopnumer}")[0][1].startswith("Menas {löpnummer}")
    assert "{klass}" in problems("{xyzzy}")[0][1]


@pytest.mark.parametrize(
    ("form", "facts"),
    [
        ("{år2}", {"år": "2070"}), ("{år2}", {"år": "1969"}), ("{år}", {"år": "203"}),
        ("{månadsnamn}", {"månad": "13"}),
        ("{månadsnamn}", {"månad": "00"}), ("{månadsnamn}", {"månad": "1"}),
        ("{löpnummer3}", {"löpnummer": "10000000"}),
        ("{löpnummer}", {"löpnummer": "0"}), ("{löpnummer}", {"löpnummer": ""}), ("{organ}", {"organ": "K S"}),
    ],
)  # fmt: skip
def test_what_a_form_cannot_write_is_refused(form: str, facts: Facts) -> None:
    with pytest.raises(ValueError, match="kan inte skriva"):
        fill(form, facts)


def test_a_fact_that_is_missing_is_not_written_as_a_blank() -> None:
    with pytest.raises(KeyError):
        fill("{år}/{löpnummer}", {"år": "2023"})


@given(st.sampled_from("1a.-/é "), forms())
def test_no_text_is_slow(letter: str, form: str) -> None:
    """An expression with backtracking takes years for such texts; this takes time in step with their length."""
    assume(not problems(form))
    began = time.perf_counter()
    match(form, letter * LONGEST)
    match(form, letter * 1_000_000)
    assert time.perf_counter() - began < 0.1


def test_months_are_twelve() -> None:
    assert len(set(MONTHS)) == 12
