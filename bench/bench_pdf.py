"""Reports as PDF: made warm from values, against Typst alone on a plain file and LibreOffice on the Word sister.

The same report as in the Word benchmark. Floor: Typst alone on a file with the same text typed in its own language,
by the same standards (PDF/A-2a and PDF/UA-1) and fonts. Peer: LibreOffice converting the Word file, a batch in one
process, so that its start is shared; skipped in words where it is not installed. Memory: the most that the process has
held after the first and after the last report.

    python -m bench.bench_pdf [SECONDS]
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.bench_word import POINTS, ROWS, TEXT, layout, ours, rates, report, show

_BATCH = 20


def as_pdf(form) -> Callable[[int], bytes]:
    from beredning.core.report import report_document
    from beredning.documents.pdf import write_pdf

    return lambda number: write_pdf(report_document(report(number, form)))


def plain(form) -> Callable[[int], bytes]:
    """The same content as a person would type it, with the look of headings and tables left as Typst has them."""
    import typst

    import beredning.documents

    folder = Path(beredning.documents.__file__).parent / "typeset"
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
    text = TEXT.replace("<", "\\<").replace("&", "\\&")

    def source(number: int) -> bytes:
        rows = "".join("[" + "], [".join(row) + "],\n" for row in ROWS[1:])
        head = ", ".join(f"[{name}]" for name in ROWS[0])
        parts = "".join(
            f"= {one.heading or one.name}\n{text}\n\n"
            + ("".join(f"- {point}\n" for point in POINTS) if one.name == "ärendet" else "")
            + (f"#table(columns: 7, table.header({head}), {rows})\n" if one.name == "ärendet" else "")
            for one in form.sections
        )
        return (
            f'#set document(title: "Plan {number}", date: datetime(year: 2023, month: 11, day: 27))\n'
            '#set page(numbering: "1(1)")\n#set text(font: "Liberation Sans", lang: "sv", size: 11pt)\n'
            f"Förvaltningen\n\n2023/{number}\n\nPlan {number}\n\n{parts}Åke Ek\n\nAda Öberg\n"
        ).encode()

    def make(number: int) -> bytes:
        compiler = typst.Compiler(source(number), root=folder, font_paths=fonts, ignore_system_fonts=True)
        made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=0)
        assert isinstance(made, bytes)
        return made

    return make


def office(form) -> float:
    """PDF a second of LibreOffice on the Word sisters, 0 where it is not installed."""
    from beredning.documents.convert import Source, convert, program

    if program() is None:
        return 0.0
    write = ours(form)
    files = [Source(f"{number}.docx", write(number)) for number in range(_BATCH)]
    start = time.perf_counter()
    made = convert(files)
    assert all(one.pdf for one in made)
    return _BATCH / (time.perf_counter() - start)


def held() -> float:
    """The most memory that the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table of this run."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 9.0
    form = layout()
    as_pdf(form)(0)
    first = held()
    peer = office(form)
    rounds = [[*one, peer or float("nan")] for one in rates([plain(form), as_pdf(form)], seconds)]
    show("varma PDF/s", rounds, "minst 1", "LibreOffice")
    if not peer:
        print("LibreOffice finns inte här: jämförelsen med det hoppas över.")
    print(f"minne efter första {first:.0f} MB, efter alla {held():.0f} MB")


if __name__ == "__main__":
    main()
