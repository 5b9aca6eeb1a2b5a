"""Half-drawn grids: where borders are missing between cells, the text's alignment completes them.

A panel is a stack of cells of the same columns without borders between those; a band is a run of cells of the same
rows. Panels are cut at gutters (at the borders that other rows draw, or where most lines leave a wide gap), bands
at visual rows that clearly are rows: values under values, the same cells filled on each line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.gutters import Gutter, gutters, is_marker
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.parallel_lists import lists_abreast
from ingest.layout.tables.regions import rows_of
from ingest.layout.tables.rows import body_groups, rows_apart
from ingest.layout.tables.visual_rows import VisualRow, itemise

__all__ = ["is_boxed", "refine"]

_HEAD_AND_BODY = 2
"""Bands of cells of a table in which no rule parts two rows: its headings and all the rest."""

_FEWEST_BANDS = 2
"""Lines of boxes in a record of a form, one over the other."""
_LABEL_WORDS = 5
"""Words of a box's label."""

_NAME_AND_LIST = 2
"""Cells beside each other, one with what a list is called and one with the list."""
_FEWEST_ITEMS = 2
"""Items of a list."""
_WHITE = 1.3
"""Font sizes of white at most between two lines of one name."""

_LEVEL = 0.3
"""Font sizes within which two lines stand at one height."""

_Box = tuple[float, float, float, float, list[MeasuredWord]]
"""x0, top, x1, bottom and the tokens inside."""


def refine(lattice: Lattice, headed: Mapping[tuple[int, int], list[Gutter]] | None = None) -> tuple[Lattice, bool]:
    """The completed lattice, and whether anything had to be completed.

    Args:
        lattice: the drawn grid with its words placed.
        headed: gutters that a panel's headings show, by its first and last place; they hold where they are more.
    """
    if is_boxed(lattice):
        return lattice, False
    wider, cut = _columns(lattice, headed or {})
    taller, split = _rows(wider)
    return taller, cut or split


# ---------------------------------------------------------------- boxes of a form


def is_boxed(lattice: Lattice) -> bool:
    """Return whether cells are the boxes of a form: each begins with its label, boxes of a line stand over others.

    No two bands of boxes share a border between columns, which those of a table do.
    """
    bands: dict[tuple[int, int], list[Area]] = {}
    for area in lattice.areas:
        if area.tokens:
            bands.setdefault((area.r0, area.r1), []).append(area)
    abreast = [areas for areas in bands.values() if len(areas) > 1]
    if len(abreast) < len(bands) or len(bands) < _FEWEST_BANDS:
        return False
    inner = [{x for a in areas for x in (a.c0, a.c1)} - {0, len(lattice.xs) - 1} for areas in abreast]
    if any(a & b for a, b in pairwise(inner)):
        return False
    return all(_is_labelled(a) for areas in abreast for a in areas)


def _is_labelled(area: Area) -> bool:
    """Whether the first line of a cell may be the label of a box."""
    first = rows_of(area.tokens)[0]
    text = first.pieces[0].text
    return not first.many and len(first.tokens) <= _LABEL_WORDS and text[:1].isupper() and not text.endswith((".", ","))


# ---------------------------------------------------------------- columns


def _columns(lattice: Lattice, headed: Mapping[tuple[int, int], list[Gutter]]) -> tuple[Lattice, bool]:
    panels: dict[tuple[int, int], list[Area]] = {}
    for area in lattice.areas:
        if area.tokens:
            panels.setdefault((area.c0, area.c1), []).append(area)
    boxes: list[_Box] = []
    changed = False
    done: set[int] = set()
    for (c0, c1), areas in panels.items():
        found = _panel_gutters(lattice, areas, c0, c1)
        if len(headed.get((c0, c1), ())) > len(found):
            found = headed[c0, c1]
        if not found:
            continue
        for area in areas:
            parts = _cut_area(area, (lattice.xs[c0], lattice.xs[c1]), found, areas)
            if len(parts) > 1:
                changed = True
                done.add(id(area))
                boxes += [(x0, lattice.ys[area.r0], x1, lattice.ys[area.r1], tokens) for x0, x1, tokens in parts]
    if not changed:
        return lattice, False
    boxes += [_box(lattice, area) for area in lattice.areas if id(area) not in done]
    return _regrid(boxes), True


