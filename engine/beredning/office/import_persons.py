"""Import of persons: each row of the list becomes a new person, a change of one there is, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from beredning.core.organisation import Organisation, Person, Role
from beredning.core.spelling import find, nearest
from beredning.definitions.organisation_draft import Draft
from beredning.definitions.organisation_edit import flow, scalar, value_of
from beredning.definitions.organisation_schema import PERSON_KEY
from beredning.office.import_table import Row, read_table
from beredning.office.import_values import organ, person_key, role
from beredning.office.person_import import PERSONS_FILE, Change, Drafting, ImportPlan, Meant

COLUMNS: Final = {
    "namn": ("Namn", "För- och efternamn", "Personnamn", "Person", "Fullständigt namn"),
    "förnamn": ("Förnamn", "Tilltalsnamn"),
    "efternamn": ("Efternamn",),
    "titel": ("Titel", "Befattning", "Tjänstetitel", "Yrkestitel"),
    "e-post": ("E-post", "Epostadress", "Mail", "E-mail", "Mejl", "Mejladress", "Mailadress"),
    "konto": ("Konto", "Konton", "Användarnamn", "Användare", "Användar-id", "Inloggning", "Kontonamn"),
    "roll": ("Roll", "Roller"),
    "för": ("För", "Gäller", "Förvaltning", "Organ", "Nämnd"),
    "nyckel": ("Nyckel", "Id"),
}


class Wanted(NamedTuple):
    """A row as values. roles: (name, scope). Empty values mean that the list says nothing."""

    row: Row
    key: str
    name: str
    title: str
    email: str
    accounts: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]


def plan(draft: Draft, sources: Mapping[str, bytes], data: bytes, file: str) -> ImportPlan:
    """What importing the list would do. Raises as `plan_import`."""
    table = read_table(data, file, COLUMNS, (("namn", "efternamn"),))
    work = Drafting(draft, sources, file)
    persons = {p.key: p for p in draft.organisation.persons}
    roles = list(draft.organisation.roles)
    rows: dict[str, Wanted] = {}
    new: list[list[str]] = []
    for row in table.rows:
        wanted = _wanted(work, row)
        key = wanted and identify(work, persons, wanted)
        if not wanted or not key:
            continue
        if key in rows:
            _again(work, rows[key], wanted)
            continue
        rows[key] = wanted
        work.rows["personer", key] = row.number
        if key in persons:
            persons[key] = _change(work, persons[key], roles, wanted)
        else:
            persons[key] = Person(key, wanted.name, wanted.title, wanted.email, wanted.accounts)
            new.append(_lines(persons[key], wanted))
            _note_new(work, wanted)
        roles += [
            Role(key, *one) for one in wanted.roles if Role(key, *one) not in roles and not _held(roles, key, one)
        ]
    if new:
        work.editor(PERSONS_FILE).append("personer", new)
    return work.finish(Meant(persons, roles, draft.organisation.mandates), table.ignored)


def _wanted(work: Drafting, row: Row) -> Wanted | None:
    before = len(work.faults)
    name = row.text("namn") or f"{row.text('förnamn')} {row.text('efternamn')}".strip()
    if "," in name:  # "Ek, Eva", as registers sort
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}"
    if not name:
        work.fault(row.number, row.columns.get("namn", row.columns.get("efternamn", 1)), "Raden saknar namn.")
    email = row.text("e-post").removeprefix("mailto:")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+", email):
        work.fault(row.number, row.columns["e-post"], f"”{email}” är ingen e-postadress.")
    key = row.text("nyckel")
    if key and not re.fullmatch(PERSON_KEY, key):
        text = f"Nyckeln ”{key}” ska bestå av små bokstäver, siffror, punkt och bindestreck."
        work.fault(row.number, row.columns["nyckel"], text)
    accounts = tuple(dict.fromkeys(a for a in re.split(r"[,;\s]+", row.text("konto")) if a))
    roles = _roles(work, row)
    return None if len(work.faults) > before else Wanted(row, key, name, row.text("titel"), email, accounts, roles)


def _roles(work: Drafting, row: Row) -> tuple[tuple[str, str], ...]:
    """The roles of a row, each for what the row says it is for. Without a role that column says nothing."""
    names = [name for name in re.split(r"\s*[,;]\s*", row.text("roll")) if name]
    if not names:
        return ()
    scope = row.text("för")
    found = []
    for name in names:
        try:
            found.append((role(name), ""))
        except ValueError as error:
            work.fault(row.number, row.columns["roll"], str(error))
    try:
        key = _scope(scope, work.draft.organisation) if scope else ""
    except ValueError as error:
        work.fault(row.number, row.columns["för"], str(error))
        return ()
    return tuple(dict.fromkeys((name, key) for name, _ in found))


def _scope(text: str, organisation: Organisation) -> str:
    names = {name: a.key for a in organisation.administrations for name in (a.key, a.name)}
    found = find(text, names)
    return names[found] if found else organ(text, organisation)


def identify(work: Drafting, persons: Mapping[str, Person], wanted: Wanted) -> str:
    """The key of the person that a row is about, a new one for a new person, "" after a fault.

    By key, else by name; an e-mail address or an account that belongs to somebody with another name is a fault, because
    the list does not say whether the person has changed name or the address its owner.
    """
    row = wanted.row
    if wanted.key:
        return wanted.key
    named = [p for p in persons.values() if p.name.casefold() == wanted.name.casefold()]
    if len(named) > 1:
        named = [p for p in named if wanted.email and p.email.casefold() == wanted.email.casefold()]
        if len(named) != 1:
            text = f"Fler än en person heter {wanted.name}."
            work.fault(row.number, row.columns.get("namn", 1), text, "Lägg till kolumnen Nyckel och skriv vilken.")
            return ""
    for column, matches in _owners(wanted).items():
        owner = next((p for p in persons.values() if matches(p) and p not in named), None)
        if owner:
            text = f"{wanted.name} har samma {column} som {owner.name} ({owner.key})."
            hint = f"Är det samma person: skriv {owner.key} i kolumnen Nyckel."
            work.fault(row.number, row.columns[column], text, hint)
            return ""
    return named[0].key if named else person_key(wanted.name, set(persons))


def _owners(wanted: Wanted) -> dict[str, Callable[[Person], bool]]:
    accounts = {a.casefold() for a in wanted.accounts}
    found: dict[str, Callable[[Person], bool]] = {}
    if wanted.email:
        found["e-post"] = lambda p: p.email.casefold() == wanted.email.casefold()
    if accounts:
        found["konto"] = lambda p: bool(accounts & {a.casefold() for a in p.accounts})
    return found


def _again(work: Drafting, first: Wanted, wanted: Wanted) -> None:
    """The same person twice: a register lists one row for each role. Only rows that disagree are a fault."""
    if first[1:] == wanted[1:]:
        work.unchanged += 1
        return
    text = f"{wanted.name} står redan på rad {first.row.number} med andra uppgifter."
    work.fault(wanted.row.number, wanted.row.columns.get("namn", 1), text, "Behåll en rad för varje person.")


def _held(roles: list[Role], key: str, one: tuple[str, str]) -> bool:
    """A role without scope adds nothing to one that is held for something: the list does not say it should be wider."""
    return any(r.person == key and r.name == one[0] and (not one[1] or r.scope in ("", one[1])) for r in roles)


def _change(work: Drafting, person: Person, roles: list[Role], wanted: Wanted) -> Person:
    document, path = work.draft.places.get(("personer", person.key), (None, ()))
    values, details = {}, []
    for key, old, value in (
        ("namn", person.name, wanted.name),
        ("titel", person.title, wanted.title),
        ("e-post", person.email, wanted.email),
    ):
        if value and value != old:
            values[key] = value
            details.append(f"{key}: {old} → {value}" if old else f"{key}: {value}")
    if "titel" in values and person.titles:
        text = f"{person.name} har befattningar med datum; titeln {wanted.title} måste få ett datum."
        work.fault(wanted.row.number, wanted.row.columns["titel"], text, "Lägg till den för hand under ”befattningar”.")
    accounts = [a for a in wanted.accounts if a.casefold() not in {b.casefold() for b in person.accounts}]
    added = [one for one in wanted.roles if not _held(roles, person.key, one)]
    details += [f"konto: + {a}" for a in accounts] + [f"roll: + {_said(one)}" for one in added]
    if document is None or not details:
        work.unchanged += 1
        return person
    editor = work.editor(document.file)
    editor.set(path, values)
    if accounts:
        editor.extend(path, "konton", [scalar(a) for a in accounts])
    if added:
        editor.extend(path, "roller", [_role_text(one) for one in added])
    work.changes.append(Change("ändrad", person.name, document.file, wanted.row.number, tuple(details)))
    return person._replace(
        name=values.get("namn", person.name),
        title=values.get("titel", person.title),
        email=values.get("e-post", person.email),
        accounts=(*person.accounts, *accounts),
    )


def _note_new(work: Drafting, wanted: Wanted) -> None:
    near = nearest(wanted.name, [p.name for p in work.draft.organisation.persons], 1)
    details = [f"titel: {wanted.title}"] if wanted.title else []
    details += [f"e-post: {wanted.email}"] if wanted.email else []
    details += [f"konto: {a}" for a in wanted.accounts] + [f"roll: {_said(one)}" for one in wanted.roles]
    details += [f"liknar {near[0]}, som redan finns"] if near else []
    work.changes.append(Change("ny", wanted.name, PERSONS_FILE, wanted.row.number, tuple(details)))


def _said(one: tuple[str, str]) -> str:
    return f"{one[0]} för {one[1]}" if one[1] else one[0]


def _role_text(one: tuple[str, str]) -> str:
    return flow({"roll": one[0], "för": one[1]}) if one[1] else scalar(one[0])


def _lines(person: Person, wanted: Wanted) -> list[str]:
    lines = [f"{person.key}:", f"  namn: {scalar(person.name)}"]
    lines += [f"  titel: {scalar(person.title)}"] if person.title else []
    lines += [f"  e-post: {scalar(person.email)}"] if person.email else []
    lines += [f"  konton: {value_of(person.accounts)}"] if person.accounts else []
    lines += [f"  roller: [{', '.join(_role_text(one) for one in wanted.roles)}]"] if wanted.roles else []
    return lines
