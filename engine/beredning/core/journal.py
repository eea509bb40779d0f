"""The journal as values: canonical text, digests, the chain, and the fold that rebuilds every table from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from beredning.core.digest import sha256_hex
from beredning.errors import BrokenProof

LINKED: Final = (
    *("act", "details_digest", "documents", "from_stage", "ground", "number", "os_user", "person", "previous", "role"),
    *("step", "subject", "time", "to_stage", "workflow_digest"),
)
"""The columns that an entry's digest is taken over, in the order of their names."""

GENESIS: Final = "0" * 64
"""`previous` of the first entry: there is nothing before it."""

_LARGEST: Final = 2**53 - 1
"""RFC 8785 takes numbers as IEEE 754 doubles, which are exact up to here."""

_encode: Final[Callable[[object], str]] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode

_quote: Final[Callable[[str], str]] = json.encoder.encode_basestring
"""A text as JSON writes it, without escaping what is not ASCII."""

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

    Floats, booleans and null are refused because programs write them differently; kinds of text of one's own (an enum)
    because a driver may; NUL because PostgreSQL cannot hold
    it; integers beyond 2^53 − 1 because RFC 8785 readers would round them; names with letters from U+D800 up because
    RFC 8785 sorts UTF-16, which up to there has the order of the letters themselves.
    """
    if isinstance(value, list | tuple):
        for item in value:
            if type(item) is str:  # nearly every value there is: spare it a call
                if "\x00" in item:
                    raise ValueError("text with a NUL character cannot be stored")
            elif type(item) is not int or not -_LARGEST <= item <= _LARGEST:
                check_value(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if not isinstance(name, str) or not (name.isascii() or all(letter < "\ud800" for letter in name)):
                raise ValueError(f"not a name in canonical JSON: {name!r}")
            if type(item) is not str or "\x00" in item:
                check_value(item)
    elif type(value) is int:
        if not -_LARGEST <= value <= _LARGEST:
            raise ValueError(f"integer too large for canonical JSON: {value}")
    elif type(value) is not str:
        raise ValueError(f"not a value for canonical JSON: {value!r}")
    elif "\x00" in value:
        raise ValueError("text with a NUL character cannot be stored")


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
    return sha256_hex(text.encode())


def stamp(now: datetime) -> str:
    """The time as the journal writes it. now must carry a time zone; ValueError otherwise."""
    if now.tzinfo is None:
        raise ValueError("the journal needs a time with a time zone")
    return now.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def digest_of(entry: Entry) -> str:
    """SHA-256 of the canonical object of every column but `digest` and `details` (which enters by its own digest).

    The object is written out by hand, names sorted, because a proof does it a million times; a test compares it with
    `canonical`.
    """
    (
        number,
        time,
        os_user,
        person,
        role,
        act,
        subject,
        step,
        before,
        after,
        ground,
        flow,
        papers,
        _,
        facts,
        previous,
        _,
    ) = entry
    return sha256(
        f'{{"act":{_quote(act)},"details_digest":{_quote(facts)},"documents":{_quote(papers)},'
        f'"from_stage":{_quote(before)},"ground":{_quote(ground)},"number":{number},"os_user":{_quote(os_user)},'
        f'"person":{_quote(person)},"previous":{_quote(previous)},"role":{_quote(role)},"step":{_quote(step)},'
        f'"subject":{_quote(subject)},"time":{_quote(time)},"to_stage":{_quote(after)},"workflow_digest":{_quote(flow)}}}'
    )


def make_entry(act: Act, images: Iterable[Image], number: int, previous: str, time: str, os_user: str) -> Entry:
    """The entry that follows the one whose digest is `previous`. Raises ValueError for what cannot be written."""
    if "rows" in act.extra:
        raise ValueError('"rows" in the details belongs to the images')
    details = canonical({**act.extra, "rows": [list(image) for image in images]})
    draft = Entry(
        *(number, time, os_user, *act[:8]),
        workflow_digest=act.workflow_digest,
        documents=canonical(list(act.documents)),
        details=details,
        details_digest=sha256(details),
        previous=previous,
        digest="",
    )
    check_value(draft[1:])
    return draft._replace(digest=digest_of(draft))


def images_of(entry: Entry) -> list[Image]:
    """The row images in an entry's details. Raises BrokenProof when they have not the journal's form."""
    try:
        images = [(table, before, tuple(values)) for table, before, values in json.loads(entry.details)["rows"]]
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
