"""The handlingar of a sammanträde as a folder in agenda order, with a manifest that pins every file by its digest.

Files are copied as they are: merging Word files loses headers and page numbers. The folder is written beside its place
and renamed, so that it is there whole or not at all, and is never written over another.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Final, NamedTuple

from beredning.drafts import draft_name, sweep
from beredning.errors import StorageFault, in_words

MANIFEST: Final = "manifest.json"
CONTENTS: Final = "innehåll.txt"
CONVERSION_SECONDS: Final = 180
_LONGEST: Final = 60
_WORD: Final = (".docx", ".doc", ".odt", ".rtf")


class PackFile(NamedTuple):
    """One file of the pack. name: file name; label: of the item, "" for the kallelse; kind: kallelse, tjänsteutlåtande,
    bilaga …; pages: known number, -1 unknown."""

    name: str
    label: str
    title: str
    kind: str
    dnr: str
    body: bytes
    pages: int = -1

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


# Pages


def count_pages(files: Iterable[PackFile]) -> dict[str, Counted]:
    """The pages of each file by name: PDF by reading it, Word files by having LibreOffice lay them out, where it is."""
    found: dict[str, Counted] = {}
    words: list[PackFile] = []
    for one in files:
        extension = Path(one.name).suffix.lower()
        if one.pages >= 0:
            found[one.name] = Counted(one.pages)
        elif extension == ".pdf":
            found[one.name] = pdf_pages(one.body)
        elif extension in _WORD:
            words.append(one)
        else:
            found[one.name] = Counted(-1, f"filer av slaget {extension or 'utan ändelse'} har inga sidor")
    return {**found, **_word_pages(words)}


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


def _word_pages(files: list[PackFile]) -> dict[str, Counted]:
    if not files:
        return {}
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return {one.name: Counted(-1, "LibreOffice finns inte på datorn") for one in files}
    with tempfile.TemporaryDirectory(prefix="beredning-sidor-") as folder:
        home = Path(folder)
        for place, one in enumerate(files):
            (home / f"{place}{Path(one.name).suffix.lower()}").write_bytes(one.body)
        late = _convert(program, home, sorted(path.name for path in home.iterdir()))
        return {one.name: _converted(home / f"{place}.pdf", late) for place, one in enumerate(files)}


def _convert(program: str, home: Path, names: list[str]) -> bool:
    """Convert in one process with a profile of its own; True when the time ran out. What was made in time is used."""
    profile = (home / "profil").as_uri()
    words = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(home)]
    process = subprocess.Popen(
        [*words, *(str(home / name) for name in names)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(CONVERSION_SECONDS)
    except subprocess.TimeoutExpired:
        # The program is a script that starts the real one: the whole group must go.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()
        return True
    return False


def _converted(path: Path, late: bool) -> Counted:
    if path.exists():
        return pdf_pages(path.read_bytes())
    why = f"LibreOffice hann inte på {CONVERSION_SECONDS} s" if late else "LibreOffice kunde inte läsa filen"
    return Counted(-1, why)
