"""The journal as values: canonical text, digests, the chain, and the fold that rebuilds every table from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from beredning.errors import BrokenProof

GENESIS: Final = "0" * 64
"""`previous` of the first entry: there is nothing before it."""

_LARGEST: Final = 2**53 - 1
"""RFC 8785 takes numbers as IEEE 754 doubles, which are exact up to here."""

_encode: Final[Callable[[object], str]] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode

Image = tuple[str, int, tuple[Any, ...]]
"""One row as an act left it: table, number of the entry that wrote it before (0 = new), values without `entry`."""

Tables = dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]
"""Table name → key → column values in table order, the last being the number of the entry that wrote the row."""


class Act(NamedTuple):
    """What somebody does, before it is written.

    person, role: who acts and as what. act: the name of what is done. subject: case key, meeting key or "instans".
    step, from_stage, to_stage: the workflow step taken, where there is one. ground: legal ground or rule as printed.
    workflow_digest: definition the case is pinned to. documents: digests of the files the act rests on or made.
    extra: more facts for the details, JSON values of text, integers, lists and objects only; not the key "rows".
    """

    person: str
    role: str
    act: str
    subject: str
    step: str = ""
    from_stage: str = ""
    to_stage: str = ""
    ground: str = ""
    workflow_digest: str = ""
    documents: tuple[str, ...] = ()
    extra: Mapping[str, object] = {}


class Entry(NamedTuple):
    """One journal entry, exactly as stored; columns in table order.

    number: 1, 2, 3 … without gap. time: UTC, ISO 8601 with microseconds and Z. documents: canonical JSON list.
    details: canonical JSON object with the row images. details_digest, previous, digest: SHA-256 in lower-case hex.
    """

    number: int
    time: str
    os_user: str
    person: str
    role: str
    act: str
    subject: str
    step: str
    from_stage: str
    to_stage: str
    ground: str
    workflow_digest: str
    documents: str
    details: str
    details_digest: str
    previous: str
    digest: str


def check_value(value: object) -> None:
    """Raise ValueError unless value is text, an integer, a list or an object of such: all that canonical text may hold.

    Floats, booleans and null are refused because programs write them differently; NUL because PostgreSQL cannot hold
    it; integers beyond 2^53 − 1 because RFC 8785 readers would round them.
    """
    kind = type(value)
    if kind is str or isinstance(value, str):
        if "\x00" in value:  # type: ignore[operator]
            raise ValueError("text with a NUL character cannot be stored")
    elif kind is int:
        if not -_LARGEST <= value <= _LARGEST:  # type: ignore[operator]
            raise ValueError(f"integer too large for canonical JSON: {value}")
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise ValueError(f"object keys are ASCII text, not {name!r}")
            check_value(item)
    elif isinstance(value, list | tuple):
        for item in value:
            check_value(item)
    else:
        raise ValueError(f"not a value for canonical JSON: {value!r}")


def canonical(value: object) -> str:
    """The one text of a value: RFC 8785 (sorted keys, no spaces, nothing escaped that need not be).

    Raises ValueError for what `check_value` refuses, and UnicodeEncodeError for text that is not Unicode (a lone
    surrogate): it could never be hashed.
    """
    check_value(value)
    text = _encode(value)
    text.encode()
    return text


def sha256(text: str) -> str:
    """SHA-256 of the text as UTF-8, in lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def stamp(now: datetime) -> str:
    """The time as the journal writes it. now must carry a time zone; ValueError otherwise."""
    if now.tzinfo is None:
        raise ValueError("the journal needs a time with a time zone")
    return now.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def digest_of(entry: Entry) -> str:
    """SHA-256 of the canonical object of every column but `digest` and `details` (which enters by its own digest)."""
    columns = entry._asdict()
    del columns["digest"], columns["details"]
    return sha256(_encode(columns))


def make_entry(act: Act, images: Iterable[Image], number: int, previous: str, time: str, os_user: str) -> Entry:
    """The entry that follows the one whose digest is `previous`. Raises ValueError for what cannot be written."""
    if "rows" in act.extra:
        raise ValueError('"rows" in the details belongs to the images')
    details = canonical({**act.extra, "rows": [list(image) for image in images]})
    columns: dict[str, Any] = {
        "number": number,
        "time": time,
        "os_user": os_user,
        "person": act.person,
        "role": act.role,
        "act": act.act,
        "subject": act.subject,
        "step": act.step,
        "from_stage": act.from_stage,
        "to_stage": act.to_stage,
        "ground": act.ground,
        "workflow_digest": act.workflow_digest,
        "documents": canonical(list(act.documents)),
        "details_digest": sha256(details),
        "previous": previous,
    }
    return Entry(**columns, details=details, digest=sha256(canonical(columns)))


def images_of(entry: Entry) -> list[Image]:
    """The row images in an entry's details. Raises BrokenProof when they have not the journal's form."""
    try:
        rows = json.loads(entry.details)["rows"]
        images = [(table, before, tuple(values)) for table, before, values in rows]
        if all(type(table) is str and type(before) is int for table, before, _ in images):
            return images
    except (ValueError, TypeError, KeyError):
        pass
    raise BrokenProof(f"Journalpost {entry.number}: uppgifterna i details har inte journalens form.")


def verify(entry: Entry, number: int, previous: str) -> str:
    """What is wrong with the entry as the link with this number after the digest `previous`; "" when nothing is."""
    if entry.number != number:
        return f"nummer {number} väntades men {entry.number} kom: poster saknas eller har bytt plats"
    if entry.previous != previous:
        return "kedjan är bruten: posten bygger inte på den föregående postens kontrollsumma"
    if sha256(entry.details) != entry.details_digest:
        return "details stämmer inte med sin kontrollsumma"
    if digest_of(entry) != entry.digest:
        return "någon kolumn stämmer inte med postens kontrollsumma"
    return ""


def verify_chain(entries: Iterable[Entry]) -> tuple[int, str]:
    """Number and digest of the last entry (0 and GENESIS when there is none). Raises BrokenProof at the first break."""
    number, previous = 0, GENESIS
    for entry in entries:
        fault = verify(entry, number + 1, previous)
        if fault:
            raise BrokenProof(f"Journalpost {entry.number}: {fault}.")
        number, previous = entry.number, entry.digest
    return number, previous


def fold(entries: Iterable[Entry], key_widths: Mapping[str, int]) -> Tables:
    """Every table as the entries left it. key_widths: table → how many leading columns make the key.

    Raises BrokenProof when an image names an unknown table, or claims another predecessor than the entry that in fact
    wrote the row before. (Bodies of files and texts are not in the journal and hence not here.)
    """
    tables: Tables = {table: {} for table in key_widths}
    for entry in entries:
        for table, before, values in images_of(entry):
            if table not in key_widths:
                raise BrokenProof(f"Journalpost {entry.number}: tabellen {table} finns inte.")
            key = values[: key_widths[table]]
            old = tables[table].get(key)
            if (old[-1] if old else 0) != before:
                raise BrokenProof(f"Journalpost {entry.number}: {table} {key} skrevs inte senast av post {before}.")
            tables[table][key] = (*values, entry.number)
    return tables
