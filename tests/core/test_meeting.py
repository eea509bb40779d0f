"""A sammanträde's turns: each obstacle has a case that raises it and one that almost does."""

from __future__ import annotations

import pytest

from beredning.core import agenda
from beredning.core import meeting as m
from beredning.core.agenda import Item
from beredning.errors import Obstacle, UsageFault

READY = m.Meeting(
    "UBN-AU:2023-12-06", "UBN-AU", "utskott", "2023-12-06", "08:00", place="Sal A", chair="lena", secretary="marie"
)
ITEMS = (Item(1, agenda.CASE, "Nämndplan", mode="bereder"),)


def codes(found: tuple[Obstacle, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in found]


# Keys


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("UBN-AU:2023-12-06", ("UBN-AU", "2023-12-06", 1)),
        ("ubn-au 2023-12-06", ("ubn-au", "2023-12-06", 1)),
        (" 2023-12-06 ", ("", "2023-12-06", 1)),
        ("UBN-AU:2023-12-06:2", ("UBN-AU", "2023-12-06", 2)),
        ("Utbildningsnämndens arbetsutskott 2023-12-06", ("Utbildningsnämndens arbetsutskott", "2023-12-06", 1)),
    ],
)
def test_a_meeting_is_read_as_people_write_it(text: str, meant: tuple[str, str, int]) -> None:
    assert m.parse_key(text) == meant
    assert m.parse_key(m.meeting_key("X", meant[1], meant[2]))[1:] == meant[1:]


@pytest.mark.parametrize("text", ["", "UBN-AU", "UBN 2023-13-06", "6 december"])
def test_what_has_no_date_is_no_meeting(text: str) -> None:
    with pytest.raises(UsageFault, match="inget sammanträde"):
        m.parse_key(text)


# States


def test_each_act_is_possible_in_its_own_states_alone() -> None:
    possible = {
        act: [state for state in m.STATES if not m.wrong_state(READY._replace(state=state), act)] for act in m.ACTS
    }
    assert possible == {
        "kalla": ["planerat", "kallat"],
        "öppna": ["kallat"],
        "avsluta": ["öppnat"],
        "protokollför": ["avslutat", "protokollfört"],
        "justera": ["protokollfört"],
        "anslå": ["protokollfört", "justerat"],
    }


def test_a_wrong_state_says_which_command_is_next_but_not_how_to_go_back() -> None:
    assert m.wrong_state(READY, "öppna")[0].hint == "beredning sammanträde kallelse UBN-AU:2023-12-06"
    assert m.wrong_state(READY._replace(state=m.CLOSED), "öppna")[0].hint == ""


# Calling


def test_a_meeting_with_all_it_needs_may_be_called_on_the_last_day() -> None:
    assert m.last_notice_day("2023-12-06", 5) == "2023-12-01"
    assert m.may_call(READY, ITEMS, 5, "2023-12-01") == ()


def test_a_late_kallelse_is_a_warning_because_no_statute_gives_the_days() -> None:
    late = m.may_call(READY, ITEMS, 5, "2023-12-02")
    assert codes(late) == [("KL-11", "VARNING")]
    assert late[0].last_day == "2023-12-01"
    assert m.may_call(READY._replace(state=m.CALLED), ITEMS, 5, "2023-12-02") == (), "it has been sent in time before"


def test_a_meeting_that_has_been_cannot_be_called_but_one_today_can() -> None:
    assert ("passerat", "FEL") in codes(m.may_call(READY, ITEMS, 0, "2023-12-07"))
    assert m.may_call(READY, ITEMS, 0, "2023-12-06") == ()


@pytest.mark.parametrize("field", ["starts", "place", "chair", "secretary"])
def test_a_kallelse_says_when_where_and_who(field: str) -> None:
    assert codes(m.may_call(m.Meeting(**{**READY._asdict(), field: ""}), ITEMS, 5, "2023-12-01")) == [("KL-10", "FEL")]


def test_an_empty_list_is_not_called_and_a_pause_is_no_item() -> None:
    pause = (Item(1, agenda.PAUSE, "Fika"),)
    assert codes(m.may_call(READY, pause, 5, "2023-12-01")) == [("tom-lista", "FEL")]


