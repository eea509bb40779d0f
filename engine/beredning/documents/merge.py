"""The case's facts put into the Word file that an officer has edited, with everything else left as it lies.

A fact's place is its content control, or the words that were recognised as it. A fact without a place is told and
never forced in, and so is one whose place is touched by a tracked change that nobody has decided on.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml import etree

from beredning.core.recognition import FoundFact, FoundReport, recognise
from beredning.core.report import Facts, Layout, SectionForm
from beredning.documents.markup import W
from beredning.documents.opc import pack, raw_parts, stored
from beredning.documents.read_docx import read_docx
from beredning.documents.read_docx_styles import val, w
from beredning.documents.safety import Package, inspect_docx

_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_TRACKED: Final = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))
_SKIPPED: Final = frozenset(w(name) for name in ("del", "moveFrom", "txbxContent", "sdtPr", "rPr", "pPr"))
_SIGNS: Final = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_STORIES: Final = ("header", "footer")


class Merged(NamedTuple):
    """What came of it. body: the file; changed: (fact, before, after); unplaced: facts that have no place in it."""

    body: bytes
    changed: tuple[tuple[str, str, str], ...]
    unplaced: tuple[str, ...]


class _Atom(NamedTuple):
    """A piece of a paragraph's text and the element that holds it."""

    element: etree._Element
    text: str


def merge_facts(data: bytes, layout: Layout, facts: Facts, name: str = "filen") -> Merged:
    """Put the facts into the file, each where it stands; facts that are "" are left alone.

    Parts that need no change are copied as they lie, and the same input gives the same bytes; with nothing to change
    the bytes are those that came. Raises BadDocument as the reader does.
    """
    package = inspect_docx(data, name)
    found = recognise(read_docx(data, name), layout)
    file = _File(package)
    changed: list[tuple[str, str, str]] = []
    unplaced: list[str] = []
    for form in layout.facts:
        text = _printed(layout, facts, form.name)
        if not text:
            continue
        before = file.put(form.name, text, found)
        if before is None:
            unplaced.append(form.name)
        elif before != text:
            changed.append((form.name, before, text))
    if not changed:
        return Merged(data, (), tuple(unplaced))
    if facts.title:
        file.retitle(facts.title)
    made = file.made()
    parts = [stored(one.name, made[one.name]) if one.name in made else one for one in raw_parts(data)]
    return Merged(pack(parts), tuple(changed), tuple(unplaced))


def merge_section(data: bytes, form: SectionForm, heading: str, text: str, former: str, name: str = "filen") -> Merged:
    """Put what the case now says in a section that the program writes itself (MBL): its heading and its sentence.

    former: what the program wrote there before. Where an officer has written something else the section is left as it
    is and told as unplaced, and so it is without its content control. Raises BadDocument as the reader does.
    """
    file = _File(inspect_docx(data, name))
    before = file.put_section(f"avsnitt:{form.name}", heading, text, former)
    if before is None:
        return Merged(data, (), (form.name,))
    made = file.made()
    if not made:
        return Merged(data, (), ())
    parts = [stored(one.name, made[one.name]) if one.name in made else one for one in raw_parts(data)]
    return Merged(pack(parts), ((form.name, before, text),), ())


def _printed(layout: Layout, facts: Facts, name: str) -> str:
    text = facts.text(name)
    return layout.day(text) if name == "datum" else text


