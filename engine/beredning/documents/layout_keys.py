"""What every part of a form is read with: mappings with known keys, lists, texts, yes and no, and the nearest word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
Complain: TypeAlias = Callable[[Path, str, str], None]

_YES_NO: Final = {"ja": True, "nej": False, "true": True, "false": False}


class Keys:
    """Reads values out of parsed YAML and tells each fault with its path. failed: whether there was one."""

    def __init__(self, complain: Complain) -> None:
        self._complain = complain
        self.failed = False

    def complain(self, path: Path, text: str, suggestion: str = "") -> None:
        self.failed = True
        self._complain(path, text, suggestion)

    def mapping(self, said: Any, path: Path, keys: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(said, Mapping):
            self.complain(path, "Här ska det stå nycklar och värden.", f"De som finns är {', '.join(keys)}.")
            return {}
        for key in said:
            if key not in keys:
                self.complain((*path, str(key)), f"Nyckeln ”{key}” finns inte.", nearest_of(str(key), keys))
        return said

    def list(self, said: Mapping[str, Any], key: str, path: Path, *, needed: bool = True) -> list[Any]:
        value = said.get(key)
        if isinstance(value, list):
            return value
        if value is not None or needed:
            self.complain((*path, key), f"”{key}” ska vara en lista." if value is not None else f"”{key}” saknas.")
        return []

    def texts(self, said: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
        """A list of texts, or one text alone; each is told of when it is empty or stands twice."""
        value = said.get(key)
        if value is None or isinstance(value, str | int):
            text = "" if value is None else str(value).strip()
            return (text,) if text else ()
        found: list[str] = []
        for place, one in enumerate(self.list(said, key, path, needed=False)):
            text = "" if isinstance(one, list | Mapping) or one is None else str(one).strip()
            if not text:
                self.complain((*path, key, place), f"”{key}” ska vara en lista av texter.")
            elif text in found:
                self.complain((*path, key, place), f"”{text}” står två gånger i ”{key}”.", "Ta bort den ena.")
            else:
                found.append(text)
        return tuple(found)

    def text(self, said: Mapping[str, Any], key: str, path: Path, *, needed: bool = True) -> str:
        value = said.get(key)
        if isinstance(value, list | Mapping):
            self.complain((*path, key), f"”{key}” ska vara en text.")
            return ""
        text = "" if value is None else str(value).strip()
        if needed and not text and said:
            self.complain((*path, key), f"”{key}” saknas.")
        return text

    def choice(self, said: Mapping[str, Any], key: str, path: Path, known: tuple[str, ...], default: str) -> str:
        word = self.text(said, key, path, needed=False) or default
        if word not in known:
            self.complain((*path, key), f"”{key}” kan inte vara ”{word}”.", nearest_of(word, known))
            return default
        return word

    def yes(self, said: Mapping[str, Any], key: str, path: Path, default: bool = True) -> bool:
        value = self.text(said, key, path, needed=False).lower() or ("ja" if default else "nej")
        if value not in _YES_NO:
            self.complain((*path, key), f"”{key}” ska vara ja eller nej, inte ”{value}”.")
        return _YES_NO.get(value, default)

    def day(self, said: Mapping[str, Any], key: str, path: Path) -> str:
        """An ISO date, "" when none is said."""
        text = self.text(said, key, path, needed=False)
        try:
            if text and date.fromisoformat(text).isoformat() != text:
                raise ValueError(text)
        except ValueError:
            self.complain((*path, key), f"”{text}” är inget datum.", "Skriv ÅÅÅÅ-MM-DD, till exempel 2024-01-31.")
            return ""
        return text


def nearest_of(word: str, known: tuple[str, ...]) -> str:
    """A suggestion: the nearest of the known words, or all of them."""
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Menas ”{near[0]}”?" if near else f"De som finns är {', '.join(known)}."
