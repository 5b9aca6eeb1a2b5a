"""Ruling lines in the upright picture of a page: found, measured, taken out from under the letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.read.ocr.images import Gray
from ingest.read.ocr.rules.speckled import speckled_levels

__all__ = ["FAINTEST", "Box", "SolidLines", "find_rules", "without"]

Box = tuple[float, float, float, float]

LEAST_HORIZONTAL = 0.4
"""Inches: the longest stroke of common print (a dash, the bar of a heading's T) is shorter."""
LEAST_UNDERLINE, UNDERLINED = 0.28, 2.0
"""Inches: strokes shorter than rules are such where they stand level with an underline; how long that is at most."""
UNDERLINE_EVEN, UNDERLINE_CLEAR, UNDERLINE_THICK, BESIDE_UNDERLINE = 0.8, 0.03, 0.02, 0.06
"""Of such: darkness of its lightest fifth in parts of its common one; share of its length with ink below; inches of its
thickness, at most; inches within which two are level."""
UNDER_WORD = (0.14, 0.03, 0.08, 0.08)
"""Inches over a stroke between which the letters of an underlined word show; white beside the word; and how far within
the stroke it may begin and end (beyond it by a quarter)."""
LEAST_VERTICAL = 0.28
LEAST_BETWEEN = 0.11
TWO_STEMS = 0.45
"""Inches: a lower stroke that no rule meets or goes on is the foot of a j and the stem of a t below it."""
THICKEST = 0.06
FAINTEST = 28
"""Grey values by which a rule is darker than what is around it."""
SEGMENT = 0.13
"""Inches of unbroken ink that a piece of a rule has at least; joined pieces make the rule."""


ENDS_OF_DOTS = 2
"""Horizontal rules that a rule in dots runs between."""
WORD_THICK, WORD_DARK, WORD_CROWDED = 0.01, 120.0, 0.6
"""Inches of a rule's thickness beside which letters are looked for, the darkness of ink (half of it counts), and the
share of a stretch with some beside it from which the stretch is a word."""
LONG = 0.8
"""Inches of a rule that goes on in dots: shorter strokes are underlines and dashes."""
EVEN = 0.6
"""Darkness of a rule's lightest fifth, in parts of its common darkness."""
ONE_LINE, TWO_LINES = 0.35, 0.7
"""Inches beyond a table's last rule in which a letter's stem of one line, and such stems of two lines, seem to go on a
vertical rule."""
WORN, BETWEEN_LINES = 0.03, 0.08
"""Share of paper along a rule's end beyond which it is no rule: in what is as long as a line is high, and in what is
longer, where the space between two lines must show."""


@dataclass(frozen=True, slots=True)
class SolidLines:
    """Boxes (x0, y0, x1, y1) in pixels and the mask of their ink."""

    horizontal: tuple[Box, ...]
    vertical: tuple[Box, ...]
    mask: Gray


def find_rules(gray: Gray, dpi: float) -> SolidLines:
    """Straight horizontal and vertical lines of an upright page, found on its grey values.

    A grey line beside bold print is lost in any black-and-white picture; on grey values an opening along the
    line keeps what is long, and a top hat across it takes away what is broad. A line may have small gaps and wander
    by its own width, as scanned and faxed lines do.
    """
    dark = cv2.subtract(np.full_like(gray, 250), gray)
    mask = np.zeros_like(gray)
    level = []
    for box, (x, y, piece) in _with_short(_one_way(dark, dpi, LEAST_UNDERLINE, underlines=True), dpi):
        level.append(box)
        mask[y : y + piece.shape[0], x : x + piece.shape[1]][piece] = 255
    level = _joined([_gone_on(box, dark, mask, dpi) for box in _joined(level, dpi)], dpi)
    for box in speckled_levels(dark, level, dpi):
        level.append(box)
        rows, along = slice(max(0, round(box[1]) - 2), round(box[3]) + 2), slice(round(box[0]), round(box[2]))
        mask[rows, along][dark[rows, along] > FAINTEST] = 255
    upright = []
    strokes = _one_way(np.ascontiguousarray(dark.T), dpi, LEAST_BETWEEN, across=level)
    for box, (y, x, piece) in strokes:
        turned = (box[1], box[0], box[3], box[2])
        # Shorter than a letter may be: a rule only if it runs from rule to rule.
        if turned[3] - turned[1] < LEAST_VERTICAL * dpi and not _spans(turned, level, dpi):
            continue
        if turned[3] - turned[1] < TWO_STEMS * dpi and _alone(box, level, [other for other, _ in strokes], dpi):
            continue
        upright.append(box)
        mask[y : y + piece.shape[1], x : x + piece.shape[0]][piece.T] = 255
    for x0, y0, x1, y1 in dotted(dark, level, dpi):
        box = (y0, x0, y1, x1)
        near = [b for b in upright if abs((x0 + x1) / 2 - (b[1] + b[3]) / 2) < 0.02 * dpi]
        if sum(_within(box, b) for b in near) > 0.6:
            continue
        upright.append(box)
        strip = mask[round(y0) : round(y1), max(0, round(x0)) : round(x1)]
        strip[dark[round(y0) : round(y1), max(0, round(x0)) : round(x1)] > FAINTEST] = 255
    turned_dark, turned_mask = dark.T, mask.T
    grown = [_gone_on(box, turned_dark, turned_mask, dpi) for box in _joined(upright, dpi)]
    joined = sorted((y0, x0, y1, x1) for x0, y0, x1, y1 in _joined(grown, dpi))
    parts = tuple(part for box in joined for part in _parted(box, level, dark, dpi))
    # Ink that turned out to be a letter's stays a letter's.
    kept, margin = np.zeros_like(mask), round(0.02 * dpi)
    for x0, y0, x1, y1 in (*level, *parts):
        kept[max(0, round(y0) - margin) : round(y1) + margin, max(0, round(x0) - margin) : round(x1) + margin] = 255
    return SolidLines(tuple(level), parts, cv2.bitwise_and(mask, kept))


def _with_short(found: list[_Stroke], dpi: float) -> list[_Stroke]:
    """Strokes as long as rules are, and the shorter ones level with an underline: headings underlined side by side."""
    long = [box for box, _ in found if box[2] - box[0] >= LEAST_HORIZONTAL * dpi]
    beside = [(box[1] + box[3]) / 2 for box in long if box[2] - box[0] <= UNDERLINED * dpi]

    def holds(box: Box) -> bool:
        y = (box[1] + box[3]) / 2
        return box in long or any(abs(y - other) <= BESIDE_UNDERLINE * dpi for other in beside)

    return [one for one in found if holds(one[0])]


def _gone_on(box: Box, dark: Gray, mask: Gray, dpi: float) -> Box:
    """A horizontal rule with what goes on of it in dots: a grey line that drifts over the threshold of a
    black-and-white scan is whole for an inch and a row of dots for the next quarter.

    Dots count where paper lies above and below them. Their ink is entered in the `mask`.
    """
    x0, y0, x1, y1 = box
    if x1 - x0 < LONG * dpi:
        return box
    slack, reach = max(1.0, 0.007 * dpi), max(3.0, 0.02 * dpi)
    top, foot = max(0, round(y0 - slack)), round(y1 + slack)
    over, under = slice(max(0, round(top - reach)), top), slice(foot, round(foot + reach))
    step, most = max(6, round(0.12 * dpi)), round(1.0 * dpi)

    def gone(start: int, way: int) -> int:
        a, b = (start, start + most) if way > 0 else (max(0, start - most), start)
        dots: Gray = np.asarray((dark[top:foot, a:b] > 110).any(axis=0))[::way]
        beside: Gray = np.asarray((dark[over, a:b] > 110).any(axis=0) | (dark[under, a:b] > 110).any(axis=0))[::way]
        alone = dots & ~beside
        at = 0
        while at < len(dots):
            window = alone[at : at + step]
            share, pieces = float(window.mean()), int(np.count_nonzero(np.diff(window)))
            if share < 0.15 or (pieces < 3 and share < 0.5) or window.sum() < 0.6 * dots[at : at + step].sum():
                break
            at += step
        filled = np.nonzero(alone[:at])[0]
        return start + way * (int(filled[-1]) + 1) if len(filled) else start

    left, right = gone(round(x0), -1), gone(round(x1), 1)
    for a, b in ((left, round(x0)), (round(x1), right)):
        mask[top:foot, a:b][dark[top:foot, a:b] > FAINTEST] = 255
    return min(x0, float(left)), y0, max(x1, float(right)), y1


def _stretches(held: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where stretches of what is held begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], held, [False]]))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _components(mask: Gray) -> Iterator[tuple[tuple[int, int, int, int], int, npt.NDArray[np.bool_]]]:
    """Give each connected piece of a mask: x, y, width and height, its area, and where in that box it is.

    Rules leave most rows of a mask empty: only what lies between these is looked at.
    """
    for top, foot in _stretches(mask.max(axis=1) > 0):
        count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask[top:foot]), connectivity=8)
        for i, (x, y, w, h, area) in enumerate(stats[1:count].tolist(), start=1):
            yield (x, top + y, w, h), area, labels[y : y + h, x : x + w] == i


