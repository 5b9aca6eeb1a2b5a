"""Tables under a row of headings: the headings say how many columns there are, the text's left edges where they begin.

A gutter that the words of one line nearly close is no gutter to see; a heading row is seen from afar. So the columns
of a table with a heading row (bold, painted or ruled) are looked for between the middles of neighbouring headings: at
the left edge that the lines below share, or in the white space that the fewest words cross. The table goes down as
far as its lines keep to these columns; a line across them belongs to it where a rule, a fill or its type sets it apart
and the table goes on below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.document import Fill
from ingest.language.calendar import time_unit
from ingest.layout.tables.grid import Lattice, lattice_of
from ingest.layout.tables.gutters import Gutter, Piece, gutters, is_marker, is_value
from ingest.layout.tables.half_ruled import refine
from ingest.layout.tables.header_rows.columns import parted_times
from ingest.layout.tables.header_rows.recurring import is_head
from ingest.layout.tables.model import Token
from ingest.layout.tables.regions import Region, Row, in_step, mark_barriers, numbered, painted_box, rows_of
from ingest.layout.tables.rules import DOUBLE, PageEvidence, Segment

__all__ = [
    "HeadedRegion",
    "are_headings",
    "column_edges",
    "headed_regions",
    "heading_columns",
    "heads_over_rules",
    "ruled_rows",
]

MOST_HEADING_WORDS = 9
"""Words of a column's heading; longer ones are text."""
SHORT = 8
"""Letters of an abbreviated heading with its full stop."""
MOST_HEADING_ROWS = 4
"""Visual rows that a heading is wrapped over."""
LEFT_EDGE = 1.3
"""Points by which lines of one column may miss their common left edge: rounding, and the side bearings of letters."""
NEAR = 0.6
"""Font sizes: a wider space parts two columns by itself."""
CLOSE = 0.3
"""What a word counts as a column's beginning that stands a mere space behind another."""
RULED_ROWS = 3
"""Rows parted by rules from which on all rows are taken to be parted so."""
OUTER = 14.0
"""Points that a table's outer rules may stand off its text."""
LOOK_AHEAD = 6
"""Lines below a line in one column among which one in several columns shows that the table goes on."""
LEAST_RULE = 12.0
"""Points: shorter strokes part no cells."""
WHOLE = 0.85
"""Share of the table's width that a rule between two rows covers; shorter ones leave merged cells whole."""
SHARED = 0.6
"""Share of the most lines that begin at one x: a bullet's edge has as many, an indent fewer."""
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
CROSSING = 0.12
"""Share of lines that may cross a column's edge: headings of groups and comments do."""
MOST_LINES = 0.5
"""Share of the lines of several columns that must leave white space where a column without a heading begins."""
LARGER = 1.1
"""How much larger than the line below a chapter's heading is; headings of columns are no larger than their texts."""
LEAST_HEADINGS, LEAST_MARKED = 3, 2
"""Headings of a heading row at least; fewer where bold type and a fill or rule mark it."""
FEWEST_HEADS = 2
"""Rules under headings within a table, at least."""
MOST_ACROSS = 4
"""Lines of a comment or a band across the table, one after the other."""


@dataclass(frozen=True, slots=True)
class HeadedRegion:
    """Rows of a table with its columns, of which the first `heads` visual rows are headings."""

    region: Region
    heads: int


@dataclass(frozen=True, slots=True)
class _Head:
    """Headings side by side: rows [`first`, `end`) of the page; without `columns` where headings stand over others."""

    first: int
    end: int
    columns: tuple[Piece, ...]


def headed_regions(tokens: Sequence[Token], evidence: PageEvidence) -> list[HeadedRegion]:
    """Return the page's tables under a row of headings.

    Args:
        tokens: words that no drawn grid took.
        evidence: of the page, the fills of one row put together.
    """
    rows = rows_of(tokens)
    for row in rows:
        row.head = is_head(row, evidence.heads)
    mark_barriers(rows, evidence.hs, evidence.fills)
    out: list[HeadedRegion] = []
    at = 0
    if len(evidence.known) > 2:
        at = _carried(rows, evidence, out)
    while at < len(rows) - 1:
        head = _head(rows, at, evidence.fills)
        found = _under(rows, head, evidence) if head is not None and head.columns else None
        if found is None:
            at = head.end if head is not None and not head.columns else at + 1
            continue
        region, end = found
        out.append(region)
        at = end
    return out


