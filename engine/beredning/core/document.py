"""A document as values: what is said and how it is ordered, never how one file format writes it.

Every writer (Word, PDF, HTML, text) renders these values, and a reader gives them back. Build them with the small
helpers at the end: `heading(1, "Ärendet")`, `para("Nämnden ", bold("beslutar"), ".")`, `bullets("ett", "två")`,
`table(("Post", "Tkr"), [("Komvux", "-11 066")], align="lr")`, `facts(("Tid", "Kl. 08:00"))`.

All lengths are millimetres. All sequences are tuples, so that a document can be compared and hashed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

Align: TypeAlias = Literal["left", "right", "center"]
Role: TypeAlias = Literal["body", "title", "subtitle", "lead", "note", "decision", "fact"]
FieldName: TypeAlias = Literal["", "page", "pages"]

_ALIGN: Final[dict[str, Align]] = {"l": "left", "r": "right", "c": "center"}


class Run(NamedTuple):
    """A piece of text in one manner. `\\n` in the text is a line break, `\\t` a tab.

    link: an absolute address ("https://…", "mailto:…") or "#anchor" of a heading in the same document; "" for none.
    field: "page" or "pages" stands for the page's own number or the number of pages; text is then ignored.
    prompt: the text is an invitation to fill in, not content; shown as such and never counted as content.
    note: the paragraphs of a footnote whose mark stands right after the text; () for none.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    field: FieldName = ""
    prompt: bool = False
    note: tuple[Runs, ...] = ()


Runs: TypeAlias = tuple[Run, ...]


class Heading(NamedTuple):
    """A heading. level 1–6, where 1 is the first below the title. anchor: name that a "#anchor" link points at."""

    level: int
    runs: Runs
    anchor: str = ""


class Paragraph(NamedTuple):
    """A paragraph.

    role: "title" and "subtitle" are shown once at the top, "lead" is a larger opening line, "note" small print,
    "decision" a beslutssats, "fact" a line of facts at the head of a document, "body" everything else.
    keep: stays on the same page as the block after it.
    """

    runs: Runs
    role: Role = "body"
    align: Align = "left"
    keep: bool = False


class Item(NamedTuple):
    """One entry of a list, with the lists that hang under it."""

    runs: Runs
    children: tuple[Listing, ...] = ()


class Listing(NamedTuple):
    """A list. ordered: numbered from `start`, each listing anew; otherwise bullets."""

    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1


class Column(NamedTuple):
    """One column. width: share of the table's width relative to the others; 0 means by content."""

    align: Align = "left"
    width: int = 0


class Cell(NamedTuple):
    """One cell: its lines (paragraphs of runs) and how many columns it covers."""

    lines: tuple[Runs, ...]
    span: int = 1


class Row(NamedTuple):
    """One row. strong: a sum or group row, shown heavier."""

    cells: tuple[Cell, ...]
    strong: bool = False


class Table(NamedTuple):
    """A table of data.

    header: rows that are repeated on every page and marked as header rows (STD-06).
    caption: shown above the table; description: what the table shows, for who cannot see it (alt text).
    first_column_heads: the first column names its row.
    """

    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    description: str = ""
    first_column_heads: bool = False


class Image(NamedTuple):
    """A picture, by the SHA-256 digest (hex) of its bytes; the writer is handed the bytes.

    alt: what the picture shows; required (STD-06). width in millimetres; height follows the picture's own shape.
    """

    digest: str
    alt: str
    width: int = 160


class PageBreak(NamedTuple):
    """What follows starts on a new page."""

    kind: Literal["page"] = "page"


class Fact(NamedTuple):
    """A label and what stands beside it, on one or several lines."""

    label: str
    lines: tuple[Runs, ...]


class Facts(NamedTuple):
    """Label and value lines, as on the front page of a kallelse (Tid, Plats, Ledamöter …)."""

    facts: tuple[Fact, ...]


class Signatory(NamedTuple):
    """Somebody who signs: name and title or role, and a line above the name when it is signed by hand."""

    name: str
    title: str = ""


class Signatures(NamedTuple):
    """The block where people sign; kept together on one page. line: with a line to write on."""

    people: tuple[Signatory, ...]
    line: bool = False