def _within(box: Box, other: Box) -> float:
    return max(0.0, min(box[2], other[2]) - max(box[0], other[0])) / max(1.0, box[2] - box[0])


def dotted(dark: Gray, level: list[Box], dpi: float) -> list[Box]:
    """Vertical rules that a black-and-white scan left as rows of dots and dashes: thin grey lines fall apart at the
    threshold.

    A dot counts where its row is white on both sides, which it is not between letters; a column of such dots that
    runs for half an inch, with no large gap, from one horizontal rule to another, is a rule.

    Args:
        dark: 0 paper to 250 black.
        level: boxes of the horizontal rules found.
    """
    if len(level) < ENDS_OF_DOTS:
        return []
    ink = (dark > 110).astype(np.uint8)
    core, reach = max(3, round(0.016 * dpi) | 1), max(9, round(0.06 * dpi) | 1)
    inner = cv2.boxFilter(ink, cv2.CV_16U, (core, 1), normalize=False, borderType=cv2.BORDER_CONSTANT)
    outer = cv2.boxFilter(ink, cv2.CV_16U, (reach, 1), normalize=False, borderType=cv2.BORDER_CONSTANT)
    alone = ((ink > 0) & (outer == inner)).astype(np.uint8)
    # A line stands within a pixel or two of one column, however the page was set straight.
    spread = cv2.dilate(alone, np.ones((1, max(3, round(0.01 * dpi) | 1)), np.uint8))
    gap, least = round(0.18 * dpi), round(0.35 * dpi)
    chains = cv2.morphologyEx(spread, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    chains = cv2.morphologyEx(chains, cv2.MORPH_OPEN, np.ones((least, 1), np.uint8))
    out: list[Box] = []
    for (y, x, h, w), _, piece in _components(chains.T):
        if w > 0.05 * dpi:
            continue
        own = piece.T & (alone[y : y + h, x : x + w] > 0)
        rows = own.any(axis=1)
        pieces = int(np.diff(np.concatenate([[0], rows.astype(np.int8)])).clip(0).sum())
        if rows.mean() < 0.1 or pieces < max(4.0, h / (0.12 * dpi)):
            continue
        xs = np.nonzero(own)[1]
        at = x + float(np.median(xs)) + 0.5
        # From rule to rule; what the chain picked up beyond them are letters.
        reach_y = 0.14 * dpi
        cuts = [(b[1] + b[3]) / 2 for b in level if b[0] - reach_y <= at <= b[2] + reach_y]
        cuts = [c for c in cuts if y - reach_y <= c <= y + h + reach_y]
        if len(cuts) < ENDS_OF_DOTS or max(cuts) - min(cuts) < max(least, 0.7 * h):
            continue
        # Stems at the left edge of a column of text stand alone here and there; most of their rows belong to letters.
        beside = ink[y : y + h, max(0, round(at) - core // 2) : round(at) + core // 2 + 1].any(axis=1)
        if rows.sum() < 0.75 * max(1, int(beside.sum())):
            continue
        # A rule shows between the lines of text too; a stem always has its word beside it.
        around = ink[y : y + h, max(0, round(at - 0.13 * dpi)) : round(at + 0.13 * dpi)].sum(axis=1)
        lonely = rows & (around == ink[y : y + h, max(0, round(at) - core) : round(at) + core + 1].sum(axis=1))
        if lonely.sum() < 0.25 * rows.sum():
            continue
        half = max(1.0, float(np.percentile(np.abs(xs + x + 0.5 - at), 90)))
        out.append((at - half, min(cuts), at + half, max(cuts)))
    return out


def _parted(box: Box, level: list[Box], dark: Gray, dpi: float) -> list[Box]:
    """A vertical rule without the rows that it only seems to cross: a letter's stem in a spanning row joins the
    ends above and below it, but leaves white on both sides of itself."""
    x0, top, x1, foot = box
    x, edge = (x0 + x1) / 2, 0.02 * dpi
    cuts = sorted(
        (b[1] + b[3]) / 2 for b in level if b[0] - edge <= x <= b[2] + edge and top < (b[1] + b[3]) / 2 < foot
    )
    if not cuts:
        return [box]
    strip = dark[:, max(0, round(x0) - 2) : round(x1) + 3].max(axis=1)
    common = float(np.median(strip[round(top) : round(foot)]))
    # A letter's stem close above or below the table is no part of the rule: paper lies between.
    over, under = strip[round(top) : round(cuts[0] - edge)], strip[round(cuts[-1] + edge) : round(foot)]
    # The rule's own end is soft for a pixel or two.
    over, under = _ended(over[::-1], 0.5 * common)[::-1], _ended(under, 0.5 * common)
    if _stems(over, 0.5 * common, ends_at_rule=_spans((x0, top, x1, top), level, dpi), dpi=dpi):
        top = cuts[0]
    if _stems(under, 0.5 * common, ends_at_rule=_spans((x0, foot, x1, foot), level, dpi), dpi=dpi):
        foot = cuts[-1]
    out, start = [], top
    for a, b in pairwise(cuts):
        inner = strip[round(a + edge) : round(b - edge)]
        if b - a < 0.3 * dpi and inner.size and float((inner > 0.5 * common).mean()) < 0.9:
            out.append((x0, start, x1, a))
            start = b
    out.append((x0, start, x1, foot))
    return [part for part in out if part[3] - part[1] >= 0.08 * dpi]


def _stems(beyond: Gray, dark: float, *, ends_at_rule: bool, dpi: float) -> bool:
    """Whether what goes on of a vertical rule beyond its last crossing is letters of one line, or of two over each
    other, that happen to stand in its way.

    Args:
        beyond: darkness along it, 0 paper to 250 black.
        dark: what is lighter is paper.
        ends_at_rule: it goes as far as another rule; what ends between rules is of letters the surer.
        dpi: pixels an inch.
    """
    if not beyond.size or beyond.size >= TWO_LINES * dpi:
        return False
    paper = float((beyond < dark).mean())
    if beyond.size < ONE_LINE * dpi:
        return paper > WORN
    return paper > BETWEEN_LINES and not ends_at_rule


def _ended(strip: Gray, limit: float) -> Gray:
    """Values along a rule up to the last that is as dark as `limit`."""
    dark = np.flatnonzero(strip >= limit)
    return strip[: int(dark[-1]) + 1] if len(dark) else strip


def _spans(box: Box, level: list[Box], dpi: float) -> bool:
    x, reach = (box[0] + box[2]) / 2, 0.035 * dpi

    def touches(y: float) -> bool:
        return any(b[0] - reach <= x <= b[2] + reach and abs((b[1] + b[3]) / 2 - y) <= reach for b in level)

    return touches(box[1]) and touches(box[3])


def _alone(box: Box, level: list[Box], strokes: list[Box], dpi: float) -> bool:
    """Whether an upright stroke, x and y changed about, meets no level rule and is no piece of a longer one."""
    top, x0, foot, x1 = box
    x, reach = (x0 + x1) / 2, 0.035 * dpi
    if any(b[0] - reach <= x <= b[2] + reach and top - reach <= (b[1] + b[3]) / 2 <= foot + reach for b in level):
        return False
    return not any(other != box and abs((other[1] + other[3]) / 2 - x) <= reach for other in strokes)


_Stroke = tuple[Box, tuple[int, int, Gray]]
"""A box, and x, y and mask of its ink."""


def _one_way(
    dark: Gray, dpi: float, least: float, *, underlines: bool = False, across: Sequence[Box] = ()
) -> list[_Stroke]:
    """Each candidate that looks like a rule by itself, or, with `underlines`, like the line under a word.

    Args:
        dark: 0 paper to 250 black; the candidates lie level in it.
        dpi: pixels an inch.
        least: inches of a candidate's length.
        underlines: whether words may stand on it.
        across: rules that may cross the candidates, whose y runs along these. From one to the next a rule is of one
            darkness; in a painted heading it is another's, or a slit in the paint.
    """
    swell = max(3, round(0.008 * dpi) | 1)
    thickest = round(THICKEST * dpi)
    # A line that climbs by a pixel now and then stays one piece when it is swollen across its direction.
    swollen = cv2.dilate(dark, np.ones((swell, 1), np.uint8))
    swollen = cv2.morphologyEx(swollen, cv2.MORPH_CLOSE, np.ones((1, max(2, round(0.007 * dpi))), np.uint8))
    runs = cv2.morphologyEx(swollen, cv2.MORPH_OPEN, np.ones((1, round(min(SEGMENT, 0.8 * least) * dpi)), np.uint8))
    runs, bridged = _thin(runs, thickest, dpi)
    found: list[_Stroke] = []
    for (x, y, w, h), area, piece in _components(bridged):
        if w < least * dpi or area / w > thickest + swell:
            continue
        real = (runs[y : y + h, x : x + w] > 0) & piece
        if underlines and (cut := _without_words(dark, x, y, real.any(axis=0), real, dpi)) != (0, w):
            x, w = x + cut[0], cut[1] - cut[0]
            piece, real = piece[:, cut[0] : cut[1]], real[:, cut[0] : cut[1]]
            if w < least * dpi:
                continue
        seen = _Candidate(x, y, piece, real, swell)
        stroke = _as_rule(dark, seen, dpi, underlines, across)
        if stroke is None and (inner := _between_rules(seen, across, dpi)) is not None:
            # A letter that stands in the way of a rule seems to go on with it beyond the last one that crosses it.
            stroke = _as_rule(dark, seen.cut(*inner), dpi, underlines, across)
        if stroke is not None:
            found.append(stroke)
    return found


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A level stroke: the corner of its box in pixels, where in the box it is, bridges included, and its ink there;
    `swell`: pixels by which it was swollen."""

    x: int
    y: int
    piece: Any
    real: Any
    swell: int

    def cut(self, start: int, end: int) -> _Candidate:
        """The stroke from one pixel along it to another."""
        return replace(self, x=self.x + start, piece=self.piece[:, start:end], real=self.real[:, start:end])


def _between_rules(seen: _Candidate, across: Sequence[Box], dpi: float) -> tuple[int, int] | None:
    """Where a stroke begins and ends between the first and the last rule that cross it; None where it is no longer."""
    height, width = seen.piece.shape
    at, reach = seen.y + height / 2, LEAST_BETWEEN * dpi
    cuts = [(b[1] + b[3]) / 2 - seen.x for b in across if b[0] <= at <= b[2]]
    cuts = [c for c in cuts if 0 <= c <= width]
    if len(cuts) < ENDS_OF_DOTS or max(cuts) - min(cuts) < reach:
        return None
    start, end = int(min(cuts)), round(max(cuts))
    return (start, end) if end - start < width - reach / 2 else None


def _as_rule(dark: Gray, seen: _Candidate, dpi: float, underlines: bool, across: Sequence[Box]) -> _Stroke | None:
    """A candidate that looks like a rule; None for any other."""
    x, y, real = seen.x, seen.y, seen.real
    h, w = real.shape
    columns = real.sum(axis=0)
    filled = columns > 0
    if filled.mean() < 0.75:
        return None
    usual = float(np.median(columns[filled]))
    thickness = max(1.0, usual - seen.swell + 1)
    # Swollen bold print runs together to bars, but their thickness changes with every letter.
    if thickness > 0.014 * dpi and (np.abs(columns[filled] - usual) > max(2.0, 0.25 * thickness)).mean() > 0.3:
        return None
    # A rule is evenly dark; a row of letters is dark and light by turns.
    along = np.where(seen.piece, dark[y : y + h, x : x + w], 0).max(axis=0)
    uneven, common = _evenness(along, (x, y + h / 2), across, dpi)
    if uneven < EVEN * common:
        return None
    weight = real.sum(axis=1)
    middle = y + float((weight * (np.arange(h) + 0.5)).sum() / weight.sum())
    crowded, clear = _sides(dark, x, w, middle, thickness, common, dpi)
    at = y + (real * np.arange(h)[:, None]).sum(axis=0)[filled] / columns[filled]
    if (
        thickness > 0.025 * dpi
        and (dark[at.round().astype(int), x + np.nonzero(filled)[0]] < 0.5 * common).mean() > 0.04
    ):
        return None
    # Beside a rule is paper; letters go on above or below any row through them. A rule close under a line
    # of text has paper on its other side and is even; one squeezed in between two lines is very even and long.
    squeezed = clear < 0.3 and w > 2.0 * dpi and uneven > 0.85 * common
    thin = thickness <= UNDERLINE_THICK * dpi and uneven >= UNDERLINE_EVEN * common and clear <= UNDERLINE_CLEAR
    under = underlines and thin and _under_word(dark, x, w, middle, common, dpi)
    if crowded > 0.3 and not under and not ((clear < 0.1 and w > 1.2 * dpi and uneven > 0.75 * common) or squeezed):
        return None
    return (float(x), middle - thickness / 2, float(x + w), middle + thickness / 2), (x, y, seen.piece)


def _evenness(along: Gray, at: tuple[float, float], across: Sequence[Box], dpi: float) -> tuple[float, float]:
    """The darkness of a stroke's lightest fifth, and its common one.

    From one rule that crosses it to the next a rule is of one darkness, each stretch of its own.

    Args:
        along: darkness, 0 paper to 250 black.
        at: where it begins, and its place across, in pixels.
        across: rules that may cross it, whose y runs along it.
        dpi: pixels an inch.
    """
    cuts = [(b[1] + b[3]) / 2 - at[0] for b in across if b[0] <= at[1] <= b[2]]
    uneven, common = (float(v) for v in np.percentile(along, (20, 60)))
    least = LEAST_BETWEEN * dpi
    inner = sorted(round(c) for c in cuts if least <= c <= len(along) - least)
    if uneven >= EVEN * common or not inner:
        return uneven, common
    parts = [part / max(1.0, float(np.percentile(part, 60))) for part in np.split(along.astype(np.float64), inner)]
    return common * float(np.percentile(np.concatenate(parts), 20)), common


def _thin(long: Gray, thickest: int, dpi: float) -> tuple[Gray, Gray]:
    """What is long and no higher than a rule can be (255), and the same with the crossings of other rules bridged.

    What is higher is a filled area; letters that touch a rule went when what is long was told. Rows with nothing long
    are empty; those beside others say how high these are.
    """
    runs, bridged = np.zeros_like(long), np.zeros_like(long)
    near = np.convolve(long.max(axis=1) > FAINTEST, np.ones(2 * thickest + 5), mode="same") > 0
    for top, foot in _stretches(near):
        part = long[top:foot]
        thin = cv2.subtract(part, cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((thickest + 1, 1), np.uint8)))
        runs[top:foot] = (thin > FAINTEST).astype(np.uint8) * 255
        bridged[top:foot] = cv2.morphologyEx(runs[top:foot], cv2.MORPH_CLOSE, np.ones((1, round(0.08 * dpi)), np.uint8))
    return runs, bridged


def _without_words(dark: Gray, x: int, y: int, filled: Any, real: Any, dpi: float) -> tuple[int, int]:
    """Where a horizontal rule begins and ends without the words that stand level with it, behind a gap: the heads of
    their letters have run together, and letters lie below or above all along, as they do not along the rest.

    Args:
        dark: the page.
        x, y: the corner of the rule's box.
        filled: of the box, by column: whether ink is there.
        real: the ink.
        dpi: pixels an inch.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]])))
    pieces = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))

    def crowded(a: int, b: int) -> float:
        rows = np.flatnonzero(real[:, a:b].any(axis=1))
        middle = y + (rows[0] + rows[-1] + 1) / 2
        return _sides(dark, x + a, b - a, middle, WORD_THICK * dpi, WORD_DARK, dpi)[0]

    def is_word(a: int, b: int) -> bool:
        return b - a < LONG * dpi and crowded(a, b) > WORD_CROWDED

    first, last = 0, len(pieces)
    while last - first > 1 and is_word(*pieces[last - 1]):
        last -= 1
    while last - first > 1 and is_word(*pieces[first]):
        first += 1
    whole = (0, len(filled))
    if last - first == len(pieces) or any(is_word(*p) for p in pieces[first:last]):
        return whole
    return pieces[first][0] if first else 0, pieces[last - 1][1] if last < len(pieces) else len(filled)


