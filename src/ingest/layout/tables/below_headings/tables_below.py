"""Tables under a row of headings: how far down they go.

A heading row is seen from afar; the headings say how many columns there are (`headings`), the text's left edges where
they begin (`column_edges`). The table goes down as far as its lines keep to these columns; a line across them belongs
to it where a rule, a fill or its type sets it apart and the table goes on below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.document import Fill
from ingest.layout.tables.below_headings.column_edges import (
    CLOSE,
    LEFT_EDGE,
    column_edges,
    columns_held,
    fits,
    without_heading,
)
from ingest.layout.tables.below_headings.headings import OTHER_SIZE, Head, head_at, is_bold, names_fields
from ingest.layout.tables.below_headings.recurring import is_head
from ingest.layout.tables.gutters import Gutter, is_marker
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.regions import PieceRow, TableRegion, in_step, mark_barriers, painted_box, rows_of
from ingest.layout.tables.rules import PageEvidence, RuleSegment, is_typed_rule

__all__ = ["HeadedRegion", "headed_regions"]

LOOK_AHEAD = 6
"""Lines below a line in one column among which one in several columns shows that the table goes on."""
FAR, FAR_DRAWN = 2.6, 7.0
"""Font sizes of white space that end a table; between rules or fills a row may be padded more."""
NEAR_LINES = 12
"""Lines in several columns below the headings that show where columns begin."""
ONE_COLUMN = 0.5
"""Share of the table's width that a line in one of its columns has at most."""
MOST_LINES_OF_A_ROW = 8
"""Lines close to each other that are looked at together below white space."""
LEAST_RESUMED, SHARE_RESUMED = 2, 0.4
"""Columns of a table, and their share, in which a line far below it must begin to belong to it."""
STRAY, RAGGED = 6.0, 0.25
"""Points by which lines of a table that goes on may leave its outer edges, and the share of the last column's width."""
RULED_ACROSS, RULE_NEAR = 0.6, 2.0
"""Share of a table's width that a rule between its rows has at least, and points by which it may touch a line's box."""
MOST_ACROSS = 4
"""Lines of a comment or a band across the table, one after the other."""


@dataclass(frozen=True, slots=True)
class HeadedRegion:
    """Rows of a table with its columns, of which the first `heads` visual rows are headings."""

    region: TableRegion
    heads: int


def headed_regions(tokens: Sequence[MeasuredWord], evidence: PageEvidence) -> list[HeadedRegion]:
    """Return the page's tables under a row of headings.

    Args:
        tokens: words that no drawn grid took.
        evidence: of the page, the fills of one row put together.
    """
    rows = rows_of(tokens)
    for row in rows:
        row.head = is_head(row, evidence.heads) or names_fields(row)
    mark_barriers(rows, evidence.hs, evidence.fills)
    out: list[HeadedRegion] = []
    at = 0
    if len(evidence.known) > 2:
        at = _carried(rows, evidence, out)
    while at < len(rows) - 1:
        head = head_at(rows, at, evidence.fills)
        found = _under(rows, head, evidence) if head is not None and head.columns else None
        if found is None:
            at = head.end if head is not None and not head.columns else at + 1
            continue
        region, end = found
        out.append(region)
        at = end
    return out


def _under(rows: Sequence[PieceRow], head: Head, evidence: PageEvidence) -> tuple[HeadedRegion, int] | None:
    """The table under a heading row, and the visual row after its last."""
    band = rows[head.first : head.end]
    stop = _reach(rows, head.end, band, [c.x0 for c in head.columns], evidence)
    body = rows[head.end : stop]
    near = [r for r in body if r.many][:NEAR_LINES] or body[:6]
    edges = column_edges(head.columns, band, _telling(body, near)) or column_edges(head.columns, band, near)
    if edges is None or not body:
        return None
    edges = _reached(edges, body)
    end = _last(rows, head.end, stop, edges, evidence)
    end = _without_band(rows, head.end, end, edges, evidence.fills)
    if stop < len(rows) and _next_head(rows, stop, band, evidence.fills):
        end = _above_name(rows, head.end, end, edges, evidence.hs)
    kept = rows[head.end : end]
    if not kept or not any(columns_held(r, edges) > 1 for r in kept):
        return None
    fitting = [r for r in kept if fits(r, edges)]
    edges = column_edges(head.columns, band, fitting) or edges
    edges = without_heading(edges, band, fitting)
    region = TableRegion([*band, *kept], edges, _rules(band, kept, evidence.hs), _bands(kept, evidence.fills))
    return HeadedRegion(region, len(band)), end


