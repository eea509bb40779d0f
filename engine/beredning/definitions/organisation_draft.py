"""An organisation under examination: its values, where each was written, and what has been remarked about it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from beredning.core.organisation import Organisation
from beredning.definitions.reader import Document
from beredning.definitions.scalars import Path
from beredning.errors import Fault

# What a remark is about: ("personer", key), ("organ", key), ("förvaltningar", key), ("mandat", index),
# ("sammanträden", index), or () for the whole of kommun.yaml. Index counts in the organisation's own order.
Subject = tuple[str | int, ...]


class Remark(NamedTuple):
    """Something that kontrollera says. severity: FEL (it cannot be used), VARNING or INFO (domain.md 0.2)."""

    severity: str
    fault: Fault


@dataclass
class Draft:
    """`organisation` as read, and `places`: where each subject was written."""

    organisation: Organisation
    places: dict[Subject, tuple[Document, Path]]
    remarks: list[Remark] = field(default_factory=list)

    def fel(self, subject: Subject, text: str, suggestion: str = "", key: str | int = "") -> None:
        """Remark that something is wrong: the configuration cannot be used until it is put right."""
        self._remark("FEL", subject, text, suggestion, key)

    def warn(self, subject: Subject, text: str, suggestion: str = "", key: str | int = "") -> None:
        """Remark on something that is missing or doubtful, but does not stop the use of the rest."""
        self._remark("VARNING", subject, text, suggestion, key)

    def info(self, subject: Subject, text: str, suggestion: str = "", key: str | int = "") -> None:
        """Remark on something that is lawful but worth a look."""
        self._remark("INFO", subject, text, suggestion, key)

    def line(self, subject: Subject) -> str:
        """Where a subject stands, as "rad 12", or "mandat.yaml rad 12" when it is in another file than kommun.yaml."""
        document, path = self.places[subject]
        line = _place(document, path)[0]
        return f"rad {line}" if document.file == "kommun.yaml" else f"{document.file} rad {line}"

    def _remark(self, severity: str, subject: Subject, text: str, suggestion: str, key: str | int) -> None:
        document, path = self.places[subject]
        place = (*path, key) if key != "" else path
        line, column = document.value_place(place) if key != "" else _place(document, path)
        self.remarks.append(Remark(severity, Fault(document.file, line, column, text, suggestion)))


def _place(document: Document, path: Path) -> tuple[int, int]:
    """Where a subject begins: at its key, or where it stands in a list."""
    return document.value_place(path) if path and isinstance(path[-1], int) else document.key_place(path)
