"""What speaks for and against parting a page at a gutter or at a gap, as named numbers.

Two decisions, each one table of features: does a gutter part two blocks that are read one after the other
(`GUTTER`), and does a gap across such blocks end them, so that what is above is read before what is below
(`GAP`)? Nothing here knows a language: only places, looks and which words come again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from ingest.document import BBox, Fill, Page, Rule
from ingest.layout.blocks.runs import BandPart, Counts, GutterRun, HeightBand, Known, middle
from ingest.layout.tables.model import FoundTable, MeasuredWord

__all__ = ["GAP", "GUTTER", "Edges", "Surroundings", "gap_features", "gutter_features", "surroundings"]

_SIDE = (
    "lines", "width", "fill", "full", "words", "bold", "larger", "marks", "colons", "stops", "lower", "digits",
    "single", "again", "framed", "frames", "lines_a_frame", "starts",
)  # fmt: skip

GUTTER: tuple[str, ...] = (
    *(f"left_{n}" for n in _SIDE),
    *(f"right_{n}" for n in _SIDE),
    "gutter_width", "gutter_share", "columns", "widest", "bands", "two_sided_bands", "sole_bands", "run_bands",
    "level", "level_back", "tops", "shared_height", "same_top", "said_on_both_sides", "label_like", "inside_frame",
    "paired_frames", "frame_edges", "rule_down", "rules_across", "fills_across", "even_width",
    "size_apart", "table", "table_sure", "table_drawn", "table_beyond", "header_look", "switches", "landscape",
    "height_share",
    "band_leads_bold", "rest_above", "equal_bands",
)  # fmt: skip

GAP: tuple[str, ...] = (
    "gap", "gap_relative", "gap_rank", "bands_above", "bands_below", "frame_ends", "frame_begins", "inside_frames",
    "left_above", "right_above", "left_below", "right_below", "larger_below", "bold_below", "larger_above",
    "bold_above", "lines_below", "lines_above", "rule_in_gap", "starts_again", "looks_again", "sole_below",
    "sole_above", "stops_above", "lower_below", "paint_changes", "wide_below", "wide_above", "level",
    "run_framed", "columns",
)  # fmt: skip

_NEVER = -1.0
"""A feature that nothing on the page tells."""
_MUCH = 40.0
_FACING = 100
"""Boxes of the other side that are looked at, at most."""
_REACH = 4.0
"""Points by which what is drawn across a gutter reaches into both sides."""
_EDGE = 3.0
"""Points within which edges agree."""
_NEAR_FILL = 8.0
"""Points beyond a gap in which a fill still begins or ends in it."""


class Edges:
    """What is drawn on a page as columns of numbers (points): every gutter asks about all of it."""

    def __init__(self, rules: Sequence[Rule], fills: Sequence[Fill], frames: Sequence[BBox]) -> None:
        level = [r.bbox for r in rules if r.horizontal]
        self.level = _table([(b.x0, b.x1, b.top) for b in level], 3)
        """Of level rules left, right and height."""
        self.upright = _table([(r.bbox.x0, r.bbox.top, r.bbox.bottom) for r in rules if not r.horizontal], 3)
        """Of upright rules place, top and bottom."""
        boxes = [f.bbox for f in fills]
        self.fills = _table([(b.x0, b.x1, b.height, (b.top + b.bottom) / 2) for b in boxes], 4)
        """Of fills left, right, height and middle."""
        self.frames = _table(frames, 4)
        """Of boxes left, top, right and bottom."""
        self.tops = sorted(b.top for b in level)
        """Heights of the level rules."""
        self.fill_ends = sorted(y for b in boxes for y in (b.top, b.bottom))
        """Where fills begin and end."""
        borders = [(b.x0, b.x1, b.top) for b in level] + [(f.x0, f.x1, y) for f in frames for y in (f.top, f.bottom)]
        self._borders = sorted(borders, key=lambda b: b[2])
        self._heights = [b[2] for b in self._borders]

    def between(self, top: float, bottom: float) -> list[tuple[float, float, float]]:
        """Return (left, right, height) of level rules and of the tops and bottoms of boxes between two heights."""
        return self._borders[bisect_left(self._heights, top) : bisect_right(self._heights, bottom)]


def _table(values: Sequence[Sequence[float]], columns: int) -> NDArray[np.float64]:
    """Numbers by column."""
    return np.array(values, dtype=np.float64).reshape(-1, columns).T.copy()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the decisions look at on one page.

    `boxes`: of each word (by its index) the smallest box with more than one line around it, as a position in
    `frames`; -1 for none. `ordered`: the words' indices are the order in which the file draws them. `known`, `columns`
    and `gaps` keep what was worked out of its bands: its parts ask the same again.
    """

    width: float
    height: float
    frames: tuple[BBox, ...]
    boxes: dict[int, int]
    tables: tuple[FoundTable, ...]
    ordered: bool
    edges: Edges
    known: Known = field(default_factory=Known, repr=False, compare=False)
    columns: dict[tuple[BandPart, ...], _Side] = field(default_factory=dict, repr=False, compare=False)
    gaps: dict[tuple[HeightBand, HeightBand], _Gap] = field(default_factory=dict, repr=False, compare=False)

    def side(self, pieces: tuple[BandPart, ...]) -> _Side:
        """Return pieces of bands as one side of a gutter."""
        found = self.columns.get(pieces)
        if found is None:
            found = self.columns[pieces] = _Side(pieces)
        return found

    def gap(self, above: HeightBand, below: HeightBand) -> _Gap:
        """Return the gap between two bands."""
        found = self.gaps.get((above, below))
        if found is None:
            found = self.gaps[above, below] = _Gap(above, below, self)
        return found


