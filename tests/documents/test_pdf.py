"""PDF of our own: valid for the archive and for who cannot see it, the same bytes, all of the text, none of it run."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings

from beredning.core import document as doc
from beredning.documents.pdf import write_pdf
from beredning.documents.pdf_tags import finished
from beredning.errors import BadDocument
from tests.documents.pdf_kit import DOCUMENTS, faults, kinds, pages, png, tags

ROOT = Path(__file__).resolve().parents[2]
IMAGES = {"bild": png()}


def written(*blocks: doc.Block, **more: object) -> bytes:
    return write_pdf(doc.Document("Titel", blocks, **more), IMAGES)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_any_document_is_valid_and_holds_its_text(document: doc.Document) -> None:
    """PDF/A-2a and PDF/UA-1, zero faults; and every word of the values can be read out of the file again."""
    made = write_pdf(document, IMAGES, "ÖVNING")
    assert faults(made) == []
    text = letters("".join(pages(made)))
    for one in texts(document.blocks):
        for word in one.split():
            assert letters(word) in text


def texts(value: object) -> Iterator[str]:
    """Every text that is seen somewhere in blocks; a picture's description is heard, a page number is another."""
    match value:
        case doc.Run():
            yield from () if value.field else (value.text,)
            yield from texts(value.note)
        case doc.Fact():
            yield value.label
            yield from texts(value.lines)
        case doc.Signatory():
            yield from value
        case doc.Table():
            yield value.caption
            yield from texts((value.header, value.rows))
        case doc.Slot():
            yield from texts(value.blocks) if value.blocks else (value.prompt,)
        case tuple():
            for one in value:
                yield from texts(one)


def letters(text: str) -> str:
    """Text without spaces, and without the signs that a reader of PDF or `lines_of` adds at ends of lines."""
    return "".join(text.split()).translate({ord(sign): None for sign in "-,\ufffe\x02"})


def test_the_validator_tells_a_broken_file() -> None:
    """The check above can fail: a file without its tags, and one that does not say its language."""
    made = written(doc.heading(1, "Ärendet"), doc.para("text"))
    assert faults(made) == []
    for broken in ("/StructTreeRoot", "/Lang", "/MarkInfo", "/Metadata"):
        with pikepdf.open(io.BytesIO(made)) as file:
            del file.Root[broken]
            out = io.BytesIO()
            file.save(out)
        assert faults(out.getvalue()), broken


def test_the_file_says_what_it_is() -> None:
    said = doc.Properties("Sammanträde", "Kommunen", ("2023/1",), "Kallelse", "2023-11-29T08:00:05Z")
    with pikepdf.open(io.BytesIO(written(doc.para("text"), properties=said))) as file:
        assert str(file.Root.Lang) == "sv-SE"
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in file.Root and bool(file.Root.MarkInfo.Marked)
        info = {str(name): str(value) for name, value in file.docinfo.items()}
    assert info["/Title"] == "Titel" and info["/Author"] == "Kommunen" and info["/Subject"] == "Sammanträde"
    assert info["/Keywords"] == "2023/1, Kallelse"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20231129080005Z"


def test_blocks_are_tagged_as_what_they_are() -> None:
    made = written(
        doc.para("Rubrik", role="title"),
        doc.heading(1, "Ärendet"),
        doc.para("text"),
        doc.bullets("a", doc.item("b", under=[doc.numbered("c")])),
        doc.facts(("Tid", "Kl. 08:00")),
        doc.para(doc.link("webb", "https://www.exempel.se")),
        doc.signatures(("Ada", "Chef")),
        doc.Image("bild", "Karta över skolorna"),
    )
    found = kinds(made)
    assert found[:4] == ["Document", "Title", "H1", "P"]
    assert found.count("L") == 3 and found.count("LI") == 4 and found.count("Lbl") == 4
    assert found.count("Link") == 1
    assert [said["Alt"] for kind, said in tags(made) if kind == "Figure"] == ["Karta över skolorna"]
    assert found[-4:-1].count("P") == 1, "who signs stands in a paragraph"


def test_a_table_tells_its_heads_its_caption_and_what_it_shows() -> None:
    table = doc.table(
        ("Post", "Tkr"),
        [("Komvux", "-11 066"), ("Gymnasiet", "5")],
        align="lr",
        caption="Tabell 1",
        description="Utfall per skolform – tusental",
        first_column_heads=True,
    )
    made = written(doc.para("före"), table, doc.table(None, [("x", "y")]))
    assert faults(made) == []
    found = tags(made)
    cells = [(kind, said.get("Scope")) for kind, said in found if kind in ("TH", "TD")]
    column, row = ("TH", "/Column"), ("TH", "/Row")
    assert cells == [column, column, row, ("TD", None), row, ("TD", None), ("TD", None), ("TD", None)]
    assert [said.get("Summary") for kind, said in found if kind == "Table"] == ["Utfall per skolform – tusental", None]
    assert [kind for kind, _ in found].count("Caption") == 1


