"""A document of ours as files: Word, the values it was made of beside it, and PDF of the same values.

The values are kept in the act that made the Word file and found again through the journal, so that the PDF of an old
version says what that version says, whatever has become of the case since.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.errors import BadDocument
from beredning.store.rows import EntryRow, FileRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beredning.core.document import Block, Document, Image
    from beredning.core.reading import Reading
    from beredning.office.desk import Desk
    from beredning.office.meeting_state import Deliver
    from beredning.store import Reader, Unit

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
MODEL: Final = "application/vnd.beredning.dokument+json"
_MARKING: Final = "ÖVNING"

FROM_VALUES: Final = "ur dokumentet"
FROM_READING: Final = "läst ur Wordfilen"
FROM_OFFICE: Final = "LibreOffice"


class Files(NamedTuple):
    """A document that an act made. word: the Word file; digest: of it; documents: digests of all that is stored of it,
    the Word file's first; pdf: b"" unless it was asked for."""

    word: bytes
    digest: str
    documents: tuple[str, ...]
    pdf: bytes = b""


class Copy(NamedTuple):
    """A stored Word file as PDF. way: what it was made from, FROM_VALUES, FROM_READING or FROM_OFFICE."""

    body: bytes
    way: str


def put_document(
    unit: Unit,
    desk: Desk,
    document: Document,
    word: bytes,
    *,
    pdf: bool = False,
    images: Mapping[str, bytes] | None = None,
) -> Files:
    """Stores a Word file, the values it was made of and, when asked for, the PDF of them.

    The caller names `documents` in the act's journal entry. Raises BadDocument when the PDF cannot show all of it.
    """
    digest = unit.put_file(word, WORD)
    model = keep_values(unit, desk, document, images)
    if not pdf:
        return Files(word, digest, (digest, model))
    made = pdf_of(dated(document, desk.day.isoformat()), images or {}, training=desk.organisation.training)
    return Files(word, digest, (digest, model, unit.put_file(made, PDF)), made)


def keep_values(unit: Unit, desk: Desk, document: Document, images: Mapping[str, bytes] | None = None) -> str:
    """Stores the values of a document, and its pictures, and answers their digest."""
    from beredning.documents.model import model_bytes

    for image in _images(document.blocks):
        body = (images or {}).get(image.digest, b"")
        if body:
            unit.put_file(body, "image/png" if body[:1] == b"\x89" else "image/jpeg")
    return unit.put_file(model_bytes(dated(document, desk.day.isoformat())), MODEL)


def deliver_all(deliver: Deliver, filename: str, files: Files) -> None:
    """Hands over the Word file, and then the PDF when there is one."""
    deliver(filename, files.word)
    if files.pdf:
        deliver(pdf_name(filename), files.pdf)


def pdf_name(filename: str) -> str:
    """The name of the PDF beside a Word file."""
    return filename.removesuffix(".docx") + ".pdf"


def dated(document: Document, day: str) -> Document:
    """The document with the day it was made, where it does not say one: the archive's PDF must (ISO 19005-2)."""
    said = document.properties
    return document if said.created else document._replace(properties=said._replace(created=day))


def pdf_of(document: Document, images: Mapping[str, bytes], *, training: bool) -> bytes:
    """The document as PDF, marked ÖVNING in a training instance. Raises BadDocument."""
    from beredning.documents.pdf import write_pdf

    return write_pdf(document, images, _MARKING if training else "")


def pdf_copy(reader: Reader, *, training: bool, subject: str, digest: str, name: str, day: str) -> Copy:
    """A stored Word file as PDF: the one made in the same act, else of the values kept there; a file that an officer
    has edited as it reads, or through LibreOffice where it holds more than can be read.

    subject: what the act was about, a case's or meeting's key; day: ISO day that an undated file gets. Raises
    BadDocument, also when only LibreOffice can do it and it is not installed.
    """
    beside = _beside(reader, subject, digest)
    if PDF in beside:
        return Copy(reader.file(beside[PDF]), FROM_VALUES)
    if MODEL in beside:
        from beredning.documents.model import model_document

        document = model_document(reader.file(beside[MODEL]))
        images = {one.digest: reader.file(one.digest) for one in _images(document.blocks)}
        return Copy(pdf_of(document, images, training=training), FROM_VALUES)
    return _copy_of_edited(reader.file(digest), name, day, training=training)


def _beside(reader: Reader, subject: str, digest: str) -> dict[str, str]:
    """What the act that made a Word file named right after it, as `put_document` has it: its values and perhaps its
    PDF, by media type. What has been disposed of is not there."""
    found: dict[str, str] = {}
    for entry in reader.all(EntryRow, "by_subject", subject):
        documents = json.loads(entry.documents)
        if digest in documents:
            place = documents.index(digest)
            for one, media in zip(documents[place + 1 :], (MODEL, PDF), strict=False):
                row = reader.one(FileRow, one)
                if row is None or row.media != media:
                    break
                if not row.disposed:
                    found[media] = one
    return found


def _copy_of_edited(body: bytes, name: str, day: str, *, training: bool) -> Copy:
    from beredning.documents.convert import HOW_TO_GET, MISSING, Source, convert
    from beredning.documents.reading import read

    reading = read(body, name)
    why = "filen innehåller sådant som inte kan läsas: " + ", ".join(reading.unread) if reading.unread else ""
    if not reading.unread:
        try:
            document = _document_of(reading, day)
            return Copy(pdf_of(document, dict(reading.pictures), training=training), FROM_READING)
        except BadDocument as error:
            why = error.text
    made = convert([Source(name, body)])[0]
    if made.pdf:
        return Copy(made.pdf, FROM_OFFICE)
    hint = HOW_TO_GET if made.reason == MISSING else "Öppna filen i Word och spara den som PDF."
    raise BadDocument(f"{name} kan inte bli PDF: {why.rstrip('.')}, och {made.reason}.", hint)


def _document_of(reading: Reading, day: str) -> Document:
    """What was read as a document, with page numbers in its head."""
    from beredning.core.document import PAGE_OF_PAGES, Document, Properties, band

    title = reading.title or reading.name
    said = Properties(author=reading.author, created=day)
    return Document(title, reading.blocks, (band(title, PAGE_OF_PAGES),), (), reading.language or "sv-SE", said)


def _images(blocks: tuple[Block, ...]) -> Iterator[Image]:
    from beredning.core.document import Image, Slot

    for block in blocks:
        if isinstance(block, Image):
            yield block
        elif isinstance(block, Slot):
            yield from _images(block.blocks)
