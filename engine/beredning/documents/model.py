"""A document's values as canonical JSON and back, so that a stored version can be written again in another format.

Each value is an object that says its kind under "" and its fields by their own names; a field at its default is left
out, so that a kind can get new fields and old documents still be read.
"""

from __future__ import annotations

import json
from typing import Any, Final

from beredning.core import document as doc
from beredning.errors import StorageFault

MEDIA: Final = "application/vnd.beredning.dokument+json"
_KINDS: Final[dict[str, Any]] = {
    name: kind for name, kind in vars(doc).items() if isinstance(kind, type) and hasattr(kind, "_field_defaults")
}


def model_bytes(document: doc.Document) -> bytes:
    """The document as JSON in UTF-8: sorted keys, nothing between them, the same bytes for equal documents."""
    return json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def model_document(data: bytes) -> doc.Document:
    """The document again. Raises StorageFault when the bytes are not a document that this version knows."""
    try:
        made = _value(json.loads(data))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise StorageFault(
            f"Det sparade dokumentet kan inte läsas ({type(error).__name__}).",
            "Är det skrivet av en nyare version av beredning, uppgradera. Annars: beredning revision kontrollera",
        ) from error
    if not isinstance(made, doc.Document):
        raise StorageFault("Det sparade är inget dokument.", "Kör: beredning revision kontrollera")
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    if not hasattr(value, "_fields"):
        return [_plain(one) for one in value]
    kind = type(value)
    defaults = kind._field_defaults
    said = {
        name: _plain(one)
        for name, one in zip(kind._fields, value, strict=True)
        if name not in defaults or one != defaults[name]
    }
    return {"": kind.__name__, **said}


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if isinstance(plain, dict):
        return _KINDS[plain.pop("")](**{name: _value(one) for name, one in plain.items()})
    return plain
