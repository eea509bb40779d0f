"""The cross checks of kommun.yaml: each rule has a case that breaks it and one that almost does."""

from __future__ import annotations

import pytest

from beredning.core.organisation import POSTS, ROLES
from beredning.definitions import registries
from beredning.definitions.organisation import examine
from tests.definitions.test_organisation import BASE, ROOT, changed, line_of, remarks

MEMBER = "  - {person: bo.bok, organ: BN, uppdrag: ledamot, parti: M}\n"
SUBSTITUTE = "  - {person: cia.ceder, organ: BN, uppdrag: ersättare, parti: S}\n"
COMMITTEE = "  - {person: ada.al, organ: BN-AU, uppdrag: ordförande, parti: S}\n"
MEETING = '  - {organ: BN, dag: 2024-03-13, tid: "13:00", plats: Kommunhuset}\n'


def found(old: str, new: str, *words: str) -> list[str]:
    """The remarks on the base file with one thing changed that hold all of the words."""
    return [remark for remark in remarks(changed(old, new)) if all(word in remark for word in words)]


def test_the_practice_organisation_has_no_fault_and_no_warning() -> None:
    data = (ROOT / "templates" / "ovning" / "kommun.yaml").read_bytes()
    assert [r for r in examine({"kommun.yaml": data}).remarks if r.severity != "INFO"] == []


def test_every_role_that_a_workflow_can_name_can_be_held() -> None:
    assert set(registries.ROLES) <= {*ROLES, *POSTS}


# Mandates


def test_nobody_holds_two_posts_in_an_organ_at_a_time() -> None:
    twice = found(
        MEMBER, MEMBER + "  - {person: ada.al, organ: BN, uppdrag: ledamot, parti: S}\n", "FEL", "redan ordförande"
    )
    assert twice and f"rad {line_of('uppdrag: ordförande, parti: S}')}" in twice[0]
    after = MEMBER.replace("M}", "M, till: 2024-06-30}") + MEMBER.replace("M}", "M, från: 2024-07-01}")
    assert found(MEMBER, after, "FEL") == []
    same_day = after.replace("2024-07-01", "2024-06-30")
    assert len(found(MEMBER, same_day, "FEL", "redan ledamot")) == 1


def test_there_are_no_more_members_than_seats_on_any_day() -> None:
    eva = "  - {person: eva.ek, organ: BN, uppdrag: ledamot, parti: C}\n"
    third = "  - {person: cia.ceder, organ: BN, uppdrag: ledamot, parti: S}\n"
    assert found(SUBSTITUTE, third, "FEL") == [], "three of three"
    full = found(SUBSTITUTE, third + eva, "FEL", "platser")
    assert len(full) == 1 and "BN har 4 ledamöter men 3 platser" in full[0]
    replaced = third.replace("S}", "S, till: 2023-12-31}") + eva.replace("C}", "C, från: 2024-01-01}")
    assert found(SUBSTITUTE, replaced, "FEL") == [], "one leaves the day before the other enters"
    late = third.replace("S}", "S, till: 2024-01-01}") + eva.replace("C}", "C, från: 2024-01-01}")
    assert "den 2024-01-01" in found(SUBSTITUTE, late, "FEL", "platser")[0]


def test_an_organ_has_one_chair_a_day() -> None:
    second = MEMBER.replace("ledamot", "ordförande")
    assert found(MEMBER, second, "FEL", "flera på posten ordförande", "ada.al, bo.bok")
    deputy = MEMBER.replace("ledamot", "förste vice ordförande")
    assert found(MEMBER, deputy, "FEL") == []


def test_those_in_an_utskott_are_chosen_among_its_members() -> None:
    """KL 6:42: among ledamöter and ersättare, so an ersättare will do."""
    assert found(COMMITTEE, COMMITTEE.replace("ada.al", "cia.ceder"), "FEL") == []
    stranger = found(COMMITTEE, COMMITTEE.replace("ada.al", "eva.ek"), "FEL")
    assert len(stranger) == 1 and "varken ledamot eller ersättare i BN" in stranger[0] and "KL 6:42" in stranger[0]


