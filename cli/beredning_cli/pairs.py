"""Values given as NAMN=VÄRDE on the command line."""

from __future__ import annotations

from beredning.errors import UsageFault


def read_pairs(given: tuple[str, ...], flag: str) -> dict[str, str]:
    """The values by name. Raises UsageFault for one without "=" and for a name given twice."""
    values: dict[str, str] = {}
    for text in given:
        name, mark, value = text.partition("=")
        if not mark or not name.strip():
            raise UsageFault(f"”{text}” är inte en uppgift med namn och värde.", f"Skriv {flag} namn=värde.")
        if name.strip() in values:
            raise UsageFault(f"Uppgiften ”{name.strip()}” är given två gånger.", f"Ta bort en av {flag}.")
        values[name.strip()] = value.strip()
    return values
