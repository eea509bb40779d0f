"""The entries of a list of papers: what each says, and which paper it means."""

from __future__ import annotations

import pytest

from beredning.core.reading import Passage
from beredning.core.recognition import FoundSection
from beredning.core.report import SectionForm
from beredning.documents.reading import read
from beredning.review.entries import Entry, entries_of, matched, same_name
from beredning.review.pack import Pack, make_pack
from beredning.review.values import Frame, Paper

FORM = SectionForm("beslutsunderlag", "Beslutsunderlag", "Lista", "papers")


def entries(*lines: str) -> tuple[Entry, ...]:
    passages = tuple(Passage(line, line=at) for at, line in enumerate(lines, 1))
    return entries_of(FoundSection(FORM, None, "text", passages, ()))


def paper(name: str, text: str = "") -> Paper:
    return Paper(read(text.encode(), name), "bilaga")


def pack(*papers: Paper) -> Pack:
    return make_pack(papers, Frame(()))


@pytest.mark.parametrize(
    ("text", "name", "identified", "enclosed"),
    [
        ("Lokalplan 2025, 2024-02-20", "Lokalplan 2025", True, True),
        ("Lokalplan 2025, daterad 2024-02-20, bilaga 1", "Lokalplan 2025", True, True),
        ("Lokalplan 2025", "Lokalplan 2025", False, True),
        ("Lokalplan version 1.2", "Lokalplan", True, True),
        ("Yttrande från skolan, dnr UBN 2024/33", "Yttrande från skolan", True, True),
        ("Månadsuppföljning oktober 2023", "Månadsuppföljning oktober 2023", True, True),
        ("Tjänsteutlåtande Lokalplan 2025, 2024-02-26", "Lokalplan 2025", True, False),
        ("Tjänsteskrivelse 2024-02-26", "", True, False),
        ("Förhandlingsprotokoll MBL 2024-02-21", "Förhandlingsprotokoll MBL", True, False),
        ("Skollagen (2010:800)", "Skollagen", True, False),
        ("Ritningar, visas på sammanträdet", "Ritningar, visas på sammanträdet", True, False),
    ],
)
def test_an_entry_is_taken_apart(text: str, name: str, identified: bool, enclosed: bool) -> None:
    (entry,) = entries(text)
    assert (entry.name, entry.identified, entry.enclosed) == (name, identified, enclosed)


def test_a_table_or_running_text_is_no_list() -> None:
    assert entries("Nämnden har under året " + "arbetat med planen och " * 12) == ()
    row = Passage("Budget\t1", kind="row", cells=("Budget", "1"))
    assert entries_of(FoundSection(FORM, None, "text", (row,), ())) == ()


@pytest.mark.parametrize(
    ("entry", "name", "text"),
    [
        ("Lokalplan 2025, 2024-02-20", "03-bilaga-1-lokalplan-2025.pdf.txt", ""),
        ("Barnkonsekvensanalys", "04-bilaga-2-analys.txt", "ÖVNING: påhittad\n\nBarnkonsekvensanalys av planen"),
        ("Samverkansavtal för familjecentraler", "x.txt", "Samverkansavtal för familjecentraler i Västra Götaland"),
        ("Interkontrollplan 2024", "y.txt", "Utbildningsnämnden\n\nInternkontrollplan 2024"),
        ("Yttrande från föräldraråd, bilaga 3", "04-bilaga-3-yttrande.txt", "Hej!"),
        ("Nämndplan med budget", "bilaga.txt", "Utbildningsnämnden\n\nNämndplan\n\nmed budget"),
    ],
)  # fmt: skip
def test_an_entry_means_the_paper_of_that_name_title_or_number(entry: str, name: str, text: str) -> None:
    mine, other = paper(name, text), paper("09-bilaga-1-brandskydd.txt", "Brandskydd i förskolan")
    assert matched(entries(entry), (other, mine), pack(other, mine)) == {0: mine}


def test_of_two_that_are_alike_the_likest_is_meant() -> None:
    deed = paper("07-bilaga-samverkansavtal.txt", "SAMVERKANSAVTAL\n\nFamiljecentraler i Västra Götaland")
    letter = paper("07-bilaga-missiv-samverkansavtal.txt", "Samverkansavtal för familjecentraler i Västra Götaland.")
    found = matched(
        entries("Samverkansavtal familjecentraler i Västra Götaland", "Missiv samverkansavtal"),
        (letter, deed),
        pack(letter, deed),
    )
    assert found == {0: deed, 1: letter}


@pytest.mark.parametrize("entry", ["Detaljplan för Berg", "Plan", "Protokoll", "2024"])
def test_an_entry_that_no_paper_answers_to_means_none(entry: str) -> None:
    other = paper("03-bilaga-1-lokalplan-2025.txt", "Utbildningsnämnden\n\nLokalplan 2025")
    assert matched(entries(entry), (other,), pack(other)) == {}


@pytest.mark.parametrize(
    ("entry", "title", "differs"),
    [
        ("Lokalplan 2025", "Lokalplan 2025", False),
        ("lokalplan – 2025", "LOKALPLAN 2025", False),
        ("Lokalplan", "Lokalplan 2025 för förskolan", False),
        ("Handlingsplan för digitalisering", "Handlingsplan digitalisering", True),
        ("Interkontrollplan 2024", "Intern kontrollplan 2024", True),
        ("Detaljplan för Berg", "Lokalplan 2025", False),
        ("Protokoll Rådet 2024-02-03", "PROTOKOLL\n\nRådet i Berg", False),
    ],
)
def test_another_name_is_told_only_where_it_surely_is_that_paper(entry: str, title: str, differs: bool) -> None:
    mine = paper("x.txt", title)
    assert (same_name(entries(entry)[0].name, mine, pack(mine)) is not None) == differs
