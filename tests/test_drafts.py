"""Files and folders get their name only when they are whole, and what a killed program left does not lie for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from beredning.drafts import ABANDONED_SECONDS, draft_name, replace_file, sweep
from beredning.errors import UsageFault
from beredning_cli.files import write_new, write_new_lines


def abandoned(path: Path, seconds: int, folder: bool = False) -> Path:
    """What a program that was killed so long ago left of `path`."""
    left = Path(draft_name(path))
    if folder:
        left.mkdir()
        (left / "a.docx").write_bytes(b"half")
    else:
        left.write_bytes(b"half")
    moment = path.parent.stat().st_mtime - seconds
    os.utime(left, (moment, moment))
    return left


def test_a_draft_is_hidden_beside_its_file_and_nobody_elses(tmp_path: Path) -> None:
    names = {draft_name(tmp_path / "a.docx") for _ in range(100)}
    assert len(names) == 100
    assert {Path(name).parent for name in names} == {tmp_path}
    assert all(Path(name).name.startswith(".a.docx.") for name in names)


@pytest.mark.parametrize("folder", [False, True])
def test_what_is_old_is_taken_away_and_what_may_be_somebodys_is_not(tmp_path: Path, folder: bool) -> None:
    path = tmp_path / "a.docx"
    old = abandoned(path, ABANDONED_SECONDS + 60, folder)
    new = abandoned(path, ABANDONED_SECONDS - 60, folder)
    others = [abandoned(tmp_path / name, 10 * ABANDONED_SECONDS) for name in ("b.docx", "a", "a.docx.b")]
    replace_file(path, b"whole")
    assert not old.exists()
    assert new.exists()
    assert all(other.exists() for other in others)
    assert path.read_bytes() == b"whole"


@pytest.mark.parametrize("write", [write_new, lambda path, body: write_new_lines(path, [body])])
def test_a_new_file_takes_the_old_drafts_with_it_and_never_replaces_a_file(tmp_path: Path, write: object) -> None:
    path = tmp_path / "a.docx"
    old = abandoned(path, 2 * ABANDONED_SECONDS)
    assert callable(write)
    write(path, b"whole")
    assert [*tmp_path.iterdir()] == [path]
    assert not old.exists()
    with pytest.raises(UsageFault, match="finns redan"):
        write(path, b"another")
    assert path.read_bytes() == b"whole"


def test_a_draft_that_got_its_name_but_was_not_taken_away_goes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"whole")
    Path(draft_name(path)).hardlink_to(path)
    assert write_new(path, b"whole") == path
    assert [*tmp_path.iterdir()] == [path]


def test_what_cannot_be_put_in_place_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "a.docx").mkdir()
    with pytest.raises(OSError):
        replace_file(tmp_path / "a.docx", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_sweeping_where_nothing_was_made_takes_nothing(tmp_path: Path) -> None:
    old = abandoned(tmp_path / "a.docx", 2 * ABANDONED_SECONDS)
    sweep(tmp_path / "a.docx", tmp_path / "a.docx")
    assert old.exists(), "there is nothing to tell the time by"
