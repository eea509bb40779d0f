"""The facts at the head of a report: by control, by label, and those without a label by what they look like.

A fact that is missing must not move the others: each is recognised by its shape (an organ, title and name, a date, a
diarienummer), in the order of the form (domain.md 4.2 rows 2–7).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from beredning.core.likeness import distance, is_prompt, nearest, words
from beredning.core.pattern import match
from beredning.core.reading import Passage, Reading
from beredning.core.recognition import FoundFact, How
from beredning.core.recognition_people import is_name, is_title, name_and_title
from beredning.core.report import FactForm, Layout

FACT: Final = "fält:"
_TOP: Final = 40
_DATE: Final = re.compile(
    r"(?:den\s+)?(?:\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}|\d{6}|\d{8}"
    r"|\d{1,2}\s+[a-zåäö]{3,9}\.?\s+\d{4}|[xXåÅyY]{4}-[xXmM]{2}-[xXdD]{2})\Z"
)
_DIARY: Final = re.compile(r"(?:[A-ZÅÄÖa-zåäö]{1,8}[\s.:/_-]{1,3})?\d{4}[/:._-]\s?\d{1,6}(?:[/:._-]\d{1,6})?\Z")
_DIARY_PROMPT: Final = frozenset({"ärendenummer", "diarienummer", "dnr"})
_OWNER: Final = re.compile(
    r"[\w\s,&-]{2,70}?(?:förvaltning(?:en)?|kontor(?:et)?|avdelning(?:en)?|sektorn?|enhet(?:en)?|kansli(?:et)?|stab(?:en)?)"
    r"(?:\s+(?:för|i|barn|utbildning|kultur|vård|omsorg|samhällsbyggnad|och)\b[\w\s,&-]{0,60})?\Z"
    r"|(?:sektor|förvaltningen för|avdelningen?|kontoret för)\s[\w\s,&-]{2,70}\Z",
    re.IGNORECASE,
)
_BODY: Final = r"(?:nämnd(?:en)?|styrelsen?|utskott(?:et)?|fullmäktige|direktion(?:en)?|beredning(?:en)?)"
_ORGAN: Final = re.compile(
    rf"(?:[A-ZÅÄÖ][\wåäöé]*\s(?:kommuns|stads|regions)\s)?"
    rf"(?:[\wåäöé]+-(?:,\s?[\wåäöé]+-)*\s(?:och|samt)\s)?[\wåäöé-]*{_BODY}"
    rf"(?:s\s[\wåäöé-]*(?:utskott(?:et)?|presidium))?"
    rf"(?:\s(?:för|i)\s[\wåäöé\s,-]{{2,60}})?\Z",
    re.IGNORECASE,
)


class _Bit(NamedTuple):
    """A piece of the head: a line, or a cell. place: order in the head; row: cells of one row have the same; column:
    which of the row's cells it stands in."""

    text: str
    passage: Passage
    place: int
    row: int
    column: int
    header: bool


def find_head(
    reading: Reading, layout: Layout, before: tuple[Passage, ...]
) -> tuple[Passage | None, tuple[FoundFact, ...], frozenset[Passage]]:
    """The passage with the kind of document, the facts, and every passage that was used.

    before: what stands in the body before the first section; the page's head and foot are looked at too.
    """
    heads = tuple(one for one in reading.passages if one.kind in ("header", "footer"))
    bits = _bits(before[:_TOP], heads)
    kind = _kind(layout, bits)
    found: dict[str, FoundFact] = {}
    used: set[int] = {bit.place for bit in bits if kind is not None and bit.passage is kind and _is_kind(layout, bit)}
    _by_control(layout, (*before, *heads), bits, found, used)
    _by_label(layout, bits, found, used)
    _by_shape(layout, [bit for bit in bits if not bit.header], found, used)
    for bit in bits:
        if bit.header and bit.place not in used:
            _alone(layout, bit, found, used)
    facts = tuple(found[form.name] for form in layout.facts if form.name in found)
    taken = frozenset(bit.passage for bit in bits if bit.place in used)
    return kind, facts, taken | {fact.passage for fact in facts}


def _bits(before: tuple[Passage, ...], heads: tuple[Passage, ...]) -> list[_Bit]:
    bits: list[_Bit] = []
    for row, passage in enumerate((*before, *heads)):
        cells = passage.cells or tuple(passage.text.split("\t"))
        for column, cell in enumerate(cells):
            for text in cell.split("\n") if cell.strip() else ("",):
                if text.strip() or len(cells) > 1:
                    header = passage.kind in ("header", "footer")
                    bits.append(_Bit(text.strip(), passage, len(bits), row, column, header))
    return bits


