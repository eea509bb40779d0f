"""The föredragningslista: numbers never have a gap, times never overlap, and the real list comes out row by row."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import agenda
from beredning.core.agenda import Item, lay_out, place
from beredning.core.organisation import StandingItem
from beredning.errors import NotFound, Obstacle, UsageFault
from tests.ale import ale_text

STANDING = (
    StandingItem("Upprop", "öppning", "A", minutes=5),
    StandingItem("Justering", "öppning", "B", minutes=0),
    StandingItem("Fastställande av föredragningslistan", "stående", case="{år}/1"),
    StandingItem("Påminnelse om jävsbestämmelser", "stående", case="{år}/8"),
    StandingItem("Information från förvaltningschef", "stående", minutes=10, when="sist"),
    StandingItem("Redovisning av delegeringsbeslut 2023", "stående", case="{år}/4", when="sist"),
    StandingItem("Redovisning av underrättelser, beslut och domar 2023", "stående", case="{år}/5", when="sist"),
    StandingItem("Övriga frågor", "stående", minutes=15, when="sist"),
    StandingItem("Gruppmöten", "paus", minutes=30, when="sist"),
    StandingItem("Beslutsomgång p. {första}-{sista}", "paus", minutes=20, when="sist"),
)


def case(key: int, title: str = "Ärende", **more: object) -> Item:
    return Item(key, agenda.CASE, title, **more)  # type: ignore[arg-type]


def standing() -> agenda.Items:
    return agenda.standing_items(STANDING, 2023)


def numbers(items: agenda.Items) -> list[int]:
    return [int(label) for label in agenda.labels(items).values() if label.isdecimal()]


# The real list


def real_rows() -> list[tuple[str, str, str, str, str]]:
    """(label, title, dnr, presenters, time) of each row of the real list, read from its text."""
    rows = []
    for line in ale_text("00-kallelse-2023-12-06.txt").splitlines():
        if found := re.match(r"([AB]) (\w+)$", line):
            rows.append((found[1], found[2], "", "", ""))
        elif found := re.match(r"(\d*)\t(.+?)(?:\t(\d{4}/\d+))?\t(?:(\D*)\t)?(\d\d.\d\d-\d\d.\d\d)$", line):
            rows.append((found[1], found[2], found[3] or "", (found[4] or "").strip(), found[5]))
    return rows


def built_from(rows: list[tuple[str, str, str, str, str]]) -> agenda.Items:
    """Our list: the standing items, then each real case placed in turn, then the coffee after the eighth item."""
    items = standing()
    known = {item.title for item in items}
    for _, title, dnr, presenters, _ in rows:
        if dnr and title not in known:
            names = tuple(re.findall(r"[A-ZÅÄÖ]\w+", presenters))
            items = place(items, case(agenda.next_key(items), title, dnr=dnr, presenters=names, minutes=10))
    coffee = Item(agenda.next_key(items), agenda.PAUSE, "Fika", minutes=15)
    return agenda.move_beside((*items, coffee), coffee.key, agenda.find(items, "8").key, after=True)


def test_the_real_list_comes_out_row_by_row(ale: object) -> None:
    rows = real_rows()
    assert len(rows) == 2 + 14 + 3
    layout = lay_out(built_from(rows), "08:00")
    made = [(line.label, line.title, line.item.dnr, " ".join(line.item.presenters)) for line in layout.lines]
    assert made == [row[:4] for row in rows]


def test_the_real_lists_times_are_faulty_and_ours_are_not(ale: object) -> None:
    real = [row[4] for row in real_rows() if row[4]]
    assert "09.20-09.10" in real
    assert "09-10-09.15" in real
    lines = lay_out(built_from(real_rows()), "08:00").lines
    assert all(line.starts <= line.ends for line in lines)
    assert all(a.ends == b.starts for a, b in pairwise(lines))


# Labels


def test_letters_open_numbers_follow_and_pauses_have_none() -> None:
    lines = lay_out(standing(), "08:00").lines
    assert [line.label for line in lines] == ["A", "B", "1", "2", "3", "4", "5", "6", "", ""]


def test_a_case_goes_before_the_items_that_close_the_agenda() -> None:
    items = place(place(standing(), case(20, "Första")), case(21, "Andra"))
    assert [agenda.labels(items)[key] for key in (20, 21)] == ["3", "4"]
    assert agenda.find(items, "5").title == "Information från förvaltningschef"


def test_after_the_kallelse_an_extra_item_changes_no_number_that_was_sent() -> None:
    before = place(standing(), case(20))
    after = place(before, Item(21, agenda.EXTRA, "Brådskande", reason="kom in i dag"), called=True)
    sent = agenda.labels(before)
    assert {key: agenda.labels(after)[key] for key in sent} == sent
    assert agenda.labels(after)[21] == "8"
    assert lay_out(after, "08:00").lines[-1].title == "Beslutsomgång p. 3-8"


def test_the_decision_round_names_one_item_once_and_nothing_when_there_is_nothing() -> None:
    pause = Item(9, agenda.PAUSE, "Beslut p. {första}-{sista}")
    assert lay_out((case(1), pause), "08:00").lines[1].title == "Beslut p. 1"
    assert lay_out((pause,), "08:00").lines[0].title == "Beslut p. –"


def test_struck_before_the_kallelse_closes_up_withdrawn_after_it_keeps_its_number() -> None:
    items = place(place(standing(), case(20)), case(21))
    assert agenda.labels(agenda.strike(items, 20, ""))[21] == "3"
    gone = agenda.strike(items, 20, "underlaget är inte klart", called=True)
    assert agenda.labels(gone)[20] == "3"
    assert agenda.labels(gone)[21] == "4"
    assert lay_out(gone, "08:00").line(20) == agenda.Line(agenda.find(gone, "3"), "3", "Ärende", "", "")


def test_withdrawing_after_the_kallelse_needs_a_reason_and_happens_once() -> None:
    items = place(standing(), case(20))
    with pytest.raises(UsageFault, match="varför punkten utgår"):
        agenda.strike(items, 20, " ", called=True)
    with pytest.raises(UsageFault, match="kan inte tas bort"):
        agenda.strike(agenda.strike(items, 20, "x", called=True), 20, "x", called=True)


# Moving


def test_an_item_moved_to_a_number_gets_that_number() -> None:
    items = standing()
    for key in (20, 21, 22):
        items = place(items, case(key, f"Ärende {key}"))
    for wanted in range(1, 10):
        assert agenda.labels(agenda.move(items, 21, str(wanted)))[21] == str(wanted)


@pytest.mark.parametrize("label", ["0", "8", "A", "-1", ""])
def test_a_place_that_does_not_exist_is_refused(label: str) -> None:
    with pytest.raises(UsageFault, match="kan inte få platsen"):
        agenda.move(standing(), 3, label)


def test_a_pause_is_moved_beside_an_item_never_to_a_number() -> None:
    items = standing()
    pause = agenda.find(items, "Gruppmöten")
    with pytest.raises(UsageFault, match="kan inte få platsen"):
        agenda.move(items, pause.key, "2")
    moved = agenda.move_beside(items, pause.key, agenda.find(items, "2").key, after=False)
    assert [item.title for item in moved[2:4]] == ["Fastställande av föredragningslistan", "Gruppmöten"]


def test_opening_items_stay_first() -> None:
    items = standing()
    with pytest.raises(UsageFault, match="ligger alltid först"):
        agenda.move_beside(items, 4, 1, after=False)
    with pytest.raises(UsageFault, match="ligger alltid först"):
        agenda.move_beside(items, 1, 4, after=True)
    assert agenda.move_beside(items, 2, 1, after=False)[0].title == "Justering"
    assert agenda.move_beside(items, 4, 2, after=True)[2].key == 4


# Times


def test_a_fixed_start_is_waited_for() -> None:
    lines = lay_out((case(1, minutes=10), case(2, minutes=5, fixed="09:30")), "08:00").lines
    assert [(line.starts, line.ends) for line in lines] == [("08:00", "08:10"), ("09:30", "09:35")]


def test_a_fixed_start_that_cannot_be_kept_is_reported_and_nothing_overlaps() -> None:
    layout = lay_out((case(1, minutes=91), case(2, "Fika", minutes=5, fixed="09:30")), "08:00")
    assert (layout.lines[1].starts, layout.obstacles[0].code) == ("09:31", "tid-krock")
    assert "09:31" in layout.obstacles[0].text
    assert not lay_out((case(1, minutes=90), case(2, minutes=5, fixed="09:30")), "08:00").obstacles


def test_a_list_longer_than_the_meeting_or_the_day_is_reported() -> None:
    assert not lay_out((case(1, minutes=60),), "08:00", "09:00").obstacles
    assert [o.code for o in lay_out((case(1, minutes=61),), "08:00", "09:00").obstacles] == ["tid-slut"]
    assert not lay_out((case(1, minutes=60),), "23:00").obstacles
    late = lay_out((case(1, minutes=61),), "23:00")
    assert (late.lines[0].ends, late.obstacles[0].code) == ("24:01", "tid-slut")


@pytest.mark.parametrize("text", ["9", "24:00", "09:60", "9:5", "kl 9", ""])
def test_what_is_no_clock_is_refused(text: str) -> None:
    with pytest.raises(UsageFault, match="klockslag"):
        agenda.minutes_of(text)


def test_a_clock_may_be_written_with_a_full_stop() -> None:
    assert agenda.minutes_of("08.05") == agenda.minutes_of("8:05") == 485


def test_a_floating_pause_goes_before_the_first_item_that_would_begin_at_its_time_and_is_not_waited_for() -> None:
    coffee = StandingItem("Fika", "paus", minutes=15, when="tid", at="09:30")
    items = agenda.standing_items((*STANDING, coffee), 2023)
    for key, minutes in ((20, 60), (21, 25), (22, 10)):
        items = agenda.float_pauses(place(items, case(key, minutes=minutes)), "08:00")
    lines = lay_out(items, "08:00").lines
    at = [line.title for line in lines].index("Fika")
    assert [line.item.key for line in lines[at - 1 : at + 2 : 2]] == [21, 22]
    assert (lines[at].starts, lines[at].ends) == ("09:40", "09:55")
    short = agenda.float_pauses(agenda.standing_items((*STANDING, coffee), 2023), "08:00")
    assert [line.title for line in lay_out(short, "08:00").lines[-4:-1]] == ["Övriga frågor", "Fika", "Gruppmöten"]


# Finding


def test_an_item_is_found_by_label_dnr_or_title() -> None:
    items = place(standing(), case(20, "Nämndplan", dnr="2023/450", case="UBN:2023:450"))
    assert {agenda.find(items, text).key for text in ("3", "3.", "2023/450", "ubn:2023:450", "nämndp")} == {20}
    assert agenda.find(items, "a").title == "Upprop"


def test_an_unknown_or_ambiguous_item_is_refused_with_what_there_is() -> None:
    with pytest.raises(NotFound) as unknown:
        agenda.find(standing(), "15")
    assert "A Upprop" in unknown.value.nearest
    with pytest.raises(NotFound, match="flera punkter") as several:
        agenda.find(standing(), "Redovisning")
    assert len(several.value.nearest) == 2


# Readiness

MISSING = Obstacle("PH07", "Avsnittet saknas.", "Lokal rutin")
LATE = Obstacle("sent-ärende", "Sent.", "Lokal rutin", "VARNING")


def test_an_item_with_a_fault_is_left_out_with_every_obstacle() -> None:
    items = (case(1), case(2), case(3))
    chosen = agenda.select(items, {2: (MISSING, LATE), 3: (LATE,)})
    assert [item.key for item in chosen.called] == [1, 3]
    assert chosen.left_out == ((items[1], (MISSING, LATE)),)
    assert chosen.accepted == ((items[2], (LATE,)),)


def test_an_extra_item_is_called_in_spite_of_its_faults_when_it_has_a_reason() -> None:
    extra = Item(1, agenda.EXTRA, "Extra", reason="Svaret måste lämnas i veckan.")
    chosen = agenda.select((extra,), {1: (MISSING,)})
    assert chosen.called == (extra,)
    assert [(o.code, o.severity) for o in chosen.accepted[0][1]] == [("PH07", "FEL"), ("KL-13", "VARNING")]


def test_an_extra_item_without_a_reason_is_left_out_even_when_nothing_else_is_wrong() -> None:
    chosen = agenda.select((Item(1, agenda.EXTRA, "Extra", reason=" "),), {})
    assert chosen.called == ()
    assert [(o.code, o.severity) for o in chosen.left_out[0][1]] == [("KL-13", "FEL")]


def test_the_approval_records_extra_and_withdrawn_items_and_nothing_else() -> None:
    items = (
        case(1),
        Item(2, agenda.EXTRA, "Extra", reason="x"),
        case(3, state=agenda.WITHDRAWN),
        case(4, state="struken"),
    )
    assert [(item.key, what) for item, what in agenda.approval_changes(items)] == [(2, "extra"), (3, "utgår")]


# Properties: whatever a secretary does, in whatever order

EDITS = st.lists(
    st.tuples(
        st.sampled_from(("add", "extra", "move", "beside", "strike")),
        st.integers(0, 30),
        st.integers(0, 30),
        st.booleans(),
    ),
    max_size=30,
)


def edited(edits: list[tuple[str, int, int, bool]]) -> agenda.Items:
    items = standing()
    for what, first, second, flag in edits:
        one, other = items[first % len(items)], items[second % len(items)]
        try:
            if what == "add":
                fixed = f"{8 + first % 8:02d}:{second:02d}" if flag else ""
                items = place(items, case(agenda.next_key(items), minutes=second, fixed=fixed))
            elif what == "extra":
                items = place(items, Item(agenda.next_key(items), agenda.EXTRA, "Extra", minutes=first), called=flag)
            elif what == "move":
                items = agenda.move(items, one.key, str(second))
            elif what == "beside":
                items = agenda.move_beside(items, one.key, other.key, after=flag)
            else:
                items = agenda.strike(items, one.key, "skäl", called=flag)
        except UsageFault:
            continue
    return items


@given(EDITS)
def test_numbers_run_from_one_without_a_gap_whatever_the_edits(edits: list[tuple[str, int, int, bool]]) -> None:
    items = edited(edits)
    assert numbers(items) == list(range(1, sum(item.numbered for item in items) + 1))
    assert len({item.key for item in items}) == len(items)


@given(EDITS)
def test_times_never_overlap_and_every_minute_is_given(edits: list[tuple[str, int, int, bool]]) -> None:
    layout = lay_out(edited(edits), "08:00")
    timed = [line for line in layout.lines if line.starts]
    spans = [[int(h) * 60 + int(m) for h, m in (t.split(":") for t in (line.starts, line.ends))] for line in timed]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert [end - start for start, end in spans] == [line.item.minutes for line in timed]
    for line in timed:
        clashes = any(line.item.fixed in o.text for o in layout.obstacles if o.code == "tid-krock")
        assert not line.item.fixed or line.starts == line.item.fixed or clashes


@given(EDITS)
def test_opening_items_are_always_first(edits: list[tuple[str, int, int, bool]]) -> None:
    openings = [item.kind == agenda.OPENING for item in edited(edits)]
    assert openings == sorted(openings, reverse=True)
