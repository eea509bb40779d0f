"""Reports written by our own writer, in every dialect: silence on right ones, one finding on one fault.

They go the whole road: values, Word file, reading, recognition, review.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter

import pytest

from beredning.core import document as doc
from beredning.core.finding import Finding
from beredning.core.reading import Comment
from beredning.core.report import (
    Consultation,
    Facts,
    Layout,
    Paper,
    Receivers,
    Report,
    SentenceForm,
    make_report,
    report_document,
)
from beredning.documents.pdf import write_pdf
from beredning.documents.reading import read
from beredning.documents.report import write_report
from beredning.review.review import review
from beredning.review.values import Expected, Frame
from tests.documents.word_kit import report_template
from tests.review.report_kit import layout, need_speller

Texts = dict[str, doc.Blocks]

SATS = {
    "mening": (doc.para("Utbildningsnämnden beslutar att anta Plan för läsutveckling 2024, daterad 2024-02-26."),),
    "att-satser": (
        doc.para("Utbildningsnämnden beslutar"),
        doc.bullets(
            "att anta Plan för läsutveckling 2024, daterad 2024-02-26, och",
            "att upphäva planen från 2019.",
        ),
    ),
    "numrerad": (
        doc.numbered(
            "Utbildningsnämnden antar Plan för läsutveckling 2024, daterad 2024-02-26.",
            "Planen från 2019 upphävs.",
            "Beslutet justeras omedelbart.",
        ),
    ),
    "passiv": (
        doc.para("I utbildningsnämnden:"),
        doc.para("Plan för läsutveckling 2024, i enlighet med bilaga 1 till utlåtandet, antas."),
    ),
    "föreslår": (
        doc.para("Utbildningsnämnden föreslår kommunfullmäktige besluta att anta Plan för läsutveckling 2024."),
        doc.para("För egen del"),
        doc.para("Utbildningsnämnden beslutar att ge rektorerna i uppdrag att förbereda arbetet med planen."),
    ),
}
WRONG = {
    "mening": (doc.para("Utbildningsnämnden beslutar anta Plan för läsutveckling 2024, daterad 2024-02-26."),),
    "att-satser": SATS["mening"],
    "numrerad": (doc.numbered("att anta Plan för läsutveckling 2024, daterad 2024-02-26."),),
    "passiv": (doc.para("Utbildningsnämnden antar Plan för läsutveckling 2024, daterad 2024-02-26."),),
    "föreslår": (doc.para("Utbildningsnämnden antar Plan för läsutveckling 2024, daterad 2024-02-26."),),
}
PHRASE = doc.para("Området har beaktats men inte bedömts tillföra ärendet något ytterligare underlag.")


def texts(dialect: str = "mening") -> Texts:
    """The officer's own words, without a fault."""
    return {
        "förslag_till_beslut": SATS[dialect],
        "motivering": (doc.para("Bedöms ej tillämplig i detta ärende."),),
        "sammanfattning": (doc.para("Förvaltningen har tagit fram en plan för hur eleverna ska bli bättre läsare."),),
        "ärendet": (
            doc.para("Nämnden gav i december förvaltningen i uppdrag att ta fram en plan för läsutveckling."),
            doc.para("Planen bygger på ", doc.bold("fyra"), " delar:"),
            doc.bullets("kartläggning av elevernas läsning", "bemannade skolbibliotek", "fortbildning för lärare"),
            doc.table(("Del", "Kostnad"), [("Fortbildning", "400 tkr")], description="Vad delarna kostar."),
        ),
        "ekonomi": (doc.para("Planen genomförs inom nämndens budget."),),
        "invånare": (doc.para("Barn som läser väl klarar skolan bättre."),),
        "hållbarhet": (PHRASE,),
        "lagstiftning": (doc.para("Skollagen (2010:800) 4 kap. 3 § styr ärendet."),),
        "remiss": (PHRASE,),
        "genomförande": (doc.para("Rektorerna ansvarar för att planen genomförs under höstterminen."),),
        "bedömning": (doc.para("Förvaltningen bedömer att planen bör antas."),),
    }


def in_dialect(dialect: str) -> Layout:
    return layout()._replace(sentence=SentenceForm(dialect))  # type: ignore[arg-type]


