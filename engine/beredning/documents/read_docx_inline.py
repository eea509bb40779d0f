"""The content of one Word paragraph: runs with their look, links, fields, notes, pictures, controls, tracked changes.

ECMA-376 part 1: 17.3.2 (runs), 17.13 (annotations), 17.16 (fields), 17.5.2 (content controls).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from beredning.core import document as doc
from beredning.core.reading import ChangeKind, Inline
from beredning.documents.markup import R, W
from beredning.documents.read_docx_drawing import choice
from beredning.documents.read_docx_fields import Fields, short
from beredning.documents.read_docx_styles import PLAIN, PPR, RPR, Style, switched, val, w
from beredning.documents.read_docx_symbols import raised, symbol
from beredning.documents.read_docx_values import Change, Look, Para, Shared

_ID, _AUTHOR, _DATE = w("id"), w("author"), w("date")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_WORD: Final = f"{{{W}}}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHANGES: Final[dict[str, ChangeKind]] = {
    "ins": "infogat", "moveTo": "flyttat", "del": "struket", "moveFrom": "flyttat",
}  # fmt: skip
_PLAIN_BREAKS: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
_SILENT: Final = frozenset((
    "rPr", "pPr", "lastRenderedPageBreak", "proofErr", "bookmarkEnd", "softHyphen", "annotationRef", "footnoteRef",
    "endnoteRef", "separator", "continuationSeparator", "commentReference", "permStart", "permEnd", "sdtPr",
    "sdtEndPr", "smartTagPr", "customXmlPr", "fldData", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
    "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
    "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart",
    "customXmlMoveToRangeEnd", "rubyPr", "rt", "ffData", "delInstrText", "bdoPr", "dirPr", "contentPart",
))  # fmt: skip


class Reader:
    """Reads paragraphs of one part. relations: target by id of links and pictures; images: digest by id."""

    def __init__(self, shared: Shared, links: dict[str, str], images: dict[str, str], keep_space: bool = False) -> None:
        self.shared = shared
        self.links = links
        self.images = images
        self._keep_space = keep_space
        self._fields = Fields(shared)
        self._open: list[str] = []
        self._carried: Para | None = None
        self._para = Para()
        self._style: Style = PLAIN
        self._look = Look()
        self._outside = 0  # how much has been written outside tracked changes, so that split ones are joined
        self._joint = (-1, "")
        self._does: dict[str, Callable[[etree._Element], None]] = {
            "r": self._run, "t": self._t, "hyperlink": self._hyperlink, "fldSimple": self._simple_field,
            "fldChar": self._field_mark, "instrText": self._field_code, "sdt": self._control, "br": self._br,
            "sym": self._sym, "ins": self._inserted, "moveTo": self._inserted, "del": self._deleted,
            "moveFrom": self._deleted, "bookmarkStart": self._bookmark, "commentRangeStart": self._comment_start,
            "commentRangeEnd": self._comment_end, "drawing": self._drawing, "pict": self._drawing,
            "object": self._object, "footnoteReference": self._note, "endnoteReference": self._note,
            "pgNum": self._page_number, "delText": self._t, "subDoc": self._object,
        }  # fmt: skip

    def paragraph(self, element: etree._Element, style: Style, known: bool, prompt: bool = False) -> Para | None:
        """Read a w:p. known: its style is a role of ours, so the style's weight is the role's and not the text's.

        None when the paragraph's mark is deleted: what stands here then belongs to the next one.
        """
        para = self._para = self._carried or Para()
        self._carried = None
        self._style = PLAIN._replace(bold=style.bold, italic=style.italic, hidden=style.hidden, role="x" * known)
        self._look = Look(prompt=prompt)
        self._children(element)
        for name in self._open:
            self.shared.comments[name].append(" ")
        properties = element.find(PPR)
        if properties is not None and not self._settled(properties):
            self._carried = para
            return None
        return para

    def _settled(self, properties: etree._Element) -> bool:
        """Note what is tracked about the paragraph itself; False when its mark is deleted."""
        formed = properties.find(w("pPrChange"))
        if formed is not None:
            self._changed("formaterat", formed, self._para.text)
        mark = properties.find(RPR)
        if mark is None or not len(mark):
            return True
        self._marked(mark)
        return mark.find(w("del")) is None and mark.find(w("moveFrom")) is None

    def rest(self) -> Para | None:
        """What a deleted paragraph mark left over, when no paragraph came after it."""
        para, self._carried = self._carried, None
        return para

    def math(self, element: etree._Element) -> Para:
        """A formula that stands for itself."""
        self._para = Para()
        self._formula(element)
        return self._para

    def outside(self, element: etree._Element) -> None:
        """A mark between paragraphs: a bookmark or the ends of a comment."""
        name = str(element.tag).removeprefix(_WORD)
        if name in ("bookmarkStart", "commentRangeStart", "commentRangeEnd"):
            if name == "bookmarkStart":
                self._carried = self._carried or Para()
                self._para = self._carried
            self._does[name](element)

    def _children(self, element: etree._Element) -> None:
        for one in element:
            tag = one.tag
            if not isinstance(tag, str):
                continue
            if tag.startswith(_WORD):
                name = tag[len(_WORD) :]
                does = self._does.get(name)
                if does:
                    does(one)
                elif name in _PLAIN_BREAKS:
                    self._put(_PLAIN_BREAKS[name])
                elif name not in _SILENT:
                    self._children(one)
            elif tag.startswith(_MATH):
                self._formula(one)
            else:
                self._children(choice(one) if tag.endswith("}AlternateContent") else one)

    # Text

    def _put(self, text: str, field: doc.FieldName = "", note: tuple[doc.Runs, ...] = ()) -> None:
        """Write text in the look of now; what stands in the code of a field, or is hidden, is not there."""
        if self._fields.hidden:
            return
        look = self._look
        run = doc.Run(text, look.bold, look.italic, look.link or self._fields.link, field, look.prompt, note)
        pieces = self._para.pieces
        if pieces and not field:
            last, heavy = pieces[-1]
            if last[1:6] == run[1:6] and not last.note and heavy == look.heavy:
                pieces[-1] = (last._replace(text=last.text + text, note=note), heavy)
                self._follow(text)
                return
        pieces.append((run, look.heavy))
        self._follow(text)

    def _follow(self, text: str) -> None:
        self._outside += 1
        for name in self._open:
            self.shared.comments[name].append(text)

    def _t(self, element: etree._Element) -> None:
        text = element.text or ""
        if not self._keep_space and element.get(_SPACE) != "preserve":
            text = text.strip(" \t\r\n")
        if text:
            self._put(text.replace("\r\n", " ").replace("\n", " ").replace("\r", " "))

    def _br(self, element: etree._Element) -> None:
        kind = element.get(w("type"))
        if kind != "page":
            self._put("\n")
        elif self._para.pieces:
            self._para.break_after = True
        else:
            self._para.break_before = True

    def _sym(self, element: etree._Element) -> None:
        text, known = symbol(element.get(w("font"), ""), element.get(w("char"), ""))
        if not known:
            self.shared.unread["ett tecken ur ett teckensnitt med symboler, visat som \ufffd"] += 1
        self._put(text)

    def _run(self, element: etree._Element) -> None:
        before = self._look
        properties = element.find(RPR)
        hidden = self._style.hidden
        if properties is None:
            bold, italic, heavy = self._weight(None, None, PLAIN)
            self._look = before._replace(bold=bold, italic=italic, heavy=heavy)
        else:
            hidden = self._manner(properties)
        if hidden:
            self._hide(element)
        elif properties is not None and self._raised(properties, element):
            pass
        else:
            self._children(element)
            change = None if properties is None else properties.find(w("rPrChange"))
            if change is not None:
                self._changed("formaterat", change, _plain(element))
        self._look = before

    def _weight(self, bold: bool | None, italic: bool | None, style: Style) -> tuple[bool, bool, bool]:
        """Bold and italic as content, and bold as seen. Styles toggle one another; direct formatting decides."""
        own, known = self._style, bool(self._style.role)
        heavy = bold if bold is not None else (own.bold != style.bold) or self.shared.styles.bold
        slanted = italic if italic is not None else (own.italic != style.italic) or self.shared.styles.italic
        if not known:
            return heavy, slanted, heavy
        content = bold if bold is not None else style.bold
        return content, italic if italic is not None else style.italic, heavy

    def _manner(self, properties: etree._Element) -> bool:
        """Take a run's look; answers whether the run is hidden."""
        style = self.shared.styles.find(val(properties.find(w("rStyle"))))
        bold, italic, heavy = self._weight(switched(properties, w("b")), switched(properties, w("i")), style)
        prompt = self._look.prompt or (style.role == "prompt" and _bracketed(properties))
        self._look = self._look._replace(bold=bold, italic=italic, heavy=heavy, prompt=prompt)
        if switched(properties, w("strike")) or switched(properties, w("dstrike")):
            self.shared.unread["genomstruken text, läst som vanlig"] += 1
        hidden = switched(properties, w("vanish"))
        return hidden if hidden is not None else style.hidden or self._style.hidden

    def _hide(self, element: etree._Element) -> None:
        text = _plain(element).strip()
        if text:
            self.shared.unread[f"dold text: ”{short(text)}”"] += 1

    def _raised(self, properties: etree._Element, element: etree._Element) -> bool:
        """Write raised or lowered text as such; True when that has been done."""
        place = val(properties.find(w("vertAlign")))
        text = _plain(element)
        if place not in ("superscript", "subscript") or not text.strip() or element.find(w("t")) is None:
            return False
        shown = raised(text, place == "superscript")
        if shown is None:
            self.shared.unread[f"upphöjd eller nedsänkt text (”{short(text)}”), läst som vanlig"] += 1
            return False
        self._put(shown)
        return True

    # Links and fields

    def _hyperlink(self, element: etree._Element) -> None:
        anchor = element.get(w("anchor"), "")
        target = self.links.get(element.get(f"{{{R}}}id", ""), "")
        address = target + (f"#{anchor}" if target and anchor else "") if target else self._fields.anchor(anchor)
        before = self._look
        self._look = before._replace(link=self._fields.safe(address))
        self._children(element)
        self._look = before

    def _simple_field(self, element: etree._Element) -> None:
        self._fields.begin(element.get(w("instr"), ""))
        self._fields.separate()
        self._children(element)
        self._end_field()

    def _field_mark(self, element: etree._Element) -> None:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._end_field()

    def _field_code(self, element: etree._Element) -> None:
        self._fields.code(element.text or "")

    def _end_field(self) -> None:
        page = self._fields.end()
        if page and not self._fields.hidden:
            self._put("1", page)

    def _page_number(self, _: etree._Element) -> None:
        self.shared.fields.append("PAGE")
        self._put("1", "page")

    # Controls, changes, comments

    def _control(self, element: etree._Element) -> None:
        tag, prompt = control_of(element)
        content = element.find(w("sdtContent"))
        if content is None:
            return
        before = self._look
        self._look = before._replace(prompt=before.prompt or prompt)
        if tag:
            self.shared.controls.append(tag)
        at, inside = len(self._para.pieces), len(self._para.pieces[-1][0].text) if self._para.pieces else 0
        self._children(content)
        self._look = before
        if tag:
            self._para.inline.append(Inline(tag, self._since(at, inside), prompt))

    def _since(self, at: int, inside: int) -> str:
        """The text written since there were `at` pieces, the last of them `inside` letters long."""
        since = [run for run, _ in self._para.pieces[max(at - 1, 0) :]]
        if at and since:
            since[0] = since[0]._replace(text=since[0].text[inside:])
        return "".join([run.text for run in since if not run.field])

    def _inserted(self, element: etree._Element) -> None:
        at, inside = len(self._para.pieces), len(self._para.pieces[-1][0].text) if self._para.pieces else 0
        joint, self._joint = self._joint, (-1, "")
        written = self._outside
        self._children(element)
        self._outside, self._joint = written, joint
        self._changed(_CHANGES[etree.QName(element).localname], element, self._since(at, inside))

    def _deleted(self, element: etree._Element) -> None:
        name = etree.QName(element).localname
        self._changed("struket" if name == "del" else "flyttat", element, _plain(element), gone=True)

    def _marked(self, mark: etree._Element) -> None:
        """A paragraph's mark that has been inserted or deleted."""
        for name, kind in _CHANGES.items():
            one = mark.find(w(name))
            if one is not None and not any(change.kind == kind for change in self._para.changes):
                self._changed(kind, one, "¶", gone=name == "moveFrom")

    def _changed(self, kind: ChangeKind, element: etree._Element | None, text: str, *, gone: bool = False) -> None:
        """Note a tracked change, joined with the one before when only Word's own cuts part them.

        What is moved is told where it went; there is nothing at the place it left but its absence.
        """
        if element is None or (kind == "flyttat" and gone):
            return
        author, date = element.get(_AUTHOR, ""), element.get(_DATE, "")
        changes = self._para.changes
        joint = (self._outside, kind)
        last = changes[-1] if changes else None
        if last and self._joint == joint and last[:3] == (kind, author, date):
            changes[-1] = last._replace(text=last.text + text)
        else:
            changes.append(Change(kind, author, date, text))
        self._joint = joint

    def _bookmark(self, element: etree._Element) -> None:
        self._para.bookmarks.append(element.get(w("name"), ""))

    def _comment_start(self, element: etree._Element) -> None:
        name = element.get(_ID, "")
        if name not in self.shared.comments:
            self.shared.comments[name] = []
            self.shared.commented.append(name)
            self._open.append(name)

    def _comment_end(self, element: etree._Element) -> None:
        name = element.get(_ID, "")
        if name in self._open:
            self._open.remove(name)

    def _note(self, element: etree._Element) -> None:
        kind = "f" if element.tag == w("footnoteReference") else "e"
        lines = self.shared.notes.get(kind + element.get(_ID, ""))
        pieces = self._para.pieces
        if lines and pieces and not pieces[-1][0].note and not pieces[-1][0].field:
            pieces[-1] = (pieces[-1][0]._replace(note=lines), pieces[-1][1])
        elif lines:
            self._put("", note=lines)

    # What is not text

    def _drawing(self, element: etree._Element) -> None:
        found = self.shared.drawings.read(element, self.images)
        self._para.images += found.images
        self._para.boxes += found.boxes

    def _object(self, _: etree._Element) -> None:
        self.shared.unread["ett inbäddat objekt"] += 1

    def _formula(self, element: etree._Element) -> None:
        text = "".join([one.text or "" for one in element.iter(f"{_MATH}t")])
        self.shared.unread[f"en formel, läst som text: ”{short(text)}”"] += 1
        if text:
            self._put(text)


def control_of(element: etree._Element) -> tuple[str, bool]:
    """The tag of a content control and whether it shows its placeholder."""
    properties = element.find(w("sdtPr"))
    if properties is None:
        return "", False
    return val(properties.find(w("tag"))), bool(switched(properties, w("showingPlcHdr")))


def _plain(element: etree._Element) -> str:
    """All text under an element, deleted or not."""
    found = element.iter(w("t"), w("delText"), w("tab"), w("br"))
    return "".join([one.text or "" if one.tag in (w("t"), w("delText")) else " " for one in found])


def _bracketed(properties: etree._Element) -> bool:
    """Whether a run is a prompt of ours that stands outside any control: in the style of prompts, and in brackets."""
    run = properties.getparent()
    text = "" if run is None else _plain(run)
    return text.startswith("[") and text.endswith("]")
