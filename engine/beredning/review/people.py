"""People as a kallelse names them: name, party or title, and whether they are written as people are in its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.core.reading import Passage
from beredning.review.values import Notice

_WORD: Final = r"[A-ZÅÄÖÉÜ][\wåäöéèüáíóñ'’]*"
_CAP: Final = rf"{_WORD}(?:-\s?[A-ZÅÄÖÉ][\wåäöéèü]*)?"
_CLOSED: Final = rf"{_WORD}(?:-[A-ZÅÄÖÉ][\wåäöéèü]*)?"
NAME: Final = re.compile(rf"(?<![\w-]){_CLOSED}(?: (?:von|af|de|van) {_CLOSED}| {_CLOSED}){{1,3}}(?![\w-])")
_PARTY: Final = r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,3}"
_BRACKETED: Final = re.compile(rf"({_CAP}(?:[ ]{_CAP}){{1,3}})\s*\(({_PARTY})\)")
_BARE: Final = re.compile(rf"({_CAP}(?:[ ]{_CAP}){{1,3}}?)\s+([A-ZÅÄÖ]{{1,3}}|[A-Z][a-z][A-Z])(?=\s|$)")
_TITLED: Final = re.compile(
    rf"({_CAP}(?:[ ]{_CAP}){{1,3}}?)(?:(\s*,\s*)|\s+)"
    r"((?:(?<=, )[A-ZÅÄÖ][a-zåäö]+ )?[a-zåäö][\w./-]*(?:\s(?!med\b)[a-zåäö][\w./-]*)*)"
)
NOWHERE: Final = Passage("")
_ELECTED: Final = ("ledamöter", "tjänstgörande", "ersättare")


class Called(NamedTuple):
    """Somebody on the kallelse. group: as printed; party "SD", or title; proper: written as such lists write people."""

    name: str
    party: str
    title: str
    group: str
    proper: bool
    passage: Passage


def called_people(notice: Notice) -> tuple[Called, ...]:
    """Everybody whom the kallelse names in its lists, and its chair."""
    made: list[Called] = []
    for group, passage in notice.people:
        elected = group.casefold() in _ELECTED
        for line in passage.text.split("\n"):
            made += _elected(line, group, passage) if elected else _titled(line, group, passage)
    return tuple(made)


def elected_people(text: str) -> tuple[tuple[str, str, bool], ...]:
    """Elected people in a text, one on each line or all in a row: name, party, and whether it is written "(S)"."""
    return tuple((one.name, one.party, one.proper) for line in text.split("\n") for one in _elected(line, "", NOWHERE))


def _elected(line: str, group: str, passage: Passage) -> Iterator[Called]:
    bracketed = list(_BRACKETED.finditer(line))
    for found in bracketed or _BARE.finditer(line):
        yield Called(found[1].strip(), found[2], "", group, bool(bracketed), passage)


def _titled(line: str, group: str, passage: Passage) -> Iterator[Called]:
    bracketed = list(_BRACKETED.finditer(line))
    for found in bracketed:
        yield Called(found[1].strip(), found[2], "", group, True, passage)
    if bracketed:
        return
    for found in _TITLED.finditer(line):
        yield Called(found[1].strip(), "", found[3].strip(" ,"), group, bool(found[2]), passage)


def joined(name: str) -> str:
    """A name with its hyphens closed: "Ulla- Stina" is meant to be "Ulla-Stina"."""
    return re.sub(r"\s*-\s*", "-", " ".join(name.split()))


def is_elected(group: str) -> bool:
    """Whether a group on the kallelse is of elected people."""
    return group.casefold() in _ELECTED
