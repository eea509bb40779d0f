"""kommun.yaml as an organisation: what each key means, what is derived, and that every fault is told at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from beredning.core.organisation import Mandate, Role, StandingItem, from_plain, to_plain, to_text
from beredning.definitions.organisation import examine, read_organisation
from beredning.errors import BadDefinition

ROOT = Path(__file__).resolve().parents[2]

BASE = """# Prov
kommun: Provköping
inställningar: {förvaltningsrätt: Förvaltningsrätten i Göteborg}
förvaltningar:
  barn: {namn: Barnförvaltningen, chef: eva.ek}
organ:
  BN:
    namn: Barnnämnden
    platser: 3
    förvaltning: barn
    reglemente:
      kallelse-dagar: 7
      justerare: 1
      justering-sätt: penna
      omedelbar-justering: nej
      distans: nej
      ersättares-ordning: inom-partiet
      reservation-motivering: före-justering
      ordförande-frånvarande: väljs
    rutiner: {protokoll-förvaras: Kommunhuset, manusstopp-dagar: 9}
  BN-AU: {namn: Barnnämndens arbetsutskott, slag: utskott, under: BN, platser: 2}
personer:
  eva.ek: {namn: Eva Ek, titel: förvaltningschef, konton: [evek], roller: [{roll: sekreterare, för: BN}]}
  ada.al: {namn: Ada Al}
  bo.bok: {namn: Bo Bok}
  cia.ceder: {namn: Cia Ceder}
mandat:
  - {person: ada.al, organ: BN, uppdrag: ordförande, parti: S}
  - {person: bo.bok, organ: BN, uppdrag: ledamot, parti: M}
  - {person: cia.ceder, organ: BN, uppdrag: ersättare, parti: S}
  - {person: ada.al, organ: BN-AU, uppdrag: ordförande, parti: S}
sammanträden:
  - {organ: BN, dag: 2024-03-13, tid: "13:00", plats: Kommunhuset}
