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
from itertools import pairwise
from statistics import mean, median

from ingest.document import BBox, Fill, Page, Rule
from ingest.layout.blocks.runs import Band, Run
from ingest.layout.tables.model import FoundTable, Token, visual_rows
from ingest.read.words import BULLETS

__all__ = ["GAP", "GUTTER", "Surroundings", "gap_features", "gutter_features", "surroundings"]

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
    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    tables: tuple[FoundTable, ...]
    ordered: bool


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
    return Surroundings(page.width, page.height, tuple(frames), boxes, page.rules, page.fills, tuple(tables), ordered)


@dataclass(frozen=True, slots=True)
class _Side:
    lines: list[list[Token]]
    texts: list[str]
    tokens: Sequence[Token]
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def _side(tokens: list[Token]) -> _Side:
    lines = visual_rows(tokens)
    return _Side(
        lines,
        [_text(line) for line in lines],
        tokens,
        min(t.x0 for t in tokens),
        max(t.x1 for t in tokens),
        min(t.top for t in tokens),
        max(t.bottom for t in tokens),
        median(t.size for t in tokens),
    )


def gutter_features(run: Run, whole: Run, columns: Sequence[float], around: Surroundings) -> list[float]:
    """Return the features of a gutter, in the order of `GUTTER`.

    Args:
        run: the bands that the gutter would part.
        whole: the longest run of the same gutter, of which `run` is a part.
        columns: all gutters (points) that no word of the run crosses, this one among them.
        around: of its page.
    """
    x = run.x
    before = max((c for c in columns if c < x - 1), default=-1e9)
    behind = min((c for c in columns if c > x + 1), default=1e9)
    tokens = run.tokens
    left = _side([t for t in tokens if before <= t.mid < x] or [t for t in tokens if t.mid < x])
    right = _side([t for t in tokens if x <= t.mid < behind] or [t for t in tokens if t.mid >= x])
    return [
        *_side_features(left, run.size, around, x),
        *_side_features(right, run.size, around, x),
        *_white_features(run, whole, columns, left, right),
        *_level_features(run, left, right),
        *_drawn_features(run, left, right, around),
        *_table_features(left, right, tokens, around),
        *_order_features(run, around),
    ]


def _white_features(run: Run, whole: Run, columns: Sequence[float], left: _Side, right: _Side) -> list[float]:
    white = right.x0 - left.x1
    whites = [_white(run.tokens, c) for c in columns]
    return [
        min(_MUCH, white / run.size),
        white / max(1.0, *whites) if whites else 1.0,
        float(len(columns)),
        float(white >= max(whites, default=0.0) - 1),
        float(len(run.bands)),
        sum(b.sides(run.x).both for b in run.bands) / len(run.bands),
        float(len(run.bands) == 1),
        float(len(whole.bands)),
    ]


def _level_features(run: Run, left: _Side, right: _Side) -> list[float]:
    height = max(1.0, run.bottom - run.top)
    texts = [{text for text in side.texts if any(c.isalpha() for c in text)} for side in (left, right)]
    return [
        _levels(left, right),
        _levels(right, left),
        _tops(run.bands, run.x),
        max(0.0, min(left.bottom, right.bottom) - max(left.top, right.top)) / height,
        float(abs(left.lines[0][0].ym - right.lines[0][0].ym) < 0.6 * run.size),
        len(texts[0] & texts[1]) / max(1, min(len(t) for t in texts)),
        _label_like(left, right),
    ]


def _drawn_features(run: Run, left: _Side, right: _Side, around: Surroundings) -> list[float]:
    x = run.x
    height = max(1.0, run.bottom - run.top)
    inside = [i for t in run.tokens if (i := around.boxes.get(t.index, -1)) >= 0]
    across = [i for i in inside if around.frames[i].x0 < x - _EDGE and around.frames[i].x1 > x + _EDGE]

    def spans(box: BBox) -> bool:
        return box.x0 < left.x1 - _REACH and box.x1 > right.x0 + _REACH

    rules = sum(r.horizontal and spans(r.bbox) and run.top < r.bbox.top < run.bottom for r in around.rules)
    paints = sum(
        spans(f.bbox)
        and f.bbox.height < 0.6 * height
        and run.top - _REACH <= (f.bbox.top + f.bbox.bottom) / 2 <= run.bottom + _REACH
        for f in around.fills
    )
    down = max((_down(r, run, left, right) for r in around.rules), default=0.0)
    return [
        len(across) / len(run.tokens),
        _paired(left, right, around),
        _between(left, right, x, around),
        down / height,
        min(3.0, rules / len(run.bands)),
        min(3.0, paints / len(run.bands)),
    ]