# ---------------------------------------------------------------- headings


def _head(rows: Sequence[Row], at: int, fills: Sequence[Fill]) -> _Head | None:
    """The heading row that begins at a visual row; None where there is none."""
    mark = _mark(rows, at, fills)
    if mark is None:
        return None
    end = at + 1
    while end < len(rows) and end - at < MOST_HEADING_ROWS and _same_head(rows, end, mark, fills):
        end += 1
    if end >= len(rows):
        return None
    band = rows[at:end]
    if any(r.barrier for r in band[1:]) or _stacked(band):
        return _Head(at, at + 1 if _titles(band) else end, ())
    columns = heading_columns(band)
    return _Head(at, end, tuple(columns)) if _heads_columns(columns, rows[end], mark, fills) else None


@dataclass(frozen=True, slots=True)
class _Mark:
    """What sets a heading row apart: its weight, a fill (box) of its own, or rules alone where it has neither."""

    first: Row
    bold: bool
    paint: tuple[float, float, float, float] | None


def _mark(rows: Sequence[Row], at: int, fills: Sequence[Fill]) -> _Mark | None:
    """How a visual row is set apart as headings are; None for a plain row, and for a chapter's heading."""
    first = rows[at]
    bold = all(t.bold for t in first.tokens)
    paint = painted_box(first, fills)
    if paint is not None and at and painted_box(rows[at - 1], fills) == paint:
        paint = None
    if not bold and paint is None and not first.head and not _over_rule(rows, at):
        return None
    if numbered(first) and at + 1 < len(rows) and first.size > LARGER * rows[at + 1].size:
        return None  # a chapter's number and its heading, a tab between
    return _Mark(first, bold, paint)


def _heads_columns(columns: Sequence[Piece], below: Row, mark: _Mark, fills: Sequence[Fill]) -> bool:
    """Whether texts side by side are headings, and what marks them ends with them: the row below is set otherwise."""
    if mark.paint is not None and painted_box(below, fills) == mark.paint:
        return False
    doubly = mark.bold and (mark.paint is not None or below.barrier)
    if len(columns) < (LEAST_MARKED if doubly else LEAST_HEADINGS) or not are_headings(columns):
        return False
    only_bold = mark.bold and mark.paint is None
    return not (only_bold and below.many and all(t.bold for t in below.tokens))


def _over_rule(rows: Sequence[Row], at: int) -> bool:
    return at + 1 < len(rows) and rows[at + 1].barrier and (at == 0 or rows[at].barrier or rows[at].many)


def _same_head(rows: Sequence[Row], at: int, mark: _Mark, fills: Sequence[Fill]) -> bool:
    """Whether a visual row goes on with the headings above it."""
    row, above = rows[at], rows[at - 1]
    if row.top - above.bottom > 0.9 * row.size:
        return False
    bold = mark.bold and all(t.bold for t in row.tokens)
    if row.barrier:
        # Headings of groups have a rule of their own over the headings of their columns.
        return mark.first.many and bold and len(row.pieces) > len(above.pieces)
    if mark.paint is not None:
        return painted_box(row, fills) == mark.paint
    across = not row.many and row.x1 - row.x0 > 0.5 * (mark.first.x1 - mark.first.x0)
    return bold and not across


def _titles(band: Sequence[Row]) -> bool:
    """Whether the first row of a band is what the table is called: one text that stands over one heading at most, close
    above the others as they are."""
    first, *others = band
    (piece, *more) = first.pieces
    reached = [sum(piece.x0 < p.x1 and piece.x1 > p.x0 for p in r.pieces) for r in others]
    return not more and bool(others) and others[0].many and max(reached) <= 1


