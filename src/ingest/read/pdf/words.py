"""Runs of characters, as a PDF's content stream gives them, into words: ordinals, spaced letters, pieces, doubles."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from statistics import median

from ingest.document import BBox, Word

__all__ = ["GAP", "CharacterRun", "TextStyle", "run_word", "turned_word", "whole_words"]

GAP = 0.13
"""A gap wider than this share of the font size parts two words (a space is 0.2 to 0.3 em wide)."""
_OVER = 0.1
"""Share of the font size by which a piece may stand over the one before it."""
_SMALL, _RAISED = 0.86, (0.1, 0.65)
"""Shares of a word's font size: how small raised text is at most, and how far its baseline lies off the word's."""
_SAME_LINE, _SPACED_LINE, _ALIKE = 0.05, 0.1, 0.15
"""Shares of the font size by which baselines differ on one line: around a mark, of spaced letters, of pieces."""
_KERNED, _LETTERS = 2, 0.75
"""Letters that kerning draws together in spaced text; share of its runs that are single letters, at least."""
_THIN = 0.2
"""Gap in font sizes that is too narrow for a space: small letters in pairs are spaced text only there."""
_SPACED, _BLANK = 1.2, 1.7
"""Widest gap of spaced letters in font sizes; gap between two such words, by the usual gap of their letters."""
_BAND = 4.0
"""Points of a band in which a word that was printed twice is looked for; its neighbours are searched too."""
_UPRIGHT = 15.0
"""Degrees that upright text may lean."""


@dataclass(slots=True)
class TextStyle:
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
    upright: bool = field(init=False)

    def __post_init__(self) -> None:
        self.upright = abs(self.angle) < _UPRIGHT


@dataclass(slots=True)
class CharacterRun:
    """Characters of one word as the content stream gives them."""

    text: list[str]
    x0: float
    x1: float
    style: TextStyle
    open_start: bool
    """No white character stands before it."""
    open_end: bool = True
    bold: bool = False
    last: float = 0.0
    """Left edge of the last character."""


def whole_words(runs: list[CharacterRun]) -> list[CharacterRun]:
    """The runs with what belongs to one word in one of them, each word once; changes the runs given."""
    return _without_doubles(_joined(_respaced(_raised(runs))))


def _raised(runs: list[CharacterRun]) -> list[CharacterRun]:
    """Small raised or lowered text beside a word: ordinals and units stay with it, a note's mark stands alone."""
    out: list[CharacterRun] = []
    for run in runs:
        word = out[-1] if out else None
        if word is None or not (word.open_end and run.open_start):
            out.append(run)
        elif _is_small(run, beside=word) and not _is_note_mark(run, word):
            word.text += run.text
            word.x1, word.open_end = run.x1, run.open_end
        elif len(out) > 1 and _is_behind_mark(run, word, out[-2]):
            # Punctuation behind the mark belongs to the word before it.
            out[-2].text += run.text
            out[-2].open_end = False
        else:
            out.append(run)
    return out


def _touches(left: float, right: float, size: float) -> bool:
    """Return whether text that begins at x `right` stands right behind what ends at `left` (points)."""
    return -_OVER * size < right - left < GAP * size


def _is_small(run: CharacterRun, *, beside: CharacterRun) -> bool:
    """Return whether a run is smaller than the word that it touches, and raised or lowered."""
    size, shift = beside.style.size, run.style.baseline - beside.style.baseline
    raised = _RAISED[0] * size < abs(shift) < _RAISED[1] * size
    return _touches(beside.x1, run.x0, size) and run.style.size < _SMALL * size and raised


def _is_note_mark(run: CharacterRun, word: CharacterRun) -> bool:
    text = "".join(run.text)
    mark = (run.style.baseline < word.style.baseline and text.strip("*†‡,)(").isdigit()) or not text.strip("*†‡")
    return mark and len("".join(word.text).strip("(").strip()) > 2


def _is_behind_mark(run: CharacterRun, mark: CharacterRun, before: CharacterRun) -> bool:
    size = run.style.size
    return (
        before.open_end
        and abs(before.style.baseline - run.style.baseline) < _SAME_LINE * size
        and mark.style.size < _SMALL * size
        and _touches(mark.x1, run.x0, size)
        and _touches(before.x1, mark.x0, size)
        and not run.text[0].isalnum()
    )


