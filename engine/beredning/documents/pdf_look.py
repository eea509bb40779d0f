"""The look of a document in PDF, read from the styles of its Word template: size, spacing, colour and page per role.

The styles are the only place where the look is said, so that the PDF and its Word sister cannot part ways. Lengths are
points, as a typesetter wants them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree

from beredning.documents.house import STYLE_NAMES
from beredning.documents.markup import NAMESPACES
from beredning.documents.template_styles import DEFAULTS, FRAGMENTS, q

TWIPS: Final = 20
FONT_HEIGHT: Final = (1854 + 434 + 67) / 2048  # Liberation Sans, as Arial: above the line, below it, between lines
_BLACK: Final = "000000"


class Look(NamedTuple):
    """One role. before, after: space in points; line: line height as a multiple of the font's own; colour: RRGGBB;
    fill: behind the text, "" for none; indent: of all lines but the first; tracking: points between letters."""

    size: float = 11
    before: float = 0
    after: float = 0
    line: float = 1
    colour: str = _BLACK
    fill: str = ""
    bold: bool = False
    italic: bool = False
    indent: float = 0
    tracking: float = 0
    whole: bool = False
    together: bool = False

    @property
    def pitch(self) -> float:
        """The distance between two lines in points, in whole twips as Word's own layout has it."""
        own = round(self.size * FONT_HEIGHT * TWIPS)
        return int(own * self.line + 0.001) / TWIPS


class Page(NamedTuple):
    """A standing A4 page in points: margins, and how far from the edge head and foot begin."""

    top: float
    bottom: float
    left: float
    right: float
    head: float
    foot: float
    wide: float = 595.3
    high: float = 841.9


class TableLook(NamedTuple):
    """Colours of a table: lines between rows, what is behind its header row, and the header's text and lower line."""

    line: str = "B6C0CC"
    shade: str = "E8EDF3"
    ink: str = "1B2A41"


class Looks(NamedTuple):
    """roles: the look of each role in STYLE_NAMES; page: its measures; table: the colours of tables."""

    roles: dict[str, Look]
    page: Page
    table: TableLook = TableLook()


def looks_of(styles: etree._Element, page: Page) -> Looks:
    """The look of every role in a styles part (w:styles), with what a style is based on and the document's defaults."""
    by_id = {one.get(q("styleId")) or "": one for one in styles.iterfind(q("style"))}
    named = {
        (said.get(q("val")) or "").casefold(): one
        for one in by_id.values()
        if (said := one.find(q("name"))) is not None
    }
    start = _changed(Look(size=10), styles.find(f"{q('docDefaults')}/{q('pPrDefault')}"))
    start = _changed(start, styles.find(f"{q('docDefaults')}/{q('rPrDefault')}"))
    roles = {}
    for role, name in STYLE_NAMES.items():
        chain: list[etree._Element] = []
        style = named.get(name.casefold())
        while style is not None and style not in chain:
            chain.append(style)
            based = style.find(q("basedOn"))
            style = by_id.get(based.get(q("val")) or "") if based is not None else None
        look = start
        for one in reversed(chain):
            look = _changed(look, one)
        roles[role] = look
    return Looks(roles, page)


def _changed(look: Look, holder: etree._Element | None) -> Look:
    """The look with what a style (or the defaults) says of paragraph and run."""
    if holder is None:
        return look
    changes: dict[str, object] = {}
    for path, attribute, name in (
        ("pPr/spacing", "before", "before"),
        ("pPr/spacing", "after", "after"),
        ("pPr/ind", "hanging", "indent"),
        ("rPr/spacing", "val", "tracking"),
    ):
        said = _said(holder, path, attribute)
        if said:
            changes[name] = int(said) / TWIPS
    line = _said(holder, "pPr/spacing", "line")
    if line and _said(holder, "pPr/spacing", "lineRule") in ("", "auto"):
        changes["line"] = int(line) / 240
    size, colour, fill = (_said(holder, f"rPr/{name}", key) for name, key in _RUN)
    changes |= {"size": int(size) / 2} if size else {}
    changes |= {"colour": _BLACK if colour == "auto" else colour} if colour else {}
    changes |= {"fill": fill} if fill and fill != "auto" else {}
    for path, name in (
        ("rPr/b", "bold"),
        ("rPr/i", "italic"),
        ("pPr/keepLines", "whole"),
        ("pPr/keepNext", "together"),
    ):
        found = holder.find("/".join(q(part) for part in path.split("/")))
        if found is not None:
            changes[name] = found.get(q("val")) not in ("0", "false", "off")
    return look._replace(**changes)  # type: ignore[arg-type]


_RUN: Final = (("sz", "val"), ("color", "val"), ("shd", "fill"))


def _said(holder: etree._Element, path: str, attribute: str) -> str:
    found = holder.find("/".join(q(part) for part in path.split("/")))
    return "" if found is None else found.get(q(attribute)) or ""


@lru_cache(maxsize=1)
def house_looks() -> Looks:
    """The look of the built-in templates."""
    styles = etree.fromstring(f"<w:styles {NAMESPACES}>{DEFAULTS}{''.join(FRAGMENTS.values())}</w:styles>")
    # As the built-in templates have it (template_builder): 2.5 cm at the sides, 3 above, 2.3 below, 1.2 to the edge.
    return looks_of(styles, Page(85.05, 65.2, 70.85, 70.85, 34.0, 34.0))
