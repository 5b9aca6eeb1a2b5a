"""Which characters the bytes of a web page are: its mark, what proves itself, what it says, what its letters mean."""

from __future__ import annotations

import codecs
import re

from ingest.read.text.encoding import decode

__all__ = ["characters"]

_HEAD = 4096
"""Bytes in which a page says its encoding; the standard looks at 1024 (HTML, 13.2.3.2), pages put scripts before it."""
_SAID = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""Names that stand for a page of Windows' (WHATWG Encoding, 4.2)."""


def characters(data: bytes, told: str | None = None) -> tuple[str, str, int]:
    """The text, the encoding's name, and how many bytes no reading fits (they stand as U+FFFD).

    A byte order mark and valid UTF-8 prove themselves; then what the page says of itself holds, if its bytes fit, and
    then the letters decide, as in a text file.

    Args:
        told: the encoding that stands outside of the page (a part of a web archive).
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, errors="replace")
            return text, name, text.count("\ufffd")
    if b"\x00" in data[:_HEAD]:
        return decode(data)
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        pass
    said = _SAID.search(data[:_HEAD])
    for named in (told, said[1].decode("ascii") if said else None):
        known = _known(named)
        if known is None or known.startswith("utf"):
            continue
        try:
            return data.decode(known), known, 0
        except UnicodeDecodeError:
            continue
    return decode(data)


def _known(name: str | None) -> str | None:
    """The encoding that a name means to browsers; None for one that nobody knows, or that is none of a text."""
    try:
        found = codecs.lookup(name or "")
    except (LookupError, ValueError):
        return None
    # Python's own (`rot13`, `hex`) turn text into text or bytes into bytes.
    if not getattr(found, "_is_text_encoding", True):
        return None
    return _AS_BROWSERS_DO.get(found.name, found.name)
