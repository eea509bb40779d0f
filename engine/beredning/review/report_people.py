"""The people in a report: each spelt in one way, with one title, and the approver's signature (NM01, NM02, NM05)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.look import Look
from beredning.review.placeholders import quoted
from beredning.review.texts import near, plain, squeezed

_PARTICLES: Final = frozenset("von af de la van der den du le el al bin ben ibn da dos".split())
_NOT_NAMES: Final = re.compile(
    r"(?i)(?:förvaltning|nämnd|styrels|utskott|fullmäktig|kommun|enhet|avdelning|kontor|region|stab|bolag|skola|"
    r"förbund|"
    r"grupp|råd|chef|direktör|rektor|utvecklare|sekreterare|strateg|handläggare|controller|ekonom|ledare|ansvarig|"
    r"samordnare|utredare|specialist|expert|inspektör|kurator|arkitekt|analytiker|kommunikatör|bibliotekarie|pedagog|"
    r"psykolog|konsult|chaufför|tekniker|notarie|revisor|administratör|jurist|registrator|verksamhet|planerare|koordinator|assistent|ingenjör)\w*$"
)
_CAPITAL: Final = re.compile(r"[A-ZÅÄÖÉÜØÆ][\w'’]+(?:-\s?[A-ZÅÄÖÉÜØÆ]?[\w'’]+)*|[A-ZÅÄÖ]\.")
_PAIR: Final = re.compile(
    r"(?=(?<![\w-])([A-ZÅÄÖÉ][\w'’]+(?:-[A-ZÅÄÖÉ]?[\w'’]+)*) ([A-ZÅÄÖÉ][\w'’]+(?:-[A-ZÅÄÖÉ]?[\w'’]+)*))"
)
_APPROVER: Final = re.compile(r"(?i)chef|direktör|rektor|föreståndare|ordförande|kanslichef|sekreterare till")
_LINE: Final = 80
_MAIL: Final = re.compile(r"[\w.+-]+@[\w.-]+")


class Mention(NamedTuple):
    """A person where a form names one. title: "" when none stands there."""

    name: str
    title: str
    passage: Passage


def looks_like_name(text: str) -> bool:
    """Whether a text can be a person's name: two to five capitalised words, none a title or an office."""
    words = text.split()
    if not 2 <= len(words) <= 5:
        return False
    if any(_NOT_NAMES.search(word) for word in words):
        return False
    return all(_CAPITAL.fullmatch(word) or (at and word.casefold() in _PARTICLES) for at, word in enumerate(words))


def split_person(text: str, known: Sequence[str] = ()) -> tuple[str, str]:
    """The name and title in "Titel, Namn (mejl)", "Titel Namn", "Namn, titel" or "Namn Titel"; ("", "") when nobody is.

    known: names that are recognised although no comma stands before them.
    """
    bare = re.sub(r"\([^)]*\)", " ", _MAIL.sub(" ", text)).strip(" ,.;")
    parts = [part.strip() for part in bare.split(",") if part.strip()]
    for at, part in enumerate(parts):
        if looks_like_name(part):
            return part, ", ".join(parts[:at] + parts[at + 1 :])
    words = bare.replace(",", " ").split()
    for count in (4, 3, 2):
        name = " ".join(words[-count:])
        title = words[: -count or None]
        of_known = any(_same_person(name, one) for one in known)
        if len(words) > count and looks_like_name(name) and (of_known or _NOT_NAMES.search(title[-1])):
            return name, " ".join(title)
    for count in (3, 2):
        name = " ".join(words[:count])
        if len(words) > count and looks_like_name(name) and _NOT_NAMES.search(words[-1]):
            return name, " ".join(words[count:])
    return "", ""


def rules(look: Look) -> Iterator[Finding]:
    """Every fault in how people are named."""
    named = tuple(mentions(look))
    yield from _spellings(look, named)
    yield from _titles(look, named)
    yield from _approver(look)


def mentions(look: Look) -> Iterator[Mention]:
    """Everybody whom the head, the signatures and the receivers name, in that order."""
    signing = [person.name for person in look.report.signatories if person.passage not in look.blank]
    officer = look.value("handläggare")
    if officer:
        name, title = split_person(officer[0], signing)
        if name:
            yield Mention(name, title, officer[1])
    for person in look.report.signatories:
        if person.passage not in look.blank and looks_like_name(person.name):
            yield Mention(person.name, person.title, person.passage)
    for group in look.report.receivers:
        for passage in group.receivers:
            name, title = split_person(passage.text, signing)
            if name and passage not in look.blank:
                yield Mention(name, title, passage)