def _stacked(band: Sequence[Row]) -> bool:
    """Whether headings stand over groups of other headings: over two of them, or over the space between two."""
    base = max(band, key=lambda r: len(r.pieces))

    def over(piece: Piece) -> int:
        return sum(piece.x0 < p.x1 and piece.x1 > p.x0 for p in base.pieces)

    def wrapped(piece: Piece, row: Row) -> bool:
        return any(piece.x0 < q.x1 and piece.x1 > q.x0 for r in band if r.mid > row.mid for q in r.pieces)

    for row in band:
        if row is base:
            continue
        if any(over(p) > 1 or (row.mid < base.mid and not wrapped(p, row)) for p in row.pieces):
            return True
    return False


def heading_columns(band: Sequence[Row]) -> list[Piece]:
    """The headings of a band of visual rows: the row of most pieces, with what stands over and under each piece."""
    base = max(band, key=lambda r: len(r.pieces))
    columns = [Piece(q.x0, q.x1, list(q.tokens)) for p in base.pieces for q in parted_times(p)]
    for row in band:
        if row is base:
            continue
        for piece in row.pieces:
            over = [c for c in columns if piece.x0 < c.x1 and piece.x1 > c.x0]
            if len(over) == 1:
                over[0].x0, over[0].x1 = min(over[0].x0, piece.x0), max(over[0].x1, piece.x1)
                over[0].tokens += piece.tokens
            elif not over:
                columns.append(Piece(piece.x0, piece.x1, list(piece.tokens)))
    columns.sort(key=lambda c: c.x0)
    return columns


def are_headings(columns: Sequence[Piece]) -> bool:
    if any(b.x0 <= a.x1 for a, b in pairwise(columns)):
        return False
    if any(len(c.tokens) > MOST_HEADING_WORDS or _is_sentence(c) for c in columns):
        return False
    values = sum(all(is_value(t.text) for t in c.tokens) and not _is_time(c) for c in columns)
    return values <= 0.5 * len(columns) and any(ch.isalpha() for c in columns for t in c.tokens for ch in t.text)


def _is_sentence(column: Piece) -> bool:
    """Whether a piece ends as no heading does; a word of its own may be short for a longer one (`Ansv.`)."""
    last = column.tokens[-1].text
    return last.endswith(":") or (last.endswith(".") and (len(column.tokens) > 1 or len(last) > SHORT))


def _is_time(column: Piece) -> bool:
    return all(time_unit(t.text) is not None for t in column.tokens)


# ---------------------------------------------------------------- columns


def column_edges(head: Sequence[Piece], band: Sequence[Row], body: Sequence[Row]) -> list[Gutter] | None:
    """Where each column but the first begins; None where the lines below do not keep to the headings' columns."""
    out: list[Gutter] = []
    for a, b in pairwise(head):
        edge = _edge(a, b, band, body)
        if edge is None:
            return None
        out.append(edge)
    return out if all(x.at < y.at for x, y in pairwise(out)) else None


def _edge(a: Piece, b: Piece, band: Sequence[Row], body: Sequence[Row]) -> Gutter | None:
    """The edge between two neighbouring headings' columns.

    It lies between the headings' middles whatever way they are set. Candidates are the left edges of words there.
    """
    left, right = (a.x0 + a.x1) / 2, (b.x0 + b.x1) / 2
    most_right = max(right, b.x0) + LEFT_EDGE
    starts = [_starts(r, left, most_right) for r in body]
    spans = [[(t.x0, t.x1) for t in r.tokens if t.x1 > left and t.x0 < right + LEFT_EDGE] for r in body]
    candidates = sorted({round(x, 1) for row in starts for x, _ in row} | {b.x0})

    def crossing(x: float) -> int:
        return sum(any(x0 < x - LEFT_EDGE and x1 > x + LEFT_EDGE for x0, x1 in row) for row in spans)

    def begun(x: float) -> float:
        # A word a mere space behind another begins a column only if many others begin there.
        return sum(
            max((1.0 if clear else CLOSE for s, clear in row if abs(s - x) <= LEFT_EDGE), default=0.0) for row in starts
        )

    def heads_cross(x: float) -> bool:
        return any(t.x0 < x - LEFT_EDGE and t.x1 > x + LEFT_EDGE for r in band for t in r.tokens)

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


