"""Files that others made: everything that runs, fetches, swells or is broken is refused, in bounded time and memory."""

from __future__ import annotations

import contextlib
import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from beredning.documents.safety import inspect_docx
from beredning.errors import BadDocument
from tests import ale
from tests.documents.word_kit import changed, parts_of, template_bytes, zipped

RELS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def good() -> bytes:
    return template_bytes("tjansteutlatande.docx")


def with_relation(kind: str, target: str, mode: str = ' TargetMode="External"') -> bytes:
    old = parts_of(good())[RELS].decode()
    new = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(good(), {RELS: old.replace("</Relationships>", new)})


def with_type(name: str, kind: str) -> bytes:
    old = parts_of(good())["[Content_Types].xml"].decode()
    new = old.replace("</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>')
    return changed(good(), {"[Content_Types].xml": new, name: b"x"})


def refused(data: bytes, said: str) -> None:
    with pytest.raises(BadDocument) as caught:
        inspect_docx(data, "brev.docx")
    assert said in caught.value.text and caught.value.text.startswith("brev.docx kan inte användas")
    assert caught.value.hint


def test_a_sound_file_is_let_through_with_its_parts() -> None:
    package = inspect_docx(good())
    assert package.main == "word/document.xml"
    assert package.parts == parts_of(good())
    assert [one.path for one in package.related(package.main, "header")] == ["word/header1.xml"]


def test_the_real_papers_are_let_through() -> None:
    for paper in sorted((ale.need_ale() / "word").glob("*.docx")):
        assert inspect_docx(paper.read_bytes(), paper.name).main == "word/document.xml"


def test_a_link_to_click_is_no_danger_but_a_template_to_fetch_is() -> None:
    assert inspect_docx(with_relation("hyperlink", "https://www.exempel.se"))
    refused(with_relation("attachedTemplate", "https://exempel.se/m.dotm"), "hämtar en mall utifrån (https://exempel")
    refused(with_relation("image", "https://exempel.se/spion.png"), "hämtar innehåll utifrån (image")
    refused(with_relation("oleObject", "embeddings/x.bin", ""), "inbäddat objekt")


def test_macros_are_refused_however_they_are_carried() -> None:
    refused(with_type("word/vbaProject.bin", "application/vnd.ms-office.vbaProject"), "innehåller makron")
    refused(changed(good(), {"word/vbaProject.bin": b"x"}), "innehåller makron")
    main = parts_of(good())["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    refused(changed(good(), {"[Content_Types].xml": main}), "innehåller makron")


def test_entities_are_refused_before_they_are_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
    refused(changed(good(), {"word/document.xml": bomb}), "entiteter (DOCTYPE)")
    refused(changed(good(), {"word/document.xml": bomb.encode("utf-16")}), "entiteter (DOCTYPE)")
    outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
    refused(changed(good(), {"customXml/item1.xml": outside}), "entiteter (DOCTYPE)")


@pytest.mark.parametrize("name", ["../ut.xml", "/rot.xml", "word\\..\\..\\ut.xml", "c:ut.xml"])
def test_a_name_that_climbs_out_is_refused(name: str) -> None:
    refused(changed(good(), {name: "<a/>"}), "pekar ut ur filen")


def test_a_name_with_two_dots_inside_is_no_climb() -> None:
    assert inspect_docx(changed(good(), {"word/bild..png": b"x"}))


def test_a_relation_that_climbs_out_is_refused() -> None:
    refused(with_relation("footer", "../../../etc/passwd", ""), "pekar ut ur filen")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    held = io.BytesIO(good())
    with zipfile.ZipFile(held, "a") as container:
        container.writestr("word/DOCUMENT.xml", "<a/>")
    refused(held.getvalue(), "två delar har samma namn")


def test_a_bomb_is_stopped_while_it_swells() -> None:
    data = changed(good(), {"word/media/x.bin": bytes(200 * 2**20)})
    tracemalloc.start()
    refused(data, "sväller orimligt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * 2**20


def test_a_bomb_that_lies_about_its_size_is_stopped_too() -> None:
    """The list says 10 bytes; what is unpacked decides."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = packed.compress(b"<a>" + b" " * (30 * 2**20)) + packed.flush()
    name = b"[Content_Types].xml"
    same = struct.pack("<5H3I2H", 20, 0, 8, 0, 33, 0, len(text), 10, len(name), 0)
    local = b"PK\3\4" + same + name + text
    entry = b"PK\1\2" + struct.pack("<H", 20) + same + struct.pack("<3H2I", 0, 0, 0, 0, 0) + name
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 1, 1, len(entry), len(local), 0)
    with pytest.raises(BadDocument):
        inspect_docx(local + entry + end)


def test_too_many_parts_are_refused() -> None:
    refused(zipped({f"x{number}": b"" for number in range(5001)}), "fler än 5000 delar")


@pytest.mark.parametrize("keep", [0.999, 0.5, 0.01])
def test_a_file_cut_short_is_refused(keep: float) -> None:
    refused(good()[: int(len(good()) * keep)], "skadad")


@example(place=8000, noise=b"\0\2" + bytes(17))  # zipfile falls over the list's extra field
@given(st.integers(0, 8000), st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_refused_or_read_whole_and_never_falls_over(place: int, noise: bytes) -> None:
    data = bytearray(good())
    place %= len(data)
    data[place : place + len(noise)] = noise
    package = None
    with contextlib.suppress(BadDocument):
        package = inspect_docx(bytes(data))
    assert package is None or package.main in package.parts


@pytest.mark.parametrize("data", [b"", b"hej", b"PK\3\4", b"%PDF-1.7\n" + b"x" * 500])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    refused(data, "skadad eller inte en Word-fil")


def test_the_old_format_and_passwords_are_told_apart_from_damage() -> None:
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "lösenordsskyddad eller sparad i Words gamla format")


def test_a_container_of_something_else_is_refused() -> None:
    refused(zipped({"a.txt": "hej"}), "huvuddokumentet saknas")


def test_a_spreadsheet_is_not_a_word_file() -> None:
    types = parts_of(good())["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
    )
    refused(changed(good(), {"[Content_Types].xml": types}), "inte en Word-text")


def test_broken_markup_is_named() -> None:
    refused(changed(good(), {"word/document.xml": "<w:document>"}), "delen ”word/document.xml” är inte hel XML")


def test_every_reason_is_told_at_once() -> None:
    both = changed(with_relation("attachedTemplate", "https://x.se/m"), {"word/vbaProject.bin": b"x"})
    refused(both, "makron")
    refused(both, "hämtar en mall")
