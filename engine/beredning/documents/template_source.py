"""The text of a template part → a checked program: jinja2 reads the syntax, nothing it reads is ever executed.

Allowed are values, loops over offered lists, conditions on them and a handful of filters. Calls, arithmetic,
assignments, imports, macros and attribute access outside the offer are faults, and all faults are reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from beredning.documents.context import Name, Offer
from beredning.documents.program import FILTERS, Program

TOKEN: Final = re.compile("\ue000(\\d+)\ue001")
_TAG: Final = re.compile(r"<(/?)[A-Za-z][^<>]*?(/?)>")
_LOOP: Final = Name(
    "loop",
    "group",
    "Varvet i en loop",
    members=tuple(Name(one, "text", one) for one in ("index", "first", "last", "length")),
)
_COMPARE: Final = {"eq": "eq", "ne": "ne"}
_SYNTAX: Final = Environment(autoescape=True, keep_trailing_newline=True)


class _Reader:
    """Turns one part's tree into a program and collects faults and the names used."""

    def __init__(self, offer: Offer, specials: Sequence[list[Any]], complain: Callable[[str], None]) -> None:
        self.specials = specials
        self.complain = complain
        self.used: set[str] = set()
        self.scope: dict[str, Name] = {name.name: name for name in offer.names}

    def body(self, tree: Sequence[nodes.Node]) -> Program:
        program: Program = []
        for node in tree:
            if isinstance(node, nodes.Output):
                for one in node.nodes:
                    program += self._output(one)
            elif isinstance(node, nodes.For):
                program.append(self._for(node))
            elif isinstance(node, nodes.If):
                program.append(self._if(node))
            else:
                self._forbidden(node)
        return program

    def _output(self, node: nodes.Node) -> Program:
        if isinstance(node, nodes.TemplateData):
            return self._literal(node.data)
        filters: list[str] = []
        while isinstance(node, nodes.Filter) and node.node is not None:
            if node.name not in FILTERS or node.args or node.kwargs:
                self.complain(f"filtret |{node.name} finns inte; de som finns är {', '.join(FILTERS)}")
            filters.insert(0, node.name)
            node = node.node
        path = self._path(node)
        if path is None:
            return []
        name = self._resolve(path)
        if name is not None and name.kind != "text":
            self.complain(f"”{'.'.join(path)}” är inte en text utan en {_KIND[name.kind]} och kan inte skrivas ut")
        return [["out", path, filters, name.prompt if name else ""]]

    def _literal(self, data: str) -> Program:
        """Text, with the marks of content controls turned into their instructions."""
        pieces = TOKEN.split(data)
        return [self.specials[int(one)] if place % 2 else one for place, one in enumerate(pieces) if one]

    def _for(self, node: nodes.For) -> list[Any]:
        path = self._path(node.iter)
        source = self._resolve(path) if path else None
        if source is not None and source.kind != "list":
            self.complain(f"”{'.'.join(path or ())}” är ingen lista och kan inte gås igenom med for")
        if node.test is not None or node.recursive or not isinstance(node.target, nodes.Name):
            self._forbidden(node)
            return ["for", "", [], [], []]
        outer = self.scope
        entry = Name(node.target.name, "group", "", members=source.members if source else ())
        self.scope = {**outer, node.target.name: entry, "loop": _LOOP}
        body = self.body(node.body)
        self.scope = outer
        other = self.body(node.else_)
        self._balanced(body, other)
        return ["for", node.target.name, path, body, other]

    def _if(self, node: nodes.If) -> list[Any]:
        branches = [[self._test(one.test), self.body(one.body)] for one in (node, *node.elif_)]
        other = self.body(node.else_)
        self._balanced(*(body for _, body in branches), other)
        return ["if", branches, other]

    def _test(self, node: nodes.Node) -> list[Any]:
        if isinstance(node, nodes.Not):
            return ["not", self._test(node.node)]
        if isinstance(node, nodes.And | nodes.Or):
            kind = "and" if isinstance(node, nodes.And) else "or"
            return [kind, self._test(node.left), self._test(node.right)]
        if isinstance(node, nodes.Compare) and len(node.ops) == 1 and node.ops[0].op in _COMPARE:
            return [node.ops[0].op, self._test(node.expr), self._test(node.ops[0].expr)]
        if isinstance(node, nodes.Const):
            return ["const", node.value]
        path = self._path(node)
        if path:
            self._resolve(path)
        return ["name", path or []]

    def _path(self, node: nodes.Node) -> list[str] | None:
        if isinstance(node, nodes.Name):
            return [node.name]
        if isinstance(node, nodes.Getattr):
            outer = self._path(node.node)
            return [*outer, node.attr] if outer else None
        self._forbidden(node)
        return None

    def _resolve(self, path: list[str]) -> Name | None:
        """What a path names; complains, with the nearest names, when the offer has no such thing."""
        name = self.scope.get(path[0])
        known: Sequence[str] = tuple(self.scope)
        for step in path[1:]:
            if name is None:
                break
            known = tuple(f"{name.name}.{one.name}" for one in name.members)
            name = name.member(step)
        if name is None:
            near = get_close_matches(".".join(path), known, n=2, cutoff=0.5)
            hint = f"; menas {' eller '.join(near)}?" if near else ""
            self.complain(f"namnet ”{'.'.join(path)}” finns inte{hint}")
        self.used.add(f"namn:{path[0]}")
        return name

    def _forbidden(self, node: nodes.Node) -> None:
        self.complain(f"{_WORDS.get(type(node).__name__, type(node).__name__)} får inte stå i en mall")

    def _balanced(self, *bodies: Program) -> None:
        """Each branch must hold whole elements, so that the part is whole XML whichever way it goes."""
        for body in bodies:
            depth = 0
            for step in body:
                for closing, empty in _TAG.findall(step) if isinstance(step, str) else ():
                    depth += 0 if empty else (-1 if closing else 1)
                    if depth < 0:
                        break
                if depth < 0:
                    break
            if depth != 0:
                self.complain("en for eller if börjar i ett stycke eller en tabellrad och slutar i en annan")
                return


_KIND: Final = {"list": "lista", "group": "grupp"}
_WORDS: Final = {
    "Call": "anrop",
    "Assign": "tilldelning (set)",
    "Include": "include",
    "Import": "import",
    "FromImport": "import",
    "Extends": "extends",
    "Macro": "macro",
    "Getitem": "hakparentes",
    "For": "for med villkor eller flera namn",
    "Const": "en konstant",
    "Compare": "en jämförelse av annat slag än == och !=",
}


def read_source(
    source: str, offer: Offer, specials: Sequence[list[Any]], complain: Callable[[str], None]
) -> tuple[Program, set[str]]:
    """The program of one part and the names it uses ("namn:…").

    source: the part's XML with placeholders in it, where \\ue000n\\ue001 stands for specials[n]. Every fault is given
    to `complain` as a Swedish clause without the part's name.
    """
    try:
        tree = _SYNTAX.parse(source)
    except TemplateSyntaxError as error:
        complain(f"en platshållare kan inte tolkas ({error.message})")
        return [], set()
    reader = _Reader(offer, specials, complain)
    return reader.body(tree.body), reader.used
