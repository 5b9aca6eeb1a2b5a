"""The rows of a table under headings that rules part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.document import Fill
from ingest.layout.tables.below_headings.column_edges import NEAR, aligned, columns_held, fits
from ingest.layout.tables.below_headings.headings import is_bold
from ingest.layout.tables.grid import Lattice, lattice_of
from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.half_ruled import refine
from ingest.layout.tables.regions import PieceRow, TableRegion, painted_box
from ingest.layout.tables.rows import rows_apart
from ingest.layout.tables.rules import DOUBLE, RuleSegment
from ingest.layout.tables.visual_rows import itemise

__all__ = ["heads_over_rules", "ruled_rows"]

RULED_ROWS = 3
"""Rows parted by rules from which on all rows are taken to be parted so."""
OUTER = 14.0
"""Points that a table's outer rules may stand off its text."""
LEAST_RULE = 12.0
"""Points: shorter strokes part no cells."""
WHOLE = 0.85
"""Share of the table's width that a rule between two rows covers; shorter ones leave merged cells whole."""
STRAY = 6.0
"""Points by which a heading over a rule may stand off the table's left edge."""
FEWEST_HEADS, MOST_HEADED = 2, 0.6
"""Rules under headings within a table, at least; share of a table's rows that headings stand over, at most: where all
rows begin so, it is their titles."""
LEAST_COLUMNS, FEWEST_TASKS, FEWEST_PARTS = 3, 2, 2
"""Columns of a table in which white parts rows between rules, at least; such rows between two rules, and parts between
rules that have some, at least."""


def ruled_rows(
    region: TableRegion, heads: int, edges: Sequence[float], hs: Sequence[RuleSegment], fills: Sequence[Fill]
) -> tuple[Lattice, int] | None:
    """Return the grid of a table whose rows are parted by rules, and how many of its rows are headings.

    The columns' edges stand for the borders that nobody drew; a rule that ends at one of them shows a cell that is
    merged over rows. None where rules part fewer than two rows below the headings.

    Args:
        edges: column edges in points, the outer ones too.
        hs: the page's horizontal borders.
        fills: painted areas, those of one row put together.
    """
    body = region.rows[heads:]
    left, right = edges[0], edges[-1]
    top, bottom = region.rows[0].top, region.rows[-1].bottom
    inside = [
        RuleSegment(s.at, max(s.lo, left), min(s.hi, right), s.soft)
        for s in hs
        if top - OUTER <= s.at <= bottom + OUTER and min(s.hi, right) - max(s.lo, left) >= LEAST_RULE
    ]
    ys = _across(inside, left, right)
    if sum(body[0].mid < y < body[-1].mid for y in ys) < 1 or any(_struck(r, inside) for r in region.rows):
        return None
    if ys[0] > top:
        ys.insert(0, top - 1)
    if ys[-1] < bottom:
        ys.append(bottom + 1)
    if heads and not any(region.rows[heads - 1].mid < y < body[0].mid for y in ys):
        # No rule stands under the headings, which their type sets apart.
        under = (region.rows[heads - 1].bottom + body[0].top) / 2
        ys = sorted([*ys, under])
        inside.append(RuleSegment(under, left, right))
    gutters = region.gutters
    heads_in = _heads_inside(region.rows[heads:], ys)
    ys = sorted([*ys, *heads_in])
    inside += [RuleSegment(y, left, right) for y in heads_in]
    vs: list[RuleSegment] = [RuleSegment(left, ys[0], ys[-1]), RuleSegment(right, ys[0], ys[-1])]
    for lo, hi in pairwise(ys):
        held = [r for r in region.rows if lo <= r.mid <= hi]
        keeps = all(fits(r, gutters) or aligned(r, gutters) for r in held)
        if held and (held[0] is region.rows[0] or (keeps and not _is_band(held, gutters, left, right, fills))):
            vs += [RuleSegment(x, lo, hi) for x in edges[1:-1]]
    inside += _tasks_inside(body, ys, gutters, (edges[1], right))
    outer = [RuleSegment(ys[0], left, right), RuleSegment(ys[-1], left, right)]
    lattice = lattice_of([*inside, *outer], vs)
    lattice.place([t for r in region.rows for t in r.tokens])
    if len(ys) - 2 < RULED_ROWS:
        lattice, _ = refine(lattice)
    first = body[0].top
    return lattice, sum(y <= first + 2 for y in lattice.ys[1:]) if heads else 0


