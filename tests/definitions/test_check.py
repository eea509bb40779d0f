"""Faults in a workflow's structure: each rule has a file that breaks it and one that almost does."""

from __future__ import annotations

import pytest

from beredning.definitions.workflows import inspect_workflow, read_workflow
from beredning.errors import BadDefinition

BASE = """\
flöde: mitt
namn: Mitt
version: "1"
start: utkast
skeden:
  utkast: Utkast
  granskning: Granskning
  slut: {namn: Slut, slut: ja}
steg:
  lämna:
    från: utkast
    till: granskning
    roll: handläggare
    kräver: [utlåtande-komplett, spår: jurist]
    skapar: {märke: klart}
  avsluta:
    från: [utkast, granskning]
    till: slut
    roll: chef
    kräver: {märke: klart}
sidospår:
  jurist:
    namn: Jurist
    start: ny
    klart: klar
    skeden: {ny: Ny, klar: Klar}
    steg:
      granska: {från: ny, till: klar, roll: chef}
frister:
  granskning: {skede: granskning, från: skedets-början, dagar: 7}
löften:
  klart: {aldrig: slut, utan: {märke: klart}}
  möjligt: {alltid-möjligt: {slut: ja}}
"""


def said(text: str, file: str = "mitt.yaml") -> list[str]:
    return [str(fault) for fault in inspect_workflow(text.encode(), file).faults]


def changed(old: str, new: str) -> list[str]:
    assert BASE.count(old) == 1, old
    return said(BASE.replace(old, new))


def test_the_base_has_no_fault_and_becomes_a_workflow() -> None:
    assert said(BASE) == []
    workflow = read_workflow(BASE.encode(), "mitt.yaml")
    assert workflow.addresses() == ("lämna", "avsluta", "jurist:granska")
    step = workflow.steps[0]
    assert step.title == "Lämna"
    assert [(n.name, n.argument) for n in step.needs] == [("utlåtande-komplett", ""), ("spår", "jurist")]
    assert [(e.kind, e.name) for e in step.effects] == [("märke", "klart")]
    assert workflow.promises[1].when.stages == ("slut",)