def _is_kind(layout: Layout, bit: _Bit) -> bool:
    said, wanted = words(bit.text), words(layout.title)
    return bool(wanted) and (said == wanted or (len(wanted) > 8 and distance(said, wanted, 2) <= 2))


def _kind(layout: Layout, bits: list[_Bit]) -> Passage | None:
    """The passage that says what kind of document it is: in the text rather than in the page's head."""
    named = [bit for bit in bits if _is_kind(layout, bit)]
    named.sort(key=lambda bit: bit.header)
    return named[0].passage if named else None


def _fact(form: FactForm, text: str, label: str, passage: Passage, how: How) -> FoundFact:
    return FoundFact(form, "" if is_prompt(text, form.prompt) else text.strip(), label, passage, how)


# By control


def _by_control(
    layout: Layout, passages: tuple[Passage, ...], bits: list[_Bit], found: dict[str, FoundFact], used: set[int]
) -> None:
    forms = {form.name: form for form in layout.facts}
    for passage in passages:
        controls = [(one.tag, one.text, one.prompt) for one in passage.inline]
        if not controls and passage.control.startswith(FACT):
            controls = [(passage.control, passage.text, passage.prompt)]
        for tag, text, prompt in controls:
            form = forms.get(tag.removeprefix(FACT)) if tag.startswith(FACT) else None
            if form is None or form.name in found:
                continue
            before, _, after = passage.text.partition(text) if text else (passage.text, "", "")
            inside = _label_in(form, text)  # somebody may have typed the label within the control
            label = (before.strip(" ") if after.strip() == "" else "") or inside
            value = "" if prompt else text[len(inside) :]
            how: How = "kontroll"
            found[form.name] = _fact(form, value, "" if "\t" in label.strip() else label.strip("\t"), passage, how)
            used.update(bit.place for bit in bits if bit.passage is passage)


def _label_in(form: FactForm, text: str) -> str:
    """The label that a text begins with, as written; "" for none."""
    for label in sorted((form.label, *form.also), key=len, reverse=True):
        said = words(label)
        if said and text.strip().casefold().startswith(said):
            end = text.casefold().index(said) + len(said)
            rest = text[end:]
            if rest.lstrip()[:1] == ":":
                return text[: end + rest.index(":") + 1]
    return ""


# By label


def _by_label(layout: Layout, bits: list[_Bit], found: dict[str, FoundFact], used: set[int]) -> None:
    labels = {
        words(text): form for form in layout.facts[::-1] for text in (*form.also[::-1], form.label) if words(text)
    }
    for at, bit in enumerate(bits):
        if bit.place in used:
            continue
        label, form, value = _labelled(layout, bit.text, labels)
        if form is None or form.name in found:
            continue
        if value:
            found[form.name] = _fact(form, value, label, bit.passage, "text")
            used.add(bit.place)
            continue
        used.add(bit.place)
        after = _answer(layout, form, at, bits, used, labels)
        if after is not None:
            used.add(after.place)
            text = "" if after.passage.prompt else after.text
            found[form.name] = _fact(form, text, label, after.passage, "text")
        else:
            found[form.name] = _fact(form, "", label, bit.passage, "text")


def _answer(
    layout: Layout, form: FactForm, at: int, bits: list[_Bit], used: set[int], labels: dict[str, FactForm]
) -> _Bit | None:
    """The value of a label that stands alone: what comes after it, or what stands under it in a table with labels in
    the first row."""
    bit = bits[at]
    choices = bits[at + 1 : at + 2]
    if sum(one.row == bit.row for one in bits) > 1:
        choices += [one for one in bits if one.row == bit.row + 1 and one.column == bit.column]
    possible = [one for one in choices if one.place not in used and _answers(layout, form, bit, one, labels)]
    shaped = [one for one in possible if _fits(layout, form, one.text)]
    return next(iter(shaped or possible), None)


def _labelled(layout: Layout, text: str, labels: dict[str, FactForm]) -> tuple[str, FactForm | None, str]:
    """The label that a line begins with, the fact it is of, and what stands after it."""
    head, colon, rest = text.partition(":")
    if colon and len(head) <= 40:
        said = words(head)
        known = said if said in labels else nearest(said, labels)
        if known is not None:
            return head + colon, labels[known], rest.strip()
    said = words(text)
    if said in labels:
        return text.strip(), labels[said], ""
    folded = text.casefold()
    for label in sorted(labels, key=len, reverse=True):
        if folded.startswith(label) and text[len(label) : len(label) + 1].isspace():
            value = text[len(label) :].strip()
            if _fits(layout, labels[label], value) >= 2 or _is_prompt(labels[label], value):
                return text[: len(label)], labels[label], value
    return "", None, ""


