"""The ways in which officers really edit: nothing that is written is lost, and what the template lost is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from beredning.core import document as doc
from beredning.core.recognition import FoundReport, recognise
from beredning.documents.losses import losses
from beredning.documents.reading import read
from beredning.documents.report import write_report
from tests.documents.word_kit import PNG, W, a_report, body, changed, layout, parts_of, report_template

Edit = Callable[[etree._Element], None]
TEXTS: dict[str, doc.Blocks] = {
    "förslag_till_beslut": (doc.para("Nämnden antar planen."),),
    "ärendet": (
        doc.para("Text ", doc.bold("fet"), " och mer."), doc.bullets("ett", "två"),
        doc.table(("Post", "Tkr"), [("Komvux", "5")]), doc.Image("d" * 64, "En karta", 40),
    ),
    "ekonomi": (doc.para("Ryms i budget."),), "bedömning": (doc.para("Planen är bra."),),
}  # fmt: skip


def before() -> bytes:
    return write_report(report_template(), a_report(TEXTS), {"d" * 64: PNG})


def edited(*edits: Edit, parts: dict[str, bytes] | None = None) -> bytes:
    root = body(before())
    for edit in edits:
        edit(root)
    return changed(before(), {"word/document.xml": etree.tostring(root), **(parts or {})})


def report(data: bytes) -> FoundReport:
    return recognise(read(data, "a.docx"), layout())


def told(data: bytes) -> tuple[str, ...]:
    return losses(read(before(), "a.docx"), read(data, "b.docx"), layout())


def content(found: FoundReport) -> dict[str, list[str]]:
    return {
        one.form.name: [line.rstrip(": ") for line in doc.lines_of(one.blocks) if line.strip()]
        for one in found.sections
    }


def each(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{W}{name}"))


def unwrap_controls(root: etree._Element) -> None:
    """As when somebody copies all of it to a new file: the text is there and the controls are not."""
    for one in each(root, "sdt")[::-1]:
        above = one.getparent()
        inside = one.find(f"{W}sdtContent")
        assert above is not None and inside is not None
        for child in list(inside):
            one.addprevious(child)
        above.remove(one)


def bold_headings(root: etree._Element) -> None:
    """Heading styles taken away, and the text made bold instead."""
    for one in each(root, "p"):
        style = one.find(f"{W}pPr/{W}pStyle")
        if style is not None and str(style.get(f"{W}val")).startswith("Heading"):
            style.set(f"{W}val", "Normal")
            for run in one.iter(f"{W}r"):
                run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}"><w:b/></w:rPr>'))


def colons(root: etree._Element) -> None:
    for one in each(root, "p"):
        style = one.find(f"{W}pPr/{W}pStyle")
        if style is not None and str(style.get(f"{W}val")).startswith("Heading"):
            last = list(one.iter(f"{W}t"))[-1]
            last.text = f"{last.text}: "


def empty_paragraphs(root: etree._Element) -> None:
    for one in each(root, "p"):
        if one.getparent() is not None and str(one.getparent().tag) != f"{W}tc":  # type: ignore[union-attr]
            one.addprevious(etree.Element(f"{W}p"))


def split_runs(root: etree._Element) -> None:
    """Every run cut in two, as Word does when text is proofed or pasted."""
    for run in each(root, "r"):
        text = run.find(f"{W}t")
        if text is not None and len(text.text or "") > 2:
            other = etree.fromstring(etree.tostring(run))
            half = len(text.text or "") // 2
            second = other.find(f"{W}t")
            assert second is not None
            for extra in [one for one in other if one.tag not in (f"{W}t", f"{W}rPr")]:
                other.remove(extra)
            second.text, text.text = (text.text or "")[half:], (text.text or "")[:half]
            other.tail = None
            run.addnext(other)


EDITS = {
    "unwrap": unwrap_controls,
    "bold": bold_headings,
    "colons": colons,
    "empty": empty_paragraphs,
    "split": split_runs,
}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(sorted(EDITS)), unique=True, min_size=1))
def test_no_way_of_editing_loses_or_moves_what_is_written(names: list[str]) -> None:
    if "bold" in names and "colons" in names:
        names = [name for name in names if name != "colons"]
    first, second = report(before()), report(edited(*(EDITS[name] for name in names)))
    assert content(first) == content(second)
    assert [(one.form.name, one.text) for one in first.facts] == [(one.form.name, one.text) for one in second.facts]
    assert [one[:2] for one in first.signatories] == [one[:2] for one in second.signatories]
    assert [(one.kind, len(one.receivers)) for one in first.receivers] == [
        (one.kind, len(one.receivers)) for one in second.receivers
    ]
    assert second.loose == () and second.missing == first.missing


def test_nothing_is_told_of_a_file_that_lost_nothing() -> None:
    assert told(before()) == ()
    assert told(edited(split_runs, empty_paragraphs)) == ()


def test_controls_that_are_gone_are_told_once_when_all_are() -> None:
    assert told(edited(unwrap_controls)) == (
        "Alla innehållskontroller är borta; delarna känns igen på sina rubriker och ledtexter.",
    )


def remove(root: etree._Element, tag: str, *, with_content: bool) -> None:
    one = next(one for one in each(root, "sdt") if one.find(f"{W}sdtPr/{W}tag[@{W}val='{tag}']") is not None)
    above, inside = one.getparent(), one.find(f"{W}sdtContent")
    assert above is not None and inside is not None
    for child in () if with_content else list(inside):
        one.addprevious(child)
    if with_content:
        heading = one.getprevious()
        assert heading is not None
        above.remove(heading)
    above.remove(one)


def test_one_control_that_is_gone_is_told_and_a_section_that_is_gone_is_told() -> None:
    assert told(edited(lambda root: remove(root, "avsnitt:ekonomi", with_content=False))) == (
        "Innehållskontrollen runt ”Ekonomisk bedömning” är borta; texten är kvar.",
    )
    assert told(edited(lambda root: remove(root, "avsnitt:ekonomi", with_content=True))) == (
        "Avsnittet ”Ekonomisk bedömning” är borta.",
    )


def test_headings_that_are_only_bold_are_told_each() -> None:
    said = told(edited(bold_headings))
    assert "”Ärendet” är inte längre en rubrik utan vanlig text." in said
    assert len(said) == sum(bool(one.heading) for one in layout().sections)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [("<w:tblHeader/>", "", "En tabell i ”Ärendet” har ingen markerad rubrikrad längre."),
     ('descr="En karta"', "", "Bilden ”En karta” har förlorat sin beskrivning.")],
)  # fmt: skip
def test_marks_for_screen_readers_that_are_gone(old: str, new: str, word: str) -> None:
    text = parts_of(before())["word/document.xml"].decode()
    assert old in text
    assert told(changed(before(), {"word/document.xml": text.replace(old, new)})) == (word,)


def test_the_pages_head_and_the_files_own_words() -> None:
    parts = parts_of(before())
    head = next(name for name in parts if name.startswith("word/header") and b"PAGE" in parts[name])
    bare = f'<w:hdr xmlns:w="{W[1:-1]}"><w:p/></w:hdr>'
    styles = parts["word/styles.xml"].replace(b'<w:lang w:val="sv-SE"', b'<w:lang w:val="en-US"')
    core = parts["docProps/core.xml"].decode()
    start, end = core.index("<dc:title>"), core.index("</dc:title>") + len("</dc:title>")
    changes: dict[str, bytes | str] = {
        head: bare,
        "word/styles.xml": styles,
        "docProps/core.xml": core[:start] + core[end:],
    }
    assert told(changed(before(), changes)) == (
        "Sidnumren är borta ur sidhuvudet eller sidfoten.",
        "”TJÄNSTEUTLÅTANDE” är borta ur sidhuvudet.",
        "Dokumentets språk är inte ”sv-SE” längre utan ”en-US”.",
        "Titeln är borta ur filens egenskaper.",
    )
