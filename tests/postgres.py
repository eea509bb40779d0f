"""A private, real PostgreSQL for the store tests: made in a temporary folder, gone with the process that started it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

OWNER = "beredning"  # the ordinary role that owns every test database, as an instance in service would have
START_SECONDS = 60


class NoPostgres(Exception):
    """PostgreSQL cannot be had here; the text says why, in words."""


def binaries() -> Path:
    """The folder with initdb and postgres: Debian's newest version, else the one on PATH. Raises NoPostgres."""
    debian = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    raise NoPostgres("PostgreSQL är inte installerat (i Debian: apt install postgresql)")


def unprivileged_user() -> str | None:
    """Who shall run the server: PostgreSQL refuses root. None means the user we already are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoPostgres("testerna körs som root och det finns ingen användare som PostgreSQL kan köras som")


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux: ask the kernel to stop the server when the test process is killed, so that none is left behind."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    pr_set_pdeathsig = 1
    return lambda: libc.prctl(pr_set_pdeathsig, signal.SIGINT) and None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _initialise(tools: Path, data: Path, user: str | None) -> None:
    """Run initdb. Swedish ICU order first: a query that leans on the order of bytes shall be found out here."""
    command = [
        str(tools / "initdb"),
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    answer = None
    for extra in (["--locale-provider=icu", "--icu-locale=sv"], []):
        shutil.rmtree(data, ignore_errors=True)
        try:
            answer = subprocess.run(
                [*command, *extra],
                user=user,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=120,
                cwd="/",
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoPostgres(f"initdb kunde inte köras: {error}") from error
        if answer.returncode == 0:
            return
    assert answer is not None
    raise NoPostgres(f"initdb svarade: {(answer.stderr or answer.stdout).strip()[-300:]}")


def _wait_until_up(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    import psycopg

    limit = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > limit:
                tail = log.read_text(encoding="utf-8", errors="replace").strip()[-300:]
                raise NoPostgres(f"servern startade inte: {tail or error}") from error
            time.sleep(0.05)
        else:
            return


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """Start a server on a free loopback port and give the superuser's URL to its database `postgres`.

    Durability is switched off (fsync, full_page_writes): the data is thrown away. Everything else is as delivered.
    Raises NoPostgres with the reason in words when it cannot be had.
    """
    tools, user = binaries(), unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="beredning-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        _initialise(tools, folder / "data", user)
        with _server(tools, folder, user) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _server(tools: Path, folder: Path, user: str | None) -> Iterator[str]:
    port = _free_port()
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    settings = {
        "port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "fsync": "off",
        "full_page_writes": "off", "shared_buffers": "32MB", "max_connections": 100, "timezone": "UTC",
    }  # fmt: skip
    command = [
        str(tools / "postgres"),
        "-D",
        str(folder / "data"),
        *(f"--{key}={value}" for key, value in settings.items()),
    ]
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            preexec_fn=_die_with_parent(),  # noqa: PLW1509 (one system call, no locks taken)
        )
    try:
        _wait_until_up(server, url, log)
        _execute(url, f"CREATE ROLE {OWNER} LOGIN")
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # "fast": end the sessions, write nothing more than needed
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _execute(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@contextlib.contextmanager
def fresh_database(server_url: str, name: str) -> Iterator[str]:
    """Make an empty database owned by the ordinary role, give its URL, and drop it whoever is still connected."""
    _execute(server_url, f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE template0')
    try:
        yield server_url.replace("//postgres@", f"//{OWNER}@").rsplit("/", 1)[0] + f"/{name}"
    finally:
        _execute(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')
