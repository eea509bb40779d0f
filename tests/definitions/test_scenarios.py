"""Scenarios run through the real decision function, and say so when a story does not go as written."""

from __future__ import annotations

from datetime import date

import pytest

from beredning.core import requirements
from beredning.core.case import Case
from beredning.core.question import Question
from beredning.core.workflow import Need, Stage, Step, Track, Workflow
from beredning.definitions import scenario_facts as facts
from beredning.definitions.scenarios import Outcome, read_scenarios, run_all

ARGUMENTS = {"handling": "dom", "organ": "nämnd", "spår": "ekonomi", "märke": "klart"}
# Settled by the scenario's own state, not by facts; or by what is typed with the step.
NOT_FACTS = {"spår", "märke", "saknar-märke", "mbl-före-beslut", "skäl-angivet"}


def flow(*steps: Step, tracks: tuple[Track, ...] = ()) -> Workflow:
    names = dict.fromkeys(["utkast", *(n for s in steps for n in (*s.sources, s.target))])
    stages = tuple(Stage(n, n, n == "slut") for n in names)
    return Workflow("mitt", "Mitt", "1", "", "utkast", stages, steps, tracks)


def step(name: str, source: str, target: str, *needs: Need, **more: object) -> Step:
    return Step(name, name, (source,), target, ("chef",), needs)._replace(**more)  # type: ignore[arg-type]


def outcomes(workflow: Workflow, text: str) -> tuple[Outcome, ...]:
    read = read_scenarios(f"flöde: mitt\nprov:\n{text}".encode(), "mitt.prov.yaml", workflow)
    assert read.faults == ()
    return run_all(read.scenarios, workflow)


@pytest.mark.parametrize("name", sorted(set(requirements.NAMES) - NOT_FACTS))
@pytest.mark.parametrize("lacking", [False, True])
def test_every_outside_fact_can_be_there_and_can_be_lacking(name: str, lacking: bool) -> None:
    """A new requirement must be given its facts here, or no scenario could ever pass or break it."""
    argument = ARGUMENTS.get(requirements.NAMES[name].argument, "")
    need = Need(name, argument)
    organ = "nämnd" if name in ("vid-sammanträde", "beslutsmässig") else ""
    asked = step("x", "utkast", "slut", need, organ=organ)
    without = (need,) if lacking else ()
    day = date(2026, 3, 2)
    case = facts.with_facts(Case("k", "d", "t", "N", "F", "w", "", "utkast", "", 1, "h", ""), asked, day, without)
    question = Question(
        case, asked, "", facts.actor_for(asked, ()), day, flow(asked), facts.occasion_for(asked, "", day, without)
    )
    found = requirements.check(question, name, argument)
    assert bool(found) is lacking, found


def test_a_story_that_goes_as_written_passes() -> None:
    workflow = flow(step("godkänn", "utkast", "klart", Need("utlåtande-komplett")), step("avsluta", "klart", "slut"))
    (story,) = outcomes(
        workflow,
        "  a:\n    steg:\n      - {försök: godkänn, hinder: PH07, saknar: utlåtande-komplett}\n"
        "      - {försök: avsluta, hinder: fel-skede}\n      - {ta: godkänn, hamnar: klart}\n      - avsluta\n"
        "    slutar: slut\n",
    )
    assert story.passed, story.failures
    assert story.taken == ("godkänn", "avsluta")
    assert story.line == 3


@pytest.mark.parametrize(
    ("lines", "ends", "said"),
    [
        ("- avsluta", "slut", "Rad 1, avsluta: steget hindrades: Ärendet står i ”utkast”"),
        ("- {försök: godkänn, hinder: PH07}", "utkast", "steget togs, men skulle hindras av PH07"),
        ("- {försök: avsluta, hinder: PH07}", "utkast", "hindren var fel-skede, men provet väntar PH07"),
        (
            "- {försök: godkänn, hinder: PH07, saknar: utlåtande-komplett, som: registrator}",
            "utkast",
            "hindren var PH07, fel-roll, men provet väntar PH07",
        ),
        ("- {ta: godkänn, hamnar: slut}", "slut", "hamnade i ”klart”, inte i ”slut”"),
        ("- godkänn", "slut", "slutar i ”klart”, inte i ”slut”"),
    ],
)
def test_a_story_that_does_not_go_as_written_says_where(lines: str, ends: str, said: str) -> None:
    workflow = flow(step("godkänn", "utkast", "klart", Need("utlåtande-komplett")), step("avsluta", "klart", "slut"))
    (story,) = outcomes(workflow, f"  a:\n    steg:\n      {lines}\n    slutar: {ends}\n")
    assert not story.passed
    assert said in story.failures[0]


def test_a_warning_is_acknowledged_by_a_reason_only() -> None:
    workflow = flow(
        step("kalla", "utkast", "slut", Need("på-dagordning", "nämnd"), Need("manusstopp", "nämnd"), organ="nämnd")
    )
    late = "saknar: [manusstopp: nämnd]"
    (story,) = outcomes(
        workflow,
        f"  a:\n    steg:\n      - {{försök: kalla, hinder: sent-ärende, {late}}}\n"
        f"      - {{ta: kalla, skäl: Brådskar, {late}}}\n    slutar: slut\n",
    )
    assert story.passed, story.failures


def test_days_pass_between_lines() -> None:
    """Seven days after disagreement the union can no longer ask for central negotiation (MBL 14 §)."""
    states = ("kallad", "förhandling-hållen", "oenig", "avslutad")
    moves = zip(("håll", "bli-oense", "avsluta"), states, states[1:], strict=False)
    mbl = Track(
        "mbl", "MBL", "kallad", ("avslutad",), tuple(Stage(s, s) for s in states), tuple(step(*m) for m in moves)
    )
    decided = step("besluta", "utkast", "slut", Need("mbl-före-beslut"), organ="nämnd")
    for days, passed in ((7, False), (8, True)):
        (story,) = outcomes(
            flow(decided, tracks=(mbl,)),
            "  a:\n    steg: [mbl:håll, mbl:bli-oense, mbl:avsluta, "
            f"{{ta: besluta, dagar: {days}}}]\n    slutar: slut\n",
        )
        assert story.passed is passed, story.failures


def test_every_fault_in_a_scenario_file_is_said_at_once() -> None:
    text = (
        "flöde: annat\nprov:\n  a:\n    start: utkst\n    spår: {ekonmi: klar}\n    steg:\n      - godkäm\n"
        "      - {försök: godkänn}\n      - {ta: godkänn, hinder: x}\n      - {ta: godkänn, försök: godkänn}\n"
        "      - {försök: godkänn, hinder: x, saknar: utlåtande-komplet}\n    slutar: slutt\n"
    )
    workflow = flow(step("godkänn", "utkast", "slut"))
    read = read_scenarios(text.encode(), "mitt.prov.yaml", workflow)
    said = [(f.line, f.text) for f in read.faults]
    assert [line for line, _ in said] == [1, 4, 5, 7, 8, 9, 10, 11, 12]
    assert "Menade du ”utkast”?" in read.faults[1].suggestion
    assert "Menade du ”utlåtande-komplett”?" in read.faults[7].suggestion
