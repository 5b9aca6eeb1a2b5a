"""Geometry of the plots, in the units of their viewBox; the templates draw it, the style sheet colours it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10, sqrt

from ingest.artefacts import artefact
from ingest.errors import MissingTool

__all__ = ["Bar", "Dot", "Reliability", "Timeline", "reliability", "timeline"]

WIDTH, HEIGHT = 960.0, 240.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 8.0, 14.0, 28.0
# Years are shown one by one up to here, then the labels are thinned.
_MAX_LABELS = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: place and size, its label (empty where there is no room) and what it counts."""

    x: float
    y: float
    width: float
    height: float
    name: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Documents by year or quarter, gaps included; `ticks` are (y, count) of the grid lines."""

    unit: str
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    undated: int
    width: float = WIDTH
    height: float = HEIGHT
    left: float = _LEFT
    base: float = HEIGHT - _BOTTOM

    @property
    def peak(self) -> Bar:
        return max(self.bars, key=lambda b: b.count)


_YEARS_APART = 3
"""Years from which bars are years and not quarters."""
_QUARTERS = 4
_MONTHS_OF_QUARTER = 3
_MOST_BARS = 60
"""Bars up to which empty ones are drawn too."""
_WIDEST = 64.0
"""Width of a bar in pixels, and as share of its room."""
_BAR_SHARE = 0.66


def timeline(days: Sequence[date | None], quarter: str = "Q") -> Timeline | None:
    """Columns for the days of documents: by quarter up to three years, else by year; None where all are undated.

    Args:
        quarter: the letter before a quarter's number.
    """
    known = [d for d in days if d is not None]
    if not known:
        return None
    by_year = max(known).year - min(known).year >= _YEARS_APART
    counts = Counter(d.year if by_year else d.year * _QUARTERS + (d.month - 1) // _MONTHS_OF_QUARTER for d in known)
    # A misread year must not stretch the axis over centuries: beyond 60 columns only the counted ones stand.
    span = range(min(counts), max(counts) + 1)
    keys = list(span) if len(span) <= _MOST_BARS else sorted(counts)
    room = WIDTH - _LEFT - _RIGHT
    step = room / len(keys)
    most = max(counts.values())
    top = _nice(most)
    every = ceil(len(keys) / _MAX_LABELS)
    bars = []
    for i, key in enumerate(keys):
        name = str(key) if by_year else f"{key // 4} {quarter}{key % 4 + 1}"
        height = (HEIGHT - _TOP - _BOTTOM) * counts[key] / top
        width = min(_WIDEST, step * _BAR_SHARE)
        x = _LEFT + step * i + (step - width) / 2
        label = name if i % every == 0 else ""
        bars.append(
            Bar(
                round(x, 1),
                round(HEIGHT - _BOTTOM - height, 1),
                round(width, 1),
                round(height, 1),
                name,
                label,
                counts[key],
            )
        )
    ticks = [(round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * t / top, 1), t) for t in _ticks(top)]
    return Timeline("year" if by_year else "quarter", tuple(bars), tuple(ticks), len(days) - len(known))


_TICKS = 4
_NICE = (1, 2, 3, 4, 5, 6, 8, 10)


def _nice(most: int) -> int:
    """The end of the axis: 1, 2 or 5 times a power of ten, or a multiple that is near."""
    if most <= _TICKS:
        return most
    unit: int = 10 ** int(log10(most))
    return next(v for v in (unit * k for k in _NICE) if v >= most)


def _ticks(top: int) -> list[int]:
    return sorted({round(top * k / _TICKS) for k in range(5)})


@dataclass(frozen=True, slots=True)
class Dot:
    """One bin of the reliability diagram: its place and radius, and the numbers behind it."""

    x: float
    y: float
    radius: float
    low: float
    high: float
    stated: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """Stated confidence against true share right, on a square of `size` from `low` to 1 on both axes."""

    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, float], ...]
    """(offset, value) along either axis."""
    fields: int
    size: float = 300.0


_BINS = 10
_SIDE = 300.0
_LEAST_RADIUS = 4
_MORE_RADIUS = 14
_STEPS = 5


def reliability() -> Reliability | None:
    """The reliability of the model that gave the confidences (`models/confidence`); None where it is not kept."""
    try:
        value = json.loads(artefact("confidence", "reliability.json").read_text(encoding="utf-8"))
    except (MissingTool, ValueError):
        return None
    bins = value["bins"]
    if not bins:
        return None
    least = min(min(b["stated"], b["right"]) for b in bins)
    low = max(0.0, int(least * _BINS - 0.5) / _BINS)
    total = sum(b["fields"] for b in bins)
    size = _SIDE

    def at(v: float) -> float:
        return round(size * (v - low) / (1 - low), 1)

    dots = tuple(
        Dot(
            at(b["stated"]),
            round(size - at(b["right"]), 1),
            round(_LEAST_RADIUS + _MORE_RADIUS * sqrt(b["fields"] / total), 1),
            b["low"],
            b["high"],
            b["stated"],
            b["right"],
            b["fields"],
        )
        for b in bins
    )
    steps = _STEPS if low < 0.5 else round((1 - low) * _BINS)
    ticks = tuple((at(low + (1 - low) * k / steps), low + (1 - low) * k / steps) for k in range(steps + 1))
    return Reliability(dots, ticks, total, size)
