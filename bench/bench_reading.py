"""Word files read: a real officer's report and one of ours as values, against docx2python reading the same bytes.

The peer is asked for the text of the whole file and its properties, with its own door open: it does not look for what
may be hostile, and gives neither headings, runs, controls, notes in place nor tracked changes as values. Floor: the
parts unpacked and their XML parsed, and nothing else.

    python -m bench.bench_reading [SECONDS]      (docx2python: the extra `bench`)
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from bench.bench_word import layout, ours, rates


def real_report() -> bytes | None:
    """A report of the real meeting, from BEREDNING_ALE or beside the checkout; None where there are no such papers."""
    folder = Path(os.environ.get("BEREDNING_ALE") or Path(__file__).resolve().parents[2] / "shared" / "ale")
    path = folder / "word" / "05-handlingsplan.docx"
    return path.read_bytes() if path.is_file() else None


def beredning(data: bytes) -> Callable[[int], bytes]:
    from beredning.documents.reading import read

    def once(_: int) -> bytes:
        assert read(data, "a.docx").passages
        return b""

    return once


def recognised(data: bytes) -> Callable[[int], bytes]:
    from beredning.core.recognition import recognise
    from beredning.documents.reading import read

    form = layout()

    def once(_: int) -> bytes:
        assert recognise(read(data, "a.docx"), form).sections
        return b""

    return once


def peer(data: bytes) -> Callable[[int], bytes]:
    from docx2python import docx2python

    def once(_: int) -> bytes:
        with docx2python(io.BytesIO(data)) as read:
            assert read.text and read.core_properties is not None
        return b""

    return once


def floor(data: bytes) -> Callable[[int], bytes]:
    from lxml import etree

    def once(_: int) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            for name in container.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(container.read(name))
        return b""

    return once


def main() -> None:
    """Print the table of this run."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    files = {"eget utlåtande": ours(layout())(1), "verkligt utlåtande": real_report()}
    for what, data in files.items():
        if data is None:
            print(f"{what:<20} finns inte här (sätt BEREDNING_ALE till mappen med handlingarna)")
            continue
        taken = rates([floor(data), beredning(data), recognised(data), peer(data)], seconds)
        low, read, known, other = (statistics.median(one) for one in zip(*taken, strict=True))
        print(
            f"{what:<20} golv {low:7.1f}/s   läst {read:7.1f}/s   igenkänt {known:7.1f}/s   docx2python {other:7.1f}/s"
        )
        to_peer = statistics.median(one[1] / one[3] for one in taken)
        to_floor = statistics.median(one[1] / one[0] for one in taken)
        print(f"  beredning/docx2python {to_peer:.2f} (mål över 1)   beredning/golv {to_floor:.2f}")


if __name__ == "__main__":
    main()