# Opening, deciding, closing


def test_a_meeting_is_opened_on_its_own_day_when_quorate() -> None:
    called = READY._replace(state=m.CALLED)
    quorum = Obstacle("KL-22", "För få.", "KL 6:27")
    assert m.may_open(called, "2023-12-06 08:00", ()) == ()
    assert codes(m.may_open(called, "2023-12-06 08:00", (quorum,))) == [("KL-22", "FEL")]
    assert codes(m.may_open(called, "2023-12-07 08:00", ())) == [("KL-10", "FEL")]


def test_an_item_is_decided_while_the_meeting_is_open_and_once() -> None:
    assert m.may_decide(READY._replace(state=m.OPENED), "3", agenda.OPEN) == ()
    assert codes(m.may_decide(READY._replace(state=m.OPENED), "3", agenda.DECIDED)) == [("fel-läge", "FEL")]
    assert codes(m.may_decide(READY._replace(state=m.CALLED), "3", agenda.OPEN)) == [("fel-läge", "FEL")]


def test_every_numbered_item_needs_its_outcome_before_the_meeting_is_closed() -> None:
    opened = READY._replace(state=m.OPENED, opened_at="2023-12-06 08:00")
    items = (
        Item(1, agenda.OPENING, "Upprop", "A"),
        Item(2, agenda.STANDING, "Övriga frågor"),
        Item(3, agenda.CASE, "Nämndplan"),
        Item(4, agenda.PAUSE, "Fika"),
    )
    found = m.may_close(opened, items, "2023-12-06 10:00")
    assert codes(found) == [("KL-42", "FEL")] * 2
    assert "--notera-resten" in found[0].hint
    assert "beslut UBN-AU:2023-12-06 2 " in found[1].hint
    done = tuple(
        item._replace(state=state) for item, state in zip(items, ("öppen", "beslutad", "utgått", "öppen"), strict=True)
    )
    assert m.may_close(opened, done, "2023-12-06 10:00") == ()
    assert codes(m.may_close(opened, done, "2023-12-06 07:59")) == [("fel-tid", "FEL")]


# Adjusting

CLOSED = READY._replace(
    state=m.MINUTED, opened_at="2023-12-06 08:00", closed_at="2023-12-06 11:30", adjusters=("anette",)
)
NUMBERS = tuple(range(10, 20))


def run(first: int = 10, last: int = 19, on: str = "2023-12-08", by: tuple[str, ...] = ("lena", "anette")) -> m.Range:
    return m.Range(first, last, on, by)


