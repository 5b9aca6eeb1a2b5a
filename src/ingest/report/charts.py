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


def timeline(days: Sequence[date | None], quarter: str = "Q") -> Timeline | None:
    """Columns for the days of documents: by quarter up to three years, else by year; None where all are undated.

    Args:
        quarter: the letter before a quarter's number.
    """
    known = [d for d in days if d is not None]
    if not known:
        return None
    by_year = max(known).year - min(known).year >= 3
    counts = Counter(d.year if by_year else d.year * 4 + (d.month - 1) // 3 for d in known)
    # A misread year must not stretch the axis over centuries: beyond 60 columns only the counted ones stand.
    span = range(min(counts), max(counts) + 1)
    keys = list(span) if len(span) <= 60 else sorted(counts)
    room = WIDTH - _LEFT - _RIGHT
    step = room / len(keys)
    most = max(counts.values())
    top = _nice(most)
    every = ceil(len(keys) / _MAX_LABELS)
    bars = []
    for i, key in enumerate(keys):
        name = str(key) if by_year else f"{key // 4} {quarter}{key % 4 + 1}"
        height = (HEIGHT - _TOP - _BOTTOM) * counts[key] / top
        width = min(64.0, step * 0.66)
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


def _nice(most: int) -> int:
    """The end of the axis: 1, 2 or 5 times a power of ten, or a multiple that is near."""
    if most <= 4:
        return most
    unit: int = 10 ** int(log10(most))
    return next(v for v in (unit * k for k in (1, 2, 3, 4, 5, 6, 8, 10)) if v >= most)


def _ticks(top: int) -> list[int]:
    return sorted({round(top * k / 4) for k in range(5)})


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
    low = max(0.0, int(least * 10 - 0.5) / 10)
    total = sum(b["fields"] for b in bins)
    size = 300.0

    def at(v: float) -> float:
        return round(size * (v - low) / (1 - low), 1)

    dots = tuple(
        Dot(
            at(b["stated"]),
            round(size - at(b["right"]), 1),
            round(4 + 14 * sqrt(b["fields"] / total), 1),
            b["low"],
            b["high"],
            b["stated"],
            b["right"],
            b["fields"],
        )
        for b in bins
    )
    steps = 5 if low < 0.5 else round((1 - low) * 10)
    ticks = tuple((at(low + (1 - low) * k / steps), low + (1 - low) * k / steps) for k in range(steps + 1))
    return Reliability(dots, ticks, total, size)
