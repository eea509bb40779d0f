"""How people are named in a report: who is the same person, what is a name and what an office."""

from __future__ import annotations

import pytest

from beredning.review.report_people import looks_like_name, split_person
from tests.review.report_kit import codes, mutated, reviewed


@pytest.mark.parametrize(
    "text", ["Karin Lindqvist", "Anna-Karin af Ugglas", "Ulla-Stina Millton", "Marie Källvik Nilsson", "Renée Å. Ek"]
)
def test_names(text: str) -> None:
    assert looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lindqvist",
        "Administrativ chef",
        "Förvaltningschef Utbildningsförvaltningen",
        "karin lindqvist",
        "Karin lindqvist",
        "Barn- och utbildningsnämnden",
        "Ett två tre fyra fem sex",
        "",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ekonomichef, Ken Gunnesson (ken.gunnesson@ale.se)", ("Ken Gunnesson", "Ekonomichef")),
        ("Ekonomichef, Ken Gunnesson, (ken.gunnesson@ale.se)", ("Ken Gunnesson", "Ekonomichef")),
        ("Ken Gunnesson, ekonomichef", ("Ken Gunnesson", "ekonomichef")),
        ("Förvaltningschef Åsa Ericson", ("Åsa Ericson", "Förvaltningschef")),
        ("Åsa Ericson Förvaltningschef", ("Åsa Ericson", "Förvaltningschef")),
        ("Administrativ chef, Utbildningsförvaltningen", ("", "")),
        ("Förvaltningschef Utbildningsförvaltningen", ("", "")),
        ("Kommunstyrelsen", ("", "")),
        ("Rektorerna i grundskolan", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_line_taken_apart(text: str, person: tuple[str, str]) -> None:
    assert split_person(text) == person


DONE = "Rektorerna ansvarar för att planen genomförs under höstterminen och följs upp i december."


@pytest.mark.parametrize(
    "text",
    [
        "Karin Lindqvists förslag genomförs under höstterminen.",
        "Planen genomförs av Karin Lindberg och Johan Bergman under höstterminen.",
        "Planen genomförs av Karin under höstterminen.",
        "Planen genomförs i Nya Berget under höstterminen.",
        "Verksamhetsutvecklare Karin Lindqvist ansvarar för att planen genomförs.",
    ],
)
def test_other_people_are_not_the_same_person_misspelt(text: str) -> None:
    assert reviewed(mutated((DONE, text))) == ()


@pytest.mark.parametrize(
    "text",
    ["Karin Lindkvist ansvarar för att planen genomförs.", "Karinn Lindqvist ansvarar för att planen genomförs.",
     "Karin Lindqvits rapport följs upp i december."],
)  # fmt: skip
def test_one_person_in_two_spellings(text: str) -> None:
    assert codes(mutated((DONE, text))) == {"NM01": 1}


def test_a_misspelt_title_of_the_manager_is_still_the_managers() -> None:
    text = mutated(("Johan Berg\n\nFörvaltningschef", "Johan Berg\n\nFörvalningschef"))
    assert "NM05" not in codes(text) and "NM02" not in codes(text)


def test_a_manager_who_is_the_handlaggare_does_not_sign_twice() -> None:
    """One signature, by the one who wrote it, is no approval by another."""
    text = mutated(("Karin Lindqvist\n\nVerksamhetsutvecklare\n\n", ""))
    assert codes(text) == {"NM05": 1}
