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
from ingest.layout.tables.below_headings.headings import is_bold
from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.regions import PieceRow, rows_of
from ingest.layout.tables.rules import DOUBLE, RuleSegment, extent

__all__ = ["with_rows_below"]

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

_Drawing = tuple[list[RuleSegment], list[RuleSegment]]
"""Horizontal and vertical borders."""


@dataclass(slots=True)
class _Band:
    """What stands between two rules, the lower one left out where it is not `closed`: it `keeps` to the columns, and
    fills `held` of them."""

    top: float
    bottom: float
    lines: list[PieceRow]
    closed: bool = True
    keeps: bool = False
    held: int = 0

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
    h: Sequence[RuleSegment],
    v: Sequence[RuleSegment],
    xs: Sequence[float],
    page: tuple[Sequence[RuleSegment], Sequence[MeasuredWord], float],
) -> _Drawing | None:
    """Return painted headings with the rows below them; None where no rules part any.

    Args:
        h: horizontal borders of the painted cells.
        v: their vertical borders.
        xs: their edges (points), the outer ones too.
        page: all horizontal borders of the page, its words, and where the next painted grid on it begins (points).
    """
    hs, tokens, end = page
    (top, foot), (left, right) = extent(v), extent(h)
    several = any(top + DOUBLE < s.at < foot - DOUBLE for s in h)
    if len(xs) < COLUMNS or several or any(s.hi < foot - DOUBLE or s.lo > top + DOUBLE for s in v):
        return None
    heads = rows_of([t for t in tokens if top < t.ym < foot and left <= t.mid <= right])
    if not heads or len(heads) > MOST_HEADS:
        return None
    below = [s for s in hs if not s.soft and foot + DOUBLE < s.at < end]
    ys = sorted(s.at for s in below if abs(s.lo - left) <= DOUBLE and abs(s.hi - right) <= DOUBLE)
    inside = [t for t in tokens if foot < t.ym < end and left <= t.mid <= right]
    bands = _bands(foot, ys, inside)
    edges = [Gutter(x, x - 1, x + 1, 1, 0, start=_start(bands, x, until)) for x, until in pairwise(xs[1:])]
    if any(columns_held(r, edges) < COLUMNS - 1 for r in heads[:1]) or not all(fits(r, edges) for r in heads):
        return None
    for band in bands:
        band.keeps = all(fits(r, edges) for r in band.lines)
        band.held = len({sum(t.mid >= g.at for g in edges) for r in band.lines for t in r.tokens})
    rows = _of_table(bands)
    # Below white rows more paint may follow.
    if not rows or (not rows[0].closed and end < inf):
        return None
    level = [RuleSegment(b.bottom, left, right) for b in rows]
    # Shorter rules leave merged cells whole.
    level += [s for s in below if s.at < rows[-1].bottom - DOUBLE and s.at not in ys and _from_edge_to_edge(s, xs)]
    upright = [RuleSegment(x, b.top, b.bottom) for b in rows for x in (xs if b.keeps else (xs[0], xs[-1]))]
    return [*h, *level], [*v, *upright]


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
    full = [b for b in bands if b.keeps and b.held > 1]
    size = max((b.size for b in full), default=0.0)
    end = 0
    for at, band in enumerate(bands):
        if full and band.size > LARGER * size:
            break
        rest = at == 0 and band.lines[0].tokens[0].text[:1].islower()
        plain = band.closed and at > 0 and bands[at - 1].keeps and not all(map(is_bold, band.lines))
        if band.keeps and (band.held > 1 or rest or (plain and bool(full))):
            end = at + 1
    return list(bands[:end])
