"""The officer's text for a report: a text file with the layout's headings → blocks for each section.

`# Rubrik` begins a section and `## Underrubrik` a part of it. Paragraphs are parted by blank lines. Lists have `- ` or
`1. ` before each entry, indented under another. `[tabell: fil.csv]` or `[tabell: fil.xlsx | blad]` brings in a table,
with `| rubrik: text` for a caption. Every fault is reported at once, with its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Final, NamedTuple, TypeAlias

from beredning.core import document as doc
from beredning.core.report import Layout, SectionForm
from beredning.documents.inline import read_inline
from beredning.documents.tabular import read_table
from beredning.errors import BadDefinition, BadDocument, Fault

Load: TypeAlias = Callable[[str], bytes | None]

_HEADING: Final = re.compile(r"(#{1,6})\s*(.*?)\s*#*\Z")
_BULLET: Final = re.compile(r"(\s*)[-*•–]\s+(.+)")
_NUMBERED: Final = re.compile(r"(\s*)(\d{1,3})[.)]\s+(.+)")
_TABLE: Final = re.compile(r"\[\s*tabell\s*:(.*)\]\s*\Z", re.IGNORECASE)
_CAPTION: Final = re.compile(r"rubrik\s*:\s*(.*)", re.IGNORECASE)
_SHORTEST: Final = 3


class _Line(NamedTuple):
    number: int
    text: str


class _Entry(NamedTuple):
    """One list entry as read: its indentation, its number or None for a bullet, its text and line."""

    indent: int
    number: int | None
    line: _Line


def read_sections(data: bytes | str, file: str, layout: Layout, load: Load) -> dict[str, doc.Blocks]:
    """The blocks of each section that the file has text for, by the section's name.

    file: the name used in faults; load: gives the bytes of a file that the text names, or None when there is none.
    Raises BadDefinition with every fault: unknown, ambiguous or repeated headings, text outside a section, links that
    may not be used, tables that cannot be read.
    """
    return _Reader(file, layout, load).read(data)


class _Reader:
    def __init__(self, file: str, layout: Layout, load: Load) -> None:
        self.file = file
        self.layout = layout
        self.load = load
        self.faults: list[Fault] = []

    def complain(self, line: int, text: str, suggestion: str = "", column: int = 1) -> None:
        self.faults.append(Fault(self.file, line, column if line else 0, text, suggestion))

    def read(self, data: bytes | str) -> dict[str, doc.Blocks]:
        sections: dict[str, doc.Blocks] = {}
        seen: dict[str, int] = {}
        for heading, lines in _split(self._lines(data)):
            form = self._section(heading, lines)
            blocks = self._blocks(lines, form.level if form else 1)
            if form is None or heading is None:
                continue
            if form.name in seen and not form.repeatable:
                self.complain(heading.number, f"Avsnittet ”{form.heading}” finns redan på rad {seen[form.name]}.")
            seen.setdefault(form.name, heading.number)
            if blocks and form.name in sections:
                blocks = (doc.heading(form.level, form.heading), *blocks)
            if blocks:
                sections[form.name] = sections.get(form.name, ()) + blocks
        if self.faults:
            faults = tuple(sorted(self.faults, key=lambda one: (one.line, one.column)))
            raise BadDefinition(f"Texten {self.file} har brister.", faults, "Rätta dem i filen och försök igen.")
        return sections

    def _lines(self, data: bytes | str) -> list[_Line]:
        said = data if isinstance(data, str) else self._decoded(data)
        text = unicodedata.normalize("NFC", said.removeprefix("\ufeff"))
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return [_Line(number, line.replace("\t", "    ").rstrip()) for number, line in enumerate(lines, 1)]

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.complain(line, "Här står tecken som inte är UTF-8.", "Spara filen som UTF-8.")
            return data.decode("cp1252", errors="replace")

    def _section(self, heading: _Line | None, lines: list[_Line]) -> SectionForm | None:
        """The section that a heading means; complains when there is none, or when nothing may be written there."""
        if heading is None:
            first = next((line for line in lines if line.text.strip()), None)
            if first:
                suggestion = f"Börja med en rubrik, till exempel ”# {self.layout.sections[0].heading}”."
                self.complain(first.number, "Texten står före den första rubriken.", suggestion)
            return None
        match = _HEADING.match(heading.text)
        words = match[2] if match else ""
        form = self._match(words, heading.number)
        if form and form.kind == "signatures":
            self.complain(heading.number, "Underskrifterna fylls i från ärendet och skrivs inte här.")
            return None
        return form

    def _match(self, words: str, line: int) -> SectionForm | None:
        typed = _plain(words)
        known = {
            label: form
            for form in self.layout.sections
            for label in (*map(_plain, form.also), _plain(form.heading), _plain(form.name))
            if label
        }
        if typed in known:
            return known[typed]
        near = [
            label for label in known if len(typed) >= _SHORTEST and (label.startswith(typed) or _dated(typed, label))
        ]
        forms = list(dict.fromkeys(known[label] for label in near))
        if len(forms) == 1:
            return forms[0]
        if forms:
            said = " eller ".join(f"”{form.heading or form.name}”" for form in forms)
            self.complain(line, f"Rubriken ”{words}” kan betyda flera avsnitt.", f"Skriv {said}.")
            return None
        close = get_close_matches(typed, known, n=1, cutoff=0.5)
        labels = ", ".join(form.heading for form in self.layout.sections if form.heading)
        suggestion = f"Menas ”{known[close[0]].heading or close[0]}”?" if close else f"Rubrikerna är: {labels}."
        self.complain(line, f"Rubriken ”{words}” finns inte i formuläret.", suggestion)
        return None

    def _blocks(self, lines: list[_Line], level: int) -> doc.Blocks:
        blocks: list[doc.Block] = []
        at = 0
        while at < len(lines):
            line = lines[at]
            if not line.text.strip():
                at += 1
            elif line.text.startswith("#"):
                blocks += self._heading(line, level)
                at += 1
            elif table := _TABLE.match(line.text.strip()):
                blocks += self._table(table[1], line.number)
                at += 1
            elif _entry(line):
                at, entries = _gather_list(lines, at)
                blocks += self._lists(entries)
            else:
                at, paragraph = _gather_paragraph(lines, at)
                runs = self._runs(paragraph)
                blocks += [doc.Paragraph(runs)] if runs else []
        return tuple(blocks)

    def _heading(self, line: _Line, level: int) -> list[doc.Block]:
        match = _HEADING.match(line.text)
        if not match or not match[2]:
            self.complain(line.number, "Rubriken är tom.")
            return []
        runs = self._runs(line._replace(text=match[2]))
        return [doc.Heading(min(level + len(match[1]) - 1, 6), runs)]

    def _runs(self, line: _Line) -> doc.Runs:
        return read_inline(line.text, lambda text: self.complain(line.number, text))

    def _table(self, said: str, number: int) -> list[doc.Block]:
        name, *rest = (part.strip() for part in said.split("|"))
        captions = [match[1] for part in rest if (match := _CAPTION.match(part))]
        sheets = [part for part in rest if part and not _CAPTION.match(part)]
        if not name or len(sheets) > 1 or len(captions) > 1:
            self.complain(
                number, "Tabellen kan inte tolkas.", "Skriv [tabell: fil.csv] eller [tabell: fil.xlsx | blad]."
            )
            return []
        data = self.load(name)
        if data is None:
            self.complain(number, f"Filen ”{name}” finns inte.", "Lägg den bredvid textfilen.")
            return []
        try:
            return [read_table(data, name, "".join(sheets), "".join(captions))]
        except BadDocument as error:
            self.complain(number, error.text, error.hint)
            return []

    def _lists(self, entries: list[_Entry]) -> list[doc.Block]:
        """Entries as lists: a change between numbers and bullets at the outermost level begins another list."""
        made: list[doc.Block] = []
        while entries:
            listing, entries = self._list(entries)
            made.append(listing)
        return made

    def _list(self, entries: list[_Entry]) -> tuple[doc.Listing, list[_Entry]]:
        """The list that the first entry begins, and the entries that are left after it."""
        first = entries[0]
        items: list[doc.Item] = []
        while entries:
            entry = entries[0]
            if entry.indent > first.indent + 1:
                child, entries = self._list(entries)
                items[-1] = items[-1]._replace(children=(*items[-1].children, child))
            elif entry.indent < first.indent - 1 or (entry.number is None) != (first.number is None):
                break
            else:
                items.append(doc.Item(self._runs(entry.line)))
                entries = entries[1:]
        return doc.Listing(tuple(items), first.number is not None, first.number or 1), entries


def _split(lines: list[_Line]) -> Iterator[tuple[_Line | None, list[_Line]]]:
    """The lines of each section, with its heading; None before the first."""
    heading: _Line | None = None
    held: list[_Line] = []
    for line in lines:
        if line.text.startswith("#") and not line.text.startswith("##"):
            yield heading, held
            heading, held = line, []
        else:
            held.append(line)
    yield heading, held


def _plain(text: str) -> str:
    """A heading as it is compared: without case, double spaces, closing colon and marks of emphasis."""
    words = unicodedata.normalize("NFC", text).replace("_", " ").replace("*", "").casefold().split()
    return " ".join(words).rstrip(" :.")


def _dated(typed: str, label: str) -> bool:
    """The label followed by a date, as in "Behandlad enligt MBL 2023-12-12"."""
    rest = typed.removeprefix(label)
    return rest != typed and bool(re.fullmatch(r" \d{4}-\d{2}-\d{2}", rest))


def _entry(line: _Line) -> _Entry | None:
    bullet, numbered = _BULLET.match(line.text), _NUMBERED.match(line.text)
    if bullet:
        return _Entry(len(bullet[1]), None, line._replace(text=bullet[2]))
    if numbered:
        return _Entry(len(numbered[1]), int(numbered[2]), line._replace(text=numbered[3]))
    return None


def _gather_list(lines: list[_Line], at: int) -> tuple[int, list[_Entry]]:
    """The entries from a line on, each with the lines that continue it. A blank line between entries is allowed."""
    entries: list[_Entry] = []
    while at < len(lines):
        entry = _entry(lines[at])
        text = lines[at].text.strip()
        if entry:
            entries.append(entry)
        elif not text:
            following = next((place for place in range(at, len(lines)) if lines[place].text.strip()), len(lines))
            if following == len(lines) or not _entry(lines[following]):
                return following, entries
        elif lines[at].text.startswith("#") or _TABLE.match(text):
            return at, entries
        else:
            last = entries[-1]
            entries[-1] = last._replace(line=last.line._replace(text=f"{last.line.text} {text}"))
        at += 1
    return at, entries


def _gather_paragraph(lines: list[_Line], at: int) -> tuple[int, _Line]:
    """The lines of a paragraph as one; a backslash at the end of a line keeps the line break."""
    number = lines[at].number
    words = ""
    while at < len(lines):
        text = lines[at].text.strip()
        if words and (not text or lines[at].text.startswith("#") or _TABLE.match(text) or _entry(lines[at])):
            break
        words += (" " if words and not words.endswith("\n") else "") + (
            text[:-1] + "\n" if text.endswith("\\") else text
        )
        at += 1
    return at, _Line(number, words.rstrip("\n"))
