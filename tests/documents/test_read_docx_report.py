"""Write, read back: whatever stands in a report comes back the same, and one edited section is the one that differs.

What Word cannot tell apart is told here as one (`same`), each time with why a person sees no difference:

- two lists of bullets in a row are one list, since nothing stands between them;
- runs of one look are one run, and a run without anything in it is nothing;
- a row where all text is bold is a row that is strong, since a strong row is written as bold text;
- how a column is drawn is only seen where a cell begins in it;
- a share of a column's width is known to a twentieth of a point and comes back as hundredths of the whole;
- a page break that nothing follows starts no page, and several in a row start one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.core import report as core
from beredning.core.recognition import FoundReport, recognise
from beredning.documents.reading import read
from beredning.documents.report import write_report
from tests.documents.word_kit import PNG, layout, report_template

PICTURE = sha256(PNG).hexdigest()
IMAGES = {PICTURE: PNG}
WRITTEN = [form.name for form in layout().sections if form.kind in ("text", "decision")]
LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)


def texts(least: int = 1, most: int = 24) -> st.SearchStrategy[str]:
    """Text with at least one letter that is seen; what is only spaces is no text to a person."""
    plain = st.text(st.one_of(st.sampled_from("abc åäö&<>\"'[]—–.,:;§½²"), LETTERS), min_size=least, max_size=most)
    return plain.filter(lambda text: any(not one.isspace() and one != "\u00ad" for one in text))


def broken(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(text, st.tuples(text, st.sampled_from("\n\t"), text).map("".join))


LINKS = st.sampled_from(["", "", "", "https://ale.se/a?b=1&c=2", "mailto:a@ale.se", "#ekonomi"])
PLAIN = {"field": st.just(""), "prompt": st.just(False)}
LINES = st.lists(
    st.builds(
        doc.Run, texts(), st.booleans(), st.booleans(), LINKS.filter(lambda one: not one.startswith("#")),
        note=st.just(()), **PLAIN,
    ),
    min_size=1, max_size=2,
).map(tuple)  # fmt: skip
NOTES = st.one_of(st.just(()), st.just(()), st.just(()), st.lists(LINES, min_size=1, max_size=2).map(tuple))
RUNS = st.lists(
    st.builds(doc.Run, broken(texts()), st.booleans(), st.booleans(), LINKS, note=NOTES, **PLAIN),
    min_size=1,
    max_size=4,
).map(tuple)  # fmt: skip
PARAGRAPHS = st.builds(
    doc.Paragraph, RUNS, st.sampled_from(["body", "lead", "note", "decision"]),
    st.sampled_from(["left", "center", "right"]), st.booleans(),
)  # fmt: skip
HEADINGS = st.builds(
    doc.Heading, st.integers(2, 6), RUNS.map(lambda runs: tuple(one._replace(note=()) for one in runs)), st.just("")
)


def listings(depth: int) -> st.SearchStrategy[doc.Listing]:
    under = st.just(()) if depth == 0 else st.lists(listings(depth - 1), max_size=2).map(tuple)
    items = st.lists(st.builds(doc.Item, RUNS, under), min_size=1, max_size=3).map(tuple)
    return st.builds(
        lambda items, ordered, start: doc.Listing(items, ordered, start if ordered else 1),
        items, st.booleans(), st.integers(1, 40),
    )  # fmt: skip


CELLS = st.lists(st.one_of(LINES, st.just(())), min_size=1, max_size=2).map(lambda lines: doc.Cell(tuple(lines)))


@st.composite
def tables(draw: st.DrawFn) -> doc.Table:
    count = draw(st.integers(1, 4))
    columns = tuple(
        doc.Column(draw(st.sampled_from(["left", "right", "center"])), draw(st.sampled_from([0, 1, 3])))
        for _ in range(count)
    )

    def row() -> doc.Row:
        cells = [draw(CELLS) for _ in range(count)]
        if count > 1 and draw(st.booleans()):
            cells = [cells[0]._replace(span=2), *cells[2:]]
        return doc.Row(tuple(cells), draw(st.booleans()))

    heads = tuple(row()._replace(strong=False) for _ in range(draw(st.integers(0, 2))))
    rows = tuple(row() for _ in range(draw(st.integers(1, 3))))
    caption, description = draw(st.one_of(st.just(""), texts())), draw(st.one_of(st.just(""), texts()))
    return doc.Table(columns, heads, rows, caption.strip(), description.strip(), draw(st.booleans()))


BLOCKS = st.one_of(
    PARAGRAPHS, PARAGRAPHS, HEADINGS, listings(2), tables(), st.just(doc.PageBreak()),
    st.builds(doc.Image, st.just(PICTURE), texts().map(str.strip), st.integers(5, 160)),
)  # fmt: skip
CONTENT = st.lists(BLOCKS, min_size=1, max_size=5).map(tuple)


def a_report(sections: Mapping[str, doc.Blocks], facts: core.Facts | None = None) -> core.Report:
    officer = doc.Signatory("Ada Öberg", "Utvecklare")
    facts = facts or core.Facts(
        "Utbildningsförvaltningen", "2023/451", "2023-11-27", officer, "Utbildningsnämnden", "Plan"
    )
    return core.make_report(
        layout(), facts, sections,
        signatories=(doc.Signatory("Åke Ek", "Förvaltningschef"), officer),
        papers=(core.Paper("Plan", "2023-11-20", "bilaga 1"),),
        receivers=core.Receivers(("Rektorerna",), ("Kommunstyrelsen",)),
        consultation=core.Consultation("Behandlad enligt MBL 2023-12-05", "Information lämnades 2023-12-05."),
    )  # fmt: skip


def read_back(report: core.Report) -> FoundReport:
    return recognise(read(write_report(report_template(), report, IMAGES), "utlåtande.docx"), layout())


# What Word cannot tell apart


def same_runs(runs: doc.Runs, *, kept: bool = True) -> doc.Runs:
    made: list[doc.Run] = []
    for run in (one._replace(note=tuple(same_note(one.note))) for one in runs):
        if not (run.text or run.field or run.note):
            continue
        if made and made[-1][1:6] == run[1:6] and not made[-1].note and not run.field:
            made[-1] = made[-1]._replace(text=made[-1].text + run.text, note=run.note)
        else:
            made.append(run)
    return tuple(made)


def same_note(lines: Iterable[doc.Runs]) -> Iterable[doc.Runs]:
    for place, line in enumerate(lines):
        runs = same_runs(line)
        if place == 0 and runs:  # the space between a note's number and its text is not the text's
            runs = (runs[0]._replace(text=runs[0].text.lstrip(" \u00a0\t")), *runs[1:])
        yield runs


def same_item(item: doc.Item) -> doc.Item:
    return doc.Item(same_runs(item.runs), tuple(same_lists(item.children)))


def same_lists(lists: Iterable[doc.Listing]) -> list[doc.Listing]:
    made: list[doc.Listing] = []
    for one in (one._replace(items=tuple(same_item(item) for item in one.items)) for one in lists):
        if made and not one.ordered and not made[-1].ordered:
            made[-1] = made[-1]._replace(items=made[-1].items + one.items)
        else:
            made.append(one)
    return made


def same_row(row: doc.Row, head: bool) -> doc.Row:
    cells = [cell._replace(lines=tuple(same_runs(line) for line in cell.lines)) for cell in row.cells]
    seen = [run for cell in cells for line in cell.lines for run in line if run.text.strip()]
    strong = bool(seen) and (head or row.strong or all(run.bold for run in seen))
    if strong:
        cells = [
            cell._replace(
                lines=tuple(same_runs(tuple(run._replace(bold=False) for run in line)) for line in cell.lines)
            )
            for cell in cells
        ]
    return doc.Row(tuple(cells), strong and not head)


def same_table(table: doc.Table) -> doc.Table:
    from beredning.documents.tables import column_widths

    header = tuple(same_row(row, True) for row in table.header)
    rows = tuple(same_row(row, False) for row in table.rows)
    made = table._replace(header=header, rows=rows, caption=table.caption, description=table.description)
    widths = column_widths(table, 9000)
    begins = {sum(cell.span for cell in row.cells[:at]) for row in header + rows for at in range(len(row.cells))}
    shares = tuple(
        doc.Column(one.align if at in begins else "left", round(100 * width / 9000))
        for at, (one, width) in enumerate(zip(table.columns, widths, strict=True))
    )
    return made._replace(columns=shares)


def same(blocks: doc.Blocks) -> list[doc.Block]:
    """Blocks without the differences that nobody can see."""
    made: list[doc.Block] = []
    for block in blocks:
        match block:
            case doc.Paragraph() | doc.Heading():
                made.append(block._replace(runs=same_runs(block.runs)))
            case doc.Listing() if made and isinstance(made[-1], doc.Listing):
                made[-1:] = same_lists((made[-1], block))
            case doc.Listing():
                made += same_lists((block,))
            case doc.Table():
                made.append(same_table(block))
            case doc.PageBreak() if made and isinstance(made[-1], doc.PageBreak):
                pass
            case _:
                made.append(block)
    return made


def close(one: list[doc.Block], other: list[doc.Block]) -> bool:
    """Equal, with the shares of a table's columns equal within a hundredth."""

    def bare(block: doc.Block) -> doc.Block:
        if isinstance(block, doc.Table):
            return block._replace(columns=tuple(column._replace(width=0) for column in block.columns))
        return block

    def shares(blocks: list[doc.Block]) -> list[int]:
        return [column.width for block in blocks if isinstance(block, doc.Table) for column in block.columns]

    near = all(abs(a - b) <= 1 for a, b in zip(shares(one), shares(other), strict=False))
    return [bare(block) for block in one] == [bare(block) for block in other] and near


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.sampled_from(WRITTEN), CONTENT)
def test_what_is_written_in_a_section_is_what_is_read(name: str, content: doc.Blocks) -> None:
    found = read_back(a_report({name: content}))
    section = found.section(name)
    assert section is not None and (section.how == "kontroll" or not section.passages)
    wanted = same(content)
    if name == WRITTEN[-1] and wanted and isinstance(wanted[-1], doc.PageBreak):
        wanted.pop()  # nothing follows on a new page
    assert close(same(section.blocks), wanted)


