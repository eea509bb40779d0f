"""An error nobody expected: the traceback goes to a file, and the person gets a sentence that names it."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from beredning.errors import BeredningError

if TYPE_CHECKING:
    from beredning_cli.context import Context


class Unexpected(BeredningError):
    """A fault in the program itself. Exit code 70 (EX_SOFTWARE)."""

    exit_code = 70


def crash_report(error: BaseException, context: Context) -> BeredningError:
    """Write the traceback to a file and answer the sentence that tells of it.

    The words of the command line are left out of the file: they may hold personal data.
    """
    kind = type(error).__name__
    trace = "".join(traceback.format_exception(error))
    path = _write(f"beredning, Python {sys.version.split()[0]}, {sys.platform}\n{trace}", context)
    where = f"Skicka filen {path} till den som sköter programmet" if path else "Felet kunde inte sparas i en fil"
    return Unexpected(
        f"Programmet gjorde fel ({kind}). {context.what_was_saved()}",
        f"{where}; visa sedan ärendet innan du försöker igen, så ser du vad som gäller.",
    )


def _write(text: str, context: Context) -> str:
    """The path of the file: in the instance, else where temporary files go; "" when neither could be used."""
    name = f"fel-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}.txt"
    for folder in (_instance_folder(context), Path(tempfile.gettempdir())):
        try:
            if folder:
                folder.mkdir(exist_ok=True)
                # A message in a traceback may hold personal data: only the owner may read it.
                with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(text.encode("utf-8", "backslashreplace"))
                return str(folder / name)
        except OSError:
            continue  # full or write-protected: the next folder may do, and the sentence says when none did
    return ""


def _instance_folder(context: Context) -> Path | None:
    try:
        return Path(context.instance().folder) / ".beredning"
    except Exception:  # noqa: BLE001 - there may be no instance, and this must not fail in its turn
        return None
