"""The whole road, as a person walks it: the demo's script with its own papers, and with those of the real meeting."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document
from docx.oxml.ns import qn

from beredning.core.report import Layout
from beredning.office.instance import Instance
from beredning.office.report_forms import load_layout
from beredning.resources import resource_folder
from beredning.store import open_database
from beredning.store.rows import CaseRow, DecisionRow, DelegatedRow, MeetingRow
from beredning_cli import demo
from beredning_cli.demo import PAPERS, carry_through
from beredning_cli.main import run
from tests.ale import ale_text, need_ale
from tests.journeys import real_papers


class Made(NamedTuple):
    """A finished demo: its folder and what it printed."""

    folder: Path
    said: str


def layout_of(folder: Path) -> Layout:
    """The built-in layout."""
    return load_layout(Instance(str(folder)))


def run_demo(folder: Path, real: bool) -> Made:
    """Runs the script to its end, with the training's own papers or the real ones.

    The real ones have faults that granska warns of, and somebody answers for them. The training's own have none.
    """
    papers = None
    if real:
        papers = folder / "papper"
        shutil.copytree(resource_folder("templates") / "ovning" / PAPERS, papers)
        real_papers.write_papers(papers, layout_of(folder))
    said = io.StringIO()
    with contextlib.redirect_stdout(said), pytest.MonkeyPatch.context() as patch:
        if real:
            patch.setattr(demo, "_call", answering(demo._call))
        carry_through(folder / "ut", papers)
    return Made(folder / "ut", said.getvalue())


Call = Callable[[tuple[str, ...]], tuple[int, str, str]]


def answering(call: Call) -> Call:
    """Commands as given, and once more with a reason where only warnings stopped them. A FEL stops them still."""

    def answered(words: tuple[str, ...]) -> tuple[int, str, str]:
        code, out, err = call(words)
        if code == 3 and "▲ Varning" in err and "  • " not in err and "--skäl" not in words:
            return call((*words, "--skäl", "Läst och godtaget."))
        return code, out, err

    return answered


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The demo with its own papers."""
    return run_demo(tmp_path_factory.mktemp("egna"), real=False)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The demo with the real meeting's papers, where they are to be had."""
    need_ale()
    return run_demo(tmp_path_factory.mktemp("verkliga"), real=True)


