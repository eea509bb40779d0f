"""The names of the files that say what the organisation is, apart from what reads them: a warm start needs no more."""

from __future__ import annotations

from typing import Final

MAIN: Final = "kommun.yaml"
# In the order they are read; all but the first may be absent. Import writes new persons and mandates to the last two.
FILES: Final = (MAIN, "personer.yaml", "mandat.yaml")
DELEGATION_PREFIX: Final = "delegationsordning"