class _File:
    """The parts that a reader sees, while facts are put into them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        paths = [package.main]
        for kind in _STORIES:
            paths += [one.path for one in package.related(package.main, kind) if one.path in package.parts]
        self._trees = {path: etree.fromstring(package.parts[path], _PARSER) for path in dict.fromkeys(paths)}
        self._touched: set[str] = set()

    def put(self, name: str, text: str, found: FoundReport) -> str | None:
        """Put a fact where it has its place. Answers what stood there, None when it has no place that may be used."""
        controls = [(path, one) for path, tree in self._trees.items() for one in _controls(tree, f"fält:{name}")]
        if controls:
            usable = [one for one in controls if not _is_tracked(one[1]) and not _is_bound(one[1])]
            if len(usable) < len(controls):
                return None
            befores = [self._fill(path, control, text) for path, control in usable]
            return next((before for before in befores if before != text), text)
        fact = found.fact(name)
        return self._write(fact, text) if fact is not None else None

    def put_section(self, tag: str, heading: str, text: str, former: str) -> str | None:
        """Put a sentence into a section's control, and its heading before it. Answers as `put`."""
        held = [(path, one) for path, tree in self._trees.items() for one in _controls(tree, tag)]
        if len(held) != 1 or _is_tracked(held[0][1]) or _is_bound(held[0][1]):
            return None
        path, control = held[0]
        showing = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None
        stands = "" if showing else " ".join(_shown(control).split())
        if stands not in ("", " ".join(former.split()), " ".join(text.split())):
            return None
        self._fill(path, control, text)
        above = control.getprevious()
        if above is not None and above.tag == w("p") and _shown(above).strip() and _shown(above) != heading:
            atoms = _atoms(above)
            _replace(atoms, 0, sum(len(one.text) for one in atoms), heading)
            self._touched.add(path)
        return stands

    def _fill(self, path: str, control: etree._Element, text: str) -> str:
        """Put a text into a control and take away the mark that it shows its placeholder. Answers what stood there."""
        content = control.find(w("sdtContent"))
        properties = control.find(w("sdtPr"))
        assert content is not None and properties is not None  # `_controls` gives no other
        showing = properties.find(w("showingPlcHdr"))
        atoms = _atoms(content)
        before = "" if showing is not None else "".join(one.text for one in atoms)
        if before == text:
            return before
        self._touched.add(path)
        if showing is not None:
            properties.remove(showing)
            for style in content.iter(w("rStyle")):
                _drop(style)
        dated = properties.find(w("date"))
        if dated is not None and w("fullDate") in dated.attrib:
            del dated.attrib[w("fullDate")]
        if atoms:
            _replace(atoms, 0, sum(len(one.text) for one in atoms), text)
        else:
            _append(next(content.iter(w("p")), content), text)
        return before

    def _write(self, fact: FoundFact, text: str) -> str | None:
        """Put a text where a fact was recognised by its words."""
        if fact.text == text:
            return text
        place = self._place(fact)
        if place is None:
            return None
        path, paragraph, start, end = place
        if _is_tracked(paragraph):
            return None
        atoms = _atoms(paragraph)
        whole = "".join(one.text for one in atoms)
        if start == end:  # nothing stands there yet
            gap = " " if whole and not whole[-1].isspace() else ""
            _append(paragraph, gap + text)
        else:
            _replace(atoms, start, end, text)
        self._touched.add(path)
        return fact.text

    def _place(self, fact: FoundFact) -> tuple[str, etree._Element, int, int] | None:
        """The part, the paragraph and the stretch of it in which a fact's value stands; the first that fits."""
        wanted = "".join(fact.passage.text.split())
        for path, tree in self._trees.items():
            for one in tree.iter(w("p")):
                row = next(one.iterancestors(w("tr")), None)
                holder = one if row is None or not fact.passage.cells else row
                if "".join(_shown(holder).split()) != wanted:
                    continue
                place = _stretch(fact, one, row if fact.passage.cells else None)
                if place is not None:
                    return (path, *place)
        return None

    def retitle(self, title: str) -> None:
        """The title among the file's properties, when it has such."""
        related = next(
            (one for one in self._package.relations if not one.owner and one.kind == "core-properties"), None
        )
        if related is None or related.path not in self._package.parts:
            return
        tree = etree.fromstring(self._package.parts[related.path], _PARSER)
        own = tree.find(_DC_TITLE)
        if own is None:
            own = etree.SubElement(tree, _DC_TITLE)
        if own.text != title:
            own.text = title
            self._trees[related.path] = tree
            self._touched.add(related.path)

    def made(self) -> dict[str, bytes]:
        """The parts that have changed."""
        return {
            path: etree.tostring(self._trees[path], xml_declaration=True, encoding="UTF-8", standalone=True)
            for path in sorted(self._touched)
        }


