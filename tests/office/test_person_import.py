"""Import of persons and mandates: what is recognised, what is refused with its row, and that no hand edit is lost."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from beredning import drafts
from beredning.core.organisation import Mandate, Role
from beredning.definitions.organisation import draft_of
from beredning.errors import BadDefinition, BadDocument, Clash, UsageFault
from beredning.office.configuration import read_sources
from beredning.office.instance import Instance
from beredning.office.person_import import ImportPlan, apply_import, plan_import
from tests.definitions.test_organisation import BASE

SOURCES = {"kommun.yaml": BASE.encode()}


def plan(what: str, text: str, sources: dict[str, bytes] | None = None, file: str = "lista.csv") -> ImportPlan:
    return plan_import(what, sources or SOURCES, text.encode(), file)


def result(made: ImportPlan, sources: dict[str, bytes] | None = None) -> dict[str, bytes]:
    return {**(sources or SOURCES), **made.after}


def told(what: str, text: str, sources: dict[str, bytes] | None = None) -> list[str]:
    with pytest.raises(BadDefinition) as caught:
        plan(what, text, sources)
    return [f"{f.line}:{f.column} {f.text}" for f in caught.value.faults]


# Persons


def test_new_persons_go_to_a_file_of_their_own_and_the_rest_is_untouched() -> None:
    row = "Åsa Ek-Bo;rektor;asa@exempel.se;asaek, ek2;handläggare;Barnförvaltningen\n"
    made = plan("personer", f"Namn;Befattning;E-post;Konto;Roll;Gäller\n{row}")
    assert [c.kind for c in made.changes] == ["ny"] and list(made.after) == ["personer.yaml"]
    organisation = draft_of(result(made)).organisation
    person = organisation.person("asa.ek-bo")
    assert person is not None
    assert (person.name, person.title, person.email) == ("Åsa Ek-Bo", "rektor", "asa@exempel.se")
    assert person.accounts == ("asaek", "ek2")
    assert Role("asa.ek-bo", "handläggare", "barn") in organisation.roles
    assert made.after["personer.yaml"].decode().startswith("# ")


def test_a_person_is_changed_where_it_stands_and_comments_stay() -> None:
    commented = BASE.replace(
        "  ada.al: {namn: Ada Al}", "  # Ordföranden\n  ada.al:  # sedan 2019\n    namn: Ada Al   # flickan Berg\n"
    ).replace("titel: förvaltningschef", "titel: förvaltningschef   ")
    sources = {"kommun.yaml": commented.encode()}
    made = plan("personer", "Namn;Titel;Konto\nAda Al;lärare;ada\nEva Ek;skolchef;evek2\n", sources)
    text = made.after["kommun.yaml"].decode()
    assert list(made.after) == ["kommun.yaml"]
    expected = commented.replace("# flickan Berg\n", "# flickan Berg\n    titel: lärare\n    konton: [ada]\n")
    expected = expected.replace("titel: förvaltningschef", "titel: skolchef").replace("[evek]", "[evek, evek2]")
    assert sorted(text.splitlines()) == sorted(expected.splitlines())
    assert [c.details for c in made.changes] == [
        ("titel: lärare", "konto: + ada"),
        ("titel: förvaltningschef → skolchef", "konto: + evek2"),
    ]


def test_importing_the_same_list_again_changes_nothing() -> None:
    text = "Namn;Titel;Roll\nNy Person;rektor;handläggare\nEva Ek;förvaltningschef;sekreterare\n"
    first = plan("personer", text)
    again = plan("personer", text, result(first))
    assert not again.changes and not again.after
    assert again.unchanged == 2


def test_a_role_without_scope_does_not_widen_one_that_is_for_an_organ() -> None:
    made = plan("personer", "Namn;Roll\nEva Ek;sekreterare\n")
    assert made.unchanged == 1 and not made.after


def test_every_bad_row_is_told_at_once_with_its_number() -> None:
    text = "Namn;E-post;Roll\n;x@exempel.se;\nNils Nord;nils;\n\nMia Mo;;handlägare\nBo Bok;;\nBo Bok;bo@exempel.se;\n"
    found = told("personer", text)
    assert [line.split()[0] for line in found] == ["2:1", "3:2", "5:3", "7:1"]
    assert "saknar namn" in found[0] and "ingen e-postadress" in found[1] and "Menade du ”handläggare”" in found[2]
    assert "står redan på rad 6 med andra uppgifter" in found[3]


def test_the_same_row_twice_is_no_fault() -> None:
    assert len(plan("personer", "Namn;Titel\nNy Person;rektor\nNy Person;rektor\n").changes) == 1


def test_an_address_or_account_that_belongs_to_another_is_not_guessed_about() -> None:
    sources = {"kommun.yaml": BASE.replace("{namn: Ada Al}", "{namn: Ada Al, e-post: ada@exempel.se}").encode()}
    found = told("personer", "Namn;E-post;Konto\nAda Alm;ADA@exempel.se;\nLo Lund;;EvEk\n", sources)
    assert len(found) == 2 and "samma e-post som Ada Al" in found[0] and "samma konto som Eva Ek" in found[1]
    renamed = plan("personer", "Nyckel;Namn;E-post\nada.al;Ada Alm;ada@exempel.se\n", sources)
    assert renamed.changes[0].details == ("namn: Ada Al → Ada Alm",)


def test_two_with_one_name_are_told_apart_by_address_or_key() -> None:
    sources = {"kommun.yaml": BASE.replace("{namn: Bo Bok}", "{namn: Ada Al, e-post: ada2@exempel.se}").encode()}
    assert "Fler än en person heter Ada Al" in told("personer", "Namn;Titel\nAda Al;rektor\n", sources)[0]
    assert plan("personer", "Namn;Titel;E-post\nAda Al;rektor;ada2@exempel.se\n", sources).changes[0].kind == "ändrad"


def test_a_dated_title_is_not_replaced_by_one_without_date() -> None:
    """DEL-12: the title on the day of an old decision would be lost."""
    dated = "{namn: Ada Al, befattningar: [{titel: rektor, från: 2020-01-01}]}"
    sources = {"kommun.yaml": BASE.replace("{namn: Ada Al}", dated).encode()}
    assert "måste få ett datum" in told("personer", "Namn;Titel\nAda Al;skolchef\n", sources)[0]


def test_an_import_may_put_right_what_kommun_yaml_lacks() -> None:
    sources = {"kommun.yaml": BASE.replace("chef: eva.ek", "chef: ny.chef").encode()}
    made = plan("personer", "Namn;Titel\nNy Chef;skolchef\n", sources)
    assert not [r for r in draft_of(result(made, sources)).remarks if r.severity == "FEL"]


def test_a_result_that_would_be_wrong_is_refused_at_its_row() -> None:
    sources = {
        "kommun.yaml": BASE.encode(),
        "personer.yaml": b"personer:\n  nils.nord: {namn: Nils Nord, konton: [nord]}\n",
    }
    found = told("personer", "Namn;Konto\nMia Mo;nisse\nLo Lund;nisse\n", sources)
    assert found == ["3:2 Lo Lund har samma konto som Mia Mo (mia.mo)."]


# Mandates

MANDATES = "Namn;Nämnd;Uppdrag;Parti;Fr.o.m.;T.o.m.;Ordning\n"


def test_new_mandates_and_persons_are_added() -> None:
    made = plan("mandat", MANDATES + "Nya Nord (V);Barnnämnden;Ledamot;;1 januari 2024;2026-12-31;\n")
    organisation = draft_of(result(made)).organisation
    assert organisation.mandates[-1] == Mandate("nya.nord", "BN", "ledamot", "V", "2024-01-01", "2026-12-31")
    assert sorted(made.after) == ["mandat.yaml", "personer.yaml"]


def test_a_mandate_is_changed_where_it_stands() -> None:
    made = plan("mandat", MANDATES + "Bo Bok;BN;ledamot;L;;31/12 2026;\n")
    assert made.changes[0].details == ("parti: M → L", "till: 2026-12-31")
    text = made.after["kommun.yaml"].decode()
    assert "- {person: bo.bok, organ: BN, uppdrag: ledamot, parti: L, till: 2026-12-31}\n" in text
    assert len(text.splitlines()) == len(BASE.splitlines())


def test_a_new_term_is_a_new_mandate() -> None:
    sources = {"kommun.yaml": BASE.replace("parti: M}", "parti: M, från: 2023-01-01, till: 2026-12-31}").encode()}
    made = plan("mandat", MANDATES + "Bo Bok;BN;ledamot;M;2027-01-01;2030-12-31;\n", sources)
    assert [m.start for m in draft_of(result(made, sources)).organisation.mandates if m.person == "bo.bok"] == [
        "2023-01-01",
        "2027-01-01",
    ]


def test_substitutes_serve_in_the_order_of_the_list_or_as_numbered() -> None:
    made = plan("mandat", MANDATES + "Nya Nord;BN;ersättare;S;;;\nNya Lund;BN;ersättare;S;;;\n")
    orders = [(m.person, m.order) for m in draft_of(result(made)).organisation.mandates if m.post == "ersättare"]
    assert orders == [("cia.ceder", 1), ("nya.nord", 2), ("nya.lund", 3)]


def test_a_misspelt_person_is_not_taken_for_a_new_one() -> None:
    found = told("mandat", MANDATES + "Cia Cedér;BN;ledamot;S;;;\nCia Cederr;BN;ledamot;S;;;\n")
    assert len(found) == 2 and "men Cia Ceder gör det" in found[0]


def test_a_mandate_that_breaks_the_law_is_refused_at_its_row() -> None:
    """KL 6:42: those in an utskott come from the nämnd."""
    found = told("mandat", MANDATES + "Bo Bok;BN-AU;ledamot;M;;;\nEva Ek;BN-AU;ersättare;C;;;\n")
    assert found == ["3:1 eva.ek är varken ledamot eller ersättare i BN och kan inte väljas till BN-AU (KL 6:42)."]


def test_cells_that_cannot_be_understood_are_told() -> None:
    found = told("mandat", MANDATES + "Bo Bok;Barnämnden;kassör;socialdem;i går;45291;första\n")
    assert [line.split()[0] for line in found] == ["2:2", "2:3", "2:4", "2:5", "2:6", "2:7"]
    assert "Menade du ”Barnnämnden”" in found[0] and "2023-12-31" in found[4]


# Files


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
EXCEL_DAY_ZERO = date(1899, 12, 30)


def excel(rows: list[list[str | date | float | None]]) -> bytes:
    """The smallest workbook with these cells; a date is a number in a date format, as Excel writes it."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="'
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>'
        + "".join(
            f'<row r="{r}">{"".join(excel_cell(f"{chr(64 + c)}{r}", value) for c, value in enumerate(row, 1))}</row>'
            for r, row in enumerate(rows, 1)
        )
        + "</sheetData></worksheet>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for name, text in parts.items():
            container.writestr(name, text)
    return made.getvalue()


