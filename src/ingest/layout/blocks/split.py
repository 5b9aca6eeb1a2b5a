"""A page into parts in reading order: the best gutter first, what is above it, its columns, what is below.

A recursive cut after Nagy & Seth 1984; both questions (does this gutter part blocks? does this gap end them?) are
fitted decisions over the features of `features`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from ingest.document import BBox
from ingest.layout.blocks.counting import counts_past, drawn_past
from ingest.layout.blocks.features import Surroundings, gutter_features
from ingest.layout.blocks.frames import words_in
from ingest.layout.blocks.gaps import gap_features
from ingest.layout.blocks.lists_abreast import lists_abreast
from ingest.layout.blocks.model import gap_model, gutter_model
from ingest.layout.blocks.runs import GutterRun, HeightBand, runs_of
from ingest.layout.tables.model import MeasuredWord

__all__ = ["SplitDecisions", "WordGroup", "fitted", "parts_of"]

THRESHOLD = 0.5
"""From this probability on a gutter parts blocks."""
ENDS = 0.7
"""The same of a gap that ends them: a page has many gaps, and one cut wrongly mixes two columns."""
PIECE = 0.65
"""The same where a table that alignment shows goes on beyond what the gutter would part: a piece would be cut out."""
DRAWN = 0.9
"""The same of a gutter through a table that rules show: in 3 of 100 such places of the factory blocks are parted."""
DRAWN_PIECE = 0.985
"""The same where that table goes on beyond."""
_WHOLE = 0.7
"""Share of a table's words from which it counts as whole."""
_MORE_WHITE = 1.1
"""White between lines that is no more than usual, as a share of the most."""
_DEPTH = 7
_NEAR = 3.0
"""Points within which left edges are one."""
_BORDER = 12.0
"""Points above and below its text within which borders belong to a stretch."""
_SPACE = 0.25
"""A space between words, in sizes of type."""
_MEETS = 1.0
"""Points within which two borders are at one height."""
_FEWEST = 3
"""Lines that must stand in a stretch before it can be parted."""
_LIMIT = 4000
"""Words of a page beyond which it is left whole."""


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that are read together.

    `beside`: it is one of several blocks beside each other. `unsure`: how near the least sure decision about its
    borders was to the other answer: 0 (sure) to 1 (a coin's toss).
    """

    tokens: tuple[MeasuredWord, ...]
    beside: bool = False
    unsure: float = 0.0


@dataclass(frozen=True, slots=True)
class SplitDecisions:
    """The two decisions, each about all runs of a page at once: a fitted model is asked once, not for each of them.

    `gutters` takes runs, each with the longest run of its gutter and the gutters that part it, and returns a
    probability for each. `gaps` takes longest runs with the gutters that part them, and returns for each a
    probability for each gap between its bands, the uppermost first.
    """

    gutters: Callable[[Sequence[tuple[GutterRun, GutterRun, Sequence[float]]], Surroundings], Sequence[float]]
    gaps: Callable[[Sequence[tuple[GutterRun, Sequence[float]]], Surroundings], Sequence[Sequence[float]]]


Look = Callable[[Sequence[MeasuredWord]], Surroundings]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A stretch to part; `gutters` are all that part it from top to bottom, left to right (points)."""

    run: GutterRun
    unsure: float
    gutters: tuple[float, ...] = ()


def fitted() -> SplitDecisions:
    """Return the package's own decisions."""
    gutter, gap = gutter_model(), gap_model()

    def gutters(asked: Sequence[tuple[GutterRun, GutterRun, Sequence[float]]], around: Surroundings) -> list[float]:
        return gutter(gutter_features(asked, around))

    def gaps(asked: Sequence[tuple[GutterRun, Sequence[float]]], around: Surroundings) -> list[list[float]]:
        chances = iter(gap(gap_features(asked, around)))
        return [list(islice(chances, len(run.bands) - 1)) for run, _ in asked]

    return SplitDecisions(gutters, gaps)


def parts_of(
    tokens: Sequence[MeasuredWord],
    around: Surroundings,
    walls: Sequence[BBox],
    decide: SplitDecisions,
    depth: int = 0,
    look: Look | None = None,
) -> list[WordGroup]:
    """Return the parts of a page in reading order; every word is in exactly one.

    Args:
        tokens: the page's words.
        around: boxes, rules and tables of the page.
        walls: areas that nothing parts.
        decide: the two decisions.
        depth: how deep the recursion is.
        look: looks for tables anew in one of two blocks that a table seen across both was cut in.
    """
    if not tokens:
        return []
    cut, doubt = _best(tokens, around, walls, decide) if depth < _DEPTH and len(tokens) <= _LIMIT else (None, 0.0)
    if cut is None:
        return [WordGroup(tuple(tokens), unsure=doubt)]
    run = cut.run
    held = run.indices
    above = [t for t in tokens if t.index not in held and t.ym < run.top]
    below = [t for t in tokens if t.index not in held and t.ym >= run.top]
    out = parts_of(above, around, walls, decide, depth + 1, look)
    for left, right in pairwise((float("-inf"), *cut.gutters, float("inf"))):
        side = [t for t in run.tokens if left <= t.mid < right]
        inner = look(side) if look is not None and _tables_cut(side, around) else around
        for part in parts_of(side, inner, walls, decide, depth + 1, look):
            out.append(WordGroup(part.tokens, beside=True, unsure=max(part.unsure, cut.unsure)))
    return out + parts_of(below, around, walls, decide, depth + 1, look)


def _tables_cut(side: Sequence[MeasuredWord], around: Surroundings) -> bool:
    """Whether a table of the surroundings reaches beyond the words of a block."""
    held = {t.index for t in side}
    return any(table.words & held and table.words - held for table in around.tables)


def _best(
    tokens: Sequence[MeasuredWord], around: Surroundings, walls: Sequence[BBox], decide: SplitDecisions
) -> tuple[_Cut | None, float]:
    """The gutter that parts most, and how unsure the decision was that there is none."""
    found: list[tuple[float, _Cut]] = []
    wholes: dict[int, GutterRun] = {}
    doubt = 0.0
    whole_runs = list(runs_of(tokens, around.frames, walls, around.known))
    asked = [(whole, _columns(whole, whole_runs)) for whole in whole_runs]
    stretches = [
        (run, whole, columns, sure)
        for (whole, columns), ends in zip(asked, decide.gaps(asked, around), strict=True)
        for run, sure in _stretches(whole, ends, ordered=around.ordered)
    ]
    chances = decide.gutters([one[:3] for one in stretches], around)
    for (run, whole, _, sure), chance in zip(stretches, chances, strict=True):
        if chance < THRESHOLD and chance / THRESHOLD <= doubt:
            # A table in the way asks for more than the threshold: this one cannot be the doubt.
            continue
        least = _least(run, around)
        if chance < least:
            doubt = max(doubt, chance / least)
            continue
        gain = chance * (run.bottom - run.top)
        found.append((gain, _Cut(run, max((1 - chance) / (1 - least), sure))))
        wholes[id(run)] = whole
    lists = (run for whole in whole_runs for run in lists_abreast(whole))
    found += [(run.bottom - run.top, _Cut(run, 0.0)) for run in lists if _least(run, around) <= PIECE]
    if not found:
        return None, doubt
    best = max(found, key=lambda f: f[0])[1]
    # Columns of one grid are parted at once: which they are shows best while all stand beside each other.
    mates = [best.run.x]
    for x in sorted({c.run.x for _, c in found if c.run.indices == best.run.indices}):
        # Two gutters with nothing between them are one.
        if all(any(min(x, m) <= t.mid < max(x, m) for t in best.run.tokens) for m in mates):
            mates.append(x)
    longest = wholes.get(id(best.run)) if len(mates) == 1 else None
    run = best.run if longest is None else _past_side(best.run, longest, around)
    return replace(best, run=run, gutters=tuple(sorted(mates))), 0.0


def _past_side(run: GutterRun, whole: GutterRun, around: Surroundings) -> GutterRun:
    """The run with the lines below it that go on with one side past the other's end, on that side alone and with no
    more white above them than its lines have: past a box (a note in the margin), or set in their column's width."""
    start = next(i for i, band in enumerate(whole.bands) if band is run.bands[0])
    end = start + len(run.bands)
    for right in (False, True):
        other = [t for t in run.tokens if (t.mid >= run.x) != right]
        own = sorted((t for t in run.tokens if (t.mid >= run.x) == right), key=lambda t: t.ym)
        white = max((b.top - a.bottom for a, b in pairwise(own)), default=0.0)
        stop, bottom = end, max(t.bottom for t in own)
        while stop < len(whole.bands):
            band = whole.bands[stop]
            aside = any((t.mid >= run.x) != right for t in band.tokens)
            if aside or band.top - bottom > white * _MORE_WHITE:
                break
            stop, bottom = stop + 1, band.bottom
        if stop > end and (_boxed(run, own, other, around) or _wrapped(own, whole.bands[end:stop])):
            return whole.sub(start, stop)
    return run


def _boxed(run: GutterRun, own: Sequence[MeasuredWord], other: Sequence[MeasuredWord], around: Surroundings) -> bool:
    """Whether the words of one side are those of a box that ends where the run does, and has none of the other side."""
    boxes = {around.boxes.get(t.index, -1) for t in other}
    held = around.frames[boxes.pop()] if len(boxes) == 1 and -1 not in boxes else None
    return held is not None and held.bottom <= run.bottom + _BORDER and not words_in([held], own).any()


def _wrapped(own: Sequence[MeasuredWord], bands: Sequence[HeightBand]) -> bool:
    """Whether lines below a column break where its width asks for it: the next line's first word had no room."""
    left, right = min(t.x0 for t in own), max(t.x1 for t in own)
    lines = [sorted(row, key=lambda t: t.x0) for band in bands for row in band.rows]
    if any(line[0].x0 < left - _NEAR or line[-1].x1 > right + _NEAR for line in lines):
        return False
    return any(
        right - line[-1].x1 < below[0].x1 - below[0].x0 + _SPACE * line[-1].size for line, below in pairwise(lines)
    )


def _begins_higher(whole: GutterRun, start: int, at: int) -> bool:
    """Whether the bands before a gap are the beginning of the right-hand block, which stands higher than the left one.

    The factory draws few such pages, and the fitted decision takes them for text above both.
    """
    above = [t for band in whole.bands[start:at] for t in band.tokens]
    right = [t for band in whole.bands[at:] for t in band.tokens if t.mid >= whole.x]
    if not right or any(t.mid < whole.x for t in above):
        return False
    return abs(min(t.x0 for t in above) - min(t.x0 for t in right)) <= _NEAR


def _least(run: GutterRun, around: Surroundings) -> float:
    """The probability from which a gutter parts a run: more where that would cut a table in two."""
    if not around.tables:
        return THRESHOLD
    sides = [{t.index for t in run.tokens if (t.mid < run.x) == left} for left in (True, False)]
    held = sides[0] | sides[1]
    least = THRESHOLD
    boxed = _boxes_apart(run, around)
    for table in around.tables:
        inside = len(table.words & held)
        piece = 0 < inside < _WHOLE * len(table.words)
        if not piece and not (table.words & sides[0] and table.words & sides[1]):
            continue
        drawn = table.method in ("ruled", "mixed") and not boxed
        least = max(least, (DRAWN_PIECE if piece else DRAWN) if drawn else (PIECE if piece else THRESHOLD))
    return least


def _boxes_apart(run: GutterRun, around: Surroundings) -> bool:
    """Whether what is drawn right beside a gutter are boxes of two columns, and no borders of a table: nothing goes
    across, and on each side a border stands where the other side has none. (Beside a cell that spans rows only one
    side has such borders.)"""
    text = max(t.x1 for t in run.tokens if t.mid < run.x), min(t.x0 for t in run.tokens if t.mid >= run.x)
    inside = around.edges.between(run.top - _BORDER, run.bottom + _BORDER)
    left = [e for e in inside if e[0] < text[0] and e[1] <= text[1]]
    right = [e for e in inside if e[1] > text[1] and e[0] >= text[0]]
    if not left or not right or any(e[0] < text[0] and e[1] > text[1] for e in inside):
        return False
    nearest = max(e[1] for e in left), min(e[0] for e in right)
    sides = [e[2] for e in left if e[1] >= nearest[0] - _NEAR], [e[2] for e in right if e[0] <= nearest[1] + _NEAR]
    return _stands_alone(*sides) and _stands_alone(sides[1], sides[0])


def _stands_alone(own: Sequence[float], others: Sequence[float]) -> bool:
    """Whether one of some heights lies between the others and meets none of them."""
    return any(min(others) < y < max(others) and all(abs(y - o) > _MEETS for o in others) for y in own)


def _columns(whole: GutterRun, runs: Sequence[GutterRun]) -> list[float]:
    """The gutters that part all bands of a run, itself among them."""
    out = [whole.x]
    (first, end), (least, most) = whole.span, whole.mids
    for other in runs:
        if other is whole or not (other.span[0] <= first and end <= other.span[1] and least < other.x <= most):
            continue
        if other.top <= whole.top + 1 and other.bottom >= whole.bottom - 1:
            out.append(other.x)
    return sorted(out)


def _stretches(whole: GutterRun, ends: Sequence[float], *, ordered: bool) -> list[tuple[GutterRun, float]]:
    """The run between the gaps that end blocks (`ends`: the probability of each), each stretch with how unsure its
    ends are; `ordered`: the words stand as the file draws them."""
    cuts = [(0, 0.0)]
    for at, chance in enumerate(ends, 1):
        if chance < ENDS or _begins_higher(whole, cuts[-1][0], at) or counts_past(whole, cuts[-1][0], at):
            continue
        if ordered and drawn_past(whole, cuts[-1][0], at):
            continue
        cuts.append((at, (1 - chance) / (1 - ENDS)))
    cuts.append((len(whole.bands), 0.0))
    out: list[tuple[GutterRun, float]] = []
    for (start, a), (end, b) in pairwise(cuts):
        run = whole.sub(start, end)
        if run.two_sided and sum(len(band.rows) for band in run.bands) >= _FEWEST - 1:
            out.append((run, max(a, b)))
    return out
