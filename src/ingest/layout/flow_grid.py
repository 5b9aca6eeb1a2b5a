"""The plainest table: a full grid of rules. Stands in where the table engine is not at hand."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import BBox, Page, Rule, Word
from ingest.layout.found import FoundCell, FoundTable
from ingest.options import Options

__all__ = ["find_tables"]

_NEAR = 3.0


def find_tables(page: Page, options: Options) -> list[FoundTable]:
    """Tables whose rules cross or meet, one for each connected group of rules."""
    out = []
    for group in _groups(page.rules):
        xs = _places([r.bbox.x0 for r in group if not r.horizontal])
        ys = _places([r.bbox.top for r in group if r.horizontal])
        if len(xs) < 2 or len(ys) < 2:
            continue
        words = [w for w in page.words if w.bbox and _inside(w.bbox, BBox(xs[0], ys[0], xs[-1], ys[-1]))]
        if words:
            out.append(_table(xs, ys, group, words, page))
    return out


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, a in enumerate(rules):
        for j in range(i):
            b = rules[j]
            if (
                a.bbox.x0 <= b.bbox.x1 + _NEAR
                and b.bbox.x0 <= a.bbox.x1 + _NEAR
                and a.bbox.top <= b.bbox.bottom + _NEAR
                and b.bbox.top <= a.bbox.bottom + _NEAR
            ):
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    return list(groups.values())


def _places(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > _NEAR:
            out.append(v)
    return out


def _inside(box: BBox, area: BBox) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _table(xs: list[float], ys: list[float], rules: Sequence[Rule], words: Sequence[Word], page: Page) -> FoundTable:
    upright = [r.bbox for r in rules if not r.horizontal]
    level = [r.bbox for r in rules if r.horizontal]
    rows, columns = len(ys) - 1, len(xs) - 1

    def wall(x: float, top: float, bottom: float) -> bool:
        y = (top + bottom) / 2
        return any(abs(r.x0 - x) <= _NEAR and r.top - _NEAR <= y <= r.bottom + _NEAR for r in upright)

    def floor(y: float, left: float, right: float) -> bool:
        x = (left + right) / 2
        return any(abs(r.top - y) <= _NEAR and r.x0 - _NEAR <= x <= r.x1 + _NEAR for r in level)

    taken: set[tuple[int, int]] = set()
    cells = []
    for i in range(rows):
        for j in range(columns):
            if (i, j) in taken:
                continue
            wide = high = 1
            while j + wide < columns and not wall(xs[j + wide], ys[i], ys[i + 1]):
                wide += 1
            while i + high < rows and not floor(ys[i + high], xs[j], xs[j + wide]):
                high += 1
            taken |= {(r, k) for r in range(i, i + high) for k in range(j, j + wide)}
            box = BBox(xs[j], ys[i], xs[j + wide], ys[i + high])
            held = tuple(w for w in words if w.bbox and _inside(w.bbox, box))
            fill = next((f.color for f in reversed(page.fills) if _inside(box, f.bbox)), None)
            cells.append(FoundCell(i, j, box, held, high, wide, fill))
    area = BBox(xs[0], ys[0], xs[-1], ys[-1])
    return FoundTable(area, rows, columns, tuple(cells), "ruled", 0.9, edges=tuple(xs))
