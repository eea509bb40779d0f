"""Strict reading: nothing guessed, nothing evaluated, every fault at once where it stands and with what was meant."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from beredning.definitions import nodes
from beredning.definitions import schemas as s
from beredning.definitions.nearest import nearest
from beredning.definitions.reader import Document, read
from beredning.errors import BadDefinition, Fault

STAGE = s.Record({"namn": s.Field(s.Text(), required=True), "slut": s.Field(s.YesNo())}, short="namn")
SCHEMA = s.Record(
    {
        "namn": s.Field(s.name(), required=True),
        "dag": s.Field(s.Date()),
        "tid": s.Field(s.Time()),
        "antal": s.Field(s.Whole(1, 9), default=3),
        "öppen": s.Field(s.YesNo()),
        "slag": s.Field(s.Choice(("nämnd", "utskott"))),
        "roller": s.Field(s.ListOf(s.Text(), single=True)),
        "skeden": s.Field(s.Names(STAGE, declares="skeden")),
        "start": s.Field(s.Reference("skeden", "skedet")),
        "notis": s.Field(s.Maybe(s.Text())),
    }
)


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def _both_parsers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing, PyYAML's own parser is used; both must be understood."""
    monkeypatch.setattr(nodes, "Loader", getattr(yaml, request.param))


def faults(text: str | bytes, schema: s.Kind = SCHEMA) -> list[Fault]:
    data = text.encode() if isinstance(text, str) else text
    return list(read(data, "fil.yaml", schema).sorted_faults())


def only(text: str | bytes) -> Fault:
    (fault,) = faults(text)
    return fault


