"""The beslutssats is taken apart in each dialect, right and almost right (domain.md 4.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beredning.core.reading import Passage
from beredning.core.report import SentenceForm
from beredning.review.sentences import Sats, parse


def parsed(*lines: str, dialect: str = "mening") -> tuple[Sats, ...]:
    form = SentenceForm(dialect)  # type: ignore[arg-type]
    return parse([Passage(line, paragraph=number) for number, line in enumerate(lines, 1)], form)


def parts(*lines: str, dialect: str = "mening") -> list[tuple[str, str, str, str]]:
    return [(one.organ, one.verb, one.about, one.shape) for one in parsed(*lines, dialect=dialect)]


N = "Utbildningsnämnden"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{N} noterar informationen.", (N, "notera", "informationen.", "mening")),
        (f"{N} beslutar att fastställa budget för 2024.", (N, "fastställa", "budget för 2024.", "mening")),
        (f"{N} beslutar fastställa budget för 2024", (N, "fastställa", "budget för 2024", "utan-att")),
        (f"{N} föreslås besluta att anta planen.", (N, "anta", "planen.", "mening")),
        ("Beslutar att anta planen.", ("", "anta", "planen.", "mening")),
        ("Att anta planen.", ("", "anta", "planen.", "att-sats")),
        (f"{N} beslutar att godkänna.", (N, "godkänna", "", "ofullständig")),
        (f"{N} beslutar att anta plan för", (N, "anta", "plan för", "ofullständig")),
        (f"{N} beslutar att", (N, "", "", "ofullständig")),
        (f"{N} informeras om läget.", ("", "", "", "ingen")),
        ("Bedöms ej tillämplig i detta ärende.", ("", "", "", "ingen")),
        (f"{N} har fått planen", ("", "", "", "ingen")),
        (f"{N} beslutar med stöd av 10 kap. 32 § skollagen att avslå ansökan.", (N, "avslå", "ansökan.", "mening")),
        (f"{N} beslutar, under förutsättning av budget, att anta planen.", (N, "anta", "planen.", "mening")),
        (f"{N} beslutar i enlighet med rektors förslag.", (N, "besluta", "i enlighet med rektors förslag.", "mening")),
        ("Rektor får i uppdrag att utreda.", ("", "ge", "Rektor i uppdrag att utreda.", "passiv")),
        (f"{N} ger förvaltningen i uppdrag att utreda.", (N, "ge", "förvaltningen i uppdrag att utreda.", "mening")),
    ],
)
def test_a_sentence_by_itself(line: str, expected: tuple[str, str, str, str]) -> None:
    assert parts(line) == [expected]


def test_att_clauses_take_the_organ_of_their_lead_in() -> None:
    found = parsed(f"{N} beslutar", "att anta planen 2024, och", "att ge rektor i uppdrag att verkställa den.")
    assert [(one.organ, one.verb, one.shape, one.led, one.last) for one in found] == [
        (N, "anta", "att-sats", True, False),
        (N, "ge", "att-sats", True, True),
    ]


def test_a_lead_in_with_att_is_followed_by_bare_infinitives() -> None:
    assert parts(f"{N} beslutar att", "anta planen 2024,", "upphäva planen 2020.") == [
        (N, "anta", "planen 2024,", "att-sats"),
        (N, "upphäva", "planen 2020.", "att-sats"),
    ]


def test_a_lead_in_that_a_whole_sentence_follows_was_never_finished() -> None:
    assert [one.shape for one in parsed(f"{N} beslutar att", f"{N} beslutar att anta planen.")] == [
        "ofullständig",
        "mening",
    ]


def test_numbered_sentences_without_att() -> None:
    lines = ("1. Nämnden godkänner yttrandet som svar på remissen.", "2. Beslutet justeras omedelbart.")
    assert parts(*lines, dialect="numrerad") == [
        ("Nämnden", "godkänna", "yttrandet som svar på remissen.", "mening"),
        ("", "justera", "Beslutet omedelbart.", "passiv"),
    ]


def test_numbered_entries_under_a_lead_in() -> None:
    lines = ("Kommunstyrelsen beslutar följande.", "1. Verksamhetsberättelse 2020 godkänns.", "2. Anta planen.")
    assert [one.shape for one in parsed(*lines, dialect="numrerad")] == ["passiv", "fri"]


def test_what_ceases_to_apply_is_decided_too() -> None:
    assert [one.shape for one in parsed("Planen för 2020 upphör att gälla 2024-06-30.", dialect="numrerad")] == [
        "passiv"
    ]


def test_the_organ_alone_on_a_line_opens() -> None:
    found = parsed("Utbildningsnämnden", "Riktlinjen, bilaga 1, antas.", dialect="passiv")
    assert [(one.organ, one.shape) for one in found] == [("Utbildningsnämnden", "passiv")]


def test_a_passive_sentence_under_the_organ() -> None:
    lines = ("I utbildningsnämnden:", "Plan för digitalisering, i enlighet med bilaga 2, antas.")
    found = parsed(*lines, dialect="passiv")
    assert [(one.organ, one.verb, one.shape) for one in found] == [("utbildningsnämnden", "anta", "passiv")]


def test_a_proposal_to_another_organ_and_what_is_decided_for_its_own_part() -> None:
    found = parsed(
        "Kommunstyrelsen föreslår kommunfullmäktige besluta att anta taxan 2024.",
        "För egen del beslutar kommunstyrelsen att ge direktören i uppdrag att verkställa.",
        "För egen del",
        "Kommunstyrelsen beslutar att upphäva riktlinjen 2019.",
        dialect="föreslår",
    )
    assert [(one.organ, one.to, one.verb, one.own) for one in found] == [
        ("Kommunstyrelsen", "kommunfullmäktige", "anta", False),
        ("kommunstyrelsen", "", "ge", True),
        ("Kommunstyrelsen", "", "upphäva", True),
    ]


def test_the_own_part_as_a_lead_in() -> None:
    found = parsed("För egen del beslutar kommunstyrelsen", "att upphäva riktlinjen 2019.", dialect="föreslår")
    assert [(one.organ, one.verb, one.own, one.shape) for one in found] == [
        ("kommunstyrelsen", "upphäva", True, "att-sats")
    ]


def test_an_utskott_proposes_to_its_namnd() -> None:
    (one,) = parsed("Arbetsutskottet föreslår nämnden besluta att anta planen 2024.")
    assert (one.organ, one.to, one.verb, one.shape) == ("Arbetsutskottet", "nämnden", "anta", "föreslår")


def test_what_follows_a_sats_in_its_paragraph_explains_it() -> None:
    assert len(parsed(f"{N} beslutar att anta planen 2024. Planen ersätter den som gällde till 2023.")) == 1
    assert len(parsed(f"{N} beslutar att anta planen 2024. {N} beslutar att upphäva planen 2020.")) == 2


def test_a_sub_heading_opens_for_another_organ() -> None:
    found = parsed("Förslag till beslut i kommunstyrelsen", "att anta planen 2024.", dialect="att-satser")
    assert [(one.organ, one.verb) for one in found] == [("kommunstyrelsen", "anta")]


@pytest.mark.parametrize(("text", "ended"), [("A beslutar att b c.", True), ("A beslutar att b c", False),
                                             ("A antar ”b c.”", True), ("A beslutar att b c,", False)])  # fmt: skip
def test_an_end_mark_is_seen(text: str, ended: bool) -> None:
    assert parsed(text)[0].ended is ended


@given(
    st.lists(st.text(max_size=120), max_size=6),
    st.sampled_from(["mening", "att-satser", "numrerad", "passiv", "föreslår"]),
)
def test_any_text_is_parsed_and_nothing_is_invented(lines: list[str], dialect: str) -> None:
    for one in parsed(*lines, dialect=dialect):
        assert one.passage.text in lines
        assert one.text in one.passage.text or one.text in " ".join(one.passage.text.split())


def test_a_list_after_a_colon_is_what_is_decided_about() -> None:
    (one,) = parse(
        [
            Passage(f"{N} beslutar att godkänna följande åtgärder:"),
            Passage("stänga en enhet", "item"),
            Passage("säga upp avtalet, bilaga 2", "item"),
        ],
        SentenceForm(),
    )
    assert (one.verb, one.ended, one.listed) == ("godkänna", True, True)
    assert "bilaga 2" in one.about
