"""Words against a dictionary: the misspelt is told once, and names, abbreviations and addresses never."""

from __future__ import annotations

from collections import Counter

import pytest

from beredning.core.reading import Passage
from beredning.documents.reading import read
from beredning.review.review import review
from beredning.review.values import Frame, Known
from beredning.review.words import words
from tests.ale import need_ale
from tests.review.report_kit import layout, mutated, need_speller, reviewed

WHERE = "Planen genomförs inom nämndens budget."


def said(text: str, **frame: object) -> list[tuple[str, str]]:
    made = Frame((layout(),), speller=need_speller(), **frame)  # type: ignore[arg-type]
    return [(one.rule, one.suggestion) for one in reviewed(mutated((WHERE, text)), made)]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Prognosen har prognosisterats av nämnden.", "prognostiserats"),
        ("Förvaltningen ser riktningssmål i planen.", "riktningsmål"),
        ("Lärarnas kunskapsökande prövas.", "kunskapssökande"),
        ("Planen har godkännts av nämnden.", "godkänts"),
    ],
)
def test_a_misspelt_word_is_told_with_the_right_one(text: str, right: str) -> None:
    ((code, suggestion),) = said(text)
    assert code == "SP01"
    assert right in suggestion


def test_words_that_run_together_are_a_matter_of_spacing() -> None:
    assert said("Planen bidrar tillmåluppfyllelse i skolan.") == [("SP02", "Skriv ”till måluppfyllelse”.")]


def test_a_word_is_told_once_however_often_it_stands() -> None:
    made = Frame((layout(),), speller=need_speller())
    text = mutated(
        (WHERE, "Planen prognosisterats. Den prognosisterats."), ("Den bör därför antas.", "Prognosisterats det.")
    )
    (one,) = reviewed(text, made)
    assert one.rule == "SP01" and "3 gånger" in one.text


@pytest.mark.parametrize(
    "text",
    [
        "Planen har lästs av Xyzzy Qwertsson i Nödinge.",
        "Planen finns på www.alekommunn.se och hos a.qwertsson@alekommunn.se.",
        "Planen bygger på SFSKR och IM-Kxz.",
        "Planen, dnr UBN.2024.120, kostar 400tkr.",
        "Planen säger ”wi lära för lifvet”.",
        "Planen gäller förskole- och fritidsverksamheten samt in- och utlåning.",
        "Planen gäller barn m.fl. enligt 6 kap. 6 a § kommunallagen.",
        "Planen följer elevtalets utveckling och verksamhetsuppföljningen.",
        "Planen omfattar en stödboendeenhet som har samverkats.",
        "Planen är digitaliseringspolicyns och språkutvecklingsarbetets.",
    ],
)
def test_what_is_no_word_to_look_up_is_left_alone(text: str) -> None:
    assert [code for code, _ in said(text) if code.startswith("SP01")] == []


def test_names_in_the_register_are_known_in_small_letters_and_at_the_start() -> None:
    text = "Qwertssons förslag är inarbetat."
    assert [code for code, _ in said(text)] == ["SP01"]
    assert said(text, register=(Known("Eva Qwertsson"), Known("Karin Lindqvist"), Known("Johan Berg"))) == []


def test_the_first_word_of_a_sentence_may_have_a_capital() -> None:
    found = {one.word: one.opens for one in words(Passage("Planen är Ales. Nämnden – Åsa – läser: Bra."))}
    assert found == {
        "Planen": True,
        "är": False,
        "Ales": False,
        "Nämnden": True,
        "Åsa": False,
        "läser": False,
        "Bra": True,
    }


def test_the_real_reports_misspelt_words() -> None:
    """All that a reader found, and nothing else."""
    speller = need_speller()
    listed = (line.split("\t") for line in _list().splitlines() if line and not line.startswith("#"))
    wanted = Counter((file, int(row), code) for file, row, code, *_ in listed)
    found: Counter[tuple[str, int, str]] = Counter()
    for path in sorted(need_ale().glob("*tjansteutlatande*.txt")):
        reading = read(path.read_bytes(), path.name)
        with_words = review([reading], Frame((layout(),), speller=speller))
        without = set(review([reading], Frame((layout(),))))
        found.update((one.file, one.line, one.rule) for one in with_words if one not in without)
    assert found == wanted


def _list() -> str:
    from pathlib import Path

    return (Path(__file__).parent / "ale_spelling.tsv").read_text(encoding="utf-8")
