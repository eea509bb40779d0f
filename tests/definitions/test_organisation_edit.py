"""Editing a file that people keep by hand: the value changes, and every other character stays as it was."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from beredning.definitions.organisation_edit import Editor, flow, scalar

BLOCK = """# överst
personer:
  # om Ada
  ada.al:   # kort
    namn: Ada Al      # förnamnet först
    titel: 'rektor'
    konton:
      - ada   # gammalt
      - adal
    # sist om Ada
  bo.bok: {namn: Bo Bok, konton: [bo], titel: ""}   # en rad
  cia:
    namn: "Cia: den yngre"
"""


def load(text: str) -> object:
    return yaml.load(text, Loader=yaml.BaseLoader)


def edited(text: str, key: str, **values: str) -> str:
    editor = Editor(text)
    editor.set(("personer", key), {name.replace("_", "-"): value for name, value in values.items()})
    return editor.text()


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, pairwise."""
    old, new = before.splitlines(), after.splitlines()
    assert len(old) == len(new)
    return [(a, b) for a, b in zip(old, new, strict=True) if a != b]


def test_a_value_is_replaced_where_it_stands() -> None:
    assert difference(BLOCK, edited(BLOCK, "ada.al", namn="Ada Ek")) == [
        ("    namn: Ada Al      # förnamnet först", "    namn: Ada Ek      # förnamnet först")
    ]
    assert difference(BLOCK, edited(BLOCK, "ada.al", titel="chef: stab")) == [
        ("    titel: 'rektor'", '    titel: "chef: stab"')
    ]
    assert "titel: rektor}   # en rad" in edited(BLOCK, "bo.bok", titel="rektor")


def test_a_value_that_was_not_there_gets_a_line_of_its_own_or_a_place_in_the_row() -> None:
    assert "    titel: 'rektor'\n    e-post: a@b.se\n    konton:" in edited(BLOCK, "ada.al", e_post="a@b.se")
    assert 'konton: [bo], titel: "", e-post: b@b.se}   # en rad' in edited(BLOCK, "bo.bok", e_post="b@b.se")
    assert edited(BLOCK, "cia", titel="rektor").endswith('    namn: "Cia: den yngre"\n    titel: rektor\n')


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ada.al", "      - adal\n      - ny\n    # sist om Ada\n"),
        ("bo.bok", "konton: [bo, ny], "),
        ("cia", '    namn: "Cia: den yngre"\n    konton: [ny]\n'),
    ],
)
def test_a_list_grows_in_its_own_form(key: str, expected: str) -> None:
    editor = Editor(BLOCK)
    editor.extend(("personer", key), "konton", ["ny"])
    assert expected in editor.text()


@pytest.mark.parametrize(
    ("before", "after"), [("konton: bo", "[bo, ny]"), ("konton: []", "[ny]"), ("konton:", " [ny]")]
)
def test_one_value_or_none_becomes_a_list(before: str, after: str) -> None:
    editor = Editor(f"p:\n  {before}\n")
    editor.extend(("p",), "konton", ["ny"])
    assert editor.text() == f"p:\n  konton:{after if after[0] == ' ' else ' ' + after}\n"


def test_entries_are_added_last_with_the_indentation_of_the_others() -> None:
    editor = Editor("# h\nmandat:\n    - {a: b}\n# slut utan radslut")
    editor.append("mandat", [["- {c: d}"], ["- {e: f}"]])
    assert editor.text() == "# h\nmandat:\n    - {a: b}\n# slut utan radslut\n    - {c: d}\n    - {e: f}\n"
    assert load(editor.text()) == {"mandat": [{"a": "b"}, {"c": "d"}, {"e": "f"}]}
    new = Editor("# bara rubrik\n")
    new.append("personer", [["x:", "  namn: X"]])
    assert new.text() == "# bara rubrik\npersoner:\n  x:\n    namn: X\n"
    empty = Editor("mandat:\n  # inga än\n")
    empty.append("mandat", [["- {c: d}"]])
    assert load(empty.text()) == {"mandat": [{"c": "d"}]}


@pytest.mark.parametrize("text", ["mandat: [{a: b}]\n", "mandat:\n  - {a: b}\nannat: x\n"])
def test_where_nothing_can_be_added_safely_nothing_is(text: str) -> None:
    with pytest.raises(ValueError, match="not the last key"):
        Editor(text).append("mandat", [["- {c: d}"]])


def test_windows_line_ends_and_byte_order_mark_stay() -> None:
    text = "\ufeff" + BLOCK.replace("\n", "\r\n")
    after = edited(text, "cia", titel="rektor", namn="Cia")
    assert after.startswith("\ufeff# överst\r\n") and not re.search(r"(?<!\r)\n", after)
    assert after.endswith("    namn: Cia\r\n    titel: rektor\r\n")


words = st.text(st.sampled_from("abcåÄ 0123456789-.:,#'\"{}[]&*!|>%@`\\?~\t"), min_size=1, max_size=12)


@given(words)
def test_any_text_is_written_so_that_it_is_read_back(text: str) -> None:
    assert load(f"a: {scalar(text)}\n") == {"a": text}
    assert load(f"[{scalar(text)}, {scalar(text)}]") == [text, text]
    assert load(flow({"a": text, "b": [text, "x"], "tom": ""})) == {"a": text, "b": [text, "x"]}


@pytest.mark.parametrize("text", ["true", "no", "1e5", "12.5", "null", "on"])
def test_words_that_others_would_take_for_something_else_are_quoted(text: str) -> None:
    assert scalar(text) == f'"{text}"'


names = st.text(st.sampled_from("abc å:#'\""), min_size=1, max_size=8).map(str.strip).filter(bool)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, dict[str, dict[str, str]]]:
    """A file of persons in any mix of styles, with comments, and what it says."""
    said: dict[str, dict[str, str]] = {}
    lines = ["# överst", "personer:"]
    for number in range(draw(st.integers(1, 4))):
        values = {key: draw(names) for key in ("namn", "titel", "e-post") if key == "namn" or draw(st.booleans())}
        said[f"p{number}"] = values
        if draw(st.booleans()):
            lines.append(f"  # om p{number}")
        if draw(st.booleans()):
            lines.append(f"  p{number}: {flow(values)}  # rad p{number}")
        else:
            lines += [f"  p{number}:", *(f"    {k}: {scalar(v)}   # {k} p{number}" for k, v in values.items())]
    return "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n# sist\n"])), said


@given(files(), st.dictionaries(st.sampled_from(["namn", "titel", "e-post"]), names, min_size=1), st.data())
def test_only_what_was_asked_for_changes(
    file: tuple[str, dict[str, dict[str, str]]], values: dict[str, str], data: st.DataObject
) -> None:
    text, said = file
    key = data.draw(st.sampled_from(sorted(said)))
    editor = Editor(text)
    editor.set(("personer", key), values)
    after = editor.text()
    assert load(after) == {"personer": {**said, key: {**said[key], **values}}}
    comments = [line[line.rindex("  #") :] for line in text.splitlines() if "  #" in line]
    assert all(comment in after for comment in comments)
