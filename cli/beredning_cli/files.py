"""Files named on the command line: read whole, written so that nothing half done and nothing overwritten is left."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from beredning.drafts import draft_name, sweep, told_as
from beredning.errors import NotFound, UsageFault

MOST_BYTES: Final = 200 * 1024 * 1024
_MEDIA: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".md": "text/markdown",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".json": "application/json",
}


def media_type(name: str) -> str:
    """The media type by the file's ending; "application/octet-stream" for an unknown one."""
    return _MEDIA.get(Path(name).suffix.lower(), "application/octet-stream")


def read_bytes(path: Path) -> bytes:
    """The whole file. Raises NotFound and UsageFault (a folder, or larger than 200 MB)."""
    if not path.exists():
        raise NotFound(f"Filen {path} finns inte.", "Kontrollera sökvägen.")
    if path.is_dir():
        raise UsageFault(f"{path} är en mapp.", "Ange en fil.")
    if path.stat().st_size > MOST_BYTES:
        raise UsageFault(f"{path} är större än 200 MB.", "Dela upp filen.")
    return path.read_bytes()


def read_text(path: Path) -> str:
    """The whole file as text. Raises as `read_bytes`, and UsageFault when it is not text in UTF-8."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageFault(
            f"{path} är inte text i UTF-8 (tecken {error.start}).", "Spara filen som UTF-8 och försök igen."
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UsageFault(f"{path} är inte en textfil: rad {line} har tecknet NUL.", "Spara filen som text i UTF-8.")
    return text


def write_new(path: Path, body: bytes) -> Path:
    """Writes a file that was not there, whole or not at all (house rule 9). Raises UsageFault when there is one
    already, unless it holds just these bytes."""
    if path.exists():
        if path.is_file() and path.read_bytes() == body:
            sweep(path, path)
            return path
        raise UsageFault(f"{path} finns redan och skrivs aldrig över.", "Välj ett annat namn med --ut.")
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_beside(path, [body], "Välj ett annat namn med --ut.")
    return path


class Delivery:
    """Writes files while an act is still open; when the act then fails, the files that are new go too."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self._made: list[Path] = []

    def write(self, path: Path, body: bytes) -> Path:
        """As `write_new`."""
        new = not path.exists()
        self.paths.append(write_new(path, body))
        if new:
            self._made.append(path)
        return path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for path in self._made:
                path.unlink(missing_ok=True)


def write_new_lines(path: Path, lines: Iterable[bytes]) -> int:
    """As `write_new`, from lines that need not fit in memory together; answers how many there were."""
    if path.exists():
        raise UsageFault(f"{path} finns redan och skrivs aldrig över.", "Välj ett annat namn.")
    return _write_beside(path, lines, "Välj ett annat namn.")


def _write_beside(path: Path, lines: Iterable[bytes], hint: str) -> int:
    beside = Path(draft_name(path))
    count = 0
    try:
        with told_as(path):
            with beside.open("xb") as file:
                for line in lines:
                    file.write(line)
                    count += 1
                file.flush()
                os.fsync(file.fileno())
            _place(beside, path)
    except FileExistsError:
        raise UsageFault(f"{path} finns redan och skrivs aldrig över.", hint) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    sweep(path, path)
    return count


def _place(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        # Some shares have no hard links; there a rename is the best that can be had, after one more look.
        if path.exists():
            raise FileExistsError(path) from None
        beside.rename(path)
