"""The trace of a case, a §, a delegated decision and a meeting: each act in order of time, also when disposed of."""

from __future__ import annotations

import pytest

from beredning.core.decision import Proposal
from beredning.core.voting import Ballot, Vote
from beredning.errors import NotFound, UsageFault
from beredning.office import (
    after_decision,
    delegation_report,
    meeting_adjust,
    meeting_attend,
    meeting_call,
    meeting_close,
    meeting_decide,
    meeting_minutes,
)
from beredning.office.audit import Trace, TraceLine, trace
from beredning.office.audit_reference import Section, parse_delegated, parse_section
from beredning.office.cases import act_by
from beredning.office.meeting_record import Wish
from beredning.store.rows import CaseRow, DecisionRow, DelegatedRow, EntryRow
from tests.office.delegation_road import decide, hold_meeting, prepared, with_order
from tests.office.meeting_road import NAMND, planned, secretary
from tests.office.world import CHIEF, REGISTRAR, World


@pytest.fixture
def office(world: World) -> World:
    return with_order(world)


def look(world: World, text: str) -> Trace:
    with world.database.read() as reader:
        return trace(reader, world.organisation, text)


def acts(found: Trace) -> list[str]:
    return [f"{line.act} {line.step}".strip() for line in found.lines]


def act(found: Trace, name: str) -> TraceLine:
    return next(line for line in found.lines if line.act == name)


def to_the_board(world: World) -> str:
    """A case decided by the nämnd, adjusted, posted and dispatched, beside another one at the same meetings."""
    dnr = prepared(world)
    key = hold_meeting(world, "2023-12-13", dnr)
    meeting_minutes.write_minutes(secretary(world, "2023-12-14"), key)
    desk = secretary(world, "2023-12-18")
    meeting_adjust.adjust(desk, key, ("Lena Camp", "Anette Håkansson"))
    meeting_adjust.post(desk, key)
    after_decision.dispatch(desk, dnr, (), "e-post")
    return dnr


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("UBN § 12/2023", Section("UBN", 12, 2023)),
        ("§ 12/2023 UBN", Section("UBN", 12, 2023)),
        ("UBN §12 2023", Section("UBN", 12, 2023)),
        ("ubn § 12", Section("UBN", 12)),
        ("UBN, § 12", Section("UBN", 12)),
        ("12 § UBN", Section("UBN", 12)),
        ("UBN 12/2023 §", Section("UBN", 12, 2023)),
        ("paragraf 12 utbildningsnämnden 2023", Section("UBN", 12, 2023)),
        ("Utbildningsnämndens paragraf 12 2023", Section("UBN", 12, 2023)),
        ("utbildningsnamndens arbetsutskott § 4/2024", Section("UBN-AU", 4, 2024)),
        ("UBN-AU §\u00a04 / 2023", Section("UBN-AU", 4, 2023)),
        ("§ 2023", Section("", 2023)),  # the number stands after the sign, whatever it looks like
        ("§ 7", Section("", 7)),
    ],
)
def test_a_paragraph_is_understood_in_many_spellings(world: World, text: str, meant: Section) -> None:
    assert parse_section(text, world.organisation) == meant


def test_what_is_no_paragraph_is_left_to_others_and_half_a_one_is_told(world: World) -> None:
    for text in ("2023/450", "UBN:2023-12-13", "UBN 2023:1"):
        assert parse_section(text, world.organisation) is None
    with pytest.raises(UsageFault, match="saknar paragrafens nummer"):
        parse_section("UBN §", world.organisation)
    with pytest.raises(NotFound, match="Det finns inget organ ”UBM”") as missing:
        parse_section("UBM § 1", world.organisation)
    assert "UBN" in missing.value.nearest


def test_a_delegated_decision_is_understood_and_a_diarienummer_is_none(world: World) -> None:
    for text in ("UBN D 7/2023", "ubn delegationsbeslut 7/2023", "D 7/2023 UBN", "UBN:delegation:2023:7"):
        assert parse_delegated(text, world.organisation) == ("UBN", 7, 2023)
    assert parse_delegated("delegationsbeslut 7", world.organisation) == ("", 7, 0)
    for text in ("2023/7", "UBND 2023/7", "KSD:2023:450", "UBN 2023/7"):
        assert parse_delegated(text, world.organisation) is None


