"""Votes: the outcome against a count of every possible vote, ties, secret ballots, totals and reservations."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product
from typing import Any

import pytest

from beredning.core import voting as v

SERVING = ("ordf", "a", "b", "c", "d")


def ballot(choices: str, **changes: Any) -> v.Ballot:
    """An open vote on a matter of substance: one letter a person, j, n or a (avstår)."""
    named = {"j": "ja", "n": "nej", "a": "avstår"}
    votes = tuple(v.Vote(p, named[c]) for p, c in zip(SERVING, choices, strict=True))
    base = v.Ballot("ordf", yes_means="AU:s förslag", no_means="Avslag", order="AU:s förslag mot avslag", votes=votes)
    return base._replace(**changes)


def codes(*args: Any, **more: Any) -> list[tuple[str, str]]:
    return [(o.code, o.severity) for o in v.check_ballot(*args, **more)]


def test_every_possible_vote_of_five_turns_out_as_the_statute_says() -> None:
    for choices in map("".join, product("jna", repeat=5)):
        yes, no, outcome = choices.count("j"), choices.count("n"), v.result(ballot(choices))
        assert (outcome.count("ja"), outcome.count("nej"), outcome.abstained) == (yes, no, choices.count("a"))
        if yes != no:
            assert (outcome.winner, outcome.settled_by) == ("ja" if yes > no else "nej", "majoritet")
        elif choices[0] in "jn":
            assert (outcome.winner, outcome.settled_by) == ({"j": "ja", "n": "nej"}[choices[0]], "utslagsröst")
        else:
            assert outcome.winner == ""


def test_a_vote_held_and_recorded_right_has_nothing_against_it() -> None:
    assert codes(ballot("jjnna"), SERVING) == []
    assert codes(ballot("jjnna", counts=(("ja", 2), ("nej", 2), ("avstår", 1))), SERVING) == []


def test_the_chair_must_vote_when_it_is_even_and_need_not_otherwise() -> None:
    assert codes(ballot("ajjnn"), SERVING) == [("KL-32", "FEL")]
    assert codes(ballot("ajjjn"), SERVING) == []
    assert codes(ballot("aaaaa"), SERVING) == [("KL-35", "FEL")]


def secret(*counts: tuple[str, int], **changes: Any) -> v.Ballot:
    return v.Ballot("ordf", "sluten", "val", order="Två namn", counts=counts)._replace(**changes)


def test_an_election_is_settled_by_lot_never_by_the_chair() -> None:
    even = secret(("Ek", 2), ("Al", 2), ("avstår", 1))
    assert v.result(even).winner == ""
    assert codes(even, SERVING) == [("KL-31", "FEL")]
    drawn = even._replace(lot="Al")
    assert v.result(drawn)[:2] == ("Al", "lottning")
    assert codes(drawn, SERVING) == []
    open_election = ballot("jjnna", matter="val")
    assert v.result(open_election).winner == "" and ("KL-31", "VARNING") in codes(open_election, SERVING)


def test_the_lot_settles_only_an_even_election() -> None:
    assert codes(secret(("Ek", 3), ("Al", 2), lot="Al"), SERVING) == [("KL-31", "FEL")]
    assert codes(ballot("ajjnn", lot="ja"), SERVING) == [("KL-31", "FEL"), ("KL-32", "FEL")]
    assert v.result(secret(("Ek", 2), ("Al", 2), ("Bo", 1), lot="Bo")).winner == ""


def test_the_most_votes_win_among_several_candidates() -> None:
    assert v.result(secret(("Ek", 2), ("Al", 1), ("Bo", 1), ("avstår", 1)))[:2] == ("Ek", "majoritet")


def test_a_secret_ballot_is_for_elections_and_employment_only() -> None:
    counts = (("ja", 3), ("nej", 2))
    assert codes(secret(*counts, matter="sak"), SERVING) == [("KL-31", "FEL")]
    assert codes(secret(*counts, matter="anställning"), SERVING) == []


def test_a_secret_ballot_shows_totals_that_add_up_and_no_names() -> None:
    assert codes(secret(("Ek", 3), ("Al", 1)), SERVING) == [("KL-35", "FEL")]
    named = secret(("Ek", 3), ("Al", 2), votes=(v.Vote("a", "Ek"),))
    assert ("KL-35", "FEL") in codes(named, SERVING)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"votes": tuple(v.Vote(p, "ja") for p in SERVING[:4])}, "d tjänstgör men saknas"),
        ({"votes": tuple(v.Vote(p, "ja") for p in (*SERVING, "x"))}, "x har röstat men tjänstgör inte"),
        ({"votes": tuple(v.Vote(p, "ja") for p in (*SERVING, "a"))}, "a står 2 gånger"),
        ({"votes": (*(v.Vote(p, "ja") for p in SERVING[:4]), v.Vote("d", "kanske"))}, "kanske"),
        ({"counts": (("ja", 3), ("nej", 2))}, "ja 3, nej 2"),
    ],
)
def test_names_and_totals_must_agree_with_who_serves(change: dict[str, Any], words: str) -> None:
    found = v.check_ballot(ballot("jjnna", **change), SERVING)
    assert ("KL-35", "FEL") in {(o.code, o.severity) for o in found if words in o.text}


def test_what_yes_and_no_mean_and_the_order_must_be_recorded() -> None:
    bare = ballot("jjjnn", yes_means="", no_means=" ", order="")
    assert codes(bare, SERVING) == [("KL-35", "FEL")] * 3


def test_nobody_abstains_in_exercise_of_authority_except_in_a_preparatory_vote() -> None:
    assert codes(ballot("jjnna"), SERVING, True) == [("KL-32", "FEL")]
    assert codes(ballot("jjnna", main=False), SERVING, True) == []
    assert codes(ballot("jjnnj"), SERVING, True) == []


def test_the_chair_of_the_vote_must_serve() -> None:
    assert codes(ballot("jjnna", chair="jävig"), SERVING)[0] == ("KL-31", "FEL")
    texts = [v.check_ballot(ballot("jjjnn", chair=chair), SERVING)[0].text.split()[0] for chair in ("jävig", "")]
    assert texts == ["jävig", "Ingen"]


ENDED = datetime(2023, 12, 13, 16, 30)


def reserved(at: datetime | None = datetime(2023, 12, 13, 16, 30), **changes: Any) -> v.Reservation:
    return v.Reservation("a", at)._replace(**changes)


def reservation_codes(*args: Any, **more: Any) -> list[tuple[str, str]]:
    return [(o.code, o.severity) for o in v.check_reservation(*args, **more)]


def test_a_reservation_is_announced_before_the_meeting_is_closed() -> None:
    assert reservation_codes(reserved(), SERVING, ENDED) == []
    assert reservation_codes(reserved(datetime(2023, 12, 13, 16, 31)), SERVING, ENDED) == [("KL-36", "FEL")]
    assert reservation_codes(reserved(None), SERVING, ENDED) == [("KL-36", "FEL")]
    assert reservation_codes(reserved(None), SERVING, None) == []


def test_only_one_who_took_part_may_reserve() -> None:
    assert reservation_codes(reserved(), ("ordf", "b"), ENDED) == [("KL-36", "FEL")]
    absent = reserved(person="x")
    assert reservation_codes(absent, ("x",), ENDED, ballot("jjjjj")) == []


def test_the_written_motive_may_come_until_adjustment_where_the_rules_say_so() -> None:
    adjusted = date(2023, 12, 20)
    in_time, late = reserved(motive_on=adjusted), reserved(motive_on=date(2023, 12, 21))
    assert reservation_codes(in_time, SERVING, ENDED, adjusted_on=adjusted) == []
    (obstacle,) = v.check_reservation(late, SERVING, ENDED, adjusted_on=adjusted)
    assert obstacle.code == "KL-36" and "Reglemente" in obstacle.origin
    assert reservation_codes(in_time, SERVING, ENDED, adjusted_on=adjusted, motive_by_adjustment=False) == [
        ("KL-36", "FEL")
    ]


@pytest.mark.parametrize(
    ("choices", "found"), [("jnjjj", []), ("jjnnn", []), ("jjjnn", ["VARNING"]), ("jajjj", ["VARNING"])]
)
def test_a_reservation_against_ones_own_vote_is_questioned(choices: str, found: list[str]) -> None:
    obstacles = v.check_reservation(reserved(), SERVING, ENDED, ballot(choices))
    assert [o.severity for o in obstacles] == found
    assert {o.code for o in obstacles} <= {"KL-36"}
