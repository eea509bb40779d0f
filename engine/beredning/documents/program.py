"""A compiled template part as data: a small program that is carried out, never code that is run.

jinja2 reads the template and its tree is turned into these instructions (template_source.py). The compiled form can
then lie in a cache that others can write to: what it can do is bounded by this file. It looks up names in plain
values, loops, chooses and escapes, and nothing else. It is also why a cold start needs no jinja2.

Instructions, each text or a list whose first entry is its name:
    "text"                            as it is
    ["out", path, filters, prompt]    a value, escaped; its prompt in brackets when it is missing (None)
    ["for", name, path, body, other]  body for each entry, other when there is none
    ["if", [[test, body], …], other]  the first body whose test holds, else other
    [anything else, …]                handed to the writer: content controls, page heads, markings
Tests: ["name", path], ["const", value], ["not", t], ["and", t, t], ["or", t, t], ["eq", t, t], ["ne", t, t].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from beredning.documents.markup import escape, inside_text

Program: TypeAlias = list[Any]
Value: TypeAlias = "str | bool | int | list[Mapping[str, Value]] | Mapping[str, Value] | None"
Special: TypeAlias = Callable[[list[Any]], str]


def long_date(text: str) -> str:
    """ "2023-12-06" or a date in any other common form as "6 december 2023"; anything else stays as it is."""
    from beredning.core.pattern import fill, match
    from beredning.core.written import COMMON_DATES

    facts = next((found for form in COMMON_DATES if (found := match(form, text))), None)
    return fill("{dag1} {månadsnamn} {år}", facts) if facts else text


FILTERS: Final[dict[str, Callable[[str], str]]] = {
    "upper": str.upper,
    "lower": str.lower,
    "versaler": str.upper,
    "gemener": str.lower,
    "långdatum": long_date,
}


def carry_out(program: Program, values: Mapping[str, Value], special: Special) -> str:
    """The text that a program gives. special: writes the instructions that are not in this file."""
    written: list[str] = []
    _run(program, dict(values), special, written)
    return "".join(written)


def _run(program: Program, scope: dict[str, Value], special: Special, written: list[str]) -> None:
    for step in program:
        if isinstance(step, str):
            written.append(step)
        elif step[0] == "out":
            written.append(_shown(step, scope))
        elif step[0] == "for":
            _loop(step, scope, special, written)
        elif step[0] == "if":
            chosen = next((body for test, body in step[1] if _test(test, scope)), step[2])
            _run(chosen, scope, special, written)
        else:
            written.append(special(step))


def _shown(step: list[Any], scope: Mapping[str, Value]) -> str:
    _, path, filters, prompt = step
    value = _look_up(path, scope)
    if value is None or value == "":
        return escape(f"[{prompt}]")
    text = str(value)
    for name in filters:
        text = FILTERS[name](text)
    return inside_text(text)


def _loop(step: list[Any], scope: dict[str, Value], special: Special, written: list[str]) -> None:
    _, name, path, body, other = step
    entries = _look_up(path, scope)
    if not isinstance(entries, list) or not entries:
        _run(other, scope, special, written)
        return
    last = len(entries)
    for count, entry in enumerate(entries, 1):
        loop: Mapping[str, Value] = {"index": count, "first": count == 1, "last": count == last, "length": last}
        _run(body, {**scope, name: entry, "loop": loop}, special, written)


def _look_up(path: list[str], scope: Mapping[str, Value]) -> Value:
    """The value at a path. The compiler has checked every path, so a KeyError here is our own fault."""
    value: Value = scope[path[0]]
    for step in path[1:]:
        assert isinstance(value, Mapping)
        value = value[step]
    return value


def _test(test: list[Any], scope: Mapping[str, Value]) -> Value:
    match test[0]:
        case "name":
            return _look_up(test[1], scope)
        case "const":
            return test[1]  # type: ignore[no-any-return]
        case "not":
            return not _test(test[1], scope)
        case "and":
            return _test(test[1], scope) and _test(test[2], scope)
        case "or":
            return _test(test[1], scope) or _test(test[2], scope)
        case "eq":
            return _test(test[1], scope) == _test(test[2], scope)
        case _:
            return _test(test[1], scope) != _test(test[2], scope)
