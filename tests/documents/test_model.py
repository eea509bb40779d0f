"""A document as JSON and back: whatever it holds, whole, in the same bytes, and refused when it is something else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from beredning.core import document as doc
from beredning.documents.model import model_bytes, model_document
from beredning.errors import StorageFault
from tests.documents.pdf_kit import DOCUMENTS


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was(document: doc.Document) -> None:
    data = model_bytes(document)
    assert model_document(data) == document
    assert model_bytes(model_document(data)) == data


def test_what_stands_at_its_default_is_left_out() -> None:
    plain = json.loads(model_bytes(doc.Document("T", (doc.para("text"),))))
    assert plain == {"": "Document", "title": "T", "blocks": [{"": "Paragraph", "runs": [{"": "Run", "text": "text"}]}]}


def test_a_kind_that_has_got_a_field_since_is_still_read() -> None:
    """The field that is not in the file has its default."""
    data = b'{"":"Document","title":"T","blocks":[{"":"Image","digest":"d","alt":"karta"}]}'
    assert model_document(data).blocks == (doc.Image("d", "karta", 160),)


def test_half_a_letter_survives() -> None:
    document = doc.Document("T", (doc.para("a\ud800b"),))
    assert model_document(model_bytes(document)) == document


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"inte json", "kan inte läsas"),
        (b'{"":"Okand","title":"T"}', "kan inte läsas"),
        (b'{"":"Document","title":"T","blocks":[],"nytt":1}', "kan inte läsas"),
        (b'{"":"Run","text":"a"}', "inget dokument"),
        (b"[" * 100_000, "kan inte läsas"),
    ],
)
def test_something_else_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(StorageFault, match=told):
        model_document(data)
