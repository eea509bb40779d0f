"""Templates: joined, lifted, checked whole, kept compiled; what a person did wrong in Word is told at once."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.documents import template_builder
from beredning.documents.context import BASE_OFFER, fields, report_offer
from beredning.documents.opc import raw_parts
from beredning.documents.report import write_document, write_report
from beredning.documents.template import (
    CompiledTemplate,
    dump_template,
    load_template,
    parse_template,
)
from beredning.errors import BadDocument
from tests.documents.word_kit import (
    W,
    a_report,
    a_template,
    base_template,
    body,
    changed,
    control,
    layout,
    parts_of,
    report_template,
    shown,
    template_bytes,
)

FACTS = "{{ förvaltning }}|{{ diarienummer }}|{{ datum }}|{{ handläggare }}|{{ mottagare }}|{{ rubrik }}"
SECTIONS = "avsnitt:*"


def with_control(data: bytes, tag: str, content: str = "<w:p/>", properties: str = "") -> bytes:
    """A template with one more content control last in its body."""
    text = parts_of(data)["word/document.xml"].decode()
    made = (
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="7"/>{properties}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
    return changed(data, {"word/document.xml": text.replace("<w:sectPr", made + "<w:sectPr", 1)})


def own(*paragraphs: str, rows: list[list[str]] | None = None, tag: str = SECTIONS) -> bytes:
    return with_control(a_template(FACTS, *paragraphs, rows=rows), tag)


def load(data: bytes, cache: Path | None = None) -> CompiledTemplate:
    return load_template(data, report_offer(layout()), "egen.docx", cache)


def faults_of(data: bytes) -> str:
    with pytest.raises(BadDocument) as caught:
        load(data)
    assert caught.value.text.startswith("egen.docx kan inte användas som mall:")
    return caught.value.text


@pytest.mark.parametrize("name", ["tjansteutlatande.docx", "bas.docx"])
def test_the_built_in_templates_are_what_the_builder_makes(name: str) -> None:
    """Part by part, since two builds of zlib may compress differently."""
    made = template_builder.build_base_template()
    if name != "bas.docx":
        made = template_builder.build_report_template()
    assert parts_of(made) == parts_of(template_bytes(name))
    assert [part.name for part in raw_parts(made)] == [part.name for part in raw_parts(template_bytes(name))]


def test_a_municipalitys_own_template_is_filled() -> None:
    text = shown(body(write_report(load(own("Dnr {{ diarienummer }}, {{ datum|långdatum }}")), a_report())))
    assert "Dnr UBN 2023/451, 27 november 2023" in text
    assert "Utbildningsnämnden antar planen." in text and "Förvaltningens bedömning" in text


@pytest.mark.parametrize("cut", [1, 2, 3, 6, 11, 16])
def test_a_placeholder_that_word_has_split_over_runs_is_joined(cut: int) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Ärende: ")
    whole = "{{ diarienummer }}"
    for piece in (whole[:cut], whole[cut : cut + 1], whole[cut + 1 :]):
        paragraph.add_run(piece).bold = piece.startswith("{")
    paragraph.add_run(" slut")
    inner = paragraph._p.xml.partition(">")[2].rpartition("<")[0]
    data = own()
    text = parts_of(data)["word/document.xml"].decode()
    data = changed(data, {"word/document.xml": text.replace("<w:body>", f"<w:body><w:p>{inner}</w:p>", 1)})
    written = body(write_report(load(data), a_report()))
    assert shown(written).startswith("Ärende: UBN 2023/451 slut\n")
    bold = next(run for run in written.iter(f"{W}r") if "UBN" in shown_run(run))
    assert bold.find(f"{W}rPr/{W}b") is not None


def shown_run(run: object) -> str:
    return "".join(piece.text or "" for piece in run.iter(f"{W}t"))  # type: ignore[attr-defined]


def test_quotes_and_spaces_that_word_has_changed_are_read_as_typed() -> None:
    data = own("{% if\u00a0mottagare == ”Utbildningsnämnden” %}", "Rätt nämnd", "{% endif %}")
    assert "Rätt nämnd" in shown(body(write_report(load(data), a_report())))


def test_rows_and_paragraphs_repeat_without_leaving_their_marks() -> None:
    rows = [
        ["Namn", "Titel"],
        ["{% for en in underskrifter %}", ""],
        ["{{ en.namn }}", "{{ en.titel }}"],
        ["{% endfor %}", ""],
    ]
    data = own("{% for en in underskrifter %}", "– {{ en.namn }}", "{% endfor %}", rows=rows)
    written = body(write_report(load(data), a_report()))
    table = [[shown(cell) for cell in row.iter(f"{W}tc")] for row in written.iter(f"{W}tr")]
    assert table == [["Namn", "Titel"], ["Åke Ek", "Förvaltningschef"], ["Ada Öberg", "Utvecklare"]]
    lines = shown(written).split("\n")
    assert lines[1:3] == ["– Åke Ek", "– Ada Öberg"]
    assert "{" not in shown(written)


def test_a_section_that_the_template_places_itself_is_not_written_twice() -> None:
    data = with_control(own("Rubrik för mål"), "avsnitt:förslag_till_beslut")
    text = shown(body(write_report(load(data), a_report())))
    assert text.count("Utbildningsnämnden antar planen.") == 1


def test_every_fault_of_a_template_is_told_at_once() -> None:
    text = faults_of(
        with_control(a_template("{{ rubirk }} {{ datum|safe }}", "{{ öppen", "{% set a = 1 %}"), "avsnitt:mlb")
    )
    for said in (
        "namnet ”rubirk” finns inte; menas rubrik eller",
        "filtret |safe finns inte",
        "avslutas inte i stycket ”{{ öppen”",
        "tilldelning (set) får inte stå i en mall",
        "innehållskontrollen med taggen ”avsnitt:mlb” finns inte; menas avsnitt:mbl eller",
        "uppgiften diarienummer saknas",
        "avsnittet ärendet saknas",
    ):
        assert said in text
    assert "uppgiften datum saknas" not in text


def test_a_template_without_page_numbers_or_head_is_refused() -> None:
    word = docx.Document()
    assert word.sections
    held = with_control(a_template(FACTS), SECTIONS)
    header = next(name for name in parts_of(held) if name.startswith("word/header"))
    bare = changed(held, {header: parts_of(held)[header].replace(b"NUMPAGES", b"DATE")})
    assert "sidnummer n(m)" in faults_of(bare)


def test_a_first_page_of_its_own_needs_its_own_head() -> None:
    data = own()
    text = parts_of(data)["word/document.xml"].decode().replace("<w:docGrid", "<w:titlePg/><w:docGrid")
    assert "sidhuvudet för första sidan saknas" in faults_of(changed(data, {"word/document.xml": text}))


def test_a_placeholder_where_nothing_can_be_filled_in_is_told() -> None:
    data = own()
    text = parts_of(data)["word/document.xml"].decode()
    hidden = text.replace('<w:tag w:val="avsnitt:*"/>', '<w:alias w:val="{{ rubrik }}"/><w:tag w:val="annan"/>')
    assert "där den inte kan fyllas i" in faults_of(changed(data, {"word/document.xml": hidden}))


def test_a_loop_over_half_a_paragraph_is_told() -> None:
    assert "börjar i ett stycke" in faults_of(own("{% for en in underskrifter %}{{ en.namn }}", "slut{% endfor %}"))


def test_a_section_control_within_a_line_is_told() -> None:
    inline = (
        '<w:p><w:sdt><w:sdtPr><w:tag w:val="avsnitt:ärendet"/></w:sdtPr><w:sdtContent><w:r><w:t>x</w:t></w:r>'
        "</w:sdtContent></w:sdt></w:p>"
    )
    data = own()
    text = parts_of(data)["word/document.xml"].decode().replace("<w:body>", f"<w:body>{inline}", 1)
    assert "måste omfatta hela stycken" in faults_of(changed(data, {"word/document.xml": text}))


def test_controls_of_the_municipalitys_own_stay_as_they_are() -> None:
    data = with_control(own(), "eget:val", "<w:p><w:r><w:t>kvar</w:t></w:r></w:p>")
    written = body(write_report(load(data), a_report()))
    assert shown(control(written, "eget:val")) == "kvar"


def test_a_template_that_word_has_saved_as_dotx_gives_a_document() -> None:
    types = parts_of(own())["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    written = write_report(load(changed(own(), {"[Content_Types].xml": types})), a_report())
    assert b"template.main" not in parts_of(written)["[Content_Types].xml"]
    assert docx.Document(io.BytesIO(written)).paragraphs


def test_a_template_without_lists_and_properties_gets_what_it_lacks() -> None:
    parts = parts_of(own())
    parts.pop("word/numbering.xml", None)
    rels = parts["word/_rels/document.xml.rels"].decode()
    pieces = [one for one in rels.split("<Relationship ") if "numbering" not in one]
    types = parts["[Content_Types].xml"].decode()
    pieces_of_types = [one for one in types.split("<Override ") if "numbering" not in one]
    from tests.documents.word_kit import zipped

    data = zipped(
        {
            **parts,
            "word/_rels/document.xml.rels": "<Relationship ".join(pieces),
            "[Content_Types].xml": "<Override ".join(pieces_of_types),
        }
    )
    written = write_report(load(data), a_report({"ärendet": (doc.bullets("ett"), doc.numbered("två"))}))
    numbering = body(written, "word/numbering.xml")
    assert len(numbering.findall(f"{W}num")) == 3
    used = {one.get(f"{W}val") for one in body(written).iter(f"{W}numId")}
    assert used <= {one.get(f"{W}numId") for one in numbering.findall(f"{W}num")}


def test_a_compiled_template_survives_being_kept() -> None:
    for template in (report_template(), base_template()):
        assert parse_template(dump_template(template)) == template


def test_the_cache_gives_the_same_bytes_and_survives_damage(tmp_path: Path) -> None:
    folder = tmp_path / "mallar"
    first = write_report(load(own(), folder), a_report())
    (kept,) = folder.iterdir()
    assert write_report(load(own(), folder), a_report()) == first
    whole = kept.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(b"word/document.xml", b"word/d0cument.xml", 1)):
        kept.write_bytes(damaged)
        assert write_report(load(own(), folder), a_report()) == first
    assert kept.read_bytes() == whole


def test_a_cache_of_another_offer_is_not_used(tmp_path: Path) -> None:
    load(own(), tmp_path)
    other = layout()._replace(sections=layout().sections[:3])
    load_template(own(), report_offer(other), cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "fil"
    blocked.write_text("x")
    assert load(own(), blocked / "mallar") == load(own())


def test_a_bad_template_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(BadDocument):
        load(a_template("{{ rubirk }}"), tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_a_template_may_use_is_all_there_and_explained() -> None:
    lines = fields(layout())
    assert all(line.written and line.explanation for line in lines)
    written = {line.written for line in lines}
    assert "{{ diarienummer }}" in written
    assert "innehållskontroll med taggen avsnitt:sammanfattning" in written
    plain = [line.written for line in lines if line.written.startswith("{")]
    assert load(own(*plain))


@pytest.mark.parametrize("pieces", [("{{ avsnitt:* }}",), ("{{", "avsnitt", ":* ", "}}"), ("  {{avsnitt:*}} ",)])
def test_a_tag_alone_in_a_paragraph_is_the_control_with_that_tag(pieces: tuple[str, ...]) -> None:
    """Few have Word's tab for content controls; a template with placeholders alone gives the same document."""
    word = docx.Document(io.BytesIO(a_template("{{ fält:* }}")))
    paragraph = word.add_paragraph()
    for piece in pieces:
        paragraph.add_run(piece).bold = piece.startswith("av")
    held = io.BytesIO()
    word.save(held)
    made = body(write_report(load(held.getvalue()), a_report()))
    built_in = body(write_report(report_template(), a_report()))
    assert shown(made).split("\n") == shown(built_in).split("\n")
    tags = [[one.get(f"{W}val") for one in root.iter(f"{W}tag")] for root in (made, built_in)]
    assert tags[0] == tags[1], "so it can be read back as surely"


