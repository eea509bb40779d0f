"""YAML bytes to nodes of text with positions: nothing is converted, evaluated or shared; every fault has its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from beredning.errors import Fault

MAX_BYTES = 5_000_000
MAX_DEPTH = 40

Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

# What libyaml and PyYAML say, by a part of their text, and what a municipality needs to hear.
_PROBLEMS = (
    ("tab", "Raden är indragen med tabb.", "YAML tillåter bara mellanslag som indrag."),
    ("cannot start any token", "Tecknet kan inte inleda ett värde.", "Sätt texten inom citattecken."),
    ("mapping values are not allowed", "Oväntat kolon.", "Innehåller texten ett kolon ska den stå inom citattecken."),
    ("could not find expected ':'", "Raden saknar kolon efter nyckeln.", "Skriv ”nyckel: värde”."),
    ("expected <block end>", "Indraget stämmer inte med raderna ovanför.", "Ställ raden i linje med sina syskon."),
    ("did not find expected key", "Indraget stämmer inte med raderna ovanför.", "Ställ raden i linje med sina syskon."),
    ("did not find expected '-'", "Raden borde vara en punkt i listan.", "Börja raden med ”- ” eller ändra indraget."),
    ("expected ',' or", "Listan eller uppslaget inom klammer är inte avslutat.", "Sätt kommatecken eller slutklammer."),
    ("end of stream", "Ett citattecken eller en klammer avslutas aldrig.", "Leta uppåt efter den som öppnades."),
    ("undefined alias", "Ett alias (*) används.", "Skriv ut värdet; alias och ankare är inte tillåtna."),
    ("unknown escape", "Okänt omvänt snedstreck inom citattecken.", "Använd enkla citattecken (') runt texten."),
)

# A pattern like {år}/{löpnummer} without quotation marks: YAML takes its first part for a mapping.
_UNQUOTED = re.compile(r"[:-] +(\{[^{}\s:]+\}(?:[^\s,{}\]#]|\{[^{}\s:]+\})+)")


@dataclass(slots=True)
class Node:
    """A value as written. `value`: the text, the items, or the pairs of a mapping in order. line and column count
    from 1. plain: the text stood without quotation marks."""

    kind: Literal["text", "list", "mapping"]
    line: int
    column: int
    value: str = ""
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing at all was written where a value could stand."""
        return self.kind == "text" and self.plain and self.value in ("", "~")


def parse(data: bytes, file: str) -> tuple[Node | None, list[Fault]]:
    """The nodes of one YAML document, and the faults of its writing. The node is None when nothing can be made of it.

    Anchors, aliases, tags, directives, several documents, more than MAX_BYTES bytes or MAX_DEPTH levels are faults.
    """
    faults: list[Fault] = []
    text = _decode(data, file, faults)
    if text is None:
        return None, faults
    builder = _Builder(file, faults)
    try:
        root = builder.document(iter(yaml.parse(text, Loader=Loader)))
    except yaml.YAMLError as error:
        faults.extend(_syntax(error, text, file))
        return None, faults
    if root is None and not faults:
        faults.append(Fault(file, 0, 0, "Filen är tom.", "Skriv minst de obligatoriska nycklarna."))
    return root, faults


def _decode(data: bytes, file: str, faults: list[Fault]) -> str | None:
    if len(data) > MAX_BYTES:
        faults.append(Fault(file, 0, 0, f"Filen är {len(data) // 1000} kB; högst {MAX_BYTES // 1000} kB läses."))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        hint = "Spara filen som UTF-8 (troligen är den sparad som Windows-1252)."
        faults.append(Fault(file, line, column, "Filen är inte UTF-8 från det här tecknet.", hint))
        return None


class _Builder:
    """Builds nodes from YAML events. An alias becomes a fault and an empty text, so nothing can grow."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults

    def document(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if event.version or event.tags:
                    self._fault(event, "YAML-direktiv (%) är inte tillåtna.", "Ta bort raden.")
                if root is not None:
                    self._fault(event, "Filen innehåller flera dokument.", "Dela upp den vid ”---”, en fil för varje.")
                    return root
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        return None if root is not None and root.empty else root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self._check(event)
        if depth > MAX_DEPTH:
            raise _TooDeep(event.start_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            node = Node("list", line, column)
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                node.items.append(self._node(event, events, depth + 1))
            return node
        if isinstance(event, yaml.MappingStartEvent):
            node = Node("mapping", line, column)
            while not isinstance(event := next(events), yaml.MappingEndEvent):
                key = self._node(event, events, depth + 1)
                node.pairs.append((key, self._node(next(events), events, depth + 1)))
            return node
        if isinstance(event, yaml.ScalarEvent):
            return Node("text", line, column, event.value, plain=event.style in (None, ""))
        return Node("text", line, column)

    def _check(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, f"Alias ”*{event.anchor}” är inte tillåtet.", "Skriv ut värdet.")
        elif event.anchor:
            self._fault(event, f"Ankare ”&{event.anchor}” är inte tillåtet.", "Ta bort det och skriv ut värdena.")
        if getattr(event, "tag", None) not in (None, "!"):
            self._fault(
                event, f"Typmärket ”{event.tag}” är inte tillåtet.", "Ta bort det; programmet väljer typ själv."
            )

    def _fault(self, event: Any, text: str, suggestion: str) -> None:
        mark = event.start_mark
        self.faults.append(Fault(self.file, mark.line + 1, mark.column + 1, text, suggestion))


class _TooDeep(yaml.MarkedYAMLError):
    """More levels than any definition needs."""

    def __init__(self, mark: Any) -> None:
        super().__init__(problem="too deep", problem_mark=mark)


def _syntax(error: yaml.YAMLError, text: str, file: str) -> list[Fault]:
    tabs = [
        Fault(file, number, len(line) - len(line.lstrip(" ")) + 1, _PROBLEMS[0][1], _PROBLEMS[0][2])
        for number, line in enumerate(text.split("\n"), 1)
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()
    ]
    if tabs:
        return tabs
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return [_control(text, file)]
    line, column = mark.line + 1, mark.column + 1
    if isinstance(error, _TooDeep):
        return [Fault(file, line, column, f"Filen är nästlad djupare än {MAX_DEPTH} nivåer.", "Förenkla strukturen.")]
    brace = _UNQUOTED.search(text.split("\n")[mark.line]) if mark.line < text.count("\n") + 1 else None
    if brace:
        what = "Text som börjar med klammer måste stå inom citattecken."
        return [Fault(file, line, brace.start(1) + 1, what, f'Skriv "{brace[1]}".')]
    said = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    for part, what, hint in _PROBLEMS[1:]:
        if part in said:
            return [Fault(file, line, column, what, hint)]
    return [
        Fault(
            file,
            line,
            column,
            f"Filen är inte giltig YAML här ({said.strip()}).",
            "Jämför med en fil som går att läsa.",
        )
    ]


def _control(text: str, file: str) -> Fault:
    position = next(
        (i for i, c in enumerate(text) if not c.isprintable() and c not in "\n\r\t\x85\ufeff\u2028\u2029"), 0
    )
    before = text[:position]
    line, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
    return Fault(file, line, column, "Filen innehåller ett styrtecken.", "Ta bort tecknet; filen kan vara skadad.")
