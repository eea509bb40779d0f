"""Writing beside and then putting in place: a file or folder has its own name only when it is whole.

A program that is killed leaves its draft behind, under a hidden name that nothing reads. The next one that writes the
same file takes it away.
"""

# Hot commands come this way, and pathlib costs them 6 ms.
# ruff: noqa: PTH100, PTH105, PTH107, PTH110, PTH112, PTH116, PTH118, PTH121, PTH123, PTH208
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

ENDING: Final = ".ny"
ABANDONED_SECONDS: Final = 3600
"""A draft that was last touched so long before a newer one of the same file is nobody's any more."""


def draft_name(path: str | os.PathLike[str]) -> str:
    """A hidden name beside `path` that no other program has, on this machine or another."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(folder, f".{name}.{os.urandom(4).hex()}{ENDING}")


@contextmanager
def told_as(path: str | os.PathLike[str]) -> Iterator[None]:
    """What goes wrong with a draft is told of the file that the person knows."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def sweep(path: str | os.PathLike[str], made: str | os.PathLike[str]) -> None:
    """Take away what killed programs left of the file or folder `path`, by the ages that the file system itself tells.

    made: what this program just wrote, the draft or the file; a draft that has already got its name by a link needs no
    age. What cannot be taken away stays: it is in nobody's way.
    """
    folder, name = os.path.split(os.path.abspath(path))
    with suppress(OSError):
        limit = os.stat(made).st_mtime - ABANDONED_SECONDS
        for other in os.listdir(folder):
            left = os.path.join(folder, other)
            if _is_draft(other, name) and (os.stat(left).st_mtime < limit or _same(left, path)):
                _remove(left)


def _same(left: str, path: str | os.PathLike[str]) -> bool:
    return os.path.exists(path) and os.path.samefile(left, path)


def _is_draft(other: str, name: str) -> bool:
    middle = other[len(name) + 2 : -len(ENDING)]
    return other.startswith(f".{name}.") and other.endswith(ENDING) and len(middle) == 8 and "." not in middle


def _remove(path: str) -> None:
    if os.path.isdir(path):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        os.remove(path)


def replace_file(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file so that it is there either wholly or as it was before. Raises OSError; leaves nothing half done."""
    draft = draft_name(path)
    try:
        with told_as(path), open(draft, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with told_as(path):
            os.replace(draft, path)
    except OSError:
        with suppress(OSError):
            os.remove(draft)
        raise
    sweep(path, path)
