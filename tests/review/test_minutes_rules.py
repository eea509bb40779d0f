"""Minutes and proofs of posting: a right one is silent, and each fault in its days, hours and people is told once."""

from __future__ import annotations

import pytest

from beredning.review.values import Frame, OrganKnown
from tests.review.pack_kit import built_in_layout, told

NAME = "protokoll.txt"
MINUTES = """SAMMANTRÄDESPROTOKOLL

Utbildningsnämnden

Sammanträdesdatum\t2024-03-13
Tid\tKl. 13.00–16.00
Plats\tSal Berget
Paragrafer\t§§ 20–21

Närvaro

Beslutande\tLena Holm (SD), Karin Fogel (M), Anette Håkansson (S)

Justering

Justerare\tAnette Håkansson (S)
Plats och tid\tUtbildningsförvaltningen 2024-03-15

§ 20 Lokalplan 2025

Beslut

Utbildningsnämnden beslutar att fastställa lokalplan 2025, daterad 2024-02-20.

Anslagsbevis §§ 20–21

Organ\tUtbildningsnämnden
Sammanträdesdatum\t2024-03-13
Justerat\t2024-03-15
Anslaget\t2024-03-15
Överklagas senast\t2024-04-05
Tas ned tidigast\t2024-04-06
Nedtaget\t2024-04-08
"""

FAULTS: dict[str, tuple[str, str, str, str]] = {
    "adjusted before the meeting": ("Justerat\t2024-03-15", "Justerat\t2024-03-12", "DT05", "VARNING"),
    "posted before it was adjusted": ("Anslaget\t2024-03-15", "Anslaget\t2024-03-14", "DT05", "VARNING"),
    "the appeal day a day short": ("senast\t2024-04-05", "senast\t2024-04-04", "DT05", "VARNING"),
    "taken down too early": ("Nedtaget\t2024-04-08", "Nedtaget\t2024-04-05", "DT05", "VARNING"),
    "ends before it starts": ("13.00–16.00", "13.00–12.00", "DT02", "FEL"),
    "hours that are malformed": ("13.00–16.00", "13-00–16.00", "DT01", "FEL"),
    "nobody adjusts": ("Justerare\tAnette Håkansson (S)\n", "", "KA03", "VARNING"),
    "a party without parenthesis": (
        *("Lena Holm (SD), Karin Fogel (M), Anette Håkansson (S)\n\nJ", "Lena Holm SD Karin Fogel M\n\nJ"),
        *("KA07", "INFO"),
    ),
    "a weekday that is another": ("förvaltningen 2024", "förvaltningen torsdag 2024", "DT07", "VARNING"),
    "a prompt that was never filled in": (
        *("Plats\tSal Berget", "Plats\tKlicka eller tryck här för att ange text."), *("PH01", "FEL"),
    ),
    "a mask in a decision": ("daterad 2024-02-20", "daterad ÅÅÅÅ-MM-DD", "PH03", "FEL"),
    "a template's word": ("§ 20 Lokalplan 2025\n", "§ 20 Lokalplan 2025\n\nÄRENDENUMMER\n", "PH02", "FEL"),
    "a day in figures": ("daterad 2024-02-20", "daterad 20/2 2024", "DT06", "INFO"),
}  # fmt: skip


def frame(seats: int = 0) -> Frame:
    organs = (OrganKnown("Utbildningsnämnden", seats),)
    return Frame((built_in_layout(),), organs=organs)


def test_minutes_that_are_not_adjusted_yet_say_where_and_when_they_will_be() -> None:
    waiting = MINUTES[: MINUTES.index("Anslagsbevis")]
    assert told({NAME: waiting}, frame()) == []
    nowhere = waiting.replace("Plats och tid\tUtbildningsförvaltningen 2024-03-15\n", "")
    assert told({NAME: nowhere}, frame()) == [(NAME, "KA03", "VARNING")]


def test_capitals_of_the_houses_own_are_no_placeholders() -> None:
    for right in ("Plats\tSAL BERGET", "Plats\tRÅDHUSET"):
        assert told({NAME: MINUTES.replace("Plats\tSal Berget", right)}, frame()) == []


def test_right_minutes_are_silent() -> None:
    assert told({NAME: MINUTES}, frame()) == []
    assert told({NAME: MINUTES}, frame(5)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_in_minutes_gives_one_finding(fault: str) -> None:
    before, after, code, severity = FAULTS[fault]
    assert before in MINUTES
    assert told({NAME: MINUTES.replace(before, after, 1)}, frame()) == [(NAME, code, severity)]


@pytest.mark.parametrize(("seats", "wrong"), [(3, False), (5, False), (6, True), (7, True), (2, True)])
def test_more_than_half_of_the_seats_must_be_there_and_not_more_than_all(seats: int, wrong: bool) -> None:
    assert told({NAME: MINUTES}, frame(seats)) == ([(NAME, "KA08", "VARNING")] if wrong else [])


def test_a_limit_that_ends_on_a_holiday_runs_to_the_next_working_day() -> None:
    days = {"2024-03-13": "2024-12-11", "2024-03-15": "2024-12-27", "2024-04-05": "2025-01-17"}
    text = MINUTES
    for before, after in (*days.items(), ("Nedtaget\t2024-04-08\n", ""), ("Tas ned tidigast\t2024-04-06\n", "")):
        text = text.replace(before, after)
    assert told({NAME: text}, frame()) == []
    late = text.replace("2024-12-27", "2024-12-28").replace("2025-01-17", "2025-01-20")
    assert [code for _, code, _ in told({NAME: late}, frame())] == ["DT05"]


def test_minutes_adjusted_in_parts_are_judged_part_by_part() -> None:
    part = MINUTES[MINUTES.index("Anslagsbevis") :]
    later = (
        part.replace("2024-03-15", "2024-03-20").replace("2024-04-05", "2024-04-10").replace("2024-04-08", "2024-04-11")
    )
    assert told({NAME: MINUTES + "\n" + later}, frame()) == []
    wrong = later.replace("senast\t2024-04-10", "senast\t2024-04-09")
    assert told({NAME: MINUTES + "\n" + wrong}, frame()) == [(NAME, "DT05", "VARNING")]


def test_the_minutes_of_another_body_are_not_ours_to_correct() -> None:
    assert told({NAME: MINUTES.replace("Utbildningsnämnden", "VästKom styrelse")}, frame()) == []
