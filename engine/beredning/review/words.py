"""Words of a report against a dictionary: which are misspelt, and which are only names, abbreviations or quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.look import Look
from beredning.review.texts import LONGEST_WORD, near, unquoted
from beredning.review.values import Speller

_SKIPPED: Final = re.compile(
    r"\b(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+\.(?:se|nu|com|org|net|eu|pdf|docx?|xlsx?)\b\S*"
    r"|\*[^*\n]{2,80}\*|[\w.-]*\d[\w./:-]*|[²³¹⁰-⁹]+"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*-?")
_SHORTEST: Final = 4
_PART: Final = 5
# Little words that run together with the next when a space is lost.
_RUN_ON: Final = (
    "till",
    "från",
    "för",
    "och",
    "att",
    "med",
    "den",
    "det",
    "som",
    "på",
    "av",
    "om",
    "är",
    "en",
    "ett",
    "vid",
)


class Place(NamedTuple):
    """A word with where it stands; opens: it is the first of a sentence, so that its capital says nothing."""

    word: str
    opens: bool
    passage: Passage


def words(passage: Passage) -> Iterator[Place]:
    """The words of a passage that a dictionary may be asked about: no addresses, numbers, or what is quoted."""
    text = _SKIPPED.sub(lambda found: " " * len(found[0]), unquoted(passage.text))
    for found in _WORD.finditer(text):
        before = text[: found.start()].rstrip(' (–-"”')
        opens = not before or before[-1] in ".!?:•\t"
        if text[found.end() : found.end() + 1] != "." or text[found.end() + 1 : found.end() + 2] in ("", " "):
            yield Place(found[0], opens, passage)


def misspelt(look: Look, speller: Speller) -> Iterator[Finding]:
    """Each misspelt word once, where it first stands, with how many places more (SP01); words run together are SP02."""
    names = _names(look)
    places: dict[str, list[Place]] = {}
    for passage in _passages(look):
        for place in words(passage):
            if _asked_about(place, names):
                places.setdefault(place.word.casefold(), []).append(place)
    for found in places.values():
        one = found[0]
        told = None if _known(one.word, speller) else _finding(look, one, len(found), speller)
        if told:
            yield told


def _passages(look: Look) -> Iterator[Passage]:
    """Running text, lists and titles; not the rows of tables, which are full of abbreviations."""
    title = look.value("rubrik")
    if title:
        yield title[1]
    for _, passage in look.body:
        if passage.kind != "row":
            yield passage


def _names(look: Look) -> frozenset[str]:
    """Every part of a name in the register, the organs and the report's own people."""
    register = [known.name for known in look.frame.register or ()] + [one.name for one in look.frame.organs or ()]
    everybody = [*register, *(person.name for person in look.report.signatories)]
    officer = look.value("handläggare")
    if officer:
        everybody.append(officer[0].rpartition(",")[2])
    parts = {part.casefold() for name in everybody for part in re.split(r"[\s-]+", name)}
    return frozenset(parts | {part + "s" for part in parts})


def _asked_about(place: Place, names: frozenset[str]) -> bool:
    """Whether a misspelling could be told: a capital within a sentence is a name, several are an abbreviation."""
    word = place.word
    if len(word) < _SHORTEST or len(word) > LONGEST_WORD or word.endswith("-") or word.casefold() in names:
        return False
    capitals = sum(letter.isupper() for letter in word)
    if capitals > 1 or (capitals == 1 and not (word[0].isupper() and place.opens)):
        return False
    return not any(part.casefold() in names for part in word.split("-"))


def _known(word: str, speller: Speller) -> bool:
    """Right as it stands, in small letters, or part for part with its hyphens."""
    if speller.knows(word) or speller.knows(word.casefold()):
        return True
    parts = [part for part in re.split(r"[-’']", word) if part]
    return len(parts) > 1 and all(len(part) < _SHORTEST or _known(part, speller) for part in parts)


def _finding(look: Look, place: Place, count: int, speller: Speller) -> Finding | None:
    word = place.word
    more = f" (står {count} gånger)" if count > 1 else ""
    apart = next((f"{one} {word[len(one) :]}" for one in _RUN_ON if _runs_on(word, one, speller)), "")
    if apart:
        return look.finding("SP02", place.passage, f"”{word}” är två ord{more}.", f"Skriv ”{apart}”.")
    nearest = sorted(speller.nearest(word.casefold()), key=lambda one: not _is_used(look, one))
    if _is_compound(word.casefold(), speller) and not any(near(word.casefold(), one) for one in nearest):
        return None
    hint = f"Menas ”{'” eller ”'.join(nearest[:3])}”?" if nearest else "Kontrollera ordet."
    return look.finding("SP01", place.passage, f"”{word}” finns inte i ordlistan{more}.", hint)


def _is_compound(word: str, speller: Speller) -> bool:
    """Whether it is two whole words put together, which the dictionary's own rules for compounds do not allow."""
    places = range(_PART, len(word) - _PART + 1)
    return any(speller.knows(word[:at]) and speller.knows(word[at:]) for at in places)


def _is_used(look: Look, word: str) -> bool:
    """Whether the report itself has the word, somewhere: then it is what was meant."""
    return any(word in passage.text.casefold() for _, passage in look.body)


def _runs_on(word: str, little: str, speller: Speller) -> bool:
    rest = word.casefold()[len(little) :]
    return word.casefold().startswith(little) and len(rest) >= 5 and speller.knows(rest)
