"""What the template left behind: prompts, words in capitals, date masks, instructions, mark-up (PH01–PH06).

Prompts are recognised although they are misspelt or cut short (domain.md 6 row 27): officers type over them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from beredning.core.finding import Finding
from beredning.core.reading import Passage, Reading
from beredning.core.report import Layout
from beredning.review.catalogue import found
from beredning.review.texts import near, plain, sentences, similarity
from beredning.review.values import Frame, Paper

# What Word itself, and templates in use, ask for.
_USUAL: Final = (
    "Klicka eller tryck här för att ange text.",
    "Klicka här för att ange text.",
    "Klicka eller tryck här för att ange datum.",
    "Klicka här för att ange datum.",
    "Klicka eller tryck om du vill ange text.",
    "Klicka eller tryck om du vill ange ett datum.",
    "Klicka här och skriv.",
    "Klicka och skriv text här.",
    "Skriv text här.",
    "Skriv in text här.",
    "Ange text här.",
    "Ange text.",
    "Skriv här.",
    "Infoga text här.",
    "Välj ett objekt.",
    "Välj datum.",
    "Välj ett datum.",
    "Välj det datum då ditt tjänsteutlåtande godkänts av ansvarig chef",
    "Click or tap here to enter text.",
    "Click here to enter text.",
    "Click or tap to enter a date.",
    "Click here to enter a date.",
    "Choose an item.",
    "Choose a building block.",
    "Enter text here.",
    "Type here.",
    "Type text here.",
    "Insert text here.",
)
_LOREM: Final = re.compile(r"(?i)\blorem ipsum\b")
_BRACKETED: Final = re.compile(
    r"(?i)[\[<](?:ange|skriv|fyll i|välj|infoga|klicka|beskriv|datum|namn|titel|dnr|diarienummer|rubrik|belopp|text|"
    r"type|insert|enter)\b[^\]>\n]{0,80}[\]>]"
)
_MEETING_PAPERS: Final = ("kallelse", "protokoll", "delegationslista", "anslagsbevis")
_LONGEST_PROMPT: Final = 400

_CAPITALS: Final = frozenset(
    "ÄRENDENUMMER ÄRENDENR ÄRENDEMENING ÄRENDERUBRIK DIARIENUMMER DIARIENR DNR RUBRIK TITEL NAMN FÖRNAMN EFTERNAMN"
    " HANDLÄGGARE FÖRVALTNING FÖRVALTNINGSNAMN NÄMND NÄMNDENS NÄMNDNAMN MOTTAGARE ORGAN DATUM ORT PLATS BEFATTNING"
    " TEXT TELEFON EPOST MEJLADRESS ADRESS BELOPP ÅRTAL".split()
)
_SHOUTED: Final = re.compile(r"[A-ZÅÄÖ]{3}")
# Those that are never labels or headings, and so are looked for in running text too.
_ALWAYS: Final = re.compile(
    r"(?<![\w-])(?:ÄRENDENUMMER|ÄRENDEMENING|ÄRENDERUBRIK|FÖRNAMN|EFTERNAMN|NÄMNDNAMN|FÖRVALTNINGSNAMN|X{3,}|"
    r"x{3,}|N\.N\.|"
    r"[Xx]{2}(?=\s(?:kr|kronor|tkr|mkr|mnkr|st|%|procent|personer|elever|barn|platser|tjänster)\b))(?![\w-]|:)"
)
_MASK: Final = re.compile(
    r"(?i)(?<![\w-])(?:(?:å{4}|y{4}|x{4}|20xx|20åå)[-./ ]?(?:mm|xx|\d\d)[-./ ]?(?:dd|xx|\d\d)"
    r"|(?:19|20)\d\d[-./](?:xx|mm)[-./](?:xx|dd|\d\d)|(?:19|20)\d\d[-./]\d\d[-./](?:xx|dd)"
    r"|(?:åå|yy)[-./ ]?mm[-./ ]?dd|dd[-./]mm[-./](?:åååå|yyyy|åå|yy))(?![\w-])"
)
_INSTRUCTION: Final = re.compile(
    r"(?i)^[\[(*]?(?:här (?:skriver|anger|beskriver|fyller|redogör|redovisar|motiverar) (?:du|ni|man)\b"
    r"|(?:ta bort|radera) (?:denna|den här|detta|det här|texten|rutan|avsnittet|rubriken|instruktion)"
    r"|(?:instruktion|hjälptext|skrivanvisning|mallanvisning|vägledande text|stödtext)(?:er|ar)?\s*[:.]"
    r"|anvisning(?:ar)?\s*:|(?:tänk på|kom ihåg) att\b.*\b(?:mallen|rubriken|avsnittet|texten|utlåtandet)\b"
    r"|(?:under|i) (?:denna|den här|detta|det här) (?:rubriken?|avsnittet?) (?:ska|anges|beskrivs|skriver|redovisas)"
    r"|(?:skriv|beskriv|redogör|sammanfatta|motivera|fyll i|klistra in)\b.{0,60}\b"
    r"(?:här|kortfattat|kort|nedan|ärendet|förslaget|vad|hur|varför|vilka)\b)"
)


_WITHIN: Final = (("PH01", _BRACKETED), ("PH01", _LOREM), ("PH03", _MASK), ("PH02", _ALWAYS))


class Rest(NamedTuple):
    """A kind of mark-up that is left. signs: one of them is in every text that holds it, in small letters."""

    what: str
    remedy: str
    signs: tuple[str, ...]
    pattern: re.Pattern[str]


_RESTS: Final = (
    Rest("taggar", "Ta bort märkkoden.", ("<",), re.compile(
        r"(?i)</?(?:p|i|b|u|em|strong|br|span|div|font|a|li|ul|ol|table|tr|td|th|h[1-6]|sup|sub|"
        r"input)(?:\s[^<>\n]{0,120})?/?>")),
    Rest("teckenkoder", "Skriv tecknet självt.", ("&",), re.compile(
        r"&(?:nbsp|amp|lt|gt|quot|[aouAOU](?:ring|uml)|#x?[\da-fA-F]{2,5});")),
    Rest("kopplingsfält", "Fyll i värdet.", ("«", "{", "merge"), re.compile(
        r"«[\w.]{1,60}»|\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\{\s*(?:MERGEFIELD|DOCPROPERTY|REF|PAGEREF|TOC|HYPERLINK)\b|"
        r"\\\*\s*MERGEFORMAT|\bMERGEFIELD\b")),
    Rest("Words felmeddelande", "Uppdatera fältet, eller skriv hänvisningen.", ("fel! ", "error! "), re.compile(
        r"(?i)fel! (?:bokmärket|hittar inte|ogiltig|okän[dt]|ingen|det finns)|error! (?:bookmark|reference|not|"
        r"unknown|no)")),
    Rest("konverteringstecken", "Skriv rätt tecken.", ("",), re.compile("[\ufffd\ue000-\uf8ff]")),
    Rest("konverteringstecken", "Skriv rätt tecken.", ("ã", "â", "_x000"), re.compile("Ã[¥¤¶…„–]|â€[œ™“”]|_x000[dD]_")),
    Rest("ett vilset frågetecken", "Ta bort frågetecknet.", (" ? ", ".? "), re.compile(
        r"(?m)^(?:\d{1,2}\.?){1,3} ?\? [A-ZÅÄÖ](?!.*\s\d{1,3}$)")),
)  # fmt: skip
# In a text file these are the way to write bold and headings.
_ASTERISKS: Final = Rest(
    "märkkod för fet stil eller rubrik",
    "Använd Words egna format.",
    ("**", "__", "#"),
    re.compile(r"\*\*[^*\n]{1,120}\*\*|(?<![\w*])__[^_\n]{1,120}__(?!\w)|(?m:^)#{1,6} \w"),
)


class Prompts(NamedTuple):
    """The prompts of a form and of Word, by the words that `plain` leaves of them."""

    whole: frozenset[str]
    by_word: dict[str, tuple[str, ...]]

    def match(self, text: str) -> bool:
        """Whether a text is one of them, whole, misspelt, or cut short after at least three words."""
        if not text or len(text) > _LONGEST_PROMPT:
            return False
        said = plain(text)
        if said in self.whole:
            return True
        words = said.split()
        known = [word for word in words if word in self.by_word]
        if len(words) < 2 or 2 * len(known) < len(words):
            return False
        rarest = sorted(known, key=lambda word: len(self.by_word[word]))[:3]
        likely = dict.fromkeys(prompt for word in rarest for prompt in self.by_word[word])
        return any(_resembles(said, words, prompt) for prompt in likely)


def _resembles(said: str, words: list[str], prompt: str) -> bool:
    """Cut short; or word for word nearly the same; or with one word too many or too few."""
    wanted = prompt.split()
    if len(words) >= 3 and len(said) >= 12 and prompt.startswith(said):
        return True
    if len(wanted) < 3:
        return False
    if len(words) == len(wanted):
        wrong = [(one, other) for one, other in zip(words, wanted, strict=True) if one != other]
        return 3 * len(wrong) <= len(words) and all(near(one, other, 2) for one, other in wrong)
    return abs(len(words) - len(wanted)) == 1 and len(wanted) >= 5 and similarity(said, prompt, 0.85) >= 0.85


@lru_cache(maxsize=16)
def prompts(layout: Layout | None) -> Prompts:
    """Everything that stands in place of content: the form's own prompts and the usual ones."""
    own = [*(one.prompt for one in layout.facts), *(one.prompt for one in layout.sections)] if layout else []
    whole = frozenset(said for text in (*own, *_USUAL) if (said := plain(text)))
    by_word: dict[str, tuple[str, ...]] = {}
    for said in sorted(whole):
        for word in dict.fromkeys(said.split()):
            by_word[word] = (*by_word.get(word, ()), said)
    return Prompts(whole, by_word)


