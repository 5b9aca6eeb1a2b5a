"""What speaks for and against a gap ending the blocks above it, as named numbers.

Does a gap across blocks that a gutter parts end them, so that what is above is read before what is below (`GAP`)? The
gaps of all gutters of a page are asked about together; what a gap looks like whatever the gutter is worked out once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.layout.blocks.features import Surroundings
from ingest.layout.blocks.runs import GutterRun, HeightBand, middle

__all__ = ["GAP", "gap_features"]

GAP: tuple[str, ...] = (
    "gap", "gap_relative", "gap_rank", "bands_above", "bands_below", "frame_ends", "frame_begins", "inside_frames",
    "left_above", "right_above", "left_below", "right_below", "larger_below", "bold_below", "larger_above",
    "bold_above", "lines_below", "lines_above", "rule_in_gap", "starts_again", "looks_again", "sole_below",
    "sole_above", "stops_above", "lower_below", "paint_changes", "wide_below", "wide_above", "level",
    "run_framed", "columns",
)  # fmt: skip

_OF_GAP = (
    "frame_ends", "frame_begins", "inside_frames", "rule_in_gap", "stops_above", "lower_below", "paint_changes",
    "wide_below", "wide_above", "bold_below", "bold_above", "lines_below", "lines_above",
)  # fmt: skip
"""Those that are the same whatever the gutter, in the order of `_gap`."""
_MUCH = 40.0
_ALIKE = 0.5
"""Points by which the sizes of words of one look differ."""
_NEAR_FILL = 8.0
"""Points beyond a gap in which a fill still begins or ends in it."""


def gap_features(asked: Sequence[tuple[GutterRun, Sequence[float]]], around: Surroundings) -> NDArray[np.float64]:
    """Return the features of each gap between the bands of runs, of shape (gaps, features) in the order of `GAP`: the
    runs one after the other, of each the uppermost gap first.

    Args:
        asked: runs, each with all gutters (points) that no word of it crosses.
        around: of their page.
    """
    pairs = [pair for run, _ in asked for pair in pairwise(run.bands)]
    if not pairs:
        return np.empty((0, len(GAP)))
    known = around.gaps
    for pair in pairs:
        if pair not in known:
            known[pair] = _gap(*pair, around)
    looks = np.array([known[pair] for pair in pairs])
    many = np.array([len(run.bands) for run, _ in asked])
    run = np.repeat(np.arange(len(asked)), many - 1)
    """Of each gap, its run."""
    first = np.cumsum(many) - many
    low = np.arange(len(pairs)) + run + 1
    """Where the band below each gap stands among all bands of the runs; the one above stands right before it."""
    number = low - first[run]
    bands = [(b.size, b.tokens[0].bold, b.tokens[0].size, len(b.rows) == 1) for r, _ in asked for b in r.bands]
    sizes, leads_bold, leads, single = np.array(bands, dtype=np.float64).T
    left, right = np.array([(s.at_left, s.at_right) for r, _ in asked for s in r.sides]).T
    both = left & right
    heights = looks[:, 0]
    usual, rank = _ranks(heights, many - 1)
    alike = (leads_bold[low] == leads_bold[first[run]]) & (np.abs(leads[low] - leads[first[run]]) < _ALIKE)
    size = np.array([r.size for r, _ in asked])[run]
    larger = sizes > 1.1 * np.repeat([r.size for r, _ in asked], many)
    found = {
        **dict(zip(_OF_GAP, looks.T[1:], strict=True)),
        "gap": np.minimum(_MUCH, heights / size),
        "gap_relative": np.minimum(_MUCH, (heights + 1) / usual[run]),
        "gap_rank": rank,
        "bands_above": np.minimum(_MUCH, number),
        "bands_below": np.minimum(_MUCH, many[run] - number),
        "left_above": left[low - 1],
        "right_above": right[low - 1],
        "left_below": left[low],
        "right_below": right[low],
        "larger_below": larger[low],
        "larger_above": larger[low - 1],
        "starts_again": [again for r, _ in asked for again in _starts_again(r)],
        "looks_again": (both[low] == both[first[run]]) & alike,
        "sole_below": ~both[low],
        "sole_above": ~both[low - 1],
        "level": single[low] * both[low],
        "run_framed": np.array([_framed(r, around) for r, _ in asked])[run],
        "columns": np.array([len(columns) for _, columns in asked])[run],
    }
    return np.column_stack([np.asarray(found[name], dtype=np.float64) for name in GAP])


def _gap(above: HeightBand, below: HeightBand, around: Surroundings) -> tuple[float, ...]:
    """The height of the gap between two bands, in points, and what it looks like whatever gutter is asked about."""
    height = below.top - above.bottom
    y = (above.bottom + below.top) / 2
    reach = height / 2 + _NEAR_FILL
    up, low = above.whole.boxes(around.boxes), below.whole.boxes(around.boxes)
    boxes = (0.0, 0.0, 0.0)
    if len(up) > 1 or len(low) > 1 or -1 not in up or -1 not in low:
        boxes_up, boxes_low = frozenset(up), frozenset(low)
        boxes = (
            _share(boxes_up - boxes_low - {-1}, boxes_up),
            _share(boxes_low - boxes_up - {-1}, boxes_low),
            _share((boxes_low & boxes_up) - {-1}, boxes_low | boxes_up),
        )
    return (
        height,
        *boxes,
        float(_any_within(around.edges.tops, above.bottom - 2, below.top + 2)),
        above.stops,
        below.lower,
        float(_any_within(around.edges.fill_ends, y - reach, y + reach)),
        below.width / around.width,
        above.width / around.width,
        float(below.bold),
        float(above.bold),
        min(_MUCH, len(below.rows)),
        min(_MUCH, len(above.rows)),
    )


def _ranks(heights: NDArray[np.float64], counts: NDArray[np.int64]) -> tuple[NDArray[np.float64], list[float]]:
    """The usual gap of each run, a point more, and of each gap the share of its run's that are higher.

    Args:
        heights: of all gaps, in points.
        counts: how many of them each run has.
    """
    usual, rank = [], []
    at = 0
    every = heights.tolist()
    for count in counts.tolist():
        own = every[at : at + count]
        ranked = sorted(own)
        usual.append(max(0.0, middle(ranked) if ranked else 0.0) + 1)
        rank += [(count - bisect_right(ranked, height + 0.5)) / count for height in own]
        at += count
    return np.array(usual), rank


def _starts_again(run: GutterRun) -> list[bool]:
    """Whether what stands below each gap begins with a text that the run begins with."""
    sides = run.sides
    begin = {*sides[0].first_texts}
    return [not begin.isdisjoint(own.first_texts) for own in sides[1:]]


def _framed(run: GutterRun, around: Surroundings) -> float:
    """Share of a run's words that stand in drawn boxes."""
    if not around.boxes:
        return 0.0
    bare = sum([band.whole.boxes(around.boxes).get(-1, 0) for band in run.bands])
    return (run.count - bare) / run.count


def _any_within(values: Sequence[float], least: float, most: float) -> bool:
    """Whether one of some sorted numbers lies between two."""
    at = bisect_left(values, least)
    return at < len(values) and values[at] <= most


def _share(part: frozenset[int], whole: frozenset[int]) -> float:
    return len(part) / len(whole) if whole else 0.0
