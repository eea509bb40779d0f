"""The marks by which a file of ours is known when it comes back: properties that Word and LibreOffice leave alone."""

from __future__ import annotations

from typing import Final

from lxml import etree

from beredning.documents.markup import XML_HEAD
from beredning.documents.opc import Part, pack, raw_parts, stored
from beredning.documents.safety import RELATIONS, inspect_docx
from beredning.documents.template import CUSTOM

PREFIX: Final = "Beredning."
_KIND: Final = f"{RELATIONS}/custom-properties"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_EMPTY: Final = f'<Properties xmlns="{_SPACE}" xmlns:vt="{_VALUES}"/>'
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def read_marks(data: bytes, name: str) -> dict[str, str]:
    """The marks of a Word file, without their prefix; {} for a file that has none. Raises BadDocument as the reader."""
    package = inspect_docx(data, name)
    place = next((one.path for one in package.relations if not one.owner and one.kind == "custom-properties"), "")
    if place not in package.parts:
        return {}
    root = etree.fromstring(package.parts[place], _PARSER)
    return {
        said.removeprefix(PREFIX): "".join(str(text) for text in one.itertext())
        for one in root
        if (said := one.get("name") or "").startswith(PREFIX)
    }


def with_marks(data: bytes, name: str, marks: dict[str, str]) -> bytes:
    """The same file with these marks and no other of ours; every other part is copied as it lies.

    The same file and marks give the same bytes. Raises BadDocument as the reader.
    """
    package = inspect_docx(data, name)
    place = next((one.path for one in package.relations if not one.owner and one.kind == "custom-properties"), "")
    made: dict[str, bytes] = {}
    if place not in package.parts:
        place = CUSTOM
        made |= _announced(package.parts)
        root = etree.fromstring(_EMPTY, _PARSER)
    else:
        root = etree.fromstring(package.parts[place], _PARSER)
    for one in [one for one in root if (one.get("name") or "").startswith(PREFIX)]:
        root.remove(one)
    free = 1 + max((int(one.get("pid") or 1) for one in root), default=1)
    for number, (key, text) in enumerate(sorted(marks.items()), free):
        one = etree.SubElement(root, f"{{{_SPACE}}}property", fmtid=_FORMAT, pid=str(number), name=PREFIX + key)
        etree.SubElement(one, f"{{{_VALUES}}}lpwstr").text = text
    made[place] = _text(root)
    parts: list[Part] = [stored(one.name, made.pop(one.name)) if one.name in made else one for one in raw_parts(data)]
    return pack([*parts, *(stored(new, text) for new, text in made.items())])


def _announced(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The list of content types and the package's relations, with the new part in them."""
    types = etree.fromstring(parts["[Content_Types].xml"], _PARSER)
    space = etree.QName(types).namespace
    etree.SubElement(types, f"{{{space}}}Override", PartName=f"/{CUSTOM}", ContentType=_TYPE)
    relations = etree.fromstring(parts["_rels/.rels"], _PARSER)
    space = etree.QName(relations).namespace
    taken = {one.get("Id") for one in relations}
    free = next(f"rIdB{number}" for number in range(1, len(taken) + 2) if f"rIdB{number}" not in taken)
    etree.SubElement(relations, f"{{{space}}}Relationship", Id=free, Type=_KIND, Target=CUSTOM)
    return {"[Content_Types].xml": _text(types), "_rels/.rels": _text(relations)}


def _text(root: etree._Element) -> bytes:
    return (XML_HEAD + etree.tostring(root, encoding="unicode")).encode()