def words(path: Path) -> str:
    """All text of a Word file in reading order, with single spaces."""
    body = Document(str(path)).element.body
    paragraphs = ("".join(text.text or "" for text in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return " ".join(" ".join(paragraphs).split())


def rows_of(path: Path) -> list[list[str]]:
    """Rows of the last table of a Word file."""
    return [[cell.text.strip() for cell in row.cells] for row in Document(str(path)).tables[-1].rows]


def real_agenda() -> list[tuple[str, str, str, str]]:
    """The real föredragningslista: number, title, dnr, föredragande of each numbered row."""
    rows = []
    for line in ale_text("00-kallelse-2023-12-06.txt").splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if not cells[0].isdigit():
            continue
        number, title, *rest = cells
        dnr = rest[0] if rest and re.fullmatch(r"\d{4}/\d+", rest[0]) else ""
        spoken = [c for c in rest if c and c != dnr and not re.fullmatch(r"[\d.,-]+", c)]
        rows.append((number, title, dnr, spoken[0] if spoken else ""))
    return rows


def check_agenda(made: Made) -> None:
    """The kallelse agrees with the real one row by row, and its times follow each other."""
    shown = rows_of(made.folder / "handlingar" / "kallelse-UBN-AU-2023-12-06.docx")
    ours = [
        (r[0], re.sub(r"\s*För beredning$", "", r[1]).strip(), r[2], " ".join(r[3].replace(",", " ").split()))
        for r in shown
        if r[0].isdigit()
    ]
    assert ours == real_agenda()
    spans = [re.findall(r"\d\d[.:]\d\d", r[-1]) for r in shown[1:]]
    ends = "00.00"
    for start, end in (s for s in spans if len(s) == 2):
        assert ends <= start <= end, "times follow each other and never overlap"
        ends = end


def check_database(made: Made, url: str = "") -> None:
    """What the story says stands in the database, opened anew."""
    database = open_database(url or str(made.folder / "instans" / "beredning.db"), read_only=True)
    with database.read() as reader:
        stages = {row.dnr: row.stage for row in reader.all(CaseRow, "page", 50, 0)}
        meetings = {row.key: row.state for row in reader.all(MeetingRow, "page", 50, 0)}
        decisions = {
            (d.organ, d.case_key): d.outcome
            for d in reader.all(DecisionRow, "by_organ_year", "UBN", 2023)
            if d.case_key
        }
        numbers = [d.number for d in reader.all(DecisionRow, "by_organ_year", "UBN", 2023)]
        delegated = reader.all(DelegatedRow, "by_period", "UBN", "2023-01-01", "2023-12-31")
    database.close()
    assert meetings == {"UBN-AU:2023-12-06": "justerat", "UBN:2023-12-13": "justerat"}
    assert stages["2023/450"] == "avslutat"
    assert stages["2023/422"] == "utkast", "återremiss"
    assert stages["2023/428"] == "bordlagt-nämnd"
    assert decisions["UBN", "UBN:2023:428"] == "bordläggning"
    assert numbers == list(range(1, len(numbers) + 1)), "§ numbers without gap (KL-45)"
    assert [(d.number, d.point, d.reported_meeting) for d in delegated] == [(1, "1.1", "UBN:2023-12-13")]


def check_papers(made: Made) -> None:
    """Every Word file is whole; manifests agree with the files; a refused delegated decision is told why."""
    handlingar = made.folder / "handlingar"
    for path in handlingar.rglob("*.docx"):
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
        assert "{{" not in words(path)
        assert "Klicka eller tryck här" not in words(path)
    for manifest in handlingar.rglob("manifest.json"):
        said = json.loads(manifest.read_text(encoding="utf-8"))
        there = {p.name for p in manifest.parent.iterdir()} - {"manifest.json", "innehåll.txt"}
        assert {entry["fil"] for entry in said["filer"]} == there
    listed = list(csv.reader(io.StringIO((handlingar / "delegationslista.csv").read_text("utf-8-sig")), delimiter=";"))
    assert len(listed) == 2
    minutes = words(handlingar / "protokoll-UBN-2023-12-13.docx")
    assert "Delegationsbeslut som anmäls" in minutes, "which decision and which delegat (DEL-07, DEL-08)"
    assert "Remiss om cykelplan" in minutes
    assert "812 000 kr" in made.said.replace("\u00a0", " ")
    assert "högst 500 000 kr" in made.said.replace("\u00a0", " ")
    assert "Båda bevisen håller" in made.said


def test_the_meeting_is_carried_from_draft_to_legal_force(own: Made) -> None:
    check_database(own)
    check_papers(own)


def test_the_real_meeting_is_carried_from_draft_to_legal_force(real: Made) -> None:
    check_database(real)
    check_papers(real)


def test_the_meeting_is_carried_on_postgresql_too(tmp_path: Path, postgres_database: str) -> None:
    """Shared by many users and machines: the same instance with its database named in kommun.yaml."""

    def move_to_the_server(instance: Path) -> None:
        file = instance / "kommun.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("databas: beredning.db", f"databas: {postgres_database}"), encoding="utf-8")
        (instance / "beredning.db").unlink()
        assert run(["migrera", "--skapa", "--instans", str(instance)]) == 0

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        carry_through(tmp_path / "ut", made=move_to_the_server)
    made = Made(tmp_path / "ut", said.getvalue())
    check_database(made, postgres_database)
    check_papers(made)


def test_the_agenda_is_the_real_one_row_by_row(real: Made) -> None:
    check_agenda(real)


def test_every_word_of_the_real_reports_stands_in_the_word_files(real: Made, tmp_path: Path) -> None:
    layout = layout_of(tmp_path)
    for name, wanted in real_papers.REPORTS.items():
        dnr = wanted.removesuffix(".md")
        text = words(max(real.folder.glob(f"{dnr}-tjänsteutlåtande-v*.docx")))
        for heading, section in real_papers.real_sections(ale_text(name), layout).items():
            for line in section.splitlines():
                said = re.sub(r"^- |\*", "", line).strip()
                assert " ".join(said.split()) in text, (name, heading)


def test_the_demo_never_removes_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "ut").mkdir()
    (tmp_path / "ut" / "brev.txt").write_text("viktigt")
    ended = subprocess.run(
        [sys.executable, "-m", "beredning_cli.demo", str(tmp_path / "ut")], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "inte en tidigare demo" in ended.stderr
    assert (tmp_path / "ut" / "brev.txt").read_text() == "viktigt"
