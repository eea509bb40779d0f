"""Word templates as an administrator meets them: what a template may use, and whether one is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from beredning.errors import NotFound, UsageFault
from beredning.office.report_forms import BASE, TEMPLATE, load_layout
from beredning.resources import resource_folder

if TYPE_CHECKING:
    from beredning.office.instance import Instance

KINDS = {"utlåtande": TEMPLATE, "bas": BASE}


class TemplateLine(NamedTuple):
    """A template: what it is for, its file, and whether it is the instance's own or built in."""

    kind: str
    file: str
    own: bool


class FieldLine(NamedTuple):
    """One thing a template may use: how it is written in Word, what it gives, and whether it must be there."""

    written: str
    explanation: str
    needed: bool


def listing(instance: Instance) -> tuple[TemplateLine, ...]:
    """The templates in use."""
    found = []
    for kind, name in KINDS.items():
        own = Path(instance.folder) / "mallar" / name
        path = own if own.is_file() else resource_folder("templates") / name
        found.append(TemplateLine(kind, str(path), own.is_file()))
    return tuple(found)


def field_lines(instance: Instance, kind: str) -> tuple[FieldLine, ...]:
    """Everything a template of that kind may use. Raises UsageFault, BadDefinition (a faulty layout)."""
    from beredning.documents.context import BASE_OFFER, explain, report_offer

    offer = report_offer(load_layout(instance)) if _kind(kind) == TEMPLATE else BASE_OFFER
    return tuple(FieldLine(f.written, f.explanation, f.needed) for f in explain(offer))


def check(instance: Instance, kind: str, file: Path | None = None) -> TemplateLine:
    """Compiles a template as it would be used. Raises BadDocument with every fault, NotFound, UsageFault."""
    from beredning.documents.context import BASE_OFFER, report_offer
    from beredning.documents.template_compile import compile_template

    name = _kind(kind)
    line = next(one for one in listing(instance) if one.kind == kind)
    path = file or Path(line.file)
    if not path.is_file():
        raise NotFound(f"Mallen {path} finns inte.", "Kontrollera sökvägen.")
    offer = report_offer(load_layout(instance)) if name == TEMPLATE else BASE_OFFER
    compile_template(path.read_bytes(), offer, path.name)
    return TemplateLine(kind, str(path), file is not None or line.own)


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise UsageFault(f"Det finns inget slag av mall som heter ”{kind}”.", "Välj bland: " + ", ".join(KINDS) + ".")
    return KINDS[kind]
