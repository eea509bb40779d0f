"""The lines of a PDF page put together to passages: by structure elements, or by where the lines stand.

Structure elements are those of ISO 32000-1, 14.8.4: P, H1–H6, L, LI, Lbl, LBody, Table, TR, TH, TD.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple, TypeAlias

from beredning.core.reading import Passage, PassageKind
from beredning.documents.pages import page_number
from beredning.documents.pieces import Piece

_HEADING: Final = re.compile(r"H([1-6]?)\Z|Title\Z")
_LEAVES: Final = frozenset({"P", "Caption", "TOCI", "BlockQuote", "Note", "FENote", "BibEntry", "Formula", "Figure"})
_MARKS: Final = frozenset("-•*–·●▪◦o\uf0b7\uf0a7")
_MARK: Final = re.compile(r"([-•*–·●▪◦\uf0b7\uf0a7]|o(?=[ \u00a0][A-ZÅÄÖ]))[ \u00a0\t]+(?=\S)")
_WORDED: Final = re.compile(r"[^\W\d_]{3}")
_NUMBER: Final = re.compile(r"(\d{1,3})[.)][ \u00a0]+(?=\S)")
_EDGE: Final = 4  # lines at the top and the bottom of a page that may be its head and foot
_DIGITS: Final = re.compile(r"\d+")
_PAGE_OF: Final = re.compile(r"\d{1,4} ?\(\d{1,4}\)|\d{1,4} av \d{1,4}")
_BETWEEN: Final = frozenset({"och", "eller", "samt", "respektive", "som"})  # "verksamhets- och ekonomistyrning"


Mask: TypeAlias = tuple[str, int]  # a line's text without its numbers, and how high it stands


class Segment(NamedTuple):
    """A piece of a line. Places in points from the lower left corner; element: index into the page's, -1 for none."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    element: int


class Page(NamedTuple):
    """A page: its number, its segments in reading order, and all that was said of it."""

    number: int
    segments: list[Segment]
    said: dict[str, Any]


class Line(NamedTuple):
    """Segments on one line of the page."""

    parts: list[Segment]

    @property
    def text(self) -> str:
        """The line as it reads, cells parted by tabs."""
        return "\t".join(one.text for one in self.parts)


def lines(page: Page) -> list[Line]:
    """The page's lines: what follows to the right on the same base line is the same line."""
    made: list[Line] = []
    for one in page.segments:
        if made:
            last = made[-1].parts[-1]
            level = abs(last.base - one.base) <= 0.3 * max(one.size, last.size, 1)
            if level and one.left >= last.right - 1 and _same(last, one):
                alone = last.text in _MARKS and len(made[-1].parts) == 1
                if alone or last.text.endswith("\u00ad"):
                    text = f"{last.text} {one.text}" if alone else f"{last.text[:-1]}-{one.text}"
                    made[-1].parts[-1] = one._replace(text=text)
                else:
                    made[-1].parts.append(one)
                continue
        made.append(Line([one]))
    return made


def _same(one: Segment, other: Segment) -> bool:
    """A line of head or foot and one of the text are two, though they may stand level."""
    return (one.element < 0) == (other.element < 0)