def heads_over_rules(body: Sequence[PieceRow]) -> list[PieceRow]:
    """Return the lines over the rules of a table's body where each rule underlines a heading (months of a year plan).

    Such a line stands alone in the first column with white above it, or in bold type that no row has, begins with a
    capital and ends without a stop; rows are parted by white space then, and no rule stands between two of them.
    """
    over = [a for a, b in pairwise(body) if b.barrier]
    rows = [r for r in body if r not in over]
    if len(over) < FEWEST_HEADS or not rows or any(r.many or abs(r.x0 - body[0].x0) > STRAY for r in over):
        return []
    texts = [r.pieces[0].text for r in over]
    if any((not t[:1].isupper() and not t[:1].isdigit()) or t.endswith((".", ",", ":", ";", "-")) for t in texts):
        return []
    heavy = all(t.bold for r in over for t in r.tokens) and not any(all(t.bold for t in r.tokens) for r in rows)
    apart = all(r is body[0] or r.top - a.bottom > NEAR * r.size for a, r in pairwise(body) if r in over)
    followed = all(a.many for r, a in pairwise(body) if r in over)
    return over if (heavy or apart) and followed else []


def _heads_inside(body: Sequence[PieceRow], ys: Sequence[float]) -> list[float]:
    """Heights under the headings that stand over a row between the same two rules: the paint of one is too light for a
    scan. Other headings of the table stand between rules of their own, or several stand so and most rows have none."""
    parts = [[r for r in body if lo <= r.mid <= hi] for lo, hi in pairwise(ys)]

    def is_head(row: PieceRow) -> bool:
        return not row.many and is_bold(row) and abs(row.x0 - body[0].x0) <= STRAY

    alone = sum(len(p) == 1 and is_head(p[0]) for p in parts)
    out = [
        (part[0].bottom + part[1].top) / 2
        for part in parts
        if len(part) > 1 and is_head(part[0]) and part[1].many and not any(is_bold(r) for r in part[1:])
    ]
    several = FEWEST_HEADS <= len(out) <= MOST_HEADED * sum(map(bool, parts))
    return out if alone >= FEWEST_HEADS or several else []


def _tasks_inside(
    body: Sequence[PieceRow], ys: Sequence[float], gutters: Sequence[Gutter], width: tuple[float, float]
) -> list[RuleSegment]:
    """Borders (`width` from left to right) where white parts the rows between two rules, all of them of what stands in
    the first column.

    Told by the whole table: below such white every column but the first begins anew, in two parts at least, and
    wherever white parts lines so.
    """
    columns = len(gutters) + 1
    if columns < LEAST_COLUMNS:
        return []
    out: list[float] = []
    parts = 0
    for lo, hi in pairwise(ys):
        lines = [r for r in body if lo <= r.mid <= hi]
        beside = [[t for t in r.tokens if t.mid >= gutters[0].at] for r in lines]
        held = [itemise(tokens, gutters) for tokens in beside if tokens]
        groups = rows_apart(held, columns) if len(held) > 1 else [held]
        if len(groups) < FEWEST_TASKS:
            continue
        first = [r for r in lines if r.x0 < gutters[0].at]
        whole = all(b.top - a.bottom < b.size for a, b in pairwise(first))
        if not whole or any(not set(range(1, columns)) <= g[0].columns for g in groups[1:]):
            return []
        parts += 1
        out += [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    return [RuleSegment(y, *width) for y in out] if parts >= FEWEST_PARTS else []


def _is_band(
    held: Sequence[PieceRow], gutters: Sequence[Gutter], left: float, right: float, fills: Sequence[Fill]
) -> bool:
    """Whether lines between two rules are a heading across the table: one text a line, painted or over columns."""
    if any(r.many or r.x0 > gutters[0].at for r in held):
        return False
    boxes = [painted_box(r, fills) for r in held]
    painted = all(b is not None and b[0] <= left + OUTER and b[2] >= right - OUTER for b in boxes)
    return (painted and all(t.bold for t in held[0].tokens)) or any(columns_held(r, gutters) > 1 for r in held)


def _across(inside: Sequence[RuleSegment], left: float, right: float) -> list[float]:
    """Heights at which rules reach across most of the table."""
    out: list[float] = []
    for at in sorted({round(s.at, 1) for s in inside}):
        if out and at - out[-1] <= DOUBLE:
            continue
        covered = sum(s.hi - s.lo for s in inside if abs(s.at - at) <= DOUBLE)
        if covered >= WHOLE * (right - left):
            out.append(at)
    return out


def _struck(row: PieceRow, inside: Sequence[RuleSegment]) -> bool:
    """Whether a rule runs through a line of text: then the rules are no borders between rows."""
    height = row.bottom - row.top
    lo, hi = row.top + 0.35 * height, row.bottom - 0.35 * height
    crossing = [s for s in inside if lo < s.at < hi]
    return any(min(s.hi, p.x1) - max(s.lo, p.x0) > 0.5 * (p.x1 - p.x0) for s in crossing for p in row.pieces)
