"""What speaks for and against parting a page at a gutter or at a gap, as named numbers.

Two decisions, each one table of features: does a gutter part two blocks that are read one after the other
(`GUTTER`), and does a gap across such blocks end them, so that what is above is read before what is below
(`GAP`)? Nothing here knows a language: only places, looks and which words come again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from ingest.document import BBox, Fill, Page, Rule
from ingest.layout.blocks.runs import Band, BandPart, Counts, Run, middle
from ingest.layout.tables.model import FoundTable, Token

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
    `frames`; -1 for none. `ordered`: the words' indices are the order in which the file draws them.
    """

    width: float
    height: float
    frames: tuple[BBox, ...]
    boxes: dict[int, int]
    tables: tuple[FoundTable, ...]
    ordered: bool
    edges: Edges


def surroundings(
    page: Page, tokens: Sequence[Token], frames: Sequence[BBox], tables: Sequence[FoundTable], *, ordered: bool
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
        self.texts = list(chain.from_iterable([p.texts for p in pieces]))
        edges = [p.edges for p in pieces]
        self.x0 = min([e[0] for e in edges])
        self.top = min([e[1] for e in edges])
        self.x1 = max([e[2] for e in edges])
        self.bottom = max([e[3] for e in edges])
        sizes = sorted(chain.from_iterable([p.sizes for p in pieces]))
        self.size = middle(sizes)
        self.count = len(sizes)
        self.middles = sorted([t.ym for t in self.firsts])
        """Heights of the lines' first words."""

    def meets(self, words: frozenset[int]) -> bool:
        """Return whether one of its words is among some."""
        return not all(words.isdisjoint(p.indices) for p in self.pieces)


def _side(run: Run, start: float, end: float) -> _Side | None:
    """The words of a run with their middles from `start` to before `end` (points); None for none."""
    pieces = []
    for band in run.bands:
        first, last = band.at_left(start), band.at_left(end)
        if first < last:
            pieces.append(band.piece(first, last))
    if not pieces:
        return None
    if not run.parts_lines:
        pieces = [BandPart(tuple(chain.from_iterable([p.tokens for p in pieces])))]
    return _Side(pieces)


def gutter_features(run: Run, whole: Run, columns: Sequence[float], around: Surroundings) -> list[float]:
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
    left = _side(run, before, x) or _side(run, -inf, x)
    right = _side(run, x, behind) or _side(run, x, inf)
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


def _white_features(run: Run, whole: Run, columns: Sequence[float], left: _Side, right: _Side) -> list[float]:
    white = right.x0 - left.x1
    whites = [_white(run, c) for c in columns]
    return [
        min(_MUCH, white / run.size),
        white / max(1.0, *whites) if whites else 1.0,
        float(len(columns)),
        float(white >= max(whites, default=0.0) - 1),
        float(len(run.bands)),
        sum([b.sides(run.x).both for b in run.bands]) / len(run.bands),
        float(len(run.bands) == 1),
        float(len(whole.bands)),
    ]


def _level_features(run: Run, left: _Side, right: _Side) -> list[float]:
    height = max(1.0, run.bottom - run.top)
    texts = [set().union(*[p.said for p in side.pieces]) for side in (left, right)]
    return [
        _levels(left, right),
        _levels(right, left),
        _tops(run.bands, run.x),
        max(0.0, min(left.bottom, right.bottom) - max(left.top, right.top)) / height,
        float(abs(left.firsts[0].ym - right.firsts[0].ym) < 0.6 * run.size),
        len(texts[0] & texts[1]) / max(1, min(len(texts[0]), len(texts[1]))),
        _label_like(left, right),
    ]


def _drawn_features(run: Run, left: _Side, right: _Side, around: Surroundings) -> list[float]:
    x = run.x
    height = max(1.0, run.bottom - run.top)
    across = sum([count for at, count in _boxes(run, around).items() if _across(around.frames[at], x)])
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


def _boxes(run: Run, around: Surroundings) -> Counter[int]:
    """How many of a run's words stand in which drawn box."""
    out: Counter[int] = Counter()
    for band in run.bands:
        for at, count in band.whole.boxes(around.boxes).items():
            out[at] += count
    del out[-1]
    return out


def _across(box: BBox, x: float) -> bool:
    """Whether a box goes on at both sides of a gutter."""
    return box.x0 < x - _EDGE and box.x1 > x + _EDGE


def _down(run: Run, left: _Side, right: _Side, around: Surroundings) -> float:
    """Points of a run's height that an upright rule in its gutter covers, at most."""
    place, top, bottom = around.edges.upright
    here = (place >= left.x1 - 2) & (place <= right.x0 + 2)
    if not here.any():
        return 0.0
    covered = np.minimum(bottom[here], run.bottom) - np.maximum(top[here], run.top)
    return max(0.0, float(covered.max()))


def _table_features(run: Run, left: _Side, right: _Side, around: Surroundings) -> list[float]:
    found = [t for t in around.tables if left.meets(t.words) and right.meets(t.words)]
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


def _order_features(run: Run, around: Surroundings) -> list[float]:
    return [
        _header(run, run.x),
        _switches(run, run.x) if around.ordered else _NEVER,
        float(around.width > around.height),
        max(1.0, run.bottom - run.top) / around.height,
        sum([b.rows[0][0].bold for b in run.bands]) / len(run.bands),
        _rest(run, run.x),
        _equal(run.bands, run.x),
    ]


def _side_features(side: _Side, size: float, around: Surroundings, x: float) -> list[float]:
    n = len(side.lines)
    width = max(1.0, side.x1 - side.x0)
    widths = list(chain.from_iterable([p.widths for p in side.pieces]))
    counts = Counts(*map(sum, zip(*[p.counts for p in side.pieces], strict=True)))
    said = Counter(side.texts)
    frames = _own_frames(side, x, around)
    larger = 1.1 * side.size
    return [
        min(_MUCH, float(n)),
        min(_MUCH, width / size),
        middle(sorted([w / width for w in widths])),
        sum([w > 0.8 * width for w in widths]) / n,
        min(_MUCH, float(middle(sorted([len(line) for line in side.lines])))),
        counts.bold / n,
        sum([t.size > larger for t in side.firsts]) / n,
        counts.marks / n,
        counts.colons / n,
        counts.stops / n,
        counts.lower / n,
        counts.digits / n,
        counts.single / n,
        sum([times for times in said.values() if times > 1]) / n,
        sum(frames.values()) / side.count,
        float(len(frames)),
        min(_MUCH, n / len(frames)) if frames else 0.0,
        len(set().union(*[p.starts for p in side.pieces])) / n,
    ]


def _own_frames(side: _Side, x: float, around: Surroundings) -> dict[int, int]:
    """The boxes around words that lie on the words' own side of a gutter, each with the number of its words."""
    out: dict[int, int] = {}
    at_left = side.firsts[0].mid < x
    for piece in side.pieces:
        for at, count in piece.boxes(around.boxes).items():
            if at < 0:
                continue
            box = around.frames[at]
            if box.x1 <= x + _EDGE if at_left else box.x0 >= x - _EDGE:
                out[at] = out.get(at, 0) + count
    return out


def _white(run: Run, x: float) -> float:
    """The white between the words on both sides of a gutter, in points."""
    ends = [band.white(x) for band in run.bands]
    left = max([end for end, _ in ends if end is not None], default=x)
    right = min([begin for _, begin in ends if begin is not None], default=x)
    return right - left


def _levels(side: _Side, other: _Side) -> float:
    """Share of a side's lines that have one of the other side at the same height."""
    mids = other.middles
    hits = 0
    for t in side.firsts:
        at = bisect_left(mids, t.ym)
        # The nearest is one of the two around.
        hits += any(abs(t.ym - m) < 0.2 * t.size for m in mids[max(0, at - 1) : at + 1])
    return hits / len(side.firsts)


def _tops(bands: Sequence[Band], x: float) -> float:
    """Share of the bands with text on both sides whose sides begin at one height."""
    both = [(b, sides) for b in bands if (sides := b.sides(x)).both]
    if not both:
        return 0.0
    level = 0
    for band, sides in both:
        level += abs(sides.left.highest - sides.right.highest) < 0.4 * band.rows[0][0].size
    return level / len(both)


def _equal(bands: Sequence[Band], x: float) -> float:
    """Share of the bands that hold one line on each side."""
    return sum([len(b.rows) == 1 and b.sides(x).both for b in bands]) / len(bands)


def _label_like(left: _Side, right: _Side) -> float:
    """Share of the left lines that are short beside a longer one at the same height."""
    hits = 0
    for line in left.lines:
        if len(line) <= 3:
            ym, bold, near = line[0].ym, line[0].bold, 0.3 * line[0].size
            beside = [o for o in right.lines if abs(o[0].ym - ym) < near]
            hits += any(len(o) > len(line) or o[0].bold != bold for o in beside)
    return hits / len(left.lines)


def _paired(left: _Side, right: _Side, around: Surroundings) -> float:
    """Share of the boxes at the left that stand beside one of the same top and bottom."""
    if not around.boxes:
        return 0.0
    sets = [
        {around.boxes.get(t.index, -1) for piece in side.pieces for t in piece.tokens} - {-1} for side in (left, right)
    ]
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


def _header(run: Run, x: float) -> float:
    """Whether the first band is one row of heading look, and the next ones not."""
    if len(run.bands) < 2 or not run.bands[0].sides(x).both:
        return 0.0
    return float(run.bands[0].bold and not run.bands[1].bold)


def _switches(run: Run, x: float) -> float:
    """How often the file changes sides while it draws, by band: about once for blocks, for rows each time."""
    sides = run.drawn < x
    turns = int(np.count_nonzero(sides[1:] != sides[:-1]))
    return min(3.0, (turns - 1) / max(1, sum([b.sides(x).both for b in run.bands])))


def _rest(run: Run, x: float) -> float:
    """Share of the bands that stand at the left alone: wrapped cells and headings."""
    return sum([not b.sides(x).right.tokens for b in run.bands]) / len(run.bands)


def gap_features(run: Run, columns: Sequence[float], around: Surroundings) -> list[list[float]]:
    """Return the features of each gap between the bands of a run, in the order of `GAP`, the uppermost gap first.

    Args:
        run: the bands.
        columns: all gutters (points) that no word of the run crosses.
        around: of its page.
    """
    gaps = [b.top - a.bottom for a, b in pairwise(run.bands)]
    held = [band.whole.boxes(around.boxes) for band in run.bands]
    boxes = [frozenset(h) for h in held]
    framed = (len(run.tokens) - sum([h[-1] for h in held])) / len(run.tokens)
    levels, edges = around.edges.tops, around.edges.fill_ends
    ranked = sorted(gaps)
    usual = middle(ranked) if gaps else 0.0
    begin = run.bands[0]
    begin_texts = begin.sides(run.x).first_texts
    out = []
    for at, (gap, (above, below)) in enumerate(zip(gaps, pairwise(run.bands), strict=True), 1):
        y = (above.bottom + below.top) / 2
        reach = gap / 2 + _NEAR_FILL
        up, low = above.sides(run.x), below.sides(run.x)
        boxes_up, boxes_low = boxes[at - 1], boxes[at]
        out.append([
            min(_MUCH, gap / run.size),
            min(_MUCH, (gap + 1) / (max(0.0, usual) + 1)),
            (len(gaps) - bisect_right(ranked, gap + 0.5)) / len(gaps),
            min(_MUCH, float(at)),
            min(_MUCH, float(len(run.bands) - at)),
            _share(boxes_up - boxes_low - {-1}, boxes_up),
            _share(boxes_low - boxes_up - {-1}, boxes_low),
            _share((boxes_low & boxes_up) - {-1}, boxes_low | boxes_up),
            float(bool(up.left.tokens)),
            float(bool(up.right.tokens)),
            float(bool(low.left.tokens)),
            float(bool(low.right.tokens)),
            float(below.size > 1.1 * run.size),
            float(below.bold),
            float(above.size > 1.1 * run.size),
            float(above.bold),
            min(_MUCH, float(len(below.rows))),
            min(_MUCH, float(len(above.rows))),
            float(_any_within(levels, above.bottom - 2, below.top + 2)),
            float(not begin_texts.isdisjoint(low.first_texts)),
            float(_looks_alike(below, begin, run.x)),
            float(not low.both),
            float(not up.both),
            above.stops,
            below.lower,
            float(_any_within(edges, y - reach, y + reach)),
            below.width / around.width,
            above.width / around.width,
            float(len(below.rows) == 1 and low.both),
            framed,
            float(len(columns)),
        ])  # fmt: skip
    return out


def _any_within(values: Sequence[float], least: float, most: float) -> bool:
    """Whether one of some sorted numbers lies between two."""
    at = bisect_left(values, least)
    return at < len(values) and values[at] <= most


def _looks_alike(band: Band, first: Band, x: float) -> bool:
    """Whether a band has text on as many sides as the first one, and begins with a word of the same look."""
    a, b = band.tokens[0], first.tokens[0]
    return band.sides(x).both == first.sides(x).both and a.bold == b.bold and abs(a.size - b.size) < 0.5


def _share(part: frozenset[int], whole: frozenset[int]) -> float:
    return len(part) / len(whole) if whole else 0.0
