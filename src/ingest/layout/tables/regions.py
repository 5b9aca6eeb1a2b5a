"""Where tables stand that no grid shows: runs of visual rows that agree on gutters.

Rules across the text and painted bands are evidence here: they bound a region, part its rows and make a small
one credible. What merely looks like a table (columns of prose, lists, contents, addresses) is left alone.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.document import BBox, Fill, usual
from ingest.layout.tables.gutters import Gutter, Phrase, gutters, is_marker, is_value, pieces
from ingest.layout.tables.model import MeasuredWord, visual_rows
from ingest.layout.tables.rules import PageEvidence, RuleSegment

__all__ = [
    "PieceRow",
    "TableRegion",
    "in_step",
    "mark_barriers",
    "numbered",
    "painted_box",
    "painted_fill",
    "regions",
    "rows_of",
]

_STACK = 5.0
"""Points by which the ends of rules of one stack may differ."""


@dataclass(slots=True)
class PieceRow:
    """A visual row with its pieces."""

    tokens: list[MeasuredWord]
    pieces: list[Phrase]
    top: float
    bottom: float
    size: float
    barrier: bool = False
    head: bool = False
    """Whether it is a row of headings that comes again in the document."""

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        return max(p.x1 for p in self.pieces)

    @property
    def mid(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def many(self) -> bool:
        return len(self.pieces) > 1


@dataclass(slots=True)
class TableRegion:
    """Rows that may be one table, its gutters, and the rules (y) across it."""

    rows: list[PieceRow]
    gutters: list[Gutter]
    rules: list[float] = field(default_factory=list)
    bands: int = 0
    """Painted areas that part its rows."""

    @property
    def bbox(self) -> BBox:
        return BBox(
            min(r.x0 for r in self.rows),
            min(r.top for r in self.rows),
            max(r.x1 for r in self.rows),
            max(r.bottom for r in self.rows),
        )


def rows_of(tokens: Sequence[MeasuredWord]) -> list[PieceRow]:
    out: list[PieceRow] = []
    for row in visual_rows(list(tokens)):
        size = usual([t.size for t in row])
        out.append(PieceRow(row, pieces(row), min([t.top for t in row]), max([t.bottom for t in row]), size))
    return out


def regions(tokens: Sequence[MeasuredWord], evidence: PageEvidence) -> list[TableRegion]:
    """Runs of rows with common gutters, trimmed at rules, titles and notes; not yet judged."""
    out: list[TableRegion] = []
    for rows in _text_columns(list(tokens)):
        if sum(r.many for r in rows) < 2:
            continue
        mark_barriers(rows, evidence.hs, evidence.fills)
        for block in _Blocks(rows, evidence.hs, evidence.obstacles).runs():
            out += _settle(block, evidence.hs, evidence.fills)
    return out


# ---------------------------------------------------------------- columns of prose


_MOST_PARTINGS = 3
"""How often a page is parted into columns of prose."""
_PARTED_ROWS = 12


def _text_columns(tokens: list[MeasuredWord], depth: int = 0) -> Iterator[list[PieceRow]]:
    """The page's rows, parted where two columns of running text stand beside each other."""
    rows = rows_of(tokens)
    if depth < _MOST_PARTINGS and len(rows) >= _PARTED_ROWS:
        spans = [r.pieces for r in rows]
        for gutter in sorted(gutters(spans, least=10, tolerance=0.12), key=lambda g: -g.votes):
            left = [t for t in tokens if t.mid < gutter.at]
            right = [t for t in tokens if t.mid >= gutter.at]
            if _prose(left) and _prose(right):
                yield from _text_columns(left, depth + 1)
                yield from _text_columns(right, depth + 1)
                return
    yield rows


_PROSE_ROWS = 8
"""Lines of running text at least, the words of a full one, and the share of the width it fills."""
_FULL = 0.8
_PROSE_WORDS = 4


def _prose(tokens: list[MeasuredWord]) -> bool:
    """Most lines hold several words and reach the right edge: running text."""
    rows = rows_of(tokens)
    if len(rows) < _PROSE_ROWS:
        return False
    left = min(r.x0 for r in rows)
    right = max(r.x1 for r in rows)
    full = sum(r.x1 - r.x0 > _FULL * (right - left) and len(r.tokens) >= _PROSE_WORDS and not r.many for r in rows)
    return full >= 0.5 * len(rows)


# ---------------------------------------------------------------- barriers


_INTO_LINE = 0.35
"""Share of a line's height that a rule beside it may reach into it."""
_COVERED = 0.6
"""Share of a line that a rule or fill has to cover."""


