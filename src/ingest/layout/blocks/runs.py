"""Gutters and the stretches of a page that they could part, before anything is decided about them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import accumulate, chain, pairwise
from math import inf
from operator import attrgetter, or_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.document import BBox
from ingest.language.lists import BULLETS
from ingest.layout.tables.model import MeasuredWord, visual_rows
from ingest.system.worked_out import worked_out

__all__ = [
    "BandPart",
    "BandStretch",
    "GutterRun",
    "HeightBand",
    "Known",
    "Sides",
    "bits",
    "is_item_number",
    "middle",
    "runs_of",
]

_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]")
"""The number of a list item: a column of nothing else is read with its items."""
_HEADING_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,2}\.?")
_BEFORE = 3.0
"""Points before the left edge of the right-hand text at which a gutter is taken to stand."""
_NARROW = (4.5, 0.5)
"""Points, and font sizes: less white than either parts words and no blocks."""
_WIDE = (6.0, 0.8)
"""The same from which a gap in a row shows where another block may begin."""
_NEAR = 2.0
"""Points within which left edges agree."""
_INDENT = 12.0
"""Points by which shared left edges may stand in from that of a heading over them."""
_MOST = 60
"""Gutters looked at on one stretch."""
_MARKS = "•▪–"
_TALL = 2.2
"""Heights of a low word beside it, up to which a tall one in the next band cannot be of its row: 0.5 / _SHRINK - 1."""
_SHRINK = 0.15
"""Share of a word's height at its top and bottom that may reach into the next band."""


class Counts(NamedTuple):
    """Of how many lines something holds."""

    bold: int
    marks: int
    colons: int
    stops: int
    lower: int
    digits: int
    single: int


class WordsLook(NamedTuple):
    """What the lines of some words look like.

    `widths`: of each line, from its first word's left edge to its last one's right, in points. `starts`: where lines
    begin, in steps of three points. `said`: the texts that hold a letter. `edges`: the box around all words.
    """

    counts: Counts
    widths: list[float]
    starts: set[int]
    said: set[str]
    edges: BBox


def _look(piece: BandPart) -> WordsLook:
    lines, texts = piece.lines, piece.texts
    if len(lines) == 1:
        return _look_of_line(lines[0], texts[0])
    firsts = [line[0].text for line in lines]
    counts = Counts(
        sum([all([t.bold for t in line]) for line in lines]),
        sum([text in BULLETS or text[0] in _MARKS for text in firsts]),
        sum([any([t.text.endswith((":", "?")) for t in line[:4]]) for line in lines]),
        sum([line[-1].text.endswith(".") for line in lines]),
        sum([text[:1].islower() for text in firsts]),
        sum([any(map(str.isdigit, text)) for text in texts]),
        sum([len(line) == 1 for line in lines]),
    )
    tokens = piece.tokens
    edges = BBox(
        min([t.x0 for t in tokens]),
        min([t.top for t in tokens]),
        max([t.x1 for t in tokens]),
        max([t.bottom for t in tokens]),
    )
    return WordsLook(
        counts,
        [line[-1].x1 - line[0].x0 for line in lines],
        {round(line[0].x0 / 3) for line in lines},
        {text for text in texts if any(map(str.isalpha, text))},
        edges,
    )


def _look_of_line(line: Sequence[MeasuredWord], text: str) -> WordsLook:
    """The same of one line, which nearly all pieces of bands are."""
    first, last = line[0], line[-1]
    begins = first.text
    signs = [_signs(t.text) for t in line]
    counts = Counts(
        all([t.bold for t in line]),
        begins in BULLETS or begins[0] in _MARKS,
        any([colon for _, _, colon in signs[:4]]),
        last.text.endswith("."),
        begins[:1].islower(),
        any([digit for _, digit, _ in signs]),
        len(line) == 1,
    )
    edges = BBox(
        first.x0,
        first.top if first is last else min([t.top for t in line]),
        last.x1 if first is last else max([t.x1 for t in line]),
        first.bottom if first is last else max([t.bottom for t in line]),
    )
    said = {text} if any([letter for letter, _, _ in signs]) else set()
    return WordsLook(counts, [last.x1 - first.x0], {round(first.x0 / 3)}, said, edges)


