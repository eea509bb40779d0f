"""A PDF as a `Reading`: paragraphs, entries and rows with page and order, by the file's own tags where it has them.

A PDF without tags says only where each line stands. Lines are then joined when the next one could not have begun on
the same line; headings are never guessed, since size and weight alone do not tell one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from beredning.core.reading import Comment, Reading
from beredning.documents.pdf_lines import Page, Segment, over_pages, page_pieces, repeated, right_margin
from beredning.documents.pieces import Piece, placed
from beredning.errors import BadDocument

MAX_PDF: Final = 100 * 2**20
SECONDS: Final = 30
_CHILD: Final = Path(__file__).with_name("read_pdf_child.py")
_STOPS: Final = {
    "password": ("den är låst med lösenord", "Öppna den med lösenordet och spara en kopia utan."),
    "damaged": ("den är skadad eller inte en PDF", "Öppna den i ett PDF-program och spara den på nytt."),
    "pages": ("den har för många sidor", "Dela upp den i flera filer."),
    "large": ("den har orimligt mycket text", "Dela upp den i flera filer."),
    "time": (f"den tog mer än {SECONDS} sekunder att läsa", "Spara den på nytt, eller be om den som Word-fil."),
    "size": (f"den är större än {MAX_PDF // 2**20} MB", "Dela upp den i flera filer."),
}


def read_pdf(data: bytes, name: str, seconds: int = SECONDS) -> Reading:
    """Read a PDF in a process of its own, which is stopped after `seconds` and has a limit of memory.

    Raises BadDocument for a file that is locked, damaged, too large, or that takes too long.
    """
    if len(data) > MAX_PDF:
        raise _refusal(name, "size")
    said = _asked(data, name, seconds)
    pages = [Page(at, [Segment(*one) for one in page["segments"]], page) for at, page in enumerate(said["pages"], 1)]
    outside, margin = repeated(pages), right_margin(pages)
    pieces: list[Piece] = []
    for page in pages:
        pieces += page_pieces(page, outside, margin)
    passages, blocks = placed(over_pages(pieces))
    return Reading(
        name,
        "pdf",
        passages,
        blocks,
        comments=_comments(pages),
        title=said["title"].strip(),
        author=said["author"].strip(),
        language=said["language"].strip(),
        unread=tuple(_unread(said)),
    )


def _refusal(name: str, stop: str) -> BadDocument:
    why, what = _STOPS[stop]
    return BadDocument(f"{name} kan inte läsas: {why}.", what)


def _asked(data: bytes, name: str, seconds: int) -> dict[str, Any]:
    """What the child says of the file. A child that falls did so on the file, which is then damaged."""
    import json

    command = [sys.executable, "-I", str(_CHILD), str(seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise _refusal(name, "time") from error
    if b"ModuleNotFoundError" in done.stderr:
        raise BadDocument(
            f"{name} kan inte läsas: programmet pypdfium2, som läser PDF, finns inte här.",
            "Installera om beredning, så kommer det med.",
        )
    if done.returncode:
        raise _refusal(name, "damaged")
    said: dict[str, Any] = json.loads(done.stdout)
    if "stop" in said:
        raise _refusal(name, said["stop"])
    return said


def _comments(pages: list[Page]) -> tuple[Comment, ...]:
    return tuple(
        Comment(author, _day(date), text, about, f"sida {page.number}")
        for page in pages
        for author, date, text, about in page.said["notes"]
    )


def _day(date: str) -> str:
    """ISO day from a date as PDF writes it (ISO 32000-1, 7.9.4: "D:20231206…"), "" when it is not one."""
    digits = date.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdigit() else ""


def _unread(said: dict[str, Any]) -> list[str]:
    """In words, what there is beside the text."""
    pages = list(enumerate(said["pages"], 1))
    told = [f"sida {at} är skadad och kunde inte läsas" for at, page in pages if page.get("wrong")]
    scanned = [str(at) for at, page in pages if page.get("scanned")]
    if scanned:
        pages_said = f"sida {scanned[0]}" if len(scanned) == 1 else f"sidorna {', '.join(scanned)}"
        told.append(f"{pages_said} är inskannad som bild och har ingen text att läsa")
    if any(page.get("unmapped") for _, page in pages):
        told.append("några tecken saknar betydelse i filen och visas som \ufffd")
    if said["form"]:
        told.append("ett ifyllbart formulär; det som är ifyllt i fälten läses inte")
    if said["attached"]:
        told.append(f"{said['attached']} bifogade filer inuti PDF:en" if said["attached"] > 1 else "en bifogad fil")
    return told
