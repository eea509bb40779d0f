"""kommun.yaml damaged in every way, and the count of seats against a day-by-day oracle."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from beredning.core.organisation import SEAT_POSTS
from beredning.definitions.delegation_order import inspect_order
from beredning.definitions.organisation import examine
from tests.definitions.test_organisation import BASE, ROOT, remarks

PRACTICE = (ROOT / "templates" / "ovning" / "kommun.yaml").read_bytes()
ORDER = (ROOT / "templates" / "ovning" / "delegationsordning.yaml").read_bytes()
CUTS = st.tuples(
    st.integers(0, 10_000),
    st.integers(0, 40),
    st.sampled_from([b"", b": ", b"\t", b"{", b"]", b"\n", b'"', b"- x\n", b"\xe5", b"&a ", b"*a", b"ja", b"0"]),
)


def damaged(data: bytes, cut: tuple[int, int, bytes]) -> bytes:
    at, length, put = cut
    at %= len(data)
    return data[:at] + put + data[at + length :]


@given(CUTS)
def test_no_damage_to_kommun_yaml_is_more_than_faults_with_their_places(cut: tuple[int, int, bytes]) -> None:
    found = examine({"kommun.yaml": damaged(PRACTICE, cut)})
    assert (found.organisation is None) == bool(found.faults)
    for remark in found.remarks:
        assert remark.fault.file == "kommun.yaml" and remark.fault.line >= 0 and remark.fault.text


@given(CUTS)
def test_no_damage_to_a_delegation_order_is_more_than_faults(cut: tuple[int, int, bytes]) -> None:
    found = inspect_order(damaged(ORDER, cut), "d.yaml")
    assert (found.order is None) == bool(found.document.faults)


FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 12)


@given(st.lists(st.tuples(DAYS, DAYS, st.sampled_from([*SEAT_POSTS[:2], "ledamot", "ersättare"])), max_size=7))
def test_too_many_on_any_day_is_found_as_a_count_day_by_day_finds_it(terms: list[tuple[int, int, str]]) -> None:
    """KL 6:27 counts seats; the check looks only at days when somebody enters."""
    spans = [(min(a, b), max(a, b), post) for a, b, post in terms]
    persons = "".join(f"  p{n}: {{namn: P {n}}}\n" for n in range(len(spans)))
    rows = "".join(
        f"  - {{person: p{n}, organ: BN, uppdrag: {post}, parti: S, från: {FIRST + timedelta(start)}, "
        f"till: {FIRST + timedelta(end)}}}\n"
        for n, (start, end, post) in enumerate(spans)
    )
    head, _, tail = BASE.partition("mandat:\n")
    meetings = tail[tail.index("sammanträden:") :]
    said = remarks({"kommun.yaml": f"{head}{persons}mandat:\n{rows}{meetings}".encode()})
    on_day = [[post for start, end, post in spans if start <= day <= end] for day in range(13)]
    full = any(sum(post in SEAT_POSTS for post in held) > 3 for held in on_day)
    assert any("men 3 platser" in remark for remark in said) == full
    for post in SEAT_POSTS[:2]:
        several = any(held.count(post) > 1 for held in on_day)
        assert any(f"flera på posten {post} " in remark for remark in said) == several