def test_a_single_fact_or_section_may_be_placed_by_its_tag() -> None:
    lines = (
        "{{ fält:rubrik }}",
        "{{ fält:* }}",
        "{{ avsnittsrubrik.ekonomi }}",
        "{{ avsnitt:ekonomi }}",
        "{{ avsnitt:* }}",
    )
    report = a_report({"ekonomi": (doc.para("Ryms i budget."),)})
    root = body(write_report(load(a_template(*lines)), report))
    assert shown(root).split("\n")[0] == "Plan för digitala verktyg"
    assert shown(control(root, "avsnitt:ekonomi")) == "Ryms i budget."
    assert shown(root).count("Plan för digitala verktyg\n") == 1


def test_a_tag_may_stand_in_a_cell() -> None:
    data = a_template("{{ avsnitt:* }}", rows=[["Datum", "{{ fält:datum }}"], ["Allt annat", "{{ fält:* }}"]])
    assert shown(control(body(write_report(load(data), a_report())), "fält:datum")) == "2023-11-27"


def test_a_tag_that_is_wrong_or_not_alone_is_told() -> None:
    said = faults_of(
        own("Se {{ avsnitt:ekonomi }} nedan", "{{ avsnitt:ekonmi }}", "{{ avsnitt:mbl }}{{ avsnitt:remiss }}")
    )
    assert "platshållaren {{ avsnitt:ekonomi }} måste stå ensam i sitt stycke" in said
    assert "taggen ”avsnitt:ekonmi” finns inte; menas avsnitt:ekonomi" in said
    assert "platshållaren {{ avsnitt:mbl }} måste stå ensam" in said
    assert "platshållaren {{ avsnitt:remiss }} måste stå ensam" in said
    assert "innehållskontrollen ”avsnitt:*” finns två gånger" in faults_of(own("{{ avsnitt:* }}"))


