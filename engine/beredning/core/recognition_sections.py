"""A document divided into the sections of a form: where each begins, by control, style or words, and where it ends."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from beredning.core import document as doc
from beredning.core.likeness import is_prompt, nearest, words
from beredning.core.reading import Passage, Reading
from beredning.core.recognition import FoundSection, How
from beredning.core.report import Layout, SectionForm

SECTION: Final = "avsnitt:"
_LONGEST: Final = 120
_PLAIN_SHORTEST: Final = 10  # a shorter line in plain text must be the heading to the letter
_SENTENCE: Final = re.compile(r"[.!?…]\s*\Z|[.!?]\s+\S")
_DATED: Final = re.compile(
    r"[\s,:;()\[\]§\dx/å-]*(?:den|datum|information|förhandling|samverkan|januari|februari|mars|april|maj|juni|juli|"
    r"augusti|september|oktober|november|december|åååå|mm|dd|[\s,:;()\[\]§\dx/å-])*\Z"
)
_ORGAN: Final = re.compile(r"\s(?:i|för|till)\s[\w\s-]*(?:nämnd|styrelse|utskott|fullmäktige|direktion)\w*\Z")


class Part(NamedTuple):
    """A stretch of the body. form: the section it is, None for what is before the first one or belongs to none.

    heading: None for a section without; start: block that the stretch begins with.
    """

    form: SectionForm | None
    heading: Passage | None
    how: How
    passages: tuple[Passage, ...]
    start: int

    @property
    def whole(self) -> tuple[Passage, ...]:
        """The heading and what stands under it."""
        return ((self.heading,) if self.heading else ()) + self.passages


class _Begun(NamedTuple):
    """A part while it is filled."""

    form: SectionForm | None
    heading: Passage | None
    how: How
    passages: list[Passage]

    def finished(self, before: int) -> Part:
        """The part. before: where the one before it begins, for a part whose passages do not say."""
        first = self.heading or next(iter(self.passages), None)
        start = first.block if first is not None and first.block >= 0 else before
        return Part(self.form, self.heading, self.how, tuple(self.passages), start)


def divide(reading: Reading, layout: Layout) -> tuple[Part, ...]:
    """The body in parts, in order; the first is what stands before any section, and may be empty."""
    body = reading.body
    titles = _Titles(layout)
    placed = _placed(titles, body)
    controls = {one.control for one in body if one.control.startswith(SECTION)}
    levels = [body[at].level for at in placed if body[at].kind == "heading"]
    parts = [_Begun(None, None, "text", [])]
    for at, passage in enumerate(body):
        current = parts[-1]
        form = _controlled(passage, layout)
        titled = placed.get(at)
        if form is not None and titled is not None and titled is not form:
            titled = titled if f"{SECTION}{titled.name}" not in controls and _marked(passage) else None
        elif form is not None and titled is form and current.form is form and current.heading is not None:
            titled = None  # the section's own title again, within its control
        if titled is not None:
            parts.append(_Begun(titled, passage, "stil" if passage.kind == "heading" else "text", []))
        elif form is not None and current.form is not form and not _within(passage, current):
            renamed = current.heading if current.form is None and not current.passages else None
            if renamed is not None:  # a heading right before a section's control is that section's, whatever it says
                parts.pop()
            parts.append(_Begun(form, renamed, "kontroll", [passage]))
        elif _is_strange(passage, current, levels, form):
            parts.append(_Begun(None, passage, "stil", []))
        else:
            if form is not None and current.form is form and current.how != "kontroll":
                parts[-1] = current._replace(how="kontroll")
            parts[-1].passages.append(passage)
    return _finished(parts)


def _finished(parts: list[_Begun]) -> tuple[Part, ...]:
    made: list[Part] = []
    for part in parts:
        made.append(part.finished(made[-1].start if made else 0))
    return (made[0]._replace(start=0), *made[1:])


def _controlled(passage: Passage, layout: Layout) -> SectionForm | None:
    tag = passage.control
    return layout.section(tag.removeprefix(SECTION)) if tag.startswith(SECTION) else None


def _within(passage: Passage, current: _Begun) -> bool:
    """Whether a passage in a control follows a heading of another section that was found within the same control."""
    return current.heading is not None and current.heading.control == passage.control != ""


def _marked(passage: Passage) -> bool:
    return passage.kind == "heading" or passage.strong


def _is_strange(passage: Passage, current: _Begun, levels: list[int], form: SectionForm | None) -> bool:
    """Whether a heading that the form does not have begins something that belongs to no section of it.

    One that is deeper than the section's own heading is the officer's own sub heading, and so is one in a control.
    """
    if passage.kind != "heading" or form is not None or (current.form is None and current.heading is None):
        return False
    heading = current.heading
    if heading is not None and heading.kind == "heading":
        return passage.level <= heading.level
    return passage.level <= max(levels, default=0)


class _Titles:
    """The headings of a layout's sections, by their words."""

    def __init__(self, layout: Layout) -> None:
        self._known: dict[str, SectionForm] = {}
        self._dated: list[tuple[str, SectionForm]] = []
        self._asked: dict[str, SectionForm | None] = {}
        for form in layout.sections:
            for text in (form.heading, *form.also):
                if words(text):
                    self._known.setdefault(words(text), form)
                    self._dated += [(words(text), form)] if form.kind in ("consultation", "decision") else []

    def form(self, passage: Passage) -> SectionForm | None:
        """The section that a passage is the heading of, as far as its words tell."""
        text = _line_of(passage)
        if not text or len(text) > _LONGEST or passage.prompt:
            return None
        said = words(text)
        exact = self._known.get(said)
        if exact is not None or not said:
            return exact
        dated = self._with_date(said)
        if dated is not None:
            return dated
        marked = _marked(passage)
        if (not marked and (len(said) < _PLAIN_SHORTEST or _SENTENCE.search(text.strip()))) or len(said) > 80:
            return None
        if said not in self._asked:
            near = nearest(said, self._known)
            self._asked[said] = self._known[near] if near else None
        return self._asked[said]

    def _with_date(self, said: str) -> SectionForm | None:
        """A heading with the day of the negotiation after it, or with the organ that decides."""
        for title, form in self._dated:
            if said.startswith(title):
                rest = said[len(title) :]
                dated = form.kind == "consultation" and rest[:1] in " :,([" and _DATED.match(rest)
                if dated or (form.kind == "decision" and _ORGAN.match(rest)):
                    return form
        return None