FACT = texts(2, 40).map(lambda text: " ".join(text.split())).filter(lambda text: len(text) > 1)


@settings(max_examples=60, deadline=None)
@given(FACT, FACT, FACT, FACT, FACT, FACT, FACT)
def test_any_facts_come_back(a: str, b: str, c: str, d: str, e: str, f: str, g: str) -> None:
    facts = core.Facts(a, b, c, doc.Signatory(d.replace(",", ""), e), f, g)
    found = read_back(a_report({}, facts))
    for form in layout().facts:
        fact = found.fact(form.name)
        assert fact is not None and fact.how == "kontroll"
        assert fact.text == facts.text(form.name).strip(), form.name


def test_what_is_missing_is_read_as_missing() -> None:
    found = read_back(core.make_report(layout(), core.Facts(), {}))
    assert all(fact.text == "" for fact in found.facts)
    assert [fact.form.name for fact in found.facts] == [form.name for form in layout().facts]
    assert all(section.blocks == () for section in found.sections)
    assert all(one.prompt for section in found.sections for one in section.passages)
    assert found.signatories == ()
    assert found.missing == ()


def test_what_the_program_knows_comes_back_too() -> None:
    found = read_back(a_report({"ärendet": (doc.para("Text."),)}))
    assert [(one.name, one.title) for one in found.signatories] == [
        ("Åke Ek", "Förvaltningschef"), ("Ada Öberg", "Utvecklare"),
    ]  # fmt: skip
    assert [(group.kind, [one.text for one in group.receivers]) for group in found.receivers] == [
        ("hantera", ["Rektorerna"]), ("kännedom", ["Kommunstyrelsen"]),
    ]  # fmt: skip
    consultation = found.section("mbl")
    assert consultation is not None and consultation.heading is not None
    assert consultation.heading.text == "Behandlad enligt MBL 2023-12-05"
    assert [one.text for one in consultation.passages] == ["Information lämnades 2023-12-05."]
    assert found.loose == ()
    assert found.kind is not None and found.kind.text == layout().title


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(WRITTEN), texts(), st.sampled_from(WRITTEN), texts())
def test_editing_one_section_is_seen_in_that_section_alone(name: str, text: str, other: str, more: str) -> None:
    before: dict[str, doc.Blocks] = {form: (doc.para("Oförändrad text."), doc.bullets("a", "b")) for form in WRITTEN}
    first = read_back(a_report(before))
    edited = {**before, name: (doc.para(text),)}
    edited = {**edited, other: (*edited[other], doc.para(more))}
    second = read_back(a_report(edited))
    changed = {
        one.form.name for one, after in zip(first.sections, second.sections, strict=True) if one.blocks != after.blocks
    }
    assert changed == {name, other}


@pytest.mark.parametrize("kind", ["facts", "signatures"])
def test_labels_and_signatures_in_a_text_come_back(kind: str) -> None:
    blocks: dict[str, doc.Block] = {
        "facts": doc.facts(("Tid", "Kl. 08:00"), ("Plats", ["Rum 1", "Hus B"])),
        "signatures": doc.signatures(("Åsa Ek", "Chef"), ("Bo Ek", ""), line=True),
    }
    found = read_back(a_report({"ärendet": (doc.para("Före"), blocks[kind], doc.para("Efter"))}))
    section = found.section("ärendet")
    assert section is not None and section.blocks[1] == blocks[kind]