def _starts(row: Row, left: float, right: float) -> list[tuple[float, bool]]:
    """Where words begin between two places, and whether each stands clear of the word before it."""
    out: list[tuple[float, bool]] = []
    before: Token | None = None
    for t in row.tokens:
        if left < t.x0 <= right:
            out.append((t.x0, before is None or t.x0 - before.x1 > NEAR * t.size))
        before = t
    return out


def _white(a: Piece, b: Piece, spans: Sequence[Sequence[tuple[float, float]]]) -> Gutter | None:
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


def _aligned(row: Row, gutters: Sequence[Gutter]) -> bool:
    """Whether a line begins anew in most columns, though a long word reaches into the next one."""
    begun = sum(any(g.start is not None and abs(t.x0 - g.start) <= LEFT_EDGE for t in row.tokens) for g in gutters)
    return begun >= max(2, 0.5 * len(gutters))


def _without_heading(edges: Sequence[Gutter], band: Sequence[Row], body: Sequence[Row]) -> list[Gutter]:
    """The edges, with those of columns that have no heading: white space that most lines leave and none cross."""
    many = [r for r in body if r.many]
    if len(many) < 2:
        return list(edges)
    out = list(edges)
    for g in gutters([r.pieces for r in body], least=max(2, round(MOST_LINES * len(many))), tolerance=0.0):
        free = all(g.hi < e.lo or g.lo > e.hi for e in edges)
        held = any(t.x0 < g.at < t.x1 for r in band for t in r.tokens)
        nearest = [max((t for t in r.tokens if t.x1 <= g.at), key=lambda t: t.x1, default=None) for r in many]
        bullets = sum(t is not None and is_marker(t.text) for t in nearest)
        if free and not held and bullets <= 0.5 * len(nearest):
            out.append(g)
    return sorted(out, key=lambda g: g.at)


def _fits(row: Row, edges: Sequence[Gutter]) -> bool:
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


# ---------------------------------------------------------------- how far down


def _under(rows: Sequence[Row], head: _Head, evidence: PageEvidence) -> tuple[HeadedRegion, int] | None:
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
    kept = rows[head.end : end]
    if not kept or not any(_columns_held(r, edges) > 1 for r in kept):
        return None
    fitting = [r for r in kept if _fits(r, edges)]
    edges = column_edges(head.columns, band, fitting) or edges
    edges = _without_heading(edges, band, fitting)
    region = Region([*band, *kept], edges, _rules(band, kept, evidence.hs), _bands(kept, evidence.fills))
    return HeadedRegion(region, len(band)), end


def _telling(body: Sequence[Row], near: Sequence[Row]) -> list[Row]:
    """The lines in several columns, and between them those in one.

    Where cells stand in the middle of their rows, most lines of a column stand alone.
    """
    if not near:
        return []
    width = max(r.x1 for r in near) - min(r.x0 for r in near)
    last = body.index(near[-1])
    return [r for r in body[: last + 1] if r in near or r.x1 - r.x0 < ONE_COLUMN * width]


def _reached(edges: Sequence[Gutter], body: Sequence[Row]) -> list[Gutter]:
    """The edges moved beyond the lines that stand alone in the column on the left: the longest says how wide it is."""
    out: list[Gutter] = []
    for g in edges:
        alone = [
            r.x1 for r in body if g.start is not None and not r.many and r.x0 < g.at and r.x1 < g.start - CLOSE * r.size
        ]
        lo = max([g.lo, *alone])
        out.append(g if g.start is None or lo <= g.lo else replace(g, lo=lo, at=min((lo + g.start) / 2, g.start - 0.5)))
    return out


