"""A pack without a fault gives no finding at all; one fault in it gives that finding and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from beredning.review.values import Expected, Frame, Known, OrganKnown
from tests.review.pack_kit import (
    ANALYSIS,
    CONTRACT,
    CONTRACT_ITSELF,
    MONTHLY,
    NOTICE,
    PERFECT,
    PLAN,
    PLAN_ITSELF,
    built_in_layout,
    changed,
    findings,
    told,
    without,
)

Pack = Mapping[str, str]
Change = Callable[[], Pack]


def swap(name: str, before: str, after: str) -> Change:
    return lambda: changed(name, before, after)


def both(first: Change, name: str, before: str, after: str) -> Change:
    return lambda: changed(name, before, after, first())


def extra(name: str, text: str) -> Change:
    return lambda: {**PERFECT, name: text}


_MINUTES = """PROTOKOLL

Samrådsrådet i Berg

§ 1 Mötets öppnande

Mötet öppnas.

§ 2 Samverkansavtal om skolskjuts

Rådet ställer sig bakom avtalet.

§ 3 Hjälpmedel till äldre

Rådet noterar.

§ 4 Övriga frågor

Inga.
"""

FAULTS: dict[str, tuple[Change, str, str, str]] = {
    # The list's times
    "a time with a hyphen": (swap(NOTICE, "08.15–08.35", "08-15-08.35"), NOTICE, "DT01", "FEL"),
    "a time that is none": (swap(NOTICE, "08.15–08.35", "08.15–"), NOTICE, "DT01", "FEL"),
    "an hour that is none": (swap(NOTICE, "09.20–09.30", "09.20–29.30"), NOTICE, "DT01", "FEL"),
    "ends before it starts": (swap(NOTICE, "09.20–09.30", "09.20–09.10"), NOTICE, "DT02", "FEL"),
    "overlaps the next": (swap(NOTICE, "08.15–08.35", "08.15–08.40"), NOTICE, "DT03", "FEL"),
    "a gap": (swap(NOTICE, "08.35–08.45", "08.35–08.40"), NOTICE, "DT04", "INFO"),
    "times in two forms": (swap(NOTICE, "Onsdag kl. 08.00–09.30", "Onsdag kl. 08:00–09:30"), NOTICE, "DT04", "INFO"),
    "two in the other's order": (swap(NOTICE, "09.20–09.30", "07.20–07.30"), NOTICE, "DT04", "INFO"),
    # The kallelse
    "no dispatch date": (swap(NOTICE, "Utskickad 2024-02-28\n\n", ""), NOTICE, "KA01", "VARNING"),
    "no end": (swap(NOTICE, "kl. 08.00–09.30", "kl. 08.00"), NOTICE, "KA02", "INFO"),
    "nobody adjusts": (
        swap(NOTICE, "Protokollet justeras av Anette Håkansson på Utbildningsförvaltningen 2024-03-08.\n\n", ""),
        *(NOTICE, "KA03", "VARNING"),
    ),
    "an item without dnr": (swap(NOTICE, "\t2024/112\t", "\t\t"), NOTICE, "KA04", "INFO"),
    "an item without föredragande": (swap(NOTICE, "\tController\t", "\t\t"), NOTICE, "KA05", "INFO"),
    "a column too few": (swap(NOTICE, "2024/35\tController\t", "2024/35\t"), NOTICE, "KA06", "VARNING"),
    "a party without parenthesis": (
        swap(
            *(NOTICE, "Lena Holm (SD), Karin Fogel (M), Anette Håkansson (S)"),
            "Lena Holm SD Karin Fogel M Anette Håkansson S",
        ),
        *(NOTICE, "KA07", "INFO"),
    ),
    "a title without comma": (
        swap(NOTICE, "Omar Ali, controller", "Omar Ali controller"),
        *(NOTICE, "KA07", "INFO"),
    ),
    "sent after the meeting": (swap(NOTICE, "Utskickad 2024-02-28", "Utskickad 2024-03-28"), NOTICE, "DT05", "VARNING"),
    "another weekday": (swap(NOTICE, "Onsdag kl.", "Torsdag kl."), NOTICE, "DT07", "VARNING"),
    # A report against the list
    "another dnr": (swap(PLAN, "Diarienummer: 2024/112", "Diarienummer: 2024/121"), PLAN, "HD03", "FEL"),
    "another dnr on the list": (swap(NOTICE, "2024/112", "2024/211"), PLAN, "HD03", "FEL"),
    "another title on the list": (
        swap(NOTICE, "Samverkansavtal om skolskjuts\t", "Avtal om skolskjuts\t"),
        *(CONTRACT, "CO01", "VARNING"),
    ),
    "a dnr that no item has, in a paper that only its number places": (
        both(
            both(swap(PLAN, "2024/112", "2024/121"), PLAN, "\nLokalplan 2025\n\nFörslag", "\nNy lokalplan\n\nFörslag"),
            *(PLAN, "Tjänsteutlåtande Lokalplan 2025", "Tjänsteutlåtande Ny lokalplan"),
        ),
        *(PLAN, "HD03", "VARNING"),
    ),
    "MBL after the organ that decides": (
        lambda: changed(
            *(PLAN, "Behandlad enligt MBL 2024-02-21\n\nInformation enligt 19 § MBL lämnades 2024-02-21."),
            "Planerad behandling enligt MBL 2024-03-12\n\nFörhandling enligt 11 § MBL hålls 2024-03-12.",
            changed(NOTICE, "Utbildningsnämndens arbetsutskott", "Utbildningsnämnden"),
        ),
        *(PLAN, "MB05", "FEL"),
    ),
    "a file numbered as another item": (
        lambda: {("05-" + name[3:] if name == MONTHLY else "04-" + name[3:] if name == PLAN else name): text
                 for name, text in PERFECT.items()},
        *("04-" + PLAN[3:], "UL07", "VARNING"),
    ),
    # The papers
    "a paper named and not there": (lambda: without(ANALYSIS), PLAN, "UL02", "FEL"),
    "a paper there and not named": (
        swap(PLAN, "Lokalplan 2025, 2024-02-20\n\nBarnkonsekvensanalys, 2024-02-19", "Lokalplan 2025, 2024-02-20"),
        *(ANALYSIS, "UL03", "VARNING"),
    ),
    "only the report itself is named": (
        swap(CONTRACT, "2024-02-26\n\nSamverkansavtal om skolskjuts, 2024-01-15", "2024-02-26"),
        *(CONTRACT, "UL01", "VARNING"),
    ),
    "a paper without date": (swap(PLAN, "analys, 2024-02-19", "analys"), PLAN, "UL04", "INFO"),
    "a paper called something else": (
        swap(CONTRACT, "Samverkansavtal om skolskjuts, 2024-01-15", "Samverkansavtal för skolskjuts, 2024-01-15"),
        *(CONTRACT, "UL05", "VARNING"),
    ),
    "the report called something else": (
        swap(PLAN, "Tjänsteutlåtande Lokalplan 2025", "Tjänsteutlåtande Lokalplan för 2025"),
        *(PLAN, "UL05", "VARNING"),
    ),
    "the report dated otherwise": (swap(PLAN, "2025, 2024-02-26", "2025, 2024-02-25"), PLAN, "UL06", "VARNING"),
    "an item without papers": (lambda: without(MONTHLY), NOTICE, "UL09", "VARNING"),
    "a report that is not there": (lambda: without(CONTRACT), NOTICE, "UL09", "VARNING"),
    "minutes of others in other matters": (
        both(
            extra("04-bilaga-2-protokoll-samradsradet.txt", _MINUTES),
            *(CONTRACT, "skolskjuts, 2024-01-15", "skolskjuts, 2024-01-15\n\nProtokoll Samrådsrådet § 2"),
        ),
        *("04-bilaga-2-protokoll-samradsradet.txt", "UL08", "VARNING"),
    ),
    "a protokoll that is not there": (
        swap(PLAN, "MBL lämnades 2024-02-21.", "MBL lämnades 2024-02-21. Se protokoll som bilaga."),
        *(PLAN, "MB03", "VARNING"),
    ),
    "a protokoll named and not there": (
        swap(PLAN, "analys, 2024-02-19", "analys, 2024-02-19\n\nFörhandlingsprotokoll, 2024-02-21"),
        *(PLAN, "MB03", "VARNING"),
    ),
    # People
    "a surname misspelt": (
        swap(PLAN_ITSELF, "Åtgärd\t", "Kontakt: Lisa-Mi Lunde\n\nÅtgärd\t"),
        *(PLAN_ITSELF, "NM01", "VARNING"),
    ),
    "a name that is left short": (
        lambda: changed(NOTICE, "Omar Ali, controller", "Omar Ali Hassan, controller"),
        *(MONTHLY, "NM01", "VARNING"),
    ),
    "a handläggare who is not called": (
        swap(NOTICE, "Maj Sommar, verksamhetsutvecklare, ", ""),
        *(PLAN, "NM03", "INFO"),
    ),
    # Days
    "a day in figures": (swap(PLAN, "senast 2024-06-30", "senast 30/6 2024"), PLAN, "DT06", "INFO"),
    "a short day": (swap(PLAN, "senast 2024-06-30", "senast 240630"), PLAN, "DT06", "INFO"),
    "a weekday that is another": (swap(PLAN, "senast 2024-06-30", "senast måndag 2024-06-30"), PLAN, "DT07", "VARNING"),
    "a day after the paper's own": (
        swap(PLAN, "två avdelningar stängs.", "två avdelningar stängs. Nämnden beslutade 2024-02-28 om dem."),
        *(PLAN, "DT05", "VARNING"),
    ),
    "two days for the same": (
        swap(CONTRACT, "Samverkansavtalet gäller från 2024-08-01", "Samverkansavtalet gäller från 2024-07-01"),
        *(CONTRACT, "DT08", "VARNING"),
    ),
    "has already begun": (
        swap(PLAN, "två avdelningar stängs.", "två avdelningar stängs. En ny lag träder i kraft 2023-07-01."),
        *(PLAN, "DT09", "INFO"),
    ),
    # Figures
    "a sum": (swap(MONTHLY, "-603 339", "-603 393"), MONTHLY, "CO04", "VARNING"),
    "a difference": (swap(MONTHLY, "\t416", "\t461"), MONTHLY, "CO04", "VARNING"),
    "a unit in two ways": (swap(PLAN_ITSELF, "12,5 mnkr", "12,5 mkr"), PLAN, "CO03", "INFO"),
    "two numbers for the same": (
        lambda: changed(
            *(PLAN_ITSELF, "Lokalerna kostar 12,5 mnkr under 2025."),
            "Lokalerna kostar 13,5 mnkr under 2025, vilket ryms inom nämndens budgetram.",
        ),
        *(PLAN, "CO02", "VARNING"),
    ),
    # Own attachments
    "a mark of approval without a value": (
        swap(PLAN_ITSELF, "Datum: 2024-02-20", "Godkänd\n\nOrganisation\n\nFastighetsenheten"),
        *(PLAN_ITSELF, "CO05", "VARNING"),
    ),
    "a status that the day contradicts": (swap(PLAN_ITSELF, "2024-06-30", "2024-01-30"), PLAN_ITSELF, "CO07", "INFO"),
    "an instruction left": (
        swap(PLAN_ITSELF, "Planen beskriver", "Anvisning\n\nBeskriv kort varför.\n\nPlanen beskriver"),
        *(PLAN_ITSELF, "PH05", "VARNING"),
    ),
    "an empty column": (
        lambda: {**PERFECT, PLAN_ITSELF: PERFECT[PLAN_ITSELF].replace("Fastighetschef", "")},
        *(PLAN_ITSELF, "PH07", "VARNING"),
    ),
    "a version of tomorrow": (
        swap(PLAN_ITSELF, "Åtgärd\t", "Datum\tVersion\n2024-03-13\t1.0\n\nÅtgärd\t"),
        *(PLAN_ITSELF, "DT05", "VARNING"),
    ),
    # Personal details, also in what others made
    "a mobile number": (
        swap(CONTRACT_ITSELF, "växel 0520-123 00", "tfn 070-123 45 67"),
        *(CONTRACT_ITSELF, "PR01", "INFO"),
    ),
    "an IP address": (
        swap(CONTRACT_ITSELF, "växel 0520-123 00", "IP address: 194.103.50.67"),
        *(CONTRACT_ITSELF, "PR02", "INFO"),
    ),
}  # fmt: skip


def test_a_pack_without_fault_gives_no_finding_at_all() -> None:
    assert findings(PERFECT) == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_gives_that_finding_and_no_other(fault: str) -> None:
    change, name, code, severity = FAULTS[fault]
    assert told(change()) == [(name, code, severity)]


ALMOST: dict[str, Change] = {
    "files numbered from one": lambda: {
        f"{place}-{name[3:]}": text
        for place, (name, text) in enumerate(
            sorted(PERFECT.items(), key=lambda one: (one[0][:2], "bilaga" in one[0])), 1
        )
    },
    "MBL after an arbetsutskott that only prepares": swap(
        *(PLAN, "Behandlad enligt MBL 2024-02-21\n\nInformation enligt 19 § MBL lämnades 2024-02-21."),
        "Planerad behandling enligt MBL 2024-03-12\n\nFörhandling enligt 11 § MBL hålls 2024-03-12.",
    ),
    "a paper that is handed out at the meeting": swap(
        PLAN, "analys, 2024-02-19", "analys, 2024-02-19\n\nRitningar, 2024-02-01, visas på sammanträdet"
    ),
    "times with another hyphen": lambda: {
        **PERFECT,
        NOTICE: PERFECT[NOTICE].replace("08.05–08.10", "08.05\u201108.10"),
    },
    "a slot without an end": swap(NOTICE, "\t09.20–09.30", "\t09.20"),
    "an item taken off": swap(
        NOTICE,
        "5\tMånadsuppföljning per februari 2024\t2024/35\tController\t08.45–08.55",
        "5\tMånadsuppföljning per februari 2024 – utgår\t2024/35\tController\t08.45–08.55",
    ),
    "the title in other case and dashes": swap(
        NOTICE, "Samverkansavtal om skolskjuts", "SAMVERKANSAVTAL om skolskjuts"
    ),
    "dnr with the label on the list": swap(NOTICE, "\t2024/118\t", "\t2024/118 \t"),
    "a paper by its number": swap(PLAN, "Barnkonsekvensanalys, 2024-02-19", "Barnkonsekvensanalys, bilaga 2"),
    "a paper by version": swap(PLAN, "Barnkonsekvensanalys, 2024-02-19", "Barnkonsekvensanalys version 2"),
    "a protokoll that is there": both(
        extra(
            "03-bilaga-3-forhandlingsprotokoll-mbl.txt",
            "Förhandlingsprotokoll MBL\n\n2024-02-21\n\nParterna är eniga.\n",
        ),
        *(PLAN, "MBL lämnades 2024-02-21.", "MBL lämnades 2024-02-21. Se protokoll som bilaga."),
    ),
    "a day in words": swap(PLAN, "senast 2024-06-30", "senast den 30 juni 2024"),
    "the right weekday": swap(PLAN, "senast 2024-06-30", "senast söndag 2024-06-30"),
    "something done the same day": swap(
        PLAN, "två avdelningar stängs.", "två avdelningar stängs. Nämnden beslutade 2024-02-26 om dem."
    ),
    "a law that comes": swap(
        PLAN, "två avdelningar stängs.", "två avdelningar stängs. En ny lag träder i kraft 2024-07-01."
    ),
    "a chapter that is called so": swap(PLAN_ITSELF, "Planen beskriver", "Anvisningar\n\nPlanen beskriver"),
    "a genitive": swap(PLAN_ITSELF, "Åtgärd\t", "Omar Alis förslag och Toni Falks svar.\n\nÅtgärd\t"),
    "a past decision on a coming day": swap(
        PLAN, "två avdelningar stängs.", "två avdelningar stängs. Nämnden beslutade att de stängs 2024-12-31."
    ),
    "the contract that now is in force": swap(
        *(CONTRACT, "Samverkansavtalet gäller från 2024-08-01"),
        "Det nuvarande samverkansavtalet gäller från 2020-01-01. Samverkansavtalet gäller från 2024-08-01",
    ),
    "a number that says which": lambda: changed(
        *(PLAN_ITSELF, "Planen beskriver vilka lokaler som behövs."),
        "Barnen i förskolan på Norr och i grundskolans årskurs 3 får nya lokaler under året.",
        changed(
            *(PLAN, "Antalet barn i förskolan minskar"),
            "Barnen i förskolan på Norr och i grundskolans årskurs 2 får nya lokaler under året. Antalet barn minskar",
        ),
    ),
    "six digits that are a number": swap(PLAN, "senast 2024-06-30.", "senast 2024-06-30 enligt ordernummer 240112."),
    "a namesake with another first name": swap(PLAN_ITSELF, "Åtgärd\t", "Kontakt: Britta Lunde\n\nÅtgärd\t"),
    "an official address": swap(CONTRACT_ITSELF, "växel 0520-123 00", "fax 0520-123 01"),
    "a whole protokoll of one matter": both(
        extra("04-bilaga-2-protokoll-samradsradet.txt", _MINUTES.split("§ 3", maxsplit=1)[0]),
        *(CONTRACT, "skolskjuts, 2024-01-15", "skolskjuts, 2024-01-15\n\nProtokoll Samrådsrådet § 2"),
    ),
}


@pytest.mark.parametrize("name", ALMOST)
def test_what_almost_is_a_fault_is_silent(name: str) -> None:
    assert findings(ALMOST[name]()) == ()


def test_what_is_not_sure_is_never_a_fel() -> None:
    """An earlier decision may be only referred to; with no attachment at all they may lie elsewhere; rows may share."""
    earlier = changed(PLAN, "analys, 2024-02-19", "analys, 2024-02-19\n\nUtbildningsnämndens beslut 2023-10-11 § 98")
    assert [one for one in told(earlier) if one[1].startswith("UL")] == [(PLAN, "UL02", "VARNING")]
    alone = without(PLAN_ITSELF, ANALYSIS, CONTRACT_ITSELF)
    assert {(code, severity) for _, code, severity in told(alone)} == {("UL02", "VARNING")}
    shared = changed(NOTICE, "08.45–08.55", "08.35–08.45")
    assert [one for one in told(shared) if one[1] == "DT03"] == [(NOTICE, "DT03", "INFO")]
    called = changed(PLAN, "Barnkonsekvensanalys, 2024-02-19", "Analys av följder för barn, 2024-02-19")
    assert all(severity != "FEL" for _, _, severity in told(called))


@pytest.mark.parametrize("names", [(PLAN,), (CONTRACT,), (MONTHLY,), (PLAN, PLAN_ITSELF)])
def test_a_part_of_a_pack_says_nothing_of_what_may_be_elsewhere(names: tuple[str, ...]) -> None:
    assert findings({name: PERFECT[name] for name in names}) == ()


def test_an_instance_knows_a_reports_dnr_and_title_without_a_list() -> None:
    frame = Frame((built_in_layout(),), expected={PLAN: Expected("2024/121", "Lokalplanen")})
    assert told({PLAN: PERFECT[PLAN]}, frame) == [(PLAN, "HD03", "FEL"), (PLAN, "CO01", "VARNING")]
    right = Frame((built_in_layout(),), expected={PLAN: Expected("2024/112", "Lokalplan 2025")})
    assert told({PLAN: PERFECT[PLAN]}, right) == []


_ORGAN = OrganKnown("Utbildningsnämndens arbetsutskott", 3, (("SD", 1), ("M", 1), ("S", 1)), "Utbildningsnämnden")
_PARENT = OrganKnown("Utbildningsnämnden", 11)
_REGISTER = tuple(
    Known(name, (), party, (_ORGAN.name,))
    for name, party in (
        *(
            ("Lena Holm", "SD"),
            ("Karin Fogel", "M"),
            ("Anette Håkansson", "S"),
            ("Toni Falk", "S"),
            ("Pia Vinter", "SD"),
        ),
    )
)
_OFFICIALS = (
    *(Known("Åsa Ek", ("förvaltningschef",)), Known("Maj Sommar", ("verksamhetsutvecklare",))),
    *(Known("Lisa-Mi Lund", ("verksamhetschef",)), Known("Omar Ali", ("controller",))),
)


def _known(organ: OrganKnown = _ORGAN, register: tuple[Known, ...] = (*_REGISTER, *_OFFICIALS)) -> Frame:
    return Frame((built_in_layout(),), register=register, organs=(organ, _PARENT))


def test_the_called_are_counted_against_the_mandates() -> None:
    assert told(PERFECT, _known()) == []
    more = _ORGAN._replace(seats=4, mandates=(*_ORGAN.mandates, ("C", 1)))
    assert told(PERFECT, _known(more)) == [(NOTICE, "KA08", "VARNING")]
    assert told(PERFECT, _known(_ORGAN._replace(seats=4, mandates=()))) == [(NOTICE, "KA08", "VARNING")]
    elsewhere = tuple(
        one._replace(organs=("Utbildningsnämnden",)) if one.name == "Toni Falk" else one for one in _REGISTER
    )
    assert told(PERFECT, _known(register=(*elsewhere, *_OFFICIALS))) == [(NOTICE, "KA08", "VARNING")]


def test_a_name_of_the_register_is_the_right_one() -> None:
    register = (*_REGISTER, *(one._replace(name=one.name.replace("Lund", "Lundh")) for one in _OFFICIALS))
    said = [(one.file, one.rule, one.text) for one in findings(PERFECT, _known(register=register))]
    assert {(file, rule) for file, rule, _ in said} == {(NOTICE, "NM01"), (CONTRACT, "NM01")}
    assert all("Lisa-Mi Lundh" in text for *_, text in said)


def test_what_is_published_is_stopped_by_a_private_number() -> None:
    pack = changed(CONTRACT_ITSELF, "växel 0520-123 00", "IP address: 194.103.50.67")
    assert told(pack, Frame((built_in_layout(),), publication=True)) == [(CONTRACT_ITSELF, "PR02", "FEL")]
