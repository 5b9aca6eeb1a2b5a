"""Lines of text on an upright page: pieces of ink gathered into runs that recognition reads one at a time.

Tesseract's own page analysis joins neighbouring table cells, drops lonely words and stumbles over what is left
of rules. Here a run never crosses a ruling line or a wide gap, and carries only its own ink: what a neighbouring
line dips into its box is painted out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.document import Rule
from ingest.read.ocr.images import Gray
from ingest.read.ocr.touching_lines import parted

__all__ = ["Ink", "InkRun", "ink_of", "picture", "runs", "sign_of"]

Floats = npt.NDArray[Any]

WIDE_GAP = 1.6
"""In heights of the letters on both sides: a wider gap starts a new run. A word space is about 0.6."""
DIRTY = 0.04
"""Specks that belong to nothing, in parts of the page's letters, from which a page is dirty."""
LARGE = (1.6, 0.25)
"""Height of a letter in heights of the mark over it, at least (a small letter and its ring: 1.7 to 2.5), and the gap
between them in heights of the letter, at most."""
TYPED_STOP = (0.2, 1.15, 0.95, 0.33)
"""In common letter heights: the least size of a typewriter's stop; how far behind its letter it may stand, and how high
it may be; the size from which it is no speck on a dirty page either."""
BULLET_GAP, BULLET_SIZE, BULLET_LETTERS = 0.8, 0.85, 3
"""Of a line's letter height: the gap behind a bullet, at least (1.2 to 1.7; words have 0.3 to 0.7 between them), and
its size, at most (0.55 to 0.7); letters that stand behind it, at least."""
STOP_LEVEL, ROUND_STOP = 0.1, 1.6
"""In common letter heights, how far from its letter's foot a stop may end on a dirty page; its longer by its shorter
side, at most."""
STEP = (6, 0.7, 0.17, 0.3)
"""Marks that stand apart behind letters, at least, and the share of them that agree how far, from which they are a
typewriter's stops; how far one may stand from there, and how far below its letter's foot (common letter heights)."""
COMMA, HANGS, COMMA_BEHIND = (0.85, 0.4, 0.5, 0.8), 0.1, 2.5
"""In common letter heights: the greatest and the least height of a typewriter's comma and its greatest width (and that
in parts of its height), by how much it stands out over and under the foot of its line, and how far before it letters
stand that tell of the foot."""
STOP_SIZE, FEWEST_DOTS, NEAREST_DOTS, LESSER_DOTS = 0.6, 10, 9, 25
"""Area of a full stop in parts of the dots' beside it, at least; dots of a page that tell, at least, how many of them
stand beside a mark (headings and tables are set in several sizes), and the percentile of the page's that is asked."""
ITEM, ITEMS = (0.4, 4.0, 0.3), 3
"""In common letter heights: the white between a hyphen and the item that it begins, least and most, and how far such
hyphens may stand beside each other; how many there must be."""
HYPHEN = 0.3
"""In common letter heights: the length of a hyphen, at least (0.34 and more); specks are shorter."""
SMALL = 0.55
"""In common letter heights: lower pieces are marks (dots, commas, dashes) that join the nearest letter."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Connected pieces of ink: `labels` as the picture, boxes (x0, y0, x1, y1) and areas by label, 0 unused."""

    labels: npt.NDArray[Any]
    boxes: Floats
    areas: Floats
    common: float
    """Common height of letters, pixels."""

    def letters(self, run: InkRun, left: float, right: float) -> list[tuple[float, float]]:
        """Left and right edges, pixels, of what stands apart in a run between two places, from the left."""
        boxes = self.boxes[list(run.pieces)]
        middle = (boxes[:, 0] + boxes[:, 2]) / 2
        boxes = boxes[(middle >= left) & (middle <= right)]
        found: list[tuple[float, float]] = []
        for x0, _, x1, _ in boxes[np.argsort(boxes[:, 0], kind="stable")].tolist():
            if found and x0 < found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], x1))
            else:
                found.append((x0, x1))
        return found


@dataclass(frozen=True, slots=True)
class InkRun:
    """A stretch of one line: box in pixels, its pieces of ink, the median height of its letters."""

    box: tuple[int, int, int, int]
    pieces: tuple[int, ...]
    height: float
    sign: str = ""
    """A lone dash or bullet, told by its shape; recognition has nothing to add."""


