"""The Swedish dictionary where one is installed: Hunspell's, with the municipality's own words beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

OWN_WORDS: Final = "ordlista.txt"
ENVIRONMENT: Final = "BEREDNING_ORDLISTA"
_LANGUAGE: Final = "sv_SE"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzåäöé"
_MOST: Final = 3
# Right words of municipal papers that the dictionary lacks and does not compound.
_LACKING: Final = frozenset(
    "elevtal elevtalet elevtalen elevtals elevtalets ojämlighet ojämligheten ojämligheter samverkats".split()
)

GET_ONE: Final = (
    "Stavningen är inte granskad: det finns ingen svensk ordlista på datorn. Installera Hunspells (Debian och Ubuntu: "
    "apt install hunspell-sv; LibreOffice har den med sitt svenska språkpaket; macOS: lägg sv_SE.aff och sv_SE.dic i "
    f"~/Library/Spelling), eller peka ut mappen med {ENVIRONMENT}."
)
NO_ENGINE: Final = (
    "Stavningen är inte granskad: programdelen Hunspell saknas i installationen. Lägg till den med: "
    "pip install chunspell"
)


class Spelling(NamedTuple):
    """The dictionary, or why there is none, in a Swedish sentence that says how to get it."""

    speller: Dictionary | None
    missing: str = ""


class Dictionary:
    """Hunspell's dictionary, opened when the first word is asked about; every answer is kept."""

    def __init__(self, folder: Path, own: Iterable[str] = ()) -> None:
        self._folder = folder
        self._own = _LACKING.union(word.strip().casefold() for word in own if word.strip())
        self._answers: dict[str, bool] = {}

    @cached_property
    def _hunspell(self) -> Any:
        from importlib import import_module  # the package says nothing of its types

        return import_module("hunspell").Hunspell(_LANGUAGE, hunspell_data_dir=str(self._folder))

    def knows(self, word: str) -> bool:
        """Whether a word is right: in the dictionary, a compound by its rules, or one of the municipality's own."""
        answer = self._answers.get(word)
        if answer is None:
            answer = word.casefold() in self._own or bool(self._hunspell.spell(word))
            self._answers[word] = answer
        return answer

    def nearest(self, word: str) -> tuple[str, ...]:
        """Up to three words that may be meant. One letter's difference is tried first: Hunspell's own search is slow
        for long compounds, and most slips are of one letter."""
        close = tuple(one for one in dict.fromkeys(_one_off(word)) if self.knows(one))
        return close[:_MOST] or tuple(self._hunspell.suggest(word)[:_MOST])


def _one_off(word: str) -> Iterator[str]:
    """Every spelling that is one doubled, dropped, swapped, changed or added letter away, likeliest first."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
    for at in range(len(word)):
        yield word[: at + 1] + word[at:]
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(len(word) + 1):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at:]
    for at in range(len(word)):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at + 1 :]


def find_spelling(
    home: Path, environment: Mapping[str, str], own: Iterable[str] = (), folders: Iterable[Path] | None = None
) -> Spelling:
    """The Swedish dictionary of this machine.

    home: the person's home folder; environment: where `BEREDNING_ORDLISTA` may name a folder; own: words that the
    municipality has added (`ordlista.txt` in the instance). folders: where to look, the usual places when left out.
    """
    named = environment.get(ENVIRONMENT, "")
    places = [Path(named)] if named else []
    folder = _folder_with([*places, *(usual_folders(home) if folders is None else folders)])
    if folder is None:
        return Spelling(None, GET_ONE)
    if not _has_engine():
        return Spelling(None, NO_ENGINE)
    return Spelling(Dictionary(folder, own))


def usual_folders(home: Path, platform: str = sys.platform) -> tuple[Path, ...]:
    """Where dictionaries lie on Linux, macOS and Windows, LibreOffice's own included."""
    if platform == "darwin":
        office = Path("/Applications/LibreOffice.app/Contents/Resources/extensions")
        return (home / "Library/Spelling", Path("/Library/Spelling"), *_office(office))
    if platform == "win32":
        programs = (Path("C:/Program Files/LibreOffice/share/extensions"), Path("C:/Hunspell"))
        return tuple(one for folder in programs for one in (folder, *_office(folder)))
    shared = [Path("/usr/share/hunspell"), Path("/usr/share/myspell"), Path("/usr/share/myspell/dicts")]
    shared += [Path("/usr/local/share/hunspell"), home / ".local/share/hunspell"]
    offices = [Path(place) / "share/extensions" for place in ("/usr/lib/libreoffice", "/usr/lib64/libreoffice")]
    offices += sorted(Path("/opt").glob("libreoffice*/share/extensions"))
    return (*shared, *(one for folder in offices for one in _office(folder)))


def _office(extensions: Path) -> tuple[Path, ...]:
    return tuple(extensions / name for name in ("dict-sv", "dict-sv/dictionaries", "dict-sv_SE"))


def _folder_with(folders: Iterable[Path]) -> Path | None:
    for folder in folders:
        if all((folder / f"{_LANGUAGE}.{ending}").is_file() for ending in ("aff", "dic")):
            return folder
    return None


@cache
def _has_engine() -> bool:
    from importlib.util import find_spec

    return find_spec("hunspell") is not None


def own_words(folder: Path) -> tuple[str, ...]:
    """The words in an instance's `ordlista.txt`, one on a line, "#" before a remark; () when there is none."""
    path = folder / OWN_WORDS
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return tuple(word for line in lines if (word := line.partition("#")[0].strip()))