def test_a_paragraph_is_traced_from_the_registration_to_the_dispatch(office: World) -> None:
    dnr = to_the_board(office)
    decide(office)  # another matter, which is not in the trace
    with office.elsewhere() as colleague:
        with colleague.database.read() as reader:
            (row,) = reader.all(DecisionRow, "by_meeting", NAMND)[2:3]
            case = reader.one(CaseRow, row.case_key)
        assert case is not None
        found = look(colleague, f"UBN § {row.number}/{row.year}")
    assert (found.what, found.dnr) == (f"UBN § {row.number}/2023", dnr)
    said = acts(found)
    road = """registrering|flytt påbörja|flytt godkänn|kallelse|flytt kalla-au|upprop|öppnande|flytt au-förslag|beslut|
avslutande|flytt kalla-nämnd|flytt besluta|protokoll|justering|anslag|expediering""".replace("\n", "").split("|")
    places = [said.index(name) for name in road]
    assert places == sorted(places), list(zip(road, places, strict=True))
    assert [line.number for line in found.lines] == sorted(line.number for line in found.lines)
    assert "delegationsbeslut" not in said
    (posted,) = act(found, "anslag").facts
    assert posted.startswith("§§ 1–7 justerade 2023-12-18 av Lena Camp och Anette Håkansson, anslagna 2023-12-18, ")
    assert posted.endswith("kan överklagas till och med 2024-01-08")


def test_each_act_says_who_in_what_role_on_what_ground_and_papers(office: World) -> None:
    dnr = to_the_board(office)
    found = look(office, dnr)
    approved = next(line for line in found.lines if line.step == "godkänn")
    assert (approved.person, approved.person_key, approved.account, approved.role) == (
        "Åsa Ericson",
        CHIEF,
        "konto",
        "förvaltningschef",
    )
    assert (approved.from_stage, approved.to_stage) == ("chefsgranskning", "godkänt")
    assert approved.ground and "utlåtande-komplett" in approved.requires and approved.workflow == "namndarende 1"
    assert [d.what for d in approved.documents if d.what.startswith("tjänsteutlåtande")]
    assert approved.time == "2023-11-20 09:00:00" and approved.utc == "2023-11-20T08:00:00.000000Z"  # winter: UTC+1
    notice = act(found, "kallelse")
    assert [d.what for d in notice.documents] == ["kallelse", "innehållet, som PDF görs av"]
    assert all(len(d.digest) == 64 for d in notice.documents)
    with office.database.read() as reader:
        for line in found.lines:
            entry = reader.one(EntryRow, line.number)
            assert entry is not None and entry.digest == line.digest
            for document in line.documents:
                assert reader.file(document.digest)


def test_other_items_of_the_same_meeting_are_not_in_the_trace(office: World) -> None:
    """The closing of a meeting writes every §, but only the case's own is told."""
    dnr = to_the_board(office)
    closings = [line for line in look(office, dnr).lines if line.act == "avslutande"]
    assert len(closings) == 2
    for line in closings:
        assert len([fact for fact in line.facts if fact.startswith("§")]) == 1
    whole = act(look(office, NAMND), "avslutande")
    assert len([fact for fact in whole.facts if fact.startswith("§")]) == 7


def test_only_the_adjustment_that_holds_the_paragraph_is_told(office: World) -> None:
    dnr = prepared(office)
    key = hold_meeting(office, "2023-12-13", dnr)
    meeting_minutes.write_minutes(secretary(office, "2023-12-14"), key)
    desk = secretary(office, "2023-12-18")
    for first, last in ((1, 2), (3, 3), (4, 7)):
        meeting_adjust.adjust(desk, key, ("Lena Camp", "Anette Håkansson"), first=first, last=last)
    for text, own in (("UBN § 3", "§ 3 just"), ("UBN § 4", "§§ 4–7 just"), ("UBN § 2", "§§ 1–2 just")):
        told = [fact for line in look(office, text).lines for fact in line.facts if " justerade " in fact]
        assert [fact[: len(own)] for fact in told] == [own]


def test_votes_and_reservations_are_told_where_they_were_recorded(office: World) -> None:
    dnr = prepared(office)
    key = planned(office, dnr, organ="UBN", day="2023-12-13")
    meeting_call.call(secretary(office, "2023-12-07"), key)
    desk = secretary(office, "2023-12-13", "15:00")
    meeting_attend.roll_call(desk, key)
    meeting_attend.open_meeting(desk, key, "13:00")
    members = [m.person for m in office.organisation.mandates_on("UBN", "2023-12-13") if m.post != "ersättare"]
    votes = tuple(Vote(person, "ja" if place < 7 else "nej") for place, person in enumerate(members))
    wish = Wish(
        "bifall",
        proposals=(
            Proposal("Bifall till förslaget", ("lena.camp",)),
            Proposal("Avslag", ("anette.hakansson",), "avslag"),
        ),
        order="Ja för bifall, nej för avslag.",
        ballots=(
            Ballot(
                "lena.camp", order="Ja för bifall, nej för avslag.", yes_means="bifall", no_means="avslag", votes=votes
            ),
        ),
    )
    meeting_decide.decide_item(desk, key, "3", wish)
    meeting_close.reserve(desk, key, "3", members[-1])
    meeting_close.close_meeting(desk, key, note_rest=True)
    found = look(office, "UBN § 3")
    decided = next(x for x in found.lines if x.act == "beslut" and x.subject == key)
    assert "yrkande (avslag) av Anette Håkansson: Avslag" in decided.facts
    assert "omröstning: ja 7, nej 4, avstår 0, genom majoritet" in decided.facts
    reserved = act(found, "reservation")
    assert f"reservation: {office.organisation.person(members[-1]).name}" in reserved.facts  # type: ignore[union-attr]
    closing = next(x for x in found.lines if x.act == "avslutande" and x.subject == key)
    assert not [fact for fact in closing.facts if fact.startswith(("yrkande", "omröstning"))]


