"""What every test may ask for: an own environment, a database on SQLite and on PostgreSQL, and the real papers."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import ale, postgres

# A timed example says more about the machine than about the code; a run in CI shall be possible to repeat.
settings.register_profile("beredning", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("beredning")

_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the home folder, the instance or the terminal settings of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [
            name for name in os.environ if name.startswith(("BEREDNING_", "PG", "XDG_")) and name != "BEREDNING_ALE"
        ]:
            patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("TZ", "Europe/Stockholm")
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("NO_COLOR", "1")
        patch.delenv("FORCE_COLOR", raising=False)
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The superuser's URL to a private, running PostgreSQL, one per worker; skips in words where none can be had."""
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(postgres.running_server())
        except postgres.NoPostgres as reason:
            pytest.skip(f"PostgreSQL kan inte användas här: {reason}.")
        yield url


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, owned by an ordinary role and dropped afterwards."""
    with postgres.fresh_database(postgres_url, f"prov_{os.getpid()}_{next(_numbers)}") as url:
        yield url


@pytest.fixture
def sqlite_database(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet: `sqlite:///` and the absolute path."""
    return f"sqlite:///{tmp_path / 'beredning.db'}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: a test that asks for it runs twice, on SQLite and on PostgreSQL."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(name="ale")
def ale_papers() -> Path:
    """The folder with the papers of a real meeting; skips in words where there is none. See tests/ale.py."""
    return ale.need_ale()
