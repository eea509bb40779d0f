"""A kallelse is read whatever its form: ours in Word, a table with tabs, lines of text, and a real one."""

from __future__ import annotations

import pytest

from beredning.core import agenda
from beredning.core.agenda import Item, lay_out
from beredning.core.reading import Passage, Reading
from beredning.documents.context import BASE_OFFER
from beredning.documents.notice import Notice as OurNotice
from beredning.documents.notice import Person, notice_document
from beredning.documents.reading import read
from beredning.documents.report import write_document
from beredning.documents.template import load_template
from beredning.resources import resource_folder
from beredning.review.notice import read_notice
from beredning.review.people import called_people
from beredning.review.values import Notice
from tests.ale import ale_paper

ITEMS = (
    Item(1, agenda.OPENING, "Upprop", "A", minutes=5),
    Item(2, agenda.OPENING, "Justering", "B", minutes=0),
    Item(3, agenda.STANDING, "Fastställande av föredragningslistan", dnr="2024/1"),
    Item(4, agenda.CASE, "Lokalplan", dnr="2024/112", presenters=("Controller", "Chef"), minutes=40, mode="bereder"),
    Item(5, agenda.PAUSE, "Fika", minutes=15),
    Item(6, agenda.EXTRA, "Yttrande", dnr="2024/118", reason="Svaret brådskar.", mode="beslutar"),
    Item(7, agenda.CASE, "Plan", dnr="2024/9", state=agenda.WITHDRAWN, reason="x"),
)
OURS = OurNotice(
    "Bergs kommun",
    "Utbildningsnämndens arbetsutskott",
    "2024-03-06",
    "08:00",
    "Sal A",
    Person("Lena Holm", "SD"),
    lay_out(ITEMS, "08:00").lines,
    ends="10:00",
    members=(Person("Lena Holm", "SD"), Person("Anette Håkansson", "S")),
    substitutes=(Person("Toni Falk", "FiA"),),
    others=(Person("Åsa Ek", title="förvaltningschef"),),
    information="Protokollet justeras av Anette Håkansson 2024-03-08.",
    sent_on="2024-02-28",
)


def text_notice(text: str) -> Notice:
    made = read_notice(read(text.encode(), "kallelse.txt"))
    assert made is not None
    return made


def in_word() -> Notice:
    base = load_template((resource_folder("templates") / "bas.docx").read_bytes(), BASE_OFFER)
    made = read_notice(read(write_document(base, notice_document(OURS), marking="ÖVNING"), "kallelse.docx"))
    assert made is not None
    return made


def test_our_own_kallelse_in_word_gives_back_what_it_was_made_of() -> None:
    made = in_word()
    assert (made.organ, made.day, made.starts, made.ends) == (OURS.organ, OURS.day, "08:00", "10:00")
    assert (made.place, made.sent_on, made.chair) == ("Sal A", "2024-02-28", "Lena Holm (SD)")
    assert made.adjusters == OURS.information
    assert [(one.label, one.title, one.dnr, one.slot) for one in made.items] == [
        ("A", "Upprop", "", "08.00–08.05"),
        ("B", "Justering", "", ""),
        ("1", "Fastställande av föredragningslistan", "2024/1", "08.05–08.10"),
        ("2", "Lokalplan", "2024/112", "08.10–08.50"),
        ("", "Fika", "", "08.50–09.05"),
        ("3", "Yttrande", "2024/118", "09.05–09.10"),
        ("4", "Plan", "2024/9", ""),
    ]
    assert [one.mode for one in made.items if one.mode] == ["bereder", "beslutar"]
    assert [one.label for one in made.items if one.off] == ["4"]
    assert made.items[3].presenters.split("\n") == ["Controller", "Chef"]


def test_the_people_of_our_own_kallelse_are_read_with_party_and_title() -> None:
    people = [(one.name, one.party or one.title, one.group, one.proper) for one in called_people(in_word())]
    assert people == [
        ("Lena Holm", "SD", "Ledamöter", True),
        ("Anette Håkansson", "S", "Ledamöter", True),
        ("Toni Falk", "FiA", "Ersättare", True),
        ("Åsa Ek", "förvaltningschef", "Övriga", True),
    ]