def _under_word(dark: Gray, x: int, w: int, middle: float, common: float, dpi: float) -> bool:
    """Whether the letters over a stroke begin and end where it does: the feet of swollen letters that have run together
    are part of a word."""
    high, low, beside, inside = (round(v * dpi) for v in UNDER_WORD)
    a, b = max(0, x - beside), x + w + beside
    band = dark[max(0, round(middle) - high) : max(0, round(middle) - low), a:b]
    held = (band > 0.5 * common).any(axis=0) if band.size else np.zeros(0, dtype=bool)
    inked = np.flatnonzero(held)
    if not len(inked):
        return False
    start, end = x - a, x - a + w
    reaches = start - inside // 4 <= inked[0] <= start + inside and end - inside <= inked[-1] <= end + inside // 4
    return bool(reaches)


def _sides(
    dark: Gray, x: int, w: int, middle: float, thickness: float, common: float, dpi: float
) -> tuple[float, float]:
    """Shares of a line's length with something dark close by, on its fuller and on its emptier side."""
    near, far = thickness / 2 + 0.012 * dpi, thickness / 2 + 0.03 * dpi
    shares = []
    for top, foot in ((middle - far, middle - near), (middle + near, middle + far)):
        band = dark[max(0, round(top)) : max(0, round(foot)), x : x + w]
        shares.append(float((band > 0.5 * common).any(axis=0).mean()) if band.size else 0.0)
    return max(shares), min(shares)


