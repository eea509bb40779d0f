"""How a report names things: law, bilagor, its own state, and one word for one thing (LG01, CO05, CO06, CO08)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.review.look import Look
from beredning.review.placeholders import quoted
from beredning.review.texts import unquoted

# A law's name after a word in small letters: it is no beginning of a sentence.
_CAPITAL_LAW: Final = re.compile(
    r"[A-ZÅÄÖ](?<=[a-zåäö,)] .)(?!örslagen|nslagen|nderlagen|olagen|ppslagen)[a-zåäö]{3,}(?:lagen|balken)\b"
)
_TIGHT: Final = re.compile(r"\d+(?: ?[a-z])?§§?|(?:§§|\d+ ?kap\.? ?§)\d+")
_CHAPTER: Final = re.compile(r"\b\d{1,2}(?: ?[a-z])?(?: kap(?![.\w])|kap\b\.?) ?\d+ ?[a-z]? ?§")
_NUMBER: Final = re.compile(r"\(((?:1[89]|20)\d\d:\d{1,4})\)")
_LAW_NUMBER: Final = re.compile(r"(?i)\b([a-zåäö]+(?:lagen|lag|balken)) \(((?:1[89]|20)\d\d:\d{1,4})\)")
# Laws that municipal papers cite, by number; more than one where a new one has replaced an old.
_NUMBERS: Final = {
    "kommunallag": ("2017:725",),
    "förvaltningslag": ("2017:900",),
    "skollag": ("2010:800",),
    "socialtjänstlag": ("2001:453", "2025:400"),
    "offentlighets- och sekretesslag": ("2009:400",),
    "arkivlag": ("1990:782",),
    "bibliotekslag": ("2013:801",),
    "diskrimineringslag": ("2008:567",),
    "miljöbalk": ("1998:808",),
    "alkohollag": ("2010:1622",),
    "arbetsmiljölag": ("1977:1160",),
}
_CLOSE: Final = 45
_DRAFT: Final = re.compile(
    r"(?i)^\W*(?:utkast|koncept|arbetsmaterial|arbetsversion|preliminär(?:t|version)?|ej (?:godkänd|godkänt|"
    r"fastställd)|"
    r"draft|version 0[.,]\d+|under arbete)\W*(?:\d|version|v\.|$)"
)
_ATTACHED: Final = re.compile(r"(?i)\bbilaga (\d{1,2})\b")
_SIGNS: Final = '.,:;!?()[]–-"”“»«*'
_LITTLE: Final = frozenset(
    "över under efter före inför från till mellan genom utan inom innan eller samt också även mycket annan andra varje"
    " detta dessa denna deras allt alla där hela vara göra flera någon något inte bort fram upp ner vidare väl medan"
    " redan igen mest mera mindre både skall ska själv själva sina egna egen hög låg stor".split()
)
_SHORTEST: Final = 5


def rules(look: Look) -> Iterator[Finding]:
    """Every fault in how the report names things."""
    yield from _law(look)
    yield from _state(look)
    yield from _attached(look)
    yield from _two_words(look)


def _law(look: Look) -> Iterator[Finding]:
    """One finding for each reference, however many faults it has."""
    whole = "\n".join([passage.text for _, passage in look.body])
    patterns = [one for one in (_CAPITAL_LAW, _TIGHT, _CHAPTER, _NUMBER) if one.search(whole)]
    if not patterns:
        return
    for _, passage in look.body:
        text = unquoted(passage.text)
        found = (one for pattern in patterns if pattern is not _NUMBER for one in pattern.finditer(text))
        spans = [one.span() for one in found]
        spans = sorted([*spans, *_wrong_numbers(text)])
        for start, end in _together(spans):
            said = text[start:end]
            yield look.finding("LG01", passage, f"Lagrummet är skrivet {quoted(said)}.", f"Skriv {_right(said)}.")


def _wrong_numbers(text: str) -> Iterator[tuple[int, int]]:
    for one in _NUMBER.finditer(text):
        name = text[: one.start()].rstrip().rpartition(" ")[2]
        law = name.casefold().removesuffix("en")
        if law in _NUMBERS and one[1] not in _NUMBERS[law]:
            yield one.start() - len(name) - 1, one.end()


def _together(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current and start - current[1] <= _CLOSE:
            current = (current[0], max(end, current[1]))
        else:
            if current:
                yield current
            current = (start, end)
    if current:
        yield current


def _right(said: str) -> str:
    """The same reference as it should be written."""
    made = re.sub(r"(\d)(?: ?([a-z]))?(§)", lambda m: f"{m[1]}{' ' + m[2] if m[2] else ''} {m[3]}", said)
    made = re.sub(r"(§)(\d)", r"\1 \2", made)
    made = re.sub(r"(\d) ?kap\.?(?= )", r"\1 kap.", made)
    made = re.sub(r"\b[A-ZÅÄÖ](?=[a-zåäö]+(?:lagen|balken)\b)", lambda m: m[0].lower(), made)
    for one in _LAW_NUMBER.finditer(made):
        right = _NUMBERS.get(one[1].casefold().removesuffix("en"), (one[2],))
        if one[2] not in right:
            made = made.replace(one[2], right[-1])
    return f"”{made}”"


def _state(look: Look) -> Iterator[Finding]:
    """What says that a report is not finished: a mark, comments, changes that nobody has taken a stand on (CO05)."""
    reading = look.paper.reading
    for one in reading.passages:
        if len(one.text) <= 60 and _DRAFT.search(one.text):
            yield look.finding(
                "CO05", one, f"Handlingen är märkt {quoted(one.text)}.", "Ta bort märkningen när den är klar."
            )
            break
    if reading.changes:
        first = reading.changes[0]
        count = _many(len(reading.changes), "spårad ändring", "spårade ändringar")
        text = f"Ingen har godkänt eller avvisat {count}, den första av "
        yield look.finding(
            "CO05", None, f"{text}{first.author or 'okänd'} ({first.place}).", "Godkänn eller avvisa dem i Word."
        )
    if reading.comments:
        text = f"{_many(len(reading.comments), 'kommentar', 'kommentarer')} finns kvar i marginalen."
        yield look.finding("CO05", None, text, "Åtgärda och ta bort kommentarerna i Word.")


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _attached(look: Look) -> Iterator[Finding]:
    """A numbered bilaga in the text that the list of papers, where it numbers them, does not have (CO06)."""
    papers = [one for section in look.sections("papers") for one in look.content(section)]
    listed = {int(found) for one in papers for found in _ATTACHED.findall(one.text)}
    if not listed:
        return
    told: set[int] = set()
    for section, passage in look.body:
        if section.form.kind == "papers":
            continue
        for found in _ATTACHED.findall(passage.text):
            number = int(found)
            if number not in listed and number not in told:
                told.add(number)
                numbers = ", ".join(map(str, sorted(listed)))
                text = f"Texten hänvisar till bilaga {number}; beslutsunderlaget har bilaga {numbers}."
                yield look.finding("CO06", passage, text, "Rätta hänvisningen, eller lägg till bilagan.")


def _two_words(look: Look) -> Iterator[Finding]:
    """Two words that are one word elsewhere in the same report (CO08); what stands in quotation marks is others'."""
    texts = [(one, unquoted(one.text).casefold().split()) for _, one in look.body if one.kind != "row"]
    whole = {word.strip(_SIGNS) for _, words in texts for word in words if len(word) >= 2 * _SHORTEST}
    told: set[str] = set()
    for passage, words in texts:
        for before, after in pairwise(words):
            joined = before + after.strip(_SIGNS)
            if joined in whole and joined not in told and _are_words(before, joined[len(before) :]):
                told.add(joined)
                yield _apart(look, passage, before, joined[len(before) :])


def _are_words(before: str, after: str) -> bool:
    return min(len(before), len(after)) >= _SHORTEST and before not in _LITTLE and before.isalpha() and after.isalpha()


def _apart(look: Look, passage: Passage, before: str, after: str) -> Finding:
    text = f"Här står ”{before} {after}”, på annan plats ”{before + after}”."
    return look.finding("CO08", passage, text, "Skriv ordet på samma sätt överallt.")