def test_the_real_kallelse_is_read_over_its_two_pages() -> None:
    path = ale_paper("00-kallelse-2023-12-06.txt")
    made = read_notice(read(path.read_bytes(), path.name))
    assert made is not None
    assert (made.organ, made.day, made.starts, made.ends) == (
        *("Utbildningsnämndens arbetsutskott", "2023-12-06"),
        *("08:00", ""),
    )
    assert (made.sent_on, made.chair, made.adjusters) == ("", "Lena Camp (SD)", "")
    assert [one.label for one in made.items] == [
        *("A", "B", *map(str, range(1, 9))),
        *("", *map(str, range(9, 15)), "", ""),
    ]
    seventh = next(one for one in made.items if one.label == "7")
    assert (seventh.dnr, seventh.slot, seventh.starts, seventh.ends) == ("2023/428", "09-10-09.15", "09:10", "09:15")
    people = called_people(made)
    assert len([one for one in people if one.group == "Ledamöter"]) == 9
    assert [one.party for one in people][:3] == ["SD", "M", "S"]
    assert [one.title for one in people if one.name.startswith("Marcus")] == ["Administrativ chef"]


def test_a_list_that_lost_its_table_is_read_line_by_line() -> None:
    made = text_notice(
        "Kallelse Socialnämnden 2024-05-14\n\nTid: kl. 13.00-16.00\n\nPlats: Sal B\n\nDagordning\n\n"
        "A Upprop\n\n1 Fastställande av dagordningen 13.00-13.05\n\n"
        "2. Budget 2025 SN.2024.77 Ekonom Eva Ås 13.05-13.30\n\nPaus 13.30-13.45\n\n"
        "3 Yttrande över detaljplan SN 2024/80 13.45-14.00\n"
    )
    assert (made.organ, made.day, made.starts, made.ends) == ("Socialnämnden", "2024-05-14", "13:00", "16:00")
    assert [(one.label, one.title, one.dnr, one.presenters, one.slot) for one in made.items] == [
        ("A", "Upprop", "", "", ""),
        ("1", "Fastställande av dagordningen", "", "", "13.00-13.05"),
        ("2", "Budget 2025", "SN.2024.77", "Ekonom Eva Ås", "13.05-13.30"),
        ("", "Paus", "", "", "13.30-13.45"),
        ("3", "Yttrande över detaljplan", "SN 2024/80", "", "13.45-14.00"),
    ]


def test_a_title_that_runs_on_to_the_next_row_is_one_title() -> None:
    made = text_notice(
        "KALLELSE\n\nKulturnämnden\n\nSammanträdesdatum: 2024-05-14\n\nNr\tÄrende\tDnr\tFöredragande\tTid\n"
        "1\tRegler för bidrag till\t2024/7\tChef\t13.00-13.05\n\tstudieförbund\t\t\t\n"
        "2\tÖvriga frågor\t\t\t13.05-13.10\n"
    )
    assert [one.title for one in made.items] == ["Regler för bidrag till studieförbund", "Övriga frågor"]


@pytest.mark.parametrize("slot", ["09.10-", "kl 9", "xx.xx", "9.10-9,5"])
def test_a_time_that_is_none_is_kept_as_it_stands(slot: str) -> None:
    made = text_notice(
        "KALLELSE\n\nKulturnämnden\n\nSammanträdesdatum: 2024-05-14\n\nNr\tÄrende\tDnr\tFöredragande\tTid\n"
        f"1\tBidrag\t2024/7\tChef\t{slot}\n2\tTaxa\t2024/8\tChef\t13.05-13.10\n"
    )
    assert (made.items[0].slot, made.items[0].dnr) == (slot, "2024/7")


@pytest.mark.parametrize(
    "text",
    [
        "TJÄNSTEUTLÅTANDE\n\nKulturnämnden\n\nDatum: 2024-05-14\n\nRegler för kallelse till möten",
        "Vi kallades till ett möte 2024-05-14.",
        "",
    ],
)
def test_what_is_no_kallelse_is_none(text: str) -> None:
    assert read_notice(read(text.encode(), "x.txt")) is None


def test_a_kallelse_with_neither_day_nor_list_is_none() -> None:
    assert read_notice(Reading("x.txt", "text", (Passage("Kallelse"), Passage("Ring för mer.")))) is None


def test_columns_in_another_order_are_known_by_their_head() -> None:
    made = text_notice(
        "KALLELSE\n\nKulturnämnden\n\nSammanträdesdatum: 2024-05-14\n\nTid\tNr\tÄrende\tFöredragande\tDnr\n"
        "13.00–13.05\t§ 1\tBidrag till föreningar\tChef\tKN 2024/7\n13.05–13.10\t§ 2\tÖvriga frågor\t\t\n"
    )
    assert [(one.label, one.title, one.dnr, one.presenters, one.slot) for one in made.items] == [
        ("1", "Bidrag till föreningar", "KN 2024/7", "Chef", "13.00–13.05"),
        ("2", "Övriga frågor", "", "", "13.05–13.10"),
    ]
