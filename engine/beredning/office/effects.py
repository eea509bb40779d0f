"""What a step makes besides moving the case: the documents that its effects name, from a closed registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beredning.errors import Obstacle, StorageFault
from beredning.store.rows import CaseRow, Row

if TYPE_CHECKING:
    from beredning.core.workflow import Step
    from beredning.office.desk import Desk
    from beredning.office.moving import Plan
    from beredning.store import Reader, Unit


class Product(NamedTuple):
    """Rows to write with the move, the rows as they were seen, digests of the documents made, and the warnings about
    them that the reason answers for, with granska's marks of them."""

    rows: tuple[Row, ...] = ()
    seen: tuple[Row | None, ...] = ()
    documents: tuple[str, ...] = ()
    acknowledged: tuple[Obstacle, ...] = ()
    marks: tuple[str, ...] = ()


def obstacles(reader: Reader, desk: Desk, row: CaseRow, step: Step) -> tuple[Obstacle, ...]:
    """What the documents that a step makes still lack, so that it is told before the step is taken."""
    if "tjänsteutlåtande" in {effect.name for effect in step.effects}:
        from beredning.office.report_approval import approval_obstacles

        return approval_obstacles(reader, desk, row)
    return ()


def make(unit: Unit, desk: Desk, plan: Plan, kind: str) -> Product:
    """Makes the document of that kind inside the move's own transaction. Raises what making it raises."""
    if kind == "tjänsteutlåtande":
        from beredning.office.report_approval import approve_in_unit

        return approve_in_unit(unit, desk, plan.case, plan.move.reason)
    raise StorageFault(
        f"Flödet vill göra en handling av slaget ”{kind}”, som programmet inte kan.", "Kör beredning flöde kontrollera."
    )