def _line_of(passage: Passage) -> str:
    """The one line that a passage is, "" for an entry or a row of several cells: those are never headings."""
    if passage.kind in ("item", "note", "header", "footer"):
        return ""
    if passage.kind == "row":
        cells = [one for one in passage.cells if one.strip()]
        return cells[0] if len(cells) == 1 and passage.strong else ""
    return "" if "\t" in passage.text.strip() else passage.text


def _placed(titles: _Titles, body: tuple[Passage, ...]) -> dict[int, SectionForm]:
    """Where in the body the headings stand. A line in plain text is one only where its section has no other heading
    that is marked as one."""
    found = {at: form for at, passage in enumerate(body) if (form := titles.form(passage)) is not None}
    marked = {form.name for at, form in found.items() if _marked(body[at])}
    return {at: form for at, form in found.items() if _marked(body[at]) or form.name not in marked}


def found_sections(reading: Reading, parts: tuple[Part, ...]) -> tuple[FoundSection, ...]:
    """The sections with their blocks: all blocks from where each begins to where the next part does."""
    ends = [*(part.start for part in parts[1:]), len(reading.blocks)]
    made = []
    for part, end in zip(parts, ends, strict=True):
        if part.form is not None:
            heading = part.heading.block if part.heading is not None else -1
            blocks = (block for at, block in enumerate(reading.blocks[part.start : end], part.start) if at != heading)
            content = tuple(block for block in blocks if not _is_prompt(block, part.form.prompt))
            made.append(FoundSection(part.form, part.heading, part.how, part.passages, content))
    return tuple(made)


def _is_prompt(block: doc.Block, prompt: str) -> bool:
    """Whether a block is only an invitation to fill in: marked as one, or the form's own in brackets."""
    if not isinstance(block, doc.Paragraph | doc.Heading):
        return False
    seen = [run for run in block.runs if run.text.strip() or run.note]
    marked = bool(seen) and all(run.prompt for run in seen)
    return marked or (isinstance(block, doc.Paragraph) and is_prompt(doc.text_of(block.runs), prompt))