def mark_barriers(rows: list[PieceRow], hs: Sequence[RuleSegment], fills: Sequence[Fill]) -> None:
    """Mark rows that a drawn rule or a change of paint parts from the row above."""
    for above, row in pairwise(rows):
        lo, hi = above.bottom - _INTO_LINE * (above.bottom - above.top), row.top + _INTO_LINE * (row.bottom - row.top)
        x0, x1 = min(above.x0, row.x0), max(above.x1, row.x1)
        width = max(1.0, x1 - x0)
        covered = sum(max(0.0, min(s.hi, x1) - max(s.lo, x0)) for s in hs if lo <= s.at <= hi)
        if covered >= _COVERED * width:
            row.barrier = True
            continue
        a, b = painted_box(above, fills), painted_box(row, fills)
        row.barrier = a != b


def painted_box(row: PieceRow, fills: Sequence[Fill]) -> tuple[float, float, float, float] | None:
    """Return the box of the fill behind a row, if it covers most of it."""
    fill = painted_fill(row, fills)
    return None if fill is None else (fill.bbox.x0, fill.bbox.top, fill.bbox.x1, fill.bbox.bottom)


_TALLEST_FILL = 200
"""Points."""


def painted_fill(row: PieceRow, fills: Sequence[Fill]) -> Fill | None:
    """Return the smallest fill behind a row that covers most of it."""
    middle = (row.top + row.bottom) / 2
    best: Fill | None = None
    for fill in fills:
        b = fill.bbox
        inside = b.top <= middle <= b.bottom and b.height <= _TALLEST_FILL
        behind = inside and min(b.x1, row.x1) - max(b.x0, row.x0) >= _COVERED * (row.x1 - row.x0)
        if behind and (best is None or b.height < best.bbox.height):
            best = fill
    return best


# ---------------------------------------------------------------- blocks


_FAR, _FAR_BETWEEN_RULES = 2.6, 6.0
"""Font sizes of white space that end a block; rows between rules of one stack may stand further apart."""
_LARGE_IN_BLOCK, _LARGE_ON_PAGE = 1.17, 1.1
"""How much larger than its block, and than the page's usual type, a heading is set."""
_STACK_SIDE = 6.0
"""Points by which rows may reach over the ends of the rules around them."""
_WALL = 2.0
"""Points by which an obstacle may reach into the lines above and below it."""
_LOOK_BACK = 60
"""Rows of several pieces with which a new one must agree on a gutter."""
_CLOSE = 0.9
"""Font sizes of white space between lines of one paragraph at most."""


class _Blocks:
    """Runs of rows that may belong to one table; `runs` gives them from top to bottom.

    A block begins with a row of several pieces (or behind a barrier). It ends at white space, a heading or an
    obstacle, at a row of several pieces that shares no gutter with it, and at two lines of prose across its gutters.
    """

    def __init__(self, rows: list[PieceRow], hs: Sequence[RuleSegment], obstacles: Sequence[BBox]) -> None:
        self._rows = rows
        self._obstacles = obstacles
        self._usual = median(r.size for r in rows)
        self._stacks = _stacks(hs)
        self._block: list[PieceRow] = []
        self._marks: list[Gutter] = []
        self._crossers = 0
        """Lines across the gutters, one after the other, that the block ends with."""

    def runs(self) -> Iterator[list[PieceRow]]:
        for row in self._rows:
            if self._block and self._is_parted(row):
                yield from self._ended()
            if not self._block:
                if (row.many or row.barrier) and not self._is_large(row):
                    self._begin(row)
            elif row.many:
                if not self._takes(row):
                    yield from self._ended()
                    self._begin(row)
            elif self._is_prose(row):
                del self._block[-1:]
                yield from self._ended()
            else:
                self._block.append(row)
        yield from self._ended()

    def _begin(self, row: PieceRow) -> None:
        self._block, self._crossers = [row], 0
        self._marks = gutters([row.pieces], least=1) if row.many else []

    def _ended(self) -> Iterator[list[PieceRow]]:
        block, self._block, self._marks, self._crossers = self._block, [], [], 0
        if sum(r.many for r in block) >= 2:
            yield block

    def _is_large(self, row: PieceRow) -> bool:
        """Whether a row is a heading of the text by its size."""
        return row.size > _LARGE_IN_BLOCK * self._usual and (numbered(row) or not row.many)

    def _is_parted(self, row: PieceRow) -> bool:
        """Whether white space, a heading or an obstacle parts a row from the block above it."""
        last = self._block[-1]
        within = any(
            a < last.bottom
            and row.top < b
            and x0 - _STACK_SIDE <= min(row.x0, last.x0)
            and x1 + _STACK_SIDE >= max(row.x1, last.x1)
            for x0, x1, a, b in self._stacks
        )
        if row.top - last.bottom > (_FAR_BETWEEN_RULES if within else _FAR) * row.size:
            return True
        heading = not row.many or numbered(row)
        if heading and row.size > max(
            _LARGE_ON_PAGE * self._usual, _LARGE_IN_BLOCK * median(r.size for r in self._block)
        ):
            return True
        return any(
            last.bottom - _WALL <= o.top and o.bottom <= row.top + _WALL and o.x0 < row.x1 and o.x1 > row.x0
            for o in self._obstacles
        )

    def _takes(self, row: PieceRow) -> bool:
        """Add a row of several pieces to the block; False where it begins another table."""
        several = len(self._block) > 2
        if several and not self._block[-1].many and _same_texts(row, self._block[0]):
            # The first row's words once more, under a line of its own: the next table of its kind.
            return False
        crossed = sum(any(_crosses(p, g) for p in row.pieces) for g in self._marks)
        before = (r.pieces for r in self._block[-_LOOK_BACK:] if r.many)
        together = gutters([*before, row.pieces], least=1, tolerance=0.34)
        if self._marks and (not together or (several and crossed > 0.5 * len(self._marks))):
            return False
        self._marks = together or self._marks
        self._block.append(row)
        self._crossers = 0
        return True

    def _is_prose(self, row: PieceRow) -> bool:
        """Count a row of one piece that crosses the gutters; whether it and the one before are lines of a paragraph."""
        if not any(_crosses(row.pieces[0], g) for g in self._marks):
            self._crossers = 0
            return False
        self._crossers += 1
        close = row.top - self._block[-1].bottom < _CLOSE * row.size
        return self._crossers >= 2 and not row.barrier and close


