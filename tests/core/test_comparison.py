"""What differs between two versions is said part by part, and the pieces give both texts again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beredning.core import document as doc
from beredning.core.comparison import Part, compare, words

TEXTS = st.text("ab cdeåäö.\n", max_size=60)
NAMES = ("förslag", "sammanfattning", "ärendet", "ekonomi")


def part(name: str, *lines: str) -> Part:
    return Part(name, name.capitalize(), tuple(doc.para(line) for line in lines))


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_again(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(one.text for one in pieces if one.kind != "tillagt") == before
    assert "".join(one.text for one in pieces if one.kind != "struket") == after
    assert (before == after) == all(one.kind == "lika" for one in pieces)


@given(st.lists(st.sampled_from(NAMES), unique=True), st.sampled_from(NAMES), TEXTS)
def test_one_edited_part_is_the_one_that_differs(names: list[str], edited: str, text: str) -> None:
    before = [part(name, f"Text om {name}.") for name in names]
    after = [part(name, text) if name == edited else one for name, one in zip(names, before, strict=True)]
    told = {one.name: one.status for one in compare(before, after)}
    assert [name for name, status in told.items() if status != "lika"] == ([edited] if edited in names else [])


def test_what_has_come_and_gone_stands_where_it_stood() -> None:
    before = [part("ett", "a"), part("två", "b"), part("tre", "c")]
    after = [part("ett", "a"), part("tre", "c"), part("fyra", "d")]
    told = [(one.name, one.status) for one in compare(before, after)]
    assert told == [("ett", "lika"), ("två", "borttaget"), ("tre", "lika"), ("fyra", "tillkommit")]


def test_bold_and_lists_are_form_and_not_words() -> None:
    plain = Part("a", "A", (doc.para("Nämnden beslutar."),))
    strong = Part("a", "A", (doc.para(doc.bold("Nämnden"), " beslutar."),))
    listed = Part("a", "A", (doc.bullets("Nämnden beslutar."),))
    assert [compare([plain], [other])[0].status for other in (plain, strong, listed)] == ["lika", "form", "form"]


def test_an_empty_section_that_is_filled_has_come() -> None:
    empty = Part("a", "A", ())
    assert compare([empty], [part("a", "x")])[0].status == "tillkommit"
    assert compare([part("a", "x")], [empty])[0].status == "borttaget"
    assert compare([empty], [empty])[0].status == "lika"


def test_a_repeated_part_is_compared_as_one() -> None:
    before = [part("a", "ett"), part("a", "två")]
    assert compare(before, [part("a", "ett", "två")])[0].status == "lika"
    assert compare(before, [part("a", "ett"), part("a", "tre")])[0].status == "ändrat"


def test_one_changed_word_in_a_long_text_is_the_only_piece_that_differs() -> None:
    text = " ".join(f"ord{number}" for number in range(9_000))
    pieces = words(text.replace(" ", "\n", 4_500), text.replace("ord17 ", "annat ", 1).replace(" ", "\n", 4_500))
    changed = [one for one in pieces if one.kind != "lika"]
    assert "ord17" in changed[0].text and "annat" in changed[1].text and len(changed) == 2
