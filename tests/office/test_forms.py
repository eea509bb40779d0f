"""Several forms in one instance: which is in force, how they are kept, and the Word template that each names."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from beredning.core.report import (
    FactForm,
    Layout,
    Pattern,
    SectionForm,
    SentenceForm,
    layout_for,
)
from beredning.errors import BadDefinition, NotFound
from beredning.office import reports
from beredning.office.instance import Instance
from beredning.office.moving import move
from beredning.office.report_forms import LAYOUT, load_form, load_layout, load_layouts
from beredning.office.report_text import skeleton
from beredning.resources import resource_folder
from tests.office.world import NOW, OFFICER, World

FORMS = Path(__file__).resolve().parents[1] / "forms"
BUILT_IN = (resource_folder("templates") / LAYOUT).read_text(encoding="utf-8")


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    (tmp_path / "mallar").mkdir()
    (tmp_path / "kommun.yaml").write_text("", encoding="utf-8")
    return Instance(str(tmp_path))


def put(instance: Instance, name: str, text: str) -> None:
    (Path(instance.folder) / "mallar" / name).write_text(text, encoding="utf-8")


def dated(title: str, starts: str = "", ends: str = "") -> str:
    dates = "".join(f"{key}: {day}\n" for key, day in (("gäller_från", starts), ("gäller_till", ends)) if day)
    return dates + BUILT_IN.replace("namn: tjänsteutlåtande\n", f"namn: {title}\n", 1)


def test_without_own_forms_there_is_the_built_in(instance: Instance) -> None:
    [made] = load_layouts(instance)
    assert made == load_layout(instance) == load_layout(instance, "1999-01-01")
    assert [one.name for one in made.facts if not one.label] == ["förvaltning", "handläggare", "mottagare", "rubrik"]
    assert next(one.name for one in made.sections if one.kind == "decision") == "förslag_till_beslut"


def test_own_forms_go_first_and_one_of_the_same_name_replaces_the_built_in(instance: Instance) -> None:
    put(instance, "b.layout.yaml", dated("b"))
    put(instance, "a.layout.yaml", dated("a", ends="2024-05-31"))
    put(instance, "anteckningar.yaml", "inget: formulär")
    assert [one.name for one in load_layouts(instance)] == ["a", "b", "tjänsteutlåtande"]
    put(instance, LAYOUT, dated("eget"))
    assert [one.name for one in load_layouts(instance)] == ["a", "b", "eget"]


@pytest.mark.parametrize(
    ("day", "name"),
    [("2023-12-31", "tjänsteutlåtande"), ("2024-01-01", "a"), ("2024-05-31", "a"), ("2024-06-01", "b"), ("", "b")],
)
def test_a_paper_is_judged_by_the_form_of_its_own_day(instance: Instance, day: str, name: str) -> None:
    put(instance, "a.layout.yaml", dated("a", "2024-01-01", "2024-05-31"))
    put(instance, "b.layout.yaml", dated("b", "2024-06-01"))
    assert load_layout(instance, day).name == name
    found = layout_for(load_layouts(instance), day)
    assert found is not None and found.name == name


def test_a_day_without_a_form_is_told(instance: Instance) -> None:
    put(instance, LAYOUT, dated("eget", "2024-01-01"))
    with pytest.raises(BadDefinition, match="Inget formulär för tjänsteutlåtanden gäller 2023-12-31"):
        load_layout(instance, "2023-12-31")


def test_a_form_is_the_same_read_anew_and_from_what_was_kept(instance: Instance) -> None:
    """Every form under tests/forms, twice: the second time from the compiled file."""
    for path in FORMS.glob("*.layout.yaml"):
        put(instance, path.name, path.read_text(encoding="utf-8"))
    first = load_layouts(instance)
    assert (Path(instance.hidden) / "formulär").is_file()
    again = load_layouts(instance)
    assert again == first
    assert hash(again) == hash(first), "every list that JSON made is a tuple again"
    for made in again:
        kinds = [made.diary, made.date, made.sentence, *made.facts, *made.sections]
        assert {type(one) for one in kinds} == {Pattern, SentenceForm, FactForm, SectionForm}
    assert Layout._fields[2:4] == ("facts", "sections"), "what _revived counts on"


def test_the_faults_of_all_forms_are_told_at_once(instance: Instance) -> None:
    put(instance, "a.layout.yaml", dated("a").replace("titel:", "title:"))
    put(instance, "b.layout.yaml", dated("b").replace("dialekt: mening", "dialekt: menig"))
    with pytest.raises(BadDefinition) as caught:
        load_layouts(instance)
    assert {fault.file for fault in caught.value.faults} == {"a.layout.yaml", "b.layout.yaml"}
    [told] = [fault for fault in caught.value.faults if fault.file == "b.layout.yaml"]
    assert told.suggestion == "Menas ”mening”?"
    assert dated("b").splitlines()[told.line - 1].strip() == "dialekt: mening"


def test_a_form_may_name_its_own_template(instance: Instance) -> None:
    put(instance, LAYOUT, "mall: egen.docx\n" + dated("eget"))
    with pytest.raises(NotFound, match=r"Mallen egen\.docx, som formuläret eget använder, finns inte"):
        load_form(instance)
    data = (resource_folder("templates") / "tjansteutlatande.docx").read_bytes()
    (Path(instance.folder) / "mallar" / "egen.docx").write_bytes(data)
    assert load_form(instance).layout.template == "egen.docx"


def region(world: World) -> None:
    """The office in a form of another municipality, from the day before."""
    folder = Path(world.instance.folder) / "mallar"
    folder.mkdir(exist_ok=True)
    text = (FORMS / "region.layout.yaml").read_text(encoding="utf-8")
    (folder / "region.layout.yaml").write_text(text.replace("2020-01-01", "2023-11-21"), encoding="utf-8")


def spoken(body: bytes) -> str:
    """Every paragraph of a Word file, content controls and all."""
    tree = Document(io.BytesIO(body)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in tree.iter(qn("w:p")))


def test_the_office_writes_and_approves_in_the_form_in_force_that_day(world: World) -> None:
    region(world)
    dnr = world.register("Plan för skolskjuts")
    move(world.desk(OFFICER), dnr, "påbörja")
    with pytest.raises(BadDefinition, match="brister"):
        reports.write(world.desk(OFFICER), dnr, "# Sammanfattning av ärendet\n\nKort.\n", lambda _: None)
    later = NOW + timedelta(days=1)
    with world.database.read() as reader:
        shown = skeleton(reader, world.organisation, world.instance, dnr, "2023-11-21")[1]
    assert "# Sammanfattning av ärendet" in shown and "Beslutsunderlag" not in shown
    text = "".join(f"{line}\nUtbildningsnämnden skriver om {line[2:].lower()}.\n" for line in shown.split("\n") if line)
    draft = reports.write(world.desk(OFFICER, later), dnr, text, lambda _: None, ("Rektorerna",))
    assert draft.missing == ()
    move(world.desk(OFFICER, later), dnr, "mbl:bedöm-ej-tillämplig", "Ingen förändring av verksamheten")
    move(world.desk(OFFICER, later), dnr, "lämna-för-granskning")
    body = spoken(draft.body)
    assert "Till: Utbildningsnämnden" in body and "Datum: [Anges vid godkännandet]" in body
    assert "För åtgärd\nRektorerna" in body
    assert body.index("Åsa Ericson") > body.index("Bedömning")
    assert body.count("Maggan Melander") == 1, "only the chef signs in this form"
    assert "Tjänsteutlåtande Plan för skolskjuts" in body


def test_a_report_in_no_form_is_not_written(world: World) -> None:
    folder = Path(world.instance.folder) / "mallar"
    folder.mkdir(exist_ok=True)
    (folder / LAYOUT).write_text(dated("eget", "2030-01-01"), encoding="utf-8")
    dnr = world.register()
    move(world.desk(OFFICER), dnr, "påbörja")
    with pytest.raises(BadDefinition, match="gäller 2023-11-20"):
        reports.write(world.desk(OFFICER), dnr, None, lambda _: None)
