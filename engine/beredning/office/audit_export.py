"""The whole journal as canonical lines, for checking without this program and without trusting it (KL 12:9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from beredning.core.journal import canonical
from beredning.store.rows import EntryRow

if TYPE_CHECKING:
    from beredning.store import Reader


def lines(reader: Reader) -> Iterator[bytes]:
    """Each entry as one line: the canonical JSON object of all its columns, UTF-8, ended by a line feed.

    `digest` is the SHA-256 of the same object without `digest` and `details`; `details_digest` that of the text in
    `details`; `previous` the line before's `digest`. Free text and files are not in it, only their digests.
    """
    for entry in reader.iterate(EntryRow, "every"):
        yield f"{canonical(entry._asdict())}\n".encode()
