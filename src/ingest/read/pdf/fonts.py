"""Letters that a PDF font's map has lost or falsified, found again in the embedded font itself.

What a code means is asked of three sources: the font program's own glyph names, its own Unicode map, and its
outlines (`glyph_shapes`). Where they contradict the PDF's map, or the map says nothing, the code gets a private
character in a corrected copy of the file; after reading, each private character stands for a pair: what the file
says (the word's raw text) and what is drawn (its text, with the repair recorded).
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.document import Change, Page, Word
from ingest.read.pdf.access import FAILURES
from ingest.read.pdf.glyph_shapes import Contour, Outline, compose
from ingest.read.pdf.to_unicode import parse_to_unicode, write_to_unicode

__all__ = ["Recovery", "doubtful", "recover", "restored"]

# Subset fonts carry no dates; fontTools would say so once a font.
logging.getLogger("fontTools.ttLib.tables._h_e_a_d").setLevel(logging.ERROR)

_PRIVATE = range(0xE000, 0xF8FF)
_MAX_GLYPHS = 3000
_CONFIDENCE = 0.97
"""Of one recovered letter: outlines leave hardly a doubt; calibrated on the plans of tier T6 (all were right)."""
_NAMELESS = re.compile(r"^(?:\.notdef|glyph\d+|gid\d+|g\d+|cid\d+|c\d+|index\d+|[a-z]?\d+)$", re.IGNORECASE)
_LATIN = frozenset("åäöéüèàáëïôóòíìúùæøñçÅÄÖÉÜÈÀÁËÏÔÓÒÍÌÚÙÆØÑÇ")


@dataclass(frozen=True, slots=True)
class Recovery:
    """A corrected copy of the file and what its private characters stand for: (as the file says, as drawn)."""

    data: bytes
    meaning: Mapping[str, tuple[str, str]]


_TELLING = 150
"""Letters of a font from which its share of å, ä and ö tells something, and the least that Swedish text has."""
_LEAST_SWEDISH = 0.02


def doubtful(pages: Iterable[Page], unmapped: int) -> bool:
    """Return whether the fonts are worth a look: Swedish has five å, ä or ö in a hundred letters, and few others."""
    if unmapped:
        return True
    sized: dict[tuple[bool, bool, float | None], list[int]] = {}
    for page in pages:
        for word in (*page.words, *page.rotated):
            key = word.bold, word.italic, word.size
            count = sized.get(key)
            if count is None:
                count = sized[key] = [0, 0]
            if word.raw.isascii():
                count[0] += len(word.raw)
                continue
            for c in word.raw:
                if c in "åäöÅÄÖ":
                    count[1] += 1
                    count[0] += 1
                elif c.isascii():
                    count[0] += 1
                elif (c.isalpha() and c not in _LATIN) or c in "¨˚´`ˆ‰‡†¤\ufffd" or unicodedata.combining(c):
                    return True
    letters: dict[tuple[bool, bool, int], tuple[int, int]] = {}
    for (bold, italic, size), (total, swedish) in sized.items():
        font = bold, italic, round(size or 0)
        before = letters.get(font, (0, 0))
        letters[font] = before[0] + total, before[1] + swedish
    return any(total >= _TELLING and swedish < _LEAST_SWEDISH * total for total, swedish in letters.values())


def restored(page: Page, meaning: Mapping[str, tuple[str, str]]) -> Page:
    """The page read from a corrected copy, with private characters as raw text and repaired text."""

    def word(w: Word) -> Word:
        if not any(c in meaning for c in w.raw):
            return w
        raw = "".join(meaning[c][0] if c in meaning else c for c in w.raw)
        text = unicodedata.normalize("NFC", "".join(meaning[c][1] if c in meaning else c for c in w.raw))
        change = Change(raw, text, "glyph-map", _CONFIDENCE)
        return replace(w, raw=raw, text=text, changes=(*w.changes, change))

    return replace(page, words=tuple(map(word, page.words)), rotated=tuple(map(word, page.rotated)))


def recover(data: bytes) -> Recovery | None:
    """Look into every embedded font; None where nothing is to be repaired or the file cannot be rewritten."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            mender = _Mender(pdf)
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
                    # One odd font must not lose the others, and fontTools raises whatever a damaged table leads to.
                    with contextlib.suppress(Exception):
                        mender.mend(item)
            if not mender.write():
                return None
            out = io.BytesIO()
            pdf.save(out, compress_streams=False)
            return Recovery(out.getvalue(), {char: pair for pair, char in mender.private.items()})
    except FAILURES:
        return None


