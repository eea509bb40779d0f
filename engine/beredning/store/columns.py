"""Columns as the tables declare them: text compared by code point, 64-bit integers, bytes, on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.sql.elements import quoted_name
from sqlmodel import Field

OPTIONS = {"sqlite_strict": True}
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""Tables of small rows live in their key's tree: one page written for a row instead of two."""

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_INTEGER = BigInteger().with_variant(Integer(), "sqlite")


def _column(kind: Any, key: bool, empty: bool, parent: str, quoted: str = "") -> Any:
    name = {"name": quoted_name(quoted, True)} if quoted else {}
    args = [ForeignKey(parent, deferrable=True, initially="DEFERRED")] if parent else []
    return Field(
        sa_type=kind,
        primary_key=key,
        nullable=empty,
        sa_column_args=args,
        sa_column_kwargs={"autoincrement": False, **name},
    )


def text(key: bool = False, empty: bool = False, parent: str = "", quoted: str = "") -> Any:
    """A text column; parent: "table.column" it must find when the transaction is committed.

    quoted: the column's name when it is a keyword in one of the dialects; both then quote it, to be alike.
    """
    return _column(_TEXT, key, empty, parent, quoted)


def integer(key: bool = False, quoted: str = "") -> Any:
    """A 64-bit integer column; quoted as for `text`."""
    return _column(_INTEGER, key, False, "", quoted)


def blob(empty: bool = False) -> Any:
    """A column of bytes."""
    return _column(LargeBinary, False, empty, "")
