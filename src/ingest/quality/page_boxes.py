"""What the boxes of a page say of its values: all values of a page are looked at together, as columns of numbers.

Each question (`_beside`, `_over_and_under`, …) is one comparison of all values, or of all their lines, with all words
or rules of the page; `_parts` takes the values of a large page a few at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from ingest.document import Page
from ingest.system.worked_out import worked_out

__all__ = ["OUTSIDE", "SIDES", "Bools", "Box", "Floats", "Ints", "PageRules", "PageWords", "clues_of", "in_boxes"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Box = tuple[float, float, float, float]

OUTSIDE = -3
"""Owner of words outside the table."""
SIDES = 4
_WORD_SPACE = 0.6
"""Widest space between words of one text, as a share of the font size (a quarter is usual, more in justified lines)."""
_COLUMN_SPACE = 1.2
"""Space from which on texts surely stand apart, as a share of the font size."""
_SAME_LINE = 0.5
"""Share of the lower line's height by which two boxes must overlap to stand on one line."""
_INSIDE = 1.5
"""Points by which a rule must lie inside a box to cross it."""
_OVERLAP = 0.3
"""Font sizes by which words beside each other may overlap."""
_NEARLY_LEADING = 0.1
"""Line heights beyond the usual ones from which the next text is near, and from which it is far."""
_FAR_LEADING = 0.9
_LEADING_EVEN = 1.15
_LEADING_UNEVEN = 2.5
_ACROSS = 1.1
_SIZES_EVEN = 1.05
_SIZES_UNEVEN = 1.5
_MOST = 1 << 20
"""Numbers in a table of lines by words at most, but for one value's own lines."""


