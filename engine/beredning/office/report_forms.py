"""The municipality's forms for its reports: layouts and Word templates, its own before the built-in."""

# Every command about reports comes this way, and pathlib costs it time.
# ruff: noqa: PTH112, PTH118, PTH119, PTH208
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from beredning.core.report import FactForm, Layout, Pattern, SectionForm, SentenceForm, layout_for
from beredning.errors import BadDefinition, Fault, NotFound
from beredning.office.compiled import compiled
from beredning.resources import resource_folder

if TYPE_CHECKING:
    from beredning.documents.template import CompiledTemplate
    from beredning.office.instance import Instance

LAYOUT_END = ".layout.yaml"
LAYOUT = f"tjansteutlatande{LAYOUT_END}"
TEMPLATE = "tjansteutlatande.docx"
BASE = "bas.docx"


class Form(NamedTuple):
    """The layout with the template it is written in. digest: SHA-256 of the template's bytes."""

    layout: Layout
    template: CompiledTemplate


def load_layouts(instance: Instance) -> tuple[Layout, ...]:
    """Every form that papers may be written in: those in the instance's `mallar/` by file name, then the built-in one,
    unless the instance has put one of the same name in its place. Raises BadDefinition with the faults of them all."""
    files = {os.path.basename(path): Path(path).read_bytes() for path in layout_files(instance)}

    def make() -> str:
        return json.dumps(_read_all(files), ensure_ascii=False)

    return tuple(_revived(kept) for kept in json.loads(compiled(instance.hidden, "formulär", files, make)))


def _read_all(files: Mapping[str, bytes]) -> list[Layout]:
    made: list[Layout] = []
    bad: list[BadDefinition] = []
    for name, data in files.items():
        try:
            made.append(read_layout(data, name))
        except BadDefinition as error:
            bad.append(error)
    if bad:
        text = bad[0].text if len(bad) == 1 else "Formulären har brister."
        raise BadDefinition(text, tuple(fault for error in bad for fault in error.faults), bad[0].hint)
    return made


def layout_files(instance: Instance) -> tuple[str, ...]:
    """The files behind `load_layouts`, in its order."""
    folder = os.path.join(instance.folder, "mallar")
    own = sorted(name for name in os.listdir(folder) if name.endswith(LAYOUT_END)) if os.path.isdir(folder) else []
    found = [os.path.join(folder, name) for name in own]
    if LAYOUT not in own:
        found.append(str(resource_folder("templates") / LAYOUT))
    return tuple(found)


def load_layout(instance: Instance, day: str = "") -> Layout:
    """The form that reports are written in on a day (ISO); without one, the form for new reports.

    Raises BadDefinition, also when no form is in force that day.
    """
    layout = layout_for(load_layouts(instance), day)
    if layout is None:
        text = f"Inget formulär för tjänsteutlåtanden gäller {day}."
        raise BadDefinition(text, (), "Ändra gäller_från eller gäller_till i mallar/. beredning mall lista visar dem.")
    return layout


def _revived(kept: list[Any]) -> Layout:
    """A layout as it was before it became JSON, where every tuple is a list."""
    made = Layout._make(kept)
    return made._replace(
        facts=tuple(FactForm._make(_tuples(one)) for one in kept[2]),
        sections=tuple(SectionForm._make(_tuples(one)) for one in kept[3]),
        diary=Pattern._make(_tuples(made.diary)),
        date=Pattern._make(_tuples(made.date)),
        sentence=SentenceForm._make(_tuples(made.sentence)),
        signing=tuple(made.signing),
    )


def _tuples(kept: Any) -> Any:
    return tuple(_tuples(one) for one in kept) if isinstance(kept, list | tuple) else kept


def read_layout(data: bytes, file: str) -> Layout:
    """The layout in a YAML file. Raises BadDefinition with every fault and its place."""
    from beredning.definitions.plain import read_plain
    from beredning.documents.layout import from_mapping

    plain = read_plain(data, file)
    faults: list[Fault] = [*plain.faults]
    layout = from_mapping(plain.value, lambda path, text, hint: faults.append(plain.fault(path, text, hint)))
    if layout is None or faults:
        raise BadDefinition(
            f"Formuläret {file} har brister.",
            tuple(sorted(faults, key=lambda fault: (fault.line, fault.column))),
            "Rätta dem och kör beredning mall kontrollera formulär.",
        )
    return layout


def load_form(instance: Instance, day: str = "") -> Form:
    """The layout of a day (see `load_layout`) and its compiled Word template.

    Raises BadDefinition and BadDocument with every fault, NotFound when the form names a template that is not there.
    """
    from beredning.documents.context import report_offer
    from beredning.documents.template import load_template

    layout = load_layout(instance, day)
    path = template_path(instance, layout)
    return Form(layout, load_template(path.read_bytes(), report_offer(layout), path.name, Path(instance.hidden)))


def template_path(instance: Instance, layout: Layout) -> Path:
    """Where a form's Word template is. Raises NotFound when it names one that is not there."""
    path = _own(instance, layout.template or TEMPLATE)
    if not path.is_file():
        text = f"Mallen {layout.template}, som formuläret {layout.name} använder, finns inte."
        raise NotFound(text, f"Lägg {layout.template} i mappen mallar, eller ta bort mall: ur formuläret.")
    return path


def load_base(instance: Instance) -> CompiledTemplate:
    """The compiled base template of kallelse, protokoll and lists."""
    from beredning.documents.context import BASE_OFFER
    from beredning.documents.template import load_template

    path = _own(instance, BASE)
    return load_template(path.read_bytes(), BASE_OFFER, path.name, Path(instance.hidden))


def _own(instance: Instance, name: str) -> Path:
    own = Path(instance.folder) / "mallar" / name
    return own if own.is_file() else resource_folder("templates") / name
