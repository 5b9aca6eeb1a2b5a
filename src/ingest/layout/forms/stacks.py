"""Labels and values that were found in pieces, put together: rows painted in turn, pairs of labels under one label.

Forms print `Aktivitet | …` over `Ansvarig | … | Slutdatum | …`, or paint every other line. A drawn grid then holds
single lines, alignment others, and some none at all. What stands close one under the other with its labels and its
values at the same left edges is one table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.document import Fill, Page
from ingest.layout.tables.cells import build, compact
from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.gutters import is_value
from ingest.layout.tables.model import FoundTable, MeasuredWord
from ingest.layout.tables.regions import PieceRow, rows_of

__all__ = ["stacked"]

SAME = 2.5
"""Points by which left edges of one column may differ from piece to piece."""
NEAR = 1.6
"""Font sizes of white space over which pieces are none of one block."""
CLEAR = 0.6
"""Font sizes of white space between a label and its value."""
MOST_WORDS = 5
"""Words of a label."""
PAIRS = frozenset({2, 4, 6})
"""Columns of tables of labels and values."""


_Cells = list[tuple[int, int, list[MeasuredWord]]]


@dataclass(slots=True)
class _Line:
    """A row of the table to be: tokens by column, the columns counted as in its own piece (`columns` of them)."""

    columns: int
    cells: _Cells
    """First column, last column + 1, tokens."""
    edges: tuple[float, ...] = ()

    @property
    def tokens(self) -> list[MeasuredWord]:
        return [t for _, _, tokens in self.cells for t in tokens]


@dataclass(slots=True)
class _Stretch:
    """A found table, or loose lines beside their labels."""

    lines: list[_Line]
    lefts: tuple[float, float]
    table: FoundTable | None = None
    changed: bool = False
    """A value that ran over an edge is put together."""

    @property
    def top(self) -> float:
        return min(t.top for line in self.lines for t in line.tokens)

    @property
    def bottom(self) -> float:
        return max(t.bottom for line in self.lines for t in line.tokens)

    @property
    def size(self) -> float:
        return median(t.size for line in self.lines for t in line.tokens)


def stacked(
    page: Page, found: Sequence[FoundTable], tokens: Sequence[MeasuredWord], fills: Sequence[Fill]
) -> list[FoundTable]:
    """Return the page's tables, pieces of one block of labels and values put together with the loose lines between.

    Args:
        page: the page.
        found: its tables so far.
        tokens: all its words.
        fills: painted areas.
    """
    by_word = {id(t.word): t for t in tokens}
    pieces = [p for t in found if (p := _piece(t, by_word)) is not None]
    if not pieces:
        return list(found)
    taken = {i for t in found for i in t.words}
    free = rows_of([t for t in tokens if t.index not in taken])
    pieces += _loose(free, pieces)
    pieces.sort(key=lambda p: p.top)
    groups: list[list[_Stretch]] = []
    for piece in pieces:
        if groups and _goes_on(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    out = list(found)
    for group in groups:
        tables = [p.table for p in group if p.table is not None]
        if not tables or (len(group) < 2 and not group[0].changed):
            continue
        made = _joined(page, group, fills)
        if made is not None:
            out = [t for t in out if not any(t is old for old in tables)] + [made]
    return out


def _piece(table: FoundTable, by_word: dict[int, MeasuredWord]) -> _Stretch | None:
    """A table of labels and values as a piece; None for any other table."""
    if table.columns not in PAIRS or any(c.tables or c.rotated or c.rowspan > 1 for c in table.cells):
        return None
    if table.rotated:
        return None  # turned words beside upright ones in a cell
    read = _read(table, by_word)
    if read is None:
        return None
    lines, changed = read
    labels = [tokens for line in lines for c0, c1, tokens in line.cells if (c0, c1) == (0, 1) and tokens]
    values = [tokens for line in lines for c0, _, tokens in line.cells if c0 == 1 and tokens]
    if len(labels) < len(lines) or not values or not all(map(_is_label, labels)):
        return None
    left = (median(min(t.x0 for t in x) for x in labels), median(min(t.x0 for t in x) for x in values))
    return _Stretch(lines, left, table, changed)


def _read(table: FoundTable, by_word: dict[int, MeasuredWord]) -> tuple[list[_Line], bool] | None:
    """The lines of a table, and whether a value was put together; None where a row is empty."""
    lines: list[_Line] = []
    changed = False
    for row in range(table.rows):
        cells = [
            (c.column, c.column + c.colspan, [by_word[id(w)] for line in c.lines for w in line.words])
            for c in table.cells
            if c.row == row
        ]
        if not any(tokens for _, _, tokens in cells):
            return None
        whole = _whole(cells)
        changed |= len(whole) < len(cells)
        lines.append(_Line(table.columns, whole, table.column_edges))
    return lines, changed


def _is_label(tokens: Sequence[MeasuredWord]) -> bool:
    return len(tokens) <= MOST_WORDS and not tokens[-1].text.endswith(".") and not all(is_value(t.text) for t in tokens)


def _loose(rows: Sequence[PieceRow], pieces: Sequence[_Stretch]) -> list[_Stretch]:
    """Lines outside of tables that begin where a piece's labels do and go on where its values do, each a piece."""
    out: list[_Stretch] = []
    for lefts in {p.lefts for p in pieces}:
        last: _Stretch | None = None
        for row in rows:
            line = _labelled(row, lefts)
            if line is not None:
                last = _Stretch([line], lefts)
                out.append(last)
            elif (
                last is not None
                and abs(row.x0 - lefts[1]) <= SAME
                and row.top - last.bottom <= CLEAR * row.size
                and not row.many
            ):
                last.lines[-1].cells[1][2].extend(row.tokens)
            else:
                last = None
    kept: list[_Stretch] = []
    for piece in out:
        if not any({t.index for t in piece.lines[0].tokens} & {t.index for t in k.lines[0].tokens} for k in kept):
            kept.append(piece)
    return kept