def surroundings(
    page: Page, tokens: Sequence[MeasuredWord], frames: Sequence[BBox], tables: Sequence[FoundTable], *, ordered: bool
) -> Surroundings:
    """Return what the decisions need to know of a page.

    Args:
        page: the page; its rules and fills are looked at.
        tokens: its words.
        frames: its boxes, the smallest first.
        tables: what the table engine finds on the whole page.
        ordered: whether the words stand in the order in which the file draws them.
    """
    boxes: dict[int, int] = {}
    for number, frame in enumerate(frames):
        held = [t for t in tokens if frame.x0 <= t.mid <= frame.x1 and frame.top <= t.ym <= frame.bottom]
        if not held or max(t.ym for t in held) - min(t.ym for t in held) < 0.5 * max(t.size for t in held):
            continue
        for t in held:
            boxes.setdefault(t.index, number)
    edges = Edges(page.rules, page.fills, frames)
    return Surroundings(page.width, page.height, tuple(frames), boxes, tuple(tables), ordered, edges)


class _Side:
    """The words of a run on one side of a gutter: what its pieces say, put together."""

    def __init__(self, pieces: Sequence[BandPart]) -> None:
        self.pieces = pieces
        self.lines = list(chain.from_iterable([p.lines for p in pieces]))
        self.firsts = [line[0] for line in self.lines]
        looks = [p.look for p in pieces]
        edges = [look.edges for look in looks]
        self.x0 = min([e[0] for e in edges])
        self.top = min([e[1] for e in edges])
        self.x1 = max([e[2] for e in edges])
        self.bottom = max([e[3] for e in edges])
        sizes = sorted(chain.from_iterable([p.sizes for p in pieces]))
        self.size = middle(sizes)
        self.count = len(sizes)

    @cached_property
    def middles(self) -> list[float]:
        """Heights of the lines' first words."""
        return sorted([t.ym for t in self.firsts])

    @cached_property
    def indices(self) -> frozenset[int]:
        """The positions of its words on the page."""
        return frozenset().union(*[p.indices for p in self.pieces])

    @cached_property
    def said(self) -> set[str]:
        """Its texts that hold a letter."""
        return set().union(*[p.look.said for p in self.pieces])

    @cached_property
    def looks(self) -> list[tuple[float, int, bool]]:
        """Of each line its height, its number of words, and whether it begins in bold."""
        return [(line[0].ym, len(line), line[0].bold) for line in self.lines]

    def boxes(self, around: Surroundings) -> dict[int, int]:
        """Return how many of its words stand in which drawn box."""
        out: dict[int, int] = {}
        for piece in self.pieces:
            for at, count in piece.boxes(around.boxes).items():
                if at >= 0:
                    out[at] = out.get(at, 0) + count
        return out

    @cached_property
    def look(self) -> tuple[list[float], list[float]]:
        """What its lines look like whatever stands around them: features from `fill` to `single`, and from `again`."""
        n = len(self.lines)
        width = max(1.0, self.x1 - self.x0)
        looks = [p.look for p in self.pieces]
        widths = list(chain.from_iterable([look.widths for look in looks]))
        counts = Counts(*map(sum, zip(*[look.counts for look in looks], strict=True)))
        larger = 1.1 * self.size
        full = 0.8 * width
        again = 0
        said: dict[str, int] = {}
        for piece in self.pieces:
            for text in piece.texts:
                times = said[text] = said.get(text, 0) + 1
                again += (times > 1) + (times == 2)
        return [
            middle(sorted([w / width for w in widths])),
            sum([w > full for w in widths]) / n,
            min(_MUCH, float(middle(sorted([len(line) for line in self.lines])))),
            counts.bold / n,
            sum([t.size > larger for t in self.firsts]) / n,
            counts.marks / n,
            counts.colons / n,
            counts.stops / n,
            counts.lower / n,
            counts.digits / n,
            counts.single / n,
            again / n,
        ], [len(set().union(*[look.starts for look in looks])) / n]


