"""The ground of the other tests: both databases are real, empty and apart; what is missing is said in words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest

from tests import ale, postgres


def connect(url: str) -> sqlite3.Connection | psycopg.Connection:
    return sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else psycopg.connect(url)


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_database_is_empty_each_time(database_url: str, attempt: int) -> None:
    connection = connect(database_url)
    connection.execute("CREATE TABLE notes (text TEXT)")  # fails the second time if the first was left behind
    connection.execute(f"INSERT INTO notes VALUES ('{attempt}')")
    connection.commit()
    assert connection.execute("SELECT count(*) FROM notes").fetchone() == (1,)
    connection.close()


@pytest.mark.postgres
def test_the_role_of_a_test_database_is_an_ordinary_one(postgres_database: str) -> None:
    with psycopg.connect(postgres_database) as connection:
        answer = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert answer == (False,)


@pytest.mark.postgres
def test_a_database_is_dropped_though_somebody_is_connected(postgres_url: str) -> None:
    with postgres.fresh_database(postgres_url, "kvarglömd") as url:
        forgotten = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError):
        forgotten.execute("SELECT 1")
    forgotten.close()
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'kvarglömd'").fetchone() is None


def test_missing_postgres_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(postgres.NoPostgres, match="apt install postgresql"):
        postgres.binaries()


def test_real_papers_are_found_or_skipped_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nämnd", encoding="utf-8")
    monkeypatch.setenv("BEREDNING_ALE", str(tmp_path))
    assert ale.ale_text("a.txt") == "nämnd"
    with pytest.raises(FileNotFoundError, match=r"b\.txt"):
        ale.ale_paper("b.txt")
    monkeypatch.setenv("BEREDNING_ALE", str(tmp_path / "fel"))
    with pytest.raises(FileNotFoundError, match="inte är en mapp"):
        ale.ale_folder()
    monkeypatch.delenv("BEREDNING_ALE")
    monkeypatch.setattr(ale, "ROOT", tmp_path / "ensam")
    with pytest.raises(pytest.skip.Exception, match="BEREDNING_ALE"):
        ale.need_ale()