STREAK, STREAK_PIECES, STREAK_SPAN, STREAK_GAP = (0.25, 0.2, 2.5), 12, 20.0, 0.5
"""In common letter heights: width of a piece of a dashed stroke down the page, how far it may stand aside from the one
above it, and the gap between the two; its pieces at least, its length at least, and its usual gap at most (stems of
letters in lines one under the other have more)."""
BENT = (1.5, 0.25, 0.4, 0.5)
"""What goes on from a rule's end in a bow: its length at least, its mean thickness at most (common letter heights:
letters are shorter, or thicker); its shorter side in parts of the longer, at most; and how far from that end it is."""
BEGUN, SMALLER, AT_ONCE = 0.06, 0.7, 0.45
"""How far below its letter's foot a stop may begin (common letter heights): the tip of a v is worn; the area of a speck
behind a comma in parts of the comma's, at most, and how far behind it stands (the same): before any letter."""


def ink_of(text: Gray, letter_height: float) -> Ink:
    """Pieces of a grey picture with dark letters on white."""
    level, _ = cv2.threshold(text, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # Otsu on a page of mostly paper lies low for thin print; between it and the paper is safe.
    mask = (text < min(205.0, max(140.0, level + 15.0))).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    x, y, w, h = (stats[:, i].astype(np.float64) for i in range(4))
    boxes = np.stack([x, y, x + w, y + h], axis=1)
    common = max(4.0, letter_height)
    boxes, areas = parted(labels, boxes, stats[:, 4].astype(np.float64), common)
    return Ink(labels, boxes, areas, common)


def runs(ink: Ink, rules: tuple[Rule, ...], scale: float) -> list[InkRun]:
    """Runs in no particular order; `rules` are in points, `scale` pixels a point."""
    boxes, common = ink.boxes, ink.common
    count = len(boxes)
    if count < 2:
        return []
    w, h = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    tiny = ink.areas < max(3.0, 0.012 * common * common)
    bar = ((h > 3.5 * common) & (w < 0.1 * h)) | _rests(boxes, rules, scale) | _bent(ink, rules, scale)
    flat = (w > 6 * common) & (h < 0.3 * common)
    huge = (h > 7 * common) | ((h > 4 * common) & (w > 12 * common))
    usable = ~(tiny | bar | flat | huge | _streaks(boxes, common))
    usable[0] = False
    core = usable & (h >= SMALL * common)
    core &= ~_marks_of_large(boxes, core, common)
    commas = _commas(boxes, usable, core, common)
    core &= ~commas
    index = np.nonzero(core)[0]
    parent = np.arange(count)

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = int(parent[i])
        return i

    walls = _Walls(rules, scale)
    order = index[np.argsort(boxes[index, 0], kind="stable")]
    _link(order, boxes, w, h, common, walls, parent, root)
    small = np.nonzero(usable & ~core)[0]
    feet = _attach(small, index, commas, boxes, h, common, walls, parent, root)
    _go_on(feet, index, boxes, common, walls, parent, root)
    groups: dict[int, list[int]] = {}
    for i in np.nonzero(usable)[0]:
        groups.setdefault(root(int(i)), []).append(int(i))
    out: list[InkRun] = []
    strokes: list[InkRun] = []
    for members in _without_bullets(list(groups.values()), ink, core):
        inner = boxes[members]
        heights = h[[m for m in members if core[m]]] if any(core[m] for m in members) else h[members]
        box = (
            int(inner[:, 0].min()),
            int(inner[:, 1].min()),
            int(inner[:, 2].max()),
            int(inner[:, 3].max()),
        )
        sign = sign_of(ink, members[0]) if len(members) == 1 else ""
        if not sign and len(members) == 1 and _is_short_stroke(ink, members[0]):
            strokes.append(InkRun(box, tuple(members), float(np.median(heights)), "–"))
            continue
        if not sign and not any(core[m] for m in members) and (len(members) < 2 or box[3] - box[1] < 0.3 * common):
            continue  # specks; dots alone on a line say nothing
        out.append(InkRun(box, tuple(members), float(np.median(heights)), sign))
    return _true_signs(out + _before_items(strokes, out, common), rules, scale, common)


def _before_items(strokes: list[InkRun], found: list[InkRun], common: float) -> list[InkRun]:
    """The short strokes that stand one under the other, each before a text: hyphens before the items of a list."""
    texts = np.array([r.box for r in found if not r.sign and len(r.pieces) > 1]).reshape(-1, 4)

    def heads(box: tuple[int, int, int, int]) -> bool:
        x1, y = box[2], (box[1] + box[3]) / 2
        level = (texts[:, 1] < y) & (texts[:, 3] > y)
        ahead = level & (texts[:, 0] > x1 + ITEM[0] * common) & (texts[:, 0] < x1 + ITEM[1] * common)
        return bool(ahead.any()) and not bool((level & (texts[:, 0] <= x1) & (texts[:, 2] > x1 - common)).any())

    heading = [r for r in strokes if heads(r.box)]
    lefts = np.array([r.box[0] for r in heading])
    return [r for r in heading if int((np.abs(lefts - r.box[0]) <= ITEM[2] * common).sum()) >= ITEMS]


def _streaks(boxes: Floats, common: float) -> npt.NDArray[Any]:
    """Pieces of a dashed stroke down the page, as a dirty glass or a fold leaves it: narrow, one close under the other,
    over far more than a line."""
    out = np.zeros(len(boxes), dtype=bool)
    wide = boxes[:, 2] - boxes[:, 0]
    narrow = np.flatnonzero(wide <= STREAK[0] * common)
    chains: list[list[int]] = []
    open_: list[list[int]] = []
    for i in narrow[np.argsort(boxes[narrow, 1], kind="stable")].tolist():
        x, top = (boxes[i, 0] + boxes[i, 2]) / 2, boxes[i, 1]
        open_ = [c for c in open_ if top - boxes[c[-1], 3] <= STREAK[2] * common]
        for chain in open_:
            last = boxes[chain[-1]]
            if abs((last[0] + last[2]) / 2 - x) <= STREAK[1] * common:
                chain.append(i)
                break
        else:
            open_.append([i])
            chains.append(open_[-1])
    for chain in chains:
        if len(chain) < STREAK_PIECES:
            continue
        span = float(boxes[chain[-1], 3] - boxes[chain[0], 1])
        gaps = np.maximum(0.0, boxes[chain[1:], 1] - boxes[chain[:-1], 3])
        if span >= STREAK_SPAN * common and float(np.median(gaps)) <= STREAK_GAP * common:
            out[chain] = True
    return out


def _without_bullets(groups: list[list[int]], ink: Ink, core: npt.NDArray[Any]) -> list[list[int]]:
    """Groups of pieces with a bullet as high as a small letter parted from its line, which is read as `e` or `o`."""
    out = []
    for members in groups:
        letters = [m for m in members if core[m]]
        first = min(letters, key=lambda m: float(ink.boxes[m, 0]), default=None)
        if first is None or len(letters) <= BULLET_LETTERS or sign_of(ink, first) != "•":
            out.append(members)
            continue
        x0, y0, x1, y1 = ink.boxes[first]
        others = ink.boxes[[m for m in members if m != first]]
        height = float(np.median(ink.boxes[letters, 3] - ink.boxes[letters, 1]))
        gap, size = float(others[:, 0].min()) - x1, max(x1 - x0, y1 - y0)
        if gap >= BULLET_GAP * height and size <= BULLET_SIZE * height:
            out += [[first], [m for m in members if m != first]]
        else:
            out.append(members)
    return out


def _marks_of_large(boxes: Floats, core: npt.NDArray[Any], common: float) -> npt.NDArray[Any]:
    """Dots and rings that are nearly as high as common letters: over letters of a heading, and large rings."""
    out = np.zeros(len(boxes), dtype=bool)
    high = boxes[:, 3] - boxes[:, 1]
    large = np.flatnonzero(core & (high > LARGE[0] * SMALL * common))
    if not len(large):
        return out
    letters = boxes[large]
    tall = letters[:, 3] - letters[:, 1]
    compact = (boxes[:, 2] - boxes[:, 0] < 1.3 * high) & (high < tall.max() / LARGE[0])
    for i in np.flatnonzero(core & compact).tolist():
        x0, _, x1, y1 = boxes[i]
        under = (letters[:, 0] - 0.1 * (x1 - x0) <= x0) & (x1 <= letters[:, 2] + 0.1 * (x1 - x0))
        gap = letters[:, 1] - y1
        near = (gap > -0.05 * tall) & (gap < LARGE[1] * tall) & (tall >= LARGE[0] * high[i])
        out[i] = bool((under & near).any())
    return out


def _commas(boxes: Floats, usable: npt.NDArray[Any], core: npt.NDArray[Any], common: float) -> npt.NDArray[Any]:
    """Commas as typewriters have them, as high as low letters and near the next line: they begin below the middle of
    the letters before them and hang below their foot."""
    out = np.zeros(len(boxes), dtype=bool)
    high, wide = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    fits = usable & (high < COMMA[0] * common) & (high > COMMA[1] * common)
    for i in np.flatnonzero(fits & (wide < COMMA[2] * common) & (wide < COMMA[3] * high)).tolist():
        x0, y0, _, y1 = boxes[i]
        before = core & (boxes[:, 2] < x0 + 0.2 * common) & (boxes[:, 2] > x0 - COMMA_BEHIND * common)
        foot, head = boxes[before, 3], boxes[before, 1]
        lies = (y0 < foot - HANGS * common) & (foot < y1 - HANGS * common) & (y0 > (head + foot) / 2)
        out[i] = bool((lies & (high[before] > high[i])).any())
    return out


def _go_on(
    stops: list[tuple[int, int]], core: Any, boxes: Floats, common: float, walls: _Walls, parent: Any, root: Any
) -> None:
    """Join what follows a stop or comma as near as letters follow each other: `1. Aims` has a wide gap between the
    letters on a typewriter, and the stop stands in it."""
    letters = boxes[core]
    for mark, letter in stops:
        right, head, foot = float(boxes[mark, 2]), float(boxes[letter, 1]), float(boxes[letter, 3])
        gap = letters[:, 0] - right
        shared = np.minimum(letters[:, 3], foot) - np.maximum(letters[:, 1], head)
        lesser = np.minimum(letters[:, 3] - letters[:, 1], foot - head)
        near = (gap > 0) & (gap <= WIDE_GAP * common) & (shared >= 0.5 * lesser)
        if not near.any():
            continue
        best = int(core[np.flatnonzero(near)[int(gap[near].argmin())]])
        if root(best) != root(letter) and not walls.beside(right, float(boxes[best, 0]) + 1, (head + foot) / 2):
            parent[root(best)] = root(letter)


def _true_signs(found: list[InkRun], rules: tuple[Rule, ...], scale: float, common: float) -> list[InkRun]:
    """Without bullets that no text follows, and dashes that are crumbs of a rule or links of a dashed line, or have no
    text on their level."""
    level = [tuple(v * scale for v in r.bbox) for r in rules if r.horizontal]
    texts = np.array([r.box for r in found if not r.sign]).reshape(-1, 4)
    dashes = np.array([r.box for r in found if r.sign == "–"]).reshape(-1, 4)

    def true(run: InkRun) -> bool:
        if not run.sign:
            return True
        x0, y0, x1, y1 = run.box
        y = (y0 + y1) / 2
        if run.sign == "•":
            ahead = (texts[:, 0] > x1) & (texts[:, 0] < x1 + 4 * common) & (texts[:, 1] < y) & (texts[:, 3] > y)
            return bool(ahead.any())
        if not ((texts[:, 1] < y) & (texts[:, 3] > y)).any():
            return False
        if any(b[0] - common < x1 and b[2] + common > x0 and abs((b[1] + b[3]) / 2 - y) < 0.6 * common for b in level):
            return False
        near = (np.abs((dashes[:, 1] + dashes[:, 3]) / 2 - y) < 0.3 * common) & (dashes[:, 0] < x1 + 3 * common)
        near &= dashes[:, 2] > x0 - 3 * common
        return int(near.sum()) == 1

    return [r for r in found if true(r)]


def _rests(boxes: Floats, rules: tuple[Rule, ...], scale: float) -> npt.NDArray[Any]:
    """Pieces that lie along a rule: what is left of it after it was painted over."""
    out = np.zeros(len(boxes), dtype=bool)
    slack, thin = 2.2 * scale, 3.2 * scale
    for rule in rules:
        x0, y0, x1, y1 = (v * scale for v in rule.bbox)
        inside = (boxes[:, 0] >= x0 - slack) & (boxes[:, 2] <= x1 + slack)
        inside &= (boxes[:, 1] >= y0 - slack) & (boxes[:, 3] <= y1 + slack)
        across = boxes[:, 3] - boxes[:, 1] if rule.horizontal else boxes[:, 2] - boxes[:, 0]
        out |= inside & (across <= thin)
    return out


def _bent(ink: Ink, rules: tuple[Rule, ...], scale: float) -> npt.NDArray[Any]:
    """Pieces that go on from a rule's end in a bow: corners of boxes drawn by hand, sheets that do not lie flat."""
    boxes, common = ink.boxes, ink.common
    sides = boxes[:, 2:] - boxes[:, :2]
    long, short = sides.max(axis=1), sides.min(axis=1)
    least, thick, bow, reach = (BENT[0] * common, BENT[1] * common, BENT[2], BENT[3] * common)
    out: npt.NDArray[Any] = (long >= least) & (ink.areas <= thick * long) & (short <= bow * long)
    out[0] = False
    ends = [(x, y) for rule in rules for x, y in _ends(*(v * scale for v in rule.bbox), horizontal=rule.horizontal)]
    at = np.array(ends).reshape(-1, 2)
    for i in np.flatnonzero(out).tolist():
        x0, y0, x1, y1 = boxes[i]
        aside = np.maximum(np.maximum(x0 - at[:, 0], at[:, 0] - x1), 0.0)
        beyond = np.maximum(np.maximum(y0 - at[:, 1], at[:, 1] - y1), 0.0)
        out[i] = bool(((aside <= reach) & (beyond <= reach)).any())
    return out


def _ends(x0: float, y0: float, x1: float, y1: float, *, horizontal: bool) -> tuple[tuple[float, float], ...]:
    """Both ends of a rule's middle line."""
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return ((x0, y), (x1, y)) if horizontal else ((x, y0), (x, y1))


def _is_short_stroke(ink: Ink, piece: int) -> bool:
    """Whether a piece is a stroke that a speck may be too: a hyphen on a copy that has swollen."""
    x0, y0, x1, y1 = ink.boxes[piece]
    w, h, common = x1 - x0, y1 - y0, ink.common
    full = ink.areas[piece] / max(1.0, w * h)
    return bool(w > 1.4 * h and 0.25 * common < w < 0.8 * common and full > 0.7 and h > 0.05 * common)


def sign_of(ink: Ink, piece: int) -> str:
    """Return the sign that a piece of ink is by its shape: a dash or a bullet, or neither."""
    x0, y0, x1, y1 = ink.boxes[piece]
    w, h, common = x1 - x0, y1 - y0, ink.common
    full = ink.areas[piece] / max(1.0, w * h)
    if w > 2.2 * h and 0.35 * common < w < 2.5 * common and full > 0.7 and h > 0.05 * common:
        return "–"
    if 0.22 * common < h < 0.8 * common and 0.75 < w / h < 1.33 and full > 0.7:
        return "•"
    return ""


class _Walls:
    """Vertical rules, asked whether one stands between two pieces; horizontal ones likewise."""

    def __init__(self, rules: tuple[Rule, ...], scale: float) -> None:
        def boxes(horizontal: bool) -> Floats:
            found = [tuple(v * scale for v in r.bbox) for r in rules if r.horizontal is horizontal]
            return np.array(found).reshape(-1, 4)

        self._vertical = boxes(False)
        self._level = boxes(True)

    def beside(self, x0: float, x1: float, y: float) -> bool:
        v = self._vertical
        middle = (v[:, 0] + v[:, 2]) / 2
        return bool(((middle >= x0) & (middle <= x1) & (v[:, 1] <= y) & (v[:, 3] >= y)).any())

    def between(self, y0: float, y1: float, x: float) -> bool:
        v = self._level
        middle = (v[:, 1] + v[:, 3]) / 2
        return bool(((middle >= y0) & (middle <= y1) & (v[:, 0] <= x) & (v[:, 2] >= x)).any())


def _link(
    order: Any, boxes: Floats, w: Floats, h: Floats, common: float, walls: _Walls, parent: Any, root: Any
) -> None:
    """Join each letter to the next on its line: the nearest to the right that overlaps it by half its height."""
    top, foot, left, right = boxes[:, 1], boxes[:, 3], boxes[:, 0], boxes[:, 2]
    middle = (top + foot) / 2
    bands: dict[int, list[int]] = {}
    size = max(8.0, 2 * common)
    for i in order:
        for band in range(int(top[i] // size), int(foot[i] // size) + 1):
            bands.setdefault(band, []).append(int(i))
    tables = {band: np.array(items) for band, items in bands.items()}
    lefts = {band: left[items] for band, items in tables.items()}
    for i in order:
        best, best_gap = -1, 1e9
        for band in range(int(top[i] // size), int(foot[i] // size) + 1):
            items = tables[band]
            start = int(np.searchsorted(lefts[band], left[i], side="left"))
            stop = int(np.searchsorted(lefts[band], right[i] + WIDE_GAP * max(h[i], common) * 1.6, side="right"))
            near = items[start:stop]
            if not len(near):
                continue
            overlap = np.minimum(foot[near], foot[i]) - np.maximum(top[near], top[i])
            gap = np.maximum(0.0, left[near] - right[i])
            lesser = np.minimum(h[near], h[i])
            limit = WIDE_GAP * np.maximum(0.8 * common, np.minimum(np.maximum(h[near], h[i]), 1.6 * lesser))
            fits = (near != i) & (overlap >= 0.5 * lesser) & (gap <= limit) & (np.maximum(h[near], h[i]) < 3.2 * lesser)
            if not fits.any():
                continue
            near, gap = near[fits], gap[fits]
            j = int(gap.argmin())
            if gap[j] < best_gap:
                best, best_gap = int(near[j]), float(gap[j])
        if best >= 0 and not walls.beside(min(right[i], left[best]), left[best] + 1, (middle[i] + middle[best]) / 2):
            a, b = root(int(i)), root(best)
            if a != b:
                parent[b] = a


def _attach(
    small: Any,
    core: Any,
    commas: npt.NDArray[Any],
    boxes: Floats,
    h: Floats,
    common: float,
    walls: _Walls,
    parent: Any,
    root: Any,
) -> list[tuple[int, int]]:
    """Give each mark to the letter it belongs to, by where it stands; what stands nowhere sensible is a speck.

    Over a letter: a dot or ring. At the foot, close by: full stop or comma. Wider than high, at half height: a
    hyphen or dash. At the top, close by: a quotation mark. Returns stops and commas, each with its letter.
    """
    if not len(small) or not len(core):
        return []
    # Letters that touch make wide pieces: each is entered at several points along its width.
    points, owners = [], []
    for j in core:
        steps = max(1, int((boxes[j, 2] - boxes[j, 0]) // common))
        for x in np.linspace(boxes[j, 0], boxes[j, 2], steps + 1):
            points.append((x, (boxes[j, 1] + boxes[j, 3]) / 2))
            owners.append(int(j))
    from scipy.spatial import cKDTree  # loads in 0.3 s: only where a picture is read

    tree = cKDTree(np.array(points))
    stands: dict[int, tuple[int, str]] = {}
    for i in small.tolist():
        x0, y0, x1, y1 = (float(v) for v in boxes[i])
        reach = max(2.0 * common, (x1 - x0) / 2 + 1.3 * common)
        near = {owners[k] for k in tree.query_ball_point(((x0 + x1) / 2, (y0 + y1) / 2), reach)}
        found = [(s[1], j, s[0]) for j in near if (s := _standing(boxes[i], boxes[j], common)) is not None]
        if commas[i]:
            found = [one for one in found if one[2] != "over"]
        if found:
            _, best, kind = min(found)
            stands[i] = best, kind
    stands |= _after_dashes(small.tolist(), stands, boxes, common)
    dots: list[tuple[float, float, float]] = []
    feet: list[_Mark] = []
    for i, (best, kind) in stands.items():
        if _walled(boxes[i], boxes[best], walls):
            continue
        area = float((boxes[i, 2] - boxes[i, 0]) * (boxes[i, 3] - boxes[i, 1]))
        if kind == "over":
            dots.append((*_middle(boxes[i]), area))
        if kind in ("over", "dash"):
            parent[root(i)] = root(best)
        else:
            feet.append((i, best, area, kind))
    # On a dirty page what says little by itself must have its fellow: the other dot of a colon, the other stroke of
    # a quotation mark.
    dirty = len(small) - len(dots) - len(feet) > max(12, DIRTY * len(core))
    usual = _usual_dots(dots, dirty=dirty)
    stops: list[tuple[int, int]] = []
    step = _typed_step(feet, boxes, common)
    for i, best, area, kind in feet:
        if area < STOP_SIZE * usual(boxes[i]) or _behind_comma(i, area, kind, feet, boxes, common):
            continue
        if kind == "apart" and not _typed_stop(boxes[i], boxes[best], boxes[small], common, dirty=dirty, step=step):
            continue
        if dirty and kind in ("quote", "colon") and not _fellow(i, kind, feet, boxes, common):
            continue
        parent[root(i)] = root(best)
        if kind in _AT_FOOT and boxes[i, 0] > boxes[best, 0]:
            stops.append((i, best))
    return stops


def _middle(box: Floats) -> tuple[float, float]:
    return float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2


def _usual_dots(dots: Sequence[tuple[float, float, float]], *, dirty: bool) -> Callable[[Floats], float]:
    """How large dots (x, y, area) over letters are beside a mark, and on the page if that is less: they tell how large
    a full stop is in print of that size; much smaller ones are specks. 0 on a page of few dots.

    The lesser ones count: in blurred print an i has its dot run into it, and rings and pairs of dots are left. On a
    dirty page specks are among them, and the common one of all counts.
    """
    if len(dots) < FEWEST_DOTS:
        return lambda _: 0.0
    found = np.array(dots)
    page = float(np.percentile(found[:, 2], 50 if dirty else LESSER_DOTS))
    if dirty:
        return lambda _: page

    def usual(mark: Floats) -> float:
        x, y = _middle(mark)
        nearest = np.argsort(np.hypot(found[:, 0] - x, found[:, 1] - y))[:NEAREST_DOTS]
        return min(page, float(np.median(found[nearest, 2])))

    return usual


_AT_FOOT = frozenset({"foot", "apart"})
_Mark = tuple[int, int, float, str]
"""A small piece, the letter it belongs to, its area, and how it stands to the letter."""


def _standing(mark: Floats, letter: Floats, common: float) -> tuple[str, float] | None:
    """How a mark stands to a letter, and how far it is from standing there; None for nothing sensible."""
    x0, y0, x1, y1 = (float(v) for v in mark)
    a, top, c, foot = (float(v) for v in letter)
    y, wide, high = (y0 + y1) / 2, x1 - x0, y1 - y0
    tall = max(common, min(foot - top, 2.5 * common))
    dx = max(0.0, a - x1, x0 - c)
    over = top - y1
    if dx < 0.15 * common and -0.2 * tall < over < 0.5 * tall and y < top + 0.3 * tall:
        return "over", max(0.0, over)
    at_foot = foot - 0.45 * tall < y < foot + _lowest(wide, high, tall, common)
    if at_foot and dx < 0.45 * common and high < _highest_comma(y0, top, foot) * common:
        # Begun above the foot of the letter that it follows: a comma or stop, however near the next line is.
        follows = c <= x0 + 0.2 * common and y0 < foot
        return "foot", dx - common if follows else dx + 0.2 * common
    typed = x0 > c and dx < TYPED_STOP[1] * common and TYPED_STOP[0] * common <= min(wide, high)
    if at_foot and typed and high < TYPED_STOP[2] * common and wide < 1.25 * high:
        return "apart", dx + common
    if wide > 1.25 * high and wide > HYPHEN * common and dx < 1.1 * tall and top < y < foot:
        return "dash", dx + 0.2 * common
    if dx < 0.5 * common and abs(y - top) < 0.4 * tall and high > 0.22 * common:
        return "quote", dx + 0.3 * common
    if dx < 0.4 * common and top < y < foot and high < 0.4 * common:
        return "colon", dx + 0.3 * common
    return None


def _lowest(wide: float, high: float, tall: float, common: float) -> float:
    """How far below a letter's foot the middle of a mark may stand: a stop stands on the line and a comma begins above
    it, a dot that hangs below is a speck."""
    return min(0.4 * tall, 0.5 * high + BEGUN * common) if wide <= ROUND_STOP * high else 0.4 * tall


def _highest_comma(begins: float, top: float, foot: float) -> float:
    """In common letter heights, how high a comma beside a letter may be: one from below its middle may hang lower."""
    return COMMA[0] if begins > (top + foot) / 2 else 0.6


def _after_dashes(
    small: list[int], stands: dict[int, tuple[int, str]], boxes: Floats, common: float
) -> dict[int, tuple[int, str]]:
    """Commas and stops that follow a hyphen (`hem-, skol- och`): no letter of their own line is near enough."""
    dashes = [(i, letter) for i, (letter, kind) in stands.items() if kind == "dash"]
    out: dict[int, tuple[int, str]] = {}
    for i in small:
        x0, y0, _, y1 = (float(v) for v in boxes[i])
        if y1 - y0 >= 0.6 * common or stands.get(i, (0, ""))[1] in ("dash", "foot"):
            continue
        for dash, letter in dashes:
            foot, tall = float(boxes[letter, 3]), float(boxes[letter, 3] - boxes[letter, 1])
            after = -0.3 * common < x0 - boxes[dash, 2] < 0.45 * common and boxes[dash, 0] > boxes[letter, 0]
            if after and y0 < foot and foot - 0.45 * tall < (y0 + y1) / 2 < foot + 0.4 * tall:
                out[i] = letter, "foot"
                break
    return out


_Step = tuple[float, float]
"""Where a typewriter's stops stand (common letter heights): how far behind their letters, and how far below their feet;
less than 0 on a machine whose stop hits above the line."""


def _typed_step(feet: Sequence[_Mark], boxes: Floats, common: float) -> _Step | None:
    """Where a typewriter's stops stand, where most marks that could be some agree on it, as specks do not; None
    elsewhere."""
    apart = [(i, best) for i, best, _, kind in feet if kind == "apart"]
    if len(apart) < STEP[0]:
        return None
    found = np.array([(boxes[i, 0] - boxes[best, 2], boxes[i, 3] - boxes[best, 3]) for i, best in apart]) / common
    step = float(np.median(found[:, 0]))
    agree = np.abs(found[:, 0] - step) <= STEP[2]
    return (step, float(np.median(found[agree, 1]))) if agree.sum() >= STEP[1] * len(found) else None


def _in_step(mark: Floats, letter: Floats, common: float, step: _Step | None) -> bool:
    """Whether a mark stands where the page's stops do, as far as worn type jumps up and down."""
    if step is None:
        return False
    gap, drop = float(mark[0] - letter[2]) / common, float(mark[3] - letter[3]) / common
    return abs(gap - step[0]) <= STEP[2] and min(0.0, step[1]) - STOP_LEVEL <= drop <= STEP[3]


def _typed_stop(mark: Floats, letter: Floats, marks: Floats, common: float, *, dirty: bool, step: _Step | None) -> bool:
    """Whether a mark that stands apart behind its letter is a typewriter's stop: on a dirty page it must be large, or
    round and level with the letter's foot, or a `step` behind it as the page's others; leaders of a contents list come
    in rows."""
    w, h = mark[2] - mark[0], mark[3] - mark[1]
    if h > COMMA[1] * common and mark[1] < letter[3] - HANGS * common and mark[3] > letter[3] + HANGS * common:
        return True
    level_with = abs(mark[3] - letter[3]) <= STOP_LEVEL * common and max(w, h) <= ROUND_STOP * min(w, h)
    surely = level_with or _in_step(mark, letter, common, step)
    if dirty and min(w, h) < TYPED_STOP[3] * common and not surely:
        return False
    level = np.abs((marks[:, 1] + marks[:, 3]) / 2 - (mark[1] + mark[3]) / 2) < 0.3 * common
    ahead = (marks[:, 0] > mark[2]) & (marks[:, 0] < mark[2] + 2 * common)
    return not bool((level & ahead).any())


def _walled(mark: Floats, letter: Floats, walls: _Walls) -> bool:
    """Whether a rule stands between a mark and a letter."""
    x, y = float(mark[0] + mark[2]) / 2, float(mark[1] + mark[3]) / 2
    gap = min(max(x, float(letter[0])), float(letter[2]))
    edge = min(max(y, float(letter[1])), float(letter[3]))
    return walls.beside(min(x, gap), max(x, gap), y) or walls.between(min(y, edge), max(y, edge), x)


def _behind_comma(i: int, area: float, kind: str, feet: list[_Mark], boxes: Floats, common: float) -> bool:
    """Whether a mark at a letter's foot stands behind a larger one: no sign follows a comma."""
    larger = [j for j, _, other, k in feet if j != i and k in _AT_FOOT and area <= SMALLER * other]
    if kind not in _AT_FOOT or not larger:
        return False
    x0, y0, _, y1 = (float(v) for v in boxes[i])
    gap = x0 - boxes[larger, 2]
    near = (-BEGUN * common < gap) & (gap < AT_ONCE * common)
    return bool((near & (y0 < boxes[larger, 3]) & (boxes[larger, 1] < y1)).any())


def _fellow(i: int, kind: str, feet: list[_Mark], boxes: Floats, common: float) -> bool:
    x, y = (boxes[i, 0] + boxes[i, 2]) / 2, (boxes[i, 1] + boxes[i, 3]) / 2
    for j, _, _, _ in feet:
        if j == i:
            continue
        dx = abs((boxes[j, 0] + boxes[j, 2]) / 2 - x)
        dy = abs((boxes[j, 1] + boxes[j, 3]) / 2 - y)
        # The upper dot of a colon behind a capital stands nearly where a quotation mark does.
        if (dx < 0.2 * common and dy < common) or (kind == "quote" and dx < 0.7 * common and dy < 0.2 * common):
            return True
    return False


def picture(text: Gray, ink: Ink, run: InkRun, margin: int) -> tuple[Gray, tuple[int, int]]:
    """The run alone on white with a margin, and where its picture's corner lies on the page."""
    x0, y0, x1, y1 = run.box
    height, width = text.shape
    pad = 3
    a, b, c, d = max(0, x0 - pad), max(0, y0 - pad), min(width, x1 + pad), min(height, y1 + pad)
    patch = text[b:d, a:c]
    labels = ink.labels[b:d, a:c]
    own = np.isin(labels, run.pieces)
    foreign = (labels > 0) & ~own
    if foreign.any():
        near = cv2.dilate(own.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        spread = cv2.dilate(foreign.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        patch = patch.copy()
        patch[spread & ~near] = 250
        patch[foreign] = 250
    out = cv2.copyMakeBorder(patch, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=250)
    return out, (a - margin, b - margin)
