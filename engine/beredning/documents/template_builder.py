"""The built-in Word templates, made with python-docx: the files in templates/ are what this gives.

They are built from the same styles that a municipality's own template is completed with (template_styles), so that a
report looks alike in both. A test builds them again and compares every part.
"""

from __future__ import annotations

import io
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.shared import Cm
from lxml import etree

from beredning.core.document import Properties
from beredning.documents.markup import NAMESPACES, XML_HEAD, attribute, text_element
from beredning.documents.opc import Part, pack, raw_parts, stored
from beredning.documents.template import CORE, core_properties
from beredning.documents.template_styles import DEFAULTS, FRAGMENTS, abstract_numbering, element, q

_DROPPED: Final = ("customXml", "thumbnail", "stylesWithEffects", "webSettings", "extended-properties")
_FONTS: Final = (
    f'{XML_HEAD}<w:fonts {NAMESPACES}><w:font w:name="Arial"><w:panose1 w:val="020B0604020202020204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
_SETTINGS: Final = (
    f'{XML_HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="1134"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="sv-SE"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)


def build_report_template() -> bytes:
    """The template for reports of any layout: the kind of document in the page's head, then all facts and sections."""
    word = _blank()
    facts = _control("fält:*", "Uppgifter", _line("Här kommer formulärets alla uppgifter.", "Uppgiftsrad"))
    sections = _control("avsnitt:*", "Avsnitt", _line("Här kommer formulärets alla avsnitt."))
    _fill(word.element.body, [facts, sections])
    head = f"{text_element('{{ dokumenttyp }}')}"
    first = f'<w:r><w:rPr><w:b/><w:spacing w:val="20"/></w:rPr>{head}</w:r><w:r><w:tab/></w:r>{_PAGE_OF_PAGES}'
    _fill(word.sections[0].header._element, [_head_line(first)])
    return _finished(word, "Mall för tjänsteutlåtanden")


def build_base_template() -> bytes:
    """The template for every other document: the lines of head and foot, and the content."""
    word = _blank()
    _fill(word.element.body, [_control("innehåll", "Innehåll", _line("Här kommer dokumentets innehåll."))])
    _fill(word.sections[0].header._element, [_control("sidhuvud", "Sidhuvud", _head_line(""))])
    _fill(word.sections[0].footer._element, [_control("sidfot", "Sidfot", _line("", "Sidfotsrad"))])
    return _finished(word, "Grundmall")


def _field(code: str) -> str:
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


_PAGE_OF_PAGES: Final = (
    f"{_field('PAGE')}<w:r>{text_element('(')}</w:r>{_field('NUMPAGES')}<w:r>{text_element(')')}</w:r>"
)


def _blank() -> WordDocument:
    """A4 with margins of 2.5 cm, our styles and numberings and nothing of the library's own."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.3)
    section.header_distance = section.footer_distance = Cm(1.2)
    styles = word.styles.element
    styles[:] = [element(DEFAULTS), *(element(one) for one in FRAGMENTS.values())]
    numbering = word.part.numbering_part.element
    numbers = (f'<w:num w:numId="{one}"><w:abstractNumId w:val="{one - 1}"/></w:num>' for one in (1, 2))
    numbering[:] = [
        element(one) for one in (abstract_numbering(0, ordered=False), abstract_numbering(1, ordered=True), *numbers)
    ]
    return word


def _line(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}" + (f"<w:r>{text_element(text)}</w:r>" if text else "") + "</w:p>"


def _head_line(content: str) -> str:
    tabs = '<w:tabs><w:tab w:val="right" w:pos="9071"/></w:tabs>'
    return f'<w:p><w:pPr><w:pStyle w:val="Sidhuvudsrad"/>{tabs}<w:spacing w:after="240"/></w:pPr>{content}</w:p>'


def _control(tag: str, title: str, content: str) -> str:
    number = 1 + sum(ord(letter) * place for place, letter in enumerate(tag, 1))
    named = f'<w:alias w:val="{attribute(title)}"/><w:tag w:val="{attribute(tag)}"/>'
    return f'<w:sdt><w:sdtPr>{named}<w:id w:val="{number}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def _fill(holder: etree._Element, lines: list[str]) -> None:
    """Replace a body's, head's or foot's content; the section's own properties stay last."""
    for one in list(holder):
        if one.tag != q("sectPr"):
            holder.remove(one)
    for place, line in enumerate(lines):
        holder.insert(place, element(line))


def _finished(word: WordDocument, title: str) -> bytes:
    """The file: only parts that we use, compressed, in a fixed order and without any time."""
    package = word.part.package
    assert package is not None
    for source in (package.rels, word.part.rels):
        for key in [key for key, one in source.items() if one.reltype.rpartition("/")[2] in _DROPPED]:
            del source[key]
    fonts = next(one.target_part for one in word.part.rels.values() if one.reltype.endswith("/fontTable"))
    fonts._blob = _FONTS.encode()
    word.settings.element[:] = list(etree.fromstring(_SETTINGS.encode()))
    whole = io.BytesIO()
    word.save(whole)
    parts = (part for part in raw_parts(whole.getvalue()) if part.name != CORE)
    properties = stored(CORE, core_properties(title, Properties(), "sv-SE").encode())
    return pack(sorted((*parts, properties), key=_order))


def _order(part: Part) -> tuple[int, str]:
    """Content types first, as the format asks of readers that stream; then by name."""
    return (part.name != "[Content_Types].xml", part.name)
