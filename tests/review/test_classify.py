"""Which paper is which: by what it says of itself, whose form it is in, and the form of its own day."""

from __future__ import annotations

import pytest

from beredning.documents.reading import read
from beredning.review.classify import own_day, papers, report_layout
from beredning.review.values import Frame, OrganKnown, Paper
from tests.ale import need_ale
from tests.review.report_kit import PERFECT, layout, mutated

NOTICE = """KALLELSE

Utbildningsnämndens arbetsutskott

Sammanträdesdatum: 2024-03-13

Tid	Kl. 08:00
Plats	Rådhuset

Ärenden	Dnr	Föredragande	Tid
1	Plan för läsutveckling 2024	2024/120	Förvaltningschef	08.00-08.10
2	Skolskjuts	2024/121	Controller	08.10-08.20
"""
PROTOCOL = "PROTOKOLL\n\n{organ}\n\nSammanträdesdatum: 2024-03-13\n\n§ 1\n\nUpprop\n"


def sorted_out(*files: tuple[str, str], frame: Frame | None = None) -> dict[str, Paper]:
    readings = [read(text.encode(), name) for name, text in files]
    return {one.reading.name: one for one in papers(readings, frame or Frame((layout(),)))}


def kinds(*files: tuple[str, str], frame: Frame | None = None) -> list[tuple[str, bool]]:
    return [(one.kind, one.house) for one in sorted_out(*files, frame=frame).values()]


def test_the_real_pack() -> None:
    names = sorted(path.name for path in need_ale().glob("*.txt"))
    found = sorted_out(*((name, (need_ale() / name).read_text(encoding="utf-8")) for name in names))
    for name, paper in found.items():
        wanted = "kallelse" if "kallelse" in name else "tjänsteutlåtande" if "tjanste" in name else "bilaga"
        assert (paper.kind, paper.house) == (wanted, wanted != "bilaga"), name
        assert paper.label == ("" if wanted == "kallelse" else str(int(name[:2]))), name


def test_a_report_is_known_by_its_title() -> None:
    assert kinds(("a.txt", PERFECT)) == [("tjänsteutlåtande", True)]
    assert kinds(("a.txt", mutated(("TJÄNSTEUTLÅTANDE", "Tjänsteutlåtane")))) == [("tjänsteutlåtande", True)]


def test_a_report_is_known_by_its_headings_when_the_title_is_gone() -> None:
    assert kinds(("a.txt", mutated(("TJÄNSTEUTLÅTANDE\n\n", "")))) == [("tjänsteutlåtande", True)]


def test_a_report_of_another_municipality_is_no_report_of_ours() -> None:
    ours = (OrganKnown("Utbildningsnämnden"), OrganKnown("Kommunstyrelsen"))
    others = (OrganKnown("Bildningsnämnden"), OrganKnown("Kommunstyrelsen"))
    assert kinds(("a.txt", PERFECT), frame=Frame((layout(),), organs=ours)) == [("tjänsteutlåtande", True)]
    assert kinds(("a.txt", PERFECT), frame=Frame((layout(),), organs=others)) == [("bilaga", False)]
    misspelt = mutated(("Karin Lindqvist\n\nUtbildningsnämnden\n", "Karin Lindqvist\n\nUtbildningnämnden\n"))
    assert kinds(("a.txt", misspelt), frame=Frame((layout(),), organs=ours)) == [("tjänsteutlåtande", True)]


@pytest.mark.parametrize("text", ["Bilaga 1. Mall för tjänsteutlåtande\n\n" + PERFECT, "Bilaga 2\n\n" + PERFECT])
def test_a_template_in_a_bilaga_is_a_bilaga(text: str) -> None:
    assert kinds(("a.txt", text)) == [("bilaga", False)]


@pytest.mark.parametrize("name", ["04-bilaga-rapport.txt", "Bilaga 1.txt", "bilaga.txt", "4 Bilaga B.txt"])
def test_what_is_called_a_bilaga_is_one(name: str) -> None:
    assert kinds((name, PERFECT)) == [("bilaga", False)]


def test_what_says_nothing_of_itself_is_a_bilaga() -> None:
    assert kinds(("a.txt", "Avtal\n\nParterna är överens.\n"), ("b.txt", "")) == [("bilaga", False)] * 2


def test_a_protokoll_of_the_meetings_own_organ_is_the_houses() -> None:
    own = PROTOCOL.format(organ="Utbildningsnämnden")
    other = PROTOCOL.format(organ="VästKom Styrelse")
    assert kinds(("k.txt", NOTICE), ("p.txt", own))[1] == ("protokoll", True)
    assert kinds(("k.txt", NOTICE), ("p.txt", other))[1] == ("bilaga", False)
    assert kinds(("p.txt", own)) == [("protokoll", True)]
    assert kinds(("p.txt", other)) == [("bilaga", False)]
    frame = Frame((layout(),), organs=(OrganKnown("Socialnämnden"),))
    assert kinds(("p.txt", own), frame=frame) == [("bilaga", False)]


def test_a_word_in_the_text_makes_no_kallelse() -> None:
    text = "Årsrapport\n\nInledning\n\nKallelse till mötet skickades i tid och protokoll fördes.\n"
    assert kinds(("a.txt", text)) == [("bilaga", False)]


@pytest.mark.parametrize(
    ("name", "change", "label"),
    [
        ("utlatande.txt", ("2024/120", "2024/120"), "1"),
        ("utlatande.txt", ("2024/120", "UBN.2024.121"), "2"),
        ("utlatande.txt", ("2024/120", "2024/999"), "1"),
        ("02-utlatande.txt", ("2024/120", "2024/120"), "2"),
        ("2024-03-04 utlatande.txt", ("2024/120", "2024/120"), "1"),
        ("17-utlatande.txt", ("2024/120", "2024/120"), "1"),
    ],
)
def test_the_item_is_told_by_file_then_dnr_then_title(name: str, change: tuple[str, str], label: str) -> None:
    assert sorted_out(("k.txt", NOTICE), (name, mutated(change)))[name].label == label


def test_an_old_paper_is_judged_by_the_form_of_its_own_day() -> None:
    old = layout()._replace(name="gammal", ends="2023-12-31")
    new = layout()._replace(name="ny", starts="2024-01-01")
    for day, name in (("2024-03-04", "ny"), ("2023-03-04", "gammal"), ("4 mars 2023", "gammal")):
        reading = read(mutated(("Datum: 2024-03-04", f"Datum: {day}")).encode(), "a.txt")
        chosen = report_layout(reading, (new, old))
        assert chosen is not None and chosen.name == name
    undated = read(mutated(("Datum: 2024-03-04", "Datum: Välj datum")).encode(), "a.txt")
    assert own_day(undated, new) == ""
    chosen = report_layout(undated, (new, old))
    assert chosen is not None and chosen.name == "ny"
