"""The delegationslista as a document and as CSV: the same rows each way, and nothing that Excel would run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.documents.delegation_list import (
    CSV_COLUMNS,
    DelegationList,
    ListRow,
    csv_row,
    kronor,
    list_csv,
    list_document,
)
from beredning.documents.report import write_document
from beredning.documents.template import load_template
from tests.documents.word_kit import template_bytes

ROWS = (
    ListRow(
        "1/2023",
        "2023-12-04",
        "2023/450",
        "1.1",
        "Yttrande över remiss",
        "Remiss: samverkan",
        "Yttrandet lämnas.",
        "Åsa Ericson",
        "förvaltningschef",
        how="nästa möte",
        due="2023-12-13",
    ),
    ListRow(
        "2/2023",
        "2023-12-05",
        "Isolering",
        "",
        "",
        "",
        "Skolan hålls stängd; läckan lagas.",
        "Lena Camp",
        "ordförande",
        125_000_050,
        "Läckan upptäcktes i natt.",
        "brådskande",
        "2023-12-13",
        "Skulle ha anmälts tidigare.",
    ),
)
LIST = DelegationList(
    "Ale kommun", "Utbildningsnämnden", "UBN:2023-12-13", "2023-12-13", ROWS, ROWS[:1], (7, "ab" * 32), "2023-12-08"
)


def opened(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_csv_opened_again_gives_the_same_rows() -> None:
    body = list_csv(LIST)
    assert body.startswith(b"\xef\xbb\xbfNr;Beslutsdatum;Dnr;") and body.endswith(b"\r\n")
    heads, *rows = opened(body)
    assert heads == list(CSV_COLUMNS)
    assert rows == [list(csv_row(row)) for row in (*LIST.rows, *LIST.apart)]
    assert rows[1][4] == "Skolan hålls stängd; läckan lagas." and rows[1][7:9] == ["1250000,50", "ja"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40))
def test_any_text_comes_back_and_none_begins_a_formula(text: str) -> None:
    row = ListRow("1", "2023-12-04", text, "1.1", "", "", text, text, "rektor")
    (_, read) = opened(list_csv(DelegationList("K", "N", "N:1", "2023-12-13", (row,))))
    assert len(read) == len(CSV_COLUMNS)
    for said, meant in zip(read, csv_row(row), strict=True):
        assert said in (meant, f"'{meant}")
        assert said == "" or said[0] not in "=+-@\t\r\n"


def test_a_formula_is_defused_and_ordinary_text_is_left() -> None:
    for text, cell in (("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("-1 tjänst", "'-1 tjänst"), ("a=b", "a=b")):
        row = ListRow("1", "2023-12-04", "2023/1", "1.1", "", "", text, "X", "rektor")
        assert opened(list_csv(DelegationList("K", "N", "N:1", "2023-12-13", (row,))))[1][4] == cell


def test_the_document_says_what_the_csv_says() -> None:
    document = list_document(LIST)
    text = "\n".join(doc.lines_of(document.blocks))
    for row in (*LIST.rows, *LIST.apart):
        for value in (row.nr, row.day, row.case, row.text, row.delegat, row.title, row.urgent_reason, row.remark):
            assert value in text
    assert "KL 6:39" in text and "1\u00a0250\u00a0000,50 kr" in text
    assert document.landscape and document.title == "Delegationslista Utbildningsnämnden 2023-12-13"


def test_every_table_has_a_header_row_that_names_the_columns_the_law_asks_for() -> None:
    tables = [block for block in list_document(LIST).blocks if isinstance(block, doc.Table)]
    assert len(tables) == 2
    for table in tables:
        (head,) = table.header
        names = [doc.text_of(cell.lines[0]) for cell in head.cells]
        assert names == ["Nr", "Beslutsdatum", "Dnr", "Delegationspunkt", "Ärende/beslut", "Delegat"]
        assert table.caption and table.description


def test_an_empty_list_says_so_and_has_no_table() -> None:
    blocks = list_document(LIST.__class__("K", "N", "N:1", "2023-12-13", ())).blocks
    assert not [block for block in blocks if isinstance(block, doc.Table)]
    assert "Inga delegationsbeslut anmäls" in "\n".join(doc.lines_of(blocks))


def test_the_same_list_gives_the_same_word_file(tmp_path: Path) -> None:
    from beredning.documents.context import BASE_OFFER

    base = load_template(template_bytes("bas.docx"), BASE_OFFER, "bas.docx", tmp_path)
    one, two = (write_document(base, list_document(LIST), marking="ÖVNING") for _ in range(2))
    assert one == two and one[:2] == b"PK"


def test_kronor_are_written_in_swedish() -> None:
    assert kronor(125_000_050) == "1\u00a0250\u00a0000,50"
    assert kronor(125_000_000, grouped=False) == "1250000"
    assert kronor(5) == "0,05"