@lru_cache(1 << 14)
def _signs(text: str) -> tuple[bool, bool, bool]:
    """Whether a word holds a letter, whether a digit, and whether it ends in a colon or question mark."""
    return any(map(str.isalpha, text)), any(map(str.isdigit, text)), text.endswith((":", "?"))


class BandPart:
    """Some words of a band, in reading order, with what gutters ask of them: worked out once, when first asked.

    Many gutters of a page part a band after the same words, and longer stretches hold the bands of shorter ones.
    """

    def __init__(self, tokens: tuple[MeasuredWord, ...]) -> None:
        self.tokens = tokens
        self._boxes: dict[int, int] | None = None

    @worked_out
    def lines(self) -> list[list[MeasuredWord]]:
        """Its visual rows."""
        return [list(self.tokens)] if len(self.tokens) == 1 else visual_rows(list(self.tokens))

    @worked_out
    def texts(self) -> list[str]:
        """The text of each line."""
        tokens = self.tokens
        return [tokens[0].text] if len(tokens) == 1 else [" ".join([t.text for t in line]) for line in self.lines]

    @worked_out
    def look(self) -> WordsLook:
        """What its lines look like."""
        return _look(self)

    @worked_out
    def sizes(self) -> list[float]:
        """Of its words, in points, the least first."""
        return sorted([t.size for t in self.tokens])

    @worked_out
    def indices(self) -> frozenset[int]:
        """The positions of its words on the page."""
        return frozenset([t.index for t in self.tokens])

    @worked_out
    def words(self) -> int:
        """The same, as the bits of a number."""
        return bits([t.index for t in self.tokens])

    @worked_out
    def highest(self) -> float:
        """The least middle of its words (points from the top)."""
        return min([t.ym for t in self.tokens])

    def boxes(self, held: Mapping[int, int]) -> dict[int, int]:
        """Return how many of its words stand in which drawn box; `held` is that of the one page it stands on."""
        if self._boxes is None:
            out: dict[int, int] = {}
            if held:
                for t in self.tokens:
                    at = held.get(t.index, -1)
                    out[at] = out.get(at, 0) + 1
            elif self.tokens:
                out[-1] = len(self.tokens)
            self._boxes = out
        return self._boxes


class Sides:
    """The words of a band at the left and at the right of a gutter; `number` of them stand at the left."""

    def __init__(self, band: HeightBand, number: int) -> None:
        self._band = band
        self.number = number
        self.at_left = number > 0
        self.at_right = number < len(band.tokens)
        """Whether text stands there."""
        self.both = self.at_left and self.at_right
        self.end = band.ends[number - 1] if self.at_left else -inf
        """Where the words at the left end, in points."""
        self.begin = band.begins[number] if self.at_right else inf
        """Where the words at the right begin, in points."""

    @worked_out
    def left(self) -> BandPart:
        """The words at the left."""
        return self._band.piece(0, self.number)

    @worked_out
    def right(self) -> BandPart:
        """The words at the right."""
        return self._band.piece(self.number, len(self._band.tokens))

    @worked_out
    def first_texts(self) -> tuple[str, ...]:
        """The first line of each side that has words."""
        return tuple([own.texts[0] for own in (self.left, self.right) if own.tokens])

    @worked_out
    def apart(self) -> float:
        """Points between the heights of the highest words of both sides, which have words."""
        return abs(self.left.highest - self.right.highest)


@lru_cache(1 << 14)
def is_item_number(text: str) -> bool:
    """Return whether a word may number a heading (`2`, `2.1`, `2.1.3.`)."""
    return _HEADING_NUMBER.fullmatch(text) is not None