@dataclass(slots=True)
class _Program:
    """An embedded font program."""

    outlines: dict[int, Outline]
    names: dict[int, str]
    unicode: dict[int, str]
    codes: dict[int, int]
    """Single-byte codes to glyphs, as the program itself maps them."""
    by_name: dict[str, int]
    cids: dict[int, int] | None
    em: float


class _Mender:
    """Finds every font's wrong codes first, then writes the maps with private characters that no font uses."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.programs: dict[tuple[int, int], _Program | None] = {}
        self.found: list[tuple[Any, int, dict[int, str], dict[int, tuple[str, str]]]] = []
        self.taken: set[str] = set()
        self.private: dict[tuple[str, str], str] = {}

    def mend(self, font: Any) -> None:
        mapped = parse_to_unicode(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
        self.taken.update(*mapped.values())
        composite = font.get("/Subtype") == "/Type0"
        inner = font.DescendantFonts[0] if composite else font
        descriptor = inner.get("/FontDescriptor")
        if descriptor is None:
            return
        stream = next((descriptor[k] for k in ("/FontFile2", "/FontFile3") if k in descriptor), None)
        if stream is None:
            return
        key = tuple(stream.objgen)
        if key not in self.programs:
            self.programs[key] = None
            self.programs[key] = _program(stream.read_bytes())
        program = self.programs[key]
        if program is None:
            return
        glyphs = _glyphs(font, inner, program, composite, mapped)
        changes = _differences(program, glyphs, mapped, _encoded(font, composite))
        if changes:
            self.found.append((font, 2 if composite else 1, mapped, changes))

    def write(self) -> bool:
        """Give every found font its new map; False where there is nothing to do."""
        free = (chr(c) for c in _PRIVATE if chr(c) not in self.taken)
        for font, width, mapped, changes in self.found:
            fresh = {c: t for c, t in mapped.items() if t and t != "\x00"}
            for code, pair in changes.items():
                if pair not in self.private:
                    char = next(free, None)
                    if char is None:
                        return False
                    self.private[pair] = char
                fresh[code] = self.private[pair]
            font.ToUnicode = self.pdf.make_stream(write_to_unicode(fresh, width))
        return bool(self.found)


_BYTE_VALUES = 256
_LAST_CODE = 255


def _glyphs(font: Any, inner: Any, program: _Program, composite: bool, mapped: Mapping[int, str]) -> dict[int, int]:
    """Codes to glyphs of the program."""
    if composite:
        if font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
            return {}
        table = inner.get("/CIDToGIDMap")
        if table is not None and not isinstance(table, str) and hasattr(table, "read_bytes"):
            raw = table.read_bytes()
            pairs = ((i // 2, raw[i] * _BYTE_VALUES + raw[i + 1]) for i in range(0, len(raw) - 1, 2))
            return {cid: gid for cid, gid in pairs if gid in program.outlines}
        if program.cids is not None:
            return {cid: gid for cid, gid in program.cids.items() if gid in program.outlines}
        return {gid: gid for gid in program.outlines}
    out = dict(program.codes)
    encoding = font.get("/Encoding")
    by_text = {t: g for g, t in (*program.names.items(), *program.unicode.items())}
    for code, text in _base(encoding).items():
        if text in by_text:
            out[code] = by_text[text]
    for code, name in _named_codes(encoding):
        gid = program.by_name.get(name)
        if gid is not None:
            out[code] = gid
    first, last = int(font.get("/FirstChar", 0)), int(font.get("/LastChar", _LAST_CODE))
    return {c: g for c, g in out.items() if first <= c <= last or c in mapped}


def _named_codes(encoding: Any) -> Iterator[tuple[int, str]]:
    """The codes to which an encoding gives glyph names of its own (`Differences`, ISO 32000-1, 9.6.6.1)."""
    if encoding is None or not hasattr(encoding, "get"):
        return
    code = 0
    for item in encoding.get("/Differences", []):
        if isinstance(item, int) or str(item).lstrip("-").isdigit():
            code = int(item)
        else:
            yield code, str(item).lstrip("/")
            code += 1


def _encoded(font: Any, composite: bool) -> dict[int, str]:
    """What the font's encoding says of codes that ToUnicode leaves out (simple fonts only)."""
    if composite:
        return {}
    from fontTools.agl import toUnicode

    encoding = font.get("/Encoding")
    out = _base(encoding)
    for code, name in _named_codes(encoding):
        text = toUnicode(name)
        if text:
            out[code] = text
    return out


_FIRST_PRINTED = 32
"""First code that is no control character (ISO 646)."""


