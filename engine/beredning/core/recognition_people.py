"""Who signs a report and who receives the decision, wherever the officer has written it.

Signatures stand as `namn, namn, titel, titel` or `namn, titel, namn, titel` (domain.md 4.2 row 11), also in one line or
in the cells of a table, and titles may be misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from beredning.core import document as doc
from beredning.core.likeness import nearest, words
from beredning.core.reading import Passage, Reading
from beredning.core.recognition import FoundFact, FoundGroup, FoundPerson, FoundSection
from beredning.core.recognition_sections import SECTION, Part
from beredning.core.report import Layout, SectionForm

_CAPITAL: Final = re.compile(r"[A-ZÅÄÖÉÜØÆ][\w'’]*(?:-[A-ZÅÄÖÉÜØÆ]?[\w'’]+)*\.?\Z")
_PARTICLES: Final = frozenset("von af de la van der den du le el al bin ben ibn da dos di".split())
_OFFICE: Final = re.compile(
    r"(?:chef|direktör|rektor|are|ledare|ekonom|controller|jurist|strateg|sekreterare|samordnare|planerare|arkitekt|"
    r"ingenjör|administratör|handläggare|utvecklare|ordförande|koordinator|assistent|registrator|föreståndare|"
    r"specialist|ansvarig|ledamot|expert|konsult|inspektör|kommunikatör|revisor|sekr|utredare)\Z",
    re.IGNORECASE,
)
_THING: Final = re.compile(
    r"(?:förvaltning|kontor|enhet|avdelning|nämnd|styrelse|utskott|kommun|förskola|skola|verksamhet|utbildning|underlag|"
    r"handling|perspektiv|bedömning|avtal|plan|policy|region)\w*\Z",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"[\s_.…–-]*\Z")
_LONGEST: Final = 80
_MOST_LINES: Final = 24

Kind: TypeAlias = Literal["name", "title", "both", "other", "rule"]


class _Line(NamedTuple):
    """A line where people may sign: its text, the passage it stands in, and what it looks like."""

    text: str
    passage: Passage
    kind: Kind


def is_name(text: str) -> bool:
    """Whether a text looks like a person's name: two to five capitalised words, none of them an office."""
    parts = text.replace("- ", "-").split()
    if not 2 <= len(parts) <= 5 or any(letter.isdigit() for letter in text):
        return False
    if any(_OFFICE.search(part.strip(".,")) or _THING.search(part) for part in parts):
        return False
    return all(_CAPITAL.match(part) or (at and part in _PARTICLES) for at, part in enumerate(parts))


def is_title(text: str) -> bool:
    """Whether a text looks like a title: a few words, one of them an office."""
    parts = text.split()
    return (
        1 <= len(parts) <= 6
        and not text.endswith((".", ":", ";"))
        and any(_OFFICE.search(part.strip(".,()")) for part in parts)
    )


