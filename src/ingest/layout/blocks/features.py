"""What speaks for and against parting a page at a gutter, as named numbers.

Does a gutter part two blocks that are read one after the other (`GUTTER`)? Nothing here knows a language: only places,
looks and which words come again. What speaks of gaps stands in `gaps`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain
from math import inf
from operator import or_

import numpy as np
from numpy.typing import NDArray

from ingest.document import BBox, Fill, Page, Rule
from ingest.layout.blocks.frames import words_in
from ingest.layout.blocks.runs import BandPart, Counts, GutterRun, HeightBand, Known, bits, middle
from ingest.layout.tables.model import FoundTable, MeasuredWord
from ingest.system.worked_out import worked_out

__all__ = ["GUTTER", "Edges", "Surroundings", "gutter_features", "surroundings"]

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

_NEVER = -1.0
"""A feature that nothing on the page tells."""
_MUCH = 40.0
_FACING = 100
"""Boxes of the other side that are looked at, at most."""
_REACH = 4.0
"""Points by which what is drawn across a gutter reaches into both sides."""
_EDGE = 3.0
"""Points within which edges agree."""
_AT_ONCE = 1 << 20
"""Numbers in a table of gutters by rules at most."""


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
        self.count = len(rules) + len(fills) + len(frames)
        """How much is drawn."""

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
    _tables: list[tuple[FoundTable, int]] = field(default_factory=list, init=False, repr=False, compare=False)
    columns: dict[tuple[BandPart, ...], _Side] = field(default_factory=dict, repr=False, compare=False)
    gaps: dict[tuple[HeightBand, HeightBand], tuple[float, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def held_by_tables(self) -> Sequence[tuple[FoundTable, int]]:
        """Its tables, each with the positions of its words as the bits of a number."""
        if not self._tables:
            self._tables.extend((table, bits(table.words)) for table in self.tables)
        return self._tables

    def side(self, pieces: tuple[BandPart, ...]) -> _Side:
        """Return pieces of bands as one side of a gutter."""
        found = self.columns.get(pieces)
        if found is None:
            found = self.columns[pieces] = _Side(pieces)
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
    for number, inside in enumerate(words_in(frames, tokens)):
        held = [tokens[at] for at in np.flatnonzero(inside).tolist()]
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
        self._boxes: dict[int, int] | None = None

    @worked_out
    def middles(self) -> list[float]:
        """Heights of the lines' first words."""
        return sorted([t.ym for t in self.firsts])

    @worked_out
    def words(self) -> int:
        """The positions of its words on the page, as the bits of a number."""
        return reduce(or_, [p.words for p in self.pieces])

    @worked_out
    def said(self) -> set[str]:
        """Its texts that hold a letter."""
        return set().union(*[p.look.said for p in self.pieces])

    @worked_out
    def looks(self) -> list[tuple[float, int, bool]]:
        """Of each line its height, its number of words, and whether it begins in bold."""
        return [(line[0].ym, len(line), line[0].bold) for line in self.lines]

    def boxes(self, around: Surroundings) -> dict[int, int]:
        """Return how many of its words stand in which drawn box of their one page."""
        if self._boxes is not None:
            return self._boxes
        out: dict[int, int] = {}
        for piece in self.pieces:
            for at, count in piece.boxes(around.boxes).items():
                if at >= 0:
                    out[at] = out.get(at, 0) + count
        self._boxes = out
        return out

    @worked_out
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


def _side(run: GutterRun, start: float, end: float, around: Surroundings) -> _Side | None:
    """The words of a run with their middles from `start` to before `end` (points); None for none."""
    if start == -inf:
        pieces = [sides.left for sides in run.sides_at(end) if sides.at_left]
    elif end == inf:
        pieces = [sides.right for sides in run.sides_at(start) if sides.at_right]
    else:
        between = zip(run.bands, run.sides_at(start), run.sides_at(end), strict=True)
        pieces = [band.piece(a.number, b.number) for band, a, b in between if a.number < b.number]
    if not pieces:
        return None
    if not run.stretch.parts_lines:
        return _Side([BandPart(tuple(chain.from_iterable([p.tokens for p in pieces])))])
    return around.side(tuple(pieces))