class HeightBand:
    """Visual rows that overlap in height: white space across the whole stretch stands above and below.

    A page asks the same bands about many gutters: what does not depend on the gutter is counted once.
    """

    def __init__(self, rows: tuple[tuple[MeasuredWord, ...], ...]) -> None:
        self.rows = rows
        self.tokens = tuple([t for row in rows for t in row])
        self.whole = BandPart(self.tokens)
        by_mid = sorted(self.tokens, key=_by_mid)
        self.middles = [t.mid for t in by_mid]
        """Of its words, in points, from the left."""
        self.ends = list(accumulate([t.x1 for t in by_mid], max))
        """How far right the words up to each reach, in points."""
        self.begins = list(accumulate([t.x0 for t in reversed(by_mid)], min))[::-1]
        """How far left the words from each on reach, in points."""
        self.top = min([t.top for t in self.tokens])
        self.bottom = max([t.bottom for t in self.tokens])
        heights = [t.bottom - t.top for t in self.tokens]
        self.heights = min(heights), max(heights)
        """Of the lowest and the tallest word, in points."""
        self.mids = self.middles[0], self.middles[-1]
        """Middles of the leftmost and the rightmost word, in points."""
        self._pieces: dict[tuple[int, int], BandPart] = {(0, len(self.tokens)): self.whole}
        self._sides: dict[int, Sides] = {}

    def at_left(self, x: float) -> int:
        """Return how many words have their middle at the left of `x` (points)."""
        return bisect_left(self.middles, x)

    def white(self, x: float) -> tuple[float | None, float | None]:
        """Return where the words at the left of `x` end and those at its right begin (points); None for no words."""
        at = bisect_left(self.middles, x)
        return self.ends[at - 1] if at else None, self.begins[at] if at < len(self.begins) else None

    def piece(self, start: int, end: int) -> BandPart:
        """Return the words from one place on to another, counted by their middles from the left."""
        found = self._pieces.get((start, end))
        if found is None:
            # Words with one middle are never parted: both places were found by a middle.
            least, most = (self.middles[start], self.middles[end - 1]) if start < end else (0.0, -1.0)
            found = self._pieces[start, end] = BandPart(tuple([t for t in self.tokens if least <= t.mid <= most]))
        return found

    def sides(self, x: float) -> Sides:
        """Return the words at the left and at the right of `x` (points)."""
        number = bisect_left(self.middles, x)
        found = self._sides.get(number)
        if found is None:
            # Sides of equally many words are the same words: each side holds the nearest to its edge.
            found = self._sides[number] = Sides(self, number)
        return found

    @worked_out
    def said(self) -> tuple[float, float] | None:
        """Middles of the leftmost and rightmost word that holds a letter or digit and numbers no item, in points."""
        mids = [t.mid for t in self.tokens if any(map(str.isalnum, t.text)) and not _NUMBER.fullmatch(t.text)]
        return (min(mids), max(mids)) if mids else None

    @worked_out
    def numbered(self) -> list[tuple[MeasuredWord, ...]]:
        """Those of its rows in which a word may be the number of a heading."""
        return [row for row in self.rows if any([is_item_number(t.text) for t in row])]

    @worked_out
    def size(self) -> float:
        """Median size of its words, in points."""
        return middle(self.whole.sizes)

    @worked_out
    def bold(self) -> bool:
        """Whether all words are bold."""
        return all(t.bold for t in self.tokens)

    @worked_out
    def stops(self) -> float:
        """Share of its rows that end in a full stop."""
        return sum(row[-1].text.endswith(".") for row in self.rows) / len(self.rows)

    @worked_out
    def lower(self) -> float:
        """Share of its rows that begin with a small letter."""
        return sum(row[0].text[:1].islower() for row in self.rows) / len(self.rows)

    @worked_out
    def width(self) -> float:
        """From the first to the last edge of its words, in points."""
        return max(t.x1 for t in self.tokens) - min(t.x0 for t in self.tokens)


