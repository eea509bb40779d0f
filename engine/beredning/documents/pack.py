"""The handlingar of a sammanträde as a folder in agenda order, with a manifest that pins every file by its digest.

Files are copied as they are: merging Word files loses headers and page numbers. The folder is written beside its place
and renamed, so that it is there whole or not at all, and is never written over another.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from beredning.documents.convert import CONVERTIBLE, HOW_TO_GET, MISSING, Converted, Source, convert
from beredning.drafts import draft_name, sweep
from beredning.errors import StorageFault, in_words

MANIFEST: Final = "manifest.json"
CONTENTS: Final = "innehåll.txt"
OWN: Final = "ur dokumentet"
OFFICE: Final = "med LibreOffice"
_LONGEST: Final = 60


class PackFile(NamedTuple):
    """One file of the pack. name: file name; label: of the item, "" for the kallelse; kind: kallelse, tjänsteutlåtande,
    bilaga …; pages: known number, -1 unknown. subject: key of the case or meeting whose own document it is, "" for a
    file of somebody else's. source: digest of the file it is a PDF of; way: how it was made; kept: why it is not."""

    name: str
    label: str
    title: str
    kind: str
    dnr: str
    body: bytes
    pages: int = -1
    subject: str = ""
    source: str = ""
    way: str = ""
    kept: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.body).hexdigest()


class Pack(NamedTuple):
    """All the handlingar. head: number and digest of the journal's last entry before the pack was made."""

    meeting: str
    organ: str
    day: str
    made_on: str
    head: tuple[int, str]
    files: tuple[PackFile, ...]
    training: bool = False


class Counted(NamedTuple):
    """The pages of one file: their number, or -1 and in words why it is not known."""

    pages: int
    reason: str = ""


def file_name(label: str, kind: str, title: str, extension: str, nth: int = 0) -> str:
    """ "04-tjänsteutlåtande-nämndplan.docx", "04-bilaga-1-nämndplan.pdf": in agenda order, safe on every system."""
    number = f"{int(label):02d}" if label.isdecimal() else label or "00"
    pieces = (number, slug(kind), str(nth) if nth else "", slug(title))
    return "-".join(filter(None, pieces)) + extension.lower()


def slug(text: str) -> str:
    """Text as part of a file name: lower case letters (å, ä and ö kept), digits and hyphens, at most 60 characters."""
    plain = re.sub(r"[^a-z0-9åäöéü]+", "-", unicodedata.normalize("NFC", text).lower()).strip("-")
    if len(plain) <= _LONGEST:
        return plain
    whole = plain[: _LONGEST + 1].rpartition("-")[0]
    return whole or plain[:_LONGEST]


def manifest(pack: Pack, counted: Mapping[str, Counted]) -> dict[str, object]:
    """What the folder holds, as JSON values with Swedish keys: digest, size and pages of each file, journal head."""
    files = []
    for one in pack.files:
        pages = counted[one.name]
        entry: dict[str, object] = {
            "fil": one.name,
            "punkt": one.label,
            "titel": one.title,
            "slag": one.kind,
            "dnr": one.dnr,
            "sha256": one.digest,
            "bytes": len(one.body),
            "sidor": pages.pages if pages.pages >= 0 else None,
        }
        if pages.pages < 0:
            entry["sidor_okänt"] = pages.reason
        if one.source:
            entry["gjord_av"] = {"sha256": one.source, "sätt": one.way}
        if one.kept:
            entry["inte_pdf"] = one.kept
        files.append(entry)
    return {
        "sammanträde": pack.meeting,
        "organ": pack.organ,
        "dag": pack.day,
        "sammanställt": pack.made_on,
        "övning": pack.training,
        "journal": {"post": pack.head[0], "sha256": pack.head[1]},
        "filer": files,
    }


def contents(pack: Pack, counted: Mapping[str, Counted]) -> str:
    """The same as the manifest for a person to read."""
    lines = [f"Handlingar till {pack.organ} {pack.day}" + (" (ÖVNING)" if pack.training else ""), ""]
    total = 0
    for one in pack.files:
        pages = counted[one.name]
        total += max(pages.pages, 0)
        count = f"{pages.pages} sidor" if pages.pages >= 0 else f"sidantal okänt: {pages.reason}"
        lines += [f"{one.name}  ({count})", f"    {one.title}" + (f", dnr {one.dnr}" if one.dnr else "")]
        lines += [f"    SHA-256 {one.digest}"]
        lines += [f"    PDF gjord {one.way} av filen med SHA-256 {one.source}"] if one.source else []
        lines += [f"    Inte PDF: {one.kept}"] if one.kept else []
    known = all(c.pages >= 0 for c in counted.values())
    lines += [
        "",
        f"Summa {total} sidor" + ("" if known else " där sidantalet är känt") + f" i {len(pack.files)} filer.",
    ]
    lines += [f"Sammanställt {pack.made_on}. Journal {pack.head[0]}: {pack.head[1]}"]
    return "\n".join(lines) + "\n"