def gutter_features(
    asked: Sequence[tuple[GutterRun, GutterRun, Sequence[float]]], around: Surroundings
) -> NDArray[np.float64]:
    """Return the features of gutters, of shape (gutters, features) in the order of `GUTTER`.

    Args:
        asked: of each gutter the bands that it would part; the longest run of the same gutter, of which they are a
            part; and all gutters (points) that no word of the run crosses, this one among them.
        around: of their page.
    """
    out = np.empty((len(asked), len(GUTTER)))
    parted: list[tuple[GutterRun, _Side, _Side]] = []
    boxed = _boxes_across([run.x for run, _, _ in asked], around)
    for line, crossed, (run, whole, columns) in zip(out, boxed, asked, strict=True):
        x = run.x
        before = max([c for c in columns if c < x - 1], default=-inf)
        behind = min([c for c in columns if c > x + 1], default=inf)
        left = _side(run, before, x, around) or _side(run, -inf, x, around)
        right = _side(run, x, behind, around) or _side(run, x, inf, around)
        assert left is not None
        assert right is not None
        parted.append((run, left, right))
        line[:_DRAWN] = (
            *_side_features(left, run.size, around, x),
            *_side_features(right, run.size, around, x),
            *_white_features(run, whole, columns, left, right),
            *_level_features(run, left, right),
            _across(run, around) / run.count if crossed else 0.0,
            _paired(left, right, around),
        )
        line[_DRAWN_END:] = (*_table_features(run, left, right, around), *_order_features(run, around))
    step = max(1, _AT_ONCE // max(1, around.edges.count))
    for at in range(0, len(asked), step):
        out[at : at + step, _DRAWN:_DRAWN_END] = _drawn_features(parted[at : at + step], around.edges)
    return out


_DRAWN, _DRAWN_END = GUTTER.index("frame_edges"), GUTTER.index("fills_across") + 1
"""The features that ask all that is drawn on the page."""


def _white_features(
    run: GutterRun, whole: GutterRun, columns: Sequence[float], left: _Side, right: _Side
) -> list[float]:
    white = right.x0 - left.x1
    whites = list(map(run.stretch.white_at, columns))
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


def _drawn_features(parted: Sequence[tuple[GutterRun, _Side, _Side]], edges: Edges) -> NDArray[np.float64]:
    """Return what is drawn in gutters and across them, of shape (gutters, 4): `frame_edges` to `fills_across`."""
    places = [(run.top, run.bottom, left.x1, right.x0, float(len(run.bands))) for run, left, right in parted]
    run_top, run_bottom, left_x1, right_x0, bands = np.array(places).T[:, :, None]
    height = np.maximum(1.0, run_bottom - run_top)
    reach = left_x1 - _REACH, right_x0 + _REACH
    x0, x1, level = edges.level
    rules = (x0 < reach[0]) & (x1 > reach[1]) & (level > run_top) & (level < run_bottom)
    x0, x1, tall, mid = edges.fills
    paints = (x0 < reach[0]) & (x1 > reach[1]) & (tall < 0.6 * height)
    paints &= (mid >= run_top - _REACH) & (mid <= run_bottom + _REACH)
    place, top, bottom = edges.upright
    here = (place >= left_x1 - 2) & (place <= right_x0 + 2)
    covered = np.where(here, np.minimum(bottom, run_bottom) - np.maximum(top, run_top), 0.0)
    counts = np.stack([rules.sum(axis=1), paints.sum(axis=1)]) / bands[:, 0]
    return np.column_stack(
        [
            _between(parted, edges),
            np.maximum(0.0, covered.max(axis=1, initial=0.0)) / height[:, 0],
            np.minimum(3.0, counts).T,
        ]
    )


def _boxes_across(places: Sequence[float], around: Surroundings) -> list[bool]:
    """Whether a drawn box with words goes on at both sides of each of some gutters (points)."""
    if not around.boxes:
        return [False] * len(places)
    x0, _, x1, _ = around.edges.frames
    known = {x: bool(((x0 < x - _EDGE) & (x1 > x + _EDGE)).any()) for x in set(places)}
    return [known[x] for x in places]


def _across(run: GutterRun, around: Surroundings) -> int:
    """How many of a run's words stand in drawn boxes that go on at both sides of its gutter."""
    least, most = run.x - _EDGE, run.x + _EDGE
    out = 0
    for band in run.bands:
        for at, count in band.whole.boxes(around.boxes).items():
            if at >= 0 and around.frames[at].x0 < least and around.frames[at].x1 > most:
                out += count
    return out


def _table_features(run: GutterRun, left: _Side, right: _Side, around: Surroundings) -> list[float]:
    found = [(t, words) for t, words in around.held_by_tables if words & left.words and words & right.words]
    held = reduce(or_, [words for _, words in found], 0)
    inside = (held & run.stretch.words).bit_count()
    return [
        min(left.x1 - left.x0, right.x1 - right.x0) / max(1.0, left.x1 - left.x0, right.x1 - right.x0),
        max(left.size, right.size) / max(1.0, min(left.size, right.size)),
        inside / run.count,
        max([t.confidence for t, _ in found], default=0.0),
        float(any([t.method in ("ruled", "mixed") for t, _ in found])),
        1 - inside / held.bit_count() if held else 0.0,
    ]


def _order_features(run: GutterRun, around: Surroundings) -> list[float]:
    return [
        _header(run),
        _switches(run) if around.ordered else _NEVER,
        float(around.width > around.height),
        max(1.0, run.bottom - run.top) / around.height,
        run.stretch.leads_bold,
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


def _between(parted: Sequence[tuple[GutterRun, _Side, _Side]], edges: Edges) -> NDArray[np.float64]:
    """Whether boxes end and begin in each gutter: 1 for both, a half for one of them."""
    sides = [(left.x0, left.x1, right.x0, right.x1) for _, left, right in parted]
    left_x0, left_x1, right_x0, right_x1 = np.array(sides).T[:, :, None]
    shared = [(max(left.top, right.top), min(left.bottom, right.bottom)) for _, left, right in parted]
    above, below = np.array(shared).T[:, :, None]
    x0, top, x1, bottom = edges.frames
    beside = np.minimum(bottom, below) - np.maximum(top, above) >= 0.5 * np.maximum(1.0, below - above)
    least, most = left_x1 - _EDGE, right_x0 + _EDGE
    ends = beside & (x1 >= least) & (x1 <= most) & (x0 < left_x0 + _EDGE)
    begins = beside & (x0 >= least) & (x0 <= most) & (x1 > right_x1 - _EDGE)
    out: NDArray[np.float64] = 0.5 * ends.any(axis=1) + 0.5 * begins.any(axis=1)
    return out


def _header(run: GutterRun) -> float:
    """Whether the first band is one row of heading look, and the next ones not."""
    if len(run.bands) < 2 or not run.sides[0].both:
        return 0.0
    return float(run.bands[0].bold and not run.bands[1].bold)


def _switches(run: GutterRun) -> float:
    """How often the file changes sides while it draws, by band: about once for blocks, for rows each time."""
    sides = run.stretch.drawn < run.x
    turns = int(np.count_nonzero(sides[1:] != sides[:-1]))
    return min(3.0, (turns - 1) / max(1, sum([s.both for s in run.sides])))