def _panel_gutters(lattice: Lattice, areas: Sequence[Area], c0: int, c1: int) -> list[Gutter]:
    known = lattice.xs[c0 + 1 : c1]
    rows = [row for area in areas for row in rows_of(area.tokens)]
    spans = [r.pieces for r in rows]
    many = sum(r.many for r in rows)
    if not many:
        return []
    width = max(t.size for a in areas for t in a.tokens)
    found = gutters(spans, known, least=max(3, round(0.5 * len(rows))), tolerance=0.12, width=width)
    out: list[Gutter] = []
    for g in found:
        at_known = any(abs(g.at - x) < 0.5 for x in known)
        left = [p for row in spans for p in row if p.x1 <= g.hi + 1]
        marks = sum(len(p.tokens) == 1 and is_marker(p.text) and not p.text.isdigit() for p in left)
        if at_known or marks <= 0.5 * len(left):
            out.append(g)
    return out


def _cut_area(
    area: Area, ends: tuple[float, float], found: Sequence[Gutter], panel: Sequence[Area]
) -> list[tuple[float, float, list[MeasuredWord]]]:
    """Parts of a cell between the gutters that no text of it crosses: (x0, x1, tokens)."""
    cuts = [ends[0], *(g.at for g in found), ends[1]]
    columns = len(cuts) - 1
    lines = rows_of(area.tokens)
    rows = [itemise(r.tokens, found) for r in lines]
    items = [i for r in rows for i in r.items]
    # A running text, of which words happen to part where columns do.
    running = len(items) > 1 and not any(r.many for r in lines)
    if (len(items) == 1 and len(panel) > 2) or running:
        # A band across the table that is set apart by its weight stays one cell.
        others = [t.bold for a in panel if a is not area for t in a.tokens]
        if all(t.bold for t in area.tokens) and others and sum(others) < 0.4 * len(others):
            return [(cuts[0], cuts[-1], area.tokens)]
    open_ = [True] * (columns - 1)
    for item in items:
        for k in range(item.c0, item.c1 - 1):
            open_[k] = False
    out: list[tuple[float, float, list[MeasuredWord]]] = []
    start = 0
    for k in range(columns):
        if k == columns - 1 or open_[k]:
            tokens = [t for i in items if start <= i.c0 <= k for t in i.tokens]
            out.append((cuts[start], cuts[k + 1], tokens))
            start = k + 1
    return out


# ---------------------------------------------------------------- rows


def _rows(lattice: Lattice) -> tuple[Lattice, bool]:
    bands: dict[tuple[int, int], list[Area]] = {}
    for area in lattice.areas:
        bands.setdefault((area.r0, area.r1), []).append(area)
    filled = [key for key, areas in bands.items() if any(a.tokens for a in areas)]
    boxes: list[_Box] = []
    done: set[int] = set()
    for (r0, r1), areas in bands.items():
        areas = [a for a in areas if a.tokens]
        if len(areas) < 2:
            continue
        groups = _band_rows(lattice, areas, len(filled))
        if len(groups) < 2:
            continue
        ys = [lattice.ys[r0]]
        for a, b in pairwise(groups):
            ys.append((max(r.bottom for r in a) + min(r.top for r in b)) / 2)
        ys.append(lattice.ys[r1])
        for area in bands[r0, r1]:
            done.add(id(area))
            for k in range(len(groups)):
                last = k == len(groups) - 1
                tokens = [t for t in area.tokens if (t.ym >= ys[k] or k == 0) and (t.ym < ys[k + 1] or last)]
                boxes.append((lattice.xs[area.c0], ys[k], lattice.xs[area.c1], ys[k + 1], tokens))
    if not done:
        return lattice, False
    boxes += [_box(lattice, area) for area in lattice.areas if id(area) not in done]
    return _regrid(boxes), True


