"""Word files that others made: everything that a person sees is read, and the rest is told in words."""

from __future__ import annotations

from hashlib import sha256

import pytest

from beredning.core import document as doc
from beredning.core.reading import Inline, Reading
from beredning.documents.reading import read
from beredning.errors import BadDocument
from tests.ale import ale_paper, ale_text
from tests.documents.docx_kit import SPACES, control, drawing, p, r, read_body, word_file
from tests.documents.word_kit import PNG, changed, parts_of


def lines(found: Reading) -> list[str]:
    return [one.text for one in found.body]


def field(code: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{mark('separate')}{r(result)}{mark('end')}"


def test_text_stands_in_controls_of_every_kind_and_is_read_once() -> None:
    inner = control("", p("inuti"))
    cell = f"<w:tc>{p('i rutan ', control('fält:datum', r('2024')))}</w:tc>"
    table = f"<w:tbl><w:tr>{control('rad', cell)}</w:tr></w:tbl>"
    found = read_body(
        control("avsnitt:ärendet", p("först") + inner + table) + p("efter ", control("fält:rubrik", r("x")))
    )
    assert lines(found) == ["först", "inuti", "i rutan 2024", "efter x"]
    assert [one.control for one in found.body] == ["avsnitt:ärendet"] * 3 + [""]
    assert found.body[2].inline == (Inline("fält:datum", "2024"), Inline("rad", "i rutan 2024"))
    assert found.body[3].inline == (Inline("fält:rubrik", "x"),)
    assert found.controls == ("avsnitt:ärendet", "rad", "fält:datum", "fält:rubrik")


def test_a_placeholder_is_a_prompt_and_never_content() -> None:
    found = read_body(
        control("avsnitt:x", p("Klicka här."), prompt=True) + p("Till ", control("fält:y", r("Ange"), prompt=True))
    )
    first, second = found.body
    assert (first.prompt, first.control) == (True, "avsnitt:x")
    assert (second.prompt, second.inline) == (False, (Inline("fält:y", "Ange", True),))
    assert list(doc.lines_of(found.blocks)) == ["", "Till "]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (r("a") + "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/></w:r>", "a\tb\nc"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>", "a\u2011bc"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ("<w:r><w:t> luft </w:t></w:r>" + r(" kvar "), "luft kvar "),
        (r("m") + r("2", '<w:vertAlign w:val="superscript"/>'), "m²"),
        (r("CO") + r("2", '<w:vertAlign w:val="subscript"/>'), "CO₂"),
        (field("DATE \\@ yyyy", "2024"), "2024"),
        (r("sida ") + field("PAGE", "7"), "sida "),
        ('<w:smartTag><w:customXml>' + r("djupt") + "</w:customXml></w:smartTag>", "djupt"),
        (f"<w:r><w:ruby><w:rt>{r('över')}</w:rt><w:rubyBase>{r('bas')}</w:rubyBase></w:ruby></w:r>", "bas"),
    ],
)  # fmt: skip
def test_what_a_run_can_hold(inner: str, text: str) -> None:
    assert "".join(one.text for one in read_body(p(inner)).body) == text.rstrip("\n")


def test_bold_and_italic_are_what_is_seen() -> None:
    found = read_body(
        p(r("a", "<w:b/>"), r("b", '<w:b w:val="0"/>'), r("c", "<w:i/>"), r("d", '<w:rStyle w:val="Strong"/>'))
        + p(r("helt", "<w:b/>"), r(" "), r("fet", "<w:b/>"))
        + p(r("rubrik")  , style="Heading1")
        + p(r("inte", '<w:b w:val="0"/>'), style="Heading1")
    )  # fmt: skip
    first, _, third, fourth = found.blocks
    assert isinstance(first, doc.Paragraph)
    assert [(one.text, one.bold, one.italic) for one in first.runs] == [
        ("a", True, False), ("b", False, False), ("c", False, True), ("d", True, False),
    ]  # fmt: skip
    assert [one.strong for one in found.body] == [False, True, True, False]
    assert third == doc.heading(1, "rubrik") and fourth == doc.heading(1, "inte")


