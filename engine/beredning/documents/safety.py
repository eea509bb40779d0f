"""The door for files that others made: a Word file is looked through, within bounded time and memory, before use.

Refused, all reasons at once: damaged containers, zip bombs, names that climb out of the folder, macros, embedded
programs, links that fetch something when the file is opened, and XML that declares entities. Each part is unpacked to
a limit that does not trust what the container says of its size.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath
from typing import Final, NamedTuple

from beredning.documents.opc import DEFLATED, STORED
from beredning.errors import BadDocument

MAX_FILE: Final = 100 * 2**20
MAX_UNPACKED: Final = 300 * 2**20
MAX_XML_PART: Final = 64 * 2**20
MAX_PARTS: Final = 5_000
MAX_RATIO: Final = 100
_RATIO_FLOOR: Final = 16 * 2**20
_CHUNK: Final = 2**16

# What zipfile lets through of a container that is not as the format says; found by damaging files at random.
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError, RuntimeError,
)  # fmt: skip
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MAIN_TYPES: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_ACTIVE: Final = ("activex", "oleobject", "control")


class Relation(NamedTuple):
    """One relation from a part: owner part, id, the last piece of its type, target as written, and if it is outside."""

    owner: str
    id: str
    kind: str
    target: str
    external: bool

    @property
    def path(self) -> str:
        """The part that an internal relation points at."""
        target = self.target.split("#")[0]
        return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(self.owner), target))


class Package(NamedTuple):
    """A Word file that has been looked through: every part's bytes in the file's order, and its relations."""

    parts: dict[str, bytes]
    main: str
    relations: tuple[Relation, ...]

    def related(self, owner: str, kind: str) -> tuple[Relation, ...]:
        """The relations of one kind ("header", "styles") that a part has, in the order written."""
        return tuple(one for one in self.relations if one.owner == owner and one.kind == kind)


def inspect_docx(data: bytes, name: str = "filen") -> Package:
    """Look a Word file through and give its parts.

    name: how the file is called in messages. Raises BadDocument, with every reason, for a file that is not a whole
    .docx, is too large, or carries anything that runs or fetches something when it is opened.
    """
    parts = unpack(data, name)
    faults: list[str] = []
    for part, text in parts.items():
        if part.endswith((".xml", ".rels")):
            faults += _xml_faults(part, text)
    if faults:
        raise _refusal(name, faults)
    relations = tuple(one for part, text in parts.items() if part.endswith(".rels") for one in _relations(part, text))
    types = _content_types(parts.get("[Content_Types].xml", b"<Types/>"))
    faults += _active_content(parts, types, relations)
    faults += _outside(relations)
    main = next((one.path for one in relations if one.owner == "" and one.kind == "officeDocument"), "")
    if main not in parts:
        faults.append("huvuddokumentet saknas; det är inte en Word-fil")
    elif not faults and types.get(main) not in _MAIN_TYPES:
        faults.append(f"huvuddokumentet är inte en Word-text utan {types.get(main, 'av okänd typ')}")
    if faults:
        raise _refusal(name, faults)
    return Package(parts, main, relations)


def _refusal(name: str, faults: list[str]) -> BadDocument:
    listed = "; ".join(dict.fromkeys(faults))
    return BadDocument(
        f"{name} kan inte användas: {listed}.",
        "Spara dokumentet på nytt i Word som Word-dokument (.docx), utan makron och länkade filer, och försök igen.",
    )


def unpack(data: bytes, name: str) -> dict[str, bytes]:
    """Every part of a zip container by name, within bounded memory. Raises BadDocument, as `inspect_docx`."""
    if data.startswith(_OLE):
        raise _refusal(name, ["den är lösenordsskyddad eller sparad i Words gamla format (.doc)"])
    if len(data) > MAX_FILE:
        raise _refusal(name, [f"den är större än {MAX_FILE // 2**20} MB"])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            entries = container.infolist()
            faults = list(_listing_faults(entries))
            if faults:
                raise _refusal(name, faults)
            return _read_all(container, entries, name)
    except _DAMAGED as error:
        raise _refusal(name, ["den är skadad eller inte en Word-fil (.docx)"]) from error


def _listing_faults(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    """What the container's own list already gives away."""
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_PARTS:
        yield f"den har fler än {MAX_PARTS} delar"
        return
    if len({one.casefold() for one in names}) != len(names):
        yield "två delar har samma namn"
    for one in names:
        steps = one.replace("\\", "/").split("/")
        if one.startswith(("/", "\\")) or ".." in steps or ":" in one or "\0" in one:
            yield f"delen ”{_short(one)}” pekar ut ur filen"
    if any(entry.flag_bits & 1 for entry in entries):
        yield "den är krypterad"
    if any(entry.compress_type not in (STORED, DEFLATED) for entry in entries):
        yield "den är packad på ett sätt som Word inte använder"
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        yield f"den blir större än {MAX_UNPACKED // 2**20} MB uppackad"


