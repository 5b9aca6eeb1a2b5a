"""Runs of characters, as a PDF's content stream gives them, into words: ordinals, spaced letters, pieces, doubles."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from statistics import median

from ingest.document import BBox, Word

__all__ = ["GAP", "Run", "Style", "run_word", "turned_word", "whole_words"]

GAP = 0.13
"""A gap wider than this share of the font size parts two words (a space is 0.2 to 0.3 em wide)."""


@dataclass(slots=True)
class Style:
    """How a text object of the page is drawn, as displayed: `size` in points, `baseline` in points from the top;
    `ascent` and `descent` are shares of the size."""

    size: float
    baseline: float
    bold: bool
    italic: bool
    ascent: float
    descent: float
    angle: float
    """Degrees counter-clockwise as displayed."""
    invisible: bool
    cut_away: bool
    """Nothing of it is seen: its clip leaves it out."""
    mark: int
    """Number that ties the text to the structure tree; -1 for none."""

    @property
    def upright(self) -> bool:
        return abs(self.angle) < 15


@dataclass(slots=True)
class Run:
    """Characters of one word as the content stream gives them."""

    text: list[str]
    x0: float
    x1: float
    style: Style
    open_start: bool
    """No white character stands before it."""
    open_end: bool = True
    bold: bool = False
    last: float = 0.0
    """Left edge of the last character."""


def whole_words(runs: list[Run]) -> list[Run]:
    """The runs with what belongs to one word in one of them, each word once; changes the runs given."""
    return _without_doubles(_joined(_respaced(_raised(runs))))


def _raised(runs: list[Run]) -> list[Run]:
    """Small raised or lowered text beside a word: ordinals and units stay with it, a note's mark stands alone."""
    out: list[Run] = []
    for run in runs:
        word = out[-1] if out else None
        if word is None or not (word.open_end and run.open_start):
            out.append(run)
            continue
        size, shift = word.style.size, run.style.baseline - word.style.baseline
        touches = -0.1 * size < run.x0 - word.x1 < GAP * size
        small = run.style.size < 0.86 * size and 0.1 * size < abs(shift) < 0.65 * size
        if touches and small:
            text = "".join(run.text)
            mark = (shift < 0 and text.strip("*†‡,)(").isdigit()) or not text.strip("*†‡")
            letters = len("".join(word.text).strip("(").strip())
            if not mark or letters <= 2:
                word.text += run.text
                word.x1, word.open_end = run.x1, run.open_end
                continue
        before = out[-2] if len(out) > 1 else None
        if (
            before is not None
            and before.open_end
            and abs(before.style.baseline - run.style.baseline) < 0.05 * run.style.size
            and word.style.size < 0.86 * run.style.size
            and -0.1 * run.style.size < run.x0 - word.x1 < GAP * run.style.size
            and -0.1 * run.style.size < word.x0 - before.x1 < GAP * run.style.size
            and not run.text[0].isalnum()
        ):
            # Punctuation behind the mark belongs to the word before it.
            before.text += run.text
            before.open_end = False
            continue
        out.append(run)
    return out


def _respaced(runs: list[Run]) -> list[Run]:
    """Letter-spaced text: single letters at even gaps become words again."""
    out: list[Run] = []
    i = 0
    while i < len(runs):
        j = i
        while (
            j + 1 < len(runs)
            and len(runs[j].text) == 1 == len(runs[j + 1].text)
            and runs[j].open_end
            and runs[j + 1].open_start
            and abs(runs[j].style.baseline - runs[j + 1].style.baseline) < 0.1 * runs[j].style.size
            and 0 < runs[j + 1].x0 - runs[j].x1 < 1.2 * runs[j].style.size
        ):
            j += 1
        if j - i < 2:
            out.append(runs[i])
            i += 1
            continue
        group = runs[i : j + 1]
        usual = median(b.x0 - a.x1 for a, b in itertools.pairwise(group))
        word = group[0]
        for run in group[1:]:
            if run.x0 - word.x1 > 1.7 * usual:
                out.append(word)
                word = run
            else:
                word.text += run.text
                word.x1, word.open_end = run.x1, run.open_end
        out.append(word)
        i = j + 1
    return out


def _joined(runs: list[Run]) -> list[Run]:
    """Pieces of words that the content stream draws out of order, put together where they touch."""
    loose = [r for r in runs if r.open_start or r.open_end]
    if len(loose) < 2:
        return runs
    by_line: dict[int, list[Run]] = {}
    for run in loose:
        by_line.setdefault(round(run.style.baseline), []).append(run)
    gone: set[int] = set()
    for line in by_line.values():
        line.sort(key=lambda r: r.x0)
        word = line[0]
        for run in line[1:]:
            size = min(run.style.size, word.style.size)
            if (
                word.open_end
                and run.open_start
                and -0.1 * size < run.x0 - word.x1 < GAP * size
                and abs(word.style.baseline - run.style.baseline) < 0.15 * size
                and abs(run.style.size - word.style.size) < 0.15 * size
            ):
                word.text += run.text
                word.x1, word.open_end = max(word.x1, run.x1), run.open_end
                gone.add(id(run))
            else:
                word = run
    return [r for r in runs if id(r) not in gone] if gone else runs


def _without_doubles(runs: list[Run]) -> list[Run]:
    """Words printed twice at nearly the same place (false bold, shadows) once; the kept one counts as bold."""
    seen: dict[tuple[str, int], list[Run]] = {}
    out = []
    for run in runs:
        text = "".join(run.text)
        row = round(run.style.baseline / 4)
        size = run.style.size
        twin = next(
            (
                other
                for key in (row - 1, row, row + 1)
                for other in seen.get((text, key), ())
                if abs(other.x0 - run.x0) < 0.15 * size and abs(other.style.baseline - run.style.baseline) < 0.15 * size
            ),
            None,
        )
        if twin is not None:
            twin.bold = twin.bold or not run.style.invisible
            continue
        seen.setdefault((text, row), []).append(run)
        out.append(run)
    return out


def run_word(run: Run) -> Word:
    """The word of one run of upright text."""
    style = run.style
    text = "".join(run.text)
    box = BBox(run.x0, style.baseline - style.ascent * style.size, run.x1, style.baseline + style.descent * style.size)
    return Word(text, text, box, size=style.size, bold=run.bold, italic=style.italic)


def turned_word(letters: list[str], boxes: list[BBox], style: Style) -> Word:
    """The word of text that does not stand upright, from its letters and their boxes."""
    text = "".join(letters)
    box = BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )
    return Word(text, text, box, size=style.size, bold=style.bold, italic=style.italic)
