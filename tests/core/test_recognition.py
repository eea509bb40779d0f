"""Which part of a form is which, however the officer has marked it; nothing guessed where it could be two things."""

from __future__ import annotations

import pytest

from beredning.core import document as doc
from beredning.core.likeness import allowed, distance, nearest, words
from beredning.core.reading import Passage, Reading
from beredning.core.recognition import FoundReport, recognise
from beredning.core.recognition_people import is_name, is_title, name_and_title
from beredning.core.report import FactForm, Layout, SectionForm
from beredning.documents.reading import read
from tests.ale import ale_paper
from tests.documents.word_kit import layout

VALUES = ("Barnförvaltningen", "Diarienummer: 2024/7", "Datum: 2024-02-01", "Jurist, Bo Ek", "Barnnämnden", "Plan")
HEAD = "\n\n".join(("TJÄNSTEUTLÅTANDE", *VALUES))
BODY = (
    "Förslag till beslut\n\nBarnnämnden antar planen.\n\nSammanfattning\n\nKort sagt.\n\nÅsa Ek\nChef\n\n"
    "Ärendet\n\nLångt sagt."
)


def report(text: str, form: Layout | None = None) -> FoundReport:
    """A report in a text file; a line that begins with # is a heading there, one with ** is bold."""
    reading = read(text.encode(), "a.txt")
    return recognise(marked(reading), form or layout())


def marked(reading: Reading) -> Reading:
    def one(passage: Passage) -> Passage:
        level = len(passage.text) - len(passage.text.lstrip("#"))
        bare = passage._replace(text=passage.text.lstrip("# ").strip("*"))
        if level:
            return bare._replace(kind="heading", level=level)
        return bare._replace(strong=passage.text.startswith("**"))

    return reading._replace(passages=tuple(one(passage) for passage in reading.passages))


def facts(found: FoundReport) -> dict[str, str]:
    return {one.form.name: one.text for one in found.facts}


def said(found: FoundReport) -> dict[str, list[str]]:
    return {one.form.name: [passage.text for passage in one.passages] for one in found.sections}


REAL = {
    "03-manadsuppfoljning": "03-tjansteutlatande-manadsuppfoljning",
    "04-namndplan": "04-tjansteutlatande-namndplan",
    "05-handlingsplan": "05-tjansteutlatande-handlingsplan-digitalisering",
    "07-familjecentraler": "07-tjansteutlatande-familjecentraler",
    "08-internkontrollplan": "08-tjansteutlatande-internkontrollplan",
}
OFFICERS = {
    "03-manadsuppfoljning": "Controller, Atbin Vali", "04-namndplan": "Verksamhetsutvecklare, Maggan Melander",
    "05-handlingsplan": "Verksamhetsutvecklare, Maggan Melander",
    "08-internkontrollplan": "Administrativ chef, Marcus Larsson",
}  # fmt: skip
SIGNED = {
    "03-manadsuppfoljning": ("Atbin Vali", "Controller"), "04-namndplan": ("Maggan Melander", "Verksamhetsutvecklare"),
    "05-handlingsplan": ("Maggan Melander", "Verksamhetsutvecklare"),
    "07-familjecentraler": ("Ulla-Stina Millton", "Verksamhetschef"),
    "08-internkontrollplan": ("Marcus Larsson", "Administrativ chef"),
}  # fmt: skip


def real(name: str, kind: str) -> FoundReport:
    path = ale_paper(f"word/{name}.docx" if kind == "docx" else f"{REAL[name]}.txt")
    return recognise(read(path.read_bytes(), path.name), layout())


