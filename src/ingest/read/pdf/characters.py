"""The characters of a PDF page as words with boxes, sizes and styles.

PDFium's text page gives the characters in content order with the spaces and line feeds it guesses; the guesses
are not used, because word borders decide what a table's cells are: a word ends at a white character that the
file itself draws, at a gap wider than a share of the font size, or where the text jumps.
"""

from __future__ import annotations

import ctypes
import math
import sys
from dataclasses import dataclass

from ingest.document import BBox, Word
from ingest.read.pdf.bindings import Matrix, address, c, function
from ingest.read.pdf.frame import Frame
from ingest.read.pdf.words import GAP, CharacterRun, TextStyle, run_word, turned_word, whole_words

__all__ = ["PageText", "page_text"]

_count = function("FPDFText_CountChars", ctypes.c_int, ctypes.c_void_p)
_unicode = function("FPDFText_GetUnicode", ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_object = function("FPDFText_GetTextObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_loose = function("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_origin = function("FPDFText_GetCharOrigin", ctypes.c_int, *[ctypes.c_void_p, ctypes.c_int], *[ctypes.c_void_p] * 2)
_char_matrix = function("FPDFText_GetMatrix", ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_font_size = function("FPDFText_GetFontSize", ctypes.c_double, ctypes.c_void_p, ctypes.c_int)
_map_error = function("FPDFText_HasUnicodeMapError", ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_is_hyphen = function("FPDFText_IsHyphen", ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_render_mode = function("FPDFTextObj_GetTextRenderMode", ctypes.c_int, ctypes.c_void_p)
_bounds = function("FPDFPageObj_GetBounds", ctypes.c_int, ctypes.c_void_p, *[ctypes.c_void_p] * 4)
_clip = function("FPDFPageObj_GetClipPath", ctypes.c_void_p, ctypes.c_void_p)
_clip_paths = function("FPDFClipPath_CountPaths", ctypes.c_int, ctypes.c_void_p)
_clip_segments = function("FPDFClipPath_CountPathSegments", ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_clip_segment = function("FPDFClipPath_GetPathSegment", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int)
_point = function("FPDFPathSegment_GetPoint", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
_mark = function("FPDFPageObj_GetMarkedContentID", ctypes.c_int, ctypes.c_void_p)
_font = function("FPDFTextObj_GetFont", ctypes.c_void_p, ctypes.c_void_p)
_font_weight = function("FPDFFont_GetWeight", ctypes.c_int, ctypes.c_void_p)
_font_flags = function("FPDFFont_GetFlags", ctypes.c_int, ctypes.c_void_p)
_font_name = function("FPDFFont_GetBaseFontName", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t)
_ascent = function("FPDFFont_GetAscent", ctypes.c_int, ctypes.c_void_p, ctypes.c_float, ctypes.c_void_p)
_descent = function("FPDFFont_GetDescent", ctypes.c_int, ctypes.c_void_p, ctypes.c_float, ctypes.c_void_p)

_FORCE_BOLD, _ITALIC = 1 << 18, 1 << 6
"""Font descriptor flags, ISO 32000-1 table 123."""
_PRINTED_TWICE = 0.5
"""A letter nearer than this share of its width to the same letter before it is that letter, printed twice to look bold;
two letters of a word stand a whole width apart, less what the tightest setting takes."""
_SEEN = 0.3
"""Share of a text's height that lies inside its clip at least, if it can be read at all."""
_MAX_CLIP = 40
"""Paths of a clip, and points of a path, that are looked at; what is more is no cell."""
_WHITE = frozenset(
    [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
)
_DOUBTFUL = frozenset([*range(32), 0x7F, *range(0x80, 0xA1)])
"""White by Unicode, but in a font without a map these are codes of letters."""
_SOFT, _FIRST_PRINTED, _HYPHEN, _LINE_END_HYPHEN, _REPLACEMENT = 2, 0x20, 0x2D, 0xFFFE, 0xFFFD
"""Code points; PDFium gives a hyphen at a line's end as one of two codes."""
_PLAIN = frozenset([*range(0x21, 0x7F), *range(0xA1, 0x180)])
"""Codes of letters and signs of Latin script, which stand for nothing else."""
_HIGH_HALVES, _LOW_HALVES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""Surrogates of UTF-16."""
_BACK = 0.6
"""Share of the font size by which a letter may stand over the one before: kerning, accents of their own."""
_RAISED, _ANOTHER_LINE = 0.12, 0.3
"""Share of the font size by which baselines differ within a word of one size, and at all."""
_GLYPH_SPACE = (0.25, 12.0)
"""Font sizes by glyph heights that are believed; others are type 3 fonts with a glyph space of their own."""
_SLANTED = 0.1
"""Tangent of a slant from which upright letters are an italic."""
_STROKED, _NOT_DRAWN = 2, 3
"""Text rendering modes: filled and stroked, which makes letters bold; neither (ISO 32000-1, table 106)."""
_BOLD_WEIGHT = 700
"""Weight of a bold font (ISO 32000-1, table 122)."""
_LONGEST_NAME = 128
"""Bytes of a font's name that are read."""
_ASCENTS, _USUAL_ASCENT = (0.70, 0.95), 0.75
_DESCENTS, _USUAL_DESCENT = (0.18, 0.30), 0.22
"""Shares of the font size that a font's ascent and descent are held to, and what stands in for them."""
_QUARTER = 90
"""Degrees."""
_SAME_DIRECTION = 5.0
"""Degrees by which letters of one turned word may differ."""
_ASIDE = 0.5
"""Share of the font size by which letters of one turned word may stand off its line."""


@dataclass(frozen=True, slots=True)
class PageText:
    words: tuple[Word, ...]
    """Upright text, in content order."""
    rotated: tuple[Word, ...]
    characters: int
    """Without white space."""
    invisible: int
    """Characters drawn in render mode 3 (a layer under or over an image, mostly by OCR)."""
    unmapped: int
    """Characters whose font does not say which letter they are."""
    marks: tuple[int, ...]
    """Marked-content number of each of `words`; -1 for none."""
    angles: tuple[int, int, int, int]
    """Characters by direction of text: upright, turned a quarter clockwise, half, a quarter counter-clockwise."""
    cut_away: tuple[str, ...] = ()
    """Words that their clip leaves out."""


def page_text(page: object, frame: Frame) -> PageText:
    """Words of a loaded page (a pypdfium2 `FPDF_PAGE`)."""
    handle = c.FPDFText_LoadPage(page)
    try:
        return _Reader(address(handle), frame).read()
    finally:
        c.FPDFText_ClosePage(handle)


class _Reader:
    def __init__(self, text_page: int, frame: Frame) -> None:
        self.page = text_page
        self.frame = frame
        self.matrix = frame.matrix
        self.turn = self.matrix._replace(e=0.0, f=0.0)
        """The same without its shift."""
        self.styles: dict[int, TextStyle] = {}
        self.fonts: dict[int, tuple[bool, bool, float, float]] = {}
        self.runs: list[CharacterRun] = []
        self.turned: list[tuple[list[str], list[BBox], TextStyle]] = []
        self.unmapped = 0
        self.angles = [0, 0, 0, 0]
        self.run: CharacterRun | None = None
        self.after_space = True
        self.drawn: TextStyle | None = None
        """Of the last character, where it stands in `run`."""
        self.cut: list[str] = []
        """The characters that a clip leaves out."""
        # What the library writes a style's numbers to.
        self._shape, self._point, self._box = c.FS_MATRIX(), (ctypes.c_double(), ctypes.c_double()), c.FS_RECTF()
        at = ctypes.addressof
        self._places = at(self._shape), (at(self._point[0]), at(self._point[1])), at(self._box)
        self.high = 0
        """The first half of a surrogate pair; 0 for none."""

    def read(self) -> PageText:
        page, styles = self.page, self.styles
        rect = c.FS_RECTF()
        rect_ref = ctypes.addressof(rect)
        plain = self.frame.turns % 4 == 0
        left = self.frame.left
        goes_on = self._goes_on
        characters = invisible = upright = 0
        style: TextStyle | None = None
        last_object = 0
        for i in range(_count(page)):
            page_object = _object(page, i)
            if not page_object:
                continue
            if page_object != last_object:
                last_object = page_object
                style = styles.get(page_object)
                if style is None:
                    style = styles[page_object] = self._style(page_object, i)
            assert style is not None
            told: int = _unicode(page, i)
            if style.cut_away:
                self.cut.append(chr(told) if _FIRST_PRINTED <= told <= sys.maxunicode else " ")
                continue
            code = told if told in _PLAIN else self._code(i, told)
            if code is None:
                continue
            char = chr(code)
            _loose(page, i, rect_ref)
            characters += 1
            invisible += style.invisible
            if not style.upright:
                self._turned(char, rect, style, self.after_space)
                self.run, self.after_space = None, False
                continue
            upright += 1
            if plain:
                x0, x1 = rect.left - left, rect.right - left
            else:
                x0, _, x1, _ = self.matrix.box(rect.left, rect.bottom, rect.right, rect.top)
            if not goes_on(char, x0, x1, style):
                self._begin(char, x0, x1, style)
        self.angles[0] += upright
        runs = whole_words(self.runs)
        words = tuple(run_word(r) for r in runs)
        marks = tuple(r.style.mark for r in runs)
        rotated = tuple(turned_word(*t) for t in self.turned)
        a, b, d, e = self.angles
        cut = tuple("".join(self.cut).split())
        return PageText(words, rotated, characters, invisible, self.unmapped, marks, (a, b, d, e), cut)

    def _code(self, index: int, code: int) -> int | None:
        """Code point of a character; None for white space, which ends a word, and for half of a surrogate pair."""
        if code in _DOUBTFUL:
            if code == _SOFT and _is_hyphen(self.page, index):
                return _HYPHEN
            if _map_error(self.page, index) or (code < _FIRST_PRINTED and code not in _WHITE):
                self.unmapped += 1
                return code or _REPLACEMENT
        if code in _WHITE:
            if self.run is not None:
                self.run.open_end = False
            self.run, self.after_space = None, True
            return None
        if code == _LINE_END_HYPHEN:
            return _HYPHEN
        if code in _HIGH_HALVES:
            self.high = code
            return None
        if code in _LOW_HALVES:
            high, self.high = self.high, 0
            return 0x10000 + ((high - _HIGH_HALVES.start) << 10) + (code - _LOW_HALVES.start) if high else _REPLACEMENT
        return code if code <= sys.maxunicode else _REPLACEMENT

    def _goes_on(self, char: str, x0: float, x1: float, style: TextStyle) -> bool:
        """Add a character between two x in points to the run at hand; return False where it begins another one."""
        run = self.run
        if run is None:
            return False
        if self.drawn is style and x0 == run.last and x1 == run.x1:
            # The second letter of a ligature: same glyph, same box. A run keeps its first letter's style.
            run.text.append(char)
            return True
        if run.style is not style and _on_another_line(run.style, style):
            return False
        if not -_BACK * style.size < x0 - run.x1 < GAP * style.size:
            return False
        if run.text[-1] == char and abs(x0 - run.last) < _PRINTED_TWICE * (x1 - x0):
            run.bold = True
            return True
        run.text.append(char)
        run.last, self.drawn = x0, style
        if x1 > run.x1:
            run.x1 = x1
        return True

    def _begin(self, char: str, x0: float, x1: float, style: TextStyle) -> None:
        self.run = CharacterRun([char], x0, x1, style, open_start=not self.after_space, bold=style.bold, last=x0)
        self.runs.append(self.run)
        self.drawn = style
        self.after_space = False

    def _style(self, page_object: int, index: int) -> TextStyle:
        m = self._shape
        _char_matrix(self.page, index, self._places[0])
        shown = Matrix(m.a, m.b, m.c, m.d).then(self.turn)
        x, y = self._point
        _origin(self.page, index, *self._places[1])
        baseline = self.matrix.point(x.value, y.value)[1]
        scale = math.hypot(shown.c, shown.d)
        size = abs(_font_size(self.page, index)) * scale
        rect = self._box
        _loose(self.page, index, self._places[2])
        height = max(abs(rect.top - rect.bottom), abs(rect.right - rect.left))
        if height > 0 and not _GLYPH_SPACE[0] * height < size < _GLYPH_SPACE[1] * height:
            size = height
        bold, italic, ascent, descent = self._font(_font(page_object))
        mode = _render_mode(page_object)
        # Slanted by the matrix: an italic made of an upright font.
        slant = abs(shown.a * shown.c + shown.b * shown.d) > _SLANTED * scale * (math.hypot(shown.a, shown.b) or 1)
        angle = math.degrees(math.atan2(-shown.b, shown.a))
        return TextStyle(
            size=size or 1.0,
            baseline=baseline,
            bold=bold or mode == _STROKED,
            italic=italic or slant,
            ascent=ascent,
            descent=descent,
            angle=angle,
            invisible=mode == _NOT_DRAWN,
            cut_away=_cut_away(page_object),
            mark=_mark(page_object),
        )

    def _font(self, font: int) -> tuple[bool, bool, float, float]:
        known = self.fonts.get(font)
        if known is None:
            buffer = ctypes.create_string_buffer(_LONGEST_NAME)
            _font_name(font, buffer, _LONGEST_NAME)
            name = buffer.value.decode("latin-1").rpartition("+")[2].lower()
            flags = max(0, _font_flags(font))
            # Weight comes from StemV, which many producers leave at a guess; the name is better evidence.
            named = any(part in name for part in ("bold", "black", "heavy", "semibold", "demi"))
            bold = named or bool(flags & _FORCE_BOLD) or _font_weight(font) >= _BOLD_WEIGHT
            italic = bool(flags & _ITALIC) or "italic" in name or "oblique" in name
            up, down = ctypes.c_float(), ctypes.c_float()
            _ascent(font, 1.0, ctypes.addressof(up))
            _descent(font, 1.0, ctypes.addressof(down))
            ascent = min(_ASCENTS[1], max(_ASCENTS[0], up.value or _USUAL_ASCENT))
            descent = min(_DESCENTS[1], max(_DESCENTS[0], abs(down.value) or _USUAL_DESCENT))
            known = self.fonts[font] = (bold, italic, ascent, descent)
        return known

    def _turned(self, char: str, rect: object, style: TextStyle, space: bool) -> None:
        self.angles[round(-style.angle / _QUARTER) % 4] += 1
        box = BBox(*self.matrix.box(rect.left, rect.bottom, rect.right, rect.top))  # type: ignore[attr-defined]
        if self.turned and not space:
            text, boxes, before = self.turned[-1]
            turn = math.radians(style.angle)
            along, across = math.cos(turn), -math.sin(turn)
            last = boxes[-1]
            dx = (box.x0 + box.x1 - last.x0 - last.x1) / 2
            dy = (box.top + box.bottom - last.top - last.bottom) / 2
            forward, aside = dx * along + dy * across, abs(dx * across - dy * along)
            advance = (max(last.width, last.height) + max(box.width, box.height)) / 2
            if (
                abs(before.angle - style.angle) < _SAME_DIRECTION
                and aside < _ASIDE * style.size
                and 0 <= forward < advance + GAP * style.size
            ):
                text.append(char)
                boxes.append(box)
                return
        self.turned.append(([char], [box], style))


def _on_another_line(before: TextStyle, style: TextStyle) -> bool:
    """Return whether two styles' baselines lie apart; of one size a letter may be raised within a word."""
    apart, size = abs(before.baseline - style.baseline), min(style.size, before.size)
    return apart > _RAISED * size and (apart > _ANOTHER_LINE * size or style.size != before.size)


def _cut_away(page_object: int) -> bool:
    """Return whether a text lies above or below all that its clip paths leave of the page.

    A spreadsheet prints the text of a merged cell again on every page that the cell reaches, and clips it to the cell:
    each line is seen on one of them. Object and clip are compared in the space in which the file gives both.
    """
    path = _clip(page_object)
    count = _clip_paths(path) if path else 0
    if not 0 < count <= _MAX_CLIP:
        return False
    left, bottom, right, top, x, y = (ctypes.c_float() for _ in range(6))
    if not _bounds(page_object, *(ctypes.addressof(v) for v in (left, bottom, right, top))):
        return False
    low, high = -math.inf, math.inf
    for i in range(count):
        number = _clip_segments(path, i)
        if not 2 < number <= _MAX_CLIP:
            continue
        ys = []
        for j in range(number):
            _point(_clip_segment(path, i, j), ctypes.addressof(x), ctypes.addressof(y))
            ys.append(y.value)
        low, high = max(low, min(ys)), min(high, max(ys))
    return min(high, top.value) - max(low, bottom.value) < _SEEN * (top.value - bottom.value)