@pytest.mark.parametrize(
    ("old", "new", "place", "text"),
    [
        ("start: utkast", "start: utkst", "4:8", "Skedet ”utkst” finns inte. Menade du ”utkast”?"),
        ("till: granskning", "till: granskningg", "12:11", "Skedet ”granskningg” finns inte. Menade du ”granskning”?"),
        ("från: [utkast, granskning]", "från: [utkast, gransking]", "17:20", "Skedet ”gransking” finns inte."),
        ("roll: handläggare", "roll: handlaggare", "13:11", "kan inte vara ”handlaggare”. Menade du ”handläggare”?"),
        ("spår: jurist]", "spår: juristt]", "14:40", "Sidospåret ”juristt” finns inte. Menade du ”jurist”?"),
        (
            "kräver: [utlåtande-komplett",
            "kräver: [utlåtande-komplet",
            "14:14",
            "Kravet ”utlåtande-komplet” finns inte.",
        ),
        ("kräver: [utlåtande-komplett", "kräver: [spår", "14:14", "Kravet ”spår” ska ha ett värde (spår)."),
        ("spår: jurist]", "beslutsmässig: nämnd]", "14:49", "Kravet ”beslutsmässig” tar inget värde."),
        ("spår: jurist]", "handling: domm]", "14:44", "Handlingsslaget ”domm” finns inte. Menade du ”dom”?"),
        ("spår: jurist]", "på-dagordning: AU]", "14:49", "Organet ”AU” finns inte. Möjliga: utskott, nämnd."),
        ("kräver: {märke: klart}", "kräver: {märke: klar}", "20:21", "Märket ”klar” finns inte. Menade du ”klart”?"),
        (
            "skapar: {märke: klart}",
            "skapar: {märke: klart, bort: x}",
            "15:28",
            "kan inte skapa ”bort”. Märken tas bort",
        ),
        (
            "skapar: {märke: klart}",
            "skapar: {märke: klart, handling: dom}",
            "15:38",
            "Handlingsslaget ”dom” finns inte.",
        ),
        (
            "skapar: {märke: klart}",
            "skapar: [märke: klart, märke: Helt Klart]",
            "15:35",
            "Märket ”Helt Klart” ska bestå",
        ),
        (
            "    skapar: {märke: klart}",
            "    skapar: {märke: klart}\n    tar-bort: klarr",
            "16:15",
            "Märket ”klarr” finns inte.",
        ),
        ("skede: granskning,", "skede: grnskning,", "30:23", "Skedet ”grnskning” finns inte."),
        ("dagar: 7}", "dagar: 7, slag: LAG}", "30:73", "En frist enligt lag ska ange sitt lagrum."),
        ("utan: {märke: klart}", "utan: {märke: kart}", "32:39", "Märket ”kart” finns inte."),
        ("utan: {märke: klart}", "utan: {spår: juris}", "32:38", "Sidospåret ”juris” finns inte."),
        ("aldrig: slut,", "aldrig: slutt,", "32:19", "Skedet ”slutt” finns inte."),
        ("aldrig: slut,", "aldrig: {},", "32:19", "är tomt"),
        ("{aldrig: slut, ", "{", "32:3", "ska ha ”aldrig” eller ”alltid-möjligt”"),
        ("utan: {märke: klart}}", "utan: {märke: klart}, förrän: utkast}", "32:3", "inte båda"),
        ("{slut: ja}}", "{slut: ja}, utan: utkast}", "33:3", "kan inte förenas"),
        ("klart: klar\n", "klart: klarr\n", "25:12", "Skedet ”klarr” finns inte. Menade du ”klar”?"),
        ("klar: Klar}", "klar: {namn: Klar, slut: ja}}", "26:41", "”slut” hör till huvudspårets skeden."),
        ("roll: chef}", "roll: chef, organ: nämnd}", "28:51", "Okänd nyckel ”organ”"),
        (
            "    kräver: {märke: klart}",
            "    kräver: {märke: klart}\n    utfall: bifall",
            "21:5",
            "bara vid ett sammanträde",
        ),
        (
            "    kräver: {märke: klart}",
            "    kräver: {märke: klart}\n    läge: bereder",
            "21:5",
            "gäller bara ”organ: utskott”",
        ),
        (
            "    kräver: {märke: klart}",
            "    kräver: {märke: klart}\n    organ: nämnd\n    utfall: [bifall, förslag]",
            "22:22",
            "utfallet när ett utskott bereder",
        ),
        ("kräver: {märke: klart}", "kräver: mbl-före-beslut", "20:13", "förutsätter sidospåret ”mbl”"),
    ],
)
def test_each_fault_stands_at_its_place(old: str, new: str, place: str, text: str) -> None:
    (fault,) = changed(old, new)
    assert fault.startswith(f"mitt.yaml:{place}: ")
    assert text.casefold() in fault.casefold()


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        (
            "  slut: {namn",
            "  ö: Ö\n  slut: {namn",
            ["Skedet ”ö” kan inte nås från ”utkast”", "Skedet ”ö” är en återvändsgränd"],
        ),
        ("från: [utkast, granskning]", "från: utkast", ["Skedet ”granskning” är en återvändsgränd"]),
        ("slut: ja}\n", "slut: nej}\n", ["Inget skede är ett slut", "Flödet har inget slut att nå"]),
        ("från: ny, till: klar", "från: klar, till: ny", ["kan inte nås från ”ny”", "är en återvändsgränd"]),
    ],
)
def test_the_graph_must_lead_somewhere(old: str, new: str, texts: list[str]) -> None:
    found = changed(old, new)
    assert len(found) == len(texts)
    for text in texts:
        assert any(text in fault for fault in found), found


def with_steps(*steps: str) -> list[str]:
    return said(BASE.replace("sidospår:", "".join(f"  {step}\n" for step in steps) + "sidospår:"))


def test_a_circle_without_a_way_out_is_found() -> None:
    text = BASE.replace("  slut: {namn", "  a: A\n  b: B\n  slut: {namn").replace(
        "sidospår:",
        "  ut: {från: utkast, till: a, roll: chef}\n  ab: {från: a, till: b, roll: chef}\n"
        "  ba: {från: b, till: a, roll: chef}\nsidospår:",
    )
    assert [f.split(": ", 1)[1].split(".")[0] for f in said(text)] == [
        "Från skedet ”a” kan något slut aldrig nås",
        "Från skedet ”b” kan något slut aldrig nås",
    ]


def test_an_end_cannot_be_left() -> None:
    assert any("är ett slut och kan inte lämnas" in f for f in with_steps("x: {från: slut, till: utkast, roll: chef}"))


