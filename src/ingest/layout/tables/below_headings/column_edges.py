"""Where the columns under a row of headings begin.

A gutter that the words of one line nearly close is no gutter to see. So the columns of a table with a heading row are
looked for between the middles of neighbouring headings: at the left edge that the lines below share, or in the white
space that the fewest words cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.layout.tables.gutters import Gutter, Phrase, gutters, is_marker
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.regions import PieceRow

__all__ = ["CLOSE", "LEFT_EDGE", "NEAR", "aligned", "column_edges", "columns_held", "fits", "without_heading"]

LEFT_EDGE = 1.3
"""Points by which lines of one column may miss their common left edge: rounding, and the side bearings of letters."""
NEAR = 0.6
"""Font sizes: a wider space parts two columns by itself."""
WIDEST_SPACE, BEYOND_SPACE = 0.75, 1.2
"""Font sizes of a space between two words at most (typed print has wide ones); what is wider by so much is no space."""
CLOSE = 0.3
"""What a word counts as a column's beginning that stands a mere space behind another."""
SHARED = 0.6
"""Share of the most lines that begin at one x: a bullet's edge has as many, an indent fewer."""
CROSSING = 0.12
"""Share of lines that may cross a column's edge: headings of groups and comments do."""
LEAST_TICKS, MOST_TICK = 2, 2
"""Ticks beside a table, and letters of one at most (a pen's second stroke is read as another)."""
MOST_LINES = 0.5
"""Share of the lines of several columns that must leave white space where a column without a heading begins."""


def column_edges(head: Sequence[Phrase], band: Sequence[PieceRow], body: Sequence[PieceRow]) -> list[Gutter] | None:
    """Where each column but the first begins; None where the lines below do not keep to the headings' columns."""
    out: list[Gutter] = []
    for a, b in pairwise(head):
        edge = _edge(a, b, band, body)
        if edge is None:
            return None
        out.append(edge)
    return out if all(x.at < y.at for x, y in pairwise(out)) else None