def test_styles_toggle_one_another() -> None:
    """A bold character style within a paragraph whose style is bold is not bold (ECMA-376 part 1, 17.7.3)."""
    styles = style("Fet", "Fet rad", "<w:rPr><w:b/></w:rPr>") + style("Arv", "Ärver", based="Fet")
    body = p(r("fet"), r("mager", '<w:rStyle w:val="Strong"/>'), style="Arv")
    found = read_body(body, {"word/styles.xml": with_styles(styles)})
    assert isinstance(found.blocks[0], doc.Paragraph)
    assert [(one.text, one.bold) for one in found.blocks[0].runs] == [("fet", True), ("mager", False)]


def with_styles(more: str) -> str:
    return parts_of(word_file(""))["word/styles.xml"].decode().replace("</w:styles>", more + "</w:styles>")


def style(own: str, name: str, inner: str = "", based: str = "") -> str:
    above = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="paragraph" w:styleId="{own}"><w:name w:val="{name}"/>{above}{inner}</w:style>'


def test_headings_are_known_by_the_name_and_outline_of_their_style_in_any_language() -> None:
    outline = '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'
    styles = (
        style("R1", "Rubrik 1") + style("Egen", "Kommunens rubrik", based="R1") + style("U", "U", outline)
        + style("A", "A", based="B") + style("B", "B", based="A")
    )  # fmt: skip
    body = (
        p("ett", style="R1") + p("två", style="Egen") + p("tre", style="U") + p("fyra", style="A")
        + p("fem", properties='<w:outlineLvl w:val="0"/>') + p("sex", style="Finns inte") + p("sju", style="Heading7")
    )  # fmt: skip
    found = read_body(body, {"word/styles.xml": with_styles(styles)})
    assert [one.level for one in found.body] == [1, 1, 3, 0, 1, 0, 7]
    assert [one.kind == "heading" for one in found.body] == [True, True, True, False, True, False, True]


def test_lists_keep_depth_kind_and_numbers() -> None:
    def entry(text: str, number: int, level: int = 0) -> str:
        return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    def level(at: int, form: str, text: str, start: int = 1) -> str:
        said = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{at}">{said}</w:lvl>'

    def number(own: int, abstract: int, more: str = "") -> str:
        return f'<w:num w:numId="{own}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'

    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    first, second = level(0, "decimal", "%1.", 3) + level(1, "bullet", "•"), level(0, "none", "")
    numbering = (
        f'<w:numbering><w:abstractNum w:abstractNumId="1">{first}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{second}</w:abstractNum>'
        f"{number(7, 1)}{number(8, 1, again)}{number(9, 2)}</w:numbering>"
    )
    body = (
        entry("a", 7) + entry("b", 7, 1) + entry("c", 7) + p("mellan") + entry("d", 7) + entry("e", 8)
        + entry("utan tecken", 9) + entry("ingen lista", 0) + entry("saknas", 99)
    )  # fmt: skip
    found = read_body(body, {"word/numbering.xml": numbering})
    assert found.blocks == (
        doc.numbered(doc.item("a", under=[doc.bullets("b")]), "c", start=3), doc.para("mellan"),
        doc.numbered("d", start=5), doc.numbered("e"),
        doc.para("utan tecken"), doc.para("ingen lista"), doc.para("saknas"),
    )  # fmt: skip
    assert [(one.kind, one.level) for one in found.body][:6] == [
        ("item", 1), ("item", 2), ("item", 1), ("paragraph", 0), ("item", 1), ("item", 1),
    ]  # fmt: skip


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text) if text else '<w:p/>'}</w:tc>"


def test_tables_keep_heads_spans_and_merged_cells() -> None:
    wide, first, rest = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (
        "<w:tbl><w:tblPr/><w:tblGrid/>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('A', wide)}{cell('B')}</w:tr>"
        f"<w:tr>{cell('1', first)}{cell('2')}{cell('3')}</w:tr>"
        f"<w:tr>{cell('', rest)}{cell('4')}</w:tr></w:tbl>"
    )
    (table,) = read_body(body).blocks
    assert isinstance(table, doc.Table)
    assert table.header == (doc.Row((doc.cell("A", 2), doc.cell("B"))),)
    assert table.rows == (doc.row("1", "2", "3"), doc.row("", "4", ""))
    found = read_body(body)
    assert [one.cells for one in found.body] == [("A", "B"), ("1", "2", "3"), ("", "4")]
    assert [(one.paragraph, one.block, one.kind) for one in found.body] == [(at, 0, "row") for at in (1, 2, 3)]