def _without_band(rows: Sequence[Row], start: int, end: int, edges: Sequence[Gutter], fills: Sequence[Fill]) -> int:
    """The end of a table without a painted heading at its foot: that heads what comes next."""
    last = max((k for k in range(start, end) if rows[k].many and _columns_held(rows[k], edges) > 1), default=end - 1)
    for k in range(last + 1, end):
        here, plain = painted_box(rows[k], fills), painted_box(rows[last], fills)
        if all(t.bold for t in rows[k].tokens) and here is not None and plain is None:
            return k
    return end


def _carried(rows: Sequence[Row], evidence: PageEvidence, out: list[HeadedRegion]) -> int:
    """A table of the page before that goes on at this page's top without its headings; the row after it, else 0."""
    known, hs, fills = evidence.known, evidence.hs, evidence.fills
    edges = [Gutter(x, x - 1, x + 1, 1, 0, start=_start(rows, x, until)) for x, until in pairwise(known[1:])]
    if not rows or _head(rows, 0, fills) is not None or _bold(rows[0]):
        return 0
    starts = [known[0], *(g.start for g in edges if g.start is not None)]
    stop = _reach(rows, 0, [rows[0]], starts, evidence)
    end = _last(rows, 0, stop, edges, evidence)
    end = _without_band(rows, 0, end, edges, fills)
    kept = rows[:end]
    # How far lines of the last column reach differs from page to page, where no border ends it.
    ragged = max(STRAY, RAGGED * (known[-1] - known[-2]))
    inside = all(known[0] - STRAY <= r.x0 and r.x1 <= known[-1] + ragged for r in kept)
    wide = sum(_columns_held(r, edges) > 1 for r in kept)
    if not kept or not inside or not wide or wide < 0.3 * len(kept):
        return 0
    out.append(HeadedRegion(Region(list(kept), edges, _rules([], kept, hs), _bands(kept, fills)), 0))
    return end


def _start(rows: Sequence[Row], x: float, until: float) -> float | None:
    """The left edge that lines share between a column's border and the next one."""
    found = [t.x0 for r in rows[:30] for t in r.tokens if x - 1 <= t.x0 < until]
    return min(found) if found else None


def _columns_held(row: Row, edges: Sequence[Gutter]) -> int:
    return len({sum(t.mid >= g.at for g in edges) for t in row.tokens})


def _reach(
    rows: Sequence[Row], start: int, band: Sequence[Row], starts: Sequence[float], evidence: PageEvidence
) -> int:
    """How far down the table may go at most; `starts` are the left edges of its columns."""
    hs, fills, obstacles = evidence.hs, evidence.fills, evidence.obstacles
    x0, x1 = min(r.x0 for r in band), max(r.x1 for r in band)
    size = median(r.size for r in band)
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
    return at


def _resumes(rows: Sequence[Row], at: int, starts: Sequence[float]) -> bool:
    """Whether the lines from one far below the last on, close to each other, begin in several of the table's columns.

    A spreadsheet's rows are often higher than their texts, and cells of fewer lines stand in the middle of theirs.
    """
    end = at + 1
    while end < len(rows) and rows[end].top - rows[end - 1].bottom <= rows[end].size:
        end += 1
    tokens = [t for r in rows[at : min(end, at + MOST_LINES_OF_A_ROW)] for t in r.tokens]
    begun = sum(any(abs(t.x0 - x) <= LEFT_EDGE for t in tokens) for x in starts)
    return begun >= max(LEAST_RESUMED, SHARE_RESUMED * len(starts))


def _drawn_on(last: Row, row: Row, width: tuple[float, float], hs: Sequence[Segment], fills: Sequence[Fill]) -> bool:
    """Whether rules or paint go on from one visual row to the next."""
    painted = painted_box(row, fills) is not None or painted_box(last, fills) is not None
    return painted or _ruled_on(last, row, *width, hs)


def _next_head(rows: Sequence[Row], at: int, band: Sequence[Row], fills: Sequence[Fill]) -> bool:
    """Whether a visual row begins another table: the same headings once more, or others in bold as they are."""
    if not rows[at].many:
        return False
    if [p.text for p in rows[at].pieces] == [p.text for p in band[0].pieces]:
        return True
    if not all(t.bold for r in (*band, rows[at]) for t in r.tokens):
        return False
    return painted_box(band[0], fills) is None and _head(rows, at, fills) is not None


