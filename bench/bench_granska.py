"""Granska over a whole pack, against only extracting the text of the same papers in the same run.

The pack is the real one beside the checkout (BEREDNING_ALE, or ../shared/ale), all in text and then with its reports in
Word; where there is none, the training's own papers. Floor: reading the files and joining their text, by our reader.
Peer, for Word: docx2python's text of the same files. Spelling is looked up word by word, so it is counted apart.

    python -m bench.bench_granska [SECONDS]      (docx2python: the extra `bench`)
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Work = Callable[[], object]
File = tuple[str, bytes]


def papers() -> tuple[str, list[File], list[File]]:
    """What the pack is, its papers as text, and those that there are in Word."""
    named = os.environ.get("BEREDNING_ALE")
    folder = Path(named) if named else ROOT.parent / "shared" / "ale"
    if not folder.is_dir():
        folder = ROOT / "templates" / "ovning" / "papper"
        return "övningens handlingar", _files(folder, "*.txt"), []
    return "den verkliga handlingssatsen", _files(folder, "*.txt"), _files(folder / "word", "*.docx")


def _files(folder: Path, pattern: str) -> list[File]:
    return [(path.name, path.read_bytes()) for path in sorted(folder.glob(pattern))]


def extract(files: list[File]) -> int:
    """Only the text. Answers how many characters."""
    from beredning.documents.reading import read

    return sum(len("\n".join([one.text for one in read(data, name).passages])) for name, data in files)


def judge(files: list[File], frame) -> int:
    """Read and review. Answers how many findings."""
    from beredning.documents.reading import read
    from beredning.review.review import review

    return len(review([read(data, name) for name, data in files], frame))


def peer(files: list[File], folder: Path) -> int:
    """docx2python's text of the same files. Answers how many characters."""
    from docx2python import docx2python

    length = 0
    for name, data in files:
        (folder / name).write_bytes(data)
        with docx2python(folder / name) as made:
            length += len(made.text)
    return length


def turns(works: list[Work], seconds: float) -> list[list[float]]:
    """Milliseconds of each work in each round; every other round backwards, so that a busy machine is busy for all."""
    for work in works:
        work()
    taken: list[list[float]] = []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds or len(taken) < 5:
        order = list(enumerate(works))
        row = [0.0] * len(works)
        for place, work in order if len(taken) % 2 else reversed(order):
            begun = time.process_time()
            work()
            row[place] = (time.process_time() - begun) * 1e3
        taken.append(row)
    return taken


def show(what: str, names: list[str], rounds: list[list[float]]) -> None:
    """The medians, and what the rounds say of each against the first."""
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    said = "   ".join(f"{name} {value:7.1f} ms" for name, value in zip(names, medians, strict=True))
    print(f"{what:<34} {said}")
    for place, name in enumerate(names[1:], 1):
        print(f"  {name}/{names[0]} {statistics.median(row[place] / row[0] for row in rounds):.2f}")


def speller():
    """The dictionary where it is installed, else None."""
    from beredning.office.spelling import find_spelling

    return find_spelling(Path.home(), os.environ).speller


def main() -> None:
    """Print the table of this run."""
    from bench.bench_word import layout
    from beredning.review.values import Frame

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    what, texts, word = papers()
    frame = Frame((layout(),))
    spelt = frame._replace(speller=speller())
    works: list[Work] = [lambda: extract(texts), lambda: judge(texts, frame)]
    names = ["läsning", "granska"]
    if spelt.speller:
        works.append(lambda: judge(texts, spelt))
        names.append("granska med stavning")
    print(f"{what}: {len(texts)} i text, {extract(texts)} tecken; {len(word)} i Word. {judge(texts, frame)} fynd.")
    show("alla i text", names, turns(works, seconds))
    if word:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            held: list[Work] = [lambda: extract(word), lambda: judge(word, frame), lambda: peer(word, folder)]
            show("utlåtandena i Word", ["läsning", "granska", "docx2python"], turns(held, seconds))


if __name__ == "__main__":
    main()
