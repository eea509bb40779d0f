"""What people do with workflow definitions: list, read, check, prove, try, draw and begin a new one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from beredning.core.spelling import find
from beredning.core.workflow import Workflow, to_text
from beredning.errors import BadDefinition, Fault, NotFound, StorageFault, UsageFault, in_words

if TYPE_CHECKING:
    from beredning.core.promises import Verdict
    from beredning.definitions.scenarios import Outcome
    from beredning.office.instance import Instance

OWN = "flöden"


class Source(NamedTuple):
    """A workflow file. shown: how faults print it. own: it is the municipality's own. hides: there is a built-in one of
    the same name, which this one goes before."""

    name: str
    path: Path
    shown: str
    own: bool
    hides: bool = False


class Listed(NamedTuple):
    """A line of `flöde lista`. faults: how many the file has; title and version are as far as could be read."""

    name: str
    title: str
    version: str
    own: bool
    hides: bool
    digest: str
    faults: int


class Checked(NamedTuple):
    """What came of checking one file: of a workflow or of its scenarios."""

    file: str
    title: str
    stages: int
    steps: int
    tracks: int
    promises: int
    faults: tuple[Fault, ...]


class Tried(NamedTuple):
    """What came of a workflow's scenarios. untested: steps that no scenario takes."""

    workflow: str
    file: str
    outcomes: tuple[Outcome, ...]
    untested: tuple[str, ...]


def sources(instance: Instance | None) -> tuple[Source, ...]:
    """Every workflow there is, by name: the instance's own in `flöden/` go before the built-in."""
    from beredning.resources import resource_folder

    built_in = {p.name.removesuffix(".yaml"): p for p in _files(Path(resource_folder("workflows")))}
    found = {name: Source(name, path, path.name, False) for name, path in built_in.items()}
    if instance is not None:
        for path in _files(Path(instance.folder, OWN)):
            name = normalize("NFC", path.name.removesuffix(".yaml"))
            found[name] = Source(name, path, f"{OWN}/{path.name}", True, name in built_in)
    return tuple(found[name] for name in sorted(found))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.name.endswith(".yaml") and not p.name.endswith(".prov.yaml"))


def find_source(instance: Instance | None, text: str, folder: str) -> Source:
    """The workflow that a person means by its name, or by the path of its file (relative to `folder`).

    Raises NotFound with the nearest names.
    """
    if text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text:
        path = Path(folder, text).expanduser()
        if not path.is_file():
            raise NotFound(f"Filen {text} finns inte.", "Kontrollera sökvägen.")
        return Source(normalize("NFC", path.name.removesuffix(".yaml")), path, text, True)
    return among(instance, text)


def among(instance: Instance | None, name: str) -> Source:
    """The workflow of that name that cases of the instance can follow. Raises NotFound with the nearest names."""
    known = {source.name: source for source in sources(instance)}
    found = find(normalize("NFC", name), known)
    if found is None:
        from beredning.definitions.nearest import nearest

        raise NotFound(f"Flödet ”{name}” finns inte.", nearest(name, tuple(known)), tuple(known))
    return known[found]


def read(source: Source) -> Workflow:
    """The workflow in a file. Raises BadDefinition with every fault, StorageFault when the file cannot be read."""
    from beredning.definitions.workflows import read_workflow

    return read_workflow(_bytes(source.path, source.shown), source.shown)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageFault(
            f"{shown} kunde inte läsas: {in_words(error)}.", "Kontrollera filens rättigheter."
        ) from error


def listing(instance: Instance | None) -> tuple[Listed, ...]:
    """Every workflow, also those with faults."""
    from beredning.definitions.workflows import inspect_workflow

    lines = []
    for source in sources(instance):
        workflow, faults = inspect_workflow(_bytes(source.path, source.shown), source.shown)
        digest = "" if faults else digest_of(workflow)
        lines.append(
            Listed(source.name, workflow.title, workflow.version, source.own, source.hides, digest, len(faults))
        )
    return tuple(lines)


def digest_of(workflow: Workflow) -> str:
    """The digest that cases started under this definition are pinned to: SHA-256 of its canonical text, as hex."""
    from hashlib import sha256

    return sha256(to_text(workflow).encode()).hexdigest()


