"""Word templates and forms as an administrator meets them: what one may use, whether one is right, and a copy of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.core.report import layout_for
from beredning.errors import BadDefinition, NotFound, UsageFault
from beredning.office.form_check import FormChecked, check_form, form_files, one_form, overlaps, period
from beredning.office.report_forms import BASE, LAYOUT_END, TEMPLATE, load_layout, template_path
from beredning.resources import resource_folder

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation
    from beredning.office.instance import Instance

FORM: Final = "formulär"
KINDS: Final = {"utlåtande": TEMPLATE, "bas": BASE}


class TemplateLine(NamedTuple):
    """A template or form: what it is for, its file, whether it is the instance's own, and for a form when it is in
    force and whether reports are written in it today."""

    kind: str
    file: str
    own: bool
    period: str = ""
    today: bool = False


class TemplateChecked(NamedTuple):
    """A template that can be used. facts, sections, signatures: how many stood in their places in the sample."""

    kind: str
    file: str
    own: bool
    facts: int
    sections: int
    signatures: int
    remarks: tuple[str, ...]
    sample: bytes


class FieldLine(NamedTuple):
    """One thing a template may use: how it is written in Word, what it gives, and whether it must be there."""

    written: str
    explanation: str
    needed: bool


def listing(instance: Instance, day: str) -> tuple[TemplateLine, ...]:
    """The templates in use, and every form. day: ISO date of today. Raises BadDefinition (a faulty form)."""
    own = Path(instance.folder) / "mallar"
    forms = form_files(instance)
    current = layout_for([form.layout for form in forms], day)
    report = template_path(instance, current) if current else _file(instance, TEMPLATE)
    base = _file(instance, BASE)
    lines = [
        TemplateLine("utlåtande", str(report), report.parent == own),
        TemplateLine("bas", str(base), base.parent == own),
    ]
    return (
        *lines,
        *(TemplateLine(FORM, one.file, one.own, period(one.layout), one.layout is current) for one in forms),
    )


def field_lines(instance: Instance, kind: str, day: str) -> tuple[FieldLine, ...]:
    """Everything a template of that kind may use today. Raises UsageFault, BadDefinition (a faulty form)."""
    from beredning.documents.context import BASE_OFFER, explain, report_offer

    offer = report_offer(load_layout(instance, day)) if _kind(kind) == TEMPLATE else BASE_OFFER
    return tuple(FieldLine(f.written, f.explanation, f.needed) for f in explain(offer))


def check(instance: Instance, kind: str, day: str, file: Path | None = None) -> TemplateChecked:
    """Compiles a template as it would be used, fills it with a sample and finds every part again.

    Raises BadDocument with every fault, NotFound, UsageFault, BadDefinition (a faulty form).
    """
    from beredning.documents.template_trial import try_base_template, try_report_template

    name = _kind(kind)
    layout = load_layout(instance, day)
    path = file or (template_path(instance, layout) if name == TEMPLATE else _file(instance, BASE))
    if not path.is_file():
        raise NotFound(f"Mallen {path} finns inte.", "Kontrollera sökvägen.")
    data = path.read_bytes()
    trial = try_report_template(data, layout, path.name) if name == TEMPLATE else try_base_template(data, path.name)
    own = file is not None or path.parent == Path(instance.folder) / "mallar"
    found = (trial.facts, trial.sections, trial.signatures, trial.remarks, trial.sample)
    return TemplateChecked(kind, str(path), own, *found)


def check_forms(instance: Instance, organisation: Organisation, file: Path | None = None) -> tuple[FormChecked, ...]:
    """Every form of the municipality's own, or the built-in one when it has none; with `file` that one alone.

    Raises BadDefinition with every fault, overlapping dates among them, BadDocument and NotFound for their templates.
    """
    if file:
        return (check_form(instance, organisation, one_form(file)),)
    forms = form_files(instance)
    faults = tuple(overlaps(forms))
    if faults:
        raise BadDefinition("Formulären gäller samtidigt.", faults, "Rätta datumen och kontrollera igen.")
    chosen = [form for form in forms if form.own] or list(forms)
    return tuple(check_form(instance, organisation, form) for form in chosen)


def source(instance: Instance, kind: str, day: str) -> tuple[Path, bytes]:
    """The file that a copy of a template or form is made from, and its bytes. Raises UsageFault."""
    wanted = next((line for line in listing(instance, day) if line.kind == kind and (line.today or kind != FORM)), None)
    if wanted is None:
        known = ", ".join((*KINDS, FORM))
        raise UsageFault(f"Det finns inget slag av mall som heter ”{kind}”.", f"Välj bland: {known}.")
    return Path(wanted.file), Path(wanted.file).read_bytes()


def place(instance: Instance, kind: str, found: Path, name: str) -> Path:
    """Where a copy goes: in `mallar/`, under its own name when none is given. Raises UsageFault for a wrong ending."""
    end = LAYOUT_END if kind == FORM else ".docx"
    if name and (not name.endswith(end) or "/" in name or "\\" in name):
        raise UsageFault(f"”{name}” är inget namn på en sådan fil.", f"Namnet ska sluta på {end}.")
    return Path(instance.folder) / "mallar" / (name or found.name)


def _file(instance: Instance, name: str) -> Path:
    own = Path(instance.folder) / "mallar" / name
    return own if own.is_file() else resource_folder("templates") / name


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise UsageFault(f"Det finns inget slag av mall som heter ”{kind}”.", "Välj bland: " + ", ".join(KINDS) + ".")
    return KINDS[kind]
