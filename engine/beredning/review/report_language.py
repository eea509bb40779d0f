"""The language of a report: spacing, punctuation, whole sentences, and words against the dictionary (SP01–SP04).

What cannot be told surely is left alone: a wrong remark to a colleague costs more than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.core.recognition import FoundSection
from beredning.review.look import Look, is_decision
from beredning.review.placeholders import quoted
from beredning.review.words import misspelt

_DOTTED: Final = re.compile(r"[@/]|\.[a-z]")
_ADDRESS: Final = re.compile(
    r"\b(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[a-z]{2,4})+\b(?:/\S*)?"
)


class _Space(NamedTuple):
    """A fault of spacing. signs: one of them is in every text that has it; the pattern begins with it, to be quick."""

    signs: tuple[str, ...]
    pattern: re.Pattern[str]
    hint: str


_SPACES: Final = (
    _Space(("  ",), re.compile(r"  (?<=[\w,;.)]  ) *(?=[\w(])"), "Skriv ett mellanslag."),
    _Space((" ,", " ;", " :"), re.compile(r" [,;:](?<=[a-zåäö)] .)(?=\s|$)"), "Ta bort mellanslaget före tecknet."),
    _Space(
        (" .", " !", " ?"), re.compile(r" [.!?](?<=[a-zåäö)] .)(?=\s[A-ZÅÄÖ]|$)"), "Ta bort mellanslaget före tecknet."
    ),
    _Space((",", ";"), re.compile(r"[,;](?<=[a-zåäö].)(?=[a-zåäö]{2})"), "Sätt mellanslag efter tecknet."),
    _Space(
        (".", "!", "?"), re.compile(r"[.!?](?<=[a-zåäö]{3}.)(?=[A-ZÅÄÖ][a-zåäö])"), "Sätt mellanslag efter punkten."
    ),
    _Space(
        (" -",),
        re.compile(r" -(?<!och -)(?<!eller -)(?<!samt -)(?<!som -)(?<!till -)(?<![,/–-] -)[a-zåäö]{2,}"),
        "Skriv tankstreck med mellanslag på båda sidor.",
    ),
    _Space(
        ("- ",),
        re.compile(
            r"- (?<=[a-zåäö]- )(?!och\b|eller\b|samt\b|respektive\b|som\b|till\b|med\b|\w+-(?:\s|,))[a-zåäö]{2,}"
        ),
        "Ta bort mellanslaget i ordet.",
    ),
    _Space(("(",), re.compile(r"\((?<=[a-zåäö]\()(?=[^()]* [^()]*\))"), "Sätt mellanslag före parentesen."),
    _Space(("( ", " )"), re.compile(r"\( | \)(?<=[\wåäö] \))"), "Ta bort mellanslaget i parentesen."),
    _Space(("§",), re.compile(r"§{1,2}\d(?<!\d §\d)(?<!\d §§\d)"), "Sätt mellanslag efter paragraftecknet."),
)
_DOUBLED: Final = re.compile(r"(?<!\.)\.\.(?!\.)|,,|,\.|\.,(?!\w)|;;|::|;\.|\?\.|!\.")
_ABBREVIATED: Final = re.compile(
    r"(?i)(?:\b[a-zåäö]{1,4}\.)+,$|\b(?:m\.m|o\.s\.v|etc|bl\.a|t\.ex|dvs|kr|st|kap|"
    r"nr)\.,"
)
_NO_STOP: Final = re.compile(
    r" (?=Se (?:protokoll|bilag|även|vidare|också)\b)(?:(?<=[a-zåäö]{3} )|(?<=\d{4}-\d\d-\d\d ))"
    r"| (?=(?:Det|Detta|Denna|Dessa|Därför|Dessutom|Enligt|Beslutet)\b)(?<=\d{4}-\d\d-\d\d )"
)
_PAIRS: Final = ("..", ",,", ",.", ".,", ";;", "::", ";.", "?.", "!.")
_ENDS: Final = tuple('.!?:…"”’»)')
_OPEN: Final = re.compile(r"(?i)\b(?:att|och|eller|samt|eftersom|enligt)\.?$|\b(?:men|till|av|med|som|för|i|på|från)$")
_VERB: Final = re.compile(
    r"(?i)\b(?:är|var|har|hade|ska|skall|kan|kommer|bör|måste|får|gör|innebär|beslutar|bedömer|föreslår|"
    r"genomförs|omfattar|"
    r"gäller|finns|blir|ger|behöver|visar|bidrar|\w{3,}(?:erar|erade|erades|ades|ats|aras?)|\w{4,}(?:ar|er|de|des))\b"
)
_FULL: Final = 60


def rules(look: Look) -> Iterator[Finding]:
    """Every fault of language; spelling only where there is a dictionary."""
    yield from _label_space(look)
    yield from _spacing(look)
    for section, passage in look.body:
        if passage.kind == "row":
            continue
        yield from _punctuation(look, passage)
        yield from _ending(look, section, passage)
    if look.frame.speller is not None:
        yield from misspelt(look, look.frame.speller)


def _label_space(look: Look) -> Iterator[Finding]:
    """No space after the colon of a label."""
    for fact in look.report.facts:
        label, text = fact.label.strip(), fact.passage.text
        at = text.find(label) + len(label)
        if label.endswith(":") and text[at : at + 1].strip() and not fact.passage.cells:
            yield look.finding("SP02", fact.passage, f"Mellanslag saknas efter {quoted(label)}.", "Sätt mellanslag.")


def _spacing(look: Look) -> Iterator[Finding]:
    """One finding for a paragraph and kind of fault. A PDF's spaces are its layout, not what somebody wrote."""
    if look.paper.reading.format == "pdf":
        return
    passages = [passage for _, passage in look.body if passage.kind != "row"]
    whole = "\n".join([passage.text.replace("\n", " ") for passage in passages])
    if _DOTTED.search(whole):
        whole = _ADDRESS.sub(lambda found: "x" * len(found[0]), whole)
    texts = whole.split("\n")
    for signs, pattern, hint in _SPACES:
        if any(sign in whole for sign in signs):
            for passage, text in zip(passages, texts, strict=True):
                found = pattern.search(text)
                if found:
                    around = passage.text[max(0, found.start() - 15) : found.end() + 15]
                    yield look.finding("SP02", passage, f"Mellanrummet är fel i {quoted(around)}.", hint)