def repeated(pages: list[Page]) -> frozenset[Mask]:
    """What heads and feet say: lines that stand at the same place at the edge of at least two pages and half of them,
    numbers left out."""
    if len(pages) < 2:
        return frozenset()
    count: Counter[Mask] = Counter()
    for page in pages:
        made = lines(page)
        count.update({_masked(page, line) for line in made[:_EDGE] + made[-_EDGE:]})
    return frozenset(mask for mask, times in count.items() if times >= max(2, (len(pages) + 1) // 2))


def _masked(page: Page, line: Line) -> Mask:
    bare = _PAGE_OF.sub("#", line.text)
    text = _DIGITS.sub(lambda found: "#" if found[0] == str(page.number) else found[0], bare)
    return text, round(line.parts[0].base / 3)


def right_margin(pages: list[Page]) -> float:
    """Where full lines end: at the longest line of the file, though hardly in the left part of the page."""
    wide = max((page.said.get("size", [0])[0] for page in pages), default=0)
    rights = [one.right for page in pages for one in page.segments if one.right <= wide]
    return max([0.7 * wide, *rights])


def page_pieces(page: Page, outside: frozenset[Mask], margin: float) -> Iterator[Piece]:
    """The passages of a page in reading order. outside, margin: what `repeated` and `right_margin` say of the file."""
    made = lines(page)
    high = page.said.get("size", [0, 0])[1]
    body: list[Line] = []
    tagged = sum(one.element >= 0 for one in page.segments) * 2 > len(page.segments)
    for at, line in enumerate(made):
        edge = at < _EDGE or at >= len(made) - _EDGE
        numbered = any(page_number(part.text) for part in line.parts)
        artifact = tagged and line.parts[0].element < 0
        if edge and (numbered or artifact or _masked(page, line) in outside):
            kind: PassageKind = "header" if line.parts[0].base > high / 2 else "footer"
            known = page.number > 1 and _masked(page, line) in outside
            for part in line.parts:
                if not known or page_number(part.text):
                    yield Piece(Passage(part.text, kind, page=page.number), -1)
        else:
            body.append(line)
    yield from _tagged(page, body, margin) if tagged else _untagged(page, body, margin)


def over_pages(pieces: list[Piece]) -> list[Piece]:
    """The same passages, with those joined that a new page parts: in the middle of a sentence, or between the rows of a
    table, whose head is then said once."""
    made: list[Piece] = []
    last = -1  # where the latest passage of the text is
    same: dict[int, int] = {}  # the table that a table on a new page goes on with
    heads: dict[int, Counter[str]] = {}  # the words of each table's head, whatever order they stand in
    for piece in pieces:
        one = piece.passage
        if one.kind in ("header", "footer"):
            made.append(piece)
            continue
        before = made[last].passage if last >= 0 else one
        if one.kind == "row":
            goes_on = before.kind == "row" and before.page + 1 == one.page and len(before.cells) == len(one.cells)
            if goes_on and piece.group not in same:
                same[piece.group] = made[last].group
            group = same.setdefault(piece.group, piece.group)
            if group != piece.group and _is_among(one, heads.get(group)):
                continue
            if piece.head:
                heads.setdefault(group, Counter()).update(one.text.split())
            # Before the head and foot of the page: they would part the rows.
            last = last + 1 if group != piece.group else len(made)
            made.insert(last, piece._replace(group=group))
            continue
        if before.kind == "row" and before.page < one.page and _is_among(one, heads.get(made[last].group)):
            continue  # the head said again at the top of the page, for the eye only
        parted = before.page < one.page and before.kind == one.kind and one.kind in ("paragraph", "item")
        if parted and before.text[-1:] not in ".:;!?" and one.text[:1].islower():
            made[last] = made[last]._replace(passage=before._replace(text=_joined([before.text, one.text])))
        else:
            last = len(made)
            made.append(piece)
    return made


def _is_among(passage: Passage, head: Counter[str] | None) -> bool:
    """Whether a passage has no word that the head of a table does not have as often."""
    return head is not None and not Counter(passage.text.split()) - head


def _with_breaks(held: list[Segment], margin: float) -> str:
    """Segments as one text, with a line break where a line ends although the next word would have had room on it."""
    rows: list[list[Segment]] = []
    for one in held:
        level = rows and abs(rows[-1][-1].base - one.base) <= 0.3 * max(one.size, rows[-1][-1].size, 1)
        if level:
            rows[-1].append(one)
        else:
            rows.append([one])
    said: list[list[str]] = [[]]
    for at, row in enumerate(rows):
        if at and not said[-1][-1].endswith("\u00ad") and _has_room(rows[at - 1][-1], row[0], margin):
            said.append([])
        said[-1] += [one.text for one in row]
    return "\n".join(_joined(texts) for texts in said)


def _has_room(last: Segment, first: Segment, margin: float) -> bool:
    """Whether the first word of a line would have had room at the end of the line before."""
    word = first.text.split(" ", 1)[0]
    width = 1.3 * (first.right - first.left) * (len(word) + 1) / max(len(first.text), 1)
    return last.right + width < margin - 2


def _joined(texts: list[str]) -> str:
    """Lines as one text. A hyphen that only parts a word at the end of a line goes; one before a capital stays."""
    said = ""
    for text in texts:
        if said.endswith("\u00ad"):
            word = text.split(" ", 1)[0]
            kept = "- " if word in _BETWEEN else "" if text[:1].islower() else "-"
            said = said[:-1] + kept + text
        else:
            said = f"{said} {text}" if said else text
    return said.replace("\u00ad", "-") if said.endswith("\u00ad") else said


# By structure elements


def _chain(page: Page, element: int) -> list[tuple[int, str]]:
    """The element and all it hangs under, nearest first."""
    tree = page.said["elements"]
    found: list[tuple[int, str]] = []
    while element >= 0 and len(found) < 60:
        found.append((element, tree[element][0]))
        element = tree[element][1]
    return found


class _Home(NamedTuple):
    """Where a segment belongs: kind of passage, the element that is one passage, its cell, list or table."""

    kind: str
    own: int
    cell: int = -1
    group: int = -1
    level: int = 0
    head: bool = False
    label: bool = False


def _home(page: Page, element: int) -> _Home:
    chain = _chain(page, element)
    kinds = [kind for _, kind in chain]
    for at, (own, kind) in enumerate(chain):
        if kind in ("TD", "TH") and "TR" in kinds[at:]:
            row = chain[kinds.index("TR", at)][0]
            table = next((one for one, name in chain[at:] if name == "Table"), row)
            return _Home("row", row, own, table, head=kind == "TH" and not _is_row_head(page, row))
        if kind == "LI":
            lists = [one for one, name in chain[at:] if name == "L"]
            return _Home("item", own, group=lists[-1] if lists else own, level=len(lists) or 1, label="Lbl" in kinds)
        found = _HEADING.match(kind)
        if found:
            return _Home("heading", own, level=int(found[1] or 1) if kind != "Title" else 1)
        if kind in _LEAVES:
            inside = any(name in ("LI", "TD", "TH") for _, name in chain[at:])
            if not inside:
                return _Home("paragraph", own)
    return _Home("paragraph", element)


def _is_row_head(page: Page, row: int) -> bool:
    """Whether the row has cells of data too, so that a TH in it names the row and not the columns."""
    return any(kind == "TD" and above == row for kind, above in page.said["elements"])


def _tagged(page: Page, body: list[Line], margin: float) -> Iterator[Piece]:
    segments = [one for line in body for one in line.parts]
    homes = [_home(page, one.element) for one in segments]
    for (kind, own, group), run in groupby(zip(homes, segments, strict=True), key=lambda one: one[0][:2] + one[0][3:4]):
        held = list(run)
        home = held[0][0]
        base = Passage("", page=page.number, strong=all(one.bold for _, one in held))
        if kind == "row":
            cells = tuple(
                _joined([one.text for _, one in cell]) for _, cell in groupby(held, key=lambda one: one[0].cell)
            )
            text = "\t".join(cells)
            number = page.number * 100_000 + group
            yield Piece(
                base._replace(text=text, kind="row", cells=cells), number, head=all(one.head for one, _ in held)
            )
        elif kind == "item":
            label = "".join(one.text for of, one in held if of.label)
            if _WORDED.match(label):  # a label with its value, as in the head of a kallelse
                value = _with_breaks([one for of, one in held if not of.label], margin)
                yield Piece(base._replace(text=f"{label}\t{value}"), -1)
                continue
            text = _MARK.sub("", _joined([one.text for of, one in held if not of.label]), count=1)
            digits = "".join(letter for letter in label if letter.isdigit())
            ordinal = int(digits[:6]) if digits and not own < 0 else 0
            yield Piece(base._replace(text=text, kind="item"), page.number * 100_000 + group, home.level, ordinal)
        else:
            if kind == "heading":
                text = _joined([one.text for _, one in held])
                yield Piece(base._replace(text=text, kind="heading", level=home.level), -1)
            else:
                yield Piece(base._replace(text=_with_breaks([one for _, one in held], margin)), -1)


# By where the lines stand


def _untagged(page: Page, body: list[Line], margin: float) -> Iterator[Piece]:
    steps = [one.parts[0].base - after.parts[0].base for one, after in pairwise(body)]
    steps = sorted(step for step in steps if 0 < step < 40) or [14.0]
    normal = steps[len(steps) // 4]  # most lines of a page may be paragraphs of their own, with space between
    tables = _tables(body)
    at, group = 0, page.number * 100_000
    while at < len(body):
        group += 1
        if at in tables:
            while at in tables:
                cells = tuple(part.text for part in body[at].parts)
                yield Piece(Passage(body[at].text, "row", cells=cells, page=page.number), group)
                at += 1
            continue
        end = at + 1
        while end < len(body) and end not in tables and _continues(body[end - 1], body[end], normal, margin):
            end += 1
        yield _passage(page, body[at:end], group)
        at = end


def _tables(body: list[Line]) -> set[int]:
    """Lines that are rows: several cells, and a neighbour whose cells begin or end at the same place."""

    def alike(one: Line, other: Line) -> bool:
        if min(len(one.parts), len(other.parts)) < 2:
            return False
        lefts = {round(part.left / 3) for part in one.parts[1:]} & {round(part.left / 3) for part in other.parts[1:]}
        rights = {round(part.right / 3) for part in one.parts[1:]} & {round(part.right / 3) for part in other.parts[1:]}
        return bool(lefts or rights)

    return {at + more for at, (one, after) in enumerate(pairwise(body)) if alike(one, after) for more in (0, 1)}


def _continues(line: Line, after: Line, normal: float, margin: float) -> bool:
    """Whether a line goes on with the paragraph of the line before: the same look, close under it, and its first word
    would not have had room there."""
    last, first = line.parts[-1], after.parts[0]
    step = line.parts[0].base - first.base
    if not 0 < step <= 1.2 * normal or abs(last.size - first.size) > 0.05 * last.size:
        return False
    if len(after.parts) > 1 or len(line.parts) > 1 or last.bold != first.bold:
        return False
    if _MARK.match(first.text) or _NUMBER.match(first.text) or page_number(first.text):
        return False
    if last.left - first.left > 4 * last.size:  # the line before was drawn to the right
        return False
    return not _has_room(last, first, margin) or last.text.endswith("\u00ad")


def _passage(page: Page, held: list[Line], group: int) -> Piece:
    text = _joined([line.text for line in held])
    strong = all(part.bold for line in held for part in line.parts)
    mark = _MARK.match(text)
    base = Passage(text, page=page.number, strong=strong)
    if mark:
        # entries in a row get one group of their page, so that they become one list
        return Piece(base._replace(text=text[mark.end() :], kind="item"), -2 - page.number, held[0].parts[0].left)
    return Piece(base, group)
