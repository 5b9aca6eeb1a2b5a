"""The characters of a PDF page as words with boxes, sizes and styles.

PDFium's text page gives the characters in content order with the spaces and line feeds it guesses; the guesses
are not used, because word borders decide what a table's cells are: a word ends at a white character that the
file itself draws, at a gap wider than a share of the font size, or where the text jumps.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from dataclasses import dataclass
from statistics import median

from ingest.document import BBox, Word
from ingest.read.pdf_frame import Frame
from ingest.read.pdfium import Matrix, address, c, function

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
_mark = function("FPDFPageObj_GetMarkedContentID", ctypes.c_int, ctypes.c_void_p)
_font = function("FPDFTextObj_GetFont", ctypes.c_void_p, ctypes.c_void_p)
_font_weight = function("FPDFFont_GetWeight", ctypes.c_int, ctypes.c_void_p)
_font_flags = function("FPDFFont_GetFlags", ctypes.c_int, ctypes.c_void_p)
_font_name = function("FPDFFont_GetBaseFontName", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t)
_ascent = function("FPDFFont_GetAscent", ctypes.c_int, ctypes.c_void_p, ctypes.c_float, ctypes.c_void_p)
_descent = function("FPDFFont_GetDescent", ctypes.c_int, ctypes.c_void_p, ctypes.c_float, ctypes.c_void_p)

GAP = 0.13
"""A gap wider than this share of the font size parts two words (a space is 0.2 to 0.3 em wide)."""
_FORCE_BOLD, _ITALIC = 1 << 18, 1 << 6
"""Font descriptor flags, ISO 32000-1 table 123."""
_WHITE = frozenset(
    [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
)
_DOUBTFUL = frozenset([*range(32), 0x7F, *range(0x80, 0xA1)])
"""White by Unicode, but in a font without a map these are codes of letters."""


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


@dataclass(slots=True)
class _Style:
    size: float
    baseline: float
    bold: bool
    italic: bool
    ascent: float
    descent: float
    angle: float
    """Degrees counter-clockwise as displayed."""
    invisible: bool
    mark: int
    """Number that ties the text to the structure tree; -1 for none."""

    @property
    def upright(self) -> bool:
        return abs(self.angle) < 15


@dataclass(slots=True)
class _Run:
    """Characters of one word as the content stream gives them."""

    text: list[str]
    x0: float
    x1: float
    style: _Style
    open_start: bool
    """No white character stands before it."""
    open_end: bool = True
    bold: bool = False
    last: float = 0.0
    """Left edge of the last character."""


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
        self.styles: dict[int, _Style] = {}
        self.fonts: dict[int, tuple[bool, bool, float, float]] = {}
        self.runs: list[_Run] = []
        self.turned: list[tuple[list[str], list[BBox], _Style]] = []
        self.invisible = self.unmapped = self.characters = 0
        self.angles = [0, 0, 0, 0]

    def read(self) -> PageText:
        page, styles = self.page, self.styles
        rect = c.FS_RECTF()
        rect_ref = ctypes.addressof(rect)
        plain = self.frame.turns % 4 == 0
        left = self.frame.left
        run: _Run | None = None
        style: _Style | None = None
        last_object, pending_space, high = 0, True, 0
        for i in range(_count(page)):
            code = _unicode(page, i)
            page_object = _object(page, i)
            if not page_object:
                continue
            if page_object != last_object:
                last_object = page_object
                style = styles.get(page_object)
                if style is None:
                    style = styles[page_object] = self._style(page_object, i)
            assert style is not None
            if code in _DOUBTFUL:
                if code == 2 and _is_hyphen(page, i):
                    code = 0x2D
                elif _map_error(page, i) or (code < 32 and code not in _WHITE):
                    self.unmapped += 1
                    code = code or 0xFFFD
                elif code in _WHITE:
                    if run is not None:
                        run.open_end = False
                    run, pending_space = None, True
                    continue
            elif code in _WHITE:
                if run is not None:
                    run.open_end = False
                run, pending_space = None, True
                continue
            if code == 0xFFFE:
                code = 0x2D
            if 0xD800 <= code < 0xE000:
                if code < 0xDC00:
                    high = code
                    continue
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
                high = 0
            elif code > 0x10FFFF:
                code = 0xFFFD
            _loose(page, i, rect_ref)
            self.characters += 1
            if style.invisible:
                self.invisible += 1
            if not style.upright:
                self._turned(chr(code), rect, style, pending_space)
                run, pending_space = None, False
                continue
            self.angles[0] += 1
            if plain:
                x0, x1 = rect.left - left, rect.right - left
            else:
                x0, _, x1, _ = self.matrix.box(rect.left, rect.bottom, rect.right, rect.top)
            size = style.size
            if run is not None:
                before = run.style
                gap = x0 - run.x1
                if before is style and x0 == run.last and x1 == run.x1:
                    run.text.append(chr(code))  # the second letter of a ligature: same glyph, same box
                    continue
                if before is not style and (
                    abs(before.baseline - style.baseline) > 0.12 * min(size, before.size)
                    and (abs(before.baseline - style.baseline) > 0.3 * min(size, before.size) or size != before.size)
                ):
                    run = None
                elif -0.6 * size < gap < GAP * size:
                    if before is not style and run.text[-1] == chr(code) and abs(x0 - run.last) < 0.2 * (x1 - x0):
                        run.bold = True  # printed twice to look bold
                        continue
                    run.text.append(chr(code))
                    run.last = x0
                    if x1 > run.x1:
                        run.x1 = x1
                    continue
                else:
                    run = None
            run = _Run([chr(code)], x0, x1, style, open_start=not pending_space, bold=style.bold, last=x0)
            self.runs.append(run)
            pending_space = False
        runs = _without_doubles(_joined(_respaced(_raised(self.runs))))
        words = tuple(map(_word, runs))
        marks = tuple(r.style.mark for r in runs)
        rotated = tuple(_turned_word(*t) for t in self.turned)
        a, b, d, e = self.angles
        return PageText(words, rotated, self.characters, self.invisible, self.unmapped, marks, (a, b, d, e))

    def _style(self, page_object: int, index: int) -> _Style:
        m = c.FS_MATRIX()
        _char_matrix(self.page, index, ctypes.addressof(m))
        shown = Matrix(m.a, m.b, m.c, m.d).then(self.matrix._replace(e=0.0, f=0.0))
        x, y = ctypes.c_double(), ctypes.c_double()
        _origin(self.page, index, ctypes.addressof(x), ctypes.addressof(y))
        baseline = self.matrix.point(x.value, y.value)[1]
        scale = math.hypot(shown.c, shown.d)
        size = abs(_font_size(self.page, index)) * scale
        rect = c.FS_RECTF()
        _loose(self.page, index, ctypes.addressof(rect))
        height = max(abs(rect.top - rect.bottom), abs(rect.right - rect.left))
        if height > 0 and not 0.25 * height < size < 12 * height:
            size = height  # type 3 fonts with a glyph space of their own
        bold, italic, ascent, descent = self._font(_font(page_object))
        mode = _render_mode(page_object)
        # Slanted by the matrix: an italic made of an upright font.
        slant = abs(shown.a * shown.c + shown.b * shown.d) > 0.1 * scale * (math.hypot(shown.a, shown.b) or 1)
        angle = math.degrees(math.atan2(-shown.b, shown.a))
        return _Style(
            size=size or 1.0,
            baseline=baseline,
            bold=bold or mode == 2,
            italic=italic or slant,
            ascent=ascent,
            descent=descent,
            angle=angle,
            invisible=mode == 3,
            mark=_mark(page_object),
        )

    def _font(self, font: int) -> tuple[bool, bool, float, float]:
        known = self.fonts.get(font)
        if known is None:
            buffer = ctypes.create_string_buffer(128)
            _font_name(font, buffer, 128)
            name = buffer.value.decode("latin-1").rpartition("+")[2].lower()
            flags = max(0, _font_flags(font))
            # Weight comes from StemV, which many producers leave at a guess; the name is better evidence.
            named = any(part in name for part in ("bold", "black", "heavy", "semibold", "demi"))
            bold = named or bool(flags & _FORCE_BOLD) or _font_weight(font) >= 700
            italic = bool(flags & _ITALIC) or "italic" in name or "oblique" in name
            up, down = ctypes.c_float(), ctypes.c_float()
            _ascent(font, 1.0, ctypes.addressof(up))
            _descent(font, 1.0, ctypes.addressof(down))
            ascent = min(0.95, max(0.70, up.value or 0.75))
            descent = min(0.30, max(0.18, abs(down.value) or 0.22))
            known = self.fonts[font] = (bold, italic, ascent, descent)
        return known

    def _turned(self, char: str, rect: object, style: _Style, space: bool) -> None:
        self.angles[round(-style.angle / 90) % 4] += 1
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
                abs(before.angle - style.angle) < 5
                and aside < 0.5 * style.size
                and 0 <= forward < advance + GAP * style.size
            ):
                text.append(char)
                boxes.append(box)
                return
        self.turned.append(([char], [box], style))


def _raised(runs: list[_Run]) -> list[_Run]:
    """Small raised or lowered text beside a word: ordinals and units stay with it, a note's mark stands alone."""
    out: list[_Run] = []
    for run in runs:
        word = out[-1] if out else None
        if word is None or not (word.open_end and run.open_start):
            out.append(run)
            continue
        size, shift = word.style.size, run.style.baseline - word.style.baseline
        touches = -0.1 * size < run.x0 - word.x1 < GAP * size
        small = run.style.size < 0.86 * size and 0.1 * size < abs(shift) < 0.65 * size
        if touches and small:
            text = "".join(run.text)
            mark = (shift < 0 and text.strip("*†‡,)(").isdigit()) or not text.strip("*†‡")
            letters = len("".join(word.text).strip("(").strip())
            if not mark or letters <= 2:
                word.text += run.text
                word.x1, word.open_end = run.x1, run.open_end
                continue
        before = out[-2] if len(out) > 1 else None
        if (
            before is not None
            and before.open_end
            and abs(before.style.baseline - run.style.baseline) < 0.05 * run.style.size
            and word.style.size < 0.86 * run.style.size
            and -0.1 * run.style.size < run.x0 - word.x1 < GAP * run.style.size
            and -0.1 * run.style.size < word.x0 - before.x1 < GAP * run.style.size
            and not run.text[0].isalnum()
        ):
            # Punctuation behind the mark belongs to the word before it.
            before.text += run.text
            before.open_end = False
            continue
        out.append(run)
    return out


