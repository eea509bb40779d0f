"""WordprocessingML as text: escaping, runs and properties. Every string that reaches a Word file passes here."""

from __future__ import annotations

import re
from typing import Final

from beredning.core.document import Run
from beredning.errors import BadDocument

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
XML_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES: Final = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}"'

# XML 1.0, 2.2 Char: what may not stand in a document at all. Shown as U+FFFD, so that a loss can be seen.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ODD: Final = re.compile("[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff]")  # most text has none, and is done at once
_BREAKS: Final = re.compile("\r\n|[\n\r\x0b\x0c]")
_SPECIAL: Final = re.compile("[\t\n\r\x0b\x0c]")
_QUOTED: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)
SAFE_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:)\S+\Z", re.IGNORECASE)
_OPEN: Final = '<w:t xml:space="preserve">'


def escape(text: str) -> str:
    """Text as it stands between two tags."""
    if not _ODD.search(text):
        return text
    # three replacements are several times faster than str.translate
    return _ILLEGAL.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Text as it stands between double quotes in a tag."""
    return _ILLEGAL.sub("\ufffd", text.replace("\x0b", " ").replace("\x0c", " ")).translate(_QUOTED)


def inside_text(text: str) -> str:
    """Text as it stands within an open w:t: a line break or tab closes it and opens another."""
    if not _ODD.search(text):
        return text
    clean = escape(text)
    if _SPECIAL.search(clean):
        clean = _BREAKS.sub(f"</w:t><w:br/>{_OPEN}", clean).replace("\t", f"</w:t><w:tab/>{_OPEN}")
    return clean


def text_element(text: str) -> str:
    """Text as the content of a run, with line breaks and tabs."""
    return f"{_OPEN}{inside_text(text)}</w:t>"


def run_element(run: Run, character_style: str = "", language: str = "") -> str:
    """One run. character_style: a style's id, for links and prompts.

    A prompt stands in brackets, for colour alone says nothing on paper in black, to a screen reader, or in programs
    that drop the look of a content control (WCAG 2.1, 1.4.1).
    """
    if not (run.bold or run.italic or run.field or run.prompt or character_style or language):
        return f"<w:r>{_OPEN}{inside_text(run.text)}</w:t></w:r>"
    properties = f'<w:rStyle w:val="{character_style}"/>' if character_style else ""
    if run.bold:
        properties += "<w:b/>"
    if run.italic:
        properties += "<w:i/>"
    if language:
        properties += f'<w:lang w:val="{attribute(language)}"/>'
    manner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    if run.field:
        code = "NUMPAGES" if run.field == "pages" else "PAGE"
        return f'<w:fldSimple w:instr=" {code} "><w:r>{manner}<w:t>1</w:t></w:r></w:fldSimple>'
    return f"<w:r>{manner}{text_element(f'[{run.text}]' if run.prompt else run.text)}</w:r>"


def checked_link(address: str) -> str:
    """The address, ready to stand in an attribute.

    Raises BadDocument for anything but https, http, mailto and tel, since a file or script link in an official
    document would run on the reader's machine.
    """
    if not SAFE_LINK.match(address):
        raise BadDocument(
            f"Länken ”{address}” kan inte stå i ett dokument: bara webbadresser, e-post och telefonnummer får länkas.",
            "Skriv hela adressen, till exempel https://www.exempel.se, mailto:namn@exempel.se eller tel:+4631000000.",
        )
    return attribute(address)
