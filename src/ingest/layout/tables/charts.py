"""Charts and diagrams: text on a page that lines up without being a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.document import BBox, Fill
from ingest.layout.tables.regions import PieceRow
from ingest.layout.tables.rules import RuleSegment
from ingest.layout.tables.visual_rows import VisualRow

__all__ = ["axis", "painted_figure", "struck"]

_SAME_END = 3.0
"""Points within which two bars end at one place."""
_NUMBER = re.compile(r"[-–−]?\d+(?:[.,]\d+)?")


def struck(rows: Sequence[PieceRow], hs: Sequence[RuleSegment]) -> int:
    """Rows at whose middle a rule runs or ends: a chart's gridlines and ticks do so, a table's borders never."""
    count = 0
    for row in rows:
        height = row.bottom - row.top
        low, high = row.top + 0.3 * height, row.bottom - 0.3 * height
        near = 3.0 * row.size
        count += any(low <= s.at <= high and s.lo <= row.x1 + near and s.hi >= row.x0 - near for s in hs)
    return count


def painted_figure(box: BBox, fills: Sequence[Fill]) -> bool:
    """Slices that overlap each other, or bars of one colour that begin together and end apart."""
    inside = [
        f
        for f in fills
        if f.bbox.x0 >= box.x0 - 40 and f.bbox.x1 <= box.x1 + 40 and f.bbox.top >= box.top - 20
        and f.bbox.bottom <= box.bottom + 20
    ]  # fmt: skip
    if len(inside) > 400:
        return False
    by_color: dict[tuple[int, ...], list[BBox]] = {}
    for f in inside:
        by_color.setdefault(tuple(round(50 * v) for v in f.color), []).append(f.bbox)
    if len(by_color) >= 2 and _overlaps([f.bbox for f in inside]) >= 2:
        return True
    return any(_bars(boxes) for boxes in by_color.values())


def _overlaps(boxes: Sequence[BBox]) -> int:
    count = 0
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            w, h = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.bottom, b.bottom) - max(a.top, b.top)
            if w <= 2 or h <= 2:
                continue
            lower = min(a.width * a.height, b.width * b.height)
            # One inside the other is a cell on a table's ground.
            count += 0.1 * lower < w * h < 0.85 * lower
    return count


def _bars(boxes: Sequence[BBox]) -> bool:
    if len(boxes) < 4:
        return False
    if max(b.x0 for b in boxes) < min(b.x1 for b in boxes):
        rows = {round(b.top) for b in boxes}
        ends = max(_apart([b.x0 for b in boxes]), _apart([b.x1 for b in boxes]))
        return len(rows) == len(boxes) and ends >= 0.8 * len(boxes)
    if max(b.top for b in boxes) < min(b.bottom for b in boxes):
        columns = {round(b.x0) for b in boxes}
        return len(columns) == len(boxes) and _apart([b.top for b in boxes]) >= 0.8 * len(boxes)
    return False


def _apart(ends: Sequence[float]) -> int:
    """How many places there are among the ends of bars: shaded rows of a table that lies a little askew end at one."""
    return 1 + sum(b - a > _SAME_END for a, b in pairwise(sorted(ends)))


def axis(rows: Sequence[VisualRow]) -> bool:
    """Whether a row, or a column whose rows hold nothing else, counts up or down in even steps as an axis does."""
    for row in rows:
        if all(i.value for i in row.items) and _even([i.text for i in row.items]):
            return True
    alone = [r.items[0].text for r in rows if len(r.items) == 1 and r.items[0].value]
    return len(alone) >= 0.5 * len(rows) and _even(alone)


def _even(texts: Sequence[str]) -> bool:
    numbers = [
        float(m[0].replace(",", ".").replace("–", "-").replace("−", "-")) for t in texts if (m := _NUMBER.match(t))
    ]
    if len(numbers) < 5 or len(numbers) < len(texts):
        return False
    step = numbers[1] - numbers[0]
    if step == 0 or any(abs(b - a - step) > 1e-6 for a, b in pairwise(numbers)):
        return False
    # Years and the numbers of columns count evenly in tables.
    return not (all(1800 <= n <= 2200 for n in numbers) or (step == 1 and numbers[0] in (0, 1)))
