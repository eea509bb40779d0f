"""A municipality's form is read strictly: every fault with its place, and the nearest that was meant."""

from __future__ import annotations

from typing import Any

import pytest

from beredning.core.report import Layout
from beredning.documents.layout import from_mapping


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


def test_every_fault_is_told_at_once() -> None:
    _, faults = read(form(titel="", avsnitt=[section(slag="x", nivå="9"), "fel"]))
    assert len(faults) == 4


def test_signatures_need_no_heading() -> None:
    made, faults = read(form(avsnitt=[section(namn="u", slag="underskrifter", rubrik="")]))
    assert made is not None and not faults
