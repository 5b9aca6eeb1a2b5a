"""ToUnicode maps of PDF fonts: read, and written anew (ISO 32000-1, 9.10.3; Adobe Technical Note 5411)."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

__all__ = ["parse_to_unicode", "write_to_unicode"]

_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|([A-Za-z]+)")
_LIMIT = 70_000
_RANGES = 4
"""How many times as many codes as texts may be gone through."""
_LONGEST_RANGE = 0xFFFF
"""Codes of two bytes."""
_LONGEST = 1024
"""Hexadecimal digits of one text: 512 bytes, the most that a bfrange or bfchar may give."""


def parse_to_unicode(data: bytes) -> dict[int, str]:
    """Character codes to text; damaged parts are skipped."""
    found = _Map()
    for match in _TOKEN.finditer(data):
        text, opens, closes, name = match.groups()
        if name is not None:
            found.operator(name)
        elif not found.section:
            continue
        elif opens:
            found.array = []
        elif closes:
            found.close_array()
        elif text is not None:
            found.number(re.sub(rb"\s", b"", text)[:_LONGEST])
        # Ranges may be given again and again: what they cost is bounded as well as what they say.
        if len(found.texts) > _LIMIT or found.work > _RANGES * _LIMIT:
            break
    return found.texts


class _Map:
    """What a map has said so far, and the numbers of the entry at hand."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self.work = 0
        """Codes of all ranges, with those that are given again."""
        self.section = ""
        """`bfchar`, `bfrange`, or nothing outside both."""
        self.entry: list[bytes] = []
        self.array: list[bytes] | None = None

    def operator(self, name: bytes) -> None:
        if name in (b"beginbfchar", b"beginbfrange"):
            self.section, self.entry, self.array = name.removeprefix(b"begin").decode(), [], None
        elif name in (b"endbfchar", b"endbfrange"):
            self.section = ""

    def close_array(self) -> None:
        """A range whose codes have a text each."""
        if self.array is not None and len(self.entry) == 2:
            start = _code(self.entry[0])
            for i, item in enumerate(self.array[:_LIMIT]):
                self.texts[start + i] = _text(item)
        self.entry, self.array = [], None

    def number(self, token: bytes) -> None:
        if self.array is not None:
            self.array.append(token)
            return
        self.entry.append(token)
        if self.section == "bfchar" and len(self.entry) == 2:
            self.texts[_code(self.entry[0])] = _text(self.entry[1])
            self.entry = []
        elif self.section == "bfrange" and len(self.entry) > 2:
            first, last, text = self.entry
            self.add_range(_code(first), _code(last), _text(text))
            self.entry = []

    def add_range(self, first: int, last: int, text: str) -> None:
        """A range whose texts count on in their last character."""
        last = min(last, first + _LONGEST_RANGE)
        self.work += max(0, last - first) + 1
        if text:
            for code in range(first, last + 1):
                self.texts[code] = text[:-1] + chr(min(sys.maxunicode, ord(text[-1]) + code - first))


def _code(token: bytes) -> int:
    return int(token or b"0", 16)


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
