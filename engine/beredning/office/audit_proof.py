"""Runs the two proofs, and finds the head that a signed paper carries in the journal that is there now."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from beredning.core.journal import GENESIS, verify
from beredning.errors import BrokenProof, NotFound, UsageFault
from beredning.store.rows import EntryRow

if TYPE_CHECKING:
    from beredning.store import Database, Reader
    from beredning.store.proof import Break

LEAST = 8
"""So many hexadecimal digits of a head must be given: a shorter piece says too little."""


class Head(NamedTuple):
    """A head that was looked for. said: entry number on the paper, 0 when not given. number: the entry that has it, 0
    when none has. time: UTC of that entry."""

    asked: str
    said: int
    number: int
    time: str
    digest: str


class Checked(NamedTuple):
    """What the proofs found. upto: 0 for the whole journal; else only the chain that far was tried, since the tables
    answer to all of it. rows: how many were compared. unguarded: triggers that are missing. heads: those asked for."""

    ok: bool
    entries: int
    head: str
    upto: int
    rows: int
    breaks: tuple[Break, ...]
    unguarded: tuple[str, ...]
    heads: tuple[Head, ...]


class Unproven(BrokenProof):
    """A proof that does not hold, with all that was found."""

    def __init__(self, text: str, hint: str, checked: Checked) -> None:
        super().__init__(text, hint)
        self.checked = checked

    def as_json(self) -> dict[str, object]:
        """The error with what was found, for `--json`."""
        return {**super().as_json(), "bevis": self.checked}


def check(
    database: Database,
    upto: int = 0,
    heads: tuple[str, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Checked:
    """Both proofs of the journal (only the chain, to the entry `upto`), and where each printed head stands in it.

    Raises Unproven at a break or for a head that is not in the chain, NotFound for an entry that does not exist.
    """
    wanted = tuple(_parse(text) for text in heads)
    if upto:
        with database.read() as reader:
            checked = _chain(reader, upto, progress)
    else:
        proof = database.prove(progress)
        checked = Checked(proof.ok, proof.entries, proof.head, 0, proof.rows, proof.breaks, proof.unguarded, ())
    if wanted:
        with database.read() as reader:
            checked = checked._replace(heads=tuple(_find(reader, number, digits) for number, digits in wanted))
    _refuse(checked)
    return checked


def _refuse(checked: Checked) -> None:
    if checked.breaks:
        first = checked.breaks[0]
        where = f"journalpost {first.number}, {first.where}" if first.number else first.where
        more = "".join(f"\n  • {b.where}, post {b.number}: {b.what}." for b in checked.breaks[1:])
        text = f"Beviset håller inte. Första brottet: {where}: {first.what}.{more}"
        hint = (
            "Rör inte databasen. Jämför med en säkerhetskopia och med det underskrivna papperets journalrad (--huvud)."
        )
        raise Unproven(text, hint, checked)
    lost = [h for h in checked.heads if not h.number]
    if lost:
        names = ", ".join(h.asked[:16] for h in lost)
        text = f"Journalraden {names} finns inte i kedjan: historien före papperet är inte den som papperet vittnar om."
        raise Unproven(text, "Kontrollera att siffrorna är rätt avskrivna, och jämför med en säkerhetskopia.", checked)


def _chain(reader: Reader, upto: int, progress: Callable[[int, int], None] | None) -> Checked:
    from beredning.store.proof import Break

    last = reader.head()[0]
    if not 0 < upto <= last:
        raise NotFound(f"Journalpost {upto} finns inte.", f"Journalen har {last} poster.", (str(last),))
    number, previous = 0, GENESIS
    for entry in reader.iterate(EntryRow, "page", 0, upto):
        fault = verify(entry, number + 1, previous)
        if fault:
            broken = Break(entry.number, "journal", fault)
            return Checked(False, number, previous, upto, 0, (broken,), (), ())
        number, previous = entry.number, entry.digest
        if progress and not number % 10_000:
            progress(number, upto)
    return Checked(True, number, previous, upto, 0, (), (), ())


def _parse(text: str) -> tuple[int, str]:
    """(entry number or 0, digits) of "Journal 12: 0a1b2c3d …" or of digits alone, spaces and case apart."""
    found = re.fullmatch(r"\s*(?:Journal\s*(\d+)\s*:)?\s*([0-9a-fA-F\s]+)", text)
    digits = "".join(found[2].split()).lower() if found else ""
    if found is None or not LEAST <= len(digits) <= 64:
        raise UsageFault(
            f"”{text}” är ingen journalrad.",
            f"Skriv av den som den står på papperet, eller minst {LEAST} av dess siffror: --huvud 0a1b2c3d",
        )
    return int(found[1] or 0), digits


def _find(reader: Reader, said: int, digits: str) -> Head:
    """The entry whose digest begins so: the one named first, else any."""
    named = reader.one(EntryRow, said) if said else None
    if named is None or not named.digest.startswith(digits):
        every = reader.iterate(EntryRow, "every")
        named = next((entry for entry in every if entry.digest.startswith(digits)), None)
    if named is None:
        return Head(digits, said, 0, "", "")
    return Head(digits, said, named.number, named.time, named.digest)
