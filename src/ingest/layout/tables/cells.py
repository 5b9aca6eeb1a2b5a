"""A lattice with its tokens becomes a found table: empty tracks dropped, cells painted, words counted."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import BBox, Fill, Page
from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.model import FoundCell, FoundTable, cell_lines, turned_lines

__all__ = ["build", "compact"]

_THIN = 4.5
"""Points: a row lower than this, or a column narrower, is the space between two lines of one border."""


def compact(lattice: Lattice) -> Lattice:
    """Drop columns in which no text of their own stands, and rows too thin for any text."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    owned_c, owned_r = set[int](), set[int]()
    for area in lattice.areas:
        if area.filled and area.c1 - area.c0 == 1:
            owned_c.add(area.c0)
        if area.filled and area.r1 - area.r0 == 1:
            owned_r.add(area.r0)
    for area in lattice.areas:
        # A spanning cell keeps one of its tracks alive where none has text of its own.
        if area.filled and not any(c in owned_c for c in range(area.c0, area.c1)):
            owned_c.add(area.c0)
        if area.filled and not any(r in owned_r for r in range(area.r0, area.r1)):
            owned_r.add(area.r0)
    keep_c = [c for c in range(columns) if c in owned_c]
    keep_r = [r for r in range(rows) if r in owned_r]
    if len(keep_c) == columns and len(keep_r) == rows:
        return lattice
    xs, at_c = _kept(lattice.xs, keep_c)
    ys, at_r = _kept(lattice.ys, keep_r)
    areas: list[Area] = []
    for area in lattice.areas:
        cs = [at_c[c] for c in range(area.c0, area.c1) if c in at_c]
        rs = [at_r[r] for r in range(area.r0, area.r1) if r in at_r]
        if cs and rs:
            areas.append(Area(rs[0], cs[0], rs[-1] + 1, cs[-1] + 1, area.tokens, area.turned, area.unsure))
    return Lattice(xs, ys, areas)


def _kept(edges: Sequence[float], keep: Sequence[int]) -> tuple[list[float], dict[int, int]]:
    """Edges without the dropped tracks; an inner dropped track's room goes to the one before it."""
    if not keep:
        return list(edges[:1]), {}
    out = [edges[keep[0]]]
    out += [edges[k] for k in keep[1:]]
    out.append(edges[keep[-1] + 1])
    return out, {old: new for new, old in enumerate(keep)}


def build(
    page: Page,
    lattice: Lattice,
    fills: Sequence[Fill],
    method: str,
    confidence: float,
    nested: dict[int, tuple[FoundTable, ...]] | None = None,
    header_rows: int = 0,
) -> FoundTable:
    """The finished table.

    Args:
        nested: tables inside an area, by the area's position in `lattice.areas`.
    """
    nested = nested or {}
    cells: list[FoundCell] = []
    words: set[int] = set()
    rotated: set[int] = set()
    near = [f for f in fills if f.bbox.bottom > lattice.ys[0] and f.bbox.top < lattice.ys[-1]]
    for number, area in enumerate(lattice.areas):
        box = BBox(lattice.xs[area.c0], lattice.ys[area.r0], lattice.xs[area.c1], lattice.ys[area.r1])
        inner = nested.get(number, ())
        inside = {w for t in inner for w in t.words}
        tokens = [t for t in area.tokens if t.index not in inside]
        words.update(t.index for t in area.tokens)
        words |= inside
        rotated.update(t.index for t in area.turned)
        rotated |= {w for t in inner for w in t.rotated}
        cells.append(
            FoundCell(
                area.r0,
                area.c0,
                box,
                (*turned_lines(area.turned, page.number), *cell_lines(tokens, page.number)),
                area.r1 - area.r0,
                area.c1 - area.c0,
                _paint(box, near),
                rotated=bool(area.turned) and not tokens,
                tables=inner,
                unsure=area.unsure,
            )
        )
    cells.sort(key=lambda c: (c.row, c.column))
    boxes = [page.words[i].bbox for i in words]
    placed = [b for b in boxes if b is not None]
    bbox = BBox(
        min([lattice.xs[0], *(b.x0 for b in placed)]),
        min([lattice.ys[0], *(b.top for b in placed)]),
        max([lattice.xs[-1], *(b.x1 for b in placed)]),
        max([lattice.ys[-1], *(b.bottom for b in placed)]),
    )
    return FoundTable(
        page.number,
        bbox,
        len(lattice.ys) - 1,
        len(lattice.xs) - 1,
        tuple(cells),
        method,
        round(max(0.0, min(1.0, confidence)), 4),
        frozenset(words),
        frozenset(rotated),
        row_edges=tuple(lattice.ys),
        column_edges=tuple(lattice.xs),
        header_rows=header_rows or _headings(cells, len(lattice.ys) - 1),
    )


def _headings(cells: Sequence[FoundCell], rows: int) -> int:
    """Leading rows all in bold, or on paint that no later row has, over rows that are not; 0 if there are none."""
    for test in (_all_bold, _paints):
        marks = [test([c for c in cells if c.row == r and c.lines]) for r in range(min(rows, 4))]
        count = next((r for r, m in enumerate(marks) if not m or m != marks[0]), 0)
        if marks and marks[0] and 0 < count < rows:
            rest = [test([c for c in cells if c.row == r and c.lines]) for r in range(count, rows)]
            if sum(m == marks[0] for m in rest) <= 0.3 * len(rest):
                return count
    return 0


def _all_bold(cells: Sequence[FoundCell]) -> bool:
    return bool(cells) and all(w.bold for c in cells for line in c.lines for w in line.words)


def _paints(cells: Sequence[FoundCell]) -> frozenset[tuple[float, float, float]]:
    """The one colour behind all of a row's cells."""
    colors = {c.fill for c in cells}
    return frozenset(c for c in colors if c is not None) if len(colors) == 1 else frozenset()


def _paint(box: BBox, fills: Sequence[Fill]) -> tuple[float, float, float] | None:
    """The smallest fill that covers the middle half of the box."""
    best: Fill | None = None
    dx, dy = box.width / 4, box.height / 4
    for fill in fills:
        b = fill.bbox
        if b.x0 <= box.x0 + dx and b.x1 >= box.x1 - dx and b.top <= box.top + dy and b.bottom >= box.bottom - dy:
            area = b.width * b.height
            if best is None or area <= best.bbox.width * best.bbox.height:
                best = fill
    return best.color if best is not None else None