def name_and_title(text: str) -> tuple[str, str] | None:
    """Name and title of "Namn, titel", "Titel, Namn" or "Titel Namn"; None when no person stands there."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    names = [at for at, part in enumerate(parts) if is_name(part)]
    if len(parts) > 1:
        if len(names) != 1:
            return None
        return parts[names[0]], ", ".join(parts[: names[0]] + parts[names[0] + 1 :])
    every = text.split()
    for count in (4, 3, 2):
        name, title = " ".join(every[-count:]), " ".join(every[:-count])
        if len(every) > count and is_name(name) and is_title(title):
            return name, title
    return None


def _line(text: str, passage: Passage) -> _Line:
    kind: Kind = "other"
    if _RULE.match(text):
        kind = "rule"
    elif is_name(text):
        kind = "name"
    elif len(text) <= _LONGEST and name_and_title(text):
        kind = "both"
    elif is_title(text):
        kind = "title"
    return _Line(text, passage, kind)


def _lines(passages: tuple[Passage, ...]) -> list[_Line]:
    """Every line of the passages: those of a cell, a line break or a tab are lines of their own."""
    made = []
    for passage in passages:
        for text in re.split(r"[\n\t]", "\n".join(passage.cells) if passage.cells else passage.text):
            clean = " ".join(text.split())
            if clean:
                made.append(_line(clean, passage))
    return made


def find_signatures(
    reading: Reading, layout: Layout, parts: tuple[Part, ...], facts: tuple[FoundFact, ...]
) -> tuple[tuple[Part, ...], tuple[FoundPerson, ...]]:
    """Those who sign, and the parts with a part of their own where they stand without a heading."""
    form = next((one for one in layout.sections if one.kind == "signatures"), None)
    if form is None:
        return parts, ()
    own = next((part for part in parts if part.form is form), None)
    if own is not None:
        return parts, _people(_lines(tuple(one for one in own.passages if not one.prompt)))
    for at in _likely(layout, form, parts):
        tail = _tail(reading, parts[at], at == len(parts) - 1, facts)
        if tail:
            kept, moved = parts[at].passages[: -len(tail)], parts[at].passages[-len(tail) :]
            signed = Part(form, None, _how(reading, moved), moved, moved[0].block)
            divided = (*parts[:at], parts[at]._replace(passages=kept), signed, *parts[at + 1 :])
            return divided, _people(_lines(moved))
    return parts, ()


def _how(reading: Reading, passages: tuple[Passage, ...]) -> Literal["stil", "text"]:
    return "stil" if any(_is_signed(reading, one) for one in passages) else "text"


def _is_signed(reading: Reading, passage: Passage) -> bool:
    """Whether a passage stands in the style of signatures."""
    return passage.block >= 0 and isinstance(reading.blocks[passage.block], doc.Signatures)


def _likely(layout: Layout, form: SectionForm, parts: tuple[Part, ...]) -> Iterator[int]:
    """Parts at whose end the signatures may stand: before their place in the form, then at the end of the paper."""
    before = [one.name for one in layout.sections[: layout.sections.index(form)]][::-1]
    there = [part.form.name if part.form else "" for part in parts]
    last = next((len(there) - 1 - there[::-1].index(name) for name in before if name in there), None)
    if last is not None:
        yield last
    end = len(parts) - 1
    closing = parts[end].form
    kind = closing.kind if closing else ""
    if end != last and end > 0 and kind not in ("papers", "receivers"):
        yield end


def _tail(reading: Reading, part: Part, ends: bool, facts: tuple[FoundFact, ...]) -> tuple[Passage, ...]:
    """The passages at the end of a part that are signatures and nothing else.

    They begin with a name, and somebody there has a title or is the one whom the head names as handläggare: two words
    in capitals alone are not enough.
    """
    passages = list(part.passages)
    at = len(passages)
    while at > 0 and len(passages) - at < _MOST_LINES:
        one = passages[at - 1]
        if one.kind in ("heading", "item") or one.prompt or one.control.startswith(SECTION):
            break
        if len(one.text) > 3 * _LONGEST or not _may_sign(one):
            break
        at -= 1
    signed = [place for place in range(at, len(passages)) if _is_signed(reading, passages[place])]
    if signed:
        return tuple(passages[signed[0] :])
    officer = next((fact.text.casefold() for fact in facts if fact.form.name == "handläggare"), "")
    while at < len(passages):
        tail = tuple(passages[at:])
        lines = [line for line in _lines(tail) if line.kind != "rule"]
        if lines and lines[0].kind in ("name", "both") and _holds(lines):
            titled = any(line.kind in ("title", "both") for line in lines)
            if titled or any(line.kind == "name" and line.text.casefold() in officer for line in lines):
                return tail
        at += 1
    return ()


def _may_sign(passage: Passage) -> bool:
    """Whether every line of a passage may be a name, a title, or a line to write on."""
    lines = _lines((passage,))
    short = all(len(line.text) <= _LONGEST and not line.text.endswith((".", ":", ";", "!", "?")) for line in lines)
    return bool(lines) and (short or all(line.kind != "other" for line in lines))


def _holds(lines: list[_Line]) -> bool:
    """Whether lines are names and titles through and through; a title that is not known as one must follow a name."""
    names = sum(line.kind in ("name", "both") for line in lines)
    others = sum(line.kind == "other" for line in lines)
    rest = sum(line.kind in ("title", "other") for line in lines)
    return rest <= names and others < max(names, 1)


def _people(lines: list[_Line]) -> tuple[FoundPerson, ...]:
    """Names with their titles, in the order they stand: titles right after each name, or all after all names."""
    people: list[FoundPerson] = []
    waiting = 0  # the first of those who still have no title
    for line in lines:
        if line.kind == "both":
            name, title = name_and_title(line.text) or (line.text, "")
            people.append(FoundPerson(name, title, line.passage))
            waiting = len(people)
        elif line.kind == "name" or (line.kind == "other" and waiting == len(people)):
            people.append(FoundPerson(line.text, "", line.passage))
        elif line.kind in ("title", "other") and waiting < len(people):
            people[waiting] = people[waiting]._replace(title=line.text)
            waiting += 1
    return tuple(people)


def find_receivers(section: FoundSection) -> Iterator[FoundGroup]:
    """The receivers in groups, under the headings that the form has for those who act and those who are told."""
    titles: dict[str, Literal["hantera", "kännedom"]] = {}
    if section.form.action:
        titles[words(section.form.action)] = "hantera"
    if section.form.information:
        titles[words(section.form.information)] = "kännedom"
    group = FoundGroup("", None, ())
    for passage in section.passages:
        said = words(passage.text)
        near = said if said in titles else None
        if near is None and passage.kind != "item" and len(said) < 60:
            near = nearest(said, titles)
        if near is not None:
            if group.heading or group.receivers:
                yield group
            group = FoundGroup(titles[near], passage, ())
        elif passage.text.strip():
            group = group._replace(receivers=(*group.receivers, passage))
    if group.heading or group.receivers:
        yield group