@pytest.mark.parametrize("name", REAL)
def test_the_real_reports_say_the_same_in_both_their_forms(name: str) -> None:
    text, word = real(name, "txt"), real(name, "docx")
    assert [(one.form.name, one.text, one.label) for one in text.facts] == [
        (one.form.name, one.text, one.label) for one in word.facts
    ]
    assert [one[:2] for one in text.signatories] == [one[:2] for one in word.signatories]
    assert [(group.kind, [one.text for one in group.receivers]) for group in text.receivers] == [
        (group.kind, [one.text for one in group.receivers]) for group in word.receivers
    ]
    assert [one.form.name for one in text.sections] == [one.form.name for one in word.sections]
    for one, other in zip(text.sections, word.sections, strict=True):
        assert " ".join(doc.lines_of(one.blocks)).split() == " ".join(doc.lines_of(other.blocks)).split()
    assert (text.loose, text.strange, word.loose, word.strange) == ((), (), (), ())
    assert text.missing == word.missing
    assert text.kind is not None and word.kind is not None


@pytest.mark.parametrize("name", REAL)
def test_what_a_reader_sees_in_the_real_reports(name: str) -> None:
    """Written down from the papers themselves."""
    found = real(name, "txt")
    fact = found.fact("handläggare")
    assert (fact.text if fact else None) == OFFICERS.get(name)
    assert found.signatories[0].name == "Åsa Ericson"
    assert found.signatories[0].title == ("Förvalningschef" if name.startswith("08") else "Förvaltningschef")
    assert tuple(found.signatories[1][:2]) == SIGNED[name]
    lines = {"04-namndplan": 4, "07-familjecentraler": 1, "08-internkontrollplan": 4}
    summary = found.section("sammanfattning")
    assert summary is not None
    assert len(summary.passages) == lines.get(name, len(summary.passages))
    assert not any(one.text.startswith("Åsa Ericson") for one in summary.passages)


def test_missing_sections_of_the_real_reports_are_missing() -> None:
    assert real("08-internkontrollplan", "docx").missing == ("mbl",)
    assert real("07-familjecentraler", "docx").missing == ("handläggare",)
    assert len(real("03-manadsuppfoljning", "docx").missing) == 10
    assert real("04-namndplan", "docx").missing == real("05-handlingsplan", "docx").missing == ()


def test_the_officers_own_sub_heading_stays_content() -> None:
    found = real("05-handlingsplan", "docx")
    section = found.section("ärendet")
    assert section is not None
    assert "Utbildningsnämndens mål" in [one.text for one in section.passages]


@pytest.mark.parametrize(
    "heading",
    ["Sammanfattning", "SAMMANFATTNING:", "Sammanfattning ", "3. Sammanfattning", "3.1 Sammanfattning",
     "a) Sammanfattning",
     "Sammanfatning", "Sammanfattningar", "Sammanfattning\u00a0:", "Samman\u00adfattning"],
)  # fmt: skip
def test_a_heading_is_known_by_its_words(heading: str) -> None:
    for mark in ("", "# ", "**"):
        found = said(report(f"{HEAD}\n\nFörslag till beslut\n\nAntas.\n\n{mark}{heading}\n\nKort.\n\nÄrendet\n\nX."))
        assert found["sammanfattning"] == ["Kort."], (mark, heading)


@pytest.mark.parametrize(
    "line",
    ["Sammanfattning av läget", "I sammanfattning säger vi", "Sammanfattning. Mer text.", "Se Ärendet",
     "Sammanfattning? Nej", "Ärende", "Bedöms ej tillämplig i detta ärende.", "- Ekonomisk bedömning",
     "Ekonomisk bedömning\t5"],
)  # fmt: skip
def test_words_in_running_text_begin_no_section(line: str) -> None:
    found = said(report(f"{HEAD}\n\n{BODY}\n\n{line}\n\nSist."))
    assert found["ärendet"][-2:] == [line.removeprefix("- "), "Sist."]
    assert set(found) == {"förslag_till_beslut", "sammanfattning", "underskrifter", "ärendet"}


def test_a_plain_line_is_no_heading_where_the_section_has_a_marked_one() -> None:
    found = report(f"{HEAD}\n\n# Förslag till beslut\n\nAntas.\n\nÄrendet\n\n# Ärendet\n\nText.")
    assert said(found) == {"förslag_till_beslut": ["Antas.", "Ärendet"], "ärendet": ["Text."]}
    assert [one.how for one in found.sections] == ["stil", "stil"]