def _respaced(runs: list[CharacterRun]) -> list[CharacterRun]:
    """Letter-spaced text: single letters at even gaps become words again."""
    out: list[CharacterRun] = []
    i = 0
    while i < len(runs):
        j = i
        while (
            j + 1 < len(runs)
            and _may_be_spaced(runs[j])
            and _may_be_spaced(runs[j + 1])
            and _goes_on(runs[j], runs[j + 1])
            and abs(runs[j].style.baseline - runs[j + 1].style.baseline) < _SPACED_LINE * runs[j].style.size
            and 0 < runs[j + 1].x0 - runs[j].x1 < _SPACED * runs[j].style.size
        ):
            j += 1
        group = runs[i : j + 1]
        if j - i < 2 or not _is_spaced(group):
            out.append(runs[i])
            i += 1
            continue
        usual = _usual_gap(group)
        word = group[0]
        for run in group[1:]:
            if run.x0 - word.x1 > _BLANK * usual:
                out.append(word)
                word = run
            else:
                word.text += run.text
                word.x1, word.open_end = run.x1, run.open_end
        out.append(word)
        i = j + 1
    return out


def _goes_on(run: CharacterRun, following: CharacterRun) -> bool:
    """Whether no white character stands between two runs, or one that is too narrow for a space: some programs write
    one behind each letter."""
    return (run.open_end and following.open_start) or following.x0 - run.x1 < _THIN * run.style.size


def _may_be_spaced(run: CharacterRun) -> bool:
    """Whether a run may be a letter of spaced text, or two that kerning has drawn together (`TÄ`)."""
    return len(run.text) == 1 or (len(run.text) == _KERNED and all(letter.isalpha() for letter in run.text))


def _is_spaced(group: list[CharacterRun]) -> bool:
    """Whether single letters and pairs are spaced text: mostly single letters, or no gap as wide as a space."""
    letters = sum(len(run.text) == 1 for run in group)
    if any(len(run.text) == _KERNED and not "".join(run.text).isupper() for run in group):
        return 2 * letters >= len(group) and _usual_gap(group) < _THIN * group[0].style.size
    return letters >= _LETTERS * len(group)


def _usual_gap(group: list[CharacterRun]) -> float:
    return median(b.x0 - a.x1 for a, b in itertools.pairwise(group))


def _joined(runs: list[CharacterRun]) -> list[CharacterRun]:
    """Pieces of words that the content stream draws out of order, put together where they touch."""
    loose = [r for r in runs if r.open_start or r.open_end]
    if len(loose) < 2:
        return runs
    by_line: dict[int, list[CharacterRun]] = {}
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
                and _touches(word.x1, run.x0, size)
                and abs(word.style.baseline - run.style.baseline) < _ALIKE * size
                and abs(run.style.size - word.style.size) < _ALIKE * size
            ):
                word.text += run.text
                word.x1, word.open_end = max(word.x1, run.x1), run.open_end
                gone.add(id(run))
            else:
                word = run
    return [r for r in runs if id(r) not in gone] if gone else runs


_NONE = ((), (), ())


def _without_doubles(runs: list[CharacterRun]) -> list[CharacterRun]:
    """Words printed twice at nearly the same place (false bold, shadows) once; the kept one counts as bold."""
    seen: dict[tuple[str, int], list[CharacterRun]] = {}
    out = []
    for run in runs:
        text = "".join(run.text)
        row = round(run.style.baseline / _BAND)
        size = run.style.size
        near = (seen.get((text, row - 1), ()), seen.get((text, row), ()), seen.get((text, row + 1), ()))
        twin = None
        if near != _NONE:
            twin = next(
                (
                    other
                    for runs_near in near
                    for other in runs_near
                    if abs(other.x0 - run.x0) < _ALIKE * size
                    and abs(other.style.baseline - run.style.baseline) < _ALIKE * size
                ),
                None,
            )
        if twin is not None:
            twin.bold = twin.bold or not run.style.invisible
            continue
        seen.setdefault((text, row), []).append(run)
        out.append(run)
    return out


def run_word(run: CharacterRun) -> Word:
    """The word of one run of upright text."""
    style = run.style
    text = "".join(run.text)
    box = BBox(run.x0, style.baseline - style.ascent * style.size, run.x1, style.baseline + style.descent * style.size)
    return Word(text, text, box, size=style.size, bold=run.bold, italic=style.italic)


def turned_word(letters: list[str], boxes: list[BBox], style: TextStyle) -> Word:
    """The word of text that does not stand upright, from its letters and their boxes."""
    text = "".join(letters)
    box = BBox(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )
    return Word(text, text, box, size=style.size, bold=style.bold, italic=style.italic)
