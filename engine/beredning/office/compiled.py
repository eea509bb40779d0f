"""Compiled files: what took time to read is kept under `.beredning/` while its sources are the same."""

# Every command comes this way, and pathlib costs it 6 ms.
# ruff: noqa: PTH100, PTH103, PTH118, PTH120, PTH123
from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache

from beredning import __version__
from beredning.core.digest import sha256_hex

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def compiled(folder: str, name: str, sources: Mapping[str, bytes], make: Callable[[], str]) -> str:
    """The text that `make` gives, from `<folder>/<name>` when it was made of the same bytes by the same program.

    A file that is missing, stale or damaged is made again and put in its place at once. Where it cannot be written
    (a read-only folder, a full disk) the answer is the same, only slower. What `make` raises goes through.
    """
    key = _key(sources)
    path = os.path.join(folder, name)
    kept = _read(path, key)
    if kept is not None:
        return kept
    text = make()
    body = text.encode()
    head = f"{key}\n{sha256_hex(body)}\n".encode()
    # A cache that cannot be kept costs time and nothing else; there is nothing a person should do about it here.
    with suppress(OSError):
        from beredning.drafts import replace_file

        os.makedirs(folder, exist_ok=True)
        replace_file(path, head + body)
    return text


def _read(path: str, key: str) -> str | None:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    written, _, rest = data.partition(b"\n")
    digest, _, body = rest.partition(b"\n")
    if written != key.encode() or digest != sha256_hex(body).encode():
        return None
    return body.decode()


def _key(sources: Mapping[str, bytes]) -> str:
    parts = [_program().encode()]
    for name in sorted(sources):
        parts += (f"\0{name}\0{len(sources[name])}\0".encode(), sources[name])
    return sha256_hex(b"".join(parts))


@cache
def _program() -> str:
    """The program's version and when its readers were last changed: in a checkout they change between versions."""
    stamps = []
    for folder in ("core", "definitions"):
        with os.scandir(os.path.join(_PACKAGE, folder)) as entries:
            stamps += [f"{entry.name} {entry.stat().st_mtime_ns}" for entry in entries if entry.name.endswith(".py")]
    return f"{__version__} {sorted(stamps)}"
