"""Strict reading of a definition: bytes and a schema in; plain values, their places and every fault at once out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from beredning.definitions.nearest import nearest
from beredning.definitions.nodes import Node, parse
from beredning.definitions.schemas import Kind, Path
from beredning.errors import BadDefinition, Fault

__all__ = ["Document", "nearest", "read"]


class Document:
    """What was read from one file. `value`: plain values (text, int, bool, list, dict) as the schema made them, with
    blanks where there was a fault. `faults`: every fault found so far; later checks add theirs with `fault`.
    """

    def __init__(self, file: str, known: Mapping[str, Iterable[str]] | None = None) -> None:
        self.file = file
        self.value: Any = None
        self.faults: list[Fault] = []
        self._values: dict[Path, tuple[int, int]] = {(): (1, 1)}
        self._keys: dict[Path, tuple[int, int]] = {}
        self._declared: dict[str, list[str]] = {key: list(names) for key, names in (known or {}).items()}
        self._references: list[tuple[Path, str, str, str]] = []

    def mark(self, path: Path, value: Node, key: Node | None = None) -> None:
        """Remember where the value (and the key) at `path` was written."""
        self._values[path] = (value.line, value.column)
        if key is not None:
            self._keys[path] = (key.line, key.column)

    def value_place(self, path: Path) -> tuple[int, int]:
        """Line and column of the value at `path`, or of the nearest thing around it that was written."""
        while path not in self._values:
            path = path[:-1]
        return self._values[path]

    def key_place(self, path: Path) -> tuple[int, int]:
        """Line and column of the key at `path`; of the value where there is no key."""
        while path and path not in self._keys:
            path = path[:-1]
        return self._keys.get(path) or self.value_place(path)

    def name_of(self, path: Path) -> str:
        """What a fault calls the thing at `path`: ”roll” under steg › skicka, punkt 2 i ”roll” under …, or Filen."""
        item = ""
        if path and isinstance(path[-1], int):
            # A single value written without a list is not called the first of one.
            item = "" if self._values.get(path) == self._values.get(path[:-1]) else f"punkt {path[-1] + 1} i "
            path = path[:-1]
        words = [f"punkt {p + 1}" if isinstance(p, int) else str(p) for p in path]
        if not words:
            return f"{item}filen" if item else "Filen"
        inside = f" under {' › '.join(words[:-1])}" if len(words) > 1 else ""
        return f"{item}”{words[-1]}”{inside}"

    def fault(self, path: Path, text: str, suggestion: str = "", on: Literal["value", "key"] = "value") -> None:
        """Report a fault at the value (or the key) that `path` leads to."""
        line, column = self.value_place(path) if on == "value" else self.key_place(path)
        self.fault_at(line, column, text, suggestion)

    def fault_at(self, line: int, column: int, text: str, suggestion: str = "") -> None:
        """Report a fault at a position."""
        self.faults.append(Fault(self.file, line, column, text[:1].upper() + text[1:], suggestion))

    def declare(self, names: str, name: str) -> None:
        """Add `name` to the set `names` that references are looked up in."""
        self._declared.setdefault(names, []).append(name)

    def refer(self, path: Path, name: str, names: str, what: str) -> None:
        """Remember that the value at `path` refers to `name` in the set `names`; looked up when all has been read."""
        self._references.append((path, name, names, what))

    def expect(self, path: Path, name: str, names: Sequence[str], what: str) -> bool:
        """Whether `name` is among `names`; reports a fault with the nearest when not. `what`: "skedet"."""
        if name in names:
            return True
        self.fault(path, f"{what[:1].upper()}{what[1:]} ”{name}” finns inte.", nearest(name, names))
        return False

    def resolve(self) -> None:
        """Report every reference whose name is not declared."""
        for path, name, names, what in self._references:
            self.expect(path, name, self._declared.get(names, []), what)
        self._references.clear()

    def finish(self, what: str) -> None:
        """Raise BadDefinition with all faults in order of place when there are any. `what`: "Flödet namndarende"."""
        if self.faults:
            number = f"{len(self.faults)} fel" if len(self.faults) > 1 else "ett fel"
            raise BadDefinition(f"{what} har {number}.", self.sorted_faults(), "Rätta filen och kör kommandot igen.")

    def sorted_faults(self) -> tuple[Fault, ...]:
        """The faults in order of place, without doubles."""
        return tuple(sorted(dict.fromkeys(self.faults), key=lambda f: (f.line, f.column)))


def read(data: bytes, file: str, schema: Kind, known: Mapping[str, Iterable[str]] | None = None) -> Document:
    """Read one YAML file strictly. Never raises on content; look at `faults`, or call `finish`.

    data: the file's bytes. file: its name as faults print it. known: sets of names declared outside the file.
    """
    document = Document(file, known)
    root, faults = parse(data, file)
    document.faults.extend(faults)
    if root is None:
        document.value = schema.blank
        return document
    document.mark((), root)
    document.value = schema.read(root, document, ())
    document.resolve()
    return document
