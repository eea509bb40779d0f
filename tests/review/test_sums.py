"""Sums in tables: a wrong one is found wherever it is sure how the table adds up, and no right one is questioned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.documents.reading import read
from beredning.review.figures import measure, number_of, shown, tables_of
from beredning.review.sums import faults
from tests.ale import ale_paper


def wrong(table: str) -> list[tuple[str, int, int]]:
    reading = read(table.encode(), "t.txt")
    return [(one.line.label, one.stated, one.counted) for made in tables_of(reading) for one in faults(made)]


HEAD = "Verksamhet\tBudget 2024\tPrognos 2024\tAvvikelse\n"
ROWS = "Förskola\t-215 316\t-214 900\t416\nGrundskola\t-375 446\t-375 900\t-454\nKomvux\t-12 577\t-12 500\t77\n"
TOTAL = "Totalt\t-603 339\t-603 300\t39\n"


def test_a_table_that_adds_up_is_silent() -> None:
    assert wrong(HEAD + ROWS + TOTAL) == []
    assert wrong(HEAD + TOTAL.replace("Totalt", "Utbildning") + ROWS) == []


@pytest.mark.parametrize("label", ["Totalt", "Summa", "SUMMA", "Total"])
def test_a_sum_that_is_wrong_in_one_column_is_told_with_what_the_parts_give(label: str) -> None:
    table = HEAD + ROWS + TOTAL.replace("Totalt", label).replace("-603 339", "-603 393")
    assert wrong(table) == [(label, -603393, -603339)]


def test_a_sum_that_is_wrong_in_its_only_column_is_told() -> None:
    assert wrong("Post\tTkr\nLöner\t100\nHyra\t50\nMat\t7\nSumma\t158\n") == [("Summa", 158, 157)]


def test_a_sum_row_without_such_a_name_is_told_when_it_holds_in_the_other_columns() -> None:
    table = HEAD + TOTAL.replace("Totalt", "Utbildning").replace("-603 339", "-603 393") + ROWS
    assert wrong(table) == [("Utbildning", -603393, -603339)]


def test_a_difference_that_is_wrong_in_one_row_is_told_whichever_way_it_is_counted() -> None:
    rows = ROWS + "Elevhälsa\t-100\t-90\t10\nLedning\t-50\t-60\t-10\n"
    assert wrong(HEAD + rows) == []
    assert wrong(HEAD + rows.replace("\t416", "\t461")) == [("Förskola", 461, 416)]
    turned = rows.replace("\t416", "\t-416").replace("\t-454", "\t454").replace("\t77", "\t-77")
    turned = turned.replace("-90\t10", "-90\t-10").replace("-60\t-10", "-60\t10")
    assert wrong(HEAD + turned) == []


def test_parts_of_a_row_above_are_not_added_and_those_from_elsewhere_are_taken_away() -> None:
    table = (
        "Mått\t2022\t2023\t2024\nElever i skolan\t100\t110\t120\nvarav elever från andra kommuner\t10\t11\t12\n"
        "Elever på annat håll\t20\t21\t22\nvarav i fristående\t15\t16\t17\nSumma elever\t110\t120\t130\n"
    ).replace("2022\t2023\t2024", "Utfall 2022\tUtfall 2023\tBudget 2024")
    assert wrong(table) == []
    assert wrong(table.replace("\t120\t130\n", "\t121\t130\n")) == [("Summa elever", 121, 120)]


def test_rows_that_nobody_says_are_summed_are_never_questioned() -> None:
    assert (
        wrong("Mått\tUtfall 2022\tUtfall 2023\nAndel A\t38\t40\nAndel B\t71\t72\nAndel C\t29\t17\nAndel D\t5\t6\n")
        == []
    )
    assert wrong("År\tAntal\n2021\t5\n2022\t7\n2023\t9\n2024\t12\n") == []


def test_decimals_are_added_exactly() -> None:
    table = "Post\tmnkr\nA\t0,1\nB\t0,2\nC\t12,5\nSumma\t12,8\n"
    assert wrong(table) == []
    assert wrong(table.replace("12,8", "12,9")) == [("Summa", 129, 128)]


def test_the_real_tables_add_up_save_in_two_rows() -> None:
    month = ale_paper("03-tjansteutlatande-manadsuppfoljning.txt").read_text(encoding="utf-8")
    assert wrong(month) == []
    plan = ale_paper("04-bilaga-namndplan-2024.txt").read_text(encoding="utf-8")
    assert [(stated, counted) for _, stated, counted in wrong(plan)] == [(1264, 1265), (7876, 7918)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("-954 463", (-954463, 0)), ("5,43", (543, 2)), ("−12", (-12, 0)), ("86,2 %", (862, 1)), ("+7", (7, 0))]
    + [(text, None) for text in ("", "-", "X", "12.Bör", "2023-01-01", "1 2", "ca 5", "4/5")],
)  # fmt: skip
def test_a_number_is_read_as_swedish_tables_write_it(text: str, value: tuple[int, int] | None) -> None:
    assert number_of(text) == value


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_a_value_is_shown_as_it_is_read(value: int, places: int) -> None:
    assert number_of(shown(value, places)) == (value, places)


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("Budget tkr (helår)", ("budget", "2023")),
        ("2024 Budget", ("budget", "2024")),
        ("Prognos 2022", ("prognos", "2022")),
        ("Budget tkr (ack)", None),
        ("Avvikelse Budget", None),
        ("Antal", None),
    ],
)
def test_what_a_column_measures_is_known_or_not(column: str, meant: tuple[str, str] | None) -> None:
    assert measure(column, "2023") == meant


@given(
    st.lists(st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999)), min_size=3, max_size=12),
    st.integers(1, 500),
)
def test_a_right_total_is_silent_and_one_that_is_off_is_told(rows: list[tuple[int, int]], off: int) -> None:
    body = "".join(f"Rad {place}\t{one}\t{other}\n" for place, (one, other) in enumerate(rows))
    first, second = (sum(row[at] for row in rows) for at in (0, 1))
    table = f"Post\tBudget 2024\tUtfall 2024\n{body}Totalt\t{first}\t"
    assert wrong(f"{table}{second}\n") == []
    missed = [row for row in rows if row[1] == -off]
    assert missed or wrong(f"{table}{second + off}\n") == [("Totalt", second + off, second)]


def test_one_wrong_figure_is_told_once_though_both_its_difference_and_its_column_show_it() -> None:
    rows = ROWS + "Elevhälsa\t-100\t-90\t10\n"
    total = "Totalt\t-603 439\t-603 390\t49\n"
    assert wrong(HEAD + rows + total) == []
    assert [label for label, *_ in wrong(HEAD + rows.replace("-215 316", "-215 361") + total)] == ["Förskola"]
    assert [label for label, *_ in wrong(HEAD + rows.replace("\t416", "\t461") + total)] == ["Förskola"]


def test_a_number_that_could_be_a_year_is_a_number_where_its_row_has_a_label() -> None:
    table = "Post\tAntal\nElever\t2012\nBarn\t1900\nVuxna\t5\nSumma\t3917\n"
    assert wrong(table) == []
    assert wrong(table.replace("3917", "3918")) == [("Summa", 3918, 3917)]
