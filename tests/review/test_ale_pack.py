"""The real pack, paper by paper: granska says what reading it line by line said, all of it and nothing else."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from beredning.core.finding import SEVERITIES, Finding
from beredning.documents.reading import read
from beredning.review.review import review
from beredning.review.values import Frame
from tests.ale import need_ale
from tests.review.pack_kit import built_in_layout

HERE = Path(__file__).parent
LISTS = ("ale_reports.tsv", "ale_pack.tsv")
# The five reports as their authors had them in Word: styles, bold paragraphs, or a mix of both.
IN_WORD = {
    "03-manadsuppfoljning.docx": "03-tjansteutlatande-manadsuppfoljning.txt",
    "04-namndplan.docx": "04-tjansteutlatande-namndplan.txt",
    "05-handlingsplan.docx": "05-tjansteutlatande-handlingsplan-digitalisering.txt",
    "07-familjecentraler.docx": "07-tjansteutlatande-familjecentraler.txt",
    "08-internkontrollplan.docx": "08-tjansteutlatande-internkontrollplan.txt",
}
Fault = tuple[str, int, str, str]


def listed() -> Counter[Fault]:
    """The faults of the lists, made by reading: file, line (0 for what is missing), code, severity."""
    found: Counter[Fault] = Counter()
    for name in LISTS:
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            if line.startswith(("#", "fil\t")) or not line.strip():
                continue
            file, at, code, severity, words = line.split("\t")
            assert severity in SEVERITIES and words.strip(), line
            found[(file, int(at), code, severity)] += 1
    return found


@cache
def told(word: bool) -> tuple[Finding, ...]:
    """What granska says of the whole pack: all in text, or the reports in Word."""
    folder = need_ale()
    files = {path.name: path for path in sorted(folder.glob("*.txt"))}
    if word:
        files = {name: path for name, path in files.items() if name not in IN_WORD.values()}
        files |= {text[:-4] + ".docx": folder / "word" / name for name, text in IN_WORD.items()}
    readings = [read(path.read_bytes(), name) for name, path in sorted(files.items())]
    return review(readings, Frame((built_in_layout(),)))


def test_the_pack_in_text_has_exactly_the_listed_faults() -> None:
    said: Counter[Fault] = Counter((one.file, one.line, one.rule, one.severity) for one in told(word=False))
    wanted = listed()
    assert (sorted((wanted - said).elements()), sorted((said - wanted).elements())) == ([], [])


def test_the_pack_with_its_reports_in_word_has_the_same_faults() -> None:
    """The same but for lines, which a Word file has none of."""
    said: Counter[tuple[str, str, str]] = Counter()
    said.update((one.file.rpartition(".")[0], one.rule, one.severity) for one in told(word=True))
    wanted: Counter[tuple[str, str, str]] = Counter()
    for (file, _, code, severity), times in listed().items():
        wanted[(file[:-4], code, severity)] += times
    assert (sorted((wanted - said).elements()), sorted((said - wanted).elements())) == ([], [])


@pytest.mark.parametrize("word", [False, True])
def test_every_finding_says_where_what_why_and_what_to_do(word: bool) -> None:
    for one in told(word=word):
        assert one.text.endswith((".", "”", "…")) and one.text[0] in one.text[0].upper(), one
        assert one.why.endswith(".") and one.suggestion.endswith((".", "?", "”")) and one.ground, one
        assert one.line or one.place or one.rule in {"SE01", "EX01", "MB04", "HD06", "KA01", "UL03"}, one


def test_the_findings_come_in_the_order_that_papers_are_read() -> None:
    said = [(one.file, one.line) for one in told(word=False)]
    assert said == sorted(said)


def test_the_same_pack_gives_the_same_findings_in_whatever_order_it_is_handed_over() -> None:
    folder = need_ale()
    readings = [read(path.read_bytes(), path.name) for path in sorted(folder.glob("*.txt"), reverse=True)]
    assert review(readings, Frame((built_in_layout(),))) == told(word=False)