class _Gap:
    """The gap between two bands: what it looks like whatever gutter is asked about."""

    def __init__(self, above: HeightBand, below: HeightBand, around: Surroundings) -> None:
        self.height = gap = below.top - above.bottom
        y = (above.bottom + below.top) / 2
        reach = gap / 2 + _NEAR_FILL
        up, low = above.whole.boxes(around.boxes), below.whole.boxes(around.boxes)
        if len(up) == len(low) == 1 and -1 in up and -1 in low:
            self.boxes = [0.0, 0.0, 0.0]
        else:
            boxes_up, boxes_low = frozenset(up), frozenset(low)
            self.boxes = [
                _share(boxes_up - boxes_low - {-1}, boxes_up),
                _share(boxes_low - boxes_up - {-1}, boxes_low),
                _share((boxes_low & boxes_up) - {-1}, boxes_low | boxes_up),
            ]
        self.ruled = float(_any_within(around.edges.tops, above.bottom - 2, below.top + 2))
        self.look = [
            above.stops,
            below.lower,
            float(_any_within(around.edges.fill_ends, y - reach, y + reach)),
            below.width / around.width,
            above.width / around.width,
        ]


def _side(run: GutterRun, start: float, end: float, around: Surroundings) -> _Side | None:
    """The words of a run with their middles from `start` to before `end` (points); None for none."""
    pieces = []
    for band in run.bands:
        first, last = bisect_left(band.middles, start), bisect_left(band.middles, end)
        if first < last:
            pieces.append(band.piece(first, last))
    if not pieces:
        return None
    if not run.parts_lines:
        return _Side([BandPart(tuple(chain.from_iterable([p.tokens for p in pieces])))])
    return around.side(tuple(pieces))


def gutter_features(run: GutterRun, whole: GutterRun, columns: Sequence[float], around: Surroundings) -> list[float]:
    """Return the features of a gutter, in the order of `GUTTER`.

    Args:
        run: the bands that the gutter would part.
        whole: the longest run of the same gutter, of which `run` is a part.
        columns: all gutters (points) that no word of the run crosses, this one among them.
        around: of its page.
    """
    x = run.x
    before = max([c for c in columns if c < x - 1], default=-inf)
    behind = min([c for c in columns if c > x + 1], default=inf)
    left = _side(run, before, x, around) or _side(run, -inf, x, around)
    right = _side(run, x, behind, around) or _side(run, x, inf, around)
    assert left is not None
    assert right is not None
    return [
        *_side_features(left, run.size, around, x),
        *_side_features(right, run.size, around, x),
        *_white_features(run, whole, columns, left, right),
        *_level_features(run, left, right),
        *_drawn_features(run, left, right, around),
        *_table_features(run, left, right, around),
        *_order_features(run, around),
    ]


