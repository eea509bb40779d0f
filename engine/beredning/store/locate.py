"""The slow way to where the tables part from the journal, taken only when the proof has found that they do."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from beredning.core.journal import Entry, images_of
from beredning.store.proof import place, shown
from beredning.store.rows import KEPT

if TYPE_CHECKING:
    from beredning.store.unit import Door


def locate(door: Door, add: Callable[[int, str, str], None]) -> None:
    """Name the rows that are missing, that nobody wrote, or that stand as they once were.

    The latest entry of each key is gathered in a temporary SQLite file, so that memory stays flat.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as found:
        found.execute("BEGIN")
        found.execute("CREATE TABLE latest (name TEXT, key TEXT, entry INTEGER, PRIMARY KEY (name, key)) WITHOUT ROWID")
        for row in door.stream("journal.every", ()):
            entry = Entry._make(row)
            for name, before, values in images_of(entry):
                key = json.dumps(values[: KEPT[name]])
                last = found.execute("SELECT entry FROM latest WHERE name = ? AND key = ?", (name, key)).fetchone()
                if (last[0] if last else 0) != before:
                    add(
                        entry.number,
                        place(name, values[: KEPT[name]]),
                        f"posten bygger på post {before}, som inte var den senaste",
                    )
                found.execute("INSERT OR REPLACE INTO latest VALUES (?, ?, ?)", (name, key, entry.number))
        _compare(door, found, add)


def _compare(door: Door, found: sqlite3.Connection, add: Callable[[int, str, str], None]) -> None:
    for name, width in KEPT.items():
        for row in door.stream_sql(shown(name), ()):
            key = json.dumps(row[:width])
            last = found.execute("SELECT entry FROM latest WHERE name = ? AND key = ?", (name, key)).fetchone()
            if last is None:
                add(row[-1], place(name, row[:width]), "raden har ingen skrivit: den finns inte i journalen")
            elif last[0] != row[-1]:
                add(
                    last[0],
                    place(name, row[:width]),
                    f"raden står som efter post {row[-1]} men skrevs sist av post {last[0]}",
                )
            found.execute("DELETE FROM latest WHERE name = ? AND key = ?", (name, key))
    for name, key, number in found.execute("SELECT name, key, entry FROM latest ORDER BY entry"):
        add(number, place(name, tuple(json.loads(key))), f"raden saknas: journalpost {number} skrev den")
