"""A YAML file as plain texts, lists and mappings with the place of each, for forms whose keys are read elsewhere."""

from __future__ import annotations

from typing import Any, NamedTuple

from beredning.definitions.nodes import Node, parse
from beredning.errors import BadDefinition, Fault

Path = tuple[str | int, ...]


class Plain(NamedTuple):
    """value: str, list or dict of such. places: (line, column) from 1 by path of keys and places from 0. faults: those
    of the writing, to be told together with those of the content."""

    file: str
    value: Any
    places: dict[Path, tuple[int, int]]
    faults: tuple[Fault, ...] = ()

    def fault(self, path: Path, text: str, suggestion: str = "") -> Fault:
        """A fault at the value of `path`, or at the nearest value above it that was written."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        line, column = self.places.get(known, (0, 0))
        return Fault(self.file, line, column, text, suggestion)


def read_plain(data: bytes, file: str) -> Plain:
    """Reads one document. Raises BadDefinition with every fault of the writing when nothing can be made of it."""
    node, faults = parse(data, file)
    places: dict[Path, tuple[int, int]] = {}
    if node is None:
        raise BadDefinition(f"{file} kan inte läsas.", tuple(faults), "Rätta bristerna och försök igen.")
    value = _value(node, (), file, places, faults)
    return Plain(file, value, places, tuple(faults))


def _value(node: Node, path: Path, file: str, places: dict[Path, tuple[int, int]], faults: list[Fault]) -> Any:
    places[path] = (node.line, node.column)
    if node.kind == "text":
        return node.value
    if node.kind == "list":
        return [_value(item, (*path, at), file, places, faults) for at, item in enumerate(node.items)]
    made: dict[str, Any] = {}
    for key, inner in node.pairs:
        if key.value in made:
            faults.append(
                Fault(file, key.line, key.column, f"Nyckeln ”{key.value}” står två gånger.", "Ta bort en av dem.")
            )
        made[key.value] = _value(inner, (*path, key.value), file, places, faults)
    return made
