"""A document as PDF through Typst: tagged, PDF/A-2a and PDF/UA-1, the same bytes for the same values.

The content goes in as data to a fixed form (`typeset/document.typ`) with fonts that lie beside it. No other program, no
font of the machine, no network and no clock has a part in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from beredning.core import document as doc
from beredning.documents.pdf_flow import Flow, clean
from beredning.documents.pdf_look import FONT_HEIGHT, Looks, house_looks
from beredning.documents.pdf_tags import finished
from beredning.documents.pictures import read_picture
from beredning.errors import BadDocument

if TYPE_CHECKING:
    from typst import Fonts

MEDIA: Final = "application/pdf"
_FOLDER: Final = Path(__file__).parent / "typeset"
_HEAD_SPACE: Final = 12.0  # the last line of a head keeps this distance to the text, as in the Word template
_MOST_PIXELS: Final = 100_000_000
_NO_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_LANGUAGE: Final = re.compile(r"([a-z]{2,3})(?:-([A-Z]{2}))?\Z")
_MOST_NAMED: Final = 12


def write_pdf(
    document: doc.Document,
    images: Mapping[str, bytes] | None = None,
    marking: str = "",
    looks: Looks | None = None,
) -> bytes:
    """The document as PDF/A-2a and PDF/UA-1 at once.

    images: the bytes of pictures by digest; marking: shown on every page, "ÖVNING" in a training instance; looks: of
    the Word template, the built-in one's when None. Raises BadDocument for a picture or link that cannot be used, and
    for characters that the fonts cannot show, which are named: a box in their place would be a loss nobody sees.
    """
    with _pictures(document, images or {}) as (root, pictures):
        values, tables = _values(document, looks or house_looks(), pictures, marking)
        made = _compile(root, values)
    return finished(made, tables)


def _values(
    document: doc.Document, looks: Looks, pictures: dict[str, tuple[str, float]], marking: str
) -> tuple[dict[str, Any], list[doc.Table]]:
    page = looks.page
    wide, high = (page.high, page.wide) if document.landscape else (page.wide, page.high)
    flow = Flow(looks, wide - page.left - page.right, pictures)
    blocks = flow.blocks(document.blocks)
    said = document.properties
    language = _LANGUAGE.match(document.language) or _LANGUAGE.match("sv-SE")
    assert language
    values = {
        "title": clean(document.title),
        "author": clean(said.author),
        "subject": clean(said.subject),
        "keywords": [clean(one) for one in (*said.keywords, said.category) if one],
        "created": _moment(said.created),
        "language": language.groups(),
        "marking": clean(marking),
        "header": flow.bands(document.header),
        "footer": flow.bands(document.footer),
        "blocks": blocks,
        "anchors": flow.anchors,
        "looks": {role: {**look._asdict(), "pitch": look.pitch} for role, look in looks.roles.items()},
        "page": {**page._asdict(), "wide": wide, "high": high},
        "height": FONT_HEIGHT,
        "table": looks.table._asdict(),
        "apart": _HEAD_SPACE if document.header or marking else 0,
    }
    return values, flow.tables


def _moment(created: str) -> dict[str, int] | None:
    """A day or a UTC instant in ISO form as numbers; None for ""."""
    numbers = [int(part) for part in re.findall(r"\d+", created.partition(".")[0])]
    names = ("year", "month", "day", "hour", "minute", "second")
    if not numbers:
        return None
    numbers = numbers[:6] if len(numbers) >= 6 else numbers[:3]
    return dict(zip(names, numbers, strict=False))


def _compile(root: Path, values: dict[str, Any]) -> bytes:
    from typst import TypstError

    data = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    try:
        made = _typeset(_form(), root, data)
    except TypstError as error:
        raise _told(error, data) from error
    return made


def _typeset(form: bytes, root: Path, data: str) -> bytes:
    """The form with these data. The time is fixed: a document says itself when it was made."""
    from typst import Compiler

    compiler = Compiler(form, root=root, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"data": data})
    made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=0)
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=1)
def _form() -> bytes:
    return (_FOLDER / "document.typ").read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    """Liberation Sans, which has Arial's measures, and for signs it lacks those that Typst itself carries."""
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FOLDER)])


@contextmanager
def _pictures(
    document: doc.Document, images: Mapping[str, bytes]
) -> Iterator[tuple[Path, dict[str, tuple[str, float]]]]:
    """The folder that the typesetter may read, and there the document's pictures: file and height by width."""
    wanted = tuple(dict.fromkeys(_images(document.blocks)))
    if not wanted:
        yield _FOLDER, {}
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="beredning-pdf-") as folder:
        found = {}
        for nth, block in enumerate(wanted):
            if block.digest not in found:
                found[block.digest] = _picture(block, images, Path(folder), nth)
        yield Path(folder), found


def _picture(block: doc.Image, images: Mapping[str, bytes], folder: Path, nth: int) -> tuple[str, float]:
    if block.digest not in images:
        raise BadDocument(f"Bilden ”{block.alt}” saknas bland de bilder som skickades med.")
    if not block.alt.strip():
        raise BadDocument("En bild saknar beskrivning för den som inte kan se den.", "Skriv vad bilden visar.")
    picture = read_picture(images[block.digest], block.alt, f"bild-{nth}")
    if picture.wide * picture.high > _MOST_PIXELS:
        raise BadDocument(
            f"Bilden ”{block.alt}” är för stor: {picture.wide} × {picture.high} bildpunkter.",
            "Spara den mindre, till exempel 3 000 bildpunkter bred.",
        )
    (folder / picture.file).write_bytes(picture.data)
    return picture.file, picture.high / picture.wide


def _images(blocks: doc.Blocks) -> Iterator[doc.Image]:
    for block in blocks:
        if isinstance(block, doc.Image):
            yield block
        elif isinstance(block, doc.Slot):
            yield from _images(block.blocks)


def _told(error: Exception, data: str) -> BadDocument:
    """Typst's refusal as one of ours: characters without a glyph by name, anything else in its own words."""
    text = str(error)
    if _NO_GLYPH.search(text):
        lost = _undrawable(data)
        named = ", ".join(f"”{one}” (U+{ord(one):04X})" for one in lost[:_MOST_NAMED])
        more = f" och {len(lost) - _MOST_NAMED} till" if len(lost) > _MOST_NAMED else ""
        return BadDocument(
            f"PDF-filen kan inte visa alla tecken: {named}{more} finns inte i typsnitten.",
            "Skriv tecknen på ett annat sätt, eller använd Wordfilen.",
        )
    if "failed to decode image" in text or "failed to load image" in text:
        return BadDocument("En bild i dokumentet är skadad och kan inte läsas.", "Spara bilden på nytt som PNG.")
    return BadDocument(f"PDF-filen kunde inte göras: {text}.", "Använd Wordfilen, och anmäl felet.")


def _undrawable(data: str) -> list[str]:
    """The characters among these that no font of ours can show, tried one for one."""
    from typst import TypstError

    form = b'#set document(title: "t")\n#set text(font: "Liberation Sans")\n#sys.inputs.data'
    lost = []
    for one in sorted(set(data)):
        try:
            if one > "\x7f":
                _typeset(form, _FOLDER, one)
        except TypstError:
            lost.append(one)
    return lost