def _crosses(piece: Phrase, gutter: Gutter) -> bool:
    """Whether a piece reaches over both sides of a gutter, by more than a point each."""
    return piece.x0 < gutter.lo - 1 and piece.x1 > gutter.hi + 1


def numbered(row: PieceRow) -> bool:
    """Return whether a row is a number and, a tab behind it, its heading."""
    return len(row.pieces) == 2 and len(row.pieces[0].tokens) == 1 and is_marker(row.pieces[0].text)


def _same_texts(a: PieceRow, b: PieceRow) -> bool:
    return [p.text for p in a.pieces] == [p.text for p in b.pieces]


_SHORT_RULE = 60
"""Points."""
_STACK_STEP = 160
"""Points between rules of one stack at most."""


def _stacks(hs: Sequence[RuleSegment]) -> list[tuple[float, float, float, float]]:
    """(x0, x1, first y, last y) of rules with the same ends, one under the other."""
    out: list[list[float]] = []
    for s in sorted(hs, key=lambda s: s.at):
        if s.hi - s.lo < _SHORT_RULE:
            continue
        for stack in out:
            if abs(stack[0] - s.lo) <= _STACK and abs(stack[1] - s.hi) <= _STACK and s.at - stack[3] < _STACK_STEP:
                stack[3] = s.at
                break
        else:
            out.append([s.lo, s.hi, s.at, s.at])
    return [(a, b, c, d) for a, b, c, d in out if d > c]


_OUTER = 14.0
"""Points that a table's outer rules may stand off its text."""
_PAINT_OUTER = 12.0
"""Points that a painted band may reach over its text."""
_RULE_SLACK = 3.0
"""Points by which a line of text may reach over a rule."""
_ACROSS = 0.6
"""Share of a block's width that a rule or band across it covers at least."""
_LONGEST, _LONGEST_MORE = 1.6, 40.0
"""A rule across a block is no longer than this many times its width and these points: longer ones are the page's."""
_TOP_LINES = 3
"""Lines over the first of two rules that may be the table's headings."""
_INNER_RULES = 3
"""Rules across a block from which the table stands between the first and the last."""


def _settle(block: list[PieceRow], hs: Sequence[RuleSegment], fills: Sequence[Fill]) -> Iterator[TableRegion]:
    """Find a block's gutters, drop what does not belong at its ends."""
    rows = _trim(block)
    if sum(r.many for r in rows) < 2:
        return
    x0, x1 = min(r.x0 for r in rows), max(r.x1 for r in rows)
    ys = _rules_across(rows, x0, x1, hs)
    rows = _trim(_between_rules(rows, ys))
    if sum(r.many for r in rows) < 2:
        return
    found = region_gutters(rows)
    if not found:
        return
    top, bottom = rows[0].top, rows[-1].bottom
    bands = sum(
        f.bbox.top >= top - _PAINT_OUTER
        and f.bbox.bottom <= bottom + _PAINT_OUTER
        and f.bbox.width >= _ACROSS * (x1 - x0)
        for f in fills
    )
    yield TableRegion(rows, found, [y for y in ys if top - _OUTER <= y <= bottom + _OUTER], bands)


