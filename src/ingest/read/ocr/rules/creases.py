"""Folds, edges of sheets and shadows' borders, told apart from ruling lines: they are the paper's, not the page's.

No printer reaches the sheet's edges, and no rule of a table runs through words. A straight stroke that goes from edge
to edge, or that has letters close on both of its sides line after line, is taken out of the picture as a rule is, but
is no rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ingest.read.ocr.images import Gray
from ingest.read.ocr.rules.solid import FAINTEST, Box, SolidLines

__all__ = ["Crease", "levelled", "without_creases", "without_shading"]

Area = tuple[int, int, int, int]
Filled = tuple[Area, float]
Flags = npt.NDArray[Any]

EDGE = 0.15
"""Inches from the picture's edge up to which a stroke reaches it: printers leave 0.17 inch and more white."""
FOLDS = 2
"""Creases one way that run from edge to edge, at most: a letter is folded in three. More are a table's rules in a
picture that was cut to the table."""
COVERED = 0.5
"""Share of the way from edge to edge on which the stroke is seen; the rest is too faint or lies under letters."""
DRIFT = (0.035, 0.008)
"""Inches, and share of the gap, by which pieces of one crease may stand aside from each other."""
CLOSE = 0.35
"""Letter heights between a stroke and the letters that it parts; a cell's text keeps farther from its rules."""
CUT, CUT_SHARE = 3, 0.5
"""Lines of print that a stroke cuts, at least; and their share of the lines that come close to it at all."""
LOOSE = 0.12
"""Inches: shorter strokes along a crease are letters'."""
DARKER = 45
"""Grey values by which the ink of letters is darker than the crease that runs over them."""
BLURRED, ALONG, ROWS = 0.015, 0.5, 41
"""Inches beside a crease that it darkens; inches along it from which its usual darkness is taken, more than two lines
of print, and how many rows of these are asked."""
ACROSS_LINES, ALONG_A_LINE = 50.0, 70.0
"""Percentile of the grey along a crease that is its own: one that runs along a line of print has letters nearly half of
its way."""
LEAST_LIGHT, OVER = 60.0, 25.0
"""Grey of the darkest crease under which letters are told; grey values by which letters are darker, at least."""
NEXT, PRINT = 0.06, 140
"""Inches beside a crease in which letters stand whose fellow may lie under it, and their grey, at most."""
SHADED = 0.7
"""Inches to which the paper beside a fold is shaded."""
BESIDE, OFF_RULES, SHORTEST = 0.045, 0.03, 0.1
"""Inches beside a crease in which a rule is taken for its part; inches off the rules that it runs between, where these
darken it; and of such a rule's length, at least."""
ADDED, WIDEST, MOST_ADDED = 35.0, 0.05, 0.5
"""Grey values by which a rule darkens a crease's own way, at least; inches of its width, at most; and share of the
stretches between level rules that have it, beyond which the crease itself is dark there."""


@dataclass(frozen=True, slots=True)
class Crease:
    """One crease, upright or level, as pieces (x0, y0, x1, y1) in pixels, in order along it."""

    pieces: tuple[Box, ...]
    upright: bool

    @property
    def box(self) -> Box:
        """The box around all pieces."""
        x0, y0, x1, y1 = (np.array([p[i] for p in self.pieces]) for i in range(4))
        return float(x0.min()), float(y0.min()), float(x1.max()), float(y1.max())


