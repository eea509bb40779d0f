"""Reads what people write in a cell: Swedish dates, posts, organs and parties in the forms that lists use."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from beredning.core.organisation import POSTS, ROLES, Organisation
from beredning.core.spelling import find, fold, nearest

_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_ORDINALS: Final = (
    (re.compile(r"^(?:1\s*:?\s*[ae]\.?|i:e|första|förste)\s+"), "förste "),
    (re.compile(r"^(?:2\s*:?\s*[ae]\.?|ii:e|andra|andre)\s+"), "andra "),
)
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)


def swedish_date(text: str) -> str:
    """ISO text of a date as people write it: 2023-01-31, 20230131, 31/1 2023, 31.1.2023, 31 januari 2023. "" stays "".

    Raises ValueError with a Swedish sentence for anything else, also for 1/2 23 and for a day that does not exist.
    """
    said = " ".join(text.casefold().replace(",", " ").split())
    if not said or said in ("-", "–", "tills vidare", "tillsvidare"):
        return ""
    for pattern, order in (
        (r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", "ymd"),
        (r"(\d{4})(\d{2})(\d{2})", "ymd"),
        (r"(?:den )?(\d{1,2})(?:[/.]| )(\d{1,2})[-/. ]+(\d{4})", "dmy"),
        (r"(?:den )?(\d{1,2})(?::?e)? ([a-zåäö]+)\.? (\d{4})", "dMy"),
    ):
        found = re.fullmatch(pattern, said)
        if found:
            return _day(found.groups(), order, text)
    if re.fullmatch(r"\d{5}", said):
        meant = date.fromordinal(_EXCEL_DAY_ZERO.toordinal() + int(said)).isoformat()
        raise ValueError(f"”{text}” är ett tal; i Excel betyder det {meant}. Formatera cellen som datum.")
    raise ValueError(f"”{text}” är inget datum. Skriv till exempel 2023-01-31.")


def _day(parts: tuple[str, ...], order: str, text: str) -> str:
    values = dict(zip(order, parts, strict=True))
    named = values.get("M", "")
    month = values.get("m") or next(
        (n for n, name in enumerate(_MONTHS, 1) if len(named) > 2 and name.startswith(named)), 0
    )
    try:
        return date(int(values["y"]), int(month), int(values["d"])).isoformat()
    except ValueError as error:
        raise ValueError(f"Datumet ”{text}” finns inte i almanackan.") from error


def post(text: str) -> str:
    """The post that "1:e vice ordf." or "Ledamot" means. Raises ValueError with the nearest."""
    said = " ".join(text.casefold().split()).rstrip(".")
    for pattern, word in _ORDINALS:
        said = pattern.sub(word, said)
    said = re.sub(r"\bv\.?\s+(?=ordf)", "vice ", said)
    said = re.sub(r"\bordf\b\.?", "ordförande", said)
    said = re.sub(r"^(?:vice|v\.)\s+ordförande$", "förste vice ordförande", said)
    said = re.sub(r"^(?:ers|suppleant)\b\.?$", "ersättare", said)
    said = re.sub(r"^(?:ordinarie(?: ledamot)?|led)\b\.?$", "ledamot", said)
    found = find(said, POSTS)
    if found is None:
        raise ValueError(f"Uppdraget ”{text}” känns inte igen. {_meant(said, POSTS)}")
    return found


def role(text: str) -> str:
    """The role that is meant. Raises ValueError with the nearest."""
    found = find(" ".join(text.split()), ROLES)
    if found is None:
        raise ValueError(f"Rollen ”{text}” finns inte. {_meant(text, ROLES)}")
    return found


def organ(text: str, organisation: Organisation) -> str:
    """The key of the organ with that key, name or definite name. Raises ValueError with the nearest."""
    said = " ".join(text.split())
    names = {name: o.key for o in organisation.organs for name in (o.key, o.name, o.definite)}
    found = find(said, names)
    if found is None:
        shown = tuple(name for o in organisation.organs for name in (o.name, o.key))
        raise ValueError(f"Organet ”{text}” finns inte i kommun.yaml. {_meant(said, shown)}")
    return names[found]


def party(text: str, organisation: Organisation) -> str:
    """The abbreviation of a party written "S", "(S)" or by its name. Raises ValueError for what is none."""
    said = " ".join(text.split()).strip("()").strip()
    known = {n.removeprefix("parti:"): name for n, name in organisation.settings if n.startswith("parti:")}
    full = {name.casefold(): short for short, name in known.items()}
    if said.casefold() in full:
        return full[said.casefold()]
    if said and known and said not in known:
        raise ValueError(f"Partiet ”{text}” finns inte under ”partier” i kommun.yaml. {_meant(said, tuple(known))}")
    if said and not re.fullmatch(r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö0-9-]{0,11}", said):
        raise ValueError(f"”{text}” är ingen partibeteckning. Skriv den korta formen, till exempel S.")
    return said


def person_key(name: str, taken: set[str]) -> str:
    """A new key from a name: "Åsa Ek-Bo" gives "asa.ek-bo", then "asa.ek-bo.2"."""
    plain = fold(name.casefold()).translate(str.maketrans("üûúèêëáàâôóòîíìçñ", "uuueeeaaaoooiiicn"))
    base = ".".join(re.sub(r"[^a-z0-9-]", "", word).strip("-") for word in plain.split())
    base = re.sub(r"\.{2,}", ".", re.sub(r"-{2,}", "-", base)).strip(".-") or "person"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}.{number}"
    return key


def _meant(text: str, options: tuple[str, ...]) -> str:
    close = nearest(text, options, 1)
    return f"Menade du ”{close[0]}”?" if close else f"Möjliga: {', '.join(options)}."
