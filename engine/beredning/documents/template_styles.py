"""The look that a template has where it says nothing: our own styles and numberings, by role.

The built-in templates are made of exactly these. A municipality's template keeps every style that it has; only those
it lacks are added, since Word leaves a built-in style such as List Bullet out of the file until somebody uses it.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from beredning.documents.house import STYLE_NAMES
from beredning.documents.markup import NAMESPACES, W

_INK: Final = "1B2A41"
_SOFT: Final = "4A5568"
_LINE: Final = "B6C0CC"
_SHADE: Final = "E8EDF3"
_FONT: Final = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'

DEFAULTS: Final = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONT}"
    '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)


def _paragraph(name: str, style: str, properties: str, manner: str = "", after: str = "", based: str = "Normal") -> str:
    follow = f'<w:next w:val="{after}"/>' if after else ""
    based_on = f'<w:basedOn w:val="{based}"/>' if based else ""
    custom = "" if name in _BUILT_IN else ' w:customStyle="1"'
    default = ' w:default="1"' if name == "Normal" else ""
    inner = (f"<w:pPr>{properties}</w:pPr>" if properties else "") + (f"<w:rPr>{manner}</w:rPr>" if manner else "")
    return (
        f'<w:style w:type="paragraph"{custom}{default} w:styleId="{style}"><w:name w:val="{name}"/>{based_on}{follow}'
        f"<w:qFormat/>{inner}</w:style>"
    )


def _heading(level: int, size: int, before: int, after: int) -> str:
    properties = (
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}" w:line="252" w:lineRule="auto"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>'
    )
    manner = f'<w:b/><w:bCs/><w:color w:val="{_INK}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    return _paragraph(f"heading {level}", f"Heading{level}", properties, manner, "Normal")


def _character(name: str, style: str, manner: str) -> str:
    custom = "" if name in _BUILT_IN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="character"{custom} w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:uiPriority w:val="99"/><w:rPr>{manner}</w:rPr></w:style>'
    )


_BUILT_IN: Final = frozenset(
    ("Normal", "Title", "Subtitle", "List Bullet", "List Number", "caption", "Hyperlink", "Placeholder Text")
) | {f"heading {level}" for level in range(1, 7)}

_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>' for side in ("top", "bottom", "insideH")
)
_TABLE: Final = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="Beredningtabell"><w:name w:val="Beredning tabell"/>'
    f'<w:qFormat/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="{_INK}"/></w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/></w:tcBorders>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    "</w:style>"
)


# Style elements in the order they stand in styles.xml; the role is the key of STYLE_NAMES.
FRAGMENTS: Final[dict[str, str]] = {
    "body": _paragraph("Normal", "Normal", "", based=""),
    "title": _paragraph(
        "Title", "Title",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="360" w:after="240" w:line="252" w:lineRule="auto"/>',
        f'<w:b/><w:bCs/><w:color w:val="{_INK}"/><w:sz w:val="36"/><w:szCs w:val="36"/>', "Normal",
    ),
    "subtitle": _paragraph(
        "Subtitle", "Subtitle", '<w:keepNext/><w:spacing w:after="200"/>',
        f'<w:color w:val="{_SOFT}"/><w:sz w:val="26"/><w:szCs w:val="26"/>', "Normal",
    ),
    "heading1": _heading(1, 26, 320, 80),
    "heading2": _heading(2, 23, 240, 60),
    "heading3": _heading(3, 22, 200, 40),
    "heading4": _heading(4, 22, 160, 40),
    "heading5": _heading(5, 22, 160, 40),
    "heading6": _heading(6, 22, 160, 40),
    "lead": _paragraph("Ingress", "Ingress", '<w:spacing w:after="200"/>', '<w:sz w:val="24"/><w:szCs w:val="24"/>'),
    "note": _paragraph(
        "Finstilt", "Finstilt", '<w:spacing w:after="60" w:line="240" w:lineRule="auto"/>',
        f'<w:color w:val="{_SOFT}"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "decision": _paragraph("Beslutssats", "Beslutssats", '<w:keepLines/><w:spacing w:after="120"/>'),
    "bullet": _paragraph(
        "List Bullet", "ListBullet", '<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>'
    ),
    "number": _paragraph(
        "List Number", "ListNumber", '<w:numPr><w:numId w:val="2"/></w:numPr><w:spacing w:after="60"/>'
    ),
    "caption": _paragraph(
        "caption", "Caption", '<w:keepNext/><w:spacing w:before="160" w:after="80" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:bCs/><w:color w:val="{_INK}"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    "table": _TABLE,
    "cell": _paragraph(
        "Tabelltext", "Tabelltext", '<w:spacing w:after="0" w:line="247" w:lineRule="auto"/>',
        '<w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "facts": _paragraph(
        "Fakta", "Fakta", '<w:tabs><w:tab w:val="left" w:pos="2268"/></w:tabs><w:spacing w:after="60"/>'
        '<w:ind w:left="2268" w:hanging="2268"/>',
    ),
    "fact": _paragraph("Uppgiftsrad", "Uppgiftsrad", '<w:spacing w:after="60"/>'),
    "signature": _paragraph("Underskrift", "Underskrift", '<w:keepLines/><w:spacing w:before="360" w:after="0"/>'),
    "header": _paragraph(
        "Sidhuvudsrad", "Sidhuvudsrad", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
        f'<w:color w:val="{_SOFT}"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
    ),
    "footer": _paragraph(
        "Sidfotsrad", "Sidfotsrad", '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>',
        f'<w:color w:val="{_SOFT}"/><w:sz w:val="16"/><w:szCs w:val="16"/>',
    ),
    "marking": _paragraph(
        "Märkning", "Markning",
        '<w:pBdr><w:top w:val="single" w:sz="6" w:space="2" w:color="9B1C1C"/>'
        '<w:bottom w:val="single" w:sz="6" w:space="2" w:color="9B1C1C"/></w:pBdr>'
        '<w:spacing w:after="120" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>',
        '<w:b/><w:bCs/><w:color w:val="9B1C1C"/><w:spacing w:val="40"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    "label": _character("Etikett", "Etikett", f'<w:color w:val="{_SOFT}"/>'),
    "link": _character("Hyperlink", "Hyperlink", '<w:color w:val="1A4F8B"/><w:u w:val="single"/>'),
    "prompt": _character(
        "Placeholder Text", "PlaceholderText",
        '<w:color w:val="5C4A00"/><w:shd w:val="clear" w:color="auto" w:fill="FFF3C4"/>',
    ),
}  # fmt: skip


def _level(level: int, form: str, text: str, font: str = "") -> str:
    left = 397 * (level + 1)
    manner = (
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:hint="default"/></w:rPr>' if font else ""
    )
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="397"/></w:pPr>{manner}</w:lvl>'
    )


def abstract_numbering(number: int, *, ordered: bool) -> str:
    """A numbering of nine levels: bullets • – •, or 1. a. i."""
    if ordered:
        forms = ("decimal", "lowerLetter", "lowerRoman")
        levels = "".join(_level(one, forms[one % 3], f"%{one + 1}.") for one in range(9))
    else:
        levels = "".join(_level(one, "bullet", "•–"[one % 2], "Arial") for one in range(9))
    name = f'<w:nsid w:val="{0x5E000000 + number:08X}"/><w:multiLevelType w:val="multilevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{name}{levels}</w:abstractNum>'


def element(fragment: str) -> etree._Element:
    """A piece of WordprocessingML as an element."""
    return etree.fromstring(f"<x {NAMESPACES}>{fragment}</x>")[0]


def q(name: str) -> str:
    """A name in the main namespace as lxml wants it."""
    return f"{{{W}}}{name}"


def complete_styles(styles: etree._Element) -> dict[str, str]:
    """Add the styles that are missing and give every role's style id. The language becomes sv-SE when none is said."""
    found = {
        (said.get(q("val")) or "").casefold(): one.get(q("styleId")) or ""
        for one in styles.iterfind(q("style"))
        if (said := one.find(q("name"))) is not None
    }
    taken = set(found.values())
    roles: dict[str, str] = {}
    for role, name in STYLE_NAMES.items():
        if name.casefold() not in found:
            made = element(FRAGMENTS[role])
            while (own := made.get(q("styleId")) or "") in taken:
                made.set(q("styleId"), own + "B")
            if role in ("bullet", "number") and (numbering := made.find(f"{q('pPr')}/{q('numPr')}")) is not None:
                made[[one.tag for one in made].index(q("pPr"))].remove(numbering)
            styles.append(made)
            found[name.casefold()] = own
            taken.add(own)
        roles[role] = found[name.casefold()]
    _say_language(styles)
    return roles


