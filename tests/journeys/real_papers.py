"""The real meeting's reports as the text files an officer writes: the same words, under the headings of the layout."""

from __future__ import annotations

import re
from pathlib import Path

from beredning.core.report import WRITTEN, Layout
from tests.ale import ale_text

# Report, the name the demo's script reads it by, and words that begin what the layout keeps elsewhere.
REPORTS = {
    "03-tjansteutlatande-manadsuppfoljning.txt": "2023-109.md",
    "04-tjansteutlatande-namndplan.txt": "2023-450.md",
    "05-tjansteutlatande-handlingsplan-digitalisering.txt": "2023-451.md",
    "07-tjansteutlatande-familjecentraler.txt": "2023-428.md",
    "08-tjansteutlatande-internkontrollplan.txt": "2023-422.md",
}
ATTACHMENTS = {
    "04-bilaga-namndplan-2024.txt": "namndplan-2024.txt",
    "05-bilaga-handlingsplan-digitalisering.txt": "handlingsplan-digitalisering.txt",
    "07-bilaga-samverkansavtal.txt": "samverkansavtal-familjecentraler.txt",
    "08-bilaga-internkontrollplan-2024.txt": "internkontrollplan-2024.txt",
    "09-bilaga-brandskyddsarbete-2023.txt": "brandskydd-2023.txt",
}
_ELSEWHERE = ("Beslutsunderlag", "Beslutet skickas till", "Behandlad enligt MBL")
_SIGNATURE = "Åsa Ericson"
_PAGE = re.compile(r"\d+\(\d+\)\Z")
_PHRASE = "Området har beaktats men inte bedömts tillföra ärendet något ytterligare underlag."


def real_sections(text: str, layout: Layout) -> dict[str, str]:
    """The words of each section that the officer wrote, by the layout's heading; what the paper lacks is absent."""
    headings = [form.heading for form in layout.sections if form.kind in WRITTEN]
    kept: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        bare = line.strip()
        if _PAGE.fullmatch(bare):
            continue
        if bare in headings:
            current = bare
            kept[current] = []
        elif bare.startswith(_ELSEWHERE) or (current == "Sammanfattning" and bare == _SIGNATURE):
            current = ""
        elif current:
            kept[current].append(line)
    return {name: "\n".join(lines).strip() for name, lines in kept.items() if "".join(lines).strip()}


def officer_text(name: str, layout: Layout) -> str:
    """The text file of one real report. What it lacks gets the standard phrase, as the form demands every section."""
    text = ale_text(name)
    sections = real_sections(text, layout)
    if "Ärendet" not in sections:  # the monthly report has its account under Beslutsunderlag, after the table
        sections["Ärendet"] = _account(text)
    parts = [
        f"# {form.heading}\n\n{sections.get(form.heading, _PHRASE)}\n"
        for form in layout.sections
        if form.kind in WRITTEN
    ]
    return "\n".join(parts)


def _account(text: str) -> str:
    lines = text.split("Beslutsunderlag", 1)[1].splitlines()
    words = [line for line in lines if "\t" not in line and line.strip() and not _PAGE.fullmatch(line.strip())]
    return "[tabell: 2023-109-uppfoljning.csv]\n\n" + "\n\n".join(words)


def monthly_table() -> str:
    """The real table of the monthly report as the CSV file that Excel gives."""
    rows = [
        line for line in ale_text("03-tjansteutlatande-manadsuppfoljning.txt").splitlines() if line.count("\t") == 6
    ]
    return "\n".join(row.replace("\t", ";") for row in rows) + "\n"


def write_papers(folder: Path, layout: Layout) -> None:
    """Puts the real texts, table and attachments in `folder`, over the training's own where they have the same name."""
    for name, wanted in REPORTS.items():
        (folder / wanted).write_text(officer_text(name, layout), encoding="utf-8")
    for name, wanted in ATTACHMENTS.items():
        (folder / wanted).write_text(ale_text(name), encoding="utf-8")
    (folder / "2023-109-uppfoljning.csv").write_text(monthly_table(), encoding="utf-8")