class Slot(NamedTuple):
    """A named place that a person fills in: a content control in Word.

    tag: machine name, e.g. "avsnitt:sammanfattning"; title: what Word shows on the control;
    blocks: the content, empty while it is missing; prompt: shown when it is missing, never empty.
    """

    tag: str
    title: str
    prompt: str
    blocks: tuple[Block, ...] = ()


Block: TypeAlias = Heading | Paragraph | Listing | Table | Image | PageBreak | Facts | Signatures | Slot
Blocks: TypeAlias = tuple[Block, ...]


class Band(NamedTuple):
    """One line of a page's head or foot: what stands to the left and to the right."""

    left: Runs = ()
    right: Runs = ()


class Properties(NamedTuple):
    """What a file says of itself. created: ISO date or UTC instant, passed in; "" leaves it out."""

    subject: str = ""
    author: str = ""
    keywords: tuple[str, ...] = ()
    category: str = ""
    created: str = ""


class Document(NamedTuple):
    """A whole document. title goes into the file's properties and is what a screen reader announces (STD-06);

    show it in the text too, with `para(title, role="title")`. language: BCP 47. landscape: lying A4.
    """

    title: str
    blocks: Blocks
    header: tuple[Band, ...] = ()
    footer: tuple[Band, ...] = ()
    language: str = "sv-SE"
    properties: Properties = Properties()
    landscape: bool = False


Part: TypeAlias = str | Run
Line: TypeAlias = str | Run | Runs
CellLike: TypeAlias = str | Run | Runs | Cell | Sequence[str]


def runs(*parts: Part) -> Runs:
    """Text and runs in a row; plain text becomes a plain run, empty text nothing."""
    made = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in made if run.text or run.field or run.note)


def bold(text: str) -> Run:
    """Strong text."""
    return Run(text, bold=True)


def italic(text: str) -> Run:
    """Slanted text."""
    return Run(text, italic=True)


def link(text: str, address: str) -> Run:
    """Text that leads to an address, or with "#name" to a heading's anchor in the same document."""
    return Run(text, link=address)


def note(text: str, *lines: Line) -> Run:
    """Text with a footnote, one paragraph for each line; the text may be empty."""
    return Run(text, note=tuple(_line(one) for one in lines))


def prompt(text: str) -> Run:
    """An invitation to fill in, shown where content is missing."""
    return Run(text, prompt=True)


PAGE: Final = Run("1", field="page")
PAGES: Final = Run("1", field="pages")
PAGE_OF_PAGES: Final[Runs] = (PAGE, Run("("), PAGES, Run(")"))


def heading(level: int, *parts: Part, anchor: str = "") -> Heading:
    """A heading of level 1–6; raises ValueError for another level or for no text."""
    made = runs(*parts)
    if not 1 <= level <= 6 or not made:
        raise ValueError(f"a heading needs a level 1-6 and a text, got {level} and {parts!r}")
    return Heading(level, made, anchor)


def para(*parts: Part, role: Role = "body", align: Align = "left", keep: bool = False) -> Paragraph:
    """A paragraph of text and runs."""
    return Paragraph(runs(*parts), role, align, keep)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """One paragraph for each piece of text between blank lines; single line breaks become spaces."""
    pieces = text.replace("\r\n", "\n").split("\n\n")
    return tuple(para(" ".join(piece.split())) for piece in pieces if piece.strip())


def item(*parts: Part, under: Sequence[Listing] = ()) -> Item:
    """A list entry, with lists under it."""
    return Item(runs(*parts), tuple(under))


def _items(entries: Iterable[Line | Item]) -> tuple[Item, ...]:
    return tuple(entry if isinstance(entry, Item) else Item(_line(entry)) for entry in entries)


def bullets(*entries: Line | Item) -> Listing:
    """A list with bullets."""
    return Listing(_items(entries))


def numbered(*entries: Line | Item, start: int = 1) -> Listing:
    """A numbered list, counting from `start`."""
    return Listing(_items(entries), ordered=True, start=start)


