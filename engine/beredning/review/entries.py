"""The list of papers in a report, entry by entry, and which of the papers at hand each entry means."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from beredning.core.pattern import MONTHS
from beredning.core.reading import Passage
from beredning.core.recognition import FoundSection
from beredning.review.days import first_day
from beredning.review.notice import DIARY
from beredning.review.pack import Pack, file_words, folded, titles_of
from beredning.review.texts import near, plain, squeezed
from beredning.review.values import Paper

_REPORT: Final = re.compile(r"tjänste(?:utlåtande|skrivelse|yttrande)t?|tjänstemannayttrande", re.IGNORECASE)
_MARKED: Final = re.compile(
    r"(?:bilaga|bil\.)\s*\d+\w?|version\s*\d[\d.]*|§+\s*\d+|\bnr\.?\s*\d+|\bdnr\b|\bv\.?\s?\d+(?:\.\d+)+", re.IGNORECASE
)
_MONTHLY: Final = re.compile(rf"(?:{'|'.join(MONTHS)}) (?:19|20)\d\d", re.IGNORECASE)
_MEETING_PROTOCOL: Final = re.compile(
    r"(?:förhandlings|samverkans|mbl[- ]?|informations)protokoll|protokoll\w*\b.*\b(?:mbl|samverkan|förhandling)",
    re.IGNORECASE,
)
_EARLIER: Final = re.compile(r"§|\bprotokoll|\bbeslut\b|sammanträdesprotokoll", re.IGNORECASE)
_APART: Final = re.compile(
    r"\((?:1[89]|20)\d\d:\d+\)|\bSFS\b|https?://|www\.|\b(?:lag|förordning|skollag|kommunallag|socialtjänstlag)(?:en)?\b"
    r"|\bmuntlig|bifogas (?:inte|ej)|(?:delas ut|läggs fram|visas) (?:på|vid)|sekretess|tillgänglig på|finns hos",
    re.IGNORECASE,
)
_SHORTENED: Final = re.compile(r"\w*(?:protokoll|anteckning)", re.IGNORECASE)
_MOST: Final = 200
_LONGEST: Final = 220
_SMALL: Final = frozenset("för och i med av om till på den det en ett the".split())
_ALIKE: Final = 0.6
_SAME_PAPER: Final = 0.4
_WITHIN: Final = 0.75
_SOMEWHAT: Final = 0.15


class Entry(NamedTuple):
    """One entry. name: without date, dnr and number; report: it means the tjänsteutlåtande itself; identified: it has
    a date, dnr or number; negotiation: it means a protokoll from förhandling or samverkan; day: ISO, "" for none;
    earlier: a decision that was taken before; apart: a statute, a web page, or said to be handed out another way."""

    text: str
    name: str
    passage: Passage
    report: bool
    identified: bool
    negotiation: bool
    day: str
    earlier: bool
    apart: bool

    @property
    def enclosed(self) -> bool:
        """Whether the paper should be among those sent out."""
        return not (self.report or self.negotiation or self.apart)


def entries_of(section: FoundSection | None) -> tuple[Entry, ...]:
    """The entries of a section with papers, () for one that is no list: a table or running text says nothing sure."""
    if section is None:
        return ()
    kept = [one for one in section.passages if one.text.strip() and not one.prompt]
    if any(one.cells or len(one.text) > _LONGEST for one in kept):
        return ()
    lines = [(line.strip(), one) for one in kept for line in one.text.split("\n") if line.strip()]
    return tuple(_entry(line, one) for line, one in lines[:_MOST])


def _entry(text: str, passage: Passage) -> Entry:
    day = first_day(text)
    marked = bool(day or _MARKED.search(text) or DIARY.search(text) or _MONTHLY.search(text))
    own = _REPORT.match(text)
    name = _bare(text[own.end() :] if own else text)
    negotiation = bool(_MEETING_PROTOCOL.search(text))
    earlier, apart = bool(_EARLIER.search(text)), bool(_APART.search(text))
    return Entry(text, name, passage, bool(own), marked or apart, negotiation, day, earlier, apart)


def _bare(text: str) -> str:
    """The name alone: without the day, the dnr, the number and the marks that joined them."""
    bare = re.sub(r"\b(?:daterad|daterat|den|dnr|av den)?\s*(?:19|20)\d\d-\d\d-\d\d", "", text)
    bare = _MARKED.sub("", DIARY.sub("", bare))
    bare = re.sub(r"\(\s*\)|\s+", " ", bare)
    return bare.strip(" ,.;:–-()")


def matched(entries: tuple[Entry, ...], papers: tuple[Paper, ...], pack: Pack) -> dict[int, Paper]:
    """Which paper each entry (by its place) means: the likest pairs first, each paper once."""
    pairs = [
        (score, -place, -at)
        for place, entry in enumerate(entries)
        if not entry.report
        for at, paper in enumerate(papers)
        if (score := _likeness(entry, paper, pack)) >= _ALIKE
    ]
    made: dict[int, Paper] = {}
    taken: set[int] = set()
    for _, place, at in sorted(pairs, reverse=True):
        if -place not in made and -at not in taken:
            made[-place] = papers[-at]
            taken.add(-at)
    return made


def perhaps(entry: Entry, papers: tuple[Paper, ...], pack: Pack) -> tuple[Paper, ...]:
    """Papers that no entry is matched with, but that this one may mean under another name."""
    return tuple(paper for paper in papers if _likeness(entry, paper, pack) >= _SOMEWHAT)


def _likeness(entry: Entry, paper: Paper, pack: Pack) -> float:
    """0–1: how sure it is that the entry means the paper, by its titles, its file's name and the number of a bilaga."""
    number = re.search(r"(?:bilaga|bil\.)\s*(\d+)", entry.text, re.IGNORECASE)
    if number and re.search(rf"bilaga[-_ ]?0*{number[1]}(?!\d)", paper.reading.name, re.IGNORECASE):
        return 1.0
    wanted = _words(entry.name)
    titles = [_words(title) for title in titles_of(paper, pack)]
    best = max((_overlap(wanted, title) for title in titles), default=0.0)
    if wanted and any(wanted <= title for title in titles):
        best = max(best, _WITHIN)
    named = file_words(paper.reading.name)
    by_file = _covered(frozenset(map(folded, wanted)), named) if wanted else 0.0
    return max(best, 0.9 * by_file) + 0.05 * by_file


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split()) - _SMALL


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Words in common over all words, where a word one letter off is the same."""
    if not one or not other:
        return 0.0
    common = sum(1 for word in one if _among(word, other))
    return common / (len(one) + len(other) - common)


def _covered(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the file's name the entry covers, both ways; a name of one common word is not enough."""
    if not one or not other:
        return 0.0
    common = sum(1 for word in one if _among(word, other))
    return min(1.0, common / len(other)) * min(1.0, common / len(one) + 0.25) if common else 0.0


