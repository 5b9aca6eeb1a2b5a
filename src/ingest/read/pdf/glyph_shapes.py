"""Which letter a glyph is, from its outline: a base letter of the same font with an accent over it.

å, ä and ö are drawn as the outlines of a or o with further contours above: two alike side by side are a dieresis,
one within the other a ring, one alone an acute or a grave by its slope. Ligatures are two letters' outlines side
by side. So the letters that a font's map has lost are found again from those that it has kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Contour", "Outline", "compose"]

_RING, _DIERESIS, _ACUTE, _GRAVE = "\u030a", "\u0308", "\u0301", "\u0300"
_BASES = "aoAOeEuU"
_FIRST = "f"
_SECOND = ("f", "i", "l", "t", "j")
_MAX_CONTOURS = 12
_NOTHING = 1e-6
"""Font units: less than rounding."""
_SAME, _LEVEL, _TOUCHING = 0.012, 0.02, 0.005
"""Ems by which a letter's contour may be moved; by which two dots may differ, or overlap."""
_MOVED = 0.12
"""Ems by which a letter may stand farther to the right under its accent."""
_ROUND, _ROUND_RING = (0.6, 1.7), (0.5, 2.0)
"""Width by height of a dot or a hole; of a ring."""
_RING_HEIGHT = (0.08, 0.4)
"""Ems by which a ring makes its letter higher."""
_FOOT, _SAME_FOOT = 0.6, 0.8
"""Share of a letter's height that its ring leaves as it is; share of the points there that are the same."""
_COUNTER_MOVED, _COUNTER_SLACK = 0.03, 3
"""Ems by which the hole of a letter may be moved under a grown ring; steps of the grid by which its points may."""
_HOLE, _HOLE_FROM = 0.3, 0.85
"""Ems of a ring's hole at most; share of the letter's height above which it stands."""
_LEAN = 0.18
"""Share of an accent's width by which its upper half must stand beside its lower one."""


@dataclass(frozen=True, slots=True)
class Contour:
    """One closed curve; `shape` are its points from its own lower left corner, rounded, sorted."""

    shape: tuple[tuple[int, int], ...]
    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def of(cls, points: Iterable[tuple[float, float]], grid: float) -> Contour | None:
        """`grid`: units per step that count as equal (hinting and rounding move points a little)."""
        pts = list(points)
        if len(pts) <= 2:
            return None
        x0, y0 = min(p[0] for p in pts), min(p[1] for p in pts)
        x1, y1 = max(p[0] for p in pts), max(p[1] for p in pts)
        shape = tuple(sorted((round((x - x0) / grid), round((y - y0) / grid)) for x, y in pts))
        return cls(shape, x0, y0, x1, y1)

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def like(self, other: Contour, slack: int = 1) -> bool:
        """The same curve, wherever it stands."""
        if len(self.shape) != len(other.shape):
            return False
        if self.shape == other.shape:
            return True
        return all(
            abs(a[0] - b[0]) <= slack and abs(a[1] - b[1]) <= slack
            for a, b in zip(self.shape, other.shape, strict=True)
        )

    def holds(self, other: Contour) -> bool:
        """Return whether the other contour's box lies within this one's."""
        return (
            self.x0 < other.x0 + _NOTHING
            and self.y0 < other.y0 + _NOTHING
            and self.x1 > other.x1 - _NOTHING
            and self.y1 > other.y1 - _NOTHING
        )


Outline = tuple[Contour, ...]


def compose(letters: Mapping[str, Outline], outlines: Mapping[int, Outline], em: float) -> dict[int, str]:
    """Glyphs that are an accented letter or a ligature by their outlines.

    Args:
        letters: outlines of plain letters whose glyphs are known.
        outlines: outlines to name, by any key.
        em: font units of one em.
    """
    found: dict[int, str] = {}
    bases = [(c, letters[c]) for c in _BASES if letters.get(c)]
    pairs = [(_FIRST + s, letters[_FIRST], letters[s]) for s in _SECOND if letters.get(_FIRST) and letters.get(s)]
    for key, outline in outlines.items():
        if not 1 < len(outline) <= _MAX_CONTOURS:
            continue
        for base, shape in bases:
            accent = _accent_over(outline, shape, em) or _grown_ring(outline, shape, em)
            if accent:
                letter = unicodedata.normalize("NFC", base + accent)
                if len(letter) == 1:
                    found[key] = letter
                    break
        else:
            for text, first, second in pairs:
                if _beside(outline, first, second, em):
                    found[key] = text
                    break
    return found


def _accent_over(outline: Outline, base: Outline, em: float) -> str | None:
    """The combining accent that stands over `base` in `outline`; None where it is anything else."""
    found = _without_base(outline, base, em)
    if found is None:
        return None
    rest, shift = found
    top = max(c.y1 for c in base)
    left, right = min(c.x0 for c in base) + shift, max(c.x1 for c in base) + shift
    if any((c.y0 + c.y1) / 2 < top - _LEVEL * em or c.x0 > right or c.x1 < left for c in rest):
        return None
    return _slope(rest[0]) if len(rest) == 1 else _pair(rest, em)


