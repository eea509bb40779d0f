"""The pack: in agenda order, whole or not at all, never over another, and every page count known or explained."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.documents import pack as p
from beredning.documents.convert import MISSING, Converted, Source
from beredning.errors import StorageFault

FILES = (
    p.PackFile("00-kallelse.docx", "", "Kallelse", "kallelse", "", b"kallelse", 2),
    p.PackFile("03-tjänsteutlåtande-plan.docx", "3", "Plan", "tjänsteutlåtande", "2023/1", b"tu"),
    p.PackFile("03-bilaga-1-plan.pdf", "3", "Bilaga", "bilaga", "2023/1", b"%PDF-"),
    p.PackFile("04-bilaga-1-kalkyl.xlsx", "4", "Kalkyl", "bilaga", "2023/2", b"PK"),
)
PACK = p.Pack("UBN-AU:2023-12-06", "Arbetsutskottet", "2023-12-06", "2023-11-29", (9, "ef" * 32), FILES)
COUNTED = {
    "00-kallelse.docx": p.Counted(2),
    "03-tjänsteutlåtande-plan.docx": p.Counted(3),
    "03-bilaga-1-plan.pdf": p.Counted(-1, "PDF-filen kan inte läsas"),
    "04-bilaga-1-kalkyl.xlsx": p.Counted(-1, "inga sidor"),
}


def test_the_folder_holds_every_file_and_a_manifest_that_pins_it(tmp_path: Path) -> None:
    made = p.publish(p.write_pack(PACK, tmp_path / "handlingar", COUNTED), tmp_path / "handlingar")
    assert sorted(path.name for path in made.iterdir()) == sorted(
        [*(f.name for f in FILES), "manifest.json", "innehåll.txt"]
    )
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["journal"] == {"post": 9, "sha256": "ef" * 32}
    for entry, one in zip(manifest["filer"], FILES, strict=True):
        assert entry["sha256"] == hashlib.sha256((made / one.name).read_bytes()).hexdigest()
        assert entry["bytes"] == len(one.body)
    assert [entry["sidor"] for entry in manifest["filer"]] == [2, 3, None, None]
    assert manifest["filer"][2]["sidor_okänt"] == "PDF-filen kan inte läsas"
    assert "sidor_okänt" not in manifest["filer"][0]


def test_the_contents_say_the_same_to_a_person() -> None:
    said = p.contents(PACK, COUNTED)
    assert "03-tjänsteutlåtande-plan.docx  (3 sidor)" in said
    assert "sidantal okänt: inga sidor" in said
    assert "Summa 5 sidor där sidantalet är känt i 4 filer." in said
    assert "ÖVNING" in p.contents(PACK._replace(training=True), COUNTED)
    assert "ÖVNING" not in said


def test_a_pack_is_never_written_over_another(tmp_path: Path) -> None:
    place = tmp_path / "handlingar"
    names = [p.publish(p.write_pack(PACK, place, COUNTED), place).name for _ in range(3)]
    assert names == ["handlingar", "handlingar-version-2", "handlingar-version-3"]
    assert (place / FILES[0].name).read_bytes() == b"kallelse"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, body: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(p, "_write", full)
    with pytest.raises(StorageFault, match="kunde inte skrivas"):
        p.write_pack(PACK, tmp_path / "handlingar", COUNTED)
    assert list(tmp_path.iterdir()) == []


def test_files_sort_in_agenda_order() -> None:
    names = [
        p.file_name("4", "tjänsteutlåtande", "Nämndplan med budget 2024 – Utbildningsnämnden", ".docx"),
        p.file_name("4", "bilaga", "Protokoll (MBL) 12/12", ".PDF", 1),
        p.file_name("11", "bilaga", "x", ".pdf", 2),
    ]
    assert names == [
        "04-tjänsteutlåtande-nämndplan-med-budget-2024-utbildningsnämnden.docx",
        "04-bilaga-1-protokoll-mbl-12-12.pdf",
        "11-bilaga-2-x.pdf",
    ]


def test_a_long_name_is_cut_between_words() -> None:
    assert p.slug("Remiss samverkansavtal familjecentraler och familjecentralsliknande verksamheter") == (
        "remiss-samverkansavtal-familjecentraler-och"
    )
    assert p.slug("x" * 100) == "x" * 60
    assert p.slug("a" * 59 + " b") == "a" * 59


@given(st.text(max_size=200))
def test_a_name_is_safe_on_every_system(text: str) -> None:
    made = p.slug(text)
    assert len(made) <= 60
    assert not set(made) & set('/\\:*?"<>|. \n\t\0')
    assert made == made.strip("-")


def test_a_known_number_is_taken_and_what_has_no_pages_says_so() -> None:
    found = p.count_pages(FILES[:1] + FILES[3:])
    assert found["00-kallelse.docx"] == p.Counted(2)
    assert found["04-bilaga-1-kalkyl.xlsx"].pages == -1
    assert ".xlsx" in found["04-bilaga-1-kalkyl.xlsx"].reason


def pdf(pages: int) -> bytes:
    """A real PDF with so many empty pages."""
    writer = pytest.importorskip("pypdf", reason="pypdf finns inte i miljön").PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_pdf_is_counted_and_a_broken_one_explained() -> None:
    for pages in (1, 2, 7):
        assert p.pdf_pages(pdf(pages)).pages == pages
    for body in (b"ingen pdf", b"", pdf(2)[:200]):
        broken = p.pdf_pages(body)
        assert (broken.pages, "kan inte läsas" in broken.reason) == (-1, True)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice finns inte på datorn")
def test_word_files_are_laid_out_and_counted_in_one_go() -> None:
    from beredning.core import document as doc
    from beredning.documents.context import BASE_OFFER
    from beredning.documents.report import write_document
    from beredning.documents.template import load_template
    from beredning.resources import resource_folder

    pdf(1)
    base = load_template((resource_folder("templates") / "bas.docx").read_bytes(), BASE_OFFER)
    one = write_document(base, doc.Document("Ett", (doc.para("Text"),)))
    three = write_document(
        base, doc.Document("Tre", (doc.para("A"), doc.PageBreak(), doc.para("B"), doc.PageBreak(), doc.para("C")))
    )
    files = (
        FILES[1]._replace(name="ett.docx", body=one),
        FILES[1]._replace(name="tre.docx", body=three),
        FILES[1]._replace(name="trasig.docx", body=b"PK\x03\x04trasig"),
    )
    found = p.count_pages(files)
    assert (found["ett.docx"].pages, found["tre.docx"].pages) == (1, 3)
    assert found["trasig.docx"].pages == -1
    assert found["trasig.docx"].reason


def test_without_libreoffice_a_word_file_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert p.count_pages(FILES[1:2])[FILES[1].name] == p.Counted(-1, "LibreOffice finns inte på datorn")


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In LibreOffice's place: every file becomes a PDF of two pages but the one that says broken. Names are noted."""
    seen: list[str] = []

    def convert(sources: Sequence[Source], *, step: Callable[[], object]) -> list[Converted]:
        for one in sources:
            seen.append(one.name)
            step()
        return [Converted(reason="går inte") if one.body == b"broken" else Converted(pdf(2)) for one in sources]

    monkeypatch.setattr(p, "convert", convert)
    return seen


