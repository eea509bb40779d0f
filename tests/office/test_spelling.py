"""The Swedish dictionary: found in the usual places, asked lazily, and told in words where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beredning.office import spelling
from beredning.office.spelling import ENVIRONMENT, Dictionary, find_spelling, own_words, usual_folders

AFF = "SET UTF-8\nTRY aeinrtslo\nSFX A Y 1\nSFX A 0 en .\n"
DIC = "3\nplan/A\nkök\nnämnd/A\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a dictionary of three words."""
    made = tmp_path / "ordböcker"
    made.mkdir()
    (made / "sv_SE.aff").write_text(AFF, encoding="utf-8")
    (made / "sv_SE.dic").write_text(DIC, encoding="utf-8")
    return made


def test_a_dictionary_is_found_where_it_lies(folder: Path) -> None:
    found = find_spelling(folder.parent, {}, folders=[folder.parent, folder])
    assert found.missing == ""
    assert found.speller is not None and found.speller.knows("planen") and not found.speller.knows("plann")


def test_a_named_folder_goes_before_the_usual(folder: Path) -> None:
    assert find_spelling(Path("/inte"), {ENVIRONMENT: str(folder)}, folders=[]).speller is not None


def test_without_one_a_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    found = find_spelling(tmp_path, {}, folders=[tmp_path])
    assert found.speller is None
    assert "hunspell-sv" in found.missing and ENVIRONMENT in found.missing


def test_half_a_dictionary_is_none(folder: Path) -> None:
    (folder / "sv_SE.dic").unlink()
    assert find_spelling(folder, {}, folders=[folder]).speller is None


def test_without_the_engine_a_sentence_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_has_engine", lambda: False)
    found = find_spelling(folder, {}, folders=[folder])
    assert found.speller is None and "chunspell" in found.missing


def test_the_municipalitys_own_words_are_right(folder: Path) -> None:
    (folder / "ordlista.txt").write_text("\ufeff# våra ord\nAlebyggen   # bolaget\n\nlässtugor\n", encoding="utf-8")
    own = own_words(folder)
    assert own == ("Alebyggen", "lässtugor")
    speller = Dictionary(folder, own)
    assert speller.knows("lässtugor") and speller.knows("Alebyggen") and not speller.knows("lässtugan")
    assert own_words(folder / "ingen") == ()


def test_the_nearest_word_is_one_letter_away(folder: Path) -> None:
    speller = Dictionary(folder)
    assert speller.nearest("plann")[0] == "plan"
    assert speller.nearest("nämdn")[0] == "nämnd"
    assert "kök" in speller.nearest("kok")


def test_nothing_is_opened_before_a_word_is_asked_about(tmp_path: Path) -> None:
    Dictionary(tmp_path, ("ett",))  # there is no dictionary there
    assert Dictionary(tmp_path, ("ett",)).knows("ett")


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_text_is_answered(text: str) -> None:
    found = find_spelling(Path.home(), {})
    if found.speller is None:
        pytest.skip(found.missing)
    assert found.speller.knows(text) in (True, False)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_has_its_places(platform: str) -> None:
    folders = usual_folders(Path("/hem"), platform)
    assert folders and all(isinstance(one, Path) for one in folders)
    if platform == "darwin":
        assert Path("/hem/Library/Spelling") in folders
