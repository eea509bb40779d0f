"""What a template's package must have beside its text: styles, numberings, properties and room for relations."""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml import etree

from beredning.documents.markup import NAMESPACES, XML_HEAD
from beredning.documents.opc import Part, stored
from beredning.documents.safety import RELATIONS, Package
from beredning.documents.template import CORE, CUSTOM
from beredning.documents.template_styles import complete_numbering, complete_styles, q

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_EMPTY: Final = (
    f'{XML_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"/>'
)
_TEMPLATE_TYPE: Final = f"{_WORD}.template.main+xml"
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


class Kit(NamedTuple):
    """texts: parts that may get additions, with \\ue002 where these go; the rest as in House."""

    texts: dict[str, str]
    styles: dict[str, str]
    bullet: int
    ordered: int
    next_number: int
    next_relation: int


class _Book:
    """The parts of a package while it is being completed: only what really changes is written anew."""

    def __init__(self, package: Package, parts: dict[str, Part]) -> None:
        self.package = package
        self.parts = parts
        folder, _, file = package.main.rpartition("/")
        self.folder = folder
        self.relations = f"{folder}/_rels/{file}.rels"
        if self.relations not in package.parts:
            empty = f'{XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
            package.parts[self.relations] = empty.encode()
            parts[self.relations] = stored(self.relations, empty.encode())
        self.next_relation = 1 + max(
            (int(one.id[3:]) for one in package.relations if one.id.startswith("rId") and one.id[3:].isdigit()),
            default=0,
        )

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.package.parts[name], _PARSER)

    def write(self, name: str, root: etree._Element) -> None:
        """Keep a part's bytes unless its content has changed."""
        old = self.package.parts.get(name)
        if old is None or etree.tostring(etree.fromstring(old, _PARSER), method="c14n") != etree.tostring(
            root, method="c14n"
        ):
            text = (XML_HEAD + etree.tostring(root, encoding="unicode")).encode()
            self.package.parts[name] = text
            self.parts[name] = stored(name, text)

    def part(self, kind: str, empty: str) -> str:
        """The name of the main part's only part of a kind; made, with type and relation, when it is missing."""
        related = self.package.related(self.package.main, kind)
        if related:
            return related[0].path
        name = f"{self.folder}/{kind}.xml"
        self.package.parts[name] = empty.encode()
        self.parts[name] = stored(name, empty.encode())
        self.add_type(name, f"{_WORD}.{kind}+xml")
        self.add_relation(self.relations, f"{RELATIONS}/{kind}", f"{kind}.xml")
        return name

    def add_type(self, name: str, kind: str) -> None:
        types = self.tree("[Content_Types].xml")
        space = etree.QName(types).namespace
        found = [one for one in types if one.get("PartName") == f"/{name}"]
        one = found[0] if found else etree.SubElement(types, f"{{{space}}}Override")
        one.set("PartName", f"/{name}")
        one.set("ContentType", kind)
        self.write("[Content_Types].xml", types)

    def add_relation(self, name: str, kind: str, target: str) -> None:
        root = self.tree(name)
        space = etree.QName(root).namespace
        one = etree.SubElement(
            root, f"{{{space}}}Relationship", Id=f"rId{self.next_relation}", Type=kind, Target=target
        )
        assert one is not None
        self.next_relation += 1
        self.write(name, root)


def complete_package(package: Package, parts: dict[str, Part]) -> Kit:
    """Complete the package in place (`package.parts`, `parts`) and say what the writer needs to know."""
    book = _Book(package, parts)
    empty = f"{XML_HEAD}<w:{{0}} {NAMESPACES}/>"
    styles_name = book.part("styles", empty.format("styles"))
    numbering_name = book.part("numbering", empty.format("numbering"))
    if CORE not in parts:
        book.add_type(CORE, _CORE_TYPE)
        book.add_relation("_rels/.rels", _CORE_RELATION, CORE)
    if CUSTOM not in parts:
        package.parts[CUSTOM] = _CUSTOM_EMPTY.encode()
        parts[CUSTOM] = stored(CUSTOM, package.parts[CUSTOM])
        book.add_type(CUSTOM, _CUSTOM_TYPE)
        book.add_relation("_rels/.rels", f"{RELATIONS}/custom-properties", CUSTOM)
    if _TEMPLATE_TYPE.encode() in package.parts["[Content_Types].xml"]:
        book.add_type(package.main, f"{_WORD}.document.main+xml")
    styles = book.tree(styles_name)
    roles = complete_styles(styles)
    numbering = book.tree(numbering_name)
    bullet, ordered, free = complete_numbering(numbering, styles, roles)
    book.write(styles_name, styles)
    book.write(numbering_name, numbering)
    texts = {
        numbering_name: _open(numbering, q("num")),
        book.relations: _open(book.tree(book.relations)),
        CUSTOM: _open(book.tree(CUSTOM)),
        "[Content_Types].xml": _open(book.tree("[Content_Types].xml"), "Default", first=True),
    }
    return Kit(texts, roles, bullet, ordered, free, book.next_relation)


def _open(root: etree._Element, after: str = "", *, first: bool = False) -> str:
    """A part as text with a mark where additions go: after the last element of a name, at the start or at the end."""
    found = root.findall(after) if after and not first else []
    if first:
        root.text = "\ue002" + (root.text or "")
    elif found:
        found[-1].tail = "\ue002" + (found[-1].tail or "")
    elif len(root):
        root[-1].tail = (root[-1].tail or "") + "\ue002"
    else:
        root.text = "\ue002"
    return XML_HEAD + etree.tostring(root, encoding="unicode")