def _white_features(
    run: GutterRun, whole: GutterRun, columns: Sequence[float], left: _Side, right: _Side
) -> list[float]:
    white = right.x0 - left.x1
    whites = [_white(run, c) for c in columns]
    return [
        min(_MUCH, white / run.size),
        white / max(1.0, *whites) if whites else 1.0,
        float(len(columns)),
        float(white >= max(whites, default=0.0) - 1),
        float(len(run.bands)),
        sum([sides.both for sides in run.sides]) / len(run.bands),
        float(len(run.bands) == 1),
        float(len(whole.bands)),
    ]


def _level_features(run: GutterRun, left: _Side, right: _Side) -> list[float]:
    height = max(1.0, run.bottom - run.top)
    texts = left.said, right.said
    return [
        _levels(left, right),
        _levels(right, left),
        _tops(run),
        max(0.0, min(left.bottom, right.bottom) - max(left.top, right.top)) / height,
        float(abs(left.firsts[0].ym - right.firsts[0].ym) < 0.6 * run.size),
        len(texts[0] & texts[1]) / max(1, min(len(texts[0]), len(texts[1]))),
        _label_like(left, right),
    ]


def _drawn_features(run: GutterRun, left: _Side, right: _Side, around: Surroundings) -> list[float]:
    height = max(1.0, run.bottom - run.top)
    across = _across(run, around)
    reach = left.x1 - _REACH, right.x0 + _REACH
    x0, x1, level = around.edges.level
    spans = (x0 < reach[0]) & (x1 > reach[1])
    rules = int(np.count_nonzero(spans & (level > run.top) & (level < run.bottom)))
    x0, x1, tall, mid = around.edges.fills
    paints = np.count_nonzero(
        (x0 < reach[0])
        & (x1 > reach[1])
        & (tall < 0.6 * height)
        & (mid >= run.top - _REACH)
        & (mid <= run.bottom + _REACH)
    )
    return [
        across / len(run.tokens),
        _paired(left, right, around),
        _between(left, right, around),
        _down(run, left, right, around) / height,
        min(3.0, rules / len(run.bands)),
        min(3.0, paints / len(run.bands)),
    ]


def _across(run: GutterRun, around: Surroundings) -> int:
    """How many of a run's words stand in drawn boxes that go on at both sides of its gutter."""
    least, most = run.x - _EDGE, run.x + _EDGE
    out = 0
    if around.boxes:
        for band in run.bands:
            for at, count in band.whole.boxes(around.boxes).items():
                if at >= 0 and around.frames[at].x0 < least and around.frames[at].x1 > most:
                    out += count
    return out


def _down(run: GutterRun, left: _Side, right: _Side, around: Surroundings) -> float:
    """Points of a run's height that an upright rule in its gutter covers, at most."""
    place, top, bottom = around.edges.upright
    here = (place >= left.x1 - 2) & (place <= right.x0 + 2)
    if not here.any():
        return 0.0
    covered = np.minimum(bottom[here], run.bottom) - np.maximum(top[here], run.top)
    return max(0.0, float(covered.max()))


def _table_features(run: GutterRun, left: _Side, right: _Side, around: Surroundings) -> list[float]:
    found = [t for t in around.tables if not (t.words.isdisjoint(left.indices) or t.words.isdisjoint(right.indices))]
    held: set[int] = set().union(*(t.words for t in found))
    inside = len(held & run.indices) if held else 0
    return [
        min(left.x1 - left.x0, right.x1 - right.x0) / max(1.0, left.x1 - left.x0, right.x1 - right.x0),
        max(left.size, right.size) / max(1.0, min(left.size, right.size)),
        inside / len(run.tokens),
        max([t.confidence for t in found], default=0.0),
        float(any(t.method in ("ruled", "mixed") for t in found)),
        1 - inside / len(held) if held else 0.0,
    ]


