"""Small questions about texts: sentences, likeness, spelling distance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.review.texts import near, plain, sentences, similarity, squeezed, unquoted


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("En mening. Två meningar.", 2),
        ("Enligt 6 kap. 6 § gäller det. Så är det.", 2),
        ("Bl.a. Ale och t.ex. Kungälv m.fl. Göteborg deltar.", 1),
        ("Klart 2023-12-05 Se protokoll.", 1),
        ("Vem? Alla! ”Ja.” Nej.", 4),
        ("Prop. 1998/99:66 handlar om revision.", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_people_end_them(text: str, number: int) -> None:
    assert len(list(sentences(text))) == number


@given(st.text(alphabet="abcÅÄÖ .!?()”", max_size=80))
def test_sentences_lose_no_letter(text: str) -> None:
    assert squeezed("".join(sentences(text))) == squeezed(text)


@pytest.mark.parametrize(
    ("one", "other", "most", "same"),
    [
        ("godkännts", "godkänts", 1, True),
        ("förvalningschef", "förvaltningschef", 1, True),
        ("wolf", "wolff", 1, True),
        ("abdc", "abcd", 1, True),
        ("abc", "cba", 1, False),
        ("", "ab", 1, False),
        ("plan", "planer", 1, False),
    ],
)
def test_near_counts_letters(one: str, other: str, most: int, same: bool) -> None:
    assert near(one, other, most) is same
    assert near(other, one, most) is same


def _oracle(a: str, b: str) -> int:
    """Edit distance with swaps of neighbours, by plain recursion."""
    if not a or not b:
        return len(a) + len(b)
    best = min(_oracle(a[1:], b) + 1, _oracle(a, b[1:]) + 1, _oracle(a[1:], b[1:]) + (a[0] != b[0]))
    if len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0]:
        best = min(best, _oracle(a[2:], b[2:]) + 1)
    return best


@given(st.text(alphabet="abå", max_size=5), st.text(alphabet="abå", max_size=5), st.integers(0, 3))
def test_near_is_the_edit_distance(a: str, b: str, most: int) -> None:
    assert near(a, b, most) is (_oracle(a, b) <= most)


def test_similarity_is_cut_short_but_right() -> None:
    text = "vid uppräkning av barnpengen beräknas personaltätheten bli i nivå med årets " * 3
    assert similarity(text, text.replace("uppräkning", "uppräknings", 1), 0.95) > 0.99
    assert similarity(text, text[:100], 0.95) == 0.0
    assert similarity("", "", 0.95) == 0.0
    assert similarity("abc", "abc", 0.95) == 1.0


def test_plain_words_alone() -> None:
    assert plain(" Ärendet: ") == plain("ärendet") == "ärendet"
    assert squeezed("Intern kontroll-plan") == "internkontrollplan"


def test_quoted_words_are_others() -> None:
    text = "Syftet är ”god intern kontroll” här."
    assert "kontroll" not in unquoted(text)
    assert len(unquoted(text)) == len(text)
    assert unquoted('5" rör') == '5" rör'