def blanks(passages: Iterable[Passage], layout: Layout | None) -> dict[Passage, str]:
    """The code of what the template left in place of content, for each passage where it did: "PH01", "PH02", "PH03"."""
    known = prompts(layout)
    written = [one for one in passages if one.text.strip()]
    whole = "\n".join([one.text for one in written])
    # What is rare is looked for once in all of the text, and in a passage only where it is there at all.
    patterns = [(code, one) for code, one in _WITHIN if one.search(whole)]
    found = {}
    for one in written:
        code = "PH01" if one.prompt or any(known.match(piece) for piece in _pieces(one)) else ""
        code = code or next((code for code, pattern in patterns if pattern.search(one.text)), "")
        if not code and _SHOUTED.search(one.text) and any(_is_capitals(piece) for piece in _pieces(one)):
            code = "PH02"
        if code:
            found[one] = code
    return found


def _pieces(passage: Passage) -> Iterator[str]:
    """The texts that may be a value: cells, what follows a label's colon, the whole, its sentences."""
    yield from passage.cells
    text = passage.text.strip()
    yield text
    if len(text) > _LONGEST_PROMPT:
        return
    label, colon, value = text.partition(":")
    if colon and len(label) <= 30:
        yield value.strip()
    yield from (piece for piece in sentences(text) if piece != text)


