"""Fields of a Word file while they are read: their code, their result, and the links and page numbers among them.

ECMA-376 part 1, 17.16. Fields may stand within one another, and may begin in one paragraph and end in another.
"""

from __future__ import annotations

import re
from typing import Final

from beredning.core.document import FieldName
from beredning.documents.markup import SAFE_LINK
from beredning.documents.read_docx_values import Shared

_QUOTED: Final = re.compile(r'"([^"]*)"|(\\[a-zA-Z])|(\S+)')
_PAGES: Final[dict[str, FieldName]] = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "pages"}
_LONGEST: Final = 5_000


class _Field:
    """One field. result: its code has ended; page: it stands for a page number."""

    __slots__ = ("code", "link", "page", "result")

    def __init__(self, code: str) -> None:
        self.code = code
        self.link = ""
        self.page: FieldName = ""
        self.result = False


class Fields:
    """The fields that are open. hidden: what is met now is a code, or the result of a page number, and is not shown;
    link: the address that what is met now leads to, "" for none."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._open: list[_Field] = []
        self.hidden = False
        self.link = ""

    def begin(self, code: str = "") -> None:
        """A field begins, with its code."""
        self._open.append(_Field(code))
        self._settle()

    def code(self, text: str) -> None:
        """More of the code of the field that began last."""
        if self._open and not self._open[-1].result and len(self._open[-1].code) < _LONGEST:
            self._open[-1].code += text

    def separate(self) -> None:
        """The code has ended and the result begins."""
        if self._open and not self._open[-1].result:
            self._understand(self._open[-1])
            self._settle()

    def end(self) -> FieldName:
        """The field ends; answers the page number that it stands for, "" for any other field."""
        if not self._open:
            return ""
        self.separate()
        field = self._open.pop()
        self._settle()
        return field.page

    def _settle(self) -> None:
        self.hidden = any(not one.result or one.page for one in self._open)
        self.link = next((one.link for one in reversed(self._open) if one.link), "")

    def _understand(self, field: _Field) -> None:
        field.result = True
        words = [one[0] or one[1] or one[2] for one in _QUOTED.findall(field.code[:_LONGEST])]
        name = words[0].upper() if words else ""
        field.page = _PAGES.get(name, "")
        if field.page:
            self._shared.fields.append(name)
        if name == "HYPERLINK":
            local = "\\l" in words
            said = [one for one in words[1:] if not one.startswith("\\")]
            place = said[-1] if said else ""
            field.link = self.anchor(place) if local and len(said) < 2 else self.safe(said[0] if said else "")

    def anchor(self, name: str) -> str:
        """The link to a place in the same file; "" for no name."""
        self._shared.linked.add(name)
        return f"#{name.removeprefix('a_')}" if name else ""

    def safe(self, address: str) -> str:
        """An address that may stand in a document of ours, else "" and a word about it."""
        if not address or address.startswith("#") or SAFE_LINK.match(address):
            return address
        self._shared.unread[f"en länk till ”{short(address)}”, som inte kan följas"] += 1
        return ""


def short(text: str) -> str:
    """A text as it is shown in a sentence about it."""
    clean = " ".join(text.split())
    return clean if len(clean) <= 60 else clean[:57] + "…"