def test_what_stands_in_a_cell_is_not_lost() -> None:
    bullet = p("punkt", style="ListBullet")
    nested = f"<w:tbl><w:tr>{cell('x')}{cell('y')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p('ett')}{bullet}{nested}<w:p/></w:tc>{cell('två')}</w:tr></w:tbl>"
    found = read_body(body)
    assert found.body[0].cells == ("ett\n• punkt\nx\ty", "två")
    assert found.unread == ("en tabell i en tabell, läst som rader",)


def test_a_table_that_orders_the_page_is_read_as_what_stands_in_it() -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('Ärendet', style='Heading1')}{p('Text')}</w:tc></w:tr></w:tbl>"
    found = read_body(body)
    assert found.blocks == (doc.heading(1, "Ärendet"), doc.para("Text"))
    assert found.unread == ("en tabell som bara ordnar sidan, läst som löpande text",)


def test_pictures_carry_bytes_description_and_width() -> None:
    body = p("Före", drawing('<pic:pic><a:blip r:embed="rIdB"/></pic:pic>', "En karta"))
    found = read_body(body, {"word/media/b.png": PNG}, {"rIdB": "media/b.png"})
    digest = sha256(PNG).hexdigest()
    assert found.blocks == (doc.para("Före"), doc.Image(digest, "En karta", 50))
    assert found.pictures == ((digest, PNG),)


SYMBOL = '<w:r><w:sym w:font="Okänt" w:char="F041"/></w:r>'


