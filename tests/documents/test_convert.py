"""Others' Word files through LibreOffice: each by itself in time and in fault, and nothing left behind."""

from __future__ import annotations

import io
import os
import shutil
import time
from pathlib import Path

import pikepdf
import pytest

from beredning.core import document as doc
from beredning.documents import convert as convertion
from beredning.documents.convert import Converted, Source, convert
from beredning.documents.report import write_document
from tests.documents.word_kit import base_template

# A stand-in that behaves as the real program: tells each file as it comes to it, and writes what the file asks for.
FAKE = """#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in
        --outdir) out=$2; shift ;;
        */[0-9]*.*) files="$files $1" ;;
    esac
    shift
done
echo started >>"$out/../starts"
for file in $files; do
    name=$(basename "$file"); target="$out/${name%.*}.pdf"
    case $(cat "$file") in
        broken) echo "Error: source file could not be loaded"; continue ;;
        hang-loading) sleep 600 & echo $! >>"$out/../children"; wait ;;
    esac
    echo "convert $file -> $target using filter : pdf"
    case $(cat "$file") in
        hang) printf '%%PDF-1.7 half' >"$target"; sleep 600 & echo $! >>"$out/../children"; wait ;;
        crash) exit 9 ;;
        silent) continue ;;
    esac
    printf '%%PDF-1.7 %s %%%%EOF' "$(cat "$file")" >"$target"
done
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """LibreOffice's stand-in first on the path; its temporary folders lie where they can be looked at."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(FAKE)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def made(*texts: str, seconds: float = 0.7) -> tuple[list[str], int]:
    """What came of files with these texts, in short, and how many steps were told."""
    steps: list[int] = []
    sources = [Source(f"Fil nr {nr}.DOCX", text.encode()) for nr, text in enumerate(texts)]
    answers = convert(sources, seconds=seconds, step=lambda: steps.append(1))
    assert all(bool(one.pdf) != bool(one.reason) for one in answers)
    return [one.pdf.decode()[9:-6] or one.reason for one in answers], len(steps)


READ = "LibreOffice kunde inte läsa filen"
LATE = "LibreOffice hann inte med filen på 0.7 s"


@pytest.mark.parametrize(
    ("texts", "wanted", "starts"),
    [
        (("a", "b", "c"), ["a", "b", "c"], 1),
        (("a", "broken", "c"), ["a", READ, "c"], 1),
        (("broken", "broken"), [READ, READ], 1),
        (("a", "silent", "c"), ["a", READ, "c"], 1),
        (("a", "silent"), ["a", READ], 1),
        (("a", "hang", "c", "d"), ["a", LATE, "c", "d"], 2),
        (("hang", "hang"), [LATE, LATE], 2),
        (("a", "hang-loading", "c"), ["a", LATE, "c"], 2),
        (("a", "crash", "c"), ["a", READ, "c"], 2),
        (("broken", "hang-loading", "crash", "d"), [READ, LATE, READ, "d"], 3),
    ],
)
def test_a_file_that_fails_is_named_and_the_rest_go_on(
    fake: Path, texts: tuple[str, ...], wanted: list[str], starts: int
) -> None:
    assert made(*texts) == (wanted, len(texts))
    assert (fake / "starts").read_text().count("started") == starts


def test_what_hangs_is_ended_and_nothing_is_left(fake: Path) -> None:
    made("hang", "a")
    for number in (fake / "children").read_text().split():
        for _ in range(50):
            if not Path(f"/proc/{number}").exists() or "Z" in Path(f"/proc/{number}/stat").read_text().split()[2]:
                break
            time.sleep(0.02)
        else:
            pytest.fail("the program that hung still runs")
    assert not list(fake.glob("beredning-pdf-*"))


def test_no_file_starts_nothing(fake: Path) -> None:
    assert convert([]) == []
    assert not (fake / "starts").exists()


def test_where_there_is_no_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    steps: list[int] = []
    answers = convert([Source("a.docx", b"x"), Source("b.doc", b"y")], step=lambda: steps.append(1))
    assert answers == [Converted(reason=convertion.MISSING)] * 2 and len(steps) == 2
    assert "apt install" in convertion.HOW_TO_GET


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice finns inte: andras Wordfiler prövas inte")
def test_real_files_become_tagged_pdf_for_the_archive() -> None:
    """A cut file between two whole ones."""
    whole = write_document(base_template(), doc.Document("T", (doc.heading(1, "Ärendet"), doc.para("Bra text"))))
    answers = convert([Source("a.docx", whole), Source("b.docx", whole[: len(whole) // 2]), Source("c.docx", whole)])
    assert [bool(one.pdf) for one in answers] == [True, False, True]
    assert answers[1].reason == READ
    with pikepdf.open(io.BytesIO(answers[0].pdf)) as file:
        assert "/StructTreeRoot" in file.Root
        with file.open_metadata() as said:
            assert said.get("pdfaid:part") == "2"