def _down(rule: Rule, run: Run, left: _Side, right: _Side) -> float:
    """Points of a run's height that an upright rule in its gutter covers."""
    box = rule.bbox
    if rule.horizontal or not left.x1 - 2 <= box.x0 <= right.x0 + 2:
        return 0.0
    return max(0.0, min(box.bottom, run.bottom) - max(box.top, run.top))


def _table_features(left: _Side, right: _Side, tokens: Sequence[Token], around: Surroundings) -> list[float]:
    found = [t for t in around.tables if _spans(t, left, right)]
    held: set[int] = set().union(*(t.words for t in found))
    return [
        min(left.x1 - left.x0, right.x1 - right.x0) / max(1.0, left.x1 - left.x0, right.x1 - right.x0),
        max(left.size, right.size) / max(1.0, min(left.size, right.size)),
        sum(t.index in held for t in tokens) / len(tokens),
        max((t.confidence for t in found), default=0.0),
        float(any(t.method in ("ruled", "mixed") for t in found)),
        1 - len(held & {t.index for t in tokens}) / len(held) if held else 0.0,
    ]


def _order_features(run: Run, around: Surroundings) -> list[float]:
    return [
        _header(run, run.x),
        _switches(run, run.x) if around.ordered else _NEVER,
        float(around.width > around.height),
        max(1.0, run.bottom - run.top) / around.height,
        mean([float(b.rows[0][0].bold) for b in run.bands]),
        _rest(run, run.x),
        _equal(run.bands, run.x),
    ]


def _side_features(side: _Side, size: float, around: Surroundings, x: float) -> list[float]:
    lines = side.lines
    n = len(lines)
    width = max(1.0, side.x1 - side.x0)
    said = Counter(side.texts)
    frames = {i for t in side.tokens if (i := _own_frame(t, x, around)) is not None}
    framed = sum(_own_frame(t, x, around) is not None for t in side.tokens) / len(side.tokens)
    return [
        min(_MUCH, float(n)),
        min(_MUCH, width / size),
        median((line[-1].x1 - line[0].x0) / width for line in lines),
        sum(line[-1].x1 - line[0].x0 > 0.8 * width for line in lines) / n,
        min(_MUCH, float(median(len(line) for line in lines))),
        sum(all(t.bold for t in line) for line in lines) / n,
        sum(line[0].size > 1.1 * side.size for line in lines) / n,
        sum(line[0].text in BULLETS or line[0].text[0] in "•▪–" for line in lines) / n,
        sum(any(t.text.endswith((":", "?")) for t in line[:4]) for line in lines) / n,
        sum(line[-1].text.endswith(".") for line in lines) / n,
        sum(line[0].text[:1].islower() for line in lines) / n,
        sum(any(c.isdigit() for c in text) for text in side.texts) / n,
        sum(len(line) == 1 for line in lines) / n,
        sum(said[text] > 1 for text in side.texts) / n,
        framed,
        float(len(frames)),
        min(_MUCH, n / len(frames)) if frames else 0.0,
        len({round(line[0].x0 / 3) for line in lines}) / n,
    ]


def _own_frame(token: Token, x: float, around: Surroundings) -> int | None:
    """The box around a word that lies on its own side of a gutter."""
    at = around.boxes.get(token.index, -1)
    if at < 0:
        return None
    box = around.frames[at]
    return at if (box.x1 <= x + _EDGE if token.mid < x else box.x0 >= x - _EDGE) else None


def _text(line: Sequence[Token]) -> str:
    return " ".join(t.text for t in line)


def _white(tokens: Sequence[Token], x: float) -> float:
    left = max((t.x1 for t in tokens if t.mid < x), default=x)
    right = min((t.x0 for t in tokens if t.mid >= x), default=x)
    return right - left


def _levels(side: _Side, other: _Side) -> float:
    """Share of a side's lines that have one of the other side at the same height."""
    mids = [line[0].ym for line in other.lines]
    return sum(any(abs(line[0].ym - m) < 0.2 * line[0].size for m in mids) for line in side.lines) / len(side.lines)


def _tops(bands: Sequence[Band], x: float) -> float:
    """Share of the bands with text on both sides whose sides begin at one height."""
    both = [(b, sides) for b in bands if (sides := b.sides(x)).both]
    if not both:
        return 0.0
    level = 0
    for band, sides in both:
        tops = [min(t.ym for t in side) for side in (sides.left, sides.right)]
        level += abs(tops[0] - tops[1]) < 0.4 * band.rows[0][0].size
    return level / len(both)


