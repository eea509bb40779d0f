"""A created database for the store's tests, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from beredning.store import create_database


@pytest.fixture
def created_url(database_url: str) -> str:
    """The URL of a new Beredning database without a single entry."""
    create_database(database_url)
    return database_url