def test_disposed_text_reads_as_such_and_the_trace_goes_on(office: World) -> None:
    dnr = office.register("Remiss om enskild elev", "delegationsarende")
    decide(office, case=dnr, reference="")
    with office.database.unit(secretary(office, "2023-12-20").now, "konto") as unit:
        row = unit.all(CaseRow, "by_dnr", dnr)[0]
        (delegated,) = unit.all(DelegatedRow, "by_case", row.key)
        act = act_by(office.desk(REGISTRAR), "gallring", row.key, ground="Gallringsplan 3.1")
        unit.dispose(act, [row.title, delegated.subject])
    found = look(office, dnr)
    assert found.title == "[gallrat]"
    assert [line.act for line in found.lines] == ["registrering", "delegationsbeslut", "flytt", "gallring"]
    assert "[gallrat]" in found.lines[0].facts[0] and "[gallrat]" in found.lines[1].facts[0]
    assert office.database.prove().ok


def test_a_delegated_decision_is_followed_to_the_posting_of_the_paragraph_that_noted_it(office: World) -> None:
    decide(office)
    decide(office, reference="Andra")
    key = hold_meeting(office)
    delegation_report.report(secretary(office, "2023-12-14"), "UBN", key, chosen=("1",))
    meeting_minutes.write_minutes(secretary(office, "2023-12-14"), key)
    desk = secretary(office, "2023-12-18")
    meeting_adjust.adjust(desk, key, ("Lena Camp", "Anette Håkansson"))
    meeting_adjust.post(desk, key)
    found = look(office, "UBN D 1/2023")
    said = acts(found)
    assert said[0] == "delegationsbeslut" and said[-2:] == ["justering", "anslag"]
    assert "anmälan av delegationsbeslut" in said and "kallelse" not in said
    assert not [fact for line in found.lines for fact in line.facts if "beslut 2/2023" in fact]
    assert look(office, "delegationsbeslut 2").decided.startswith("2023-12-04")
    with pytest.raises(NotFound) as missing:
        look(office, "UBN D 9/2023")
    assert missing.value.nearest[0] == "2/2023"


def test_a_meeting_is_traced_whole(office: World) -> None:
    to_the_board(office)
    found = look(office, "ubn 2023-12-13")
    assert found.what == NAMND
    assert acts(found)[0] == "sammanträde" and acts(found)[-1] == "anslag"


def test_a_missing_paragraph_suggests_the_nearest_and_the_latest_year_is_the_default(office: World) -> None:
    hold_meeting(office, "2023-12-13")
    with pytest.raises(NotFound) as missing:
        look(office, "UBN § 60")
    assert missing.value.nearest[0] == "UBN § 6/2023"
    with pytest.raises(NotFound) as missing:
        look(office, "UBN § 3/2022")
    assert missing.value.nearest[0] == "UBN § 3/2023"
    hold_meeting(office, "2024-01-31")
    assert look(office, "UBN § 3").what == "UBN § 3/2024"
    assert look(office, "§ 3/2023").what == "UBN § 3/2023"
    assert look(office, "UBN § 3/2023").what == "UBN § 3/2023"


def test_a_number_that_two_organs_share_is_asked_about(office: World) -> None:
    to_the_board(office)
    with pytest.raises(UsageFault) as unclear:
        look(office, "§ 3")
    assert "UBN § 3/2023" in unclear.value.hint and "UBN-AU § 3/2023" in unclear.value.hint


def test_decisions_of_an_organ_that_is_no_more_are_still_traced(office: World) -> None:
    decide(office)
    hold_meeting(office)
    left = tuple(organ for organ in office.organisation.organs if not organ.key.startswith("UBN"))
    later = office._replace(organisation=office.organisation._replace(organs=left))
    for text in ("ubn § 3/2023", "§ 3", NAMND):
        assert acts(look(later, text))[0] == "sammanträde"
    for text in ("UBN D 1/2023", "delegationsbeslut 1"):
        assert acts(look(later, text)) == ["delegationsbeslut"]
    with pytest.raises(NotFound) as missing:
        look(later, "UBM § 3")
    assert missing.value.nearest == ("UBN",)


def test_a_missing_case_suggests_the_nearest(office: World) -> None:
    dnr = office.register("Remiss")
    with pytest.raises(NotFound) as missing:
        look(office, dnr.replace("/1", "/11"))
    assert dnr in missing.value.nearest
