"""Kinds of value that are one piece of text: names, words, dates, times, numbers, choices and references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from beredning.definitions.nearest import nearest
from beredning.definitions.nodes import Node

if TYPE_CHECKING:
    from beredning.definitions.reader import Document

Path = tuple[str | int, ...]


class Kind:
    """A kind of value. `read` gives the value, or `blank` after having reported a fault to the document."""

    blank: Any = ""

    def read(self, node: Node, document: Document, path: Path) -> Any:
        """The plain value of `node`, which stands at `path`. Faults go to `document`; nothing is raised."""
        raise NotImplementedError


class Scalar(Kind):
    """Any kind that is one piece of text. `what` completes "ska vara …"."""

    what = "en text"
    example = ""

    def read(self, node: Node, document: Document, path: Path) -> Any:
        if node.kind != "text":
            got = "en lista" if node.kind == "list" else "ett uppslag med nycklar"
            return self._refuse(document, path, f"{document.name_of(path)} ska vara {self.what}, inte {got}.")
        if node.empty:
            return self._refuse(document, path, f"{document.name_of(path)} saknar värde.")
        return self.convert(node.value, document, path)

    def convert(self, text: str, document: Document, path: Path) -> Any:
        """The value that `text` means."""
        return text

    def _refuse(self, document: Document, path: Path, text: str, suggestion: str = "") -> Any:
        document.fault(path, text, suggestion or (f"Exempel: {self.example}." if self.example else ""))
        return self.blank


@dataclass
class Text(Scalar):
    """Words for people. Surrounding and doubled white space goes; `lines` keeps line breaks. longest: in characters."""

    longest: int = 2000
    lines: bool = False

    def convert(self, text: str, document: Document, path: Path) -> str:
        rows = [" ".join(row.split()) for row in text.strip().split("\n")]
        value = "\n".join(rows) if self.lines else " ".join(rows).strip()
        if not value:
            return str(self._refuse(document, path, f"{document.name_of(path)} är tom."))
        if len(value) > self.longest:
            problem = f"{document.name_of(path)} har {len(value)} tecken; högst {self.longest} tillåts."
            return str(self._refuse(document, path, problem))
        return value


@dataclass
class Matching(Scalar):
    """Text of a fixed form. pattern: a regular expression the whole text must match; what: the form in words."""

    pattern: str = ".*"
    what: str = "en text"
    example: str = ""

    def convert(self, text: str, document: Document, path: Path) -> str:
        if re.fullmatch(self.pattern, text):
            return text
        return str(self._refuse(document, path, f"{document.name_of(path)} ska vara {self.what}, inte ”{text}”."))


NAME = r"[a-zåäö0-9]+(?:-[a-zåäö0-9]+)*"


def name(example: str = "utkast") -> Matching:
    """A name that other parts of the file refer to: lower case letters, digits and single hyphens."""
    return Matching(NAME, "ett namn med små bokstäver, siffror och bindestreck", example)


@dataclass
class Date(Scalar):
    """A real day as ISO text (2026-02-29 is a fault)."""

    what: str = "ett datum (ÅÅÅÅ-MM-DD)"
    example: str = "2026-03-18"

    def convert(self, text: str, document: Document, path: Path) -> str:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                return str(self._refuse(document, path, f"Datumet {text} finns inte i almanackan."))
        return str(self._refuse(document, path, f"{document.name_of(path)} ska vara {self.what}, inte ”{text}”."))


@dataclass
class Time(Scalar):
    """A time of day as HH:MM text."""

    what: str = "ett klockslag (HH:MM)"
    example: str = "13:30"

    def convert(self, text: str, document: Document, path: Path) -> str:
        if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            return text
        return str(self._refuse(document, path, f"{document.name_of(path)} ska vara {self.what}, inte ”{text}”."))


@dataclass
class Whole(Scalar):
    """A whole number between `least` and `most`, as int."""

    least: int = 0
    most: int = 1_000_000
    blank = 0

    def convert(self, text: str, document: Document, path: Path) -> int:
        title = document.name_of(path)
        if not re.fullmatch(r"-?\d{1,12}", text) or not text.isascii():
            return int(self._refuse(document, path, f"{title} ska vara ett heltal, inte ”{text}”."))
        if not self.least <= int(text) <= self.most:
            problem = f"{title} ska ligga mellan {self.least} och {self.most}, inte vara {text}."
            return int(self._refuse(document, path, problem))
        return int(text)


@dataclass
class YesNo(Scalar):
    """ja or nej, as bool. The English words are refused with the right one suggested."""

    what: str = "ja eller nej"
    blank = False

    def convert(self, text: str, document: Document, path: Path) -> bool:
        if text in ("ja", "nej"):
            return text == "ja"
        meant = {"true": "ja", "yes": "ja", "on": "ja", "false": "nej", "no": "nej", "off": "nej"}.get(text.lower())
        hint = f"Skriv ”{meant}”." if meant else ""
        problem = f"{document.name_of(path)} ska vara {self.what}, inte ”{text}”."
        return bool(self._refuse(document, path, problem, hint))


@dataclass
class Choice(Scalar):
    """One of a closed set of words. `what` names the set in the singular definite ("rollen")."""

    options: Sequence[str] = ()
    what: str = "ett av de givna orden"

    def convert(self, text: str, document: Document, path: Path) -> str:
        if text in self.options:
            return text
        problem = f"{document.name_of(path)} kan inte vara ”{text}”."
        return str(self._refuse(document, path, problem, nearest(text, self.options)))


@dataclass
class Reference(Scalar):
    """A name declared elsewhere in the file (see Names.declares) or given to `read` as known. set: which set of names;
    what: the thing in the singular ("organet")."""

    set: str = ""
    what: str = "namnet"

    def convert(self, text: str, document: Document, path: Path) -> str:
        document.refer(path, text, self.set, self.what)
        return text