def _base(encoding: Any) -> dict[int, str]:
    """The codes of a font's base encoding."""
    base = str(encoding) if encoding is not None and not hasattr(encoding, "get") else ""
    if encoding is not None and hasattr(encoding, "get"):
        base = str(encoding.get("/BaseEncoding", ""))
    codec = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}.get(base)
    if codec is None:
        return {}
    pairs = ((code, bytes([code]).decode(codec, "ignore")) for code in range(_FIRST_PRINTED, _BYTE_VALUES))
    return {code: text for code, text in pairs if text}


def _differences(
    program: _Program, glyphs: Mapping[int, int], mapped: Mapping[int, str], encoded: Mapping[int, str]
) -> dict[int, tuple[str, str]]:
    """Codes whose glyph is another letter than the file says: (as the file says, as drawn)."""
    said = {code: _sane(mapped.get(code)) or _sane(encoded.get(code)) for code in glyphs}
    plain = _plain_letters(program, glyphs, said)
    names = _trusted(program.names, plain)
    own = _trusted(program.unicode, plain)
    letters = {c: program.outlines[g] for c, g in plain.items() if g in program.outlines}
    shapes = compose(
        letters, {g: program.outlines[g] for g in set(glyphs.values()) if g in program.outlines}, program.em
    )
    out: dict[int, tuple[str, str]] = {}
    for code, gid in glyphs.items():
        drawn = shapes.get(gid) or names.get(gid) or own.get(gid)
        says = said[code]
        if code not in mapped and len(encoded.get(code, "")) > 1:
            says = None  # names of several letters (f_i) are known to the font but not to PDFium
        if drawn and program.outlines.get(gid) and _contradicts(drawn, says, gid in shapes):
            out[code] = (says or mapped.get(code) or chr(min(code, sys.maxunicode)), drawn)
    return out


def _plain_letters(program: _Program, glyphs: Mapping[int, int], said: Mapping[int, str | None]) -> dict[str, int]:
    """Glyph of each letter a to z and A to Z, by what the file says of its codes."""
    plain = {t: glyphs[c] for c, t in said.items() if t and len(t) == 1 and t.isascii() and t.isalpha()}
    # Two codes for one letter: the glyph with fewer contours is the letter itself (å falsified to a).
    for code, text in said.items():
        if text and text in plain:
            rival, holder = program.outlines.get(glyphs[code], ()), program.outlines.get(plain[text], ())
            if rival and len(rival) < len(holder):
                plain[text] = glyphs[code]
    return plain


def _contradicts(drawn: str, says: str | None, by_shape: bool) -> bool:
    """Return whether a glyph is another letter than the file says; names alone do not overrule a sound map."""
    if not says:
        return True
    if unicodedata.normalize("NFC", says) == drawn:
        return False
    if unicodedata.normalize("NFKC", says) == unicodedata.normalize("NFKC", drawn):
        return False
    return by_shape or _worse(says)


def _worse(text: str) -> bool:
    """A map's value that no Swedish text would hold."""
    return any(
        ord(c) < _FIRST_PRINTED or 0x7F <= ord(c) < 0xA0 or 0xE000 <= ord(c) <= 0xF8FF or c == "\ufffd" for c in text
    )


def _sane(text: str | None) -> str | None:
    if not text or any(ord(c) < _FIRST_PRINTED or c == "\ufffd" for c in text):
        return None
    return text


_RIGHT = 0.9
"""Share of told codes that a trusted table has right, and their number at least."""
_LEAST_RIGHT = 3


def _trusted(witness: Mapping[int, str], plain: Mapping[str, int]) -> dict[int, str]:
    """A source counts if it knows the plain letters that the map knows too."""
    told = [(c, witness.get(g)) for c, g in plain.items() if g in witness]
    right = sum(1 for c, t in told if c == t)
    if not told or right < _RIGHT * len(told) or right < _LEAST_RIGHT:
        return {}
    return dict(witness)


_EM = 1000.0
"""Units of an em where a font says nothing (Adobe Type 1)."""


def _program(data: bytes) -> _Program | None:
    from fontTools.agl import toUnicode
    from fontTools.ttLib import TTFont

    if data[:4] in (b"\x00\x01\x00\x00", b"true", b"OTTO", b"ttcf"):
        font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
        em = float(font["head"].unitsPerEm) if "head" in font else _EM
        if "glyf" in font:
            order = font.getGlyphOrder()
            outlines = _true_type(font, order, em)
        elif "CFF " in font:
            return _cff(font["CFF "].cff, em, font)
        else:
            return None
        names = {i: t for i, n in enumerate(order) if not _NAMELESS.match(n) and (t := toUnicode(n.split(".")[0]))}
        unicode, codes = _own_maps(font)
        return _Program(outlines, names, unicode, codes, {n: i for i, n in enumerate(order)}, None, em)
    if data[:1] == b"\x01":
        from fontTools.cffLib import CFFFontSet

        cff = CFFFontSet()
        cff.decompile(io.BytesIO(data), None)
        return _cff(cff, _EM, None)
    return None


