"""`./run` on a machine that lacks something: one line says what, nothing is half made, what exists is used."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("bash", "env", "dirname", "cat", "rm", "mkdir", "chmod", "cp", "id", "true")

# A Python of our own making: it answers what ./run asks, and its pip works or not as the test says.
PYTHON = """#!/usr/bin/env bash
here=$(dirname "${{BASH_SOURCE[0]}}")
case "$*" in
    *"sys.version_info"*) exit {old} ;;
    *"import ensurepip, venv"*) exit {no_venv} ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip --version") ;;
    "-m pip install"*) echo pip >> "$here/../pip-runs"; exit {no_net} ;;
    "- "*) cat pyproject.toml ;;
    *) echo "started: $*" ;;
esac
"""


class Checkout(NamedTuple):
    """A checkout with nothing but `run`, on a machine with nothing but the tools in `tools`."""

    folder: Path
    tools: Path

    def python(self, *, old: int = 0, no_venv: int = 0, no_net: int = 0, name: str = "python3") -> None:
        """Put a Python on the machine; each flag is the exit code of what it stands for."""
        script = PYTHON.format(old=old, no_venv=no_venv, no_net=no_net)
        places = [self.tools / name, *self.folder.glob(".venv/bin/python")]
        for place in places:
            place.write_text(script, encoding="utf-8")
            place.chmod(0o755)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `./run` with these words in an otherwise empty environment."""
        return subprocess.run(
            [self.folder / "run", *words],
            cwd=self.tools,
            env={"PATH": str(self.tools), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def pip_runs(self) -> int:
        """How many times pip was asked to install."""
        log = self.folder / ".venv" / "pip-runs"
        return len(log.read_text(encoding="utf-8").splitlines()) if log.exists() else 0


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder, tools = tmp_path / "en mapp", tmp_path / "bin"
    (folder / "engine" / "beredning").mkdir(parents=True)
    (folder / "engine" / "beredning" / "__init__.py").touch()
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    shutil.copy(ROOT / "run", folder / "run")
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    return Checkout(folder, tools)


def test_without_python_one_line_says_so(checkout: Checkout) -> None:
    answer = checkout.run("demo")
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "./run: Python 3.11 eller nyare saknas: installera det från python.org eller med systemets pakethanterare."
    ]


def test_an_old_python_is_passed_by_for_a_newer_one(checkout: Checkout) -> None:
    checkout.python(old=1)
    assert "3.11 eller nyare saknas" in checkout.run("demo").stderr
    checkout.python(name="python3.12")
    assert checkout.run("demo").returncode == 0


def test_a_python_without_venv_is_told_with_the_package_to_install(checkout: Checkout) -> None:
    checkout.python(no_venv=1)
    answer = checkout.run("test")
    assert answer.returncode == 1
    assert "apt install python3-venv" in answer.stderr
    assert not (checkout.folder / ".venv").exists()


def test_without_network_the_first_time_fails_and_the_second_succeeds(checkout: Checkout) -> None:
    checkout.python(no_net=1)
    answer = checkout.run("demo")
    assert answer.returncode == 1
    assert "behövs nät" in answer.stderr
    checkout.python()
    assert checkout.run("demo").returncode == 0


def test_an_environment_that_exists_is_used_without_pip(checkout: Checkout) -> None:
    checkout.python()
    assert checkout.run("demo").stdout.splitlines()[-1] == "started: -m beredning_cli.demo demo-ut"
    assert checkout.run("demo", "annan mapp").stdout == "started: -m beredning_cli.demo annan mapp\n"
    assert checkout.pip_runs() == 1


def test_changed_dependencies_are_installed_or_the_old_ones_used_with_a_word(checkout: Checkout) -> None:
    checkout.python()
    checkout.run("demo")
    (checkout.folder / "pyproject.toml").write_text("[project]\nname = 'ny'\n", encoding="utf-8")
    checkout.python(no_net=1)
    answer = checkout.run("demo")
    assert answer.returncode == 0
    assert "kör med den som redan finns" in answer.stdout
    checkout.python()
    assert checkout.run("demo").returncode == 0
    assert checkout.pip_runs() == 3


def test_the_steps_run_in_order_and_pytest_has_the_last_word(checkout: Checkout) -> None:
    checkout.python()
    lint_imports = checkout.folder / ".venv" / "bin" / "lint-imports"
    lint_imports.parent.mkdir(parents=True)
    shutil.copy(checkout.tools / "python3", lint_imports)
    shutil.copy(checkout.tools / "python3", lint_imports.with_name("python"))
    (checkout.tools / "initdb").symlink_to(shutil.which("true") or "true")
    lines = checkout.run("test", "-k", "nämnd").stdout.splitlines()
    assert [line for line in lines if line.startswith("== ")] == [
        "== Format",
        "== Lint",
        "== Typer",
        "== Importkontrakt",
        "== Tester och dokument",
    ]
    assert lines[-1].startswith("started: -m pytest")
    assert lines[-1].endswith("-k nämnd")


def test_a_step_that_fails_ends_the_run_with_a_count(checkout: Checkout) -> None:
    checkout.python()
    checkout.run("test")
    python = checkout.folder / ".venv" / "bin" / "python"
    python.write_text(
        PYTHON.format(old=0, no_venv=0, no_net=0).replace("    *) echo", '    "-m mypy"*) exit 1 ;;\n    *) echo')
    )
    (checkout.tools / "initdb").symlink_to(shutil.which("true") or "true")
    answer = checkout.run("test")
    assert answer.returncode == 1
    assert answer.stdout.splitlines()[-2:] == ["Steget Typer föll; stegen efter det kördes inte.", "2 passed, 1 failed"]


NPM = """#!/usr/bin/env bash
while [ "$1" != --prefix ]; do shift; done
echo "npm" >>"$2/../npm-runs"; exit {wrong}
"""


def test_the_validator_of_word_files_is_fetched_once_where_npm_is(checkout: Checkout) -> None:
    checkout.python()
    assert "prövas bara med openxml-audit" in checkout.run("test").stdout
    npm = checkout.tools / "npm"
    runs = checkout.folder / ".venv" / "npm-runs"
    npm.write_text(NPM.format(wrong=1), encoding="utf-8")
    npm.chmod(0o755)
    assert "gick inte att hämta" in checkout.run("test").stdout
    npm.write_text(NPM.format(wrong=0), encoding="utf-8")
    assert "Open XML SDK" in checkout.run("test").stdout
    assert "Open XML SDK" not in checkout.run("test").stdout
    assert len(runs.read_text(encoding="utf-8").splitlines()) == 2
    assert (checkout.folder / ".venv" / "ooxml" / ".stamp").exists()


def test_what_the_machine_lacks_is_installed_together_or_told(checkout: Checkout) -> None:
    """apt-get is asked once for all of it, and only by root; afterwards what is still missing is said."""
    checkout.python()
    answer = checkout.run("test").stdout
    have = [
        Path("/usr/share/hunspell/sv_SE.dic").exists(),
        bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))),
    ]
    told = ["stavningens tester hoppas över" not in answer, "de tester som behöver det hoppas över" not in answer]
    assert told == have
    (checkout.tools / "id").unlink()
    (checkout.tools / "id").write_text("#!/usr/bin/env bash\necho 0\n", encoding="utf-8")
    (checkout.tools / "timeout").write_text('#!/usr/bin/env bash\nshift; exec "$@"\n', encoding="utf-8")
    apt = checkout.tools / "apt-get"
    apt.write_text('#!/usr/bin/env bash\necho "${@: -2}" >>"$(dirname "$0")/asked"\n', encoding="utf-8")
    for tool in ("id", "timeout", "apt-get"):
        (checkout.tools / tool).chmod(0o755)
    answer = checkout.run("test").stdout
    asked = checkout.tools / "asked"
    assert asked.exists() is not all(have)
    assert ("Installerar för testerna" in answer) is not all(have)


def test_an_unknown_command_is_a_usage_error(checkout: Checkout) -> None:
    answer = checkout.run("flyg")
    assert answer.returncode == 2
    assert "”flyg” finns inte" in answer.stderr


def test_help_names_every_command(checkout: Checkout) -> None:
    answer = checkout.run("hjälp")
    assert answer.returncode == 0
    assert checkout.run().stdout == answer.stdout
    assert all(f"\n  {word} " in answer.stdout for word in ("demo", "test", "bench", "format", "hjälp"))


def test_ci_runs_the_test_command_and_nothing_more() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'cd "$(dirname "${BASH_SOURCE[0]}")/.."', "exec ./run test"]