def check(instance: Instance | None, texts: tuple[str, ...], folder: str) -> tuple[Checked, ...]:
    """Check the named workflows (all when none are named) and the scenarios beside them.

    Raises BadDefinition with every fault of every file when there are any; NotFound for a name that is none.
    """
    chosen = [find_source(instance, text, folder) for text in texts] if texts else list(sources(instance))
    done = tuple(one for source in chosen for one in _check(source))
    faults = tuple(fault for one in done for fault in one.faults)
    if faults:
        files = len({one.file for one in done if one.faults})
        number = f"{len(faults)} fel" if len(faults) > 1 else "Ett fel"
        text = f"{number} i {files} filer." if files > 1 else f"{number} i {faults[0].file}."
        raise BadDefinition(text, faults, "Rätta filen och kör kommandot igen.")
    return done


def _check(source: Source) -> list[Checked]:
    from beredning.definitions.scenarios import read_scenarios
    from beredning.definitions.workflows import inspect_workflow

    workflow, faults = inspect_workflow(_bytes(source.path, source.shown), source.shown)
    counts = (len(workflow.stages), len(workflow.steps), len(workflow.tracks), len(workflow.promises))
    done = [Checked(source.shown, workflow.title, *counts, faults)]
    beside = scenario_file(source)
    # Scenarios of a broken workflow would only repeat its faults.
    if beside is not None and not faults:
        shown = _beside(source.shown)
        read = read_scenarios(_bytes(beside, shown), shown, workflow)
        done.append(Checked(shown, workflow.title, 0, len(read.scenarios), 0, 0, read.faults))
    return done


def _beside(name: str) -> str:
    return name.removesuffix(".yaml") + ".prov.yaml"


def scenario_file(source: Source) -> Path | None:
    """The file of scenarios beside a workflow; None when there is none."""
    path = source.path.with_name(_beside(source.path.name))
    return path if path.is_file() else None


def prove(source: Source, limit: int = 0) -> tuple[Verdict, ...]:
    """A verdict on each promise. limit: the most states to explore (0: the usual). Raises BadDefinition."""
    from beredning.core import promises

    return promises.prove(read(source), limit or promises.LIMIT)


def try_scenarios(source: Source) -> Tried:
    """Run the scenarios beside a workflow. Raises NotFound when there are none, BadDefinition for faults in them."""
    from beredning.definitions.scenarios import read_scenarios, run_all

    workflow = read(source)
    beside, shown = scenario_file(source), _beside(source.shown)
    if beside is None:
        raise NotFound(
            f"Flödet {source.name} har inga prov: filen {shown} finns inte.", "Hur prov skrivs: docs/skriv-ett-flöde.md"
        )
    scenarios, faults = read_scenarios(_bytes(beside, shown), shown, workflow)
    if faults:
        number = f"{len(faults)} fel" if len(faults) > 1 else "ett fel"
        raise BadDefinition(f"Proven har {number}.", faults, "Rätta filen och kör kommandot igen.")
    outcomes = run_all(scenarios, workflow)
    taken = {step for outcome in outcomes for step in outcome.taken}
    return Tried(workflow.name, shown, outcomes, tuple(a for a in workflow.addresses() if a not in taken))


def draft(instance: Instance, name: str, after: Source | None) -> tuple[tuple[Path, bytes], ...]:
    """The files of a new workflow for the instance, not yet written: its path and content, and those of its scenarios.

    after: a workflow to begin from; None gives a small commented one. Raises UsageFault for a name that cannot be one.
    """
    import re

    from beredning.definitions.scalars import NAME
    from beredning.definitions.schemas import tidy
    from beredning.definitions.skeleton import copy_of, skeleton, skeleton_scenarios

    name = normalize("NFC", name)
    if not re.fullmatch(NAME, name):
        text = f"Ett flöde kan inte heta ”{name}”: bara små bokstäver, siffror och bindestreck."
        raise UsageFault(text, tidy(name, NAME))
    if after is None:
        flow, scenarios = skeleton(name), skeleton_scenarios(name)
    else:
        read(after)
        beside = scenario_file(after)
        flow = copy_of(_bytes(after.path, after.shown).decode(), name, after.name)
        scenarios = copy_of(_bytes(beside, _beside(after.shown)).decode(), name, after.name) if beside else ""
    folder = Path(instance.folder, OWN)
    files = [(folder / f"{name}.yaml", flow.encode())]
    if scenarios:
        files.append((folder / f"{name}.prov.yaml", scenarios.encode()))
    return tuple(files)