def report(content: Texts, form: Layout, **more: object) -> Report:
    """The report as values."""
    values: dict[str, object] = {
        "signatories": (doc.Signatory("Johan Berg", "Förvaltningschef"), OFFICER),
        "papers": (
            Paper("Tjänsteutlåtande Plan för läsutveckling 2024", "2024-03-04"),
            Paper("Plan för läsutveckling 2024", "2024-02-26", "bilaga 1"),
        ),
        "receivers": Receivers(("Förvaltningschef, Johan Berg", "Rektorerna i grundskolan"), ("Kommunstyrelsen",)),
        "consultation": Consultation(
            "Behandlad enligt MBL 2024-02-28", "Förhandling enligt 11 § MBL hölls 2024-02-28 och avslutades i enighet."
        ),
    }
    facts = more.pop("facts", FACTS)
    return make_report(form, facts, content, **(values | more))  # type: ignore[arg-type]


def word(content: Texts, form: Layout, **more: object) -> bytes:
    """The report as a Word file."""
    return write_report(report_template(), report(content, form, **more))


OFFICER = doc.Signatory("Karin Lindqvist", "Verksamhetsutvecklare")
FACTS = Facts(
    "Utbildningsförvaltningen", "2024/120", "2024-03-04", OFFICER, "Utbildningsnämnden", "Plan för läsutveckling 2024"
)


def found(data: bytes, form: Layout, **frame: object) -> tuple[Finding, ...]:
    return review([read(data, "utlatande.docx")], Frame((form,), **frame))  # type: ignore[arg-type]


def codes(data: bytes, form: Layout, **frame: object) -> Counter[str]:
    return Counter(one.rule for one in found(data, form, **frame))


@pytest.mark.parametrize("dialect", SATS)
def test_a_right_report_in_each_dialect_is_left_in_peace(dialect: str) -> None:
    form = in_dialect(dialect)
    assert found(word(texts(dialect), form), form) == ()


@pytest.mark.parametrize("dialect", SATS)
def test_nor_is_the_same_report_as_pdf(dialect: str) -> None:
    form = in_dialect(dialect)
    data = write_pdf(report_document(report(texts(dialect), form)))
    assert review([read(data, "utlatande.pdf")], Frame((form,))) == ()


def test_a_report_as_pdf_without_its_manager() -> None:
    made = report(texts(), layout(), signatories=(OFFICER,))
    found = review([read(write_pdf(report_document(made)), "utlatande.pdf")], Frame((layout(),)))
    assert [one.rule for one in found] == ["NM05"]


def test_nothing_in_it_is_misspelt() -> None:
    assert found(word(texts(), layout()), layout(), speller=need_speller()) == ()


@pytest.mark.parametrize("dialect", WRONG)
def test_a_sats_in_another_dialect_is_told(dialect: str) -> None:
    form = in_dialect(dialect)
    content = texts() | {"förslag_till_beslut": WRONG[dialect]}
    assert codes(word(content, form), form) == Counter({"BS01": 1})


def test_only_the_last_att_clause_needs_a_full_stop() -> None:
    form = in_dialect("att-satser")
    lead = doc.para("Utbildningsnämnden beslutar")
    right = doc.bullets("att anta planen, bilaga 1,", "att upphäva planen från 2019.")
    wrong = doc.bullets("att anta planen, bilaga 1.", "att upphäva planen från 2019")
    assert found(word(texts() | {"förslag_till_beslut": (lead, right)}, form), form) == ()
    assert codes(word(texts() | {"förslag_till_beslut": (lead, wrong)}, form), form) == Counter({"BS02": 1})


def test_a_form_without_full_stops_asks_for_none() -> None:
    form = layout()._replace(sentence=SentenceForm(ending=False))
    content = texts() | {"förslag_till_beslut": (doc.para("Utbildningsnämnden beslutar att anta planen, bilaga 1"),)}
    assert found(word(content, form), form) == ()