def _respaced(runs: list[_Run]) -> list[_Run]:
    """Letter-spaced text: single letters at even gaps become words again."""
    out: list[_Run] = []
    i = 0
    while i < len(runs):
        j = i
        while (
            j + 1 < len(runs)
            and len(runs[j].text) == 1 == len(runs[j + 1].text)
            and runs[j].open_end
            and runs[j + 1].open_start
            and abs(runs[j].style.baseline - runs[j + 1].style.baseline) < 0.1 * runs[j].style.size
            and 0 < runs[j + 1].x0 - runs[j].x1 < 1.2 * runs[j].style.size
        ):
            j += 1
        if j - i < 2:
            out.append(runs[i])
            i += 1
            continue
        group = runs[i : j + 1]
        usual = median(b.x0 - a.x1 for a, b in itertools.pairwise(group))
        word = group[0]
        for run in group[1:]:
            if run.x0 - word.x1 > 1.7 * usual:
                out.append(word)
                word = run
            else:
                word.text += run.text
                word.x1, word.open_end = run.x1, run.open_end
        out.append(word)
        i = j + 1
    return out


def _joined(runs: list[_Run]) -> list[_Run]:
    """Pieces of words that the content stream draws out of order, put together where they touch."""
    loose = [r for r in runs if r.open_start or r.open_end]
    if len(loose) < 2:
        return runs
    by_line: dict[int, list[_Run]] = {}
    for run in loose:
        by_line.setdefault(round(run.style.baseline), []).append(run)
    gone: set[int] = set()
    for line in by_line.values():
        line.sort(key=lambda r: r.x0)
        word = line[0]
        for run in line[1:]:
            size = min(run.style.size, word.style.size)
            if (
                word.open_end
                and run.open_start
                and -0.1 * size < run.x0 - word.x1 < GAP * size
                and abs(word.style.baseline - run.style.baseline) < 0.15 * size
                and abs(run.style.size - word.style.size) < 0.15 * size
            ):
                word.text += run.text
                word.x1, word.open_end = max(word.x1, run.x1), run.open_end
                gone.add(id(run))
            else:
                word = run
    return [r for r in runs if id(r) not in gone] if gone else runs