class BandStretch:
    """Bands that follow each other, with what gutters ask of them wherever these stand: worked out once for all."""

    def __init__(self, bands: tuple[HeightBand, ...], part_of: tuple[BandStretch, int] | None = None) -> None:
        self.bands = bands
        self._part_of = part_of
        """The longer stretch that its bands are of, and the place of the first of them there."""
        self._sides_at: dict[float, tuple[Sides, ...]] = {}
        self._whites: dict[float, float] = {}
        """By place."""
        self._subs: dict[tuple[int, int], BandStretch] = {}

    def sub(self, start: int, end: int) -> BandStretch:
        """Return the stretch of some of the bands."""
        if start == 0 and end == len(self.bands):
            return self
        found = self._subs.get((start, end))
        if found is None:
            found = self._subs[start, end] = BandStretch(self.bands[start:end], (self, start))
        return found

    def sides_at(self, x: float) -> tuple[Sides, ...]:
        """Return the words of each band at the left and at the right of `x` (points)."""
        found = self._sides_at.get(x)
        if found is None:
            if self._part_of is None:
                found = tuple([band.sides(x) for band in self.bands])
            else:
                whole, start = self._part_of
                found = whole.sides_at(x)[start : start + len(self.bands)]
            self._sides_at[x] = found
        return found

    def white_at(self, x: float) -> float:
        """Return the white between the words on both sides of `x`, in points."""
        found = self._whites.get(x)
        if found is None:
            sides = self.sides_at(x)
            left = max([s.end for s in sides])
            right = min([s.begin for s in sides])
            found = self._whites[x] = (x if right == inf else right) - (x if left == -inf else left)
        return found

    @worked_out
    def tokens(self) -> tuple[MeasuredWord, ...]:
        return tuple(chain.from_iterable([band.tokens for band in self.bands]))

    @worked_out
    def count(self) -> int:
        """How many words it has."""
        return sum([len(band.tokens) for band in self.bands])

    @worked_out
    def indices(self) -> frozenset[int]:
        """The positions of its words on the page."""
        return frozenset().union(*[b.whole.indices for b in self.bands])

    @worked_out
    def words(self) -> int:
        """The same, as the bits of a number."""
        return reduce(or_, [b.whole.words for b in self.bands])

    @worked_out
    def size(self) -> float:
        """Median size of its words, in points."""
        return middle(sorted(chain.from_iterable([b.whole.sizes for b in self.bands])))

    @worked_out
    def bottom(self) -> float:
        return max([b.bottom for b in self.bands])

    @worked_out
    def parts_lines(self) -> bool:
        """Whether the visual rows of its words, on any side of a gutter, are those of its bands one after the other.

        Bands share at most `_SHRINK` of the heights of two words, and words of one row more than half of the lower
        one: so it is where no word is much taller than another. (A band's words also come before the next one's.)
        """
        low = min([b.heights[0] for b in self.bands])
        tall = max([b.heights[1] for b in self.bands])
        return low > 0 and tall <= _TALL * low

    @worked_out
    def drawn(self) -> NDArray[np.float64]:
        """Middles of its words in the order of their positions, in points."""
        tokens = sorted(self.tokens, key=_by_index)
        return np.array([t.mid for t in tokens])

    @worked_out
    def mids(self) -> tuple[float, float]:
        """Middles of the leftmost and the rightmost word, in points."""
        return min([b.mids[0] for b in self.bands]), max([b.mids[1] for b in self.bands])

    @worked_out
    def leads_bold(self) -> float:
        """Share of its bands that begin with a bold word."""
        return sum([b.rows[0][0].bold for b in self.bands]) / len(self.bands)