@pytest.mark.parametrize(
    ("code", "name", "blocks"),
    [
        ("PH01", "genomförande", ()),
        ("PH01", "ekonomi", (doc.para("Klicka eller tryck här för att ange text."),)),
        ("PH06", "ekonomi", (doc.para("Planen genomförs inom **nämndens** budget."),)),
        ("SE03", "genomförande", (PHRASE,)),
        ("SE05", "lagstiftning", (PHRASE, )),
        ("BS07", "förslag_till_beslut", (doc.para("Utbildningsnämnden får information om planen."),)),
        ("BS09", "förslag_till_beslut", (doc.para("Utbildningsnämnden beslutar att anta."),)),
        ("LG01", "lagstiftning", (doc.para("Skollagen (2010:800) 4 kap. 3§ styr ärendet."),)),
        ("SP02", "ekonomi", (doc.para("Planen genomförs  inom nämndens budget."),)),
        ("BS06", "genomförande", (doc.para("Förvaltningschefen bemyndigas att teckna avtalet."),)),
    ],
)  # fmt: skip
def test_one_fault_gives_one_finding_in_word_too(code: str, name: str, blocks: doc.Blocks) -> None:
    content = texts() | {name: blocks}
    if code == "SE05":  # the law is then named elsewhere
        content["bedömning"] = (doc.para("Förvaltningen bedömer att skollagen (2010:800) 4 kap. 3 § är uppfylld."),)
    assert codes(word(content, layout()), layout()) == Counter({code: 1})


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("PH01", {"diary_number": ""}),
        ("PH01", {"date": ""}),
        ("PH01", {"title": ""}),
        ("HD02", {"diary_number": "UBN.2024.120"}),
        ("HD07", {"officer": doc.Signatory("Karin Lindqvist")}),
        ("BS05", {"recipient": "Kommunstyrelsen"}),
    ],
)
def test_one_fault_in_the_head(code: str, change: dict[str, object]) -> None:
    data = word(texts(), layout(), facts=FACTS._replace(**change))  # type: ignore[arg-type]
    assert codes(data, layout())[code] == 1


def test_the_verb_that_policy_gives_for_the_matter() -> None:
    form = layout()._replace(
        sentence=SentenceForm(verbs=(("plan", "anta"), ("plan", "fastställa"), ("policy", "anta")))
    )
    matter = {"utlatande.docx": Expected(matter="plan")}
    assert found(word(texts(), form), form, expected=matter) == ()
    content = texts() | {
        "förslag_till_beslut": (doc.para("Utbildningsnämnden beslutar att godkänna planen, bilaga 1."),)
    }
    assert codes(word(content, form), form, expected=matter) == Counter({"BS03": 1})
    # without knowing the matter, the object's own word tells it only for a verb that policy speaks of
    assert found(word(content, form), form) == ()
    content["förslag_till_beslut"] = (doc.para("Utbildningsnämnden beslutar att fastställa policy 2024."),)
    assert codes(word(content, form), form) == Counter({"BS03": 1})


def test_a_decision_on_an_application_names_its_law() -> None:
    content = texts() | {
        "förslag_till_beslut": (
            doc.para("Utbildningsnämnden beslutar att avslå ansökan om skolskjuts, dnr 2024/120."),
        ),
        "lagstiftning": (PHRASE,),
    }
    assert codes(word(content, layout()), layout()) == Counter({"LG02": 1})
    content["lagstiftning"] = (doc.para("Ansökan prövas enligt skollagen (2010:800) 10 kap. 32 §."),)
    assert found(word(content, layout()), layout()) == ()


def test_comments_and_tracked_changes_are_not_a_finished_report() -> None:
    data = word(texts(), layout())
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for item in source.infolist():
            part = source.read(item)
            if item.filename == "word/document.xml":
                ins = b'<w:ins w:id="900" w:author="Eva Ek" w:date="2024-03-01T08:00:00Z">'
                run = b"<w:p>" + ins + b"<w:r><w:t>Ny.</w:t></w:r></w:ins></w:p>"
                at = part.rindex(b"<w:sectPr")
                part = part[:at] + run + part[at:]
            written.writestr(item, part)
    faults = found(target.getvalue(), layout())
    assert [one.rule for one in faults] == ["CO05"]
    assert "Eva Ek" in faults[0].text


def test_comments_left_in_the_margin() -> None:
    reading = read(word(texts(), layout()), "utlatande.docx")
    left = reading._replace(comments=(Comment("Eva Ek", "2024-03-01", "Stämmer det?", "planen", "stycke 20"),))
    (one,) = review([left], Frame((layout(),)))
    assert one.rule == "CO05" and one.text.startswith("1 kommentar ")