@pytest.mark.parametrize(
    ("inner", "word"),
    [
        (drawing("<c:chart/>"), "ett diagram"),
        (drawing("<dgm:relIds/>"), "en SmartArt-bild"),
        (drawing("<wps:wsp/>"), "en ritad figur"),
        (drawing('<pic:pic><a:blip r:embed="saknas"/></pic:pic>'), "en bild som saknas i filen"),
        ("<w:r><w:object/></w:r>", "ett inbäddat objekt"),
        (r("x", "<w:vanish/>"), "dold text: ”x”"),
        (r("x", "<w:strike/>"), "genomstruken text, läst som vanlig"),
        (r("abc", '<w:vertAlign w:val="superscript"/>'), "upphöjd eller nedsänkt text (”abc”), läst som vanlig"),
        ("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>", "en formel, läst som text: ”a=b”"),
        (SYMBOL, "ett tecken ur ett teckensnitt med symboler, visat som \ufffd"),
        ("<w:r><w:pict><v:shape/></w:pict></w:r>", "en ritad figur"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_words(inner: str, word: str) -> None:
    found = read_body(p("Text ", inner))
    assert found.unread == (word,)
    assert found.body[0].text.startswith("Text ")


def test_nothing_is_said_of_a_plain_file() -> None:
    line = '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'
    assert read_body(p("Text", line) + p("mer", style="Heading1")).unread == ()


def test_a_text_box_is_read_once_in_both_its_forms() -> None:
    inner = f"<w:txbxContent>{p('I rutan')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps">{drawing(f"<wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp>")}</mc:Choice>'
    fallback = f"<mc:Fallback><w:r><w:pict><v:textbox>{inner}</v:textbox></w:pict></w:r></mc:Fallback>"
    found = read_body(p("Före", f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>") + p("Efter"))
    assert [(one.text, one.kind, one.block) for one in found.body] == [
        ("Före", "paragraph", 0), ("I rutan", "textbox", 1), ("Efter", "paragraph", 2),
    ]  # fmt: skip
    assert found.unread == ("en textruta, läst som vanliga stycken",)


def test_links_are_followed_by_relation_by_field_and_within_the_file() -> None:
    body = p(
        f'<w:hyperlink r:id="rIdL">{r("a")}</w:hyperlink>', field('HYPERLINK "https://b.se"', "b"),
        f'<w:hyperlink w:anchor="Plats">{r("c")}</w:hyperlink>', field('HYPERLINK \\l "Plats"', "d"),
    ) + p('<w:bookmarkStart w:id="1" w:name="Plats"/>', r("Rubrik"), style="Heading1")  # fmt: skip
    found = read_body(body, links={"rIdL": "https://a.se"})
    assert isinstance(found.blocks[0], doc.Paragraph)
    assert [(one.text, one.link) for one in found.blocks[0].runs] == [
        ("a", "https://a.se"), ("b", "https://b.se"), ("cd", "#Plats"),
    ]  # fmt: skip
    assert found.blocks[1] == doc.heading(1, "Rubrik", anchor="Plats")


def test_a_link_that_may_not_stand_in_a_document_is_told_and_its_text_kept() -> None:
    found = read_body(
        p(f'<w:hyperlink r:id="rIdL">{r("akten")}</w:hyperlink>'), links={"rIdL": "file:///c:/hemligt.docx"}
    )
    assert found.blocks == (doc.para("akten"),)
    assert found.unread == ("en länk till ”file:///c:/hemligt.docx”, som inte kan följas",)


def test_notes_stand_after_the_word_they_belong_to() -> None:
    def note(number: int, text: str, kind: str = "footnote") -> str:
        mark = f"<w:r><w:{kind}Ref/></w:r>"
        return f'<w:{kind} w:id="{number}">{p(mark, r(" " + text))}</w:{kind}>'

    first = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    parts = {
        "word/footnotes.xml": f"<w:footnotes>{first}{note(2, 'Se lagen.')}</w:footnotes>",
        "word/endnotes.xml": f"<w:endnotes>{note(2, 'Slut.', 'endnote')}</w:endnotes>",
    }
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{}Reference w:id="2"/></w:r>'
    found = read_body(p("Ett", mark.format("footnote"), " två", mark.format("endnote")), parts)
    assert found.blocks == (doc.para(doc.note("Ett", "Se lagen."), doc.note(" två", "Slut.")),)
    notes = [one for one in found.passages if one.kind == "note"]
    assert [(one.text.strip(), one.place) for one in notes] == [("Se lagen.", "fotnot 1"), ("Slut.", "fotnot 1")]
    assert list(doc.lines_of(found.blocks)) == ["Ett två", "Se lagen.", "Slut."]
    assert found.unread == ("slutnoter, lästa som fotnoter",)


def test_comments_say_who_when_what_and_about_which_words() -> None:
    parts = {
        "word/comments.xml": '<w:comments><w:comment w:id="0" w:author="Bo Ek" w:date="2024-01-02T10:00:00Z">'
        f"{p('Stämmer det?')}{p('Kolla.')}</w:comment></w:comments>"
    }
    start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/>'
    found = read_body(p("Först") + p("Det ", start, r("kostar"), r(" mer")) + p("än", end, " så"), parts)
    (one,) = found.comments
    assert one == ("Bo Ek", "2024-01-02T10:00:00Z", "Stämmer det?\nKolla.", "kostar mer än", "stycke 2")


def tracked(kind: str, inner: str, author: str = "Bo", day: str = "2024-01-02T10:00:00Z") -> str:
    return f'<w:{kind} w:id="1" w:author="{author}" w:date="{day}">{inner}</w:{kind}>'


def gone(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    found = read_body(
        p("Kostar ", tracked("del", gone("ett")), tracked("ins", r("tv")), tracked("ins", r("å")), " kronor")
        + p(tracked("moveTo", r("hit")), " kom det")
        + p(tracked("moveFrom", r("hit")))
        + p(r("form", tracked("rPrChange", "<w:rPr/>")))
    )
    assert lines(found) == ["Kostar två kronor", "hit kom det", "form"]
    assert [(one.kind, one.author, one.text, one.place) for one in found.changes] == [
        ("struket", "Bo", "ett", "stycke 1"), ("infogat", "Bo", "två", "stycke 1"),
        ("flyttat", "Bo", "hit", "stycke 2"), ("formaterat", "Bo", "form", "stycke 3"),
    ]  # fmt: skip


def test_changes_of_two_people_are_two() -> None:
    found = read_body(p(tracked("ins", r("a")), tracked("ins", r("b"), "Ada"), "c", tracked("ins", r("d"), "Ada")))
    assert [(one.author, one.text) for one in found.changes] == [("Bo", "a"), ("Ada", "b"), ("Ada", "d")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = f"<w:rPr>{tracked('del', '')}</w:rPr>"
    found = read_body(p("Ett ", properties=mark) + p("stycke") + p("sist", properties=mark))
    assert lines(found) == ["Ett stycke", "sist"]
    assert [(one.kind, one.text) for one in found.changes] == [("struket", "¶"), ("struket", "¶")]


def test_rows_that_are_deleted_are_gone_and_told() -> None:
    def row(mark: str, inner: str) -> str:
        return f"<w:tr><w:trPr>{tracked(mark, '')}</w:trPr><w:tc>{p(inner)}</w:tc></w:tr>"

    body = f"<w:tbl>{row('del', tracked('del', gone('bort')))}{row('ins', tracked('ins', r('ny')))}</w:tbl>"
    found = read_body(body)
    assert lines(found) == ["ny"]
    assert [(one.kind, one.text) for one in found.changes] == [("struket", "bort"), ("infogat", "ny")]


def test_heads_and_feet_are_passages_without_page_numbers() -> None:
    numbers = (field("PAGE", "1"), "(", field("NUMPAGES", "3"), ")")
    head = f"<w:hdr>{p('TJÄNSTEUTLÅTANDE', '<w:r><w:tab/></w:r>', *numbers)}</w:hdr>"
    found = read_body(p("Text"), {"word/header9.xml": head})
    assert [(one.text, one.kind, one.place) for one in found.passages] == [
        ("TJÄNSTEUTLÅTANDE", "header", "sidhuvudet"), ("Text", "paragraph", "stycke 1"),
    ]  # fmt: skip
    assert found.fields == ("PAGE", "NUMPAGES")
    assert lines(found) == ["Text"]


def test_page_breaks_are_kept() -> None:
    wanted = (doc.para("a"), doc.PageBreak(), doc.para("b"), doc.PageBreak(), doc.para("c"))
    found = read_body(p("a", '<w:r><w:br w:type="page"/></w:r>') + p("b") + p("c", properties="<w:pageBreakBefore/>"))
    assert found.blocks == wanted


def test_the_strict_form_of_the_format_is_read_alike() -> None:
    data = word_file(p("Rubrik", style="Heading1") + p("Text"))
    parts = parts_of(data)
    strict = {
        name: parts[name].replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml")
    }
    assert read(changed(data, strict), "a.docx") == read(data, "a.docx")


def test_a_deeply_nested_file_is_refused_in_words() -> None:
    deep = "<w:ins>" * 300 + r("x") + "</w:ins>" * 300
    with pytest.raises(BadDocument, match="djupt nästlad"):
        read(word_file(p(deep)), "djup.docx")
    with pytest.raises(BadDocument, match="ingen text"):
        read(changed(word_file(""), {"word/document.xml": f"<w:document {SPACES}/>"}), "tom.docx")


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("03-manadsuppfoljning", "03-tjansteutlatande-manadsuppfoljning"),
        ("04-namndplan", "04-tjansteutlatande-namndplan"),
        ("05-handlingsplan", "05-tjansteutlatande-handlingsplan-digitalisering"),
        ("07-familjecentraler", "07-tjansteutlatande-familjecentraler"),
        ("08-internkontrollplan", "08-tjansteutlatande-internkontrollplan"),
    ],
)  # fmt: skip
def test_the_real_reports_are_read_word_by_word(word: str, text: str) -> None:
    found = read(ale_paper(f"word/{word}.docx").read_bytes(), f"{word}.docx")
    plain = read(ale_text(f"{text}.txt").encode(), "a.txt")
    wanted = [one.text.strip() for one in plain.body][1:]  # the kind of document stands in the page's head in Word
    assert [one.text.strip() for one in found.body] == wanted
    assert [one.text for one in found.passages if one.kind == "header"] == ["TJÄNSTEUTLÅTANDE"]
    assert found.unread == () and found.changes == () and found.comments == ()
