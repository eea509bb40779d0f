"""Placeholders in a template's text: joined where Word has split them over runs, lifted where they stand alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from beredning.documents.template_styles import q

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ONLY_CONTROL: Final = re.compile(r"\s*(?:\{[%#].*?[%#]\}\s*)+\Z", re.DOTALL)
_OPENING: Final = re.compile(r"\{\{|\{%|\{#")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def join_placeholders(root: etree._Element, complain: Callable[[str], None]) -> None:
    """Put each placeholder whole into the run where it begins.

    Word splits what one types over runs at every correction, spelling mark and change of manner. The manner of the
    first letter is kept. A placeholder that opens and never closes in its paragraph is a fault.
    """
    for paragraph in root.iter(q("p")):
        pieces = list(own_texts(paragraph))
        whole = "".join(piece.text or "" for piece in pieces)
        if not _OPENING.search(whole):
            continue
        left = _OPENING.search(_TAG.sub("", whole))
        if left:
            complain(f"en platshållare avslutas inte i stycket ”{whole[:60]}”")
            for piece in pieces:  # so that the rest of the part can still be read and its faults told
                piece.text = ""
            continue
        _move(pieces, whole)


def own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text elements of a paragraph, but not of paragraphs inside it (text boxes)."""
    for piece in paragraph.iter(q("t")):
        owner = next(piece.iterancestors(q("p")))
        if owner is paragraph:
            yield piece


def _move(pieces: list[etree._Element], whole: str) -> None:
    """Give every letter of a placeholder to the piece where it begins."""
    owners = [place for place, piece in enumerate(pieces) for _ in piece.text or ""]
    for match in _TAG.finditer(whole):
        owners[match.start() : match.end()] = [owners[match.start()]] * (match.end() - match.start())
    texts = ["" for _ in pieces]
    for owner, letter in zip(owners, whole, strict=True):
        texts[owner] += letter
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = text
        piece.set(_SPACE, "preserve")


def lift_controls(root: etree._Element) -> None:
    """Let a table row or a paragraph that holds only `{% … %}` give way to it, so that what lies between repeats."""
    for kind in ("tr", "p"):
        for holder in list(root.iter(q(kind))):
            text = "".join(piece.text or "" for piece in holder.iter(q("t")))
            if "{" in text and _ONLY_CONTROL.match(text) and _may_go(holder):
                _replace(holder, "".join(_TAG.findall(text)))


def _may_go(holder: etree._Element) -> bool:
    """A paragraph that is alone in its cell must stay, for a cell without paragraph is not valid."""
    outer = holder.getparent()
    return outer is not None and not (outer.tag == q("tc") and len(outer.findall(q("p"))) == 1)


def _replace(holder: etree._Element, text: str) -> None:
    """Put text where an element was."""
    outer = holder.getparent()
    assert outer is not None
    before = holder.getprevious()
    text += holder.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        outer.text = (outer.text or "") + text
    holder.tail = None
    outer.remove(holder)
