"""Finds the papers of a real meeting (Ale, 2023-12-06): test input that lies beside the checkout, never in it.

The folder is the one in the environment variable BEREDNING_ALE, or `../shared/ale` beside the checkout. Where there
is none the tests that read it are skipped, in words.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def ale_folder() -> Path | None:
    """The folder with the real papers, or None. A BEREDNING_ALE that names no folder is an error, not an absence."""
    named = os.environ.get("BEREDNING_ALE")
    if named:
        folder = Path(named)
        if not folder.is_dir():
            raise FileNotFoundError(f"BEREDNING_ALE pekar på {named}, som inte är en mapp.")
        return folder
    beside = ROOT.parent / "shared" / "ale"
    return beside if beside.is_dir() else None


def need_ale() -> Path:
    """The folder with the real papers; skips the test that asks for it where there is none."""
    folder = ale_folder()
    if folder is None:
        pytest.skip("De verkliga handlingarna finns inte här (sätt BEREDNING_ALE till mappen med dem).")
    return folder


def ale_paper(name: str) -> Path:
    """The path of one paper, by its name in the folder ("word/04-namndplan.docx"); skips where there are none."""
    path = need_ale() / name
    if not path.is_file():
        raise FileNotFoundError(f"{name} finns inte bland de verkliga handlingarna.")
    return path


def ale_text(name: str) -> str:
    """The text of one paper that is kept as text ("00-kallelse-2023-12-06.txt"); skips where there are none."""
    return ale_paper(name).read_text(encoding="utf-8")
