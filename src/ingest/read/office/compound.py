"""Compound files (OLE2): the streams of one, and the document inside an embedded object.

Sources: [MS-CFB] for sectors and directory, [MS-OLEDS] 2.3.6 for `Ole10Native`, whose content a packager writes as
label, path, temporary path and the file itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from struct import unpack_from

__all__ = ["SIGNATURE", "embedded_file", "streams"]

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY, _STREAM = 128, 2
"""Bytes of a directory entry; the type of an entry that is a stream."""
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks: free, end of chain, sector of the table."""
_IN_HEADER = 109
"""Sectors of the table that the header itself names."""
_NATIVE = "\x01Ole10Native"
_PLAIN = ("CONTENTS", "Package", "EmbeddedOdf")
"""Streams that hold a file as it is: Acrobat's, Office's, LibreOffice's."""
_OLD_OFFICE = frozenset({"WordDocument", "Workbook", "Book", "PowerPoint Document"})
"""Streams of old Office documents: the object itself is the file."""


def embedded_file(data: bytes) -> tuple[str | None, bytes] | None:
    """The name (where it says one) and the bytes of the file that an embedded object holds; None where it holds none.

    Args:
        data: the object's part, `oleObject1.bin`; not always a compound file.
    """
    if not data.startswith(SIGNATURE):
        return None, data
    try:
        found = dict(streams(data))
    except (struct.error, ValueError, IndexError):
        return None
    for name in _PLAIN:
        if found.get(name):
            return None, found[name]
    if _NATIVE in found:
        return _unpacked(found[_NATIVE])
    return None if _OLD_OFFICE.isdisjoint(found) else (None, data)


def _unpacked(native: bytes) -> tuple[str | None, bytes] | None:
    """What a packager stored: the file's name and its bytes; the whole where it is no packager's."""
    try:
        # Size of all, then a word of flags.
        at = 6
        label, at = _text(native, at)
        _, at = _text(native, at)
        at += 4
        (length,) = unpack_from("<I", native, at)
        at += 4 + length
        (size,) = unpack_from("<I", native, at)
    except (struct.error, ValueError):
        return None, native[4:]
    content = native[at + 4 : at + 4 + size]
    return (label or None, content) if content and len(content) == size else (None, native[4:])


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\x00", at)
    return data[at:end].decode("cp1252", "replace"), end + 1


def streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each stream, whatever storage it stands in.

    Raises:
        struct.error, ValueError: the file is damaged.
    """
    sector, mini = (1 << shift for shift in unpack_from("<HH", data, 30))
    if sector not in (512, 4096) or mini != 64:
        raise ValueError("sectors of a size that no compound file has")
    first, _, cutoff, mini_first = unpack_from("<IIII", data, 48)
    table = _table(data, sector)
    directory = b"".join(_chain(data, first, table, sector))
    root_start, root_size = unpack_from("<II", directory, 116)
    small = b"".join(_chain(data, root_start, table, sector))[:root_size]
    minis = b"".join(_chain(data, mini_first, table, sector))
    mini_table = unpack_from(f"<{len(minis) // 4}I", minis)
    for at in range(_ENTRY, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = unpack_from("<HB", directory, at + 64)
        if kind != _STREAM or not 2 <= length <= 64:
            continue
        name = directory[at : at + length - 2].decode("utf-16-le", "replace")
        start, size = unpack_from("<II", directory, at + 116)
        pieces = _chain(small, start, mini_table, mini, 0) if size < cutoff else _chain(data, start, table, sector)
        yield name, b"".join(pieces)[:size]


def _table(data: bytes, sector: int) -> tuple[int, ...]:
    """The file allocation table: for each sector the next one of its chain."""
    numbers = [n for n in unpack_from(f"<{_IN_HEADER}I", data, 76) if n < _LAST]
    more, count = unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // sector)):
        if more >= _LAST:
            break
        *part, more = unpack_from(f"<{sector // 4}I", data, (more + 1) * sector)
        numbers += [n for n in part if n < _LAST]
    out: list[int] = []
    for number in numbers[: len(data) // sector]:
        out += unpack_from(f"<{sector // 4}I", data, (number + 1) * sector)
    return tuple(out)


def _chain(data: bytes, start: int, table: tuple[int, ...], size: int, base: int | None = None) -> Iterator[bytes]:
    """The sectors of a chain, of which the first lies at `base` (after the header, which fills one); bounded."""
    base = size if base is None else base
    for _ in range(len(data) // size + 1):
        if start >= len(table):
            return
        yield data[base + start * size : base + (start + 1) * size]
        start = table[start]