def _is_capitals(text: str) -> bool:
    """Whether a value is nothing but template words in capitals, each spelt nearly right."""
    words = re.findall(r"\w+", text)
    if not words or len(words) > 3 or len(text) > 40 or not text.isupper():
        return False
    return all(word in _CAPITALS or (len(word) > 7 and any(near(word, one) for one in _CAPITALS)) for word in words)


def quoted(text: str, most: int = 80) -> str:
    """A text in Swedish quotation marks, cut short with dots."""
    said = " ".join(text.split())
    return f"”{said if len(said) <= most else said[: most - 1].rstrip() + '…'}”"


_TELL: Final = {
    "PH01": ("Här står mallens uppmaning: {0}.", "Skriv det som ska stå här, eller ta bort fältet."),
    "PH02": ("Här står mallens ord: {0}.", "Skriv värdet."),
    "PH03": ("Här står en datummask: {0}.", "Skriv datumet."),
}


def blank_finding(frame: Frame, paper: Paper, passage: Passage, code: str) -> Finding:
    """The finding for a passage that `blanks` gave a code."""
    text, suggestion = _TELL[code]
    mask = _MASK.search(passage.text) if code == "PH03" else None
    return found(frame, code, paper, passage, text.format(quoted(mask[0] if mask else passage.text)), suggestion)


def instructions(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Passages that tell the writer what to write (PH05)."""
    for one in passages:
        if one.kind in ("paragraph", "textbox") and not one.prompt and _INSTRUCTION.search(one.text):
            yield one


def check(papers: tuple[Paper, ...], frame: Frame) -> Iterator[Finding]:
    """PH06 in every paper: it concerns who receives it, whoever wrote it. One finding for each kind of rest.

    PH01–PH03 in what the house itself writes for a meeting; a report is looked through section by section elsewhere.
    """
    for paper in papers:
        yield from _rests(paper, frame)
        if paper.house and paper.kind in _MEETING_PAPERS:
            left = blanks(paper.reading.body, None)
            # The head of a column may well stand in capitals.
            yield from (
                blank_finding(frame, paper, one, code) for one, code in left.items() if code != "PH02" or not one.cells
            )


def _rests(paper: Paper, frame: Frame) -> Iterator[Finding]:
    for what, remedy, places in _kinds(paper.reading):
        first, mark = places[0]
        more = f", och på {len(places) - 1} ställen till" if len(places) > 1 else ""
        yield found(frame, "PH06", paper, first, f"Här står {what}: {quoted(mark, 40)}{more}.", remedy)


def _kinds(reading: Reading) -> Iterator[tuple[str, str, list[tuple[Passage, str]]]]:
    """Every kind of rest there is, with the passages it stands in."""
    text = "\n".join([one.text for one in reading.passages])
    low = text.lower()
    for rest in _RESTS if reading.format == "text" else (*_RESTS, _ASTERISKS):
        # Nearly every paper is clean, and one search is cheaper than thousands.
        if any(sign in low for sign in rest.signs) and rest.pattern.search(text):
            places = [(one, mark[0]) for one in reading.passages if (mark := rest.pattern.search(one.text))]
            yield rest.what, rest.remedy, places