def test_a_heading_that_could_be_two_is_neither() -> None:
    form = Layout("x", "X", (), (SectionForm("a", "Barnperspektiv", "p"), SectionForm("b", "Barnperspektiva", "p")))
    assert said(report("# Barnperspektiv\n\nett\n\n# Barnperspektivet\n\ntvå", form)) == {"a": ["ett"]}
    assert nearest("barnperspektivb", ("barnperspektiv", "barnperspektiva")) is None


def test_unknown_headings_are_strange_and_deeper_ones_are_the_sections_own() -> None:
    decision = "# Förslag till beslut\n\nAntas.\n\n## Delbeslut\n\nett"
    found = report(f"{HEAD}\n\n{decision}\n\n# Jämställdhet\n\nfrämmande\n\n# Ärendet\n\nX.")
    assert said(found)["förslag_till_beslut"] == ["Antas.", "Delbeslut", "ett"]
    assert [one.text for one in found.strange] == ["Jämställdhet"]
    assert [one.text for one in found.loose] == ["Jämställdhet", "främmande"]
    assert said(found)["ärendet"] == ["X."]


@pytest.mark.parametrize(
    ("heading", "known"),
    [("Behandlad enligt MBL 2023-12-05", True), ("Behandlad enligt MBL den 5 december 2023", True),
     ("Behandlad enligt MBL (information 2023-12-05)", True), ("Behandlad enligt MBL xxxx-xx-xx", True),
     ("Behandlad enligt MBL 19 §", True), ("Behandlad enligt MBL sker i december månad av chefen", False)],
)  # fmt: skip
def test_the_mbl_heading_may_have_its_day_after_it(heading: str, known: bool) -> None:
    found = report(f"{HEAD}\n\n{BODY}\n\n{heading}\n\nInformerat.")
    assert (found.section("mbl") is not None) == known


def test_sections_that_may_be_repeated_and_those_that_stand_twice_are_kept_apart() -> None:
    found = report(f"{HEAD}\n\n# Ärendet\n\nett\n\n# Ekonomisk bedömning\n\ntvå\n\n# Ärendet\n\ntre")
    assert [(one.form.name, [p.text for p in one.passages]) for one in found.sections] == [
        ("ärendet", ["ett"]), ("ekonomi", ["två"]), ("ärendet", ["tre"]),
    ]  # fmt: skip


# The head


@pytest.mark.parametrize("left_out", VALUES)
def test_a_missing_fact_does_not_move_the_others(left_out: str) -> None:
    names = ("förvaltning", "diarienummer", "datum", "handläggare", "mottagare", "rubrik")
    values = ("Barnförvaltningen", "2024/7", "2024-02-01", "Jurist, Bo Ek", "Barnnämnden", "Plan")
    found = facts(report(HEAD.replace(f"\n\n{left_out}", "", 1) + "\n\n" + BODY))
    assert found == {name: value for name, value in zip(names, values, strict=True) if not left_out.endswith(value)}


