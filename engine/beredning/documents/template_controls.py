"""Content controls of a template: found by tag, checked against the offer, and marked where their content goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, Final

from lxml import etree

from beredning.documents.context import Offer, SlotName
from beredning.documents.markup import NAMESPACES, attribute
from beredning.documents.template_styles import element, q
from beredning.documents.template_text import own_texts

_TAGGED: Final = re.compile(r"\{\{\s*([^\s{}|:.]+(?::[^\s{}|]+)?)\s*\}\}")
_BLOCK_HOLDERS = ("body", "tc", "hdr", "ftr", "sdtContent")


class Specials:
    """The instructions that stand for content controls in one part. found: what was used, as "kontroll:…"."""

    def __init__(self, offer: Offer, main: bool, complain: Callable[[str], None]) -> None:
        self.slots = {one.tag: one for one in offer.slots}
        self.main = main
        self.complain = complain
        self.steps: list[list[Any]] = []
        self.found: set[str] = set()

    def mark(self, step: list[Any]) -> str:
        """A mark that can stand in text and means the step."""
        self.steps.append(step)
        return f"\ue000{len(self.steps) - 1}\ue001"

    def lookup(self, tag: str) -> SlotName | None:
        """What a tag stands for; a tag with one of our prefixes that we do not know is a fault."""
        slot = self.slots.get(tag)
        prefixes = {one.partition(":")[0] for one in self.slots if ":" in one}
        if slot is None and tag.partition(":")[0] in prefixes and ":" in tag:
            near = get_close_matches(tag, self.slots, n=2, cutoff=0.5)
            hint = f"; menas {' eller '.join(near)}?" if near else ""
            self.complain(f"innehållskontrollen med taggen ”{tag}” finns inte{hint}")
        return slot


def wrap_placeholders(root: etree._Element, specials: Specials) -> None:
    """Let `{{ avsnitt:ekonomi }}` alone in a paragraph be the content control with that tag around the paragraph.

    Making a content control in Word takes a tab that few have shown, and some programs drop those around paragraphs.
    """
    for paragraph in list(root.iter(q("p"))):
        pieces = list(own_texts(paragraph))
        text = "".join(piece.text or "" for piece in pieces)
        found = [one for one in _TAGGED.findall(text) if ":" in one or one in specials.slots]
        for tag in found:
            if _TAGGED.fullmatch(text.strip()) and _holds_paragraphs(paragraph.getparent()):
                _wrap(paragraph, tag)
            else:
                specials.complain(f"platshållaren {{{{ {tag} }}}} måste stå ensam i sitt stycke")
        if found:  # so that the rest of the part can still be read and its faults told
            for piece in pieces:
                piece.text = _TAGGED.sub("", piece.text or "")


def _holds_paragraphs(holder: etree._Element | None) -> bool:
    return holder is not None and etree.QName(holder).localname in _BLOCK_HOLDERS


def _wrap(paragraph: etree._Element, tag: str) -> None:
    named = f'<w:alias w:val="{attribute(tag)}"/><w:tag w:val="{attribute(tag)}"/>'
    control = element(f"<w:sdt><w:sdtPr>{named}</w:sdtPr><w:sdtContent/></w:sdt>")
    holder = paragraph.getparent()
    assert holder is not None
    holder.replace(paragraph, control)
    control[1].append(paragraph)


def mark_controls(root: etree._Element, specials: Specials) -> None:
    """Replace each content control of ours by marks. Controls with other tags are the municipality's own and stay."""
    for control in list(root.iter(q("sdt"))):
        if root not in control.iterancestors():
            continue
        tag = control.find(f"{q('sdtPr')}/{q('tag')}")
        name = (tag.get(q("val")) or "") if tag is not None else ""
        slot = specials.lookup(name)
        if slot is None:
            continue
        if f"kontroll:{name}" in specials.found and slot.kind != "run":
            specials.complain(f"innehållskontrollen ”{name}” finns två gånger")
        specials.found.add(f"kontroll:{name}")
        if slot.kind == "run":
            _mark_run(control, name, specials)
        else:
            _mark_block(control, slot, specials)


