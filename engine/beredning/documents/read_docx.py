"""A Word file as a `Reading`, whoever made it: everything that a person sees, and in words what cannot be values.

The file is looked through by `safety` first. Only relations that lie within the file are followed.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from lxml import etree

from beredning.core import document as doc
from beredning.core.reading import Comment, Passage, Reading
from beredning.documents.markup import R, W
from beredning.documents.read_docx_body import Body
from beredning.documents.read_docx_inline import Reader
from beredning.documents.read_docx_styles import Numbering, Styles, switched, w, without_table_looks
from beredning.documents.read_docx_values import Shared
from beredning.documents.safety import Package, inspect_docx
from beredning.errors import BadDocument

_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_STORIES: Final = {"headerReference": "header", "footerReference": "footer"}


def read_docx(data: bytes, name: str) -> Reading:
    """Read a Word file. Raises BadDocument for one that is damaged or hostile, as `safety.inspect_docx`."""
    package = inspect_docx(data, name)
    try:
        return _File(package, name).reading()
    except (etree.XMLSyntaxError, RecursionError) as error:
        raise BadDocument(
            f"{name} kan inte läsas: en del av den är skadad eller orimligt djupt nästlad.",
            "Öppna dokumentet i Word, spara det på nytt som Word-dokument (.docx) och försök igen.",
        ) from error


class _File:
    """A package while it is being read."""

    def __init__(self, package: Package, name: str) -> None:
        self.package = package
        self.name = name
        self.pictures: dict[str, bytes] = {}
        self.passages: list[Passage] = []
        styles = Styles(self._styles())
        self.shared = Shared(styles, Numbering(self._part("numbering"), styles))

    def reading(self) -> Reading:
        """The whole file."""
        root = self._tree(self.package.main)
        body = root.find(w("body"))
        if body is None:
            raise BadDocument(f"{self.name} kan inte läsas: den har ingen text.", "Spara dokumentet på nytt i Word.")
        self._find_links(root)
        notes = self._notes("footnotes", "footnote", "f") + self._notes("endnotes", "endnote", "e")
        main = Body(self.shared, self._reader(self.package.main, root))
        main.read(body)
        stories = self._stories(root)
        title, author = self._said()
        passages = (*(one for one in stories if one.kind == "header"), *main.passages)
        passages += (*notes, *(one for one in stories if one.kind == "footer"))
        return Reading(
            self.name,
            "docx",
            passages,
            tuple(main.blocks),
            self._comments(main.commented),
            tuple(main.changes),
            tuple(self.pictures.items()),
            title,
            author,
            self.shared.styles.language,
            tuple(self.shared.controls),
            tuple(what if times == 1 else f"{what} ({times} st)" for what, times in self.shared.unread.items()),
            tuple(self.shared.fields),
        )

    # Parts

    def _styles(self) -> etree._Element | None:
        """The part of styles, read without what is never asked for where that leaves it whole."""
        related = self.package.related(self.package.main, "styles")
        path = related[0].path if related and not related[0].external else ""
        if path not in self.package.parts:
            return None
        try:
            return self._tree(path, without_table_looks(self.package.parts[path]))
        except etree.XMLSyntaxError:
            return self._tree(path)

    def _tree(self, path: str, text: bytes | None = None) -> etree._Element:
        text = self.package.parts[path] if text is None else text
        if b"purl.oclc.org/ooxml" in text:
            for strict, usual in _STRICT:
                text = text.replace(strict, usual)
        return etree.fromstring(text, _PARSER)

    def _part(self, kind: str) -> etree._Element | None:
        """The main part's only part of a kind; None when it has none."""
        related = self.package.related(self.package.main, kind)
        path = related[0].path if related and not related[0].external else ""
        return self._tree(path) if path in self.package.parts else None

    def _reader(self, path: str, root: etree._Element) -> Reader:
        links: dict[str, str] = {}
        images: dict[str, str] = {}
        for one in self.package.relations:
            if one.owner == path and one.kind == "hyperlink":
                links[one.id] = one.target
            elif one.owner == path and one.kind == "image" and one.path in self.package.parts:
                images[one.id] = self._picture(self.package.parts[one.path])
        return Reader(self.shared, links, images, root.get(_SPACE) == "preserve")

    def _picture(self, data: bytes) -> str:
        """The digest of a picture that is kept; "" for a format that we cannot write."""
        if not data.startswith(_PICTURES):
            return ""
        digest = sha256(data).hexdigest()
        self.pictures.setdefault(digest, data)
        return digest

    def _find_links(self, root: etree._Element) -> None:
        for one in root.iter(w("hyperlink")):
            self.shared.linked.add(one.get(w("anchor"), ""))

    # What stands outside the body

    def _notes(self, part: str, element: str, kind: str) -> tuple[Passage, ...]:
        """Read foot- or endnotes: their lines by id for the runs that refer to them, and their passages."""
        related = self.package.related(self.package.main, part)
        if not related or related[0].path not in self.package.parts:
            return ()
        root = self._tree(related[0].path)
        reader = self._reader(related[0].path, root)
        passages: list[Passage] = []
        for one in root.findall(w(element)):
            if one.get(w("type"), "normal") != "normal":
                continue
            story = Body(self.shared, reader, "note")
            story.read(one)
            lines = tuple(_note_lines(story.blocks))
            if lines:
                self.shared.notes[kind + one.get(w("id"), "")] = lines
                number = len({passage.note for passage in passages}) + 1
                passages += [passage._replace(note=number) for passage in story.passages]
        if kind == "e" and passages:
            self.shared.unread["slutnoter, lästa som fotnoter"] += 1
        return tuple(passages)

    def _stories(self, root: etree._Element) -> tuple[Passage, ...]:
        """The page's heads and feet that are shown, each once."""
        settings = self._part("settings")
        even = bool(switched(settings, w("evenAndOddHeaders")))
        paths = {one.id: one.path for one in self.package.relations if one.owner == self.package.main}
        seen: list[str] = []
        made: list[Passage] = []
        for section in root.iter(w("sectPr")):
            first = bool(switched(section, w("titlePg")))
            for one in section:
                kind = _STORIES.get(str(one.tag).rpartition("}")[2])
                which = one.get(w("type"), "default")
                path = paths.get(one.get(f"{{{R}}}id", ""), "")
                used = which == "default" or (which == "first" and first) or (which == "even" and even)
                if kind and used and path in self.package.parts and path not in seen:
                    seen.append(path)
                    tree = self._tree(path)
                    story = Body(self.shared, self._reader(path, tree), "header" if kind == "header" else "footer")
                    story.read(tree)
                    made += [_without_numbers(passage) for passage in story.passages]
        return tuple(one for one in made if one.text.strip())

    def _comments(self, places: dict[str, str]) -> tuple[Comment, ...]:
        root = self._part("comments")
        if root is None:
            return ()
        found: dict[str, Comment] = {}
        for one in root.findall(w("comment")):
            text = "\n".join(
                "".join(piece.text or "" for piece in paragraph.iter(w("t"))) for paragraph in one.iter(w("p"))
            )
            name = one.get(w("id"), "")
            about = " ".join("".join(self.shared.comments.get(name, [])).split())
            place = places.get(name, "")
            found[name] = Comment(one.get(w("author"), ""), one.get(w("date"), ""), text.strip(), about, place)
        order = [name for name in self.shared.commented if name in found]
        return tuple(found[name] for name in (*order, *(name for name in found if name not in order)))

    def _said(self) -> tuple[str, str]:
        """Title and author that the file says of itself."""
        related = next((one for one in self.package.relations if not one.owner and one.kind == "core-properties"), None)
        if related is None or related.path not in self.package.parts:
            return "", ""
        root = self._tree(related.path)
        return (root.findtext(f"{_DC}title") or "").strip(), (root.findtext(f"{_DC}creator") or "").strip()


def _note_lines(blocks: list[doc.Block]) -> list[doc.Runs]:
    """The paragraphs of a note, without the space that Word sets after its number."""
    lines: list[doc.Runs] = []
    for block in blocks:
        if isinstance(block, doc.Paragraph | doc.Heading):
            lines.append(block.runs)
        elif not isinstance(block, doc.PageBreak):
            lines += [(doc.Run(text),) for text in doc.lines_of((block,)) if text.strip()]
    if lines and lines[0]:
        first = lines[0][0]
        lines[0] = (first._replace(text=first.text.lstrip(" \u00a0\t")), *lines[0][1:])
    return lines


def _without_numbers(passage: Passage) -> Passage:
    """A line of head or foot without the brackets that stand around page numbers, which are no part of its text."""
    text = passage.text.replace("()", "").replace("( )", "").strip()
    return passage._replace(text=text, block=-1)