def test_the_head_of_a_table_stands_on_every_page() -> None:
    rows = [(f"Rad {nr}", "1") for nr in range(200)]
    text = pages(written(doc.table(("Post", "Belopp"), rows)))
    assert len(text) > 3
    assert all("Belopp" in one for one in text)


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((1, 2, 3), "123"),
        ((2, 2, 1, 2), "1112"),
        ((3, 6, 1, 4, 2), "12122"),
        ((6, 5, 4), "111"),
        ((1, 3, 3, 2, 3), "12223"),
    ],
)
def test_levels_of_headings_never_skip_one(levels: tuple[int, ...], said: str) -> None:
    """PDF/UA-1, 7.4.2: the first is H1, and a step down is one step; equal stay equal within their part."""
    made = written(*(doc.heading(level, f"R{nr}") for nr, level in enumerate(levels)))
    assert "".join(kind[1] for kind in kinds(made) if kind[0] == "H") == said


def test_links_within_lead_to_the_first_heading_of_that_name() -> None:
    made = written(
        doc.para(doc.link("dit", "#a"), doc.link("ingenstans", "#b")),
        doc.heading(1, "Ett", anchor="a"),
        doc.PageBreak(),
        doc.heading(1, "Två", anchor="a"),
    )
    with pikepdf.open(io.BytesIO(made)) as file:
        links = file.pages[0].Annots
        assert len(links) == 1
        place: Any = links[0].A.D if "/A" in links[0] else links[0].Dest
        if not isinstance(place, pikepdf.Array):
            place = pikepdf.NameTree(file.Root.Names.Dests)[str(place)]
        page = (place if isinstance(place, pikepdf.Array) else place.D)[0]
        assert page.objgen == file.pages[0].objgen


def test_nothing_in_a_text_is_run() -> None:
    """What a form language would take for code stands as it was written."""
    odd = [
        '#read("/etc/passwd")',
        "$x^2$",
        "*fet* _lut_ `kod`",
        "= Rubrik",
        "@ref <etikett>",
        "\\u{41}",
        "#{1+1}",
        "//bort",
    ]
    made = written(*(doc.para(one) for one in odd), doc.bullets(*odd), doc.facts(*((one, one) for one in odd)))
    text = "".join(pages(made))
    assert all(text.count(one) == 4 for one in odd)


def test_marking_head_and_page_numbers_stand_on_every_page() -> None:
    bands = (doc.band("KALLELSE", doc.PAGE_OF_PAGES),)
    blocks = (doc.para("ett"), doc.PageBreak(), doc.para("två"), doc.PageBreak(), doc.para("tre"))
    text = pages(write_pdf(doc.Document("T", blocks, bands, (doc.band("Kommunen"),)), marking="ÖVNING"))
    assert len(text) == 3
    for nr, one in enumerate(text, 1):
        assert f"{nr}(3)" in one and "KALLELSE" in one and "Kommunen" in one
        assert "ÖVNING" in one.replace(" ", "")


def test_a_high_head_pushes_the_text_down() -> None:
    """A head of twenty lines does not lie over the text."""
    bands = tuple(doc.band(f"Rad {nr}") for nr in range(20))
    import pypdfium2

    with pypdfium2.PdfDocument(written(doc.para("Brödtext"), header=bands)) as file:
        area = file[0].get_textpage()
        text = area.get_text_range()
        last, body = text.index("Rad 19"), text.index("Brödtext")
        assert area.get_charbox(body)[3] < area.get_charbox(last)[1]


def test_a_lying_page_lies() -> None:
    with pikepdf.open(io.BytesIO(written(doc.para("a"), landscape=True))) as file:
        assert [round(float(one)) for one in file.pages[0].MediaBox] == [0, 0, 842, 595]


def test_a_missing_part_shows_its_prompt_in_brackets() -> None:
    assert "[Skriv beslutet]" in pages(written(doc.Slot("a", "Beslut", "Skriv beslutet")))[0]


def test_signs_that_no_font_has_are_named() -> None:
    with pytest.raises(BadDocument, match=r"”字” \(U\+5B57\), ”漢” \(U\+6F22\) finns inte") as told:
        written(doc.para("Namnet 漢字 och ✓ samt ☐"))
    assert "Wordfilen" in told.value.hint
    assert "✓" in pages(written(doc.para("✓ ☐ → ½ €")))[0]


def test_what_no_document_can_hold_is_seen_to_be_lost() -> None:
    """Control characters and half letters, which XML or every font lacks, stand as U+FFFD, as in the Word file."""
    made = written(doc.para("a\x00b\x1bc\x7fd\x80e\x9ff\ud800g\uffffh"))
    assert pages(made)[0].strip().count("\ufffd") == 7 and faults(made) == []


