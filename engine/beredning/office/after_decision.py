"""What follows a decision: dispatch to each receiver, the recorded check for appeals, and assignments reported back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from beredning.core.case import CaseDecision
from beredning.core.journal import Act
from beredning.errors import NotAllowed, Obstacle, Refused, UsageFault
from beredning.office.case_facts import gather
from beredning.office.desk import Desk
from beredning.office.lookup import find_case
from beredning.store.rows import AppealRow, CaseRow, DecisionRow, DispatchRow

if TYPE_CHECKING:
    from beredning.store import Unit

WAYS = ("e-post", "brev", "e-tjänst", "internpost", "verksamhetssystem", "personligen")
ROLES = ("sekreterare", "registrator", "handläggare", "samordnare")


def dispatch(desk: Desk, dnr: str, receivers: tuple[str, ...], way: str, kind: str = "") -> tuple[DispatchRow, ...]:
    """Records that the latest final § was sent to receivers (G-06); without names to all who have not had it.

    way: one of WAYS. kind: hantera | kännedom, "" as the decision says of each (hantera when it does not name it).
    Only from an adjusted §. Raises NotFound, Refused, UsageFault and NotAllowed.
    """
    if way not in WAYS:
        raise UsageFault(f"Okänt sätt att skicka: {way}.", "Välj bland: " + ", ".join(WAYS) + ".")
    with desk.unit() as unit:
        row, decision = _decision(unit, desk, dnr)
        if not decision.adjusted_on:
            raise Refused(
                f"{row.dnr} kan inte expedieras än.",
                (
                    Obstacle(
                        "G-06",
                        f"§ {decision.number} är inte justerad; expediering sker ur ett justerat protokoll.",
                        "Lokal rutin G-06",
                        remover="sekreterare",
                        hint=f"beredning sammanträde justera {decision.meeting}",
                    ),
                ),
            )
        waiting = receivers or tuple(r for r in decision.receivers if r not in decision.dispatched)
        if not waiting:
            raise UsageFault(
                f"§ {decision.number} är redan expedierad till alla mottagare.", "Ange --mottagare för en till."
            )
        again = [r for r in waiting if r in decision.dispatched]
        if again:
            raise UsageFault(
                f"§ {decision.number} är redan expedierad till {', '.join(again)}.", "Utelämna de mottagarna."
            )
        day = desk.day.isoformat()
        known = _receivers(unit, row, decision)
        rows = tuple(
            DispatchRow(
                row.key,
                decision.meeting,
                decision.number,
                known[receiver][0] if receiver in known else unit.put_text(receiver),
                kind or known.get(receiver, ("", "hantera"))[1],
                way,
                day,
                desk.actor.person,
            )
            for receiver in waiting
        )
        unit.write(_act(desk, "expediering", row.key, "Lokal rutin G-06"), list(rows), [None] * len(rows))
    return rows


def check_appeal(desk: Desk, dnr: str, notice_up: bool) -> AppealRow:
    """Records that a person has checked that no appeal came in against the latest final § (KL-52).

    notice_up: the notice was up on the board during the whole appeal period (KL 13:5 second paragraph). Raises Refused
    before the last appeal day has passed, when the § is not posted, or when an appeal is registered.
    """
    with desk.unit() as unit:
        row, decision = _decision(unit, desk, dnr)
        _refuse_check(desk, row, decision, notice_up)
        seen = unit.one(AppealRow, decision.meeting, decision.number)
        day = desk.day.isoformat()
        after = AppealRow(decision.meeting, decision.number, row.key, day, desk.actor.person, 1, "", "", "")
        unit.write(_act(desk, "kontroll av överklagande", row.key, "KL 13:5"), [after], [seen])
    return after


def receive_appeal(desk: Desk, dnr: str, received_on: str) -> AppealRow:
    """Registers an appeal that came in on an ISO date against the latest final § (KL 13:1)."""
    with desk.unit() as unit:
        row, decision = _decision(unit, desk, dnr)
        if received_on < decision.day:
            raise UsageFault(
                f"Överklagandet kan inte ha kommit in {received_on}, före beslutet {decision.day}.", "Rätta datumet."
            )
        seen = unit.one(AppealRow, decision.meeting, decision.number)
        after = AppealRow(decision.meeting, decision.number, row.key, "", "", 0, received_on, "", "")
        unit.write(_act(desk, "överklagande", row.key, "KL 13:1"), [after], [seen])
    return after


def settle_appeal(desk: Desk, dnr: str, settled_on: str, outcome: str) -> AppealRow:
    """Registers how the court finally decided: "fastställt" or "upphävt". Raises UsageFault without an appeal."""
    if outcome not in ("fastställt", "upphävt"):
        raise UsageFault(f"Okänd utgång: {outcome}.", "Välj fastställt eller upphävt.")
    with desk.unit() as unit:
        row, decision = _decision(unit, desk, dnr)
        seen = unit.one(AppealRow, decision.meeting, decision.number)
        if seen is None or not seen.received_on:
            raise UsageFault(
                f"Inget överklagande är registrerat mot § {decision.number}.",
                "Registrera det först med --inkommet DATUM.",
            )
        after = seen._replace(settled_on=settled_on, outcome=outcome)
        unit.write(_act(desk, "dom", row.key, "KL 13:8"), [after], [seen])
    return after


def assign(desk: Desk, dnr: str, text: str, due: str) -> CaseRow:
    """Adds an assignment (uppdrag) that a decision gave, to be reported back by the ISO date `due` (G-10)."""
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        _require_role(desk, row)
        listed = [*json.loads(row.assignments), {"text": unit.put_text(text), "due": due, "done": ""}]
        return _write_assignments(unit, desk, row, listed, "uppdrag")


def report_back(desk: Desk, dnr: str, text: str) -> CaseRow:
    """Marks an open assignment as reported back today. Raises UsageFault when there is no open one with that text."""
    with desk.unit() as unit:
        row = find_case(unit, desk.organisation, dnr)
        _require_role(desk, row)
        listed = json.loads(row.assignments)
        opened = [a for a in listed if not a["done"] and unit.text(a["text"]) == text]
        if not opened:
            names = ", ".join(f"”{unit.text(a['text'])}”" for a in listed if not a["done"]) or "inga"
            raise UsageFault(f"Det finns inget öppet uppdrag ”{text}”.", f"Öppna uppdrag: {names}.")
        opened[0]["done"] = desk.day.isoformat()
        return _write_assignments(unit, desk, row, listed, "återrapportering")


def _write_assignments(unit: Unit, desk: Desk, row: CaseRow, listed: list[dict[str, str]], act: str) -> CaseRow:
    text = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    after = row._replace(assignments=text, revision=row.revision + 1)
    unit.write(_act(desk, act, row.key, "Lokal rutin G-10"), [after], [row])
    return after


def _refuse_check(desk: Desk, row: CaseRow, decision: CaseDecision, notice_up: bool) -> None:
    found = []
    if not decision.posted_on:
        found.append(
            Obstacle(
                "ej-anslaget", f"§ {decision.number} är inte anslagen, så överklagandetiden har inte börjat.", "KL 13:5"
            )
        )
    elif desk.day.isoformat() <= decision.appeal_until:
        text = f"§ {decision.number} kan överklagas till och med {decision.appeal_until}; kontrollen görs därefter."
        found.append(Obstacle("KL-52", text, "KL 13:5", last_day=decision.appeal_until))
    if decision.appealed_on:
        found.append(Obstacle("överklagat", f"§ {decision.number} överklagades {decision.appealed_on}.", "KL 13:1"))
    if not notice_up:
        text = "Tiden går inte ut om tillkännagivandet inte har varit uppe hela tiden; det måste vara kontrollerat."
        found.append(
            Obstacle(
                "KL-49", text, "KL 13:5 andra stycket", hint="Kontrollera anslagstavlan och ange --anslaget-hela-tiden."
            )
        )
    if found:
        raise Refused(f"Det kan inte antecknas att {row.dnr} inte har överklagats.", tuple(found))


def _receivers(unit: Unit, row: CaseRow, decision: CaseDecision) -> dict[str, tuple[str, str]]:
    """Digest and kind of each receiver by name: it may be a private person's, so rows hold only the digest of it."""
    from beredning.core.minutes import record_from_json

    rows = unit.all(DecisionRow, "by_case", row.key)
    made = next(r for r in rows if (r.meeting, r.number) == (decision.meeting, decision.number))
    text = unit.text(made.record)
    told = record_from_json(text).information if text.startswith("{") else ()  # not when it is disposed of
    named = {unit.text(digest): digest for digest in json.loads(made.receivers)}
    return {name: (digest, "kännedom" if name in told else "hantera") for name, digest in named.items()}


def _decision(unit: Unit, desk: Desk, dnr: str) -> tuple[CaseRow, CaseDecision]:
    row = find_case(unit, desk.organisation, dnr)
    _require_role(desk, row)
    decision = gather(unit, desk.organisation, row, ("beslut",)).decision()
    if decision is None:
        raise Refused(
            f"{row.dnr} har inget slutligt beslut.",
            (Obstacle("ej-beslutat", "Det finns inget protokollfört slutligt beslut i ärendet.", "KL 5:67"),),
        )
    return row, decision


def _require_role(desk: Desk, row: CaseRow) -> None:
    if not any(desk.actor.has(role, row.organ, row.administration) for role in ROLES):
        raise NotAllowed(
            f"{desk.actor.name} har ingen roll för {row.organ} som får göra det.",
            "Någon av rollerna " + ", ".join(ROLES) + " behövs.",
        )


def _act(desk: Desk, act: str, subject: str, ground: str) -> Act:
    return Act(desk.actor.person, desk.actor.title, act, subject, ground=ground)
