"""The journal as values: one text for a value, a chain where any change shows, and a fold that rebuilds the tables."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import journal
from beredning.core.journal import GENESIS, Act, Entry, canonical, fold, make_entry, stamp, verify_chain
from beredning.errors import BrokenProof

WIDTHS = {"cases": 1, "tracks": 2}
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
VALUES = st.recursive(
    TEXT | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcå_9A", max_size=3), inner),
    max_leaves=20,
)


def chain(*images_of_entries: list[journal.Image]) -> list[Entry]:
    """Entries that follow one another, each with these images."""
    entries: list[Entry] = []
    previous = GENESIS
    for number, images in enumerate(images_of_entries, 1):
        act = Act("Anna Ek", "handläggare", "flytta", "UBN:2023:1")
        entries.append(make_entry(act, images, number, previous, f"2023-12-06T08:00:0{number}.000000Z", "anna"))
        previous = entries[-1].digest
    return entries


# Canonical text: the examples of RFC 8785 that hold only text and integers


def test_names_are_sorted_and_nothing_is_spaced():
    assert canonical({"b": [1, "x"], "a": {}}) == '{"a":{},"b":[1,"x"]}'


def test_only_what_must_be_escaped_is_escaped_and_in_rfc_8785s_way():
    assert canonical('€$\x0f\nA\'B"\\"/åäö\x7f\u2028') == '"€$\\u000f\\nA\'B\\"\\\\\\"/åäö\x7f\u2028"'


@pytest.mark.parametrize(
    "value", [1.0, True, None, {1: "a"}, {"a😀": 1}, {"\ue000": 1}, "\x00", ["a", {"b": [False]}], 2**53, date.min]
)
def test_what_other_programs_would_write_differently_is_refused(value):
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("value", [2**53 - 1, -(2**53) + 1, "", [], {}, ("a",), "😀", {"å": 1}, {"\ud7ff": 1}])
def test_the_nearest_values_that_are_not_refused(value):
    assert json.loads(canonical(value)) == (list(value) if isinstance(value, tuple) else value)


def test_half_a_character_has_no_text():
    with pytest.raises(UnicodeEncodeError):
        canonical("\ud83d")


@given(VALUES)
def test_canonical_text_reads_back_as_the_same_value_and_is_stable(value):
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


# Time


def test_the_time_is_utc_with_microseconds():
    summer = timezone(timedelta(hours=2))
    assert stamp(datetime(2023, 7, 1, 12, 0, tzinfo=summer)) == "2023-07-01T10:00:00.000000Z"
    assert stamp(datetime(2023, 12, 6, 8, 0, 0, 7, tzinfo=UTC)) == "2023-12-06T08:00:00.000007Z"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError):
        stamp(datetime(2023, 7, 1, 12, 0))


# The chain


@given(st.lists(TEXT, min_size=10, max_size=10), st.lists(TEXT, max_size=3), st.integers(1, 2**40))
def test_the_digest_is_that_of_the_canonical_object_of_the_columns(texts, documents, number):
    act = Act(*texts[:9])._replace(documents=tuple(documents))
    entry = make_entry(act, [], number, GENESIS, "2023-12-06T08:00:00.000000Z", texts[9])
    columns = entry._asdict()
    del columns["digest"], columns["details"]
    assert tuple(sorted(columns)) == journal.LINKED
    assert entry.digest == hashlib.sha256(canonical(columns).encode()).hexdigest()
    assert entry.details_digest == hashlib.sha256(entry.details.encode()).hexdigest()


def test_a_whole_chain_ends_in_its_head():
    entries = chain([], [], [])
    assert verify_chain(entries) == (3, entries[-1].digest)
    assert verify_chain([]) == (0, GENESIS)


@pytest.mark.parametrize("column", Entry._fields)
def test_a_change_of_any_column_of_any_entry_is_found_at_that_entry(column):
    entries = chain([], [], [])
    for at, entry in enumerate(entries):
        old = getattr(entry, column)
        changed = [*entries]
        other: Any = old + 1 if isinstance(old, int) else old + "x"
        changed[at] = entry._replace(**{column: other})
        with pytest.raises(BrokenProof, match=f"Journalpost {changed[at].number}:"):
            verify_chain(changed)


def test_moving_text_from_one_column_to_its_neighbour_is_found():
    """Columns joined without marks between them would give the same bytes to hash."""
    first, second = chain([], [])
    moved = second._replace(person=second.person[:-1], role=second.person[-1] + second.role)
    with pytest.raises(BrokenProof):
        verify_chain([first, moved])


def test_swapped_removed_and_repeated_entries_are_found():
    one, two, three = chain([], [], [])
    for broken in ([one, three, two], [one, three], [two, three], [one, two, two, three]):
        with pytest.raises(BrokenProof):
            verify_chain(broken)


def test_a_shortened_chain_is_whole_so_the_tables_or_the_paper_must_tell():
    one, two, _ = chain([], [], [])
    assert verify_chain([one, two]) == (2, two.digest)


def test_the_images_belong_to_the_details_alone():
    with pytest.raises(ValueError, match="rows"):
        make_entry(Act("a", "b", "c", "d", extra={"rows": []}), [], 1, GENESIS, "t", "u")


def test_a_column_that_cannot_be_written_the_same_everywhere_is_refused():
    with pytest.raises(ValueError, match="NUL"):
        make_entry(Act("a\x00", "b", "c", "d"), [], 1, GENESIS, "t", "u")


# The fold


def test_the_fold_gives_each_row_as_it_was_written_last():
    entries = chain(
        [("cases", 0, ("A", "utkast"))],
        [("cases", 0, ("B", "utkast")), ("tracks", 0, ("A", "mbl", "väntar"))],
        [("cases", 1, ("A", "nämnd"))],
    )
    assert fold(entries, WIDTHS) == {
        "cases": {("A",): ("A", "nämnd", 3), ("B",): ("B", "utkast", 2)},
        "tracks": {("A", "mbl"): ("A", "mbl", "väntar", 2)},
    }


@pytest.mark.parametrize(
    "last",
    [
        ("cases", 0, ("A", "nämnd")),  # says it is new
        ("cases", 2, ("A", "nämnd")),  # follows another entry than the one that wrote it
        ("cases", 1, ("B", "nämnd")),  # follows what was never written
        ("okänd", 0, ("A",)),
    ],
)
def test_an_image_that_does_not_follow_what_was_written_is_no_fold(last):
    with pytest.raises(BrokenProof, match="Journalpost 2"):
        fold(chain([("cases", 0, ("A", "utkast"))], [last]), WIDTHS)


@pytest.mark.parametrize(
    "details", ["", "[]", '{"rows":1}', '{"rows":[["cases",0]]}', '{"rows":[["cases","0",["A"]]]}']
)
def test_details_of_another_form_are_no_images(details):
    entry = chain([])[0]._replace(details=details)
    with pytest.raises(BrokenProof, match="Journalpost 1"):
        fold([entry], WIDTHS)
