"""The finished report: right parts in right order, prompts where something is missing, the same bytes everywhere."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import docx
import pytest

from beredning.core import document as doc
from beredning.core import report as core
from beredning.documents.opc import raw_parts
from beredning.documents.report import write_document, write_report
from beredning.documents.tabular import read_table
from tests import ale
from tests.documents.word_kit import (
    PNG,
    W,
    a_report,
    base_template,
    body,
    control,
    layout,
    parts_of,
    report_template,
    shown,
    template_bytes,
)

ROOT = Path(__file__).resolve().parents[2]
EMPTY = core.make_report(layout(), core.Facts(), {})


def written(report: core.Report, **more: str) -> bytes:
    return write_report(report_template(), report, **more)  # type: ignore[arg-type]


def a_rich_document() -> doc.Document:
    return doc.Document(
        "Kallelse & föredragningslista",
        (
            doc.para("Kallelse", role="title"),
            doc.para("Arbetsutskottet", role="subtitle"),
            doc.facts(("Tid", "Kl. 08:00"), ("Ledamöter", ["Lena", "Anette"])),
            doc.para("Inledning", role="lead"),
            doc.heading(1, "Agenda", anchor="agenda"),
            doc.numbered(doc.item("ett", under=[doc.bullets("a", "b")]), "två"),
            doc.table(
                ("Nr", "Ärende"), [("1", ["Plan", "Bilaga"]), doc.row(doc.cell("Fika", span=2))], caption="Lista"
            ),
            doc.table(None, [("x", "y")]),
            doc.Slot("beslut:1", "Beslut", "Skriv beslutet"),
            doc.para(doc.link("webb", "https://www.exempel.se"), doc.link("upp", "#agenda"), role="note"),
            doc.Image("d", "Karta"),
            doc.PageBreak(),
            doc.signatures(("Lena", "Ordförande"), ("Anette", "Justerare"), line=True),
        ),
        (doc.band("AU", doc.PAGE_OF_PAGES), doc.band("2023-12-06")),
        (doc.band("Journal 12ab"),),
        properties=doc.Properties("ämne", "Ada", ("2023/1",), "kallelse", "2023-11-29T08:00:00Z"),
    )


def test_the_facts_come_first_then_the_title_then_the_sections() -> None:
    word = docx.Document(io.BytesIO(written(a_report())))
    assert [one.text for one in word.paragraphs if getattr(one.style, "name", "") == "Heading 1"] == [
        section.heading for section in a_report().sections if section.heading
    ]
    lines = shown(body(written(a_report()))).split("\n")
    assert lines[:7] == [
        "Utbildningsförvaltningen",
        "Diarienummer: UBN 2023/451",
        "Datum: 2023-11-27",
        "Utvecklare, Ada Öberg",
        "Utbildningsnämnden",
        "Plan för digitala verktyg",
        "Förslag till beslut",
    ]


def test_the_head_of_the_page_says_what_it_is_and_counts_the_pages() -> None:
    head = body(written(a_report()), "word/header1.xml")
    assert shown(head).startswith("TJÄNSTEUTLÅTANDE\t")
    assert [(one.get(f"{W}instr") or "").strip() for one in head.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("form", layout().sections, ids=lambda form: form.name)
def test_a_missing_section_shows_its_prompt_and_says_so_to_word(form: core.SectionForm) -> None:
    found = control(body(written(EMPTY)), f"avsnitt:{form.name}")
    assert shown(found) == f"[{form.prompt}]"
    assert found.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


@pytest.mark.parametrize("form", layout().facts, ids=lambda form: form.name)
def test_a_missing_fact_shows_its_prompt_and_says_so_to_word(form: core.FactForm) -> None:
    found = control(body(written(EMPTY)), f"fält:{form.name}")
    assert "".join(one.text or "" for one in found.iter(f"{W}t")) == f"[{form.prompt}]"
    assert found.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    assert found.find(f".//{W}rStyle") is not None


def test_what_is_there_shows_no_prompt() -> None:
    root = body(written(a_report()))
    for tag in ("fält:datum", "avsnitt:förslag_till_beslut", "avsnitt:mbl"):
        assert control(root, tag).find(f"{W}sdtPr/{W}showingPlcHdr") is None


def test_no_identity_is_given_twice() -> None:
    ids = [one.get(f"{W}val") for one in body(written(a_report())).iterfind(f".//{W}sdt/{W}sdtPr/{W}id")]
    assert len(ids) == len(set(ids)) == len(layout().facts) + len(layout().sections) - 1


def test_the_title_and_the_language_are_in_the_files_properties() -> None:
    properties = docx.Document(io.BytesIO(written(a_report()))).core_properties
    assert (properties.title, properties.language, properties.author, properties.keywords) == (
        "Plan för digitala verktyg", "sv-SE", "Ada Öberg", "UBN 2023/451",
    )  # fmt: skip
    assert properties.created is not None and properties.created.date().isoformat() == "2023-11-27"


def test_without_a_date_the_file_says_no_date() -> None:
    assert b"dcterms:created" not in parts_of(written(a_report(date="")))["docProps/core.xml"]


@pytest.mark.parametrize("name", ["tjansteutlatande.docx", "bas.docx"])
def test_parts_that_hold_nothing_of_ours_are_copied_as_they_lie(name: str) -> None:
    report = name != "bas.docx"
    plain = doc.Document("T", (doc.para("x"),))
    made = written(a_report()) if report else write_document(base_template(), plain)
    old = {part.name: part for part in raw_parts(template_bytes(name))}
    new = {part.name: part for part in raw_parts(made)}
    changed = {"word/document.xml", "word/header1.xml", "docProps/core.xml"} | (
        set() if report else {"word/footer1.xml"}
    )
    announced = {"[Content_Types].xml", "_rels/.rels"}  # name the part for properties of our own
    assert {part for part in old if old[part] != new[part]} - announced == changed
    own = ["docProps/custom.xml", "docProps/core.xml"]
    assert list(new) == [*(part for part in old if part not in own), *own]


def test_the_marking_of_a_training_instance_is_on_every_page() -> None:
    for made in (
        written(a_report(), marking="ÖVNING"),
        write_document(base_template(), a_rich_document(), {"d": PNG}, "ÖVNING"),
    ):
        heads = [name for name in parts_of(made) if name.startswith("word/header")]
        assert heads and all(shown(body(made, name)).startswith("ÖVNING\n") for name in heads)
    assert b"\xc3\x96VNING" not in b"".join(parts_of(written(a_report())).values())


def test_the_same_report_is_the_same_bytes_in_another_place_and_day(tmp_path: Path) -> None:
    """A fresh process with another time zone, language, hash seed and folder, from a cold cache and from a warm one."""
    code = (
        "import sys, hashlib, pathlib\n"
        "from tests.documents import word_kit, test_report\n"
        "from beredning.documents.context import report_offer\n"
        "from beredning.documents.report import write_report\n"
        "from beredning.documents.template import load_template\n"
        "data = word_kit.template_bytes('tjansteutlatande.docx')\n"
        "made = load_template(data, report_offer(word_kit.layout()), cache=pathlib.Path(sys.argv[1]))\n"
        "print(hashlib.sha256(write_report(made, word_kit.a_report())).hexdigest())\n"
    )
    expected = sha256(written(a_report())).hexdigest()
    for seed, zone in (("1", "Pacific/Kiritimati"), ("77", "America/Los_Angeles")):
        surroundings = {
            **os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(str(ROOT / one) for one in ("engine", "cli", ".")),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], cwd=tmp_path, env=surroundings, capture_output=True, text=True
        )
        assert done.stdout.strip() == expected, done.stderr


def test_a_cold_report_from_the_cache_imports_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, pickle\n"
        "from beredning.documents.context import report_offer\n"
        "from beredning.documents.report import write_report\n"
        "from beredning.documents.template import load_template\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "report = pickle.loads((folder / 'report').read_bytes())\n"
        "data = (folder / 'template').read_bytes()\n"
        "made = load_template(data, report_offer(report.layout), cache=folder)\n"
        "assert write_report(made, report)\n"
        "print(' '.join(sorted({one.split('.')[0] for one in sys.modules})))\n"
    )
    import pickle

    (tmp_path / "report").write_bytes(pickle.dumps(a_report()))
    (tmp_path / "template").write_bytes(template_bytes("tjansteutlatande.docx"))
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / one) for one in ("engine", "cli"))}
    loaded: set[str] = set()
    for _ in ("cold", "from the cache"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], env=surroundings, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        loaded = set(done.stdout.split())
    assert not loaded & {"lxml", "docx", "jinja2", "markupsafe", "zipfile", "yaml", "click", "dataclasses", "xml"}


@pytest.mark.parametrize("landscape", [False, True])
def test_what_is_written_is_valid_by_the_rules_of_the_open_xml_sdk(tmp_path: Path, landscape: bool) -> None:
    audit = pytest.importorskip("openxml_audit", reason="openxml-audit finns inte här")
    full = {
        form.name: (
            doc.para(doc.bold("x"), doc.link("y", "https://a.se")),
            doc.numbered("a", "b"),
            doc.table(("a",), [("b",)]),
        )
        for form in layout().sections
        if form.kind == "text"
    }
    files = {
        "tom": written(EMPTY),
        "full": written(a_report(full), marking="ÖVNING"),
        "fri": write_document(base_template(), a_rich_document()._replace(landscape=landscape), {"d": PNG}, "ÖVNING"),
        "tom-fri": write_document(base_template(), doc.Document("T", ())),
    }
    for name, data in files.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
        result = audit.OpenXmlValidator().validate(str(tmp_path / f"{name}.docx"))
        assert result.is_valid, (name, [str(one) for one in result.errors])


def test_the_real_follow_up_is_written_with_its_table() -> None:
    lines = [line for line in ale.ale_text("03-tjansteutlatande-manadsuppfoljning.txt").splitlines() if "\t" in line]
    table = read_table("\n".join(lines).encode(), "uppföljning.csv")
    root = body(written(a_report({"ärendet": (table,)})))
    rows = [[shown(cell) for cell in row.iter(f"{W}tc")] for row in root.iter(f"{W}tr")]
    assert len(rows) == 15 and rows[1][1] == "-795\u00a0480"
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in rows] == [line.split("\t") for line in lines]
