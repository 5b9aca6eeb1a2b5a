"""What is drawn on a PDF page: rules, fills and images, in displayed coordinates.

Table borders come as stroked lines, stroked rectangles, thin filled rectangles, thin images, rows of dots, or
one long path for a whole grid; all become `Rule`s. Clipping counts for fills only, where producers (Word,
Quartz) paint a large area through a cell-sized clip.
"""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass

from ingest.document import BBox, Fill, Rule
from ingest.read.pdf.bindings import Matrix, address, c, color, function, matrix_of
from ingest.read.pdf.frame import Frame

__all__ = ["Drawing", "page_drawing"]

_count = function("FPDFPage_CountObjects", ctypes.c_int, ctypes.c_void_p)
_get = function("FPDFPage_GetObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_type = function("FPDFPageObj_GetType", ctypes.c_int, ctypes.c_void_p)
_bounds = function("FPDFPageObj_GetBounds", ctypes.c_int, *[ctypes.c_void_p] * 5)
_draw_mode = function("FPDFPath_GetDrawMode", ctypes.c_int, *[ctypes.c_void_p] * 3)
_stroke_width = function("FPDFPageObj_GetStrokeWidth", ctypes.c_int, *[ctypes.c_void_p] * 2)
_segments = function("FPDFPath_CountSegments", ctypes.c_int, ctypes.c_void_p)
_segment = function("FPDFPath_GetPathSegment", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_point = function("FPDFPathSegment_GetPoint", ctypes.c_int, *[ctypes.c_void_p] * 3)
_kind = function("FPDFPathSegment_GetType", ctypes.c_int, ctypes.c_void_p)
_close = function("FPDFPathSegment_GetClose", ctypes.c_int, ctypes.c_void_p)
_form_count = function("FPDFFormObj_CountObjects", ctypes.c_int, ctypes.c_void_p)
_form_get = function("FPDFFormObj_GetObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_clip = function("FPDFPageObj_GetClipPath", ctypes.c_void_p, ctypes.c_void_p)
_clip_paths = function("FPDFClipPath_CountPaths", ctypes.c_int, ctypes.c_void_p)
_clip_segments = function("FPDFClipPath_CountPathSegments", ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_clip_segment = function("FPDFClipPath_GetPathSegment", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int)

THIN = 3.0
"""Points: a filled box at most this thick, and four times as long, is a line and no area."""
_SKEW = 1.0
"""Points that the ends of a nearly level line may differ."""
_DOT = (1.2, 8.0)
"""Points: the sides of what may be a bullet."""
_ROUND = 1.3
"""Longer by shorter side of a bullet."""
_DEPTH = 16
"""Forms within forms that are looked into."""
_MAX_CLIP = 40
"""Paths of a clip, and points of a path, that are looked at."""
_ON = 0.5
"""Points within which a point lies on a side."""
_ROUNDED = (20.0, 12.0)
"""Points: the least width and height of a box with rounded corners."""
_STRAIGHT = 0.6
"""Share of its outline that is straight, at least."""
_LEAST_LINE, _SHORTEST_RULE = 12.0, 4.0
"""Points: a thin image this long is a line; a shorter rule, its pieces joined, parts nothing."""
_LEAST_AREA = 20.0
"""Points: the longer side of a filled area that is no box."""
_LINE = 4
"""A filled box at most `THIN` is a line where it is so many times as long."""
_CORNERS, _MOST_CORNERS = 4, 6
"""Points of a path that may be a box, and of one that is no more than a box."""
_HAIRLINE = 0.1
"""Points: a line of no width is drawn as thin as can be."""
_DASH = 2.5
"""Points between two dots or dashes of one line."""
_TRANSPARENT = 0.02
"""Opacity below which nothing is seen."""
_WHITE, _PURE_WHITE = 0.97, 0.99
"""Colour components from which ink is white on white paper; from which a fill is."""
_PAGE = (0.95, 0.9)
"""Share of a page's width and height that its background covers."""
_BLACK = (0.0, 0.0, 0.0, 1.0)
Ink = tuple[float, float, float, float]
"""Red, green, blue, opacity: each 0..1."""


@dataclass(frozen=True, slots=True)
class Drawing:
    rules: tuple[Rule, ...] = ()
    fills: tuple[Fill, ...] = ()
    images: tuple[BBox, ...] = ()
    forms: int = 0
    dots: tuple[BBox, ...] = ()
    """Small round or square marks, as bullets are."""
    given_up: bool = False
    """More is drawn than is looked at: there may be rules and fills that are not among these."""


class _TooMuchDrawn(Exception):
    """A page draws more than is looked at."""


def page_drawing(page: object, frame: Frame, limit: int) -> Drawing:
    """Rules, fills and images of a loaded page.

    Of a page that draws more than `limit` objects and path segments (a map, a plan of a building, a chart of many
    points: no table has a thousandth of that) the pictures are kept alone: half of the lines would make wrong tables.
    """
    pen = _Pen(frame, limit)
    handle = address(page)
    given_up = False
    try:
        for i in range(_count(handle)):
            pen.object(_get(handle, i), frame.matrix, 0)
    except _TooMuchDrawn:
        given_up = True
        pen.rules, pen.fills, pen.dots = [], [], []
    width, height = frame.width, frame.height
    on_page = [r for r in pen.rules if frame.holds(r.bbox)]
    fills = [f for f in pen.fills if frame.holds(f.bbox)]
    return Drawing(
        tuple(_merged(on_page)),
        tuple(_telling(fills, width, height)),
        tuple(b for b in pen.images if frame.holds(b)),
        pen.forms,
        tuple(d for d in pen.dots if frame.holds(d)),
        given_up,
    )


class _Pen:
    def __init__(self, frame: Frame, limit: int) -> None:
        self.frame = frame
        self.left = limit
        self.limit = limit
        self.rules: list[Rule] = []
        self.fills: list[Fill] = []
        self.images: list[BBox] = []
        self.dots: list[BBox] = []
        self.forms = 0
        self._f = [ctypes.c_float() for _ in range(4)]
        self._refs = [ctypes.addressof(v) for v in self._f]
        self._ints = [ctypes.c_int(), ctypes.c_int()]

    def object(self, item: int | None, matrix: Matrix, depth: int) -> None:
        if not item:
            return
        self.left -= 1
        if self.left < 0:
            raise _TooMuchDrawn(f"draws more than {self.limit} objects on one page.")
        kind = _type(item)
        if kind == c.FPDF_PAGEOBJ_PATH:
            self.path(item, matrix)
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            box = self.bounds(item, matrix)
            if box is not None:
                self.image(box)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            self.forms += 1
            inner = matrix_of(item).then(matrix)
            for i in range(_form_count(item)):
                self.object(_form_get(item, i), inner, depth + 1)

    def bounds(self, item: int, matrix: Matrix) -> BBox | None:
        if not _bounds(item, *self._refs):
            return None
        return BBox(*matrix.box(*(v.value for v in self._f)))

    def image(self, box: BBox) -> None:
        thin, long = sorted((box.width, box.height))
        if thin <= THIN and long > _LEAST_LINE:
            self.rule(box, 1.0)
        else:
            self.images.append(box)

    def path(self, item: int, matrix: Matrix) -> None:
        inks = self.inks(item)
        if inks is None:
            return
        ink, pen = inks
        full = matrix_of(item).then(matrix)
        width = self.pen_width(item, full) if pen is not None else 0.0
        clip = None
        for points, closed, curved in self.subpaths(item, full):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = BBox(min(xs), min(ys), max(xs), max(ys))
            boxed = len(points) >= _CORNERS and not curved and _is_box(points, box)
            shaped = boxed or curved
            if pen is not None:
                self.stroke(points, closed, box, boxed, curved, width, pen)
            if ink is not None and (shaped or len(points) > _CORNERS):
                clip = self.clip(item, matrix) if clip is None else clip
                self.paint(box if clip is True else _cut(box, clip), ink, boxed)
            if shaped and _is_dot(box) and self.visible(ink or pen or _BLACK, box):
                self.dots.append(box)

    def pen_width(self, item: int, matrix: Matrix) -> float:
        """How wide a path is stroked on the page, in points; a hair line's width at least."""
        _stroke_width(item, self._refs[0])
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5 or 1.0
        return max(self._f[0].value * scale, _HAIRLINE)

    def inks(self, item: int) -> tuple[Ink | None, Ink | None] | None:
        """What a path is filled and stroked with, each None where it is not; None where nothing of it is seen.

        A pattern is seen, but has no colour.
        """
        mode, stroke = self._ints
        if not _draw_mode(item, ctypes.addressof(mode), ctypes.addressof(stroke)):
            return None
        filled = color(item) if mode.value else None
        ink = _opaque(filled)
        pen = _opaque(color(item, stroke=True)) if stroke.value else None
        patterned = mode.value and filled is None
        return None if ink is None and pen is None and not patterned else (ink, pen)

    def subpaths(self, item: int, matrix: Matrix) -> list[tuple[list[tuple[float, float]], bool, bool]]:
        """(points, closed, holds curves) of each piece."""
        out: list[tuple[list[tuple[float, float]], bool, bool]] = []
        points: list[tuple[float, float]] = []
        closed = curved = False
        x, y = self._refs[:2]
        count = _segments(item)
        self.left -= count
        if self.left < 0:
            raise _TooMuchDrawn(f"draws more than {self.limit} objects on one page.")
        # Maps hold a hundred thousand segments: no look-ups and no calls here that can be spared.
        m, n = self._f[:2]
        a, b, c_, d, e, f = matrix
        move, curve = c.FPDF_SEGMENT_MOVETO, c.FPDF_SEGMENT_BEZIERTO
        for i in range(count):
            segment = _segment(item, i)
            kind = _kind(segment)
            if kind == move:
                if len(points) > 1:
                    out.append((points, closed, curved))
                points, closed, curved = [], False, False
            elif kind == curve:
                curved = True
            _point(segment, x, y)
            across, down = m.value, n.value
            points.append((a * across + c_ * down + e, b * across + d * down + f))
            closed = closed or bool(_close(segment))
        if len(points) > 1:
            out.append((points, closed, curved))
        return out

    def stroke(
        self,
        points: list[tuple[float, float]],
        closed: bool,
        box: BBox,
        boxed: bool,
        curved: bool,
        width: float,
        pen: Ink,
    ) -> None:
        if not self.visible(pen, box):
            return
        if curved:
            # A box with rounded corners; other curves are ornaments.
            if box.width > _ROUNDED[0] and box.height > _ROUNDED[1] and _follows(points, box):
                self.edges(box, width)
            return
        if boxed:
            if box.height <= THIN or box.width <= THIN:
                self.rule(box, width)
            else:
                self.edges(box, width)
            return
        ends = [*points, points[0]] if closed and len(points) > 2 else points
        for (ax, ay), (bx, by) in itertools.pairwise(ends):
            if abs(ay - by) <= _SKEW or abs(ax - bx) <= _SKEW:
                self.rule(BBox(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), width)

    def edges(self, box: BBox, width: float) -> None:
        self.rule(BBox(box.x0, box.top, box.x1, box.top), width)
        self.rule(BBox(box.x0, box.bottom, box.x1, box.bottom), width)
        self.rule(BBox(box.x0, box.top, box.x0, box.bottom), width)
        self.rule(BBox(box.x1, box.top, box.x1, box.bottom), width)

    def paint(self, box: BBox | None, ink: Ink, boxed: bool) -> None:
        if box is None:
            return
        thin, long = sorted((box.width, box.height))
        if thin <= THIN and long > _LINE * thin:
            if boxed and self.visible(ink, box):
                self.rule(box, thin)
        elif boxed and thin <= THIN:
            if self.visible(ink, box):  # a dot of a dotted line, or a corner
                self.rules.append(Rule(box, box.width >= box.height, thin))
        elif thin > THIN and (boxed or long > _LEAST_AREA):
            *color, alpha = ink
            red, green, blue = (alpha * v + 1 - alpha for v in color)
            self.fills.append(Fill(box, (red, green, blue)))

    def rule(self, box: BBox, width: float) -> None:
        if box.width >= box.height:
            y = (box.top + box.bottom) / 2
            self.rules.append(Rule(BBox(box.x0, y, box.x1, y), True, max(width, box.height)))
        else:
            x = (box.x0 + box.x1) / 2
            self.rules.append(Rule(BBox(x, box.top, x, box.bottom), False, max(width, box.width)))

    def visible(self, ink: Ink, box: BBox) -> bool:
        """White lines are seen on a painted ground only."""
        if min(ink[:3]) < _WHITE:
            return True
        return any(
            min(f.color) < _WHITE
            and f.bbox.x0 - 2 <= box.x0
            and f.bbox.top - 2 <= box.top
            and f.bbox.x1 + 2 >= box.x1
            and f.bbox.bottom + 2 >= box.bottom
            for f in self.fills
        )

    def clip(self, item: int, matrix: Matrix) -> BBox | bool:
        """The box left by the clip paths; True where nothing is cut."""
        path = _clip(item)
        count = _clip_paths(path) if path else 0
        if count <= 0 or count > _MAX_CLIP:
            return True
        found: BBox | None = None
        x, y = self._refs[:2]
        for i in range(count):
            number = _clip_segments(path, i)
            if number < 2 or number > _MAX_CLIP:
                continue
            points = []
            for j in range(number):
                _point(_clip_segment(path, i, j), x, y)
                points.append(matrix.point(self._f[0].value, self._f[1].value))
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = BBox(min(xs), min(ys), max(xs), max(ys))
            found = box if found is None else _cut(found, box) or BBox(0, 0, 0, 0)
        return True if found is None else found


def _opaque(ink: Ink | None) -> Ink | None:
    return None if ink is None or ink[3] < _TRANSPARENT else ink


def _is_box(points: list[tuple[float, float]], box: BBox) -> bool:
    return len(points) <= _MOST_CORNERS and all(
        min(abs(x - box.x0), abs(x - box.x1)) < _ON and min(abs(y - box.top), abs(y - box.bottom)) < _ON
        for x, y in points
    )


def _follows(points: list[tuple[float, float]], box: BBox) -> bool:
    """Whether a curved path runs along the sides of its box, but for the corners."""
    straight = 0.0
    for (ax, ay), (bx, by) in itertools.pairwise([*points, points[0]]):
        level = any(max(abs(ay - y), abs(by - y)) < _ON for y in (box.top, box.bottom))
        upright = any(max(abs(ax - x), abs(bx - x)) < _ON for x in (box.x0, box.x1))
        straight += abs(bx - ax) if level else abs(by - ay) if upright else 0.0
    return straight >= _STRAIGHT * 2 * (box.width + box.height)


def _is_dot(box: BBox) -> bool:
    thin, long = sorted((box.width, box.height))
    return _DOT[0] <= thin and long <= min(_DOT[1], _ROUND * thin)


def _cut(box: BBox, clip: BBox | bool) -> BBox | None:
    if isinstance(clip, bool):
        return box
    cut = BBox(max(box.x0, clip.x0), max(box.top, clip.top), min(box.x1, clip.x1), min(box.bottom, clip.bottom))
    return cut if cut.x0 < cut.x1 and cut.top < cut.bottom else None


def _telling(fills: list[Fill], width: float, height: float) -> list[Fill]:
    """Without page backgrounds, and white only where it lies on something painted."""
    out: list[Fill] = []
    for fill in fills:
        if fill.bbox.width > _PAGE[0] * width and fill.bbox.height > _PAGE[1] * height:
            continue
        if min(fill.color) >= _PURE_WHITE and not any(_overlap(f.bbox, fill.bbox) for f in out):
            continue
        out.append(fill)
    return out


def _overlap(a: BBox, b: BBox) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.top < b.bottom and b.top < a.bottom


def _merged(rules: list[Rule]) -> list[Rule]:
    """Collinear pieces in one: dots and dashes, borders drawn cell by cell; doubles once."""
    out: list[Rule] = []
    for horizontal in (True, False):
        lines: dict[int, list[tuple[float, float, float, float]]] = {}
        for rule in rules:
            if rule.horizontal == horizontal:
                b = rule.bbox
                across = (b.top + b.bottom) / 2 if horizontal else (b.x0 + b.x1) / 2
                span = (b.x0, b.x1) if horizontal else (b.top, b.bottom)
                lines.setdefault(round(across * 2), []).append((*span, across, rule.width))
        for key in sorted(lines):
            pieces = sorted(lines[key])
            start, end, across, width = pieces[0]
            for s, e, a, w in pieces[1:]:
                if s <= end + _DASH:
                    end = max(end, e)
                    width = max(width, w)
                else:
                    out.append(_line(start, end, across, width, horizontal))
                    start, end, across, width = s, e, a, w
            out.append(_line(start, end, across, width, horizontal))
    return [r for r in out if max(r.bbox.width, r.bbox.height) >= _SHORTEST_RULE]


def _line(start: float, end: float, across: float, width: float, horizontal: bool) -> Rule:
    box = BBox(start, across, end, across) if horizontal else BBox(across, start, across, end)
    return Rule(box, horizontal, width)
