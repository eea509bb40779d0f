"""What people write in a cell: Swedish dates, posts, roles, organs, parties and names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.definitions.organisation import draft_of
from beredning.office.import_values import organ, party, person_key, post, role, swedish_date
from tests.definitions.test_organisation import BASE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-01-31", "2023-01-31"),
        ("20230131", "2023-01-31"),
        ("31/1 2023", "2023-01-31"),
        ("31.1.2023", "2023-01-31"),
        ("31 januari 2023", "2023-01-31"),
        ("den 1:e jan. 2024", "2024-01-01"),
        ("tills vidare", ""),
        ("", ""),
    ],
)
def test_dates_in_swedish_forms(text: str, day: str) -> None:
    assert swedish_date(text) == day


@pytest.mark.parametrize("text", ["2023-02-29", "30/2 2023", "1/2 23", "i går", "45291", "3 juuni 2023", "2023"])
def test_what_is_no_clear_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"inget datum|almanackan|Formatera"):
        swedish_date(text)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    months = "januari februari mars april maj juni juli augusti september oktober november december".split()
    forms = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day} {months[day.month - 1]} {day.year}",
        f"{day.day} {months[day.month - 1][:3]} {day.year}",
    )
    assert {swedish_date(form) for form in forms} == {day.isoformat()}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ordf.", "ordförande"),
        ("1:e vice ordförande", "förste vice ordförande"),
        ("1:a v. ordf.", "förste vice ordförande"),
        ("Vice ordförande", "förste vice ordförande"),
        ("Andre vice ordförande", "andra vice ordförande"),
        ("Ersattare", "ersättare"),
        ("Ers.", "ersättare"),
        ("Ordinarie ledamot", "ledamot"),
        ("Personalföreträdare", "personalföreträdare"),
    ],
)
def test_posts_in_the_words_of_lists(text: str, name: str) -> None:
    assert post(text) == name


def test_roles_organs_and_parties_by_name_or_mark() -> None:
    organisation = draft_of(
        {
            "kommun.yaml": BASE.replace(
                "förvaltningar:\n", "partier: {S: Socialdemokraterna, M: M}\nförvaltningar:\n"
            ).encode()
        }
    ).organisation
    assert (organ("bn", organisation), organ("barnnamnden", organisation)) == ("BN", "BN")
    assert (party("(S)", organisation), party("socialdemokraterna", organisation)) == ("S", "S")
    assert role("handlaggare") == "handläggare"
    with pytest.raises(ValueError, match="finns inte under ”partier”"):
        party("MP", organisation)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Åsa Ek", "asa.ek.2"),
        ("Renèe Ö'Hara", "renee.ohara"),
        ("Ulla-Stina von Bo", "ulla-stina.von.bo"),
        ("李", "person"),
    ],
)
def test_a_key_is_made_of_the_name(name: str, key: str) -> None:
    assert person_key(name, {"asa.ek"}) == key
