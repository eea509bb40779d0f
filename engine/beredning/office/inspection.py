"""Checks everything in an instance at once: organisation, delegation orders, workflows, templates and database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from beredning.definitions.organisation_draft import Remark
from beredning.definitions.organisation_files import MAIN
from beredning.errors import BadDefinition, BadDocument, BeredningError, Fault
from beredning.office.configuration import order_files, own_workflows, read_sources

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation
    from beredning.office.form_check import FormFile
    from beredning.office.instance import Instance

_WEIGHT = {"FEL": 0, "VARNING": 1, "INFO": 2}


class Checked(NamedTuple):
    """One thing that was looked at. name: "kommun.yaml", "databasen" …; said: in a few words what it holds."""

    name: str
    said: str


class Inspection(NamedTuple):
    """The outcome. remarks: file by file, in order of place."""

    folder: str
    checked: tuple[Checked, ...]
    remarks: tuple[Remark, ...]

    def count(self, severity: str) -> int:
        """How many remarks have that severity."""
        return sum(remark.severity == severity for remark in self.remarks)

    @property
    def sound(self) -> bool:
        """Whether there is no FEL."""
        return not self.count("FEL")


def inspect_instance(instance: Instance) -> Inspection:
    """Look at everything in the instance. Raises NotFound when kommun.yaml is gone; all else becomes remarks."""
    from beredning.definitions.organisation import examine

    sources = read_sources(instance)
    found = examine(sources)
    checked = [Checked(name, "") for name in sources]
    remarks = list(found.remarks)
    if found.organisation is not None:
        checked[0] = Checked(MAIN, _summary(found.organisation))
    for part in (_orders, _workflows, _templates, _review, _database, _clock):
        for item in part(instance, found.organisation):
            (checked if isinstance(item, Checked) else remarks).append(item)  # type: ignore[arg-type]
    return Inspection(instance.folder, tuple(checked), tuple(remarks))


def _summary(organisation: Organisation) -> str:
    persons, organs = len(organisation.persons), len(organisation.organs)
    return (
        f"{organisation.municipality}: {organs} organ, {persons} personer, "
        f"{len(organisation.mandates)} mandat, {len(organisation.meetings)} sammanträden"
    )


Found = Iterator[Checked | Remark]


def _orders(instance: Instance, organisation: Organisation | None) -> Found:
    from beredning.definitions.delegation_check import check_orders
    from beredning.definitions.delegation_order import inspect_order

    readings = [inspect_order(data, name) for name, data in order_files(instance).items()]
    for reading in readings:
        said = f"{reading.order.name}: {len(reading.order.points)} punkter" if reading.order else ""
        yield Checked(reading.file, said)
        yield from (Remark("FEL", fault) for fault in reading.document.sorted_faults())
    if organisation is not None:
        yield from check_orders(readings, organisation)


def _workflows(instance: Instance, _: Organisation | None) -> Found:
    from beredning.definitions.workflows import inspect_workflow

    folder = own_workflows(instance)
    for name in sorted(os.listdir(folder)) if folder else ():  # noqa: PTH208
        if not name.endswith(".yaml") or name.endswith(".prov.yaml"):
            continue
        shown = f"flöden/{name}"
        with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123
            read = inspect_workflow(file.read(), shown)
        yield Checked(shown, read.workflow.title)
        yield from (Remark("FEL", fault) for fault in read.faults)
        if read.workflow.name and read.workflow.name != name.removesuffix(".yaml"):
            text = f"Flödet heter ”{read.workflow.name}” men filen {name}."
            yield Remark("FEL", Fault(shown, 1, 1, text, f"Döp om filen till {read.workflow.name}.yaml."))


def _templates(instance: Instance, organisation: Organisation | None) -> Found:
    """Forms and Word templates. The built-in ones are tried too: the installation may be damaged."""
    from beredning.office.form_check import form_files, overlaps
    from beredning.office.report_forms import BASE, TEMPLATE, load_base, load_form

    try:
        forms = form_files(instance)
    except BadDefinition as error:
        yield from (Remark("FEL", fault) for fault in error.faults)
    else:
        yield from (Remark("FEL", fault) for fault in overlaps(forms))
        for form in forms:
            yield from _form(instance, organisation, form)
        if not any(form.own for form in forms):
            yield from _tried(instance, TEMPLATE, lambda: load_form(instance))
    yield from _tried(instance, BASE, lambda: load_base(instance))


def _form(instance: Instance, organisation: Organisation | None, form: FormFile) -> Found:
    """One of the municipality's own forms with its template; the built-in one needs no looking through."""
    from beredning.office.form_check import dnr_remarks, period, tried

    name = os.path.basename(form.file)  # noqa: PTH119
    if form.own:
        name = f"mallar/{name}"
        yield Checked(name, f"formuläret {form.layout.name}, gäller {period(form.layout)}")
        fault = tried(instance, form)
        if fault:
            yield Remark("FEL", fault)
    for text in dnr_remarks(form.layout, organisation):
        yield Remark("VARNING", Fault(name, 0, 0, f"{text[0].upper()}{text[1:]}."))


def _tried(instance: Instance, name: str, load: Callable[[], object]) -> Found:
    """What the compiler of a template says of it."""
    own = os.path.isfile(os.path.join(instance.folder, "mallar", name))  # noqa: PTH113, PTH118
    shown = f"mallar/{name}" if own else name
    try:
        load()
    except BadDocument as error:
        yield Remark("FEL", Fault(shown, 0, 0, error.text, error.hint))
    yield Checked(shown, "" if own else "den inbyggda")


def _review(_: Instance, organisation: Organisation | None) -> Found:
    """Severities that the municipality has set for rules that there are not, or that law does not let it lower."""
    if organisation is None:
        return
    from beredning.office.granska import severity_faults

    yield from (Remark("FEL", Fault(MAIN, 0, 0, text, hint)) for text, hint in severity_faults(organisation))


def _clock(instance: Instance, organisation: Organisation | None) -> Found:
    """A clock that was left behind stops every command of a real instance."""
    from datetime import UTC, datetime

    from beredning.office.instance import now

    try:
        if organisation is not None:
            now(instance, organisation, datetime(2000, 1, 1, tzinfo=UTC))
    except BeredningError as error:
        yield Remark("FEL", Fault(".beredning/klocka", 0, 0, error.text, error.hint))


def _database(instance: Instance, organisation: Organisation | None) -> Found:
    if organisation is None:
        return
    from beredning.office.instance import open_store

    yield Checked("databasen", organisation.database)
    try:
        open_store(instance, organisation, read_only=True).close()
    except BeredningError as error:
        yield Remark("FEL", Fault("databasen", 0, 0, error.text, error.hint))
