"""The container of a Word file: parts in a zip, written so that the same parts give the same bytes everywhere.

Python's zipfile can neither copy a compressed part as it is nor promise the same bytes on two machines, since two
builds of zlib compress differently. So parts that we make are stored uncompressed, parts of a template are copied in
their compressed form, and time stamps, order and attributes are fixed. Format: PKWARE APPNOTE 6.3, sections 4.3–4.4.
"""

from __future__ import annotations

import struct
from binascii import crc32
from typing import Final, NamedTuple

STORED: Final = 0
DEFLATED: Final = 8
_UTF8_NAMES: Final = 0x800
_FIRST_DAY: Final = 0x21  # 1980-01-01, the first date that the format can say
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")


class Part(NamedTuple):
    """One part as it lies in the container: name, compression method, CRC-32 and size of its text, and the bytes."""

    name: str
    method: int
    crc: int
    size: int
    data: bytes


def stored(name: str, text: bytes) -> Part:
    """A part that we made."""
    return Part(name, STORED, crc32(text), len(text), text)


def pack(parts: list[Part]) -> bytes:
    """The container's bytes: parts in the order given, no time stamp, no attribute, no comment."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for part in parts:
        name = part.name.encode()
        flags = 0 if part.name.isascii() else _UTF8_NAMES
        same = (flags, part.method, 0, _FIRST_DAY, part.crc, len(part.data), part.size, len(name), 0)
        body += (_LOCAL.pack(b"PK\3\4", 20, *same), name, part.data)
        directory += (_CENTRAL.pack(b"PK\1\2", 20, 20, *same, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + len(part.data)
    listing = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(listing), offset, 0)
    return b"".join((*body, listing, end))


def raw_parts(data: bytes) -> list[Part]:
    """The parts of a container as they lie, in its own order; for containers that `safety` has looked through."""
    import io
    import zipfile

    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for entry in container.infolist():
            if entry.is_dir():
                continue
            name_length, extra_length = struct.unpack_from("<2H", data, entry.header_offset + 26)
            start = entry.header_offset + _LOCAL.size + name_length + extra_length
            body = data[start : start + entry.compress_size]
            parts.append(Part(entry.filename, entry.compress_type, entry.CRC, entry.file_size, body))
    return parts