def _without_base(outline: Outline, base: Outline, em: float) -> tuple[list[Contour], float] | None:
    """The one or two contours beside those of `base`, and how far to the right these stand in font units."""
    rest = list(outline)
    shift: float | None = None
    for contour in base:
        match = next((c for c in rest if _stands_for(c, contour, shift, em)), None)
        if match is None:
            return None
        shift = match.x0 - contour.x0
        rest.remove(match)
    return (rest, shift or 0) if base and 1 <= len(rest) <= 2 else None


def _stands_for(contour: Contour, original: Contour, shift: float | None, em: float) -> bool:
    """Return whether a contour is one of the base letter, moved by `shift` font units (None: by any small step)."""
    moved = contour.x0 - original.x0
    return (
        abs(contour.y0 - original.y0) <= _SAME * em
        and (shift is None or abs(moved - shift) <= _SAME * em)
        and abs(moved) <= _MOVED * em
        and contour.like(original)
    )


def _pair(contours: Sequence[Contour], em: float) -> str | None:
    """A ring (one contour within the other) or a dieresis (two dots alike, side by side)."""
    a, b = sorted(contours, key=lambda c: c.x0)
    if a.holds(b) or b.holds(a):
        outer = a if a.holds(b) else b
        return _RING if _ROUND_RING[0] < outer.width / max(outer.height, _NOTHING) < _ROUND_RING[1] else None
    level = abs(a.y0 - b.y0) <= _LEVEL * em and abs(a.height - b.height) <= _LEVEL * em
    apart = b.x0 >= a.x1 - _TOUCHING * em
    round_dots = _is_round(a) and _is_round(b)
    alike = abs(a.width - b.width) <= _LEVEL * em
    return _DIERESIS if level and apart and round_dots and alike else None


def _is_round(contour: Contour) -> bool:
    return _ROUND[0] < contour.width / max(contour.height, _NOTHING) < _ROUND[1]


def _grown_ring(outline: Outline, base: Outline, em: float) -> str | None:
    """A ring that has grown together with its letter (Å in many fonts): a foot like the letter's, a hole on top."""
    if len(outline) != len(base) + 1:
        return None
    body, grown = max(base, key=lambda c: c.height), max(outline, key=lambda c: c.height)
    if not _is_grown(body, grown, em):
        return None
    rest = [c for c in outline if c is not grown]
    for contour in (c for c in base if c is not body):
        match = next(
            (c for c in rest if abs(c.y0 - contour.y0) <= _COUNTER_MOVED * em and c.like(contour, _COUNTER_SLACK)), None
        )
        if match is None:
            return None
        rest.remove(match)
    hole = rest[0]
    small = hole.width < _HOLE * em and _is_round(hole)
    return _RING if small and hole.y0 > body.y0 + _HOLE_FROM * body.height else None


def _is_grown(body: Contour, grown: Contour, em: float) -> bool:
    """Return whether a contour is a letter's body with a ring on top: higher by a ring, its foot the same."""
    if not _RING_HEIGHT[0] * em < grown.height - body.height < _RING_HEIGHT[1] * em:
        return False
    if abs(grown.y0 - body.y0) > _SAME * em:
        return False
    level = _FOOT * max(y for _, y in body.shape)
    foot, other = ({p for p in c.shape if p[1] < level} for c in (body, grown))
    return bool(foot) and len(foot & other) >= _SAME_FOOT * max(len(foot), len(other))


def _slope(contour: Contour) -> str | None:
    """An acute leans to the right going up, a grave to the left; level or pointed accents are neither."""
    points = contour.shape
    middle = max(y for _, y in points) / 2
    upper = [x for x, y in points if y > middle]
    lower = [x for x, y in points if y <= middle]
    if not upper or not lower:
        return None
    lean = sum(upper) / len(upper) - sum(lower) / len(lower)
    width = max(x for x, _ in points) or 1
    if lean > _LEAN * width:
        return _ACUTE
    if lean < -_LEAN * width:
        return _GRAVE
    return None


def _beside(outline: Outline, first: Outline, second: Outline, em: float) -> bool:
    """Whether the outline is the first letter's with the second's to its right."""
    if len(outline) != len(first) + len(second):
        return False
    rest = list(outline)
    for contour in first:
        match = next((c for c in rest if abs(c.x0 - contour.x0) < _LEVEL * em and c.like(contour)), None)
        if match is None:
            return False
        rest.remove(match)
    for contour in second:
        match = next((c for c in rest if c.like(contour) and abs(c.y0 - contour.y0) < _LEVEL * em), None)
        if match is None:
            return False
        rest.remove(match)
    return not rest
