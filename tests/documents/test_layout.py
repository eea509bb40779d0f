"""A municipality's form is read strictly: every fault with its place, and the nearest that was meant."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from beredning.core.report import FactForm, Layout, Pattern, SentenceForm
from beredning.core.sample import sample_report
from beredning.documents.layout import from_mapping
from tests.documents.word_kit import template_bytes


def section(**more: Any) -> dict[str, Any]:
    return {"namn": "ärendet", "rubrik": "Ärendet", "uppmaning": "Beskriv.", **more}


def form(**more: Any) -> dict[str, Any]:
    fact = {"namn": "datum", "ledtext": "Datum", "uppmaning": "Ange datum"}
    return {"namn": "f", "titel": "T", "huvud": [fact], "avsnitt": [section()], **more}


def read(said: Any) -> tuple[Layout | None, list[tuple[tuple[str | int, ...], str, str]]]:
    faults: list[tuple[tuple[str | int, ...], str, str]] = []
    return from_mapping(said, lambda *fault: faults.append(fault)), faults


def test_a_right_form_is_read_with_its_defaults() -> None:
    made, faults = read(form())
    assert not faults and made is not None
    assert made.sections[0].kind == "text" and made.sections[0].required and made.sections[0].level == 1
    assert made.section("ärendet") == made.sections[0] and made.section("annat") is None


def test_what_is_said_is_read() -> None:
    said = section(slag="mottagare", krävs="nej", nivå="2", standardfraser=["Ej."], hantera="H", kännedom="K")
    made, _ = read(form(avsnitt=[said]))
    assert made is not None
    one = made.sections[0]
    assert (one.kind, one.required, one.level, one.phrases, one.action, one.information) == (
        "receivers", False, 2, ("Ej.",), "H", "K",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "path", "text", "hint"),
    [
        ([], (), "nycklar och värden", "namn, titel"),
        (form(avsnit=[]), ("avsnit",), "Nyckeln ”avsnit” finns inte", "Menas ”avsnitt”?"),
        (form(titel=""), ("titel",), "”titel” saknas", ""),
        (form(titel=["a"]), ("titel",), "ska vara en text", ""),
        (form(huvud="a"), ("huvud",), "ska vara en lista", ""),
        (form(avsnitt=[]), ("avsnitt",), "minst ett avsnitt", ""),
        (form(huvud=[{"namn": "dattum", "uppmaning": "x"}]), ("huvud", 0, "namn"), "finns inte", "Menas ”datum”?"),
        (form(avsnitt=[section(slag="text2")]), ("avsnitt", 0, "slag"), "finns inte", "Menas ”text”?"),
        (form(avsnitt=[section(namn="Ärendet")]), ("avsnitt", 0, "namn"), "små bokstäver", ""),
        (form(avsnitt=[section(namn="a-b")]), ("avsnitt", 0, "namn"), "understreck", ""),
        (form(avsnitt=[section(krävs="kanske")]), ("avsnitt", 0, "krävs"), "ja eller nej", ""),
        (form(avsnitt=[section(nivå="4")]), ("avsnitt", 0, "nivå"), "1, 2 eller 3", ""),
        (form(avsnitt=[section(rubrik="")]), ("avsnitt", 0, "rubrik"), "”rubrik” saknas", ""),
        (form(avsnitt=[section(uppmaning="")]), ("avsnitt", 0, "uppmaning"), "”uppmaning” saknas", ""),
        (form(avsnitt=[section(), section()]), ("avsnitt", 1, "namn"), "finns två gånger", ""),
        (
            form(avsnitt=[section(slag="mbl"), section(namn="b", slag="mbl")]),
            ("avsnitt",),
            "Bara ett avsnitt får ha slaget mbl",
            "",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(said: Any, path: tuple[str | int, ...], text: str, hint: str) -> None:
    made, faults = read(said)
    assert made is None
    assert any(one[0] == path and text in one[1] and hint in one[2] for one in faults), faults


def signatures(**more: Any) -> dict[str, Any]:
    return {"namn": "u", "slag": "underskrifter", "uppmaning": "Ange", **more}


def fact(**more: Any) -> dict[str, Any]:
    return {"namn": "datum", "uppmaning": "Ange", **more}


def diary(**more: Any) -> dict[str, Any]:
    return form(diarienummer={"mönster": "{år}/{löpnummer}", **more})


def day(**more: Any) -> dict[str, Any]:
    return form(datum={"mönster": "{år}-{månad}-{dag}", **more})


def test_all_that_a_form_may_say_is_read() -> None:
    made, faults = read(
        form(
            gäller_från="2024-01-01", gäller_till="2024-12-31", mall="egen.docx",
            diarienummer={"mönster": "{organ}-{år}-{löpnummer}", "godtas": "{år}/{löpnummer}",
                          "exempel": "KSN-2015-1584", "motexempel": ["2015/1584", "KSN-2015-0"]},
            datum={"mönster": "{dag1} {månadsnamn} {år}", "exempel": ["2 maj 2024"], "motexempel": ["2024-05-02"]},
            beslutssats={"dialekt": "föreslår", "egen_del": "För egen del", "slutpunkt": "nej",
                         "verb": {"information": "notera", "plan": ["anta", "fastställa"]}},
            huvud=[fact(ledtext="Datum:", även=["Utfärdat"], krävs="nej")],
            avsnitt=[section(även=["Bakgrund"], upprepas="ja", slag="beslut"),
                     signatures(ordning=["handläggare", "chef"])],
        )
    )  # fmt: skip
    assert not faults and made is not None
    assert (made.starts, made.ends, made.template) == ("2024-01-01", "2024-12-31", "egen.docx")
    assert made.diary == Pattern(
        "{organ}-{år}-{löpnummer}", ("{år}/{löpnummer}",), ("KSN-2015-1584",), ("2015/1584", "KSN-2015-0")
    )
    assert made.date.form == "{dag1} {månadsnamn} {år}"
    verbs = (("information", "notera"), ("plan", "anta"), ("plan", "fastställa"))
    assert made.sentence == SentenceForm("föreslår", "För egen del", False, verbs)
    assert made.facts[0] == FactForm("datum", "Datum:", "Ange", ("Utfärdat",), False)
    assert (made.sections[0].also, made.sections[0].repeatable, made.sections[0].kind) == (
        ("Bakgrund",),
        True,
        "decision",
    )
    assert made.signing == ("handläggare", "chef")


def test_what_is_not_said_is_as_in_the_built_in_form() -> None:
    made, _ = read(form())
    assert made is not None
    assert (made.diary.form, made.date.form, made.sentence.dialect, made.signing, made.template) == (
        "{år}/{löpnummer}", "{år}-{månad}-{dag}", "mening", ("chef", "handläggare"), "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "path", "text", "hint"),
    [
        (form(gäller_från="2024-13-01"), ("gäller_från",), "inget datum", "ÅÅÅÅ-MM-DD"),
        (form(gäller_från="20240101"), ("gäller_från",), "inget datum", "ÅÅÅÅ-MM-DD"),
        (form(gäller_från="2024-02-01", gäller_till="2024-01-31"), ("gäller_till",), "innan det börjar", ""),
        (form(mall="../egen.docx"), ("mall",), "inget namn på en mall", "egen.docx"),
        (form(mall="egen.doc"), ("mall",), "inget namn på en mall", "egen.docx"),
        (form(diarienummer="{år}"), ("diarienummer",), "nycklar och värden", "mönster"),
        (form(diarienummer={"monster": "x"}), ("diarienummer", "monster"), "finns inte", "Menas ”mönster”?"),
        (form(diarienummer={"exempel": []}), ("diarienummer", "mönster"), "saknas", ""),
        (diary(mönster="{år}"), ("diarienummer", "mönster"), "saknar löpnummer", "{löpnummer}"),
        (diary(mönster="{år}/{lopnummer}"), ("diarienummer", "mönster"), "känner inte", "{löpnummer}"),
        (diary(mönster="{löpnummer}{handling} {år}"), ("diarienummer", "mönster"), "flera sätt", "skiljetecken"),
        (diary(godtas=["{år}.{löpnummer}", "{år}"]), ("diarienummer", "godtas", 1), "saknar löpnummer", ""),
        (diary(godtas=["{år}/{löpnummer}"]), ("diarienummer", "godtas"), "redan det egna", ""),
        (diary(exempel=["2023/1", "2023-1"]), ("diarienummer", "exempel", 1), "inte skrivet som", "Rätta"),
        (diary(motexempel=["2023-1", "2023/1"]), ("diarienummer", "motexempel", 1), "är skrivet som", "Rätta"),
        (diary(exempel=[["x"]]), ("diarienummer", "exempel", 0), "lista av texter", ""),
        (diary(exempel=["2023/1", "2023/1"]), ("diarienummer", "exempel", 1), "står två gånger", ""),
        (day(mönster="{år}-{månad}"), ("datum", "mönster"), "saknar dag", "{dag}"),
        (day(exempel=["2023-02-30"]), ("datum", "exempel", 0), "ingen dag i kalendern", ""),
        (form(beslutssats="mening"), ("beslutssats",), "nycklar och värden", "dialekt"),
        (
            form(beslutssats={"dialekt": "attsatser"}),
            ("beslutssats", "dialekt"),
            "kan inte vara",
            "Menas ”att-satser”?",
        ),
        (form(beslutssats={"slutpunkt": "kanske"}), ("beslutssats", "slutpunkt"), "ja eller nej", ""),
        (form(beslutssats={"verb": "notera"}), ("beslutssats", "verb"), "för varje slag", "information: notera"),
        (form(beslutssats={"verb": {"plan": ""}}), ("beslutssats", "verb", "plan"), "saknas", ""),
        (form(huvud=[fact(krävs="x")]), ("huvud", 0, "krävs"), "ja eller nej", ""),
        (form(huvud=[fact(även=[""])]), ("huvud", 0, "även", 0), "lista av texter", ""),
        (form(huvud=[fact(ledtext="Dnr"), fact(namn="rubrik", även=["DNR:"])]), ("huvud", 1), "två ställen", ""),
        (
            form(avsnitt=[section(), section(namn="b", rubrik="B", även=["ärendet:"])]),
            ("avsnitt", 1),
            "två ställen",
            "",
        ),
        (form(avsnitt=[section(upprepas="x")]), ("avsnitt", 0, "upprepas"), "ja eller nej", ""),
        (form(avsnitt=[section(slag="mbl", upprepas="ja")]), ("avsnitt", 0, "upprepas"), "bara stå en gång", ""),
        (form(avsnitt=[section(hantera="x")]), ("avsnitt", 0, "hantera"), "bara avsnitt av slaget mottagare", ""),
        (form(avsnitt=[section(ordning=["chef"])]), ("avsnitt", 0, "ordning"), "slaget underskrifter", ""),
        (form(avsnitt=[signatures(ordning=["chefen"])]), ("avsnitt", 0, "ordning", 0), "finns inte", "Menas ”chef”?"),
        (form(avsnitt=[signatures(ordning=["chef", "chef"])]), ("avsnitt", 0, "ordning", 1), "två gånger", ""),
    ],
)
def test_a_fault_in_a_newer_key_is_told_with_its_place(
    said: Any, path: tuple[str | int, ...], text: str, hint: str
) -> None:
    made, faults = read(said)
    assert made is None
    assert any(one[0] == path and text in one[1] and hint in one[2] for one in faults), faults


@pytest.mark.parametrize(
    "said",
    [
        form(gäller_från="2024-01-31", gäller_till="2024-01-31"),
        form(gäller_till="2024-01-31"),
        form(mall="Egen mall (2024).docx"),
        diary(godtas=[]),
        diary(exempel="2023/1", motexempel="2023-1"),
        day(exempel=["2024-02-29"]),
        form(beslutssats={}),
        form(huvud=[fact(ledtext="Dnr"), fact(namn="rubrik", även=["Dnr 2"])]),
        form(avsnitt=[section(slag="beslut", upprepas="ja"), section(namn="b", rubrik="B", slag="beslut")]),
        form(avsnitt=[section(slag="mbl", upprepas="nej")]),
        form(avsnitt=[section(även=["Ärendet:"])]),
        form(avsnitt=[signatures(ordning=[])]),
        form(avsnitt=[signatures(ordning=["chef"])]),
    ],
)
def test_what_is_almost_a_fault_is_none(said: Any) -> None:
    made, faults = read(said)
    assert faults == []
    assert made is not None


def test_every_fault_is_told_at_once() -> None:
    _, faults = read(form(titel="", avsnitt=[section(slag="x", nivå="9"), "fel"]))
    assert len(faults) == 4


def test_signatures_need_no_heading() -> None:
    made, faults = read(form(avsnitt=[section(namn="u", slag="underskrifter", rubrik="")]))
    assert made is not None and not faults


STRANGE = st.one_of(
    st.none(), st.integers(), st.text(max_size=8), st.just([]), st.just({}), st.just([[]]), st.just([None, {"a": [1]}]),
    st.just({"namn": {"namn": []}}), st.sampled_from(["{år}", "}{", "ja", "beslut", "2024-02-30", "x" * 200]),
)  # fmt: skip


def places_in(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in places_in(one, (*path, key)))]


def put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    made: Any = dict(value) if isinstance(value, dict) else list(value)
    made[path[0]] = put(made[path[0]], path[1:], new)
    return made


@given(st.data())
@settings(max_examples=300)
def test_whatever_stands_in_a_form_is_read_or_told(data: st.DataObject) -> None:
    """Any value in any place: a layout without faults, or faults without a layout; never anything else."""
    whole = yaml.load(template_bytes("tjansteutlatande.layout.yaml"), yaml.BaseLoader)
    for _ in range(data.draw(st.integers(1, 3))):
        whole = put(whole, data.draw(st.sampled_from(places_in(whole))), data.draw(STRANGE))
    made, faults = read(whole)
    assert (made is None) == bool(faults)
    assert all(text for _, text, _ in faults)
    if made is not None:
        assert sample_report(made).layout is made
