"""A document as the plain values that the PDF's form reads: blocks in a row with the space above each worked out.

It follows the writer of Word step by step (`word.Pen`), so that both lay the same text in the same places. Nothing here
is ever evaluated: the form shows every text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from beredning.core import document as doc
from beredning.documents.markup import checked_link
from beredning.documents.pdf_look import Looks
from beredning.documents.tables import cell_runs, column_widths

_AFTER_TABLE: Final = 8.0  # as in word.Pen: what follows a table or facts stands this much below
_SIGNING: Final = {"line": 36.0, "first": 18.0, "next": 8.0}
_ILLEGAL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")  # and no glyph
_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
Values = dict[str, Any]


def clean(text: str) -> str:
    """Text as a typesetter can take it; what cannot stand in a document becomes U+FFFD, so that a loss is seen."""
    return _BREAKS.sub("\n", _ILLEGAL.sub("\ufffd", text))


class Flow:
    """Turns blocks into values. tables: the tables met, in reading order. files: digests of the pictures met.

    anchors: number of the heading that each anchor names, for links within the document.
    """

    def __init__(self, looks: Looks, width: float, pictures: dict[str, tuple[str, float]]) -> None:
        self.looks = looks
        self.width = width
        self.pictures = pictures
        self.tables: list[doc.Table] = []
        self.anchors: dict[str, int] = {}
        self._headings: list[tuple[int, int]] = []
        self._count = 0
        self._after = 0.0
        self._top = True
        self._space = False
        self._table_last = False

    def blocks(self, blocks: Iterable[doc.Block]) -> list[Values]:
        """Blocks in a row."""
        made: list[Values] = []
        for block in blocks:
            if self._table_last and isinstance(block, doc.Table) and not block.caption:
                made.append(self._empty("note"))
            made += self._block(block)
        if self._table_last:
            made.append(self._empty("note"))
        return made

    def _block(self, block: doc.Block) -> list[Values]:
        match block:
            case doc.Paragraph():
                return [self._paragraph(block)]
            case doc.Heading():
                return [self._heading(block)]
            case doc.Listing():
                return [{"k": "list", **self._gap("bullet"), **self._listing(block, 0)}]
            case doc.Slot():
                return self.blocks(block.blocks or (doc.para(doc.prompt(block.prompt)),))
            case doc.Table():
                return self._table(block)
            case doc.Facts():
                return [self._facts(block)] if block.facts else []
            case doc.Signatures():
                return [self._signatory(block, place) for place in range(len(block.people))]
            case doc.Image():
                return [self._image(block)]
            case doc.PageBreak():
                self._top, self._after = True, 0.0
                return [{"k": "break"}]

    def _gap(self, role: str, *, before: float | None = None, content: bool = True) -> Values:
        """The space above a block of this role: as in Word, the larger of what the block before leaves and its own."""
        look = self.looks.roles[role]
        space = look.before if before is None else before
        if self._space:
            if content and not role.startswith(("heading", "title")) and before is None:
                space = _AFTER_TABLE
            self._space = False
        gap, top = max(self._after, space), self._top
        self._after, self._top, self._table_last = look.after, False, False
        return {"gap": round(gap, 2), "top": top, "role": role}

    def _empty(self, role: str) -> Values:
        return {"k": "empty", **self._gap(role, content=False), "h": self.looks.roles[role].pitch}

    def _paragraph(self, block: doc.Paragraph) -> Values:
        if not block.runs:
            return self._empty(block.role)
        look = self.looks.roles[block.role]
        kept = {"keep": block.keep or look.together, "whole": look.whole, "align": block.align}
        kind = "title" if block.role == "title" else "par"
        return {"k": kind, **self._gap(block.role), **kept, "runs": self.runs(block.runs)}

    def _heading(self, block: doc.Heading) -> Values:
        """A heading. PDF/UA-1 (7.4.2) wants levels that begin with 1 and never skip one; the look is its own."""
        if not doc.text_of(block.runs).strip():  # nothing to find it by: no heading for who listens
            kept = {"keep": True, "whole": True, "align": "left"}
            return {"k": "par", **self._gap(f"heading{block.level}"), **kept, "runs": self.runs(block.runs)}
        while self._headings and self._headings[-1][0] >= block.level:
            self._headings.pop()
        self._headings.append((block.level, len(self._headings) + 1))
        self._count += 1
        if block.anchor:
            self.anchors.setdefault(block.anchor, self._count)
        said = {"level": self._headings[-1][1], "id": f"rubrik-{self._count}", "runs": self.runs(block.runs)}
        return {"k": "head", **self._gap(f"heading{block.level}"), **said}

    def _listing(self, listing: doc.Listing, level: int) -> Values:
        role = "number" if listing.ordered else "bullet"
        self._after = self.looks.roles[role].after
        items = [
            {
                "runs": self.runs(one.runs),
                "under": [self._listing(child, min(level + 1, 8)) for child in one.children],
            }
            for one in listing.items
        ]
        form = ("1.", "a.", "i.")[level % 3] if listing.ordered else "•–"[level % 2]
        said = {"ordered": listing.ordered, "start": listing.start, "form": form, "items": items}
        return {"role": role, **said, "between": self._after}

    def _table(self, table: doc.Table) -> list[Values]:
        made: list[Values] = []
        if table.caption:
            made.append({"k": "caption", **self._gap("caption"), "runs": self.runs((doc.Run(table.caption),))})
        elif self._top:
            made.append(self._empty("note"))
        self.tables.append(table)
        gap = {"gap": round(self._after, 2), "top": False, "role": "cell"}
        self._after, self._space, self._table_last, self._top = 0.0, True, True, False
        widths = [width / 20 for width in column_widths(table, round(self.width * 20))]
        said = {"widths": widths, "align": [column.align for column in table.columns]}
        head, body = ([self._row(row, table, head) for row in part] for part, head in _parts(table))
        entry = {"k": "table", **gap, **said, "head": head, "body": body}
        return [*made[:-1], {**entry, "caption": made[-1]}] if table.caption else [*made, entry]

    def _row(self, row: doc.Row, table: doc.Table, head: bool) -> list[Values]:
        cells = []
        place = 0
        for one in row.cells:
            align = table.columns[place].align
            lines = [self.runs(cell_runs(line, align, heavy=False)) for line in one.lines]
            cells.append({"lines": lines, "span": one.span, "align": align, "strong": row.strong or head})
            place += one.span
        return cells

    def _facts(self, block: doc.Facts) -> Values:
        gap = self._gap("facts")
        self._space = True
        said = [{"label": clean(one.label), "lines": [self.runs(line) for line in one.lines]} for one in block.facts]
        return {"k": "facts", **gap, "indent": self.looks.roles["facts"].indent, "between": self._after, "facts": said}

    def _signatory(self, block: doc.Signatures, place: int) -> Values:
        person = block.people[place]
        self._space = False
        before = _SIGNING["line" if block.line else "next" if place else "first"]
        said = {"name": clean(person.name), "title": clean(person.title), "line": block.line}
        return {"k": "sign", **self._gap("signature", before=before), **said, "keep": place < len(block.people) - 1}

    def _image(self, block: doc.Image) -> Values:
        """A picture as in Word: as wide as asked, never taller than a page's text."""
        file, shape = self.pictures[block.digest]
        wide = float(block.width)
        if wide * shape > 220:
            wide = 220 / shape
        size = {"wide": round(wide, 3), "high": round(wide * shape, 3)}
        return {"k": "image", **self._gap("body"), **size, "file": file, "alt": clean(block.alt)}

    def runs(self, runs: doc.Runs) -> list[Values]:
        """Runs as values; raises BadDocument for a link that may not stand in a document."""
        made = [_run(run) for run in runs]
        if made and "t" in made[-1]:  # a space last in a line hangs outside it in Word, and would else begin a new one
            made[-1]["t"] = made[-1]["t"].rstrip(" ")
        return made

    def bands(self, bands: tuple[doc.Band, ...]) -> list[list[list[Values]]]:
        """The lines of a head or foot: not part of what is read, so without links and footnotes (PDF/UA-1, 7.8)."""
        return [[self.runs(_outside(part)) for part in one] for one in bands]


def _parts(table: doc.Table) -> tuple[tuple[tuple[doc.Row, ...], bool], ...]:
    return ((table.header, True), (table.rows, False))


def _outside(runs: doc.Runs) -> doc.Runs:
    return tuple(run._replace(link="", note=()) for run in runs)


def _run(run: doc.Run) -> Values:
    if run.field:
        made: Values = {"f": run.field}
    else:
        made = {"t": clean(f"[{run.text}]" if run.prompt else run.text)}
    if run.bold:
        made["b"] = True
    if run.italic:
        made["i"] = True
    if run.prompt:
        made["p"] = True
    elif run.link.startswith("#"):
        made["a"] = run.link[1:]
    elif run.link:
        checked_link(run.link)
        made["l"] = run.link
    if run.note:
        made["n"] = [[_run(one) for one in line] for line in run.note]
    return made
