"""Whether the steps of a track can be told apart, by people and by a meeting that only knows its outcome."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from beredning.core.workflow import Step
from beredning.definitions import registries as r
from beredning.definitions.reader import Document
from beredning.definitions.scalars import Path


def check_ambiguity(document: Document, steps: tuple[Step, ...], path: Path) -> None:
    """Report pairs of steps from one stage that are the same, look the same, or answer to the same outcome."""
    for first, second in combinations(steps, 2):
        common = [s for s in first.sources if s in second.sources]
        if not common:
            continue
        where = f"från ”{common[0]}”"
        place = (*path, second.name)
        shared = [o for o in first.outcomes if o in second.outcomes]
        if shared and first.organ == second.organ and _modes_meet(first.mode, second.mode):
            index = second.outcomes.index(shared[0])
            text = f"Utfallet ”{shared[0]}” {where} leder både till steget ”{first.name}” och ”{second.name}”."
            document.fault((*place, "utfall", index), text, "Skilj dem åt med ”läge”, ”organ” eller olika utfall.")
        elif first._replace(name="", title="", sources=()) == second._replace(name="", title="", sources=()):
            text = f"Steget ”{second.name}” {where} är detsamma som ”{first.name}”."
            document.fault(place, text, "Ta bort det ena.", "key")
        elif first.title.casefold() == second.title.casefold() and first.mode == second.mode:
            text = f"Stegen ”{first.name}” och ”{second.name}” {where} heter båda ”{second.title}”."
            document.fault((*place, "namn"), text, "Ge dem namn som går att skilja åt.")


def _modes_meet(first: str, second: str) -> bool:
    return not first or not second or first == second


def check_meeting_keys(document: Document, path: Path, step: Mapping[str, Any]) -> None:
    """Report `utfall` and `läge` that do not fit the organ of one step of the main track."""
    organ, mode, outcomes = step["organ"], step["läge"], step["utfall"]
    if outcomes and not organ:
        document.fault(
            (*path, "utfall"),
            "Ett utfall finns bara vid ett sammanträde.",
            "Lägg till ”organ: nämnd” eller ”organ: utskott”.",
            "key",
        )
    if mode and organ != "utskott":
        document.fault(
            (*path, "läge"), "”läge” skiljer ett utskotts två roller åt.", "Det gäller bara ”organ: utskott”.", "key"
        )
    for index, outcome in enumerate(outcomes):
        if outcome in r.PREPARING_OUTCOMES and (organ == "nämnd" or mode == "beslutar"):
            text = f"”{outcome}” är utfallet när ett utskott bereder, inte när organet beslutar."
            document.fault((*path, "utfall", index), text, "Skriv till exempel ”bifall”.")
