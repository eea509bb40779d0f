"""Each requirement of the registry has a case that breaks it and one that almost does."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from beredning.core.case import Case, CaseDecision, Occasion, Paper, Placement, Report, TrackState
from beredning.core.organisation import Actor
from beredning.core.question import Question
from beredning.core.requirements import NAMES, check
from beredning.core.workflow import Effect, Stage, Step, Track, Workflow
from beredning.errors import Obstacle

STEP = Step("besluta", "Besluta", ("a",), "b", ("chef",))
FLOW = Workflow(
    "prov",
    "Prov",
    "1",
    "",
    "a",
    (Stage("a", "A"), Stage("b", "B", True)),
    (STEP, Step("märk", "Märk", ("a",), "a", ("chef",), effects=(Effect("märke", "klart"),))),
    (
        Track(
            "mbl",
            "MBL",
            "ej-bedömd",
            ("avslutad", "ej-tillämplig"),
            (Stage("ej-bedömd", "Ej bedömd"), Stage("avslutad", "Avslutad"), Stage("ej-tillämplig", "Ej tillämplig")),
            (Step("avsluta", "Avsluta", ("ej-bedömd",), "avslutad", ("chef",)),),
        ),
    ),
)
EVA = Actor("eva", "Eva", "chef", frozenset({("chef", "UBN")}))
DAY = date(2023, 12, 13)
BASE = Case("UBN:2023:1", "2023/1", "Ärende", "UBN", "utb", "prov", "d", "a", "2023-11-01", 0, "olle", "2023-11-01")
REPORT = Report(2, "utkast", "olle")
PLACE = Placement("UBN:2023-12-13", "UBN", "nämnd", "2023-12-13", 4, "4", "", "2023-12-06", manuscript="2023-12-13")
DONE = CaseDecision("UBN:2023-12-13", "UBN", "nämnd", "2023-12-13", 7, "bifall", True)
MEETING = Occasion("UBN:2023-12-13", "UBN", "nämnd", "2023-12-13", "beslutar", "bifall")
PLAN = Paper("UBN:2023:1#1", "bilaga", "Nämndplan 2024", 1, "x", "2023-12-01", "upprättad")
POSTED = DONE._replace(minuted=True, adjusted_on="2023-12-14", posted_on="2023-12-14", appeal_until="2024-01-04")


def mbl(state: str, **data: str) -> dict[str, TrackState]:
    """The MBL track in a state."""
    return {"mbl": TrackState("mbl", state, "2023-12-12", data)}


class Try(NamedTuple):
    """A requirement with a case it stops and the nearest one that it lets by. Code: that of the obstacle."""

    name: str
    argument: str
    code: str
    broken: Case
    almost: Case
    actor: Actor = EVA
    actor_almost: Actor = EVA
    occasion: Occasion | None = None
    occasion_almost: Occasion | None = None
    day: date = DAY
    reason: str = ""
    reason_almost: str = ""


def case(**changes: object) -> Case:
    """The base case, changed as told."""
    return BASE._replace(**changes)  # type: ignore[arg-type]


OLLE = Actor("olle", "Olle", "", frozenset())
TRIES = (
    Try("spår", "mbl", "spår-ej-klart", BASE, case(tracks=mbl("avslutad"))),
    Try(
        "mbl-före-beslut",
        "",
        "G-MBL-1",
        case(tracks=mbl("avslutad", avslutad="2023-12-14", hållen="2023-12-14", kallad="2023-12-01", utfall="enig")),
        case(tracks=mbl("avslutad", avslutad="2023-12-13", hållen="2023-12-13", kallad="2023-12-01", utfall="enig")),
    ),
    Try("märke", "klart", "märke-saknas", case(marks=frozenset({"annat"})), case(marks=frozenset({"klart"}))),
    Try("saknar-märke", "klart", "märke-satt", case(marks=frozenset({"klart"})), case(marks=frozenset({"annat"}))),
    Try(
        "utlåtande-komplett",
        "",
        "PH07",
        case(report=REPORT._replace(missing=("Ärendet",))),
        case(report=REPORT),
    ),
    Try("utlåtande-öppet", "", "G-08", case(report=REPORT._replace(status="godkänd")), case(report=REPORT)),
    Try(
        "utlåtande-godkänt",
        "",
        "utlåtande-ej-godkänt",
        case(report=REPORT),
        case(report=REPORT._replace(status="godkänd")),
    ),
    Try(
        "underlag-finns",
        "",
        "UL02",
        case(report=REPORT._replace(underlag=("Nämndplan 2024",)), papers=(PLAN._replace(status="ersatt"),)),
        case(report=REPORT._replace(underlag=("NÄMNDPLAN 2024",)), papers=(PLAN,)),
    ),
    Try("handling", "dom", "handling-saknas", case(papers=(PLAN,)), case(papers=(PLAN._replace(kind="dom"),))),
    Try("annan-än-handläggare", "", "egen-granskning", BASE, BASE, actor=OLLE),
    Try("annan-än-författare", "", "eget-utlåtande", case(report=REPORT), case(report=REPORT), actor=OLLE),
    Try(
        "på-dagordning",
        "nämnd",
        "ej-på-dagordning",
        case(placements=(PLACE._replace(open=False),)),
        case(placements=(PLACE,)),
    ),
    Try(
        "kallelse-sänd",
        "nämnd",
        "kallelse-ej-sänd",
        case(placements=(PLACE._replace(called=""),)),
        case(placements=(PLACE,)),
    ),
    Try(
        "manusstopp",
        "nämnd",
        "sent-ärende",
        case(placements=(PLACE._replace(manuscript="2023-12-12"),)),
        case(placements=(PLACE,)),
    ),
    Try(
        "vid-sammanträde",
        "nämnd",
        "vid-sammanträde",
        BASE,
        BASE,
        occasion=MEETING._replace(organ_kind="utskott"),
        occasion_almost=MEETING,
    ),
    Try(
        "beslutsmässig",
        "",
        "KL-22",
        BASE,
        BASE,
        occasion=MEETING._replace(obstacles=(Obstacle("KL-22", "5 av 11.", "KL 6:27"),)),
        occasion_almost=MEETING,
    ),
    Try(
        "tidigare-behandlat",
        "utskott",
        "ej-berett",
        case(decisions=(DONE,)),
        case(decisions=(DONE._replace(organ_kind="utskott", deciding=False),)),
    ),
    Try("beslut-fattat", "", "ej-beslutat", case(decisions=(DONE._replace(deciding=False),)), case(decisions=(DONE,))),
    Try(
        "protokollfört", "", "ej-protokollfört", case(decisions=(DONE,)), case(decisions=(DONE._replace(minuted=True),))
    ),
    Try(
        "justerat",
        "",
        "ej-justerat",
        case(decisions=(DONE._replace(minuted=True),)),
        case(decisions=(DONE._replace(adjusted_on="2023-12-14"),)),
    ),
    Try(
        "anslaget",
        "",
        "ej-anslaget",
        case(decisions=(DONE._replace(adjusted_on="2023-12-14"),)),
        case(decisions=(POSTED,)),
    ),
    Try(
        "överklagandetid-ute",
        "",
        "KL-49",
        case(decisions=(POSTED._replace(appeal_until="2023-12-13"),)),
        case(decisions=(POSTED._replace(appeal_until="2023-12-12"),)),
    ),
    Try(
        "inget-överklagande",
        "",
        "KL-52",
        case(decisions=(POSTED._replace(no_appeal_checked_on="2024-01-04"),)),
        case(decisions=(POSTED._replace(no_appeal_checked_on="2024-01-05"),)),
    ),
    Try(
        "överklagande-inkommet",
        "",
        "ej-överklagat",
        case(decisions=(POSTED,)),
        case(decisions=(POSTED._replace(appealed_on="2023-12-20"),)),
    ),
    Try(
        "expedierat",
        "",
        "G-06",
        case(decisions=(POSTED._replace(receivers=("KS", "Ekonomi"), dispatched=("KS",)),)),
        case(decisions=(POSTED._replace(receivers=("KS", "Ekonomi"), dispatched=("Ekonomi", "KS")),)),
    ),
    Try("inga-öppna-uppdrag", "", "G-10", case(assignments_open=("Följ upp",)), BASE),
    Try("svarsdatum", "", "svarsdatum-passerat", case(reply_due="2023-12-12"), case(reply_due="2023-12-13")),
    Try("delegationsbeslut", "", "delegationsbeslut-saknas", BASE, case(delegated=("UBN:2023:1",))),
    Try("inte-jävig", "", "KL-28", case(conflicted=frozenset({"eva"})), case(conflicted=frozenset({"olle"}))),
    Try("skäl-angivet", "", "skäl-saknas", BASE, BASE, reason=" ", reason_almost="Brådskar"),
)


def asked(tried: Try, given: Case, who: Actor, at: Occasion | None, reason: str) -> tuple[Obstacle, ...]:
    """What the requirement answers."""
    return check(Question(given, STEP, "", who, tried.day, FLOW, at, reason), tried.name, tried.argument)


@pytest.mark.parametrize("tried", TRIES, ids=lambda tried: tried.name)
def test_a_requirement_stops_what_breaks_it_and_lets_by_what_almost_does(tried: Try) -> None:
    found = asked(tried, tried.broken, tried.actor, tried.occasion, tried.reason)
    assert tried.code in {o.code for o in found}
    assert all(o.text.endswith(".") and o.origin and o.severity in ("FEL", "VARNING", "INFO") for o in found)
    let_by = asked(tried, tried.almost, tried.actor_almost, tried.occasion_almost, tried.reason_almost)
    assert [o for o in let_by if o.severity != "INFO"] == []


def test_every_requirement_is_tried() -> None:
    assert {tried.name for tried in TRIES} == set(NAMES)


def test_what_nobody_has_begun_is_one_obstacle_and_not_silence() -> None:
    for name in ("utlåtande-komplett", "utlåtande-godkänt", "protokollfört", "justerat", "anslaget", "expedierat"):
        assert len(check(Question(BASE, STEP, "", EVA, DAY, FLOW), name, "")) == 1, name


def test_mbl_after_a_preparing_utskott_is_only_worth_knowing() -> None:
    """G-MBL-2: flagging it as an error is wrong, and so is saying nothing."""
    au = Occasion("UBN-AU:2023-12-06", "UBN-AU", "utskott", "2023-12-06", "bereder")
    called = case(tracks=mbl("kallad", kallad="2023-12-01", planerad="2023-12-12"))
    found = check(Question(called, STEP, "", EVA, DAY, FLOW, au), "mbl-före-beslut", "")
    assert [(o.code, o.severity) for o in found] == [("G-MBL-2", "INFO")]
    deciding = check(Question(called, STEP, "", EVA, DAY, FLOW, au._replace(mode="beslutar")), "mbl-före-beslut", "")
    assert {o.severity for o in deciding} == {"FEL"}


def test_no_receivers_at_all_is_a_warning() -> None:
    found = check(Question(case(decisions=(POSTED,)), STEP, "", EVA, DAY, FLOW), "expedierat", "")
    assert [(o.code, o.severity) for o in found] == [("EX01", "VARNING")]


def test_an_appealed_decision_is_never_without_appeal() -> None:
    appealed = POSTED._replace(no_appeal_checked_on="2024-01-05", appealed_on="2024-01-03")
    found = check(Question(case(decisions=(appealed,)), STEP, "", EVA, DAY, FLOW), "inget-överklagande", "")
    assert [o.code for o in found] == ["överklagat"]