class GutterRun:
    """Bands that no word crosses at `x` (points), with text on both sides of it.

    `span`: the first visual row of its page and the one after the last, of a longest stretch. `stretch`: its bands;
    runs of the same bands share one.
    """

    def __init__(
        self,
        x: float,
        bands: tuple[HeightBand, ...],
        span: tuple[int, int] = (0, 0),
        stretch: BandStretch | None = None,
    ) -> None:
        self.x = x
        self.bands = bands
        self.span = span
        self.stretch = stretch or BandStretch(bands)

    @worked_out
    def sides(self) -> tuple[Sides, ...]:
        """The words of each band on both sides of the gutter."""
        return self.stretch.sides_at(self.x)

    def sides_at(self, x: float) -> tuple[Sides, ...]:
        """Return the words of each band at the left and at the right of `x` (points)."""
        return self.stretch.sides_at(x)

    def sub(self, start: int, end: int) -> GutterRun:
        """Return the run of some of the bands."""
        if start == 0 and end == len(self.bands):
            return self
        stretch = self.stretch.sub(start, end)
        return GutterRun(self.x, stretch.bands, stretch=stretch)

    @property
    def tokens(self) -> tuple[MeasuredWord, ...]:
        return self.stretch.tokens

    @property
    def count(self) -> int:
        """How many words it has."""
        return self.stretch.count

    @property
    def indices(self) -> frozenset[int]:
        """The positions of its words on the page."""
        return self.stretch.indices

    @property
    def size(self) -> float:
        """Median size of its words, in points."""
        return self.stretch.size

    @property
    def top(self) -> float:
        return self.bands[0].top

    @property
    def bottom(self) -> float:
        return self.stretch.bottom

    @property
    def mids(self) -> tuple[float, float]:
        """Middles of the leftmost and the rightmost word, in points."""
        return self.stretch.mids

    @property
    def two_sided(self) -> bool:
        """Whether text stands on both sides; bullets and numbers of list items alone are none."""
        x = self.x
        left = right = False
        for band in self.bands:
            if (said := band.said) is not None:
                left = left or said[0] < x
                right = right or x <= said[1]
                if left and right:
                    return True
        return False


def bits(positions: Iterable[int]) -> int:
    """Return the number of which the bits at some positions are set: what two of them share is told at once."""
    out = 0
    for at in positions:
        out |= 1 << at
    return out


def middle(values: Sequence[float]) -> float:
    """Return the median of sorted numbers."""
    at = len(values) // 2
    return values[at] if len(values) % 2 else (values[at - 1] + values[at]) / 2


_by_mid = attrgetter("mid")
_by_index = attrgetter("index")