def _ruled_on(last: Row, row: Row, x0: float, x1: float, hs: Sequence[Segment]) -> bool:
    """Whether a rule under the row, or between it and the last, shows that the drawing goes on."""
    foot = row.bottom + 40 * 1.0
    wide = [s for s in hs if min(s.hi, x1) - max(s.lo, x0) >= 0.6 * (x1 - x0)]
    return any(row.bottom - 3 <= s.at <= foot for s in wide) and any(s.at <= row.top + 3 for s in wide)


def _last(rows: Sequence[Row], start: int, stop: int, edges: Sequence[Gutter], evidence: PageEvidence) -> int:
    """The row after the table's last: as long as lines keep to the columns, or stand across them by design."""
    end = start
    at = start
    while at < stop:
        row = rows[at]
        if _fits(row, edges) and not _leaves(rows, at, start, edges, stop):
            at += 1
            end = at
            continue
        after = at
        while after < stop and after - at < MOST_ACROSS and not (_fits(rows[after], edges) and after > at):
            after += 1
        goes_on = after < stop and _fits(rows[after], edges) and _columns_held(rows[after], edges) > 1
        if not goes_on or not _set_apart(rows, at, after, evidence.fills):
            if _closed_below(rows, at, after, evidence.hs) and row.barrier:
                end = after
            break
        at = after
        end = at
    return end


def _leaves(rows: Sequence[Row], at: int, start: int, edges: Sequence[Gutter], stop: int) -> bool:
    """Whether a short line in one column begins what comes after the table: set apart, and no columns under it."""
    row = rows[at]
    if at == start:
        return False
    if _columns_held(row, edges) > 1:
        # A heading in bold whose words happen to begin where a column does.
        return not row.many and _bold(row) and not _bold(rows[at - 1])
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
        if not _fits(later, edges):
            break
        if _columns_held(later, edges) > 1:
            return False
    return (
        bold
        or _is_numbered_title(row)
        or (apart and not own)
        or abs(row.size - above.size) > 0.06 * row.size
        or (apart and _column(row, edges) == 0)
    )


def _is_numbered_title(row: Row) -> bool:
    """Whether a line is the number of a chapter and its heading in capitals (`2. UNGDOM OCH ALKOHOL`)."""
    number, *rest = row.tokens
    return is_marker(number.text) and bool(rest) and " ".join(t.text for t in rest).isupper()


def _bold(row: Row) -> bool:
    return all(t.bold for t in row.tokens)


def _column(row: Row, edges: Sequence[Gutter]) -> int:
    return sum(row.tokens[0].mid >= g.at for g in edges)


def _set_apart(rows: Sequence[Row], at: int, after: int, fills: Sequence[Fill]) -> bool:
    """Whether lines across the columns are set apart from the rows around them by a rule, a fill or their type."""
    row = rows[at]
    if row.barrier or painted_box(row, fills) is not None:
        return True
    plain = rows[at - 1] if at else rows[after]
    style = all(t.bold for t in row.tokens) or all(t.word.italic for t in row.tokens)
    return style and not (all(t.bold for t in plain.tokens) and all(t.bold for t in rows[after].tokens))


def _closed_below(rows: Sequence[Row], at: int, after: int, hs: Sequence[Segment]) -> bool:
    last = rows[after - 1]
    return any(last.bottom - 3 <= s.at <= last.bottom + 14 and s.lo <= last.x0 + 2 for s in hs) and after - at <= 3


def _rules(band: Sequence[Row], kept: Sequence[Row], hs: Sequence[Segment]) -> list[float]:
    every = [*band, *kept]
    x0, x1 = min(r.x0 for r in every), max(r.x1 for r in every)
    top, bottom = every[0].top - 14, every[-1].bottom + 14
    wide = [s for s in hs if min(s.hi, x1) - max(s.lo, x0) >= 0.6 * (x1 - x0) and not s.soft]
    return sorted(s.at for s in wide if top <= s.at <= bottom)


