"""Rows and acts that the store's tests write."""

from __future__ import annotations

from datetime import UTC, datetime

from beredning.core.journal import Act
from beredning.store.rows import CaseRow

NOW = datetime(2023, 11, 20, 9, 30, tzinfo=UTC)
ACT = Act("Anna Ek", "handläggare", "registrera", "UBN:2023:1", ground="FL 27")


def case(key: str = "UBN:2023:1", number: int = 1, **columns: object) -> CaseRow:
    """A case in its first stage."""
    dnr = key.replace(":", " ", 1).replace(":", "/")
    row = CaseRow(
        *(key, dnr, "UBN", "SBU", 2023, number, "", "namndarende", "f" * 64, "utkast", "2023-11-20", 0, "Anna Ek"),
        *("laglighetsprövning", "UBN", "nämnd", "", "[]", "[]", "[]", "2023-11-20", ""),
    )
    return row._replace(**columns)  # type: ignore[arg-type]
