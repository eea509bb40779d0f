"""What a version of a tjänsteutlåtande was made from: the officer's text, or the Word file that the officer edited."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.core.journal import canonical
from beredning.errors import Obstacle, Refused

if TYPE_CHECKING:
    from beredning.store import Reader
    from beredning.store.rows import CaseRow, ReportRow

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OWN_KIND: Final = "tjänsteutlåtande"
APPROVED: Final = "utlåtande-godkänt"
# A file that came back when somebody else's edit was already there: kept, but never the case's current version.
ASIDE: Final = "krock"
CASE_MARK: Final = "ärende"
VERSION_MARK: Final = "version"


class Edited(NamedTuple):
    """The officer's own Word file. base: version it was made from, 0 for none; name: the file's; digest: of its bytes
    as they came, before the version's number was put among the file's properties."""

    base: int
    name: str
    digest: str


class Content(NamedTuple):
    """What the officer gives: the text of the sections, the files its tables are read from (name → digest), and the
    receivers. Everything else in the report comes from the case itself. edited: the officer's Word file, which then is
    the whole report."""

    text: str = ""
    files: tuple[tuple[str, str], ...] = ()
    action: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    underlag: tuple[str, ...] = ()
    edited: Edited | None = None


def read_content(reader: Reader, row: ReportRow | None) -> Content:
    """The officer's content of a version; empty content for None."""
    if row is None:
        return Content()
    data = json.loads(reader.file(row.content))
    return Content(
        data["text"],
        tuple((name, digest) for name, digest in data["files"]),
        tuple(data["action"]),
        tuple(data["information"]),
        tuple(data["underlag"]),
        Edited(*data["edited"]) if data.get("edited") else None,
    )


def content_text(content: Content) -> bytes:
    """The content as canonical JSON, which is stored by its digest."""
    plain = {**content._asdict(), "files": [list(pair) for pair in content.files]}
    if content.edited is None:
        del plain["edited"]  # a version written from text keeps the digest it would always have had
    else:
        plain["edited"] = list(content.edited)
    return canonical(plain).encode()


def current(versions: Iterable[ReportRow]) -> ReportRow | None:
    """The version that counts: the latest that is not one set aside because of a clash; None when there is none."""
    return max((one for one in versions if one.counts), key=lambda r: r.version, default=None)


def next_number(versions: Iterable[ReportRow]) -> int:
    """The number of the next version: those set aside have numbers of their own."""
    return max((one.version for one in versions), default=0) + 1


def refuse_locked(row: CaseRow) -> None:
    """An approved report is locked: a step with a reason opens it again, never writing over it (house rule 9)."""
    if APPROVED in json.loads(row.marks):
        text = "Tjänsteutlåtandet är godkänt och låst."
        hint = f"Öppna det igen: beredning ärende flytta {row.dnr} återta --skäl …"
        raise Refused(
            text,
            (Obstacle("utlåtande-låst", text, "Lokal rutin: versioner", remover="handläggare eller chef", hint=hint),),
        )


def marks_of(row: CaseRow, version: int) -> dict[str, str]:
    """What the file of a version is known by when it comes back."""
    return {CASE_MARK: row.key, VERSION_MARK: str(version)}


def file_name(dnr: str, version: int, status: str) -> str:
    """The name a version's Word file is given: "2023-450-tjänsteutlåtande-v1.docx", with "-godkänd" when approved."""
    approved = "-godkänd" if status == "godkänd" else ""
    return f"{dnr.replace('/', '-')}-{OWN_KIND}-v{version}{approved}.docx"
