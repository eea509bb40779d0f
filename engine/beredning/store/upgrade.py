"""Creating a database. Imports SQLAlchemy, so only the commands that need it import this."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from beredning.errors import StorageFault
from beredning.store import tables  # noqa: F401
from beredning.store.append_only import postgresql_triggers, sqlite_triggers
from beredning.store.database import SCHEMA, is_postgresql, sqlite_path


def create_database(url: str | Path, meta: Mapping[str, str] | None = None) -> None:
    """Create the database. meta: more facts about it, which can never change ("övning": "ja").

    SQLite: the file must not exist. PostgreSQL: the database must, and be empty. Raises StorageFault otherwise.
    """
    if isinstance(url, str) and is_postgresql(url):
        address = "postgresql+psycopg://" + url.split("://", 1)[1]
    else:
        path = sqlite_path(url)
        if path.exists():
            raise StorageFault(f"{path} finns redan.", "Välj en annan plats, eller använd den som finns.")
        address = f"sqlite:///{path}"
    engine = create_engine(address)
    names = sorted(SQLModel.metadata.tables)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        SQLModel.metadata.create_all(connection)
        triggers = sqlite_triggers(names) if engine.dialect.name == "sqlite" else postgresql_triggers(names)
        for trigger in triggers:
            connection.exec_driver_sql(trigger.replace("%", "%%") if engine.dialect.name != "sqlite" else trigger)
        facts = {"schema": str(SCHEMA), "instans": os.urandom(16).hex(), **(meta or {})}
        for name, value in facts.items():
            connection.execute(text("INSERT INTO meta VALUES (:n, :v)"), {"n": name, "v": value})
    engine.dispose()
