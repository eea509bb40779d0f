"""Delegation orders as the office uses them: those of the instance, and each one kept for good once it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from beredning.core.delegated import check_point
from beredning.core.delegation import DelegationOrder, DelegationPoint, order_on
from beredning.core.delegation_text import from_text, to_text
from beredning.core.journal import sha256
from beredning.core.law import Law
from beredning.errors import NotFound, Obstacle, StorageFault
from beredning.store.rows import DefinitionRow

if TYPE_CHECKING:
    from datetime import date

    from beredning.office.instance import Instance
    from beredning.store import Reader

KIND = "delegationsordning"


class PointLine(NamedTuple):
    """A point as listed. limit: kronor, -1 for none. subdelegated: befattningar that have it by vidaredelegation that
    day. obstacles: what the law of that day has against the point itself."""

    nr: str
    matter: str
    delegate: str
    substitutes: tuple[str, ...]
    limit: int
    condition: str
    subdelegation: bool
    subdelegated: tuple[str, ...]
    reporting: str
    ground: str
    obstacles: tuple[Obstacle, ...]


class PointList(NamedTuple):
    """The order in force on a day with its points. urgent: who may decide in urgent matters (KL 6:39)."""

    organ: str
    day: str
    order: str
    adopted_item: str
    adopted_on: str
    valid_from: str
    valid_to: str
    digest: str
    urgent: tuple[str, ...]
    points: tuple[PointLine, ...]


def orders_of(instance: Instance, organ: str) -> tuple[DelegationOrder, ...]:
    """Every version of the organ's delegation order in the instance. Raises BadDefinition."""
    from beredning.office.configuration import load_delegation_orders

    return tuple(order for order in load_delegation_orders(instance) if order.organ == organ)


def kept(reader: Reader, order: DelegationOrder) -> tuple[str, tuple[DefinitionRow, ...]]:
    """The order's digest, and the row to write with the act that uses it; no row when it is already kept."""
    text = to_text(order)
    digest = sha256(text)
    if reader.one(DefinitionRow, digest) is not None:
        return digest, ()
    return digest, (DefinitionRow(digest, KIND, order.name, order.valid_from.isoformat(), text),)


def stored_order(reader: Reader, digest: str) -> DelegationOrder | None:
    """The order that a decision was taken under, word for word as it stood then; None for "".

    Raises StorageFault when it is gone.
    """
    if not digest:
        return None
    row = reader.one(DefinitionRow, digest)
    if row is None:
        raise StorageFault(
            f"Delegationsordningen {digest[:12]} saknas i databasen.", "Kör: beredning revision kontrollera"
        )
    try:
        return from_text(row.body)
    except (ValueError, TypeError, IndexError) as error:
        raise StorageFault(
            f"Den sparade delegationsordningen {digest[:12]} kan inte läsas.", "Kör: beredning revision kontrollera"
        ) from error


def points(versions: tuple[DelegationOrder, ...], organ: str, day: date) -> PointList:
    """The points in force on a day. Raises NotFound when no order was, saying which there are."""
    order = order_on(versions, day)
    if order is None:
        known = ", ".join(f"{v.name} (från {max(v.adopted_on, v.valid_from)})" for v in versions)
        hint = f"Delegationsordningar: {known}." if known else "Skriv delegationsordning.yaml i instansens mapp."
        raise NotFound(f"Ingen delegationsordning gällde för {organ} den {day}.", hint, tuple(v.name for v in versions))
    law = Law.on(day)
    lines = tuple(_line(order, point, day, law) for point in order.points)
    return PointList(
        organ,
        day.isoformat(),
        order.name,
        order.adopted_item,
        order.adopted_on.isoformat(),
        order.valid_from.isoformat(),
        order.valid_to.isoformat() if order.valid_to else "",
        sha256(to_text(order)),
        order.urgent,
        lines,
    )


def _line(order: DelegationOrder, point: DelegationPoint, day: date, law: Law) -> PointLine:
    given = tuple(s.receiver for s in order.subdelegations if s.point == point.nr and s.in_force(day))
    return PointLine(
        point.nr,
        point.matter,
        point.delegate,
        point.substitutes,
        -1 if point.limit is None else point.limit,
        point.condition,
        point.subdelegation,
        given,
        point.reporting,
        point.ground,
        check_point(point, law),
    )
