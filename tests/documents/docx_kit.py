"""Small Word files put together by hand, for what readers meet in files that others made."""

from __future__ import annotations

import io
from collections.abc import Mapping

import docx

from beredning.core.reading import Reading
from beredning.documents.reading import read
from tests.documents.word_kit import parts_of, zipped

SPACES = " ".join(
    f'xmlns:{name}="{space}"'
    for name, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_file(
    body: str, parts: Mapping[str, str | bytes] | None = None, links: Mapping[str, str] | None = None
) -> bytes:
    """A Word file around markup of a body. parts: more or other parts by name; the usual ones of a kind are announced
    ("word/footnotes.xml"). links: addresses by relation id."""
    held = io.BytesIO()
    docx.Document().save(held)
    made: dict[str, bytes | str] = dict(parts_of(held.getvalue()))
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rIdHead"/></w:sectPr>'
    made["word/document.xml"] = f"<w:document {SPACES}><w:body>{body}{section}</w:body></w:document>"
    made.setdefault("word/header9.xml", "")
    made["word/header9.xml"] = f"<w:hdr {SPACES}><w:p/></w:hdr>"
    made |= {name: _whole(name, text) for name, text in (parts or {}).items()}
    relations = [f'<Relationship Id="rIdHead" Type="{OFFICE}/header" Target="header9.xml"/>']
    types = [f'<Override PartName="/word/header9.xml" ContentType="{WORD}.header+xml"/>']
    for place, kind in enumerate(("footnotes", "endnotes", "comments")):
        if f"word/{kind}.xml" in made:
            relations.append(f'<Relationship Id="rIdK{place}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>')
            types.append(f'<Override PartName="/word/{kind}.xml" ContentType="{WORD}.{kind}+xml"/>')
    for name, target in (links or {}).items():
        picture = target.startswith("media/")
        kind, mode = ("image", "") if picture else ("hyperlink", ' TargetMode="External"')
        relations.append(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>')
    _add(made, "word/_rels/document.xml.rels", "</Relationships>", relations)
    _add(made, "[Content_Types].xml", "</Types>", types)
    return zipped(made)


def _whole(name: str, text: str | bytes) -> str | bytes:
    """A part with the namespaces that its markup uses."""
    if isinstance(text, bytes) or not text.startswith("<w:") or "xmlns" in text:
        return text
    head, _, rest = text.partition(">")
    return f"{head} {SPACES}>{rest}" if not head.endswith("/") else text


def _add(made: dict[str, bytes | str], name: str, end: str, added: list[str]) -> None:
    text = made[name]
    said = text.decode() if isinstance(text, bytes) else text
    made[name] = said.replace(end, "".join(added) + end)


def read_body(
    body: str, parts: Mapping[str, str | bytes] | None = None, links: Mapping[str, str] | None = None
) -> Reading:
    """The reading of such a file."""
    return read(word_file(body, parts, links), "prov.docx")


def p(*inner: str, style: str = "", properties: str = "") -> str:
    """A paragraph; text that is no markup becomes a run."""
    pr = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    runs = "".join(one if one.startswith("<") else r(one) for one in inner)
    return f"<w:p>{f'<w:pPr>{pr}</w:pPr>' if pr else ''}{runs}</w:p>"


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def control(tag: str, inner: str, *, prompt: bool = False, more: str = "") -> str:
    """A content control."""
    shown = "<w:showingPlcHdr/>" if prompt else ""
    tagged = f'<w:tag w:val="{tag}"/>' if tag else ""
    return f"<w:sdt><w:sdtPr>{tagged}{shown}{more}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def drawing(inner: str, alt: str = "") -> str:
    """A drawing in the line, 50 mm wide, with an alternative text."""
    said = f'<wp:extent cx="1800000" cy="1"/><wp:docPr id="1" name="n" descr="{alt}"/>'
    graphic = f"<a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic>"
    return f"<w:r><w:drawing><wp:inline>{said}{graphic}</wp:inline></w:drawing></w:r>"
