"""Several forms in one instance: which is in force, how they are kept, and the Word template that each names."""

from __future__ import annotations

from pathlib import Path

import pytest

from beredning.core.report import (
    FactForm,
    Layout,
    Pattern,
    SectionForm,
    SentenceForm,
    layout_for,
)
from beredning.errors import BadDefinition, NotFound
from beredning.office.instance import Instance
from beredning.office.report_forms import LAYOUT, load_form, load_layout, load_layouts
from beredning.resources import resource_folder

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
