"""A Word template → its compiled form: looked through, joined, checked against the offer, and every fault told at once.

Split runs are joined where a placeholder lies over several; a paragraph or table row that holds only `{% … %}` gives
way to it; content controls are found by their tags; styles and numberings that are missing are added.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from lxml import etree

from beredning.documents.context import Offer
from beredning.documents.house import House
from beredning.documents.markup import XML_HEAD
from beredning.documents.opc import raw_parts, stored
from beredning.documents.program import Program
from beredning.documents.safety import Package, inspect_docx
from beredning.documents.template import CORE, CompiledTemplate
from beredning.documents.template_controls import Specials, mark_controls, wrap_placeholders
from beredning.documents.template_package import Kit, complete_package
from beredning.documents.template_source import read_source
from beredning.documents.template_styles import q
from beredning.documents.template_text import join_placeholders, lift_controls
from beredning.errors import BadDocument

_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_SHOWN: Final = "`beredning mall fält` visar allt som en mall får använda."
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def compile_template(data: bytes, offer: Offer, name: str = "mallen") -> CompiledTemplate:
    """The compiled form of a template.

    name: how the template is called in messages. Raises BadDocument for a file that is broken or hostile, and for a
    template that uses what the offer does not have or lacks what it needs: all of it in one message.
    """
    package = inspect_docx(data, name)
    try:
        return _compile(data, package, offer, name)
    except (etree.LxmlError, KeyError, ValueError) as error:  # whole XML, but not what Word writes
        raise BadDocument(
            f"{name} kan inte användas som mall: den är skadad ({error}).",
            "Öppna mallen i Word, spara den på nytt som .docx och försök igen.",
        ) from error


def _compile(data: bytes, package: Package, offer: Offer, name: str) -> CompiledTemplate:
    parts = {part.name: part for part in raw_parts(data)}
    faults: list[str] = []
    kit = complete_package(package, parts)
    trees = {part: etree.fromstring(package.parts[part], _PARSER) for part in _text_parts(package)}
    programs, found = _read_parts(trees, package.main, offer, faults)
    faults += _missing(offer, found)
    faults += _heads_missing(package, trees[package.main])
    if faults:
        listed = "".join(f"\n  - {one}" for one in dict.fromkeys(faults))
        hint = "".join(
            f" {{{{ {tag} }}}} ensamt i ett stycke tar emot alla {what} på en gång."
            for start, tag, what in (("uppgiften ", "fält:*", "uppgifter"), ("avsnittet ", "avsnitt:*", "avsnitt"))
            if any(one.startswith(start) for one in faults)
        )
        raise BadDocument(f"{name} kan inte användas som mall:{listed}", f"Rätta mallen i Word.{hint} {_SHOWN}")
    quiet = tuple(part for part, program in programs.items() if _only_marking(program))
    programs = {part: program for part, program in programs.items() if part == package.main or _changes(program)}
    house, landscape = _houses(trees, kit, package.main)
    ordered = tuple(part for part in parts.values() if part.name != CORE)
    ordered += (parts.get(CORE, stored(CORE, b"")),)
    return CompiledTemplate(
        _digest(data), package.main, ordered, kit.texts, programs, quiet, tuple(sorted(found)), house, landscape
    )


def _digest(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def _text_parts(package: Package) -> list[str]:
    """The main part, and the heads and feet of its pages."""
    pages = [one.path for kind in ("header", "footer") for one in package.related(package.main, kind)]
    return [package.main, *dict.fromkeys(pages)]


def _read_parts(
    trees: dict[str, etree._Element], main: str, offer: Offer, faults: list[str]
) -> tuple[dict[str, Program], set[str]]:
    programs: dict[str, Program] = {}
    found: set[str] = set()
    for part, root in trees.items():
        where = {q("hdr"): "sidhuvudet: ", q("ftr"): "sidfoten: "}.get(root.tag, "")

        def complain(text: str, where: str = where) -> None:
            faults.append(where + text)

        join_placeholders(root, complain)
        specials = Specials(offer, main == part, complain)
        wrap_placeholders(root, specials)
        mark_controls(root, specials)
        lift_controls(root)
        if root.tag == q("hdr"):
            root.text = specials.mark(["marking"]) + (root.text or "")
        source = _source(root, complain)
        programs[part], used = read_source(source, offer, specials.steps, complain)
        found |= used | specials.found | _field_codes(root)
    return programs, found


def _source(root: etree._Element, complain: Callable[[str], None]) -> str:
    """The part's XML, with what stands inside placeholders as it was typed."""
    for node in root.iter(etree.Element):
        if any("{{" in str(one) or "{%" in str(one) for one in node.attrib.values()):
            complain("en platshållare står där den inte kan fyllas i (i en bildbeskrivning eller egenskap)")
    text = etree.tostring(root, encoding="unicode")

    def plain(match: re.Match[str]) -> str:
        return unescape(match[0]).translate(_TYPED)

    return XML_HEAD + _TAG.sub(plain, text)


