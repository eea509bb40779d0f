"""The world of the office's tests, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.world import World, make_world


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    """A fresh office on both databases."""
    folder = tmp_path / "instans"
    folder.mkdir()
    made = make_world(folder, database_url)
    yield made
    made.database.close()