def test_a_seat_in_the_utskott_ends_with_the_seat_above_it() -> None:
    text = BASE.replace(
        "bo.bok, organ: BN, uppdrag: ledamot, parti: M}",
        "bo.bok, organ: BN, uppdrag: ledamot, parti: M, från: 2023-01-01, till: 2024-12-31}",
    )
    member = "  - {person: bo.bok, organ: BN-AU, uppdrag: ledamot, parti: M, från: 2023-01-01, till: %s}\n"
    inside = {"kommun.yaml": text.replace(COMMITTEE, COMMITTEE + member % "2024-12-31").encode()}
    outside = {"kommun.yaml": text.replace(COMMITTEE, COMMITTEE + member % "2025-01-01").encode()}
    assert remarks(inside) == []
    assert [r for r in remarks(outside) if "även tid då uppdraget i BN saknas" in r]


def test_terms_that_follow_on_one_another_cover_a_seat_in_the_utskott() -> None:
    two = MEMBER.replace("M}", "M, från: 2023-01-01, till: 2023-12-31}") + MEMBER.replace("M}", "M, från: 2024-01-01}")
    seat = "  - {person: bo.bok, organ: BN-AU, uppdrag: ledamot, parti: M, från: 2023-06-01}\n"
    assert found(MEMBER, two + seat, "FEL") == []
    assert found(MEMBER, two.replace("2024-01-01", "2024-01-02") + seat, "FEL", "även tid")


@pytest.mark.parametrize(
    ("orders", "wrong"),
    [(("1", "2"), ""), (("1", "1"), "båda ordning 1"), (("1", ""), "saknar ”ordning”"), (("", ""), "")],
)
def test_substitutes_are_all_numbered_or_none(orders: tuple[str, str], wrong: str) -> None:
    rows = "".join(
        f"  - {{person: {person}, organ: BN, uppdrag: ersättare, parti: S{', ordning: ' + order if order else ''}}}\n"
        for person, order in zip(("cia.ceder", "eva.ek"), orders, strict=True)
    )
    assert bool(found(SUBSTITUTE, rows, "FEL", wrong)) is bool(wrong)
    assert not wrong or len(found(SUBSTITUTE, rows, "FEL")) == 1


def test_order_is_for_substitutes() -> None:
    assert found(MEMBER, MEMBER.replace("M}", "M, ordning: 1}"), "FEL", "bo.bok är ledamot")


def test_staff_representatives_are_three_at_most_and_have_no_party() -> None:
    staff = "".join(f"  p{n}: {{namn: P {n}}}\n" for n in range(4))
    posts = "".join(f"  - {{person: p{n}, organ: BN, uppdrag: personalföreträdare}}\n" for n in range(4))
    text = BASE.replace("mandat:\n", staff + "mandat:\n" + posts)
    assert [r for r in remarks({"kommun.yaml": text.encode()}) if "fler än 3 personalföreträdare" in r]
    three = text.replace("  - {person: p3, organ: BN, uppdrag: personalföreträdare}\n", "")
    assert remarks({"kommun.yaml": three.encode()}) == []
    party = three.replace(
        "p0, organ: BN, uppdrag: personalföreträdare", "p0, organ: BN, uppdrag: personalföreträdare, parti: S"
    )
    assert [r for r in remarks({"kommun.yaml": party.encode()}) if "inget parti" in r]


def test_a_party_stands_among_the_parties_when_there_are_any() -> None:
    assert found(
        "förvaltningar:\n", "partier: {S: Socialdemokraterna, MP: Miljöpartiet}\nförvaltningar:\n", "FEL", "”M”"
    )
    assert found("förvaltningar:\n", "partier: {S: Socialdemokraterna, M: Moderaterna}\nförvaltningar:\n") == []
    assert found(MEMBER, MEMBER.replace(", parti: M", ""), "VARNING", "saknar parti")


def test_an_organ_without_members_is_told() -> None:
    assert found(COMMITTEE, "", "VARNING", "BN-AU har inga ledamöter")


# Meetings


