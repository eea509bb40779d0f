"""Reports in Word: made warm and from a cold start, against docxtpl on an equivalent template in the same run.

The peer gets what our writer gives: the same facts, fifteen sections, a list and a table of 15 rows and 7 columns, in a
template made for it from the same base. Floor: packing the finished parts into the container and nothing else.

    python -m bench.bench_word [SECONDS]      (docxtpl: the extra `bench`)
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROWS = [("Verksamhet", *(f"Kolumn {place}" for place in range(1, 7)))] + [
    (f"Verksamhet {row}", *(f"-{row * 7 + place} {row:03}" for place in range(1, 7))) for row in range(1, 15)
]
TEXT = "Förvaltningen föreslår att planen antas & att den ses över varje år; kostnaden är < 1 mkr. " * 4
POINTS = [f"Punkt {number} med några ord till." for number in range(1, 6)]


def layout():
    import yaml

    from beredning.documents.layout import from_mapping
    from beredning.resources import resource_folder

    text = (resource_folder("templates") / "tjansteutlatande.layout.yaml").read_text(encoding="utf-8")
    made = from_mapping(yaml.load(text, yaml.BaseLoader), print)
    assert made is not None
    return made


def report(number: int, form):
    from beredning.core import document as doc
    from beredning.core import report as core

    texts: dict[str, tuple[doc.Block, ...]] = {
        one.name: (doc.para(TEXT),) for one in form.sections if one.kind == "text"
    }
    texts["ärendet"] += (doc.bullets(*POINTS), doc.table(ROWS[0], ROWS[1:], align="lrrrrrr"))
    officer = doc.Signatory("Ada Öberg", "Utvecklare")
    return core.make_report(
        form,
        core.Facts("Förvaltningen", f"2023/{number}", "2023-11-27", officer, "Nämnden", f"Plan {number}"),
        texts,
        signatories=(doc.Signatory("Åke Ek", "Chef"), officer),
        papers=(core.Paper("Plan", "2023-11-20"),),
        receivers=core.Receivers(("Rektorerna",), ("Kommunstyrelsen",)),
        consultation=core.Consultation("Behandlad enligt MBL 2023-12-05", "Information lämnades."),
    )


def peer_template(form) -> bytes:
    """The same page in docxtpl's own language: facts, a heading and a text for each section, a list and a table."""
    import docx

    from beredning.resources import resource_folder

    word = docx.Document(str(resource_folder("templates") / "bas.docx"))
    for fact in form.facts:
        word.add_paragraph(f"{fact.label}\t{{{{ fakta.{fact.name} }}}}")
    for one in form.sections:
        if one.heading:
            word.add_heading(one.heading, 1)
        word.add_paragraph(f"{{{{ avsnitt.{one.name} }}}}")
        if one.name == "ärendet":
            for text in ("{%p for en in punkter %}", "{{ en }}", "{%p endfor %}"):
                word.add_paragraph(text, style="List Bullet")
            table = word.add_table(3, 7)
            table.rows[0].cells[0].text = "{%tr for rad in rader %}"
            for place in range(7):
                table.rows[1].cells[place].text = f"{{{{ rad[{place}] }}}}"
            table.rows[2].cells[0].text = "{%tr endfor %}"
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def peer_values(number: int, form) -> dict[str, object]:
    return {
        "fakta": {one.name: f"värde {number}" for one in form.facts},
        "avsnitt": {one.name: TEXT for one in form.sections},
        "punkter": POINTS,
        "rader": ROWS,
    }


def ours(form) -> Callable[[int], bytes]:
    from beredning.documents.context import report_offer
    from beredning.documents.report import write_report
    from beredning.documents.template import load_template
    from beredning.resources import resource_folder

    data = (resource_folder("templates") / "tjansteutlatande.docx").read_bytes()
    template = load_template(data, report_offer(form))
    return lambda number: write_report(template, report(number, form))