def _edge(a: Phrase, b: Phrase, band: Sequence[PieceRow], body: Sequence[PieceRow]) -> Gutter | None:
    """The edge between two neighbouring headings' columns.

    It lies between the headings' middles whatever way they are set. Candidates are the left edges of words there.
    """
    left, right = (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2
    most_right = max(right, b.x0) + LEFT_EDGE
    clear_from = _clear_from(body)
    starts = [_starts(r, left, most_right, clear_from) for r in body]
    spans = [[(t.x0, t.x1) for t in r.tokens if t.x1 > left and t.x0 < right + LEFT_EDGE] for r in body]
    candidates = sorted({round(x, 1) for row in starts for x, _ in row} | {b.x0})

    def crossing(x: float) -> int:
        low, high = x - LEFT_EDGE, x + LEFT_EDGE
        return sum([any([x0 < low and x1 > high for x0, x1 in row]) for row in spans])

    def begun(x: float) -> float:
        # A word a mere space behind another begins a column only if many others begin there.
        near = [[1.0 if clear else CLOSE for s, clear in row if abs(s - x) <= LEFT_EDGE] for row in starts]
        return sum([max(clear) if clear else 0.0 for clear in near])

    def heads_cross(x: float) -> bool:
        return any([t.x0 < x - LEFT_EDGE and t.x1 > x + LEFT_EDGE for r in band for t in r.tokens])

    rated = [(x, begun(x), crossing(x)) for x in candidates if not heads_cross(x)]
    rated = [c for c in rated if c[2] <= CROSSING * len(body)]
    if rated:
        most = max(n for _, n, _ in rated)
        # A bullet stands before its text: the first of the edges that many lines share.
        chosen = next((x for x, n, _ in rated if n >= max(1.0, SHARED * most)), None)
        if chosen is not None:
            least = min(c for x, _, c in rated if abs(x - chosen) <= LEFT_EDGE)
            lo = max([t.x1 for r in (*band, *body) for t in r.tokens if t.x1 <= chosen + LEFT_EDGE], default=chosen)
            # Half of the white space before it, so that the cell on the left knows how far its lines may reach.
            at = min((lo + chosen) / 2, chosen - 0.5)
            return Gutter(at, min(lo, at), chosen - 0.5, round(most), least, start=chosen)
    return _white(a, b, spans)


def _clear_from(body: Sequence[PieceRow]) -> float:
    """The white space (font sizes) beyond which a word stands clear of the one before: a typewriter's are wide."""
    gaps = [(b.x0 - a.x1) / b.size for r in body for a, b in pairwise(r.tokens)]
    spaces = [gap for gap in gaps if 0 < gap < WIDEST_SPACE]
    return max(NEAR, BEYOND_SPACE * median(spaces)) if spaces else NEAR


def _starts(row: PieceRow, left: float, right: float, clear_from: float) -> list[tuple[float, bool]]:
    """Where words begin between two places, and whether each stands clear of the word before it."""
    out: list[tuple[float, bool]] = []
    before: MeasuredWord | None = None
    for t in row.tokens:
        if left < t.x0 <= right:
            out.append((t.x0, before is None or t.x0 - before.x1 > clear_from * t.size))
        before = t
    return out


def _white(a: Phrase, b: Phrase, spans: Sequence[Sequence[tuple[float, float]]]) -> Gutter | None:
    """The widest white space between two headings that the fewest lines cross."""
    left, right = a.x1, b.x0
    if right <= left:
        return None
    marks = sorted({left, right, *(x for row in spans for s in row for x in s if left < x < right)})
    best: tuple[int, float, float, float] | None = None
    for lo, hi in pairwise(marks):
        middle = (lo + hi) / 2
        count = sum(any(x0 < middle < x1 for x0, x1 in row) for row in spans)
        if best is None or (count, lo - hi) < best[:2]:
            best = (count, lo - hi, lo, hi)
    if best is None or best[0] > CROSSING * max(len(spans), 1):
        return None
    return Gutter((best[2] + best[3]) / 2, best[2], best[3], len(spans) - best[0], best[0])


def aligned(row: PieceRow, gutters: Sequence[Gutter]) -> bool:
    """Whether a line begins anew in most columns, though a long word reaches into the next one."""
    begun = sum(any(g.start is not None and abs(t.x0 - g.start) <= LEFT_EDGE for t in row.tokens) for g in gutters)
    return begun >= max(2, 0.5 * len(gutters))


def without_heading(edges: Sequence[Gutter], band: Sequence[PieceRow], body: Sequence[PieceRow]) -> list[Gutter]:
    """The edges, with those of columns that have no heading: white space that most lines leave and none cross."""
    many = [r for r in body if r.many]
    if len(many) < 2:
        return list(edges)
    out = [*_beside_ticks(band, body), *edges]
    for g in gutters([r.pieces for r in body], least=max(2, round(MOST_LINES * len(many))), tolerance=0.0):
        free = all(g.hi < e.lo or g.lo > e.hi for e in edges)
        held = any(t.x0 < g.at < t.x1 for r in band for t in r.tokens)
        nearest = [max((t for t in r.tokens if t.x1 <= g.at), key=lambda t: t.x1, default=None) for r in many]
        bullets = sum(t is not None and is_marker(t.text) for t in nearest)
        if free and not held and bullets <= 0.5 * len(nearest):
            out.append(g)
    return sorted(out, key=lambda g: g.at)


def _beside_ticks(band: Sequence[PieceRow], body: Sequence[PieceRow]) -> list[Gutter]:
    """The first heading's left edge where ticks stand at its left (`V`, `X`): somebody has gone through the rows."""
    x = min(t.x0 for r in band for t in r.tokens)
    left = [t for r in body for t in r.tokens if t.x0 < x - LEFT_EDGE]
    ticks = [t for t in left if len(t.text) <= MOST_TICK and t.text.isalpha() and t.x1 < x]
    if len(ticks) < LEAST_TICKS or len(ticks) < len(left):
        return []
    end = max(t.x1 for t in ticks)
    return [Gutter((end + x) / 2, end, x, len(ticks), 0, start=x)]


def fits(row: PieceRow, edges: Sequence[Gutter]) -> bool:
    """Whether a line keeps to the columns: no word crosses an edge, and no sentence runs over one."""
    for g in edges:
        before = [t for t in row.tokens if t.mid < g.at]
        after = [t for t in row.tokens if t.mid >= g.at]
        if not before or not after:
            if any(t.x0 < g.at - 2 * LEFT_EDGE and t.x1 > g.at + 2 * LEFT_EDGE for t in row.tokens):
                return False
            continue
        a, b = max(before, key=lambda t: t.x1), min(after, key=lambda t: t.x0)
        if a.x1 > g.at + 2 * LEFT_EDGE and a.x1 > b.x0:
            return False
        close = b.x0 - a.x1 < NEAR * row.size
        starts = g.start is not None and abs(b.x0 - g.start) <= LEFT_EDGE
        if close and not starts and not is_marker(a.text):
            return False
    return True


def columns_held(row: PieceRow, edges: Sequence[Gutter]) -> int:
    return len({sum(t.mid >= g.at for g in edges) for t in row.tokens})