def _among(word: str, words: frozenset[str]) -> bool:
    if word in words:
        return True
    return len(word) > 5 and any(
        abs(len(other) - len(word)) < 2 and (other[:3] == word[:3] or other[-3:] == word[-3:]) and near(word, other, 1)
        for other in words
    )


def same_name(entry: str, paper: Paper, pack: Pack) -> str | None:
    """The paper's own title when the entry's name is another, None when it is the same or the title is not known.

    Names of the house's bodies are left out of both, as a title page prints them on a line of their own.
    """
    wanted = _without(plain(entry), pack)
    titles = [title for title in titles_of(paper, pack) if title.strip()]
    if not wanted or not titles or any(_without(plain(title), pack) == wanted for title in titles):
        return None
    if any(set(wanted.split()) <= set(plain(title).split()) for title in titles):
        return None  # a title that is only shortened is no other
    if any(_SHORTENED.match(title) and _words(entry) <= _words(title) for title in titles):
        return None  # minutes are called by whose they are and when
    best = max(titles, key=lambda title: _alike(entry, title))
    return best if _alike(entry, best) >= _SAME_PAPER else None


def _alike(entry: str, title: str) -> float:
    """As the words in common, or 1 where only how they are joined, or a letter or two, differs."""
    joined = near(squeezed(entry), squeezed(title), 2)
    return 1.0 if joined else _overlap(_words(entry), _words(title))


def _without(text: str, pack: Pack) -> str:
    for body in sorted(pack.bodies, key=len, reverse=True):
        text = re.sub(rf"(?:^|(?<= )){re.escape(body)}s?(?= |$)", "", text)
    return " ".join(text.split())