def test_chair_and_adjuster_adjust_all_within_fourteen_days() -> None:
    assert m.may_adjust(CLOSED, NUMBERS, (), run(), 1, "2023-12-08") == ()
    assert m.may_adjust(CLOSED, NUMBERS, (), run(on="2023-12-20"), 1, "2023-12-20") == ()
    late = m.may_adjust(CLOSED, NUMBERS, (), run(on="2023-12-21"), 1, "2023-12-21")
    assert codes(late) == [("KL-43", "FEL")]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (("anette",), [("KL-43", "FEL")]),
        (("lena",), [("KL-43", "FEL")]),
        (("lena", "robert"), [("KL-43", "VARNING")]),
        (("lena", "anette"), []),
    ],
)
def test_the_right_people_adjust(by: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert codes(m.may_adjust(CLOSED, NUMBERS, (), run(by=by), 1, "2023-12-08")) == expected


@pytest.mark.parametrize(("first", "last"), [(9, 19), (10, 20), (15, 14), (0, 0)])
def test_only_paragraphs_of_the_protokoll_are_adjusted(first: int, last: int) -> None:
    assert ("KL-44", "FEL") in codes(m.may_adjust(CLOSED, NUMBERS, (), run(first, last), 1, "2023-12-08"))


def test_runs_of_paragraphs_are_adjusted_apart_but_never_twice() -> None:
    first = run(12, 12)
    assert m.may_adjust(CLOSED, NUMBERS, (first,), run(13, 19), 1, "2023-12-08") == ()
    assert codes(m.may_adjust(CLOSED, NUMBERS, (first,), run(10, 12), 1, "2023-12-08")) == [("KL-56", "FEL")]
    assert not m.fully_adjusted(NUMBERS, (first, run(13, 19)))
    assert m.fully_adjusted(NUMBERS, (first, run(13, 19), run(10, 11)))
    assert not m.fully_adjusted((), ())


def test_an_adjustment_that_has_not_been_is_not_recorded() -> None:
    assert ("KL-43", "FEL") in codes(m.may_adjust(CLOSED, NUMBERS, (), run(on="2023-12-09"), 1, "2023-12-08"))


# Posting


def test_a_posting_within_two_days_passes_and_a_late_one_must_be_answered_for() -> None:
    assert m.may_post(run(), "2023-12-10", "2023-12-11") == ()
    assert codes(m.may_post(run(), "2023-12-12", "2023-12-12")) == [("KL-47", "VARNING")]
    assert codes(m.may_post(run(), "2023-12-07", "2023-12-12")) == [("KL-47", "FEL")]
    assert codes(m.may_post(run(), "2023-12-09", "2023-12-08")) == [("KL-47", "FEL")]
    posted = run()._replace(posted_on="2023-12-08")
    assert codes(m.may_post(posted, "2023-12-09", "2023-12-09")) == [("KL-47", "FEL")]


def test_a_notice_stays_up_until_the_day_after_the_last_appeal_day() -> None:
    # Enköping 2019: announced 01-22, last appeal day 02-12, taken down 02-13 at the earliest.
    posted = m.Range(1, 9, "2019-01-21", (), "2019-01-22", "2019-02-12")
    early = m.may_remove(posted, "2019-02-12", "2019-03-01")
    assert codes(early) == [("KL-49", "FEL")]
    assert "tidigast 2019-02-13" in early[0].hint
    assert m.may_remove(posted, "2019-02-13", "2019-03-01") == ()
    assert codes(m.may_remove(posted, "2019-02-13", "2019-02-12")) == [("KL-49", "FEL")]
    assert codes(m.may_remove(posted._replace(posted_on=""), "2019-02-13", "2019-03-01")) == [("KL-47", "FEL")]
    assert codes(m.may_remove(posted._replace(removed_on="2019-02-13"), "2019-02-14", "2019-03-01")) == [
        ("KL-47", "FEL")
    ]


# The two modes of an utskott


def test_each_case_at_an_utskott_carries_a_mode_and_nowhere_else() -> None:
    bare = (ITEMS[0]._replace(mode=""), Item(2, agenda.STANDING, "Övriga frågor"))
    assert codes(m.mode_obstacles("utskott", bare)) == [("KL-09", "FEL")]
    assert m.mode_obstacles("utskott", ITEMS) == ()
    assert m.mode_obstacles("nämnd", bare) == ()


@pytest.mark.parametrize(
    ("kind", "mode", "outcome", "deciding", "public"),
    [
        ("nämnd", "", "bifall", True, True),
        ("nämnd", "", "återremiss", False, True),
        ("nämnd", "", "bordläggning", False, True),
        ("nämnd", "", "utgår", False, True),
        ("nämnd", "", "överlämnas-kf", True, True),
        ("utskott", "beslutar", "bifall", True, True),
        ("utskott", "bereder", "förslag", False, False),
        ("utskott", "bereder", "bifall", False, False),
    ],
)
def test_what_decides_finally_and_what_becomes_public(
    kind: str, mode: str, outcome: str, deciding: bool, public: bool
) -> None:
    assert m.is_deciding(kind, mode, outcome) is deciding
    assert m.is_public(kind, mode) is public


def test_an_extra_matter_is_stopped_only_by_a_reglemente_that_forbids_it() -> None:
    extra = (Item(1, agenda.EXTRA, "Extra", reason="x"),)
    called = READY._replace(state=m.CALLED)
    assert codes(m.extra_allowed(called, extra, "förbjudet")) == [("KL-13", "FEL")]
    assert m.extra_allowed(called, extra, "tillåtet") == ()
    assert m.extra_allowed(READY, extra, "förbjudet") == (), "before the kallelse it is announced like any other"