def _band_rows(lattice: Lattice, areas: Sequence[Area], bands: int) -> list[list[VisualRow]]:
    """The rows inside one band of cells, or one group where it is a single row of wrapped cells."""
    areas = sorted(areas, key=lambda a: a.c0)
    if _names_a_list(areas):
        return [[itemise(r.tokens, ()) for r in rows_of([t for a in areas for t in a.tokens])]]
    tokens = [t for a in areas for t in a.tokens]
    edges = [lattice.xs[a.c0] for a in areas] + [lattice.xs[areas[-1].c1]]
    borders = [Gutter(x, x, x, 1, 0) for x in edges[1:-1]]
    rows = [itemise(r.tokens, borders) for r in rows_of(tokens)]
    if len(rows) < 2 or any(r.spans for r in rows) or lists_abreast(rows):
        return [rows]
    columns = len(areas)
    values: dict[int, int] = {}
    for row in rows:
        for c in row.values:
            values[c] = values.get(c, 0) + 1
    full = sum(len(r.columns) >= max(2, 0.6 * columns) for r in rows)
    stacked = sum(n >= 2 for n in values.values())
    drawn = bands >= 4
    apart = rows_apart(rows, columns)
    if not drawn and len(apart) > 1:
        return apart
    # Upright rules alone: the lines have to tell all rows.
    unparted = bands <= _HEAD_AND_BODY and full > 1 and columns > 2
    if not unparted and stacked < (2 if drawn else 1) and (drawn or full < 3 or full < 0.6 * len(rows)):
        return [rows]
    groups = body_groups(rows, columns, -1.5 if drawn else 0.0)
    alike = _are_rows(groups, columns, headed=unparted)
    if alike and (not drawn or full >= 0.8 * len(groups)):
        return groups
    return [rows]


def _are_rows(groups: Sequence[Sequence[VisualRow]], columns: int, *, headed: bool) -> bool:
    """Whether most groups of lines fill as many columns as rows do.

    Args:
        headed: headings and notes stand in the first column between the rows; nobody answers for them.
    """
    held = [{c for r in g for c in r.columns} for g in groups]
    if headed and sum(len(h) > 1 for h in held) > 1:
        held = [h for h in held if h != {0}]
    return len(held) > 1 and sum(len(h) >= max(2, 0.5 * columns) for h in held) >= 0.75 * len(held)


def _names_a_list(areas: Sequence[Area]) -> bool:
    """Whether two cells are a list's name and the list: lines without much white between them beside items.

    Such lines say what the whole list is of (a phase, its time and who leads it); a name for each item would leave
    white where its item is longer.
    """
    if len(areas) != _NAME_AND_LIST:
        return False
    name, list_ = (rows_of(a.tokens) for a in areas)
    items = [r for r in list_ if is_marker(r.tokens[0].text) and len(r.tokens) > 1]
    if len(items) < _FEWEST_ITEMS or any(is_marker(r.tokens[0].text) for r in name):
        return False
    level = [any(abs(r.bottom - i.bottom) < _LEVEL * r.size for i in items) for r in name]
    if len(name) == len(items) and all(level):
        return False
    return all(b.top - a.bottom <= _WHITE * max(a.size, b.size) for a, b in pairwise(name))


def _box(lattice: Lattice, area: Area) -> _Box:
    return lattice.xs[area.c0], lattice.ys[area.r0], lattice.xs[area.c1], lattice.ys[area.r1], area.tokens


def _regrid(boxes: Sequence[_Box]) -> Lattice:
    """A grid through all sides of the boxes."""
    xs = _near(sorted({x for b in boxes for x in (b[0], b[2])}))
    ys = _near(sorted({y for b in boxes for y in (b[1], b[3])}))

    def index(edges: Sequence[float], value: float) -> int:
        return min(range(len(edges)), key=lambda k: abs(edges[k] - value))

    areas = [Area(index(ys, b[1]), index(xs, b[0]), index(ys, b[3]), index(xs, b[2]), b[4]) for b in boxes]
    areas = [a for a in areas if a.r1 > a.r0 and a.c1 > a.c0]
    areas.sort(key=lambda a: (a.r0, a.c0))
    return Lattice(xs, ys, areas)


def _near(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for v in values:
        if not out or v - out[-1] > 0.8:
            out.append(v)
    return out