def _read_all(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> dict[str, bytes]:
    left = MAX_UNPACKED
    parts: dict[str, bytes] = {}
    for entry in entries:
        if entry.is_dir():
            continue
        xml = entry.filename.endswith((".xml", ".rels"))
        bomb = max(_RATIO_FLOOR, entry.compress_size * MAX_RATIO)
        limit = min(left, bomb, MAX_XML_PART if xml else left)
        text = _read(container, entry, limit)
        if text is None:
            raise _refusal(name, [f"delen ”{_short(entry.filename)}” sväller orimligt när den packas upp"])
        left -= len(text)
        parts[entry.filename] = text
    return parts


def _read(container: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes | None:
    """The part's bytes, or None as soon as there are more than `limit` of them."""
    chunks: list[bytes] = []
    size = 0
    with container.open(entry) as source:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                return None
            chunks.append(chunk)
    return b"".join(chunks)


def _short(text: str) -> str:
    clean = "".join(letter if letter.isprintable() else "?" for letter in text)
    return clean if len(clean) <= 60 else clean[:57] + "…"


class _Doctype(Exception):
    """An XML part declares a document type, which Office Open XML forbids (ECMA-376 part 2, 8.2.5)."""


def _xml_faults(part: str, text: bytes) -> list[str]:
    from xml.parsers import expat

    def refuse(*_: object) -> None:
        raise _Doctype

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text, True)
    except _Doctype:
        return [f"delen ”{_short(part)}” deklarerar egna XML-entiteter (DOCTYPE)"]
    except (expat.ExpatError, ValueError, LookupError):
        return [f"delen ”{_short(part)}” är inte hel XML"]
    return []


def _elements(text: bytes, wanted: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Name and attributes of the elements named; the text has already passed `_xml_faults`."""
    from xml.parsers import expat

    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] in wanted:
            found.append((name.rpartition(" ")[2], attributes))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(text, True)
    yield from found


def _relations(part: str, text: bytes) -> Iterator[Relation]:
    folder = dirname(dirname(part))
    owner = join(folder, basename(part).removesuffix(".rels")) if basename(part) != ".rels" else ""
    for _, one in _elements(text, ("Relationship",)):
        kind = one.get("Type", "")
        known = kind.startswith((RELATIONS, _PACKAGE, _STRICT))
        outside = one.get("TargetMode") == "External"
        yield Relation(owner, one.get("Id", ""), basename(kind) if known else kind, one.get("Target", ""), outside)


def _content_types(text: bytes) -> dict[str, str]:
    """Content type by part name, and by ".ending" for the defaults."""
    types: dict[str, str] = {}
    for name, one in _elements(text, ("Override", "Default")):
        key = one.get("PartName", "").lstrip("/") if name == "Override" else "." + one.get("Extension", "").lower()
        types[key] = one.get("ContentType", "")
    return types


def _active_content(parts: dict[str, bytes], types: dict[str, str], relations: tuple[Relation, ...]) -> Iterator[str]:
    signs = [*types.values(), *(one.kind for one in relations), *(basename(part) for part in parts)]
    if any("macroenabled" in sign.lower() or "vba" in sign.lower() for sign in signs):
        yield "den innehåller makron"
    for one in relations:
        if any(mark in one.kind.lower() for mark in _ACTIVE):
            yield f"den innehåller ett inbäddat objekt ({_short(one.kind)})"


def _outside(relations: tuple[Relation, ...]) -> Iterator[str]:
    """A hyperlink waits for a click; everything else outside is fetched when the file is opened."""
    for one in relations:
        if one.external and one.kind == "attachedTemplate":
            yield f"den hämtar en mall utifrån ({_short(one.target)})"
        elif one.external and one.kind != "hyperlink":
            yield f"den hämtar innehåll utifrån ({_short(one.kind)}: {_short(one.target)})"
        elif not one.external and ".." in normpath(one.path).split("/"):
            yield f"en hänvisning pekar ut ur filen ({_short(one.target)})"
