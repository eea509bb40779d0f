"""Import of mandates: each row becomes a new mandate, a change of one, or nothing; unknown persons are added."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Final

from beredning.core.organisation import Mandate, Person
from beredning.core.spelling import fold
from beredning.definitions.organisation import in_order
from beredning.definitions.organisation_draft import Draft
from beredning.definitions.organisation_edit import flow, scalar
from beredning.office.import_persons import Wanted, identify
from beredning.office.import_table import Row, read_table
from beredning.office.import_values import organ, party, post, swedish_date
from beredning.office.person_import import MANDATES_FILE, PERSONS_FILE, Change, Drafting, ImportPlan, Meant

COLUMNS: Final = {
    "namn": ("Person", "Namn", "Förtroendevald", "För- och efternamn", "Personnamn"),
    "förnamn": ("Förnamn", "Tilltalsnamn"),
    "efternamn": ("Efternamn",),
    "organ": ("Organ", "Nämnd", "Nämnd/styrelse", "Styrelse/nämnd", "Organisation", "Instans"),
    "uppdrag": ("Uppdrag", "Roll", "Befattning", "Funktion", "Post"),
    "parti": ("Parti", "Partibeteckning", "Partiförkortning"),
    "från": ("Från", "Fr.o.m.", "From", "Från och med", "Startdatum", "Start", "Mandat från", "Tillträde"),
    "till": ("Till", "T.o.m.", "Tom", "Till och med", "Slutdatum", "Slut", "Mandat till"),
    "ordning": ("Ordning", "Turordning", "Tjänstgöringsordning", "Ersättarordning"),
    "e-post": ("E-post", "Epostadress", "Mail", "E-mail", "Mejl"),
    "nyckel": ("Nyckel", "Id"),
}
# So alike are two spellings of one name; "Anna Ek" and "Anna Al" are two persons.
_ALIKE: Final = 0.88


def plan(draft: Draft, sources: Mapping[str, bytes], data: bytes, file: str) -> ImportPlan:
    """What importing the list would do. Raises as `plan_import`."""
    table = read_table(data, file, COLUMNS, (("namn", "efternamn"), ("organ",), ("uppdrag",)))
    work = Drafting(draft, sources, file)
    persons = {p.key: p for p in draft.organisation.persons}
    written = [_as_written(work, number, m) for number, m in enumerate(draft.organisation.mandates)]
    mandates = list(written)
    new_persons: list[list[str]] = []
    for row in table.rows:
        mandate = _mandate(work, row, persons, new_persons)
        if mandate is None:
            continue
        at = _same(mandates, mandate)
        if at is None:
            work.rows["mandat", len(mandates)] = row.number
            mandates.append(mandate)
            details = _details(mandate)
            work.changes.append(Change("ny", _what(persons, mandate), MANDATES_FILE, row.number, details))
        elif at < len(written):
            work.rows["mandat", at] = row.number
            mandates[at] = _change(work, row, persons, at, mandates[at], mandate)
        else:
            work.fault(row.number, 1, f"{_what(persons, mandate)} står redan på en tidigare rad.", "Ta bort den ena.")
    if new_persons:
        work.editor(PERSONS_FILE).append("personer", new_persons)
    added = mandates[len(written) :]
    if added:
        work.editor(MANDATES_FILE).append("mandat", [[f"- {_line(m)}"] for m in added])
    return work.finish(Meant(persons, draft.organisation.roles, in_order(mandates)), table.ignored)


def _as_written(work: Drafting, number: int, mandate: Mandate) -> Mandate:
    """The mandate without a number that was only counted from its place in the file."""
    document, path = work.draft.places["mandat", number]
    return mandate._replace(order=document.value[path[0]][path[1]]["ordning"])


def _mandate(work: Drafting, row: Row, persons: dict[str, Person], new: list[list[str]]) -> Mandate | None:
    """The mandate that a row says; adds a person who is not in the register. None after a fault."""
    before = len(work.faults)
    organisation = work.draft.organisation
    name, in_name = _name(row)
    readers = {
        "organ": lambda text: organ(text, organisation),
        "uppdrag": post,
        "parti": lambda text: party(text or in_name, organisation),
        "från": swedish_date,
        "till": swedish_date,
        "ordning": _order,
    }
    values = {}
    for column, read in readers.items():
        text = row.text(column)
        if not text and column in ("organ", "uppdrag"):
            work.fault(row.number, row.columns[column], f"Raden saknar {column}.")
            continue
        try:
            values[column] = read(text)
        except ValueError as error:
            work.fault(row.number, row.columns.get(column, row.columns.get("namn", 1)), str(error))
    if not name:
        work.fault(row.number, row.columns.get("namn", 1), "Raden saknar namn.")
    if len(work.faults) > before:
        return None
    key = _person(work, row, name, persons, new)
    order = int(values["ordning"] or 0) if values["uppdrag"] == "ersättare" else 0
    fields = (values["organ"], values["uppdrag"], values["parti"], values["från"], values["till"], order)
    return Mandate(key, *fields) if key else None


def _name(row: Row) -> tuple[str, str]:
    """The name, and the party when it stands behind it: "Lena Ek (S)"."""
    name = row.text("namn") or f"{row.text('förnamn')} {row.text('efternamn')}".strip()
    found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", name)
    name, in_name = (found[1], found[2]) if found else (name, "")
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    return name, in_name


def _order(text: str) -> str:
    if text and not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise ValueError(f"Ordningen ”{text}” är inget heltal från 1.")
    return text


def _person(work: Drafting, row: Row, name: str, persons: dict[str, Person], new: list[list[str]]) -> str:
    wanted = Wanted(row, row.text("nyckel"), name, "", row.text("e-post"), (), ())
    key = identify(work, persons, wanted)
    if not key or key in persons:
        return key
    close = next((p for p in persons.values() if _alike(p.name, name)), None)
    if close is not None:
        text = f"{name} finns inte i registret, men {close.name} gör det."
        hint = (
            f"Rätta namnet, eller skriv {close.key} i kolumnen Nyckel; är det en ny person, importera personer först."
        )
        work.fault(row.number, row.columns.get("namn", 1), text, hint)
        return ""
    persons[key] = Person(key, name, "", wanted.email)
    new.append([f"{key}:", f"  namn: {scalar(name)}"] + ([f"  e-post: {scalar(wanted.email)}"] if wanted.email else []))
    work.rows["personer", key] = row.number
    work.changes.append(Change("ny", name, PERSONS_FILE, row.number, ("person som inte fanns i registret",)))
    return key


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, fold(one).casefold(), fold(other).casefold()).ratio() >= _ALIKE


def _same(mandates: list[Mandate], wanted: Mandate) -> int | None:
    """The place of the mandate that a row is about: same person, organ and post, and beginning (or none given)."""
    alike = [n for n, m in enumerate(mandates) if m[:3] == wanted[:3]]
    exact = [n for n in alike if mandates[n].start == wanted.start]
    open_start = [n for n in alike if not mandates[n].start or not wanted.start]
    return next(iter(exact or (open_start if len(alike) == 1 else [])), None)


def _change(work: Drafting, row: Row, persons: Mapping[str, Person], at: int, old: Mandate, wanted: Mandate) -> Mandate:
    """The mandate with what the row says; what it does not say stays as it is."""
    pairs = (
        ("parti", old.party, wanted.party),
        ("från", old.start, wanted.start),
        ("till", old.end, wanted.end),
        ("ordning", str(old.order or ""), str(wanted.order or "")),
    )
    values = {key: new for key, before, new in pairs if new and new != before}
    if not values:
        work.unchanged += 1
        return old
    document, path = work.draft.places["mandat", at]
    work.editor(document.file).set(path, values)
    details = tuple(f"{k}: {b} → {n}" if b else f"{k}: {n}" for k, b, n in pairs if k in values)
    work.changes.append(Change("ändrad", _what(persons, old), document.file, row.number, details))
    return old._replace(
        party=values.get("parti", old.party),
        start=values.get("från", old.start),
        end=values.get("till", old.end),
        order=int(values.get("ordning", old.order)),
    )


def _what(persons: Mapping[str, Person], mandate: Mandate) -> str:
    return f"{persons[mandate.person].name}, {mandate.post} i {mandate.organ}"


def _details(mandate: Mandate) -> tuple[str, ...]:
    said = (("parti", mandate.party), ("från", mandate.start), ("till", mandate.end), ("ordning", mandate.order))
    return tuple(f"{key}: {value}" for key, value in said if value)


def _line(mandate: Mandate) -> str:
    return flow(
        {
            "person": mandate.person,
            "organ": mandate.organ,
            "uppdrag": mandate.post,
            "parti": mandate.party,
            "från": mandate.start,
            "till": mandate.end,
            "ordning": str(mandate.order or ""),
        }
    )
