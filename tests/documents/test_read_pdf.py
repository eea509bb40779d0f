"""PDFs as readings: paragraphs by tags or by their places, heads and feet apart, and a file that hurts is stopped."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Sequence

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.core.reading import Reading
from beredning.documents.pdf import write_pdf
from beredning.documents.reading import read
from beredning.errors import BadDocument

SENTENCE = "Förvaltningen har gått igenom samtliga lokaler och föreslår att två av dem lämnas under året. "


def typeset(source: str) -> Reading:
    head = '#set document(title: "Plan")\n#set text(lang: "sv", hyphenate: false)\n#set page(paper: "a4")\n'
    return read(bytes(typst.compile((head + source).encode())), "prov.pdf")


def lines(found: Reading) -> list[str]:
    return [one.text for one in found.body]


def by_hand(*pages: Sequence[tuple[float, float, str]], extra: str = "") -> bytes:
    """A PDF without tags: texts at their places on each page, in Helvetica 11."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        shown = " ".join(f"BT /F1 11 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in page)
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> >> {extra} >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made, places = "%PDF-1.4\n", []
    for number, inner in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{inner}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return f"{made}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode("latin-1")


def test_a_tagged_file_says_what_everything_is() -> None:
    found = typeset(
        f"= Ärendet\n{SENTENCE * 3}\n\n== Bakgrund\n- läsa\n- skriva\n\n"
        "#table(columns: 2, table.header([Post], [Tkr]), [Komvux], [-11], [Skola], [5])\n\n#strong[Helt fet.]"
    )
    kinds = [(one.kind, one.level) for one in found.body]
    assert kinds == [
        ("heading", 1), ("paragraph", 0), ("heading", 2), ("item", 1), ("item", 1), ("row", 0), ("row", 0), ("row", 0),
        ("paragraph", 0),
    ]  # fmt: skip
    assert lines(found)[1] == (SENTENCE * 3).strip()
    assert found.blocks[3] == doc.bullets("läsa", "skriva")
    table = found.blocks[4]
    assert isinstance(table, doc.Table)
    assert table.header == (doc.row("Post", "Tkr"),) and table.rows == (doc.row("Komvux", "−11"), doc.row("Skola", "5"))
    assert found.body[-1].strong and not found.body[1].strong
    assert (found.title, found.language, found.unread) == ("Plan", "sv", ())


def test_heads_and_feet_stand_apart_and_every_page_has_its_number() -> None:
    found = typeset(
        '#set page(header: [TJÄNSTEUTLÅTANDE #h(1fr) #context counter(page).display("1(1)", both: true)])\n'
        f"{SENTENCE}\n#pagebreak()\nAndra sidan."
    )
    heads = [(one.text, one.page, one.place) for one in found.passages if one.kind == "header"]
    assert heads == [
        ("TJÄNSTEUTLÅTANDE", 1, "sidhuvudet på sida 1"), ("1(2)", 1, "sidhuvudet på sida 1"),
        ("2(2)", 2, "sidhuvudet på sida 2"),
    ]  # fmt: skip
    assert lines(found) == [SENTENCE.strip(), "Andra sidan."]
    assert [(one.page, one.paragraph, one.place) for one in found.body] == [
        (1, 1, "sida 1, stycke 1"), (2, 2, "sida 2, stycke 2"),
    ]  # fmt: skip


def test_a_paragraph_goes_on_over_the_page() -> None:
    found = typeset("#set page(height: 8cm)\n" + SENTENCE * 12)
    assert "".join("".join(one.text.split()) for one in found.body) == "".join((SENTENCE * 12).split())
    assert len(found.body) < 4


def page(*texts: str, step: float = 14, left: float = 70, top: float = 780) -> list[tuple[float, float, str]]:
    return [(left, top - at * step, text) for at, text in enumerate(texts)]


LONG = "Detta ar en rad som gar anda ut till hogra kanten av sidan och mer till"


def test_lines_without_tags_are_joined_when_the_next_word_had_no_room() -> None:
    texts = [
        (70, 780, LONG),
        (70, 766, "nasta rad hor till samma stycke."),
        (70, 740, "Asa Ericson"),
        (70, 726, "Chef"),
    ]
    found = read(by_hand(texts), "a.pdf")
    assert lines(found) == [f"{LONG} nasta rad hor till samma stycke.", "Asa Ericson", "Chef"]


def test_cells_that_stand_under_one_another_are_a_table() -> None:
    rows = [
        (x, y, t)
        for y, row in ((700, ("Post", "Tkr")), (686, ("Komvux", "-11")))
        for x, t in zip((70, 300), row, strict=True)
    ]
    found = read(by_hand([*rows, (70, 600, "Efter")]), "a.pdf")
    assert [one.cells for one in found.body] == [("Post", "Tkr"), ("Komvux", "-11"), ()]
    assert isinstance(found.blocks[0], doc.Table)


def test_marks_begin_entries() -> None:
    found = read(by_hand(page("Vi ska:", "- lasa", "- skriva", "Slut.")), "a.pdf")
    assert [(one.kind, one.text) for one in found.body] == [
        ("paragraph", "Vi ska:"), ("item", "lasa"), ("item", "skriva"), ("paragraph", "Slut."),
    ]  # fmt: skip


