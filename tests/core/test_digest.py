"""The short way to SHA-256 gives what the standard library gives."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from beredning.core.digest import sha256_hex


@given(st.binary(max_size=5000))
def test_the_digest_is_that_of_the_standard_library(data: bytes) -> None:
    assert sha256_hex(data) == hashlib.sha256(data).hexdigest()


def test_the_digest_of_the_standards_own_example() -> None:
    """FIPS 180-4, appendix B.1."""
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