def test_values_are_what_was_written_and_absent_keys_have_their_default() -> None:
    document = read(
        "namn: ett\ndag: 2024-02-29\ntid: 18:00\nöppen: nej\nroller: chef\nstart: utkast\n"
        "skeden: {utkast: ' Ett  utkast ', slut: {namn: Slut, slut: ja}}\nnotis:\n".encode(),
        "fil.yaml",
        SCHEMA,
    )
    assert document.faults == []
    assert document.value == {
        "namn": "ett",
        "dag": "2024-02-29",
        "tid": "18:00",
        "antal": 3,
        "öppen": False,
        "slag": "",
        "roller": ["chef"],
        "skeden": {"utkast": {"namn": "Ett utkast", "slut": False}, "slut": {"namn": "Slut", "slut": True}},
        "start": "utkast",
        "notis": "",
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "said", "hint"),
    [
        ("namn: a\nnam: b\n", 2, 1, "Okänd nyckel ”nam”", "Menade du ”namn”?"),
        ("namn: a\noppen: ja\n", 2, 1, "Okänd nyckel ”oppen”", "Menade du ”öppen”?"),
        ("namn: a\nnamn: b\n", 2, 1, "Nyckeln ”namn” är upprepad; den står redan på rad 1.", "Ta bort"),
        ("dag: 2026-01-01\n", 1, 1, "Filen saknar nyckeln ”namn”.", "Lägg till"),
        ("namn: Ett Namn\n", 1, 7, "”namn” ska vara ett namn", "Exempel: utkast"),
        ("namn:\n", 1, 6, "”namn” saknar värde.", ""),
        ("namn: [a]\n", 1, 7, "inte en lista", ""),
        ("namn: {a: b}\n", 1, 7, "inte ett uppslag", ""),
        ("namn: a\ndag: 2023-02-29\n", 2, 6, "Datumet 2023-02-29 finns inte", "2026-03-18"),
        ("namn: a\ndag: 6/12 2023\n", 2, 6, "ska vara ett datum (ÅÅÅÅ-MM-DD)", ""),
        ("namn: a\ntid: 24:00\n", 2, 6, "ska vara ett klockslag", "13:30"),
        ("namn: a\ntid: 1080\n", 2, 6, "ska vara ett klockslag", ""),
        ("namn: a\nantal: 10\n", 2, 8, "mellan 1 och 9", ""),
        ("namn: a\nantal: 1.0\n", 2, 8, "ett heltal", ""),
        ("namn: a\nantal: ٣\n", 2, 8, "ett heltal", ""),
        ("namn: a\nöppen: yes\n", 2, 8, "ja eller nej", "Skriv ”ja”."),
        ("namn: a\nslag: namnd\n", 2, 7, "kan inte vara ”namnd”", "Menade du ”nämnd”?"),
        ("namn: a\nslag: xyz\n", 2, 7, "kan inte vara ”xyz”", "Möjliga: nämnd, utskott."),
        ("namn: a\nroller: [x, y, x]\n", 2, 16, "”x” står redan", ""),
        ("namn: a\nskeden: {a: A}\nstart: b\n", 3, 8, "Skedet ”b” finns inte.", "Möjliga: a."),
        ("namn: a\nskeden: {Å B: A}\n", 2, 10, "Namnet ”Å B” ska bestå av", "”å-b”"),
        ("namn: a\nskeden:\n  - x\n", 3, 3, "ska vara ett uppslag", "indragna"),
        ("namn: a\nskeden: {a: {slut: ja}}\n", 2, 10, "saknar nyckeln ”namn”", ""),
    ],
)
def test_each_fault_has_its_place_and_a_suggestion(text: str, line: int, column: int, said: str, hint: str) -> None:
    fault = only(text)
    assert (fault.file, fault.line, fault.column) == ("fil.yaml", line, column)
    assert said in fault.text
    assert hint in fault.suggestion


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (b"", 0, "Filen är tom."),
        (b"# bara en kommentar\n", 0, "Filen är tom."),
        (b"\xff\xfen\x00", 1, "inte UTF-8"),
        ("namn: å".encode("latin-1"), 1, "inte UTF-8"),
        (b"namn: a\n\tdag: b\n", 2, "indragen med tabb"),
        (b"namn: 'a\n", 2, "avslutas aldrig"),
        (b"namn: a: b\n", 1, "Oväntat kolon"),
        (b"namn: a\n dag: b\n", 2, ""),
        (b"namn: [a\n", 2, ""),
        (b"namn: \x01\n", 1, "styrtecken"),
        (b"namn: " + b"[" * 5000, 1, "djupare än 40"),
    ],
)
def test_what_is_not_yaml_is_one_fault_with_its_place(text: bytes, line: int, said: str) -> None:
    fault = only(text)
    assert fault.line == line
    assert said in fault.text
    assert "Traceback" not in str(fault)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("namn: &a ett\n", "Ankare ”&a”"),
        ("namn: a\nnotis: !!python/object/apply:os.system ['true']\n", "Typmärket"),
        ("namn: a\nnotis: !!str x\n", "Typmärket"),
        ("%YAML 1.1\n---\nnamn: a\n", "direktiv"),
        ("namn: a\n---\nnamn: b\n", "flera dokument"),
    ],
)
def test_what_yaml_can_do_and_a_definition_may_not(text: str, said: str) -> None:
    assert any(said in fault.text for fault in faults(text))


def test_a_billion_laughs_is_refused_at_once() -> None:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    found = faults("\n".join(rows))
    assert sum("Alias" in fault.text for fault in found) == 72
    assert sum("Ankare" in fault.text for fault in found) == 9


def test_a_file_too_large_is_not_read() -> None:
    assert "kB" in only(b"x" * (nodes.MAX_BYTES + 1)).text


def test_every_fault_is_told_at_once_in_order_of_place() -> None:
    found = faults("tid: x\nnam: b\ndag: y\nantal: z\n")
    assert [fault.line for fault in found] == [1, 1, 2, 3, 4]


