"""The kallelse as a document: every fact on it, the list row by row, and a Word file that says the same."""

from __future__ import annotations

from beredning.core import agenda
from beredning.core import document as doc
from beredning.core.agenda import Item, lay_out
from beredning.documents.context import BASE_OFFER
from beredning.documents.notice import Notice, Person, notice_document, slot
from beredning.documents.report import write_document
from beredning.documents.safety import inspect_docx
from beredning.documents.template import load_template
from beredning.resources import resource_folder

ITEMS = (
    Item(1, agenda.OPENING, "Upprop", "A", minutes=5),
    Item(2, agenda.OPENING, "Justering", "B", minutes=0),
    Item(3, agenda.STANDING, "Fastställande av föredragningslistan", dnr="2023/1"),
    Item(4, agenda.CASE, "Nämndplan", dnr="2023/450", presenters=("Controller", "Chef"), minutes=40, mode="bereder"),
    Item(5, agenda.PAUSE, "Fika", minutes=15),
    Item(6, agenda.EXTRA, "Yttrande", dnr="2023/488", reason="Svaret brådskar.", mode="beslutar"),
    Item(7, agenda.CASE, "Plan", state=agenda.WITHDRAWN, reason="x"),
    Item(8, agenda.CASE, "Struken plan", state=agenda.STRUCK),
)
NOTICE = Notice(
    "Ale kommun",
    "Utbildningsnämndens arbetsutskott",
    "2023-12-06",
    "08:00",
    "Sal A",
    Person("Lena Camp", "SD"),
    lay_out(ITEMS, "08:00").lines,
    members=(Person("Lena Camp", "SD"), Person("Anette Håkansson", "S")),
    substitutes=(Person("Toni Andersson", "S"),),
    others=(Person("Åsa Ericson", title="förvaltningschef"),),
    information="Bussresa efteråt.\n\nTa med stövlar.",
    absence="sekreteraren",
    sent_on="2023-11-29",
    head=(12, "ab" * 32),
)


def text(notice: Notice) -> str:
    made = notice_document(notice)
    bands = [doc.text_of(part) for band in (*made.header, *made.footer) for part in band]
    return "\n".join([*doc.lines_of(made.blocks), *bands])


def rows(notice: Notice) -> list[list[str]]:
    table = next(block for block in notice_document(notice).blocks if isinstance(block, doc.Table))
    return [["\n".join(doc.text_of(line) for line in cell.lines) for cell in row.cells] for row in table.rows]


def test_everything_that_a_kallelse_says_stands_on_it() -> None:
    said = text(NOTICE)
    for fact in (
        *("Kallelse", "Utbildningsnämndens arbetsutskott", "2023-12-06", "Onsdag kl. 08.00", "Sal A", "Ale kommun"),
        *("Lena Camp (SD)", "Anette Håkansson (S)", "Toni Andersson (S)", "Åsa Ericson, förvaltningschef"),
        *("Bussresa efteråt.", "Ta med stövlar.", "Förhinder anmäls till sekreteraren.", "Utskickad 2023-11-29"),
        "Journal 12: " + " ".join(["abababab"] * 8),
    ):
        assert fact in said


def test_the_list_stands_row_by_row_with_times_that_follow_one_another() -> None:
    assert rows(NOTICE) == [
        ["A", "Upprop", "", "", "08.00–08.05"],
        ["B", "Justering", "", "", ""],
        ["1", "Fastställande av föredragningslistan", "2023/1", "", "08.05–08.10"],
        ["2", "Nämndplan\nFör beredning", "2023/450", "Controller\nChef", "08.10–08.50"],
        ["", "Fika", "", "", "08.50–09.05"],
        [
            *("3", "Yttrande\nExtra ärende: Svaret brådskar.\nFör beslut på delegation"),
            *("2023/488", "", "09.05–09.10"),
        ],
        ["4", "Plan – utgår", "", "", ""],
    ]


def test_the_table_has_a_header_row_and_is_described_for_who_cannot_see_it() -> None:
    table = next(block for block in notice_document(NOTICE).blocks if isinstance(block, doc.Table))
    assert [doc.text_of(cell.lines[0]) for cell in table.header[0].cells] == [
        "Nr",
        "Ärende",
        "Dnr",
        "Föredragande",
        "Tid",
    ]
    assert table.description


def test_a_changed_kallelse_says_that_it_is_one() -> None:
    assert "Ändrad kallelse, version 2" in text(NOTICE._replace(version=2))
    assert "Ändrad" not in text(NOTICE)


def test_what_is_not_known_leaves_no_empty_label() -> None:
    bare = NOTICE._replace(substitutes=(), others=(), information="", absence="", sent_on="", head=(0, ""))
    said = text(bare)
    assert not any(word in said for word in ("Ersättare", "Övriga\t", "Förhinder", "Utskickad", "Journal"))


def test_a_slot_without_length_is_one_time() -> None:
    assert (slot("08:05", "08:10"), slot("08:05", "08:05"), slot("", "")) == ("08.05–08.10", "08.05", "")


def test_the_word_file_is_sound_marked_and_the_same_each_time() -> None:
    base = load_template((resource_folder("templates") / "bas.docx").read_bytes(), BASE_OFFER)
    first = write_document(base, notice_document(NOTICE), marking="ÖVNING")
    assert first == write_document(base, notice_document(NOTICE), marking="ÖVNING")
    package = inspect_docx(first)
    body = package.parts["word/document.xml"].decode()
    assert "Nämndplan" in body
    assert "w:tblHeader" in body
    assert any("ÖVNING" in part.decode() for name, part in package.parts.items() if "header" in name)
