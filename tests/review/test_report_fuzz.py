"""Whatever a report looks like, review answers, with known codes, real places, in order, and the same every time."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from beredning.core.finding import SEVERITIES
from beredning.review.catalogue import RULES
from tests.review.report_kit import NAME, PERFECT, reviewed

LINES = PERFECT.splitlines()


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The perfect report with lines lost, doubled, moved, joined and with odd text put in."""
    lines = list(LINES)
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 25))):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] += lines[other]
            case 4:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case _:
                lines.insert(at, draw(st.text(max_size=30)))
        lines = lines or [""]
    return "\n".join(lines)


def _checked(text: str) -> None:
    found = reviewed(text)
    assert found == reviewed(text)
    rows = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for one in found:
        assert one.rule in RULES and one.severity in SEVERITIES and one.file == NAME
        assert 0 <= one.line <= rows
        assert one.text.strip() and one.why.endswith(".") and one.suggestion.strip() and one.ground
        assert one.text[0].isupper() or one.text[0] in "”0123456789", one.text
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert len(set(found)) == len(found)


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_a_damaged_report(text: str) -> None:
    _checked(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all(text: str) -> None:
    _checked(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.sampled_from([at for at, line in enumerate(LINES) if line]))
def test_any_text_in_any_place(text: str, at: int) -> None:
    lines = [*LINES[:at], text, *LINES[at + 1 :]]
    _checked("\n".join(lines))


def test_long_texts_take_their_time_but_no_more() -> None:
    """A report of a hundred pages is no harder than ten of ten."""
    import time

    long = "Nämnden ser att planen är bra och att den bör antas av alla skolor i kommunen i år. " * 40
    times = []
    for size in (20, 80):
        text = PERFECT.replace("Planen genomförs inom nämndens budget.", "\n\n".join([long] * size))
        start = time.perf_counter()
        reviewed(text)
        times.append(time.perf_counter() - start)
    assert times[1] < 12 * times[0] + 0.5