def _labelled(row: PieceRow, lefts: tuple[float, float]) -> _Line | None:
    """A visual row as label and value; None for any other row."""
    at = next((i for i, t in enumerate(row.tokens) if abs(t.x0 - lefts[1]) <= SAME), 0)
    if not at or abs(row.tokens[0].x0 - lefts[0]) > SAME:
        return None
    label, value = row.tokens[:at], row.tokens[at:]
    if value[0].x0 - label[-1].x1 < CLEAR * row.size or not _is_label(label):
        return None
    return _Line(2, [(0, 1, list(label)), (1, 2, list(value))])


def _goes_on(group: Sequence[_Stretch], piece: _Stretch) -> bool:
    """Whether a piece stands right under a group, its labels and its values under the group's."""
    last = group[-1]
    if last.table is None and piece.table is None and not any(p.table is not None for p in group):
        # Loose lines wait for a table.
        return _close(last, piece)
    widths = {line.columns for p in (*group, piece) for line in p.lines}
    return len(widths - {2}) <= 1 and _close(last, piece)


def _close(above: _Stretch, below: _Stretch) -> bool:
    size = max(above.size, below.size)
    near = -0.5 * size < below.top - above.bottom <= NEAR * size
    alike = all(abs(a - b) <= SAME for a, b in zip(above.lefts, below.lefts, strict=True))
    return near and alike and abs(above.size - below.size) <= 0.1 * size


def _whole(cells: _Cells) -> _Cells:
    """The cells of a line, a value put together that runs on over the edge of the next pair's label."""
    out: _Cells = []
    for c0, c1, tokens in cells:
        before = out[-1][2][-1] if out and out[-1][2] else None
        if before is not None and tokens and c0 > 1 and not c0 % 2:
            first = tokens[0]
            level = abs(first.ym - before.ym) < 0.5 * first.size
            if level and first.x0 - before.x1 < CLEAR * first.size and first.text[:1].islower():
                start, _, held = out[-1]
                out[-1] = (start, c1, [*held, *tokens])
                continue
        out.append((c0, c1, tokens))
    return out


def _joined(page: Page, group: Sequence[_Stretch], fills: Sequence[Fill]) -> FoundTable | None:
    """One table of all lines of a group, under the columns of its widest piece."""
    lines = [line for p in group for line in p.lines]
    widest = max(lines, key=lambda line: line.columns)
    drawn = [line.edges for line in lines if line.columns == widest.columns and line.edges]
    if not drawn:
        return None
    every = [t for line in lines for t in line.tokens]
    xs = [median(edges[i] for edges in drawn) for i in range(widest.columns + 1)]
    xs[0] = min(xs[0], *(t.x0 - 1 for t in every))
    xs[-1] = max(xs[-1], *(t.x1 + 1 for t in every))
    ys = [min(t.top for t in lines[0].tokens) - 1]
    for a, b in pairwise(lines):
        ys.append((max(t.bottom for t in a.tokens) + min(t.top for t in b.tokens)) / 2)
    ys.append(max(t.bottom for t in lines[-1].tokens) + 1)
    areas = []
    for r, line in enumerate(lines):
        for c0, c1, tokens in line.cells:
            # A value beside one label reaches over the labels and values that stand beside it elsewhere.
            last = widest.columns if line.columns < widest.columns and c0 == 1 else c1
            areas.append(Area(r, c0, r + 1, last, list(tokens)))
    sure = max(p.table.confidence for p in group if p.table is not None)
    return build(page, compact(Lattice(xs, ys, areas)), fills, "mixed", sure)
