"""What a template may use: every name and content control, with an explanation, built apart from any rendering.

A template is checked against an `Offer` when it is compiled, so a name that does not exist or a part that is missing
is found then and not in a finished document. The same offer explains the names to who makes templates.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from beredning.core.report import Layout, Report
from beredning.documents.program import Value

NameKind: TypeAlias = Literal["text", "list", "group"]


class Name(NamedTuple):
    """A name for `{{ name }}`: its kind, what it is, the prompt shown when a text is missing, and its members."""

    name: str
    kind: NameKind
    explanation: str
    prompt: str = ""
    members: tuple[Name, ...] = ()

    def member(self, name: str) -> Name | None:
        """The member of that name, or None."""
        return next((one for one in self.members if one.name == name), None)


class SlotName(NamedTuple):
    """A content control by its tag. kind: "block" is filled with blocks and stays a control, "run" with a text,
    "raw" gives way to blocks, "head" to the facts of a report, "band" to the lines of a page's head or foot.
    """

    tag: str
    kind: Literal["block", "run", "raw", "head", "band"]
    explanation: str


class Need(NamedTuple):
    """Something a template must have, and the ways to have it: all of "namn:…", "kontroll:…", "fält:…" in one."""

    label: str
    ways: tuple[tuple[str, ...], ...]


class Offer(NamedTuple):
    """All that a template may use and all that it must."""

    names: tuple[Name, ...]
    slots: tuple[SlotName, ...]
    needs: tuple[Need, ...]


class Field(NamedTuple):
    """One thing a template may use, as shown to a person: how it is written in Word, and what it gives."""

    written: str
    explanation: str
    needed: bool


_PAGES = Need(
    "sidnummer n(m), fälten PAGE och NUMPAGES, i sidhuvud eller sidfot",
    (
        (
            "fält:PAGE",
            "fält:NUMPAGES",
        ),
    ),
)


def _text(name: str, explanation: str, prompt: str = "") -> Name:
    return Name(name, "text", explanation, prompt or "uppgift saknas")


_FACT_EXPLAINED = {
    "förvaltning": "Förvaltningens namn",
    "diarienummer": "Ärendets diarienummer som det skrivs ut",
    "datum": "Dagen då ansvarig chef godkände, som formuläret skriver den; med |långdatum i ord",
    "handläggare": "Handläggarens titel och namn",
    "mottagare": "Nämnden som beslutar",
    "rubrik": "Ärendets rubrik",
}


def report_offer(layout: Layout) -> Offer:
    """What a template for reports of this layout may use."""
    facts = tuple(_text(one.name, _FACT_EXPLAINED[one.name], one.prompt) for one in layout.facts)
    labels = tuple(_text(one.name, f"Ledtexten till {one.name}") for one in layout.facts)
    headings = tuple(_text(one.name, f"Rubriken till avsnittet {one.name}") for one in layout.sections)
    person = (_text("namn", "Namn"), _text("titel", "Titel"))
    names = (
        _text("dokumenttyp", "Dokumentets slag, till exempel TJÄNSTEUTLÅTANDE"),
        *facts,
        _text("handläggare_namn", "Handläggarens namn"),
        _text("handläggare_titel", "Handläggarens titel"),
        Name("etikett", "group", "Ledtexterna i huvudet", members=labels),
        Name("avsnittsrubrik", "group", "Avsnittens rubriker; den för MBL med datum", members=headings),
        Name("underskrifter", "list", "De som skriver under", members=person),
    )
    slots = (
        SlotName("fält:*", "head", "Alla uppgifter som mallen inte själv placerar, i formulärets ordning, med ledtext"),
        SlotName("avsnitt:*", "raw", "Alla avsnitt som mallen inte själv placerar, i formulärets ordning, med rubrik"),
        *(SlotName(f"avsnitt:{one.name}", "block", f"Avsnittet {one.heading or one.name}") for one in layout.sections),
        *(SlotName(f"fält:{one.name}", "run", _FACT_EXPLAINED[one.name]) for one in layout.facts),
    )
    return Offer(names, slots, (*_report_needs(layout), _PAGES))


def fact_ways(name: str) -> set[str]:
    """Every single thing in a template that places a fact by itself."""
    ways = {f"kontroll:fält:{name}", f"namn:{name}"}
    return ways | {"namn:handläggare_namn"} if name == "handläggare" else ways


def _report_needs(layout: Layout) -> tuple[Need, ...]:
    needs = []
    for fact in layout.facts:
        ways: list[tuple[str, ...]] = [("kontroll:fält:*",), (f"kontroll:fält:{fact.name}",), (f"namn:{fact.name}",)]
        if fact.name == "handläggare":
            ways.append(
                (
                    "namn:handläggare_namn",
                    "namn:handläggare_titel",
                )
            )
        needs.append(Need(f"uppgiften {fact.name}", tuple(ways)))
    for section in layout.sections:
        ways = [("kontroll:avsnitt:*",), (f"kontroll:avsnitt:{section.name}",)]
        if section.kind == "signatures":
            ways.append(("namn:underskrifter",))
        needs.append(Need(f"avsnittet {section.name}", tuple(ways)))
    return tuple(needs)


BASE_OFFER = Offer(
    names=(_text("titel", "Dokumentets titel"),),
    slots=(
        SlotName("innehåll", "raw", "Dokumentets hela innehåll"),
        SlotName("sidhuvud", "band", "Raderna i sidans huvud"),
        SlotName("sidfot", "band", "Raderna i sidans fot"),
    ),
    needs=(
        Need("innehållskontrollen innehåll", (("kontroll:innehåll",),)),
        Need("innehållskontrollen sidhuvud", (("kontroll:sidhuvud",),)),
    ),
)


def report_values(report: Report) -> dict[str, Value]:
    """The values of the names in `report_offer`. A text that is missing is None, so that its prompt is shown."""
    facts = report.facts
    forms = report.layout.facts
    people: list[dict[str, Value]] = [{"namn": one.name, "titel": one.title} for one in report.signatories]
    return {
        "dokumenttyp": report.layout.title,
        **{form.name: report.fact(form.name) or None for form in forms},
        "handläggare_namn": facts.officer.name or None,
        "handläggare_titel": facts.officer.title or None,
        "etikett": {form.name: form.label for form in forms},
        "avsnittsrubrik": {one.form.name: one.heading for one in report.sections},
        "underskrifter": list(people),
    }


def fields(layout: Layout) -> tuple[Field, ...]:
    """Everything a report template may use, with explanation, for who makes one in Word."""
    return explain(report_offer(layout))


def explain(offer: Offer) -> tuple[Field, ...]:
    """An offer as lines for a person: placeholders first, then content controls, each marked if the form needs it."""
    needed = {way for need in offer.needs for one in need.ways for way in one}
    lines = [line for name in offer.names for line in _name_lines(name, needed)]
    for slot in offer.slots:
        written = f"innehållskontroll med taggen {slot.tag}"
        lines.append(Field(written, slot.explanation, f"kontroll:{slot.tag}" in needed))
    written = f"tagg som platshållare, {{{{ {offer.slots[0].tag} }}}}, ensam i sitt stycke"
    lines.append(Field(written, "Detsamma som innehållskontrollen med den taggen", False))
    return (*lines, *_grammar(offer))


def _grammar(offer: Offer) -> tuple[Field, ...]:
    """Filters, conditions and loops, each with names of this offer, so that it works as it stands."""
    texts = [name.name for name in offer.names if name.kind == "text"]
    text, lists = texts[-1], [name for name in offer.names if name.kind == "list"]
    made = [
        Field(f"{{{{ {text}|versaler }}}}", "Med stora bokstäver; |gemener ger små", False),
        Field(
            f"{{% if {text} %}} … {{% else %}} … {{% endif %}}",
            "Det första om uppgiften finns, annars det andra",
            False,
        ),
        Field(f'{{% if {text} == "…" %}} … {{% endif %}}', "Om uppgiften är just den; även !=, and, or, not", False),
        Field("{# … #}", "En anteckning till den som gör mallen; kommer inte med i dokumentet", False),
    ]
    if "datum" in texts:
        made.insert(1, Field("{{ datum|långdatum }}", "Ett datum i ord: 6 december 2023", False))
    for one in lists[:1]:
        loop = f"{{% for den in {one.name} %}} {{{{ loop.index }}}} {{% endfor %}}"
        made.append(Field(loop, "Vilken i ordningen; även loop.first, loop.last och loop.length", False))
    return tuple(made)


def _name_lines(name: Name, needed: set[str]) -> list[Field]:
    wanted = f"namn:{name.name}" in needed
    if name.kind == "text":
        return [Field(f"{{{{ {name.name} }}}}", name.explanation, wanted)]
    if name.kind == "group":
        return [Field(f"{{{{ {name.name}.{one.name} }}}}", one.explanation, wanted) for one in name.members]
    inside = " ".join(f"{{{{ den.{one.name} }}}}" for one in name.members)
    return [Field(f"{{% for den in {name.name} %}} {inside} {{% endfor %}}", name.explanation, wanted)]