def test_an_outcome_must_lead_one_way() -> None:
    first = "a: {från: utkast, till: slut, roll: sekreterare, organ: utskott, läge: bereder, utfall: [bifall, avslag]}"
    clash = "b: {från: utkast, till: granskning, roll: sekreterare, organ: utskott, utfall: avslag}"
    (fault,) = with_steps(first, clash)
    assert "Utfallet ”avslag” från ”utkast” leder både till steget ”a” och ”b”." in fault
    # Almost: another mode, another organ, another outcome.
    for almost in (
        clash.replace("organ: utskott", "organ: utskott, läge: beslutar"),
        clash.replace("organ: utskott", "organ: nämnd"),
        clash.replace("utfall: avslag", "utfall: återremiss"),
    ):
        assert with_steps(first, almost) == []


def test_steps_must_be_told_apart() -> None:
    same = "x: {från: [slut2, utkast], till: granskning, roll: chef}".replace("slut2, ", "")
    assert [f.split(": ", 1)[1] for f in with_steps(same, same.replace("x:", "y:"))] == [
        "Steget ”y” från ”utkast” är detsamma som ”x”. Ta bort det ena."
    ]
    named = "z: {namn: Lämna, från: utkast, till: slut, roll: chef}"
    (fault,) = with_steps(named)
    assert "heter båda ”Lämna”" in fault
    assert with_steps(same, same.replace("x:", "y:").replace("chef", "registrator")) == []


MBL = """\
  mbl:
    namn: MBL
    start: ej-bedömd
    klart: [avslutad]
    skeden: {ej-bedömd: Ej bedömd, avslutad: Avslutad}
    steg: {avsluta: {från: ej-bedömd, till: avslutad, roll: chef}}
"""


def with_mbl(track: str) -> list[str]:
    text = BASE.replace("kräver: {märke: klart}", "kräver: [märke: klart, mbl-före-beslut]")
    return said(text.replace("sidospår:\n", "sidospår:\n" + track))


def test_mbl_must_speak_the_language_of_the_law() -> None:
    """The requirement reads the track by its stage names, and counts only those of domain.md 2.2 as fulfilled."""
    assert with_mbl(MBL) == []
    (unknown,) = with_mbl(MBL.replace("ej-bedömd", "ny"))
    assert "kan inte ha skedet ”ny”" in unknown
    (early,) = with_mbl(MBL.replace("avslutad", "oenig"))
    assert "MBL är inte fullgjord i ”oenig”" in early
    assert said(BASE.replace("sidospår:\n", "sidospår:\n" + MBL.replace("ej-bedömd", "ny"))) == []


def test_the_file_is_named_as_the_workflow() -> None:
    (fault,) = said(BASE, "flöden/annat.yaml")
    assert "Filen heter ”annat.yaml” men flödet ”mitt”." in fault
    assert said(BASE, "flöden/mitt.yaml") == []


def test_every_fault_of_every_kind_comes_at_once() -> None:
    text = (
        BASE.replace("start: utkast", "start: utkst")
        .replace("roll: handläggare", "rol: handläggare")
        .replace("dagar: 7", "dagar: sju")
        .replace("aldrig: slut", "aldrig: slutt")
    )
    with pytest.raises(BadDefinition) as caught:
        read_workflow(text.encode(), "mitt.yaml")
    assert [fault.line for fault in caught.value.faults] == [4, 10, 13, 30, 32]
    assert caught.value.text == "Flödet mitt har 5 fel."


@pytest.mark.parametrize(
    "text", ["", "flöde: x", "steg: [1]", "skeden: {a: }\nsteg: {b: }", "- 1", "skeden: {a: {slut: ja}}"]
)
def test_a_file_that_is_hardly_a_workflow_gives_faults_and_nothing_else(text: str) -> None:
    assert said(text)


def test_no_line_is_there_for_nothing() -> None:
    """Whatever line is lost, something is missed or the workflow is another; and the checks never fall over."""
    whole = read_workflow(BASE.encode(), "mitt.yaml")
    for line in range(len(BASE.splitlines())):
        rows = BASE.splitlines()
        del rows[line]
        workflow, faults = inspect_workflow("\n".join(rows).encode(), "mitt.yaml")
        assert faults or workflow != whole, BASE.splitlines()[line]
