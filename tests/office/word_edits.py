"""Edits that officers make in Word, done to a file's bytes: other words, tracked changes, comments, lost controls."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def edited(data: bytes, change: Callable[[etree._Element], object]) -> bytes:
    """The file with its main part changed by `change`, saved as another program saves it: compressed, with a date."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                tree = etree.fromstring(body)
                change(tree)
                body = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, body)
    return made.getvalue()


def paragraph_with(tree: etree._Element, words: str) -> etree._Element:
    """The paragraph that says these words."""
    for paragraph in tree.iter(f"{W}p"):
        if words in "".join(t.text or "" for t in paragraph.iter(f"{W}t")):
            return paragraph
    raise AssertionError(f"no paragraph says {words!r}")


def reword(old: str, new: str) -> Callable[[etree._Element], object]:
    """Other words in one paragraph, which becomes a single run."""

    def change(tree: etree._Element) -> None:
        paragraph = paragraph_with(tree, old)
        text = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
        for run in list(paragraph.iter(f"{W}r"))[1:]:
            run.getparent().remove(run)  # type: ignore[union-attr]
        first = next(paragraph.iter(f"{W}t"))
        first.text = text.replace(old, new)
        first.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    return change


def track(words: str, author: str) -> Callable[[etree._Element], object]:
    """Words put in at the end of a paragraph as a tracked insertion."""

    def change(tree: etree._Element) -> None:
        paragraph = paragraph_with(tree, words)
        insertion = etree.SubElement(
            paragraph, f"{W}ins", {f"{W}id": "901", f"{W}author": author, f"{W}date": "2023-11-21T09:00:00Z"}
        )
        text = etree.SubElement(etree.SubElement(insertion, f"{W}r"), f"{W}t")
        text.text = " Tillagt av chefen."
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    return change


def without_controls(tree: etree._Element) -> None:
    """Every content control gone, with what stood in it kept."""
    for control in reversed(list(tree.iter(f"{W}sdt"))):
        parent = control.getparent()
        assert parent is not None
        place = parent.index(control)
        content = control.find(f"{W}sdtContent")
        parent.remove(control)
        for one in reversed(list(content) if content is not None else []):
            parent.insert(place, one)