def excel_cell(place: str, value: str | date | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f'<c r="{place}" s="1"><v>{(value - EXCEL_DAY_ZERO).days}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def test_excel_with_a_title_above_and_real_dates() -> None:
    data = excel(
        [
            ["Förtroendevalda"],
            [],
            ["Förnamn", "Efternamn", "Organ", "Roll", "Parti", "From", "Kommentar", "Turordning"],
            ["Bo", "Bok", "Barnnämnden", "Ledamot", "M", date(2023, 1, 1), "x"],
            ["Cia", "Ceder", "Barnnämnden", "Ers", "S", None, None, 3.0],
        ]
    )
    made = plan_import("mandat", SOURCES, data, "lista.xlsx")
    assert made.changes[0].details == ("från: 2023-01-01",) and made.changes[0].row == 4
    assert made.changes[1].details == ("ordning: 3",) and made.changes[1].row == 5
    assert made.ignored == ("Kommentar",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_the_encodings_and_with_the_delimiters_that_excel_writes(encoding: str, delimiter: str) -> None:
    text = f"Namn{delimiter}Titel\r\nÅke Ärlig{delimiter}rektor\r\n"
    made = plan_import("personer", SOURCES, text.encode(encoding), "Lista.CSV")
    assert made.changes[0].what == "Åke Ärlig"


@pytest.mark.parametrize(
    ("data", "file", "words"),
    [
        (b"PK\x03\x04 broken", "l.xlsx", "går inte att läsa som Excel"),
        (b"", "l.xlsx", "går inte att läsa som Excel"),
        (b"Namn;Titel", "l.pdf", "varken Excel eller CSV"),
        (b"Namn;Titel", "lista", "varken Excel eller CSV"),
        (b"x" * 20_000_001, "l.csv", "högst 20 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused(data: bytes, file: str, words: str) -> None:
    with pytest.raises(BadDocument, match=words):
        plan_import("personer", SOURCES, data, file)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a;b\n1;2\n", "rubrikrad"),
        ("Titel;E-post\nx;y\n", "Kolumnen ”Namn” saknas"),
        ("Namn;Person;Titel\nx;y;z\n", "säger samma sak som ”Namn”"),
        ("", "rubrikrad"),
    ],
)
def test_a_list_without_clear_headers_is_refused(text: str, words: str) -> None:
    assert any(words in line for line in told("personer", text))


def test_only_persons_and_mandates_can_be_imported() -> None:
    with pytest.raises(UsageFault):
        plan("nämnder", "Namn;Titel\n")


# Writing


def folder_with(tmp_path: Path) -> Instance:
    (tmp_path / "kommun.yaml").write_bytes(BASE.encode())
    return Instance(str(tmp_path))


def test_what_was_planned_is_written_whole(tmp_path: Path) -> None:
    instance = folder_with(tmp_path)
    made = plan("mandat", MANDATES + "Nya Nord;BN;ledamot;V;;;\n")
    written = apply_import(instance, made)
    assert [Path(p).name for p in written] == ["personer.yaml", "mandat.yaml"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kommun.yaml", "mandat.yaml", "personer.yaml"]


def test_what_a_full_disk_stops_half_way_is_finished_by_importing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = folder_with(tmp_path)
    text = MANDATES + "Nya Nord;BN;ledamot;V;;;\n"
    real = drafts.replace_file

    def full(path: str, data: bytes) -> None:
        if path.endswith("mandat.yaml"):
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(drafts, "replace_file", full)
    with pytest.raises(OSError, match="No space"):
        apply_import(instance, plan("mandat", text))
    monkeypatch.undo()
    now = read_sources(instance)
    assert list(now) == ["kommun.yaml", "personer.yaml"], "the person came first, so nothing names who is not there"
    assert draft_of(now).organisation.mandates == draft_of(SOURCES).organisation.mandates
    apply_import(instance, plan("mandat", text, now))
    assert draft_of(read_sources(instance)).organisation.mandates[-1].person == "nya.nord"


def test_a_hand_edit_since_the_plan_is_not_written_over(tmp_path: Path) -> None:
    instance = folder_with(tmp_path)
    made = plan("personer", "Namn;Titel\nBo Bok;rektor\n")
    edited = BASE + "# ett tillägg för hand\n"
    (tmp_path / "kommun.yaml").write_text(edited, encoding="utf-8")
    with pytest.raises(Clash):
        apply_import(instance, made)
    assert (tmp_path / "kommun.yaml").read_text(encoding="utf-8") == edited


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    instance = Instance(str(tmp_path / "borta"))
    with pytest.raises(OSError, match="borta"):
        apply_import(instance, plan("personer", "Namn;Titel\nNy Nord;rektor\n"))