def _line(value: Line) -> Runs:
    if isinstance(value, str):
        return (Run(value),) if value else ()
    return (value,) if isinstance(value, Run) else value


def cell(value: CellLike, span: int = 1) -> Cell:
    """A cell from text, a run, runs, a sequence of lines of text, or a cell as it is."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, str | Run):
        return Cell((_line(value),), span)
    if all(isinstance(part, Run) for part in value):
        return Cell((tuple(part for part in value if isinstance(part, Run)),), span)
    return Cell(tuple(_line(part) for part in value), span)


def row(*values: CellLike, strong: bool = False) -> Row:
    """A table row; strong for a sum or group row."""
    return Row(tuple(cell(value) for value in values), strong)


def table(
    header: Sequence[CellLike] | None,
    rows: Iterable[Sequence[CellLike] | Row],
    *,
    align: str = "",
    widths: Sequence[int] = (),
    caption: str = "",
    description: str = "",
    first_column_heads: bool = False,
) -> Table:
    """A table from one header row and its rows.

    align: one letter per column, l, r or c ("lrr"); widths: relative shares. Both may be left out.
    Rows shorter than the widest are filled with empty cells, so that every row covers every column.
    Raises ValueError when align or widths name more columns than there are, or a table has no column.
    """
    head = () if header is None else (row(*header),)
    body = tuple(entry if isinstance(entry, Row) else row(*entry) for entry in rows)
    count = max((sum(one.span for one in entry.cells) for entry in head + body), default=0)
    if count == 0 or len(align) > count or len(widths) > count:
        raise ValueError(f"a table of {count} columns cannot have align {align!r} and widths {widths!r}")
    letters = align.ljust(count, "l")
    shares = (*widths, *(0 for _ in range(count - len(widths))))
    columns = tuple(Column(_ALIGN[letter], share) for letter, share in zip(letters, shares, strict=True))
    full_head, full_body = (tuple(_filled(entry, count) for entry in part) for part in (head, body))
    return Table(columns, full_head, full_body, caption, description, first_column_heads)


def _filled(entry: Row, count: int) -> Row:
    return entry._replace(cells=entry.cells + (Cell(((),)),) * (count - sum(one.span for one in entry.cells)))


def facts(*pairs: tuple[str, CellLike]) -> Facts:
    """Label and value lines: facts(("Tid", "Kl. 08:00"), ("Ledamöter", ["Lena Camp (SD)", "…"]))."""
    return Facts(tuple(Fact(label, cell(value).lines) for label, value in pairs))


def signatures(*people: tuple[str, str] | Signatory, line: bool = False) -> Signatures:
    """A signature block from (name, title) pairs."""
    return Signatures(tuple(Signatory(*one) for one in people), line)


def band(left: Line = (), right: Line = ()) -> Band:
    """A line of the page's head or foot: band("KALLELSE", PAGE_OF_PAGES)."""
    return Band(_line(left), _line(right))


def text_of(parts: Runs) -> str:
    """The plain text of runs: what is content, so neither prompts nor page fields."""
    return "".join(part.text for part in parts if not part.prompt and not part.field)


def lines_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The plain text of blocks in reading order, one line for each paragraph, entry, cell line, fact or footnote.

    A footnote's lines follow the line that its mark stands in.
    """
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield text_of(block.runs)
                yield from _note_lines(block.runs)
            case Listing():
                for entry in block.items:
                    yield text_of(entry.runs)
                    yield from _note_lines(entry.runs)
                    yield from lines_of(entry.children)
            case Table():
                for line in block.header + block.rows:
                    yield "\t".join(" ".join(text_of(part) for part in one.lines) for one in line.cells)
                    yield from (text for one in line.cells for part in one.lines for text in _note_lines(part))
            case Facts():
                for fact in block.facts:
                    yield f"{fact.label}\t" + "\n\t".join(text_of(line) for line in fact.lines)
            case Signatures():
                for person in block.people:
                    yield ", ".join(filter(None, person))
            case Slot():
                yield from lines_of(block.blocks)
            case Image():
                yield block.alt
            case PageBreak():
                pass


def _note_lines(parts: Runs) -> Iterator[str]:
    return (text_of(line) for part in parts for line in part.note)