def _rules_across(rows: Sequence[PieceRow], x0: float, x1: float, hs: Sequence[RuleSegment]) -> list[float]:
    """The places (y) of the hard rules across rows that reach from `x0` to `x1`, from top to bottom."""
    top, bottom, width = rows[0].top, rows[-1].bottom, x1 - x0
    return sorted(
        s.at
        for s in hs
        if min(s.hi, x1) - max(s.lo, x0) >= _ACROSS * width
        and s.hi - s.lo <= _LONGEST * width + _LONGEST_MORE
        and top - _OUTER <= s.at <= bottom + _OUTER
        and not s.soft
    )


def _between_rules(rows: list[PieceRow], ys: Sequence[float]) -> list[PieceRow]:
    """The rows between the first and the last rule, with those outside that are the table's: headings, a last row."""
    if len(ys) < 2:
        return rows
    upper = [r for r in rows if r.bottom <= ys[0] + _RULE_SLACK]
    lower = [r for r in rows if r.top >= ys[-1] - _RULE_SLACK]
    middle = [r for r in rows if r not in upper and r not in lower]
    if not any(r.many for r in middle):
        return rows
    if len(ys) >= _INNER_RULES:
        return (_open_top(upper, middle, ys[0]) if upper else []) + middle
    heads = upper if len(upper) <= _TOP_LINES and all(r.many for r in upper) else []
    return heads + middle + (lower if lower and lower[0].many else [])


_OPEN_LINES = 4
"""Lines of a heading without an upper border at most."""
_OPEN_GAP = 1.3
"""Font sizes over the first rule, and between the lines of such a heading."""
_OPEN_LEADING = 0.6
_OPEN_SIZE = 0.6
"""Points by which its size may differ."""


def _open_top(upper: Sequence[PieceRow], below: Sequence[PieceRow], y: float) -> list[PieceRow]:
    """The lines over the first rule that are the table's first row, its upper border left out: they keep the columns.

    A heading may wrap; its lines stand close together, and what is above them (a title) further off.
    """
    many = [r for r in below if r.many]
    size = median(r.size for r in many)
    start = len(upper)
    foot = y
    while start and len(upper) - start < _OPEN_LINES:
        row = upper[start - 1]
        last = start == len(upper)
        if foot - row.bottom > (_OPEN_GAP if last else _OPEN_LEADING) * row.size or abs(row.size - size) > _OPEN_SIZE:
            break
        start, foot = start - 1, row.top
    rows = list(upper[start:])
    found = region_gutters(below)
    if not found or not any(r.many for r in rows) or any(len(r.pieces) > len(found) + 1 for r in rows):
        return []
    if any(p.x0 < g.lo - 1 and p.x1 > g.hi + 1 for r in rows for p in r.pieces for g in found):
        return []
    starts = [p.x0 for r in many for p in r.pieces]
    ends = [p.x1 for r in many for p in r.pieces]
    aligned = all(
        any(abs(p.x0 - x) < 2 for x in starts) or any(abs(p.x1 - x) < 2 for x in ends) for r in rows for p in r.pieces
    )
    return rows if aligned else []


_FULL_ROW = 0.6
"""Share of the usual number of pieces that a row of values has."""
_VALUE_ROWS = 3
_GUTTER_SHARE = 0.25
"""Share of the rows of values, and of all rows, that must leave a gutter free."""
_GUTTER_SHARE_OF_ALL = 0.2