def _order_features(run: GutterRun, around: Surroundings) -> list[float]:
    return [
        _header(run),
        _switches(run) if around.ordered else _NEVER,
        float(around.width > around.height),
        max(1.0, run.bottom - run.top) / around.height,
        sum([b.rows[0][0].bold for b in run.bands]) / len(run.bands),
        # Of the bands that stand at the left alone: wrapped cells and headings.
        sum([not sides.at_right for sides in run.sides]) / len(run.bands),
        # Of the bands that hold one line on each side.
        sum([len(b.rows) == 1 and s.both for b, s in zip(run.bands, run.sides, strict=True)]) / len(run.bands),
    ]


def _side_features(side: _Side, size: float, around: Surroundings, x: float) -> list[float]:
    n = len(side.lines)
    width = max(1.0, side.x1 - side.x0)
    frames = _own_frames(side, x, around) if around.boxes else {}
    looks, starts = side.look
    return [
        min(_MUCH, float(n)),
        min(_MUCH, width / size),
        *looks,
        sum(frames.values()) / side.count,
        float(len(frames)),
        min(_MUCH, n / len(frames)) if frames else 0.0,
        *starts,
    ]


def _own_frames(side: _Side, x: float, around: Surroundings) -> dict[int, int]:
    """The boxes around words that lie on the words' own side of a gutter, each with the number of its words."""
    out: dict[int, int] = {}
    at_left = side.firsts[0].mid < x
    for at, count in side.boxes(around).items():
        box = around.frames[at]
        if box.x1 <= x + _EDGE if at_left else box.x0 >= x - _EDGE:
            out[at] = count
    return out


def _white(run: GutterRun, x: float) -> float:
    """The white between the words on both sides of a gutter, in points."""
    left, right = -inf, inf
    for band in run.bands:
        at = bisect_left(band.middles, x)
        if at:
            left = max(left, band.ends[at - 1])
        if at < len(band.begins):
            right = min(right, band.begins[at])
    return (x if right == inf else right) - (x if left == -inf else left)


def _levels(side: _Side, other: _Side) -> float:
    """Share of a side's lines that have one of the other side at the same height."""
    mids = other.middles
    hits = 0
    for t in side.firsts:
        ym, near = t.ym, 0.2 * t.size
        at = bisect_left(mids, ym)
        # The nearest is one of the two around.
        hits += (at < len(mids) and mids[at] - ym < near) or (at > 0 and ym - mids[at - 1] < near)
    return hits / len(side.firsts)


def _tops(run: GutterRun) -> float:
    """Share of the bands with text on both sides whose sides begin at one height."""
    both = [(b, sides) for b, sides in zip(run.bands, run.sides, strict=True) if sides.both]
    if not both:
        return 0.0
    return sum([sides.apart < 0.4 * band.rows[0][0].size for band, sides in both]) / len(both)


def _label_like(left: _Side, right: _Side) -> float:
    """Share of the left lines that are short beside a longer one at the same height."""
    hits = 0
    for line in left.lines:
        if len(line) <= 3:
            ym, bold, near = line[0].ym, line[0].bold, 0.3 * line[0].size
            words = len(line)
            hits += any([abs(y - ym) < near and (n > words or b != bold) for y, n, b in right.looks])
    return hits / len(left.lines)


def _paired(left: _Side, right: _Side, around: Surroundings) -> float:
    """Share of the boxes at the left that stand beside one of the same top and bottom."""
    if not around.boxes:
        return 0.0
    sets = set(left.boxes(around)), set(right.boxes(around))
    own = sets[0] - sets[1]
    if not own:
        return 0.0
    facing = [around.frames[j] for j in sets[1] - sets[0]]
    hits = sum(_same_height(around.frames[i], box) for i in own for box in facing[:_FACING])
    return min(1.0, hits / len(own))