def _controls(tree: etree._Element, tag: str) -> list[etree._Element]:
    return [
        one for one in tree.iter(w("sdt"))
        if val(one.find(f"{w('sdtPr')}/{w('tag')}")) == tag and one.find(w("sdtContent")) is not None
    ]  # fmt: skip


def _is_tracked(element: etree._Element) -> bool:
    """Whether a tracked change lies within or around an element."""
    return next(element.iter(*_TRACKED), None) is not None or next(element.iterancestors(*_TRACKED), None) is not None


def _is_bound(control: etree._Element) -> bool:
    """Whether Word fills the control itself, from data elsewhere in the file, each time the file is opened."""
    return control.find(f"{w('sdtPr')}/{w('dataBinding')}") is not None


def _atoms(element: etree._Element) -> list[_Atom]:
    """The pieces of text under an element as they are read, what is deleted left out."""
    made: list[_Atom] = []
    stack = [element]
    while stack:
        one = stack.pop()
        if one.tag == w("t"):
            made.append(_Atom(one, one.text or ""))
        elif one.tag in _SIGNS:
            made.append(_Atom(one, _SIGNS[str(one.tag)]))
        elif one.tag not in _SKIPPED or one is element:
            stack += list(one)[::-1]
    return made


def _shown(element: etree._Element) -> str:
    return "".join(one.text for one in _atoms(element))


def _stretch(
    fact: FoundFact, paragraph: etree._Element, row: etree._Element | None
) -> tuple[etree._Element, int, int] | None:
    """Where in a paragraph, or in a cell of its row, a fact's value begins and ends."""
    text = _shown(paragraph)
    label = text.find(fact.label) if fact.label else 0
    if fact.text:
        start = text.find(fact.text, max(label, 0) + (len(fact.label) if label >= 0 else 0))
        return (paragraph, start, start + len(fact.text)) if start >= 0 else None
    if label < 0:
        return None
    cell = next(paragraph.iterancestors(w("tc")), None) if row is not None else None
    if cell is None or row is None:
        return paragraph, len(text), len(text)
    after = next(cell.itersiblings(w("tc")), None)
    beside = next(after.iter(w("p")), None) if after is not None else None
    return (beside, 0, 0) if beside is not None and not _shown(beside).strip() else None


def _replace(atoms: list[_Atom], start: int, end: int, text: str) -> None:
    """Write a text over a stretch, in the look of its first letter; what lies around it is not touched."""
    at = 0
    written = False
    for atom in atoms:
        first, last = max(start - at, 0), min(end - at, len(atom.text))
        at += len(atom.text)
        if first >= last:
            continue
        if atom.element.tag != w("t"):
            _drop(atom.element)
            continue
        new = "" if written else text
        _set(atom.element, atom.text[:first] + new + atom.text[last:])
        written = True
    if not written:
        _append(next(atoms[0].element.iterancestors(w("r"))), text, inside=True)


def _set(element: etree._Element, text: str) -> None:
    element.text = text
    element.set(_SPACE, "preserve")


def _append(element: etree._Element, text: str, *, inside: bool = False) -> None:
    """A text at the end of a paragraph or a control, in the look of the text before it. inside: of the run itself."""
    runs = [one for one in element.iter(w("r")) if one.find(w("t")) is not None]
    if inside:
        run = element
    elif runs:
        run = etree.Element(w("r"), nsmap={"w": W})
        look = runs[-1].find(w("rPr"))
        if look is not None:
            run.append(etree.fromstring(etree.tostring(look)))
        runs[-1].addnext(run)
    else:
        run = etree.SubElement(element, w("r"))
    _set(etree.SubElement(run, w("t")), text)


def _drop(element: etree._Element) -> None:
    above = element.getparent()
    if above is not None:
        above.remove(element)