@pytest.mark.parametrize(
    ("dates", "wrong"),
    [
        ("kallelse: 2024-03-13", "0 dagar före"),
        ("kallelse: 2024-03-14", "efter sammanträdet"),
        ("manusstopp: 2024-03-14", "Manusstoppet (2024-03-14) ligger efter sammanträdet"),
        ("manusstopp: 2024-03-07", "underlag kan saknas"),
        ("manusstopp: 2024-03-06", ""),
        ("kallelse: 2024-03-07", "reglementet kräver 7"),
        ("kallelse: 2024-03-05", ""),
    ],
)
def test_the_days_of_a_meeting_come_in_order(dates: str, wrong: str) -> None:
    new = MEETING.replace("Kommunhuset}", f"Kommunhuset, {dates}}}")
    assert (found(MEETING, new, wrong) != []) if wrong else (found(MEETING, new) == [])


def test_the_same_meeting_is_not_written_twice() -> None:
    assert found(MEETING, MEETING + MEETING, "FEL", "har redan ett sammanträde 2024-03-13")
    later = found(MEETING, MEETING + MEETING.replace("13:00", "18:00"))
    assert len(later) == 1 and later[0].startswith("INFO") and "två sammanträden" in later[0]


@pytest.mark.parametrize(
    ("day", "name"), [("2024-03-29", "långfredagen"), ("2024-03-16", "lördag"), ("2024-06-21", "midsommarafton")]
)
def test_a_meeting_on_a_day_off_is_lawful_but_told(day: str, name: str) -> None:
    new = MEETING.replace("2024-03-13", day)
    assert found(MEETING, new, "INFO", f"Sammanträdet {day} infaller på {name}")
    assert found(MEETING, new, "FEL") == []


def test_a_meeting_on_a_day_when_nobody_has_a_mandate_is_told() -> None:
    text = BASE.replace("parti: S}", "parti: S, till: 2024-03-12}").replace("parti: M}", "parti: M, till: 2024-03-12}")
    told = [r for r in remarks({"kommun.yaml": text.encode()}) if "Ingen har mandat" in r]
    assert len(told) == 1 and "går ut 2024-03-12" in told[0]
    assert remarks({"kommun.yaml": text.replace("2024-03-12", "2024-03-13").encode()}) == []


def test_a_meeting_needs_time_and_place_for_the_kallelse() -> None:
    assert found(MEETING, "  - {organ: BN, dag: 2024-03-13}\n", "VARNING", "saknar tid")
    assert found(MEETING, "  - {organ: BN, dag: 2024-03-13}\n", "VARNING", "saknar plats")
    assert found(MEETING, MEETING.replace("organ: BN", "organ: BM"), "FEL", "Organet ”BM” finns inte")


# Organs, settings and persons


