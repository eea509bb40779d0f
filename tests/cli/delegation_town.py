"""A training instance for tests of the command line, and a way to say a command and read its answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from beredning_cli.main import run

CHIEF, SECRETARY, REGISTRAR, CHAIR = "asa.ericson", "marie.kallvik.nilsson", "rut.ovningsson", "lena.camp"


class Town:
    """Says commands as one person after another, on days of the training's clock."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._patch = patch
        self._capsys = capsys

    def say(self, who: str, when: str, *words: str, code: int = 0) -> tuple[str, str]:
        """What the command prints on stdout and stderr; its exit code is expected to be `code`."""
        self._patch.setenv("BEREDNING_KLOCKA", when)
        self._patch.setenv("BEREDNING_SOM", who)
        self._capsys.readouterr()
        got = run(list(words))
        said = self._capsys.readouterr()
        assert got == code, (words, got, said.out, said.err)
        return said.out, said.err

    def ask(self, who: str, when: str, *words: str, code: int = 0) -> Any:
        """The same with --json, read."""
        return json.loads(self.say(who, when, *words, "--json", code=code)[0])


def make_town(folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Town:
    """A new training instance in `folder`, where the commands are said."""
    assert run(["ny", str(folder), "--övning"]) == 0
    patch.chdir(folder)
    return Town(folder, patch, capsys)