_CONTOUR_STEPS = 500
"""Steps of an em in which contours are compared."""


def _true_type(font: Any, order: list[str], em: float) -> dict[int, Outline]:
    glyf = font["glyf"]
    out: dict[int, Outline] = {}
    for gid, name in enumerate(order[:_MAX_GLYPHS]):
        glyph = glyf[name]
        if glyph.numberOfContours == 0:
            continue
        points, ends, _ = glyph.getCoordinates(glyf)
        start = 0
        contours = []
        for end in ends:
            contour = Contour.of(points[start : end + 1], em / _CONTOUR_STEPS)
            if contour is not None:
                contours.append(contour)
            start = end + 1
        if contours:
            out[gid] = tuple(contours)
    return out


_SYMBOL_TABLE = (3, 0)
"""Platform 3, encoding 0 (OpenType, cmap)."""
_SYMBOLS = 0xF000
"""Where symbol fonts keep codes of a byte (OpenType, cmap): the first, and the one behind the last."""
_SYMBOLS_END = 0xF100
_BYTE = 0xFF


def _own_maps(font: Any) -> tuple[dict[int, str], dict[int, int]]:
    """Glyphs to Unicode by the program's Unicode map, and codes to glyphs by its byte map."""
    unicode: dict[int, str] = {}
    codes: dict[int, int] = {}
    if "cmap" not in font:
        return unicode, codes
    for table in font["cmap"].tables:
        if table.isUnicode() and (table.platformID, table.platEncID) != _SYMBOL_TABLE:
            for value, name in table.cmap.items():
                if not 0xE000 <= value <= 0xF8FF:
                    unicode.setdefault(font.getGlyphID(name), chr(value))
        elif (table.platformID, table.platEncID) == (1, 0):
            codes.update({c: font.getGlyphID(n) for c, n in table.cmap.items() if c < _BYTE_VALUES})
        elif (table.platformID, table.platEncID) == _SYMBOL_TABLE:
            for value, name in table.cmap.items():
                if value < _BYTE_VALUES or _SYMBOLS <= value < _SYMBOLS_END:
                    codes.setdefault(value & _BYTE, font.getGlyphID(name))
    return unicode, codes


def _cff(cff: Any, em: float, font: Any) -> _Program | None:
    top = cff[cff.fontNames[0]]
    order = list(top.charset)[:_MAX_GLYPHS]
    outlines: dict[int, Outline] = {}
    for gid, name in enumerate(order):
        if contours := _charstring_contours(top.CharStrings, name, em):
            outlines[gid] = contours
    by_name = {n: i for i, n in enumerate(order)}
    names: dict[int, str] = {}
    codes: dict[int, int] = {}
    cids: dict[int, int] | None = None
    if hasattr(top, "ROS"):  # keyed by character identifiers
        cids = {int(n[3:]): i for i, n in enumerate(order) if n.startswith("cid") and n[3:].isdigit()}
        cids.setdefault(0, 0)
    else:
        names, codes = _named_glyphs(order, getattr(top, "Encoding", None))
    unicode: dict[int, str] = {}
    if font is not None:
        unicode, more = _own_maps(font)
        codes = codes or more
    return _Program(outlines, names, unicode, codes, by_name, cids, em)


def _charstring_contours(strings: Any, name: str, em: float) -> Outline:
    """The contours of a glyph; none where its charstring is damaged."""
    from fontTools.pens.recordingPen import RecordingPen

    pen = RecordingPen()
    try:
        strings[name].draw(pen)
    except Exception:  # a damaged charstring raises anything; the others still count
        return ()
    contours: list[Contour] = []
    points: list[tuple[float, float]] = []
    for operator, arguments in pen.value:
        if operator in ("closePath", "endPath"):
            contour = Contour.of(points, em / _CONTOUR_STEPS)
            if contour is not None:
                contours.append(contour)
            points = []
        else:
            points += arguments
    return tuple(contours)


def _named_glyphs(order: Sequence[str], encoding: Any) -> tuple[dict[int, str], dict[int, int]]:
    """What the glyphs' names mean, and the font's own codes: glyph to text, code to glyph."""
    from fontTools.agl import toUnicode

    names = {i: t for i, n in enumerate(order) if not _NAMELESS.match(n) and (t := toUnicode(n.split(".")[0]))}
    if not isinstance(encoding, list):
        return names, {}
    by_name = {n: i for i, n in enumerate(order)}
    return names, {c: by_name[n] for c, n in enumerate(encoding) if n != ".notdef" and n in by_name}
