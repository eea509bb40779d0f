"""Changes single values in a YAML file that people keep by hand: all else in it, comments too, stays as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

Path = tuple[str | int, ...]
_PLAIN = re.compile(r"[A-Za-zÅÄÖåäöÉéÜü0-9](?:[\wÅÄÖåäö .@/()+-]*[\wÅÄÖåäö.)])?")
# Words that other readers of YAML take for something else than text; ours does not, but the file may be read elsewhere.
_LOADED = re.compile(r"(?i:true|false|yes|no|on|off|null|y|n)|[\d.+-]+(?:e[\d+-]+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|[1-9]\d*")


class _Change(NamedTuple):
    """Replace the characters from `start` to `end` with `text`."""

    start: int
    end: int
    text: str


class Editor:
    """The text of one file and the changes asked for. Nothing happens until `text()`.

    What cannot be placed safely raises ValueError; the caller reads the result again and compares, so that a mistake
    here can never reach the file.
    """

    def __init__(self, text: str) -> None:
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._text = text[len(self._mark) :]
        self._newline = "\r\n" if "\r\n" in self._text else "\n"
        self._root = yaml.compose(self._text, Loader=yaml.BaseLoader)
        self._changes: list[_Change] = []
        self._tail: list[str] = []

    def text(self) -> str:
        """The text with every change made."""
        result = self._text
        for change in sorted(self._changes, key=lambda c: (c.start, c.end), reverse=True):
            result = result[: change.start] + change.text + result[change.end :]
        if self._tail:
            ending = "" if not result or result.endswith("\n") else self._newline
            result += ending + "".join(line + self._newline for line in self._tail)
        return self._mark + result

    def set(self, path: Path, values: Mapping[str, str]) -> None:
        """Give the mapping at `path` these values: those it has are replaced where they stand, others are added."""
        mapping = self._at(path)
        if not isinstance(mapping, yaml.MappingNode):
            raise ValueError(f"{path} is no mapping")
        written = {key.value: (key, value) for key, value in mapping.value}
        added = {}
        for key, value in values.items():
            if key in written:
                self._replace(*written[key], scalar(value))
            else:
                added[key] = scalar(value)
        self._add(mapping, added)

    def extend(self, path: Path, key: str, items: Sequence[str]) -> None:
        """Add items, written as YAML, to the list under `key` of the mapping at `path`; one value becomes a list."""
        mapping = self._at(path)
        name, found = next(((n, value) for n, value in mapping.value if n.value == key), (None, None))
        if name is None or found is None:
            self._add(mapping, {key: f"[{', '.join(items)}]"})
        elif isinstance(found, yaml.ScalarNode):
            old = [self._text[found.start_mark.index : found.end_mark.index]] if found.value else []
            self._replace(name, found, f"[{', '.join([*old, *items])}]")
        elif not found.value:
            self._replace(name, found, f"[{', '.join(items)}]")
        elif found.flow_style:
            end = found.value[-1].end_mark.index
            self._changes.append(_Change(end, end, "".join(f", {item}" for item in items)))
        else:
            indent = " " * (found.start_mark.column)
            self._line_after(found.value[-1], [f"{indent}- {item}" for item in items])

    def append(self, key: str, blocks: Sequence[Sequence[str]]) -> None:
        """Add entries at the end of the file's only collection, `key`, which must be its last key and in block form.

        blocks: the lines of each entry without indentation. A file without the key gets it.
        """
        pairs = self._root.value if isinstance(self._root, yaml.MappingNode) else []
        last = pairs[-1] if pairs else None
        if last is None or (last[0].value != key and all(name.value != key for name, _ in pairs)):
            self._tail.append(f"{key}:")
            indent = 2
        elif last[0].value != key or getattr(last[1], "flow_style", False):
            raise ValueError(f"{key} is not the last key in block form")
        else:
            indent = last[1].start_mark.column if last[1].value else 2
        self._tail += [" " * indent + line for block in blocks for line in block]

    def _at(self, path: Path) -> Any:
        node: Any = self._root
        for part in path:
            if isinstance(part, int):
                node = node.value[part]
            else:
                node = next(value for key, value in node.value if key.value == part)
        return node

    def _replace(self, key: Any, node: Any, text: str) -> None:
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            text += self._newline
        if start == end and not self._text[key.end_mark.index : start].endswith(" "):
            text = f" {text}"
        self._changes.append(_Change(start, end, text))

    def _add(self, mapping: Any, values: Mapping[str, str]) -> None:
        if not values:
            return
        if mapping.flow_style:
            end = mapping.value[-1][1].end_mark.index if mapping.value else mapping.start_mark.index + 1
            text = ", ".join(f"{key}: {value}" for key, value in values.items())
            self._changes.append(_Change(end, end, f", {text}" if mapping.value else text))
            return
        indent = " " * mapping.start_mark.column
        lines = [f"{indent}{key}: {value}" for key, value in values.items()]
        exact = [value for _, value in mapping.value if isinstance(value, yaml.ScalarNode) or value.flow_style]
        whole = [value for value in exact if getattr(value, "style", None) not in ("|", ">")]
        if whole:
            self._line_after(whole[-1], lines)
        else:
            start = mapping.value[0][0].start_mark.index
            text = "".join(line.strip() + self._newline + indent for line in lines)
            self._changes.append(_Change(start, start, text))

    def _line_after(self, node: Any, lines: Sequence[str]) -> None:
        """Insert whole lines after the one that `node` ends on, so that a comment behind it stays with it."""
        end = self._text.find("\n", node.end_mark.index)
        if end < 0:
            at, text = len(self._text), "".join(self._newline + line for line in lines)
        else:
            at, text = end + 1, "".join(line + self._newline for line in lines)
        self._changes.append(_Change(at, at, text))


def scalar(text: str) -> str:
    """A value as it is written in YAML: plain where nothing can be misread, else within quotation marks."""
    if _DATE.fullmatch(text) or (_PLAIN.fullmatch(text) and not _LOADED.fullmatch(text)):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(values: Mapping[str, str | Sequence[str]]) -> str:
    """A mapping on one line: {person: ada.al, organ: BN}. Empty values are left out."""
    parts = [f"{key}: {value_of(value)}" for key, value in values.items() if value]
    return "{" + ", ".join(parts) + "}"


def value_of(value: str | Sequence[str]) -> str:
    """A text as a scalar, several as a list on one line."""
    return scalar(value) if isinstance(value, str) else f"[{', '.join(scalar(v) for v in value)}]"
