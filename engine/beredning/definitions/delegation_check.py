"""Checks delegation orders against the organisation, one another and the law of the day each begins to apply."""

from __future__ import annotations

from collections.abc import Sequence

from beredning.core.delegated import check_point
from beredning.core.delegation import DelegationOrder, DelegationPoint, same_title
from beredning.core.law import ANSTALLD, PRESIDIUM, UTSKOTT, Law
from beredning.core.organisation import SEAT_POSTS, Organisation
from beredning.definitions.delegation_order import OrderReading
from beredning.definitions.nearest import nearest
from beredning.definitions.organisation_draft import Remark
from beredning.definitions.reader import Document
from beredning.definitions.scalars import Path
from beredning.errors import Fault


def check_orders(readings: Sequence[OrderReading], organisation: Organisation) -> tuple[Remark, ...]:
    """Every remark on orders that could be read, in order of file and place."""
    remarks: list[Remark] = []
    whole = [(r, r.order) for r in readings if r.order is not None]
    for reading, order in whole:
        found = _Remarks(reading.document)
        _head(found, order, organisation)
        _urgent(found, order, organisation)
        for point in order.points:
            _point(found, order, point, organisation)
        _subdelegations(found, order)
        _versions(found, order, [other for _, other in whole if other is not order])
        remarks += sorted(found.remarks, key=lambda r: (r.fault.line, r.fault.column, r.fault.text))
    return tuple(remarks)


class _Remarks:
    """Remarks on one file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.remarks: list[Remark] = []

    def add(self, severity: str, path: Path, text: str, suggestion: str = "") -> None:
        on_key = len(path) == 2
        line, column = self.document.key_place(path) if on_key else self.document.value_place(path)
        self.remarks.append(Remark(severity, Fault(self.document.file, line, column, text, suggestion)))


def _head(found: _Remarks, order: DelegationOrder, organisation: Organisation) -> None:
    organ = organisation.organ(order.organ)
    if organ is None:
        hint = nearest(order.organ, [o.key for o in organisation.organs])
        found.add("FEL", ("organ",), f"Organet ”{order.organ}” finns inte i kommun.yaml.", hint)
    elif organ.kind not in ("nämnd", "kommunstyrelse"):
        text = f"{organ.key} är {organ.kind}; en delegationsordning antas av en nämnd (KL 6:37)."
        found.add("FEL", ("organ",), text)
    if order.name.startswith("Exempel") and not organisation.training:
        found.add("VARNING", ("namn",), f"”{order.name}” står kvar från mallen.", "Skriv det rätta namnet.")
    if order.valid_from < order.adopted_on:
        text = f"Ordningen gäller från {order.valid_from} men antogs {order.adopted_on}; den verkar inte bakåt."
        hint = f"Beslut före {order.adopted_on} saknar stöd i den (DEL-12)."
        found.add("VARNING", ("gäller-från",), text, hint)
    if not order.points:
        found.add("VARNING", ("punkter",), "Ordningen har inga punkter; inga delegationsbeslut kan fattas.")


def _urgent(found: _Remarks, order: DelegationOrder, organisation: Organisation) -> None:
    """KL 6:39: only the chair, or another ledamot whom the nämnd has named."""
    for index, who in enumerate(order.urgent):
        if who == "ordförande":
            continue
        path = ("brådskande", index)
        person = organisation.person(who)
        seats = [m for m in organisation.mandates if m.person == who and m.organ == order.organ]
        if person is None:
            found.add("FEL", path, f"Personen ”{who}” finns inte.", nearest(who, [p.key for p in organisation.persons]))
        elif not any(m.post in SEAT_POSTS for m in seats):
            text = f"{person.name} är inte ledamot i {order.organ} och får inte besluta i brådskande ärenden (KL 6:39)."
            found.add("FEL", path, text, "Bara ordföranden eller en annan ledamot kan få den rätten.")


def _point(found: _Remarks, order: DelegationOrder, point: DelegationPoint, organisation: Organisation) -> None:
    path = ("punkter", point.nr)
    for obstacle in check_point(point, Law.on(max(order.valid_from, order.adopted_on))):
        text = f"{obstacle.text} ({obstacle.origin})" if obstacle.origin not in obstacle.text else obstacle.text
        found.add(obstacle.severity, path, text, obstacle.hint)
    if point.delegate_kind == UTSKOTT:
        keys = [o.key for o in organisation.organs if o.kind == "utskott" and o.parent == order.organ]
        if point.delegate not in keys:
            text = f"Punkten {point.nr}: utskottet ”{point.delegate}” finns inte under {order.organ}."
            found.add("FEL", (*path, "delegat"), text, nearest(point.delegate, keys))
    if point.delegate_kind == ANSTALLD:
        for key, title in (("delegat", point.delegate), *(("ersättare", s) for s in point.substitutes)):
            _title(found, (*path, key), point, title, organisation)
    if point.delegate_kind == PRESIDIUM and not any(
        m.organ == order.organ and m.post == "ordförande" for m in organisation.mandates
    ):
        found.add("INFO", path, f"Punkten {point.nr}: {order.organ} har inget presidium i kommun.yaml.")


def _title(found: _Remarks, path: Path, point: DelegationPoint, title: str, organisation: Organisation) -> None:
    """A befattning nobody holds: lawful (it may be vacant), but mostly a spelling that never matches a decision."""
    titles = {t for p in organisation.persons for t in (p.title, *(held.title for held in p.titles)) if t}
    if titles and not any(same_title(title, held) for held in titles):
        text = f"Punkten {point.nr}: ingen i registret har befattningen ”{title}”."
        hint = nearest(title, sorted(titles))
        found.add("VARNING", path, text, hint if hint.startswith("Menade") else "Ändra titeln här eller hos personen.")


def _subdelegations(found: _Remarks, order: DelegationOrder) -> None:
    """KL 7:6: from the förvaltningschef who has the point, one step, in writing, and only where the nämnd allows it."""
    for index, sub in enumerate(order.subdelegations):
        path = ("vidaredelegationer", index)
        point = order.point(sub.point)
        if point is None:
            continue
        if not point.subdelegation:
            found.add("FEL", path, f"Punkten {point.nr} får inte vidaredelegeras (KL 7:6).", "Ta bort beslutet.")
        elif not same_title(sub.giver, point.delegate) or not point.chief:
            text = f"Bara förvaltningschefen kan vidaredelegera punkten {point.nr}, inte {sub.giver} (KL 7:6)."
            found.add("FEL", path, text, f"Delegat i punkten: {point.delegate}.")
        if sub.decided_on is None:
            text = f"Vidaredelegationen av {sub.point} till {sub.receiver} saknar datum; den ska vara skriftlig."
            found.add("VARNING", path, text, "Ange ”beslutad”.")


def _versions(found: _Remarks, order: DelegationOrder, others: Sequence[DelegationOrder]) -> None:
    """Versions of one nämnd may follow on one another; two that begin the same day cannot be told apart."""
    for other in others:
        if other.organ == order.organ and other.valid_from == order.valid_from and other.adopted_on == order.adopted_on:
            text = f"{order.organ} har två ordningar som gäller från {order.valid_from} ({other.name})."
            found.add("FEL", ("gäller-från",), text, "Ta bort den ena filen eller rätta datumet.")
