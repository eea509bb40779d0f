"""What granska is run on and with: the papers in a folder, and the forms, register and words of a municipality."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from beredning.core.reading import FORMATS
from beredning.errors import NotFound
from beredning.office.spelling import own_words

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation
    from beredning.core.report import Layout
    from beredning.office.instance import Instance

Around: TypeAlias = "tuple[tuple[Layout, ...], Organisation | None, tuple[str, ...]]"

# What a pack says of itself is not one of its papers.
_ABOUT: Final = ("manifest.json", "innehåll.txt")


def built_in() -> Around:
    """The built-in form, and no municipality: rules that need a register are silent."""
    from beredning.office.report_forms import LAYOUT, read_layout
    from beredning.resources import resource_folder

    return (read_layout((resource_folder("templates") / LAYOUT).read_bytes(), LAYOUT),), None, ()


def of_instance(instance: Instance, organisation: Organisation) -> Around:
    """The municipality's own forms before the built-in, its register, and its own words."""
    from beredning.office.report_forms import load_layouts

    return load_layouts(instance), organisation, own_words(Path(instance.folder))


def named(file: str) -> Around:
    """The municipality in a kommun.yaml, with the forms in `mallar/` beside it. Nothing is written there.

    Raises NotFound, BadDefinition with every fault.
    """
    from beredning.definitions.organisation import read_organisation
    from beredning.definitions.organisation_files import FILES, MAIN
    from beredning.office.instance import Instance
    from beredning.office.report_forms import layout_files, read_layout

    path = Path(file) / MAIN if Path(file).is_dir() else Path(file)
    if not path.is_file():
        raise NotFound(f"{file} finns inte.", "Ange en kommun.yaml, eller mappen som den ligger i.")
    folder = path.parent
    beside = {name: (folder / name).read_bytes() for name in FILES if name != MAIN and (folder / name).is_file()}
    organisation = read_organisation({MAIN: path.read_bytes(), **(beside if path.name == MAIN else {})})
    forms = [Path(one) for one in layout_files(Instance(str(folder)))]
    return tuple(read_layout(one.read_bytes(), one.name) for one in forms), organisation, own_words(folder)


def papers_in(folder: Path) -> list[Path]:
    """The papers in a folder and those under it, by name. A PDF that lies beside a Word file of the same name is the
    same paper once more and is left out."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in FORMATS
        and path.name not in _ABOUT
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    )
    words = {path.with_suffix("") for path in found if path.suffix.lower() == ".docx"}
    return [path for path in found if path.suffix.lower() != ".pdf" or path.with_suffix("") not in words]
