"""Making a new instance: the folder with its commented files and an empty database, whole or not at all."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.definitions.organisation_edit import scalar
from beredning.definitions.organisation_files import MAIN
from beredning.drafts import draft_name, sweep, told_as
from beredning.errors import NotFound, StorageFault, UsageFault
from beredning.office.instance import Instance, database_url
from beredning.resources import resource_folder

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation

DATABASE: Final = "beredning.db"
# Name in the instance: name among the built-in templates, which are in ASCII so that every archive can carry them.
_FILES: Final = {"LÄSMIG.md": "LASMIG.md", "flöden/LÄSMIG.md": "floden.md", "mallar/LÄSMIG.md": "mallar.md"}
_OWN: Final = (MAIN, "delegationsordning.yaml")
_EXAMPLE: Final = "Exempelkommunen"


class Made(NamedTuple):
    """What was made. files: paths from the folder. practice: it is filled with the practice organisation."""

    folder: str
    municipality: str
    training: bool
    practice: bool
    files: tuple[str, ...]


def make_instance(folder: str, municipality: str = "", training: bool = False) -> Made:
    """Make an instance in `folder` (absolute), which must not exist or be empty.

    training: the clock may be set and all that is made is marked ÖVNING, for good. With no name given a training
    instance is filled with the practice organisation; a real one with a form to fill in. Everything is made beside
    the folder and then put in place, kommun.yaml last: without it nothing takes the folder for an instance.
    Raises UsageFault for a folder that is in use, StorageFault and OSError when the disk cannot do it.
    """
    target = Path(folder)
    _refuse_used(target)
    name = " ".join(municipality.split())
    practice = training and not name
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(draft_name(target))
    try:
        with told_as(target):
            draft.mkdir()
        _write_files(draft, name or _EXAMPLE, training, practice)
        organisation = _create_database(draft, training)
        files = tuple(sorted(p.relative_to(draft).as_posix() for p in draft.rglob("*") if p.is_file()))
        _put_in_place(draft, target)
    except (StorageFault, OSError) as error:
        raise _told_of(target, draft, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    sweep(target, target / MAIN)
    return Made(folder, organisation.municipality, training, practice, files)


def _told_of(target: Path, draft: Path, error: StorageFault | OSError) -> StorageFault | OSError:
    """The same error with the name that the person gave the folder."""
    if isinstance(error, OSError):
        error.filename = str(error.filename or target).replace(str(draft), str(target))
        return error
    return StorageFault(error.text.replace(str(draft), str(target)), error.hint)


def _refuse_used(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageFault(f"{target} är en fil, inte en mapp.", "Ange en mapp som inte finns än.")
    if (target / MAIN).exists():
        raise UsageFault(
            f"{target} är redan en instans.", "Använd den, eller välj en annan mapp. Ingenting har ändrats."
        )
    if any(target.iterdir()):
        raise UsageFault(f"Mappen {target} är inte tom.", "Ange en tom mapp, eller en som inte finns än.")


def _write_files(draft: Path, municipality: str, training: bool, practice: bool) -> None:
    built_in = resource_folder("templates")
    for name in _OWN:
        text = (built_in / ("ovning" if practice else "instans") / name).read_text(encoding="utf-8")
        if name == MAIN and not practice:
            text = _once(text, f"kommun: {_EXAMPLE}", f"kommun: {scalar(municipality)}")
            text = _once(text, "övning: nej", "övning: ja" if training else "övning: nej")
        (draft / name).write_text(text, encoding="utf-8", newline="\n")
    for name, source in _FILES.items():
        (draft / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(built_in / "instans" / source, draft / name)


def _once(text: str, old: str, new: str) -> str:
    changed, count = re.subn(rf"^{re.escape(old)}$", lambda _: new, text, flags=re.MULTILINE)
    if count != 1:
        raise NotFound(f"Mallen för {MAIN} saknar raden ”{old}”.", "Installera om beredning.")
    return changed


def _create_database(draft: Path, training: bool) -> Organisation:
    """The database, and the organisation as it was read back: what was written can be used."""
    from beredning.definitions.organisation import read_organisation
    from beredning.store import create_database

    organisation = read_organisation({MAIN: (draft / MAIN).read_bytes()})
    create_database(database_url(Instance(str(draft)), organisation), {"övning": "ja" if training else "nej"})
    return organisation


def _put_in_place(draft: Path, target: Path) -> None:
    if not target.exists():
        draft.rename(target)
        return
    # The folder is there, and may be the one a shell stands in, so it is filled and not replaced.
    for entry in sorted(draft.iterdir(), key=lambda path: path.name == MAIN):
        entry.rename(target / entry.name)
