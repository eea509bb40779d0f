"""Import of persons and mandates: what a list would add and change, and writing that into the files people keep.

A plan is made first and shown. New persons go to personer.yaml and new mandates to mandat.yaml; those that stand
elsewhere are changed where they stand, value by value, so that no comment and no hand edit is lost. The result is read
again before anything is written, and compared with what was meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.definitions.organisation_draft import Draft, Subject
from beredning.definitions.organisation_edit import Editor
from beredning.errors import BadDefinition, Clash, Fault, UsageFault

if TYPE_CHECKING:
    from beredning.core.organisation import Mandate, Person, Role
    from beredning.office.instance import Instance

PERSONS_FILE: Final = "personer.yaml"
MANDATES_FILE: Final = "mandat.yaml"
_HEADS: Final = {
    PERSONS_FILE: "# Personer som har lästs in ur en lista. Får ändras för hand; kommun.yaml säger hur.\n",
    MANDATES_FILE: "# Mandat som har lästs in ur en lista. Får ändras för hand; kommun.yaml säger hur.\n",
}


class Change(NamedTuple):
    """What a row leads to. kind: "ny" or "ändrad". what: the person, or the post. file: where it is written. row: its
    number in the list. details: "titel: rektor → skolchef" for what changes, "titel: rektor" for what is new."""

    kind: str
    what: str
    file: str
    row: int
    details: tuple[str, ...]


class ImportPlan(NamedTuple):
    """All that an import will do. unchanged: rows that say nothing new. ignored: columns that are not read.
    before and after: the bytes of each file that changes (before: None for a new file). warnings: new remarks."""

    file: str
    changes: tuple[Change, ...]
    unchanged: int
    ignored: tuple[str, ...]
    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes]
    warnings: tuple[str, ...]


class Meant(NamedTuple):
    """The outcome that a plan aims at: every person with its roles and every mandate, as values."""

    persons: Mapping[str, Person]
    roles: Sequence[Role]
    mandates: Sequence[Mandate]


def plan_import(what: str, sources: Mapping[str, bytes], data: bytes, file: str) -> ImportPlan:
    """What importing a list would do. what: "personer" or "mandat". sources: the files of the organisation, by name.

    Raises BadDocument for a list that cannot be read and BadDefinition with every bad row, by its number in the list.
    """
    from beredning.definitions.organisation import draft_of
    from beredning.office import import_mandates, import_persons

    draft = draft_of(sources)
    if what == "personer":
        return import_persons.plan(draft, sources, data, file)
    if what == "mandat":
        return import_mandates.plan(draft, sources, data, file)
    raise UsageFault(f"”{what}” kan inte importeras.", "Välj personer eller mandat.")


class Drafting:
    """A plan in the making: the editors of the files, the changes so far, and which row each subject comes from."""

    def __init__(self, draft: Draft, sources: Mapping[str, bytes], file: str) -> None:
        self.draft = draft
        self.sources = sources
        self.file = file
        self.changes: list[Change] = []
        self.unchanged = 0
        self.faults: list[Fault] = []
        self.rows: dict[Subject, int] = {}
        self._editors: dict[str, Editor] = {}

    def editor(self, name: str) -> Editor:
        """The editor of a file; a side file that is not there yet begins with its heading."""
        if name not in self._editors:
            data = self.sources.get(name)
            self._editors[name] = Editor(_HEADS[name] if data is None else data.decode())
        return self._editors[name]

    def fault(self, row: int, column: int, text: str, suggestion: str = "") -> None:
        """Report a bad row."""
        self.faults.append(Fault(self.file, row, column, text, suggestion))

    def finish(self, meant: Meant, ignored: tuple[str, ...]) -> ImportPlan:
        """Check that the files come to say exactly what is meant, and nothing that is wrong. Raises BadDefinition."""
        self._raise_if_bad()
        try:
            texts = {name: editor.text().encode() for name, editor in self._editors.items()}
        except ValueError as error:
            raise self._unsafe() from error
        after = {name: data for name, data in texts.items() if data != self.sources.get(name)}
        warnings = self._verify(meant, {**self.sources, **after}) if after else ()
        before = {name: self.sources.get(name) for name in after}
        return ImportPlan(self.file, tuple(self.changes), self.unchanged, ignored, before, after, warnings)

    def _raise_if_bad(self) -> None:
        if self.faults:
            number = "en rad" if len(self.faults) == 1 else f"{len(self.faults)} ställen"
            raise BadDefinition(
                f"{self.file} har fel på {number}; ingenting har ändrats.",
                tuple(sorted(self.faults, key=lambda f: (f.line, f.column))),
                "Rätta listan och importera igen.",
            )

    def _unsafe(self) -> BadDefinition:
        places = tuple(Fault(c.file, 0, 0, f"{c.what}: {'; '.join(c.details)}") for c in self.changes)
        return BadDefinition(
            "Filerna är skrivna så att ändringarna inte kan göras säkert; ingenting har ändrats.",
            places,
            "Gör ändringarna för hand, eller skriv posterna i blockform, en nyckel på varje rad.",
        )

    def _verify(self, meant: Meant, sources: Mapping[str, bytes]) -> tuple[str, ...]:
        from beredning.definitions.organisation import draft_of

        try:
            result = draft_of(sources)
        except BadDefinition as error:
            raise self._unsafe() from error
        organisation, old = result.organisation, self.draft.organisation
        same = (
            {p.key: p for p in organisation.persons} == dict(meant.persons)
            and sorted(organisation.roles) == sorted(meant.roles)
            and sorted(organisation.mandates) == sorted(meant.mandates)
            and (organisation.organs, organisation.administrations, organisation.meetings, organisation.settings)
            == (old.organs, old.administrations, old.meetings, old.settings)
        )
        if not same:
            raise self._unsafe()
        known = {remark.fault.text for remark in self.draft.remarks}
        new = [remark for remark in result.remarks if remark.fault.text not in known]
        self.faults = [self._to_row(result, remark.fault) for remark in new if remark.severity == "FEL"]
        self._raise_if_bad()
        return tuple(dict.fromkeys(remark.fault.text for remark in new if remark.severity == "VARNING"))

    def _to_row(self, result: Draft, fault: Fault) -> Fault:
        """A fault in a file that was never written, told at the row of the list that it comes from."""
        for subject, row in self.rows.items():
            document, path = result.places[subject]
            if (document.file, document.value_place(path)[0]) == (fault.file, fault.line) or (
                document.file == fault.file and document.key_place(path)[0] == fault.line
            ):
                return Fault(self.file, row, 1, fault.text, fault.suggestion)
        return fault


def apply_import(instance: Instance, plan: ImportPlan) -> tuple[str, ...]:
    """Write what was planned; answers the paths of the files. Each file is replaced whole, so that none is half done.

    Raises Clash when a file has changed since the plan was made, OSError when one cannot be written; importing again
    then does what is left.
    """
    from beredning.drafts import replace_file
    from beredning.office.configuration import read_file

    for name, data in plan.before.items():
        if read_file(instance, name) != data:
            raise Clash(
                f"{name} har ändrats sedan importen räknades ut; ingenting har skrivits.", (), "Importera igen."
            )
    written = []
    for name, data in sorted(plan.after.items(), reverse=True):  # persons before the mandates that name them
        path = f"{instance.folder}/{name}"
        replace_file(path, data)
        written.append(path)
    return tuple(written)