@dataclass(frozen=True)
class PageWords:
    """The words of one page: boxes of shape (words, 4), font sizes, boldness, and whose each is."""

    boxes: Floats
    sizes: Floats
    bold: Bools
    doubted: Bools
    """Whether the reader was unsure of each."""
    owner: Ints
    """Number of the value; -1: of no row, -2: of a section or sentence, `OUTSIDE`: of no table."""

    @worked_out
    def edges(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Left, top, right and bottom of each word, in points."""
        x0, top, x1, bottom = self.boxes.T.copy()
        return x0, top, x1, bottom

    @worked_out
    def centres(self) -> tuple[Floats, Floats]:
        """Middle of each word, in points across and down."""
        x0, top, x1, bottom = self.edges
        return (x0 + x1) / 2, (top + bottom) / 2


@dataclass(frozen=True, slots=True)
class PageRules:
    """A page's drawn lines as boxes, of shape (lines, 4)."""

    across: Floats
    down: Floats

    @classmethod
    def of(cls, page: Page) -> PageRules:
        """Return those of a page."""
        across = [r.bbox for r in page.rules if r.horizontal]
        down = [r.bbox for r in page.rules if not r.horizontal]
        return cls(np.array(across, dtype=float).reshape(-1, SIDES), np.array(down, dtype=float).reshape(-1, SIDES))


@dataclass(frozen=True)
class _Values:
    """Some values of a page, in the order of their numbers.

    `numbers`: of each value. `lines`: the boxes of all their lines, those of one value together. `of_line`: the place
    in `numbers` of each line's value. `starts`: each value's first line. `own`: the positions of each value's words on
    the page, in the order of drawing.
    """

    numbers: Ints
    lines: Floats
    of_line: Ints
    starts: Ints
    own: Sequence[Ints]

    @worked_out
    def around(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Left, top, right and bottom of the box around each value."""
        x0, top, x1, bottom = self.lines.T
        least, most = np.minimum.reduceat, np.maximum.reduceat
        return least(x0, self.starts), least(top, self.starts), most(x1, self.starts), most(bottom, self.starts)

    @worked_out
    def ends(self) -> Ints:
        """One past each value's last line."""
        return np.append(self.starts[1:], len(self.lines))


def clues_of(
    words: PageWords, lines: Sequence[tuple[int, Box]], leading: float, drawn: PageRules, rows: Ints
) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield the number of each value of a page with its doubts.

    Args:
        words: of the page.
        lines: number of its value and box of each line, those of one value together, the values in rising order.
        leading: the usual distance between lines, as a share of a line's height.
        drawn: rules of the page.
        rows: the row that each word belongs to; -1 for none.
    """
    for values in _parts(words, lines):
        found = {
            **_beside(words, values),
            **_over_and_under(words, values, leading),
            **_ruled(drawn, values),
            **_inside(words, values),
            **_styles(words, values),
            **_stream(words, values, rows),
        }
        names = list(found)
        for number, doubts in zip(values.numbers.tolist(), zip(*found.values(), strict=True), strict=True):
            yield number, dict(zip(names, doubts, strict=True))


def _parts(words: PageWords, lines: Sequence[tuple[int, Box]]) -> Iterator[_Values]:
    """The values of a page, as many at a time as make a table of at most `_MOST` numbers."""
    numbers = np.array([number for number, _ in lines], dtype=np.int64)
    boxes = np.array([box for _, box in lines], dtype=float).reshape(-1, SIDES)
    starts = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])) if len(lines) else np.zeros(0, np.int64)
    each = numbers[starts]
    order = np.argsort(words.owner, kind="stable")
    owners = words.owner[order]
    first, last = owners.searchsorted(each), owners.searchsorted(each, side="right")
    own = [order[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    most = max(1, _MOST // max(1, len(words.owner)))
    ends = np.append(starts[1:], len(lines))
    begin = 0
    while begin < len(each):
        end = max(begin + 1, int(ends.searchsorted(starts[begin] + most, side="right")))
        at, to = int(starts[begin]), int(ends[end - 1])
        heads = starts[begin:end] - at
        of_line = np.repeat(np.arange(end - begin), np.diff(np.append(heads, to - at)))
        yield _Values(each[begin:end], boxes[at:to], of_line, heads, own[begin:end])
        begin = end


def _beside(words: PageWords, values: _Values) -> dict[str, list[float]]:
    """Gaps inside the values' lines, and how close other words stand beside them; 0 for values without words."""
    x0, top, x1, bottom = words.edges
    left, high, right, low = (values.lines[:, i, None] for i in range(SIDES))
    shared = np.minimum(bottom, low) - np.maximum(top, high)
    on = (shared > _SAME_LINE * np.minimum(bottom - top, low - high)) & (words.owner != OUTSIDE)
    mine = words.owner == values.numbers[values.of_line, None]
    size = np.array([max(1.0, float(_mean(words.sizes[own]))) if len(own) else 1.0 for own in values.own])
    slack = (_OVERLAP * size)[values.of_line, None]
    beside = on & ~mine
    # The nearest word of all lines is the closest: what is made of its distance only falls with it.
    after = np.where(beside & (x0 >= right - slack), x0 - right, np.inf).min(axis=1, initial=np.inf)
    before = np.where(beside & (x1 <= left + slack), left - x1, np.inf).min(axis=1, initial=np.inf)
    nearest = [np.minimum.reduceat(distance, values.starts) for distance in (after, before)]
    widest = np.maximum.reduceat(_widest(on & mine, x0, x1), values.starts)
    some = np.array([len(own) > 0 for own in values.own])
    close = [1 - _ramp(distance / size, _WORD_SPACE / 2, _COLUMN_SPACE) for distance in nearest]
    return {
        "gap_inside": (some * _ramp(widest / size, _WORD_SPACE, 2 * _COLUMN_SPACE)).tolist(),
        "close_right": (some * close[0]).tolist(),
        "close_left": (some * close[1]).tolist(),
    }


def _widest(on: Bools, x0: Floats, x1: Floats) -> Floats:
    """Return the widest space between the words on each line (`on`: lines by words), in points; 0 for no two words."""
    out = [0.0] * len(on)
    line, word = np.nonzero(on)
    left, right = x0[word], x1[word]
    order = np.lexsort((right, left, line))
    before, end = -1, 0.0
    for at, a, b in zip(line[order].tolist(), left[order].tolist(), right[order].tolist(), strict=True):
        if at != before:
            before, end = at, b
            continue
        if a - end > out[at]:
            out[at] = a - end
        if b > end:
            end = b
    return np.array(out)


def _over_and_under(words: PageWords, values: _Values, leading: float) -> dict[str, list[float]]:
    """Lines further apart than lines are, and lines of others as close as a value's own."""
    order = np.lexsort((values.lines[:, 1], values.of_line))
    tops = values.lines[order, 1]
    heights = values.lines[order, 3] - tops
    bounds = zip(values.starts.tolist(), values.ends.tolist(), strict=True)
    height = np.array([max(1.0, float(_mean(heights[a:b]))) for a, b in bounds])
    steps = np.zeros(len(tops))
    steps[1:] = tops[1:] - tops[:-1]
    steps[values.starts] = -np.inf
    widest = np.maximum.reduceat(steps / height[values.of_line], values.starts)
    widest = np.where(values.ends - values.starts > 1, widest, 0.0)
    x0, top, x1, bottom = words.edges
    left, high, right, low = (edge[:, None] for edge in values.around)
    apart = (words.owner != values.numbers[:, None]) & (x1 > left) & (x0 < right)
    near = 0.3 * height[:, None]
    below = np.where(apart & (top >= low - near), top - low, np.inf).min(axis=1, initial=np.inf)
    above = np.where(apart & (bottom <= high + near), high - bottom, np.inf).min(axis=1, initial=np.inf)
    usual = max(0.0, leading - 1.0)

    def close(distance: Floats) -> list[float]:
        out: list[float] = (1 - _ramp(distance / height, usual + _NEARLY_LEADING, usual + _FAR_LEADING)).tolist()
        return out

    return {
        "leading_inside": _ramp(widest, _LEADING_EVEN * leading, _LEADING_UNEVEN * leading).tolist(),
        "close_below": close(below),
        "close_above": close(above),
    }


def _ruled(drawn: PageRules, values: _Values) -> dict[str, list[float]]:
    """Drawn lines that run through the values' boxes."""
    count = len(values.numbers)
    across, down = [0.0] * count, [0.0] * count
    x0, top, x1, bottom = (edge[:, None] for edge in values.around)
    if len(drawn.across):
        left, y, right = drawn.across[:, 0], drawn.across[:, 1], drawn.across[:, 2]
        found = (top + _INSIDE < y) & (y < bottom - _INSIDE) & (right - left > _ACROSS * (x1 - x0))
        found &= np.minimum(right, x1) - np.maximum(left, x0) > 0.5 * (x1 - x0)
        for value, rule in zip(*(at.tolist() for at in np.nonzero(found)), strict=True):
            lines = values.lines[values.starts[value] : values.ends[value]]
            if not across[value] and not _strikes(lines, float(y[rule])):
                across[value] = 1.0
    if len(drawn.down):
        x, high, low = drawn.down[:, 0], drawn.down[:, 1], drawn.down[:, 3]
        found = (x0 + _INSIDE < x) & (x < x1 - _INSIDE)
        found &= np.minimum(low, bottom) - np.maximum(high, top) > 0.5 * (bottom - top)
        down = found.any(axis=1).astype(float).tolist()
    return {"rule_across": across, "rule_down": down}


def _strikes(lines: Floats, y: float) -> bool:
    """Return whether a height lies amid a line of text: what is drawn there underlines or strikes it."""
    return bool(((lines[:, 1] + _INSIDE < y) & (y < lines[:, 3] + _INSIDE)).any())


def _inside(words: PageWords, values: _Values) -> dict[str, list[float]]:
    """Words in the values' boxes that are not their own."""
    inside = in_boxes(words, *values.around) & (words.owner != values.numbers[:, None])
    taken = inside & (words.owner >= 0)
    return {
        "foreign_inside": [log(1 + count) for count in inside.sum(axis=1).tolist()],
        "overlap": [log(1 + count) for count in taken.sum(axis=1).tolist()],
    }


def in_boxes(words: PageWords, x0: Floats, top: Floats, x1: Floats, bottom: Floats) -> Bools:
    """Return which words have their middles in which boxes; shape (boxes, words)."""
    x, y = words.centres
    found: Bools = (x > x0[:, None]) & (x < x1[:, None]) & (y > top[:, None]) & (y < bottom[:, None])
    return found


def _styles(words: PageWords, values: _Values) -> dict[str, list[float]]:
    """Sizes and weights of each value's words that differ, and how many words the reader doubts."""
    out: dict[str, list[float]] = {"sizes": [], "bold_mixed": [], "words_doubted": []}
    for own in values.own:
        sizes = words.sizes[own]
        bold = int(np.count_nonzero(words.bold[own]))
        even = float(sizes.max()) / max(1.0, float(sizes.min())) if len(own) else 0.0
        out["sizes"].append(min(1.0, max(0.0, (even - _SIZES_EVEN) / (_SIZES_UNEVEN - _SIZES_EVEN))))
        out["bold_mixed"].append(float(0 < bold < len(own)))
        out["words_doubted"].append(log(1 + int(np.count_nonzero(words.doubted[own]))))
    return out


def _stream(words: PageWords, values: _Values, rows: Ints) -> dict[str, list[float]]:
    """What the order in which the file draws its words says: a second segmentation that layout did not make.

    A text's words are mostly drawn one after the other, down its lines: in how many parts are they, how many words of
    other rows come between, how many words come before one that stands above them?
    """
    x0, top, _, bottom = words.edges
    middles, taken = (top + bottom) / 2, np.append(0, np.cumsum(rows >= 0))
    out: dict[str, list[float]] = {"stream_parts": [], "stream_foreign": [], "stream_back": []}
    for own, a, b in zip(values.own, values.starts.tolist(), values.ends.tolist(), strict=True):
        parts = foreign = back = 0
        if len(own) > 1:
            first, last = int(own[0]), int(own[-1]) + 1
            parts = int(np.count_nonzero(own[1:] - own[:-1] > 1))
            if parts:
                # Of one part all words between are its own.
                foreign = int(taken[last] - taken[first]) - int(np.count_nonzero(rows[first:last] == rows[first]))
            if b - a > 1:
                back = _drawn_back(values.lines[a:b], middles[own], x0[own])
        for name, number in zip(out, (parts, foreign, back), strict=True):
            out[name].append(log(1 + number))
    return out


def _drawn_back(lines: Floats, middles: Floats, lefts: Floats) -> int:
    """Return how often words go on to the left on a line above."""
    line = np.abs(middles[:, None] - (lines[:, 1] + lines[:, 3]) / 2).argmin(axis=1)
    tops = lines[line, 1]
    return int(np.count_nonzero((tops[1:] - tops[:-1] < -1.0) & (lefts[1:] - lefts[:-1] < 0)))


def _mean(values: Floats) -> np.float64:
    """The mean, without the checks of NumPy's own."""
    mean: np.float64 = np.add.reduce(values) / len(values)
    return mean


def _ramp(values: Floats, low: float, high: float) -> Floats:
    """How far numbers are from `low` to `high`, held to 0 and 1."""
    held: Floats = np.minimum(1.0, np.maximum(0.0, (values - low) / (high - low)))
    return held