def _answers(layout: Layout, form: FactForm, bit: _Bit, after: _Bit, labels: dict[str, FactForm]) -> bool:
    """Whether what comes after a label that stands alone is its value: in its row, or under it and of the shape."""
    if bit.header != after.header or _labelled(layout, after.text, labels)[1] is not None:
        return False
    return after.row == bit.row or _fits(layout, form, after.text) > 0 or after.passage.prompt


def _is_prompt(form: FactForm, value: str) -> bool:
    """Whether a value is what the template invites to."""
    said, wanted = words(value), words(form.prompt)
    return bool(said) and (said == wanted or said.startswith(("välj ", "ange ", "klicka ", "skriv ")))


# By shape


def _fits(layout: Layout, form: FactForm, text: str) -> int:
    """How well a text has the shape of a fact: 0 not at all, 3 it can hardly be anything else."""
    text = text.strip()
    if not text or len(text) > 300:
        return 0
    match form.name:
        case "datum":
            return 3 if _is_date(layout, text) else 0
        case "diarienummer":
            return 3 if _is_diary(layout, text) else 0
        case "förvaltning":
            return 3 if _OWNER.match(text) and not any(one.isdigit() for one in text) else 0
        case "mottagare":
            return 3 if _ORGAN.match(text) and text[:1].isupper() else 0
        case "handläggare":
            return _officer(text)
        case _:
            return 0 if _shaped(layout, text) else 2


def _is_date(layout: Layout, text: str) -> bool:
    forms = (layout.date.form, *layout.date.accepted)
    return bool(_DATE.match(text)) or any(match(form, text) for form in forms)


def _is_diary(layout: Layout, text: str) -> bool:
    forms = (layout.diary.form, *layout.diary.accepted)
    known = bool(_DIARY.match(text)) or words(text) in _DIARY_PROMPT or any(match(form, text) for form in forms)
    return known and not _is_date(layout, text)


def _officer(text: str) -> int:
    """Title and name, or only a name."""
    if name_and_title(text):
        return 3
    head, comma, tail = text.partition(",")
    if comma and (is_title(head) or is_title(tail)):
        return 2
    return 1 if is_name(text) else 0


def _shaped(layout: Layout, text: str) -> bool:
    """Whether a text has the shape of another fact than the title."""
    others = [form for form in layout.facts if form.name != "rubrik"]
    return any(_fits(layout, form, text) >= 3 for form in others)


def _by_shape(layout: Layout, bits: list[_Bit], found: dict[str, FoundFact], used: set[int]) -> None:
    """Give the facts that are left the lines that are left, in the form's order, so that most and best fit.

    The best of all ways that keep the order, by what every line looks like; the title is the last line of its kind.
    """
    forms = [form for form in layout.facts if form.name not in found]
    lines = [bit for bit in bits if bit.place not in used and bit.text]
    marked = [bit for bit in lines if bit.passage.kind == "heading" or bit.passage.strong]
    lines = lines[:_TOP]
    if not forms or not lines:
        return
    best: list[list[tuple[int, tuple[tuple[int, int], ...]]]] = [[(0, ())] * (len(lines) + 1)]
    for at, form in enumerate(forms):
        row: list[tuple[int, tuple[tuple[int, int], ...]]] = [best[at][0]]
        for place, bit in enumerate(lines):
            choices = [row[place], best[at][place + 1]]
            score = _fits(layout, form, bit.text) * 10
            if score:
                if form.name == "rubrik":
                    score += place + 5 * (bit in marked) - 15 * bit.passage.prompt * (not marked)
                total, chosen = best[at][place]
                choices.append((total + score, (*chosen, (at, place))))
            row.append(max(choices, key=lambda one: one[0]))
        best.append(row)
    for at, place in best[-1][-1][1]:
        bit = lines[place]
        form = forms[at]
        text = "" if bit.passage.prompt else bit.text
        found[form.name] = _fact(form, text, "", bit.passage, "stil" if bit.passage.kind == "heading" else "text")
        used.add(bit.place)
    for bit in lines:
        if bit.place not in used:
            _alone(layout, bit, found, used)


def _alone(layout: Layout, bit: _Bit, found: dict[str, FoundFact], used: set[int]) -> None:
    """A line out of the form's order whose shape says what it is, when nothing else is that."""
    fitting = [form for form in layout.facts if form.name != "rubrik" and _fits(layout, form, bit.text) >= 3]
    if len(fitting) == 1 and fitting[0].name not in found and not bit.passage.prompt:
        found[fitting[0].name] = _fact(fitting[0], bit.text, "", bit.passage, "text")
        used.add(bit.place)
