"""A template is tried by filling it and reading it again: what is lost, and why, is told; what stands is not."""

from __future__ import annotations

import io

import docx
import pytest
from lxml import etree

from beredning.documents.template_trial import Trial, try_base_template, try_report_template
from beredning.errors import BadDocument
from tests.documents.test_template import FACTS, with_control
from tests.documents.word_kit import W, a_template, body, changed, layout, template_bytes, zipped

BOX = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{}'
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
DELETED = '<w:p><w:del w:id="90" w:author="Ada" w:date="2024-01-01T00:00:00Z">{}</w:del></w:p>'


def tried(data: bytes) -> Trial:
    return try_report_template(data, layout(), "egen.docx")


def faults(data: bytes) -> str:
    with pytest.raises(BadDocument) as caught:
        tried(data)
    assert caught.value.hint
    return caught.value.text


def around(paragraph: str, wrapper: str) -> bytes:
    """A template of separate lines, where the one with `paragraph` in it stands inside something."""
    data = with_control(a_template(*FACTS.split("|")), "avsnitt:*")
    root = body(data)
    [found] = [one for one in root.iter("{*}p") if paragraph in "".join(str(text) for text in one.itertext())]
    made = etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}">{wrapper}</w:r>')[0]
    hole = next(one for one in made.iter() if one.text == "{}")
    hole.text = None
    holder = found.getparent()
    assert holder is not None
    holder.replace(found, made)
    hole.extend([found] if hole.tag == f"{W}txbxContent" else list(found.iterchildren(f"{W}r")))
    return changed(data, {"word/document.xml": etree.tostring(root)})


def test_what_is_whole_is_found_whole() -> None:
    assert tried(template_bytes("tjansteutlatande.docx"))[1:] == (6, 14, 2, ())
    assert try_base_template(template_bytes("bas.docx"), "bas.docx").remarks == ()
    plain = tried(with_control(a_template(*FACTS.split("|")), "avsnitt:*"))
    assert plain[1:4] == (6, 14, 2)


@pytest.mark.parametrize(
    "line",
    [
        "{{ handläggare_namn }} ({{ handläggare_titel }})",
        "{{ handläggare|versaler }}",
        "{{ handläggare }} {# den som vet #}",
    ],
)
def test_a_fact_may_be_written_in_other_ways(line: str) -> None:
    other = {"{{ handläggare }}": line, "{{ datum }}": "{{ datum|långdatum }}"}
    facts = [other.get(one, one) for one in FACTS.split("|")]
    made = tried(with_control(a_template(*facts), "avsnitt:*"))
    assert made.facts == 6


@pytest.mark.parametrize("fact", ["förvaltning", "diarienummer", "datum", "mottagare", "rubrik"])
@pytest.mark.parametrize(("wrapper", "why"), [(BOX, "står i en textruta"), (DELETED, "är struken")])
def test_a_fact_that_is_lost_is_told_with_the_reason(fact: str, wrapper: str, why: str) -> None:
    said = faults(around(f"{{{{ {fact} }}}}", wrapper))
    assert f"uppgiften {fact} {why}" in said
    assert said.count("\n  - ") == 1, "nothing else is lost"


def test_hidden_text_is_lost() -> None:
    data = with_control(a_template(*FACTS.split("|")), "avsnitt:*")
    text = etree.tostring(body(data), encoding="unicode")
    shown = "<w:r><w:t>{{ rubrik }}</w:t>"
    assert shown in text
    hidden = text.replace(shown, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{{ rubrik }}</w:t>")
    assert "uppgiften rubrik är dold text" in faults(changed(data, {"word/document.xml": hidden}))
    visible = text.replace(shown, '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>{{ rubrik }}</w:t>')
    assert tried(changed(data, {"word/document.xml": visible})).facts == 6


def test_what_stands_only_in_a_branch_that_is_not_taken_is_lost() -> None:
    """The compiler sees the name used; only filling shows that it is never written."""
    facts = FACTS.replace("{{ rubrik }}", '{% if förvaltning == "ingen" %}{{ rubrik }}{% endif %}')
    said = faults(with_control(a_template(*facts.split("|")), "avsnitt:*"))
    assert "uppgiften rubrik kommer inte med i dokumentet" in said


def test_a_section_heading_that_a_template_writes_wrongly_is_told() -> None:
    """A template that places a section by itself must write its heading, or nobody finds the section."""
    data = with_control(a_template(*FACTS.split("|"), "Ekonomi"), "avsnitt:ekonomi")
    assert "avsnittet ekonomi kommer inte med i dokumentet" in faults(with_control(data, "avsnitt:*"))
    right = a_template(*FACTS.split("|"), "{{ avsnittsrubrik.ekonomi }}")
    assert tried(with_control(with_control(right, "avsnitt:ekonomi"), "avsnitt:*")).sections == 14


def test_sections_in_another_order_than_the_forms_are_remarked() -> None:
    right = a_template(*FACTS.split("|"), "{{ avsnittsrubrik.ekonomi }}")
    made = tried(with_control(with_control(right, "avsnitt:ekonomi"), "avsnitt:*"))
    assert any("står före" in one and "Ekonomisk bedömning" in one for one in made.remarks)


def test_signatures_that_are_lost_are_told_by_name() -> None:
    lines = (*FACTS.split("|"), "{% for den in underskrifter %}", "{{ den.titel }}", "{% endfor %}")
    said = faults(with_control(a_template(*lines), "avsnitt:*"))
    assert "underskriften av Per Provberg" in said and "underskriften av Eva Exempelsson" in said
    named = (*lines[:-2], "{{ den.namn }}, {{ den.titel }}", lines[-1])
    assert tried(with_control(a_template(*named), "avsnitt:*")).signatures == 2


def test_a_fact_in_the_page_head_alone_is_there() -> None:
    data = with_control(a_template(*FACTS.split("|")[1:]), "avsnitt:*")
    word = docx.Document(io.BytesIO(data))
    word.sections[0].header.paragraphs[0].add_run("{{ förvaltning }}")
    held = io.BytesIO()
    word.save(held)
    assert tried(held.getvalue()).facts == 6


def test_unknown_and_missing_are_told_together_with_the_nearest() -> None:
    facts = FACTS.replace("{{ rubrik }}", "{{ rubrk }}").replace("{{ datum }}", "")
    said = faults(with_control(a_template(*facts.split("|")), "avsnitt:sammanfatning"))
    for words in (
        "namnet ”rubrk” finns inte; menas rubrik",
        "uppgiften datum saknas",
        "taggen ”avsnitt:sammanfatning” finns inte; menas avsnitt:sammanfattning",
        "avsnittet sammanfattning saknas",
    ):
        assert words in said


def test_a_file_that_is_no_template_is_refused() -> None:
    for data in (b"hej", zipped({"a.txt": "x"})):
        with pytest.raises(BadDocument):
            tried(data)