class _Row:
    """A visual row as gutters ask it: where its words begin and end on both sides of a place."""

    def __init__(self, tokens: tuple[MeasuredWord, ...]) -> None:
        self.tokens = tokens
        self.top = min(t.top + _SHRINK * (t.bottom - t.top) for t in tokens)
        self.bottom = max(t.bottom - _SHRINK * (t.bottom - t.top) for t in tokens)
        self.middle = tokens[0].ym
        by_mid = sorted(tokens, key=_by_mid)
        self._mids = np.array([t.mid for t in by_mid])
        # What stands at the left of the first word, and at the right of the last, is as far away as can be.
        self._ends = np.array([-inf, *accumulate([t.x1 for t in by_mid], max)])
        self._begins = np.array([inf, *accumulate([t.x0 for t in reversed(by_mid)], min)])[::-1]
        self._least = max(_NARROW[0], _NARROW[1] * min(t.size for t in tokens))

    def crossed(self, places: NDArray[np.float64], walls: Sequence[BBox]) -> NDArray[np.bool_]:
        """Return at which places (points) the words stand too close for a gutter."""
        at = self._mids.searchsorted(places)
        left, right = self._ends[at], self._begins[at]
        out: NDArray[np.bool_] = (left > places - 0.5) | (right < places + 0.5) | (right - left < self._least)
        for box in walls:
            if box.top <= self.middle <= box.bottom:
                out |= (box.x0 < places) & (places < box.x1)
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Rows and bands of a page, by their words: its parts are looked at in turn, and hold the same ones again."""

    rows: dict[tuple[MeasuredWord, ...], _Row] = field(default_factory=dict)
    bands: dict[tuple[_Row, ...], HeightBand] = field(default_factory=dict)

    def row(self, tokens: tuple[MeasuredWord, ...]) -> _Row:
        """Return some words as a row."""
        found = self.rows.get(tokens)
        if found is None:
            found = self.rows[tokens] = _Row(tokens)
        return found

    def band(self, rows: tuple[_Row, ...]) -> HeightBand:
        """Return some rows as a band."""
        found = self.bands.get(rows)
        if found is None:
            found = self.bands[rows] = HeightBand(tuple([r.tokens for r in rows]))
        return found


def runs_of(
    tokens: Sequence[MeasuredWord], frames: Sequence[BBox], walls: Sequence[BBox] = (), known: Known | None = None
) -> Iterator[GutterRun]:
    """Yield the longest stretches that a gutter could part; each way to part the words once.

    Args:
        tokens: the words of a page or of a part of it.
        frames: its boxes.
        walls: areas that nothing parts (tables that the file itself names).
        known: what is known of the page from other parts.
    """
    known = known or Known()
    rows = [known.row(tuple(r)) for r in visual_rows(list(tokens))]
    places = _positions([r.tokens for r in rows], frames)
    at = np.array(places)
    crossed = np.array([row.crossed(at, walls) for row in rows]).reshape(len(rows), len(places))
    bands = _Bands(rows, known)
    seen: set[tuple[Sides, ...]] = set()
    for place, x in enumerate(places):
        start = 0
        for end in (*np.flatnonzero(crossed[:, place]).tolist(), len(rows)):
            if end - start > 1:
                run = GutterRun(x, *bands.between(start, end))
                # Bands are made once: the same ones, parted after as many words, have the same sides.
                if run.two_sided and run.sides not in seen:
                    seen.add(run.sides)
                    yield run
            start = end + 1


def _positions(rows: Sequence[Sequence[MeasuredWord]], frames: Sequence[BBox]) -> list[float]:
    """Where gutters may stand: before left edges that several pieces of rows share, and between boxes."""
    starts: list[float] = []
    middles: list[float] = []
    for row in rows:
        starts.append(row[0].x0)
        edge = row[0].x1
        for t in row[1:]:
            white = t.x0 - edge
            if white >= _WIDE[0] and white >= _WIDE[1] * t.size:
                starts.append(t.x0)
                middles.append((edge + t.x0) / 2)
            if t.x1 > edge:
                edge = t.x1
    edges = _clusters(starts)
    shared = [x for x, n in edges if n > 1]
    # The heading of a list stands out to the left of its bullets: one is enough.
    found = [(n, x - _BEFORE) for x, n in edges if n > 1 or any(0 < other - x <= _INDENT for other in shared)]
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
        if not any([abs(x - y) < 1.0 for y in out]):
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


class _Stretch(NamedTuple):
    """Visual rows that follow each other, as a run takes them."""

    bands: tuple[HeightBand, ...]
    span: tuple[int, int]
    stretch: BandStretch


class _Bands:
    """The visual rows of words as bands, of any stretch of them."""

    def __init__(self, rows: Sequence[_Row], known: Known) -> None:
        self._rows = rows
        self._known = known
        self._by_top = all(a.top <= b.top for a, b in pairwise(rows))
        self._ends: dict[int, int] = {}
        """Of rows that stand in the order of their tops: where the band that begins with one ends."""
        self._made: dict[tuple[int, int], HeightBand] = {}
        """Of these the bands, by their first row and the one after their last."""
        self._stretches: dict[tuple[int, int], _Stretch] = {}

    def between(self, start: int, end: int) -> _Stretch:
        """Return the rows from one on to another as bands, top to bottom, and what is known of them; the same rows
        always as the same band."""
        found = self._stretches.get((start, end))
        if found is None:
            bands = self._between(start, end)
            found = self._stretches[start, end] = _Stretch(bands, (start, end), BandStretch(bands))
        return found

    def _between(self, start: int, end: int) -> tuple[HeightBand, ...]:
        rows = self._rows
        if not self._by_top:
            rows = sorted(rows[start:end], key=_by_top)
            ends, made = {}, {}
            start, end = 0, len(rows)
        else:
            ends, made = self._ends, self._made
        out: list[HeightBand] = []
        while start < end:
            last = ends.get(start)
            if last is None:
                last = ends[start] = _end_of_band(rows, start)
            if last > end:
                last = end
            band = made.get((start, last))
            if band is None:
                band = made[start, last] = self._known.band(tuple(rows[start:last]))
            out.append(band)
            start = last
        return tuple(out)


def _end_of_band(rows: Sequence[_Row], start: int) -> int:
    """The first row that begins below all those from `start` on before it; rows stand in the order of their tops."""
    foot = rows[start].bottom
    end = start + 1
    while end < len(rows) and rows[end].top < foot:
        foot = max(foot, rows[end].bottom)
        end += 1
    return end


_by_top = attrgetter("top")
