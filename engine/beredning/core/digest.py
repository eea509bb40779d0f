"""SHA-256 of short texts without OpenSSL: hashlib costs a cold command 3 ms, and every command needs a digest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _interpreters_own() -> Callable[[bytes], Any]:
    """The interpreter's built-in SHA-256 (its module is called `_sha2` from Python 3.12), else hashlib's."""
    for name in ("_sha2", "_sha256"):
        try:
            made: Callable[[bytes], Any] = __import__(name).sha256
        except (ImportError, AttributeError):
            continue
        return made
    from hashlib import sha256

    return sha256


_sha256 = _interpreters_own()


def sha256_hex(data: bytes) -> str:
    """SHA-256 of the bytes in lower-case hex. For files of any size use hashlib, which is faster on long ones."""
    return str(_sha256(data).hexdigest())
