"""What keeps a PDF from being opened: a password that is none, a compression that nobody knows."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf

__all__ = ["FAILURES", "unknown_filter", "without_password"]

FAILURES = (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError, RecursionError)
"""What pikepdf raises at files that are damaged, locked, or built to do harm."""

_FILTER = re.compile(rb"/Filter\s*\[?\s*/([A-Za-z0-9]{2,40})")
_KNOWN = frozenset(
    {
        "ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode",
        "JBIG2Decode", "DCTDecode", "JPXDecode", "Crypt", "AHx", "A85", "LZW", "Fl", "RL", "CCF", "DCT",
        # Handlers of encryption and of signatures stand under the same key.
        "Standard", "Adobe",
    }
)  # fmt: skip
"""Filters of ISO 32000-2, table 6, and their short names (table 92)."""
_HANDLERS = ("Adobe", "Entrust", "CICI")
"""How the names of handlers of signatures begin."""


def without_password(data: bytes) -> bytes | None:
    """The PDF without its encryption, where it opens without a password after all; None where one is needed.

    PDFium tries the empty password as the user's alone; with revision 6 it may be the owner's (ISO 32000-2, 7.6.4).
    """
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            pdf.save(out)
    except FAILURES:
        return None
    return out.getvalue()


def unknown_filter(data: bytes) -> str | None:
    """The name of the first filter that the standard does not know, None where there is none."""
    for found in _FILTER.finditer(data):
        name = found[1].decode("ascii")
        if name not in _KNOWN and not name.startswith(_HANDLERS):
            return name
    return None
