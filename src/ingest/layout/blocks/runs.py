"""Gutters and the stretches of a page that they could part, before anything is decided about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import BBox
from ingest.layout.tables.model import Token, visual_rows

__all__ = ["Band", "Run", "runs_of"]

_BEFORE = 3.0
"""Points before the left edge of the right-hand text at which a gutter is taken to stand."""
_NARROW = (4.5, 0.5)
"""Points, and font sizes: less white than either parts words and no blocks."""
_WIDE = (6.0, 0.8)
"""The same from which a gap in a row shows where another block may begin."""
_NEAR = 2.0
"""Points within which left edges agree."""
_MOST = 60
"""Gutters looked at on one stretch."""
_SHRINK = 0.15
"""Share of a word's height at its top and bottom that may reach into the next band."""


@dataclass(frozen=True, slots=True)
class Band:
    """Visual rows that overlap in height: white space across the whole stretch stands above and below."""

    rows: tuple[tuple[Token, ...], ...]
    top: float
    bottom: float

    @property
    def tokens(self) -> list[Token]:
        return [t for row in self.rows for t in row]


@dataclass(frozen=True, slots=True)
class Run:
    """Bands that no word crosses at `x` (points), with text on both sides of it."""

    x: float
    bands: tuple[Band, ...]

    def sub(self, start: int, end: int) -> Run:
        """Return the run of some of the bands."""
        return Run(self.x, self.bands[start:end])

    @property
    def tokens(self) -> list[Token]:
        return [t for band in self.bands for t in band.tokens]

    @property
    def top(self) -> float:
        return self.bands[0].top

    @property
    def bottom(self) -> float:
        return max(b.bottom for b in self.bands)

    @property
    def two_sided(self) -> bool:
        """Whether text stands on both sides; bullets alone are none."""
        said = [t.mid < self.x for t in self.tokens if any(c.isalnum() for c in t.text)]
        return any(said) and not all(said)


def runs_of(tokens: Sequence[Token], frames: Sequence[BBox], walls: Sequence[BBox] = ()) -> Iterator[Run]:
    """Yield the longest stretches that a gutter could part; each way to part the words once.

    Args:
        tokens: the words of a page or of a part of it.
        frames: its boxes.
        walls: areas that nothing parts (tables that the file itself names).
    """
    rows = [tuple(r) for r in visual_rows(list(tokens))]
    seen: set[tuple[int, ...]] = set()
    for x in _positions(rows, frames):
        start = 0
        for end in range(len(rows) + 1):
            if end < len(rows) and not _crossed(rows[end], x, walls):
                continue
            run = Run(x, bands(rows[start:end])) if end - start else None
            start = end + 1
            if run is None or not run.two_sided or len({id(r) for b in run.bands for r in b.rows}) < 2:
                continue
            key = tuple(sorted(t.index if t.mid < x else -t.index - 1 for t in run.tokens))
            if key not in seen:
                seen.add(key)
                yield run


def _positions(rows: Sequence[Sequence[Token]], frames: Sequence[BBox]) -> list[float]:
    """Where gutters may stand: before left edges that several pieces of rows share, and between boxes."""
    starts: list[float] = []
    middles: list[float] = []
    for row in rows:
        starts.append(row[0].x0)
        edge = row[0].x1
        for t in row[1:]:
            if t.x0 - edge >= max(_WIDE[0], _WIDE[1] * t.size):
                starts.append(t.x0)
                middles.append((edge + t.x0) / 2)
            edge = max(edge, t.x1)
    found = [(n, x - _BEFORE) for x, n in _clusters(starts) if n > 1]
    found += [(n, x) for x, n in _clusters(middles) if n > 1]
    between = [
        (a.x1 + b.x0) / 2
        for a in frames
        for b in frames
        if 0 <= b.x0 - a.x1 < 60 and min(a.bottom, b.bottom) > max(a.top, b.top)
    ]
    found += [(n + 2, x) for x, n in _clusters(between)]
    found.sort(key=lambda f: (-f[0], f[1]))
    out: list[float] = []
    for _, x in found:
        if not any(abs(x - y) < 1.0 for y in out):
            out.append(x)
        if len(out) == _MOST:
            break
    return sorted(out)


def _clusters(values: Sequence[float]) -> list[tuple[float, int]]:
    """(least value, number) of values that stand close to each other."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][0] <= _NEAR:
            out[-1].append(value)
        else:
            out.append([value])
    return [(group[0], len(group)) for group in out]


def _crossed(row: Sequence[Token], x: float, walls: Sequence[BBox]) -> bool:
    """Whether the words of a row stand too close at `x` for a gutter."""
    left = max((t.x1 for t in row if t.mid < x), default=None)
    right = min((t.x0 for t in row if t.mid >= x), default=None)
    if left is not None and left > x - 0.5:
        return True
    if right is not None and right < x + 0.5:
        return True
    y = row[0].ym
    if any(b.x0 < x < b.x1 and b.top <= y <= b.bottom for b in walls):
        return True
    if left is None or right is None:
        return False
    size = min(t.size for t in row)
    return right - left < max(_NARROW[0], _NARROW[1] * size)


def bands(rows: Sequence[tuple[Token, ...]]) -> tuple[Band, ...]:
    """Return rows as bands, top to bottom."""
    spans = []
    for row in rows:
        top = min(t.top + _SHRINK * (t.bottom - t.top) for t in row)
        bottom = max(t.bottom - _SHRINK * (t.bottom - t.top) for t in row)
        spans.append((top, bottom, row))
    spans.sort(key=lambda s: s[0])
    out: list[tuple[float, float, list[tuple[Token, ...]]]] = []
    for top, bottom, row in spans:
        if out and top < out[-1][1]:
            last = out[-1]
            last[2].append(row)
            out[-1] = (last[0], max(last[1], bottom), last[2])
        else:
            out.append((top, bottom, [row]))
    return tuple(
        Band(tuple(rows), min(t.top for r in rows for t in r), max(t.bottom for r in rows for t in r))
        for _, _, rows in out
    )


def gaps(run: Run) -> list[float]:
    """Return the white space between the bands, in points."""
    return [b.top - a.bottom for a, b in pairwise(run.bands)]
