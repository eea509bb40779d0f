"""The municipality's form for its reports: the layout and the Word template, its own before the built-in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.report import FactForm, Layout, SectionForm
from beredning.errors import BadDefinition, Fault
from beredning.office.compiled import compiled
from beredning.resources import resource_folder

if TYPE_CHECKING:
    from beredning.documents.template import CompiledTemplate
    from beredning.office.instance import Instance

LAYOUT = "tjansteutlatande.layout.yaml"
TEMPLATE = "tjansteutlatande.docx"
BASE = "bas.docx"


class Form(NamedTuple):
    """The layout with the template it is written in. digest: SHA-256 of the template's bytes."""

    layout: Layout
    template: CompiledTemplate


def load_layout(instance: Instance) -> Layout:
    """The layout of a tjänsteutlåtande: `mallar/` of the instance, else the built-in. Raises BadDefinition."""
    path = _own(instance, LAYOUT)
    data = path.read_bytes()

    def make() -> str:
        return json.dumps(read_layout(data, path.name), ensure_ascii=False)

    kept = json.loads(compiled(instance.hidden, "formulär", {path.name: data}, make))
    facts = tuple(FactForm._make(form) for form in kept[2])
    sections = tuple(SectionForm._make([*form[:6], tuple(form[6]), *form[7:]]) for form in kept[3])
    return Layout(kept[0], kept[1], facts, sections)


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
            "Rätta dem och kör beredning kontrollera.",
        )
    return layout


def load_form(instance: Instance) -> Form:
    """The layout and the compiled report template. Raises BadDefinition and BadDocument with every fault."""
    from beredning.documents.context import report_offer
    from beredning.documents.template import load_template

    layout = load_layout(instance)
    path = _own(instance, TEMPLATE)
    template = load_template(path.read_bytes(), report_offer(layout), path.name, Path(instance.hidden))
    return Form(layout, template)


def load_base(instance: Instance) -> CompiledTemplate:
    """The compiled base template of kallelse, protokoll and lists."""
    from beredning.documents.context import BASE_OFFER
    from beredning.documents.template import load_template

    path = _own(instance, BASE)
    return load_template(path.read_bytes(), BASE_OFFER, path.name, Path(instance.hidden))


def _own(instance: Instance, name: str) -> Path:
    own = Path(instance.folder) / "mallar" / name
    return own if own.is_file() else resource_folder("templates") / name