def without_creases(
    lines: SolidLines, areas: Sequence[Area], gray: Gray, letter_height: float, dpi: float
) -> tuple[SolidLines, tuple[Crease, ...]]:
    """The ruling lines among strokes, and the creases; the mask keeps the ink of both and what goes on of creases.

    Args:
        lines: all straight strokes of the upright page.
        areas: filled areas of the page in pixels, among them the shading beside a fold.
        gray: the page, letters dark on paper of about 250.
        letter_height: common height of letters in pixels.
        dpi: of `gray`.
    """
    ink = cv2.subtract((gray < 140).astype(np.uint8), (lines.mask > 0).astype(np.uint8))
    height, width = gray.shape
    upright = _found(lines.vertical, ink, letter_height, dpi, _shadings(areas, height, dpi))
    # Level creases are upright ones of the page turned about its diagonal.
    turned = [(b[1], b[0], b[3], b[2]) for b in areas]
    shadings = _shadings(turned, width, dpi)
    level = _found(tuple(map(_turned, lines.horizontal)), ink.T, letter_height, dpi, shadings, cuts=False)
    if not upright and not level:
        return lines, ()
    mask = lines.mask.copy()
    for crease in upright:
        _follow(crease, gray, mask, dpi)
    for crease in level:
        _follow(crease, gray.T, mask.T, dpi)
    vertical = [b for c in upright for b in _rules_on(c, lines.horizontal, gray, mask, dpi)]
    sides = tuple(map(_turned, lines.vertical))
    horizontal = [_turned(b) for c in level for b in _rules_on(c, sides, gray.T, mask.T, dpi)]
    mine = {p for c in upright for p in c}
    mine_level = {_turned(p) for c in level for p in c}
    found = (*(Crease(c, True) for c in upright), *(Crease(tuple(map(_turned, c)), False) for c in level))
    return SolidLines(
        (*(b for b in lines.horizontal if b not in mine_level), *horizontal),
        (*(b for b in lines.vertical if b not in mine), *vertical),
        mask,
    ), found


def levelled(text: Gray, clean: Gray, creases: Sequence[Crease], dpi: float) -> Gray:
    """The picture without its rules, in which the letters under creases are taken from the one with them: a crease
    darkens what lies under it about as much all along, letters are darker still.

    Args:
        text: the page with rules and creases painted over.
        clean: the same page before that, of paper of about 250.
        creases: of the page.
        dpi: of both.
    """
    out = text
    for crease in creases:
        out = out if out is not text else text.copy()
        if crease.upright:
            _level(out, clean, crease.pieces, dpi, ACROSS_LINES)
        else:
            _level(out.T, clean.T, tuple(map(_turned, crease.pieces)), dpi, ALONG_A_LINE)
    return out