def _same_height(a: BBox, b: BBox) -> bool:
    return abs(a.top - b.top) <= _EDGE and abs(a.bottom - b.bottom) <= _EDGE


def _between(left: _Side, right: _Side, around: Surroundings) -> float:
    """Whether boxes end and begin in the gutter: 1 for both, a half for one of them."""
    x0, top, x1, bottom = around.edges.frames
    above, below = max(left.top, right.top), min(left.bottom, right.bottom)
    beside = np.minimum(bottom, below) - np.maximum(top, above) >= 0.5 * max(1.0, below - above)
    if not beside.any():
        return 0.0
    least, most = left.x1 - _EDGE, right.x0 + _EDGE
    ends = bool((beside & (x1 >= least) & (x1 <= most) & (x0 < left.x0 + _EDGE)).any())
    begins = bool((beside & (x0 >= least) & (x0 <= most) & (x1 > right.x1 - _EDGE)).any())
    return 0.5 * ends + 0.5 * begins


def _header(run: GutterRun) -> float:
    """Whether the first band is one row of heading look, and the next ones not."""
    if len(run.bands) < 2 or not run.sides[0].both:
        return 0.0
    return float(run.bands[0].bold and not run.bands[1].bold)


def _switches(run: GutterRun) -> float:
    """How often the file changes sides while it draws, by band: about once for blocks, for rows each time."""
    sides = run.drawn < run.x
    turns = int(np.count_nonzero(sides[1:] != sides[:-1]))
    return min(3.0, (turns - 1) / max(1, sum([s.both for s in run.sides])))


def gap_features(run: GutterRun, columns: Sequence[float], around: Surroundings) -> list[list[float]]:
    """Return the features of each gap between the bands of a run, in the order of `GAP`, the uppermost gap first.

    Args:
        run: the bands.
        columns: all gutters (points) that no word of the run crosses.
        around: of its page.
    """
    found = [around.gap(above, below) for above, below in pairwise(run.bands)]
    bare = sum([band.whole.boxes(around.boxes).get(-1, 0) for band in run.bands])
    framed = (len(run.tokens) - bare) / len(run.tokens)
    ranked = sorted([gap.height for gap in found])
    usual = max(0.0, middle(ranked) if ranked else 0.0) + 1
    size, larger, many, gutters = run.size, 1.1 * run.size, len(run.bands), float(len(columns))
    begin, first = run.bands[0], run.sides[0]
    out = []
    for at, gap in enumerate(found, 1):
        above, below = run.bands[at - 1], run.bands[at]
        up, low = run.sides[at - 1], run.sides[at]
        height = gap.height
        out.append([
            min(_MUCH, height / size),
            min(_MUCH, (height + 1) / usual),
            (len(ranked) - bisect_right(ranked, height + 0.5)) / len(ranked),
            min(_MUCH, at),
            min(_MUCH, many - at),
            *gap.boxes,
            up.at_left,
            up.at_right,
            low.at_left,
            low.at_right,
            below.size > larger,
            below.bold,
            above.size > larger,
            above.bold,
            min(_MUCH, len(below.rows)),
            min(_MUCH, len(above.rows)),
            gap.ruled,
            not first.first_texts.isdisjoint(low.first_texts),
            low.both == first.both and _begins_alike(below, begin),
            not low.both,
            not up.both,
            *gap.look,
            len(below.rows) == 1 and low.both,
            framed,
            gutters,
        ])  # fmt: skip
    return out


def _any_within(values: Sequence[float], least: float, most: float) -> bool:
    """Whether one of some sorted numbers lies between two."""
    at = bisect_left(values, least)
    return at < len(values) and values[at] <= most


def _begins_alike(band: HeightBand, other: HeightBand) -> bool:
    """Whether two bands begin with words of the same look."""
    a, b = band.tokens[0], other.tokens[0]
    return a.bold == b.bold and abs(a.size - b.size) < 0.5


def _share(part: frozenset[int], whole: frozenset[int]) -> float:
    return len(part) / len(whole) if whole else 0.0