def _punctuation(look: Look, passage: Passage) -> Iterator[Finding]:
    doubled = _DOUBLED.search(passage.text) if any(pair in passage.text for pair in _PAIRS) else None
    if doubled and not _ABBREVIATED.search(passage.text[: doubled.end()]):
        around = passage.text[max(0, doubled.start() - 20) : doubled.end() + 5]
        yield look.finding("SP03", passage, f"Två skiljetecken står efter varandra i {quoted(around)}.", "Behåll ett.")
    unstopped = _NO_STOP.search(passage.text)
    if unstopped:
        around = passage.text[max(0, unstopped.start() - 12) : unstopped.end() + 12]
        yield look.finding("SP03", passage, f"Punkt saknas mellan två meningar: {quoted(around)}.", "Sätt punkt.")


def _ending(look: Look, section: FoundSection, passage: Passage) -> Iterator[Finding]:
    """The end of a paragraph of running text: a full stop, or at least not in the middle of a sentence."""
    text = passage.text.strip()
    running = passage.kind == "paragraph" and not passage.strong and section.form.kind in ("text", "consultation")
    if not running or is_decision(section.form) or text.endswith(_ENDS) or _leads_on(section, passage):
        return
    words = len(text.split())
    if _OPEN.search(text) and words >= 4:
        yield look.finding("SP04", passage, f"Meningen bryts av: {quoted(text[-60:])}.", "Skriv klart meningen.")
    elif look.standard(text) or (len(text) >= _FULL and words >= 8 and _VERB.search(text)):
        yield look.finding("SP03", passage, f"Punkt saknas efter {quoted(text[-60:])}.", "Sätt punkt.")


def _leads_on(section: FoundSection, passage: Passage) -> bool:
    """Whether a list or a table follows directly."""
    after = False
    for one in section.passages:
        if after and one.text.strip():
            return one.kind in ("item", "row")
        after = after or one is passage
    return False