def region_gutters(rows: Sequence[PieceRow]) -> list[Gutter]:
    """Gutters of a region: those of its rows of values, if it has such, for headings may cross them; else of all."""
    many = [r for r in rows if r.many]
    body = [r for r in many if any(all(is_value(t.text) for t in p.tokens) for p in r.pieces[1:])]
    if body:
        usual = median(len(r.pieces) for r in body)
        body = [r for r in body if len(r.pieces) >= _FULL_ROW * usual]
    if len(body) >= _VALUE_ROWS and len(body) >= 0.5 * len(many):
        least = max(2, round(_GUTTER_SHARE * len(body)))
        found = gutters([r.pieces for r in body], least=least, tolerance=0.2)
        wide = gutters([r.pieces for r in rows], least=max(2, round(_GUTTER_SHARE_OF_ALL * len(many))), tolerance=0.25)
        # A column that only headings or notes fill still counts, where it stands free of the others.
        found += [g for g in wide if all(g.hi < f.lo or g.lo > f.hi for f in found)]
        found.sort(key=lambda g: g.at)
        if found:
            return [_placed(g, rows) for g in found]
    found = gutters([r.pieces for r in rows], least=max(2, round(_GUTTER_SHARE_OF_ALL * len(many))), tolerance=0.25)
    return found or gutters([r.pieces for r in rows], least=2, tolerance=0.34)


_WIDER = 0.001
"""What a point of width counts between gutters that as many rows cross."""


def _placed(gutter: Gutter, rows: Sequence[PieceRow]) -> Gutter:
    """The gutter with its place where the fewest rows of the whole region cross it."""
    edges = sorted(
        {gutter.lo, gutter.hi, *(x for r in rows for p in r.pieces for x in (p.x0, p.x1) if gutter.lo < x < gutter.hi)}
    )
    best, least = gutter.at, len(rows) + 1.0
    for a, b in pairwise(edges):
        x = (a + b) / 2
        crossing = sum(p.x0 < x < p.x1 for r in rows for p in r.pieces) - _WIDER * (b - a)
        if crossing < least:
            best, least = x, crossing
    return Gutter(best, gutter.lo, gutter.hi, gutter.votes, gutter.against)


_WRAP_GAP = 0.75
"""Font sizes of white space before a wrapped line."""
_SAME_SIZE = 0.06
"""Share by which sizes of one text may differ."""


def _trim(rows: list[PieceRow]) -> list[PieceRow]:
    """Without single pieces before the first row of several, and after the last but for its wrapped lines."""
    start = next((i for i, r in enumerate(rows) if r.many), len(rows))
    end = len(rows)
    while end > start and not rows[end - 1].many:
        end -= 1
    marks = gutters([r.pieces for r in rows[start:end]], least=2) if end > start else []
    while end < len(rows):
        row = rows[end]
        piece = row.pieces[0]
        if marks and in_step(rows[start:end], row, marks):
            end += 1
            continue
        if row.top - rows[end - 1].bottom > _WRAP_GAP * row.size or row.barrier:
            break
        if not marks or any(piece.x0 < g.lo + 1 and piece.x1 > g.hi - 1 for g in marks):
            break
        if abs(row.size - rows[end - 1].size) > _SAME_SIZE * row.size or not _wraps(rows[start:end], piece, marks):
            break
        end += 1
    return rows[start:end]


_STEPPED_ROWS = 3
_EVEN_STEP = 0.12
"""Share by which the pitches of rows in step may differ."""
_WIDE_STEP = 1.6
"""Font sizes of the pitch of rows set wide apart."""


def in_step(rows: Sequence[PieceRow], row: PieceRow, marks: Sequence[Gutter]) -> bool:
    """Return whether a line of the first column alone stands at the pitch of rows set wide apart: a row, else empty."""
    if len(rows) < _STEPPED_ROWS or row.many or abs(row.size - rows[-1].size) > _SAME_SIZE * row.size:
        return False
    steps = [b.top - a.top for a, b in pairwise(rows)]
    step = row.top - rows[-1].top
    usual, first = median(steps), median(r.x0 for r in rows)
    even = max(steps) - min(steps) <= _EVEN_STEP * usual and abs(step - usual) <= _EVEN_STEP * usual
    inside = abs(row.x0 - first) < 2 and row.x1 < marks[0].hi
    return even and step > _WIDE_STEP * row.size and inside and not row.barrier


_WORD_SPACE = 0.6
"""Font sizes of a space before the next word."""


def _wraps(rows: Sequence[PieceRow], piece: Phrase, marks: Sequence[Gutter]) -> bool:
    """Whether a piece goes on with the last text of its column: that text leaves no room for the next word."""
    column = bisect([g.at for g in marks], (piece.x0 + piece.x1) / 2)

    def own(row: PieceRow) -> list[Phrase]:
        return [p for p in row.pieces if bisect([g.at for g in marks], (p.x0 + p.x1) / 2) == column]

    above = own(rows[-1])
    if not above:
        return False
    right = max([p.x1 for r in rows for p in own(r)] + [piece.x1])
    first = piece.tokens[0]
    return right - above[-1].x1 < first.x1 - first.x0 + _WORD_SPACE * first.size or first.text[:1].islower()