def test_a_standard_phrase_at_the_top_of_two_pages_is_no_head() -> None:
    found = read(by_hand(page("Bedoms ej."), page("Rubrik", "Bedoms ej."), page("Tredje")), "a.pdf")
    assert lines(found).count("Bedoms ej.") == 2


def test_a_repeated_line_at_the_same_place_is_a_head_once() -> None:
    pages = [page("Ale kommun", text, f"{at}(3)", step=300) for at, text in enumerate(("Ett", "Tva", "Tre"), 1)]
    found = read(by_hand(*pages), "a.pdf")
    assert [(one.text, one.page) for one in found.passages if one.kind != "paragraph"] == [
        ("Ale kommun", 1), ("1(3)", 1), ("2(3)", 2), ("3(3)", 3),
    ]  # fmt: skip
    assert [one.kind for one in found.passages if one.text == "1(3)"] == ["footer"]
    assert lines(found) == ["Ett", "Tva", "Tre"]


def test_comments_are_read() -> None:
    note = "/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (Bo) /M (D:20240102) /Contents (Hm?) >>]"
    found = read(by_hand(page("Text"), extra=note), "a.pdf")
    assert found.comments == (("Bo", "2024-01-02", "Hm?", "", "sida 1"),)


def a_picture() -> bytes:
    """A PNG of one white point."""
    made = b"\x89PNG\r\n\x1a\n"
    for kind, inner in (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\xff\xff\xff")), (b"IEND", b""),
    ):  # fmt: skip
        made += struct.pack(">I", len(inner)) + kind + inner + struct.pack(">I", zlib.crc32(kind + inner))
    return made


def test_a_page_that_is_only_a_picture_is_told() -> None:
    found = typeset(f"#image(bytes({tuple(a_picture())}))")
    assert found.body == ()
    assert found.unread == ("sida 1 är inskannad som bild och har ingen text att läsa",)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n" + b"\0" * 999])
def test_a_damaged_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadDocument, match=r"trasig\.pdf kan inte läsas: den är skadad"):
        read(data, "trasig.pdf")


def test_a_locked_file_is_refused_in_words() -> None:
    locked = by_hand(page("x")).replace(
        b"trailer << ", b"trailer << /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> >> ",
    )  # fmt: skip
    with pytest.raises(BadDocument, match="låst med lösenord"):
        read(locked, "a.pdf")


def test_a_file_that_takes_too_long_is_stopped() -> None:
    from beredning.documents.read_pdf import read_pdf

    with pytest.raises(BadDocument, match="sekunder"):
        read_pdf(by_hand(page("x")), "a.pdf", seconds=0)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(BadDocument, match="för många sidor"):
        read(by_hand(*([[]] * 3_001)), "a.pdf")


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_pdf_gives_a_reading_or_a_refusal(draw: random.Random) -> None:
    data = bytearray(by_hand(page(LONG, "rad", "- punkt"), page("tva")))
    for _ in range(draw.randrange(1, 12)):
        data[draw.randrange(9, len(data))] = draw.randrange(256)
    found, said = None, ""
    try:
        found = read(bytes(data), "a.pdf")
    except BadDocument as refusal:
        said = refusal.hint
    assert said or (found is not None and len(found.blocks) <= len(found.passages))


def test_labels_and_the_lines_beside_them_are_read_as_in_word() -> None:
    made = doc.Document(
        "Kallelse",
        (
            doc.para("Kallelse", role="title"),
            doc.facts(("Tid", "Kl. 08:00"), ("Ledamöter", ["Lena Holm (SD)", "Karin Fogel (M)"])),
            doc.para("Förhinder anmäls till nämndens sekreterare " * 6),
            doc.signatures(("Åsa Ek", "Förvaltningschef")),
        ),
    )
    told = [one.text for one in read(write_pdf(made), "kallelse.pdf").body]
    assert told[1:3] == ["Tid\tKl. 08:00", "Ledamöter\tLena Holm (SD)\nKarin Fogel (M)"]
    assert "\n" not in told[3], "a line that is full is no line break"
    assert told[4] == "Åsa Ek\nFörvaltningschef"


def test_a_table_over_pages_is_one_table_with_its_head_said_once() -> None:
    rows = [(f"Post {number}", str(number), "0") for number in range(1, 120)]
    table = doc.table(("Verksamhet", "Budget tkr", "Utfall tkr"), rows, description="Poster")
    made = doc.Document(
        "Tabell", (doc.para("Före."), table, doc.para("Efter.")), header=(doc.band("LISTA", doc.PAGE_OF_PAGES),)
    )
    reading = read(write_pdf(made), "tabell.pdf")
    tables = [block for block in reading.blocks if isinstance(block, doc.Table)]
    assert [(len(one.header), len(one.rows)) for one in tables] == [(1, 119)]
    assert [one.cells[0] for one in reading.body if one.kind == "row"] == ["Verksamhet", *(row[0] for row in rows)]
    assert max(one.page for one in reading.body) > 1