def test_finish_raises_with_all_of_them() -> None:
    document = read(b"tid: x\nnam: b\n", "fil.yaml", SCHEMA)
    with pytest.raises(BadDefinition) as caught:
        document.finish("Flödet x")
    assert caught.value.text == "Flödet x har 3 fel."
    assert caught.value.faults == document.sorted_faults()
    read(b"namn: a\n", "fil.yaml", SCHEMA).finish("Flödet x")


def test_names_declared_elsewhere_are_known() -> None:
    schema = s.Record({"organ": s.Field(s.Reference("organ", "organet"))})
    assert read(b"organ: UBN\n", "f", schema, {"organ": ["UBN"]}).faults == []
    (fault,) = read(b"organ: UBM\n", "f", schema, {"organ": ["UBN"]}).faults
    assert (fault.text, fault.suggestion) == ("Organet ”UBM” finns inte.", "Menade du ”UBN”?")


def test_a_value_of_several_shapes_is_read_by_its_shape() -> None:
    kind = s.ByShape(text=s.Text(), mapping=s.Names(s.Text()))
    schema = s.Record({"x": s.Field(s.ListOf(kind))})
    assert read(b"x: [a, b: c]\n", "f", schema).value == {"x": ["a", {"b": "c"}]}
    assert read(b"x: [[a]]\n", "f", schema).faults


def test_converted_values_report_what_the_maker_says() -> None:
    def twice(value: str) -> str:
        if value == "nej":
            raise ValueError("Kan inte dubblas.")
        return value * 2

    schema = s.Record({"x": s.Field(s.Converted(s.Text(), twice))})
    assert read(b"x: ab\n", "f", schema).value == {"x": "abab"}
    assert [str(f) for f in read(b"x: nej\n", "f", schema).faults] == ["f:1:4: Kan inte dubblas."]


def test_later_checks_report_at_what_they_are_about() -> None:
    document = read(b"namn: a\nskeden:\n  utkast: {namn: U}\n", "f", SCHEMA)
    document.fault(("skeden", "utkast", "namn"), "värdet")
    document.fault(("skeden", "utkast"), "nyckeln", on="key")
    document.fault(("skeden", "utkast", "finns", "inte"), "närmast utanför")
    assert [(f.line, f.column, f.text) for f in document.faults] == [
        (3, 18, "Värdet"),
        (3, 3, "Nyckeln"),
        (3, 11, "Närmast utanför"),
    ]


@pytest.mark.parametrize(
    ("word", "options", "said"),
    [
        ("arende", ("ärende", "nämnd"), "Menade du ”ärende”?"),
        ("NÄMND", ("ärende", "nämnd"), "Menade du ”nämnd”?"),
        ("qqq", ("ärende", "nämnd"), "Möjliga: ärende, nämnd."),
        ("qqq", tuple(f"ord{i}" for i in range(40)), ""),
        ("qqq", (), ""),
    ],
)
def test_nearest(word: str, options: tuple[str, ...], said: str) -> None:
    assert nearest(word, options) == said


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet="ab:-[]{}'\"&*!|>%#,\t\n ?åä\x00", max_size=60).map(str.encode))
def test_no_file_makes_the_reader_fall(data: bytes) -> None:
    document = read(data, "f", SCHEMA)
    assert isinstance(document, Document)
    assert all(fault.text and fault.line >= 0 and fault.column >= 0 for fault in document.faults)


SCALARS = st.text(alphabet="abcåäö 0123456789:-#'\"{}[],&*!%|>@`", min_size=1, max_size=20).map(str.strip).filter(bool)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text(alphabet="abcåäö", min_size=1, max_size=5), SCALARS, min_size=1, max_size=5))
def test_what_a_yaml_writer_writes_is_read_back_as_text(values: dict[str, str]) -> None:
    """No 18:00 that becomes 1080 and no `nej` that becomes False: quoted or not, a scalar is its text."""
    rows = [f"{key}: '" + value.replace("'", "''") + "'" for key, value in values.items()]
    document = read("\n".join(rows).encode(), "f", s.Names(s.Matching()))
    assert document.faults == []
    assert document.value == values