def test_the_base_template_too_may_have_its_tags_as_text() -> None:
    word = docx.Document(io.BytesIO(a_template("{{ innehåll }}")))
    word.sections[0].header.add_paragraph("{{ sidhuvud }}")
    held = io.BytesIO()
    word.save(held)
    made = load_template(held.getvalue(), BASE_OFFER)
    assert "hej" in shown(body(write_document(made, doc.Document("T", (doc.para("hej"),)))))


def test_a_base_template_needs_its_content() -> None:
    with pytest.raises(BadDocument, match="innehållskontrollen innehåll saknas"):
        load_template(a_template("hej"), BASE_OFFER)


def test_a_document_in_the_base_template_has_its_lines_in_head_and_foot() -> None:
    made = doc.Document("T", (doc.para("hej"),), (doc.band("AU", doc.PAGE_OF_PAGES),), (doc.band("Journal"),))
    written = write_document(base_template(), made)
    assert "AU\t1(1)" in "".join(shown(body(written, "word/header1.xml")).replace("\n", ""))
    assert "Journal" in shown(body(written, "word/footer1.xml"))


def test_a_template_without_any_relations_is_told_what_it_lacks() -> None:
    from tests.documents.word_kit import zipped

    parts = {name: text for name, text in parts_of(own()).items() if name != "word/_rels/document.xml.rels"}
    assert "sidhuvud saknas" in faults_of(zipped(parts))


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/header1.xml"])
@given(st.integers(0, 400), st.sampled_from(["", "abc", "-1", "99999999999999999999", "{{ rubrik }}"]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_values_that_word_never_writes_are_refused_or_borne(part: str, place: int, value: str) -> None:
    pieces = re.split(r'(?<==")([^"]*)(?=")', parts_of(template_bytes("tjansteutlatande.docx"))[part].decode())
    marks = [one for one in range(1, len(pieces), 2) if not pieces[one].startswith("http")]
    pieces[marks[place % len(marks)]] = value
    data = changed(template_bytes("tjansteutlatande.docx"), {part: "".join(pieces)})
    made = b""
    with contextlib.suppress(BadDocument):
        made = write_report(load(data), a_report())
    assert not made or body(made).tag == f"{W}document"
