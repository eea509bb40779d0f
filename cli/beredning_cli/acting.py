"""Which person in the register a run of the program acts as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning.errors import NotAllowed, NotFound
from beredning_cli.names import find, nearest

if TYPE_CHECKING:
    from beredning.core.organisation import Organisation, Person


def acting_person(organisation: Organisation, os_user: str, chosen: str) -> str:
    """The key of the person who acts: `chosen` when it is not "", else the one whose account `os_user` is.

    In a real instance `chosen` must have `os_user` among its accounts: otherwise anyone could sign for anyone.
    Raises NotFound for an unknown `chosen` and NotAllowed for the rest.
    """
    return _chosen(organisation, os_user, chosen) if chosen else _by_account(organisation, os_user)


def _chosen(organisation: Organisation, os_user: str, chosen: str) -> str:
    keys = [person.key for person in organisation.persons]
    key = find(chosen, keys) or next((p.key for p in organisation.persons if p.name == chosen), None)
    person = key and organisation.person(key)
    if not person:
        close = nearest(chosen, keys)
        meant = f"Menade du {' eller '.join(close)}? " if close else ""
        raise NotFound(f"Det finns ingen ”{chosen}” i registret.", f"{meant}Personerna står i kommun.yaml.", close)
    if organisation.training or os_user in person.accounts:
        return person.key
    raise NotAllowed(
        f"Kontot ”{os_user}” får inte handla som {person.name}: det står inte bland personens konton i kommun.yaml.",
        _instead(organisation, os_user, person),
    )


def _instead(organisation: Organisation, os_user: str, person: Person) -> str:
    own = [p.key for p in organisation.persons if os_user in p.accounts]
    without = f"Kör utan --som (och utan BEREDNING_SOM) så handlar du som {' eller '.join(own)}. " if own else ""
    return f"{without}Ska kontot få handla som {person.name} skrivs det under konton för ”{person.key}” i kommun.yaml."


def _by_account(organisation: Organisation, os_user: str) -> str:
    own = [person.key for person in organisation.persons if os_user in person.accounts]
    if len(own) == 1:
        return own[0]
    if own:
        raise NotAllowed(
            f"Kontot ”{os_user}” hör till flera personer i kommun.yaml: {', '.join(own)}.",
            f"Säg vem du handlar som: --som {own[0]} (eller sätt BEREDNING_SOM).",
        )
    if organisation.training:
        some = organisation.persons[0].key if organisation.persons else "PERSON"
        raise NotAllowed(
            f"Kontot ”{os_user}” hör inte till någon person i kommun.yaml.",
            f"Det här är en övning: säg vem du handlar som, till exempel --som {some} (eller sätt BEREDNING_SOM).",
        )
    raise NotAllowed(
        f"Kontot ”{os_user}” hör inte till någon person i kommun.yaml.",
        f"Be den som sköter kommun.yaml att skriva ”{os_user}” under konton för dig, och kör ”beredning kontrollera”.",
    )
