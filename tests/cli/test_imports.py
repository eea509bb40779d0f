"""What each everyday command imports, module by module: a cold command must not grow unnoticed.

A new module here is a decision: it costs every person a part of a second each time. Heavy libraries are named apart,
because one of them costs more than the whole command.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.instance import OFFICER, make_instance

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "alembic",
    "docx",
    "jinja2",
    "lxml",
    "psycopg",
    "pydantic",
    "python_calamine",
    "sqlalchemy",
    "sqlmodel",
    "yaml",
}
HEAVY |= {"asyncio", "concurrent", "email", "http", "rich", "tempfile", "unittest", "xml", "zipfile"}

BASE = {
    *("beredning", "beredning.core", "beredning.core.spelling", "beredning_cli"),
    *(f"beredning_cli.{name}" for name in ("base", "context", "main", "names", "output", "tree")),
}
NOUN = {f"beredning_cli.{name}" for name in ("case", "case_after", "values")}
OFFICE = {
    *("beredning.definitions", "beredning.definitions.organisation_files", "beredning.errors", "beredning.office"),
    *(f"beredning.office.{name}" for name in ("compiled", "configuration", "instance")),
    "beredning.core.organisation",
}
STORE = {
    *("beredning.store", "beredning.core.journal", "beredning.core.digest"),
    *(f"beredning.store.{n}" for n in ("append_only", "database", "gate", "rows", "sqlite", "statements", "unit")),
}
READ = BASE | NOUN | OFFICE | STORE | {f"beredning.core.{n}" for n in ("clock", "diary", "workflow")}
VIEW = READ | {f"beredning.office.{n}" for n in ("case_view", "lookup", "track_data")}
COMPLETION = {"beredning_cli.completion", "beredning_cli.candidates"}
MOVE = READ | {
    *(f"beredning.core.{n}" for n in ("case", "law", "machine", "moves", "question", "requirements")),
    *(f"beredning.core.{n}" for n in ("requirements_after", "requirements_before", "statutes")),
    *(f"beredning.office.{n}" for n in ("case_facts", "desk", "lookup", "moving", "track_data")),
    *("beredning_cli.acting", "beredning_cli.pairs", "six", "transitions", "transitions.core", "transitions.version"),
}

# Command line, line to complete, and everything of ours and of others that may be imported for it.
HOT = {
    "hjälp": (["--help"], "", BASE | {"beredning_cli.helping"}),
    "komplettering av ord": ([], "beredning är", BASE | {"beredning_cli.completion"}),
    "komplettering av kommando": ([], "beredning ärende fl", BASE | NOUN | {"beredning_cli.completion"}),
    "komplettering av dnr": ([], "beredning ärende visa 2019/", BASE | NOUN | OFFICE | STORE | COMPLETION),
    "komplettering av steg": ([], "beredning ärende flytta 2019/2 ", VIEW | COMPLETION),
    "ärende visa": (["ärende", "visa", "2019/2"], "", VIEW | {"beredning_cli.case_text"}),
    "ärende lista": (["ärende", "lista"], "", VIEW),
    "ärende flytta": (["ärende", "flytta", "2019/1", "påbörja", "--som", OFFICER], "", MOVE),
}

PROBE = """
import sys
import click, sqlite3  # what a bare program has too
bare = set(sys.modules)
from beredning_cli.main import run
code = run(sys.argv[2:])
sys.stdout.flush()
with open(sys.argv[1], "w") as told:
    told.write("\\n".join([str(code), *sorted(set(sys.modules) - bare)]))
"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small instance that has been used once, so that its configuration is compiled."""
    return make_instance(tmp_path_factory.mktemp("instans") / "i", 3).folder


def imported(instance: str, folder: Path, words: list[str], line: str) -> tuple[int, set[str]]:
    """The exit code, and every module imported beyond click and sqlite3."""
    told = folder / "told"
    given = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "BEREDNING_INSTANS": instance}
    given |= {"_BEREDNING_COMPLETE": "zsh", "_BEREDNING_LINE": line} if line else {}
    done = subprocess.run([sys.executable, "-c", PROBE, str(told), *words], env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    code, *modules = told.read_text(encoding="utf-8").splitlines()
    assert int(code) == 0, done.stdout + done.stderr
    return int(code), set(modules)


@pytest.mark.parametrize("name", HOT)
def test_a_hot_command_imports_what_is_listed_and_nothing_else(name: str, instance: str, tmp_path: Path) -> None:
    words, line, allowed = HOT[name]
    _, modules = imported(instance, tmp_path, words, line)
    assert not {m for m in modules if m.partition(".")[0] in HEAVY}
    ours = {m for m in modules if m.partition(".")[0] in {"beredning", "beredning_cli"} or not is_standard(m)}
    assert sorted(ours - allowed) == [], "imported, and not listed"
    assert sorted(allowed - ours) == [], "listed, and no longer imported: take it off the list"


def is_standard(module: str) -> bool:
    """Whether a module comes with Python, or with click, which a bare program has as well."""
    top = module.partition(".")[0]
    return top in sys.stdlib_module_names or top in {"click", "_distutils_hack"} or top.startswith("__")


def test_the_list_would_notice_a_heavy_library(instance: str, tmp_path: Path) -> None:
    _, modules = imported(instance, tmp_path, ["ärende", "lista"], "")
    assert "sqlite3" not in modules, "what a bare program has is not counted"
    assert "beredning.store.sqlite" in modules, "what the command uses is seen"
