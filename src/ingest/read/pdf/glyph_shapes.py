"""Which letter a glyph is, from its outline: a base letter of the same font with an accent over it.

å, ä and ö are drawn as the outlines of a or o with further contours above: two alike side by side are a dieresis,
one within the other a ring, one alone an acute or a grave by its slope. Ligatures are two letters' outlines side
by side. So the letters that a font's map has lost are found again from those that it has kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Contour", "Outline", "compose"]

_RING, _DIERESIS, _ACUTE, _GRAVE = "\u030a", "\u0308", "\u0301", "\u0300"
_BASES = "aoAOeEuU"
_FIRST = "f"
_SECOND = ("f", "i", "l", "t", "j")
_MAX_CONTOURS = 12


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
        if len(pts) < 3:
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
        return (
            self.x0 < other.x0 + 1e-6
            and self.y0 < other.y0 + 1e-6
            and self.x1 > other.x1 - 1e-6
            and self.y1 > other.y1 - 1e-6
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
    rest = list(outline)
    shift: float | None = None
    for contour in base:
        match = next(
            (
                c
                for c in rest
                if abs(c.y0 - contour.y0) <= 0.012 * em
                and (shift is None or abs(c.x0 - contour.x0 - shift) <= 0.012 * em)
                and abs(c.x0 - contour.x0) <= 0.12 * em
                and c.like(contour)
            ),
            None,
        )
        if match is None:
            return None
        shift = match.x0 - contour.x0
        rest.remove(match)
    if not base or not rest or len(rest) > 2:
        return None
    top = max(c.y1 for c in base)
    left, right = min(c.x0 for c in base) + (shift or 0), max(c.x1 for c in base) + (shift or 0)
    if any((c.y0 + c.y1) / 2 < top - 0.02 * em or c.x0 > right or c.x1 < left for c in rest):
        return None
    if len(rest) == 2:
        a, b = sorted(rest, key=lambda c: c.x0)
        if a.holds(b) or b.holds(a):
            outer = a if a.holds(b) else b
            return _RING if 0.5 < outer.width / max(outer.height, 1e-6) < 2 else None
        level = abs(a.y0 - b.y0) <= 0.02 * em and abs(a.height - b.height) <= 0.02 * em
        apart = b.x0 >= a.x1 - 0.005 * em
        round_dots = all(0.6 < c.width / max(c.height, 1e-6) < 1.7 for c in (a, b))
        alike = abs(a.width - b.width) <= 0.02 * em
        return _DIERESIS if level and apart and round_dots and alike else None
    return _slope(rest[0])


def _grown_ring(outline: Outline, base: Outline, em: float) -> str | None:
    """A ring that has grown together with its letter (Å in many fonts): a foot like the letter's, a hole on top."""
    if len(outline) != len(base) + 1:
        return None
    body, grown = max(base, key=lambda c: c.height), max(outline, key=lambda c: c.height)
    higher = grown.height - body.height
    if not 0.08 * em < higher < 0.4 * em or abs(grown.y0 - body.y0) > 0.012 * em:
        return None
    level = 0.6 * max(y for _, y in body.shape)
    foot, other = ({p for p in c.shape if p[1] < level} for c in (body, grown))
    if not foot or len(foot & other) < 0.8 * max(len(foot), len(other)):
        return None
    rest = [c for c in outline if c is not grown]
    for contour in (c for c in base if c is not body):
        match = next((c for c in rest if abs(c.y0 - contour.y0) <= 0.03 * em and c.like(contour, slack=3)), None)
        if match is None:
            return None
        rest.remove(match)
    hole = rest[0]
    small = hole.width < 0.3 * em and 0.6 < hole.width / max(hole.height, 1e-6) < 1.7
    return _RING if small and hole.y0 > body.y0 + 0.85 * body.height else None


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
    if lean > 0.18 * width:
        return _ACUTE
    if lean < -0.18 * width:
        return _GRAVE
    return None


def _beside(outline: Outline, first: Outline, second: Outline, em: float) -> bool:
    """Whether the outline is the first letter's with the second's to its right."""
    if len(outline) != len(first) + len(second):
        return False
    rest = list(outline)
    for contour in first:
        match = next((c for c in rest if abs(c.x0 - contour.x0) < 0.02 * em and c.like(contour)), None)
        if match is None:
            return False
        rest.remove(match)
    same: Callable[[Contour, Contour], bool] = lambda a, b: a.like(b) and abs(a.y0 - b.y0) < 0.02 * em  # noqa: E731
    for contour in second:
        match = next((c for c in rest if same(c, contour)), None)
        if match is None:
            return False
        rest.remove(match)
    return not rest
