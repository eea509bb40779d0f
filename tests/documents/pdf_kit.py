"""What the tests of PDF share: every kind of document, any document, and ways to look into a finished file."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import strategies as st

from beredning.core import document as doc

PROFILES = ("2a", "ua1")


def png(wide: int = 40, high: int = 20, colour: int = 2) -> bytes:
    """A whole PNG picture. colour: 0 grey, 2 RGB, 6 RGB with transparency."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    channels = {0: 1, 2: 3, 6: 4}[colour]
    line = b"\0" + bytes(x * 7 % 256 for x in range(wide * channels))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(line * high)) + chunk(b"IEND", b"")


def faults(pdf: bytes) -> list[str]:
    """What the validator has against a file, as PDF/A-2a and as PDF/UA-1."""
    import page

    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]
    assert all(report.rules.total > 100 for report in reports)
    return [f"{one.rule_id}: {one.message}" for report in reports for one in report.failures]


def tags(pdf: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Every structure element in reading order: its kind, and its attributes and alternative text in one mapping."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return list(_elements(file.Root.StructTreeRoot.K))


def _elements(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        said = {"Alt": str(node.Alt)} if "/Alt" in node else {}
        for group in node.get("/A", ()):
            said |= {str(name)[1:]: str(value) for name, value in group.items()}
        yield str(node.S)[1:], said
        if "/K" in node:
            yield from _elements(node.K)


def kinds(pdf: bytes) -> list[str]:
    """The kinds of `tags`."""
    return [kind for kind, _ in tags(pdf)]


def pages(pdf: bytes) -> list[str]:
    """The text of each page as a reader of PDF gives it."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as file:
        return [one.get_textpage().get_text_bounded().replace("\r\n", "\n") for one in file]


def office(word: bytes, folder: Path) -> bytes:
    """A Word file as LibreOffice lays it out; skips the test where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice finns inte: PDF jämförs inte med Word som bilder.")
    (folder / "a.docx").write_bytes(word)
    words = [program, f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*words, "--outdir", str(folder), str(folder / "a.docx")], capture_output=True, timeout=120)
    return (folder / "a.pdf").read_bytes()


# Any document. Letters that the fonts have; text that a form could take for code.
TEXT = st.text(st.sampled_from("aåÄö é#$*_@<>[]{}\\`\"'~=-+/. \n\t1§–”…"), min_size=1, max_size=30)
_RUN = st.builds(
    doc.Run,
    TEXT,
    bold=st.booleans(),
    italic=st.booleans(),
    link=st.sampled_from(["", "", "https://www.exempel.se/å?a=1&b=2", "mailto:a@b.se", "#ankare", "#finns-inte"]),
    field=st.sampled_from(["", "", "", "page", "pages"]),
    prompt=st.booleans(),
    note=st.sampled_from([(), (), (), ((doc.Run("En not."),), (doc.Run("Dess andra stycke."),))]),
)
_RUNS = st.lists(_RUN, min_size=1, max_size=3).map(tuple)
_LISTINGS = st.recursive(
    st.builds(
        doc.Listing,
        st.lists(st.builds(doc.Item, _RUNS, st.just(())), min_size=1, max_size=3).map(tuple),
        st.booleans(),
        st.integers(1, 30),
    ),
    lambda inner: st.builds(
        doc.Listing,
        st.lists(st.builds(doc.Item, _RUNS, st.lists(inner, max_size=2).map(tuple)), min_size=1, max_size=2).map(tuple),
        st.booleans(),
        st.integers(1, 30),
    ),
    max_leaves=4,
)


@st.composite
def _tables(draw: st.DrawFn) -> doc.Table:
    count = draw(st.integers(1, 4))
    row = st.lists(TEXT, min_size=count, max_size=count)
    return doc.table(
        draw(st.one_of(st.none(), row)),
        draw(st.lists(row, min_size=1, max_size=4)),
        align=draw(st.text(st.sampled_from("lrc"), max_size=count)),
        caption=draw(st.sampled_from(["", "Tabell"])),
        description=draw(st.sampled_from(["", "Vad tabellen visar"])),
        first_column_heads=draw(st.booleans()),
    )


_PARAGRAPHS = st.builds(
    doc.Paragraph,
    st.one_of(_RUNS, st.just(())),
    role=st.sampled_from(["body", "title", "subtitle", "lead", "note", "decision"]),
    align=st.sampled_from(["left", "right", "center"]),
    keep=st.booleans(),
)
_PLAIN = st.one_of(
    st.builds(doc.Heading, st.integers(1, 6), _RUNS, st.sampled_from(["", "ankare"])),
    _PARAGRAPHS,
    _LISTINGS,
    _tables(),
    st.builds(doc.facts, st.tuples(TEXT, st.lists(TEXT, min_size=1, max_size=3)), st.tuples(TEXT, TEXT)),
    st.builds(doc.signatures, st.tuples(TEXT, TEXT), st.tuples(TEXT, st.just("")), line=st.booleans()),
    st.just(doc.Image("bild", "Vad bilden visar")),
    st.just(doc.PageBreak()),
)
_BLOCKS = st.one_of(_PLAIN, st.builds(doc.Slot, TEXT, TEXT, TEXT, st.lists(_PLAIN, max_size=2).map(tuple)))
DOCUMENTS = st.builds(
    doc.Document,
    TEXT.filter(str.strip),
    st.lists(_BLOCKS, max_size=6).map(tuple),
    header=st.lists(st.builds(doc.Band, _RUNS, _RUNS), max_size=3).map(tuple),
    footer=st.lists(st.builds(doc.Band, _RUNS, _RUNS), max_size=2).map(tuple),
    properties=st.builds(
        doc.Properties,
        TEXT,
        TEXT,
        st.just(("ord",)),
        TEXT,
        created=st.sampled_from(["", "2023-12-06", "2023-12-06T07:05:09Z"]),
    ),
    language=st.sampled_from(["sv-SE", "sv-SE", "en", "fi-FI", ""]),
    landscape=st.booleans(),
)