def _equal(bands: Sequence[Band], x: float) -> float:
    """Share of the bands that hold one line on each side."""
    return sum(len(b.rows) == 1 and b.sides(x).both for b in bands) / len(bands)


def _label_like(left: _Side, right: _Side) -> float:
    """Share of the left lines that are short beside a longer one at the same height."""
    hits = 0
    for line in left.lines:
        beside = [other for other in right.lines if abs(other[0].ym - line[0].ym) < 0.3 * line[0].size]
        hits += len(line) <= 3 and any(len(o) > len(line) or o[0].bold != line[0].bold for o in beside)
    return hits / len(left.lines)


def _paired(left: _Side, right: _Side, around: Surroundings) -> float:
    """Share of the boxes at the left that stand beside one of the same top and bottom."""
    sets = [{around.boxes.get(t.index, -1) for t in side.tokens} - {-1} for side in (left, right)]
    own = sets[0] - sets[1]
    if not own:
        return 0.0
    facing = [around.frames[j] for j in sets[1] - sets[0]]
    hits = sum(_same_height(around.frames[i], box) for i in own for box in facing[:_FACING])
    return min(1.0, hits / len(own))


def _same_height(a: BBox, b: BBox) -> bool:
    return abs(a.top - b.top) <= _EDGE and abs(a.bottom - b.bottom) <= _EDGE


def _between(left: _Side, right: _Side, x: float, around: Surroundings) -> float:
    """Whether boxes end and begin in the gutter: 1 for both, a half for one of them."""
    top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
    ends = begins = False
    for box in around.frames:
        if min(box.bottom, bottom) - max(box.top, top) < 0.5 * max(1.0, bottom - top):
            continue
        ends = ends or (left.x1 - _EDGE <= box.x1 <= right.x0 + _EDGE and box.x0 < left.x0 + _EDGE)
        begins = begins or (left.x1 - _EDGE <= box.x0 <= right.x0 + _EDGE and box.x1 > right.x1 - _EDGE)
    return 0.5 * ends + 0.5 * begins


def _header(run: Run, x: float) -> float:
    """Whether the first band is one row of heading look, and the next ones not."""
    if len(run.bands) < 2 or not run.bands[0].sides(x).both:
        return 0.0
    return float(run.bands[0].bold and not run.bands[1].bold)


def _spans(table: FoundTable, left: _Side, right: _Side) -> bool:
    return any(t.index in table.words for t in left.tokens) and any(t.index in table.words for t in right.tokens)


def _switches(run: Run, x: float) -> float:
    """How often the file changes sides while it draws, by band: about once for blocks, for rows each time."""
    sides = [t.mid < x for t in sorted(run.tokens, key=lambda t: t.index)]
    turns = sum(a != b for a, b in pairwise(sides))
    return min(3.0, (turns - 1) / max(1, sum(b.sides(x).both for b in run.bands)))


def _rest(run: Run, x: float) -> float:
    """Share of the bands that stand at the left alone: wrapped cells and headings."""
    return sum(not b.sides(x).right for b in run.bands) / len(run.bands)


def gap_features(run: Run, columns: Sequence[float], around: Surroundings) -> list[list[float]]:
    """Return the features of each gap between the bands of a run, in the order of `GAP`, the uppermost gap first.

    Args:
        run: the bands.
        columns: all gutters (points) that no word of the run crosses.
        around: of its page.
    """
    gaps = [b.top - a.bottom for a, b in pairwise(run.bands)]
    boxes = [frozenset(around.boxes.get(t.index, -1) for t in band.tokens) for band in run.bands]
    framed = sum(around.boxes.get(t.index, -1) >= 0 for t in run.tokens) / len(run.tokens)
    levels = sorted(r.bbox.top for r in around.rules if r.horizontal)
    edges = sorted(y for f in around.fills for y in (f.bbox.top, f.bbox.bottom))
    ranked = sorted(gaps)
    usual = median(gaps) if gaps else 0.0
    begin = run.bands[0]
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
            *(float(bool(side)) for side in (up.left, up.right, low.left, low.right)),
            float(below.size > 1.1 * run.size),
            float(below.bold),
            float(above.size > 1.1 * run.size),
            float(above.bold),
            min(_MUCH, float(len(below.rows))),
            min(_MUCH, float(len(above.rows))),
            float(_any_within(levels, above.bottom - 2, below.top + 2)),
            float(bool(begin.sides(run.x).first_texts & low.first_texts)),
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