"""


def changed(old: str, new: str) -> dict[str, bytes]:
    """The base file with one thing changed; the thing must be there."""
    assert BASE.count(old) == 1, old
    return {"kommun.yaml": BASE.replace(old, new).encode()}


def remarks(files: dict[str, bytes]) -> list[str]:
    """Severity, file, line and text of every remark."""
    return [f"{r.severity} {r.fault.file}:{r.fault.line} {r.fault.text}" for r in examine(files).remarks]


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(BASE.splitlines(), 1) if text in line)


def test_a_good_file_gives_no_remark_at_all() -> None:
    assert remarks({"kommun.yaml": BASE.encode()}) == []


def test_what_is_not_written_is_derived() -> None:
    found = read_organisation({"kommun.yaml": BASE.encode()})
    committee = found.organ("BN-AU")
    assert committee is not None
    assert (committee.administration, committee.dnr_series, committee.parent) == ("barn", "BN", "BN")
    assert (committee.definite, committee.genitive) == ("barnnämndens arbetsutskott", "barnnämndens arbetsutskotts")
    assert committee.rule("kallelse-dagar") == "7", "the reglemente of the nämnd holds for its utskott"
    assert Role("eva.ek", "chef", "barn") in found.roles, "the head of the förvaltning has the role of chef"
    assert found.mandates[2] == Mandate("cia.ceder", "BN", "ersättare", "S", order=1)
    assert found.database == "beredning.db" and found.training is False


def test_manuscript_and_notice_are_counted_back_from_the_meeting() -> None:
    meeting = read_organisation({"kommun.yaml": BASE.encode()}).meetings[0]
    assert meeting.notice == "2024-03-06", "seven days by the reglemente"
    assert meeting.manuscript == "2024-03-04", "nine days by the local routine"
    written = read_organisation(
        changed("plats: Kommunhuset}", "plats: K, kallelse: 2024-03-04, manusstopp: 2024-03-01}")
    )
    assert (written.meetings[0].manuscript, written.meetings[0].notice) == ("2024-03-01", "2024-03-04")


def test_without_a_rule_for_the_kallelse_there_is_no_date_and_kontrollera_says_so() -> None:
    files = changed("      kallelse-dagar: 7\n", "")
    assert examine(files).organisation.meetings[0].notice == ""  # type: ignore[union-attr]
    assert [r for r in remarks(files) if "kallelse-dagar" in r and r.startswith("VARNING")]


def test_the_utskott_may_have_rules_of_its_own() -> None:
    own = changed("under: BN, platser: 2}", "under: BN, platser: 2, reglemente: {kallelse-dagar: 3}}")
    found = read_organisation(own)
    assert [found.organ(key).rule("kallelse-dagar") for key in ("BN", "BN-AU")] == ["7", "3"]  # type: ignore[union-attr]


def test_side_files_hold_the_same_keys() -> None:
    files = {
        "kommun.yaml": BASE.encode(),
        "personer.yaml": b"# Personer\npersoner:\n  dan.dal: {namn: Dan Dal}\n",
        "mandat.yaml": b"# Mandat\nmandat:\n  - {person: dan.dal, organ: BN, uppdrag: ledamot, parti: V}\n",
    }
    found = read_organisation(files)
    assert found.persons[-1].name == "Dan Dal" and found.mandates[-1].person == "dan.dal"
    files["mandat.yaml"] = b"# Mandat\nmandat:\n  - {person: dan.dalh, organ: BN, uppdrag: ledamot, parti: V}\n"
    assert remarks(files) == ["FEL mandat.yaml:3 Personen ”dan.dalh” finns inte."]
    assert examine(files).remarks[0].fault.suggestion == "Menade du ”dan.dal”?"


def test_a_side_file_with_only_comments_is_no_fault_but_an_empty_main_file_is() -> None:
    assert remarks({"kommun.yaml": BASE.encode(), "personer.yaml": b"# Inget \xc3\xa4n\n\n"}) == []
    assert remarks({"kommun.yaml": b"# tom\n"}) == ["FEL kommun.yaml:0 Filen är tom."]


def test_a_person_in_two_files_is_told_with_the_place_of_the_first() -> None:
    files = {"kommun.yaml": BASE.encode(), "personer.yaml": b"personer:\n  bo.bok: {namn: Bo B}\n"}
    where = line_of("bo.bok: {")
    assert remarks(files) == [f"FEL personer.yaml:2 Personen ”bo.bok” finns redan på rad {where}."]


def test_every_fault_is_told_at_once_with_its_place() -> None:
    text = (
        BASE.replace("platser: 3", "platser: tre")
        .replace("under: BN,", "undr: BN,")
        .replace("2024-03-13", "2024-02-30")
    )
    with pytest.raises(BadDefinition) as caught:
        read_organisation({"kommun.yaml": text.encode()})
    assert [fault.line for fault in caught.value.faults] == [
        line_of("platser: 3"),
        line_of("BN-AU:"),
        line_of("2024-03-13"),
    ]
    assert "under" in caught.value.faults[1].suggestion
    assert caught.value.text == "Kommunens uppgifter har 3 fel." and caught.value.exit_code == 5


@pytest.mark.parametrize(
    ("form", "good"),
    [
        ("{år}/{löpnummer}", True),
        ("{organ}-{år}-{löpnummer}", True),
        ("{år}", False),
        ("{löpnummer4}/{år2}", True),
        ("{organ} {år}-{löpnummer5}", True),
        ("{löpnummer2}/{år}", False),
        ("{löpnummer4}{år2}", False),
        ("{år2}/{löpnummer}/{år}", False),
        ("{klass} {år}/{löpnummer}", False),
        ("{år}{löpnummer}", False),
        ("{år}/{löpnummer}/{år}", False),
        ("{år}/{nummer}", False),
    ],
)
def test_a_form_of_dnr_has_year_and_number_once_and_apart(form: str, good: bool) -> None:
    files = changed("    platser: 3", f'    dnr-form: "{form}"\n    platser: 3')
    assert (examine(files).organisation is not None) is good


def test_standing_items_keep_their_order_and_place() -> None:
    written = """    stående-punkter:
      - {titel: Upprop, slag: öppning, bokstav: A}
      - {titel: Fika, slag: paus, klockan: "09:30", minuter: 15}
      - {titel: Övriga frågor, plats: sist}
    platser: 3"""
    organ = read_organisation(changed("    platser: 3", written)).organ("BN")
    assert organ is not None
    assert organ.standing == (
        StandingItem("Upprop", "öppning", "A"),
        StandingItem("Fika", "paus", minutes=15, when="tid", at="09:30"),
        StandingItem("Övriga frågor", "stående", when="sist"),
    )


def test_the_plain_form_gives_the_same_organisation_back() -> None:
    data = (ROOT / "templates" / "ovning" / "kommun.yaml").read_bytes()
    found = read_organisation({"kommun.yaml": data})
    assert from_plain(json.loads(to_text(found))) == found
    assert from_plain(json.loads(json.dumps(to_plain(found)))) == found


@pytest.mark.parametrize("damage", [[], ["Kommun"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "text"])
def test_another_plain_form_is_refused(damage: object) -> None:
    with pytest.raises((TypeError, ValueError, IndexError)):
        from_plain(damage)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["dnr-form: {år}/{löpnummer}", "stående-punkter: [{titel: Jäv, dnr: {år}/8}]"])
def test_a_pattern_without_quotation_marks_is_told_as_what_it_is(written: str) -> None:
    found = examine(changed("    platser: 3", f"    {written}\n    platser: 3")).remarks
    pattern = "{år}/8" if "/8" in written else "{år}/{löpnummer}"
    assert [remark.fault.suggestion for remark in found] == [f'Skriv "{pattern}".']
    assert found[0].fault.column == 5 + written.index(pattern)