def _bands(kept: Sequence[Row], fills: Sequence[Fill]) -> int:
    return len({box for r in kept if (box := painted_box(r, fills)) is not None})


# ---------------------------------------------------------------- rows that rules part


def ruled_rows(
    region: Region, heads: int, edges: Sequence[float], hs: Sequence[Segment], fills: Sequence[Fill]
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
        Segment(s.at, max(s.lo, left), min(s.hi, right), s.soft)
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
    gutters = region.gutters
    heads_in = _heads_inside(region.rows[heads:], ys)
    ys = sorted([*ys, *heads_in])
    inside += [Segment(y, left, right) for y in heads_in]
    vs: list[Segment] = [Segment(left, ys[0], ys[-1]), Segment(right, ys[0], ys[-1])]
    for lo, hi in pairwise(ys):
        held = [r for r in region.rows if lo <= r.mid <= hi]
        keeps = all(_fits(r, gutters) or _aligned(r, gutters) for r in held)
        if held and (held[0] is region.rows[0] or (keeps and not _is_band(held, gutters, left, right, fills))):
            vs += [Segment(x, lo, hi) for x in edges[1:-1]]
    outer = [Segment(ys[0], left, right), Segment(ys[-1], left, right)]
    lattice = lattice_of([*inside, *outer], vs)
    lattice.place([t for r in region.rows for t in r.tokens])
    if len(ys) - 2 < RULED_ROWS:
        lattice, _ = refine(lattice)
    first = body[0].top
    return lattice, sum(y <= first + 2 for y in lattice.ys[1:]) if heads else 0


def heads_over_rules(body: Sequence[Row]) -> list[Row]:
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


def _heads_inside(body: Sequence[Row], ys: Sequence[float]) -> list[float]:
    """Heights under the headings that stand over a row between the same two rules, where other headings of the table
    stand between rules of their own: the paint of one is too light for a scan."""
    parts = [[r for r in body if lo <= r.mid <= hi] for lo, hi in pairwise(ys)]

    def is_head(row: Row) -> bool:
        return not row.many and _bold(row) and abs(row.x0 - body[0].x0) <= STRAY

    if sum(len(p) == 1 and is_head(p[0]) for p in parts) < FEWEST_HEADS:
        return []
    return [
        (part[0].bottom + part[1].top) / 2
        for part in parts
        if len(part) > 1 and is_head(part[0]) and part[1].many and not any(_bold(r) for r in part[1:])
    ]


def _is_band(held: Sequence[Row], gutters: Sequence[Gutter], left: float, right: float, fills: Sequence[Fill]) -> bool:
    """Whether lines between two rules are a heading across the table: one text a line, painted or over columns."""
    if any(r.many or r.x0 > gutters[0].at for r in held):
        return False
    boxes = [painted_box(r, fills) for r in held]
    painted = all(b is not None and b[0] <= left + OUTER and b[2] >= right - OUTER for b in boxes)
    return (painted and all(t.bold for t in held[0].tokens)) or any(_columns_held(r, gutters) > 1 for r in held)


def _across(inside: Sequence[Segment], left: float, right: float) -> list[float]:
    """Heights at which rules reach across most of the table."""
    out: list[float] = []
    for at in sorted({round(s.at, 1) for s in inside}):
        if out and at - out[-1] <= DOUBLE:
            continue
        covered = sum(s.hi - s.lo for s in inside if abs(s.at - at) <= DOUBLE)
        if covered >= WHOLE * (right - left):
            out.append(at)
    return out


def _struck(row: Row, inside: Sequence[Segment]) -> bool:
    """Whether a rule runs through a line of text: then the rules are no borders between rows."""
    height = row.bottom - row.top
    lo, hi = row.top + 0.35 * height, row.bottom - 0.35 * height
    crossing = [s for s in inside if lo < s.at < hi]
    return any(min(s.hi, p.x1) - max(s.lo, p.x0) > 0.5 * (p.x1 - p.x0) for s in crossing for p in row.pieces)
