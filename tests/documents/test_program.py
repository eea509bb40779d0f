"""The program of a template does what jinja2's own sandbox would do with the same template and values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from beredning.documents.context import Name, Offer
from beredning.documents.program import FILTERS, carry_out, long_date
from beredning.documents.template_source import read_source

OFFER = Offer(
    names=(
        Name("rubrik", "text", "", "rubrik"),
        Name("tom", "text", "", "tom"),
        Name("etikett", "group", "", members=(Name("datum", "text", ""),)),
        Name("personer", "list", "", members=(Name("namn", "text", ""), Name("titel", "text", ""))),
        Name("inga", "list", "", members=(Name("namn", "text", ""),)),
    ),
    slots=(),
    needs=(),
)
VALUES: dict[str, Any] = {
    "rubrik": "Plan & <budget>",
    "tom": None,
    "etikett": {"datum": "Datum"},
    "personer": [{"namn": "Åke", "titel": "Chef"}, {"namn": "Ada", "titel": "Controller"}],
    "inga": [],
}


def compiled(source: str) -> list[object]:
    faults: list[str] = []
    program, _ = read_source(source, OFFER, (), faults.append)
    assert not faults, faults
    return program


def by_jinja(source: str) -> str:
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    sandbox.filters.update(FILTERS)
    return sandbox.from_string(source).render(VALUES)


pieces: st.SearchStrategy[str] = st.deferred(lambda: st.lists(piece, max_size=2).map("".join))
condition = st.sampled_from(
    ["tom", "rubrik", "not tom", "personer", "inga", "etikett.datum == 'Datum'", "rubrik != 'x' and not inga"]
)
piece: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(["<w:p>text</w:p>", "{{ rubrik }}", "{{ etikett.datum|upper }}", "{# glöm #}", " ", "\n"]),
    st.tuples(condition, pieces, pieces).map(lambda x: f"{{% if {x[0]} %}}{x[1]}{{% else %}}{x[2]}{{% endif %}}"),
    st.tuples(condition, pieces, condition, pieces).map(
        lambda x: f"{{% if {x[0]} %}}{x[1]}{{% elif {x[2]} %}}{x[3]}{{% endif %}}"
    ),
    pieces.map(
        lambda x: (
            f"{{% for en in personer %}}{{{{ loop.index }}}} {{{{ en.namn }}}}{x}"
            "{% if not loop.last %}, {% endif %}{% endfor %}"
        )
    ),
    pieces.map(lambda x: f"{{% for en in inga -%}} {x} {{%- else %}}ingen{{% endfor %}}"),
)


@given(pieces)
def test_a_template_gives_what_jinja_gives(source: str) -> None:
    def special(step: list[object]) -> str:
        raise AssertionError(step)

    assert carry_out(compiled(source), VALUES, special) == by_jinja(source)


@pytest.mark.parametrize("text", ["ett & två", "<b>", "citat \" och '", "åäö 🙂"])
def test_values_are_escaped(text: str) -> None:
    written = carry_out(compiled("<w:t>{{ rubrik }}</w:t>"), {"rubrik": text}, str)
    assert "<b>" not in written and "& " not in written


def test_a_missing_value_shows_its_prompt_and_never_a_blank() -> None:
    for missing in (None, ""):
        assert carry_out(compiled("{{ tom }}"), {"tom": missing}, str) == "[tom]"


def test_a_line_break_in_a_value_is_a_line_break_in_word() -> None:
    assert "</w:t><w:br/><w:t " in carry_out(compiled("{{ rubrik }}"), {"rubrik": "ett\ntvå"}, str)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("2023-12-06", "6 december 2023"),
        ("2024-02-29", "29 februari 2024"),
        ("2023-13-06", "2023-13-06"),
        ("2023-12-6", "6 december 2023"),
        ("2/11 2023", "2 november 2023"),
        ("2023-12", "2023-12"),
        ("snart", "snart"),
    ],
)
def test_a_date_in_words(given_text: str, expected: str) -> None:
    assert long_date(given_text) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ rubirk }}", "namnet ”rubirk” finns inte; menas rubrik?"),
        ("{{ etikett.dag }}", "namnet ”etikett.dag” finns inte"),
        ("{{ personer }}", "är inte en text utan en lista"),
        ("{% for en in personer %}{{ en.ålder }}{% endfor %}", "namnet ”en.ålder” finns inte"),
        ("{% for en in rubrik %}{{ en }}{% endfor %}", "är ingen lista"),
        ("{% for en in personer %}{% endfor %}{{ en.namn }}", "namnet ”en.namn” finns inte"),
        ("{{ rubrik.__class__ }}", "finns inte"),
        ("{{ rubrik|safe }}", "filtret |safe finns inte"),
        ("{{ rubrik() }}", "anrop får inte stå"),
        ("{{ rubrik['x'] }}", "hakparentes får inte stå"),
        ("{{ ''.__class__.__mro__ }}", "får inte stå"),
        ("{% set x = 1 %}", "tilldelning (set) får inte stå"),
        ("{% include 'a' %}", "include får inte stå"),
        ("{% macro m() %}{% endmacro %}", "macro får inte stå"),
        ("{{ 'a' * 1000000000 }}", "får inte stå"),
        ("{% for x in range(9) %}{% endfor %}", "anrop får inte stå"),
        ("{% for en in personer %}", "kan inte tolkas"),
        ("{{ rubrik", "kan inte tolkas"),
        ("{% for en in personer %}</w:p><w:p>{% endfor %}", "börjar i ett stycke"),
        ("{% if rubrik %}<w:p>{% else %}<w:p></w:p>{% endif %}", "börjar i ett stycke"),
    ],
)
def test_what_a_template_may_not_do_is_said(source: str, said: str) -> None:
    faults: list[str] = []
    read_source(source, OFFER, (), faults.append)
    assert any(said in fault for fault in faults), faults


def test_whole_elements_in_a_branch_are_allowed() -> None:
    assert compiled("{% if rubrik %}<w:p><w:r/></w:p>{% endif %}")
