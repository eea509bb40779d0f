"""Delegation orders as canonical text and back: what is compiled, and what the digest in a decision is taken of."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from beredning.core.delegation import DelegationOrder, DelegationPoint, Subdelegation


def to_text(order: DelegationOrder) -> str:
    """The canonical text of one version: JSON without spaces, in field order, dates as ISO text."""
    return json.dumps(_plain(order), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> DelegationOrder:
    """The version that `to_text` wrote. Raises ValueError, TypeError or IndexError on anything else."""
    *head, adopted, begins, ends, points, subdelegations, urgent, period = json.loads(text)
    name, organ, item = head
    return DelegationOrder(
        name,
        organ,
        item,
        date.fromisoformat(adopted),
        date.fromisoformat(begins),
        _date(ends),
        tuple(_point(p) for p in points),
        tuple(Subdelegation(s[0], s[1], s[2], _date(s[3]), _date(s[4]), s[5]) for s in subdelegations),
        tuple(urgent),
        period,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _point(data: list[Any]) -> DelegationPoint:
    point = DelegationPoint._make(data)
    return point._replace(
        substitutes=tuple(point.substitutes), prohibited=tuple((number, answer) for number, answer in point.prohibited)
    )