@pytest.mark.parametrize(
    ("line", "name", "value", "label"),
    [
        ("Diarienummer:UBN.2023.428", "diarienummer", "UBN.2023.428", "Diarienummer:"),
        ("Dnr 2024/7", "diarienummer", "2024/7", "Dnr"),
        ("Diarienumer: 2024/7", "diarienummer", "2024/7", "Diarienumer:"),
        ("DIARIENUMMER :  2024/7", "diarienummer", "2024/7", "DIARIENUMMER :"),
        ("Diarienummer\t2024/7", "diarienummer", "2024/7", "Diarienummer"),
        ("Diarienummer:\n2024/7", "diarienummer", "2024/7", "Diarienummer:"),
        ("Diarienummer:", "diarienummer", "", "Diarienummer:"),
        ("Diarienummer: ÄRENDENUMMER", "diarienummer", "ÄRENDENUMMER", "Diarienummer:"),
        ("Datum 2023-11-29", "datum", "2023-11-29", "Datum"),
        ("29 november 2023", "datum", "29 november 2023", ""),
        ("Datum: Välj det datum då det godkänts", "datum", "Välj det datum då det godkänts", "Datum:"),
        ("2024/7", "diarienummer", "2024/7", ""),
        ("Till Kommunstyrelsen", "mottagare", "Kommunstyrelsen", "Till"),
        ("Nämnden för kultur och fritid", "mottagare", "Nämnden för kultur och fritid", ""),
        ("Barn- och utbildningsnämndens arbetsutskott", "mottagare", "Barn- och utbildningsnämndens arbetsutskott", ""),
        ("Handläggare: Bo Ek", "handläggare", "Bo Ek", "Handläggare:"),
        ("Bo Ek, jurist", "handläggare", "Bo Ek, jurist", ""),
        ("T.f. enhetschef Bo von Ek", "handläggare", "T.f. enhetschef Bo von Ek", ""),
        ("Sektor bildning", "förvaltning", "Sektor bildning", ""),
        ("Rubrik: Tider för nämnden", "rubrik", "Tider för nämnden", "Rubrik:"),
        ("Plan 2024 - Utbildningsnämnden", "rubrik", "Plan 2024 - Utbildningsnämnden", ""),
        ("Tider för nämndens arbetsutskott 2024", "rubrik", "Tider för nämndens arbetsutskott 2024", ""),
    ],
)  # fmt: skip
def test_a_fact_is_known_by_its_label_or_its_shape(line: str, name: str, value: str, label: str) -> None:
    found = report(f"TJÄNSTEUTLÅTANDE\n\n{line}\n\n{BODY}")
    fact = found.fact(name)
    assert fact is not None
    assert (fact.text, fact.label) == (value, label)
    assert [one.form.name for one in found.facts] == [name]


def test_label_and_value_may_stand_in_cells_and_several_in_one_row() -> None:
    text = "Diarienummer\tDatum\n2024/7\t2024-02-01\n"
    found = report(f"Dnr\t2024/7\tDatum\t2024-02-01\n\n{BODY}")
    assert facts(found) == {"diarienummer": "2024/7", "datum": "2024-02-01"}
    under = report(f"{text}\n{BODY}")
    assert facts(under)["datum"] == "2024-02-01"


def test_a_fact_in_the_pages_head_counts_when_the_text_has_none() -> None:
    reading = read(f"Barnnämnden\n\n{BODY}".encode(), "a.txt")
    head = Passage("Dnr: 2024/7\tTJÄNSTEUTLÅTANDE", "header")
    found = recognise(reading._replace(passages=(head, *reading.passages)), layout())
    assert facts(found) == {"diarienummer": "2024/7", "mottagare": "Barnnämnden"}
    assert found.kind is head
    both = report(f"Dnr: 2024/8\n\n{BODY}")
    assert facts(both)["diarienummer"] == "2024/8"


# People


@pytest.mark.parametrize(
    "block",
    [
        "Åsa Ek\n\nBo Berg\n\nFörvaltningschef\n\nJurist", "Åsa Ek\nFörvaltningschef\n\nBo Berg\nJurist",
        "Åsa Ek\nBo Berg\nFörvaltningschef\nJurist", "Åsa Ek\tBo Berg\nFörvaltningschef\tJurist",
        "Åsa Ek, Förvaltningschef\n\nBo Berg, Jurist", "Förvaltningschef Åsa Ek\nJurist Bo Berg",
        "________________\nÅsa Ek\nFörvaltningschef\n\n_______________\nBo Berg\nJurist",
    ],
)  # fmt: skip
def test_signatures_in_every_order(block: str) -> None:
    found = report(f"{HEAD}\n\nSammanfattning\n\nKort sagt.\n\n{block}\n\nÄrendet\n\nText.")
    assert [one[:2] for one in found.signatories] == [("Åsa Ek", "Förvaltningschef"), ("Bo Berg", "Jurist")]
    assert said(found)["sammanfattning"] in (["Kort sagt."], ["Kort sagt.", "________________"])
    assert said(found)["ärendet"] == ["Text."]