def write_pack(pack: Pack, place: Path, counted: Mapping[str, Counted]) -> Path:
    """Write the folder beside `place` under a hidden name and answer that path; `publish` gives it its own name.

    Raises StorageFault when the disk does not take it; nothing is then left behind.
    """
    draft = Path(draft_name(place))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir(0o700)
        sweep(place, draft)
        for one in pack.files:
            _write(draft / one.name, one.body)
        text = json.dumps(manifest(pack, counted), ensure_ascii=False, indent=2) + "\n"
        _write(draft / MANIFEST, text.encode())
        _write(draft / CONTENTS, contents(pack, counted).encode())
        draft.chmod(0o755)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StorageFault(
            f"Handlingarna kunde inte skrivas till {place}: {in_words(error)}.",
            "Frigör utrymme eller välj en annan mapp.",
        ) from error
    return draft


def _write(path: Path, body: bytes) -> None:
    with path.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def publish(draft: Path, place: Path) -> Path:
    """Give the written folder its name: `place`, or with "-version-2" … when that is taken. It never replaces one."""
    nth = 1
    while True:
        wanted = place if nth == 1 else place.with_name(f"{place.name}-version-{nth}")
        if not wanted.exists():
            try:
                # On POSIX a rename can replace an empty folder, which holds nothing to lose.
                draft.rename(wanted)
            except OSError as error:
                if not wanted.exists():
                    raise StorageFault(f"Mappen {wanted} kunde inte skapas: {in_words(error)}.") from error
            else:
                return wanted
        nth += 1


def discard(draft: Path) -> None:
    """Take away a folder that is not to be published."""
    shutil.rmtree(draft, ignore_errors=True)


# PDF and pages


def is_word(one: PackFile) -> bool:
    """Whether the file is one that LibreOffice has to lay out."""
    return Path(one.name).suffix.lower() in CONVERTIBLE


def in_pdf(
    files: Iterable[PackFile], own: Mapping[str, Converted], step: Callable[[], object] = lambda: None
) -> tuple[PackFile, ...]:
    """The files with every Word file as PDF where it can be one; the others as they are, with why.

    own: what came of the municipality's own documents, by file name; the rest go through LibreOffice in one batch.
    step: called after each file of that batch.
    """
    listed = tuple(files)
    others = [one for one in listed if is_word(one) and one.name not in own]
    batch = convert([Source(one.name, one.body) for one in others], step=step) if others else []
    made = {**own, **{one.name: found for one, found in zip(others, batch, strict=True)}}
    ways = {one.name: OFFICE for one in others}
    return tuple(_replaced(one, made[one.name], ways.get(one.name, OWN)) if one.name in made else one for one in listed)


def _replaced(one: PackFile, made: Converted, way: str) -> PackFile:
    if not made.pdf:
        return one._replace(kept=made.reason)
    name = str(Path(one.name).with_suffix(".pdf"))
    return one._replace(name=name, body=made.pdf, pages=-1, source=one.digest, way=way)


def advice(files: Iterable[PackFile], counted: Mapping[str, Counted]) -> tuple[str, ...]:
    """How to get LibreOffice, when it was missing for something that was asked for."""
    lacking = any(MISSING in (one.kept, counted[one.name].reason) for one in files)
    return (f"{MISSING}. {HOW_TO_GET}",) if lacking else ()


def count_pages(files: Iterable[PackFile], step: Callable[[], object] = lambda: None) -> dict[str, Counted]:
    """The pages of each file by name: PDF by reading it, Word files by having LibreOffice lay them out, where it is.

    step: called after each file that LibreOffice has laid out.
    """
    found: dict[str, Counted] = {}
    words: list[PackFile] = []
    for one in files:
        extension = Path(one.name).suffix.lower()
        if one.pages >= 0:
            found[one.name] = Counted(one.pages)
        elif extension == ".pdf":
            found[one.name] = pdf_pages(one.body)
        elif one.kept:
            found[one.name] = Counted(-1, one.kept)
        elif is_word(one):
            words.append(one)
        else:
            found[one.name] = Counted(-1, f"filer av slaget {extension or 'utan ändelse'} har inga sidor")
    for one, made in zip(
        words, convert([Source(o.name, o.body) for o in words], step=step) if words else (), strict=True
    ):
        found[one.name] = pdf_pages(made.pdf) if made.pdf else Counted(-1, made.reason)
    return found


def pdf_pages(body: bytes) -> Counted:
    """The pages of a PDF, or in words why they cannot be counted."""
    try:
        reader = import_module("pypdf")
    except ModuleNotFoundError:
        return Counted(-1, "programdelen pypdf saknas")
    from io import BytesIO

    try:
        return Counted(len(reader.PdfReader(BytesIO(body)).pages))
    except (reader.errors.PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        return Counted(-1, f"PDF-filen kan inte läsas ({type(error).__name__})")
