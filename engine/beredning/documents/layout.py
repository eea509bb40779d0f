"""A municipality's form for its reports, read from an already parsed mapping with Swedish keys.

The keys: `namn`, `titel`, `huvud` (a list of `namn`, `ledtext`, `uppmaning`), `avsnitt` (a list of `namn`, `rubrik`,
`slag`, `krävs`, `nivå`, `uppmaning`, `standardfraser`, `hantera`, `kännedom`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from beredning.core.report import FACT_NAMES, FactForm, Layout, SectionForm, SectionKind

Path: TypeAlias = tuple[str | int, ...]
Complain: TypeAlias = Callable[[Path, str, str], None]

KINDS: Final[dict[str, SectionKind]] = {
    "text": "text",
    "beslut": "decision",
    "beslutsunderlag": "papers",
    "mottagare": "receivers",
    "underskrifter": "signatures",
    "mbl": "consultation",
}
_LAYOUT_KEYS: Final = ("namn", "titel", "huvud", "avsnitt")
_FACT_KEYS: Final = ("namn", "ledtext", "uppmaning")
_SECTION_KEYS: Final = (
    "namn", "rubrik", "slag", "krävs", "nivå", "uppmaning", "standardfraser", "hantera", "kännedom",
)  # fmt: skip
_NAME: Final = re.compile(r"[a-zåäöéü][a-zåäöéü0-9_]*\Z")
_YES_NO: Final = {"ja": True, "nej": False, "true": True, "false": False}


def from_mapping(said: Mapping[str, Any], complain: Complain) -> Layout | None:
    """The layout that a mapping says, or None when it has faults.

    complain is called once for every fault, with the path to it (keys and places from 0), what is wrong, and a
    suggestion or "". Scalars may be text or already converted.
    """
    reader = _Reader(complain)
    layout = reader.layout(said)
    return None if reader.failed else layout


class _Reader:
    def __init__(self, complain: Complain) -> None:
        self._complain = complain
        self.failed = False

    def complain(self, path: Path, text: str, suggestion: str = "") -> None:
        self.failed = True
        self._complain(path, text, suggestion)

    def layout(self, said: Any) -> Layout:
        said = self._mapping(said, (), _LAYOUT_KEYS)
        facts = tuple(self._fact(one, ("huvud", place)) for place, one in enumerate(self._list(said, "huvud", ())))
        sections = tuple(
            self._section(one, ("avsnitt", place)) for place, one in enumerate(self._list(said, "avsnitt", ()))
        )
        self._repeated("huvud", [one.name for one in facts])
        self._repeated("avsnitt", [one.name for one in sections])
        for kind, word in (
            ("papers", "beslutsunderlag"),
            ("receivers", "mottagare"),
            ("signatures", "underskrifter"),
            ("consultation", "mbl"),
        ):
            if sum(one.kind == kind for one in sections) > 1:
                self.complain(("avsnitt",), f"Bara ett avsnitt får ha slaget {word}.")
        if not sections:
            self.complain(("avsnitt",), "Formuläret måste ha minst ett avsnitt.")
        return Layout(self._text(said, "namn", ()), self._text(said, "titel", ()), facts, sections)

    def _fact(self, said: Any, path: Path) -> FactForm:
        said = self._mapping(said, path, _FACT_KEYS)
        name = self._text(said, "namn", path)
        if name and name not in FACT_NAMES:
            self.complain((*path, "namn"), f"Uppgiften ”{name}” finns inte.", _nearest(name, FACT_NAMES))
        return FactForm(name, self._text(said, "ledtext", path, needed=False), self._text(said, "uppmaning", path))

    def _section(self, said: Any, path: Path) -> SectionForm:
        said = self._mapping(said, path, _SECTION_KEYS)
        name = self._text(said, "namn", path)
        if name and not _NAME.match(name):
            text = f"Namnet ”{name}” får bara ha små bokstäver, siffror och understreck, och börja med en bokstav."
            self.complain((*path, "namn"), text)
        word = self._text(said, "slag", path, needed=False) or "text"
        if word not in KINDS:
            self.complain((*path, "slag"), f"Slaget ”{word}” finns inte.", _nearest(word, tuple(KINDS)))
        kind = KINDS.get(word, "text")
        heading = self._text(said, "rubrik", path, needed=kind != "signatures")
        phrases = tuple(str(one) for one in self._list(said, "standardfraser", path, needed=False))
        return SectionForm(
            name,
            heading,
            self._text(said, "uppmaning", path),
            kind,
            self._yes(said, "krävs", path),
            self._level(said, path),
            phrases,
            self._text(said, "hantera", path, needed=False),
            self._text(said, "kännedom", path, needed=False),
        )

    def _mapping(self, said: Any, path: Path, keys: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(said, Mapping):
            self.complain(path, "Här ska det stå nycklar och värden.", f"De som finns är {', '.join(keys)}.")
            return {}
        for key in said:
            if key not in keys:
                self.complain((*path, str(key)), f"Nyckeln ”{key}” finns inte.", _nearest(str(key), keys))
        return said

    def _list(self, said: Mapping[str, Any], key: str, path: Path, *, needed: bool = True) -> list[Any]:
        value = said.get(key)
        if isinstance(value, list):
            return value
        if value is not None or needed:
            self.complain((*path, key), f"”{key}” ska vara en lista." if value is not None else f"”{key}” saknas.")
        return []

    def _text(self, said: Mapping[str, Any], key: str, path: Path, *, needed: bool = True) -> str:
        value = said.get(key)
        if isinstance(value, list | Mapping):
            self.complain((*path, key), f"”{key}” ska vara en text.")
            return ""
        text = "" if value is None else str(value).strip()
        if needed and not text and said:
            self.complain((*path, key), f"”{key}” saknas.")
        return text

    def _yes(self, said: Mapping[str, Any], key: str, path: Path) -> bool:
        value = str(said.get(key, "ja")).strip().lower()
        if value not in _YES_NO:
            self.complain((*path, key), f"”{key}” ska vara ja eller nej, inte ”{value}”.")
        return _YES_NO.get(value, True)

    def _level(self, said: Mapping[str, Any], path: Path) -> int:
        value = str(said.get("nivå", "1")).strip()
        if value not in ("1", "2", "3"):
            self.complain((*path, "nivå"), f"”nivå” ska vara 1, 2 eller 3, inte ”{value}”.")
            return 1
        return int(value)

    def _repeated(self, key: str, names: list[str]) -> None:
        for place, name in enumerate(names):
            if name and name in names[:place]:
                self.complain((key, place, "namn"), f"Namnet ”{name}” finns två gånger.")


def _nearest(word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Menas ”{near[0]}”?" if near else f"De som finns är {', '.join(known)}."
