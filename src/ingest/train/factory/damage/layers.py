"""PDF files whose pages look right and whose text layer says something else.

A viewer draws glyphs by their codes; what a reader gets is decided by each font's ToUnicode map (ISO 32000-1, 9.10.3).
These damages rewrite the maps and leave the codes alone, so that no pixel changes.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf

from ingest.train.factory.damage import DamageMethod
from ingest.train.factory.damage.texts import as_code_page, mojibake, without_marks

__all__ = ["DAMAGES", "read_map", "write_map"]

Change = Callable[[str], str]
# How a damage changes the fonts of one file: drawn once a file.
MakeChange = Callable[[random.Random], Change]
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST_IN_A_BLOCK = 100
# Private-use area as symbol fonts of Windows use it: F000 and the code of the letter.
_PRIVATE = 0xF000
_BYTE = 0x100
_LETTERS = "åäöÅÄÖ"


def read_map(data: bytes) -> dict[int, str]:
    """Return a ToUnicode map as texts by code."""
    found: dict[int, str] = {}
    for kind, block in _BLOCK.findall(data):
        tokens = [(m[1], bool(m[2]), bool(m[3])) for m in _HEX.finditer(block)]
        items = iter(tokens)
        for first in items:
            if kind == b"bfchar":
                found[_code(first[0])] = _text(next(items)[0])
                continue
            low, high = _code(first[0]), _code(next(items)[0])
            value = next(items)
            if value[1]:
                for code, (text, _, closes) in zip(range(low, high + 2), items, strict=False):
                    if closes:
                        break
                    found[code] = _text(text)
            else:
                start = _text(value[0])
                for code in range(low, high + 1):
                    found[code] = start[:-1] + chr(ord(start[-1]) + code - low)
    return found


def write_map(texts: Mapping[int, str], wide: bool) -> bytes:
    """Return texts by code as a ToUnicode map, for codes of two bytes or of one."""
    digits = 4 if wide else 2
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CMapName /F-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", f"<{'00' * (digits // 2)}> <{'FF' * (digits // 2)}>", "endcodespacerange",
    ]  # fmt: skip
    entries = [
        f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(texts.items())
    ]
    for at in range(0, len(entries), _MOST_IN_A_BLOCK):
        block = entries[at : at + _MOST_IN_A_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _code(digits: bytes) -> int:
    return int(b"".join(digits.split()) or b"0", 16)


def _text(digits: bytes) -> str:
    return bytes.fromhex(b"".join(digits.split()).decode("ascii")).decode("utf-16-be", "replace")


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/DescendantFonts" not in item:
            if item.get("/Subtype") not in ("/CIDFontType0", "/CIDFontType2"):
                yield item
        elif isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
            yield item


def _letters_shown(pdf: pikepdf.Pdf) -> Counter[tuple[int, int]]:
    """Return how many bytes of text each font shows on the pages, by the font's object number."""
    shown: Counter[tuple[int, int]] = Counter()
    for page in pdf.pages:
        names = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
        current: tuple[int, int] | None = None
        for instruction in pikepdf.parse_content_stream(page):
            operands: Any = instruction.operands
            name = str(instruction.operator)
            if name == "Tf":
                font = names.get(str(operands[0]))
                current = None if font is None else font.objgen
            elif name in ("Tj", "TJ", "'", '"') and current is not None:
                parts = operands[-1] if name == "TJ" else operands[-1:]
                shown[current] += sum(len(bytes(p)) for p in parts if isinstance(p, pikepdf.String))
    return shown


def _texts_of(font: Any) -> dict[int, str] | None:
    """Return what a font's codes mean; None where the font does not say."""
    if "/ToUnicode" in font:
        return read_map(font.ToUnicode.read_bytes())
    if font.get("/Encoding") == "/WinAnsiEncoding":
        return {code: bytes([code]).decode("cp1252", "replace") for code in range(32, _BYTE)}
    return None


def _by_letter(change: Callable[[str], str]) -> MakeChange:
    return lambda _: change


def _replaced(sign: str) -> Change:
    return lambda text: "".join(sign if c in _LETTERS else c for c in text)


def _private(text: str) -> str:
    return "".join(chr(_PRIVATE + ord(c)) if c.isprintable() and ord(c) < _BYTE else c for c in text)


def _ligatures(rng: random.Random) -> Change:
    """Glyphs of two letters and more lose their text: it becomes a sign that says nothing, or one letter of it."""
    sign = rng.choice(("\ufffd", "", "\u0001"))
    return lambda text: (sign or text[0]) if len(text) > 1 else text


def _shifted(rng: random.Random) -> Change:
    step = rng.choice((-29, 1, 3))
    return lambda text: "".join(chr(max(33, ord(c) + step)) if c.isalnum() else c for c in text)


def _apply(path: Path, stem: Path, rng: random.Random, make: MakeChange, one_font: bool) -> Path | None:
    target = stem.with_name(stem.name + ".pdf")
    change = make(rng)
    changed = False
    with pikepdf.open(path) as pdf:
        fonts = [(f, texts) for f in _fonts(pdf) if (texts := _texts_of(f))]
        if one_font:
            shown = _letters_shown(pdf)
            fonts = [f for f in fonts if shown[f[0].objgen]]
            if len(fonts) <= 1:
                return None
            fonts = [max(fonts, key=lambda f: shown[f[0].objgen])]
        for font, texts in fonts:
            damaged = {code: change(text) for code, text in texts.items()}
            if damaged == texts:
                continue
            changed = True
            font.ToUnicode = pdf.make_stream(write_map(damaged, "/DescendantFonts" in font))
        if not changed:
            return None
        # The structure tree holds texts of its own in tagged files.
        for key in ("/StructTreeRoot", "/MarkInfo"):
            if key in pdf.Root:
                del pdf.Root[key]
        pdf.save(target, deterministic_id=True)
    return target


_KINDS: dict[str, tuple[MakeChange, bool]] = {
    "layer-without-marks": (_by_letter(without_marks), False),
    "layer-lost-letters": (lambda rng: _replaced(rng.choice((" ", "\ufffd", "?"))), False),
    "layer-mojibake": (_by_letter(lambda text: mojibake(text, "cp1252")), False),
    "layer-code-page": (_by_letter(lambda text: as_code_page(text, "cp1252", "mac_roman")), False),
    "layer-private-use": (_by_letter(_private), False),
    "layer-ligatures": (_ligatures, False),
    "layer-one-font": (_shifted, True),
    "layer-shifted": (_shifted, False),
}


def _damage(name: str, make: MakeChange, one_font: bool) -> DamageMethod:
    return DamageMethod(name, ".pdf", lambda path, stem, rng: _apply(path, stem, rng, make, one_font))


DAMAGES = tuple(_damage(name, make, one_font) for name, (make, one_font) in _KINDS.items())
