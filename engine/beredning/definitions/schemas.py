"""Kinds of value that a definition can hold. A kind turns a node of text into a plain value, or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from beredning.definitions.nearest import nearest
from beredning.definitions.nodes import Node
from beredning.definitions.scalars import (
    NAME,
    Choice,
    Date,
    Kind,
    Matching,
    Path,
    Reference,
    Scalar,
    Text,
    Time,
    Whole,
    YesNo,
    name,
)

if TYPE_CHECKING:
    from beredning.definitions.reader import Document

__all__ = [
    "NAME",
    "ByShape",
    "Choice",
    "Converted",
    "Date",
    "Field",
    "Kind",
    "ListOf",
    "Matching",
    "Maybe",
    "Names",
    "Path",
    "Record",
    "Reference",
    "Scalar",
    "Text",
    "Time",
    "Whole",
    "YesNo",
    "name",
    "pairs_of",
]


@dataclass
class Maybe(Kind):
    """A value that may be left empty after its colon; then `blank`."""

    kind: Kind
    blank: Any = ""

    def read(self, node: Node, document: Document, path: Path) -> Any:
        return self.blank if node.empty else self.kind.read(node, document, path)


@dataclass
class ListOf(Kind):
    """A list of one kind. single: a value without brackets is a list of one. distinct: equal texts are a fault."""

    kind: Kind
    least: int = 0
    single: bool = False
    distinct: bool = True

    @property
    def blank(self) -> Any:
        """A new empty list."""
        return []

    def read(self, node: Node, document: Document, path: Path) -> list[Any]:
        title = document.name_of(path)
        if node.empty:
            document.fault(path, f"{title} saknar värde.", "Skriv [] om listan ska vara tom." if not self.least else "")
            return []
        if node.kind != "list":
            if self.single:
                document.mark((*path, 0), node)
                return [self.kind.read(node, document, (*path, 0))]
            document.fault(path, f"{title} ska vara en lista.", "Skriv varje värde på egen rad efter ”- ”.")
            return []
        if len(node.items) < self.least:
            document.fault(path, f"{title} ska ha minst {self.least} värden.")
        return self._items(node, document, path)

    def _items(self, node: Node, document: Document, path: Path) -> list[Any]:
        seen: set[str] = set()
        values = []
        for index, item in enumerate(node.items):
            place = (*path, index)
            document.mark(place, item)
            values.append(self.kind.read(item, document, place))
            if self.distinct and item.kind == "text" and item.value:
                if item.value in seen:
                    document.fault(place, f"”{item.value}” står redan i {document.name_of(path)}.", "Ta bort det ena.")
                seen.add(item.value)
        return values


@dataclass(frozen=True)
class Field:
    """A key of a Record. default: the value when the key is absent (None: the kind's blank)."""

    kind: Kind
    required: bool = False
    default: Any = None


@dataclass
class Record(Kind):
    """A mapping with known keys. The value is a dict with every key, defaults filled in.

    short: when given, a plain text (or a list, for a key that takes one) is understood as this key alone
    (`skeden: {utkast: Utkast}`).
    gone: keys that used to exist or that people try, with what to write instead.
    """

    fields: Mapping[str, Field]
    short: str = ""
    gone: Mapping[str, str] | None = None

    @property
    def blank(self) -> Any:
        """Every key with its default."""
        return {key: _default(f) for key, f in self.fields.items()}

    def read(self, node: Node, document: Document, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = dict(self.blank)
        if self._is_short(node):
            document.mark((*path, self.short), node)
            return {**values, self.short: self.fields[self.short].kind.read(node, document, (*path, self.short))}
        pairs = pairs_of(node, document, path)
        if pairs is None:
            return values
        for key, value in pairs.items():
            if key in self.fields:
                values[key] = self.fields[key].kind.read(value, document, (*path, key))
            else:
                self._unknown(key, document, path)
        for key, f in self.fields.items():
            if f.required and key not in pairs:
                document.fault(path, f"{document.name_of(path)} saknar nyckeln ”{key}”.", self._how(key), on="key")
        return values

    def _is_short(self, node: Node) -> bool:
        if not self.short or node.kind == "mapping" or node.empty:
            return False
        return node.kind == "text" or isinstance(self.fields[self.short].kind, ListOf)

    def _unknown(self, key: str, document: Document, path: Path) -> None:
        hint = (self.gone or {}).get(key) or nearest(key, tuple(self.fields))
        inside = f" i {document.name_of(path)}" if path else ""
        document.fault((*path, key), f"Okänd nyckel ”{key}”{inside}.", hint, on="key")

    def _how(self, key: str) -> str:
        example = getattr(self.fields[key].kind, "example", "")
        return f"Lägg till till exempel ”{key}: {example}”." if example else f"Lägg till ”{key}: …”."


def _default(f: Field) -> Any:
    if f.default is None:
        return f.kind.blank
    return list(f.default) if isinstance(f.default, list) else f.default


@dataclass
class Names(Kind):
    """A mapping from names that the author chooses to values of one kind, in the order written.

    declares: the set that the names join, for Reference. pattern and form: what a name must
    look like, and that in words.
    """

    kind: Kind
    declares: str = ""
    pattern: str = NAME
    form: str = "små bokstäver, siffror och bindestreck"
    least: int = 0

    @property
    def blank(self) -> Any:
        """A new empty mapping."""
        return {}

    def read(self, node: Node, document: Document, path: Path) -> dict[str, Any]:
        pairs = pairs_of(node, document, path)
        if pairs is None:
            return {}
        if len(pairs) < self.least:
            document.fault(path, f"{document.name_of(path)} ska ha minst {self.least} namn.")
        values = {}
        for key, value in pairs.items():
            if not re.fullmatch(self.pattern, key):
                document.fault(
                    (*path, key), f"Namnet ”{key}” ska bestå av {self.form}.", tidy(key, self.pattern), on="key"
                )
            if self.declares:
                document.declare(self.declares, key)
            values[key] = self.kind.read(value, document, (*path, key))
        return values


@dataclass
class ByShape(Kind):
    """A value that may be text, a list or a mapping, each with its own kind (None: that shape is a fault)."""

    text: Kind | None = None
    list: Kind | None = None
    mapping: Kind | None = None

    def read(self, node: Node, document: Document, path: Path) -> Any:
        kind = {"text": self.text, "list": self.list, "mapping": self.mapping}[node.kind]
        if kind is None:
            kind = self.text or self.list or self.mapping
        return kind.read(node, document, path) if kind else self.blank


@dataclass
class Converted(Kind):
    """Another kind whose good value is then made into something by `make`, which raises ValueError in Swedish."""

    kind: Kind
    make: Callable[[Any], Any]

    def read(self, node: Node, document: Document, path: Path) -> Any:
        before = len(document.faults)
        value = self.kind.read(node, document, path)
        if len(document.faults) > before:
            return value
        try:
            return self.make(value)
        except ValueError as error:
            document.fault(path, str(error))
            return value


def tidy(key: str, pattern: str) -> str:
    """A suggestion of a name close to `key` that has the right form, or nothing."""
    guess = re.sub(r"[^a-zåäö0-9]+", "-", key.lower()).strip("-")
    return f"Skriv till exempel ”{guess}”." if guess and re.fullmatch(pattern, guess) else ""


def pairs_of(node: Node, document: Document, path: Path) -> dict[str, Node] | None:
    """The pairs of a mapping by key, the first of equal keys; None when it is no mapping. Marks every position."""
    if node.kind != "mapping":
        empty = "saknar innehåll" if node.empty else "ska vara ett uppslag med nycklar"
        document.fault(path, f"{document.name_of(path)} {empty}.", "Skriv ”nyckel: värde” på indragna rader.")
        return None
    found: dict[str, Node] = {}
    for key, value in node.pairs:
        place = (*path, key.value)
        if key.kind != "text" or (key.plain and key.value == ""):
            document.fault_at(key.line, key.column, "En nyckel ska vara ett ord.", "Kontrollera kolon och indrag.")
        elif key.value in found:
            first = document.key_place(place)[0]
            document.fault_at(
                key.line,
                key.column,
                f"Nyckeln ”{key.value}” är upprepad; den står redan på rad {first}.",
                "Ta bort den ena.",
            )
        else:
            document.mark(place, value, key)
            found[key.value] = value
    return found
