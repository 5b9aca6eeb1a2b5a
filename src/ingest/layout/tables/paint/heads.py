"""Tables whose headings alone are painted, cell by cell, over rows that only rules part.

The paint says where each column begins and ends, a rule as wide as the paint where a row ends: what stands between two
such rules is one row, however much taller one of its cells is than its neighbours. A page ends some tables in the
middle of a row, and no rule closes it then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from ingest.layout.tables.below_headings.column_edges import columns_held, fits
from ingest.layout.tables.below_headings.headings import OTHER_SIZE, is_bold
from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.regions import PieceRow, rows_of
from ingest.layout.tables.rules import DOUBLE, RuleSegment, extent

__all__ = ["Limit", "with_rows_below"]

COLUMNS = 3
"""Edges of columns, at least."""
MOST_HEADS = 4
"""Lines of headings."""
PADDING, UNEVEN = 1.0, 1.5
"""Font sizes of white between a rule and the row under it at most; one padded more has so many times the white that it
has below: what a rule underlines stands close over it."""
LARGER = 1.12
"""How much larger than the rows a heading is set that ends the table."""
CLOSE = 0.9
"""Font sizes of white within a row that no rule closes."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Where the next painted grid of the page begins (`foot`, points), and whether a table of the page before that has
    the same columns may go on here."""

    foot: float = inf
    goes_on: bool = False


_Drawing = tuple[list[RuleSegment], list[RuleSegment]]
"""Horizontal and vertical borders."""


@dataclass(slots=True)
class _Band:
    """What stands between two rules, the lower one left out where it is not `closed`: it `keeps` to the columns, and
    each line fills so many of them (`held`)."""

    top: float
    bottom: float
    lines: list[PieceRow]
    closed: bool = True
    keeps: bool = False
    held: Sequence[int] = ()

    @property
    def size(self) -> float:
        return max(r.size for r in self.lines)

    @property
    def stands_free(self) -> bool:
        """Whether white parts it from the rule above it, as what begins a section does."""
        above = self.lines[0].top - self.top
        below = self.bottom - self.lines[-1].bottom if self.closed else 0.0
        return above > max(PADDING * self.lines[0].size, UNEVEN * below)


def with_rows_below(
    drawing: _Drawing, xs: Sequence[float], hs: Sequence[RuleSegment], tokens: Sequence[MeasuredWord], limit: Limit
) -> _Drawing | None:
    """Return painted headings with the rows below them; None where no rules part any.

    Args:
        drawing: the borders of the painted cells.
        xs: their upright edges (points), the outer ones too.
        hs: all horizontal borders of the page.
        tokens: its words.
        limit: what is known of the page around the paint.
    """
    h, v = drawing
    (top, foot), (left, right) = extent(v), extent(h)
    heads = rows_of([t for t in tokens if top < t.ym < foot and left <= t.mid <= right])
    if not 0 < len(heads) <= MOST_HEADS or not _is_strip(drawing, xs):
        return None
    whole, shorter = _rules_below(drawing, hs, limit.foot)
    bands = _bands(foot, whole, [t for t in tokens if foot < t.ym < limit.foot and left <= t.mid <= right])
    if not _read(bands, heads, xs):
        return None
    rows = _of_table(bands)
    if not rows or not _are_parted(rows, limit, tokens) or (limit.goes_on and _alike(heads[0], rows[0].lines[0])):
        return None
    level, upright = _borders(rows, xs, shorter)
    return [*h, *level], [*v, *upright]


def _rules_below(drawing: _Drawing, hs: Sequence[RuleSegment], end: float) -> tuple[list[float], list[RuleSegment]]:
    """The heights of the rules under painted cells that are as wide as these, and the other rules there."""
    (_, foot), (left, right) = extent(drawing[1]), extent(drawing[0])
    below = sorted((s for s in hs if not s.soft and foot + DOUBLE < s.at < end), key=lambda s: s.at)
    whole = [s for s in below if abs(s.lo - left) <= DOUBLE and abs(s.hi - right) <= DOUBLE]
    return [s.at for s in whole], [s for s in below if s not in whole]


def _read(bands: Sequence[_Band], heads: Sequence[PieceRow], xs: Sequence[float]) -> bool:
    """Say of each band how it keeps to the columns; return whether the headings do."""
    edges = [Gutter(x, x - 1, x + 1, 1, 0, start=_start(bands, x, until)) for x, until in pairwise(xs[1:])]
    for band in bands:
        band.keeps = all(fits(r, edges) for r in band.lines)
        band.held = [columns_held(r, edges) for r in band.lines]
    return columns_held(heads[0], edges) >= COLUMNS - 1 and all(fits(r, edges) for r in heads)


def _borders(rows: Sequence[_Band], xs: Sequence[float], shorter: Sequence[RuleSegment]) -> _Drawing:
    """The borders of rows; shorter rules between them leave merged cells whole."""
    level = [RuleSegment(b.bottom, xs[0], xs[-1]) for b in rows]
    level += [s for s in shorter if s.at < rows[-1].bottom - DOUBLE and _from_edge_to_edge(s, xs)]
    return level, [RuleSegment(x, b.top, b.bottom) for b in rows for x in (xs if b.keeps else (xs[0], xs[-1]))]


def _is_strip(drawing: _Drawing, xs: Sequence[float]) -> bool:
    """Whether paint is one row of cells, as headings are."""
    h, v = drawing
    top, foot = extent(v)
    several = any(top + DOUBLE < s.at < foot - DOUBLE for s in h)
    return len(xs) >= COLUMNS and not several and all(s.lo <= top + DOUBLE and s.hi >= foot - DOUBLE for s in v)


def _are_parted(rows: Sequence[_Band], limit: Limit, tokens: Sequence[MeasuredWord]) -> bool:
    """Whether rules part the rows of a table, rather than end a body whose rows nothing parts."""
    if len(rows) > 1 and rows[0].closed:
        return True
    single = sum(held > 1 for held in rows[0].held) <= 1
    # The page cuts it, and no more paint or text follows.
    last = limit.foot == inf and max(t.bottom for t in tokens) < rows[0].bottom + 1
    return single and (rows[0].closed or last)


def _alike(head: PieceRow, row: PieceRow) -> bool:
    """Whether a painted line is set as the white one below it: a row of a table whose headings stand elsewhere."""
    return is_bold(head) == is_bold(row) and abs(head.size - row.size) <= OTHER_SIZE * row.size


def _from_edge_to_edge(rule: RuleSegment, xs: Sequence[float]) -> bool:
    return all(any(abs(end - x) <= DOUBLE for x in xs) for end in (rule.lo, rule.hi))


def _start(bands: Sequence[_Band], x: float, until: float) -> float | None:
    """The left edge that the words of a column share."""
    found = [t.x0 for b in bands for r in b.lines for t in r.tokens if x - 1 <= t.x0 < until]
    return min(found, default=None)


def _bands(top: float, ys: Sequence[float], inside: Sequence[MeasuredWord]) -> list[_Band]:
    """What stands between the rules, as long as there is text; no rule closes the last one at the end of a page, and
    where rules stand over rows rather than under them."""
    out: list[_Band] = []
    for y in (*ys, inf):
        lines = rows_of([t for t in inside if top < t.ym < y])
        own = _row(lines, closed=y < inf)
        if not own:
            break
        closed = len(own) == len(lines) and y < inf
        band = _Band(top, y if closed else own[-1].bottom + 1, own, closed)
        if band.stands_free:
            break
        out.append(band)
        if not closed:
            break
        top = y
    return out


def _row(lines: Sequence[PieceRow], *, closed: bool) -> list[PieceRow]:
    """The lines under a rule that are of the row that begins there: the next section may begin over the next rule."""
    for at, (above, line) in enumerate(pairwise(lines), start=1):
        heads = line.size > LARGER * above.size or (is_bold(line) and not is_bold(above))
        if line.top - above.bottom > CLOSE * line.size and (heads or not closed):
            return list(lines[:at])
    return list(lines)


def _of_table(bands: Sequence[_Band]) -> list[_Band]:
    """The rows of the table: up to the last that fills several columns, or goes on in one in the rows' type."""
    full = [b for b in bands if b.keeps and max(b.held) > 1]
    size = max((b.size for b in full), default=0.0)
    end = 0
    for at, band in enumerate(bands):
        if full and band.size > LARGER * size:
            break
        rest = at == 0 and band.lines[0].tokens[0].text[:1].islower()
        plain = band.closed and at > 0 and bands[at - 1].keeps and not all(map(is_bold, band.lines))
        if band.keeps and (max(band.held) > 1 or rest or (plain and bool(full))):
            end = at + 1
    return list(bands[:end])
