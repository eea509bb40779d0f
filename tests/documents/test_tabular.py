"""Tables from files as municipalities have them: CSV out of Excel, ekonomisystem and hand; workbooks with numbers."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.documents.tabular import read_table
from beredning.errors import BadDocument
from tests import ale


def cells(table: doc.Table) -> list[list[str]]:
    return [
        ["".join(doc.text_of(line) for line in one.lines) for one in row.cells] for row in table.header + table.rows
    ]


def workbook(sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook as Excel keeps it: texts inline, numbers as numbers, dates as days since 1899-12-30 with a format."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def one(value: object) -> str:
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, dt.date):
            return f'<c s="1"><v>{(value - dt.date(1899, 12, 30)).days}</v></c>'
        if isinstance(value, int | float):
            return f"<c><v>{value!r}</v></c>"
        return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>' if value is not None else "<c/>"

    listed, related, held = "", "", io.BytesIO()
    with zipfile.ZipFile(held, "w") as container:
        for number, (name, rows) in enumerate(sheets.items(), 1):
            lines = "".join(f"<row>{''.join(map(one, row))}</row>" for row in rows)
            text = f'<worksheet xmlns="{space}"><sheetData>{lines}</sheetData></worksheet>'
            container.writestr(f"xl/worksheets/sheet{number}.xml", text)
            state = ' state="hidden"' if name in hidden else ""
            listed += f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"{state}/>'
            target = f"worksheets/sheet{number}.xml"
            related += f'<Relationship Id="rId{number}" Type="{office}/worksheet" Target="{target}"/>'
        related += f'<Relationship Id="rId99" Type="{office}/styles" Target="styles.xml"/>'
        styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        container.writestr("xl/styles.xml", f'<styleSheet xmlns="{space}">{styles}</styleSheet>')
        book = f'<workbook xmlns="{space}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
        container.writestr("xl/workbook.xml", book)
        container.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{related}</Relationships>'
        )
        root = f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        container.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships">{root}</Relationships>')
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        main = f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
        container.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types">{main}</Types>')
    return held.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_however_it_was_saved(encoding: str, separator: str) -> None:
    text = separator.join(("Förskola", "Budget")) + "\r\n" + separator.join(("Älvängen", "-11 066")) + "\r\n"
    table = read_table(text.encode(encoding), "tabell.csv")
    assert cells(table) == [["Förskola", "Budget"], ["Älvängen", "-11 066"]]
    assert [one.align for one in table.columns] == ["left", "right"]


def test_a_decimal_comma_does_not_part_columns() -> None:
    table = read_table("Post;Mkr;Andel\nSkola;1,5;20,5 %\nVård;2,25;7 %\n".encode(), "a.csv")
    assert cells(table)[1] == ["Skola", "1,5", "20,5 %"]
    assert [one.align for one in table.columns] == ["left", "right", "right"]


def test_quoted_separators_and_line_breaks_stay_in_their_cell() -> None:
    table = read_table(b'a;b\n"x;y";"rad 1\nrad 2"\n', "a.csv")
    assert cells(table)[1] == ["x;y", "rad 1\nrad 2"]


def test_numbers_are_kept_as_they_were_written() -> None:
    table = read_table("Post;Tkr\nA;-795 480\nB;1.234,50\nC;0\nD;–\n".encode(), "a.csv")
    assert [row[1] for row in cells(table)] == ["Tkr", "-795 480", "1.234,50", "0", "–"]
    assert table.columns[1].align == "right"


def test_a_column_with_one_word_in_it_is_text() -> None:
    assert read_table(b"a;b\n1;2\n3;ca 4\n", "a.csv").columns[1].align == "left"


def test_empty_rows_and_columns_at_the_end_are_left_out_and_short_rows_filled() -> None:
    assert cells(read_table(b";;;\na;b;;\n\n1;;;\n;;;\n", "a.csv")) == [["a", "b"], ["1", ""]]


def test_a_sum_row_is_heavier() -> None:
    table = read_table(b"Post;Tkr\nSkola;1\nSumma:;1\nSummarisk;1\n", "a.csv")
    assert [row.strong for row in table.rows] == [False, True, False]


def test_the_first_row_is_a_header_row_and_the_table_is_described() -> None:
    table = read_table(b"a;b\n1;2\n", "mapp/budget 2024.csv", caption="Budget")
    assert len(table.header) == 1 and table.caption == "Budget" and table.description == "Tabell: Budget"
    assert read_table(b"a;b\n1;2\n", "budget 2024.csv").description == "Tabell: budget 2024"


@given(
    st.lists(
        st.lists(st.text("abcåäö €\"';,1", min_size=1, max_size=6), min_size=2, max_size=4), min_size=2, max_size=6
    )
)
def test_what_excel_writes_is_what_is_read(rows: list[list[str]]) -> None:
    import csv

    width = min(len(row) for row in rows)
    held = io.StringIO()
    csv.writer(held, delimiter=";", quoting=csv.QUOTE_ALL).writerows(row[:width] for row in rows)
    expected = [[cell.strip() for cell in row[:width]] for row in rows]
    if sum(any(row) for row in expected) < 2 or any(not row[-1] for row in expected):
        return
    assert cells(read_table(held.getvalue().encode(), "a.csv")) == [row for row in expected if any(row)]


def test_a_workbook_is_read_as_swedish_text() -> None:
    day = dt.date(2023, 12, 6)
    rows: list[list[object]] = [
        ["Post", 2023, "Dag", "Klar"],
        ["Skola", -795480.0, day, True],
        ["Vård", 1234.5, day, False],
    ]
    table = read_table(workbook({"Blad1": rows}), "a.xlsx")
    assert cells(table) == [
        ["Post", "2023", "Dag", "Klar"],
        ["Skola", "-795 480", "2023-12-06", "Ja"],
        ["Vård", "1 234,5", "2023-12-06", "Nej"],
    ]


def test_years_are_not_grouped_as_sums() -> None:
    table = read_table(workbook({"A": [["År", "Antal"], [2023, 9722], [2024, 10466]]}), "a.xlsx")
    assert cells(table)[1:] == [["2023", "9 722"], ["2024", "10 466"]]


def test_a_sum_of_floats_shows_no_dust() -> None:
    assert cells(read_table(workbook({"A": [["a", "b"], ["x", 0.1 + 0.2]]}), "a.xlsx"))[1][1] == "0,3"


def test_the_named_sheet_or_else_the_first_visible_is_read() -> None:
    book = workbook({"Dolt": [["x"], [1]], "Budget": [["y"], [2]], "Utfall": [["z"], [3]]}, hidden=("Dolt",))
    assert cells(read_table(book, "a.xlsx"))[0] == ["y"]
    assert cells(read_table(book, "a.xlsx", "utfall"))[0] == ["z"]
    with pytest.raises(BadDocument, match="inget blad ”Prognos”") as caught:
        read_table(book, "a.xlsx", "Prognos")
    assert "Utfall" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.csv", "är tom"),
        (b"bara;rubriker\n", "a.csv", "är tom"),
        (b";;\n;;\n", "a.csv", "är tom"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a.csv", "inte en textfil"),
        (b"a;b\n" + b"1;2\n" * 1001, "a.csv", "för stor"),
        (b";".join([b"a"] * 21) + b"\n" + b";".join([b"1"] * 21), "a.csv", "för stor"),
        (b"x", "a.pdf", "format som inte kan läsas"),
        (b"inte en zip", "a.xlsx", "skadad"),
        (workbook({"A": [["x"]]})[:200], "a.xlsx", "skadad"),
    ],
)
def test_what_cannot_be_a_table_is_told(data: bytes, name: str, said: str) -> None:
    with pytest.raises(BadDocument) as caught:
        read_table(data, name)
    assert said in caught.value.text and caught.value.hint


def test_a_workbook_without_sheets_is_told() -> None:
    from tests.documents.word_kit import zipped

    with pytest.raises(BadDocument, match="kan inte läsas"):
        read_table(zipped({"a.txt": "x"}), "a.xlsx")


def test_the_real_follow_up_has_fifteen_rows_of_numbers() -> None:
    lines = [line for line in ale.ale_text("03-tjansteutlatande-manadsuppfoljning.txt").splitlines() if "\t" in line]
    table = read_table("\n".join(lines).encode("cp1252"), "uppföljning.csv")
    assert cells(table) == [line.split("\t") for line in lines]
    assert len(table.header + table.rows) == 15
    assert [one.align for one in table.columns] == ["left"] + ["right"] * 6
