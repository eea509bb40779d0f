"""Store: the only folder that talks to a database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from beredning.store.database import Database, open_database
from beredning.store.unit import Reader, Unit

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Database", "Reader", "Unit", "create_database", "open_database"]


def create_database(url: str | Path, meta: Mapping[str, str] | None = None) -> None:
    """As `beredning.store.upgrade.create_database`, imported only when called."""
    from beredning.store import upgrade

    upgrade.create_database(url, meta)
