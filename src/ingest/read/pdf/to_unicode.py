"""ToUnicode maps of PDF fonts: read, and written anew (ISO 32000-1, 9.10.3; Adobe Technical Note 5411)."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["parse_to_unicode", "write_to_unicode"]

_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|([A-Za-z]+)")
_LIMIT = 70_000
_LONGEST = 1024
"""Hexadecimal digits of one text: 512 bytes, the most that a bfrange or bfchar may give."""


def parse_to_unicode(data: bytes) -> dict[int, str]:
    """Character codes to text; damaged parts are skipped."""
    out: dict[int, str] = {}
    section = ""
    hexes: list[bytes] = []
    array: list[bytes] | None = None
    work = 0
    for match in _TOKEN.finditer(data):
        text, opens, closes, name = match.groups()
        if name is not None:
            if name in (b"beginbfchar", b"beginbfrange"):
                section, hexes, array = name[5:].decode(), [], None
            elif name in (b"endbfchar", b"endbfrange"):
                section = ""
        elif not section:
            continue
        elif opens:
            array = []
        elif closes:
            if array is not None and len(hexes) == 2:
                start = int(hexes[0] or b"0", 16)
                for i, item in enumerate(array[:_LIMIT]):
                    out[start + i] = _text(item)
            hexes, array = [], None
        elif text is not None:
            token = re.sub(rb"\s", b"", text)[:_LONGEST]
            if array is not None:
                array.append(token)
                continue
            hexes.append(token)
            if section == "bfchar" and len(hexes) == 2:
                out[int(hexes[0] or b"0", 16)] = _text(hexes[1])
                hexes = []
            elif section == "bfrange" and len(hexes) == 3:
                first, last = int(hexes[0] or b"0", 16), int(hexes[1] or b"0", 16)
                target = _text(hexes[2])
                work += max(0, min(last - first, 0xFFFF)) + 1
                for code in range(first, min(last, first + 0xFFFF) + 1):
                    if target:
                        out[code] = target[:-1] + chr(min(0x10FFFF, ord(target[-1]) + code - first))
                hexes = []
        # Ranges may be given again and again: what they cost is bounded as well as what they say.
        if len(out) > _LIMIT or work > 4 * _LIMIT:
            break
    return out


def _text(token: bytes) -> str:
    if len(token) % 4:
        token = token.rjust((len(token) + 3) // 4 * 4, b"0")
    return bytes.fromhex(token.decode()).decode("utf-16-be", "replace")


def write_to_unicode(mapping: Mapping[int, str], width: int) -> bytes:
    """A ToUnicode stream; `width` is the bytes of one code, 1 or 2."""
    digits = 2 * width
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        f"1 begincodespacerange <{'0' * digits}> <{'F' * digits}> endcodespacerange",
    ]
    items = sorted(mapping.items())
    for i in range(0, len(items), 100):
        part = items[i : i + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
