"""Rules across a table of which a copier kept pieces, or that were drawn in dashes.

No piece reaches across the table, but several lie at one height, far apart, between the sides that the table's whole
rules and painted rows show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.read.ocr.rules.solid import Box, SolidLines

__all__ = ["with_broken"]

SAME = 0.02
"""Inches within which pieces lie at one height."""
ENDS = 0.06
"""Inches within which a piece ends at an upright rule."""
PIECES = 2
"""Pieces of a rule, at least."""
CLEAR, FAINT = 0.15, 0.09
"""Share of the table's width that pieces of a rule cover, at least; the second where others in pieces are clear."""
REACH = 0.3
"""Part of the width that pieces stretch over for which as much must be covered: words underlined lie close."""
ALIKE, ALIKE_ENDS = 2, 0.08
"""Heights at which rules leave out the same stretch, at least, where it is a merged cell's; inches within which it is
the same."""
WHOLE = 0.8
"""Share of the table's width from which a rule is whole."""
TABLE = 4.0
"""Inches, the least width of a table."""
FEWEST = 3
"""Rules in pieces that a table has, at least; fewer may be words underlined side by side."""


def with_broken(lines: SolidLines, dpi: float) -> SolidLines:
    """The rules, those in pieces drawn through; `dpi` is pixels an inch."""
    out = list(lines.horizontal)
    for left, right in _spans(lines.horizontal, dpi):
        pieces = list(_groups(lines.horizontal, left, right, dpi))
        gaps = [_gap(g, left, right, dpi) for g in pieces]
        groups = [
            g
            for g, gap in zip(pieces, gaps, strict=True)
            if not _of_cells(g, lines.vertical, dpi) and sum(_same(gap, other, dpi) for other in gaps) < ALIKE
        ]
        if sum(_share(g, left, right) >= CLEAR for g in groups) >= FEWEST:
            out += [_whole(g, left, right) for g in groups if _share(g, left, right) >= FAINT]
    return lines if len(out) == len(lines.horizontal) else replace(lines, horizontal=tuple(out))


def _spans(boxes: Sequence[Box], dpi: float) -> Iterator[tuple[float, float]]:
    """The sides that several whole rules of a table share."""
    wide = sorted((b for b in boxes if b[2] - b[0] >= TABLE * dpi), key=lambda b: b[0] - b[2])
    seen: list[tuple[float, float]] = []
    for box in wide:
        if any(min(box[2], x1) - max(box[0], x0) > 0 for x0, x1 in seen):
            continue
        alike = sum(abs(b[0] - box[0]) + abs(b[2] - box[2]) <= 2 * (1 - WHOLE) * (box[2] - box[0]) for b in wide)
        if alike > 1:
            seen.append((box[0], box[2]))
            yield box[0], box[2]


def _groups(boxes: Sequence[Box], left: float, right: float, dpi: float) -> Iterator[list[Box]]:
    """Pieces at one height, none of them whole."""
    inside = sorted((b for b in boxes if b[0] >= left - SAME * dpi and b[2] <= right + SAME * dpi), key=_height)
    group: list[Box] = []
    for box in [*inside, None]:
        if box is not None and (not group or _height(box) - _height(group[0]) <= SAME * dpi):
            group.append(box)
            continue
        if len(group) >= PIECES and max(b[2] - b[0] for b in group) < WHOLE * (right - left):
            yield group
        group = [box] if box is not None else []


def _of_cells(group: Sequence[Box], vertical: Sequence[Box], dpi: float) -> bool:
    """Whether the pieces end at upright rules wherever they part: cells beside one that is merged over two rows."""
    y, reach = _height(group[0]), ENDS * dpi

    def meets(x: float) -> bool:
        return any(abs((b[0] + b[2]) / 2 - x) <= reach and b[1] - reach <= y <= b[3] + reach for b in vertical)

    pieces = sorted(group)
    gaps = [(a[2], b[0]) for a, b in pairwise(pieces) if b[0] - a[2] > reach]
    return bool(gaps) and all(meets(x0) and meets(x1) for x0, x1 in gaps)


def _gap(group: Sequence[Box], left: float, right: float, dpi: float) -> tuple[float, float] | None:
    """The one stretch that pieces leave out which reach both sides, as beside a cell that is merged over rows."""
    pieces = sorted(group)
    reach = ALIKE_ENDS * dpi
    gaps = [(a[2], b[0]) for a, b in pairwise(pieces) if b[0] - a[2] > reach]
    ends = pieces[0][0] <= left + reach and max(b[2] for b in pieces) >= right - reach
    return gaps[0] if ends and len(gaps) == 1 else None


def _same(gap: tuple[float, float] | None, other: tuple[float, float] | None, dpi: float) -> bool:
    """Whether two stretches are the same."""
    return (
        gap is not None
        and other is not None
        and all(abs(a - b) <= ALIKE_ENDS * dpi for a, b in zip(gap, other, strict=True))
    )


def _share(group: Sequence[Box], left: float, right: float) -> float:
    """The lesser of what pieces cover of the width and of half of what they stretch over."""
    stretch = max(b[2] for b in group) - min(b[0] for b in group)
    return min(sum(b[2] - b[0] for b in group), REACH * stretch) / (right - left)


def _height(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _whole(group: Sequence[Box], left: float, right: float) -> Box:
    top = min(b[1] for b in group)
    return left, top, right, max(max(b[3] for b in group), top + 1)
