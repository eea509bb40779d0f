"""The configuration of an instance: organisation, delegation orders and workflows, read through compiled files."""

# Every command comes this way, and pathlib costs it 6 ms.
# ruff: noqa: PTH112, PTH113, PTH118, PTH123, PTH208
from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from beredning.core.organisation import Organisation, from_plain
from beredning.definitions.organisation_files import FILES, MAIN
from beredning.errors import NotFound, StorageFault
from beredning.office.compiled import compiled

if TYPE_CHECKING:
    from beredning.core.workflow import Workflow
    from beredning.office.instance import Instance


def load(instance: Instance) -> Organisation:
    """The organisation. Raises BadDefinition with every fault in its files, NotFound when kommun.yaml is gone."""
    sources = read_sources(instance)

    def make() -> str:
        from beredning.core.organisation import to_text
        from beredning.definitions.organisation import read_organisation

        return to_text(read_organisation(sources))

    return from_plain(json.loads(compiled(instance.hidden, "kommun", sources, make)))


def read_sources(instance: Instance) -> dict[str, bytes]:
    """The bytes of kommun.yaml and of those of its side files that are there, by name."""
    found = {name: data for name in FILES if (data := _bytes(instance.folder, name)) is not None}
    if MAIN not in found:
        raise NotFound(f"Filen {MAIN} finns inte längre i {instance.folder}.", "Lägg tillbaka den från en kopia.")
    return found


def load_workflow(instance: Instance, name: str) -> tuple[Workflow, str]:
    """A workflow and its canonical text (whose SHA-256 a case is pinned to): the instance's own, else the built-in.

    Raises NotFound with the nearest names, BadDefinition with every fault in the file.
    """
    from beredning.core.workflow import from_text, to_text

    path, shown = _workflow_path(instance, name)
    data = _bytes(*os.path.split(path))
    if data is None:
        raise NotFound(f"Flödet {name} togs bort medan det lästes.", "Kör kommandot igen.")

    def make() -> str:
        from beredning.definitions.workflows import read_workflow

        return to_text(read_workflow(data, shown))

    text = compiled(instance.hidden, f"flöde-{name}", {shown: data}, make)
    return from_text(text), text


def workflow_files(instance: Instance) -> dict[str, str]:
    """The path of each workflow by name: the instance's own in `flöden/` go before the built-in."""
    from beredning.resources import resource_folder

    found: dict[str, str] = {}
    for folder in (str(resource_folder("workflows")), os.path.join(instance.folder, "flöden")):
        if os.path.isdir(folder):
            for file in sorted(os.listdir(folder)):
                if file.endswith(".yaml") and not file.endswith(".prov.yaml"):
                    found[file.removesuffix(".yaml")] = os.path.join(folder, file)
    return found


def _workflow_path(instance: Instance, name: str) -> tuple[str, str]:
    """The path of a workflow, and its name as faults print it."""
    own = os.path.join(instance.folder, "flöden", f"{name}.yaml")
    if os.path.isfile(own):
        return own, f"flöden/{name}.yaml"
    files = workflow_files(instance)
    if name not in files:
        from beredning.definitions.nearest import nearest

        names = tuple(sorted(files))
        raise NotFound(f"Flödet ”{name}” finns inte.", nearest(name, names), names)
    return files[name], f"{name}.yaml"


def _bytes(folder: str, name: str) -> bytes | None:
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageFault(f"{name} kunde inte läsas: {error.strerror}.", "Kontrollera filens rättigheter.") from error