def _without_doubles(runs: list[_Run]) -> list[_Run]:
    """Words printed twice at nearly the same place (false bold, shadows) once; the kept one counts as bold."""
    seen: dict[tuple[str, int], list[_Run]] = {}
    out = []
    for run in runs:
        text = "".join(run.text)
        row = round(run.style.baseline / 4)
        size = run.style.size
        twin = next(
            (
                other
                for key in (row - 1, row, row + 1)
                for other in seen.get((text, key), ())
                if abs(other.x0 - run.x0) < 0.15 * size and abs(other.style.baseline - run.style.baseline) < 0.15 * size
            ),
            None,
        )
        if twin is not None:
            twin.bold = twin.bold or not run.style.invisible
            continue
        seen.setdefault((text, row), []).append(run)
        out.append(run)
    return out


def _word(run: _Run) -> Word:
    style = run.style
    text = "".join(run.text)
    box = BBox(run.x0, style.baseline - style.ascent * style.size, run.x1, style.baseline + style.descent * style.size)
    return Word(text, text, box, size=style.size, bold=run.bold, italic=style.italic)


def _turned_word(letters: list[str], boxes: list[BBox], style: _Style) -> Word:
    text = "".join(letters)
    box = BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )
    return Word(text, text, box, size=style.size, bold=style.bold, italic=style.italic)