def _telling(body: Sequence[PieceRow], near: Sequence[PieceRow]) -> list[PieceRow]:
    """The lines in several columns, and between them those in one.

    Where cells stand in the middle of their rows, most lines of a column stand alone.
    """
    if not near:
        return []
    width = max(r.x1 for r in near) - min(r.x0 for r in near)
    last = body.index(near[-1])
    return [r for r in body[: last + 1] if r in near or r.x1 - r.x0 < ONE_COLUMN * width]


def _reached(edges: Sequence[Gutter], body: Sequence[PieceRow]) -> list[Gutter]:
    """The edges moved beyond the lines that stand alone in the column on the left: the longest says how wide it is."""
    out: list[Gutter] = []
    for g in edges:
        alone = [
            r.x1 for r in body if g.start is not None and not r.many and r.x0 < g.at and r.x1 < g.start - CLOSE * r.size
        ]
        lo = max([g.lo, *alone])
        out.append(g if g.start is None or lo <= g.lo else replace(g, lo=lo, at=min((lo + g.start) / 2, g.start - 0.5)))
    return out


def _without_band(
    rows: Sequence[PieceRow], start: int, end: int, edges: Sequence[Gutter], fills: Sequence[Fill]
) -> int:
    """The end of a table without a painted heading at its foot: that heads what comes next."""
    last = max((k for k in range(start, end) if rows[k].many and columns_held(rows[k], edges) > 1), default=end - 1)
    for k in range(last + 1, end):
        here, plain = painted_box(rows[k], fills), painted_box(rows[last], fills)
        if all(t.bold for t in rows[k].tokens) and here is not None and plain is None:
            return k
    return end


def _above_name(
    rows: Sequence[PieceRow], start: int, end: int, edges: Sequence[Gutter], hs: Sequence[RuleSegment]
) -> int:
    """The end of a table below which the same headings stand once more, without the lines under its last rule: they
    name what comes next."""
    last = max((k for k in range(start, end) if rows[k].many and columns_held(rows[k], edges) > 1), default=end - 1)
    x0, x1 = min(r.x0 for r in rows[start:end]), max(r.x1 for r in rows[start:end])
    wide = [s.at for s in hs if min(s.hi, x1) - max(s.lo, x0) >= RULED_ACROSS * (x1 - x0)]
    for k in range(last + 1, end):
        above, row = rows[k - 1], rows[k]
        if any(above.bottom - RULE_NEAR <= y <= row.top + RULE_NEAR for y in wide):
            return k
    return end


def _carried(rows: Sequence[PieceRow], evidence: PageEvidence, out: list[HeadedRegion]) -> int:
    """A table of the page before that goes on at this page's top without its headings; the row after it, else 0."""
    known, hs, fills = evidence.known, evidence.hs, evidence.fills
    edges = [Gutter(x, x - 1, x + 1, 1, 0, start=_start(rows, x, until)) for x, until in pairwise(known[1:])]
    if not rows or head_at(rows, 0, fills) is not None or is_bold(rows[0]):
        return 0
    starts = [known[0], *(g.start for g in edges if g.start is not None)]
    stop = _before_head(rows, _reach(rows, 0, [rows[0]], starts, evidence), fills)
    end = _last(rows, 0, stop, edges, evidence)
    end = _without_band(rows, 0, end, edges, fills)
    kept = rows[:end]
    # How far lines of the last column reach differs from page to page, where no border ends it.
    ragged = max(STRAY, RAGGED * (known[-1] - known[-2]))
    inside = all(known[0] - STRAY <= r.x0 and r.x1 <= known[-1] + ragged for r in kept)
    wide = sum(columns_held(r, edges) > 1 for r in kept)
    if not kept or not inside or not wide or wide < 0.3 * len(kept):
        return 0
    out.append(HeadedRegion(TableRegion(list(kept), edges, _rules([], kept, hs), _bands(kept, fills)), 0))
    return end


def _before_head(rows: Sequence[PieceRow], stop: int, fills: Sequence[Fill]) -> int:
    """Where a table without headings ends: above another's, known or painted, and above the line that names that one.

    On a scan a chapter's heading is not always seen to be bold.
    """
    for at in range(1, stop):
        set_apart = rows[at].head or painted_box(rows[at], fills) is not None
        head = head_at(rows, at, fills) if set_apart and rows[at].many else None
        if head is not None and head.columns:
            return at - (not rows[at - 1].many)
    return stop


def _start(rows: Sequence[PieceRow], x: float, until: float) -> float | None:
    """The left edge that lines share between a column's border and the next one."""
    found = [t.x0 for r in rows[:30] for t in r.tokens if x - 1 <= t.x0 < until]
    return min(found) if found else None


