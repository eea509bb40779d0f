"""How a value is written, as a pattern of literal text and named parts: "{år}/{löpnummer}", "{dag1} {månadsnamn} {år}".

A pattern is data that a municipality writes, so it is no regular expression: it holds nothing that repeats or chooses,
and it is matched over sets of places instead of by trying again, so that no text makes it slow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from beredning.core.spelling import nearest

MONTHS: Final = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
LONGEST: Final = 120
_MONTH_NUMBERS: Final = frozenset(f"{number:02}" for number in range(1, 13))
_DIGITS: Final = frozenset("0123456789")
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

Facts = dict[str, str]
Shape = Literal["digits", "letters", "other"]


class Piece(NamedTuple):
    """One piece of a pattern. word: its name in braces, "" for literal text; text: the literal; width: of a padded
    number, 0 as short as it is, -1 with or without zeros before it."""

    word: str
    text: str
    width: int = 0


class Kind(NamedTuple):
    """A named part. fact: the value it gives, the same for every way to write it; shape: its characters; fixed: always
    as long; explained: for who writes a form. ends: the places where it may end, from a place in a text."""

    fact: str
    shape: Shape
    fixed: bool
    explained: str
    ends: Callable[[str, int], Iterable[int]]


def _digits_from(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end] in _DIGITS:
        end += 1
    return end


def _exactly(width: int, low: int, high: int) -> Callable[[str, int], Iterable[int]]:
    def ends(text: str, at: int) -> Iterable[int]:
        end = at + width
        if _digits_from(text, at) >= end and low <= int(text[at:end]) <= high:
            yield end

    return ends


def _short(high: int) -> Callable[[str, int], Iterable[int]]:
    """A number without zeros before it."""

    def ends(text: str, at: int) -> Iterable[int]:
        if text[at : at + 1] == "0":
            return
        for end in range(at + 1, min(_digits_from(text, at), at + len(str(high))) + 1):
            if int(text[at:end]) <= high:
                yield end

    return ends


def _padded(width: int) -> Callable[[str, int], Iterable[int]]:
    """A number of at least so many digits: zeros before it only until it has them."""

    def ends(text: str, at: int) -> Iterable[int]:
        for end in range(at + width, min(_digits_from(text, at), at + 7) + 1):
            if int(text[at:end]) and (end == at + width or text[at] != "0"):
                yield end

    return ends


def _loose_number(text: str, at: int) -> Iterable[int]:
    return (end for end in range(at + 1, min(_digits_from(text, at), at + 9) + 1) if int(text[at:end]))


def _organ(text: str, at: int) -> Iterable[int]:
    """Letters, with a hyphen between: "UBN", "UBN-AU"."""
    for end in range(at + 1, min(len(text), at + 20) + 1):
        last = text[end - 1]
        if not last.isalpha() and (last != "-" or end == at + 1 or text[end - 2] == "-"):
            return
        if last != "-":
            yield end


def _class(text: str, at: int) -> Iterable[int]:
    """Digits with a full stop between them: "1.2.10"."""
    for end in range(at + 1, min(len(text), at + 20) + 1):
        last = text[end - 1]
        if last not in _DIGITS and (last != "." or end == at + 1 or text[end - 2] == "."):
            return
        if last in _DIGITS:
            yield end


def _month_name(text: str, at: int) -> Iterable[int]:
    return (at + len(month) for month in MONTHS if text.startswith(month, at))


KINDS: Final[dict[str, Kind]] = {
    "år": Kind("år", "digits", True, "årtal med fyra siffror", _exactly(4, 1000, 9999)),
    "år2": Kind("år", "digits", True, "årtal med två siffror, 1970–2069", _exactly(2, 0, 99)),
    "månad": Kind("månad", "digits", True, "månad med två siffror", _exactly(2, 1, 12)),
    "månad1": Kind("månad", "digits", False, "månad utan inledande nolla", _short(12)),
    "månadsnamn": Kind("månad", "letters", False, "månadens namn", _month_name),
    "dag": Kind("dag", "digits", True, "dag med två siffror", _exactly(2, 1, 31)),
    "dag1": Kind("dag", "digits", False, "dag utan inledande nolla", _short(31)),
    "löpnummer": Kind("löpnummer", "digits", False, "ärendets nummer utan inledande nollor", _short(9_999_999)),
    "löpnummer0": Kind("löpnummer", "digits", False, "ärendets nummer, med eller utan inledande nollor", _loose_number),
    **{
        f"löpnummer{width}": Kind("löpnummer", "digits", False, f"numret med minst {width} siffror", _padded(width))
        for width in range(3, 8)
    },
    "organ": Kind("organ", "letters", False, "organets förkortning", _organ),
    "klass": Kind("klass", "digits", False, "klassificering, siffror med punkt emellan", _class),
    "handling": Kind("handling", "digits", False, "handlingens nummer i ärendet", _short(99_999)),
}


@lru_cache(maxsize=256)
def pieces(form: str) -> tuple[Piece, ...]:
    """A pattern taken apart. Raises ValueError, in Swedish, for one that has problems (see `problems`)."""
    wrong = problems(form)
    if wrong:
        raise ValueError(wrong[0][0])
    return _split(form)


def _split(form: str) -> tuple[Piece, ...]:
    made: list[Piece] = []
    for place, part in enumerate(form.replace("}", "{").split("{")):
        if place % 2:
            made.append(Piece(part, ""))
        elif part:
            made.append(Piece("", part))
    return tuple(made)


def problems(form: str, needed: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Everything wrong with a pattern, each as what is wrong and what to do, in Swedish; () when it is right.

    needed: the facts it must give ("år", "löpnummer"). A pattern that can be read in two ways is wrong: nobody could
    tell which number a dnr has.
    """
    if not form.strip():
        return (("Mönstret är tomt.", "Skriv till exempel {år}/{löpnummer}."),)
    if len(form) > LONGEST:
        return ((f"Mönstret är längre än {LONGEST} tecken.", "Gör det kortare."),)
    marks = [letter for letter in form if letter in "{}"]
    if marks != ["{", "}"] * (len(marks) // 2):
        return (("Klamrarna i mönstret går inte ihop.", "Skriv varje del som {namn}."),)
    parts = _split(form)
    words = [piece.word for piece in parts if not piece.text]
    wrong = [(f"Mönstret känner inte delen ”{{{word}}}”.", _meant(word)) for word in words if word not in KINDS]
    if wrong:
        return tuple(wrong)
    facts = [KINDS[word].fact for word in words]
    twice = [fact for fact in dict.fromkeys(facts) if facts.count(fact) > 1]
    wrong += [(f"Mönstret anger {fact} två gånger.", "Behåll en av dem.") for fact in twice]
    wrong += [(f"Mönstret saknar {fact}.", f"Lägg till {{{fact}}}.") for fact in needed if fact not in facts]
    if not wrong and _ambiguous(parts):
        text = "Mönstret kan läsas på flera sätt: två delar utan bestämd längd står intill varandra."
        wrong.append((text, "Skriv ett skiljetecken mellan dem."))
    return tuple(wrong)


def _meant(word: str) -> str:
    near = nearest(word, KINDS, 1)
    return f"Menas {{{near[0]}}}?" if near else "De som finns är " + ", ".join(f"{{{one}}}" for one in KINDS) + "."


def _ambiguous(parts: tuple[Piece, ...]) -> bool:
    """Whether two parts of open length follow on each other with only such characters between as both may hold."""
    open_shape: Shape = "other"
    for piece in parts:
        if piece.word:
            kind = KINDS[piece.word]
            if kind.shape != open_shape:
                open_shape = "other"
            if not kind.fixed:
                if open_shape == kind.shape:
                    return True
                open_shape = kind.shape
        elif any(_shape(letter) != open_shape for letter in piece.text):
            open_shape = "other"
    return False


def _shape(letter: str) -> Shape:
    if letter in _DIGITS:
        return "digits"
    return "letters" if letter.isalpha() else "other"


def match(form: str, text: str) -> Facts | None:
    """The facts that `text` gives when it is written exactly as `form` says, or None.

    Facts are the same however they were written: år with four digits, månad and dag with two, löpnummer without zeros.
    Time grows with the length of the form times that of the text, and a text longer than `LONGEST` is no value. Raises
    ValueError for a form with problems.
    """
    if len(text) > LONGEST:
        return None
    parts = pieces(form)
    starts = [{0}]
    for piece in parts:
        starts.append({end for at in starts[-1] for end in _ends(piece, text, at)})
        if not starts[-1]:
            return None
    return _facts(parts, starts, text) if len(text) in starts[-1] else None


def _facts(parts: tuple[Piece, ...], starts: list[set[int]], text: str) -> Facts:
    """The facts on a way from the end back to the beginning; there is one, as no form can be read in two ways."""
    facts: Facts = {}
    end = len(text)
    for place in range(len(parts) - 1, -1, -1):
        piece = parts[place]
        at = min(at for at in starts[place] if end in set(_ends(piece, text, at)))
        if piece.word:
            facts[KINDS[piece.word].fact] = _value(piece.word, text[at:end])
        end = at
    return facts


def _ends(piece: Piece, text: str, at: int) -> Iterable[int]:
    if piece.word:
        return KINDS[piece.word].ends(text, at)
    return (at + len(piece.text),) if text.startswith(piece.text, at) else ()


def _value(word: str, written: str) -> str:
    if word == "år2":
        return ("19" if int(written) >= 70 else "20") + written
    if word == "månadsnamn":
        return f"{MONTHS.index(written) + 1:02}"
    if word in ("månad1", "dag1"):
        return written.zfill(2)
    if KINDS[word].fact == "löpnummer":
        return written.lstrip("0")
    return written


def fill(form: str, facts: Mapping[str, str]) -> str:
    """The text that `form` gives of facts as `match` gives them. Raises KeyError for a fact that is missing, ValueError
    for one that the form cannot write (a year outside 1970–2069 with two digits, a number that is too long)."""
    made = []
    for piece in pieces(form):
        if not piece.word:
            made.append(piece.text)
            continue
        value = facts[KINDS[piece.word].fact]
        written = _written(piece.word, value)
        if (
            not written
            or len(written) not in set(KINDS[piece.word].ends(written, 0))
            or _value(piece.word, written) != value
        ):
            raise ValueError(f"{{{piece.word}}} kan inte skriva {value!r}.")
        made.append(written)
    return "".join(made)


def _written(word: str, value: str) -> str:
    if word == "år2":
        return value[-2:]
    if word == "månadsnamn":
        return MONTHS[int(value) - 1] if value in _MONTH_NUMBERS else ""
    if word in ("månad1", "dag1"):
        return value.lstrip("0")
    if word[-1:].isdigit() and word != "löpnummer0":
        return value.zfill(int(word[-1]))
    return value


def match_loosely(form: str, text: str) -> Facts | None:
    """As `match`, but without regard to case, kinds of dash and space, and an ending full stop."""
    return match(_plain(form), _plain(text))


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    return " ".join(text.translate(_DASHES).split()).replace(" /", "/").replace("/ ", "/").rstrip(".").casefold()
