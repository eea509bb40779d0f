"""What is printed: tables in a terminal and in a pipe, JSON of the same value, Swedish numbers, colours, encodings."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning_cli.columns import fitted, shared
from beredning_cli.output import kronor, long_day, number, plain, table
from beredning_cli.progress import Meter, progress


def printed(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, with these variables added to the environment."""
    given = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return subprocess.run([sys.executable, "-m", "beredning_cli", *words], capture_output=True, env=given)


def in_terminal(*words: str, **environment: str) -> str:
    """What the program prints to a terminal of 60 columns."""
    own, theirs = pty.openpty()
    given = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "60", "TERM": "xterm", **environment}
    given.pop("NO_COLOR", None) if "NO_COLOR" not in environment else None
    with subprocess.Popen([sys.executable, "-m", "beredning_cli", *words], stdout=theirs, env=given):
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(own, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not part:
                break
            parts.append(part)
    os.close(own)
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_table_in_a_pipe_is_divided_by_tabs_and_nothing_is_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    long = "Yttrande över remiss " * 20
    assert table(("Dnr", "Ärende"), [("2023/450", long), (None, "a\tb\nc")]) == [
        "Dnr\tÄrende",
        f"2023/450\t{long.strip()}",
        "\ta b c",
    ]


def test_a_table_in_a_terminal_wraps_the_widest_column_and_sets_amounts_to_the_right() -> None:
    rows = [["2023/450", "Månadsuppföljning oktober för förskolan", "5"], ["2023/7", "Kort", "1 250"]]
    assert fitted(["Dnr", "Ärende", "Kr"], rows, frozenset({2}), 40) == [
        "Dnr       Ärende                      Kr",
        "2023/450  Månadsuppföljning            5",
        "          oktober för förskolan",
        "2023/7    Kort                     1 250",
    ]


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.integers(1, 300))
def test_columns_share_the_room_so_that_only_the_widest_give_way(wanted: list[int], room: int) -> None:
    widths = shared(wanted, room)
    assert all(width <= most for width, most in zip(widths, wanted, strict=True))
    if sum(wanted) <= room:
        assert widths == wanted
    elif sum(min(width, 8) for width in wanted) <= room:
        assert sum(widths) == room
        narrowed = [width for width, most in zip(widths, wanted, strict=True) if width < most]
        kept = [width for width, most in zip(widths, wanted, strict=True) if width == most]
        assert max(narrowed) - min(narrowed) <= 1
        assert not kept or max(kept) <= max(narrowed) + 1


@given(
    st.lists(st.lists(st.text(alphabet="abc ö", max_size=40), min_size=3, max_size=3), max_size=6), st.integers(40, 90)
)
def test_no_line_of_a_table_is_wider_than_the_terminal_and_no_word_is_lost(rows: list[list[str]], width: int) -> None:
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    lines = fitted(["a", "b", "c"], rows, frozenset(), width)
    assert max(map(len, lines)) <= width
    letters = sorted("".join("".join(row) for row in [["abc"], *rows]).replace(" ", ""))
    assert sorted("".join(lines).replace(" ", "")) == letters


class Inner(NamedTuple):
    name: str
    held: frozenset[str] = frozenset()


class Outer(NamedTuple):
    day: date
    items: tuple[Inner, ...]
    folder: Path
    missing: None = None


def test_json_has_the_fields_of_the_value_and_refuses_what_has_no_form() -> None:
    value = Outer(date(2023, 12, 6), (Inner("a", frozenset({"c", "b"})),), Path("x"))
    assert plain(value) == {
        "dag": "2023-12-06",
        "punkter": [{"namn": "a", "held": ["b", "c"]}],
        "mapp": "x",
        "saknas": None,
    }
    with pytest.raises(TypeError, match="object has no form"):
        plain({"a": object()})


@pytest.mark.parametrize(
    ("ore", "text"),
    [
        (0, "0\u00a0kr"),
        (99, "0,99\u00a0kr"),
        (100, "1\u00a0kr"),
        (125000000, "1\u00a0250\u00a0000\u00a0kr"),
        (-150, "−1,50\u00a0kr"),
    ],
)
def test_amounts_are_written_as_in_swedish(ore: int, text: str) -> None:
    assert kronor(ore) == text


