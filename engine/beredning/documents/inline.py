"""Text with light marks → runs: **bold**, *italic*, [text](address), and a backslash before a sign that is meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from beredning.core.document import Run, Runs
from beredning.documents.markup import checked_link
from beredning.errors import BadDocument

_MARK: Final = re.compile(
    r"\\(?P<plain>[\\*_\[\]#-])"
    r"|\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*(?!\*)"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>.+?)(?<=[^\s*])\*(?![\w*])"
    r"|\[(?P<text>[^\[\]]+)\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)"
)


def read_inline(text: str, complain: Callable[[str], None]) -> Runs:
    """The runs of a line of text. An address that may not be linked is given to `complain` and stands as text."""
    return _joined(list(_read(text, Run(""), complain)))


def _read(text: str, manner: Run, complain: Callable[[str], None]) -> list[Run]:
    made: list[Run] = []
    at = 0
    for match in _MARK.finditer(text):
        made.append(manner._replace(text=text[at : match.start()]))
        at = match.end()
        if match["plain"]:
            made.append(manner._replace(text=match["plain"]))
        elif match["bold"]:
            made += _read(match["bold"], manner._replace(bold=True), complain)
        elif match["italic"]:
            made += _read(match["italic"], manner._replace(italic=True), complain)
        else:
            made += _read(match["text"], manner._replace(link=_address(match["address"], complain)), complain)
    made.append(manner._replace(text=text[at:]))
    return made


def _address(address: str, complain: Callable[[str], None]) -> str:
    try:
        checked_link(address)
    except BadDocument as error:
        complain(f"{error.text} {error.hint}")
        return ""
    return address


def _joined(made: list[Run]) -> Runs:
    """Runs of the same manner as one, empty ones left out."""
    runs: list[Run] = []
    for run in made:
        if runs and runs[-1]._replace(text="") == run._replace(text=""):
            runs[-1] = runs[-1]._replace(text=runs[-1].text + run.text)
        elif run.text:
            runs.append(run)
    return tuple(runs)