def test_every_word_file_becomes_pdf_and_the_rest_stay(converter: list[str]) -> None:
    broken = p.PackFile("05-bilaga.doc", "5", "Gammal", "bilaga", "2023/3", b"broken")
    steps: list[int] = []
    made = p.in_pdf((*FILES, broken), {"00-kallelse.docx": Converted(b"%PDF-egen")}, lambda: steps.append(1))
    assert [one.name for one in made] == [
        "00-kallelse.pdf",
        "03-tjänsteutlåtande-plan.pdf",
        "03-bilaga-1-plan.pdf",
        "04-bilaga-1-kalkyl.xlsx",
        "05-bilaga.doc",
    ]
    assert converter == ["03-tjänsteutlåtande-plan.docx", "05-bilaga.doc"] and len(steps) == 2
    assert [one.way for one in made] == [p.OWN, p.OFFICE, "", "", ""]
    assert made[0].body == b"%PDF-egen" and made[0].pages == -1, "pages are counted anew"
    assert [one.source for one in made[:2]] == [FILES[0].digest, FILES[1].digest]
    assert made[2:4] == FILES[2:] and (made[4].body, made[4].kept) == (b"broken", "går inte")
    counted = p.count_pages(made)
    assert counted["03-tjänsteutlåtande-plan.pdf"].pages == 2 and counted["05-bilaga.doc"].reason == "går inte"
    assert converter[2:] == [], "what could not be converted is not tried again"


def test_the_manifest_pins_the_pdf_and_what_it_was_made_of(converter: list[str]) -> None:
    made = p.in_pdf((FILES[1], FILES[1]._replace(name="b.docx", body=b"broken")), {})
    pack = PACK._replace(files=made)
    counted = p.count_pages(made)
    listed: Any = p.manifest(pack, counted)["filer"]
    first, second = listed
    assert first["sha256"] == hashlib.sha256(made[0].body).hexdigest()
    assert first["gjord_av"] == {"sha256": FILES[1].digest, "sätt": "med LibreOffice"} and "inte_pdf" not in first
    assert second["inte_pdf"] == "går inte" and "gjord_av" not in second
    said = p.contents(pack, counted)
    assert f"PDF gjord med LibreOffice av filen med SHA-256 {FILES[1].digest}" in said and "Inte PDF: går inte" in said


def test_how_to_get_what_is_missing_is_told_only_when_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = {one.name: p.Counted(1) for one in FILES}
    assert p.advice(FILES, counted) == ()
    assert p.advice((FILES[0]._replace(kept="går inte"),), counted) == ()
    for files, known in (
        ((FILES[0]._replace(kept=MISSING),), counted),
        (FILES[:1], {FILES[0].name: p.Counted(-1, MISSING)}),
    ):
        assert "apt install libreoffice" in p.advice(files, known)[0]