def test_numbers_and_days_are_written_as_in_swedish() -> None:
    assert number(1234567) == "1\u00a0234\u00a0567"
    assert long_day("2023-12-06") == "6 december 2023"
    assert long_day("2024-02-29") == "29 februari 2024"
    assert long_day("") == ""


@pytest.mark.parametrize("locale", ["C", "POSIX", "sv_SE.UTF-8", "finns_inte"])
def test_swedish_is_printed_whatever_the_locale(locale: str) -> None:
    done = printed("--help", LC_ALL=locale, LANG=locale)
    assert "Användning: beredning" in done.stdout.decode()
    assert "utlåtande" in done.stdout.decode()
    refused = printed("ärnde", LC_ALL=locale, LANG=locale)
    assert refused.returncode == 2
    assert "Menade du ”ärende”?" in refused.stderr.decode()


def test_a_stream_that_is_only_ascii_is_made_utf8_and_one_in_latin1_stays_so() -> None:
    assert "Användning" in printed("--help", PYTHONIOENCODING="ascii:strict").stdout.decode()
    refused = printed("ärnde", PYTHONIOENCODING="latin-1")
    assert 'Menade du "ärende"?' in refused.stderr.decode("latin-1")


def test_json_is_right_in_any_encoding() -> None:
    latin = printed("ärnde", "--json", PYTHONIOENCODING="latin-1").stdout
    assert json.loads(latin.decode("ascii"))["fel"] == "Kommandot ”ärnde” finns inte."
    assert "”ärnde”" in printed("ärnde", "--json").stdout.decode()


def test_colour_is_for_terminals_and_the_flag_goes_before_no_color() -> None:
    assert "\033[" not in printed("--help").stdout.decode()
    assert "\033[1mKommandon:" in in_terminal("--help")
    assert "\033[" not in in_terminal("--help", NO_COLOR="1")
    assert "\033[" not in in_terminal("--help", TERM="dumb")
    assert "\033[" not in in_terminal("--ingen-färg", "--help")
    assert "\033[1mKommandon:" in printed("--färg", "--help").stdout.decode()
    assert "\033[1mKommandon:" in in_terminal("--färg", "--help", NO_COLOR="1")


def test_help_fits_the_terminal() -> None:
    text = in_terminal("--help", NO_COLOR="1")
    assert max(map(len, text.splitlines())) <= 60
    assert "Beredning: från utkast till beslut" in text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_shows_itself_after_a_second_and_only_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("beredning_cli.progress.time.monotonic", lambda: clock[0])
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        with Meter("Skriver", 4, stream) as meter:
            clock[0] += 0.99
            meter.step()
            assert stream.getvalue() == ""
            clock[0] += 0.02
            meter.step()
            assert stream.getvalue() == ("\r\033[KSkriver ████████████░░░░░░░░░░░░ 2/4, 1 s kvar" if shown else "")
            drawn = stream.getvalue()
            clock[0] += 0.01
            meter.step()
            assert stream.getvalue() == drawn, "not drawn again at once"
        assert stream.getvalue().endswith("\r\033[K") == shown, "the line is clean for the answer"


def test_progress_goes_through_everything_and_knows_how_much_there_is() -> None:
    assert list(progress(["a", "b"], "Läser")) == ["a", "b"]
    meter = Meter("Läser")
    meter.step(3)
    assert meter.line(2.0) == "Läser … 3 (2 s)"


def test_a_silent_command_says_that_it_works_and_takes_it_back_before_it_answers() -> None:
    from beredning_cli import output
    from beredning_cli.waiting import Waiting

    stream = Terminal()
    waiting = Waiting(stream)
    waiting.start()
    assert output.before_printing is not None
    waiting.show()
    assert stream.getvalue() == "Arbetar … (avbryt med Ctrl-C)"
    output.print_lines(["svar"], stream)
    assert stream.getvalue() == "Arbetar … (avbryt med Ctrl-C)\r\033[Ksvar\n"
    waiting.show()
    output.print_lines(["mer"], stream)
    assert stream.getvalue().endswith("svar\nmer\n"), "too late to say anything"


def test_a_function_that_tells_of_itself_moves_the_bar() -> None:
    meter = Meter("Prövar", stream=Terminal())
    meter.at(30, 120)
    assert (meter.done, meter.total) == (30, 120)
    meter.at(60, 120)
    assert meter.line(2.0) == "Prövar ████████████░░░░░░░░░░░░ 60/120, 2 s kvar"
