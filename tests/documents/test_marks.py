"""A file of ours is known again when it comes back, and nothing else in it is touched."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.documents.marks import read_marks, with_marks
from beredning.documents.template import CUSTOM
from beredning.errors import BadDocument
from beredning.resources import resource_folder
from tests.ale import need_ale

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)


def template() -> bytes:
    return (resource_folder("templates") / "tjansteutlatande.docx").read_bytes()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


@given(st.dictionaries(st.sampled_from(["ärende", "version", "x"]), TEXT))
def test_marks_are_read_as_they_were_written(marks: dict[str, str]) -> None:
    assert read_marks(with_marks(template(), "mallen", marks), "filen") == marks


def test_new_marks_take_the_place_of_old_ones_and_leave_the_rest() -> None:
    first = with_marks(template(), "mallen", {"version": "3", "ärende": "UBN:2023:450"})
    second = with_marks(first, "filen", {"version": "4"})
    assert read_marks(second, "filen") == {"version": "4"}
    one, two = parts(first), parts(second)
    assert {name for name in two if one[name] != two[name]} == {CUSTOM}


def test_the_same_file_and_marks_give_the_same_bytes() -> None:
    once = with_marks(template(), "mallen", {"version": "3"})
    assert with_marks(once, "filen", {"version": "3"}) == once


def test_a_file_that_others_made_has_no_marks_and_can_be_given_some() -> None:
    for path in sorted((need_ale() / "word").glob("*.docx")):
        data = path.read_bytes()
        assert read_marks(data, path.name) == {}
        made = with_marks(data, path.name, {"version": "1"})
        assert read_marks(made, path.name) == {"version": "1"}
        before, after = parts(data), parts(made)
        assert {name for name in after if before.get(name) != after[name]} == {
            CUSTOM,
            "[Content_Types].xml",
            "_rels/.rels",
        }


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match="skadad"):
        read_marks(b"PK\3\4 inte en fil", "trasig.docx")