def _level(out: Gray, clean: Gray, pieces: tuple[Box, ...], dpi: float, bare: float) -> None:
    height = clean.shape[0]
    ends = sorted((y, (b[0] + b[2]) / 2) for b in pieces for y in (b[1], b[3]))
    way = np.interp(np.arange(height), [y for y, _ in ends], [x for _, x in ends])
    half = max(2, round(max(b[2] - b[0] for b in pieces) / 2 + BLURRED * dpi))
    columns = np.clip(np.rint(way)[:, None].astype(int) + np.arange(-half, half + 1)[None, :], 0, clean.shape[1] - 1)
    rows = np.arange(height)[:, None]
    strip = clean[rows, columns].astype(np.float32)
    # Along the crease: what rows without letters near have at this distance from its middle.
    size = max(3, round(ALONG * dpi) | 1)
    step = max(1, size // ROWS)
    padded = np.pad(strip, ((size // 2, size // 2), (0, 0)), mode="edge")
    usual = np.percentile(np.stack([padded[i : i + height] for i in range(0, size, step)]), bare, axis=0)
    letters = np.clip(250.0 - (usual - strip) * 250.0 / np.maximum(usual, LEAST_LIGHT), 0, 250)
    letters[usual - strip < OVER] = 250
    # The crease's own way ends with its pieces; beyond them nothing was painted over.
    painted = (out[rows, columns] > 240) & _beside_print(out, way, half, dpi)[:, None]
    out[rows, columns] = np.where(painted, letters, out[rows, columns]).astype(np.uint8)


def _beside_print(text: Gray, way: npt.NDArray[Any], half: int, dpi: float) -> Flags:
    """Rows in which letters stand close to a crease: elsewhere it has none under it."""
    reach = round(NEXT * dpi)
    beside = np.concatenate([np.arange(-half - reach, -half), np.arange(half + 1, half + 1 + reach)])
    columns = np.clip(np.rint(way)[:, None].astype(int) + beside[None, :], 0, text.shape[1] - 1)
    return np.asarray((text[np.arange(len(way))[:, None], columns] < PRINT).any(axis=1))


def without_shading(
    areas: Sequence[Filled], creases: tuple[Crease, ...], shape: tuple[int, ...], dpi: float
) -> list[Filled]:
    """The filled areas (pixel box, grey) without those that are the shading of the paper beside a fold."""
    boxes = [box for box, _ in areas]
    upright = _shadings(boxes, shape[0], dpi)
    level = _shadings([(b[1], b[0], b[3], b[2]) for b in boxes], shape[1], dpi)
    shaded = {*upright, *((b[1], b[0], b[3], b[2]) for b in level)}
    return [(box, grey) for box, grey in areas if box not in shaded and not _beside(box, creases, dpi)]


def _shadings(areas: Sequence[Area], length: int, dpi: float) -> set[Area]:
    """Narrow upright areas that together come from the picture's upper or lower edge and go on over half of it."""
    narrow = sorted((b for b in areas if b[2] - b[0] <= SHADED * dpi), key=lambda b: b[1])
    out: set[Area] = set()
    for box in narrow:
        chain = [b for b in narrow if min(b[2], box[2]) - max(b[0], box[0]) >= 0.6 * (box[2] - box[0])]
        top, foot = min(b[1] for b in chain), max(b[3] for b in chain)
        if (top <= EDGE * dpi or foot >= length - EDGE * dpi) and foot - top >= COVERED * length:
            out.update(chain)
    return out


def _beside(box: Area, creases: tuple[Crease, ...], dpi: float) -> bool:
    x0, y0, x1, y1 = box
    reach = SHADED * dpi
    for crease in creases:
        a, b, c, d = crease.box
        if crease.upright and x1 - x0 < 1.5 * reach and a - reach <= x0 and x1 <= c + reach:
            return True
        if not crease.upright and y1 - y0 < 1.5 * reach and b - reach <= y0 and y1 <= d + reach:
            return True
    return False


def _turned(box: Box) -> Box:
    return box[1], box[0], box[3], box[2]


def _found(
    strokes: tuple[Box, ...], ink: Gray, letter_height: float, dpi: float, shadings: set[Area], *, cuts: bool = True
) -> list[tuple[Box, ...]]:
    """The upright strokes that are creases, each as its pieces from top to foot."""
    height = ink.shape[0]
    chains = _chains(strokes, dpi)
    through = [chain for chain in chains if _reaches_edges(chain, height, dpi)]
    out = []
    for chain in chains:
        to_edges = len(through) <= FOLDS and chain in through
        if to_edges or _ends(chain, shadings, dpi) or (cuts and _cuts_words(chain, ink, letter_height)):
            out.append(tuple(chain))
    return out


def _reaches_edges(chain: list[Box], height: int, dpi: float) -> bool:
    top, foot = chain[0][1], max(p[3] for p in chain)
    covered = sum(p[3] - p[1] for p in chain)
    return top <= EDGE * dpi and foot >= height - EDGE * dpi and covered >= COVERED * height


def _ends(chain: list[Box], shadings: set[Area], dpi: float) -> bool:
    """Whether the stroke runs where the shading beside a fold ends."""
    x = float(np.mean([(b[0] + b[2]) / 2 for b in chain]))
    return any(min(abs(x - b[0]), abs(x - b[2])) <= 2 * DRIFT[0] * dpi for b in shadings)


def _chains(strokes: tuple[Box, ...], dpi: float) -> list[list[Box]]:
    """Strokes gathered that go on in each other's direction, from top to foot."""
    chains: list[list[Box]] = []
    for box in sorted(strokes, key=lambda b: (b[1], b[0])):
        x = (box[0] + box[2]) / 2
        for chain in chains:
            last = chain[-1]
            gap = max(0.0, box[1] - last[3])
            if abs((last[0] + last[2]) / 2 - x) <= DRIFT[0] * dpi + DRIFT[1] * gap:
                chain.append(box)
                break
        else:
            chains.append([box])
    return chains


def _cuts_words(chain: list[Box], ink: Gray, letter_height: float) -> bool:
    """Whether letters stand close on both sides, line after line."""
    reach = max(3, round(CLOSE * letter_height))
    both, either = 0, 0
    for x0, y0, x1, y1 in chain:
        left: Flags = np.asarray(
            ink[round(y0) : round(y1), max(0, round(x0) - 1 - reach) : max(0, round(x0) - 1)].any(axis=1)
        )
        right: Flags = np.asarray(ink[round(y0) : round(y1), round(x1) + 1 : round(x1) + 1 + reach].any(axis=1))
        both += _bands(_filled(left, letter_height) & _filled(right, letter_height), 0.4 * letter_height)
        either += _bands(_filled(left | right, letter_height), 0.4 * letter_height)
    return both >= CUT and both >= CUT_SHARE * either


def _filled(rows: Flags, letter_height: float) -> Flags:
    """Rows of a line of print as one band: gaps inside a letter do not count."""
    size = max(3, round(0.5 * letter_height))
    closed = cv2.morphologyEx(rows.astype(np.uint8)[:, None], cv2.MORPH_CLOSE, np.ones((size, 1), np.uint8))
    out: Flags = closed[:, 0] > 0
    return out


def _bands(rows: npt.NDArray[np.bool_], least: float) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    return int(sum(b - a >= least for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)))


def _rules_on(pieces: tuple[Box, ...], level: Sequence[Box], gray: Gray, mask: Gray, dpi: float) -> list[Box]:
    """The rules that run on an upright crease or close beside it, from one level rule to another: there it is darker,
    or has a second stroke, than where it runs by itself. Their ink is entered in the mask.

    Args:
        pieces: of the crease.
        level: level rules.
        gray: the page, letters dark on paper of about 250.
        mask: the ink of rules and creases.
        dpi: of both.
    """
    height, width = gray.shape
    ends = sorted((y, (b[0] + b[2]) / 2) for b in pieces for y in (b[1], b[3]))
    way = np.interp(np.arange(height), [y for y, _ in ends], [x for _, x in ends])
    half, off = round((BESIDE + WIDEST / 2) * dpi), round(OFF_RULES * dpi)
    columns = np.clip(np.rint(way)[:, None].astype(int) + np.arange(-half, half + 1)[None, :], 0, width - 1)
    dark = np.clip(250.0 - gray[np.arange(height)[:, None], columns].astype(np.float32), 0, None)
    cuts = sorted((b[1] + b[3]) / 2 for b in level if b[0] - off <= way[int((b[1] + b[3]) / 2)] <= b[2] + off)
    stretches = [
        (a, b, dark[int(a) + off : int(b) - off])
        for a, b in pairwise([0.0, *cuts, float(height)])
        if b - a >= SHORTEST * dpi + 2 * off
    ]
    if len(stretches) < 2:
        return []
    # Half of the rows of most stretches: what the crease is by itself, letters left out.
    usual = np.median([np.median(part, axis=0) for *_, part in stretches], axis=0)
    out: list[tuple[float, float, int, int]] = []
    for a, b, part in stretches:
        # Letters of a line do not fill nine rows of ten.
        more = np.percentile(part, 10, axis=0) - usual
        darker = np.flatnonzero(more >= ADDED)
        wide = int(darker[-1] - darker[0]) + 1 if len(darker) else 0
        if 2 <= wide <= WIDEST * dpi and abs(float(darker.mean()) - half) <= BESIDE * dpi:
            out.append((a, b, int(darker[0]), int(darker[-1])))
    inner = [one for one in out if one[0] > 0 and one[1] < height]
    if len(inner) > MOST_ADDED * len(stretches):
        return []
    boxes: list[Box] = []
    for a, b, first, last in inner:
        rows = np.arange(int(a), int(b))
        mask[rows[:, None], columns[rows, first : last + 1]] = 255
        x = float(way[rows].mean()) - half
        boxes.append((x + first, a, x + last + 1.0, b))
    return boxes


def _follow(pieces: tuple[Box, ...], gray: Gray, mask: Gray, dpi: float) -> None:
    """Enter in the mask what goes on of a crease between and beyond its pieces: thin strokes along its way; and take
    out of it what is so much darker that it belongs to letters."""
    height = gray.shape[0]
    ends = sorted((y, (b[0] + b[2]) / 2) for b in pieces for y in (b[1], b[3]))
    way = np.interp(np.arange(height), [y for y, _ in ends], [x for _, x in ends])
    half = max(2, round(max(b[2] - b[0] for b in pieces) / 2 + 0.01 * dpi))
    a, b = max(0, round(float(way.min())) - half), round(float(way.max())) + half + 1
    part, view = gray[:, a:b], mask[:, a:b]
    near = np.abs(np.arange(a, a + part.shape[1])[None, :] - way[:, None]) <= half
    strip = ((part < 250 - FAINTEST) & near).astype(np.uint8)
    strip = cv2.morphologyEx(strip, cv2.MORPH_OPEN, np.ones((round(LOOSE * dpi), 1), np.uint8))
    view[strip > 0] = 255
    darkest = np.where(near, part, 255).min(axis=1)
    usual = float(
        np.median(darkest[np.unique(np.concatenate([np.arange(int(p[1]), int(p[3])) for p in pieces]))[:height]])
    )
    view[near & (part < usual - DARKER)] = 0