def peers(form) -> Callable[[int], bytes]:
    from docxtpl import DocxTemplate

    data = peer_template(form)

    def make(number: int) -> bytes:
        template = DocxTemplate(io.BytesIO(data))
        template.render(peer_values(number, form), autoescape=True)
        held = io.BytesIO()
        template.save(held)
        return held.getvalue()

    return make


def floor(form) -> Callable[[int], bytes]:
    from beredning.documents.opc import Part, pack, stored

    with zipfile.ZipFile(io.BytesIO(ours(form)(1))) as container:
        parts = [(name, container.read(name)) for name in container.namelist()]

    def make(_: int) -> bytes:
        made: list[Part] = [stored(name, data) for name, data in parts]
        return pack(made)

    return make


def rates(makers: list[Callable[[int], bytes]], seconds: float, rounds: int = 9) -> list[list[float]]:
    """Documents per second of each maker in each round; they take turns, so that a busy machine is as busy for all."""
    for make in makers:
        make(0)
    taken: list[list[float]] = []
    for _ in range(rounds):
        taken.append([])
        for make in makers:
            count, start = 0, time.perf_counter()
            while (now := time.perf_counter()) - start < seconds / rounds or count < 3:
                count += 1
                make(count)
            taken[-1].append(count / (now - start))
    return taken


COLD_OURS = """
import pickle, sys
from pathlib import Path
from beredning.documents.context import report_offer
from beredning.documents.report import write_report
from beredning.documents.template import load_template
folder = Path(sys.argv[1])
report = pickle.loads((folder / "report").read_bytes())
template = load_template((folder / "ours.docx").read_bytes(), report_offer(report.layout), cache=folder)
(folder / "out.docx").write_bytes(write_report(template, report))
"""
COLD_PEER = """
import pickle, sys
from pathlib import Path
from docxtpl import DocxTemplate
folder = Path(sys.argv[1])
template = DocxTemplate(folder / "peer.docx")
template.render(pickle.loads((folder / "values").read_bytes()), autoescape=True)
template.save(folder / "out.docx")
"""


def cold(codes: list[str], folder: Path, times: int = 15) -> list[list[float]]:
    """Whole processes in milliseconds, one of each in every round; the first round is a warm-up of the disk."""
    taken: list[list[float]] = []
    for _ in range(times + 1):
        taken.append([])
        for code in codes:
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code, str(folder)], check=True)
            taken[-1].append((time.perf_counter() - start) * 1e3)
    return taken[1:]


def show(what: str, rounds: list[list[float]], goal: str, peer_name: str = "docxtpl") -> None:
    """The medians, and the median of what each round says of ours against floor and peer."""
    floor_, ours_, peer = (statistics.median(one) for one in zip(*rounds, strict=True))
    print(f"{what:<24} golv {floor_:8.1f}   beredning {ours_:8.1f}   {peer_name} {peer:8.1f}")
    to_peer = statistics.median(one[1] / one[2] for one in rounds)
    to_floor = statistics.median(one[1] / one[0] for one in rounds)
    print(f"  beredning/{peer_name} {to_peer:.2f} (mål {goal})   beredning/golv {to_floor:.2f}")


def main() -> None:
    """Print the table of this run."""
    import pickle

    from beredning.resources import resource_folder

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    form = layout()
    show("varma utlåtanden/s", rates([floor(form), ours(form), peers(form)], seconds), "minst 8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report").write_bytes(pickle.dumps(report(1, form)))
        (folder / "values").write_bytes(pickle.dumps(peer_values(1, form)))
        (folder / "ours.docx").write_bytes((resource_folder("templates") / "tjansteutlatande.docx").read_bytes())
        (folder / "peer.docx").write_bytes(peer_template(form))
        rounds = cold(["pass", COLD_OURS, COLD_PEER], folder)
    show("kallstart, ms", rounds, "under 1")


if __name__ == "__main__":
    main()
