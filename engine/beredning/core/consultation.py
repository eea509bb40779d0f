"""MBL and samverkan: how far the duty to consult the unions has come, and what that stops (domain.md 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from beredning.errors import Obstacle, UsageFault

if TYPE_CHECKING:  # a report is only needed by those who write one
    from beredning.core.report import Consultation

STATES: Final = (
    "ej_bedömd",
    "ej_tillämplig",
    "information_planerad",
    "information_lämnad",
    "kallad",
    "förhandling_hållen",
    "enig",
    "oenig",
    "central_begärd",
    "central_hållen",
    "avslutad",
    "protokoll_justerat",
)
DONE_STATES: Final = frozenset({"ej_tillämplig", "information_lämnad", "avslutad", "protokoll_justerat"})
# What a collective agreement may replace (MBL 4 §, MBL-08); 13 § is not among them.
REPLACEABLE: Final = frozenset({"11", "12", "14", *(str(n) for n in (*range(19, 23), *range(33, 41)))})

_DAMAGES: Final = "Ett beslut ändå blir inte ogiltigt men kan ge skadestånd (MBL 54–55 §§)."
_DATES: Final = {
    "kallad": "called_on",
    "planerad": "planned_on",
    "hållen": "held_on",
    "avslutad": "closed_on",
    "central-begärd": "central_requested_on",
    "central-hållen": "central_held_on",
    "informerad": "informed_on",
    "avstått": "waived_on",
}
_DATED_BY: Final = {
    "information_lämnad": "informerad",
    "kallad": "kallad",
    "förhandling_hållen": "hållen",
    "central_begärd": "central-begärd",
    "central_hållen": "central-hållen",
    "avslutad": "avslutad",
}
_TEXTS: Final = {
    "lagrum": "ground",
    "form": "form",
    "utfall": "outcome",
    "skäl": "reason",
    "bedömd-av": "decided_by",
    "protokoll": "minutes",
}


class Record(NamedTuple):
    """What has been recorded of one consultation.

    state: one of STATES. ground: the paragraph of MBL, "11" | "12" | "13" | "19" | "38". form: "mbl" | "samverkan".
    parties: the unions. called_on, planned_on (the meeting called to), held_on (local negotiation ended), outcome
    "enig" | "oenig" | "", closed_on. waived_on: the union gave up central negotiation. informed_on: for 19 §.
    reason and decided_by: why MBL does not apply, and who judged so. minutes: digest of the negotiation's minutes.
    """

    state: str = "ej_bedömd"
    ground: str = ""
    form: str = "mbl"
    parties: tuple[str, ...] = ()
    called_on: date | None = None
    planned_on: date | None = None
    held_on: date | None = None
    outcome: str = ""
    closed_on: date | None = None
    central_requested_on: date | None = None
    central_held_on: date | None = None
    waived_on: date | None = None
    informed_on: date | None = None
    reason: str = ""
    decided_by: str = ""
    minutes: str = ""

    @property
    def done_on(self) -> date | None:
        """The day the duty was fulfilled; None when it is not, when the day is unknown or MBL does not apply."""
        if self.state == "information_lämnad":
            return self.informed_on
        return self.closed_on if self.state in ("avslutad", "protokoll_justerat") else None


class Agreement(NamedTuple):
    """The kommun's samverkansavtal. replaces: paragraphs of MBL that samverkan replaces (MBL-09), empty without one.
    waiting_days: how long a union has to request central negotiation after disagreement (14 §, usual agreements: 7)."""

    replaces: frozenset[str] = frozenset()
    waiting_days: int = 7


NO_AGREEMENT: Final = Agreement()


def agreement_from(settings: Mapping[str, str]) -> Agreement:
    """The agreement in kommun.yaml's flat settings: "samverkansavtal-ersätter" ("11 12 19"), "samverkansavtal-14" and
    "-38" (ja where the local agreement says so), "mbl-väntetid-dagar" (7).

    Raises UsageFault for a paragraph no agreement may replace, or a waiting time that is no number."""
    replaces = frozenset(settings.get("samverkansavtal-ersätter", "").replace(",", " ").split())
    replaces |= {paragraph for paragraph in ("14", "38") if settings.get(f"samverkansavtal-{paragraph}") == "ja"}
    if replaces - REPLACEABLE:
        wrong = ", ".join(sorted(replaces - REPLACEABLE))
        raise UsageFault(
            f"Samverkansavtalet nämner {wrong}, som inget avtal får ersätta (MBL 4 §).", "Rätta kommun.yaml."
        )
    days = settings.get("mbl-väntetid-dagar", "") or "7"
    if not days.isdecimal():
        raise UsageFault(f"”mbl-väntetid-dagar” är ”{days}”, som inte är ett antal dagar.", "Rätta kommun.yaml.")
    return Agreement(replaces, int(days))


def record_from(state: str, data: Mapping[str, str]) -> Record:
    """The record in a side track's flat values. Keys: lagrum, form, parter (comma between), kallad, planerad, hållen,
    utfall, avslutad, central-begärd, central-hållen, avstått, informerad, skäl, bedömd-av, protokoll; dates are ISO.

    Raises UsageFault for an unknown state or a date that is none. Other keys are left alone.
    """
    state = (state or STATES[0]).replace("-", "_")
    if state not in STATES:
        raise UsageFault(f"Okänt läge för MBL: {state}.", "Välj bland: " + ", ".join(STATES) + ".")
    values: dict[str, object] = {}
    for key, text in ((k.replace("_", "-"), v.strip()) for k, v in data.items()):
        if key in _DATES and text:
            values[_DATES[key]] = _day(key, text)
        elif key in _TEXTS and text:
            values[_TEXTS[key]] = text
        elif key == "parter":
            values["parties"] = tuple(p.strip() for p in text.split(",") if p.strip())
    return Record(state)._replace(**values)  # type: ignore[arg-type]


def entered(stage: str, data: Mapping[str, str], day: date, reason: str = "", person: str = "") -> dict[str, str]:
    """What a side track holds once it has entered `stage` on `day`: given `data`, and what the stage itself tells.

    The date is that of the act unless another was given; agreement or not is recorded as the outcome; who judged that
    MBL does not apply, and why, goes with the judgement (G-MBL-4).
    """
    kept, name = dict(data), stage.replace("-", "_")
    key = _DATED_BY.get(name)
    if key:
        kept.setdefault(key, day.isoformat())
    if name in ("enig", "oenig"):
        kept["utfall"] = name
    if name == "ej_tillämplig":
        kept.setdefault("skäl", reason)
        kept.setdefault("bedömd-av", person)
    return kept


def obstacles(
    record: Record,
    deciding_day: date,
    decides_finally: bool,
    agreement: Agreement = NO_AGREEMENT,
    pack: frozenset[str] | None = None,
) -> tuple[Obstacle, ...]:
    """What the consultation has against an organ treating the case on `deciding_day` (G-MBL-1, 2, 4, 5, 6; MBL-09).

    decides_finally: False for an utskott that only prepares: then what is missing is INFO (G-MBL-2). Disagreement is a
    lawful end (MBL-07). pack: digests of the papers in the meeting's pack, None when it is not made yet.
    """
    found = [*_not_applicable(record), *_samverkan(record, agreement), *_out_of_order(record)]
    if not decides_finally:
        return (*found, *_preparing(record, deciding_day), *_minutes(record, pack, "VARNING"))
    return (
        *found,
        *_not_done(record, deciding_day),
        *_waiting(record, deciding_day, agreement),
        *_minutes(record, pack, "FEL"),
    )


def obstacles_from_track(
    state: str, data: Mapping[str, str], deciding_day: date, decides_finally: bool, settings: Mapping[str, str]
) -> tuple[Obstacle, ...]:
    """`obstacles` for a side track's stage name and flat values, and the kommun's flat settings. Raises UsageFault."""
    return obstacles(record_from(state, data), deciding_day, decides_finally, agreement_from(settings))


def statement(record: Record, dated: date) -> Consultation:
    """The MBL section of a report dated `dated`: "Behandlad" only for what was done by then, else planned (G-MBL-3).

    Not assessed, or assessed without a date, gives an empty sentence: the report claims nothing.
    """
    from beredning.core.report import Consultation

    done = record.done_on
    where = "i samverkan" if record.form == "samverkan" else "enligt MBL"
    if record.state == "ej_tillämplig":
        reason = f" {record.reason.rstrip('.')}." if record.reason else ""
        return Consultation(f"Behandlad {where}", f"Bedöms ej tillämplig i detta ärende.{reason}")
    if done is not None and done <= dated:
        return Consultation(f"Behandlad {where} {done}", _done_sentence(record, done))
    planned = done or record.held_on or record.planned_on
    if planned is None:
        return Consultation(f"Behandlad {where}", "")
    what = "Information" if record.state.startswith("information") else _what(record)
    # Negotiation held but not closed by the report's date is still to be finished.
    verb = "hölls" if record.held_on and record.held_on <= dated else "är planerad till"
    tail = " och är inte avslutad." if verb == "hölls" else ". Den slutförs innan ärendet avgörs."
    return Consultation(f"Planerad behandling {where} {planned}", f"{what}{_with(record)} {verb} {planned}{tail}")


def check_claim(says_done: bool, claimed: date, dated: date) -> tuple[Obstacle, ...]:
    """FEL when a document dated `dated` says that MBL was behandlad on a later day (G-MBL-3)."""
    if not says_done or claimed <= dated:
        return ()
    text = f"Handlingen är daterad {dated} men säger att ärendet är behandlat enligt MBL {claimed}, som då inte varit."
    hint = f"Skriv ”Planerad behandling enligt MBL {claimed}” eller gör en ny version efter {claimed}."
    return (Obstacle("G-MBL-3", text, "Lokal rutin", "FEL", "handläggare", hint=hint),)


def _not_applicable(record: Record) -> Iterator[Obstacle]:
    if record.state != "ej_tillämplig":
        return
    for missing, what in ((record.reason, "varför"), (record.decided_by, "vem som bedömt det")):
        if not missing:
            text = f"MBL är bedömt som ej tillämplig, men {what} är inte antecknat."
            yield Obstacle("G-MBL-4", text, "Lokal rutin", "VARNING", "handläggare", hint="Anteckna det.")


def _samverkan(record: Record, agreement: Agreement) -> Iterator[Obstacle]:
    """Samverkan replaces only what the agreement says (MBL-09)."""
    if record.form != "samverkan" or record.state in ("ej_bedömd", "ej_tillämplig"):
        return
    ground = record.ground or "11"
    if ground in agreement.replaces:
        return
    covers = ", ".join(sorted(agreement.replaces)) or "inga paragrafer"
    text = f"Ärendet är hanterat i samverkan, men samverkansavtalet ersätter inte {ground} § MBL (ersätter {covers})."
    hint = f"Kalla till förhandling enligt {ground} § MBL eller ange avtalet i kommun.yaml."
    yield Obstacle("MBL-09", text, "Samverkansavtal", "FEL", "handläggare", hint=hint)


def _out_of_order(record: Record) -> Iterator[Obstacle]:
    steps = (
        ("kallelsen", record.called_on),
        ("förhandlingen", record.held_on),
        ("begäran om central förhandling", record.central_requested_on),
        ("den centrala förhandlingen", record.central_held_on),
        ("avslutandet", record.closed_on),
    )
    dated = [(name, day) for name, day in steps if day]
    for (earlier, first), (later, second) in pairwise(dated):
        if second < first:
            text = f"MBL: {later} ({second}) är daterad före {earlier} ({first})."
            yield Obstacle("MBL-01", text, "MBL 11 §", "FEL", "handläggare", hint="Rätta datumen.")


def _preparing(record: Record, day: date) -> Iterator[Obstacle]:
    if record.state in DONE_STATES and (record.done_on is None or record.done_on <= day):
        return
    when = f"klar {record.done_on}, efter" if record.done_on else "inte klar till"
    text = (
        f"Förhandlingen enligt MBL är {when} utskottet {day}; det räcker att den är klar före det beslutande organet."
    )
    yield Obstacle("G-MBL-2", text, "MBL 11 §", "INFO", "handläggare")


def _not_done(record: Record, day: date) -> Iterator[Obstacle]:
    last, origin = day.isoformat(), f"MBL {record.ground or '11'} §"
    if record.state not in DONE_STATES:
        where = "inte bedömd" if record.state == "ej_bedömd" else f"i läget ”{record.state.replace('_', ' ')}”"
        text = f"MBL är {where} och måste vara klar senast {day}, när ärendet avgörs. {_DAMAGES}"
        yield Obstacle(
            "G-MBL-1", text, origin, "FEL", "handläggare", last, "Slutför MBL eller bedöm att den inte gäller."
        )
    elif record.done_on is None and record.state != "ej_tillämplig":
        text = f"MBL är i läget ”{record.state.replace('_', ' ')}”, men det framgår inte vilken dag det blev klart."
        yield Obstacle("G-MBL-1", text, origin, "FEL", "handläggare", last, "Anteckna datumet.")
    elif record.done_on and record.done_on > day:
        text = f"MBL blev klar {record.done_on}, efter den {day} då ärendet avgörs. {_DAMAGES}"
        yield Obstacle("G-MBL-1", text, origin, "FEL", "handläggare", last, "Flytta ärendet till ett senare möte.")


def _waiting(record: Record, day: date, agreement: Agreement) -> Iterator[Obstacle]:
    """After disagreement: wait for central negotiation or until it can no longer be requested (MBL 14 §, G-MBL-6)."""
    ended = record.held_on or record.closed_on
    replaced = record.form == "samverkan" and "14" in agreement.replaces
    waived = record.waived_on is not None and record.waived_on <= day
    if record.outcome != "oenig" or ended is None or replaced or waived:
        return
    if record.central_held_on is not None and record.central_held_on <= day:
        return
    until = ended + timedelta(agreement.waiting_days)
    requested = record.central_requested_on
    if requested is not None and requested <= until:
        text = f"Central förhandling begärdes {requested} och är inte hållen till {day}, när ärendet avgörs."
        yield Obstacle("G-MBL-6", text, "MBL 14 §", "FEL", "handläggare", day.isoformat(), "Håll förhandlingen först.")
    elif day <= until:
        text = (
            f"Förhandlingen slutade i oenighet {ended}; facket kan begära central förhandling till och med {until}, "
            f"och ärendet avgörs {day}."
        )
        hint = f"Avgör ärendet efter {until} eller anteckna att facket avstår från central förhandling."
        severity = "FEL" if day < until else "VARNING"
        yield Obstacle("G-MBL-6", text, "MBL 14 §", severity, "handläggare", "", hint)


def _minutes(record: Record, pack: frozenset[str] | None, severity: str) -> Iterator[Obstacle]:
    if record.state == "protokoll_justerat" and not record.minutes:
        text = "Förhandlingsprotokollet är justerat men finns inte bland ärendets handlingar."
        yield Obstacle("G-MBL-5", text, "Lokal rutin", severity, "handläggare", hint="Bifoga protokollet.")
    elif record.minutes and pack is not None and record.minutes not in pack:
        text = "Utlåtandet hänvisar till förhandlingsprotokollet, men det är inte med bland mötets handlingar."
        yield Obstacle("G-MBL-5", text, "Lokal rutin", severity, "sekreterare", hint="Ta med protokollet.")


def _what(record: Record) -> str:
    ground = f" enligt {record.ground} § MBL" if record.ground else " enligt MBL"
    return "Samverkan" if record.form == "samverkan" else f"Förhandling{ground}"


def _with(record: Record) -> str:
    *first, last = record.parties or ("",)
    return (f" med {', '.join(first)} och {last}" if first else f" med {last}") if last else ""


def _done_sentence(record: Record, done: date) -> str:
    see = " Se protokoll." if record.minutes else ""
    if record.state == "information_lämnad":
        parties = _with(record).replace(" med ", " till ", 1)
        return f"Information enligt 19 § MBL har lämnats{parties} {done}.{see}"
    outcome = {"enig": " i enighet", "oenig": " i oenighet"}.get(record.outcome, "")
    return f"{_what(record)}{_with(record)} har hållits och avslutades{outcome} {done}.{see}"


def _day(key: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageFault(f"”{key}” är ”{text}”, som inte är ett datum.", "Skriv datum som 2023-12-12.") from None
