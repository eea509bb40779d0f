"""The one door to what others wrote: a file's bytes become a `core.reading.Reading`, whatever its format."""

from __future__ import annotations

from typing import Final

from beredning.core.reading import FORMATS, Format, Reading
from beredning.errors import BadDocument, UsageFault

_SIGNS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "rtf"),
)
_CALLED: Final = {"pdf": "en PDF", "docx": "en Word-fil", "doc": "en fil i Words gamla format", "rtf": "en RTF-fil"}


def read(data: bytes, name: str) -> Reading:
    """Read a document: .docx, .pdf or .txt, by the ending of its name.

    name: the file's name; it is kept in the reading and shown in messages. Raises UsageFault for an ending that cannot
    be read, BadDocument for a file that is damaged, hostile, too large or of another kind than its name says.
    """
    kind = format_of(name)
    said = next((sign for start, sign in _SIGNS if data.lstrip(b"\xef\xbb\xbf")[:1024].startswith(start)), kind)
    if said != kind:
        raise BadDocument(
            f"{name} heter som om den vore {_ending(name)}, men är {_CALLED[said]}.",
            f"Döp om filen till .{said}, eller öppna den och spara den som .docx, .pdf eller .txt.",
        )
    if kind == "docx":
        from beredning.documents.read_docx import read_docx

        return read_docx(data, name)
    if kind == "pdf":
        from beredning.documents.read_pdf import read_pdf

        return read_pdf(data, name)
    from beredning.documents.read_text import read_text

    return read_text(data, name)


def format_of(name: str) -> Format:
    """The format that a file's ending names. Raises UsageFault for one that cannot be read."""
    found = FORMATS.get(_ending(name))
    if found is None:
        known = ", ".join(FORMATS)
        raise UsageFault(
            f"{name} kan inte läsas: bara filer som slutar på {known} kan det.",
            "Öppna filen i det program som den är gjord i och spara den som Word (.docx), PDF eller text.",
        )
    return found


def _ending(name: str) -> str:
    dot = name.rpartition(".")
    return f".{dot[2].lower()}" if dot[1] else ""