def _reach(
    rows: Sequence[PieceRow], start: int, band: Sequence[PieceRow], starts: Sequence[float], evidence: PageEvidence
) -> int:
    """How far down the table may go at most; `starts` are the left edges of its columns."""
    hs, fills, obstacles = evidence.hs, evidence.fills, evidence.obstacles
    x0, x1 = min(r.x0 for r in band), max(r.x1 for r in band)
    # Headings are often set smaller than the rows below them.
    size = max(median(r.size for r in band), _row_size(rows[start : start + NEAR_LINES]))
    at = max(start, 1)
    while at < len(rows):
        row, last = rows[at], rows[at - 1]
        space = row.top - last.bottom
        # Under typed headings a line of hyphens stands, and a blank line.
        drawn = (row.barrier and at == start) or _drawn_on(last, row, (x0, x1), hs, fills)
        if space > (FAR_DRAWN if drawn else FAR) * row.size and not _resumes(rows, at, starts):
            break
        # A tick in the margin beside it does not make a heading a row.
        within = sum(p.x1 > x0 - LEFT_EDGE for p in row.pieces)
        if within < 2 and row.size > 1.17 * size:
            break
        if any(last.bottom - 2 <= o.top and o.bottom <= row.top + 2 and o.x0 < x1 and o.x1 > x0 for o in obstacles):
            break
        if at > start and _next_head(rows, at, band, fills):
            break
        at += 1
    return _above_typed_rule(rows, start, at)


def _row_size(body: Sequence[PieceRow]) -> float:
    """The size of the first line in several columns, and of all above it; 0 where these are set in others."""
    at = next((k for k, r in enumerate(body) if r.many), None)
    if at is None or any(abs(r.size - body[at].size) > OTHER_SIZE * r.size for r in body[:at]):
        return 0.0
    return body[at].size


def _above_typed_rule(rows: Sequence[PieceRow], start: int, stop: int) -> int:
    """Where a table ends: above a lone line with a rule typed under it, which heads what comes next."""
    for at in range(start + 1, stop):
        if not rows[at - 1].many and is_typed_rule("".join(t.text for t in rows[at].tokens)):
            return at - 1
    return stop


def _resumes(rows: Sequence[PieceRow], at: int, starts: Sequence[float]) -> bool:
    """Whether the lines from one far below the last on, close to each other, begin in several of the table's columns.

    A spreadsheet's rows are often higher than their texts, and cells of fewer lines stand in the middle of theirs.
    """
    end = at + 1
    while end < len(rows) and rows[end].top - rows[end - 1].bottom <= rows[end].size:
        end += 1
    tokens = [t for r in rows[at : min(end, at + MOST_LINES_OF_A_ROW)] for t in r.tokens]
    begun = sum(any(abs(t.x0 - x) <= LEFT_EDGE for t in tokens) for x in starts)
    return begun >= max(LEAST_RESUMED, SHARE_RESUMED * len(starts))


def _drawn_on(
    last: PieceRow, row: PieceRow, width: tuple[float, float], hs: Sequence[RuleSegment], fills: Sequence[Fill]
) -> bool:
    """Whether rules or paint go on from one visual row to the next."""
    painted = painted_box(row, fills) is not None or painted_box(last, fills) is not None
    return painted or _ruled_on(last, row, *width, hs)


def _next_head(rows: Sequence[PieceRow], at: int, band: Sequence[PieceRow], fills: Sequence[Fill]) -> bool:
    """Whether a visual row begins another table: the same headings once more, or others in bold as they are."""
    if not rows[at].many:
        return False
    own, heads = [p.text for p in rows[at].pieces], [p.text for p in band[0].pieces]
    # One of two lines in a narrow column may stand on one in a wider one.
    if len(own) == len(heads) and all(a.startswith(b) or b.startswith(a) for a, b in zip(own, heads, strict=True)):
        return True
    if not all(t.bold for r in (*band, rows[at]) for t in r.tokens):
        return False
    return painted_box(band[0], fills) is None and head_at(rows, at, fills) is not None


def _ruled_on(last: PieceRow, row: PieceRow, x0: float, x1: float, hs: Sequence[RuleSegment]) -> bool:
    """Whether a rule under the row, or between it and the last, shows that the drawing goes on."""
    foot = row.bottom + 40 * 1.0
    wide = [s for s in hs if min(s.hi, x1) - max(s.lo, x0) >= 0.6 * (x1 - x0)]
    return any(row.bottom - 3 <= s.at <= foot for s in wide) and any(s.at <= row.top + 3 for s in wide)