def _mark_block(control: etree._Element, slot: SlotName, specials: Specials) -> None:
    holder = control.getparent()
    kind = etree.QName(holder).localname if holder is not None else ""
    inside_text = holder is not None and holder.tag == q("sdtContent") and holder.find(q("r")) is not None
    if holder is None or kind not in _BLOCK_HOLDERS or inside_text:
        specials.complain(f"innehållskontrollen ”{slot.tag}” måste omfatta hela stycken")
        return
    if slot.kind in ("block", "head") and not specials.main:
        specials.complain(f"innehållskontrollen ”{slot.tag}” kan inte stå i sidhuvud eller sidfot")
    step = {"raw": ["raw", slot.tag], "head": ["head", slot.tag], "band": ["band", slot.tag]}.get(slot.kind)
    mark = specials.mark(step or ["block", slot.tag, _properties(control)])
    _put_before(control, mark)
    tail = control.tail
    control.tail = None
    holder.remove(control)
    if tail:
        _append(holder, tail)


def _mark_run(control: etree._Element, name: str, specials: Specials) -> None:
    """Keep the control and the shape of its content; its properties and its first run become marks."""
    properties = control.find(q("sdtPr"))
    content = control.find(q("sdtContent"))
    if properties is None or content is None:
        specials.complain(f"innehållskontrollen ”{name}” är tom")
        return
    runs = list(content.iter(q("r")))
    manner = _manner(runs[0]) if runs else ""
    step = specials.mark(["run", name, manner])
    if runs:
        _put_before(runs[0], step)
        for run in runs:
            _drop(run)
    else:
        _append(next(content.iter(q("p")), content), step)
    _put_before(properties, specials.mark(["open", name, _properties(control)]))
    control.remove(properties)


def _manner(run: etree._Element) -> str:
    """The run's properties as markup; the look of a shown prompt is not the look of content."""
    properties = run.find(q("rPr"))
    if properties is None:
        return ""
    style = properties.find(q("rStyle"))
    if style is not None and "lace" in (style.get(q("val")) or ""):
        properties.remove(style)
    return _markup(properties) if len(properties) else ""


def _properties(control: etree._Element) -> str:
    """What the template says of the control, with {id} and {missing} where these belong in the schema's order."""
    properties = control.find(q("sdtPr"))
    assert properties is not None
    for name in ("id", "showingPlcHdr", "dataBinding"):
        for one in properties.findall(q(name)):
            properties.remove(one)
    for date in properties.iterfind(q("date")):
        date.attrib.pop(q("fullDate"), "")
    early = ("rPr", "alias", "tag")
    middle = ("lock", "placeholder", "temporary")
    said = [(etree.QName(one).localname, _markup(one).replace("{", "&#123;")) for one in properties]
    first = "".join(text for name, text in said if name in early)
    second = "".join(text for name, text in said if name in middle)
    rest = "".join(text for name, text in said if name not in early + middle)
    return f"{first}{{id}}{second}{{missing}}{rest}"


def _markup(node: etree._Element) -> str:
    """An element as text, without the namespaces that every part declares anyway."""
    copy = element(etree.tostring(node, encoding="unicode", with_tail=False))
    text = etree.tostring(copy, encoding="unicode", with_tail=False)
    for one in NAMESPACES.split():
        text = text.replace(f" {one}", "")
    return text


def _put_before(node: etree._Element, text: str) -> None:
    before, outer = node.getprevious(), node.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif outer is not None:
        outer.text = (outer.text or "") + text


def _append(node: etree._Element, text: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text


def _drop(node: etree._Element) -> None:
    """Remove an element and keep what stands after it."""
    outer = node.getparent()
    if outer is not None:
        _put_before(node, node.tail or "")
        node.tail = None
        outer.remove(node)