@pytest.mark.parametrize("colour", [0, 2, 6])
def test_pictures_of_every_kind_are_valid(colour: int) -> None:
    assert faults(write_pdf(doc.Document("T", (doc.Image("d", "Karta"),)), {"d": png(colour=colour)})) == []


def test_a_picture_is_as_wide_as_asked_but_never_higher_than_a_page() -> None:
    for size, wanted in (((40, 20), (100, 50)), ((20, 200), (22, 220))):
        made = write_pdf(doc.Document("T", (doc.Image("d", "Karta", 100),)), {"d": png(*size)})
        box = next(said["BBox"] for kind, said in tags(made) if kind == "Figure")
        left, low, right, high = (float(one) for one in re.findall(r"\d+(?:\.\d+)?", box))
        assert (round((right - left) / 72 * 25.4), round((high - low) / 72 * 25.4)) == wanted


@pytest.mark.parametrize(
    ("image", "data", "told"),
    [
        (doc.Image("saknas", "Karta"), b"", "saknas bland"),
        (doc.Image("bild", " "), png(), "saknar beskrivning"),
        (doc.Image("bild", "Karta"), b"GIF89a", "varken en hel"),
        (doc.Image("bild", "Karta"), png()[:60], "skadad"),
        (doc.Image("bild", "Karta"), png(1, 1)[:16] + b"\0\0\x8f\xff\0\0\x8f\xff" + png(1, 1)[24:], "för stor"),
    ],
)
def test_a_picture_that_cannot_be_used_is_told(image: doc.Image, data: bytes, told: str) -> None:
    with pytest.raises(BadDocument, match=told):
        write_pdf(doc.Document("T", (image,)), {"bild": data})


def test_a_link_that_would_run_something_is_refused() -> None:
    with pytest.raises(BadDocument, match="kan inte stå i ett dokument"):
        written(doc.para(doc.link("här", "file:///etc/passwd")))


def test_the_same_values_give_the_same_bytes_elsewhere_and_another_day(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom hashlib import sha256\nfrom beredning.core import document as doc\n"
        "from beredning.documents.pdf import write_pdf\n"
        "d = doc.Document('T', (doc.heading(1, 'Ärendet'), doc.para('text'), doc.table(('a', 'b'), [('1', '2')],"
        " description='x', first_column_heads=True)), properties=doc.Properties(created='2023-12-06'))\n"
        "print(sha256(write_pdf(d, marking='ÖVNING')).hexdigest())"
    )
    answers = set()
    for place, seed, zone in ((tmp_path, "1", "Asia/Tokyo"), (ROOT, "77", "Europe/Stockholm")):
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "engine"), "PYTHONHASHSEED": seed, "TZ": zone}
        environment |= {"SOURCE_DATE_EPOCH": seed + "000000", "LC_ALL": "C"}
        done = subprocess.run([sys.executable, "-c", code], cwd=place, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        answers.add(done.stdout)
    assert len(answers) == 1


def test_content_that_ends_in_a_carriage_return_keeps_its_length() -> None:
    """One stream in 256 does; a reader must not take that byte for the end of the line (ISO 19005-2, 6.1.7.1)."""
    for nr in range(60):
        made = written(doc.para(f"text {nr} " * 20))
        assert faults(made) == []
        assert made.count(b"endstream") == made.count(b">>\nstream")


def test_a_file_of_another_make_is_not_touched() -> None:
    for other in (b"", b"%PDF-1.7\nstartxref\n9999\n%%EOF", b"x" * 200):
        with pytest.raises(ValueError, match="table"):
            finished(other, (doc.table(("a",), [("b",)], first_column_heads=True),))
    with pytest.raises(ValueError, match="has 0 tables, expected 1"):
        finished(written(doc.para("a")), (doc.table(("a",), [("b",)], first_column_heads=True),))


def test_the_fonts_come_with_their_licence_and_carry_every_swedish_letter() -> None:
    """The Open Font License asks that its text goes with the fonts; a style that lacked a letter would look odd."""
    folder = ROOT / "engine" / "beredning" / "documents" / "typeset"
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".typ") == [
        *(f"LiberationSans-{style}.ttf" for style in ("Bold", "BoldItalic", "Italic", "Regular")),
        "OFL.txt",
    ]
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")
    letters = "ABCÅÄÖabcåäöéÉüÜæøß 0123456789 §–—”’…½×°€•"
    styles = [doc.Run(letters, bold, italic) for bold in (False, True) for italic in (False, True)]
    made = written(*(doc.Paragraph((run,)) for run in styles))
    with pikepdf.open(io.BytesIO(made)) as file:
        fonts = {str(font.BaseFont).partition("+")[2] for font in file.pages[0].Resources.Font.values()}
    assert fonts == {"LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic", "LiberationSans-BoldItalic"}
