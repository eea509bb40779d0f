"""What the writer must know of a compiled template: which styles, numbers and identities it may use."""

from __future__ import annotations

from typing import Final, NamedTuple

# Role in our values → the name that Word gives the style. Word keeps built-in names in English in the file, whatever
# language the program speaks, while style ids are translated ("Rubrik1"); so styles are found by name.
STYLE_NAMES: Final[dict[str, str]] = {
    "body": "Normal",
    "heading1": "heading 1",
    "heading2": "heading 2",
    "heading3": "heading 3",
    "heading4": "heading 4",
    "heading5": "heading 5",
    "heading6": "heading 6",
    "title": "Title",
    "subtitle": "Subtitle",
    "lead": "Ingress",
    "note": "Finstilt",
    "decision": "Beslutssats",
    "bullet": "List Bullet",
    "number": "List Number",
    "caption": "caption",
    "table": "Beredning tabell",
    "cell": "Tabelltext",
    "facts": "Fakta",
    "fact": "Uppgiftsrad",
    "signature": "Underskrift",
    "header": "Sidhuvudsrad",
    "footer": "Sidfotsrad",
    "marking": "Märkning",
    "label": "Etikett",
    "link": "Hyperlink",
    "prompt": "Placeholder Text",
}


class House(NamedTuple):
    """styles: style id by role (the keys of STYLE_NAMES); bullet: the w:numId of bullets; ordered: the w:abstractNumId
    that numbered lists follow; next_number, next_relation, next_drawing, next_bookmark: first free identities;
    taken_controls: ids of content controls that stay in the template; width: of the text, in twentieths of a point.
    """

    styles: dict[str, str]
    bullet: int
    ordered: int
    next_number: int
    next_relation: int
    next_drawing: int
    next_bookmark: int
    taken_controls: tuple[int, ...]
    width: int
