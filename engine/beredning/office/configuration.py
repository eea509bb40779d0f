"""The configuration of an instance: organisation, delegation orders and workflows, read through compiled files."""

# Every command comes this way, and pathlib costs it 6 ms.
# ruff: noqa: PTH112, PTH118, PTH120, PTH123, PTH208
from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from beredning.core.organisation import Organisation, from_plain
from beredning.definitions.organisation_files import DELEGATION_PREFIX, FILES, MAIN
from beredning.errors import BadDefinition, NotFound
from beredning.office.compiled import compiled

KIND: Final = "kommun"

if TYPE_CHECKING:
    from beredning.core.delegation import DelegationOrder
    from beredning.core.journal import Entry
    from beredning.core.workflow import Workflow
    from beredning.office.desk import Desk
    from beredning.office.instance import Instance
    from beredning.store import Unit


# The text each loaded organisation came from, so that it need not be written out again at every act.
_texts: dict[int, tuple[Organisation, str]] = {}


def load(instance: Instance) -> Organisation:
    """The organisation. Raises BadDefinition with every fault in its files, NotFound when kommun.yaml is gone."""
    sources = read_sources(instance)

    def make() -> str:
        from beredning.core.organisation import to_text
        from beredning.definitions.organisation import read_organisation

        return to_text(read_organisation(sources))

    text = compiled(instance.hidden, "kommun", sources, make)
    organisation = from_plain(json.loads(text))
    _texts[id(organisation)] = (organisation, text)
    return organisation


def read_sources(instance: Instance) -> dict[str, bytes]:
    """The bytes of kommun.yaml and of those of its side files that are there, by name."""
    found = {name: data for name in FILES if (data := _bytes(instance.folder, name)) is not None}
    if MAIN not in found:
        raise NotFound(f"Filen {MAIN} finns inte längre i {instance.folder}.", "Lägg tillbaka den från en kopia.")
    return found


def read_file(instance: Instance, name: str) -> bytes | None:
    """The bytes of a file in the instance's folder, or None when it is not there. Raises OSError."""
    return _bytes(instance.folder, name)


def order_files(instance: Instance) -> dict[str, bytes]:
    """The bytes of each delegationsordning*.yaml, by name in order."""
    names = sorted(name for name in os.listdir(instance.folder) if name.startswith(DELEGATION_PREFIX))
    return {name: data for name in names if name.endswith(".yaml") and (data := read_file(instance, name)) is not None}


def load_delegation_orders(instance: Instance) -> tuple[DelegationOrder, ...]:
    """Every version of every delegation order in the instance. Raises BadDefinition with every fault in them."""
    from beredning.core.delegation_text import from_text

    sources = order_files(instance)

    def make() -> str:
        from beredning.core.delegation_text import to_text
        from beredning.definitions.delegation_order import inspect_order

        readings = [inspect_order(data, name) for name, data in sources.items()]
        faults = tuple(fault for reading in readings for fault in reading.document.sorted_faults())
        if faults:
            number = "ett fel" if len(faults) == 1 else f"{len(faults)} fel"
            raise BadDefinition(f"Delegationsordningen har {number}.", faults, "Rätta raderna och kör igen.")
        return json.dumps([to_text(reading.order) for reading in readings if reading.order is not None])

    return tuple(from_text(text) for text in json.loads(compiled(instance.hidden, "delegation", sources, make)))


def load_workflow(instance: Instance, name: str) -> tuple[Workflow, str]:
    """A workflow and its canonical text, whose SHA-256 a case is pinned to: the instance's own, else the built-in.

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


def own_workflows(instance: Instance) -> str:
    """The path of the instance's folder of own workflows, "" when it has none.

    It is found as `floden` too, and with its dots set apart: a folder that has been through a Mac or an archive must
    not be left out in silence.
    """
    path = os.path.join(instance.folder, "flöden")
    if os.path.isdir(path):
        return path
    from beredning.core.spelling import find

    name = find("flöden", [entry.name for entry in os.scandir(instance.folder) if entry.is_dir()])
    return os.path.join(instance.folder, name) if name else ""


def workflow_files(instance: Instance) -> dict[str, str]:
    """The path of each workflow by name: the instance's own in `flöden/` go before the built-in."""
    from beredning.resources import resource_folder

    found: dict[str, str] = {}
    for folder in (str(resource_folder("workflows")), own_workflows(instance)):
        if folder:
            for file in sorted(os.listdir(folder)):
                if file.endswith(".yaml") and not file.endswith(".prov.yaml"):
                    found[file.removesuffix(".yaml")] = os.path.join(folder, file)
    return found


def _workflow_path(instance: Instance, name: str) -> tuple[str, str]:
    """The path of a workflow, and its name as faults print it."""
    files = workflow_files(instance)
    if name not in files:
        from beredning.definitions.nearest import nearest

        names = tuple(sorted(files))
        raise NotFound(f"Flödet ”{name}” finns inte.", nearest(name, names), names)
    own = os.path.dirname(files[name]) == own_workflows(instance)
    return files[name], f"flöden/{name}.yaml" if own else f"{name}.yaml"


def _bytes(folder: str, name: str) -> bytes | None:
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


# The configuration in the journal


def _text(organisation: Organisation) -> str:
    """The canonical text of an organisation; that of a loaded one is the text it was loaded from."""
    from beredning.core.organisation import to_text

    kept = _texts.get(id(organisation))
    return kept[1] if kept and kept[0] is organisation else to_text(organisation)


def record_configuration(unit: Unit, desk: Desk) -> Entry | None:
    """Journal the organisation when it is another than the one last journaled; the first thing in a unit that writes.

    The definition row is keyed by the SHA-256 of the canonical text, and its body is the digest of that text, kept
    beside the journal: names and accounts can be disposed of without breaking the chain (house rule 5). Answers the
    entry, or None when nothing had changed.
    """
    from beredning.core.journal import Act, sha256
    from beredning.store.rows import DefinitionRow

    text = _text(desk.organisation)
    digest = sha256(text)
    kept = unit.all(DefinitionRow, "by_name", KIND, KIND)
    last = max(kept, key=lambda row: row.entry, default=None)
    if last is not None and last.digest == digest:
        return None
    before = next((row for row in kept if row.digest == digest), None)
    body = before.body if before else unit.put_text(text)
    row = DefinitionRow(digest, KIND, KIND, desk.day.isoformat(), body)
    act = Act(
        desk.actor.person,
        desk.actor.title,
        "konfiguration",
        "instans",
        ground="Lokal rutin",
        extra={"previous": last.digest if last else "", "digest": digest},
    )
    return unit.write(act, [row], [before])
