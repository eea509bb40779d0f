"""Every field that an answer may have has a Swedish name in JSON, and no two fields of one value share it."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import beredning.office
from beredning import errors
from beredning.core import comparison, reading
from beredning.store import rows
from beredning_cli.fields import FIELDS

# What the office passes between its own functions and never answers with.
INTERNAL = {"Desk", "Plan", "Sitting", "Instance", "Form", "Content", "AgendaRow", "ScheduledRow"}


def answers() -> list[type]:
    """The NamedTuples of the office, the store's rows and the errors, and those of the core that are answered with."""
    modules = [
        importlib.import_module(f"beredning.office.{m.name}") for m in pkgutil.iter_modules(beredning.office.__path__)
    ]
    found = [
        value
        for module in (*modules, rows, errors)
        for value in vars(module).values()
        if isinstance(value, type) and hasattr(value, "_fields") and value.__name__ not in INTERNAL
        if value.__module__.startswith(("beredning.office", "beredning.store", "beredning.errors"))
    ]
    # What a file that was read back is told with.
    found += [comparison.Difference, comparison.Piece, reading.Comment, reading.TrackedChange]
    return sorted(set(found), key=lambda kind: (kind.__module__, kind.__name__))


@pytest.mark.parametrize("kind", answers(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_field_has_a_swedish_name_of_its_own(kind: type) -> None:
    names = [FIELDS.get(field, "") for field in kind._fields]  # type: ignore[attr-defined]
    assert [field for field, name in zip(kind._fields, names, strict=True) if not name] == []  # type: ignore[attr-defined]
    assert sorted(set(names)) == sorted(names)
