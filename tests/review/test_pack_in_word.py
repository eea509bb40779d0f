"""A whole pack made by our own writers, in Word and as PDF, is right: granska has nothing to say of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from beredning.core import agenda
from beredning.core import document as doc
from beredning.core.agenda import Item, lay_out
from beredning.core.finding import Finding
from beredning.core.report import Consultation, Facts, Paper, Receivers, Report, make_report, report_document
from beredning.documents.context import BASE_OFFER, report_offer
from beredning.documents.notice import Notice, Person, notice_document
from beredning.documents.pdf import write_pdf
from beredning.documents.reading import read
from beredning.documents.report import write_document, write_report
from beredning.documents.template import load_template
from beredning.resources import resource_folder
from beredning.review import across, classify
from beredning.review.review import review
from beredning.review.values import Frame
from tests.review.pack_kit import built_in_layout

PHRASE = doc.para("Området har beaktats men inte bedömts tillföra ärendet något ytterligare underlag.")
CHIEF = doc.Signatory("Åsa Ek", "Förvaltningschef")
MAJ = doc.Signatory("Maj Sommar", "Verksamhetsutvecklare")
OMAR = doc.Signatory("Omar Ali", "Controller")
ITEMS = (
    Item(1, agenda.OPENING, "Upprop", "A", minutes=5),
    Item(2, agenda.OPENING, "Justering", "B", minutes=0),
    Item(3, agenda.STANDING, "Fastställande av föredragningslistan", dnr="2024/1"),
    Item(4, agenda.CASE, "Lokalplan 2025", dnr="2024/112", presenters=("Maj Sommar",), minutes=20, mode="bereder"),
    Item(5, agenda.PAUSE, "Fika", minutes=15),
    Item(6, agenda.CASE, "Månadsuppföljning februari 2024", dnr="2024/35", presenters=("Controller",), mode="bereder"),
    Item(7, agenda.STANDING, "Övriga frågor", minutes=10),
)
NOTICE = Notice(
    "Bergs kommun",
    "Utbildningsnämndens arbetsutskott",
    "2024-03-06",
    "08:00",
    "Sal Berget",
    Person("Lena Holm", "SD"),
    lay_out(ITEMS, "08:00").lines,
    ends="10:00",
    members=(Person("Lena Holm", "SD"), Person("Karin Fogel", "M"), Person("Anette Håkansson", "S")),
    substitutes=(Person("Toni Falk", "S"),),
    others=(
        Person("Åsa Ek", title="förvaltningschef"),
        *(Person(one.name, title=one.title.lower()) for one in (MAJ, OMAR)),
    ),
    information="Protokollet justeras av Anette Håkansson på Utbildningsförvaltningen 2024-03-08.",
    absence="Kim Strand, kim.strand@exempel.se",
    sent_on="2024-02-28",
    head=(12, "ab" * 32),
)
TABLE = doc.table(
    ("Verksamhet", "Budget 2024", "Prognos 2024", "Avvikelse"),
    [
        ("Förskola", "-215 316", "-214 900", "416"),
        ("Grundskola", "-375 446", "-375 900", "-454"),
        ("Komvux", "-12 577", "-12 500", "77"),
        ("Totalt", "-603 339", "-603 300", "39"),
    ],
    align="lrrr",
    description="Budget, prognos och avvikelse per verksamhet.",
)  # fmt: skip


def report(
    dnr: str, title: str, officer: doc.Signatory, sentence: str, matter: doc.Blocks, paper: Paper | None
) -> Report:
    layout = built_in_layout()
    texts: dict[str, doc.Blocks] = {
        "förslag_till_beslut": (doc.para(sentence),),
        "motivering": (doc.para("Bedöms ej tillämplig i detta ärende."),),
        "sammanfattning": (doc.para("Förvaltningen redovisar vad som krävs under det kommande året."),),
        "ärendet": matter,
        "genomförande": (doc.para("Handläggaren följer upp beslutet i delårsrapporten 2024-09-30."),),
        "bedömning": (doc.para("Förvaltningen bedömer att förslaget håller sig inom nämndens budget."),),
    }
    texts |= dict.fromkeys(("ekonomi", "invånare", "hållbarhet", "lagstiftning", "remiss"), (PHRASE,))
    return make_report(
        layout,
        Facts("Utbildningsförvaltningen", dnr, "2024-02-26", officer, "Utbildningsnämnden", title),
        texts,
        signatories=(CHIEF, officer),
        papers=(Paper(f"Tjänsteutlåtande {title}", "2024-02-26"), *((paper,) if paper else ())),
        receivers=Receivers(("Förvaltningschef Åsa Ek",), ("Kommunstyrelsen",)),
        consultation=Consultation(
            "Behandlad enligt MBL 2024-02-21", "Information enligt 19 § MBL lämnades 2024-02-21."
        ),
    )


REPORTS = {
    "03": report(
        *("2024/112", "Lokalplan 2025", MAJ),
        "Utbildningsnämnden beslutar att fastställa lokalplan 2025, daterad 2024-02-20.",
        (doc.para("Två avdelningar stängs. ", doc.bold("Planen gäller från 2025-01-01."), " Den följs upp varje år."),),
        Paper("Lokalplan 2025", "2024-02-20", "bilaga 1"),
    ),
    "05": report(
        *("2024/35", "Månadsuppföljning februari 2024", OMAR),
        "Utbildningsnämnden noterar månadsuppföljningen per februari 2024.",
        (doc.para("Tabellen visar budget och prognos i tkr."), TABLE),
        None,
    ),
}
PLAN = doc.Document(
    "Lokalplan 2025",
    (
        doc.para("Utbildningsnämnden"),
        doc.para("Lokalplan 2025", role="title"),
        doc.para("Datum: 2024-02-20"),
        doc.heading(1, "Åtgärder"),
        doc.table(
            ("Åtgärd", "Ansvarig", "Startdatum", "Status"),
            [("Avdelning Norr stängs", "Fastighetschef", "2024-06-30", "Ej påbörjad")],
            description="Åtgärder under året.",
        ),
    ),
)
NUMBERS = {"03": "2", "05": "3"}


@cache
def in_word() -> dict[str, bytes]:
    base = load_template((resource_folder("templates") / "bas.docx").read_bytes(), BASE_OFFER)
    form = load_template(
        (resource_folder("templates") / "tjansteutlatande.docx").read_bytes(), report_offer(built_in_layout())
    )
    made = {"00-kallelse.docx": write_document(base, notice_document(NOTICE))}
    for key, one in REPORTS.items():
        made[f"0{NUMBERS[key]}-tjansteutlatande.docx"] = write_report(form, one)
    made["02-bilaga-1-lokalplan-2025.docx"] = write_document(base, PLAN)
    return made


@cache
def as_pdf() -> dict[str, bytes]:
    made = {"00-kallelse.pdf": write_pdf(notice_document(NOTICE))}
    for key, one in REPORTS.items():
        made[f"0{NUMBERS[key]}-tjansteutlatande.pdf"] = write_pdf(report_document(one))
    made["02-bilaga-1-lokalplan-2025.pdf"] = write_pdf(PLAN)
    return made


def said(files: dict[str, bytes]) -> tuple[Finding, ...]:
    readings = [read(data, name) for name, data in files.items()]
    return review(readings, Frame((built_in_layout(),)))


def test_a_pack_in_word_by_our_own_writers_gives_no_finding() -> None:
    assert said(in_word()) == ()


def test_the_same_pack_as_pdf_agrees_with_itself() -> None:
    """The rules across papers; what a PDF keeps of a report's form is for its reader to prove."""
    frame = Frame((built_in_layout(),))
    papers = classify.papers([read(data, name) for name, data in as_pdf().items()], frame)
    assert [paper.kind for paper in papers].count("tjänsteutlåtande") == len(REPORTS)
    assert list(across.check(papers, frame)) == []


@pytest.mark.parametrize("missing", ["02-bilaga-1-lokalplan-2025", "03-tjansteutlatande"])
@pytest.mark.parametrize("files", [in_word, as_pdf])
def test_a_paper_that_is_left_out_is_missed_in_either_form(missing: str, files: Callable[[], dict[str, bytes]]) -> None:
    kept = {name: data for name, data in files().items() if not name.startswith(missing)}
    assert [one.rule for one in said(kept)] == ["UL02" if "bilaga" in missing else "UL09"]
