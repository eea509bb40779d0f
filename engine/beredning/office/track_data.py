"""What a side track records: flat values, of which those in a person's own words lie beside the journal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beredning.store import Reader, Unit

# Names of a side track's values that people write in their own words.
FREE_TEXT = frozenset({"skäl"})


def track_data(reader: Reader, text: str) -> dict[str, str]:
    """What a side track has recorded, with its free texts read back."""
    data: dict[str, str] = json.loads(text)
    return {name: reader.text(value) if name in FREE_TEXT else value for name, value in data.items()}


def track_text(unit: Unit, data: Mapping[str, str]) -> str:
    """The stored form of what a side track records: free texts go beside the journal, where they can be disposed of."""
    kept = {name: unit.put_text(value) if name in FREE_TEXT else value for name, value in data.items()}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