def _same_person(one: str, other: str) -> bool:
    """Whether two spellings must mean one person, though they differ."""
    if squeezed(one) == squeezed(other):
        return True
    a, b = plain(one).split(), plain(other).split()
    if len(a) == len(b):
        return all(near(x, y, 1 if len(x) < 6 else 2) for x, y in zip(a, b, strict=True)) and (
            a[0] == b[0] or a[-1] == b[-1]
        )
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= 2 and longer[: len(shorter)] == shorter


def _spellings(look: Look, named: tuple[Mention, ...]) -> Iterator[Finding]:
    first: dict[str, Mention] = {}
    told: set[str] = set()
    for one in named:
        if one.name in first:
            continue
        other = next((kept for kept in first.values() if _same_person(one.name, kept.name)), None)
        if other is None:
            first[one.name] = one
        elif one.name not in told:
            told.add(one.name)
            yield _spelt(look, one.name, one.passage, other.name)
    yield from _in_text(look, tuple(first), told)


def _in_text(look: Look, names: tuple[str, ...], told: set[str]) -> Iterator[Finding]:
    """Spellings in running text: one of first name and surname is right, and the other nearly."""
    pairs = {(name.split()[0], name.split()[-1]): name for name in names}
    for _, passage in look.body:
        for found in _PAIR.finditer(passage.text):
            before, after = found[1], found[2].removesuffix("s") if found[2] not in str(names) else found[2]
            for (first, last), name in pairs.items():
                nearly = (before == first and after != last and near(after, last, 2)) or (
                    after == last and before != first and len(before) > 3 and near(before, first)
                )
                said = f"{before} {after}"
                if nearly and said not in told and not any(said in one for one in names):
                    told.add(said)
                    yield _spelt(look, said, passage, name)


def _spelt(look: Look, name: str, passage: Passage, other: str) -> Finding:
    text = f"Här står {quoted(name)}, på annan plats {quoted(other)}."
    return look.finding("NM01", passage, text, "Skriv namnet på samma sätt överallt.")


def _titles(look: Look, named: tuple[Mention, ...]) -> Iterator[Finding]:
    first: dict[str, Mention] = {}
    for one in named:
        if not one.title:
            continue
        kept = first.setdefault(plain(one.name), one)
        if not _same_title(one.title, kept.title):
            text = f"{one.name} är {quoted(one.title)} här och {quoted(kept.title)} på annan plats."
            yield look.finding("NM02", one.passage, text, "Skriv en och samma titel.")
            first[plain(one.name)] = one


def _same_title(one: str, other: str) -> bool:
    a, b = plain(one), plain(other)
    if near(a, b, 2) or a in b or b in a:
        return True
    return set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())


def _approver(look: Look) -> Iterator[Finding]:
    """The one who approves signs together with the handläggare (NM05)."""
    form = next((one for one in look.layout.sections if one.kind == "signatures"), None)
    if form is None or not form.required or "chef" not in look.layout.signing:
        return
    section = next(look.sections("signatures"), None)
    if section and any(one in look.blank or one.prompt for one in section.passages):
        return
    people = look.report.signatories
    if len(people) >= len(look.layout.signing) and any(_approves(person.title) for person in people):
        return
    if not people and _signed_on_one_line(look):
        return
    place = people[0].passage if people else (section.heading if section else None)
    signed = ", ".join(f"{one.name} ({one.title})" if one.title else one.name for one in people) or "ingen"
    yield look.finding(
        "NM05",
        place,
        f"Ansvarig chef har inte skrivit under; under utlåtandet står {signed}.",
        "Lägg till ansvarig chef med namn och titel.",
    )


def _signed_on_one_line(look: Look) -> bool:
    """Whether a short line has a name and then a manager's title, as a PDF's text may have it: nobody was recognised
    as signing, but somebody has."""
    lines = [one.text for one in (*(passage for _, passage in look.body), *look.report.loose)]
    return any(_is_signed(text) for text in lines if len(text) <= _LINE and _APPROVER.search(text))


def _is_signed(text: str) -> bool:
    name, title = split_person(text)
    return bool(name) and text.startswith(name) and _approves(title)


def _approves(title: str) -> bool:
    """Whether a title is a manager's, also one with a letter lost ("Förvalningschef")."""
    return bool(_APPROVER.search(title)) or any(near(word, "chef") for word in plain(title).split() if len(word) > 3)