def _joined(boxes: list[Box], dpi: float) -> list[Box]:
    """Pieces of one line, a small gap apart at nearly the same height, become one."""
    boxes = sorted(boxes, key=lambda b: (b[0], b[1]))
    gap, step = 0.12 * dpi, 0.02 * dpi
    out: list[Box] = []
    for box in boxes:
        for i, other in enumerate(out):
            same = abs((box[1] + box[3]) / 2 - (other[1] + other[3]) / 2) <= step
            if same and box[0] - other[2] <= gap:
                out[i] = (
                    min(box[0], other[0]),
                    min(box[1], other[1]),
                    max(box[2], other[2]),
                    max(box[3], other[3]),
                )
                break
        else:
            out.append(box)
    return sorted(out, key=lambda b: (b[1], b[0]))


def without(gray: Gray, ink: Gray, lines: SolidLines, dpi: float) -> Gray:
    """The picture with the rules painted over; strokes of letters that cross a rule keep their ink."""
    if not lines.mask.any():
        return gray
    wide = max(3, round(0.011 * dpi) | 1)
    mask = cv2.dilate(lines.mask, np.ones((wide, wide), np.uint8))
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(mask))
    # Ink on both sides of a rule, straight across it, is a stroke.
    reach = wide + max(2, round(0.02 * dpi))
    bridge = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((reach, 1), np.uint8))
    bridge |= cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    stroke = max(3, round(0.03 * dpi))
    within = cv2.bitwise_and(bridge, mask)
    # What bridges wider than a stroke lies along the rule and is the rule itself, seen between two near lines.
    broad = cv2.morphologyEx(within, cv2.MORPH_OPEN, np.ones((1, stroke), np.uint8))
    tall = cv2.morphologyEx(within, cv2.MORPH_OPEN, np.ones((stroke, 1), np.uint8))
    level, upright = _masks(lines, gray.shape, wide)
    erase = (mask > 0) & ((bridge == 0) | ((level > 0) & (broad > 0)) | ((upright > 0) & (tall > 0)))
    out = gray.copy()
    out[erase] = 250
    return out


def _masks(lines: SolidLines, shape: tuple[int, ...], wide: int) -> tuple[Gray, Gray]:
    out = []
    for boxes in (lines.horizontal, lines.vertical):
        mask = np.zeros(shape, np.uint8)
        for x0, y0, x1, y1 in boxes:
            mask[max(0, round(y0) - wide) : round(y1) + wide, max(0, round(x0) - wide) : round(x1) + wide] = 255
        out.append(mask)
    return out[0], out[1]