def _last(rows: Sequence[PieceRow], start: int, stop: int, edges: Sequence[Gutter], evidence: PageEvidence) -> int:
    """The row after the table's last: as long as lines keep to the columns, or stand across them by design."""
    end = start
    at = start
    while at < stop:
        row = rows[at]
        if fits(row, edges) and not _leaves(rows, at, start, edges, stop):
            at += 1
            end = at
            continue
        after = _after_across(rows, at, stop, edges)
        goes_on = after < stop and fits(rows[after], edges) and columns_held(rows[after], edges) > 1
        if not goes_on or not _set_apart(rows, at, after, evidence.fills):
            if _closed_below(rows, at, after, evidence.hs) and row.barrier:
                end = after
            break
        at = after
        end = at
    return end


def _after_across(rows: Sequence[PieceRow], at: int, stop: int, edges: Sequence[Gutter]) -> int:
    """The visual row with which the columns may go on below one across them.

    Between two rules all of it is across, as short as the last line of a comment is.
    """
    closed = next((k for k in range(at + 1, min(stop, at + 1 + MOST_ACROSS)) if rows[k].barrier), stop)
    if rows[at].barrier and closed < stop and fits(rows[closed], edges) and columns_held(rows[closed], edges) > 1:
        return closed
    after = at
    while after < stop and after - at < MOST_ACROSS and not (fits(rows[after], edges) and after > at):
        after += 1
    return after


def _leaves(rows: Sequence[PieceRow], at: int, start: int, edges: Sequence[Gutter], stop: int) -> bool:
    """Whether a short line in one column begins what comes after the table: set apart, and no columns under it."""
    row = rows[at]
    if at == start:
        return False
    if columns_held(row, edges) > 1:
        # A heading in bold whose words happen to begin where a column does.
        return not row.many and is_bold(row) and not is_bold(rows[at - 1])
    above = rows[at - 1]
    if in_step(rows[max(0, start - 1) : at], row, edges):
        return False
    pitch = row.top - above.bottom
    own = [t for t in above.tokens if sum(t.mid >= g.at for g in edges) == _column(row, edges)]
    mine = [t for r in rows[start:at] for t in r.tokens if sum(t.mid >= g.at for g in edges) == _column(row, edges)]
    usual = sum(t.bold for t in mine) > 0.5 * len(mine)
    bold = all(t.bold for t in row.tokens) and not usual
    apart = pitch > 0.9 * row.size
    for later in rows[at + 1 : min(at + LOOK_AHEAD, stop)]:
        if not fits(later, edges):
            break
        if columns_held(later, edges) > 1:
            return False
    return (
        bold
        or _is_numbered_title(row)
        or (apart and not own)
        or abs(row.size - above.size) > 0.06 * row.size
        or (apart and _column(row, edges) == 0)
    )


def _is_numbered_title(row: PieceRow) -> bool:
    """Whether a line is the number of a chapter and its heading in capitals (`2. UNGDOM OCH ALKOHOL`)."""
    number, *rest = row.tokens
    return is_marker(number.text) and bool(rest) and " ".join(t.text for t in rest).isupper()


def _column(row: PieceRow, edges: Sequence[Gutter]) -> int:
    return sum(row.tokens[0].mid >= g.at for g in edges)


def _set_apart(rows: Sequence[PieceRow], at: int, after: int, fills: Sequence[Fill]) -> bool:
    """Whether lines across the columns are set apart from the rows around them by a rule, a fill or their type."""
    row = rows[at]
    if row.barrier or painted_box(row, fills) is not None:
        return True
    plain = rows[at - 1] if at else rows[after]
    style = all(t.bold for t in row.tokens) or all(t.word.italic for t in row.tokens)
    return style and not (all(t.bold for t in plain.tokens) and all(t.bold for t in rows[after].tokens))


def _closed_below(rows: Sequence[PieceRow], at: int, after: int, hs: Sequence[RuleSegment]) -> bool:
    last = rows[after - 1]
    return any(last.bottom - 3 <= s.at <= last.bottom + 14 and s.lo <= last.x0 + 2 for s in hs) and after - at <= 3


def _rules(band: Sequence[PieceRow], kept: Sequence[PieceRow], hs: Sequence[RuleSegment]) -> list[float]:
    every = [*band, *kept]
    x0, x1 = min(r.x0 for r in every), max(r.x1 for r in every)
    top, bottom = every[0].top - 14, every[-1].bottom + 14
    wide = [s for s in hs if min(s.hi, x1) - max(s.lo, x0) >= 0.6 * (x1 - x0) and not s.soft]
    return sorted(s.at for s in wide if top <= s.at <= bottom)


def _bands(kept: Sequence[PieceRow], fills: Sequence[Fill]) -> int:
    return len({box for r in kept if (box := painted_box(r, fills)) is not None})