@pytest.mark.parametrize(
    ("old", "new", "severity", "words"),
    [
        ("under: BN, platser: 2", "platser: 2", "FEL", "hör inte till någon nämnd"),
        ("under: BN, platser: 2", "under: BNN, platser: 2", "FEL", "Organet ”BNN” finns inte"),
        ("slag: utskott, under: BN", "slag: nämnd, under: BN", "FEL", "är nämnd och kan inte stå under BN"),
        ("    förvaltning: barn\n", "    förvaltning: barm\n", "FEL", "Förvaltningen ”barm” finns inte"),
        ("    förvaltning: barn\n", "", "VARNING", "BN saknar förvaltning"),
        ("chef: eva.ek", "chef: eva.ex", "FEL", "Personen ”eva.ex” finns inte"),
        (", chef: eva.ek", "", "VARNING", "saknar chef"),
        (", konton: [evek]", "", "VARNING", "Ingen person har något konto"),
        ("konton: [evek]", "konton: [evek], e-post: eva", "FEL", "en e-postadress"),
        ("{namn: Ada Al}", "{namn: Ada Al, konton: EVEK}", "FEL", "tillhör redan eva.ek"),
        ("{namn: Ada Al}", "{namn: Bo Bok}", "INFO", "också namnet på ada.al"),
        ("{roll: sekreterare, för: BN}", "{roll: sekreterare, för: BMM}", "FEL", "”BMM” finns inte"),
        ("{roll: sekreterare, för: BN}", "sekreterar", "FEL", "kan inte vara ”sekreterar”"),
        ("roller: [{roll: sekreterare, för: BN}]", "titel2: x", "FEL", "Okänd nyckel ”titel2”"),
        (", roller: [{roll: sekreterare, för: BN}]", "", "VARNING", "BN saknar sekreterare"),
        ("justerare: 1", "justerare: 0", "FEL", "mellan 1 och 9"),
        ("distans: nej", "distans: no", "FEL", "ja eller nej"),
        ("inom-partiet", "partiordning", "FEL", "ingen sådan är angiven"),
        ("kommun: Provköping", "kommun: Exempelkommunen", "VARNING", "står kvar från mallen"),
        ("kommun: Provköping", "kommun: P\ndatabas: mysql://x", "FEL", "ingen databas"),
        ("kommun: Provköping", "kommun: P\ndatabas: postgresql://u:hemligt@s/d", "VARNING", "klartext"),
        ("inställningar: {förvaltningsrätt: Förvaltningsrätten i Göteborg}\n", "", "VARNING", "Förvaltningsrätten"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, severity: str, words: str) -> None:
    assert found(old, new, severity, words)


@pytest.mark.parametrize(
    "database", ["nämnd.db", "sqlite:///data/b.db", "postgresql://server/b", "postgresql+psycopg://u@s/b"]
)
def test_a_database_is_a_file_or_a_postgresql_address(database: str) -> None:
    assert found("kommun: Provköping", f'kommun: P\ndatabas: "{database}"') == []


def test_two_series_that_print_the_same_number_are_told() -> None:
    """DNR-01: 2023/5 would be two ärenden."""
    other = "  SN: {namn: Socialnämnden, platser: 3, förvaltning: barn%s}\n  BN-AU:"
    assert found("  BN-AU:", other % "", "VARNING", "skriver dnr lika")
    assert not found("  BN-AU:", other % ', dnr-form: "{organ} {år}/{löpnummer}"', "skriver dnr lika")
    assert not found("  BN-AU:", other % ", dnr-serie: BN", "skriver dnr lika"), "one series is one number"


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("{titel: Upprop, slag: öppning}", "ingen bokstav"),
        ("{titel: Fika, slag: paus, bokstav: A}", "en bokstav"),
        ("{titel: Fika, slag: paus, dnr: 2023/1}", "har ett dnr"),
        ('{titel: "Redovisning {månad}"}', "nämner {månad}"),
        (
            "{titel: Upprop, slag: öppning, bokstav: A}, {titel: Justering, slag: öppning, bokstav: A}",
            "Två stående punkter",
        ),
    ],
)
def test_standing_items_agree_with_their_kind(item: str, words: str) -> None:
    assert found("    platser: 3", f"    stående-punkter: [{item}]\n    platser: 3", "FEL", words)


def test_a_party_order_names_parties_that_exist() -> None:
    order = "partiordning\n      partiordning: {S: [S, V], M: MM}"
    text = BASE.replace("inom-partiet", order)
    assert [r for r in remarks({"kommun.yaml": text.encode()}) if r.startswith("FEL")] == []
    known = text.replace("förvaltningar:\n", "partier: {S: Soc, M: Mod, V: Vän}\nförvaltningar:\n", 1)
    told = [r for r in remarks({"kommun.yaml": known.encode()}) if r.startswith("FEL")]
    assert len(told) == 1 and "”MM” i partiordningen finns inte" in told[0]


def test_roles_and_titles_do_not_end_before_they_begin() -> None:
    role = "{roll: sekreterare, för: BN, från: 2024-02-01, till: 2024-01-31}"
    assert found("{roll: sekreterare, för: BN}", role, "FEL", "slutar 2024-01-31, före sin början")
    assert found("{roll: sekreterare, för: BN}", role.replace("01-31", "02-01"), "FEL") == []
    titles = "befattningar: [{titel: rektor, från: 2024-02-01, till: 2023-02-01}]"
    assert found("{namn: Ada Al}", f"{{namn: Ada Al, {titles}}}", "FEL", "Befattningen rektor")