def _say_language(styles: etree._Element) -> None:
    """Word reads text aloud and spells by this; without it the author's own machine decides (STD-06)."""
    defaults = styles.find(f"{q('docDefaults')}/{q('rPrDefault')}/{q('rPr')}")
    if defaults is None:
        old = styles.find(q("docDefaults"))
        if old is not None:
            styles.remove(old)
        styles.insert(0, element(DEFAULTS))
        return
    language = defaults.find(q("lang"))
    if language is None:
        language = etree.SubElement(defaults, q("lang"))
    if not (language.get(q("val")) or "").startswith("sv"):
        language.set(q("val"), "sv-SE")


def complete_numbering(root: etree._Element, styles: etree._Element, roles: dict[str, str]) -> tuple[int, int, int]:
    """Bullet number, abstract number of ordered lists, and the first free number.

    A house's own numbering is used when its list style has one with several levels; otherwise ours is added.
    """
    abstracts = {one.get(q("abstractNumId")): one for one in root.iterfind(q("abstractNum"))}
    numbers = {one.get(q("numId")): one.find(q("abstractNumId")) for one in root.iterfind(q("num"))}
    free = max((int(one) for one in numbers if one), default=0) + 1

    def of_style(role: str) -> tuple[int, int] | None:
        path = f"{q('style')}[@{q('styleId')}='{roles[role]}']/{q('pPr')}/{q('numPr')}/{q('numId')}"
        said = styles.find(path)
        number = said.get(q("val")) if said is not None else None
        abstract = numbers.get(number)
        kind = abstract.get(q("val")) if abstract is not None else None
        if number is None or kind is None or kind not in abstracts or len(abstracts[kind].findall(q("lvl"))) < 3:
            return None
        return int(number), int(kind)

    def own(*, ordered: bool) -> tuple[int, int]:
        nonlocal free
        kind = max((int(one) for one in abstracts if one), default=-1) + 1
        made = element(abstract_numbering(kind, ordered=ordered))
        place = len(root.findall(q("numPicBullet"))) + len(abstracts)
        root.insert(place, made)
        abstracts[str(kind)] = made
        number = element(f'<w:num w:numId="{free}"><w:abstractNumId w:val="{kind}"/></w:num>')
        root.insert(place + 1 + len(root.findall(q("num"))), number)
        free += 1
        return free - 1, kind

    bullet = of_style("bullet") or own(ordered=False)
    ordered = of_style("number") or own(ordered=True)
    return bullet[0], ordered[1], free