def test_signatures_at_the_end_of_the_paper_and_without_a_title() -> None:
    found = report(f"{HEAD}\n\nSammanfattning\n\nKort sagt.\n\nÄrendet\n\nText.\n\nBo Ek")
    assert [one[:2] for one in found.signatories] == [("Bo Ek", "")]
    assert said(found)["ärendet"] == ["Text."]


@pytest.mark.parametrize("tail", ["Ale Kommun", "Västra Götaland", "Lena Andersson", "Se bilaga", "Åsa Ek har ordet."])
def test_capitals_alone_are_no_signature(tail: str) -> None:
    found = report(f"{HEAD}\n\nSammanfattning\n\nKort sagt.\n\n{tail}\n\nÄrendet\n\nText.")
    assert found.signatories == ()
    assert said(found)["sammanfattning"] == ["Kort sagt.", tail]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Åsa Ericson", True), ("Ulla-Stina Millton", True), ("Ulla- Stina Millton", True),
     ("Marie Källvik Nilsson", True),
     ("Carl von Essen", True), ("Ekonomichef Ek", False), ("Åsa", False), ("Åsa Ericson 2", False),
     ("Ale Kommun", False), ("åsa ericson", False), ("Ann-Sofie O'Brien", True)],
)  # fmt: skip
def test_what_looks_like_a_name(text: str, name: bool) -> None:
    assert is_name(text) == name


def test_titles_and_persons_in_one_line() -> None:
    assert is_title("Förvalningschef") and is_title("t.f. nämndsekreterare") and not is_title("Åsa Ek")
    assert not is_title("Chefen beslutar om detta i morgon bitti här") and not is_title("Chef.")
    assert name_and_title("Ekonomichef, Ken Gunnesson") == ("Ken Gunnesson", "Ekonomichef")
    assert name_and_title("Förvaltningschef Åsa Ericson") == ("Åsa Ericson", "Förvaltningschef")
    assert name_and_title("Samverkansavtal för familjecentraler i Västra Götalandsregionen") is None
    assert name_and_title("Bo Ek, Åsa Ek") is None


def test_receivers_stand_under_their_two_headings() -> None:
    tail = "Arkivet\n\nFör vidare hantering:\nChefen\n- Rektorn\n\nFör kännedomm\n\nKommunstyrelsen"
    found = report(f"{HEAD}\n\n{BODY}\n\nBeslutet skickas till:\n\n{tail}")
    assert [(group.kind, [one.text for one in group.receivers]) for group in found.receivers] == [
        ("", ["Arkivet"]), ("hantera", ["Chefen", "Rektorn"]), ("kännedom", ["Kommunstyrelsen"]),
    ]  # fmt: skip


def test_an_empty_paper_has_nothing() -> None:
    found = report("")
    assert not (found.facts or found.sections or found.loose)
    assert found.missing == (*(one.name for one in layout().facts), *(one.name for one in layout().sections))


def test_a_form_without_labels_or_signatures_is_followed_too() -> None:
    form = Layout("x", "", (FactForm("datum", "", "p"),), (SectionForm("a", "Bakgrund", "p", also=("Historik",)),))
    found = report("2024-02-01\n\nHISTORIK\n\nText", form)
    assert facts(found) == {"datum": "2024-02-01"} and said(found) == {"a": ["Text"]}
    assert found.kind is None


# How alike


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("", "", 0),
        ("ab", "ab", 0),
        ("ab", "ba", 1),
        ("ab", "abc", 1),
        ("ab", "b", 1),
        ("abcd", "badc", 2),
        ("abc", "xyz", 3),
    ],
)
def test_letters_that_differ(one: str, other: str, far: int) -> None:
    assert distance(one, other, 5) == distance(other, one, 5) == far
    assert distance(one, other, 0) == min(far, 1)


def test_how_much_may_differ_grows_with_the_text() -> None:
    assert [allowed("a" * count) for count in (4, 5, 9, 16)] == [0, 1, 2, 3]
    assert words("  3.2  Ärendet :") == "ärendet" and words("**Plan**") == "plan" and words("2024 års plan") != "plan"