# Word turns quotes round and spaces hard while one types.
_TYPED: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "\u00a0": " "})


def _field_codes(root: etree._Element) -> set[str]:
    """Which of PAGE and NUMPAGES stand in the head or foot, as simple or complex fields."""
    if root.tag == q("document"):
        return set()
    codes = [one.get(q("instr")) or "" for one in root.iter(q("fldSimple"))]
    codes += ["".join(one.text or "" for one in root.iter(q("instrText")))]
    words = {word.upper() for code in codes for word in code.split()}
    return {f"fält:{name}" for name in ("PAGE", "NUMPAGES") if name in words}


def _missing(offer: Offer, found: set[str]) -> list[str]:
    return [f"{need.label} saknas" for need in offer.needs if not any(found.issuperset(way) for way in need.ways)]


def _heads_missing(package: Package, document: etree._Element) -> list[str]:
    """Every page must have a head, since page numbers and the marking of a training instance stand there."""
    if not package.related(package.main, "header"):
        return ["sidhuvud saknas"]
    first = next(document.iter(q("sectPr")), None)
    kinds = {one.get(q("type")) for one in first.iterfind(q("headerReference"))} if first is not None else set()
    faults = [] if "default" in kinds else ["första avsnittets sidhuvud saknas"]
    own = any(section.find(q("titlePg")) is not None for section in document.iter(q("sectPr")))
    return faults + (["sidhuvudet för första sidan saknas"] if own and "first" not in kinds else [])


def _only_marking(program: Program) -> bool:
    return all(isinstance(step, str) or step[0] == "marking" for step in program)


def _changes(program: Program) -> bool:
    return any(not isinstance(step, str) for step in program)


def _houses(trees: dict[str, etree._Element], kit: Kit, main: str) -> tuple[House, House]:
    """The house for upright and for lying pages."""
    document = trees[main]
    controls = {
        int(one.get(q("val")) or 0)
        for root in trees.values()
        for path in (f"{q('sdt')}/{q('sdtPr')}/{q('id')}",)
        for one in root.iterfind(f".//{path}")
    }
    drawings = [int(one.get("id") or 0) for root in trees.values() for one in root.iter() if _is_drawing(one)]
    bookmarks = [int(one.get(q("id")) or 0) for root in trees.values() for one in root.iter(q("bookmarkStart"))]
    wide, high, sides = _page(document)
    house = House(
        kit.styles,
        kit.bullet,
        kit.ordered,
        kit.next_number,
        kit.next_relation,
        max(drawings, default=0) + 1,
        max(bookmarks, default=0) + 1,
        tuple(sorted(controls)),
        wide - sides,
    )
    return house, house._replace(width=high - sides)


def _is_drawing(node: etree._Element) -> bool:
    return str(node.tag).endswith("}docPr")


def _page(document: etree._Element) -> tuple[int, int, int]:
    """Width and height of the page, and the sum of its side margins; A4 with 2.5 cm where the template says nothing."""
    section = next(document.iter(q("sectPr")), None)
    size = section.find(q("pgSz")) if section is not None else None
    margins = section.find(q("pgMar")) if section is not None else None
    wide, high = (
        int((size.get(q(one)) if size is not None else "") or other) for one, other in (("w", 11906), ("h", 16838))
    )
    sides = sum(int((margins.get(q(one)) if margins is not None else "") or 1418) for one in ("left", "right"))
    return wide, high, sides
