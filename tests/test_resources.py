"""The built-in data is found in a checkout and in an installed wheel, which holds the two packages and no more."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from beredning import resources
from beredning.errors import StorageFault

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("workflows", "templates")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the build backend itself: no isolated environment, hence no network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("beredning-*.whl"))


@pytest.mark.parametrize("name", FOLDERS)
def test_in_a_checkout_the_folder_is_the_one_people_edit(name: str) -> None:
    assert resources.resource_folder(name) == ROOT / name


def test_a_missing_folder_is_a_damaged_installation() -> None:
    with pytest.raises(StorageFault, match="flaggor"):
        resources.resource_folder("flaggor")


def test_the_wheel_holds_two_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"beredning", "beredning_cli"}
    assert {"beredning/py.typed", "beredning_cli/py.typed"} <= set(names)
    shipped = {
        path.relative_to(ROOT).as_posix() for name in FOLDERS for path in (ROOT / name).rglob("*") if path.is_file()
    }
    assert shipped and {f"beredning/{path}" for path in shipped} <= set(names)


def test_an_installed_wheel_finds_its_own_folders(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-index",
        "--no-deps",
        "-q",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    code = "from beredning.resources import resource_folder as f; print(f('workflows'), f('templates'), sep='\\n')"
    answer = subprocess.run([python, "-I", "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    found = [Path(line) for line in answer.stdout.splitlines()]
    assert [path.name for path in found] == list(FOLDERS)
    assert all(path.is_dir() and path.is_relative_to(tmp_path / "env") for path in found)
