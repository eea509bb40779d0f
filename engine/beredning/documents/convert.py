"""Word files that others made, as PDF through LibreOffice where it is installed: many in one process, none in the way.

The program gets a profile of its own, in which macros do not run and nothing is fetched from elsewhere. Each file has
its own time; one that takes longer is stopped with the whole process and named, and the rest go on in a new one.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple

CONVERTIBLE: Final = frozenset((".docx", ".doc", ".odt", ".rtf"))
SECONDS_PER_FILE: Final = 60.0
MISSING: Final = "LibreOffice finns inte på datorn"
HOW_TO_GET: Final = (
    "Installera LibreOffice (i Debian och Ubuntu: apt install libreoffice-writer; i Windows och macOS: "
    "från libreoffice.org) och kör om, eller spara filen som PDF i Word."
)
# PDF/A-2b with tags, which LibreOffice can make of any file; what the file's author left out it cannot add.
_FILTER: Final = "pdf:writer_pdf_Export:" + json.dumps(
    {"SelectPdfVersion": {"type": "long", "value": "2"}, "UseTaggedPDF": {"type": "boolean", "value": "true"}},
    separators=(",", ":"),
)
_SCRIPTING: Final = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS: Final = "".join(
    f'<item oor:path="{_SCRIPTING}"><prop oor:name="{name}" oor:op="fuse"><value>true</value></prop></item>'
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "DisableActiveContent")
)
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    f"{_SETTINGS}</oor:items>\n"
)
_STARTED: Final = re.compile(r"convert .*?(\d+)\.\w+ (?:->|as) ")
_FAILED: Final = "Error:"


class Source(NamedTuple):
    """A file to convert. name: with its ending, which says what it is."""

    name: str
    body: bytes


class Converted(NamedTuple):
    """What came of one file: its PDF, or b"" and in words why there is none."""

    pdf: bytes = b""
    reason: str = ""


def program() -> str | None:
    """LibreOffice's program, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(
    sources: Sequence[Source],
    *,
    seconds: float = SECONDS_PER_FILE,
    step: Callable[[], object] = lambda: None,
) -> list[Converted]:
    """Each file as PDF, in the same order. seconds: the most that one file may take; step: called after each file.

    A file that cannot be converted has its reason in words and does not stop the others.
    """
    found = program()
    if found is None:
        for _ in sources:
            step()
        return [Converted(reason=MISSING) for _ in sources]
    with tempfile.TemporaryDirectory(prefix="beredning-pdf-") as folder:
        batch = _Batch(found, Path(folder), sources, seconds, step)
        while batch.waiting:
            batch.run()
        return [batch.done[nth] for nth in range(len(sources))]


class _Batch:
    """Files on their way through LibreOffice. waiting: places in the list that have no answer yet."""

    def __init__(
        self, program: str, home: Path, sources: Sequence[Source], seconds: float, step: Callable[[], object]
    ) -> None:
        self.program = program
        self.home = home
        self.seconds = seconds
        self.step = step
        self.done: dict[int, Converted] = {}
        self.waiting = list(range(len(sources)))
        self._files = [home / f"{nth}{Path(one.name).suffix.lower()}" for nth, one in enumerate(sources)]
        for path, one in zip(self._files, sources, strict=True):
            path.write_bytes(one.body)
        profile = home / "profil" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")

    def run(self) -> None:
        """One process over all that wait; at least the first of them has its answer afterwards."""
        process = subprocess.Popen(
            [
                *(self.program, f"-env:UserInstallation={(self.home / 'profil').as_uri()}"),
                *("--headless", "--norestore", "--convert-to", _FILTER, "--outdir", str(self.home)),
                *(str(self._files[nth]) for nth in self.waiting),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        assert process.stdout is not None
        lines: queue.Queue[str | None] = queue.Queue()
        reader = threading.Thread(target=_pass_on, args=(process.stdout, lines), daemon=True)
        reader.start()
        try:
            late = self._follow(lines)
        finally:
            _end(process)
            reader.join()
            process.stdout.close()
        if late:
            self._answer(self.waiting[0], f"LibreOffice hann inte med filen på {self.seconds:g} s")
        elif self.waiting:
            # It ended by itself: the first that has no PDF is the one it ended on.
            for nth in list(self.waiting):
                if self._answer(nth, "LibreOffice kunde inte läsa filen").reason:
                    break

    def _follow(self, lines: queue.Queue[str | None]) -> bool:
        """Settles files as the process tells that it has come to the next. True when a file took too long."""
        while self.waiting:
            try:
                line = lines.get(timeout=self.seconds)
            except queue.Empty:
                # The file it last told of may be done, and the next one the slow one.
                if self._whole(self.waiting[0]) and len(self.waiting) > 1:
                    self._answer(self.waiting[0], "")
                return True
            if line is None:
                return False
            started = _STARTED.match(line)
            if started and int(started[1]) in self.waiting:
                while self.waiting[0] != int(started[1]):
                    self._answer(self.waiting[0], "LibreOffice kunde inte läsa filen")
            elif line.startswith(_FAILED):
                if self._whole(self.waiting[0]):
                    self._answer(self.waiting[0], "")
                if self.waiting:
                    self._answer(self.waiting[0], "LibreOffice kunde inte läsa filen")
        return False

    def _answer(self, nth: int, reason: str) -> Converted:
        self.waiting.remove(nth)
        pdf = self._whole(nth)
        self.done[nth] = Converted(pdf) if pdf else Converted(reason=reason)
        self.step()
        return self.done[nth]

    def _whole(self, nth: int) -> bytes:
        """The PDF of a file when it is written to its end, else b""."""
        path = self.home / f"{nth}.pdf"
        body = path.read_bytes() if path.is_file() else b""
        return body if b"%%EOF" in body[-1024:] else b""


def _pass_on(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _end(process: subprocess.Popen[str]) -> None:
    """The program is a script that starts the real one, so the whole group must go."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
    process.wait()
