"""The municipality's forms looked through: what each says, whether they agree with one another and with kommun.yaml,
and whether their Word templates hold what they are given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.report import Layout
from beredning.errors import BadDocument, Fault, NotFound
from beredning.office.report_forms import TEMPLATE, layout_files, read_layout, template_path

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation
    from beredning.office.instance import Instance


class FormFile(NamedTuple):
    """A form and the file it is written in. own: the municipality's, not the built-in one."""

    file: str
    own: bool
    layout: Layout


class FormChecked(NamedTuple):
    """A form that can be used. said: what it says, a heading and a text for each line; remarks: what is probably not
    meant; sample: a report in it, as a Word file."""

    file: str
    name: str
    own: bool
    said: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    sample: bytes


def form_files(instance: Instance) -> tuple[FormFile, ...]:
    """Every form with its file, in the order in which one is chosen. Raises BadDefinition with every fault in them."""
    from beredning.office.report_forms import load_layouts

    own = os.path.join(instance.folder, "mallar")  # noqa: PTH118
    pairs = zip(layout_files(instance), load_layouts(instance), strict=True)
    return tuple(FormFile(path, path.startswith(own + os.sep), layout) for path, layout in pairs)


def check_form(instance: Instance, organisation: Organisation | None, form: FormFile) -> FormChecked:
    """One form with its Word template, filled with a sample.

    Raises BadDocument with everything that the template lacks or loses, NotFound when it is not there.
    """
    from beredning.documents.template_trial import try_report_template

    layout = form.layout
    beside = Path(form.file).parent / layout.template if layout.template else None
    path = beside if beside and beside.is_file() else template_path(instance, layout)
    trial = try_report_template(path.read_bytes(), layout, path.name)
    found = f"{trial.facts} uppgifter, {trial.sections} avsnitt och {trial.signatures} underskrifter"
    said = (*_said(layout), ("Mall", f"{path.name}; {found} står på sin plats i provutskriften"))
    remarks = (*_remarks(layout), *dnr_remarks(layout, organisation), *trial.remarks)
    return FormChecked(form.file, layout.name, form.own, said, remarks, trial.sample)


def one_form(path: Path) -> FormFile:
    """A form in a file of its own, wherever it is. Raises NotFound, BadDefinition with every fault."""
    if not path.is_file():
        raise NotFound(f"Formuläret {path} finns inte.", "Kontrollera sökvägen.")
    return FormFile(str(path), True, read_layout(path.read_bytes(), path.name))


def overlaps(forms: tuple[FormFile, ...]) -> Iterator[Fault]:
    """Two of the municipality's own forms in force on the same day: nobody could say by which a paper is judged."""
    own = [form for form in forms if form.own]
    for place, later in enumerate(own):
        for earlier in own[:place]:
            first, second = earlier.layout, later.layout
            if (not first.ends or second.starts <= first.ends) and (not second.ends or first.starts <= second.ends):
                names = f"mallar/{os.path.basename(later.file)}", f"mallar/{os.path.basename(earlier.file)}"  # noqa: PTH119
                text = f"Formuläret gäller {period(second)}, samtidigt som {names[1]} gäller {period(first)}."
                yield Fault(
                    names[0], 0, 0, text, "Skriv gäller_från och gäller_till så att ett tar vid efter det andra."
                )


def period(layout: Layout) -> str:
    """When a form is in force, in words."""
    if not layout.starts:
        return f"till och med {layout.ends}" if layout.ends else "tills vidare"
    return f"från {layout.starts}" + (f" till och med {layout.ends}" if layout.ends else "")


def dnr_remarks(layout: Layout, organisation: Organisation | None) -> Iterator[str]:
    """Reports carry the dnr as kommun.yaml writes it; a form that says another way would call each of them wrong."""
    from beredning.core.diary import display
    from beredning.core.pattern import match

    shown: dict[str, list[str]] = {}
    for organ in organisation.organs if organisation and not layout.ends else ():
        shown.setdefault(display(organ, 2024, 123), []).append(organ.key)
    for dnr, organs in shown.items():
        if match(layout.diary.form, dnr) is None:
            yield (
                f"formuläret skriver diarienummer som {layout.diary.form}, men {' och '.join(organs)} skriver {dnr}; "
                f"ändra mönster i formuläret eller dnr-form i kommun.yaml"
            )


def _said(layout: Layout) -> Iterator[tuple[str, str]]:
    from beredning.core.document import lines_of
    from beredning.core.sample import DAY, sample_decision, sample_diary

    yield "Gäller", period(layout)
    yield "Diarienummer", f"{layout.diary.form}, till exempel {sample_diary(layout)}"
    yield "Datum", f"{layout.date.form}, till exempel {layout.day(DAY)}"
    optional = {form.name for form in layout.facts if not form.required}
    yield "Uppgifter", ", ".join(f"{one.name} (valfri)" if one.name in optional else one.name for one in layout.facts)
    shown = [one.heading or one.name for one in layout.sections if one.kind != "signatures"]
    yield "Avsnitt", ", ".join(shown)
    if any(one.kind == "decision" for one in layout.sections):
        yield "Beslutssats", f"{layout.sentence.dialect}: " + " / ".join(lines_of(sample_decision(layout)))
    place = next((place for place, one in enumerate(layout.sections) if one.kind == "signatures"), -1)
    if place >= 0:
        after = layout.sections[place - 1].heading if place else ""
        yield "Skriver under", ", ".join(layout.signing) + (f", efter {after}" if after else ", först")


def _remarks(layout: Layout) -> Iterator[str]:
    """What a form may leave out, and what it then goes without."""
    kinds = {one.kind for one in layout.sections}
    facts = {one.name for one in layout.facts}
    if "decision" not in kinds:
        yield "inget avsnitt har slaget beslut, så ingen beslutssats granskas"
    if "signatures" not in kinds:
        yield "inget avsnitt har slaget underskrifter, så ingen skriver under"
    if "consultation" not in kinds:
        yield "inget avsnitt har slaget mbl, så utlåtandet säger inget om MBL"
    for name in ("diarienummer", "datum", "rubrik"):
        if name not in facts:
            yield f"uppgiften {name} finns inte i huvudet"
    if not layout.diary.examples or not layout.date.examples:
        yield "diarienummer och datum har inga exempel; med exempel och motexempel prövas mönstren varje gång"


def tried(instance: Instance, form: FormFile) -> Fault | None:
    """What is wrong with a form's Word template, or None."""
    try:
        check_form(instance, None, form)
    except (BadDocument, NotFound) as error:
        name = form.layout.template or TEMPLATE
        return Fault(f"mallar/{name}", 0, 0, error.text, error.hint)
    return None
